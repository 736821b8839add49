/* SPDX-License-Identifier: MIT */
/* Customers of the demo shop with an order to complain about; inside demo/ only. */
#ifndef DEMO_CUSTOMERS_H
#define DEMO_CUSTOMERS_H

#include "db/ctx.h"
#include "db/db.h"

struct customer {
	int64_t order_id, member_id;
	int64_t product_id; /* one of the order's goods; 0: none */
};
/* customers_newest(): of the 200 newest orders that were shipped. customers_from(): of the first orders placed in the day from
 * `moment` on, at most `most`. */
enum rc customers_newest(struct ctx *ctx, struct rows *customers) MUST_CHECK;
enum rc customers_from(struct ctx *ctx, int64_t moment, int64_t most, struct rows *customers) MUST_CHECK;

#endif
