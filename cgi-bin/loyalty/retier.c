/* SPDX-License-Identifier: MIT */
/* Members are moved when new bounds come into force (RULE MEM-1): along their totals, only where the tier differs, at most BATCH a
 * transaction, which carries the place reached as well: killed and begun again, it goes on there and ends the same. The run's row
 * is locked first, so that two processes never move the same members. Whoever's total changes meanwhile is put by the new bounds
 * at once (totals.c); who has not been reached yet still shows the tier of the old ones, and pages say how far it is. */
#include "audit/audit.h"
#include "base/log.h"
#include "db/tx.h"
#include "loyalty/store.h"
#include "policy/policy.h"

#include <inttypes.h>
#include <jansson.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define BATCH 500

#define COLUMNS                                                                                              \
	"policy_version, since, started_at, ended_at, ranges, range_no, after_fen, after_id, total, seen, "  \
	"moved"
static const struct field run_fields[] = { FIELD(tier_run, INT, policy_version), FIELD(tier_run, TIME, since),
	FIELD(tier_run, TIME, started_at), FIELD(tier_run, TIME, ended_at), FIELD(tier_run, TEXT, ranges),
	FIELD(tier_run, INT, range_no), FIELD(tier_run, MONEY, after_fen), FIELD(tier_run, ID, after_id),
	FIELD(tier_run, INT, total), FIELD(tier_run, INT, seen), FIELD(tier_run, INT, moved) };
static const struct record run_record = RECORD(tier_run, run_fields);

SQL(tier_run_get_sql, "SELECT " COLUMNS " FROM tier_run ORDER BY policy_version DESC LIMIT 1",
    .samples = NULL);
SQL(tier_run_lock_sql, "SELECT " COLUMNS " FROM tier_run WHERE policy_version = ? FOR UPDATE",
    .samples = "SELECT 1 UNION ALL SELECT 0");
SQL(tier_run_add_sql,
    "INSERT INTO tier_run (policy_version, since, started_at, ended_at, ranges, total) VALUES (?, ?, ?, ?, "
    "?, ?)",
    .samples = "SELECT 4000000000, 0, 0, 0, '[]', 0");
SQL(tier_run_save_sql,
    "UPDATE tier_run SET range_no = ?, after_fen = ?, after_id = ?, seen = seen + ?, moved = moved + ?, "
    "ended_at = ? WHERE policy_version = ?",
    .samples = "SELECT 0, 0, 0, 0, 0, 0, 1 UNION ALL SELECT 0, 0, 0, 0, 0, 0, 0");
SQL(tier_run_next_sql,
    "SELECT id, spent_fen, tier, province_id, consent, state FROM member WHERE spent_fen >= ? "
    "AND (spent_fen > ? OR id > ?) AND spent_fen < ? ORDER BY spent_fen, id LIMIT ? FOR UPDATE",
    .samples = "SELECT MAX(spent_fen), MAX(spent_fen), 0, 9223372036854775807, 500 FROM member"
	       " UNION ALL SELECT 1, 1, 0, 1, 500");

enum rc
tier_run_get(struct ctx *ctx, struct tier_run *run)
{
	return db_row(ctx, &tier_run_get_sql, &run_record, run, NO_ARGS);
}

/* --- beginning --------------------------------------------------------------------------------------------------- */

/* The totals between which somebody moves, as JSON, and how many members stand there. */
static enum rc
ranges_make(
    struct ctx *ctx, const struct band *before, const struct band *after, const char **ranges, int64_t *total)
{
	struct tier_span spans[TIER_SPANS];
	size_t count = tier_spans(before, after, spans);
	struct buf json;
	enum rc rc = RC_OK;

	buf_init(&json, ctx->arena, 256);
	*total = 0;
	for (size_t i = 0; i < count && rc == RC_OK; i++) {
		int64_t members = 0, from = spans[i].from > 0 ? spans[i].from : 0;

		if (spans[i].before == spans[i].after || spans[i].to <= from)
			continue;
		rc = spent_between(ctx, spans[i].from, spans[i].to, &members);
		*total += members;
		buf_text(&json, arena_printf(ctx->arena, "%s[%" PRId64 ",%" PRId64 "]",
				    json.length > 0 ? "," : "[", from, spans[i].to));
	}
	*ranges = arena_printf(ctx->arena, "%s]", json.length > 0 ? json.data : "[");
	return rc;
}

/* One row per version, whoever comes first makes it. */
static enum rc
run_begin(struct ctx *ctx, const struct band *band, const char *ranges, int64_t total)
{
	struct diff diff = { .count = 0 };
	bool nothing = strcmp(ranges, "[]") == 0;
	enum rc rc;

	diff_add(&diff, "loyalty.field.members", "", arena_printf(ctx->arena, "%" PRId64, total));
	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = db_exec(ctx, &tier_run_add_sql,
			    ARGS(arg_int(band->version), arg_int(band->since), arg_int(ctx->now),
				arg_int(nothing ? ctx->now : 0), arg_text(ranges), arg_int(total)));
		if (rc == RC_OK && !nothing)
			rc = audit_add(ctx, "loyalty.retier_begin", "policy", band->version, &diff);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc == RC_CONFLICT ? RC_OK : rc;
}

/* --- moving ------------------------------------------------------------------------------------------------------ */

struct range {
	int64_t from, to;
};

