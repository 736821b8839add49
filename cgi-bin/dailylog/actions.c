/* SPDX-License-Identifier: MIT */
/* What happens to a daily log until it is signed (RULE CMP-8): comments, submission, return, excuse, reminders.
 * Not signing and what comes after: actions_sign.c; not carrying over: close.c. */
#include "dailylog/actions.h"
#include "audit/audit.h"
#include "base/clock.h"
#include "dailylog/close.h"
#include "db/tx.h"
#include "notices/notices.h"

#include <string.h>

struct log_actor
log_actor(const struct ctx *ctx)
{
	return (struct log_actor){ ctx->actor.account_id, clock_day(ctx->now) };
}

enum rc
log_tell(struct ctx *ctx, const struct dailylog *log, const char *topic, const char *occasion,
    int64_t account_id, uint32_t role)
{
	return notice_add(ctx,
	    &(struct notice){ .topic = arena_printf(ctx->arena, "dailylog.%s", topic),
		.subject = arena_printf(ctx->arena, "dailylog:%lld", (long long)log->id),
		.occasion = occasion,
		.channel = NOTICE_PORTAL,
		.role = role,
		.account_id = account_id,
		.text_key = arena_printf(ctx->arena, "dailylog.notice.%s", topic),
		.text_arg = { arena_printf(ctx->arena, "%s %s", log->name, log->staff_no),
		    day_text(ctx->arena, log->day), time_clock(ctx->arena, log->due_at), log->return_reason },
		.path = arena_printf(ctx->arena, "/complaints/logs/%lld", (long long)log->id) });
}

struct reason
log_refusal(struct arena *arena, const struct dailylog *log, const char *key)
{
	struct reason reason = { .key = key };

	if (strcmp(key, "dailylog.refused.signed") == 0) {
		reason.arg[0] = log->signed_staff;
		reason.arg[1] = time_text(arena, log->signed_at);
	} else if (strcmp(key, "dailylog.refused.received") == 0) {
		reason.arg[0] = log->received_staff;
		reason.arg[1] = time_text(arena, log->received_at);
	} else if (strcmp(key, "dailylog.refused.submitted") == 0) {
		reason.arg[0] = time_text(arena, log->submitted_at);
	}
	return reason;
}

enum rc
log_refuse(struct ctx *ctx, const struct dailylog *log, const char *key)
{
	const struct reason reason = log_refusal(ctx->arena, log, key);

	return ctx_refuse(ctx, reason.key, reason.arg[0], reason.arg[1], NULL);
}

/* --- comments --------------------------------------------------------------------------------------------------- */

static enum rc
comment_once(struct ctx *ctx, int64_t id, int64_t line_no, const char *text)
{
	const struct log_actor actor = log_actor(ctx);
	struct log_head head;
	struct dailylog log;
	const char *reason;
	struct diff diff = { .count = 0, .reason = text };
	enum rc rc = dailylog_lock(ctx, id, 0, &head, &log);

	if (rc == RC_OK && dailylog_may_comment(&log, &actor, &reason) != RC_OK)
		rc = log_refuse(ctx, &log, reason);
	if (rc == RC_OK && (line_no < 0 || line_no > log.line_count))
		rc = RC_NOT_FOUND;
	if (rc != RC_OK)
		return rc;
	if (line_no > 0) {
		diff_add(
		    &diff, "dailylog.field.line", "", arena_printf(ctx->arena, "%lld", (long long)line_no));
		rc = line_comment(ctx, id, line_no, text);
	} else {
		log.comment = text;
	}
	if (rc == RC_OK)
		rc = dailylog_save(ctx, &log);
	if (rc == RC_OK)
		rc = audit_add(ctx, "dailylog.comment", "dailylog", id, &diff);
	if (rc == RC_OK)
		tx_result(ctx, "dailylog", id);
	return rc;
}

