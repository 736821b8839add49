/* SPDX-License-Identifier: MIT */
/* What each act makes of a complaint (RULE CMP-1 … CMP-5): intake, owner, words, steps. Pure.
 * Not hand-offs and closing: rules_handoff.c; not whether it may be done: rules.c; not the rows: store_work.c. */
#include "base/utf8.h"
#include "complaints/rules_work.h"

#include <string.h>

/* --- intake (RULE CMP-1, CMP-2, CMP-4) -------------------------------------------------------------------------- */

static enum rc
open_check(struct complaint_work *work)
{
	const struct complaint *complaint = &work->after;
	enum rc rc = work_text(work, "happened", work->text.happened);

	if (rc == RC_OK && utf8_length(work->text.demand) > TEXT_MOST)
		rc = work_invalid(work, "demand", "complaints.invalid.long");
	if (rc == RC_OK && problem_rule(complaint->problem) == NULL)
		rc = work_invalid(work, "problem", "complaints.invalid.problem");
	if (rc == RC_OK && (complaint->channel < CONTACT_PHONE || complaint->channel > CONTACT_VISIT))
		rc = work_invalid(work, "channel", "complaints.invalid.channel");
	if (rc == RC_OK && (complaint->urgency < URGENCY_URGENT || complaint->urgency > URGENCY_LOW))
		rc = work_invalid(work, "urgency", "complaints.invalid.urgency");
	if (rc == RC_OK && complaint->member_id == 0 && complaint->caller[0] == '\0' &&
	    complaint->caller_phone[0] == '\0')
		rc = work_invalid(work, "caller", "complaints.invalid.caller");
	return rc;
}

enum rc
complaint_plan_open(struct complaint_work *work)
{
	struct complaint *after = &work->after;
	enum rc rc = open_check(work);

	if (rc != RC_OK)
		return rc;
	after->type = after->problem / 100;
	if (after->department < 1 || after->department > DEPARTMENTS)
		after->department = problem_rule(after->problem)->department;
	after->state = COMPLAINT_OPEN;
	after->opened_at = work->now;
	after->version = 1;
	clock_add(work, COMPLAINT_CLOCK_ANSWER, TERM_ANSWER, work->now, 0);
	if (after->complex)
		complex_start(work, work->now);
	problem_start(work);
	if (after->promise == 2 || after->promise == 3)
		clock_add(work, COMPLAINT_CLOCK_PROMISE, TERM_PROMISE, work->now, 0);
	after->due_at = complaint_nearest(work->clocks, work->clock_count);
	return RC_OK;
}

/* --- owner and words -------------------------------------------------------------------------------------------- */

enum rc
complaint_plan_take(struct complaint_work *work)
{
	enum rc rc = complaint_may(work, ACT_TAKE, 0);

	if (rc != RC_OK)
		return rc;
	work->after.owner_id = work->actor->account_id;
	work->after.owner_staff = work->staff;
	work_entry(work, ENTRY_TRANSFER, 0, work->staff);
	return work_end(work, ACT_TAKE, work->before.state);
}

enum rc
complaint_plan_transfer(
    struct complaint_work *work, int64_t owner_id, const char *owner_staff, const char *note)
{
	enum rc rc = complaint_may(work, ACT_TRANSFER, 0);

	if (rc == RC_OK && owner_id == work->before.owner_id)
		rc = work_invalid(work, "owner", "complaints.invalid.same_owner");
	if (rc == RC_OK && note[0] != '\0')
		rc = work_text(work, "note", note);
	if (rc != RC_OK)
		return rc;
	work->after.owner_id = owner_id;
	work->after.owner_staff = owner_staff;
	work_entry(work, ENTRY_TRANSFER, 0, owner_staff);
	if (note[0] != '\0')
		work_entry(work, ENTRY_NOTE, 0, note);
	return work_end(work, ACT_TRANSFER, work->before.state);
}

enum rc
complaint_plan_note(struct complaint_work *work, const char *text)
{
	enum rc rc = complaint_may(work, ACT_NOTE, 0);

	if (rc == RC_OK)
		rc = work_text(work, "text", text);
	if (rc != RC_OK)
		return rc;
	work_entry(work, ENTRY_NOTE, 0, text);
	return work_end(work, ACT_NOTE, work->before.state);
}

enum rc
complaint_plan_heard(struct complaint_work *work, int64_t channel, const char *text)
{
	enum rc rc = complaint_may(work, ACT_HEARD, 0);

	if (rc == RC_OK)
		rc = channel_check(work, channel);
	if (rc == RC_OK)
		rc = work_text(work, "text", text);
	if (rc != RC_OK)
		return rc;
	work_entry(work, ENTRY_FROM_CUSTOMER, channel, text);
	return work_end(work, ACT_HEARD, work->before.state);
}

