/* SPDX-License-Identifier: MIT */
/* What plans are built of: checks of texts, entries, clocks, the state a complaint is in. Pure.
 * Not the plans: rules_plan.c, rules_handoff.c. */
#include "complaints/rules_work.h"
#include "base/utf8.h"

#define SMS_MOST 120  /* of one that goes out as an SMS, */
#define MAIL_MOST 360 /* as a mail */

/* --- building blocks -------------------------------------------------------------------------------------------- */

enum rc
work_invalid(struct complaint_work *work, const char *field, const char *key)
{
	work->field = field;
	work->refused = key;
	work->refused_arg = NULL;
	return RC_INVALID;
}

/* Between one and TEXT_MOST code points that are not all blank. */
enum rc
work_text(struct complaint_work *work, const char *field, const char *text)
{
	if (text == NULL || text[strspn(text, " \t\r\n")] == '\0')
		return work_invalid(work, field, "complaints.invalid.empty");
	if (utf8_length(text) > TEXT_MOST)
		return work_invalid(work, field, "complaints.invalid.long");
	return RC_OK;
}

void
work_entry(struct complaint_work *work, enum complaint_entry_kind kind, int64_t detail, const char *text)
{
	if (work->entry_count == WORK_ENTRIES)
		return;
	work->entries[work->entry_count++] = (struct complaint_entry){ .at = work->now,
		.kind = kind,
		.account_id = work->actor->account_id,
		.staff = work->staff,
		.detail = detail,
		.text = text };
}

/* --- clocks ----------------------------------------------------------------------------------------------------- */

int64_t
term_due(const struct complaint_work *work, enum complaint_term term, int64_t start)
{
	const struct complaint_terms *terms = work->terms;

	return deadline_due(
	    term_rule(term)->clock, start, terms->of[term].amount, &terms->hours, terms->calendar);
}

void
clock_add(struct complaint_work *work, enum complaint_clock_kind kind, enum complaint_term term,
    int64_t start, int64_t handoff_no)
{
	const struct term_rule *rule = term_rule(term);
	int64_t last = work->clock_count > 0 ? work->clocks[work->clock_count - 1].clock_no : 0;

	work->clocks[work->clock_count++] = (struct complaint_clock){ .clock_no = last + 1,
		.kind = kind,
		.handoff_no = handoff_no,
		.started_at = start,
		.due_at = term_due(work, term, start),
		.clock = rule->clock,
		.rule = rule->rule,
		.policy_version = work->terms->of[term].version,
		.fresh = true };
}

static bool
clock_runs(const struct complaint_clock *clock, enum complaint_clock_kind kind)
{
	return clock->kind == (int64_t)kind && clock->outcome == CLOCK_RUNS;
}

/* All running clocks of a kind (of one hand-off, or of none) end: met or missed by now, or no longer needed. */
bool
clock_end(struct complaint_work *work, enum complaint_clock_kind kind, int64_t handoff_no, bool needed)
{
	bool ended = false;

	for (size_t i = 0; i < work->clock_count; i++) {
		struct complaint_clock *clock = &work->clocks[i];

		if (!clock_runs(clock, kind) || clock->handoff_no != handoff_no)
			continue;
		clock->ended_at = work->now;
		clock->outcome = !needed                      ? CLOCK_DROPPED
				 : work->now <= clock->due_at ? CLOCK_MET
							      : CLOCK_MISSED;
		clock->changed = true;
		ended = true;
	}
	return ended;
}

bool
clock_known(const struct complaint_work *work, enum complaint_clock_kind kind)
{
	for (size_t i = 0; i < work->clock_count; i++)
		if (work->clocks[i].kind == (int64_t)kind)
			return true;
	return false;
}

void
clocks_drop(struct complaint_work *work)
{
	for (size_t i = 0; i < work->clock_count; i++)
		if (work->clocks[i].outcome == CLOCK_RUNS)
			clock_end(work, (enum complaint_clock_kind)work->clocks[i].kind,
			    work->clocks[i].handoff_no, false);
}

/* --- states ----------------------------------------------------------------------------------------------------- */

bool
any_handoff(const struct complaint_work *work, enum handoff_state state)
{
	for (size_t i = 0; i < work->handoff_count; i++)
		if (work->handoffs[i].state == (int64_t)state)
			return true;
	return false;
}

