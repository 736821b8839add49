/* SPDX-License-Identifier: MIT */
/* Escalations as a feature, and their pages: the board of open ones, one with the complaints behind it, the answer.
 * Not how they are raised: evaluate.c. */
#include "audit/audit.h"
#include "base/clock.h"
#include "escalations/commands.h"
#include "escalations/evaluate.h"
#include "escalations/jobs.h"
#include "web/due.h"
#include "web/form.h"
#include "web/list.h"
#include "web/show.h"

#include <inttypes.h>

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))
#define RECORDS_MOST 100

#define DEPARTMENT_ROLES                                                                                     \
	(ROLE_SUPERVISOR | ROLE_FINANCE | ROLE_OPERATIONS | ROLE_LOGISTICS | ROLE_ENGINEER |                 \
	    ROLE_WEB_OPERATIONS | ROLE_GM)
const struct right RIGHT_ESCALATION_SEE = { "escalation.see", ROLE_AGENT | DEPARTMENT_ROLES };
const struct right RIGHT_ESCALATION_ANSWER = { "escalation.answer", DEPARTMENT_ROLES };
const struct right RIGHT_ESCALATION_CLOSE = { "escalation.close", ROLE_SUPERVISOR | ROLE_GM };
static const struct right *const escalation_rights[] = { &RIGHT_ESCALATION_SEE, &RIGHT_ESCALATION_ANSWER,
	&RIGHT_ESCALATION_CLOSE, NULL };

/* --- the board -------------------------------------------------------------------------------------------------- */

static const struct list_choice state_choices[] = { { "1", "@escalations.state.1" },
	{ "2", "@escalations.state.2" }, { "3", "@escalations.state.3" }, { "4", "@escalations.state.4" },
	{ NULL, NULL } };
static const struct list_choice rule_choices[] = { { "1", "@escalations.rule.1" },
	{ "2", "@escalations.rule.2" }, { "3", "@escalations.rule.3" }, { "4", "@escalations.rule.4" },
	{ "5", "@escalations.rule.5" }, { NULL, NULL } };

static size_t
departments_provide(struct req *req, struct list_choice *choices, size_t most)
{
	size_t count = 0;

	for (int64_t department = 1; department <= DEPARTMENTS && count < most; department++)
		choices[count++] = (struct list_choice){ arena_printf(req->ctx.arena, "%" PRId64, department),
			lang(req, department_key(department)) };
	return count;
}

static const struct list_filter board_filters[] = {
	{ .name = "state",
	    .kind = LIST_CHOICE,
	    .label = "escalations.field.state",
	    .column = "e.state",
	    .numeric = true,
	    .choices = state_choices,
	    .segment = true },
	{ .name = "rule",
	    .kind = LIST_CHOICE,
	    .label = "escalations.field.rule",
	    .column = "e.rule",
	    .numeric = true,
	    .choices = rule_choices },
	{ .name = "department",
	    .kind = LIST_CHOICE,
	    .label = "escalations.field.department",
	    .column = "e.department",
	    .numeric = true,
	    .provide = departments_provide },
	{ .name = "raised",
	    .kind = LIST_DAYS,
	    .label = "escalations.field.raised_at",
	    .column = "e.raised_at",
	    .numeric = true },
};
static const struct list_sort board_sorts[] = {
	{ .name = "raised", .label = "escalations.sort.newest", .column = "e.raised_at", .descending = true },
};
static const struct list_index board_indexes[] = {
	{ NULL, "raised", "escalation_raised" },
	{ "state", "raised", "escalation_state" },
	{ "rule", "raised", "escalation_rule" },
	{ "department", "raised", "escalation_department" },
};
static const struct list_column board_columns[] = {
	{ "rule", "escalations.field.rule", NULL, "" },
	{ "cause", "escalations.field.cause", NULL, "what no" },
	{ "department", "escalations.field.department", NULL, "" },
	{ "records", "escalations.field.records", NULL, "num" },
	{ "raised_at", "escalations.field.raised_at", "raised", "at short" },
	{ "days", "escalations.field.days", NULL, "num" },
	{ "last_at", "escalations.field.last_at", NULL, "at short" },
	{ "state", "escalations.field.state", NULL, "state" },
};

static const char *
letter(struct req *req, int64_t rule)
{
	return arena_printf(req->ctx.arena, "(%c)", (char)('a' + rule - 1));
}

static const char *
told_text(struct req *req, const struct escalation *escalation)
{
	const char *department = lang(req, department_key(escalation->department));

	if (!escalation->gm || escalation->department == DEPARTMENT_GM)
		return department;
	return words_join(req, "list.and", department, lang(req, department_key(DEPARTMENT_GM)));
}

