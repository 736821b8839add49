/* SPDX-License-Identifier: MIT */
/* What features call: changes and reads. A single read, or a single change that MariaDB rolled back, is tried again
 * here when no transaction is open; everything else is for tx_again() to repeat. */
#include "base/log.h"
#include "db/private.h"
#include <time.h>

#define TRIES 4
#define ROWS_FIRST 64

/* Outside a transaction only: a read goes once more over a new connection, and anything after a deadlock or a lock that
 * was not to be had. A change on a lost connection may have happened: never again by itself. */
static bool
again(const struct ctx *ctx, enum rc rc, unsigned tries, bool read)
{
	const struct db *db = ctx->db;
	struct timespec pause = { 0, 2000000L << tries };

	if (rc != RC_DB || db->in_tx || tries >= TRIES)
		return false;
	if (db->fate == FATE_AGAIN) {
		nanosleep(&pause, NULL);
		return true;
	}
	return db->fate == FATE_LOST && read && tries == 0;
}

enum rc
db_exec(struct ctx *ctx, const struct sql *sql, const struct arg *args, size_t count)
{
	struct db *db = ctx->db;
	struct slot *slot;
	unsigned tries = 0;
	bool sent;
	enum rc rc;

	do {
		sent = false;
		rc = slot_get(ctx, sql, &slot);
		if (rc != RC_OK)
			continue;
		sent = true;
		rc = slot_execute(ctx, slot, args, count);
	} while (again(ctx, rc, tries++, !sent));
	if (rc != RC_OK)
		return rc;
	db->changed = (int64_t)mysql_stmt_affected_rows(slot->stmt);
	db->insert_id = (int64_t)mysql_stmt_insert_id(slot->stmt);
	if (slot->stmt->field_count == 0)
		return RC_OK;
	rc = fetch_start(ctx, slot, NULL); /* a SELECT for its locks only */
	return fetch_end(ctx, slot, rc);
}

typedef enum rc row_hook(void *self, struct ctx *ctx, struct slot *slot);

/* Run a SELECT and let `hook` read its rows; frees the result whatever happens. `*begun` is set by a hook that has
 * handed rows out already, so that they are not handed out twice. */
static enum rc
select_run(struct ctx *ctx, const struct sql *sql, const struct record *record, const struct arg *args,
    size_t count, row_hook *hook, void *self, const bool *begun)
{
	struct slot *slot;
	unsigned tries = 0;
	enum rc rc;

	do {
		rc = slot_get(ctx, sql, &slot);
		if (rc != RC_OK)
			continue;
		rc = slot_execute(ctx, slot, args, count);
		if (rc != RC_OK)
			continue;
		rc = fetch_start(ctx, slot, record);
		if (rc == RC_OK)
			rc = hook(self, ctx, slot);
		rc = fetch_end(ctx, slot, rc);
	} while ((!begun || !*begun) && again(ctx, rc, tries++, true));
	return rc;
}

static enum rc
one_row(void *self, struct ctx *ctx, struct slot *slot)
{
	return fetch_row(ctx, slot, ctx->arena, self);
}

enum rc
db_row(struct ctx *ctx, const struct sql *sql, const struct record *record, void *out, const struct arg *args,
    size_t count)
{
	return select_run(ctx, sql, record, args, count, one_row, out, NULL);
}

enum rc
db_int(struct ctx *ctx, const struct sql *sql, int64_t *out, const struct arg *args, size_t count)
{
	return select_run(ctx, sql, &first_column, args, count, one_row, out, NULL);
}

struct all {
	const struct record *record;
	struct rows *rows;
};

static enum rc
all_rows(void *self, struct ctx *ctx, struct slot *slot)
{
	struct all *all = self;
	size_t size = all->record->size, room = ROWS_FIRST, count = 0;
	char *items = arena_array(ctx->arena, room, size);
	enum rc rc;

	for (;;) {
		if (count == room) {
			items = arena_grown(ctx->arena, items, room, room * 2, size);
			room *= 2;
		}
		rc = fetch_row(ctx, slot, ctx->arena, items + count * size);
		if (rc != RC_OK)
			break;
		count++;
	}
	all->rows->items = items;
	all->rows->count = count;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc
db_rows(struct ctx *ctx, const struct sql *sql, const struct record *record, struct rows *rows,
    const struct arg *args, size_t count)
{
	struct all all = { record, rows };

	*rows = (struct rows){ NULL, 0 };
	return select_run(ctx, sql, record, args, count, all_rows, &all, NULL);
}

struct stream {
	const struct record *record;
	enum rc (*each)(void *self, const void *row);
	void *self;
	bool begun;
};

static enum rc
each_row(void *self, struct ctx *ctx, struct slot *slot)
{
	struct stream *stream = self;
	struct arena *arena = arena_new(0); /* of one row */
	char *row = arena_alloc(ctx->arena, stream->record->size);
	enum rc rc;

	ctx->db->streaming = true;
	for (;;) {
		rc = fetch_row(ctx, slot, arena, row);
		if (rc != RC_OK) {
			rc = rc == RC_NOT_FOUND ? RC_OK : rc; /* the end */
			break;
		}
		stream->begun = true;
		rc = stream->each(stream->self, row);
		if (rc != RC_OK)
			break;
		arena_reset(arena, 65536);
	}
	ctx->db->streaming = false;
	arena_free(arena);
	return rc;
}

enum rc
db_each(struct ctx *ctx, const struct sql *sql, const struct record *record,
    enum rc (*each)(void *self, const void *row), void *self, const struct arg *args, size_t count)
{
	struct stream stream = { record, each, self, false };

	return select_run(ctx, sql, record, args, count, each_row, &stream, &stream.begun);
}
