/* SPDX-License-Identifier: MIT */
/* One daily log on the screen and on paper (RULE CMP-8): its lines, signatures, corrections below, receipt, XLSX.
 * Not the agent's own page, where it is written: pages_own.c. */
#include "audit/audit.h"
#include "base/clock.h"
#include "complaints/complaints.h"
#include "dailylog/pages.h"
#include "web/export.h"

#include <inttypes.h>

static enum rc
corrections_show(struct req *req, const struct dailylog *log)
{
	struct node *list = node_child(view_root(req), "Corrections"), *row;
	const struct correction *correction;
	struct rows found;
	enum rc rc = correction_list(&req->ctx, log->id, &found);

	correction = found.items;
	for (size_t i = 0; rc == RC_OK && i < found.count; i++) {
		row = node_row(list);
		node_int(row, "no", correction[i].correction_no);
		node_static(row, "line",
		    correction[i].line_no > 0 ? lang_text(req, "dailylog.correction.line",
						    number_text(req, correction[i].line_no), NULL)
					      : lang(req, "dailylog.correction.whole"));
		node_static(row, "text", correction[i].text);
		node_static(row, "who", correction[i].staff);
		node_static(row, "at", time_exact(req->ctx.arena, correction[i].at));
	}
	return rc;
}

/* Receipt and correction: open, or closed with the missing condition. */
static void
acts_show(struct req *req, const struct dailylog *log)
{
	const struct log_actor actor = log_actor(&req->ctx);
	struct arena *arena = req->ctx.arena;
	const char *reason;

	view_set(req, "Act.verify", arena_printf(arena, "/complaints/logs/%" PRId64 "/verify", log->id));
	view_set(req, "Act.xlsx", arena_printf(arena, "/complaints/logs/%" PRId64 "/xlsx", log->id));
	if (log->state == LOG_SIGNED) {
		if (!may(req, &RIGHT_LOG_RECEIVE))
			view_set(req, "Act.receive_lock", right_missing(req, &RIGHT_LOG_RECEIVE));
		else if (dailylog_may_receive(log, &actor, &reason) != RC_OK)
			view_set(req, "Act.receive_lock", log_reason(req, log, reason));
		else
			view_set(req, "Act.receive",
			    arena_printf(arena, "/complaints/logs/%" PRId64 "/receive", log->id));
	}
	if (may(req, &RIGHT_LOG_CORRECT) && dailylog_may_correct(log, &actor, &reason) == RC_OK)
		view_set(
		    req, "Act.correct", arena_printf(arena, "/complaints/logs/%" PRId64 "/correct", log->id));
	if (log->account_id == actor.account_id && dailylog_may_comment(log, &actor, &reason) == RC_OK)
		view_set(req, "Act.write",
		    arena_printf(arena, "/complaints/log?day=%s", day_text(arena, log->day)));
	if (log->state == LOG_SUBMITTED && may(req, &RIGHT_LOG_SIGN))
		view_set(req, "Act.sign",
		    arena_printf(
			arena, "/complaints/logs?day=%s&log=%" PRId64, day_text(arena, log->day), log->id));
}

static void
crumbs_show(struct req *req, const struct dailylog *log)
{
	if (may(req, &RIGHT_LOG_BOARD))
		crumb(req, lang(req, "dailylog.board.title"),
		    arena_printf(
			req->ctx.arena, "/complaints/logs?day=%s", day_text(req->ctx.arena, log->day)));
	else
		crumb(req, lang(req, "dailylog.own.history"), "/complaints/log/history");
	crumb(req, arena_printf(req->ctx.arena, "%s %s", log->staff_no, day_text(req->ctx.arena, log->day)),
	    "");
}

/* GET /complaints/logs/# */
enum rc
one_log(struct req *req)
{
	struct dailylog log;
	struct rows lines;
	enum rc rc = log_visible(req, &log);

	if (rc == RC_OK)
		rc = lines_shown(&req->ctx, &log, &lines);
	if (rc != RC_OK)
		return rc;
	view_set(req, "Page.title",
	    lang_text(
		req, "dailylog.document", log_agent(req, &log), day_text(req->ctx.arena, log.day), NULL));
	crumbs_show(req, &log);
	log_facts(req, &log);
	log_lines(req, node_child(view_root(req), "Lines"), &log, &lines);
	acts_show(req, &log);
	rc = corrections_show(req, &log);
	if (rc == RC_OK)
		rc = log_signs(req, &log);
	return rc == RC_OK ? history_show(req, "dailylog", log.id) : rc;
}

enum rc
one_log_again(struct req *req)
{
	return one_log(req);
}

/* POST /complaints/logs/#/receive: no signature, so no password (SEC-1 asks for it at sign-offs). */
enum rc
one_receive(struct req *req)
{
	enum rc rc = form_read(req, NULL, 0, NULL);

	if (rc == RC_OK)
		rc = dailylog_receive(&req->ctx, req->id, version_given(req));
	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, "dailylog.done.receive", NULL);
	return redirect(req, "/complaints/logs/%" PRId64, req->id);
}

struct correct_form {
	int64_t line;
	const char *text;
};
static const struct form_field correct_fields[] = {
	{ .field = FIELD(correct_form, INT, line), .label = "dailylog.field.line", .max = 100000 },
	{ .field = FIELD(correct_form, TEXT, text),
	    .label = "dailylog.field.correction",
	    .required = true,
	    .max = 1000,
	    .multiline = true },
};

