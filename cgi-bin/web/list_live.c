/* SPDX-License-Identifier: MIT */
/* What a worker knows about a list between requests; display only, at most a second old.
 * Not a cache of rows, and never asked by an action. */
#include "web/list_live.h"
#include "accounts/accounts.h"
#include "db/count.h"
#include "web/list_show.h"
#include "web/list_sql.h"
#include <inttypes.h>

#define TOTALS 16
#define FILTERS_MOST 400 /* bytes of a filter text a total is kept under */

struct kept_total {
	int64_t at;
	char filters[FILTERS_MOST];
	struct list_total total;
};

struct list_live {
	const struct list *list;
	struct record by_number, by_text;
	struct arena *arena[LANG_COUNT]; /* of choices */
	int64_t choices_at[LANG_COUNT];
	struct list_choices choices[LANG_COUNT][LIST_FILTERS];
	struct kept_rows menus[LANG_COUNT][LIST_FILTERS];
	struct arena *count_arena;
	int64_t counts_at;
	struct count *counts;
	const char **count_texts; /* of their rows */
	size_t count_count;
	struct kept_total totals[TOTALS];
	size_t total_next;
};

#define LIVE_MOST 64
static struct list_live *lives[LIVE_MOST];
static size_t live_count;

static size_t
tail_offset(const struct list *list)
{
	return (list->record->size + 15) & ~(size_t)15;
}

const struct list_tail *
list_tail(const struct list *list, const void *row)
{
	const void *tail = (const char *)row + tail_offset(list);

	return tail;
}

static struct record
record_tail(const struct list *list, bool text)
{
	static const struct field tail[] = { FIELD(list_tail, INT, key), FIELD(list_tail, INT, version),
		FIELD(list_tail, INT, fen), FIELD(list_tail, INT, sort), FIELD(list_tail, TEXT, text),
		FIELD(list_tail, INT, stream) };
	static const char *const names[] = { "list_key", "list_version", "list_fen", "list_sort", "list_text",
		"list_stream" };
	const struct record *own = list->record;
	size_t count = list_heads(list) != 0 ? 5 : 4, i;
	struct field *fields = calloc(own->count + count, sizeof(*fields));
	struct record record = { fields, own->count + count, tail_offset(list) + sizeof(struct list_tail) };

	memcpy(fields, own->fields, own->count * sizeof(*fields));
	for (i = 0; i < count; i++) {
		size_t from = i == 4 ? 5 : i == 3 && text ? 4 : i;

		fields[own->count + i] = tail[from];
		fields[own->count + i].name = names[from];
		fields[own->count + i].offset += tail_offset(list);
	}
	return record;
}

struct list_live *
list_live(const struct list *list)
{
	struct list_live *live;
	size_t i;

	for (i = 0; i < live_count; i++)
		if (lives[i]->list == list)
			return lives[i];
	if (live_count == LIVE_MOST)
		abort(); /* a constant to be raised, seen by the first test that runs */
	live = calloc(1, sizeof(*live));
	live->list = list;
	live->by_number = record_tail(list, false);
	live->by_text = record_tail(list, true);
	live->count_arena = arena_new(4096);
	for (i = 0; i < LANG_COUNT; i++)
		live->arena[i] = arena_new(4096);
	lives[live_count++] = live;
	return live;
}

const struct record *
list_live_record(const struct list_live *live, bool text)
{
	return text ? &live->by_text : &live->by_number;
}

static void
choices_take(struct list_live *live, struct req *req, size_t filter)
{
	const struct list_filter *from = &live->list->filters[filter];
	struct list_choices *to = &live->choices[req->session.lang][filter];
	struct arena *arena = from->follows ? req->ctx.arena : live->arena[req->session.lang];
	struct list_choice *items;
	size_t i;

	if (from->kind != LIST_CHOICE)
		return;
	if (from->provide == NULL) {
		to->items = from->choices;
		for (to->count = 0; from->choices[to->count].value != NULL; to->count++)
			;
		return;
	}
	items = arena_array(arena, LIST_VALUES, sizeof(*items));
	to->count = from->provide(req, items, LIST_VALUES);
	for (i = 0; i < to->count; i++) {
		items[i].value = arena_strdup(arena, items[i].value);
		items[i].label = arena_strdup(arena, items[i].label);
	}
	to->items = items;
}

size_t
list_holders(struct req *req, uint32_t roles, struct list_choice *choices, size_t most)
{
	struct rows holders;
	const struct account *account;
	size_t i;

	if (account_holders(&req->ctx, roles, &holders) != RC_OK)
		return 0;
	account = holders.items;
	for (i = 0; i < holders.count && i < most; i++)
		choices[i] = (struct list_choice){ arena_printf(req->ctx.arena, "%" PRId64, account[i].id),
			arena_printf(req->ctx.arena, "%s %s", account[i].staff_no, account[i].name) };
	return i;
}

struct kept_rows *
list_live_menu(struct list_live *live, enum lang lang, size_t filter)
{
	const struct list_filter *of = &live->list->filters[filter];

	return of->follows || of->count_scope ? NULL : &live->menus[lang][filter];
}

static void
menus_forget(struct list_live *live, enum lang lang)
{
	for (size_t i = 0; i < live->list->filter_count; i++)
		kept_forget(&live->menus[lang][i]);
}

