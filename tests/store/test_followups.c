/* SPDX-License-Identifier: MIT */
/* Follow-ups on a database: planned, given out, recorded, cancelled; counts equal what they count (RULE MEM-7, CAM-6).
 * Not the rules: unit/test_followups_rules.c; not surveys: test_surveys.c. */
#include "base/clock.h"
#include "followups/actions.h"
#include "harness.h"
#include "loyalty/loyalty.h"
#include "members/members.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int64_t agent_a, agent_b;

static int
start(void **state)
{
	int rc = test_start(state);

	agent_a = test_account("KF0101", ROLE_AGENT);
	agent_b = test_account("KF0102", ROLE_AGENT);
	return rc;
}

/* Nobody and nothing from the test before. */
static int
clean(void **state)
{
	(void)state;
	test_empty("followup");
	test_sql("DELETE FROM list_count WHERE list LIKE 'followups%%'");
	test_sql("UPDATE member SET follow_state = 13");
	test_sql("UPDATE followup_plan SET version = 0, next_id = 0, swept = 0");
	test_actor(test_ctx(), agent_a, "KF0101", ROLE_AGENT);
	return 0;
}

static int64_t
visited(int64_t tier, int64_t days_ago)
{
	int64_t id = test_member();

	test_sql("UPDATE member SET tier = %lld, contact_at = %lld WHERE id = %lld", (long long)tier,
	    (long long)(TEST_NOW - days_ago * DAY), (long long)id);
	return id;
}

static void
plan_all(struct ctx *ctx)
{
	bool done = false;
	int steps = 0;

	while (!done) {
		assert_rc(visits_step(ctx, &done), RC_OK);
		assert_true(++steps < 100);
	}
}

static void
assert_counts_true(void)
{
	static const char *const lists[] = { "followups", "followups.done" };
	static const char *const open[][2] = { { "", "0" }, { "kind", "kind" }, { "agent", "account_id" },
		{ "tier", "tier" } };
	static const char *const over[][2] = { { "", "0" }, { "kind", "kind" }, { "agent", "account_id" },
		{ "outcome", "outcome" } };
	size_t i, j;

	for (i = 0; i < 2; i++)
		for (j = 0; j < 4; j++) {
			const char *const *pair = i == 0 ? open[j] : over[j];

			assert_int_equal(test_number("SELECT COUNT(*) FROM (SELECT value, SUM(n) n "
						     "FROM (SELECT value, row_count n FROM list_count "
						     "WHERE list = '%s' AND dimension = '%s' UNION ALL "
						     "SELECT %s, -1 FROM followup WHERE open = %d) a "
						     "GROUP BY value) b WHERE n <> 0",
					     lists[i], pair[0], pair[1], i == 0),
			    0);
		}
}

static int64_t
open_visit(int64_t member)
{
	return test_number(
	    "SELECT COALESCE(MAX(id), 0) FROM followup WHERE member_id = %lld AND open = 1 AND kind = 1",
	    (long long)member);
}

static enum rc
answer(struct ctx *ctx, int64_t id, int64_t outcome)
{
	const struct followup_result result = { .outcome = outcome, .note = "said", .next_reason = "" };
	const char *field;

	return followup_answer(ctx, id,
	    test_number("SELECT version FROM followup WHERE id = %lld", (long long)id), &result, &field);
}

/* --- planning ---------------------------------------------------------------------------------------------------------- */

static void
visits_are_planned_and_given_out(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t due = visited(2, 60), soon = visited(2, 58), later = visited(2, 10), old = visited(0, 400);
	int64_t out = visited(3, 400), silent = visited(3, 400);

	(void)state;
	test_sql("UPDATE member SET consent = 3 WHERE id = %lld", (long long)out);
	test_sql("UPDATE member SET phone = '' WHERE id = %lld", (long long)silent);
	test_sql("UPDATE member SET follow_state = 0 WHERE id >= %lld", (long long)due);
	test_actor(ctx, 0, "", 0);
	plan_all(ctx);
	assert_int_not_equal(open_visit(due), 0);
	assert_int_not_equal(open_visit(soon), 0); /* within three days */
	assert_int_equal(open_visit(later), 0);    /* lives in the member's row alone */
	assert_int_not_equal(open_visit(old), 0);
	assert_int_equal(open_visit(out) + open_visit(silent), 0);
	assert_int_equal(test_number("SELECT follow_state FROM member WHERE id = %lld", (long long)later), 1);
	assert_int_equal(test_number("SELECT follow_at FROM member WHERE id = %lld", (long long)later),
	    clock_at(clock_day(TEST_NOW) + 50, 72000));
	assert_int_equal(test_number("SELECT follow_state FROM member WHERE id = %lld", (long long)out), 10);
	assert_int_equal(
	    test_number("SELECT follow_state FROM member WHERE id = %lld", (long long)silent), 12);
	/* due by the end of today's hours, though the rule had it due long ago */
	assert_int_equal(test_number("SELECT due_at FROM followup WHERE member_id = %lld", (long long)old),
	    clock_at(clock_day(TEST_NOW), 72000));
	assert_int_equal(
	    test_number("SELECT rule_at < due_at FROM followup WHERE member_id = %lld", (long long)old), 1);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM audit_log WHERE action = 'followup.share'") > 0, 1);
	assert_counts_true();
	/* once more gives out nothing twice */
	plan_all(ctx);
	assert_int_equal(test_number("SELECT COUNT(*) FROM followup"), 3);
}

