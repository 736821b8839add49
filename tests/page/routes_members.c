/* SPDX-License-Identifier: MIT */
/* Valid requests of members and products, for test_routes.c. */
#include "page/page.h"

static void
member_make(struct route_try *try)
{
	try->id = test_member();
}

static void
product_make(struct route_try *try)
{
	try->id = test_product(1000);
}

static const struct route_case cases[] = {
	{ "GET", "/members/#", member_make, false },
	{ "GET", "/products", NULL, false },
	{ "GET", "/products/#", product_make, false },
	{ NULL, NULL, NULL, false },
};
ROUTE_CASES(cases)
