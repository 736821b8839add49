/* SPDX-License-Identifier: MIT */
/* What waits in orders/: overdue, today, later, for home and navigation. Bounded reads, at most once a second per process.
 * Not the lists behind the figures: pages_queue.c, pages_sheet.c. */
#include "base/clock.h"
#include "orders/pages.h"

SQL(queue_due_sql,
    "SELECT COUNT(*) FROM (SELECT 1 FROM order_queue FORCE INDEX (order_queue_due) WHERE due_at >= ? AND "
    "due_at < ? LIMIT 1000) c",
    .samples = "SELECT 0, 4102444800 UNION ALL SELECT 0, 0",
    .why = "reads up to a bound of 1,000 narrow index entries");
SQL(queue_parked_sql,
    "SELECT COALESCE(SUM(row_count), 0) FROM list_count WHERE list = 'orders.queue' AND dimension = 'parked'"
    " AND value = 1");
SQL(queue_urgent_sql,
    "SELECT order_id AS id, order_no, due_at FROM order_queue ORDER BY placed_at, order_id LIMIT 1");

struct urgent {
	int64_t id;
	const char *order_no;
	int64_t due_at;
};
static const struct field urgent_fields[] = { FIELD(urgent, ID, id), FIELD(urgent, TEXT, order_no),
	FIELD(urgent, TIME, due_at) };
static const struct record urgent_record = RECORD(urgent, urgent_fields);

static enum rc
queue_between(struct ctx *ctx, int64_t from, int64_t to, int64_t *count)
{
	return db_int(ctx, &queue_due_sql, count, ARGS(arg_int(from), arg_int(to)));
}

static enum rc
queue_counts(struct ctx *ctx, struct module_counts *counts)
{
	struct urgent urgent;
	int64_t today = clock_day(ctx->now);
	enum rc rc;

	*counts = (struct module_counts){
		.module = "orders.queue", .label = "nav.orders.queue", .rule = "@orders.rule.queue"
	};
	rc = queue_between(ctx, 0, ctx->now, &counts->overdue);
	if (rc == RC_OK)
		rc = queue_between(ctx, ctx->now, clock_start(today + 1), &counts->today);
	if (rc == RC_OK)
		rc = queue_between(ctx, clock_start(today + 1), INT64_MAX, &counts->later);
	if (rc == RC_OK)
		rc = db_row(ctx, &queue_urgent_sql, &urgent_record, &urgent, NO_ARGS);
	if (rc == RC_OK) {
		counts->urgent = urgent.order_no;
		counts->urgent_path = arena_printf(ctx->arena, "/orders/%lld", (long long)urgent.id);
		counts->urgent_due = urgent.due_at;
	}
	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	counts->overdue_path = "/orders/confirm?due_to=now";
	counts->today_path = "/orders/confirm?due_from=now&due_to=today";
	counts->later_path = "/orders/confirm?due_from=tomorrow";
	return RC_OK;
}

static enum rc
parked_counts(struct ctx *ctx, struct module_counts *counts)
{
	*counts = (struct module_counts){ .module = "orders.parked",
		.label = "nav.orders.parked",
		.overdue_path = "/orders/confirm?parked%5B%5D=1",
		.today_path = "/orders/confirm?parked%5B%5D=1",
		.later_path = "/orders/confirm?parked%5B%5D=1",
		.rule = "@orders.rule.parked" };
	return db_int(ctx, &queue_parked_sql, &counts->today, NO_ARGS);
}

/* Sheets that wait for this reader: for the lead to be signed, for finance to be received. At most one a day, so few. */
SQL(sheets_unsigned_sql,
    "SELECT id, number AS order_no, due_at FROM order_sheet WHERE signed_at = 0 ORDER BY day LIMIT 100",
    .why = "the newest few of one row a day");
SQL(sheets_unreceived_sql,
    "SELECT id, number AS order_no, due_at FROM order_sheet WHERE signed_at > 0 AND received_at = 0 ORDER BY "
    "day LIMIT 100",
    .why = "the newest few of one row a day");

static enum rc
sheets_counts(struct ctx *ctx, bool sign, struct module_counts *counts)
{
	struct rows found;
	const struct urgent *sheets;
	size_t i;
	enum rc rc = db_rows(
	    ctx, sign ? &sheets_unsigned_sql : &sheets_unreceived_sql, &urgent_record, &found, NO_ARGS);

	*counts = (struct module_counts){ .module = "orders.sheets",
		.label = sign ? "orders.sheets.to_sign" : "orders.sheets.to_receive",
		.overdue_path = "/orders/sheets",
		.today_path = "/orders/sheets",
		.later_path = "/orders/sheets",
		.rule = "@orders.rule.queue",
		.sign = true };
	if (rc != RC_OK)
		return rc;
	sheets = found.items;
	for (i = 0; i < found.count; i++)
		if (sheets[i].due_at < ctx->now)
			counts->overdue++;
		else
			counts->today++;
	if (found.count > 0) {
		counts->urgent = arena_printf(ctx->arena, "No. %s", sheets[0].order_no);
		counts->urgent_path =
		    arena_printf(ctx->arena, "/orders/sheets/%lld", (long long)sheets[0].id);
		counts->urgent_due = sheets[0].due_at;
	}
	return RC_OK;
}

enum rc
orders_counts(struct ctx *ctx, struct module_counts *counts, size_t *count)
{
	enum rc rc = RC_OK;

	if (actor_may(&ctx->actor, &RIGHT_ORDER_CONFIRM)) {
		rc = queue_counts(ctx, &counts[*count]);
		if (rc == RC_OK)
			rc = parked_counts(ctx, &counts[*count + 1]);
		if (rc == RC_OK)
			*count += 2;
	}
	if (rc == RC_OK &&
	    (actor_may(&ctx->actor, &RIGHT_SHEET_SIGN) || actor_may(&ctx->actor, &RIGHT_SHEET_RECEIVE))) {
		rc = sheets_counts(ctx, actor_may(&ctx->actor, &RIGHT_SHEET_SIGN), &counts[*count]);
		if (rc == RC_OK)
			(*count)++;
	}
	return rc;
}
