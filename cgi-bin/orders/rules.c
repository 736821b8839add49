/* SPDX-License-Identifier: MIT */
/* Decisions about one order: its transitions, what an action would make of it, and why it may not.
 * Not the actions: nothing here reads a clock, a database or a request. */
#include "orders/rules.h"
#include "base/clock.h"
#include "base/utf8.h"

#include <string.h>

/* RULE ORD-1: these transitions and no others. */
static const struct {
	int64_t from, to;
	enum order_move move;
} order_transitions[] = {
	{ ORDER_UNCONFIRMED_UNPAID, ORDER_CONFIRMED_UNPAID, MOVE_CONFIRM },
	/* a payment that arrived before confirmation was kept (ORD-1) */
	{ ORDER_UNCONFIRMED_UNPAID, ORDER_CONFIRMED_PAID, MOVE_CONFIRM },
	{ ORDER_UNCONFIRMED_UNPAID, ORDER_CANCELLED, MOVE_CANCEL },
	{ ORDER_CONFIRMED_UNPAID, ORDER_CONFIRMED_PAID, MOVE_PAY },
	{ ORDER_CONFIRMED_UNPAID, ORDER_CANCELLED, MOVE_CANCEL },
	{ ORDER_CONFIRMED_PAID, ORDER_SHIPPED, MOVE_SHIP },
	{ ORDER_CONFIRMED_PAID, ORDER_RETURNING, MOVE_RETURN },
	{ ORDER_CONFIRMED_PAID, ORDER_EXCHANGING, MOVE_EXCHANGE },
	{ ORDER_CONFIRMED_PAID, ORDER_CANCELLED, MOVE_CANCEL },
	{ ORDER_SHIPPED, ORDER_SIGNED_FOR, MOVE_SIGN_FOR },
	{ ORDER_SHIPPED, ORDER_RETURNING, MOVE_RETURN },
	{ ORDER_SHIPPED, ORDER_EXCHANGING, MOVE_EXCHANGE },
	{ ORDER_SIGNED_FOR, ORDER_CLOSED, MOVE_CLOSE },
	{ ORDER_SIGNED_FOR, ORDER_RETURNING, MOVE_RETURN },
	{ ORDER_SIGNED_FOR, ORDER_EXCHANGING, MOVE_EXCHANGE },
	{ ORDER_RETURNING, ORDER_RETURNED, MOVE_RETURNED },
	{ ORDER_RETURNING, ORDER_CONFIRMED_PAID, MOVE_BACK },
	{ ORDER_RETURNING, ORDER_SHIPPED, MOVE_BACK },
	{ ORDER_RETURNING, ORDER_SIGNED_FOR, MOVE_BACK },
	{ ORDER_EXCHANGING, ORDER_CONFIRMED_PAID, MOVE_EXCHANGED },
	{ ORDER_EXCHANGING, ORDER_CONFIRMED_PAID, MOVE_BACK },
	{ ORDER_EXCHANGING, ORDER_SHIPPED, MOVE_BACK },
	{ ORDER_EXCHANGING, ORDER_SIGNED_FOR, MOVE_BACK },
	{ ORDER_RETURNED, ORDER_CLOSED, MOVE_CLOSE },
};

bool
order_may_move(int64_t from, int64_t to, enum order_move move, int64_t back_state)
{
	size_t i;

	if (move == MOVE_BACK && to != back_state)
		return false;
	for (i = 0; i < sizeof(order_transitions) / sizeof(order_transitions[0]); i++)
		if (order_transitions[i].from == from && order_transitions[i].to == to &&
		    order_transitions[i].move == move)
			return true;
	return false;
}

bool
order_moves(int64_t from, int64_t to)
{
	size_t i;

	for (i = 0; i < sizeof(order_transitions) / sizeof(order_transitions[0]); i++)
		if (order_transitions[i].from == from && order_transitions[i].to == to)
			return true;
	return false;
}

int64_t
order_digit(const char *order_no)
{
	size_t i = strlen(order_no);

	while (i-- > 0)
		if (order_no[i] >= '0' && order_no[i] <= '9')
			return order_no[i] - '0';
	return 0;
}

