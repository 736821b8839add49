/* SPDX-License-Identifier: MIT */
/* Tasks: made by other features inside their transactions, closed or taken by people.
 * Not their pages, and not the work a task asks for: that has its own page. */
#include "tasks/rules.h"

#include "audit/audit.h"
#include "base/log.h"
#include "base/utf8.h"
#include "db/db.h"
#include "db/tx.h"
#include <string.h>

static const struct field task_fields[] = { FIELD(task, ID, id), FIELD(task, TEXT, kind),
	FIELD(task, TEXT, subject), FIELD(task, TEXT, path), FIELD(task, TEXT, title),
	FIELD(task, ID, account_id), FIELD(task, INT, role), FIELD(task, TEXT, staff),
	FIELD(task, TIME, due_at), FIELD(task, INT, clock), FIELD(task, TEXT, rule),
	FIELD(task, INT, policy_version), FIELD(task, INT, state), FIELD(task, TEXT, outcome),
	FIELD(task, TIME, made_at), FIELD(task, TIME, done_at), FIELD(task, ID, done_by),
	FIELD(task, TEXT, done_staff), FIELD(task, INT, version) };
const struct record task_record = RECORD(task, task_fields);

#define TASK_COLUMNS                                                                                         \
	"SELECT id, kind, subject, path, title, account_id, role, staff, due_at, clock, rule, "              \
	"policy_version, state, outcome, made_at, done_at, done_by, done_staff, version FROM task"
#define ID_SAMPLES "SELECT MAX(id) FROM task UNION ALL SELECT 0"

/* An open one of the same kind and subject stays as it is; LAST_INSERT_ID(id) then tells its id. */
SQL(task_add_sql,
    "INSERT INTO task (kind, subject, path, title, account_id, role, owner, staff, due_at, clock, rule, "
    "policy_version, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
    "ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(id)",
    .samples = "SELECT 'sample', 'sample:0', '', '', 1, 0, 1, '', 0, 0, '', 0, 0");
SQL(task_get_sql, TASK_COLUMNS " WHERE id = ?", .samples = ID_SAMPLES);
SQL(task_lock_sql, TASK_COLUMNS " WHERE id = ? FOR UPDATE", .samples = ID_SAMPLES);
SQL(task_lock_open_sql, TASK_COLUMNS " WHERE kind = ? AND subject = ? AND open_mark = 1 FOR UPDATE",
    .samples = "(SELECT kind, subject FROM task WHERE open_mark = 1 LIMIT 1) UNION ALL SELECT '', ''");
SQL(task_close_sql,
    "UPDATE task SET state = ?, open_mark = NULL, outcome = ?, done_at = ?, done_by = ?, done_staff = ?,"
    " version = version + 1 WHERE id = ?",
    .samples = "SELECT 1, '', 0, 0, '', MAX(id) FROM task UNION ALL SELECT 1, '', 0, 0, '', 0");
SQL(task_take_sql, "UPDATE task SET account_id = ?, owner = ?, staff = ?, version = version + 1 WHERE id = ?",
    .samples = "SELECT 1, 1, '', MAX(id) FROM task UNION ALL SELECT 1, 1, '', 0");

/* Each owner's first one by its index, and of these the first. */
#define FIRST_OF_OWNER                                                                                       \
	"(SELECT due_order, id FROM task FORCE INDEX (task_order) WHERE owner = ? AND state = 0"             \
	" AND due_order < 9000000000000000000 ORDER BY due_order, id LIMIT 1)"
#define AND_FIRST " UNION ALL " FIRST_OF_OWNER
#define AND_THREE AND_FIRST AND_FIRST AND_FIRST
SQL(task_first_sql,
    TASK_COLUMNS
    " WHERE id = (SELECT id FROM (" FIRST_OF_OWNER AND_FIRST AND_FIRST AND_THREE AND_THREE AND_THREE
    " ORDER BY due_order, id LIMIT 1) f)",
    .samples = "SELECT " OWNER_SAMPLES " UNION ALL SELECT 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0");

