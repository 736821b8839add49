/* SPDX-License-Identifier: MIT */
/* Rules of one order: every pair of states, every boundary of digit, amount, due time, and each plan's refusals.
 * Not the store: tests/store/test_orders.c. */
#include "base/clock.h"
#include "orders/rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#define NOW INT64_C(1778571720) /* 2026-05-12 15:42 in Shanghai */

static const struct actor clerk = { .account_id = 7, .staff_no = "DD0001", .name = "Clerk", .denied = "" };

static int
setup(void **state)
{
	(void)state;
	return clock_zone("Asia/Shanghai") == RC_OK ? 0 : -1;
}

static struct order
waiting(void)
{
	return (struct order){ .id = 1,
		.order_no = "260512-04817",
		.member_id = 3,
		.state = ORDER_UNCONFIRMED_UNPAID,
		.park_reason = "",
		.placed_at = NOW - HOUR,
		.goods_fen = 10000,
		.total_fen = 10000,
		.line_count = 1,
		.summary = "Shirt",
		.consignee = "Test One",
		.phone = "13800000001",
		.address = "Street 1",
		.note = "",
		.version = 4 };
}

/* RULE ORD-1: the table of domain.md, state by state; all that is not listed is forbidden. */
static void
transitions_are_these_and_no_others(void **state)
{
	static const char *const allowed[ORDER_STATES + 1] = { "", "237", "37", "48A7", "58A", "68A", "", "",
		"9345", "6", "345" };
	int64_t from, to;

	(void)state;
	for (from = 1; from <= ORDER_STATES; from++)
		for (to = 1; to <= ORDER_STATES; to++) {
			char letter = (char)(to < 10 ? '0' + to : 'A');
			bool expected = strchr(allowed[from], letter) != NULL;

			if (order_moves(from, to) != expected)
				fail_msg("%d -> %d is %sallowed", (int)from, (int)to, expected ? "not " : "");
		}
}

static void
moves_go_with_their_actions(void **state)
{
	(void)state;
	assert_true(order_may_move(ORDER_UNCONFIRMED_UNPAID, ORDER_CONFIRMED_UNPAID, MOVE_CONFIRM, 0));
	assert_true(order_may_move(ORDER_UNCONFIRMED_UNPAID, ORDER_CONFIRMED_PAID, MOVE_CONFIRM, 0));
	assert_false(order_may_move(ORDER_UNCONFIRMED_UNPAID, ORDER_CONFIRMED_PAID, MOVE_PAY, 0));
	assert_false(order_may_move(ORDER_CONFIRMED_UNPAID, ORDER_CONFIRMED_PAID, MOVE_CONFIRM, 0));
	assert_true(order_may_move(ORDER_EXCHANGING, ORDER_CONFIRMED_PAID, MOVE_EXCHANGED, ORDER_SHIPPED));
	/* withdrawn: back to the state it came from and to no other */
	assert_true(order_may_move(ORDER_RETURNING, ORDER_SHIPPED, MOVE_BACK, ORDER_SHIPPED));
	assert_false(order_may_move(ORDER_RETURNING, ORDER_SIGNED_FOR, MOVE_BACK, ORDER_SHIPPED));
	assert_false(order_may_move(ORDER_RETURNING, ORDER_CANCELLED, MOVE_BACK, ORDER_CANCELLED));
}

/* RULE ORD-3 */
static void
digit_is_the_last_decimal_one(void **state)
{
	(void)state;
	assert_int_equal(order_digit("260512-04817"), 7);
	assert_int_equal(order_digit("a0b9cdef"), 9);
	assert_int_equal(order_digit("0"), 0);
	assert_int_equal(order_digit("5x"), 5);
	assert_int_equal(order_digit("none"), 0);
	assert_int_equal(order_digit(""), 0);
	assert_int_equal(
	    order_digit("1\xef\xbc\x98"), 1); /* a full-width digit is not a decimal one of ours */
}

