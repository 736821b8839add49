/* SPDX-License-Identifier: MIT */
/* Background work of the audit log: sealing every two seconds, proving once a day and when somebody asks.
 * Not the sealing itself (seal.c) nor the proof (verify.c). */
#include "audit/jobs.h"

#include "audit/audit.h"
#include "base/clock.h"
#include "base/log.h"
#include "db/tx.h"
#include <inttypes.h>
#include <string.h>

#define BATCH 1000

static const struct field check_fields[] = { FIELD(audit_check, ID, id), FIELD(audit_check, TIME, asked_at),
	FIELD(audit_check, TEXT, asked_by), FIELD(audit_check, TIME, done_at),
	FIELD(audit_check, INT, took_ms), FIELD(audit_check, INT, rows_checked),
	FIELD(audit_check, TEXT, finding) };
static const struct record check_record = RECORD(audit_check, check_fields);

SQL(audit_check_open_sql, "SELECT id FROM audit_check WHERE done_at = 0 ORDER BY id LIMIT 1");
SQL(audit_check_last_sql, "SELECT COALESCE(MAX(done_at), 0) FROM audit_check");
SQL(audit_check_ask_sql, "INSERT INTO audit_check (asked_at, asked_by) VALUES (?, ?)",
    .samples = "SELECT 0, ''");
SQL(audit_check_done_sql,
    "UPDATE audit_check SET done_at = ?, took_ms = ?, rows_checked = ?, finding = ? WHERE id = ?",
    .samples = "SELECT 1, 0, 0, '', MAX(id) FROM audit_check UNION ALL SELECT 1, 0, 0, '', 0");
SQL(audit_check_list_sql, "SELECT id, asked_at, asked_by, done_at, took_ms, rows_checked, finding FROM "
			  "audit_check ORDER BY id DESC LIMIT 20");

SQL(audit_check_found_sql, "SELECT id, asked_at, asked_by, done_at, took_ms, rows_checked, finding "
			   "FROM audit_check WHERE done_at > 0 ORDER BY done_at DESC, id DESC LIMIT 1");

static enum rc
seal_run(struct ctx *ctx)
{
	int64_t sealed;
	enum rc rc;

	do
		rc = audit_seal(ctx, BATCH, &sealed);
	while (rc == RC_OK && sealed == BATCH);
	return rc;
}

enum rc
audit_check_ask(struct ctx *ctx)
{
	int64_t open;
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = db_int(ctx, &audit_check_open_sql, &open, NO_ARGS);
		if (rc == RC_NOT_FOUND)
			rc = db_exec(ctx, &audit_check_ask_sql,
			    ARGS(arg_int(ctx->now), arg_text(arena_printf(ctx->arena, "%s %s",
							ctx->actor.staff_no, ctx->actor.name))));
		if (rc == RC_OK)
			rc = audit_add(ctx, "audit.ask", "audit", 0, NULL);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

enum rc
audit_check_list(struct ctx *ctx, struct rows *checks)
{
	return db_rows(ctx, &audit_check_list_sql, &check_record, checks, NO_ARGS);
}

void
audit_check_finding(struct arena *arena, const char *text, struct audit_finding *finding)
{
	char *copy = arena_strdup(arena, text), *save = NULL, *word = strtok_r(copy, " ", &save);

	*finding = (struct audit_finding){ .what = word };
	for (int i = 0; i < 2 && word != NULL; i++) {
		word = strtok_r(NULL, " ", &save);
		if (word != NULL)
			finding->arg[i] = strtoll(word, NULL, 10);
	}
}

static int64_t
milliseconds(void)
{
	struct timespec now = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static enum rc
check_save(struct ctx *ctx, int64_t id, int64_t took, int64_t rows, const struct audit_finding *finding)
{
	const char *text = "";

	if (finding->what != NULL)
		text = arena_printf(
		    ctx->arena, "%s %" PRId64 " %" PRId64, finding->what, finding->arg[0], finding->arg[1]);
	return db_exec(ctx, &audit_check_done_sql,
	    ARGS(arg_int(ctx->now), arg_int(took), arg_int(rows), arg_text(text), arg_int(id)));
}

enum rc
audit_check_last(struct ctx *ctx, struct audit_check *check)
{
	return db_row(ctx, &audit_check_found_sql, &check_record, check, NO_ARGS);
}

/* Once a day without being asked. */
static enum rc
check_due(struct ctx *ctx, int64_t *id)
{
	int64_t last;
	enum rc rc = db_int(ctx, &audit_check_open_sql, id, NO_ARGS);

	if (rc != RC_NOT_FOUND)
		return rc;
	rc = db_int(ctx, &audit_check_last_sql, &last, NO_ARGS);
	if (rc != RC_OK || last > ctx->now - DAY)
		return rc == RC_OK ? RC_NOT_FOUND : rc;
	rc = db_exec(ctx, &audit_check_ask_sql, ARGS(arg_int(ctx->now), arg_text("")));
	if (rc == RC_OK)
		*id = db_insert_id(ctx);
	return rc;
}

static enum rc
verify_run(struct ctx *ctx)
{
	struct audit_finding finding;
	int64_t id, rows, begun = milliseconds();
	enum rc rc = check_due(ctx, &id);

	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	rc = audit_prove(ctx, &finding, &rows);
	if (rc != RC_OK)
		return rc;
	if (finding.what != NULL)
		log_line(LOG_ERROR, "audit.finding", "finding", finding_text(ctx->arena, &finding), NULL);
	return check_save(ctx, id, milliseconds() - begun, rows, &finding);
}

const struct job audit_jobs[] = {
	{ "audit.seal", 2, seal_run },
	{ "audit.verify", 10, verify_run },
	{ NULL, 0, NULL },
};
