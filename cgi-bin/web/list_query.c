/* SPDX-License-Identifier: MIT */
/* What a list's URL asks for: read against whitelists, printed in one order.
 * Not SQL (list_sql.c) and not the page (list_page.c). */
#include "web/list_query.h"
#include "base/clock.h"
#include "base/money.h"
#include "base/utf8.h"

#define TEXT_MOST 100 /* code points of a typed text */

void
list_query_init(
    struct list_query *query, const struct list *list, const struct list_choices *choices, int64_t now)
{
	memset(query, 0, sizeof(*query));
	query->list = list;
	query->path = list->path;
	query->choices = choices;
	query->now = now;
	query->descending = list->sorts[0].descending;
}

void
list_query_inner(struct list_query *query, const struct list_query *outer)
{
	const char *path = outer->path;

	list_query_init(query, outer->list, outer->choices, outer->now);
	query->path = path;
}

/* ---- reading ---- */

static bool
number_read(const char *text, int64_t *number)
{
	char *end;
	long long value;

	if ((*text != '-' && (*text < '0' || *text > '9')) || strlen(text) > 19)
		return false;
	value = strtoll(text, &end, 10);
	*number = value;
	return end != text && *end == '\0';
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* A place is KEY_NUMBER, or KEY_x and the text's bytes in hexadecimal. */
static bool
place_read(struct arena *arena, const char *value, bool text, struct list_place *place)
{
	const char *bar = strchr(value, '_');
	size_t length, i;
	char *out;

	if (bar == NULL || bar - value > 19)
		return false;
	if (!number_read(arena_strndup(arena, value, (size_t)(bar - value)), &place->key))
		return false;
	bar++;
	if (!text)
		return number_read(bar, &place->number);
	length = strlen(bar);
	if (*bar != 'x' || length % 2 == 0 || length > 1001)
		return false;
	out = arena_alloc(arena, length / 2 + 1);
	for (i = 0; i < length / 2; i++) {
		int high = hex_digit(bar[1 + 2 * i]), low = hex_digit(bar[2 + 2 * i]);

		if (high < 0 || low < 0)
			return false;
		out[i] = (char)(high * 16 + low);
	}
	place->text = out;
	return utf8_valid(out, length / 2);
}

static bool
choice_read(struct arena *arena, struct list_query *query, size_t filter, const char *value)
{
	const struct list_choices *choices = &query->choices[filter];
	struct list_wanted *wanted = &query->wanted[filter];
	size_t i, at;

	for (i = 0; i < choices->count && strcmp(choices->items[i].value, value) != 0; i++)
		;
	if (i == choices->count)
		return false;
	if (wanted->chosen == NULL)
		wanted->chosen = arena_array(arena, LIST_VALUES, sizeof(struct list_choice *));
	for (at = 0; at < wanted->count; at++)
		if (wanted->chosen[at] >= &choices->items[i])
			break;
	if (at < wanted->count && wanted->chosen[at] == &choices->items[i])
		return true; /* named twice is named once */
	if (wanted->count == LIST_VALUES)
		return false;
	memmove(&wanted->chosen[at + 1], &wanted->chosen[at],
	    (wanted->count - at) * sizeof(struct list_choice *));
	wanted->chosen[at] = &choices->items[i];
	wanted->count++;
	return true;
}

static bool
end_read(const struct list_filter *filter, const char *value, int64_t *number)
{
	if (filter->kind == LIST_NUMBER)
		return number_read(value, number);
	if (filter->kind == LIST_MONEY)
		return money_parse(value, number) == RC_OK;
	/* a column of days has no moments */
	return list_day_read(value, number) && !(filter->days && *number == LIST_NOW);
}

static bool
range_read(struct list_wanted *wanted, const struct list_filter *filter, bool from, const char *value)
{
	bool good = end_read(filter, value, from ? &wanted->from : &wanted->to);

	if (!good)
		return false;
	if (from)
		wanted->has_from = true;
	else
		wanted->has_to = true;
	if (!wanted->has_from || !wanted->has_to || wanted->from <= LIST_TOMORROW ||
	    wanted->to <= LIST_TOMORROW)
		return true; /* what moves along may be empty one day */
	return wanted->from <= wanted->to;
}

static bool
text_read(
    struct arena *arena, struct list_wanted *wanted, const struct list_filter *filter, const char *value)
{
	int64_t number;

	wanted->text = utf8_trim(arena, value);
	if (filter->kind == LIST_EXACT && filter->numeric && !number_read(wanted->text, &number))
		return false;
	return utf8_length(wanted->text) <= TEXT_MOST;
}

/* What was typed in the search box goes to the filter that it can only mean. */
static bool
search_read(struct arena *arena, struct list_query *query, const char *value)
{
	const struct list *list = query->list;
	size_t filter = SIZE_MAX, i;
	const char *text = utf8_trim(arena, utf8_narrow(arena, value)), *rewritten = NULL;

	if (utf8_length(text) > TEXT_MOST)
		return false;
	if (*text == '\0')
		return true;
	query->search = text;
	for (i = 0; i < list->filter_count && filter == SIZE_MAX; i++)
		if (list->filters[i].search)
			filter = i;
	if (filter == SIZE_MAX)
		return false; /* this list has no search box */
	if (list->route_search != NULL)
		filter = list->route_search(text, arena, &rewritten);
	query->lost = filter >= list->filter_count;
	if (!query->lost)
		query->wanted[filter].text = rewritten != NULL ? rewritten : text;
	return true;
}

/* The filter whose parameter this is, or SIZE_MAX. `*part` is 'f' or 't' for the ends of a range. */
static size_t
filter_named(const struct list *list, const char *name, char *part)
{
	size_t i, length;
	const char *rest;

	for (i = 0; i < list->filter_count; i++) {
		length = strlen(list->filters[i].name);
		if (strncmp(name, list->filters[i].name, length) != 0)
			continue;
		rest = name + length;
		*part = '\0';
		switch (list->filters[i].kind) {
		case LIST_CHOICE:
			if (*rest == '\0' || strcmp(rest, "[]") == 0)
				return i;
			break;
		case LIST_EXACT:
		case LIST_PREFIX:
			if (*rest == '\0' && !list->filters[i].search)
				return i;
			break;
		case LIST_MONEY:
		case LIST_NUMBER:
		case LIST_DAYS:
			*part = strcmp(rest, "_from") == 0 ? 'f' : strcmp(rest, "_to") == 0 ? 't' : '\0';
			if (*part != '\0')
				return i;
			break;
		}
	}
	return SIZE_MAX;
}

static bool
filter_read(struct arena *arena, struct list_query *query, const char *name, const char *value)
{
	char part = '\0';
	size_t filter = filter_named(query->list, name, &part);

	if (filter == SIZE_MAX)
		return false;
	switch (query->list->filters[filter].kind) {
	case LIST_CHOICE:
		return choice_read(arena, query, filter, value);
	case LIST_EXACT:
	case LIST_PREFIX:
		return text_read(arena, &query->wanted[filter], &query->list->filters[filter], value);
	case LIST_MONEY:
	case LIST_NUMBER:
	case LIST_DAYS:
		return range_read(&query->wanted[filter], &query->list->filters[filter], part == 'f', value);
	}
	return false;
}

static bool
sort_read(struct list_query *query, const char *value)
{
	size_t i;

	for (i = 0; i < query->list->sort_count; i++)
		if (strcmp(query->list->sorts[i].name, value) == 0) {
			query->sort = i;
			query->sorted = true;
			return true;
		}
	return false;
}

static bool
export_read(struct list_query *query, const char *value)
{
	if (strcmp(value, "csv") == 0)
		query->export = LIST_CSV;
	else if (strcmp(value, "xlsx") == 0)
		query->export = LIST_XLSX;
	return query->export != LIST_NO_EXPORT;
}

/* What does not depend on the others; sort, dir and place come afterwards. */
static bool
param_read(struct arena *arena, struct list_query *query, const char *name, const char *value)
{
	if (*value == '\0')
		return true; /* an empty field of the filter form */
	if (strcmp(name, "q") == 0)
		return search_read(arena, query, value);
	if (strcmp(name, "all") == 0)
		return query->all = strcmp(value, "1") == 0;
	if (strcmp(name, "view") == 0)
		return number_read(value, &query->view) && query->view >= -1;
	if (strcmp(name, "export") == 0)
		return export_read(query, value);
	return filter_read(arena, query, name, value);
}

static const char *
param_find(const struct param *params, size_t count, const char *name)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (!params[i].from_body && strcmp(params[i].name, name) == 0 && *params[i].value != '\0')
			return params[i].value;
	return NULL;
}

