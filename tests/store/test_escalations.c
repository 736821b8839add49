/* SPDX-License-Identifier: MIT */
/* Escalations against a real MariaDB (RULE CMP-9): each rule in the transaction that makes it true, once per cause, counting on; also
 * when two commit at once, and in imports. Not the rules as tables: tests/unit/test_escalations_rules.c. */
#include "complaint_help.h"
#include "escalations/commands.h"
#include "escalations/escalations.h"
#include "harness.h"
#include "orders_help.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define DAYS(n) ((int64_t)(n)*86400)
#define IMPORT_ROWS 1000

/* Requests to the server: array binding is one, however many rows it changes. */
SQL(statements_sql, "SELECT CAST(VARIABLE_VALUE AS SIGNED) FROM information_schema.SESSION_STATUS WHERE "
		    "VARIABLE_NAME = 'Questions'");

/* The complaint's own feature would put the row in; here it is there already, and becomes the customer's inside the transaction. */
SQL(join_sql, "UPDATE complaint SET member_id = ? WHERE id = ?",
    .samples = "SELECT 0, MAX(id) FROM complaint UNION ALL SELECT 0, 0");

static enum rc
complaint_join(struct ctx *ctx, int64_t id, int64_t member_id)
{
	return db_exec(ctx, &join_sql, ARGS(arg_int(member_id), arg_int(id)));
}

static int64_t agent;

static int
fresh(void **state)
{
	static int number;
	char staff_no[20];

	(void)state;
	test_empty("escalation_record");
	test_empty("escalation");
	test_empty("escalation_watch");
	test_empty("complaint_product");
	test_empty("complaint_text");
	test_empty("complaint");
	test_empty("notice");
	snprintf(staff_no, sizeof(staff_no), "KE%04d", ++number);
	agent = test_account(staff_no, ROLE_AGENT);
	test_ctx()->now = TEST_NOW;
	test_actor(test_ctx(), agent, "KE", ROLE_AGENT);
	return 0;
}

/* A live complaint, taken in by the agent, as its feature would announce it. */
static int64_t
opened(struct complaint complaint, int64_t shipped_at, const struct complaint_product *products, size_t count)
{
	struct complaint_change change = { .did = "complaint.open",
		.shipped_at = shipped_at,
		.products = products,
		.product_count = count };

	change.after = complaint;
	change.after.state = COMPLAINT_OPEN;
	if (change.after.opened_at == 0)
		change.after.opened_at = test_ctx()->now;
	if (change.after.department == 0)
		change.after.department = DEPARTMENT_SERVICE;
	if (!complaint.imported)
		change.after.owner_id = change.after.taken_by = agent;
	complaint_put(&change.after, products, count);
	assert_rc(complaint_announce(test_ctx(), &change, 1), RC_OK);
	return change.after.id;
}

static int64_t
fired(int rule)
{
	return test_number("SELECT COUNT(*) FROM escalation WHERE rule = %d", rule);
}

static int64_t
notices(uint32_t role)
{
	return test_number(
	    "SELECT COUNT(*) FROM notice WHERE topic = 'escalations.raised' AND owner = -%u", role);
}

/* Records behind each escalation are as many as it says, and none stands there twice. */
static void
assert_records(void)
{
	assert_int_equal(
	    test_number(
		"SELECT COUNT(*) FROM escalation e WHERE e.records <> (SELECT COUNT(*) FROM "
		"escalation_record r WHERE r.escalation_id = e.id) OR e.last_at <> (SELECT MAX(r.at) FROM "
		"escalation_record r WHERE r.escalation_id = e.id)"),
	    0);
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
		(long)agent, (long)id),
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
		.about_id = agent };
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

			test_actor(ctx, agent + side, "KE", ROLE_AGENT);
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
			_exit(0);
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

/* --- imports ---------------------------------------------------------------------------------------------------- */

static uint64_t seed = 7;

static int64_t
chance(int64_t below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int64_t)((seed >> 33) % (uint64_t)below);
}

struct imported {
	struct complaint_change change;
	struct complaint_product product;
};

