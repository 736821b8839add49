/* SPDX-License-Identifier: MIT */
/* Many orders at once, as import and demo bring them: the same rule functions as the pages, written with array binding.
 * All functions here run inside the caller's transaction and take at most BATCH_MOST rows. */
#ifndef ORDERS_IMPORT_H
#define ORDERS_IMPORT_H

#include "db/batch.h"
#include "orders/orders.h"

/* A line and a payment of an order that is there already, matched by (order_no, line_no | payment_no). */
struct line_row {
	const char *order_no;
	int64_t line_no;
	int64_t product_id; /* 0: unknown to us; the title stands */
	const char *title;
	int64_t class, unit_fen, quantity, freight_fen;
};
struct payment_row {
	const char *order_no;
	int64_t payment_no;
	int64_t method, amount_fen, paid_at;
	const char *reference;
};
/* One transition of its history (ORD-1). */
struct step_row {
	int64_t at, account_id, from_state, to_state;
	const char *reason;
};

/* Orders. Given in `order`: order_no, member_id, state, channel, the times, total_fen (−1: follows from its items),
 * consignee, phone, region ids, address, note, flaws that only the source knows. Derived here: digit, amount_band, notify,
 * queue row, counts, day sums. Matched by order_no: an order that stands there as given is left alone (BATCH_SAME), a
 * changed one changes.
 * The demo hands whole orders over, so that a million of them are a matter of array-bound inserts: `lines`, `payments` and
 * `steps` (their order_no is not looked at) are written as they are for a new order, and goods_fen, paid_fen, line_count and
 * summary follow from them at once. `seen` also writes an order_confirmation (confirmed here, by confirmed_by). */
struct order_row {
	struct order order;
	bool seen;
	const char *staff; /* with `seen`: name and staff number of confirmed_by; NULL: looked up */
	const struct line_row *lines;
	size_t line_count;
	const struct payment_row *payments;
	size_t payment_count;
	const struct step_row *steps;
	size_t step_count;
};
enum rc order_import(
    struct ctx *ctx, const struct order_row *rows, size_t count, struct verdict *verdicts) MUST_CHECK;

/* Keeps goods_fen, freight_fen, line_count, summary and, where the order's total follows from its lines, total_fen. */
enum rc order_import_lines(
    struct ctx *ctx, const struct line_row *rows, size_t count, struct verdict *verdicts) MUST_CHECK;

/* Keeps paid_fen; an amount of 0.00 is accepted; never changes the state of an imported order. */
enum rc order_import_payments(
    struct ctx *ctx, const struct payment_row *rows, size_t count, struct verdict *verdicts) MUST_CHECK;

#endif
