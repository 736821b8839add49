/* SPDX-License-Identifier: MIT */
/* Pages of follow-ups and surveys: what is typed wrongly comes back with a word at its field, what is done shows (RULE MEM-7,
 * QA-1, QA-5). Not the rules: unit/test_followups_rules.c. */
#include "base/clock.h"
#include "followups/actions.h"
#include "followups/surveys.h"
#include "page.h"

#include <string.h>

static struct visitor *agent, *supervisor;

static int
start(void **state)
{
	int rc = page_start(state);

	agent = visitor_new(ROLE_AGENT, "");
	supervisor = visitor_new(ROLE_SUPERVISOR, "");
	return rc;
}

static void
acting(const struct visitor *visitor, uint32_t roles)
{
	test_actor(test_ctx(), visitor->account_id, "KF0301", roles);
}

static int64_t
planned(void)
{
	int64_t id = 0;
	const char *field;

	acting(agent, ROLE_AGENT);
	assert_rc(followup_make(
		      test_ctx(), test_member(), FOLLOWUP_HAND, clock_day(clock_now()), "sizes", &id, &field),
	    RC_OK);
	return id;
}

static const char *
on(int64_t days)
{
	return day_text(test_ctx()->arena, clock_day(clock_now()) + days);
}

static void
wrong_entries_are_named(void **state)
{
	static const struct {
		const char *fields, *error;
	} cases[] = {
		{ "version=1&outcome=&score=&score2=&note=&next_day=&next_reason=", "e-outcome" },
		{ "version=1&outcome=9&score=&score2=&note=&next_day=&next_reason=", "e-outcome" },
		{ "version=1&outcome=1.5&score=&score2=&note=&next_day=&next_reason=", "e-outcome" },
		{ "version=1&outcome=1&score=3&score2=&note=&next_day=&next_reason=",
		    "只有作答的调查才有评分" },
		{ "version=1&outcome=1&score=&score2=&note=&next_day=never&next_reason=", "e-next_day" },
		{ "version=1&outcome=1&score=&score2=&note=&next_day=2020-01-01&next_reason=x",
		    "e-next_day" },
		{ "version=1&outcome=5&score=&score2=&note=&next_day=2090-01-01&next_reason=x",
		    "e-next_day" },
	};
	int64_t id = planned();
	const char *path = text_format("/followups/%lld/record", (long long)id);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct page *page = assert_page(page_post(agent, path, cases[i].fields), 422);

		if (!page_has(page, cases[i].error))
			fail_msg("case %zu: %s", i, page->body);
	}
	assert_int_equal(test_number("SELECT version FROM followup WHERE id = %lld", (long long)id), 1);
	assert_page(
	    page_post(agent, path,
		text_format("version=1&outcome=1&score=&score2=&note=&next_day=%s&next_reason=", on(9))),
	    422);
	assert_page(
	    page_post(agent, path,
		text_format("version=1&outcome=1&score=&score2=&note=%s&next_day=%s&next_reason=asked+for+it",
		    text_encode("说好了 <b>&"), on(9))),
	    303);
	assert_true(page_has(assert_page(page_get(agent, text_format("/followups/%lld", (long long)id)), 200),
	    "说好了 &lt;b&gt;&amp;"));
	assert_page(
	    page_post(agent, path, "version=1&outcome=1&score=&score2=&note=&next_day=&next_reason="), 409);
}

static void
others_are_shown_and_locked(void **state)
{
	int64_t id = planned();
	struct visitor *other = visitor_new(ROLE_AGENT, "");
	const char *page = text_format("/followups/%lld", (long long)id);

	(void)state;
	assert_true(page_has(assert_page(page_get(other, page), 200), "由主管处理"));
	assert_page(page_post(other, text_format("%s/skip", page), "version=1&reason=x"), 409);
	assert_page(page_post(supervisor, text_format("%s/skip", page), "version=1&reason="), 422);
	assert_page(page_post(supervisor, text_format("%s/skip", page), "version=1&reason=abroad"), 303);
	assert_page(page_get(other, "/followups/999999999"), 404);
}

static void
lists_show_mine_first(void **state)
{
	int64_t id = planned();
	const char *link = text_format("/followups/%lld\"", (long long)id);
	struct visitor *other = visitor_new(ROLE_AGENT, "");

	(void)state;
	assert_true(page_has(assert_page(page_get(agent, "/followups"), 200), link));
	assert_false(page_has(assert_page(page_get(other, "/followups"), 200), link));
	assert_true(page_has(assert_page(page_get(other, "/followups?all=1"), 200), link));
	assert_true(page_has(assert_page(page_get(supervisor, "/followups"), 200), link));
	assert_page(page_get(supervisor, "/followups?export=csv"), 200);
	assert_page(page_get(agent, "/followups?export=csv"), 403);
}

