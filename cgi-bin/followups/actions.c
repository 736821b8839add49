/* SPDX-License-Identifier: MIT */
/* Changes of one follow-up, each a transaction: lock, decide, save, let the member's next visit follow, write down.
 * Not the planning of visits: planning.c; not surveys: surveys.c. */
#include "followups/actions.h"
#include "audit/audit.h"
#include "base/clock.h"
#include "followups/surveys.h"
#include "members/members.h"
#include "policy/policy.h"

#include <string.h>

static const char *
key_text(struct ctx *ctx, const char *prefix, int64_t number)
{
	return arena_printf(ctx->arena, "@followups.%s.%lld", prefix, (long long)number);
}

static enum rc
plan_told(struct ctx *ctx, enum rc rc, const struct followup_plan *plan)
{
	if (rc != RC_REFUSED && rc != RC_INVALID)
		return rc;
	return ctx_fail(ctx, rc, plan->why, key_text(ctx, "state", plan->after.state), NULL);
}

/* Whose it is does it; others' are done by those who may. */
static enum rc
own_check(struct ctx *ctx, const struct followup *followup)
{
	if (ctx->actor.account_id == 0 || followup->account_id == ctx->actor.account_id ||
	    actor_may(&ctx->actor, &RIGHT_FOLLOWUP_ALL))
		return RC_OK;
	return ctx_refuse(ctx, "followups.refused.other", followup->staff, NULL);
}

static void
plan_diff(struct ctx *ctx, const struct followup *before, const struct followup *after, struct diff *diff)
{
	if (before->state != after->state)
		diff_add(diff, "followups.field.state", key_text(ctx, "state", before->state),
		    key_text(ctx, "state", after->state));
	if (before->outcome != after->outcome)
		diff_add(diff, "followups.field.outcome", "", key_text(ctx, "outcome", after->outcome));
	if (after->score != 0)
		diff_add(diff, "followups.field.score", "",
		    arena_printf(ctx->arena, "%lld", (long long)after->score));
	if (after->score2 != 0)
		diff_add(diff, "followups.field.score2", "",
		    arena_printf(ctx->arena, "%lld", (long long)after->score2));
	if (before->due_at != after->due_at)
		diff_add(diff, "followups.field.due_at", time_text(ctx->arena, before->due_at),
		    time_text(ctx->arena, after->due_at));
	if (before->next_at != after->next_at && after->next_at != after->due_at)
		diff_add(diff, "followups.field.next_at", "", time_text(ctx->arena, after->next_at));
	if (before->account_id != after->account_id)
		diff_add(diff, "followups.field.agent", before->staff, after->staff);
}

/* --- what follows for the member ------------------------------------------------------------------------------------- */

enum rc
follow_cancel(struct ctx *ctx, const struct followup *followup, const char *why)
{
	struct followup after = *followup;
	struct diff diff = { .count = 0 };
	enum rc rc;

	after.open = false;
	after.state = FOLLOWUP_CANCELLED;
	if (*after.note == '\0')
		after.note = why;
	after.done_at = ctx->now;
	after.done_by = ctx->actor.account_id;
	after.done_staff = actor_label(ctx->arena, &ctx->actor);
	after.version++;
	plan_diff(ctx, followup, &after, &diff);
	diff.reason = why;
	rc = followup_save(ctx, followup, &after);
	if (rc == RC_OK && followup->kind == FOLLOWUP_SURVEY)
		rc = survey_over(ctx, &after);
	return rc == RC_OK ? audit_add(ctx, "followup.cancel", "followup", followup->id, &diff) : rc;
}

/* Calls that are no longer wanted: the visit, where somebody was just spoken with or the number is wrong; all that need the consent,
 * where it ended. */
static enum rc
others_cancel(struct ctx *ctx, const struct visit_member *member, const struct followup_plan *plan)
{
	const char *why = plan->no_calls       ? "@followups.why.no_calls"
			  : plan->wrong_number ? "@followups.visit.11"
					       : "@followups.why.contacted";
	struct rows found;
	const struct followup *open;
	size_t i;
	enum rc rc = followup_open_list(ctx, member->id, &found);

	open = found.items;
	for (i = 0; rc == RC_OK && i < found.count; i++)
		if (open[i].id != plan->after.id &&
		    (open[i].kind == FOLLOWUP_VISIT ||
			(plan->no_calls && followup_asks_consent(open[i].kind))))
			rc = follow_cancel(ctx, &open[i], why);
	return rc;
}