static void
agents_get_no_more_than_their_figure(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t first = visited(3, 500);
	int i;

	(void)state;
	for (i = 0; i < 149; i++)
		(void)visited(3, 500 - i);
	test_sql("UPDATE member SET follow_state = 0 WHERE id >= %lld", (long long)first);
	test_actor(ctx, 0, "", 0);
	plan_all(ctx);
	/* two agents, twenty a day, three days; the oldest first */
	assert_int_equal(test_number("SELECT COUNT(*) FROM followup WHERE open = 1"), 120);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM (SELECT COUNT(*) n FROM followup GROUP BY account_id, due_at "
			"HAVING n <> 20) x"),
	    0);
	assert_int_equal(
	    test_number("SELECT MAX(f.rule_at) <= (SELECT MIN(follow_at) FROM member WHERE follow_state = 1 "
			"AND id >= %lld) FROM followup f",
		(long long)first),
	    1);
	assert_int_not_equal(open_visit(first), 0);
	assert_counts_true();
}

static void
a_change_of_figures_plans_anew(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t member = visited(1, 10);

	(void)state;
	test_sql("UPDATE member SET follow_state = 0 WHERE id = %lld", (long long)member);
	test_actor(ctx, 0, "", 0);
	plan_all(ctx);
	assert_int_equal(test_number("SELECT follow_at FROM member WHERE id = %lld", (long long)member),
	    clock_at(clock_day(TEST_NOW) + 80, 72000));
	test_sql("UPDATE policy_step SET value = 20 WHERE step_no = 1 AND version_id = (SELECT id "
		 "FROM policy_version WHERE policy_key = 'members.tier')");
	test_sql("UPDATE followup_plan SET version = 99"); /* planned by other figures than those in force */
	test_sql("UPDATE policy_stamp SET stamp = stamp + 1");
	sleep(2); /* figures are kept for a second */
	plan_all(ctx);
	assert_int_equal(test_number("SELECT follow_at FROM member WHERE id = %lld", (long long)member),
	    clock_at(clock_day(TEST_NOW) + 10, 72000));
	test_sql("UPDATE policy_step SET value = 90 WHERE step_no = 1 AND version_id = (SELECT id "
		 "FROM policy_version WHERE policy_key = 'members.tier')");
	test_sql("UPDATE policy_stamp SET stamp = stamp + 1");
	sleep(2);
}

/* A tier up is visited sooner: in the transaction that changes it, also where the visit stands on a list. */
static void
a_change_of_tier_plans_anew(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t planned = visited(0, 10), listed = visited(2, 59);
	const struct tier_change changes[] = { { planned, 0, 3 }, { listed, 2, 3 } };

	(void)state;
	test_sql("UPDATE member SET follow_state = 0 WHERE id >= %lld", (long long)planned);
	test_actor(ctx, 0, "", 0);
	plan_all(ctx);
	assert_int_not_equal(open_visit(listed), 0);
	test_sql(
	    "UPDATE member SET tier = 3 WHERE id IN (%lld, %lld)", (long long)planned, (long long)listed);
	assert_rc(tx_begin(ctx), RC_OK);
	assert_rc(tx_end(ctx, event_send(ctx, &MEMBER_TIER_CHANGED, changes, 2)), RC_OK);
	assert_int_equal(test_number("SELECT follow_at FROM member WHERE id = %lld", (long long)planned),
	    clock_at(clock_day(TEST_NOW) + 20, 72000));
	assert_int_equal(
	    test_number("SELECT tier FROM followup WHERE id = %lld", (long long)open_visit(listed)), 3);
	assert_int_equal(
	    test_number("SELECT due_at FROM followup WHERE id = %lld", (long long)open_visit(listed)),
	    TEST_NOW); /* not before now */
}

