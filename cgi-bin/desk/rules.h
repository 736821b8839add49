/* SPDX-License-Identifier: MIT */
/* Decisions about messages and visits: pure. Private to desk/ and its tests. */
#ifndef DESK_RULES_H
#define DESK_RULES_H

#include "base/clock.h"
#include "desk/desk.h"

#define DESK_TEXT_MOST 4000 /* code points of a message or its answer */

/* RULE CMP-11: when a message left at `left_at` is to be answered: within the service hours it was left in, that is until they
 * close; one left outside them by `until_wall` (seconds after midnight) of the day whose hours come next: in the evening that is
 * the next day, in the small hours the same day. At opening time the hours run, at closing time they are over. */
int64_t message_due(int64_t left_at, const struct service_hours *hours, int64_t until_wall);
/* message_refusal(): why it cannot be answered, taken or dismissed now; NULL if it can. Language key. */
const char *message_refusal(const struct message *message);

/* RULE CMP-12 [policy]: above which total, from which contact on, above which order the supervisor takes over. */
struct visit_limits {
	int64_t spent_fen, contact_no, order_fen;
};
/* visit_reasons(): bits of enum visit_reason that hold. */
int64_t visit_reasons(const struct visit *visit, const struct visit_limits *limits);
/* visit_refusal(): why the actor cannot take it (`supervises`: may take over) or end it. */
const char *visit_take_refusal(const struct visit *visit, int64_t account_id, bool supervises);
const char *visit_end_refusal(const struct visit *visit, int64_t account_id);

#endif
