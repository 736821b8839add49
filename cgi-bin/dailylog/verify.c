/* SPDX-License-Identifier: MIT */
/* The proof of a daily log (RULE CMP-8): what was signed against what stands in the tables, value by value, and the chain.
 * Not the proof of signature and seal themselves: audit/ does that. */
#include "dailylog/verify.h"
#include "audit/audit.h"
#include "base/clock.h"

#include <string.h>

static void
found(struct log_proof *proof, const char *key, const char *first, const char *second, const char *third)
{
	if (proof->count < LOG_FINDINGS)
		proof->finding[proof->count++] = (struct log_finding){ key, { first, second, third } };
}

/* Texts of long columns are told by their beginning. */
static const char *
shown(struct ctx *ctx, const char *value)
{
	return strlen(value) > 60 ? arena_printf(ctx->arena, "%.57s…", value) : value;
}

static void
compare(struct ctx *ctx, struct log_proof *proof, const char *key, const char *signed_text, const char *now)
{
	struct text_difference difference;

	if (text_difference(ctx->arena, signed_text, now, &difference))
		found(
		    proof, key, difference.name, shown(ctx, difference.before), shown(ctx, difference.after));
}

static const struct signed_text *
text_of(const struct signature_proof *signatures, const char *meaning)
{
	for (size_t i = 0; i < signatures->count; i++)
		if (strcmp(signatures->texts[i].meaning, meaning) == 0)
			return &signatures->texts[i];
	return NULL;
}

/* The log signed before still is what this one says it was. */
static enum rc
chain_prove(struct ctx *ctx, const struct dailylog *log, struct log_proof *proof)
{
	struct rows rows;
	const struct signature *signature;
	struct dailylog before;
	const char *digest = "";
	enum rc rc;

	proof->previous = "";
	if (log->prev_log == 0) {
		if (log->chain_no != 1)
			found(proof, "dailylog.finding.chain_gone", "", "", "");
		return RC_OK;
	}
	rc = dailylog_get(ctx, log->prev_log, &before);
	if (rc == RC_NOT_FOUND) {
		found(proof, "dailylog.finding.chain_gone", "", "", "");
		return RC_OK;
	}
	if (rc == RC_OK)
		rc = signature_list(ctx, "dailylog", log->prev_log, &rows);
	if (rc != RC_OK)
		return rc;
	signature = rows.items;
	for (size_t i = 0; i < rows.count; i++)
		if (strcmp(signature[i].meaning, "sign") == 0)
			digest = signature[i].digest;
	proof->previous = day_text(ctx->arena, before.day);
	if (before.account_id != log->account_id || before.chain_no + 1 != log->chain_no ||
	    strcmp(digest, log->prev_digest) != 0 || strcmp(before.signed_digest, log->prev_digest) != 0)
		found(proof, "dailylog.finding.chain", proof->previous, "", "");
	return RC_OK;
}

/* The agent's chain goes at least as far as this log; where it ends with it, it ends with its digest. */
static enum rc
head_prove(
    struct ctx *ctx, const struct dailylog *log, const struct signed_text *text, struct log_proof *proof)
{
	struct log_head head;
	enum rc rc = log_head_get(ctx, log->account_id, &head);

	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	if (rc == RC_NOT_FOUND || head.chain_no < log->chain_no ||
	    (head.chain_log == log->id) != (head.chain_no == log->chain_no) ||
	    (head.chain_log == log->id && strcmp(head.chain_digest, text->digest) != 0))
		found(proof, "dailylog.finding.head", "", "", "");
	return RC_OK;
}

static enum rc
corrections_prove(struct ctx *ctx, const struct dailylog *log, const struct signature_proof *signatures,
    struct log_proof *proof)
{
	struct rows rows;
	const struct correction *correction;
	size_t corrected = 0;
	enum rc rc = correction_list(ctx, log->id, &rows);

	correction = rows.items;
	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const char *number = arena_printf(ctx->arena, "%lld", (long long)correction[i].correction_no);
		const struct signed_text *text =
		    text_of(signatures, arena_printf(ctx->arena, "correct.%s", number));

