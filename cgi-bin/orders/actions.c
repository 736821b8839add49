/* SPDX-License-Identifier: MIT */
/* Changes of one order, each a transaction of its own: lock, decide, save, write down, tell.
 * Not placing and not imports: actions_place.c, import.c. */
#include "orders/actions.h"
#include "audit/audit.h"
#include "base/clock.h"
#include "base/money.h"
#include "notices/notices.h"
#include "orders/store.h"
#include "policy/policy.h"
#include "tasks/tasks.h"

#include <string.h>

/* What sets one action apart: how it decides, and what it writes besides the order itself. */
struct act {
	const char *action; /* for the audit log */
	enum rc (*plan)(
	    struct ctx *ctx, const struct order *order, const void *input, struct order_plan *plan);
	enum rc (*extra)(
	    struct ctx *ctx, const struct order_change *change, const void *input, struct diff *diff);
	const char *(*reason)(const void *input);
};

static const char *
state_text(struct ctx *ctx, int64_t state)
{
	return arena_printf(ctx->arena, "@%s", order_state_key(state));
}

enum rc
plan_told(struct ctx *ctx, enum rc rc, const struct order_plan *plan)
{
	if (rc != RC_REFUSED && rc != RC_INVALID)
		return rc;
	return ctx_fail(ctx, rc, plan->refused, plan->refused_arg != NULL ? plan->refused_arg : "", NULL);
}

/* The queue's row follows the order: it leaves, or says what changed. */
static enum rc
queue_follow(struct ctx *ctx, const struct order_change *change)
{
	if (!order_waits(&change->before))
		return RC_OK;
	return order_waits(&change->after) ? queue_change(ctx, &change->after)
					   : queue_drop(ctx, &change->before);
}

static enum rc
act_save(struct ctx *ctx, const struct act *act, const struct order_locked *locked,
    const struct order_plan *plan, const void *input, int64_t audit_id)
{
	const struct order_change *change = &plan->change;
	struct queue_tier tiers = { locked->queue_tier, locked->queue_tier };
	struct diff diff = { .count = 0 };
	enum rc rc = order_save(ctx, change);

	diff.reason = act->reason != NULL ? act->reason(input) : NULL;
	if (change->before.state != change->after.state)
		diff_add(&diff, "orders.field.state", state_text(ctx, change->before.state),
		    state_text(ctx, change->after.state));
	if (rc == RC_OK)
		rc = order_step_add(ctx, change, diff.reason);
	if (rc == RC_OK)
		rc = queue_follow(ctx, change);
	if (rc == RC_OK && act->extra != NULL)
		rc = act->extra(ctx, change, input, &diff);
	if (rc == RC_OK)
		rc = order_follow(ctx, change, &tiers, 1);
	if (rc == RC_OK)
		rc = audit_add_opened(ctx, audit_id, act->action, "order", change->after.id, &diff);
	return rc;
}

/* The one way any of these changes happens (architecture §3). It waits for MariaDB three times: for the order, with once-key
 * and id in the audit log claimed on the way; for all that is written; for the commit. */
