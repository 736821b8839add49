/* SPDX-License-Identifier: MIT */
/* The frame of a member's record: head, figures, tabs and panels, put together from the parts that other features add.
 * Not the parts themselves, nor what its forms do: pages_identity.c, pages_edit.c. */
#include "members/record.h"

#include "base/clock.h"
#include "base/money.h"
#include "members/identity.h"
#include "members/pages_forms.h"
#include "policy/policy.h"
#include "web/list_show.h"

#include <inttypes.h>

#define PARTS_MOST 16
static const struct member_part *parts[PARTS_MOST];
static size_t part_count;

void
member_part_add(const struct member_part *part)
{
	size_t at = part_count;

	if (part_count == PARTS_MOST)
		abort(); /* a constant to be raised, seen by the first test that runs */
	for (; at > 0 && parts[at - 1]->order > part->order; at--)
		parts[at] = parts[at - 1];
	parts[at] = part;
	part_count++;
}

const struct member_part *
member_part_at(size_t at)
{
	return at < part_count ? parts[at] : NULL;
}

/* "/members/#/points" of this member. */
static const char *
path_of(struct req *req, const char *path, int64_t id)
{
	const char *hash = strchr(path, '#');

	return arena_printf(req->ctx.arena, "%.*s%" PRId64 "%s", (int)(hash - path), path, id, hash + 1);
}

static struct node *
member_node(struct req *req)
{
	return node_child(view_root(req), "Member");
}

/* --- parts ------------------------------------------------------------------------------------------------------ */

static void
tab_show(struct req *req, const char *label, const char *path, const struct member_figure *figure, bool here)
{
	struct node *node = node_row(node_child(member_node(req), "tabs"));

	node_static(node, "label", lang(req, label));
	node_static(node, "path", path);
	if (figure->count != NULL)
		node_set(node, "count", figure->count);
	node_flag(node, "overdue", figure->urgent);
	node_flag(node, "active", here);
}

static void
figure_show(struct req *req, const char *label, const struct member_figure *figure, const char *path)
{
	struct node *node;

	if (figure->value == NULL)
		return;
	node = node_row(node_child(member_node(req), "figures"));
	node_static(node, "label", lang(req, label));
	node_set(node, "value", figure->value);
	node_set(node, "note", figure->note != NULL ? figure->note : "");
	node_flag(node, "overdue", figure->urgent);
	if (path != NULL)
		node_static(node, "path", path);
}

static void
line_show(struct node *node, const struct member_line *line)
{
	node_set(node, "label", line->label != NULL ? line->label : "");
	if (line->path != NULL)
		node_set(node, "path", line->path);
	node_set(node, "style", line->style != NULL ? line->style : "");
	node_set(node, "state", line->state != NULL ? line->state : "");
	node_set(node, "text", line->text != NULL ? line->text : "");
	node_set(node, "note", line->note != NULL ? line->note : "");
}

static enum rc
panel_show(struct req *req, const struct member_part *part, const struct member *member,
    const struct member_figure *figure)
{
	struct member_line lines[MEMBER_LINES] = { { .label = NULL } };
	struct node *node, *rows;
	size_t count = 0, i;
	enum rc rc = part->panel(req, member, lines, &count);

	if (rc != RC_OK || count == 0)
		return rc;
	node = node_row(node_child(member_node(req), "panels"));
	node_static(node, "label", lang(req, part->label));
	if (part->path != NULL) {
		node_static(node, "path", path_of(req, part->path, member->id));
		node_set(node, "count", figure->count != NULL ? figure->count : "");
	}
	rows = node_child(node, "lines");
	for (i = 0; i < count && i < MEMBER_LINES; i++)
		line_show(node_row(rows), &lines[i]);
	return RC_OK;
}

