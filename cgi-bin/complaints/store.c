/* SPDX-License-Identifier: MIT */
/* SQL of complaints: their rows, texts, goods, numbers, and what is similar (RULE CMP-1).
 * Not what belongs to one while it is worked on: store_work.c. */
#include "complaints/store.h"
#include "base/clock.h"
#include "base/lookup.h"

static const struct field complaint_fields[] = { FIELD(complaint, ID, id),
	FIELD(complaint, TEXT, complaint_no), FIELD(complaint, INT, state), FIELD(complaint, ID, member_id),
	FIELD(complaint, ID, order_id), FIELD(complaint, INT, channel), FIELD(complaint, INT, type),
	FIELD(complaint, INT, problem), FIELD(complaint, INT, department), FIELD(complaint, ID, about_id),
	FIELD(complaint, INT, urgency), FIELD(complaint, BOOL, complex), FIELD(complaint, ID, owner_id),
	FIELD(complaint, TEXT, owner_staff), FIELD(complaint, ID, taken_by),
	FIELD(complaint, TIME, opened_at), FIELD(complaint, TIME, answered_at),
	FIELD(complaint, TIME, solved_at), FIELD(complaint, TIME, closed_at), FIELD(complaint, TIME, due_at),
	FIELD(complaint, INT, steps), FIELD(complaint, MONEY, compensation_fen),
	FIELD(complaint, INT, handoffs_open), FIELD(complaint, INT, reopened), FIELD(complaint, INT, score),
	FIELD(complaint, TIME, told_at), FIELD(complaint, INT, promise), FIELD(complaint, TEXT, caller),
	FIELD(complaint, TEXT, caller_phone), FIELD(complaint, TEXT, customer),
	FIELD(complaint, TEXT, summary), FIELD(complaint, ID, province_id), FIELD(complaint, ID, city_id),
	FIELD(complaint, ID, district_id), FIELD(complaint, BOOL, imported), FIELD(complaint, INT, version) };
const struct record complaint_record = RECORD(complaint, complaint_fields);

#define COMPLAINT_COLUMNS                                                                                    \
	"id, complaint_no, state, member_id, order_id, channel, type, problem, department, about_id, "       \
	"urgency, complex, owner_id, owner_staff, taken_by, opened_at, answered_at, solved_at, "             \
	"closed_at, due_at, steps, compensation_fen, handoffs_open, reopened, score, told_at, promise, "     \
	"caller, caller_phone, customer, summary, province_id, city_id, district_id, imported, version"
#define COMPLAINT_SAMPLES                                                                                    \
	"5, 1, 1, 1, 1, 101, 1, 0, 2, 0, 0, '', 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '', '', '', '', "     \
	"0, 0, 0, 1, 1"
#define FIELDS (sizeof(complaint_fields) / sizeof(complaint_fields[0]))
#define GIVEN (FIELDS - 1) /* all but the id */

SQL(complaint_get_sql, "SELECT " COMPLAINT_COLUMNS " FROM complaint WHERE id = ?",
    .samples = "SELECT MAX(id) FROM complaint UNION ALL SELECT 0");
SQL(complaint_find_sql, "SELECT id FROM complaint WHERE complaint_no = ?",
    .samples = "SELECT MAX(complaint_no) FROM complaint UNION ALL SELECT ''");
SQL(complaint_texts_sql,
    "SELECT happened, demand, solution, result FROM complaint_text WHERE complaint_id = ?",
    .samples = "SELECT MAX(complaint_id) FROM complaint_text UNION ALL SELECT 0");
SQL(complaint_add_sql,
    "INSERT INTO complaint (complaint_no, state, member_id, order_id, channel, type, problem, department, "
    "about_id, urgency, complex, owner_id, owner_staff, taken_by, opened_at, answered_at, solved_at, "
    "closed_at, due_at, steps, compensation_fen, handoffs_open, reopened, score, told_at, promise, caller, "
    "caller_phone, customer, summary, province_id, city_id, district_id, imported, version) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
    "?, ?, ?, ?)",
    .samples = "SELECT 'sample', " COMPLAINT_SAMPLES);
SQL(complaint_save_sql,
    "UPDATE complaint SET complaint_no = ?, state = ?, member_id = ?, order_id = ?, channel = ?, type = ?, "
    "problem = ?, department = ?, about_id = ?, urgency = ?, complex = ?, owner_id = ?, owner_staff = ?, "
    "taken_by = ?, opened_at = ?, answered_at = ?, solved_at = ?, closed_at = ?, due_at = ?, steps = ?, "
    "compensation_fen = ?, handoffs_open = ?, reopened = ?, score = ?, told_at = ?, promise = ?, caller = "
    "?, caller_phone = ?, customer = ?, summary = ?, province_id = ?, city_id = ?, district_id = ?, "
    "imported = ?, version = ? WHERE id = ? AND version = ?",
    .samples = "SELECT 'sample', " COMPLAINT_SAMPLES
	       ", MAX(id), 0 FROM complaint UNION ALL SELECT 'sample', " COMPLAINT_SAMPLES ", 0, 0");
