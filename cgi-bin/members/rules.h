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
/* member_same(): is all that is given from outside equal? */
bool member_same(const struct member *a, const struct member *b);

#endif
