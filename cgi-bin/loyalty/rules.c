/* SPDX-License-Identifier: MIT */
/* Decisions about loyalty: which tier a total falls on. Not what the total is made of. */
#include "loyalty/loyalty.h"

int64_t
tier_of(const struct band *band, int64_t spent_fen)
{
	return (int64_t)band_step(band, spent_fen);
}
