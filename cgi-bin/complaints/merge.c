/* SPDX-License-Identifier: MIT */
/* Complaints go along when a member goes into another, and back when that is taken back. Both members are locked by whoever merges
 * them. Not the merging: merges/. */
#include "complaints/actions.h"
#include "members/members.h"

#include <inttypes.h>

#define MOST 1000

SQL(complaints_of_sql, "SELECT id FROM complaint WHERE member_id = ? ORDER BY id LIMIT 1001 FOR UPDATE",
    .samples = "SELECT MAX(member_id) FROM complaint UNION ALL SELECT 0");
SQL(goods_move_sql, "UPDATE complaint_product SET member_id = ? WHERE complaint_id = ?",
    .samples = "SELECT 0, MAX(complaint_id) FROM complaint_product UNION ALL SELECT 0, 0");

struct id_row {
	int64_t id;
};
static const struct field id_fields[] = { FIELD(id_row, ID, id) };
static const struct record id_record = RECORD(id_row, id_fields);

static enum rc
complaints_move(struct ctx *ctx, const struct member_moved *moved, size_t count, int64_t from, int64_t to)
{
	struct complaint_change *changes = arena_array(ctx->arena, count + 1, sizeof(*changes));
	size_t *which = arena_array(ctx->arena, count + 1, sizeof(*which));
	struct arg *args = arena_array(ctx->arena, count * 2 + 1, sizeof(*args));
	struct member member;
	enum rc rc = member_get(ctx, to, &member);

	for (size_t i = 0; i < count && rc == RC_OK; i++) {
		struct complaint *before = &changes[i].before;

		rc = complaint_get(ctx, moved[i].record_id, before);
		if (rc == RC_OK && before->member_id != from)
			rc = ctx_refuse(ctx, "complaints.refused.moved_on", before->complaint_no, NULL);
		changes[i].did = "complaint.move";
		changes[i].after = *before;
		changes[i].after.member_id = to;
		changes[i].after.customer = complaint_customer(ctx->arena, &member, "");
		changes[i].after.version++;
		which[i] = i;
		args[i * 2] = arg_int(to);
		args[i * 2 + 1] = arg_int(before->id);
	}
	if (rc == RC_OK)
		rc = complaint_save_many(ctx, changes, which, count);
	if (rc == RC_OK && count > 0)
		rc = db_send_many(ctx, &goods_move_sql, args, 2, count);
	return rc == RC_OK ? complaint_follow(ctx, changes, count) : rc;
}

enum rc
complaints_member_merged(struct ctx *ctx, const void *items, size_t count)
{
	const struct member_merge *merge = items;
	struct member_moved *moved;
	struct rows found;
	enum rc rc = db_rows(ctx, &complaints_of_sql, &id_record, &found, ARGS(arg_int(merge->from)));

	(void)count;
	if (rc != RC_OK)
		return rc;
	if (found.count > MOST)
		return ctx_refuse(ctx, "complaints.refused.many", arena_printf(ctx->arena, "%d", MOST), NULL);
	moved = arena_array(ctx->arena, found.count + 1, sizeof(*moved));
	for (size_t i = 0; i < found.count; i++)
		moved[i].record_id = ((const struct id_row *)found.items)[i].id;
	rc = member_merge_note(ctx, merge->merge_id, "complaint", moved, found.count);
	return rc == RC_OK ? complaints_move(ctx, moved, found.count, merge->from, merge->to) : rc;
}

enum rc
complaints_member_unmerged(struct ctx *ctx, const void *items, size_t count)
{
	const struct member_merge *merge = items;
	struct rows noted;
	enum rc rc = member_merge_noted(ctx, merge->merge_id, "complaint", &noted);

	(void)count;
	return rc == RC_OK ? complaints_move(ctx, noted.items, noted.count, merge->to, merge->from) : rc;
}
