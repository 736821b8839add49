/* SPDX-License-Identifier: MIT */
/* The proof of one record's sign-offs: snapshot against digest, the row of the log that carries it, its seal, its signed head.
 * Not the whole log: verify.c; what the snapshot says of the record is its feature's to compare. */
#include "audit/audit.h"
#include "audit/keys.h"
#include "audit/prove.h"

#include <sodium.h>
#include <string.h>

struct proof_row {
	int64_t sign_id, audit_id;
	const char *meaning;
	struct blob snapshot, digest;
	bool same; /* row and sign-off are of the same person and moment */
	int64_t batch;
	struct blob leaf;
	int64_t id, at, account_id;
	const char *staff_no, *name, *action, *kind;
	int64_t record_id;
	const char *request_id, *diff;
	struct blob mac;
};
static const struct field proof_fields[] = { FIELD(proof_row, ID, sign_id), FIELD(proof_row, ID, audit_id),
	FIELD(proof_row, TEXT, meaning), FIELD(proof_row, BLOB, snapshot), FIELD(proof_row, BLOB, digest),
	FIELD(proof_row, BOOL, same), FIELD(proof_row, INT, batch), FIELD(proof_row, BLOB, leaf),
	FIELD(proof_row, ID, id), FIELD(proof_row, TIME, at), FIELD(proof_row, ID, account_id),
	FIELD(proof_row, TEXT, staff_no), FIELD(proof_row, TEXT, name), FIELD(proof_row, TEXT, action),
	FIELD(proof_row, TEXT, kind), FIELD(proof_row, ID, record_id), FIELD(proof_row, TEXT, request_id),
	FIELD(proof_row, TEXT, diff), FIELD(proof_row, BLOB, mac) };
static const struct record proof_record = RECORD(proof_row, proof_fields);

struct leaf_row {
	int64_t seq;
	struct blob hash;
};
static const struct field leaf_fields[] = { FIELD(leaf_row, INT, seq), FIELD(leaf_row, BLOB, hash) };
static const struct record leaf_record = RECORD(leaf_row, leaf_fields);

SQL(proof_signs_sql,
    "SELECT g.id AS sign_id, g.audit_id, g.meaning, g.snapshot, g.digest, COALESCE(l.at = g.at "
    "AND l.account_id = g.account_id AND l.staff_no = g.staff_no AND l.name = g.name "
    "AND l.kind = g.kind AND l.record_id = g.record_id, 0) AS same, COALESCE(s.batch, 0) AS batch, "
    "COALESCE(s.hash, '') AS leaf, COALESCE(l.id, 0) AS id, COALESCE(l.at, 0) AS at, "
    "COALESCE(l.account_id, 0) AS account_id, COALESCE(l.staff_no, '') AS staff_no, COALESCE(l.name, '') "
    "AS name, COALESCE(l.action, '') AS action, COALESCE(l.kind, '') AS kind, COALESCE(l.record_id, 0) AS "
    "record_id, COALESCE(l.request_id, '') AS request_id, COALESCE(l.diff, '') AS diff, COALESCE(l.mac, "
    "'') AS mac FROM signature g LEFT JOIN audit_log l ON l.id = g.audit_id LEFT JOIN audit_seal s "
    "ON s.audit_id = g.audit_id WHERE g.kind = ? AND g.record_id = ? ORDER BY g.id",
    .samples = "(SELECT kind, record_id FROM signature ORDER BY id DESC LIMIT 1) UNION ALL SELECT '', 0");
/* Each sign-off that the log records of this record must still be there. */
SQL(proof_gone_sql,
    "SELECT l.id FROM audit_log l LEFT JOIN signature g ON g.audit_id = l.id WHERE l.kind = ? "
    "AND l.record_id = ? AND l.action = 'signature.add' AND g.id IS NULL ORDER BY l.id LIMIT 1",
    .samples = "(SELECT kind, record_id FROM signature ORDER BY id DESC LIMIT 1) UNION ALL SELECT '', 0",
    .why = "one record's history");
SQL(proof_head_sql, "SELECT " AUDIT_HEAD_COLUMNS " FROM audit_head WHERE batch = ?",
    .samples = "SELECT MAX(batch) FROM audit_head UNION ALL SELECT 0");
SQL(proof_leaves_sql, "SELECT seq, hash FROM audit_seal WHERE batch = ? ORDER BY seq",
    .samples = "SELECT MAX(batch) FROM audit_head UNION ALL SELECT 0");

static void
found(struct audit_finding *finding, const char *what, int64_t first, int64_t second)
{
	if (finding->what == NULL)
		*finding = (struct audit_finding){ what, { first, second } };
}

