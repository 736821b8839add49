/* SPDX-License-Identifier: MIT */
/* `houtaictl members tiers`: members per tier from the rows, beside the counts of lists and buckets; `loyalty verify`: proves the
 * buckets of totals and the tiers against the members themselves. Repairs nothing: each difference is named. */
#include "loyalty/pages.h"

#include "db/count.h"
#include "web/lang.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

SQL(tiers_counted_sql,
    "SELECT tier, COUNT(*) AS members, CAST(SUM(spent_fen > 0) AS SIGNED) AS paid, CAST(SUM(spent_fen) AS "
    "SIGNED) AS fen FROM member WHERE state <> 2 GROUP BY tier ORDER BY tier",
    .samples = NULL, .why = "counts every member: asked by hand on the command line, to prove the counters");
SQL(spent_each_sql,
    "SELECT id, spent_fen, tier, province_id, consent, state FROM member WHERE spent_fen > 0 ORDER BY "
    "spent_fen",
    .samples = NULL, .why = "the proof reads every member who has spent something");
SQL(spent_count_each_sql,
    "SELECT bucket, CAST(SUM(members) AS SIGNED) AS members FROM member_spent_count GROUP BY bucket "
    "HAVING SUM(members) <> 0 ORDER BY bucket",
    .samples = NULL, .why = "as many rows as buckets and shards, however many members");

struct tier_count {
	int64_t tier, members, paid, fen;
};
static const struct field tier_count_fields[] = { FIELD(tier_count, INT, tier),
	FIELD(tier_count, INT, members), FIELD(tier_count, INT, paid), FIELD(tier_count, MONEY, fen) };
static const struct record tier_count_record = RECORD(tier_count, tier_count_fields);

/* The buckets' figure for one step of the band. */
static enum rc
step_counted(struct ctx *ctx, const struct band *band, size_t step, int64_t *members)
{
	int64_t to = step + 1 < band->count ? tier_floor(band, step + 1) : INT64_MAX;

	return spent_between(ctx, tier_floor(band, step), to, members);
}

static enum rc
tiers_print(struct ctx *ctx, bool *agree)
{
	const struct tier_count *counts;
	struct rows found;
	struct band band;
	enum rc rc = policy_band(ctx, "members.tier", ctx->now, &band);

	if (rc == RC_OK)
		rc = db_rows(ctx, &tiers_counted_sql, &tier_count_record, &found, NO_ARGS);
	if (rc != RC_OK)
		return rc;
	printf("%-12s %10s %12s %18s %10s\n", "tier", "members", "with orders", "yuan", "counter");
	counts = found.items;
	for (size_t step = 0; step < band.count && rc == RC_OK; step++) {
		struct tier_count here = { (int64_t)step, 0, 0, 0 };
		int64_t counted = 0;

		for (size_t i = 0; i < found.count; i++)
			if (counts[i].tier == (int64_t)step)
				here = counts[i];
		rc = step_counted(ctx, &band, step, &counted);
		*agree &= counted == here.members;
		printf("%-12s %10" PRId64 " %12" PRId64 " %15" PRId64 ".%02" PRId64 " %10" PRId64 " %s\n",
		    lang_of(LANG_EN, band.steps[step].label), here.members, here.paid, here.fen / 100,
		    here.fen % 100, counted, counted == here.members ? "agrees" : "DIFFERS");
	}
	return rc;
}

static int
tiers_command(struct ctx *ctx, int argc, char **argv)
{
	bool agree = true;
	enum rc rc;

	(void)argv;
	if (argc != 0) {
		fputs("usage: houtaictl members tiers\n", stderr);
		return 2;
	}
	rc = tiers_print(ctx, &agree);
	if (rc != RC_OK) {
		fprintf(stderr, "members tiers: %s\n", rc_name(rc));
		return 1;
	}
	return agree ? 0 : 1;
}

/* --- proof ------------------------------------------------------------------------------------------------------- */

