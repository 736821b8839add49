/* SPDX-License-Identifier: MIT */
/* Valid requests of the audit log, for test_routes.c. */
#include "audit/audit.h"
#include "page/page.h"

static void
entry_make(struct route_try *try)
{
	struct diff diff = { .reason = "sample" };
	enum rc rc = tx_begin(try->ctx);

	diff_add(&diff, "audit.field.rows", "1", "2");
	if (rc == RC_OK)
		rc = audit_add(try->ctx, "audit.ask", "audit", 0, &diff);
	assert_rc(tx_end(try->ctx, rc), RC_OK);
	try->id = test_number("SELECT MAX(id) FROM audit_log");
}

static void
ask_make(struct route_try *try)
{
	(void)try;
	test_empty("audit_check");
}

static const struct route_case cases[] = {
	{ "GET", "/audit", entry_make, false },
	{ "GET", "/audit/#", entry_make, false },
	{ "GET", "/audit/verify", NULL, false },
	{ "POST", "/audit/verify", ask_make, false },
	{ NULL, NULL, NULL, false },
};
ROUTE_CASES(cases)
