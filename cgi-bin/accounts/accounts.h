/* SPDX-License-Identifier: MIT */
/* Accounts: who may log in, their sessions and the throttle of log-ins. Owns: account, session, login_device,
 * login_throttle. Only pages.c knows requests; web/ stands on the rest of it as on a service. */
#ifndef ACCOUNTS_ACCOUNTS_H
#define ACCOUNTS_ACCOUNTS_H

#include "base/record.h"
#include "db/ctx.h"
#include "policy/role.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum account_state { ACCOUNT_ACTIVE = 1, ACCOUNT_DISABLED = 2 };

struct account {
	int64_t id;
	const char *staff_no; /* RULE ORG-1: unique, never re-used */
	const char *login;    /* lower case, unique */
	const char *name;
	int64_t roles;
	const char *denied;
	int64_t state;
	const char *pw_hash;
	int64_t pw_at;
	bool must_change;
	int64_t lang, theme;
	int64_t made_at, login_at;
	int64_t version;
};
extern const struct record account_record;

/* Sizes of secrets in bytes; as text they are hex. */
#define TOKEN_SIZE 32
#define TOKEN_HASH_SIZE 32

/* A live session joined with its account: one statement per request. */
struct account_session {
	int64_t account_id;
	int64_t made_at, seen_at, idle_at, ends_at, reauth_at;
	const char *flash;
	const char *staff_no;
	const char *name;
	int64_t roles;
	const char *denied;
	int64_t lang, theme;
	bool must_change; /* the password is an administrator's: its owner chooses one before anything else */
};

/* ---- rules.c: pure ---- */
#define PASSWORD_LEAST 8
#define PASSWORD_MOST 128
/* password_check(): NULL, or the language key of what is wrong: length in code points, common and shop words, the
 * account's own names. */
const char *password_check(const char *password, const char *login, const char *staff_no);
/* login_valid(): 2–40 of a–z, 0–9, ".", "-", "_", beginning with a letter or digit. */
bool login_valid(const char *login);
/* throttle_wait(): seconds to wait after the `failures`-th failure in a row when `free_tries` cost nothing: 0, then doubling
 * from `first` up to `most`. */
int64_t throttle_wait(int64_t failures, int64_t free_tries, int64_t first, int64_t most);

/* ---- password.c ---- */
/* password_hash(), password_verify(): Argon2id INTERACTIVE; at most two at once on this machine: RC_BUSY after waiting a
 * second; RC_INTERNAL without the memory for it, which is no wrong password. A NULL `hash` costs the same time and never matches.
 * *stale: made with weaker parameters than today's. */
enum rc password_hash(struct ctx *ctx, const char *password, const char **hash) MUST_CHECK;
enum rc password_verify(
    struct ctx *ctx, const char *hash, const char *password, bool *matches, bool *stale) MUST_CHECK;

/* ---- actions.c ---- */
struct login_attempt {
	const char *login; /* as typed */
	const char *password;
	const char *address;
	const char *device; /* value of the device cookie or NULL */
};
struct login_result {
	unsigned char token[TOKEN_SIZE]; /* of the new session */
	int64_t account_id;
	const char *new_device; /* value for the device cookie; NULL: it has one already */
	int64_t ends_at;
	int64_t lang;
};
/* account_login(): RC_INVALID for an unknown name, a wrong password and a disabled account alike, with the same text and
 * in the same time; RC_BUSY while throttled or when hashing is overloaded. */
enum rc account_login(
    struct ctx *ctx, const struct login_attempt *attempt, struct login_result *result) MUST_CHECK;
/* account_reauth(): RULE SEC-1: the actor's own password once more; the session of `token_hash` ends and a new one begins,
 * RC_INVALID if it is wrong (throttled like a log-in). */
enum rc account_reauth(struct ctx *ctx, const unsigned char token_hash[TOKEN_HASH_SIZE], const char *password,
    const char *address, unsigned char token[TOKEN_SIZE]) MUST_CHECK;
/* account_choose_password(): the actor chooses a new password: `old` is asked as in account_reauth(), `fresh` must pass password_check() and
 * differ from `old`. All sessions of the account end, a new one begins: `token`. RC_INVALID with ctx->reason and *field, "password"
 * or "fresh"; RC_CONFLICT if the password was changed meanwhile. */
enum rc account_choose_password(struct ctx *ctx, const unsigned char token_hash[TOKEN_HASH_SIZE],
    const char *old, const char *fresh, const char *address, unsigned char token[TOKEN_SIZE],
    const char **field) MUST_CHECK;
enum rc account_logout(struct ctx *ctx, const unsigned char token_hash[TOKEN_HASH_SIZE]) MUST_CHECK;
/* account_set_look(): language and colours of the actor's pages (enum lang, enum theme of web/req.h). */
enum rc account_set_look(struct ctx *ctx, int64_t lang, int64_t theme) MUST_CHECK;

