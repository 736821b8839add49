/* SPDX-License-Identifier: MIT */
/* What every page has around its content.
 * Not the navigation's making: nav.c keeps that from page to page. */
#include "base/clock.h"
#include "db/config.h"
#include "policy/policy.h"
#include "web/frame.h"
#include "web/lang.h"
#include "web/nav.h"

static const char *
hours_text(struct req *req)
{
	struct service_hours hours;

	if (!req->session.live || policy_hours(&req->ctx, req->ctx.now, &hours) != RC_OK)
		return "";
	return arena_printf(req->ctx.arena, "%02d:%02d–%02d:%02d", (int)(hours.open / HOUR),
	    (int)(hours.open % HOUR / MINUTE), (int)(hours.close / HOUR), (int)(hours.close % HOUR / MINUTE));
}

void
layout_fill(struct req *req)
{
	static const char *const themes[] = { "auto", "light", "dark" };
	struct node *root = view_root(req);
	struct node *page = node_child(root, "Page");

	node_static(page, "lang", lang_tag(req->session.lang));
	node_static(page, "theme", themes[req->session.theme]);
	node_static(page, "path", req->http.path ? req->http.path : "/");
	if (req->http.query && *req->http.query)
		node_static(page, "query", req->http.query);
	node_static(page, "request_id", req->ctx.request_id);
	node_static(page, "time", time_text(req->ctx.arena, req->ctx.now));
	node_static(page, "zone", config_text(config_get(), "Clock.Zone", "Asia/Shanghai"));
	node_static(page, "hours", hours_text(req));
	if (req->session.csrf) {
		node_static(root, "Csrf", req->session.csrf);
		node_static(root, "Once", once_new(req));
	}
	flash_show(req);
	nav_show(req);
}
