/* SPDX-License-Identifier: MIT */
/* The shop's zone, dates and times read and written.
 * Not deadlines: test_base_deadline.c. */
#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *const zones[] = { "Asia/Shanghai", "UTC", "Europe/Berlin", "America/New_York",
	"America/Sao_Paulo", "Asia/Beirut", "Africa/Cairo", "America/Havana", "Australia/Lord_Howe",
	"Pacific/Apia", "Asia/Kolkata", "Asia/Kathmandu", "America/St_Johns", "Africa/Casablanca",
	"Pacific/Kwajalein", "Africa/Monrovia" };

static int
setup(void **state)
{
	*state = arena_new(0);
	return clock_zone("Asia/Shanghai") == RC_OK ? 0 : -1;
}

static int
teardown(void **state)
{
	arena_free(*state);
	return 0;
}

static void
test_days_and_dates(void **state)
{
	struct date date;
	int64_t day;

	(void)state;
	assert_int_equal(day_number(1970, 1, 1), 0);
	assert_int_equal(day_number(2000, 2, 29), 11016);
	assert_int_equal(day_number(2026, 5, 12), 20585);
	assert_int_equal(day_number(2026, 13, 1), day_number(2027, 1, 1));
	assert_int_equal(day_number(2026, 0, 1), day_number(2025, 12, 1));
	assert_int_equal(day_number(2026, 2, 31), day_number(2026, 3, 3));
	for (day = day_number(1890, 1, 1); day < day_number(2110, 1, 1); day++) {
		time_t time = (time_t)(day * DAY);
		struct tm tm;

		gmtime_r(&time, &tm);
		date = day_date(day);
		assert_int_equal(date.year, tm.tm_year + 1900);
		assert_int_equal(date.month, tm.tm_mon + 1);
		assert_int_equal(date.day, tm.tm_mday);
		assert_int_equal(date.weekday, tm.tm_wday == 0 ? 7 : tm.tm_wday);
		assert_true(day_number(date.year, date.month, date.day) == day);
	}
}

/* One instant against the C library. */
static void
check_instant(const char *zone, int64_t at)
{
	time_t time = (time_t)at;
	struct tm tm;
	int64_t day;

	localtime_r(&time, &tm);
	day = day_number(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
	if (clock_day(at) != day || clock_wall(at) != tm.tm_hour * HOUR + tm.tm_min * MINUTE + tm.tm_sec)
		fail_msg("%s at %lld: day %lld, not %lld; wall %lld", zone, (long long)at,
		    (long long)clock_day(at), (long long)day, (long long)clock_wall(at));
}

static void
test_zones_agree_with_the_library(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(zones) / sizeof(zones[0]); i++) {
		int64_t at, offset = INT64_MAX;

		assert_int_equal(clock_zone(zones[i]), RC_OK);
		for (at = INT64_C(-631152000); at < INT64_C(2208988800); at += 6 * HOUR) {
			time_t time = (time_t)at;
			struct tm tm;
			int64_t near;

			localtime_r(&time, &tm);
			if (offset == tm.tm_gmtoff)
				continue;
			offset = tm.tm_gmtoff;
			/* the change lies in the last six hours: look closely, over and over the edge of days */
			for (near = at - 8 * HOUR - 1; near < at + 2 * HOUR; near += 15 * MINUTE) {
				check_instant(zones[i], near);
				check_instant(zones[i], near + 1);
			}
		}
		for (at = INT64_C(946684800); at < INT64_C(1893456000); at += 100003)
			check_instant(zones[i], at);
	}
	assert_int_equal(clock_zone("Asia/Shanghai"), RC_OK);
}

/* clock_start() is the first instant of its day: nothing of the day lies before it in the two days around. */
static void
test_starts_of_days(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(zones) / sizeof(zones[0]); i++) {
		int64_t day, start, at;

		assert_int_equal(clock_zone(zones[i]), RC_OK);
		for (day = day_number(2004, 1, 1); day < day_number(2030, 1, 1); day++) {
			start = clock_start(day);
			if (strcmp(zones[i], "Pacific/Apia") == 0 && day == day_number(2011, 12, 30)) {
				/* a day that did not happen there: it begins and ends with the next one's beginning */
				assert_true(start == clock_start(day + 1));
				continue;
			}
			if (clock_day(start) != day)
				fail_msg("%s: day %lld starts in day %lld", zones[i], (long long)day,
				    (long long)clock_day(start));
			for (at = start - 3 * HOUR; at < start; at += 10 * MINUTE)
				assert_true(clock_day(at) < day);
			assert_true(clock_day(start - 1) < day);
		}
	}
	assert_int_equal(clock_zone("Asia/Shanghai"), RC_OK);
}

