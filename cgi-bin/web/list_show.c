/* SPDX-License-Identifier: MIT */
/* A list's surroundings as template data; the rows are the page's own (list_page.c).
 * Not what the links mean (list_query.c). */
#include "web/list_show.h"
#include "base/clock.h"
#include "base/money.h"
#include "web/show.h"
#include <inttypes.h>

#define CHIP_VALUES 3 /* named on a chip; the others are counted */

const char *
list_number(struct arena *arena, int64_t number)
{
	char out[32], *p = out + sizeof(out);
	uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
	int digits = 0;

	do {
		if (digits > 0 && digits % 3 == 0)
			*--p = ',';
		*--p = (char)('0' + rest % 10);
		digits++;
	} while (rest /= 10);
	if (number < 0) {
		p -= 3;
		memcpy(p, "\xe2\x88\x92", 3);
	}
	return arena_copy(arena, p, (size_t)(out + sizeof(out) - p));
}

static const char *
label_text(struct req *req, const char *label)
{
	return *label == '@' ? lang(req, label + 1) : label;
}

/* "now", "today" … in the reader's language; NULL for a day of the calendar. */
static const char *
day_word(struct req *req, int64_t day)
{
	const char *word = list_day_word(day);

	return word != NULL ? lang(req, arena_printf(req->ctx.arena, "list.day.%s", word)) : NULL;
}

static const char *
end_words(struct req *req, enum list_filter_kind kind, int64_t value)
{
	if (kind == LIST_NUMBER)
		return list_number(req->ctx.arena, value);
	if (kind == LIST_MONEY)
		return money_text(req->ctx.arena, value);
	return list_day_word(value) != NULL ? day_word(req, value) : day_text(req->ctx.arena, value);
}

const char *
list_filter_words(struct req *req, const struct list_query *query, size_t filter)
{
	const struct list_filter *by = &query->list->filters[filter];
	const struct list_wanted *wanted = &query->wanted[filter];
	struct arena *arena = req->ctx.arena;
	const char *values = "";
	struct buf out;
	size_t i;

	for (i = 0; i < wanted->count && i < CHIP_VALUES; i++)
		values = words_join(req, "list.and", values, label_text(req, wanted->chosen[i]->label));
	buf_init(&out, arena, 64);
	buf_printf(&out, "%s %s", lang(req, by->label), values);
	if (wanted->count > CHIP_VALUES)
		buf_printf(&out, " +%zu", wanted->count - CHIP_VALUES);
	if (wanted->text != NULL)
		buf_text(&out, query->search != NULL && by->search ? query->search : wanted->text);
	if (wanted->has_from)
		buf_printf(&out, "%s", end_words(req, by->kind, wanted->from));
	if (wanted->has_from || wanted->has_to)
		buf_text(&out, " – ");
	if (wanted->has_to)
		buf_printf(&out, "%s", end_words(req, by->kind, wanted->to));
	return out.data;
}

static const char *
total_text(struct arena *arena, const struct list_total *total)
{
	const char *rows = list_number(arena, total->rows);

	return total->more ? arena_printf(arena, "%s+", rows) : rows;
}

/* ---- tabs ---- */

/* A tab's count: told by the counts, or for an urgent one read, a second's memory included. */
static bool
tab_total(
    const struct list_shown *shown, const struct list_query *query, bool urgent, struct list_total *total)
{
	struct list_ask ask = { .query = query, .want = 0, .windows = 0 };

	if (list_total_known(query, shown->live, total))
		return true;
	return urgent && query->list->scope == NULL &&
	       list_total(&shown->req->ctx, &ask, NULL, total) == RC_OK;
}

static void
tab_add(const struct list_shown *shown, struct node *tabs, const char *label, const struct list_query *query,
    bool active, bool urgent, const char *path)
{
	struct node *tab = node_row(tabs);
	struct list_total total;

	node_static(tab, "label", label);
	node_static(tab, "path", path);
	node_flag(tab, "active", active);
	if (!tab_total(shown, query, urgent, &total))
		return;
	node_static(tab, "count", total_text(shown->req->ctx.arena, &total));
	node_flag(tab, "overdue", urgent && total.rows > 0);
}

