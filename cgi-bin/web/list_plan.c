/* SPDX-License-Identifier: MIT */
/* Which index a list's question is read along. Pure: decides by what the list declares and by the counts at hand.
 * Not MariaDB's optimizer: the index is named to it. */
#include "web/list_read.h"
#include "web/list_sql.h"

#define DENSE_PERCENT                                                                                        \
	15 /* several values with at least this share of all rows are found by looking at all rows */
#define UNION_MOST 12 /* values */

static uint32_t
bit(size_t filter)
{
	return UINT32_C(1) << filter;
}

/* Does the filter narrow the sort column itself? Then the sort's index answers it. */
static bool
narrows_sort(const struct list_query *query, size_t filter)
{
	const struct list_filter *by = &query->list->filters[filter];
	const struct list_sort *sort = &query->list->sorts[query->sort];

	if (strcmp(by->column, sort->column) != 0)
		return false;
	return by->kind == LIST_MONEY || by->kind == LIST_NUMBER || by->kind == LIST_DAYS ||
	       (by->kind == LIST_PREFIX && sort->text);
}

/* What it costs to follow this filter: about its rows; several values cost a merge. */
static int64_t
filter_cost(const struct list_query *query, const struct list_live *live, size_t filter)
{
	int64_t rows = list_live_estimate(live, query, filter);

	if (query->list->filters[filter].kind == LIST_EXACT)
		return 50;
	if (rows < 0)
		rows = INT64_C(1) << 40;
	return query->wanted[filter].count > 1 ? rows * 2 : rows;
}

static bool
is_dense(const struct list_query *query, const struct list_live *live, size_t filter)
{
	int64_t all, fen, rows = list_live_estimate(live, query, filter);

	if (rows < 0 || !list_live_count(live, "", 0, &all, &fen))
		return false;
	return rows * 100 >= all * DENSE_PERCENT;
}

/* The filter to follow: the cheapest of those with an index in the order of the sort. */
static size_t
driver_find(const struct list_query *query, const struct list_live *live, uint32_t active)
{
	const struct list *list = query->list;
	size_t i, best = SIZE_MAX;
	int64_t cost, least = 0;

	for (i = 0; i < list->filter_count; i++) {
		enum list_filter_kind kind = list->filters[i].kind;

		if (!(active & bit(i)) || (kind != LIST_CHOICE && kind != LIST_EXACT) ||
		    list_index_find(list, list->filters[i].name, list->sorts[query->sort].name) == NULL)
			continue;
		cost = filter_cost(query, live, i);
		if (best == SIZE_MAX || cost < least) {
			best = i;
			least = cost;
		}
	}
	return best;
}

static uint32_t
plan_active(const struct list_query *query, uint32_t *on_sort)
{
	uint32_t active = 0;
	size_t i;

	*on_sort = 0;
	for (i = 0; i < query->list->filter_count; i++) {
		if (!list_filter_holds(query, i) || query->list->filters[i].heads)
			continue;
		active |= bit(i);
		if (narrows_sort(query, i))
			*on_sort |= bit(i);
	}
	return active;
}

/* An exact text of which there is one row at most: no order matters. */
static bool
plan_unique(const struct list_query *query, uint32_t active, struct list_plan *plan)
{
	const struct list *list = query->list;
	size_t i;

	for (i = 0; i < list->filter_count; i++) {
		if (!(active & bit(i)) || !list->filters[i].unique || list->filters[i].kind != LIST_EXACT)
			continue;
		plan->index = list_index_find(list, list->filters[i].name, NULL);
		if (plan->index == NULL)
			continue;
		plan->driven = active;
		plan->others = 0;
		return true;
	}
	return false;
}

/* The last filter that heads the indexes, if the question wants all its values, whatever they are; SIZE_MAX. One whose
 * values are `provided` for the reader is never left out: others' rows would show. */
static size_t
head_open(const struct list_query *query)
{
	const struct list *list = query->list;
	size_t i = list->filter_count;

	while (i-- > 0)
		if (list->filters[i].heads)
			return list->filters[i].provide == NULL &&
				       query->wanted[i].count == query->choices[i].count
				   ? i
				   : SIZE_MAX;
	return SIZE_MAX;
}

static const char *
wide_find(const struct list *list, const char *filter, const char *sort)
{
	struct list wide = { .indexes = list->wide, .index_count = list->wide_count };

	return list_index_find(&wide, filter, sort);
}

/* A list whose filters head its indexes is read by a stream for each combination of their values. `filter`: the one its
 * index follows then, or NULL. */
static void
plan_heads(const struct list_query *query, const char *filter, struct list_plan *plan)
{
	const struct list *list = query->list;
	size_t open = head_open(query);
	const char *wide = open != SIZE_MAX ? wide_find(list, filter, list->sorts[query->sort].name) : NULL;

	plan->streams = list_heads(list);
	plan->union_index = plan->index;
	if (wide != NULL) {
		plan->streams &= ~bit(open);
		plan->union_index = wide;
	}
}

void
list_plan(const struct list_query *query, const struct list_live *live, struct list_plan *plan)
{
	const struct list *list = query->list;
	const char *sort = list->sorts[query->sort].name;
	uint32_t on_sort, active = plan_active(query, &on_sort), heads = list_heads(list);
	size_t driver;

	memset(plan, 0, sizeof(*plan));
	plan->driven = active;
	if (list->index_count == 0 || plan_unique(query, active, plan))
		return;
	plan->index = list_index_find(list, NULL, sort);
	driver = driver_find(query, live, active);
	plan->driven = on_sort;
	plan->others = active & ~on_sort;
	if (driver != SIZE_MAX && query->wanted[driver].count > 1) {
		if (query->wanted[driver].count <= UNION_MOST && heads == 0) {
			plan->streams = bit(driver);
			plan->union_index = list_index_find(list, list->filters[driver].name, sort);
			plan->union_first = !is_dense(query, live, driver) || plan->index == NULL;
		}
	} else if (driver != SIZE_MAX) {
		plan->index = list_index_find(list, list->filters[driver].name, sort);
		plan->driven |= bit(driver);
		plan->others &= ~bit(driver);
	}
	if (heads != 0)
		plan_heads(query,
		    driver != SIZE_MAX && (plan->driven & bit(driver)) ? list->filters[driver].name : NULL,
		    plan);
	if (plan->index == NULL && !plan->union_first) {
		plan->driven = active; /* a sort without an index: the list says its table stays small */
		plan->others = 0;
	}
}
