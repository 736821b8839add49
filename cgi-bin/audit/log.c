/* SPDX-License-Identifier: MIT */
/* Writing to the audit log and reading a record's history from it.
 * Not sealing and not proving: seal.c, verify.c. */
#include "audit/audit.h"
#include "audit/keys.h"
#include "audit/store.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/utf8.h"
#include <inttypes.h>
#include <sodium.h>
#include <string.h>

static const struct field row_fields[] = { FIELD(audit_row, ID, id), FIELD(audit_row, TIME, at),
	FIELD(audit_row, ID, account_id), FIELD(audit_row, TEXT, staff_no), FIELD(audit_row, TEXT, name),
	FIELD(audit_row, TEXT, action), FIELD(audit_row, TEXT, kind), FIELD(audit_row, ID, record_id),
	FIELD(audit_row, TEXT, request_id), FIELD(audit_row, TEXT, diff), FIELD(audit_row, BLOB, mac) };
const struct record audit_row_record = RECORD(audit_row, row_fields);

static const struct field entry_fields[] = { FIELD(audit_entry, ID, id), FIELD(audit_entry, TIME, at),
	FIELD(audit_entry, ID, account_id), FIELD(audit_entry, TEXT, staff_no),
	FIELD(audit_entry, TEXT, name), FIELD(audit_entry, TEXT, action), FIELD(audit_entry, TEXT, kind),
	FIELD(audit_entry, ID, record_id), FIELD(audit_entry, TEXT, diff), FIELD(audit_entry, BOOL, sealed) };
const struct record audit_entry_record = RECORD(audit_entry, entry_fields);

SQL(audit_open_sql, "INSERT INTO audit_open (id) VALUES (NULL)");
SQL(audit_log_sql,
    "INSERT INTO audit_log (id, at, account_id, staff_no, name, action, kind, record_id, request_id, diff, "
    "mac) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    .samples =
	"SELECT COALESCE(MAX(id), 0) + 1, 0, 0, '', '', '', '', 0, '', '', REPEAT('x', 32) FROM audit_log");
SQL(audit_history_sql,
    "SELECT l.id, l.at, l.account_id, l.staff_no, l.name, l.action, l.kind, l.record_id, l.diff,"
    " s.audit_id IS NOT NULL AS sealed FROM audit_log l LEFT JOIN audit_seal s ON s.audit_id = l.id"
    " WHERE l.kind = ? AND l.record_id = ? ORDER BY l.id DESC LIMIT ?",
    .samples =
	"(SELECT kind, record_id, 20 FROM audit_log ORDER BY id DESC LIMIT 1) UNION ALL SELECT '', 0, 20");

static const char *
text_cut(struct arena *arena, const char *text, size_t most)
{
	return text == NULL ? "" : arena_strndup(arena, text, utf8_cut(text, most));
}

/* A row outside a transaction could stand there without its change, or the change without its row. */
static enum rc
writable(const struct ctx *ctx)
{
	if (ctx->tx_open && audit_writer_key() != NULL)
		return RC_OK;
	log_line(LOG_ERROR, "audit.write", "why", ctx->tx_open ? "no key" : "no transaction", NULL);
	return RC_INTERNAL;
}

/* The row under an id drawn before. It is sent ahead: nobody needs to know more of it before the transaction ends. */
static enum rc
row_write(
    struct ctx *ctx, int64_t id, const char *action, const char *kind, int64_t record_id, const char *diff)
{
	unsigned char mac[AUDIT_HASH];
	struct audit_row row = { .id = id,
		.at = ctx->now,
		.account_id = ctx->actor.account_id,
		.staff_no = text_cut(ctx->arena, ctx->actor.staff_no, 20),
		.name = text_cut(ctx->arena, ctx->actor.name, 80),
		.action = action,
		.kind = kind,
		.record_id = record_id,
		.request_id = text_cut(ctx->arena, ctx->request_id, 60),
		.diff = diff };

