/* SPDX-License-Identifier: MIT */
/* Deadlines of complaints (RULE CMP-3, CMP-4, CMP-6, CMP-7, AFT-9) over nights, weekends, the Spring Festival of 2026 with its make-up
 * days, ends of months; clocks met, missed and no longer needed. Not the other rules: test_complaints_rules.c. */
#include "complaint_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

/* --- deadlines -------------------------------------------------------------------------------------------------- */

/* RULE CMP-3: hours on the service clock, 24 h on elapsed. */
static void
handoffs_are_due(void **state)
{
	static const struct {
		int64_t problem;
		const char *asked, *due;
	} cases[] = { { PROBLEM_PAYMENT_CHECK, "2026-05-12 10:00", "2026-05-12 12:00" },
		/* over the night, over the weekend: service hours are every day's */
		{ PROBLEM_PAYMENT_CHECK, "2026-05-12 19:00", "2026-05-13 09:30" },
		{ PROBLEM_SIZE, "2026-05-15 19:30", "2026-05-16 10:00" },
		{ PROBLEM_SIZE, "2026-05-15 18:00", "2026-05-15 20:00" },
		{ PROBLEM_COLOUR, "2026-05-15 18:00:01", "2026-05-16 08:30:01" },
		{ PROBLEM_FAULTY, "2026-05-12 23:59:59", "2026-05-13 12:30" },
		{ PROBLEM_TAG, "2026-05-12 07:00", "2026-05-12 12:30" },
		/* the Spring Festival is served; the end of a month */
		{ PROBLEM_QUANTITY, "2026-02-16 18:00", "2026-02-17 10:30" },
		{ PROBLEM_PACKAGING, "2026-02-28 19:00", "2026-03-01 11:30" },
		{ PROBLEM_CATALOGUE, "2026-12-31 19:00", "2027-01-01 09:30" },
		{ PROBLEM_PASSWORD, "2026-05-12 19:59", "2026-05-13 19:59" },
		{ PROBLEM_CANNOT_PAY, "2026-02-28 23:30", "2026-03-01 23:30" },
		{ PROBLEM_CANNOT_ORDER, "2026-12-31 12:00", "2027-01-01 12:00" },
		/* named by nobody: by choice */
		{ PROBLEM_NOT_RECEIVED, "2026-05-12 18:00", "2026-05-13 10:30" } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct complaint_work work = work_opened(cases[i].problem, cases[i].asked);
		const struct handoff_ask ask = { cases[i].problem, DEPARTMENT_LOGISTICS, true, "Why?", 1800 };

		does(&work, complaint_plan_hand_off(&work, &ask), cases[i].asked);
		due_is(&work, COMPLAINT_CLOCK_HANDOFF, cases[i].due);
		assert_int_equal(work.handoffs[0].due_at, at(cases[i].due));
		assert_int_equal(work.after.state, COMPLAINT_HANDED);
		assert_int_equal(work.after.handoffs_open, 1);
	}
}

struct open_case {
	int64_t problem;
	bool complex;
	const char *opened, *answer, *form, *solution, *progress, *refund;
};

