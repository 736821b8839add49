/* SPDX-License-Identifier: MIT */
/* Erasure on request (RULE SEC-4): four eyes, nothing of a person left in any table, orders and ledger kept, nothing comes back.
 * Not the member's own row: test_care.c. */
#include "base/clock.h"
#include "complaint_help.h"
#include "desk/desk.h"
#include "erasures/erasures.h"
#include "followups/actions.h"
#include "harness.h"
#include "members/members.h"
#include "orders/orders.h"
#include "orders_help.h"
#include "points/points.h"
#include "reports/rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int64_t agent;

static int
start(void **state)
{
	int rc = test_start(state);

	agent = test_account("KF0501", ROLE_AGENT);
	return rc;
}

static int64_t
known_member(struct ctx *ctx, int64_t *order)
{
	int64_t id = test_member(), made;
	const char *field;

	test_sql("UPDATE member SET name = '欧阳锋芒', phone = '13955556666', phone_last4 = '6666', email = "
		 "'feng@example.org', address = '桃花岛 7 号', province_id = 4, city_id = 5, district_id = 6 "
		 "WHERE id = %lld",
	    (long long)id);
	*order = order_of(ctx, id, 30000);
	test_sql(
	    "UPDATE orders SET consignee = '欧阳锋芒', phone = '13955556666', address = '桃花岛 7 号', note = "
	    "'ring 13955556666', district_id = 6 WHERE id = %lld",
	    (long long)*order);
	test_actor(ctx, agent, "KF0501", ROLE_AGENT);
	assert_rc(followup_make(ctx, id, FOLLOWUP_HAND, clock_day(TEST_NOW), "欧阳锋芒 asked about sizes",
		      &made, &field),
	    RC_OK);
	assert_rc(points_adjust(ctx, id, 40, "goodwill", "erase-adjust", &made), RC_OK);
	test_actor(ctx, 0, "", 0); /* the portal itself needs no identity check */
	return id;
}

/* What the member's complaint, message and visit keep: the words, nothing that names or reaches the person. */
static void
complained(struct ctx *ctx, int64_t member, int64_t order)
{
	const struct complaint_draft draft = { .member_id = member,
		.order_id = order,
		.channel = CONTACT_PHONE,
		.problem = PROBLEM_LATE,
		.urgency = URGENCY_NORMAL,
		.caller = "欧阳锋芒",
		.caller_phone = "13955556666",
		.happened = "It came late",
		.demand = "An apology" };
	const struct message message = { .member_id = member,
		.caller = "欧阳锋芒",
		.reach = "13955556666",
		.channel = CONTACT_BOARD,
		.left_at = TEST_NOW };
	const struct visit visit = {
		.member_id = member, .caller = "欧阳锋芒", .about = "It came late", .arrived_at = TEST_NOW
	};
	const char *field;
	int64_t id;

	test_actor(ctx, agent, "KF0501", ROLE_AGENT);
	assert_rc(complaint_open(ctx, &draft, &id, &field), RC_OK);
	test_sql("UPDATE complaint SET caller = '欧阳锋芒', caller_phone = '13955556666' WHERE id = %lld",
	    (long long)id);
	assert_rc(message_add(ctx, &message, "Where is it?", &id), RC_OK);
	test_sql(
	    "UPDATE message SET caller = '欧阳锋芒', reach = '13955556666' WHERE id = %lld", (long long)id);
	assert_rc(visit_add(ctx, &visit, &id), RC_OK);
	test_sql("UPDATE visit SET caller = '欧阳锋芒' WHERE id = %lld", (long long)id);
	test_actor(ctx, 0, "", 0);
}

static int64_t
asked(struct ctx *ctx, int64_t member)
{
	int64_t id = 0;

	assert_rc(erasure_ask(ctx, member, "letter of 欧阳锋芒", &id), RC_OK);
	return id;
}

