/* SPDX-License-Identifier: MIT */
/* Bulk actions: kept in tables, checked and run row by row.
 * Not their pages (lists/pages.c), and not what came from the list's form (bulk_freeze.c). */
#include "web/bulk.h"
#include "base/clock.h"
#include "db/tx.h"
#include <inttypes.h>

#define RESULTS 100 /* items whose results are stored at once */
#define PURGE_MOST 5

static const struct field bulk_fields[] = { FIELD(bulk, ID, id), FIELD(bulk, ID, account_id),
	FIELD(bulk, TEXT, list), FIELD(bulk, TEXT, action), FIELD(bulk, TEXT, back), FIELD(bulk, TEXT, note),
	FIELD(bulk, INT, item_count), FIELD(bulk, TIME, created_at), FIELD(bulk, TIME, begun_at),
	FIELD(bulk, TIME, done_at) };
static const struct record bulk_record = RECORD(bulk, bulk_fields);
static const struct field item_fields[] = { FIELD(bulk_item, INT, item_no), FIELD(bulk_item, ID, record_id),
	FIELD(bulk_item, INT, version), FIELD(bulk_item, MONEY, fen), FIELD(bulk_item, TEXT, title),
	FIELD(bulk_item, INT, outcome), FIELD(bulk_item, TEXT, reason) };
static const struct record item_record = RECORD(bulk_item, item_fields);

SQL(bulk_add_sql,
    "INSERT INTO bulk (account_id, list, action, back, item_count, created_at) VALUES (?, ?, ?, ?, ?, ?)",
    .samples = "SELECT 0, 'check', 'check', '', 0, 0");
SQL(bulk_item_add_sql,
    "INSERT INTO bulk_item (bulk_id, item_no, record_id, version, fen, title) VALUES (?, ?, ?, ?, ?, ?)",
    .samples = "SELECT 0, 0, 0, 0, 0, 'check'");
SQL(bulk_get_sql,
    "SELECT id, account_id, list, action, back, note, item_count, created_at, begun_at, done_at FROM bulk "
    "WHERE id = ?",
    .samples = "SELECT MAX(id) FROM bulk UNION ALL SELECT 0");
SQL(bulk_items_sql,
    "SELECT item_no, record_id, version, fen, title, outcome, reason FROM bulk_item WHERE bulk_id = ? ORDER "
    "BY item_no",
    .samples = "SELECT MAX(bulk_id) FROM bulk_item UNION ALL SELECT 0");
SQL(bulk_begin_sql, "UPDATE bulk SET begun_at = ?, note = ? WHERE id = ? AND begun_at = 0",
    .samples = "SELECT 1, '', MAX(id) FROM bulk UNION ALL SELECT 1, '', 0");
SQL(bulk_end_sql, "UPDATE bulk SET done_at = ? WHERE id = ? AND done_at = 0",
    .samples = "SELECT 1, MAX(id) FROM bulk UNION ALL SELECT 1, 0");
SQL(bulk_result_sql, "UPDATE bulk_item SET outcome = ?, reason = ? WHERE bulk_id = ? AND item_no = ?",
    .samples = "SELECT 2, 'check', MAX(bulk_id), 0 FROM bulk_item UNION ALL SELECT 2, 'check', 0, 0");
SQL(bulk_old_sql, "SELECT id FROM bulk WHERE created_at < ? ORDER BY created_at, id LIMIT 1",
    .samples = "SELECT 4102444800 UNION ALL SELECT 0");
SQL(bulk_item_drop_sql, "DELETE FROM bulk_item WHERE bulk_id = ?",
    .samples = "SELECT MAX(bulk_id) FROM bulk_item UNION ALL SELECT 0");
SQL(bulk_drop_sql, "DELETE FROM bulk WHERE id = ?", .samples = "SELECT MAX(id) FROM bulk UNION ALL SELECT 0");

/* ---- freezing ---- */