static void
test_wall_clock_times(void **state)
{
	int64_t day;
	size_t i;

	(void)state;
	/* every wall-clock time that exists leads there and back */
	for (i = 0; i < sizeof(zones) / sizeof(zones[0]); i++) {
		assert_int_equal(clock_zone(zones[i]), RC_OK);
		for (day = day_number(2023, 1, 1); day < day_number(2025, 1, 1); day++) {
			int64_t wall, at, before = INT64_MIN;

			for (wall = 0; wall < DAY; wall += 30 * MINUTE) {
				at = clock_at(day, wall);
				assert_true(at >= before || wall == 0); /* never backwards within a day */
				before = at;
				if (clock_wall(at) != wall ||
				    clock_day(at) != day) /* skipped: shown later by the skip */
					assert_true(
					    clock_at(day, clock_wall(at)) == at && clock_wall(at) > wall);
			}
		}
	}
	/* 02:30 happens twice: the first is meant; and not at all: the change is meant */
	assert_int_equal(clock_zone("Europe/Berlin"), RC_OK);
	assert_true(clock_at(day_number(2026, 10, 25), 9000) == INT64_C(1792888200));
	assert_true(clock_at(day_number(2026, 3, 29), 9000) == INT64_C(1774746000));
	assert_int_equal(clock_wall(clock_at(day_number(2026, 3, 29), 9000)), 3 * HOUR);
	assert_int_equal(clock_zone("Asia/Shanghai"), RC_OK);
	assert_true(clock_at(day_number(2026, 5, 12), 0) == INT64_C(1778515200));
	assert_true(clock_at(day_number(2026, 5, 12), DAY) == clock_start(day_number(2026, 5, 13)));
}

static void
test_zone_names(void **state)
{
	static const char *const cases[] = { "", "/etc/passwd", "../../etc/passwd", "Asia/../Asia/Shanghai",
		"Asia/Nowhere", "Asia", "Asia/Shanghai ", "asia/shang hai", ":UTC", "CST-8", "tzdata.zi",
		"zone.tab", "后台" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(clock_zone(cases[i]), RC_INVALID);
	assert_int_equal(clock_zone(NULL), RC_INVALID);
	assert_int_equal(clock_wall(0), 8 * HOUR); /* and nothing has changed */
}

static void
test_texts(void **state)
{
	struct arena *arena = *state;
	int64_t at = INT64_C(1778563325); /* 2026-05-12 13:22:05 in Shanghai */

	assert_string_equal(time_text(arena, at), "2026-05-12 13:22");
	assert_string_equal(time_exact(arena, at), "2026-05-12 13:22:05");
	assert_string_equal(time_clock(arena, at), "13:22");
	assert_string_equal(day_text(arena, clock_day(at)), "2026-05-12");
	assert_string_equal(time_text(arena, 0), "");
	assert_string_equal(time_exact(arena, 0), "");
	assert_string_equal(time_clock(arena, 0), "");
	assert_string_equal(day_text(arena, 0), "");
	assert_string_equal(time_text(arena, clock_start(20585)), "2026-05-12 00:00");
	assert_string_equal(time_exact(arena, clock_start(20585) - 1), "2026-05-11 23:59:59");
	assert_string_equal(day_text(arena, day_number(2024, 2, 29)), "2024-02-29");
	assert_string_equal(time_text(arena, -1), "1970-01-01 07:59");
}

static void
test_day_parse(void **state)
{
	static const char *const good[] = { "2000-01-01", "2026-02-28", "2024-02-29", "2099-12-31",
		"2026-12-31" };
	static const char *const bad[] = { "", "2026", "2026-02-29", "2100-01-01", "1999-12-31", "2026-13-01",
		"2026-00-10", "2026-04-31", "2026-01-00", "2026-1-1", "26-01-01", "2026/01/01", "20260101",
		"2026-01-01x", " 2026-01-01", "2026-01-01 ", "2026-01-0１", "-026-01-01", "2026-+1-01",
		"2026-01-", "2026-01", "99999999-01-01", "2026-01-32", "2026-01-1\x80" };
	struct arena *arena = *state;
	int64_t day = 7;
	size_t i;

	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_int_equal(day_parse(good[i], &day), RC_OK);
		assert_string_equal(day_text(arena, day), good[i]);
	}
	day = 7;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (day_parse(bad[i], &day) != RC_INVALID)
			fail_msg("\"%s\" was read", bad[i]);
		assert_int_equal(day, 7);
	}
}

