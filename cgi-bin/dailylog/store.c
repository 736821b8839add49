/* SPDX-License-Identifier: MIT */
/* SQL of daily logs (RULE CMP-8). Not their lines: store_line.c; not the decisions: rules.c. */
#include "dailylog/store.h"
#include "accounts/accounts.h"
#include "audit/audit.h"
#include "base/clock.h"
#include "policy/policy.h"

#include <sodium.h>
#include <string.h>

static const struct field log_fields[] = { FIELD(dailylog, ID, id), FIELD(dailylog, ID, account_id),
	FIELD(dailylog, TEXT, staff_no), FIELD(dailylog, TEXT, name), FIELD(dailylog, DAY, day),
	FIELD(dailylog, INT, state), FIELD(dailylog, TIME, due_at), FIELD(dailylog, INT, policy_version),
	FIELD(dailylog, INT, line_count), FIELD(dailylog, INT, carried_in), FIELD(dailylog, INT, carried_out),
	FIELD(dailylog, INT, escalated), FIELD(dailylog, TEXT, comment), FIELD(dailylog, TIME, closed_at),
	FIELD(dailylog, TIME, first_submitted_at), FIELD(dailylog, TIME, submitted_at),
	FIELD(dailylog, TIME, returned_at), FIELD(dailylog, TEXT, returned_staff),
	FIELD(dailylog, TEXT, return_reason), FIELD(dailylog, TIME, excused_at),
	FIELD(dailylog, TEXT, excused_staff), FIELD(dailylog, TEXT, excuse_reason),
	FIELD(dailylog, TIME, reminded_at), FIELD(dailylog, TEXT, digest), FIELD(dailylog, TIME, signed_at),
	FIELD(dailylog, ID, signed_by), FIELD(dailylog, TEXT, signed_staff), FIELD(dailylog, TEXT, sign_note),
	FIELD(dailylog, TEXT, signed_digest), FIELD(dailylog, INT, chain_no), FIELD(dailylog, ID, prev_log),
	FIELD(dailylog, TEXT, prev_digest), FIELD(dailylog, INT, prev_seal),
	FIELD(dailylog, TIME, received_at), FIELD(dailylog, ID, received_by),
	FIELD(dailylog, TEXT, received_staff), FIELD(dailylog, INT, version) };
const struct record dailylog_record = RECORD(dailylog, log_fields);

#define LOG_SAMPLES "SELECT MAX(id) FROM dailylog UNION ALL SELECT 0"
SQL(log_get_sql, "SELECT " DAILYLOG_COLUMNS " FROM dailylog WHERE id = ?", .samples = LOG_SAMPLES);
SQL(log_lock_sql, "SELECT " DAILYLOG_COLUMNS " FROM dailylog WHERE id = ? FOR UPDATE",
    .samples = LOG_SAMPLES);
SQL(log_find_sql, "SELECT " DAILYLOG_COLUMNS " FROM dailylog WHERE account_id = ? AND day = ?",
    .samples = "(SELECT account_id, day FROM dailylog LIMIT 1) UNION ALL SELECT 0, 0");
SQL(log_add_sql,
    "INSERT INTO dailylog (account_id, staff_no, name, day, due_at, policy_version) VALUES (?, ?, ?, ?, ?, "
    "?)",
    .samples = "SELECT 0, '', '', 0, 0, 0");
SQL(log_save_sql,
    "UPDATE dailylog SET state = ?, line_count = ?, carried_in = ?, carried_out = ?, escalated = ?, "
    "comment = ?, closed_at = ?, first_submitted_at = ?, submitted_at = ?, returned_at = ?, returned_staff "
    "= ?, return_reason = ?, excused_at = ?, excused_staff = ?, excuse_reason = ?, reminded_at = ?, digest "
    "= ?, signed_at = ?, signed_by = ?, signed_staff = ?, sign_note = ?, signed_digest = ?, chain_no = ?, "
    "prev_log = ?, prev_digest = ?, prev_seal = ?, received_at = ?, received_by = ?, received_staff = ?, "
    "version = version + 1 WHERE id = ?",
    .samples =
	"SELECT 1, 0, 0, 0, 0, '', 0, 0, 0, 0, '', '', 0, '', '', 0, '', 0, 0, '', '', '', 0, 0, '', 0, "
	"0, 0, '', MAX(id) FROM dailylog UNION ALL SELECT 1, 0, 0, 0, 0, '', 0, 0, 0, 0, '', '', 0, '', "
	"'', 0, '', 0, 0, '', '', '', 0, 0, '', 0, 0, 0, '', 0");
