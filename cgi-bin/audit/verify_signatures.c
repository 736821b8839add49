/* SPDX-License-Identifier: MIT */
/* The proof of sign-offs: each against its snapshot and against the row of the log that carries its digest.
 * Not the log itself: verify_rows.c has checked it before. */
#include "audit/audit.h"
#include "audit/prove.h"

#include <sodium.h>
#include <string.h>

#define PIECE 50 /* snapshots may be large */

struct sign_row {
	int64_t id, audit_id;
	const char *meaning;
	struct blob snapshot, digest;
	const char *log_diff;
	bool same; /* the row of the log is of the same sign-off */
};
static const struct field sign_fields[] = { FIELD(sign_row, ID, id), FIELD(sign_row, TEXT, meaning),
	FIELD(sign_row, ID, audit_id), FIELD(sign_row, BLOB, snapshot), FIELD(sign_row, BLOB, digest),
	FIELD(sign_row, TEXT, log_diff), FIELD(sign_row, BOOL, same) };
static const struct record sign_record = RECORD(sign_row, sign_fields);

SQL(verify_signs_sql,
    "SELECT g.id, g.meaning, g.audit_id, g.snapshot, g.digest, COALESCE(l.diff, '') AS log_diff, "
    "COALESCE(l.action = 'signature.add' AND l.at = g.at AND l.account_id = g.account_id "
    "AND l.staff_no = g.staff_no AND l.name = g.name AND l.kind = g.kind "
    "AND l.record_id = g.record_id, 0) AS same FROM signature g LEFT JOIN audit_log l "
    "ON l.id = g.audit_id WHERE g.id > ? ORDER BY g.id LIMIT ?",
    .samples = "SELECT 0, 50 UNION ALL SELECT MAX(id), 50 FROM signature");
SQL(verify_sign_gone_sql,
    "SELECT l.id FROM audit_log l LEFT JOIN signature g ON g.audit_id = l.id"
    " WHERE l.action = 'signature.add' AND g.id IS NULL ORDER BY l.id LIMIT 1",
    .why = "looks for a sign-off behind each row that records one");

/* The digest of the snapshot must be the stored one and stand in the log's row, with the meaning. */
static bool
sign_holds(struct arena *arena, const struct sign_row *row)
{
	unsigned char digest[AUDIT_HASH];
	const char *hex, *meaning;

	crypto_generichash(digest, sizeof(digest), row->snapshot.data, row->snapshot.length, NULL, 0);
	if (!row->same || row->digest.length != AUDIT_HASH ||
	    memcmp(digest, row->digest.data, AUDIT_HASH) != 0)
		return false;
	hex = arena_printf(
	    arena, "[\"audit.field.digest\",\"\",\"%s\"]", audit_hex(arena, digest, sizeof(digest)));
	meaning = arena_printf(arena, "[\"audit.field.meaning\",\"\",\"%s\"]", row->meaning);
	return strstr(row->log_diff, hex) != NULL && strstr(row->log_diff, meaning) != NULL;
}

enum rc
prove_signatures(struct audit_proof *proof)
{
	int64_t after = 0, gone;
	size_t count = PIECE;
	enum rc rc = RC_OK;

	while (count == PIECE && proof->finding.what == NULL) {
		const struct sign_row *row;
		struct rows rows;

		rc = db_rows(
		    proof->ctx, &verify_signs_sql, &sign_record, &rows, ARGS(arg_int(after), arg_int(PIECE)));
		if (rc != RC_OK)
			return rc;
		count = rows.count;
		row = rows.items;
		for (size_t i = 0; i < count; i++, row++) {
			if (!sign_holds(proof->scratch, row))
				return proof_found(proof, "signature", row->id, row->audit_id);
			after = row->id;
		}
		arena_reset(proof->scratch, 1 << 20);
	}
	rc = db_int(proof->ctx, &verify_sign_gone_sql, &gone, NO_ARGS);
	if (rc == RC_OK)
		return proof_found(proof, "signgone", gone, 0);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}
