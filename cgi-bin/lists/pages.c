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

/* `at`: the record whose list it is, where the list is of one (web/list.h); the view is of all of them. */
struct view_form {
	const char *list, *query, *name;
	int64_t at;
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
	{ .field = FIELD(view_form, ID, at), .label = "list.view.list" },
	{ .field = FIELD(view_form, BOOL, shared), .label = "list.view.shared" },
};

static const struct form_field drop_fields[] = { { .field = FIELD(view_form, ID, at),
    .label = "list.view.list" } };

/* The list, and the question as the list prints it. RC_INVALID if it is none of ours, or whose record is meant is not said. */
static enum rc
question_read(struct req *req, const char *name, const char *text, int64_t at, const struct list **list,
    const char **query)
{
	const struct list_choices *choices;
	struct list_query read;
	enum rc rc;

	*list = name != NULL ? list_find(name) : NULL;
	if (*list == NULL)
		return RC_NOT_FOUND;
	if (list_of_record(*list) && at == 0)
		return ctx_fail(&req->ctx, RC_INVALID, "list.bad", "at", NULL);
	rc = list_live_choices(req, list_live(*list), &choices);
	if (rc != RC_OK)
		return rc;
	list_query_init(&read, *list, choices, req->ctx.now);
	rc = list_query_text(req->ctx.arena, &read, text != NULL ? text : "");
	if (rc != RC_OK)
		return ctx_fail(&req->ctx, RC_INVALID, "list.bad", read.problem, NULL);
	memset(&read.place, 0, sizeof(read.place));
	read.view = 0;
	*query = list_query_print(req->ctx.arena, &read);
	return strlen(*query) > 1900 ? ctx_fail(&req->ctx, RC_INVALID, "list.bad", "query", NULL) : RC_OK;
}

/* The record in the address of the form's page. */
static int64_t
record_at(const struct req *req)
{
	const char *at = request_param(&req->http, "at");

	return at != NULL && strlen(at) <= 18 && strspn(at, "0123456789") == strlen(at)
		   ? strtoll(at, NULL, 10)
		   : 0;
}

/* The list's page as it is by itself; where its record is not known, the page that lists such records. */
static const char *
list_home(struct arena *arena, const struct list *list, int64_t at)
{
	if (list_of_record(list) && at == 0)
		return arena_strndup(arena, list->path, strcspn(list->path, "#") - 1);
	return list_path(arena, list, at);
}

static void
view_page(struct req *req, const struct list *list, const char *query, int64_t at)
{
	struct arena *arena = req->ctx.arena;
	struct view_form form = { .list = list->name, .query = query, .name = "", .at = at };
	const char *back = list_path(arena, list, at);

	view_set(req, "Page.title", lang(req, "list.view.title"));
	view_set(req, "View.back", *query != '\0' ? arena_printf(arena, "%s?%s", back, query) : back);
	view_set(req, "View.list", list->name);
	if (list_of_record(list))
		view_set(req, "View.at", arena_printf(arena, "%" PRId64, at));
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
	enum rc rc = question_read(req, request_param(&req->http, "list"), request_param(&req->http, "query"),
	    record_at(req), &list, &query);

	if (rc == RC_OK)
		view_page(req, list, query, record_at(req));
	return rc;
}

/* POST /views */
static enum rc
views_save(struct req *req)
{
	const struct list *list = NULL;
	const char *query = "";
	struct view_form form = { .list = "", .query = "", .name = "" };
	int64_t id = 0;
	enum rc rc = form_parse(req, view_fields, &form);

	if (rc == RC_OK)
		rc = question_read(req, form.list, form.query, form.at, &list, &query);
	if (rc != RC_OK)
		return rc;
	rc = list_view_save(&req->ctx, list, form.name, query, form.shared, &id);
	if (rc == RC_INVALID)
		return form_error(req, "name", req->ctx.reason.key, req->ctx.reason.arg[0], NULL);
	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, "list.view.saved", form.name, NULL);
	return redirect(req, "%s?view=%" PRId64, list_path(req->ctx.arena, list, form.at), id);
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
	if (list == NULL)
		return RC_NOT_FOUND;
	if (list_of_record(list))
		return redirect(req, "%s", list_home(req->ctx.arena, list, 0));
	return redirect(req, "%s?view=%" PRId64, list->path, req->id);
}

/* POST /views/#/delete */
static enum rc
views_delete(struct req *req)
{
	const char *name;
	const struct list *list = NULL;
	struct view_form form = { .at = 0 };
	enum rc rc = form_parse(req, drop_fields, &form);

	if (rc == RC_OK)
		rc = list_view_drop(&req->ctx, req->id, &name);
	if (rc != RC_OK)
		return rc;
	list = list_find(name);
	flash(req, FLASH_OK, "list.view.dropped", NULL);
	if (list == NULL || (list_of_record(list) && form.at == 0))
		return redirect(req, "%s", list == NULL ? "/" : list_home(req->ctx.arena, list, 0));
	/* view=-1: the list's page must not show what this worker remembers of the views */
	return redirect(req, "%s?view=-1", list_path(req->ctx.arena, list, form.at));
}

/* The form again: list and query came with it. */
static enum rc
views_again(struct req *req)
{
	const struct list *list = NULL;
	const char *query = "";
	enum rc rc = question_read(req, request_param(&req->http, "list"), request_param(&req->http, "query"),
	    record_at(req), &list, &query);

	if (rc == RC_OK)
		view_page(req, list, query, record_at(req));
	return rc;
}

static const struct route routes[] = {
	{ GET, "/bulk/#", &RIGHT_LOGGED_IN, lists_bulk, .template = "lists/bulk.cs" },
	{ POST, "/bulk/#", &RIGHT_LOGGED_IN, lists_bulk_run, .again = lists_bulk,
	    .again_template = "lists/bulk.cs" },
	{ GET, "/views/new", &RIGHT_LOGGED_IN, views_new, .template = "lists/view.cs" },
	{ GET, "/views/#", &RIGHT_LOGGED_IN, views_open, .template = "lists/view.cs" },
	{ POST, "/views", &RIGHT_LOGGED_IN, views_save, .again = views_again,
	    .again_template = "lists/view.cs" },
	{ POST, "/views/#/delete", &RIGHT_LOGGED_IN, .handler = views_delete },
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