static enum rc
member_follows(struct ctx *ctx, struct visit_member *member, const struct followup_plan *plan)
{
	enum rc rc = RC_OK;

	if (plan->after.open) { /* tried again: on the list, at a date that stays */
		if (plan->after.kind != FOLLOWUP_VISIT || plan->after.tries == 0)
			return RC_OK;
		member->follow_at = plan->after.due_at;
		member->fixed = true;
		return visited_save_many(ctx, member, 1);
	}
	if (plan->no_calls)
		rc = member_consent_drop(ctx, member->id, CONSENT_CALLS, "@followups.outcome.5");
	if (rc == RC_OK && (plan->contact || plan->wrong_number))
		rc = others_cancel(ctx, member, plan);
	if (rc != RC_OK || (!plan->restart && !plan->wrong_number))
		return rc;
	member->calls = member->calls && !plan->no_calls;
	member->wrong = member->wrong || plan->wrong_number;
	if (plan->contact)
		member->contact_at = ctx->now;
	if (plan->restart) {
		member->follow_from = ctx->now;
		member->fixed = plan->next_at != 0;
		member->follow_at = plan->next_at;
	}
	if (plan->contact || plan->wrong_number || plan->after.kind == FOLLOWUP_VISIT)
		member->follow_state = VISIT_PLANNED; /* its visit is over */
	return visits_plan(ctx, member, 1);
}

/* --- the one way any of these changes happens (architecture §3) ------------------------------------------------------ */

struct act {
	const char *action;
	enum rc (*plan)(struct ctx *ctx, const struct followup *followup, const struct visit_member *member,
	    const void *input, struct followup_plan *plan);
	const char *(*reason)(const void *input);
};

static enum rc
act_save(struct ctx *ctx, const struct act *act, const struct followup *before, struct visit_member *member,
    struct followup_plan *plan, const void *input)
{
	struct diff diff = { .count = 0 };
	enum rc rc;

	if (!plan->after.open) {
		plan->after.done_by = ctx->actor.account_id;
		plan->after.done_staff = actor_label(ctx->arena, &ctx->actor);
	}
	plan_diff(ctx, before, &plan->after, &diff);
	diff.reason = act->reason != NULL ? act->reason(input) : NULL;
	rc = followup_save(ctx, before, &plan->after);
	if (rc == RC_OK && !plan->after.open && before->kind == FOLLOWUP_SURVEY)
		rc = survey_over(ctx, &plan->after);
	if (rc == RC_OK)
		rc = member_follows(ctx, member, plan);
	return rc == RC_OK ? audit_add(ctx, act->action, "followup", before->id, &diff) : rc;
}

