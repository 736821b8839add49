/* SPDX-License-Identifier: MIT */
/* Inside of accounts: statements that only its actions run. What others may call is in accounts/accounts.h. */
#ifndef ACCOUNTS_STORE_H
#define ACCOUNTS_STORE_H

#include "accounts/accounts.h"

enum rc account_lock(struct ctx *ctx, const char *login, struct account *account) MUST_CHECK;
enum rc account_add(struct ctx *ctx, const struct account *account, int64_t *id) MUST_CHECK;
enum rc account_save_state(struct ctx *ctx, int64_t id, int64_t state) MUST_CHECK;
enum rc account_save_password(struct ctx *ctx, int64_t id, const char *hash, bool must_change) MUST_CHECK;
/* account_save_rehash(): the same password with today's parameters, unless it was changed meanwhile. */
enum rc account_save_rehash(struct ctx *ctx, int64_t id, const char *before, const char *after) MUST_CHECK;
enum rc account_save_login(struct ctx *ctx, int64_t id) MUST_CHECK;
enum rc account_save_look(struct ctx *ctx, int64_t id, int64_t lang, int64_t theme) MUST_CHECK;

#endif
