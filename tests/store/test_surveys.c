/* SPDX-License-Identifier: MIT */
/* Surveys on a database: who may be asked, once of each member, whichever way it is given; what was answered is counted
 * (RULE QA-5, MEM-7). Not the rules: unit/test_followups_rules.c. */
#include "base/clock.h"
#include "followups/actions.h"
#include "followups/surveys.h"
#include "harness.h"

static int64_t supervisor;

static int
start(void **state)
{
	int rc = test_start(state);

	test_account("KF0111", ROLE_AGENT);
	test_account("KF0112", ROLE_AGENT);
	supervisor = test_account("KF0110", ROLE_SUPERVISOR);
	test_actor(test_ctx(), supervisor, "KF0110", ROLE_SUPERVISOR);
	return rc;
}

static int64_t
survey_make(const char *title)
{
	const struct survey survey = { .title = title, .question1 = "How was it?", .question2 = "" };
	int64_t id = 0;

	assert_rc(survey_add(test_ctx(), &survey, &id), RC_OK);
	return id;
}

static int64_t
version_of(int64_t member)
{
	return test_number("SELECT version FROM member WHERE id = %lld", (long long)member);
}

static int64_t
asked(int64_t survey)
{
	int64_t stood = test_number("SELECT asked FROM survey WHERE id = %lld", (long long)survey);

	assert_int_equal(
	    stood, test_number("SELECT COUNT(*) FROM followup WHERE survey_id = %lld", (long long)survey));
	return stood;
}

static void
assert_refused(enum rc rc, const char *key)
{
	assert_rc(rc, RC_REFUSED);
	assert_string_equal(test_ctx()->reason.key, key);
}

/* One member at a time, as the list of members does it. */
static void
each_member_is_asked_once(void **state)
{
	int64_t survey = survey_make("Delivery"), other = survey_make("Hotline"), member = test_member(), row;

	(void)state;
	assert_rc(survey_ask_check(test_ctx(), member, version_of(member)), RC_OK);
	assert_rc(survey_ask(test_ctx(), survey, member, version_of(member)), RC_OK);
	row = test_number("SELECT id FROM followup WHERE survey_id = %lld", (long long)survey);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM followup WHERE id = %lld AND open = 1 AND kind = %d "
			"AND account_id > 0 AND member_id = %lld AND due_at BETWEEN %lld AND %lld",
		(long long)row, FOLLOWUP_SURVEY, (long long)member,
		(long long)clock_start(clock_day(TEST_NOW) + SURVEY_DAYS),
		(long long)clock_start(clock_day(TEST_NOW) + SURVEY_DAYS + 1)),
	    1);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM audit_log WHERE action = 'survey.give' AND record_id "
			"= %lld",
		(long long)survey),
	    1);
	/* open or over, it was asked */
	assert_refused(survey_ask(test_ctx(), survey, member, version_of(member)), "followups.refused.asked");
	assert_rc(followup_skip(test_ctx(), row, 1, "moved"), RC_OK);
	assert_refused(survey_ask(test_ctx(), survey, member, version_of(member)), "followups.refused.asked");
	assert_int_equal(asked(survey), 1);
	assert_rc(survey_ask(test_ctx(), other, member, version_of(member)), RC_OK);
	assert_int_equal(asked(other), 1);
}

/* Whoever wants no calls is not called; nor who cannot be, nor who was changed since it was chosen. */
static void
refusals_change_nothing(void **state)
{
	int64_t survey = survey_make("Refused"), silent = test_member(), gone = test_member(),
		mute = test_member(), changed = test_member(), version = version_of(changed);
	const int64_t all[] = { silent, gone, mute };
	struct survey_given given;

	(void)state;
	test_sql("UPDATE member SET consent = consent & ~4 WHERE id = %lld", (long long)silent);
	test_sql("UPDATE member SET state = 3 WHERE id = %lld", (long long)gone);
	test_sql("UPDATE member SET phone = '' WHERE id = %lld", (long long)mute);
	test_sql("UPDATE member SET version = version + 1 WHERE id = %lld", (long long)changed);
	assert_refused(survey_ask_check(test_ctx(), silent, 1), "followups.refused.opted_out");
	assert_refused(survey_ask(test_ctx(), survey, silent, 1), "followups.refused.opted_out");
	assert_refused(survey_ask(test_ctx(), survey, gone, 1), "followups.refused.gone");
	assert_refused(survey_ask(test_ctx(), survey, mute, 1), "followups.refused.no_phone");
	assert_rc(survey_ask(test_ctx(), survey, changed, version), RC_CONFLICT);
	assert_rc(survey_ask(test_ctx(), survey, INT64_C(999999999), 1), RC_NOT_FOUND);
	/* the same rule where many are given at once */
	assert_rc(survey_give(test_ctx(), survey, all, 3, clock_day(TEST_NOW), &given), RC_OK);
	assert_int_equal(given.given, 0);
	assert_int_equal(given.refused, 3);
	assert_int_equal(asked(survey), 0);
	assert_rc(survey_close(test_ctx(), survey, 1), RC_OK);
	assert_refused(
	    survey_ask(test_ctx(), survey, changed, version + 1), "followups.refused.survey_closed");
	assert_int_equal(asked(survey), 0);
}