		if (text == NULL)
			found(proof, "dailylog.finding.correction_forged", number, "", "");
		else
			compare(ctx, proof, "dailylog.finding.correction", text->snapshot,
			    correction_text(ctx->arena, &correction[i]));
	}
	for (size_t i = 0; i < signatures->count; i++)
		corrected += strncmp(signatures->texts[i].meaning, "correct.", 8) == 0;
	if (rc == RC_OK && corrected > rows.count)
		found(proof, "dailylog.finding.correction_gone", "", "", "");
	return rc;
}

static void
receipt_prove(struct ctx *ctx, const struct dailylog *log, const struct signature_proof *signatures,
    struct log_proof *proof)
{
	const struct signed_text *text = text_of(signatures, "receive");
	bool received = log->state == LOG_RECEIVED || log->received_at > 0;

	if (text != NULL)
		compare(ctx, proof, "dailylog.finding.receipt", text->snapshot,
		    dailylog_receipt(ctx->arena, log));
	if ((text != NULL) != received || (text != NULL) != (log->state == LOG_RECEIVED))
		found(proof, "dailylog.finding.state", "", "", "");
}

static void
signed_prove(struct ctx *ctx, const struct dailylog *log, const struct rows *lines,
    const struct signed_text *text, struct log_proof *proof)
{
	compare(ctx, proof, "dailylog.finding.value", text->snapshot,
	    dailylog_snapshot(ctx->arena, log, lines->items, lines->count));
	if (strcmp(text_digest(ctx->arena, text->snapshot), text->digest) != 0)
		found(proof, "dailylog.finding.snapshot", "", "", "");
	if (strcmp(log->signed_digest, text->digest) != 0)
		found(proof, "dailylog.finding.digest", log->signed_digest, text->digest, "");
	if (log->state != LOG_SIGNED && log->state != LOG_RECEIVED)
		found(proof, "dailylog.finding.state", "", "", "");
}

/* Not signed: nothing that was signed may be gone, and what was submitted must be whole. */
static void
unsigned_prove(struct ctx *ctx, const struct dailylog *log, const struct rows *lines, struct log_proof *proof)
{
	if (log->state == LOG_SIGNED || log->state == LOG_RECEIVED || log->signed_at > 0 || log->chain_no > 0)
		found(proof, "dailylog.finding.unsigned", "", "", "");
	else if (log->state == LOG_SUBMITTED &&
		 strcmp(text_digest(ctx->arena, daily_text(ctx->arena, log, lines->items, lines->count)),
		     log->digest) != 0)
		found(proof, "dailylog.finding.submitted", "", "", "");
}

enum rc
log_prove(struct ctx *ctx, int64_t id, struct log_proof *proof)
{
	struct signature_proof signatures;
	const struct signed_text *text;
	struct dailylog log;
	struct rows lines;
	enum rc rc = dailylog_get(ctx, id, &log);

	*proof = (struct log_proof){ .previous = "" };
	if (rc == RC_OK)
		rc = lines_stored(ctx, id, &lines);
	if (rc == RC_OK)
		rc = signature_prove(ctx, "dailylog", id, &signatures);
	if (rc != RC_OK)
		return rc;
	text = text_of(&signatures, "sign");
	proof->is_signed = text != NULL;
	proof->sealed = signatures.sealed;
	if (text != NULL)
		signed_prove(ctx, &log, &lines, text, proof);
	else
		unsigned_prove(ctx, &log, &lines, proof);
	if (signatures.key != NULL)
		found(proof, signatures.key, signatures.first, signatures.second, "");
	if (text != NULL) {
		receipt_prove(ctx, &log, &signatures, proof);
		rc = chain_prove(ctx, &log, proof);
		if (rc == RC_OK)
			rc = head_prove(ctx, &log, text, proof);
	}
	return rc == RC_OK ? corrections_prove(ctx, &log, &signatures, proof) : rc;
}
