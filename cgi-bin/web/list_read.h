/* SPDX-License-Identifier: MIT */
/* How a list's rows are read so that no statement reads much more than it returns, at any size, with any filters.
 *
 * The rows of a question come along an index that is in the order of the sort:
 *   stream   the index of the sort, or of one filter's value in the order of the sort (the filter with the fewest rows, by
 *            its exact counts). Other filters are looked at row by row: at first until the page is full or LIST_EXAMINED
 *            rows were looked at (LIMIT … ROWS EXAMINED). Not full, it begins again in windows: the place so many
 *            entries further on, then the rows up to there, and so on.
 *   union    several values of one filter that are few together: the keys of each value's stream, merged, then the rows. A list
 *            whose filters head its indexes is always read so, by each combination of their values.
 *   few      a filter with an index of its own that matches at most LIST_FEW rows: all their keys, sorted, then the rows.
 * A request opens at most LIST_WINDOWS windows; what was found until then is shown with a link to search on. */
#ifndef WEB_LIST_READ_H
#define WEB_LIST_READ_H

#include "web/list_live.h"

#define LIST_EXAMINED 450
#define LIST_FEW 400
#define LIST_WINDOWS 25

struct list_ask {
	const struct list_query *query;
	const struct arg *scope; /* values of the `?` in list->where */
	size_t scope_count;
	size_t want;                    /* rows */
	size_t windows;                 /* at most; LIST_WINDOWS for a page */
	const struct list_tally *tally; /* NULL: nothing was counted along with the page */
};

struct list_found {
	const void **rows; /* in the order of the sort, also when read backwards */
	size_t count;
	bool more;                /* there are further ones in the direction of reading */
	bool partial;             /* windows ran out: perhaps there are further ones */
	struct list_place resume; /* `more`, `partial`: where to go on in the direction of reading */
};

enum rc list_read(struct ctx *ctx, const struct list_ask *ask, struct list_found *found) MUST_CHECK;
/* list_total(): how many rows meet the filters and their sum: exact from the counts where one dimension tells, else read,
 * up to LIST_COUNT_MOST. `found`: a page that may be all there is; NULL. */
enum rc list_total(struct ctx *ctx, const struct list_ask *ask, const struct list_found *found,
    struct list_total *total) MUST_CHECK;

/* list_tally(): how many rows of the list's scope have each value of its filter that declares `count_scope`; of the first
 * LIST_COUNT_MOST rows: all.more where there are as many. No such filter: SIZE_MAX, nothing is read. list_tally_rows(): of one
 * value, with their sum. */
struct list_tally {
	size_t filter;
	struct list_total all;
	struct rows values;
};
enum rc list_tally(struct ctx *ctx, const struct list_ask *ask, struct list_tally *tally) MUST_CHECK;
struct list_total list_tally_rows(const struct list_tally *tally, int64_t value);

/* list_total_known(): the total without reading, where the counts of one dimension tell it. */
bool list_total_known(const struct list_query *query, const struct list_live *live, struct list_total *total);

/* list_watch(): from now on `each` is told every statement before it is run; NULL: nobody is. For list_shapes(). */
struct list_sql;
typedef void list_watcher(void *self, const struct list_sql *sql, const char *why);
void list_watch(list_watcher *each, void *self);
void list_watched(const struct list_sql *sql, const char *why);

/* How a question is read: for list_shapes() and tests. */
struct list_plan {
	uint32_t driven, others; /* filters the index answers, and those looked at row by row */
	const char *index;       /* of the stream; NULL: the list names none, one plain statement */
	uint32_t streams;        /* union: filters of whose values there is a stream each; 0: none */
	const char *union_index;
	bool union_first; /* too few for looking at all rows */
};
void list_plan(const struct list_query *query, const struct list_live *live, struct list_plan *plan);

#endif
