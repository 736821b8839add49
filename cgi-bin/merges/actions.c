/* SPDX-License-Identifier: MIT */
/* Merging two members and taking it back, each one transaction with all that moves.
 * Not finding them: search.c. */
#include "audit/audit.h"
#include "base/clock.h"
#include "db/db.h"
#include "db/tx.h"
#include "merges/rules.h"
#include "policy/policy.h"

#include <inttypes.h>
#include <string.h>

static const struct field merge_fields[] = { FIELD(merge, ID, id), FIELD(merge, ID, from_id),
	FIELD(merge, ID, to_id), FIELD(merge, TEXT, from_no), FIELD(merge, TEXT, to_no),
	FIELD(merge, INT, state), FIELD(merge, TEXT, reason), FIELD(merge, INT, orders),
	FIELD(merge, INT, points), FIELD(merge, TIME, made_at), FIELD(merge, ID, made_by),
	FIELD(merge, TEXT, staff), FIELD(merge, TIME, undo_until), FIELD(merge, TIME, undone_at),
	FIELD(merge, ID, undone_by), FIELD(merge, TEXT, undone_staff), FIELD(merge, INT, version) };
const struct record merge_record = RECORD(merge, merge_fields);

#define MERGE_COLUMNS                                                                                        \
	"SELECT id, from_id, to_id, from_no, to_no, state, reason, orders, points, made_at, made_by, "       \
	"staff, undo_until, undone_at, undone_by, undone_staff, version FROM merge"
SQL(merge_get_sql, MERGE_COLUMNS " WHERE id = ?", .samples = "SELECT MAX(id) FROM merge UNION ALL SELECT 0");
SQL(merge_lock_sql, MERGE_COLUMNS " WHERE id = ? FOR UPDATE",
    .samples = "SELECT MAX(id) FROM merge UNION ALL SELECT 0");
