/* SPDX-License-Identifier: MIT */
/* Erasures as pages (RULE SEC-4): asking for one, the list, and the decision with its warning and the password.
 * Not the deciding: actions.c. */
#include "audit/audit.h"
#include "base/clock.h"
#include "db/db.h"
#include "erasures/rules.h"
#include "members/record.h"
#include "web/due.h"
#include "web/form.h"
#include "web/list.h"
#include "web/show.h"

#include <inttypes.h>
#include <string.h>

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

static const struct right RIGHT_ERASURE_SEE = { "erasure.see", ROLE_AGENT | ROLE_SUPERVISOR };
static const struct right RIGHT_ERASURE_ASK = { "erasure.ask", ROLE_AGENT | ROLE_SUPERVISOR };
static const struct right RIGHT_ERASURE_APPROVE = { "erasure.approve", ROLE_SUPERVISOR };

static const char *
state_text(struct req *req, int64_t state)
{
	return lang(req, arena_printf(req->ctx.arena, "erasures.state.%" PRId64, state));
}

/* --- the list -------------------------------------------------------------------------------------------------------- */

static const struct list_choice state_choices[] = { { "1", "@erasures.state.1" },
	{ "2", "@erasures.state.2" }, { "3", "@erasures.state.3" }, { "4", "@erasures.state.4" }, { 0 } };
static const struct list_filter filters[] = {
	{ .name = "state",
	    .kind = LIST_CHOICE,
	    .label = "erasures.field.state",
	    .column = "e.state",
	    .numeric = true,
	    .choices = state_choices,
	    .segment = true },
	{ .name = "no",
	    .kind = LIST_PREFIX,
	    .label = "erasures.field.member",
	    .column = "e.member_no",
	    .search = true },
};
static const struct list_sort sorts[] = {
	{ .name = "due", .label = "erasures.sort.due", .column = "e.due_at", .descending = true },
};
static const struct list_index indexes[] = { { NULL, "due", "erasure_due" },
	{ "state", "due", "erasure_state" }, { "no", NULL, "erasure_no" }, { NULL, NULL, "PRIMARY" } };
static const struct list_column columns[] = {
	{ "id", "erasures.field.id", NULL, "no" },
	{ "member_no", "erasures.field.member", NULL, "" },
	{ "asked_at", "erasures.field.asked_at", NULL, "at" },
	{ "asked_staff", "erasures.field.asked_by", NULL, "who" },
	{ "state", "erasures.field.state", NULL, "" },
	{ "due_at", "erasures.field.due_at", "due", "due" },
};
static const struct list_preset presets[] = {
	{ .label = "erasures.tab.waiting", .query = NULL },
	{ .label = "erasures.tab.all", .query = "" },
};

static const char *
waiting_only(struct req *req)
{
	(void)req;
	return "state[]=1";
}

static size_t
search_route(const char *text, struct arena *arena, const char **rewritten)
{
	(void)text;
	(void)arena;
	(void)rewritten;
	return 1;
}

static void
row_show(struct req *req, struct node *row, const void *values)
{
	const struct erasure *erasure = values;
	bool waits = erasure->state == ERASURE_ASKED;

	node_static(row, "no", erasure->member_no);
	node_static(row, "at", short_time(req, erasure->asked_at));
	node_static(row, "staff", erasure->asked_staff);
	node_static(row, "state", state_text(req, erasure->state));
	node_static(row, "style", waits ? "g wait" : erasure->state == ERASURE_DONE ? "g ok" : "g off");
	node_static(row, "due_class", waits ? due_class(req, erasure->due_at) : "done");
	node_static(row, "due", waits ? due_text(req, erasure->due_at) : "");
}

const struct list erasures_list = {
	.name = "erasures",
	.path = "/erasures",
	.select =
	    "e.id AS id, e.member_id AS member_id, e.member_no AS member_no, e.state AS state, e.reason AS "
	    "reason, e.asked_at AS asked_at, e.asked_by AS asked_by, e.asked_staff AS asked_staff, "
	    "e.due_at AS due_at, e.policy_version AS policy_version, e.decided_at AS decided_at, "
	    "e.decided_by AS decided_by, e.decided_staff AS decided_staff, e.decided_reason AS "
	    "decided_reason, e.version AS version",
	.from = "erasure e",
	.key = "e.id",
	.record = &erasure_record,
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
	.defaults = waiting_only,
	.show = row_show,
	.route_search = search_route,
	.item = "/erasures/#",
};

/* GET /erasures */
static enum rc
erasures_index(struct req *req)
{
	view_set(req, "Page.title", lang(req, "erasures.title"));
	view_set(req, "Page.subtitle", lang(req, "erasures.subtitle"));
	view_set(req, "List.search.hint", lang(req, "erasures.field.member"));
	return list_page(req, &erasures_list);
}

/* --- asking for one ----------------------------------------------------------------------------------------------------- */

struct ask_form {
	int64_t member;
	const char *why;
};
static const struct form_field ask_fields[] = {
	{ .field = FIELD(ask_form, ID, member), .label = "erasures.field.member", .required = true },
	{ .field = FIELD(ask_form, TEXT, why),
	    .label = "erasures.field.reason",
	    .required = true,
	    .max = 500,
	    .multiline = true },
};