static void
amount_bands_meet_at_200_500_1000(void **state)
{
	(void)state;
	assert_int_equal(order_amount_band(0), 0);
	assert_int_equal(order_amount_band(19999), 0);
	assert_int_equal(order_amount_band(20000), 1);
	assert_int_equal(order_amount_band(49999), 1);
	assert_int_equal(order_amount_band(50000), 2);
	assert_int_equal(order_amount_band(100000), 2);
	assert_int_equal(order_amount_band(100001), 3);
}

/* RULE ORD-5: over 1,000 yuan by phone; 1,000.00 itself by SMS; imported history never. */
static void
customer_is_told_by_amount(void **state)
{
	(void)state;
	assert_int_equal(order_notify(100001, 100000, false), NOTIFY_PHONE);
	assert_int_equal(order_notify(100000, 100000, false), NOTIFY_SMS);
	assert_int_equal(order_notify(99999, 100000, false), NOTIFY_SMS);
	assert_int_equal(order_notify(0, 100000, false), NOTIFY_SMS);
	assert_int_equal(order_notify(500000, 100000, true), NOTIFY_NONE);
	assert_int_equal(order_notify(1, 100000, true), NOTIFY_NONE);
}

/* RULE ORD-4: 14:00:00 still belongs to today's sheet, one second later to tomorrow's. */
static void
due_at_1410_of_the_sheets_day(void **state)
{
	int64_t day = day_number(2026, 5, 12), close = 14 * HOUR, due = 14 * HOUR + 10 * MINUTE;
	const struct wall closes = { 0, close }, dues = { 0, due };
	const struct sheet_walls walls = { &closes, &dues, 1, 1 };

	(void)state;
	assert_int_equal(order_due(clock_at(day, 0), &walls), clock_at(day, due));
	assert_int_equal(order_due(clock_at(day, close) - 1, &walls), clock_at(day, due));
	assert_int_equal(order_due(clock_at(day, close), &walls), clock_at(day, due));
	assert_int_equal(order_due(clock_at(day, close) + 1, &walls), clock_at(day + 1, due));
	assert_int_equal(order_due(clock_at(day, DAY - 1), &walls), clock_at(day + 1, due));
	/* the last day of a year */
	day = day_number(2026, 12, 31);
	assert_int_equal(order_due(clock_at(day, close) + 1, &walls), clock_at(day_number(2027, 1, 1), due));
}

static void
flaws_follow_from_the_order(void **state)
{
	struct order order = waiting();

	(void)state;
	assert_int_equal(order_flaws(&order), 0);
	order.line_count = 0;
	assert_int_equal(order_flaws(&order), FLAW_NO_LINES);
	order = waiting();
	order.state = ORDER_SIGNED_FOR;
	assert_int_equal(order_flaws(&order), FLAW_NO_SIGNED_AT);
	order.signed_at = NOW;
	assert_int_equal(order_flaws(&order), 0);
	order.state = ORDER_CANCELLED;
	assert_int_equal(order_flaws(&order), FLAW_CANCELLED_DELIVERED);
}

static void
confirming_an_unpaid_order(void **state)
{
	struct order order = waiting();
	struct order_plan plan;

	(void)state;
	assert_int_equal(order_plan_confirm(&order, &clerk, NOW, &plan), RC_OK);
	assert_int_equal(plan.change.before.state, ORDER_UNCONFIRMED_UNPAID);
	assert_int_equal(plan.change.after.state, ORDER_CONFIRMED_UNPAID);
	assert_int_equal(plan.change.after.confirmed_at, NOW);
	assert_int_equal(plan.change.after.confirmed_by, 7);
	assert_int_equal(plan.change.after.version, 5);
}

