/* SPDX-License-Identifier: MIT */
/* What pages of complaints show: the queue's views, each clock of a record, what is similar, what an import closed, a member's own
 * (RULE CMP-1 … CMP-7, MEM-5); the month's figures and the records behind each (RULE CMP-10).
 * Not what may be done: test_complaints.c. */
#include "complaints/complaints.h"
#include "orders/orders.h"
#include "page/page.h"
#include "store/complaint_help.h"
#include "store/orders_help.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct visitor *agent, *other, *supervisor;

static int
start(void **state)
{
	int failed = page_start(state);

	if (failed != 0)
		return failed;
	agent = visitor_new(ROLE_AGENT, "");
	other = visitor_new(ROLE_AGENT, "");
	supervisor = visitor_new(ROLE_SUPERVISOR, "");
	return 0;
}

/* Taken in now, by the clock that the pages are asked by. */
static int64_t
taken_in(const struct visitor *visitor, const struct complaint_draft *draft)
{
	struct ctx *ctx = test_ctx();

	ctx->now = (int64_t)time(NULL);
	test_actor(ctx, visitor->account_id, "KF0902", ROLE_AGENT);
	return complaint_take_in(ctx, draft);
}

static const char *
no_of(int64_t id)
{
	return text_format(
	    "%s", test_word("SELECT complaint_no FROM complaint WHERE id = %lld", (long long)id));
}

static const struct page *
record_of(struct visitor *visitor, int64_t id)
{
	return assert_page(page_get(visitor, text_format("/complaints/%lld", (long long)id)), 200);
}

static size_t
times(const char *body, const char *text)
{
	size_t count = 0;

	for (body = strstr(body, text); body != NULL; body = strstr(body + 1, text))
		count++;
	return count;
}

/* --- the queue -------------------------------------------------------------------------------------------------- */

/* An agent's own first; the team's, and what nobody follows yet; due first, with the nearest of its clocks. */
static void
queues_of_agent_and_team(void **state)
{
	struct complaint_draft draft = complaint_draft_new(test_member(), PROBLEM_LATE);
	int64_t own = taken_in(agent, &draft), others = taken_in(other, &draft), nobodys;
	const struct page *page;

	(void)state;
	draft.team = true;
	nobodys = taken_in(other, &draft);
	page = assert_page(page_get(agent, "/complaints"), 200);
	assert_true(page_has(page, no_of(own)));
	assert_false(page_has(page, no_of(others)));
	assert_false(page_has(page, no_of(nobodys)));
	page = assert_page(page_get(agent, "/complaints?open[]=1"), 200);
	assert_true(
	    page_has(page, no_of(own)) && page_has(page, no_of(others)) && page_has(page, no_of(nobodys)));
	page = assert_page(page_get(agent, "/complaints?open[]=1&owner[]=0"), 200);
	assert_true(page_has(page, no_of(nobodys)));
	assert_false(page_has(page, no_of(others)));
	test_sql("UPDATE complaint SET due_at = opened_at - 7200 WHERE id = %lld", (long long)others);
	page = assert_page(page_get(agent, "/complaints?open[]=1"), 200);
	assert_true(page_has(page, "逾期 2 小时"));
	assert_true(strstr(page->body, no_of(others)) < strstr(page->body, no_of(own)));
}

/* --- the record ------------------------------------------------------------------------------------------------- */

/* Four run at once: each with its end, what is left, its clock, its rule and version; what ended stays below. */
static void
every_clock_is_shown(void **state)
{
	static const char *const titles[] = { "发出问题单", "答复顾客", "通报进展", "解决方案" };
	struct complaint_draft draft = complaint_draft_new(test_member(), PROBLEM_FAULTY);
	const struct page *page;
	int64_t id;

	(void)state;
	draft.complex = true;
	id = taken_in(agent, &draft);
	page = record_of(agent, id);
	assert_int_equal(times(page->body, "<div class=\"dl\">"), 4);
	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
		assert_true(page_has(page, titles[i]));
	assert_int_equal(times(page->body, "CMP-4 第 1 版"), 4);
	assert_true(page_has(page, "服务时间") && page_has(page, "连续") && page_has(page, "工作日"));
	assert_page(page_post(agent, text_format("/complaints/%lld/tell", (long long)id),
			"version=1&tell_channel=1&tell_text=we+ask"),
	    303);
	page = record_of(agent, id);
	assert_int_equal(times(page->body, "<div class=\"dl\">"), 3); /* form, solution, progress anew */
	assert_true(page_has(page, "we ask"));
	assert_true(page_has(page, "按时"));
}

