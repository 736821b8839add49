/* SPDX-License-Identifier: MIT */
/* Signing a daily log and what comes after (RULE CMP-8, SEC-1, ORG-2): sealed, chained to the one signed before, received,
 * corrected by appending.
 * Not the proof: verify.c. */
#include "audit/audit.h"
#include "base/clock.h"
#include "dailylog/actions.h"
#include "db/tx.h"

#include <string.h>

/* Nobody signs what is no longer what was submitted. */
static enum rc
submitted_whole(struct ctx *ctx, const struct dailylog *log, struct rows *lines)
{
	enum rc rc = lines_stored(ctx, log->id, lines);

	if (rc == RC_OK &&
	    strcmp(text_digest(ctx->arena, daily_text(ctx->arena, log, lines->items, lines->count)),
		log->digest) != 0)
		rc = ctx_refuse(ctx, "dailylog.refused.altered", NULL);
	return rc;
}

/* Number of the seal on the log signed before; 0 while it waits for it. */
static enum rc
seal_before(struct ctx *ctx, int64_t log_id, int64_t *seal_no)
{
	struct rows found;
	const struct signature *signature;
	enum rc rc = RC_OK;

	*seal_no = 0;
	if (log_id == 0)
		return RC_OK;
	rc = signature_list(ctx, "dailylog", log_id, &found);
	signature = found.items;
	for (size_t i = 0; rc == RC_OK && i < found.count; i++)
		if (strcmp(signature[i].meaning, "sign") == 0)
			*seal_no = signature[i].seal_no;
	return rc;
}

/* The signature's own values, and its place in the agent's chain. */
static enum rc
sign_fill(struct ctx *ctx, const struct log_head *head, struct dailylog *log, const char *note)
{
	log->state = LOG_SIGNED;
	log->signed_at = ctx->now;
	log->signed_by = ctx->actor.account_id;
	log->signed_staff = actor_label(ctx->arena, &ctx->actor);
	log->sign_note = note;
	log->chain_no = head->chain_no + 1;
	log->prev_log = head->chain_log;
	log->prev_digest = head->chain_digest;
	return seal_before(ctx, log->prev_log, &log->prev_seal);
}

static enum rc
sign_write(struct ctx *ctx, struct log_head *head, struct dailylog *log, const char *snapshot)
{
	struct diff diff = { .count = 0, .reason = log->sign_note };
	enum rc rc = signature_add(ctx, "dailylog", log->id, "sign", snapshot, strlen(snapshot));

	head->chain_no = log->chain_no;
	head->chain_log = log->id;
	head->chain_digest = log->signed_digest;
	diff_add(&diff, "dailylog.field.day", "", day_text(ctx->arena, log->day));
	diff_add(&diff, "dailylog.field.digest", "", log->signed_digest);
	if (rc == RC_OK)
		rc = dailylog_save(ctx, log);
	if (rc == RC_OK)
		rc = log_head_save(ctx, head);
	if (rc == RC_OK)
		rc = audit_add(ctx, "dailylog.sign", "dailylog", log->id, &diff);
	if (rc == RC_OK)
		rc = log_tell(ctx, log, "signed", "", 0, ROLE_WEB_OPERATIONS);
	if (rc == RC_OK)
		tx_result(ctx, "dailylog", log->id);
	return rc;
}

static enum rc
sign_once(struct ctx *ctx, int64_t id, int64_t version, const char *note)
{
	const struct log_actor actor = log_actor(ctx);
	struct log_head head;
	struct dailylog log;
	struct rows lines;
	const char *reason, *snapshot;
	enum rc rc = dailylog_lock(ctx, id, version, &head, &log);

	if (rc == RC_OK && dailylog_may_sign(&log, &actor, &reason) != RC_OK)
		rc = log_refuse(ctx, &log, reason);
	if (rc == RC_OK)
		rc = submitted_whole(ctx, &log, &lines);
	if (rc == RC_OK)
		rc = sign_fill(ctx, &head, &log, note);
	if (rc != RC_OK)
		return rc;
	snapshot = dailylog_snapshot(ctx->arena, &log, lines.items, lines.count);
	log.signed_digest = text_digest(ctx->arena, snapshot);
	return sign_write(ctx, &head, &log, snapshot);
}

