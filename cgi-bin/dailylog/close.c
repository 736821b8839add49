/* SPDX-License-Identifier: MIT */
/* Closing a daily log and carrying over (RULE CMP-8): once, whoever does it and however often it is tried: the agent's lock is
 * held, and what is closed says so.
 * Not submitting: actions.c. */
#include "dailylog/close.h"
#include "audit/audit.h"
#include "base/clock.h"
#include "complaints/complaints.h"
#include "db/tx.h"

static bool
line_open(const struct daily_line *line)
{
	return line->kind == DAILY_COMPLAINT && line->state != 0 && line->state != COMPLAINT_CLOSED;
}

/* The lines that go on, as they will stand on the next log. */
static size_t
carried_make(
    struct ctx *ctx, const struct dailylog *log, const struct rows *lines, struct daily_line *carried)
{
	const struct daily_line *line = lines->items;
	size_t made = 0;

	for (size_t i = 0; i < lines->count; i++) {
		if (!daily_carries(&line[i], line_open(&line[i]), log->account_id))
			continue;
		carried[made] = line[i];
		carried[made].did = carried[made].rules = 0;
		carried[made].carries++;
		carried[made].from_log = log->id;
		carried[made].to_log = 0;
		carried[made++].last_at = ctx->now;
	}
	return made;
}

static void
lines_link(const struct dailylog *log, struct rows *lines, int64_t next_id)
{
	struct daily_line *line = lines->items;

	for (size_t i = 0; i < lines->count; i++)
		if (daily_carries(&line[i], line_open(&line[i]), log->account_id))
			line[i].to_log = next_id;
}

static int64_t
lines_escalated(const struct rows *lines)
{
	const struct daily_line *line = lines->items;
	int64_t count = 0;

	for (size_t i = 0; i < lines->count; i++)
		count += line[i].rules != 0;
	return count;
}

static enum rc
carry_over(struct ctx *ctx, struct dailylog *log, struct rows *lines)
{
	struct daily_line *carried = arena_array(ctx->arena, lines->count + 1, sizeof(*carried));
	size_t count = carried_make(ctx, log, lines, carried);
	struct dailylog next;
	enum rc rc = RC_OK;

	log->carried_out = (int64_t)count;
	if (count == 0)
		return RC_OK;
	rc = dailylog_make(ctx, log->account_id, log->day + 1, &next);
	if (rc == RC_OK)
		rc = lines_carry(ctx, &next, carried, count);
	if (rc == RC_OK)
		rc = dailylog_save(ctx, &next);
	lines_link(log, lines, next.id);
	return rc;
}

enum rc
log_close(struct ctx *ctx, struct log_head *head, struct dailylog *log, struct rows *lines)
{
	enum rc rc;

	if (log->closed_at > 0)
		return lines_stored(ctx, log->id, lines);
	rc = lines_now(ctx, log->id, lines);
	if (rc == RC_OK)
		rc = carry_over(ctx, log, lines);
	if (rc == RC_OK)
		rc = lines_freeze(ctx, lines->items, lines->count);
	log->closed_at = ctx->now;
	if (log->state == LOG_FILLING)
		log->state = LOG_CLOSED;
	log->escalated = lines_escalated(lines);
	if (head->closed_day < log->day)
		head->closed_day = log->day;
	if (rc == RC_OK)
		rc = dailylog_save(ctx, log);
	return rc == RC_OK ? log_head_save(ctx, head) : rc;
}

static enum rc
close_audit(struct ctx *ctx, const struct dailylog *log)
{
	struct diff diff = { .count = 0 };

	diff_add(&diff, "dailylog.field.day", "", day_text(ctx->arena, log->day));
	diff_add(
	    &diff, "dailylog.field.lines", "", arena_printf(ctx->arena, "%lld", (long long)log->line_count));
	diff_add(&diff, "dailylog.field.carried_out", "",
	    arena_printf(ctx->arena, "%lld", (long long)log->carried_out));
	return audit_add(ctx, "dailylog.close", "dailylog", log->id, &diff);
}

enum rc
logs_close_before(struct ctx *ctx, struct log_head *head, int64_t day)
{
	struct dailylog log;
	struct rows lines;
	enum rc rc = dailylog_open_own(ctx, head, day, &log);

	while (rc == RC_OK) {
		rc = log_close(ctx, head, &log, &lines);
		if (rc == RC_OK)
			rc = close_audit(ctx, &log);
		if (rc == RC_OK)
			rc = dailylog_open_own(ctx, head, day, &log);
	}
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* One agent's logs before `day`; another process may have been quicker: then there is nothing to do. */
static enum rc
account_close(struct ctx *ctx, int64_t account_id, int64_t day)
{
	struct log_head head;
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = log_head_lock(ctx, account_id, &head);
		if (rc == RC_OK)
			rc = logs_close_before(ctx, &head, day);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

enum rc
dailylog_close_due(struct ctx *ctx)
{
	int64_t today = clock_day(ctx->now);
	struct dailylog log;
	enum rc rc = dailylog_open_before(ctx, today, &log);

	while (rc == RC_OK) {
		rc = account_close(ctx, log.account_id, today);
		if (rc == RC_OK)
			rc = dailylog_open_before(ctx, today, &log);
	}
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}
