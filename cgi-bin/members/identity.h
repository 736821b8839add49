/* SPDX-License-Identifier: MIT */
/* RULE MEM-4: the identity check and the showing of contact data as actions. Private to members/; what others ask is in
 * members.h: member_known(), member_ask_identity(). Owns: member_identity. */
#ifndef MEMBERS_IDENTITY_H
#define MEMBERS_IDENTITY_H

#include "db/event.h"
#include "members/members.h"

enum identity_outcome { IDENTITY_OPENED, IDENTITY_WRONG, IDENTITY_LOCKED };

/* member_get_known(): member_get() and member_known() in one statement, for the record's page. */
enum rc member_get_known(
    struct ctx *ctx, int64_t id, struct member *member, struct member_identity *identity) MUST_CHECK;
/* identity_answer(): the actor asked the member and got an answer that matched by `means` ("phone", "email", a part's name), or
 * did not match ("" for means): the member is open for this session for members.identity_open seconds, or the wrong answer is
 * counted, and the members.identity_tries-th locks for members.identity_lock seconds. Recorded in each case, without the
 * answer. RC_REFUSED while locked, whatever was answered. */
enum rc identity_answer(
    struct ctx *ctx, int64_t member_id, const char *means, enum identity_outcome *outcome) MUST_CHECK;
/* identity_reveal(): contact data is shown whole until the opening ends; recorded with what for (`why`, a language key) and the
 * actor's own words ("" for none). RC_REFUSED unless open. */
enum rc identity_reveal(struct ctx *ctx, int64_t member_id, const char *why, const char *reason) MUST_CHECK;
/* identity_close(): "mask again": nothing is known of who calls any more. RC_OK also when it was not open. */
enum rc identity_close(struct ctx *ctx, int64_t member_id) MUST_CHECK;
/* identity_listeners[]: checks made in a session go on in the one that renews it. */
extern const struct listener identity_listeners[]; /* ended by event NULL */
/* identity_purge(): a job: rows that say nothing any more. */
enum rc identity_purge(struct ctx *ctx) MUST_CHECK;

#endif
