/* SPDX-License-Identifier: MIT */
/* Result codes become statuses here and nowhere else; what cannot be answered becomes a clean page.
 * Not a log: who fails logs where it happens. */
#include "base/log.h"
#include "web/frame.h"
#include "web/tree.h"
#include <strings.h>

int
answer_status(enum rc rc)
{
	switch (rc) {
	case RC_OK:
		return 200;
	case RC_INVALID:
		return 422;
	case RC_REFUSED:
	case RC_CONFLICT:
		return 409;
	case RC_NOT_FOUND:
		return 404;
	case RC_FORBIDDEN:
		return 403;
	case RC_BUSY:
		return 429;
	case RC_DB:
		return 503;
	case RC_INTERNAL:
		break;
	}
	return 500;
}

/* Statuses whose page says something of its own; the others say what their hundred says. */
static int
page_of(int status)
{
	static const int own[] = { 400, 403, 404, 405, 409, 413, 422, 429, 500, 503 };

	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (own[i] == status)
			return status;
	return status >= 500 ? 500 : 400;
}

/* When even the error page fails: no template, no language file, no data. */
static void
answer_plain(struct req *req)
{
	buf_printf(&req->out.body,
	    "<!DOCTYPE html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>%d</title>"
	    "<h1>%d</h1><p>页面暂时无法显示。 This page cannot be shown now.</p><p>%s</p></html>\n",
	    req->out.status, req->out.status, req->ctx.request_id);
}

void
answer_again(struct req *req)
{
	static const char *const kept[] = { "Set-Cookie:", "X-Request-Id:", "Allow:" };
	const char *line = req->out.headers.data;
	struct buf headers;

	buf_init(&headers, req->ctx.arena, 512);
	while (*line) {
		const char *end = strstr(line, "\r\n");
		size_t length = end ? (size_t)(end - line) + 2 : strlen(line);

		for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
			if (!strncasecmp(line, kept[i], strlen(kept[i])))
				buf_add(&headers, line, length);
		line += length;
	}
	req->out.headers = headers;
	req->out.body.length = 0;
	req->out.status = 200;
	req->out.type = "text/html; charset=utf-8";
	req->moved = false;
	view_new(req);
}

void
answer_error(struct req *req, int status, const char *text)
{
	struct arena *arena = req->ctx.arena;
	int page = page_of(status);
	struct node *error;
	const char *title;

	answer_again(req);
	req->out.status = status;
	title = lang(req, arena_printf(arena, "error.%d.title", page));
	view_set(req, "Page.title", title);
	error = node_child(view_root(req), "Error");
	node_int(error, "status", status);
	node_static(error, "title", title);
	node_static(
	    error, "text", text && *text ? text : lang(req, arena_printf(arena, "error.%d.text", page)));
	node_static(error, "request_id", req->ctx.request_id);
	layout_fill(req);
	if (view_render(req, "errors/error.cs") != RC_OK)
		answer_plain(req);
}
