/* SPDX-License-Identifier: MIT */
/* What people and jobs do with follow-ups, each a transaction of its own unless it says otherwise. Private to followups/. */
#ifndef FOLLOWUPS_ACTIONS_H
#define FOLLOWUPS_ACTIONS_H

#include "followups/store.h"

/* Would it go through now? For bulk pages; nothing is locked or changed. */
enum rc followup_check(struct ctx *ctx, int64_t id, int64_t version) MUST_CHECK;

/* visit_replan(): plan the member's visits anew by the rule: the number was put right, calls are allowed again. */
enum rc visit_replan(struct ctx *ctx, int64_t member_id) MUST_CHECK;

/* visits_plan(): inside the caller's transaction: the next visits of locked members by rule, as one batch; visits on lists
 * move along. The members are changed in place. */
enum rc visits_plan(struct ctx *ctx, struct visit_member *members, size_t count) MUST_CHECK;
/* visits_replan_ids(): the same by id, at most BATCH_MOST. */
enum rc visits_replan_ids(struct ctx *ctx, const int64_t *ids, size_t count) MUST_CHECK;
/* visits_share(): one small batch of planning or of giving out to agents; *done: nothing is left to do now. */
enum rc visits_step(struct ctx *ctx, bool *done) MUST_CHECK;

/* follow_cancel(): inside the caller's transaction: an open follow-up, locked, is no longer wanted. */
enum rc follow_cancel(struct ctx *ctx, const struct followup *followup, const char *why) MUST_CHECK;
/* follow_new(): inside the caller's transaction: a row for a member as locked, given to an agent. `once` as in
 * followup_put(). */
enum rc follow_new(struct ctx *ctx, const struct visit_member *member, struct followup *followup,
    const char *once) MUST_CHECK;

#endif