static enum rc
bad(struct list_query *query, const char *name)
{
	query->problem = name;
	return RC_INVALID;
}

static enum rc
order_read(struct arena *arena, struct list_query *query, const struct param *params, size_t count)
{
	const char *sort = param_find(params, count, "sort"), *dir = param_find(params, count, "dir");
	const char *after = param_find(params, count, "after"), *before = param_find(params, count, "before");
	const struct list_sort *by;
	size_t was;

	if (sort != NULL && !sort_read(query, sort))
		return bad(query, "sort");
	was = query->sort;
	if (!query->sorted)
		query->sort = list_query_sort(query);
	by = &query->list->sorts[query->sort];
	if (sort != NULL || query->sort != was)
		query->descending = by->descending;
	if (dir != NULL && strcmp(dir, "asc") != 0 && strcmp(dir, "desc") != 0)
		return bad(query, "dir");
	if (dir != NULL)
		query->descending = strcmp(dir, "desc") == 0;
	if (after != NULL && before != NULL)
		return bad(query, "before");
	if (after != NULL && !place_read(arena, after, by->text, &query->place))
		return bad(query, "after");
	if (before != NULL && !place_read(arena, before, by->text, &query->place))
		return bad(query, "before");
	query->place.side = after != NULL ? LIST_AFTER : before != NULL ? LIST_BEFORE : LIST_FIRST;
	return RC_OK;
}

