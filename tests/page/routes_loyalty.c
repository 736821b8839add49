/* SPDX-License-Identifier: MIT */
/* Valid requests of loyalty, for test_routes.c. */
#include "page/page.h"

static void
member_make(struct route_try *try)
{
	try->id = test_member();
}

static const struct route_case cases[] = {
	{ "GET", "/members/#/tiers", member_make, false },
	{ NULL, NULL, NULL, false },
};
ROUTE_CASES(cases)
