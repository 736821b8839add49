/* SPDX-License-Identifier: MIT */
/* Storing and reading files, in chunks that fit a packet and a transaction.
 * Not what a file is for: the record that uses it says so. */
#include "files/files.h"
#include "files/rules.h"

#include "audit/audit.h"
#include "base/log.h"
#include "db/db.h"
#include "db/tx.h"
#include "policy/role.h"
#include <inttypes.h>
#include <sodium.h>
#include <string.h>

#define CHUNK 524288
#define LIST_MOST 200

static const struct field file_fields[] = { FIELD(file, ID, id), FIELD(file, TEXT, name),
	FIELD(file, TEXT, type), FIELD(file, INT, size), FIELD(file, TEXT, digest), FIELD(file, TEXT, kind),
	FIELD(file, ID, record_id), FIELD(file, TIME, made_at), FIELD(file, ID, account_id) };
const struct record file_record = RECORD(file, file_fields);

struct chunk {
	struct blob data;
};
static const struct field chunk_fields[] = { FIELD(chunk, BLOB, data) };
static const struct record chunk_record = RECORD(chunk, chunk_fields);
struct use {
	const char *kind;
};
static const struct field use_fields[] = { FIELD(use, TEXT, kind) };
static const struct record use_record = RECORD(use, use_fields);

#define FILE_COLUMNS "f.id, f.name, f.type, f.size, f.digest, f.kind, f.record_id, f.made_at, f.account_id"
SQL(file_draw_sql, "INSERT INTO file_upload (begun_at, account_id) VALUES (?, ?)", .samples = "SELECT 0, 0");
SQL(file_chunk_add_sql, "INSERT INTO file_chunk (file_id, chunk_no, data) VALUES (?, ?, ?)",
    .samples = "SELECT COALESCE(MAX(file_id), 0) + 1, 0, 'sample' FROM file_chunk");
