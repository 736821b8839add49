/* SPDX-License-Identifier: MIT */
/* What comes of a change of a complaint elsewhere: tasks, follow-ups, notices, messages to the customer; in its transaction.
 * Not the change itself: actions.c. */
#include "base/money.h"
#include "base/utf8.h"
#include "complaints/actions.h"
#include "followups/followups.h"
#include "members/members.h"
#include "notices/notices.h"
#include "policy/policy.h"
#include "tasks/tasks.h"

#include <inttypes.h>
#include <string.h>

static const char *
subject_of(struct ctx *ctx, int64_t id)
{
	return arena_printf(ctx->arena, "complaint:%" PRId64, id);
}

static const char *
path_of(struct ctx *ctx, int64_t id)
{
	return arena_printf(ctx->arena, "/complaints/%" PRId64, id);
}

/* --- inside ----------------------------------------------------------------------------------------------------- */

/* To an account, or to everybody of a role. */
static enum rc
tell_staff(struct ctx *ctx, const struct complaint *complaint, const char *topic, const char *occasion,
    int64_t account_id, int64_t role, const char *path, const char *arg)
{
	if (account_id == ctx->actor.account_id && role == 0)
		return RC_OK;
	return notice_add(ctx,
	    &(struct notice){ .topic = arena_printf(ctx->arena, "complaints.%s", topic),
		.subject = subject_of(ctx, complaint->id),
		.occasion = occasion,
		.channel = NOTICE_PORTAL,
		.account_id = account_id,
		.role = (uint32_t)role,
		.text_key = arena_printf(ctx->arena, "complaints.notice.%s", topic),
		.text_arg = { complaint->complaint_no,
		    arena_printf(ctx->arena, "@%s", complaint_problem_key(complaint->problem)), arg, "" },
		.path = path });
}

static const char *
version_text(struct ctx *ctx, const struct complaint *complaint)
{
	return arena_printf(ctx->arena, "%" PRId64, complaint->version);
}

/* RULE CMP-2: urgent ones go to the supervisor as well. */
static enum rc
urgent_follow(struct ctx *ctx, const struct complaint_work *work)
{
	const struct complaint *after = &work->after;

	if (after->urgency != URGENCY_URGENT ||
	    (work->before.id != 0 && work->before.urgency == URGENCY_URGENT))
		return RC_OK;
	return tell_staff(
	    ctx, after, "urgent", "", 0, ROLE_SUPERVISOR, path_of(ctx, after->id), after->summary);
}

static enum rc
owner_follow(struct ctx *ctx, const struct complaint_work *work)
{
	const struct complaint *after = &work->after;

	if (work->before.id == 0 || after->owner_id == work->before.owner_id || after->owner_id == 0)
		return RC_OK;
	return tell_staff(ctx, after, "transferred", version_text(ctx, after), after->owner_id, 0,
	    path_of(ctx, after->id), work->staff);
}

/* --- hand-offs (RULE CMP-3) ------------------------------------------------------------------------------------- */

static const char *
handoff_path(struct ctx *ctx, int64_t id, int64_t handoff_no)
{
	return arena_printf(ctx->arena, "/complaints/handoffs/%" PRId64, id * 100 + handoff_no);
}

static enum rc
handoffs_follow(struct ctx *ctx, const struct complaint_work *work)
{
	const struct complaint *after = &work->after;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < work->handoff_count && rc == RC_OK; i++) {
		const struct complaint_handoff *handoff = &work->handoffs[i];
		const char *occasion = arena_printf(ctx->arena, "%" PRId64, handoff->handoff_no);

		if (handoff->fresh)
			rc =
			    tell_staff(ctx, after, "asked", occasion, 0, department_role(handoff->department),
				handoff_path(ctx, after->id, handoff->handoff_no),
				time_text(ctx->arena, handoff->due_at));
		else if (handoff->changed && handoff->state == HANDOFF_REPLIED && after->owner_id != 0)
			rc = tell_staff(ctx, after, "replied", occasion, after->owner_id, 0,
			    path_of(ctx, after->id),
			    arena_printf(ctx->arena, "@%s", department_key(handoff->department)));
	}
	return rc;
}

