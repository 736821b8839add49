/* SPDX-License-Identifier: MIT */
/* Erasures asked for and decided, each a transaction (RULE SEC-4).
 * Not the replacing of data: members/care.c and whoever listens. */
#include "audit/audit.h"
#include "base/clock.h"
#include "db/db.h"
#include "db/tx.h"
#include "erasures/rules.h"
#include "members/members.h"
#include "policy/policy.h"

#include <string.h>

static const struct field erasure_fields[] = { FIELD(erasure, ID, id), FIELD(erasure, ID, member_id),
	FIELD(erasure, TEXT, member_no), FIELD(erasure, INT, state), FIELD(erasure, TEXT, reason),
	FIELD(erasure, TIME, asked_at), FIELD(erasure, ID, asked_by), FIELD(erasure, TEXT, asked_staff),
	FIELD(erasure, TIME, due_at), FIELD(erasure, INT, policy_version), FIELD(erasure, TIME, decided_at),
	FIELD(erasure, ID, decided_by), FIELD(erasure, TEXT, decided_staff),
	FIELD(erasure, TEXT, decided_reason), FIELD(erasure, INT, version) };
const struct record erasure_record = RECORD(erasure, erasure_fields);

#define ERASURE_COLUMNS                                                                                      \
	"SELECT id, member_id, member_no, state, reason, asked_at, asked_by, asked_staff, due_at, "          \
	"policy_version, decided_at, decided_by, decided_staff, decided_reason, version FROM erasure"
SQL(erasure_get_sql, ERASURE_COLUMNS " WHERE id = ?",
    .samples = "SELECT MAX(id) FROM erasure UNION ALL SELECT 0");
SQL(erasure_lock_sql, ERASURE_COLUMNS " WHERE id = ? FOR UPDATE",
    .samples = "SELECT MAX(id) FROM erasure UNION ALL SELECT 0");
