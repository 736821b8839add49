/* SPDX-License-Identifier: MIT */
/* Transactions: all or nothing, once, and again where MariaDB asks for it.
 * Not locking: what is locked is said in the statements. */
#include "db/tx.h"
#include "base/log.h"
#include "db/private.h"
#include <sodium.h>
#include <time.h>

#define TX_TRIES 5
#define SETTLE_SECONDS 6 /* how long an uncertain COMMIT is asked after */

SQL(once_add_sql, "INSERT INTO once (hash, at, kind, record_id) VALUES (?, ?, ?, ?)",
    .samples = "SELECT UNHEX(REPEAT('5A', 32)), 0, '', 0");
SQL(once_result_sql, "UPDATE once SET kind = ?, record_id = ? WHERE hash = ?",
    .samples = "SELECT 'order', 1, MAX(hash) FROM once UNION ALL SELECT 'order', 1, UNHEX(REPEAT('5A', 32))");
/* A locking read: it waits for a commit that is still under way, so that its answer is final. */
SQL(once_find_sql, "SELECT kind, record_id AS id FROM once WHERE hash = ? FOR UPDATE",
    .samples = "SELECT MAX(hash) FROM once UNION ALL SELECT UNHEX(REPEAT('5A', 32))");
SQL(once_purge_sql, "DELETE FROM once WHERE at < ? ORDER BY at LIMIT 1000",
    .samples = "SELECT 4102444800 UNION ALL SELECT 0");

static const struct field result_fields[] = {
	FIELD(result, TEXT, kind),
	FIELD(result, ID, id),
};
static const struct record result_record = RECORD(result, result_fields);

static const volatile sig_atomic_t *stop_flag;

void
tx_stop_when(const volatile sig_atomic_t *flag)
{
	stop_flag = flag;
}

/* The key of this transaction: of account, form key and the number of the transaction in its request, or drawn. */
static void
key_make(struct ctx *ctx)
{
	crypto_generichash_state state;
	int64_t numbers[2] = { ctx->actor.account_id, ctx->tx_count };

	if (!ctx->once_key) {
		randombytes_buf(ctx->db->tx_key, ONCE_BYTES);
		return;
	}
	crypto_generichash_init(&state, NULL, 0, ONCE_BYTES);
	crypto_generichash_update(&state, (const unsigned char *)numbers, sizeof(numbers));
	crypto_generichash_update(&state, (const unsigned char *)ctx->once_key, strlen(ctx->once_key));
	crypto_generichash_final(&state, ctx->db->tx_key, ONCE_BYTES);
}

static void
rollback(struct ctx *ctx)
{
	struct db *db = ctx->db;
	enum rc rc = pipe_wait(ctx); /* what these answers say is undone with the rest */

	(void)rc;
	if (db->mysql && mysql_rollback(db->mysql) != 0)
		connection_close(db); /* the server rolls back what it loses */
	db->in_tx = db->tx_dead = false;
	ctx->tx_open = false;
}

/* With autocommit off a transaction begins with its first statement. */
static enum rc
start_try(struct ctx *ctx, bool ahead)
{
	if (ahead || ctx->db->manual)
		return pipe_manual(ctx, true);
	return connection_run(ctx, "START TRANSACTION");
}

static enum rc
start(struct ctx *ctx, bool ahead)
{
	enum rc rc = start_try(ctx, ahead);

	/* A connection that died while idle: nothing has been done, so a new one will do. */
	if (rc == RC_DB && !ctx->db->mysql && ctx->db->fate == FATE_LOST)
		rc = start_try(ctx, ahead);
	return rc;
}

