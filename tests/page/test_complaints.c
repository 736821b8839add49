/* SPDX-License-Identifier: MIT */
/* Pages of complaints: intake by what a caller says; what may be done and what is missing; who sees what; the same rules in bulk.
 * Not bad files and texts: test_complaints_input.c. */
#include "complaints/complaints.h"
#include "orders/orders.h"
#include "page/page.h"
#include "store/complaint_help.h"
#include "store/orders_help.h"
#include "web/req.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct visitor *agent, *other, *supervisor, *quality, *finance;

static int
start(void **state)
{
	int failed = page_start(state);

	if (failed != 0)
		return failed;
	agent = visitor_new(ROLE_AGENT, "");
	other = visitor_new(ROLE_AGENT, "");
	supervisor = visitor_new(ROLE_SUPERVISOR, "");
	quality = visitor_new(ROLE_OPERATIONS, "");
	finance = visitor_new(ROLE_FINANCE, "");
	return 0;
}

static int64_t
count_all(void)
{
	return test_number("SELECT COUNT(*) FROM complaint");
}

/* An agent's own. */
static int64_t
opened_by(const struct visitor *visitor, int64_t problem)
{
	const struct complaint_draft draft = complaint_draft_new(test_member(), problem);

	test_actor(test_ctx(), visitor->account_id, "KF0902", ROLE_AGENT);
	return complaint_take_in(test_ctx(), &draft);
}

static const char *
path_of(int64_t id, const char *rest)
{
	return text_format("/complaints/%lld%s", (long long)id, rest);
}

/* --- intake ----------------------------------------------------------------------------------------------------- */

/* By number, phone, order number: one that is found is taken at once; several are listed; nobody is said. */
static void
callers_are_found_by_what_they_say(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t order, member;
	const char *number;

	(void)state;
	test_actor(ctx, 1, "TEST-1", ROLE_ALL);
	order = waiting_order(ctx, 50000);
	member = test_number("SELECT member_id FROM orders WHERE id = %lld", (long long)order);
	number = text_format("value=\"%lld\"", (long long)member);
	assert_true(page_has(
	    assert_page(page_get(agent,
			    text_format("/complaints/new?q=%s",
				test_word("SELECT order_no FROM orders WHERE id = %lld", (long long)order))),
		200),
	    number));
	assert_true(
	    page_has(assert_page(page_get(agent, text_format("/complaints/new?q=%s",
						     test_word("SELECT member_no FROM member WHERE id = %lld",
							 (long long)member))),
			 200),
		number));
	assert_true(page_has(
	    assert_page(page_get(agent, "/complaints/new?q=nobody-of-this-number"), 200), "没有找到"));
	assert_true(page_has(
	    assert_page(page_get(agent, "/complaints/new?unknown=1"), 200), "name=\"caller_phone\""));
}

/* Ticked goods choose their order; similar ones are shown beside the form. */
static void
goods_choose_their_order(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t order, member, product = test_product(50000), id;
	const char *form;

	(void)state;
	test_actor(ctx, 1, "TEST-1", ROLE_ALL);
	order = waiting_order(ctx, 50000);
	member = test_number("SELECT member_id FROM orders WHERE id = %lld", (long long)order);
	test_sql("UPDATE order_line SET product_id = %lld WHERE order_id = %lld", (long long)product,
	    (long long)order);
	form = text_format("member=%lld&goods[]=%lld.%lld&channel=1&problem=101&happened=It+broke",
	    (long long)member, (long long)order, (long long)product);
	assert_page(page_post(agent, "/complaints/new", form), 303);
	id = test_number("SELECT MAX(id) FROM complaint");
	assert_int_equal(test_number("SELECT order_id FROM complaint WHERE id = %lld", (long long)id), order);
	assert_int_equal(test_number("SELECT urgency FROM complaint WHERE id = %lld", (long long)id),
	    URGENCY_URGENT); /* by rule CMP-2 */
	assert_int_equal(
	    test_number("SELECT quality FROM complaint_product WHERE complaint_id = %lld", (long long)id), 1);
	assert_true(page_has(page_get(agent, text_format("/complaints/new?member=%lld", (long long)member)),
	    "还没结的同类客诉"));
	assert_true(page_has(page_get(agent, text_format("/complaints/new?member=%lld", (long long)member)),
	    test_word("SELECT complaint_no FROM complaint WHERE id = %lld", (long long)id)));
}

