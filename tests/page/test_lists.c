/* SPDX-License-Identifier: MIT */
/* A list as its reader meets it, shown on the queue of orders: filters in the address, paging by its own links, exports, saved
 * views, bulk actions from the tick to the result. Not which rows are right for which filter: tests/store/test_list.c. */
#include "orders/orders.h"
#include "page/page.h"
#include "store/orders_help.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define QUEUE "/orders/confirm"
#define ORDERS 130

static struct visitor *clerk;

static int
shop_make(void **state)
{
	int made = page_start(state), i;

	if (made != 0)
		return made;
	for (i = 0; i < ORDERS; i++)
		waiting_order(test_ctx(), 10000 + (i % 7) * 5000);
	test_sql("UPDATE order_queue SET summary = '=1+1' ORDER BY placed_at LIMIT 1");
	clerk = visitor_new(ROLE_ALL, "");
	return 0;
}

/* The link of that rel, or NULL. */
static const char *
link_of(const struct page *page, const char *rel)
{
	const char *found = strstr(page->body, text_format("rel=\"%s\" href=\"", rel)), *from, *p;
	char *path, *out;

	if (!found)
		return NULL;
	from = strstr(found, "href=\"") + 6;
	path = out = calloc(1, strlen(from));
	for (p = from; *p != '"'; p++) {
		*out++ = *p;
		if (strncmp(p, "&amp;", 5) == 0)
			p += 4;
	}
	from = text_format("%s", path);
	free(path);
	return from;
}

/* Ids of the page's rows, in order; how many. */
static size_t
rows_of(const struct page *page, int64_t *ids, size_t most)
{
	static const char mark[] = "name=\"row[]\" value=\"";
	const char *p = page->body;
	size_t count = 0;

	while (count < most && (p = strstr(p, mark)) != NULL) {
		p += sizeof(mark) - 1;
		ids[count++] = strtoll(p, NULL, 10);
	}
	return count;
}

static void
test_walk(void **state)
{
	static const struct {
		const char *query, *order;
	} walks[] = { { "all=1", "placed_at, order_id" },
		{ "all=1&dir=desc", "placed_at DESC, order_id DESC" },
		{ "all=1&sort=total", "total_fen DESC, order_id DESC" },
		{ "digit[]=1&digit[]=2&digit[]=3&digit[]=4&digit[]=5&sort=total&dir=asc",
		    "total_fen, order_id" } };
	int64_t seen[ORDERS + 60], back[60];
	size_t i, count, first;

	(void)state;
	for (i = 0; i < sizeof(walks) / sizeof(walks[0]); i++) {
		const char *next = text_format(QUEUE "?%s", walks[i].query);
		const char *where = strstr(next, "digit") ? "digit BETWEEN 1 AND 5" : "1 = 1";
		const struct page *page = NULL;
		size_t at;

		count = first = 0;
		while (next) {
			page = assert_page(page_get(clerk, next), 200);
			first = count;
			count += rows_of(page, seen + count, 60);
			assert_true(count <= ORDERS);
			next = link_of(page, "next");
		}
		assert_int_equal(count, test_number("SELECT COUNT(*) FROM order_queue WHERE %s", where));
		for (at = 0; at < count; at += 13)
			assert_int_equal(seen[at],
			    test_number(
				"SELECT order_id FROM order_queue WHERE %s ORDER BY %s LIMIT 1 OFFSET %d",
				where, walks[i].order, (int)at));
		/* and back to the start */
		while ((next = link_of(page, "prev")) != NULL) {
			page = assert_page(page_get(clerk, next), 200);
			at = rows_of(page, back, 60);
			assert_int_equal(at, first >= 50 ? 50 : first);
			assert_memory_equal(back, seen + first - at, at * sizeof(int64_t));
			first -= at;
		}
		assert_int_equal(first, 0);
	}
}

/* How many the list says there are. */
static long
told(const struct page *page)
{
	const char *sum = strstr(page->body, "class=\"sum\""), *number = sum ? strstr(sum, "<b>") : NULL;

	assert_non_null(number);
	return strtol(number + 3, NULL, 10);
}

/* What a worker keeps for a second is not shown to somebody who has just changed it by way of another worker. */
static void
test_own_change_is_seen(void **state)
{
	const struct page *page;
	long before;
	int i;

	(void)state;
	for (i = 0; i < 10; i++) {
		int64_t id = waiting_order(test_ctx(), 10000);

		page_cookies = "changed=1";
		before = told(assert_page(page_direct(clerk, QUEUE "?all=1", NULL), 200));
		page_cookies = NULL;
		page = assert_page(
		    page_post(clerk, QUEUE, text_format("id=%lld&version=1", (long long)id)), 303);
		page_cookies = text_format("changed=%s", page_cookie(page, "changed"));
		assert_int_equal(
		    told(assert_page(page_direct(clerk, QUEUE "?all=1", NULL), 200)), before - 1);
		page_cookies = NULL;
	}
}

