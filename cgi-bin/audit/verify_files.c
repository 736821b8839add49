/* SPDX-License-Identifier: MIT */
/* The proof against the outside: each head in the head file that witnesses it, and each line's rows still in the log.
 * Not the heads themselves: verify_heads.c has checked these before. */
#include "audit/audit.h"
#include "audit/keys.h"
#include "audit/prove.h"

#include "db/config.h"
#include <sodium.h>
#include <string.h>

#define HEADS 500
#define ROWS 1000
#define FILES_MOST 8
#define EARLY_MOST 32

SQL(witness_heads_sql,
    "SELECT " AUDIT_HEAD_COLUMNS " FROM audit_head WHERE witness = ? AND batch > ? ORDER BY batch LIMIT ?",
    .samples = "(SELECT witness, 0, 500 FROM audit_head LIMIT 1) UNION ALL SELECT REPEAT('x', 16), 0, 500");
/* The first head of each witness. */
SQL(witness_list_sql,
    "SELECT MIN(batch) AS batch, 0 AS first_seq, 0 AS last_seq, 0 AS at, witness AS root, witness AS prev,"
    " witness AS hash, witness AS signature, witness FROM audit_head GROUP BY witness ORDER BY 1");
SQL(witness_rows_sql,
    "SELECT " AUDIT_ROW_COLUMNS " FROM audit_log l WHERE l.id >= ? AND l.id <= ? ORDER BY l.id LIMIT ?",
    .samples = "SELECT 0, 1000, 1000 UNION ALL SELECT MAX(id), MAX(id), 1000 FROM audit_log");

/* The heads of one witness in order, and the file read beside them. */
struct witness {
	struct audit_proof *proof;
	struct head_file file;
	struct arena *arena;
	struct rows heads;
	size_t next;
	int64_t batch;          /* of the head taken last */
	struct audit_head head; /* it */
	/* Lines met before their head was committed: a sealer writes its line first, and we may read it in between. */
	struct audit_head early[EARLY_MOST];
	size_t early_count;
	unsigned char public_key[32];
};

/* The next head of this witness without taking it; `*there` false at the end. */
static enum rc
head_peek(struct witness *witness, struct audit_head *head, bool *there)
{
	struct ctx *ctx = witness->proof->ctx;
	struct arena *mine = ctx->arena;
	enum rc rc = RC_OK;

	*there = false;
	if (witness->next == witness->heads.count) {
		arena_reset(witness->arena, 1 << 20);
		ctx->arena = witness->arena;
		rc = db_rows(ctx, &witness_heads_sql, &audit_head_row_record, &witness->heads,
		    ARGS(arg_bytes(witness->file.witness, 16), arg_int(witness->batch), arg_int(HEADS)));
		ctx->arena = mine;
		witness->next = 0;
	}
	if (rc != RC_OK || witness->heads.count == 0)
		return rc;
	*there = audit_head_take((const struct audit_head_row *)witness->heads.items + witness->next, head);
	return *there ? RC_OK : RC_INTERNAL;
}

/* The heads that were committed behind our back, each after its line had been read: they are taken now. `head` and `there` are those
 * of head_peek() afterwards. */
static enum rc
early_take(struct witness *witness, struct audit_head *head, bool *there)
{
	enum rc rc = head_peek(witness, head, there);
	bool found = true;

	while (rc == RC_OK && *there && found) {
		found = false;
		for (size_t i = 0; i < witness->early_count && !found; i++)
			found = witness->early[i].batch == head->batch &&
				memcmp(witness->early[i].hash, head->hash, AUDIT_HASH) == 0 &&
				memcmp(witness->early[i].signature, head->signature, 64) == 0;
		if (!found)
			break;
		witness->next++;
		witness->batch = head->batch;
		witness->head = *head;
		rc = head_peek(witness, head, there);
	}
	return rc;
}

/* The newest are kept: how many sealers are at work at once bounds how many of them can still be committed. */
static void
early_keep(struct witness *witness, const struct audit_head *line)
{
	if (witness->early_count == EARLY_MOST) {
		memmove(witness->early, witness->early + 1, (EARLY_MOST - 1) * sizeof(*witness->early));
		witness->early_count--;
	}
	witness->early[witness->early_count++] = *line;
}

/* Add the leaves of the rows first … last to `leaves`. Rows that others wrote in between are not in the line. */
static enum rc
range_leaves(struct ctx *ctx, int64_t first, int64_t last, unsigned char (*leaves)[AUDIT_HASH], size_t *count,
    size_t most)
{
	while (first <= last && *count < most) {
		const struct audit_row *row;
		struct rows rows;
		enum rc rc = db_rows(ctx, &witness_rows_sql, &audit_row_record, &rows,
		    ARGS(arg_int(first), arg_int(last), arg_int(ROWS)));

		if (rc != RC_OK)
			return rc;
		row = rows.items;
		for (size_t i = 0; i < rows.count && *count < most; i++, row++)
			audit_row_leaf(row, leaves[(*count)++]);
		if (rows.count < ROWS)
			return RC_OK;
		first = row[-1].id + 1;
	}
	return RC_OK;
}

/* A line without its head in the database: a sealer that was killed, or lost against another, left it (seal.c, 3). Harmless
 * if and only if all rows it lists are there as they were. */
