/* SPDX-License-Identifier: MIT */
/* SQL of totals and tiers, and what follows from each move of a member: buckets, counts, history.
 * Not why members move: totals.c and retier.c. */
#include "loyalty/store.h"

#include "base/lookup.h"
#include "db/count.h"
#include "members/members.h"
#include "orders/orders.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SHARDS 4

const struct event MEMBER_TIER_CHANGED = { "member.tier_changed" };

static const struct field standing_fields[] = { FIELD(standing, ID, id), FIELD(standing, MONEY, spent_fen),
	FIELD(standing, INT, tier), FIELD(standing, ID, province_id), FIELD(standing, INT, consent),
	FIELD(standing, INT, state) };
const struct record standing_record = RECORD(standing, standing_fields);

SQL(standings_lock_sql,
    "SELECT m.id, m.spent_fen, m.tier, m.province_id, m.consent, m.state "
    "FROM JSON_TABLE(?, '$[*]' COLUMNS (wanted BIGINT UNSIGNED PATH '$')) j STRAIGHT_JOIN member m "
    "ON m.id = j.wanted FOR UPDATE",
    .samples = "SELECT '[0]'", .why = "the JSON list itself is read as rows");
SQL(standing_save_sql,
    "UPDATE member SET spent_fen = ?, tier = ?, orders = orders + ?, last_order_at = "
    "GREATEST(last_order_at, ?) WHERE id = ?",
    .samples = "SELECT spent_fen, tier, 0, 0, id FROM (SELECT spent_fen, tier, id FROM member "
	       "ORDER BY id DESC LIMIT 1) m UNION ALL SELECT 0, 0, 0, 0, 0");
SQL(spent_count_sql,
    "INSERT INTO member_spent_count (bucket, shard, members) VALUES (?, ?, ?) "
    "ON DUPLICATE KEY UPDATE members = members + VALUE(members)",
    .samples = "SELECT 100, 0, 0");
