/* SPDX-License-Identifier: MIT */
/* Accounts in the database.
 * Not their sessions (session.c) and not the throttle (throttle.c). */
#include "accounts/store.h"
#include "db/db.h"

static const struct field account_fields[] = {
	FIELD(account, ID, id),
	FIELD(account, TEXT, staff_no),
	FIELD(account, TEXT, login),
	FIELD(account, TEXT, name),
	FIELD(account, INT, roles),
	FIELD(account, TEXT, denied),
	FIELD(account, INT, state),
	FIELD(account, TEXT, pw_hash),
	FIELD(account, TIME, pw_at),
	FIELD(account, BOOL, must_change),
	FIELD(account, INT, lang),
	FIELD(account, INT, theme),
	FIELD(account, TIME, made_at),
	FIELD(account, TIME, login_at),
	FIELD(account, INT, version),
};
const struct record account_record = RECORD(account, account_fields);

#define ACCOUNT_COLUMNS                                                                                      \
	"id, staff_no, login, name, roles, denied, state, pw_hash, pw_at, must_change, lang, theme, "        \
	"made_at, login_at, version"

SQL(account_get_sql, "SELECT " ACCOUNT_COLUMNS " FROM account WHERE id = ?",
    .samples = "SELECT MAX(id) FROM account UNION ALL SELECT 0");

enum rc
account_get(struct ctx *ctx, int64_t id, struct account *account)
{
	return db_row(ctx, &account_get_sql, &account_record, account, ARGS(arg_int(id)));
}

SQL(account_find_sql, "SELECT " ACCOUNT_COLUMNS " FROM account WHERE login = ?",
    .samples = "SELECT MAX(login) FROM account UNION ALL SELECT ''");

enum rc
account_find(struct ctx *ctx, const char *login, struct account *account)
{
	return db_row(ctx, &account_find_sql, &account_record, account, ARGS(arg_text(login)));
}

SQL(account_lock_sql, "SELECT " ACCOUNT_COLUMNS " FROM account WHERE login = ? FOR UPDATE",
    .samples = "SELECT MAX(login) FROM account UNION ALL SELECT ''");

enum rc
account_lock(struct ctx *ctx, const char *login, struct account *account)
{
	return db_row(ctx, &account_lock_sql, &account_record, account, ARGS(arg_text(login)));
}

SQL(account_list_sql, "SELECT " ACCOUNT_COLUMNS " FROM account ORDER BY staff_no",
    .why = "the whole list, for the command line: a shop has some hundred accounts");

enum rc
account_list(struct ctx *ctx, struct rows *accounts)
{
	return db_rows(ctx, &account_list_sql, &account_record, accounts, NO_ARGS);
}

SQL(account_holders_sql,
    "SELECT " ACCOUNT_COLUMNS " FROM account WHERE state = 1 AND roles & ? <> 0 ORDER BY staff_no",
    .samples = "SELECT 1 UNION ALL SELECT 0", .why = "roles are bits; a shop has some hundred accounts");

enum rc
account_holders(struct ctx *ctx, uint32_t roles, struct rows *accounts)
{
	return db_rows(ctx, &account_holders_sql, &account_record, accounts, ARGS(arg_int(roles)));
}

SQL(account_add_sql,
    "INSERT INTO account (staff_no, login, name, roles, denied, state, pw_hash, pw_at, must_change, lang, "
    "theme, made_at) VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?)",
    .samples = "SELECT 'X0', 'sample', 'sample', 1, '', '', 0, 0, 0, 0, 0");

enum rc
account_add(struct ctx *ctx, const struct account *account, int64_t *id)
{
	enum rc rc = db_exec(ctx, &account_add_sql,
	    ARGS(arg_text(account->staff_no), arg_text(account->login), arg_text(account->name),
		arg_int(account->roles), arg_text(account->denied ? account->denied : ""),
		arg_text(account->pw_hash), arg_int(ctx->now), arg_int(account->must_change),
		arg_int(account->lang), arg_int(account->theme), arg_int(ctx->now)));

	if (rc == RC_OK)
		*id = db_insert_id(ctx);
	return rc;
}

SQL(account_state_sql, "UPDATE account SET state = ?, version = version + 1 WHERE id = ?",
    .samples = "SELECT 1, MAX(id) FROM account UNION ALL SELECT 1, 0");

enum rc
account_save_state(struct ctx *ctx, int64_t id, int64_t state)
{
	return db_exec(ctx, &account_state_sql, ARGS(arg_int(state), arg_int(id)));
}

SQL(account_password_sql,
    "UPDATE account SET pw_hash = ?, pw_at = ?, must_change = ?, version = version + 1 WHERE id = ?",
    .samples = "SELECT '', 0, 0, MAX(id) FROM account UNION ALL SELECT '', 0, 0, 0");

enum rc
account_save_password(struct ctx *ctx, int64_t id, const char *hash, bool must_change)
{
	return db_exec(ctx, &account_password_sql,
	    ARGS(arg_text(hash), arg_int(ctx->now), arg_int(must_change), arg_int(id)));
}

SQL(account_rehash_sql, "UPDATE account SET pw_hash = ? WHERE id = ? AND pw_hash = ?",
    .samples = "SELECT '', MAX(id), '' FROM account UNION ALL SELECT '', 0, ''");

enum rc
account_save_rehash(struct ctx *ctx, int64_t id, const char *before, const char *after)
{
	return db_exec(ctx, &account_rehash_sql, ARGS(arg_text(after), arg_int(id), arg_text(before)));
}

SQL(account_login_at_sql, "UPDATE account SET login_at = ? WHERE id = ?",
    .samples = "SELECT 0, MAX(id) FROM account UNION ALL SELECT 0, 0");

enum rc
account_save_login(struct ctx *ctx, int64_t id)
{
	return db_exec(ctx, &account_login_at_sql, ARGS(arg_int(ctx->now), arg_int(id)));
}

SQL(account_look_sql, "UPDATE account SET lang = ?, theme = ? WHERE id = ?",
    .samples = "SELECT 0, 0, MAX(id) FROM account UNION ALL SELECT 0, 0, 0");

enum rc
account_save_look(struct ctx *ctx, int64_t id, int64_t lang, int64_t theme)
{
	return db_exec(ctx, &account_look_sql, ARGS(arg_int(lang), arg_int(theme), arg_int(id)));
}