static void
test_refused(void **state)
{
	static const char *const wrong[] = { "colour=red", "digit[]=12", "digit=x", "band[]=-1",
		"placed_from=someday", "placed_from=2026-05-02&placed_to=2026-05-01", "sort=price", "dir=up",
		"after=1", "after=1_2_3", "before=1_x31", "after=1_2&before=1_2", "export=pdf", "view=x",
		"all=2", "total=1" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		const struct page *page =
		    assert_page(page_get(clerk, text_format(QUEUE "?%s", wrong[i])), 422);

		assert_null(strstr(page->body, "row[]"));
	}
	assert_page(page_get(clerk, QUEUE "?view=999999"), 404);
	/* what a filter form sends of its empty fields is no mistake */
	assert_page(page_get(clerk, QUEUE "?q=&placed_from=&placed_to=&all=1"), 200);
}

static size_t strings;

static void
string_try(const char *text)
{
	static const char *const names[] = { "q", "digit[]", "placed_from", "sort", "after", "view",
		"export" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const struct page *page = page_direct(
		    clerk, text_format(QUEUE "?%s=%s", text_encode(names[i]), text_encode(text)), NULL);

		if (page->status >= 500 || page->exit != 0)
			print_message("%s=%s: %d\n", names[i], text, page->status);
		assert_true(page->status < 500);
		assert_int_equal(page->exit, 0);
	}
	strings++;
}

static void
test_naughty(void **state)
{
	const char *folder = getenv("HOUTAI_DATA");
	json_t *list =
	    json_load_file(text_format("%s/badinput/blns.json", folder ? folder : "../shared/data"), 0, NULL);
	size_t index;
	json_t *one;

	(void)state;
	if (!list) {
		printf("# skip: no collection of strings\n");
		skip();
	}
	json_array_foreach(list, index, one) string_try(json_string_value(one));
	json_decref(list);
	assert_true(strings > 400);
}

/* ---- exports ---- */

static size_t
lines_of(const struct page *page)
{
	size_t lines = 0;
	const char *p;

	for (p = page->body; (p = strstr(p, "\r\n")) != NULL; p += 2)
		lines++;
	return lines;
}

static void
test_exports(void **state)
{
	struct visitor *reader = visitor_new(ROLE_ALL, RIGHT_ORDER_EXPORT.name);
	const struct page *page = assert_page(page_get(clerk, QUEUE "?all=1&export=csv"), 200);
	int64_t records = test_number("SELECT COUNT(*) FROM audit_log WHERE action = 'list.exported'");

	(void)state;
	assert_memory_equal(page->body, "\xef\xbb\xbf", 3);
	assert_int_equal(lines_of(page), ORDERS + 1);
	assert_true(page_has(page, "\"'=1+1"));
	assert_non_null(strstr(page_header(page, "Content-Disposition"), "attachment"));
	assert_int_equal(
	    test_number(
		"SELECT COUNT(*) FROM audit_log WHERE action = 'list.exported' AND diff LIKE '%%\"%d\"%%'",
		ORDERS),
	    1);
	/* the default filter is no narrower than what is seen */
	page = assert_page(page_get(clerk, QUEUE "?digit[]=3&export=csv&sort=total&after=1_1"), 200);
	assert_int_equal(lines_of(page), 1 + test_number("SELECT COUNT(*) FROM order_queue WHERE digit = 3"));
	page = assert_page(page_get(clerk, QUEUE "?q=nothing-has-this&export=csv"), 200);
	assert_int_equal(lines_of(page), 1);
	page = assert_page(page_get(clerk, QUEUE "?all=1&export=xlsx"), 200);
	assert_memory_equal(page->body, "PK\x03\x04", 4);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM audit_log WHERE action = 'list.exported'"), records + 3);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM audit_log WHERE action = 'list.export'"), records + 3);
	/* without the right there is neither link nor file, and no record of one */
	page = assert_page(page_get(reader, QUEUE "?all=1"), 200);
	assert_false(page_has(page, "export=csv"));
	assert_page(page_get(reader, QUEUE "?all=1&export=csv"), 403);
	assert_page(page_get(reader, QUEUE "?all=1&export=xlsx"), 403);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM audit_log WHERE action = 'list.export'"), records + 3);
}

