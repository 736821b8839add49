/* SPDX-License-Identifier: MIT */
/* RULE MEM-1: tiers at their bounds, buckets of totals, who moves when the bounds change. */
#include "loyalty/rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct band_step steps[] = { { 0, true, 180, "a", 0 }, { 100000, true, 90, "b", 1 },
	{ 200000, true, 60, "c", 2 }, { 500000, false, 30, "d", 3 } };
static const struct band band = { .key = "members.tier", .steps = steps, .count = 4, .version = 1 };

static void
tiers_at_their_bounds(void **state)
{
	static const struct {
		int64_t spent_fen, tier;
	} cases[] = {
		{ -1, 0 },
		{ 0, 0 },
		{ 99999, 0 },
		{ 100000, 1 },
		{ 199999, 1 },
		{ 200000, 2 },
		{ 500000, 2 },
		{ 500001, 3 },
		{ INT64_MAX, 3 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(tier_of(&band, cases[i].spent_fen), cases[i].tier);
	assert_true(tier_floor(&band, 0) == INT64_MIN);
	assert_int_equal(tier_floor(&band, 2), 200000);
	assert_int_equal(tier_floor(&band, 3), 500001);
}

static void
buckets_of_totals(void **state)
{
	static const struct {
		int64_t spent_fen, bucket, next;
	} cases[] = {
		{ -5, 0, 1 },
		{ 0, 0, 1 },
		{ 1, 1, 100 },
		{ 99, 1, 100 },
		{ 100, 100, 200 },
		{ 199, 100, 200 },
		{ 99999, 99900, 100000 },
		{ 100000, 100000, 100100 },
		{ 999999, 999900, 1000000 },
		{ 1000000, 1000000, 1010000 },
		{ 1009999, 1000000, 1010000 },
		{ 99999999, 99990000, 100000000 },
		{ 100000000, 100000000, 101000000 },
		{ 100999999, 100000000, 101000000 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(spent_bucket(cases[i].spent_fen), cases[i].bucket);
		assert_int_equal(spent_bucket_next(cases[i].bucket), cases[i].next);
	}
	/* without gaps: the bucket behind one is the bucket of its own least total */
	for (int64_t bucket = 1; bucket < 200000000; bucket = spent_bucket_next(bucket))
		assert_int_equal(spent_bucket(spent_bucket_next(bucket)), spent_bucket_next(bucket));
}

static void
equal_bands_move_nobody(void **state)
{
	struct tier_span spans[TIER_SPANS];
	size_t count = tier_spans(&band, &band, spans);

	(void)state;
	assert_int_equal(count, 4);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(spans[i].before, spans[i].after);
		assert_true(i == 0 || spans[i].from == spans[i - 1].to);
	}
	assert_true(spans[0].from == INT64_MIN && spans[3].to == INT64_MAX);
}

/* The second bound from 2,000 to 3,000.00: those between go down; and exactly 5,000 into the fourth: one fen of totals moves. */
static void
changed_bounds_move_whom_they_pass(void **state)
{
	static const struct band_step changed[] = { { 0, true, 180, "a", 0 }, { 100000, true, 90, "b", 1 },
		{ 300000, true, 60, "c", 2 }, { 500000, true, 30, "d", 3 } };
	static const struct band after = {
		.key = "members.tier", .steps = changed, .count = 4, .version = 2
	};
	struct tier_span spans[TIER_SPANS];
	size_t count = tier_spans(&band, &after, spans), crossing = 0;

	(void)state;
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(tier_of(&band, spans[i].to - 1), spans[i].before);
		assert_int_equal(tier_of(&after, spans[i].to - 1), spans[i].after);
		if (spans[i].before != spans[i].after)
			crossing++;
	}
	assert_int_equal(crossing, 2);
	assert_int_equal(spans[2].from, 200000);
	assert_int_equal(spans[2].to, 300000);
	assert_int_equal(spans[2].before, 2);
	assert_int_equal(spans[2].after, 1);
	assert_int_equal(spans[4].from, 500000);
	assert_int_equal(spans[4].to, 500001);
	assert_int_equal(spans[4].after, 3);
}

static void
a_band_of_fewer_steps(void **state)
{
	static const struct band_step one[] = { { 0, true, 180, "a", 0 } };
	static const struct band after = { .key = "members.tier", .steps = one, .count = 1, .version = 2 };
	struct tier_span spans[TIER_SPANS];

	(void)state;
	assert_int_equal(tier_spans(&band, &after, spans), 4);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(spans[i].after, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tiers_at_their_bounds),
		cmocka_unit_test(buckets_of_totals),
		cmocka_unit_test(equal_bands_move_nobody),
		cmocka_unit_test(changed_bounds_move_whom_they_pass),
		cmocka_unit_test(a_band_of_fewer_steps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
