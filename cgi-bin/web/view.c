/* SPDX-License-Identifier: MIT */
/* Template data: the nodes that templates read.
 * Not the templates (view_template.c), and not a formatter: texts come in finished (view_show formats by description). */
#include "base/clock.h"
#include "base/money.h"
#include "web/tree.h"
#include "web/view_node.h"
#include <string.h>

struct view {
	struct node *root;
};

const char node_mark[] = "node";

/* ---- nodes ---- */

static struct node *
node_make(struct arena *arena, HDF *top, const char *name, size_t length)
{
	struct node *node = ARENA_NEW(arena, struct node);

	node->hdf.name = (char *)(uintptr_t)name;
	node->hdf.name_len = (int)length;
	node->hdf.top = top ? top : &node->hdf;
	node->hdf.fileload_ctx = (void *)(uintptr_t)node_mark;
	node->arena = arena;
	hot_forget();
	return node;
}

static struct node *
node_append(struct node *parent, const char *name, size_t length)
{
	struct node *node = node_make(parent->arena, parent->hdf.top, name, length);

	if (parent->hdf.last_child)
		parent->hdf.last_child->next = &node->hdf;
	else
		parent->hdf.child = &node->hdf;
	parent->hdf.last_child = &node->hdf;
	return node;
}

static struct node *
node_step(struct node *parent, const char *name, size_t length)
{
	HDF *expected = parent->expected;

	if (expected && expected->name == name && (size_t)expected->name_len == length) {
		parent->expected = expected->next;
		return (struct node *)expected;
	}
	for (HDF *hdf = parent->hdf.child; hdf; hdf = hdf->next)
		if ((size_t)hdf->name_len == length &&
		    (hdf->name == name || !memcmp(hdf->name, name, length)))
			return (struct node *)hdf;
	return node_append(parent, name, length);
}

/* A dotted name; the names are not copied: they are literals or live as long as the page. */
static struct node *
node_walk(struct node *node, const char *name)
{
	for (;;) {
		size_t length = 0;

		while (name[length] && name[length] != '.')
			length++;
		node = node_step(node, name, length);
		if (!name[length])
			return node;
		name += length + 1;
	}
}

struct node *
tree_new(struct arena *arena)
{
	return node_make(arena, NULL, "", 0);
}

void
tree_attach(struct node *parent, const char *name, struct node *tree)
{
	tree->hdf.name = (char *)(uintptr_t)name;
	tree->hdf.name_len = (int)strlen(name);
	tree->hdf.next = NULL;
	if (parent->hdf.last_child)
		parent->hdf.last_child->next = &tree->hdf;
	else
		parent->hdf.child = &tree->hdf;
	parent->hdf.last_child = &tree->hdf;
}

struct node *
tree_leaf(struct node *node, const char *name)
{
	return node_step(node, name, strlen(name));
}

void
tree_put(struct node *leaf, const char *value)
{
	leaf->hdf.value = (char *)(uintptr_t)value;
}

bool
node_has(struct node *node, const char *name)
{
	return tree_leaf(node, name)->hdf.value != NULL;
}

void
view_new(struct req *req)
{
	req->view = ARENA_NEW(req->ctx.arena, struct view);
	req->view->root = tree_new(req->ctx.arena);
}

struct node *
view_root(struct req *req)
{
	if (!req->view)
		view_new(req);
	return req->view->root;
}

struct node *
node_child(struct node *node, const char *name)
{
	return node_walk(node, name);
}

/* Versions and the names of rows are small numbers. */
static const char *
number_name(struct arena *arena, int64_t number)
{
	static const char digits[][4] = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12",
		"13", "14", "15", "16", "17", "18", "19", "20", "21", "22", "23", "24", "25", "26", "27",
		"28", "29", "30", "31", "32", "33", "34", "35", "36", "37", "38", "39", "40", "41", "42",
		"43", "44", "45", "46", "47", "48", "49", "50", "51" };

	if ((uint64_t)number < sizeof(digits) / sizeof(digits[0]))
		return digits[number];
	return arena_int(arena, number);
}

