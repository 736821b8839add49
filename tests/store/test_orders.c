/* SPDX-License-Identifier: MIT */
/* Orders against a real MariaDB: each action's rows, two clerks on one order, payment before confirmation, and counts that equal
 * COUNT(*) after any sequence. Not the sheet: test_sheets.c; not imports: test_orders_import.c. */
#include "harness.h"
#include "loyalty/loyalty.h"
#include "orders/import.h"
#include "orders/rules.h"
#include "orders/share.h"
#include "orders_help.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void
confirming_writes_all_that_belongs_to_it(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t id = waiting_order(ctx, 50000);

	(void)state;
	assert_int_equal(test_number("SELECT COUNT(*) FROM order_queue WHERE order_id = %ld", id), 1);
	assert_rc(order_confirm(ctx, id, 1), RC_OK);
	assert_int_equal(test_number("SELECT state FROM orders WHERE id = %ld", id), ORDER_CONFIRMED_UNPAID);
	assert_int_equal(test_number("SELECT version FROM orders WHERE id = %ld", id), 2);
	assert_int_equal(test_number("SELECT confirmed_at FROM orders WHERE id = %ld", id), TEST_NOW);
	assert_int_equal(test_number("SELECT COUNT(*) FROM order_queue WHERE order_id = %ld", id), 0);
	assert_int_equal(
	    test_number(
		"SELECT COUNT(*) FROM order_step WHERE order_id = %ld AND from_state = 1 AND to_state = 2",
		id),
	    1);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM order_confirmation WHERE order_id = %ld AND sheet_id = 0", id),
	    1);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM audit_log WHERE kind = 'order' AND record_id = %ld", id), 1);
	assert_int_equal(test_number("SELECT SUM(orders) FROM order_day WHERE measure = %d AND day = %ld",
			     DAY_CONFIRMED, (long)(TEST_NOW + 8 * 3600) / 86400),
	    test_number("SELECT COUNT(*) FROM orders WHERE confirmed_at > 0"));
	assert_counts();
}

static void
refused_a_second_time(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t id = waiting_order(ctx, 50000);

	(void)state;
	assert_rc(order_confirm(ctx, id, 1), RC_OK);
	assert_rc(order_confirm(ctx, id, 2), RC_REFUSED);
	assert_string_equal(ctx->reason.key, "orders.refused.not_waiting");
	assert_string_equal(ctx->reason.arg[0], "@orders.state.2");
	assert_rc(order_confirm(ctx, 999999999, 1), RC_NOT_FOUND);
}

/* RULE ORD-2: two clerks on the same order never both win; the other reads who and when. */
static void
two_clerks_on_one_order(void **state)
{
	struct ctx *first = test_ctx(), *second = test_connect("worker");
	int64_t id = waiting_order(first, 50000);
	int64_t one = test_account("DD0101", ROLE_CLERK), two = test_account("DD0102", ROLE_CLERK);

	(void)state;
	test_actor(first, one, "DD0101", ROLE_CLERK);
	test_actor(second, two, "DD0102", ROLE_CLERK);
	assert_rc(order_confirm(first, id, 1), RC_OK);
	assert_rc(order_confirm(second, id, 1), RC_CONFLICT);
	assert_string_equal(second->reason.key, "orders.conflict.known");
	assert_non_null(strstr(second->reason.arg[0], "DD0101"));
	assert_string_equal(second->reason.arg[1], "2026-05-12 14:00");
	assert_string_equal(second->reason.arg[2], "@audit.action.order.confirm");
	test_close(second);
	test_actor(first, 1, "TEST-1", ROLE_ALL);
}

/* The same at the same moment: processes, a hundred orders, each confirmed exactly once. */
#define RACED 100
static void
race(const int64_t *ids, int64_t account, int gate)
{
	struct ctx *ctx = test_connect("worker");
	char byte;
	int won = 0, i;

	test_actor(ctx, account, "DD0100", ROLE_CLERK);
	if (read(gate, &byte, 1) < 0)
		_exit(200);
	for (i = 0; i < RACED; i++) {
		enum rc rc = order_confirm(ctx, ids[i], 1);

		if (rc == RC_OK)
			won++;
		else if (rc != RC_CONFLICT)
			_exit(201);
	}
	test_exit(ctx, won);
}

