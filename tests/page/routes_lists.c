/* SPDX-License-Identifier: MIT */
/* Valid requests of bulk pages and saved views, for test_routes.c. */
#include "page/page.h"
#include "web/list.h"

/* Any action of any list, with no row chosen. */
static void
bulk_make(struct route_try *try)
{
	size_t i;

	for (i = 0; lists[i] && lists[i]->bulk_count == 0; i++)
		;
	if (!lists[i]) {
		try->status = 404; /* no list has any */
		return;
	}
	test_sql("INSERT INTO bulk (account_id, list, action, back, item_count, created_at, begun_at)"
		 " VALUES (%lld, '%s', '%s', '', 0, %lld, 1)",
	    (long long)try->visitor->account_id, lists[i]->name, lists[i]->bulk[0].name,
	    (long long)try->ctx->now);
	try->id = test_number("SELECT MAX(id) FROM bulk");
}

static void
view_new_make(struct route_try *try)
{
	try->query = text_format("list=%s&query=", lists[0]->name);
}

static void
view_save_make(struct route_try *try)
{
	static int number;

	try->fields = text_format("list=%s&query=&name=View+%d&shared=", lists[0]->name, ++number);
}

static void
view_make(struct route_try *try)
{
	test_sql("INSERT INTO saved_view (list, account_id, name, query, created_by, created_at)"
		 " VALUES ('%s', %lld, CONCAT('v', UUID_SHORT()), '', 0, 0)",
	    lists[0]->name, (long long)try->visitor->account_id);
	try->id = test_number("SELECT MAX(id) FROM saved_view");
}

static void
view_open_make(struct route_try *try)
{
	view_make(try);
	try->status = 303;
}

static const struct route_case lists_cases[] = {
	{ "GET", "/bulk/#", bulk_make, false },
	{ "POST", "/bulk/#", bulk_make, false },
	{ "GET", "/views/new", view_new_make, false },
	{ "GET", "/views/#", view_open_make, false },
	{ "POST", "/views", view_save_make, false },
	{ "POST", "/views/#/delete", view_make, false },
	{ NULL, NULL, NULL, false },
};
ROUTE_CASES(lists_cases)
