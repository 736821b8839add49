/* SPDX-License-Identifier: MIT */
/* SQL of follow-ups. Not of members as visits see them, nor of agents: store_visits.c. */
#include "followups/store.h"
#include "audit/audit.h"
#include "base/clock.h"
#include "base/lookup.h"
#include "db/count.h"

#include <string.h>

static const struct field followup_fields[] = { FIELD(followup, ID, id), FIELD(followup, ID, member_id),
	FIELD(followup, INT, kind), FIELD(followup, BOOL, open), FIELD(followup, INT, state),
	FIELD(followup, INT, tier), FIELD(followup, TIME, rule_at), FIELD(followup, TIME, due_at),
	FIELD(followup, ID, account_id), FIELD(followup, TEXT, staff), FIELD(followup, TEXT, source),
	FIELD(followup, TEXT, cause), FIELD(followup, ID, survey_id), FIELD(followup, INT, tries),
	FIELD(followup, INT, outcome), FIELD(followup, INT, score), FIELD(followup, INT, score2),
	FIELD(followup, TEXT, note), FIELD(followup, TIME, next_at), FIELD(followup, INT, policy_version),
	FIELD(followup, TIME, made_at), FIELD(followup, ID, made_by), FIELD(followup, TIME, done_at),
	FIELD(followup, ID, done_by), FIELD(followup, TEXT, done_staff), FIELD(followup, INT, version) };
const struct record followup_record = RECORD(followup, followup_fields);

SQL(followup_get_sql, "SELECT " FOLLOWUP_COLUMNS " FROM followup WHERE id = ?",
    .samples = "SELECT MAX(id) FROM followup UNION ALL SELECT 0");
SQL(followup_lock_sql, "SELECT " FOLLOWUP_COLUMNS " FROM followup WHERE id = ? FOR UPDATE",
    .samples = "SELECT MAX(id) FROM followup UNION ALL SELECT 0");
SQL(followup_open_sql,
    "SELECT " FOLLOWUP_COLUMNS " FROM followup FORCE INDEX (followup_member) WHERE member_id = ? AND open = 1"
    " ORDER BY due_at, id LIMIT 200 FOR UPDATE",
    .samples = "SELECT MAX(member_id) FROM followup UNION ALL SELECT 0",
    .why = "looks through all the calls with one member");
SQL(followup_once_sql, "SELECT id FROM followup WHERE once = ?",
    .samples = "SELECT MAX(once) FROM followup UNION ALL SELECT ''");
SQL(followup_put_sql,
    "INSERT INTO followup (member_id, kind, open, state, tier, rule_at, due_at, account_id, staff, once, "
    "source, cause, survey_id, policy_version, made_at, made_by) VALUES (?, ?, 1, 1, ?, ?, ?, ?, ?, ?, ?, ?, "
    "?, ?, ?, ?)",
    .samples = "SELECT 0, 1, 0, 0, 0, 0, '', NULL, '', '', 0, 0, 0, 0");
SQL(followup_save_sql,
    "UPDATE followup SET open = ?, state = ?, tier = ?, rule_at = ?, due_at = ?, account_id = ?, staff = ?,"
    " once = IF(? = 1, NULL, once), tries = ?, outcome = ?, score = ?, score2 = ?, note = ?, next_at = ?,"
    " done_at = ?, done_by = ?, done_staff = ?, member_id = ?, version = ? WHERE id = ? AND version = ?",
    .samples = "SELECT 1, 1, 0, 0, 0, 0, '', 0, 0, 0, 0, 0, '', 0, 0, 0, '', 0, 1, MAX(id), 0 FROM followup"
	       " UNION ALL SELECT 1, 1, 0, 0, 0, 0, '', 0, 0, 0, 0, 0, '', 0, 0, 0, '', 0, 1, 0, 0");

const char *
visit_once(struct arena *arena, int64_t member_id)
{
	return arena_printf(arena, "visit:%lld", (long long)member_id);
}

const char *
survey_once(struct arena *arena, int64_t survey_id, int64_t member_id)
{
	return arena_printf(arena, "survey:%lld:%lld", (long long)survey_id, (long long)member_id);
}

const char *
source_once(struct arena *arena, int64_t kind, const char *source)
{
	return arena_printf(arena, "%lld:%s", (long long)kind, source);
}

enum rc
followup_get(struct ctx *ctx, int64_t id, struct followup *followup)
{
	return db_row(ctx, &followup_get_sql, &followup_record, followup, ARGS(arg_int(id)));
}

enum rc
followup_lock(
    struct ctx *ctx, int64_t id, int64_t version, struct followup *followup, struct visit_member *member)
{
	enum rc rc = followup_get(ctx, id, followup);

	if (rc == RC_OK)
		rc = visited_lock(ctx, followup->member_id, member);
	if (rc == RC_OK)
		rc = db_row(ctx, &followup_lock_sql, &followup_record, followup, ARGS(arg_int(id)));
	/* moved with its member in between: the version tells */
	if (rc == RC_OK && followup->version != version)
		rc = audit_conflict(ctx, "followup", id);
	return rc;
}

enum rc
followup_open_list(struct ctx *ctx, int64_t member_id, struct rows *followups)
{
	return db_rows(ctx, &followup_open_sql, &followup_record, followups, ARGS(arg_int(member_id)));
}

enum rc
followup_find_once(struct ctx *ctx, const char *once, int64_t *id)
{
	return db_int(ctx, &followup_once_sql, id, ARGS(arg_text(once)));
}

