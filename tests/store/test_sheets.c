/* SPDX-License-Identifier: MIT */
/* The daily sheet against a real MariaDB (RULE ORD-4): one a day though processes race and are killed, an order on exactly one,
 * frozen lines, signing, receiving. Not its pages. */
#include "harness.h"
#include "orders/sheet.h"
#include "orders_help.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define TODAY ((TEST_NOW + 28800) / 86400)

static int
fresh(void **state)
{
	(void)state;
	test_empty("order_sheet_line");
	test_empty("order_sheet");
	test_empty("order_confirmation");
	test_sql("UPDATE order_sheet_head SET last_number = 0, last_day = 0");
	test_actor(test_ctx(), 1, "TEST-1", ROLE_ALL);
	test_ctx()->now = TEST_NOW;
	return 0;
}

/* Each order stands on exactly one sheet, and every sheet is what its digest says. */
static void
assert_sheets(void)
{
	int64_t count = test_number("SELECT COUNT(*) FROM order_sheet"), i;

	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM order_sheet_line l LEFT JOIN order_confirmation c"
			" ON c.order_id = l.order_id WHERE c.sheet_id IS NULL OR c.sheet_id <> l.sheet_id"),
	    0);
	assert_int_equal(test_number("SELECT COUNT(*) FROM order_confirmation WHERE sheet_id <> 0"),
	    test_number("SELECT COUNT(*) FROM order_sheet_line"));
	assert_int_equal(
	    test_number("SELECT COALESCE(MAX(number), 0) FROM order_sheet"), count); /* without gaps */
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM order_sheet s WHERE s.line_count <> (SELECT COUNT(*) FROM"
			" order_sheet_line l WHERE l.sheet_id = s.id) OR s.total_fen <> (SELECT"
			" COALESCE(SUM(total_fen), 0) FROM order_sheet_line l WHERE l.sheet_id = s.id)"),
	    0);
	for (i = 1; i <= count; i++) {
		int64_t id = test_number("SELECT id FROM order_sheet WHERE number = %ld", (long)i);
		const char *digest;

		assert_rc(sheet_digest_stored(test_ctx(), id, &digest), RC_OK);
		assert_string_equal(
		    digest, test_word("SELECT digest FROM order_sheet WHERE id = %ld", (long)id));
	}
}

static void
a_sheet_holds_what_was_confirmed(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t id, first = waiting_order(ctx, 50000), second = waiting_order(ctx, 150000);

	(void)state;
	assert_rc(order_confirm(ctx, first, 1), RC_OK);
	assert_rc(order_confirm(ctx, second, 1), RC_OK);
	assert_rc(sheet_close(ctx, TODAY, &id), RC_OK);
	assert_int_equal(test_number("SELECT line_count FROM order_sheet WHERE id = %ld", (long)id), 2);
	assert_int_equal(test_number("SELECT phone_count FROM order_sheet WHERE id = %ld", (long)id), 1);
	assert_int_equal(test_number("SELECT sms_count FROM order_sheet WHERE id = %ld", (long)id), 1);
	assert_int_equal(test_number("SELECT total_fen FROM order_sheet WHERE id = %ld", (long)id), 200000);
	assert_int_equal(
	    test_number("SELECT due_at FROM order_sheet WHERE id = %ld", (long)id), TEST_NOW + 600);
	assert_string_equal(
	    test_word("SELECT member_name FROM order_sheet_line WHERE order_id = %ld", (long)first), "测*");
	assert_rc(sheet_close(ctx, TODAY, &id), RC_REFUSED);
	assert_string_equal(ctx->reason.key, "orders.refused.sheet_closed");
	assert_sheets();
	/* what comes after stands on the next, which holds nothing of before */
	ctx->now = TEST_NOW + 3600;
	first = waiting_order(ctx, 7000);
	assert_rc(order_confirm(ctx, first, 1), RC_OK);
	ctx->now = TEST_NOW + 86400;
	assert_rc(sheet_close(ctx, TODAY + 1, &id), RC_OK);
	assert_int_equal(test_number("SELECT line_count FROM order_sheet WHERE id = %ld", (long)id), 1);
	assert_int_equal(test_number("SELECT number FROM order_sheet WHERE id = %ld", (long)id), 2);
	assert_int_equal(test_number("SELECT from_at FROM order_sheet WHERE id = %ld", (long)id), TEST_NOW);
	assert_sheets();
}

