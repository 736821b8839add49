/* SPDX-License-Identifier: MIT */
/* Orders, lines and payments by the thousand: matched by number, changed only where they differ, counts exact afterwards.
 * Not the reading of files: test_imports.c. */
#include "harness.h"
#include "orders/import.h"
#include "orders/rules.h"
#include "orders_help.h"

#include <stdio.h>
#include <string.h>

#define MANY 300

struct bag {
	char number[MANY][16];
	struct order_row rows[MANY];
	struct verdict verdicts[MANY];
};

static void
bag_fill(struct bag *bag, const char *prefix)
{
	int64_t member = test_member();
	int i;

	memset(bag, 0, sizeof(*bag));
	for (i = 0; i < MANY; i++) {
		snprintf(bag->number[i], sizeof(bag->number[i]), "%s%05d", prefix, i);
		bag->rows[i].order = (struct order){ .order_no = bag->number[i],
			.member_id = member,
			.state = i % 7 == 0 ? ORDER_UNCONFIRMED_UNPAID : ORDER_SIGNED_FOR,
			.placed_at = TEST_NOW - 86400 + i,
			.paid_at = i % 7 == 0 ? 0 : TEST_NOW - 80000,
			.signed_at = i % 14 == 1  ? 0
				     : i % 7 == 0 ? 0
						  : TEST_NOW - 70000,
			.total_fen = 1000 + i,
			.province_id = i % 3,
			.imported = true };
	}
}

static int
outcomes(const struct bag *bag, enum batch_outcome outcome)
{
	int i, count = 0;

	for (i = 0; i < MANY; i++)
		count += bag->verdicts[i].outcome == outcome;
	return count;
}