/* --- recording ----------------------------------------------------------------------------------------------------------- */

static int64_t
listed_member(struct ctx *ctx, int64_t *visit)
{
	int64_t member = visited(2, 60);

	test_sql("UPDATE member SET follow_state = 0 WHERE id = %lld", (long long)member);
	test_actor(ctx, 0, "", 0);
	plan_all(ctx);
	*visit = open_visit(member);
	assert_int_not_equal(*visit, 0);
	test_sql(
	    "UPDATE followup SET account_id = %lld WHERE id = %lld", (long long)agent_a, (long long)*visit);
	test_sql("UPDATE list_count SET value = %lld WHERE list = 'followups' AND dimension = 'agent'",
	    (long long)agent_a);
	test_actor(ctx, agent_a, "KF0101", ROLE_AGENT);
	return member;
}

static void
a_contact_starts_the_days_anew(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t visit, member = listed_member(ctx, &visit), hand;
	const char *field;

	(void)state;
	assert_rc(answer(ctx, visit, OUTCOME_REACHED), RC_OK);
	assert_int_equal(
	    test_number("SELECT contact_at FROM member WHERE id = %lld", (long long)member), TEST_NOW);
	assert_int_equal(
	    test_number("SELECT follow_state FROM member WHERE id = %lld", (long long)member), 1);
	assert_int_equal(test_number("SELECT follow_at FROM member WHERE id = %lld", (long long)member),
	    clock_at(clock_day(TEST_NOW) + 60, 72000));
	assert_rc(answer(ctx, visit, OUTCOME_REACHED), RC_REFUSED);
	assert_counts_true();
	/* a call in another matter is a contact too: the visit that stood on a list is no longer to be made */
	test_sql("UPDATE member SET contact_at = contact_at - %d, follow_from = 0, follow_state = 0 WHERE id "
		 "= %lld",
	    60 * DAY, (long long)member);
	plan_all(ctx);
	visit = open_visit(member);
	assert_int_not_equal(visit, 0);
	assert_rc(followup_make(
		      ctx, member, FOLLOWUP_HAND, clock_day(TEST_NOW), "asked about sizes", &hand, &field),
	    RC_OK);
	assert_rc(answer(ctx, hand, OUTCOME_REACHED), RC_OK);
	assert_int_equal(
	    test_number("SELECT state FROM followup WHERE id = %lld", (long long)visit), FOLLOWUP_CANCELLED);
	assert_int_equal(test_number("SELECT follow_at FROM member WHERE id = %lld", (long long)member),
	    clock_at(clock_day(TEST_NOW) + 60, 72000));
	assert_counts_true();
}

static void
nobody_answers_three_times(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t visit, member = listed_member(ctx, &visit);

	(void)state;
	assert_rc(answer(ctx, visit, OUTCOME_NO_ANSWER), RC_OK);
	assert_int_equal(
	    test_number("SELECT due_at FROM followup WHERE id = %lld AND open = 1", (long long)visit),
	    clock_at(clock_day(TEST_NOW) + 2, 72000));
	assert_int_equal(test_number("SELECT follow_at FROM member WHERE id = %lld", (long long)member),
	    clock_at(clock_day(TEST_NOW) + 2, 72000));
	assert_rc(answer(ctx, visit, OUTCOME_NO_ANSWER), RC_OK);
	assert_rc(answer(ctx, visit, OUTCOME_NO_ANSWER), RC_OK);
	assert_int_equal(test_number("SELECT open FROM followup WHERE id = %lld", (long long)visit), 0);
	/* no contact, yet not called again at once */
	assert_int_equal(test_number("SELECT contact_at FROM member WHERE id = %lld", (long long)member),
	    TEST_NOW - 60 * DAY);
	assert_int_equal(test_number("SELECT follow_at FROM member WHERE id = %lld", (long long)member),
	    clock_at(clock_day(TEST_NOW) + 60, 72000));
	assert_counts_true();
}

