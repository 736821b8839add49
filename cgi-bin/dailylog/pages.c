/* SPDX-License-Identifier: MIT */
/* Daily logs as a feature: rights, routes, navigation, and what its pages show alike.
 * Not the pages themselves: pages_*.c. */
#include "dailylog/pages.h"
#include "audit/audit.h"
#include "base/clock.h"
#include "base/money.h"
#include "complaints/complaints.h"
#include "dailylog/commands.h"
#include "dailylog/jobs.h"
#include "dailylog/listen.h"
#include "web/due.h"

#include <inttypes.h>
#include <string.h>

const struct right RIGHT_LOG_OWN = { "log.own", ROLE_AGENT | ROLE_SUPERVISOR };
const struct right RIGHT_LOG_SEE = { "log.see",
	ROLE_AGENT | ROLE_SUPERVISOR | ROLE_WEB_OPERATIONS | ROLE_GM };
const struct right RIGHT_LOG_BOARD = { "log.board", ROLE_SUPERVISOR | ROLE_WEB_OPERATIONS | ROLE_GM };
const struct right RIGHT_LOG_SIGN = { "log.sign", ROLE_SUPERVISOR };
const struct right RIGHT_LOG_RECEIVE = { "log.receive", ROLE_WEB_OPERATIONS };
const struct right RIGHT_LOG_CORRECT = { "log.correct", ROLE_AGENT | ROLE_SUPERVISOR };
static const struct right *const log_rights[] = { &RIGHT_LOG_OWN, &RIGHT_LOG_SEE, &RIGHT_LOG_BOARD,
	&RIGHT_LOG_SIGN, &RIGHT_LOG_RECEIVE, &RIGHT_LOG_CORRECT, NULL };

#define OWN_AGAIN .again = own_log, .again_template = "dailylog/own.cs"
#define BOARD_AGAIN .again = board_again, .again_template = "dailylog/board.cs"
#define LOG_AGAIN .again = one_log_again, .again_template = "dailylog/log.cs"

static const struct route log_routes[] = {
	{ GET, "/complaints/log", &RIGHT_LOG_OWN, own_log, .template = "dailylog/own.cs" },
	{ GET, "/complaints/log/history", &RIGHT_LOG_OWN, own_history, .template = "dailylog/history.cs" },
	{ POST, "/complaints/log/comment", &RIGHT_LOG_OWN, own_comment, OWN_AGAIN },
	{ POST, "/complaints/log/submit", &RIGHT_LOG_OWN, own_submit, OWN_AGAIN },
	{ GET, "/complaints/logs", &RIGHT_LOG_BOARD, board, .template = "dailylog/board.cs" },
	{ POST, "/complaints/logs/remind", &RIGHT_LOG_SIGN, board_remind, .template = NULL },
	{ GET, "/complaints/logs/#", &RIGHT_LOG_SEE, one_log, .template = "dailylog/log.cs" },
	{ GET, "/complaints/logs/#/verify", &RIGHT_LOG_SEE, one_verify, .template = "dailylog/verify.cs" },
	{ GET, "/complaints/logs/#/xlsx", &RIGHT_LOG_SEE, one_export, .template = NULL },
	{ POST, "/complaints/logs/#/sign", &RIGHT_LOG_SIGN, board_sign, BOARD_AGAIN },
	{ POST, "/complaints/logs/#/return", &RIGHT_LOG_SIGN, board_return, BOARD_AGAIN },
	{ POST, "/complaints/logs/#/excuse", &RIGHT_LOG_SIGN, board_excuse, BOARD_AGAIN },
	{ POST, "/complaints/logs/#/receive", &RIGHT_LOG_RECEIVE, one_receive, LOG_AGAIN },
	{ POST, "/complaints/logs/#/correct", &RIGHT_LOG_CORRECT, one_correct, LOG_AGAIN },
	{ .path = NULL },
};

static const struct nav log_nav[] = {
	{ NAV_SERVICE, 30, "nav.complaints.log", "/complaints/log", &RIGHT_LOG_OWN, "complaints.log" },
	{ NAV_SERVICE, 35, "nav.complaints.logs", "/complaints/logs", &RIGHT_LOG_BOARD, "complaints.logs" },
	{ .label = NULL },
};

static const char *const log_kinds[] = { "dailylog", "/complaints/logs/#", NULL };

const struct feature dailylog_feature = { .name = "dailylog",
	.routes = log_routes,
	.rights = log_rights,
	.nav = log_nav,
	.jobs = dailylog_jobs,
	.commands = dailylog_commands,
	.counts = dailylog_counts,
	.listeners = dailylog_listeners,
	.kinds = log_kinds };

/* --- what pages show alike -------------------------------------------------------------------------------------- */

