/* SPDX-License-Identifier: MIT */
/* What the pages of complaints show alike: words, options, the customer, what is similar. */
#include "base/clock.h"
#include "base/money.h"
#include "complaints/pages.h"
#include "members/record.h"

#include <inttypes.h>

static const char *
keyed(struct req *req, const char *prefix, int64_t number)
{
	return lang(req, arena_printf(req->ctx.arena, "complaints.%s.%" PRId64, prefix, number));
}

const char *
channel_text(struct req *req, int64_t channel)
{
	return keyed(req, "channel", channel >= CONTACT_PHONE && channel <= CONTACT_SMS ? channel : 1);
}

const char *
urgency_text(struct req *req, int64_t urgency)
{
	return keyed(
	    req, "urgency", urgency >= URGENCY_URGENT && urgency <= URGENCY_LOW ? urgency : URGENCY_NORMAL);
}

const char *
complaint_style(int64_t state)
{
	static const char *const styles[] = { "", "state s1", "state s3", "g wait", "g lock", "g ok" };

	return styles[state >= 1 && state <= COMPLAINT_STATES ? state : 0];
}

const char *
handoff_style(int64_t state)
{
	static const char *const styles[] = { "", "g wait", "g info", "g ok", "g off" };

	return styles[state >= HANDOFF_ASKED && state <= HANDOFF_WITHDRAWN ? state : 0];
}

static void
option_add(struct node *list, int64_t value, const char *label)
{
	struct node *option = node_row(list);

	node_int(option, "value", value);
	node_static(option, "label", label);
}

void
channels_show(struct req *req, const char *name, bool messages)
{
	struct node *list = node_child(view_root(req), name);

	for (int64_t channel = CONTACT_PHONE; channel <= CONTACT_VISIT; channel++)
		option_add(list, channel, channel_text(req, channel));
	if (messages)
		option_add(list, CONTACT_SMS, channel_text(req, CONTACT_SMS));
}

/* Grouped by type, each with its number, by which it is chosen from the keyboard. */
void
problems_show(struct req *req)
{
	struct node *groups = node_child(view_root(req), "Problems"), *group = NULL;
	int64_t type = 0;

	for (size_t i = 0; i < PROBLEMS; i++) {
		const struct problem_rule *rule = &complaint_problems[i];

		if (rule->problem / 100 != type) {
			type = rule->problem / 100;
			group = node_row(groups);
			node_static(group, "label", lang(req, complaint_type_key(type)));
		}
		option_add(node_child(group, "options"), rule->problem,
		    arena_printf(req->ctx.arena, "%" PRId64 " %s", rule->problem, lang(req, rule->key)));
	}
}

void
departments_show(struct req *req)
{
	struct node *list = node_child(view_root(req), "Departments");

	for (int64_t department = 1; department < DEPARTMENT_GM; department++)
		option_add(list, department, lang(req, department_key(department)));
}

void
urgencies_show(struct req *req)
{
	struct node *list = node_child(view_root(req), "Urgencies");

	for (int64_t urgency = URGENCY_URGENT; urgency <= URGENCY_LOW; urgency++)
		option_add(list, urgency, urgency_text(req, urgency));
}

enum rc
complaint_visible(struct req *req, const struct complaint_work *work)
{
	uint32_t roles = req->ctx.actor.roles;

	if (may(req, &RIGHT_COMPLAINT_SEE))
		return RC_OK;
	if ((roles & (uint32_t)department_role(work->before.department)) != 0)
		return RC_OK;
	for (size_t i = 0; i < work->handoff_count; i++)
		if ((roles & (uint32_t)department_role(work->handoffs[i].department)) != 0)
			return RC_OK;
	return RC_NOT_FOUND;
}

/* --- what is similar -------------------------------------------------------------------------------------------- */

