/* SPDX-License-Identifier: MIT */
/* RULE MEM-2, MEM-3: what orders earn, what refunds take back, what expires, who decides. */
#include "points/rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct points_rates signed_rates = { 100, 1000, POINTS_WHEN_SIGNED };
static const struct points_rates paid_rates = { 100, 1000, POINTS_WHEN_PAID };

/* RULE MEM-2: ordinary 1 yuan = 1 point, special price 10 yuan = 1 point, whole points, rounded down per class. */
static void
goods_earn_by_class(void **state)
{
	static const struct {
		int64_t ordinary_fen, special_fen, discount_fen, points;
	} cases[] = {
		{ 0, 0, 0, 0 },
		{ 99, 0, 0, 0 },
		{ 100, 0, 0, 1 },
		{ 199, 0, 0, 1 },
		{ 0, 999, 0, 0 },
		{ 0, 1000, 0, 1 },
		{ 0, 1999, 0, 1 },
		{ 99, 999, 0, 0 }, /* per class: the parts do not make a whole */
		{ 31600, 12800, 0, 328 },
		{ 99900, 0, 0, 999 },
		{ 0, 29900, 0, 29 },
		/* a discount is shared by goods: 100.00 off 300.00 + 100.00 leaves 225.00 and 75.00 */
		{ 30000, 10000, 10000, 232 },
		{ 10000, 0, 10000, 0 },
		{ 10000, 0, 20000, 0 }, /* more off than there is */
		{ 1, 2, 2, 0 },
		{ INT64_C(10000000000), INT64_C(10000000000), INT64_C(10000000000), 55000000 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct points_goods goods = { cases[i].ordinary_fen, cases[i].special_fen };

		assert_int_equal(
		    points_earned(&goods, cases[i].discount_fen, &signed_rates), cases[i].points);
	}
}

static struct order
order_in(int64_t state)
{
	return (struct order){ .id = 1,
		.state = state,
		.total_fen = 127000,
		.paid_fen = 127000,
		.line_count = 1,
		.signed_at = state == ORDER_SIGNED_FOR || state == ORDER_RETURNED ? 1 : 0 };
}

/* MEM-2 [policy]: paid or signed for. */
static void
an_order_earns_when_it_has_come_so_far(void **state)
{
	static const struct {
		int64_t state, back_state;
		bool paid, signed_for;
	} cases[] = {
		{ ORDER_UNCONFIRMED_UNPAID, 0, false, false },
		{ ORDER_CONFIRMED_UNPAID, 0, false, false },
		{ ORDER_CONFIRMED_PAID, 0, true, false },
		{ ORDER_SHIPPED, 0, true, false },
		{ ORDER_SIGNED_FOR, 0, true, true },
		{ ORDER_CLOSED, 0, true, true },
		{ ORDER_CANCELLED, 0, false, false },
		{ ORDER_RETURNING, ORDER_SHIPPED, true, false },
		{ ORDER_RETURNING, ORDER_SIGNED_FOR, true, true },
		{ ORDER_EXCHANGING, ORDER_SIGNED_FOR, true, true },
		{ ORDER_RETURNED, 0, true, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct order order = order_in(cases[i].state);

		order.back_state = cases[i].back_state;
		assert_int_equal(points_qualifies(&order, POINTS_WHEN_PAID), cases[i].paid);
		assert_int_equal(points_qualifies(&order, POINTS_WHEN_SIGNED), cases[i].signed_for);
	}
}

/* An imported order that nobody paid earns nothing, whatever its state says. */
static void
unpaid_orders_earn_nothing(void **state)
{
	struct order order = order_in(ORDER_SIGNED_FOR);

	(void)state;
	order.flaws = FLAW_NO_PAYMENT;
	assert_false(points_qualifies(&order, POINTS_WHEN_SIGNED));
}

/* RULE MEM-3: proportional to what was paid, a part of a point is not taken back. */
static void
refunds_take_back_in_proportion(void **state)
{
	static const struct {
		int64_t paid_fen, refunded_fen, due;
	} cases[] = {
		{ 126000, 0, 1260 },
		{ 126000, 52000, 740 }, /* 520.00 of 1,260.00: 520 points */
		{ 126000, 1, 1260 },
		{ 126000, 99, 1260 },
		{ 126000, 100, 1259 },
		{ 126000, 125999, 1 },
		{ 126000, 126000, 0 },
		{ 127000, 126000, 10 }, /* freight was paid as well: 1,250.08 of 1,260 are taken */
		{ 0, 127000, 0 },       /* payments unknown: the total stands for them */
		{ 0, 63500, 630 },
	};
	static const struct points_goods goods = { 126000, 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct order order = order_in(ORDER_SIGNED_FOR);

		order.paid_fen = cases[i].paid_fen;
		order.refunded_fen = cases[i].refunded_fen;
		assert_int_equal(points_due(&order, &goods, &signed_rates), cases[i].due);
	}
}

static void
nothing_is_due_before_its_moment(void **state)
{
	struct points_goods goods = { 126000, 0 };
	struct order order = order_in(ORDER_SHIPPED);

	(void)state;
	assert_int_equal(points_due(&order, &goods, &signed_rates), 0);
	assert_int_equal(points_due(&order, &goods, &paid_rates), 1260);
	order.refunded_fen = 127000; /* a refund before its order's points */
	order.state = ORDER_SIGNED_FOR;
	assert_int_equal(points_due(&order, &goods, &signed_rates), 0);
}

/* A confirmation, which is what happens most, asks the database nothing. */
static void
changes_that_cannot_matter_are_passed_by(void **state)
{
	struct order_change change = { order_in(ORDER_UNCONFIRMED_UNPAID), order_in(ORDER_CONFIRMED_UNPAID) };

	(void)state;
	assert_false(points_may_change(&change));
	change = (struct order_change){ order_in(ORDER_SHIPPED), order_in(ORDER_SIGNED_FOR) };
	assert_true(points_may_change(&change));
	change.after = change.before;
	change.after.note = "changed";
	assert_false(points_may_change(&change));
	change.after.refunded_fen = 1;
	assert_true(points_may_change(&change));
	change.before.line_count = change.after.line_count = 0;
	assert_false(points_may_change(&change));
	change = (struct order_change){ .after = order_in(ORDER_SIGNED_FOR) };
	assert_true(points_may_change(&change));
	change = (struct order_change){ order_in(ORDER_SIGNED_FOR), order_in(ORDER_CANCELLED) };
	assert_true(points_may_change(&change));
}

static void
points_are_whole_and_bounded(void **state)
{
	static const struct {
		int64_t points;
		enum rc redeem, adjust;
	} cases[] = { { 0, RC_INVALID, RC_INVALID }, { 1, RC_OK, RC_OK }, { -1, RC_INVALID, RC_OK },
		{ POINTS_MOST, RC_OK, RC_OK }, { POINTS_MOST + 1, RC_INVALID, RC_INVALID },
		{ -POINTS_MOST, RC_INVALID, RC_OK }, { -POINTS_MOST - 1, RC_INVALID, RC_INVALID },
		{ INT64_MIN, RC_INVALID, RC_INVALID }, { INT64_MAX, RC_INVALID, RC_INVALID } };
	const char *reason;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(points_check(cases[i].points, false, &reason), cases[i].redeem);
		assert_int_equal(points_check(cases[i].points, true, &reason), cases[i].adjust);
	}
}

/* RULE MEM-3: oldest points are used first, so what was used up since lowers what expires. */
static void
the_oldest_points_expire(void **state)
{
	static const struct {
		int64_t then, now, balance, expiring;
	} cases[] = {
		{ 1000, 1000, 1000, 1000 }, { 1000, 1000, 300, 300 }, { 1000, 1500, 1500, 1000 },
		{ 1000, 1500, 600, 100 }, /* 900 used: 100 of the old ones are left */
		{ 1000, 1500, 500, 0 }, { 1000, 1500, 400, 0 }, { 0, 1500, 1500, 0 }, { 1000, 1000, 0, 0 },
		{ 1000, 1000, -5, 0 }, /* a debt */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(
		    points_expiring(cases[i].then, cases[i].now, cases[i].balance), cases[i].expiring);
}

static void
somebody_else_decides(void **state)
{
	struct points_adjustment adjustment = { .state = ADJUSTMENT_WAITS, .proposed_by = 7 };

	(void)state;
	assert_string_equal(adjustment_refusal(&adjustment, 7), "points.refused.own");
	assert_null(adjustment_refusal(&adjustment, 8));
	adjustment.state = ADJUSTMENT_APPROVED;
	assert_string_equal(adjustment_refusal(&adjustment, 8), "points.refused.decided");
	adjustment.state = ADJUSTMENT_REJECTED;
	assert_string_equal(adjustment_refusal(&adjustment, 8), "points.refused.decided");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(goods_earn_by_class),
		cmocka_unit_test(an_order_earns_when_it_has_come_so_far),
		cmocka_unit_test(unpaid_orders_earn_nothing),
		cmocka_unit_test(refunds_take_back_in_proportion),
		cmocka_unit_test(nothing_is_due_before_its_moment),
		cmocka_unit_test(changes_that_cannot_matter_are_passed_by),
		cmocka_unit_test(points_are_whole_and_bounded),
		cmocka_unit_test(the_oldest_points_expire),
		cmocka_unit_test(somebody_else_decides),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