static const char *
state_class(int64_t state)
{
	static const char *const classes[] = { "", "bad", "warn", "ok", "neu" };

	return classes[state >= 1 && state <= 4 ? state : 0];
}

/* How long it has been, or was, open. */
static int64_t
days_open(const struct escalation *escalation, int64_t now)
{
	int64_t until = escalation->closed_at > 0 ? escalation->closed_at : now;

	return until > escalation->raised_at ? (until - escalation->raised_at) / DAY : 0;
}

static void
board_show(struct req *req, struct node *row, const void *values)
{
	const struct escalation *escalation = values;

	node_static(row, "letter", letter(req, escalation->rule));
	node_static(row, "rule", lang(req, escalation_rule_key(escalation->rule)));
	node_static(row, "subject", escalation->subject);
	node_static(row, "department", told_text(req, escalation));
	node_static(row, "records", number_text(req, escalation->records));
	node_static(row, "raised", short_time(req, escalation->raised_at));
	node_static(row, "days",
	    escalation->state == ESCALATION_HISTORY ? ""
						    : number_text(req, days_open(escalation, req->ctx.now)));
	node_static(row, "last", short_time(req, escalation->last_at));
	node_static(row, "state", lang(req, escalation_state_key(escalation->state)));
	node_static(row, "kind", state_class(escalation->state));
}

static const char *
board_cell(struct req *req, const void *values, size_t column, int64_t *number)
{
	const struct escalation *escalation = values;
	struct arena *arena = req->ctx.arena;

	switch (column) {
	case 0:
		return arena_printf(arena, "%s %s", letter(req, escalation->rule),
		    lang(req, escalation_rule_key(escalation->rule)));
	case 1:
		return escalation->subject;
	case 2:
		return told_text(req, escalation);
	case 3:
		*number = escalation->records;
		return NULL;
	case 4:
		return time_text(arena, escalation->raised_at);
	case 5:
		*number = days_open(escalation, req->ctx.now);
		return NULL;
	case 6:
		return time_text(arena, escalation->last_at);
	default:
		return lang(req, escalation_state_key(escalation->state));
	}
}

/* What waits for an answer, unless the address says otherwise. */
static const char *
board_defaults(struct req *req)
{
	(void)req;
	return "state[]=1";
}

const struct list escalations_list = {
	.name = "escalations",
	.path = "/complaints/escalations",
	.select =
	    "e.id AS id, e.rule AS rule, e.cause AS cause, e.state AS state, e.department AS department, "
	    "e.gm AS gm, e.records AS records, e.raised_at AS raised_at, e.last_at AS last_at, "
	    "e.complaint_id AS complaint_id, e.subject AS subject, e.answer AS answer, e.answered_at AS "
	    "answered_at, e.answered_staff AS answered_staff, e.closed_at AS closed_at, e.closed_staff AS "
	    "closed_staff, e.version AS version",
	.from = "escalation e",
	.key = "e.id",
	.version = "e.version",
	.record = &escalation_record,
	.columns = board_columns,
	.column_count = COUNT_OF(board_columns),
	.filters = board_filters,
	.filter_count = COUNT_OF(board_filters),
	.sorts = board_sorts,
	.sort_count = COUNT_OF(board_sorts),
	.export_right = &RIGHT_ESCALATION_ANSWER,
	.show = board_show,
	.cell = board_cell,
	.defaults = board_defaults,
	.indexes = board_indexes,
	.index_count = COUNT_OF(board_indexes),
	.item = "/complaints/escalations/#",
};

/* GET /complaints/escalations */
static enum rc
escalations_index(struct req *req)
{
	view_set(req, "Page.title", lang(req, "escalations.title"));
	view_set(req, "Page.subtitle", lang(req, "escalations.subtitle"));
	return list_page(req, &escalations_list);
}

/* --- one -------------------------------------------------------------------------------------------------------- */

/* A department opens what is laid to it; what it was asked about besides stands on its own list. */
static bool
record_opens(struct req *req, const struct record_row *record)
{
	return may(req, &RIGHT_COMPLAINT_SEE) ||
	       (req->ctx.actor.roles & (uint32_t)department_role(record->department)) != 0;
}

