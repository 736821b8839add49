/* SPDX-License-Identifier: MIT */
/* How many rows a list shows and their sum: from the counts if one dimension tells, else read up to a bound; and how many rows
 * of a scope have each value of a filter.
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

/* ---- values of a scope ---- */

struct tally_row {
	int64_t value, found, fen;
};
static const struct field tally_fields[] = { FIELD(tally_row, INT, value), FIELD(tally_row, INT, found),
	FIELD(tally_row, INT, fen) };
static const struct record tally_record = RECORD(tally_row, tally_fields);

enum rc
list_tally(struct ctx *ctx, const struct list_ask *ask, struct list_tally *tally)
{
	const struct list *list = ask->query->list;
	struct list_terms terms = {
		.arena = ctx->arena, .query = ask->query, .scope = ask->scope, .scope_count = ask->scope_count
	};
	const struct tally_row *rows;
	const char *index;
	struct list_sql sql;
	size_t i;
	enum rc rc;

	memset(tally, 0, sizeof(*tally));
	for (i = 0; i < list->filter_count && !list->filters[i].count_scope; i++)
		;
	tally->filter = i < list->filter_count ? i : SIZE_MAX;
	if (tally->filter == SIZE_MAX)
		return RC_OK;
	index = list_index_find(list, list->filters[i].name, list->sorts[0].name);
	if (index == NULL)
		index = list_index_find(list, NULL, list->sorts[0].name);
	sql = list_sql_tally(&terms, i, index, LIST_COUNT_MOST);
	list_watched(&sql, "counts of at most a thousand rows of one record, read with its page");
	rc = db_rows(ctx, db_shape(ctx, sql.text), &tally_record, &tally->values, sql.args, sql.count);
	if (rc != RC_OK)
		return rc;
	rows = tally->values.items;
	for (i = 0; i < tally->values.count; i++) {
		tally->all.rows += rows[i].found;
		tally->all.fen += rows[i].fen;
	}
	tally->all.more = tally->all.rows >= LIST_COUNT_MOST;
	return RC_OK;
}

struct list_total
list_tally_rows(const struct list_tally *tally, int64_t value)
{
	const struct tally_row *rows = tally->values.items;
	struct list_total total = { 0, 0, tally->all.more };
	size_t i;

	for (i = 0; i < tally->values.count; i++)
		if (rows[i].value == value) {
			total.rows = rows[i].found;
			total.fen = rows[i].fen;
		}
	return total;
}

/* No filter, or the one whose values were counted, and all there is was counted. */
static bool
tally_total(const struct list_query *query, const struct list_tally *tally, struct list_total *total)
{
	const struct list_wanted *wanted;
	size_t filtered = list_query_filtered(query), i;

	if (tally == NULL || tally->filter == SIZE_MAX || tally->all.more || query->lost)
		return false;
	if (filtered == 0) {
		*total = tally->all;
		return true;
	}
	if (filtered > 1 || !list_filter_holds(query, tally->filter))
		return false;
	memset(total, 0, sizeof(*total));
	wanted = &query->wanted[tally->filter];
	for (i = 0; i < wanted->count; i++) {
		struct list_total one = list_tally_rows(tally, strtoll(wanted->chosen[i]->value, NULL, 10));

		total->rows += one.rows;
		total->fen += one.fen;
	}
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

		if (!list_filter_holds(query, i) || list->filters[i].heads)
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
	struct list_terms terms = { .arena = ctx->arena,
		.query = list_query_whole(ctx->arena, ask->query),
		.scope = ask->scope,
		.scope_count = ask->scope_count };
	uint32_t active = 0, driven = 0, heads = list_heads(ask->query->list);
	struct count_row row = { 0, 0, 0 };
	struct list_sql sql;
	const char *index;
	size_t driver, i;
	enum rc rc;

	for (i = 0; i < ask->query->list->filter_count; i++)
		if (list_filter_holds(terms.query, i) && !(heads & (UINT32_C(1) << i)))
			active |= UINT32_C(1) << i;
	driver = count_driver(terms.query, live, &index);
	if (driver != SIZE_MAX)
		driven = UINT32_C(1) << driver;
	else if (heads != 0)
		index = list_index_find(ask->query->list, NULL, ask->query->list->sorts[0].name);
	sql = list_sql_count(&terms, driven, active & ~driven, index, LIST_COUNT_MOST);
	list_watched(&sql, "a count of at most a thousand, shown as 1,000+; remembered for a second");
	rc = db_row(ctx, db_shape(ctx, sql.text), &count_record, &row, sql.args, sql.count);
	total->rows = row.found;
	total->fen = row.fen;
	total->more = row.scanned >= LIST_COUNT_MOST;
	return rc;
}

/* What a total is kept under: the filters, and whose rows they were asked of. */
static const char *
total_name(struct ctx *ctx, const struct list_ask *ask)
{
	struct buf out;
	size_t i;

	buf_init(&out, ctx->arena, 128);
	for (i = 0; i < ask->scope_count; i++)
		if (ask->scope[i].type == ARG_TEXT)
			buf_printf(&out, "%s:", (const char *)ask->scope[i].data);
		else
			buf_printf(&out, "%" PRId64 ":", ask->scope[i].number);
	buf_text(&out, list_query_filters(ctx->arena, list_query_whole(ctx->arena, ask->query)));
	return out.data;
}

enum rc
list_total(
    struct ctx *ctx, const struct list_ask *ask, const struct list_found *found, struct list_total *total)
{
	struct list_live *live = list_live(ask->query->list);
	const char *filters;
	enum rc rc;

	memset(total, 0, sizeof(*total));
	if (ask->query->lost || total_of_page(ask, found, total) ||
	    tally_total(ask->query, ask->tally, total))
		return RC_OK;
	rc = list_live_counts(ctx, live);
	if (rc != RC_OK || list_total_known(ask->query, live, total))
		return rc;
	memset(total, 0, sizeof(*total));
	filters = total_name(ctx, ask);
	if (list_live_total(live, ctx->now, filters, total))
		return RC_OK;
	rc = total_read(ctx, ask, live, total);
	if (rc == RC_OK)
		list_live_keep(live, ctx->now, filters, total);
	return rc;
}
