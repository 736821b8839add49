/* SPDX-License-Identifier: MIT */
/* Decisions about points: what an order is worth, what expires, who decides about an adjustment.
 * Not the ledger: store.c appends to it. */
#include "points/rules.h"

/* part × amount ÷ whole, rounded down; the product of two amounts of money may be larger than 63 bits. */
static int64_t
part_of(int64_t amount, int64_t part, int64_t whole)
{
	__extension__ __int128 product = amount;

	product *= part;
	return (int64_t)(product / whole);
}

bool
points_qualifies(const struct order *order, int64_t when)
{
	int64_t state = order->state;

	if (!order_paid(order))
		return false;
	if (when == POINTS_WHEN_PAID)
		return true;
	if (state == ORDER_RETURNING || state == ORDER_EXCHANGING)
		state = order->back_state;
	/* goods that came back were signed for before; what is taken back for them is their refund's */
	return state == ORDER_SIGNED_FOR || state == ORDER_CLOSED ||
	       (state == ORDER_RETURNED && order->signed_at > 0);
}

int64_t
points_earned(const struct points_goods *goods, int64_t discount_fen, const struct points_rates *rates)
{
	int64_t all = goods->ordinary_fen + goods->special_fen, ordinary = goods->ordinary_fen,
		special = goods->special_fen, off;

	if (discount_fen > all)
		discount_fen = all;
	if (discount_fen > 0 && all > 0) {
		off = part_of(discount_fen, special, all);
		special -= off;
		ordinary -= discount_fen - off;
	}
	return ordinary / rates->ordinary_fen + special / rates->special_fen;
}

int64_t
points_due(const struct order *order, const struct points_goods *goods, const struct points_rates *rates)
{
	int64_t earned, paid = order->paid_fen > 0 ? order->paid_fen : order->total_fen;

	if (!points_qualifies(order, rates->when))
		return 0;
	earned = points_earned(goods, order->discount_fen, rates);
	if (order->refunded_fen <= 0)
		return earned;
	if (order->refunded_fen >= paid)
		return 0;
	return earned - part_of(earned, order->refunded_fen, paid);
}

bool
points_may_change(const struct order_change *change)
{
	const struct order *before = &change->before, *after = &change->after;

	/* whichever moment counts, an order that is not paid before nor after is worth nothing */
	if ((before->id == 0 || !order_paid(before)) && !order_paid(after))
		return false;
	if (before->line_count == 0 && after->line_count == 0)
		return false;
	return before->id == 0 || before->state != after->state || before->back_state != after->back_state ||
	       before->goods_fen != after->goods_fen || before->discount_fen != after->discount_fen ||
	       before->line_count != after->line_count || before->paid_fen != after->paid_fen ||
	       before->refunded_fen != after->refunded_fen || before->total_fen != after->total_fen ||
	       before->flaws != after->flaws || before->member_id != after->member_id ||
	       before->placed_at != after->placed_at;
}

enum rc
points_check(int64_t points, bool either_sign, const char **reason)
{
	*reason = either_sign ? "points.invalid.adjust" : "points.invalid.redeem";
	if (points == 0 || points > POINTS_MOST || points < -POINTS_MOST)
		return RC_INVALID;
	return points < 0 && !either_sign ? RC_INVALID : RC_OK;
}

int64_t
points_expiring(int64_t gained_then, int64_t gained_now, int64_t balance)
{
	int64_t used = gained_now - balance, left = gained_then - used;

	if (left < 0 || balance <= 0)
		return 0;
	return left < balance ? left : balance;
}

const char *
adjustment_refusal(const struct points_adjustment *adjustment, int64_t account_id)
{
	if (adjustment->state != ADJUSTMENT_WAITS)
		return "points.refused.decided";
	return adjustment->proposed_by == account_id ? "points.refused.own" : NULL;
}
