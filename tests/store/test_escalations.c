/* SPDX-License-Identifier: MIT */
/* Escalations against a real MariaDB (RULE CMP-9): each rule in the transaction that makes it true, once per cause, counting on; also
 * when two commit at once. Not imports and the summary: test_escalations_import.c; not the rules as tables:
 * tests/unit/test_escalations_rules.c. */
#include "complaint_help.h"
#include "escalation_help.h"
#include "harness.h"
#include "orders_help.h"

#include <sys/wait.h>
#include <unistd.h>

/* The complaint's own feature would put the row in; here it is there already, and becomes the customer's inside the transaction. */
SQL(join_sql, "UPDATE complaint SET member_id = ? WHERE id = ?",
    .samples = "SELECT 0, MAX(id) FROM complaint UNION ALL SELECT 0, 0");

static enum rc
complaint_join(struct ctx *ctx, int64_t id, int64_t member_id)
{
	return db_exec(ctx, &join_sql, ARGS(arg_int(member_id), arg_int(id)));
}

static void
the_same_customer_twice(void **state)
{
	int64_t member = test_member(), id;
	const struct complaint one = {
		.member_id = member, .problem = PROBLEM_LATE, .department = DEPARTMENT_LOGISTICS
	};
	struct complaint other = one;

	(void)state;
	(void)opened(one, 0, NULL, 0);
	other.department = DEPARTMENT_FINANCE;
	(void)opened(other, 0, NULL, 0);
	assert_int_equal(fired(ESCALATION_AGAIN), 0);
	id = opened(one, 0, NULL, 0);
	assert_int_equal(fired(ESCALATION_AGAIN), 1);
	assert_int_equal(test_number("SELECT records FROM escalation"), 2);
	assert_int_equal(test_number("SELECT complaint_id FROM escalation"), id);
	assert_int_equal(test_number("SELECT department FROM escalation"), DEPARTMENT_LOGISTICS);
	assert_int_equal(notices(ROLE_LOGISTICS), 1);
	assert_int_equal(notices(ROLE_GM), 0);
	assert_int_equal(
	    test_number(
		"SELECT COUNT(*) FROM audit_log WHERE action = 'escalation.raise' AND record_id = (SELECT "
		"id FROM escalation)"),
	    1);
	/* on the log of who follows it */
	assert_int_equal(
	    test_number(
		"SELECT rules FROM dailylog_line l JOIN dailylog d ON d.id = l.log_id WHERE d.account_id = "
		"%ld AND l.record_id = %ld",
		(long)escalations_agent, (long)id),
	    1);
	/* a third counts on and tells nobody again */
	(void)opened(one, 0, NULL, 0);
	assert_int_equal(fired(ESCALATION_AGAIN), 1);
	assert_int_equal(test_number("SELECT records FROM escalation"), 3);
	assert_int_equal(notices(ROLE_LOGISTICS), 1);
	/* unknown callers are nobody's second time */
	other.member_id = 0;
	(void)opened(other, 0, NULL, 0);
	(void)opened(other, 0, NULL, 0);
	assert_int_equal(fired(ESCALATION_AGAIN), 1);
	assert_records();
}

static void
the_same_person_twice(void **state)
{
	int64_t member = test_member();
	const struct complaint one = { .member_id = member,
		.problem = PROBLEM_ATTITUDE,
		.department = DEPARTMENT_SERVICE,
		.about_id = escalations_agent };
	struct complaint other = one;

	(void)state;
	(void)opened(one, 0, NULL, 0);
	other.department = DEPARTMENT_FINANCE; /* laid to another department, about the same person */
	(void)opened(other, 0, NULL, 0);
	assert_int_equal(fired(ESCALATION_AGAIN), 1);
	assert_string_equal(test_word("SELECT cause LIKE 'a:m%%:p%%' FROM escalation"), "1");
	assert_int_equal(notices(ROLE_GM), 1);
}

static void
moved_to_a_department_later(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t member = test_member(), id;
	struct complaint one = { .member_id = member,
		.problem = PROBLEM_LATE,
		.department = DEPARTMENT_LOGISTICS },
			 after;

	(void)state;
	(void)opened(one, 0, NULL, 0);
	one.department = DEPARTMENT_SERVICE;
	id = opened(one, 0, NULL, 0);
	assert_int_equal(fired(ESCALATION_AGAIN), 0);
	after = complaint_now(id);
	after.department = DEPARTMENT_LOGISTICS;
	complaint_change(ctx, id, &after, "complaint.amend");
	assert_int_equal(fired(ESCALATION_AGAIN), 1);
	after = complaint_now(id);
	complaint_change(ctx, id, &after, "complaint.note"); /* nothing that the rule asks for */
	assert_int_equal(test_number("SELECT records FROM escalation"), 2);
}

