/* SPDX-License-Identifier: MIT */
/* Home page, search over everything, help.
 * Not the counting: each feature counts what it knows; this only puts it side by side. */
#include "base/clock.h"
#include "base/utf8.h"
#include "db/db.h"
#include "home/home.h"
#include "members/members.h"
#include "notices/notices.h"
#include "orders/orders.h"
#include "web/due.h"
#include "web/nav.h"
#include "web/req.h"
#include <inttypes.h>

/* ---- GET / ---- */

static void
figure_show(struct node *row, const char *name, const char *path_name, int64_t number, const char *path)
{
	node_int(row, name, number);
	if (number > 0 && path)
		node_set(row, path_name, path);
}

/* "@key" is a language key, anything else finished text. */
static const char *
text_of(struct req *req, const char *text)
{
	return text[0] == '@' ? lang(req, text + 1) : text;
}

static void
module_show(struct req *req, struct node *row, const struct module_counts *module)
{
	node_static(row, "label", lang(req, module->label));
	figure_show(row, "overdue", "overdue_path", module->overdue, module->overdue_path);
	figure_show(row, "today", "today_path", module->today, module->today_path);
	figure_show(row, "later", "later_path", module->later, module->later_path);
	if (module->urgent) {
		node_set(row, "urgent", module->urgent);
		node_set(row, "urgent_path", module->urgent_path ? module->urgent_path : "");
	}
	if (module->urgent_due) {
		node_static(row, "due", due_text(req, module->urgent_due));
		node_static(row, "due_state", due_class(req, module->urgent_due));
	}
	if (module->rule)
		node_set(row, "rule", text_of(req, module->rule));
}

/* What somebody must sign or approve: the same figures, once more beside the table. */
static void
signs_show(struct req *req, struct node *list, const struct module_counts *module)
{
	struct node *row = node_row(list);
	int64_t waiting = module->overdue + module->today + module->later;
	char text[24];

	node_static(row, "label", lang(req, module->label));
	snprintf(text, sizeof(text), "%" PRId64, waiting);
	node_static(
	    row, "text", lang_text(req, waiting > 0 ? "home.signs.some" : "home.signs.none", text, NULL));
	if (waiting > 0) {
		const char *path = module->overdue > 0 ? module->overdue_path
				   : module->today > 0 ? module->today_path
						       : module->later_path;

		if (module->urgent_path)
			path = module->urgent_path;
		node_set(row, "path", path ? path : "");
		node_static(row, "due", due_text_long(req, module->urgent_due));
		node_static(row, "due_state", due_class(req, module->urgent_due));
	}
}

/* "Nothing waits" must be true: where something could not be counted there is no page. */
static enum rc
modules_show(struct req *req)
{
	struct node *home = node_child(view_root(req), "Home"), *list, *signs, *total;
	const struct module_counts *modules;
	int64_t overdue = 0, today = 0, later = 0;
	size_t count;
	enum rc rc = nav_counts(req, &modules, &count);

	if (rc != RC_OK)
		return rc;
	list = node_child(home, "modules");
	for (size_t i = 0; i < count; i++) {
		if (modules[i].quiet)
			continue;
		module_show(req, node_row(list), &modules[i]);
		overdue += modules[i].overdue;
		today += modules[i].today;
		later += modules[i].later;
	}
	total = node_child(home, "total");
	node_int(total, "overdue", overdue);
	node_int(total, "today", today);
	node_int(total, "later", later);
	signs = node_child(home, "signs");
	for (size_t i = 0; i < count; i++)
		if (modules[i].sign)
			signs_show(req, signs, &modules[i]);
	return RC_OK;
}

static enum rc
home_show(struct req *req)
{
	struct arena *arena = req->ctx.arena;
	struct date today = day_date(clock_day(req->ctx.now));
	int64_t unread;
	enum rc rc = notice_unread(&req->ctx, &unread);

	if (rc != RC_OK)
		return rc;
	view_set(req, "Page.title", lang(req, "home.title"));
	view_set(req, "Page.subtitle",
	    arena_printf(arena, "%s %s %s", day_text(arena, clock_day(req->ctx.now)),
		lang(req, arena_printf(arena, "home.weekday.%d", today.weekday)),
		time_clock(arena, req->ctx.now)));
	rc = modules_show(req);
	if (rc != RC_OK)
		return rc;
	if (unread > 0) {
		char text[24];

		snprintf(text, sizeof(text), "%" PRId64 "%s", unread, unread >= 100 ? "+" : "");
		view_set(req, "Home.unread", lang_text(req, "home.unread", text, NULL));
	}
	return RC_OK;
}

/* ---- GET /search ---- */

/* Lists that take a text, in the order in which a person on the phone would look. */
static const struct place {
	const char *path;
	const char *label;
} places[] = {
	{ "/orders", "home.search.orders" },
	{ "/orders/confirm", "home.search.queue" },
	{ "/members", "home.search.members" },
	{ "/products", "home.search.products" },
};

/* The one member whose phone or e-mail this is; several: the list of them. */
static enum rc
search_member(struct req *req, const char *text, bool *found)
{
	struct rows members;
	const struct member *member;
	enum rc rc;

	if (*found || !may_open(req, "/members/#"))
		return RC_OK;
	rc = member_find_contact(&req->ctx, text, 2, &members);
	if (rc != RC_OK || members.count == 0)
		return rc;
	*found = true;
	member = members.items;
	if (members.count == 1)
		return redirect(req, "/members/%" PRId64, member->id);
	return redirect(req, "/members?q=%s", url_encode(req->ctx.arena, text));
}

