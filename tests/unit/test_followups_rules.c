/* SPDX-License-Identifier: MIT */
/* Rules of follow-ups as tables of cases (RULE MEM-7, QA-5). Not their tables in the database. */
#include "base/clock.h"
#include "followups/rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#define NOW INT64_C(1778565600) /* 2026-05-12 14:00 in Asia/Shanghai */
#define CLOSE 72000             /* 20:00 */

static int
start(void **state)
{
	(void)state;
	return clock_zone("Asia/Shanghai") == RC_OK ? 0 : -1;
}

static int64_t
at(const char *text)
{
	int64_t found = 0;

	assert_int_equal(time_parse(text, &found), RC_OK);
	return found;
}

static const struct visit_figures figures = { .days = 60, .close = CLOSE, .retry_days = 2, .tries = 3 };

/* RULE MEM-7 */
static void
visits_fall_due_by_tier_and_last_contact(void **state)
{
	static const struct {
		const char *what;
		int64_t days;
		const char *contact, *from, *since, *order; /* NULL: not known */
		const char *due;
	} cases[] = {
		{ "the lowest tier", 180, "2026-01-01 09:00", NULL, NULL, NULL, "2026-06-30 20:00" },
		{ "the second", 90, "2026-01-01 09:00", NULL, NULL, NULL, "2026-04-01 20:00" },
		{ "the third", 60, "2026-01-01 09:00", NULL, NULL, NULL, "2026-03-02 20:00" },
		{ "the highest", 30, "2026-01-01 09:00", NULL, NULL, NULL, "2026-01-31 20:00" },
		{ "the hour of the contact does not count", 30, "2026-01-01 23:59", NULL, NULL, NULL,
		    "2026-01-31 20:00" },
		{ "a day is the shop's, not UTC's", 30, "2026-01-02 00:01", NULL, NULL, NULL,
		    "2026-02-01 20:00" },
		{ "a visit given up counts from then", 30, "2026-01-01 09:00", "2026-02-01 09:00", NULL, NULL,
		    "2026-03-03 20:00" },
		{ "a later contact counts more", 30, "2026-02-02 09:00", "2026-02-01 09:00", NULL, NULL,
		    "2026-03-04 20:00" },
		{ "never spoken with: from joining", 30, NULL, NULL, "2026-03-01 10:00", "2026-05-01 10:00",
		    "2026-03-31 20:00" },
		{ "an order is no contact", 30, "2026-03-01 10:00", NULL, NULL, "2026-05-01 10:00",
		    "2026-03-31 20:00" },
		{ "joined nobody knows when: the last order", 30, NULL, NULL, NULL, "2026-05-01 10:00",
		    "2026-05-31 20:00" },
		{ "nothing is known: from today", 30, NULL, NULL, NULL, NULL, "2026-06-11 20:00" },
		{ "over a leap day", 30, "2028-02-01 10:00", NULL, NULL, NULL, "2028-03-02 20:00" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct visit_figures by = figures;
		const struct visit_member member = { .id = 1,
			.calls = true,
			.phone = true,
			.contact_at = cases[i].contact ? at(cases[i].contact) : 0,
			.follow_from = cases[i].from ? at(cases[i].from) : 0,
			.since_at = cases[i].since ? at(cases[i].since) : 0,
			.last_order_at = cases[i].order ? at(cases[i].order) : 0 };
		struct visit_plan plan;

		by.days = cases[i].days;
		plan = visit_plan(&member, &by, NOW);
		if (plan.due_at != at(cases[i].due) || plan.state != VISIT_PLANNED)
			fail_msg("%s", cases[i].what);
	}
}

static void
some_members_are_not_visited(void **state)
{
	static const struct {
		bool gone, calls, phone, wrong;
		int64_t follow_state;
		enum follow_state expected;
	} cases[] = {
		{ false, true, true, false, VISIT_UNPLANNED, VISIT_PLANNED },
		{ false, true, true, false, VISIT_LISTED, VISIT_LISTED },
		{ false, false, true, false, VISIT_LISTED, VISIT_OPTED_OUT },
		{ false, false, false, true, VISIT_PLANNED, VISIT_OPTED_OUT },
		{ false, true, false, false, VISIT_PLANNED, VISIT_NO_PHONE },
		{ false, true, true, true, VISIT_PLANNED, VISIT_WRONG_NUMBER },
		{ true, true, true, false, VISIT_PLANNED, VISIT_GONE },
		{ true, false, false, true, VISIT_LISTED, VISIT_GONE },
		{ false, true, true, false, VISIT_OPTED_OUT, VISIT_PLANNED }, /* wants calls again */
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct visit_member member = { .gone = cases[i].gone,
			.calls = cases[i].calls,
			.phone = cases[i].phone,
			.wrong = cases[i].wrong,
			.follow_state = cases[i].follow_state,
			.contact_at = NOW };
		struct visit_plan plan = visit_plan(&member, &figures, NOW);

		assert_int_equal(plan.state, cases[i].expected);
		assert_int_equal(plan.due_at != 0, cases[i].expected < VISIT_OPTED_OUT);
	}
}

static void
an_agreed_date_stays(void **state)
{
	const struct visit_member member = {
		.calls = true, .phone = true, .contact_at = NOW, .follow_at = NOW + 5 * DAY, .fixed = true
	};

	(void)state;
	assert_int_equal(visit_plan(&member, &figures, NOW).due_at, NOW + 5 * DAY);
}

static void
agents_share_fairly_and_reproducibly(void **state)
{
	struct agent_load agents[3] = { { 11, 0 }, { 12, 0 }, { 13, 0 } };
	size_t drawn[3] = { 0 }, i, who;

	(void)state;
	for (i = 1; i <= 300; i++) {
		who = visit_share(agents, 3, 0, (int64_t)i, 20000);
		assert_int_equal(who, visit_share(agents, 3, 0, (int64_t)i, 20000));
		agents[who].open++;
		drawn[who]++;
	}
	for (i = 0; i < 3; i++)
		assert_int_equal(drawn[i], 100);
	/* nobody is always first: with equal loads the member draws */
	memset(drawn, 0, sizeof(drawn));
	for (i = 1; i <= 300; i++)
		drawn[visit_share(agents, 3, 0, (int64_t)i, 20001)]++;
	for (i = 0; i < 3; i++)
		assert_in_range(drawn[i], 60, 140);
	assert_int_equal(visit_share(agents, 3, 100, 1, 20000), SIZE_MAX); /* all are full */
	agents[1].open = 99;
	assert_int_equal(visit_share(agents, 3, 100, 1, 20000), 1);
	assert_int_equal(visit_share(agents, 0, 0, 1, 20000), SIZE_MAX);
}

static struct followup
a_followup(int64_t kind)
{
	return (struct followup){ .id = 1,
		.member_id = 2,
		.kind = kind,
		.open = true,
		.state = FOLLOWUP_OPEN,
		.account_id = 5,
		.version = 3,
		.due_at = NOW };
}

/* What an outcome leads to. */
static void
outcomes_have_their_consequences(void **state)
{
	static const struct {
		int64_t kind, outcome, tries;
		bool open, contact, restart, wrong, no_calls;
		const char *next; /* NULL: none */
	} cases[] = {
		{ FOLLOWUP_VISIT, OUTCOME_REACHED, 0, false, true, true, false, false, "2026-07-11 20:00" },
		{ FOLLOWUP_VISIT, OUTCOME_REFUSED, 0, false, true, true, false, false, "2026-07-11 20:00" },
		{ FOLLOWUP_VISIT, OUTCOME_NO_ANSWER, 0, true, false, false, false, false,
		    "2026-05-14 20:00" },
		{ FOLLOWUP_VISIT, OUTCOME_NO_ANSWER, 1, true, false, false, false, false,
		    "2026-05-14 20:00" },
		{ FOLLOWUP_VISIT, OUTCOME_NO_ANSWER, 2, false, false, true, false, false,
		    "2026-07-11 20:00" },
		{ FOLLOWUP_VISIT, OUTCOME_WRONG_NUMBER, 0, false, false, true, true, false, NULL },
		{ FOLLOWUP_VISIT, OUTCOME_NO_CALLS, 0, false, true, true, false, true, NULL },
		{ FOLLOWUP_HAND, OUTCOME_REACHED, 0, false, true, true, false, false, "2026-07-11 20:00" },
		{ FOLLOWUP_HAND, OUTCOME_NO_ANSWER, 2, false, false, false, false, false, NULL },
		{ FOLLOWUP_SURVEY, OUTCOME_REFUSED, 0, false, true, true, false, false, "2026-07-11 20:00" },
		{ FOLLOWUP_SURVEY, OUTCOME_NO_CALLS, 0, false, true, true, false, true, NULL },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct followup followup = a_followup(cases[i].kind);
		const struct followup_result result = { .outcome = cases[i].outcome, .note = "n" };
		struct followup_plan plan;

		followup.tries = cases[i].tries;
		assert_int_equal(
		    followup_plan_record(&followup, &result, &figures, false, NOW, &plan), RC_OK);
		assert_int_equal(plan.after.open, cases[i].open);
		assert_int_equal(plan.contact, cases[i].contact);
		assert_int_equal(plan.restart, cases[i].restart);
		assert_int_equal(plan.wrong_number, cases[i].wrong);
		assert_int_equal(plan.no_calls, cases[i].no_calls);
		assert_int_equal(plan.after.next_at, cases[i].next ? at(cases[i].next) : 0);
		assert_int_equal(plan.after.version, 4);
		assert_int_equal(plan.after.done_at, cases[i].open ? 0 : NOW);
		if (cases[i].open)
			assert_int_equal(plan.after.due_at, plan.after.next_at);
	}
}

static void
what_is_given_is_checked(void **state)
{
	static const struct {
		int64_t kind, outcome, score, score2;
		bool second;
		const char *day, *reason;
		const char *field; /* NULL: it is taken */
	} cases[] = {
		{ FOLLOWUP_VISIT, 0, 0, 0, false, NULL, "", "outcome" },
		{ FOLLOWUP_VISIT, 6, 0, 0, false, NULL, "", "outcome" },
		{ FOLLOWUP_VISIT, OUTCOME_REACHED, 3, 0, false, NULL, "", "score" },
		{ FOLLOWUP_VISIT, OUTCOME_REACHED, 0, 3, false, NULL, "", "score2" },
		{ FOLLOWUP_SURVEY, OUTCOME_REACHED, 0, 0, false, NULL, "", "score" },
		{ FOLLOWUP_SURVEY, OUTCOME_REACHED, 6, 0, false, NULL, "", "score" },
		{ FOLLOWUP_SURVEY, OUTCOME_REACHED, -1, 0, false, NULL, "", "score" },
		{ FOLLOWUP_SURVEY, OUTCOME_REACHED, 1, 0, false, NULL, "", NULL },
		{ FOLLOWUP_SURVEY, OUTCOME_REACHED, 5, 0, true, NULL, "", "score2" },
		{ FOLLOWUP_SURVEY, OUTCOME_REACHED, 5, 5, true, NULL, "", NULL },
		{ FOLLOWUP_SURVEY, OUTCOME_REACHED, 5, 5, false, NULL, "", "score2" },
		{ FOLLOWUP_SURVEY, OUTCOME_REFUSED, 1, 0, false, NULL, "", "score" }, /* QA-5 */
		{ FOLLOWUP_SURVEY, OUTCOME_REFUSED, 0, 0, true, NULL, "", NULL },
		{ FOLLOWUP_VISIT, OUTCOME_REACHED, 0, 0, false, "2026-06-01 12:00", "", "next_reason" },
		{ FOLLOWUP_VISIT, OUTCOME_REACHED, 0, 0, false, "2026-06-01 12:00", "on holiday", NULL },
		{ FOLLOWUP_VISIT, OUTCOME_REACHED, 0, 0, false, "2026-07-11 12:00", "",
		    NULL }, /* as proposed */
		{ FOLLOWUP_VISIT, OUTCOME_REACHED, 0, 0, false, "2026-05-12 12:00", "x", "next_day" },
		{ FOLLOWUP_VISIT, OUTCOME_REACHED, 0, 0, false, "2026-05-11 12:00", "x", "next_day" },
		{ FOLLOWUP_VISIT, OUTCOME_REACHED, 0, 0, false, "2026-05-13 12:00", "x", NULL },
		{ FOLLOWUP_VISIT, OUTCOME_REACHED, 0, 0, false, "2036-05-19 12:00", "x", NULL },
		{ FOLLOWUP_VISIT, OUTCOME_REACHED, 0, 0, false, "2036-05-20 12:00", "x", "next_day" },
		{ FOLLOWUP_VISIT, OUTCOME_NO_CALLS, 0, 0, false, "2026-06-01 12:00", "x", "next_day" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct followup followup = a_followup(cases[i].kind);
		const struct followup_result result = { cases[i].outcome, cases[i].score, cases[i].score2, "",
			cases[i].day ? clock_day(at(cases[i].day)) : 0, cases[i].reason };
		struct followup_plan plan;
		enum rc rc = followup_plan_record(&followup, &result, &figures, cases[i].second, NOW, &plan);

		if ((rc == RC_OK) != (cases[i].field == NULL) ||
		    (rc != RC_OK && strcmp(plan.field, cases[i].field) != 0))
			fail_msg("case %zu", i);
	}
}

static void
what_is_over_stays_over(void **state)
{
	struct followup followup = a_followup(FOLLOWUP_VISIT);
	const struct followup_result result = { .outcome = OUTCOME_REACHED, .note = "" };
	struct followup_plan plan;

	(void)state;
	assert_int_equal(followup_plan_hand_over(&followup, 5, &plan), RC_REFUSED);
	assert_int_equal(followup_plan_hand_over(&followup, 6, &plan), RC_OK);
	assert_int_equal(plan.after.account_id, 6);
	assert_int_equal(followup_plan_skip(&followup, "", NOW, &plan), RC_INVALID);
	assert_int_equal(followup_plan_skip(&followup, "moved house", NOW, &plan), RC_OK);
	assert_true(plan.restart);
	followup.state = FOLLOWUP_DONE;
	assert_int_equal(followup_plan_record(&followup, &result, &figures, false, NOW, &plan), RC_REFUSED);
	assert_int_equal(followup_plan_skip(&followup, "x", NOW, &plan), RC_REFUSED);
	assert_int_equal(followup_plan_hand_over(&followup, 6, &plan), RC_REFUSED);
}

/* RULE QA-1: nothing to count is no figure */
static void
averages_of_surveys(void **state)
{
	static const struct {
		int64_t answers[5], expected;
	} cases[] = {
		{ { 0, 0, 0, 0, 0 }, -1 },
		{ { 1, 0, 0, 0, 0 }, 100 },
		{ { 0, 0, 0, 0, 7 }, 500 },
		{ { 1, 1, 0, 0, 0 }, 150 },
		{ { 2, 1, 0, 0, 0 }, 133 },
		{ { 1, 2, 0, 0, 0 }, 167 },
		{ { 1000000, 0, 0, 0, 1000000 }, 300 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(survey_average(cases[i].answers), cases[i].expected);
}

/* RULE QA-5: once of each member, and nobody who wants no calls or cannot be called. */
static void
who_is_asked_in_a_survey(void **state)
{
	static const struct {
		struct visit_member member;
		bool asked;
		const char *why;
	} cases[] = {
		{ { .calls = true, .phone = true }, false, NULL },
		{ { .calls = true, .phone = true }, true, "followups.refused.asked" },
		{ { .calls = false, .phone = true }, false, "followups.refused.opted_out" },
		{ { .calls = true, .phone = false }, false, "followups.refused.no_phone" },
		{ { .gone = true, .calls = true, .phone = true }, false, "followups.refused.gone" },
		{ { .calls = true, .phone = true, .wrong = true }, false, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *why = survey_refusal(&cases[i].member, cases[i].asked);

		if (cases[i].why == NULL)
			assert_null(why);
		else
			assert_string_equal(why, cases[i].why);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(visits_fall_due_by_tier_and_last_contact),
		cmocka_unit_test(some_members_are_not_visited),
		cmocka_unit_test(an_agreed_date_stays),
		cmocka_unit_test(agents_share_fairly_and_reproducibly),
		cmocka_unit_test(outcomes_have_their_consequences),
		cmocka_unit_test(what_is_given_is_checked),
		cmocka_unit_test(what_is_over_stays_over),
		cmocka_unit_test(averages_of_surveys),
		cmocka_unit_test(who_is_asked_in_a_survey),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
