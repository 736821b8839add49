/* SPDX-License-Identifier: MIT */
/* The agent's own daily log (RULE CMP-8): it fills by itself, gets comments, is submitted; and those of before.
 * Not the supervisor's board: pages_board.c. */
#include "base/clock.h"
#include "dailylog/pages.h"
#include "web/due.h"

#include <inttypes.h>

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

/* --- all of one's own ------------------------------------------------------------------------------------------- */

static const struct list_sort own_sorts[] = {
	{ .name = "day",
	    .label = "dailylog.sort.newest",
	    .column = "d.day",
	    .descending = true,
	    .unique = true },
};
static const struct list_index own_indexes[] = { { NULL, "day", "dailylog_account" } };
static const struct list_filter own_filters[] = {
	{ .name = "day",
	    .kind = LIST_DAYS,
	    .label = "dailylog.field.day",
	    .column = "d.day",
	    .numeric = true,
	    .days = true },
};
static const struct list_column own_columns[] = {
	{ "day", "dailylog.field.day", "day", "at" },
	{ "state", "dailylog.field.state", NULL, "" },
	{ "submitted_at", "dailylog.field.submitted", NULL, "at" },
	{ "lines", "dailylog.field.lines", NULL, "num" },
	{ "carried_in", "dailylog.field.carried_in", NULL, "num" },
	{ "carried_out", "dailylog.field.carried_out", NULL, "num" },
	{ "escalated", "dailylog.field.escalated", NULL, "num" },
	{ "signed", "dailylog.field.signed", NULL, "" },
};

static void
own_row_show(struct req *req, struct node *row, const void *values)
{
	const struct dailylog *log = values;

	node_static(row, "day", day_text(req->ctx.arena, log->day));
	node_static(row, "state", log_state_text(req, log));
	node_static(row, "kind", log_state_class(req, log));
	node_static(row, "submitted", short_time(req, log->first_submitted_at));
	node_static(row, "lines", number_text(req, log->line_count));
	node_static(row, "came", number_text(req, log->carried_in));
	node_static(row, "went", number_text(req, log->carried_out));
	node_static(row, "escalated", number_text(req, log->escalated));
	node_static(row, "signed", log->signed_at > 0 ? log->signed_staff : "");
}

static size_t
own_scope(struct req *req, struct arg *args, size_t most)
{
	(void)most;
	args[0] = arg_int(req->ctx.actor.account_id);
	return 1;
}

const struct list own_logs_list = {
	.name = "dailylog.own",
	.path = "/complaints/log/history",
	.select =
	    "d.id AS id, d.account_id AS account_id, d.staff_no AS staff_no, d.name AS name, d.day AS day, "
	    "d.state AS state, d.due_at AS due_at, d.policy_version AS policy_version, d.line_count AS "
	    "line_count, d.carried_in AS carried_in, d.carried_out AS carried_out, d.escalated AS "
	    "escalated, d.comment AS comment, d.closed_at AS closed_at, d.first_submitted_at AS "
	    "first_submitted_at, d.submitted_at AS submitted_at, d.returned_at AS returned_at, "
	    "d.returned_staff AS returned_staff, d.return_reason AS return_reason, d.excused_at AS "
	    "excused_at, d.excused_staff AS excused_staff, d.excuse_reason AS excuse_reason, d.reminded_at "
	    "AS reminded_at, d.digest AS digest, d.signed_at AS signed_at, d.signed_by AS signed_by, "
	    "d.signed_staff AS signed_staff, d.sign_note AS sign_note, d.signed_digest AS signed_digest, "
	    "d.chain_no AS chain_no, d.prev_log AS prev_log, d.prev_digest AS prev_digest, d.prev_seal AS "
	    "prev_seal, d.received_at AS received_at, d.received_by AS received_by, d.received_staff AS "
	    "received_staff, d.version AS version",
	.from = "dailylog d",
	.where = "d.account_id = ?",
	.scope = own_scope,
	.key = "d.id",
	.version = "d.version",
	.record = &dailylog_record,
	.columns = own_columns,
	.column_count = COUNT_OF(own_columns),
	.filters = own_filters,
	.filter_count = COUNT_OF(own_filters),
	.sorts = own_sorts,
	.sort_count = COUNT_OF(own_sorts),
	.show = own_row_show,
	.indexes = own_indexes,
	.index_count = COUNT_OF(own_indexes),
	.item = "/complaints/logs/#",
};

/* GET /complaints/log/history */
enum rc
own_history(struct req *req)
{
	view_set(req, "Page.title", lang(req, "dailylog.own.history"));
	crumb(req, lang(req, "dailylog.own.title"), "/complaints/log");
	crumb(req, lang(req, "dailylog.own.history"), "");
	return list_page(req, &own_logs_list);
}

/* --- the one of the day ----------------------------------------------------------------------------------------- */

struct comment_form {
	int64_t id, line;
	const char *text;
};
static const struct form_field comment_fields[] = {
	{ .field = FIELD(comment_form, ID, id), .label = "dailylog.field.log", .required = true },
	{ .field = FIELD(comment_form, INT, line), .label = "dailylog.field.line", .max = 100000 },
	{ .field = FIELD(comment_form, TEXT, text),
	    .label = "dailylog.field.comment",
	    .max = 500,
	    .multiline = true },
};

