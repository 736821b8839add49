/* SPDX-License-Identifier: MIT */
/* Tiers on a real MariaDB (RULE MEM-1): history and buckets follow each order; a change of the bounds moves those it passes, in
 * batches, however often the mover is killed and however many there are; the preview says beforehand what happens. */
#include "harness.h"
#include "orders_help.h"

#include "loyalty/store.h"
#include "members/members.h"
#include "policy/policy.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Buckets, tiers and history as the rows themselves have them. */
static void
assert_standings(void)
{
	char command[500];

	snprintf(command, sizeof(command),
	    "HOUTAI_CONFIG=%s %s/houtaictl loyalty verify >%s/verify.txt 2>&1 || { cat %s/verify.txt >&2; "
	    "false; }",
	    test_config(), getenv("HOUTAI_BUILD"), test_folder(), test_folder());
	assert_int_equal(system(command), 0);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM member m WHERE m.tier <> COALESCE((SELECT t.tier_after FROM "
			"member_tier_change t WHERE t.member_id = m.id ORDER BY t.id DESC LIMIT 1), 0)"),
	    0);
	/* the lists' counts of tiers follow, too */
	assert_int_equal(test_number("SELECT COUNT(*) FROM (SELECT value, SUM(row_count) AS n "
				     "FROM list_count WHERE list = 'members' AND dimension = 'tier' "
				     "GROUP BY value) c JOIN (SELECT tier, COUNT(*) AS n FROM member "
				     "GROUP BY tier) m ON m.tier = c.value WHERE m.n <> c.n"),
	    0);
}

/* Members made by hand are not in the lists' counts: count them. */
static void
members_counted(void)
{
	test_sql("DELETE FROM list_count WHERE list = 'members'");
	test_sql("INSERT INTO list_count (list, dimension, value, shard, row_count, fen) "
		 "SELECT 'members', 'tier', tier, 0, COUNT(*), 0 FROM member GROUP BY tier");
	test_sql("INSERT INTO list_count (list, dimension, value, shard, row_count, fen) "
		 "SELECT 'members', 'state', state, 0, COUNT(*), 0 FROM member GROUP BY state");
}

static int64_t
paid_member(int64_t total_fen)
{
	struct ctx *ctx = test_ctx();
	int64_t member = test_member(), id = order_of(ctx, member, total_fen);

	assert_rc(order_pay(ctx, id, 1, PAY_BANK_CARD, total_fen, TEST_NOW - 10, "A"), RC_OK);
	assert_rc(order_confirm(ctx, id, 2), RC_OK);
	return member;
}

static int64_t
tier(int64_t member)
{
	return test_number("SELECT tier FROM member WHERE id = %ld", member);
}

static int
fresh(void **state)
{
	(void)state;
	test_ctx()->now = TEST_NOW;
	test_actor(test_ctx(), 1, "KF0001", ROLE_ALL);
	return 0;
}

static void
history_follows_each_order(void **state)
{
	int64_t member = paid_member(99999), order;

	(void)state;
	members_counted();
	assert_int_equal(tier(member), 0);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM member_tier_change WHERE member_id = %ld", member), 0);
	order = order_of(test_ctx(), member, 1);
	assert_rc(order_pay(test_ctx(), order, 1, PAY_WALLET, 1, TEST_NOW - 5, "B"), RC_OK);
	assert_rc(order_confirm(test_ctx(), order, 2), RC_OK);
	assert_int_equal(tier(member), 1);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM member_tier_change WHERE member_id = %ld AND cause = 1 AND "
			"cause_id = %ld AND tier_before = 0 AND tier_after = 1 AND spent_fen = 100000",
		member, order),
	    1);
	assert_rc(order_refund(test_ctx(), order, 3, 1, "R"), RC_OK);
	assert_int_equal(tier(member), 0);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM member_tier_change WHERE member_id = %ld", member), 2);
	assert_standings();
}