static enum rc
part_show(struct req *req, const struct member_part *part, const struct member *member, const char *tab)
{
	struct member_figure figure = { .value = NULL };
	bool here = strcmp(tab, part->name) == 0;
	const char *path;
	enum rc rc = RC_OK;

	if (part->action != NULL && member->state == MEMBER_ACTIVE && may(req, part->action_right)) {
		struct node *node = node_row(node_child(member_node(req), "acts"));

		node_static(node, "label", lang(req, part->action));
		node_static(node, "path", path_of(req, part->action_path, member->id));
	}
	if (!may(req, part->right))
		return RC_OK;
	if (part->figure != NULL)
		rc = part->figure(req, member, &figure);
	if (rc != RC_OK)
		return rc;
	path = part->path != NULL ? path_of(req, part->path, member->id) : NULL;
	if (path != NULL)
		tab_show(req, part->label, path, &figure, here);
	figure_show(req, part->label, &figure, figure.path != NULL ? figure.path : path);
	return part->panel != NULL && !here ? panel_show(req, part, member, &figure) : RC_OK;
}

/* --- head ------------------------------------------------------------------------------------------------------- */

static const char *
tier_words(struct req *req, int64_t tier)
{
	const char *label;

	if (policy_label(&req->ctx, "members.tier", req->ctx.now, tier, &label) != RC_OK)
		return "";
	/* a label is a language key, unless a person typed a name */
	return strncmp(label, "members.tier.", 13) == 0 ? lang(req, label) : label;
}

const char *
member_tier_text(struct req *req, int64_t tier)
{
	const char **told;

	if (tier < 0 || (size_t)tier >= sizeof(req->told.tier_text) / sizeof(req->told.tier_text[0]))
		return tier_words(req, tier);
	told = &req->told.tier_text[tier];
	if (*told == NULL)
		*told = tier_words(req, tier);
	return *told;
}

struct node *
member_found_show(struct req *req, const struct member *member, const char *path)
{
	struct node *row = node_row(node_child(view_root(req), "Found"));
	struct arena *arena = req->ctx.arena;

	node_static(row, "path", arena_printf(arena, "%s%" PRId64, path, member->id));
	node_static(row, "no", member->member_no);
	node_static(row, "name", mask_name(arena, member->name));
	node_static(row, "phone", mask_phone(arena, member->phone));
	node_static(row, "tier", member_tier_text(req, member->tier));
	node_int(row, "tn", member->tier < 4 ? member->tier + 1 : 4);
	return row;
}

/* RULE MEM-1: "¥ 97.01 to Diamond"; from the row's total alone, like the tier itself. */
static const char *
next_tier_text(struct req *req, const struct member *member)
{
	struct band band;
	const struct band_step *next;
	int64_t missing;

	if (policy_band(&req->ctx, "members.tier", req->ctx.now, &band) != RC_OK || member->tier < 0 ||
	    (size_t)member->tier + 1 >= band.count)
		return lang(req, "members.head.top_tier");
	next = &band.steps[member->tier + 1];
	missing = next->bound - member->spent_fen + (next->inclusive ? 0 : 1);
	if (missing <= 0) /* tiers follow in small steps after the bounds were changed */
		return lang(req, "members.head.tier_follows");
	return lang_text(req, "members.head.to_next", money_text(req->ctx.arena, missing),
	    member_tier_text(req, member->tier + 1), NULL);
}

static void
spent_show(struct req *req, const struct member *member)
{
	struct member_figure figure = { .value = arena_printf(req->ctx.arena, "¥ %s",
					    money_text(req->ctx.arena, member->spent_fen)),
		.note = next_tier_text(req, member) };

	figure_show(req, "members.head.spent", &figure, NULL);
}