/* Complaints of two years, of 300 customers about 40 products, laid to three departments as olist's are. */
static void
import_make(struct imported *rows, size_t count, const int64_t *members, const int64_t *products)
{
	static const int64_t departments[] = { DEPARTMENT_STOCK, DEPARTMENT_LOGISTICS, DEPARTMENT_QUALITY };
	static char numbers[IMPORT_ROWS][24];

	for (size_t i = 0; i < count; i++) {
		struct complaint *complaint = &rows[i].change.after;
		int64_t department = departments[chance(3)];

		snprintf(numbers[i], sizeof(numbers[i]), "R-%u", (unsigned)i);
		*complaint = (struct complaint){ .complaint_no = numbers[i],
			.state = COMPLAINT_CLOSED,
			.member_id = members[chance(300)],
			.problem = department == DEPARTMENT_QUALITY ? PROBLEM_FAULTY : PROBLEM_LATE,
			.department = department,
			.opened_at = TEST_NOW - DAYS(730) + chance(DAYS(730)),
			.imported = true };
		rows[i].product =
		    (struct complaint_product){ products[chance(40)], department == DEPARTMENT_QUALITY };
		complaint_put(complaint, &rows[i].product, 1);
	}
}

/* Counted by hand, from the complaints alone. */
static void
assert_import_fired(void)
{
	assert_int_equal(fired(ESCALATION_AGAIN),
	    test_number("SELECT COUNT(*) FROM (SELECT DISTINCT a.member_id, a.department "
			"FROM complaint a JOIN complaint b ON b.member_id = a.member_id "
			"AND b.department = a.department AND b.id <> a.id "
			"AND ABS(CAST(b.opened_at AS SIGNED) - a.opened_at) <= 90 * 86400 "
			"WHERE a.member_id <> 0) x"));
	assert_int_equal(fired(ESCALATION_QUALITY),
	    test_number("SELECT COUNT(DISTINCT a.product_id) FROM complaint_product a "
			"WHERE a.quality = 1 AND (SELECT COUNT(DISTINCT b.member_id) "
			"FROM complaint_product b WHERE b.product_id = a.product_id AND b.quality = 1 "
			"AND b.opened_at BETWEEN a.opened_at AND a.opened_at + 90 * 86400) > 3"));
	assert_true(fired(ESCALATION_AGAIN) > 20 && fired(ESCALATION_QUALITY) > 3);
	assert_records();
}

/* `houtaictl complaints escalations --summary`, and what it prints. */
static const char *
summary_run(int expected)
{
	static char text[4000];
	char word[] = "--summary", *argument[] = { word };
	char path[300];
	FILE *file;
	int kept, out, status;

	snprintf(path, sizeof(path), "%s/summary", test_folder());
	fflush(stdout);
	kept = dup(STDOUT_FILENO);
	out = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0600);
	assert_true(kept >= 0 && out >= 0);
	dup2(out, STDOUT_FILENO);
	status = escalation_commands[0].run(test_ctx(), 1, argument);
	fflush(stdout);
	dup2(kept, STDOUT_FILENO);
	close(kept);
	close(out);
	assert_int_equal(status, expected);
	file = fopen(path, "r");
	assert_non_null(file);
	text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
	fclose(file);
	return text;
}

static void
assert_says(const char *text, const char *label, int64_t number)
{
	const char *line = strstr(text, label);

	assert_non_null(line);
	if (strtoll(line + strlen(label), NULL, 10) != number)
		fail_msg("%s: not %d in\n%s", label, (int)number, text);
}

/* The same figures counted another way. */
static void
assert_summary(void)
{
	const char *text = summary_run(0);

	assert_says(text, "complaints ", test_number("SELECT COUNT(*) FROM complaint"));
	assert_says(text, "customers with two or more on one department",
	    test_number("SELECT COUNT(DISTINCT a.member_id) FROM complaint a JOIN complaint b "
			"ON b.member_id = a.member_id AND b.department = a.department AND b.id > a.id "
			"AND ABS(CAST(b.opened_at AS SIGNED) - a.opened_at) <= 90 * 86400 "
			"WHERE a.member_id <> 0"));
	assert_says(text, "products with more than 3 customers", fired(ESCALATION_QUALITY));
	assert_says(text, "products with exactly 3 customers",
	    test_number(
		"SELECT COUNT(*) FROM (SELECT product_id, MAX(n) n "
		"FROM (SELECT a.product_id, (SELECT COUNT(DISTINCT b.member_id) "
		"FROM complaint_product b WHERE b.product_id = a.product_id AND b.quality = 1 "
		"AND b.opened_at BETWEEN a.opened_at AND a.opened_at + 90 * 86400) n "
		"FROM complaint_product a WHERE a.quality = 1) w GROUP BY product_id) p WHERE n = 3"));
	assert_says(text, "(a) same customer, same department or person", fired(ESCALATION_AGAIN));
	assert_says(text, "(e) quality fault of one product", fired(ESCALATION_QUALITY));
}

