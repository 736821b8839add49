/* SPDX-License-Identifier: MIT */
/* Decisions about points: pure. Private to points/ and its tests. */
#ifndef POINTS_RULES_H
#define POINTS_RULES_H

#include "orders/orders.h"
#include "points/points.h"

/* RULE MEM-2 [policy]: how many fen make a point, by class, and when an order earns. */
enum points_when { POINTS_WHEN_PAID = 1, POINTS_WHEN_SIGNED = 2 };
struct points_rates {
	int64_t ordinary_fen, special_fen; /* above 0 */
	int64_t when;
};
/* The goods of an order, by class, before its discount. */
struct points_goods {
	int64_t ordinary_fen, special_fen;
};

/* points_qualifies(): has the order come as far as earning asks for? An order that nobody paid earns nothing, nor a cancelled one. */
bool points_qualifies(const struct order *order, int64_t when);
/* points_earned(): RULE MEM-2: whole points, rounded down per class. How it was paid does not matter, freight earns nothing. What a
 * discount takes off is shared over the classes by their goods, rounded down on special price, the rest on ordinary goods (chosen:
 * the rule is silent on discounts). */
int64_t points_earned(
    const struct points_goods *goods, int64_t discount_fen, const struct points_rates *rates);
/* points_due(): what an order is worth now: what it earned less the part of its refunds, in proportion to what was paid; a part of
 * a point is not taken back. Nothing before it qualifies. */
int64_t points_due(
    const struct order *order, const struct points_goods *goods, const struct points_rates *rates);
/* points_may_change(): can this change of an order make a difference at all? Spares reading its lines where it cannot. */
bool points_may_change(const struct order_change *change);

/* points_check(): RC_INVALID with the language key unless 1 … POINTS_MOST (adjust: of either sign). */
enum rc points_check(int64_t points, bool either_sign, const char **reason) MUST_CHECK;
/* points_expiring(): RULE MEM-3: of what had been gained by then (`gained_then`), what is not used up: oldest points are used first. */
int64_t points_expiring(int64_t gained_then, int64_t gained_now, int64_t balance);

/* RULE MEM-3, ORG-2: why a waiting adjustment cannot be decided by this account now; NULL if it can. */
const char *adjustment_refusal(const struct points_adjustment *adjustment, int64_t account_id);

#endif
