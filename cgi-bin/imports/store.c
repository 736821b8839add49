/* SPDX-License-Identifier: MIT */
/* Import runs: SQL. What a row of a file means is not known here. */
#include "imports/store.h"

#include "db/db.h"

static const struct field run_fields[] = { FIELD(import_run, ID, id), FIELD(import_run, TEXT, entity),
	FIELD(import_run, TEXT, source), FIELD(import_run, ID, file_id), FIELD(import_run, TEXT, map),
	FIELD(import_run, BOOL, dry_run), FIELD(import_run, INT, state), FIELD(import_run, INT, size),
	FIELD(import_run, INT, position), FIELD(import_run, INT, line), FIELD(import_run, INT, rows_new),
	FIELD(import_run, INT, rows_changed), FIELD(import_run, INT, rows_same),
	FIELD(import_run, INT, rows_rejected), FIELD(import_run, TEXT, message_key),
	FIELD(import_run, INT, message_line), FIELD(import_run, TEXT, message_text),
	FIELD(import_run, ID, account_id), FIELD(import_run, TIME, made_at),
	FIELD(import_run, TIME, ended_at), FIELD(import_run, TIME, removed_at),
	FIELD(import_run, INT, version) };
const struct record import_run_record = RECORD(import_run, run_fields);

static const struct field reject_fields[] = { FIELD(reject, INT, line), FIELD(reject, TEXT, column_name),
	FIELD(reject, TEXT, reason), FIELD(reject, TEXT, raw) };
const struct record reject_record = RECORD(reject, reject_fields);

#define RUN_COLUMNS                                                                                          \
	"id, entity, source, file_id, map, dry_run, state, size, position, line, rows_new, rows_changed, "   \
	"rows_same, rows_rejected, message_key, message_line, message_text, account_id, made_at, ended_at, " \
	"removed_at, version"

SQL(run_add_sql,
    "INSERT INTO import_run (entity, source, file_id, map, digest, dry_run, state, size, line, account_id, "
    "made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)",
    .samples = "SELECT 'orders', 'orders.csv', 0, '', REPEAT('x', 32), 0, 0, 1000, 0, 1800000000");
enum rc
run_add(struct ctx *ctx, const struct import_run *run, const unsigned char digest[32], int64_t *id)
{
	enum rc rc = db_exec(ctx, &run_add_sql,
	    ARGS(arg_text(run->entity), arg_text(run->source), arg_int(run->file_id), arg_text(run->map),
		arg_bytes(digest, 32), arg_int(run->dry_run), arg_int(run->state), arg_int(run->size),
		arg_int(ctx->actor.account_id), arg_int(ctx->now)));

	*id = db_insert_id(ctx);
	return rc;
}

SQL(run_get_sql, "SELECT " RUN_COLUMNS " FROM import_run WHERE id = ?",
    .samples = "SELECT COALESCE(MAX(id), 1) FROM import_run UNION ALL SELECT 0");
enum rc
import_get(struct ctx *ctx, int64_t id, struct import_run *run)
{
	return db_row(ctx, &run_get_sql, &import_run_record, run, ARGS(arg_int(id)));
}

SQL(run_find_sql,
    "SELECT " RUN_COLUMNS
    " FROM import_run WHERE digest = ? AND state IN (0, 1) AND file_id = 0 ORDER BY id DESC LIMIT 1",
    .samples = "SELECT REPEAT('x', 32)", .why = "runs of one and the same file: as many as somebody started");
enum rc
run_find(struct ctx *ctx, const unsigned char digest[32], struct import_run *run)
{
	return db_row(ctx, &run_find_sql, &import_run_record, run, ARGS(arg_bytes(digest, 32)));
}