/* GET /erasures/new?member= */
static enum rc
erasures_new(struct req *req)
{
	struct ask_form form = { id_given(req, "member"), "" };
	struct node *node = node_child(view_root(req), "Erasure");
	struct member member;
	enum rc rc = member_get(&req->ctx, form.member, &member);

	if (rc != RC_OK)
		return rc;
	view_set(req, "Page.title", lang(req, "erasures.new"));
	view_set(req, "Page.subtitle",
	    arena_printf(req->ctx.arena, "%s %s", member.member_no, mask_name(req->ctx.arena, member.name)));
	crumb(req, lang(req, "erasures.title"), "/erasures");
	node_int(node, "member", member.id);
	node_static(node, "back", arena_printf(req->ctx.arena, "/members/%" PRId64, member.id));
	if (member.state != MEMBER_ACTIVE)
		node_static(node, "locked", lang(req, "members.refused.gone"));
	else if (member_ask_identity(&req->ctx, member.id) != RC_OK)
		node_static(node, "locked", lang(req, "members.refused.identity"));
	form_fill(req, ask_fields, &form);
	return RC_OK;
}

static const char *
page_path(struct req *req, int64_t id)
{
	return arena_printf(req->ctx.arena, "/erasures/%" PRId64, id);
}

/* POST /erasures/new */
static enum rc
erasures_new_post(struct req *req)
{
	struct ask_form form;
	int64_t id = 0;
	enum rc rc = form_parse(req, ask_fields, &form);

	if (rc != RC_OK)
		return rc;
	rc = erasure_ask(&req->ctx, form.member, form.why, &id);
	return form_done(req, rc, "why", "erasures.done.ask", page_path(req, id));
}

/* --- one of them ---------------------------------------------------------------------------------------------------------- */

struct why_form {
	const char *why;
};
static const struct form_field why_fields[] = {
	{ .field = FIELD(why_form, TEXT, why), .label = "erasures.field.why", .required = true, .max = 500 },
};

static void
decision_show(struct req *req, struct node *node, const struct erasure *erasure)
{
	struct why_form form = { "" };
	bool approver = may(req, &RIGHT_ERASURE_APPROVE);
	const char *refusal = erasure_refusal(erasure, ERASURE_DONE, req->ctx.actor.account_id, approver);

	form_fill(req, why_fields, &form);
	node_flag(node, "waits", erasure->state == ERASURE_ASKED);
	if (erasure->state != ERASURE_ASKED)
		return;
	if (!approver)
		node_static(node, "locked", right_missing(req, &RIGHT_ERASURE_APPROVE));
	else if (refusal != NULL)
		node_static(node, "locked", lang_text(req, refusal, erasure->asked_staff, NULL));
	else
		node_flag(node, "open", true);
	node_flag(node, "withdraw",
	    erasure_refusal(erasure, ERASURE_WITHDRAWN, req->ctx.actor.account_id, approver) == NULL);
}

/* GET /erasures/# */
static enum rc
erasures_page(struct req *req)
{
	struct node *node = node_child(view_root(req), "Erasure");
	struct arena *arena = req->ctx.arena;
	struct erasure erasure;
	enum rc rc = erasure_get(&req->ctx, req->id, &erasure);

	if (rc == RC_OK)
		rc = history_show(req, "erasure", erasure.id);
	if (rc != RC_OK)
		return rc;
	view_set(req, "Page.title", lang_text(req, "erasures.of", erasure.member_no, NULL));
	crumb(req, lang(req, "erasures.title"), "/erasures");
	node_int(node, "id", erasure.id);
	node_int(node, "version", erasure.version);
	node_static(node, "state", state_text(req, erasure.state));
	node_static(node, "kind", erasure.state == ERASURE_ASKED ? "warn" : "neu");
	node_static(node, "no", erasure.member_no);
	node_static(node, "path", arena_printf(arena, "/members/%" PRId64, erasure.member_id));
	node_static(node, "reason", erasure.reason);
	node_static(node, "asked", time_text(arena, erasure.asked_at));
	node_static(node, "asked_by", erasure.asked_staff);
	node_static(node, "due", due_text_long(req, erasure.due_at));
	node_static(
	    node, "due_class", erasure.state == ERASURE_ASKED ? due_class(req, erasure.due_at) : "done");
	if (erasure.decided_at != 0) {
		node_static(node, "decided", time_text(arena, erasure.decided_at));
		node_static(node, "decided_by", erasure.decided_staff);
		node_static(node, "decided_reason", erasure.decided_reason);
	}
	decision_show(req, node, &erasure);
	return RC_OK;
}

/* POST /erasures/#/approve */
static enum rc
erasures_approve(struct req *req)
{
	int64_t version = version_given(req);
	enum rc rc = form_read(req, NULL, 0, NULL);

	if (rc == RC_OK)
		rc = reauth(req); /* SEC-1 */
	if (rc == RC_OK)
		rc = erasure_approve(&req->ctx, req->id, version);
	return rc == RC_INVALID ? rc
				: form_done(req, rc, "why", "erasures.done.approve", page_path(req, req->id));
}

