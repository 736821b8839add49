/* SPDX-License-Identifier: MIT */
/* Changes that are sent one behind the other, their answers read together: one round trip for all of them.
 * Not more than one connection, and never COMMIT: that is sent when every answer before it was good.
 *
 * MariaDB carries out what follows a failed statement all the same. After a deadlock or a lock that was not to be had, which
 * roll back the whole transaction, it would do so in autocommit: half a change would stay. Therefore a connection that sends
 * ahead has autocommit off: what follows then belongs to a new transaction, which is rolled back with the rest. */
#include "base/log.h"
#include "db/private.h"

enum rc
pipe_manual(struct ctx *ctx, bool manual)
{
	enum rc rc;

	if (ctx->db->manual == manual)
		return RC_OK;
	rc = connection_run(ctx, manual ? "SET autocommit = 0" : "SET autocommit = 1");
	if (rc == RC_OK)
		ctx->db->manual = manual;
	return rc;
}

/* What mysql_stmt_execute() does up to where it would wait; the library's own steps, from its table of methods. */
static enum rc
request_send(struct ctx *ctx, struct slot *slot)
{
	MYSQL *mysql = ctx->db->mysql;
	enum enum_server_command command = slot->array_size > 0 ? COM_STMT_BULK_EXECUTE : COM_STMT_EXECUTE;
	size_t length = 0;
	unsigned char *request = mysql->methods->db_execute_generate_request(slot->stmt, &length, 0);
	int failed;

	if (!request)
		return slot_fail(ctx, slot);
	failed = mysql->methods->db_command(mysql, command, (const char *)request, length, 1, slot->stmt);
	free(request);
	if (!failed)
		return RC_OK;
	ctx->db->sent_count = 0;
	return connection_fail(
	    ctx, mysql_errno(mysql), mysql_sqlstate(mysql), mysql_error(mysql), slot->sql->name);
}

/* An answer that fails behind one that failed already says nothing new, unless the connection is gone as well. */
static void
answer_skip(struct ctx *ctx, struct slot *slot, bool failed)
{
	if (failed && error_fate(mysql_stmt_errno(slot->stmt), mysql_stmt_sqlstate(slot->stmt)) == FATE_LOST)
		connection_close(ctx->db);
	else if (!failed && slot->stmt->field_count > 0)
		mysql_stmt_free_result(slot->stmt);
}

/* Nobody who sends ahead expects a duplicate key but tx.c, of the once-key: it looks at `sent_conflict`. Who waits for a statement
 * may: nothing was sent behind that. */
static enum rc
answer_fail(struct ctx *ctx, struct slot *slot, bool waited)
{
	struct db *db = ctx->db;
	enum rc rc = slot_fail(ctx, slot);

	if (rc == RC_CONFLICT && waited)
		return rc;
	db->tx_dead = true;
	if (rc == RC_CONFLICT)
		db->sent_conflict = slot->sql;
	return rc;
}

/* The answers of all that was sent, in its order, `waited` the last of them or NULL; the first failure counts. */
static enum rc
answers_read(struct ctx *ctx, const struct slot *waited)
{
	struct db *db = ctx->db;
	size_t count = db->sent_count, i;
	enum rc rc = RC_OK;

	db->sent_count = 0;
	for (i = 0; i < count && db->mysql; i++) {
		struct slot *slot = db->sent[i];
		bool failed;

		slot->sent = false;
		db->mysql->net.pkt_nr = 1; /* each answer counts its packets anew */
		failed = db->mysql->methods->db_read_execute_response(slot->stmt) != 0;
		if (rc != RC_OK)
			answer_skip(ctx, slot, failed);
		else if (failed)
			rc = answer_fail(ctx, slot, slot == waited);
	}
	for (; i < count; i++)
		db->sent[i]->sent = false;
	return rc;
}

enum rc
pipe_send(struct ctx *ctx, struct slot *slot)
{
	struct db *db = ctx->db;
	enum rc rc = RC_OK;

	if (slot->sent || db->sent_count == SENT_MOST) {
		log_line(LOG_ERROR, "db.pipe", "statement", slot->sql->name, NULL);
		db->tx_dead = true;
		return RC_INTERNAL;
	}
	rc = request_send(ctx, slot);
	if (rc != RC_OK)
		return rc;
	db->executed++;
	slot->sent = true;
	db->sent[db->sent_count++] = slot;
	return RC_OK;
}

enum rc
pipe_wait(struct ctx *ctx)
{
	return ctx->db->sent_count == 0 ? RC_OK : answers_read(ctx, NULL);
}

enum rc
slot_run(struct ctx *ctx, struct slot *slot)
{
	enum rc rc = RC_OK;

	if (ctx->db->sent_count == SENT_MOST)
		rc = pipe_wait(ctx);
	if (rc != RC_OK)
		return rc;
	if (ctx->db->sent_count > 0) {
		rc = pipe_send(ctx, slot);
		return rc == RC_OK ? answers_read(ctx, slot) : rc;
	}
	ctx->db->executed++;
	return mysql_stmt_execute(slot->stmt) == 0 ? RC_OK : slot_fail(ctx, slot);
}

enum rc
pipe_ahead(struct ctx *ctx, const struct sql *sql, struct slot **slot)
{
	enum rc rc = pipe_manual(ctx, true);

	if (rc == RC_OK)
		rc = slot_get(ctx, sql, slot);
	/* the same statement twice, or very many: what was sent before is answered first */
	if (rc == RC_OK && ((*slot)->sent || ctx->db->sent_count == SENT_MOST))
		rc = pipe_wait(ctx);
	return rc;
}

enum rc
db_send(struct ctx *ctx, const struct sql *sql, const struct arg *args, size_t count)
{
	struct slot *slot;
	enum rc rc;

	if (!ctx->db->in_tx || ctx->db->tx_dead)
		return db_exec(ctx, sql, args, count);
	rc = pipe_ahead(ctx, sql, &slot);
	if (rc == RC_OK)
		rc = slot_bind(ctx, slot, args, count);
	return rc == RC_OK ? pipe_send(ctx, slot) : rc;
}

int64_t
db_sent_id(struct ctx *ctx, const struct sql *sql)
{
	struct slot *slot;

	if (slot_get(ctx, sql, &slot) != RC_OK || slot->sent)
		return 0;
	return (int64_t)mysql_stmt_insert_id(slot->stmt);
}
