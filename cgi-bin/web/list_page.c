/* SPDX-License-Identifier: MIT */
/* A list page answered: the URL read, rows found, everything shown; or streamed as an export.
 * Not how rows are found (list_read.c). */
#include "web/list_page.h"
#include "web/list_export.h"
#include "web/list_show.h"
#include "web/list_sql.h"

const struct list *
list_find(const char *name)
{
	size_t i;

	for (i = 0; lists[i] != NULL; i++)
		if (strcmp(lists[i]->name, name) == 0)
			return lists[i];
	return NULL;
}

static enum rc
bad_parameter(struct req *req, const struct list_query *query)
{
	return ctx_fail(&req->ctx, RC_INVALID, "list.bad", query->problem, NULL);
}

/* A text that brings filters where the URL names none: a saved view or the defaults; then the URL's own sort and place. */
static enum rc
query_under(struct req *req, struct list_query *query, const char *text)
{
	struct list_query whole;
	enum rc rc;

	list_query_inner(&whole, query);
	rc = list_query_text(req->ctx.arena, &whole, text);
	if (rc == RC_OK)
		rc = list_query_read(req->ctx.arena, &whole, req->http.params, req->http.param_count);
	if (rc != RC_OK)
		return bad_parameter(req, &whole);
	*query = whole;
	return RC_OK;
}

static const struct list_view *
view_find(const struct rows *views, int64_t id)
{
	const struct list_view *view = views->items;
	size_t i;

	for (i = 0; i < views->count; i++)
		if (view[i].id == id)
			return &view[i];
	return NULL;
}

/* The saved view the URL calls for. What another worker saved a moment ago may not be known here yet. */
static enum rc
query_view(struct req *req, struct list_query *query, struct rows *views)
{
	const struct list_view *view = view_find(views, query->view);
	enum rc rc;

	if (query->view <= 0)
		return RC_OK;
	if (view == NULL) {
		rc = list_views(&req->ctx, query->list, true, views);
		if (rc != RC_OK)
			return rc;
		view = view_find(views, query->view);
	}
	if (list_query_filtered(query) > 0) {
		if (view == NULL)
			query->view = 0; /* dropped since; the link tells all the same */
		return RC_OK;
	}
	return view == NULL ? RC_NOT_FOUND : query_under(req, query, view->query);
}

static enum rc
query_defaults(struct req *req, struct list_query *query)
{
	const char *text;
	enum rc rc;

	if (query->list->defaults == NULL || query->all || query->view > 0 || list_query_filtered(query) > 0)
		return RC_OK;
	text = query->list->defaults(req);
	if (text == NULL || *text == '\0')
		return RC_OK;
	rc = query_under(req, query, text);
	query->defaulted = true;
	return rc;
}

enum rc
list_query_of(struct req *req, const struct list *list, struct list_query *query, struct rows *views)
{
	const struct list_choices *choices;
	enum rc rc = list_live_choices(req, list_live(list), &choices);

	if (rc != RC_OK)
		return rc;
	list_query_init(query, list, choices, req->ctx.now);
	query->path = list_path(req->ctx.arena, list, req->id);
	rc = list_query_read(req->ctx.arena, query, req->http.params, req->http.param_count);
	if (rc != RC_OK)
		return bad_parameter(req, query);
	rc = list_views(&req->ctx, list, query->view < 0, views);
	if (rc == RC_OK)
		rc = query_view(req, query, views);
	if (rc == RC_OK)
		rc = query_defaults(req, query);
	return rc;
}

void
list_ask(struct req *req, const struct list_query *query, size_t want, size_t windows, struct list_ask *ask)
{
	struct arg *scope = NULL;

	memset(ask, 0, sizeof(*ask));
	ask->query = query;
	ask->want = want;
	ask->windows = windows;
	if (query->list->scope == NULL)
		return;
	scope = arena_array(req->ctx.arena, LIST_SCOPE, sizeof(*scope));
	ask->scope_count = query->list->scope(req, scope, LIST_SCOPE);
	ask->scope = scope;
}

/* The page itself. Going back to a start that has fewer rows than a page shows the first page. */
static enum rc
page_read(struct req *req, struct list_query *query, struct list_found *found, struct list_tally *tally,
    struct list_total *total)
{
	struct list_ask ask;
	enum rc rc;

	list_ask(req, query, LIST_PAGE, LIST_WINDOWS, &ask);
	rc = list_tally(&req->ctx, &ask, tally);
	ask.tally = tally;
	if (rc == RC_OK)
		rc = list_read(&req->ctx, &ask, found);
	if (rc == RC_OK && query->place.side == LIST_BEFORE && !found->more && !found->partial) {
		memset(&query->place, 0, sizeof(query->place));
		rc = list_read(&req->ctx, &ask, found);
	}
	if (rc == RC_OK)
		rc = list_total(&req->ctx, &ask, found, total);
	return rc;
}

/* All that a page shows. It lives in the request's arena: rows and choices are shown while they are rendered. */
struct page {
	struct list_query query;
	struct list_found found;
	struct list_tally tally;
	struct list_total total;
	struct rows views;
	struct list_shown shown;
};

static void
row_fill(void *self, struct node *row, size_t number)
{
	const struct page *page = self;
	const struct list *list = page->query.list;
	const void *values = page->found.rows[number];
	const struct list_tail *tail = list_tail(list, values);

	node_int(row, "id", tail->key);
	if (list->bulk_count > 0)
		node_int(row, "version", tail->version);
	list->show(page->shown.req, row, values);
}

enum rc
list_page(struct req *req, const struct list *list)
{
	struct page *page = ARENA_NEW(req->ctx.arena, struct page);
	enum rc rc = list_query_of(req, list, &page->query, &page->views);

	if (rc != RC_OK)
		return rc;
	if (page->query.export != LIST_NO_EXPORT)
		return list_export(req, &page->query);
	rc = page_read(req, &page->query, &page->found, &page->tally, &page->total);
	if (rc != RC_OK)
		return rc;
	page->shown = (struct list_shown){ .req = req,
		.query = &page->query,
		.found = &page->found,
		.tally = &page->tally,
		.total = &page->total,
		.views = &page->views,
		.live = list_live(list),
		.node = node_child(view_root(req), "List") };
	list_show(&page->shown);
	node_rows(node_child(page->shown.node, "rows"), page->found.count, row_fill, page);
	return RC_OK;
}
