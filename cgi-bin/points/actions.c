/* SPDX-License-Identifier: MIT */
/* Changes of a member's points by people and jobs, each a transaction of its own (RULE MEM-3).
 * Not what orders earn: follow.c. */
#include "audit/audit.h"
#include "base/utf8.h"
#include "db/tx.h"
#include "members/members.h"
#include "points/store.h"
#include "policy/policy.h"
#include "tasks/tasks.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>

static const char *
number_of(struct ctx *ctx, int64_t number)
{
	return arena_printf(ctx->arena, "%s%" PRId64, number < 0 ? "−" : "", number < 0 ? -number : number);
}

/* An entry and its audit row. MariaDB is waited for twice: for the balance, and for what is written. *known is set where the
 * event is in the ledger already. */
static enum rc
post_and_note(struct ctx *ctx, struct points_entry *entry, int64_t floor, const char *action,
    const char *reason, bool *known)
{
	struct diff diff = { .reason = reason };
	enum rc rc = audit_open_ahead(ctx);

	if (rc == RC_OK)
		rc = points_shift(ctx, entry, floor);
	*known = rc == RC_CONFLICT;
	if (rc == RC_REFUSED)
		return ctx_refuse(ctx, "points.refused.not_enough",
		    number_of(ctx, entry->balance > 0 ? entry->balance : 0), NULL);
	if (rc != RC_OK)
		return rc;
	diff_add(&diff, "points.field.balance", number_of(ctx, entry->balance - entry->points),
	    number_of(ctx, entry->balance));
	rc = audit_add_opened(ctx, audit_opened(ctx), action, "member", entry->member_id, &diff);
	if (rc == RC_OK)
		rc = points_enter(ctx, entry);
	*known = rc == RC_CONFLICT;
	return rc;
}

