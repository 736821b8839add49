/* SPDX-License-Identifier: MIT */
/* The daily sheet (RULE ORD-4): closed once a day under one lock, signed by the order lead, received by finance.
 * Not who may: rules_day.c; not the rows: store_sheet.c. */
#include "audit/audit.h"
#include "base/clock.h"
#include "base/money.h"
#include "notices/notices.h"
#include "orders/sheet.h"
#include "orders/store.h"
#include "policy/policy.h"

#include <string.h>

static const char *
number(struct ctx *ctx, int64_t value)
{
	return arena_printf(ctx->arena, "%lld", (long long)value);
}

/* Told once per sheet and occasion, to everybody of a role or to one person. */
static enum rc
sheet_tell(
    struct ctx *ctx, const struct sheet *sheet, const char *occasion, uint32_t role, int64_t account_id)
{
	return notice_add(
	    ctx, &(struct notice){ .topic = arena_printf(ctx->arena, "orders.sheet.%s", occasion),
		     .subject = arena_printf(ctx->arena, "sheet:%lld", (long long)sheet->id),
		     .occasion = "",
		     .channel = NOTICE_PORTAL,
		     .role = role,
		     .account_id = account_id,
		     .text_key = arena_printf(ctx->arena, "orders.notice.sheet_%s", occasion),
		     .text_arg = { number(ctx, sheet->number), number(ctx, sheet->line_count),
			 money_text(ctx->arena, sheet->total_fen), time_clock(ctx->arena, sheet->due_at) },
		     .path = arena_printf(ctx->arena, "/orders/sheets/%lld", (long long)sheet->id) });
}

/* --- closing ---------------------------------------------------------------------------------------------------- */

static void
sheet_sum(struct sheet *sheet, const struct sheet_line *lines, size_t count)
{
	size_t i;

	sheet->line_count = (int64_t)count;
	for (i = 0; i < count; i++) {
		sheet->total_fen += lines[i].total_fen;
		sheet->phone_count += lines[i].notify == NOTIFY_PHONE;
		sheet->sms_count += lines[i].notify == NOTIFY_SMS;
	}
}

/* The sheet of `day` as it stands now: all committed confirmations that are on none. */
static enum rc
sheet_make(
    struct ctx *ctx, const struct sheet_head *head, int64_t day, struct sheet *sheet, struct rows *lines)
{
	struct sheet_walls walls;
	struct figure due;
	enum rc rc = sheet_walls_get(ctx, &walls);

	memset(sheet, 0, sizeof(*sheet));
	if (rc == RC_OK)
		rc = policy_get(ctx, "orders.sheet_due", sheet_closes(day, &walls), &due);
	if (rc == RC_OK)
		rc = sheet_before(ctx, head->last_day, &sheet->from_at);
	if (rc == RC_OK)
		rc = sheet_confirmations(ctx, sheet_until(day, ctx->now, &walls), lines);
	if (rc != RC_OK)
		return rc;
	sheet->day = day;
	sheet->number = head->last_number + 1;
	sheet->closed_at = ctx->now;
	sheet->closed_by = ctx->actor.account_id;
	sheet->due_at = sheet_due(day, &walls);
	sheet->policy_version = due.version;
	sheet->version = 1;
	sheet_sum(sheet, lines->items, lines->count);
	sheet->digest = sheet_digest(ctx, lines->items, lines->count);
	return RC_OK;
}

static enum rc
sheet_write(struct ctx *ctx, struct sheet *sheet, const struct rows *lines)
{
	struct sheet_head head = { sheet->number, sheet->day };
	struct diff diff = { .count = 0 };
	enum rc rc = sheet_add(ctx, sheet);

	if (rc == RC_OK)
		rc = sheet_lines_add(ctx, sheet->id, lines->items, lines->count);
	if (rc == RC_OK)
		rc = sheet_head_save(ctx, &head);
	diff_add(&diff, "orders.field.sheet_number", "", number(ctx, sheet->number));
	diff_add(&diff, "orders.field.sheet_orders", "", number(ctx, sheet->line_count));
	diff_add(&diff, "orders.field.total", "", money_text(ctx->arena, sheet->total_fen));
	diff_add(&diff, "orders.field.digest", "", sheet->digest);
	if (rc == RC_OK)
		rc = audit_add(ctx, "sheet.close", "sheet", sheet->id, &diff);
	if (rc == RC_OK)
		rc = sheet_tell(ctx, sheet, "closed", ROLE_ORDER_LEAD, 0);
	return rc;
}

