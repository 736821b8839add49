/* SPDX-License-Identifier: MIT */
/* The table of the supervisor's board (RULE CMP-8): one row per agent with the last seven days as squares, and the counts above.
 * Not the log beside it, and not the signing: pages_board.c. */
#include "base/clock.h"
#include "dailylog/pages.h"
#include "web/due.h"

#include <inttypes.h>
#include <string.h>

#define WEEK 7

struct board_counts {
	int64_t due, in_time, late, missing, waiting, is_signed, mine, others, lines, carried_in, carried_out,
	    escalated;
};

static void
counts_add(
    struct board_counts *counts, const struct dailylog *log, const struct log_actor *actor, int64_t now)
{
	enum log_timeliness timeliness = dailylog_timeliness(log, now);
	const char *reason;

	counts->due += timeliness != LOG_OFF;
	counts->in_time += timeliness == LOG_IN_TIME;
	counts->late += timeliness == LOG_LATE;
	counts->missing += timeliness == LOG_MISSING;
	counts->waiting += timeliness == LOG_WAITING;
	counts->is_signed += log->signed_at > 0;
	if (log->state == LOG_SUBMITTED && dailylog_may_sign(log, actor, &reason) == RC_OK)
		counts->mine++;
	else if (log->state == LOG_SUBMITTED)
		counts->others++;
	counts->lines += log->line_count;
	counts->carried_in += log->carried_in;
	counts->carried_out += log->carried_out;
	counts->escalated += log->escalated;
}

static void
count_show(struct req *req, const char *key, int64_t count, const char *class, bool first)
{
	struct node *row = node_row(node_child(view_root(req), "Counts"));

	node_static(row, "count", number_text(req, count));
	node_static(row, "label", lang(req, key));
	node_static(row, "class", count > 0 ? class : "zero");
	node_flag(row, "sep", first);
}

static void
counts_show(struct req *req, const struct board_counts *counts)
{
	count_show(req, "dailylog.count.due", counts->due, "", false);
	count_show(req, "dailylog.count.in_time", counts->in_time, "", false);
	if (counts->waiting > 0)
		count_show(req, "dailylog.count.waiting", counts->waiting, "", false);
	count_show(req, "dailylog.count.late", counts->late, "warn", false);
	count_show(req, "dailylog.count.missing", counts->missing, "bad", false);
	count_show(req, "dailylog.count.signed", counts->is_signed, "", true);
	if (may(req, &RIGHT_LOG_SIGN))
		count_show(req, "dailylog.count.mine", counts->mine, "acc", false);
	count_show(req, "dailylog.count.others", counts->others, "", false);
	count_show(req, "dailylog.count.lines", counts->lines, "", true);
	count_show(req, "dailylog.count.carried_in", counts->carried_in, "", false);
	count_show(req, "dailylog.count.carried_out", counts->carried_out, "", false);
	count_show(req, "dailylog.count.escalated", counts->escalated, "bad", false);
}

/* Seven squares, today at the right; the same in words for who cannot see them. */
static void
week_show(struct req *req, struct node *row, const struct dailylog *logs, size_t count, int64_t account_id,
    int64_t day)
{
	static const char *const classes[] = { "w", "ok", "late", "none", "off" };
	struct node *squares = node_child(row, "week");
	struct buf words;

	buf_init(&words, req->ctx.arena, 200);
	for (int64_t at = day - WEEK + 1; at <= day; at++) {
		const char *class = "off", *word = "dailylog.timeliness.4";

		for (size_t i = 0; i < count; i++)
			if (logs[i].account_id == account_id && logs[i].day == at) {
				enum log_timeliness timeliness = dailylog_timeliness(&logs[i], req->ctx.now);

				class = classes[timeliness];
				word =
				    arena_printf(req->ctx.arena, "dailylog.timeliness.%d", (int)timeliness);
			}
		node_static(node_row(squares), "c", class);
		buf_printf(
		    &words, "%s%s %s", words.length > 0 ? ", " : "", day_short(req, at), lang(req, word));
	}
	node_static(row, "words", words.data);
}

