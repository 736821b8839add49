/* SPDX-License-Identifier: MIT */
/* Account help asked for, taken, closed, each a transaction with its task and its line in the member's history (RULE MEM-6).
 * Not carried out here: the shop's own tools do that. */
#include "accounthelp/rules.h"
#include "audit/audit.h"
#include "base/clock.h"
#include "db/db.h"
#include "db/event.h"
#include "db/tx.h"
#include "members/members.h"
#include "policy/policy.h"
#include "tasks/tasks.h"

#include <inttypes.h>
#include <string.h>

static const struct field help_fields[] = { FIELD(help, ID, id), FIELD(help, INT, kind),
	FIELD(help, INT, state), FIELD(help, ID, member_id), FIELD(help, TEXT, member_no),
	FIELD(help, TEXT, name), FIELD(help, TEXT, phone), FIELD(help, TEXT, email), FIELD(help, TEXT, note),
	FIELD(help, TIME, asked_at), FIELD(help, ID, asked_by), FIELD(help, TEXT, asked_staff),
	FIELD(help, TIME, due_at), FIELD(help, INT, policy_version), FIELD(help, ID, taken_by),
	FIELD(help, TEXT, taken_staff), FIELD(help, TIME, done_at), FIELD(help, TEXT, outcome),
	FIELD(help, INT, version) };
const struct record help_record = RECORD(help, help_fields);

#define HELP_COLUMNS                                                                                         \
	"SELECT id, kind, state, member_id, member_no, name, phone, email, note, asked_at, asked_by, "       \
	"asked_staff, due_at, policy_version, taken_by, taken_staff, done_at, outcome, version FROM "        \
	"account_help"
SQL(help_get_sql, HELP_COLUMNS " WHERE id = ?",
    .samples = "SELECT MAX(id) FROM account_help UNION ALL SELECT 0");
SQL(help_lock_sql, HELP_COLUMNS " WHERE id = ? FOR UPDATE",
    .samples = "SELECT MAX(id) FROM account_help UNION ALL SELECT 0");
SQL(help_open_sql, "SELECT id FROM account_help WHERE open_reset = ?",
    .samples = "SELECT MAX(open_reset) FROM account_help UNION ALL SELECT 0");
