/* SPDX-License-Identifier: MIT */
/* The side navigation and its counts, built once a second per actor and language, not for each page.
 * Not the decision who may open a page: a line is left out by its right, dispatch asks again. */
#include "web/nav.h"
#include "base/log.h"
#include "web/lang.h"
#include "web/tree.h"
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define KEPT_MS 1000
#define SLOTS 32 /* actors remembered by this process */
#define ITEMS_MOST 64

struct item {
	const struct nav *nav;
	struct node *active;
};

/* What is remembered for one actor in one language. Everything lies in `arena`. */
struct nav_slot {
	struct arena *arena;
	int64_t account_id;
	uint32_t roles;
	enum lang lang;
	const char *denied;
	int64_t made_ms;
	struct module_counts counts[MODULE_MOST];
	size_t count;
	enum rc rc; /* of the counting */
	struct node *nav, *user;
	int64_t overdue; /* of all lines shown */
	struct item items[ITEMS_MOST];
	size_t item_count;
	struct node *active;
	struct kept_rows kept; /* the lines as they are written on the page that `active` leads to */
};

static struct nav_slot slots[SLOTS];
static const struct nav **lines; /* by group, then order */
static size_t line_count;

static int64_t
clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int
line_order(const void *a, const void *b)
{
	const struct nav *left = *(const struct nav *const *)a, *right = *(const struct nav *const *)b;

	if (left->group != right->group)
		return left->group < right->group ? -1 : 1;
	return left->order != right->order ? (left->order < right->order ? -1 : 1)
					   : strcmp(left->path, right->path);
}

void
nav_start(void)
{
	if (lines)
		return;
	for (const struct feature *const *feature = features; *feature; feature++)
		for (const struct nav *nav = (*feature)->nav; nav && nav->label; nav++)
			line_count++;
	lines = calloc(line_count + 1, sizeof(*lines));
	line_count = 0;
	for (const struct feature *const *feature = features; *feature; feature++)
		for (const struct nav *nav = (*feature)->nav; nav && nav->label; nav++)
			lines[line_count++] = nav;
	qsort(lines, line_count, sizeof(*lines), line_order);
}

static void
counts_read(struct req *req, struct nav_slot *slot)
{
	struct arena *own = req->ctx.arena;

	slot->count = 0;
	slot->rc = RC_OK;
	req->ctx.arena = slot->arena; /* what is counted lives as long as the slot */
	for (const struct feature *const *feature = features; *feature; feature++) {
		size_t before = slot->count;
		enum rc rc;

		if (!(*feature)->counts || slot->count >= MODULE_MOST)
			continue;
		rc = (*feature)->counts(&req->ctx, slot->counts, &slot->count);
		if (rc != RC_OK) {
			slot->rc = rc;
			slot->made_ms = -KEPT_MS; /* not kept: the next page counts again */
			log_line(LOG_WARN, "nav.counts", "feature", (*feature)->name, NULL);
			slot->count = before;
		}
	}
	req->ctx.arena = own;
}

static const struct module_counts *
counts_find(const struct nav_slot *slot, const char *module)
{
	for (size_t i = 0; module && i < slot->count; i++)
		if (!strcmp(slot->counts[i].module, module))
			return &slot->counts[i];
	return NULL;
}

static void
item_add(struct nav_slot *slot, struct node *list, const struct nav *nav)
{
	const struct module_counts *counts = counts_find(slot, nav->module);
	struct node *row = node_row(list);

	node_static(row, "label", lang_of(slot->lang, nav->label));
	node_static(row, "path", nav->path);
	slot->items[slot->item_count++] = (struct item){ nav, tree_leaf(row, "active") };
	if (!counts)
		return;
	slot->overdue += counts->overdue;
	node_flag(row, "overdue", counts->overdue > 0);
	if (counts->overdue > 0)
		node_int(row, "count", counts->overdue);
	else if (counts->today > 0)
		node_int(row, "count", counts->today);
}

