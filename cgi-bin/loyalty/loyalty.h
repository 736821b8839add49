/* SPDX-License-Identifier: MIT */
/* Loyalty: what follows from a member's orders, kept up in the transaction that changes them: total of paid orders less refunds
 * and spend tier (RULE MEM-1). Listens to ORDER_CHANGED; owns member.spent_fen, tier, orders, last_order_at. */
#ifndef LOYALTY_LOYALTY_H
#define LOYALTY_LOYALTY_H

#include "db/ctx.h"
#include "policy/policy.h"

struct feature;

/* tier_of(): index of the band's step for a total (RULE MEM-1: lower bounds inclusive, exactly 5,000.00 in the third). Pure. */
int64_t tier_of(const struct band *band, int64_t spent_fen);
/* Language key or name of a tier by its index, for pages; arena. */
enum rc tier_label(struct ctx *ctx, int64_t tier, const char **label) MUST_CHECK;

extern const struct feature loyalty_feature;

#endif