static void
preset_add(
    const struct list_shown *shown, struct node *tabs, const struct list_preset *preset, const char *now)
{
	struct arena *arena = shown->req->ctx.arena;
	const struct list *list = shown->query->list;
	const char *text = preset->query;
	struct list_query query;
	bool defaults = text == NULL;

	list_query_inner(&query, shown->query);
	if (defaults)
		text = list->defaults != NULL ? list->defaults(shown->req) : "";
	if (text == NULL || (defaults && *text == '\0') || list_query_text(arena, &query, text) != RC_OK)
		return; /* nobody's defaults: the tab of all rows says it */
	query.defaulted = defaults;
	tab_add(shown, tabs, lang(shown->req, preset->label), &query,
	    shown->query->view <= 0 && strcmp(list_query_filters(arena, &query), now) == 0, preset->urgent,
	    list_query_link(arena, &query));
}

static void
show_tabs(const struct list_shown *shown)
{
	struct arena *arena = shown->req->ctx.arena;
	const struct list *list = shown->query->list;
	const struct list_view *views = shown->views->items;
	const char *now = list_query_filters(arena, shown->query);
	struct node *tabs = node_child(shown->node, "tabs");
	size_t i;

	for (i = 0; i < list->preset_count; i++)
		preset_add(shown, tabs, &list->presets[i], now);
	for (i = 0; i < shown->views->count; i++) {
		struct list_query query;

		list_query_inner(&query, shown->query);
		if (list_query_text(arena, &query, views[i].query) != RC_OK)
			continue; /* a choice of it is gone */
		tab_add(shown, tabs, views[i].name, &query, shown->query->view == views[i].id, false,
		    arena_printf(arena, "%s?view=%" PRId64, query.path, views[i].id));
		if (shown->query->view == views[i].id) {
			node_int(shown->node, "view", views[i].id);
			node_flag(shown->node, "view_own",
			    views[i].account_id != 0 || may(shown->req, &RIGHT_VIEW_SHARE));
		}
	}
}

/* ---- filters ---- */

static void
choice_count(
    const struct list_shown *shown, struct node *node, const struct list_filter *filter, const char *value)
{
	int64_t number = strtoll(value, NULL, 10);
	struct list_total counted;
	const char *text;

	if (filter->count_scope && !shown->tally->all.more) {
		counted = list_tally_rows(shown->tally, number);
		node_static(node, "count", total_text(shown->req->ctx.arena, &counted));
		return;
	}
	text = list_live_count_text(shown->live, filter->dimension, number);
	if (text != NULL)
		node_static(node, "count", text);
}

static bool
is_chosen(const struct list_wanted *wanted, const struct list_choice *choice)
{
	size_t i;

	for (i = 0; i < wanted->count; i++)
		if (wanted->chosen[i] == choice)
			return true;
	return false;
}

/* "All 11" before the values of a scope, which takes all of them away. */
static void
segment_all(const struct list_shown *shown, struct node *node, size_t which)
{
	struct list_query query = *shown->query;

	list_query_clear(&query, which);
	node_static(node, "label", lang(shown->req, "list.all"));
	node_static(node, "path", list_query_link(shown->req->ctx.arena, &query));
	node_flag(node, "active", !list_filter_holds(shown->query, which));
	node_static(node, "count", total_text(shown->req->ctx.arena, &shown->tally->all));
}

/* The choices of one filter, which are shown while they are rendered. */
struct choices_shown {
	const struct list_shown *shown;
	size_t which;
};

static void
show_choices(const struct list_shown *shown, struct node *filter, size_t which,
    void (*fill)(void *self, struct node *row, size_t number), size_t count)
{
	struct choices_shown *choices = ARENA_NEW(shown->req->ctx.arena, struct choices_shown);

	*choices = (struct choices_shown){ shown, which };
	node_rows(node_child(filter, "choices"), count, fill, choices);
}

static void
segment_choice(void *self, struct node *node, size_t number)
{
	const struct choices_shown *choices = self;
	const struct list_shown *shown = choices->shown;
	const struct list_filter *filter = &shown->query->list->filters[choices->which];
	const struct list_choice *choice;
	struct list_query query = *shown->query;

	if (filter->count_scope && number-- == 0) {
		segment_all(shown, node, choices->which);
		return;
	}
	choice = &shown->query->choices[choices->which].items[number];
	list_query_choose(shown->req->ctx.arena, &query, choices->which, choice, true);
	node_static(node, "label", label_text(shown->req, choice->label));
	node_static(node, "path", list_query_link(shown->req->ctx.arena, &query));
	node_flag(node, "active", is_chosen(&shown->query->wanted[choices->which], choice));
	choice_count(shown, node, filter, choice->value);
}

