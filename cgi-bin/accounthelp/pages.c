/* SPDX-License-Identifier: MIT */
/* Account help as pages (RULE MEM-6): asking for a reset or an account, the list of what is open, one with its steps.
 * Not the changes: actions.c. */
#include "accounthelp/rules.h"
#include "audit/audit.h"
#include "base/clock.h"
#include "db/event.h"
#include "members/record.h"
#include "policy/policy.h"
#include "web/due.h"
#include "web/form.h"
#include "web/list.h"
#include "web/show.h"

#include <inttypes.h>
#include <string.h>

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

const struct right RIGHT_HELP_SEE = { "accounthelp.see",
	ROLE_AGENT | ROLE_SUPERVISOR | ROLE_ENGINEER | ROLE_WEB_OPERATIONS };
const struct right RIGHT_HELP_ASK = { "accounthelp.ask", ROLE_AGENT | ROLE_SUPERVISOR };
/* the shop's own staff: customer service cannot reset anything */
const struct right RIGHT_HELP_DO = { "accounthelp.do", ROLE_ENGINEER | ROLE_WEB_OPERATIONS };

static const char *
numbered(struct req *req, const char *prefix, int64_t number)
{
	return lang(req, arena_printf(req->ctx.arena, "accounthelp.%s.%" PRId64, prefix, number));
}

static bool
is_open(const struct help *help)
{
	return help->state == HELP_ASKED || help->state == HELP_TAKEN;
}

/* --- the list -------------------------------------------------------------------------------------------------------- */

static const struct list_choice kind_choices[] = { { "1", "@accounthelp.kind.1" },
	{ "2", "@accounthelp.kind.2" }, { 0 } };
static const struct list_choice state_choices[] = { { "1", "@accounthelp.state.1" },
	{ "2", "@accounthelp.state.2" }, { "3", "@accounthelp.state.3" }, { "4", "@accounthelp.state.4" },
	{ 0 } };
static const struct list_filter filters[] = {
	{ .name = "state",
	    .kind = LIST_CHOICE,
	    .label = "accounthelp.field.state",
	    .column = "h.state",
	    .numeric = true,
	    .choices = state_choices },
	{ .name = "kind",
	    .kind = LIST_CHOICE,
	    .label = "accounthelp.field.kind",
	    .column = "h.kind",
	    .numeric = true,
	    .choices = kind_choices },
	{ .name = "due",
	    .kind = LIST_DAYS,
	    .label = "accounthelp.field.due_at",
	    .column = "h.due_at",
	    .numeric = true },
};
static const struct list_sort sorts[] = {
	{ .name = "due", .label = "accounthelp.sort.due", .column = "h.due_at", .descending = true },
};
static const struct list_index indexes[] = { { NULL, "due", "account_help_due" },
	{ "state", "due", "account_help_state" }, { "kind", "due", "account_help_kind" },
	{ NULL, NULL, "PRIMARY" } };
static const struct list_column columns[] = {
	{ "id", "accounthelp.field.id", NULL, "no" },
	{ "kind", "accounthelp.field.kind", NULL, "" },
	{ "member_no", "accounthelp.field.member", NULL, "" },
	{ "asked_at", "accounthelp.field.asked_at", NULL, "at" },
	{ "asked_staff", "accounthelp.field.asked_by", NULL, "who" },
	{ "state", "accounthelp.field.state", NULL, "" },
	{ "due_at", "accounthelp.field.due_at", "due", "due" },
};
static const struct list_preset presets[] = {
	{ .label = "accounthelp.tab.open", .query = NULL },
	{ .label = "accounthelp.tab.all", .query = "" },
};

static const char *
open_only(struct req *req)
{
	(void)req;
	return "state[]=1&state[]=2";
}

static void
row_show(struct req *req, struct node *row, const void *values)
{
	const struct help *help = values;

	node_static(row, "kind", numbered(req, "kind", help->kind));
	node_static(row, "no", help->member_no);
	node_static(row, "at", short_time(req, help->asked_at));
	node_static(row, "staff", help->asked_staff);
	node_static(row, "state", numbered(req, "state", help->state));
	node_static(row, "style", is_open(help) ? "g wait" : help->state == HELP_DONE ? "g ok" : "g bad");
	node_static(row, "due_class", is_open(help) ? due_class(req, help->due_at) : "done");
	node_static(row, "due", is_open(help) ? due_text(req, help->due_at) : "");
}

