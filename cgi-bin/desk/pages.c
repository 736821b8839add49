/* SPDX-License-Identifier: MIT */
/* The front desk as a feature: routes, rights, navigation, counts, and what its pages share.
 * Not the pages themselves: pages_messages.c, pages_visits.c. */
#include "desk/pages.h"
#include "desk/forget.h"

#include "complaints/complaints.h"
#include "members/members.h"
#include "orders/orders.h"

#include <inttypes.h>
#include <string.h>

const struct right RIGHT_DESK_SEE = { "desk.see", ROLE_AGENT | ROLE_SUPERVISOR };
const struct right RIGHT_DESK_DO = { "desk.do", ROLE_AGENT | ROLE_SUPERVISOR };
const struct right RIGHT_DESK_EXPORT = { "desk.export", ROLE_SUPERVISOR };
/* RULE CMP-12: who takes over. */
const struct right RIGHT_VISIT_SUPERVISE = { "visit.supervise", ROLE_SUPERVISOR };

enum rc
desk_member_find(struct req *req, const char *text, int64_t *member_id)
{
	struct order order;
	int64_t order_id;
	enum rc rc;

	*member_id = 0;
	if (text[0] == '\0')
		return RC_OK;
	rc = member_find_no(&req->ctx, text, member_id);
	if (rc != RC_NOT_FOUND)
		return rc;
	rc = order_find_no(&req->ctx, text, &order_id);
	if (rc == RC_OK)
		rc = order_get(&req->ctx, order_id, &order);
	if (rc == RC_NOT_FOUND)
		return form_error(req, "member_no", "desk.invalid.member", NULL);
	if (rc == RC_OK)
		*member_id = order.member_id;
	return rc;
}

enum rc
desk_member_show(struct req *req, int64_t member_id, const char *caller)
{
	struct node *who = node_child(view_root(req), "Who");
	struct member member;
	enum rc rc;

	if (member_id == 0) {
		node_set(who, "name", caller);
		node_static(who, "note", lang(req, "desk.no_member"));
		return RC_OK;
	}
	rc = member_get(&req->ctx, member_id, &member);
	if (rc != RC_OK)
		return rc;
	node_set(who, "name", mask_name(req->ctx.arena, member.name));
	node_set(who, "note", member.member_no);
	if (may_open(req, "/members/#"))
		node_static(who, "path", arena_printf(req->ctx.arena, "/members/%" PRId64, member_id));
	return RC_OK;
}

size_t
desk_owners_provide(struct req *req, struct list_choice *choices, size_t most)
{
	return list_holders(req, RIGHT_DESK_DO.roles, choices, most);
}

const struct list_lookup desk_member_lookup = { "member", "member_no" };

const char *
desk_customer_text(struct req *req, const char *member_no, const char *name, const char *caller)
{
	if (*member_no == '\0')
		return caller;
	return arena_printf(req->ctx.arena, "%s %s", member_no, mask_name(req->ctx.arena, name));
}

void
desk_channels_show(struct req *req)
{
	struct node *options = node_child(view_root(req), "Channels");

	for (int64_t channel = CONTACT_CHAT; channel <= CONTACT_SOCIAL; channel++) {
		struct node *option = node_row(options);

		node_int(option, "value", channel);
		node_static(option, "label",
		    lang(req, arena_printf(req->ctx.arena, "desk.channel.%" PRId64, channel)));
	}
}

static enum rc
counts_fill(struct ctx *ctx, struct module_counts *counts, size_t *count)
{
	struct desk_counts found;
	enum rc rc;

	if (!actor_may(&ctx->actor, &RIGHT_DESK_SEE))
		return RC_OK;
	rc = desk_count(ctx, &found);
	if (rc != RC_OK)
		return rc;
	counts[(*count)++] = (struct module_counts){ .module = "desk.messages",
		.label = "desk.messages",
		.overdue = found.overdue,
		.today = found.today,
		.later = found.later,
		.overdue_path = "/messages?state%5B%5D=1&due_to=now",
		.today_path = "/messages?state%5B%5D=1&due_from=now&due_to=today",
		.later_path = "/messages?state%5B%5D=1&due_from=tomorrow",
		.rule = "CMP-11" };
	counts[(*count)++] = (struct module_counts){ .module = "desk.visits",
		.label = "desk.visits",
		.today = actor_may(&ctx->actor, &RIGHT_VISIT_SUPERVISE) ? found.visits
									: found.visits - found.supervised,
		.overdue_path = "/visits?state%5B%5D=1",
		.today_path = "/visits?state%5B%5D=1",
		.later_path = "/visits?state%5B%5D=1",
		.rule = "CMP-12" };
	return RC_OK;
}

static const struct route routes[] = {
	{ GET, "/messages", &RIGHT_DESK_SEE, messages_index, .template = "desk/messages.cs" },
	{ GET, "/messages/#", &RIGHT_DESK_SEE, messages_message, .template = "desk/message.cs" },
	{ GET, "/messages/new", &RIGHT_DESK_DO, messages_new, .template = "desk/message_new.cs" },
	{ POST, "/messages/new", &RIGHT_DESK_DO, messages_new_post, .again = messages_new,
	    .again_template = "desk/message_new.cs" },
	{ POST, "/messages/#/take", &RIGHT_DESK_DO, messages_take, .again = messages_message,
	    .again_template = "desk/message.cs" },
	{ POST, "/messages/#/answer", &RIGHT_DESK_DO, messages_answer, .again = messages_message,
	    .again_template = "desk/message.cs" },
	{ POST, "/messages/#/dismiss", &RIGHT_DESK_DO, messages_dismiss, .again = messages_message,
	    .again_template = "desk/message.cs" },
	{ GET, "/visits", &RIGHT_DESK_SEE, visits_index, .template = "desk/visits.cs" },
	{ GET, "/visits/#", &RIGHT_DESK_SEE, visits_visit, .template = "desk/visit.cs" },
	{ GET, "/visits/new", &RIGHT_DESK_DO, visits_new, .template = "desk/visit_new.cs" },
	{ POST, "/visits/new", &RIGHT_DESK_DO, visits_new_post, .again = visits_new,
	    .again_template = "desk/visit_new.cs" },
	{ POST, "/visits/#/take", &RIGHT_DESK_DO, visits_take, .again = visits_visit,
	    .again_template = "desk/visit.cs" },
	{ POST, "/visits/#/end", &RIGHT_DESK_DO, visits_end, .again = visits_visit,
	    .again_template = "desk/visit.cs" },
	{ .path = NULL },
};
static const struct right *const rights[] = { &RIGHT_DESK_SEE, &RIGHT_DESK_DO, &RIGHT_DESK_EXPORT,
	&RIGHT_VISIT_SUPERVISE, NULL };
static const struct nav nav[] = {
	{ NAV_SERVICE, 50, "desk.messages", "/messages", &RIGHT_DESK_SEE, "desk.messages" },
	{ NAV_SERVICE, 60, "desk.visits", "/visits", &RIGHT_DESK_SEE, "desk.visits" },
	{ .label = NULL },
};
static const char *const kinds[] = { "message", "/messages/#", "visit", "/visits/#", NULL };

const struct feature desk_feature = {
	.name = "desk",
	.routes = routes,
	.rights = rights,
	.nav = nav,
	.counts = counts_fill,
	.listeners = desk_listeners,
	.kinds = kinds,
};