/* RULE QA-1 */
static void
surveys_count_only_what_there_is(void **state)
{
	const struct survey survey = { .title = "Delivery", .question1 = "How was it?", .question2 = "" };
	int64_t id = 0, member = test_member(), call;
	const char *page, *no = text_format("%s",
			      test_word("SELECT member_no FROM member WHERE id = %lld", (long long)member));

	(void)state;
	acting(supervisor, ROLE_SUPERVISOR);
	assert_rc(survey_add(test_ctx(), &survey, &id), RC_OK);
	page = text_format("/surveys/%lld", (long long)id);
	assert_true(page_has(assert_page(page_get(supervisor, page), 200), "无数据"));
	assert_page(
	    page_post(supervisor, text_format("%s/give", page), "numbers=&tier=0&most=&day=2090-01-01"), 422);
	assert_page(page_post(supervisor, text_format("%s/give", page),
			text_format("numbers=%s&tier=0&most=&day=2090-01-01", no)),
	    422);
	assert_page(page_post(supervisor, text_format("%s/give", page),
			text_format("numbers=%s,%s+X1&tier=0&most=&day=%s", no, no, on(1))),
	    303);
	call = test_number("SELECT id FROM followup WHERE survey_id = %lld", (long long)id);
	assert_page(page_post(supervisor, text_format("/followups/%lld/record", (long long)call),
			"version=1&outcome=1&score=6&score2=&note=&next_day=&next_reason="),
	    422);
	assert_page(page_post(supervisor, text_format("/followups/%lld/record", (long long)call),
			"version=1&outcome=1&score=4&score2=&note=&next_day=&next_reason="),
	    303);
	assert_true(page_has(assert_page(page_get(supervisor, page), 200), "4.00"));
	assert_true(page_has(
	    assert_page(page_get(supervisor, text_format("%s/answers?score%%5B%%5D=4", page)), 200), no));
	assert_page(page_get(supervisor, text_format("%s/answers?score%%5B%%5D=9", page)), 422);
}

static const char *
bulk_freeze(const char *rows)
{
	return page_header(
	    assert_page(page_post(supervisor, "/members/bulk", text_format("bulk=survey%s", rows)), 303),
	    "Location");
}

/* Members chosen on their list: confirmed with a survey that is open, then one by one; what was refused says why (RULE QA-5, CAM-6). */
static void
surveys_go_to_chosen_members(void **state)
{
	const struct survey survey = { .title = "Chosen <1>", .question1 = "How was it?", .question2 = "" };
	int64_t id = 0, willing = test_member(), silent = test_member(), again = test_member();
	const char *rows = text_format("&row[]=%lld.1&row[]=%lld.1&row[]=%lld.1", (long long)willing,
		       (long long)silent, (long long)again),
		   *bulk;
	const struct page *page;

	(void)state;
	test_sql("UPDATE survey SET state = 2");
	test_sql("UPDATE member SET consent = consent & ~4 WHERE id = %lld", (long long)silent);
	assert_false(page_has(assert_page(page_get(agent, "/members"), 200), "value=\"survey\""));
	assert_true(page_has(assert_page(page_get(supervisor, "/members"), 200), "value=\"survey\""));
	assert_page(page_post(agent, "/members/bulk", text_format("bulk=survey%s", rows)), 403);
	/* nothing to choose from: said, and no button */
	bulk = bulk_freeze(rows);
	page = assert_page(page_get(supervisor, bulk), 200);
	assert_false(page_has(page, "name=\"note\""));
	assert_page(page_post(supervisor, bulk, "note="), 422);
	acting(supervisor, ROLE_SUPERVISOR);
	assert_rc(survey_add(test_ctx(), &survey, &id), RC_OK);
	assert_rc(survey_ask(test_ctx(), id, again, 1), RC_OK);
	bulk = bulk_freeze(rows);
	page = assert_page(page_get(supervisor, bulk), 200);
	assert_true(page_has(page, "Chosen &lt;1&gt;"));
	assert_true(page_has(page, "客户不接受来电") || page_has(page, "The customer wants no calls"));
	assert_page(page_post(supervisor, bulk, "note=999999"), 422);
	assert_page(page_post(supervisor, bulk, text_format("note=%lld", (long long)id)), 303);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM followup WHERE survey_id = %lld", (long long)id), 2);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM followup WHERE survey_id = %lld AND member_id = %lld",
		(long long)id, (long long)willing),
	    1);
	page = assert_page(page_get(supervisor, bulk), 200);
	assert_true(page_has(page, "该会员已有这份问卷"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wrong_entries_are_named),
		cmocka_unit_test(others_are_shown_and_locked),
		cmocka_unit_test(lists_show_mine_first),
		cmocka_unit_test(surveys_count_only_what_there_is),
		cmocka_unit_test(surveys_go_to_chosen_members),
	};

	return cmocka_run_group_tests(tests, start, page_stop);
}
