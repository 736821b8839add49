/* SPDX-License-Identifier: MIT */
/* SQL of the points ledger: the only place that appends to it and moves balances.
 * Not what is posted: actions.c and follow.c decide. */
#include "points/store.h"

#include "base/lookup.h"

#include <stdlib.h>
#include <string.h>

#define ENTRY_COLUMNS                                                                                        \
	"member_id, entry_no, at, kind, points, balance, gained, event_key, cause_kind, cause_id, "          \
	"cause_no, account_id, staff, policy_version, text_key, arg0, arg1"
static const struct field entry_fields[] = { FIELD(points_entry, ID, member_id),
	FIELD(points_entry, INT, entry_no), FIELD(points_entry, TIME, at), FIELD(points_entry, INT, kind),
	FIELD(points_entry, INT, points), FIELD(points_entry, INT, balance), FIELD(points_entry, INT, gained),
	FIELD(points_entry, TEXT, event_key), FIELD(points_entry, TEXT, cause_kind),
	FIELD(points_entry, ID, cause_id), FIELD(points_entry, TEXT, cause_no),
	FIELD(points_entry, ID, account_id), FIELD(points_entry, TEXT, staff),
	FIELD(points_entry, INT, policy_version), FIELD(points_entry, TEXT, text_key),
	FIELD(points_entry, TEXT, arg0), FIELD(points_entry, TEXT, arg1) };
const struct record points_entry_record = RECORD(points_entry, entry_fields);
#define ENTRY_ARGS (sizeof(entry_fields) / sizeof(entry_fields[0]))

/* --- one entry -------------------------------------------------------------------------------------------------- */

SQL(points_lock_sql,
    "SELECT id, points, points_no, points_gained FROM member WHERE id = ? AND state = 1 FOR UPDATE",
    .samples = "SELECT MAX(id) FROM member UNION ALL SELECT 0");
SQL(points_known_sql, "SELECT COUNT(*) FROM points_entry WHERE event_key = ?",
    .samples = "SELECT event_key FROM (SELECT event_key FROM points_entry LIMIT 1) e UNION ALL SELECT ''");
SQL(points_entry_sql,
    "INSERT INTO points_entry (" ENTRY_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    .samples = "SELECT 0, 1, 0, 1, 1, 1, 1, 'sample', '', 0, '', 0, '', 0, '', '', ''");
SQL(points_balance_sql, "UPDATE member SET points = ?, points_no = ?, points_gained = ? WHERE id = ?",
    .samples =
	"SELECT points, points_no, points_gained, id FROM (SELECT points, points_no, points_gained, id FROM "
	"member ORDER BY id DESC LIMIT 1) m UNION ALL SELECT 0, 0, 0, 0");

struct standing {
	int64_t id, points, points_no, points_gained;
};
static const struct field standing_fields[] = { FIELD(standing, ID, id), FIELD(standing, INT, points),
	FIELD(standing, INT, points_no), FIELD(standing, INT, points_gained) };
static const struct record standing_record = RECORD(standing, standing_fields);

/* The least balance from which `points` more leaves `floor`; any when there is no floor. */
static int64_t
least_before(int64_t points, int64_t floor)
{
	if (floor == INT64_MIN)
		return INT64_MIN;
	return floor - points;
}

/* Who did it: of the context; and when, unless it happened before it was known (an import). */
static void
entry_sign(struct ctx *ctx, struct points_entry *entry)
{
	if (entry->at == 0)
		entry->at = ctx->now;
	entry->account_id = ctx->actor.account_id;
	entry->staff = ctx->actor.account_id == 0 ? "" : actor_label(ctx->arena, &ctx->actor);
}

/* Numbers, sums and balance of the member's next entry. */
static void
entry_follow(struct points_entry *entry, struct standing *standing)
{
	standing->points += entry->points;
	standing->points_gained += entry->points > 0 ? entry->points : 0;
	entry->entry_no = ++standing->points_no;
	entry->balance = standing->points;
	entry->gained = standing->points_gained;
}

