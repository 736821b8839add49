/* SPDX-License-Identifier: MIT */
/* Many members at once, matched by their numbers: new ones are added, changed ones change, equal ones are left alone.
 * Not the reading of files: imports/ does that. */
#include "base/lookup.h"
#include "members/rules.h"
#include "members/store.h"

#include <string.h>

SQL(member_add_sql,
    "INSERT INTO member (member_no, name, phone, phone_last4, email, province_id, city_id, district_id, "
    "address, since_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    .samples = "SELECT 'sample-member', 'S', '', '', '', 0, 0, 0, '', 0");
SQL(member_change_sql,
    "UPDATE member SET name = ?, phone = ?, phone_last4 = ?, email = ?, province_id = ?, city_id = ?, "
    "district_id = ?,"
    " address = ?, since_at = ?, version = version + 1 WHERE id = ?",
    .samples = "SELECT '', '', '', '', 0, 0, 0, '', 0, MAX(id) FROM member UNION ALL SELECT '', '', '', '', "
	       "0, 0, 0, '', 0, 0");

#define ADD_ARGS 10
#define CHANGE_ARGS 10

static size_t
args_add(struct ctx *ctx, struct arg *args, const struct member *row)
{
	const struct arg made[ADD_ARGS] = { arg_text(row->member_no), arg_text(row->name),
		arg_text(row->phone), arg_text(phone_last4(ctx->arena, row->phone)), arg_text(row->email),
		arg_int(row->province_id), arg_int(row->city_id), arg_int(row->district_id),
		arg_text(row->address), arg_int(row->since_at) };

	memcpy(args, made, sizeof(made));
	return 1;
}

static size_t
args_change(struct ctx *ctx, struct arg *args, const struct member *row, int64_t id)
{
	const struct arg made[CHANGE_ARGS] = { arg_text(row->name), arg_text(row->phone),
		arg_text(phone_last4(ctx->arena, row->phone)), arg_text(row->email),
		arg_int(row->province_id), arg_int(row->city_id), arg_int(row->district_id),
		arg_text(row->address), arg_int(row->since_at), arg_int(id) };

	memcpy(args, made, sizeof(made));
	return 1;
}

/* `count` rows no two of which have the same number. */
static enum rc
import_distinct(struct ctx *ctx, const struct member *rows, size_t count, struct verdict *verdicts)
{
	const char **numbers = arena_array(ctx->arena, count, sizeof(*numbers));
	struct arg *added = arena_array(ctx->arena, count * ADD_ARGS, sizeof(*added));
	struct arg *changed = arena_array(ctx->arena, count * CHANGE_ARGS, sizeof(*changed));
	struct lookup *known = lookup_new(ctx->arena, count);
	int64_t *reached = arena_array(ctx->arena, count + 1, sizeof(*reached));
	size_t i, asked = 0, adds = 0, changes = 0, moved = 0;
	struct rows found;
	const struct member *there;
	enum rc rc;

	for (i = 0; i < count; i++)
		if (verdicts[i].outcome != BATCH_REJECTED)
			numbers[asked++] = rows[i].member_no;
	rc = member_store_find(ctx, numbers, asked, &found);
	if (rc != RC_OK)
		return rc;
	there = found.items;
	for (i = 0; i < found.count; i++)
		(void)lookup_add(known, there[i].member_no, (int64_t)i);
	for (i = 0; i < count; i++) {
		int64_t at = lookup_find(known, rows[i].member_no, -1);

		if (verdicts[i].outcome == BATCH_REJECTED)
			continue;
		if (at < 0) {
			verdicts[i].outcome = BATCH_NEW;
			adds += args_add(ctx, added + adds * ADD_ARGS, &rows[i]);
		} else if (there[at].state == MEMBER_ERASED) { /* RULE SEC-4: nothing brings it back */
			verdicts[i] =
			    (struct verdict){ BATCH_REJECTED, "member_no", "members.invalid.erased" };
		} else if (there[at].state == MEMBER_MERGED || member_same(&there[at], &rows[i])) {
			verdicts[i].outcome = BATCH_SAME; /* of a duplicate the survivor's row counts */
		} else {
			verdicts[i].outcome = BATCH_CHANGED;
			changes += args_change(ctx, changed + changes * CHANGE_ARGS, &rows[i], there[at].id);
			if (strcmp(there[at].phone, rows[i].phone) != 0)
				reached[moved++] = there[at].id;
		}
	}
	if (adds > 0)
		rc = db_exec_many(ctx, &member_add_sql, added, ADD_ARGS, adds);
	if (rc == RC_OK && changes > 0)
		rc = db_exec_many(ctx, &member_change_sql, changed, CHANGE_ARGS, changes);
	if (rc == RC_OK && moved > 0)
		rc = event_send(ctx, &MEMBER_CHANGED, reached, moved);
	return rc;
}

enum rc
member_import(struct ctx *ctx, const struct member *rows, size_t count, struct verdict *verdicts)
{
	size_t begin = 0, end, i;
	enum rc rc = RC_OK;

	for (i = 0; i < count; i++) {
		verdicts[i] = (struct verdict){ .outcome = BATCH_SAME };
		if (member_check(&rows[i], &verdicts[i].column, &verdicts[i].reason) != RC_OK)
			verdicts[i].outcome = BATCH_REJECTED;
	}
	/* a number that comes twice in a batch changes what its first row made */
	while (rc == RC_OK && begin < count) {
		struct lookup *seen = lookup_new(ctx->arena, count - begin);

		for (end = begin; end < count; end++)
			if (verdicts[end].outcome != BATCH_REJECTED &&
			    lookup_add(seen, rows[end].member_no, (int64_t)end) != (int64_t)end)
				break;
		rc = import_distinct(ctx, rows + begin, end - begin, verdicts + begin);
		begin = end;
	}
	return rc;
}