static enum rc
freeze(struct ctx *ctx, const struct list *list, const struct list_bulk *action, const char *back,
    const struct bulk_item *items, size_t count, int64_t *id)
{
	struct arg *args = arena_array(ctx->arena, count, 6 * sizeof(*args));
	size_t i;
	enum rc rc;

	rc = db_exec(ctx, &bulk_add_sql,
	    ARGS(arg_int(ctx->actor.account_id), arg_text(list->name), arg_text(action->name), arg_text(back),
		arg_int((int64_t)count), arg_int(ctx->now)));
	if (rc != RC_OK)
		return rc;
	*id = db_insert_id(ctx);
	for (i = 0; i < count; i++) {
		args[i * 6] = arg_int(*id);
		args[i * 6 + 1] = arg_int((int64_t)i);
		args[i * 6 + 2] = arg_int(items[i].record_id);
		args[i * 6 + 3] = arg_int(items[i].version);
		args[i * 6 + 4] = arg_int(items[i].fen);
		args[i * 6 + 5] = arg_text(items[i].title);
	}
	tx_result(ctx, "bulk", *id);
	return db_exec_many(ctx, &bulk_item_add_sql, args, 6, count);
}

enum rc
bulk_freeze(struct ctx *ctx, const struct list *list, const struct list_bulk *action, const char *back,
    struct bulk_item *items, size_t count, int64_t *id)
{
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = freeze(ctx, list, action, back, items, count, id);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

/* ---- reading ---- */

static enum rc
bulk_resolve(struct bulk *bulk)
{
	size_t i;

	bulk->of = list_find(bulk->list);
	for (i = 0; bulk->of != NULL && i < bulk->of->bulk_count; i++)
		if (strcmp(bulk->of->bulk[i].name, bulk->action) == 0) {
			bulk->does = &bulk->of->bulk[i];
			return RC_OK;
		}
	return RC_NOT_FOUND; /* frozen by a version of the portal that knew it */
}

enum rc
bulk_get(struct ctx *ctx, int64_t id, struct bulk *bulk)
{
	enum rc rc;

	memset(bulk, 0, sizeof(*bulk));
	rc = db_row(ctx, &bulk_get_sql, &bulk_record, bulk, ARGS(arg_int(id)));
	if (rc == RC_OK && bulk->account_id != ctx->actor.account_id)
		rc = RC_NOT_FOUND;
	if (rc == RC_OK)
		rc = bulk_resolve(bulk);
	if (rc == RC_OK && !actor_may(&ctx->actor, bulk->does->right))
		rc = RC_FORBIDDEN;
	if (rc == RC_OK && bulk->created_at + BULK_DAY < ctx->now)
		rc = ctx_refuse(ctx, "list.bulk.expired", NULL);
	return rc;
}

enum rc
bulk_items(struct ctx *ctx, int64_t id, struct rows *items)
{
	return db_rows(ctx, &bulk_items_sql, &item_record, items, ARGS(arg_int(id)));
}

enum rc
bulk_check(struct ctx *ctx, const struct bulk *bulk, const struct bulk_item *item)
{
	memset(&ctx->reason, 0, sizeof(ctx->reason));
	return bulk->does->check == NULL ? RC_OK : bulk->does->check(ctx, item->record_id, item->version);
}

/* ---- running ---- */

struct run {
	struct ctx *ctx;
	struct bulk *bulk;
	const char *note;
	const char *(*reason)(void *self, struct ctx *ctx, enum rc rc);
	void *self;
	struct arena *arena; /* the caller's; each item has its own */
	struct bulk_item *pending[RESULTS];
	size_t pending_count;
};

/* Results as they are stored: a hundred in one transaction. Losing them in a crash loses nothing: the once-keys know. */
static enum rc
results_store(struct run *run, bool end)
{
	struct ctx *ctx = run->ctx;
	struct arg args[RESULTS * 4];
	size_t i;
	enum rc rc;

	for (i = 0; i < run->pending_count; i++) {
		args[i * 4] = arg_int(run->pending[i]->outcome);
		args[i * 4 + 1] = arg_text(run->pending[i]->reason);
		args[i * 4 + 2] = arg_int(run->bulk->id);
		args[i * 4 + 3] = arg_int(run->pending[i]->item_no);
	}
	ctx->once_key = NULL;
	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK && run->pending_count > 0)
			rc = db_exec_many(ctx, &bulk_result_sql, args, 4, run->pending_count);
		if (rc == RC_OK && end)
			rc = db_exec(ctx, &bulk_end_sql, ARGS(arg_int(ctx->now), arg_int(run->bulk->id)));
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	run->pending_count = 0;
	return rc;
}

