/* SPDX-License-Identifier: MIT */
/* Duplicates found, merged and taken back: orders, totals, tiers, points, follow-ups, the queue; once, whoever clicks how often;
 * nothing lost and nothing doubled. Not the member's own row: test_care.c. */
#include "base/clock.h"
#include "followups/actions.h"
#include "harness.h"
#include "members/members.h"
#include "merges/merges.h"
#include "orders/orders.h"
#include "orders_help.h"
#include "points/points.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int64_t agent;

static int
start(void **state)
{
	int rc = test_start(state);

	agent = test_account("KF0401", ROLE_AGENT);
	return rc;
}

static void
same_phone(int64_t a, int64_t b)
{
	test_sql("UPDATE member SET phone = '137%08lld' WHERE id IN (%lld, %lld)", (long long)a, (long long)a,
	    (long long)b);
}

/* An order of 1,500 yuan, signed for: it counts, and it earns. */
static int64_t
earning_order(struct ctx *ctx, int64_t member_id, int64_t total_fen)
{
	static int number;
	char order_no[24];
	const struct line_row line = { .line_no = 1, .title = "Coat", .unit_fen = total_fen, .quantity = 1 };
	const struct payment_row payment = {
		.method = PAY_ALIPAY, .amount_fen = total_fen, .paid_at = TEST_NOW - 100
	};
	struct order_row row = { .lines = &line, .line_count = 1, .payments = &payment, .payment_count = 1 };
	struct verdict verdict;
	int64_t id = 0;

	snprintf(order_no, sizeof(order_no), "M260512-%05d", ++number);
	row.order = (struct order){ .order_no = order_no,
		.member_id = member_id,
		.state = ORDER_SIGNED_FOR,
		.placed_at = TEST_NOW - 5000,
		.paid_at = TEST_NOW - 100,
		.signed_at = TEST_NOW - 50,
		.total_fen = total_fen,
		.consignee = "测试丙",
		.phone = "13800000003",
		.imported = true };
	assert_rc(order_bring(ctx, &row, 1, &verdict), RC_OK);
	assert_int_equal(verdict.outcome, BATCH_NEW);
	assert_rc(order_find_no(ctx, order_no, &id), RC_OK);
	return id;
}

/* All that a merge moves, as one text per member: equal texts, equal members. */
static const char *
sums_of(int64_t member)
{
	return arena_strdup(test_ctx()->arena,
	    test_word("SELECT CONCAT_WS(':', m.spent_fen, m.orders, m.points, m.tier, m.consent, m.state, "
		      "m.merged_into, (SELECT COUNT(*) FROM orders o "
		      "WHERE o.member_id = m.id), (SELECT COALESCE(SUM(o.total_fen), 0) "
		      "FROM orders o WHERE o.member_id = m.id), (SELECT COUNT(*) FROM order_queue q "
		      "WHERE q.member_id = m.id), (SELECT COALESCE(SUM(p.points), 0) "
		      "FROM points_entry p WHERE p.member_id = m.id), (SELECT COUNT(*) "
		      "FROM followup f WHERE f.member_id = m.id AND f.kind <> 1)) FROM member m "
		      "WHERE m.id = %lld",
		(long long)member));
}

static void
assert_ledger(int64_t member)
{
	assert_int_equal(test_number("SELECT points FROM member WHERE id = %lld", (long long)member),
	    test_number("SELECT COALESCE(SUM(points), 0) FROM points_entry WHERE member_id = %lld",
		(long long)member));
}

/* A key of its own for each member. */
static const char *
text_of(int64_t id)
{
	static char text[40];

	snprintf(text, sizeof(text), "test-adjust:%lld", (long long)id);
	return text;
}

static void
a_full_pair(struct ctx *ctx, int64_t *from, int64_t *to)
{
	int64_t id;
	const char *field;

	test_actor(ctx, agent, "KF0401", ROLE_AGENT);
	*from = test_member();
	*to = test_member();
	same_phone(*from, *to);
	(void)earning_order(ctx, *from, 150000);
	(void)earning_order(ctx, *to, 90000);
	(void)order_of(ctx, *from, 30000);
	assert_rc(followup_make(ctx, *from, FOLLOWUP_HAND, clock_day(TEST_NOW), "sizes", &id, &field), RC_OK);
	assert_rc(points_adjust(ctx, *from, 40, "goodwill", text_of(*from), &id), RC_OK);
	test_sql("UPDATE member SET contact_at = %lld WHERE id = %lld", (long long)TEST_NOW - 5000,
	    (long long)*from);
	test_sql("UPDATE member SET contact_at = %lld WHERE id = %lld", (long long)TEST_NOW - 9000,
	    (long long)*to);
}