static void
two_clerks_at_the_same_moment(void **state)
{
	int64_t ids[RACED];
	int gate[2], status, won = 0, i;
	pid_t child[2];

	(void)state;
	for (i = 0; i < RACED; i++)
		ids[i] = waiting_order(test_ctx(), 30000);
	assert_int_equal(pipe(gate), 0);
	for (i = 0; i < 2; i++) {
		child[i] = fork();
		if (child[i] == 0)
			race(ids, 101 + i, gate[0]);
	}
	assert_int_equal(write(gate[1], "xx", 2), 2);
	for (i = 0; i < 2; i++) {
		assert_int_equal(waitpid(child[i], &status, 0), child[i]);
		assert_true(WIFEXITED(status));
		assert_in_range(WEXITSTATUS(status), 0, RACED);
		won += WEXITSTATUS(status);
	}
	close(gate[0]);
	close(gate[1]);
	assert_int_equal(won, RACED);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM order_confirmation WHERE order_id >= %ld", ids[0]), RACED);
	assert_counts();
}

/* RULE ORD-1 */
static void
payment_before_confirmation(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t id = waiting_order(ctx, 50000);

	(void)state;
	assert_rc(order_pay(ctx, id, 1, PAY_ALIPAY, 20000, TEST_NOW - 100, "A1"), RC_OK);
	assert_rc(order_pay(ctx, id, 2, PAY_VOUCHER, 30000, TEST_NOW - 50, ""), RC_OK);
	assert_int_equal(
	    test_number("SELECT state FROM orders WHERE id = %ld", id), ORDER_UNCONFIRMED_UNPAID);
	assert_int_equal(test_number("SELECT paid_fen FROM order_queue WHERE order_id = %ld", id), 50000);
	assert_int_equal(test_number("SELECT version FROM order_queue WHERE order_id = %ld", id), 3);
	assert_int_equal(
	    test_number("SELECT MAX(payment_no) FROM order_payment WHERE order_id = %ld", id), 2);
	assert_int_equal(
	    test_number(
		"SELECT m.spent_fen FROM member m JOIN orders o ON o.member_id = m.id WHERE o.id = %ld", id),
	    0);
	assert_rc(order_confirm(ctx, id, 3), RC_OK);
	assert_int_equal(test_number("SELECT state FROM orders WHERE id = %ld", id), ORDER_CONFIRMED_PAID);
	/* RULE MEM-1: now it counts */
	assert_int_equal(
	    test_number(
		"SELECT m.spent_fen FROM member m JOIN orders o ON o.member_id = m.id WHERE o.id = %ld", id),
	    50000);
	assert_rc(order_pay(ctx, id, 4, PAY_ALIPAY, 1, TEST_NOW, ""), RC_REFUSED);
	assert_counts();
}

/* RULE MEM-1: exactly 5,000.00 belongs to the third tier, one fen more to the fourth; the queue's row follows. */
static void
tiers_follow_paid_orders(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t member = test_member(), paid = order_of(ctx, member, 500000),
		waits = order_of(ctx, member, 1);

	(void)state;
	assert_rc(order_confirm(ctx, paid, 1), RC_OK);
	assert_int_equal(test_number("SELECT tier FROM member WHERE id = %ld", member), 0);
	assert_rc(order_pay(ctx, paid, 2, PAY_BANK_CARD, 500000, TEST_NOW, "B"), RC_OK);
	assert_int_equal(test_number("SELECT tier FROM member WHERE id = %ld", member), 2);
	assert_int_equal(test_number("SELECT tier FROM order_queue WHERE order_id = %ld", waits), 2);
	assert_counts();
	assert_rc(order_pay(ctx, waits, 1, PAY_BANK_CARD, 1, TEST_NOW, "C"), RC_OK);
	assert_rc(order_confirm(ctx, waits, 2), RC_OK);
	assert_int_equal(test_number("SELECT tier FROM member WHERE id = %ld", member), 3);
	assert_int_equal(test_number("SELECT orders FROM member WHERE id = %ld", member), 2);
	assert_counts();
}

