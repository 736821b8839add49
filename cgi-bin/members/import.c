/* SPDX-License-Identifier: MIT */
/* Many members at once, matched by their numbers: new ones are added, changed ones change, equal ones are left alone.
 * Not the reading of files: imports/ does that. */
#include "base/lookup.h"
#include "members/rules.h"
#include "members/store.h"

#include <string.h>

SQL(member_add_sql,
    "INSERT INTO member (member_no, name, phone, phone_last4, email, province_id, city_id, district_id, "
    "address, since_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    .samples = "SELECT 'sample-member', 'S', '', '', '', 0, 0, 0, '', 0");
SQL(member_change_sql,
    "UPDATE member SET name = ?, phone = ?, phone_last4 = ?, email = ?, province_id = ?, city_id = ?, "
    "district_id = ?, address = ?, since_at = ?, version = version + 1 WHERE id = ?",
    .samples = "SELECT '', '', '', '', 0, 0, 0, '', 0, MAX(id) FROM member UNION ALL SELECT '', '', '', '', "
	       "0, 0, 0, '', 0, 0");

#define ADD_ARGS 10
#define CHANGE_ARGS 10

static void
args_add(struct ctx *ctx, struct arg *args, const struct member *row)
{
	const struct arg made[ADD_ARGS] = { arg_text(row->member_no), arg_text(row->name),
		arg_text(row->phone), arg_text(phone_last4(ctx->arena, row->phone)), arg_text(row->email),
		arg_int(row->province_id), arg_int(row->city_id), arg_int(row->district_id),
		arg_text(row->address), arg_int(row->since_at) };

	memcpy(args, made, sizeof(made));
}

static void
args_change(struct ctx *ctx, struct arg *args, const struct member *row, int64_t id)
{
	const struct arg made[CHANGE_ARGS] = { arg_text(row->name), arg_text(row->phone),
		arg_text(phone_last4(ctx->arena, row->phone)), arg_text(row->email),
		arg_int(row->province_id), arg_int(row->city_id), arg_int(row->district_id),
		arg_text(row->address), arg_int(row->since_at), arg_int(id) };

	memcpy(args, made, sizeof(made));
}

/* What a batch writes: new rows, changed rows, and the counts that follow. */
struct writes {
	struct arg *added, *changed;
	struct member *news, *before, *after;
	int64_t *reached; /* those whose phone changed */
	int64_t *renamed; /* name or phone */
	size_t adds, changes, moved, names;
};

static void
write_new(struct ctx *ctx, struct writes *writes, const struct member *row)
{
	args_add(ctx, writes->added + writes->adds * ADD_ARGS, row);
	writes->news[writes->adds] = *row;
	writes->news[writes->adds].tier = 0;
	writes->news[writes->adds].consent = CONSENT_ALL;
	writes->news[writes->adds].state = MEMBER_ACTIVE;
	writes->adds++;
}

static void
write_change(struct ctx *ctx, struct writes *writes, const struct member *row, const struct member *there)
{
	args_change(ctx, writes->changed + writes->changes * CHANGE_ARGS, row, there->id);
	writes->before[writes->changes] = writes->after[writes->changes] = *there;
	writes->after[writes->changes].province_id = row->province_id;
	if (strcmp(there->phone, row->phone) != 0)
		writes->reached[writes->moved++] = there->id;
	if (strcmp(there->phone, row->phone) != 0 || strcmp(there->name, row->name) != 0)
		writes->renamed[writes->names++] = there->id;
	writes->changes++;
}

static enum rc
writes_run(struct ctx *ctx, const struct writes *writes)
{
	enum rc rc = RC_OK;

	if (writes->adds > 0)
		rc = db_exec_many(ctx, &member_add_sql, writes->added, ADD_ARGS, writes->adds);
	if (rc == RC_OK && writes->changes > 0)
		rc = db_exec_many(ctx, &member_change_sql, writes->changed, CHANGE_ARGS, writes->changes);
	if (rc == RC_OK && writes->adds > 0)
		rc = member_counts_follow(ctx, NULL, writes->news, writes->adds);
	if (rc == RC_OK && writes->changes > 0)
		rc = member_counts_follow(ctx, writes->before, writes->after, writes->changes);
	if (rc == RC_OK && writes->moved > 0)
		rc = event_send(ctx, &MEMBER_CHANGED, writes->reached, writes->moved);
	if (rc == RC_OK && writes->names > 0)
		rc = event_send(ctx, &MEMBER_WAS_RENAMED, writes->renamed, writes->names);
	return rc;
}

/* `count` rows no two of which have the same number. */
static enum rc
import_distinct(struct ctx *ctx, const struct member *rows, size_t count, struct verdict *verdicts)
{
	const char **numbers = arena_array(ctx->arena, count, sizeof(*numbers));
	struct writes writes = { .added = arena_array(ctx->arena, count * ADD_ARGS, sizeof(struct arg)),
		.changed = arena_array(ctx->arena, count * CHANGE_ARGS, sizeof(struct arg)),
		.news = arena_array(ctx->arena, count, sizeof(struct member)),
		.before = arena_array(ctx->arena, count, sizeof(struct member)),
		.after = arena_array(ctx->arena, count, sizeof(struct member)),
		.reached = arena_array(ctx->arena, count, sizeof(int64_t)),
		.renamed = arena_array(ctx->arena, count, sizeof(int64_t)) };
	struct lookup *known = lookup_new(ctx->arena, count);
	size_t i, asked = 0;
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
			write_new(ctx, &writes, &rows[i]);
		} else if (there[at].state == MEMBER_ERASED) { /* RULE SEC-4: nothing brings it back */
			verdicts[i] =
			    (struct verdict){ BATCH_REJECTED, "member_no", "members.invalid.erased" };
		} else if (there[at].state == MEMBER_MERGED || member_same(&there[at], &rows[i])) {
			verdicts[i].outcome = BATCH_SAME; /* of a duplicate the survivor's row counts */
		} else {
			verdicts[i].outcome = BATCH_CHANGED;
			write_change(ctx, &writes, &rows[i], &there[at]);
		}
	}
	return writes_run(ctx, &writes);
}

enum rc
member_import(struct ctx *ctx, const struct member *given, size_t count, struct verdict *verdicts)
{
	struct member *rows = arena_array(ctx->arena, count + 1, sizeof(*rows));
	size_t begin = 0, end, i;
	enum rc rc = RC_OK;

	for (i = 0; i < count; i++) {
		const char *phone = phone_normal(ctx->arena, given[i].phone);

		rows[i] = given[i];
		rows[i].phone = phone != NULL ? phone : given[i].phone; /* what is no phone is said below */
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
