/* SPDX-License-Identifier: MIT */
/* Daily logs and escalations as they are asked for: what is refused says why and changes nothing (RULE CMP-8, CMP-9, ORG-2).
 * Not every route: test_routes.c; not the rules: tests/unit. */
#include "dailylog/dailylog.h"
#include "page/page.h"
#include "store/complaint_help.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PASSWORD "a-signing-password"

static struct visitor *agent, *supervisor;

static int
fresh(void **state)
{
	(void)state;
	if (agent == NULL) {
		agent = visitor_new(ROLE_AGENT, "");
		supervisor = visitor_new(ROLE_SUPERVISOR, "");
		(void)account_password(supervisor, PASSWORD);
		(void)account_password(agent, PASSWORD);
	}
	visitor_renew(agent);
	visitor_renew(supervisor);
	test_sql("DELETE FROM dailylog_head WHERE account_id = %lld", (long long)agent->account_id);
	test_sql("DELETE FROM dailylog WHERE account_id = %lld", (long long)agent->account_id);
	return 0;
}

/* The agent's log of today, with one complaint. Pages are asked by the real clock. */
static int64_t
log_make(void)
{
	struct ctx *ctx = test_ctx();
	int64_t id = 0, version;

	ctx->now = (int64_t)time(NULL);
	test_actor(ctx, agent->account_id, "KF0901", ROLE_AGENT);
	(void)complaint_make(ctx, PROBLEM_COLOUR);
	assert_rc(dailylog_current(ctx, agent->account_id, &id, &version), RC_OK);
	return id;
}

static int64_t
version_of(int64_t id)
{
	return test_number("SELECT version FROM dailylog WHERE id = %lld", (long long)id);
}

static int64_t
submitted_make(void)
{
	int64_t id = log_make();

	assert_rc(dailylog_submit(test_ctx(), id, version_of(id)), RC_OK);
	return id;
}

static const struct page *
post(struct visitor *visitor, int64_t id, const char *verb, const char *fields)
{
	return page_post(visitor, text_format("/complaints/logs/%lld/%s", (long long)id, verb),
	    text_format("version=%lld%s", (long long)version_of(id), fields));
}

static void
reads_one_s_own_only(void **state)
{
	struct visitor *other = visitor_new(ROLE_AGENT, "");
	int64_t id = log_make();
	const char *path = text_format("/complaints/logs/%lld", (long long)id);

	(void)state;
	assert_page(page_get(agent, path), 200);
	assert_page(page_get(other, path), 404);
	assert_page(page_get(other, text_format("%s/verify", path)), 404);
	assert_page(page_get(other, text_format("%s/xlsx", path)), 404);
	assert_page(page_get(other, "/complaints/logs"), 403);
	assert_page(page_get(supervisor, path), 200);
	assert_page(page_get(supervisor, "/complaints/logs/99999999"), 404);
	assert_page(page_get(supervisor, "/complaints/logs?log=99999999"), 404);
	assert_page(page_get(supervisor, "/complaints/logs?day=yesterday"), 422);
	assert_page(page_get(supervisor, "/complaints/logs?day=2031-01-01"), 200);
}

static void
submits_one_s_own_once_and_not_tomorrows(void **state)
{
	struct visitor *other = visitor_new(ROLE_AGENT, "");
	int64_t id = log_make(), next;
	const char *fields = text_format("id=%lld&version=%lld", (long long)id, (long long)version_of(id));
	const struct page *page;

	(void)state;
	assert_page(page_post(other, "/complaints/log/submit", fields), 409);
	assert_page(page_post(agent, "/complaints/log/submit", fields), 303);
	page = assert_page(page_post(agent, "/complaints/log/submit",
			       text_format("id=%lld&version=%lld", (long long)id, (long long)version_of(id))),
	    409);
	assert_true(page_has(page, "已提交"));
	next = test_number(
	    "SELECT id FROM dailylog WHERE account_id = %lld AND day > (SELECT day FROM dailylog WHERE id = "
	    "%lld)",
	    (long long)agent->account_id, (long long)id);
	page = assert_page(
	    page_post(agent, "/complaints/log/submit",
		text_format("id=%lld&version=%lld", (long long)next, (long long)version_of(next))),
	    409);
	assert_true(page_has(page, "这天还没到"));
	assert_int_equal(
	    test_number("SELECT submitted_at FROM dailylog WHERE id = %lld", (long long)next), 0);
}

