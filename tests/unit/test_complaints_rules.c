/* SPDX-License-Identifier: MIT */
/* Rules of complaints: the table of CMP-3, all transitions, what is missing, limits, owners, texts.
 * Not deadlines: test_complaints_deadlines.c; not the store: tests/store/test_complaints.c. */
#include "complaint_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

/* --- the table of CMP-3 ----------------------------------------------------------------------------------------- */

static const struct {
	int64_t problem;
	enum complaint_term term;
	bool tried;
} named[] = { { PROBLEM_PAYMENT_CHECK, TERM_FINANCE, false }, { PROBLEM_ORDERS_TOTAL, TERM_FINANCE, false },
	{ PROBLEM_CATALOGUE, TERM_OPERATIONS, false }, { PROBLEM_DEFECT, TERM_OPERATIONS, false },
	{ PROBLEM_SIZE, TERM_OPERATIONS, false }, { PROBLEM_COLOUR, TERM_OPERATIONS, false },
	{ PROBLEM_FAULTY, TERM_GOODS, false }, { PROBLEM_QUANTITY, TERM_GOODS, false },
	{ PROBLEM_TAG, TERM_GOODS, false }, { PROBLEM_PACKAGING, TERM_GOODS, false },
	{ PROBLEM_CANNOT_ORDER, TERM_TECHNOLOGY, true }, { PROBLEM_CANNOT_PAY, TERM_TECHNOLOGY, true },
	{ PROBLEM_PASSWORD, TERM_TECHNOLOGY, true } };

/* RULE CMP-3: these and no others; each with its department, its clock and the tick where it is named. */
static void
problems_are_handed_off_as_named(void **state)
{
	size_t found = 0;

	(void)state;
	for (size_t i = 0; i < PROBLEMS; i++) {
		const struct problem_rule *rule = &complaint_problems[i];
		bool listed = false;

		assert_ptr_equal(problem_rule(rule->problem), rule);
		assert_true(rule->department >= DEPARTMENT_SERVICE && rule->department < DEPARTMENT_GM);
		for (size_t j = 0; j < sizeof(named) / sizeof(named[0]); j++)
			if (named[j].problem == rule->problem) {
				listed = true;
				found++;
				assert_int_equal(rule->term, named[j].term);
				assert_int_equal(rule->tried, named[j].tried);
			}
		if (!listed)
			assert_int_equal(rule->term, TERM_NONE);
	}
	assert_int_equal(found, sizeof(named) / sizeof(named[0]));
	assert_int_equal(term_rule(TERM_FINANCE)->clock, CLOCK_SERVICE);
	assert_int_equal(term_rule(TERM_OPERATIONS)->clock, CLOCK_SERVICE);
	assert_int_equal(term_rule(TERM_GOODS)->clock, CLOCK_SERVICE);
	assert_int_equal(term_rule(TERM_TECHNOLOGY)->clock, CLOCK_ELAPSED);
	assert_int_equal(problem_rule(PROBLEM_PAYMENT_CHECK)->department, DEPARTMENT_FINANCE);
	assert_int_equal(problem_rule(PROBLEM_PASSWORD)->department, DEPARTMENT_TECHNOLOGY);
	assert_null(problem_rule(0));
	assert_null(problem_rule(198));
}

/* RULE CMP-2 */
static void
urgency_is_suggested(void **state)
{
	static const int64_t urgent[] = { PROBLEM_FAULTY, PROBLEM_OTHER_GOODS, PROBLEM_WRONG_DELIVERY,
		PROBLEM_REFUND_DISPUTE };

	(void)state;
	for (size_t i = 0; i < sizeof(urgent) / sizeof(urgent[0]); i++)
		assert_int_equal(problem_rule(urgent[i])->urgency, URGENCY_URGENT);
	assert_int_equal(problem_rule(PROBLEM_LATE)->urgency, URGENCY_NORMAL);
	assert_int_equal(problem_rule(PROBLEM_CATALOGUE)->urgency, URGENCY_LOW);
}

/* --- states ----------------------------------------------------------------------------------------------------- */

