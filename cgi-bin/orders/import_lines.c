/* SPDX-License-Identifier: MIT */
/* Lines of many orders from a file of their own, matched by order number and line number.
 * Not payments: import_payments.c. */
#include "base/lookup.h"
#include "orders/import_batch.h"
#include "orders/store.h"
#include "policy/policy.h"

#include <string.h>

SQL(part_line_add_sql,
    "INSERT INTO order_line (order_id, line_no, product_id, title, class, unit_fen, quantity, sum_fen, "
    "freight_fen) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    .samples = "SELECT 0, 1, 0, '', 0, 0, 1, 0, 0");
SQL(part_line_save_sql,
    "UPDATE order_line SET product_id = ?, title = ?, class = ?, unit_fen = ?, quantity = ?, sum_fen = ?, "
    "freight_fen = ? WHERE order_id = ? AND line_no = ?",
    .samples = "SELECT 0, '', 0, 0, 1, 0, 0, MAX(order_id), 1 FROM order_line UNION ALL SELECT 0, '', 0, 0, "
	       "1, 0, 0, 0, 0");
SQL(part_lines_sql,
    "SELECT l.order_id, l.line_no, l.product_id, l.title, l.class, l.unit_fen, l.quantity, l.sum_fen, "
    "l.freight_fen FROM JSON_TABLE(?, '$[*]' COLUMNS (wanted BIGINT UNSIGNED PATH '$')) j "
    "STRAIGHT_JOIN order_line l ON l.order_id = j.wanted",
    .samples = "SELECT '[0]'", .why = "the JSON list itself is read as rows");

void
order_line_args(struct arg *args, int64_t order_id, int64_t line_no, const struct line_row *row)
{
	const struct arg made[LINE_ARGS] = { arg_int(order_id), arg_int(line_no), arg_int(row->product_id),
		arg_text(row->title), arg_int(row->class), arg_int(row->unit_fen), arg_int(row->quantity),
		arg_int(row->unit_fen * row->quantity), arg_int(row->freight_fen) };

	memcpy(args, made, sizeof(made));
}

enum rc
order_lines_insert(struct ctx *ctx, const struct arg *args, size_t count)
{
	return count == 0 ? RC_OK : db_exec_many(ctx, &part_line_add_sql, args, LINE_ARGS, count);
}

struct line_now {
	int64_t order_id, line_no, product_id;
	const char *title;
	int64_t class, unit_fen, quantity, sum_fen, freight_fen;
	enum part_mark mark;
};
static const struct field line_now_fields[] = { FIELD(line_now, ID, order_id), FIELD(line_now, INT, line_no),
	FIELD(line_now, ID, product_id), FIELD(line_now, TEXT, title), FIELD(line_now, INT, class),
	FIELD(line_now, MONEY, unit_fen), FIELD(line_now, INT, quantity), FIELD(line_now, MONEY, sum_fen),
	FIELD(line_now, MONEY, freight_fen) };
static const struct record line_now_record = RECORD(line_now, line_now_fields);

static struct line_now
line_of(int64_t order_id, const struct line_row *row, enum part_mark mark)
{
	return (struct line_now){ order_id, row->line_no, row->product_id, row->title, row->class,
		row->unit_fen, row->quantity, row->unit_fen * row->quantity, row->freight_fen, mark };
}

static bool
line_same(const struct line_now *a, const struct line_now *b)
{
	return a->product_id == b->product_id && strcmp(a->title, b->title) == 0 && a->class == b->class &&
	       a->unit_fen == b->unit_fen && a->quantity == b->quantity && a->freight_fen == b->freight_fen;
}

static bool
line_fits(const struct line_row *row, int64_t order_id, struct verdict *verdict)
{
	const struct order_item item = { row->product_id, row->title, row->class, row->unit_fen,
		row->quantity, row->freight_fen };
	const char *column, *reason;

	*verdict = (struct verdict){ .outcome = BATCH_SAME };
	if (order_id == 0)
		return part_reject(verdict, "order_no", "orders.invalid.order_unknown");
	if (row->line_no < 1 || row->line_no > 65535)
		return part_reject(verdict, "line_no", "orders.invalid.line_no");
	if (order_item_check(&item, &column, &reason) != RC_OK)
		return part_reject(verdict, column, reason);
	return true;
}

/* Lines as they stand after the batch: those that are there first, new ones behind them. */
static size_t
lines_merge(struct ctx *ctx, const struct touched *touched, const struct line_row *rows, size_t count,
    struct verdict *verdicts, struct line_now *now, size_t there)
{
	struct lookup *at = lookup_new(ctx->arena, there + count);
	size_t i, total = there;

	for (i = 0; i < there; i++)
		(void)lookup_add_id(at, now[i].order_id << 16 | now[i].line_no, (int64_t)i);
	for (i = 0; i < count; i++) {
		struct line_now given = line_of(touched->ids[i], &rows[i], PART_NEW);
		int64_t place;

		if (!line_fits(&rows[i], touched->ids[i], &verdicts[i]))
			continue;
		place = lookup_add_id(at, given.order_id << 16 | given.line_no, (int64_t)total);
		if (place == (int64_t)total) {
			verdicts[i].outcome = BATCH_NEW;
			now[total++] = given;
			continue;
		}
		given.mark = part_met(now[place].mark, line_same(&now[place], &given), &verdicts[i]);
		now[place] = given;
	}
	return total;
}

static void
lines_sum(struct ctx *ctx, struct touched *touched, const struct line_now *now, size_t total)
{
	int64_t *first = arena_array(ctx->arena, touched->count + 1, sizeof(*first));
	size_t i;

	for (i = 0; i < touched->count; i++) {
		struct order *order = &touched->changes[i].after;

		order->goods_fen = order->freight_fen = order->line_count = 0;
	}
	for (i = 0; i < total; i++) {
		struct order *order = touched_order(touched, now[i].order_id);
		int64_t *lowest = &first[lookup_find_id(touched->at, now[i].order_id, 0)];

		order->goods_fen += now[i].sum_fen;
		order->freight_fen += now[i].freight_fen;
		order->line_count++;
		if (*lowest == 0 || now[i].line_no < *lowest) {
			*lowest = now[i].line_no;
			order->summary = now[i].title;
		}
	}
}

static enum rc
lines_write(struct ctx *ctx, const struct line_now *now, size_t total)
{
	struct arg *added = arena_array(ctx->arena, total + 1, LINE_ARGS * sizeof(*added));
	struct arg *saved = arena_array(ctx->arena, total + 1, LINE_ARGS * sizeof(*saved));
	size_t i, adds = 0, saves = 0;
	enum rc rc;

	for (i = 0; i < total; i++) {
		const struct arg key[2] = { arg_int(now[i].order_id), arg_int(now[i].line_no) };
		const struct arg rest[LINE_ARGS - 2] = { arg_int(now[i].product_id), arg_text(now[i].title),
			arg_int(now[i].class), arg_int(now[i].unit_fen), arg_int(now[i].quantity),
			arg_int(now[i].sum_fen), arg_int(now[i].freight_fen) };

		if (now[i].mark == PART_NEW) {
			memcpy(added + adds * LINE_ARGS, key, sizeof(key));
			memcpy(added + adds++ * LINE_ARGS + 2, rest, sizeof(rest));
		} else if (now[i].mark == PART_CHANGED) {
			memcpy(saved + saves * LINE_ARGS, rest, sizeof(rest));
			memcpy(saved + saves++ * LINE_ARGS + LINE_ARGS - 2, key, sizeof(key));
		}
	}
	rc = order_lines_insert(ctx, added, adds);
	if (rc == RC_OK && saves > 0)
		rc = db_exec_many(ctx, &part_line_save_sql, saved, LINE_ARGS, saves);
	return rc;
}

enum rc
order_import_lines(struct ctx *ctx, const struct line_row *rows, size_t count, struct verdict *verdicts)
{
	const char **numbers = arena_array(ctx->arena, count + 1, sizeof(*numbers));
	struct touched touched;
	struct line_now *now;
	struct rows found;
	size_t i, total;
	enum rc rc;

	for (i = 0; i < count; i++)
		numbers[i] = rows[i].order_no;
	rc = touched_begin(ctx, &touched, numbers, count);
	if (rc == RC_OK)
		rc = db_rows(ctx, &part_lines_sql, &line_now_record, &found,
		    ARGS(arg_text(touched_ids(ctx, &touched))));
	if (rc != RC_OK)
		return rc;
	now = arena_array(ctx->arena, found.count + count + 1, sizeof(*now));
	if (found.count > 0)
		memcpy(now, found.items, found.count * sizeof(*now));
	for (i = 0; i < found.count; i++)
		now[i].mark = PART_THERE;
	total = lines_merge(ctx, &touched, rows, count, verdicts, now, found.count);
	lines_sum(ctx, &touched, now, total);
	rc = lines_write(ctx, now, total);
	return rc == RC_OK ? touched_write(ctx, &touched) : rc;
}