/* What the reader may do with the row next. */
static void
row_next(struct req *req, struct node *row, const struct dailylog *log, const struct log_actor *actor)
{
	const char *reason;
	bool signs = may(req, &RIGHT_LOG_SIGN);

	if (log->signed_at > 0) {
		node_static(row, "sign_class", "ok");
		node_static(row, "sign",
		    lang_text(req, "dailylog.row.signed",
			clock_day(log->signed_at) > log->day ? short_time(req, log->signed_at)
							     : time_clock(req->ctx.arena, log->signed_at),
			NULL));
		if (clock_day(log->signed_at) > log->day) /* late signing stays visible */
			node_static(row, "sign_class", "warn");
	} else if (log->state == LOG_SUBMITTED && signs && dailylog_may_sign(log, actor, &reason) == RC_OK) {
		node_static(row, "sign", lang(req, "dailylog.row.sign"));
		node_flag(row, "open", true);
	} else if (log->state == LOG_SUBMITTED) {
		node_static(row, "sign_class", "lock");
		node_static(row, "sign",
		    lang(req,
			log->account_id == actor->account_id ? "dailylog.row.own" : "dailylog.row.waits"));
	} else if (log->state == LOG_EXCUSED) {
		node_static(row, "sign", lang(req, "dailylog.state.7"));
	}
}

static void
row_show(
    struct req *req, struct node *row, const struct dailylog *log, bool chosen, const struct log_actor *actor)
{
	struct arena *arena = req->ctx.arena;
	struct node *more = node_child(row, "e");
	enum log_timeliness timeliness = dailylog_timeliness(log, req->ctx.now);

	node_static(row, "name", log->name);
	node_static(row, "staff_no", log->staff_no);
	node_static(row, "path",
	    arena_printf(
		arena, "/complaints/logs?day=%s&log=%" PRId64 "#log", day_text(arena, log->day), log->id));
	node_static(row, "state_class", log_state_class(req, log));
	node_static(row, "state",
	    timeliness == LOG_MISSING ? lang_text(req, "dailylog.row.missing",
					    duration_text(req, req->ctx.now - log->due_at, true), NULL)
	    : log->first_submitted_at > 0
		? lang_text(req, timeliness == LOG_LATE ? "dailylog.row.late" : "dailylog.row.submitted",
		      clock_day(log->first_submitted_at) > log->day
			  ? short_time(req, log->first_submitted_at)
			  : time_clock(arena, log->first_submitted_at),
		      NULL)
		: log_state_text(req, log));
	node_flag(row, "chosen", chosen);
	node_static(more, "lines", number_text(req, log->line_count));
	node_static(more, "came", number_text(req, log->carried_in));
	node_static(more, "went", log->closed_at > 0 ? number_text(req, log->carried_out) : "—");
	node_static(more, "escalated", number_text(req, log->escalated));
	node_flag(more, "urgent", log->escalated > 0);
	row_next(req, row, log, actor);
}

/* The log that the board opens by itself: the first that waits for this reader, else the first. */
static int64_t
first_of(const struct dailylog *logs, size_t count, int64_t day, const struct log_actor *actor)
{
	const char *reason;
	int64_t first = 0;

	for (size_t i = 0; i < count; i++) {
		if (logs[i].day != day)
			continue;
		if (dailylog_may_sign(&logs[i], actor, &reason) == RC_OK)
			return logs[i].id;
		if (first == 0)
			first = logs[i].id;
	}
	return first;
}

enum rc
board_table(struct req *req, int64_t day, int64_t chosen, int64_t *shown, int64_t *wanting)
{
	const struct log_actor actor = log_actor(&req->ctx);
	struct node *list = node_child(view_root(req), "Agents"), *row;
	struct board_counts counts = { 0 };
	const struct dailylog *log;
	struct rows logs;
	enum rc rc = dailylog_days(&req->ctx, day - WEEK + 1, day, &logs);

	if (rc != RC_OK)
		return rc;
	log = logs.items;
	*shown = chosen != 0 ? chosen : first_of(log, logs.count, day, &actor);
	*wanting = 0;
	for (size_t i = 0; i < logs.count; i++) {
		if (log[i].day != day)
			continue;
		counts_add(&counts, &log[i], &actor, req->ctx.now);
		*wanting += log[i].first_submitted_at == 0 && log[i].state != LOG_EXCUSED;
		row = node_row(list);
		row_show(req, row, &log[i], log[i].id == *shown, &actor);
		week_show(req, row, log, logs.count, log[i].account_id, day);
	}
	counts_show(req, &counts);
	return RC_OK;
}