static enum rc
lines_bring(struct ctx *ctx, const struct line_row *rows, size_t count, struct verdict *verdicts)
{
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = order_import_lines(ctx, rows, count, verdicts);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

static enum rc
payments_bring(struct ctx *ctx, const struct payment_row *rows, size_t count, struct verdict *verdicts)
{
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = order_import_payments(ctx, rows, count, verdicts);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

static void
again_changes_nothing(void **state)
{
	static struct bag bag;
	struct ctx *ctx = test_ctx();
	int i;

	(void)state;
	bag_fill(&bag, "A");
	assert_rc(order_bring(ctx, bag.rows, MANY, bag.verdicts), RC_OK);
	assert_int_equal(outcomes(&bag, BATCH_NEW), MANY);
	assert_counts();
	assert_rc(order_bring(ctx, bag.rows, MANY, bag.verdicts), RC_OK);
	assert_int_equal(outcomes(&bag, BATCH_SAME), MANY);
	assert_int_equal(test_number("SELECT MAX(version) FROM orders WHERE order_no LIKE 'A%%'"), 1);
	/* one row changed: that row changes, and nothing else */
	bag.rows[17].order.total_fen = 99900;
	bag.rows[18].order.order_no = "A-new";
	assert_rc(order_bring(ctx, bag.rows, MANY, bag.verdicts), RC_OK);
	assert_int_equal(outcomes(&bag, BATCH_SAME), MANY - 2);
	assert_int_equal(bag.verdicts[17].outcome, BATCH_CHANGED);
	assert_int_equal(bag.verdicts[18].outcome, BATCH_NEW);
	assert_int_equal(test_number("SELECT amount_band FROM orders WHERE order_no = 'A00017'"), 2);
	assert_counts();
	for (i = 0; i < MANY; i++)
		bag.rows[i].order.state = ORDER_CLOSED;
	assert_rc(order_bring(ctx, bag.rows, MANY, bag.verdicts), RC_OK);
	assert_int_equal(outcomes(&bag, BATCH_CHANGED), MANY);
	assert_counts();
}

static void
rejected_rows_say_which_column(void **state)
{
	static struct bag bag;
	struct ctx *ctx = test_ctx();

	(void)state;
	bag_fill(&bag, "B");
	bag.rows[3].order.state = 11;
	bag.rows[4].order.order_no = "has a blank";
	bag.rows[5].order.order_no =
	    bag.rows[6].order.order_no; /* the same number twice: the later one wins */
	assert_rc(order_bring(ctx, bag.rows, MANY, bag.verdicts), RC_OK);
	assert_int_equal(bag.verdicts[3].outcome, BATCH_REJECTED);
	assert_string_equal(bag.verdicts[3].column, "state");
	assert_string_equal(bag.verdicts[4].column, "order_no");
	assert_int_equal(bag.verdicts[5].outcome, BATCH_NEW);
	assert_int_equal(bag.verdicts[6].outcome, BATCH_CHANGED);
	assert_int_equal(test_number("SELECT total_fen FROM orders WHERE order_no = 'B00006'"), 1006);
	assert_int_equal(test_number("SELECT COUNT(*) FROM orders WHERE order_no LIKE 'B%%'"), MANY - 3);
	assert_counts();
}

/* Lines make an order wait, payments cover it; flaws come and go (MEM-1 counts what is paid). */
static void
lines_and_payments_follow(void **state)
{
	static struct bag bag;
	struct ctx *ctx = test_ctx();
	struct line_row lines[] = { { "C00000", 2, 0, "Second", 0, 700, 1, 50 },
		{ "C00000", 1, 0, "First", 1, 100, 3, 0 }, { "C-unknown", 1, 0, "Nowhere", 0, 100, 1, 0 },
		{ "C00001", 1, 0, "Coat", 0, 5000, 1, 0 } };
	struct payment_row payments[] = { { "C00000", 1, PAY_ALIPAY, 500, TEST_NOW - 500, "P1" },
		{ "C00000", 2, PAY_VOUCHER, 500, TEST_NOW - 400, "P2" },
		{ "C00001", 1, PAY_OTHER, 0, TEST_NOW, "" } };
	struct verdict verdicts[4];

	(void)state;
	bag_fill(&bag, "C");
	bag.rows[1].order.total_fen = -1; /* follows from its lines */
	assert_rc(order_bring(ctx, bag.rows, MANY, bag.verdicts), RC_OK);
	assert_int_equal(
	    test_number("SELECT flaws & 8 FROM orders WHERE order_no = 'C00001'"), FLAW_NO_PAYMENT);
	assert_rc(lines_bring(ctx, lines, 4, verdicts), RC_OK);
	assert_int_equal(verdicts[0].outcome, BATCH_NEW);
	assert_int_equal(verdicts[2].outcome, BATCH_REJECTED);
	assert_string_equal(verdicts[2].column, "order_no");
	assert_string_equal(test_word("SELECT summary FROM orders WHERE order_no = 'C00000'"), "First");
	assert_int_equal(test_number("SELECT goods_fen FROM orders WHERE order_no = 'C00000'"), 1000);
	assert_int_equal(test_number("SELECT total_fen FROM orders WHERE order_no = 'C00001'"), 5000);
	assert_int_equal(test_number("SELECT COUNT(*) FROM order_queue WHERE order_no = 'C00000'"), 1);
	assert_counts();
	assert_rc(lines_bring(ctx, lines, 4, verdicts), RC_OK);
	assert_int_equal(verdicts[0].outcome, BATCH_SAME);
	assert_rc(payments_bring(ctx, payments, 3, verdicts), RC_OK);
	assert_int_equal(test_number("SELECT paid_fen FROM orders WHERE order_no = 'C00000'"), 1000);
	assert_int_equal(
	    test_number("SELECT state FROM orders WHERE order_no = 'C00000'"), ORDER_UNCONFIRMED_UNPAID);
	assert_int_equal(test_number("SELECT paid_at FROM orders WHERE order_no = 'C00000'"), TEST_NOW - 400);
	assert_int_equal(test_number("SELECT flaws & 8 FROM orders WHERE order_no = 'C00001'"), 0);
	assert_int_equal(test_number("SELECT m.spent_fen FROM member m JOIN orders o ON o.member_id = m.id "
				     "WHERE o.order_no = 'C00001'"),
	    5000);
	assert_counts();
	payments[1].amount_fen = 400; /* one changed: that one changes */
	assert_rc(payments_bring(ctx, payments, 3, verdicts), RC_OK);
	assert_int_equal(verdicts[0].outcome, BATCH_SAME);
	assert_int_equal(verdicts[1].outcome, BATCH_CHANGED);
	assert_int_equal(test_number("SELECT paid_fen FROM orders WHERE order_no = 'C00000'"), 900);
	assert_counts();
}

/* What was done here is not taken back by the file that was read before. */
static void
an_import_undoes_nothing(void **state)
{
	static struct bag bag;
	struct ctx *ctx = test_ctx();
	struct line_row line = { "D00000", 1, 0, "Shirt", 0, 1000, 1, 0 };
	struct verdict verdict;
	int64_t id = 0;

	(void)state;
	bag_fill(&bag, "D");
	assert_rc(order_bring(ctx, bag.rows, MANY, bag.verdicts), RC_OK);
	assert_rc(lines_bring(ctx, &line, 1, &verdict), RC_OK);
	assert_rc(order_find_no(ctx, "D00000", &id), RC_OK);
	assert_rc(order_confirm(ctx, id, test_number("SELECT version FROM orders WHERE id = %ld", (long)id)),
	    RC_OK);
	assert_rc(order_bring(ctx, bag.rows, MANY, bag.verdicts), RC_OK);
	assert_int_equal(outcomes(&bag, BATCH_SAME), MANY);
	assert_int_equal(
	    test_number("SELECT state FROM orders WHERE id = %ld", (long)id), ORDER_CONFIRMED_UNPAID);
	assert_counts();
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(again_changes_nothing),
		cmocka_unit_test(rejected_rows_say_which_column),
		cmocka_unit_test(lines_and_payments_follow),
		cmocka_unit_test(an_import_undoes_nothing),
	};

	return cmocka_run_group_tests(tests, test_start, test_stop);
}