int64_t
order_amount_band(int64_t total_fen)
{
	if (total_fen < 20000)
		return 0;
	if (total_fen < 50000)
		return 1;
	return total_fen <= 100000 ? 2 : 3;
}

int64_t
order_notify(int64_t total_fen, int64_t limit_fen, bool imported)
{
	if (imported)
		return NOTIFY_NONE;
	return total_fen > limit_fen ? NOTIFY_PHONE : NOTIFY_SMS;
}

bool
order_waits(const struct order *order)
{
	return order->state == ORDER_UNCONFIRMED_UNPAID && order->line_count > 0;
}

bool
order_covered(const struct order *order)
{
	return order->paid_at > 0 && order->paid_fen >= order->total_fen;
}

/* An order whose payments are not there counts for nobody's total, whatever its state says (imports). */
bool
order_paid(const struct order *order)
{
	return order->state != ORDER_UNCONFIRMED_UNPAID && order->state != ORDER_CONFIRMED_UNPAID &&
	       order->state != ORDER_CANCELLED && (order->flaws & FLAW_NO_PAYMENT) == 0;
}

int64_t
order_flaws(const struct order *order)
{
	int64_t flaws = 0;
	bool delivered = order->signed_at > 0;

	if (order->line_count == 0)
		flaws |= FLAW_NO_LINES;
	if ((order->state == ORDER_SIGNED_FOR || order->state == ORDER_CLOSED) && !delivered)
		flaws |= FLAW_NO_SIGNED_AT;
	if (order->state == ORDER_CANCELLED && delivered)
		flaws |= FLAW_CANCELLED_DELIVERED;
	return flaws;
}

/* --- plans ------------------------------------------------------------------------------------------------------ */

static enum rc
plan_refuse(struct order_plan *plan, const char *key, const char *arg)
{
	plan->refused = key;
	plan->refused_arg = arg;
	return RC_REFUSED;
}

static enum rc
plan_invalid(struct order_plan *plan, const char *field, const char *key)
{
	plan->field = field;
	plan->refused = key;
	plan->refused_arg = NULL;
	return RC_INVALID;
}

/* A plan that changes nothing yet but the version. */
static struct order *
plan_begin(struct order_plan *plan, const struct order *order)
{
	memset(plan, 0, sizeof(*plan));
	plan->change.before = *order;
	plan->change.after = *order;
	plan->change.after.version++;
	return &plan->change.after;
}

/* "@orders.state.1", so that the reason names the state in the reader's language. */
static const char *
state_arg(int64_t state)
{
	static const char *const keys[] = { "", "@orders.state.1", "@orders.state.2", "@orders.state.3",
		"@orders.state.4", "@orders.state.5", "@orders.state.6", "@orders.state.7", "@orders.state.8",
		"@orders.state.9", "@orders.state.10" };

	return state >= 1 && state <= ORDER_STATES ? keys[state] : "";
}

/* Between one and `most` code points that are not all blank. */
static bool
text_given(const char *text, size_t most)
{
	return text != NULL && text[strspn(text, " \t\r\n")] != '\0' && utf8_length(text) <= most;
}

enum rc
order_plan_confirm(const struct order *order, const struct actor *actor, int64_t now, struct order_plan *plan)
{
	struct order *after = plan_begin(plan, order);

	if (order->state != ORDER_UNCONFIRMED_UNPAID)
		return plan_refuse(plan, "orders.refused.not_waiting", state_arg(order->state));
	if (order->parked)
		return plan_refuse(plan, "orders.refused.parked", order->park_reason);
	if (order->line_count == 0)
		return plan_refuse(plan, "orders.refused.no_lines", NULL);
	after->state = order_covered(order) ? ORDER_CONFIRMED_PAID : ORDER_CONFIRMED_UNPAID;
	after->confirmed_at = now;
	after->confirmed_by = actor->account_id;
	return RC_OK;
}

enum rc
order_plan_park(const struct order *order, const char *reason, struct order_plan *plan)
{
	struct order *after = plan_begin(plan, order);

	if (order->state != ORDER_UNCONFIRMED_UNPAID)
		return plan_refuse(plan, "orders.refused.not_waiting", state_arg(order->state));
	if (order->parked)
		return plan_refuse(plan, "orders.refused.parked", order->park_reason);
	if (!text_given(reason, 200))
		return plan_invalid(plan, "reason", "orders.invalid.reason");
	after->parked = true;
	after->park_reason = reason;
	return RC_OK;
}

