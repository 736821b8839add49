/* SPDX-License-Identifier: MIT */
/* Changes of accounts and sessions: the only place where they happen.
 * Knows no request: pages.c, web/ and the command line come here. */
#include "accounts/store.h"
#include "audit/audit.h"
#include "base/log.h"
#include "base/utf8.h"
#include "db/db.h"
#include "db/tx.h"
#include <sodium.h>

/* Names are typed in any case and width. */
static const char *
login_fold(struct ctx *ctx, const char *typed)
{
	const char *narrow = utf8_narrow(ctx->arena, utf8_trim(ctx->arena, typed));
	char *login = arena_strndup(ctx->arena, narrow, 64);

	for (char *c = login; *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	return login;
}

/* What is looked at before the password: the account, if there is one, and the throttle. */
static enum rc
login_prepare(
    struct ctx *ctx, const struct login_attempt *attempt, struct throttle *throttle, struct account *account)
{
	enum rc rc;

	throttle->login = login_fold(ctx, attempt->login);
	throttle->address = attempt->address ? attempt->address : "";
	throttle->device = attempt->device;
	/* what cannot be a name is looked up all the same, as none */
	rc = account_find(ctx, login_valid(throttle->login) ? throttle->login : "", account);
	if (rc == RC_NOT_FOUND) {
		*account = (struct account){ .id = 0 };
		rc = RC_OK;
	}
	if (rc == RC_OK)
		rc = device_known(ctx, account->id, attempt->device, &throttle->known_device);
	if (rc == RC_OK)
		rc = throttle_check(ctx, throttle);
	if (rc == RC_OK)
		rc = throttle_count(ctx, throttle);
	return rc;
}

/* One row for a failed try, whether the name exists or not, so that neither is told by time. */
static enum rc
login_failed(struct ctx *ctx, const struct account *account, const char *action, const char *address)
{
	struct diff diff = { .count = 0 };
	enum rc rc;

	ctx->once_key = NULL;
	diff_add(&diff, "accounts.field.address", "", address);
	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = audit_add(ctx, action, "account", account->id, &diff);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	log_line(LOG_WARN, action, "account", log_count(account->id), "address", address, NULL);
	return rc;
}

static const char *
device_make(struct ctx *ctx)
{
	unsigned char bytes[16];
	char *text = arena_alloc(ctx->arena, sizeof(bytes) * 2 + 1);

	randombytes_buf(bytes, sizeof(bytes));
	return sodium_bin2hex(text, sizeof(bytes) * 2 + 1, bytes, sizeof(bytes));
}

/* The password was right: a new session, never one that was there before (ASVS 7.2.4). */
static enum rc
login_begin(struct ctx *ctx, const struct account *account, const struct throttle *throttle,
    struct login_result *result)
{
	const char *device = throttle->device;
	enum rc rc;

	if (!throttle->known_device)
		device = result->new_device = device_make(ctx);
	ctx->actor = (struct actor){ .account_id = account->id,
		.staff_no = account->staff_no,
		.name = account->name,
		.roles = (uint32_t)account->roles,
		.denied = account->denied };
	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = session_add(
			    ctx, account->id, throttle->address, ctx->now, result->token, &result->ends_at);
		if (rc == RC_OK)
			rc = device_add(ctx, account->id, device);
		if (rc == RC_OK)
			rc = account_save_login(ctx, account->id);
		if (rc == RC_OK)
			rc = throttle_passed(ctx, throttle);
		if (rc == RC_OK)
			rc = audit_add(ctx, "account.login", "account", account->id, NULL);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	result->account_id = account->id;
	result->lang = account->lang;
	return rc;
}

/* The parameters have risen since: the same password hashed anew. A failure to is no reason to refuse the log-in. */
static void
login_rehash(struct ctx *ctx, const struct account *account, const char *password)
{
	const char *hash;

	if (password_hash(ctx, password, &hash) != RC_OK ||
	    account_save_rehash(ctx, account->id, account->pw_hash, hash) != RC_OK)
		log_line(LOG_WARN, "password.rehash", "account", log_count(account->id), NULL);
}

enum rc
account_login(struct ctx *ctx, const struct login_attempt *attempt, struct login_result *result)
{
	struct throttle throttle;
	struct account account;
	bool matches, stale;
	enum rc rc;

	*result = (struct login_result){ .account_id = 0 };
	/* each try is a log-in of its own: a form sent twice begins two sessions, which does no harm */
	ctx->once_key = NULL;
	rc = login_prepare(ctx, attempt, &throttle, &account);
	if (rc == RC_OK)
		rc = password_verify(
		    ctx, account.id ? account.pw_hash : NULL, attempt->password, &matches, &stale);
	if (rc != RC_OK)
		return rc;
	if (!matches || account.state != ACCOUNT_ACTIVE) {
		rc = login_failed(ctx, &account, "account.login_failed", throttle.address);
		return rc == RC_OK ? ctx_fail(ctx, RC_INVALID, "accounts.login.wrong", NULL) : rc;
	}
	rc = login_begin(ctx, &account, &throttle, result);
	if (rc == RC_OK && stale)
		login_rehash(ctx, &account, attempt->password);
	return rc;
}

/* The actor's own password, asked once more. */
struct own_try {
	struct account account;
	struct throttle throttle;
};

/* RC_INVALID with ctx->reason if it is wrong, counted and recorded. */
static enum rc
own_check(struct ctx *ctx, const char *password, const char *address, struct own_try *own)
{
	const char *once = ctx->once_key;
	bool matches, stale;
	enum rc rc = account_get(ctx, ctx->actor.account_id, &own->account);

	/* a live session is as good as a known device, and the counter is its account's own */
	own->throttle = (struct throttle){
		.login = own->account.login, .address = address, .known_device = true, .device = "session"
	};
	if (rc == RC_OK)
		rc = throttle_check(ctx, &own->throttle);
	if (rc == RC_OK)
		rc = throttle_count(ctx, &own->throttle);
	if (rc == RC_OK)
		rc = password_verify(ctx, own->account.pw_hash, password, &matches, &stale);
	if (rc != RC_OK || matches)
		return rc;
	rc = login_failed(ctx, &own->account, "account.reauth_failed", address);
	ctx->once_key = once;
	return rc == RC_OK ? ctx_fail(ctx, RC_INVALID, "accounts.reauth.wrong", NULL) : rc;
}

enum rc
account_reauth(struct ctx *ctx, const unsigned char token_hash[TOKEN_HASH_SIZE], const char *password,
    const char *address, unsigned char token[TOKEN_SIZE])
{
	const char *once = ctx->once_key;
	struct own_try own;
	enum rc rc = own_check(ctx, password, address, &own);

	if (rc != RC_OK)
		return rc;
	/* the form's own key belongs to the action that follows */
	ctx->once_key = NULL;
	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = session_renew(ctx, token_hash, address, token);
		if (rc == RC_OK)
			rc = throttle_passed(ctx, &own.throttle);
		if (rc == RC_OK)
			rc = audit_add(ctx, "account.reauth", "account", ctx->actor.account_id, NULL);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	ctx->once_key = once;
	return rc;
}

/* Somebody else may have set another password since it was looked at. */
static enum rc
password_save(struct ctx *ctx, const struct account *looked_at, const char *hash)
{
	struct account account;
	enum rc rc = account_lock(ctx, looked_at->login, &account);

	if (rc == RC_OK && strcmp(account.pw_hash, looked_at->pw_hash) != 0)
		rc = ctx_fail(ctx, RC_CONFLICT, "accounts.password.changed", NULL);
	if (rc == RC_OK)
		rc = account_save_password(ctx, account.id, hash, false);
	return rc;
}

enum rc
account_choose_password(struct ctx *ctx, const unsigned char token_hash[TOKEN_HASH_SIZE], const char *old,
    const char *fresh, const char *address, unsigned char token[TOKEN_SIZE], const char **field)
{
	struct own_try own;
	const char *hash, *wrong;
	enum rc rc;

	*field = "password";
	rc = own_check(ctx, old, address, &own);
	if (rc != RC_OK)
		return rc;
	*field = "fresh";
	wrong = strcmp(fresh, old) == 0 ? "accounts.password.same"
					: password_check(fresh, own.account.login, own.account.staff_no);
	if (wrong)
		return ctx_fail(ctx, RC_INVALID, wrong, NULL);
	rc = password_hash(ctx, fresh, &hash);
	if (rc != RC_OK)
		return rc;
	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = password_save(ctx, &own.account, hash);
		if (rc == RC_OK)
			rc = session_renew(ctx, token_hash, address, token);
		if (rc == RC_OK)
			rc = session_end_others(ctx, ctx->actor.account_id, token);
		if (rc == RC_OK)
			rc = throttle_passed(ctx, &own.throttle);
		if (rc == RC_OK)
			rc = audit_add(ctx, "account.password", "account", ctx->actor.account_id, NULL);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

enum rc
account_logout(struct ctx *ctx, const unsigned char token_hash[TOKEN_HASH_SIZE])
{
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = session_end(ctx, token_hash);
		if (rc == RC_OK)
			rc = audit_add(ctx, "account.logout", "account", ctx->actor.account_id, NULL);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

/* How a page looks to its reader changes nothing of the business: no audit row. */
enum rc
account_set_look(struct ctx *ctx, int64_t lang, int64_t theme)
{
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = account_save_look(ctx, ctx->actor.account_id, lang, theme);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

static enum rc
account_check(struct ctx *ctx, const struct account *fresh, const char *password)
{
	const char *wrong;

	if (!login_valid(fresh->login))
		return ctx_fail(ctx, RC_INVALID, "accounts.bad.login", NULL);
	if (!*fresh->staff_no || utf8_length(fresh->staff_no) > 20)
		return ctx_fail(ctx, RC_INVALID, "accounts.bad.staff_no", NULL);
	if (!*fresh->name || utf8_length(fresh->name) > 80)
		return ctx_fail(ctx, RC_INVALID, "accounts.bad.name", NULL);
	if (!fresh->roles || (fresh->roles & ~(int64_t)ROLE_ALL))
		return ctx_fail(ctx, RC_INVALID, "accounts.bad.roles", NULL);
	wrong = password_check(password, fresh->login, fresh->staff_no);
	return wrong ? ctx_fail(ctx, RC_INVALID, wrong, NULL) : RC_OK;
}

enum rc
account_create(struct ctx *ctx, const struct account *fresh, const char *password, int64_t *id)
{
	struct account account = *fresh;
	struct diff diff = { .count = 0 };
	enum rc rc = account_check(ctx, fresh, password);

	if (rc == RC_OK && !account.pw_hash)
		rc = password_hash(ctx, password, &account.pw_hash);
	if (rc != RC_OK)
		return rc;
	diff_add(&diff, "accounts.field.login", "", account.login);
	diff_add(&diff, "accounts.field.staff_no", "", account.staff_no);
	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = account_add(ctx, &account, id);
		if (rc == RC_CONFLICT && !ctx->replayed)
			rc = ctx_fail(ctx, RC_CONFLICT, "accounts.bad.taken", NULL);
		if (rc == RC_OK)
			rc = audit_add(ctx, "account.create", "account", *id, &diff);
		if (rc == RC_OK)
			tx_result(ctx, "account", *id);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

static const char *
state_key(int64_t state)
{
	return state == ACCOUNT_ACTIVE ? "@accounts.state.1" : "@accounts.state.2";
}

static enum rc
account_switch(struct ctx *ctx, const char *login, int64_t state, const char *action)
{
	struct account account;
	struct diff diff;
	enum rc rc;

	do {
		diff = (struct diff){ .count = 0 };
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = account_lock(ctx, login, &account);
		if (rc == RC_OK && account.state == state)
			rc = ctx_refuse(ctx, "accounts.refused.state", NULL);
		if (rc == RC_OK)
			rc = account_save_state(ctx, account.id, state);
		if (rc == RC_OK)
			rc = session_end_all(ctx, account.id);
		if (rc == RC_OK) {
			diff_add(&diff, "accounts.field.state", state_key(account.state), state_key(state));
			rc = audit_add(ctx, action, "account", account.id, &diff);
		}
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

enum rc
account_disable(struct ctx *ctx, const char *login)
{
	return account_switch(ctx, login, ACCOUNT_DISABLED, "account.disable");
}

enum rc
account_enable(struct ctx *ctx, const char *login)
{
	return account_switch(ctx, login, ACCOUNT_ACTIVE, "account.enable");
}

enum rc
account_reset(struct ctx *ctx, const char *login, const char *password)
{
	struct account account;
	const char *hash, *wrong;
	enum rc rc = account_find(ctx, login, &account);

	if (rc != RC_OK)
		return rc;
	wrong = password_check(password, account.login, account.staff_no);
	if (wrong)
		return ctx_fail(ctx, RC_INVALID, wrong, NULL);
	rc = password_hash(ctx, password, &hash);
	if (rc != RC_OK)
		return rc;
	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = account_lock(ctx, login, &account);
		if (rc == RC_OK)
			rc = account_save_password(ctx, account.id, hash, true);
		if (rc == RC_OK)
			rc = session_end_all(ctx, account.id);
		if (rc == RC_OK)
			rc = audit_add(ctx, "account.reset", "account", account.id, NULL);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}
