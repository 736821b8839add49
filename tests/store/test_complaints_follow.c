/* SPDX-License-Identifier: MIT */
/* What comes of complaints against a real MariaDB: the promise's call-back task (RULE AFT-9), who is told of urgent ones (CMP-2) and of
 * hand-offs that are due (CMP-3), progress and terms as they are kept (CMP-4, CMP-7), the call after closing (CMP-6).
 * Not the complaints themselves: test_complaints.c; not the terms: tests/unit/test_complaints_deadlines.c. */
#include "base/clock.h"
#include "complaint_help.h"
#include "complaints/actions.h"
#include "harness.h"

#include <string.h>

static int64_t agent_id, other_id;

static int
setup(void **state)
{
	int failed = test_start(state);

	if (failed != 0)
		return failed;
	agent_id = test_account("KF7101", ROLE_AGENT);
	other_id = test_account("KF7102", ROLE_AGENT);
	return 0;
}

static int
fresh(void **state)
{
	(void)state;
	test_ctx()->now = TEST_NOW;
	test_actor(test_ctx(), agent_id, "KF7101", ROLE_AGENT);
	return 0;
}

static int64_t
version_of(int64_t id)
{
	return test_number("SELECT version FROM complaint WHERE id = %lld", (long long)id);
}

static int64_t
opened(int64_t problem)
{
	const struct complaint_draft draft = complaint_draft_new(test_member(), problem);

	return complaint_take_in(test_ctx(), &draft);
}

/* Solved, told, closed. */
static void
closed(int64_t id)
{
	struct ctx *ctx = test_ctx();

	assert_rc(complaint_solve(ctx, id, version_of(id), "A new one", "Sent"), RC_OK);
	assert_rc(complaint_tell(ctx, id, version_of(id), CONTACT_PHONE, "A new one is sent"), RC_OK);
	assert_rc(complaint_close(ctx, id, version_of(id)), RC_OK);
}

/* How many notices of this topic went to `owner`: an account, or a role below zero; any occasion. */
static int64_t
told(int64_t id, const char *topic, int64_t owner)
{
	return test_number(
	    "SELECT COUNT(*) FROM notice WHERE topic = 'complaints.%s' AND owner = %lld AND subject = "
	    "'complaint:%lld'",
	    topic, (long long)owner, (long long)id);
}

static int64_t
told_all(int64_t id, const char *topic)
{
	return test_number(
	    "SELECT COUNT(*) FROM notice WHERE topic = 'complaints.%s' AND subject = 'complaint:%lld'", topic,
	    (long long)id);
}

/* A value of the task that is open, or of the one done last; -1: there is none. */
static int64_t
task_of(int64_t id, const char *kind, const char *column, bool open)
{
	return test_number("SELECT COALESCE((SELECT %s FROM task WHERE kind = 'complaints.%s' AND subject = "
			   "'complaint:%lld' AND (state = 0) = %d ORDER BY id DESC LIMIT 1), -1)",
	    column, kind, (long long)id, open);
}

/* --- the promise (RULE AFT-9) ----------------------------------------------------------------------------------- */

static void
a_promise_makes_the_call_by_the_wait(void **state)
{
	static const struct {
		int64_t wait, promise;
		bool call;
	} cases[] = { { 0, 0, false }, { 1, 1, false }, { MINUTE, 1, false }, { MINUTE + 1, 2, true },
		{ 30 * MINUTE, 2, true }, { 30 * MINUTE + 1, 3, true }, { 2 * HOUR, 3, true },
		{ 2 * HOUR + 1, 4, false }, { DAY, 4, false } };
	struct ctx *ctx = test_ctx();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct complaint_draft draft = complaint_draft_new(test_member(), PROBLEM_LATE);
		int64_t id;

		ctx->now = TEST_NOW;
		draft.wait = cases[i].wait;
		id = complaint_take_in(ctx, &draft);
		assert_int_equal(test_number("SELECT promise FROM complaint WHERE id = %lld", (long long)id),
		    cases[i].promise);
		assert_int_equal(
		    task_of(id, "call", "due_at", true), cases[i].call ? TEST_NOW + cases[i].wait : -1);
		assert_int_equal(task_of(id, "call", "account_id", true), cases[i].call ? agent_id : -1);
		/* the call: it is over for whoever had it to make */
		ctx->now += 30;
		assert_rc(complaint_tell(ctx, id, version_of(id), CONTACT_PHONE, "It is found"), RC_OK);
		assert_int_equal(task_of(id, "call", "due_at", true), -1);
		assert_int_equal(task_of(id, "call", "done_at", false), cases[i].call ? TEST_NOW + 30 : -1);
		/* RULE AFT-9: who was to wait more than two hours reads an SMS at the end, nobody else does */
		assert_int_equal(told_all(id, "closed"), 0);
		closed(id);
		assert_int_equal(
		    test_number("SELECT COUNT(*) FROM notice WHERE topic = 'complaints.closed' AND "
				"channel = 1 AND member_id > 0 AND subject = 'complaint:%lld'",
			(long long)id),
		    cases[i].promise == 4);
	}
}

