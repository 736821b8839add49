/* SPDX-License-Identifier: MIT */
/* A member's page: who it is, masked (RULE MEM-4), tier and total, and the way to the orders.
 * Not the identity check that unmasks: contact data is never shown whole here. */
#include "members/pages.h"

#include "audit/audit.h"
#include "members/record.h"
#include "policy/policy.h"

const struct right RIGHT_MEMBER_SEE = { "member.see", ROLE_AGENT | ROLE_CLERK | ROLE_ORDER_LEAD |
							  ROLE_SUPERVISOR | ROLE_FINANCE | ROLE_OPERATIONS |
							  ROLE_LOGISTICS };

static enum rc
address_show(struct req *req, const struct member *member, const char **text)
{
	const char *province, *city, *district;
	enum rc rc = region_name(&req->ctx, member->province_id, &province);

	if (rc == RC_OK)
		rc = region_name(&req->ctx, member->city_id, &city);
	if (rc == RC_OK)
		rc = region_name(&req->ctx, member->district_id, &district);
	if (rc == RC_OK) /* the street stays hidden like the phone */
		*text = arena_printf(
		    req->ctx.arena, "%s%s%s%s", province, city, district, *member->address ? " ******" : "");
	return rc;
}

static enum rc
tier_show(struct req *req, struct node *node, const struct member *member)
{
	struct band band;
	enum rc rc = policy_band(&req->ctx, "members.tier", req->ctx.now, &band);

	if (rc != RC_OK || member->tier < 0 || (size_t)member->tier >= band.count)
		return rc;
	node_set(node, "tier", lang(req, band.steps[member->tier].label));
	node_int(node, "tn", member->tier + 1);
	node_set(node, "tier_rule",
	    arena_printf(req->ctx.arena, "%s · %s %lld", band.rule, lang(req, "members.page.version"),
		(long long)band.version));
	return RC_OK;
}

/* GET /members/# */
static enum rc
members_member(struct req *req)
{
	struct arena *arena = req->ctx.arena;
	struct node *node = node_child(view_root(req), "Member");
	struct member member;
	const char *address = "";
	enum rc rc = member_head(req, req->id, "", &member);

	if (rc == RC_OK)
		rc = address_show(req, &member, &address);
	if (rc == RC_OK) {
		view_show(req, node, &member_record, &member);
		rc = tier_show(req, node, &member); /* the name in place of the number */
	}
	if (rc != RC_OK)
		return rc;
	node_set(node, "name", mask_name(arena, member.name));
	node_set(node, "phone", mask_phone(arena, member.phone));
	node_set(node, "phone_last4", "");
	node_set(node, "email", mask_email(arena, member.email));
	node_set(node, "address", address);
	node_set(node, "orders_path", arena_printf(arena, "/orders?member=%lld", (long long)member.id));
	return history_show(req, "member", member.id);
}

static const struct route routes[] = {
	{ .method = GET,
	    .path = "/members/#",
	    .right = &RIGHT_MEMBER_SEE,
	    .handler = members_member,
	    .template = "members/member.cs" },
	{ 0 },
};
static const struct right *const rights[] = { &RIGHT_MEMBER_SEE, NULL };
static const char *const kinds[] = { "member", "/members/#", NULL };

const struct feature members_feature = {
	.name = "members", .routes = routes, .rights = rights, .kinds = kinds
};
