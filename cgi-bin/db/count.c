/* SPDX-License-Identifier: MIT */
/* Count tables: exact counts and sums, changed with what they count. Not statistics over time. */
#include "db/count.h"
#include "db/private.h"
#include <unistd.h>

#define SHARDS 8

SQL(count_add_sql,
    "INSERT INTO list_count (list, dimension, value, shard, row_count, fen) VALUES (?, ?, ?, ?, ?, ?) "
    "ON DUPLICATE KEY UPDATE row_count = row_count + VALUE(row_count), fen = fen + VALUE(fen)",
    .samples = "SELECT list, dimension, value, 0, 1, 100 FROM list_count GROUP BY list, dimension, value "
	       "UNION ALL SELECT '', '', 0, 0, 0, 0");
SQL(count_read_sql,
    "SELECT dimension, value, SUM(row_count) AS `rows`, SUM(fen) AS fen FROM list_count WHERE list = ? "
    "GROUP BY dimension, value",
    .samples = "SELECT list FROM list_count GROUP BY list UNION ALL SELECT ''",
    .why =
	"as many values as the list has choices, times eight shards; the number of orders has no part in it");

static const struct field count_fields[] = {
	FIELD(count, TEXT, dimension),
	FIELD(count, INT, value),
	FIELD(count, INT, rows),
	FIELD(count, MONEY, fen),
};
static const struct record count_record = RECORD(count, count_fields);

static int
place_compare(const void *left, const void *right)
{
	const struct count_delta *a = left, *b = right;
	int order = strcmp(a->list, b->list);

	if (order == 0)
		order = strcmp(a->dimension, b->dimension);
	return order ? order : (a->value > b->value) - (a->value < b->value);
}

/* Sorted, merged, without zeros: all writers touch the rows in the same order and as few of them as can be. */
static size_t
deltas_merge(struct count_delta *deltas, size_t count)
{
	size_t from, to = 0, kept = 0;

	qsort(deltas, count, sizeof(*deltas), place_compare);
	for (from = 0; from < count; from++) {
		if (to > 0 && place_compare(&deltas[to - 1], &deltas[from]) == 0) {
			deltas[to - 1].rows += deltas[from].rows;
			deltas[to - 1].fen += deltas[from].fen;
		} else {
			deltas[to++] = deltas[from];
		}
	}
	for (from = 0; from < to; from++)
		if (deltas[from].rows != 0 || deltas[from].fen != 0)
			deltas[kept++] = deltas[from];
	return kept;
}

enum rc
count_add(struct ctx *ctx, const struct count_delta *deltas, size_t count)
{
	struct count_delta *own = arena_array(ctx->arena, count + 1, sizeof(*own));
	/* one shard per process and connection: its own transactions follow each other anyway */
	int64_t shard = getpid() % SHARDS;
	struct arg *args;
	size_t i;

	memcpy(own, deltas, count * sizeof(*own));
	count = deltas_merge(own, count);
	if (count == 0)
		return RC_OK;
	args = arena_array(ctx->arena, count, 6 * sizeof(*args));
	for (i = 0; i < count; i++) {
		args[i * 6] = arg_text(own[i].list);
		args[i * 6 + 1] = arg_text(own[i].dimension);
		args[i * 6 + 2] = arg_int(own[i].value);
		args[i * 6 + 3] = arg_int(shard);
		args[i * 6 + 4] = arg_int(own[i].rows);
		args[i * 6 + 5] = arg_int(own[i].fen);
	}
	return db_send_many(ctx, &count_add_sql, args, 6, count);
}

enum rc
count_read(struct ctx *ctx, const char *list, struct rows *counts)
{
	return db_rows(ctx, &count_read_sql, &count_record, counts, ARGS(arg_text(list)));
}