static void
answers_are_counted(void **state)
{
	static const struct {
		int64_t outcome, score;
	} answers[] = { { OUTCOME_REACHED, 5 }, { OUTCOME_REACHED, 5 }, { OUTCOME_REACHED, 1 },
		{ OUTCOME_REFUSED, 0 } };
	int64_t survey = survey_make("Counted"), ids[8], scores[2][5];
	struct survey found;
	size_t count = 0;

	(void)state;
	for (int i = 0; i < 5; i++)
		assert_rc(survey_ask(test_ctx(), survey, test_member(), 1), RC_OK);
	assert_rc(survey_waiting(test_ctx(), survey, ids, 8, &count), RC_OK);
	assert_int_equal(count, 5);
	for (int i = 0; i < 4; i++) {
		const struct followup_result result = { .outcome = answers[i].outcome,
			.score = answers[i].score,
			.note = "",
			.next_reason = "" };
		const char *field;

		assert_rc(followup_answer(test_ctx(), ids[i], 1, &result, &field), RC_OK);
	}
	assert_rc(survey_waiting(test_ctx(), survey, ids, 8, &count), RC_OK);
	assert_int_equal(count, 1);
	assert_rc(survey_get(test_ctx(), survey, &found), RC_OK);
	assert_int_equal(found.answered, 3);
	assert_int_equal(found.refused, 1);
	assert_rc(survey_scores(test_ctx(), survey, scores), RC_OK);
	assert_int_equal(scores[0][4], 2);
	assert_int_equal(scores[0][0], 1);
}

static int64_t
open_of(int64_t survey)
{
	return test_number(
	    "SELECT COUNT(*) FROM followup WHERE survey_id = %lld AND done_at = 0", (long long)survey);
}

/* More open ones than end with the closing; and a worker that was stopped between two of its transactions. */
static void
a_closed_one_ends_whoever_is_stopped(void **state)
{
	int64_t whole = survey_make("Whole"), stopped = survey_make("Stopped");
	bool done = false;
	int steps = 0;

	(void)state;
	for (int i = 0; i < 205; i++) {
		int64_t member = test_member();

		assert_rc(survey_ask(test_ctx(), whole, member, 1), RC_OK);
		assert_rc(survey_ask(test_ctx(), stopped, member, version_of(member)), RC_OK);
	}
	assert_rc(survey_close(test_ctx(), whole, 1), RC_OK);
	assert_int_equal(open_of(whole), 0);
	test_sql("UPDATE survey SET state = 2, ends = 1 WHERE id = %lld", (long long)stopped);
	while (!done) {
		assert_rc(survey_end_step(test_ctx(), &done), RC_OK);
		steps++;
	}
	assert_int_equal(steps, 4); /* two hundreds, five, and none left */
	assert_int_equal(open_of(stopped), 0);
	assert_int_equal(test_number("SELECT SUM(ends) FROM survey"), 0);
	assert_int_equal(test_number("SELECT other FROM survey WHERE id = %lld", (long long)stopped), 205);
}

static void
open_ones_can_be_chosen(void **state)
{
	int64_t older = survey_make("Older"), newer = survey_make("Newer"), over = survey_make("Over");
	struct rows found;
	const struct survey *survey;

	(void)state;
	assert_rc(survey_close(test_ctx(), over, 1), RC_OK);
	assert_rc(survey_list_open(test_ctx(), 2, &found), RC_OK);
	assert_int_equal(found.count, 2);
	survey = found.items;
	assert_int_equal(survey[0].id, newer);
	assert_int_equal(survey[1].id, older);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_member_is_asked_once),
		cmocka_unit_test(refusals_change_nothing),
		cmocka_unit_test(answers_are_counted),
		cmocka_unit_test(a_closed_one_ends_whoever_is_stopped),
		cmocka_unit_test(open_ones_can_be_chosen),
	};

	return cmocka_run_group_tests(tests, start, test_stop);
}
