/* SPDX-License-Identifier: MIT */
/* Members with the same number, found by going through the index of phones in small steps, round after round.
 * Not what is done with them: actions.c. */
#include "base/clock.h"
#include "db/db.h"
#include "db/tx.h"
#include "merges/merges.h"

#include <string.h>

#define STEP 5000

struct twin {
	int64_t id, state;
	const char *phone;
};
static const struct field twin_fields[] = { FIELD(twin, ID, id), FIELD(twin, INT, state),
	FIELD(twin, TEXT, phone) };
static const struct record twin_record = RECORD(twin, twin_fields);
SQL(twins_sql,
    "SELECT id, state, phone FROM member FORCE INDEX (member_phone) WHERE phone > ? ORDER BY phone, id LIMIT "
    "?",
    .samples = "SELECT MAX(phone), 5000 FROM member UNION ALL SELECT '~', 5000");
SQL(group_sql, "SELECT id FROM member FORCE INDEX (member_phone) WHERE phone = ? ORDER BY id LIMIT ?",
    .samples = "SELECT MAX(phone), 10 FROM member UNION ALL SELECT '~', 10");

struct search {
	const char *phone;
	int64_t round, begun_at;
};
static const struct field search_fields[] = { FIELD(search, TEXT, phone), FIELD(search, INT, round),
	FIELD(search, TIME, begun_at) };
static const struct record search_record = RECORD(search, search_fields);
SQL(search_lock_sql, "SELECT phone, round, begun_at FROM merge_search WHERE id = 1 FOR UPDATE");
SQL(search_save_sql, "UPDATE merge_search SET phone = ?, round = ?, begun_at = ? WHERE id = 1",
    .samples = "SELECT '', 0, 0");
SQL(candidate_put_sql,
    "INSERT INTO merge_candidate (member_id, members, found_at) VALUES (?, ?, ?)"
    " ON DUPLICATE KEY UPDATE members = VALUE(members), found_at = VALUE(found_at)",
    .samples = "SELECT 0, 2, 0");
/* those that this round did not meet again */
SQL(candidates_drop_sql, "DELETE FROM merge_candidate WHERE found_at < ?", .samples = "SELECT 0",
    .why = "all groups of members with the same number, once a round");

struct id_row {
	int64_t id;
};
static const struct field id_fields[] = { FIELD(id_row, ID, id) };
static const struct record id_record = RECORD(id_row, id_fields);

enum rc
merge_group(struct ctx *ctx, const struct member *member, size_t most, struct rows *members)
{
	struct rows found;
	int64_t *ids = arena_array(ctx->arena, most + 1, sizeof(*ids));
	size_t i;
	enum rc rc;

	*members = (struct rows){ NULL, 0 };
	if (member->phone[0] == '\0')
		return RC_OK;
	rc = db_rows(
	    ctx, &group_sql, &id_record, &found, ARGS(arg_text(member->phone), arg_int((int64_t)most)));
	for (i = 0; rc == RC_OK && i < found.count; i++)
		ids[i] = ((const struct id_row *)found.items)[i].id;
	return rc == RC_OK && found.count > 0 ? member_some(ctx, ids, found.count, members) : rc;
}

/* Runs of the same number within what was read. A run that reaches the end may go on: it is read again with the next step. */
static enum rc
runs_note(struct ctx *ctx, const struct rows *found, const char **up_to)
{
	const struct twin *twins = found->items;
	size_t i, j;
	enum rc rc = RC_OK;

	for (i = 0; rc == RC_OK && i < found->count; i = j) {
		int64_t first = 0, members = 0;

		for (j = i; j < found->count && strcmp(twins[j].phone, twins[i].phone) == 0; j++)
			if (twins[j].state == MEMBER_ACTIVE) {
				first = first == 0 ? twins[j].id : first;
				members++;
			}
		if (j == found->count && found->count == STEP && i > 0)
			return RC_OK;
		*up_to = twins[i].phone;
		if (members > 1)
			rc = db_exec(ctx, &candidate_put_sql,
			    ARGS(arg_int(first), arg_int(members), arg_int(ctx->now)));
	}
	return rc;
}

static enum rc
step_write(struct ctx *ctx, bool *round_over)
{
	struct search search;
	struct rows found;
	const char *up_to;
	enum rc rc = db_row(ctx, &search_lock_sql, &search_record, &search, NO_ARGS);

	if (rc == RC_OK && search.phone[0] == '\0')
		search.begun_at = ctx->now;
	up_to = search.phone;
	if (rc == RC_OK)
		rc = db_rows(
		    ctx, &twins_sql, &twin_record, &found, ARGS(arg_text(search.phone), arg_int(STEP)));
	if (rc == RC_OK)
		rc = runs_note(ctx, &found, &up_to);
	if (rc != RC_OK)
		return rc;
	*round_over = found.count < STEP;
	if (*round_over) {
		rc = db_exec(ctx, &candidates_drop_sql, ARGS(arg_int(search.begun_at)));
		up_to = "";
		search.round++;
	}
	return rc == RC_OK ? db_exec(ctx, &search_save_sql,
				 ARGS(arg_text(up_to), arg_int(search.round), arg_int(search.begun_at)))
			   : rc;
}

enum rc
merge_search_step(struct ctx *ctx, bool *round_over)
{
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = step_write(ctx, round_over);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}
