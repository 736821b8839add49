/* SPDX-License-Identifier: MIT */
/* Valid requests of points, for test_routes.c. */
#include "page/page.h"
#include "points/points.h"

/* A member with points, whose identity was checked in the visitor's session. */
static void
member_make(struct route_try *try)
{
	static int number;
	int64_t waiting;

	try->id = test_member();
	assert_rc(
	    points_adjust(try->ctx, try->id, 100, "sample", text_format("route:%d", ++number), &waiting),
	    RC_OK);
	visitor_knows(try->visitor, try->id);
}

static void
redeem_make(struct route_try *try)
{
	member_make(try);
	try->fields = "points=10&what=sample";
}

static void
adjust_make(struct route_try *try)
{
	member_make(try);
	try->fields = "change=-10&why=sample";
}

/* One that somebody else asked for. */
static void
adjustment_make(struct route_try *try)
{
	static int number;
	int64_t account = try->ctx->actor.account_id;

	test_actor(try->ctx, test_account(text_format("PT%04d", ++number), ROLE_AGENT), "PT0000", ROLE_AGENT);
	assert_rc(points_adjust(
		      try->ctx, test_member(), 5000, "sample", text_format("route:a%d", number), &try->id),
	    RC_OK);
	test_actor(try->ctx, account, "KF0001", ROLE_ALL);
	try->fields = "version=1";
}

static void
reject_make(struct route_try *try)
{
	adjustment_make(try);
	try->fields = "version=1&why=sample";
}

static const struct route_case cases[] = {
	{ "GET", "/members/#/points", member_make, false },
	{ "POST", "/members/#/points/redeem", redeem_make, false },
	{ "POST", "/members/#/points/adjust", adjust_make, false },
	{ "GET", "/points/adjustments", adjustment_make, false },
	{ "GET", "/points/adjustments/#", adjustment_make, false },
	{ "POST", "/points/adjustments/#/approve", adjustment_make, false },
	{ "POST", "/points/adjustments/#/reject", reject_make, false },
	{ NULL, NULL, NULL, false },
};
ROUTE_CASES(cases)
