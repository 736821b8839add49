/* SPDX-License-Identifier: MIT */
/* A bulk action's page: before it ran what will and will not go through, afterwards what did and did not.
 * Not the action (the feature's own) nor its running (web/bulk). */
#include "base/money.h"
#include "lists/pages.h"
#include "web/bulk.h"
#include "web/form.h"
#include "web/list_show.h"
#include <inttypes.h>

struct run_form {
	const char *note;
};
static const struct form_field plain_fields[1]; /* none: form_parse of nothing */
static const struct form_field note_fields[] = { { .field = FIELD(run_form, TEXT, note),
    .label = "list.bulk.note",
    .required = true,
    .min = 2,
    .max = 200 } };

static const struct form_field option_fields[] = {
	{ .field = FIELD(run_form, TEXT, note), .label = "list.bulk.note", .required = true, .max = 200 },
};

/* Why an item does not go through, in words; also where the action gave no reason. */
static const char *
reason_words(void *self, struct ctx *ctx, enum rc rc)
{
	struct req *req = self;

	if (ctx->reason.key != NULL)
		return lang_reason(req, &ctx->reason);
	return lang(req, arena_printf(ctx->arena, "list.bulk.%s", rc_name(rc)));
}

static const char *
item_path(struct req *req, const struct bulk *bulk, const struct bulk_item *item)
{
	const char *hash = bulk->of->item != NULL ? strchr(bulk->of->item, '#') : NULL;

	if (hash == NULL)
		return NULL;
	return arena_printf(req->ctx.arena, "%.*s%" PRId64 "%s", (int)(hash - bulk->of->item), bulk->of->item,
	    item->record_id, hash + 1);
}

static void
item_show(struct req *req, struct node *list, const struct bulk *bulk, const struct bulk_item *item,
    const char *reason)
{
	struct node *row = node_row(list);
	const char *path = item_path(req, bulk, item);

	node_static(row, "label",
	    *item->title != '\0' ? item->title : arena_printf(req->ctx.arena, "#%" PRId64, item->record_id));
	if (path != NULL)
		node_static(row, "path", path);
	node_static(row, "reason", reason);
}

/* Checks every item; each in an arena of its own, for there may be a thousand. */
static enum rc
preview_show(struct req *req, struct node *node, const struct bulk *bulk, const struct rows *rows)
{
	const struct bulk_item *item = rows->items;
	struct arena *arena = req->ctx.arena, *scratch = arena_new(0);
	int64_t will = 0, will_fen = 0, wont = 0;
	enum rc rc = RC_OK;
	size_t i;

	for (i = 0; i < rows->count; i++) {
		const char *reason = NULL;

		if (item[i].outcome != BULK_OPEN)
			continue;
		req->ctx.arena = scratch;
		rc = bulk_check(&req->ctx, bulk, &item[i]);
		if (rc != RC_OK)
			reason = arena_strdup(arena, reason_words(req, &req->ctx, rc));
		req->ctx.arena = arena;
		arena_reset(scratch, 1 << 18);
		if (rc == RC_DB || rc == RC_INTERNAL)
			break;
		if (reason != NULL)
			item_show(req, node_child(node, "skips"), bulk, &item[i], reason);
		else
			will_fen += item[i].fen;
		*(reason != NULL ? &wont : &will) += 1;
		rc = RC_OK;
	}
	arena_free(scratch);
	memset(&req->ctx.reason, 0, sizeof(req->ctx.reason));
	node_static(node, "will", list_number(arena, will));
	node_static(node, "wont", list_number(arena, wont));
	node_flag(node, "some", will > 0);
	node_flag(node, "some_not", wont > 0);
	if (bulk->of->money != NULL)
		node_static(node, "will_sum", money_text(arena, will_fen));
	return rc;
}

static void
result_show(struct req *req, struct node *node, const struct bulk *bulk, const struct rows *rows)
{
	const struct bulk_item *item = rows->items;
	int64_t done = 0, failed = 0;
	size_t i;

	for (i = 0; i < rows->count; i++) {
		done += item[i].outcome == BULK_DONE;
		failed += item[i].outcome == BULK_FAILED;
		if (item[i].outcome == BULK_FAILED)
			item_show(req, node_child(node, "fails"), bulk, &item[i], item[i].reason);
	}
	node_flag(node, "over", true);
	node_static(node, "done", list_number(req->ctx.arena, done));
	node_static(node, "failed", list_number(req->ctx.arena, failed));
	node_flag(node, "some_failed", failed > 0);
}