/* RULE CAM-6 */
static void
do_not_call_counts_at_once(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t visit, member = listed_member(ctx, &visit), day, complaint;
	const char *field;
	const struct followup_wish wish = { .member_id = member,
		.kind = FOLLOWUP_COMPLAINT,
		.due_at = TEST_NOW + DAY,
		.source = "complaint:7" };

	(void)state;
	assert_rc(followup_make(ctx, member, FOLLOWUP_DAY, clock_day(TEST_NOW) + 3, "birthday", &day, &field),
	    RC_OK);
	assert_rc(tx_begin(ctx), RC_OK);
	assert_rc(tx_end(ctx, followup_add(ctx, &wish, &complaint)), RC_OK);
	assert_rc(answer(ctx, visit, OUTCOME_NO_CALLS), RC_OK);
	assert_int_equal(test_number("SELECT consent FROM member WHERE id = %lld", (long long)member), 3);
	assert_int_equal(
	    test_number("SELECT follow_state FROM member WHERE id = %lld", (long long)member), 10);
	assert_int_equal(
	    test_number("SELECT state FROM followup WHERE id = %lld", (long long)day), FOLLOWUP_CANCELLED);
	/* the answer to a complaint is owed all the same */
	assert_int_equal(
	    test_number("SELECT state FROM followup WHERE id = %lld", (long long)complaint), FOLLOWUP_OPEN);
	assert_rc(followup_make(ctx, member, FOLLOWUP_DAY, clock_day(TEST_NOW) + 3, "birthday", &day, &field),
	    RC_REFUSED);
	assert_counts_true();
}

static void
a_wrong_number_waits_for_a_right_one(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t visit, member = listed_member(ctx, &visit);

	(void)state;
	assert_rc(answer(ctx, visit, OUTCOME_WRONG_NUMBER), RC_OK);
	assert_int_equal(
	    test_number("SELECT follow_state FROM member WHERE id = %lld", (long long)member), 11);
	assert_rc(tx_begin(ctx), RC_OK);
	assert_rc(tx_end(ctx, event_send(ctx, &MEMBER_CHANGED, &member, 1)), RC_OK);
	assert_int_equal(
	    test_number("SELECT follow_state FROM member WHERE id = %lld", (long long)member), 1);
}

static void
others_work_is_left_alone(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t visit, member = listed_member(ctx, &visit);

	(void)state;
	(void)member;
	test_actor(ctx, agent_b, "KF0102", ROLE_AGENT);
	assert_rc(answer(ctx, visit, OUTCOME_REACHED), RC_REFUSED);
	assert_string_equal(ctx->reason.key, "followups.refused.other");
	assert_rc(followup_hand_over(ctx, visit, 1, "KF0102"), RC_REFUSED);
	test_actor(ctx, 1, "ZG0001", ROLE_SUPERVISOR);
	assert_rc(followup_hand_over(ctx, visit, 1, "XX9999"), RC_REFUSED);
	assert_rc(followup_hand_over(ctx, visit, 1, "KF0102"), RC_OK);
	assert_rc(followup_hand_over(ctx, visit, 1, "KF0101"), RC_CONFLICT);
	test_actor(ctx, agent_b, "KF0102", ROLE_AGENT);
	assert_rc(followup_skip(ctx, visit, 2, "abroad"), RC_OK);
	assert_counts_true();
}

/* The same source asks twice: one follow-up. */
/* RULE CMP-6, MEM-7: a call-back made on the complaint's own page is a contact as any other. */
static void
a_call_made_elsewhere_is_done(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t member = test_member(), id;
	const struct followup_wish wish = { .member_id = member,
		.kind = FOLLOWUP_COMPLAINT,
		.due_at = TEST_NOW + DAY,
		.source = "complaint:14" };

	(void)state;
	assert_rc(tx_begin(ctx), RC_OK);
	assert_rc(tx_end(ctx, followup_add(ctx, &wish, &id)), RC_OK);
	for (int again = 0; again < 2; again++) {
		assert_rc(tx_begin(ctx), RC_OK);
		assert_rc(tx_end(ctx, followup_reached_for(
					  ctx, FOLLOWUP_COMPLAINT, "complaint:14", "@complaints.called")),
		    RC_OK);
	}
	assert_int_equal(
	    test_number("SELECT state * 100 + outcome * 10 + open FROM followup WHERE id = %lld AND "
			"note = '@complaints.called'",
		(long long)id),
	    FOLLOWUP_DONE * 100 + OUTCOME_REACHED * 10);
	assert_int_equal(
	    test_number("SELECT contact_at FROM member WHERE id = %lld", (long long)member), ctx->now);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM audit_log WHERE action = 'followup.record' AND record_id "
			"= %lld",
		(long long)id),
	    1);
	assert_counts_true();
}

