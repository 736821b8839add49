/* SPDX-License-Identifier: MIT */
/* What each act makes of a complaint: hand-offs (RULE CMP-3), another problem, closing, call-back, reopening (CMP-6). Pure. */
#include "complaints/rules_work.h"

/* --- hand-offs (RULE CMP-3) ------------------------------------------------------------------------------------- */

static struct complaint_handoff *
handoff_of(struct complaint_work *work, int64_t handoff_no)
{
	for (size_t i = 0; i < work->handoff_count; i++)
		if (work->handoffs[i].handoff_no == handoff_no)
			return &work->handoffs[i];
	return NULL;
}

static enum rc
ask_check(struct complaint_work *work, const struct handoff_ask *ask)
{
	const struct problem_rule *rule = problem_rule(ask->cause);

	if (rule == NULL)
		return work_invalid(work, "to", "complaints.invalid.to");
	if (rule->term == TERM_NONE && (ask->department < 1 || ask->department > DEPARTMENT_WEB_OPERATIONS))
		return work_invalid(work, "to", "complaints.invalid.to");
	if (rule->tried && !ask->tried)
		return work_invalid(work, "tried", "complaints.invalid.tried");
	return work_text(work, "question", ask->question);
}

enum rc
complaint_plan_hand_off(struct complaint_work *work, const struct handoff_ask *ask)
{
	const struct problem_rule *rule;
	struct complaint_handoff *handoff;
	enum complaint_term term;
	enum rc rc = complaint_may(work, ACT_HAND_OFF, 0);

	if (rc == RC_OK)
		rc = ask_check(work, ask);
	if (rc != RC_OK)
		return rc;
	rule = problem_rule(ask->cause);
	term = rule->term != TERM_NONE ? rule->term : TERM_OTHER;
	handoff = &work->handoffs[work->handoff_count++];
	*handoff = (struct complaint_handoff){ .handoff_no = (int64_t)work->handoff_count,
		.department = rule->term != TERM_NONE ? rule->department : ask->department,
		.cause = ask->cause,
		.tried = ask->tried,
		.question = ask->question,
		.asked_at = work->now,
		.asked_by = work->actor->account_id,
		.due_at = term_due(work, term, work->now),
		.reply = "",
		.replied_staff = "",
		.state = HANDOFF_ASKED,
		.version = 1,
		.fresh = true };
	handoff->remind_at = handoff->due_at - ask->remind_before;
	if (handoff->remind_at <= work->now) /* nothing to warn of before it: at the deadline, then */
		handoff->remind_at = handoff->due_at + 1;
	clock_end(work, COMPLAINT_CLOCK_FORM, 0, true);
	clock_add(work, COMPLAINT_CLOCK_HANDOFF, term, work->now, handoff->handoff_no);
	work_entry(work, ENTRY_HANDOFF, handoff->department, ask->question);
	return work_end(work, ACT_HAND_OFF, state_now(work));
}

enum rc
complaint_plan_reply(struct complaint_work *work, int64_t handoff_no, const char *reply)
{
	struct complaint_handoff *handoff;
	enum rc rc = complaint_may(work, ACT_REPLY, handoff_no);

	if (rc == RC_OK)
		rc = work_text(work, "reply", reply);
	if (rc != RC_OK)
		return rc;
	handoff = handoff_of(work, handoff_no);
	handoff->reply = reply;
	handoff->replied_at = work->now;
	handoff->replied_by = work->actor->account_id;
	handoff->replied_staff = work->staff;
	handoff->state = HANDOFF_REPLIED;
	handoff->remind_at = 0;
	handoff->changed = true;
	clock_end(work, COMPLAINT_CLOCK_HANDOFF, handoff_no, true);
	/* RULE CMP-7: now the facts are known */
	if (work->before.problem == PROBLEM_DELIVERY_QUESTION && !any_handoff(work, HANDOFF_ASKED) &&
	    !clock_known(work, COMPLAINT_CLOCK_DELIVERY))
		clock_add(work, COMPLAINT_CLOCK_DELIVERY, TERM_DELIVERY, work->now, 0);
	work_entry(work, ENTRY_REPLY, handoff->department, reply);
	return work_end(work, ACT_REPLY, state_now(work));
}

enum rc
complaint_plan_told(struct complaint_work *work, int64_t handoff_no, int64_t channel, const char *text)
{
	struct complaint_handoff *handoff;
	enum rc rc = complaint_may(work, ACT_TOLD, handoff_no);

	if (rc == RC_OK)
		rc = message_check(work, channel, text);
	if (rc != RC_OK)
		return rc;
	handoff = handoff_of(work, handoff_no);
	handoff->told_at = work->now;
	handoff->state = HANDOFF_TOLD;
	handoff->changed = true;
	customer_told(work, channel, text);
	return work_end(work, ACT_TOLD, state_now(work));
}

enum rc
complaint_plan_withdraw(struct complaint_work *work, int64_t handoff_no, const char *reason)
{
	struct complaint_handoff *handoff;
	enum rc rc = complaint_may(work, ACT_WITHDRAW, handoff_no);

	if (rc == RC_OK)
		rc = work_text(work, "reason", reason);
	if (rc != RC_OK)
		return rc;
	handoff = handoff_of(work, handoff_no);
	handoff->state = HANDOFF_WITHDRAWN;
	handoff->remind_at = 0;
	handoff->changed = true;
	clock_end(work, COMPLAINT_CLOCK_HANDOFF, handoff_no, false);
	work_entry(work, ENTRY_NOTE, 0, reason);
	return work_end(work, ACT_WITHDRAW, state_now(work));
}

