/* SPDX-License-Identifier: MIT */
/* SQL of complaints: one by its id or number, and its texts (RULE CMP-1). Not the decisions: rules.c. */
#include "complaints/complaints.h"
#include "db/db.h"

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
	FIELD(complaint, TEXT, caller), FIELD(complaint, TEXT, caller_phone), FIELD(complaint, TEXT, summary),
	FIELD(complaint, ID, province_id), FIELD(complaint, ID, city_id), FIELD(complaint, ID, district_id),
	FIELD(complaint, BOOL, imported), FIELD(complaint, INT, version) };
const struct record complaint_record = RECORD(complaint, complaint_fields);

#define COMPLAINT_COLUMNS                                                                                    \
	"id, complaint_no, state, member_id, order_id, channel, type, problem, department, about_id, "       \
	"urgency, complex, owner_id, owner_staff, taken_by, opened_at, answered_at, solved_at, closed_at, "  \
	"due_at, steps, compensation_fen, handoffs_open, reopened, score, caller, caller_phone, summary, "   \
	"province_id, city_id, district_id, imported, version"
SQL(complaint_get_sql, "SELECT " COMPLAINT_COLUMNS " FROM complaint WHERE id = ?",
    .samples = "SELECT MAX(id) FROM complaint UNION ALL SELECT 0");
SQL(complaint_find_sql, "SELECT id FROM complaint WHERE complaint_no = ?",
    .samples = "SELECT MAX(complaint_no) FROM complaint UNION ALL SELECT ''");
SQL(complaint_texts_sql,
    "SELECT happened, demand, solution, result FROM complaint_text WHERE complaint_id = ?",
    .samples = "SELECT MAX(complaint_id) FROM complaint_text UNION ALL SELECT 0");

enum rc
complaint_get(struct ctx *ctx, int64_t id, struct complaint *complaint)
{
	return db_row(ctx, &complaint_get_sql, &complaint_record, complaint, ARGS(arg_int(id)));
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
