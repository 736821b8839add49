/* SPDX-License-Identifier: MIT */
/* What plans are built of. Private to the rules of complaints/. */
#ifndef COMPLAINTS_RULES_WORK_H
#define COMPLAINTS_RULES_WORK_H

#include "complaints/rules.h"

#define TEXT_MOST 5000 /* code points of a text that is kept */

/* work_invalid(): RC_INVALID with the field and the reason. work_text(): RC_OK for one to TEXT_MOST code points that are not all
 * blank. channel_check(): a way to or from the customer. message_check(): a message to the customer: what the portal sends itself
 * has the room of its way. */
enum rc work_invalid(struct complaint_work *work, const char *field, const char *key) MUST_CHECK;
enum rc work_text(struct complaint_work *work, const char *field, const char *text) MUST_CHECK;
enum rc channel_check(struct complaint_work *work, int64_t channel) MUST_CHECK;
enum rc message_check(struct complaint_work *work, int64_t channel, const char *text) MUST_CHECK;
/* work_entry(): one more entry of now and of who acts. */
void work_entry(
    struct complaint_work *work, enum complaint_entry_kind kind, int64_t detail, const char *text);

/* term_due(): when a term that starts then is over. clock_add(): a clock of it. clock_end(): all running ones of a kind and
 * hand-off (0: of none) end, met or missed by now, or (not `needed`) no longer needed; were there any? clock_known(): was there
 * ever one of the kind? clocks_drop(): none is needed any more. */
int64_t term_due(const struct complaint_work *work, enum complaint_term term, int64_t start);
void clock_add(struct complaint_work *work, enum complaint_clock_kind kind, enum complaint_term term,
    int64_t start, int64_t handoff_no);
bool clock_end(struct complaint_work *work, enum complaint_clock_kind kind, int64_t handoff_no, bool needed);
bool clock_known(const struct complaint_work *work, enum complaint_clock_kind kind);
void clocks_drop(struct complaint_work *work);
/* complex_start(): the clocks of a complex complaint, its solution's from `start` on (CMP-4). problem_start(): those that its problem
 * brings with it. customer_told(): the customer is told something now (CMP-4, CMP-7). */
void complex_start(struct complaint_work *work, int64_t start);
void problem_start(struct complaint_work *work);
void customer_told(struct complaint_work *work, int64_t channel, const char *text);

bool any_handoff(const struct complaint_work *work, enum handoff_state state);
/* state_now(): what an open complaint is, seen from what belongs to it. work_end(): the end of each plan: hand-offs counted, the
 * nearest clock, the new state if the table of transitions has it. */
int64_t state_now(const struct complaint_work *work);
enum rc work_end(struct complaint_work *work, enum complaint_act act, int64_t state) MUST_CHECK;

#endif
