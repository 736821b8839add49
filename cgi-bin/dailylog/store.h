/* SPDX-License-Identifier: MIT */
/* Rows of daily logs. Private to dailylog/. */
#ifndef DAILYLOG_STORE_H
#define DAILYLOG_STORE_H

#include "dailylog/dailylog.h"
#include "dailylog/rules.h"
#include "db/db.h"

extern const struct record dailylog_record, daily_line_record;
#define DAILYLOG_COLUMNS                                                                                     \
	"id, account_id, staff_no, name, day, state, due_at, policy_version, line_count, carried_in, "       \
	"carried_out, escalated, comment, closed_at, first_submitted_at, submitted_at, returned_at, "        \
	"returned_staff, return_reason, excused_at, excused_staff, excuse_reason, reminded_at, digest, "     \
	"signed_at, signed_by, signed_staff, sign_note, signed_digest, chain_no, prev_log, prev_digest, "    \
	"prev_seal, received_at, received_by, received_staff, version"

/* The lock of an agent's logs; made when missing. */
struct log_head {
	int64_t account_id, closed_day, chain_no, chain_log;
	const char *chain_digest;
};
enum rc log_head_get(struct ctx *ctx, int64_t account_id, struct log_head *head) MUST_CHECK;
enum rc log_head_lock(struct ctx *ctx, int64_t account_id, struct log_head *head) MUST_CHECK;
/* dailylog_chain_last(): the agent's log that was signed last; RC_NOT_FOUND. */
enum rc dailylog_chain_last(struct ctx *ctx, int64_t account_id, int64_t *id) MUST_CHECK;
enum rc log_head_save(struct ctx *ctx, const struct log_head *head) MUST_CHECK;

enum rc dailylog_get(struct ctx *ctx, int64_t id, struct dailylog *log) MUST_CHECK;
/* dailylog_lock(): the agent's head first, then the log. CONFLICT if it is at another version, 0: at any. */
enum rc dailylog_lock(
    struct ctx *ctx, int64_t id, int64_t version, struct log_head *head, struct dailylog *log) MUST_CHECK;
/* dailylog_find(): of an agent and day; RC_NOT_FOUND. */
enum rc dailylog_find(struct ctx *ctx, int64_t account_id, int64_t day, struct dailylog *log) MUST_CHECK;
/* dailylog_make(): that of an agent and day, made when missing; under the agent's lock. */
enum rc dailylog_make(struct ctx *ctx, int64_t account_id, int64_t day, struct dailylog *log) MUST_CHECK;
/* dailylog_save(): as changed, version raised by one. */
enum rc dailylog_save(struct ctx *ctx, const struct dailylog *log) MUST_CHECK;
/* dailylog_open_before(): the earliest log of anybody whose day is before `day` and that still takes lines; RC_NOT_FOUND.
 * dailylog_open_own(): the same of one agent. */
enum rc dailylog_open_before(struct ctx *ctx, int64_t day, struct dailylog *log) MUST_CHECK;
enum rc dailylog_open_own(
    struct ctx *ctx, const struct log_head *head, int64_t day, struct dailylog *log) MUST_CHECK;
/* dailylog_late(): not submitted, nobody reminded yet, due before `now`, of the last seven days; at most 100. */
enum rc dailylog_late(struct ctx *ctx, int64_t now, struct rows *logs) MUST_CHECK;
/* dailylog_days(): all logs of days `from` to `to`, by day and staff number. */
enum rc dailylog_days(struct ctx *ctx, int64_t from, int64_t to, struct rows *logs) MUST_CHECK;

/* dailylog_unsubmitted(): an agent's logs that wait to be submitted or to be completed, oldest first, at most 100. */
enum rc dailylog_unsubmitted(struct ctx *ctx, int64_t account_id, struct rows *logs) MUST_CHECK;

/* store_line.c */
/* line_add(): a line on a log, or what was done added to the one that stands there. `line` has kind, record, number, did, rules,
 * first_day, last_at. */
enum rc line_add(struct ctx *ctx, struct dailylog *log, const struct daily_line *line) MUST_CHECK;
/* lines_stored(): as they stand in the table. lines_now(): of a log that is filling: the records as they are now. Both in order
 * of line numbers. lines_shown(): whichever the log's state asks for. */
enum rc lines_stored(struct ctx *ctx, int64_t log_id, struct rows *lines) MUST_CHECK;
enum rc lines_now(struct ctx *ctx, int64_t log_id, struct rows *lines) MUST_CHECK;
enum rc lines_shown(struct ctx *ctx, const struct dailylog *log, struct rows *lines) MUST_CHECK;
/* lines_freeze(): keep the values of lines_now(). lines_carry(): put these lines onto `next`; where a record stands there
 * already, the line takes over its past. */
enum rc lines_freeze(struct ctx *ctx, const struct daily_line *lines, size_t count) MUST_CHECK;
enum rc lines_carry(
    struct ctx *ctx, struct dailylog *next, const struct daily_line *lines, size_t count) MUST_CHECK;
enum rc line_comment(struct ctx *ctx, int64_t log_id, int64_t line_no, const char *text) MUST_CHECK;
/* line_rules(): the escalations that a complaint fired, put onto its line of that log. */
enum rc line_rules(struct ctx *ctx, int64_t log_id, int64_t complaint_id, int64_t rules) MUST_CHECK;

/* corrections, oldest first */
extern const struct record correction_record;
enum rc correction_list(struct ctx *ctx, int64_t log_id, struct rows *corrections) MUST_CHECK;
enum rc correction_add(struct ctx *ctx, const struct correction *correction) MUST_CHECK;

/* text_digest(): hex BLAKE2b-256. */
const char *text_digest(struct arena *arena, const char *text);

#endif