/* RULE CMP-4, CMP-7: what starts as it is taken in. */
static const struct open_case open_cases[] = {
	{ PROBLEM_LATE, false, "2026-05-12 10:00", "2026-05-13 10:00", NULL, NULL, NULL, NULL },
	{ PROBLEM_FAULTY, false, "2026-05-12 10:00", "2026-05-13 10:00", "2026-05-12 11:00", NULL, NULL,
	    NULL },
	{ PROBLEM_FAULTY, false, "2026-05-12 19:30", "2026-05-13 19:30", "2026-05-13 09:00", NULL, NULL,
	    NULL },
	{ PROBLEM_LATE, true, "2026-05-12 10:00", "2026-05-13 10:00", NULL, "2026-05-15 20:00",
	    "2026-05-13 10:00", NULL },
	/* over the weekend; before the Spring Festival with its make-up Saturday; at the end of a month and its holiday */
	{ PROBLEM_LATE, true, "2026-05-14 21:00", "2026-05-15 21:00", NULL, "2026-05-19 20:00",
	    "2026-05-15 21:00", NULL },
	{ PROBLEM_LATE, true, "2026-02-13 10:00", "2026-02-14 10:00", NULL, "2026-02-25 20:00",
	    "2026-02-14 10:00", NULL },
	{ PROBLEM_LATE, true, "2026-02-26 10:00", "2026-02-27 10:00", NULL, "2026-03-02 20:00",
	    "2026-02-27 10:00", NULL },
	{ PROBLEM_LATE, true, "2026-04-30 10:00", "2026-05-01 10:00", NULL, "2026-05-08 20:00",
	    "2026-05-01 10:00", NULL },
	{ PROBLEM_REFUND_PROGRESS, false, "2026-05-12 10:00", "2026-05-13 10:00", NULL, NULL, NULL,
	    "2026-05-14 10:00" },
	{ PROBLEM_REFUND_PROGRESS, false, "2026-02-27 22:00", "2026-02-28 22:00", NULL, NULL, NULL,
	    "2026-03-01 22:00" },
	/* from a Friday's evening, from the eve of the Spring Festival, on its make-up Saturday at a month's end */
	{ PROBLEM_FAULTY, false, "2026-05-15 19:45", "2026-05-16 19:45", "2026-05-16 09:15", NULL, NULL,
	    NULL },
	{ PROBLEM_FAULTY, false, "2026-02-16 20:00", "2026-02-17 20:00", "2026-02-17 09:30", NULL, NULL,
	    NULL },
	{ PROBLEM_FAULTY, false, "2026-02-28 19:30", "2026-03-01 19:30", "2026-03-01 09:00", NULL, NULL,
	    NULL },
	/* a solution: from within the festival, from its make-up day, over the end of a month and its weekend */
	{ PROBLEM_LATE, true, "2026-02-18 10:00", "2026-02-19 10:00", NULL, "2026-02-26 20:00",
	    "2026-02-19 10:00", NULL },
	{ PROBLEM_LATE, true, "2026-02-14 10:00", "2026-02-15 10:00", NULL, "2026-02-26 20:00",
	    "2026-02-15 10:00", NULL },
	{ PROBLEM_LATE, true, "2026-05-29 10:00", "2026-05-30 10:00", NULL, "2026-06-03 20:00",
	    "2026-05-30 10:00", NULL },
	{ PROBLEM_REFUND_PROGRESS, false, "2026-02-16 22:00", "2026-02-17 22:00", NULL, NULL, NULL,
	    "2026-02-18 22:00" },
	{ PROBLEM_REFUND_PROGRESS, false, "2026-05-30 09:00", "2026-05-31 09:00", NULL, NULL, NULL,
	    "2026-06-01 09:00" },
};

static void
clocks_start_at_intake(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(open_cases) / sizeof(open_cases[0]); i++) {
		const struct open_case *c = &open_cases[i];
		struct complaint_work work = work_new(c->problem, c->opened);

		work.after.complex = c->complex;
		does(&work, complaint_plan_open(&work), c->opened);
		assert_int_equal(work.after.state, COMPLAINT_OPEN);
		assert_int_equal(work.after.type, c->problem / 100);
		due_is(&work, COMPLAINT_CLOCK_ANSWER, c->answer);
		due_is(&work, COMPLAINT_CLOCK_FORM, c->form);
		due_is(&work, COMPLAINT_CLOCK_SOLUTION, c->solution);
		due_is(&work, COMPLAINT_CLOCK_PROGRESS, c->progress);
		due_is(&work, COMPLAINT_CLOCK_REFUND, c->refund);
		assert_int_equal(work.after.due_at, complaint_nearest(work.clocks, work.clock_count));
	}
}

/* RULE AFT-9: of the four sentences the second and third promise a call. */
static void
promises_are_kept(void **state)
{
	(void)state;
	for (int64_t promise = 0; promise <= 4; promise++) {
		struct complaint_work work = work_new(PROBLEM_LATE, "2026-05-12 10:00");

		terms.of[TERM_PROMISE].amount = 20 * MINUTE;
		work.after.promise = promise;
		does(&work, complaint_plan_open(&work), "open");
		due_is(
		    &work, COMPLAINT_CLOCK_PROMISE, promise == 2 || promise == 3 ? "2026-05-12 10:20" : NULL);
		work.now += 21 * MINUTE;
		does(&work, complaint_plan_tell(&work, CONTACT_PHONE, "We found it"), "tell");
		if (promise == 2 || promise == 3)
			outcome_is(&work, COMPLAINT_CLOCK_PROMISE, CLOCK_MISSED);
	}
}

/* RULE CMP-4: met and missed are kept; to the second it is met. */
static void
an_answer_meets_its_clock_or_misses_it(void **state)
{
	struct complaint_work work = work_opened(PROBLEM_LATE, "2026-05-12 10:00");

	(void)state;
	work.now = at("2026-05-13 10:00");
	does(&work, complaint_plan_tell(&work, CONTACT_PHONE, "Tomorrow"), "tell");
	outcome_is(&work, COMPLAINT_CLOCK_ANSWER, CLOCK_MET);
	assert_int_equal(work.after.state, COMPLAINT_WORKING);
	assert_int_equal(work.after.answered_at, work.now);
	assert_int_equal(work.after.due_at, 0);
	work = work_opened(PROBLEM_LATE, "2026-05-12 10:00");
	work.now = at("2026-05-13 10:00:01");
	does(&work, complaint_plan_tell(&work, CONTACT_PHONE, "Tomorrow"), "tell");
	outcome_is(&work, COMPLAINT_CLOCK_ANSWER, CLOCK_MISSED);
}

