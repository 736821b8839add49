/* SPDX-License-Identifier: MIT */
/* How many rows a list shows and their sum: from the counts if one dimension tells, else read up to a bound.
 * Not the counts themselves (db/count). */
#include "web/list_read.h"
#include "web/list_sql.h"
#include <inttypes.h>

struct count_row {
	int64_t scanned, found, fen;
};
static const struct field count_fields[] = { FIELD(count_row, INT, scanned), FIELD(count_row, INT, found),
	FIELD(count_row, INT, fen) };
static const struct record count_record = RECORD(count_row, count_fields);

/* All there is stands on this one page. */
static bool
total_of_page(const struct list_ask *ask, const struct list_found *found, struct list_total *total)
{
	size_t i;

	if (found == NULL || found->more || found->partial || ask->query->place.side != LIST_FIRST)
		return false;
	total->rows = (int64_t)found->count;
	for (i = 0; i < found->count; i++)
		total->fen += list_tail(ask->query->list, found->rows[i])->fen;
	return true;
}

/* No filter, or one whose counts are kept. */
bool
list_total_known(const struct list_query *query, const struct list_live *live, struct list_total *total)
{
	const struct list *list = query->list;
	size_t filtered = list_query_filtered(query), i, j;
	int64_t rows, fen;

	memset(total, 0, sizeof(*total));
	if (filtered == 0)
		return list_live_count(live, "", 0, &total->rows, &total->fen);
	for (i = 0; i < list->filter_count && !list_filter_holds(query, i); i++)
		;
	if (filtered > 1 || i == list->filter_count || list->filters[i].kind != LIST_CHOICE)
		return false;
	for (j = 0; j < query->wanted[i].count; j++) {
		if (!list_live_count(live, list->filters[i].dimension,
			strtoll(query->wanted[i].chosen[j]->value, NULL, 10), &rows, &fen))
			return false;
		total->rows += rows;
		total->fen += fen;
	}
	return true;
}

/* The filter to count along: the one with the fewest rows as far as known, by any index that begins with it. */
static size_t
count_driver(const struct list_query *query, const struct list_live *live, const char **index)
{
	const struct list *list = query->list;
	size_t i, j, best = SIZE_MAX;
	int64_t least = 0;

	*index = NULL;
	for (i = 0; i < list->filter_count; i++) {
		int64_t rows = list_live_estimate(live, query, i);

		if (!list_filter_holds(query, i))
			continue;
		if (rows < 0)
			rows = list->filters[i].kind == LIST_EXACT || list->filters[i].kind == LIST_PREFIX
				   ? 50
				   : 50000;
		for (j = 0; j < list->index_count; j++) {
			const char *filter = list->indexes[j].filter, *sort = list->indexes[j].sort;
			bool own = filter != NULL && strcmp(filter, list->filters[i].name) == 0;
			size_t k;

			/* a range of a sort column: the sort's index begins with it */
			for (k = 0; !own && filter == NULL && sort != NULL && k < list->sort_count; k++)
				own = strcmp(list->sorts[k].name, sort) == 0 &&
				      strcmp(list->sorts[k].column, list->filters[i].column) == 0;
			if (own && (best == SIZE_MAX || rows < least)) {
				best = i;
				least = rows;
				*index = list->indexes[j].index;
			}
		}
	}
	return best;
}

static enum rc
total_read(
    struct ctx *ctx, const struct list_ask *ask, const struct list_live *live, struct list_total *total)
{
	struct list_terms terms = {
		.arena = ctx->arena, .query = ask->query, .scope = ask->scope, .scope_count = ask->scope_count
	};
	uint32_t active = 0, driven = 0;
	struct count_row row = { 0, 0, 0 };
	struct list_sql sql;
	const char *index;
	size_t driver, i;
	enum rc rc;

	for (i = 0; i < ask->query->list->filter_count; i++)
		if (list_filter_holds(ask->query, i))
			active |= UINT32_C(1) << i;
	driver = count_driver(ask->query, live, &index);
	if (driver != SIZE_MAX)
		driven = UINT32_C(1) << driver;
	sql = list_sql_count(&terms, driven, active & ~driven, index, LIST_COUNT_MOST);
	list_watched(&sql, "a count of at most a thousand, shown as 1,000+; remembered for a second");
	rc = db_row(ctx, db_shape(ctx, sql.text), &count_record, &row, sql.args, sql.count);
	total->rows = row.found;
	total->fen = row.fen;
	total->more = row.scanned >= LIST_COUNT_MOST;
	return rc;
}

enum rc
list_total(
    struct ctx *ctx, const struct list_ask *ask, const struct list_found *found, struct list_total *total)
{
	struct list_live *live = list_live(ask->query->list);
	const char *filters;
	enum rc rc;

	memset(total, 0, sizeof(*total));
	if (ask->query->lost || total_of_page(ask, found, total))
		return RC_OK;
	rc = list_live_counts(ctx, live);
	if (rc != RC_OK || list_total_known(ask->query, live, total))
		return rc;
	memset(total, 0, sizeof(*total));
	filters = list_query_filters(ctx->arena, ask->query);
	if (ask->scope_count > 0)
		filters = arena_printf(ctx->arena, "%" PRId64 ":%s", ctx->actor.account_id, filters);
	if (list_live_total(live, ctx->now, filters, total))
		return RC_OK;
	rc = total_read(ctx, ask, live, total);
	if (rc == RC_OK)
		list_live_keep(live, ctx->now, filters, total);
	return rc;
}
