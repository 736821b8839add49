/* SPDX-License-Identifier: MIT */
/* What happens to members changes their follow-ups, in the same transaction: another tier, phone or consent, erasure, going into
 * another member and back. Not an order: it is no contact (RULE MEM-7). */
#include "db/batch.h"
#include "followups/actions.h"
#include "followups/jobs.h"
#include "loyalty/loyalty.h"
#include "members/members.h"

SQL(followup_forget_sql,
    "UPDATE followup FORCE INDEX (followup_member) SET note = '', cause = '', version = version + 1 "
    "WHERE member_id = ? AND (note <> '' OR cause <> '')",
    .samples = "SELECT MAX(member_id) FROM followup UNION ALL SELECT 0",
    .why = "all the calls with one member");
SQL(followup_of_sql,
    "SELECT " FOLLOWUP_COLUMNS
    " FROM followup FORCE INDEX (followup_member) WHERE member_id = ? ORDER BY due_at, "
    "id FOR UPDATE",
    .samples = "SELECT MAX(member_id) FROM followup UNION ALL SELECT 0");
SQL(visit_drop_state_sql, "UPDATE member SET follow_state = 0, follow_fixed = 0 WHERE id = ?",
    .samples = "SELECT MAX(id) FROM member UNION ALL SELECT 0");

static enum rc
members_changed(struct ctx *ctx, const void *items, size_t count)
{
	const int64_t *ids = items;
	size_t i, part;
	enum rc rc = RC_OK;

	/* a number that was found wrong may be right now */
	for (i = 0; rc == RC_OK && i < count; i += part) {
		part = count - i < BATCH_MOST ? count - i : BATCH_MOST;
		rc = visits_clear_wrong(ctx, ids + i, part);
		if (rc == RC_OK)
			rc = visits_replan_ids(ctx, ids + i, part);
	}
	return rc;
}

/* RULE MEM-7: another tier, other days. */
static enum rc
tiers_changed(struct ctx *ctx, const void *items, size_t count)
{
	const struct tier_change *changes = items;
	int64_t *ids = arena_array(ctx->arena, BATCH_MOST, sizeof(*ids));
	size_t i, part = 0;
	enum rc rc = RC_OK;

	for (i = 0; rc == RC_OK && i < count; i++) {
		ids[part++] = changes[i].member_id;
		if (part < BATCH_MOST && i + 1 < count)
			continue;
		rc = visits_replan_ids(ctx, ids, part);
		part = 0;
	}
	return rc;
}

static enum rc
all_cancel(struct ctx *ctx, int64_t member_id, const char *why)
{
	struct rows found;
	const struct followup *open;
	size_t i;
	enum rc rc = followup_open_list(ctx, member_id, &found);

	open = found.items;
	for (i = 0; rc == RC_OK && i < found.count; i++)
		rc = follow_cancel(ctx, &open[i], why);
	return rc;
}

/* RULE SEC-4: what was written about a person goes; that calls were made, and scores, stay. */
static enum rc
members_erased(struct ctx *ctx, const void *items, size_t count)
{
	const int64_t *ids = items;
	size_t i;
	enum rc rc = RC_OK;

	for (i = 0; rc == RC_OK && i < count; i++) {
		rc = all_cancel(ctx, ids[i], "@followups.visit.13");
		if (rc == RC_OK)
			rc = db_exec(ctx, &followup_forget_sql, ARGS(arg_int(ids[i])));
	}
	return rc == RC_OK ? visits_replan_ids(ctx, ids, count) : rc;
}

/* --- into another and back ---------------------------------------------------------------------------------------- */

static enum rc
move(struct ctx *ctx, const struct followup *followup, int64_t to)
{
	struct followup after = *followup;

	after.member_id = to;
	after.version++;
	return followup_save(ctx, followup, &after);
}

