/* SPDX-License-Identifier: MIT */
/* What the actions of orders/ share, and checks for bulk pages. Private to orders/; the actions are in orders.h. */
#ifndef ORDERS_ACTIONS_H
#define ORDERS_ACTIONS_H

#include "orders/rules.h"

/* plan_told(): a plan's refusal as the context's reason; returns `rc`. */
enum rc plan_told(struct ctx *ctx, enum rc rc, const struct order_plan *plan) MUST_CHECK;
/* order_tell(): RULE ORD-5: a call task or an SMS, on "placed" or "confirmed". Inside a transaction only. */
enum rc order_tell(struct ctx *ctx, const struct order *order, const char *occasion) MUST_CHECK;

/* Would the action go through now? Nothing is locked or changed. */
enum rc order_confirm_check(struct ctx *ctx, int64_t id, int64_t version) MUST_CHECK;
enum rc order_wait_check(struct ctx *ctx, int64_t id, int64_t version) MUST_CHECK; /* does it still wait */
enum rc order_park_check(struct ctx *ctx, int64_t id, int64_t version) MUST_CHECK;
enum rc order_unpark_check(struct ctx *ctx, int64_t id, int64_t version) MUST_CHECK;

/* Somebody who may confirm orders. */
struct order_clerk {
	int64_t account_id;
	const char *staff_no, *name;
};
/* order_hand_over(): a waiting order becomes another clerk's task (RULE ORD-3). */
enum rc order_hand_over(
    struct ctx *ctx, int64_t id, int64_t version, const struct order_clerk *clerk) MUST_CHECK;

#endif