static void
similar_add(struct req *req, const struct rows *found, int64_t except, const char *why, int64_t shown[],
    size_t *count)
{
	struct node *list = node_child(view_root(req), "Similar"), *row;
	const struct complaint_similar *similar = found->items;

	for (size_t i = 0; i < found->count && *count < SIMILAR_MOST; i++) {
		bool there = similar[i].id == except;

		for (size_t j = 0; j < *count; j++)
			there |= shown[j] == similar[i].id;
		if (there)
			continue;
		shown[(*count)++] = similar[i].id;
		row = node_row(list);
		node_static(row, "path", arena_printf(req->ctx.arena, "/complaints/%" PRId64, similar[i].id));
		node_static(row, "no", similar[i].complaint_no);
		node_static(row, "problem", lang(req, complaint_problem_key(similar[i].problem)));
		node_static(row, "what", similar[i].summary);
		node_static(row, "at", short_time(req, similar[i].opened_at));
		node_static(row, "style", complaint_style(similar[i].state));
		node_static(row, "state", lang(req, complaint_state_key(similar[i].state)));
		node_static(row, "owner", similar[i].owner_staff);
		node_static(row, "why", lang(req, why));
	}
}

enum rc
similar_show(struct req *req, int64_t member_id, const int64_t *products, size_t count, int64_t except)
{
	int64_t shown[SIMILAR_MOST];
	struct rows found = { NULL, 0 };
	size_t made = 0;
	enum rc rc = RC_OK;

	if (member_id != 0)
		rc = complaint_similar_member(&req->ctx, member_id, &found);
	if (rc == RC_OK)
		similar_add(req, &found, except, "complaints.similar.member", shown, &made);
	for (size_t i = 0; i < count && i < 3 && rc == RC_OK; i++) {
		rc = complaint_similar_product(&req->ctx, products[i], &found);
		if (rc == RC_OK)
			similar_add(req, &found, except, "complaints.similar.product", shown, &made);
	}
	return rc;
}

/* --- the customer ----------------------------------------------------------------------------------------------- */

/* RULE CMP-7 */
static const char *
way_text(struct req *req, int64_t problem, const struct member *member)
{
	switch (complaint_tell_way(problem, member->email[0] != '\0', member->phone)) {
	case TELL_MAIL:
		return lang(req, "complaints.way.mail");
	case TELL_SMS:
		return lang(req, "complaints.way.sms");
	case TELL_PHONE:
		return lang(req, "complaints.way.phone");
	default:
		return lang(req, "complaints.way.none");
	}
}

enum rc
customer_show(struct req *req, const struct complaint *complaint)
{
	struct node *node = node_child(view_root(req), "Member");
	struct arena *arena = req->ctx.arena;
	struct member member;
	enum rc rc;

	if (complaint->member_id == 0) {
		node_set(node, "caller", complaint->caller);
		node_static(node, "phone", mask_phone(arena, complaint->caller_phone));
		return RC_OK;
	}
	rc = member_get(&req->ctx, complaint->member_id, &member);
	if (rc != RC_OK)
		return rc;
	if (may_open(req, "/members/#"))
		node_static(node, "path", arena_printf(arena, "/members/%" PRId64, member.id));
	node_static(node, "no", member.member_no);
	node_static(node, "name", mask_name(arena, member.name));
	node_static(node, "phone", mask_phone(arena, member.phone));
	node_static(node, "email", mask_email(arena, member.email));
	node_int(node, "tn", member.tier < 4 ? member.tier + 1 : 4);
	node_static(node, "tier", member_tier_text(req, member.tier));
	node_static(node, "spent", money_text(arena, member.spent_fen));
	node_static(node, "complaints",
	    lang_text(req, "complaints.member_counts", number_text(req, member.complaints),
		number_text(req, member.open_complaints), NULL));
	if (complaint->problem == PROBLEM_DELIVERY_QUESTION || complaint->problem == PROBLEM_REFUND_PROGRESS)
		node_static(node, "way", way_text(req, complaint->problem, &member));
	return RC_OK;
}
