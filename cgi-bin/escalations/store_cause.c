/* SPDX-License-Identifier: MIT */
/* SQL by which causes are counted and become escalations (RULE CMP-9): each statement takes a whole batch, so that an import of a
 * thousand complaints costs as many as one. Not the rules: rules.c. */
#include "base/lookup.h"
#include "escalations/store.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define LOCKS 64
#define JSON_WHY "the JSON list itself is read as rows"

SQL(cause_lock_sql, "UPDATE escalation_lock SET n = n + 1 WHERE id = ?",
    .samples = "SELECT 0 UNION ALL SELECT 63");
#define WINDOWS                                                                                              \
	"JSON_TABLE(?, '$[*]' COLUMNS (wanted BIGINT PATH '$[0]', low BIGINT PATH '$[1]', high BIGINT PATH " \
	"'$[2]')) w"
SQL(again_read_sql,
    "SELECT c.department AS subject, c.member_id AS customer, c.id AS complaint_id, c.opened_at AS at, "
    "c.about_id AS about FROM " WINDOWS
    " STRAIGHT_JOIN complaint c FORCE INDEX (complaint_member) ON c.member_id = w.wanted"
    " AND c.opened_at >= w.low AND c.opened_at <= w.high",
    .samples = "SELECT '[[0,0,0]]'", .why = JSON_WHY);
SQL(quality_read_sql,
    "SELECT p.product_id AS subject, p.member_id AS customer, p.complaint_id, p.opened_at AS at, 0 AS about"
    " FROM " WINDOWS
    " STRAIGHT_JOIN complaint_product p FORCE INDEX (complaint_product_quality) ON p.product_id ="
    " w.wanted AND p.quality = 1 AND p.opened_at >= w.low AND p.opened_at <= w.high",
    .samples = "SELECT '[[0,0,0]]'", .why = JSON_WHY);
SQL(quality_products_sql,
    "SELECT p.product_id AS subject, p.member_id AS customer, p.complaint_id, p.opened_at AS at, 0 AS "
    "about FROM JSON_TABLE(?, '$[*]' COLUMNS (wanted BIGINT UNSIGNED PATH '$')) j "
    "STRAIGHT_JOIN complaint_product p ON p.complaint_id = j.wanted WHERE p.quality = 1",
    .samples = "SELECT '[0]'", .why = JSON_WHY);

/* --- locks ------------------------------------------------------------------------------------------------------ */

enum rc
causes_lock(struct ctx *ctx, const int64_t *keys, size_t count)
{
	struct arg args[LOCKS];
	bool wanted[LOCKS] = { false };
	size_t used = 0;

	for (size_t i = 0; i < count; i++)
		wanted[(uint64_t)keys[i] % LOCKS] = true;
	for (int64_t slot = 0; slot < LOCKS; slot++) /* one order for all */
		if (wanted[slot])
			args[used++] = arg_int(slot);
	return db_exec_many(ctx, &cause_lock_sql, args, 1, used);
}

/* --- what is counted -------------------------------------------------------------------------------------------- */

struct sighting_row {
	int64_t subject, customer, complaint_id, at, about;
};
static const struct field sighting_fields[] = { FIELD(sighting_row, INT, subject),
	FIELD(sighting_row, ID, customer), FIELD(sighting_row, ID, complaint_id),
	FIELD(sighting_row, TIME, at), FIELD(sighting_row, ID, about) };
static const struct record sighting_record = RECORD(sighting_row, sighting_fields);

struct window_span {
	int64_t wanted, low, high;
};

static int
span_compare(const void *left, const void *right)
{
	const struct window_span *a = left, *b = right;

	return (a->wanted > b->wanted) - (a->wanted < b->wanted);
}

/* [[wanted, low, high], …]: one span for each that is wanted, over all its moments. */
static const char *
spans_json(struct ctx *ctx, const struct sighting *around, size_t count, bool by_customer, int64_t window)
{
	struct window_span *span = arena_array(ctx->arena, count + 1, sizeof(*span));
	struct buf json;
	size_t last = 0;

	buf_init(&json, ctx->arena, 64 * (count + 1));
	for (size_t i = 0; i < count; i++)
		span[i] = (struct window_span){ by_customer ? around[i].customer : around[i].subject,
			around[i].at - window, around[i].at + window };
	qsort(span, count, sizeof(*span), span_compare);
	for (size_t i = 1; i < count; i++)
		if (span[i].wanted == span[last].wanted) {
			span[last].low = span[i].low < span[last].low ? span[i].low : span[last].low;
			span[last].high = span[i].high > span[last].high ? span[i].high : span[last].high;
		} else {
			span[++last] = span[i];
		}
	buf_char(&json, '[');
	for (size_t i = 0; i <= last && count > 0; i++)
		buf_printf(&json, "%s[%" PRId64 ",%" PRId64 ",%" PRId64 "]", i > 0 ? "," : "", span[i].wanted,
		    span[i].low, span[i].high);
	buf_char(&json, ']');
	return json.data;
}

/* One sighting per subject: of (a) the department and, where a person is complained about, minus that account. */
static void
sightings_take(struct ctx *ctx, const struct rows *from, struct rows *into)
{
	const struct sighting_row *row = from->items;
	struct sighting *made = arena_array(ctx->arena, 2 * from->count + 1, sizeof(*made));
	size_t count = 0;

	for (size_t i = 0; i < from->count; i++) {
		made[count++] = (struct sighting){ row[i].subject, row[i].customer, row[i].complaint_id,
			row[i].at, false };
		if (row[i].about != 0)
			made[count++] = (struct sighting){ -row[i].about, row[i].customer,
				row[i].complaint_id, row[i].at, false };
	}
	*into = (struct rows){ made, count };
}