enum rc
complaint_plan_facts(struct complaint_work *work)
{
	enum rc rc = complaint_may(work, ACT_FACTS, 0);

	if (rc != RC_OK)
		return rc;
	clock_add(work, COMPLAINT_CLOCK_DELIVERY, TERM_DELIVERY, work->now, 0);
	return work_end(work, ACT_FACTS, work->before.state);
}

/* --- what kind of complaint it is ------------------------------------------------------------------------------- */

static enum rc
class_check(struct complaint_work *work, const struct complaint_class *wanted)
{
	const struct complaint *before = &work->before;

	if (problem_rule(wanted->problem) == NULL)
		return work_invalid(work, "problem", "complaints.invalid.problem");
	if (wanted->department < 1 || wanted->department > DEPARTMENTS)
		return work_invalid(work, "department", "complaints.invalid.department");
	if (wanted->urgency < URGENCY_URGENT || wanted->urgency > URGENCY_LOW)
		return work_invalid(work, "urgency", "complaints.invalid.urgency");
	if (wanted->problem == before->problem && wanted->department == before->department &&
	    wanted->about_id == before->about_id && wanted->urgency == before->urgency &&
	    wanted->complex == before->complex)
		return work_invalid(work, "", "complaints.invalid.unchanged");
	return RC_OK;
}

enum rc
complaint_plan_classify(struct complaint_work *work, const struct complaint_class *wanted, const char *reason)
{
	struct complaint *after = &work->after;
	enum rc rc = complaint_may(work, ACT_CLASSIFY, 0);

	if (rc == RC_OK)
		rc = class_check(work, wanted);
	if (rc == RC_OK)
		rc = work_text(work, "reason", reason);
	if (rc != RC_OK)
		return rc;
	after->problem = wanted->problem;
	after->type = wanted->problem / 100;
	after->department = wanted->department;
	after->about_id = wanted->about_id;
	after->urgency = wanted->urgency;
	after->complex = wanted->complex;
	if (wanted->complex && !work->before.complex && after->solved_at == 0)
		complex_start(work, work->before.opened_at);
	if (!wanted->complex && work->before.complex) {
		clock_end(work, COMPLAINT_CLOCK_SOLUTION, 0, false);
		clock_end(work, COMPLAINT_CLOCK_PROGRESS, 0, false);
	}
	if (problem_rule(wanted->problem)->term == TERM_NONE)
		clock_end(work, COMPLAINT_CLOCK_FORM, 0, false);
	if (wanted->problem != PROBLEM_REFUND_PROGRESS)
		clock_end(work, COMPLAINT_CLOCK_REFUND, 0, false);
	if (wanted->problem != PROBLEM_DELIVERY_QUESTION)
		clock_end(work, COMPLAINT_CLOCK_DELIVERY, 0, false);
	if (wanted->problem != work->before.problem)
		problem_start(work);
	work_entry(work, ENTRY_NOTE, 0, reason);
	return work_end(work, ACT_CLASSIFY, work->before.state);
}

/* --- closing, call-back, reopening (RULE CMP-6) ----------------------------------------------------------------- */

enum rc
complaint_plan_close(struct complaint_work *work)
{
	struct complaint *after = &work->after;
	enum rc rc = complaint_may(work, ACT_CLOSE, 0);

	if (rc != RC_OK)
		return rc;
	clocks_drop(work);
	after->closed_at = work->now;
	after->score = 0;
	clock_add(work, COMPLAINT_CLOCK_CALLBACK, TERM_CALLBACK, work->now, 0);
	work_entry(work, ENTRY_STATE, DETAIL_CLOSED, work->text.result);
	return work_end(work, ACT_CLOSE, COMPLAINT_CLOSED);
}

/* It is worked on again and needs a new solution; what was written stays among the entries. */
static void
reopen(struct complaint_work *work)
{
	struct complaint *after = &work->after;

	after->closed_at = 0;
	after->solved_at = 0;
	after->reopened++;
	after->steps &= ~(int64_t)STEP_SOLUTION;
	work->text.solution = "";
	work->text.result = "";
	work->text_changed = true;
	clock_add(work, COMPLAINT_CLOCK_ANSWER, TERM_ANSWER, work->now, 0);
	if (after->complex)
		complex_start(work, work->now);
}

enum rc
complaint_plan_call_back(struct complaint_work *work, int64_t score, const char *text)
{
	enum rc rc = complaint_may(work, ACT_CALL_BACK, 0);
	bool again;

	if (rc == RC_OK && (score < 1 || score > 5))
		rc = work_invalid(work, "score", "complaints.invalid.score");
	if (rc == RC_OK && text[0] != '\0')
		rc = work_text(work, "text", text);
	if (rc != RC_OK)
		return rc;
	again = score <= work->terms->unsatisfied;
	work->after.score = score;
	clock_end(work, COMPLAINT_CLOCK_CALLBACK, 0, true);
	work_entry(work, ENTRY_STATE, DETAIL_SCORE + score, text);
	if (again) {
		reopen(work);
		work_entry(work, ENTRY_STATE, DETAIL_REOPENED, "");
	}
	return work_end(work, ACT_CALL_BACK, again ? COMPLAINT_WORKING : COMPLAINT_CLOSED);
}

enum rc
complaint_plan_reopen(struct complaint_work *work, const char *reason)
{
	enum rc rc = complaint_may(work, ACT_REOPEN, 0);

	if (rc == RC_OK)
		rc = work_text(work, "reason", reason);
	if (rc != RC_OK)
		return rc;
	clock_end(work, COMPLAINT_CLOCK_CALLBACK, 0, false);
	reopen(work);
	work_entry(work, ENTRY_STATE, DETAIL_REOPENED, reason);
	return work_end(work, ACT_REOPEN, COMPLAINT_WORKING);
}
