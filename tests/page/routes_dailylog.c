/* SPDX-License-Identifier: MIT */
/* Valid requests of daily logs, for test_routes.c. */
#include "dailylog/dailylog.h"
#include "page/page.h"
#include "store/complaint_help.h"

#include <stdio.h>

#define PASSWORD "a-signing-password"

/* A log of an agent of its own, with a complaint on it. */
static int64_t
log_make(struct route_try *try, int64_t account_id)
{
	struct ctx *ctx = try->ctx;
	int64_t id = 0, version;

	test_actor(ctx, account_id, "KF0900", ROLE_ALL);
	ctx->now = TEST_NOW;
	(void)complaint_make(ctx, PROBLEM_COLOUR);
	assert_rc(dailylog_current(ctx, account_id, &id, &version), RC_OK);
	return id;
}

static int64_t
version_of(int64_t id)
{
	return test_number("SELECT version FROM dailylog WHERE id = %lld", (long long)id);
}

static int64_t
other_log(struct route_try *try)
{
	static int number;
	char staff_no[20];

	snprintf(staff_no, sizeof(staff_no), "KF%04d", 9100 + number++);
	return log_make(try, test_account(staff_no, ROLE_AGENT));
}

static void
submitted_make(struct route_try *try)
{
	try->id = other_log(try);
	assert_rc(dailylog_submit(try->ctx, try->id, version_of(try->id)), RC_OK);
	try->fields = text_format("version=%lld", (long long)version_of(try->id));
}

static void
signed_make(struct route_try *try)
{
	submitted_make(try);
	test_actor(try->ctx, 9001, "ZG9001", ROLE_SUPERVISOR);
	assert_rc(dailylog_sign(try->ctx, try->id, version_of(try->id), ""), RC_OK);
	try->fields = text_format("version=%lld", (long long)version_of(try->id));
}

static void
own_make(struct route_try *try)
{
	test_sql("DELETE FROM dailylog_head WHERE account_id = %lld", (long long)try->visitor->account_id);
	test_sql("DELETE FROM dailylog WHERE account_id = %lld", (long long)try->visitor->account_id);
	try->id = log_make(try, try->visitor->account_id);
}

static void
comment_make(struct route_try *try)
{
	own_make(try);
	try->fields = text_format("id=%lld&line=1&text=asked+twice", (long long)try->id);
}

static void
submit_make(struct route_try *try)
{
	own_make(try);
	try->fields = text_format("id=%lld&version=%lld", (long long)try->id, (long long)version_of(try->id));
}

static void
board_make(struct route_try *try)
{
	submitted_make(try);
	try->query = text_format("log=%lld", (long long)try->id);
}

static void
remind_make(struct route_try *try)
{
	/* whoever was reminded is reminded again from the next minute on, so nobody else's may be waiting */
	test_sql("UPDATE dailylog SET state = 7 WHERE state IN (1, 2, 4)");
	(void)other_log(try);
	try->fields = "day=2026-05-12";
}

static void
sign_make(struct route_try *try)
{
	submitted_make(try);
	(void)account_password(try->visitor, PASSWORD);
	try->fields =
	    text_format("version=%lld&note=seen&password=" PASSWORD, (long long)version_of(try->id));
}

static void
return_make(struct route_try *try)
{
	submitted_make(try);
	try->fields = text_format("version=%lld&reason=incomplete", (long long)version_of(try->id));
}

static void
excuse_make(struct route_try *try)
{
	try->id = other_log(try);
	try->fields = text_format("version=%lld&reason=off", (long long)version_of(try->id));
}

static void
correct_make(struct route_try *try)
{
	signed_make(try);
	(void)account_password(try->visitor, PASSWORD);
	try->fields = "line=1&text=it+was+the+blue+one&password=" PASSWORD;
}

static const struct route_case dailylog_cases[] = {
	{ "GET", "/complaints/log", own_make, false },
	{ "GET", "/complaints/log/history", own_make, false },
	{ "POST", "/complaints/log/comment", comment_make, false },
	{ "POST", "/complaints/log/submit", submit_make, false },
	{ "GET", "/complaints/logs", board_make, false },
	{ "POST", "/complaints/logs/remind", remind_make, false },
	{ "GET", "/complaints/logs/#", signed_make, false },
	{ "GET", "/complaints/logs/#/verify", signed_make, false },
	{ "GET", "/complaints/logs/#/xlsx", signed_make, false },
	{ "POST", "/complaints/logs/#/sign", sign_make, true },
	{ "POST", "/complaints/logs/#/return", return_make, false },
	{ "POST", "/complaints/logs/#/excuse", excuse_make, false },
	{ "POST", "/complaints/logs/#/receive", signed_make, false },
	{ "POST", "/complaints/logs/#/correct", correct_make, true },
	{ NULL, NULL, NULL, false },
};
ROUTE_CASES(dailylog_cases)