static void
bad_comments_are_refused(void **state)
{
	int64_t id = log_make();
	char *long_text = calloc(1, 100001);
	const struct page *page;

	(void)state;
	assert_page(
	    page_post(agent, "/complaints/log/comment", text_format("id=%lld&line=99&text=x", (long long)id)),
	    404);
	assert_page(
	    page_post(agent, "/complaints/log/comment", text_format("id=%lld&line=-1&text=x", (long long)id)),
	    422);
	assert_page(page_post(agent, "/complaints/log/comment",
			text_format("id=%lld&line=1&text=x&state=5", (long long)id)),
	    422);
	memset(long_text, 'x', 501);
	assert_page(page_post(agent, "/complaints/log/comment",
			text_format("id=%lld&line=1&text=%s", (long long)id, long_text)),
	    422);
	memset(long_text, 'x', 100000);
	page = page_post(agent, "/complaints/log/comment",
	    text_format("id=%lld&line=1&text=%s", (long long)id, long_text));
	assert_true(page->status == 422 || page->status == 413);
	free(long_text);
	assert_int_equal(
	    test_number(
		"SELECT COUNT(*) FROM dailylog_line WHERE log_id = %lld AND comment <> ''", (long long)id),
	    0);
	assert_page(page_post(agent, "/complaints/log/comment",
			text_format("id=%lld&line=1&text=%s", (long long)id,
			    text_encode("<script>alert(1)</script>"))),
	    303);
	page = assert_page(page_get(agent, text_format("/complaints/logs/%lld", (long long)id)), 200);
	assert_false(page_has(page, "<script>alert"));
	assert_true(page_has(page, "&lt;script&gt;alert"));
}

static void
signs_once_with_password_and_four_eyes(void **state)
{
	int64_t id = submitted_make();
	const struct page *page;

	(void)state;
	assert_page(post(agent, id, "sign", "&note=&password=" PASSWORD), 403);
	assert_page(post(supervisor, id, "sign", "&note="), 422);
	assert_page(post(supervisor, id, "sign", "&note=&password=wrong"), 422);
	assert_int_equal(test_number("SELECT signed_at FROM dailylog WHERE id = %lld", (long long)id), 0);
	test_sql("UPDATE dailylog SET account_id = %lld WHERE id = %lld", (long long)supervisor->account_id,
	    (long long)id);
	page = assert_page(post(supervisor, id, "sign", "&note=&password=" PASSWORD), 409);
	assert_true(page_has(page, "自己的日志"));
	test_sql("UPDATE dailylog SET account_id = %lld WHERE id = %lld", (long long)agent->account_id,
	    (long long)id);
	visitor_renew(supervisor);
	assert_page(post(supervisor, id, "sign", "&note=&password=" PASSWORD), 303);
	visitor_renew(supervisor);
	page = assert_page(post(supervisor, id, "sign", "&note=&password=" PASSWORD), 409);
	assert_true(page_has(page, "签字封存"));
	visitor_renew(supervisor); /* the password gave the session a new id */
	page = assert_page(page_get(supervisor, text_format("/complaints/logs/%lld", (long long)id)), 200);
	assert_true(page_has(page, "客诉日志表"));
	/* what the signature meant, in the reader's words */
	assert_non_null(strstr(page->body, "签署含义"));
	assert_non_null(strstr(text_format("%.300s", strstr(page->body, "签署含义")), "签字"));
	page =
	    assert_page(page_get(supervisor, text_format("/complaints/logs/%lld/xlsx", (long long)id)), 200);
	assert_memory_equal(page->body, "PK\x03\x04", 4);
	assert_non_null(strstr(page_header(page, "Content-Disposition"), ".xlsx"));
	assert_page(post(supervisor, id, "return", "&reason=no"), 409);
	assert_page(post(supervisor, id, "excuse", "&reason=no"), 409);
	assert_int_equal(
	    test_number(
		"SELECT COUNT(*) FROM signature WHERE kind = 'dailylog' AND record_id = %lld", (long long)id),
	    1);
}

static void
returns_and_excuses_with_a_reason(void **state)
{
	int64_t id = submitted_make();

	(void)state;
	assert_page(post(supervisor, id, "return", "&reason="), 422);
	assert_page(post(supervisor, id, "excuse", "&reason=off"), 409); /* it was submitted */
	assert_page(page_post(agent, text_format("/complaints/logs/%lld/correct", (long long)id),
			"line=0&text=early&password=" PASSWORD),
	    409);
	assert_page(post(supervisor, id, "return", "&reason=incomplete"), 303);
	assert_page(post(supervisor, id, "return", "&reason=incomplete"), 409);
}

static void
says_when_a_page_is_old(void **state)
{
	int64_t id = submitted_make();
	const struct page *page =
	    page_post(supervisor, text_format("/complaints/logs/%lld/return", (long long)id),
		text_format("version=%lld&reason=x", (long long)version_of(id) - 1));

	(void)state;
	assert_page(page, 409);
	assert_int_equal(test_number("SELECT state FROM dailylog WHERE id = %lld", (long long)id), 3);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(reads_one_s_own_only, fresh),
		cmocka_unit_test_setup(submits_one_s_own_once_and_not_tomorrows, fresh),
		cmocka_unit_test_setup(bad_comments_are_refused, fresh),
		cmocka_unit_test_setup(signs_once_with_password_and_four_eyes, fresh),
		cmocka_unit_test_setup(returns_and_excuses_with_a_reason, fresh),
		cmocka_unit_test_setup(says_when_a_page_is_old, fresh),
	};

	return cmocka_run_group_tests(tests, page_start, page_stop);
}
