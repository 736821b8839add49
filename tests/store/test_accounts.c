/* SPDX-License-Identifier: MIT */
/* Accounts, sessions and throttle against a real database. */
#include "accounts/accounts.h"
#include "base/clock.h"
#include "harness.h"
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PASSWORD "plum blossom 1713"

static int64_t
account_make(const char *login, const char *staff_no)
{
	const struct account fresh = {
		.login = login, .staff_no = staff_no, .name = "Test Person", .roles = ROLE_CLERK
	};
	int64_t id = 0;

	assert_rc(account_create(test_ctx(), &fresh, PASSWORD, &id), RC_OK);
	return id;
}

static void
test_create(void **state)
{
	struct account fresh = {
		.login = "anew", .staff_no = "N-1", .name = "Test Person", .roles = ROLE_CLERK
	};
	struct account found;
	struct ctx *ctx = test_ctx();
	int64_t id;

	(void)state;
	assert_rc(account_create(ctx, &fresh, PASSWORD, &id), RC_OK);
	assert_rc(account_find(ctx, "anew", &found), RC_OK);
	assert_int_equal(found.id, id);
	assert_int_equal(strncmp(found.pw_hash, "$argon2id$v=19$m=65536,t=2,p=1$", 31), 0);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM audit_log WHERE action = 'account.create' AND record_id = %lld",
		(long long)id),
	    1);
	/* RULE ORG-1: neither name nor number twice, also when the first is disabled */
	assert_rc(account_disable(ctx, "anew"), RC_OK);
	fresh.staff_no = "N-2";
	assert_rc(account_create(ctx, &fresh, PASSWORD, &id), RC_CONFLICT);
	fresh.staff_no = "N-1";
	fresh.login = "other";
	assert_rc(account_create(ctx, &fresh, PASSWORD, &id), RC_CONFLICT);
	fresh.staff_no = "N-3";
	fresh.roles = 1 << 11;
	assert_rc(account_create(ctx, &fresh, PASSWORD, &id), RC_INVALID);
	fresh.roles = ROLE_CLERK;
	assert_rc(account_create(ctx, &fresh, "12345678", &id), RC_INVALID);
	assert_string_equal(ctx->reason.key, "accounts.password.common");
	fresh.login = "Not One";
	assert_rc(account_create(ctx, &fresh, PASSWORD, &id), RC_INVALID);
}

static void
test_never_deleted(void **state)
{
	int64_t id = account_make("stays", "N-10");

	(void)state;
	/* neither workers nor jobs hold a statement that deletes one */
	for (size_t i = 0; i < sql_count(); i++)
		assert_null(strstr(sql_at(i)->text, "DELETE FROM account"));
	assert_int_equal(test_number("SELECT COUNT(*) FROM account WHERE id = %lld", (long long)id), 1);
}

static void
test_sessions(void **state)
{
	struct ctx *ctx = test_ctx();
	unsigned char token[TOKEN_SIZE], hash[TOKEN_HASH_SIZE];
	struct account_session session;
	int64_t id = account_make("sess", "N-20"), ends_at;

	(void)state;
	assert_rc(session_add(ctx, id, "192.0.2.1", ctx->now, token, &ends_at), RC_OK);
	assert_int_equal(ends_at, ctx->now + 8 * HOUR);
	token_hash(token, sizeof(token), hash);
	assert_rc(session_find(ctx, hash, &session), RC_OK);
	assert_int_equal(session.account_id, id);
	assert_int_equal(session.idle_at, ctx->now + 30 * MINUTE);
	assert_string_equal(session.staff_no, "N-20");
	/* idle: over half an hour after the last use; used meanwhile it lives on, eight hours at most */
	ctx->now += 29 * MINUTE;
	assert_rc(session_find(ctx, hash, &session), RC_OK);
	assert_rc(session_seen(ctx, hash, &session), RC_OK);
	ctx->now += 29 * MINUTE;
	assert_rc(session_find(ctx, hash, &session), RC_OK);
	ctx->now += MINUTE;
	assert_rc(session_find(ctx, hash, &session), RC_NOT_FOUND);
	test_sql("UPDATE session SET idle_at = idle_at + 86400");
	ctx->now = ends_at - 1;
	assert_rc(session_find(ctx, hash, &session), RC_OK);
	ctx->now = ends_at;
	assert_rc(session_find(ctx, hash, &session), RC_NOT_FOUND);
	assert_rc(session_purge(ctx), RC_OK);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM session WHERE account_id = %lld", (long long)id), 0);
	ctx->now = TEST_NOW;
}

