/* SPDX-License-Identifier: MIT */
/* The statements of lists, put together from fragments; every value is a `?`.
 * Not a query builder for others, and nothing is run here. */
#include "web/list_sql.h"
#include "base/clock.h"
#include <assert.h>

struct text {
	struct buf sql;
	struct arg *args;
	size_t count;
	const struct list_terms *terms;
	const struct list *list;
	const struct list_sort *sort;
	bool condition; /* WHERE stands already */
};

static void
text_init(struct text *text, const struct list_terms *terms)
{
	memset(text, 0, sizeof(*text));
	buf_init(&text->sql, terms->arena, 1024);
	text->terms = terms;
	text->list = terms->query->list;
	text->sort = &text->list->sorts[terms->query->sort];
}

/* Is the sort column enough to tell rows apart? */
static bool
sort_alone(const struct text *text)
{
	return text->sort->unique || strcmp(text->sort->column, text->list->key) == 0;
}

static struct list_sql
text_end(const struct text *text)
{
	struct list_sql sql = { text->sql.data, text->args, text->count };

	return sql;
}

static void
value_add(struct text *text, struct arg arg)
{
	assert(text->count < LIST_ARGS);
	if (text->count % 32 == 0)
		text->args = arena_grown(
		    text->terms->arena, text->args, text->count, text->count + 32, sizeof(*text->args));
	text->args[text->count++] = arg;
}

static void
put(struct text *text, const char *more)
{
	buf_text(&text->sql, more);
}

/* The joined tables come after the first one, and an index hint stands between: "order_queue q FORCE INDEX (x) JOIN …". */
static size_t
first_table(const char *from)
{
	static const char *const ends[] = { " JOIN ", " LEFT ", " INNER ", " STRAIGHT_JOIN ", NULL };
	size_t length = strlen(from), i;
	const char *found;

	for (i = 0; ends[i] != NULL; i++) {
		found = strstr(from, ends[i]);
		if (found != NULL && (size_t)(found - from) < length)
			length = (size_t)(found - from);
	}
	return length;
}

size_t
list_tables(const struct list *list)
{
	size_t count = 1;
	const char *p;

	for (p = list->from; (p = strstr(p, "JOIN ")) != NULL; p += 5)
		count++;
	return count;
}

const char *
list_index_find(const struct list *list, const char *filter, const char *sort)
{
	size_t i;

	for (i = 0; i < list->index_count; i++) {
		const struct list_index *index = &list->indexes[i];

		if ((filter == NULL) != (index->filter == NULL) || (sort == NULL) != (index->sort == NULL))
			continue;
		if ((filter == NULL || strcmp(filter, index->filter) == 0) &&
		    (sort == NULL || strcmp(sort, index->sort) == 0))
			return index->index;
	}
	return NULL;
}

/* `first` alone: joined tables are left out, where only columns of the first are asked for. */
static void
from_add(struct text *text, const char *index, bool first)
{
	const char *from = text->list->from;
	size_t length = first_table(from);

	put(text, " FROM ");
	buf_add(&text->sql, from, length);
	if (index != NULL) {
		put(text, " FORCE INDEX (");
		put(text, index);
		put(text, ")");
	}
	if (!first)
		put(text, from + length);
}

static void
and_add(struct text *text)
{
	put(text, text->condition ? " AND " : " WHERE ");
	text->condition = true;
}

static void
where_add(struct text *text)
{
	size_t i;

	if (text->list->where == NULL)
		return;
	and_add(text);
	put(text, "(");
	put(text, text->list->where);
	put(text, ")");
	for (i = 0; i < text->terms->scope_count; i++)
		value_add(text, text->terms->scope[i]);
}

static void
choice_add(struct text *text, const struct list_filter *filter, const struct list_choice *choice)
{
	value_add(
	    text, filter->numeric ? arg_int(strtoll(choice->value, NULL, 10)) : arg_text(choice->value));
}

/* Lists of values come in few lengths, filled up with the last value, so that few shapes exist. */
static size_t
in_length(size_t count)
{
	static const size_t lengths[] = { 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 51, 64, 128, 256 };
	size_t i;

	for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++)
		if (count <= lengths[i])
			return lengths[i];
	return count;
}

static void
in_add(struct text *text, size_t count)
{
	size_t i;

	if (count == 1) {
		put(text, " = ?");
		return;
	}
	put(text, " IN (?");
	for (i = 1; i < count; i++)
		put(text, ",?");
	put(text, ")");
}