/* --- compensation (RULE ORG-3) ---------------------------------------------------------------------------------- */

/* Whose the decision is: a supervisor's up to the supervisors' limit, above it the GM's. */
static enum rc
decider_get(struct ctx *ctx, int64_t total_fen, int64_t *role, int64_t *version)
{
	struct figure supervisor;
	enum rc rc = policy_get(ctx, "org.compensation_supervisor", ctx->now, &supervisor);

	*role = total_fen <= supervisor.value ? ROLE_SUPERVISOR : ROLE_GM;
	*version = supervisor.version;
	return rc;
}

static enum rc
compensation_asked(
    struct ctx *ctx, const struct complaint *after, const struct complaint_compensation *compensation)
{
	int64_t role = 0, version = 0;
	enum rc rc = decider_get(ctx, after->compensation_fen + compensation->amount_fen, &role, &version);

	if (rc != RC_OK)
		return rc;
	return task_add(ctx,
	    &(struct task){ .kind = "complaints.compensation",
		.subject = subject_of(ctx, after->id),
		.path = arena_printf(ctx->arena, "/complaints/%" PRId64 "#compensation", after->id),
		.title = arena_printf(ctx->arena, "%s ¥%s", after->complaint_no,
		    money_text(ctx->arena, compensation->amount_fen)),
		.role = role,
		.due_at = after->due_at,
		.clock = CLOCK_ELAPSED,
		.rule = "ORG-3",
		.policy_version = version },
	    NULL);
}

static enum rc
compensation_decided(
    struct ctx *ctx, const struct complaint *after, const struct complaint_compensation *compensation)
{
	bool given = compensation->state == COMPENSATION_GIVEN;
	enum rc rc = task_done_for(ctx, "complaints.compensation", subject_of(ctx, after->id),
	    given ? "@complaints.compensation.2" : "@complaints.compensation.3");

	if (rc != RC_OK)
		return rc;
	return tell_staff(ctx, after, given ? "approved" : "rejected",
	    arena_printf(ctx->arena, "%" PRId64, compensation->compensation_no), compensation->asked_by, 0,
	    path_of(ctx, after->id), money_text(ctx->arena, compensation->amount_fen));
}

static enum rc
compensations_follow(struct ctx *ctx, const struct complaint_work *work)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < work->compensation_count && rc == RC_OK; i++) {
		const struct complaint_compensation *compensation = &work->compensations[i];

		if (compensation->fresh && compensation->state == COMPENSATION_WAITS)
			rc = compensation_asked(ctx, &work->after, compensation);
		else if (compensation->changed)
			rc = compensation_decided(ctx, &work->after, compensation);
	}
	return rc;
}

/* --- calls that are due (RULE AFT-9, CMP-6, CMP-7) -------------------------------------------------------------- */

static enum rc
call_task(struct ctx *ctx, const struct complaint *after, const char *kind,
    const struct complaint_clock *clock, int64_t due_at)
{
	return task_add(ctx,
	    &(struct task){ .kind = kind,
		.subject = subject_of(ctx, after->id),
		.path = path_of(ctx, after->id),
		.title = arena_printf(ctx->arena, "%s %s", after->complaint_no, after->summary),
		.account_id = after->owner_id,
		.role = after->owner_id == 0 ? ROLE_AGENT : 0,
		.due_at = due_at,
		.clock = clock->clock,
		.rule = clock->rule,
		.policy_version = clock->policy_version },
	    NULL);
}

/* One for each time it was closed. */
static const char *
callback_source(struct ctx *ctx, const struct complaint *complaint)
{
	return arena_printf(ctx->arena, "complaint:%" PRId64 ":%" PRId64, complaint->id, complaint->reopened);
}