static void
show_segment(const struct list_shown *shown, size_t which)
{
	const struct list_filter *filter = &shown->query->list->filters[which];
	struct node *segment = node_row(node_child(shown->node, "segments"));
	size_t count = shown->query->choices[which].count;

	node_static(segment, "label", lang(shown->req, filter->label));
	show_choices(shown, segment, which, segment_choice, filter->count_scope ? count + 1 : count);
}

static void
menu_choice(void *self, struct node *node, size_t number)
{
	const struct choices_shown *choices = self;
	const struct list_shown *shown = choices->shown;
	const struct list_choice *choice = &shown->query->choices[choices->which].items[number];

	node_static(node, "value", choice->value);
	node_static(node, "label", label_text(shown->req, choice->label));
	node_flag(node, "checked", is_chosen(&shown->query->wanted[choices->which], choice));
	choice_count(shown, node, &shown->query->list->filters[choices->which], choice->value);
}

static void
menu_choices(const struct list_shown *shown, struct node *menu, size_t which)
{
	size_t count = shown->query->choices[which].count;

	node_flag(menu, "some", count > 0);
	show_choices(shown, menu, which, menu_choice, count);
	if (shown->query->wanted[which].count == 0)
		node_keep(node_child(menu, "choices"),
		    list_live_menu(shown->live, shown->req->session.lang, which));
}

/* As a field of the filter form wants it: "500.00", "2026-05-12", "now". */
static const char *
end_input(struct arena *arena, enum list_filter_kind kind, int64_t value)
{
	if (kind == LIST_NUMBER)
		return arena_printf(arena, "%" PRId64, value);
	return kind == LIST_DAYS ? list_day_text(arena, value) : money_plain(arena, value);
}

static void
menu_end(struct req *req, struct node *menu, enum list_filter_kind kind, int64_t value, const char *name,
    const char *word)
{
	node_static(menu, name, end_input(req->ctx.arena, kind, value));
	if (kind == LIST_DAYS && list_day_word(value) != NULL)
		node_static(menu, word, day_word(req, value));
}

static void
show_menu(const struct list_shown *shown, size_t which)
{
	static const char *const kinds[] = { "choice", "text", "text", "money", "number", "days" };
	const struct list_filter *filter = &shown->query->list->filters[which];
	const struct list_wanted *wanted = &shown->query->wanted[which];
	struct arena *arena = shown->req->ctx.arena;
	struct node *menu = node_row(node_child(shown->node, "menus"));
	struct list_query query = *shown->query;

	node_static(menu, "name", filter->name);
	node_static(menu, "label", lang(shown->req, filter->label));
	node_static(menu, "kind", kinds[filter->kind]);
	if (filter->kind == LIST_CHOICE)
		menu_choices(shown, menu, which);
	if (wanted->has_from)
		menu_end(shown->req, menu, filter->kind, wanted->from, "from", "from_word");
	else if (wanted->text != NULL)
		node_static(menu, "from", wanted->text);
	if (wanted->has_to)
		menu_end(shown->req, menu, filter->kind, wanted->to, "to", "to_word");
	if (!list_filter_holds(shown->query, which))
		return;
	node_int(menu, "chosen", wanted->count > 0 ? (int64_t)wanted->count : 1);
	list_query_clear(&query, which);
	node_static(menu, "clear", list_query_link(arena, &query));
}

static void
chip_add(const struct list_shown *shown, const char *label, size_t which)
{
	struct node *chip = node_row(node_child(shown->node, "chips"));
	struct list_query query = *shown->query;

	list_query_clear(&query, which);
	node_static(chip, "label", label);
	node_static(chip, "path", list_query_link(shown->req->ctx.arena, &query));
}

