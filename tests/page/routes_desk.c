/* SPDX-License-Identifier: MIT */
/* Valid requests of messages, visits and the month's analysis, for test_routes.c. */
#include "complaints/complaints.h"
#include "desk/desk.h"
#include "page/page.h"

static void
message_make(struct route_try *try)
{
	struct message message = {
		.caller = "sample", .reach = "", .channel = CONTACT_BOARD, .left_at = TEST_NOW - 60
	};

	assert_rc(message_add(try->ctx, &message, "sample", &try->id), RC_OK);
	try->fields = "version=1";
}

static void
answer_make(struct route_try *try)
{
	message_make(try);
	try->fields = "version=1&answer=sample";
}

static void
dismiss_make(struct route_try *try)
{
	message_make(try);
	try->fields = "version=1&reason=sample";
}

static void
message_new_make(struct route_try *try)
{
	try->fields = "member_no=&caller=sample&reach=&channel=4&left_at=2026-05-12+09%3A00&text=sample";
}

static void
visit_make(struct route_try *try)
{
	struct visit visit = { .caller = "sample", .about = "sample", .arrived_at = TEST_NOW };

	assert_rc(visit_add(try->ctx, &visit, &try->id), RC_OK);
	try->fields = "version=1";
}

static void
visit_end_make(struct route_try *try)
{
	visit_make(try);
	test_sql("UPDATE visit SET state = 2, owner_id = %lld WHERE id = %lld",
	    (long long)try->visitor->account_id, (long long)try->id);
	try->fields = "version=1&outcome=sample";
}

static void
visit_new_make(struct route_try *try)
{
	try->fields = "member_no=&caller=sample&order_no=&complaint_no=&about=sample";
}

static const struct route_case cases[] = {
	{ "GET", "/messages", message_make, false },
	{ "GET", "/messages/#", message_make, false },
	{ "GET", "/messages/new", NULL, false },
	{ "POST", "/messages/new", message_new_make, false },
	{ "POST", "/messages/#/take", message_make, false },
	{ "POST", "/messages/#/answer", answer_make, false },
	{ "POST", "/messages/#/dismiss", dismiss_make, false },
	{ "GET", "/visits", visit_make, false },
	{ "GET", "/visits/#", visit_make, false },
	{ "GET", "/visits/new", NULL, false },
	{ "POST", "/visits/new", visit_new_make, false },
	{ "POST", "/visits/#/take", visit_make, false },
	{ "POST", "/visits/#/end", visit_end_make, false },
	{ "GET", "/complaints/analysis", NULL, false },
	{ "GET", "/complaints/analysis/xlsx", NULL, false },
	{ NULL, NULL, NULL, false },
};
ROUTE_CASES(cases)