static void
entry_args(struct arg *args, const struct points_entry *entry)
{
	for (size_t i = 0; i < ENTRY_ARGS; i++) {
		const char *at = (const char *)entry + entry_fields[i].offset;

		args[i] = entry_fields[i].type == FIELD_TEXT
			      ? arg_text(*(const char *const *)(const void *)at)
			      : arg_int(*(const int64_t *)(const void *)at);
	}
}

#define STANDING_ARGS 4
static void
standing_args(struct arg *args, const struct standing *standing)
{
	args[0] = arg_int(standing->points);
	args[1] = arg_int(standing->points_no);
	args[2] = arg_int(standing->points_gained);
	args[3] = arg_int(standing->id);
}

enum rc
points_shift(struct ctx *ctx, struct points_entry *entry, int64_t floor)
{
	struct arg args[STANDING_ARGS];
	struct standing standing = { 0 };
	int64_t known = 0;
	enum rc rc =
	    db_row(ctx, &points_lock_sql, &standing_record, &standing, ARGS(arg_int(entry->member_id)));

	if (rc == RC_OK && standing.points < least_before(entry->points, floor))
		rc = RC_REFUSED;
	if (rc == RC_REFUSED || rc == RC_NOT_FOUND) { /* or was it done before? */
		enum rc asked = db_int(ctx, &points_known_sql, &known, ARGS(arg_text(entry->event_key)));

		entry->balance = standing.points;
		return asked != RC_OK ? asked : known != 0 ? RC_CONFLICT : rc;
	}
	if (rc != RC_OK)
		return rc;
	entry_sign(ctx, entry);
	entry_follow(entry, &standing);
	standing_args(args, &standing);
	return db_send(ctx, &points_balance_sql, args, STANDING_ARGS);
}

enum rc
points_enter(struct ctx *ctx, const struct points_entry *entry)
{
	struct arg args[ENTRY_ARGS];

	entry_args(args, entry);
	return db_exec(ctx, &points_entry_sql, args, ENTRY_ARGS);
}

/* --- many entries ----------------------------------------------------------------------------------------------- */

SQL(points_members_lock_sql,
    "SELECT m.id, m.points, m.points_no, m.points_gained FROM JSON_TABLE(?, '$[*]' COLUMNS (wanted BIGINT "
    "UNSIGNED PATH '$')) j STRAIGHT_JOIN member m ON m.id = j.wanted FOR UPDATE",
    .samples = "SELECT '[0]'", .why = "the JSON list itself is read as rows");

static int
id_compare(const void *left, const void *right)
{
	int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

	return (a > b) - (a < b);
}

/* The members of the entries, each once, ascending: the order in which all writers lock. */
static enum rc
members_lock(struct ctx *ctx, const struct points_entry *entries, size_t count, struct rows *members)
{
	int64_t *ids = arena_array(ctx->arena, count + 1, sizeof(*ids));
	size_t i, kept = 0;

	for (i = 0; i < count; i++)
		ids[i] = entries[i].member_id;
	qsort(ids, count, sizeof(*ids), id_compare);
	for (i = 0; i < count; i++)
		if (kept == 0 || ids[kept - 1] != ids[i])
			ids[kept++] = ids[i];
	return db_rows(ctx, &points_members_lock_sql, &standing_record, members,
	    ARGS(arg_text(json_ids(ctx->arena, ids, kept))));
}

static enum rc
entries_write(struct ctx *ctx, const struct points_entry *entries, size_t count)
{
	struct arg *args = arena_array(ctx->arena, count, ENTRY_ARGS * sizeof(*args));

	for (size_t i = 0; i < count; i++)
		entry_args(args + i * ENTRY_ARGS, &entries[i]);
	return db_exec_many(ctx, &points_entry_sql, args, ENTRY_ARGS, count);
}

static enum rc
standings_write(struct ctx *ctx, const struct standing *standings, size_t count)
{
	struct arg *args = arena_array(ctx->arena, count + 1, STANDING_ARGS * sizeof(*args));

	for (size_t i = 0; i < count; i++)
		standing_args(args + i * STANDING_ARGS, &standings[i]);
	return db_exec_many(ctx, &points_balance_sql, args, STANDING_ARGS, count);
}

