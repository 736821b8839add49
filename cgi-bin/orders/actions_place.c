/* SPDX-License-Identifier: MIT */
/* An order placed by an agent for a customer (RULE ORD-5, ORD-6, ORD-8): number, rows, log, and the customer is told.
 * Not orders that come in by the thousand: import.c. */
#include "accounts/accounts.h"
#include "audit/audit.h"
#include "base/clock.h"
#include "base/money.h"
#include "orders/actions.h"
#include "orders/store.h"
#include "policy/policy.h"

#include <string.h>

/* The row of a day is locked by this until the order is in: no number is given twice. */
SQL(order_number_sql,
    "INSERT INTO order_number (day, last) VALUES (?, LAST_INSERT_ID(1))"
    " ON DUPLICATE KEY UPDATE last = LAST_INSERT_ID(last + 1)",
    .samples = "SELECT 0");

static enum rc
number_give(struct ctx *ctx, const char **number)
{
	int64_t day = clock_day(ctx->now);
	struct date date = day_date(day);
	enum rc rc = db_exec(ctx, &order_number_sql, ARGS(arg_int(day)));

	*number = arena_printf(ctx->arena, "D%02d%02d%02d-%05lld", date.year % 100, date.month, date.day,
	    (long long)(rc == RC_OK ? db_insert_id(ctx) : 0));
	return rc;
}

static enum rc
place_rows(struct ctx *ctx, struct order_change *change, const struct order_draft *draft,
    const struct member *member)
{
	struct sheet_walls walls;
	struct queue_member shown = queue_member_of(ctx, &change->after, member);
	struct queue_tier tiers = { 0, member->tier };
	struct arg args[QUEUE_ARGS];
	enum rc rc = sheet_walls_get(ctx, &walls);

	if (rc == RC_OK)
		rc = order_add(ctx, &change->after);
	if (rc == RC_OK)
		rc = order_line_add_many(ctx, change->after.id, draft->items, draft->item_count);
	if (rc == RC_OK)
		rc = order_step_add(ctx, change, "");
	if (rc == RC_OK) {
		queue_args(args, &change->after, &shown, &walls);
		rc = queue_put_many(ctx, args, 1);
	}
	if (rc == RC_OK)
		rc = order_follow(ctx, change, &tiers, 1);
	return rc;
}

static enum rc
place_log(struct ctx *ctx, const struct order *order, int64_t witness_id)
{
	struct diff diff = { .count = 0, .reason = order->note };
	struct account account;
	const char *witness = arena_printf(ctx->arena, "#%lld", (long long)witness_id);
	enum rc rc = account_get(ctx, witness_id, &account);

	if (rc == RC_OK)
		witness = arena_printf(ctx->arena, "%s %s", account.name, account.staff_no);
	else if (rc != RC_NOT_FOUND)
		return rc;
	diff_add(
	    &diff, "orders.field.state", "", arena_printf(ctx->arena, "@%s", order_state_key(order->state)));
	diff_add(&diff, "orders.field.total", "", money_text(ctx->arena, order->total_fen));
	diff_add(&diff, "orders.field.requested_at", "", time_text(ctx->arena, order->requested_at));
	diff_add(&diff, "orders.field.witness", "", witness);
	return audit_add(ctx, "order.place", "order", order->id, &diff);
}

static enum rc
place_once(struct ctx *ctx, const struct order_draft *draft, int64_t witness_id, int64_t *id)
{
	struct order_draft numbered = *draft;
	struct order_plan plan;
	struct figure limit;
	struct member member;
	enum rc rc = policy_get(ctx, "orders.phone_above", ctx->now, &limit);

	if (rc == RC_OK)
		rc = member_get(ctx, draft->order.member_id, &member);
	if (rc == RC_NOT_FOUND)
		return ctx_fail(ctx, RC_INVALID, "orders.invalid.member", NULL);
	if (rc == RC_OK && member.state != MEMBER_ACTIVE)
		return ctx_fail(ctx, RC_INVALID, "orders.invalid.member_gone", NULL);
	if (rc == RC_OK && (draft->order.order_no == NULL || draft->order.order_no[0] == '\0'))
		rc = number_give(ctx, &numbered.order.order_no);
	if (rc == RC_OK)
		rc = plan_told(ctx,
		    order_plan_place(&numbered, &ctx->actor, witness_id, limit.value, ctx->now, &plan),
		    &plan);
	if (rc == RC_OK)
		rc = place_rows(ctx, &plan.change, draft, &member);
	if (rc == RC_OK)
		rc = place_log(ctx, &plan.change.after, witness_id);
	if (rc == RC_OK)
		rc = order_tell(ctx, &plan.change.after, "placed");
	if (rc == RC_OK) {
		*id = plan.change.after.id;
		tx_result(ctx, "order", *id);
	}
	return rc;
}

enum rc
order_place(struct ctx *ctx, const struct order_draft *draft, int64_t witness_id, int64_t *id)
{
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = place_once(ctx, draft, witness_id, id);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}
