/* SPDX-License-Identifier: MIT */
/* Reading a list's rows window by window along the planned index (list_read.h).
 * Not the choice of the index (list_plan.c) and not the statements' text (list_sql.c). */
#include "web/list_read.h"
#include "web/list_sql.h"

#include <assert.h>

#define FETCH 51       /* keys fetched at once where all of them will be shown */
#define FETCH_MOST 256 /* and where other filters may drop most */
#define KEYS_MOST 640  /* of all streams of a union at once */
#define FEW_PLACES 48  /* of an index: each costs two looks beside LIST_FEW */
#define STREAMS_FEW 6  /* whose rows are read at once, without their keys first: most are short */

struct place_row {
	int64_t list_sort;
	const char *list_text;
	int64_t list_key, list_stream;
	const void *row; /* what stands there, if it was read along */
};
static const struct field place_number_fields[] = { FIELD(place_row, INT, list_sort),
	FIELD(place_row, INT, list_key), FIELD(place_row, INT, list_stream) };
static const struct field place_text_fields[] = { FIELD(place_row, TEXT, list_text),
	FIELD(place_row, INT, list_key), FIELD(place_row, INT, list_stream) };
static const struct record key_number_record = RECORD(place_row, place_number_fields);
static const struct record key_text_record = RECORD(place_row, place_text_fields);
static const struct record place_number_record = { place_number_fields, 2, sizeof(struct place_row) };
static const struct record place_text_record = { place_text_fields, 2, sizeof(struct place_row) };

struct reader {
	struct ctx *ctx;
	const struct list_ask *ask;
	const struct list *list;
	struct list_live *live;
	struct list_terms terms;
	struct list_plan plan;
	struct list_found *found;
	bool by_text;
	bool headed; /* filters head the list's indexes */
	size_t windows;
};

static list_watcher *watcher;
static void *watcher_self;

void
list_watch(list_watcher *each, void *self)
{
	watcher = each;
	watcher_self = self;
}

void
list_watched(const struct list_sql *sql, const char *why)
{
	if (watcher != NULL)
		watcher(watcher_self, sql, why);
}

static size_t
room(const struct reader *reader)
{
	return reader->ask->want + 1 - reader->found->count;
}

static bool
full(const struct reader *reader)
{
	return reader->found->count > reader->ask->want;
}

static void
place_set(
    struct list_place *place, const struct reader *reader, int64_t number, const char *text, int64_t key)
{
	place->side = reader->terms.backwards ? LIST_BEFORE : LIST_AFTER;
	place->number = number;
	place->text = text;
	place->key = key;
}

static enum rc
run(struct reader *reader, const struct list_sql *sql, const struct record *record, struct rows *rows)
{
	rows->items = NULL;
	rows->count = 0;
	list_watched(sql, NULL);
	return db_rows(reader->ctx, db_shape(reader->ctx, sql->text), record, rows, sql->args, sql->count);
}

static void
rows_take(struct reader *reader, const struct rows *rows)
{
	size_t size = list_live_record(reader->live, reader->by_text)->size, i;
	const char *row = rows->items;

	for (i = 0; i < rows->count && !full(reader); i++, row += size)
		reader->found->rows[reader->found->count++] = row;
}

static void
last_place(const struct reader *reader, struct list_place *place)
{
	const struct list_tail *tail = list_tail(reader->list, reader->found->rows[reader->found->count - 1]);

	place_set(place, reader, tail->sort, reader->by_text ? tail->text : NULL, tail->key);
}

/* ---- keys first, rows then ---- */

static const void *
row_by_key(const struct reader *reader, const struct rows *rows, int64_t key)
{
	size_t size = list_live_record(reader->live, reader->by_text)->size, i;
	const char *row = rows->items;

	for (i = 0; i < rows->count; i++, row += size)
		if (list_tail(reader->list, row)->key == key)
			return row;
	return NULL;
}

/* Rows of these keys, those that meet the other filters, in the order of the keys, until the page is full. */
static enum rc
keys_fetch(struct reader *reader, uint32_t others, const struct place_row *places, size_t count)
{
	const struct record *record = list_live_record(reader->live, reader->by_text);
	int64_t keys[FETCH_MOST];
	size_t at = 0, take, i;
	enum rc rc = RC_OK;

	while (rc == RC_OK && at < count && !full(reader)) {
		struct list_sql sql;
		struct rows rows;

		take = others != 0 || room(reader) > FETCH ? FETCH_MOST : room(reader);
		if (take > count - at)
			take = count - at;
		for (i = 0; i < take; i++)
			keys[i] = places[at + i].list_key;
		sql = list_sql_fetch(&reader->terms, others, keys, take);
		rc = run(reader, &sql, record, &rows);
		for (i = 0; rc == RC_OK && i < take && !full(reader); i++) {
			const void *row = row_by_key(reader, &rows, keys[i]);

			if (row != NULL)
				reader->found->rows[reader->found->count++] = row;
		}
		at += take;
	}
	return rc;
}