/* The action's name without the dots that announce this page. */
static const char *
action_name(struct req *req, const struct bulk *bulk)
{
	static const char dots[] = "…";
	const char *label = lang(req, bulk->does->label);
	size_t length = strlen(label), tail = sizeof(dots) - 1;

	if (length > tail && !strcmp(label + length - tail, dots))
		length -= tail;
	return arena_strndup(req->ctx.arena, label, length);
}

static void
options_show(struct req *req, struct node *node, const struct bulk *bulk)
{
	struct list_choice options[LIST_VALUES];
	size_t count = bulk->does->options(req, options, LIST_VALUES), i;
	struct node *list = node_child(node, "options"), *row;

	for (i = 0; i < count; i++) {
		row = node_row(list);
		node_static(row, "value", options[i].value);
		node_static(row, "label", options[i].label);
	}
	if (count == 0)
		node_static(node, "lock", lang(req, bulk->does->no_options));
}

/* The note as given: a text, or one of what the action offers now. */
static enum rc
note_read(struct req *req, const struct bulk *bulk, struct run_form *form)
{
	struct list_choice options[LIST_VALUES];
	size_t count, i;
	enum rc rc;

	if (bulk->does->options == NULL)
		return form_parse(req, note_fields, form);
	rc = form_parse(req, option_fields, form);
	if (rc != RC_OK)
		return rc;
	count = bulk->does->options(req, options, LIST_VALUES);
	for (i = 0; i < count; i++)
		if (strcmp(options[i].value, form->note) == 0)
			return RC_OK;
	return form_error(req, "note", "list.bulk.option", NULL);
}

static void
head_show(struct req *req, struct node *node, const struct bulk *bulk, const struct rows *rows)
{
	const struct bulk_item *item = rows->items;
	struct arena *arena = req->ctx.arena;
	int64_t fen = 0;
	size_t i;

	for (i = 0; i < rows->count; i++)
		fen += item[i].fen;
	node_int(node, "id", bulk->id);
	node_static(node, "title", action_name(req, bulk));
	node_static(node, "action_label", action_name(req, bulk));
	node_static(node, "count", list_number(arena, bulk->item_count));
	if (bulk->of->money != NULL)
		node_static(node, "sum", money_text(arena, fen));
	/* frozen by a version of the portal that kept the question alone: the list as it is by itself */
	node_static(node, "back", *bulk->back == '/' ? bulk->back : bulk->of->path);
	if (bulk->does->note != NULL && bulk->begun_at == 0)
		node_static(node, "note", lang(req, bulk->does->note));
	if (bulk->does->options != NULL && bulk->begun_at == 0)
		options_show(req, node, bulk);
	node_flag(node, "begun", bulk->begun_at != 0);
	view_set(req, "Page.title", action_name(req, bulk));
}

enum rc
lists_bulk(struct req *req)
{
	struct node *node = node_child(view_root(req), "Bulk");
	struct run_form form = { "" };
	struct bulk bulk;
	struct rows items;
	enum rc rc = bulk_get(&req->ctx, req->id, &bulk);

	if (rc == RC_OK)
		rc = bulk_items(&req->ctx, bulk.id, &items);
	if (rc != RC_OK)
		return rc;
	head_show(req, node, &bulk, &items);
	if (bulk.does->note != NULL)
		form_fill(req, note_fields, &form);
	if (bulk.done_at == 0)
		return preview_show(req, node, &bulk, &items);
	result_show(req, node, &bulk, &items);
	return RC_OK;
}

enum rc
lists_bulk_run(struct req *req)
{
	struct run_form form = { "" };
	struct bulk bulk;
	enum rc rc = bulk_get(&req->ctx, req->id, &bulk);

	if (rc != RC_OK)
		return rc;
	if (bulk.does->note != NULL && bulk.begun_at == 0)
		rc = note_read(req, &bulk, &form);
	else
		rc = form_read(req, plain_fields, 0, &form);
	if (rc == RC_OK)
		rc = bulk_run(&req->ctx, &bulk, form.note != NULL ? form.note : "", reason_words, req);
	return rc == RC_OK ? redirect(req, "/bulk/%" PRId64, bulk.id) : rc;
}