static const char *
like_pattern(struct arena *arena, const char *typed)
{
	struct buf out;

	buf_init(&out, arena, 64);
	for (; *typed != '\0'; typed++) {
		if (*typed == '%' || *typed == '_' || *typed == '|')
			buf_char(&out, '|');
		buf_char(&out, *typed);
	}
	buf_char(&out, '%');
	return out.data;
}

/* First or last second of an end, or the plain number. */
static int64_t
end_value(const struct text *text, const struct list_filter *filter, int64_t end, bool last)
{
	int64_t now = text->terms->query->now, day;

	if (filter->kind != LIST_DAYS)
		return end;
	if (end == LIST_NOW)
		return last ? now - 1 : now;
	day = list_day(end, now);
	if (filter->days)
		return day;
	return last ? clock_start(day + 1) - 1 : clock_start(day);
}

static void
range_add(struct text *text, const struct list_filter *filter, const struct list_wanted *wanted, bool *first)
{
	if (wanted->has_from) {
		put(text, filter->column);
		put(text, " >= ?");
		value_add(text, arg_int(end_value(text, filter, wanted->from, false)));
	}
	if (wanted->has_to) {
		put(text, wanted->has_from ? " AND " : "");
		put(text, filter->column);
		put(text, " <= ?");
		value_add(text, arg_int(end_value(text, filter, wanted->to, true)));
	}
	*first = false;
}

/* One filter's condition, without AND. */
static void
filter_add(struct text *text, size_t which)
{
	const struct list_filter *filter = &text->list->filters[which];
	const struct list_wanted *wanted = &text->terms->query->wanted[which];
	size_t length, i;
	bool first = true;

	switch (filter->kind) {
	case LIST_CHOICE:
		if (wanted->count == 0) {
			put(text,
			    "1 = 0"); /* a filter that heads the indexes, and no value of it for the reader */
			break;
		}
		length = in_length(wanted->count);
		put(text, filter->column);
		in_add(text, length);
		for (i = 0; i < length; i++)
			choice_add(text, filter, wanted->chosen[i < wanted->count ? i : wanted->count - 1]);
		break;
	case LIST_EXACT:
		put(text, filter->column);
		put(text, filter->lookup == NULL
			      ? " = ?"
			      : arena_printf(text->terms->arena, " = (SELECT id FROM %s WHERE %s = ?)",
				    filter->lookup->table, filter->lookup->typed));
		value_add(text,
		    filter->numeric ? arg_int(strtoll(wanted->text, NULL, 10)) : arg_text(wanted->text));
		break;
	case LIST_PREFIX:
		put(text, filter->column);
		put(text, " LIKE ? ESCAPE '|'");
		value_add(text, arg_text(like_pattern(text->terms->arena, wanted->text)));
		break;
	case LIST_MONEY:
	case LIST_NUMBER:
	case LIST_DAYS:
		range_add(text, filter, wanted, &first);
		break;
	}
}

static void
filters_add(struct text *text, uint32_t filters)
{
	size_t i;

	for (i = 0; i < text->list->filter_count; i++)
		if (filters & (UINT32_C(1) << i)) {
			and_add(text);
			filter_add(text, i);
		}
}

/* What holds whatever is asked. */
static void
fixed_add(struct text *text)
{
	where_add(text);
	filters_add(text, list_heads(text->list));
}

uint32_t
list_heads(const struct list *list)
{
	uint32_t heads = 0;
	size_t i;

	for (i = 0; i < list->filter_count; i++)
		if (list->filters[i].heads)
			heads |= UINT32_C(1) << i;
	return heads;
}

/* One side of a place. Written as two ranges, not as a row comparison and not as `a <= ? AND (a < ? OR b < ?)`: MariaDB
 * makes no range of the first, and the second reads again all equal values of the sort column. */
static void
side_add(struct text *text, const struct list_place *place, const char *sort, const char *key, char than,
    bool itself)
{
	struct arg value = text->sort->text ? arg_text(place->text) : arg_int(place->number);
	const char *equal = itself ? "=" : "";

	and_add(text);
	value_add(text, value);
	if (sort_alone(text)) {
		buf_printf(&text->sql, "%s %c%s ?", sort, than, equal);
		return;
	}
	buf_printf(&text->sql, "(%s %c ? OR (%s = ? AND %s %c%s ?))", sort, than, sort, key, than, equal);
	value_add(text, value);
	value_add(text, arg_int(place->key));
}

/* From the place on, and until the end of the window. */
static void
place_add(struct text *text, const char *sort, const char *key)
{
	bool down = text->terms->backwards != text->terms->query->descending;

	if (text->terms->place.side != LIST_FIRST)
		side_add(text, &text->terms->place, sort, key, down ? '<' : '>', false);
	if (text->terms->until.side != LIST_FIRST)
		side_add(text, &text->terms->until, sort, key, down ? '>' : '<', true);
}

