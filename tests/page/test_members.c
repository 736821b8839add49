/* SPDX-License-Identifier: MIT */
/* Members' pages (RULE MEM-4, MEM-5): what is found by what was typed, what shows before and after identity was checked, and every
 * bad input back with its words. Not the rules themselves: tests/unit, tests/store. */
#include "page/page.h"
#include "store/orders_help.h"

#include <string.h>

static struct visitor *agent;
static int64_t member;

static int
shop_make(void **state)
{
	int made = page_start(state);

	if (made != 0)
		return made;
	agent = visitor_new(ROLE_AGENT, "");
	test_sql("UPDATE account SET lang = 1 WHERE id = %lld", (long long)agent->account_id);
	member = test_member();
	test_sql("UPDATE member SET name = '欧阳明', phone = '13855715678', phone_last4 = '5678', email = "
		 "'ouyang@example.com', address = '1 Test Road' WHERE id = %lld",
	    (long long)member);
	return 0;
}

static const char *
path(const char *rest)
{
	return text_format("/members/%lld%s", (long long)member, rest);
}

static bool
shows_contact(const struct page *page)
{
	return page_has(page, "13855715678") || page_has(page, "ouyang@example") ||
	       page_has(page, "Test Road");
}

/* --- the record ---------------------------------------------------------------------------------------------------- */

static void
contact_data_shows_step_by_step(void **state)
{
	static const char *const pages[] = { "", "/history", "/orders" };
	const struct page *page;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		page = assert_page(page_get(agent, path(pages[i])), 200);
		assert_true(page_has(page, "欧*"));
		assert_false(page_has(page, "欧阳"));
		assert_false(shows_contact(page));
		assert_true(page_has(page, "name=\"answer\""));
	}
	/* nothing is shown or changed without the check */
	page = assert_page(page_post(agent, path("/reveal"), "why=call&reason_text="), 409);
	assert_false(shows_contact(page));
	assert_page(page_get(agent, path("/edit")), 303);
	assert_page(page_post(agent, path("/edit"), "version=1&name=X"), 303);
	assert_string_equal(
	    test_word("SELECT name FROM member WHERE id = %lld", (long long)member), "欧阳明");
	/* the check: by last four, in full-width digits as well; back to the tab it came from */
	page = assert_page(page_post(agent, path("/identity"),
			       text_format("answer=%s&back=%s", text_encode("５６７８"), path("/orders"))),
	    303);
	assert_string_equal(page_header(page, "Location"), path("/orders"));
	page = assert_page(page_get(agent, path("")), 200);
	assert_true(page_has(page, "欧阳明"));
	assert_true(page_has(page, "Identity checked"));
	assert_false(shows_contact(page));
	/* shown with a reason */
	page = assert_page(page_post(agent, path("/reveal"), "why=other&reason_text="), 422);
	assert_true(page_has(page, "id=\"e-reason_text\""));
	assert_false(shows_contact(page));
	assert_page(page_post(agent, path("/reveal"), "why=gossip&reason_text=x"), 422);
	assert_page(page_post(agent, path("/reveal"), "why=delivery&reason_text=parcel+came+back"), 303);
	page = assert_page(page_get(agent, path("")), 200);
	assert_true(shows_contact(page));
	page = assert_page(page_get(agent, path("/history")), 200);
	assert_true(page_has(page, "parcel came back"));
	assert_true(page_has(page, "Showed contact data"));
	/* and masked again */
	assert_page(page_post(agent, path("/mask"), ""), 303);
	assert_false(shows_contact(assert_page(page_get(agent, path("")), 200)));
}

static void
wrong_answers_come_back(void **state)
{
	static const char *const wrong[] = { "", "1234", "567", "ouyang", "13855715678", "💰", "' OR 1=1" };
	const struct page *page;
	int64_t other = test_member();
	const char *here = text_format("/members/%lld/identity", (long long)other);
	size_t i, counted = 0;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]) && counted < 4; i++) {
		page =
		    assert_page(page_post(agent, here, text_format("answer=%s", text_encode(wrong[i]))), 422);
		assert_true(page_has(page, "id=\"e-answer\""));
		counted += *wrong[i] != '\0'; /* an empty field is no answer */
	}
	page = assert_page(page_post(agent, here, "answer=0000000"), 409);
	assert_true(page_has(page, "Too many wrong answers"));
	assert_false(page_has(page, "name=\"answer\""));
	assert_page(page_post(agent, here,
			text_format("answer=%s",
			    test_word("SELECT phone_last4 FROM member WHERE id = %lld", (long long)other))),
	    409);
	/* no page of a member that is not there */
	assert_page(page_get(agent, "/members/999999"), 404);
	assert_page(page_post(agent, "/members/999999/identity", "answer=1234"), 404);
	assert_page(page_post(agent, "/members/999999/reveal", "why=call&reason_text="), 404);
}