enum rc
order_plan_unpark(const struct order *order, struct order_plan *plan)
{
	struct order *after = plan_begin(plan, order);

	if (!order->parked)
		return plan_refuse(plan, "orders.refused.not_parked", NULL);
	after->parked = false;
	after->park_reason = "";
	return RC_OK;
}

enum rc
order_plan_cancel(
    const struct order *order, const char *reason, bool customer_told, int64_t now, struct order_plan *plan)
{
	struct order *after = plan_begin(plan, order);

	if (order->state == ORDER_CONFIRMED_PAID) /* RULE AFT-3: finance and operations confirm first */
		return plan_refuse(plan, "orders.refused.cancel_paid", NULL);
	if (!order_may_move(order->state, ORDER_CANCELLED, MOVE_CANCEL, 0))
		return plan_refuse(plan, "orders.refused.cancel_state", state_arg(order->state));
	if (order->paid_fen > 0)
		return plan_refuse(plan, "orders.refused.cancel_money", NULL);
	if (!text_given(reason, 200))
		return plan_invalid(plan, "reason", "orders.invalid.reason");
	if (!customer_told)
		return plan_invalid(plan, "told", "orders.invalid.told");
	after->state = ORDER_CANCELLED;
	after->parked = false;
	after->park_reason = "";
	after->cancelled_at = now;
	return RC_OK;
}

enum rc
order_plan_pay(const struct order *order, int64_t method, int64_t amount_fen, int64_t paid_at, int64_t now,
    struct order_plan *plan)
{
	struct order *after = plan_begin(plan, order);

	if ((order->state != ORDER_UNCONFIRMED_UNPAID && order->state != ORDER_CONFIRMED_UNPAID))
		return plan_refuse(plan, "orders.refused.pay_state", state_arg(order->state));
	if (order_covered(order))
		return plan_refuse(plan, "orders.refused.pay_covered", NULL);
	if (method < PAY_ALIPAY || method > PAY_OTHER)
		return plan_invalid(plan, "method", "orders.invalid.method");
	if (amount_fen < 0 || (amount_fen == 0 && order->total_fen > 0))
		return plan_invalid(plan, "amount_fen", "orders.invalid.amount");
	if (amount_fen > order->total_fen - order->paid_fen)
		return plan_invalid(plan, "amount_fen", "orders.invalid.amount_over");
	if (paid_at > now)
		return plan_invalid(plan, "paid_at", "orders.invalid.future");
	if (paid_at <= 0)
		return plan_invalid(plan, "paid_at", "orders.invalid.time");
	after->paid_fen += amount_fen;
	if (after->paid_fen < after->total_fen)
		return RC_OK;
	after->paid_at = paid_at;
	if (order->state == ORDER_CONFIRMED_UNPAID)
		after->state = ORDER_CONFIRMED_PAID;
	return RC_OK;
}

enum rc
order_plan_refund(
    const struct order *order, int64_t amount_fen, const char *reference, struct order_plan *plan)
{
	struct order *after = plan_begin(plan, order);

	if (order->paid_fen == 0)
		return plan_refuse(plan, "orders.refused.refund_unpaid", NULL);
	if (order->refunded_fen >= order->paid_fen)
		return plan_refuse(plan, "orders.refused.refund_whole", NULL);
	if (amount_fen <= 0)
		return plan_invalid(plan, "amount_fen", "orders.invalid.amount");
	if (amount_fen > order->paid_fen - order->refunded_fen)
		return plan_invalid(plan, "amount_fen", "orders.invalid.refund_over");
	if (!text_given(reference, 60))
		return plan_invalid(plan, "reference", "orders.invalid.reference");
	after->refunded_fen += amount_fen;
	return RC_OK;
}

