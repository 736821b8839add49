/* SPDX-License-Identifier: MIT */
/* Lists: a page declares columns, filters, sorts and bulk actions; it gets filters in the URL with live counts, removable
 * chips, sort by header, keyset paging, saved views, bulk actions, CSV and XLSX of all rows the filter matches, and both
 * empty states. Filters and sorts are tables of SQL fragments; values are always `?`. Pages go by key, never by OFFSET. */
#ifndef WEB_LIST_H
#define WEB_LIST_H

#include "base/record.h"
#include "db/db.h"
#include "web/req.h"

#define LIST_PAGE 50
#define LIST_BULK_MOST 1000  /* rows of one bulk action */
#define LIST_COUNT_MOST 1000 /* where no count table answers, "1,000+" by a bounded read */
#define LIST_FILTERS 16      /* filters of one list, at most */
#define LIST_VALUES 64       /* values of one choice filter, at most */

enum list_filter_kind {
	LIST_CHOICE, /* one or more of fixed values: ?state=1&… repeated as state[] */
	LIST_EXACT,  /* a typed text, equal */
	LIST_PREFIX, /* a typed text, beginning with */
	LIST_MONEY,  /* from – to, in yuan: <name>_from, <name>_to */
	LIST_NUMBER, /* from – to, whole numbers, likewise */
	LIST_DAYS    /* from – to, days in the shop's zone, "today", "now" …: <name>_from, <name>_to */
};

struct list_choice {
	const char *value; /* in the URL and, as number or text, in SQL */
	const char *label; /* language key with "@", or finished text */
};

/* What is typed stands in a unique column of another table, whose row's id the list's own column holds. */
struct list_lookup {
	const char *table, *typed; /* "member", "member_no" */
};

struct list_filter {
	const char *name;
	enum list_filter_kind kind;
	const char *label;                 /* language key */
	const char *column;                /* "q.digit": compared by =, IN, LIKE, <=, >= according to kind */
	bool numeric;                      /* CHOICE values are numbers */
	const struct list_choice *choices; /* CHOICE, fixed: ended by value NULL */
	/* CHOICE, from the database: fills at most `most`, returns how many; NULL for fixed ones */
	size_t (*provide)(struct req *req, struct list_choice *choices, size_t most);
	/* `provide` looks at the other filters of the request (cities of the chosen province): asked for each request anew */
	bool follows;
	const char *dimension; /* dimension in list_count whose exact counts are shown; NULL: none are */
	int64_t likely;        /* CHOICE without a dimension: about how many rows a value has; 0: unknown */
	bool segment;          /* shown as segments instead of a menu (the main facet) */
	bool search; /* this is the search box: `route_search` tells which filter a typed text means */
	bool unique; /* EXACT: at most one row matches */
	/* EXACT: `column` is compared to the id that this leads to; NULL: to the text itself */
	const struct list_lookup *lookup;
	/* name of the sort that rows come in while this filter holds and the address names none: a range is read along its own
	 * index; NULL: the list's default */
	const char *sort;
	bool days; /* DAYS: the column holds days, not seconds */
	/* CHOICE by number, in a list with a scope: how many rows of the scope have each value, read with the page by one
	 * GROUP BY over its first LIST_COUNT_MOST rows; shown with "all" before them. For one filter of a list. */
	bool count_scope;
	/* CHOICE: whose rows, in what state: its column heads every index that the list names, behind those of earlier such
	 * filters. Rows are read as one stream of each value asked for, of every value the reader has where none is, and merged.
	 * Such a list sorts by numbers. No statement leaves it out, so that a list whose values are `provided` for its reader shows nothing else. */
	bool heads;
};

struct list_sort {
	const char *name;
	const char *label;  /* language key */
	const char *column; /* sorted by; with the list's key column behind it, always unique */
	bool text;          /* the column is text; otherwise a number */
	bool descending;    /* direction unless ?dir= says otherwise */
	bool unique;        /* no two rows share a value: the key column is not needed behind it */
};

/* An index by name, so that each page is read in its order and never sorted (list_read.h says how pages are read):
 *   { NULL, "placed", "PRIMARY" }              rows in the order of a sort: (sort column, key)
 *   { "digit", "placed", "order_queue_digit" } one value of a filter in that order: (filter column, sort column, key)
 *   { "member", NULL, "order_queue_member" }   the filter alone, in no useful order (typed texts, ranges)
 *   { NULL, NULL, "order_queue_id" }           the key
 * A list that names none is read by one plain statement: for tables that stay small.
 *
 * A list of one record's rows has "#" in its path, "/members/#/points": every link, form and export of it bears the id that the
 * request has there (req->id). `where` begins with the column that holds this id, `scope` gives the id for its `?`, and every
 * index named begins with that column:
 *   .where = "l.member_id = ?", { NULL, "at", "ledger_member" } over (member_id, at, id),
 *   { "kind", "at", "ledger_member_kind" } over (member_id, kind, at, id), { NULL, NULL, "PRIMARY" }
 * Its saved views are those of every record: the question is kept, not the id. */
struct list_index {
	const char *filter;
	const char *sort;
	const char *index;
};

/* A view everybody has, shown as a tab before the saved ones; `query` NULL: the list's defaults, "" : all rows. */
struct list_preset {
	const char *label; /* language key */
	const char *query; /* "parked[]=1", as the list itself would print it */
	bool urgent;       /* its count is shown as overdue */
};

