/* SPDX-License-Identifier: MIT */
/* What people do with daily logs, beside dailylog.h. Private to dailylog/. */
#ifndef DAILYLOG_ACTIONS_H
#define DAILYLOG_ACTIONS_H

#include "dailylog/store.h"

/* dailylog_comment(): the agent's own words on the log (line_no 0) or on a line; "" takes them away. */
enum rc dailylog_comment(struct ctx *ctx, int64_t id, int64_t line_no, const char *text) MUST_CHECK;
/* dailylog_return(): back to the agent for completion, with the reason. */
enum rc dailylog_return(struct ctx *ctx, int64_t id, int64_t version, const char *reason) MUST_CHECK;
/* dailylog_excuse(): the agent was off that day: no log is due. */
enum rc dailylog_excuse(struct ctx *ctx, int64_t id, int64_t version, const char *reason) MUST_CHECK;
/* dailylog_correct(): append a correction to a signed log (line_no 0: to the whole). */
enum rc dailylog_correct(struct ctx *ctx, int64_t id, int64_t line_no, const char *text) MUST_CHECK;
/* dailylog_remind(): tell everybody whose log of `day` is not submitted; *count: how many. dailylog_remind_due(): the job's: once
 * for each log when its due time has passed. */
enum rc dailylog_remind(struct ctx *ctx, int64_t day, int64_t *count) MUST_CHECK;
enum rc dailylog_remind_due(struct ctx *ctx) MUST_CHECK;

/* log_actor(): the actor as rules see it. log_tell(): a notice about a log, once per occasion; to an account or a role. */
struct log_actor log_actor(const struct ctx *ctx);
/* log_refusal(): a rule's reason with who was quicker and when, for pages and actions. log_refuse(): RC_REFUSED with it. */
struct reason log_refusal(struct arena *arena, const struct dailylog *log, const char *key);
enum rc log_refuse(struct ctx *ctx, const struct dailylog *log, const char *key);
enum rc log_tell(struct ctx *ctx, const struct dailylog *log, const char *topic, const char *occasion,
    int64_t account_id, uint32_t role) MUST_CHECK;

#endif