const struct list accounthelp_list = {
	.name = "accounthelp",
	.path = "/accounthelp",
	.select =
	    "h.id AS id, h.kind AS kind, h.state AS state, h.member_id AS member_id, h.member_no AS "
	    "member_no, h.name AS name, h.phone AS phone, h.email AS email, h.note AS note, h.asked_at AS "
	    "asked_at, h.asked_by AS asked_by, h.asked_staff AS asked_staff, h.due_at AS due_at, "
	    "h.policy_version AS policy_version, h.taken_by AS taken_by, h.taken_staff AS taken_staff, "
	    "h.done_at AS done_at, h.outcome AS outcome, h.version AS version",
	.from = "account_help h",
	.key = "h.id",
	.record = &help_record,
	.columns = columns,
	.column_count = COUNT_OF(columns),
	.filters = filters,
	.filter_count = COUNT_OF(filters),
	.sorts = sorts,
	.sort_count = COUNT_OF(sorts),
	.indexes = indexes,
	.index_count = COUNT_OF(indexes),
	.presets = presets,
	.preset_count = COUNT_OF(presets),
	.defaults = open_only,
	.show = row_show,
	.item = "/accounthelp/#",
};

/* GET /accounthelp */
static enum rc
help_index(struct req *req)
{
	view_set(req, "Page.title", lang(req, "accounthelp.title"));
	view_set(req, "Page.subtitle", lang(req, "accounthelp.subtitle"));
	view_flag(req, "Help.ask", may(req, &RIGHT_HELP_ASK));
	return list_page(req, &accounthelp_list);
}

/* --- asking -------------------------------------------------------------------------------------------------------------- */

struct ask_form {
	int64_t member;
	const char *name, *phone, *email, *note;
};
static const struct form_field ask_fields[] = {
	{ .field = FIELD(ask_form, ID, member), .label = "accounthelp.field.member" },
	{ .field = FIELD(ask_form, TEXT, name), .label = "accounthelp.field.name", .max = 80 },
	{ .field = FIELD(ask_form, TEXT, phone), .label = "accounthelp.field.phone", .max = 20 },
	{ .field = FIELD(ask_form, TEXT, email), .label = "accounthelp.field.email", .max = 120 },
	{ .field = FIELD(ask_form, TEXT, note),
	    .label = "accounthelp.field.note",
	    .max = 500,
	    .multiline = true },
};

static enum rc
reset_show(struct req *req, struct node *node, int64_t member_id)
{
	struct arena *arena = req->ctx.arena;
	struct member member;
	enum rc rc = member_get(&req->ctx, member_id, &member);

	if (rc != RC_OK)
		return rc;
	view_set(req, "Page.title", lang(req, "accounthelp.reset"));
	view_set(req, "Page.subtitle",
	    arena_printf(arena, "%s %s", member.member_no, mask_name(arena, member.name)));
	node_int(node, "member", member.id);
	node_static(node, "back", arena_printf(arena, "/members/%" PRId64, member.id));
	if (member.state != MEMBER_ACTIVE)
		node_static(node, "locked", lang(req, "members.refused.gone"));
	else if (member_ask_identity(&req->ctx, member.id) != RC_OK)
		node_static(node, "locked", lang(req, "members.refused.identity"));
	return RC_OK;
}

/* GET /accounthelp/new, ?member= for a reset */
static enum rc
help_new(struct req *req)
{
	struct ask_form form = { 0, "", "", "", "" };
	struct node *node = node_child(view_root(req), "Help");
	enum rc rc = RC_OK;

	form.member = id_given(req, "member");
	crumb(req, lang(req, "accounthelp.title"), "/accounthelp");
	if (form.member > 0)
		rc = reset_show(req, node, form.member);
	else
		view_set(req, "Page.title", lang(req, "accounthelp.account"));
	form_fill(req, ask_fields, &form);
	return rc;
}

static const char *
page_path(struct req *req, int64_t id)
{
	return arena_printf(req->ctx.arena, "/accounthelp/%" PRId64, id);
}

/* POST /accounthelp/new */
static enum rc
help_new_post(struct req *req)
{
	struct ask_form form;
	struct help wish;
	const char *field = NULL;
	int64_t id = 0;
	enum rc rc = form_parse(req, ask_fields, &form);

	if (rc != RC_OK)
		return rc;
	wish =
	    (struct help){ .name = form.name, .phone = form.phone, .email = form.email, .note = form.note };
	rc = form.member > 0 ? help_ask_reset(&req->ctx, form.member, form.note, &id)
			     : help_ask_account(&req->ctx, &wish, &id, &field);
	return form_done(req, rc, field, "accounthelp.done.ask", page_path(req, id));
}