static void
nav_build(struct req *req, struct nav_slot *slot)
{
	static const char *const labels[] = { "nav.group.top", "nav.group.service", "nav.group.orders",
		"nav.group.members", "nav.group.reference", "nav.group.admin" };
	struct node *group = NULL, *items = NULL;
	int current = -1;

	slot->nav = tree_new(slot->arena);
	node_keep(slot->nav, &slot->kept);
	slot->item_count = 0;
	slot->overdue = 0;
	slot->active = NULL;
	kept_forget(&slot->kept);
	for (size_t i = 0; i < line_count && slot->item_count < ITEMS_MOST; i++) {
		if (!may(req, lines[i]->right))
			continue;
		if ((int)lines[i]->group != current) {
			current = (int)lines[i]->group;
			group = node_row(slot->nav);
			if (lines[i]->group != NAV_TOP)
				node_static(group, "label", lang_of(slot->lang, labels[current]));
			items = node_child(group, "items");
		}
		item_add(slot, items, lines[i]);
	}
}

static void
user_build(struct nav_slot *slot, const struct actor *actor)
{
	struct buf roles;

	buf_init(&roles, slot->arena, 64);
	for (uint32_t bit = 1; bit & ROLE_ALL; bit <<= 1)
		if (actor->roles & bit) {
			if (roles.length)
				buf_text(&roles, " · ");
			buf_text(&roles, lang_of(slot->lang, arena_printf(slot->arena, "role.%s",
								 role_name((enum role)bit))));
		}
	slot->user = tree_new(slot->arena);
	node_set(slot->user, "name", actor->name);
	node_set(slot->user, "staff_no", actor->staff_no);
	node_static(slot->user, "roles", roles.data);
	/* on the folded menu there is room for three digits */
	if (slot->overdue > 999)
		node_static(slot->user, "overdue", "999+");
	else if (slot->overdue > 0)
		node_int(slot->user, "overdue", slot->overdue);
}

static struct nav_slot *
slot_get(struct req *req)
{
	const struct actor *actor = &req->ctx.actor;
	struct nav_slot *slot =
	    &slots[((uint64_t)actor->account_id * 2 + (uint64_t)req->session.lang) % SLOTS];
	int64_t now = clock_ms();

	if (req->nav)
		return req->nav;
	req->nav = slot;
	if (slot->arena && slot->account_id == actor->account_id && slot->lang == req->session.lang &&
	    slot->roles == actor->roles && !strcmp(slot->denied, actor->denied) &&
	    now - slot->made_ms < KEPT_MS)
		return slot;
	if (slot->arena)
		arena_reset(slot->arena, 32768);
	else
		slot->arena = arena_new(16384);
	slot->account_id = actor->account_id;
	slot->lang = req->session.lang;
	slot->roles = actor->roles;
	slot->denied = arena_strdup(slot->arena, actor->denied);
	slot->made_ms = now;
	counts_read(req, slot);
	nav_build(req, slot);
	user_build(slot, actor);
	return slot;
}

enum rc
nav_counts(struct req *req, const struct module_counts **counts, size_t *count)
{
	struct nav_slot *slot;

	*count = 0;
	*counts = NULL;
	if (!req->session.live)
		return RC_OK;
	slot = slot_get(req);
	*counts = slot->counts;
	*count = slot->count;
	return slot->rc;
}

/* The line whose path is the longest beginning of the page's. */
static struct node *
active_find(const struct nav_slot *slot, const char *path)
{
	struct node *active = NULL;
	size_t longest = 0;

	for (size_t i = 0; i < slot->item_count; i++) {
		const char *line = slot->items[i].nav->path;
		size_t length = strcspn(line, "?");

		if (length <= longest || strncmp(path, line, length) != 0)
			continue;
		if (path[length] != '\0' && path[length] != '/')
			continue;
		longest = length;
		active = slot->items[i].active;
	}
	return active;
}

static void
active_mark(struct nav_slot *slot, struct node *active)
{
	if (active == slot->active)
		return;
	if (slot->active)
		tree_put(slot->active, NULL);
	if (active)
		tree_put(active, "1");
	slot->active = active;
	kept_forget(&slot->kept);
}

void
nav_show(struct req *req)
{
	struct nav_slot *slot;

	if (!req->session.live || req->session.must_change)
		return;
	slot = slot_get(req);
	active_mark(slot, active_find(slot, req->http.path ? req->http.path : "/"));
	tree_attach(view_root(req), "Nav", slot->nav);
	tree_attach(view_root(req), "User", slot->user);
}
