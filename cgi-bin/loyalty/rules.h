/* SPDX-License-Identifier: MIT */
/* Decisions about totals and tiers: pure. Private to loyalty/ and its tests. */
#ifndef LOYALTY_RULES_H
#define LOYALTY_RULES_H

#include "loyalty/loyalty.h"
#include <stddef.h>

/* spent_bucket(): the bucket of member_spent_count a total belongs to, named by its least total in fen; 0 for nothing spent. One
 * yuan wide below 10,000 yuan, 100 below 1,000,000, 10,000 above; the first holds 0.01 to 0.99. spent_bucket_next(): the bucket
 * behind it. */
int64_t spent_bucket(int64_t spent_fen);
int64_t spent_bucket_next(int64_t bucket);

/* tier_floor(): the least total in fen that falls on a step of the band or above it; INT64_MIN for the first step. */
int64_t tier_floor(const struct band *band, size_t step);

/* Totals between which both bands put members on one step each: from … below `to`. */
struct tier_span {
	int64_t from, to; /* fen; INT64_MIN … INT64_MAX */
	int64_t before, after;
};
#define TIER_SPANS 24
/* tier_spans(): all of them, ascending, without gaps; returns how many. */
size_t tier_spans(const struct band *before, const struct band *after, struct tier_span spans[TIER_SPANS]);

#endif