/* RULE MEM-1: paid orders less refunds; a refund replayed with its key is done once. */
static void
refunds_lower_the_total(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t member = test_member(), id = order_of(ctx, member, 200000);

	(void)state;
	assert_rc(order_confirm(ctx, id, 1), RC_OK);
	assert_rc(order_refund(ctx, id, 2, 1, "R0"), RC_REFUSED);
	assert_rc(order_pay(ctx, id, 2, PAY_BANK_CARD, 200000, TEST_NOW, "B"), RC_OK);
	assert_int_equal(test_number("SELECT tier FROM member WHERE id = %ld", member), 2);
	ctx->once_key = "refund-form";
	ctx->tx_count = 0;
	assert_rc(order_refund(ctx, id, 3, 1, "R1"), RC_OK);
	ctx->tx_count = 0;
	assert_rc(order_refund(ctx, id, 3, 1, "R1"), RC_CONFLICT);
	assert_true(ctx->replayed);
	ctx->once_key = NULL;
	ctx->replayed = false;
	assert_int_equal(test_number("SELECT spent_fen FROM member WHERE id = %ld", member), 199999);
	assert_int_equal(test_number("SELECT tier FROM member WHERE id = %ld", member), 1);
	assert_rc(order_refund(ctx, id, 4, 200000, "R2"), RC_INVALID);
	assert_rc(order_refund(ctx, id, 4, 199999, "R3"), RC_OK);
	assert_int_equal(test_number("SELECT spent_fen FROM member WHERE id = %ld", member), 0);
	assert_int_equal(test_number("SELECT tier FROM member WHERE id = %ld", member), 0);
	assert_counts();
}

/* RULE ORD-5: above 1,000.00 a call task, up to it an SMS, imported history nothing. */
static void
customers_are_told(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t sms = waiting_order(ctx, 100000), call = waiting_order(ctx, 100001),
		old = imported_order(ctx, 300000);

	(void)state;
	assert_rc(order_confirm(ctx, sms, 1), RC_OK);
	assert_rc(order_confirm(ctx, call, 1), RC_OK);
	assert_rc(order_confirm(ctx, old, 1), RC_OK);
	assert_int_equal(test_number("SELECT COUNT(*) FROM notice WHERE subject = 'order:%ld'", sms), 1);
	assert_int_equal(test_number("SELECT COUNT(*) FROM task WHERE subject = 'order:%ld'", sms), 0);
	assert_int_equal(test_number("SELECT COUNT(*) FROM notice WHERE subject = 'order:%ld'", call), 0);
	assert_int_equal(
	    test_number(
		"SELECT COUNT(*) FROM task WHERE subject = 'order:%ld' AND kind = 'orders.call'", call),
	    1);
	assert_int_equal(test_number("SELECT COUNT(*) FROM notice WHERE subject = 'order:%ld'", old), 0);
	assert_int_equal(test_number("SELECT COUNT(*) FROM task WHERE subject = 'order:%ld'", old), 0);
}

static void
parking_and_cancelling(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t id = waiting_order(ctx, 40000);

	(void)state;
	assert_rc(order_park(ctx, id, 1, "address unclear"), RC_OK);
	assert_string_equal(
	    test_word("SELECT park_reason FROM order_queue WHERE order_id = %ld", id), "address unclear");
	assert_counts();
	assert_rc(order_confirm(ctx, id, 2), RC_REFUSED);
	assert_string_equal(ctx->reason.arg[0], "address unclear");
	assert_rc(order_unpark(ctx, id, 2), RC_OK);
	assert_rc(order_cancel(ctx, id, 3, "changed their mind", false), RC_INVALID);
	assert_rc(order_cancel(ctx, id, 3, "changed their mind", true), RC_OK);
	assert_int_equal(test_number("SELECT COUNT(*) FROM order_queue WHERE order_id = %ld", id), 0);
	assert_int_equal(test_number("SELECT state FROM orders WHERE id = %ld", id), ORDER_CANCELLED);
	assert_int_equal(
	    test_number(
		"SELECT orders FROM member m JOIN orders o ON o.member_id = m.id WHERE o.id = %ld", id),
	    0);
	assert_counts();
}

