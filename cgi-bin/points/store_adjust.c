/* SPDX-License-Identifier: MIT */
/* SQL of adjustments that wait for a second person (RULE MEM-3, ORG-2). */
#include "points/store.h"

#define COLUMNS                                                                                              \
	"id, member_id, points, reason, state, limit_points, policy_version, proposed_at, proposed_by, "     \
	"proposed_staff, decided_at, decided_by, decided_staff, decided_reason, version"

static const struct field fields[] = { FIELD(points_adjustment, ID, id),
	FIELD(points_adjustment, ID, member_id), FIELD(points_adjustment, INT, points),
	FIELD(points_adjustment, TEXT, reason), FIELD(points_adjustment, INT, state),
	FIELD(points_adjustment, INT, limit_points), FIELD(points_adjustment, INT, policy_version),
	FIELD(points_adjustment, TIME, proposed_at), FIELD(points_adjustment, ID, proposed_by),
	FIELD(points_adjustment, TEXT, proposed_staff), FIELD(points_adjustment, TIME, decided_at),
	FIELD(points_adjustment, ID, decided_by), FIELD(points_adjustment, TEXT, decided_staff),
	FIELD(points_adjustment, TEXT, decided_reason), FIELD(points_adjustment, INT, version) };
const struct record points_adjustment_record = RECORD(points_adjustment, fields);

SQL(adjustment_get_sql, "SELECT " COLUMNS " FROM points_adjustment WHERE id = ?",
    .samples = "SELECT MAX(id) FROM points_adjustment UNION ALL SELECT 0");
SQL(adjustment_lock_sql, "SELECT " COLUMNS " FROM points_adjustment WHERE id = ? FOR UPDATE",
    .samples = "SELECT MAX(id) FROM points_adjustment UNION ALL SELECT 0");
SQL(adjustment_add_sql,
    "INSERT INTO points_adjustment (member_id, points, reason, limit_points, policy_version, proposed_at, "
    "proposed_by, proposed_staff) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    .samples = "SELECT 0, 1, 'sample', 500, 1, 0, 0, ''");
SQL(adjustment_save_sql,
    "UPDATE points_adjustment SET state = ?, decided_at = ?, decided_by = ?, decided_staff = ?, "
    "decided_reason = ?, version = version + 1 WHERE id = ?",
    .samples = "SELECT 1, 0, 0, '', '', MAX(id) FROM points_adjustment UNION ALL SELECT 1, 0, 0, '', '', 0");
SQL(adjustment_waiting_sql,
    "SELECT COUNT(*) FROM (SELECT 1 FROM points_adjustment WHERE state = 1 LIMIT 1000) a", .samples = NULL,
    .why = "at most 1,000 entries of an index");

enum rc
points_adjustment_get(struct ctx *ctx, int64_t id, struct points_adjustment *adjustment)
{
	return db_row(ctx, &adjustment_get_sql, &points_adjustment_record, adjustment, ARGS(arg_int(id)));
}

enum rc
adjustment_lock(struct ctx *ctx, int64_t id, int64_t version, struct points_adjustment *adjustment)
{
	enum rc rc =
	    db_row(ctx, &adjustment_lock_sql, &points_adjustment_record, adjustment, ARGS(arg_int(id)));

	/* one that was decided meanwhile says by whom: that is the rule's to tell */
	if (rc == RC_OK && adjustment->state == ADJUSTMENT_WAITS && adjustment->version != version)
		return ctx_fail(ctx, RC_CONFLICT, "points.refused.changed", NULL);
	return rc;
}

enum rc
adjustment_add(struct ctx *ctx, const struct points_adjustment *adjustment, int64_t *id)
{
	enum rc rc = db_exec(ctx, &adjustment_add_sql,
	    ARGS(arg_int(adjustment->member_id), arg_int(adjustment->points), arg_text(adjustment->reason),
		arg_int(adjustment->limit_points), arg_int(adjustment->policy_version),
		arg_int(adjustment->proposed_at), arg_int(adjustment->proposed_by),
		arg_text(adjustment->proposed_staff)));

	if (rc == RC_OK)
		*id = db_insert_id(ctx);
	return rc;
}

enum rc
adjustment_save(struct ctx *ctx, const struct points_adjustment *adjustment)
{
	return db_exec(ctx, &adjustment_save_sql,
	    ARGS(arg_int(adjustment->state), arg_int(adjustment->decided_at), arg_int(adjustment->decided_by),
		arg_text(adjustment->decided_staff), arg_text(adjustment->decided_reason),
		arg_int(adjustment->id)));
}

enum rc
adjustment_waiting(struct ctx *ctx, int64_t *count)
{
	return db_int(ctx, &adjustment_waiting_sql, count, NO_ARGS);
}
