/* SPDX-License-Identifier: MIT */
/* SQL of the daily sheet and its frozen lines (RULE ORD-4). Not the decisions: rules_day.c; not the steps: actions_sheet.c. */
#include "base/clock.h"
#include "orders/sheet.h"
#include "orders/store.h"

#include <sodium.h>
#include <string.h>

static const struct field sheet_fields[] = { FIELD(sheet, ID, id), FIELD(sheet, DAY, day),
	FIELD(sheet, INT, number), FIELD(sheet, TIME, closed_at), FIELD(sheet, ID, closed_by),
	FIELD(sheet, TIME, due_at), FIELD(sheet, INT, policy_version), FIELD(sheet, TIME, from_at),
	FIELD(sheet, INT, line_count), FIELD(sheet, INT, phone_count), FIELD(sheet, INT, sms_count),
	FIELD(sheet, MONEY, total_fen), FIELD(sheet, TEXT, digest), FIELD(sheet, TIME, signed_at),
	FIELD(sheet, ID, signed_by), FIELD(sheet, TIME, received_at), FIELD(sheet, ID, received_by),
	FIELD(sheet, INT, version) };
const struct record sheet_record = RECORD(sheet, sheet_fields);

#define SHEET_COLUMNS                                                                                        \
	"SELECT id, day, number, closed_at, closed_by, due_at, policy_version, from_at, line_count, "        \
	"phone_count, sms_count, total_fen, digest, signed_at, signed_by, received_at, received_by, "        \
	"version FROM order_sheet"
#define SHEET_SAMPLES "SELECT MAX(id) FROM order_sheet UNION ALL SELECT 0"

