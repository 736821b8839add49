/* SPDX-License-Identifier: MIT */
/* Valid requests of escalations, for test_routes.c. */
#include "escalations/escalations.h"
#include "page/page.h"
#include "store/complaint_help.h"

/* A fault of the site is one by itself; a day of its own, so that each is a new cause. */
static void
raised_make(struct route_try *try)
{
	struct complaint_change change = { .did = "complaint.open" };
	static int day;

	test_actor(try->ctx, try->visitor->account_id, "KF0900", ROLE_ALL);
	try->ctx->now = TEST_NOW;
	change.after = (struct complaint){ .state = COMPLAINT_OPEN,
		.problem = PROBLEM_SITE_FAULT,
		.department = DEPARTMENT_TECHNOLOGY,
		.opened_at = TEST_NOW - 86400 * day++ };
	complaint_put(&change.after, NULL, 0);
	assert_rc(complaint_announce(try->ctx, &change, 1), RC_OK);
	try->id = test_number("SELECT MAX(id) FROM escalation");
}

static int64_t
version_of(int64_t id)
{
	return test_number("SELECT version FROM escalation WHERE id = %lld", (long long)id);
}

static void
answer_make(struct route_try *try)
{
	raised_make(try);
	try->fields =
	    text_format("version=%lld&answer=the+server+was+restarted", (long long)version_of(try->id));
}

static void
close_make(struct route_try *try)
{
	raised_make(try);
	assert_rc(escalation_answer(try->ctx, try->id, version_of(try->id), "restarted"), RC_OK);
	try->fields = text_format("version=%lld", (long long)version_of(try->id));
}

static const struct route_case escalation_cases[] = {
	{ "GET", "/complaints/escalations", raised_make, false },
	{ "GET", "/complaints/escalations/#", raised_make, false },
	{ "POST", "/complaints/escalations/#/answer", answer_make, false },
	{ "POST", "/complaints/escalations/#/close", close_make, false },
	{ NULL, NULL, NULL, false },
};
ROUTE_CASES(escalation_cases)
