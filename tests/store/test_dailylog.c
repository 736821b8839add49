/* SPDX-License-Identifier: MIT */
/* Daily logs against a real MariaDB (RULE CMP-8): filled by what happens, submitted, closed and carried over exactly once though
 * processes race and are killed. Not the signatures: test_dailylog_sign.c; not the pages. */
#include "base/clock.h"
#include "complaint_help.h"
#include "dailylog/actions.h"
#include "harness.h"
#include "orders_help.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define TODAY ((TEST_NOW + 28800) / 86400)
#define AT(day, hour) (((day)*24 + (hour)) * 3600 - 28800)

static int64_t agent, other;

static int
fresh(void **state)
{
	static int number;
	char staff_no[20];

	(void)state;
	test_empty("dailylog_line");
	test_empty("dailylog");
	test_empty("dailylog_head");
	test_empty("complaint_text");
	test_empty("complaint");
	snprintf(staff_no, sizeof(staff_no), "KF%04d", ++number);
	agent = test_account(staff_no, ROLE_AGENT);
	snprintf(staff_no, sizeof(staff_no), "KF%04d", ++number);
	other = test_account(staff_no, ROLE_AGENT);
	test_ctx()->now = TEST_NOW;
	test_actor(test_ctx(), agent, "KF-A", ROLE_AGENT);
	return 0;
}

static int64_t
log_of(int64_t account_id, int64_t day)
{
	return test_number(
	    "SELECT COALESCE((SELECT id FROM dailylog WHERE account_id = %ld AND day = %ld), 0)",
	    (long)account_id, (long)day);
}

static int64_t
version_of(int64_t id)
{
	return test_number("SELECT version FROM dailylog WHERE id = %ld", (long)id);
}

static int64_t
line_value(const char *column, int64_t log_id, int64_t complaint_id)
{
	return test_number(
	    "SELECT COALESCE((SELECT %s FROM dailylog_line WHERE log_id = %ld AND kind = 1 AND "
	    "record_id = %ld), -1)",
	    column, (long)log_id, (long)complaint_id);
}

static void
fills_by_what_happens(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t first = complaint_make(ctx, PROBLEM_COLOUR), second, id;
	struct complaint after;

	(void)state;
	id = log_of(agent, TODAY);
	assert_int_not_equal(id, 0);
	assert_int_equal(line_value("did", id, first), DID_OPEN);
	assert_int_equal(test_number("SELECT due_at FROM dailylog WHERE id = %ld", (long)id), AT(TODAY, 17));
	second = complaint_make(ctx, PROBLEM_LATE);
	complaint_finish(ctx, second);
	assert_int_equal(line_value("did", id, second), DID_OPEN | DID_WORK | DID_CLOSE);
	assert_int_equal(test_number("SELECT line_count FROM dailylog WHERE id = %ld", (long)id), 2);
	/* somebody of another department writes to it: it stands on the owner's log, finance keeps none */
	test_actor(ctx, 77, "CW0077", ROLE_FINANCE);
	after = complaint_now(first);
	complaint_change(ctx, first, &after, "complaint.reply");
	assert_int_equal(test_number("SELECT COUNT(*) FROM dailylog"), 1);
	assert_int_equal(line_value("did", id, first), DID_OPEN);
	/* given to another agent by a supervisor: on all three logs */
	test_actor(ctx, 78, "ZG0078", ROLE_SUPERVISOR);
	complaint_give(ctx, first, other);
	assert_int_equal(line_value("did", log_of(78, TODAY), first), DID_WORK | DID_HAND_OVER);
	assert_int_equal(line_value("did", log_of(other, TODAY), first), 0);
	/* what comes in by import stands on nobody's */
	after = complaint_now(first);
	after.imported = true;
	assert_rc(complaint_announce(
		      ctx, &(struct complaint_change){ .after = after, .did = "complaint.import" }, 1),
	    RC_OK);
	assert_int_equal(test_number("SELECT COUNT(*) FROM dailylog_line"), 4);
}

/* RULE CMP-8: at five in the shop's zone on each day that has a log, over night, weekend, the Spring Festival with its make-up days, the
 * end of a month and of a year; a figure that holds from a later day leaves the days before as they are. */
