/* SPDX-License-Identifier: MIT */
/* Loyalty: what follows from a member's orders, kept up in the transaction that changes them: total of paid orders less refunds
 * and spend tier (RULE MEM-1). Listens to ORDER_CHANGED; owns member.spent_fen, tier, orders, last_order_at, and
 * member_spent_count, member_tier_change, tier_run. */
#ifndef LOYALTY_LOYALTY_H
#define LOYALTY_LOYALTY_H

#include "db/ctx.h"
#include "db/event.h"
#include "policy/policy.h"

struct feature;

/* Sent inside the transaction that moves members from one tier to another. Listeners keep no pointers. */
struct tier_change {
	int64_t member_id, before, after; /* indexes of the band's steps */
};
extern const struct event MEMBER_TIER_CHANGED; /* items: struct tier_change[] */

/* tier_of(): index of the band's step for a total (RULE MEM-1: lower bounds inclusive, exactly 5,000.00 in the third). Pure. */
int64_t tier_of(const struct band *band, int64_t spent_fen);
/* Language key or name of a tier by its index, for pages; arena. */
enum rc tier_label(struct ctx *ctx, int64_t tier, const char **label) MUST_CHECK;

extern const struct feature loyalty_feature;
struct list;
extern const struct list tiers_list;

#endif