/* The later of both contacts is the survivor's; the value noted is what it had before. */
static enum rc
contact_join(struct ctx *ctx, const struct member_merge *merge)
{
	struct visit_member from = { .id = merge->from }, to = { .id = merge->to };
	struct member_moved before;
	enum rc rc = visited_get(ctx, merge->from, &from);

	if (rc == RC_OK)
		rc = visited_get(ctx, merge->to, &to);
	if (rc != RC_OK || from.contact_at <= to.contact_at)
		return rc;
	before = (struct member_moved){ merge->to, to.contact_at };
	to.contact_at = from.contact_at;
	rc = member_merge_note(ctx, merge->merge_id, "contact", &before, 1);
	return rc == RC_OK ? visited_save_many(ctx, &to, 1) : rc;
}

/* What was spoken since with the survivor stays the survivor's. */
static enum rc
contact_part(struct ctx *ctx, const struct member_merge *merge)
{
	struct visit_member from = { .id = merge->from }, to = { .id = merge->to };
	struct rows noted = { NULL, 0 };
	enum rc rc = member_merge_noted(ctx, merge->merge_id, "contact", &noted);

	if (rc == RC_OK)
		rc = visited_get(ctx, merge->from, &from);
	if (rc == RC_OK)
		rc = visited_get(ctx, merge->to, &to);
	if (rc != RC_OK || noted.count == 0 || to.contact_at != from.contact_at)
		return rc;
	to.contact_at = ((const struct member_moved *)noted.items)->value;
	return visited_save_many(ctx, &to, 1);
}

/* The duplicate's open visit is no longer to be made: the survivor has its own. All else moves. The value noted is the version. */
static enum rc
member_merged(struct ctx *ctx, const void *items, size_t count)
{
	const struct member_merge *merge = items;
	const int64_t both[] = { merge->from, merge->to };
	struct member_moved *moved;
	struct rows found;
	const struct followup *rows;
	size_t i, made = 0;
	enum rc rc = db_rows(ctx, &followup_of_sql, &followup_record, &found, ARGS(arg_int(merge->from)));

	(void)count;
	if (rc != RC_OK)
		return rc;
	rows = found.items;
	moved = arena_array(ctx->arena, found.count + 1, sizeof(*moved));
	for (i = 0; rc == RC_OK && i < found.count; i++) {
		if (rows[i].open && rows[i].kind == FOLLOWUP_VISIT) {
			rc = follow_cancel(ctx, &rows[i], "@followups.why.merged");
			continue;
		}
		rc = move(ctx, &rows[i], merge->to);
		moved[made++] = (struct member_moved){ rows[i].id, rows[i].version + 1 };
	}
	if (rc == RC_OK)
		rc = member_merge_note(ctx, merge->merge_id, "followup", moved, made);
	if (rc == RC_OK)
		rc = contact_join(ctx, merge);
	return rc == RC_OK ? visits_replan_ids(ctx, both, 2) : rc;
}

static enum rc
member_unmerged(struct ctx *ctx, const void *items, size_t count)
{
	const struct member_merge *merge = items;
	const int64_t both[] = { merge->from, merge->to };
	struct rows noted;
	const struct member_moved *moved;
	struct followup followup;
	size_t i;
	enum rc rc = member_merge_noted(ctx, merge->merge_id, "followup", &noted);

	(void)count;
	moved = noted.items;
	for (i = 0; rc == RC_OK && i < noted.count; i++) {
		rc = followup_get(ctx, moved[i].record_id, &followup);
		if (rc == RC_OK && followup.member_id != merge->to)
			rc = ctx_refuse(ctx, "followups.refused.moved_on", NULL);
		if (rc == RC_OK)
			rc = move(ctx, &followup, merge->from);
	}
	if (rc == RC_OK)
		rc = contact_part(ctx, merge);
	if (rc == RC_OK) /* the duplicate is planned anew */
		rc = db_exec(ctx, &visit_drop_state_sql, ARGS(arg_int(merge->from)));
	return rc == RC_OK ? visits_replan_ids(ctx, both, 2) : rc;
}

const struct listener followup_listeners[] = {
	{ &MEMBER_CHANGED, members_changed },
	{ &MEMBER_TIER_CHANGED, tiers_changed },
	{ &MEMBER_WAS_ERASED, members_erased },
	{ &MEMBER_WAS_MERGED, member_merged },
	{ &MEMBER_WAS_UNMERGED, member_unmerged },
	{ NULL, NULL },
};