enum rc
complaint_plan_tell(struct complaint_work *work, int64_t channel, const char *text)
{
	enum rc rc = complaint_may(work, ACT_TELL, 0);

	if (rc == RC_OK)
		rc = message_check(work, channel, text);
	if (rc != RC_OK)
		return rc;
	customer_told(work, channel, text);
	return work_end(
	    work, ACT_TELL, work->before.state == COMPLAINT_CLOSED ? COMPLAINT_CLOSED : state_now(work));
}

/* --- steps (RULE CMP-5) ----------------------------------------------------------------------------------------- */

enum rc
complaint_plan_step(struct complaint_work *work, int64_t step, const char *text)
{
	enum rc rc = complaint_may(work, ACT_STEP, 0);

	if (rc == RC_OK && step != STEP_EMPATHY && step != STEP_APOLOGY)
		rc = work_invalid(work, "step", "complaints.invalid.step");
	if (rc == RC_OK)
		rc = work_text(work, "text", text);
	if (rc != RC_OK)
		return rc;
	work->after.steps |= step;
	work_entry(work, ENTRY_STEP, step, text);
	return work_end(work, ACT_STEP, state_now(work));
}

enum rc
complaint_plan_solve(struct complaint_work *work, const char *solution, const char *result)
{
	bool first = work->before.solved_at == 0;
	enum rc rc = complaint_may(work, ACT_SOLVE, 0);

	if (rc == RC_OK)
		rc = work_text(work, "solution", solution);
	if (rc == RC_OK && utf8_length(result) > TEXT_MOST)
		rc = work_invalid(work, "result", "complaints.invalid.long");
	if (rc != RC_OK)
		return rc;
	/* what is told after the wording changed is told anew: the customer has heard another one */
	if (first || strcmp(work->text.solution, solution) != 0)
		work_entry(work, ENTRY_STEP, STEP_SOLUTION, solution);
	work->text.solution = solution;
	work->text.result = result;
	work->text_changed = true;
	work->after.steps |= STEP_SOLUTION;
	if (first) {
		work->after.solved_at = work->now;
		clock_end(work, COMPLAINT_CLOCK_SOLUTION, 0, true);
		clock_end(work, COMPLAINT_CLOCK_PROGRESS, 0, false);
	}
	return work_end(work, ACT_SOLVE, state_now(work));
}

enum rc
complaint_plan_compensate(struct complaint_work *work, int64_t amount_fen, const char *reason)
{
	struct complaint *after = &work->after;
	enum rc rc = complaint_may(work, ACT_COMPENSATE, 0);
	bool within;

	if (rc == RC_OK && (amount_fen <= 0 || amount_fen > 10000000))
		rc = work_invalid(work, "amount_fen", "complaints.invalid.amount");
	if (rc == RC_OK)
		rc = work_text(work, "reason", reason);
	if (rc != RC_OK)
		return rc;
	within = work->before.compensation_fen + amount_fen <= work->terms->limit_fen;
	work->compensations[work->compensation_count] =
	    (struct complaint_compensation){ .compensation_no = (int64_t)work->compensation_count + 1,
		    .amount_fen = amount_fen,
		    .reason = reason,
		    .state = within ? COMPENSATION_GIVEN : COMPENSATION_WAITS,
		    .asked_at = work->now,
		    .asked_by = work->actor->account_id,
		    .asked_staff = work->staff,
		    .decided_at = within ? work->now : 0,
		    .decided_by = within ? work->actor->account_id : 0,
		    .decided_staff = within ? work->staff : "",
		    .decided_reason = "",
		    .fresh = true };
	work->compensation_count++;
	if (within) {
		after->compensation_fen += amount_fen;
		after->steps |= STEP_COMPENSATION;
	}
	work_entry(work, ENTRY_STEP, STEP_COMPENSATION, reason);
	return work_end(work, ACT_COMPENSATE, state_now(work));
}

enum rc
complaint_plan_decide(struct complaint_work *work, bool approve, const char *reason)
{
	enum rc rc = complaint_may(work, ACT_DECIDE, 0);

	if (rc == RC_OK && (!approve || reason[0] != '\0'))
		rc = work_text(work, "reason", reason);
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < work->compensation_count; i++) {
		struct complaint_compensation *waits = &work->compensations[i];

		if (waits->state != COMPENSATION_WAITS)
			continue;
		waits->state = approve ? COMPENSATION_GIVEN : COMPENSATION_REJECTED;
		waits->decided_at = work->now;
		waits->decided_by = work->actor->account_id;
		waits->decided_staff = work->staff;
		waits->decided_reason = reason;
		waits->changed = true;
		if (approve) {
			work->after.compensation_fen += waits->amount_fen;
			work->after.steps |= STEP_COMPENSATION;
		}
	}
	work_entry(work, ENTRY_STATE, approve ? DETAIL_APPROVED : DETAIL_REJECTED, reason);
	return work_end(work, ACT_DECIDE, state_now(work));
}