enum rc
dailylog_comment(struct ctx *ctx, int64_t id, int64_t line_no, const char *text)
{
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = comment_once(ctx, id, line_no, text);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

/* --- submission ------------------------------------------------------------------------------------------------- */

static enum rc
submit_audit(struct ctx *ctx, const struct dailylog *log)
{
	struct diff diff = { .count = 0 };

	diff_add(&diff, "dailylog.field.day", "", day_text(ctx->arena, log->day));
	diff_add(
	    &diff, "dailylog.field.lines", "", arena_printf(ctx->arena, "%lld", (long long)log->line_count));
	diff_add(&diff, "dailylog.field.carried_out", "",
	    arena_printf(ctx->arena, "%lld", (long long)log->carried_out));
	diff_add(&diff, "dailylog.field.digest", "", log->digest);
	return audit_add(ctx, "dailylog.submit", "dailylog", log->id, &diff);
}

/* What keeps it from being submitted is named by its line. */
static enum rc
gap_check(struct ctx *ctx, const struct dailylog *log)
{
	struct rows lines;
	const struct daily_line *line;
	enum rc rc = lines_shown(ctx, log, &lines);
	size_t gap;

	if (rc != RC_OK)
		return rc;
	line = lines.items;
	gap = daily_gap(line, lines.count, log->closed_at > 0 ? log->closed_at : ctx->now);
	if (gap < lines.count)
		return ctx_refuse(ctx, "dailylog.refused.gap", line[gap].record_no, NULL);
	return RC_OK;
}

static enum rc
submit_once(struct ctx *ctx, int64_t id, int64_t version)
{
	const struct log_actor actor = log_actor(ctx);
	struct log_head head;
	struct dailylog log;
	struct rows lines;
	const char *reason;
	enum rc rc = dailylog_lock(ctx, id, version, &head, &log);

	if (rc == RC_OK && dailylog_may_submit(&log, &actor, &reason) != RC_OK)
		rc = log_refuse(ctx, &log, reason);
	if (rc == RC_OK)
		rc = gap_check(ctx, &log);
	if (rc == RC_OK && log.closed_at == 0)
		rc = logs_close_before(ctx, &head, log.day);
	if (rc == RC_OK) /* what the days before carried over stands on it now */
		rc = dailylog_get(ctx, id, &log);
	if (rc == RC_OK)
		rc = log_close(ctx, &head, &log, &lines);
	if (rc != RC_OK)
		return rc;
	log.state = LOG_SUBMITTED;
	log.submitted_at = ctx->now;
	if (log.first_submitted_at == 0)
		log.first_submitted_at = ctx->now;
	log.digest = text_digest(ctx->arena, daily_text(ctx->arena, &log, lines.items, lines.count));
	rc = dailylog_save(ctx, &log);
	if (rc == RC_OK)
		rc = submit_audit(ctx, &log);
	if (rc == RC_OK)
		tx_result(ctx, "dailylog", id);
	return rc;
}

enum rc
dailylog_submit(struct ctx *ctx, int64_t id, int64_t version)
{
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = submit_once(ctx, id, version);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

/* --- returned, excused ------------------------------------------------------------------------------------------ */

typedef enum rc may_rule(const struct dailylog *log, const struct log_actor *actor, const char **reason);

/* A supervisor's word about a log, with its reason. */
static enum rc
word_once(
    struct ctx *ctx, int64_t id, int64_t version, may_rule *may, struct log_head *head, struct dailylog *log)
{
	const struct log_actor actor = log_actor(ctx);
	const char *reason;
	enum rc rc = dailylog_lock(ctx, id, version, head, log);

	if (rc == RC_OK && may(log, &actor, &reason) != RC_OK)
		rc = log_refuse(ctx, log, reason);
	return rc;
}

static enum rc
word_save(struct ctx *ctx, const struct dailylog *log, const char *action, const char *reason)
{
	struct diff diff = { .count = 0, .reason = reason };
	enum rc rc = dailylog_save(ctx, log);

	diff_add(&diff, "dailylog.field.day", "", day_text(ctx->arena, log->day));
	if (rc == RC_OK)
		rc = audit_add(ctx, action, "dailylog", log->id, &diff);
	if (rc == RC_OK)
		tx_result(ctx, "dailylog", log->id);
	return rc;
}

enum rc
dailylog_return(struct ctx *ctx, int64_t id, int64_t version, const char *reason)
{
	struct log_head head;
	struct dailylog log;
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = word_once(ctx, id, version, dailylog_may_return, &head, &log);
		if (rc == RC_OK) {
			log.state = LOG_RETURNED;
			log.returned_at = ctx->now;
			log.returned_staff = actor_label(ctx->arena, &ctx->actor);
			log.return_reason = reason;
			rc = word_save(ctx, &log, "dailylog.return", reason);
		}
		if (rc == RC_OK)
			rc = log_tell(
			    ctx, &log, "returned", time_text(ctx->arena, ctx->now), log.account_id, 0);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

/* The log is closed with it, so that what is open goes on to the next day. */
static enum rc
excuse_close(struct ctx *ctx, struct log_head *head, struct dailylog *log)
{
	struct rows lines;
	enum rc rc = RC_OK;

	if (log->closed_at == 0)
		rc = logs_close_before(ctx, head, log->day);
	if (rc == RC_OK)
		rc = dailylog_get(ctx, log->id, log);
	return rc == RC_OK ? log_close(ctx, head, log, &lines) : rc;
}

enum rc
dailylog_excuse(struct ctx *ctx, int64_t id, int64_t version, const char *reason)
{
	struct log_head head;
	struct dailylog log;
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = word_once(ctx, id, version, dailylog_may_excuse, &head, &log);
		if (rc == RC_OK)
			rc = excuse_close(ctx, &head, &log);
		if (rc == RC_OK) {
			log.state = LOG_EXCUSED;
			log.excused_at = ctx->now;
			log.excused_staff = actor_label(ctx->arena, &ctx->actor);
			log.excuse_reason = reason;
			rc = word_save(ctx, &log, "dailylog.excuse", reason);
		}
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

/* --- reminders -------------------------------------------------------------------------------------------------- */

static bool
log_wanting(const struct dailylog *log)
{
	return log->state == LOG_FILLING || log->state == LOG_CLOSED || log->state == LOG_RETURNED;
}

static enum rc
remind_once(struct ctx *ctx, int64_t day, int64_t *count)
{
	struct diff diff = { .count = 0 };
	const struct dailylog *log;
	struct rows logs;
	enum rc rc = dailylog_days(ctx, day, day, &logs);

	log = logs.items;
	*count = 0;
	for (size_t i = 0; rc == RC_OK && i < logs.count; i++)
		if (log_wanting(&log[i])) {
			rc = log_tell(
			    ctx, &log[i], "remind", time_text(ctx->arena, ctx->now), log[i].account_id, 0);
			++*count;
		}
	diff_add(&diff, "dailylog.field.day", "", day_text(ctx->arena, day));
	diff_add(&diff, "dailylog.field.reminded", "", arena_printf(ctx->arena, "%lld", (long long)*count));
	if (rc == RC_OK && *count == 0)
		rc = ctx_refuse(ctx, "dailylog.refused.nobody", NULL);
	return rc == RC_OK ? audit_add(ctx, "dailylog.remind", "dailylog", 0, &diff) : rc;
}

enum rc
dailylog_remind(struct ctx *ctx, int64_t day, int64_t *count)
{
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = remind_once(ctx, day, count);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

/* The log as it is now, under its lock: it may have been submitted meanwhile, or somebody reminded already. */
static enum rc
remind_late(struct ctx *ctx, int64_t id)
{
	struct log_head head;
	struct dailylog log;
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = dailylog_lock(ctx, id, 0, &head, &log);
		if (rc == RC_OK && log.reminded_at == 0 && log_wanting(&log)) {
			log.reminded_at = ctx->now;
			rc = dailylog_save(ctx, &log);
			if (rc == RC_OK)
				rc = log_tell(ctx, &log, "late", "", log.account_id, 0);
		}
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

enum rc
dailylog_remind_due(struct ctx *ctx)
{
	const struct dailylog *log;
	struct rows logs;
	enum rc rc;

	do {
		rc = dailylog_late(ctx, ctx->now, &logs);
		log = logs.items;
		for (size_t i = 0; rc == RC_OK && i < logs.count; i++)
			rc = remind_late(ctx, log[i].id);
	} while (rc == RC_OK && logs.count == 100);
	return rc;
}