/* Rows come in batches of 500 that give back their memory: what was told for a row of one says nothing of the next. */
static void
test_exports_batches(void **state)
{
	static const char *const kinds[] = { "电话告知顾客", "处理订单" };
	const char *line;
	int seen = 0;

	(void)state;
	test_sql("INSERT INTO task (kind, subject, title, account_id, owner, due_at, made_at) SELECT"
		 " ELT(1 + (seq - 1) DIV 500 %% 2, 'orders.call', 'orders.check'), CONCAT('batch:', seq),"
		 " CONCAT('batch ', seq), %lld, %lld, %lld + seq, 1 FROM seq_1_to_2000",
	    (long long)clerk->account_id, (long long)clerk->account_id, (long long)TEST_NOW);
	line = assert_page(page_get(clerk, "/tasks?export=csv&sort=due&dir=asc"), 200)->body;
	while ((line = strstr(line, "batch ")) != NULL) {
		const char *end = strstr(line, "\r\n");
		char *text = strndup(line, (size_t)(end - line));

		assert_non_null(strstr(text, kinds[seen++ / 500 % 2]));
		free(text);
		line = end;
	}
	assert_int_equal(seen, 2000);
	test_sql("DELETE FROM task WHERE subject LIKE 'batch:%%'");
}

/* ---- saved views ---- */

static void
test_views(void **state)
{
	struct visitor *other = visitor_new(ROLE_CLERK, "");
	const struct page *page = assert_page(page_get(clerk, QUEUE "?digit[]=3&sort=total"), 200);
	int64_t ids[60], id;
	size_t count = rows_of(page, ids, 60);

	(void)state;
	assert_page(
	    page_get(clerk, "/views/new?list=orders.queue&query=digit%5B%5D%3D3%26sort%3Dtotal"), 200);
	assert_page(page_get(clerk, "/views/new?list=orders.queue&query=colour%3Dred"), 422);
	assert_page(page_get(clerk, "/views/new?list=nothing&query="), 404);
	assert_page(
	    page_post(clerk, "/views", "list=orders.queue&query=digit%5B%5D%3D3%26sort%3Dtotal&name="), 422);
	page = assert_page(page_post(clerk, "/views",
			       "list=orders.queue&query=sort%3Dtotal%26digit%5B%5D%3D3&name=My+threes"),
	    303);
	id = test_number("SELECT MAX(id) FROM saved_view");
	assert_string_equal(page_header(page, "Location"), text_format(QUEUE "?view=%lld", (long long)id));
	assert_string_equal(test_word("SELECT query FROM saved_view WHERE id = %lld", (long long)id),
	    "digit%5B%5D=3&sort=total");
	page = assert_page(page_get(clerk, text_format(QUEUE "?view=%lld", (long long)id)), 200);
	assert_true(page_has(page, "My threes"));
	assert_int_equal(rows_of(page, ids, 60), count);
	page = assert_page(
	    page_post(clerk, "/views", "list=orders.queue&query=digit%5B%5D%3D4&name=My+threes"), 422);
	assert_true(page_has(page, "My threes"));
	assert_page(page_get(other, text_format(QUEUE "?view=%lld", (long long)id)), 404);
	assert_page(page_post(other, text_format("/views/%lld/delete", (long long)id), ""), 404);
	assert_page(page_post(clerk, text_format("/views/%lld/delete", (long long)id), ""), 303);
	assert_page(page_get(clerk, text_format(QUEUE "?view=%lld", (long long)id)), 404);
	page = assert_page(page_get(clerk, QUEUE "?view=-1"), 200);
	assert_false(page_has(page, "My threes"));
}

/* ---- bulk ---- */

static int64_t
freeze(struct visitor *visitor, const char *fields)
{
	const struct page *page = assert_page(page_post(visitor, QUEUE "/bulk", fields), 303);
	const char *location = page_header(page, "Location");

	assert_non_null(location);
	assert_memory_equal(location, "/bulk/", 6);
	return strtoll(location + 6, NULL, 10);
}