/* The day asked for, else that of the log which takes lines now; a submitted one is shown until tomorrow comes. */
static int64_t
day_asked(struct req *req)
{
	const char *text = request_param(&req->http, "day");
	int64_t day = clock_day(req->ctx.now);

	if (text != NULL && day_parse(text, &day) != RC_OK)
		day = clock_day(req->ctx.now);
	return day;
}

/* Own logs of earlier days that wait to be submitted, and what stands on tomorrow's already. */
static enum rc
others_show(struct req *req, int64_t shown)
{
	struct node *list = node_child(view_root(req), "Others"), *row;
	const struct dailylog *log;
	struct rows logs;
	int64_t today = clock_day(req->ctx.now);
	enum rc rc = dailylog_unsubmitted(&req->ctx, req->ctx.actor.account_id, &logs);

	log = logs.items;
	for (size_t i = 0; rc == RC_OK && i < logs.count; i++) {
		if (log[i].day == shown)
			continue;
		row = node_row(list);
		node_static(row, "path",
		    arena_printf(
			req->ctx.arena, "/complaints/log?day=%s", day_text(req->ctx.arena, log[i].day)));
		node_static(row, "kind", log[i].day < today ? "warn" : "info");
		node_static(row, "text",
		    lang_text(req, log[i].day > today ? "dailylog.own.next" : "dailylog.own.waiting",
			day_text(req->ctx.arena, log[i].day), number_text(req, log[i].line_count), NULL));
	}
	return rc;
}

/* The button, or what is missing. */
static void
submit_show(struct req *req, const struct dailylog *log, const struct rows *lines)
{
	const struct log_actor actor = log_actor(&req->ctx);
	const struct daily_line *line = lines->items;
	const char *reason;
	size_t gap = daily_gap(line, lines->count, log->closed_at > 0 ? log->closed_at : req->ctx.now);

	if (dailylog_may_submit(log, &actor, &reason) != RC_OK)
		view_set(req, "Own.lock", log_reason(req, log, reason));
	else if (gap < lines->count)
		view_set(req, "Own.lock", lang_text(req, "dailylog.refused.gap", line[gap].record_no, NULL));
	else
		view_flag(req, "Own.submit", true);
	view_flag(req, "Own.writes", dailylog_may_comment(log, &actor, &reason) == RC_OK);
	if (log->first_submitted_at == 0 && log->state != LOG_EXCUSED) {
		struct node *node = node_row(node_child(view_root(req), "Deadline"));

		node_static(node, "title", lang(req, "dailylog.own.deadline"));
		node_static(node, "state", due_class(req, log->due_at));
		node_static(node, "due", due_text(req, log->due_at));
		node_static(node, "left", due_left(req, log->due_at));
		node_static(node, "clock", lang(req, "dailylog.own.clock"));
		node_static(node, "rule",
		    lang_text(
			req, "dailylog.own.rule", "CMP-8", number_text(req, log->policy_version), NULL));
	}
}

static enum rc
own_page(struct req *req, int64_t day)
{
	struct dailylog log;
	struct rows lines;
	enum rc rc = dailylog_find(&req->ctx, req->ctx.actor.account_id, day, &log);

	view_set(req, "Page.title", lang(req, "dailylog.own.title"));
	view_set(req, "Page.subtitle",
	    lang_text(req, "dailylog.sub", day_text(req->ctx.arena, day), weekday_text(req, day), NULL));
	if (rc == RC_NOT_FOUND)
		return others_show(req, day);
	if (rc == RC_OK)
		rc = lines_shown(&req->ctx, &log, &lines);
	if (rc != RC_OK)
		return rc;
	log_facts(req, &log);
	log_lines(req, node_child(view_root(req), "Lines"), &log, &lines);
	submit_show(req, &log, &lines);
	rc = log_signs(req, &log);
	return rc == RC_OK ? others_show(req, day) : rc;
}

/* GET /complaints/log, and again after a POST that was refused: then the log it was about. */
enum rc
own_log(struct req *req)
{
	const char *id = request_param(&req->http, "id");
	struct dailylog log;
	int64_t day = day_asked(req);

	if (req->route->method == POST && id != NULL &&
	    dailylog_get(&req->ctx, strtoll(id, NULL, 10), &log) == RC_OK &&
	    log.account_id == req->ctx.actor.account_id)
		day = log.day;
	return own_page(req, day);
}

static enum rc
own_back(struct req *req, int64_t id)
{
	struct dailylog log;
	enum rc rc = dailylog_get(&req->ctx, id, &log);

	return rc == RC_OK ? redirect(req, "/complaints/log?day=%s", day_text(req->ctx.arena, log.day)) : rc;
}

/* POST /complaints/log/comment */
enum rc
own_comment(struct req *req)
{
	struct comment_form form;
	enum rc rc = form_parse(req, comment_fields, &form);

	if (rc == RC_OK)
		rc = dailylog_comment(&req->ctx, form.id, form.line, form.text);
	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, "dailylog.done.comment", NULL);
	return own_back(req, form.id);
}

struct submit_form {
	int64_t id;
};
static const struct form_field submit_fields[] = {
	{ .field = FIELD(submit_form, ID, id), .label = "dailylog.field.log", .required = true },
};

/* POST /complaints/log/submit */
enum rc
own_submit(struct req *req)
{
	struct submit_form form;
	enum rc rc = form_parse(req, submit_fields, &form);

	if (rc == RC_OK)
		rc = dailylog_submit(&req->ctx, form.id, version_given(req));
	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, "dailylog.done.submit", NULL);
	return own_back(req, form.id);
}
