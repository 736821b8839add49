/* SPDX-License-Identifier: MIT */
/* RULE CMP-10: months, what a complaint counts for, changes and shares. */
#include "base/clock.h"
#include "reports/rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static int
setup(void **state)
{
	(void)state;
	return clock_zone("Asia/Shanghai") == RC_OK ? 0 : -1;
}

static int64_t
at(const char *text)
{
	int64_t moment;

	assert_int_equal(time_parse(text, &moment), RC_OK);
	return moment;
}

/* The shop's month, not that of UTC: the last second of May in Shanghai is 15:59:59 UTC. */
static void
months_begin_at_the_shops_midnight(void **state)
{
	(void)state;
	assert_int_equal(month_of(at("2026-05-31 23:59:59")), 202605);
	assert_int_equal(month_of(at("2026-06-01 00:00:00")), 202606);
	assert_int_equal(month_of(at("2026-01-01 00:00:00")), 202601);
	assert_int_equal(month_of(at("2025-12-31 23:59:59")), 202512);
}

static void
months_are_counted_over_years(void **state)
{
	static const struct {
		int64_t month, count, expected;
	} cases[] = { { 202605, 0, 202605 }, { 202605, 7, 202612 }, { 202605, 8, 202701 },
		{ 202612, 1, 202701 }, { 202601, -1, 202512 }, { 202605, -12, 202505 },
		{ 202605, -5, 202512 }, { 202605, 24, 202805 } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(month_add(cases[i].month, cases[i].count), cases[i].expected);
	assert_int_equal(month_last(202602) - month_first(202602), 27);
	assert_int_equal(month_last(202802) - month_first(202802), 28);
	assert_int_equal(month_last(202612) - month_first(202612), 30);
}

static void
only_months_are_read_as_months(void **state)
{
	static const char *const bad[] = { "", "2026", "2026-5", "2026-13", "2026-00", "1999-12", "2100-01",
		"2026/05", "2026-05-01", "２０２６-05", "2026-0x", " 2026-05", "-026-05" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(month_parse(bad[i]), 0);
	assert_int_equal(month_parse(NULL), 0);
	assert_int_equal(month_parse("2026-05"), 202605);
	assert_int_equal(month_parse("2000-01"), 200001);
	assert_int_equal(month_parse("2099-12"), 209912);
}

static struct complaint
complaint_of(int64_t type, int64_t problem, int64_t department)
{
	return (struct complaint){ .id = 7,
		.type = type,
		.problem = problem,
		.department = department,
		.opened_at = at("2026-05-12 14:00:00"),
		.province_id = 1,
		.city_id = 2,
		.district_id = 3 };
}

static int64_t
delta_of(const struct month_delta *deltas, size_t count, int64_t dimension, int64_t value)
{
	for (size_t i = 0; i < count; i++)
		if (deltas[i].dimension == dimension && deltas[i].value == value)
			return deltas[i].opened;
	return 0;
}

static void
a_new_complaint_counts_once_in_each_dimension(void **state)
{
	struct complaint_change change = { .after = complaint_of(1, 104, 3) };
	struct month_delta deltas[MONTH_DELTAS];
	size_t count = month_deltas(&change, deltas);

	(void)state;
	assert_int_equal(count, 7);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(deltas[i].opened, 1);
		assert_int_equal(deltas[i].month, 202605);
	}
	assert_int_equal(delta_of(deltas, count, MONTH_PROBLEM, 104), 1);
	assert_int_equal(delta_of(deltas, count, MONTH_DISTRICT, 3), 1);
	for (size_t i = 0; i < count; i++)
		if (deltas[i].dimension == MONTH_DISTRICT)
			assert_int_equal(deltas[i].parent, 2);
}

static void
an_unknown_region_has_no_place(void **state)
{
	struct complaint_change change = { .after = complaint_of(1, 104, 3) };
	struct month_delta deltas[MONTH_DELTAS];

	(void)state;
	change.after.district_id = 0;
	assert_int_equal(month_deltas(&change, deltas), 6);
	change.after.province_id = change.after.city_id = 0;
	assert_int_equal(month_deltas(&change, deltas), 4);
}

/* What it is about now counts, in the month it was opened. */
static void
a_changed_complaint_moves(void **state)
{
	struct complaint_change change = { .before = complaint_of(1, 104, 3),
		.after = complaint_of(1, 101, 5) };
	struct month_delta deltas[MONTH_DELTAS];
	size_t count = month_deltas(&change, deltas);

	(void)state;
	assert_int_equal(count, 4);
	assert_int_equal(delta_of(deltas, count, MONTH_PROBLEM, 104), -1);
	assert_int_equal(delta_of(deltas, count, MONTH_PROBLEM, 101), 1);
	assert_int_equal(delta_of(deltas, count, MONTH_DEPARTMENT, 3), -1);
	assert_int_equal(delta_of(deltas, count, MONTH_DEPARTMENT, 5), 1);
	change.after = change.before;
	change.after.state = COMPLAINT_CLOSED;
	assert_int_equal(month_deltas(&change, deltas), 0);
}

static void
figures_are_rounded_and_never_made_up(void **state)
{
	static const struct {
		int64_t before, now, expected;
	} cases[] = { { 100, 100, 0 }, { 100, 150, 500 }, { 100, 50, -500 }, { 3, 4, 333 }, { 3, 2, -333 },
		{ 2000, 2001, 1 }, { 2000, 1999, -1 }, { 4000, 4001, 0 }, { 1, 0, -1000 } };
	int64_t permille = 77;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_true(change_permille(cases[i].before, cases[i].now, &permille));
		assert_int_equal(permille, cases[i].expected);
	}
	assert_false(change_permille(0, 5, &permille));
	assert_false(share_permille(0, 0, &permille));
	assert_true(share_permille(1, 3, &permille));
	assert_int_equal(permille, 333);
	assert_true(share_permille(3, 3, &permille));
	assert_int_equal(permille, 1000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(months_begin_at_the_shops_midnight),
		cmocka_unit_test(months_are_counted_over_years),
		cmocka_unit_test(only_months_are_read_as_months),
		cmocka_unit_test(a_new_complaint_counts_once_in_each_dimension),
		cmocka_unit_test(an_unknown_region_has_no_place),
		cmocka_unit_test(a_changed_complaint_moves),
		cmocka_unit_test(figures_are_rounded_and_never_made_up),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
