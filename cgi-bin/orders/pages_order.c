/* SPDX-License-Identifier: MIT */
/* One order's page: its way through the states, what may be done now and what is missing, lines, payments, deadlines, member.
 * Not what its forms do: pages_change.c. */
#include "audit/audit.h"
#include "base/clock.h"
#include "base/money.h"
#include "orders/pages.h"
#include "policy/policy.h"
#include "products/products.h"
#include "web/due.h"

#include <inttypes.h>

static const char *
path_of(struct req *req, const char *base, int64_t id)
{
	return arena_printf(req->ctx.arena, "%s/%" PRId64, base, id);
}

/* --- head and way ----------------------------------------------------------------------------------------------- */

static void
head_show(struct req *req, const struct order *order)
{
	struct arena *arena = req->ctx.arena;
	static const char *const channels[] = { "orders.channel.0", "orders.channel.1", "orders.channel.2" };

	view_set(req, "Page.title", lang_text(req, "orders.order.title", order->order_no, NULL));
	view_set(req, "Page.subtitle",
	    lang_text(req, "orders.order.subtitle", time_text(arena, order->placed_at),
		lang(req, channels[order->channel >= 0 && order->channel < 3 ? order->channel : 0]),
		money_text(arena, order->total_fen), money_text(arena, order->paid_fen), NULL));
	crumb(req, lang(req, "orders.all.title"), "/orders");
	crumb(req, order->order_no, "");
}

static void
order_node(struct req *req, const struct order *order)
{
	struct node *node = node_child(view_root(req), "Order");
	struct arena *arena = req->ctx.arena;

	node_int(node, "id", order->id);
	node_int(node, "version", order->version);
	node_int(node, "s", order->parked ? 11 : order->state);
	node_static(node, "state", lang(req, order_state_key(order->state)));
	node_int(node, "s", order->state);
	if (order->parked)
		node_set(node, "parked", lang_text(req, "orders.parked.why", order->park_reason, NULL));
	if (order->flaws != 0)
		node_set(node, "flaws", flaws_text(req, order->flaws));
	node_static(node, "no", order->order_no);
	node_static(node, "note", order->note);
	node_static(node, "goods", money_text(arena, order->goods_fen));
	if (order->discount_fen != 0)
		node_static(node, "discount", money_text(arena, -order->discount_fen));
	node_static(node, "freight", money_text(arena, order->freight_fen));
	node_static(node, "total", money_text(arena, order->total_fen));
	if (order->requested_at != 0)
		node_static(node, "requested", time_text(arena, order->requested_at));
	if (order->placed_by != 0) {
		node_static(node, "agent", account_text(req, order->placed_by));
		node_static(node, "witness", account_text(req, order->witness_id));
	}
}

/* The six states of the straight way; a side state stands in the pill beside the title. */
static void
way_show(struct req *req, const struct order *order)
{
	const int64_t times[] = { order->placed_at, order->confirmed_at, order->paid_at, order->shipped_at,
		order->signed_at, order->closed_at };
	struct node *list = node_child(view_root(req), "Way"), *row;
	int64_t at = order->state <= ORDER_CLOSED ? order->state : 0, i;

	if (order->state == ORDER_RETURNING || order->state == ORDER_EXCHANGING)
		at = order->back_state;
	for (i = ORDER_UNCONFIRMED_UNPAID; i <= ORDER_CLOSED; i++) {
		bool reached = at > 0 ? i <= at : times[i - 1] > 0;

		row = node_row(list);
		node_static(row, "label", lang(req, order_state_key(i)));
		node_static(row, "text", times[i - 1] > 0 && reached ? short_time(req, times[i - 1]) : "");
		node_static(row, "state", i == at ? "now" : reached ? "done" : "todo");
	}
}

/* --- what may be done ------------------------------------------------------------------------------------------- */

