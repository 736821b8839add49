/* SPDX-License-Identifier: MIT */
/* Daily logs as tables of cases (RULE CMP-8, ORG-2): which day a line stands on, when a log is late, who may do what, and that the
 * signed text tells any two logs apart. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "dailylog/rules.h"
#include <string.h>

#define OWNER 7
#define OTHER 8

static struct dailylog
plain_log(void)
{
	return (struct dailylog){ .id = 3,
		.account_id = OWNER,
		.staff_no = "KF0001",
		.name = "Name",
		.day = 100,
		.state = LOG_FILLING,
		.due_at = 1000,
		.comment = "",
		.returned_staff = "",
		.return_reason = "",
		.excused_staff = "",
		.excuse_reason = "",
		.digest = "d",
		.signed_staff = "",
		.sign_note = "",
		.signed_digest = "",
		.prev_digest = "",
		.received_staff = "" };
}

static struct daily_line
plain_line(void)
{
	return (struct daily_line){ .log_id = 3,
		.line_no = 1,
		.kind = DAILY_COMPLAINT,
		.record_id = 11,
		.record_no = "KS-1",
		.comment = "",
		.customer = "",
		.happened = "",
		.demand = "",
		.handling = "",
		.holder_id = OWNER };
}

static void
days(void **state)
{
	(void)state;
	assert_int_equal(daily_day(100, 0), 100);
	assert_int_equal(daily_day(100, 99), 100);
	assert_int_equal(daily_day(100, 100), 101); /* today's was submitted: the next day's */
	assert_int_equal(daily_day(103, 100), 103);
	assert_int_equal(daily_holder(OTHER, OWNER), OTHER);
	assert_int_equal(daily_holder(0, OWNER), OWNER);
	assert_int_equal(daily_holder(0, 0), 0);
}

static void
carries(void **state)
{
	struct daily_line line = plain_line();

	(void)state;
	assert_true(daily_carries(&line, true, OWNER));
	assert_false(daily_carries(&line, false, OWNER));
	assert_false(daily_carries(&line, true, OTHER)); /* handed over: it stands on the other's log */
	line.kind = DAILY_ORDER;
	assert_false(daily_carries(&line, true, OWNER));
}

static void
in_time_or_late(void **state)
{
	const struct {
		int64_t state, submitted, now;
		enum log_timeliness is;
	} cases[] = {
		{ LOG_FILLING, 0, 999, LOG_WAITING },
		{ LOG_FILLING, 0, 1000, LOG_WAITING }, /* to the second */
		{ LOG_FILLING, 0, 1001, LOG_MISSING },
		{ LOG_CLOSED, 0, 5000, LOG_MISSING },
		{ LOG_SUBMITTED, 1000, 5000, LOG_IN_TIME },
		{ LOG_SUBMITTED, 1001, 5000, LOG_LATE },
		{ LOG_RETURNED, 900, 5000, LOG_IN_TIME }, /* by the first submission */
		{ LOG_SIGNED, 1001, 5000, LOG_LATE },
		{ LOG_EXCUSED, 0, 5000, LOG_OFF },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct dailylog log = plain_log();

		log.state = cases[i].state;
		log.first_submitted_at = cases[i].submitted;
		assert_int_equal(dailylog_timeliness(&log, cases[i].now), cases[i].is);
	}
}

static void
what_is_missing(void **state)
{
	struct daily_line lines[3] = { plain_line(), plain_line(), plain_line() };

	(void)state;
	lines[1].due_at = 500;
	assert_int_equal(daily_gap(lines, 3, 500), 3); /* not over yet */
	assert_int_equal(daily_gap(lines, 3, 501), 1);
	lines[1].comment = "waits for operations";
	assert_int_equal(daily_gap(lines, 3, 501), 3);
	lines[2].due_at = 400;
	lines[2].closed_at = 450;
	assert_int_equal(daily_gap(lines, 3, 501), 3); /* closed: nothing to explain */
	lines[2].closed_at = 0;
	assert_int_equal(daily_gap(lines, 3, 501), 2);
	lines[2].kind = DAILY_ORDER;
	assert_int_equal(daily_gap(lines, 3, 501), 3);
}

typedef enum rc may_rule(const struct dailylog *log, const struct log_actor *actor, const char **reason);

/* For each state of a log: o allowed, x refused; in the order of enum dailylog_state. */
struct may_case {
	const char *name;
	may_rule *may;
	int64_t account;
	const char *states;
};