/* What can be searched for: "list.search.<name>", or the labels of the filters behind the box. */
static const char *
search_hint(const struct list_shown *shown)
{
	const struct list *list = shown->query->list;
	struct buf out;
	const char *key, *text;
	size_t i;

	buf_init(&out, shown->req->ctx.arena, 64);
	buf_text(&out, "list.search.");
	buf_text(&out, list->name);
	key = out.data;
	text = lang(shown->req, key);
	if (strcmp(text, key) != 0)
		return text;
	for (i = 0, text = ""; i < list->filter_count; i++)
		if (list->filters[i].search)
			text = words_join(
			    shown->req, "list.and", text, lang(shown->req, list->filters[i].label));
	return text;
}

static void
show_filters(const struct list_shown *shown)
{
	const struct list *list = shown->query->list;
	struct arena *arena = shown->req->ctx.arena;
	struct list_query none = *shown->query;
	bool search = false;
	size_t i;

	for (i = 0; i < list->filter_count; i++) {
		search = search || list->filters[i].search;
		if (list->filters[i].segment)
			show_segment(shown, i);
		else if (!list->filters[i].search)
			show_menu(shown, i);
		if (list_filter_holds(shown->query, i))
			chip_add(shown, list_filter_words(shown->req, shown->query, i), i);
	}
	if (shown->query->lost)
		chip_add(shown, shown->query->search, SIZE_MAX);
	if (search) {
		struct node *box = node_child(shown->node, "search");

		node_flag(shown->node, "search", true);
		node_static(box, "value", shown->query->search != NULL ? shown->query->search : "");
		node_static(box, "hint", search_hint(shown));
	}
	list_query_clear_all(&none);
	if (list_query_filtered(shown->query) > 0)
		node_static(shown->node, "clear", list_query_link(arena, &none));
}

/* What the filter form does not show, it must carry: segments, the sort, and that the defaults do not come back. */
static void
keep_add(const struct list_shown *shown, const char *name, const char *value)
{
	struct node *keep = node_row(node_child(shown->node, "keep"));

	node_static(keep, "name", name);
	node_static(keep, "value", value);
}

static void
show_keep(const struct list_shown *shown)
{
	const struct list_query *query = shown->query;
	const struct list_sort *sort = &query->list->sorts[query->sort];
	size_t i, j;

	for (i = 0; i < query->list->filter_count; i++)
		for (j = 0; query->list->filters[i].segment && j < query->wanted[i].count; j++)
			keep_add(shown,
			    arena_printf(shown->req->ctx.arena, "%s[]", query->list->filters[i].name),
			    query->wanted[i].chosen[j]->value);
	if (query->sort != list_query_sort(query))
		keep_add(shown, "sort", sort->name);
	if (query->descending != sort->descending)
		keep_add(shown, "dir", query->descending ? "desc" : "asc");
	if (query->list->defaults != NULL)
		keep_add(shown, "all", "1");
}

/* ---- heads, paging, buttons ---- */

static void
show_heads(const struct list_shown *shown)
{
	const struct list *list = shown->query->list;
	struct node *heads = node_child(shown->node, "heads");
	size_t i, j;

	for (i = 0; i < list->column_count; i++) {
		const struct list_column *column = &list->columns[i];
		struct node *head;

		if (column->style == NULL)
			continue;
		head = node_row(heads);
		node_static(head, "label", lang(shown->req, column->label));
		if (*column->style != '\0')
			node_static(head, "style", column->style);
		for (j = 0; column->sort != NULL && j < list->sort_count; j++) {
			struct list_query query = *shown->query;
			bool current = j == query.sort;

			if (strcmp(list->sorts[j].name, column->sort) != 0)
				continue;
			if (current)
				node_static(head, "sorted", query.descending ? "desc" : "asc");
			query.descending = current ? !query.descending : list->sorts[j].descending;
			query.sort = j;
			query.sorted = true;
			memset(&query.place, 0, sizeof(query.place));
			node_static(head, "path", list_query_link(shown->req->ctx.arena, &query));
		}
	}
}

static void
link_at(const struct list_shown *shown, const char *name, enum list_side side, const struct list_place *place)
{
	struct list_query query = *shown->query;

	query.place = *place;
	query.place.side = side;
	node_static(shown->node, name, list_query_link(shown->req->ctx.arena, &query));
}

