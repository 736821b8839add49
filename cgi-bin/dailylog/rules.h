/* SPDX-License-Identifier: MIT */
/* Decisions about daily logs (RULE CMP-8, ORG-2), pure, and the structs they are about. Private to dailylog/. */
#ifndef DAILYLOG_RULES_H
#define DAILYLOG_RULES_H

#include "base/arena.h"
#include "base/rc.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The numbers of all these are stored. */
enum dailylog_state {
	LOG_FILLING = 1,
	LOG_CLOSED = 2, /* its day is over and it was not submitted */
	LOG_SUBMITTED = 3,
	LOG_RETURNED = 4, /* to be completed and submitted again */
	LOG_SIGNED = 5,
	LOG_RECEIVED = 6, /* by web operations */
	LOG_EXCUSED = 7   /* the agent was off */
};
enum daily_kind { DAILY_COMPLAINT = 1, DAILY_ORDER = 2 };
enum daily_did { DID_OPEN = 1, DID_WORK = 2, DID_CLOSE = 4, DID_HAND_OVER = 8 };

/* A row of `dailylog`; columns of the same names. */
struct dailylog {
	int64_t id, account_id;
	const char *staff_no, *name;
	int64_t day, state, due_at, policy_version;
	int64_t line_count, carried_in, carried_out, escalated;
	const char *comment;
	int64_t closed_at, first_submitted_at, submitted_at;
	int64_t returned_at;
	const char *returned_staff, *return_reason;
	int64_t excused_at;
	const char *excused_staff, *excuse_reason;
	int64_t reminded_at;
	const char *digest;
	int64_t signed_at, signed_by;
	const char *signed_staff, *sign_note, *signed_digest;
	int64_t chain_no, prev_log;
	const char *prev_digest;
	int64_t prev_seal;
	int64_t received_at, received_by;
	const char *received_staff;
	int64_t version;
};

/* A row of `dailylog_line`; columns of the same names. */
struct daily_line {
	int64_t log_id, line_no, kind, record_id;
	const char *record_no;
	int64_t did, rules, first_day, carries, from_log, to_log, last_at;
	const char *comment;
	int64_t type, problem, state, opened_at, closed_at, due_at, holder_id;
	const char *customer, *happened, *demand, *handling;
	int64_t total_fen;
};

/* Who acts, as rules need it. */
struct log_actor {
	int64_t account_id, today;
};

/* daily_day(): the day of the log that a line of this moment stands on: today's, or the next where that takes no more lines. */
int64_t daily_day(int64_t today, int64_t closed_day);
/* daily_holder(): who follows a complaint: its owner, or who took it in; 0: nobody (imported). */
int64_t daily_holder(int64_t owner_id, int64_t taken_by);
/* daily_carries(): does this line go on to the next day's log of `account_id`? `open`: the complaint is not closed. */
bool daily_carries(const struct daily_line *line, bool open, int64_t account_id);

/* In time or late by its first submission; not submitted: late from one second after the due time on. Excused ones never. */
enum log_timeliness { LOG_WAITING, LOG_IN_TIME, LOG_LATE, LOG_MISSING, LOG_OFF };
enum log_timeliness dailylog_timeliness(const struct dailylog *log, int64_t now);

/* daily_gap(): index of the first line that keeps a log from being submitted: an open complaint whose deadline has passed needs
 * a word of the agent's; `count` if there is none. `at`: as of when. */
size_t daily_gap(const struct daily_line *lines, size_t count, int64_t at);

/* RC_OK or RC_REFUSED with the reason's key. */
enum rc dailylog_may_comment(
    const struct dailylog *log, const struct log_actor *actor, const char **reason) MUST_CHECK;
enum rc dailylog_may_submit(
    const struct dailylog *log, const struct log_actor *actor, const char **reason) MUST_CHECK;
/* RULE ORG-2: not one's own; RULE CMP-8: what was submitted, and once. */
enum rc dailylog_may_sign(
    const struct dailylog *log, const struct log_actor *actor, const char **reason) MUST_CHECK;
enum rc dailylog_may_return(
    const struct dailylog *log, const struct log_actor *actor, const char **reason) MUST_CHECK;
enum rc dailylog_may_excuse(
    const struct dailylog *log, const struct log_actor *actor, const char **reason) MUST_CHECK;
enum rc dailylog_may_receive(
    const struct dailylog *log, const struct log_actor *actor, const char **reason) MUST_CHECK;
enum rc dailylog_may_correct(
    const struct dailylog *log, const struct log_actor *actor, const char **reason) MUST_CHECK;

/* What is signed, as text: one value a line, "name<TAB>value", so that any difference has a name. daily_text(): of what was
 * submitted (head and lines); dailylog_snapshot(): the same with the signature's own values and the chain. */
const char *daily_text(
    struct arena *arena, const struct dailylog *log, const struct daily_line *lines, size_t count);
const char *dailylog_snapshot(
    struct arena *arena, const struct dailylog *log, const struct daily_line *lines, size_t count);
/* dailylog_receipt(), correction_text(): what is signed at receipt and by a correction. */
const char *dailylog_receipt(struct arena *arena, const struct dailylog *log);
struct correction {
	int64_t log_id, correction_no, line_no;
	const char *text;
	int64_t at, account_id;
	const char *staff;
};
const char *correction_text(struct arena *arena, const struct correction *correction);

/* text_difference(): the first line in which two such texts differ: its name and both values, "" where one lacks it. False if
 * there is none. */
struct text_difference {
	const char *name, *before, *after;
};
bool text_difference(
    struct arena *arena, const char *before, const char *after, struct text_difference *found);

#endif