static void
counts_between_any_bounds_are_exact(void **state)
{
	static const int64_t totals[] = { 1, 99, 100, 101, 150, 199, 200, 99950, 99999, 100000, 100050,
		123456, 500000, 500001, 1000000, 1004999, 1009999, 1010000, 99999999, 100000000 };
	static const int64_t bounds[] = { INT64_MIN, 1, 50, 99, 100, 101, 150, 200, 99951, 100000, 100050,
		100051, 500000, 500001, 1000000, 1004999, 1005000, 1010000, 100000000, 100000001, INT64_MAX };
	int64_t members;

	(void)state;
	for (size_t i = 0; i < sizeof(totals) / sizeof(totals[0]); i++)
		(void)paid_member(totals[i]);
	members_counted();
	for (size_t i = 0; i < sizeof(bounds) / sizeof(bounds[0]); i++)
		for (size_t j = i; j < sizeof(bounds) / sizeof(bounds[0]); j++) {
			assert_rc(spent_between(test_ctx(), bounds[i], bounds[j], &members), RC_OK);
			assert_int_equal(members,
			    test_number(
				"SELECT COUNT(*) FROM member WHERE spent_fen >= %lld AND spent_fen < %lld",
				(long long)bounds[i], (long long)bounds[j]));
		}
}

/* --- new bounds --------------------------------------------------------------------------------------------------- */

/* A new version of the bounds in force from now on, proposed by one and approved by another. */
static void
bounds_set(int64_t second_fen, int64_t third_fen, int64_t fourth_fen)
{
	struct ctx *ctx = test_ctx();
	struct band_step steps[4] = { { 0, true, 180, "members.tier.0", 0 },
		{ second_fen, true, 90, "members.tier.1", 1 }, { third_fen, true, 60, "members.tier.2", 2 },
		{ fourth_fen, false, 30, "members.tier.3", 3 } };

	test_actor(ctx, 1, "KF0001", ROLE_ALL);
	assert_rc(policy_propose_band(ctx, "members.tier", steps, 4, ctx->now + 60, "test"), RC_OK);
	test_actor(ctx, 2, "KF0002", ROLE_ALL);
	assert_rc(policy_approve(ctx, test_number("SELECT MAX(id) FROM policy_version")), RC_OK);
	ctx->now += 120;
}

static void
members_many(int count)
{
	for (int i = 0; i < count; i++) {
		int64_t member = test_member();

		test_sql("UPDATE member SET spent_fen = %d, tier = (spent_fen >= 100000) + (spent_fen >= "
			 "200000) + (spent_fen > 500000) WHERE id = %ld",
		    50000 + i * 100, member);
	}
}

/* Rows made by hand have no history and no buckets: give them both. */
static void
members_settle(void)
{
	test_sql("DELETE FROM member_spent_count");
	test_sql("INSERT INTO member_spent_count SELECT CASE WHEN spent_fen < 100 THEN 1 "
		 "WHEN spent_fen < 1000000 THEN spent_fen DIV 100 * 100 "
		 "WHEN spent_fen < 100000000 THEN spent_fen DIV 10000 * 10000 "
		 "ELSE spent_fen DIV 1000000 * 1000000 END AS b, 0, COUNT(*) FROM member "
		 "WHERE spent_fen > 0 GROUP BY b");
	test_sql("DELETE FROM member_tier_change");
	test_sql("INSERT INTO member_tier_change (member_id, at, tier_before, tier_after, spent_fen, "
		 "cause, policy_version) SELECT id, 0, 0, tier, spent_fen, 1, 1 FROM member WHERE tier > 0");
	members_counted();
}

static pid_t
mover_start(int64_t now)
{
	pid_t child = fork();

	if (child == 0) {
		struct ctx *ctx = test_connect("jobs");

		ctx->now = now;
		ctx->actor = actor_system();
		test_exit(ctx, retier_due(ctx) == RC_OK ? 0 : 1);
	}
	assert_true(child > 0);
	return child;
}

