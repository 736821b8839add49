/* SPDX-License-Identifier: MIT */
/* SQL of members and regions: who they are, found by id, number, phone.
 * Not what follows from their orders: loyalty/ writes that. */
#include "members/store.h"
#include "base/lookup.h"

static const struct field member_fields[] = { FIELD(member, ID, id), FIELD(member, TEXT, member_no),
	FIELD(member, TEXT, name), FIELD(member, TEXT, phone), FIELD(member, TEXT, phone_last4),
	FIELD(member, TEXT, email), FIELD(member, ID, province_id), FIELD(member, ID, city_id),
	FIELD(member, ID, district_id), FIELD(member, TEXT, address), FIELD(member, TIME, since_at),
	FIELD(member, MONEY, spent_fen), FIELD(member, INT, tier), FIELD(member, INT, orders),
	FIELD(member, TIME, last_order_at), FIELD(member, INT, state), FIELD(member, ID, merged_into),
	FIELD(member, INT, consent), FIELD(member, INT, points), FIELD(member, INT, complaints),
	FIELD(member, INT, open_complaints), FIELD(member, TIME, follow_at), FIELD(member, TIME, contact_at),
	FIELD(member, INT, follow_state), FIELD(member, BOOL, follow_fixed), FIELD(member, INT, version) };
const struct record member_record = RECORD(member, member_fields);

SQL(member_get_sql, "SELECT " MEMBER_COLUMNS " FROM member WHERE id = ?",
    .samples = "SELECT MAX(id) FROM member UNION ALL SELECT 0");
SQL(member_find_no_sql, "SELECT id FROM member WHERE member_no = ?",
    .samples = "SELECT MAX(member_no) FROM member UNION ALL SELECT ''");
SQL(member_last4_sql, "SELECT " MEMBER_COLUMNS " FROM member WHERE phone_last4 = ? ORDER BY id LIMIT ?",
    .samples = "SELECT MAX(phone_last4), 20 FROM member UNION ALL SELECT '', 0");
SQL(member_phone_sql, "SELECT " MEMBER_COLUMNS " FROM member WHERE phone = ? ORDER BY id LIMIT ?",
    .samples = "SELECT MAX(phone), 20 FROM member UNION ALL SELECT '-', 0");
SQL(member_email_sql, "SELECT " MEMBER_COLUMNS " FROM member WHERE email = ? ORDER BY id LIMIT ?",
    .samples = "SELECT MAX(email), 20 FROM member UNION ALL SELECT '-', 0");
/* one parameter however many they are: half the time of an IN list, and prepared once */
SQL(member_store_find_sql,
    "SELECT " MEMBER_COLUMNS
    " FROM JSON_TABLE(?, '$[*]' COLUMNS (wanted VARCHAR(40) CHARACTER SET utf8mb4 PATH '$')) j"
    " STRAIGHT_JOIN member m ON m.member_no = j.wanted COLLATE utf8mb4_bin",
    .samples = "SELECT '[\"0\"]'", .why = "the JSON list itself is read as rows");
SQL(member_some_sql,
    "SELECT " MEMBER_COLUMNS " FROM JSON_TABLE(?, '$[*]' COLUMNS (wanted BIGINT UNSIGNED PATH '$')) j"
    " STRAIGHT_JOIN member m ON m.id = j.wanted",
    .samples = "SELECT '[0]'", .why = "the JSON list itself is read as rows");

SQL(region_name_sql, "SELECT name FROM region WHERE id = ?",
    .samples = "SELECT MAX(id) FROM region UNION ALL SELECT 0");
SQL(region_parent_sql, "SELECT parent_id FROM region WHERE id = ?",
    .samples = "SELECT MAX(id) FROM region UNION ALL SELECT 0");
SQL(region_find_sql, "SELECT id FROM region WHERE parent_id = ? AND name = ?",
    .samples = "SELECT MAX(parent_id), '' FROM region UNION ALL SELECT 0, ''");