/* 422 with the reason; what was typed comes back; nothing is there. */
static void
bad_intake_comes_back(void **state)
{
	static const char *const bad[] = { "channel=1&problem=302&caller=Somebody&happened=",
		"channel=1&problem=302&caller=Somebody&happened=+%0A+", "channel=1&problem=302&happened=late",
		"channel=9&problem=302&caller=Somebody&happened=late",
		"channel=0&problem=302&caller=Somebody&happened=late",
		"channel=1&problem=198&caller=Somebody&happened=late",
		"channel=1&problem=&caller=Somebody&happened=late",
		"channel=1&problem=302&caller=Somebody&happened=late&urgency=4",
		"channel=1&problem=302&caller=Somebody&happened=late&wait=-5",
		"channel=1&problem=302&caller=Somebody&happened=late&about=NOBODY",
		"channel=1&problem=302&caller=Somebody&happened=late&goods[]=1",
		"channel=1&problem=302&caller=Somebody&happened=late&goods[]=1.1.1",
		"channel=1&problem=302&caller=Somebody&happened=late&goods[]=1.1&goods[]=2.1",
		"channel=1&problem=302&caller=Somebody&happened=late&order=999999999",
		"member=999999999&channel=1&problem=302&happened=late",
		"channel=1&problem=302&caller=Somebody&happened=late&state=5" };
	int64_t before = count_all();

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const struct page *page = page_post(agent, "/complaints/new", bad[i]);

		assert_page(page, 422);
		assert_true(page_has(page, "role=\"alert\""));
		if (strstr(bad[i], "happened=late") != NULL)
			assert_true(page_has(page, ">late</textarea>"));
	}
	assert_int_equal(count_all(), before);
}

/* --- the record ------------------------------------------------------------------------------------------------- */

/* What is missing is said on the page, by the form's answer and in bulk alike. */
static void
closing_says_what_is_missing(void **state)
{
	int64_t id = opened_by(agent, PROBLEM_LATE);
	const struct page *page = page_get(agent, path_of(id, ""));
	const char *bulk;

	(void)state;
	assert_page(page, 200);
	assert_true(page_has(page, "还没写解决方案；还没写处理结果"));
	page = page_post(agent, path_of(id, "/close"), "version=1");
	assert_page(page, 409);
	assert_true(page_has(page, "还没写解决方案"));
	page = page_post(agent, "/complaints/bulk", text_format("bulk=close&row[]=%lld.1", (long long)id));
	assert_page(page, 303);
	bulk = page_header(page, "Location");
	assert_non_null(bulk);
	assert_true(page_has(page_get(agent, bulk), "还没写解决方案"));
	assert_int_equal(
	    test_number("SELECT state FROM complaint WHERE id = %lld", (long long)id), COMPLAINT_OPEN);
}

/* `houtaictl WORDS` on the database of this test: what it said on both outputs, its exit code in *status. */
static const char *
command_says(const char *words, int *status)
{
	static char said[2000];
	char line[600];
	FILE *out;

	snprintf(line, sizeof(line), "HOUTAI_CONFIG='%s' %s/houtaictl %s 2>&1", test_config(),
	    getenv("HOUTAI_BUILD"), words);
	out = popen(line, "r"); /* NOLINT: words of our own */
	assert_non_null(out);
	said[fread(said, 1, sizeof(said) - 1, out)] = '\0';
	*status = pclose(out);
	*status = WIFEXITED(*status) ? WEXITSTATUS(*status) : -1;
	return said;
}

