/* SPDX-License-Identifier: MIT */
/* What the files of complaints/ that change something share. Private to complaints/. */
#ifndef COMPLAINTS_ACTIONS_H
#define COMPLAINTS_ACTIONS_H

#include "complaints/store.h"

/* actions_work.c: work_begin(): who acts, when, and under which figures. */
enum rc work_begin(struct ctx *ctx, struct complaint_work *work, struct complaint_terms *terms) MUST_CHECK;
/* work_told(): the plan's answer as the action's. */
enum rc work_told(struct ctx *ctx, const struct complaint_work *work, enum rc rc) MUST_CHECK;
/* work_finish(): save what was planned, with everything that follows, `did` as the audit log names it. */
enum rc work_finish(
    struct ctx *ctx, struct complaint_work *work, const char *did, const char *reason) MUST_CHECK;

/* Would the same act go through now: for bulk pages; nothing is locked or changed. */
enum rc complaint_take_check(struct ctx *ctx, int64_t id, int64_t version) MUST_CHECK;
enum rc complaint_transfer_check(struct ctx *ctx, int64_t id, int64_t version) MUST_CHECK;
enum rc complaint_close_check(struct ctx *ctx, int64_t id, int64_t version) MUST_CHECK;

/* complaint_agent(): somebody who works on complaints, by staff number (RULE ORG-1); a name behind it does no harm. RC_INVALID: nobody
 * who does has it. */
enum rc complaint_agent(struct ctx *ctx, const char *staff_no, struct actor *agent) MUST_CHECK;

/* complaint_field(): the form's field at which a reason of RC_INVALID belongs; "" for the form as a whole. */
const char *complaint_field(const char *reason);

/* effects.c: tasks, follow-ups and notices that come of a change; in its transaction. */
enum rc complaint_effects(struct ctx *ctx, const struct complaint_work *work, const char *did) MUST_CHECK;
/* merge.c: MEMBER_WAS_MERGED, MEMBER_WAS_UNMERGED. */
enum rc complaints_member_merged(struct ctx *ctx, const void *items, size_t count) MUST_CHECK;
enum rc complaints_member_unmerged(struct ctx *ctx, const void *items, size_t count) MUST_CHECK;
/* customer.c: complaint_customer(): a member's name and phone masked, what is left of an erased one's is `caller`; NULL: `caller`.
 * complaints_members_renamed(): MEMBER_WAS_RENAMED, MEMBER_WAS_ERASED. */
struct member;
const char *complaint_customer(struct arena *arena, const struct member *member, const char *caller);
enum rc complaints_members_renamed(struct ctx *ctx, const void *items, size_t count) MUST_CHECK;
/* forget.c: MEMBER_WAS_ERASED. */
enum rc complaints_member_erased(struct ctx *ctx, const void *items, size_t count) MUST_CHECK;
/* remind.c: handoffs_remind(): a job: departments are reminded before the deadline, department, owner and supervisors after it. */
enum rc handoffs_remind(struct ctx *ctx) MUST_CHECK;

#endif
