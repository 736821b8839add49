/* SPDX-License-Identifier: MIT */
/* Whose something is: one account's, or everybody's of a role. One number serves both: an account's id, or minus a role's
 * bit, so that one index finds what waits for somebody. */
#ifndef POLICY_OWNER_H
#define POLICY_OWNER_H

#include "db/sql.h"
#include "policy/role.h"

/* owner_args(): the owners whose tasks and notices the actor sees, OWNERS values for `column IN` OWNER_MARKS. The places of
 * roles the actor lacks repeat the account's, so that the list always has the same length. */
#define OWNERS (1 + ROLE_COUNT)
#define OWNER_MARKS "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
/* Samples of OWNERS values for check-sql: one account and every role. */
#define OWNER_SAMPLES "1, -1, -2, -4, -8, -16, -32, -64, -128, -256, -512, -1024"
size_t owner_args(const struct actor *actor, struct arg *args);

/* owner_of(): the owner that an account id or a role's bit makes; 0 if both or neither are given, or several roles. */
int64_t owner_of(int64_t account_id, int64_t role);
/* owner_is(): is the actor among them? */
bool owner_is(const struct actor *actor, int64_t owner);

#endif
