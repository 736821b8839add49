/* SPDX-License-Identifier: MIT */
/* The frame of a member's record: head and tabs, put together from the parts that other features add.
 * Not the parts themselves, nor the overview page: pages.c. */
#include "members/record.h"

#include "policy/policy.h"

#define PARTS_MOST 16
static const struct member_part *parts[PARTS_MOST];
static size_t part_count;

void
member_part_add(const struct member_part *part)
{
	size_t at = part_count;

	if (part_count == PARTS_MOST)
		return;
	for (; at > 0 && parts[at - 1]->order > part->order; at--)
		parts[at] = parts[at - 1];
	parts[at] = part;
	part_count++;
}

/* "/members/#/points" of this member. */
static const char *
part_path(struct req *req, const struct member_part *part, int64_t id)
{
	const char *hash = strchr(part->path, '#');

	return arena_printf(
	    req->ctx.arena, "%.*s%lld%s", (int)(hash - part->path), part->path, (long long)id, hash + 1);
}

static enum rc
part_show(struct req *req, const struct member_part *part, const struct member *member, const char *tab)
{
	struct node *node;
	struct member_figure figure = { .value = NULL };
	enum rc rc = RC_OK;

	if (part->path == NULL || !may(req, part->right))
		return RC_OK;
	if (part->figure != NULL)
		rc = part->figure(req, member, &figure);
	if (rc != RC_OK)
		return rc;
	node = node_row(node_child(node_child(view_root(req), "Member"), "tabs"));
	node_static(node, "label", lang(req, part->label));
	node_static(node, "path", part_path(req, part, member->id));
	if (figure.count != NULL)
		node_set(node, "count", figure.count);
	node_flag(node, "urgent", figure.urgent);
	node_flag(node, "here", strcmp(tab, part->name) == 0);
	if (figure.value == NULL)
		return RC_OK;
	node = node_row(node_child(node_child(view_root(req), "Member"), "figures"));
	node_static(node, "label", lang(req, part->label));
	node_set(node, "value", figure.value);
	node_set(node, "note", figure.note);
	node_static(node, "path", figure.path != NULL ? figure.path : part_path(req, part, member->id));
	return RC_OK;
}

enum rc
member_head(struct req *req, int64_t id, const char *tab, struct member *member)
{
	struct arena *arena = req->ctx.arena;
	enum rc rc = member_get(&req->ctx, id, member);

	if (rc != RC_OK)
		return rc;
	view_set(
	    req, "Page.title", lang_text(req, "members.page.title", mask_name(arena, member->name), NULL));
	view_set(req, "Page.subtitle", member->member_no);
	for (size_t i = 0; i < part_count && rc == RC_OK; i++)
		rc = part_show(req, parts[i], member, tab);
	return rc;
}
