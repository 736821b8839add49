/* SPDX-License-Identifier: MIT */
/* Orders (domain.md §4): types, and what other features may call.
 * Owns: orders, order_line, order_payment, order_step, order_queue, order_confirmation, order_sheet, order_sheet_line,
 * order_share, order_day. */
#ifndef ORDERS_ORDERS_H
#define ORDERS_ORDERS_H

#include "base/record.h"
#include "db/event.h"
#include "policy/role.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* RULE ORD-1. The numbers are stored. */
enum order_state {
	ORDER_UNCONFIRMED_UNPAID = 1, /* 未确认未付款 */
	ORDER_CONFIRMED_UNPAID = 2,   /* 已确认未付款 */
	ORDER_CONFIRMED_PAID = 3,     /* 已确认已付款 */
	ORDER_SHIPPED = 4,            /* 已发货 */
	ORDER_SIGNED_FOR = 5,         /* 已签收 */
	ORDER_CLOSED = 6,             /* 已关闭 */
	ORDER_CANCELLED = 7,          /* 已取消 */
	ORDER_RETURNING = 8,          /* 退货中 */
	ORDER_RETURNED = 9,           /* 已退货 */
	ORDER_EXCHANGING = 10         /* 调换中 */
};
#define ORDER_STATES 10

enum pay_method { /* ORD-1; the numbers are stored */
	PAY_ALIPAY = 1,
	PAY_SHOP_CARD = 2, /* 购物卡 */
	PAY_BANK_CARD = 3,
	PAY_BANK_TRANSFER = 4,
	PAY_VOUCHER = 5, /* 抵金券 */
	PAY_WALLET = 6,  /* 虚拟资金 */
	PAY_OTHER = 7
};
enum order_channel { CHANNEL_WEB, CHANNEL_MOBILE, CHANNEL_AGENT };
enum order_stock { STOCK_THERE, STOCK_CHECK, STOCK_SHORT };
enum order_notify { NOTIFY_NONE, NOTIFY_SMS, NOTIFY_PHONE };
enum order_flaw {
	FLAW_NO_LINES = 1,
	FLAW_NO_SIGNED_AT = 2,
	FLAW_CANCELLED_DELIVERED = 4,
	FLAW_NO_PAYMENT = 8
};

/* A row of `orders`; columns of the same names. */
struct order {
	int64_t id;
	const char *order_no;
	int64_t member_id;
	int64_t state, back_state;
	bool parked;
	const char *park_reason;
	int64_t digit, channel;
	int64_t placed_at, confirmed_at, confirmed_by, paid_at, shipped_at, signed_at, closed_at,
	    cancelled_at;
	int64_t goods_fen, discount_fen, freight_fen, total_fen, paid_fen;
	int64_t refunded_fen; /* paid back of it, at most what was paid (AFT-7) */
	int64_t amount_band, line_count;
	const char *summary;
	int64_t stock, notify;
	const char *consignee, *phone;
	int64_t province_id, city_id, district_id;
	const char *address, *note;
	int64_t requested_at, placed_by, witness_id, first_id;
	bool imported;
	bool sum_lines; /* the total follows from the lines */
	int64_t flaws;
	int64_t version;
};
extern const struct record order_record;

/* What an action decided and did: sent with ORDER_CHANGED, inside the transaction, one or many. `before.id` is 0 for a new
 * order. Listeners must not keep pointers. */
struct order_change {
	struct order before;
	struct order after;
};
extern const struct event ORDER_CHANGED; /* items: struct order_change[] */
/* order_paid(): does the order count as paid for its member's total (RULE MEM-1)? Pure. */
bool order_paid(const struct order *order);
/* order_queue_retier(): members' tiers have changed: the queue's rows of theirs follow. Inside a transaction only. */
enum rc order_queue_retier(struct ctx *ctx, const int64_t *member_ids, size_t count) MUST_CHECK;

/* Actions; each a transaction of its own. REFUSED with the reason if a rule forbids it, CONFLICT if somebody changed the
 * order since `version` was read (the reason says who and when). */
enum rc order_confirm(struct ctx *ctx, int64_t id, int64_t version) MUST_CHECK;                  /* ORD-2 */
enum rc order_park(struct ctx *ctx, int64_t id, int64_t version, const char *reason) MUST_CHECK; /* ORD-2 */
enum rc order_unpark(struct ctx *ctx, int64_t id, int64_t version) MUST_CHECK;
enum rc order_cancel(struct ctx *ctx, int64_t id, int64_t version, const char *reason,
    bool customer_told) MUST_CHECK; /* AFT-1 */
enum rc order_pay(struct ctx *ctx, int64_t id, int64_t version, enum pay_method method, int64_t amount_fen,
    int64_t paid_at, const char *reference) MUST_CHECK;
/* order_refund(): `amount_fen` was paid back, with the payment's reference: what the refund list does when finance marks a refund
 * as paid (AFT-7). Totals, tiers and points follow by ORDER_CHANGED (MEM-1, MEM-3). Refused above what was paid and is not
 * paid back yet. */
