/* SPDX-License-Identifier: MIT */
/* The points ledger on a real MariaDB (RULE MEM-2, MEM-3): what orders post, redeeming, adjusting with two people, expiry; replays,
 * wrong order, two at once; and the proof that finds a changed balance. */
#include "harness.h"
#include "orders_help.h"

#include "points/points.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define assert_ledger()                                                                                      \
	assert_int_equal(test_number("SELECT COUNT(*) FROM member m WHERE m.points <> (SELECT "              \
				     "COALESCE(SUM(points), 0) FROM points_entry e WHERE e.member_id = "     \
				     "m.id) OR m.points_no <> (SELECT COUNT(*) FROM points_entry e WHERE "   \
				     "e.member_id = m.id)"),                                                 \
	    0)

static int
fresh(void **state)
{
	(void)state;
	test_ctx()->now = TEST_NOW;
	test_ctx()->once_key = NULL;
	test_actor(test_ctx(), 1, "KF0001", ROLE_ALL);
	return 0;
}

static int64_t
points_of(int64_t member)
{
	return test_number("SELECT points FROM member WHERE id = %ld", member);
}

/* An order signed for, of one ordinary line, as an import brings it. */
static void
order_signed(int64_t member, const char *number, int64_t ordinary_fen, int64_t special_fen, int64_t state)
{
	struct line_row lines[2] = { { .title = "ordinary", .unit_fen = ordinary_fen, .quantity = 1 },
		{ .title = "special", .class = 1, .unit_fen = special_fen, .quantity = 1 } };
	struct payment_row payment = { .method = PAY_BANK_CARD,
		.amount_fen = ordinary_fen + special_fen,
		.paid_at = TEST_NOW - 500,
		.reference = "" };
	struct order_row row = { .order = { .order_no = number,
				     .member_id = member,
				     .state = state,
				     .placed_at = TEST_NOW - 1000,
				     .confirmed_at = TEST_NOW - 900,
				     .paid_at = TEST_NOW - 500,
				     .shipped_at = TEST_NOW - 400,
				     .signed_at = state == ORDER_SIGNED_FOR ? TEST_NOW - 300 : 0,
				     .total_fen = ordinary_fen + special_fen,
				     .imported = true },
		.lines = lines,
		.line_count = special_fen != 0 ? 2 : 1,
		.payments = &payment,
		.payment_count = 1 };
	struct verdict verdict;

	assert_rc(order_bring(test_ctx(), &row, 1, &verdict), RC_OK);
	assert_true(verdict.outcome != BATCH_REJECTED);
}

static int64_t
order_id(const char *number)
{
	return test_number("SELECT id FROM orders WHERE order_no = '%s'", number);
}

static void
an_order_signed_for_earns_once(void **state)
{
	int64_t member = test_member();

	(void)state;
	order_signed(member, "P-1", 31600, 12800, ORDER_SHIPPED);
	assert_int_equal(points_of(member), 0);
	order_signed(member, "P-1", 31600, 12800, ORDER_SIGNED_FOR);
	assert_int_equal(points_of(member), 328);
	/* the same import again, and again in another state that counts as well */
	order_signed(member, "P-1", 31600, 12800, ORDER_SIGNED_FOR);
	order_signed(member, "P-1", 31600, 12800, ORDER_CLOSED);
	assert_int_equal(points_of(member), 328);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM points_entry WHERE cause_id = %ld", order_id("P-1")), 1);
	assert_ledger();
}

/* 520.00 of 1,260.00 are refunded when 1,073 of its points are spent: 187 are taken, 333 stay as a debt that later points pay. */
static void
a_refund_of_spent_points_leaves_a_debt(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t member = test_member();

	(void)state;
	order_signed(member, "P-2", 126000, 0, ORDER_SIGNED_FOR);
	assert_rc(points_redeem(ctx, member, 1073, "bag", "t:2"), RC_OK);
	assert_int_equal(points_of(member), 187);
	assert_rc(order_refund(ctx, order_id("P-2"), 1, 52000, "R"), RC_OK);
	assert_int_equal(points_of(member), -333);
	assert_rc(points_redeem(ctx, member, 1, "bag", "t:3"), RC_REFUSED);
	assert_string_equal(ctx->reason.key, "points.refused.not_enough");
	assert_string_equal(ctx->reason.arg[0], "0");
	order_signed(member, "P-3", 45800, 0, ORDER_SIGNED_FOR);
	assert_int_equal(points_of(member), 125);
	/* all of it is refunded: what the first refund took is not taken twice */
	assert_rc(order_refund(ctx, order_id("P-2"), 2, 74000, "R2"), RC_OK);
	assert_int_equal(points_of(member), 125 - 740);
	assert_ledger();
}