static void
due_at_five_on_every_day(void **state)
{
	static const struct {
		const char *now, *due;
	} cases[] = { { "2026-05-12 08:30", "2026-05-12 17:00" }, { "2026-05-12 00:00", "2026-05-12 17:00" },
		{ "2026-05-12 23:59:59", "2026-05-12 17:00" }, { "2026-05-15 20:00", "2026-05-15 17:00" },
		{ "2026-05-16 09:00", "2026-05-16 17:00" }, { "2026-05-17 09:00", "2026-05-17 17:00" },
		{ "2026-02-14 09:00", "2026-02-14 17:00" }, { "2026-02-17 09:00", "2026-02-17 17:00" },
		{ "2026-02-28 21:00", "2026-02-28 17:00" }, { "2026-03-01 07:00", "2026-03-01 17:00" },
		{ "2026-12-31 09:00", "2026-12-31 17:00" }, { "2027-01-01 09:00", "2027-01-01 17:00" },
		{ "2027-01-05 09:00", "2027-01-05 16:30" } };
	struct ctx *ctx = test_ctx();
	int64_t now, due, since;

	(void)state;
	assert_rc(time_parse("2027-01-05 00:00", &since), RC_OK);
	test_figure("complaints.log_due", 16 * HOUR + 30 * MINUTE, since);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		(void)fresh(NULL);
		assert_rc(time_parse(cases[i].now, &now), RC_OK);
		assert_rc(time_parse(cases[i].due, &due), RC_OK);
		ctx->now = now;
		(void)complaint_make(ctx, PROBLEM_COLOUR);
		if (test_number("SELECT due_at FROM dailylog WHERE account_id = %ld", (long)agent) != due)
			fail_msg("the log of %s is not due at %s", cases[i].now, cases[i].due);
	}
	test_figures_drop();
}

/* RULE ORD-6 */
static void
orders_of_agents_stand_on_it(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t member = test_member(), product = test_product(12000), id = 0;
	struct order_item item = { .product_id = product, .title = "Coat", .unit_fen = 12000, .quantity = 1 };
	struct order_draft draft = { .order = { .member_id = member,
					 .park_reason = "",
					 .summary = "",
					 .consignee = "测试",
					 .phone = "13800000001",
					 .address = "Street 1",
					 .requested_at = TEST_NOW - 60,
					 .note = "",
					 .order_no = "" },
		.items = &item,
		.item_count = 1 };

	(void)state;
	assert_rc(order_place(ctx, &draft, other, &id), RC_OK);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM dailylog_line WHERE kind = 2 AND record_id = %ld AND did = 1",
		(long)id),
	    1);
	assert_rc(
	    order_confirm(ctx, waiting_order(ctx, 5000), 1), RC_OK); /* a customer's own stands on none */
	assert_int_equal(test_number("SELECT COUNT(*) FROM dailylog_line"), 1);
}

static void
submitted_it_carries_over_both_ways(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t open = complaint_make(ctx, PROBLEM_COLOUR), done = complaint_make(ctx, PROBLEM_LATE), today,
		next;
	int64_t later;

	(void)state;
	complaint_finish(ctx, done);
	today = log_of(agent, TODAY);
	ctx->now = AT(TODAY, 16);
	assert_rc(dailylog_submit(ctx, today, version_of(today)), RC_OK);
	next = log_of(agent, TODAY + 1);
	assert_int_not_equal(next, 0);
	assert_int_equal(line_value("to_log", today, open), next);
	assert_int_equal(line_value("from_log", next, open), today);
	assert_int_equal(line_value("carries", next, open), 1);
	assert_int_equal(line_value("first_day", next, open), TODAY);
	assert_int_equal(line_value("to_log", today, done), 0);
	assert_int_equal(line_value("carries", next, done), -1);
	assert_int_equal(test_number("SELECT carried_out FROM dailylog WHERE id = %ld", (long)today), 1);
	assert_int_equal(test_number("SELECT carried_in FROM dailylog WHERE id = %ld", (long)next), 1);
	assert_string_equal(
	    test_word("SELECT happened FROM dailylog_line WHERE log_id = %ld AND record_id = %ld",
		(long)today, (long)open),
	    "It broke\nat once");
	assert_string_equal(test_word("SELECT customer LIKE 'T%%*%% 138****%%' FROM dailylog_line WHERE "
				      "log_id = %ld AND record_id = %ld",
				(long)today, (long)open),
	    "1");
	/* what comes later stands on the next day's */
	later = complaint_make(ctx, PROBLEM_SIZE);
	assert_int_equal(line_value("did", next, later), DID_OPEN);
	complaint_finish(ctx, open);
	assert_int_equal(line_value("did", next, open), DID_WORK | DID_CLOSE);
	assert_int_equal(line_value("state", today, open), COMPLAINT_OPEN); /* frozen */
	/* and not sooner */
	assert_rc(dailylog_submit(ctx, next, version_of(next)), RC_REFUSED);
	assert_string_equal(ctx->reason.key, "dailylog.refused.tomorrow");
	assert_rc(dailylog_submit(ctx, today, version_of(today)), RC_REFUSED);
	assert_string_equal(ctx->reason.key, "dailylog.refused.submitted");
	test_actor(ctx, other, "KF-B", ROLE_AGENT);
	assert_rc(dailylog_submit(ctx, next, version_of(next)), RC_REFUSED);
	assert_string_equal(ctx->reason.key, "dailylog.refused.other");
	assert_rc(dailylog_comment(ctx, next, 0, "mine"), RC_REFUSED);
}