enum rc
sheet_close(struct ctx *ctx, int64_t day, int64_t *sheet_id)
{
	struct sheet_head head;
	struct sheet sheet;
	struct rows lines;
	const char *reason;
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = sheet_head_lock(
			    ctx, &head); /* before anything is read: one sheet a day, no gaps */
		if (rc == RC_OK && sheet_may_close(day, head.last_day, clock_day(ctx->now), &reason) != RC_OK)
			rc = ctx_refuse(ctx, reason, NULL);
		if (rc == RC_OK)
			rc = sheet_make(ctx, &head, day, &sheet, &lines);
		if (rc == RC_OK)
			rc = sheet_write(ctx, &sheet, &lines);
		if (rc == RC_OK) {
			*sheet_id = sheet.id;
			tx_result(ctx, "sheet", sheet.id);
		}
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

enum rc
sheet_close_due(struct ctx *ctx)
{
	struct sheet_walls walls;
	struct sheet_head head;
	int64_t day, id;
	enum rc rc = sheet_walls_get(ctx, &walls);

	while (rc == RC_OK) {
		rc = sheet_head_get(ctx, &head);
		if (rc != RC_OK)
			break;
		day = sheet_next_day(head.last_day, ctx->now, &walls);
		if (day == 0)
			break;
		rc = sheet_close(ctx, day, &id);
		if (rc == RC_REFUSED) /* another process was quicker */
			rc = RC_OK;
	}
	return rc;
}

/* --- signing and receiving -------------------------------------------------------------------------------------- */

/* What is signed: the head, and the digest that stands for every line. */
static const char *
sheet_snapshot(struct ctx *ctx, const struct sheet *sheet)
{
	return arena_printf(ctx->arena,
	    "order sheet %lld\nday %s\nclosed %lld by %lld\ndue %lld\norders %lld\nphone %lld\nsms "
	    "%lld\ntotal %s\nlines %s\n",
	    (long long)sheet->number, day_text(ctx->arena, sheet->day), (long long)sheet->closed_at,
	    (long long)sheet->closed_by, (long long)sheet->due_at, (long long)sheet->line_count,
	    (long long)sheet->phone_count, (long long)sheet->sms_count,
	    money_plain(ctx->arena, sheet->total_fen), sheet->digest);
}

/* Nobody signs what is no longer what was frozen. */
static enum rc
sheet_whole(struct ctx *ctx, const struct sheet *sheet)
{
	const char *digest;
	enum rc rc = sheet_digest_stored(ctx, sheet->id, &digest);

	if (rc == RC_OK && strcmp(digest, sheet->digest) != 0)
		rc = ctx_refuse(ctx, "orders.refused.sheet_altered", NULL);
	return rc;
}

static enum rc
sheet_mark(struct ctx *ctx, struct sheet *sheet, const char *meaning, const char *action)
{
	const char *snapshot = sheet_snapshot(ctx, sheet);
	struct diff diff = { .count = 0 };
	enum rc rc = sheet_whole(ctx, sheet);

	sheet->version++;
	diff_add(&diff, "orders.field.sheet_number", "", number(ctx, sheet->number));
	diff_add(&diff, "orders.field.digest", "", sheet->digest);
	if (rc == RC_OK)
		rc = signature_add(ctx, "sheet", sheet->id, meaning, snapshot, strlen(snapshot));
	if (rc == RC_OK)
		rc = sheet_save(ctx, sheet);
	if (rc == RC_OK)
		rc = audit_add(ctx, action, "sheet", sheet->id, &diff);
	if (rc == RC_OK)
		tx_result(ctx, "sheet", sheet->id);
	return rc;
}

static enum rc
sheet_sign_once(struct ctx *ctx, int64_t sheet_id, int64_t version)
{
	struct sheet sheet;
	int64_t own = 0;
	const char *reason;
	enum rc rc = sheet_lock(ctx, sheet_id, version, &sheet);

	if (rc == RC_OK)
		rc = sheet_own_lines(ctx, sheet_id, ctx->actor.account_id, &own);
	if (rc == RC_OK && sheet_may_sign(&sheet, &ctx->actor, own, &reason) != RC_OK)
		rc = ctx_refuse(ctx, reason, NULL);
	if (rc != RC_OK)
		return rc;
	sheet.signed_at = ctx->now;
	sheet.signed_by = ctx->actor.account_id;
	rc = sheet_mark(ctx, &sheet, "sign", "sheet.sign");
	return rc == RC_OK ? sheet_tell(ctx, &sheet, "signed", ROLE_FINANCE, 0) : rc;
}

enum rc
sheet_sign(struct ctx *ctx, int64_t sheet_id, int64_t version)
{
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = sheet_sign_once(ctx, sheet_id, version);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

static enum rc
sheet_receive_once(struct ctx *ctx, int64_t sheet_id, int64_t version)
{
	struct sheet sheet;
	int64_t own = 0;
	const char *reason;
	enum rc rc = sheet_lock(ctx, sheet_id, version, &sheet);

	if (rc == RC_OK)
		rc = sheet_own_lines(ctx, sheet_id, ctx->actor.account_id, &own);
	if (rc == RC_OK && sheet_may_receive(&sheet, &ctx->actor, own, &reason) != RC_OK)
		rc = ctx_refuse(ctx, reason, NULL);
	if (rc != RC_OK)
		return rc;
	sheet.received_at = ctx->now;
	sheet.received_by = ctx->actor.account_id;
	rc = sheet_mark(ctx, &sheet, "receive", "sheet.receive");
	return rc == RC_OK ? sheet_tell(ctx, &sheet, "received", 0, sheet.signed_by) : rc;
}

enum rc
sheet_receive(struct ctx *ctx, int64_t sheet_id, int64_t version)
{
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = sheet_receive_once(ctx, sheet_id, version);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}