SQL(help_add_sql,
    "INSERT INTO account_help (kind, member_id, member_no, open_reset, name, phone, email, note, asked_at, "
    "asked_by, asked_staff, due_at, policy_version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    .samples = "SELECT 2, 0, '', NULL, '', '', '', '', 0, 0, '', 0, 0");
SQL(help_take_sql,
    "UPDATE account_help SET state = 2, taken_by = ?, taken_staff = ?, version = version + 1 WHERE id = ?",
    .samples = "SELECT 0, '', MAX(id) FROM account_help UNION ALL SELECT 0, '', 0");
SQL(help_close_sql,
    "UPDATE account_help SET state = ?, open_reset = NULL, name = '', phone = '', email = '', member_id = "
    "?, member_no = ?, done_at = ?, outcome = ?, version = version + 1 WHERE id = ?",
    .samples = "SELECT 3, 0, '', 0, '', MAX(id) FROM account_help UNION ALL SELECT 3, 0, '', 0, '', 0");
SQL(help_forget_sql,
    "UPDATE account_help FORCE INDEX (account_help_member) SET note = '', outcome = '' WHERE member_id = ?",
    .samples = "SELECT MAX(member_id) FROM account_help UNION ALL SELECT 4294967295");

enum rc
help_get(struct ctx *ctx, int64_t id, struct help *help)
{
	return db_row(ctx, &help_get_sql, &help_record, help, ARGS(arg_int(id)));
}

static const char *
key_text(struct ctx *ctx, const char *prefix, int64_t number)
{
	return arena_printf(ctx->arena, "@accounthelp.%s.%" PRId64, prefix, number);
}

static const char *
subject_text(struct ctx *ctx, int64_t id)
{
	return arena_printf(ctx->arena, "account_help:%" PRId64, id);
}

/* In the log of the record itself, and in the member's history where there is a member. */
static enum rc
help_audit(struct ctx *ctx, const char *action, const struct help *help, const struct diff *diff)
{
	enum rc rc = audit_add(ctx, action, "account_help", help->id, diff);

	if (rc == RC_OK && help->member_id != 0)
		rc = audit_add(ctx, action, "member", help->member_id, diff);
	return rc;
}

/* --- asked for ---------------------------------------------------------------------------------------------------- */

static enum rc
due_find(struct ctx *ctx, struct help *help)
{
	struct figure term;
	struct service_hours hours;
	enum rc rc = policy_get(ctx, "members.help_term", ctx->now, &term);

	if (rc == RC_OK)
		rc = policy_hours(ctx, ctx->now, &hours);
	if (rc != RC_OK)
		return rc;
	help->due_at = deadline_due(CLOCK_SERVICE, ctx->now, term.value, &hours, NULL);
	help->policy_version = term.version;
	return RC_OK;
}

/* The engineers' task; its title names the member's number or nothing of the person. */
static enum rc
help_task(struct ctx *ctx, const struct help *help)
{
	int64_t id;

	return task_add(ctx,
	    &(struct task){ .kind = help->kind == HELP_RESET ? "accounthelp.reset" : "accounthelp.account",
		.subject = subject_text(ctx, help->id),
		.path = arena_printf(ctx->arena, "/accounthelp/%" PRId64, help->id),
		.title = help->member_no[0] != '\0' ? help->member_no
						    : arena_printf(ctx->arena, "No. %" PRId64, help->id),
		.role = ROLE_ENGINEER,
		.due_at = help->due_at,
		.clock = CLOCK_SERVICE,
		.rule = "MEM-6",
		.policy_version = help->policy_version },
	    &id);
}

static enum rc
ask_write(struct ctx *ctx, struct help *help)
{
	struct diff diff = { .count = 0 };
	enum rc rc = due_find(ctx, help);

	if (rc == RC_OK)
		rc = db_exec(ctx, &help_add_sql,
		    ARGS(arg_int(help->kind), arg_int(help->member_id), arg_text(help->member_no),
			help->kind == HELP_RESET ? arg_int(help->member_id) : arg_null(),
			arg_text(help->name), arg_text(help->phone), arg_text(help->email),
			arg_text(help->note), arg_int(ctx->now), arg_int(ctx->actor.account_id),
			arg_text(actor_label(ctx->arena, &ctx->actor)), arg_int(help->due_at),
			arg_int(help->policy_version)));
	if (rc != RC_OK)
		return rc;
	help->id = db_insert_id(ctx);
	diff_add(&diff, "accounthelp.field.kind", "", key_text(ctx, "kind", help->kind));
	diff_add(&diff, "accounthelp.field.due_at", "", time_text(ctx->arena, help->due_at));
	rc = help_task(ctx, help);
	return rc == RC_OK ? help_audit(ctx, "accounthelp.ask", help, &diff) : rc;
}

static enum rc
reset_check(struct ctx *ctx, int64_t member_id, struct help *help)
{
	struct member member;
	int64_t open;
	enum rc rc = member_lock(ctx, member_id, &member);

	if (rc == RC_OK && member.state != MEMBER_ACTIVE)
		rc = ctx_refuse(ctx, "members.refused.gone", NULL);
	if (rc == RC_OK)
		rc = member_ask_identity(ctx, member_id);
	if (rc != RC_OK)
		return rc;
	help->member_no = member.member_no;
	rc = db_int(ctx, &help_open_sql, &open, ARGS(arg_int(member_id)));
	if (rc == RC_OK)
		return ctx_refuse(ctx, "accounthelp.refused.open", NULL);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc
help_ask_reset(struct ctx *ctx, int64_t member_id, const char *note, int64_t *id)
{
	struct help help;
	enum rc rc;

	do {
		help = (struct help){ .kind = HELP_RESET,
			.member_id = member_id,
			.member_no = "",
			.name = "",
			.phone = "",
			.email = "",
			.note = note != NULL ? note : "" };
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = reset_check(ctx, member_id, &help);
		if (rc == RC_OK)
			rc = ask_write(ctx, &help);
		if (rc == RC_OK)
			tx_result(ctx, "account_help", help.id);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	*id = help.id;
	return rc;
}

enum rc
help_ask_account(struct ctx *ctx, const struct help *wish, int64_t *id, const char **field)
{
	struct help help;
	const char *why;
	enum rc rc;

	*field = help_wish_fault(wish, &why);
	if (*field != NULL)
		return ctx_fail(ctx, RC_INVALID, why, NULL);
	do {
		help = *wish;
		help.kind = HELP_ACCOUNT;
		help.member_id = 0;
		help.member_no = "";
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = ask_write(ctx, &help);
		if (rc == RC_OK)
			tx_result(ctx, "account_help", help.id);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	*id = help.id;
	return rc;
}

/* --- carried out ---------------------------------------------------------------------------------------------------- */

static enum rc
help_lock(struct ctx *ctx, int64_t id, int64_t version, enum help_state to, struct help *help)
{
	const char *refusal;
	enum rc rc = db_row(ctx, &help_lock_sql, &help_record, help, ARGS(arg_int(id)));

	refusal = rc == RC_OK ? help_refusal(help, to, ctx->actor.account_id) : NULL;
	if (rc == RC_OK && refusal != NULL)
		rc = ctx_refuse(ctx, refusal, help->taken_staff, NULL);
	if (rc == RC_OK && help->version != version)
		rc = audit_conflict(ctx, "account_help", id);
	return rc;
}

static void
state_diff(struct ctx *ctx, struct diff *diff, int64_t before, int64_t after)
{
	diff_add(
	    diff, "accounthelp.field.state", key_text(ctx, "state", before), key_text(ctx, "state", after));
}

enum rc
help_take(struct ctx *ctx, int64_t id, int64_t version)
{
	struct help help;
	struct diff diff;
	enum rc rc;

	do {
		diff = (struct diff){ .count = 0 };
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = help_lock(ctx, id, version, HELP_TAKEN, &help);
		if (rc == RC_OK)
			rc = db_exec(ctx, &help_take_sql,
			    ARGS(arg_int(ctx->actor.account_id),
				arg_text(actor_label(ctx->arena, &ctx->actor)), arg_int(id)));
		state_diff(ctx, &diff, HELP_ASKED, HELP_TAKEN);
		if (rc == RC_OK)
			rc = help_audit(ctx, "accounthelp.take", &help, &diff);
		if (rc == RC_OK)
			tx_result(ctx, "account_help", id);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

/* The number that a new account got: the member may have come in with an import already, or comes later. */
static enum rc
number_take(struct ctx *ctx, struct help *help, enum help_state state, const char *member_no)
{
	enum rc rc;

	if (help->kind != HELP_ACCOUNT || state != HELP_DONE || member_no == NULL || member_no[0] == '\0')
		return RC_OK;
	help->member_no = member_no;
	rc = member_find_no(ctx, member_no, &help->member_id);
	if (rc == RC_NOT_FOUND)
		help->member_id = 0;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc
close_write(struct ctx *ctx, struct help *help, enum help_state state, const char *outcome)
{
	struct diff diff = { .count = 0 };
	enum rc rc = db_exec(ctx, &help_close_sql,
	    ARGS(arg_int(state), arg_int(help->member_id), arg_text(help->member_no), arg_int(ctx->now),
		arg_text(outcome), arg_int(help->id)));

	state_diff(ctx, &diff, help->state, state);
	if (rc == RC_OK)
		rc =
		    task_done_for(ctx, help->kind == HELP_RESET ? "accounthelp.reset" : "accounthelp.account",
			subject_text(ctx, help->id), key_text(ctx, "state", state));
	return rc == RC_OK ? help_audit(ctx, "accounthelp.close", help, &diff) : rc;
}

enum rc
help_close(struct ctx *ctx, int64_t id, int64_t version, enum help_state state, const char *outcome,
    const char *member_no)
{
	struct help help;
	enum rc rc;

	if (state != HELP_DONE && state != HELP_FAILED)
		return ctx_fail(ctx, RC_INVALID, "accounthelp.invalid.state", NULL);
	if (state == HELP_FAILED && (outcome == NULL || outcome[0] == '\0'))
		return ctx_fail(ctx, RC_INVALID, "accounthelp.invalid.reason", NULL);
	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = help_lock(ctx, id, version, state, &help);
		if (rc == RC_OK)
			rc = number_take(ctx, &help, state, member_no);
		if (rc == RC_OK)
			rc = close_write(ctx, &help, state, outcome != NULL ? outcome : "");
		if (rc == RC_OK)
			tx_result(ctx, "account_help", id);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

/* --- a member that is erased ---------------------------------------------------------------------------------------- */

static enum rc
members_erased(struct ctx *ctx, const void *items, size_t count)
{
	const int64_t *ids = items;
	size_t i;
	enum rc rc = RC_OK;

	for (i = 0; rc == RC_OK && i < count; i++) {
		struct help help;
		int64_t open;

		rc = db_int(ctx, &help_open_sql, &open, ARGS(arg_int(ids[i])));
		if (rc == RC_OK)
			rc = db_row(ctx, &help_lock_sql, &help_record, &help, ARGS(arg_int(open)));
		if (rc == RC_OK) /* there is no account any more that could be reset */
			rc = close_write(ctx, &help, HELP_FAILED, "");
		if (rc == RC_OK || rc == RC_NOT_FOUND)
			rc = db_exec(ctx, &help_forget_sql, ARGS(arg_int(ids[i])));
	}
	return rc;
}

const struct listener help_listeners[] = { { &MEMBER_WAS_ERASED, members_erased }, { NULL, NULL } };