/* "Hangzhou, Zhejiang" / "浙江省杭州市"; "" for nowhere. */
static enum rc
region_line(struct req *req, const struct member *member, const char **text)
{
	const char *province, *city;
	enum rc rc = region_name(&req->ctx, member->province_id, &province);

	*text = "";
	if (rc == RC_OK)
		rc = region_name(&req->ctx, member->city_id, &city);
	if (rc != RC_OK)
		return rc;
	if (*province != '\0' && *city != '\0')
		*text = lang_text(req, "members.head.region", province, city, NULL);
	else
		*text = *city != '\0' ? city : province;
	return RC_OK;
}

static enum rc
title_show(struct req *req, const struct member *member, const struct member_identity *identity)
{
	struct arena *arena = req->ctx.arena;
	struct node *node = member_node(req);
	const char *since = day_text(arena, clock_day(member->since_at)), *region;
	enum rc rc = region_line(req, member, &region);

	if (rc != RC_OK)
		return rc;
	view_set(req, "Page.title",
	    *member->name != '\0' ? identity->known ? member->name : mask_name(arena, member->name)
				  : lang_text(req, "members.page.title", member->member_no, NULL));
	view_set(req, "Page.crumbs.0.label", lang(req, "members.list.title"));
	view_set(req, "Page.crumbs.0.path", "/members");
	view_set(req, "Page.crumbs.1.label", member->member_no);
	if (member->since_at != 0)
		view_set(req, "Page.subtitle",
		    *region != '\0' ? lang_text(req, "members.head.since_in", since, region, NULL)
				    : lang_text(req, "members.head.since", since, NULL));
	else
		view_set(req, "Page.subtitle", region);
	node_int(node, "id", member->id);
	node_static(node, "no", member->member_no);
	node_int(node, "version", member->version);
	node_int(node, "tn", member->tier < 4 ? member->tier + 1 : 4);
	node_set(node, "tier", member_tier_text(req, member->tier));
	return RC_OK;
}

/* Merged or erased: said at the top, with the way to the survivor. */
static enum rc
state_show(struct req *req, const struct member *member)
{
	struct node *node = member_node(req);
	struct member survivor;
	enum rc rc;

	if (member->state == MEMBER_ERASED)
		node_static(node, "erased", lang(req, "members.state.erased"));
	if (member->state != MEMBER_MERGED)
		return RC_OK;
	rc = member_get(&req->ctx, member->merged_into, &survivor);
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	node_static(node, "merged", lang(req, "members.state.merged"));
	node_static(node, "merged_no", survivor.member_no);
	node_static(node, "merged_path", path_of(req, "/members/#", survivor.id));
	return RC_OK;
}

/* --- identity and contact (RULE MEM-4) ----------------------------------------------------------------------------- */

static const char *
hour_text(struct req *req, int64_t at)
{
	const char *text = time_text(req->ctx.arena, at);
	size_t length = strlen(text);

	/* "2026-05-12 15:31" → "15:31": it holds for half an hour */
	return length > 5 ? text + length - 5 : text;
}

static void
identity_show(struct req *req, const struct member *member, const struct member_identity *identity)
{
	struct node *node = node_child(member_node(req), "identity");
	struct arena *arena = req->ctx.arena;
	const char *means;

	if (member->state != MEMBER_ACTIVE)
		return;
	node_flag(node, "asked", true);
	node_flag(node, "known", identity->known);
	node_flag(node, "revealed", identity->revealed);
	node_static(node, "path", path_of(req, "/members/#", member->id));
	if (identity->locked_until != 0 && !identity->known)
		node_static(node, "locked",
		    lang_text(
			req, "members.identity.is_locked", hour_text(req, identity->locked_until), NULL));
	if (!identity->known)
		return;
	means = lang(req, arena_printf(arena, "members.by.%s", identity->means));
	node_static(node, "text",
	    lang_text(req, "members.identity.by", means, hour_text(req, identity->checked_at),
		arena_printf(arena, "%s %s", req->ctx.actor.name, req->ctx.actor.staff_no), NULL));
	reveal_choices(req);
	node_static(node, "until",
	    lang_text(req,
		identity->revealed ? "members.identity.shown_until" : "members.identity.open_until",
		hour_text(req, identity->open_until), NULL));
}

