/* SPDX-License-Identifier: MIT */
/* The daily complaint log 客诉日志表 (RULE CMP-8): one per agent and day, filled by what happens, submitted, signed, sealed,
 * chained to the one signed before, received by web operations. Listens to COMPLAINT_CHANGED, ESCALATION_FIRED and
 * ORDER_CHANGED (orders placed for customers, ORD-6). Owns: dailylog, dailylog_line, dailylog_head, dailylog_correction.
 *
 * Decided here, where the rules leave it open:
 * - A change stands on the log of who did it (agents and supervisors) and of who follows the complaint: its owner, or who took
 *   it in while nobody owns it. Department staff keep no log.
 * - What comes after a log was submitted stands on the next day's. A log that was not submitted is closed when its day is over;
 *   it can still be submitted, late. At closing each open complaint that the agent follows is carried to the next day's log.
 * - Whoever has a line that day has to submit, weekends and holidays too; a supervisor may excuse somebody who was off.
 * - A log is in time or late by its first submission, also when it was returned for completion.
 * - The chain runs in the order of signing, one chain per agent. */
#ifndef DAILYLOG_DAILYLOG_H
#define DAILYLOG_DAILYLOG_H

#include "policy/role.h"

extern const struct right RIGHT_LOG_OWN, RIGHT_LOG_SEE, RIGHT_LOG_SIGN, RIGHT_LOG_RECEIVE;
struct feature;
extern const struct feature dailylog_feature;
struct list;
extern const struct list own_logs_list;

/* Actions; each a transaction of its own. REFUSED with the reason if a rule forbids it, CONFLICT if somebody changed the log
 * since `version` was read. */
struct ctx;
enum rc dailylog_submit(struct ctx *ctx, int64_t id, int64_t version) MUST_CHECK;
/* dailylog_sign(): RULE SEC-1, ORG-2: re-authentication is the caller's; `note` may be "". */
enum rc dailylog_sign(struct ctx *ctx, int64_t id, int64_t version, const char *note) MUST_CHECK;
enum rc dailylog_receive(struct ctx *ctx, int64_t id, int64_t version) MUST_CHECK;

/* dailylog_current(): the log that takes the account's lines now; RC_NOT_FOUND while it has none. */
enum rc dailylog_current(struct ctx *ctx, int64_t account_id, int64_t *id, int64_t *version) MUST_CHECK;
/* dailylog_close_due(): what houtai-jobs does: logs whose day is over are closed and carried over. */
enum rc dailylog_close_due(struct ctx *ctx) MUST_CHECK;

#endif