/* account_create(): `fresh` has staff_no, login, name, roles, denied, must_change; RC_INVALID with ctx->reason, RC_CONFLICT
 * if staff number or login are taken. Its pw_hash is kept if there is one: a hash of `password` that another of the demo's accounts
 * has already. account_disable(): ends its sessions at once. account_enable(). account_reset(): a new
 * password, sessions end. */
enum rc account_create(
    struct ctx *ctx, const struct account *fresh, const char *password, int64_t *id) MUST_CHECK;
enum rc account_disable(struct ctx *ctx, const char *login) MUST_CHECK;
enum rc account_enable(struct ctx *ctx, const char *login) MUST_CHECK;
enum rc account_reset(struct ctx *ctx, const char *login, const char *password) MUST_CHECK;

/* ---- store.c ---- */
struct rows;
enum rc account_get(struct ctx *ctx, int64_t id, struct account *account) MUST_CHECK;
enum rc account_find(struct ctx *ctx, const char *login, struct account *account) MUST_CHECK;
enum rc account_list(struct ctx *ctx, struct rows *accounts) MUST_CHECK;
/* account_holders(): active accounts that hold any of `roles`, by staff number: for shares, witnesses, receivers. */
enum rc account_holders(struct ctx *ctx, uint32_t roles, struct rows *accounts) MUST_CHECK;

/* ---- session.c ---- */
/* SESSION_RENEWED: the same person goes on under another session: what is held for the old one goes over to the new one. */
struct event;
struct session_renewal {
	int64_t account_id;
	const unsigned char *before, *after; /* hashes of TOKEN_HASH_SIZE bytes */
};
extern const struct event SESSION_RENEWED; /* items: struct session_renewal[], one */
void token_hash(const unsigned char *token, size_t length, unsigned char hash[TOKEN_HASH_SIZE]);
/* session_find(): of an active account, neither idle nor ended at ctx->now; RC_NOT_FOUND otherwise. session_seen(): it was
 * used; writes at most once a minute. */
enum rc session_find(
    struct ctx *ctx, const unsigned char hash[TOKEN_HASH_SIZE], struct account_session *session) MUST_CHECK;
enum rc session_seen(struct ctx *ctx, const unsigned char hash[TOKEN_HASH_SIZE],
    const struct account_session *session) MUST_CHECK;
/* session_flash(): keep messages for the next page; "" clears them. */
enum rc session_flash(
    struct ctx *ctx, const unsigned char hash[TOKEN_HASH_SIZE], const char *flash) MUST_CHECK;
/* session_add(): inside a transaction: a new session for an account; `token` is filled. */
enum rc session_add(struct ctx *ctx, int64_t account_id, const char *address, int64_t reauth_at,
    unsigned char token[TOKEN_SIZE], int64_t *ends_at) MUST_CHECK;
/* session_renew(): inside a transaction: the session of `hash` ends, a new one of the actor's begins, with SESSION_RENEWED. */
enum rc session_renew(struct ctx *ctx, const unsigned char hash[TOKEN_HASH_SIZE], const char *address,
    unsigned char token[TOKEN_SIZE]) MUST_CHECK;
enum rc session_end(struct ctx *ctx, const unsigned char hash[TOKEN_HASH_SIZE]) MUST_CHECK;
/* session_end_all(), session_end_others(): all sessions of an account; all but the one of `token`. */
enum rc session_end_all(struct ctx *ctx, int64_t account_id) MUST_CHECK;
enum rc session_end_others(
    struct ctx *ctx, int64_t account_id, const unsigned char token[TOKEN_SIZE]) MUST_CHECK;
enum rc session_purge(struct ctx *ctx) MUST_CHECK;

/* ---- throttle.c ---- */
/* A log-in is weighed by what it comes with. A known device of the account has a counter of its own, so that strangers who
 * guess a name's password, from however many addresses, cannot shut its owner out; see throttle.c for the reasoning. */
struct throttle {
	const char *login;
	const char *address;
	bool known_device;
	const char *device;
};
/* throttle_check(): RC_BUSY with ctx->reason while it must wait. throttle_count(): count the try as failed, before the password
 * is looked at; throttle_passed(): it was right. Inside or outside a transaction. */
enum rc throttle_check(struct ctx *ctx, const struct throttle *throttle) MUST_CHECK;
enum rc throttle_count(struct ctx *ctx, const struct throttle *throttle) MUST_CHECK;
enum rc throttle_passed(struct ctx *ctx, const struct throttle *throttle) MUST_CHECK;
enum rc throttle_purge(struct ctx *ctx) MUST_CHECK;
/* device_known(): has this browser logged in to the account before. device_add(): it has now. */
enum rc device_known(struct ctx *ctx, int64_t account_id, const char *device, bool *known) MUST_CHECK;
enum rc device_add(struct ctx *ctx, int64_t account_id, const char *device) MUST_CHECK;

extern const struct right RIGHT_ACCOUNT_SEE, RIGHT_ACCOUNT_EDIT;

struct feature;
extern const struct feature accounts_feature;

#endif