SQL(run_claim_sql,
    "UPDATE import_run SET claimed_by = ?, claimed_until = ?, state = 1 WHERE id = ? AND state IN (0, 1)"
    " AND (claimed_until < ? OR claimed_by = ?)",
    .samples = "SELECT 'a', 2, COALESCE(MAX(id), 1), 9999999999, 'a' FROM import_run UNION ALL SELECT 'a', "
	       "1, 0, 1, 'a'");
enum rc
run_claim(struct ctx *ctx, int64_t id, const char *claimer, int64_t seconds)
{
	enum rc rc = db_exec(ctx, &run_claim_sql,
	    ARGS(arg_text(claimer), arg_int(ctx->now + seconds), arg_int(id), arg_int(ctx->now),
		arg_text(claimer)));

	if (rc == RC_OK && db_changed(ctx) != 1)
		rc = ctx_fail(ctx, RC_CONFLICT, "imports.refused.held", NULL);
	return rc;
}

SQL(run_claimable_sql,
    "SELECT id FROM import_run WHERE state IN (0, 1) AND file_id > 0 AND claimed_until < ? ORDER BY id LIMIT "
    "1",
    .samples = "SELECT 9999999999", .why = "unfinished runs only: a handful at any time");
enum rc
run_claimable(struct ctx *ctx, int64_t *id)
{
	return db_int(ctx, &run_claimable_sql, id, ARGS(arg_int(ctx->now)));
}

SQL(run_move_sql,
    "UPDATE import_run SET position = ?, line = ?, rows_new = ?, rows_changed = ?, rows_same = ?, "
    "rows_rejected = ?, claimed_until = ?, version = version + 1 WHERE id = ? AND position = ? "
    "AND state = 1",
    .samples = "SELECT 10, 2, 1, 0, 0, 0, 1, COALESCE(MAX(id), 1), 0 FROM import_run UNION ALL"
	       " SELECT 10, 2, 1, 0, 0, 0, 1, 0, 0");
enum rc
run_move(struct ctx *ctx, const struct import_run *run, int64_t old_position, int64_t claimed_until)
{
	enum rc rc = db_exec(ctx, &run_move_sql,
	    ARGS(arg_int(run->position), arg_int(run->line), arg_int(run->rows_new),
		arg_int(run->rows_changed), arg_int(run->rows_same), arg_int(run->rows_rejected),
		arg_int(claimed_until), arg_int(run->id), arg_int(old_position)));

	if (rc == RC_OK && db_changed(ctx) != 1)
		rc = ctx_fail(ctx, RC_CONFLICT, "imports.refused.moved", NULL);
	return rc;
}

SQL(run_end_sql,
    "UPDATE import_run SET state = ?, ended_at = ?, message_key = ?, message_line = ?, message_text = ?,"
    " version = version + 1 WHERE id = ? AND state IN (0, 1)",
    .samples =
	"SELECT 2, 1, '', 0, '', COALESCE(MAX(id), 1) FROM import_run UNION ALL SELECT 2, 1, '', 0, '', 0");
enum rc
run_end(struct ctx *ctx, const struct import_run *run)
{
	return db_exec(ctx, &run_end_sql,
	    ARGS(arg_int(run->state), arg_int(ctx->now), arg_text(run->message_key ? run->message_key : ""),
		arg_int(run->message_line), arg_text(run->message_text ? run->message_text : ""),
		arg_int(run->id)));
}

SQL(run_cancel_sql,
    "UPDATE import_run SET state = 3, ended_at = ?, version = version + 1 WHERE id = ? AND state IN (0, 1)",
    .samples = "SELECT 1, COALESCE(MAX(id), 1) FROM import_run UNION ALL SELECT 1, 0");
enum rc
run_cancel(struct ctx *ctx, int64_t id, int64_t version)
{
	enum rc rc;

	(void)version; /* a run moves on all the time: only its being unfinished matters */
	rc = db_exec(ctx, &run_cancel_sql, ARGS(arg_int(ctx->now), arg_int(id)));
	if (rc == RC_OK && db_changed(ctx) != 1)
		rc = ctx_refuse(ctx, "imports.refused.ended", NULL);
	return rc;
}