static void
empty_and_missed_days_have_sheets(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t order;

	(void)state;
	ctx->now = TEST_NOW - 1; /* 13:59:59: nothing closes yet */
	assert_rc(sheet_close_due(ctx), RC_OK);
	assert_int_equal(test_number("SELECT COUNT(*) FROM order_sheet"), 0);
	ctx->now = TEST_NOW;
	assert_rc(sheet_close_due(ctx), RC_OK);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM order_sheet WHERE line_count = 0 AND closed_by = 1"), 1);
	/* down for two days; what was confirmed on the first of them stands on its own sheet */
	ctx->now = TEST_NOW + 86400 - 60;
	order = waiting_order(ctx, 100);
	assert_rc(order_confirm(ctx, order, 1), RC_OK);
	ctx->now = TEST_NOW + 86400 + 60;
	order = waiting_order(ctx, 200);
	assert_rc(order_confirm(ctx, order, 1), RC_OK);
	ctx->now = TEST_NOW + 3 * 86400 - 3600;
	assert_rc(sheet_close_due(ctx), RC_OK);
	assert_int_equal(test_number("SELECT COUNT(*) FROM order_sheet"), 3);
	assert_int_equal(
	    test_number("SELECT total_fen FROM order_sheet WHERE day = %ld", (long)TODAY + 1), 100);
	assert_int_equal(
	    test_number("SELECT total_fen FROM order_sheet WHERE day = %ld", (long)TODAY + 2), 200);
	assert_sheets();
}

/* RULE ORD-4, ORG-2: by three people. */
static void
signed_and_received_by_three(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t id, order = waiting_order(ctx, 50000);

	(void)state;
	test_actor(ctx, 51, "DD0051", ROLE_ALL);
	assert_rc(order_confirm(ctx, order, 1), RC_OK);
	assert_rc(sheet_close(ctx, TODAY, &id), RC_OK);
	assert_rc(sheet_sign(ctx, id, 1), RC_REFUSED);
	assert_string_equal(ctx->reason.key, "orders.refused.sheet_own");
	test_actor(ctx, 52, "DD0052", ROLE_ALL);
	assert_rc(sheet_receive(ctx, id, 1), RC_REFUSED);
	assert_rc(sheet_sign(ctx, id, 1), RC_OK);
	assert_rc(sheet_sign(ctx, id, 1), RC_CONFLICT);
	assert_non_null(strstr(ctx->reason.arg[0], "DD0052"));
	assert_rc(sheet_receive(ctx, id, 2), RC_REFUSED);
	assert_string_equal(ctx->reason.key, "orders.refused.sheet_third");
	test_actor(ctx, 51, "DD0051", ROLE_ALL);
	assert_rc(sheet_receive(ctx, id, 2), RC_REFUSED);
	test_actor(ctx, 53, "CW0053", ROLE_ALL);
	assert_rc(sheet_receive(ctx, id, 2), RC_OK);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM signature WHERE kind = 'sheet' AND record_id = %ld", (long)id),
	    2);
	assert_int_equal(
	    test_number(
		"SELECT COUNT(*) FROM notice WHERE subject = 'sheet:%ld' AND topic = 'orders.sheet.signed'",
		(long)id),
	    1);
}

static void
nobody_signs_an_altered_sheet(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t id, order = waiting_order(ctx, 50000);

	(void)state;
	assert_rc(order_confirm(ctx, order, 1), RC_OK);
	assert_rc(sheet_close(ctx, TODAY, &id), RC_OK);
	test_sql("UPDATE order_sheet_line SET total_fen = 1 WHERE sheet_id = %ld", (long)id);
	test_actor(ctx, 54, "DD0054", ROLE_ALL);
	assert_rc(sheet_sign(ctx, id, 1), RC_REFUSED);
	assert_string_equal(ctx->reason.key, "orders.refused.sheet_altered");
}

/* --- processes that race and are killed ------------------------------------------------------------------------- */

#define DAYS 6

static _Noreturn void
job_process(void)
{
	struct ctx *ctx = test_connect("jobs");
	int day;

	ctx->actor = actor_system();
	for (day = 0; day < DAYS; day++) {
		ctx->now = TEST_NOW + (int64_t)day * 86400;
		if (sheet_close_due(ctx) != RC_OK)
			_exit(1);
	}
	test_exit(ctx, 0);
}