static enum rc
records_show(struct req *req, const struct escalation *escalation)
{
	struct node *list = node_child(view_root(req), "Records"), *row;
	struct arena *arena = req->ctx.arena;
	const struct record_row *record;
	struct rows found;
	enum rc rc = escalation_records(&req->ctx, escalation->id, RECORDS_MOST, &found);

	record = found.items;
	for (size_t i = 0; rc == RC_OK && i < found.count; i++) {
		row = node_row(list);
		node_static(row, "number", record[i].complaint_no);
		if (record_opens(req, &record[i]))
			node_static(row, "path", arena_printf(arena, "/complaints/%" PRId64, record[i].id));
		node_static(row, "problem", lang(req, complaint_problem_key(record[i].problem)));
		node_static(row, "what", record[i].summary);
		node_static(row, "at", time_text(arena, record[i].opened_at));
		node_static(row, "state", lang(req, complaint_state_key(record[i].state)));
		node_static(row, "owner", record[i].owner_staff);
		node_flag(row, "first", record[i].id == escalation->complaint_id);
	}
	if (rc == RC_OK && escalation->records > RECORDS_MOST)
		view_set(req, "Escalation.more",
		    lang_text(req, "escalations.records_more", number_text(req, RECORDS_MOST),
			number_text(req, escalation->records), NULL));
	return rc;
}

static void
step_show(struct req *req, const char *label, const char *text, int64_t at, bool now)
{
	struct node *row = node_row(node_child(view_root(req), "Steps"));

	node_static(row, "label", lang(req, label));
	node_static(row, "text",
	    at > 0 ? arena_printf(req->ctx.arena, "%s %s", text, time_text(req->ctx.arena, at)) : "");
	node_static(row, "state", now ? "now" : at > 0 ? "done" : "todo");
}

static void
acts_show(struct req *req, const struct escalation *escalation)
{
	struct arena *arena = req->ctx.arena;
	const char *reason, *path = arena_printf(arena, "/complaints/escalations/%" PRId64, escalation->id);

	if (escalation->state == ESCALATION_RAISED) {
		if (!may(req, &RIGHT_ESCALATION_ANSWER))
			view_set(req, "Act.answer_lock", right_missing(req, &RIGHT_ESCALATION_ANSWER));
		else if (escalation_may_answer(escalation->state, req->ctx.actor.roles,
			     department_role(escalation->department), department_role(DEPARTMENT_GM),
			     &reason) != RC_OK)
			view_set(req, "Act.answer_lock", lang(req, reason));
		else
			view_set(req, "Act.answer", arena_printf(arena, "%s/answer", path));
	}
	if (escalation->state == ESCALATION_RAISED || escalation->state == ESCALATION_ANSWERED) {
		if (!may(req, &RIGHT_ESCALATION_CLOSE))
			view_set(req, "Act.close_lock", right_missing(req, &RIGHT_ESCALATION_CLOSE));
		else if (escalation_may_close(escalation->state, &reason) != RC_OK)
			view_set(req, "Act.close_lock", lang(req, reason));
		else
			view_set(req, "Act.close", arena_printf(arena, "%s/close", path));
	}
	node_int(node_child(view_root(req), "Record"), "version", escalation->version);
}

static void
facts_show(struct req *req, const struct escalation *escalation)
{
	struct node *node = node_child(view_root(req), "Escalation");
	bool raised = escalation->state == ESCALATION_RAISED;

	node_static(node, "letter", letter(req, escalation->rule));
	node_static(node, "rule", lang(req, escalation_rule_key(escalation->rule)));
	node_static(node, "subject", escalation->subject);
	node_static(node, "told", told_text(req, escalation));
	node_static(node, "state", lang(req, escalation_state_key(escalation->state)));
	node_static(node, "kind", state_class(escalation->state));
	node_static(node, "records", number_text(req, escalation->records));
	node_static(node, "last", time_text(req->ctx.arena, escalation->last_at));
	node_static(node, "answer", escalation->answer);
	node_static(node, "answered_by", escalation->answered_staff);
	if (escalation->closed_at > 0 && escalation->last_at > escalation->closed_at)
		node_static(node, "since", lang(req, "escalations.since_closed"));
	step_show(req, "escalations.state.1", "", escalation->raised_at, raised);
	step_show(req, "escalations.state.2", escalation->answered_staff, escalation->answered_at,
	    escalation->state == ESCALATION_ANSWERED);
	step_show(req, "escalations.state.3", escalation->closed_staff, escalation->closed_at,
	    escalation->state == ESCALATION_CLOSED);
}

/* GET /complaints/escalations/#, and again after a POST that was refused */
static enum rc
escalations_one(struct req *req)
{
	struct escalation escalation;
	enum rc rc = escalation_get(&req->ctx, req->id, &escalation);

	if (rc != RC_OK)
		return rc;
	view_set(req, "Page.title",
	    arena_printf(req->ctx.arena, "%s %s", letter(req, escalation.rule), escalation.subject));
	view_set(req, "Page.subtitle", lang(req, escalation_rule_key(escalation.rule)));
	crumb(req, lang(req, "escalations.title"), "/complaints/escalations");
	crumb(req, letter(req, escalation.rule), "");
	facts_show(req, &escalation);
	acts_show(req, &escalation);
	rc = records_show(req, &escalation);
	return rc == RC_OK ? history_show(req, "escalation", escalation.id) : rc;
}