/* POST /complaints/logs/#/correct: it stands below a signature, so it is given like one. */
enum rc
one_correct(struct req *req)
{
	struct correct_form form;
	struct dailylog log;
	enum rc rc = form_parse(req, correct_fields, &form);

	if (rc == RC_OK)
		rc = log_visible(req, &log);
	if (rc == RC_OK)
		rc = reauth(req);
	if (rc == RC_OK)
		rc = dailylog_correct(&req->ctx, req->id, form.line, form.text);
	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, "dailylog.done.correct", NULL);
	return redirect(req, "/complaints/logs/%" PRId64, req->id);
}

/* --- XLSX ------------------------------------------------------------------------------------------------------- */

#define CELLS 14

static enum rc
line_write(
    struct req *req, struct export_xlsx *xlsx, const struct dailylog *log, const struct daily_line *line)
{
	struct arena *arena = req->ctx.arena;
	const struct export_cell cells[CELLS] = { { EXPORT_TEXT, day_text(arena, log->day), 0 },
		{ EXPORT_TEXT, log_agent(req, log), 0 }, { EXPORT_NUMBER, NULL, line->line_no },
		{ EXPORT_TEXT, line->record_no, 0 }, { EXPORT_TEXT, problem_text(req, line), 0 },
		{ EXPORT_TEXT, line->customer, 0 }, { EXPORT_TEXT, line->happened, 0 },
		{ EXPORT_TEXT, line->demand, 0 }, { EXPORT_TEXT, line->handling, 0 },
		{ EXPORT_TEXT, line->kind == DAILY_ORDER ? "" : lang(req, complaint_state_key(line->state)),
		    0 },
		{ EXPORT_TEXT, time_text(arena, line->closed_at > 0 ? line->closed_at : line->due_at), 0 },
		{ EXPORT_NUMBER, NULL, line->carries }, { EXPORT_TEXT, rules_text(req, line->rules), 0 },
		{ EXPORT_TEXT, line->comment, 0 } };

	return export_xlsx_row(xlsx, cells, CELLS);
}

/* A row that says something of the log as a whole: its label in the third column, the text in that of what happened. */
static enum rc
note_write(struct req *req, struct export_xlsx *xlsx, const struct dailylog *log, const char *label,
    const char *text)
{
	struct export_cell cells[CELLS];

	for (size_t i = 0; i < CELLS; i++)
		cells[i] = (struct export_cell){ EXPORT_TEXT, "", 0 };
	cells[0].text = day_text(req->ctx.arena, log->day);
	cells[1].text = log_agent(req, log);
	cells[4].text = label;
	cells[6].text = text;
	return *text == '\0' ? RC_OK : export_xlsx_row(xlsx, cells, CELLS);
}

static enum rc
signs_write(struct req *req, struct export_xlsx *xlsx, const struct dailylog *log)
{
	struct arena *arena = req->ctx.arena;
	const struct correction *correction;
	struct rows found = { NULL, 0 };
	enum rc rc = note_write(req, xlsx, log, lang(req, "dailylog.field.comment"), log->comment);

	if (rc == RC_OK && log->signed_at > 0)
		rc = note_write(req, xlsx, log, lang(req, "dailylog.seal.sign"),
		    arena_printf(arena, "%s %s %s", log->signed_staff, time_exact(arena, log->signed_at),
			log->signed_digest));
	if (rc == RC_OK)
		rc = note_write(req, xlsx, log, lang(req, "dailylog.field.note"), log->sign_note);
	if (rc == RC_OK)
		rc = correction_list(&req->ctx, log->id, &found);
	correction = found.items;
	for (size_t i = 0; rc == RC_OK && i < found.count; i++)
		rc = note_write(req, xlsx, log, lang(req, "dailylog.field.correction"),
		    arena_printf(arena, "%" PRId64 ": %s (%s %s)", correction[i].line_no, correction[i].text,
			correction[i].staff, time_exact(arena, correction[i].at)));
	return rc;
}

static enum rc
body_write(void *self, const void *data, size_t length)
{
	buf_add(self, data, length);
	return RC_OK;
}

/* GET /complaints/logs/#/xlsx */
enum rc
one_export(struct req *req)
{
	static const char *const labels[CELLS] = { "dailylog.field.day", "dailylog.field.agent",
		"dailylog.field.line", "dailylog.field.number", "dailylog.field.problem",
		"dailylog.field.customer", "dailylog.field.happened", "dailylog.field.demand",
		"dailylog.field.handling", "dailylog.field.state", "dailylog.field.closed_or_due",
		"dailylog.field.carries", "dailylog.field.escalated", "dailylog.field.comment" };
	struct export_cell heads[CELLS];
	struct export_out out = { body_write, &req->out.body };
	struct export_xlsx *xlsx;
	const struct daily_line *line;
	struct dailylog log;
	struct rows lines;
	enum rc rc = log_visible(req, &log), ended;

	if (rc == RC_OK)
		rc = lines_shown(&req->ctx, &log, &lines);
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < CELLS; i++)
		heads[i] = (struct export_cell){ EXPORT_TEXT, lang(req, labels[i]), 0 };
	xlsx = export_xlsx_begin(day_text(req->ctx.arena, log.day), heads, CELLS);
	if (xlsx == NULL)
		return RC_INTERNAL;
	line = lines.items;
	for (size_t i = 0; rc == RC_OK && i < lines.count; i++)
		rc = line_write(req, xlsx, &log, &line[i]);
	if (rc == RC_OK)
		rc = signs_write(req, xlsx, &log);
	ended = export_xlsx_end(xlsx, rc == RC_OK ? &out : NULL);
	if (rc != RC_OK || ended != RC_OK)
		return rc != RC_OK ? rc : ended;
	req->out.type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
	response_download(&req->out, req->ctx.arena,
	    arena_printf(
		req->ctx.arena, "complaint-log-%s-%s.xlsx", log.staff_no, day_text(req->ctx.arena, log.day)));
	return RC_OK;
}