/* A complaint that nobody follows yet: the call is everybody's of the team. */
static void
a_promise_of_the_team(void **state)
{
	struct ctx *ctx = test_ctx();
	struct complaint_draft draft = complaint_draft_new(test_member(), PROBLEM_LATE);
	int64_t id;

	(void)state;
	draft.wait = HOUR;
	draft.team = true;
	id = complaint_take_in(ctx, &draft);
	assert_int_equal(task_of(id, "call", "role", true), ROLE_AGENT);
	test_actor(ctx, other_id, "KF7102", ROLE_AGENT);
	assert_rc(complaint_take(ctx, id, 1), RC_OK);
	assert_int_equal(task_of(id, "call", "account_id", true), other_id);
	assert_int_equal(task_of(id, "call", "due_at", true), TEST_NOW + HOUR);
}

/* --- urgent ones (RULE CMP-2) ----------------------------------------------------------------------------------- */

static void
supervisors_are_told_of_urgent_ones_once(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t id = opened(PROBLEM_LATE);
	struct complaint_class class = { PROBLEM_REFUND_DISPUTE, DEPARTMENT_FINANCE, 0, URGENCY_URGENT,
		false };

	(void)state;
	assert_int_equal(told_all(id, "urgent"), 0);
	assert_rc(complaint_classify(ctx, id, version_of(id), &class, "It is about money"), RC_OK);
	assert_int_equal(told(id, "urgent", -ROLE_SUPERVISOR), 1);
	assert_int_equal(told_all(id, "urgent"), 1);
	class.problem = PROBLEM_WRONG_DELIVERY;
	assert_rc(complaint_classify(ctx, id, version_of(id), &class, "It went elsewhere"), RC_OK);
	assert_rc(complaint_note(ctx, id, version_of(id), "He calls again", 0), RC_OK);
	assert_int_equal(told_all(id, "urgent"), 1);
}

/* --- reminders (RULE CMP-3) ------------------------------------------------------------------------------------- */

static void
departments_are_reminded_before_and_after(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t id = opened(PROBLEM_FAULTY); /* asked at 14:00, due at 18:00 */

	(void)state;
	assert_rc(complaint_hand_off(ctx, id, 1, PROBLEM_FAULTY, 0, false, "Is it our fault?"), RC_OK);
	assert_int_equal(told(id, "asked", -ROLE_OPERATIONS), 1);
	ctx->now = TEST_NOW + 3 * HOUR + 29 * MINUTE;
	assert_rc(handoffs_remind(ctx), RC_OK);
	assert_int_equal(told_all(id, "remind"), 0);
	ctx->now = TEST_NOW + 3 * HOUR + 30 * MINUTE;
	assert_rc(handoffs_remind(ctx), RC_OK);
	assert_rc(handoffs_remind(ctx), RC_OK);
	assert_int_equal(told(id, "remind", -ROLE_OPERATIONS), 1);
	assert_int_equal(told_all(id, "remind"), 1); /* before the deadline the department alone */
	assert_int_equal(told_all(id, "late"), 0);
	ctx->now = TEST_NOW + 4 * HOUR;
	assert_rc(handoffs_remind(ctx), RC_OK);
	assert_int_equal(told_all(id, "late"), 0);
	ctx->now++;
	assert_rc(handoffs_remind(ctx), RC_OK);
	assert_rc(handoffs_remind(ctx), RC_OK);
	assert_int_equal(told(id, "late", -ROLE_OPERATIONS), 1);
	assert_int_equal(told(id, "late", agent_id), 1);
	assert_int_equal(told(id, "late", -ROLE_SUPERVISOR), 1);
	assert_int_equal(told_all(id, "late"), 3);
	ctx->now += DAY;
	assert_rc(handoffs_remind(ctx), RC_OK);
	assert_int_equal(told_all(id, "late") + told_all(id, "remind"), 4);
}