SQL(file_add_sql,
    "INSERT INTO file (id, name, type, size, digest, kind, record_id, made_at, account_id)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    .samples = "SELECT COALESCE(MAX(id), 0) + 1, '', '', 0, '', '', 0, 0, 0 FROM file");
SQL(file_get_sql, "SELECT " FILE_COLUMNS " FROM file f WHERE f.id = ?",
    .samples = "SELECT MAX(id) FROM file UNION ALL SELECT 0");
/* Who may not change a file can hold it all the same: whoever sweeps waits. */
SQL(file_hold_sql, "SELECT " FILE_COLUMNS " FROM file f WHERE f.id = ? LOCK IN SHARE MODE",
    .samples = "SELECT MAX(id) FROM file UNION ALL SELECT 0");
SQL(file_chunk_get_sql, "SELECT data FROM file_chunk WHERE file_id = ? AND chunk_no = ?",
    .samples = "SELECT MAX(file_id), 0 FROM file_chunk UNION ALL SELECT 0, 0");
SQL(file_use_add_sql,
    "INSERT INTO file_use (file_id, kind, record_id, used_at) VALUES (?, ?, ?, ?)"
    " ON DUPLICATE KEY UPDATE used_at = file_use.used_at",
    .samples = "SELECT 1, 'sample', 0, 0");
SQL(file_use_drop_sql, "DELETE FROM file_use WHERE file_id = ? AND kind = ? AND record_id = ?",
    .samples = "(SELECT file_id, kind, record_id FROM file_use LIMIT 1) UNION ALL SELECT 0, '', 0");
SQL(file_offer_sql,
    "INSERT INTO file_upload (id, begun_at, account_id) VALUES (?, 0, ?) ON DUPLICATE KEY UPDATE begun_at = 0",
    .samples = "SELECT 4102444800, 0");
SQL(file_use_kinds_sql, "SELECT DISTINCT kind FROM file_use WHERE file_id = ? LIMIT 50",
    .samples = "SELECT MAX(file_id) FROM file_use UNION ALL SELECT 0");
SQL(file_use_list_sql,
    "SELECT " FILE_COLUMNS
    " FROM file_use u JOIN file f ON f.id = u.file_id WHERE u.kind = ? AND u.record_id = ?"
    " ORDER BY f.id LIMIT ?",
    .samples = "(SELECT kind, record_id, 200 FROM file_use LIMIT 1) UNION ALL SELECT '', 0, 200");

struct file_writer {
	struct ctx *ctx;
	int64_t id, size, most, chunks;
	const char *name;
	const char *const *types;
	crypto_generichash_state *digest; /* apart: it wants more alignment than an arena gives */
	struct text_check text;
	unsigned char head[FILE_SNIFF];
	size_t head_length;
	unsigned char *buffer;
	size_t held;
};

static crypto_generichash_state *
digest_new(struct arena *arena)
{
	size_t wanted = _Alignof(crypto_generichash_state);
	char *room = arena_alloc(arena, sizeof(crypto_generichash_state) + wanted);
	crypto_generichash_state *digest = (void *)(room + (wanted - (uintptr_t)room % wanted) % wanted);

	crypto_generichash_init(digest, NULL, 0, 32);
	return digest;
}

enum rc
files_begin(
    struct ctx *ctx, const char *name, int64_t most, const char *const *types, struct file_writer **writer)
{
	struct file_writer *made = ARENA_NEW(ctx->arena, struct file_writer);
	enum rc rc = db_exec(ctx, &file_draw_sql, ARGS(arg_int(ctx->now), arg_int(ctx->actor.account_id)));

	if (rc != RC_OK)
		return rc;
	made->ctx = ctx;
	made->id = db_insert_id(ctx);
	made->name = file_name_safe(ctx->arena, name);
	made->most = most;
	made->types = types;
	made->buffer = arena_alloc(ctx->arena, CHUNK);
	made->digest = digest_new(ctx->arena);
	*writer = made;
	return RC_OK;
}

/* Each chunk commits by itself: no transaction is open for as long as an upload takes. */
static enum rc
chunk_flush(struct file_writer *writer)
{
	enum rc rc;

	if (writer->held == 0)
		return RC_OK;
	rc = db_exec(writer->ctx, &file_chunk_add_sql,
	    ARGS(arg_int(writer->id), arg_int(writer->chunks), arg_bytes(writer->buffer, writer->held)));
	writer->chunks++;
	writer->held = 0;
	return rc;
}

int64_t
files_written(const struct file_writer *writer)
{
	return writer->size;
}

enum rc
files_add(struct file_writer *writer, const void *data, size_t length)
{
	const unsigned char *bytes = data;
	size_t sniff = FILE_SNIFF - writer->head_length < length ? FILE_SNIFF - writer->head_length : length;

	writer->size += (int64_t)length;
	if (writer->size > writer->most)
		return ctx_fail(writer->ctx, RC_INVALID, "files.refused.large",
		    arena_printf(writer->ctx->arena, "%" PRId64, writer->most / 1048576), NULL);
	memcpy(writer->head + writer->head_length, data, sniff);
	writer->head_length += sniff;
	crypto_generichash_update(writer->digest, data, length);
	text_check_add(&writer->text, data, length);
	while (length > 0) {
		size_t part = CHUNK - writer->held < length ? CHUNK - writer->held : length;

		memcpy(writer->buffer + writer->held, bytes, part);
		writer->held += part;
		bytes += part;
		length -= part;
		if (writer->held == CHUNK) {
			enum rc rc = chunk_flush(writer);

			if (rc != RC_OK)
				return rc;
		}
	}
	return RC_OK;
}

static bool
type_taken(const char *const *types, const char *type)
{
	if (type == NULL || types == NULL)
		return type != NULL;
	for (; *types != NULL; types++)
		if (strcmp(*types, type) == 0)
			return true;
	return false;
}

/* The row that makes the file exist. */
static enum rc
file_insert(struct ctx *ctx, const struct file *file)
{
	return db_exec(ctx, &file_add_sql,
	    ARGS(arg_int(file->id), arg_text(file->name), arg_text(file->type), arg_int(file->size),
		arg_text(file->digest), arg_text(file->kind), arg_int(file->record_id),
		arg_int(file->made_at), arg_int(file->account_id)));
}

/* A file made for a record, in a transaction. */
static enum rc
file_save(struct ctx *ctx, const struct file *file)
{
	struct diff diff = { 0 };
	enum rc rc = file_insert(ctx, file);

	if (rc == RC_OK)
		rc = db_exec(ctx, &file_use_add_sql,
		    ARGS(arg_int(file->id), arg_text(file->kind), arg_int(file->record_id),
			arg_int(ctx->now)));
	if (rc != RC_OK)
		return rc;
	diff_add(&diff, "files.field.name", "", file->name);
	diff_add(&diff, "files.field.digest", "", file->digest);
	return audit_add(ctx, "file.add", "file", file->id, &diff);
}

enum rc
files_end(struct file_writer *writer, const char *kind, int64_t record_id, struct file *file)
{
	struct ctx *ctx = writer->ctx;
	unsigned char digest[32];
	char *hex = arena_alloc(ctx->arena, 65);
	enum rc rc = chunk_flush(writer);

	if (rc != RC_OK)
		return rc;
	if (writer->size == 0)
		return ctx_fail(ctx, RC_INVALID, "files.refused.empty", NULL);
	crypto_generichash_final(writer->digest, digest, sizeof(digest));
	sodium_bin2hex(hex, 65, digest, sizeof(digest));
	*file = (struct file){ .id = writer->id,
		.name = writer->name,
		.type =
		    file_type(writer->head, writer->head_length, text_check_end(&writer->text), writer->name),
		.size = writer->size,
		.digest = hex,
		.kind = kind,
		.record_id = record_id,
		.made_at = ctx->now,
		.account_id = ctx->actor.account_id };
	if (!type_taken(writer->types, file->type))
		return ctx_fail(ctx, RC_INVALID, "files.refused.type", NULL);
	/* an upload nobody uses yet is no change of anything; its use is recorded with the record */
	if (strcmp(kind, FILE_UPLOAD) == 0)
		return file_insert(ctx, file);
	if (ctx->tx_open)
		return file_save(ctx, file);
	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = file_save(ctx, file);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

enum rc
files_get(struct ctx *ctx, int64_t id, struct file *file)
{
	return db_row(ctx, &file_get_sql, &file_record, file, ARGS(arg_int(id)));
}

enum rc
files_each(
    struct ctx *ctx, int64_t id, enum rc (*each)(void *self, const void *data, size_t length), void *self)
{
	struct arena *mine = ctx->arena, *scratch = arena_new(2 * CHUNK);
	enum rc rc = RC_OK;

	for (int64_t i = 0; rc == RC_OK; i++) {
		struct chunk chunk;

		ctx->arena = scratch;
		rc = db_row(ctx, &file_chunk_get_sql, &chunk_record, &chunk, ARGS(arg_int(id), arg_int(i)));
		ctx->arena = mine;
		if (rc == RC_OK)
			rc = each(self, chunk.data.data, chunk.data.length);
		else if (rc == RC_NOT_FOUND && i > 0) {
			rc = RC_OK;
			break;
		}
		arena_reset(scratch, 4 * CHUNK);
	}
	arena_free(scratch);
	return rc;
}

enum rc
files_attach(struct ctx *ctx, int64_t id, const char *kind, int64_t record_id)
{
	struct file file;
	struct diff diff = { 0 };
	enum rc rc = db_row(ctx, &file_hold_sql, &file_record, &file, ARGS(arg_int(id)));

	if (rc != RC_OK)
		return rc;
	if (file.account_id != ctx->actor.account_id || strcmp(file.kind, FILE_UPLOAD) != 0)
		return RC_NOT_FOUND;
	rc = db_exec(
	    ctx, &file_use_add_sql, ARGS(arg_int(id), arg_text(kind), arg_int(record_id), arg_int(ctx->now)));
	if (rc != RC_OK)
		return rc;
	diff_add(&diff, "files.field.name", "", file.name);
	diff_add(&diff, "files.field.digest", "", file.digest);
	return audit_add(ctx, "file.attach", kind, record_id, &diff);
}

enum rc
files_release(struct ctx *ctx, int64_t id, const char *kind, int64_t record_id)
{
	struct diff diff = { 0 };
	struct file file;
	enum rc rc = db_row(ctx, &file_hold_sql, &file_record, &file, ARGS(arg_int(id)));

	if (rc == RC_NOT_FOUND)
		return RC_OK; /* gone already */
	if (rc == RC_OK)
		rc = db_exec(ctx, &file_use_drop_sql, ARGS(arg_int(id), arg_text(kind), arg_int(record_id)));
	if (rc == RC_OK)
		rc = db_exec(ctx, &file_offer_sql, ARGS(arg_int(id), arg_int(file.account_id)));
	if (rc != RC_OK)
		return rc;
	diff_add(&diff, "files.field.name", file.name, "");
	diff_add(&diff, "files.field.digest", file.digest, "");
	return audit_add(ctx, "file.release", kind, record_id, &diff);
}

enum rc
files_list(struct ctx *ctx, const char *kind, int64_t record_id, struct rows *files)
{
	return db_rows(ctx, &file_use_list_sql, &file_record, files,
	    ARGS(arg_text(kind), arg_int(record_id), arg_int(LIST_MOST)));
}

enum rc
files_may(struct ctx *ctx, const struct file *file, const struct right *(*right_of)(const char *kind))
{
	const struct use *use;
	struct rows uses;
	enum rc rc;

	if (file->account_id != 0 && file->account_id == ctx->actor.account_id)
		return RC_OK;
	rc = db_rows(ctx, &file_use_kinds_sql, &use_record, &uses, ARGS(arg_int(file->id)));
	use = uses.items;
	for (size_t i = 0; rc == RC_OK && i < uses.count; i++, use++) {
		const struct right *right = right_of(use->kind);

		if (right != NULL && actor_may(&ctx->actor, right))
			return RC_OK;
	}
	return rc == RC_OK ? RC_NOT_FOUND : rc;
}
