/* SPDX-License-Identifier: MIT */
/* Messages and visits as they are asked for: what is refused says why at its field and changes nothing (RULE CMP-11, CMP-12).
 * Not every route: test_routes.c; not when an answer is due: tests/unit/test_desk_rules.c. */
#include "complaints/complaints.h"
#include "desk/desk.h"
#include "page/page.h"
#include "store/orders_help.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct visitor *agent, *other, *supervisor;

static int
start(void **state)
{
	int failed = page_start(state);

	if (failed != 0)
		return failed;
	agent = visitor_new(ROLE_AGENT, "");
	other = visitor_new(ROLE_AGENT, "");
	supervisor = visitor_new(ROLE_SUPERVISOR, "");
	return 0;
}

static int64_t
rows_of(const char *table)
{
	return test_number("SELECT COUNT(*) FROM %s", table);
}

static int64_t
message_left(void)
{
	struct message message = {
		.caller = "Somebody", .reach = "", .channel = CONTACT_BOARD, .left_at = TEST_NOW
	};
	int64_t id;

	test_ctx()->now = (int64_t)time(NULL);
	test_actor(test_ctx(), agent->account_id, "KF0902", ROLE_AGENT);
	assert_rc(message_add(test_ctx(), &message, "Where is it?", &id), RC_OK);
	return id;
}

static const char *
message_path(int64_t id, const char *verb)
{
	return text_format("/messages/%lld/%s", (long long)id, verb);
}

static const char *
text_of(size_t length)
{
	static char text[100001];

	assert_true(length < sizeof(text));
	memset(text, 'x', length);
	text[length] = '\0';
	return text;
}

/* What is wrong comes back at its field, with what was typed; nothing is kept. */
static void
bad_messages_come_back(void **state)
{
	const struct {
		const char *fields, *field, *reason;
	} bad[] = { { "caller=A&channel=4&left_at=2026-05-12+09%3A00&text=", "text", "" },
		{ "caller=A&channel=4&left_at=2026-05-12+09%3A00&text=+%0A+", "text", "" },
		{ text_format("caller=A&channel=4&left_at=2026-05-12+09%%3A00&text=%s", text_of(100000)),
		    "text", "" },
		{ "caller=&channel=4&left_at=2026-05-12+09%3A00&text=kept", "caller", "填写会员号" },
		{ "caller=A&channel=9&left_at=2026-05-12+09%3A00&text=kept", "channel", "" },
		{ "caller=A&channel=4&left_at=2099-01-01+09%3A00&text=kept", "left_at",
		    "留言时间不能在将来" },
		{ "caller=A&channel=4&left_at=2026-02-30+09%3A00&text=kept", "left_at", "" },
		{ "caller=A&channel=4&left_at=yesterday&text=kept", "left_at", "" },
		{ "member_no=NOBODY&channel=4&left_at=2026-05-12+09%3A00&text=kept", "member_no",
		    "没有这个会员号" } };
	int64_t before = rows_of("message");

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const struct page *page = page_post(agent, "/messages/new", bad[i].fields);

		assert_page(page, 422);
		if (!page_has(page, text_format("id=\"e-%s\"", bad[i].field)))
			fail_msg("nothing is said at %s after %.80s", bad[i].field, bad[i].fields);
		assert_true(page_has(page, bad[i].reason));
		if (strstr(bad[i].fields, "text=kept") != NULL)
			assert_true(page_has(page, ">kept</textarea>"));
	}
	assert_int_equal(rows_of("message"), before);
}

/* The second reads who answered and when, whichever way the second tries; an answer or a reason is asked for. */
static void
answered_once(void **state)
{
	int64_t id = message_left();
	const struct page *page;

	(void)state;
	assert_page(page_post(agent, message_path(id, "answer"), "version=1&answer=+"), 422);
	assert_page(
	    page_post(agent, message_path(id, "answer"), text_format("version=1&answer=%s", text_of(100000))),
	    422);
	assert_page(page_post(agent, message_path(id, "dismiss"), "version=1&reason="), 422);
	assert_int_equal(test_number("SELECT version FROM message WHERE id = %lld", (long long)id), 1);
	assert_page(page_post(agent, message_path(id, "answer"), "version=1&answer=today"), 303);
	page = page_post(other, message_path(id, "answer"), "version=1&answer=tomorrow");
	assert_page(page, 409);
	page = page_post(other, message_path(id, "answer"), "version=2&answer=tomorrow");
	assert_page(page, 409);
	assert_true(page_has(page, "这条留言已由"));
	assert_page(page_post(other, message_path(id, "dismiss"), "version=2&reason=spam"), 409);
	assert_page(page_post(other, message_path(id, "take"), "version=2"), 409);
	assert_string_equal(
	    test_word("SELECT answer FROM message_text WHERE message_id = %lld", (long long)id), "today");
}

