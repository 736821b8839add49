/* SPDX-License-Identifier: MIT */
/* Pages of points (RULE MEM-3, MEM-4): bad input comes back with its words and its reason, nothing written; a form sent twice is
 * done once; four eyes. */
#include "page/page.h"
#include "points/points.h"

#include <string.h>

static struct visitor *agent, *supervisor;

static int64_t
member_with(int64_t points)
{
	static int number;
	int64_t member = test_member(), waiting;

	if (points != 0)
		assert_rc(points_adjust(
			      test_ctx(), member, points, "fund", text_format("page:%d", ++number), &waiting),
		    RC_OK);
	visitor_knows(agent, member);
	return member;
}

static int64_t
points_of(int64_t member)
{
	return test_number("SELECT points FROM member WHERE id = %lld", (long long)member);
}

static void
bad_points_come_back_with_a_reason(void **state)
{
	static const char *const bad[] = { "", "0", "-5", "1.5", "1e3", "ten", "99999999999999999999",
		"1000001", "１．５", "+", "0x10", "5;--", "%F0%9F%92%B0", "NaN" };
	int64_t member = member_with(100);

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const struct page *page =
		    page_post(agent, text_format("/members/%lld/points/redeem", (long long)member),
			text_format("points=%s&what=mug", text_encode(bad[i])));

		assert_page(page, 422);
		assert_true(page_has(page, "id=\"e-points\""));
		assert_true(page_has(page, "value=\"mug\""));
		assert_int_equal(points_of(member), 100);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (strcmp(bad[i], "-5") != 0)
			assert_page(
			    page_post(agent, text_format("/members/%lld/points/adjust", (long long)member),
				text_format("change=%s&why=x", text_encode(bad[i]))),
			    422);
	assert_int_equal(points_of(member), 100);
}

/* Full-width digits are digits. */
static void
wide_digits_are_read(void **state)
{
	int64_t member = member_with(100);

	(void)state;
	assert_page(page_post(agent, text_format("/members/%lld/points/redeem", (long long)member),
			text_format("points=%s&what=%s", text_encode("３０"), text_encode("杯子"))),
	    303);
	assert_int_equal(points_of(member), 70);
}

static void
more_than_there_is_is_refused(void **state)
{
	int64_t member = member_with(100);
	const struct page *page = page_post(
	    agent, text_format("/members/%lld/points/redeem", (long long)member), "points=101&what=mug");

	(void)state;
	assert_page(page, 409);
	assert_true(page_has(page, "积分不够：现有 100 分"));
	assert_true(page_has(page, "value=\"101\""));
	assert_int_equal(points_of(member), 100);
}

/* RULE MEM-4: who calls is checked first. */
static void
an_unchecked_member_is_refused(void **state)
{
	int64_t member = test_member();

	(void)state;
	assert_page(
	    page_post(agent, text_format("/members/%lld/points/adjust", (long long)member), "change=5&why=x"),
	    409);
	assert_int_equal(points_of(member), 0);
}

static void
a_form_sent_twice_is_done_once(void **state)
{
	int64_t member = member_with(100);
	const char *target = text_format("/members/%lld/points/redeem", (long long)member);
	const char *fields;

	(void)state;
	assert_page(page_post(agent, target, "points=10&what=mug"), 303);
	fields = text_format("csrf=%s&once=%s&points=10&what=mug", agent->csrf, agent->once);
	assert_page(page_post_plain(agent, target, fields), 303);
	assert_int_equal(points_of(member), 90);
}

static void
two_people_decide(void **state)
{
	int64_t member = member_with(0), id;
	const struct page *page = page_post(
	    agent, text_format("/members/%lld/points/adjust", (long long)member), "change=600&why=lost");

	(void)state;
	assert_page(page, 303);
	id = test_number("SELECT MAX(id) FROM points_adjustment");
	assert_string_equal(
	    page_header(page, "Location"), text_format("/points/adjustments/%lld", (long long)id));
	page = page_get(agent, text_format("/points/adjustments/%lld", (long long)id));
	assert_page(page, 200);
	assert_true(page_has(page, "自己申请的调整由另一个人批准"));
	assert_page(
	    page_post(agent, text_format("/points/adjustments/%lld/approve", (long long)id), "version=1"),
	    403);
	assert_page(page_post(supervisor, text_format("/points/adjustments/%lld/approve", (long long)id),
			"version=9"),
	    409);
	assert_int_equal(points_of(member), 0);
	assert_page(page_post(supervisor, text_format("/points/adjustments/%lld/approve", (long long)id),
			"version=1"),
	    303);
	assert_int_equal(points_of(member), 600);
	page = page_get(agent, text_format("/members/%lld/points", (long long)member));
	assert_page(page, 200);
	assert_true(page_has(page, "+600"));
	assert_page(page_post(supervisor, text_format("/points/adjustments/%lld/reject", (long long)id),
			"version=1&why=no"),
	    409);
}

static int
start(void **state)
{
	int failed = page_start(state);

	if (failed)
		return failed;
	agent = visitor_new(ROLE_AGENT, "");
	supervisor = visitor_new(ROLE_SUPERVISOR, "");
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bad_points_come_back_with_a_reason),
		cmocka_unit_test(wide_digits_are_read),
		cmocka_unit_test(more_than_there_is_is_refused),
		cmocka_unit_test(an_unchecked_member_is_refused),
		cmocka_unit_test(a_form_sent_twice_is_done_once),
		cmocka_unit_test(two_people_decide),
	};

	return cmocka_run_group_tests(tests, start, page_stop);
}