/* Members that stand wrong under the bounds in force. */
static int64_t
wrong(int64_t second_fen, int64_t third_fen, int64_t fourth_fen)
{
	return test_number("SELECT COUNT(*) FROM member WHERE tier <> (spent_fen >= %lld) + (spent_fen >= "
			   "%lld) + (spent_fen > %lld)",
	    (long long)second_fen, (long long)third_fen, (long long)fourth_fen);
}

static void
new_bounds_move_each_member_once(void **state)
{
	struct ctx *jobs;
	int64_t moving;
	int killed = 0;

	(void)state;
	members_many(3000); /* 500.00 to 3,499.00 */
	members_settle();
	jobs = test_connect("jobs");
	jobs->now = test_ctx()->now;
	jobs->actor = actor_system();
	assert_rc(retier_due(jobs), RC_OK); /* notes the bounds that everybody stands by */
	assert_int_equal(test_number("SELECT COUNT(*) FROM tier_run WHERE ended_at > 0"), 1);
	bounds_set(60000, 300000, 400000);
	moving = wrong(60000, 300000, 400000);
	assert_true(moving > 1000);
	/* two at once, killed again and again */
	for (int round = 0; round < 6; round++) {
		pid_t first = mover_start(test_ctx()->now), second = mover_start(test_ctx()->now);

		usleep(15000 + 9000 * (useconds_t)round);
		killed += kill(first, SIGKILL) == 0;
		killed += kill(second, SIGKILL) == 0;
		waitpid(first, NULL, 0);
		waitpid(second, NULL, 0);
	}
	assert_int_equal(killed, 12);
	jobs->now = test_ctx()->now;
	assert_rc(retier_due(jobs), RC_OK);
	assert_int_equal(wrong(60000, 300000, 400000), 0);
	assert_int_equal(
	    test_number("SELECT moved FROM tier_run ORDER BY policy_version DESC LIMIT 1"), moving);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM member_tier_change WHERE cause = 2 AND policy_version = 2"),
	    moving);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM (SELECT member_id FROM member_tier_change WHERE cause = 2 AND "
			"policy_version = 2 GROUP BY member_id HAVING COUNT(*) > 1) d"),
	    0);
	assert_rc(retier_due(jobs), RC_OK); /* nothing is left */
	assert_standings();
	test_close(jobs);
}

/* What the editor shows is what happens. */
static void
the_preview_tells_what_will_happen(void **state)
{
	struct band_step steps[4] = { { 0, true, 180, "members.tier.0", 0 },
		{ 120050, true, 90, "members.tier.1", 1 }, { 200000, true, 60, "members.tier.2", 2 },
		{ 500000, false, 30, "members.tier.3", 3 } };
	struct band after = { .key = "members.tier", .steps = steps, .count = 4 }, before;
	struct tier_span spans[TIER_SPANS];
	int64_t members, total = 0;
	size_t count;

	(void)state;
	assert_rc(policy_band(test_ctx(), "members.tier", test_ctx()->now, &before), RC_OK);
	count = tier_spans(&before, &after, spans);
	for (size_t i = 0; i < count; i++) {
		assert_rc(spent_between(test_ctx(), spans[i].from, spans[i].to, &members), RC_OK);
		total += members;
		if (spans[i].before == 1 && spans[i].after == 0) {
			assert_int_equal(members, test_number("SELECT COUNT(*) FROM member WHERE spent_fen "
							      ">= 60000 AND spent_fen < 120050"));
		}
	}
	assert_int_equal(total, test_number("SELECT COUNT(*) FROM member"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(history_follows_each_order, fresh),
		cmocka_unit_test_setup(counts_between_any_bounds_are_exact, fresh),
		cmocka_unit_test_setup(new_bounds_move_each_member_once, fresh),
		cmocka_unit_test(the_preview_tells_what_will_happen),
	};

	return cmocka_run_group_tests(tests, test_start, test_stop);
}