/* In how many columns of all tables does the text stand, but for those named? */
static int64_t
found_anywhere(const char *text)
{
	int64_t found = 0, count, i;

	test_sql("SET SESSION group_concat_max_len = 1000000");
	count =
	    test_number("SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE() AND "
			"data_type IN ('varchar', 'char', 'text', 'mediumtext', 'mediumblob')");
	for (i = 0; i < count; i++) {
		char *column = strdup(test_word(
		    "SELECT CONCAT(table_name, '.', column_name) FROM information_schema.columns WHERE "
		    "table_schema = DATABASE() AND data_type IN ('varchar', 'char', 'text', 'mediumtext', "
		    "'mediumblob') ORDER BY table_name, column_name LIMIT %d, 1",
		    (int)i));
		char *dot = strchr(column, '.');

		*dot = '\0';
		if (test_number("SELECT COUNT(*) FROM `%s` WHERE CONVERT(`%s` USING utf8mb4) LIKE '%%%s%%'",
			column, dot + 1, text) > 0) {
			print_message("%s.%s holds it\n", column, dot + 1);
			found++;
		}
		free(column);
	}
	return found;
}

static void
assert_visit_stays(int64_t member)
{
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM visit WHERE member_id = %lld AND about = 'It came late'",
		(long long)member),
	    1);
}

static void
nothing_of_the_person_is_left(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t order, member = known_member(ctx, &order), id, lines;
	const char *points;

	(void)state;
	complained(ctx, member, order);
	id = asked(ctx, member);
	points = arena_strdup(ctx->arena,
	    test_word("SELECT CONCAT(points, ':', spent_fen, ':', orders) FROM member WHERE id = %lld",
		(long long)member));
	lines = test_number("SELECT COUNT(*) FROM dailylog_line");
	test_actor(ctx, 1, "ZG0001", ROLE_SUPERVISOR);
	assert_rc(erasure_approve(ctx, id, 1), RC_OK);
	assert_int_equal(
	    test_number("SELECT state FROM member WHERE id = %lld", (long long)member), MEMBER_ERASED);
	assert_int_equal(found_anywhere("13955556666"), 0);
	assert_int_equal(found_anywhere("feng@example"), 0);
	assert_int_equal(found_anywhere("欧阳锋芒"), 0);
	assert_int_equal(found_anywhere("桃花岛"), 0);
	assert_string_equal(
	    test_word("SELECT CONCAT(points, ':', spent_fen, ':', orders) FROM member WHERE id = %lld",
		(long long)member),
	    points);
	assert_int_equal(
	    test_number(
		"SELECT COUNT(*) FROM orders WHERE id = %lld AND total_fen = 30000 AND consignee = '' "
		"AND phone = '' AND address = '' AND note = '' AND district_id = 0",
		(long long)order),
	    1);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM order_queue WHERE order_id = %lld AND member_name = '' AND "
			"phone = '' AND last4 = ''",
		(long long)order),
	    1);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM followup WHERE member_id = %lld AND (open = 1 OR cause <> '')",
		(long long)member),
	    0);
	assert_counts();
	/* original complaint material stays, and its counts with it; the erasing is no work on it */
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM complaint c JOIN complaint_text t ON t.complaint_id = c.id "
			"WHERE c.member_id = %lld AND t.happened = 'It came late' AND t.demand = 'An "
			"apology' AND c.province_id = 4 AND c.city_id = 5 AND c.district_id = 0",
		(long long)member),
	    1);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM message m JOIN message_text t ON t.message_id = m.id WHERE "
			"m.member_id = %lld AND t.text = 'Where is it?'",
		(long long)member),
	    1);
	assert_visit_stays(member);
	assert_int_equal(
	    test_number(
		"SELECT COALESCE(SUM(opened), 0) FROM complaint_month WHERE dimension = %d AND value = 6",
		MONTH_DISTRICT),
	    0);
	assert_int_equal(
	    test_number(
		"SELECT SUM(opened) FROM complaint_month WHERE dimension = %d AND value = 5", MONTH_CITY),
	    1);
	assert_int_equal(test_number("SELECT COUNT(*) FROM dailylog_line"), lines);
	assert_complaint_counts();
	/* the order can still be worked on */
	assert_rc(order_confirm(ctx, order,
		      test_number("SELECT version FROM orders WHERE id = %lld", (long long)order)),
	    RC_OK);
	assert_rc(erasure_approve(ctx, id, 2), RC_REFUSED);
}