static void
an_order_number_proves_who_calls(void **state)
{
	int64_t order = waiting_order(test_ctx(), 10000), other = waiting_order(test_ctx(), 10000);
	long long owner = test_number("SELECT member_id FROM orders WHERE id = %lld", (long long)order);
	const char *no = test_word("SELECT order_no FROM orders WHERE id = %lld", (long long)other);
	const struct page *page;

	(void)state;
	if (test_number("SELECT member_id FROM orders WHERE id = %lld", (long long)other) != owner)
		assert_page(page_post(agent, text_format("/members/%lld/identity", owner),
				text_format("answer=%s", text_encode(no))),
		    422);
	no = test_word("SELECT order_no FROM orders WHERE id = %lld", (long long)order);
	assert_page(page_post(agent, text_format("/members/%lld/identity", owner),
			text_format("answer=%s", text_encode(no))),
	    303);
	page = assert_page(page_get(agent, text_format("/members/%lld/orders", owner)), 200);
	assert_true(page_has(page, "Identity checked"));
	assert_true(page_has(page, no));
	/* and finds the member */
	page = assert_page(page_get(agent, text_format("/members?q=%s", text_encode(no))), 303);
	assert_string_equal(page_header(page, "Location"), text_format("/members/%lld", owner));
}

/* Only tabs of this very record are gone back to. */
static void
back_leads_nowhere_else(void **state)
{
	static const char *const wrong[] = { "//evil.example", "https://evil.example", "/orders",
		"/members/1/../../x", "/members/9999/orders", "/members/" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_string_equal(
		    page_header(assert_page(page_post(agent, path("/mask"),
						text_format("back=%s", text_encode(wrong[i]))),
				    303),
			"Location"),
		    path(""));
}

/* --- the form ------------------------------------------------------------------------------------------------------ */

static const char *
edit_fields(const char *field, const char *value)
{
	static const char *const names[] = { "name", "phone", "email", "province", "city", "district",
		"address" };
	const char *text = text_format("sms=1&mail=1&version=%s",
	    test_word("SELECT version FROM member WHERE id = %lld", (long long)member));
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		text = text_format("%s&%s=%s", text, names[i],
		    text_encode(strcmp(names[i], field) == 0    ? value
				: strcmp(names[i], "name") == 0 ? "欧阳明"
								: ""));
	return text;
}

static void
bad_contact_data_comes_back(void **state)
{
	static const struct {
		const char *field, *value;
	} bad[] = { { "name", "" }, { "name", "   " }, { "phone", "12" }, { "phone", "call me" },
		{ "phone", "138 5571 5678 9999 9" }, { "email", "nobody" }, { "province", "Atlantis" },
		{ "city", "Nowhere" } };
	const struct page *page;
	size_t i;

	(void)state;
	visitor_knows(agent, member);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		page = assert_page(
		    page_post(agent, path("/edit"), edit_fields(bad[i].field, bad[i].value)), 422);
		assert_true(page_has(page, text_format("id=\"e-%s\"", bad[i].field)));
		assert_false(shows_contact(page)); /* the form comes back without what was never shown */
	}
	/* somebody was faster: the input is still there */
	page = assert_page(page_post(agent, path("/edit"),
			       "version=0&name=Kept&phone=&email=&province=&city=&"
			       "district=&address="),
	    409);
	assert_true(page_has(page, "value=\"Kept\""));
	/* a field nobody declared */
	assert_page(page_post(agent, path("/edit"), text_format("%s&points=9", edit_fields("", ""))), 422);
	assert_string_equal(
	    test_word("SELECT phone FROM member WHERE id = %lld", (long long)member), "13855715678");
}

static void
empty_keeps_what_was_not_shown(void **state)
{
	(void)state;
	visitor_knows(agent, member);
	assert_page(
	    page_post(agent, path("/edit"), edit_fields("phone", "（０１０）６５５５ ００００")), 303);
	assert_string_equal(
	    test_word("SELECT CONCAT_WS('|', name, phone, phone_last4, email, address, consent) FROM "
		      "member WHERE id = %lld",
		(long long)member),
	    "欧阳明|01065550000|0000|ouyang@example.com|1 Test Road|3");
	/* what was shown is taken away by an empty field */
	assert_page(page_post(agent, path("/reveal"), "why=correct&reason_text="), 303);
	assert_true(page_has(assert_page(page_get(agent, path("/edit")), 200), "value=\"01065550000\""));
	assert_page(
	    page_post(agent, path("/edit"), text_format("%s&whole=1", edit_fields("phone", "138 5571 5678"))),
	    303);
	assert_string_equal(
	    test_word("SELECT CONCAT_WS('|', phone, email, address) FROM member WHERE id = %lld",
		(long long)member),
	    "13855715678||");
	test_sql("UPDATE member SET email = 'ouyang@example.com', address = '1 Test Road' WHERE id = %lld",
	    (long long)member);
}

/* --- the list ------------------------------------------------------------------------------------------------------ */