const char *
log_agent(struct req *req, const struct dailylog *log)
{
	return arena_printf(req->ctx.arena, "%s %s", log->name, log->staff_no);
}

const char *
day_short(struct req *req, int64_t day)
{
	return day_text(req->ctx.arena, day) + 5; /* the year is the page's own matter */
}

const char *
weekday_text(struct req *req, int64_t day)
{
	return lang(req, arena_printf(req->ctx.arena, "home.weekday.%d", day_date(day).weekday));
}

const char *
log_state_text(struct req *req, const struct dailylog *log)
{
	static const char *const keys[] = { "", "dailylog.state.1", "dailylog.state.2", "dailylog.state.3",
		"dailylog.state.4", "dailylog.state.5", "dailylog.state.6", "dailylog.state.7" };

	return lang(req, keys[log->state >= 1 && log->state <= 7 ? log->state : LOG_FILLING]);
}

const char *
log_state_class(const struct req *req, const struct dailylog *log)
{
	switch (dailylog_timeliness(log, req->ctx.now)) {
	case LOG_MISSING:
		return "bad";
	case LOG_LATE:
		return "warn";
	case LOG_IN_TIME:
		return "ok";
	case LOG_WAITING:
	case LOG_OFF:
		break;
	}
	return "neu";
}

const char *
log_reason(struct req *req, const struct dailylog *log, const char *key)
{
	const struct reason reason = log_refusal(req->ctx.arena, log, key);

	return lang_reason(req, &reason);
}

const char *
problem_text(struct req *req, const struct daily_line *line)
{
	if (line->kind == DAILY_ORDER)
		return lang(req, "dailylog.kind.order");
	if (line->problem == 0)
		return "";
	return lang(req, complaint_problem_key(line->problem));
}

const char *
rules_text(struct req *req, int64_t rules)
{
	struct buf out;

	buf_init(&out, req->ctx.arena, 32);
	for (int bit = 0; bit < 5; bit++)
		if (rules & (1 << bit))
			buf_printf(&out, "%s(%c)", out.length > 0 ? " " : "", 'a' + bit);
	return out.data;
}

enum rc
log_visible(struct req *req, struct dailylog *log)
{
	enum rc rc = dailylog_get(&req->ctx, req->id, log);

	if (rc == RC_OK && log->account_id != req->ctx.actor.account_id && !may(req, &RIGHT_LOG_BOARD))
		rc = RC_NOT_FOUND;
	return rc;
}

void
log_facts(struct req *req, const struct dailylog *log)
{
	struct node *node = node_child(view_root(req), "Log"), *more = node_child(node, "e");
	struct arena *arena = req->ctx.arena;

	node_int(node, "id", log->id);
	node_static(node, "agent", log_agent(req, log));
	node_static(node, "day", day_text(arena, log->day));
	node_static(node, "state", log_state_text(req, log));
	node_static(node, "kind", log_state_class(req, log));
	node_int(node, "version", log->version);
	node_static(node, "path", arena_printf(arena, "/complaints/logs/%" PRId64, log->id));
	node_static(node, "comment", log->comment);
	node_static(node, "content",
	    lang_text(req, "dailylog.content", number_text(req, log->line_count),
		number_text(req, log->escalated), number_text(req, log->carried_out), NULL));
	node_static(more, "sub",
	    lang_text(req, "dailylog.sub", day_text(arena, log->day), weekday_text(req, log->day), NULL));
	node_static(more, "due", lang_text(req, "dailylog.due", time_clock(arena, log->due_at), NULL));
	if (log->first_submitted_at > 0)
		node_static(more, "submitted",
		    lang_text(req, "dailylog.submitted", short_time(req, log->first_submitted_at), NULL));
	if (log->signed_at > 0)
		node_static(
		    more, "signed", lang_text(req, "dailylog.signed", short_time(req, log->signed_at), NULL));
	node_static(more, "timeliness",
	    lang(req,
		arena_printf(arena, "dailylog.timeliness.%d", (int)dailylog_timeliness(log, req->ctx.now))));
	if (log->state == LOG_RETURNED)
		node_static(more, "returned",
		    lang_text(req, "dailylog.returned", log->returned_staff, log->return_reason, NULL));
	if (log->state == LOG_EXCUSED)
		node_static(more, "returned",
		    lang_text(req, "dailylog.excused", log->excused_staff, log->excuse_reason, NULL));
	node_static(more, "sign_note", log->sign_note);
	node_static(more, "count", number_text(req, log->line_count));
	node_static(more, "carried",
	    lang_text(req, "dailylog.carried", number_text(req, log->carried_in),
		number_text(req, log->carried_out), NULL));
}