/* Closed elsewhere: all of its way is done, and nothing of it is the present step. */
static void
what_an_import_closed_is_done(void **state)
{
	struct complaint complaint = { .state = COMPLAINT_CLOSED,
		.member_id = test_member(),
		.problem = PROBLEM_LATE,
		.department = DEPARTMENT_LOGISTICS,
		.opened_at = TEST_NOW,
		.closed_at = TEST_NOW + 3600,
		.imported = true };
	const struct page *page;
	const char *way;

	(void)state;
	complaint_put(&complaint, NULL, 0);
	test_sql("UPDATE complaint_text SET solution = 'Sent anew' WHERE complaint_id = %lld",
	    (long long)complaint.id);
	page = record_of(agent, complaint.id);
	way = strstr(page->body, "<ol class=\"steps\">");
	assert_non_null(way);
	way = text_format("%.*s", (int)(strstr(way, "</ol>") - way), way);
	assert_int_equal(times(way, "class=\"done\""), 4);
	assert_null(strstr(way, "class=\"now\""));
	assert_null(strstr(way, "aria-current"));
	/* one of our own is called back next */
	test_sql(
	    "UPDATE complaint SET imported = 0, answered_at = opened_at, solved_at = opened_at WHERE id = %lld",
	    (long long)complaint.id);
	assert_true(page_has(record_of(agent, complaint.id), "class=\"now\""));
}

/* Another customer's open complaint about the same goods stands beside intake and record; a closed one does not. */
static void
similar_ones_of_the_same_goods(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t product = test_product(50000), order, first, second;
	struct complaint_draft draft = complaint_draft_new(test_member(), PROBLEM_FAULTY);
	const char *intake;

	(void)state;
	draft.products = &product;
	draft.product_count = 1;
	first = taken_in(other, &draft);
	test_actor(ctx, 1, "TEST-1", ROLE_ALL);
	order = waiting_order(ctx, 50000);
	test_sql("UPDATE order_line SET product_id = %lld WHERE order_id = %lld", (long long)product,
	    (long long)order);
	intake = text_format("/complaints/new?q=%s",
	    test_word("SELECT order_no FROM orders WHERE id = %lld", (long long)order));
	assert_true(page_has(assert_page(page_get(agent, intake), 200), no_of(first)));
	draft.member_id = test_member();
	second = taken_in(agent, &draft);
	assert_true(page_has(record_of(agent, second), no_of(first)));
	test_sql("UPDATE complaint SET state = 5, closed_at = opened_at, due_at = 0 WHERE id = %lld",
	    (long long)first);
	assert_false(page_has(record_of(agent, second), no_of(first)));
}

/* RULE MEM-5: complaints and follow-ups on the member's page. */
static void
members_show_theirs(void **state)
{
	struct complaint_draft draft = complaint_draft_new(test_member(), PROBLEM_LATE);
	int64_t id = taken_in(agent, &draft);
	struct ctx *ctx = test_ctx();
	const char *member = text_format("/members/%lld", (long long)draft.member_id);

	(void)state;
	assert_true(page_has(assert_page(page_get(agent, member), 200), no_of(id)));
	assert_true(
	    page_has(assert_page(page_get(agent, text_format("%s/complaints", member)), 200), no_of(id)));
	assert_rc(complaint_solve(ctx, id, 1, "A new one", "Sent"), RC_OK);
	assert_rc(complaint_tell(ctx, id, 2, CONTACT_PHONE, "A new one"), RC_OK);
	assert_rc(complaint_close(ctx, id, 3), RC_OK);
	/* the call after closing, by the complaint's number */
	assert_true(
	    page_has(assert_page(page_get(agent, text_format("%s/followups", member)), 200), no_of(id)));
}

/* --- the month (RULE CMP-10) ------------------------------------------------------------------------------------ */

static const char *
month_now(void)
{
	char text[8];
	time_t now = time(NULL) + 8 * 3600;

	strftime(text, sizeof(text), "%Y-%m", gmtime(&now));
	return text_format("%s", text);
}

/* The first link on the page that begins so, as a browser would follow it. */
static const char *
link_of(const struct page *page, const char *begin)
{
	const char *at = strstr(page->body, text_format("href=\"%s", begin));
	static char path[1000];
	char *out = path;

	assert_non_null(at);
	at += strlen("href=\"");
	assert_true(strcspn(at, "\"") < sizeof(path));
	for (; *at != '"'; at++) {
		*out++ = *at;
		if (strncmp(at, "&amp;", 5) == 0)
			at += 4;
	}
	*out = '\0';
	return path;
}

