/* SPDX-License-Identifier: MIT */
/* Decisions about loyalty: which tier a total falls on, in which bucket it is counted, who moves when the bounds change.
 * Not what the total is made of. */
#include "loyalty/rules.h"

#define YUAN INT64_C(100)
#define FINE_BELOW (10000 * YUAN)
#define COARSE_BELOW (1000000 * YUAN)
#define COARSE (100 * YUAN)
#define LARGE (10000 * YUAN)

int64_t
tier_of(const struct band *band, int64_t spent_fen)
{
	return (int64_t)band_step(band, spent_fen);
}

int64_t
spent_bucket(int64_t spent_fen)
{
	if (spent_fen <= 0)
		return 0;
	if (spent_fen < YUAN)
		return 1;
	if (spent_fen < FINE_BELOW)
		return spent_fen / YUAN * YUAN;
	if (spent_fen < COARSE_BELOW)
		return spent_fen / COARSE * COARSE;
	return spent_fen / LARGE * LARGE;
}

int64_t
spent_bucket_next(int64_t bucket)
{
	if (bucket < 1)
		return 1;
	if (bucket < YUAN)
		return YUAN;
	return bucket + (bucket < FINE_BELOW ? YUAN : bucket < COARSE_BELOW ? COARSE : LARGE);
}

int64_t
tier_floor(const struct band *band, size_t step)
{
	if (step == 0)
		return INT64_MIN;
	return band->steps[step].bound + (band->steps[step].inclusive ? 0 : 1);
}

size_t
tier_spans(const struct band *before, const struct band *after, struct tier_span spans[TIER_SPANS])
{
	size_t b = 0, a = 0, count = 0;
	int64_t from = INT64_MIN;

	while (count < TIER_SPANS) {
		int64_t next_before = b + 1 < before->count ? tier_floor(before, b + 1) : INT64_MAX;
		int64_t next_after = a + 1 < after->count ? tier_floor(after, a + 1) : INT64_MAX;
		int64_t to = next_before < next_after ? next_before : next_after;

		if (to > from)
			spans[count++] = (struct tier_span){ from, to, (int64_t)b, (int64_t)a };
		if (to == INT64_MAX)
			break;
		from = to;
		b += next_before == to;
		a += next_after == to;
	}
	return count;
}
