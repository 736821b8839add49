/* SPDX-License-Identifier: MIT */
/* Members as a feature: rights, routes, navigation, jobs; the record's overview and its history.
 * Not the frame (record_pages.c), nor the forms: pages_identity.c. */
#include "members/pages.h"

#include "audit/audit.h"
#include "base/clock.h"
#include "members/identity.h"
#include "members/pages_forms.h"

#define MEMBER_ROLES                                                                                         \
	(ROLE_AGENT | ROLE_CLERK | ROLE_ORDER_LEAD | ROLE_SUPERVISOR | ROLE_FINANCE | ROLE_OPERATIONS |      \
	    ROLE_LOGISTICS)
const struct right RIGHT_MEMBER_SEE = { "member.see", MEMBER_ROLES };
const struct right RIGHT_MEMBER_EDIT = { "member.edit", ROLE_AGENT | ROLE_CLERK | ROLE_SUPERVISOR };

/* GET /members/# */
enum rc
members_member(struct req *req)
{
	struct member member;

	return member_head(req, req->id, "", &member);
}

/* GET /members/#/history */
static enum rc
members_history(struct req *req)
{
	struct member member;
	enum rc rc = member_head(req, req->id, "history", &member);

	return rc == RC_OK ? history_show(req, "member", member.id) : rc;
}

static const struct member_part history_part = {
	.name = "history",
	.order = 1000,
	.label = "members.tab.history",
	.path = "/members/#/history",
	.right = &RIGHT_MEMBER_SEE,
};
__attribute__((constructor)) static void
history_part_start(void)
{
	member_part_add(&history_part);
}

#define RECORD_AGAIN .again = members_member, .again_template = "members/member.cs"

static const struct route routes[] = {
	{ GET, "/members", &RIGHT_MEMBER_SEE, members_index, .template = "members/members.cs" },
	{ POST, "/members/bulk", &RIGHT_MEMBER_SEE, members_bulk, .template = NULL },
	{ GET, "/members/#", &RIGHT_MEMBER_SEE, members_member, .template = "members/member.cs" },
	{ GET, "/members/#/history", &RIGHT_MEMBER_SEE, members_history, .template = "members/history.cs" },
	{ GET, "/members/#/edit", &RIGHT_MEMBER_EDIT, members_edit, .template = "members/edit.cs" },
	{ POST, "/members/#/edit", &RIGHT_MEMBER_EDIT, members_edit_post, .again = members_edit,
	    .again_template = "members/edit.cs" },
	{ POST, "/members/#/identity", &RIGHT_MEMBER_SEE, members_identity, RECORD_AGAIN },
	{ POST, "/members/#/reveal", &RIGHT_MEMBER_SEE, members_reveal, RECORD_AGAIN },
	{ POST, "/members/#/mask", &RIGHT_MEMBER_SEE, members_mask, RECORD_AGAIN },
	{ .path = NULL },
};
static const struct right *const rights[] = { &RIGHT_MEMBER_SEE, &RIGHT_MEMBER_EDIT, &RIGHT_MEMBER_EXPORT,
	NULL };
static const struct nav nav[] = {
	{ NAV_MEMBERS, 10, "members.list.title", "/members", &RIGHT_MEMBER_SEE, NULL },
	{ .label = NULL },
};
static const struct job jobs[] = { { "members.identity", HOUR, identity_purge }, { NULL, 0, NULL } };
static const char *const kinds[] = { "member", "/members/#", NULL };

const struct feature members_feature = {
	.name = "members",
	.routes = routes,
	.rights = rights,
	.nav = nav,
	.jobs = jobs,
	.listeners = identity_listeners,
	.kinds = kinds,
};
