/* SPDX-License-Identifier: MIT */
/* SQL of the months' counts (RULE CMP-10), and the listener that keeps them up.
 * Not what is done with them: pages.c. */
#include "reports/store.h"

#include <string.h>

SQL(month_add_sql,
    "INSERT INTO complaint_month (dimension, month, value, parent, opened) VALUES (?, ?, ?, ?, ?) "
    "ON DUPLICATE KEY UPDATE opened = opened + VALUE(opened)",
    .samples =
	"SELECT 0, 202605, 0, 0, 1 UNION ALL SELECT 7, MAX(month), MAX(value), 0, 1 FROM complaint_month");
SQL(month_counts_sql,
    "SELECT dimension, month, value, opened FROM complaint_month WHERE dimension IN (0, 1, 2, 3) AND month "
    "BETWEEN ? AND ?",
    .samples = "SELECT MAX(month) - 100, MAX(month) FROM complaint_month UNION ALL SELECT 0, 0");
/* Without statistics, in a fresh shop, the month before would be read whole for each row. */
SQL(month_regions_sql,
    "SELECT m.value, m.opened, COALESCE(p.opened, 0) AS `before`, COALESCE(r.name, '') AS name, '' AS number"
    " FROM (SELECT value, opened FROM complaint_month WHERE dimension = ? AND month = ? AND parent = ? AND "
    "opened > 0 ORDER BY opened DESC, value DESC LIMIT ?) m"
    " LEFT JOIN complaint_month p FORCE INDEX (PRIMARY) ON p.dimension = ? AND p.month = ? AND p.value = "
    "m.value LEFT JOIN region r ON r.id = m.value ORDER BY m.opened DESC, m.value DESC",
    .samples = "SELECT 4, MAX(month), 0, 100, 4, MAX(month) - 1 FROM complaint_month UNION ALL SELECT 6, 0, "
	       "0, 0, 6, 0");
SQL(month_products_sql,
    "SELECT m.value, m.opened, COALESCE(p.opened, 0) AS `before`, COALESCE(g.name, '') AS name, "
    "COALESCE(g.product_no, '') AS number FROM (SELECT value, opened FROM complaint_month "
    "WHERE dimension = 7 AND month = ? AND parent = 0 AND opened > 0 "
    "ORDER BY opened DESC, value DESC LIMIT ?) m LEFT JOIN complaint_month p FORCE INDEX (PRIMARY) "
    "ON p.dimension = 7 AND p.month = ? AND p.value = m.value LEFT JOIN product g ON g.id = m.value "
    "ORDER BY m.opened DESC, m.value DESC",
    .samples = "SELECT MAX(month), 20, MAX(month) - 1 FROM complaint_month UNION ALL SELECT 0, 0, 0");

#define ADD_ARGS 5

enum rc
month_add_many(struct ctx *ctx, const struct month_delta *deltas, size_t count)
{
	struct arg *args = arena_array(ctx->arena, count + 1, ADD_ARGS * sizeof(*args));
	size_t i;

	for (i = 0; i < count; i++) {
		const struct arg made[ADD_ARGS] = { arg_int(deltas[i].dimension), arg_int(deltas[i].month),
			arg_int(deltas[i].value), arg_int(deltas[i].parent), arg_int(deltas[i].opened) };

		memcpy(args + i * ADD_ARGS, made, sizeof(made));
	}
	return count == 0 ? RC_OK : db_exec_many(ctx, &month_add_sql, args, ADD_ARGS, count);
}

static const struct field count_fields[] = { FIELD(month_count, INT, dimension),
	FIELD(month_count, INT, month), FIELD(month_count, INT, value), FIELD(month_count, INT, opened) };
static const struct record count_record = RECORD(month_count, count_fields);

enum rc
month_counts(struct ctx *ctx, int64_t from, int64_t to, struct rows *counts)
{
	return db_rows(ctx, &month_counts_sql, &count_record, counts, ARGS(arg_int(from), arg_int(to)));
}

static const struct field rank_fields[] = { FIELD(month_rank, INT, value), FIELD(month_rank, INT, opened),
	FIELD(month_rank, INT, before), FIELD(month_rank, TEXT, name), FIELD(month_rank, TEXT, number) };
static const struct record rank_record = RECORD(month_rank, rank_fields);

enum rc
month_regions(struct ctx *ctx, enum month_dimension dimension, int64_t month, int64_t parent, int64_t most,
    struct rows *ranks)
{
	return db_rows(ctx, &month_regions_sql, &rank_record, ranks,
	    ARGS(arg_int(dimension), arg_int(month), arg_int(parent), arg_int(most), arg_int(dimension),
		arg_int(month_add(month, -1))));
}

enum rc
month_products(struct ctx *ctx, int64_t month, int64_t most, struct rows *ranks)
{
	return db_rows(ctx, &month_products_sql, &rank_record, ranks,
	    ARGS(arg_int(month), arg_int(most), arg_int(month_add(month, -1))));
}
