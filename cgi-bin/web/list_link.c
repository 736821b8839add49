/* SPDX-License-Identifier: MIT */
/* A list's question printed as a link: always in the order in which the list declares its filters.
 * Not the reading of links (list_query.c). */
#include "base/clock.h"
#include "base/money.h"
#include "web/list_query.h"
#include <inttypes.h>

static void
pair_add(struct buf *out, const char *name, const char *suffix, const char *value)
{
	if (out->length > 0)
		buf_char(out, '&');
	buf_text(out, name);
	buf_text(out, suffix);
	buf_char(out, '=');
	buf_text(out, url_encode(out->arena, value));
}

static const struct {
	int64_t day;
	const char *word;
} words[] = { { LIST_NOW, "now" }, { LIST_YESTERDAY, "yesterday" }, { LIST_TODAY, "today" },
	{ LIST_TOMORROW, "tomorrow" } };

const char *
list_day_word(int64_t day)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (words[i].day == day)
			return words[i].word;
	return NULL;
}

const char *
list_day_text(struct arena *arena, int64_t day)
{
	const char *word = list_day_word(day);

	return word != NULL ? word : day_text(arena, day);
}

bool
list_day_read(const char *text, int64_t *day)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i].word, text) == 0) {
			*day = words[i].day;
			return true;
		}
	return day_parse(text, day) == RC_OK;
}

int64_t
list_day(int64_t day, int64_t now)
{
	return day <= LIST_TOMORROW ? clock_day(now) + (day - LIST_TODAY) : day;
}

static const char *
end_text(struct arena *arena, enum list_filter_kind kind, int64_t value)
{
	char *text;
	size_t length;

	if (kind == LIST_DAYS)
		return list_day_text(arena, value);
	if (kind == LIST_NUMBER)
		return arena_printf(arena, "%" PRId64, value);
	text = arena_strdup(arena, money_plain(arena, value));
	length = strlen(text);
	if (length > 3 && strcmp(text + length - 3, ".00") == 0)
		text[length - 3] = '\0';
	return text;
}

/* Brackets are written as HTML wants them in an address: percent-encoded. */
static void
filters_add(struct buf *out, const struct list_query *query)
{
	size_t i, j;

	if (query->search != NULL)
		pair_add(out, "q", "", query->search);
	for (i = 0; i < query->list->filter_count; i++) {
		const struct list_filter *filter = &query->list->filters[i];
		const struct list_wanted *wanted = &query->wanted[i];

		for (j = 0; j < wanted->count; j++)
			pair_add(out, filter->name, "%5B%5D", wanted->chosen[j]->value);
		if (wanted->text != NULL && *wanted->text != '\0' && !filter->search)
			pair_add(out, filter->name, "", wanted->text);
		if (wanted->has_from)
			pair_add(
			    out, filter->name, "_from", end_text(out->arena, filter->kind, wanted->from));
		if (wanted->has_to)
			pair_add(out, filter->name, "_to", end_text(out->arena, filter->kind, wanted->to));
	}
}

static void
place_add(struct buf *out, const struct list_place *place)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *p;

	if (place->side == LIST_FIRST)
		return;
	if (out->length > 0)
		buf_char(out, '&');
	buf_printf(out, "%s=%" PRId64 "_", place->side == LIST_AFTER ? "after" : "before", place->key);
	if (place->text == NULL) {
		buf_printf(out, "%" PRId64, place->number);
		return;
	}
	buf_char(out, 'x');
	for (p = (const unsigned char *)place->text; *p != '\0'; p++) {
		buf_char(out, digits[*p >> 4]);
		buf_char(out, digits[*p & 15]);
	}
}

const char *
list_query_filters(struct arena *arena, const struct list_query *query)
{
	struct buf out;

	buf_init(&out, arena, 128);
	filters_add(&out, query);
	return out.data;
}

const char *
list_query_print(struct arena *arena, const struct list_query *query)
{
	const struct list_sort *sort = &query->list->sorts[query->sort];
	struct buf out;

	buf_init(&out, arena, 192);
	if (!query->defaulted) {
		filters_add(&out, query);
		if (out.length == 0 && query->list->defaults != NULL)
			pair_add(&out, "all", "", "1");
	}
	if (query->sort != list_query_sort(query) || query->descending != sort->descending)
		pair_add(&out, "sort", "", sort->name);
	if (query->descending != sort->descending)
		pair_add(&out, "dir", "", query->descending ? "desc" : "asc");
	if (query->view > 0)
		pair_add(&out, "view", "", arena_printf(arena, "%" PRId64, query->view));
	place_add(&out, &query->place);
	return out.data;
}

const char *
list_query_link(struct arena *arena, const struct list_query *query)
{
	const char *text = list_query_print(arena, query);

	return *text == '\0' ? query->path : arena_printf(arena, "%s?%s", query->path, text);
}

bool
list_of_record(const struct list *list)
{
	return strchr(list->path, '#') != NULL;
}

const char *
list_path(struct arena *arena, const struct list *list, int64_t id)
{
	const char *hash = strchr(list->path, '#');

	if (hash == NULL)
		return list->path;
	return arena_printf(arena, "%.*s%" PRId64 "%s", (int)(hash - list->path), list->path, id, hash + 1);
}