static void
test_disable_and_reset(void **state)
{
	static const char *const broken[] = {
		"x", "$argon2id$v=19$m=65536,t=2,p=1$c29kaXVtLXNhbHQtMDAwMA",
		"$argon2id$v=19$m=65536,t=2,p=1$c29kaXVt$8Z3nq3rA1bqFyO3HcSm0mVfFvJ0o6v4oYzg0m2m8QmU",
		"$argon2i$v=19$m=65536,t=2,p=1$c29kaXVtLXNhbHQtMDAwMA$8Z3nq3rA1bqFyO3HcSm0mVfFvJ0o6v4oYzg0m2m8QmU"
	};
	struct ctx *ctx = test_ctx();
	unsigned char token[TOKEN_SIZE], hash[TOKEN_HASH_SIZE];
	struct account_session session;
	struct account account;
	int64_t id = account_make("leaves", "N-30"), ends_at;
	bool matches, stale;

	(void)state;
	assert_rc(session_add(ctx, id, "", ctx->now, token, &ends_at), RC_OK);
	token_hash(token, sizeof(token), hash);
	assert_rc(account_disable(ctx, "leaves"), RC_OK);
	assert_rc(session_find(ctx, hash, &session), RC_NOT_FOUND);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM session WHERE account_id = %lld", (long long)id), 0);
	assert_rc(account_disable(ctx, "leaves"), RC_REFUSED);
	assert_rc(account_enable(ctx, "leaves"), RC_OK);
	assert_rc(account_disable(ctx, "nobody"), RC_NOT_FOUND);
	assert_rc(session_add(ctx, id, "", ctx->now, token, &ends_at), RC_OK);
	assert_rc(account_reset(ctx, "leaves", "another tree 1714"), RC_OK);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM session WHERE account_id = %lld", (long long)id), 0);
	assert_rc(account_get(ctx, id, &account), RC_OK);
	assert_true(account.must_change);
	assert_rc(password_verify(ctx, account.pw_hash, "another tree 1714", &matches, &stale), RC_OK);
	assert_true(matches);
	assert_false(stale);
	assert_rc(password_verify(ctx, account.pw_hash, PASSWORD, &matches, &stale), RC_OK);
	assert_false(matches);
	assert_rc(password_verify(ctx, NULL, PASSWORD, &matches, &stale), RC_OK);
	assert_false(matches);
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++)
		assert_rc(password_verify(ctx, broken[i], PASSWORD, &matches, &stale), RC_INTERNAL);
}

static void
test_rehash(void **state)
{
	struct ctx *ctx = test_ctx();
	struct login_attempt attempt = { .login = "older", .password = PASSWORD, .address = "192.0.2.3" };
	struct login_result result;
	char weak[crypto_pwhash_STRBYTES];
	struct account account;

	(void)state;
	(void)account_make("older", "N-40");
	/* made when parameters were lower */
	assert_int_equal(
	    crypto_pwhash_str_alg(weak, PASSWORD, strlen(PASSWORD), 1, 8 << 20, crypto_pwhash_ALG_ARGON2ID13),
	    0);
	test_sql("UPDATE account SET pw_hash = '%s' WHERE login = 'older'", weak);
	assert_rc(account_login(ctx, &attempt, &result), RC_OK);
	assert_rc(account_find(ctx, "older", &account), RC_OK);
	assert_int_equal(strncmp(account.pw_hash, "$argon2id$v=19$m=65536,t=2,p=1$", 31), 0);
	assert_rc(account_login(ctx, &attempt, &result), RC_OK);
	test_actor(ctx, 1, "T-1", ROLE_ALL);
}

static void
test_reauth(void **state)
{
	struct ctx *ctx = test_ctx();
	struct login_attempt attempt = { .login = "again", .password = PASSWORD, .address = "192.0.2.4" };
	unsigned char old[TOKEN_HASH_SIZE], token[TOKEN_SIZE], hash[TOKEN_HASH_SIZE];
	struct account_session session;
	struct login_result result;

	(void)state;
	(void)account_make("again", "N-50");
	assert_rc(account_login(ctx, &attempt, &result), RC_OK);
	token_hash(result.token, TOKEN_SIZE, old);
	ctx->once_key = "0123456789abcdef0123456789abcdef";
	assert_rc(account_reauth(ctx, old, "wrong", "192.0.2.4", token), RC_INVALID);
	assert_rc(session_find(ctx, old, &session), RC_OK);
	assert_rc(account_reauth(ctx, old, PASSWORD, "192.0.2.4", token), RC_OK);
	/* the form's key is left for what follows */
	assert_string_equal(ctx->once_key, "0123456789abcdef0123456789abcdef");
	assert_rc(session_find(ctx, old, &session), RC_NOT_FOUND);
	token_hash(token, TOKEN_SIZE, hash);
	assert_rc(session_find(ctx, hash, &session), RC_OK);
	assert_int_equal(session.reauth_at, ctx->now);
	/* guessing a colleague's password at his open browser is throttled as well */
	for (int i = 0; i < 5; i++)
		assert_rc(account_reauth(ctx, hash, "guess", "192.0.2.4", token), RC_INVALID);
	assert_rc(account_reauth(ctx, hash, PASSWORD, "192.0.2.4", token), RC_BUSY);
	ctx->once_key = NULL;
	test_actor(ctx, 1, "T-1", ROLE_ALL);
}