static enum rc
merge(struct ctx *ctx, int64_t from, int64_t to, int64_t *id)
{
	struct merge_preview preview;
	enum rc rc = merge_preview(ctx, from, to, &preview);

	return rc == RC_OK ? merge_do(ctx, from, to, preview.seen, "the same person", id) : rc;
}

static void
all_moves_and_comes_back(void **state)
{
	struct ctx *ctx = test_ctx();
	struct merge_preview preview;
	struct member after;
	int64_t from, to, id = 0;
	const char *from_before, *to_before;

	(void)state;
	a_full_pair(ctx, &from, &to);
	test_actor(ctx, 1, "ZG0001", ROLE_SUPERVISOR);
	from_before = sums_of(from);
	to_before = sums_of(to);
	assert_rc(merge_preview(ctx, from, to, &preview), RC_OK);
	assert_rc(merge_do(ctx, from, to, preview.seen, "the same person", &id), RC_OK);
	/* as it was shown before */
	assert_rc(member_get(ctx, to, &after), RC_OK);
	assert_int_equal(after.spent_fen, 240000);
	assert_int_equal(after.spent_fen, preview.after.spent_fen);
	assert_int_equal(after.tier, preview.after.tier);
	assert_int_equal(after.tier, 2);
	assert_int_equal(after.orders, preview.after.orders);
	assert_int_equal(after.points, preview.after.points);
	assert_int_equal(after.points, 2440);
	assert_int_equal(after.contact_at, TEST_NOW - 5000);
	assert_ledger(to);
	assert_ledger(from);
	assert_int_equal(test_number("SELECT points FROM member WHERE id = %lld", (long long)from), 0);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM orders WHERE member_id = %lld", (long long)from), 0);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM order_queue WHERE member_id = %lld", (long long)to), 1);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM followup WHERE member_id = %lld AND kind = 5", (long long)to),
	    1);
	assert_int_equal(test_number("SELECT follow_state FROM member WHERE id = %lld", (long long)from), 13);
	assert_counts();
	assert_rc(merge_undo(ctx, id, 1, "two persons"), RC_OK);
	assert_string_equal(sums_of(from), from_before);
	assert_string_equal(sums_of(to), to_before);
	assert_ledger(to);
	assert_ledger(from);
	assert_counts();
	assert_rc(merge_undo(ctx, id, 2, "again"), RC_REFUSED);
	/* and once more, from where it was */
	assert_rc(merge(ctx, from, to, &id), RC_OK);
	assert_counts();
}

static void
what_was_shown_must_still_be_so(void **state)
{
	struct ctx *ctx = test_ctx();
	struct merge_preview preview;
	int64_t from, to, id;

	(void)state;
	a_full_pair(ctx, &from, &to);
	assert_rc(merge_preview(ctx, from, to, &preview), RC_OK);
	(void)earning_order(ctx, from, 10000);
	assert_rc(merge_do(ctx, from, to, preview.seen, "same", &id), RC_CONFLICT);
	assert_rc(merge_do(ctx, from, to, "", "same", &id), RC_CONFLICT);
	assert_rc(merge(ctx, from, from, &id), RC_REFUSED);
	test_sql("UPDATE member SET phone = '1' WHERE id = %lld", (long long)to);
	assert_rc(merge(ctx, from, to, &id), RC_REFUSED);
	assert_string_equal(ctx->reason.key, "merges.refused.phone");
}