SQL(reject_add_sql,
    "INSERT INTO import_reject (run_id, line, column_name, reason, raw) VALUES (?, ?, ?, ?, ?)",
    .samples = "SELECT 0, 1, 'state', 'imports.cell.choice', 'x'");
enum rc
rejects_add(struct ctx *ctx, int64_t run_id, const struct reject *rejects, size_t count)
{
	struct arg *args = arena_array(ctx->arena, count * 5 + 1, sizeof(*args));

	for (size_t i = 0; i < count; i++) {
		args[i * 5] = arg_int(run_id);
		args[i * 5 + 1] = arg_int(rejects[i].line);
		args[i * 5 + 2] = arg_text(rejects[i].column_name);
		args[i * 5 + 3] = arg_text(rejects[i].reason);
		args[i * 5 + 4] = arg_text(rejects[i].raw);
	}
	return count ? db_exec_many(ctx, &reject_add_sql, args, 5, count) : RC_OK;
}

SQL(rejects_after_sql,
    "SELECT line, column_name, reason, raw FROM import_reject WHERE run_id = ? AND line > ? ORDER BY line "
    "LIMIT 1000",
    .samples = "SELECT COALESCE(MAX(run_id), 0), 0 FROM import_reject UNION ALL SELECT 0, 0");
enum rc
rejects_after(struct ctx *ctx, int64_t run_id, int64_t line, struct rows *rows)
{
	return db_rows(ctx, &rejects_after_sql, &reject_record, rows, ARGS(arg_int(run_id), arg_int(line)));
}

SQL(runs_kept_sql,
    "SELECT id FROM import_run FORCE INDEX (import_run_kept) WHERE entity = ? AND removed_at = 0 AND ended_at > 0"
    " AND ended_at < ? ORDER BY ended_at LIMIT ?",
    .samples = "SELECT 'orders', 4102444800, 100 UNION ALL SELECT 'none', 0, 100");
enum rc
runs_kept(struct ctx *ctx, const char *entity, int64_t before, size_t most, struct rows *runs)
{
	static const struct field fields[] = { FIELD(import_run, ID, id) };
	static const struct record record = RECORD(import_run, fields);

	return db_rows(ctx, &runs_kept_sql, &record, runs,
	    ARGS(arg_text(entity), arg_int(before), arg_int((int64_t)most)));
}

SQL(run_lock_sql, "SELECT " RUN_COLUMNS " FROM import_run WHERE id = ? FOR UPDATE",
    .samples = "SELECT COALESCE(MAX(id), 1) FROM import_run UNION ALL SELECT 0");
enum rc
run_lock(struct ctx *ctx, int64_t id, struct import_run *run)
{
	return db_row(ctx, &run_lock_sql, &import_run_record, run, ARGS(arg_int(id)));
}

SQL(run_removed_sql, "UPDATE import_run SET removed_at = ?, version = version + 1 WHERE id = ?",
    .samples = "SELECT 0, COALESCE(MAX(id), 1) FROM import_run UNION ALL SELECT 0, 0");
enum rc
run_removed(struct ctx *ctx, int64_t id)
{
	return db_exec(ctx, &run_removed_sql, ARGS(arg_int(ctx->now), arg_int(id)));
}

SQL(rejects_drop_sql, "DELETE FROM import_reject WHERE run_id = ? ORDER BY line LIMIT ?",
    .samples = "SELECT COALESCE(MAX(run_id), 0), 1000 FROM import_reject UNION ALL SELECT 0, 1000");
enum rc
rejects_drop(struct ctx *ctx, int64_t run_id, size_t most, bool *left)
{
	enum rc rc = db_exec(ctx, &rejects_drop_sql, ARGS(arg_int(run_id), arg_int((int64_t)most)));

	*left = rc == RC_OK && db_changed(ctx) == (int64_t)most;
	return rc;
}