/* RULE ORD-1: a payment that arrives before confirmation is kept. */
static void
payment_before_confirmation(void **state)
{
	struct order order = waiting();
	struct order_plan plan;

	(void)state;
	assert_int_equal(order_plan_pay(&order, PAY_ALIPAY, 4000, NOW - 60, NOW, &plan), RC_OK);
	assert_int_equal(plan.change.after.state, ORDER_UNCONFIRMED_UNPAID);
	assert_int_equal(plan.change.after.paid_fen, 4000);
	assert_int_equal(plan.change.after.paid_at, 0);
	order = plan.change.after;
	assert_int_equal(order_plan_confirm(&order, &clerk, NOW, &plan), RC_OK);
	assert_int_equal(plan.change.after.state, ORDER_CONFIRMED_UNPAID); /* only a part of it */
	assert_int_equal(order_plan_pay(&order, PAY_ALIPAY, 6000, NOW, NOW, &plan), RC_OK);
	assert_int_equal(plan.change.after.state, ORDER_UNCONFIRMED_UNPAID);
	assert_int_equal(plan.change.after.paid_at, NOW);
	order = plan.change.after;
	assert_int_equal(order_plan_confirm(&order, &clerk, NOW, &plan), RC_OK);
	assert_int_equal(plan.change.after.state, ORDER_CONFIRMED_PAID);
}

static void
confirming_is_refused(void **state)
{
	struct order order;
	struct order_plan plan;
	int64_t from;

	(void)state;
	for (from = ORDER_CONFIRMED_UNPAID; from <= ORDER_STATES; from++) {
		order = waiting();
		order.state = from;
		assert_int_equal(order_plan_confirm(&order, &clerk, NOW, &plan), RC_REFUSED);
		assert_string_equal(plan.refused, "orders.refused.not_waiting");
	}
	order = waiting();
	order.parked = true;
	order.park_reason = "address unclear";
	assert_int_equal(order_plan_confirm(&order, &clerk, NOW, &plan), RC_REFUSED);
	assert_string_equal(plan.refused, "orders.refused.parked");
	assert_string_equal(plan.refused_arg, "address unclear");
	order = waiting();
	order.line_count = 0;
	assert_int_equal(order_plan_confirm(&order, &clerk, NOW, &plan), RC_REFUSED);
	assert_string_equal(plan.refused, "orders.refused.no_lines");
}

static void
parking_and_back(void **state)
{
	struct order order = waiting();
	struct order_plan plan;
	char longest[202];

	(void)state;
	memset(longest, 'x', sizeof(longest));
	longest[201] = '\0';
	assert_int_equal(order_plan_unpark(&order, &plan), RC_REFUSED);
	assert_int_equal(order_plan_park(&order, "", &plan), RC_INVALID);
	assert_int_equal(order_plan_park(&order, " \t", &plan), RC_INVALID);
	assert_int_equal(order_plan_park(&order, NULL, &plan), RC_INVALID);
	assert_int_equal(order_plan_park(&order, longest, &plan), RC_INVALID);
	longest[200] = '\0';
	assert_int_equal(order_plan_park(&order, longest, &plan), RC_OK);
	assert_true(plan.change.after.parked);
	order = plan.change.after;
	assert_int_equal(order_plan_park(&order, "again", &plan), RC_REFUSED);
	assert_int_equal(order_plan_unpark(&order, &plan), RC_OK);
	assert_false(plan.change.after.parked);
	assert_string_equal(plan.change.after.park_reason, "");
	order.state = ORDER_CONFIRMED_UNPAID;
	order.parked = false;
	assert_int_equal(order_plan_park(&order, "late", &plan), RC_REFUSED);
}

/* RULE AFT-1, ORD-1 */
static void
cancelling(void **state)
{
	struct order order = waiting();
	struct order_plan plan;

	(void)state;
	assert_int_equal(order_plan_cancel(&order, "changed their mind", false, NOW, &plan), RC_INVALID);
	assert_string_equal(plan.field, "told");
	assert_int_equal(order_plan_cancel(&order, "", true, NOW, &plan), RC_INVALID);
	assert_string_equal(plan.field, "reason");
	assert_int_equal(order_plan_cancel(&order, "changed their mind", true, NOW, &plan), RC_OK);
	assert_int_equal(plan.change.after.state, ORDER_CANCELLED);
	assert_int_equal(plan.change.after.cancelled_at, NOW);
	order.state = ORDER_CONFIRMED_UNPAID;
	assert_int_equal(order_plan_cancel(&order, "changed their mind", true, NOW, &plan), RC_OK);
	order.paid_fen = 1;
	assert_int_equal(order_plan_cancel(&order, "changed their mind", true, NOW, &plan), RC_REFUSED);
	assert_string_equal(plan.refused, "orders.refused.cancel_money");
	order.state = ORDER_CONFIRMED_PAID;
	assert_int_equal(order_plan_cancel(&order, "changed their mind", true, NOW, &plan), RC_REFUSED);
	assert_string_equal(plan.refused, "orders.refused.cancel_paid");
	order.state = ORDER_SHIPPED;
	assert_int_equal(order_plan_cancel(&order, "changed their mind", true, NOW, &plan), RC_REFUSED);
	order.state = ORDER_CANCELLED;
	assert_int_equal(order_plan_cancel(&order, "changed their mind", true, NOW, &plan), RC_REFUSED);
}

