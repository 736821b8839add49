/* SPDX-License-Identifier: MIT */
/* What a list's URL asks for: filters, sort, place, checked against what the list declares, and printed again in one order,
 * so that equal questions have equal links. Pure: no database, no request.
 *
 *   ?q=…&state[]=1&state[]=2&total_from=500&total_to=…&all=1&sort=placed&dir=desc&view=ID&after=PLACE|before=PLACE&export=csv
 *
 * Filters that are named hold; none named: the list's defaults hold, unless all=1 lifts them or view=ID brings its own. */
#ifndef WEB_LIST_QUERY_H
#define WEB_LIST_QUERY_H

#include "http/request.h"
#include "web/list.h"

/* The choices of each filter as they are now; in the order in which links are printed. */
struct list_choices {
	const struct list_choice *items;
	size_t count;
};

/* One filter as asked for; zeroed: not asked for. */
/* Ends of a range of days that move along, so that a saved view means the same tomorrow. "_from=now" is what is still to come, "_to=now"
 * what is over: the rows behind a count of what is overdue. */
#define LIST_NOW INT64_MIN
#define LIST_YESTERDAY (INT64_MIN + 1)
#define LIST_TODAY (INT64_MIN + 2)
#define LIST_TOMORROW (INT64_MIN + 3)
struct list_wanted {
	const struct list_choice **chosen; /* CHOICE, in the order of the choices */
	size_t count;
	const char *text; /* EXACT, PREFIX */
	bool has_from, has_to;
	int64_t from, to; /* fen, or days in the shop's zone; both inclusive; LIST_NOW … */
};

enum list_side { LIST_FIRST, LIST_AFTER, LIST_BEFORE };
/* A place between two rows in the order of the sort. */
struct list_place {
	enum list_side side;
	int64_t number;   /* value of the sort column… */
	const char *text; /* … or this, if the sort is by text */
	int64_t key;
};

enum list_export { LIST_NO_EXPORT, LIST_CSV, LIST_XLSX };

struct list_query {
	const struct list *list;
	const char *path;                   /* of its links: list_path() */
	const struct list_choices *choices; /* one per filter */
	int64_t now;                        /* from which LIST_NOW … are counted: UTC seconds */
	struct list_wanted wanted[LIST_FILTERS];
	size_t sort;
	bool sorted; /* the address names the sort; else it follows the filters */
	bool descending;
	struct list_place place;
	const char *search; /* as typed; NULL: nothing */
	bool lost;          /* no filter can mean what was typed: nothing matches */
	bool all;           /* defaults are lifted */
	bool defaulted;     /* the filters are the list's defaults */
	int64_t
	    view; /* saved view it was called by; 0: none; -1: asked to forget what is remembered about views */
	enum list_export export;
	const char *problem; /* RC_INVALID: the parameter that could not be used */
};

/* list_query_init(): nothing asked for, at `now`. list_query_read(): add parameters; RC_INVALID with `problem` for an unknown name, an
 * unknown choice, a malformed value or place. list_query_text(): the same from a printed query ("a[]=1&b=2"). */
void list_query_init(
    struct list_query *query, const struct list *list, const struct list_choices *choices, int64_t now);
enum rc list_query_read(
    struct arena *arena, struct list_query *query, const struct param *params, size_t count) MUST_CHECK;
enum rc list_query_text(struct arena *arena, struct list_query *query, const char *text) MUST_CHECK;

/* list_query_filtered(): how many filters hold. list_filter_holds(): does this one. */
size_t list_query_filtered(const struct list_query *query);
bool list_filter_holds(const struct list_query *query, size_t filter);
/* list_query_sort(): the sort that holds where none is named: that of the first filter that wants one, or the list's default. */
size_t list_query_sort(const struct list_query *query);
/* list_query_clear(): drop one filter (the search box if it holds it), the place and the view: a new question. */
void list_query_clear(struct list_query *query, size_t filter);
void list_query_clear_all(struct list_query *query);
/* list_query_choose(): exactly this choice, or with `add` this one as well; takes it away if it was chosen and `add`. */
void list_query_choose(
    struct arena *arena, struct list_query *query, size_t filter, const struct list_choice *choice, bool add);

/* list_query_whole(): the question as it is read: a filter that heads the list's indexes holds with every value its reader has where
 * none is chosen; `lost` where there is no value at all. The same question for a list without such filters. */
const struct list_query *list_query_whole(struct arena *arena, const struct list_query *query);

/* list_query_filters(): the filters alone, printed: "digit[]=3&total_from=500"; "" for none.
 * list_query_print(): all of it but the export. list_query_link(): the same with the query's path.
 * list_query_inner(): `query` becomes another question, nothing asked for, of the same list at the same path as `outer`. */
void list_query_inner(struct list_query *query, const struct list_query *outer);
const char *list_query_filters(struct arena *arena, const struct list_query *query);
const char *list_query_print(struct arena *arena, const struct list_query *query);
const char *list_query_link(struct arena *arena, const struct list_query *query);
/* list_day_text(): an end of a range of days as addresses and forms have it: "2026-05-12", "now". list_day_read(): from that; false
 * if it is none. list_day_word(): "now", "today" …; NULL for a day of the calendar. list_day(): which day is meant; not of
 * LIST_NOW. */
const char *list_day_text(struct arena *arena, int64_t day);
bool list_day_read(const char *text, int64_t *day);
const char *list_day_word(int64_t day);
int64_t list_day(int64_t day, int64_t now);

#endif