SQL(sheet_get_sql, SHEET_COLUMNS " WHERE id = ?", .samples = SHEET_SAMPLES);
SQL(sheet_lock_sql, SHEET_COLUMNS " WHERE id = ? FOR UPDATE", .samples = SHEET_SAMPLES);
SQL(sheet_add_sql,
    "INSERT INTO order_sheet (day, number, closed_at, closed_by, due_at, policy_version, from_at, "
    "line_count, phone_count, sms_count, total_fen, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    .samples = "SELECT 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ''");
SQL(sheet_save_sql,
    "UPDATE order_sheet SET signed_at = ?, signed_by = ?, received_at = ?, received_by = ?, version = ? "
    "WHERE id = ? AND version = ? - 1",
    .samples = "SELECT 0, 0, 0, 0, 1, MAX(id), 0 FROM order_sheet UNION ALL SELECT 0, 0, 0, 0, 1, 0, 0");
SQL(sheet_head_get_sql, "SELECT last_number, last_day FROM order_sheet_head WHERE id = 1");
SQL(sheet_head_lock_sql, "SELECT last_number, last_day FROM order_sheet_head WHERE id = 1 FOR UPDATE");
SQL(sheet_head_save_sql, "UPDATE order_sheet_head SET last_number = ?, last_day = ? WHERE id = 1",
    .samples = "SELECT last_number, last_day FROM order_sheet_head");
SQL(sheet_before_sql, "SELECT closed_at FROM order_sheet WHERE day = ?",
    .samples = "SELECT MAX(day) FROM order_sheet UNION ALL SELECT 0");

static const struct field head_fields[] = { FIELD(sheet_head, INT, last_number),
	FIELD(sheet_head, DAY, last_day) };
static const struct record head_record = RECORD(sheet_head, head_fields);

enum rc
sheet_get(struct ctx *ctx, int64_t id, struct sheet *sheet)
{
	return db_row(ctx, &sheet_get_sql, &sheet_record, sheet, ARGS(arg_int(id)));
}

enum rc
sheet_lock(struct ctx *ctx, int64_t id, int64_t version, struct sheet *sheet)
{
	enum rc rc = db_row(ctx, &sheet_lock_sql, &sheet_record, sheet, ARGS(arg_int(id)));

	if (rc == RC_OK && sheet->version != version)
		rc = order_conflict(ctx, "sheet", id);
	return rc;
}

enum rc
sheet_add(struct ctx *ctx, struct sheet *sheet)
{
	enum rc rc = db_exec(ctx, &sheet_add_sql,
	    ARGS(arg_int(sheet->day), arg_int(sheet->number), arg_int(sheet->closed_at),
		arg_int(sheet->closed_by), arg_int(sheet->due_at), arg_int(sheet->policy_version),
		arg_int(sheet->from_at), arg_int(sheet->line_count), arg_int(sheet->phone_count),
		arg_int(sheet->sms_count), arg_int(sheet->total_fen), arg_text(sheet->digest)));

	if (rc == RC_OK)
		sheet->id = db_insert_id(ctx);
	return rc;
}

enum rc
sheet_save(struct ctx *ctx, const struct sheet *sheet)
{
	enum rc rc = db_exec(ctx, &sheet_save_sql,
	    ARGS(arg_int(sheet->signed_at), arg_int(sheet->signed_by), arg_int(sheet->received_at),
		arg_int(sheet->received_by), arg_int(sheet->version), arg_int(sheet->id),
		arg_int(sheet->version)));

	if (rc == RC_OK && db_changed(ctx) != 1)
		rc = order_conflict(ctx, "sheet", sheet->id);
	return rc;
}

enum rc
sheet_head_get(struct ctx *ctx, struct sheet_head *head)
{
	return db_row(ctx, &sheet_head_get_sql, &head_record, head, NO_ARGS);
}

enum rc
sheet_head_lock(struct ctx *ctx, struct sheet_head *head)
{
	return db_row(ctx, &sheet_head_lock_sql, &head_record, head, NO_ARGS);
}

enum rc
sheet_head_save(struct ctx *ctx, const struct sheet_head *head)
{
	return db_exec(ctx, &sheet_head_save_sql, ARGS(arg_int(head->last_number), arg_int(head->last_day)));
}

enum rc
sheet_before(struct ctx *ctx, int64_t day, int64_t *closed_at)
{
	enum rc rc = db_int(ctx, &sheet_before_sql, closed_at, ARGS(arg_int(day)));

	if (rc != RC_NOT_FOUND)
		return rc;
	*closed_at = 0;
	return RC_OK;
}

/* --- lines ------------------------------------------------------------------------------------------------------ */

static const struct field line_fields[] = { FIELD(sheet_line, INT, line_no), FIELD(sheet_line, ID, order_id),
	FIELD(sheet_line, TEXT, order_no), FIELD(sheet_line, TIME, confirmed_at),
	FIELD(sheet_line, ID, account_id), FIELD(sheet_line, TEXT, staff),
	FIELD(sheet_line, TEXT, member_name), FIELD(sheet_line, TEXT, summary),
	FIELD(sheet_line, INT, line_count), FIELD(sheet_line, MONEY, total_fen),
	FIELD(sheet_line, INT, notify) };
const struct record sheet_line_record = RECORD(sheet_line, line_fields);

SQL(sheet_confirmations_sql,
    "SELECT 0 AS line_no, c.order_id, o.order_no, c.confirmed_at, c.account_id, c.staff, IF(o.consignee = "
    "'', m.name, o.consignee) AS member_name, o.summary, o.line_count, c.total_fen, c.notify "
    "FROM order_confirmation c JOIN orders o ON o.id = c.order_id JOIN member m "
    "ON m.id = o.member_id WHERE c.sheet_id = 0 AND c.confirmed_at <= ? ORDER BY c.confirmed_at, c.order_id",
    .samples = "SELECT 4102444800 UNION ALL SELECT 0", .why = "one day's confirmations, read once a day");
SQL(sheet_line_add_sql,
    "INSERT INTO order_sheet_line (sheet_id, line_no, order_id, order_no, confirmed_at, account_id, staff, "
    "member_name, summary, line_count, total_fen, notify) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    .samples = "SELECT 0, 1, 0, 'sample', 0, 0, '', '', '', 0, 0, 0");
SQL(sheet_confirmation_take_sql,
    "UPDATE order_confirmation SET sheet_id = ? WHERE order_id = ? AND sheet_id = 0",
    .samples = "SELECT 0, MAX(order_id) FROM order_confirmation UNION ALL SELECT 0, 0");
SQL(sheet_line_list_sql,
    "SELECT line_no, order_id, order_no, confirmed_at, account_id, staff, member_name, summary, "
    "line_count, total_fen, notify FROM order_sheet_line WHERE sheet_id = ? AND line_no > ? "
    "ORDER BY line_no LIMIT ?",
    .samples = "SELECT MAX(id), 0, 300 FROM order_sheet UNION ALL SELECT 0, 0, 0");
SQL(sheet_line_all_sql,
    "SELECT line_no, order_id, order_no, confirmed_at, account_id, staff, member_name, summary, "
    "line_count, total_fen, notify FROM order_sheet_line WHERE sheet_id = ? ORDER BY line_no",
    .samples = SHEET_SAMPLES);
SQL(sheet_own_lines_sql, "SELECT COUNT(*) FROM order_sheet_line WHERE sheet_id = ? AND account_id = ?",
    .samples = "SELECT MAX(id), 1 FROM order_sheet UNION ALL SELECT 0, 0",
    .why = "one sheet's lines of one person, narrow index entries");

enum rc
sheet_confirmations(struct ctx *ctx, int64_t until, struct rows *found)
{
	struct sheet_line *lines;
	size_t i;
	enum rc rc = db_rows(ctx, &sheet_confirmations_sql, &sheet_line_record, found, ARGS(arg_int(until)));

	lines = found->items;
	for (i = 0; rc == RC_OK && i < found->count; i++) {
		lines[i].line_no = (int64_t)i + 1;
		lines[i].member_name = mask_name(ctx->arena, lines[i].member_name);
	}
	return rc;
}

#define LINE_ARGS 12
#define LINE_BATCH 500

static enum rc
lines_add(struct ctx *ctx, int64_t sheet_id, const struct sheet_line *lines, size_t count)
{
	struct arg *add = arena_array(ctx->arena, count, LINE_ARGS * sizeof(*add));
	struct arg *take = arena_array(ctx->arena, count, 2 * sizeof(*take));
	size_t i;
	enum rc rc;

	for (i = 0; i < count; i++) {
		const struct sheet_line *line = &lines[i];
		const struct arg made[LINE_ARGS] = { arg_int(sheet_id), arg_int(line->line_no),
			arg_int(line->order_id), arg_text(line->order_no), arg_int(line->confirmed_at),
			arg_int(line->account_id), arg_text(line->staff), arg_text(line->member_name),
			arg_text(line->summary), arg_int(line->line_count), arg_int(line->total_fen),
			arg_int(line->notify) };

		memcpy(add + i * LINE_ARGS, made, sizeof(made));
		take[i * 2] = arg_int(sheet_id);
		take[i * 2 + 1] = arg_int(line->order_id);
	}
	rc = db_exec_many(ctx, &sheet_line_add_sql, add, LINE_ARGS, count);
	return rc == RC_OK ? db_exec_many(ctx, &sheet_confirmation_take_sql, take, 2, count) : rc;
}

/* An order stands on one sheet only: its number is unique among all lines. */
enum rc
sheet_lines_add(struct ctx *ctx, int64_t sheet_id, const struct sheet_line *lines, size_t count)
{
	size_t done, batch;
	enum rc rc = RC_OK;

	for (done = 0; done < count && rc == RC_OK; done += batch) {
		batch = count - done < LINE_BATCH ? count - done : LINE_BATCH;
		rc = lines_add(ctx, sheet_id, lines + done, batch);
	}
	return rc;
}

enum rc
sheet_line_list(struct ctx *ctx, int64_t sheet_id, int64_t line_no, int64_t most, struct rows *lines)
{
	return db_rows(ctx, &sheet_line_list_sql, &sheet_line_record, lines,
	    ARGS(arg_int(sheet_id), arg_int(line_no), arg_int(most)));
}

enum rc
sheet_own_lines(struct ctx *ctx, int64_t sheet_id, int64_t account_id, int64_t *count)
{
	return db_int(ctx, &sheet_own_lines_sql, count, ARGS(arg_int(sheet_id), arg_int(account_id)));
}

/* --- digest ----------------------------------------------------------------------------------------------------- */

struct digesting {
	crypto_generichash_state hash;
	struct arena *arena;
};

/* One line of the canonical text: every frozen value, tab-separated; texts hold no tab (base/utf8). */
static void
digest_line(struct digesting *digesting, const struct sheet_line *line)
{
	char numbers[200];
	int length = snprintf(numbers, sizeof(numbers), "%lld\t%lld\t%lld\t%lld\t%lld\t%lld\t%lld\t",
	    (long long)line->line_no, (long long)line->order_id, (long long)line->confirmed_at,
	    (long long)line->account_id, (long long)line->line_count, (long long)line->total_fen,
	    (long long)line->notify);
	const char *const texts[] = { line->order_no, line->staff, line->member_name, line->summary };
	size_t i;

	crypto_generichash_update(
	    &digesting->hash, (const unsigned char *)numbers, (unsigned long long)length);
	for (i = 0; i < 4; i++) {
		crypto_generichash_update(
		    &digesting->hash, (const unsigned char *)texts[i], (unsigned long long)strlen(texts[i]));
		crypto_generichash_update(&digesting->hash, (const unsigned char *)(i < 3 ? "\t" : "\n"), 1);
	}
}

static const char *
digest_end(struct ctx *ctx, struct digesting *digesting)
{
	unsigned char hash[32];
	char hex[65];

	crypto_generichash_final(&digesting->hash, hash, sizeof(hash));
	return arena_strdup(ctx->arena, sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash)));
}