/* What is over is reminded of no more: withdrawn, or answered before the reminder or between the two. */
static void
what_is_answered_is_not_reminded_of(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t withdrawn = opened(PROBLEM_FAULTY), answered = opened(PROBLEM_FAULTY),
		between = opened(PROBLEM_FAULTY);

	(void)state;
	assert_rc(complaint_hand_off(ctx, withdrawn, 1, PROBLEM_FAULTY, 0, false, "Ours?"), RC_OK);
	assert_rc(complaint_hand_off(ctx, answered, 1, PROBLEM_FAULTY, 0, false, "Ours?"), RC_OK);
	assert_rc(complaint_hand_off(ctx, between, 1, PROBLEM_FAULTY, 0, false, "Ours?"), RC_OK);
	assert_rc(complaint_withdraw(ctx, withdrawn, 2, 1, "No longer needed"), RC_OK);
	test_actor(ctx, 91, "YY0091", ROLE_OPERATIONS);
	assert_rc(complaint_reply(ctx, answered, 1, 1, "It is"), RC_OK);
	ctx->now = TEST_NOW + 3 * HOUR + 30 * MINUTE;
	assert_rc(handoffs_remind(ctx), RC_OK);
	assert_rc(complaint_reply(ctx, between, 1, 1, "It is"), RC_OK);
	ctx->now += DAY;
	assert_rc(handoffs_remind(ctx), RC_OK);
	assert_int_equal(told_all(withdrawn, "remind") + told_all(withdrawn, "late"), 0);
	assert_int_equal(told_all(answered, "remind") + told_all(answered, "late"), 0);
	assert_int_equal(told_all(between, "remind"), 1);
	assert_int_equal(told_all(between, "late"), 0);
}

/* --- terms that are kept (RULE CMP-4, CMP-7) -------------------------------------------------------------------- */

/* The clock of that kind begun last. */
static int64_t
clock_of(int64_t id, enum complaint_clock_kind kind, const char *column)
{
	return test_number(
	    "SELECT COALESCE((SELECT %s FROM complaint_clock WHERE complaint_id = %lld AND kind = %d "
	    "ORDER BY clock_no DESC LIMIT 1), -1)",
	    column, (long long)id, (int)kind);
}

/* Progress of a complex one is due a day after each word to the customer; what was met and missed stays for the reports. */
static void
progress_is_due_from_each_message(void **state)
{
	struct ctx *ctx = test_ctx();
	struct complaint_draft draft = complaint_draft_new(test_member(), PROBLEM_LATE);
	int64_t id;

	(void)state;
	draft.complex = true;
	id = complaint_take_in(ctx, &draft);
	assert_int_equal(clock_of(id, COMPLAINT_CLOCK_PROGRESS, "due_at"), TEST_NOW + DAY);
	ctx->now = TEST_NOW + 5 * HOUR;
	assert_rc(complaint_tell(ctx, id, version_of(id), CONTACT_PHONE, "We asked"), RC_OK);
	assert_int_equal(clock_of(id, COMPLAINT_CLOCK_PROGRESS, "due_at"), TEST_NOW + 5 * HOUR + DAY);
	ctx->now = TEST_NOW + 6 * HOUR + DAY; /* an hour late */
	assert_rc(complaint_tell(ctx, id, version_of(id), CONTACT_SMS, "Still asking"), RC_OK);
	assert_int_equal(clock_of(id, COMPLAINT_CLOCK_PROGRESS, "due_at"), TEST_NOW + 6 * HOUR + 2 * DAY);
	assert_int_equal(test_number("SELECT due_at FROM complaint WHERE id = %lld", (long long)id),
	    TEST_NOW + 6 * HOUR + 2 * DAY);
	assert_string_equal(
	    test_word("SELECT GROUP_CONCAT(outcome ORDER BY clock_no) FROM complaint_clock WHERE "
		      "complaint_id = %lld AND kind = %d",
		(long long)id, COMPLAINT_CLOCK_PROGRESS),
	    "1,2,0"); /* met, missed, running */
	assert_int_equal(clock_of(id, COMPLAINT_CLOCK_ANSWER, "outcome"), CLOCK_MET);
	/* each word stays, in the order it was said */
	assert_string_equal(
	    test_word("SELECT GROUP_CONCAT(text ORDER BY entry_no SEPARATOR '|') FROM complaint_entry WHERE "
		      "complaint_id = %lld AND kind = %d",
		(long long)id, ENTRY_TO_CUSTOMER),
	    "We asked|Still asking");
}