SQL(region_add_sql, "INSERT IGNORE INTO region (parent_id, name) VALUES (?, ?)",
    .samples = "SELECT 0, 'sample'");
SQL(region_children_sql, "SELECT id, name FROM region WHERE parent_id = ? ORDER BY id LIMIT 100",
    .samples = "SELECT 0 UNION ALL SELECT 4294967295");

enum rc
member_get(struct ctx *ctx, int64_t id, struct member *member)
{
	return db_row(ctx, &member_get_sql, &member_record, member, ARGS(arg_int(id)));
}

enum rc
member_find_no(struct ctx *ctx, const char *member_no, int64_t *id)
{
	return db_int(ctx, &member_find_no_sql, id, ARGS(arg_text(member_no)));
}

enum rc
member_find_last4(struct ctx *ctx, const char *last4, int64_t most, struct rows *members)
{
	return db_rows(ctx, &member_last4_sql, &member_record, members, ARGS(arg_text(last4), arg_int(most)));
}

enum rc
member_find_contact(struct ctx *ctx, const char *text, int64_t most, struct rows *members)
{
	const char *phone = phone_normal(ctx->arena, text);

	*members = (struct rows){ NULL, 0 };
	if (strlen(text) == 4 && strspn(text, "0123456789") == 4)
		return member_find_last4(ctx, text, most, members);
	if (strchr(text, '@') != NULL)
		return db_rows(
		    ctx, &member_email_sql, &member_record, members, ARGS(arg_text(text), arg_int(most)));
	if (phone == NULL || strlen(phone) < 10)
		return RC_OK;
	return db_rows(ctx, &member_phone_sql, &member_record, members, ARGS(arg_text(phone), arg_int(most)));
}

enum rc
member_store_find(struct ctx *ctx, const char *const *numbers, size_t count, struct rows *members)
{
	return db_rows(ctx, &member_store_find_sql, &member_record, members,
	    ARGS(arg_text(json_texts(ctx->arena, numbers, count))));
}

enum rc
member_some(struct ctx *ctx, const int64_t *ids, size_t count, struct rows *members)
{
	return db_rows(
	    ctx, &member_some_sql, &member_record, members, ARGS(arg_text(json_ids(ctx->arena, ids, count))));
}

struct numbered {
	int64_t id;
	const char *member_no;
};
static const struct field numbered_fields[] = { FIELD(numbered, ID, id), FIELD(numbered, TEXT, member_no) };
static const struct record numbered_record = RECORD(numbered, numbered_fields);
SQL(member_ids_sql,
    "SELECT IF(m.merged_into > 0, m.merged_into, m.id) AS id, m.member_no "
    "FROM JSON_TABLE(?, '$[*]' COLUMNS (wanted VARCHAR(40) CHARACTER "
    "SET utf8mb4 PATH '$')) j STRAIGHT_JOIN member m ON m.member_no = j.wanted COLLATE utf8mb4_bin",
    .samples = "SELECT '[\"0\"]'", .why = "the JSON list itself is read as rows");

enum rc
member_ids(struct ctx *ctx, const char *const *numbers, size_t count, int64_t *ids)
{
	struct lookup *lookup = lookup_new(ctx->arena, count);
	struct rows found;
	const struct numbered *rows;
	size_t i;
	enum rc rc = db_rows(ctx, &member_ids_sql, &numbered_record, &found,
	    ARGS(arg_text(json_texts(ctx->arena, numbers, count))));

	if (rc != RC_OK)
		return rc;
	rows = found.items;
	for (i = 0; i < found.count; i++) /* a number asked for twice is found twice */
		(void)lookup_add(lookup, rows[i].member_no, rows[i].id);
	for (i = 0; i < count; i++)
		ids[i] = lookup_find(lookup, numbers[i], 0);
	return RC_OK;
}

/* --- regions ---------------------------------------------------------------------------------------------------- */

/* Names that never change once they are there, kept per process: a few thousand at most. Open addressing; when it is half
 * full nothing more is kept. */
