/* SPDX-License-Identifier: MIT */
/* Sealing: what stands in audit_open becomes a batch with a signed head, here and in the head file.
 * Not proving: verify.c.
 *
 * Why a crash at any line neither cries wolf nor lets a tail vanish (S: sealer, W: writers, P: proof):
 *
 * 1. W insert into audit_open and audit_log in their own transaction. S reads the queue, not "id > last", so a transaction
 *    that commits late is found whenever it commits.
 * 2. S ends an empty transaction before it writes the head file. InnoDB shows a commit to others a moment before it is on
 *    the disk; our own commit, being later in the same log, brings everything we have read onto the disk. Without that a
 *    killed MariaDB could lose a row (never acknowledged to anybody) which the head file already names.
 * 3. In one transaction S inserts head and seals, empties the queue, appends the head to the file (fsync), commits, in this
 *    order. The head's primary key is the lock: of two sealers the second waits, then meets a duplicate and gives up.
 *    - Killed before the append: nothing happened. The next run seals the same rows.
 *    - Killed during the append: a line without its last word; P passes over it, the next sealer begins a new line.
 *    - Killed after the append, before or in the commit: the file names a head that the database has not. Its line lists the
 *      rows, and these are all still there (2), so P recomputes the root from them and is content. The next run seals them
 *      under another head. So a line without its head is harmless exactly while all rows it lists are there unaltered.
 *    - Killed after the commit: the file has the line already.
 * 4. Therefore each committed head is in a file, and each row of each line is in the log. Whoever cuts the log's tail, seals
 *    and heads included, leaves lines that list rows which are gone: named by P. What can vanish unnoticed are rows that no
 *    sealer has seen yet: five seconds' worth while houtai-jobs runs.
 * 5. Two files (two nodes) never disagree: a head names the file that witnesses it, and P wants each head in its file. */
#include "audit/audit.h"
#include "audit/heads.h"
#include "audit/keys.h"
#include "audit/store.h"

#include "base/log.h"
#include "db/config.h"
#include "db/tx.h"
#include <sodium.h>
#include <string.h>

#define SEAL_MOST 1000

static const struct field head_fields[] = { FIELD(audit_head_row, INT, batch),
	FIELD(audit_head_row, INT, first_seq), FIELD(audit_head_row, INT, last_seq),
	FIELD(audit_head_row, TIME, at), FIELD(audit_head_row, BLOB, root), FIELD(audit_head_row, BLOB, prev),
	FIELD(audit_head_row, BLOB, hash), FIELD(audit_head_row, BLOB, signature),
	FIELD(audit_head_row, BLOB, witness) };
const struct record audit_head_row_record = RECORD(audit_head_row, head_fields);

SQL(seal_open_sql,
    "SELECT " AUDIT_ROW_COLUMNS " FROM audit_open o JOIN audit_log l ON l.id = o.id"
    " LEFT JOIN audit_seal s ON s.audit_id = o.id WHERE o.id > ? AND s.seq IS NULL ORDER BY o.id LIMIT ?",
    .samples = "SELECT 0, 1000 UNION ALL SELECT MAX(id), 1000 FROM audit_log");
SQL(seal_head_sql, "SELECT " AUDIT_HEAD_COLUMNS " FROM audit_head ORDER BY batch DESC LIMIT 1");
SQL(seal_head_add_sql, "INSERT INTO audit_head (" AUDIT_HEAD_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    .samples =
	"SELECT COALESCE(MAX(batch), 0) + 1, 1, 1, 0, REPEAT('x', 32), REPEAT('x', 32), REPEAT('x', 32),"
	" REPEAT('x', 64), REPEAT('x', 16) FROM audit_head");
SQL(seal_add_sql, "INSERT INTO audit_seal (seq, audit_id, batch, hash) VALUES (?, ?, ?, ?)",
    .samples = "SELECT COALESCE(MAX(seq), 0) + 1, COALESCE(MAX(audit_id), 0) + 1, 1, REPEAT('x', 32) FROM "
	       "audit_seal");
SQL(seal_close_sql, "DELETE FROM audit_open WHERE id = ?",
    .samples = "SELECT MAX(id) FROM audit_log UNION ALL SELECT 0");

/* The rows of one batch. */
struct batch {
	int64_t ids[SEAL_MOST];
	unsigned char leaves[SEAL_MOST][AUDIT_HASH];
	size_t count;
};

bool
audit_head_take(const struct audit_head_row *row, struct audit_head *head)
{
	if (row->root.length != 32 || row->prev.length != 32 || row->hash.length != 32 ||
	    row->signature.length != 64 || row->witness.length != 16)
		return false;
	*head = (struct audit_head){
		.batch = row->batch, .first_seq = row->first_seq, .last_seq = row->last_seq, .at = row->at
	};
	memcpy(head->root, row->root.data, 32);
	memcpy(head->prev, row->prev.data, 32);
	memcpy(head->hash, row->hash.data, 32);
	memcpy(head->signature, row->signature.data, 64);
	memcpy(head->witness, row->witness.data, 16);
	return true;
}

