/* SPDX-License-Identifier: MIT */
/* What batches of lines and payments have in common: parts that came with their orders (demo), and the orders they touch.
 * Not the orders themselves: import.c; not the files: import_lines.c, import_payments.c. */
#include "base/lookup.h"
#include "orders/import_batch.h"
#include "orders/store.h"
#include "policy/policy.h"

#include <string.h>

SQL(part_step_add_sql,
    "INSERT INTO order_step (order_id, step_no, at, account_id, from_state, to_state, reason) VALUES (?, ?, "
    "?, ?, ?, ?, ?)",
    .samples = "SELECT 0, 1, 0, 0, 1, 2, ''");
SQL(part_queue_sums_sql,
    "UPDATE order_queue SET version = ?, summary = ?, line_count = ?, total_fen = ?, paid_fen = ?, "
    "amount_band = ?, notify = ? WHERE placed_at = ? AND order_id = ?",
    .samples = "SELECT 1, '', 0, 0, 0, 0, 0, MAX(placed_at), 0 FROM order_queue UNION ALL SELECT 1, '', 0, "
	       "0, 0, 0, 0, 0, 0");

#define STEP_ARGS 7

enum rc
order_parts_add(struct ctx *ctx, const struct order_row *const *rows, const int64_t *ids, size_t count)
{
	size_t i, j, lines = 0, payments = 0, steps = 0;
	struct arg *line, *payment, *step;
	enum rc rc = RC_OK;

	for (i = 0; i < count; i++) {
		lines += rows[i]->line_count;
		payments += rows[i]->payment_count;
		steps += rows[i]->step_count;
	}
	line = arena_array(ctx->arena, lines + 1, LINE_ARGS * sizeof(*line));
	payment = arena_array(ctx->arena, payments + 1, PAYMENT_ARGS * sizeof(*payment));
	step = arena_array(ctx->arena, steps + 1, STEP_ARGS * sizeof(*step));
	lines = payments = steps = 0;
	for (i = 0; i < count; i++) {
		for (j = 0; j < rows[i]->line_count; j++)
			order_line_args(line + lines++ * LINE_ARGS, ids[i],
			    rows[i]->lines[j].line_no ? rows[i]->lines[j].line_no : (int64_t)j + 1,
			    &rows[i]->lines[j]);
		for (j = 0; j < rows[i]->payment_count; j++)
			order_payment_args(payment + payments++ * PAYMENT_ARGS, ids[i],
			    rows[i]->payments[j].payment_no ? rows[i]->payments[j].payment_no
							    : (int64_t)j + 1,
			    &rows[i]->payments[j]);
		for (j = 0; j < rows[i]->step_count; j++) {
			const struct step_row *from = &rows[i]->steps[j];
			const struct arg made[STEP_ARGS] = { arg_int(ids[i]), arg_int((int64_t)j + 1),
				arg_int(from->at), arg_int(from->account_id), arg_int(from->from_state),
				arg_int(from->to_state), arg_text(from->reason != NULL ? from->reason : "") };

			memcpy(step + steps++ * STEP_ARGS, made, sizeof(made));
		}
	}
	if (lines > 0)
		rc = order_lines_insert(ctx, line, lines);
	if (rc == RC_OK && payments > 0)
		rc = order_payments_insert(ctx, payment, payments);
	if (rc == RC_OK && steps > 0)
		rc = db_exec_many(ctx, &part_step_add_sql, step, STEP_ARGS, steps);
	return rc;
}

/* --- orders that a batch touches -------------------------------------------------------------------------------- */

enum rc
touched_begin(struct ctx *ctx, struct touched *touched, const char *const *numbers, size_t count)
{
	struct lookup *seen = lookup_new(ctx->arena, count);
	int64_t *distinct = arena_array(ctx->arena, count + 1, sizeof(*distinct));
	const struct order_locked *locked;
	struct figure limit;
	struct rows found = { NULL, 0 };
	size_t i, asked = 0;
	enum rc rc = policy_get(ctx, "orders.phone_above", ctx->now, &limit);

	touched->ids = arena_array(ctx->arena, count + 1, sizeof(*touched->ids));
	if (rc == RC_OK)
		rc = order_ids(ctx, numbers, count, touched->ids);
	if (rc != RC_OK)
		return rc;
	for (i = 0; i < count; i++)
		if (touched->ids[i] != 0 && lookup_add_id(seen, touched->ids[i], (int64_t)i) == (int64_t)i)
			distinct[asked++] = touched->ids[i];
	if (asked > 0)
		rc = order_lock_many(ctx, distinct, asked, &found);
	locked = found.items;
	touched->limit_fen = limit.value;
	touched->count = found.count;
	touched->at = lookup_new(ctx->arena, found.count);
	touched->changes = arena_array(ctx->arena, found.count + 1, sizeof(*touched->changes));
	touched->tiers = arena_array(ctx->arena, found.count + 1, sizeof(*touched->tiers));
	for (i = 0; rc == RC_OK && i < found.count; i++) {
		(void)lookup_add_id(touched->at, locked[i].order.id, (int64_t)i);
		touched->changes[i] = (struct order_change){ locked[i].order, locked[i].order };
		touched->tiers[i] = (struct queue_tier){ locked[i].queue_tier, locked[i].queue_tier };
	}
	return rc;
}

