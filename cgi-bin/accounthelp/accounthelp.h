/* SPDX-License-Identifier: MIT */
/* Help with accounts at the shop (RULE MEM-6): a password reset or a new account, asked for by an agent, carried out and closed by
 * engineers or web operations. No password and no link ever comes here; name and number of somebody without an account stay only
 * until it is over. Owns: account_help. */
#ifndef ACCOUNTHELP_ACCOUNTHELP_H
#define ACCOUNTHELP_ACCOUNTHELP_H

#include "base/record.h"
#include "db/event.h"
#include "policy/role.h"

enum help_kind { HELP_RESET = 1, HELP_ACCOUNT = 2 };
enum help_state { HELP_ASKED = 1, HELP_TAKEN = 2, HELP_DONE = 3, HELP_FAILED = 4 };

struct help {
	int64_t id, kind, state, member_id;
	const char *member_no, *name, *phone, *email, *note;
	int64_t asked_at, asked_by;
	const char *asked_staff;
	int64_t due_at, policy_version, taken_by;
	const char *taken_staff;
	int64_t done_at;
	const char *outcome;
	int64_t version;
};
extern const struct record help_record;

enum rc help_get(struct ctx *ctx, int64_t id, struct help *help) MUST_CHECK;
/* help_ask_reset(): RC_REFUSED: identity was not checked (MEM-4), the member is none any more, or one is open already.
 * help_ask_account(): for somebody without an account; RC_INVALID at *field.
 * help_take(): from asked to being done, by the actor. help_close(): done, or failed with the reason; of a new account
 * `member_no` may say which number it got. Each changes the task of the shop's staff along, in the same transaction. */
enum rc help_ask_reset(struct ctx *ctx, int64_t member_id, const char *note, int64_t *id) MUST_CHECK;
enum rc help_ask_account(
    struct ctx *ctx, const struct help *wish, int64_t *id, const char **field) MUST_CHECK;
enum rc help_take(struct ctx *ctx, int64_t id, int64_t version) MUST_CHECK;
enum rc help_close(struct ctx *ctx, int64_t id, int64_t version, enum help_state state, const char *outcome,
    const char *member_no) MUST_CHECK;

extern const struct right RIGHT_HELP_SEE, RIGHT_HELP_ASK, RIGHT_HELP_DO;
struct feature;
extern const struct feature accounthelp_feature;
struct list;
extern const struct list accounthelp_list;
extern const struct listener help_listeners[];

#endif