static void
amending(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t id = waiting_order(ctx, 40000);
	const struct order changed = {
		.consignee = "周测试", .phone = "13911112222", .address = "Other Street 9"
	};

	(void)state;
	assert_rc(order_amend(ctx, id, 1, &changed, TEST_NOW - 60, "by phone"), RC_OK);
	assert_string_equal(test_word("SELECT member_name FROM order_queue WHERE order_id = %ld", id), "周*");
	assert_string_equal(
	    test_word("SELECT phone FROM order_queue WHERE order_id = %ld", id), "139****2222");
	assert_string_equal(test_word("SELECT address FROM orders WHERE id = %ld", id), "Other Street 9");
	/* contact data does not stand in the log */
	assert_int_equal(test_number("SELECT COUNT(*) FROM audit_log WHERE kind = 'order' AND record_id = "
				     "%ld AND diff LIKE '%%13911112222%%'",
			     id),
	    0);
}

/* RULE ORD-6, ORD-5 */
static void
placing_for_a_customer(void **state)
{
	struct ctx *ctx = test_ctx();
	const struct order_item items[] = { { test_product(120000), "Coat", 0, 120000, 1, 0 },
		{ test_product(500), "Socks", 1, 500, 2, 0 } };
	struct order_draft draft = { .items = items, .item_count = 2 };
	int64_t id = 0, second = 0;

	(void)state;
	draft.order = (struct order){ .member_id = test_member(),
		.park_reason = "",
		.summary = "",
		.consignee = "测试甲",
		.phone = "13800000009",
		.address = "Street 3",
		.note = "asked at noon",
		.requested_at = TEST_NOW - 600 };
	assert_rc(order_place(ctx, &draft, ctx->actor.account_id, &id), RC_INVALID);
	assert_string_equal(ctx->reason.key, "orders.invalid.witness");
	assert_rc(order_place(ctx, &draft, 77, &id), RC_OK);
	assert_rc(order_place(ctx, &draft, 77, &second), RC_OK);
	assert_string_equal(test_word("SELECT order_no FROM orders WHERE id = %ld", id), "D260512-00001");
	assert_string_equal(test_word("SELECT order_no FROM orders WHERE id = %ld", second), "D260512-00002");
	assert_int_equal(test_number("SELECT total_fen FROM orders WHERE id = %ld", id), 121000);
	assert_int_equal(test_number("SELECT COUNT(*) FROM order_line WHERE order_id = %ld", id), 2);
	assert_int_equal(test_number("SELECT COUNT(*) FROM order_queue WHERE order_id = %ld", id), 1);
	assert_int_equal(test_number("SELECT COUNT(*) FROM task WHERE subject = 'order:%ld'", id), 1);
	/* told when it was placed: not again when it is confirmed */
	assert_rc(order_confirm(ctx, id, 1), RC_OK);
	assert_int_equal(test_number("SELECT COUNT(*) FROM task WHERE subject = 'order:%ld'", id), 1);
	assert_counts();
}

/* RULE ORD-3: digits of a day per clerk, and a single order handed over to another. */
static void
sharing_digits_and_handing_over(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t one = test_account("DD0201", ROLE_CLERK), two = test_account("DD0202", ROLE_CLERK);
	int64_t nobody = test_account("CW0203", ROLE_FINANCE), day = (TEST_NOW + 28800) / 86400, id,
		queue[10], sum = 0;
	int64_t owner[10] = { one, one, one, two, two, two, two, 0, 0, one };
	struct order_clerk clerk;
	int i;

	(void)state;
	assert_rc(share_queue(ctx, queue), RC_OK);
	for (i = 0; i < 10; i++)
		sum += queue[i];
	assert_int_equal(sum, test_number("SELECT COUNT(*) FROM order_queue"));
	assert_rc(share_set(ctx, day, owner), RC_OK);
	assert_int_equal(test_number("SELECT COUNT(*) FROM order_share WHERE day = %ld", (long)day), 8);
	test_actor(ctx, two, "DD0202", ROLE_CLERK);
	assert_string_equal(share_query(ctx), "digit[]=3&digit[]=4&digit[]=5&digit[]=6");
	owner[3] = nobody;
	assert_rc(share_set(ctx, day, owner), RC_INVALID);
	assert_int_equal(
	    test_number("SELECT account_id FROM order_share WHERE day = %ld AND digit = 3", (long)day), two);
	id = waiting_order(ctx, 5000);
	assert_rc(share_clerk_find(ctx, "CW0203", &clerk), RC_REFUSED);
	assert_rc(share_clerk_find(ctx, "DD0202", &clerk), RC_OK);
	assert_rc(order_hand_over(ctx, id, 1, &clerk), RC_REFUSED); /* to oneself */
	assert_rc(share_clerk_find(ctx, "DD0201", &clerk), RC_OK);
	assert_rc(order_hand_over(ctx, id, 1, &clerk), RC_OK);
	assert_int_equal(
	    test_number(
		"SELECT COUNT(*) FROM task WHERE kind = 'orders.check' AND subject = 'order:%ld'", (long)id),
	    1);
	test_actor(ctx, 1, "TEST-1", ROLE_ALL);
}