/* RULE AFT-7: a refund never exceeds what was paid. */
static void
refunding(void **state)
{
	static const struct {
		int64_t paid_fen, refunded_fen, amount_fen;
		enum rc rc;
	} cases[] = {
		{ 0, 0, 1, RC_REFUSED },
		{ 10000, 0, 10000, RC_OK },
		{ 10000, 0, 10001, RC_INVALID },
		{ 10000, 9999, 1, RC_OK },
		{ 10000, 9999, 2, RC_INVALID },
		{ 10000, 10000, 1, RC_REFUSED },
		{ 10000, 0, 0, RC_INVALID },
		{ 10000, 0, -1, RC_INVALID },
		{ 10000, 0, INT64_MAX, RC_INVALID },
	};
	struct order_plan plan;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct order order = waiting();

		order.state = ORDER_SIGNED_FOR;
		order.paid_fen = cases[i].paid_fen;
		order.refunded_fen = cases[i].refunded_fen;
		assert_int_equal(order_plan_refund(&order, cases[i].amount_fen, "R1", &plan), cases[i].rc);
		if (cases[i].rc == RC_OK)
			assert_int_equal(
			    plan.change.after.refunded_fen, cases[i].refunded_fen + cases[i].amount_fen);
		if (cases[i].rc == RC_OK)
			assert_int_equal(
			    order_plan_refund(&order, cases[i].amount_fen, " ", &plan), RC_INVALID);
	}
}

static void
paying(void **state)
{
	struct order order = waiting();
	struct order_plan plan;

	(void)state;
	order.state = ORDER_CONFIRMED_UNPAID;
	assert_int_equal(order_plan_pay(&order, 0, 10000, NOW, NOW, &plan), RC_INVALID);
	assert_int_equal(order_plan_pay(&order, PAY_OTHER + 1, 10000, NOW, NOW, &plan), RC_INVALID);
	assert_int_equal(order_plan_pay(&order, PAY_WALLET, 0, NOW, NOW, &plan), RC_INVALID);
	assert_int_equal(order_plan_pay(&order, PAY_WALLET, -1, NOW, NOW, &plan), RC_INVALID);
	assert_int_equal(order_plan_pay(&order, PAY_WALLET, 10001, NOW, NOW, &plan), RC_INVALID);
	assert_string_equal(plan.refused, "orders.invalid.amount_over");
	assert_int_equal(order_plan_pay(&order, PAY_WALLET, 10000, NOW + 1, NOW, &plan), RC_INVALID);
	assert_string_equal(plan.field, "paid_at");
	assert_int_equal(order_plan_pay(&order, PAY_WALLET, 10000, 0, NOW, &plan), RC_INVALID);
	assert_int_equal(order_plan_pay(&order, PAY_WALLET, 9999, NOW, NOW, &plan), RC_OK);
	assert_int_equal(plan.change.after.state, ORDER_CONFIRMED_UNPAID);
	assert_int_equal(order_plan_pay(&order, PAY_WALLET, 10000, NOW, NOW, &plan), RC_OK);
	assert_int_equal(plan.change.after.state, ORDER_CONFIRMED_PAID);
	assert_int_equal(plan.change.after.paid_at, NOW);
	order = plan.change.after;
	assert_int_equal(order_plan_pay(&order, PAY_WALLET, 1, NOW, NOW, &plan), RC_REFUSED);
	/* an order that costs nothing is paid by a payment of 0.00 */
	order = waiting();
	order.total_fen = 0;
	assert_false(order_covered(&order));
	assert_int_equal(order_plan_pay(&order, PAY_VOUCHER, 0, NOW, NOW, &plan), RC_OK);
	assert_true(order_covered(&plan.change.after));
}

