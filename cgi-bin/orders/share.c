/* SPDX-License-Identifier: MIT */
/* Sharing the queue by digit: who takes which on a day (RULE ORD-3).
 * Not the balance: rules_day.c. */
#include "orders/share.h"
#include "accounts/accounts.h"
#include "audit/audit.h"
#include "base/clock.h"
#include "db/count.h"
#include "orders/store.h"

#include <string.h>

static const struct field digit_fields[] = { FIELD(share_digit, INT, digit),
	FIELD(share_digit, ID, account_id), FIELD(share_digit, TEXT, staff_no),
	FIELD(share_digit, TEXT, name), FIELD(share_digit, TIME, set_at) };
static const struct record digit_record = RECORD(share_digit, digit_fields);

SQL(share_list_sql,
    "SELECT s.digit, s.account_id, COALESCE(a.staff_no, '') AS staff_no, COALESCE(a.name, '') AS name, "
    "s.set_at FROM order_share s LEFT JOIN account a ON a.id = s.account_id WHERE s.day = ? "
    "ORDER BY s.digit",
    .samples = "SELECT MAX(day) FROM order_share UNION ALL SELECT 0");
SQL(share_put_sql,
    "INSERT INTO order_share (day, digit, account_id, set_by, set_at) VALUES (?, ?, ?, ?, ?)"
    " ON DUPLICATE KEY UPDATE account_id = VALUE(account_id), set_by = VALUE(set_by), set_at = VALUE(set_at)",
    .samples = "SELECT 0, 0, 0, 0, 0");
SQL(share_drop_sql, "DELETE FROM order_share WHERE day = ? AND digit = ?",
    .samples = "SELECT MAX(day), 0 FROM order_share UNION ALL SELECT 0, 0");

enum rc
share_list(struct ctx *ctx, int64_t day, struct rows *digits)
{
	return db_rows(ctx, &share_list_sql, &digit_record, digits, ARGS(arg_int(day)));
}

enum rc
share_clerks(struct ctx *ctx, struct rows *clerks)
{
	return account_holders(ctx, RIGHT_ORDER_CONFIRM.roles, clerks);
}

enum rc
share_queue(struct ctx *ctx, int64_t queue[10])
{
	struct rows found;
	const struct count *counts;
	size_t i;
	enum rc rc = count_read(ctx, "orders.queue", &found);

	memset(queue, 0, 10 * sizeof(*queue));
	if (rc != RC_OK)
		return rc;
	counts = found.items;
	for (i = 0; i < found.count; i++)
		if (strcmp(counts[i].dimension, "digit") == 0 && counts[i].value >= 0 && counts[i].value < 10)
			queue[counts[i].value] = counts[i].rows;
	return RC_OK;
}

/* Somebody who may confirm, by account or by staff number. */
static const struct account *
clerk_among(const struct rows *clerks, int64_t account_id, const char *staff_no)
{
	const struct account *clerk = clerks->items;
	size_t i;

	for (i = 0; i < clerks->count; i++)
		if (staff_no != NULL ? strcmp(clerk[i].staff_no, staff_no) == 0 : clerk[i].id == account_id)
			return &clerk[i];
	return NULL;
}

enum rc
share_clerk_find(struct ctx *ctx, const char *staff_no, struct order_clerk *clerk)
{
	const struct account *account;
	struct rows clerks;
	enum rc rc = share_clerks(ctx, &clerks);

	if (rc != RC_OK)
		return rc;
	account = clerk_among(&clerks, 0, staff_no != NULL ? staff_no : "");
	if (account == NULL)
		return ctx_refuse(ctx, "orders.refused.no_clerk", staff_no != NULL ? staff_no : "", NULL);
	*clerk = (struct order_clerk){ account->id, account->staff_no, account->name };
	return RC_OK;
}

