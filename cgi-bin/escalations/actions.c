/* SPDX-License-Identifier: MIT */
/* What people do with an escalation (RULE CMP-9): answer it, close it; and what time does to one (9b).
 * Not how it is raised: evaluate.c. */
#include "audit/audit.h"
#include "base/clock.h"
#include "db/tx.h"
#include "escalations/evaluate.h"
#include "notices/notices.h"

const struct event ESCALATION_FIRED = { "escalation.fired" };

static const char *const rule_keys[] = { "", "escalations.rule.1", "escalations.rule.2", "escalations.rule.3",
	"escalations.rule.4", "escalations.rule.5" };
static const char *const state_keys[] = { "", "escalations.state.1", "escalations.state.2",
	"escalations.state.3", "escalations.state.4" };

const char *
escalation_rule_key(int64_t rule)
{
	return rule_keys[rule >= 1 && rule <= ESCALATION_RULES ? rule : 0];
}

const char *
escalation_state_key(int64_t state)
{
	return state_keys[state >= ESCALATION_RAISED && state <= ESCALATION_HISTORY ? state : 0];
}

static enum rc
change_save(struct ctx *ctx, const struct escalation *escalation, const char *action, const char *reason)
{
	struct diff diff = { .count = 0, .reason = reason };
	enum rc rc = escalation_save(ctx, escalation);

	diff_add(&diff, "escalations.field.cause", "", escalation->subject);
	diff_add(&diff, "escalations.field.state", "",
	    arena_printf(ctx->arena, "@%s", escalation_state_key(escalation->state)));
	if (rc == RC_OK)
		rc = audit_add(ctx, action, "escalation", escalation->id, &diff);
	if (rc == RC_OK)
		tx_result(ctx, "escalation", escalation->id);
	return rc;
}

/* Customer service follows the complaint: it is told that there is an answer. */
static enum rc
answer_tell(struct ctx *ctx, const struct escalation *escalation)
{
	return notice_add(ctx,
	    &(struct notice){ .topic = "escalations.answered",
		.subject = arena_printf(ctx->arena, "escalation:%lld", (long long)escalation->id),
		.occasion = "",
		.channel = NOTICE_PORTAL,
		.role = ROLE_SUPERVISOR,
		.text_key = "escalations.notice.answered",
		.text_arg = { escalation->subject, escalation->answered_staff },
		.path =
		    arena_printf(ctx->arena, "/complaints/escalations/%lld", (long long)escalation->id) });
}

static enum rc
answer_once(struct ctx *ctx, int64_t id, int64_t version, const char *answer)
{
	struct escalation escalation;
	const char *reason;
	enum rc rc = escalation_lock(ctx, id, version, &escalation);

	if (rc == RC_OK &&
	    escalation_may_answer(escalation.state, ctx->actor.roles, department_role(escalation.department),
		department_role(DEPARTMENT_GM), &reason) != RC_OK)
		rc = ctx_refuse(ctx, reason, NULL);
	if (rc != RC_OK)
		return rc;
	escalation.state = ESCALATION_ANSWERED;
	escalation.answer = answer;
	escalation.answered_at = ctx->now;
	escalation.answered_staff = actor_label(ctx->arena, &ctx->actor);
	rc = change_save(ctx, &escalation, "escalation.answer", answer);
	return rc == RC_OK ? answer_tell(ctx, &escalation) : rc;
}

enum rc
escalation_answer(struct ctx *ctx, int64_t id, int64_t version, const char *answer)
{
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = answer_once(ctx, id, version, answer);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

static enum rc
close_once(struct ctx *ctx, int64_t id, int64_t version)
{
	struct escalation escalation;
	const char *reason;
	enum rc rc = escalation_lock(ctx, id, version, &escalation);

	if (rc == RC_OK && escalation_may_close(escalation.state, &reason) != RC_OK)
		rc = ctx_refuse(ctx, reason, NULL);
	if (rc != RC_OK)
		return rc;
	escalation.state = ESCALATION_CLOSED;
	escalation.closed_at = ctx->now;
	escalation.closed_staff = actor_label(ctx->arena, &ctx->actor);
	return change_save(ctx, &escalation, "escalation.close", NULL);
}

enum rc
escalation_close(struct ctx *ctx, int64_t id, int64_t version)
{
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = close_once(ctx, id, version);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

/* --- what time makes true (RULE CMP-9b) ------------------------------------------------------------------------- */

static enum rc
watch_once(struct ctx *ctx, int64_t complaint_id)
{
	struct complaint complaint;
	struct escalation_limits limits;
	int64_t shipped_at = 0, due;
	enum rc rc = undelivered_complaint(ctx, complaint_id, &complaint, &shipped_at);

	if (rc == RC_NOT_FOUND)
		return watch_take(ctx, complaint_id);
	if (rc == RC_OK)
		rc = escalation_limits_get(ctx, &limits);
	if (rc != RC_OK)
		return rc;
	due = undelivered_due(shipped_at, limits.undelivered);
	if (due > ctx->now) /* the term was made longer, or it was shipped anew */
		return watch_put(ctx, complaint_id, due);
	rc = watch_take(ctx, complaint_id);
	if (rc == RC_OK && due > 0 && complaint.problem == PROBLEM_NOT_RECEIVED &&
	    complaint.state != COMPLAINT_CLOSED)
		rc = escalation_undelivered(ctx, &complaint);
	return rc;
}

enum rc
escalation_watch_due(struct ctx *ctx)
{
	int64_t id;
	enum rc rc = watch_due(ctx, ctx->now, &id);

	while (rc == RC_OK) {
		do {
			rc = tx_begin(ctx);
			if (rc == RC_OK)
				rc = watch_once(ctx, id);
			rc = tx_end(ctx, rc);
		} while (tx_again(ctx, rc));
		if (rc == RC_OK)
			rc = watch_due(ctx, ctx->now, &id);
	}
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}