/* RULE CMP-7: told within 24 to 48 hours: the task is due at the first, the clock at the second. */
static void
refund_progress_has_a_task_and_a_clock(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t id = opened(PROBLEM_REFUND_PROGRESS);

	(void)state;
	assert_int_equal(clock_of(id, COMPLAINT_CLOCK_REFUND, "due_at"), TEST_NOW + 2 * DAY);
	assert_int_equal(task_of(id, "refund", "due_at", true), TEST_NOW + DAY);
	ctx->now += DAY + HOUR;
	assert_rc(complaint_tell(ctx, id, version_of(id), CONTACT_SMS, "It is on its way"), RC_OK);
	assert_int_equal(task_of(id, "refund", "due_at", true), -1);
	assert_int_equal(task_of(id, "refund", "done_at", false), TEST_NOW + DAY + HOUR);
	assert_int_equal(clock_of(id, COMPLAINT_CLOCK_REFUND, "outcome"), CLOCK_MET);
}

/* --- after closing (RULE CMP-6) --------------------------------------------------------------------------------- */

static void
the_call_back_is_due_within_a_day(void **state)
{
	static const int64_t reopens[] = { 0, 1, 1, 0, 0, 0 };
	struct ctx *ctx = test_ctx();

	(void)state;
	for (int64_t score = 1; score <= 5; score++) {
		int64_t id = opened(PROBLEM_LATE);

		ctx->now = TEST_NOW + HOUR;
		closed(id);
		assert_int_equal(clock_of(id, COMPLAINT_CLOCK_CALLBACK, "due_at"), TEST_NOW + HOUR + DAY);
		assert_int_equal(
		    test_number("SELECT due_at FROM followup WHERE source = 'complaint:%lld:0' AND open = 1 "
				"AND kind = 2 AND account_id = %lld",
			(long long)id, (long long)agent_id),
		    TEST_NOW + HOUR + DAY);
		assert_rc(complaint_call_back(ctx, id, version_of(id), score, "So he says"), RC_OK);
		assert_int_equal(
		    test_number(
			"SELECT COUNT(*) FROM followup WHERE source LIKE 'complaint:%lld:%%' AND open = 1",
			(long long)id),
		    0);
		assert_int_equal(test_number("SELECT reopened FROM complaint WHERE id = %lld", (long long)id),
		    reopens[score]);
		assert_int_equal(test_number("SELECT state FROM complaint WHERE id = %lld", (long long)id),
		    reopens[score] ? COMPLAINT_WORKING : COMPLAINT_CLOSED);
		assert_int_equal(clock_of(id, COMPLAINT_CLOCK_CALLBACK, "outcome"), CLOCK_MET);
		if (!reopens[score])
			continue;
		/* it has to be answered, closed and called back anew */
		assert_int_equal(clock_of(id, COMPLAINT_CLOCK_ANSWER, "due_at"), TEST_NOW + HOUR + DAY);
		closed(id);
		assert_int_equal(
		    test_number(
			"SELECT COUNT(*) FROM followup WHERE source = 'complaint:%lld:1' AND open = 1",
			(long long)id),
		    1);
	}
}

/* Who is no member has no follow-ups: the call is a task. */
static void
an_unknown_caller_is_called_back_by_a_task(void **state)
{
	struct ctx *ctx = test_ctx();
	struct complaint_draft draft = complaint_draft_new(0, PROBLEM_LATE);
	int64_t id;

	(void)state;
	draft.caller = "Somebody";
	id = complaint_take_in(ctx, &draft);
	closed(id);
	assert_int_equal(task_of(id, "callback", "due_at", true), TEST_NOW + DAY);
	assert_int_equal(task_of(id, "callback", "account_id", true), agent_id);
	assert_rc(complaint_reopen(ctx, id, version_of(id), "He called himself"), RC_OK);
	assert_int_equal(task_of(id, "callback", "due_at", true), -1);
	assert_int_equal(clock_of(id, COMPLAINT_CLOCK_CALLBACK, "outcome"), CLOCK_DROPPED);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_promise_makes_the_call_by_the_wait, fresh),
		cmocka_unit_test_setup(a_promise_of_the_team, fresh),
		cmocka_unit_test_setup(supervisors_are_told_of_urgent_ones_once, fresh),
		cmocka_unit_test_setup(departments_are_reminded_before_and_after, fresh),
		cmocka_unit_test_setup(what_is_answered_is_not_reminded_of, fresh),
		cmocka_unit_test_setup(progress_is_due_from_each_message, fresh),
		cmocka_unit_test_setup(refund_progress_has_a_task_and_a_clock, fresh),
		cmocka_unit_test_setup(the_call_back_is_due_within_a_day, fresh),
		cmocka_unit_test_setup(an_unknown_caller_is_called_back_by_a_task, fresh),
	};

	return cmocka_run_group_tests(tests, setup, test_stop);
}
