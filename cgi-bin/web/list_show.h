/* SPDX-License-Identifier: MIT */
/* A list's surroundings as template data: tabs, search, segments, menus, chips, heads, buttons, links to other pages. */
#ifndef WEB_LIST_SHOW_H
#define WEB_LIST_SHOW_H

#include "web/list_read.h"
#include "web/list_view.h"

struct list_shown {
	struct req *req;
	const struct list_query *query;
	struct list_live *live;
	const struct list_found *found;
	const struct list_tally *tally;
	const struct list_total *total;
	const struct rows *views;
	struct node *node; /* List */
};

/* list_show(): everything but the rows. */
void list_show(const struct list_shown *shown);
/* list_filter_words(): the filters in words: "尾号 3、4 · 金额 500–", for chips, exports and the audit log. */
const char *list_filter_words(struct req *req, const struct list_query *query, size_t filter);
/* number_text(): "1,234". */
const char *list_number(struct arena *arena, int64_t number);

#endif