static enum rc
follow_act(struct ctx *ctx, const struct act *act, int64_t id, int64_t version, const void *input,
    const char **field)
{
	struct followup followup;
	struct visit_member member;
	struct followup_plan plan;
	enum rc rc;

	do {
		memset(&plan, 0, sizeof(plan));
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = followup_lock(ctx, id, version, &followup, &member);
		if (rc == RC_OK)
			rc = own_check(ctx, &followup);
		if (rc == RC_OK)
			rc = plan_told(ctx, act->plan(ctx, &followup, &member, input, &plan), &plan);
		if (rc == RC_OK)
			rc = act_save(ctx, act, &followup, &member, &plan, input);
		if (rc == RC_OK)
			tx_result(ctx, "followup", id);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	if (field != NULL)
		*field = plan.field;
	return rc;
}

/* --- record ------------------------------------------------------------------------------------------------------------ */

static enum rc
record_plan(struct ctx *ctx, const struct followup *followup, const struct visit_member *member,
    const void *input, struct followup_plan *plan)
{
	struct follow_figures figures;
	bool second = false;
	enum rc rc = figures_get(ctx, &figures);

	if (rc == RC_OK && followup->kind == FOLLOWUP_SURVEY)
		rc = survey_second(ctx, followup->survey_id, &second);
	return rc == RC_OK ? followup_plan_record(
				 followup, input, figures_of(&figures, member->tier), second, ctx->now, plan)
			   : rc;
}

/* What was said stays in the row, where it can be erased (SEC-4): the log that nobody can change has the reason of a date. */
static const char *
record_reason(const void *input)
{
	const struct followup_result *result = input;

	return result->next_reason != NULL && result->next_reason[0] != '\0' ? result->next_reason : NULL;
}

static const struct act record_act = { "followup.record", record_plan, record_reason };

enum rc
followup_answer(
    struct ctx *ctx, int64_t id, int64_t version, const struct followup_result *result, const char **field)
{
	return follow_act(ctx, &record_act, id, version, result, field);
}

/* --- skip --------------------------------------------------------------------------------------------------------------- */

static const char *
text_reason(const void *input)
{
	return input;
}

static enum rc
skip_plan(struct ctx *ctx, const struct followup *followup, const struct visit_member *member,
    const void *input, struct followup_plan *plan)
{
	(void)member;
	return followup_plan_skip(followup, input, ctx->now, plan);
}

static const struct act skip_act = { "followup.skip", skip_plan, text_reason };

enum rc
followup_skip(struct ctx *ctx, int64_t id, int64_t version, const char *reason)
{
	return follow_act(ctx, &skip_act, id, version, reason, NULL);
}

/* --- hand over ------------------------------------------------------------------------------------------------------------ */

struct taker {
	int64_t account_id;
	const char *staff;
};

static enum rc
hand_plan(struct ctx *ctx, const struct followup *followup, const struct visit_member *member,
    const void *input, struct followup_plan *plan)
{
	const struct taker *taker = input;
	enum rc rc = followup_plan_hand_over(followup, taker->account_id, plan);

	(void)ctx;
	(void)member;
	plan->after.staff = taker->staff;
	return rc;
}

static const struct act hand_act = { "followup.hand_over", hand_plan, NULL };

enum rc
followup_hand_over(struct ctx *ctx, int64_t id, int64_t version, const char *staff_no)
{
	struct taker taker;
	enum rc rc = agent_find(ctx, staff_no, &taker.account_id, &taker.staff);

	return rc == RC_OK ? follow_act(ctx, &hand_act, id, version, &taker, NULL) : rc;
}

/* What the note says comes with the confirm page's own form: only state and owner are looked at here. */
enum rc
followup_check(struct ctx *ctx, int64_t id, int64_t version)
{
	struct followup followup;
	enum rc rc = followup_get(ctx, id, &followup);

	if (rc == RC_OK && followup.version != version)
		rc = audit_conflict(ctx, "followup", id);
	if (rc == RC_OK && !followup.open)
		rc =
		    ctx_refuse(ctx, "followups.refused.closed", key_text(ctx, "state", followup.state), NULL);
	return rc == RC_OK ? own_check(ctx, &followup) : rc;
}

/* --- new ones ---------------------------------------------------------------------------------------------------------------- */

enum rc
follow_new(struct ctx *ctx, const struct visit_member *member, struct followup *followup, const char *once)
{
	int64_t day = clock_day(followup->due_at);
	struct agents agents;
	size_t drawn;
	enum rc rc = RC_OK;

	if (member->gone)
		return ctx_refuse(ctx, "followups.refused.gone", NULL);
	if (!member->calls && followup_asks_consent(followup->kind))
		return ctx_refuse(ctx, "followups.refused.opted_out", NULL);
	if (followup->account_id == 0) {
		rc = agents_get(ctx, day, &agents);
		if (rc != RC_OK)
			return rc;
		drawn = visit_share(agents.loads, agents.count, 0, member->id, day);
		if (drawn == SIZE_MAX)
			return ctx_refuse(ctx, "followups.refused.nobody", NULL);
		followup->account_id = agents.loads[drawn].account_id;
		followup->staff = agents.staff[drawn];
	}
	followup->member_id = member->id;
	followup->open = true;
	followup->state = FOLLOWUP_OPEN;
	followup->tier = member->tier;
	followup->made_at = ctx->now;
	followup->made_by = ctx->actor.account_id;
	followup->version = 1;
	return followup_put(ctx, followup, once);
}

static enum rc
new_audit(struct ctx *ctx, const struct followup *followup)
{
	struct diff diff = { .count = 0 };

	diff_add(&diff, "followups.field.kind", "", key_text(ctx, "kind", followup->kind));
	diff_add(&diff, "followups.field.due_at", "", time_text(ctx->arena, followup->due_at));
	diff_add(&diff, "followups.field.agent", "", followup->staff);
	return audit_add(ctx, "followup.add", "followup", followup->id, &diff);
}

enum rc
followup_add(struct ctx *ctx, const struct followup_wish *wish, int64_t *id)
{
	bool sourced = wish->source != NULL && wish->source[0] != '\0';
	const char *once = sourced ? source_once(ctx->arena, wish->kind, wish->source) : NULL;
	struct followup followup = { .kind = wish->kind,
		.due_at = wish->due_at,
		.account_id = wish->account_id,
		.staff = "",
		.source = sourced ? wish->source : "",
		.cause = wish->cause != NULL ? wish->cause : "" };
	struct visit_member member;
	enum rc rc = visited_lock(ctx, wish->member_id, &member);

	if (rc == RC_OK && sourced) {
		rc = followup_find_once(ctx, once, id);
		if (rc != RC_NOT_FOUND)
			return rc;
		rc = RC_OK;
	}
	if (rc == RC_OK && followup.account_id != 0)
		rc = agent_text(ctx, followup.account_id, &followup.staff);
	if (rc == RC_OK)
		rc = follow_new(ctx, &member, &followup, once);
	if (rc == RC_OK)
		rc = new_audit(ctx, &followup);
	if (rc == RC_OK)
		*id = followup.id;
	return rc;
}

/* What came of a source, locked; RC_NOT_FOUND if nothing did or it is over. */
static enum rc
sourced_lock(struct ctx *ctx, enum followup_kind kind, const char *source, struct followup *followup,
    struct visit_member *member)
{
	int64_t id;
	enum rc rc = followup_find_once(ctx, source_once(ctx->arena, kind, source), &id);

	if (rc == RC_OK)
		rc = followup_get(ctx, id, followup);
	if (rc == RC_OK)
		rc = followup_lock(ctx, id, followup->version, followup, member);
	return rc == RC_OK && !followup->open ? RC_NOT_FOUND : rc;
}

enum rc
followup_cancel_for(struct ctx *ctx, enum followup_kind kind, const char *source, const char *why)
{
	struct followup followup;
	struct visit_member member;
	enum rc rc = sourced_lock(ctx, kind, source, &followup, &member);

	if (rc == RC_OK)
		rc = follow_cancel(ctx, &followup, why);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc
followup_reached_for(struct ctx *ctx, enum followup_kind kind, const char *source, const char *note)
{
	const struct followup_result result = { .outcome = OUTCOME_REACHED, .note = note, .next_reason = "" };
	struct followup followup;
	struct visit_member member;
	struct followup_plan plan;
	enum rc rc = sourced_lock(ctx, kind, source, &followup, &member);

	memset(&plan, 0, sizeof(plan));
	if (rc == RC_OK)
		rc = plan_told(ctx, record_act.plan(ctx, &followup, &member, &result, &plan), &plan);
	if (rc == RC_OK)
		rc = act_save(ctx, &record_act, &followup, &member, &plan, &result);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc
make_check(
    struct ctx *ctx, int64_t kind, int64_t day, const char *cause, const char **field, const char **why)
{
	int64_t today = clock_day(ctx->now);

	*field = kind != FOLLOWUP_DAY && kind != FOLLOWUP_HAND ? "kind"
		 : day < today || day > today + 3660           ? "day"
		 : cause == NULL || cause[0] == '\0'           ? "cause"
							       : NULL;
	*why = *field == NULL                ? NULL
	       : strcmp(*field, "kind") == 0 ? "followups.invalid.kind"
	       : strcmp(*field, "day") == 0  ? "followups.invalid.day"
					     : "followups.invalid.cause";
	return *field == NULL ? RC_OK : ctx_fail(ctx, RC_INVALID, *why, NULL);
}

enum rc
followup_make(struct ctx *ctx, int64_t member_id, int64_t kind, int64_t day, const char *cause, int64_t *id,
    const char **field)
{
	const char *why;
	struct follow_figures figures;
	struct followup_wish wish = { .member_id = member_id,
		.kind = (enum followup_kind)kind,
		.account_id = ctx->actor.account_id,
		.cause = cause };
	enum rc rc = make_check(ctx, kind, day, cause, field, &why);

	if (rc == RC_OK)
		rc = figures_get(ctx, &figures);
	if (rc != RC_OK)
		return rc;
	wish.due_at = clock_at(day, figures.visit.close);
	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = followup_add(ctx, &wish, id);
		if (rc == RC_OK)
			tx_result(ctx, "followup", *id);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}