/* --- one of them -------------------------------------------------------------------------------------------------------------- */

struct close_form {
	int64_t state;
	const char *outcome, *member_no;
};
static const struct form_field close_fields[] = {
	{ .field = FIELD(close_form, INT, state),
	    .label = "accounthelp.field.state",
	    .required = true,
	    .min = HELP_DONE,
	    .max = HELP_FAILED },
	{ .field = FIELD(close_form, TEXT, outcome),
	    .label = "accounthelp.field.outcome",
	    .max = 500,
	    .multiline = true },
	{ .field = FIELD(close_form, TEXT, member_no), .label = "accounthelp.field.member_no", .max = 40 },
};

static void
way_show(struct req *req, const struct help *help)
{
	struct node *list = node_child(view_root(req), "Way"), *row;
	int64_t last = help->state == HELP_FAILED ? HELP_FAILED : HELP_DONE, state;

	for (state = HELP_ASKED; state <= HELP_FAILED; state++) {
		if (state > HELP_TAKEN && state != last)
			continue;
		row = node_row(list);
		node_static(row, "label", numbered(req, "state", state));
		node_static(row, "state",
		    state == help->state  ? "now"
		    : state < help->state ? "done"
					  : "todo");
		node_static(row, "text",
		    state == HELP_ASKED               ? short_time(req, help->asked_at)
		    : state == last && !is_open(help) ? short_time(req, help->done_at)
						      : "");
	}
}

static enum rc
deadline_show(struct req *req, const struct help *help)
{
	struct figure term;
	struct node *row;
	enum rc rc = policy_get(&req->ctx, "members.help_term", req->ctx.now, &term);

	if (rc != RC_OK || !is_open(help))
		return rc;
	row = node_row(node_child(view_root(req), "Deadline"));
	node_static(row, "title", lang(req, "accounthelp.deadline"));
	node_static(row, "state", due_class(req, help->due_at));
	node_static(row, "due", due_text(req, help->due_at));
	node_static(row, "left", due_left(req, help->due_at));
	node_static(row, "clock", lang(req, "accounthelp.clock"));
	node_static(row, "rule",
	    arena_printf(req->ctx.arena, "MEM-6 · %s %" PRId64, lang(req, "members.page.version"),
		help->policy_version));
	return RC_OK;
}

static void
actions_show(struct req *req, struct node *node, const struct help *help)
{
	struct close_form form = { HELP_DONE, "", "" };
	const char *refusal;
	struct node *states = node_child(view_root(req), "States"), *row;
	int64_t state;

	form_fill(req, close_fields, &form);
	if (!is_open(help))
		return;
	refusal =
	    help_refusal(help, help->state == HELP_ASKED ? HELP_TAKEN : HELP_DONE, req->ctx.actor.account_id);
	if (!may(req, &RIGHT_HELP_DO)) {
		node_static(node, "locked", right_missing(req, &RIGHT_HELP_DO));
		return;
	}
	if (refusal != NULL) {
		node_static(node, "locked", lang_text(req, refusal, help->taken_staff, NULL));
		return;
	}
	node_flag(node, help->state == HELP_ASKED ? "take" : "close", true);
	node_flag(node, "account", help->kind == HELP_ACCOUNT);
	for (state = HELP_DONE; state <= HELP_FAILED; state++) {
		row = node_row(states);
		node_int(row, "value", state);
		node_static(row, "label", numbered(req, "state", state));
	}
}