static void
members_are_found_by_what_was_typed(void **state)
{
	static const char *const typed[] = { "5678", "５６７８", "13855715678", "+86 138-5571-5678",
		"ouyang@example.com", "OUYANG@EXAMPLE.COM", "欧阳明", "欧阳" };
	const char *no = test_word("SELECT member_no FROM member WHERE id = %lld", (long long)member);
	const char *link = text_format("href=\"/members/%lld\"", (long long)member);
	const struct page *page;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
		page = assert_page(page_get(agent, text_format("/members?q=%s", text_encode(typed[i]))), 200);
		assert_true(page_has(page, link));
		assert_true(page_has(page, "<b>1</b> result") && !page_has(page, "<b>1</b> results"));
		assert_true(page_has(page, "欧* 138****5678"));
	}
	assert_true(page_has(assert_page(page_get(agent, text_format("/members?q=%s", no)), 200), link));
	assert_true(page_has(
	    assert_page(page_get(agent, "/members?q=nobody%40example.com"), 200), "class=\"empty\""));
	/* the search above every page: one member at once, several as a list */
	page = assert_page(page_get(agent, "/search?q=138+5571+5678"), 303);
	assert_string_equal(page_header(page, "Location"), path(""));
	test_sql("UPDATE member SET phone = '13900005678', phone_last4 = '5678' WHERE id = %lld",
	    (long long)test_member());
	page = assert_page(page_get(agent, "/search?q=5678"), 303);
	assert_string_equal(page_header(page, "Location"), "/members?q=5678");
	assert_true(page_has(assert_page(page_get(agent, "/members?q=5678"), 200), "<b>2</b> results"));
}

static void
filters_and_exports_are_guarded(void **state)
{
	static const char *const wrong[] = { "points_from=1.5", "points_from=x", "tier[]=9", "spent_from=-",
		"city[]=5", "complaints_from=99999999999999999999", "last_from=someday", "sort=phone" };
	static const char *const right[] = { "points_from=-5&points_to=3000", "tier[]=0",
		"consent[]=7&consent[]=3", "complaints_from=1", "state[]=1", "spent_from=0&sort=last&dir=asc",
		"last_to=2030-01-01", "last_from=yesterday&last_to=now" };
	struct visitor *supervisor = visitor_new(ROLE_SUPERVISOR, "");
	const struct page *page;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_page(page_get(agent, text_format("/members?%s", wrong[i])), 422);
	for (i = 0; i < sizeof(right) / sizeof(right[0]); i++)
		assert_page(page_get(agent, text_format("/members?%s", right[i])), 200);
	assert_page(page_get(agent, "/members?export=csv"), 403);
	page = assert_page(page_get(supervisor, "/members?export=csv"), 200);
	assert_true(page_has(page, "138****5678"));
	assert_false(shows_contact(page));
}

/* A list of one member's rows: its links, views and counts are that member's. */
static void
the_orders_tab_is_a_list_of_its_own(void **state)
{
	int64_t order = waiting_order(test_ctx(), 10000);
	long long owner = test_number("SELECT member_id FROM orders WHERE id = %lld", (long long)order);
	const char *tab = text_format("/members/%lld/orders", owner);
	const struct page *page;

	(void)state;
	page = assert_page(page_get(agent, text_format("%s?state[]=1", tab)), 200);
	assert_true(page_has(page, text_format("action=\"%s\"", tab)));
	assert_true(page_has(page, text_format("/views/new?list=orders.member&amp;at=%lld", owner)) ||
		    page_has(page, text_format("/views/new?list=orders.member&at=%lld", owner)));
	assert_page(page_get(agent, "/views/new?list=orders.member&query="), 422);
	page = assert_page(
	    page_post(agent, "/views",
		text_format("list=orders.member&query=state%%5B%%5D%%3D1&name=Open&at=%lld", owner)),
	    303);
	assert_true(strstr(page_header(page, "Location"), text_format("%s?view=", tab)) != NULL);
	assert_page(page_get(agent, page_header(page, "Location")), 200);
	/* the view is every member's */
	page = assert_page(page_get(agent, text_format("%s?view=-1", path("/orders"))), 200);
	assert_true(page_has(page, ">Open<") || page_has(page, ">Open "));
	assert_page(page_get(agent, "/members/999999/orders"), 404);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(contact_data_shows_step_by_step),
		cmocka_unit_test(wrong_answers_come_back),
		cmocka_unit_test(an_order_number_proves_who_calls),
		cmocka_unit_test(back_leads_nowhere_else),
		cmocka_unit_test(bad_contact_data_comes_back),
		cmocka_unit_test(empty_keeps_what_was_not_shown),
		cmocka_unit_test(members_are_found_by_what_was_typed),
		cmocka_unit_test(filters_and_exports_are_guarded),
		cmocka_unit_test(the_orders_tab_is_a_list_of_its_own),
	};

	return cmocka_run_group_tests(tests, shop_make, page_stop);
}