static void
not_received(void **state)
{
	struct ctx *ctx = test_ctx();
	struct complaint one = { .member_id = test_member(),
		.problem = PROBLEM_NOT_RECEIVED,
		.order_id = waiting_order(ctx, 100) };
	int64_t id;

	(void)state;
	(void)opened(one, TEST_NOW - DAYS(7) - 1, NULL, 0);
	assert_int_equal(fired(ESCALATION_UNDELIVERED), 1);
	assert_int_equal(notices(ROLE_LOGISTICS), 1);
	assert_int_equal(notices(ROLE_GM), 1);
	(void)opened(one, TEST_NOW - DAYS(9), NULL, 0); /* the same order once more */
	assert_int_equal(fired(ESCALATION_UNDELIVERED), 1);
	assert_int_equal(test_number("SELECT records FROM escalation WHERE rule = 2"), 2);
	/* exactly seven days are not more: it is looked at again a second later */
	one.order_id = waiting_order(ctx, 100);
	one.member_id = test_member();
	test_sql("UPDATE orders SET shipped_at = %ld WHERE id = %ld", (long)(TEST_NOW - DAYS(7)),
	    (long)one.order_id);
	id = opened(one, TEST_NOW - DAYS(7), NULL, 0);
	assert_int_equal(fired(ESCALATION_UNDELIVERED), 1);
	assert_rc(escalation_watch_due(ctx), RC_OK);
	assert_int_equal(fired(ESCALATION_UNDELIVERED), 1);
	ctx->now++;
	assert_rc(escalation_watch_due(ctx), RC_OK);
	assert_int_equal(fired(ESCALATION_UNDELIVERED), 2);
	assert_int_equal(test_number("SELECT complaint_id FROM escalation ORDER BY id DESC LIMIT 1"), id);
	assert_int_equal(test_number("SELECT COUNT(*) FROM escalation_watch"), 0);
	/* closed before: nothing is late any more */
	ctx->now = TEST_NOW;
	one.order_id = waiting_order(ctx, 100);
	one.member_id = test_member();
	test_sql("UPDATE orders SET shipped_at = %ld WHERE id = %ld", (long)(TEST_NOW - DAYS(6)),
	    (long)one.order_id);
	id = opened(one, TEST_NOW - DAYS(6), NULL, 0);
	complaint_finish(ctx, id);
	ctx->now = TEST_NOW + DAYS(2);
	assert_rc(escalation_watch_due(ctx), RC_OK);
	assert_int_equal(fired(ESCALATION_UNDELIVERED), 2);
	/* not shipped, or about something else */
	ctx->now = TEST_NOW;
	one.order_id = waiting_order(ctx, 100);
	(void)opened(one, 0, NULL, 0);
	one.problem = PROBLEM_LATE;
	(void)opened(one, TEST_NOW - DAYS(30), NULL, 0);
	assert_int_equal(fired(ESCALATION_UNDELIVERED), 2);
	assert_records();
}

static void
site_and_other_goods(void **state)
{
	struct ctx *ctx = test_ctx();
	struct complaint one = { .problem = PROBLEM_SITE_FAULT }, after;
	int64_t id;

	(void)state;
	(void)opened(one, 0, NULL, 0);
	(void)opened(one, 0, NULL, 0); /* the same outage */
	assert_int_equal(fired(ESCALATION_SITE), 1);
	assert_int_equal(test_number("SELECT records FROM escalation WHERE rule = 3"), 2);
	assert_int_equal(notices(ROLE_ENGINEER), 1);
	ctx->now = TEST_NOW + DAYS(1);
	(void)opened(one, 0, NULL, 0);
	assert_int_equal(fired(ESCALATION_SITE), 2);
	/* who cannot pay is handed off; it becomes a fault of the site when somebody finds that out */
	ctx->now = TEST_NOW + DAYS(2);
	one.problem = PROBLEM_CANNOT_PAY;
	id = opened(one, 0, NULL, 0);
	assert_int_equal(fired(ESCALATION_SITE), 2);
	after = complaint_now(id);
	after.problem = PROBLEM_SITE_FAULT;
	complaint_change(ctx, id, &after, "complaint.amend");
	assert_int_equal(fired(ESCALATION_SITE), 3);
	one = (struct complaint){ .problem = PROBLEM_OTHER_GOODS, .order_id = waiting_order(ctx, 100) };
	(void)opened(one, 0, NULL, 0);
	(void)opened(one, 0, NULL, 0);
	one.order_id = 0;
	(void)opened(one, 0, NULL, 0);
	(void)opened(one, 0, NULL, 0);
	assert_int_equal(fired(ESCALATION_GOODS), 3);
	assert_records();
}

