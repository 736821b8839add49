/* SPDX-License-Identifier: MIT */
/* Payments of many orders from a file of their own, matched by order number and payment number.
 * Not lines: import_lines.c; not payments that finance records: actions.c. */
#include "base/lookup.h"
#include "base/money.h"
#include "base/utf8.h"
#include "orders/import_batch.h"
#include "orders/store.h"
#include "policy/policy.h"

#include <string.h>

SQL(part_payment_add_sql,
    "INSERT INTO order_payment (order_id, payment_no, method, amount_fen, paid_at, reference, recorded_by)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)",
    .samples = "SELECT 0, 1, 1, 0, 0, '', 0");
SQL(part_payment_save_sql,
    "UPDATE order_payment SET method = ?, amount_fen = ?, paid_at = ?, reference = ? WHERE order_id = ? AND "
    "payment_no = ?",
    .samples = "SELECT 1, 0, 0, '', MAX(order_id), 1 FROM order_payment UNION ALL SELECT 1, 0, 0, '', 0, 0");
SQL(part_payments_sql,
    "SELECT p.order_id, p.payment_no, p.method, p.amount_fen, p.paid_at, p.reference"
    " FROM JSON_TABLE(?, '$[*]' COLUMNS (wanted BIGINT UNSIGNED PATH '$')) j"
    " STRAIGHT_JOIN order_payment p ON p.order_id = j.wanted",
    .samples = "SELECT '[0]'", .why = "the JSON list itself is read as rows");

void
order_payment_args(struct arg *args, int64_t order_id, int64_t payment_no, const struct payment_row *row)
{
	const struct arg made[PAYMENT_ARGS] = { arg_int(order_id), arg_int(payment_no), arg_int(row->method),
		arg_int(row->amount_fen), arg_int(row->paid_at),
		arg_text(row->reference != NULL ? row->reference : ""), arg_int(0) };

	memcpy(args, made, sizeof(made));
}

enum rc
order_payments_insert(struct ctx *ctx, const struct arg *args, size_t count)
{
	return count == 0 ? RC_OK : db_exec_many(ctx, &part_payment_add_sql, args, PAYMENT_ARGS, count);
}

struct payment_now {
	int64_t order_id, payment_no, method, amount_fen, paid_at;
	const char *reference;
	enum part_mark mark;
};
static const struct field payment_now_fields[] = { FIELD(payment_now, ID, order_id),
	FIELD(payment_now, INT, payment_no), FIELD(payment_now, INT, method),
	FIELD(payment_now, MONEY, amount_fen), FIELD(payment_now, TIME, paid_at),
	FIELD(payment_now, TEXT, reference) };
static const struct record payment_now_record = RECORD(payment_now, payment_now_fields);

static bool
payment_same(const struct payment_now *a, const struct payment_now *b)
{
	return a->method == b->method && a->amount_fen == b->amount_fen && a->paid_at == b->paid_at &&
	       strcmp(a->reference, b->reference) == 0;
}

/* RULE ORD-1's methods; 0.00 is accepted: vouchers that cover nothing are part of real data. */
static bool
payment_fits(const struct payment_row *row, int64_t order_id, struct verdict *verdict)
{
	*verdict = (struct verdict){ .outcome = BATCH_SAME };
	if (order_id == 0)
		return part_reject(verdict, "order_no", "orders.invalid.order_unknown");
	if (row->payment_no < 1 || row->payment_no > 65535)
		return part_reject(verdict, "payment_no", "orders.invalid.payment_no");
	if (row->method < PAY_ALIPAY || row->method > PAY_OTHER)
		return part_reject(verdict, "method", "orders.invalid.method");
	if (row->amount_fen < 0 || row->amount_fen > MONEY_MAX_FEN)
		return part_reject(verdict, "amount_fen", "orders.invalid.amount");
	if (row->paid_at <= 0)
		return part_reject(verdict, "paid_at", "orders.invalid.time");
	if (row->reference != NULL && utf8_length(row->reference) > 60)
		return part_reject(verdict, "reference", "orders.invalid.reference");
	return true;
}

static size_t
payments_merge(struct ctx *ctx, const struct touched *touched, const struct payment_row *rows, size_t count,
    struct verdict *verdicts, struct payment_now *now, size_t there)
{
	struct lookup *at = lookup_new(ctx->arena, there + count);
	size_t i, total = there;

