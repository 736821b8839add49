/* SPDX-License-Identifier: MIT */
/* The proof, row by row: each row of the log against its MAC and its seal, in the order of ids.
 * Not the seals' own chain: verify_heads.c. */
#include "audit/audit.h"
#include "audit/keys.h"
#include "audit/prove.h"

#include <sodium.h>
#include <string.h>

#define PIECE 2000
#define FRESH 10 /* seconds a row may wait for its seal */

struct seal_row {
	int64_t seq, audit_id;
	struct blob hash;
};
static const struct field seal_fields[] = { FIELD(seal_row, INT, seq), FIELD(seal_row, INT, audit_id),
	FIELD(seal_row, BLOB, hash) };
static const struct record seal_record = RECORD(seal_row, seal_fields);
struct open_row {
	int64_t id;
};
static const struct field open_fields[] = { FIELD(open_row, INT, id) };
static const struct record open_record = RECORD(open_row, open_fields);

#define RANGE_SAMPLES "SELECT 0, 4000000000000, 2000 UNION ALL SELECT MAX(id), MAX(id), 2000 FROM audit_log"
SQL(verify_rows_sql, "SELECT " AUDIT_ROW_COLUMNS " FROM audit_log l WHERE l.id > ? ORDER BY l.id LIMIT ?",
    .samples = "SELECT 0, 2000 UNION ALL SELECT MAX(id), 2000 FROM audit_log");
SQL(verify_seals_sql,
    "SELECT seq, audit_id, hash FROM audit_seal WHERE audit_id > ? AND audit_id <= ? ORDER BY audit_id LIMIT "
    "?",
    .samples = RANGE_SAMPLES);
SQL(verify_open_sql, "SELECT id FROM audit_open WHERE id > ? AND id <= ? ORDER BY id LIMIT ?",
    .samples = RANGE_SAMPLES);
SQL(verify_row_there_sql, "SELECT 1 FROM audit_log WHERE id = ?",
    .samples = "SELECT MAX(id) FROM audit_log UNION ALL SELECT 0");
SQL(verify_seal_there_sql, "SELECT 1 FROM audit_seal WHERE audit_id = ?",
    .samples = "SELECT MAX(id) FROM audit_log UNION ALL SELECT 0");

/* What stands between two ids: rows, seals and queue, each ascending. They are read one after the other while others write:
 * what seems to be missing is asked for once more before it is said. */
struct piece {
	struct rows rows, seals, open;
	size_t seal, waiting; /* the next ones to be matched */
};