/* The same rows imported again: totals follow, the person does not come back. */
static void
an_import_brings_nothing_back(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t order, member = known_member(ctx, &order), id = asked(ctx, member);
	struct order_row row = { .line_count = 0 };
	struct order there;
	struct verdict verdict;

	(void)state;
	test_actor(ctx, 1, "ZG0001", ROLE_SUPERVISOR);
	assert_rc(erasure_approve(ctx, id, 1), RC_OK);
	assert_rc(order_get(ctx, order, &there), RC_OK);
	row.order = there;
	row.order.id = row.order.version = 0;
	row.order.consignee = "欧阳锋芒";
	row.order.phone = "13955556666";
	row.order.address = "桃花岛 7 号";
	row.order.note = "ring 13955556666";
	row.order.district_id = 6;
	row.order.total_fen = 31000;
	assert_rc(order_bring(ctx, &row, 1, &verdict), RC_OK);
	assert_int_equal(verdict.outcome, BATCH_CHANGED);
	assert_int_equal(found_anywhere("13955556666"), 0);
	row.order.order_no = "T260512-NEW1";
	assert_rc(order_bring(ctx, &row, 1, &verdict), RC_OK);
	assert_int_equal(verdict.outcome, BATCH_NEW);
	assert_int_equal(found_anywhere("13955556666"), 0);
	assert_counts();
}

/* RULE ORG-2, MEM-4 */
static void
two_people_and_an_identity(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t order, member = known_member(ctx, &order), id = 0;

	(void)state;
	test_actor(ctx, 2, "KF0002", ROLE_AGENT | ROLE_SUPERVISOR);
	assert_rc(erasure_ask(ctx, member, "by phone", &id), RC_REFUSED); /* who is calling was not checked */
	assert_rc(erasure_ask(ctx, member, "", &id), RC_INVALID);
	test_actor(ctx, 0, "", 0);
	id = asked(ctx, member);
	assert_rc(erasure_ask(ctx, member, "twice", &id), RC_REFUSED);
	test_sql("UPDATE erasure SET asked_by = 2 WHERE id = %lld", (long long)id);
	test_actor(ctx, 2, "KF0002", ROLE_AGENT | ROLE_SUPERVISOR);
	assert_rc(erasure_approve(ctx, id, 1), RC_REFUSED);
	assert_string_equal(ctx->reason.key, "erasures.refused.own");
	assert_rc(erasure_reject(ctx, id, 1, "no"), RC_REFUSED);
	test_actor(ctx, 3, "KF0003", ROLE_AGENT);
	assert_rc(erasure_withdraw(ctx, id, 1, "mistake"), RC_REFUSED);
	test_actor(ctx, 1, "ZG0001", ROLE_SUPERVISOR);
	assert_rc(erasure_reject(ctx, id, 9, "no"), RC_CONFLICT);
	assert_rc(erasure_reject(ctx, id, 1, "not the member"), RC_OK);
	assert_int_equal(
	    test_number("SELECT state FROM member WHERE id = %lld", (long long)member), MEMBER_ACTIVE);
	test_actor(ctx, 0, "", 0);
	id = asked(ctx, member); /* another one may follow */
	assert_rc(erasure_withdraw(ctx, id, 1, "changed their mind"), RC_OK);
}

static void
approved_by_two_at_once_it_happens_once(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t order, member = known_member(ctx, &order), id = asked(ctx, member);
	int i, status, won = 0;

	(void)state;
	for (i = 0; i < 4; i++)
		if (fork() == 0) {
			struct ctx *own = test_connect("worker");

			test_actor(own, 1 + i / 2, "ZG0001", ROLE_SUPERVISOR);
			test_exit(own, erasure_approve(own, id, 1) == RC_OK ? 7 : 0);
		}
	for (i = 0; i < 4; i++) {
		assert_true(wait(&status) > 0);
		won += WIFEXITED(status) && WEXITSTATUS(status) == 7;
	}
	assert_int_equal(won, 1);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM audit_log WHERE action = 'member.erase' AND record_id = %lld",
		(long long)member),
	    1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_of_the_person_is_left),
		cmocka_unit_test(an_import_brings_nothing_back),
		cmocka_unit_test(two_people_and_an_identity),
		cmocka_unit_test(approved_by_two_at_once_it_happens_once),
	};

	return cmocka_run_group_tests(tests, start, test_stop);
}
