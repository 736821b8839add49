/* SPDX-License-Identifier: MIT */
/* A member's total, tier and number of orders follow their orders (RULE MEM-1), in the transaction that changes these: the bounds
 * in force decide, also while members are being moved to new ones.
 * Not points: they have their own ledger. */
#include "base/lookup.h"
#include "loyalty/listen.h"
#include "loyalty/store.h"
#include "orders/orders.h"

#include <stdlib.h>
#include <string.h>

struct total_delta {
	int64_t member_id, spent_fen, orders, last_order_at;
	const struct order *cause; /* the last order that changed it */
};

static void
share_add(struct total_delta *delta, const struct order *order, int64_t sign)
{
	if (order_paid(order))
		delta->spent_fen += sign * (order->total_fen - order->refunded_fen);
	if (order->state != ORDER_CANCELLED)
		delta->orders += sign;
	if (sign > 0 && order->placed_at > delta->last_order_at)
		delta->last_order_at = order->placed_at;
	delta->cause = order;
}

static int
delta_compare(const void *left, const void *right)
{
	const struct total_delta *a = left, *b = right;

	return (a->member_id > b->member_id) - (a->member_id < b->member_id);
}

/* Deltas per member, those that change nothing left out; sorted by member, so that all writers lock in one order. */
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

static size_t
moves_make(struct tier_move *moves, const struct total_delta *deltas, size_t count, const struct rows *found,
    struct lookup *at, const struct band *band)
{
	const struct standing *standings = found->items;
	size_t made = 0;

	for (size_t i = 0; i < count; i++) {
		int64_t place = lookup_find_id(at, deltas[i].member_id, -1);
		struct tier_move *move = &moves[made];

		if (place < 0 || standings == NULL)
			continue;
		*move = (struct tier_move){ .before = standings[place],
			.after = standings[place],
			.orders = deltas[i].orders,
			.last_order_at = deltas[i].last_order_at,
			.cause = TIER_ORDER,
			.cause_id = deltas[i].cause->id,
			.cause_no = deltas[i].cause->order_no };
		move->after.spent_fen += deltas[i].spent_fen;
		if (deltas[i].spent_fen != 0)
			move->after.tier = tier_of(band, move->after.spent_fen);
		made++;
	}
	return made;
}

enum rc
loyalty_orders_changed(struct ctx *ctx, const void *items, size_t count)
{
	struct total_delta *deltas = arena_array(ctx->arena, count * 2 + 1, sizeof(*deltas));
	size_t made = deltas_make(ctx->arena, items, count, deltas);
	int64_t *ids = arena_array(ctx->arena, made + 1, sizeof(*ids));
	struct tier_move *moves = arena_array(ctx->arena, made + 1, sizeof(*moves));
	const struct standing *standings;
	struct lookup *at;
	struct rows found;
	struct band band;
	enum rc rc;

	if (made == 0)
		return RC_OK;
	for (size_t i = 0; i < made; i++)
		ids[i] = deltas[i].member_id;
	rc = policy_band(ctx, "members.tier", ctx->now, &band);
	if (rc == RC_OK)
		rc = standings_lock(ctx, ids, made, &found);
	if (rc != RC_OK)
		return rc;
	standings = found.items;
	at = lookup_new(ctx->arena, found.count);
	for (size_t i = 0; i < found.count; i++)
		(void)lookup_add_id(at, standings[i].id, (int64_t)i);
	made = moves_make(moves, deltas, made, &found, at, &band);
	return tier_moves_save(ctx, moves, made, band.version);
}

enum rc
tier_label(struct ctx *ctx, int64_t tier, const char **label)
{
	struct band band;
	enum rc rc = policy_band(ctx, "members.tier", ctx->now, &band);

	*label = rc == RC_OK && tier >= 0 && (size_t)tier < band.count ? band.steps[tier].label : "";
	return rc;
}