static void
test_bulk_from_tick_to_result(void **state)
{
	struct visitor *other = visitor_new(ROLE_ALL, "");
	int64_t first = waiting_order(test_ctx(), 20000), second = waiting_order(test_ctx(), 30000);
	int64_t parked = waiting_order(test_ctx(), 40000), id;
	const char *path, *fields;
	const struct page *page;

	(void)state;
	assert_rc(order_park(test_ctx(), parked, 1, "is asked about"), RC_OK);
	id = freeze(clerk, text_format("bulk=confirm&row[]=%lld.1&row[]=%lld.1&row[]=%lld.2&row[]=%lld.1",
			       (long long)first, (long long)second, (long long)parked, (long long)first));
	path = text_format("/bulk/%lld", (long long)id);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM bulk_item WHERE bulk_id = %lld", (long long)id), 3);
	page = assert_page(page_get(clerk, path), 200);
	assert_true(page_has(page, "900.00")); /* all three */
	assert_true(page_has(page, "500.00")); /* the two that will */
	assert_true(page_has(page, "is asked about"));
	assert_page(page_get(other, path), 404);
	assert_page(page_post(other, path, ""), 404);
	visitor_deny(clerk, RIGHT_ORDER_CONFIRM.name);
	assert_page(page_get(clerk, path), 403);
	assert_page(page_post(clerk, path, ""), 403);
	visitor_deny(clerk, "");
	assert_int_equal(test_number("SELECT COUNT(*) FROM order_queue WHERE order_id IN (%lld, %lld)",
			     (long long)first, (long long)second),
	    2);
	assert_page(page_post(clerk, path, ""), 303);
	fields = text_format("csrf=%s&once=%s", clerk->csrf, clerk->once);
	page = assert_page(page_get(clerk, path), 200);
	assert_true(page_has(page, "is asked about"));
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM order_step WHERE to_state = 2 AND order_id IN (%lld, %lld)",
		(long long)first, (long long)second),
	    2);
	/* the same form again, and a new one: nothing more happens */
	assert_page(page_post_plain(clerk, path, fields), 303);
	assert_page(page_post(clerk, path, ""), 303);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM order_step WHERE to_state = 2 AND order_id IN (%lld, %lld)",
		(long long)first, (long long)second),
	    2);
	test_sql("UPDATE bulk SET created_at = created_at - 90000 WHERE id = %lld", (long long)id);
	assert_page(page_get(clerk, path), 409);
}

static void
test_bulk_all_that_match(void **state)
{
	int64_t count = test_number("SELECT COUNT(*) FROM order_queue WHERE digit = 7 AND parked = 0"), id;
	const char *path;

	(void)state;
	assert_true(count > 0);
	id = freeze(clerk, "bulk=park&all=1&filter=digit%5B%5D%3D7%26parked%5B%5D%3D0");
	path = text_format("/bulk/%lld", (long long)id);
	assert_int_equal(test_number("SELECT item_count FROM bulk WHERE id = %lld", (long long)id), count);
	/* this action wants a reason */
	assert_page(page_post(clerk, path, ""), 422);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM bulk_item WHERE bulk_id = %lld AND outcome = 0", (long long)id),
	    count);
	assert_page(page_post(clerk, path, "note=Waits+for+the+supplier"), 303);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM bulk_item WHERE bulk_id = %lld AND outcome = 1", (long long)id),
	    count);
	assert_int_equal(test_number("SELECT COUNT(*) FROM order_queue WHERE digit = 7 AND parked = 0"), 0);
}

static void
test_bulk_refused(void **state)
{
	struct visitor *weak = visitor_new(ROLE_ALL, RIGHT_ORDER_PARK.name);
	const struct page *page = assert_page(page_post(clerk, QUEUE "/bulk", "bulk=confirm"), 303);

	(void)state;
	assert_string_equal(page_header(page, "Location"), QUEUE); /* nothing was ticked */
	assert_page(page_post(clerk, QUEUE "/bulk", "bulk=explode&row[]=1.1"), 422);
	assert_page(page_post(clerk, QUEUE "/bulk", "row[]=1.1"), 422);
	assert_page(page_post(clerk, QUEUE "/bulk", "bulk=confirm&row[]=1"), 422);
	assert_page(page_post(clerk, QUEUE "/bulk", "bulk=confirm&row[]=1.1.1"), 422);
	assert_page(page_post(clerk, QUEUE "/bulk", "bulk=confirm&row[]=-1.1"), 422);
	assert_page(page_post(clerk, QUEUE "/bulk", "bulk=confirm&row[]=1.1&version=2"), 422);
	assert_page(page_post(clerk, QUEUE "/bulk", "bulk=confirm&all=1&filter=colour%3Dred"), 422);
	assert_page(page_post(weak, QUEUE "/bulk", "bulk=park&row[]=1.1"), 403);
	page = assert_page(page_get(weak, QUEUE "?all=1"), 200);
	assert_false(page_has(page, "value=\"park\""));
	assert_true(page_has(page, "value=\"confirm\""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_walk),
		cmocka_unit_test(test_own_change_is_seen),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_naughty),
		cmocka_unit_test(test_exports),
		cmocka_unit_test(test_exports_batches),
		cmocka_unit_test(test_views),
		cmocka_unit_test(test_bulk_from_tick_to_result),
		cmocka_unit_test(test_bulk_all_that_match),
		cmocka_unit_test(test_bulk_refused),
	};

	return cmocka_run_group_tests(tests, shop_make, page_stop);
}
