/* SPDX-License-Identifier: MIT */
/* Orders for store tests: made the way imports make them. Not a test itself. */
#include "orders_help.h"
#include "harness.h"

#include <stdio.h>

enum rc
order_bring(struct ctx *ctx, const struct order_row *rows, size_t count, struct verdict *verdicts)
{
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = order_import(ctx, rows, count, verdicts);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

static int64_t
bring(struct ctx *ctx, int64_t member_id, int64_t total_fen, bool imported)
{
	static int number;
	char order_no[24];
	const struct line_row line = { .line_no = 1, .title = "Shirt", .unit_fen = total_fen, .quantity = 1 };
	struct order_row row = { .lines = &line, .line_count = 1 };
	struct verdict verdict;
	int64_t id = 0;

	snprintf(order_no, sizeof(order_no), "T260512-%05d", ++number);
	row.order = (struct order){ .order_no = order_no,
		.member_id = member_id,
		.state = ORDER_UNCONFIRMED_UNPAID,
		.placed_at = TEST_NOW - 3600 - number,
		.total_fen = total_fen,
		.consignee = "测试乙",
		.phone = "13800000002",
		.address = "Street 1",
		.imported = imported,
		.stock = number % 3,
		.province_id = number % 5 };
	assert_rc(order_bring(ctx, &row, 1, &verdict), RC_OK);
	assert_int_equal(verdict.outcome, BATCH_NEW);
	assert_rc(order_find_no(ctx, order_no, &id), RC_OK);
	return id;
}

int64_t
order_of(struct ctx *ctx, int64_t member_id, int64_t total_fen)
{
	return bring(ctx, member_id, total_fen, false);
}

int64_t
waiting_order(struct ctx *ctx, int64_t total_fen)
{
	return bring(ctx, test_member(), total_fen, false);
}

int64_t
imported_order(struct ctx *ctx, int64_t total_fen)
{
	return bring(ctx, test_member(), total_fen, true);
}

static void
assert_dimension(const char *list, const char *table, const char *dimension, const char *value)
{
	int64_t wrong = test_number(
	    "SELECT COUNT(*) FROM (SELECT value, SUM(n) n, SUM(f) f FROM ("
	    "SELECT value, row_count n, fen f FROM list_count WHERE list = '%s' AND dimension = '%s'"
	    " UNION ALL SELECT %s, -1, -total_fen FROM %s) a GROUP BY value) b WHERE n <> 0 OR f <> 0",
	    list, dimension, value, table);

	if (wrong != 0)
		fail_msg("counts of %s by %s are wrong for %d values", list, dimension, (int)wrong);
}

void
assert_counts(void)
{
	static const char *const days[] = { "placed_at", "confirmed_at", "paid_at", "shipped_at", "signed_at",
		"cancelled_at" };
	int i;

	assert_dimension("orders", "orders", "", "0");
	assert_dimension("orders", "orders", "state", "state");
	assert_dimension("orders", "orders", "digit", "digit");
	assert_dimension("orders", "orders", "province", "province_id");
	assert_dimension("orders", "orders", "channel", "channel");
	assert_dimension("orders", "orders", "band", "amount_band");
	assert_dimension("orders", "orders", "flaws", "flaws");
	assert_dimension("orders.queue", "order_queue", "", "0");
	assert_dimension("orders.queue", "order_queue", "digit", "digit");
	assert_dimension("orders.queue", "order_queue", "parked", "parked");
	assert_dimension("orders.queue", "order_queue", "stock", "stock");
	assert_dimension("orders.queue", "order_queue", "notify", "notify");
	assert_dimension("orders.queue", "order_queue", "tier", "tier");
	assert_dimension("orders.queue", "order_queue", "province", "province_id");
	assert_dimension("orders.queue", "order_queue", "band", "amount_band");
	for (i = 0; i < 6; i++)
		assert_int_equal(
		    test_number("SELECT COUNT(*) FROM (SELECT day, SUM(n) n, SUM(f) f "
				"FROM (SELECT day, orders n, fen f FROM order_day WHERE measure = %d "
				"UNION ALL SELECT FLOOR((%s + 28800) / 86400), -1, -%s FROM orders "
				"WHERE %s > 0) a GROUP BY day) b WHERE n <> 0 OR f <> 0",
			i, days[i], i == 2 ? "paid_fen" : "total_fen", days[i]),
		    0);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM orders o LEFT JOIN order_queue q ON q.order_id = o.id"
			" WHERE (o.state = 1 AND o.line_count > 0) <> (q.order_id IS NOT NULL)"),
	    0);
	assert_int_equal(
	    test_number(
		"SELECT COUNT(*) FROM order_queue q JOIN orders o ON o.id = q.order_id"
		" WHERE q.version <> o.version OR q.paid_fen <> o.paid_fen OR q.total_fen <> o.total_fen"
		" OR q.parked <> o.parked OR q.summary <> o.summary OR q.line_count <> o.line_count"
		" OR q.tier <> (SELECT tier FROM member m WHERE m.id = o.member_id)"),
	    0);
}