struct answer_form {
	const char *answer;
};
static const struct form_field answer_fields[] = {
	{ .field = FIELD(answer_form, TEXT, answer),
	    .label = "escalations.field.answer",
	    .required = true,
	    .max = 2000,
	    .multiline = true },
};

/* POST /complaints/escalations/#/answer */
static enum rc
escalations_answer(struct req *req)
{
	struct answer_form form;
	enum rc rc = form_parse(req, answer_fields, &form);

	if (rc == RC_OK)
		rc = escalation_answer(&req->ctx, req->id, version_given(req), form.answer);
	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, "escalations.done.answer", NULL);
	return redirect(req, "/complaints/escalations/%" PRId64, req->id);
}

/* POST /complaints/escalations/#/close */
static enum rc
escalations_close(struct req *req)
{
	enum rc rc = form_read(req, NULL, 0, NULL);

	if (rc == RC_OK)
		rc = escalation_close(&req->ctx, req->id, version_given(req));
	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, "escalations.done.close", NULL);
	return redirect(req, "/complaints/escalations/%" PRId64, req->id);
}

/* --- what waits ------------------------------------------------------------------------------------------------- */

struct open_count {
	int64_t department, raised, answered;
};
static const struct field open_fields[] = { FIELD(open_count, INT, department),
	FIELD(open_count, INT, raised), FIELD(open_count, INT, answered) };
static const struct record open_record = RECORD(open_count, open_fields);

SQL(open_counts_sql,
    "SELECT department, CAST(SUM(state = 1) AS SIGNED) AS raised, CAST(SUM(state = 2) AS SIGNED) AS "
    "answered FROM (SELECT department, state FROM escalation FORCE INDEX (escalation_open) "
    "WHERE state IN (1, 2) LIMIT 500) o GROUP BY department",
    .why = "reads up to 500 narrow index entries, once a second");

static enum rc
escalation_counts(struct ctx *ctx, struct module_counts *counts, size_t *count)
{
	struct module_counts *mine = &counts[*count];
	const struct open_count *open;
	struct rows rows;
	enum rc rc;

	if (!actor_may(&ctx->actor, &RIGHT_ESCALATION_ANSWER))
		return RC_OK;
	rc = db_rows(ctx, &open_counts_sql, &open_record, &rows, NO_ARGS);
	if (rc != RC_OK)
		return rc;
	*mine = (struct module_counts){ .module = "complaints.escalations",
		.label = "nav.complaints.escalations",
		.overdue_path = "/complaints/escalations",
		.today_path = "/complaints/escalations",
		.later_path = "/complaints/escalations?state%5B%5D=2",
		.rule = "@escalations.rule_at_once" };
	open = rows.items;
	for (size_t i = 0; i < rows.count; i++) {
		if (ctx->actor.roles & (uint32_t)(department_role(open[i].department) | ROLE_GM))
			mine->today += open[i].raised;
		if (actor_may(&ctx->actor, &RIGHT_ESCALATION_CLOSE))
			mine->later += open[i].answered;
	}
	++*count;
	return RC_OK;
}

/* --- the feature ------------------------------------------------------------------------------------------------ */

#define ONE_AGAIN .again = escalations_one, .again_template = "escalations/escalation.cs"
static const struct route escalation_routes[] = {
	{ GET, "/complaints/escalations", &RIGHT_ESCALATION_SEE, escalations_index,
	    .template = "escalations/index.cs" },
	{ GET, "/complaints/escalations/#", &RIGHT_ESCALATION_SEE, escalations_one,
	    .template = "escalations/escalation.cs" },
	{ POST, "/complaints/escalations/#/answer", &RIGHT_ESCALATION_ANSWER, escalations_answer, ONE_AGAIN },
	{ POST, "/complaints/escalations/#/close", &RIGHT_ESCALATION_CLOSE, escalations_close, ONE_AGAIN },
	{ .path = NULL },
};
static const struct nav escalation_nav[] = {
	{ NAV_SERVICE, 40, "nav.complaints.escalations", "/complaints/escalations", &RIGHT_ESCALATION_SEE,
	    "complaints.escalations" },
	{ .label = NULL },
};
static const char *const escalation_kinds[] = { "escalation", "/complaints/escalations/#", NULL };

const struct feature escalations_feature = { .name = "escalations",
	.routes = escalation_routes,
	.rights = escalation_rights,
	.nav = escalation_nav,
	.jobs = escalation_jobs,
	.commands = escalation_commands,
	.counts = escalation_counts,
	.listeners = escalation_listeners,
	.kinds = escalation_kinds };
