/* SPDX-License-Identifier: MIT */
/* What complaints keep of a member whose data is erased (RULE SEC-4).
 *
 * Original complaint material is never deleted: what the customer said, what was asked and answered, files, goods and figures stay
 * as they were, under a member number that no longer leads to a person. What names or reaches the person beside it goes: who called,
 * from which number, the district; province and city stay for the statistics (CMP-10). Signed logs stay as they were signed: they
 * hold masked names only (MEM-4). An import brings nothing of it back: it takes region from the member and no caller at all. */
#include "complaints/actions.h"

#define MOST 500 /* in one statement */

static enum rc
complaints_forget(struct ctx *ctx, const struct complaint *found, size_t count)
{
	struct complaint_change *changes = arena_array(ctx->arena, count + 1, sizeof(*changes));
	size_t *which = arena_array(ctx->arena, count + 1, sizeof(*which));
	enum rc rc;

	for (size_t i = 0; i < count; i++) {
		changes[i] = (struct complaint_change){
			.before = found[i], .after = found[i], .did = COMPLAINT_FORGET
		};
		changes[i].after.caller = changes[i].after.caller_phone = changes[i].after.customer = "";
		changes[i].after.district_id = 0;
		changes[i].after.version++;
		which[i] = i;
	}
	rc = complaint_save_many(ctx, changes, which, count);
	return rc == RC_OK ? complaint_follow(ctx, changes, count) : rc;
}

enum rc
complaints_member_erased(struct ctx *ctx, const void *items, size_t count)
{
	const int64_t *ids = items;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < count && rc == RC_OK; i++) {
		struct rows found;

		do {
			rc = complaint_personal(ctx, ids[i], MOST, &found);
			if (rc == RC_OK)
				rc = complaints_forget(ctx, found.items, found.count);
		} while (rc == RC_OK && found.count == MOST);
	}
	return rc;
}
