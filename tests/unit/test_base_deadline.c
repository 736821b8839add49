/* SPDX-License-Identifier: MIT */
/* Working days and deadlines (RULE TIME-1, TIME-3, TIME-4): over nights, weekends, the Spring Festival of 2026.
 * Not the lengths of deadlines: those are policy. */
#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

/* 2026 as published: New Year, Spring Festival with two make-up Saturdays, Labour Day with one. */
static struct calendar_day days[32];
static struct calendar calendar = { days, 0, 2026, 2026 };
static const struct service_hours hours = { 30600, 72000 }; /* 08:30 – 20:00 */

static void
list(int month, int from, int to, bool off)
{
	for (; from <= to; from++)
		days[calendar.count++] = (struct calendar_day){ day_number(2026, month, from), off };
}

static int
setup(void **state)
{
	(void)state;
	list(1, 1, 3, true);
	list(1, 4, 4, false);
	list(2, 14, 14, false);
	list(2, 15, 23, true);
	list(2, 28, 28, false);
	list(5, 1, 5, true);
	list(5, 9, 9, false);
	return clock_zone("Asia/Shanghai") == RC_OK ? 0 : -1;
}

static int64_t
at(const char *text)
{
	int64_t time;

	if (time_parse(text, &time) != RC_OK)
		fail_msg("%s is no time", text);
	return time;
}

static int64_t
day(const char *text)
{
	int64_t number;

	if (day_parse(text, &number) != RC_OK)
		fail_msg("%s is no day", text);
	return number;
}

static void
check_time(int64_t got, const char *wanted)
{
	struct arena *arena = arena_new(256);

	assert_string_equal(time_exact(arena, got), wanted);
	arena_free(arena);
}

/* RULE TIME-3 */
static void
test_calendar_works(void **state)
{
	(void)state;
	assert_true(calendar_works(&calendar, day("2026-05-12")));
	assert_false(calendar_works(&calendar, day("2026-05-16"))); /* Saturday */
	assert_false(calendar_works(&calendar, day("2026-05-17"))); /* Sunday */
	assert_false(calendar_works(&calendar, day("2026-02-17"))); /* New Year's day, a Tuesday */
	assert_true(calendar_works(&calendar, day("2026-02-14")));  /* made up, a Saturday */
	assert_true(calendar_works(&calendar, day("2026-01-04")));  /* made up, a Sunday */
	assert_true(calendar_works(&calendar, day("2027-02-08")));  /* not published: the plain week */
	assert_true(calendar_works(NULL, day("2026-02-17")));
	assert_false(calendar_works(NULL, day("2026-02-14")));
	assert_true(calendar_works(NULL, -1)); /* 1969-12-31, a Wednesday */
	assert_false(calendar_works(NULL, -5));
}

static void
test_calendar_provisional(void **state)
{
	struct calendar none = { NULL, 0, 0, 0 };

	(void)state;
	assert_false(calendar_provisional(&calendar, day("2026-01-01")));
	assert_false(calendar_provisional(&calendar, day("2026-12-31")));
	assert_true(calendar_provisional(&calendar, day("2025-12-31")));
	assert_true(calendar_provisional(&calendar, day("2027-01-01")));
	assert_true(calendar_provisional(&none, day("2026-05-12")));
	assert_true(calendar_provisional(NULL, day("2026-05-12")));
}

static void
test_calendar_add(void **state)
{
	static const struct {
		const char *from;
		int64_t workdays;
		const char *wanted;
	} cases[] = { { "2026-05-12", 0, "2026-05-12" }, { "2026-05-16", 0, "2026-05-18" },
		{ "2026-05-12", 1, "2026-05-13" }, { "2026-05-15", 1, "2026-05-18" },
		{ "2026-05-16", 1, "2026-05-18" }, { "2026-05-12", 7, "2026-05-21" },
		{ "2026-02-13", 1, "2026-02-14" }, { "2026-02-13", 2, "2026-02-24" },
		{ "2026-02-12", 7, "2026-02-28" }, { "2026-02-12", 8, "2026-03-02" },
		{ "2026-02-17", 0, "2026-02-24" }, { "2026-04-30", 1, "2026-05-06" },
		{ "2026-04-30", 4, "2026-05-09" }, { "2026-12-31", 1, "2027-01-01" },
		{ "2026-05-13", -1, "2026-05-12" }, { "2026-02-24", -1, "2026-02-14" },
		{ "2026-05-18", -1, "2026-05-15" }, { "2026-05-12", 250, "2027-04-27" } };
	struct arena *arena = arena_new(256);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(
		    day_text(arena, calendar_add(&calendar, day(cases[i].from), cases[i].workdays)),
		    cases[i].wanted);
	arena_free(arena);
}

