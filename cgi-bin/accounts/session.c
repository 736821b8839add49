/* SPDX-License-Identifier: MIT */
/* Sessions in the database: begun, found, used, ended.
 * Not the cookie: web/session.c knows the browser's side. */
#include "accounts/accounts.h"
#include "db/db.h"
#include "db/event.h"
#include "policy/policy.h"
#include <sodium.h>

#define SEEN_EVERY MINUTE

const struct event SESSION_RENEWED = { "session.renewed" };

static const struct field session_fields[] = {
	FIELD(account_session, ID, account_id),
	FIELD(account_session, TIME, made_at),
	FIELD(account_session, TIME, seen_at),
	FIELD(account_session, TIME, idle_at),
	FIELD(account_session, TIME, ends_at),
	FIELD(account_session, TIME, reauth_at),
	FIELD(account_session, TEXT, flash),
	FIELD(account_session, TEXT, staff_no),
	FIELD(account_session, TEXT, name),
	FIELD(account_session, INT, roles),
	FIELD(account_session, TEXT, denied),
	FIELD(account_session, INT, lang),
	FIELD(account_session, INT, theme),
	FIELD(account_session, BOOL, must_change),
};
static const struct record session_record = RECORD(account_session, session_fields);

/* The token has 256 random bits, so a plain hash is as good as a slow one. */
void
token_hash(const unsigned char *token, size_t length, unsigned char hash[TOKEN_HASH_SIZE])
{
	(void)crypto_generichash(hash, TOKEN_HASH_SIZE, token, length, NULL, 0);
}

SQL(session_find_sql,
    "SELECT s.account_id, s.made_at, s.seen_at, s.idle_at, s.ends_at, s.reauth_at, s.flash, a.staff_no, "
    "a.name, a.roles, a.denied, a.lang, a.theme, a.must_change FROM session s JOIN account a "
    "ON a.id = s.account_id WHERE s.token_hash = ? AND a.state = 1 AND s.idle_at > ? AND s.ends_at > ?",
    .samples = "SELECT MAX(token_hash), 0, 0 FROM session UNION ALL SELECT '', 0, 0");

enum rc
session_find(struct ctx *ctx, const unsigned char hash[TOKEN_HASH_SIZE], struct account_session *session)
{
	return db_row(ctx, &session_find_sql, &session_record, session,
	    ARGS(arg_bytes(hash, TOKEN_HASH_SIZE), arg_int(ctx->now), arg_int(ctx->now)));
}

static enum rc
idle_seconds(struct ctx *ctx, int64_t *seconds)
{
	struct figure figure;
	enum rc rc = policy_get(ctx, "session.idle", ctx->now, &figure);

	if (rc == RC_OK)
		*seconds = figure.value;
	return rc;
}

SQL(session_seen_sql, "UPDATE session SET seen_at = ?, idle_at = ? WHERE token_hash = ?",
    .samples = "SELECT 0, 0, MAX(token_hash) FROM session UNION ALL SELECT 0, 0, ''");

enum rc
session_seen(
    struct ctx *ctx, const unsigned char hash[TOKEN_HASH_SIZE], const struct account_session *session)
{
	int64_t idle;
	enum rc rc;

	if (ctx->now - session->seen_at < SEEN_EVERY)
		return RC_OK;
	rc = idle_seconds(ctx, &idle);
	if (rc != RC_OK)
		return rc;
	return db_exec(ctx, &session_seen_sql,
	    ARGS(arg_int(ctx->now), arg_int(ctx->now + idle), arg_bytes(hash, TOKEN_HASH_SIZE)));
}

SQL(session_flash_sql, "UPDATE session SET flash = ? WHERE token_hash = ?",
    .samples = "SELECT '', MAX(token_hash) FROM session UNION ALL SELECT '', ''");

enum rc
session_flash(struct ctx *ctx, const unsigned char hash[TOKEN_HASH_SIZE], const char *flash)
{
	return db_exec(ctx, &session_flash_sql, ARGS(arg_text(flash), arg_bytes(hash, TOKEN_HASH_SIZE)));
}