SQL(number_next_sql,
    "INSERT INTO complaint_number (day, last) VALUES (?, LAST_INSERT_ID(1)) ON DUPLICATE KEY UPDATE last = "
    "LAST_INSERT_ID(last + 1)",
    .samples = "SELECT MAX(day) FROM complaint_number UNION ALL SELECT 0");
SQL(text_put_sql,
    "INSERT INTO complaint_text (complaint_id, happened, demand, solution, result) VALUES (?, ?, ?, ?, ?) ON "
    "DUPLICATE KEY UPDATE happened = VALUE(happened), demand = VALUE(demand), solution = VALUE(solution), "
    "result = VALUE(result)",
    .samples =
	"SELECT MAX(complaint_id), '', '', '', '' FROM complaint_text UNION ALL SELECT 0, '', '', '', ''");

enum rc
complaint_get(struct ctx *ctx, int64_t id, struct complaint *complaint)
{
	return db_row(ctx, &complaint_get_sql, &complaint_record, complaint, ARGS(arg_int(id)));
}

SQL(complaint_personal_sql,
    "SELECT " COMPLAINT_COLUMNS
    " FROM complaint FORCE INDEX (complaint_member) WHERE member_id = ? AND (caller <> '' OR "
    "caller_phone <> '' OR district_id > 0) LIMIT ? FOR UPDATE",
    .samples = "SELECT MAX(member_id), 500 FROM complaint UNION ALL SELECT 4294967295, 500",
    .why = "every complaint of one member, once in its life");
enum rc
complaint_personal(struct ctx *ctx, int64_t member_id, int64_t most, struct rows *complaints)
{
	return db_rows(ctx, &complaint_personal_sql, &complaint_record, complaints,
	    ARGS(arg_int(member_id), arg_int(most)));
}

enum rc
complaint_find_no(struct ctx *ctx, const char *complaint_no, int64_t *id)
{
	return db_int(ctx, &complaint_find_sql, id, ARGS(arg_text(complaint_no)));
}

static const struct field text_fields[] = { FIELD(complaint_text, TEXT, happened),
	FIELD(complaint_text, TEXT, demand), FIELD(complaint_text, TEXT, solution),
	FIELD(complaint_text, TEXT, result) };
static const struct record text_record = RECORD(complaint_text, text_fields);

enum rc
complaint_texts(struct ctx *ctx, int64_t id, struct complaint_text *text)
{
	return db_row(ctx, &complaint_texts_sql, &text_record, text, ARGS(arg_int(id)));
}

static void
complaint_args(struct arg args[], const struct complaint *complaint)
{
	for (size_t i = 0; i < GIVEN; i++) {
		const char *at = (const char *)complaint + complaint_fields[i + 1].offset;

		if (complaint_fields[i + 1].type == FIELD_TEXT) {
			const char *text = *(const char *const *)(const void *)at;

			args[i] = arg_text(text != NULL ? text : "");
		} else if (complaint_fields[i + 1].type == FIELD_BOOL) {
			args[i] = arg_int(*(const bool *)(const void *)at);
		} else {
			args[i] = arg_int(*(const int64_t *)(const void *)at);
		}
	}
}

enum rc
complaint_add(struct ctx *ctx, struct complaint *complaint)
{
	struct arg args[GIVEN];
	enum rc rc;

	complaint_args(args, complaint);
	rc = db_exec(ctx, &complaint_add_sql, args, GIVEN);
	if (rc == RC_OK)
		complaint->id = db_insert_id(ctx);
	return rc;
}

enum rc
complaint_add_many(struct ctx *ctx, const struct complaint *complaints, size_t count)
{
	struct arg *args = arena_array(ctx->arena, count * GIVEN + 1, sizeof(*args));

	for (size_t i = 0; i < count; i++)
		complaint_args(args + i * GIVEN, &complaints[i]);
	return count == 0 ? RC_OK : db_exec_many(ctx, &complaint_add_sql, args, GIVEN, count);
}

enum rc
complaint_save(struct ctx *ctx, const struct complaint *before, const struct complaint *after)
{
	struct arg args[GIVEN + 2];
	enum rc rc;

	complaint_args(args, after);
	args[GIVEN] = arg_int(before->id);
	args[GIVEN + 1] = arg_int(before->version);
	rc = db_exec(ctx, &complaint_save_sql, args, GIVEN + 2);
	if (rc == RC_OK && db_changed(ctx) != 1)
		rc = RC_CONFLICT;
	return rc;
}

enum rc
complaint_save_many(
    struct ctx *ctx, const struct complaint_change *changes, const size_t *which, size_t count)
{
	struct arg *args = arena_array(ctx->arena, count * (GIVEN + 2) + 1, sizeof(*args));

