/* SPDX-License-Identifier: MIT */
/* Saved views: the form that names one, saving, dropping; and the table of this feature's routes.
 * Not the tabs (web/list_show.c). */
#include "lists/pages.h"
#include "base/clock.h"
#include "lists/lists.h"
#include "web/bulk.h"
#include "web/form.h"
#include "web/list_page.h"
#include "web/list_view.h"
#include <inttypes.h>

struct view_form {
	const char *list, *query, *name;
	bool shared;
};
static const struct form_field view_fields[] = {
	{ .field = FIELD(view_form, TEXT, name),
	    .label = "list.view.name",
	    .required = true,
	    .min = 1,
	    .max = LIST_VIEW_NAME },
	{ .field = FIELD(view_form, TEXT, list), .label = "list.view.list", .required = true, .max = 60 },
	{ .field = FIELD(view_form, TEXT, query), .label = "list.view.query", .max = 1900 },
	{ .field = FIELD(view_form, BOOL, shared), .label = "list.view.shared" },
};

/* The list, and the question as the list prints it. RC_INVALID if it is none of ours. */
static enum rc
question_read(
    struct req *req, const char *name, const char *text, const struct list **list, const char **query)
{
	const struct list_choices *choices;
	struct list_query read;
	enum rc rc;

	*list = name != NULL ? list_find(name) : NULL;
	if (*list == NULL)
		return RC_NOT_FOUND;
	rc = list_live_choices(req, list_live(*list), &choices);
	if (rc != RC_OK)
		return rc;
	list_query_init(&read, *list, choices);
	rc = list_query_text(req->ctx.arena, &read, text != NULL ? text : "");
	if (rc != RC_OK)
		return ctx_fail(&req->ctx, RC_INVALID, "list.bad", read.problem, NULL);
	memset(&read.place, 0, sizeof(read.place));
	read.view = 0;
	*query = list_query_print(req->ctx.arena, &read);
	return strlen(*query) > 1900 ? ctx_fail(&req->ctx, RC_INVALID, "list.bad", "query", NULL) : RC_OK;
}

static void
view_page(struct req *req, const struct list *list, const char *query)
{
	struct arena *arena = req->ctx.arena;
	struct view_form form = { list->name, query, "", false };

	view_set(req, "Page.title", lang(req, "list.view.title"));
	view_set(
	    req, "View.back", *query != '\0' ? arena_printf(arena, "%s?%s", list->path, query) : list->path);
	view_set(req, "View.list", list->name);
	view_set(req, "View.query", query);
	view_flag(req, "View.may_share", may(req, &RIGHT_VIEW_SHARE));
	form_fill(req, view_fields, &form);
}

/* GET /views/new */
static enum rc
views_new(struct req *req)
{
	const struct list *list = NULL;
	const char *query = "";
	enum rc rc = question_read(
	    req, request_param(&req->http, "list"), request_param(&req->http, "query"), &list, &query);

	if (rc == RC_OK)
		view_page(req, list, query);
	return rc;
}

/* POST /views */
static enum rc
views_save(struct req *req)
{
	const struct list *list = NULL;
	const char *query = "";
	struct view_form form = { "", "", "", false };
	int64_t id = 0;
	enum rc rc = form_parse(req, view_fields, &form);

	if (rc == RC_OK)
		rc = question_read(req, form.list, form.query, &list, &query);
	if (rc != RC_OK)
		return rc;
	rc = list_view_save(&req->ctx, list, form.name, query, form.shared, &id);
	if (rc == RC_INVALID)
		return form_error(req, "name", req->ctx.reason.key, req->ctx.reason.arg[0], NULL);
	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, "list.view.saved", form.name, NULL);
	return redirect(req, "%s?view=%" PRId64, list->path, id);
}

/* GET /views/#: the list under that view; where a replayed form leads to. */
static enum rc
views_open(struct req *req)
{
	const char *name;
	const struct list *list = NULL;
	enum rc rc = list_view_list(&req->ctx, req->id, &name);

	if (rc != RC_OK)
		return rc;
	list = list_find(name);
	return list != NULL ? redirect(req, "%s?view=%" PRId64, list->path, req->id) : RC_NOT_FOUND;
}

/* POST /views/#/delete */
static enum rc
views_delete(struct req *req)
{
	const char *name;
	const struct list *list = NULL;
	enum rc rc = form_read(req, view_fields, 0, NULL);

	if (rc == RC_OK)
		rc = list_view_drop(&req->ctx, req->id, &name);
	if (rc != RC_OK)
		return rc;
	list = list_find(name);
	flash(req, FLASH_OK, "list.view.dropped", NULL);
	/* view=-1: the list's page must not show what this worker remembers of the views */
	return redirect(
	    req, "%s", list != NULL ? arena_printf(req->ctx.arena, "%s?view=-1", list->path) : "/");
}

/* The form again: list and query came with it. */
static enum rc
views_again(struct req *req)
{
	const struct list *list = NULL;
	const char *query = "";
	enum rc rc = question_read(
	    req, request_param(&req->http, "list"), request_param(&req->http, "query"), &list, &query);

	if (rc == RC_OK)
		view_page(req, list, query);
	return rc;
}

static const struct route routes[] = {
	{ GET, "/bulk/#", &RIGHT_LOGGED_IN, lists_bulk, "lists/bulk.cs", NULL, NULL, false },
	{ POST, "/bulk/#", &RIGHT_LOGGED_IN, lists_bulk_run, NULL, lists_bulk, "lists/bulk.cs", false },
	{ GET, "/views/new", &RIGHT_LOGGED_IN, views_new, "lists/view.cs", NULL, NULL, false },
	{ GET, "/views/#", &RIGHT_LOGGED_IN, views_open, "lists/view.cs", NULL, NULL, false },
	{ POST, "/views", &RIGHT_LOGGED_IN, views_save, NULL, views_again, "lists/view.cs", false },
	{ POST, "/views/#/delete", &RIGHT_LOGGED_IN, views_delete, NULL, NULL, NULL, false },
	{ 0 },
};
static const struct right *const rights[] = { &RIGHT_VIEW_SHARE, NULL };
static const struct job jobs[] = { { "lists.purge", HOUR, bulk_purge }, { NULL, 0, NULL } };
static const char *const kinds[] = { "bulk", "/bulk/#", "view", "/views/#", NULL };

const struct feature lists_feature = {
	.name = "lists",
	.routes = routes,
	.rights = rights,
	.jobs = jobs,
	.kinds = kinds,
};