#define COUNT_UP_TO(condition)                                                                               \
	"(SELECT COUNT(*) FROM (SELECT 1 FROM task WHERE owner IN " OWNER_MARKS " AND state = 0" condition   \
	" LIMIT 1000) c)"
#define COUNTS(kind)                                                                                         \
	"SELECT " COUNT_UP_TO(kind " AND due_order < ?") " AS overdue, " COUNT_UP_TO(                        \
	    kind " AND due_order >= ? AND due_order < ?") " AS today, " COUNT_UP_TO(kind                     \
	    " AND due_order >= ?") " AS later"
#define WHY_COUNT "counts up to 1,000 of each, once a second per person"
SQL(task_count_sql, COUNTS(""),
    .samples = "SELECT " OWNER_SAMPLES ", 4000000000, " OWNER_SAMPLES ", 0, 4000000000, " OWNER_SAMPLES ", 0",
    .why = WHY_COUNT);
SQL(task_count_kind_sql, COUNTS(" AND kind = ?"),
    .samples = "SELECT " OWNER_SAMPLES ", k.kind, 4000000000, " OWNER_SAMPLES
	       ", k.kind, 0, 4000000000, " OWNER_SAMPLES
	       ", k.kind, 0 FROM (SELECT MAX(kind) AS kind FROM task UNION ALL SELECT '') k",
    .why = WHY_COUNT);

static const struct field counts_fields[] = { FIELD(task_counts, INT, overdue),
	FIELD(task_counts, INT, today), FIELD(task_counts, INT, later) };
static const struct record counts_record = RECORD(task_counts, counts_fields);

enum rc
task_add(struct ctx *ctx, const struct task *task, int64_t *id)
{
	int64_t owner = owner_of(task->account_id, task->account_id == 0 ? task->role : 0);
	const char *title = arena_strndup(ctx->arena, task->title, utf8_cut(task->title, 200));
	const struct arg args[] = { arg_text(task->kind), arg_text(task->subject),
		arg_text(task->path == NULL ? "" : task->path), arg_text(title), arg_int(task->account_id),
		arg_int(task->role), arg_int(owner), arg_text(task->staff == NULL ? "" : task->staff),
		arg_int(task->due_at), arg_int(task->clock), arg_text(task->rule == NULL ? "" : task->rule),
		arg_int(task->policy_version), arg_int(ctx->now) };
	const size_t count = sizeof(args) / sizeof(args[0]);
	enum rc rc;

	if (owner == 0) {
		log_line(LOG_ERROR, "task.ownerless", "kind", task->kind, "subject", task->subject, NULL);
		return RC_INTERNAL;
	}
	if (id == NULL)
		return db_send(ctx, &task_add_sql, args, count);
	rc = db_exec(ctx, &task_add_sql, args, count);
	if (rc == RC_OK)
		*id = db_insert_id(ctx);
	return rc;
}

enum rc
task_get(struct ctx *ctx, int64_t id, struct task *task)
{
	enum rc rc = db_row(ctx, &task_get_sql, &task_record, task, ARGS(arg_int(id)));

	if (rc != RC_OK)
		return rc;
	/* a task passed on is still seen by the role it came from, and by whoever closed it */
	if (owner_is(&ctx->actor, owner_of(task->account_id, task->account_id == 0 ? task->role : 0)) ||
	    (ctx->actor.roles & (uint32_t)task->role) != 0 ||
	    (task->done_by != 0 && task->done_by == ctx->actor.account_id))
		return RC_OK;
	return RC_NOT_FOUND;
}

enum rc
task_first(struct ctx *ctx, struct task *task)
{
	struct arg owners[OWNERS];

	return db_row(ctx, &task_first_sql, &task_record, task, owners, owner_args(&ctx->actor, owners));
}