static void
a_late_complaint_needs_a_word(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t id = complaint_make(ctx, PROBLEM_COLOUR), log = log_of(agent, TODAY);

	(void)state;
	test_sql("UPDATE complaint SET due_at = %ld WHERE id = %ld", (long)TEST_NOW - 60, (long)id);
	assert_rc(dailylog_submit(ctx, log, version_of(log)), RC_REFUSED);
	assert_string_equal(ctx->reason.key, "dailylog.refused.gap");
	assert_int_equal(test_number("SELECT closed_at FROM dailylog WHERE id = %ld", (long)log), 0);
	assert_rc(dailylog_comment(ctx, log, 1, "operations has not answered"), RC_OK);
	assert_rc(dailylog_comment(ctx, log, 2, "no such line"), RC_NOT_FOUND);
	assert_rc(dailylog_submit(ctx, log, version_of(log) - 1), RC_CONFLICT);
	assert_rc(dailylog_submit(ctx, log, version_of(log)), RC_OK);
}

static void
days_that_were_missed_are_closed_in_order(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t id = complaint_make(ctx, PROBLEM_COLOUR), log = log_of(agent, TODAY), day;

	(void)state;
	ctx->now = AT(TODAY + 1, 0) - 1;
	assert_rc(dailylog_close_due(ctx), RC_OK);
	assert_int_equal(test_number("SELECT closed_at FROM dailylog WHERE id = %ld", (long)log), 0);
	/* nobody ran for three days; on the fourth it is worked on before anything was closed */
	ctx->now = AT(TODAY + 3, 9);
	complaint_give(ctx, id, agent);
	assert_int_equal(line_value("carries", log_of(agent, TODAY + 3), id), 0);
	assert_rc(dailylog_close_due(ctx), RC_OK);
	for (day = 0; day < 3; day++) {
		assert_int_equal(test_number("SELECT state FROM dailylog WHERE id = %ld",
				     (long)log_of(agent, TODAY + day)),
		    LOG_CLOSED);
		assert_int_equal(
		    line_value("to_log", log_of(agent, TODAY + day), id), log_of(agent, TODAY + day + 1));
	}
	assert_int_equal(line_value("carries", log_of(agent, TODAY + 3), id), 3);
	assert_int_equal(line_value("first_day", log_of(agent, TODAY + 3), id), TODAY);
	assert_int_equal(line_value("did", log_of(agent, TODAY + 3), id), DID_WORK);
	/* the missed ones can still be submitted, late */
	assert_rc(dailylog_submit(ctx, log, version_of(log)), RC_OK);
	assert_int_equal(test_number("SELECT COUNT(*) FROM dailylog WHERE first_submitted_at > due_at"), 1);
}