static void
too_many_orders_are_refused(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t from, to, id;

	(void)state;
	a_full_pair(ctx, &from, &to);
	test_sql("UPDATE policy_version SET value = 1 WHERE policy_key = 'members.merge_orders'");
	test_sql("UPDATE policy_stamp SET stamp = stamp + 1");
	sleep(2);
	assert_rc(merge(ctx, from, to, &id), RC_REFUSED);
	assert_string_equal(ctx->reason.key, "orders.refused.many");
	assert_int_equal(test_number("SELECT state FROM member WHERE id = %lld", (long long)from), 1);
	assert_int_equal(test_number("SELECT COUNT(*) FROM merge WHERE from_id = %lld", (long long)from), 0);
	test_sql("UPDATE policy_version SET value = 1000 WHERE policy_key = 'members.merge_orders'");
	test_sql("UPDATE policy_stamp SET stamp = stamp + 1");
	sleep(2);
}

static void
a_day_later_or_spent_it_stays(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t from, to, id, now = ctx->now;

	(void)state;
	a_full_pair(ctx, &from, &to);
	assert_rc(merge(ctx, from, to, &id), RC_OK);
	ctx->now = now + 86401;
	assert_rc(merge_undo(ctx, id, 1, "late"), RC_REFUSED);
	assert_string_equal(ctx->reason.key, "merges.refused.late");
	ctx->now = now + 86400;
	/* the survivor has used up all points: what would go back is no longer there */
	assert_rc(
	    points_redeem(ctx, to, test_number("SELECT points FROM member WHERE id = %lld", (long long)to),
		"cup", "test-redeem"),
	    RC_OK);
	assert_rc(merge_undo(ctx, id, 1, "spent"), RC_REFUSED);
	assert_int_equal(test_number("SELECT state FROM member WHERE id = %lld", (long long)from), 2);
	assert_ledger(to);
	ctx->now = now;
}

/* A double click and two people at once: one merge. Taken back by two at once: once. */
static void
once_whoever_clicks(void **state)
{
	struct ctx *ctx = test_ctx();
	struct merge_preview preview;
	int64_t from, to, id;
	int i, status, won, round;

	(void)state;
	a_full_pair(ctx, &from, &to);
	assert_rc(merge_preview(ctx, from, to, &preview), RC_OK);
	for (round = 0; round < 2; round++) {
		id = test_number(
		    "SELECT COALESCE(MAX(id), 0) FROM merge WHERE from_id = %lld", (long long)from);
		for (i = 0; i < 4; i++)
			if (fork() == 0) {
				struct ctx *own = test_connect("worker");
				int64_t made;
				enum rc rc;

				test_actor(own, 1, "ZG0001", ROLE_SUPERVISOR);
				if (i < 2)
					own->once_key = round == 0 ? "one-click" : "another-click";
				rc = round == 0 ? merge_do(own, from, to, preview.seen, "same", &made)
						: merge_undo(own, id, 1, "two persons");
				test_exit(own, rc == RC_OK ? 7 : 0);
			}
		for (won = 0, i = 0; i < 4; i++) {
			assert_true(wait(&status) > 0);
			won += WIFEXITED(status) && WEXITSTATUS(status) == 7;
		}
		assert_int_equal(won, 1);
	}
	assert_int_equal(test_number("SELECT COUNT(*) FROM merge WHERE from_id = %lld", (long long)from), 1);
	assert_ledger(from);
	assert_ledger(to);
	assert_counts();
}

static void
candidates_are_found_and_forgotten(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t a = test_member(), b = test_member(), id;
	bool over = false;

	(void)state;
	same_phone(a, b);
	test_actor(ctx, 0, "", 0);
	while (!over)
		assert_rc(merge_search_step(ctx, &over), RC_OK);
	assert_int_equal(
	    test_number("SELECT members FROM merge_candidate WHERE member_id = %lld", (long long)a), 2);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM merge_candidate c JOIN member m ON m.id = c.member_id WHERE "
			"m.phone = ''"),
	    0);
	assert_rc(merge(ctx, b, a, &id), RC_OK);
	ctx->now++;
	for (over = false; !over;)
		assert_rc(merge_search_step(ctx, &over), RC_OK);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM merge_candidate WHERE member_id = %lld", (long long)a), 0);
	ctx->now--;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_moves_and_comes_back),
		cmocka_unit_test(what_was_shown_must_still_be_so),
		cmocka_unit_test(too_many_orders_are_refused),
		cmocka_unit_test(a_day_later_or_spent_it_stays),
		cmocka_unit_test(once_whoever_clicks),
		cmocka_unit_test(candidates_are_found_and_forgotten),
	};

	return cmocka_run_group_tests(tests, start, test_stop);
}