/* One entry in a transaction of its own; an event that is in the ledger already is done. */
static enum rc
entry_run(struct ctx *ctx, struct points_entry *entry, int64_t floor, const char *action, const char *reason)
{
	bool known = false;
	enum rc rc;

	do {
		rc = tx_begin_ahead(ctx, "member", entry->member_id);
		if (rc == RC_OK)
			rc = post_and_note(ctx, entry, floor, action, reason, &known);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc == RC_CONFLICT && known && !ctx->replayed ? RC_OK : rc;
}

/* Between one and 100 code points. */
static bool
text_given(const char *text)
{
	return text[strspn(text, " \t\r\n")] != '\0' && utf8_length(text) <= 100;
}

/* --- redeem ----------------------------------------------------------------------------------------------------- */

enum rc
points_redeem(struct ctx *ctx, int64_t member_id, int64_t points, const char *what, const char *event_key)
{
	struct points_entry entry = { .member_id = member_id,
		.kind = POINTS_REDEEM,
		.points = -points,
		.event_key = event_key,
		.cause_kind = "",
		.cause_no = "",
		.text_key = "points.text.redeem",
		.arg0 = what,
		.arg1 = "" };
	const char *reason;

	if (points_check(points, false, &reason) != RC_OK)
		return ctx_fail(ctx, RC_INVALID, reason, NULL);
	if (!text_given(what))
		return ctx_fail(ctx, RC_INVALID, "points.invalid.text", NULL);
	return entry_run(ctx, &entry, 0, "points.redeem", what);
}

/* --- adjust (RULE MEM-3, ORG-2) --------------------------------------------------------------------------------- */

static struct points_entry
adjustment_entry(int64_t member_id, int64_t points, const char *reason, const char *event_key)
{
	return (struct points_entry){ .member_id = member_id,
		.kind = POINTS_ADJUST,
		.points = points,
		.event_key = event_key,
		.cause_kind = "",
		.cause_no = "",
		.text_key = "points.text.adjust",
		.arg0 = reason,
		.arg1 = "" };
}

static enum rc
adjustment_task(struct ctx *ctx, const struct points_adjustment *adjustment, int64_t id)
{
	struct member member;
	int64_t task_id;
	enum rc rc = member_get(ctx, adjustment->member_id, &member);

	if (rc == RC_OK && member.state != MEMBER_ACTIVE)
		rc = RC_NOT_FOUND;
	if (rc != RC_OK)
		return rc;
	return task_add(ctx,
	    &(struct task){ .kind = "points.adjust",
		.subject = arena_printf(ctx->arena, "adjustment:%" PRId64, id),
		.path = arena_printf(ctx->arena, "/points/adjustments/%" PRId64, id),
		.title = arena_printf(ctx->arena, "%s %s%s", member.member_no,
		    adjustment->points > 0 ? "+" : "", number_of(ctx, adjustment->points)),
		.role = ROLE_SUPERVISOR,
		.clock = CLOCK_ELAPSED,
		.rule = "MEM-3",
		.policy_version = adjustment->policy_version },
	    &task_id);
}

static enum rc
adjustment_propose(struct ctx *ctx, const struct points_adjustment *given, int64_t *id)
{
	struct points_adjustment adjustment = *given;
	struct diff diff = { .reason = given->reason };
	enum rc rc;

	adjustment.proposed_at = ctx->now;
	adjustment.proposed_by = ctx->actor.account_id;
	adjustment.proposed_staff = actor_label(ctx->arena, &ctx->actor);
	diff_add(&diff, "points.field.points", "", number_of(ctx, given->points));
	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = adjustment_add(ctx, &adjustment, id);
		if (rc == RC_OK)
			rc = adjustment_task(ctx, &adjustment, *id);
		if (rc == RC_OK)
			rc = audit_add(ctx, "adjustment.propose", "adjustment", *id, &diff);
		if (rc == RC_OK)
			tx_result(ctx, "adjustment", *id);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

enum rc
points_adjust(struct ctx *ctx, int64_t member_id, int64_t points, const char *reason, const char *event_key,
    int64_t *waiting)
{
	struct points_entry entry = adjustment_entry(member_id, points, reason, event_key);
	struct figure limit;
	const char *invalid;
	enum rc rc = policy_get(ctx, "members.adjust_four_eyes", ctx->now, &limit);

	*waiting = 0;
	if (rc != RC_OK)
		return rc;
	if (points_check(points, true, &invalid) != RC_OK)
		return ctx_fail(ctx, RC_INVALID, invalid, NULL);
	if (!text_given(reason))
		return ctx_fail(ctx, RC_INVALID, "points.invalid.text", NULL);
	if (points > limit.value || points < -limit.value)
		return adjustment_propose(ctx,
		    &(struct points_adjustment){ .member_id = member_id,
			.points = points,
			.reason = reason,
			.limit_points = limit.value,
			.policy_version = limit.version },
		    waiting);
	entry.policy_version = limit.version;
	return entry_run(ctx, &entry, points < 0 ? 0 : INT64_MIN, "points.adjust", reason);
}

static enum rc
adjustment_decided(struct ctx *ctx, struct points_adjustment *adjustment, bool approve, const char *reason)
{
	struct points_entry entry = adjustment_entry(adjustment->member_id, adjustment->points,
	    adjustment->reason, arena_printf(ctx->arena, "adjustment:%" PRId64, adjustment->id));
	struct diff diff = { .reason = reason };
	bool known;
	enum rc rc = RC_OK;

	entry.cause_kind = "adjustment";
	entry.cause_id = adjustment->id;
	entry.text_key = "points.text.approved";
	entry.arg1 =
	    arena_strndup(ctx->arena, adjustment->proposed_staff, utf8_cut(adjustment->proposed_staff, 40));
	entry.policy_version = adjustment->policy_version;
	if (approve)
		rc = post_and_note(ctx, &entry, adjustment->points < 0 ? 0 : INT64_MIN, "points.approve",
		    adjustment->reason, &known);
	if (rc != RC_OK)
		return rc;
	adjustment->state = approve ? ADJUSTMENT_APPROVED : ADJUSTMENT_REJECTED;
	adjustment->decided_at = ctx->now;
	adjustment->decided_by = ctx->actor.account_id;
	adjustment->decided_staff = actor_label(ctx->arena, &ctx->actor);
	adjustment->decided_reason = reason;
	rc = adjustment_save(ctx, adjustment);
	diff_add(&diff, "points.field.state", "@points.adjustment.1",
	    approve ? "@points.adjustment.2" : "@points.adjustment.3");
	if (rc == RC_OK)
		rc = task_done_for(ctx, "points.adjust",
		    arena_printf(ctx->arena, "adjustment:%" PRId64, adjustment->id),
		    approve ? "@points.adjustment.2" : "@points.adjustment.3");
	return rc == RC_OK ? audit_add(ctx, approve ? "adjustment.approve" : "adjustment.reject",
				 "adjustment", adjustment->id, &diff)
			   : rc;
}

enum rc
points_decide(struct ctx *ctx, int64_t id, int64_t version, bool approve, const char *reason)
{
	struct points_adjustment adjustment;
	const char *refusal;
	enum rc rc;

	if (!approve && !text_given(reason))
		return ctx_fail(ctx, RC_INVALID, "points.invalid.text", NULL);
	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = adjustment_lock(ctx, id, version, &adjustment);
		refusal = rc == RC_OK ? adjustment_refusal(&adjustment, ctx->actor.account_id) : NULL;
		if (refusal != NULL)
			rc = ctx_refuse(ctx, refusal, adjustment.decided_staff,
			    time_text(ctx->arena, adjustment.decided_at), NULL);
		if (rc == RC_OK)
			rc = adjustment_decided(ctx, &adjustment, approve, reason);
		if (rc == RC_OK)
			tx_result(ctx, "adjustment", id);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

/* --- expire (RULE MEM-3) ---------------------------------------------------------------------------------------- */

static enum rc
aged_post(struct ctx *ctx, const struct rows *found, int64_t day)
{
	struct points_entry *entries = arena_array(ctx->arena, found->count + 1, sizeof(*entries));
	const struct points_aged *aged = found->items;
	crypto_generichash_state state;
	unsigned char hash[32];
	size_t count = 0;
	enum rc rc;

	crypto_generichash_init(&state, NULL, 0, sizeof(hash));
	for (size_t i = 0; i < found->count; i++) {
		int64_t points = points_expiring(aged[i].gained_then, aged[i].points_gained, aged[i].points);

		if (points == 0)
			continue;
		entries[count++] = (struct points_entry){ .member_id = aged[i].id,
			.kind = POINTS_EXPIRE,
			.points = -points,
			.event_key = arena_printf(ctx->arena, "expire:%" PRId64 ":%" PRId64, aged[i].id, day),
			.cause_kind = "",
			.cause_no = "",
			.text_key = "points.text.expire",
			.arg0 = day_text(ctx->arena, day),
			.arg1 = "" };
		crypto_generichash_update(&state, (const unsigned char *)&aged[i], sizeof(aged[i]));
	}
	crypto_generichash_final(&state, hash, sizeof(hash));
	if (count == 0)
		return RC_OK;
	rc = points_post_many(ctx, entries, count);
	return rc == RC_OK ? audit_batch(ctx, "points.expire", "member", aged[0].id, (int64_t)count, hash)
			   : rc;
}

enum rc
points_expire(struct ctx *ctx, int64_t days, int64_t most, int64_t *after)
{
	int64_t day = clock_day(ctx->now) - days, last = *after;
	const struct points_aged *aged;
	struct rows found = { NULL, 0 };
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = points_aged_lock(ctx, *after, clock_start(day) - 1, most, &found);
		if (rc == RC_OK)
			rc = aged_post(ctx, &found, day);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	aged = found.items;
	if (rc == RC_OK)
		last = aged == NULL || (int64_t)found.count < most ? 0 : aged[found.count - 1].id;
	*after = last;
	return rc;
}