/* The whole table once more, written by hand: per act the states it leads to from each. */
static void
transitions_are_these_and_no_others(void **state)
{
	static const char *const allowed[ACTS + 1] = { [ACT_TAKE] = "1>1 2>2 3>3 4>4",
		[ACT_TRANSFER] = "1>1 2>2 3>3 4>4",
		[ACT_NOTE] = "1>1 2>2 3>3 4>4 5>5",
		[ACT_HEARD] = "1>1 2>2 3>3 4>4 5>5",
		[ACT_TELL] = "1>2 2>2 3>3 4>4 5>5",
		[ACT_STEP] = "1>2 2>2 3>3 4>4",
		[ACT_SOLVE] = "1>2 2>2 3>3 4>4",
		[ACT_COMPENSATE] = "1>2 1>4 2>2 2>4 3>3 3>4",
		[ACT_DECIDE] = "4>2 4>3",
		[ACT_HAND_OFF] = "1>3 2>3 3>3 4>4",
		[ACT_REPLY] = "3>2 3>3 4>4",
		[ACT_TOLD] = "2>2 3>3 4>4",
		[ACT_WITHDRAW] = "3>2 3>3 4>4",
		[ACT_FACTS] = "1>1 2>2 3>3 4>4",
		[ACT_CLASSIFY] = "1>1 2>2 3>3 4>4",
		[ACT_CLOSE] = "2>5",
		[ACT_CALL_BACK] = "5>2 5>5",
		[ACT_REOPEN] = "5>2" };

	(void)state;
	for (int act = 1; act <= ACTS; act++)
		for (int from = 0; from <= COMPLAINT_STATES + 1; from++)
			for (int to = 0; to <= COMPLAINT_STATES + 1; to++) {
				const char move[] = { (char)('0' + from), '>', (char)('0' + to), '\0' };
				bool expected = strstr(allowed[act], move) != NULL;

				if (complaint_moves((enum complaint_act)act, from, to) != expected)
					fail_msg(
					    "act %d: %s is %sallowed", act, move, expected ? "not " : "");
			}
	assert_false(complaint_moves((enum complaint_act)0, 1, 1));
	assert_false(complaint_moves((enum complaint_act)(ACTS + 1), 1, 1));
}

/* What is missing is said one after the other until nothing is (RULE CMP-3, CMP-5). */
static void
closing_asks_for_everything(void **state)
{
	const struct handoff_ask ask = { PROBLEM_FAULTY, 0, false, "Is it ours?", 1800 };
	struct complaint_work work = work_opened(PROBLEM_FAULTY, "2026-05-12 10:00");
	const char *missing[MISSING_MOST];

	(void)state;
	assert_int_equal(complaint_close_missing(&work, missing), 3);
	refuses(&work, complaint_plan_close(&work), RC_REFUSED, "complaints.missing.solution");
	does(&work, complaint_plan_hand_off(&work, &ask), "ask");
	outcome_is(&work, COMPLAINT_CLOCK_FORM, CLOCK_MET);
	does(&work, complaint_plan_compensate(&work, 5000, "For the trouble"), "compensate");
	assert_int_equal(work.after.state, COMPLAINT_APPROVAL);
	assert_int_equal(complaint_close_missing(&work, missing), 5);
	refuses(&work, complaint_plan_close(&work), RC_REFUSED, "complaints.missing.approval");
	work.actor = &other;
	work.actor_answers = INT64_C(1) << DEPARTMENT_QUALITY;
	terms.limit_fen = 20000;
	does(&work, complaint_plan_decide(&work, true, ""), "approve");
	assert_int_equal(work.after.state, COMPLAINT_HANDED);
	assert_int_equal(work.after.compensation_fen, 5000);
	does(&work, complaint_plan_reply(&work, 1, "It is"), "reply");
	assert_int_equal(work.after.state, COMPLAINT_WORKING);
	work.actor = &agent;
	terms.limit_fen = 2000;
	refuses(&work, complaint_plan_close(&work), RC_REFUSED, "complaints.missing.told");
	does(&work, complaint_plan_told(&work, 1, CONTACT_PHONE, "It is ours"), "told");
	refuses(&work, complaint_plan_close(&work), RC_REFUSED, "complaints.missing.solution");
	work.now += 60;
	does(&work, complaint_plan_solve(&work, "A new one", ""), "solve");
	refuses(&work, complaint_plan_close(&work), RC_REFUSED, "complaints.missing.result");
	does(&work, complaint_plan_solve(&work, "A new one", "Sent"), "result");
	refuses(&work, complaint_plan_close(&work), RC_REFUSED, "complaints.missing.answer");
	work.now += 60;
	does(&work, complaint_plan_tell(&work, CONTACT_PHONE, "A new one is sent"), "tell");
	assert_int_equal(complaint_close_missing(&work, missing), 0);
	does(&work, complaint_plan_close(&work), "close");
	assert_int_equal(work.after.state, COMPLAINT_CLOSED);
	refuses(&work, complaint_plan_close(&work), RC_REFUSED, "complaints.refused.closed");
	refuses(&work, complaint_plan_hand_off(&work, &ask), RC_REFUSED, "complaints.refused.closed");
}

