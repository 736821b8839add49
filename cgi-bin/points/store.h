/* SPDX-License-Identifier: MIT */
/* Rows of points/ as its own files read and write them. All of it runs inside the caller's transaction. */
#ifndef POINTS_STORE_H
#define POINTS_STORE_H

#include "db/db.h"
#include "points/rules.h"

/* Entries to be appended: given are member_id, kind, points, event_key, cause, policy_version and texts; number, balance and sums
 * follow from the member's row, person from the context, and the time unless it is given. */

/* points_shift(): the balance of one entry's member, which stays locked. `floor`: what must be left at the least (INT64_MIN: any). On
 * RC_OK entry->balance is what is left, and points_enter() is to follow, which appends the entry.
 * RC_NOT_FOUND: no such member, or one that was merged or erased. RC_REFUSED: less would be left; entry->balance is what is there.
 * RC_CONFLICT, of both: this event is in the ledger already: the transaction is to be rolled back. */
enum rc points_shift(struct ctx *ctx, struct points_entry *entry, int64_t floor) MUST_CHECK;
enum rc points_enter(struct ctx *ctx, const struct points_entry *entry) MUST_CHECK;
/* points_post_many(): many at once, in an order of members that all writers share; their event keys are new by construction. */
enum rc points_post_many(struct ctx *ctx, struct points_entry *entries, size_t count) MUST_CHECK;

/* What has been posted for orders so far; rows that are not there are not found. */
struct points_posted {
	int64_t order_id, posted, entries;
};
enum rc points_posted_find(
    struct ctx *ctx, const int64_t *order_ids, size_t count, struct rows *posted) MUST_CHECK;
enum rc points_posted_save(struct ctx *ctx, const struct points_posted *posted, size_t count) MUST_CHECK;

enum rc adjustment_add(struct ctx *ctx, const struct points_adjustment *adjustment, int64_t *id) MUST_CHECK;
/* adjustment_lock(): FOR UPDATE; RC_CONFLICT if `version` is no longer its own. */
enum rc adjustment_lock(
    struct ctx *ctx, int64_t id, int64_t version, struct points_adjustment *adjustment) MUST_CHECK;
enum rc adjustment_save(struct ctx *ctx, const struct points_adjustment *adjustment) MUST_CHECK;
/* adjustment_waiting(): how many wait, at most 1,000. */
enum rc adjustment_waiting(struct ctx *ctx, int64_t *count) MUST_CHECK;

/* Members behind `after`, locked, with what they had gained at `then`. */
struct points_aged {
	int64_t id, points, points_gained, gained_then;
};
enum rc points_aged_lock(
    struct ctx *ctx, int64_t after, int64_t then, int64_t most, struct rows *aged) MUST_CHECK;

#endif