static enum rc
order_act(struct ctx *ctx, const struct act *act, int64_t id, int64_t version, const void *input)
{
	struct order_locked locked;
	struct order_plan plan;
	int64_t audit_id = 0;
	enum rc rc;

	do {
		rc = tx_begin_ahead(ctx, "order", id);
		if (rc == RC_OK)
			rc = audit_open_ahead(ctx);
		if (rc == RC_OK)
			rc = order_lock(ctx, id, version, &locked);
		if (rc == RC_OK) {
			audit_id = audit_opened(ctx);
			rc = plan_told(ctx, act->plan(ctx, &locked.order, input, &plan), &plan);
		}
		if (rc == RC_OK)
			rc = act_save(ctx, act, &locked, &plan, input, audit_id);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

/* Whether the same action would go through now: for bulk pages; nothing is locked or changed. */
static enum rc
act_check(struct ctx *ctx, const struct act *act, int64_t id, int64_t version, const void *input)
{
	struct order order;
	struct order_plan plan;
	enum rc rc = order_get(ctx, id, &order);

	if (rc == RC_OK && order.version != version)
		rc = order_conflict(ctx, "order", id);
	if (rc == RC_OK)
		rc = plan_told(ctx, act->plan(ctx, &order, input, &plan), &plan);
	return rc;
}

/* --- the customer is told (RULE ORD-5) -------------------------------------------------------------------------- */

/* A call is due by the end of the service hours in which it came up, or of the next ones (TIME-1). */
static enum rc
call_due(struct ctx *ctx, int64_t *due_at)
{
	struct service_hours hours;
	enum rc rc = policy_hours(ctx, ctx->now, &hours);
	int64_t day = clock_day(ctx->now);

	if (rc != RC_OK)
		return rc;
	if (ctx->now >= clock_at(day, hours.close))
		day++;
	*due_at = clock_at(day, hours.close);
	return RC_OK;
}

static enum rc
call_task(struct ctx *ctx, const struct order *order)
{
	struct figure limit;
	int64_t due_at = 0;
	enum rc rc = policy_get(ctx, "orders.phone_above", ctx->now, &limit);

	if (rc == RC_OK)
		rc = call_due(ctx, &due_at);
	if (rc != RC_OK)
		return rc;
	return task_add(ctx,
	    &(struct task){ .kind = "orders.call",
		.subject = arena_printf(ctx->arena, "order:%lld", (long long)order->id),
		.path = arena_printf(ctx->arena, "/orders/%lld", (long long)order->id),
		.title = arena_printf(
		    ctx->arena, "%s ¥%s", order->order_no, money_text(ctx->arena, order->total_fen)),
		.account_id = ctx->actor.account_id,
		.role = ctx->actor.account_id == 0 ? ROLE_AGENT : 0,
		.due_at = due_at,
		.clock = CLOCK_SERVICE,
		.rule = "ORD-5",
		.policy_version = limit.version },
	    NULL);
}

enum rc
order_tell(struct ctx *ctx, const struct order *order, const char *occasion)
{
	if (order->notify == NOTIFY_PHONE)
		return call_task(ctx, order);
	if (order->notify != NOTIFY_SMS)
		return RC_OK;
	return notice_add(
	    ctx, &(struct notice){ .topic = arena_printf(ctx->arena, "orders.%s", occasion),
		     .subject = arena_printf(ctx->arena, "order:%lld", (long long)order->id),
		     .occasion = "",
		     .channel = NOTICE_SMS,
		     .member_id = order->member_id,
		     .text_key = arena_printf(ctx->arena, "orders.sms.%s", occasion),
		     .text_arg = { order->order_no, money_text(ctx->arena, order->total_fen), "", "" },
		     .path = arena_printf(ctx->arena, "/orders/%lld", (long long)order->id) });
}

/* --- confirm (RULE ORD-2) --------------------------------------------------------------------------------------- */

static enum rc
confirm_plan(struct ctx *ctx, const struct order *order, const void *input, struct order_plan *plan)
{
	(void)input;
	return order_plan_confirm(order, &ctx->actor, ctx->now, plan);
}

static enum rc
confirm_extra(struct ctx *ctx, const struct order_change *change, const void *input, struct diff *diff)
{
	const char *staff = actor_text(ctx);
	enum rc rc = confirmation_add_many(ctx, &change->after, &staff, 1);

	(void)input;
	(void)diff;
	/* who ordered through an agent was told then */
	if (rc == RC_OK && change->after.placed_by == 0)
		rc = order_tell(ctx, &change->after, "confirmed");
	return rc;
}

static const struct act confirm_act = { "order.confirm", confirm_plan, confirm_extra, NULL };

enum rc
order_confirm(struct ctx *ctx, int64_t id, int64_t version)
{
	return order_act(ctx, &confirm_act, id, version, NULL);
}

enum rc
order_confirm_check(struct ctx *ctx, int64_t id, int64_t version)
{
	return act_check(ctx, &confirm_act, id, version, NULL);
}

/* --- park and back (RULE ORD-2) --------------------------------------------------------------------------------- */

static const char *
text_reason(const void *input)
{
	return input;
}

static enum rc
park_plan(struct ctx *ctx, const struct order *order, const void *input, struct order_plan *plan)
{
	(void)ctx;
	return order_plan_park(order, input, plan);
}

static enum rc
park_extra(struct ctx *ctx, const struct order_change *change, const void *input, struct diff *diff)
{
	(void)ctx;
	(void)input;
	diff_add(diff, "orders.field.parked", change->before.parked ? "@orders.parked.1" : "@orders.parked.0",
	    change->after.parked ? "@orders.parked.1" : "@orders.parked.0");
	return RC_OK;
}

static const struct act park_act = { "order.park", park_plan, park_extra, text_reason };

enum rc
order_park(struct ctx *ctx, int64_t id, int64_t version, const char *reason)
{
	return order_act(ctx, &park_act, id, version, reason);
}

/* The reason comes with the confirm page's own form: only the state is looked at here. */
enum rc
order_park_check(struct ctx *ctx, int64_t id, int64_t version)
{
	return act_check(ctx, &park_act, id, version, "-");
}

static enum rc
unpark_plan(struct ctx *ctx, const struct order *order, const void *input, struct order_plan *plan)
{
	(void)ctx;
	(void)input;
	return order_plan_unpark(order, plan);
}

static const struct act unpark_act = { "order.unpark", unpark_plan, park_extra, NULL };

enum rc
order_unpark(struct ctx *ctx, int64_t id, int64_t version)
{
	return order_act(ctx, &unpark_act, id, version, NULL);
}

enum rc
order_unpark_check(struct ctx *ctx, int64_t id, int64_t version)
{
	return act_check(ctx, &unpark_act, id, version, NULL);
}

/* --- hand over to another clerk --------------------------------------------------------------------------------- */

enum rc
order_wait_check(struct ctx *ctx, int64_t id, int64_t version)
{
	struct order order;
	enum rc rc = order_get(ctx, id, &order);

	if (rc == RC_OK && order.version != version)
		rc = order_conflict(ctx, "order", id);
	if (rc == RC_OK && !order_waits(&order))
		rc = ctx_refuse(ctx, "orders.refused.not_waiting", state_text(ctx, order.state), NULL);
	return rc;
}

/* The order itself does not change: it becomes a task of the other, due when the order's sheet is (RULE ORD-4). */
enum rc
order_hand_over(struct ctx *ctx, int64_t id, int64_t version, const struct order_clerk *clerk)
{
	struct order_locked locked;
	struct sheet_walls walls;
	struct diff diff = { .count = 0 };
	enum rc rc;

	do {
		diff.count = 0;
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = order_lock(ctx, id, version, &locked);
		if (rc == RC_OK && !order_waits(&locked.order))
			rc = ctx_refuse(
			    ctx, "orders.refused.not_waiting", state_text(ctx, locked.order.state), NULL);
		if (rc == RC_OK && clerk->account_id == ctx->actor.account_id)
			rc = ctx_refuse(ctx, "orders.refused.hand_self", NULL);
		if (rc == RC_OK)
			rc = sheet_walls_get(ctx, &walls);
		if (rc == RC_OK)
			rc = task_done_for(ctx, "orders.check",
			    arena_printf(ctx->arena, "order:%lld", (long long)id), "@orders.handed_on");
		if (rc == RC_OK)
			rc = task_add(ctx,
			    &(struct task){ .kind = "orders.check",
				.subject = arena_printf(ctx->arena, "order:%lld", (long long)id),
				.path = arena_printf(ctx->arena, "/orders/%lld", (long long)id),
				.title = arena_printf(ctx->arena, "%s ¥%s", locked.order.order_no,
				    money_text(ctx->arena, locked.order.total_fen)),
				.account_id = clerk->account_id,
				.due_at = order_due(locked.order.placed_at, &walls),
				.clock = CLOCK_ELAPSED,
				.rule = "ORD-4" },
			    NULL);
		diff_add(&diff, "orders.field.clerk", "",
		    arena_printf(ctx->arena, "%s %s", clerk->name, clerk->staff_no));
		if (rc == RC_OK)
			rc = audit_add(ctx, "order.hand_over", "order", id, &diff);
		if (rc == RC_OK)
			tx_result(ctx, "order", id);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

/* --- cancel (RULE AFT-1) ---------------------------------------------------------------------------------------- */

struct cancel_input {
	const char *reason;
	bool told;
};

static const char *
cancel_reason(const void *input)
{
	return ((const struct cancel_input *)input)->reason;
}

static enum rc
cancel_plan(struct ctx *ctx, const struct order *order, const void *input, struct order_plan *plan)
{
	const struct cancel_input *cancel = input;

	return order_plan_cancel(order, cancel->reason, cancel->told, ctx->now, plan);
}

static enum rc
cancel_extra(struct ctx *ctx, const struct order_change *change, const void *input, struct diff *diff)
{
	(void)input;
	diff_add(diff, "orders.field.told", "", "@orders.told.1");
	return task_done_for(ctx, "orders.call",
	    arena_printf(ctx->arena, "order:%lld", (long long)change->after.id), "@orders.state.7");
}

static const struct act cancel_act = { "order.cancel", cancel_plan, cancel_extra, cancel_reason };

enum rc
order_cancel(struct ctx *ctx, int64_t id, int64_t version, const char *reason, bool customer_told)
{
	const struct cancel_input input = { reason, customer_told };

	return order_act(ctx, &cancel_act, id, version, &input);
}

/* --- payment ---------------------------------------------------------------------------------------------------- */

static enum rc
pay_plan(struct ctx *ctx, const struct order *order, const void *input, struct order_plan *plan)
{
	const struct order_payment *payment = input;

	return order_plan_pay(order, payment->method, payment->amount_fen, payment->paid_at, ctx->now, plan);
}

static enum rc
pay_extra(struct ctx *ctx, const struct order_change *change, const void *input, struct diff *diff)
{
	const struct order_payment *payment = input;

	diff_add(diff, "orders.field.paid", money_text(ctx->arena, change->before.paid_fen),
	    money_text(ctx->arena, change->after.paid_fen));
	diff_add(diff, "orders.field.method", "",
	    arena_printf(ctx->arena, "@%s", pay_method_key(payment->method)));
	if (payment->reference[0] != '\0')
		diff_add(diff, "orders.field.reference", "", payment->reference);
	return order_payment_add(ctx, change->after.id, payment);
}

static const struct act pay_act = { "order.pay", pay_plan, pay_extra, NULL };

enum rc
order_pay(struct ctx *ctx, int64_t id, int64_t version, enum pay_method method, int64_t amount_fen,
    int64_t paid_at, const char *reference)
{
	const struct order_payment payment = { .method = method,
		.amount_fen = amount_fen,
		.paid_at = paid_at,
		.reference = reference != NULL ? reference : "",
		.recorded_by = ctx->actor.account_id };

	return order_act(ctx, &pay_act, id, version, &payment);
}

/* --- refund (RULE AFT-7) ---------------------------------------------------------------------------------------- */

struct refund_input {
	int64_t amount_fen;
	const char *reference;
};

static enum rc
refund_plan(struct ctx *ctx, const struct order *order, const void *input, struct order_plan *plan)
{
	const struct refund_input *refund = input;

	(void)ctx;
	return order_plan_refund(order, refund->amount_fen, refund->reference, plan);
}

static enum rc
refund_extra(struct ctx *ctx, const struct order_change *change, const void *input, struct diff *diff)
{
	const struct refund_input *refund = input;

	diff_add(diff, "orders.field.refunded", money_text(ctx->arena, change->before.refunded_fen),
	    money_text(ctx->arena, change->after.refunded_fen));
	diff_add(diff, "orders.field.reference", "", refund->reference);
	return RC_OK;
}

static const struct act refund_act = { "order.refund", refund_plan, refund_extra, NULL };

enum rc
order_refund(struct ctx *ctx, int64_t id, int64_t version, int64_t amount_fen, const char *reference)
{
	const struct refund_input input = { amount_fen, reference != NULL ? reference : "" };

	return order_act(ctx, &refund_act, id, version, &input);
}

/* --- amend (RULE ORD-8) ----------------------------------------------------------------------------------------- */

struct amend_input {
	const struct order *changed;
	int64_t requested_at;
	const char *note;
};

static const char *
amend_reason(const void *input)
{
	return ((const struct amend_input *)input)->note;
}

static enum rc
amend_plan(struct ctx *ctx, const struct order *order, const void *input, struct order_plan *plan)
{
	const struct amend_input *amend = input;

	return order_plan_amend(order, amend->changed, amend->requested_at, amend->note, ctx->now, plan);
}

/* Contact data stands in the log masked: that it changed is what the log must tell (RULE MEM-4). */
static enum rc
amend_extra(struct ctx *ctx, const struct order_change *change, const void *input, struct diff *diff)
{
	const struct order *before = &change->before, *after = &change->after;

	(void)input;
	if (strcmp(before->consignee, after->consignee) != 0)
		diff_add(diff, "orders.field.consignee", mask_name(ctx->arena, before->consignee),
		    mask_name(ctx->arena, after->consignee));
	if (strcmp(before->phone, after->phone) != 0)
		diff_add(diff, "orders.field.phone", mask_phone(ctx->arena, before->phone),
		    mask_phone(ctx->arena, after->phone));
	if (strcmp(before->address, after->address) != 0)
		diff_add(diff, "orders.field.address", "******", "******");
	diff_add(diff, "orders.field.requested_at", time_text(ctx->arena, before->requested_at),
	    time_text(ctx->arena, after->requested_at));
	return RC_OK;
}

static const struct act amend_act = { "order.amend", amend_plan, amend_extra, amend_reason };

enum rc
order_amend(struct ctx *ctx, int64_t id, int64_t version, const struct order *changed, int64_t requested_at,
    const char *note)
{
	const struct amend_input input = { changed, requested_at, note };

	return order_act(ctx, &amend_act, id, version, &input);
}
