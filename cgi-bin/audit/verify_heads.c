/* SPDX-License-Identifier: MIT */
/* The proof of the chain: each head follows from the one before, covers its seals without a gap, and is signed.
 * Not the rows behind the seals, and not the head file. */
#include "audit/audit.h"
#include "audit/keys.h"
#include "audit/prove.h"

#include <sodium.h>
#include <string.h>

#define HEADS 200
#define SEALS 4000
#define BATCH_SEALS                                                                                          \
	100000 /* more than any sealer puts into one batch: a forged head must not make us eat memory */

struct chain_seal {
	int64_t seq, audit_id, batch;
	struct blob hash;
};
static const struct field seal_fields[] = { FIELD(chain_seal, INT, seq), FIELD(chain_seal, INT, audit_id),
	FIELD(chain_seal, INT, batch), FIELD(chain_seal, BLOB, hash) };
static const struct record seal_record = RECORD(chain_seal, seal_fields);

SQL(chain_heads_sql, "SELECT " AUDIT_HEAD_COLUMNS " FROM audit_head WHERE batch > ? ORDER BY batch LIMIT ?",
    .samples = "SELECT 0, 200 UNION ALL SELECT MAX(batch), 200 FROM audit_head");
SQL(chain_seals_sql, "SELECT seq, audit_id, batch, hash FROM audit_seal WHERE seq > ? ORDER BY seq LIMIT ?",
    .samples = "SELECT 0, 4000 UNION ALL SELECT MAX(seq), 4000 FROM audit_seal");

/* Where the reading of seals and heads stands. The pieces of the two have arenas of their own: they are refilled at
 * different times. */
struct chain {
	struct audit_proof *proof;
	struct arena *seal_arena;
	struct rows seals;
	size_t next;
	int64_t seq, audit_id; /* of the seal taken last */
	struct audit_head last;
	unsigned char public_key[32];
	unsigned char (*leaves)[AUDIT_HASH];
	size_t room;
};

/* The next seal without taking it; NULL at the end. */
static enum rc
seal_peek(struct chain *chain, const struct chain_seal **seal)
{
	struct ctx *ctx = chain->proof->ctx;
	struct arena *mine = ctx->arena;
	enum rc rc = RC_OK;

	if (chain->next == chain->seals.count) {
		arena_reset(chain->seal_arena, 1 << 20);
		ctx->arena = chain->seal_arena;
		rc = db_rows(ctx, &chain_seals_sql, &seal_record, &chain->seals,
		    ARGS(arg_int(chain->seq), arg_int(SEALS)));
		ctx->arena = mine;
		chain->next = 0;
	}
	*seal = NULL;
	if (rc == RC_OK && chain->seals.count > 0)
		*seal = (const struct chain_seal *)chain->seals.items + chain->next;
	return rc;
}

static void
leaf_keep(struct chain *chain, size_t index, const struct blob *hash)
{
	if (index == chain->room) {
		unsigned char(*more)[AUDIT_HASH];

		chain->room = chain->room == 0 ? 1024 : 2 * chain->room;
		more = realloc(chain->leaves, chain->room * AUDIT_HASH);
		if (more == NULL)
			abort();
		chain->leaves = more;
	}
	memset(chain->leaves[index], 0, AUDIT_HASH);
	if (hash->length == AUDIT_HASH)
		memcpy(chain->leaves[index], hash->data, AUDIT_HASH);
}

/* All seals of a head, in order and without a gap. */
static enum rc
head_seals(struct chain *chain, const struct audit_head *head)
{
	size_t count = 0;

	if (head->last_seq < head->first_seq || head->last_seq - head->first_seq >= BATCH_SEALS)
		return proof_found(chain->proof, "head", head->batch, 0);
	for (int64_t seq = head->first_seq; seq <= head->last_seq; seq++) {
		const struct chain_seal *seal;
		enum rc rc = seal_peek(chain, &seal);

		if (rc != RC_OK)
			return rc;
		if (seal == NULL || seal->seq != seq)
			return proof_found(chain->proof, "sealgone", seq, chain->audit_id);
		if (seal->batch != head->batch)
			return proof_found(chain->proof, "seal", seal->audit_id, 0);
		leaf_keep(chain, count++, &seal->hash);
		chain->seq = seq;
		chain->audit_id = seal->audit_id;
		chain->next++;
	}
	return RC_OK;
}

static enum rc
head_check(struct chain *chain, const struct audit_head_row *row)
{
	struct audit_proof *proof = chain->proof;
	struct audit_head head, again;
	unsigned char root[AUDIT_HASH];
	enum rc rc;

	if (row->batch != chain->last.batch + 1)
		return proof_found(proof, "headgone", chain->last.batch + 1, 0);
	if (!audit_head_take(row, &head) || head.first_seq != chain->last.last_seq + 1 ||
	    memcmp(head.prev, chain->last.hash, AUDIT_HASH) != 0)
		return proof_found(proof, "head", row->batch, 0);
	again = head;
	audit_head_hash(&again);
	if (memcmp(again.hash, head.hash, AUDIT_HASH) != 0 ||
	    crypto_sign_verify_detached(head.signature, head.hash, AUDIT_HASH, chain->public_key) != 0)
		return proof_found(proof, "head", row->batch, 0);
	rc = head_seals(chain, &head);
	if (rc != RC_OK || proof->finding.what != NULL)
		return rc;
	audit_root(chain->leaves, (size_t)(head.last_seq - head.first_seq + 1), root);
	if (memcmp(root, head.root, AUDIT_HASH) != 0)
		return proof_found(proof, "root", head.batch, head.first_seq);
	chain->last = head;
	return RC_OK;
}

/* One piece of heads; `*count` is how many there were. */
static enum rc
heads_check(struct chain *chain, size_t *count)
{
	struct audit_proof *proof = chain->proof;
	struct rows rows;
	enum rc rc = db_rows(proof->ctx, &chain_heads_sql, &audit_head_row_record, &rows,
	    ARGS(arg_int(chain->last.batch), arg_int(HEADS)));

	*count = rc == RC_OK ? rows.count : 0;
	for (size_t i = 0; i < *count && rc == RC_OK && proof->finding.what == NULL; i++)
		rc = head_check(chain, (const struct audit_head_row *)rows.items + i);
	arena_reset(proof->scratch, 1 << 20);
	return rc;
}

/* Heads until there are none; a seal behind the last one may have come since with a head of its own, and another one after it. */
static enum rc
chain_check(struct chain *chain)
{
	struct audit_proof *proof = chain->proof;
	const struct chain_seal *extra = NULL;
	int64_t before;
	size_t count = 0;
	enum rc rc = RC_OK;

	do {
		before = extra != NULL ? extra->seq : 0;
		do
			rc = heads_check(chain, &count);
		while (rc == RC_OK && proof->finding.what == NULL && count > 0);
		if (rc != RC_OK || proof->finding.what != NULL)
			return rc;
		rc = seal_peek(chain, &extra);
		if (rc == RC_OK && extra != NULL && extra->seq == before)
			return proof_found(proof, "sealextra", extra->seq, 0);
	} while (rc == RC_OK && extra != NULL);
	return rc;
}

enum rc
prove_heads(struct audit_proof *proof)
{
	struct chain chain = { .proof = proof, .seal_arena = arena_new(1 << 20) };
	enum rc rc;

	if (audit_public_key(chain.public_key) != RC_OK)
		rc = proof_found(proof, "nokey", 0, 0);
	else
		rc = chain_check(&chain);
	arena_free(chain.seal_arena);
	free(chain.leaves);
	return rc;
}
