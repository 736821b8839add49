/* SPDX-License-Identifier: MIT */
/* The supervisor's board (RULE CMP-8): who submitted, what was escalated, the log side by side, and the signature in two clicks.
 * Not the table of agents: pages_table.c. */
#include "audit/audit.h"
#include "base/clock.h"
#include "complaints/complaints.h"
#include "dailylog/pages.h"
#include "escalations/escalations.h"
#include "web/due.h"

#include <inttypes.h>
#include <string.h>

#define ESCALATIONS_MOST 50

/* --- escalations of the day (RULE CMP-9) ------------------------------------------------------------------------ */

static void
escalation_show(struct req *req, struct node *row, const struct escalation *escalation)
{
	struct arena *arena = req->ctx.arena;
	const char *department = lang(req, department_key(escalation->department));

	node_static(row, "letter", arena_printf(arena, "(%c)", (char)('a' + escalation->rule - 1)));
	node_static(row, "rule", lang(req, escalation_rule_key(escalation->rule)));
	node_static(row, "subject", escalation->subject);
	node_static(row, "path", arena_printf(arena, "/complaints/escalations/%" PRId64, escalation->id));
	node_static(row, "at", time_clock(arena, escalation->raised_at));
	node_static(row, "told",
	    escalation->gm && escalation->department != DEPARTMENT_GM
		? words_join(req, "list.and", department, lang(req, department_key(DEPARTMENT_GM)))
		: department);
	node_static(row, "kind", escalation->state == ESCALATION_RAISED ? "wait" : "ok");
	node_static(row, "state",
	    escalation->state == ESCALATION_RAISED ? lang(req, escalation_state_key(escalation->state))
						   : lang_text(req, "dailylog.escalation.answered",
							 short_time(req, escalation->answered_at), NULL));
}

static enum rc
escalations_show(struct req *req, int64_t day)
{
	struct node *list = node_child(view_root(req), "Escalations");
	const struct escalation *escalation;
	struct rows found;
	enum rc rc = escalation_day(&req->ctx, day, ESCALATIONS_MOST, &found);

	escalation = found.items;
	for (size_t i = 0; rc == RC_OK && i < found.count; i++)
		escalation_show(req, node_row(list), &escalation[i]);
	return rc;
}

/* --- signing ---------------------------------------------------------------------------------------------------- */

static void
check_show(struct req *req, const char *kind, const char *text)
{
	struct node *row = node_row(node_child(node_child(view_root(req), "Sign"), "checks"));

	node_static(row, "kind", kind);
	node_static(row, "text", text);
}

/* What a signer should know: whose it is, whether each line says what happened and what is done, what is late. */
static void
checks_show(struct req *req, const struct dailylog *log, const struct rows *lines)
{
	const struct daily_line *line = lines->items;
	const char *empty = NULL, *late = NULL;

	check_show(req, log->account_id == req->ctx.actor.account_id ? "bad" : "ok",
	    lang_text(req,
		log->account_id == req->ctx.actor.account_id ? "dailylog.check.own" : "dailylog.check.eyes",
		log->name, req->ctx.actor.name, NULL));
	for (size_t i = 0; i < lines->count; i++) {
		if (line[i].kind != DAILY_COMPLAINT)
			continue;
		if (empty == NULL && (line[i].happened[0] == '\0' || line[i].handling[0] == '\0'))
			empty = line[i].record_no;
		if (late == NULL && line[i].closed_at == 0 && line[i].due_at > 0 &&
		    line[i].due_at < log->closed_at)
			late = line[i].record_no;
	}
	if (empty != NULL)
		check_show(req, "warn", lang_text(req, "dailylog.check.empty", empty, NULL));
	else
		check_show(req, "ok", lang(req, "dailylog.check.full"));
	if (late != NULL)
		check_show(req, "warn", lang_text(req, "dailylog.check.late", late, NULL));
	if (log->first_submitted_at > log->due_at)
		check_show(req, "warn",
		    lang_text(req, "dailylog.check.submitted_late", short_time(req, log->first_submitted_at),
			NULL));
}

