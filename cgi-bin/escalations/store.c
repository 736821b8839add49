/* SPDX-License-Identifier: MIT */
/* SQL of single escalations (RULE CMP-9). Not how they come about: store_cause.c. */
#include "escalations/store.h"
#include "audit/audit.h"
#include "base/clock.h"

static const struct field escalation_fields[] = { FIELD(escalation, ID, id), FIELD(escalation, INT, rule),
	FIELD(escalation, TEXT, cause), FIELD(escalation, INT, state), FIELD(escalation, INT, department),
	FIELD(escalation, BOOL, gm), FIELD(escalation, INT, records), FIELD(escalation, TIME, raised_at),
	FIELD(escalation, TIME, last_at), FIELD(escalation, ID, complaint_id),
	FIELD(escalation, TEXT, subject), FIELD(escalation, TEXT, answer),
	FIELD(escalation, TIME, answered_at), FIELD(escalation, TEXT, answered_staff),
	FIELD(escalation, TIME, closed_at), FIELD(escalation, TEXT, closed_staff),
	FIELD(escalation, INT, version) };
const struct record escalation_record = RECORD(escalation, escalation_fields);

#define ESCALATION_SELECT                                                                                    \
	"SELECT id, rule, cause, state, department, gm, records, raised_at, last_at, complaint_id, "         \
	"subject, answer, answered_at, answered_staff, closed_at, closed_staff, version FROM escalation"
#define ID_SAMPLES "SELECT MAX(id) FROM escalation UNION ALL SELECT 0"
SQL(escalation_get_sql, ESCALATION_SELECT " WHERE id = ?", .samples = ID_SAMPLES);
SQL(escalation_lock_sql, ESCALATION_SELECT " WHERE id = ? FOR UPDATE", .samples = ID_SAMPLES);
SQL(escalation_day_sql,
    ESCALATION_SELECT " WHERE raised_at >= ? AND raised_at < ? AND state <> 4 ORDER BY raised_at, id LIMIT ?",
    .samples = "SELECT 0, 4102444800, 50 UNION ALL SELECT 0, 0, 50",
    .why = "one day's escalations; those of an import are passed over");
SQL(escalation_save_sql,
    "UPDATE escalation SET state = ?, answer = ?, answered_at = ?, answered_staff = ?, closed_at = ?, "
    "closed_staff = ?, version = version + 1 WHERE id = ?",
    .samples = "SELECT 1, '', 0, '', 0, '', MAX(id) FROM escalation UNION ALL SELECT 1, '', 0, '', 0, '', 0");

static const struct field record_fields[] = { FIELD(record_row, ID, id),
	FIELD(record_row, TEXT, complaint_no), FIELD(record_row, INT, state), FIELD(record_row, INT, problem),
	FIELD(record_row, INT, department), FIELD(record_row, TIME, opened_at),
	FIELD(record_row, TEXT, summary), FIELD(record_row, TEXT, owner_staff) };
const struct record record_row_record = RECORD(record_row, record_fields);
SQL(escalation_records_sql,
    "SELECT c.id, c.complaint_no, c.state, c.problem, c.department, c.opened_at, c.summary, c.owner_staff "
    "FROM escalation_record r STRAIGHT_JOIN complaint c ON c.id = r.complaint_id "
    "WHERE r.escalation_id = ? ORDER BY r.at DESC, r.complaint_id DESC LIMIT ?",
    .samples = "SELECT MAX(escalation_id), 100 FROM escalation_record UNION ALL SELECT 0, 100");

enum rc
escalation_get(struct ctx *ctx, int64_t id, struct escalation *escalation)
{
	return db_row(ctx, &escalation_get_sql, &escalation_record, escalation, ARGS(arg_int(id)));
}

enum rc
escalation_lock(struct ctx *ctx, int64_t id, int64_t version, struct escalation *escalation)
{
	enum rc rc = db_row(ctx, &escalation_lock_sql, &escalation_record, escalation, ARGS(arg_int(id)));

	if (rc == RC_OK && escalation->version != version)
		rc = audit_conflict(ctx, "escalation", id);
	return rc;
}

enum rc
escalation_save(struct ctx *ctx, const struct escalation *escalation)
{
	return db_exec(ctx, &escalation_save_sql,
	    ARGS(arg_int(escalation->state), arg_text(escalation->answer), arg_int(escalation->answered_at),
		arg_text(escalation->answered_staff), arg_int(escalation->closed_at),
		arg_text(escalation->closed_staff), arg_int(escalation->id)));
}

enum rc
escalation_day(struct ctx *ctx, int64_t day, int64_t most, struct rows *escalations)
{
	return db_rows(ctx, &escalation_day_sql, &escalation_record, escalations,
	    ARGS(arg_int(clock_start(day)), arg_int(clock_start(day + 1)), arg_int(most)));
}

enum rc
escalation_records(struct ctx *ctx, int64_t id, int64_t most, struct rows *records)
{
	return db_rows(
	    ctx, &escalation_records_sql, &record_row_record, records, ARGS(arg_int(id), arg_int(most)));
}

/* --- complaints to be looked at again (RULE CMP-9b) ------------------------------------------------------------- */

SQL(watch_put_sql,
    "INSERT INTO escalation_watch (complaint_id, due_at) VALUES (?, ?) ON DUPLICATE KEY UPDATE due_at = "
    "VALUES(due_at)",
    .samples = "SELECT 0, 0");
SQL(watch_due_sql,
    "SELECT complaint_id FROM escalation_watch WHERE due_at <= ? ORDER BY due_at, complaint_id LIMIT 1",
    .samples = "SELECT 4102444800 UNION ALL SELECT 0");
SQL(watch_take_sql, "DELETE FROM escalation_watch WHERE complaint_id = ?",
    .samples = "SELECT MAX(complaint_id) FROM escalation_watch UNION ALL SELECT 0");
SQL(watch_shipped_sql,
    "SELECT COALESCE(o.shipped_at, 0) FROM complaint c LEFT JOIN orders o ON o.id = c.order_id WHERE c.id = "
    "? FOR UPDATE",
    .samples = "SELECT MAX(id) FROM complaint UNION ALL SELECT 0");

enum rc
watch_put(struct ctx *ctx, int64_t complaint_id, int64_t due_at)
{
	return db_exec(ctx, &watch_put_sql, ARGS(arg_int(complaint_id), arg_int(due_at)));
}

enum rc
watch_due(struct ctx *ctx, int64_t now, int64_t *complaint_id)
{
	return db_int(ctx, &watch_due_sql, complaint_id, ARGS(arg_int(now)));
}

enum rc
watch_take(struct ctx *ctx, int64_t complaint_id)
{
	return db_exec(ctx, &watch_take_sql, ARGS(arg_int(complaint_id)));
}

enum rc
undelivered_complaint(struct ctx *ctx, int64_t complaint_id, struct complaint *complaint, int64_t *shipped_at)
{
	enum rc rc = db_int(ctx, &watch_shipped_sql, shipped_at, ARGS(arg_int(complaint_id)));

	return rc == RC_OK ? complaint_get(ctx, complaint_id, complaint) : rc;
}
