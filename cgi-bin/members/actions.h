/* SPDX-License-Identifier: MIT */
/* Changes of a member by an agent. Private to members/; what happens to a member as a whole is in members.h. */
#ifndef MEMBERS_ACTIONS_H
#define MEMBERS_ACTIONS_H

#include "members/members.h"

/* member_edit(): name, phone (as typed), e-mail, regions, address and consent become those of `given`; all else of it is not looked
 * at. Only while the identity is checked in the actor's session (RULE MEM-4: RC_REFUSED). RC_CONFLICT if somebody changed the
 * member since `version` was read; RC_INVALID with `*field` at fault and the reason in ctx. `*changed` is false where all was so
 * before. The log holds contact data masked. */
enum rc member_edit(struct ctx *ctx, int64_t id, int64_t version, const struct member *given,
    const char **field, bool *changed) MUST_CHECK;

#endif