/* Digest of the snapshot, in the sign-off and in the log's row, which its writer's MAC covers. */
static void
row_prove(struct arena *arena, const struct proof_row *row, struct audit_finding *finding)
{
	const struct audit_row logged = { row->id, row->at, row->account_id, row->staff_no, row->name,
		row->action, row->kind, row->record_id, row->request_id, row->diff, row->mac };
	unsigned char digest[AUDIT_HASH], mac[AUDIT_HASH], leaf[AUDIT_HASH];
	const char *hex, *meaning;

	crypto_generichash(digest, sizeof(digest), row->snapshot.data, row->snapshot.length, NULL, 0);
	hex = arena_printf(
	    arena, "[\"audit.field.digest\",\"\",\"%s\"]", audit_hex(arena, digest, sizeof(digest)));
	meaning = arena_printf(arena, "[\"audit.field.meaning\",\"\",\"%s\"]", row->meaning);
	if (!row->same || strcmp(row->action, "signature.add") != 0 || row->digest.length != AUDIT_HASH ||
	    memcmp(digest, row->digest.data, AUDIT_HASH) != 0 || strstr(row->diff, hex) == NULL ||
	    strstr(row->diff, meaning) == NULL)
		found(finding, "signature", row->sign_id, row->audit_id);
	audit_row_mac(&logged, audit_writer_key(), mac);
	if (row->mac.length != AUDIT_HASH || sodium_memcmp(mac, row->mac.data, AUDIT_HASH) != 0)
		found(finding, "altered", row->audit_id, 0);
	audit_row_leaf(&logged, leaf);
	if (row->batch > 0 &&
	    (row->leaf.length != AUDIT_HASH || memcmp(leaf, row->leaf.data, AUDIT_HASH) != 0))
		found(finding, "seal", row->audit_id, 0);
}

static bool
head_holds(const struct audit_head *head, const unsigned char key[32])
{
	struct audit_head again = *head;

	audit_head_hash(&again);
	return memcmp(again.hash, head->hash, AUDIT_HASH) == 0 &&
	       crypto_sign_verify_detached(head->signature, head->hash, AUDIT_HASH, key) == 0;
}

/* The signed head over the batch that sealed a row. */
static enum rc
batch_prove(struct ctx *ctx, int64_t batch, struct audit_finding *finding)
{
	struct audit_head_row row;
	struct audit_head head;
	struct rows rows;
	const struct leaf_row *leaf;
	unsigned char(*leaves)[AUDIT_HASH], root[AUDIT_HASH] = { 0 }, key[32];
	enum rc rc = db_row(ctx, &proof_head_sql, &audit_head_row_record, &row, ARGS(arg_int(batch)));

	if (rc == RC_NOT_FOUND) {
		found(finding, "headgone", batch, 0);
		return RC_OK;
	}
	if (rc == RC_OK)
		rc = db_rows(ctx, &proof_leaves_sql, &leaf_record, &rows, ARGS(arg_int(batch)));
	if (rc != RC_OK)
		return rc;
	leaf = rows.items;
	leaves = arena_array(ctx->arena, rows.count + 1, AUDIT_HASH);
	for (size_t i = 0; i < rows.count; i++)
		if (leaf[i].hash.length == AUDIT_HASH)
			memcpy(leaves[i], leaf[i].hash.data, AUDIT_HASH);
	if (rows.count > 0)
		audit_root(leaves, rows.count, root);
	if (audit_public_key(key) != RC_OK)
		found(finding, "nokey", 0, 0);
	else if (!audit_head_take(&row, &head) || !head_holds(&head, key))
		found(finding, "head", batch, 0);
	else if (memcmp(root, head.root, AUDIT_HASH) != 0)
		found(finding, "root", batch, head.first_seq);
	return RC_OK;
}

static enum rc
gone_prove(struct ctx *ctx, const char *kind, int64_t id, struct audit_finding *finding)
{
	int64_t gone;
	enum rc rc = db_int(ctx, &proof_gone_sql, &gone, ARGS(arg_text(kind), arg_int(id)));

	if (rc == RC_OK)
		found(finding, "signgone", gone, 0);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc
signature_prove(struct ctx *ctx, const char *kind, int64_t id, struct signature_proof *proof)
{
	struct audit_finding finding = { .what = NULL };
	struct signed_text *text;
	struct rows rows;
	const struct proof_row *row;
	enum rc rc = audit_writer_key() == NULL ? RC_INTERNAL : RC_OK;

	if (rc == RC_OK)
		rc = db_rows(ctx, &proof_signs_sql, &proof_record, &rows, ARGS(arg_text(kind), arg_int(id)));
	if (rc != RC_OK)
		return rc;
	text = arena_array(ctx->arena, rows.count + 1, sizeof(*text));
	*proof = (struct signature_proof){ .texts = text, .count = rows.count, .sealed = true };
	row = rows.items;
	for (size_t i = 0; i < rows.count && rc == RC_OK; i++) {
		text[i] = (struct signed_text){ row[i].meaning,
			arena_strndup(ctx->arena, row[i].snapshot.data, row[i].snapshot.length),
			audit_hex(ctx->arena, row[i].digest.data, row[i].digest.length) };
		row_prove(ctx->arena, &row[i], &finding);
		if (row[i].batch == 0)
			proof->sealed = false;
		else
			rc = batch_prove(ctx, row[i].batch, &finding);
	}
	if (rc == RC_OK)
		rc = gone_prove(ctx, kind, id, &finding);
	proof->key = finding.what == NULL ? NULL : arena_printf(ctx->arena, "audit.finding.%s", finding.what);
	proof->first = arena_printf(ctx->arena, "%lld", (long long)finding.arg[0]);
	proof->second = arena_printf(ctx->arena, "%lld", (long long)finding.arg[1]);
	return rc;
}