/* The key was used before. After an uncertain COMMIT it was ours: tx_end will say so. */
static enum rc
replay(struct ctx *ctx)
{
	enum rc rc;

	rollback(ctx);
	if (ctx->db->tx_uncertain) {
		ctx->db->tx_settled = true;
		return RC_CONFLICT;
	}
	rc = db_row(
	    ctx, &once_find_sql, &result_record, &ctx->result, ARGS(arg_bytes(ctx->db->tx_key, ONCE_BYTES)));
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_DB : rc;
	ctx->replayed = true;
	return RC_CONFLICT;
}

static enum rc
begin(struct ctx *ctx, bool ahead)
{
	struct db *db = ctx->db;
	enum rc rc;

	if (ctx->tx_open || db->streaming) {
		log_line(LOG_ERROR, "tx.nested", NULL);
		db->tx_dead = db->in_tx;
		db->tx_nested += ctx->tx_open;
		return RC_INTERNAL;
	}
	if (stop_flag && *stop_flag)
		return RC_BUSY;
	if (ctx->tx_tries == 0) {
		key_make(ctx);
		db->tx_uncertain = false;
	}
	db->tx_settled = db->tx_result = false;
	db->sent_conflict = NULL;
	ctx->tx_retry = false;
	rc = start(ctx, ahead);
	if (rc == RC_OK)
		ctx->tx_open = db->in_tx = true;
	return rc;
}

#define ONCE_ARGS 4
static void
once_args(struct ctx *ctx, const char *kind, int64_t id, struct arg args[ONCE_ARGS])
{
	args[0] = arg_bytes(ctx->db->tx_key, ONCE_BYTES);
	args[1] = arg_int(ctx->now);
	args[2] = arg_text(kind);
	args[3] = arg_int(id);
}

enum rc
tx_begin(struct ctx *ctx)
{
	struct arg args[ONCE_ARGS];
	enum rc rc = begin(ctx, false);

	if (rc != RC_OK)
		return rc;
	once_args(ctx, "", 0, args);
	rc = db_exec(ctx, &once_add_sql, args, ONCE_ARGS);
	return rc == RC_CONFLICT ? replay(ctx) : rc;
}

enum rc
tx_begin_ahead(struct ctx *ctx, const char *kind, int64_t id)
{
	struct arg args[ONCE_ARGS];
	enum rc rc = begin(ctx, true);

	if (rc != RC_OK)
		return rc;
	ctx->result = (struct result){ kind, id };
	once_args(ctx, kind, id, args);
	return db_send(ctx, &once_add_sql, args, ONCE_ARGS);
}

void
tx_result(struct ctx *ctx, const char *kind, int64_t id)
{
	ctx->result = (struct result){ arena_strdup(ctx->arena, kind), id };
	ctx->db->tx_result = ctx->tx_open;
}

/* COMMIT was sent and no answer came. Its once row tells; RC_DB with tx_retry if it is not there. In a Galera cluster the
 * node asked now may be another one: it is to catch up before it answers. */
static enum rc
settle(struct ctx *ctx)
{
	struct timespec pause = { 0, 100000000L }, begun, now;
	struct result ignored;
	enum rc rc;

	ctx->tx_retry = false;
	clock_gettime(CLOCK_MONOTONIC, &begun);
	for (;;) {
		rc = connection_run(ctx, "SET SESSION wsrep_sync_wait = 1");
		if (rc == RC_OK)
			rc = db_row(ctx, &once_find_sql, &result_record, &ignored,
			    ARGS(arg_bytes(ctx->db->tx_key, ONCE_BYTES)));
		clock_gettime(CLOCK_MONOTONIC, &now);
		if (rc != RC_DB || now.tv_sec - begun.tv_sec >= SETTLE_SECONDS)
			break;
		nanosleep(&pause, NULL);
	}
	log_line(LOG_WARN, "tx.uncertain", "outcome",
	    rc == RC_OK          ? "committed"
	    : rc == RC_NOT_FOUND ? "not"
				 : "unknown",
	    NULL);
	if (rc == RC_OK || rc == RC_NOT_FOUND)
		connection_close(ctx->db); /* with its session's settings */
	if (rc != RC_NOT_FOUND)
		return rc;
	ctx->tx_retry = true;
	return RC_DB;
}