	for (i = 0; i < there; i++)
		(void)lookup_add_id(at, now[i].order_id << 16 | now[i].payment_no, (int64_t)i);
	for (i = 0; i < count; i++) {
		struct payment_now given = { touched->ids[i], rows[i].payment_no, rows[i].method,
			rows[i].amount_fen, rows[i].paid_at,
			rows[i].reference != NULL ? rows[i].reference : "", PART_NEW };
		int64_t place;

		if (!payment_fits(&rows[i], touched->ids[i], &verdicts[i]))
			continue;
		place = lookup_add_id(at, given.order_id << 16 | given.payment_no, (int64_t)total);
		if (place == (int64_t)total) {
			verdicts[i].outcome = BATCH_NEW;
			now[total++] = given;
			continue;
		}
		given.mark = part_met(now[place].mark, payment_same(&now[place], &given), &verdicts[i]);
		now[place] = given;
	}
	return total;
}

/* What came in, and when the order was covered, unless its file said so. The state stays (ORD-1: a payment that arrives
 * before confirmation is kept). */
static void
payments_sum(struct touched *touched, const struct payment_now *now, size_t total)
{
	size_t i;

	for (i = 0; i < touched->count; i++) {
		touched->changes[i].after.paid_fen = 0;
		touched->changes[i].after.flaws &= ~(int64_t)FLAW_NO_PAYMENT;
	}
	for (i = 0; i < total; i++)
		touched_order(touched, now[i].order_id)->paid_fen += now[i].amount_fen;
	for (i = 0; i < total; i++) {
		struct order *order = touched_order(touched, now[i].order_id);
		bool given = touched->changes[lookup_find_id(touched->at, order->id, 0)].before.paid_at != 0;

		if (!given && order->paid_fen > 0 && order->paid_fen >= order->total_fen &&
		    now[i].paid_at > order->paid_at)
			order->paid_at = now[i].paid_at;
	}
}

static enum rc
payments_write(struct ctx *ctx, const struct payment_now *now, size_t total)
{
	struct arg *added = arena_array(ctx->arena, total + 1, PAYMENT_ARGS * sizeof(*added));
	struct arg *saved = arena_array(ctx->arena, total + 1, 6 * sizeof(*saved));
	size_t i, adds = 0, saves = 0;
	enum rc rc;

	for (i = 0; i < total; i++) {
		const struct payment_now *one = &now[i];
		const struct arg add[PAYMENT_ARGS] = { arg_int(one->order_id), arg_int(one->payment_no),
			arg_int(one->method), arg_int(one->amount_fen), arg_int(one->paid_at),
			arg_text(one->reference), arg_int(0) };
		const struct arg save[6] = { arg_int(one->method), arg_int(one->amount_fen),
			arg_int(one->paid_at), arg_text(one->reference), arg_int(one->order_id),
			arg_int(one->payment_no) };

		if (one->mark == PART_NEW)
			memcpy(added + adds++ * PAYMENT_ARGS, add, sizeof(add));
		else if (one->mark == PART_CHANGED)
			memcpy(saved + saves++ * 6, save, sizeof(save));
	}
	rc = order_payments_insert(ctx, added, adds);
	if (rc == RC_OK && saves > 0)
		rc = db_exec_many(ctx, &part_payment_save_sql, saved, 6, saves);
	return rc;
}

enum rc
order_import_payments(struct ctx *ctx, const struct payment_row *rows, size_t count, struct verdict *verdicts)
{
	const char **numbers = arena_array(ctx->arena, count + 1, sizeof(*numbers));
	struct touched touched;
	struct payment_now *now;
	struct rows found;
	size_t i, total;
	enum rc rc;

	for (i = 0; i < count; i++)
		numbers[i] = rows[i].order_no;
	rc = touched_begin(ctx, &touched, numbers, count);
	if (rc == RC_OK)
		rc = db_rows(ctx, &part_payments_sql, &payment_now_record, &found,
		    ARGS(arg_text(touched_ids(ctx, &touched))));
	if (rc != RC_OK)
		return rc;
	now = arena_array(ctx->arena, found.count + count + 1, sizeof(*now));
	if (found.count > 0)
		memcpy(now, found.items, found.count * sizeof(*now));
	for (i = 0; i < found.count; i++)
		now[i].mark = PART_THERE;
	total = payments_merge(ctx, &touched, rows, count, verdicts, now, found.count);
	payments_sum(&touched, now, total);
	rc = payments_write(ctx, now, total);
	return rc == RC_OK ? touched_write(ctx, &touched) : rc;
}