/* RULE MEM-7: contacts of the time before the portal count as its own do; an older one than is known changes nothing. */
static void
contacts_of_before_count(void **state)
{
	struct ctx *ctx = test_ctx();
	const int64_t ids[] = { test_member(), test_member() },
		      ats[] = { TEST_NOW - 10 * DAY, TEST_NOW - 3 * DAY };
	const int64_t older[] = { TEST_NOW - 20 * DAY, TEST_NOW - 2 * DAY };

	(void)state;
	assert_rc(tx_begin(ctx), RC_OK);
	assert_rc(tx_end(ctx, followups_contacted(ctx, ids, ats, 2)), RC_OK);
	assert_rc(tx_begin(ctx), RC_OK);
	assert_rc(tx_end(ctx, followups_contacted(ctx, ids, older, 2)), RC_OK);
	assert_int_equal(test_number("SELECT contact_at FROM member WHERE id = %lld", (long long)ids[0]),
	    TEST_NOW - 10 * DAY);
	assert_int_equal(test_number("SELECT contact_at FROM member WHERE id = %lld", (long long)ids[1]),
	    TEST_NOW - 2 * DAY);
	/* 180 days for the lowest tier, by the end of service hours */
	assert_int_equal(test_number("SELECT follow_at FROM member WHERE id = %lld", (long long)ids[0]),
	    clock_at(clock_day(TEST_NOW) + 170, 20 * HOUR));
	assert_counts_true();
}

static void
a_source_has_one(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t member = test_member(), a, b;
	const struct followup_wish wish = { .member_id = member,
		.kind = FOLLOWUP_COMPLAINT,
		.due_at = TEST_NOW + DAY,
		.source = "complaint:12" };

	(void)state;
	assert_rc(tx_begin(ctx), RC_OK);
	assert_rc(followup_add(ctx, &wish, &a), RC_OK);
	assert_rc(tx_end(ctx, followup_add(ctx, &wish, &b)), RC_OK);
	assert_int_equal(a, b);
	assert_rc(tx_begin(ctx), RC_OK);
	assert_rc(
	    tx_end(ctx, followup_cancel_for(ctx, FOLLOWUP_COMPLAINT, "complaint:12", "reopened")), RC_OK);
	assert_rc(tx_begin(ctx), RC_OK);
	assert_rc(tx_end(ctx, followup_cancel_for(ctx, FOLLOWUP_COMPLAINT, "complaint:13", "none")), RC_OK);
	assert_int_equal(
	    test_number("SELECT state FROM followup WHERE id = %lld", (long long)a), FOLLOWUP_CANCELLED);
	assert_string_equal(test_word("SELECT note FROM followup WHERE id = %lld", (long long)a), "reopened");
	assert_counts_true();
}

/* --- at the same time --------------------------------------------------------------------------------------------------------- */

/* A double click and two people: one outcome. */
static void
an_outcome_is_recorded_once(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t visit, member = listed_member(ctx, &visit);
	int i, status, won = 0;

	(void)state;
	(void)member;
	for (i = 0; i < 4; i++)
		if (fork() == 0) {
			struct ctx *own = test_connect("worker");
			const struct followup_result result = { .outcome = OUTCOME_REACHED, .note = "x" };
			const char *field;

			test_actor(own, agent_a, "KF0101", ROLE_AGENT);
			if (i < 2)
				own->once_key = "the-same-click";
			test_exit(own, followup_answer(own, visit, 1, &result, &field) == RC_OK ? 7 : 0);
		}
	for (i = 0; i < 4; i++) {
		assert_true(wait(&status) > 0);
		won += WIFEXITED(status) && WEXITSTATUS(status) == 7;
	}
	assert_int_equal(won, 1);
	assert_int_equal(test_number("SELECT version FROM followup WHERE id = %lld", (long long)visit), 2);
	assert_counts_true();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(visits_are_planned_and_given_out, clean),
		cmocka_unit_test_setup(agents_get_no_more_than_their_figure, clean),
		cmocka_unit_test_setup(a_change_of_figures_plans_anew, clean),
		cmocka_unit_test_setup(a_change_of_tier_plans_anew, clean),
		cmocka_unit_test_setup(a_contact_starts_the_days_anew, clean),
		cmocka_unit_test_setup(nobody_answers_three_times, clean),
		cmocka_unit_test_setup(do_not_call_counts_at_once, clean),
		cmocka_unit_test_setup(a_wrong_number_waits_for_a_right_one, clean),
		cmocka_unit_test_setup(others_work_is_left_alone, clean),
		cmocka_unit_test_setup(a_source_has_one, clean),
		cmocka_unit_test_setup(a_call_made_elsewhere_is_done, clean),
		cmocka_unit_test_setup(contacts_of_before_count, clean),
		cmocka_unit_test_setup(an_outcome_is_recorded_once, clean),
	};

	return cmocka_run_group_tests(tests, start, test_stop);
}