static void
test_calendar_count(void **state)
{
	int64_t from, to, count;

	(void)state;
	for (from = day("2025-12-20"); from < day("2026-03-10"); from++) {
		for (to = from, count = 0; to < from + 90; to++) {
			assert_int_equal(calendar_count(&calendar, from, to), count);
			count += calendar_works(&calendar, to);
		}
	}
	assert_int_equal(calendar_count(&calendar, 10, 5), 0);
	assert_int_equal(calendar_count(NULL, -7, 7), 10);
}

struct due_case {
	enum clock_kind kind;
	const char *start;
	int64_t amount;
	const char *due;
};

/* RULE TIME-4 */
static const struct due_case due_cases[] = {
	{ CLOCK_ELAPSED, "2026-05-12 23:30", 24 * HOUR, "2026-05-13 23:30:00" },
	{ CLOCK_ELAPSED, "2026-05-12 23:30", 0, "2026-05-12 23:30:00" },
	{ CLOCK_ELAPSED, "2026-02-28 23:59:59", 1, "2026-03-01 00:00:00" },
	{ CLOCK_ELAPSED, "2026-12-31 23:00", HOUR, "2027-01-01 00:00:00" },
	{ CLOCK_ELAPSED, "2026-05-12 10:00", -5, "2026-05-12 10:00:00" },
	/* inside the hours, to the second of closing, over the night */
	{ CLOCK_SERVICE, "2026-05-12 10:00", 2 * HOUR, "2026-05-12 12:00:00" },
	{ CLOCK_SERVICE, "2026-05-12 18:00", 2 * HOUR, "2026-05-12 20:00:00" },
	{ CLOCK_SERVICE, "2026-05-12 18:00:01", 2 * HOUR, "2026-05-13 08:30:01" },
	{ CLOCK_SERVICE, "2026-05-12 19:00", 2 * HOUR, "2026-05-13 09:30:00" },
	{ CLOCK_SERVICE, "2026-05-12 20:00", 2 * HOUR, "2026-05-13 10:30:00" },
	{ CLOCK_SERVICE, "2026-05-12 19:59:59", 1, "2026-05-12 20:00:00" },
	{ CLOCK_SERVICE, "2026-05-12 19:59:59", 2, "2026-05-13 08:30:01" },
	{ CLOCK_SERVICE, "2026-05-12 23:59:59", 4 * HOUR, "2026-05-13 12:30:00" },
	{ CLOCK_SERVICE, "2026-05-12 24:00", 4 * HOUR, "2026-05-13 12:30:00" },
	{ CLOCK_SERVICE, "2026-05-12 03:00", 2 * HOUR, "2026-05-12 10:30:00" },
	{ CLOCK_SERVICE, "2026-05-12 08:30", 0, "2026-05-12 08:30:00" },
	{ CLOCK_SERVICE, "2026-05-12 22:00", 0, "2026-05-13 08:30:00" },
	{ CLOCK_SERVICE, "2026-05-12 12:00", 0, "2026-05-12 12:00:00" },
	/* weekends and holidays are served; so is the last of the month */
	{ CLOCK_SERVICE, "2026-05-15 19:30", 2 * HOUR, "2026-05-16 10:00:00" },
	{ CLOCK_SERVICE, "2026-02-16 19:30", HOUR, "2026-02-17 09:00:00" },
	{ CLOCK_SERVICE, "2026-02-28 19:30", HOUR, "2026-03-01 09:00:00" },
	{ CLOCK_SERVICE, "2026-12-31 19:30", HOUR, "2027-01-01 09:00:00" },
	{ CLOCK_SERVICE, "2026-05-12 08:30", 41400, "2026-05-12 20:00:00" },
	{ CLOCK_SERVICE, "2026-05-12 08:30", 41401, "2026-05-13 08:30:01" },
	{ CLOCK_SERVICE, "2026-05-12 12:00", 10 * 41400, "2026-05-22 12:00:00" },
	/* working days: due at closing time of the last one */
	{ CLOCK_WORKDAYS, "2026-05-12 10:00", 3, "2026-05-15 20:00:00" },
	{ CLOCK_WORKDAYS, "2026-05-12 10:00", 0, "2026-05-12 20:00:00" },
	{ CLOCK_WORKDAYS, "2026-05-15 23:59:59", 1, "2026-05-18 20:00:00" },
	{ CLOCK_WORKDAYS, "2026-05-16 10:00", 1, "2026-05-18 20:00:00" },
	{ CLOCK_WORKDAYS, "2026-05-16 10:00", 0, "2026-05-18 20:00:00" },
	{ CLOCK_WORKDAYS, "2026-02-13 10:00", 3, "2026-02-25 20:00:00" },
	{ CLOCK_WORKDAYS, "2026-02-13 10:00", 7, "2026-03-02 20:00:00" },
	{ CLOCK_WORKDAYS, "2026-04-30 24:00", 1, "2026-05-06 20:00:00" },
	{ CLOCK_WORKDAYS, "2027-02-05 10:00", 1, "2027-02-08 20:00:00" }, /* not published */
};

