/* SPDX-License-Identifier: MIT */
/* Many orders at once, as import and demo bring them: the same rule functions as the pages, written with array binding.
 * All functions here run inside the caller's transaction and take at most BATCH_MOST rows. */
#ifndef ORDERS_IMPORT_H
#define ORDERS_IMPORT_H

#include "db/batch.h"
#include "orders/orders.h"

/* Orders. Given in `order`: order_no, member_id, state, channel, the times, total_fen (−1: follows from its items),
 * consignee, phone, region ids, address, note, flaws that only the source knows. Derived here: digit, amount_band, notify,
 * queue row, counts, day sums. Matched by order_no: an order that stands there as given is left alone (BATCH_SAME), a
 * changed one changes. `seen` also writes an order_confirmation (demo only: confirmed here, by confirmed_by). */
struct order_row {
	struct order order;
	bool seen;
};
enum rc order_import(struct ctx *ctx, const struct order_row *rows, size_t count, struct verdict *verdicts) MUST_CHECK;

/* Lines of orders that are there already, matched by (order_no, line_no). Keeps goods_fen, freight_fen, line_count, summary
 * and, where the order's total follows from its lines, total_fen. */
struct line_row {
	const char *order_no;
	int64_t line_no;
	int64_t product_id; /* 0: unknown to us; the title stands */
	const char *title;
	int64_t class, unit_fen, quantity, freight_fen;
};
enum rc order_import_lines(struct ctx *ctx, const struct line_row *rows, size_t count, struct verdict *verdicts) MUST_CHECK;

/* Payments, matched by (order_no, payment_no). Keeps paid_fen and paid_at; an amount of 0.00 is accepted; never changes the
 * state of an imported order. */
struct payment_row {
	const char *order_no;
	int64_t payment_no;
	int64_t method, amount_fen, paid_at;
	const char *reference;
};
enum rc order_import_payments(struct ctx *ctx, const struct payment_row *rows, size_t count, struct verdict *verdicts)
    MUST_CHECK;

/* Steps (ORD-1 history) for orders just imported by the demo; times ascend per order. */
struct step_row {
	int64_t order_id, step_no, at, account_id, from_state, to_state;
	const char *reason;
};
enum rc order_import_steps(struct ctx *ctx, const struct step_row *rows, size_t count) MUST_CHECK;

#endif
