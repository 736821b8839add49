/* SPDX-License-Identifier: MIT */
/* Valid requests of home, search and help, for test_routes.c. */
#include "page/page.h"

static void
search_make(struct route_try *try)
{
	try->query = "q=no-such-thing";
}

static const struct route_case home_cases[] = {
	{ "GET", "/", NULL, false },
	{ "GET", "/search", search_make, false },
	{ "GET", "/help", NULL, false },
	{ NULL, NULL, NULL, false },
};
ROUTE_CASES(home_cases)