/* RULE CMP-4: daily progress until the solution is there. */
static void
progress_is_daily(void **state)
{
	struct complaint_work work = work_new(PROBLEM_LATE, "2026-05-12 10:00");

	(void)state;
	work.after.complex = true;
	does(&work, complaint_plan_open(&work), "open");
	work.now = at("2026-05-12 15:00");
	does(&work, complaint_plan_tell(&work, CONTACT_PHONE, "We asked"), "first");
	due_is(&work, COMPLAINT_CLOCK_PROGRESS, "2026-05-13 15:00");
	work.now = at("2026-05-13 16:00");
	does(&work, complaint_plan_tell(&work, CONTACT_PHONE, "Still asking"), "second");
	due_is(&work, COMPLAINT_CLOCK_PROGRESS, "2026-05-14 16:00");
	work.now = at("2026-05-14 09:00");
	does(&work, complaint_plan_solve(&work, "A new one", ""), "solve");
	outcome_is(&work, COMPLAINT_CLOCK_PROGRESS, CLOCK_DROPPED);
	outcome_is(&work, COMPLAINT_CLOCK_SOLUTION, CLOCK_MET);
	work.now = at("2026-05-14 10:00");
	does(&work, complaint_plan_tell(&work, CONTACT_PHONE, "A new one comes"), "told");
	outcome_is(&work, COMPLAINT_CLOCK_PROGRESS, CLOCK_DROPPED);
	assert_int_equal(work.clock_count, 5); /* answer, solution, three days of progress */
}

/* RULE CMP-7: a delivery question is answered within four hours after the facts are known. */
static void
facts_of_a_delivery_question(void **state)
{
	const struct handoff_ask ask = { PROBLEM_DELIVERY_QUESTION, DEPARTMENT_LOGISTICS, false, "Where?",
		1800 };
	struct complaint_work work = work_opened(PROBLEM_DELIVERY_QUESTION, "2026-05-12 10:00");

	(void)state;
	due_is(&work, COMPLAINT_CLOCK_DELIVERY, NULL);
	does(&work, complaint_plan_hand_off(&work, &ask), "ask");
	work.actor = &other;
	work.actor_answers = INT64_C(1) << DEPARTMENT_LOGISTICS;
	work.now = at("2026-05-12 17:00");
	does(&work, complaint_plan_reply(&work, 1, "In Hangzhou"), "reply");
	due_is(&work, COMPLAINT_CLOCK_DELIVERY, "2026-05-13 09:30");
	outcome_is(&work, COMPLAINT_CLOCK_HANDOFF, CLOCK_MISSED); /* four hours were over at 14:00 */
	work.actor = &agent;
	refuses(&work, complaint_plan_facts(&work), RC_REFUSED, "complaints.refused.facts");
	work.now = at("2026-05-13 09:00");
	does(&work, complaint_plan_told(&work, 1, CONTACT_PHONE, "In Hangzhou"), "told");
	outcome_is(&work, COMPLAINT_CLOCK_DELIVERY, CLOCK_MET);
	work = work_opened(PROBLEM_DELIVERY_QUESTION, "2026-05-12 10:00");
	does(&work, complaint_plan_facts(&work), "facts");
	due_is(&work, COMPLAINT_CLOCK_DELIVERY, "2026-05-12 14:00");
	work = work_opened(PROBLEM_LATE, "2026-05-12 10:00");
	refuses(&work, complaint_plan_facts(&work), RC_REFUSED, "complaints.refused.no_question");
}