/* The order is the visitor's own; who serves is decided by the rule, on the page and by its form alike. */
static void
visits_by_the_rule(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t member = test_member(), order, id, before;
	const struct page *page;

	(void)state;
	test_actor(ctx, 1, "TEST-1", ROLE_ALL);
	order = order_of(ctx, member, 5000);
	before = rows_of("visit");
	page = page_post(agent, "/visits/new",
	    text_format("member_no=%s&order_no=%s&about=bag",
		test_word("SELECT member_no FROM member WHERE id = %lld", (long long)test_member()),
		text_format(
		    "%s", test_word("SELECT order_no FROM orders WHERE id = %lld", (long long)order))));
	assert_page(page, 422);
	assert_true(page_has(page, "这个订单属于另一位会员"));
	assert_page(page_post(agent, "/visits/new", "caller=A&about=+"), 422);
	assert_page(page_post(agent, "/visits/new", "caller=&about=bag"), 422);
	assert_page(page_post(agent, "/visits/new", "caller=A&about=bag&order_no=NONE"), 422);
	assert_page(page_post(agent, "/visits/new", "caller=A&about=bag&complaint_no=NONE"), 422);
	assert_page(page_post(agent, "/visits/new", text_format("caller=A&about=%s", text_of(100000))), 422);
	assert_int_equal(rows_of("visit"), before);
	/* RULE CMP-12: more than 5,000 yuan spent */
	test_sql("UPDATE member SET spent_fen = 500001 WHERE id = %lld", (long long)member);
	assert_page(page_post(agent, "/visits/new",
			text_format("member_no=%s&about=bag",
			    test_word("SELECT member_no FROM member WHERE id = %lld", (long long)member))),
	    303);
	id = test_number("SELECT MAX(id) FROM visit");
	assert_int_equal(
	    test_number("SELECT reasons FROM visit WHERE id = %lld", (long long)id), VISIT_SPENT);
	assert_int_equal(
	    test_number(
		"SELECT COUNT(*) FROM notice WHERE topic = 'desk.visit' AND owner = -%d AND subject = "
		"'visit:%lld'",
		ROLE_SUPERVISOR, (long long)id),
	    1);
	assert_true(
	    page_has(page_get(agent, text_format("/visits/%lld", (long long)id)), "按规则由主管接待"));
	page = page_post(agent, text_format("/visits/%lld/take", (long long)id), "version=1");
	assert_page(page, 409);
	assert_true(page_has(page, "按规则由主管接待"));
	assert_page(
	    page_post(supervisor, text_format("/visits/%lld/end", (long long)id), "version=1&outcome=x"),
	    409);
	assert_page(page_post(supervisor, text_format("/visits/%lld/take", (long long)id), "version=1"), 303);
	assert_page(
	    page_post(supervisor, text_format("/visits/%lld/end", (long long)id), "version=2&outcome="), 422);
	page = page_post(agent, text_format("/visits/%lld/end", (long long)id), "version=2&outcome=x");
	assert_page(page, 409);
	assert_true(page_has(page, "只有接待人能结束"));
}

/* Both lists name whose it is, masked, and find it by the member's number; one of that number alone, and none of an unknown one. */
static void
found_by_the_member(void **state)
{
	static const char *const lists[] = { "/messages", "/visits" };
	int64_t member = test_member();
	const char *no =
	    text_format("%s", test_word("SELECT member_no FROM member WHERE id = %lld", (long long)member));
	const struct page *page;

	(void)state;
	(void)message_left(); /* of somebody who is no member */
	assert_page(page_post(agent, "/messages/new",
			text_format("member_no=%s&channel=4&left_at=2026-05-12+09%%3A00&text=mine", no)),
	    303);
	assert_page(page_post(agent, "/visits/new", text_format("member_no=%s&about=mine", no)), 303);
	assert_page(page_post(agent, "/visits/new", "caller=Somebody&about=bag"), 303);
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		page = assert_page(page_get(agent, lists[i]), 200);
		assert_true(page_has(page, "mine") && page_has(page, "Somebody"));
		page = assert_page(page_get(agent, text_format("%s?q=%s", lists[i], no)), 200);
		assert_true(page_has(page, "mine") && !page_has(page, "Somebody"));
		assert_true(page_has(page, text_format("%s T*", no)));
		page = assert_page(page_get(agent, text_format("%s?q=NOBODY", lists[i])), 200);
		assert_false(page_has(page, "mine") || page_has(page, "Somebody"));
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(bad_messages_come_back),
		cmocka_unit_test(answered_once),
		cmocka_unit_test(visits_by_the_rule),
		cmocka_unit_test(found_by_the_member),
	};

	return cmocka_run_group_tests(tests, start, page_stop);
}