/* Is it there by now? */
static enum rc
there(struct audit_proof *proof, const struct sql *sql, int64_t id, bool *is)
{
	int64_t one;
	enum rc rc = db_int(proof->ctx, sql, &one, ARGS(arg_int(id)));

	*is = rc == RC_OK;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* A seal or a place in the queue whose row was not among those read. */
static enum rc
row_missing(struct audit_proof *proof, int64_t id)
{
	bool is;
	enum rc rc = there(proof, &verify_row_there_sql, id, &is);

	return rc == RC_OK && !is ? proof_found(proof, "removed", id, 0) : rc;
}

/* A row without a seal: it must stand in the queue, and not for long. */
static enum rc
row_unsealed(struct audit_proof *proof, const struct audit_row *row, bool queued)
{
	bool sealed = false;
	enum rc rc = RC_OK;

	if (!queued) {
		rc = there(proof, &verify_seal_there_sql, row->id, &sealed);
		return rc == RC_OK && !sealed ? proof_found(proof, "inserted", row->id, 0) : rc;
	}
	if (proof->late_id == 0 && row->at < proof->ctx->now - FRESH) {
		proof->late_id = row->id;
		proof->late_at = row->at;
	}
	return RC_OK;
}

static enum rc
row_check(struct audit_proof *proof, const struct audit_row *row, const struct seal_row *seal, bool queued)
{
	unsigned char mac[AUDIT_HASH], leaf[AUDIT_HASH];

	proof->rows++;
	audit_row_mac(row, audit_writer_key(), mac);
	if (row->mac.length != AUDIT_HASH || sodium_memcmp(mac, row->mac.data, AUDIT_HASH) != 0)
		return proof_found(proof, seal == NULL ? "forged" : "altered", row->id, 0);
	if (seal == NULL)
		return row_unsealed(proof, row, queued);
	audit_row_leaf(row, leaf);
	if (seal->hash.length != AUDIT_HASH || memcmp(leaf, seal->hash.data, AUDIT_HASH) != 0)
		return proof_found(proof, "seal", row->id, 0);
	return RC_OK;
}

/* Go past seals and queue places below `id`: their rows are missing. */
static enum rc
piece_skip(struct audit_proof *proof, struct piece *piece, int64_t id)
{
	const struct seal_row *seals = piece->seals.items;
	const struct open_row *open = piece->open.items;
	enum rc rc = RC_OK;

	for (; rc == RC_OK && piece->seal < piece->seals.count && seals[piece->seal].audit_id < id;
	     piece->seal++)
		rc = row_missing(proof, seals[piece->seal].audit_id);
	for (; rc == RC_OK && piece->waiting < piece->open.count && open[piece->waiting].id < id;
	     piece->waiting++)
		rc = row_missing(proof, open[piece->waiting].id);
	return rc;
}

static enum rc
piece_check(struct audit_proof *proof, struct piece *piece, int64_t last)
{
	const struct audit_row *row = piece->rows.items;
	const struct seal_row *seals = piece->seals.items;
	const struct open_row *open = piece->open.items;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < piece->rows.count && rc == RC_OK && proof->finding.what == NULL; i++, row++) {
		const struct seal_row *seal = NULL;
		bool queued = false;

		rc = piece_skip(proof, piece, row->id);
		if (rc != RC_OK || proof->finding.what != NULL)
			return rc;
		if (piece->seal < piece->seals.count && seals[piece->seal].audit_id == row->id)
			seal = &seals[piece->seal++];
		if (piece->waiting < piece->open.count && open[piece->waiting].id == row->id) {
			queued = true;
			piece->waiting++;
		}
		rc = row_check(proof, row, seal, queued);
	}
	if (rc == RC_OK && proof->finding.what == NULL)
		rc = piece_skip(proof, piece, last == INT64_MAX ? last : last + 1);
	return rc;
}

/* Seals and queue of (after, last]. At most as many as there are rows, and a few for those that are missing: the first of
 * them is a finding, so what does not fit need not be seen. */
static enum rc
piece_read(struct audit_proof *proof, struct piece *piece, int64_t after, int64_t last)
{
	enum rc rc = db_rows(proof->ctx, &verify_seals_sql, &seal_record, &piece->seals,
	    ARGS(arg_int(after), arg_int(last), arg_int(2 * PIECE)));

	if (rc == RC_OK)
		rc = db_rows(proof->ctx, &verify_open_sql, &open_record, &piece->open,
		    ARGS(arg_int(after), arg_int(last), arg_int(2 * PIECE)));
	return rc;
}

enum rc
prove_rows(struct audit_proof *proof)
{
	int64_t after = 0;
	bool more = true;

	while (more && proof->finding.what == NULL) {
		struct piece piece = { 0 };
		const struct audit_row *rows;
		int64_t last = INT64_MAX;
		enum rc rc = db_rows(proof->ctx, &verify_rows_sql, &audit_row_record, &piece.rows,
		    ARGS(arg_int(after), arg_int(PIECE)));

		if (rc != RC_OK)
			return rc;
		rows = piece.rows.items;
		more = piece.rows.count == PIECE;
		if (more)
			last = rows[piece.rows.count - 1].id;
		rc = piece_read(proof, &piece, after, last);
		if (rc == RC_OK)
			rc = piece_check(proof, &piece, last);
		if (rc != RC_OK)
			return rc;
		after = last;
		arena_reset(proof->scratch, 1 << 20);
	}
	return RC_OK;
}
