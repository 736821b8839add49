/* SPDX-License-Identifier: MIT */
/* Merging members who are one and the same: found by their phone, shown side by side, merged, taken back within a day. Owns: merge,
 * merge_candidate, merge_search. What moves is moved by the features that own it (members/members.h: MEMBER_WAS_MERGED). */
#ifndef MERGES_MERGES_H
#define MERGES_MERGES_H

#include "base/record.h"
#include "members/members.h"
#include "policy/role.h"

enum merge_state { MERGE_DONE = 1, MERGE_UNDONE = 2 };

struct merge {
	int64_t id, from_id, to_id;
	const char *from_no, *to_no;
	int64_t state;
	const char *reason;
	int64_t orders, points, made_at, made_by;
	const char *staff;
	int64_t undo_until, undone_at, undone_by;
	const char *undone_staff;
	int64_t version;
};
extern const struct record merge_record;

/* What both are before and the survivor after: from their own rows and the tiers in force. */
struct merge_preview {
	struct member from, to, after;
	const char *seen; /* says in short what was shown: it comes back with the decision */
};
enum rc merge_get(struct ctx *ctx, int64_t id, struct merge *merge) MUST_CHECK;
/* merge_preview(): RC_REFUSED: one of them is no member, or both are the same, or have different numbers. */
enum rc merge_preview(
    struct ctx *ctx, int64_t from_id, int64_t to_id, struct merge_preview *preview) MUST_CHECK;
/* merge_do(): one transaction. RC_CONFLICT: what was shown (`seen`) is no longer so. RC_REFUSED: as above, or too much is to be moved.
 * merge_undo(): RC_REFUSED: the day is over, or what has happened since forbids it. */
enum rc merge_do(struct ctx *ctx, int64_t from_id, int64_t to_id, const char *seen, const char *reason,
    int64_t *id) MUST_CHECK;
enum rc merge_undo(struct ctx *ctx, int64_t id, int64_t version, const char *reason) MUST_CHECK;
/* merge_search_step(): goes on through the index of phones, a few thousand at a time; *round_over: all were gone through. */
enum rc merge_search_step(struct ctx *ctx, bool *round_over) MUST_CHECK;
/* merge_group(): active members with the same number as this one, at most `most`, by id: struct member[]. */
enum rc merge_group(
    struct ctx *ctx, const struct member *member, size_t most, struct rows *members) MUST_CHECK;

struct feature;
extern const struct feature merges_feature;
struct list;
extern const struct list merges_list, merge_candidates_list;

#endif
