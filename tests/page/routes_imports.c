/* SPDX-License-Identifier: MIT */
/* Valid requests of imports, for test_routes.c. */
#include "page/page.h"

#define BOUNDARY "----houtai-test"

static int64_t
run_of(struct ctx *ctx)
{
	static int64_t number;

	(void)ctx;
	test_sql("INSERT INTO import_run (entity, source, map, digest, state, size, made_at)"
		 " VALUES ('orders', 'orders.csv', '', REPEAT('%c', 32), 0, 100, 1)",
	    (char)('a' + number++ % 26));
	return test_number("SELECT MAX(id) FROM import_run");
}

static void
run_make(struct route_try *try)
{
	try->id = run_of(try->ctx);
}

static void
upload_make(struct route_try *try)
{
	try->type = "multipart/form-data; boundary=" BOUNDARY;
	try->body =
	    "--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n%CSRF%\r\n"
	    "--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"once\"\r\n\r\n%ONCE%\r\n"
	    "--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"entity\"\r\n\r\nmembers\r\n"
	    "--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"members.csv\"\r\n"
	    "Content-Type: text/csv\r\n\r\nmember_no,name\nA1,A\n\r\n--" BOUNDARY "--\r\n";
}

static const struct route_case cases[] = {
	{ "GET", "/imports", NULL, false },
	{ "GET", "/imports/new", NULL, false },
	{ "POST", "/imports/new", upload_make, false },
	{ "GET", "/imports/#", run_make, false },
	{ "POST", "/imports/#/cancel", run_make, false },
	{ "GET", "/imports/#/rejected", run_make, false },
	{ NULL, NULL, NULL, false },
};
ROUTE_CASES(cases)