static void
a_refund_before_the_points_is_not_forgotten(void **state)
{
	int64_t member = test_member();

	(void)state;
	order_signed(member, "P-4", 100000, 0, ORDER_SHIPPED);
	assert_rc(order_refund(test_ctx(), order_id("P-4"), 1, 25000, "R"), RC_OK);
	assert_int_equal(points_of(member), 0);
	order_signed(member, "P-4", 100000, 0, ORDER_SIGNED_FOR);
	assert_int_equal(points_of(member), 750);
	assert_ledger();
}

static void
lines_that_come_after_their_order_earn_then(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t member = test_member();
	struct order_row row = { .order = { .order_no = "P-5",
				     .member_id = member,
				     .state = ORDER_SIGNED_FOR,
				     .placed_at = TEST_NOW - 1000,
				     .paid_at = TEST_NOW - 500,
				     .signed_at = TEST_NOW - 300,
				     .total_fen = 5000,
				     .imported = true } };
	struct line_row line = {
		.order_no = "P-5", .line_no = 1, .title = "late", .unit_fen = 5000, .quantity = 1
	};
	struct payment_row payment = { .order_no = "P-5",
		.payment_no = 1,
		.method = PAY_VOUCHER,
		.amount_fen = 5000,
		.paid_at = TEST_NOW - 500,
		.reference = "" };
	struct verdict verdict;
	enum rc rc;

	(void)state;
	assert_rc(order_bring(ctx, &row, 1, &verdict), RC_OK);
	rc = tx_begin(ctx);
	if (rc == RC_OK)
		rc = order_import_lines(ctx, &line, 1, &verdict);
	assert_rc(tx_end(ctx, rc), RC_OK);
	assert_int_equal(points_of(member), 0); /* nobody has paid it yet */
	rc = tx_begin(ctx);
	if (rc == RC_OK)
		rc = order_import_payments(ctx, &payment, 1, &verdict);
	assert_rc(tx_end(ctx, rc), RC_OK);
	assert_int_equal(points_of(member), 50); /* paid by voucher: the full goods amount */
	assert_ledger();
}

static void
an_event_is_done_once(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t member = test_member(), waiting;

	(void)state;
	assert_rc(points_adjust(ctx, member, 500, "welcome", "t:once", &waiting), RC_OK);
	assert_int_equal(waiting, 0);
	assert_rc(points_adjust(ctx, member, 500, "welcome", "t:once", &waiting), RC_OK);
	assert_int_equal(points_of(member), 500);
	assert_rc(points_redeem(ctx, member, 200, "mug", "t:mug"), RC_OK);
	assert_rc(points_redeem(ctx, member, 200, "mug", "t:mug"), RC_OK);
	assert_int_equal(points_of(member), 300);
	assert_rc(points_redeem(ctx, member, 301, "mug", "t:mug2"), RC_REFUSED);
	assert_rc(points_redeem(ctx, member, 300, "mug", "t:mug3"), RC_OK);
	assert_rc(points_redeem(ctx, member, 300, "mug", "t:mug3"),
	    RC_OK); /* done, though nothing is left for another */
	assert_rc(points_adjust(ctx, member, -1, "mistake", "t:minus", &waiting), RC_REFUSED);
	assert_rc(points_redeem(ctx, INT64_C(99999999), 1, "mug", "t:nobody"), RC_NOT_FOUND);
	assert_ledger();
}

