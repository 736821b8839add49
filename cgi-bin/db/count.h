/* SPDX-License-Identifier: MIT */
/* Count tables: exact numbers of rows and sums of fen per list, dimension and value, kept up in the transaction that
 * changes them and spread over shards, so that two writers seldom wait for each other. Owns: list_count.
 * A list's filters show them (web/list); dimension "" with value 0 is the whole list. */
#ifndef DB_COUNT_H
#define DB_COUNT_H

#include "db/ctx.h"
#include <stddef.h>

struct count_delta {
	const char *list;      /* "orders.queue" */
	const char *dimension; /* "digit" */
	int64_t value;
	int64_t rows, fen; /* to add, may be negative */
};
/* count_add(): inside a transaction; deltas of the same place are merged, zero ones dropped, all sorted. */
enum rc count_add(struct ctx *ctx, const struct count_delta *deltas, size_t count) MUST_CHECK;

struct count {
	const char *dimension;
	int64_t value, rows, fen;
};
struct rows;
/* count_read(): all counts of one list; bounded by its choices. */
enum rc count_read(struct ctx *ctx, const char *list, struct rows *counts) MUST_CHECK;

#endif