static struct complaint_work
work_closed(const char *when)
{
	struct complaint_work work = work_opened(PROBLEM_LATE, when);

	does(&work, complaint_plan_solve(&work, "Sorry", "Accepted"), "solve");
	does(&work, complaint_plan_tell(&work, CONTACT_PHONE, "Sorry"), "tell");
	does(&work, complaint_plan_close(&work), "close");
	return work;
}

/* RULE CMP-6 */
static void
call_back_asks_and_may_reopen(void **state)
{
	(void)state;
	for (int64_t score = 0; score <= 6; score++) {
		struct complaint_work work = work_closed("2026-05-12 10:00");

		due_is(&work, COMPLAINT_CLOCK_CALLBACK, "2026-05-13 10:00");
		work.now = at("2026-05-13 09:00");
		if (score < 1 || score > 5) {
			refuses(&work, complaint_plan_call_back(&work, score, ""), RC_INVALID,
			    "complaints.invalid.score");
			continue;
		}
		does(&work, complaint_plan_call_back(&work, score, ""), "call");
		assert_int_equal(work.after.score, score);
		outcome_is(&work, COMPLAINT_CLOCK_CALLBACK, CLOCK_MET);
		assert_int_equal(work.after.state, score <= 2 ? COMPLAINT_WORKING : COMPLAINT_CLOSED);
		assert_int_equal(work.after.reopened, score <= 2 ? 1 : 0);
		if (score > 2) {
			refuses(&work, complaint_plan_call_back(&work, 5, ""), RC_REFUSED,
			    "complaints.refused.called");
			assert_int_equal(work.after.due_at, 0);
			continue;
		}
		due_is(&work, COMPLAINT_CLOCK_ANSWER, "2026-05-14 09:00");
		refuses(&work, complaint_plan_close(&work), RC_REFUSED, "complaints.missing.solution");
	}
}

/* Reopened, it has to be solved, told, closed and called back anew. */
static void
reopened_it_begins_again(void **state)
{
	struct complaint_work work = work_closed("2026-05-12 10:00");

	(void)state;
	refuses(&work, complaint_plan_reopen(&work, " "), RC_INVALID, "complaints.invalid.empty");
	does(&work, complaint_plan_reopen(&work, "It broke again"), "reopen");
	outcome_is(&work, COMPLAINT_CLOCK_CALLBACK, CLOCK_DROPPED);
	assert_string_equal(work.text.solution, "");
	work.now += HOUR;
	does(&work, complaint_plan_solve(&work, "Another", "Sent"), "solve");
	refuses(&work, complaint_plan_close(&work), RC_REFUSED, "complaints.missing.answer");
	does(&work, complaint_plan_tell(&work, CONTACT_PHONE, "Another"), "tell");
	does(&work, complaint_plan_close(&work), "close");
	does(&work, complaint_plan_call_back(&work, 5, "Thanks"), "call");
	refuses(&work, complaint_plan_reopen(&work, ""), RC_INVALID, "complaints.invalid.empty");
}

