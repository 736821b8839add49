/* SPDX-License-Identifier: MIT */
/* Whether two members are merged and whether that is taken back.
 * Not what moves: the features that own it. */
#include "merges/rules.h"

#include <string.h>

const char *
merge_refusal(const struct member *from, const struct member *to)
{
	if (from->id == to->id)
		return "merges.refused.same";
	if (from->state != MEMBER_ACTIVE || to->state != MEMBER_ACTIVE)
		return "members.refused.inactive";
	if (from->phone[0] == '\0' || strcmp(from->phone, to->phone) != 0)
		return "merges.refused.phone";
	return NULL;
}

const char *
undo_refusal(const struct merge *merge, int64_t now)
{
	if (merge->state != MERGE_DONE)
		return "merges.refused.undone";
	return now > merge->undo_until ? "merges.refused.late" : NULL;
}

struct member
merge_after(const struct member *from, const struct member *to)
{
	struct member after = *to;

	after.spent_fen += from->spent_fen;
	after.orders += from->orders;
	after.points += from->points;
	after.complaints += from->complaints;
	after.open_complaints += from->open_complaints;
	after.consent &= from->consent;
	if (from->last_order_at > after.last_order_at)
		after.last_order_at = from->last_order_at;
	if (from->contact_at > after.contact_at)
		after.contact_at = from->contact_at;
	return after;
}