static void
order_add(struct text *text, const char *sort, const char *key)
{
	const char *way = text->terms->backwards != text->terms->query->descending ? " DESC" : "";

	if (sort_alone(text))
		buf_printf(&text->sql, " ORDER BY %s%s", sort, way);
	else
		buf_printf(&text->sql, " ORDER BY %s%s, %s%s", sort, way, key, way);
}

/* Columns of the place: list_sort or list_text, and list_key. */
static void
place_columns(struct text *text)
{
	buf_printf(&text->sql, "%s AS %s, %s AS list_key", text->sort->column,
	    text->sort->text ? "list_text" : "list_sort", text->list->key);
}

static void
row_columns(struct text *text)
{
	const struct list *list = text->list;

	put(text, list->select);
	put(text, ", ");
	place_columns(text);
	buf_printf(&text->sql, ", %s AS list_version, %s AS list_fen",
	    list->version != NULL ? list->version : "0", list->money != NULL ? list->money : "0");
}

struct list_sql
list_sql_rows(
    const struct list_terms *terms, uint32_t filters, const char *index, size_t limit, size_t examined)
{
	struct text text;

	text_init(&text, terms);
	put(&text, "SELECT ");
	row_columns(&text);
	from_add(&text, index, false);
	fixed_add(&text);
	filters_add(&text, filters);
	place_add(&text, text.sort->column, text.list->key);
	order_add(&text, text.sort->column, text.list->key);
	buf_printf(&text.sql, " LIMIT %zu", limit);
	if (examined > 0)
		buf_printf(&text.sql, " ROWS EXAMINED %zu", examined);
	return text_end(&text);
}

struct list_sql
list_sql_bound(const struct list_terms *terms, uint32_t filters, const char *index, size_t offset)
{
	struct text text;

	text_init(&text, terms);
	put(&text, "SELECT ");
	place_columns(&text);
	from_add(&text, index, true);
	fixed_add(&text);
	filters_add(&text, filters);
	place_add(&text, text.sort->column, text.list->key);
	order_add(&text, text.sort->column, text.list->key);
	/* bounded offset: the window's size, not a page number */
	buf_printf(&text.sql, " LIMIT 1 OFFSET %zu", offset);
	return text_end(&text);
}

size_t
list_streams(const struct list_query *query, uint32_t streams)
{
	size_t count = 1, i;

	for (i = 0; i < query->list->filter_count; i++)
		if (streams & (UINT32_C(1) << i))
			count *= query->wanted[i].count;
	return count;
}

/* The values of one stream: the filters' values are counted through like the digits of a number. */
static void
stream_add(struct text *text, uint32_t streams, size_t number)
{
	size_t i;

	for (i = 0; i < text->list->filter_count; i++) {
		const struct list_wanted *wanted = &text->terms->query->wanted[i];

		if (!(streams & (UINT32_C(1) << i)))
			continue;
		and_add(text);
		put(text, text->list->filters[i].column);
		put(text, " = ?");
		choice_add(text, &text->list->filters[i], wanted->chosen[number % wanted->count]);
		number /= wanted->count;
	}
}

/* The first of each stream, one after the other: the rows themselves, or their places alone (of the first table, as in from_add()). */
static void
streams_add(struct text *text, uint32_t filters, uint32_t streams, const char *index, bool rows, size_t limit)
{
	size_t count = list_streams(text->terms->query, streams), i;

	for (i = 0; i < count; i++) {
		put(text, i > 0 ? " UNION ALL (SELECT " : "(SELECT ");
		if (rows)
			row_columns(text);
		else
			place_columns(text);
		buf_printf(&text->sql, ", %zu AS list_stream", i);
		from_add(text, index, !rows);
		text->condition = false;
		where_add(text);
		stream_add(text, streams, i);
		filters_add(text, filters);
		place_add(text, text->sort->column, text->list->key);
		order_add(text, text->sort->column, text->list->key);
		buf_printf(&text->sql, " LIMIT %zu)", limit);
	}
}

struct list_sql
list_sql_union(
    const struct list_terms *terms, uint32_t filters, uint32_t streams, const char *index, size_t limit)
{
	bool by_text = terms->query->list->sorts[terms->query->sort].text;
	struct text text;

	text_init(&text, terms);
	put(&text, by_text ? "SELECT list_text, list_key, list_stream FROM (" : "");
	streams_add(&text, filters, streams, index, false, limit);
	if (by_text) {
		put(&text, ") u");
		order_add(&text, "list_text", "list_key");
	}
	return text_end(&text);
}