/* What may not be done now is refused with one reason, whichever way it is asked for: on the page, in bulk, on the command line. */
static void
one_reason_on_every_path(void **state)
{
	static const struct {
		const char *act;
		bool of_other, closed;
	} cases[] = { { "close", false, false }, { "take", false, false }, { "close", true, false },
		{ "take", true, false }, { "close", false, true }, { "take", false, true } };
	const char *staff_no = text_format(
	    "%s", test_word("SELECT staff_no FROM account WHERE id = %lld", (long long)agent->account_id));

	(void)state;
	/* the command line speaks English, a page the language of its reader's account */
	test_sql("UPDATE account SET lang = %d WHERE id = %lld", LANG_EN, (long long)agent->account_id);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t id = opened_by(cases[i].of_other ? other : agent, PROBLEM_LATE);
		const struct page *page;
		const char *no, *said, *reason;
		int64_t version;
		int status;

		if (cases[i].closed)
			test_sql("UPDATE complaint SET state = 5, closed_at = opened_at, due_at = 0 WHERE id "
				 "= %lld",
			    (long long)id);
		no = text_format(
		    "%s", test_word("SELECT complaint_no FROM complaint WHERE id = %lld", (long long)id));
		version = test_number("SELECT version FROM complaint WHERE id = %lld", (long long)id);
		said = command_says(
		    text_format("complaints %s %s --as %s", cases[i].act, no, staff_no), &status);
		assert_int_equal(status, 1);
		reason = strstr(said, no);
		assert_non_null(reason);
		reason =
		    text_format("%.*s", (int)strcspn(reason + strlen(no) + 2, "\n"), reason + strlen(no) + 2);
		assert_true(strlen(reason) > 8);
		/* the command line also says so before it is tried */
		said = command_says(text_format("complaints show %s --as %s", no, staff_no), &status);
		assert_int_equal(status, 0);
		assert_true(strstr(said, text_format("  %-10s %s", cases[i].act, reason)) != NULL);
		page = page_post(agent, path_of(id, text_format("/%s", cases[i].act)),
		    text_format("version=%lld", (long long)version));
		assert_page(page, 409);
		if (!page_has(page, reason))
			fail_msg("%s: the page does not say: %s\n%.6000s", cases[i].act, reason,
			    strstr(page->body, "<main"));
		page = page_post(agent, "/complaints/bulk",
		    text_format("bulk=%s&row[]=%lld.%lld", cases[i].act, (long long)id, (long long)version));
		assert_page(page, 303);
		assert_true(page_has(page_get(agent, page_header(page, "Location")), reason));
		assert_int_equal(
		    test_number("SELECT version FROM complaint WHERE id = %lld", (long long)id), version);
	}
	test_sql("UPDATE account SET lang = 0 WHERE id = %lld", (long long)agent->account_id);
}

/* Work on the command line is the person's: same actions, same log, no more rights. */
static void
work_on_the_command_line(void **state)
{
	int64_t id = opened_by(other, PROBLEM_LATE);
	const char *no = text_format(
		       "%s", test_word("SELECT complaint_no FROM complaint WHERE id = %lld", (long long)id)),
		   *own = text_format("%s", test_word("SELECT staff_no FROM account WHERE id = %lld",
						(long long)other->account_id)),
		   *lead = text_format("%s", test_word("SELECT staff_no FROM account WHERE id = %lld",
						 (long long)supervisor->account_id)),
		   *clerk = text_format("%s", test_word("SELECT staff_no FROM account WHERE id = %lld",
						  (long long)finance->account_id));
	int status;

	(void)state;
	(void)command_says(text_format("complaints solve %s 'A new one' Sent --as %s", no, own), &status);
	assert_int_equal(status, 0);
	(void)command_says(text_format("complaints solve %s 'Two new ones' --as %s", no, own), &status);
	assert_int_equal(status, 0);
	(void)command_says(
	    text_format("complaints tell %s phone 'You get two new ones' --as %s", no, own), &status);
	assert_int_equal(status, 0);
	(void)command_says(text_format("complaints take %s --as %s", no, lead), &status);
	assert_int_equal(status, 0);
	(void)command_says(
	    text_format("complaints transfer %s %s 'Yours again' --as %s", no, own, lead), &status);
	assert_int_equal(status, 0);
	(void)command_says(text_format("complaints close %s --as %s", no, own), &status);
	assert_int_equal(status, 0);
	assert_string_equal(
	    test_word("SELECT CONCAT(c.state, ' ', c.owner_id = %lld, ' ', t.solution, ' ', t.result) FROM "
		      "complaint c JOIN complaint_text t ON t.complaint_id = c.id WHERE c.id = %lld",
		(long long)other->account_id, (long long)id),
	    "5 1 Two new ones Sent");
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM audit_log WHERE kind = 'complaint' AND record_id = "
			"%lld AND action = 'complaint.take' AND account_id = %lld",
		(long long)id, (long long)supervisor->account_id),
	    1);
	(void)command_says(text_format("complaints call-back %s six --as %s", no, own), &status);
	assert_int_equal(status, 1);
	(void)command_says(text_format("complaints call-back %s 1 --as %s", no, own), &status);
	assert_int_equal(status, 0);
	assert_int_equal(
	    test_number("SELECT state FROM complaint WHERE id = %lld", (long long)id), COMPLAINT_WORKING);

	assert_non_null(strstr(command_says(text_format("complaints note %s x --as %s", no, clerk), &status),
	    "Nobody who works on complaints has this staff number"));
	assert_int_equal(status, 1);
	assert_non_null(strstr(command_says(text_format("complaints close KS-NONE --as %s", own), &status),
	    "There is no such complaint"));
	assert_int_equal(status, 1);
	(void)command_says(text_format("complaints close %s", no), &status);
	assert_int_equal(status, 2);
	(void)command_says(text_format("complaints close %s extra --as %s", no, own), &status);
	assert_int_equal(status, 2);
}