static void
more_than_three_customers(void **state)
{
	struct ctx *ctx = test_ctx();
	const struct complaint_product product = { test_product(1000), true },
				       harmless = { product.product_id, false };
	struct complaint one = { .problem = PROBLEM_FAULTY, .department = DEPARTMENT_QUALITY };
	int64_t first = 0;

	(void)state;
	for (int i = 0; i < 3; i++) {
		one.member_id = test_member();
		first = first == 0 ? one.member_id : first;
		one.opened_at = TEST_NOW + i;
		(void)opened(one, 0, &product, 1);
	}
	one.member_id = 0; /* unknown, then one of them again, then somebody who means something else */
	(void)opened(one, 0, &product, 1);
	one.member_id = first;
	one.opened_at = TEST_NOW;
	one.department = DEPARTMENT_SERVICE;
	(void)opened(one, 0, &product, 1);
	one.member_id = test_member();
	(void)opened(one, 0, &harmless, 1);
	assert_int_equal(fired(ESCALATION_QUALITY), 0); /* three do not fire */
	one.member_id = test_member();
	one.opened_at = TEST_NOW + DAYS(90) + 1; /* out of the window of the first */
	(void)opened(one, 0, &product, 1);
	assert_int_equal(fired(ESCALATION_QUALITY), 0);
	one.member_id = test_member();
	one.opened_at = TEST_NOW + 5;
	(void)opened(one, 0, &product, 1);
	assert_int_equal(fired(ESCALATION_QUALITY), 1);
	/* the first three, the first one's second, the fourth; the late one is within 90 days of enough of them */
	assert_int_equal(test_number("SELECT records FROM escalation WHERE rule = 5"), 6);
	assert_int_equal(notices(ROLE_OPERATIONS), 1);
	assert_int_equal(notices(ROLE_GM), 1);
	assert_string_equal(
	    test_word("SELECT subject LIKE 'P%% Test goods%%' FROM escalation WHERE rule = 5"), "1");
	assert_int_equal(ctx->now, TEST_NOW);
	assert_records();
}

/* Two agents take in the second complaint of a customer at the same moment, and never both as the first. */
static void
two_at_once_see_each_other(void **state)
{
	struct complaint pairs[40];
	pid_t child[2];
	int status;

	(void)state;
	for (int i = 0; i < 40; i += 2) {
		int64_t member = test_member();

		for (int side = 0; side < 2; side++) {
			pairs[i + side] = (struct complaint){ .state = COMPLAINT_OPEN,
				.member_id = member,
				.problem = PROBLEM_LATE,
				.department = DEPARTMENT_LOGISTICS,
				.opened_at = TEST_NOW };
			/* rows that no event has announced yet do not count: each process puts its own behind its event */
			complaint_put(&pairs[i + side], NULL, 0);
			pairs[i + side].complaint_no = "KS-P";
			test_sql(
			    "UPDATE complaint SET member_id = 0 WHERE id = %ld", (long)pairs[i + side].id);
		}
	}
	for (int side = 0; side < 2; side++) {
		child[side] = fork();
		if (child[side] == 0) {
			struct ctx *ctx = test_connect("worker");

			test_actor(ctx, escalations_agent + side, "KE", ROLE_AGENT);
			for (int i = 0; i < 40; i += 2) {
				const struct complaint_change change = { .after = pairs[i + side],
					.did = "complaint.open" };
				enum rc rc;

				do {
					rc = tx_begin(ctx);
					if (rc == RC_OK)
						rc = complaint_join(
						    ctx, pairs[i + side].id, pairs[i + side].member_id);
					if (rc == RC_OK)
						rc = event_send(ctx, &COMPLAINT_CHANGED, &change, 1);
					rc = tx_end(ctx, rc);
				} while (tx_again(ctx, rc));
				if (rc != RC_OK)
					_exit(1);
			}
			test_exit(ctx, 0);
		}
	}
	for (int side = 0; side < 2; side++) {
		assert_int_equal(waitpid(child[side], &status, 0), child[side]);
		assert_int_equal(status, 0);
	}
	assert_int_equal(fired(ESCALATION_AGAIN), 20);
	assert_int_equal(test_number("SELECT COUNT(*) FROM escalation WHERE records <> 2"), 0);
	assert_int_equal(notices(ROLE_LOGISTICS), 20);
}