/* The agent's log that was signed last: this one is chained to it. */
static enum rc
previous_show(struct req *req, const struct dailylog *log)
{
	struct dailylog before;
	struct rows found;
	const struct signature *signature;
	int64_t id = 0;
	enum rc rc = dailylog_chain_last(&req->ctx, log->account_id, &id);

	if (rc == RC_OK)
		rc = dailylog_get(&req->ctx, id, &before);
	if (rc == RC_NOT_FOUND) {
		view_set(req, "Sign.previous", lang(req, "dailylog.previous.none"));
		return RC_OK;
	}
	if (rc == RC_OK)
		rc = signature_list(&req->ctx, "dailylog", id, &found);
	if (rc != RC_OK)
		return rc;
	signature = found.items;
	for (size_t i = 0; i < found.count; i++)
		if (strcmp(signature[i].meaning, "sign") == 0)
			view_set(req, "Sign.previous",
			    lang_text(req, "dailylog.previous.seal", day_short(req, before.day),
				signature[i].seal_no > 0 ? number_text(req, signature[i].seal_no) : "…",
				arena_printf(req->ctx.arena, "%.4s … %.4s", before.signed_digest,
				    before.signed_digest + 60),
				NULL));
	return RC_OK;
}

static const char *
digest_groups(struct arena *arena, const char *digest)
{
	struct buf out;

	buf_init(&out, arena, 100);
	for (size_t i = 0; i < 32 && digest[i] != '\0'; i++)
		buf_printf(&out, "%s%c", i > 0 && i % 4 == 0 ? " " : "", digest[i]);
	if (strlen(digest) > 32)
		buf_text(&out, " …");
	return out.data;
}

static enum rc
sign_show(struct req *req, const struct dailylog *log, const struct rows *lines)
{
	const struct log_actor actor = log_actor(&req->ctx);
	struct arena *arena = req->ctx.arena;
	struct node *node = node_child(view_root(req), "Sign");
	const char *reason;

	if (log->state != LOG_SUBMITTED) {
		if (log->signed_at == 0 && dailylog_may_sign(log, &actor, &reason) != RC_OK)
			node_static(node, "missing", log_reason(req, log, reason));
		return RC_OK;
	}
	node_static(node, "path", arena_printf(arena, "/complaints/logs/%" PRId64 "/sign", log->id));
	node_static(
	    node, "what", lang_text(req, "dailylog.document", log->name, day_text(arena, log->day), NULL));
	node_static(node, "content",
	    lang_text(req, "dailylog.content", number_text(req, log->line_count),
		number_text(req, log->escalated), number_text(req, log->carried_out), NULL));
	node_static(node, "digest", digest_groups(arena, log->digest));
	node_int(node, "version", log->version);
	node_flag(node, "note", true);
	checks_show(req, log, lines);
	if (!may(req, &RIGHT_LOG_SIGN))
		node_static(node, "locked", right_missing(req, &RIGHT_LOG_SIGN));
	else if (dailylog_may_sign(log, &actor, &reason) != RC_OK)
		node_static(node, "locked", log_reason(req, log, reason));
	else
		node_static(
		    node, "returns", arena_printf(arena, "/complaints/logs/%" PRId64 "/return", log->id));
	return previous_show(req, log);
}

/* A log nobody submitted may be excused by who signs. */
static void
excuse_show(struct req *req, const struct dailylog *log)
{
	const struct log_actor actor = log_actor(&req->ctx);
	const char *reason;

	if (may(req, &RIGHT_LOG_SIGN) && dailylog_may_excuse(log, &actor, &reason) == RC_OK)
		view_set(req, "Excuse.path",
		    arena_printf(req->ctx.arena, "/complaints/logs/%" PRId64 "/excuse", log->id));
}

/* --- the page --------------------------------------------------------------------------------------------------- */

static enum rc
beside_show(struct req *req, int64_t id)
{
	struct dailylog log;
	struct rows lines;
	enum rc rc;

	if (id == 0)
		return RC_OK;
	rc = dailylog_get(&req->ctx, id, &log);
	if (rc == RC_OK)
		rc = lines_shown(&req->ctx, &log, &lines);
	if (rc != RC_OK)
		return rc;
	log_facts(req, &log);
	log_lines(req, node_child(view_root(req), "Lines"), &log, &lines);
	excuse_show(req, &log);
	rc = sign_show(req, &log, &lines);
	return rc == RC_OK ? log_signs(req, &log) : rc;
}

static void
days_show(struct req *req, int64_t day)
{
	struct arena *arena = req->ctx.arena;
	int64_t today = clock_day(req->ctx.now);

	view_set(req, "Board.day", day_text(arena, day));
	view_set(req, "Board.prev", arena_printf(arena, "/complaints/logs?day=%s", day_text(arena, day - 1)));
	view_set(req, "Board.prev_text", day_short(req, day - 1));
	view_set(req, "Board.text",
	    day == today ? lang_text(req, "dailylog.board.today", day_short(req, day), NULL)
			 : day_short(req, day));
	if (day < today) {
		view_set(req, "Board.next",
		    arena_printf(arena, "/complaints/logs?day=%s", day_text(arena, day + 1)));
		view_set(req, "Board.next_text", day_short(req, day + 1));
	}
}