static const char *
refusal_text(struct req *req, const struct order_plan *plan)
{
	const char *arg = plan->refused_arg != NULL ? plan->refused_arg : "";

	return lang_text(req, plan->refused, arg[0] == '@' ? lang(req, arg + 1) : arg, NULL);
}

/* An action is open, or closed with the missing condition; one that a form's own fields may still refuse is open. */
static void
action_show(struct req *req, const char *name, const char *label, const struct right *right, enum rc rc,
    const struct order_plan *plan)
{
	struct node *actions = node_child(view_root(req), "Can");
	struct node *node;

	if (rc != RC_REFUSED && may(req, right)) {
		node_flag(node_child(actions, name), "open", true);
		return;
	}
	node = node_row(node_child(view_root(req), "Cannot"));
	node_static(node, "label", lang(req, label));
	node_static(node, "missing", rc == RC_REFUSED ? refusal_text(req, plan) : right_missing(req, right));
}

static void
actions_show(struct req *req, const struct order *order)
{
	struct order_plan plan;
	const struct actor *actor = &req->ctx.actor;
	int64_t now = req->ctx.now;
	enum rc rc;

	/* what is behind the order already is not "not yet": only what may still come is shown */
	if (order->state == ORDER_UNCONFIRMED_UNPAID) {
		rc = order_plan_confirm(order, actor, now, &plan);
		action_show(req, "confirm", "orders.do.confirm", &RIGHT_ORDER_CONFIRM, rc, &plan);
	}
	if (order->parked) {
		rc = order_plan_unpark(order, &plan);
		action_show(req, "unpark", "orders.do.unpark", &RIGHT_ORDER_PARK, rc, &plan);
	} else if (order_waits(order)) {
		rc = order_plan_park(order, "-", &plan);
		action_show(req, "park", "orders.do.park", &RIGHT_ORDER_PARK, rc, &plan);
	}
	if (order->state <= ORDER_CONFIRMED_UNPAID) {
		rc = order_plan_pay(order, PAY_OTHER, order->total_fen - order->paid_fen, now, now, &plan);
		action_show(req, "pay", "orders.do.pay", &RIGHT_ORDER_PAY, rc, &plan);
	}
	if (order->state <= ORDER_CONFIRMED_PAID) {
		rc = order_plan_amend(order, order, now, "", now, &plan);
		action_show(req, "amend", "orders.do.amend", &RIGHT_ORDER_AMEND, rc, &plan);
		rc = order_plan_cancel(order, "-", true, now, &plan);
		action_show(req, "cancel", "orders.do.cancel", &RIGHT_ORDER_CANCEL, rc, &plan);
	}
	if (may(req, &RIGHT_ORDER_PLACE))
		view_set(
		    req, "Can.again", arena_printf(req->ctx.arena, "/orders/new?from=%" PRId64, order->id));
}

/* --- lines and payments ----------------------------------------------------------------------------------------- */

static enum rc
lines_show(struct req *req, const struct order *order)
{
	struct node *list = node_child(view_root(req), "Lines"), *row;
	struct arena *arena = req->ctx.arena;
	struct rows found;
	const struct order_line *lines;
	int64_t pieces = 0;
	size_t i;
	enum rc rc = order_line_list(&req->ctx, order->id, &found);

	if (rc != RC_OK)
		return rc;
	lines = found.items;
	for (i = 0; i < found.count; i++) {
		row = node_row(list);
		node_static(row, "title", lines[i].title);
		if (lines[i].product_id != 0 && may_open(req, "/products/#"))
			node_static(row, "path", path_of(req, "/products", lines[i].product_id));
		node_static(row, "class",
		    lang(req, lines[i].class == CLASS_SPECIAL ? "products.class.1" : "products.class.0"));
		node_static(row, "unit", money_text(arena, lines[i].unit_fen));
		node_int(row, "quantity", lines[i].quantity);
		node_static(row, "sum", money_text(arena, lines[i].sum_fen));
		node_static(row, "freight", money_text(arena, lines[i].freight_fen));
		pieces += lines[i].quantity;
	}
	view_set(req, "Order.pieces",
	    lang_text(req, "orders.pieces", number_text(req, (int64_t)found.count), number_text(req, pieces),
		NULL));
	return RC_OK;
}

