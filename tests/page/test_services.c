/* SPDX-License-Identifier: MIT */
/* Pages of policy, calendar, tasks, notices, files and the audit log, as people use them one after the other.
 * Not their rights and tokens: test_routes.c asks every route. */
#include "page/page.h"

#include "audit/audit.h"
#include "files/files.h"
#include "notices/notices.h"
#include "tasks/tasks.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static struct visitor *first, *second, *agent;

static int
start(void **state)
{
	int failed = page_start(state);

	if (failed != 0)
		return failed;
	first = visitor_new(ROLE_SUPERVISOR, "");
	second = visitor_new(ROLE_SUPERVISOR, "");
	agent = visitor_new(ROLE_AGENT, "");
	for (size_t i = 0; i < 3; i++)
		assert_page(page_post(((struct visitor *[]){ first, second, agent })[i], "/preferences",
				"lang=en&back=/"),
		    303);
	return 0;
}

static int64_t
key_id(const char *key)
{
	return test_number("SELECT id FROM policy WHERE policy_key = '%s'", key);
}

static const char *
key_path(const char *key, const char *end)
{
	return text_format("/policy/%" PRId64 "%s", key_id(key), end);
}

/* Everything about a figure: seen, mistyped, tried out, proposed, locked to its proposer, approved by another. */
static void
test_one_figure(void **state)
{
	const char *edit = key_path("orders.phone_above", "/edit"),
		   *path = key_path("orders.phone_above", "");
	const struct page *page = page_get(agent, "/policy");
	int64_t version;

	(void)state;
	assert_page(page, 200);
	assert_true(page_has(page, "1,000.00"));
	assert_true(page_has(page, "ORD-5"));
	assert_page(page_get(agent, edit), 403);
	page = assert_page(page_post(first, edit, "act=propose&value=lots&since=&reason=trial"), 422);
	assert_true(page_has(page, "value=\"lots\"")); /* what was typed is still there */
	assert_page(page_post(first, edit, "act=propose&value=1200&since=soon&reason=trial"), 422);
	assert_page(page_post(first, edit, "act=propose&value=1200&since=&reason="), 422);
	assert_page(page_post(first, edit, "act=propose&value=999999999&since=&reason=trial"), 422);
	assert_int_equal(test_number("SELECT COUNT(*) FROM policy_version WHERE state = 0"), 0);
	/* trying out stores nothing */
	page = assert_page(page_post(first, edit, "act=preview&value=1200&since=&reason=trial"), 303);
	page = assert_page(page_get(first, page_header(page, "Location")), 200);
	assert_true(page_has(page, "1,000.00") && page_has(page, "1,200.00"));
	assert_int_equal(test_number("SELECT COUNT(*) FROM policy_version WHERE state = 0"), 0);
	assert_page(page_post(first, edit, "act=propose&value=1200&since=&reason=trial"), 303);
	version = test_number("SELECT id FROM policy_version WHERE state = 0");
	page = assert_page(page_get(first, path), 200);
	assert_true(page_has(page, "disabled")); /* one's own: a lock, and who may */
	assert_false(page_has(page, text_format("/policy/versions/%" PRId64 "/approve", version)));
	assert_page(
	    page_post(first, text_format("/policy/versions/%" PRId64 "/approve", version), "reason="), 409);
	page = assert_page(page_get(second, path), 200);
	assert_true(page_has(page, text_format("/policy/versions/%" PRId64 "/approve", version)));
	assert_page(
	    page_post(second, text_format("/policy/versions/%" PRId64 "/reject", version), "reason="), 422);
	page = assert_page(
	    page_post(second, text_format("/policy/versions/%" PRId64 "/approve", version), "reason="), 303);
	assert_string_equal(page_header(page, "Location"), path);
	page = assert_page(page_get(agent, path), 200);
	assert_true(page_has(page, "1,200.00"));
	assert_page(
	    page_post(second, text_format("/policy/versions/%" PRId64 "/approve", version), "reason="), 409);
	assert_page(page_get(first, "/policy/999999"), 404);
}

