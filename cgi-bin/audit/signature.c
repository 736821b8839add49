/* SPDX-License-Identifier: MIT */
/* Sign-offs: a frozen snapshot, its digest carried into the sealed log by an audit row (RULE SEC-1, ORD-4, CMP-8).
 * Not who may sign: re-authentication and four eyes are the caller's. */
#include "audit/audit.h"
#include "audit/store.h"

#include <sodium.h>
#include <string.h>

static const struct field signature_fields[] = { FIELD(signature, ID, id), FIELD(signature, TIME, at),
	FIELD(signature, ID, account_id), FIELD(signature, TEXT, staff_no), FIELD(signature, TEXT, name),
	FIELD(signature, TEXT, meaning), FIELD(signature, TEXT, digest), FIELD(signature, INT, seal_no),
	FIELD(signature, TEXT, seal) };
static const struct record signature_record = RECORD(signature, signature_fields);

SQL(signature_add_sql,
    "INSERT INTO signature (at, account_id, staff_no, name, kind, record_id, meaning, snapshot, digest, "
    "audit_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    .samples =
	"SELECT 0, 0, '', '', '', 0, '', '', REPEAT('x', 32), COALESCE(MAX(audit_id), 0) + 1 FROM signature");
/* What has been sealed of a signature is its audit row: the batch is the seal's number, the batch's head the seal. */
SQL(signature_list_sql,
    "SELECT g.id, g.at, g.account_id, g.staff_no, g.name, g.meaning, LOWER(HEX(g.digest)) AS digest,"
    " COALESCE(h.batch, 0) AS seal_no, COALESCE(LOWER(HEX(h.hash)), '') AS seal FROM signature g"
    " LEFT JOIN audit_seal s ON s.audit_id = g.audit_id LEFT JOIN audit_head h ON h.batch = s.batch"
    " WHERE g.kind = ? AND g.record_id = ? ORDER BY g.id",
    .samples = "(SELECT kind, record_id FROM signature ORDER BY id DESC LIMIT 1) UNION ALL SELECT '', 0");

enum rc
signature_add(
    struct ctx *ctx, const char *kind, int64_t id, const char *meaning, const char *snapshot, size_t length)
{
	unsigned char digest[AUDIT_HASH];
	int64_t audit_id;
	enum rc rc;

	crypto_generichash(digest, sizeof(digest), (const unsigned char *)snapshot, length, NULL, 0);
	rc = audit_sign(ctx, kind, id, meaning, audit_hex(ctx->arena, digest, sizeof(digest)), &audit_id);
	if (rc != RC_OK)
		return rc;
	return db_exec(ctx, &signature_add_sql,
	    ARGS(arg_int(ctx->now), arg_int(ctx->actor.account_id), arg_text(ctx->actor.staff_no),
		arg_text(ctx->actor.name), arg_text(kind), arg_int(id), arg_text(meaning),
		arg_bytes(snapshot, length), arg_bytes(digest, sizeof(digest)), arg_int(audit_id)));
}

enum rc
signature_list(struct ctx *ctx, const char *kind, int64_t id, struct rows *signatures)
{
	return db_rows(
	    ctx, &signature_list_sql, &signature_record, signatures, ARGS(arg_text(kind), arg_int(id)));
}
