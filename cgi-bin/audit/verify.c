/* SPDX-License-Identifier: MIT */
/* The proof of the audit log as a whole, and its findings in words.
 * Not its parts: verify_rows.c, verify_heads.c, verify_files.c. */
#include "audit/audit.h"
#include "audit/keys.h"
#include "audit/prove.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#define LATE_WAIT 6 /* seconds granted to houtai-jobs to seal what a late commit left unsealed */

/* {0} and {1} as in the language files, where the same words stand under audit.finding.… */
static const struct {
	const char *what;
	const char *text;
} sentences[] = {
	{ "altered", "row {0} was altered after it was written" },
	{ "forged", "row {0} is forged: it was not written by the portal" },
	{ "inserted", "row {0} was inserted: it is neither sealed nor waiting for its seal" },
	{ "removed", "row {0} was removed" },
	{ "unsealed", "row {0} has waited unsealed for {1} s: is houtai-jobs running?" },
	{ "seal", "the seal of row {0} was altered" },
	{ "sealgone", "seal {0} was removed, and its row with it; it came after row {1}" },
	{ "sealextra", "seal {0} was inserted: no signed head covers it" },
	{ "head", "head {0} was altered or forged: hash, chain or signature is wrong" },
	{ "root", "head {0} does not match its seals: one of seals {1} and following was altered" },
	{ "headgone", "head {0} was removed" },
	{ "tail", "the log was cut off: rows from {1} on, witnessed by line {0} of the head file, are gone "
		  "or altered" },
	{ "nofile", "no head file witnesses head {0}: it is missing or was replaced" },
	{ "badfile", "line {0} of the head file is forged or out of order" },
	{ "filelacks", "the head file lacks head {0}: it was cut off or altered" },
	{ "nokey", "the public key of the seal cannot be read" },
	{ "signature", "sign-off {0} was altered: it does not match row {1}" },
	{ "signgone", "the sign-off that row {0} records was removed" },
};

const char *
finding_text(struct arena *arena, const struct audit_finding *finding)
{
	const char *text = finding->what;
	struct buf out;

	if (text == NULL)
		return NULL;
	for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++)
		if (strcmp(sentences[i].what, finding->what) == 0)
			text = sentences[i].text;
	buf_init(&out, arena, 128);
	for (; *text != '\0'; text++) {
		if (text[0] == '{' && (text[1] == '0' || text[1] == '1') && text[2] == '}') {
			buf_printf(&out, "%" PRId64, finding->arg[text[1] - '0']);
			text += 2;
		} else {
			buf_char(&out, *text);
		}
	}
	return out.data;
}

enum rc
proof_found(struct audit_proof *proof, const char *what, int64_t first, int64_t second)
{
	if (proof->finding.what == NULL)
		proof->finding = (struct audit_finding){ what, { first, second } };
	return RC_OK;
}

SQL(verify_sealed_sql, "SELECT 1 FROM audit_seal WHERE audit_id = ?",
    .samples = "SELECT MAX(id) FROM audit_log UNION ALL SELECT 0");

/* A transaction that took long commits with an old time and is sealed within seconds: wait for that before crying wolf. */
static enum rc
late_wait(struct audit_proof *proof)
{
	int64_t one;
	enum rc rc = RC_NOT_FOUND;

	for (int i = 0; i <= LATE_WAIT && rc == RC_NOT_FOUND; i++) {
		if (i > 0)
			nanosleep(&(struct timespec){ .tv_sec = 1 }, NULL);
		rc = db_int(proof->ctx, &verify_sealed_sql, &one, ARGS(arg_int(proof->late_id)));
	}
	if (rc != RC_NOT_FOUND)
		return rc;
	return proof_found(proof, "unsealed", proof->late_id, proof->ctx->now - proof->late_at);
}

enum rc
audit_prove(struct ctx *ctx, struct audit_finding *finding, int64_t *rows)
{
	enum rc (*const parts[])(
	    struct audit_proof *) = { prove_rows, prove_heads, prove_files, prove_signatures };
	struct audit_proof proof = { .ctx = ctx, .kept = ctx->arena, .scratch = arena_new(1 << 20) };
	enum rc rc = RC_OK;

	if (audit_writer_key() == NULL)
		rc = RC_INTERNAL;
	ctx->arena = proof.scratch;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]) && rc == RC_OK && proof.finding.what == NULL;
	     i++) {
		rc = parts[i](&proof);
		arena_reset(proof.scratch, 1 << 20);
	}
	if (rc == RC_OK && proof.finding.what == NULL && proof.late_id != 0)
		rc = late_wait(&proof);
	ctx->arena = proof.kept;
	arena_free(proof.scratch);
	*finding = proof.finding;
	*rows = proof.rows;
	return rc;
}

enum rc
audit_verify(struct ctx *ctx, const char **finding, int64_t *rows_checked)
{
	struct audit_finding found;
	enum rc rc = audit_prove(ctx, &found, rows_checked);

	*finding = rc == RC_OK ? finding_text(ctx->arena, &found) : NULL;
	return rc;
}