static void
show_paging(const struct list_shown *shown)
{
	const struct list_found *found = shown->found;
	enum list_side side = shown->query->place.side;
	bool text = shown->query->list->sorts[shown->query->sort].text;
	struct list_place first = shown->query->place, last = first;

	if (found->count > 0) {
		const struct list_tail *a = list_tail(shown->query->list, found->rows[0]);
		const struct list_tail *z = list_tail(shown->query->list, found->rows[found->count - 1]);

		first = (struct list_place){ side, a->sort, text ? a->text : NULL, a->key };
		last = (struct list_place){ side, z->sort, text ? z->text : NULL, z->key };
	}
	if (side == LIST_AFTER || (side == LIST_BEFORE && found->more))
		link_at(shown, "prev", LIST_BEFORE, &first);
	if (side == LIST_BEFORE || found->more)
		link_at(shown, "next", LIST_AFTER, &last);
	if (found->partial)
		link_at(shown, "partial", side == LIST_BEFORE ? LIST_BEFORE : LIST_AFTER, &found->resume);
}

static void
show_buttons(const struct list_shown *shown)
{
	const struct list *list = shown->query->list;
	struct arena *arena = shown->req->ctx.arena;
	struct list_query query = *shown->query;
	struct node *button = NULL;
	const char *print;
	size_t i;

	for (i = 0; i < list->bulk_count; i++) {
		if (!may(shown->req, list->bulk[i].right))
			continue;
		button = node_row(node_child(shown->node, "bulk"));
		node_static(button, "name", list->bulk[i].name);
		node_static(button, "label", lang(shown->req, list->bulk[i].label));
	}
	if (button != NULL)
		node_flag(button, "primary", true); /* the last one: it stands at the end of the bar */
	memset(&query.place, 0, sizeof(query.place));
	print = list_query_print(arena, &query);
	node_static(shown->node, "filter", print);
	if (list_query_filtered(shown->query) > 0 && shown->query->view <= 0)
		node_static(shown->node, "save",
		    arena_printf(arena, "/views/new?list=%s%s&query=%s", list->name,
			list_of_record(list) ? arena_printf(arena, "&at=%" PRId64, shown->req->id) : "",
			url_encode(arena, list_query_print(arena, shown->query))));
	if (list->cell == NULL || (list->export_right != NULL && !may(shown->req, list->export_right)))
		return;
	node_static(shown->node, "export_csv",
	    arena_printf(arena, "%s?%s%sexport=csv", query.path, print, *print == '\0' ? "" : "&"));
	node_static(shown->node, "export_xlsx",
	    arena_printf(arena, "%s?%s%sexport=xlsx", query.path, print, *print == '\0' ? "" : "&"));
}

static void
show_total(const struct list_shown *shown)
{
	const struct list_sort *sort = &shown->query->list->sorts[shown->query->sort];
	const struct list_total *total = shown->total;
	struct arena *arena = shown->req->ctx.arena;

	node_static(shown->node, "total", total_text(arena, total));
	node_static(shown->node, "results",
	    lang(shown->req, !total->more && total->rows == 1 ? "ui.result" : "ui.results"));
	if (shown->query->list->money != NULL && !total->more)
		node_static(shown->node, "sum", money_text(arena, total->fen));
	node_static(shown->node, "sort_label",
	    lang_text(shown->req, shown->query->descending ? "list.sorted_desc" : "list.sorted_asc",
		lang(shown->req, sort->label), NULL));
	node_static(shown->node, "page_note",
	    lang_text(shown->req, shown->found->count == 1 ? "list.page_one" : "list.page",
		list_number(arena, (int64_t)shown->found->count), NULL));
	if (shown->found->count == 0 && !shown->found->partial && shown->query->place.side == LIST_FIRST)
		node_static(shown->node, "empty", list_query_filtered(shown->query) > 0 ? "nomatch" : "none");
}

void
list_show(const struct list_shown *shown)
{
	node_static(shown->node, "name", shown->query->list->name);
	node_static(shown->node, "path", shown->query->path);
	if (list_of_record(shown->query->list))
		node_int(shown->node, "at", shown->req->id);
	show_tabs(shown);
	show_filters(shown);
	show_keep(shown);
	show_heads(shown);
	show_paging(shown);
	show_buttons(shown);
	show_total(shown);
}