struct list_column {
	const char *name;  /* in exports and template */
	const char *label; /* language key of its head */
	const char *sort;  /* name of a sort, or NULL */
	const char
	    *style; /* class of the head cell: "num", "time", ""; NULL: the column stands in exports only */
};

struct list_bulk {
	const char *name;  /* "confirm" */
	const char *label; /* language key of the button */
	const struct right *right;
	const char *note; /* form field for a reason: language key; NULL: none is asked */
	/* which of the frozen rows would go through: called for each on the confirm page, pure or one read */
	enum rc (*check)(struct ctx *ctx, int64_t id, int64_t version);
	/* the same action as on the page, one transaction each */
	enum rc (*run)(struct ctx *ctx, int64_t id, int64_t version, const char *note);
	/* what may be given as the note: fills at most `most`, returns how many; NULL: any text */
	size_t (*options)(struct req *req, struct list_choice *options, size_t most);
	const char *no_options; /* language key of why nothing can be done while there is none */
};

struct list {
	const char *name;    /* "orders.queue": saved views, count tables, exports */
	const char *path;    /* "/orders/confirm"; "/members/#/points": rows of one record (above) */
	const char *select;  /* columns, comma-separated, with the names of the record's fields */
	const char *from;    /* "order_queue q" (joins allowed where each is by key) */
	const char *where;   /* fixed condition or NULL */
	const char *key;     /* unique column that ends each sort: "q.order_id" */
	const char *money;   /* column summed up for bulk and heads, or NULL */
	const char *version; /* version column frozen by bulk actions */
	const struct record *record;
	const struct list_column *columns;
	size_t column_count;
	const struct list_filter *filters;
	size_t filter_count;
	const struct list_sort *sorts;
	size_t sort_count; /* the first is the default */
	const struct list_bulk *bulk;
	size_t bulk_count;
	const struct right *export_right;
	/* a row for the page: at most eleven leaves (view.h) */
	void (*show)(struct req *req, struct node *row, const void *values);
	/* a cell for CSV and XLSX, by column index: a text, or NULL with `*number` set: fen if the column's style is "m" or its
	 * name ends in "_fen", else a plain number. NULL: the list cannot be exported */
	const char *(*cell)(struct req *req, const void *values, size_t column, int64_t *number);
	/* which filter a text in the search box means: returns its index and may rewrite the text; SIZE_MAX: none */
	size_t (*route_search)(const char *text, struct arena *arena, const char **rewritten);
	/* filters that hold when the URL names none (my digits): "digit[]=3&digit[]=4"; NULL or "" for none */
	const char *(*defaults)(struct req *req);
	const struct list_index *indexes;
	size_t index_count;
	/* the same without the column of the last filter that heads them, for questions that want all its values: a stream
	 * less for each of these. That filter's `choices` are all the values its column has */
	const struct list_index *wide;
	size_t wide_count;
	const struct list_preset *presets;
	size_t preset_count;
	/* values for the `?` in `where` (my tasks: the account); returns how many. Such a list shows no exact counts but those
	 * of a filter with `count_scope`. */
	size_t (*scope)(struct req *req, struct arg *args, size_t most);
	const char *title; /* expression that names a row on bulk pages: "q.order_no"; NULL: its id */
	const char *item;  /* page of a row: "/orders/#"; NULL: none */
};

/* list_page(): GET handler body: rows, counts, chips, sorts, paging, bulk bar into List.*; ?export=csv|xlsx streams instead.
 * A parameter that means nothing here is refused (RC_INVALID, its name in the reason). `where` is looked at row by row unless
 * the named indexes begin with its columns: then they must all. Joined tables are met by key, one row each; filters and
 * sorts stand on the first table. */
enum rc list_page(struct req *req, const struct list *list) MUST_CHECK;
/* list_bulk_freeze(): handler body of POST <path>/bulk: freeze ids and versions, redirect to the confirm page /bulk/#. The
 * form: bulk = name of the action; row[] = "id.version", at most 1,000; or all = 1 with filter = List.filter. */
enum rc list_bulk_freeze(struct req *req, const struct list *list) MUST_CHECK;
/* list_path(): the list's path with the record's id in place of its "#", where it has one. list_of_record(): has it. */
const char *list_path(struct arena *arena, const struct list *list, int64_t id);
bool list_of_record(const struct list *list);

/* lists[]: every list of every feature, for `check`, `check-sql` and bench. list_find(): by name, NULL if there is none. */
extern const struct list *const lists[]; /* features.c, NULL-terminated */
const struct list *list_find(const char *name);

/* list_shapes(): every statement a list is read by: each filter alone and each pair of filters, with every sort, both
 * directions, first page and a deep one; parameters are the worst the data holds. `each` runs it and returns RC_OK to go
 * on; `why` as in struct sql; `only` is the name of one list, NULL: all. For `houtaictl check-sql`. */
struct list_shape {
	const struct list *list;
	const char *what; /* "digit+total by placed, deep: rows" */
	const char *text;
	const struct arg *args;
	size_t arg_count;
	const char *why;
};
enum rc list_shapes(struct ctx *ctx, const char *only,
    enum rc (*each)(void *self, const struct list_shape *shape), void *self) MUST_CHECK;

/* list_holders(): choices for a filter by account: active accounts that hold any of `roles`, by staff number. How many were filled. */
size_t list_holders(struct req *req, uint32_t roles, struct list_choice *choices, size_t most);

#endif