static void
test_time_parse(void **state)
{
	static const char *const good[][2] = { { "2026-05-12 13:22", "2026-05-12 13:22:00" },
		{ "2026-05-12T13:22", "2026-05-12 13:22:00" },
		{ "2026-05-12T13:22:05", "2026-05-12 13:22:05" },
		{ "2026-05-12 24:00", "2026-05-13 00:00:00" },
		{ "2026-12-31 24:00:00", "2027-01-01 00:00:00" },
		{ "2024-02-28 24:00", "2024-02-29 00:00:00" }, { "2099-12-31 24:00", "2100-01-01 00:00:00" },
		{ "2000-01-01 00:00", "2000-01-01 00:00:00" } };
	static const char *const bad[] = { "", "2026-05-12", "2026-05-12 ", "2026-05-12 1:22",
		"2026-05-12 13:2", "2026-05-12 24:01", "2026-05-12 24:00:01", "2026-05-12 25:00",
		"2026-05-12 13:60", "2026-05-12 13:22:60", "2026-05-12 13:22:", "2026-05-12 13:22:5",
		"2026-05-12  13:22", "2026-05-12t13:22", "2026-05-12T13:22Z", "2026-05-12T13:22+08:00",
		"2026-05-12 13:22 ", "2026-05-12 -1:22", "2026-05-12 13.22", "2026-05-12\n13:22",
		"2026-05-12 99:99:99", "2026-02-30 10:00", "10:00" };
	struct arena *arena = *state;
	int64_t at = 7;
	size_t i;

	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_int_equal(time_parse(good[i][0], &at), RC_OK);
		assert_string_equal(time_exact(arena, at), good[i][1]);
	}
	at = 7;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (time_parse(bad[i], &at) != RC_INVALID)
			fail_msg("\"%s\" was read", bad[i]);
		assert_int_equal(at, 7);
	}
}

static void
test_wall_parse(void **state)
{
	static const char *const bad[] = { "", "8:30", "08:3", "24:01", "25:00", "08:60", "08:30:00",
		"08:30 ", "0830", "-8:30", "ab:cd" };
	int64_t wall = 7;
	size_t i;

	(void)state;
	assert_int_equal(wall_parse("00:00", &wall), RC_OK);
	assert_int_equal(wall, 0);
	assert_int_equal(wall_parse("08:30", &wall), RC_OK);
	assert_int_equal(wall, 30600);
	assert_int_equal(wall_parse("24:00", &wall), RC_OK);
	assert_int_equal(wall, DAY);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(wall_parse(bad[i], &wall), RC_INVALID);
		assert_int_equal(wall, DAY);
	}
}

static void
test_moved_clock_runs_on(void **state)
{
	int64_t before = (int64_t)time(NULL), moved;

	(void)state;
	clock_offset(-100000);
	moved = clock_now();
	assert_true(moved >= before - 100000 && moved <= before - 100000 + 5);
	clock_offset(0);
	assert_true(clock_now() >= before);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_days_and_dates),
		cmocka_unit_test(test_zones_agree_with_the_library),
		cmocka_unit_test(test_starts_of_days),
		cmocka_unit_test(test_wall_clock_times),
		cmocka_unit_test(test_zone_names),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_day_parse),
		cmocka_unit_test(test_time_parse),
		cmocka_unit_test(test_wall_parse),
		cmocka_unit_test(test_moved_clock_runs_on),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
