/* SPDX-License-Identifier: MIT */
/* Rows of reports/ as its own files read and write them. */
#ifndef REPORTS_STORE_H
#define REPORTS_STORE_H

#include "db/db.h"
#include "reports/rules.h"

/* month_add_many(): inside a transaction; merged deltas (month_deltas_merge), at most a few thousand. */
enum rc month_add_many(struct ctx *ctx, const struct month_delta *deltas, size_t count) MUST_CHECK;

struct month_count {
	int64_t dimension, month, value, opened;
};
/* month_counts(): the small dimensions (all, type, department, problem) from one month to another: struct month_count[]. */
enum rc month_counts(struct ctx *ctx, int64_t from, int64_t to, struct rows *counts) MUST_CHECK;

/* month_regions(), month_products(): the most complained of in a month, most first, at most `most`, with their names and what
 * they had the month before. `parent` is 0 for provinces and products, the province of cities, the city of districts. */
struct month_rank {
	int64_t value, opened, before;
	const char *name, *number; /* number: of a product; "" of a region */
};
enum rc month_regions(struct ctx *ctx, enum month_dimension dimension, int64_t month, int64_t parent,
    int64_t most, struct rows *ranks) MUST_CHECK;
enum rc month_products(struct ctx *ctx, int64_t month, int64_t most, struct rows *ranks) MUST_CHECK;

#endif