SQL(log_open_sql,
    "SELECT " DAILYLOG_COLUMNS " FROM dailylog WHERE closed_at = 0 AND day < ? ORDER BY day, id LIMIT 1",
    .samples = "SELECT 40000 UNION ALL SELECT 0");
SQL(log_open_own_sql,
    "SELECT " DAILYLOG_COLUMNS
    " FROM dailylog WHERE account_id = ? AND day > ? AND day < ? ORDER BY day LIMIT 1",
    .samples = "(SELECT account_id, 0, 40000 FROM dailylog LIMIT 1) UNION ALL SELECT 0, 0, 0");
SQL(log_late_sql,
    "SELECT " DAILYLOG_COLUMNS
    " FROM dailylog WHERE state IN (1, 2) AND day >= ? AND day <= ? AND due_at < ? "
    "AND reminded_at = 0 ORDER BY day, id LIMIT 100",
    .samples = "SELECT 0, 40000, 4102444800 UNION ALL SELECT 0, 0, 0",
    .why = "logs not submitted of the last seven days, one per agent and day");
SQL(log_days_sql,
    "SELECT " DAILYLOG_COLUMNS " FROM dailylog WHERE day >= ? AND day <= ? ORDER BY day, staff_no, id",
    .samples = "SELECT MAX(day) - 6, MAX(day) FROM dailylog UNION ALL SELECT 0, 0");
SQL(log_current_sql,
    "SELECT " DAILYLOG_COLUMNS " FROM dailylog WHERE account_id = ? AND closed_at = 0 ORDER BY day LIMIT 1",
    .samples = "SELECT MAX(account_id) FROM dailylog UNION ALL SELECT 0");
SQL(log_unsubmitted_sql,
    "SELECT " DAILYLOG_COLUMNS
    " FROM dailylog WHERE account_id = ? AND state IN (1, 2, 4) ORDER BY day LIMIT 100",
    .samples = "SELECT MAX(account_id) FROM dailylog UNION ALL SELECT 0");
#define HEAD_COLUMNS                                                                                         \
	"SELECT account_id, closed_day, chain_no, chain_log, chain_digest FROM dailylog_head WHERE "         \
	"account_id = ?"
SQL(head_get_sql, HEAD_COLUMNS, .samples = "SELECT MAX(account_id) FROM dailylog_head UNION ALL SELECT 0");
SQL(head_lock_sql, HEAD_COLUMNS " FOR UPDATE",
    .samples = "SELECT MAX(account_id) FROM dailylog_head UNION ALL SELECT 0");
SQL(head_chain_sql, "SELECT chain_log FROM dailylog_head WHERE account_id = ? AND chain_log <> 0",
    .samples = "SELECT MAX(account_id) FROM dailylog_head UNION ALL SELECT 0");
SQL(head_add_sql,
    "INSERT INTO dailylog_head (account_id) VALUES (?) ON DUPLICATE KEY UPDATE account_id = account_id",
    .samples = "SELECT 0");
SQL(head_save_sql,
    "UPDATE dailylog_head SET closed_day = ?, chain_no = ?, chain_log = ?, chain_digest = ? WHERE account_id "
    "= ?",
    .samples = "SELECT 0, 0, 0, '', MAX(account_id) FROM dailylog_head UNION ALL SELECT 0, 0, 0, '', 0");

/* --- the agent's lock ------------------------------------------------------------------------------------------- */

static const struct field head_fields[] = { FIELD(log_head, ID, account_id), FIELD(log_head, DAY, closed_day),
	FIELD(log_head, INT, chain_no), FIELD(log_head, ID, chain_log), FIELD(log_head, TEXT, chain_digest) };