static const char *
consent_text(struct req *req, int64_t consent)
{
	static const struct {
		int64_t bit;
		const char *key;
	} ways[] = { { CONSENT_SMS, "members.consent.sms" }, { CONSENT_MAIL, "members.consent.mail" },
		{ CONSENT_CALLS, "members.consent.calls" } };
	const char *texts[3];
	size_t i;

	for (i = 0; i < 3; i++)
		texts[i] =
		    lang_text(req, consent & ways[i].bit ? "members.consent.yes" : "members.consent.no",
			lang(req, ways[i].key), NULL);
	return lang_text(req, "members.consent.line", texts[0], texts[1], texts[2], NULL);
}

static const char *
phone_shown(struct req *req, const struct member *member, const struct member_identity *identity)
{
	return identity->revealed ? member->phone : mask_phone(req->ctx.arena, member->phone);
}

static enum rc
address_text(struct req *req, const struct member *member, bool whole, const char **text)
{
	const char *province, *city, *district;
	enum rc rc = region_name(&req->ctx, member->province_id, &province);

	if (rc == RC_OK)
		rc = region_name(&req->ctx, member->city_id, &city);
	if (rc == RC_OK)
		rc = region_name(&req->ctx, member->district_id, &district);
	if (rc == RC_OK) /* the street stays hidden like the phone */
		*text = arena_printf(req->ctx.arena, "%s%s%s%s%s", province, city, district,
		    *member->address != '\0' ? " " : "",
		    *member->address == '\0' ? ""
		    : whole                  ? member->address
					     : "******");
	return rc;
}

static enum rc
contact_show(struct req *req, const struct member *member, const struct member_identity *identity)
{
	struct node *node = node_child(member_node(req), "contact");
	struct arena *arena = req->ctx.arena;
	const char *phone = phone_shown(req, member, identity), *address = "";
	const char *email = identity->revealed ? member->email : mask_email(arena, member->email);
	const char *last = member->contact_at != 0 ? lang_text(req, "members.head.last_contact",
							 day_text(arena, clock_day(member->contact_at)), NULL)
						   : lang(req, "members.head.no_contact");
	enum rc rc = address_text(req, member, identity->revealed, &address);

	if (rc != RC_OK)
		return rc;
	node_set(node, "phone", phone);
	node_set(node, "email", email);
	node_set(node, "address", address);
	node_set(node, "line",
	    *phone == '\0' && *email == '\0'
		? lang(req, "members.head.no_way")
		: arena_printf(arena, "%s%s%s", phone, *phone != '\0' && *email != '\0' ? ", " : "", email));
	node_set(node, "consent", consent_text(req, member->consent));
	node_set(node, "last", last);
	node_flag(
	    node, "edit", identity->known && member->state == MEMBER_ACTIVE && may(req, &RIGHT_MEMBER_EDIT));
	return RC_OK;
}

/* --- all of it -------------------------------------------------------------------------------------------------- */

enum rc
member_head(struct req *req, int64_t id, const char *tab, struct member *member)
{
	static const struct member_figure nothing = { .value = NULL };
	struct member_identity identity;
	size_t i;
	enum rc rc = member_get_known(&req->ctx, id, member, &identity);

	if (rc == RC_OK)
		rc = title_show(req, member, &identity);
	if (rc == RC_OK)
		rc = state_show(req, member);
	if (rc != RC_OK)
		return rc;
	identity_show(req, member, &identity);
	spent_show(req, member);
	tab_show(req, "members.tab.overview", path_of(req, "/members/#", id), &nothing, *tab == '\0');
	for (i = 0; i < part_count && rc == RC_OK; i++)
		rc = part_show(req, parts[i], member, tab);
	if (rc == RC_OK)
		rc = contact_show(req, member, &identity);
	return rc;
}