static enum rc
board_page(struct req *req, int64_t day, int64_t chosen)
{
	int64_t shown = 0, wanting = 0;
	enum rc rc;

	view_set(req, "Page.title", lang(req, "dailylog.board.title"));
	view_set(req, "Page.subtitle",
	    lang_text(
		req, "dailylog.board.sub", day_text(req->ctx.arena, day), weekday_text(req, day), NULL));
	days_show(req, day);
	rc = board_table(req, day, chosen, &shown, &wanting);
	if (rc == RC_OK)
		rc = escalations_show(req, day);
	if (rc == RC_OK)
		rc = beside_show(req, shown);
	if (wanting > 0 && may(req, &RIGHT_LOG_SIGN))
		view_set(req, "Board.remind",
		    lang_text(req, "dailylog.board.remind", number_text(req, wanting), NULL));
	return rc;
}

/* GET /complaints/logs?day=2026-05-12&log=17 */
enum rc
board(struct req *req)
{
	const char *text = request_param(&req->http, "day"), *log = request_param(&req->http, "log");
	int64_t day = clock_day(req->ctx.now), chosen = log != NULL ? strtoll(log, NULL, 10) : 0;
	struct dailylog found;

	if (text != NULL && day_parse(text, &day) != RC_OK)
		return ctx_fail(&req->ctx, RC_INVALID, "dailylog.invalid.day", NULL);
	if (chosen != 0) {
		enum rc rc = dailylog_get(&req->ctx, chosen, &found);

		if (rc != RC_OK)
			return rc;
		day = found.day;
	}
	return board_page(req, day, chosen);
}

enum rc
board_again(struct req *req)
{
	struct dailylog log;
	enum rc rc = dailylog_get(&req->ctx, req->id, &log);

	return rc == RC_OK ? board_page(req, log.day, log.id) : rc;
}

/* Back to the board of the log's day; after a signature the next one that waits is open there. */
static enum rc
board_back(struct req *req, const char *done)
{
	struct dailylog log;
	enum rc rc = dailylog_get(&req->ctx, req->id, &log);

	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, done, log_agent(req, &log), NULL);
	return redirect(req, "/complaints/logs?day=%s", day_text(req->ctx.arena, log.day));
}

struct sign_form {
	const char *note;
};
static const struct form_field sign_fields[] = {
	{ .field = FIELD(sign_form, TEXT, note), .label = "dailylog.field.note", .max = 500 },
};

/* POST /complaints/logs/#/sign (RULE CMP-8, SEC-1) */
enum rc
board_sign(struct req *req)
{
	struct sign_form form;
	enum rc rc = form_parse(req, sign_fields, &form);

	if (rc == RC_OK)
		rc = reauth(req);
	if (rc == RC_OK)
		rc = dailylog_sign(&req->ctx, req->id, version_given(req), form.note);
	return rc == RC_OK ? board_back(req, "dailylog.done.sign") : rc;
}

struct reason_form {
	const char *reason;
};
static const struct form_field reason_fields[] = {
	{ .field = FIELD(reason_form, TEXT, reason),
	    .label = "dailylog.field.reason",
	    .required = true,
	    .max = 500 },
};

/* POST /complaints/logs/#/return */
enum rc
board_return(struct req *req)
{
	struct reason_form form;
	enum rc rc = form_parse(req, reason_fields, &form);

	if (rc == RC_OK)
		rc = dailylog_return(&req->ctx, req->id, version_given(req), form.reason);
	return rc == RC_OK ? board_back(req, "dailylog.done.return") : rc;
}

/* POST /complaints/logs/#/excuse */
enum rc
board_excuse(struct req *req)
{
	struct reason_form form;
	enum rc rc = form_parse(req, reason_fields, &form);

	if (rc == RC_OK)
		rc = dailylog_excuse(&req->ctx, req->id, version_given(req), form.reason);
	return rc == RC_OK ? board_back(req, "dailylog.done.excuse") : rc;
}

struct remind_form {
	int64_t day;
};
static const struct form_field remind_fields[] = {
	{ .field = FIELD(remind_form, DAY, day), .label = "dailylog.field.day", .required = true },
};

/* POST /complaints/logs/remind */
enum rc
board_remind(struct req *req)
{
	struct remind_form form;
	int64_t count = 0;
	enum rc rc = form_parse(req, remind_fields, &form);

	if (rc == RC_OK)
		rc = dailylog_remind(&req->ctx, form.day, &count);
	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, "dailylog.done.remind", number_text(req, count), NULL);
	return redirect(req, "/complaints/logs?day=%s", day_text(req->ctx.arena, form.day));
}