/* Two customers were taken for one; as soon as they are two again, a product has its fourth. */
static void
customers_come_apart_again(void **state)
{
	struct ctx *ctx = test_ctx();
	const struct complaint_product product = { test_product(1000), true };
	struct complaint one = { .problem = PROBLEM_FAULTY, .department = DEPARTMENT_QUALITY };
	struct complaint_change change = { .did = "complaint.move" };
	int64_t id = 0;

	(void)state;
	for (int i = 0; i < 4; i++) {
		one.member_id = i == 3 ? one.member_id : test_member();
		id = opened(one, 0, &product, 1);
	}
	assert_int_equal(fired(ESCALATION_QUALITY), 0);
	change.before = change.after = complaint_now(id);
	change.after.member_id = test_member();
	test_sql(
	    "UPDATE complaint SET member_id = %ld WHERE id = %ld", (long)change.after.member_id, (long)id);
	test_sql("UPDATE complaint_product SET member_id = %ld WHERE complaint_id = %ld",
	    (long)change.after.member_id, (long)id);
	assert_rc(complaint_announce(ctx, &change, 1), RC_OK);
	assert_int_equal(fired(ESCALATION_QUALITY), 1);
	assert_records();
}

/* RULE CMP-9: the figures are policy, from the day on from which they hold. */
static void
limits_are_figures(void **state)
{
	struct ctx *ctx = test_ctx();
	const struct complaint_product product = { test_product(1000), true };
	struct complaint late = { .problem = PROBLEM_NOT_RECEIVED, .order_id = waiting_order(ctx, 100) },
			 faulty = { .problem = PROBLEM_FAULTY, .department = DEPARTMENT_QUALITY },
			 again = { .problem = PROBLEM_LATE, .department = DEPARTMENT_LOGISTICS };

	(void)state;
	test_figure("complaints.escalate_undelivered_days", 3, TEST_NOW);
	test_figure("complaints.escalate_quality_customers", 1, TEST_NOW);
	test_figure("complaints.escalate_window", 10, TEST_NOW);
	late.member_id = test_member();
	(void)opened(late, TEST_NOW - DAYS(3) - 1, NULL, 0);
	assert_int_equal(fired(ESCALATION_UNDELIVERED), 1);
	faulty.member_id = test_member();
	(void)opened(faulty, 0, &product, 1);
	assert_int_equal(fired(ESCALATION_QUALITY), 0);
	faulty.member_id = test_member();
	(void)opened(faulty, 0, &product, 1);
	assert_int_equal(fired(ESCALATION_QUALITY), 1);
	again.member_id = test_member();
	again.opened_at = TEST_NOW - DAYS(11);
	(void)opened(again, 0, NULL, 0);
	again.opened_at = TEST_NOW;
	(void)opened(again, 0, NULL, 0);
	assert_int_equal(fired(ESCALATION_AGAIN), 0);
	again.opened_at = TEST_NOW + DAYS(10);
	(void)opened(again, 0, NULL, 0);
	assert_int_equal(fired(ESCALATION_AGAIN), 1);
	test_figures_drop();
}

static void
answered_and_closed(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t id, version;

	(void)state;
	(void)opened((struct complaint){ .problem = PROBLEM_OTHER_GOODS }, 0, NULL, 0);
	id = test_number("SELECT id FROM escalation");
	version = test_number("SELECT version FROM escalation");
	assert_rc(escalation_answer(ctx, id, version, "mine"), RC_REFUSED);
	assert_string_equal(ctx->reason.key, "escalations.refused.department");
	test_actor(ctx, 91, "CC0091", ROLE_OPERATIONS);
	assert_rc(escalation_close(ctx, id, version), RC_REFUSED);
	assert_rc(escalation_answer(ctx, id, version, "the wrong box was packed; both are sent"), RC_OK);
	assert_rc(escalation_answer(ctx, id, version, "again"), RC_CONFLICT);
	assert_rc(escalation_answer(ctx, id, version + 1, "again"), RC_REFUSED);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM notice WHERE topic = 'escalations.answered' AND owner = -%d",
		ROLE_SUPERVISOR),
	    1);
	test_actor(ctx, 92, "ZG0092", ROLE_SUPERVISOR);
	assert_rc(escalation_close(ctx, id, version + 1), RC_OK);
	assert_rc(escalation_close(ctx, id, version + 2), RC_REFUSED);
	assert_int_equal(test_number("SELECT state FROM escalation"), ESCALATION_CLOSED);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(the_same_customer_twice, escalations_fresh),
		cmocka_unit_test_setup(the_same_person_twice, escalations_fresh),
		cmocka_unit_test_setup(moved_to_a_department_later, escalations_fresh),
		cmocka_unit_test_setup(not_received, escalations_fresh),
		cmocka_unit_test_setup(site_and_other_goods, escalations_fresh),
		cmocka_unit_test_setup(more_than_three_customers, escalations_fresh),
		cmocka_unit_test_setup(two_at_once_see_each_other, escalations_fresh),
		cmocka_unit_test_setup(customers_come_apart_again, escalations_fresh),
		cmocka_unit_test_setup(limits_are_figures, escalations_fresh),
		cmocka_unit_test_setup(answered_and_closed, escalations_fresh),
	};

	return cmocka_run_group_tests(tests, test_start, test_stop);
}
