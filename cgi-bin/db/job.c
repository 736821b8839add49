/* SPDX-License-Identifier: MIT */
/* Claims on background jobs. Not the loop: see houtai_jobs.c. */
#include "db/job.h"

SQL(job_add_sql, "INSERT IGNORE INTO job_run (name, due_at) VALUES (?, 0)",
    .samples = "SELECT MAX(name) FROM job_run UNION ALL SELECT 'none'");
SQL(job_list_sql, "SELECT name, due_at, claimed_by, claimed_until FROM job_run");
SQL(job_claim_sql,
    "UPDATE job_run SET claimed_by = ?, claimed_until = ?, started_at = ? "
    "WHERE name = ? AND due_at = ? AND claimed_by = ? AND claimed_until = ?",
    .samples = "SELECT 'sample', 1, 1, name, due_at, claimed_by, claimed_until FROM job_run WHERE name = "
	       "(SELECT MAX(name) FROM job_run) UNION ALL SELECT 'sample', 1, 1, 'none', 0, '', 0");
SQL(job_keep_sql, "UPDATE job_run SET claimed_until = ? WHERE name = ? AND claimed_by = ?",
    .samples = "SELECT 1, name, claimed_by FROM job_run WHERE name = (SELECT MAX(name) FROM job_run) "
	       "UNION ALL SELECT 1, 'none', 'none'");
SQL(job_release_sql,
    "UPDATE job_run SET claimed_by = '', claimed_until = 0, due_at = ?, ended_at = ?, runs = runs + 1, "
    "failures = IF(? = 'ok', 0, failures + 1), last_rc = ? WHERE name = ? AND claimed_by = ?",
    .samples =
	"SELECT 1, 1, 'ok', 'ok', name, claimed_by FROM job_run WHERE name = (SELECT MAX(name) FROM job_run) "
	"UNION ALL SELECT 1, 1, 'ok', 'ok', 'none', 'none'");
SQL(job_failures_sql, "SELECT failures FROM job_run WHERE name = ?",
    .samples = "SELECT MAX(name) FROM job_run UNION ALL SELECT 'none'");

static const struct field job_fields[] = {
	FIELD(job_row, TEXT, name),
	FIELD(job_row, TIME, due_at),
	FIELD(job_row, TEXT, claimed_by),
	FIELD(job_row, TIME, claimed_until),
};
static const struct record job_record = RECORD(job_row, job_fields);

enum rc
job_add(struct ctx *ctx, const char *name)
{
	return db_exec(ctx, &job_add_sql, ARGS(arg_text(name)));
}

enum rc
job_list(struct ctx *ctx, struct rows *rows)
{
	return db_rows(ctx, &job_list_sql, &job_record, rows, NO_ARGS);
}

bool
job_ready(const struct job_row *row, int64_t every, int64_t now)
{
	const int64_t longest = every > 600 ? every : 600; /* failures wait up to ten minutes */

	if (row->claimed_until > now && row->claimed_until <= now + 2 * JOB_LEASE)
		return false;
	return row->due_at <= now || row->due_at > now + longest;
}

static enum rc
one_changed(struct ctx *ctx, enum rc rc)
{
	return rc == RC_OK && db_changed(ctx) == 0 ? RC_NOT_FOUND : rc;
}

enum rc
job_claim(struct ctx *ctx, const struct job_row *row, const char *owner)
{
	return one_changed(ctx,
	    db_exec(ctx, &job_claim_sql,
		ARGS(arg_text(owner), arg_int(ctx->now + JOB_LEASE), arg_int(ctx->now), arg_text(row->name),
		    arg_int(row->due_at), arg_text(row->claimed_by), arg_int(row->claimed_until))));
}

enum rc
job_keep(struct ctx *ctx, const char *name, const char *owner)
{
	return one_changed(ctx, db_exec(ctx, &job_keep_sql,
				    ARGS(arg_int(ctx->now + JOB_LEASE), arg_text(name), arg_text(owner))));
}

enum rc
job_release(struct ctx *ctx, const char *name, const char *owner, int64_t due_at, enum rc outcome)
{
	return db_exec(ctx, &job_release_sql,
	    ARGS(arg_int(due_at), arg_int(ctx->now), arg_text(rc_name(outcome)), arg_text(rc_name(outcome)),
		arg_text(name), arg_text(owner)));
}

enum rc
job_failures(struct ctx *ctx, const char *name, int64_t *failures)
{
	return db_int(ctx, &job_failures_sql, failures, ARGS(arg_text(name)));
}
