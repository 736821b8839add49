/* SPDX-License-Identifier: MIT */
/* What a worker knows about a list between requests: how its rows are laid out, and for at most a second its counts, its
 * choices and the totals shown lately. Nothing a decision is taken on: display only. */
#ifndef WEB_LIST_LIVE_H
#define WEB_LIST_LIVE_H

#include "web/list_query.h"

struct list_live;

/* What the list reads behind each row's own struct. */
struct list_tail {
	int64_t key, version, fen, sort;
	const char *text;
	int64_t stream; /* which of the streams of a list whose filters head its indexes */
};

/* list_live(): never NULL. list_live_record(): the record of its rows, tail included, for a sort by text or number.
 * list_tail(): the tail of such a row. */
struct list_live *list_live(const struct list *list);
const struct record *list_live_record(const struct list_live *live, bool text);
const struct list_tail *list_tail(const struct list *list, const void *row);

/* list_live_choices(): the choices of every filter, in the reader's language. */
enum rc list_live_choices(
    struct req *req, struct list_live *live, const struct list_choices **choices) MUST_CHECK;
/* list_live_menu(): where the choices of a filter are kept as they were written for a page, with none of them chosen; NULL for a
 * filter whose choices or counts are the reader's own. Forgotten with the counts and the choices. */
struct kept_rows;
struct kept_rows *list_live_menu(struct list_live *live, enum lang lang, size_t filter);
/* list_live_counts(): see to it that the counts are at most a second old. list_live_count(): rows and fen of a value;
 * false if nothing is counted for it. `dimension` "" is the whole list. */
enum rc list_live_counts(struct ctx *ctx, struct list_live *live) MUST_CHECK;
bool list_live_count(
    const struct list_live *live, const char *dimension, int64_t value, int64_t *rows, int64_t *fen);
/* list_live_count_text(): the rows as they are shown, good as long as the counts; NULL if nothing is counted for the value. */
const char *list_live_count_text(const struct list_live *live, const char *dimension, int64_t value);
/* list_live_estimate(): rows that meet a filter as far as the counts tell; -1: they do not. */
int64_t list_live_estimate(const struct list_live *live, const struct list_query *query, size_t filter);

/* A total as it is shown. */
struct list_total {
	int64_t rows, fen;
	bool more; /* at least so many; then `fen` means nothing */
};
/* list_live_total(): a total kept this second under the same filters; list_live_keep(): keep one. */
bool list_live_total(
    const struct list_live *live, int64_t now, const char *filters, struct list_total *total);
void list_live_keep(struct list_live *live, int64_t now, const char *filters, const struct list_total *total);

/* list_live_forget(): all that is kept of every list, for somebody who has just changed something and looks for it. */
void list_live_forget(void);

#endif