static void
imports_count_and_tell_nobody(void **state)
{
	struct ctx *ctx = test_ctx();
	static struct imported rows[IMPORT_ROWS];
	static struct complaint_change changes[IMPORT_ROWS];
	int64_t members[300], products[40], before = 0, after = 0, history;
	struct complaint live;

	(void)state;
	test_sql("START TRANSACTION");
	for (int i = 0; i < 300; i++)
		members[i] = test_member();
	for (int i = 0; i < 40; i++)
		products[i] = test_product(100);
	import_make(rows, IMPORT_ROWS, members, products);
	test_sql("COMMIT");
	for (int i = 0; i < IMPORT_ROWS; i++) {
		changes[i] = rows[i].change;
		changes[i].did = "complaint.import";
		changes[i].products = &rows[i].product;
		changes[i].product_count = 1;
	}
	/* the first in one batch, the others in small ones, as they come: the order does not matter */
	assert_rc(db_int(ctx, &statements_sql, &before, NO_ARGS), RC_OK);
	assert_rc(complaint_announce(ctx, changes, 900), RC_OK);
	assert_rc(db_int(ctx, &statements_sql, &after, NO_ARGS), RC_OK);
	if (after - before > 40)
		fail_msg("%d statements", (int)(after - before));
	for (int i = 900; i < IMPORT_ROWS; i += 10)
		assert_rc(complaint_announce(ctx, changes + i, 10), RC_OK);
	assert_import_fired();
	history = test_number("SELECT COUNT(*) FROM escalation");
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM escalation WHERE state = %d", ESCALATION_HISTORY), history);
	assert_int_equal(test_number("SELECT COUNT(*) FROM notice"), 0);
	/* announced once more it counts nothing twice */
	assert_rc(complaint_announce(ctx, changes, IMPORT_ROWS), RC_OK);
	assert_import_fired();
	assert_int_equal(test_number("SELECT COUNT(*) FROM escalation"), history);
	assert_summary();
	/* a live complaint that adds to one raises it, once */
	live = (struct complaint){ .member_id = members[0],
		.problem = PROBLEM_LATE,
		.department = DEPARTMENT_LOGISTICS,
		.imported = true,
		.opened_at = TEST_NOW - DAYS(5) };
	(void)opened(live, 0, NULL, 0);
	live.opened_at--;
	(void)opened(live, 0, NULL, 0);
	assert_int_equal(notices(ROLE_LOGISTICS), 0);
	live.imported = false;
	live.opened_at = 0;
	(void)opened(live, 0, NULL, 0);
	(void)opened(live, 0, NULL, 0);
	assert_int_equal(notices(ROLE_LOGISTICS), 1);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM escalation WHERE state = %d", ESCALATION_RAISED), 1);
	assert_records();
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
		cmocka_unit_test_setup(the_same_customer_twice, fresh),
		cmocka_unit_test_setup(the_same_person_twice, fresh),
		cmocka_unit_test_setup(moved_to_a_department_later, fresh),
		cmocka_unit_test_setup(not_received, fresh),
		cmocka_unit_test_setup(site_and_other_goods, fresh),
		cmocka_unit_test_setup(more_than_three_customers, fresh),
		cmocka_unit_test_setup(two_at_once_see_each_other, fresh),
		cmocka_unit_test_setup(imports_count_and_tell_nobody, fresh),
		cmocka_unit_test_setup(answered_and_closed, fresh),
	};

	return cmocka_run_group_tests(tests, test_start, test_stop);
}