static enum rc
payments_show(struct req *req, const struct order *order)
{
	struct node *list = node_child(view_root(req), "Payments"), *row;
	struct rows found;
	const struct order_payment *payments;
	size_t i;
	enum rc rc = order_payment_list(&req->ctx, order->id, &found);

	if (rc != RC_OK)
		return rc;
	payments = found.items;
	for (i = 0; i < found.count; i++) {
		row = node_row(list);
		node_static(row, "at", short_time(req, payments[i].paid_at));
		node_static(row, "method", lang(req, pay_method_key(payments[i].method)));
		node_static(row, "reference", payments[i].reference);
		node_static(row, "amount", money_text(req->ctx.arena, payments[i].amount_fen));
		node_static(row, "by", account_text(req, payments[i].recorded_by));
	}
	view_set(req, "Paid.note",
	    lang_text(req, "orders.paid.note", number_text(req, (int64_t)found.count),
		money_text(req->ctx.arena, order->paid_fen), NULL));
	view_set(req, "Paid.kind", order->paid_fen == order->total_fen ? "ok" : "bad");
	view_set(req, "Paid.match",
	    order->paid_fen == order->total_fen
		? lang(req, "orders.paid.matches")
		: lang_text(req,
		      order->paid_fen < order->total_fen ? "orders.paid.missing" : "orders.paid.over",
		      money_text(req->ctx.arena, order->paid_fen < order->total_fen
						     ? order->total_fen - order->paid_fen
						     : order->paid_fen - order->total_fen),
		      NULL));
	return RC_OK;
}

/* --- side cards ------------------------------------------------------------------------------------------------- */

/* RULE TIME-4: when it ends, how much is left, which rule version set it. */
static enum rc
deadline_show(struct req *req, const struct order *order)
{
	struct sheet_walls walls;
	struct figure due;
	struct node *node;
	struct arena *arena = req->ctx.arena;
	int64_t day, due_at, used, all;
	enum rc rc;

	if (!order_waits(order))
		return RC_OK;
	rc = sheet_walls_get(&req->ctx, &walls);
	if (rc != RC_OK)
		return rc;
	day = order_sheet_day(order->placed_at, &walls);
	due_at = sheet_due(day, &walls);
	rc = policy_get(&req->ctx, "orders.sheet_due", sheet_closes(day, &walls), &due);
	if (rc != RC_OK)
		return rc;
	all = due_at - order->placed_at;
	used = req->ctx.now - order->placed_at;
	node = node_row(node_child(view_root(req), "Deadline"));
	node_static(node, "title", lang(req, "orders.deadline.sheet"));
	node_static(node, "state", due_class(req, due_at));
	node_static(node, "due", due_at < req->ctx.now ? due_left(req, due_at) : due_text(req, due_at));
	node_static(node, "left", due_at < req->ctx.now ? short_time(req, due_at) : due_left(req, due_at));
	node_int(node, "percent", all <= 0 || used >= all ? 100 : used < 0 ? 0 : used * 100 / all);
	node_static(node, "clock", lang(req, "orders.deadline.clock"));
	node_static(node, "rule",
	    lang_text(req, "orders.deadline.rule", due.rule, number_text(req, due.version),
		due.since != 0 ? day_text(arena, clock_day(due.since)) : lang(req, "policy.since.start"),
		NULL));
	return RC_OK;
}

