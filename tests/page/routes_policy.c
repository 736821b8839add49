/* SPDX-License-Identifier: MIT */
/* Valid requests of policy and calendar, for test_routes.c. */
#include "page/page.h"
#include "policy/policy.h"

static void
key_make(struct route_try *try)
{
	test_sql("UPDATE policy_version SET state = 2 WHERE state = 0");
	try->id = test_number("SELECT id FROM policy WHERE policy_key = 'orders.phone_above'");
	try->fields = "act=propose&value=1%2C200.00&since=&reason=sample";
}

static void
band_make(struct route_try *try)
{
	key_make(try);
	try->id = test_number("SELECT id FROM policy WHERE policy_key = 'members.tier'");
}

/* Proposed by somebody else than who asks. */
static void
version_make(struct route_try *try)
{
	test_sql("UPDATE policy_version SET state = 2 WHERE state = 0");
	test_actor(try->ctx, 999, "KF0999", ROLE_SUPERVISOR);
	assert_rc(policy_propose(try->ctx, "orders.phone_above", 130000, "", 0, "sample"), RC_OK);
	try->id = test_number("SELECT MAX(id) FROM policy_version");
	try->fields = "reason=sample";
}

static void
calendar_make(struct route_try *try)
{
	try->type = "multipart/form-data; boundary=sample";
	try->body =
	    "--sample\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n%CSRF%\r\n"
	    "--sample\r\nContent-Disposition: form-data; name=\"once\"\r\n\r\n%ONCE%\r\n"
	    "--sample\r\nContent-Disposition: form-data; name=\"file\"; filename=\"2031.json\"\r\n"
	    "Content-Type: application/json\r\n\r\n"
	    "{\"year\": 2031, \"papers\": [], \"days\": [{\"name\": \"样例\", \"date\": \"2031-05-01\","
	    " \"isOffDay\": true}]}\r\n--sample--\r\n";
}

static const struct route_case cases[] = {
	{ "GET", "/policy", NULL, false },
	{ "GET", "/policy/#", band_make, false },
	{ "GET", "/policy/#/edit", band_make, false },
	{ "POST", "/policy/#/edit", key_make, false },
	{ "POST", "/policy/versions/#/approve", version_make, false },
	{ "POST", "/policy/versions/#/reject", version_make, false },
	{ "GET", "/calendar", NULL, false },
	{ "POST", "/calendar", calendar_make, false },
	{ NULL, NULL, NULL, false },
};
ROUTE_CASES(cases)