const char *
sheet_digest(struct ctx *ctx, const struct sheet_line *lines, size_t count)
{
	struct digesting digesting;
	size_t i;

	crypto_generichash_init(&digesting.hash, NULL, 0, 32);
	for (i = 0; i < count; i++)
		digest_line(&digesting, &lines[i]);
	return digest_end(ctx, &digesting);
}

static enum rc
digest_each(void *self, const void *row)
{
	digest_line(self, row);
	return RC_OK;
}

enum rc
sheet_digest_stored(struct ctx *ctx, int64_t sheet_id, const char **digest)
{
	struct digesting digesting;
	enum rc rc;

	crypto_generichash_init(&digesting.hash, NULL, 0, 32);
	rc = db_each(
	    ctx, &sheet_line_all_sql, &sheet_line_record, digest_each, &digesting, ARGS(arg_int(sheet_id)));
	*digest = digest_end(ctx, &digesting);
	return rc;
}

/* --- the one that is being filled ------------------------------------------------------------------------------- */

SQL(sheet_confirmed_sql, "SELECT COALESCE(SUM(orders), 0) FROM order_day WHERE day = ? AND measure = 1",
    .samples = "SELECT MAX(day) FROM order_day UNION ALL SELECT 0");

enum rc
sheet_coming(struct ctx *ctx, int64_t *number, int64_t *day, int64_t *confirmed)
{
	static struct {
		int64_t at, number, day, confirmed;
	} kept;
	int64_t today = clock_day(ctx->now);
	struct sheet_head head;
	enum rc rc = RC_OK;

	if (kept.at != ctx->now) {
		rc = sheet_head_get(ctx, &head);
		if (rc == RC_OK)
			rc = db_int(ctx, &sheet_confirmed_sql, &kept.confirmed, ARGS(arg_int(today)));
		if (rc != RC_OK)
			return rc;
		kept.number = head.last_number + 1;
		kept.day = head.last_day >= today ? head.last_day + 1 : today;
		kept.at = ctx->now;
	}
	*number = kept.number;
	*day = kept.day;
	*confirmed = kept.confirmed;
	return rc;
}
