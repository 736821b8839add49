/* SPDX-License-Identifier: MIT */
/* The public calendar as data: one year's announcement read from JSON and put in the place of that year (RULE TIME-3).
 * Not what a working day is: base/calendar.c decides that. */
#include "policy/store.h"

#include "audit/audit.h"
#include "base/utf8.h"
#include "db/tx.h"
#include "files/files.h"
#include "policy/role.h"
#include <inttypes.h>
#include <jansson.h>
#include <sodium.h>
#include <string.h>

#define DAYS_MOST 200 /* of one announcement */

struct announced {
	int64_t day;
	bool off;
	const char *name;
};
struct announcement {
	int64_t year;
	struct announced days[DAYS_MOST];
	size_t count;
	const char *papers;
	const char *digest;
};

static const struct field mark_fields[] = { FIELD(calendar_mark, DAY, day), FIELD(calendar_mark, BOOL, off),
	FIELD(calendar_mark, TEXT, name) };
static const struct record mark_record = RECORD(calendar_mark, mark_fields);
static const struct field note_fields[] = { FIELD(calendar_note, INT, year),
	FIELD(calendar_note, BOOL, published), FIELD(calendar_note, TEXT, papers),
	FIELD(calendar_note, TIME, imported_at), FIELD(calendar_note, TEXT, staff) };
static const struct record note_record = RECORD(calendar_note, note_fields);

SQL(calendar_marks_sql,
    "SELECT d.day, d.off, d.name FROM calendar_day d WHERE d.day >= ? AND d.day <= ? AND NOT EXISTS"
    " (SELECT 1 FROM calendar_day l WHERE l.day = d.day AND l.year > d.year) ORDER BY d.day",
    .samples = "SELECT MAX(day) - 365, MAX(day) FROM calendar_day UNION ALL SELECT 0, 0");
SQL(calendar_year_find_sql,
    "SELECT year, published, papers, imported_at, staff FROM calendar_year WHERE year = ?",
    .samples = "SELECT MAX(year) FROM calendar_year UNION ALL SELECT 0");
SQL(calendar_year_save_sql,
    "INSERT INTO calendar_year (year, published, papers, digest, imported_at, staff) "
    "VALUES (?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE published = VALUES(published), papers = "
    "VALUES(papers), digest = VALUES(digest), imported_at = VALUES(imported_at), staff = VALUES(staff)",
    .samples = "SELECT 2000, 0, '', '', 0, ''");
SQL(calendar_clear_sql, "DELETE FROM calendar_day WHERE year = ?",
    .samples = "SELECT MAX(year) FROM calendar_day UNION ALL SELECT 0");
SQL(calendar_day_add_sql, "INSERT INTO calendar_day (day, year, off, name) VALUES (?, ?, ?, ?)",
    .samples = "SELECT 1, 2000, 0, ''");

enum rc
calendar_marks(struct ctx *ctx, int64_t first, int64_t last, struct rows *marks)
{
	return db_rows(ctx, &calendar_marks_sql, &mark_record, marks, ARGS(arg_int(first), arg_int(last)));
}

enum rc
calendar_year_find(struct ctx *ctx, int64_t year, struct calendar_note *note)
{
	return db_row(ctx, &calendar_year_find_sql, &note_record, note, ARGS(arg_int(year)));
}

/* An announcement may name days from the end of the year before to the beginning of the next. */
static bool
day_belongs(int64_t year, int64_t day)
{
	return day >= day_number((int)year - 1, 12, 1) && day <= day_number((int)year + 1, 1, 31);
}

static enum rc
day_read(struct ctx *ctx, const json_t *json, struct announcement *to)
{
	const char *name = json_string_value(json_object_get(json, "name"));
	const char *date = json_string_value(json_object_get(json, "date"));
	const json_t *off = json_object_get(json, "isOffDay");
	struct announced *day = &to->days[to->count];

	if (name == NULL || name[0] == '\0' || utf8_length(name) > 60 || !utf8_valid(name, strlen(name)))
		return ctx_fail(ctx, RC_INVALID, "calendar.refused.name", date == NULL ? "" : date, NULL);
	if (date == NULL || day_parse(date, &day->day) != RC_OK || !day_belongs(to->year, day->day) ||
	    !json_is_boolean(off))
		return ctx_fail(ctx, RC_INVALID, "calendar.refused.day", date == NULL ? name : date, NULL);
	for (size_t i = 0; i < to->count; i++)
		if (to->days[i].day == day->day)
			return ctx_fail(ctx, RC_INVALID, "calendar.refused.twice", date, NULL);
	day->off = json_is_true(off);
	day->name = arena_strdup(ctx->arena, name);
	to->count++;
	return RC_OK;
}