/* An order's or member's own number leads to its page at once. */
static enum rc
search_exact(struct req *req, const char *text, bool *found)
{
	int64_t id;
	enum rc rc = RC_NOT_FOUND;

	if (may_open(req, "/orders/#"))
		rc = order_find_no(&req->ctx, text, &id);
	if (rc == RC_OK) {
		*found = true;
		return redirect(req, "/orders/%" PRId64, id);
	}
	if (rc == RC_NOT_FOUND && may_open(req, "/members/#"))
		rc = member_find_no(&req->ctx, text, &id);
	if (rc == RC_OK) {
		*found = true;
		return redirect(req, "/members/%" PRId64, id);
	}
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc
home_search(struct req *req)
{
	const char *text = request_param(&req->http, "q");
	struct node *list;
	bool found = false;
	enum rc rc;

	text = utf8_narrow(req->ctx.arena, utf8_trim(req->ctx.arena, text ? text : ""));
	if (!*text)
		return redirect(req, "/");
	rc = search_exact(req, text, &found);
	if (rc == RC_OK)
		rc = search_member(req, text, &found);
	if (rc != RC_OK || found)
		return rc;
	view_set(req, "Page.title", lang_text(req, "home.search.title", text, NULL));
	view_set(req, "Search.text", text);
	list = node_child(node_child(view_root(req), "Search"), "places");
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (may_open(req, places[i].path)) {
			struct node *row = node_row(list);

			node_static(row, "label", lang(req, places[i].label));
			node_static(row, "path",
			    arena_printf(
				req->ctx.arena, "%s?q=%s", places[i].path, url_encode(req->ctx.arena, text)));
		}
	return RC_OK;
}

/* ---- GET /help ---- */

/* What each page is for; shown of those that the reader may open. */
static const struct topic {
	const char *path;
	const char *label;
	const char *text;
} topics[] = {
	{ "/", "home.nav", "home.help.home" },
	{ "/orders/confirm", "home.search.queue", "home.help.queue" },
	{ "/orders", "home.search.orders", "home.help.orders" },
	{ "/orders/sheets", "home.help.sheets_label", "home.help.sheets" },
	{ "/complaints", "complaints.title", "home.help.complaints" },
	{ "/complaints/new", "complaints.new.title", "home.help.intake" },
	{ "/complaints/handoffs", "complaints.handoffs.title", "home.help.handoffs" },
	{ "/complaints/log", "nav.complaints.log", "home.help.log" },
	{ "/complaints/logs", "nav.complaints.logs", "home.help.logs" },
	{ "/complaints/escalations", "nav.complaints.escalations", "home.help.escalations" },
	{ "/complaints/analysis", "reports.title", "home.help.analysis" },
	{ "/messages", "desk.messages", "home.help.messages" },
	{ "/visits", "desk.visits", "home.help.visits" },
	{ "/members", "home.search.members", "home.help.members" },
	{ "/products", "home.search.products", "home.help.products" },
	{ "/tasks", "home.help.tasks_label", "home.help.tasks" },
	{ "/policy", "home.help.policy_label", "home.help.policy" },
	{ "/imports", "home.help.imports_label", "home.help.imports" },
	{ "/audit", "home.help.audit_label", "home.help.audit" },
};

static enum rc
home_help(struct req *req)
{
	struct node *help = node_child(view_root(req), "Help"), *list = node_child(help, "topics"), *roles,
		    *states;

	view_set(req, "Page.title", lang(req, "home.help.title"));
	for (size_t i = 0; i < sizeof(topics) / sizeof(topics[0]); i++)
		if (may_open(req, topics[i].path)) {
			struct node *row = node_row(list);

			node_static(row, "label", lang(req, topics[i].label));
			node_static(row, "path", topics[i].path);
			node_static(row, "text", lang(req, topics[i].text));
		}
	states = node_child(help, "states");
	for (int64_t state = 1; state <= ORDER_STATES; state++) {
		struct node *row = node_row(states);

		node_int(row, "number", state);
		node_static(
		    row, "text", lang(req, arena_printf(req->ctx.arena, "orders.state.%d", (int)state)));
	}
	roles = node_child(help, "roles");
	for (uint32_t bit = 1; bit & ROLE_ALL; bit <<= 1) {
		const char *name = role_name((enum role)bit);
		struct node *row = node_row(roles);

		node_static(row, "label", lang(req, arena_printf(req->ctx.arena, "role.%s", name)));
		node_static(row, "text", lang(req, arena_printf(req->ctx.arena, "home.role.%s", name)));
		node_flag(row, "mine", (req->ctx.actor.roles & bit) != 0);
	}
	return RC_OK;
}

static const struct route routes[] = {
	{ GET, "/", &RIGHT_LOGGED_IN, home_show, .template = "home/home.cs" },
	{ GET, "/search", &RIGHT_LOGGED_IN, home_search, .template = "home/search.cs" },
	{ GET, "/help", &RIGHT_LOGGED_IN, home_help, .template = "home/help.cs" },
	{ .path = NULL },
};

static const struct nav nav[] = {
	{ NAV_TOP, 0, "home.nav", "/", &RIGHT_LOGGED_IN, NULL },
	{ NAV_REFERENCE, 90, "home.help.title", "/help", &RIGHT_LOGGED_IN, NULL },
	{ .label = NULL },
};

const struct feature home_feature = { .name = "home", .routes = routes, .nav = nav };