static enum rc
line_rows(struct witness *witness, const struct audit_head *line, const char *ids)
{
	struct audit_proof *proof = witness->proof;
	size_t most = (size_t)(line->last_seq - line->first_seq + 1), count = 0;
	unsigned char(*leaves)[AUDIT_HASH], root[AUDIT_HASH];
	int64_t first = 0, from, to;

	if (line->last_seq < line->first_seq || most > 100000)
		return proof_found(proof, "badfile", witness->file.line, 0);
	leaves = arena_array(proof->scratch, most, AUDIT_HASH);
	while (head_file_range(&ids, &from, &to)) {
		enum rc rc = range_leaves(proof->ctx, from, to, leaves, &count, most);

		if (first == 0)
			first = from;
		if (rc != RC_OK)
			return rc;
	}
	audit_root(leaves, count, root);
	if (count != most || memcmp(root, line->root, AUDIT_HASH) != 0)
		return proof_found(proof, "tail", witness->file.line, first);
	return RC_OK;
}

/* A line against the heads: it is the next head, the last one again, or an abandoned one. */
static enum rc
line_check(struct witness *witness, const struct audit_head *line, const char *ids)
{
	struct audit_proof *proof = witness->proof;
	struct audit_head head, again = *line;
	bool there;
	enum rc rc = head_peek(witness, &head, &there);

	if (rc == RC_OK && there && head.batch < line->batch)
		rc = early_take(witness, &head, &there);
	if (rc != RC_OK)
		return rc;
	if (there && head.batch < line->batch)
		return proof_found(proof, "filelacks", head.batch, 0);
	if (line->batch < witness->batch)
		return proof_found(proof, "badfile", witness->file.line, 0);
	if (there && memcmp(head.hash, line->hash, AUDIT_HASH) == 0) {
		witness->next++;
		witness->batch = head.batch;
		witness->head = head;
	}
	audit_head_hash(&again);
	if (memcmp(again.hash, line->hash, AUDIT_HASH) != 0)
		return proof_found(proof, "badfile", witness->file.line, 0);
	if (memcmp(witness->head.hash, line->hash, AUDIT_HASH) == 0)
		return memcmp(witness->head.signature, line->signature, 64) == 0
			   ? RC_OK
			   : proof_found(proof, "badfile", witness->file.line, 0);
	if (crypto_sign_verify_detached(line->signature, line->hash, AUDIT_HASH, witness->public_key) != 0)
		return proof_found(proof, "badfile", witness->file.line, 0);
	early_keep(witness, line);
	return line_rows(witness, line, ids);
}

/* Every line, and then every head: a head that came while we read stands in the file by now, for its line was written first. */
static enum rc
file_check(struct witness *witness)
{
	struct audit_proof *proof = witness->proof;
	struct audit_head line, head;
	const char *ids;
	bool there = true, again = false;
	enum rc rc = RC_OK;

	while (there && rc == RC_OK && proof->finding.what == NULL) {
		rc = head_file_next(&witness->file, &line, &ids);
		if (rc == RC_OK) {
			rc = line_check(witness, &line, ids);
			again = false;
			arena_reset(proof->scratch, 1 << 20);
			continue;
		}
		rc = early_take(witness, &head, &there);
		if (rc == RC_OK && there && again)
			rc = proof_found(proof, "filelacks", head.batch, 0);
		again = true;
	}
	return rc;
}

/* One file; its id is added to those seen. */
static enum rc
file_prove(struct audit_proof *proof, const char *path, unsigned char seen[16])
{
	struct witness witness = { .proof = proof };
	enum rc rc = head_file_open(path, &witness.file);

	if (rc == RC_NOT_FOUND)
		return RC_OK; /* heads it ought to witness will be missed */
	if (rc != RC_OK || audit_public_key(witness.public_key) != RC_OK ||
	    memcmp(witness.public_key, witness.file.public_key, 32) != 0) {
		head_file_close(&witness.file);
		return proof_found(proof, "badfile", 1, 0);
	}
	memcpy(seen, witness.file.witness, 16);
	witness.arena = arena_new(1 << 20);
	rc = file_check(&witness);
	arena_free(witness.arena);
	head_file_close(&witness.file);
	return rc;
}

/* Is there a head whose witness is none of the files we have? */
static enum rc
witness_missing(struct audit_proof *proof, unsigned char (*seen)[16], size_t count)
{
	struct rows rows;
	enum rc rc = db_rows(proof->ctx, &witness_list_sql, &audit_head_row_record, &rows, NO_ARGS);
	const struct audit_head_row *row = rows.items;

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++, row++) {
		bool known = false;

		for (size_t j = 0; j < count; j++)
			known = known ||
				(row->witness.length == 16 && memcmp(row->witness.data, seen[j], 16) == 0);
		if (!known)
			return proof_found(proof, "nofile", row->batch, 0);
	}
	return rc;
}

/* Audit.HeadFile is this node's; Audit.OtherHeadFiles names those of other nodes, brought here, parted by ":". */
enum rc
prove_files(struct audit_proof *proof)
{
	unsigned char seen[FILES_MOST][16] = { { 0 } };
	const char *others = config_text(config_get(), "Audit.OtherHeadFiles", "");
	const char *path = config_text(config_get(), "Audit.HeadFile", "/var/lib/houtai/audit-heads");
	char *copy = arena_strdup(proof->kept, others), *save = NULL;
	size_t count = 0;
	enum rc rc = RC_OK;

	for (; path != NULL && count < FILES_MOST && rc == RC_OK && proof->finding.what == NULL; count++) {
		rc = file_prove(proof, path, seen[count]);
		path = strtok_r(count == 0 ? copy : NULL, ":", &save);
	}
	if (rc == RC_OK && proof->finding.what == NULL)
		rc = witness_missing(proof, seen, count);
	return rc;
}
