/* SPDX-License-Identifier: MIT */
/* Valid requests of orders, for test_routes.c. */
#include "orders/orders.h"
#include "orders/share.h"
#include "page/page.h"
#include "store/orders_help.h"

/* test_word() keeps one word at a time. */
static const char *
word(const char *column, const char *table, int64_t id)
{
	return text_format(
	    "%s", test_word("SELECT %s FROM %s WHERE id = %lld", column, table, (long long)id));
}

static void
order_make(struct route_try *try)
{
	try->id = waiting_order(try->ctx, 50000);
}

static void
confirm_make(struct route_try *try)
{
	try->fields = text_format("id=%lld&version=1", (long long)waiting_order(try->ctx, 50000));
}

static void
bulk_make(struct route_try *try)
{
	try->fields = text_format("bulk=confirm&row[]=%lld.1", (long long)waiting_order(try->ctx, 50000));
}

static void
park_make(struct route_try *try)
{
	try->fields =
	    text_format("id=%lld&version=1&reason=doubtful", (long long)waiting_order(try->ctx, 50000));
}

static void
unpark_make(struct route_try *try)
{
	int64_t id = waiting_order(try->ctx, 50000);

	assert_rc(order_park(try->ctx, id, 1, "doubtful"), RC_OK);
	try->fields = text_format("id=%lld&version=2", (long long)id);
}

static void
cancel_make(struct route_try *try)
{
	try->fields =
	    text_format("id=%lld&version=1&cause=changed&told=1", (long long)waiting_order(try->ctx, 50000));
}

static void
pay_make(struct route_try *try)
{
	try->fields = text_format(
	    "id=%lld&version=1&method=1&amount_fen=500.00&paid_at=2026-05-12%%2010:00&reference=R1",
	    (long long)waiting_order(try->ctx, 50000));
}

static void
amend_make(struct route_try *try)
{
	try->fields = text_format(
	    "id=%lld&version=1&consignee=&phone=&address=Elsewhere&requested_at=2026-05-12%%2010:00&note=",
	    (long long)waiting_order(try->ctx, 50000));
}

/* The witness is somebody else, with a password of their own. */
static void
new_make(struct route_try *try)
{
	struct visitor *witness = visitor_new(ROLE_SUPERVISOR, "");
	int64_t member = test_member(), product = test_product(1000);

	(void)account_password(witness, "a-witness-password");
	test_sql("UPDATE member SET address = 'Street 1' WHERE id = %lld", (long long)member);
	try->fields = text_format(
	    "member=%lld&from=0&product_0=%s&quantity_0=2&consignee=&phone=&address=&freight_fen=0"
	    "&requested_at=2026-05-12%%2010:00&note=&witness=%s&password=a-witness-password",
	    (long long)member, word("product_no", "product", product),
	    word("staff_no", "account", witness->account_id));
}

static void
sharing_make(struct route_try *try)
{
	try->fields = text_format("day=2026-05-12&digit_0=%lld", (long long)try->visitor->account_id);
}

/* Nothing is closed yet on the day on which the pages are asked. */
static void
close_make(struct route_try *try)
{
	test_empty("order_sheet_line");
	test_empty("order_sheet");
	test_sql("UPDATE order_confirmation SET sheet_id = 0");
	test_sql("UPDATE order_sheet_head SET last_day = 0, last_number = 0");
	try->fields = "day=2026-05-12";
}

/* A sheet that holds an order which the one who asks did not confirm. */
static void
sheet_make(struct route_try *try)
{
	struct ctx *ctx = try->ctx;

	close_make(try);
	try->fields = NULL;
	test_actor(ctx, 9001, "DD9001", ROLE_ALL);
	assert_rc(order_confirm(ctx, waiting_order(ctx, 50000), 1), RC_OK);
	assert_rc(sheet_close(ctx, (TEST_NOW + 28800) / 86400, &try->id), RC_OK);
}

static void
sign_make(struct route_try *try)
{
	sheet_make(try);
	(void)account_password(try->visitor, "a-signing-password");
	try->fields = "version=1&password=a-signing-password";
}

static void
receive_make(struct route_try *try)
{
	sheet_make(try);
	test_actor(try->ctx, 9002, "DD9002", ROLE_ALL);
	assert_rc(sheet_sign(try->ctx, try->id, 1), RC_OK);
	(void)account_password(try->visitor, "a-signing-password");
	try->fields = "version=2&password=a-signing-password";
}

static void
member_orders_make(struct route_try *try)
{
	try->id = test_member();
}

static const struct route_case order_cases[] = {
	{ "GET", "/orders/confirm", order_make, false },
	{ "POST", "/orders/confirm", confirm_make, false },
	{ "POST", "/orders/confirm/bulk", bulk_make, false },
	{ "POST", "/orders/park", park_make, false },
	{ "POST", "/orders/unpark", unpark_make, false },
	{ "POST", "/orders/cancel", cancel_make, false },
	{ "POST", "/orders/pay", pay_make, false },
	{ "POST", "/orders/amend", amend_make, false },
	{ "GET", "/orders", order_make, false },
	{ "GET", "/orders/#", order_make, false },
	{ "GET", "/members/#/orders", member_orders_make, false },
	{ "GET", "/orders/new", NULL, false },
	{ "POST", "/orders/new", new_make, false },
	{ "GET", "/orders/sharing", NULL, false },
	{ "POST", "/orders/sharing", sharing_make, false },
	{ "GET", "/orders/sheets", NULL, false },
	{ "POST", "/orders/sheets/close", close_make, false },
	{ "GET", "/orders/sheets/#", sheet_make, false },
	{ "GET", "/orders/sheets/#/xlsx", sheet_make, false },
	{ "POST", "/orders/sheets/#/sign", sign_make, true },
	{ "POST", "/orders/sheets/#/receive", receive_make, true },
	{ "GET", "/orders/statistics", NULL, false },
	{ "GET", "/orders/statistics/csv", NULL, false },
	{ NULL, NULL, NULL, false },
};
ROUTE_CASES(order_cases)
