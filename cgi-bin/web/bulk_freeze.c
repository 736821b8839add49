/* SPDX-License-Identifier: MIT */
/* What a list's form asks to be done with many rows: ids and versions read, or the filter run; then frozen.
 * Not the doing (bulk.c). */
#include "web/bulk.h"
#include "web/list_page.h"
#include "web/list_sql.h"
#include <inttypes.h>

#define TITLES 256     /* looked up at once */
#define BACK_MOST 1900 /* bytes of the list's question */

struct title_row {
	int64_t list_key, list_fen;
	const char *list_title;
};
static const struct field title_fields[] = { FIELD(title_row, ID, list_key),
	FIELD(title_row, MONEY, list_fen), FIELD(title_row, TEXT, list_title) };
static const struct record title_record = RECORD(title_row, title_fields);

struct freeze {
	struct req *req;
	const struct list *list;
	const struct list_bulk *action;
	struct list_query query; /* where it came from */
	struct bulk_item *items;
	size_t count;
};

static bool
digits(const char **text, int64_t *number)
{
	size_t length = strspn(*text, "0123456789");

	if (length == 0 || length > 18)
		return false;
	*number = strtoll(*text, NULL, 10);
	*text += length;
	return true;
}

/* "id.version" */
static bool
item_read(const char *text, struct bulk_item *item)
{
	if (!digits(&text, &item->record_id) || *text++ != '.' || !digits(&text, &item->version))
		return false;
	return *text == '\0' && item->record_id > 0;
}

static int
item_compare(const void *left, const void *right)
{
	const struct bulk_item *a = *(const struct bulk_item *const *)left,
			       *b = *(const struct bulk_item *const *)right;

	return (a->record_id > b->record_id) - (a->record_id < b->record_id);
}

/* A row ticked twice is one row. Keeps the order of the page. */
static void
items_unique(struct freeze *freeze)
{
	struct bulk_item **sorted = arena_array(freeze->req->ctx.arena, freeze->count + 1, sizeof(*sorted));
	size_t i, kept = 0;

	for (i = 0; i < freeze->count; i++)
		sorted[i] = &freeze->items[i];
	qsort(sorted, freeze->count, sizeof(*sorted), item_compare);
	for (i = 1; i < freeze->count; i++)
		if (sorted[i]->record_id == sorted[i - 1]->record_id)
			(sorted[i] > sorted[i - 1] ? sorted[i] : sorted[i - 1])->outcome = BULK_FAILED;
	for (i = 0; i < freeze->count; i++)
		if (freeze->items[i].outcome != BULK_FAILED)
			freeze->items[kept++] = freeze->items[i];
	freeze->count = kept;
}

static enum rc
items_ticked(struct freeze *freeze)
{
	struct arena *arena = freeze->req->ctx.arena;
	const char **values = arena_array(arena, LIST_BULK_MOST + 1, sizeof(*values));
	size_t i;

	freeze->count = request_params(&freeze->req->http, "id[]", values, LIST_BULK_MOST + 1);
	freeze->count += request_params(
	    &freeze->req->http, "row[]", values + freeze->count, LIST_BULK_MOST + 1 - freeze->count);
	if (freeze->count > LIST_BULK_MOST)
		return ctx_refuse(&freeze->req->ctx, "list.bulk.many", NULL);
	freeze->items = arena_array(arena, freeze->count + 1, sizeof(*freeze->items));
	for (i = 0; i < freeze->count; i++)
		if (!item_read(values[i], &freeze->items[i]))
			return ctx_fail(&freeze->req->ctx, RC_INVALID, "list.bad", "id[]", NULL);
	items_unique(freeze);
	return RC_OK;
}

/* All rows that match, as they are now. */
static enum rc
items_matching(struct freeze *freeze)
{
	struct list_ask ask;
	struct list_found found;
	size_t i;
	enum rc rc;

	list_ask(freeze->req, &freeze->query, LIST_BULK_MOST, 10 * LIST_WINDOWS, &ask);
	rc = list_read(&freeze->req->ctx, &ask, &found);
	if (rc != RC_OK)
		return rc;
	if (found.more || found.partial)
		return ctx_refuse(&freeze->req->ctx, "list.bulk.many", NULL);
	freeze->count = found.count;
	freeze->items = arena_array(freeze->req->ctx.arena, found.count + 1, sizeof(*freeze->items));
	for (i = 0; i < found.count; i++) {
		freeze->items[i].record_id = list_tail(freeze->list, found.rows[i])->key;
		freeze->items[i].version = list_tail(freeze->list, found.rows[i])->version;
	}
	return RC_OK;
}

static void
titles_take(struct bulk_item *items, size_t count, const struct rows *rows)
{
	const struct title_row *row = rows->items;
	size_t i, j;

	for (i = 0; i < count; i++)
		for (j = 0; j < rows->count; j++)
			if (row[j].list_key == items[i].record_id) {
				items[i].fen = row[j].list_fen;
				items[i].title = row[j].list_title;
			}
}

