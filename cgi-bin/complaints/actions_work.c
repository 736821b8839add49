/* SPDX-License-Identifier: MIT */
/* Begin and end of every change of a complaint: the figures it is decided by, what is saved, written down and told.
 * Not the changes: actions.c, actions_open.c. */
#include "audit/audit.h"
#include "base/money.h"
#include "complaints/actions.h"
#include "orders/orders.h"
#include "policy/policy.h"

#include <inttypes.h>
#include <string.h>

/* --- who acts, under which figures ------------------------------------------------------------------------------ */

static int64_t
limit_of(const struct actor *actor, const struct figure *agent, const struct figure *supervisor)
{
	if ((actor->roles & ROLE_GM) != 0 && actor->account_id != 0)
		return INT64_C(1) << 50;
	if ((actor->roles & ROLE_SUPERVISOR) != 0)
		return supervisor->value;
	return agent->value;
}

static enum rc
terms_get(struct ctx *ctx, struct complaint_terms *terms)
{
	struct figure figure, agent, supervisor;
	enum rc rc = policy_hours(ctx, ctx->now, &terms->hours);

	if (rc == RC_OK)
		rc = policy_calendar(ctx, &terms->calendar);
	for (int term = TERM_FORM; term < TERM_PROMISE && rc == RC_OK; term++) {
		rc = policy_get(ctx, term_rule((enum complaint_term)term)->key, ctx->now, &figure);
		terms->of[term].amount = figure.value;
		terms->of[term].version = figure.version;
	}
	if (rc == RC_OK)
		rc = policy_get(ctx, "complaints.unsatisfied", ctx->now, &figure);
	if (rc == RC_OK)
		rc = policy_get(ctx, "org.compensation_agent", ctx->now, &agent);
	if (rc == RC_OK)
		rc = policy_get(ctx, "org.compensation_supervisor", ctx->now, &supervisor);
	if (rc != RC_OK)
		return rc;
	terms->unsatisfied = figure.value;
	terms->limit_fen = limit_of(&ctx->actor, &agent, &supervisor);
	return RC_OK;
}

enum rc
work_begin(struct ctx *ctx, struct complaint_work *work, struct complaint_terms *terms)
{
	memset(terms, 0, sizeof(*terms));
	work->actor = &ctx->actor;
	work->staff = actor_label(ctx->arena, &ctx->actor);
	work->leads = (ctx->actor.roles & ROLE_SUPERVISOR) != 0;
	for (int64_t department = 1; department <= DEPARTMENTS; department++)
		if ((ctx->actor.roles & (uint32_t)department_role(department)) != 0)
			work->actor_answers |= INT64_C(1) << department;
	work->now = ctx->now;
	work->terms = terms;
	return terms_get(ctx, terms);
}

enum rc
work_told(struct ctx *ctx, const struct complaint_work *work, enum rc rc)
{
	if (rc != RC_REFUSED && rc != RC_INVALID)
		return rc;
	return ctx_fail(ctx, rc, work->refused, work->refused_arg != NULL ? work->refused_arg : "", NULL);
}

/* Where on the forms a reason belongs. */
static const struct {
	const char *reason, *field;
} fields[] = { { "complaints.invalid.channel", "channel" }, { "complaints.invalid.problem", "problem" },
	{ "complaints.invalid.urgency", "urgency" }, { "complaints.invalid.department", "department" },
	{ "complaints.invalid.caller", "caller" }, { "complaints.invalid.same_owner", "owner" },
	{ "complaints.invalid.owner", "owner" }, { "complaints.invalid.amount", "amount_fen" },
	{ "complaints.invalid.to", "to" }, { "complaints.invalid.tried", "tried" },
	{ "complaints.invalid.score", "score" }, { "complaints.invalid.about", "about" },
	{ "complaints.invalid.sms", "text" }, { "complaints.invalid.mail", "text" } };

const char *
complaint_field(const char *reason)
{
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (strcmp(fields[i].reason, reason) == 0)
			return fields[i].field;
	return "";
}

/* --- saving ----------------------------------------------------------------------------------------------------- */

static void
diff_key(struct ctx *ctx, struct diff *diff, const char *field, const char *before, const char *after)
{
	if (strcmp(before, after) != 0)
		diff_add(diff, field, arena_printf(ctx->arena, "@%s", before),
		    arena_printf(ctx->arena, "@%s", after));
}

static const char *
urgency_key(int64_t urgency)
{
	static const char *const keys[] = { "complaints.urgency.2", "complaints.urgency.1",
		"complaints.urgency.2", "complaints.urgency.3" };

	return keys[urgency >= 1 && urgency <= 3 ? urgency : 0];
}

static void
work_diff(struct ctx *ctx, const struct complaint_work *work, struct diff *diff)
{
	const struct complaint *before = &work->before, *after = &work->after;

	diff_key(ctx, diff, "complaints.field.state", complaint_state_key(before->state),
	    complaint_state_key(after->state));
	diff_key(ctx, diff, "complaints.field.problem", complaint_problem_key(before->problem),
	    complaint_problem_key(after->problem));
	diff_key(ctx, diff, "complaints.field.department", department_key(before->department),
	    department_key(after->department));
	diff_key(
	    ctx, diff, "complaints.field.urgency", urgency_key(before->urgency), urgency_key(after->urgency));
	if (before->complex != after->complex)
		diff_add(diff, "complaints.field.complex",
		    before->complex ? "@complaints.yes" : "@complaints.no",
		    after->complex ? "@complaints.yes" : "@complaints.no");
	if (before->owner_id != after->owner_id)
		diff_add(diff, "complaints.field.owner", before->owner_staff, after->owner_staff);
	if (before->compensation_fen != after->compensation_fen)
		diff_add(diff, "complaints.field.compensation",
		    money_text(ctx->arena, before->compensation_fen),
		    money_text(ctx->arena, after->compensation_fen));
	if (before->score != after->score && after->score != 0)
		diff_add(
		    diff, "complaints.field.score", "", arena_printf(ctx->arena, "%" PRId64, after->score));
}

static enum rc
shipped_get(struct ctx *ctx, int64_t order_id, int64_t *shipped_at)
{
	struct order order;
	enum rc rc;

	*shipped_at = 0;
	if (order_id == 0)
		return RC_OK;
	rc = order_get(ctx, order_id, &order);
	if (rc == RC_OK)
		*shipped_at = order.shipped_at;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc
work_finish(struct ctx *ctx, struct complaint_work *work, const char *did, const char *reason)
{
	struct complaint_change change = { .before = work->before, .after = work->after, .did = did };
	struct diff diff = { .reason = reason };
	enum rc rc = complaint_save(ctx, &work->before, &work->after);

	if (rc == RC_OK)
		rc = work_save(ctx, work);
	if (rc == RC_OK && work->before.problem != work->after.problem)
		rc = complaint_quality_set(ctx, work->after.id, complaint_quality(work->after.problem));
	if (rc == RC_OK)
		rc = complaint_effects(ctx, work, did);
	if (rc == RC_OK)
		rc = shipped_get(ctx, work->after.order_id, &change.shipped_at);
	if (rc == RC_OK)
		rc = complaint_follow(ctx, &change, 1);
	work_diff(ctx, work, &diff);
	return rc == RC_OK ? audit_add(ctx, did, "complaint", work->after.id, &diff) : rc;
}