static void
excused_returned_reminded(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t log, count = 0;

	(void)state;
	(void)complaint_make(ctx, PROBLEM_COLOUR);
	log = log_of(agent, TODAY);
	assert_rc(dailylog_excuse(ctx, log, version_of(log), "off"), RC_REFUSED); /* not one's own */
	ctx->now = AT(TODAY, 17) + 1;
	assert_rc(dailylog_remind_due(ctx), RC_OK);
	assert_rc(dailylog_remind_due(ctx), RC_OK);
	assert_int_equal(
	    test_number(
		"SELECT COUNT(*) FROM notice WHERE topic = 'dailylog.late' AND subject = 'dailylog:%ld'",
		(long)log),
	    1);
	test_actor(ctx, 79, "ZG0079", ROLE_SUPERVISOR);
	assert_rc(dailylog_remind(ctx, TODAY, &count), RC_OK);
	assert_int_equal(count, 1);
	assert_rc(dailylog_return(ctx, log, version_of(log), "incomplete"), RC_REFUSED);
	assert_string_equal(ctx->reason.key, "dailylog.refused.unsubmitted");
	assert_rc(dailylog_excuse(ctx, log, version_of(log), "off"), RC_OK);
	assert_int_not_equal(log_of(agent, TODAY + 1), 0); /* what is open goes on */
	assert_rc(dailylog_remind(ctx, TODAY, &count), RC_REFUSED);
	/* submitted all the same, returned, submitted again: in time or late by the first time */
	test_actor(ctx, agent, "KF-A", ROLE_AGENT);
	assert_rc(dailylog_submit(ctx, log, version_of(log)), RC_OK);
	test_actor(ctx, 79, "ZG0079", ROLE_SUPERVISOR);
	assert_rc(dailylog_return(ctx, log, version_of(log), "say what was promised"), RC_OK);
	test_actor(ctx, agent, "KF-A", ROLE_AGENT);
	ctx->now += 600;
	assert_rc(dailylog_comment(ctx, log, 0, "promised for tomorrow"), RC_OK);
	assert_rc(dailylog_submit(ctx, log, version_of(log)), RC_OK);
	assert_int_equal(
	    test_number("SELECT submitted_at - first_submitted_at FROM dailylog WHERE id = %ld", (long)log),
	    600);
}

/* --- processes that race and are killed ------------------------------------------------------------------------- */

#define DAYS 6
#define COMPLAINTS 45

static int64_t agents[3];
static struct complaint made[COMPLAINTS];

/* Each complaint that is open stands on exactly one log of who follows it that still takes lines, and each link has its other
 * end: what was carried stands once, and says how often. */
static void
assert_carried(void)
{
	assert_int_equal(
	    test_number(
		"SELECT COUNT(*) FROM complaint c WHERE c.state <> 5 AND (SELECT COUNT(*) FROM"
		" dailylog_line l JOIN dailylog d ON d.id = l.log_id WHERE l.kind = 1 AND l.record_id = c.id"
		" AND d.closed_at = 0 AND d.account_id = c.owner_id) <> 1"),
	    0);
	assert_int_equal(
	    test_number(
		"SELECT COUNT(*) FROM dailylog_line l JOIN dailylog d ON d.id = l.log_id JOIN complaint c"
		" ON c.id = l.record_id WHERE l.to_log <> 0 AND (SELECT COUNT(*) FROM dailylog_line n JOIN"
		" dailylog e ON e.id = n.log_id WHERE n.from_log = l.log_id AND n.record_id = l.record_id AND"
		" n.log_id = l.to_log AND e.day = d.day + 1 AND n.carries = l.carries + 1 AND n.first_day ="
		" l.first_day) <> 1"),
	    0);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM dailylog_line n WHERE n.from_log <> 0 "
			"AND NOT EXISTS (SELECT 1 FROM dailylog_line l WHERE l.log_id = n.from_log "
			"AND l.record_id = n.record_id AND l.to_log = n.log_id)"),
	    0);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM dailylog d WHERE d.line_count <> (SELECT COUNT(*) "
			"FROM dailylog_line l WHERE l.log_id = d.id) OR d.carried_in <> (SELECT COUNT(*) "
			"FROM dailylog_line l WHERE l.log_id = d.id AND l.from_log <> 0) "
			"OR d.carried_out <> (SELECT COUNT(*) FROM dailylog_line l WHERE l.log_id = d.id "
			"AND l.to_log <> 0)"),
	    0);
}

static void
complaints_prepare(struct ctx *ctx)
{
	char staff_no[20];

	for (int i = 0; i < 3; i++) {
		snprintf(staff_no, sizeof(staff_no), "KR%d%d", (int)getpid() % 10000, i);
		agents[i] = test_number(
		    "SELECT COALESCE((SELECT id FROM account WHERE staff_no = '%s'), 0)", staff_no);
		if (agents[i] == 0)
			agents[i] = test_account(staff_no, ROLE_AGENT);
	}
	for (int i = 0; i < COMPLAINTS; i++) {
		test_actor(ctx, agents[i % 3], "KR", ROLE_AGENT);
		made[i] = complaint_now(complaint_make(ctx, PROBLEM_COLOUR));
		made[i].complaint_no = "KS-R";
		if (i % 5 == 4)
			complaint_finish(ctx, made[i].id);
	}
}