static const struct record head_record = RECORD(log_head, head_fields);

enum rc
log_head_get(struct ctx *ctx, int64_t account_id, struct log_head *head)
{
	return db_row(ctx, &head_get_sql, &head_record, head, ARGS(arg_int(account_id)));
}

enum rc
log_head_lock(struct ctx *ctx, int64_t account_id, struct log_head *head)
{
	enum rc rc = db_row(ctx, &head_lock_sql, &head_record, head, ARGS(arg_int(account_id)));

	if (rc != RC_NOT_FOUND)
		return rc;
	rc = db_exec(ctx, &head_add_sql, ARGS(arg_int(account_id)));
	return rc == RC_OK ? db_row(ctx, &head_lock_sql, &head_record, head, ARGS(arg_int(account_id))) : rc;
}

enum rc
dailylog_chain_last(struct ctx *ctx, int64_t account_id, int64_t *id)
{
	return db_int(ctx, &head_chain_sql, id, ARGS(arg_int(account_id)));
}

enum rc
log_head_save(struct ctx *ctx, const struct log_head *head)
{
	return db_exec(ctx, &head_save_sql,
	    ARGS(arg_int(head->closed_day), arg_int(head->chain_no), arg_int(head->chain_log),
		arg_text(head->chain_digest), arg_int(head->account_id)));
}

/* --- logs ------------------------------------------------------------------------------------------------------- */

enum rc
dailylog_get(struct ctx *ctx, int64_t id, struct dailylog *log)
{
	return db_row(ctx, &log_get_sql, &dailylog_record, log, ARGS(arg_int(id)));
}

enum rc
dailylog_find(struct ctx *ctx, int64_t account_id, int64_t day, struct dailylog *log)
{
	return db_row(ctx, &log_find_sql, &dailylog_record, log, ARGS(arg_int(account_id), arg_int(day)));
}

enum rc
dailylog_lock(struct ctx *ctx, int64_t id, int64_t version, struct log_head *head, struct dailylog *log)
{
	enum rc rc = dailylog_get(ctx, id, log);

	if (rc == RC_OK)
		rc = log_head_lock(ctx, log->account_id, head);
	if (rc == RC_OK)
		rc = db_row(ctx, &log_lock_sql, &dailylog_record, log, ARGS(arg_int(id)));
	if (rc == RC_OK && version != 0 && log->version != version)
		rc = audit_conflict(ctx, "dailylog", id);
	return rc;
}

enum rc
dailylog_make(struct ctx *ctx, int64_t account_id, int64_t day, struct dailylog *log)
{
	struct account account;
	struct figure due;
	enum rc rc = dailylog_find(ctx, account_id, day, log);

	if (rc != RC_NOT_FOUND)
		return rc;
	rc = account_get(ctx, account_id, &account);
	if (rc == RC_NOT_FOUND) { /* an account that is gone: its number stays on its logs */
		account.staff_no = arena_printf(ctx->arena, "#%lld", (long long)account_id);
		account.name = "";
		rc = RC_OK;
	}
	if (rc == RC_OK)
		rc = policy_get(ctx, "complaints.log_due", clock_at(day, DAY / 2), &due);
	if (rc == RC_OK)
		rc = db_exec(ctx, &log_add_sql,
		    ARGS(arg_int(account_id), arg_text(account.staff_no), arg_text(account.name),
			arg_int(day), arg_int(clock_at(day, due.value)), arg_int(due.version)));
	return rc == RC_OK ? dailylog_find(ctx, account_id, day, log) : rc;
}

