/* SPDX-License-Identifier: MIT */
/* What happens to a member as a whole: a consent that ends, erasure (RULE SEC-4), going into another and back.
 * Not who may have it done and when: erasures/, merges/; not what other features keep of a member: they listen. */
#include "audit/audit.h"
#include "base/lookup.h"
#include "members/store.h"

#include <string.h>

const struct event MEMBER_CHANGED = { "member.changed" };
const struct event MEMBER_WAS_RENAMED = { "member.renamed" };
const struct event MEMBER_WAS_ERASED = { "member.erased" };
const struct event MEMBER_WAS_MERGED = { "member.merged" };
const struct event MEMBER_WAS_UNMERGED = { "member.unmerged" };

SQL(member_lock_sql, "SELECT " MEMBER_COLUMNS " FROM member WHERE id = ? FOR UPDATE",
    .samples = "SELECT MAX(id) FROM member UNION ALL SELECT 0");
SQL(member_consent_sql, "UPDATE member SET consent = ?, version = version + 1 WHERE id = ?",
    .samples = "SELECT 0, MAX(id) FROM member UNION ALL SELECT 0, 0");
SQL(member_erase_sql,
    "UPDATE member SET name = '', phone = '', phone_last4 = '', email = '', district_id = 0, address = '',"
    " consent = 0, state = 3, version = version + 1 WHERE id = ?",
    .samples = "SELECT MAX(id) FROM member UNION ALL SELECT 0");
SQL(member_merge_sql, "UPDATE member SET state = ?, merged_into = ?, version = version + 1 WHERE id = ?",
    .samples = "SELECT 1, 0, MAX(id) FROM member UNION ALL SELECT 1, 0, 0");
SQL(member_alias_find_sql,
    "SELECT id AS record_id, 0 AS value FROM member FORCE INDEX (member_merged) WHERE merged_into = ?",
    .samples = "SELECT MAX(merged_into) FROM member WHERE merged_into > 0 UNION ALL SELECT 4294967295");
SQL(member_alias_sql, "UPDATE member SET merged_into = ? WHERE id = ?",
    .samples = "SELECT 0, MAX(id) FROM member UNION ALL SELECT 0, 0");

SQL(merge_note_sql, "INSERT INTO member_merge_row (merge_id, kind, record_id, value) VALUES (?, ?, ?, ?)",
    .samples = "SELECT 0, 'sample', 0, 0");
SQL(merge_noted_sql,
    "SELECT record_id, value FROM member_merge_row WHERE merge_id = ? AND kind = ? ORDER BY record_id",
    .samples = "(SELECT merge_id, kind FROM member_merge_row LIMIT 1) UNION ALL SELECT 0, ''");

static const struct field moved_fields[] = { FIELD(member_moved, ID, record_id),
	FIELD(member_moved, INT, value) };
static const struct record moved_record = RECORD(member_moved, moved_fields);

enum rc
member_lock(struct ctx *ctx, int64_t id, struct member *member)
{
	return db_row(ctx, &member_lock_sql, &member_record, member, ARGS(arg_int(id)));
}

/* --- consent ---------------------------------------------------------------------------------------------------- */

void
member_consent_diff(struct diff *diff, int64_t before, int64_t after)
{
	static const struct {
		int64_t bit;
		const char *key;
	} ways[] = { { CONSENT_SMS, "members.consent.sms" }, { CONSENT_MAIL, "members.consent.mail" },
		{ CONSENT_CALLS, "members.consent.calls" } };
	size_t i;

	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if ((before ^ after) & ways[i].bit)
			diff_add(diff, ways[i].key,
			    before & ways[i].bit ? "@members.may" : "@members.may_not",
			    after & ways[i].bit ? "@members.may" : "@members.may_not");
}

enum rc
member_consent_drop(struct ctx *ctx, int64_t id, int64_t consent, const char *reason)
{
	struct member member;
	struct diff diff = { .count = 0, .reason = reason };
	int64_t after;
	enum rc rc = member_lock(ctx, id, &member);

	if (rc != RC_OK || (member.consent & consent) == 0)
		return rc;
	after = member.consent & ~consent;
	member_consent_diff(&diff, member.consent, after);
	rc = db_exec(ctx, &member_consent_sql, ARGS(arg_int(after), arg_int(id)));
	if (rc == RC_OK)
		rc = member_counts_become(ctx, &member, after, member.state);
	if (rc == RC_OK)
		rc = audit_add(ctx, "member.consent", "member", id, &diff);
	return rc == RC_OK ? event_send(ctx, &MEMBER_CHANGED, &id, 1) : rc;
}

/* --- erasure ------------------------------------------------------------------------------------------------------ */

enum rc
member_erase(struct ctx *ctx, const struct member *member)
{
	enum rc rc;

	if (member->state == MEMBER_ERASED)
		return ctx_refuse(ctx, "members.refused.erased", NULL);
	rc = db_exec(ctx, &member_erase_sql, ARGS(arg_int(member->id)));
	if (rc == RC_OK)
		rc = member_counts_become(ctx, member, 0, MEMBER_ERASED);
	if (rc == RC_OK) /* that it was done, and nothing of what was there */
		rc = audit_add(ctx, "member.erase", "member", member->id, NULL);
	return rc == RC_OK ? event_send(ctx, &MEMBER_WAS_ERASED, &member->id, 1) : rc;
}

struct id_row {
	int64_t id;
};
static const struct field id_fields[] = { FIELD(id_row, ID, id) };
static const struct record id_record = RECORD(id_row, id_fields);
SQL(member_erased_sql,
    "SELECT DISTINCT m.id FROM JSON_TABLE(?, '$[*]' COLUMNS (wanted BIGINT UNSIGNED PATH '$')) j"
    " STRAIGHT_JOIN member m ON m.id = j.wanted WHERE m.state = 3",
    .samples = "SELECT '[0]'", .why = "the JSON list itself is read as rows");