enum rc
dailylog_sign(struct ctx *ctx, int64_t id, int64_t version, const char *note)
{
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = sign_once(ctx, id, version, note);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

static enum rc
receive_once(struct ctx *ctx, int64_t id, int64_t version)
{
	const struct log_actor actor = log_actor(ctx);
	struct log_head head;
	struct dailylog log;
	const char *reason, *receipt;
	struct diff diff = { .count = 0 };
	enum rc rc = dailylog_lock(ctx, id, version, &head, &log);

	if (rc == RC_OK && dailylog_may_receive(&log, &actor, &reason) != RC_OK)
		rc = log_refuse(ctx, &log, reason);
	if (rc != RC_OK)
		return rc;
	log.state = LOG_RECEIVED;
	log.received_at = ctx->now;
	log.received_by = ctx->actor.account_id;
	log.received_staff = actor_label(ctx->arena, &ctx->actor);
	receipt = dailylog_receipt(ctx->arena, &log);
	diff_add(&diff, "dailylog.field.digest", "", log.signed_digest);
	rc = signature_add(ctx, "dailylog", id, "receive", receipt, strlen(receipt));
	if (rc == RC_OK)
		rc = dailylog_save(ctx, &log);
	if (rc == RC_OK)
		rc = audit_add(ctx, "dailylog.receive", "dailylog", id, &diff);
	if (rc == RC_OK)
		tx_result(ctx, "dailylog", id);
	return rc;
}

enum rc
dailylog_receive(struct ctx *ctx, int64_t id, int64_t version)
{
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = receive_once(ctx, id, version);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

static enum rc
correct_once(struct ctx *ctx, int64_t id, int64_t line_no, const char *text)
{
	const struct log_actor actor = log_actor(ctx);
	struct correction correction = { .log_id = id,
		.line_no = line_no,
		.text = text,
		.at = ctx->now,
		.account_id = ctx->actor.account_id,
		.staff = actor_label(ctx->arena, &ctx->actor) };
	struct diff diff = { .count = 0, .reason = text };
	struct log_head head;
	struct dailylog log;
	struct rows before;
	const char *reason, *snapshot;
	enum rc rc = dailylog_lock(ctx, id, 0, &head, &log);

	if (rc == RC_OK && dailylog_may_correct(&log, &actor, &reason) != RC_OK)
		rc = log_refuse(ctx, &log, reason);
	if (rc == RC_OK && (line_no < 0 || line_no > log.line_count))
		rc = ctx_fail(ctx, RC_INVALID, "dailylog.invalid.line", NULL);
	if (rc == RC_OK)
		rc = correction_list(ctx, id, &before);
	if (rc != RC_OK)
		return rc;
	correction.correction_no = (int64_t)before.count + 1;
	snapshot = correction_text(ctx->arena, &correction);
	diff_add(&diff, "dailylog.field.line", "", arena_printf(ctx->arena, "%lld", (long long)line_no));
	rc = correction_add(ctx, &correction);
	if (rc == RC_OK)
		rc = signature_add(ctx, "dailylog", id,
		    arena_printf(ctx->arena, "correct.%lld", (long long)correction.correction_no), snapshot,
		    strlen(snapshot));
	if (rc == RC_OK)
		rc = audit_add(ctx, "dailylog.correct", "dailylog", id, &diff);
	if (rc == RC_OK)
		tx_result(ctx, "dailylog", id);
	return rc;
}

enum rc
dailylog_correct(struct ctx *ctx, int64_t id, int64_t line_no, const char *text)
{
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = correct_once(ctx, id, line_no, text);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}