/* A member's call-back stands on the agent's list of follow-ups (RULE MEM-7); an unknown caller has none. */
static enum rc
callback_begin(struct ctx *ctx, const struct complaint *after, const struct complaint_clock *clock)
{
	int64_t id;
	enum rc rc = RC_REFUSED;

	if (after->member_id != 0 && after->owner_id != 0)
		rc = followup_add(ctx,
		    &(struct followup_wish){ .member_id = after->member_id,
			.kind = FOLLOWUP_COMPLAINT,
			.due_at = clock->due_at,
			.account_id = after->owner_id,
			.source = callback_source(ctx, after),
			.cause = after->complaint_no },
		    &id);
	if (rc == RC_REFUSED)
		rc = call_task(ctx, after, "complaints.callback", clock, clock->due_at);
	return rc;
}

/* Called, or taken up again before anybody did. */
static enum rc
callback_end(struct ctx *ctx, const struct complaint *before, bool called)
{
	const char *source = callback_source(ctx, before);
	const char *how = called ? "@complaints.called" : "@complaints.done.reopen";
	enum rc rc = called ? followup_reached_for(ctx, FOLLOWUP_COMPLAINT, source, how)
			    : followup_cancel_for(ctx, FOLLOWUP_COMPLAINT, source, how);

	return rc == RC_OK ? task_done_for(ctx, "complaints.callback", subject_of(ctx, before->id), how) : rc;
}

/* RULE CMP-7: "within 24–48 h": the clock ends at the later one, the task reminds at the first. */
static enum rc
refund_begin(struct ctx *ctx, const struct complaint *after, const struct complaint_clock *clock)
{
	struct figure first;
	enum rc rc = policy_get(ctx, "complaints.refund_first", ctx->now, &first);

	return rc == RC_OK
		   ? call_task(ctx, after, "complaints.refund", clock, clock->started_at + first.value)
		   : rc;
}

static enum rc
clock_follow(struct ctx *ctx, const struct complaint_work *work, const struct complaint_clock *clock)
{
	bool begins = clock->fresh && clock->outcome == CLOCK_RUNS, ends = clock->changed;

	switch (clock->kind) {
	case COMPLAINT_CLOCK_PROMISE:
		if (begins)
			return call_task(ctx, &work->after, "complaints.call", clock, clock->due_at);
		return ends ? task_done_for(
				  ctx, "complaints.call", subject_of(ctx, work->after.id), "@complaints.told")
			    : RC_OK;
	case COMPLAINT_CLOCK_REFUND:
		if (begins)
			return refund_begin(ctx, &work->after, clock);
		return ends ? task_done_for(ctx, "complaints.refund", subject_of(ctx, work->after.id),
				  "@complaints.told")
			    : RC_OK;
	case COMPLAINT_CLOCK_CALLBACK:
		if (begins)
			return callback_begin(ctx, &work->after, clock);
		return ends ? callback_end(ctx, &work->before, clock->outcome != CLOCK_DROPPED) : RC_OK;
	default:
		return RC_OK;
	}
}

/* Tasks of an owner go along with the complaint. */
static enum rc
tasks_move(struct ctx *ctx, const struct complaint_work *work)
{
	enum rc rc = RC_OK;

	if (work->before.id == 0 || work->before.owner_id == work->after.owner_id)
		return RC_OK;
	for (size_t i = 0; i < work->clock_count && rc == RC_OK; i++) {
		struct complaint_clock clock = work->clocks[i];

		if (clock.outcome != CLOCK_RUNS ||
		    (clock.kind != COMPLAINT_CLOCK_PROMISE && clock.kind != COMPLAINT_CLOCK_REFUND))
			continue;
		rc = task_done_for(ctx,
		    clock.kind == COMPLAINT_CLOCK_PROMISE ? "complaints.call" : "complaints.refund",
		    subject_of(ctx, work->after.id), "@complaints.passed_on");
		clock.fresh = true;
		if (rc == RC_OK)
			rc = clock_follow(ctx, work, &clock);
	}
	return rc;
}

