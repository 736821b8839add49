/* SPDX-License-Identifier: MIT */
/* Array binding: one change for many rows in one round trip. Not a loader of files: see imports/. */
#include "db/batch.h"
#include "base/log.h"
#include "db/private.h"

#define BATCH_BYTES (4u << 20) /* of texts in one packet: a quarter of max_allowed_packet */

/* One parameter's values for all rows of a batch, side by side as the library wants them. */
static enum rc
column_bind(struct ctx *ctx, MYSQL_BIND *bind, const struct arg *args, size_t per_row, size_t rows)
{
	enum arg_type type = ARG_NULL;
	int64_t *numbers = arena_array(ctx->arena, rows, sizeof(*numbers));
	const void **texts = arena_array(ctx->arena, rows, sizeof(*texts));
	unsigned long *lengths = arena_array(ctx->arena, rows, sizeof(*lengths));
	char *indicators = arena_array(ctx->arena, rows, sizeof(*indicators));
	size_t i;

	for (i = 0; i < rows; i++, args += per_row) {
		if (args->type == ARG_NULL) {
			indicators[i] = STMT_INDICATOR_NULL;
			texts[i] = "";
			continue;
		}
		if (type == ARG_NULL)
			type = args->type;
		if (type != args->type)
			return RC_INTERNAL;
		numbers[i] = args->number;
		texts[i] = args->data ? args->data : "";
		lengths[i] = (unsigned long)args->length;
	}
	memset(bind, 0, sizeof(*bind));
	bind->u.indicator = indicators;
	bind->buffer_type = type == ARG_INT     ? MYSQL_TYPE_LONGLONG
			    : type == ARG_BYTES ? MYSQL_TYPE_BLOB
						: MYSQL_TYPE_STRING;
	bind->buffer = type == ARG_INT ? (void *)numbers : (void *)texts;
	if (type != ARG_INT)
		bind->length = lengths;
	return RC_OK;
}

static enum rc
batch_bind(struct ctx *ctx, struct slot *slot, const struct arg *args, size_t per_row, size_t rows)
{
	unsigned array_size = (unsigned)rows;
	enum rc rc;
	size_t i;

	for (i = 0; i < per_row; i++) {
		rc = column_bind(ctx, &slot->binds[i], args + i, per_row, rows);
		if (rc != RC_OK) {
			log_line(LOG_ERROR, "db.params", "statement", slot->sql->name, "mixed types in",
			    log_count((long long)i), NULL);
			ctx->db->tx_dead = ctx->db->in_tx;
			return rc;
		}
	}
	if (slot->array_size != rows)
		mysql_stmt_attr_set(slot->stmt, STMT_ATTR_ARRAY_SIZE, &array_size);
	slot->array_size = rows;
	mysql_stmt_bind_param(slot->stmt, slot->binds);
	return RC_OK;
}

/* How many of the rows go into the next packet. */
static size_t
batch_size(const struct arg *args, size_t per_row, size_t rows)
{
	size_t bytes = 0, row, i;

	for (row = 0; row < rows && row < BATCH_MOST; row++) {
		for (i = 0; i < per_row; i++)
			bytes += 9 + args[row * per_row + i].length;
		if (bytes > BATCH_BYTES && row > 0)
			break;
	}
	return row;
}

static enum rc
batch_slot(struct ctx *ctx, const struct sql *sql, size_t per_row, struct slot **slot)
{
	struct db *db = ctx->db;
	enum rc rc = slot_get(ctx, sql, slot);

	if (rc != RC_OK || (per_row == (*slot)->params && per_row != 0 && db->in_tx))
		return rc;
	log_line(LOG_ERROR, "db.batch", "statement", sql->name, "wanted", log_count((*slot)->params), NULL);
	db->tx_dead = db->in_tx;
	return RC_INTERNAL;
}

enum rc
db_exec_many(struct ctx *ctx, const struct sql *sql, const struct arg *args, size_t per_row, size_t rows)
{
	struct db *db = ctx->db;
	struct slot *slot;
	int64_t changed = 0;
	enum rc rc = RC_OK;
	size_t size;

	for (; rows > 0 && rc == RC_OK; args += size * per_row, rows -= size) {
		size = batch_size(args, per_row, rows);
		rc = batch_slot(ctx, sql, per_row, &slot);
		if (rc == RC_OK && slot->sent)
			rc = pipe_wait(ctx);
		if (rc == RC_OK)
			rc = batch_bind(ctx, slot, args, per_row, size);
		if (rc == RC_OK)
			rc = slot_run(ctx, slot);
		if (rc == RC_OK)
			changed += (int64_t)mysql_stmt_affected_rows(slot->stmt);
	}
	db->changed = changed;
	return rc;
}

enum rc
db_send_many(struct ctx *ctx, const struct sql *sql, const struct arg *args, size_t per_row, size_t rows)
{
	struct slot *slot;
	enum rc rc;

	if (!ctx->db->in_tx || ctx->db->tx_dead || rows == 0 || batch_size(args, per_row, rows) < rows)
		return db_exec_many(ctx, sql, args, per_row, rows);
	rc = pipe_ahead(ctx, sql, &slot);
	if (rc == RC_OK)
		rc = batch_slot(ctx, sql, per_row, &slot);
	if (rc == RC_OK)
		rc = batch_bind(ctx, slot, args, per_row, rows);
	return rc == RC_OK ? pipe_send(ctx, slot) : rc;
}