static void
two_processes_close_each_day_once(void **state)
{
	struct ctx *ctx = test_ctx();
	pid_t child[2];
	int i, status;

	(void)state;
	for (i = 0; i < 30; i++)
		assert_rc(order_confirm(ctx, waiting_order(ctx, 1000 + i), 1), RC_OK);
	for (i = 0; i < 2; i++) {
		child[i] = fork();
		if (child[i] == 0)
			job_process();
	}
	for (i = 0; i < 2; i++) {
		assert_int_equal(waitpid(child[i], &status, 0), child[i]);
		assert_int_equal(status, 0);
	}
	assert_int_equal(test_number("SELECT COUNT(*) FROM order_sheet"), DAYS);
	assert_int_equal(test_number("SELECT COUNT(DISTINCT day) FROM order_sheet"), DAYS);
	assert_sheets();
}

static _Noreturn void
confirm_process(const int64_t *ids, int count)
{
	struct ctx *ctx = test_connect("worker");
	int i;

	test_actor(ctx, 61, "DD0061", ROLE_CLERK);
	for (i = 0; i < count; i++)
		if (order_confirm(ctx, ids[i], 1) != RC_OK)
			_exit(1);
	test_exit(ctx, 0);
}

/* Jobs are killed at whatever line they are while orders are being confirmed; others take over. */
static void
killed_processes_leave_whole_sheets(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t ids[120];
	pid_t clerk, job;
	int i, status;

	(void)state;
	/* yesterday's is there: however early the first job is killed, each day from today on is missed until it is closed */
	test_sql("UPDATE order_sheet_head SET last_day = %ld", (long)TODAY - 1);
	for (i = 0; i < 120; i++)
		ids[i] = waiting_order(ctx, 1000 + i);
	/* from the first sheet on none is left out, whenever a job is killed */
	assert_rc(sheet_close_due(ctx), RC_OK);
	clerk = fork();
	if (clerk == 0)
		confirm_process(ids, 120);
	for (i = 0; i < 20; i++) {
		job = fork();
		if (job == 0)
			job_process();
		usleep(2000 + (useconds_t)i * 1500);
		kill(job, SIGKILL);
		assert_int_equal(waitpid(job, &status, 0), job);
	}
	assert_int_equal(waitpid(clerk, &status, 0), clerk);
	assert_int_equal(status, 0);
	ctx->now = TEST_NOW + DAYS * 86400;
	assert_rc(sheet_close_due(ctx), RC_OK);
	assert_int_equal(test_number("SELECT COUNT(*) FROM order_sheet"), DAYS + 1);
	assert_int_equal(test_number("SELECT COUNT(*) FROM order_confirmation WHERE sheet_id = 0"), 0);
	assert_int_equal(test_number("SELECT COUNT(*) FROM order_sheet_line"), 120);
	assert_sheets();
}

static int64_t
due_of(int64_t order)
{
	return test_number("SELECT due_at FROM order_queue WHERE order_id = %ld", (long)order);
}

static void
replan_whole(void)
{
	for (int i = 0; i < 4; i++)
		assert_rc(queue_replan(test_ctx()), RC_OK);
}