/* One item, under its own once-key. RC_OK unless the run has to stop. */
static enum rc
item_run(struct run *run, struct bulk_item *item)
{
	struct ctx *ctx = run->ctx;
	char key[64];
	enum rc rc;

	snprintf(key, sizeof(key), "bulk.%" PRId64 ".%" PRId64, run->bulk->id, item->item_no);
	ctx->once_key = key;
	ctx->tx_count = 0;
	ctx->replayed = false;
	memset(&ctx->reason, 0, sizeof(ctx->reason));
	rc = run->bulk->does->run(ctx, item->record_id, item->version, run->note);
	ctx->once_key = NULL;
	if (rc == RC_DB || rc == RC_INTERNAL || rc == RC_BUSY)
		return rc;
	if (rc == RC_OK || (rc == RC_CONFLICT && ctx->replayed)) {
		item->outcome = BULK_DONE;
		item->reason = "";
	} else {
		item->outcome = BULK_FAILED;
		item->reason = arena_strdup(run->arena, run->reason(run->self, ctx, rc));
	}
	ctx->replayed = false;
	run->pending[run->pending_count++] = item;
	return RC_OK;
}

static enum rc
items_run(struct run *run, struct rows *items)
{
	struct bulk_item *item = items->items;
	enum rc rc = RC_OK, stored;
	size_t i;

	run->ctx->arena = arena_new(0);
	for (i = 0; i < items->count && rc == RC_OK; i++) {
		if (item[i].outcome != BULK_OPEN)
			continue;
		rc = item_run(run, &item[i]);
		if (rc == RC_OK && run->pending_count == RESULTS)
			rc = results_store(run, false);
		arena_reset(run->ctx->arena, 1 << 18);
	}
	stored = run->pending_count > 0 || rc == RC_OK ? results_store(run, rc == RC_OK) : RC_OK;
	arena_free(run->ctx->arena);
	run->ctx->arena = run->arena;
	return rc != RC_OK ? rc : stored;
}

enum rc
bulk_run(struct ctx *ctx, struct bulk *bulk, const char *note,
    const char *(*reason)(void *self, struct ctx *ctx, enum rc rc), void *self)
{
	struct run run = {
		.ctx = ctx, .bulk = bulk, .note = note, .reason = reason, .self = self, .arena = ctx->arena
	};
	const char *once_key = ctx->once_key;
	unsigned tx_count = ctx->tx_count;
	struct rows items;
	enum rc rc = RC_OK;

	if (bulk->done_at != 0)
		return RC_OK;
	if (bulk->begun_at == 0)
		rc =
		    db_exec(ctx, &bulk_begin_sql, ARGS(arg_int(ctx->now), arg_text(note), arg_int(bulk->id)));
	else
		run.note = bulk->note; /* goes on as it began */
	if (rc == RC_OK)
		rc = bulk_items(ctx, bulk->id, &items);
	if (rc == RC_OK)
		rc = items_run(&run, &items);
	ctx->once_key = once_key;
	ctx->tx_count = tx_count;
	memset(&ctx->reason, 0, sizeof(ctx->reason));
	return rc;
}

/* ---- cleaning up ---- */

static enum rc
bulk_drop(struct ctx *ctx, int64_t id)
{
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = db_exec(ctx, &bulk_item_drop_sql, ARGS(arg_int(id)));
		if (rc == RC_OK)
			rc = db_exec(ctx, &bulk_drop_sql, ARGS(arg_int(id)));
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

enum rc
bulk_purge(struct ctx *ctx)
{
	int64_t id;
	size_t i;
	enum rc rc = RC_OK;

	for (i = 0; rc == RC_OK && i < PURGE_MOST; i++) {
		rc = db_int(ctx, &bulk_old_sql, &id, ARGS(arg_int(ctx->now - 2 * BULK_DAY)));
		if (rc == RC_OK)
			rc = bulk_drop(ctx, id);
	}
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}
