/* SPDX-License-Identifier: MIT */
/* Parts of the proof of the audit log, and what it finds. Each part reads on in pieces, so that memory stays bounded. */
#ifndef AUDIT_PROVE_H
#define AUDIT_PROVE_H

#include "audit/heads.h"
#include "audit/store.h"

/* What is wrong, first of its kind: a word that ends the language key "audit.finding.…" and names an English sentence, and
 * what fills {0} and {1}. `what` NULL: nothing is. */
struct audit_finding {
	const char *what;
	int64_t arg[2];
};

struct audit_proof {
	struct ctx *ctx;
	struct arena *kept;    /* the caller's arena */
	struct arena *scratch; /* ctx->arena meanwhile: emptied after each piece */
	struct audit_finding finding;
	int64_t rows;             /* checked so far */
	int64_t late_id, late_at; /* the first row that has waited unsealed for too long, 0: none */
};

/* All of them: RC_OK also with a finding; other codes mean that it could not be read. */
enum rc audit_prove(struct ctx *ctx, struct audit_finding *finding, int64_t *rows) MUST_CHECK;
enum rc prove_rows(struct audit_proof *proof) MUST_CHECK;  /* every row: MAC, seal, order of ids */
enum rc prove_heads(struct audit_proof *proof) MUST_CHECK; /* every head: its seals' root, chain, signature */
enum rc prove_files(
    struct audit_proof *proof) MUST_CHECK; /* every head in its file, every line's rows in the log */
enum rc prove_signatures(struct audit_proof *proof) MUST_CHECK; /* every sign-off against its row */

/* proof_found(): note a finding unless there is one; RC_OK. */
enum rc proof_found(struct audit_proof *proof, const char *what, int64_t first, int64_t second);
/* finding_text(): the English sentence, in the arena; NULL without a finding. */
const char *finding_text(struct arena *arena, const struct audit_finding *finding);

#endif
