/* SPDX-License-Identifier: MIT */
/* Rules of a day: sharing by digit, closing and signing the sheet, sums per day. Not of one order. */
#include "base/clock.h"
#include "orders/rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#define CLOSE (14 * HOUR)
#define DUE (14 * HOUR + 10 * MINUTE)
static const struct wall close_wall = { 0, CLOSE }, due_wall = { 0, DUE };
static const struct sheet_walls one = { &close_wall, &due_wall, 1, 1 };

static int
setup(void **state)
{
	(void)state;
	return clock_zone("Asia/Shanghai") == RC_OK ? 0 : -1;
}

static void
load(const int64_t queue[10], size_t clerks, int64_t loads[10])
{
	int64_t owner[10];
	size_t i;

	memset(loads, 0, 10 * sizeof(*loads));
	share_balance(queue, clerks, owner);
	for (i = 0; i < 10; i++) {
		assert_in_range(owner[i], 0, clerks - 1);
		loads[owner[i]] += queue[i];
	}
}

/* RULE ORD-3 */
static void
digits_are_shared_evenly(void **state)
{
	static const int64_t picture[10] = { 36, 38, 35, 41, 37, 39, 34, 40, 37, 35 };
	int64_t loads[10], owner[10], again[10];

	(void)state;
	load(picture, 4, loads);
	/* ten digits of about 37 over four: two have three of them, two have two */
	assert_in_range(loads[0], 69, 112);
	load(picture, 2, loads);
	assert_int_equal(loads[0] + loads[1], 372);
	assert_in_range(loads[0], 185, 187);
	load(picture, 5, loads);
	assert_in_range(loads[0], 73, 76);
	assert_in_range(loads[4], 73, 76);
	share_balance(picture, 4, owner);
	share_balance(picture, 4, again);
	assert_memory_equal(owner, again, sizeof(owner));
}

static void
an_empty_queue_is_shared_by_count(void **state)
{
	static const int64_t nothing[10] = { 0 };
	int64_t owner[10], digits[10] = { 0 };
	size_t i;

	(void)state;
	share_balance(nothing, 3, owner);
	for (i = 0; i < 10; i++)
		digits[owner[i]]++;
	assert_int_equal(digits[0], 4);
	assert_int_equal(digits[1], 3);
	assert_int_equal(digits[2], 3);
}

static void
one_nobody_and_too_many_clerks(void **state)
{
	static const int64_t queue[10] = { 9, 8, 7, 6, 5, 4, 3, 2, 1, 0 };
	int64_t owner[10], loads[10];
	size_t i;

	(void)state;
	share_balance(queue, 0, owner);
	for (i = 0; i < 10; i++)
		assert_int_equal(owner[i], -1);
	load(queue, 1, loads);
	assert_int_equal(loads[0], 45);
	share_balance(queue, 12, owner);
	for (i = 0; i < 10; i++)
		assert_in_range(owner[i], 0, 9);
}

static void
one_huge_digit_stands_alone(void **state)
{
	static const int64_t queue[10] = { 1000, 1, 1, 1, 1, 1, 1, 1, 1, 1 };
	int64_t loads[10], owner[10];

	(void)state;
	load(queue, 2, loads);
	share_balance(queue, 2, owner);
	assert_int_equal(loads[owner[0]], 1000);
	assert_int_equal(loads[1 - owner[0]], 9);
}

/* RULE ORD-4: closed by itself at 14:00, once a day, missed days one by one. */
static void
which_day_closes_next(void **state)
{
	int64_t day = day_number(2026, 5, 12);

	(void)state;
	assert_int_equal(sheet_next_day(day - 1, clock_at(day, CLOSE) - 1, &one), 0);
	assert_int_equal(sheet_next_day(day - 1, clock_at(day, CLOSE), &one), day);
	assert_int_equal(sheet_next_day(day, clock_at(day, CLOSE) + 1, &one), 0);
	assert_int_equal(sheet_next_day(day, clock_at(day, DAY - 1), &one), 0);
	assert_int_equal(sheet_next_day(day - 3, clock_at(day, 9 * HOUR), &one), day - 2);
	assert_int_equal(sheet_next_day(day - 2, clock_at(day, 9 * HOUR), &one), day - 1);
	assert_int_equal(sheet_next_day(day - 1, clock_at(day, 9 * HOUR), &one), 0);
	/* the very first one is today's */
	assert_int_equal(sheet_next_day(0, clock_at(day, CLOSE) - 1, &one), 0);
	assert_int_equal(sheet_next_day(0, clock_at(day, CLOSE), &one), day);
	/* nothing is closed ahead of its day */
	assert_int_equal(sheet_next_day(day + 1, clock_at(day, CLOSE), &one), 0);
}

static void
what_stands_on_a_sheet(void **state)
{
	int64_t day = day_number(2026, 5, 12), at = clock_at(day, CLOSE) + 5;

	(void)state;
	assert_int_equal(sheet_until(day, at, &one), at); /* all there is */
	assert_int_equal(sheet_until(day, at - 2 * HOUR, &one), at - 2 * HOUR);
	assert_int_equal(
	    sheet_until(day - 1, at, &one), clock_at(day - 1, CLOSE)); /* missed: as it would have been */
}

