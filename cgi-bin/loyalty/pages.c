/* SPDX-License-Identifier: MIT */
/* Loyalty as a feature: its part of a member's record, what it hears, its job.
 * Not the page itself: pages_history.c. */
#include "loyalty/pages.h"

#include "loyalty/listen.h"
#include "members/record.h"
#include "orders/orders.h"
#include "web/list.h"

const struct right RIGHT_TIER_SEE = { "tier.see",
	ROLE_AGENT | ROLE_CLERK | ROLE_ORDER_LEAD | ROLE_SUPERVISOR | ROLE_FINANCE | ROLE_OPERATIONS };

static const struct member_part tier_part = { .name = "tiers",
	.order = 30,
	.label = "loyalty.tab",
	.path = "/members/#/tiers",
	.right = &RIGHT_TIER_SEE,
	.panel = tiers_panel };

static enum rc
retier_work(struct ctx *ctx, struct policy_work *work)
{
	struct tier_run run;
	enum rc rc = tier_run_get(ctx, &run);

	if (rc == RC_OK && run.ended_at != 0)
		return RC_NOT_FOUND;
	if (rc == RC_OK)
		*work = (struct policy_work){ run.policy_version, run.seen, run.total, run.started_at };
	return rc;
}

__attribute__((constructor)) static void
loyalty_start(void)
{
	member_part_add(&tier_part);
	policy_progress("members.tier", retier_work);
}

static const struct route routes[] = {
	{ GET, "/members/#/tiers", &RIGHT_TIER_SEE, tiers_tab, .template = "loyalty/tiers.cs" },
	{ .path = NULL },
};
static const struct right *const rights[] = { &RIGHT_TIER_SEE, NULL };
static const struct job jobs[] = { { "loyalty.retier", 10, retier_due }, { NULL, 0, NULL } };
static const struct listener listeners[] = { { &ORDER_CHANGED, loyalty_orders_changed }, { NULL, NULL } };

const struct feature loyalty_feature = { .name = "loyalty",
	.routes = routes,
	.rights = rights,
	.jobs = jobs,
	.commands = loyalty_commands,
	.listeners = listeners };