/* RULE ORG-2, ORG-3: limits are for all compensation together, and nobody approves his own. */
static void
compensation_above_the_limit_waits(void **state)
{
	struct complaint_work work = work_opened(PROBLEM_LATE, "2026-05-12 10:00");

	(void)state;
	refuses(&work, complaint_plan_compensate(&work, 0, "Sorry"), RC_INVALID, "complaints.invalid.amount");
	does(&work, complaint_plan_compensate(&work, 1500, "Sorry"), "within");
	assert_int_equal(work.after.compensation_fen, 1500);
	assert_int_equal(work.after.state, COMPLAINT_WORKING);
	does(&work, complaint_plan_compensate(&work, 500, "More"), "exactly the limit");
	assert_int_equal(work.after.compensation_fen, 2000);
	does(&work, complaint_plan_compensate(&work, 1, "A little more"), "above");
	assert_int_equal(work.after.state, COMPLAINT_APPROVAL);
	assert_int_equal(work.after.compensation_fen, 2000);
	refuses(
	    &work, complaint_plan_compensate(&work, 1, "And more"), RC_REFUSED, "complaints.refused.waits");
	terms.limit_fen = 20000;
	refuses(&work, complaint_plan_decide(&work, true, ""), RC_REFUSED, "complaints.refused.own_request");
	work.actor = &other;
	terms.limit_fen = 2000;
	refuses(&work, complaint_plan_decide(&work, true, ""), RC_REFUSED, "complaints.refused.limit");
	terms.limit_fen = 20000;
	refuses(&work, complaint_plan_decide(&work, false, ""), RC_INVALID, "complaints.invalid.empty");
	does(&work, complaint_plan_decide(&work, false, "Enough"), "reject");
	assert_int_equal(work.after.compensation_fen, 2000);
	assert_int_equal(work.after.state, COMPLAINT_WORKING);
	refuses(
	    &work, complaint_plan_decide(&work, true, ""), RC_REFUSED, "complaints.refused.nothing_waits");
	terms.limit_fen = 2000;
}

static void
owners_work_and_others_do_not(void **state)
{
	struct complaint_work work = work_opened(PROBLEM_LATE, "2026-05-12 10:00");

	(void)state;
	refuses(&work, complaint_plan_take(&work), RC_REFUSED, "complaints.refused.own");
	work.actor = &other;
	work.staff = "KF0008 Other";
	refuses(&work, complaint_plan_tell(&work, CONTACT_PHONE, "Hello"), RC_REFUSED,
	    "complaints.refused.owner");
	refuses(&work, complaint_plan_take(&work), RC_REFUSED, "complaints.refused.taken");
	does(&work, complaint_plan_heard(&work, CONTACT_PHONE, "He calls again"), "heard");
	does(&work, complaint_plan_note(&work, "On the line with him"), "note");
	work.leads = true;
	does(&work, complaint_plan_take(&work), "take over");
	assert_int_equal(work.after.owner_id, other.account_id);
	work.leads = false;
	does(&work, complaint_plan_transfer(&work, 0, "", ""), "to the team");
	refuses(&work, complaint_plan_tell(&work, CONTACT_PHONE, "Hello"), RC_REFUSED,
	    "complaints.refused.unowned");
	work.actor = &agent;
	does(&work, complaint_plan_take(&work), "take");
	refuses(&work, complaint_plan_transfer(&work, agent.account_id, "", ""), RC_INVALID,
	    "complaints.invalid.same_owner");
}

