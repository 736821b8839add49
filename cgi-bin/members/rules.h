/* SPDX-License-Identifier: MIT */
/* Decisions about members: pure. Private to members/ and its tests; masks are in members.h. */
#ifndef MEMBERS_RULES_H
#define MEMBERS_RULES_H

#include "members/members.h"
#include <stdbool.h>

/* member_check(): number, name and contact data of a row; sets *field and *reason (language key) on RC_INVALID. */
enum rc member_check(const struct member *member, const char **field, const char **reason) MUST_CHECK;
/* phone_last4(): the last four digits by which a member is asked for (RULE MEM-4); "" if there are fewer. */
const char *phone_last4(struct arena *arena, const char *phone);
/* identity_means(): RULE MEM-4: by which of the member's own data this answer proves who calls: "phone" for exactly the last four
 * digits, "email" whatever its capitals; "" for none. The answer is trimmed, its digits are narrow. */
const char *identity_means(const struct member *member, const char *answer);
/* member_same(): is all that is given from outside equal? */
bool member_same(const struct member *a, const struct member *b);

#endif