enum rc order_refund(
    struct ctx *ctx, int64_t id, int64_t version, int64_t amount_fen, const char *reference) MUST_CHECK;
enum rc order_amend(struct ctx *ctx, int64_t id, int64_t version, const struct order *changed,
    int64_t requested_at,
    const char *note) MUST_CHECK; /* ORD-8: consignee, phone, address of an unpaid order */

/* An order as it comes in: from an agent's form, the demo or an import; the same validation for all. */
struct order_item {
	int64_t product_id;
	const char *title;
	int64_t class, unit_fen, quantity, freight_fen;
};
struct order_draft {
	struct order order; /* what is given; the rest is derived */
	const struct order_item *items;
	size_t item_count;
};
enum rc order_place(struct ctx *ctx, const struct order_draft *draft, int64_t witness_id,
    int64_t *id) MUST_CHECK; /* ORD-5, 6, 8 */

/* order_get(): one order. order_find_no(): id by its number, RC_NOT_FOUND if none. */
enum rc order_get(struct ctx *ctx, int64_t id, struct order *order) MUST_CHECK;
enum rc order_find_no(struct ctx *ctx, const char *order_no, int64_t *id) MUST_CHECK;

/* order_newest(): a member's last orders, newest first, at most `most`: struct order[]. order_goods(): the lines of an order, at most
 * 100, for whoever has to do with its goods: struct order_goods[]. */
struct order_goods {
	int64_t line_no, product_id, quantity; /* product_id 0: a line without a product */
	const char *title;
};
struct rows;
enum rc order_newest(struct ctx *ctx, int64_t member_id, int64_t most, struct rows *orders) MUST_CHECK;
/* For whoever takes in a thousand rows that speak of orders. order_ids(): ids by order numbers, 0 where there is none.
 * order_briefs(): those of the given ids that are there: struct order_brief[], in no order. order_products(): what is on their lines,
 * each product once, without lines that have none: struct order_product[] by order and product. */
struct order_brief {
	int64_t id, member_id, shipped_at;
};
struct order_product {
	int64_t order_id, product_id;
};
enum rc order_ids(struct ctx *ctx, const char *const *numbers, size_t count, int64_t *ids) MUST_CHECK;
enum rc order_briefs(struct ctx *ctx, const int64_t *ids, size_t count, struct rows *briefs) MUST_CHECK;
enum rc order_products(struct ctx *ctx, const int64_t *ids, size_t count, struct rows *products) MUST_CHECK;
enum rc order_goods(struct ctx *ctx, int64_t order_id, struct rows *goods) MUST_CHECK;

/* order_class_sums(): goods of each of these orders by class (MEM-2), those that have lines: struct order_class_sum[], in no order. */
struct order_class_sum {
	int64_t order_id, ordinary_fen, special_fen;
};
/* order_paid_recent(): what a member's paid orders added to the total (MEM-1), newest first, at most `most`: struct order_added[]. */
struct order_added {
	int64_t at;  /* paid; placed where that is not known */
	int64_t fen; /* less what was refunded */
};
enum rc order_paid_recent(struct ctx *ctx, int64_t member_id, size_t most, struct rows *added) MUST_CHECK;
enum rc order_class_sums(struct ctx *ctx, const int64_t *ids, size_t count, struct rows *sums) MUST_CHECK;

/* Language key of a state, a method: "orders.state.1", "orders.method.3". Static texts. */
const char *order_state_key(int64_t state);
const char *pay_method_key(int64_t method);

/* The daily sheet (ORD-4). */
enum rc sheet_close(struct ctx *ctx, int64_t day, int64_t *sheet_id) MUST_CHECK;
enum rc sheet_sign(struct ctx *ctx, int64_t sheet_id, int64_t version) MUST_CHECK;
enum rc sheet_receive(struct ctx *ctx, int64_t sheet_id, int64_t version) MUST_CHECK;

/* order_share_balanced(): RULE ORD-3: give the ten digits of a day to these clerks, balanced by what waits. */
enum rc order_share_balanced(struct ctx *ctx, int64_t day, const int64_t *clerks, size_t count) MUST_CHECK;

/* Rights the feature declares (pages.c). */
extern const struct right RIGHT_ORDER_SEE, RIGHT_ORDER_CONFIRM, RIGHT_ORDER_PARK, RIGHT_ORDER_PLACE,
    RIGHT_ORDER_WITNESS, RIGHT_ORDER_PAY, RIGHT_ORDER_CANCEL, RIGHT_ORDER_SHARE, RIGHT_ORDER_EXPORT,
    RIGHT_ORDER_STATISTICS, RIGHT_SHEET_SEE, RIGHT_SHEET_CLOSE, RIGHT_SHEET_SIGN, RIGHT_SHEET_RECEIVE;

struct feature;
extern const struct feature orders_feature;
struct list;
extern const struct list orders_queue_list, orders_list, member_orders_list, sheets_list;

#endif