static bool
compensation_waits(const struct complaint_work *work)
{
	for (size_t i = 0; i < work->compensation_count; i++)
		if (work->compensations[i].state == COMPENSATION_WAITS)
			return true;
	return false;
}

/* What an open complaint is, seen from what belongs to it. */
int64_t
state_now(const struct complaint_work *work)
{
	if (compensation_waits(work))
		return COMPLAINT_APPROVAL;
	return any_handoff(work, HANDOFF_ASKED) ? COMPLAINT_HANDED : COMPLAINT_WORKING;
}

/* The end of each plan: hand-offs counted, the nearest clock, the state the table allows. */
enum rc
work_end(struct complaint_work *work, enum complaint_act act, int64_t state)
{
	struct complaint *after = &work->after;

	after->handoffs_open = 0;
	for (size_t i = 0; i < work->handoff_count; i++)
		after->handoffs_open +=
		    work->handoffs[i].state == HANDOFF_ASKED || work->handoffs[i].state == HANDOFF_REPLIED;
	after->due_at = complaint_nearest(work->clocks, work->clock_count);
	after->state = state;
	after->version = work->before.version + 1;
	if (complaint_moves(act, work->before.state, state))
		return RC_OK;
	work->refused = "complaints.refused.state";
	return RC_REFUSED;
}

/* --- clocks that come with what it is --------------------------------------------------------------------------- */

/* What a complex one needs beside an answer. */
void
complex_start(struct complaint_work *work, int64_t start)
{
	clock_add(work, COMPLAINT_CLOCK_SOLUTION, TERM_SOLUTION, start, 0);
	clock_add(work, COMPLAINT_CLOCK_PROGRESS, TERM_PROGRESS, work->now, 0);
}

/* Clocks that the problem brings with it. */
void
problem_start(struct complaint_work *work)
{
	const struct problem_rule *rule = problem_rule(work->after.problem);

	if (rule->term != TERM_NONE && work->handoff_count == 0 && !clock_known(work, COMPLAINT_CLOCK_FORM))
		clock_add(work, COMPLAINT_CLOCK_FORM, TERM_FORM, work->now, 0);
	if (rule->problem == PROBLEM_REFUND_PROGRESS && !clock_known(work, COMPLAINT_CLOCK_REFUND))
		clock_add(work, COMPLAINT_CLOCK_REFUND, TERM_REFUND, work->now, 0);
}

/* --- words -------------------------------------------------------------------------------------------------------- */

enum rc
channel_check(struct complaint_work *work, int64_t channel)
{
	if (channel >= CONTACT_PHONE && channel <= CONTACT_SMS && channel != CONTACT_REVIEW)
		return RC_OK;
	return work_invalid(work, "channel", "complaints.invalid.channel");
}

/* What goes out by the portal itself has the room that its way has. */
enum rc
message_check(struct complaint_work *work, int64_t channel, const char *text)
{
	enum rc rc = channel_check(work, channel);

	if (rc == RC_OK)
		rc = work_text(work, "text", text);
	if (rc == RC_OK && channel == CONTACT_SMS && utf8_length(text) > SMS_MOST)
		rc = work_invalid(work, "text", "complaints.invalid.sms");
	if (rc == RC_OK && channel == CONTACT_MAIL && utf8_length(text) > MAIL_MOST)
		rc = work_invalid(work, "text", "complaints.invalid.mail");
	return rc;
}

/* The customer is told something now (RULE CMP-4, CMP-7). */
void
customer_told(struct complaint_work *work, int64_t channel, const char *text)
{
	struct complaint *after = &work->after;

	if (after->answered_at == 0)
		after->answered_at = work->now;
	after->told_at = work->now;
	clock_end(work, COMPLAINT_CLOCK_ANSWER, 0, true);
	clock_end(work, COMPLAINT_CLOCK_DELIVERY, 0, true);
	clock_end(work, COMPLAINT_CLOCK_REFUND, 0, true);
	clock_end(work, COMPLAINT_CLOCK_PROMISE, 0, true);
	if (clock_end(work, COMPLAINT_CLOCK_PROGRESS, 0, true) && after->solved_at == 0)
		clock_add(work, COMPLAINT_CLOCK_PROGRESS, TERM_PROGRESS, work->now, 0);
	work_entry(work, ENTRY_TO_CUSTOMER, channel, text);
}