static void
test_choose_password(void **state)
{
	struct ctx *ctx = test_ctx();
	struct login_attempt attempt = { .login = "chooses", .password = PASSWORD, .address = "192.0.2.5" };
	unsigned char old[TOKEN_HASH_SIZE], token[TOKEN_SIZE], hash[TOKEN_HASH_SIZE];
	struct account_session session;
	struct login_result result;
	struct account account;
	const char *field;
	int64_t id = account_make("chooses", "N-60");

	(void)state;
	assert_rc(account_reset(ctx, "chooses", PASSWORD), RC_OK);
	assert_rc(account_login(ctx, &attempt, &result), RC_OK); /* elsewhere */
	assert_rc(account_login(ctx, &attempt, &result), RC_OK);
	token_hash(result.token, TOKEN_SIZE, old);
	assert_rc(session_find(ctx, old, &session), RC_OK);
	assert_true(session.must_change);
	assert_rc(
	    account_choose_password(ctx, old, "wrong", "river stone 1714", "", token, &field), RC_INVALID);
	assert_string_equal(field, "password");
	assert_rc(account_choose_password(ctx, old, PASSWORD, PASSWORD, "", token, &field), RC_INVALID);
	assert_string_equal(field, "fresh");
	assert_string_equal(ctx->reason.key, "accounts.password.same");
	assert_rc(account_choose_password(ctx, old, PASSWORD, "chooses1", "", token, &field), RC_INVALID);
	assert_string_equal(ctx->reason.key, "accounts.password.own");
	assert_rc(account_choose_password(ctx, old, PASSWORD, "1234567", "", token, &field), RC_INVALID);
	assert_string_equal(ctx->reason.key, "accounts.password.short");
	assert_rc(session_find(ctx, old, &session), RC_OK);
	assert_rc(account_choose_password(ctx, old, PASSWORD, "river stone 1714", "", token, &field), RC_OK);
	token_hash(token, TOKEN_SIZE, hash);
	assert_rc(session_find(ctx, hash, &session), RC_OK);
	assert_false(session.must_change);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM session WHERE account_id = %lld", (long long)id), 1);
	assert_rc(account_get(ctx, id, &account), RC_OK);
	assert_false(account.must_change);
	assert_rc(account_login(ctx, &attempt, &result), RC_INVALID);
	attempt.password = "river stone 1714";
	assert_rc(account_login(ctx, &attempt, &result), RC_OK);
	test_actor(ctx, 1, "T-1", ROLE_ALL);
}

static void
test_throttle_is_bounded(void **state)
{
	struct ctx *ctx = test_ctx();

	(void)state;
	test_empty("login_throttle");
	for (int i = 0; i < 2000; i++) {
		char name[20], address[20];
		struct throttle throttle = { .login = name, .address = address };

		snprintf(name, sizeof(name), "n%d", i);
		snprintf(address, sizeof(address), "10.0.%d.%d", i / 250, i % 250);
		assert_rc(throttle_count(ctx, &throttle), RC_OK);
	}
	assert_true(test_number("SELECT COUNT(*) FROM login_throttle") <= 6000);
	assert_true(test_number("SELECT MAX(slot) FROM login_throttle") < 4 * 65536);
	ctx->now += 2 * DAY;
	for (int i = 0; i < 13; i++)
		assert_rc(throttle_purge(ctx), RC_OK);
	assert_int_equal(test_number("SELECT COUNT(*) FROM login_throttle"), 0);
	ctx->now = TEST_NOW;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_create),
		cmocka_unit_test(test_never_deleted),
		cmocka_unit_test(test_sessions),
		cmocka_unit_test(test_disable_and_reset),
		cmocka_unit_test(test_rehash),
		cmocka_unit_test(test_reauth),
		cmocka_unit_test(test_choose_password),
		cmocka_unit_test(test_throttle_is_bounded),
	};

	return cmocka_run_group_tests(tests, test_start, test_stop);
}