/* Whatever people do in whatever order: counts equal COUNT(*), sums equal SUM(), the queue is the unconfirmed orders. */
static void
counts_hold_after_random_sequences(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t ids[40];
	unsigned seed = 4711, i, at;

	(void)state;
	for (i = 0; i < 40; i++)
		ids[i] = waiting_order(ctx, 1000 + (int64_t)i * 7000);
	for (i = 0; i < 400; i++) {
		int64_t id, version;
		enum rc rc;

		seed = seed * 1103515245u + 12345u;
		at = (seed >> 16) % 40;
		id = ids[at];
		version =
		    test_number("SELECT version FROM orders WHERE id = %ld", id) - ((seed >> 8) % 9 == 0);
		switch ((seed >> 24) % 6) {
		case 0:
			rc = order_confirm(ctx, id, version);
			break;
		case 1:
			rc = order_park(ctx, id, version, "doubtful");
			break;
		case 2:
			rc = order_unpark(ctx, id, version);
			break;
		case 3:
			rc = order_cancel(ctx, id, version, "changed their mind", (seed >> 5) % 2);
			break;
		case 4:
			rc = order_pay(ctx, id, version, PAY_ALIPAY, 500, TEST_NOW, "");
			break;
		default:
			rc = order_pay(ctx, id, version, PAY_ALIPAY,
			    test_number("SELECT total_fen - paid_fen FROM orders WHERE id = %ld", id),
			    TEST_NOW, "");
			break;
		}
		assert_true(rc == RC_OK || rc == RC_REFUSED || rc == RC_INVALID || rc == RC_CONFLICT);
	}
	assert_counts();
	assert_int_equal(
	    test_number(
		"SELECT COUNT(*) FROM member m WHERE m.spent_fen <> (SELECT COALESCE(SUM(total_fen - "
		"refunded_fen), 0) FROM orders o WHERE o.member_id = m.id AND o.state NOT IN (1, 2, 7) "
		"AND o.flaws & 8 = 0)"),
	    0);
	assert_int_equal(
	    test_number(
		"SELECT COUNT(*) FROM orders o WHERE o.paid_fen <> (SELECT COALESCE(SUM(amount_fen), 0)"
		" FROM order_payment p WHERE p.order_id = o.id)"),
	    0);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(confirming_writes_all_that_belongs_to_it),
		cmocka_unit_test(refused_a_second_time),
		cmocka_unit_test(two_clerks_on_one_order),
		cmocka_unit_test(two_clerks_at_the_same_moment),
		cmocka_unit_test(payment_before_confirmation),
		cmocka_unit_test(tiers_follow_paid_orders),
		cmocka_unit_test(refunds_lower_the_total),
		cmocka_unit_test(customers_are_told),
		cmocka_unit_test(parking_and_cancelling),
		cmocka_unit_test(amending),
		cmocka_unit_test(placing_for_a_customer),
		cmocka_unit_test(sharing_digits_and_handing_over),
		cmocka_unit_test(counts_hold_after_random_sequences),
	};

	return cmocka_run_group_tests(tests, test_start, test_stop);
}