SQL(tier_change_sql,
    "INSERT INTO member_tier_change (member_id, at, tier_before, tier_after, spent_fen, cause, cause_id, "
    "cause_no, policy_version, staff) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    .samples = "SELECT 0, 0, 0, 1, 0, 1, 0, '', 1, ''");
SQL(spent_buckets_sql,
    "SELECT COALESCE(SUM(members), 0) FROM member_spent_count WHERE bucket >= ? AND bucket < ?",
    .samples = "SELECT 0, 9223372036854775807 UNION ALL SELECT 1, 1",
    .why = "as many rows as buckets and shards, however many members");
SQL(spent_part_sql, "SELECT COUNT(*) FROM member WHERE spent_fen >= ? AND spent_fen < ?",
    .samples = "SELECT MAX(spent_fen), MAX(spent_fen) + 1 FROM member UNION ALL SELECT 1, 1",
    .why = "the members of one bucket at the most: a bound that is no whole yuan");

enum rc
standings_lock(struct ctx *ctx, const int64_t *ids, size_t count, struct rows *standings)
{
	return db_rows(ctx, &standings_lock_sql, &standing_record, standings,
	    ARGS(arg_text(json_ids(ctx->arena, ids, count))));
}

/* --- what follows from a move ------------------------------------------------------------------------------------ */

static enum rc
rows_save(struct ctx *ctx, const struct tier_move *moves, size_t count)
{
	struct arg *args = arena_array(ctx->arena, count, 5 * sizeof(*args));

	for (size_t i = 0; i < count; i++) {
		const struct arg made[5] = { arg_int(moves[i].after.spent_fen), arg_int(moves[i].after.tier),
			arg_int(moves[i].orders), arg_int(moves[i].last_order_at),
			arg_int(moves[i].after.id) };

		memcpy(args + i * 5, made, sizeof(made));
	}
	return db_exec_many(ctx, &standing_save_sql, args, 5, count);
}

struct bucket_delta {
	int64_t bucket, members;
};

static int
bucket_compare(const void *left, const void *right)
{
	const struct bucket_delta *a = left, *b = right;

	return (a->bucket > b->bucket) - (a->bucket < b->bucket);
}

/* Each bucket once, ascending: all writers touch them in the same order. */
static enum rc
buckets_save(struct ctx *ctx, struct bucket_delta *deltas, size_t count)
{
	struct arg *args = arena_array(ctx->arena, count + 1, 3 * sizeof(*args));
	size_t made = 0;

	qsort(deltas, count, sizeof(*deltas), bucket_compare);
	for (size_t i = 0; i < count;) {
		int64_t bucket = deltas[i].bucket, members = 0;

		for (; i < count && deltas[i].bucket == bucket; i++)
			members += deltas[i].members;
		if (bucket == 0 || members == 0)
			continue;
		args[made * 3] = arg_int(bucket);
		args[made * 3 + 1] = arg_int(getpid() % SHARDS);
		args[made++ * 3 + 2] = arg_int(members);
	}
	return made == 0 ? RC_OK : db_exec_many(ctx, &spent_count_sql, args, 3, made);
}

static enum rc
buckets_follow(struct ctx *ctx, const struct tier_move *moves, size_t count)
{
	struct bucket_delta *deltas = arena_array(ctx->arena, count, 2 * sizeof(*deltas));
	size_t made = 0;

	for (size_t i = 0; i < count; i++) {
		int64_t before = spent_bucket(moves[i].before.spent_fen),
			after = spent_bucket(moves[i].after.spent_fen);

		if (before == after)
			continue;
		deltas[made++] = (struct bucket_delta){ before, -1 };
		deltas[made++] = (struct bucket_delta){ after, 1 };
	}
	return buckets_save(ctx, deltas, made);
}

static enum rc
history_add(struct ctx *ctx, const struct tier_move *moves, size_t count, int64_t policy_version)
{
	struct arg *args = arena_array(ctx->arena, count, 10 * sizeof(*args));
	const char *staff = ctx->actor.account_id == 0 ? "" : actor_label(ctx->arena, &ctx->actor);

	for (size_t i = 0; i < count; i++) {
		const struct arg made[10] = { arg_int(moves[i].after.id), arg_int(ctx->now),
			arg_int(moves[i].before.tier), arg_int(moves[i].after.tier),
			arg_int(moves[i].after.spent_fen), arg_int(moves[i].cause),
			arg_int(moves[i].cause_id), arg_text(moves[i].cause_no), arg_int(policy_version),
			arg_text(staff) };

		memcpy(args + i * 10, made, sizeof(made));
	}
	return db_exec_many(ctx, &tier_change_sql, args, 10, count);
}

/* Those whose tier changes: history, the lists' counts, the queue's rows, whoever listens. */
static enum rc
tiers_follow(struct ctx *ctx, const struct tier_move *moves, size_t count, int64_t policy_version)
{
	struct tier_move *moved = arena_array(ctx->arena, count + 1, sizeof(*moved));
	struct tier_change *changes = arena_array(ctx->arena, count + 1, sizeof(*changes));
	struct member *before = arena_array(ctx->arena, count + 1, sizeof(*before));
	struct member *after = arena_array(ctx->arena, count + 1, sizeof(*after));
	int64_t *ids = arena_array(ctx->arena, count + 1, sizeof(*ids));
	size_t made = 0;
	enum rc rc;

	for (size_t i = 0; i < count; i++) {
		const struct standing *was = &moves[i].before, *is = &moves[i].after;

		if (was->tier == is->tier)
			continue;
		moved[made] = moves[i];
		ids[made] = is->id;
		before[made] = (struct member){ .id = is->id,
			.tier = was->tier,
			.province_id = was->province_id,
			.consent = was->consent,
			.state = was->state };
		after[made] = before[made];
		after[made].tier = is->tier;
		changes[made++] = (struct tier_change){ is->id, was->tier, is->tier };
	}
	if (made == 0)
		return RC_OK;
	rc = history_add(ctx, moved, made, policy_version);
	if (rc == RC_OK)
		rc = member_counts_follow(ctx, before, after, made);
	if (rc == RC_OK)
		rc = order_queue_retier(ctx, ids, made);
	return rc == RC_OK ? event_send(ctx, &MEMBER_TIER_CHANGED, changes, made) : rc;
}

enum rc
tier_moves_save(struct ctx *ctx, const struct tier_move *moves, size_t count, int64_t policy_version)
{
	enum rc rc;

	if (count == 0)
		return RC_OK;
	rc = rows_save(ctx, moves, count);
	if (rc == RC_OK)
		rc = buckets_follow(ctx, moves, count);
	return rc == RC_OK ? tiers_follow(ctx, moves, count, policy_version) : rc;
}

/* --- counting ---------------------------------------------------------------------------------------------------- */

/* Members of whole buckets from one that begins at `from` to one that begins at `to`. */
static enum rc
buckets_count(struct ctx *ctx, int64_t from, int64_t to, int64_t *members)
{
	*members = 0;
	return from >= to ? RC_OK
			  : db_int(ctx, &spent_buckets_sql, members, ARGS(arg_int(from), arg_int(to)));
}

/* Where the buckets behind a bound begin, and how many members stand between the two. */
static enum rc
bound_split(struct ctx *ctx, int64_t bound, int64_t *whole, int64_t *part)
{
	int64_t bucket = spent_bucket(bound);

	*part = 0;
	*whole = bucket;
	if (bound <= 0 || bucket == bound)
		return RC_OK;
	*whole = spent_bucket_next(bucket);
	return db_int(ctx, &spent_part_sql, part, ARGS(arg_int(bound), arg_int(*whole)));
}

/* Everybody but those who went into another member: as the lists count them. */
static enum rc
members_counted(struct ctx *ctx, int64_t *members)
{
	const struct count *counts;
	struct rows found;
	enum rc rc = count_read(ctx, "members", &found);

	*members = 0;
	counts = found.items;
	for (size_t i = 0; rc == RC_OK && i < found.count; i++)
		if (strcmp(counts[i].dimension, "state") == 0 && counts[i].value != MEMBER_MERGED)
			*members += counts[i].rows;
	return rc;
}

static enum rc
nothing_spent(struct ctx *ctx, int64_t *members)
{
	int64_t all = 0, some = 0;
	enum rc rc = members_counted(ctx, &all);

	if (rc == RC_OK)
		rc = buckets_count(ctx, 1, INT64_MAX, &some);
	*members = all - some;
	return rc;
}

enum rc
spent_between(struct ctx *ctx, int64_t from, int64_t to, int64_t *members)
{
	int64_t whole_from = 1, whole_to = INT64_MAX, part_from = 0, part_to = 0, whole = 0, nothing = 0;
	enum rc rc = RC_OK;

	*members = 0;
	if (from >= to || to <= 0)
		return RC_OK;
	if (from > 0)
		rc = bound_split(ctx, from, &whole_from, &part_from);
	else
		rc = nothing_spent(ctx, &nothing);
	if (rc == RC_OK && to != INT64_MAX)
		rc = bound_split(ctx, to, &whole_to, &part_to);
	/* what stands between `to` and its next bucket is in neither: it is counted with the buckets and taken off again */
	if (rc == RC_OK)
		rc = buckets_count(ctx, whole_from, whole_to, &whole);
	*members = nothing + part_from + whole - part_to;
	return rc;
}