static void
test_deadline_due(void **state)
{
	static const struct service_hours never = { 30600, 30600 }, always = { 0, DAY },
					  brief = { 30600, 30601 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(due_cases) / sizeof(due_cases[0]); i++) {
		const struct due_case *one = &due_cases[i];

		check_time(deadline_due(one->kind, at(one->start), one->amount, &hours, &calendar), one->due);
	}
	check_time(
	    deadline_due(CLOCK_SERVICE, at("2026-05-12 22:00"), HOUR, &never, NULL), "2026-05-12 23:00:00");
	check_time(
	    deadline_due(CLOCK_SERVICE, at("2026-05-12 22:00"), HOUR, NULL, NULL), "2026-05-12 23:00:00");
	check_time(
	    deadline_due(CLOCK_WORKDAYS, at("2026-05-12 22:00"), 1, NULL, NULL), "2026-05-14 00:00:00");
	check_time(deadline_due(CLOCK_SERVICE, at("2026-05-12 22:00"), 5 * HOUR, &always, NULL),
	    "2026-05-13 03:00:00");
	check_time(
	    deadline_due(CLOCK_SERVICE, at("2026-05-12 22:00"), 1000, &brief, NULL), "2029-02-05 08:30:01");
	/* an absurd amount ends in bounded time */
	assert_true(deadline_due(CLOCK_SERVICE, at("2026-05-12 22:00"), INT64_MAX, &brief, NULL) >
		    at("2099-01-01 00:00"));
	assert_true(deadline_due(CLOCK_SERVICE, at("2026-05-12 22:00"), INT64_MAX, &hours, NULL) >
		    at("2026-05-12 22:00"));
	assert_true(deadline_due(CLOCK_ELAPSED, at("2026-05-12 22:00"), INT64_MAX, &hours, NULL) >
		    at("2026-05-12 22:00"));
}