/* POST /erasures/#/reject */
static enum rc
erasures_reject(struct req *req)
{
	struct why_form form;
	enum rc rc = form_parse(req, why_fields, &form);

	if (rc != RC_OK)
		return rc;
	rc = erasure_reject(&req->ctx, req->id, version_given(req), form.why);
	return form_done(req, rc, "why", "erasures.done.reject", page_path(req, req->id));
}

/* POST /erasures/#/withdraw */
static enum rc
erasures_withdraw(struct req *req)
{
	struct why_form form;
	enum rc rc = form_parse(req, why_fields, &form);

	if (rc != RC_OK)
		return rc;
	rc = erasure_withdraw(&req->ctx, req->id, version_given(req), form.why);
	return form_done(req, rc, "why", "erasures.done.withdraw", page_path(req, req->id));
}

/* --- what waits for approval ------------------------------------------------------------------------------------------------ */

SQL(erasures_waiting_sql,
    "SELECT id, member_no, due_at FROM erasure FORCE INDEX (erasure_state) WHERE state = 1 "
    "ORDER BY due_at, id LIMIT 100",
    .why = "what waits for approval, a hundred at most");

struct waiting {
	int64_t id;
	const char *member_no;
	int64_t due_at;
};
static const struct field waiting_fields[] = { FIELD(waiting, ID, id), FIELD(waiting, TEXT, member_no),
	FIELD(waiting, TIME, due_at) };
static const struct record waiting_record = RECORD(waiting, waiting_fields);

static enum rc
counts(struct ctx *ctx, struct module_counts *found, size_t *count)
{
	struct module_counts module = { .module = "erasures",
		.label = "erasures.title",
		.overdue_path = "/erasures",
		.today_path = "/erasures",
		.later_path = "/erasures",
		.rule = "@erasures.rule",
		.sign = true };
	struct rows rows;
	const struct waiting *waiting;
	size_t i;
	enum rc rc;

	if (!actor_may(&ctx->actor, &RIGHT_ERASURE_APPROVE))
		return RC_OK;
	rc = db_rows(ctx, &erasures_waiting_sql, &waiting_record, &rows, NO_ARGS);
	if (rc != RC_OK)
		return rc;
	waiting = rows.items;
	for (i = 0; i < rows.count; i++)
		switch (deadline_state(ctx->now, waiting[i].due_at)) {
		case DEADLINE_OVERDUE:
			module.overdue++;
			break;
		case DEADLINE_TODAY:
			module.today++;
			break;
		default:
			module.later++;
		}
	if (rows.count > 0) {
		module.urgent = waiting[0].member_no;
		module.urgent_path = arena_printf(ctx->arena, "/erasures/%" PRId64, waiting[0].id);
		module.urgent_due = waiting[0].due_at;
	}
	found[(*count)++] = module;
	return RC_OK;
}

static const struct member_part erasures_part = {
	.name = "erasures",
	.order = 910,
	.label = "erasures.title",
	.right = &RIGHT_ERASURE_ASK,
	.action = "erasures.new",
	.action_path = "/erasures/new?member=#",
	.action_right = &RIGHT_ERASURE_ASK,
};
__attribute__((constructor)) static void
erasures_part_start(void)
{
	member_part_add(&erasures_part);
}

#define PAGE_AGAIN .again = erasures_page, .again_template = "erasures/erasure.cs"

static const struct route routes[] = {
	{ GET, "/erasures", &RIGHT_ERASURE_SEE, erasures_index, .template = "erasures/index.cs" },
	{ GET, "/erasures/new", &RIGHT_ERASURE_ASK, erasures_new, .template = "erasures/new.cs" },
	{ POST, "/erasures/new", &RIGHT_ERASURE_ASK, erasures_new_post, .again = erasures_new,
	    .again_template = "erasures/new.cs" },
	{ GET, "/erasures/#", &RIGHT_ERASURE_SEE, erasures_page, .template = "erasures/erasure.cs" },
	{ POST, "/erasures/#/approve", &RIGHT_ERASURE_APPROVE, erasures_approve, PAGE_AGAIN },
	{ POST, "/erasures/#/reject", &RIGHT_ERASURE_APPROVE, erasures_reject, PAGE_AGAIN },
	{ POST, "/erasures/#/withdraw", &RIGHT_ERASURE_ASK, erasures_withdraw, PAGE_AGAIN },
	{ .path = NULL },
};
static const struct right *const rights[] = { &RIGHT_ERASURE_SEE, &RIGHT_ERASURE_ASK, &RIGHT_ERASURE_APPROVE,
	NULL };
static const struct nav nav[] = {
	{ NAV_MEMBERS, 70, "erasures.title", "/erasures", &RIGHT_ERASURE_SEE, "erasures" },
	{ .label = NULL },
};
static const char *const kinds[] = { "erasure", "/erasures/#", NULL };

const struct feature erasures_feature = {
	.name = "erasures", .routes = routes, .rights = rights, .nav = nav, .counts = counts, .kinds = kinds
};
