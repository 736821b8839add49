/* SPDX-License-Identifier: MIT */
/* Pages of orders: the queue, one order with what may be done and what is missing, forms that come back, the sheet.
 * Not rights and tokens: test_routes.c asks every route for those. */
#include "orders/orders.h"
#include "page/page.h"
#include "store/orders_help.h"

#include <string.h>

static struct visitor *clerk, *finance;

/* test_word() keeps one word at a time. */
static const char *
word(const char *column, const char *table, int64_t id)
{
	return text_format(
	    "%s", test_word("SELECT %s FROM %s WHERE id = %lld", column, table, (long long)id));
}

static void
the_queue_shows_what_waits(void **state)
{
	const struct page *page;
	int64_t id = waiting_order(test_ctx(), 123450);

	(void)state;
	page = assert_page(page_get(clerk, "/orders/confirm"), 200);
	assert_true(page_has(page, text_format("/orders/%lld", (long long)id)));
	assert_true(page_has(page, "1,234.50"));
	assert_true(page_has(page, "测*"));
	assert_false(page_has(page, "测试乙")); /* masked (MEM-4) */
	assert_false(page_has(page, "13800000002"));
	page = assert_page(page_get(clerk, "/orders/confirm?notify[]=2"), 200);
	assert_true(page_has(page, "1,234.50"));
	page = assert_page(page_get(clerk, "/orders/confirm?digit[]=0&digit[]=1&parked[]=1"), 200);
	assert_false(page_has(page, "1,234.50"));
	/* by the phone's last four, by the number's beginning */
	page = assert_page(page_get(clerk, "/orders/confirm?q=0002"), 200);
	assert_true(page_has(page, "1,234.50"));
	page = assert_page(page_get(clerk, "/orders/confirm?q=no-such-number"), 200);
	assert_false(page_has(page, "1,234.50"));
}

static void
exports_hold_the_same(void **state)
{
	const struct page *page;

	(void)state;
	(void)waiting_order(test_ctx(), 77700);
	page = assert_page(page_get(clerk, "/orders/confirm?export=csv"), 200);
	assert_true(page_has(page, "777.00"));
	assert_true(page_has(page, "138****0002"));
	assert_false(page_has(page, "13800000002"));
}

static void
confirming_leads_to_the_order(void **state)
{
	int64_t id = waiting_order(test_ctx(), 50000);
	const struct page *page = assert_page(
	    page_post(clerk, "/orders/confirm", text_format("id=%lld&version=1", (long long)id)), 303);

	(void)state;
	assert_string_equal(page_header(page, "Location"), text_format("/orders/%lld", (long long)id));
	page = assert_page(page_get(clerk, text_format("/orders/%lld", (long long)id)), 200);
	assert_true(page_has(page, "已确认未付款"));
	/* again from a page that is out of date: who and when */
	page = assert_page(
	    page_post(clerk, "/orders/confirm", text_format("id=%lld&version=1", (long long)id)), 409);
	assert_true(page_has(page, "没有保存"));
	assert_true(page_has(page, word("staff_no", "account", clerk->account_id)));
}

static void
what_is_missing_is_said(void **state)
{
	int64_t id = waiting_order(test_ctx(), 50000);
	const struct page *page =
	    assert_page(page_get(clerk, text_format("/orders/%lld", (long long)id)), 200);

	(void)state;
	assert_true(page_has(page, "要由财务来做"));
	assert_rc(order_park(test_ctx(), id, 1, "地址不全"), RC_OK);
	page = assert_page(page_get(clerk, text_format("/orders/%lld", (long long)id)), 200);
	assert_true(page_has(page, "地址不全"));
	page = assert_page(
	    page_post(clerk, "/orders/confirm", text_format("id=%lld&version=2", (long long)id)), 409);
	assert_true(page_has(page, "先恢复处理"));
	assert_page(page_get(clerk, "/orders/999999999"), 404);
}