#define STEP(bound, include, step, label)                                                                    \
	"&bound%5B%5D=" bound "&include%5B%5D=" include "&step%5B%5D=" step "&label%5B%5D=" label            \
	"&colour%5B%5D=0"

/* Bounds of tiers: out of order refused; tried out, the examples near the bounds say who would move. */
static void
test_band(void **state)
{
	const char *edit = key_path("members.tier", "/edit");
	const struct page *page;

	(void)state;
	/* three members, of whom one moves up when the bound comes down to 800 */
	for (int i = 0; i < 3; i++)
		test_sql("UPDATE member SET spent_fen = %d WHERE id = %" PRId64, i == 0 ? 90000 : 1000,
		    test_member());
	/* rows made by hand: counted by hand */
	test_sql(
	    "INSERT INTO member_spent_count (bucket, shard, members) VALUES (90000, 0, 1), (1000, 0, 2)");
	test_sql("INSERT INTO list_count (list, dimension, value, shard, row_count, fen) VALUES ('members', "
		 "'state', 1, 0, 3, 0)");
	page = assert_page(page_post(first, edit,
			       "act=propose&since=&reason=trial" STEP("", "1", "180", "a")
				   STEP("2000", "1", "90", "b") STEP("1000", "1", "60", "c")),
	    422);
	assert_true(page_has(page, "value=\"2000\""));
	page = assert_page(page_post(first, edit,
			       "act=preview&since=&reason=" STEP("", "1", "180", "a")
				   STEP("800", "0", "90", "b") STEP("", "1", "", "")),
	    303);
	page = assert_page(page_get(first, page_header(page, "Location")), 200);
	assert_true(page_has(page, "800.01"));
	assert_true(page_has(page, "b (90"));
	assert_true(page_has(page, "<td class=\"num\">3</td><td class=\"num b\">2</td>"));
	assert_true(page_has(page, "<td class=\"num\">0</td><td class=\"num b\">1</td>"));
	assert_page(page_post(first, edit,
			"act=propose&since=2026-12-01+00%3A00&reason=trial" STEP("", "1", "180", "a")
			    STEP("800", "0", "90", "b%3Cscript%3E")),
	    303);
	page = assert_page(page_get(second, key_path("members.tier", "")), 200);
	assert_true(page_has(page, "b&lt;script&gt;"));
	assert_false(page_has(page, "b<script>"));
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM policy_version v JOIN policy_step s ON s.version_id = v.id"
			" WHERE v.state = 0"),
	    2);
}

static const struct page *
calendar_send(struct visitor *visitor, const char *json)
{
	const char *once = text_format("%032d", rand());
	const char *body =
	    text_format("--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n%s\r\n"
			"--b\r\nContent-Disposition: form-data; name=\"once\"\r\n\r\n%s\r\n"
			"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../2032.json\"\r\n"
			"Content-Type: text/html\r\n\r\n%s\r\n--b--\r\n",
		visitor->csrf, once, json);

	return page_send("POST", "/calendar", "multipart/form-data; boundary=b", body, strlen(body),
	    text_format("session=%s", visitor->session));
}

