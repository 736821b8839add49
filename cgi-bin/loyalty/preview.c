/* SPDX-License-Identifier: MIT */
/* What a change of the tiers' bounds would do: members per tier before | after (RULE MEM-1), for policy's editor.
 * Not the change itself, and not moving anybody. */
#include "db/db.h"
#include "loyalty/loyalty.h"

#define BOUNDS 11
#define MEMBERS_MOST 200000

#define STEPS                                                                                                \
	"(spent_fen >= ?) + (spent_fen >= ?) + (spent_fen >= ?) + (spent_fen >= ?) + (spent_fen >= ?) + "    \
	"(spent_fen >= ?)"                                                                                   \
	" + (spent_fen >= ?) + (spent_fen >= ?) + (spent_fen >= ?) + (spent_fen >= ?) + (spent_fen >= ?)"
#define STEP_SAMPLES "100000, 200000, 500001, 1, 2, 3, 4, 5, 6, 7, 8"
SQL(tier_preview_sql,
    "SELECT " STEPS " AS was, " STEPS
    " AS will, COUNT(*) AS members FROM (SELECT spent_fen FROM member LIMIT ?) m"
    " GROUP BY was, will",
    .samples = "SELECT " STEP_SAMPLES ", " STEP_SAMPLES ", 200001",
    .why = "a preview asked for by hand: looks at up to 200,000 members");

struct move {
	int64_t was, will, members;
};
static const struct field move_fields[] = { FIELD(move, INT, was), FIELD(move, INT, will),
	FIELD(move, INT, members) };
static const struct record move_record = RECORD(move, move_fields);

static void
bounds_put(struct arg *args, const struct band *band)
{
	for (size_t i = 0; i < BOUNDS; i++) {
		int64_t bound = INT64_MAX;

		if (i + 1 < band->count)
			bound = band->steps[i + 1].bound + (band->steps[i + 1].inclusive ? 0 : 1);
		args[i] = arg_int(bound);
	}
}

static enum rc
tier_counts(struct ctx *ctx, const struct band *before, const struct band *after, int64_t *counts_before,
    int64_t *counts_after, bool *partial)
{
	struct arg args[2 * BOUNDS + 1];
	const struct move *move;
	struct rows moves;
	int64_t members = 0;
	enum rc rc;

	bounds_put(args, before);
	bounds_put(args + BOUNDS, after);
	args[2 * BOUNDS] = arg_int(MEMBERS_MOST + 1);
	rc = db_rows(ctx, &tier_preview_sql, &move_record, &moves, args, 2 * BOUNDS + 1);
	if (rc != RC_OK)
		return rc;
	move = moves.items;
	for (size_t i = 0; i < moves.count; i++, move++) {
		counts_before[move->was] += move->members;
		counts_after[move->will] += move->members;
		members += move->members;
	}
	*partial = members > MEMBERS_MOST;
	return RC_OK;
}

__attribute__((constructor)) static void
preview_add(void)
{
	policy_preview("members.tier", tier_counts);
}
