/* SPDX-License-Identifier: MIT */
/* Causes become escalations (RULE CMP-9): each once, the complaints behind it each once, counts go up. A whole batch at a time,
 * under the locks of causes_lock(). Not what makes a cause: evaluate.c. */
#include "base/lookup.h"
#include "base/utf8.h"
#include "escalations/store.h"

#include <inttypes.h>
#include <string.h>

#define JSON_WHY "the JSON list itself is read as rows"

SQL(causes_there_sql,
    "SELECT e.id, e.rule, e.cause, e.state, e.department, e.gm, e.records, e.raised_at, e.last_at, "
    "e.complaint_id, e.subject, e.answer, e.answered_at, e.answered_staff, e.closed_at, e.closed_staff, "
    "e.version FROM JSON_TABLE(?, '$[*]' COLUMNS (wanted VARCHAR(60) CHARACTER "
    "SET utf8mb4 PATH '$')) j STRAIGHT_JOIN escalation e ON e.cause = j.wanted COLLATE utf8mb4_bin FOR "
    "UPDATE",
    .samples = "SELECT '[\"0\"]'", .why = JSON_WHY);
SQL(cause_insert_sql,
    "INSERT INTO escalation (rule, cause, state, department, gm, raised_at, last_at, complaint_id, subject)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    .samples = "SELECT 1, 'sample', 4, 1, 0, 0, 0, 0, ''");
SQL(cause_count_sql,
    "UPDATE escalation SET records = records + ?, last_at = GREATEST(last_at, ?), state = ?, raised_at = ?, "
    "complaint_id = ?, version = version + 1 WHERE id = ?",
    .samples =
	"SELECT 0, 0, state, raised_at, complaint_id, id FROM escalation WHERE id = (SELECT MAX(id) FROM "
	"escalation) UNION ALL SELECT 0, 0, 1, 0, 0, 0");
SQL(behind_there_sql,
    "SELECT r.escalation_id, r.complaint_id FROM JSON_TABLE(?, '$[*]' COLUMNS (wanted BIGINT UNSIGNED PATH "
    "'$')) j STRAIGHT_JOIN escalation_record r ON r.complaint_id = j.wanted",
    .samples = "SELECT '[0]'", .why = JSON_WHY);
SQL(behind_insert_sql, "INSERT INTO escalation_record (escalation_id, complaint_id, at) VALUES (?, ?, ?)",
    .samples = "SELECT 0, 0, 0");

/* --- which are there -------------------------------------------------------------------------------------------- */

static enum rc
causes_there(struct ctx *ctx, const struct cause *causes, size_t count, struct rows *there)
{
	const char **keys = arena_array(ctx->arena, count + 1, sizeof(*keys));

	for (size_t i = 0; i < count; i++)
		keys[i] = causes[i].key;
	return db_rows(ctx, &causes_there_sql, &escalation_record, there,
	    ARGS(arg_text(json_texts(ctx->arena, keys, count))));
}

/* `place[i]`: which of `there` the i-th cause is, or the count of them. */
static void
causes_place(
    struct arena *arena, const struct cause *causes, size_t count, const struct rows *there, size_t *place)
{
	const struct escalation *escalation = there->items;
	struct lookup *lookup = lookup_new(arena, there->count + 1);

	for (size_t i = 0; i < there->count; i++)
		lookup_add(lookup, escalation[i].cause, (int64_t)i);
	for (size_t i = 0; i < count; i++)
		place[i] = (size_t)lookup_find(lookup, causes[i].key, (int64_t)there->count);
}

#define CAUSE_ARGS 9
static enum rc
causes_insert(struct ctx *ctx, const struct cause *causes, size_t count, const size_t *place, size_t there)
{
	struct arg *args = arena_array(ctx->arena, count + 1, CAUSE_ARGS * sizeof(*args));
	struct cause *fresh = arena_array(ctx->arena, count + 1, sizeof(*fresh));
	const char **subjects = arena_array(ctx->arena, count + 1, sizeof(*subjects));
	size_t made = 0;
	enum rc rc;

	for (size_t i = 0; i < count; i++)
		if (place[i] == there)
			fresh[made++] = causes[i];
	if (made == 0)
		return RC_OK;
	rc = causes_subject(ctx, fresh, made, subjects);
	for (size_t i = 0; i < made; i++) {
		const struct cause *cause = &fresh[i];
		bool live = !cause->newest->imported;
		const struct arg row[CAUSE_ARGS] = { arg_int(cause->rule), arg_text(cause->key),
			arg_int(live ? ESCALATION_RAISED : ESCALATION_HISTORY), arg_int(cause->department),
			arg_int(cause->gm), arg_int(live ? ctx->now : cause->newest->opened_at),
			arg_int(cause->last_at), arg_int(cause->newest->id),
			arg_text(arena_strndup(ctx->arena, subjects[i], utf8_cut(subjects[i], 200))) };

		memcpy(args + i * CAUSE_ARGS, row, sizeof(row));
	}
	return rc == RC_OK ? db_exec_many(ctx, &cause_insert_sql, args, CAUSE_ARGS, made) : rc;
}

/* --- the complaints behind -------------------------------------------------------------------------------------- */

struct pair_row {
	int64_t escalation_id, complaint_id;
};
static const struct field pair_fields[] = { FIELD(pair_row, ID, escalation_id),
	FIELD(pair_row, ID, complaint_id) };
static const struct record pair_record = RECORD(pair_row, pair_fields);

static const char *
pair_key(struct arena *arena, int64_t escalation_id, int64_t complaint_id)
{
	return arena_printf(arena, "%" PRId64 ":%" PRId64, escalation_id, complaint_id);
}

/* Adds those that are new; `added[c]`: how many per cause. */
static enum rc
behind_write(struct ctx *ctx, const struct behind *behind, size_t count, const int64_t *ids, int64_t *added)
{
	int64_t *complaints = arena_array(ctx->arena, count + 1, sizeof(*complaints));
	struct arg *args = arena_array(ctx->arena, count + 1, 3 * sizeof(*args));
	const struct pair_row *pair;
	struct lookup *lookup;
	struct rows there;
	size_t made = 0;
	enum rc rc;

	for (size_t i = 0; i < count; i++)
		complaints[i] = behind[i].complaint_id;
	rc = db_rows(ctx, &behind_there_sql, &pair_record, &there,
	    ARGS(arg_text(json_ids(ctx->arena, complaints, count))));
	if (rc != RC_OK)
		return rc;
	lookup = lookup_new(ctx->arena, there.count + count + 1);
	pair = there.items;
	for (size_t i = 0; i < there.count; i++)
		lookup_add(lookup, pair_key(ctx->arena, pair[i].escalation_id, pair[i].complaint_id), -1);
	for (size_t i = 0; i < count; i++) {
		int64_t id = ids[behind[i].cause];

		if (lookup_add(lookup, pair_key(ctx->arena, id, behind[i].complaint_id), (int64_t)i) !=
		    (int64_t)i)
			continue; /* behind it already, or twice in this batch */
		args[3 * made] = arg_int(id);
		args[3 * made + 1] = arg_int(behind[i].complaint_id);
		args[3 * made++ + 2] = arg_int(behind[i].at);
		added[behind[i].cause]++;
	}
	return db_exec_many(ctx, &behind_insert_sql, args, 3, made);
}

/* --- all of it -------------------------------------------------------------------------------------------------- */

#define COUNT_ARGS 6
static enum rc
counts_write(struct ctx *ctx, const struct cause *causes, size_t count, const struct escalation *there,
    const size_t *place, const int64_t *added, bool *fires)
{
	struct arg *args = arena_array(ctx->arena, count + 1, COUNT_ARGS * sizeof(*args));
	size_t made = 0;

	for (size_t i = 0; i < count; i++) {
		const struct escalation *escalation = &there[place[i]];
		/* the first live complaint raises what nobody was told of */
		bool raised = escalation->state == ESCALATION_HISTORY && !causes[i].newest->imported;

		if (added[i] == 0)
			continue;
		fires[i] = fires[i] || raised;
		args[made * COUNT_ARGS] = arg_int(added[i]);
		args[made * COUNT_ARGS + 1] = arg_int(causes[i].last_at);
		args[made * COUNT_ARGS + 2] = arg_int(raised ? ESCALATION_RAISED : escalation->state);
		args[made * COUNT_ARGS + 3] = arg_int(raised ? ctx->now : escalation->raised_at);
		args[made * COUNT_ARGS + 4] =
		    arg_int(raised ? causes[i].newest->id : escalation->complaint_id);
		args[made++ * COUNT_ARGS + 5] = arg_int(escalation->id);
	}
	return db_exec_many(ctx, &cause_count_sql, args, COUNT_ARGS, made);
}

static void
fired_take(struct ctx *ctx, const struct cause *causes, size_t count, const struct escalation *there,
    const size_t *place, const int64_t *added, const bool *fires, struct rows *fired)
{
	struct escalation *made = arena_array(ctx->arena, count + 1, sizeof(*made));
	size_t used = 0;

	for (size_t i = 0; i < count; i++)
		if (fires[i]) {
			made[used] = there[place[i]];
			made[used].records += added[i];
			made[used].state = ESCALATION_RAISED;
			made[used++].complaint_id = causes[i].newest->id;
		}
	*fired = (struct rows){ made, used };
}

enum rc
causes_write(struct ctx *ctx, const struct cause *causes, size_t count, const struct behind *behind,
    size_t behind_count, struct rows *fired)
{
	size_t *place = arena_array(ctx->arena, count + 1, sizeof(*place));
	int64_t *ids = arena_array(ctx->arena, count + 1, sizeof(*ids));
	int64_t *added = arena_array(ctx->arena, count + 1, sizeof(*added));
	bool *fires = arena_array(ctx->arena, count + 1, sizeof(*fires));
	const struct escalation *escalation;
	struct rows there;
	enum rc rc = causes_there(ctx, causes, count, &there);

	if (rc != RC_OK)
		return rc;
	causes_place(ctx->arena, causes, count, &there, place);
	for (size_t i = 0; i < count; i++)
		fires[i] = place[i] == there.count && !causes[i].newest->imported;
	rc = causes_insert(ctx, causes, count, place, there.count);
	if (rc == RC_OK)
		rc = causes_there(ctx, causes, count, &there);
	if (rc != RC_OK)
		return rc;
	causes_place(ctx->arena, causes, count, &there, place);
	escalation = there.items;
	for (size_t i = 0; i < count; i++)
		ids[i] = escalation[place[i]].id;
	rc = behind_write(ctx, behind, behind_count, ids, added);
	if (rc == RC_OK)
		rc = counts_write(ctx, causes, count, escalation, place, added, fires);
	if (rc == RC_OK)
		fired_take(ctx, causes, count, escalation, place, added, fires, fired);
	return rc;
}