/* RULE ORD-4: which figure counts is asked at the moment concerned. D is the 12th of May. */
static void
walls_count_at_their_moment(void **state)
{
	int64_t d = day_number(2026, 5, 12);
	/* from noon of D the sheet closes at 15:00; from 16:00 of D at 13:00; from 10:00 of D + 2 at 09:00 */
	const struct wall close[] = { { 0, CLOSE }, { clock_at(d, 12 * HOUR), 15 * HOUR },
		{ clock_at(d, 16 * HOUR), 13 * HOUR }, { clock_at(d + 2, 10 * HOUR), 9 * HOUR } };
	/* from 14:30 of D it is due at 15:20; from 13:00:01 of D + 1 at 14:00 */
	const struct wall due[] = { { 0, DUE },
		{ clock_at(d, 14 * HOUR + 30 * MINUTE), 15 * HOUR + 20 * MINUTE },
		{ clock_at(d + 1, 13 * HOUR) + 1, 14 * HOUR } };
	const struct sheet_walls walls = { close, due, 4, 3 };
	const struct {
		int64_t day, closes, due;
	} days[] = {
		{ -1, CLOSE, DUE },                        /* before any change */
		{ 0, 15 * HOUR, 15 * HOUR + 20 * MINUTE }, /* put off before it came; due as it closed */
		{ 1, 13 * HOUR,
		    15 * HOUR + 20 * MINUTE }, /* a due time one second later counts from the next day */
		{ 2, 10 * HOUR,
		    14 * HOUR }, /* put forward to a time already past: when that comes into force */
		{ 3, 9 * HOUR, 14 * HOUR },
	};
	const struct {
		int64_t day, at, sheet;
	} placed[] = {
		{ -1, CLOSE - 1, -1 },
		{ -1, CLOSE, -1 },
		{ -1, CLOSE + 1, 0 },
		{ -1, DAY - 1, 0 },
		{ 0, 0, 0 },
		{ 0, CLOSE, 0 },
		{ 0, CLOSE + 1, 0 },
		{ 0, 15 * HOUR, 0 },
		{ 0, 15 * HOUR + 1, 1 },
		{ 1, 13 * HOUR, 1 },
		{ 1, 13 * HOUR + 1, 2 },
		{ 2, 10 * HOUR, 2 },
		{ 2, 10 * HOUR + 1, 3 },
		{ 3, 9 * HOUR, 3 },
		{ 3, 9 * HOUR + 1, 4 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
		int64_t day = d + days[i].day;

		assert_int_equal(sheet_closes(day, &walls), clock_at(day, days[i].closes));
		assert_int_equal(sheet_due(day, &walls), clock_at(day, days[i].due));
		/* the day's sheet is closed by itself then and not a second before; a missed one holds what it would have held */
		assert_int_equal(sheet_next_day(day - 1, clock_at(day, days[i].closes) - 1, &walls), 0);
		assert_int_equal(sheet_next_day(day - 1, clock_at(day, days[i].closes), &walls), day);
		assert_int_equal(
		    sheet_until(day, clock_at(day + 1, 0), &walls), clock_at(day, days[i].closes));
	}
	for (size_t i = 0; i < sizeof(placed) / sizeof(placed[0]); i++) {
		int64_t at = clock_at(d + placed[i].day, placed[i].at);

		assert_int_equal(order_sheet_day(at, &walls), d + placed[i].sheet);
		assert_int_equal(order_due(at, &walls), sheet_due(d + placed[i].sheet, &walls));
	}
}

/* Of two versions that begin at the same moment the later one counts. */
static void
the_later_version_of_a_moment_counts(void **state)
{
	int64_t d = day_number(2026, 5, 12);
	const struct wall close[] = { { 0, CLOSE }, { clock_at(d, 0), 15 * HOUR },
		{ clock_at(d, 0), 16 * HOUR } };
	const struct sheet_walls walls = { close, &due_wall, 3, 1 };

	(void)state;
	assert_int_equal(sheet_closes(d - 1, &walls), clock_at(d - 1, CLOSE));
	assert_int_equal(sheet_closes(d, &walls), clock_at(d, 16 * HOUR));
}

static void
closing_by_hand(void **state)
{
	const char *reason = NULL;

	(void)state;
	assert_int_equal(sheet_may_close(100, 99, 100, &reason), RC_OK);
	assert_int_equal(sheet_may_close(100, 0, 100, &reason), RC_OK);
	assert_int_equal(sheet_may_close(100, 100, 100, &reason), RC_REFUSED);
	assert_string_equal(reason, "orders.refused.sheet_closed");
	assert_int_equal(sheet_may_close(101, 100, 100, &reason), RC_REFUSED);
	assert_string_equal(reason, "orders.refused.sheet_future");
	assert_int_equal(sheet_may_close(100, 98, 100, &reason), RC_REFUSED);
	assert_string_equal(reason, "orders.refused.sheet_gap");
}

static struct sheet
closed_sheet(void)
{
	int64_t day = day_number(2026, 5, 12);

	return (struct sheet){ .id = 1,
		.day = day,
		.number = 132,
		.closed_at = clock_at(day, CLOSE),
		.due_at = clock_at(day, DUE),
		.digest = "",
		.version = 1 };
}

/* RULE ORD-4, ORG-2: signed by one who confirmed nothing on it, received by a third person. */
static void
who_signs_and_receives(void **state)
{
	struct sheet sheet = closed_sheet();
	struct actor lead = { .account_id = 5 }, finance = { .account_id = 6 }, nobody = { 0 };
	const char *reason = NULL;

	(void)state;
	assert_int_equal(sheet_state(&sheet), SHEET_CLOSED);
	assert_int_equal(sheet_may_sign(&sheet, &lead, 1, &reason), RC_REFUSED);
	assert_string_equal(reason, "orders.refused.sheet_own");
	assert_int_equal(sheet_may_sign(&sheet, &nobody, 0, &reason), RC_REFUSED);
	assert_int_equal(sheet_may_sign(&sheet, &lead, 0, &reason), RC_OK);
	assert_int_equal(sheet_may_receive(&sheet, &finance, 0, &reason), RC_REFUSED);
	assert_string_equal(reason, "orders.refused.sheet_unsigned");
	sheet.signed_at = sheet.closed_at + 60;
	sheet.signed_by = 5;
	assert_int_equal(sheet_state(&sheet), SHEET_SIGNED);
	assert_int_equal(sheet_may_sign(&sheet, &finance, 0, &reason), RC_REFUSED);
	assert_int_equal(sheet_may_receive(&sheet, &lead, 0, &reason), RC_REFUSED);
	assert_string_equal(reason, "orders.refused.sheet_third");
	assert_int_equal(sheet_may_receive(&sheet, &finance, 2, &reason), RC_REFUSED);
	assert_string_equal(reason, "orders.refused.sheet_third");
	assert_int_equal(sheet_may_receive(&sheet, &finance, 0, &reason), RC_OK);
	sheet.received_at = sheet.signed_at + 60;
	sheet.received_by = 6;
	assert_int_equal(sheet_state(&sheet), SHEET_RECEIVED);
	assert_int_equal(sheet_may_receive(&sheet, &finance, 0, &reason), RC_REFUSED);
}

static void
in_time_until_1410(void **state)
{
	struct sheet sheet = closed_sheet();

	(void)state;
	assert_false(sheet_late(&sheet, sheet.due_at));
	assert_true(sheet_late(&sheet, sheet.due_at + 1));
	sheet.signed_at = sheet.due_at;
	assert_false(sheet_late(&sheet, sheet.due_at + DAY));
	sheet.signed_at = sheet.due_at + 1;
	assert_true(sheet_late(&sheet, sheet.due_at + DAY));
}

/* RULE ORD-7 */
static void
sums_follow_a_change(void **state)
{
	int64_t day = day_number(2026, 5, 12);
	struct order_change change = { 0 };
	struct day_delta deltas[2 * DAY_MEASURES];

	(void)state;
	change.after = (struct order){ .version = 1, .placed_at = clock_at(day, 1), .total_fen = 500 };
	assert_int_equal(order_day_deltas(&change, deltas), 1); /* placed */
	assert_int_equal(deltas[0].day, day);
	assert_int_equal(deltas[0].measure, DAY_PLACED);
	assert_int_equal(deltas[0].orders, 1);
	assert_int_equal(deltas[0].fen, 500);
	change.before = change.after;
	assert_int_equal(order_day_deltas(&change, deltas), 0); /* nothing changed */
	change.after.confirmed_at = clock_at(day + 1, 0);
	assert_int_equal(order_day_deltas(&change, deltas), 1);
	assert_int_equal(deltas[0].measure, DAY_CONFIRMED);
	assert_int_equal(deltas[0].day, day + 1);
	change.after = change.before;
	change.after.total_fen = 700; /* a total that changes: the sum only */
	assert_int_equal(order_day_deltas(&change, deltas), 1);
	assert_int_equal(deltas[0].orders, 0);
	assert_int_equal(deltas[0].fen, 200);
	change.after = change.before;
	change.after.placed_at = clock_at(day + 2, 0); /* a corrected time: from one day to the other */
	assert_int_equal(order_day_deltas(&change, deltas), 2);
	assert_int_equal(deltas[0].orders, -1);
	assert_int_equal(deltas[1].orders, 1);
	assert_int_equal(deltas[1].day, day + 2);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(digits_are_shared_evenly),
		cmocka_unit_test(an_empty_queue_is_shared_by_count),
		cmocka_unit_test(one_nobody_and_too_many_clerks),
		cmocka_unit_test(one_huge_digit_stands_alone),
		cmocka_unit_test(which_day_closes_next),
		cmocka_unit_test(what_stands_on_a_sheet),
		cmocka_unit_test(walls_count_at_their_moment),
		cmocka_unit_test(the_later_version_of_a_moment_counts),
		cmocka_unit_test(closing_by_hand),
		cmocka_unit_test(who_signs_and_receives),
		cmocka_unit_test(in_time_until_1410),
		cmocka_unit_test(sums_follow_a_change),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