static void
closing_a_closed_one(void **state)
{
	int64_t id = opened_by(agent, PROBLEM_LATE);
	const struct page *page;

	(void)state;
	assert_page(page_post(agent, path_of(id, "/solve"), "version=1&solution=new&result=sent"), 303);
	assert_page(page_post(agent, path_of(id, "/tell"), "version=2&tell_channel=1&tell_text=new"), 303);
	assert_page(page_post(agent, path_of(id, "/close"), "version=3"), 303);
	page = page_post(agent, path_of(id, "/close"), "version=4");
	assert_page(page, 409);
	assert_true(page_has(page, "要先重新处理"));
	assert_page(page_post(agent, path_of(id, "/call-back"), "version=4&score=6"), 422);
	assert_page(page_post(agent, path_of(id, "/call-back"), "version=4&score=1"), 303);
	assert_int_equal(
	    test_number("SELECT state FROM complaint WHERE id = %lld", (long long)id), COMPLAINT_WORKING);
}

/* Two people at once: the second reads who was quicker, and keeps what was typed. */
static void
two_people_at_once(void **state)
{
	int64_t id = opened_by(agent, PROBLEM_LATE);
	const struct page *page;

	(void)state;
	assert_page(page_post(agent, path_of(id, "/note"), "version=1&note_text=first"), 303);
	page = page_post(other, path_of(id, "/note"), "version=1&note_text=second");
	assert_page(page, 409);
	assert_true(page_has(page, ">second</textarea>"));
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM complaint_entry WHERE complaint_id = %lld", (long long)id), 1);
}

/* RULE CMP-3: the tick is asked for where it is named. */
static void
handoffs_ask_for_the_try(void **state)
{
	int64_t id = opened_by(agent, PROBLEM_PASSWORD);
	const struct page *page =
	    page_post(agent, path_of(id, "/hand-off"), "version=1&to=602&question=please+reset");

	(void)state;
	assert_page(page, 422);
	assert_true(page_has(page, "id=\"e-tried\""));
	assert_page(page_post(agent, path_of(id, "/hand-off"), "version=1&to=0&question=x"), 422);
	assert_page(page_post(agent, path_of(id, "/hand-off"), "version=1&to=9&question=x"), 422);
	assert_page(page_post(agent, path_of(id, "/hand-off"), "version=1&to=602&tried=1&question=+"), 422);
	assert_page(
	    page_post(agent, path_of(id, "/hand-off"), "version=1&to=602&tried=1&question=please"), 303);
}