/* Names and amounts as they are now. A row that left the list meanwhile has none; its check will say why. */
static enum rc
items_titles(struct freeze *freeze)
{
	struct ctx *ctx = &freeze->req->ctx;
	struct list_ask ask;
	struct list_terms terms = { .arena = ctx->arena,
		.query = list_query_whole(ctx->arena, &freeze->query) };
	int64_t keys[TITLES];
	size_t at, i, take;
	enum rc rc = RC_OK;

	list_ask(freeze->req, &freeze->query, 1, 1, &ask);
	terms.scope = ask.scope;
	terms.scope_count = ask.scope_count;
	for (i = 0; i < freeze->count; i++)
		freeze->items[i].title = "";
	for (at = 0; at < freeze->count && rc == RC_OK; at += take) {
		struct list_sql sql;
		struct rows rows;

		take = freeze->count - at < TITLES ? freeze->count - at : TITLES;
		for (i = 0; i < take; i++)
			keys[i] = freeze->items[at + i].record_id;
		sql = list_sql_titles(&terms, keys, take);
		rc = db_rows(ctx, db_shape(ctx, sql.text), &title_record, &rows, sql.args, sql.count);
		if (rc == RC_OK)
			titles_take(freeze->items + at, take, &rows);
	}
	return rc;
}

static const struct list_bulk *
action_find(const struct list *list, const char *name)
{
	size_t i;

	for (i = 0; name != NULL && i < list->bulk_count; i++)
		if (strcmp(list->bulk[i].name, name) == 0)
			return &list->bulk[i];
	return NULL;
}

/* Nothing is taken from the form but what is named here. */
static enum rc
fields_allowed(struct req *req)
{
	static const char *const names[] = { "csrf", "once", "bulk", "action", "id[]", "row[]", "all",
		"filter", NULL };
	size_t i, j;

	for (i = 0; i < req->http.param_count; i++) {
		for (j = 0; names[j] != NULL && strcmp(names[j], req->http.params[i].name) != 0; j++)
			;
		if (names[j] == NULL)
			return ctx_fail(&req->ctx, RC_INVALID, "list.bad", req->http.params[i].name, NULL);
	}
	return RC_OK;
}

static enum rc
origin_read(struct freeze *freeze)
{
	struct req *req = freeze->req;
	const char *filter = request_param(&req->http, "filter");
	const struct list_choices *choices;
	enum rc rc = list_live_choices(req, list_live(freeze->list), &choices);

	if (rc != RC_OK)
		return rc;
	list_query_init(&freeze->query, freeze->list, choices, req->ctx.now);
	freeze->query.path = list_path(req->ctx.arena, freeze->list, req->id);
	if (filter != NULL &&
	    (strlen(filter) > BACK_MOST || list_query_text(req->ctx.arena, &freeze->query, filter) != RC_OK))
		return ctx_fail(&req->ctx, RC_INVALID, "list.bad", "filter", NULL);
	memset(&freeze->query.place, 0, sizeof(freeze->query.place));
	return RC_OK;
}

/* The defaults are not printed on links; here they count as what they are. */
static enum rc
origin_defaults(struct freeze *freeze)
{
	const char *text;

	if (freeze->list->defaults == NULL || list_query_filtered(&freeze->query) > 0 || freeze->query.all)
		return RC_OK;
	text = freeze->list->defaults(freeze->req);
	if (text == NULL || *text == '\0')
		return RC_OK;
	return list_query_text(freeze->req->ctx.arena, &freeze->query, text);
}

enum rc
list_bulk_freeze(struct req *req, const struct list *list)
{
	struct freeze freeze = { .req = req, .list = list };
	const char *all = request_param(&req->http, "all"), *back = request_param(&req->http, "filter");
	const char *action;
	int64_t id = 0;
	enum rc rc = fields_allowed(req);

	action = request_param(&req->http, "bulk");
	freeze.action = action_find(list, action != NULL ? action : request_param(&req->http, "action"));
	if (rc == RC_OK && freeze.action == NULL)
		rc = ctx_fail(&req->ctx, RC_INVALID, "list.bad", "bulk", NULL);
	if (rc == RC_OK && freeze.action != NULL && !may(req, freeze.action->right))
		rc = RC_FORBIDDEN;
	if (rc == RC_OK)
		rc = origin_read(&freeze);
	if (rc == RC_OK)
		rc = origin_defaults(&freeze);
	if (rc == RC_OK)
		rc = all != NULL && strcmp(all, "1") == 0 ? items_matching(&freeze) : items_ticked(&freeze);
	if (rc != RC_OK)
		return rc;
	back = back != NULL && *back != '\0' ? arena_printf(req->ctx.arena, "%s?%s", freeze.query.path, back)
					     : freeze.query.path;
	if (freeze.count == 0) {
		flash(req, FLASH_WARN, "list.bulk.none", NULL);
		return redirect(req, "%s", back);
	}
	rc = items_titles(&freeze);
	if (rc == RC_OK)
		rc = bulk_freeze(&req->ctx, list, freeze.action, back, freeze.items, freeze.count, &id);
	return rc == RC_OK ? redirect(req, "/bulk/%" PRId64, id) : rc;
}