/* Each figure leads to the complaints that it counts, and to no others. */
static void
figures_lead_to_their_records(void **state)
{
	int64_t product = test_product(1000), with[2], without;
	struct complaint_draft draft = complaint_draft_new(test_member(), PROBLEM_CATALOGUE);
	const char *number = text_format(
	    "%s", test_word("SELECT product_no FROM product WHERE id = %lld", (long long)product));
	const struct page *page, *records;

	(void)state;
	without = taken_in(agent, &draft);
	draft.products = &product;
	draft.product_count = 1;
	with[0] = taken_in(agent, &draft);
	with[1] = taken_in(agent, &draft);
	test_sql("UPDATE complaint_month SET opened = opened + 50 WHERE dimension = 7 AND value = %lld",
	    (long long)product); /* first of the ranking, whatever the other tests made */
	page = assert_page(page_get(supervisor, "/complaints/analysis"), 200);
	assert_true(page_has(page, "role=\"img\"") && page_has(page, "<desc id=\"cd\">"));
	assert_true(page_has(page, month_now()) && page_has(page, number));
	assert_true(page_has(page,
	    text_format("<b>%lld</b>", (long long)test_number("SELECT SUM(opened) FROM complaint_month WHERE "
							      "dimension = 0 AND month = %s%s",
					   text_format("%.4s", month_now()), month_now() + 5))));
	records = assert_page(page_get(supervisor, link_of(page, "/complaints?problem%5B%5D=701")), 200);
	assert_true(page_has(records, no_of(without)) && page_has(records, no_of(with[0])));
	records = assert_page(
	    page_get(supervisor, link_of(page, text_format("/products/%lld/complaints", (long long)product))),
	    200);
	assert_true(page_has(records, no_of(with[0])) && page_has(records, no_of(with[1])));
	assert_false(page_has(records, no_of(without)));
	/* in the month before it had none */
	records = assert_page(
	    page_get(supervisor,
		text_format("/products/%lld/complaints?opened_to=2020-01-31", (long long)product)),
	    200);
	assert_false(page_has(records, no_of(with[0])));
	assert_page(page_get(supervisor, "/products/99999999/complaints"), 404);
	assert_page(page_get(visitor_new(ROLE_CLERK, ""),
			text_format("/products/%lld/complaints", (long long)product)),
	    403);
}

/* From provinces to cities to districts, by where the customer lives. */
static void
regions_lead_down(void **state)
{
	struct complaint_draft draft = complaint_draft_new(test_member(), PROBLEM_LATE);
	const struct page *page;

	(void)state;
	test_sql(
	    "INSERT INTO region (id, parent_id, name) VALUES (9001, 0, '测试省'), (9002, 9001, '测试市'), "
	    "(9003, 9002, '测试区')");
	test_sql("UPDATE member SET province_id = 9001, city_id = 9002, district_id = 9003 WHERE id = %lld",
	    (long long)draft.member_id);
	(void)taken_in(agent, &draft);
	page = assert_page(page_get(supervisor, "/complaints/analysis"), 200);
	assert_true(page_has(page, "测试省"));
	assert_false(page_has(page, "测试市"));
	page = assert_page(
	    page_get(supervisor, text_format("/complaints/analysis?month=%s&province=9001", month_now())),
	    200);
	assert_true(page_has(page, "测试市"));
	page = assert_page(
	    page_get(supervisor,
		text_format("/complaints/analysis?month=%s&province=9001&city=9002", month_now())),
	    200);
	assert_true(page_has(page, "测试区"));
}

static void
months_are_asked_for(void **state)
{
	static const char *const bad[] = { "2026-13", "2026-00", "9999-12", "x", "2026-1", "2026-011" };
	const struct page *page;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_page(page_get(supervisor, text_format("/complaints/analysis?month=%s", bad[i])), 422);
		assert_page(
		    page_get(supervisor, text_format("/complaints/analysis/xlsx?month=%s", bad[i])), 422);
	}
	/* a month without any: said in words, not as 0 % */
	page = assert_page(page_get(supervisor, "/complaints/analysis?month=2001-02"), 200);
	assert_true(page_has(page, "无数据"));
	assert_false(page_has(page, "NaN"));
	page = assert_page(page_get(supervisor, "/complaints/analysis/xlsx"), 200);
	assert_memory_equal(page->body, "PK\x03\x04", 4);
	assert_non_null(strstr(page_header(page, "Content-Disposition"), month_now()));
	assert_page(page_get(agent, "/complaints/analysis"), 403);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(queues_of_agent_and_team),
		cmocka_unit_test(every_clock_is_shown),
		cmocka_unit_test(what_an_import_closed_is_done),
		cmocka_unit_test(similar_ones_of_the_same_goods),
		cmocka_unit_test(members_show_theirs),
		cmocka_unit_test(figures_lead_to_their_records),
		cmocka_unit_test(regions_lead_down),
		cmocka_unit_test(months_are_asked_for),
	};

	return cmocka_run_group_tests(tests, start, page_stop);
}
