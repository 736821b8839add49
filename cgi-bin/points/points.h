/* SPDX-License-Identifier: MIT */
/* Points (RULE MEM-2, MEM-3): an append-only ledger per member, whose sum is the balance at all times. Owns: points_entry,
 * points_order, points_adjustment; member.points, points_no, points_gained. Listens to ORDER_CHANGED: what an order's lines earn
 * follows the order, whichever way and however often its changes come in. */
#ifndef POINTS_POINTS_H
#define POINTS_POINTS_H

#include "base/record.h"
#include "db/ctx.h"
#include <stddef.h>

enum points_kind { /* the numbers are stored */
	POINTS_EARN = 1,
	POINTS_REDEEM = 2, /* 换购 */
	POINTS_ADJUST = 3,
	POINTS_REVERSE = 4, /* of a refund; what was spent already stays as a debt */
	POINTS_EXPIRE = 5,
	POINTS_MOVE = 6 /* to or from a member that it was merged with */
};
#define POINTS_KINDS 6
#define POINTS_MOST INT64_C(1000000) /* of one redemption or adjustment */

/* A row of points_entry; columns of the same names. */
struct points_entry {
	int64_t member_id, entry_no, at, kind, points, balance, gained;
	const char *event_key, *cause_kind;
	int64_t cause_id;
	const char *cause_no;
	int64_t account_id;
	const char *staff;
	int64_t policy_version;
	const char *text_key, *arg0, *arg1;
};
extern const struct record points_entry_record;

/* All below run one transaction of their own unless said otherwise. `event_key` (ASCII, at most 64) names what happened: the same
 * one again changes nothing and is RC_OK. RC_NOT_FOUND: no such member. RC_INVALID: points out of bounds, text missing.
 * points_redeem(): `points` above 0, `what` for them; RC_REFUSED with what is there if that is less. */
enum rc points_redeem(
    struct ctx *ctx, int64_t member_id, int64_t points, const char *what, const char *event_key) MUST_CHECK;
/* points_adjust(): `points` of either sign, not 0; up to members.adjust_four_eyes it is posted at once (*waiting 0), above it waits
 * for somebody else: *waiting is the adjustment's id. RC_REFUSED where the balance would fall below zero. */
enum rc points_adjust(struct ctx *ctx, int64_t member_id, int64_t points, const char *reason,
    const char *event_key, int64_t *waiting) MUST_CHECK;
/* points_decide(): approve or reject a waiting adjustment, with the reason of a rejection. RULE ORG-2: never by who proposed it. */
enum rc points_decide(
    struct ctx *ctx, int64_t id, int64_t version, bool approve, const char *reason) MUST_CHECK;
/* points_expire(): RULE MEM-3: points gained more than `days` days ago and not used up since expire, oldest first; at most `most`
 * members beginning behind *after, which is moved on; 0 when all were looked at. */
enum rc points_expire(struct ctx *ctx, int64_t days, int64_t most, int64_t *after) MUST_CHECK;
/* A row of points_adjustment. */
struct points_adjustment {
	int64_t id, member_id, points;
	const char *reason;
	int64_t state; /* 1 waits, 2 approved, 3 rejected */
	int64_t limit_points, policy_version, proposed_at, proposed_by;
	const char *proposed_staff;
	int64_t decided_at, decided_by;
	const char *decided_staff, *decided_reason;
	int64_t version;
};
enum { ADJUSTMENT_WAITS = 1, ADJUSTMENT_APPROVED = 2, ADJUSTMENT_REJECTED = 3 };
extern const struct record points_adjustment_record;
enum rc points_adjustment_get(struct ctx *ctx, int64_t id, struct points_adjustment *adjustment) MUST_CHECK;

struct feature;
extern const struct feature points_feature;
struct list;
extern const struct list points_list, adjustments_list;

#endif