enum rc
dailylog_save(struct ctx *ctx, const struct dailylog *log)
{
	return db_exec(ctx, &log_save_sql,
	    ARGS(arg_int(log->state), arg_int(log->line_count), arg_int(log->carried_in),
		arg_int(log->carried_out), arg_int(log->escalated), arg_text(log->comment),
		arg_int(log->closed_at), arg_int(log->first_submitted_at), arg_int(log->submitted_at),
		arg_int(log->returned_at), arg_text(log->returned_staff), arg_text(log->return_reason),
		arg_int(log->excused_at), arg_text(log->excused_staff), arg_text(log->excuse_reason),
		arg_int(log->reminded_at), arg_text(log->digest), arg_int(log->signed_at),
		arg_int(log->signed_by), arg_text(log->signed_staff), arg_text(log->sign_note),
		arg_text(log->signed_digest), arg_int(log->chain_no), arg_int(log->prev_log),
		arg_text(log->prev_digest), arg_int(log->prev_seal), arg_int(log->received_at),
		arg_int(log->received_by), arg_text(log->received_staff), arg_int(log->id)));
}

enum rc
dailylog_open_before(struct ctx *ctx, int64_t day, struct dailylog *log)
{
	return db_row(ctx, &log_open_sql, &dailylog_record, log, ARGS(arg_int(day)));
}

enum rc
dailylog_open_own(struct ctx *ctx, const struct log_head *head, int64_t day, struct dailylog *log)
{
	return db_row(ctx, &log_open_own_sql, &dailylog_record, log,
	    ARGS(arg_int(head->account_id), arg_int(head->closed_day), arg_int(day)));
}

enum rc
dailylog_late(struct ctx *ctx, int64_t now, struct rows *logs)
{
	int64_t today = clock_day(now);

	return db_rows(ctx, &log_late_sql, &dailylog_record, logs,
	    ARGS(arg_int(today - 6), arg_int(today), arg_int(now)));
}

enum rc
dailylog_days(struct ctx *ctx, int64_t from, int64_t to, struct rows *logs)
{
	return db_rows(ctx, &log_days_sql, &dailylog_record, logs, ARGS(arg_int(from), arg_int(to)));
}

enum rc
dailylog_current(struct ctx *ctx, int64_t account_id, int64_t *id, int64_t *version)
{
	struct dailylog log;
	enum rc rc = db_row(ctx, &log_current_sql, &dailylog_record, &log, ARGS(arg_int(account_id)));

	if (rc == RC_OK) {
		*id = log.id;
		*version = log.version;
	}
	return rc;
}

enum rc
dailylog_unsubmitted(struct ctx *ctx, int64_t account_id, struct rows *logs)
{
	return db_rows(ctx, &log_unsubmitted_sql, &dailylog_record, logs, ARGS(arg_int(account_id)));
}

/* --- corrections ------------------------------------------------------------------------------------------------ */

static const struct field correction_fields[] = { FIELD(correction, ID, log_id),
	FIELD(correction, INT, correction_no), FIELD(correction, INT, line_no), FIELD(correction, TEXT, text),
	FIELD(correction, TIME, at), FIELD(correction, ID, account_id), FIELD(correction, TEXT, staff) };
const struct record correction_record = RECORD(correction, correction_fields);

SQL(correction_list_sql,
    "SELECT log_id, correction_no, line_no, text, at, account_id, staff FROM dailylog_correction "
    "WHERE log_id = ? ORDER BY correction_no",
    .samples = LOG_SAMPLES);
SQL(correction_add_sql,
    "INSERT INTO dailylog_correction (log_id, correction_no, line_no, text, at, account_id, staff)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)",
    .samples = "SELECT 0, 1, 0, '', 0, 0, ''");

enum rc
correction_list(struct ctx *ctx, int64_t log_id, struct rows *corrections)
{
	return db_rows(ctx, &correction_list_sql, &correction_record, corrections, ARGS(arg_int(log_id)));
}

enum rc
correction_add(struct ctx *ctx, const struct correction *correction)
{
	return db_exec(ctx, &correction_add_sql,
	    ARGS(arg_int(correction->log_id), arg_int(correction->correction_no),
		arg_int(correction->line_no), arg_text(correction->text), arg_int(correction->at),
		arg_int(correction->account_id), arg_text(correction->staff)));
}

const char *
text_digest(struct arena *arena, const char *text)
{
	unsigned char hash[32];
	char hex[65];

	crypto_generichash(hash, sizeof(hash), (const unsigned char *)text, strlen(text), NULL, 0);
	return arena_strdup(arena, sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash)));
}