/* RULE ORD-8 */
static void
amending(void **state)
{
	struct order order = waiting(), changed = waiting();
	struct order_plan plan;

	(void)state;
	assert_int_equal(order_plan_amend(&order, &changed, NOW - 60, "", NOW, &plan), RC_INVALID);
	assert_string_equal(plan.refused, "orders.invalid.unchanged");
	changed.address = "Street 2";
	assert_int_equal(order_plan_amend(&order, &changed, 0, "", NOW, &plan), RC_INVALID);
	assert_string_equal(plan.field, "requested_at");
	assert_int_equal(order_plan_amend(&order, &changed, NOW + 1, "", NOW, &plan), RC_INVALID);
	assert_int_equal(order_plan_amend(&order, &changed, NOW, "by phone", NOW, &plan), RC_OK);
	assert_string_equal(plan.change.after.address, "Street 2");
	assert_string_equal(plan.change.after.note, "by phone");
	assert_int_equal(plan.change.after.requested_at, NOW);
	assert_int_equal(plan.change.after.state, order.state);
	changed.phone = "";
	assert_int_equal(order_plan_amend(&order, &changed, NOW, "", NOW, &plan), RC_INVALID);
	changed.phone = "13800000002";
	order.paid_fen = 1;
	assert_int_equal(order_plan_amend(&order, &changed, NOW, "", NOW, &plan), RC_REFUSED);
	order = waiting();
	order.state = ORDER_SHIPPED;
	assert_int_equal(order_plan_amend(&order, &changed, NOW, "", NOW, &plan), RC_REFUSED);
}

static struct order_draft
a_draft(const struct order_item *items, size_t count)
{
	struct order_draft draft = { .order = waiting(), .items = items, .item_count = count };

	draft.order.requested_at = NOW - 60;
	draft.order.freight_fen = 1000;
	return draft;
}

/* RULE ORD-5, ORD-6, ORD-8 */
static void
placing_for_a_customer(void **state)
{
	static const struct order_item items[] = { { 1, "Shirt", 0, 20000, 2, 0 },
		{ 2, "Scarf", 1, 9900, 1, 0 } };
	struct order_draft draft = a_draft(items, 2);
	struct order_plan plan;

	(void)state;
	assert_int_equal(order_plan_place(&draft, &clerk, 9, 100000, NOW, &plan), RC_OK);
	assert_int_equal(plan.change.after.goods_fen, 49900);
	assert_int_equal(plan.change.after.total_fen, 50900);
	assert_int_equal(plan.change.after.amount_band, 2);
	assert_int_equal(plan.change.after.digit, 7);
	assert_int_equal(plan.change.after.channel, CHANNEL_AGENT);
	assert_int_equal(plan.change.after.notify, NOTIFY_SMS);
	assert_int_equal(plan.change.after.witness_id, 9);
	assert_int_equal(plan.change.after.placed_by, 7);
	assert_string_equal(plan.change.after.summary, "Shirt");
	assert_int_equal(order_plan_place(&draft, &clerk, 9, 50899, NOW, &plan), RC_OK);
	assert_int_equal(plan.change.after.notify, NOTIFY_PHONE);
	/* the witness is somebody else */
	assert_int_equal(order_plan_place(&draft, &clerk, 7, 100000, NOW, &plan), RC_INVALID);
	assert_string_equal(plan.field, "witness");
	assert_int_equal(order_plan_place(&draft, &clerk, 0, 100000, NOW, &plan), RC_INVALID);
	draft.order.requested_at = 0;
	assert_int_equal(order_plan_place(&draft, &clerk, 9, 100000, NOW, &plan), RC_INVALID);
	assert_string_equal(plan.field, "requested_at");
	draft = a_draft(items, 0);
	assert_int_equal(order_plan_place(&draft, &clerk, 9, 100000, NOW, &plan), RC_INVALID);
	assert_string_equal(plan.field, "lines");
	draft = a_draft(items, 2);
	draft.order.discount_fen = 49901;
	assert_int_equal(order_plan_place(&draft, &clerk, 9, 100000, NOW, &plan), RC_INVALID);
}

