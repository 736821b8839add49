/* SPDX-License-Identifier: MIT */
/* Entries of the audit log as pages show them: who, when, what, before → after, in the reader's language.
 * Not the list of all entries: pages.c. */
#include "audit/audit.h"
#include "audit/pages.h"
#include "audit/store.h"

#include "base/clock.h"
#include "db/db.h"
#include <string.h>

#define HISTORY_MOST 100

/* "@key" is a language key, anything else a person's or a figure's text. */
static const char *
text_of(struct req *req, const char *text)
{
	return text[0] == '@' ? lang(req, text + 1) : text;
}

const char *
audit_action_text(struct req *req, const char *action)
{
	const char *key = arena_printf(req->ctx.arena, "audit.action.%s", action);
	const char *text = lang(req, key);

	return strcmp(text, key) == 0 ? action : text;
}

static const char *
field_text(struct req *req, const char *field)
{
	const char *text = lang(req, field);

	return strcmp(text, field) == 0 ? field : text;
}

/* What a signature meant: "correct.2" is the second correction. */
static const char *
meaning_text(struct req *req, const char *meaning)
{
	struct arena *arena = req->ctx.arena;
	size_t word = strcspn(meaning, ".");
	const char *key = arena_printf(arena, "audit.meaning.%.*s", (int)word, meaning),
		   *text = lang(req, key);

	if (strcmp(text, key) == 0)
		return meaning;
	return meaning[word] == '\0' ? text : arena_printf(arena, "%s %s", text, meaning + word + 1);
}

static void
item_show(struct req *req, struct node *row, const struct diff_item *item)
{
	node_static(row, "field", field_text(req, item->field));
	node_static(row, "before", text_of(req, item->before));
	node_static(row, "after",
	    strcmp(item->field, "audit.field.meaning") == 0 ? meaning_text(req, item->after)
							    : text_of(req, item->after));
}

void
audit_diff_show(struct req *req, struct node *node, const char *json)
{
	struct diff diff;
	struct node *items;

	if (!diff_read(req->ctx.arena, json, &diff))
		return;
	node_static(node, "reason", text_of(req, diff.reason));
	items = node_child(node, "items");
	for (size_t i = 0; i < diff.count; i++)
		item_show(req, node_row(items), &diff.item[i]);
}

void
audit_entry_show(struct req *req, struct node *node, const struct audit_entry *entry)
{
	const char *name = entry->account_id == 0 ? lang(req, "audit.system") : entry->name;

	node_static(node, "at", time_text(req->ctx.arena, entry->at));
	node_static(node, "who",
	    entry->staff_no[0] == '\0' ? name : arena_printf(req->ctx.arena, "%s %s", entry->staff_no, name));
	node_static(node, "action", audit_action_text(req, entry->action));
	if (entry->sealed)
		node_static(node, "sealed", lang(req, "audit.sealed"));
	audit_diff_show(req, node, entry->diff);
}

enum rc
history_show(struct req *req, const char *kind, int64_t id)
{
	struct node *list = node_child(view_root(req), "History");
	const struct audit_entry *entry;
	struct rows entries;
	enum rc rc = audit_history(&req->ctx, kind, id, HISTORY_MOST, &entries);

	if (rc != RC_OK)
		return rc;
	entry = entries.items;
	for (size_t i = 0; i < entries.count; i++, entry++)
		audit_entry_show(req, node_row(list), entry);
	return RC_OK;
}