static void
handoffs_ask_for_what_they_need(void **state)
{
	struct handoff_ask ask = { PROBLEM_PASSWORD, 0, false, "Reset it", 1800 };
	struct complaint_work work = work_opened(PROBLEM_PASSWORD, "2026-05-12 10:00");

	(void)state;
	refuses(&work, complaint_plan_hand_off(&work, &ask), RC_INVALID, "complaints.invalid.tried");
	ask.tried = true;
	ask.question = " \n";
	refuses(&work, complaint_plan_hand_off(&work, &ask), RC_INVALID, "complaints.invalid.empty");
	ask.question = "Reset it";
	ask.cause = PROBLEM_LATE; /* by choice: to somebody */
	refuses(&work, complaint_plan_hand_off(&work, &ask), RC_INVALID, "complaints.invalid.to");
	ask.department = DEPARTMENT_GM; /* escalations only */
	refuses(&work, complaint_plan_hand_off(&work, &ask), RC_INVALID, "complaints.invalid.to");
	ask.cause = PROBLEM_PASSWORD;
	does(&work, complaint_plan_hand_off(&work, &ask), "ask");
	assert_int_equal(work.handoffs[0].department, DEPARTMENT_TECHNOLOGY);
	refuses(&work, complaint_plan_reply(&work, 1, "Done"), RC_REFUSED, "complaints.refused.department");
	refuses(&work, complaint_plan_told(&work, 1, CONTACT_PHONE, "Done"), RC_REFUSED,
	    "complaints.refused.no_reply");
	refuses(&work, complaint_plan_reply(&work, 2, "Done"), RC_REFUSED, "complaints.refused.no_handoff");
	does(&work, complaint_plan_withdraw(&work, 1, "It works again"), "withdraw");
	outcome_is(&work, COMPLAINT_CLOCK_HANDOFF, CLOCK_DROPPED);
	assert_int_equal(work.after.handoffs_open, 0);
	assert_int_equal(work.after.state, COMPLAINT_WORKING);
	work.handoff_count = HANDOFFS_MOST;
	refuses(&work, complaint_plan_hand_off(&work, &ask), RC_REFUSED, "complaints.refused.handoffs");
	assert_int_equal(handoff_remind_next(1000, 900), 1001);
	assert_int_equal(handoff_remind_next(1000, 1001), 0);
}

static void
texts_are_bounded(void **state)
{
	static char hundred_kb[100001], sms[122], long_text[5002];
	struct complaint_work work = work_opened(PROBLEM_LATE, "2026-05-12 10:00");
	struct arena *arena = arena_new(0);

	(void)state;
	memset(hundred_kb, 'x', sizeof(hundred_kb) - 1);
	memset(sms, 'x', sizeof(sms) - 1);
	memset(long_text, 'x', 5001);
	refuses(&work, complaint_plan_note(&work, hundred_kb), RC_INVALID, "complaints.invalid.long");
	refuses(&work, complaint_plan_note(&work, long_text), RC_INVALID, "complaints.invalid.long");
	refuses(&work, complaint_plan_tell(&work, CONTACT_SMS, sms), RC_INVALID, "complaints.invalid.sms");
	does(&work, complaint_plan_tell(&work, CONTACT_SMS, sms + 1), "120 characters");
	refuses(
	    &work, complaint_plan_tell(&work, CONTACT_REVIEW, "x"), RC_INVALID, "complaints.invalid.channel");
	assert_string_equal(complaint_summary(arena, " One\ntwo\t "), "One two");
	assert_int_equal(strlen(complaint_summary(arena, sms)), 60 + strlen("…"));
	assert_string_equal(complaint_number(arena, day_number(2026, 5, 12), 18), "KS260512-018");
	assert_string_equal(complaint_number(arena, day_number(2026, 5, 12), 1234), "KS260512-1234");
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(problems_are_handed_off_as_named),
		cmocka_unit_test(urgency_is_suggested), cmocka_unit_test(transitions_are_these_and_no_others),
		cmocka_unit_test(closing_asks_for_everything),
		cmocka_unit_test(call_back_asks_and_may_reopen), cmocka_unit_test(reopened_it_begins_again),
		cmocka_unit_test(compensation_above_the_limit_waits),
		cmocka_unit_test(owners_work_and_others_do_not),
		cmocka_unit_test(handoffs_ask_for_what_they_need), cmocka_unit_test(texts_are_bounded) };

	return cmocka_run_group_tests(tests, complaint_setup, NULL);
}