	for (size_t i = 0; i < count; i++) {
		struct arg *row = args + i * (GIVEN + 2);

		complaint_args(row, &changes[which[i]].after);
		row[GIVEN] = arg_int(changes[which[i]].before.id);
		row[GIVEN + 1] = arg_int(changes[which[i]].before.version);
	}
	return count == 0 ? RC_OK : db_exec_many(ctx, &complaint_save_sql, args, GIVEN + 2, count);
}

enum rc
complaint_number_next(struct ctx *ctx, const char **number)
{
	int64_t day = clock_day(ctx->now);
	enum rc rc = db_exec(ctx, &number_next_sql, ARGS(arg_int(day)));

	if (rc == RC_OK)
		*number = complaint_number(ctx->arena, day, db_insert_id(ctx));
	return rc;
}

enum rc
complaint_text_put(struct ctx *ctx, const int64_t *ids, const struct complaint_text *texts, size_t count)
{
	struct arg *args = arena_array(ctx->arena, count * 5 + 1, sizeof(*args));

	for (size_t i = 0; i < count; i++) {
		args[i * 5] = arg_int(ids[i]);
		args[i * 5 + 1] = arg_text(texts[i].happened);
		args[i * 5 + 2] = arg_text(texts[i].demand);
		args[i * 5 + 3] = arg_text(texts[i].solution);
		args[i * 5 + 4] = arg_text(texts[i].result);
	}
	return count == 0 ? RC_OK : db_send_many(ctx, &text_put_sql, args, 5, count);
}

/* --- goods ------------------------------------------------------------------------------------------------------ */

SQL(quality_set_sql, "UPDATE complaint_product SET quality = ? WHERE complaint_id = ?",
    .samples = "SELECT 0, MAX(complaint_id) FROM complaint_product UNION ALL SELECT 0, 0");
SQL(goods_sql,
    "SELECT c.product_id, COALESCE(p.product_no, '') AS product_no, COALESCE(p.name, '') AS name, c.quality "
    "FROM complaint_product c LEFT JOIN product p ON p.id = c.product_id WHERE c.complaint_id = ? ORDER BY "
    "c.product_id LIMIT 50",
    .samples = "SELECT MAX(complaint_id) FROM complaint_product UNION ALL SELECT 0");

static const struct field goods_fields[] = { FIELD(complaint_goods, ID, product_id),
	FIELD(complaint_goods, TEXT, product_no), FIELD(complaint_goods, TEXT, name),
	FIELD(complaint_goods, BOOL, quality) };
static const struct record goods_record = RECORD(complaint_goods, goods_fields);

enum rc
complaint_quality_set(struct ctx *ctx, int64_t id, bool quality)
{
	return db_exec(ctx, &quality_set_sql, ARGS(arg_int(quality), arg_int(id)));
}

enum rc
complaint_goods(struct ctx *ctx, int64_t id, struct rows *goods)
{
	return db_rows(ctx, &goods_sql, &goods_record, goods, ARGS(arg_int(id)));
}

/* --- similar ones ----------------------------------------------------------------------------------------------- */

#define SIMILAR_COLUMNS "c.id, c.complaint_no, c.problem, c.state, c.opened_at, c.summary, c.owner_staff"
/* Of the newest 100 of each: what is open is among the newest, and no product's history is read through. */
SQL(similar_member_sql,
    "SELECT " SIMILAR_COLUMNS " FROM (SELECT id FROM complaint WHERE member_id = ? ORDER BY opened_at DESC, "
    "id DESC LIMIT 100) n STRAIGHT_JOIN complaint c ON c.id = n.id WHERE c.state < 5 LIMIT 8",
    .samples = "SELECT MAX(member_id) FROM complaint UNION ALL SELECT 0");
SQL(similar_product_sql,
    "SELECT " SIMILAR_COLUMNS " FROM (SELECT complaint_id AS id FROM complaint_product FORCE INDEX "
    "(complaint_product_newest) WHERE product_id = ? ORDER BY complaint_id DESC LIMIT 100) n STRAIGHT_JOIN "
    "complaint c ON c.id = n.id WHERE c.state < 5 LIMIT 8",
    .samples = "SELECT MAX(product_id) FROM complaint_product UNION ALL SELECT 0");

static const struct field similar_fields[] = { FIELD(complaint_similar, ID, id),
	FIELD(complaint_similar, TEXT, complaint_no), FIELD(complaint_similar, INT, problem),
	FIELD(complaint_similar, INT, state), FIELD(complaint_similar, TIME, opened_at),
	FIELD(complaint_similar, TEXT, summary), FIELD(complaint_similar, TEXT, owner_staff) };
static const struct record similar_record = RECORD(complaint_similar, similar_fields);

enum rc
complaint_similar_member(struct ctx *ctx, int64_t member_id, struct rows *similar)
{
	return db_rows(ctx, &similar_member_sql, &similar_record, similar, ARGS(arg_int(member_id)));
}

enum rc
complaint_similar_product(struct ctx *ctx, int64_t product_id, struct rows *similar)
{
	return db_rows(ctx, &similar_product_sql, &similar_record, similar, ARGS(arg_int(product_id)));
}