enum rc
points_post_many(struct ctx *ctx, struct points_entry *entries, size_t count)
{
	struct standing *standings;
	struct lookup *at;
	struct rows found;
	enum rc rc;

	if (count == 0)
		return RC_OK;
	rc = members_lock(ctx, entries, count, &found);
	if (rc != RC_OK)
		return rc;
	standings = found.items;
	at = lookup_new(ctx->arena, found.count);
	for (size_t i = 0; i < found.count; i++)
		(void)lookup_add_id(at, standings[i].id, (int64_t)i);
	for (size_t i = 0; i < count; i++) {
		int64_t place = lookup_find_id(at, entries[i].member_id, -1);

		if (place < 0)
			return RC_NOT_FOUND;
		entry_sign(ctx, &entries[i]);
		entry_follow(&entries[i], &standings[place]);
	}
	rc = entries_write(ctx, entries, count);
	return rc == RC_OK ? standings_write(ctx, standings, found.count) : rc;
}

/* --- what was posted for orders --------------------------------------------------------------------------------- */

SQL(points_posted_sql,
    "SELECT p.order_id, p.posted, p.entries FROM JSON_TABLE(?, '$[*]' COLUMNS (wanted BIGINT UNSIGNED PATH "
    "'$')) j STRAIGHT_JOIN points_order p ON p.order_id = j.wanted",
    .samples = "SELECT '[0]'", .why = "the JSON list itself is read as rows");
SQL(points_posted_save_sql,
    "INSERT INTO points_order (order_id, posted, entries) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE posted = "
    "VALUE(posted), entries = VALUE(entries)",
    .samples = "SELECT 0, 0, 0");

static const struct field posted_fields[] = { FIELD(points_posted, ID, order_id),
	FIELD(points_posted, INT, posted), FIELD(points_posted, INT, entries) };
static const struct record posted_record = RECORD(points_posted, posted_fields);

enum rc
points_posted_find(struct ctx *ctx, const int64_t *order_ids, size_t count, struct rows *posted)
{
	return db_rows(ctx, &points_posted_sql, &posted_record, posted,
	    ARGS(arg_text(json_ids(ctx->arena, order_ids, count))));
}

enum rc
points_posted_save(struct ctx *ctx, const struct points_posted *posted, size_t count)
{
	struct arg *args = arena_array(ctx->arena, count + 1, 3 * sizeof(*args));

	for (size_t i = 0; i < count; i++) {
		args[i * 3] = arg_int(posted[i].order_id);
		args[i * 3 + 1] = arg_int(posted[i].posted);
		args[i * 3 + 2] = arg_int(posted[i].entries);
	}
	return count == 0 ? RC_OK : db_exec_many(ctx, &points_posted_save_sql, args, 3, count);
}

/* --- expiry ----------------------------------------------------------------------------------------------------- */

SQL(points_aged_sql,
    "SELECT m.id, m.points, m.points_gained, COALESCE((SELECT CAST(SUM(GREATEST(e.points, 0)) AS SIGNED) "
    "FROM points_entry e WHERE e.member_id = m.id AND e.at <= ?), 0) AS gained_then FROM member m "
    "WHERE m.id > ? ORDER BY m.id LIMIT ? FOR UPDATE",
    .samples = "SELECT 0, 0, 100 UNION ALL SELECT 0, MAX(id), 100 FROM member",
    .why = "the entries of so many members are added up");

static const struct field aged_fields[] = { FIELD(points_aged, ID, id), FIELD(points_aged, INT, points),
	FIELD(points_aged, INT, points_gained), FIELD(points_aged, INT, gained_then) };
static const struct record aged_record = RECORD(points_aged, aged_fields);

enum rc
points_aged_lock(struct ctx *ctx, int64_t after, int64_t then, int64_t most, struct rows *aged)
{
	return db_rows(
	    ctx, &points_aged_sql, &aged_record, aged, ARGS(arg_int(then), arg_int(after), arg_int(most)));
}