struct list_sql
list_sql_streams(
    const struct list_terms *terms, uint32_t filters, uint32_t streams, const char *index, size_t limit)
{
	struct text text;

	text_init(&text, terms);
	streams_add(&text, filters, streams, index, true, limit);
	return text_end(&text);
}

struct list_sql
list_sql_few(const struct list_terms *terms, size_t driver, const char *index, size_t limit)
{
	struct text text;
	const char *sort;

	text_init(&text, terms);
	sort = text.sort->text ? "list_text" : "list_sort";
	buf_printf(&text.sql, "SELECT %s, list_key, 0 AS list_stream FROM (SELECT ", sort);
	place_columns(&text);
	from_add(&text, index, true);
	fixed_add(&text);
	filters_add(&text, UINT32_C(1) << driver);
	place_add(&text, text.sort->column, text.list->key);
	buf_printf(&text.sql, " LIMIT %zu) u", limit);
	order_add(&text, sort, "list_key");
	return text_end(&text);
}

struct list_sql
list_sql_many(const struct list_terms *terms, size_t driver, const char *index, size_t most)
{
	struct text text;

	text_init(&text, terms);
	buf_printf(&text.sql, "SELECT %s AS list_key", text.list->key);
	from_add(&text, index, true);
	fixed_add(&text);
	filters_add(&text, UINT32_C(1) << driver);
	/* bounded offset: is there one row more than are counted */
	buf_printf(&text.sql, " LIMIT 1 OFFSET %zu", most);
	return text_end(&text);
}

static void
keys_add(struct text *text, const int64_t *keys, size_t count)
{
	size_t length = in_length(count), i;

	from_add(text, list_index_find(text->list, NULL, NULL), false);
	and_add(text);
	put(text, text->list->key);
	in_add(text, length);
	for (i = 0; i < length; i++)
		value_add(text, arg_int(keys[i < count ? i : count - 1]));
	fixed_add(text);
}

struct list_sql
list_sql_fetch(const struct list_terms *terms, uint32_t filters, const int64_t *keys, size_t count)
{
	struct text text;

	text_init(&text, terms);
	put(&text, "SELECT ");
	row_columns(&text);
	put(&text, list_heads(text.list) != 0 ? ", 0 AS list_stream" : "");
	keys_add(&text, keys, count);
	filters_add(&text, filters);
	return text_end(&text);
}

struct list_sql
list_sql_titles(const struct list_terms *terms, const int64_t *keys, size_t count)
{
	struct text text;

	text_init(&text, terms);
	buf_printf(&text.sql, "SELECT %s AS list_key, %s AS list_fen, %s AS list_title", text.list->key,
	    text.list->money != NULL ? text.list->money : "0",
	    text.list->title != NULL ? text.list->title : "''");
	keys_add(&text, keys, count);
	return text_end(&text);
}

struct list_sql
list_sql_count(
    const struct list_terms *terms, uint32_t driven, uint32_t others, const char *index, size_t most)
{
	struct text text;
	size_t i;
	bool first = true;

	text_init(&text, terms);
	put(&text, "SELECT COUNT(*) AS scanned, CAST(COALESCE(SUM(hit), 0) AS SIGNED) AS found,"
		   " CAST(COALESCE(SUM(hit * fen), 0) AS SIGNED) AS fen FROM (SELECT ");
	for (i = 0; i < text.list->filter_count; i++)
		if (others & (UINT32_C(1) << i)) {
			put(&text, first ? "(" : " AND ");
			first = false;
			filter_add(&text, i);
		}
	put(&text, first ? "1" : ")");
	buf_printf(&text.sql, " AS hit, %s AS fen", text.list->money != NULL ? text.list->money : "0");
	from_add(&text, index, list_tables(text.list) == 1);
	fixed_add(&text);
	filters_add(&text, driven);
	buf_printf(&text.sql, " LIMIT %zu) c", most);
	return text_end(&text);
}

struct list_sql
list_sql_tally(const struct list_terms *terms, size_t filter, const char *index, size_t most)
{
	struct text text;

	text_init(&text, terms);
	put(&text, "SELECT value, COUNT(*) AS found, CAST(SUM(fen) AS SIGNED) AS fen FROM (SELECT ");
	buf_printf(&text.sql, "%s AS value, %s AS fen", text.list->filters[filter].column,
	    text.list->money != NULL ? text.list->money : "0");
	from_add(&text, index, true);
	fixed_add(&text);
	buf_printf(&text.sql, " LIMIT %zu) c GROUP BY value", most);
	return text_end(&text);
}