static void
a_rejected_form_keeps_its_input(void **state)
{
	int64_t id = waiting_order(test_ctx(), 50000);
	const struct page *page =
	    assert_page(page_post(clerk, "/orders/cancel",
			    text_format("id=%lld&version=1&cause=kept-words", (long long)id)),
		422);

	(void)state;
	assert_true(page_has(page, "kept-words"));
	assert_true(page_has(page, "AFT-1"));
	page = assert_page(
	    page_post(finance, "/orders/pay",
		text_format("id=%lld&version=1&method=1&amount_fen=500.01&paid_at=2026-05-12%%2010:00"
			    "&reference=kept-too",
		    (long long)id)),
	    422);
	assert_true(page_has(page, "kept-too"));
	assert_true(page_has(page, "超过还差的金额"));
	assert_int_equal(test_number("SELECT version FROM orders WHERE id = %ld", id), 1);
}

/* RULE ORD-6 */
static void
ordering_for_a_customer(void **state)
{
	struct visitor *agent = visitor_new(ROLE_AGENT, ""), *witness = visitor_new(ROLE_SUPERVISOR, "");
	int64_t member = test_member(), product = test_product(60000);
	const char *fields;
	const struct page *page;

	(void)state;
	(void)account_password(witness, "a-witness-password");
	test_sql("UPDATE member SET address = 'Street 1' WHERE id = %lld", (long long)member);
	page = assert_page(
	    page_get(agent, text_format("/orders/new?q=%s", word("phone_last4", "member", member))), 200);
	assert_true(page_has(page, text_format("/orders/new?member=%lld", (long long)member)));
	assert_page(page_get(agent, text_format("/orders/new?member=%lld", (long long)member)), 200);
	fields = text_format(
	    "member=%lld&from=0&product_0=%s&quantity_0=2&consignee=&phone=&address=&freight_fen=10"
	    "&requested_at=2026-05-12%%2010:00&note=asked&witness=%s",
	    (long long)member, word("product_no", "product", product),
	    word("staff_no", "account", witness->account_id));
	page = assert_page(
	    page_post(agent, "/orders/new", text_format("%s&password=wrong-password", fields)), 422);
	assert_true(page_has(page, "ORD-6"));
	assert_false(page_has(page, "wrong-password"));
	assert_page(
	    page_post(agent, "/orders/new", text_format("%s&password=a-witness-password", fields)), 303);
	assert_int_equal(
	    test_number("SELECT total_fen FROM orders WHERE placed_by = %lld", (long long)agent->account_id),
	    121000);
	assert_int_equal(
	    test_number("SELECT witness_id FROM orders WHERE placed_by = %lld", (long long)agent->account_id),
	    witness->account_id);
	page = assert_page(
	    page_get(agent, text_format("/orders/new?from=%lld",
				(long long)test_number("SELECT id FROM orders WHERE placed_by = %lld",
				    (long long)agent->account_id))),
	    200);
	assert_true(page_has(page, word("product_no", "product", product)));
}

/* RULE ORD-4: closed by the lead, signed with the password, received by finance. */
static size_t
occurrences(const char *text, const char *what)
{
	size_t count = 0;

	for (; (text = strstr(text, what)); text++)
		count++;
	return count;
}

/* RULE ORD-4: the screen pages through a long sheet; what is printed holds every row, with a head and a sum on each page of paper. */
static void
a_long_sheet_is_printed_whole(void **state)
{
	struct visitor *lead = visitor_new(ROLE_ORDER_LEAD, "");
	const struct page *page;
	long long id;

	(void)state;
	test_sql(
	    "INSERT INTO order_sheet (day, number, closed_at, due_at, policy_version, from_at, line_count, "
	    "total_fen, digest) VALUES (2, 90002, 1, 2, 1, 0, 2135, 213500, 'd')");
	id = test_number("SELECT id FROM order_sheet WHERE day = 2");
	test_sql("INSERT INTO order_sheet_line (sheet_id, line_no, order_id, order_no, confirmed_at, "
		 "account_id, staff, member_name, summary, line_count, total_fen, notify) "
		 "SELECT %lld, seq, 800000000 + seq, CONCAT('L-', seq, '.'), 1, 1, '', '', '', 1, 100, 0 "
		 "FROM seq_1_to_2135",
	    id);
	page = assert_page(page_get(lead, text_format("/orders/sheets/%lld", id)), 200);
	assert_int_equal(occurrences(page->body, ">L-"), 300);
	assert_true(page_has(page, text_format("/orders/sheets/%lld?all=1", id)));
	assert_true(page_has(page, text_format("/orders/sheets/%lld?after=300", id)));
	assert_true(page_has(page, "第 1 至 300 单，共 2,135 单"));
	page = assert_page(page_get(lead, text_format("/orders/sheets/%lld?after=2100", id)), 200);
	assert_int_equal(occurrences(page->body, ">L-"), 35);
	page = assert_page(page_get(lead, text_format("/orders/sheets/%lld?all=1", id)), 200);
	assert_int_equal(occurrences(page->body, ">L-"), 2135);
	assert_true(page_has(page, ">L-1.<"));
	assert_true(page_has(page, ">L-2135.<"));
	/* 71 pages of thirty and one of five, each with head, column heads and sum */
	assert_int_equal(occurrences(page->body, "class=\"sheet-head\""), 72);
	assert_int_equal(occurrences(page->body, "<thead>"), 72);
	assert_int_equal(occurrences(page->body, ">30.00<"), 71);
	assert_int_equal(occurrences(page->body, ">5.00<"), 1);
	assert_false(page_has(page, "?after="));
	assert_true(page_has(page, "class=\"btn print\""));
}