enum rc
list_query_read(struct arena *arena, struct list_query *query, const struct param *params, size_t count)
{
	static const char *const ordering[] = { "sort", "dir", "after", "before", NULL };
	size_t i, j;

	for (i = 0; i < count; i++) {
		if (params[i].from_body)
			continue;
		for (j = 0; ordering[j] != NULL && strcmp(ordering[j], params[i].name) != 0; j++)
			;
		if (ordering[j] == NULL && !param_read(arena, query, params[i].name, params[i].value))
			return bad(query, params[i].name);
	}
	return order_read(arena, query, params, count);
}

static const char *
decode(struct arena *arena, const char *text, size_t length)
{
	char *out = arena_alloc(arena, length + 1), *p = out;
	size_t i;

	for (i = 0; i < length; i++)
		if (text[i] == '%' && i + 2 < length && hex_digit(text[i + 1]) >= 0 &&
		    hex_digit(text[i + 2]) >= 0) {
			*p++ = (char)(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
			i += 2;
		} else {
			*p++ = text[i] == '+' ? ' ' : text[i];
		}
	return utf8_valid(out, (size_t)(p - out)) ? out
						  : "\x01"; /* no value begins with a control character */
}

enum rc
list_query_text(struct arena *arena, struct list_query *query, const char *text)
{
	size_t most = 1, count = 0;
	struct param *params;
	const char *p;

	for (p = text; *p != '\0'; p++)
		most += *p == '&';
	if (most > 256)
		return bad(query, "filter");
	params = arena_array(arena, most, sizeof(*params));
	for (p = text; *p != '\0';) {
		size_t length = strcspn(p, "&"), name = strcspn(p, "=&");

		if (length > 0) {
			params[count].name = decode(arena, p, name);
			params[count].value =
			    name < length ? decode(arena, p + name + 1, length - name - 1) : "";
			count++;
		}
		p += length + (p[length] == '&');
	}
	return list_query_read(arena, query, params, count);
}

/* ---- changing ---- */

bool
list_filter_holds(const struct list_query *query, size_t filter)
{
	const struct list_wanted *wanted = &query->wanted[filter];

	return wanted->count > 0 || (wanted->text != NULL && *wanted->text != '\0') || wanted->has_from ||
	       wanted->has_to;
}

size_t
list_query_filtered(const struct list_query *query)
{
	size_t i, count = query->lost;

	for (i = 0; i < query->list->filter_count; i++)
		count += list_filter_holds(query, i);
	return count;
}

const struct list_query *
list_query_whole(struct arena *arena, const struct list_query *query)
{
	const struct list *list = query->list;
	struct list_query *whole = NULL;
	size_t i, j;

	for (i = 0; i < list->filter_count; i++) {
		const struct list_choices *choices = &query->choices[i];

		if (!list->filters[i].heads || query->wanted[i].count > 0)
			continue;
		if (whole == NULL) {
			whole = arena_alloc(arena, sizeof(*whole));
			*whole = *query;
		}
		whole->lost = whole->lost || choices->count == 0;
		whole->wanted[i].chosen = arena_array(arena, LIST_VALUES, sizeof(struct list_choice *));
		for (j = 0; j < choices->count; j++)
			whole->wanted[i].chosen[j] = &choices->items[j];
		whole->wanted[i].count = choices->count;
	}
	return whole != NULL ? whole : query;
}

size_t
list_query_sort(const struct list_query *query)
{
	const struct list *list = query->list;
	size_t i, j;

	for (i = 0; i < list->filter_count; i++) {
		if (list->filters[i].sort == NULL || !list_filter_holds(query, i))
			continue;
		for (j = 0; j < list->sort_count; j++)
			if (strcmp(list->sorts[j].name, list->filters[i].sort) == 0)
				return j;
	}
	return 0;
}

/* After the filters changed. A sort that nobody named follows them. */
static void
sort_follow(struct list_query *query)
{
	size_t sort = list_query_sort(query);

	if (query->sorted || sort == query->sort)
		return;
	query->sort = sort;
	query->descending = query->list->sorts[sort].descending;
}

static void
asked_anew(struct list_query *query)
{
	memset(&query->place, 0, sizeof(query->place));
	query->view = 0;
	query->defaulted = false;
	query->all = false;
	query->export = LIST_NO_EXPORT;
}

void
list_query_clear(struct list_query *query, size_t filter)
{
	asked_anew(query);
	if (filter >= query->list->filter_count || query->list->filters[filter].search) {
		query->search = NULL;
		query->lost = false;
	}
	if (filter < query->list->filter_count)
		memset(&query->wanted[filter], 0, sizeof(query->wanted[filter]));
	sort_follow(query);
}

void
list_query_clear_all(struct list_query *query)
{
	asked_anew(query);
	query->search = NULL;
	query->lost = false;
	memset(query->wanted, 0, sizeof(query->wanted));
	sort_follow(query);
}

void
list_query_choose(
    struct arena *arena, struct list_query *query, size_t filter, const struct list_choice *choice, bool add)
{
	struct list_wanted *wanted = &query->wanted[filter];
	const struct list_choice **old = wanted->chosen;
	size_t count = add ? wanted->count : 0, i, kept = 0;
	bool was = false;

	asked_anew(query);
	/* the chosen ones may be shared with the query this one was copied from */
	wanted->chosen = arena_array(arena, LIST_VALUES, sizeof(struct list_choice *));
	wanted->count = 0;
	for (i = 0; i < count; i++) {
		if (old[i] == choice)
			was = true;
		else
			wanted->chosen[kept++] = old[i];
	}
	wanted->count = kept;
	if (!was)
		(void)choice_read(arena, query, filter, choice->value);
	sort_follow(query);
}