static enum rc
member_card(struct req *req, const struct order *order)
{
	struct member member;
	struct node *node = node_child(view_root(req), "Member");
	struct arena *arena = req->ctx.arena;
	const char *province, *city;
	enum rc rc = member_get(&req->ctx, order->member_id, &member);

	if (rc == RC_OK)
		rc = region_name(&req->ctx, order->province_id, &province);
	if (rc == RC_OK)
		rc = region_name(&req->ctx, order->city_id, &city);
	if (rc != RC_OK)
		return rc;
	if (may_open(req, "/members/#"))
		node_static(node, "path", path_of(req, "/members", member.id));
	node_static(node, "no", member.member_no);
	node_static(node, "name", mask_name(arena, member.name));
	node_static(node, "phone", mask_phone(arena, member.phone));
	node_static(node, "email", mask_email(arena, member.email));
	node_int(node, "tn", member.tier < 4 ? member.tier + 1 : 4);
	node_static(node, "tier", member_tier_text(req, member.tier));
	node_static(node, "spent", money_text(arena, member.spent_fen));
	node_static(node, "orders", number_text(req, member.orders));
	node_static(node, "consignee",
	    arena_printf(
		arena, "%s %s", mask_name(arena, order->consignee), mask_phone(arena, order->phone)));
	node_static(node, "address",
	    arena_printf(arena, "%s%s%s", province, city, order->address[0] != '\0' ? " ******" : ""));
	return RC_OK;
}

/* On which sheet the confirmation stands (RULE ORD-4). */
static enum rc
sheet_show(struct req *req, const struct order *order)
{
	struct confirmation confirmation;
	enum rc rc = confirmation_find(&req->ctx, order->id, &confirmation);

	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	view_set(req, "Order.confirmed_by", confirmation.staff);
	if (confirmation.sheet_id == 0)
		view_set(req, "Order.sheet", lang(req, "orders.sheet.next"));
	else {
		view_set(req, "Order.sheet", lang(req, "orders.sheet.on"));
		view_set(req, "Order.sheet_path", path_of(req, "/orders/sheets", confirmation.sheet_id));
	}
	return RC_OK;
}

static enum rc
steps_show(struct req *req, const struct order *order)
{
	struct node *list = node_child(view_root(req), "Steps"), *row;
	struct rows found;
	const struct order_step *steps;
	size_t i;
	enum rc rc = order_step_list(&req->ctx, order->id, &found);

	if (rc != RC_OK)
		return rc;
	steps = found.items;
	for (i = found.count; i-- > 0;) {
		row = node_row(list);
		node_static(row, "at", time_text(req->ctx.arena, steps[i].at));
		node_static(row, "by",
		    steps[i].account_id != 0 ? account_text(req, steps[i].account_id)
					     : lang(req, "orders.customer"));
		node_static(row, "before",
		    steps[i].from_state != 0 ? lang(req, order_state_key(steps[i].from_state)) : "");
		node_static(row, "after", lang(req, order_state_key(steps[i].to_state)));
		node_static(row, "reason", steps[i].reason);
	}
	return RC_OK;
}

static enum rc
record_show(struct req *req, int64_t id)
{
	struct order order;
	enum rc rc = order_get(&req->ctx, id, &order);

	if (rc != RC_OK)
		return rc;
	head_show(req, &order);
	order_node(req, &order);
	way_show(req, &order);
	actions_show(req, &order);
	order_forms_show(req, &order);
	rc = lines_show(req, &order);
	if (rc == RC_OK)
		rc = payments_show(req, &order);
	if (rc == RC_OK)
		rc = deadline_show(req, &order);
	if (rc == RC_OK)
		rc = member_card(req, &order);
	if (rc == RC_OK)
		rc = sheet_show(req, &order);
	if (rc == RC_OK)
		rc = steps_show(req, &order);
	if (rc == RC_OK)
		rc = history_show(req, "order", order.id);
	return rc;
}

/* GET /orders/# */
enum rc
orders_order(struct req *req)
{
	return record_show(req, req->id);
}

enum rc
orders_order_again(struct req *req)
{
	const char *id = request_param(&req->http, "id");

	return id != NULL ? record_show(req, strtoll(id, NULL, 10)) : RC_NOT_FOUND;
}