/* How many of the merged keys are sure: behind the last one of a stream that was cut off, others may be missing. */
static size_t
keys_sure(const struct place_row *places, size_t count, size_t limit, bool *ended)
{
	size_t streams[LIST_VALUES] = { 0 }, i;

	for (i = 0; i < count; i++)
		if (++streams[places[i].list_stream] == limit) {
			*ended = false;
			return i + 1;
		}
	*ended = true;
	return count;
}

static bool
stands_before(const struct place_row *a, const struct place_row *b, bool down)
{
	if (a->list_sort != b->list_sort)
		return (a->list_sort < b->list_sort) != down;
	return (a->list_key < b->list_key) != down;
}

/* Streams that stand one after the other in `places`, each in the order of reading (so MariaDB sends the parts of a UNION ALL), as
 * one: at most `most` of it. */
static struct place_row *
streams_merge(const struct reader *reader, const struct place_row *places, size_t *count, size_t most)
{
	bool down = reader->terms.backwards != reader->terms.query->descending;
	struct place_row *merged = arena_array(reader->ctx->arena, *count + 1, sizeof(*merged));
	const struct place_row *heads[LIST_VALUES], *end = places + *count, *at;
	size_t streams = 0, taken = 0, first, i;

	for (at = places; at < end; at++)
		if (at == places || at->list_stream != at[-1].list_stream) {
			assert(streams < LIST_VALUES);
			heads[streams++] = at;
		}
	while (streams > 0 && taken < most) {
		for (first = 0, i = 1; i < streams; i++)
			if (stands_before(heads[i], heads[first], down))
				first = i;
		at = heads[first];
		merged[taken++] = *at++;
		if (at < end && at->list_stream == at[-1].list_stream)
			heads[first] = at;
		else
			heads[first] = heads[--streams];
	}
	*count = taken;
	return merged;
}

static size_t
union_limit(const struct reader *reader)
{
	size_t streams = list_streams(reader->terms.query, reader->plan.streams);

	if (reader->plan.others != 0)
		return LIST_EXAMINED / streams;
	if (room(reader) <= FETCH)
		return room(reader) * streams <= KEYS_MOST ? room(reader) : KEYS_MOST / streams;
	return room(reader) * 2 / streams + FETCH;
}

static enum rc
union_read(struct reader *reader)
{
	bool ended = false;
	enum rc rc = RC_OK;

	reader->plan.others &= ~reader->plan.streams;
	while (rc == RC_OK && !ended && !full(reader) && reader->windows < reader->ask->windows) {
		size_t limit = union_limit(reader), all, sure;
		struct list_sql sql = list_sql_union(&reader->terms, reader->plan.driven,
		    reader->plan.streams, reader->plan.union_index, limit);
		const struct place_row *places;
		struct rows rows;

		reader->windows++;
		rc = run(reader, &sql, reader->by_text ? &key_text_record : &key_number_record, &rows);
		if (rc != RC_OK)
			return rc;
		places = rows.items;
		all = rows.count;
		if (!reader->by_text)
			places = streams_merge(
			    reader, places, &rows.count, reader->plan.others != 0 ? all : room(reader));
		sure = keys_sure(places, rows.count, limit, &ended);
		ended = ended && rows.count == all;
		rc = keys_fetch(reader, reader->plan.others, places, sure);
		if (sure > 0)
			place_set(&reader->terms.place, reader, places[sure - 1].list_sort,
			    places[sure - 1].list_text, places[sure - 1].list_key);
	}
	reader->found->partial = !ended && !full(reader);
	return rc;
}

/* ---- rows of several streams ---- */

/* The rows' places, stream by stream. */
static const struct place_row *
rows_places(const struct reader *reader, const struct rows *rows)
{
	struct place_row *places = arena_array(reader->ctx->arena, rows->count + 1, sizeof(*places));
	size_t size = list_live_record(reader->live, false)->size, i;
	const char *row = rows->items;

	for (i = 0; i < rows->count; i++, row += size) {
		const struct list_tail *tail = list_tail(reader->list, row);

		places[i] = (struct place_row){ tail->sort, NULL, tail->key, tail->stream, row };
	}
	return places;
}