static enum rc
clocks_follow(struct ctx *ctx, const struct complaint_work *work)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < work->clock_count && rc == RC_OK; i++)
		rc = clock_follow(ctx, work, &work->clocks[i]);
	return rc == RC_OK ? tasks_move(ctx, work) : rc;
}

/* --- the customer ----------------------------------------------------------------------------------------------- */

/* A piece of a text that a notice's argument holds, and where the next begins. */
static const char *
piece(struct ctx *ctx, const char **rest)
{
	size_t length = utf8_cut(*rest, 120);
	const char *text = arena_strndup(ctx->arena, *rest, length);

	*rest += length;
	return text;
}

/* What an agent wrote goes out by the way he chose. */
static enum rc
message_send(struct ctx *ctx, const struct complaint *after, const struct complaint_entry *entry)
{
	bool mail = entry->detail == CONTACT_MAIL;
	const char *rest = entry->text;
	struct notice notice = { .topic = "complaints.message",
		.subject = subject_of(ctx, after->id),
		.occasion = arena_printf(ctx->arena, "%" PRId64, entry->entry_no),
		.channel = mail ? NOTICE_MAIL : NOTICE_SMS,
		.member_id = after->member_id,
		.text_key = mail ? "complaints.mail.message" : "complaints.sms.message",
		.path = "" };

	notice.text_arg[0] = after->complaint_no;
	for (size_t i = 1; i < 4; i++)
		notice.text_arg[i] = piece(ctx, &rest);
	return notice_add(ctx, &notice);
}

static enum rc
customer_follow(struct ctx *ctx, const struct complaint_work *work, const char *did)
{
	const struct complaint *after = &work->after;
	bool spoken = false;
	enum rc rc = RC_OK;

	if (after->member_id == 0)
		return RC_OK;
	for (size_t i = 0; i < work->entry_count && rc == RC_OK; i++) {
		const struct complaint_entry *entry = &work->entries[i];
		bool to = entry->kind == ENTRY_TO_CUSTOMER, from = entry->kind == ENTRY_FROM_CUSTOMER;

		if (to && (entry->detail == CONTACT_SMS || entry->detail == CONTACT_MAIL))
			rc = message_send(ctx, after, entry);
		spoken |= (to || from) && (entry->detail == CONTACT_PHONE || entry->detail == CONTACT_VISIT);
	}
	spoken |= strcmp(did, "complaint.call_back") == 0;
	if (rc == RC_OK && spoken)
		rc = followup_contacted(ctx, after->member_id, ctx->now);
	/* RULE AFT-9: whoever was to wait more than two hours is told at the end */
	if (rc == RC_OK && after->promise == 4 && after->state == COMPLAINT_CLOSED &&
	    work->before.state != COMPLAINT_CLOSED)
		rc = notice_add(ctx, &(struct notice){ .topic = "complaints.closed",
					 .subject = subject_of(ctx, after->id),
					 .occasion = arena_printf(ctx->arena, "%" PRId64, after->reopened),
					 .channel = NOTICE_SMS,
					 .member_id = after->member_id,
					 .text_key = "complaints.sms.closed",
					 .text_arg = { after->complaint_no, "", "", "" },
					 .path = "" });
	return rc;
}

enum rc
complaint_effects(struct ctx *ctx, const struct complaint_work *work, const char *did)
{
	enum rc rc = urgent_follow(ctx, work);

	if (rc == RC_OK)
		rc = owner_follow(ctx, work);
	if (rc == RC_OK)
		rc = handoffs_follow(ctx, work);
	if (rc == RC_OK)
		rc = compensations_follow(ctx, work);
	if (rc == RC_OK)
		rc = clocks_follow(ctx, work);
	return rc == RC_OK ? customer_follow(ctx, work, did) : rc;
}