/* RULE CMP-7: four hours in which there is service, every day of the year. RULE CMP-6: a day, whatever day it is. */
static void
delivery_and_call_back_over_days(void **state)
{
	static const struct {
		const char *known, *delivery, *call_back;
	} cases[] = { { "2026-05-12 10:00", "2026-05-12 14:00", "2026-05-13 10:00" },
		{ "2026-05-12 16:00", "2026-05-12 20:00",
		    "2026-05-13 16:00" }, /* to the second of closing time */
		{ "2026-05-12 16:00:01", "2026-05-13 08:30:01", "2026-05-13 16:00:01" },
		{ "2026-05-12 23:59:59", "2026-05-13 12:30", "2026-05-13 23:59:59" },
		{ "2026-05-15 19:00", "2026-05-16 11:30", "2026-05-16 19:00" }, /* a Friday, a Sunday */
		{ "2026-05-17 19:00", "2026-05-18 11:30", "2026-05-18 19:00" },
		{ "2026-02-16 18:30", "2026-02-17 11:00", "2026-02-17 18:30" }, /* the Spring Festival */
		{ "2026-02-14 08:00", "2026-02-14 12:30", "2026-02-15 08:00" }, /* its make-up Saturday */
		{ "2026-02-28 19:30", "2026-03-01 12:00",
		    "2026-03-01 19:30" }, /* ends of months and of the year */
		{ "2026-05-31 20:00", "2026-06-01 12:30", "2026-06-01 20:00" },
		{ "2026-12-31 19:30", "2027-01-01 12:00", "2027-01-01 19:30" } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct complaint_work work = work_opened(PROBLEM_DELIVERY_QUESTION, "2026-01-05 10:00");

		work.now = at(cases[i].known);
		does(&work, complaint_plan_facts(&work), cases[i].known);
		due_is(&work, COMPLAINT_CLOCK_DELIVERY, cases[i].delivery);
		does(&work, complaint_plan_solve(&work, "Sent anew", "Sent"), cases[i].known);
		does(&work, complaint_plan_tell(&work, CONTACT_PHONE, "Sent anew"), cases[i].known);
		does(&work, complaint_plan_close(&work), cases[i].known);
		due_is(&work, COMPLAINT_CLOCK_CALLBACK, cases[i].call_back);
		assert_int_equal(work.after.due_at, at(cases[i].call_back));
	}
}

static void
customers_are_told_by_the_first_way_there_is(void **state)
{
	(void)state;
	assert_int_equal(complaint_tell_way(PROBLEM_DELIVERY_QUESTION, true, "13800000001"), TELL_MAIL);
	assert_int_equal(complaint_tell_way(PROBLEM_DELIVERY_QUESTION, false, "13800000001"), TELL_SMS);
	assert_int_equal(complaint_tell_way(PROBLEM_DELIVERY_QUESTION, false, "057188880000"), TELL_PHONE);
	assert_int_equal(complaint_tell_way(PROBLEM_REFUND_PROGRESS, true, "13800000001"), TELL_SMS);
	assert_int_equal(complaint_tell_way(PROBLEM_REFUND_PROGRESS, true, ""), TELL_NONE);
}

/* A reminder that would be in the past already waits for the deadline. */
static void
reminders_come_before_the_deadline(void **state)
{
	struct handoff_ask ask = { PROBLEM_PAYMENT_CHECK, 0, false, "Paid?", 1800 };
	struct complaint_work work = work_opened(PROBLEM_PAYMENT_CHECK, "2026-05-12 10:00");

	(void)state;
	does(&work, complaint_plan_hand_off(&work, &ask), "ask");
	assert_int_equal(work.handoffs[0].remind_at, at("2026-05-12 11:30"));
	ask.remind_before = 3 * HOUR;
	does(&work, complaint_plan_hand_off(&work, &ask), "ask");
	assert_int_equal(work.handoffs[1].remind_at, at("2026-05-12 12:00:01"));
}

static void
another_problem_has_other_clocks(void **state)
{
	struct complaint_class wanted = { PROBLEM_REFUND_PROGRESS, DEPARTMENT_FINANCE, 0, URGENCY_URGENT,
		true };
	struct complaint_work work = work_opened(PROBLEM_FAULTY, "2026-05-12 10:00");

	(void)state;
	work.now = at("2026-05-12 10:30");
	does(&work, complaint_plan_classify(&work, &wanted, "It is about money"), "classify");
	outcome_is(&work, COMPLAINT_CLOCK_FORM, CLOCK_DROPPED);
	due_is(&work, COMPLAINT_CLOCK_REFUND, "2026-05-14 10:30");
	due_is(&work, COMPLAINT_CLOCK_SOLUTION, "2026-05-15 20:00");
	assert_int_equal(work.after.type, COMPLAINT_PAYMENT);
	refuses(&work, complaint_plan_classify(&work, &wanted, "Again"), RC_INVALID,
	    "complaints.invalid.unchanged");
	wanted.complex = false;
	wanted.problem = PROBLEM_LATE;
	does(&work, complaint_plan_classify(&work, &wanted, "No"), "classify");
	outcome_is(&work, COMPLAINT_CLOCK_SOLUTION, CLOCK_DROPPED);
	outcome_is(&work, COMPLAINT_CLOCK_REFUND, CLOCK_DROPPED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(handoffs_are_due),
		cmocka_unit_test(clocks_start_at_intake), cmocka_unit_test(promises_are_kept),
		cmocka_unit_test(an_answer_meets_its_clock_or_misses_it), cmocka_unit_test(progress_is_daily),
		cmocka_unit_test(facts_of_a_delivery_question),
		cmocka_unit_test(delivery_and_call_back_over_days),
		cmocka_unit_test(customers_are_told_by_the_first_way_there_is),
		cmocka_unit_test(reminders_come_before_the_deadline),
		cmocka_unit_test(another_problem_has_other_clocks) };

	return cmocka_run_group_tests(tests, complaint_setup, NULL);
}