	audit_row_mac(&row, audit_writer_key(), mac);
	return db_send(ctx, &audit_log_sql,
	    ARGS(arg_int(row.id), arg_int(row.at), arg_int(row.account_id), arg_text(row.staff_no),
		arg_text(row.name), arg_text(row.action), arg_text(row.kind), arg_int(row.record_id),
		arg_text(row.request_id), arg_text(row.diff), arg_bytes(mac, sizeof(mac))));
}

enum rc
audit_write(
    struct ctx *ctx, const char *action, const char *kind, int64_t record_id, const char *diff, int64_t *id)
{
	enum rc rc = writable(ctx);

	if (rc == RC_OK)
		rc = db_exec(ctx, &audit_open_sql, NO_ARGS);
	if (rc != RC_OK)
		return rc;
	*id = db_insert_id(ctx);
	return row_write(ctx, *id, action, kind, record_id, diff);
}

enum rc
audit_open_ahead(struct ctx *ctx)
{
	enum rc rc = writable(ctx);

	return rc == RC_OK ? db_send(ctx, &audit_open_sql, NO_ARGS) : rc;
}

int64_t
audit_opened(struct ctx *ctx)
{
	return db_sent_id(ctx, &audit_open_sql);
}

enum rc
audit_add_opened(struct ctx *ctx, int64_t opened, const char *action, const char *kind, int64_t id,
    const struct diff *diff)
{
	return row_write(ctx, opened, action, kind, id, diff_write(ctx->arena, diff));
}

enum rc
audit_add(struct ctx *ctx, const char *action, const char *kind, int64_t id, const struct diff *diff)
{
	static const struct diff nothing;
	int64_t audit_id;

	return audit_write(
	    ctx, action, kind, id, diff_write(ctx->arena, diff == NULL ? &nothing : diff), &audit_id);
}

enum rc
audit_batch(struct ctx *ctx, const char *action, const char *kind, int64_t first_id, int64_t rows,
    const unsigned char hash[32])
{
	struct diff diff = { 0 };
	int64_t audit_id;

	diff_add(&diff, "audit.field.rows", "", arena_printf(ctx->arena, "%" PRId64, rows));
	diff_add(&diff, "audit.field.hash", "", audit_hex(ctx->arena, hash, 32));
	return audit_write(ctx, action, kind, first_id, diff_write(ctx->arena, &diff), &audit_id);
}

enum rc
audit_sign(struct ctx *ctx, const char *kind, int64_t record_id, const char *meaning, const char *digest,
    int64_t *id)
{
	struct diff diff = { 0 };

	diff_add(&diff, "audit.field.meaning", "", meaning);
	diff_add(&diff, "audit.field.digest", "", digest);
	return audit_write(ctx, "signature.add", kind, record_id, diff_write(ctx->arena, &diff), id);
}

enum rc
audit_history(struct ctx *ctx, const char *kind, int64_t id, int64_t most, struct rows *entries)
{
	return db_rows(ctx, &audit_history_sql, &audit_entry_record, entries,
	    ARGS(arg_text(kind), arg_int(id), arg_int(most)));
}

enum rc
audit_conflict(struct ctx *ctx, const char *kind, int64_t id)
{
	struct rows entries;
	const struct audit_entry *last;
	enum rc rc = audit_history(ctx, kind, id, 1, &entries);

	if (rc != RC_OK)
		return rc;
	if (entries.count ==
	    0) /* an import changed it, or something was added: that is no entry of the record's own */
		return ctx_fail(ctx, RC_CONFLICT, "audit.conflict.unknown", NULL);
	last = entries.items;
	return ctx_fail(ctx, RC_CONFLICT, "audit.conflict.known",
	    arena_printf(ctx->arena, "%s %s", last->name, last->staff_no), time_text(ctx->arena, last->at),
	    arena_printf(ctx->arena, "@audit.action.%s", last->action), NULL);
}

const char *
audit_hex(struct arena *arena, const void *bytes, size_t length)
{
	char *hex = arena_alloc(arena, 2 * length + 1);

	sodium_bin2hex(hex, 2 * length + 1, bytes, length);
	return hex;
}
