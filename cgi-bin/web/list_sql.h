/* SPDX-License-Identifier: MIT */
/* The statements of lists, put together from the fragments that a list declares; values are always `?`. Pure: text and
 * values out, nothing run. How they are used: list_read.h. */
#ifndef WEB_LIST_SQL_H
#define WEB_LIST_SQL_H

#include "web/list_query.h"

#define LIST_ARGS 512 /* values of one statement, at most */

/* A statement put together: its text says which shape it is, so equal shapes are prepared once. */
struct list_sql {
	const char *text;
	const struct arg *args;
	size_t count;
};

/* What every statement of one question shares. */
struct list_terms {
	struct arena *arena;
	const struct list_query *query;
	const struct arg *scope; /* values of the `?` in list->where */
	size_t scope_count;
	struct list_place place; /* where to go on; side FIRST: from the start of the order */
	struct list_place until; /* last place to look at, itself included; side FIRST: to the end */
	bool backwards;          /* against the order of the sort */
};

/* `filters` is a choice of filters: bit i stands for filter i. Those that head the indexes hold in every statement, named or not:
 * the question is a whole one (list_query_whole). */

/* Rows: those that meet `filters`, in the order of the sort from the place until `until`, at most `limit`; ends after having looked at
 * `examined` rows (0: no such end). */
struct list_sql list_sql_rows(
    const struct list_terms *terms, uint32_t filters, const char *index, size_t limit, size_t examined);
/* The place `offset` entries further on among those that meet `filters`; no row: fewer are left. */
struct list_sql list_sql_bound(
    const struct list_terms *terms, uint32_t filters, const char *index, size_t offset);
/* Keys of the first `limit` entries for each combination of the values chosen for the filters `streams` that meet `filters` as well,
 * one stream after the other; for a sort by text merged in its order, which MariaDB alone knows. list_streams(): how many
 * combinations there are. */
struct list_sql list_sql_union(
    const struct list_terms *terms, uint32_t filters, uint32_t streams, const char *index, size_t limit);
size_t list_streams(const struct list_query *query, uint32_t streams);
/* The same, but the rows themselves, one stream after the other: MariaDB merges nothing. */
struct list_sql list_sql_streams(
    const struct list_terms *terms, uint32_t filters, uint32_t streams, const char *index, size_t limit);
/* list_heads(): the filters that head the list's indexes. */
uint32_t list_heads(const struct list *list);
/* Keys of all entries (at most `limit`) that meet the filter `driver`, from the place on, in the order of the sort. */
struct list_sql list_sql_few(const struct list_terms *terms, size_t driver, const char *index, size_t limit);
/* A row if there are more than `most` entries that meet the filter `driver`. */
struct list_sql list_sql_many(const struct list_terms *terms, size_t driver, const char *index, size_t most);
/* Rows by their keys, those that meet `filters`. */
struct list_sql list_sql_fetch(
    const struct list_terms *terms, uint32_t filters, const int64_t *keys, size_t count);
/* Names and sums of rows by their keys: list_key, list_fen, list_title. */
struct list_sql list_sql_titles(const struct list_terms *terms, const int64_t *keys, size_t count);
/* How many of the first `most` entries that meet `driven` meet `others` as well, and their sum: scanned, found, fen. */
struct list_sql list_sql_count(
    const struct list_terms *terms, uint32_t driven, uint32_t others, const char *index, size_t most);

/* How many of the first `most` entries of the scope have each value of `filter`, and their sums: value, found, fen. */
struct list_sql list_sql_tally(const struct list_terms *terms, size_t filter, const char *index, size_t most);

/* list_index_find(): name of an index the list declares, NULL if none. `filter` NULL: of the sort alone; `sort` NULL: of
 * the filter alone; both NULL: of the key. */
const char *list_index_find(const struct list *list, const char *filter, const char *sort);
/* list_tables(): tables that the list's rows are joined from, one or more. */
size_t list_tables(const struct list *list);

#endif