static enum rc
sightings_read(struct ctx *ctx, const struct sql *sql, const char *json, struct rows *sightings)
{
	struct rows found;
	enum rc rc = db_rows(ctx, sql, &sighting_record, &found, ARGS(arg_text(json)));

	if (rc == RC_OK)
		sightings_take(ctx, &found, sightings);
	return rc;
}

enum rc
again_read(
    struct ctx *ctx, const struct sighting *around, size_t count, int64_t window, struct rows *sightings)
{
	return sightings_read(ctx, &again_read_sql, spans_json(ctx, around, count, true, window), sightings);
}

enum rc
quality_read(
    struct ctx *ctx, const struct sighting *around, size_t count, int64_t window, struct rows *sightings)
{
	return sightings_read(
	    ctx, &quality_read_sql, spans_json(ctx, around, count, false, window), sightings);
}

enum rc
quality_products(struct ctx *ctx, const int64_t *complaint_ids, size_t count, struct rows *sightings)
{
	return sightings_read(
	    ctx, &quality_products_sql, json_ids(ctx->arena, complaint_ids, count), sightings);
}

/* --- what causes are about -------------------------------------------------------------------------------------- */

#define NAMES(table, text)                                                                                   \
	"SELECT t.id, " text                                                                                 \
	" AS name FROM JSON_TABLE(?, '$[*]' COLUMNS (wanted BIGINT UNSIGNED PATH '$')) j"                    \
	" STRAIGHT_JOIN " table " t ON t.id = j.wanted"
SQL(name_member_sql, NAMES("member", "t.member_no"), .samples = "SELECT '[0]'", .why = JSON_WHY);
SQL(name_account_sql, NAMES("account", "t.staff_no"), .samples = "SELECT '[0]'", .why = JSON_WHY);
SQL(name_order_sql, NAMES("orders", "t.order_no"), .samples = "SELECT '[0]'", .why = JSON_WHY);
SQL(name_product_sql, NAMES("product", "CONCAT(t.product_no, ' ', t.name)"), .samples = "SELECT '[0]'",
    .why = JSON_WHY);

struct name_row {
	int64_t id;
	const char *name;
};
static const struct field name_fields[] = { FIELD(name_row, ID, id), FIELD(name_row, TEXT, name) };
static const struct record name_record = RECORD(name_row, name_fields);

/* Which cause asks for a name of a kind: its subject, or whom it is about. */
struct asking {
	const struct sql *sql;
	bool (*asks)(const struct cause *cause);
	bool about;
};

static bool
asks_member(const struct cause *cause)
{
	return cause->rule == ESCALATION_AGAIN;
}
static bool
asks_account(const struct cause *cause)
{
	return cause->rule == ESCALATION_AGAIN && cause->about_person;
}
static bool
asks_order(const struct cause *cause)
{
	return cause->rule == ESCALATION_UNDELIVERED ||
	       (cause->rule == ESCALATION_GOODS && cause->about_id == 0);
}
static bool
asks_product(const struct cause *cause)
{
	return cause->rule == ESCALATION_QUALITY;
}

static enum rc
names_ask(struct ctx *ctx, const struct asking *asking, const struct cause *causes, size_t count,
    const char **subjects)
{
	int64_t *ids = arena_array(ctx->arena, count + 1, sizeof(*ids));
	struct lookup *lookup = lookup_new(ctx->arena, count + 1);
	const struct name_row *row;
	struct rows found;
	size_t asked = 0;
	enum rc rc;

	for (size_t i = 0; i < count; i++)
		if (asking->asks(&causes[i]))
			ids[asked++] = asking->about ? causes[i].about_id : causes[i].subject_id;
	if (asked == 0)
		return RC_OK;
	rc =
	    db_rows(ctx, asking->sql, &name_record, &found, ARGS(arg_text(json_ids(ctx->arena, ids, asked))));
	row = found.items;
	for (size_t i = 0; rc == RC_OK && i < found.count; i++)
		lookup_add_id(lookup, row[i].id, (int64_t)i + 1);
	for (size_t i = 0; rc == RC_OK && i < count; i++) {
		int64_t at = !asking->asks(&causes[i])
				 ? 0
				 : lookup_find_id(
				       lookup, asking->about ? causes[i].about_id : causes[i].subject_id, 0);

		if (at > 0)
			subjects[i] = *subjects[i] == '\0' ? row[at - 1].name
							   : arena_printf(ctx->arena, "%s · %s", subjects[i],
								 row[at - 1].name);
	}
	return rc;
}

enum rc
causes_subject(struct ctx *ctx, const struct cause *causes, size_t count, const char **subjects)
{
	static const struct asking askings[] = { { &name_member_sql, asks_member, false },
		{ &name_account_sql, asks_account, true }, { &name_order_sql, asks_order, false },
		{ &name_product_sql, asks_product, false } };
	enum rc rc = RC_OK;

	for (size_t i = 0; i < count; i++)
		subjects[i] = causes[i].rule == ESCALATION_SITE ||
				      (causes[i].rule == ESCALATION_GOODS && causes[i].about_id != 0)
				  ? causes[i].newest->complaint_no
				  : "";
	for (size_t i = 0; i < sizeof(askings) / sizeof(askings[0]) && rc == RC_OK; i++)
		rc = names_ask(ctx, &askings[i], causes, count, subjects);
	return rc;
}