enum rc
member_erased(struct ctx *ctx, int64_t *ids, size_t count, size_t *found)
{
	struct rows rows;
	size_t i;
	enum rc rc = db_rows(
	    ctx, &member_erased_sql, &id_record, &rows, ARGS(arg_text(json_ids(ctx->arena, ids, count))));

	*found = rc == RC_OK ? rows.count : 0;
	for (i = 0; i < *found; i++)
		ids[i] = ((const struct id_row *)rows.items)[i].id;
	return rc;
}

/* --- into another and back ------------------------------------------------------------------------------------------ */

enum rc
member_merge_note(
    struct ctx *ctx, int64_t merge_id, const char *kind, const struct member_moved *rows, size_t count)
{
	struct arg *args = arena_array(ctx->arena, count + 1, 4 * sizeof(*args));
	size_t i;

	for (i = 0; i < count; i++) {
		args[i * 4] = arg_int(merge_id);
		args[i * 4 + 1] = arg_text(kind);
		args[i * 4 + 2] = arg_int(rows[i].record_id);
		args[i * 4 + 3] = arg_int(rows[i].value);
	}
	return count == 0 ? RC_OK : db_exec_many(ctx, &merge_note_sql, args, 4, count);
}

enum rc
member_merge_noted(struct ctx *ctx, int64_t merge_id, const char *kind, struct rows *rows)
{
	return db_rows(ctx, &merge_noted_sql, &moved_record, rows, ARGS(arg_int(merge_id), arg_text(kind)));
}

/* Members that went into `from` before point to `to` from now on, so that every way ends at a living member. */
static enum rc
aliases_point(struct ctx *ctx, const struct rows *aliases, int64_t to)
{
	const struct member_moved *alias = aliases->items;
	struct arg *args = arena_array(ctx->arena, aliases->count + 1, 2 * sizeof(*args));
	size_t i;

	for (i = 0; i < aliases->count; i++) {
		args[i * 2] = arg_int(to);
		args[i * 2 + 1] = arg_int(alias[i].record_id);
	}
	return aliases->count == 0 ? RC_OK : db_exec_many(ctx, &member_alias_sql, args, 2, aliases->count);
}

enum rc
member_merge(struct ctx *ctx, int64_t merge_id, const struct member *from, const struct member *to)
{
	const struct member_merge merge = { merge_id, from->id, to->id };
	/* what the merge takes away of the survivor's consent */
	const struct member_moved taken = { to->id, to->consent & ~from->consent };
	struct rows aliases = { NULL, 0 };
	enum rc rc;

	if (from->id == to->id || from->state != MEMBER_ACTIVE || to->state != MEMBER_ACTIVE)
		return ctx_refuse(ctx, "members.refused.inactive", NULL);
	rc = db_rows(ctx, &member_alias_find_sql, &moved_record, &aliases, ARGS(arg_int(from->id)));
	if (rc == RC_OK)
		rc = member_merge_note(ctx, merge_id, "alias", aliases.items, aliases.count);
	if (rc == RC_OK)
		rc = aliases_point(ctx, &aliases, to->id);
	if (rc == RC_OK)
		rc = member_merge_note(ctx, merge_id, "consent", &taken, 1);
	if (rc == RC_OK)
		rc = db_exec(
		    ctx, &member_consent_sql, ARGS(arg_int(to->consent & from->consent), arg_int(to->id)));
	if (rc == RC_OK)
		rc = member_counts_become(ctx, to, to->consent & from->consent, to->state);
	if (rc == RC_OK)
		rc = db_exec(
		    ctx, &member_merge_sql, ARGS(arg_int(MEMBER_MERGED), arg_int(to->id), arg_int(from->id)));
	if (rc == RC_OK)
		rc = member_counts_become(ctx, from, from->consent, MEMBER_MERGED);
	return rc == RC_OK ? event_send(ctx, &MEMBER_WAS_MERGED, &merge, 1) : rc;
}

enum rc
member_unmerge(struct ctx *ctx, int64_t merge_id, const struct member *from, const struct member *to)
{
	const struct member_merge merge = { merge_id, from->id, to->id };
	struct rows aliases = { NULL, 0 }, consent = { NULL, 0 };
	const struct member_moved *taken;
	enum rc rc;

	if (from->state != MEMBER_MERGED || from->merged_into != to->id || to->state != MEMBER_ACTIVE)
		return ctx_refuse(ctx, "members.refused.unmerge", NULL);
	rc = db_exec(ctx, &member_merge_sql, ARGS(arg_int(MEMBER_ACTIVE), arg_int(0), arg_int(from->id)));
	if (rc == RC_OK)
		rc = member_counts_become(ctx, from, from->consent, MEMBER_ACTIVE);
	if (rc == RC_OK)
		rc = member_merge_noted(ctx, merge_id, "alias", &aliases);
	if (rc == RC_OK)
		rc = aliases_point(ctx, &aliases, from->id);
	if (rc == RC_OK)
		rc = member_merge_noted(ctx, merge_id, "consent", &consent);
	taken = consent.items;
	if (rc == RC_OK && consent.count == 1)
		rc = db_exec(
		    ctx, &member_consent_sql, ARGS(arg_int(to->consent | taken->value), arg_int(to->id)));
	if (rc == RC_OK && consent.count == 1)
		rc = member_counts_become(ctx, to, to->consent | taken->value, to->state);
	return rc == RC_OK ? event_send(ctx, &MEMBER_WAS_UNMERGED, &merge, 1) : rc;
}