/* An upload with a wrong content changes nothing; a right one makes the year, and stays as a file that is only ever saved. */
static void
test_calendar(void **state)
{
	const struct page *page = assert_page(page_get(agent, "/calendar?year=2032"), 200);
	int64_t file;

	(void)state;
	assert_true(page_has(page, "Provisional"));
	assert_page(calendar_send(first, "{\"year\": 2032"), 422);
	assert_page(
	    calendar_send(first, "{\"year\": 2032, \"papers\": [], \"days\": [{\"name\": \"x\"}]}"), 422);
	assert_page(calendar_send(first, ""), 422);
	assert_page(calendar_send(first, "\x7f"
					 "ELF\x01\x02"),
	    422);
	assert_int_equal(test_number("SELECT COUNT(*) FROM calendar_year"), 0);
	page =
	    assert_page(calendar_send(first,
			    "{\"year\": 2032, \"papers\": [\"https://example.org/1\"], \"days\": [{\"name\":"
			    " \"五一<b>\", \"date\": \"2032-05-03\", \"isOffDay\": true}]}"),
		303);
	assert_string_equal(page_header(page, "Location"), "/calendar?year=2032");
	page = assert_page(page_get(agent, "/calendar?year=2032"), 200);
	assert_false(page_has(page, "Provisional"));
	assert_true(page_has(page, "五一&lt;b&gt;"));
	assert_page(page_get(agent, "/calendar?year=1999"), 404);
	file = test_number("SELECT MAX(file_id) FROM file_use WHERE kind = 'calendar'");
	page = assert_page(page_get(agent, text_format("/files/%" PRId64, file)), 200);
	assert_non_null(strstr(page_header(page, "Content-Disposition"), "attachment"));
	assert_non_null(strstr(page_header(page, "Content-Disposition"), "2032.json"));
	assert_string_equal(page_header(page, "X-Content-Type-Options"), "nosniff");
	assert_non_null(strstr(page_header(page, "Content-Type"), "application/json"));
	/* an upload that no record uses is its uploader's alone */
	file = test_number(
	    "SELECT MAX(f.id) FROM file f LEFT JOIN file_use u ON u.file_id = f.id WHERE u.file_id IS NULL");
	assert_page(page_get(first, text_format("/files/%" PRId64, file)), 200);
	assert_page(page_get(second, text_format("/files/%" PRId64, file)), 404);
}

static int64_t
task_make(int64_t account_id, int64_t role)
{
	struct task task = { .kind = "sample.kind",
		.subject = text_format("sample:%d", rand()),
		.title = "Order <1>",
		.account_id = account_id,
		.role = role,
		.due_at = TEST_NOW,
		.rule = "ORD-5" };
	int64_t id;
	enum rc rc = tx_begin(test_ctx());

	if (rc == RC_OK)
		rc = task_add(test_ctx(), &task, &id);
	assert_rc(tx_end(test_ctx(), rc), RC_OK);
	return id;
}

static void
test_task(void **state)
{
	int64_t id = task_make(0, ROLE_AGENT), other = task_make(first->account_id, 0);
	const char *path = text_format("/tasks/%" PRId64, id);
	const struct page *page = assert_page(page_get(agent, "/tasks"), 200);

	(void)state;
	assert_true(page_has(page, "Order &lt;1&gt;"));
	assert_true(page_has(page, text_format("href=\"%s\"", path)));
	assert_false(page_has(page, text_format("/tasks/%" PRId64 "\"", other)));
	assert_page(page_get(agent, text_format("/tasks/%" PRId64, other)), 404);
	assert_page(page_post(agent, text_format("%s/take", path), "version=1"), 303);
	assert_page(page_post(agent, text_format("%s/done", path), "version=2&outcome="), 422);
	assert_page(page_post(agent, text_format("%s/done", path), "version=1&outcome=told"), 409);
	assert_page(page_post(agent, text_format("%s/done", path), "version=2&outcome=told"), 303);
	page = assert_page(page_get(agent, "/tasks?state[]=1"), 200);
	assert_true(page_has(page, "told"));
	page = assert_page(page_get(agent, path), 200);
	assert_true(page_has(page, "told"));
	assert_false(page_has(page, text_format("%s/done", path)));
}