static const char *
line_due(struct req *req, const struct dailylog *log, const struct daily_line *line, const char **class)
{
	struct arena *arena = req->ctx.arena;
	int64_t at = log->closed_at > 0 ? log->closed_at : req->ctx.now;

	*class = "";
	if (line->kind == DAILY_ORDER) {
		*class = "done";
		return time_clock(arena, line->opened_at);
	}
	if (line->closed_at > 0) {
		*class = "done";
		return lang_text(req, "dailylog.line.closed", short_time(req, line->closed_at), NULL);
	}
	if (line->due_at == 0)
		return lang(req, complaint_state_key(line->state));
	/* a closed log shows what was late when it was closed */
	*class = line->due_at < at ? "overdue" : clock_day(line->due_at) == clock_day(at) ? "today" : "later";
	return line->due_at < at
		   ? lang_text(req, "due.overdue", duration_text(req, at - line->due_at, true), NULL)
		   : short_time(req, line->due_at);
}

static void
line_links(struct req *req, struct node *row, const struct dailylog *log, const struct daily_line *line)
{
	struct arena *arena = req->ctx.arena;
	struct node *link;

	if (line->from_log != 0) {
		link = node_child(row, "from");
		node_static(link, "path", arena_printf(arena, "/complaints/logs/%" PRId64, line->from_log));
		node_static(
		    link, "text", lang_text(req, "dailylog.line.from", day_short(req, log->day - 1), NULL));
		node_static(link, "past",
		    lang_text(req, "dailylog.line.past", day_short(req, line->first_day),
			number_text(req, line->carries), NULL));
	}
	if (line->to_log != 0) {
		link = node_child(row, "to");
		node_static(link, "path", arena_printf(arena, "/complaints/logs/%" PRId64, line->to_log));
		node_static(
		    link, "text", lang_text(req, "dailylog.line.to", day_short(req, log->day + 1), NULL));
	}
}

static void
line_show(struct req *req, struct node *row, const struct dailylog *log, const struct daily_line *line)
{
	struct arena *arena = req->ctx.arena;
	struct node *more = node_child(row, "e");
	const char *class, *due = line_due(req, log, line, &class);

	node_int(row, "no", line->line_no);
	node_static(row, "number", line->record_no);
	if (may_open(req, line->kind == DAILY_ORDER ? "/orders/#" : "/complaints/#"))
		node_static(row, "path",
		    arena_printf(arena, "%s/%" PRId64, line->kind == DAILY_ORDER ? "/orders" : "/complaints",
			line->record_id));
	node_static(row, "problem", problem_text(req, line));
	node_static(row, "happened", line->happened);
	node_static(row, "who", line->customer);
	node_static(row, "handling",
	    line->kind == DAILY_ORDER ? arena_printf(arena, "¥ %s", money_text(arena, line->total_fen))
				      : line->handling);
	node_static(row, "comment", line->comment);
	node_static(more, "demand",
	    *line->demand != '\0' ? lang_text(req, "dailylog.line.demand", line->demand, NULL) : "");
	node_static(more, "due", due);
	node_static(more, "due_class", class);
	if (line->rules != 0)
		node_static(more, "rules", rules_text(req, line->rules));
	line_links(req, row, log, line);
}

void
log_lines(struct req *req, struct node *list, const struct dailylog *log, const struct rows *lines)
{
	const struct daily_line *line = lines->items;

	for (size_t i = 0; i < lines->count; i++)
		line_show(req, node_row(list), log, &line[i]);
}

enum rc
log_signs(struct req *req, const struct dailylog *log)
{
	struct node *list = node_child(view_root(req), "Seals"), *row;
	struct rows found;
	const struct signature *signature;
	enum rc rc = signature_list(&req->ctx, "dailylog", log->id, &found);

	signature = found.items;
	for (size_t i = 0; rc == RC_OK && i < found.count; i++) {
		const char *meaning = signature[i].meaning;

		if (strcmp(meaning, "sign") != 0 && strcmp(meaning, "receive") != 0)
			continue;
		row = node_row(list);
		node_static(row, "title",
		    lang(req, *meaning == 's' ? "dailylog.seal.sign" : "dailylog.seal.receive"));
		node_static(row, "who",
		    arena_printf(req->ctx.arena, "%s %s", signature[i].name, signature[i].staff_no));
		node_static(row, "at", time_exact(req->ctx.arena, signature[i].at));
		node_static(row, "digest", signature[i].digest);
		if (signature[i].seal_no == 0)
			continue;
		node_static(row, "no", number_text(req, signature[i].seal_no));
		node_static(row, "seal",
		    arena_printf(req->ctx.arena, "%.4s … %.4s", signature[i].seal,
			signature[i].seal + strlen(signature[i].seal) - 4));
	}
	return rc;
}
