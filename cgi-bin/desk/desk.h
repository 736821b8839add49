/* SPDX-License-Identifier: MIT */
/* The front desk: messages left by customers (RULE CMP-11) and visits (RULE CMP-12). Owns: message, message_text, visit. */
#ifndef DESK_DESK_H
#define DESK_DESK_H

#include "base/record.h"
#include "db/ctx.h"
#include <stdbool.h>

enum message_state { MESSAGE_WAITS = 1, MESSAGE_ANSWERED = 2, MESSAGE_DISMISSED = 3 }; /* stored */
enum visit_state { VISIT_WAITS = 1, VISIT_SERVED = 2, VISIT_OVER = 3 };                /* stored */
enum visit_reason { VISIT_SPENT = 1, VISIT_AGAIN = 2, VISIT_ORDER = 4 };               /* bits, stored */

/* A row of `message`; columns of the same names. */
struct message {
	int64_t id, member_id;
	const char *caller, *reach;
	int64_t channel; /* enum complaint_channel */
	const char *summary;
	int64_t left_at, due_at, policy_version, state, owner_id;
	const char *owner_staff;
	int64_t ended_at;
	const char *ended_staff;
	bool late;
	int64_t version;
};

/* A row of `visit`. */
struct visit {
	int64_t id, member_id;
	const char *caller;
	int64_t order_id, complaint_id;
	const char *about;
	int64_t arrived_at, contact_no, spent_fen, order_fen, reasons, policy_version, state, owner_id;
	const char *owner_staff;
	int64_t taken_at, ended_at;
	const char *outcome;
	int64_t version;
};

/* Messages. Each an action of its own transaction; REFUSED with the reason, CONFLICT if somebody changed it since `version`.
 * message_add(): given: member_id or caller, channel, left_at (UTC seconds, not ahead of now); `text` is what was left. */
enum rc message_add(struct ctx *ctx, const struct message *given, const char *text, int64_t *id) MUST_CHECK;
enum rc message_take(struct ctx *ctx, int64_t id, int64_t version) MUST_CHECK;
enum rc message_answer(struct ctx *ctx, int64_t id, int64_t version, const char *answer) MUST_CHECK;
enum rc message_dismiss(struct ctx *ctx, int64_t id, int64_t version, const char *reason) MUST_CHECK;
enum rc message_get(struct ctx *ctx, int64_t id, struct message *message) MUST_CHECK;
struct message_text {
	const char *text, *answer;
};
enum rc message_texts(struct ctx *ctx, int64_t id, struct message_text *text) MUST_CHECK;

/* Visits. visit_add(): given: member_id or caller, order_id, complaint_id, about, arrived_at; the rest follows (RULE CMP-12). */
enum rc visit_add(struct ctx *ctx, const struct visit *given, int64_t *id) MUST_CHECK;
/* visit_take(): the actor serves it; REFUSED for whom the rule passes over (`supervises`: holds the right to take over). */
enum rc visit_take(struct ctx *ctx, int64_t id, int64_t version, bool supervises) MUST_CHECK;
enum rc visit_end(struct ctx *ctx, int64_t id, int64_t version, const char *outcome) MUST_CHECK;
enum rc visit_get(struct ctx *ctx, int64_t id, struct visit *visit) MUST_CHECK;

struct feature;
extern const struct feature desk_feature;
struct list;
extern const struct list messages_list, visits_list;

#endif