static _Noreturn void
job_process(void)
{
	struct ctx *ctx = test_connect("jobs");

	ctx->actor = actor_system();
	for (int day = 0; day <= DAYS; day++) {
		ctx->now = AT(TODAY + day, 1);
		if (dailylog_close_due(ctx) != RC_OK)
			_exit(1);
	}
	test_close(ctx);
	_exit(0);
}

/* The agents work on their complaints and submit each evening. */
static _Noreturn void
work_process(void)
{
	struct ctx *ctx = test_connect("worker");
	int64_t id, version;

	for (int day = 0; day < DAYS; day++) {
		ctx->now = AT(TODAY + day, 16);
		for (int i = 0; i < COMPLAINTS; i++) {
			const struct complaint_change change = {
				.before = made[i], .after = made[i], .did = "complaint.note"
			};

			test_actor(ctx, agents[i % 3], "KR", ROLE_AGENT);
			if (i % 5 != 4 && complaint_announce(ctx, &change, 1) != RC_OK)
				_exit(1);
		}
		for (int i = 0; i < 3; i++) {
			test_actor(ctx, agents[i], "KR", ROLE_AGENT);
			if (dailylog_current(ctx, agents[i], &id, &version) == RC_OK &&
			    dailylog_submit(ctx, id, version) == RC_DB)
				_exit(1);
		}
	}
	test_close(ctx);
	_exit(0);
}

static void
two_processes_carry_each_once(void **state)
{
	struct ctx *ctx = test_ctx();
	pid_t child[2];
	int status;

	(void)state;
	complaints_prepare(ctx);
	for (int i = 0; i < 2; i++) {
		child[i] = fork();
		if (child[i] == 0)
			job_process();
	}
	for (int i = 0; i < 2; i++) {
		assert_int_equal(waitpid(child[i], &status, 0), child[i]);
		assert_int_equal(status, 0);
	}
	assert_int_equal(test_number("SELECT COUNT(*) FROM dailylog WHERE closed_at > 0"), 3 * DAYS);
	assert_carried();
}

/* Jobs and workers are killed at whatever line they are while logs close and carry over; others take over. */
static void
killed_processes_carry_each_once(void **state)
{
	struct ctx *ctx = test_ctx();
	pid_t job, work;
	int status;

	(void)state;
	complaints_prepare(ctx);
	for (int i = 0; i < 25; i++) {
		job = fork();
		if (job == 0)
			job_process();
		work = fork();
		if (work == 0)
			work_process();
		usleep(3000 + (useconds_t)i * 2500);
		kill(i % 2 == 0 ? job : work, SIGKILL);
		usleep(1000 + (useconds_t)i * 700);
		kill(i % 2 == 0 ? work : job, SIGKILL);
		assert_int_equal(waitpid(job, &status, 0), job);
		assert_int_equal(waitpid(work, &status, 0), work);
		assert_carried();
	}
	ctx->now = AT(TODAY + DAYS + 1, 1);
	assert_rc(dailylog_close_due(ctx), RC_OK);
	assert_int_equal(test_number("SELECT COUNT(*) FROM dailylog WHERE closed_at = 0 AND day < %ld",
			     (long)TODAY + DAYS + 1),
	    0);
	assert_carried();
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(fills_by_what_happens, fresh),
		cmocka_unit_test_setup(due_at_five_on_every_day, fresh),
		cmocka_unit_test_setup(orders_of_agents_stand_on_it, fresh),
		cmocka_unit_test_setup(submitted_it_carries_over_both_ways, fresh),
		cmocka_unit_test_setup(a_late_complaint_needs_a_word, fresh),
		cmocka_unit_test_setup(days_that_were_missed_are_closed_in_order, fresh),
		cmocka_unit_test_setup(excused_returned_reminded, fresh),
		cmocka_unit_test_setup(two_processes_carry_each_once, fresh),
		cmocka_unit_test_setup(killed_processes_carry_each_once, fresh),
	};

	return cmocka_run_group_tests(tests, test_start, test_stop);
}