struct bucket_row {
	int64_t bucket, members;
};
static const struct field bucket_fields[] = { FIELD(bucket_row, INT, bucket),
	FIELD(bucket_row, INT, members) };
static const struct record bucket_record = RECORD(bucket_row, bucket_fields);

/* Members in the order of their totals, held against the buckets in theirs. */
struct proof {
	const struct band *band;
	const struct bucket_row *buckets;
	size_t bucket_count, at;
	int64_t bucket, members; /* of the bucket at hand */
	int64_t seen, wrong;
	bool moving; /* members are being moved to new bounds: tiers may still be the old ones */
};

static void
bucket_close(struct proof *proof)
{
	int64_t counted = 0;

	for (; proof->at < proof->bucket_count && proof->buckets[proof->at].bucket < proof->bucket;
	     proof->at++)
		if (proof->wrong++ < 100)
			printf("bucket %" PRId64 ": counts %" PRId64 ", there are none\n",
			    proof->buckets[proof->at].bucket, proof->buckets[proof->at].members);
	if (proof->bucket == 0)
		return;
	if (proof->at < proof->bucket_count && proof->buckets[proof->at].bucket == proof->bucket)
		counted = proof->buckets[proof->at++].members;
	if (counted != proof->members && proof->wrong++ < 100)
		printf("bucket %" PRId64 ": counts %" PRId64 ", there are %" PRId64 "\n", proof->bucket,
		    counted, proof->members);
}

static enum rc
proof_each(void *self, const void *values)
{
	const struct standing *member = values;
	struct proof *proof = self;
	int64_t bucket = spent_bucket(member->spent_fen);

	proof->seen++;
	if (bucket != proof->bucket) {
		bucket_close(proof);
		proof->bucket = bucket;
		proof->members = 0;
	}
	proof->members++;
	if (!proof->moving && member->tier != tier_of(proof->band, member->spent_fen) && proof->wrong++ < 100)
		printf("member %" PRId64 ": tier %" PRId64 ", ought to be %" PRId64 "\n", member->id,
		    member->tier, tier_of(proof->band, member->spent_fen));
	return RC_OK;
}

static int
verify_command(struct ctx *ctx, int argc, char **argv)
{
	struct proof proof = { .band = NULL };
	struct tier_run run = { .ended_at = 0 };
	struct band band;
	struct rows buckets = { NULL, 0 };
	enum rc rc;

	(void)argv;
	if (argc != 0) {
		fputs("usage: houtaictl loyalty verify\n", stderr);
		return 2;
	}
	rc = policy_band(ctx, "members.tier", ctx->now, &band);
	if (rc == RC_OK)
		rc = tier_run_get(ctx, &run);
	proof.moving = rc == RC_OK && (run.ended_at == 0 || run.policy_version < band.version);
	if (rc == RC_OK || rc == RC_NOT_FOUND)
		rc = db_rows(ctx, &spent_count_each_sql, &bucket_record, &buckets, NO_ARGS);
	if (rc == RC_OK) {
		proof.band = &band;
		proof.buckets = buckets.items;
		proof.bucket_count = buckets.count;
		rc = db_each(ctx, &spent_each_sql, &standing_record, proof_each, &proof, NO_ARGS);
	}
	if (rc != RC_OK) {
		fprintf(stderr, "loyalty verify: %s\n", rc_name(rc));
		return 1;
	}
	bucket_close(&proof);
	proof.bucket = INT64_MAX;
	proof.members = 0;
	bucket_close(&proof);
	printf("%" PRId64 " members with a total%s: %s\n", proof.seen,
	    proof.moving ? ", being moved to new bounds" : "",
	    proof.wrong == 0 ? "buckets and tiers agree" : "DIFFERS");
	return proof.wrong == 0 ? 0 : 1;
}

const struct command loyalty_commands[] = {
	{ "members tiers", "",
	    "Count members by tier from the rows, beside the counters; exit 1 if they differ",
	    tiers_command },
	{ "loyalty verify", "",
	    "Prove tiers and counts of totals against the members; exit 1 and names if not", verify_command },
	{ 0 },
};
