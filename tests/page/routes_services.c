/* SPDX-License-Identifier: MIT */
/* Valid requests of tasks, notices and files, for test_routes.c. */
#include "files/files.h"
#include "notices/notices.h"
#include "page/page.h"
#include "tasks/tasks.h"

static void
task_make(struct route_try *try)
{
	static int number;
	struct task task = { .kind = "sample",
		.subject = text_format("sample:%d", ++number),
		.path = "/",
		.title = "sample",
		.role = ROLE_AGENT,
		.due_at = TEST_NOW,
		.rule = "ORD-5",
		.policy_version = 1 };
	enum rc rc = tx_begin(try->ctx);

	if (rc == RC_OK)
		rc = task_add(try->ctx, &task, &try->id);
	assert_rc(tx_end(try->ctx, rc), RC_OK);
	try->fields = "version=1";
}

static void
bulk_make(struct route_try *try)
{
	task_make(try);
	try->fields = text_format("bulk=take&row[]=%lld.1", (long long)try->id);
}

static void
task_done_make(struct route_try *try)
{
	task_make(try);
	try->fields = "version=1&outcome=sample";
}

static void
notice_make(struct route_try *try)
{
	static int number;
	struct notice notice = { .topic = "sample",
		.subject = text_format("sample:%d", ++number),
		.occasion = "",
		.role = ROLE_AGENT,
		.text_key = "notices.title",
		.path = "/" };
	enum rc rc = tx_begin(try->ctx);

	if (rc == RC_OK)
		rc = notice_add(try->ctx, &notice);
	assert_rc(tx_end(try->ctx, rc), RC_OK);
	try->id = test_number("SELECT MAX(id) FROM notice");
}

static void
notices_make(struct route_try *try)
{
	notice_make(try);
	try->fields = text_format("up_to=%lld", (long long)try->id);
}

static void
file_make(struct route_try *try)
{
	struct file_writer *writer;
	struct file file;

	test_actor(try->ctx, try->visitor->account_id, "KF0001", ROLE_ALL);
	assert_rc(files_begin(try->ctx, "sample.txt", 1000, NULL, &writer), RC_OK);
	assert_rc(files_add(writer, "sample", 6), RC_OK);
	assert_rc(files_end(writer, FILE_UPLOAD, 0, &file), RC_OK);
	try->id = file.id;
}

static const struct route_case cases[] = {
	{ "GET", "/tasks", task_make, false },
	{ "POST", "/tasks/bulk", bulk_make, false },
	{ "GET", "/tasks/#", task_make, false },
	{ "POST", "/tasks/#/done", task_done_make, false },
	{ "POST", "/tasks/#/take", task_make, false },
	{ "GET", "/notices", notice_make, false },
	{ "POST", "/notices/#/read", notice_make, false },
	{ "POST", "/notices/read", notices_make, false },
	{ "GET", "/files/#", file_make, false },
	{ NULL, NULL, NULL, false },
};
ROUTE_CASES(cases)
