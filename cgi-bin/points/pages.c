/* SPDX-License-Identifier: MIT */
/* Points as a feature: routes, rights, navigation, counts, its part of a member's record.
 * Not the pages themselves: pages_ledger.c, pages_adjust.c. */
#include "points/pages.h"

#include "members/record.h"
#include "points/follow.h"
#include "web/list_show.h"

const struct right RIGHT_POINTS_SEE = { "points.see",
	ROLE_AGENT | ROLE_CLERK | ROLE_ORDER_LEAD | ROLE_SUPERVISOR | ROLE_FINANCE };
const struct right RIGHT_POINTS_REDEEM = { "points.redeem", ROLE_AGENT | ROLE_SUPERVISOR };
const struct right RIGHT_POINTS_ADJUST = { "points.adjust", ROLE_AGENT | ROLE_SUPERVISOR };
const struct right RIGHT_POINTS_APPROVE = { "points.approve", ROLE_SUPERVISOR };
const struct right RIGHT_POINTS_EXPORT = { "points.export", ROLE_SUPERVISOR | ROLE_FINANCE };

const char *
points_number(struct req *req, int64_t points)
{
	struct arena *arena = req->ctx.arena;

	return arena_printf(
	    arena, "%s%s", points < 0 ? "−" : "", list_number(arena, points < 0 ? -points : points));
}

const char *
points_signed(struct req *req, int64_t points)
{
	return arena_printf(req->ctx.arena, "%s%s", points > 0 ? "+" : "", points_number(req, points));
}

/* --- a member's record ------------------------------------------------------------------------------------------ */

static enum rc
points_figure(struct req *req, const struct member *member, struct member_figure *figure)
{
	int64_t balance = member->points > 0 ? member->points : 0;

	figure->value = points_number(req, balance);
	figure->count = figure->value;
	figure->note = member->points < 0
			   ? lang_text(req, "points.debt_of", points_number(req, -member->points), NULL)
			   : lang(req, "points.no_debt");
	figure->urgent = member->points < 0;
	return RC_OK;
}

static const struct member_part points_part = { .name = "points",
	.order = 20,
	.label = "points.tab",
	.path = "/members/#/points",
	.right = &RIGHT_POINTS_SEE,
	.figure = points_figure };

__attribute__((constructor)) static void
points_part_start(void)
{
	member_part_add(&points_part);
}

static enum rc
counts_fill(struct ctx *ctx, struct module_counts *counts, size_t *count)
{
	struct module_counts module = { .module = "points.adjustments",
		.label = "points.adjustments",
		.overdue_path = "/points/adjustments",
		.today_path = "/points/adjustments",
		.later_path = "/points/adjustments",
		.rule = "MEM-3",
		.sign = true };
	enum rc rc;

	if (!actor_may(&ctx->actor, &RIGHT_POINTS_APPROVE))
		return RC_OK;
	rc = adjustment_waiting(ctx, &module.today);
	if (rc == RC_OK)
		counts[(*count)++] = module;
	return rc;
}

static const struct route routes[] = {
	{ GET, "/members/#/points", &RIGHT_POINTS_SEE, points_tab, .template = "points/ledger.cs" },
	{ POST, "/members/#/points/redeem", &RIGHT_POINTS_REDEEM, points_redeem_post, .again = points_tab,
	    .again_template = "points/ledger.cs" },
	{ POST, "/members/#/points/adjust", &RIGHT_POINTS_ADJUST, points_adjust_post, .again = points_tab,
	    .again_template = "points/ledger.cs" },
	{ GET, "/points/adjustments", &RIGHT_POINTS_SEE, adjustments_index,
	    .template = "points/adjustments.cs" },
	{ GET, "/points/adjustments/#", &RIGHT_POINTS_SEE, adjustments_adjustment,
	    .template = "points/adjustment.cs" },
	{ POST, "/points/adjustments/#/approve", &RIGHT_POINTS_APPROVE, adjustments_approve,
	    .again = adjustments_adjustment, .again_template = "points/adjustment.cs" },
	{ POST, "/points/adjustments/#/reject", &RIGHT_POINTS_APPROVE, adjustments_reject,
	    .again = adjustments_adjustment, .again_template = "points/adjustment.cs" },
	{ .path = NULL },
};
static const struct right *const rights[] = { &RIGHT_POINTS_SEE, &RIGHT_POINTS_REDEEM, &RIGHT_POINTS_ADJUST,
	&RIGHT_POINTS_APPROVE, &RIGHT_POINTS_EXPORT, NULL };
static const struct nav nav[] = {
	{ NAV_MEMBERS, 30, "points.adjustments", "/points/adjustments", &RIGHT_POINTS_APPROVE,
	    "points.adjustments" },
	{ .label = NULL },
};
static const char *const kinds[] = { "adjustment", "/points/adjustments/#", NULL };
static const char *const task_kinds[] = { "points.adjust", NULL };
static const struct listener listeners[] = { { &ORDER_CHANGED, points_orders_changed },
	{ &MEMBER_WAS_MERGED, points_members_merged }, { &MEMBER_WAS_UNMERGED, points_members_unmerged },
	{ NULL, NULL } };

const struct feature points_feature = { .name = "points",
	.routes = routes,
	.rights = rights,
	.jobs = points_jobs,
	.commands = points_commands,
	.nav = nav,
	.counts = counts_fill,
	.listeners = listeners,
	.kinds = kinds,
	.task_kinds = task_kinds };