static enum rc
share_write(struct ctx *ctx, int64_t day, const int64_t account_ids[10])
{
	enum rc rc = RC_OK;
	int64_t digit;

	for (digit = 0; digit < 10 && rc == RC_OK; digit++)
		if (account_ids[digit] == 0)
			rc = db_exec(ctx, &share_drop_sql, ARGS(arg_int(day), arg_int(digit)));
		else
			rc = db_exec(ctx, &share_put_sql,
			    ARGS(arg_int(day), arg_int(digit), arg_int(account_ids[digit]),
				arg_int(ctx->actor.account_id), arg_int(ctx->now)));
	return rc;
}

/* "0 1 2" per clerk as one line of the log. */
static void
share_diff(struct ctx *ctx, struct diff *diff, const struct rows *clerks, const int64_t account_ids[10])
{
	const struct account *clerk = clerks->items;
	size_t i, digit;

	for (i = 0; i < clerks->count && diff->count < DIFF_MOST; i++) {
		struct buf buf;

		buf_init(&buf, ctx->arena, 32);
		for (digit = 0; digit < 10; digit++)
			if (account_ids[digit] == clerk[i].id)
				buf_printf(&buf, "%s%d", buf.length > 0 ? " " : "", (int)digit);
		if (buf.length > 0)
			diff_add(diff, "orders.field.digit", "",
			    arena_printf(
				ctx->arena, "%s %s: %s", clerk[i].name, clerk[i].staff_no, buf.data));
	}
}

enum rc
share_set(struct ctx *ctx, int64_t day, const int64_t account_ids[10])
{
	struct diff diff = { .count = 0 };
	struct rows clerks;
	size_t digit;
	enum rc rc = share_clerks(ctx, &clerks);

	for (digit = 0; digit < 10 && rc == RC_OK; digit++)
		if (account_ids[digit] != 0 && clerk_among(&clerks, account_ids[digit], NULL) == NULL)
			return ctx_fail(ctx, RC_INVALID, "orders.invalid.clerk", NULL);
	if (rc != RC_OK)
		return rc;
	share_diff(ctx, &diff, &clerks, account_ids);
	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = share_write(ctx, day, account_ids);
		if (rc == RC_OK)
			rc = audit_add(ctx, "order.share", "share", day, &diff);
		if (rc == RC_OK)
			tx_result(ctx, "share", day);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

/* Today's digits, kept per process for a second: every queue page asks for them twice. */
static struct {
	int64_t at, day;
	struct arena *arena;
	struct rows digits;
} kept;

enum rc
share_recent(struct ctx *ctx, struct rows *digits)
{
	struct arena *arena = ctx->arena;
	int64_t day = clock_day(ctx->now);
	enum rc rc;

	if (kept.at != ctx->now || kept.day != day) {
		if (kept.arena == NULL)
			kept.arena = arena_new(4096);
		arena_reset(kept.arena, 16384);
		kept.at = 0;
		ctx->arena = kept.arena;
		rc = share_list(ctx, day, &kept.digits);
		ctx->arena = arena;
		if (rc != RC_OK)
			return rc;
		kept.at = ctx->now;
		kept.day = day;
	}
	*digits = kept.digits;
	return RC_OK;
}

const char *
share_query(struct ctx *ctx)
{
	const struct share_digit *digits;
	struct rows found;
	struct buf buf;
	size_t i;

	if (share_recent(ctx, &found) != RC_OK)
		return "";
	digits = found.items;
	buf_init(&buf, ctx->arena, 128);
	for (i = 0; i < found.count; i++)
		if (digits[i].account_id != 0 && digits[i].account_id == ctx->actor.account_id)
			buf_printf(&buf, "%sdigit[]=%d", buf.length > 0 ? "&" : "", (int)digits[i].digit);
	return buf.data;
}

enum rc
order_share_balanced(struct ctx *ctx, int64_t day, const int64_t *clerks, size_t count)
{
	int64_t queue[10], owner[10], accounts[10];
	enum rc rc = share_queue(ctx, queue);

	if (rc != RC_OK || count == 0)
		return rc;
	share_balance(queue, count, owner);
	for (size_t digit = 0; digit < 10; digit++)
		accounts[digit] = clerks[owner[digit]];
	return share_set(ctx, day, accounts);
}