/* A page of each of a few streams: of more of them too many rows would be read that are not shown. */
static enum rc
streams_read(struct reader *reader)
{
	bool ended = false;
	enum rc rc = RC_OK;

	while (rc == RC_OK && !ended && !full(reader) && reader->windows < reader->ask->windows) {
		size_t limit = union_limit(reader), sure, i;
		struct list_sql sql = list_sql_streams(&reader->terms, reader->plan.driven,
		    reader->plan.streams, reader->plan.union_index, limit);
		const struct place_row *places;
		struct rows rows;

		reader->windows++;
		rc = run(reader, &sql, list_live_record(reader->live, false), &rows);
		if (rc != RC_OK)
			return rc;
		places = streams_merge(reader, rows_places(reader, &rows), &rows.count, room(reader));
		sure = keys_sure(places, rows.count, limit, &ended);
		for (i = 0; i < sure; i++)
			reader->found->rows[reader->found->count++] = places[i].row;
		if (sure > 0)
			last_place(reader, &reader->terms.place);
	}
	reader->found->partial = !ended && !full(reader);
	return rc;
}

/* ---- a filter that matches few ---- */

static const char *
own_index(const struct list *list, size_t filter)
{
	const char *index = list_index_find(list, list->filters[filter].name, NULL);
	size_t i;

	for (i = 0; index == NULL && i < list->index_count; i++)
		if (list->indexes[i].filter != NULL &&
		    strcmp(list->indexes[i].filter, list->filters[filter].name) == 0)
			index = list->indexes[i].index;
	return index;
}

/* In how many places of its index a filter is looked for: at each of its values, of each combination of the heads' values. */
static size_t
places_of(const struct reader *reader, size_t filter)
{
	size_t values = reader->terms.query->wanted[filter].count;

	return list_streams(reader->terms.query, list_heads(reader->list)) * (values > 0 ? values : 1);
}

/* Is it worth asking whether this filter matches few? Typed texts before the first window, the others after it. */
static bool
few_likely(const struct reader *reader, size_t filter, bool typed)
{
	enum list_filter_kind kind = reader->list->filters[filter].kind;
	int64_t rows;

	if (!(reader->plan.others & (UINT32_C(1) << filter)) || places_of(reader, filter) > FEW_PLACES)
		return false;
	if (kind == LIST_EXACT || kind == LIST_PREFIX)
		return typed;
	rows = list_live_estimate(reader->live, reader->terms.query, filter);
	return !typed && rows <= LIST_FEW;
}

static enum rc
few_find(struct reader *reader, bool typed, size_t *filter)
{
	size_t i;
	enum rc rc;

	*filter = SIZE_MAX;
	for (i = 0; i < reader->list->filter_count; i++) {
		const char *index = own_index(reader->list, i);
		struct list_sql sql;
		int64_t key;

		if (index == NULL || !few_likely(reader, i, typed))
			continue;
		sql = list_sql_many(&reader->terms, i, index, LIST_FEW);
		list_watched(&sql, NULL);
		rc = db_int(reader->ctx, db_shape(reader->ctx, sql.text), &key, sql.args, sql.count);
		if (rc == RC_NOT_FOUND) {
			*filter = i;
			return RC_OK;
		}
		if (rc != RC_OK)
			return rc;
	}
	return RC_OK;
}

/* `*done`: all there is was read this way. */
static enum rc
few_read(struct reader *reader, bool typed, bool *done)
{
	uint32_t all = reader->plan.driven | reader->plan.others;
	struct list_sql sql;
	struct rows rows;
	size_t filter;
	enum rc rc = few_find(reader, typed, &filter);

	*done = false;
	if (rc != RC_OK || filter == SIZE_MAX)
		return rc;
	*done = true;
	sql = list_sql_few(&reader->terms, filter, own_index(reader->list, filter), LIST_FEW + 1);
	rc = run(reader, &sql, reader->by_text ? &key_text_record : &key_number_record, &rows);
	if (rc == RC_OK)
		rc = keys_fetch(reader, all & ~(UINT32_C(1) << filter), rows.items, rows.count);
	return rc;
}

/* ---- a stream ---- */

static enum rc
rows_read(struct reader *reader, size_t limit, size_t examined, size_t *count)
{
	struct list_sql sql = list_sql_rows(
	    &reader->terms, reader->plan.driven | reader->plan.others, reader->plan.index, limit, examined);
	struct rows rows;
	enum rc rc = run(reader, &sql, list_live_record(reader->live, reader->by_text), &rows);

	*count = rows.count;
	if (rc == RC_OK)
		rows_take(reader, &rows);
	return rc;
}

/* The first window is tried without knowing its end: MariaDB stops after LIST_EXAMINED rows. What it gave counts only if the
 * page is full; where it stopped cannot be told. */
