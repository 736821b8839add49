/* SPDX-License-Identifier: MIT */
/* Messages and visits on a real MariaDB (RULE CMP-11, CMP-12): deadlines, answers once, who serves; and the month's counts of
 * complaints (RULE CMP-10), which follow every change. */
#include "harness.h"
#include "orders_help.h"

#include "complaints/complaints.h"
#include "desk/desk.h"

static int
fresh(void **state)
{
	(void)state;
	test_ctx()->now = TEST_NOW;
	test_actor(test_ctx(), 1, "KF0001", ROLE_AGENT);
	return 0;
}

static int64_t
message_left(int64_t left_at)
{
	struct message message = { .caller = "S", .reach = "", .channel = CONTACT_BOARD, .left_at = left_at };
	int64_t id;

	assert_rc(message_add(test_ctx(), &message, "first line\nsecond", &id), RC_OK);
	return id;
}

static void
a_message_is_answered_once(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t id = message_left(TEST_NOW - 3600);

	(void)state;
	assert_string_equal(test_word("SELECT summary FROM message WHERE id = %ld", id), "first line second");
	assert_int_equal(
	    test_number("SELECT due_at FROM message WHERE id = %ld", id), TEST_NOW + 6 * 3600); /* 20:00 */
	assert_rc(message_take(ctx, id, 1), RC_OK);
	assert_rc(message_answer(ctx, id, 1, "late"), RC_CONFLICT);
	assert_rc(message_answer(ctx, id, 2, "told"), RC_OK);
	assert_int_equal(test_number("SELECT late FROM message WHERE id = %ld", id), 0);
	assert_rc(message_answer(ctx, id, 3, "again"), RC_REFUSED);
	assert_string_equal(ctx->reason.key, "desk.refused.answered");
	assert_string_equal(test_word("SELECT answer FROM message_text WHERE message_id = %ld", id), "told");
	id = message_left(TEST_NOW - 3600);
	ctx->now = TEST_NOW + 6 * 3600 + 1;
	assert_rc(message_answer(ctx, id, 1, "late"), RC_OK);
	assert_int_equal(test_number("SELECT late FROM message WHERE id = %ld", id), 1);
	assert_rc(message_dismiss(ctx, id, 2, "spam"), RC_REFUSED);
}

static void
the_supervisor_takes_over(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t member = test_member(), other = test_member(), order = order_of(ctx, member, 100001), id;
	struct visit visit = {
		.member_id = member, .caller = "", .order_id = order, .about = "bag", .arrived_at = TEST_NOW
	};

	(void)state;
	assert_rc(visit_add(ctx, &visit, &id), RC_OK);
	assert_int_equal(test_number("SELECT reasons FROM visit WHERE id = %ld", id), VISIT_ORDER);
	assert_int_equal(
	    test_number(
		"SELECT COUNT(*) FROM notice WHERE topic = 'desk.visit' AND subject = 'visit:%ld'", id),
	    1);
	assert_rc(visit_take(ctx, id, 1, false), RC_REFUSED);
	assert_string_equal(ctx->reason.key, "desk.refused.supervisor");
	assert_rc(visit_end(ctx, id, 1, "x"), RC_REFUSED);
	test_actor(ctx, 2, "KF0002", ROLE_SUPERVISOR);
	assert_rc(visit_take(ctx, id, 1, true), RC_OK);
	assert_rc(visit_end(ctx, id, 2, "settled"), RC_OK);
	assert_rc(visit_end(ctx, id, 3, "settled"), RC_REFUSED);
	/* the second visit about the same order */
	assert_rc(visit_add(ctx, &visit, &id), RC_OK);
	assert_int_equal(test_number("SELECT contact_no FROM visit WHERE id = %ld", id), 2);
	assert_int_equal(
	    test_number("SELECT reasons FROM visit WHERE id = %ld", id), VISIT_ORDER | VISIT_AGAIN);
	visit.member_id = other;
	assert_rc(visit_add(ctx, &visit, &id), RC_INVALID);
	assert_string_equal(ctx->reason.key, "desk.invalid.order_of_another");
}

/* --- the month's counts ------------------------------------------------------------------------------------------- */

static int64_t
counted(int64_t dimension, int64_t month, int64_t value)
{
	return test_number("SELECT COALESCE(SUM(opened), 0) FROM complaint_month WHERE dimension = %ld "
			   "AND month = %ld AND value = %ld",
	    (long)dimension, (long)month, (long)value);
}

static void
change_send(const struct complaint_change *change)
{
	enum rc rc = tx_begin(test_ctx());

	if (rc == RC_OK)
		rc = event_send(test_ctx(), &COMPLAINT_CHANGED, change, 1);
	assert_rc(tx_end(test_ctx(), rc), RC_OK);
}

static void
counts_follow_each_change(void **state)
{
	static const struct complaint_product products[] = { { 5, true }, { 6, false } };
	struct complaint_change change = { .after = { .id = 900001,
					       .complaint_no = "KS-900001",
					       .state = COMPLAINT_OPEN,
					       .type = COMPLAINT_GOODS,
					       .problem = PROBLEM_COLOUR,
					       .department = DEPARTMENT_OPERATIONS,
					       .opened_at = TEST_NOW,
					       .province_id = 1,
					       .city_id = 2,
					       .owner_staff = "",
					       .caller = "",
					       .caller_phone = "",
					       .summary = "",
					       .version = 1 },
		.did = "complaint.open",
		.products = products,
		.product_count = 2 };

	(void)state;
	change_send(&change);
	assert_int_equal(counted(0, 202605, 0), 1);
	assert_int_equal(counted(3, 202605, PROBLEM_COLOUR), 1);
	assert_int_equal(counted(7, 202605, 5), 1);
	assert_int_equal(counted(7, 202605, 6), 1);
	assert_int_equal(
	    test_number("SELECT parent FROM complaint_month WHERE dimension = 5 AND value = 2"), 1);
	change.before = change.after;
	change.after.problem = PROBLEM_FAULTY;
	change.after.department = DEPARTMENT_QUALITY;
	change.after.version = 2;
	change.product_count = 0; /* its goods are the same */
	change_send(&change);
	assert_int_equal(counted(0, 202605, 0), 1);
	assert_int_equal(counted(3, 202605, PROBLEM_COLOUR), 0);
	assert_int_equal(counted(3, 202605, PROBLEM_FAULTY), 1);
	assert_int_equal(counted(2, 202605, DEPARTMENT_QUALITY), 1);
	assert_int_equal(counted(7, 202605, 5), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_message_is_answered_once, fresh),
		cmocka_unit_test_setup(the_supervisor_takes_over, fresh),
		cmocka_unit_test_setup(counts_follow_each_change, fresh),
	};

	return cmocka_run_group_tests(tests, test_start, test_stop);
}
