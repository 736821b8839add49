/* SPDX-License-Identifier: MIT */
/* Valid requests of members and products, for test_routes.c. */
#include "page/page.h"

static void
member_make(struct route_try *try)
{
	try->id = test_member();
}

/* RULE MEM-4: its identity was checked in the visitor's session. */
static void
known_make(struct route_try *try)
{
	try->id = test_member();
	visitor_knows(try->visitor, try->id);
}

static void
identity_make(struct route_try *try)
{
	try->id = test_member();
	try->fields = text_format(
	    "answer=%s", test_word("SELECT phone_last4 FROM member WHERE id = %lld", (long long)try->id));
}

static void
reveal_make(struct route_try *try)
{
	known_make(try);
	try->fields = "why=delivery&reason_text=";
}

static void
edit_make(struct route_try *try)
{
	known_make(try);
	try->fields =
	    text_format("version=%s&name=Test&phone=&email=&province=&city=&district=&address=&sms=1",
		test_word("SELECT version FROM member WHERE id = %lld", (long long)try->id));
}

static void
bulk_make(struct route_try *try)
{
	try->fields = text_format("bulk=survey&row[]=%lld.1", (long long)test_member());
}

static void
product_make(struct route_try *try)
{
	try->id = test_product(1000);
}

static const struct route_case cases[] = {
	{ "GET", "/members", NULL, false },
	{ "POST", "/members/bulk", bulk_make, false },
	{ "GET", "/members/#", member_make, false },
	{ "GET", "/members/#/history", member_make, false },
	{ "POST", "/members/#/identity", identity_make, false },
	{ "POST", "/members/#/reveal", reveal_make, false },
	{ "POST", "/members/#/mask", known_make, false },
	{ "GET", "/members/#/edit", known_make, false },
	{ "POST", "/members/#/edit", edit_make, false },
	{ "GET", "/products", NULL, false },
	{ "GET", "/products/#", product_make, false },
	{ NULL, NULL, NULL, false },
};
ROUTE_CASES(cases)