enum rc
order_plan_amend(const struct order *order, const struct order *changed, int64_t requested_at,
    const char *note, int64_t now, struct order_plan *plan)
{
	struct order *after = plan_begin(plan, order);

	if ((order->state != ORDER_UNCONFIRMED_UNPAID && order->state != ORDER_CONFIRMED_UNPAID) ||
	    order->paid_fen > 0)
		return plan_refuse(plan, "orders.refused.amend_paid", NULL);
	if (!text_given(changed->consignee, 80))
		return plan_invalid(plan, "consignee", "orders.invalid.consignee");
	if (!text_given(changed->phone, 20))
		return plan_invalid(plan, "phone", "orders.invalid.phone");
	if (!text_given(changed->address, 200))
		return plan_invalid(plan, "address", "orders.invalid.address");
	if (requested_at <= 0 || requested_at > now)
		return plan_invalid(plan, "requested_at", "orders.invalid.requested");
	if (note != NULL && utf8_length(note) > 500)
		return plan_invalid(plan, "note", "orders.invalid.note");
	if (strcmp(order->consignee, changed->consignee) == 0 && strcmp(order->phone, changed->phone) == 0 &&
	    strcmp(order->address, changed->address) == 0)
		return plan_invalid(plan, "", "orders.invalid.unchanged");
	after->consignee = changed->consignee;
	after->phone = changed->phone;
	after->address = changed->address;
	after->requested_at = requested_at;
	if (note != NULL && note[0] != '\0')
		after->note = note;
	return RC_OK;
}

/* --- what comes in ---------------------------------------------------------------------------------------------- */

static enum rc
check_fault(const char **field, const char **reason, const char *at, const char *key)
{
	*field = at;
	*reason = key;
	return RC_INVALID;
}

/* Printable ASCII without blanks, at most 40 bytes: a number can stand in a URL and on a phone call. */
static bool
number_fits(const char *text)
{
	size_t i;

	if (text == NULL || text[0] == '\0')
		return false;
	for (i = 0; text[i] != '\0'; i++)
		if (i == 40 || text[i] <= ' ' || text[i] > '~')
			return false;
	return true;
}

static bool
text_fits(const char *text, size_t most)
{
	return text == NULL || utf8_length(text) <= most;
}

static bool
money_fits(int64_t fen)
{
	return fen >= 0 && fen <= INT64_C(10000000000);
}

enum rc
order_check(const struct order *order, const char **field, const char **reason)
{
	if (!number_fits(order->order_no))
		return check_fault(field, reason, "order_no", "orders.invalid.order_no");
	if (order->member_id <= 0)
		return check_fault(field, reason, "member_id", "orders.invalid.member");
	if (order->state < 1 || order->state > ORDER_STATES)
		return check_fault(field, reason, "state", "orders.invalid.state");
	if (order->channel < CHANNEL_WEB || order->channel > CHANNEL_AGENT)
		return check_fault(field, reason, "channel", "orders.invalid.channel");
	if (order->stock < STOCK_THERE || order->stock > STOCK_SHORT)
		return check_fault(field, reason, "stock", "orders.invalid.stock");
	if (order->placed_at <= 0)
		return check_fault(field, reason, "placed_at", "orders.invalid.time");
	if (order->confirmed_at < 0 || order->paid_at < 0 || order->shipped_at < 0 || order->signed_at < 0 ||
	    order->closed_at < 0 || order->cancelled_at < 0)
		return check_fault(field, reason, "placed_at", "orders.invalid.time");
	if (order->total_fen != -1 && !money_fits(order->total_fen))
		return check_fault(field, reason, "total_fen", "orders.invalid.amount");
	if (!money_fits(order->goods_fen) || !money_fits(order->discount_fen) ||
	    !money_fits(order->freight_fen))
		return check_fault(field, reason, "goods_fen", "orders.invalid.amount");
	if (!text_fits(order->consignee, 80))
		return check_fault(field, reason, "consignee", "orders.invalid.consignee");
	if (!text_fits(order->phone, 20))
		return check_fault(field, reason, "phone", "orders.invalid.phone");
	if (!text_fits(order->address, 200))
		return check_fault(field, reason, "address", "orders.invalid.address");
	if (!text_fits(order->note, 500))
		return check_fault(field, reason, "note", "orders.invalid.note");
	return RC_OK;
}