static void
lines_have_their_bounds(void **state)
{
	struct order_item item = { 1, "Shirt", 0, 100, 1, 0 };
	const char *field = NULL, *reason = NULL;

	(void)state;
	assert_int_equal(order_item_check(&item, &field, &reason), RC_OK);
	item.quantity = 0;
	assert_int_equal(order_item_check(&item, &field, &reason), RC_INVALID);
	assert_string_equal(field, "quantity");
	item.quantity = 9999;
	assert_int_equal(order_item_check(&item, &field, &reason), RC_OK);
	item.quantity = 10000;
	assert_int_equal(order_item_check(&item, &field, &reason), RC_INVALID);
	item.quantity = 1;
	item.unit_fen = -1;
	assert_int_equal(order_item_check(&item, &field, &reason), RC_INVALID);
	item.unit_fen = 0;
	item.class = 2;
	assert_int_equal(order_item_check(&item, &field, &reason), RC_INVALID);
	item.class = 1;
	item.title = "";
	assert_int_equal(order_item_check(&item, &field, &reason), RC_INVALID);
	assert_string_equal(field, "title");
}

static void
orders_have_their_bounds(void **state)
{
	struct order order = waiting();
	const char *field = NULL, *reason = NULL;

	(void)state;
	assert_int_equal(order_check(&order, &field, &reason), RC_OK);
	order.order_no = "1234567890123456789012345678901234567890";
	assert_int_equal(order_check(&order, &field, &reason), RC_OK);
	order.order_no = "12345678901234567890123456789012345678901";
	assert_int_equal(order_check(&order, &field, &reason), RC_INVALID);
	assert_string_equal(field, "order_no");
	order.order_no = "a b";
	assert_int_equal(order_check(&order, &field, &reason), RC_INVALID);
	order = waiting();
	order.state = 11;
	assert_int_equal(order_check(&order, &field, &reason), RC_INVALID);
	assert_string_equal(field, "state");
	order.state = 0;
	assert_int_equal(order_check(&order, &field, &reason), RC_INVALID);
	order = waiting();
	order.total_fen = -1; /* follows from its items */
	assert_int_equal(order_check(&order, &field, &reason), RC_OK);
	order.total_fen = -2;
	assert_int_equal(order_check(&order, &field, &reason), RC_INVALID);
	order = waiting();
	order.placed_at = 0;
	assert_int_equal(order_check(&order, &field, &reason), RC_INVALID);
	assert_string_equal(field, "placed_at");
	order = waiting();
	order.member_id = 0;
	assert_int_equal(order_check(&order, &field, &reason), RC_INVALID);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(transitions_are_these_and_no_others),
		cmocka_unit_test(moves_go_with_their_actions),
		cmocka_unit_test(digit_is_the_last_decimal_one),
		cmocka_unit_test(amount_bands_meet_at_200_500_1000),
		cmocka_unit_test(customer_is_told_by_amount),
		cmocka_unit_test(due_at_1410_of_the_sheets_day),
		cmocka_unit_test(flaws_follow_from_the_order),
		cmocka_unit_test(confirming_an_unpaid_order),
		cmocka_unit_test(payment_before_confirmation),
		cmocka_unit_test(confirming_is_refused),
		cmocka_unit_test(parking_and_back),
		cmocka_unit_test(cancelling),
		cmocka_unit_test(refunding),
		cmocka_unit_test(paying),
		cmocka_unit_test(amending),
		cmocka_unit_test(placing_for_a_customer),
		cmocka_unit_test(lines_have_their_bounds),
		cmocka_unit_test(orders_have_their_bounds),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
