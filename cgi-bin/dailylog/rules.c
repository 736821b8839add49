/* SPDX-License-Identifier: MIT */
/* What a daily log takes, when it is late, and who may do what with it (RULE CMP-8, ORG-2).
 * Not what is signed: rules_text.c; not the rows: store.c. */
#include "dailylog/rules.h"

#include <string.h>

int64_t
daily_day(int64_t today, int64_t closed_day)
{
	return closed_day >= today ? closed_day + 1 : today;
}

int64_t
daily_holder(int64_t owner_id, int64_t taken_by)
{
	return owner_id != 0 ? owner_id : taken_by;
}

bool
daily_carries(const struct daily_line *line, bool open, int64_t account_id)
{
	return line->kind == DAILY_COMPLAINT && open && line->holder_id == account_id;
}

enum log_timeliness
dailylog_timeliness(const struct dailylog *log, int64_t now)
{
	if (log->first_submitted_at > 0)
		return log->first_submitted_at > log->due_at ? LOG_LATE : LOG_IN_TIME;
	if (log->state == LOG_EXCUSED)
		return LOG_OFF;
	return now > log->due_at ? LOG_MISSING : LOG_WAITING;
}

size_t
daily_gap(const struct daily_line *lines, size_t count, int64_t at)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (lines[i].kind == DAILY_COMPLAINT && lines[i].closed_at == 0 && lines[i].due_at > 0 &&
		    lines[i].due_at < at && lines[i].comment[0] == '\0')
			break;
	return i;
}

static enum rc
refuse(const char **reason, const char *key)
{
	*reason = key;
	return RC_REFUSED;
}

/* The agent's own, and still in the agent's hands. */
static enum rc
own_check(const struct dailylog *log, const struct log_actor *actor, const char **reason)
{
	if (log->account_id != actor->account_id)
		return refuse(reason, "dailylog.refused.other");
	if (log->state == LOG_SUBMITTED)
		return refuse(reason, "dailylog.refused.submitted");
	if (log->state == LOG_SIGNED || log->state == LOG_RECEIVED)
		return refuse(reason, "dailylog.refused.signed");
	return RC_OK;
}

enum rc
dailylog_may_comment(const struct dailylog *log, const struct log_actor *actor, const char **reason)
{
	return own_check(log, actor, reason);
}

enum rc
dailylog_may_submit(const struct dailylog *log, const struct log_actor *actor, const char **reason)
{
	enum rc rc = own_check(log, actor, reason);

	if (rc == RC_OK && log->day > actor->today)
		rc = refuse(reason, "dailylog.refused.tomorrow");
	return rc;
}

/* Submitted, and not the actor's own (RULE ORG-2). */
static enum rc
waiting_check(const struct dailylog *log, const struct log_actor *actor, const char **reason)
{
	if (log->state == LOG_SIGNED || log->state == LOG_RECEIVED)
		return refuse(reason, "dailylog.refused.signed");
	if (log->state != LOG_SUBMITTED)
		return refuse(reason, "dailylog.refused.unsubmitted");
	if (actor->account_id == 0)
		return refuse(reason, "dailylog.refused.system");
	if (log->account_id == actor->account_id)
		return refuse(reason, "dailylog.refused.own");
	return RC_OK;
}

enum rc
dailylog_may_sign(const struct dailylog *log, const struct log_actor *actor, const char **reason)
{
	return waiting_check(log, actor, reason);
}

enum rc
dailylog_may_return(const struct dailylog *log, const struct log_actor *actor, const char **reason)
{
	return waiting_check(log, actor, reason);
}

enum rc
dailylog_may_excuse(const struct dailylog *log, const struct log_actor *actor, const char **reason)
{
	if (log->first_submitted_at > 0)
		return refuse(reason, "dailylog.refused.submitted");
	if (log->state == LOG_EXCUSED)
		return refuse(reason, "dailylog.refused.excused");
	if (log->day > actor->today)
		return refuse(reason, "dailylog.refused.tomorrow");
	if (log->account_id == actor->account_id)
		return refuse(reason, "dailylog.refused.own");
	return RC_OK;
}

enum rc
dailylog_may_receive(const struct dailylog *log, const struct log_actor *actor, const char **reason)
{
	if (log->state == LOG_RECEIVED)
		return refuse(reason, "dailylog.refused.received");
	if (log->state != LOG_SIGNED)
		return refuse(reason, "dailylog.refused.unsigned");
	if (actor->account_id == 0)
		return refuse(reason, "dailylog.refused.system");
	if (actor->account_id == log->account_id || actor->account_id == log->signed_by)
		return refuse(reason, "dailylog.refused.third");
	return RC_OK;
}

enum rc
dailylog_may_correct(const struct dailylog *log, const struct log_actor *actor, const char **reason)
{
	if (log->state != LOG_SIGNED && log->state != LOG_RECEIVED)
		return refuse(reason, "dailylog.refused.unsigned");
	if (actor->account_id == 0)
		return refuse(reason, "dailylog.refused.system");
	return RC_OK;
}
