/* SPDX-License-Identifier: MIT */
/* Pages of notices: what I or my role was told, newest first; read one, read all.
 * Not the writing of them: features do that in their transactions. */
#include "notices/notices.h"

#include "base/clock.h"
#include "db/db.h"
#include "web/form.h"
#include <inttypes.h>
#include <string.h>

static const struct right RIGHT_NOTICE_SEE = { "notice.see", ROLE_ALL };
static const struct right RIGHT_NOTICE_READ = { "notice.read", ROLE_ALL };

#define PAGE 50

static void
notice_show(struct req *req, struct node *row, const struct notice_row *notice)
{
	node_int(row, "id", notice->id);
	node_static(row, "at", time_text(req->ctx.arena, notice->made_at));
	node_set(row, "text",
	    lang_text(req, notice->text_key, notice->arg0, notice->arg1, notice->arg2, notice->arg3, NULL));
	node_set(row, "path", notice->path);
	node_flag(row, "unread", notice->unread);
}

static int64_t
before_param(struct req *req)
{
	const char *text = request_param(&req->http, "before");

	if (text == NULL || strlen(text) > 18 || strspn(text, "0123456789") != strlen(text))
		return 0;
	return strtoll(text, NULL, 10);
}

/* GET /notices?before=ID */
static enum rc
notices_index(struct req *req)
{
	struct node *list = node_child(view_root(req), "Notices");
	int64_t before = before_param(req);
	const struct notice_row *notice;
	struct rows notices;
	enum rc rc = notice_list(&req->ctx, before, PAGE + 1, &notices);

	if (rc != RC_OK)
		return rc;
	notice = notices.items;
	for (size_t i = 0; i < notices.count && i < PAGE; i++)
		notice_show(req, node_row(list), &notice[i]);
	if (notices.count > 0)
		view_set(req, "Newest", arena_printf(req->ctx.arena, "%" PRId64, notice[0].id));
	for (size_t i = 0; i < notices.count && i < PAGE; i++)
		if (notice[i].unread)
			view_flag(req, "Unread", true);
	if (notices.count > PAGE)
		view_set(req, "Paging.next",
		    arena_printf(req->ctx.arena, "/notices?before=%" PRId64, notice[PAGE - 1].id));
	if (before != 0)
		view_set(req, "Paging.prev", "/notices");
	view_set(req, "Page.title", lang(req, "notices.title"));
	view_set(req, "Page.subtitle", lang(req, "notices.subtitle"));
	return RC_OK;
}

/* POST /notices/#/read */
static enum rc
notice_read_post(struct req *req)
{
	enum rc rc = form_read(req, NULL, 0, NULL);

	if (rc == RC_OK)
		rc = notice_read(&req->ctx, req->id, false);
	return rc == RC_OK ? redirect(req, "/notices") : rc;
}

struct all_form {
	int64_t up_to;
};
static const struct form_field all_fields[] = {
	{ .field = FIELD(all_form, ID, up_to), .label = "notices.title", .required = true },
};

/* POST /notices/read: all that the reader has seen, no later ones */
static enum rc
notices_read_post(struct req *req)
{
	struct all_form form;
	enum rc rc = form_parse(req, all_fields, &form);

	if (rc == RC_OK)
		rc = notice_read(&req->ctx, form.up_to, true);
	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, "notices.done_all", NULL);
	return redirect(req, "/notices");
}

static enum rc
notice_counts(struct ctx *ctx, struct module_counts *counts, size_t *count)
{
	int64_t unread;
	enum rc rc;

	if (!actor_may(&ctx->actor, &RIGHT_NOTICE_SEE))
		return RC_OK;
	rc = notice_unread(ctx, &unread);
	if (rc != RC_OK)
		return rc;
	counts[(*count)++] = (struct module_counts){ .module = "notices",
		.label = "notices.title",
		.today = unread,
		.today_path = "/notices",
		.quiet = true };
	return RC_OK;
}

static const struct route routes[] = {
	{ GET, "/notices", &RIGHT_NOTICE_SEE, notices_index, .template = "notices/index.cs" },
	{ POST, "/notices/read", &RIGHT_NOTICE_READ, .handler = notices_read_post },
	{ POST, "/notices/#/read", &RIGHT_NOTICE_READ, .handler = notice_read_post },
	{ .path = NULL },
};
static const struct right *const rights[] = { &RIGHT_NOTICE_SEE, &RIGHT_NOTICE_READ, NULL };
static const struct nav nav[] = {
	{ NAV_TOP, 20, "notices.title", "/notices", &RIGHT_NOTICE_SEE, "notices" },
	{ .label = NULL },
};

const struct feature notices_feature = {
	.name = "notices", .routes = routes, .rights = rights, .nav = nav, .counts = notice_counts
};