#define REGION_KEPT 16384
struct region_kept {
	int64_t parent_id, id;
	char name[64];
};
static struct region_kept region_table[REGION_KEPT];
static size_t region_table_count;
static bool region_added; /* in the transaction that is open: what is found may still be rolled back */

static struct region_kept *
region_slot(int64_t parent_id, const char *name)
{
	uint64_t hash = UINT64_C(14695981039346656037) ^ (uint64_t)parent_id;
	const char *c;
	size_t at;

	for (c = name; *c; c++)
		hash = (hash ^ (unsigned char)*c) * UINT64_C(1099511628211);
	for (at = (hash ^ hash >> 32) % REGION_KEPT; region_table[at].id; at = (at + 1) % REGION_KEPT)
		if (region_table[at].parent_id == parent_id && strcmp(region_table[at].name, name) == 0)
			break;
	return &region_table[at];
}

static void
region_keep(struct region_kept *slot, int64_t parent_id, const char *name, int64_t id)
{
	if (slot->id || region_table_count >= REGION_KEPT / 2 || strlen(name) >= sizeof(slot->name))
		return;
	slot->parent_id = parent_id;
	slot->id = id;
	snprintf(slot->name, sizeof(slot->name), "%s", name);
	region_table_count++;
}

enum rc
region_find(struct ctx *ctx, int64_t parent_id, const char *name, int64_t *id)
{
	return db_int(ctx, &region_find_sql, id, ARGS(arg_int(parent_id), arg_text(name)));
}

enum rc
region_id(struct ctx *ctx, int64_t parent_id, const char *name, int64_t *id)
{
	struct region_kept *slot;
	enum rc rc;

	*id = 0;
	region_added = region_added && ctx->tx_open;
	if (name[0] == '\0')
		return RC_OK;
	slot = region_slot(parent_id, name);
	if (slot->id) {
		*id = slot->id;
		return RC_OK;
	}
	rc = region_find(ctx, parent_id, name, id);
	if (rc == RC_NOT_FOUND) {
		region_added = true;
		rc = db_exec(ctx, &region_add_sql, ARGS(arg_int(parent_id), arg_text(name)));
		return rc == RC_OK ? region_find(ctx, parent_id, name, id) : rc;
	}
	if (rc == RC_OK && !region_added)
		region_keep(slot, parent_id, name, *id);
	return rc;
}

/* Names by their ids, kept per process: a name never changes. */
static char region_names[REGION_KEPT][64];

struct region_text {
	const char *name;
};
static const struct field region_text_fields[] = { FIELD(region_text, TEXT, name) };
static const struct record region_text_record = RECORD(region_text, region_text_fields);

enum rc
region_name(struct ctx *ctx, int64_t id, const char **name)
{
	struct region_text text = { "" };
	enum rc rc = RC_OK;

	if (id > 0 && id < REGION_KEPT && region_names[id][0] != '\0') {
		*name = region_names[id];
		return RC_OK;
	}
	if (id != 0)
		rc = db_row(ctx, &region_name_sql, &region_text_record, &text, ARGS(arg_int(id)));
	/* one made in this very transaction may still be rolled back */
	if (rc == RC_OK && id > 0 && id < REGION_KEPT && !ctx->tx_open && strlen(text.name) < 64)
		snprintf(region_names[id], sizeof(region_names[id]), "%s", text.name);
	*name = rc == RC_OK ? text.name : "";
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc
region_parent(struct ctx *ctx, int64_t id, int64_t *parent_id)
{
	return db_int(ctx, &region_parent_sql, parent_id, ARGS(arg_int(id)));
}

static const struct field region_fields[] = { FIELD(region, ID, id), FIELD(region, TEXT, name) };
static const struct record region_record = RECORD(region, region_fields);

enum rc
region_children(struct ctx *ctx, int64_t parent_id, struct rows *regions)
{
	return db_rows(ctx, &region_children_sql, &region_record, regions, ARGS(arg_int(parent_id)));
}
