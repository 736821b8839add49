/* SPDX-License-Identifier: MIT */
/* How many members there are per tier, province, consent and state, as the list shows them: exact, changed in the transaction that
 * changes members. Not the list: pages_list.c. */
#include "db/count.h"
#include "members/members.h"

#define DIMENSIONS 5

static size_t
deltas_put(struct count_delta *deltas, const struct member *member, int64_t rows)
{
	const struct count_delta made[DIMENSIONS] = { { "members", "", 0, rows, 0 },
		{ "members", "tier", member->tier, rows, 0 },
		{ "members", "province", member->province_id, rows, 0 },
		{ "members", "consent", member->consent, rows, 0 },
		{ "members", "state", member->state, rows, 0 } };

	memcpy(deltas, made, sizeof(made));
	return DIMENSIONS;
}

enum rc
member_counts_follow(struct ctx *ctx, const struct member *before, const struct member *after, size_t count)
{
	struct count_delta *deltas = arena_array(ctx->arena, count * 2 * DIMENSIONS + 1, sizeof(*deltas));
	size_t i, made = 0;

	for (i = 0; i < count; i++) {
		if (before != NULL)
			made += deltas_put(deltas + made, &before[i], -1);
		if (after != NULL)
			made += deltas_put(deltas + made, &after[i], 1);
	}
	return count_add(ctx, deltas, made);
}

enum rc
member_counts_become(struct ctx *ctx, const struct member *before, int64_t consent, int64_t state)
{
	struct member after = *before;

	after.consent = consent;
	after.state = state;
	return member_counts_follow(ctx, before, &after, 1);
}