struct order *
touched_order(const struct touched *touched, int64_t order_id)
{
	return &touched->changes[lookup_find_id(touched->at, order_id, 0)].after;
}

static enum rc
touched_queue(struct ctx *ctx, const struct order_change *changes, size_t count)
{
	struct arg *args = arena_array(ctx->arena, count + 1, 9 * sizeof(*args));
	size_t i, rows = 0;

	for (i = 0; i < count; i++) {
		const struct order *order = &changes[i].after;
		const struct arg made[9] = { arg_int(order->version), arg_text(order->summary),
			arg_int(order->line_count), arg_int(order->total_fen), arg_int(order->paid_fen),
			arg_int(order->amount_band), arg_int(order->notify), arg_int(order->placed_at),
			arg_int(order->id) };

		if (order_waits(order) && order_waits(&changes[i].before))
			memcpy(args + rows++ * 9, made, sizeof(made));
	}
	return rows == 0 ? RC_OK : db_exec_many(ctx, &part_queue_sums_sql, args, 9, rows);
}

/* Orders whose first lines came now: they wait from here on. */
static enum rc
touched_arrive(struct ctx *ctx, struct touched *touched, size_t count)
{
	size_t *which = arena_array(ctx->arena, count + 1, sizeof(*which)), i, arrivals = 0, puts = 0;
	int64_t *ids = arena_array(ctx->arena, count + 1, sizeof(*ids));
	struct arg *args = arena_array(ctx->arena, (count + 1) * QUEUE_ARGS, sizeof(*args));
	struct rows found = { NULL, 0 };
	const struct member *members;
	struct sheet_walls walls;
	struct lookup *at;
	enum rc rc;

	for (i = 0; i < count; i++)
		if (order_waits(&touched->changes[i].after) && !order_waits(&touched->changes[i].before)) {
			ids[arrivals] = touched->changes[i].after.member_id;
			which[arrivals++] = i;
		}
	if (arrivals == 0)
		return RC_OK;
	rc = sheet_walls_get(ctx, &walls);
	if (rc == RC_OK)
		rc = member_some(ctx, ids, arrivals, &found);
	members = found.items;
	at = lookup_new(ctx->arena, found.count);
	for (i = 0; rc == RC_OK && i < found.count; i++)
		(void)lookup_add_id(at, members[i].id, (int64_t)i);
	for (i = 0; rc == RC_OK && i < arrivals; i++) {
		const struct order *order = &touched->changes[which[i]].after;
		int64_t member = lookup_find_id(at, order->member_id, -1);
		struct queue_member shown;

		if (member < 0)
			return RC_INTERNAL; /* an order's member is never removed */
		shown = queue_member_of(ctx, order, &members[member]);
		touched->tiers[which[i]].after = members[member].tier;
		queue_args(args + puts++ * QUEUE_ARGS, order, &shown, &walls);
	}
	return rc == RC_OK ? queue_put_many(ctx, args, puts) : rc;
}

enum rc
touched_write(struct ctx *ctx, struct touched *touched)
{
	size_t i, kept = 0;
	enum rc rc;

	for (i = 0; i < touched->count; i++) {
		struct order_change *change = &touched->changes[i];
		bool had = !(change->after.flaws & FLAW_NO_PAYMENT);

		order_derive(&change->after, touched->limit_fen, had);
		if (order_same(&change->before, &change->after))
			continue;
		change->after.version++;
		touched->changes[kept] = *change;
		touched->tiers[kept++] = touched->tiers[i];
	}
	rc = order_save_many(ctx, touched->changes, kept);
	if (rc == RC_OK)
		rc = touched_queue(ctx, touched->changes, kept);
	if (rc == RC_OK)
		rc = touched_arrive(ctx, touched, kept);
	if (rc == RC_OK)
		rc = order_follow(ctx, touched->changes, touched->tiers, kept);
	return rc;
}

enum part_mark
part_met(enum part_mark mark, bool same, struct verdict *verdict)
{
	verdict->outcome = same ? BATCH_SAME : BATCH_CHANGED;
	return mark == PART_THERE && !same ? PART_CHANGED : mark;
}

bool
part_reject(struct verdict *verdict, const char *column, const char *reason)
{
	*verdict = (struct verdict){ BATCH_REJECTED, column, reason };
	return false;
}

const char *
touched_ids(struct ctx *ctx, const struct touched *touched)
{
	int64_t *ids = arena_array(ctx->arena, touched->count + 1, sizeof(*ids));
	size_t i;

	for (i = 0; i < touched->count; i++)
		ids[i] = touched->changes[i].after.id;
	return json_ids(ctx->arena, ids, touched->count);
}