static void
who_may_in_which_state(void **state)
{
	static const struct may_case cases[] = {
		{ "comment, own", dailylog_may_comment, OWNER, "ooxoxxo" },
		{ "comment, another's", dailylog_may_comment, OTHER, "xxxxxxx" },
		{ "submit, own", dailylog_may_submit, OWNER, "ooxoxxo" },
		{ "submit, another's", dailylog_may_submit, OTHER, "xxxxxxx" },
		{ "sign, another's", dailylog_may_sign, OTHER, "xxoxxxx" },
		{ "sign, own", dailylog_may_sign, OWNER, "xxxxxxx" },
		{ "sign, the portal itself", dailylog_may_sign, 0, "xxxxxxx" },
		{ "return, another's", dailylog_may_return, OTHER, "xxoxxxx" },
		{ "return, own", dailylog_may_return, OWNER, "xxxxxxx" },
		{ "excuse, another's", dailylog_may_excuse, OTHER, "ooxxxxx" },
		{ "excuse, own", dailylog_may_excuse, OWNER, "xxxxxxx" },
		{ "receive, a third", dailylog_may_receive, 9, "xxxxoxx" },
		{ "receive, who signed", dailylog_may_receive, OTHER, "xxxxxxx" },
		{ "receive, own", dailylog_may_receive, OWNER, "xxxxxxx" },
		{ "correct", dailylog_may_correct, OWNER, "xxxxoox" },
		{ "correct, the portal itself", dailylog_may_correct, 0, "xxxxxxx" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		for (int64_t at = LOG_FILLING; at <= LOG_EXCUSED; at++) {
			const struct log_actor actor = { cases[i].account, 100 };
			struct dailylog log = plain_log();
			const char *reason = NULL;
			enum rc rc;

			log.state = at;
			if (at >= LOG_SUBMITTED && at <= LOG_RECEIVED)
				log.first_submitted_at = log.submitted_at = 900;
			if (at == LOG_SIGNED || at == LOG_RECEIVED)
				log.signed_by = OTHER;
			rc = cases[i].may(&log, &actor, &reason);
			if ((rc == RC_OK) != (cases[i].states[at - 1] == 'o'))
				fail_msg("%s in state %d: %s", cases[i].name, (int)at, reason);
			if (rc != RC_OK)
				assert_non_null(reason);
		}
}

static void
not_tomorrow(void **state)
{
	const struct log_actor owner = { OWNER, 99 }, other = { OTHER, 99 };
	const struct dailylog log = plain_log();
	const char *reason;

	(void)state;
	assert_int_equal(dailylog_may_submit(&log, &owner, &reason), RC_REFUSED);
	assert_string_equal(reason, "dailylog.refused.tomorrow");
	assert_int_equal(dailylog_may_excuse(&log, &other, &reason), RC_REFUSED);
	assert_int_equal(dailylog_may_comment(&log, &owner, &reason), RC_OK);
}

/* --- the signed text -------------------------------------------------------------------------------------------- */

static void
no_two_logs_have_one_text(void **state)
{
	struct arena *arena = arena_new(0);
	struct dailylog log = plain_log();
	struct daily_line lines[2] = { plain_line(), plain_line() };
	struct text_difference difference;
	const char *text, *other;

	(void)state;
	lines[1].line_no = 2;
	text = dailylog_snapshot(arena, &log, lines, 2);
	assert_false(text_difference(arena, text, dailylog_snapshot(arena, &log, lines, 2), &difference));
	/* a text that looks like two values stays one */
	lines[0].handling = "a\n1.comment\tb";
	lines[0].comment = "";
	text = dailylog_snapshot(arena, &log, lines, 2);
	lines[0].handling = "a";
	lines[0].comment = "b";
	other = dailylog_snapshot(arena, &log, lines, 2);
	assert_true(text_difference(arena, text, other, &difference));
	assert_string_equal(difference.name, "1.handling");
	assert_string_equal(difference.before, "a\\n1.comment\\tb");
	assert_string_equal(difference.after, "a");
	lines[0].handling = "a\\nb";
	text = dailylog_snapshot(arena, &log, lines, 2);
	lines[0].handling = "a\nb";
	assert_true(text_difference(arena, text, dailylog_snapshot(arena, &log, lines, 2), &difference));
	/* a line less, a line more */
	assert_true(text_difference(arena, text, dailylog_snapshot(arena, &log, lines, 1), &difference));
	assert_string_equal(difference.name, "lines");
	arena_free(arena);
}

static void
differences_have_names(void **state)
{
	static const struct {
		const char *before, *after, *name, *was, *is;
	} cases[] = {
		{ "a\t1\nb\t2\n", "a\t1\nb\t3\n", "b", "2", "3" },
		{ "a\t1\nb\t2\n", "a\t1\n", "b", "2", "" },
		{ "a\t1\n", "a\t1\nb\t2\n", "b", "", "2" },
		{ "a\t1\nb\t2\n", "a\t1\nc\t2\n", "b", "2", "" },
		{ "", "a\t\n", "a", "", "" },
	};
	struct arena *arena = arena_new(0);
	struct text_difference difference;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_true(text_difference(arena, cases[i].before, cases[i].after, &difference));
		assert_string_equal(difference.name, cases[i].name);
		assert_string_equal(difference.before, cases[i].was);
		assert_string_equal(difference.after, cases[i].is);
	}
	assert_false(text_difference(arena, "a\t1\n", "a\t1\n", &difference));
	assert_false(text_difference(arena, "", "", &difference));
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days),
		cmocka_unit_test(carries),
		cmocka_unit_test(in_time_or_late),
		cmocka_unit_test(what_is_missing),
		cmocka_unit_test(who_may_in_which_state),
		cmocka_unit_test(not_tomorrow),
		cmocka_unit_test(no_two_logs_have_one_text),
		cmocka_unit_test(differences_have_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