SQL(merge_add_sql,
    "INSERT INTO merge (from_id, to_id, from_no, to_no, reason, orders, points, made_at, made_by, staff, "
    "undo_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    .samples = "SELECT 0, 0, '', '', '', 0, 0, 0, 0, '', 0");
SQL(merge_undo_sql,
    "UPDATE merge SET state = 2, undone_at = ?, undone_by = ?, undone_staff = ?, version = version + 1 WHERE "
    "id = ?",
    .samples = "SELECT 0, 0, '', MAX(id) FROM merge UNION ALL SELECT 0, 0, '', 0");

enum rc
merge_get(struct ctx *ctx, int64_t id, struct merge *merge)
{
	return db_row(ctx, &merge_get_sql, &merge_record, merge, ARGS(arg_int(id)));
}

/* What of both a person has looked at: whatever of it changes, it is looked at again. */
static const char *
seen_text(struct arena *arena, const struct member *from, const struct member *to)
{
	return arena_printf(arena,
	    "%" PRId64 ".%" PRId64 ".%" PRId64 ".%" PRId64 ".%" PRId64 ".%" PRId64 ".%" PRId64 ".%" PRId64,
	    from->version, to->version, from->orders, to->orders, from->spent_fen, to->spent_fen,
	    from->points, to->points);
}

static enum rc
preview_fill(struct ctx *ctx, struct merge_preview *preview)
{
	struct band band;
	const char *refusal = merge_refusal(&preview->from, &preview->to);
	enum rc rc;

	if (refusal != NULL)
		return ctx_refuse(ctx, refusal, NULL);
	rc = policy_band(ctx, "members.tier", ctx->now, &band);
	if (rc != RC_OK)
		return rc;
	preview->after = merge_after(&preview->from, &preview->to);
	preview->after.tier = (int64_t)band_step(&band, preview->after.spent_fen);
	preview->seen = seen_text(ctx->arena, &preview->from, &preview->to);
	return RC_OK;
}

enum rc
merge_preview(struct ctx *ctx, int64_t from_id, int64_t to_id, struct merge_preview *preview)
{
	enum rc rc = member_get(ctx, from_id, &preview->from);

	if (rc == RC_OK)
		rc = member_get(ctx, to_id, &preview->to);
	return rc == RC_OK ? preview_fill(ctx, preview) : rc;
}

/* The lower id first, as all who lock two members do. */
static enum rc
both_lock(struct ctx *ctx, int64_t from_id, int64_t to_id, struct member *from, struct member *to)
{
	bool ascending = from_id < to_id;
	enum rc rc = member_lock(ctx, ascending ? from_id : to_id, ascending ? from : to);

	return rc == RC_OK ? member_lock(ctx, ascending ? to_id : from_id, ascending ? to : from) : rc;
}

static enum rc
merge_audit(struct ctx *ctx, const char *action, const struct merge *merge, const char *reason)
{
	struct diff there = { .count = 0, .reason = reason }, here = { .count = 0, .reason = reason };
	enum rc rc;

	diff_add(&there, "merges.field.into", "", merge->to_no);
	diff_add(&here, "merges.field.of", "", merge->from_no);
	diff_add(&here, "merges.field.orders", "", arena_printf(ctx->arena, "%" PRId64, merge->orders));
	rc = audit_add(ctx, action, "merge", merge->id, &there);
	if (rc == RC_OK)
		rc = audit_add(ctx, action, "member", merge->from_id, &there);
	return rc == RC_OK ? audit_add(ctx, action, "member", merge->to_id, &here) : rc;
}

static enum rc
merge_write(struct ctx *ctx, const struct merge_preview *preview, const char *reason, int64_t *id)
{
	struct figure undo;
	struct merge merge = { .from_id = preview->from.id,
		.to_id = preview->to.id,
		.from_no = preview->from.member_no,
		.to_no = preview->to.member_no,
		.orders = preview->from.orders };
	enum rc rc = policy_get(ctx, "members.merge_undo", ctx->now, &undo);

	if (rc == RC_OK)
		rc = db_exec(ctx, &merge_add_sql,
		    ARGS(arg_int(merge.from_id), arg_int(merge.to_id), arg_text(merge.from_no),
			arg_text(merge.to_no), arg_text(reason), arg_int(preview->from.orders),
			arg_int(preview->from.points), arg_int(ctx->now), arg_int(ctx->actor.account_id),
			arg_text(actor_label(ctx->arena, &ctx->actor)), arg_int(ctx->now + undo.value)));
	if (rc != RC_OK)
		return rc;
	merge.id = *id = db_insert_id(ctx);
	rc = member_merge(ctx, merge.id, &preview->from, &preview->to);
	return rc == RC_OK ? merge_audit(ctx, "merge.do", &merge, reason) : rc;
}

enum rc
merge_do(struct ctx *ctx, int64_t from_id, int64_t to_id, const char *seen, const char *reason, int64_t *id)
{
	struct merge_preview preview;
	enum rc rc;

	if (reason == NULL || reason[0] == '\0')
		return ctx_fail(ctx, RC_INVALID, "merges.invalid.reason", NULL);
	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = both_lock(ctx, from_id, to_id, &preview.from, &preview.to);
		if (rc == RC_OK)
			rc = preview_fill(ctx, &preview);
		if (rc == RC_OK && strcmp(preview.seen, seen) != 0)
			rc = ctx_fail(ctx, RC_CONFLICT, "merges.conflict", NULL);
		if (rc == RC_OK)
			rc = merge_write(ctx, &preview, reason, id);
		if (rc == RC_OK)
			tx_result(ctx, "merge", *id);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

static enum rc
undo_write(struct ctx *ctx, const struct merge *merge, const char *reason)
{
	struct member from, to;
	enum rc rc = both_lock(ctx, merge->from_id, merge->to_id, &from, &to);

	if (rc == RC_OK)
		rc = member_unmerge(ctx, merge->id, &from, &to);
	if (rc == RC_OK)
		rc = db_exec(ctx, &merge_undo_sql,
		    ARGS(arg_int(ctx->now), arg_int(ctx->actor.account_id),
			arg_text(actor_label(ctx->arena, &ctx->actor)), arg_int(merge->id)));
	return rc == RC_OK ? merge_audit(ctx, "merge.undo", merge, reason) : rc;
}

enum rc
merge_undo(struct ctx *ctx, int64_t id, int64_t version, const char *reason)
{
	struct merge merge;
	const char *refusal;
	enum rc rc;

	if (reason == NULL || reason[0] == '\0')
		return ctx_fail(ctx, RC_INVALID, "merges.invalid.reason", NULL);
	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = db_row(ctx, &merge_lock_sql, &merge_record, &merge, ARGS(arg_int(id)));
		refusal = rc == RC_OK ? undo_refusal(&merge, ctx->now) : NULL;
		if (rc == RC_OK && refusal != NULL)
			rc = ctx_refuse(ctx, refusal, time_text(ctx->arena, merge.undo_until), NULL);
		if (rc == RC_OK && merge.version != version)
			rc = audit_conflict(ctx, "merge", id);
		if (rc == RC_OK)
			rc = undo_write(ctx, &merge, reason);
		if (rc == RC_OK)
			tx_result(ctx, "merge", id);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}