static enum rc
window_try(struct reader *reader)
{
	size_t count;
	enum rc rc;

	if (room(reader) > LIST_EXAMINED / 2)
		return RC_OK; /* a batch of an export: more than one window anyway */
	rc = rows_read(reader, room(reader), LIST_EXAMINED, &count);
	if (rc == RC_OK && !full(reader))
		reader->found->count = 0;
	return rc;
}

/* Rows of one window: at most so many entries of the stream, the end asked for first. */
static enum rc
window_read(struct reader *reader, bool *ended)
{
	struct list_sql sql;
	struct place_row place = { 0 };
	size_t entries = LIST_EXAMINED / list_tables(reader->list), count;
	enum rc rc;

	sql = list_sql_bound(&reader->terms, reader->plan.driven, reader->plan.index, entries - 1);
	list_watched(&sql, NULL);
	rc = db_row(reader->ctx, db_shape(reader->ctx, sql.text),
	    reader->by_text ? &place_text_record : &place_number_record, &place, sql.args, sql.count);
	*ended = rc == RC_NOT_FOUND;
	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	if (!*ended)
		place_set(&reader->terms.until, reader, place.list_sort, place.list_text, place.list_key);
	rc = rows_read(reader, room(reader), 0, &count);
	if (!full(reader) && !*ended)
		reader->terms.place = reader->terms.until;
	memset(&reader->terms.until, 0, sizeof(reader->terms.until));
	return rc;
}

/* No filter but those the index answers: one statement is all. */
static enum rc
plain_read(struct reader *reader)
{
	size_t count;

	return rows_read(reader, room(reader), 0, &count);
}

static enum rc
windows_read(struct reader *reader)
{
	bool ended = false;
	enum rc rc = RC_OK;

	while (rc == RC_OK && !ended && !full(reader) && reader->windows < reader->ask->windows) {
		reader->windows++;
		rc = window_read(reader, &ended);
	}
	reader->found->partial = rc == RC_OK && !ended && !full(reader);
	return rc;
}

static enum rc
headed_read(struct reader *reader)
{
	if (list_streams(reader->terms.query, reader->plan.streams) <= STREAMS_FEW)
		return streams_read(reader);
	return union_read(reader);
}

static enum rc
stream_read(struct reader *reader)
{
	bool done = false;
	enum rc rc;

	if (reader->plan.others == 0)
		return reader->headed ? headed_read(reader) : plain_read(reader);
	rc = few_read(reader, true, &done);
	if (rc != RC_OK || done)
		return rc;
	/* several streams have no order in common that a window could be opened in */
	if (!reader->headed)
		rc = window_try(reader);
	if (rc != RC_OK || full(reader))
		return rc;
	rc = few_read(reader, false, &done);
	if (rc != RC_OK || done)
		return rc;
	return reader->plan.streams != 0 ? union_read(reader) : windows_read(reader);
}

static void
reversed(struct list_found *found)
{
	size_t i;

	for (i = 0; i < found->count / 2; i++) {
		const void *row = found->rows[i];

		found->rows[i] = found->rows[found->count - 1 - i];
		found->rows[found->count - 1 - i] = row;
	}
}

enum rc
list_read(struct ctx *ctx, const struct list_ask *ask, struct list_found *found)
{
	struct reader reader = { .ctx = ctx, .ask = ask, .list = ask->query->list, .found = found };
	enum rc rc;

	memset(found, 0, sizeof(*found));
	found->rows = arena_array(ctx->arena, ask->want + 1, sizeof(void *));
	reader.terms.query = list_query_whole(ctx->arena, ask->query);
	if (reader.terms.query->lost)
		return RC_OK;
	reader.live = list_live(reader.list);
	reader.by_text = reader.list->sorts[ask->query->sort].text;
	reader.headed = list_heads(reader.list) != 0;
	assert(!reader.headed || !reader.by_text); /* streams are merged here, by numbers */
	reader.terms.arena = ctx->arena;
	reader.terms.scope = ask->scope;
	reader.terms.scope_count = ask->scope_count;
	reader.terms.place = ask->query->place;
	reader.terms.backwards = ask->query->place.side == LIST_BEFORE;
	rc = list_live_counts(ctx, reader.live);
	if (rc != RC_OK)
		return rc;
	list_plan(reader.terms.query, reader.live, &reader.plan);
	rc = reader.plan.union_first ? union_read(&reader) : stream_read(&reader);
	if (rc != RC_OK)
		return rc;
	found->more = full(&reader);
	if (found->more) {
		found->count--;
		last_place(&reader, &found->resume);
	} else if (found->partial) {
		found->resume = reader.terms.place;
	}
	if (reader.terms.backwards)
		reversed(found);
	return RC_OK;
}
