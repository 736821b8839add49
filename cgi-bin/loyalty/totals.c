/* SPDX-License-Identifier: MIT */
/* A member's total, tier and number of orders follow their orders (RULE MEM-1), in the transaction that changes these.
 * Not points: they come with their ledger. */
#include "base/lookup.h"
#include "db/db.h"
#include "loyalty/loyalty.h"
#include "orders/orders.h"
#include "web/feature.h"

#include <string.h>

/* The tier is worked out where the total is: lower bounds of the second step and on; those not needed are never reached. */
#define BOUNDS 11
#define TOTAL_ARGS (3 + BOUNDS + 1)
SQL(member_total_sql,
    "UPDATE member SET spent_fen = spent_fen + ?, orders = orders + ?, last_order_at = "
    "GREATEST(last_order_at, ?),"
    " tier = (spent_fen >= ?) + (spent_fen >= ?) + (spent_fen >= ?) + (spent_fen >= ?) + (spent_fen >= ?)"
    " + (spent_fen >= ?) + (spent_fen >= ?) + (spent_fen >= ?) + (spent_fen >= ?) + (spent_fen >= ?) + "
    "(spent_fen >= ?)"
    " WHERE id = ?",
    .samples = "SELECT 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, MAX(id) FROM member"
	       " UNION ALL SELECT 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0");

struct total_delta {
	int64_t member_id, spent_fen, orders, last_order_at;
};

static void
share_add(struct total_delta *delta, const struct order *order, int64_t sign)
{
	if (order->version == 0)
		return;
	if (order_paid(order))
		delta->spent_fen += sign * (order->total_fen - order->refunded_fen);
	if (order->state != ORDER_CANCELLED)
		delta->orders += sign;
	if (sign > 0 && order->placed_at > delta->last_order_at)
		delta->last_order_at = order->placed_at;
}

/* Deltas per member, those that change nothing left out; sorted by member, so that all writers lock in one order. */
static int
delta_compare(const void *left, const void *right)
{
	const struct total_delta *a = left, *b = right;

	return (a->member_id > b->member_id) - (a->member_id < b->member_id);
}

static size_t
deltas_make(struct arena *arena, const struct order_change *changes, size_t count, struct total_delta *deltas)
{
	struct lookup *at = lookup_new(arena, count * 2);
	size_t i, side, made = 0, kept = 0;

	for (i = 0; i < count; i++)
		for (side = 0; side < 2; side++) {
			const struct order *order = side == 0 ? &changes[i].before : &changes[i].after;
			int64_t place;

			if (order->version == 0)
				continue;
			place = lookup_add_id(at, order->member_id, (int64_t)made);
			if (place == (int64_t)made)
				deltas[made++] = (struct total_delta){ .member_id = order->member_id };
			share_add(&deltas[place], order, side == 0 ? -1 : 1);
		}
	for (i = 0; i < made; i++)
		if (deltas[i].spent_fen != 0 || deltas[i].orders != 0)
			deltas[kept++] = deltas[i];
	qsort(deltas, kept, sizeof(*deltas), delta_compare);
	return kept;
}

static void
total_args(struct arg args[TOTAL_ARGS], const struct total_delta *delta, const struct band *band)
{
	size_t i;

	args[0] = arg_int(delta->spent_fen);
	args[1] = arg_int(delta->orders);
	args[2] = arg_int(delta->last_order_at);
	for (i = 0; i < BOUNDS; i++) {
		int64_t bound = INT64_MAX;

		if (i + 1 < band->count)
			bound = band->steps[i + 1].bound + (band->steps[i + 1].inclusive ? 0 : 1);
		args[3 + i] = arg_int(bound);
	}
	args[3 + BOUNDS] = arg_int(delta->member_id);
}

static enum rc
orders_changed(struct ctx *ctx, const void *items, size_t count)
{
	struct total_delta *deltas = arena_array(ctx->arena, count * 2 + 1, sizeof(*deltas));
	size_t made = deltas_make(ctx->arena, items, count, deltas), i, moved = 0;
	struct arg *args = arena_array(ctx->arena, made + 1, TOTAL_ARGS * sizeof(*args));
	int64_t *members = arena_array(ctx->arena, made + 1, sizeof(*members));
	struct band band;
	enum rc rc;

	if (made == 0)
		return RC_OK;
	rc = policy_band(ctx, "members.tier", ctx->now, &band);
	if (rc != RC_OK)
		return rc;
	for (i = 0; i < made; i++) {
		total_args(args + i * TOTAL_ARGS, &deltas[i], &band);
		if (deltas[i].spent_fen != 0)
			members[moved++] = deltas[i].member_id;
	}
	rc = db_exec_many(ctx, &member_total_sql, args, TOTAL_ARGS, made);
	return rc == RC_OK ? order_queue_retier(ctx, members, moved) : rc;
}

enum rc
tier_label(struct ctx *ctx, int64_t tier, const char **label)
{
	struct band band;
	enum rc rc = policy_band(ctx, "members.tier", ctx->now, &band);

	*label = rc == RC_OK && tier >= 0 && (size_t)tier < band.count ? band.steps[tier].label : "";
	return rc;
}

static const struct listener loyalty_listeners[] = { { &ORDER_CHANGED, orders_changed }, { NULL, NULL } };
const struct feature loyalty_feature = { .name = "loyalty", .listeners = loyalty_listeners };