/* Tasks taken many at once: the confirm page names those of the reader alone, and the same rule decides as on the page of one. */
static void
test_tasks_bulk(void **state)
{
	int64_t role = task_make(0, ROLE_AGENT), taken = task_make(0, ROLE_AGENT),
		other = task_make(first->account_id, 0);
	const struct page *page;
	const char *bulk;

	(void)state;
	test_sql("UPDATE task SET title = 'Secret' WHERE id = %" PRId64, other);
	page = assert_page(
	    page_post(agent, "/tasks/bulk",
		text_format("bulk=take&row[]=%" PRId64 ".1&row[]=%" PRId64 ".1&row[]=%" PRId64 ".1", role,
		    taken, other)),
	    303);
	bulk = page_header(page, "Location");
	test_sql("UPDATE task SET version = 2 WHERE id = %" PRId64, taken);
	page = assert_page(page_get(agent, bulk), 200);
	assert_true(page_has(page, "Order &lt;1&gt;"));
	assert_false(page_has(page, "Secret"));
	assert_page(page_post(agent, bulk, ""), 303);
	assert_int_equal(test_number("SELECT COUNT(*) FROM task WHERE account_id = %" PRId64
				     " AND id IN (%" PRId64 ", %" PRId64 ", %" PRId64 ")",
			     agent->account_id, role, taken, other),
	    1);
	assert_int_equal(
	    test_number("SELECT account_id FROM task WHERE id = %" PRId64, role), agent->account_id);
}

/* What stood in links, and what goes out as a file. */
static void
test_tasks_list(void **state)
{
	int64_t own = task_make(agent->account_id, 0), other = task_make(first->account_id, 0);
	const struct page *page;

	(void)state;
	test_sql("UPDATE task SET title = 'Mine-1', due_at = %lld WHERE id = %" PRId64,
	    (long long)(TEST_NOW - 5), own);
	test_sql("UPDATE task SET title = 'Theirs-1' WHERE id = %" PRId64, other);
	page = assert_page(page_get(agent, "/tasks?show=overdue"), 303);
	assert_string_equal(page_header(page, "Location"), "/tasks?state%5B%5D=0&due_to=now");
	page = assert_page(page_get(agent, "/tasks?state%5B%5D=0&due_to=now"), 200);
	assert_true(page_has(page, "Mine-1"));
	page = assert_page(page_get(agent, "/tasks?show=done"), 303);
	assert_string_equal(page_header(page, "Location"), "/tasks?state%5B%5D=1");
	page = assert_page(page_get(agent, "/tasks?q=Mine"), 200);
	assert_true(page_has(page, "Mine-1"));
	page = assert_page(page_get(agent, "/tasks?q=Theirs"), 200);
	assert_false(page_has(page, "Theirs-1"));
	assert_page(page_get(agent, text_format("/tasks?owner[]=%" PRId64, first->account_id)), 422);
	page = assert_page(page_get(agent, "/tasks?all=1&export=csv"), 200);
	assert_true(page_has(page, "Mine-1"));
	assert_false(page_has(page, "Theirs-1"));
	/* a feature may name its outcome by a text's key */
	test_sql(
	    "UPDATE task SET state = 1, open_mark = NULL, outcome = '@tasks.taken' WHERE id = %" PRId64, own);
	page = assert_page(page_get(agent, "/tasks?state[]=1&q=Mine"), 200);
	assert_false(page_has(page, "@tasks.taken"));
}

/* RULE SEC-4: an import whose files went says so, and when; there is nothing to be had from it. */
static void
test_import_removed(void **state)
{
	const struct page *page;
	const char *path;

	(void)state;
	test_sql(
	    "INSERT INTO import_run (entity, source, map, digest, state, rows_rejected, made_at, ended_at, removed_at) "
	    "VALUES ('members', 'list.csv', '', REPEAT('x', 32), 2, 5, 1, 2, %lld)",
	    (long long)TEST_NOW);
	path = text_format("/imports/%" PRId64, test_number("SELECT MAX(id) FROM import_run"));
	page = assert_page(page_get(first, path), 200);
	assert_true(page_has(page, "were removed on 2026-05-12"));
	assert_false(page_has(page, "/rejected"));
	assert_page(page_get(first, text_format("%s/rejected", path)), 409);
	test_sql("UPDATE import_run SET removed_at = 0");
	assert_true(page_has(assert_page(page_get(first, path), 200), "/rejected"));
}

