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
/* customers_newest(): of the 200 newest orders that were shipped. customers_at(): for each moment the first order placed from then
 * on, in their order; fewer where there is none. */
enum rc customers_newest(struct ctx *ctx, struct rows *customers) MUST_CHECK;
enum rc customers_at(
    struct ctx *ctx, const int64_t *moments, size_t count, struct rows *customers) MUST_CHECK;

#endif
