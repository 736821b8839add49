/* SPDX-License-Identifier: MIT */
/* Points go along when a member goes into another, and back when that is taken back. What was posted for orders goes with the
 * orders (follow.c); what is left, redeemed or adjusted, is moved here as a pair of entries. Both members are locked by whoever
 * merges them. */
#include "members/members.h"
#include "points/follow.h"
#include "points/store.h"

#include <inttypes.h>

static struct points_entry
move_entry(const struct member *member, const struct member *other, int64_t points, int64_t merge_id,
    const char *event_key, const char *text_key)
{
	return (struct points_entry){ .member_id = member->id,
		.kind = POINTS_MOVE,
		.points = points,
		.event_key = event_key,
		.cause_kind = "merge",
		.cause_id = merge_id,
		.cause_no = other->member_no,
		.text_key = text_key,
		.arg0 = other->member_no,
		.arg1 = "" };
}

/* `points` may be below zero: a debt goes along like a balance. */
static enum rc
points_move(struct ctx *ctx, const struct member_merge *merge, const struct member *from,
    const struct member *to, int64_t points, const char *way)
{
	struct points_entry entries[2];

	if (points == 0)
		return RC_OK;
	entries[0] = move_entry(from, to, -points, merge->merge_id,
	    arena_printf(ctx->arena, "merge:%" PRId64 ":%s:out", merge->merge_id, way),
	    "points.text.move_out");
	entries[1] = move_entry(to, from, points, merge->merge_id,
	    arena_printf(ctx->arena, "merge:%" PRId64 ":%s:in", merge->merge_id, way), "points.text.move_in");
	return points_post_many(ctx, entries, 2);
}

enum rc
points_members_merged(struct ctx *ctx, const void *items, size_t count)
{
	const struct member_merge *merges = items;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < count && rc == RC_OK; i++) {
		struct member from, to;
		struct member_moved moved;

		rc = member_get(ctx, merges[i].from, &from);
		if (rc == RC_OK)
			rc = member_get(ctx, merges[i].to, &to);
		if (rc == RC_OK)
			rc = points_move(ctx, &merges[i], &from, &to, from.points, "there");
		moved = (struct member_moved){ merges[i].from, from.points };
		if (rc == RC_OK && from.points != 0)
			rc = member_merge_note(ctx, merges[i].merge_id, "points", &moved, 1);
	}
	return rc;
}

/* Refused where the survivor has used up meanwhile what would go back: a debt of somebody else's points would be left. */
enum rc
points_members_unmerged(struct ctx *ctx, const void *items, size_t count)
{
	const struct member_merge *merges = items;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < count && rc == RC_OK; i++) {
		const struct member_moved *moved;
		struct member from, to;
		struct rows noted;
		int64_t points;

		rc = member_merge_noted(ctx, merges[i].merge_id, "points", &noted);
		if (rc == RC_OK)
			rc = member_get(ctx, merges[i].from, &from);
		if (rc == RC_OK)
			rc = member_get(ctx, merges[i].to, &to);
		if (rc != RC_OK)
			return rc;
		moved = noted.items;
		points = noted.count > 0 ? moved[0].value : 0;
		if (to.points - points < 0)
			return ctx_refuse(ctx, "points.refused.unmerge", to.member_no, NULL);
		rc = points_move(ctx, &merges[i], &to, &from, points, "back");
	}
	return rc;
}