struct once_row {
	const char *once;
};
static const struct field once_fields[] = { FIELD(once_row, TEXT, once) };
static const struct record once_record = RECORD(once_row, once_fields);
SQL(followup_found_sql,
    "SELECT f.once FROM JSON_TABLE(?, '$[*]' COLUMNS (wanted VARCHAR(60) CHARACTER SET utf8mb4 PATH '$')) j"
    " STRAIGHT_JOIN followup f ON f.once = j.wanted COLLATE utf8mb4_bin",
    .samples = "SELECT '[\"0\"]'", .why = "the JSON list itself is read as rows");

enum rc
followup_found_once(struct ctx *ctx, const char *const *once, size_t count, bool *found)
{
	struct lookup *lookup = lookup_new(ctx->arena, count + 1);
	struct rows rows;
	const struct once_row *there;
	size_t i;
	enum rc rc = db_rows(ctx, &followup_found_sql, &once_record, &rows,
	    ARGS(arg_text(json_texts(ctx->arena, once, count))));

	if (rc != RC_OK)
		return rc;
	there = rows.items;
	for (i = 0; i < rows.count; i++)
		(void)lookup_add(lookup, there[i].once, 1);
	for (i = 0; i < count; i++)
		found[i] = lookup_find(lookup, once[i], 0) == 1;
	return RC_OK;
}

/* --- counts ------------------------------------------------------------------------------------------------------- */

/* What both lists show beside their filters: db/count.h. */
#define DIMENSIONS 4
static void
tally(struct count_delta *deltas, const struct followup *followup, int64_t sign)
{
	const char *list = followup->open ? "followups" : "followups.done";

	deltas[0] = (struct count_delta){ list, "", 0, sign, 0 };
	deltas[1] = (struct count_delta){ list, "kind", followup->kind, sign, 0 };
	deltas[2] = (struct count_delta){ list, "agent", followup->account_id, sign, 0 };
	deltas[3] = followup->open ? (struct count_delta){ list, "tier", followup->tier, sign, 0 }
				   : (struct count_delta){ list, "outcome", followup->outcome, sign, 0 };
}

/* --- writing -------------------------------------------------------------------------------------------------------- */

#define PUT_ARGS 14

static void
put_args(struct arg args[PUT_ARGS], const struct followup *followup, const char *once)
{
	const struct arg made[PUT_ARGS] = { arg_int(followup->member_id), arg_int(followup->kind),
		arg_int(followup->tier), arg_int(followup->rule_at), arg_int(followup->due_at),
		arg_int(followup->account_id), arg_text(followup->staff), arg_text(once),
		arg_text(followup->source), arg_text(followup->cause), arg_int(followup->survey_id),
		arg_int(followup->policy_version), arg_int(followup->made_at), arg_int(followup->made_by) };

	memcpy(args, made, sizeof(made));
}

enum rc
followup_put(struct ctx *ctx, struct followup *followup, const char *once)
{
	struct arg args[PUT_ARGS];
	struct count_delta deltas[DIMENSIONS];
	enum rc rc;

	put_args(args, followup, once);
	tally(deltas, followup, 1);
	rc = db_exec(ctx, &followup_put_sql, args, PUT_ARGS);
	if (rc == RC_OK)
		followup->id = db_insert_id(ctx);
	return rc == RC_OK ? count_add(ctx, deltas, DIMENSIONS) : rc;
}

enum rc
followup_put_many(struct ctx *ctx, const struct followup *followups, const char *const *once, size_t count)
{
	struct arg *args = arena_array(ctx->arena, count + 1, PUT_ARGS * sizeof(*args));
	struct count_delta *deltas = arena_array(ctx->arena, count + 1, DIMENSIONS * sizeof(*deltas));
	size_t i;
	enum rc rc = RC_OK;

	for (i = 0; i < count; i++) {
		put_args(args + i * PUT_ARGS, &followups[i], once[i]);
		tally(deltas + i * DIMENSIONS, &followups[i], 1);
	}
	if (count > 0)
		rc = db_exec_many(ctx, &followup_put_sql, args, PUT_ARGS, count);
	return rc == RC_OK && count > 0 ? count_add(ctx, deltas, count * DIMENSIONS) : rc;
}

enum rc
followup_save(struct ctx *ctx, const struct followup *before, const struct followup *after)
{
	/* a visit's next one may follow once it is over; a survey is asked once, a source has one */
	bool set_free = !after->open && after->kind == FOLLOWUP_VISIT;
	struct count_delta deltas[DIMENSIONS * 2];
	enum rc rc = db_exec(ctx, &followup_save_sql,
	    ARGS(arg_int(after->open), arg_int(after->state), arg_int(after->tier), arg_int(after->rule_at),
		arg_int(after->due_at), arg_int(after->account_id), arg_text(after->staff), arg_int(set_free),
		arg_int(after->tries), arg_int(after->outcome), arg_int(after->score), arg_int(after->score2),
		arg_text(after->note), arg_int(after->next_at), arg_int(after->done_at),
		arg_int(after->done_by), arg_text(after->done_staff), arg_int(after->member_id),
		arg_int(after->version), arg_int(before->id), arg_int(before->version)));

	if (rc == RC_OK && db_changed(ctx) != 1)
		rc = audit_conflict(ctx, "followup", before->id);
	tally(deltas, before, -1);
	tally(deltas + DIMENSIONS, after, 1);
	return rc == RC_OK ? count_add(ctx, deltas, DIMENSIONS * 2) : rc;
}