/* Take in the rows whose MAC is right. A wrong one stays in the queue, unsealed: the proof will name it. */
static void
batch_take(struct batch *batch, const struct rows *rows)
{
	const struct audit_row *row = rows->items;
	unsigned char mac[AUDIT_HASH];

	for (size_t i = 0; i < rows->count; i++, row++) {
		audit_row_mac(row, audit_writer_key(), mac);
		if (row->mac.length != AUDIT_HASH || sodium_memcmp(mac, row->mac.data, AUDIT_HASH) != 0) {
			log_line(LOG_ERROR, "audit.forged", "row", log_count(row->id), NULL);
			continue;
		}
		batch->ids[batch->count] = row->id;
		audit_row_leaf(row, batch->leaves[batch->count++]);
	}
}

/* The oldest rows of the queue, at most `most`; forged ones must not keep the rest from being read. */
static enum rc
batch_read(struct ctx *ctx, int64_t most, struct batch *batch)
{
	int64_t after = 0;

	for (;;) {
		struct rows rows;
		enum rc rc = db_rows(
		    ctx, &seal_open_sql, &audit_row_record, &rows, ARGS(arg_int(after), arg_int(most)));

		if (rc != RC_OK)
			return rc;
		if (rows.count == 0)
			return RC_OK;
		after = ((const struct audit_row *)rows.items)[rows.count - 1].id;
		batch_take(batch, &rows);
		if (batch->count > 0 || (int64_t)rows.count < most)
			return RC_OK;
	}
}

/* Everything read so far is on the disk once this has committed (2). */
static enum rc
barrier(struct ctx *ctx)
{
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

static enum rc
head_make(
    struct ctx *ctx, const struct batch *batch, const unsigned char witness[16], struct audit_head *head)
{
	struct audit_head_row row;
	struct audit_head last = { 0 };
	unsigned char(*leaves)[AUDIT_HASH] = arena_array(ctx->arena, batch->count, AUDIT_HASH);
	enum rc rc = db_row(ctx, &seal_head_sql, &audit_head_row_record, &row, NO_ARGS);

	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	if (rc == RC_OK && !audit_head_take(&row, &last))
		return RC_INTERNAL;
	*head = (struct audit_head){ .batch = last.batch + 1,
		.first_seq = last.last_seq + 1,
		.last_seq = last.last_seq + (int64_t)batch->count,
		.at = ctx->now };
	memcpy(leaves, batch->leaves, batch->count * AUDIT_HASH);
	audit_root(leaves, batch->count, head->root);
	memcpy(head->prev, last.hash, sizeof(head->prev));
	memcpy(head->witness, witness, sizeof(head->witness));
	audit_head_hash(head);
	crypto_sign_detached(head->signature, NULL, head->hash, sizeof(head->hash), audit_seal_key());
	return RC_OK;
}

static enum rc
batch_save(struct ctx *ctx, const struct batch *batch, const struct audit_head *head)
{
	struct arg *seals = arena_array(ctx->arena, 4 * batch->count, sizeof(*seals));
	struct arg *ids = arena_array(ctx->arena, batch->count, sizeof(*ids));
	enum rc rc = db_exec(ctx, &seal_head_add_sql,
	    ARGS(arg_int(head->batch), arg_int(head->first_seq), arg_int(head->last_seq), arg_int(head->at),
		arg_bytes(head->root, 32), arg_bytes(head->prev, 32), arg_bytes(head->hash, 32),
		arg_bytes(head->signature, 64), arg_bytes(head->witness, 16)));

	for (size_t i = 0; i < batch->count; i++) {
		seals[4 * i] = arg_int(head->first_seq + (int64_t)i);
		seals[4 * i + 1] = arg_int(batch->ids[i]);
		seals[4 * i + 2] = arg_int(head->batch);
		seals[4 * i + 3] = arg_bytes(batch->leaves[i], AUDIT_HASH);
		ids[i] = arg_int(batch->ids[i]);
	}
	if (rc == RC_OK)
		rc = db_exec_many(ctx, &seal_add_sql, seals, 4, batch->count);
	if (rc == RC_OK)
		rc = db_exec_many(ctx, &seal_close_sql, ids, 1, batch->count);
	return rc;
}

static enum rc
batch_seal(struct ctx *ctx, const struct batch *batch, int fd, const unsigned char witness[16])
{
	struct audit_head head;
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = head_make(ctx, batch, witness, &head);
		if (rc == RC_OK)
			rc = batch_save(ctx, batch, &head);
		if (rc == RC_OK)
			rc = head_file_append(fd, ctx->arena, &head, batch->ids, batch->count);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

enum rc
audit_seal(struct ctx *ctx, int64_t most, int64_t *sealed)
{
	struct batch *batch = ARENA_NEW(ctx->arena, struct batch);
	const char *path = config_text(config_get(), "Audit.HeadFile", "/var/lib/houtai/audit-heads");
	unsigned char public[32], witness[16];
	int fd;
	enum rc rc;

	*sealed = 0;
	if (audit_seal_key() == NULL)
		return RC_INTERNAL;
	rc = batch_read(ctx, most < SEAL_MOST ? most : SEAL_MOST, batch);
	if (rc != RC_OK || batch->count == 0)
		return rc;
	rc = barrier(ctx);
	if (rc != RC_OK)
		return rc;
	crypto_sign_ed25519_sk_to_pk(public, audit_seal_key());
	fd = head_file_lock(path, public, witness);
	if (fd < 0)
		return RC_INTERNAL;
	rc = batch_seal(ctx, batch, fd, witness);
	head_file_release(fd);
	if (rc == RC_OK)
		*sealed = (int64_t)batch->count;
	/* another sealer was first (3): what is left of these rows will be found by the next run */
	return rc == RC_CONFLICT ? RC_OK : rc;
}