SQL(session_add_sql,
    "INSERT INTO session (token_hash, account_id, made_at, seen_at, idle_at, ends_at, reauth_at, address) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    .samples = "SELECT 'sample', 1, 0, 0, 0, 0, 0, ''");

enum rc
session_add(struct ctx *ctx, int64_t account_id, const char *address, int64_t reauth_at,
    unsigned char token[TOKEN_SIZE], int64_t *ends_at)
{
	unsigned char hash[TOKEN_HASH_SIZE];
	struct figure absolute;
	int64_t idle;
	enum rc rc = idle_seconds(ctx, &idle);

	if (rc == RC_OK)
		rc = policy_get(ctx, "session.absolute", ctx->now, &absolute);
	if (rc != RC_OK)
		return rc;
	randombytes_buf(token, TOKEN_SIZE);
	token_hash(token, TOKEN_SIZE, hash);
	*ends_at = ctx->now + absolute.value;
	return db_exec(ctx, &session_add_sql,
	    ARGS(arg_bytes(hash, sizeof(hash)), arg_int(account_id), arg_int(ctx->now), arg_int(ctx->now),
		arg_int(ctx->now + idle), arg_int(*ends_at), arg_int(reauth_at), arg_text(address)));
}

SQL(session_end_sql, "DELETE FROM session WHERE token_hash = ?",
    .samples = "SELECT MAX(token_hash) FROM session UNION ALL SELECT ''");

enum rc
session_end(struct ctx *ctx, const unsigned char hash[TOKEN_HASH_SIZE])
{
	return db_exec(ctx, &session_end_sql, ARGS(arg_bytes(hash, TOKEN_HASH_SIZE)));
}

enum rc
session_renew(struct ctx *ctx, const unsigned char hash[TOKEN_HASH_SIZE], const char *address,
    unsigned char token[TOKEN_SIZE])
{
	unsigned char fresh[TOKEN_HASH_SIZE];
	struct session_renewal renewal = { ctx->actor.account_id, hash, fresh };
	int64_t ends_at;
	enum rc rc = session_end(ctx, hash);

	if (rc == RC_OK)
		rc = session_add(ctx, ctx->actor.account_id, address, ctx->now, token, &ends_at);
	if (rc != RC_OK)
		return rc;
	token_hash(token, TOKEN_SIZE, fresh);
	return event_send(ctx, &SESSION_RENEWED, &renewal, 1);
}

SQL(session_end_all_sql, "DELETE FROM session WHERE account_id = ?",
    .samples = "SELECT MAX(account_id) FROM session UNION ALL SELECT 0");

enum rc
session_end_all(struct ctx *ctx, int64_t account_id)
{
	return db_exec(ctx, &session_end_all_sql, ARGS(arg_int(account_id)));
}

SQL(session_end_others_sql, "DELETE FROM session WHERE account_id = ? AND token_hash <> ?",
    .samples = "SELECT account_id, MAX(token_hash) FROM session GROUP BY account_id UNION ALL SELECT 0, ''");

enum rc
session_end_others(struct ctx *ctx, int64_t account_id, const unsigned char token[TOKEN_SIZE])
{
	unsigned char kept[TOKEN_HASH_SIZE];

	token_hash(token, TOKEN_SIZE, kept);
	return db_exec(
	    ctx, &session_end_others_sql, ARGS(arg_int(account_id), arg_bytes(kept, sizeof(kept))));
}

/* Small steps keep the transaction small; the job comes again. */
SQL(session_purge_ends_sql, "DELETE FROM session WHERE ends_at <= ? ORDER BY ends_at LIMIT 500",
    .samples = "SELECT 0");
SQL(session_purge_idle_sql, "DELETE FROM session WHERE idle_at <= ? ORDER BY idle_at LIMIT 500",
    .samples = "SELECT 0");

enum rc
session_purge(struct ctx *ctx)
{
	enum rc rc = db_exec(ctx, &session_purge_ends_sql, ARGS(arg_int(ctx->now)));

	if (rc == RC_OK)
		rc = db_exec(ctx, &session_purge_idle_sql, ARGS(arg_int(ctx->now)));
	return rc;
}
