/* SPDX-License-Identifier: MIT */
/* Orders for store tests, and the proof that counts equal what they count. */
#ifndef TESTS_STORE_ORDERS_HELP_H
#define TESTS_STORE_ORDERS_HELP_H

#include "db/ctx.h"
#include "orders/import.h"

/* waiting_order(): an order of a new member that waits, with one line; not imported. order_of(): the same of a given member.
 * imported_order(): one that came with an import. All at version 1; the id. */
int64_t waiting_order(struct ctx *ctx, int64_t total_fen);
int64_t order_of(struct ctx *ctx, int64_t member_id, int64_t total_fen);
int64_t imported_order(struct ctx *ctx, int64_t total_fen);
/* order_bring(): rows through order_import in a transaction of its own. */
enum rc order_bring(struct ctx *ctx, const struct order_row *rows, size_t count, struct verdict *verdicts);

/* assert_counts(): list_count, order_day and order_queue equal what orders says. */
void assert_counts(void);

#endif