static enum rc
commit(struct ctx *ctx)
{
	struct db *db = ctx->db;
	bool failed;
	enum rc rc = pipe_wait(ctx);

	if (rc != RC_OK) {
		rollback(ctx);
		return rc;
	}
	failed = mysql_commit(db->mysql) != 0;
	if (failed)
		rc = connection_fail(
		    ctx, mysql_errno(db->mysql), mysql_sqlstate(db->mysql), mysql_error(db->mysql), "COMMIT");
	if (failed && (!db->mysql || db->error == 1180))
		db->tx_uncertain = true;
	if (failed && db->mysql)
		rollback(ctx);
	db->in_tx = db->tx_dead = ctx->tx_open = false;
	if (db->tx_uncertain && failed)
		rc = settle(ctx);
	return rc;
}

/* A duplicate key among what was sent ahead: the once-key was used before, or something is wrong that cannot be. */
static enum rc
sent_conflict_tell(struct ctx *ctx, enum rc rc)
{
	const struct sql *sql = ctx->db->sent_conflict;

	ctx->db->sent_conflict = NULL;
	if (rc != RC_CONFLICT || sql == NULL)
		return rc;
	if (sql == &once_add_sql)
		return replay(ctx);
	log_line(LOG_ERROR, "tx.conflict", "statement", sql->name, NULL);
	return RC_INTERNAL;
}

enum rc
tx_end(struct ctx *ctx, enum rc rc)
{
	struct db *db = ctx->db;

	if (db->tx_nested > 0) { /* the end of one begun inside another */
		db->tx_nested--;
		return rc == RC_OK ? RC_INTERNAL : rc;
	}
	if (rc == RC_OK && !ctx->tx_open) {
		log_line(LOG_ERROR, "tx.not_open", NULL);
		rc = RC_INTERNAL;
	}
	if (rc == RC_OK && db->tx_dead)
		rc = ctx->tx_retry ? RC_DB : RC_INTERNAL; /* somebody swallowed an error: no half-write */
	if (rc == RC_OK && db->tx_result && ctx->once_key)
		rc = db_send(ctx, &once_result_sql,
		    ARGS(arg_text(ctx->result.kind), arg_int(ctx->result.id),
			arg_bytes(db->tx_key, ONCE_BYTES)));
	if (rc == RC_OK)
		rc = commit(ctx);
	else if (ctx->tx_open)
		rollback(ctx);
	rc = sent_conflict_tell(ctx, rc);
	if (rc == RC_CONFLICT && db->tx_settled)
		rc = RC_OK;
	db->tx_settled = false;
	if (rc == RC_OK || !ctx->tx_retry || ctx->tx_tries >= TX_TRIES) {
		ctx->tx_count++;
		ctx->tx_tries = 0;
		ctx->tx_retry = false;
	}
	return rc;
}

bool
tx_again(struct ctx *ctx, enum rc rc)
{
	/* up to 4, 12, 36, 108, 324 ms: the later ones outlast whoever holds a lock on a busy machine */
	struct timespec pause = { 0, 0 };
	uint32_t most = 4000000;
	unsigned i;

	if (rc == RC_OK || !ctx->tx_retry)
		return false;
	for (i = 0; i < ctx->tx_tries; i++)
		most *= 3;
	ctx->tx_tries++;
	pause.tv_nsec = 1000000L + (long)randombytes_uniform(most);
	nanosleep(&pause, NULL);
	ctx->reason = (struct reason){ 0 };
	return true;
}

enum rc
once_purge(struct ctx *ctx, int64_t before, int64_t *purged)
{
	enum rc rc = db_exec(ctx, &once_purge_sql, ARGS(arg_int(before)));

	*purged = rc == RC_OK ? db_changed(ctx) : 0;
	return rc;
}
