/* SPDX-License-Identifier: MIT */
/* Uploads that no record came to use are removed: rejected forms, uploads broken off (RULE SEC-4 keeps what a record uses).
 * Whoever removes one holds the row of its upload, and the file's, which files_attach() holds as well: a use is seen, or comes too
 * late to find the file. Killed at any line, another run goes on where it stood. */
#include "audit/audit.h"
#include "db/db.h"
#include "db/tx.h"
#include "files/files.h"

#include <string.h>

#define UPLOADS_A_RUN 200
#define CHUNKS_AT_ONCE 32 /* 16 MB in one transaction */

struct upload_row {
	int64_t id;
};
static const struct field upload_fields[] = { FIELD(upload_row, ID, id) };
static const struct record upload_record = RECORD(upload_row, upload_fields);

/* An upload's row stands until it is settled: used by a record, or gone. */
SQL(upload_due_sql, "SELECT id FROM file_upload WHERE begun_at < ? ORDER BY begun_at, id LIMIT ?",
    .samples = "SELECT 4102444800, 200 UNION ALL SELECT 0, 200");
SQL(upload_lock_sql, "SELECT id FROM file_upload WHERE id = ? FOR UPDATE",
    .samples = "SELECT MAX(id) FROM file_upload UNION ALL SELECT 0");
SQL(upload_settle_sql, "DELETE FROM file_upload WHERE id = ?",
    .samples = "SELECT MAX(id) FROM file_upload UNION ALL SELECT 0");
SQL(file_lock_sql,
    "SELECT id, name, type, size, digest, kind, record_id, made_at, account_id FROM file WHERE id = ? FOR "
    "UPDATE",
    .samples = "SELECT MAX(id) FROM file UNION ALL SELECT 0");
SQL(file_used_sql, "SELECT COUNT(*) FROM (SELECT 1 FROM file_use WHERE file_id = ? LIMIT 1) u",
    .samples = "SELECT MAX(file_id) FROM file_use UNION ALL SELECT 0");
SQL(file_drop_sql, "DELETE FROM file WHERE id = ?", .samples = "SELECT MAX(id) FROM file UNION ALL SELECT 0");
SQL(chunks_drop_sql, "DELETE FROM file_chunk WHERE file_id = ? ORDER BY chunk_no LIMIT ?",
    .samples = "SELECT MAX(file_id), 32 FROM file_chunk UNION ALL SELECT 0, 32");

enum outcome { SETTLED, CHUNKS_LEFT };

/* The file itself goes, with a row of the log that says what it was. */
static enum rc
file_drop(struct ctx *ctx, const struct file *file)
{
	struct diff diff = { .count = 0 };
	enum rc rc = db_exec(ctx, &file_drop_sql, ARGS(arg_int(file->id)));

	diff_add(&diff, "files.field.name", file->name, "");
	diff_add(&diff, "files.field.digest", file->digest, "");
	return rc == RC_OK ? audit_add(ctx, "file.sweep", "file", file->id, &diff) : rc;
}

/* Inside a transaction: a used one is settled; of an unused one the file goes first, then its chunks, some at a time. */
static enum rc
upload_step(struct ctx *ctx, int64_t id, enum outcome *outcome)
{
	struct upload_row row;
	struct file file;
	int64_t used = 0;
	enum rc rc = db_row(ctx, &upload_lock_sql, &upload_record, &row, ARGS(arg_int(id)));

	*outcome = SETTLED;
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc; /* another process was quicker */
	rc = db_row(ctx, &file_lock_sql, &file_record, &file, ARGS(arg_int(id)));
	if (rc == RC_OK && strcmp(file.kind, FILE_UPLOAD) == 0)
		rc = db_int(ctx, &file_used_sql, &used, ARGS(arg_int(id)));
	else if (rc == RC_OK)
		used = 1; /* made for a record from the first */
	if (rc == RC_OK && used != 0)
		return db_exec(ctx, &upload_settle_sql, ARGS(arg_int(id)));
	if (rc == RC_OK) {
		*outcome = CHUNKS_LEFT;
		return file_drop(ctx, &file);
	}
	if (rc == RC_NOT_FOUND)
		rc = db_exec(ctx, &chunks_drop_sql, ARGS(arg_int(id), arg_int(CHUNKS_AT_ONCE)));
	if (rc != RC_OK)
		return rc;
	if (db_changed(ctx) == CHUNKS_AT_ONCE) {
		*outcome = CHUNKS_LEFT;
		return RC_OK;
	}
	return db_exec(ctx, &upload_settle_sql, ARGS(arg_int(id)));
}

static enum rc
upload_sweep(struct ctx *ctx, int64_t id)
{
	enum outcome outcome = CHUNKS_LEFT;
	enum rc rc = RC_OK;

	while (rc == RC_OK && outcome == CHUNKS_LEFT)
		do {
			rc = tx_begin(ctx);
			if (rc == RC_OK)
				rc = upload_step(ctx, id, &outcome);
			rc = tx_end(ctx, rc);
		} while (tx_again(ctx, rc));
	return rc;
}

enum rc
files_sweep(struct ctx *ctx, int64_t before)
{
	const struct upload_row *uploads;
	struct rows found;
	enum rc rc = db_rows(
	    ctx, &upload_due_sql, &upload_record, &found, ARGS(arg_int(before), arg_int(UPLOADS_A_RUN)));

	if (rc != RC_OK)
		return rc;
	uploads = found.items;
	for (size_t i = 0; rc == RC_OK && i < found.count; i++)
		rc = upload_sweep(ctx, uploads[i].id);
	return rc;
}