/* RULE MEM-3: above 500 a second person; 500 itself is posted at once. */
static void
adjustments_above_the_limit_take_two_people(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t member = test_member(), first, second;

	(void)state;
	assert_rc(points_adjust(ctx, member, 501, "lost order", "t:501", &first), RC_OK);
	assert_true(first != 0);
	assert_int_equal(points_of(member), 0);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM task WHERE kind = 'points.adjust' AND state = 0 AND subject = "
			"'adjustment:%ld'",
		first),
	    1);
	assert_rc(points_decide(ctx, first, 1, true, ""), RC_REFUSED);
	assert_string_equal(ctx->reason.key, "points.refused.own");
	test_actor(ctx, 2, "KF0002", ROLE_SUPERVISOR);
	assert_rc(points_decide(ctx, first, 2, true, ""), RC_CONFLICT);
	assert_rc(points_decide(ctx, first, 1, true, ""), RC_OK);
	assert_int_equal(points_of(member), 501);
	assert_rc(points_decide(ctx, first, 1, true, ""), RC_REFUSED);
	assert_rc(points_decide(ctx, first, 2, false, "no"), RC_REFUSED);
	assert_int_equal(points_of(member), 501);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM task WHERE subject = 'adjustment:%ld' AND state = 0", first),
	    0);
	/* one that would take more than is there waits on, unchanged */
	assert_rc(points_adjust(ctx, member, -502, "too much", "t:502", &second), RC_OK);
	test_actor(ctx, 3, "KF0003", ROLE_SUPERVISOR);
	assert_rc(points_decide(ctx, second, 1, true, ""), RC_REFUSED);
	assert_string_equal(ctx->reason.key, "points.refused.not_enough");
	assert_int_equal(test_number("SELECT state FROM points_adjustment WHERE id = %ld", second), 1);
	assert_rc(points_decide(ctx, second, 1, false, ""), RC_INVALID);
	assert_rc(points_decide(ctx, second, 1, false, "more than is there"), RC_OK);
	assert_int_equal(points_of(member), 501);
	assert_ledger();
}

/* --- two at once ------------------------------------------------------------------------------------------------- */

#define RACES 40
struct racer {
	struct ctx *ctx;
	int64_t member;
	int done, refused, other;
	const char *name;
};

static void *
race(void *self)
{
	struct racer *racer = self;

	for (int i = 0; i < RACES; i++) {
		char key[64];
		enum rc rc;

		snprintf(key, sizeof(key), "race:%ld:%s:%d", racer->member, racer->name, i);
		rc = points_redeem(racer->ctx, racer->member, 10, "race", key);
		racer->done += rc == RC_OK;
		racer->refused += rc == RC_REFUSED;
		racer->other += rc != RC_OK && rc != RC_REFUSED;
	}
	return NULL;
}

/* Two connections redeem from one balance that holds half of what they want: exactly that much goes out. */
static void
two_at_once_never_take_more_than_there_is(void **state)
{
	struct ctx *second = test_connect("worker");
	struct racer racers[2];
	int64_t member = test_member(), waiting;
	pthread_t threads[2];

	(void)state;
	assert_rc(points_adjust(test_ctx(), member, 400, "race", "race:fund", &waiting), RC_OK);
	racers[0] = (struct racer){ .ctx = test_ctx(), .member = member, .name = "a" };
	racers[1] = (struct racer){ .ctx = second, .member = member, .name = "b" };
	for (int i = 0; i < 2; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, race, &racers[i]), 0);
	for (int i = 0; i < 2; i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	test_close(second);
	assert_int_equal(racers[0].other + racers[1].other, 0);
	assert_int_equal(racers[0].done + racers[1].done, 40);
	assert_int_equal(points_of(member), 0);
	assert_ledger();
}

/* --- expiry ------------------------------------------------------------------------------------------------------ */

static void
expire_all(int64_t days)
{
	int64_t after = 0;

	do {
		assert_rc(points_expire(test_ctx(), days, 100, &after), RC_OK);
	} while (after != 0);
}

