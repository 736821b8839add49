/* SPDX-License-Identifier: MIT */
/* What follows from a change of complaints, in its transaction: the lists' counts, the members' numbers, whoever listens.
 * Not the change: actions.c. */
#include "complaints/store.h"
#include "db/count.h"

#include <string.h>

/* --- counts of the list ----------------------------------------------------------------------------------------- */

#define LIST "complaints"
#define DIMENSIONS 9

static size_t
count_of(struct count_delta *deltas, const struct complaint *complaint, int64_t sign)
{
	const struct {
		const char *dimension;
		int64_t value;
	} values[DIMENSIONS] = { { "", 0 }, { "open", complaint->state != COMPLAINT_CLOSED },
		{ "owner", complaint->owner_id }, { "state", complaint->state }, { "type", complaint->type },
		{ "problem", complaint->problem }, { "department", complaint->department },
		{ "urgency", complaint->urgency }, { "channel", complaint->channel } };

	if (complaint->id == 0)
		return 0;
	for (size_t i = 0; i < DIMENSIONS; i++)
		deltas[i] = (struct count_delta){ LIST, values[i].dimension, values[i].value, sign, 0 };
	return DIMENSIONS;
}

static enum rc
counts_follow(struct ctx *ctx, const struct complaint_change *changes, size_t count)
{
	struct count_delta *deltas = arena_array(ctx->arena, count * 2 * DIMENSIONS + 1, sizeof(*deltas));
	size_t made = 0;

	for (size_t i = 0; i < count; i++) {
		made += count_of(deltas + made, &changes[i].before, -1);
		made += count_of(deltas + made, &changes[i].after, 1);
	}
	return count_add(ctx, deltas, made);
}

/* --- members (RULE MEM-5) --------------------------------------------------------------------------------------- */

SQL(member_complaints_sql,
    "UPDATE member SET complaints = complaints + ?, open_complaints = open_complaints + ? WHERE id = ?",
    .samples = "SELECT 0, 0, MAX(id) FROM member UNION ALL SELECT 0, 0, 0");

struct member_delta {
	int64_t member_id, all, open;
};

static int
member_compare(const void *left, const void *right)
{
	const struct member_delta *a = left, *b = right;

	return (a->member_id > b->member_id) - (a->member_id < b->member_id);
}

static size_t
member_of(struct member_delta *delta, const struct complaint *complaint, int64_t sign)
{
	if (complaint->id == 0 || complaint->member_id == 0)
		return 0;
	*delta = (struct member_delta){ complaint->member_id, sign,
		complaint->state != COMPLAINT_CLOSED ? sign : 0 };
	return 1;
}

/* In the order of their ids, so that two writers never wait for each other in a circle. */
static enum rc
members_follow(struct ctx *ctx, const struct complaint_change *changes, size_t count)
{
	struct member_delta *deltas = arena_array(ctx->arena, count * 2 + 1, sizeof(*deltas));
	struct arg *args = arena_array(ctx->arena, count * 6 + 1, sizeof(*args));
	size_t made = 0, rows = 0;

	for (size_t i = 0; i < count; i++) {
		made += member_of(deltas + made, &changes[i].before, -1);
		made += member_of(deltas + made, &changes[i].after, 1);
	}
	qsort(deltas, made, sizeof(*deltas), member_compare);
	for (size_t i = 0; i < made; i++) {
		struct member_delta sum = deltas[i];

		for (; i + 1 < made && deltas[i + 1].member_id == sum.member_id; i++) {
			sum.all += deltas[i + 1].all;
			sum.open += deltas[i + 1].open;
		}
		if (sum.all == 0 && sum.open == 0)
			continue;
		args[rows * 3] = arg_int(sum.all);
		args[rows * 3 + 1] = arg_int(sum.open);
		args[rows++ * 3 + 2] = arg_int(sum.member_id);
	}
	return rows == 0 ? RC_OK : db_send_many(ctx, &member_complaints_sql, args, 3, rows);
}

enum rc
complaint_follow(struct ctx *ctx, const struct complaint_change *changes, size_t count)
{
	enum rc rc;

	if (count == 0)
		return RC_OK;
	rc = members_follow(ctx, changes, count);
	if (rc == RC_OK)
		rc = counts_follow(ctx, changes, count);
	return rc == RC_OK ? event_send(ctx, &COMPLAINT_CHANGED, changes, count) : rc;
}