static void
test_notice(void **state)
{
	struct notice notice = { .topic = "sample",
		.subject = "sample:1",
		.occasion = "",
		.account_id = agent->account_id,
		.text_key = "tasks.refused.taken",
		.text_arg = { "<b>KF0001</b>" },
		.path = "/tasks" };
	const struct page *page;
	int64_t id;
	enum rc rc = tx_begin(test_ctx());

	(void)state;
	if (rc == RC_OK)
		rc = notice_add(test_ctx(), &notice);
	assert_rc(tx_end(test_ctx(), rc), RC_OK);
	id = test_number("SELECT MAX(id) FROM notice");
	page = assert_page(page_get(agent, "/notices"), 200);
	assert_true(page_has(page, "&lt;b&gt;KF0001&lt;/b&gt; has taken it."));
	assert_true(page_has(page, text_format("/notices/%" PRId64 "/read", id)));
	page = assert_page(page_get(first, "/notices"), 200);
	assert_false(page_has(page, "KF0001"));
	assert_page(page_post(agent, text_format("/notices/%" PRId64 "/read", id), ""), 303);
	page = assert_page(page_get(agent, "/notices"), 200);
	assert_false(page_has(page, text_format("/notices/%" PRId64 "/read", id)));
}

static void
test_audit(void **state)
{
	struct diff diff = { .reason = "because <i>" };
	const struct page *page;
	int64_t id;
	enum rc rc = tx_begin(test_ctx());

	(void)state;
	diff_add(&diff, "policy.field.value", "1 & 2", "3");
	if (rc == RC_OK)
		rc = audit_add(test_ctx(), "policy.approve", "policy", 4711, &diff);
	assert_rc(tx_end(test_ctx(), rc), RC_OK);
	id = test_number("SELECT MAX(id) FROM audit_log");
	page = assert_page(page_get(first, "/audit?q=4711"), 200);
	assert_true(page_has(page, text_format("/audit/%" PRId64, id)));
	assert_true(page_has(page, "because &lt;i&gt;"));
	page = assert_page(page_get(first, "/audit?q=4712"), 200);
	assert_false(page_has(page, text_format("/audit/%" PRId64, id)));
	page = assert_page(page_get(first, text_format("/audit/%" PRId64, id)), 200);
	assert_true(page_has(page, "1 &amp; 2"));
	assert_true(page_has(page, "not sealed yet"));
	/* a reason of the portal's own is the name of a text */
	diff = (struct diff){ .reason = "@followups.why.survey_closed" };
	rc = tx_begin(test_ctx());
	if (rc == RC_OK)
		rc = audit_add(test_ctx(), "followup.cancel", "followup", 4713, &diff);
	assert_rc(tx_end(test_ctx(), rc), RC_OK);
	id = test_number("SELECT MAX(id) FROM audit_log");
	page = assert_page(page_get(first, text_format("/audit/%" PRId64, id)), 200);
	assert_true(page_has(page, "The survey was closed"));
	assert_false(page_has(page, "followups.why"));
	assert_page(page_get(first, "/audit/999999999"), 404);
	assert_page(page_get(agent, "/audit"), 403);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_figure),
		cmocka_unit_test(test_band),
		cmocka_unit_test(test_calendar),
		cmocka_unit_test(test_task),
		cmocka_unit_test(test_tasks_bulk),
		cmocka_unit_test(test_tasks_list),
		cmocka_unit_test(test_import_removed),
		cmocka_unit_test(test_notice),
		cmocka_unit_test(test_audit),
	};

	return cmocka_run_group_tests(tests, start, page_stop);
}