struct node *
node_row(struct node *list)
{
	const char *name = number_name(list->arena, list->rows++);

	return node_append(list, name, strlen(name));
}

void
node_rows(
    struct node *list, size_t count, void (*fill)(void *self, struct node *row, size_t number), void *self)
{
	struct later *later;

	if (!hot_runs()) { /* ClearSilver's own each: walks nodes that are there */
		for (size_t i = 0; i < count; i++)
			fill(self, node_row(list), i);
		return;
	}
	later = ARENA_NEW(list->arena, struct later);
	*later = (struct later){ .count = count, .fill = fill, .self = self };
	later->row = node_make(list->arena, list->hdf.top, "", 0);
	list->later = later;
}

void
node_keep(struct node *list, struct kept_rows *kept)
{
	list->kept = kept;
}

void
kept_forget(struct kept_rows *kept)
{
	kept->made_by = NULL;
}

/* Leaves stay without their values, where the next row looks for them first; lists inside go. */
static void
row_clear(struct node *row)
{
	row->expected = row->hdf.child;
	for (HDF *hdf = row->hdf.child; hdf; hdf = hdf->next) {
		struct node *child = (struct node *)hdf;

		hdf->value = NULL;
		child->later = NULL;
		child->kept = NULL;
		if (child->rows > 0) {
			hdf->child = hdf->last_child = NULL;
			child->rows = 0;
			hot_forget();
		} else if (hdf->child) {
			row_clear(child);
		}
	}
}

/* last() of ClearSilver asks whether there is a next node, of any kind. */
static HDF another;

struct node *
later_row(const struct later *later, size_t number)
{
	struct node *row = later->row;

	row_clear(row);
	row->hdf.name = (char *)(uintptr_t)number_name(row->arena, (int64_t)number);
	row->hdf.name_len = (int)strlen(row->hdf.name);
	row->hdf.next = number + 1 < later->count ? &another : NULL;
	later->fill(later->self, row, number);
	return row;
}

void
node_static(struct node *node, const char *name, const char *value)
{
	HDF *expected = node->expected;

	if (expected && expected->name == name && name[expected->name_len] == '\0') {
		node->expected = expected->next;
		expected->value = (char *)(uintptr_t)(value ? value : "");
		return;
	}
	tree_put(node_walk(node, name), value ? value : "");
}

void
node_set(struct node *node, const char *name, const char *value)
{
	node_static(node, name, arena_strdup(node->arena, value));
}

void
node_int(struct node *node, const char *name, int64_t value)
{
	node_static(node, name, number_name(node->arena, value));
}

void
node_flag(struct node *node, const char *name, bool value)
{
	if (value)
		node_static(node, name, "1");
}

void
view_set(struct req *req, const char *name, const char *value)
{
	node_set(view_root(req), name, value);
}

void
view_flag(struct req *req, const char *name, bool value)
{
	node_flag(view_root(req), name, value);
}

static void
field_show(struct node *node, const struct field *field, const void *at)
{
	struct arena *arena = node->arena;
	int64_t number = 0;

	if (field->type != FIELD_TEXT && field->type != FIELD_BOOL && field->type != FIELD_BLOB)
		memcpy(&number, at, sizeof(number));
	switch (field->type) {
	case FIELD_INT:
		node_int(node, field->name, number);
		break;
	case FIELD_ID:
		if (number)
			node_int(node, field->name, number);
		break;
	case FIELD_MONEY:
		node_static(node, field->name, money_text(arena, number));
		break;
	case FIELD_TIME:
		node_static(node, field->name, time_text(arena, number));
		break;
	case FIELD_DAY:
		node_static(node, field->name, day_text(arena, number));
		break;
	case FIELD_BOOL:
		node_flag(node, field->name, *(const bool *)at);
		break;
	case FIELD_TEXT:
		node_static(node, field->name, *(const char *const *)at);
		break;
	case FIELD_BLOB:
		break;
	}
}

void
view_show(struct req *req, struct node *node, const struct record *record, const void *values)
{
	(void)req;
	for (size_t i = 0; i < record->count; i++)
		field_show(node, &record->fields[i], (const char *)values + record->fields[i].offset);
}