/* RULE ORD-4: what waits follows a figure from the moment on that is concerned, and nothing before it. */
static void
waiting_orders_follow_new_figures(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t early, late, logged;

	(void)state;
	early = waiting_order(ctx, 100); /* 13:00 */
	late = waiting_order(ctx, 100);  /* 14:30: tomorrow's sheet */
	test_sql(
	    "UPDATE order_queue SET placed_at = %ld WHERE order_id = %ld", (long)TEST_NOW + 1800, (long)late);
	replan_whole();
	logged = test_number("SELECT COUNT(*) FROM audit_log WHERE action = 'order.replan'");
	assert_int_equal(due_of(early), TEST_NOW + 600);
	assert_int_equal(due_of(late), TEST_NOW + 86400 + 600);
	/* from 13:30 of today on it closes at 15:00 and is due at 15:10 */
	test_figure("orders.sheet_close", 15 * 3600, TEST_NOW - 1800);
	test_figure("orders.sheet_due", 15 * 3600 + 600, TEST_NOW - 1800);
	replan_whole();
	assert_int_equal(due_of(early), TEST_NOW + 3600 + 600);
	assert_int_equal(due_of(late), TEST_NOW + 3600 + 600);
	assert_true(test_number("SELECT COUNT(*) FROM audit_log WHERE action = 'order.replan'") > logged);
	/* nothing is done twice: the same figures, the same due times, no row more */
	logged = test_number("SELECT COUNT(*) FROM audit_log WHERE action = 'order.replan'");
	replan_whole();
	assert_int_equal(test_number("SELECT COUNT(*) FROM audit_log WHERE action = 'order.replan'"), logged);
	/* an order put into the queue by the figures of a second ago is found by the second pass */
	test_figure("orders.sheet_due", 16 * 3600, TEST_NOW - 1700);
	assert_rc(queue_replan(ctx), RC_OK);
	assert_int_equal(due_of(early), TEST_NOW + 2 * 3600);
	test_sql("UPDATE order_queue SET due_at = %ld WHERE order_id = %ld", (long)TEST_NOW, (long)early);
	assert_rc(queue_replan(ctx), RC_OK);
	assert_int_equal(due_of(early), TEST_NOW + 2 * 3600);
	test_figures_drop();
	replan_whole();
	assert_int_equal(due_of(early), TEST_NOW + 600);
	assert_int_equal(due_of(late), TEST_NOW + 86400 + 600);
}

/* A day that was missed is closed by the figures of that day, whatever holds now. */
static void
a_missed_day_closes_by_its_own_figures(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t before, after;

	(void)state;
	assert_rc(sheet_close_due(ctx), RC_OK);
	ctx->now = TEST_NOW + 86400 - 60;
	before = waiting_order(ctx, 100);
	assert_rc(order_confirm(ctx, before, 1), RC_OK);
	ctx->now = TEST_NOW + 86400 + 60;
	after = waiting_order(ctx, 100);
	assert_rc(order_confirm(ctx, after, 1), RC_OK);
	/* since then it closes at 16:00 and is due at 17:00 */
	test_figure("orders.sheet_close", 16 * 3600, TEST_NOW + 86400 + 3600);
	test_figure("orders.sheet_due", 17 * 3600, TEST_NOW + 86400 + 3600);
	ctx->now = TEST_NOW + 2 * 86400;
	assert_rc(sheet_close_due(ctx), RC_OK);
	assert_int_equal(test_number("SELECT COUNT(*) FROM order_sheet"), 2); /* not yet today's: 14:00 */
	assert_int_equal(
	    test_number("SELECT s.day FROM order_sheet s JOIN order_sheet_line l ON l.sheet_id = s.id WHERE "
			"l.order_id = %ld",
		(long)before),
	    TODAY + 1);
	assert_int_equal(test_number("SELECT due_at FROM order_sheet WHERE day = %ld", (long)TODAY + 1),
	    TEST_NOW + 86400 + 600);
	assert_int_equal(
	    test_number("SELECT policy_version FROM order_sheet WHERE day = %ld", (long)TODAY + 1), 1);
	ctx->now = TEST_NOW + 2 * 86400 + 2 * 3600;
	assert_rc(sheet_close_due(ctx), RC_OK);
	assert_int_equal(test_number("SELECT due_at FROM order_sheet WHERE day = %ld", (long)TODAY + 2),
	    TEST_NOW + 2 * 86400 + 3 * 3600);
	assert_int_equal(
	    test_number("SELECT policy_version FROM order_sheet WHERE day = %ld", (long)TODAY + 2),
	    test_number("SELECT MAX(version) FROM policy_version WHERE policy_key = 'orders.sheet_due'"));
	test_figures_drop();
	assert_sheets();
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_sheet_holds_what_was_confirmed, fresh),
		cmocka_unit_test_setup(empty_and_missed_days_have_sheets, fresh),
		cmocka_unit_test_setup(signed_and_received_by_three, fresh),
		cmocka_unit_test_setup(nobody_signs_an_altered_sheet, fresh),
		cmocka_unit_test_setup(two_processes_close_each_day_once, fresh),
		cmocka_unit_test_setup(killed_processes_leave_whole_sheets, fresh),
		cmocka_unit_test_setup(waiting_orders_follow_new_figures, fresh),
		cmocka_unit_test_setup(a_missed_day_closes_by_its_own_figures, fresh),
	};

	return cmocka_run_group_tests(tests, test_start, test_stop);
}
