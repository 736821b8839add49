/* SPDX-License-Identifier: MIT */
/* Valid requests of accounts, for test_routes.c. */
#include "page/page.h"

/* Whoever may ask without a session is asked for a wrong password: that is an answer, not a refusal of the route. */
static void
login_make(struct route_try *try)
{
	try->fields = "name=nobody&password=not-this-one&next=/";
	try->status = 422;
}

static void
login_page_make(struct route_try *try)
{
	try->status = 303; /* logged in already */
}

static void
preferences_make(struct route_try *try)
{
	try->fields = "lang=zh-CN&theme=auto&back=/";
}

static void
password_make(struct route_try *try)
{
	(void)account_password(try->visitor, "plum blossom 1713");
	try->fields = "password=plum+blossom+1713&fresh=river+stone+1714&again=river+stone+1714&next=/";
}

static const struct route_case cases[] = {
	{ "GET", "/login", login_page_make, false },
	{ "POST", "/login", login_make, false },
	{ "POST", "/logout", NULL, true },
	{ "GET", "/password", NULL, false },
	{ "POST", "/password", password_make, true },
	{ "POST", "/preferences", preferences_make, false },
	{ NULL, NULL, NULL, false },
};
ROUTE_CASES(cases)
