/* SPDX-License-Identifier: MIT */
/* Waiting orders follow the figures of the sheet (RULE ORD-4): their due time is kept beside them, and worked out anew when a
 * version of closing or due time is added. In batches, each with the place reached in the same transaction: killed and begun
 * again, it goes on there. Not the rule: rules_day.c. */
#include "audit/audit.h"
#include "db/batch.h"
#include "db/tx.h"
#include "orders/sheet.h"
#include "orders/store.h"

#include <sodium.h>
#include <string.h>

#define BATCH 500
#define BATCHES_A_RUN 40
/* A process may hold the figures of a second ago, and put orders into the queue by them: a later pass finds those. */
#define PASSES 2

struct plan {
	const char *walls; /* hex BLAKE2b-256 of the walls it goes by */
	int64_t passes, done_id;
};
static const struct field plan_fields[] = { FIELD(plan, TEXT, walls), FIELD(plan, INT, passes),
	FIELD(plan, ID, done_id) };
static const struct record plan_record = RECORD(plan, plan_fields);

struct waiting {
	int64_t order_id, placed_at, due_at;
};
static const struct field waiting_fields[] = { FIELD(waiting, ID, order_id), FIELD(waiting, TIME, placed_at),
	FIELD(waiting, TIME, due_at) };
static const struct record waiting_record = RECORD(waiting, waiting_fields);

#define PLAN_COLUMNS "SELECT walls, passes, done_id FROM order_queue_plan WHERE id = 1"
SQL(queue_plan_get_sql, PLAN_COLUMNS);
SQL(queue_plan_lock_sql, PLAN_COLUMNS " FOR UPDATE");
SQL(queue_plan_save_sql, "UPDATE order_queue_plan SET walls = ?, passes = ?, done_id = ? WHERE id = 1",
    .samples = "SELECT walls, passes, done_id FROM order_queue_plan");
SQL(queue_plan_next_sql,
    "SELECT order_id, placed_at, due_at FROM order_queue FORCE INDEX (order_queue_id) WHERE order_id > ? "
    "ORDER BY order_id LIMIT ? FOR UPDATE",
    .samples = "SELECT 0, 500 UNION ALL SELECT MAX(order_id), 500 FROM order_queue");
SQL(queue_plan_due_sql, "UPDATE order_queue SET due_at = ? WHERE order_id = ?",
    .samples = "SELECT 0, MAX(order_id) FROM order_queue UNION ALL SELECT 0, 0");

static void
walls_add(struct buf *text, struct arena *arena, const char *name, const struct wall *walls, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buf_text(text, arena_printf(arena, "%s %lld %lld\n", name, (long long)walls[i].since,
				   (long long)walls[i].wall));
}

static const char *
walls_name(struct arena *arena, const struct sheet_walls *walls)
{
	unsigned char hash[32];
	char *hex = arena_alloc(arena, sizeof(hash) * 2 + 1);
	struct buf text;

	buf_init(&text, arena, 256);
	walls_add(&text, arena, "close", walls->close, walls->closes);
	walls_add(&text, arena, "due", walls->due, walls->dues);
	(void)crypto_generichash(hash, sizeof(hash), (const unsigned char *)text.data, text.length, NULL, 0);
	return sodium_bin2hex(hex, sizeof(hash) * 2 + 1, hash, sizeof(hash));
}

/* The due times that differ, changed, with one row of the log for them all. */
static enum rc
batch_save(struct ctx *ctx, const struct sheet_walls *walls, const struct waiting *rows, size_t count)
{
	struct arg *args = arena_array(ctx->arena, count + 1, 2 * sizeof(*args));
	crypto_generichash_state state;
	unsigned char hash[32];
	int64_t first = 0;
	size_t changed = 0;
	enum rc rc;

	crypto_generichash_init(&state, NULL, 0, sizeof(hash));
	for (size_t i = 0; i < count; i++) {
		int64_t due_at = order_due(rows[i].placed_at, walls);

		if (due_at == rows[i].due_at)
			continue;
		if (changed == 0)
			first = rows[i].order_id;
		args[2 * changed] = arg_int(due_at);
		args[2 * changed++ + 1] = arg_int(rows[i].order_id);
		crypto_generichash_update(&state, (const unsigned char *)&rows[i], sizeof(rows[i]));
		crypto_generichash_update(&state, (const unsigned char *)&due_at, sizeof(due_at));
	}
	crypto_generichash_final(&state, hash, sizeof(hash));
	if (changed == 0)
		return RC_OK;
	rc = db_exec_many(ctx, &queue_plan_due_sql, args, 2, changed);
	return rc == RC_OK ? audit_batch(ctx, "order.replan", "order", first, (int64_t)changed, hash) : rc;
}

/* One batch; *ended at the end of a pass. Inside a transaction. */
static enum rc
batch_plan(struct ctx *ctx, const struct sheet_walls *walls, const char *name, bool *ended)
{
	const struct waiting *rows;
	struct rows found = { NULL, 0 };
	struct plan plan;
	enum rc rc = db_row(ctx, &queue_plan_lock_sql, &plan_record, &plan, NO_ARGS);

	if (rc == RC_OK && strcmp(plan.walls, name) != 0)
		plan = (struct plan){ .walls = name };
	*ended = rc == RC_OK && plan.passes >= PASSES;
	if (rc == RC_OK && !*ended)
		rc = db_rows(ctx, &queue_plan_next_sql, &waiting_record, &found,
		    ARGS(arg_int(plan.done_id), arg_int(BATCH)));
	if (rc != RC_OK || *ended)
		return rc;
	rows = found.items;
	rc = batch_save(ctx, walls, rows, found.count);
	*ended = found.count < BATCH;
	plan.done_id = *ended ? 0 : rows[found.count - 1].order_id;
	plan.passes += *ended;
	if (rc != RC_OK)
		return rc;
	return db_exec(ctx, &queue_plan_save_sql,
	    ARGS(arg_text(plan.walls), arg_int(plan.passes), arg_int(plan.done_id)));
}

enum rc
queue_replan(struct ctx *ctx)
{
	struct sheet_walls walls;
	struct plan plan;
	const char *name;
	bool ended = false;
	enum rc rc = sheet_walls_get(ctx, &walls);

	if (rc == RC_OK)
		rc = db_row(ctx, &queue_plan_get_sql, &plan_record, &plan, NO_ARGS);
	if (rc != RC_OK)
		return rc;
	name = walls_name(ctx->arena, &walls);
	if (!strcmp(plan.walls, name) && plan.passes >= PASSES)
		return RC_OK;
	for (int i = 0; rc == RC_OK && !ended && i < BATCHES_A_RUN; i++)
		do {
			rc = tx_begin(ctx);
			if (rc == RC_OK)
				rc = batch_plan(ctx, &walls, name, &ended);
			rc = tx_end(ctx, rc);
		} while (tx_again(ctx, rc));
	return rc;
}