static enum rc
announcement_read(struct ctx *ctx, const json_t *json, struct announcement *to)
{
	const json_t *year = json_object_get(json, "year"), *days = json_object_get(json, "days");
	const json_t *papers = json_object_get(json, "papers");
	struct buf list;

	if (!json_is_integer(year) || !json_is_array(days) || !json_is_array(papers) ||
	    json_array_size(days) > DAYS_MOST)
		return ctx_fail(ctx, RC_INVALID, "calendar.refused.shape", NULL);
	to->year = json_integer_value(year);
	if (to->year < 2000 || to->year > 2098)
		return ctx_fail(ctx, RC_INVALID, "calendar.refused.year", NULL);
	for (size_t i = 0; i < json_array_size(days); i++) {
		enum rc rc = day_read(ctx, json_array_get(days, i), to);

		if (rc != RC_OK)
			return rc;
	}
	buf_init(&list, ctx->arena, 128);
	for (size_t i = 0; i < json_array_size(papers); i++) {
		const char *paper = json_string_value(json_array_get(papers, i));

		if (paper == NULL || !utf8_valid(paper, strlen(paper)))
			return ctx_fail(ctx, RC_INVALID, "calendar.refused.shape", NULL);
		if (list.length + strlen(paper) < 480)
			buf_printf(&list, "%s%s", list.length == 0 ? "" : " ", paper);
	}
	to->papers = list.data;
	return RC_OK;
}

static enum rc
announcement_save(struct ctx *ctx, const struct announcement *from)
{
	struct diff diff = { 0 };
	enum rc rc = db_exec(ctx, &calendar_year_save_sql,
	    ARGS(arg_int(from->year), arg_int(from->count > 0), arg_text(from->papers),
		arg_text(from->digest), arg_int(ctx->now), arg_text(actor_label(ctx->arena, &ctx->actor))));

	if (rc == RC_OK)
		rc = db_exec(ctx, &calendar_clear_sql, ARGS(arg_int(from->year)));
	for (size_t i = 0; i < from->count && rc == RC_OK; i++)
		rc = db_exec(ctx, &calendar_day_add_sql,
		    ARGS(arg_int(from->days[i].day), arg_int(from->year), arg_int(from->days[i].off),
			arg_text(from->days[i].name)));
	if (rc == RC_OK)
		rc = policy_stamp_raise(ctx);
	if (rc != RC_OK)
		return rc;
	diff_add(&diff, "calendar.field.days", "", arena_printf(ctx->arena, "%zu", from->count));
	diff_add(&diff, "audit.field.digest", "", from->digest);
	tx_result(ctx, "calendar", from->year);
	return audit_add(ctx, "calendar.import", "calendar", from->year, &diff);
}

enum rc
calendar_import(struct ctx *ctx, const char *json, size_t length, int64_t file, int64_t *year)
{
	struct announcement *read = ARENA_NEW(ctx->arena, struct announcement);
	json_error_t error;
	json_t *tree = json_loadb(json, length, JSON_REJECT_DUPLICATES, &error);
	unsigned char digest[32];
	char *hex = arena_alloc(ctx->arena, 65);
	enum rc rc;

	if (tree == NULL)
		return ctx_fail(ctx, RC_INVALID, "calendar.refused.json",
		    arena_printf(ctx->arena, "%d", error.line), NULL);
	rc = announcement_read(ctx, tree, read);
	json_decref(tree);
	if (rc != RC_OK)
		return rc;
	crypto_generichash(digest, sizeof(digest), (const unsigned char *)json, length, NULL, 0);
	sodium_bin2hex(hex, 65, digest, sizeof(digest));
	read->digest = hex;
	*year = read->year;
	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = announcement_save(ctx, read);
		if (rc == RC_OK && file != 0)
			rc = files_attach(ctx, file, "calendar", read->year);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	policy_forget();
	return rc;
}