enum rc
order_item_check(const struct order_item *item, const char **field, const char **reason)
{
	if (!text_given(item->title, 120))
		return check_fault(field, reason, "title", "orders.invalid.title");
	if (item->class != 0 && item->class != 1)
		return check_fault(field, reason, "class", "orders.invalid.class");
	if (item->quantity < 1 || item->quantity > 9999)
		return check_fault(field, reason, "quantity", "orders.invalid.quantity");
	if (!money_fits(item->unit_fen) || !money_fits(item->unit_fen * item->quantity))
		return check_fault(field, reason, "unit_fen", "orders.invalid.amount");
	if (!money_fits(item->freight_fen))
		return check_fault(field, reason, "freight_fen", "orders.invalid.amount");
	return RC_OK;
}

/* Sums of the lines, or the first one at fault. */
static enum rc
place_sums(const struct order_draft *draft, struct order_plan *plan)
{
	struct order *after = &plan->change.after;
	size_t i;

	if (draft->item_count == 0)
		return plan_invalid(plan, "lines", "orders.invalid.no_lines");
	after->goods_fen = 0;
	for (i = 0; i < draft->item_count; i++) {
		const struct order_item *item = &draft->items[i];

		if (order_item_check(item, &plan->field, &plan->refused) != RC_OK)
			return plan_invalid(plan, "lines", plan->refused);
		after->goods_fen += item->unit_fen * item->quantity;
		after->freight_fen += item->freight_fen;
	}
	after->line_count = (int64_t)draft->item_count;
	after->summary = draft->items[0].title;
	if (after->discount_fen > after->goods_fen)
		return plan_invalid(plan, "discount_fen", "orders.invalid.amount");
	after->total_fen = after->goods_fen - after->discount_fen + after->freight_fen;
	if (!money_fits(after->total_fen))
		return plan_invalid(plan, "lines", "orders.invalid.amount");
	return RC_OK;
}

enum rc
order_plan_place(const struct order_draft *draft, const struct actor *actor, int64_t witness_id,
    int64_t limit_fen, int64_t now, struct order_plan *plan)
{
	struct order *after;
	enum rc rc;

	memset(plan, 0, sizeof(*plan));
	after = &plan->change.after;
	*after = draft->order;
	after->id = 0;
	after->state = ORDER_UNCONFIRMED_UNPAID;
	after->channel = CHANNEL_AGENT;
	after->placed_at = now;
	after->placed_by = actor->account_id;
	after->witness_id = witness_id;
	after->version = 1;
	rc = place_sums(draft, plan);
	if (rc != RC_OK)
		return rc;
	if (order_check(after, &plan->field, &plan->refused) != RC_OK)
		return RC_INVALID;
	if (!text_given(after->consignee, 80))
		return plan_invalid(plan, "consignee", "orders.invalid.consignee");
	if (!text_given(after->phone, 20))
		return plan_invalid(plan, "phone", "orders.invalid.phone");
	if (!text_given(after->address, 200))
		return plan_invalid(plan, "address", "orders.invalid.address");
	if (after->requested_at <= 0 || after->requested_at > now)
		return plan_invalid(plan, "requested_at", "orders.invalid.requested");
	/* RULE ORD-6, ORG-2: somebody else stands by */
	if (witness_id == 0 || witness_id == actor->account_id)
		return plan_invalid(plan, "witness", "orders.invalid.witness");
	after->digit = order_digit(after->order_no);
	after->amount_band = order_amount_band(after->total_fen);
	after->notify = order_notify(after->total_fen, limit_fen, false);
	return RC_OK;
}

/* --- keys ------------------------------------------------------------------------------------------------------- */

const char *
order_state_key(int64_t state)
{
	const char *key = state_arg(state);

	return key[0] == '@' ? key + 1 : "orders.state.0";
}

const char *
pay_method_key(int64_t method)
{
	static const char *const keys[] = { "orders.method.0", "orders.method.1", "orders.method.2",
		"orders.method.3", "orders.method.4", "orders.method.5", "orders.method.6",
		"orders.method.7" };

	return method >= PAY_ALIPAY && method <= PAY_OTHER ? keys[method] : keys[0];
}