static enum rc
task_close(struct ctx *ctx, const struct task *task, enum task_state state, const char *outcome)
{
	struct diff diff = { 0 };
	const char *kept = arena_strndup(ctx->arena, outcome, utf8_cut(outcome, 500));
	enum rc rc = db_exec(ctx, &task_close_sql,
	    ARGS(arg_int(state), arg_text(kept), arg_int(ctx->now), arg_int(ctx->actor.account_id),
		arg_text(actor_label(ctx->arena, &ctx->actor)), arg_int(task->id)));

	if (rc != RC_OK)
		return rc;
	diff_add(&diff, "tasks.field.outcome", task->outcome, kept);
	return audit_add(ctx, "task.done", "task", task->id, &diff);
}

/* May the actor, who read `version` of it? */
static enum rc
task_may(struct ctx *ctx, const struct task *task, int64_t version, bool take)
{
	const char *refusal = task_refusal(task, &ctx->actor, take);

	if (refusal != NULL)
		return ctx_refuse(ctx, refusal, task->state == TASK_OPEN ? task->staff : task->done_staff,
		    time_text(ctx->arena, task->done_at), NULL);
	if (task->version != version)
		return ctx_fail(ctx, RC_CONFLICT, "tasks.refused.changed", NULL);
	return RC_OK;
}

static enum rc
task_lock(struct ctx *ctx, int64_t id, int64_t version, bool take, struct task *task)
{
	enum rc rc = db_row(ctx, &task_lock_sql, &task_record, task, ARGS(arg_int(id)));

	return rc == RC_OK ? task_may(ctx, task, version, take) : rc;
}

enum rc
task_done(struct ctx *ctx, int64_t id, int64_t version, const char *outcome)
{
	struct task task;
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = task_lock(ctx, id, version, false, &task);
		if (rc == RC_OK)
			rc = task_close(ctx, &task, TASK_DONE, outcome);
		if (rc == RC_OK)
			tx_result(ctx, "task", id);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

enum rc
task_done_for(struct ctx *ctx, const char *kind, const char *subject, const char *outcome)
{
	struct task task;
	enum rc rc =
	    db_row(ctx, &task_lock_open_sql, &task_record, &task, ARGS(arg_text(kind), arg_text(subject)));

	if (rc == RC_NOT_FOUND)
		return RC_OK;
	if (rc != RC_OK)
		return rc;
	return task_close(ctx, &task, TASK_DONE, outcome);
}

static enum rc
task_hand(struct ctx *ctx, const struct task *task)
{
	struct diff diff = { 0 };
	const char *staff = actor_label(ctx->arena, &ctx->actor);
	enum rc rc = db_exec(ctx, &task_take_sql,
	    ARGS(arg_int(ctx->actor.account_id), arg_int(ctx->actor.account_id), arg_text(staff),
		arg_int(task->id)));

	if (rc != RC_OK)
		return rc;
	diff_add(&diff, "tasks.field.staff", task->staff, staff);
	tx_result(ctx, "task", task->id);
	return audit_add(ctx, "task.take", "task", task->id, &diff);
}

enum rc
task_take_check(struct ctx *ctx, int64_t id, int64_t version)
{
	struct task task;
	enum rc rc = task_get(ctx, id, &task);

	return rc == RC_OK ? task_may(ctx, &task, version, true) : rc;
}

enum rc
task_take(struct ctx *ctx, int64_t id, int64_t version)
{
	struct task task;
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = task_lock(ctx, id, version, true, &task);
		if (rc == RC_OK)
			rc = task_hand(ctx, &task);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

enum rc
task_count(struct ctx *ctx, const char *kind, struct task_counts *counts)
{
	struct arg args[3 * (OWNERS + 3)];
	int64_t tomorrow = clock_start(clock_day(ctx->now) + 1);
	size_t count = 0;

	for (int part = 0; part < 3; part++) {
		count += owner_args(&ctx->actor, args + count);
		if (kind != NULL)
			args[count++] = arg_text(kind);
		if (part < 2)
			args[count++] = arg_int(ctx->now);
		if (part > 0)
			args[count++] = arg_int(tomorrow);
	}
	return db_row(
	    ctx, kind == NULL ? &task_count_sql : &task_count_kind_sql, &counts_record, counts, args, count);
}
