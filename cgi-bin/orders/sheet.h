/* SPDX-License-Identifier: MIT */
/* The daily order-confirmation sheet (RULE ORD-4) as the files of orders/ see it; its actions are in orders.h. */
#ifndef ORDERS_SHEET_H
#define ORDERS_SHEET_H

#include "db/db.h"
#include "orders/rules.h"

extern const struct record sheet_record;

/* A frozen line, as it stood when the sheet was closed. */
struct sheet_line {
	int64_t line_no, order_id;
	const char *order_no;
	int64_t confirmed_at, account_id;
	const char *staff, *member_name, *summary;
	int64_t line_count, total_fen, notify;
};
extern const struct record sheet_line_record;

enum rc sheet_get(struct ctx *ctx, int64_t id, struct sheet *sheet) MUST_CHECK;
enum rc sheet_lock(struct ctx *ctx, int64_t id, int64_t version, struct sheet *sheet) MUST_CHECK;
enum rc sheet_add(struct ctx *ctx, struct sheet *sheet) MUST_CHECK;
enum rc sheet_save(
    struct ctx *ctx, const struct sheet *sheet) MUST_CHECK; /* `sheet` as changed, version raised by one */
/* sheet_head_lock(): whoever closes a sheet begins here. sheet_head_save(): the day that was closed. */
struct sheet_head {
	int64_t last_number, last_day;
};
enum rc sheet_head_get(struct ctx *ctx, struct sheet_head *head) MUST_CHECK;
enum rc sheet_head_lock(struct ctx *ctx, struct sheet_head *head) MUST_CHECK;
enum rc sheet_head_save(struct ctx *ctx, const struct sheet_head *head) MUST_CHECK;
/* sheet_before(): when the sheet of `day` was closed, 0 if there is none. */
enum rc sheet_before(struct ctx *ctx, int64_t day, int64_t *closed_at) MUST_CHECK;

/* sheet_confirmations(): committed confirmations up to `until` that stand on no sheet, as lines, oldest first. sheet_lines_add():
 * freeze them; RC_CONFLICT if one stands on a sheet already. */
enum rc sheet_confirmations(struct ctx *ctx, int64_t until, struct rows *lines) MUST_CHECK;
enum rc sheet_lines_add(
    struct ctx *ctx, int64_t sheet_id, const struct sheet_line *lines, size_t count) MUST_CHECK;
/* sheet_line_list(): at most `most` lines behind `line_no`. sheet_own_lines(): how many of them `account_id` confirmed. */
enum rc sheet_line_list(
    struct ctx *ctx, int64_t sheet_id, int64_t line_no, int64_t most, struct rows *lines) MUST_CHECK;
enum rc sheet_own_lines(struct ctx *ctx, int64_t sheet_id, int64_t account_id, int64_t *count) MUST_CHECK;

/* sheet_digest(): hex BLAKE2b-256 of the canonical text of lines; sheet_digest_stored(): the same of the stored ones. */
const char *sheet_digest(struct ctx *ctx, const struct sheet_line *lines, size_t count);
enum rc sheet_digest_stored(struct ctx *ctx, int64_t sheet_id, const char **digest) MUST_CHECK;

/* sheet_coming(): number and day of the sheet that is being filled, and how many orders were confirmed today; kept for a
 * second per process. */
enum rc sheet_coming(struct ctx *ctx, int64_t *number, int64_t *day, int64_t *confirmed) MUST_CHECK;
/* sheet_close_due(): what houtai-jobs does: every sheet that has to be closed by itself, missed days first. */
enum rc sheet_close_due(struct ctx *ctx) MUST_CHECK;
/* queue_replan(): a job: due times of waiting orders follow the versions of closing and due time; one pass, or a part of it. */
enum rc queue_replan(struct ctx *ctx) MUST_CHECK;

#endif