/* Range number `at` of a run; false behind the last. */
static bool
range_at(const char *ranges, int64_t at, struct range *range)
{
	json_t *all = json_loads(ranges, 0, NULL), *pair = json_array_get(all, (size_t)at);
	bool there = json_array_size(pair) == 2;

	if (there)
		*range = (struct range){ json_integer_value(json_array_get(pair, 0)),
			json_integer_value(json_array_get(pair, 1)) };
	json_decref(all);
	return there;
}

static size_t
moves_make(const struct rows *found, const struct band *band, struct tier_move *moves, unsigned char hash[32])
{
	const struct standing *standings = found->items;
	crypto_generichash_state state;
	size_t made = 0;

	crypto_generichash_init(&state, NULL, 0, 32);
	for (size_t i = 0; i < found->count; i++) {
		int64_t tier = tier_of(band, standings[i].spent_fen);

		if (tier == standings[i].tier)
			continue;
		moves[made] = (struct tier_move){
			.before = standings[i], .after = standings[i], .cause = TIER_POLICY, .cause_no = ""
		};
		moves[made++].after.tier = tier;
		crypto_generichash_update(&state, (const unsigned char *)&standings[i], sizeof(standings[i]));
	}
	crypto_generichash_final(&state, hash, 32);
	return made;
}

/* One batch; *ended when no range is left. Inside a transaction, the run locked. */
static enum rc
batch_move(struct ctx *ctx, const struct tier_run *run, const struct band *band, bool *ended)
{
	struct tier_move *moves = arena_array(ctx->arena, BATCH, sizeof(*moves));
	const struct standing *standings;
	struct range range = { 0, 0 };
	struct rows found = { NULL, 0 };
	unsigned char hash[32];
	int64_t after_fen = run->after_fen, after_id = run->after_id, range_no = run->range_no;
	size_t made;
	enum rc rc;

	*ended = !range_at(run->ranges, range_no, &range);
	if (*ended)
		return db_exec(ctx, &tier_run_save_sql,
		    ARGS(arg_int(range_no), arg_int(0), arg_int(0), arg_int(0), arg_int(0), arg_int(ctx->now),
			arg_int(run->policy_version)));
	if (after_fen < range.from) {
		after_fen = range.from;
		after_id = 0;
	}
	rc = db_rows(ctx, &tier_run_next_sql, &standing_record, &found,
	    ARGS(arg_int(after_fen), arg_int(after_fen), arg_int(after_id), arg_int(range.to),
		arg_int(BATCH)));
	if (rc != RC_OK)
		return rc;
	standings = found.items;
	made = moves_make(&found, band, moves, hash);
	rc = tier_moves_save(ctx, moves, made, band->version);
	if (rc == RC_OK && made > 0)
		rc = audit_batch(ctx, "loyalty.retier", "member", moves[0].after.id, (int64_t)made, hash);
	if (standings != NULL && found.count == BATCH) {
		after_fen = standings[BATCH - 1].spent_fen;
		after_id = standings[BATCH - 1].id;
	} else {
		range_no++;
		after_fen = after_id = 0;
	}
	if (rc != RC_OK)
		return rc;
	return db_exec(ctx, &tier_run_save_sql,
	    ARGS(arg_int(range_no), arg_int(after_fen), arg_int(after_id), arg_int((int64_t)found.count),
		arg_int((int64_t)made), arg_int(0), arg_int(run->policy_version)));
}

static enum rc
run_step(struct ctx *ctx, int64_t version, const struct band *band, bool *ended)
{
	struct tier_run run;
	enum rc rc;

	do {
		*ended = false;
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = db_row(ctx, &tier_run_lock_sql, &run_record, &run, ARGS(arg_int(version)));
		if (rc == RC_OK && run.ended_at != 0)
			*ended = true;
		else if (rc == RC_OK)
			rc = batch_move(ctx, &run, band, ended);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

/* The bounds that members stand by: those of the last run, which the first run only notes. A version that was overtaken by a newer
 * one before its run ended is left where it is: the newer run begins with every range in which a tier may be wrong. */
enum rc
retier_due(struct ctx *ctx)
{
	struct tier_run last = { .policy_version = 0 };
	struct band before, band;
	const char *ranges = "[]";
	int64_t total = 0;
	bool ended = false;
	enum rc rc = policy_band(ctx, "members.tier", ctx->now, &band), found;

	if (rc != RC_OK)
		return rc;
	found = tier_run_get(ctx, &last);
	if (found != RC_OK && found != RC_NOT_FOUND)
		return found;
	if (found == RC_NOT_FOUND || last.policy_version < band.version) {
		if (found == RC_OK && last.ended_at != 0) {
			rc = policy_band(ctx, "members.tier", last.since, &before);
			if (rc == RC_OK)
				rc = ranges_make(ctx, &before, &band, &ranges, &total);
		} else if (found == RC_OK) { /* the last run never ended: everybody is looked at */
			rc = spent_between(ctx, INT64_MIN, INT64_MAX, &total);
			ranges = arena_printf(ctx->arena, "[[0,%" PRId64 "]]", INT64_MAX);
		}
		if (rc == RC_OK)
			rc = run_begin(ctx, &band, ranges, total);
	}
	while (rc == RC_OK && !ended)
		rc = run_step(ctx, band.version, &band, &ended);
	return rc;
}