static void
points_expire_oldest_first_and_once(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t member = test_member(), waiting;

	(void)state;
	assert_rc(points_adjust(ctx, member, 300, "old", "t:old", &waiting), RC_OK);
	ctx->now = TEST_NOW + 200 * INT64_C(86400);
	assert_rc(points_adjust(ctx, member, 100, "new", "t:new", &waiting), RC_OK);
	assert_rc(points_redeem(ctx, member, 250, "mug", "t:use"), RC_OK);
	expire_all(200); /* gained on the day itself: not yet older than 200 days */
	assert_int_equal(points_of(member), 150);
	ctx->now += 86400;
	expire_all(200);
	assert_int_equal(points_of(member), 100); /* 50 old ones were left */
	expire_all(200);
	ctx->now += 86400;
	expire_all(200);
	assert_int_equal(points_of(member), 100);
	assert_ledger();
}

/* --- the proof --------------------------------------------------------------------------------------------------- */

static int
verify(void)
{
	char command[600];
	int status;

	snprintf(command, sizeof(command), "HOUTAI_CONFIG=%s %s/houtaictl points verify >%s/verify.txt 2>&1",
	    test_config(), getenv("HOUTAI_BUILD"), test_folder());
	status = system(command);
	return status == 0 ? 0 : 1;
}

static bool
verify_says(const char *text)
{
	char path[400], found[4096];
	FILE *file;
	size_t length;

	snprintf(path, sizeof(path), "%s/verify.txt", test_folder());
	file = fopen(path, "r");
	assert_non_null(file);
	length = fread(found, 1, sizeof(found) - 1, file);
	fclose(file);
	found[length] = '\0';
	return strstr(found, text) != NULL;
}

static void
the_proof_names_each_difference(void **state)
{
	int64_t member = test_member(), waiting;
	char text[100];

	(void)state;
	assert_rc(points_adjust(test_ctx(), member, 77, "proof", "t:proof", &waiting), RC_OK);
	assert_int_equal(verify(), 0);
	test_sql("UPDATE member SET points = points + 1 WHERE id = %ld", member);
	assert_int_equal(verify(), 1);
	snprintf(text, sizeof(text), "member %ld: balance is 78, ought to be 77", (long)member);
	assert_true(verify_says(text));
	test_sql("UPDATE member SET points = points - 1 WHERE id = %ld", member);
	test_sql("UPDATE points_entry SET balance = 78 WHERE member_id = %ld", member);
	assert_int_equal(verify(), 1);
	assert_true(verify_says("balance after an entry is 78, ought to be 77"));
	test_sql("UPDATE points_entry SET balance = 77 WHERE member_id = %ld", member);
	assert_int_equal(verify(), 0);
}

/* The ledger is appended to: whoever answers pages can change nothing in it. */
static void
workers_cannot_change_the_ledger(void **state)
{
	static const char *const texts[] = { "UPDATE points_entry SET points = 0 WHERE member_id = 0",
		"DELETE FROM points_entry WHERE member_id = 0" };
	static const char *const who[] = { "worker", "jobs" };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct ctx *ctx = test_connect(who[i]);

		for (size_t j = 0; j < 2; j++)
			assert_rc(db_exec(ctx, db_shape(ctx, texts[j]), NO_ARGS), RC_INTERNAL);
		test_close(ctx);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(an_order_signed_for_earns_once, fresh),
		cmocka_unit_test_setup(a_refund_of_spent_points_leaves_a_debt, fresh),
		cmocka_unit_test_setup(a_refund_before_the_points_is_not_forgotten, fresh),
		cmocka_unit_test_setup(lines_that_come_after_their_order_earn_then, fresh),
		cmocka_unit_test_setup(an_event_is_done_once, fresh),
		cmocka_unit_test_setup(adjustments_above_the_limit_take_two_people, fresh),
		cmocka_unit_test_setup(two_at_once_never_take_more_than_there_is, fresh),
		cmocka_unit_test_setup(points_expire_oldest_first_and_once, fresh),
		cmocka_unit_test_setup(the_proof_names_each_difference, fresh),
		cmocka_unit_test_setup(workers_cannot_change_the_ledger, fresh),
	};

	return cmocka_run_group_tests(tests, test_start, test_stop);
}