static void
test_deadline_left(void **state)
{
	static const struct {
		enum clock_kind kind;
		const char *now, *due;
		int64_t left;
	} cases[] = { { CLOCK_ELAPSED, "2026-05-12 10:00", "2026-05-13 10:00", DAY },
		{ CLOCK_ELAPSED, "2026-05-13 10:00", "2026-05-13 10:00", 0 },
		{ CLOCK_ELAPSED, "2026-05-13 10:00:01", "2026-05-13 10:00", -1 },
		{ CLOCK_SERVICE, "2026-05-12 19:00", "2026-05-13 09:30", 2 * HOUR },
		{ CLOCK_SERVICE, "2026-05-12 23:00", "2026-05-13 08:30", 0 },
		{ CLOCK_SERVICE, "2026-05-12 22:00", "2026-05-12 20:00",
		    -1 }, /* the clock stood still, yet it is late */
		{ CLOCK_SERVICE, "2026-05-13 09:30", "2026-05-12 20:00", -HOUR },
		{ CLOCK_SERVICE, "2026-05-10 00:00", "2026-05-12 24:00", 3 * 41400 },
		{ CLOCK_SERVICE, "2026-01-01 12:00", "2027-01-01 12:00", 365 * 41400 },
		{ CLOCK_SERVICE, "2027-01-01 12:00", "2026-01-01 12:00", -365 * 41400 },
		{ CLOCK_WORKDAYS, "2026-05-12 20:00", "2026-05-15 20:00", 3 * DAY },
		{ CLOCK_WORKDAYS, "2026-05-15 20:00", "2026-05-18 20:00", DAY },
		{ CLOCK_WORKDAYS, "2026-05-16 10:00", "2026-05-18 20:00", 20 * HOUR },
		{ CLOCK_WORKDAYS, "2026-02-13 20:00", "2026-02-25 20:00", 3 * DAY },
		{ CLOCK_WORKDAYS, "2026-05-17 10:00", "2026-05-15 20:00", -4 * HOUR },
		{ CLOCK_WORKDAYS, "2026-05-18 20:00", "2026-05-15 20:00", -DAY } };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t left =
		    deadline_left(cases[i].kind, at(cases[i].now), at(cases[i].due), &hours, &calendar);

		if (left != cases[i].left)
			fail_msg("case %zu gave %lld", i, (long long)left);
	}
}

/* What is left at the start is the amount, on either side of where the sum is made at once. */
static void
test_left_is_what_was_given(void **state)
{
	int64_t start = at("2026-05-12 19:59:30"), amount;

	(void)state;
	for (amount = 0; amount < 200 * 41400; amount += 7919) {
		int64_t due = deadline_due(CLOCK_SERVICE, start, amount, &hours, &calendar);

		assert_int_equal(deadline_left(CLOCK_SERVICE, start, due, &hours, &calendar), amount);
	}
}

static void
test_summer_time(void **state)
{
	static const struct service_hours early = { 0, 10800 }; /* 00:00 – 03:00 */

	(void)state;
	assert_int_equal(clock_zone("Europe/Berlin"), RC_OK);
	/* 2026-03-29: 02:00 is 03:00, so that day has two service hours; 2026-10-25 has four */
	check_time(deadline_due(CLOCK_SERVICE, at("2026-03-28 00:00"), 6 * HOUR, &early, NULL),
	    "2026-03-30 01:00:00");
	check_time(deadline_due(CLOCK_SERVICE, at("2026-10-24 00:00"), 7 * HOUR, &early, NULL),
	    "2026-10-25 03:00:00");
	assert_int_equal(
	    deadline_left(CLOCK_SERVICE, at("2026-03-29 00:00"), at("2026-03-29 12:00"), &early, NULL),
	    2 * HOUR);
	assert_int_equal(clock_zone("Asia/Shanghai"), RC_OK);
}

static void
test_deadline_state(void **state)
{
	int64_t due = at("2026-05-12 20:00");

	(void)state;
	assert_int_equal(deadline_state(due, 0), DEADLINE_NONE);
	assert_int_equal(deadline_state(due + 1, due), DEADLINE_OVERDUE);
	assert_int_equal(deadline_state(due, due), DEADLINE_TODAY);
	assert_int_equal(deadline_state(at("2026-05-12 00:00"), due), DEADLINE_TODAY);
	assert_int_equal(deadline_state(at("2026-05-11 23:59:59"), due), DEADLINE_LATER);
	assert_int_equal(deadline_state(at("2026-05-12 23:59:59"), at("2026-05-12 24:00")), DEADLINE_LATER);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_calendar_works),
		cmocka_unit_test(test_calendar_provisional),
		cmocka_unit_test(test_calendar_add),
		cmocka_unit_test(test_calendar_count),
		cmocka_unit_test(test_deadline_due),
		cmocka_unit_test(test_deadline_left),
		cmocka_unit_test(test_left_is_what_was_given),
		cmocka_unit_test(test_summer_time),
		cmocka_unit_test(test_deadline_state),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