static void
a_sheet_from_closing_to_finance(void **state)
{
	struct visitor *lead = visitor_new(ROLE_ORDER_LEAD, "");
	int64_t id = waiting_order(test_ctx(), 50000), sheet;
	const struct page *page;

	(void)state;
	(void)account_password(lead, "a-lead-password");
	(void)account_password(finance, "a-finance-password");
	assert_page(
	    page_post(clerk, "/orders/confirm", text_format("id=%lld&version=1", (long long)id)), 303);
	page = assert_page(page_get(lead, "/orders/sheets"), 200);
	page = assert_page(
	    page_post(lead, "/orders/sheets/close", text_format("day=%s", page_field(page, "day"))), 303);
	sheet = test_number("SELECT MAX(id) FROM order_sheet");
	page = assert_page(page_get(lead, text_format("/orders/sheets/%lld", (long long)sheet)), 200);
	assert_true(page_has(page, word("digest", "order_sheet", sheet)));
	assert_page(page_post(lead, text_format("/orders/sheets/%lld/sign", (long long)sheet),
			"version=1&password=not-the-password"),
	    422);
	page = assert_page(page_post(lead, text_format("/orders/sheets/%lld/sign", (long long)sheet),
			       "version=1&password=a-lead-password"),
	    303);
	assert_int_equal(
	    test_number(
		"SELECT COUNT(*) FROM signature WHERE kind = 'sheet' AND record_id = %lld", (long long)sheet),
	    1);
	page = assert_page(page_get(finance, text_format("/orders/sheets/%lld", (long long)sheet)), 200);
	assert_true(page_has(page, "待签收"));
	assert_page(page_post(finance, text_format("/orders/sheets/%lld/receive", (long long)sheet),
			"version=2&password=a-finance-password"),
	    303);
	assert_true(test_number("SELECT received_at FROM order_sheet WHERE id = %lld", (long long)sheet) > 0);
}

static void
figures_open_for_those_who_need_them(void **state)
{
	struct visitor *gm = visitor_new(ROLE_GM, "");
	const struct page *page = assert_page(page_get(gm, "/orders/statistics?by=month"), 200);

	(void)state;
	assert_true(page_has(page, "<svg"));
	page = assert_page(page_get(gm, "/orders/statistics/csv?by=week"), 200);
	assert_true(page_has(page, "20"));
	assert_page(page_get(clerk, "/orders/statistics"), 403);
}

static int
start(void **state)
{
	int failed = page_start(state);

	clerk = failed ? NULL : visitor_new(ROLE_CLERK, "");
	finance = failed ? NULL : visitor_new(ROLE_FINANCE, "");
	return failed;
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_queue_shows_what_waits),
		cmocka_unit_test(exports_hold_the_same),
		cmocka_unit_test(confirming_leads_to_the_order),
		cmocka_unit_test(what_is_missing_is_said),
		cmocka_unit_test(a_rejected_form_keeps_its_input),
		cmocka_unit_test(ordering_for_a_customer),
		cmocka_unit_test(a_long_sheet_is_printed_whole),
		cmocka_unit_test(a_sheet_from_closing_to_finance),
		cmocka_unit_test(figures_open_for_those_who_need_them),
	};

	return cmocka_run_group_tests(tests, start, page_stop);
}