/* GET /accounthelp/# */
static enum rc
help_page(struct req *req)
{
	struct node *node = node_child(view_root(req), "Help");
	struct arena *arena = req->ctx.arena;
	struct help help;
	enum rc rc = help_get(&req->ctx, req->id, &help);

	if (rc == RC_OK)
		rc = history_show(req, "account_help", help.id);
	if (rc == RC_OK)
		rc = deadline_show(req, &help);
	if (rc != RC_OK)
		return rc;
	view_set(req, "Page.title",
	    lang_text(
		req, "accounthelp.page", numbered(req, "kind", help.kind), number_text(req, help.id), NULL));
	crumb(req, lang(req, "accounthelp.title"), "/accounthelp");
	node_int(node, "id", help.id);
	node_int(node, "version", help.version);
	node_static(node, "state", numbered(req, "state", help.state));
	node_static(node, "pill", is_open(&help) ? "warn" : help.state == HELP_DONE ? "ok" : "bad");
	node_static(node, "no", help.member_no);
	if (help.member_id != 0 && may_open(req, "/members/#"))
		node_static(node, "path", arena_printf(arena, "/members/%" PRId64, help.member_id));
	if (help.kind == HELP_ACCOUNT && is_open(&help)) {
		/* whole for those who open the account, masked for all others (MEM-4) */
		bool whole = may(req, &RIGHT_HELP_DO) || help.asked_by == req->ctx.actor.account_id;

		node_flag(node, "wish", true);
		node_static(node, "name", whole ? help.name : mask_name(arena, help.name));
		node_static(node, "phone", whole ? help.phone : mask_phone(arena, help.phone));
		node_static(node, "email", whole ? help.email : mask_email(arena, help.email));
	}
	node_static(node, "note", help.note);
	node_static(node, "asked", time_text(arena, help.asked_at));
	node_static(node, "asked_by", help.asked_staff);
	node_static(node, "taken_by", help.taken_staff);
	node_static(node, "done", time_text(arena, help.done_at));
	node_static(node, "outcome", help.outcome);
	way_show(req, &help);
	actions_show(req, node, &help);
	return RC_OK;
}

/* POST /accounthelp/#/take */
static enum rc
help_take_post(struct req *req)
{
	enum rc rc = form_read(req, NULL, 0, NULL);

	if (rc == RC_OK)
		rc = help_take(&req->ctx, req->id, version_given(req));
	return form_done(req, rc, "", "accounthelp.done.take", page_path(req, req->id));
}

/* POST /accounthelp/#/close */
static enum rc
help_close_post(struct req *req)
{
	struct close_form form;
	enum rc rc = form_parse(req, close_fields, &form);

	if (rc != RC_OK)
		return rc;
	rc = help_close(&req->ctx, req->id, version_given(req), (enum help_state)form.state, form.outcome,
	    form.member_no);
	return form_done(req, rc, "outcome", "accounthelp.done.close", page_path(req, req->id));
}

/* --- the feature ------------------------------------------------------------------------------------------------------------------ */

static const struct member_part help_part = {
	.name = "accounthelp",
	.order = 905,
	.label = "accounthelp.title",
	.right = &RIGHT_HELP_ASK,
	.action = "accounthelp.reset",
	.action_path = "/accounthelp/new?member=#",
	.action_right = &RIGHT_HELP_ASK,
};
__attribute__((constructor)) static void
help_part_start(void)
{
	member_part_add(&help_part);
}

#define PAGE_AGAIN .again = help_page, .again_template = "accounthelp/help.cs"

static const struct route routes[] = {
	{ GET, "/accounthelp", &RIGHT_HELP_SEE, help_index, .template = "accounthelp/index.cs" },
	{ GET, "/accounthelp/new", &RIGHT_HELP_ASK, help_new, .template = "accounthelp/new.cs" },
	{ POST, "/accounthelp/new", &RIGHT_HELP_ASK, help_new_post, .again = help_new,
	    .again_template = "accounthelp/new.cs" },
	{ GET, "/accounthelp/#", &RIGHT_HELP_SEE, help_page, .template = "accounthelp/help.cs" },
	{ POST, "/accounthelp/#/take", &RIGHT_HELP_DO, help_take_post, PAGE_AGAIN },
	{ POST, "/accounthelp/#/close", &RIGHT_HELP_DO, help_close_post, PAGE_AGAIN },
	{ .path = NULL },
};
static const struct right *const rights[] = { &RIGHT_HELP_SEE, &RIGHT_HELP_ASK, &RIGHT_HELP_DO, NULL };
/* what waits is counted with the tasks of those who carry it out */
static const struct nav nav[] = {
	{ NAV_MEMBERS, 65, "accounthelp.title", "/accounthelp", &RIGHT_HELP_SEE, NULL },
	{ .label = NULL },
};
static const char *const kinds[] = { "account_help", "/accounthelp/#", NULL };
static const char *const task_kinds[] = { "accounthelp.reset", "accounthelp.account", NULL };

const struct feature accounthelp_feature = { .name = "accounthelp",
	.routes = routes,
	.rights = rights,
	.nav = nav,
	.listeners = help_listeners,
	.kinds = kinds,
	.task_kinds = task_kinds };