SQL(erasure_add_sql,
    "INSERT INTO erasure (member_id, member_no, reason, asked_at, asked_by, asked_staff, due_at, "
    "policy_version) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    .samples = "SELECT 0, '', '', 0, 0, '', 0, 0");
SQL(erasure_decide_sql,
    "UPDATE erasure SET state = ?, open_mark = NULL, reason = ?, decided_at = ?, decided_by = ?, "
    "decided_staff = ?, decided_reason = ?, version = version + 1 WHERE id = ?",
    .samples = "SELECT 2, '', 0, 0, '', '', MAX(id) FROM erasure UNION ALL SELECT 2, '', 0, 0, '', '', 0");

static const struct right RIGHT_APPROVE = { "erasure.approve", ROLE_SUPERVISOR };

enum rc
erasure_get(struct ctx *ctx, int64_t id, struct erasure *erasure)
{
	return db_row(ctx, &erasure_get_sql, &erasure_record, erasure, ARGS(arg_int(id)));
}

/* Working days from today, to the end of service hours (TIME-4). */
static enum rc
due_find(struct ctx *ctx, int64_t *due_at, int64_t *version)
{
	struct figure term;
	struct service_hours hours;
	const struct calendar *calendar;
	enum rc rc = policy_get(ctx, "members.erase_term", ctx->now, &term);

	if (rc == RC_OK)
		rc = policy_hours(ctx, ctx->now, &hours);
	if (rc == RC_OK)
		rc = policy_calendar(ctx, &calendar);
	if (rc != RC_OK)
		return rc;
	*due_at = deadline_due(CLOCK_WORKDAYS, ctx->now, term.value, &hours, calendar);
	*version = term.version;
	return RC_OK;
}

static enum rc
ask_write(struct ctx *ctx, const struct member *member, const char *reason, int64_t *id)
{
	struct diff diff = { .count = 0 }; /* the customer's words stay out of a log that nobody can erase */
	int64_t due_at = 0, version = 0;
	enum rc rc = due_find(ctx, &due_at, &version);

	if (rc == RC_OK)
		rc = db_exec(ctx, &erasure_add_sql,
		    ARGS(arg_int(member->id), arg_text(member->member_no), arg_text(reason),
			arg_int(ctx->now), arg_int(ctx->actor.account_id),
			arg_text(actor_label(ctx->arena, &ctx->actor)), arg_int(due_at), arg_int(version)));
	if (rc == RC_CONFLICT)
		return ctx_refuse(ctx, "erasures.refused.waiting", NULL);
	if (rc != RC_OK)
		return rc;
	*id = db_insert_id(ctx);
	diff_add(&diff, "erasures.field.due_at", "", time_text(ctx->arena, due_at));
	rc = audit_add(ctx, "erasure.ask", "erasure", *id, &diff);
	return rc == RC_OK ? audit_add(ctx, "erasure.ask", "member", member->id, NULL) : rc;
}

enum rc
erasure_ask(struct ctx *ctx, int64_t member_id, const char *reason, int64_t *id)
{
	struct member member;
	enum rc rc;

	if (reason == NULL || reason[0] == '\0')
		return ctx_fail(ctx, RC_INVALID, "erasures.invalid.reason", NULL);
	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = member_lock(ctx, member_id, &member);
		if (rc == RC_OK && member.state != MEMBER_ACTIVE)
			rc = ctx_refuse(ctx, "members.refused.gone", NULL);
		if (rc == RC_OK)
			rc = member_ask_identity(ctx, member_id);
		if (rc == RC_OK)
			rc = ask_write(ctx, &member, reason, id);
		if (rc == RC_OK)
			tx_result(ctx, "erasure", *id);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

/* The request's own words may name the person: once the data is erased they are gone as well. */
static enum rc
decide_write(struct ctx *ctx, const struct erasure *erasure, enum erasure_state to, const char *reason)
{
	static const char *const actions[] = { [ERASURE_DONE] = "erasure.approve",
		[ERASURE_REJECTED] = "erasure.reject",
		[ERASURE_WITHDRAWN] = "erasure.withdraw" };
	struct diff diff = { .count = 0, .reason = reason[0] != '\0' ? reason : NULL };
	struct member member;
	enum rc rc = db_exec(ctx, &erasure_decide_sql,
	    ARGS(arg_int(to), arg_text(to == ERASURE_DONE ? "" : erasure->reason), arg_int(ctx->now),
		arg_int(ctx->actor.account_id), arg_text(actor_label(ctx->arena, &ctx->actor)),
		arg_text(reason), arg_int(erasure->id)));

	diff_add(&diff, "erasures.field.state", "@erasures.state.1",
	    arena_printf(ctx->arena, "@erasures.state.%d", (int)to));
	if (rc == RC_OK)
		rc = audit_add(ctx, actions[to], "erasure", erasure->id, &diff);
	if (rc != RC_OK || to != ERASURE_DONE)
		return rc;
	rc = member_lock(ctx, erasure->member_id, &member);
	return rc == RC_OK ? member_erase(ctx, &member) : rc;
}

static enum rc
decide(struct ctx *ctx, int64_t id, int64_t version, enum erasure_state to, const char *reason)
{
	struct erasure erasure = { .id = id };
	const char *refusal;
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = db_row(ctx, &erasure_lock_sql, &erasure_record, &erasure, ARGS(arg_int(id)));
		refusal = rc == RC_OK ? erasure_refusal(&erasure, to, ctx->actor.account_id,
					    actor_may(&ctx->actor, &RIGHT_APPROVE))
				      : NULL;
		if (rc == RC_OK && refusal != NULL)
			rc = ctx_refuse(ctx, refusal, erasure.asked_staff, NULL);
		if (rc == RC_OK && erasure.version != version)
			rc = audit_conflict(ctx, "erasure", id);
		if (rc == RC_OK)
			rc = decide_write(ctx, &erasure, to, reason);
		if (rc == RC_OK)
			tx_result(ctx, "erasure", id);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

enum rc
erasure_approve(struct ctx *ctx, int64_t id, int64_t version)
{
	return decide(ctx, id, version, ERASURE_DONE, "");
}

enum rc
erasure_reject(struct ctx *ctx, int64_t id, int64_t version, const char *reason)
{
	if (reason == NULL || reason[0] == '\0')
		return ctx_fail(ctx, RC_INVALID, "erasures.invalid.reason", NULL);
	return decide(ctx, id, version, ERASURE_REJECTED, reason);
}

enum rc
erasure_withdraw(struct ctx *ctx, int64_t id, int64_t version, const char *reason)
{
	if (reason == NULL || reason[0] == '\0')
		return ctx_fail(ctx, RC_INVALID, "erasures.invalid.reason", NULL);
	return decide(ctx, id, version, ERASURE_WITHDRAWN, reason);
}
