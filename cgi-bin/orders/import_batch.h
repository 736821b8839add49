/* SPDX-License-Identifier: MIT */
/* What the files of an import of orders share. Private to orders/. All of it runs inside the caller's transaction. */
#ifndef ORDERS_IMPORT_BATCH_H
#define ORDERS_IMPORT_BATCH_H

#include "base/lookup.h"
#include "orders/import.h"
#include "orders/store.h"

/* order_derive(): all that follows from what is given. `had_payment`: at least one payment is known.
 * order_same(): is every field equal? */
void order_derive(struct order *order, int64_t limit_fen, bool had_payment);
bool order_same(const struct order *a, const struct order *b);

/* order_parts_add(): lines, payments and steps that new orders brought with them; ids[i] is that of rows[i]. */
enum rc order_parts_add(
    struct ctx *ctx, const struct order_row *const *rows, const int64_t *ids, size_t count) MUST_CHECK;

#define LINE_ARGS 9
void order_line_args(struct arg *args, int64_t order_id, int64_t line_no, const struct line_row *row);
enum rc order_lines_insert(struct ctx *ctx, const struct arg *args, size_t count) MUST_CHECK;
#define PAYMENT_ARGS 7
void order_payment_args(
    struct arg *args, int64_t order_id, int64_t payment_no, const struct payment_row *row);
enum rc order_payments_insert(struct ctx *ctx, const struct arg *args, size_t count) MUST_CHECK;

/* The orders that a batch of lines or payments touches, locked, with what they become. */
struct touched {
	struct lookup *at; /* order id → index */
	struct order_change *changes;
	struct queue_tier *tiers;
	size_t count;
	int64_t limit_fen;
	int64_t *ids; /* of the order behind each row, 0: unknown */
};
enum rc touched_begin(
    struct ctx *ctx, struct touched *touched, const char *const *numbers, size_t count) MUST_CHECK;
struct order *touched_order(const struct touched *touched, int64_t order_id);
const char *touched_ids(struct ctx *ctx, const struct touched *touched); /* as one parameter */
/* touched_write(): derive, leave out what did not change, save, and let follow what follows. */
enum rc touched_write(struct ctx *ctx, struct touched *touched) MUST_CHECK;

enum part_mark { PART_THERE, PART_NEW, PART_CHANGED };
/* part_met(): a row met one that is there: its outcome, and its mark (one that is new in this batch stays new). */
enum part_mark part_met(enum part_mark mark, bool same, struct verdict *verdict);
/* part_reject(): always false. */
bool part_reject(struct verdict *verdict, const char *column, const char *reason);

#endif
