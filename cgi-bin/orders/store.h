/* SPDX-License-Identifier: MIT */
/* Rows of orders/ as its own files read and write them. Other features use orders/orders.h and orders/import.h. */
#ifndef ORDERS_STORE_H
#define ORDERS_STORE_H

#include "db/db.h"
#include "db/tx.h"
#include "members/members.h"
#include "orders/rules.h"

/* An order locked for a change, and what its row in the queue says of its member. */
struct order_locked {
	struct order order;
	int64_t queue_tier; /* 0 where there is none */
};

/* order_lock(): FOR UPDATE. RC_NOT_FOUND, or RC_CONFLICT with who changed it and when if `version` is no longer its own.
 * order_lock_many(): those of the ids that are there, in no order, without a look at versions. */
enum rc order_lock(struct ctx *ctx, int64_t id, int64_t version, struct order_locked *locked) MUST_CHECK;
enum rc order_lock_many(struct ctx *ctx, const int64_t *ids, size_t count, struct rows *locked) MUST_CHECK;
/* order_add(), order_add_many(): new rows. order_save(), order_save_many(): rows as changed, which were locked before;
 * the version before guards. */
enum rc order_add(struct ctx *ctx, struct order *order) MUST_CHECK;
enum rc order_add_many(struct ctx *ctx, const struct order *orders, size_t count) MUST_CHECK;
enum rc order_save(struct ctx *ctx, const struct order_change *change) MUST_CHECK;
enum rc order_save_many(struct ctx *ctx, const struct order_change *changes, size_t count) MUST_CHECK;

/* Steps (ORD-1): step_no is the version that the step made, so that no number needs to be looked up. */
struct order_step {
	int64_t step_no, at, account_id, from_state, to_state;
	const char *reason;
};
enum rc order_step_add(struct ctx *ctx, const struct order_change *change, const char *reason) MUST_CHECK;
enum rc order_step_list(struct ctx *ctx, int64_t order_id, struct rows *steps) MUST_CHECK;

struct order_line {
	int64_t line_no, product_id;
	const char *title;
	int64_t class, unit_fen, quantity, sum_fen, freight_fen;
};
extern const struct record order_line_record;
enum rc order_line_list(struct ctx *ctx, int64_t order_id, struct rows *lines) MUST_CHECK;
enum rc order_line_add_many(
    struct ctx *ctx, int64_t order_id, const struct order_item *items, size_t count) MUST_CHECK;

struct order_payment {
	int64_t payment_no, method, amount_fen, paid_at;
	const char *reference;
	int64_t recorded_by;
};
extern const struct record order_payment_record;
enum rc order_payment_list(struct ctx *ctx, int64_t order_id, struct rows *payments) MUST_CHECK;
enum rc order_payment_add(struct ctx *ctx, int64_t order_id, const struct order_payment *payment) MUST_CHECK;

/* The queue of ORD-2. What a row shows of the member; texts masked. */
struct queue_member {
	const char *name, *phone;
	int64_t tier;
};
/* sheet_walls_get(): every version of orders.sheet_close and orders.sheet_due. */
enum rc sheet_walls_get(struct ctx *ctx, struct sheet_walls *walls) MUST_CHECK;
struct queue_member queue_member_of(struct ctx *ctx, const struct order *order, const struct member *member);
#define QUEUE_ARGS 21
void queue_args(struct arg args[QUEUE_ARGS], const struct order *order, const struct queue_member *member,
    const struct sheet_walls *walls);
/* queue_put_many(): new rows. queue_put_change(): an order that waits on: what its row says of the order itself.
 * queue_drop_many(): rows leave. */
enum rc queue_put_many(struct ctx *ctx, const struct arg *args, size_t count) MUST_CHECK;
enum rc queue_change(struct ctx *ctx, const struct order *order) MUST_CHECK;
enum rc queue_drop(struct ctx *ctx, const struct order *order) MUST_CHECK;
enum rc queue_drop_many(struct ctx *ctx, const struct order *orders, size_t count) MUST_CHECK;

/* A confirmation, standing on no sheet yet (ORD-4). */
enum rc confirmation_add_many(
    struct ctx *ctx, const struct order *orders, const char *const *staff, size_t count) MUST_CHECK;
struct confirmation {
	int64_t sheet_id, confirmed_at, account_id;
	const char *staff;
};
enum rc confirmation_find(struct ctx *ctx, int64_t order_id, struct confirmation *confirmation) MUST_CHECK;

/* order_follow(): all that follows from changes: counts of both lists, sums per day, and the event. `tiers` are the tiers that the
 * queue's rows carry, before and after, one pair per change. */
struct queue_tier {
	int64_t before, after;
};
enum rc order_follow(struct ctx *ctx, const struct order_change *changes, const struct queue_tier *tiers,
    size_t count) MUST_CHECK;

/* order_conflict(): RC_CONFLICT; the reason names who changed the record last and when. */
enum rc order_conflict(struct ctx *ctx, const char *kind, int64_t id) MUST_CHECK;
/* "Name DD0001" of the actor, as rows keep it (RULE ORG-1). */
const char *actor_text(struct ctx *ctx);

#endif