enum rc
list_live_choices(struct req *req, struct list_live *live, const struct list_choices **choices)
{
	enum lang lang = req->session.lang;
	size_t i;

	*choices = live->choices[lang];
	for (i = 0; i < live->list->filter_count; i++)
		if (live->list->filters[i].follows)
			choices_take(live, req, i);
	if (live->choices_at[lang] == req->ctx.now && req->ctx.now != 0)
		return RC_OK;
	arena_reset(live->arena[lang], 65536);
	menus_forget(live, lang);
	for (i = 0; i < live->list->filter_count; i++)
		if (!live->list->filters[i].follows)
			choices_take(live, req, i);
	live->choices_at[lang] = req->ctx.now;
	return RC_OK;
}

static bool
counted(const struct list *list)
{
	size_t i;

	if (list->scope != NULL)
		return false;
	for (i = 0; i < list->filter_count; i++)
		if (list->filters[i].dimension != NULL)
			return true;
	return false;
}

enum rc
list_live_counts(struct ctx *ctx, struct list_live *live)
{
	struct arena *arena = ctx->arena;
	struct rows rows = { NULL, 0 };
	struct count *counts;
	size_t i;
	enum rc rc;

	if (!counted(live->list) || (live->counts_at == ctx->now && ctx->now != 0))
		return RC_OK;
	arena_reset(live->count_arena, 65536);
	for (i = 0; i < LANG_COUNT; i++)
		menus_forget(live, (enum lang)i);
	live->count_count = 0;
	live->counts_at = 0;
	ctx->arena = live->count_arena;
	rc = count_read(ctx, live->list->name, &rows);
	ctx->arena = arena;
	if (rc != RC_OK)
		return rc;
	counts = rows.items;
	live->count_texts = arena_array(live->count_arena, rows.count + 1, sizeof(*live->count_texts));
	for (i = 0; i < rows.count; i++) {
		counts[i].dimension = arena_strdup(live->count_arena, counts[i].dimension);
		live->count_texts[i] = list_number(live->count_arena, counts[i].rows);
	}
	live->counts = counts;
	live->count_count = rows.count;
	live->counts_at = ctx->now;
	return RC_OK;
}

/* The place of a value among the counts, their number if it is not there: it was never counted. Choices are asked for in the order
 * in which they are counted: the search begins behind the one told last. */
static size_t
count_find(const struct list_live *live, const char *dimension, int64_t value)
{
	static size_t told;
	size_t i, at = told;

	for (i = 0; i < live->count_count; i++, at++) {
		if (at >= live->count_count)
			at = 0;
		if (live->counts[at].value == value && strcmp(live->counts[at].dimension, dimension) == 0) {
			told = at + 1;
			return at;
		}
	}
	return live->count_count;
}

bool
list_live_count(
    const struct list_live *live, const char *dimension, int64_t value, int64_t *rows, int64_t *fen)
{
	size_t at;

	*rows = 0;
	*fen = 0;
	if (dimension == NULL || !counted(live->list))
		return false;
	at = count_find(live, dimension, value);
	if (at < live->count_count) {
		*rows = live->counts[at].rows;
		*fen = live->counts[at].fen;
	}
	return true;
}

const char *
list_live_count_text(const struct list_live *live, const char *dimension, int64_t value)
{
	size_t at;

	if (dimension == NULL || !counted(live->list))
		return NULL;
	at = count_find(live, dimension, value);
	return at < live->count_count ? live->count_texts[at] : "0";
}

int64_t
list_live_estimate(const struct list_live *live, const struct list_query *query, size_t filter)
{
	const struct list_wanted *wanted = &query->wanted[filter];
	int64_t sum = 0, rows, fen;
	size_t i;

	if (live->list->filters[filter].kind != LIST_CHOICE)
		return -1;
	if (live->list->filters[filter].dimension == NULL && live->list->filters[filter].likely > 0)
		return live->list->filters[filter].likely * (int64_t)wanted->count;
	for (i = 0; i < wanted->count; i++) {
		if (!list_live_count(live, live->list->filters[filter].dimension,
			strtoll(wanted->chosen[i]->value, NULL, 10), &rows, &fen))
			return -1;
		sum += rows;
	}
	return sum;
}

bool
list_live_total(const struct list_live *live, int64_t now, const char *filters, struct list_total *total)
{
	size_t i;

	for (i = 0; i < TOTALS; i++)
		if (live->totals[i].at == now && now != 0 && strcmp(live->totals[i].filters, filters) == 0) {
			*total = live->totals[i].total;
			return true;
		}
	return false;
}

void
list_live_keep(struct list_live *live, int64_t now, const char *filters, const struct list_total *total)
{
	struct kept_total *kept = &live->totals[live->total_next];

	if (strlen(filters) >= FILTERS_MOST)
		return;
	live->total_next = (live->total_next + 1) % TOTALS;
	kept->at = now;
	memcpy(kept->filters, filters, strlen(filters) + 1);
	kept->total = *total;
}

void
list_live_forget(void)
{
	size_t i, k;

	for (i = 0; i < live_count; i++) {
		lives[i]->counts_at = 0;
		for (k = 0; k < LANG_COUNT; k++)
			lives[i]->choices_at[k] = 0;
		for (k = 0; k < TOTALS; k++)
			lives[i]->totals[k].at = 0;
	}
}