/* A department sees what it is asked, replies once, and sees nothing else. */
static void
departments_see_their_own(void **state)
{
	int64_t id = opened_by(agent, PROBLEM_FAULTY), unasked = opened_by(agent, PROBLEM_ATTITUDE);
	const char *handoff = text_format("/complaints/handoffs/%lld", (long long)id * 100 + 1);
	const struct page *page;

	(void)state;
	assert_page(page_post(agent, path_of(id, "/hand-off"), "version=1&to=101&question=is+it+ours"), 303);
	assert_page(page_get(quality, handoff), 200);
	assert_page(page_get(quality, path_of(id, "")), 200);
	assert_page(page_get(quality, path_of(unasked, "")), 404);
	assert_page(page_get(finance, handoff), 404);
	assert_page(page_get(finance, path_of(id, "")), 404);
	assert_page(page_get(quality, "/complaints"), 403);
	assert_false(page_has(page_get(finance, "/complaints/handoffs?all=1"),
	    test_word("SELECT complaint_no FROM complaint WHERE id = %lld", (long long)id)));
	assert_true(page_has(page_get(quality, "/complaints/handoffs"),
	    test_word("SELECT complaint_no FROM complaint WHERE id = %lld", (long long)id)));
	assert_page(page_post(quality, text_format("%s/reply", handoff), "version=1&reply=+"), 422);
	assert_page(page_post(quality, text_format("%s/reply", handoff), "version=1&reply=it+is"), 303);
	page = page_post(quality, text_format("%s/reply", handoff), "version=2&reply=no");
	assert_page(page, 409);
	assert_true(page_has(page, "已经答复"));
}

/* RULE ORG-3: above the limit it waits, and the asker may not decide it. */
static void
compensation_above_the_limit(void **state)
{
	int64_t id = opened_by(agent, PROBLEM_LATE);
	const struct page *page;

	(void)state;
	assert_page(
	    page_post(agent, path_of(id, "/compensate"), "version=1&amount_fen=0&compensate_reason=x"), 422);
	assert_page(
	    page_post(agent, path_of(id, "/compensate"), "version=1&amount_fen=abc&compensate_reason=x"),
	    422);
	assert_page(
	    page_post(agent, path_of(id, "/compensate"), "version=1&amount_fen=20.01&compensate_reason=late"),
	    303);
	assert_int_equal(
	    test_number("SELECT state FROM complaint WHERE id = %lld", (long long)id), COMPLAINT_APPROVAL);
	assert_page(page_post(agent, path_of(id, "/decide"), "version=2&approve=1"), 403);
	page = page_get(supervisor, path_of(id, ""));
	assert_true(page_has(page, "name=\"approve\" value=\"1\""));
	assert_page(page_post(supervisor, path_of(id, "/decide"), "version=2&approve=0"), 422);
	assert_page(page_post(supervisor, path_of(id, "/decide"), "version=2&approve=1"), 303);
	assert_int_equal(
	    test_number("SELECT compensation_fen FROM complaint WHERE id = %lld", (long long)id), 2001);
}

/* Another agent sees why not; phones are masked everywhere (RULE MEM-4). */
static void
others_see_who_follows_it(void **state)
{
	int64_t id = opened_by(agent, PROBLEM_LATE);
	const struct page *page = page_get(other, path_of(id, ""));
	const char *phone =
	    test_word("SELECT m.phone FROM complaint c JOIN member m ON m.id = c.member_id WHERE "
		      "c.id = %lld",
		(long long)id);

	(void)state;
	assert_page(page, 200);
	assert_true(page_has(page, "主管才能接手"));
	assert_false(page_has(page, phone));
	assert_false(page_has(page_get(other, "/complaints?all=1"), phone));
	assert_page(page_post(other, path_of(id, "/tell"), "version=1&tell_channel=1&tell_text=hello"), 409);
	assert_page(page_get(other, path_of(999999, "")), 404);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(callers_are_found_by_what_they_say),
		cmocka_unit_test(goods_choose_their_order), cmocka_unit_test(bad_intake_comes_back),
		cmocka_unit_test(closing_says_what_is_missing), cmocka_unit_test(one_reason_on_every_path),
		cmocka_unit_test(work_on_the_command_line), cmocka_unit_test(closing_a_closed_one),
		cmocka_unit_test(two_people_at_once), cmocka_unit_test(handoffs_ask_for_the_try),
		cmocka_unit_test(departments_see_their_own), cmocka_unit_test(compensation_above_the_limit),
		cmocka_unit_test(others_see_who_follows_it) };

	return cmocka_run_group_tests(tests, start, page_stop);
}
