/* SPDX-License-Identifier: MIT */
/* Every way a list can be asked, asked once: the statements run meanwhile are handed to whoever measures them.
 * Not the measuring (check/cost.c). */
#include "base/clock.h"
#include "web/list_page.h"
#include "web/list_sql.h"

#define VARIANTS 3      /* a filter: much, little, several or nothing */
#define PLACES 3        /* first page, in the middle, backwards from the end */
#define SHAPE_WINDOWS 3 /* further windows repeat the same statements */

struct value_row {
	int64_t low, high, middle;
	const char *text;
};
static const struct field number_fields[] = { FIELD(value_row, INT, low), FIELD(value_row, INT, high) };
static const struct record number_record = RECORD(value_row, number_fields);
static const struct field middle_fields[] = { FIELD(value_row, INT, middle) };
static const struct record middle_record = RECORD(value_row, middle_fields);
static const struct field text_fields[] = { FIELD(value_row, TEXT, text) };
static const struct record text_record = RECORD(value_row, text_fields);

struct shapes {
	struct ctx *ctx;
	struct req *req; /* for lists whose choices or scope ask for one */
	const struct list *list;
	const struct list_choices *choices;
	struct list_wanted wanted[LIST_FILTERS][VARIANTS];
	struct list_place places[PLACES];
	struct list_query query;
	const char *what;
	enum rc (*each)(void *self, const struct list_shape *shape);
	void *self;
	enum rc rc;
};

static void
shape_seen(void *self, const struct list_sql *sql, const char *why)
{
	struct shapes *shapes = self;
	struct list_shape shape = { shapes->list, shapes->what, sql->text, sql->args, sql->count, why };

	if (shapes->rc == RC_OK)
		shapes->rc = shapes->each(shapes->self, &shape);
}

/* ---- values from the data ---- */

static enum rc
value_read(struct shapes *shapes, const struct record *record, const char *text, struct value_row *row)
{
	enum rc rc = db_row(shapes->ctx, db_shape(shapes->ctx, text), record, row, NO_ARGS);

	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static void
choice_want(struct shapes *shapes, size_t filter, size_t variant, size_t choice)
{
	struct list_query query;

	if (choice >= shapes->choices[filter].count)
		return;
	list_query_init(&query, shapes->list, shapes->choices, shapes->ctx->now);
	query.wanted[filter] = shapes->wanted[filter][variant];
	list_query_choose(shapes->ctx->arena, &query, filter, &shapes->choices[filter].items[choice], true);
	shapes->wanted[filter][variant] = query.wanted[filter];
}

/* Much: the value with the most rows. Little: that with the fewest. Several: the three that come first. */
static void
choices_want(struct shapes *shapes, size_t filter)
{
	const struct list_live *live = list_live(shapes->list);
	const struct list_choices *choices = &shapes->choices[filter];
	size_t i, most = 0, least = choices->count > 0 ? choices->count - 1 : 0;
	int64_t rows, fen, high = -1, low = INT64_MAX;

	for (i = 0; i < choices->count; i++) {
		if (!list_live_count(live, shapes->list->filters[filter].dimension,
			strtoll(choices->items[i].value, NULL, 10), &rows, &fen))
			break;
		if (rows > high) {
			high = rows;
			most = i;
		}
		if (rows < low) {
			low = rows;
			least = i;
		}
	}
	choice_want(shapes, filter, 0, most);
	choice_want(shapes, filter, 1, least);
	for (i = 0; i < 3 && i < choices->count; i++)
		choice_want(shapes, filter, 2, i);
}

/* A value that is there: that of the thousandth row from the newest, or of the oldest of fewer; read by key, however many there are. */
static const char *
newest_thousandth(const struct shapes *shapes, const char *value, const char *name)
{
	const struct list *list = shapes->list;

	return arena_printf(shapes->ctx->arena,
	    "SELECT %s FROM (SELECT %s AS %s, %s AS place FROM %s ORDER BY %s DESC LIMIT 1000) newest "
	    "ORDER BY place LIMIT 1",
	    name, value, name, list->key, list->from, list->key);
}

/* Much: all but the least value. Little: one value. Nothing: above all. */
static enum rc
range_want(struct shapes *shapes, size_t filter)
{
	const struct list_filter *by = &shapes->list->filters[filter];
	struct list_wanted *wanted = shapes->wanted[filter];
	struct arena *arena = shapes->ctx->arena;
	struct value_row row = { 0, 0, 0, NULL };
	bool days = by->kind == LIST_DAYS && !by->days;
	enum rc rc;

	rc = value_read(shapes, &number_record,
	    arena_printf(arena, "SELECT COALESCE(MIN(%s), 0) AS low, COALESCE(MAX(%s), 0) AS high FROM %s",
		by->column, by->column, shapes->list->from),
	    &row);
	if (rc == RC_OK)
		rc =
		    value_read(shapes, &middle_record, newest_thousandth(shapes, by->column, "middle"), &row);
	wanted[0].has_from = wanted[1].has_from = wanted[1].has_to = wanted[2].has_from = true;
	wanted[0].from = days ? clock_day(row.low) + 1 : row.low + 1;
	wanted[1].from = wanted[1].to = days ? clock_day(row.middle) : row.middle;
	wanted[2].from = days ? clock_day(row.high) + 400 : row.high + 1;
	return rc;
}

/* Much: a letter. Little: a text that is there. Nothing: one that is not. */
static enum rc
text_want(struct shapes *shapes, size_t filter)
{
	const struct list_filter *by = &shapes->list->filters[filter];
	struct arena *arena = shapes->ctx->arena;
	struct value_row row = { 0, 0, 0, "1" };
	const char *value = by->lookup != NULL ? arena_printf(arena, "(SELECT %s FROM %s WHERE id = %s)",
						     by->lookup->typed, by->lookup->table, by->column)
					       : arena_printf(arena, "CAST(%s AS CHAR)", by->column);
	enum rc rc = value_read(shapes, &text_record, newest_thousandth(shapes, value, "text"), &row);

	if (row.text == NULL || *row.text == '\0')
		row.text = "1";
	shapes->wanted[filter][0].text =
	    by->kind == LIST_PREFIX ? arena_strndup(arena, row.text, 1) : row.text;
	shapes->wanted[filter][1].text = row.text;
	shapes->wanted[filter][2].text = by->numeric ? "999999999999" : "~~~";
	return rc;
}

static enum rc
values_want(struct shapes *shapes)
{
	size_t i;
	enum rc rc = RC_OK;

	memset(shapes->wanted, 0, sizeof(shapes->wanted));
	for (i = 0; i < shapes->list->filter_count && rc == RC_OK; i++) {
		switch (shapes->list->filters[i].kind) {
		case LIST_CHOICE:
			choices_want(shapes, i);
			break;
		case LIST_MONEY:
		case LIST_NUMBER:
		case LIST_DAYS:
			rc = range_want(shapes, i);
			break;
		case LIST_EXACT:
		case LIST_PREFIX:
			rc = text_want(shapes, i);
			break;
		}
	}
	return rc;
}

/* The record that has the most rows, for a list of one record's rows: its `where` begins "column = ?". */
static enum rc
record_want(struct shapes *shapes)
{
	const struct list *list = shapes->list;
	struct value_row row = { 0, 0, 0, NULL };
	const char *column;
	enum rc rc;

	shapes->req->id = 0;
	if (!list_of_record(list))
		return RC_OK;
	column = arena_strndup(shapes->ctx->arena, list->where, strcspn(list->where, " "));
	rc = value_read(shapes, &middle_record,
	    arena_printf(shapes->ctx->arena,
		"SELECT %s AS middle FROM %s GROUP BY %s ORDER BY COUNT(*) DESC LIMIT 1", column, list->from,
		column),
	    &row);
	shapes->req->id = row.middle;
	return rc;
}

/* ---- asking ---- */

static enum rc
places_find(struct shapes *shapes)
{
	const struct list *list = shapes->list;
	const struct list_sort *sort = &list->sorts[shapes->query.sort];
	const char *index = list_index_find(list, NULL, sort->name);
	struct list_place *place = shapes->places;
	struct list_ask ask;
	struct list_found found;
	struct value_row row = { 0, 0, 0, NULL };
	enum rc rc;

	memset(place, 0, sizeof(shapes->places));
	if (index == NULL)
		return RC_OK;
	rc = value_read(shapes, &middle_record,
	    arena_printf(shapes->ctx->arena, "SELECT COUNT(*) AS middle FROM %s", list->from), &row);
	if (rc != RC_OK)
		return rc;
	/* half the rows further on: slow here, never done by a page */
	list_ask(shapes->req, &shapes->query, 1, 1, &ask);
	rc = value_read(shapes, sort->text ? &text_record : &middle_record,
	    arena_printf(shapes->ctx->arena, "SELECT %s AS %s FROM %s ORDER BY %s LIMIT 1 OFFSET %lld",
		sort->column, sort->text ? "text" : "middle", list->from, sort->column,
		(long long)(row.middle / 2)),
	    &row);
	place[1] = (struct list_place){ LIST_AFTER, row.middle, sort->text ? row.text : NULL, 1 };
	if (sort->text && row.text == NULL)
		memset(&place[1], 0, sizeof(place[1]));
	if (rc != RC_OK)
		return rc;
	/* the last row of all, to go back from */
	shapes->query.descending = !shapes->query.descending;
	rc = list_read(shapes->ctx, &ask, &found);
	shapes->query.descending = !shapes->query.descending;
	if (rc == RC_OK && found.count > 0) {
		const struct list_tail *tail = list_tail(list, found.rows[0]);

		place[2] =
		    (struct list_place){ LIST_BEFORE, tail->sort, sort->text ? tail->text : NULL, tail->key };
	}
	return rc;
}

static enum rc
question_ask(struct shapes *shapes, const char *what)
{
	static const char *const where[PLACES] = { "first page", "deep", "backwards" };
	struct arena *arena = shapes->ctx->arena;
	struct list_found found;
	struct list_tally tally;
	struct list_total total;
	struct list_ask ask;
	size_t i;
	enum rc rc = RC_OK;

	for (i = 0; i < PLACES && rc == RC_OK; i++) {
		if (i > 0 && shapes->places[i].side == LIST_FIRST)
			continue;
		shapes->query.place = shapes->places[i];
		shapes->what = arena_printf(arena, "%s: %s by %s%s, %s", shapes->list->name, what,
		    shapes->list->sorts[shapes->query.sort].name, shapes->query.descending ? " desc" : "",
		    where[i]);
		list_ask(shapes->req, &shapes->query, LIST_PAGE, SHAPE_WINDOWS, &ask);
		shapes->ctx->arena = arena_new(1 << 18);
		list_watch(shape_seen, shapes);
		rc = list_read(shapes->ctx, &ask, &found);
		if (rc == RC_OK && i == 0)
			rc = list_tally(shapes->ctx, &ask, &tally);
		if (rc == RC_OK && i == 0)
			rc = list_total(shapes->ctx, &ask, NULL, &total);
		list_watch(NULL, NULL);
		arena_free(shapes->ctx->arena);
		shapes->ctx->arena = arena;
		if (rc == RC_OK)
			rc = shapes->rc;
	}
	return rc;
}

static void
filter_set(struct shapes *shapes, size_t filter, size_t variant)
{
	shapes->query.wanted[filter] = shapes->wanted[filter][variant];
	if (shapes->list->filters[filter].search)
		shapes->query.search = shapes->wanted[filter][variant].text;
}

static enum rc
pairs_ask(struct shapes *shapes, size_t first, size_t variant)
{
	static const size_t with[VARIANTS][2] = { { 0, 1 }, { 0, 1 }, { 2, 1 } };
	struct list_query kept = shapes->query;
	size_t second, i;
	enum rc rc = RC_OK;

	for (second = first + 1; second < shapes->list->filter_count; second++)
		for (i = 0; i < 2 && rc == RC_OK; i++) {
			filter_set(shapes, second, with[variant][i]);
			rc = question_ask(shapes, arena_printf(shapes->ctx->arena, "%s(%zu)+%s(%zu)",
						      shapes->list->filters[first].name, variant,
						      shapes->list->filters[second].name, with[variant][i]));
			shapes->query = kept;
		}
	return rc;
}

static enum rc
sort_ask(struct shapes *shapes, size_t sort, bool descending)
{
	size_t filter, variant;
	enum rc rc;

	list_query_init(&shapes->query, shapes->list, shapes->choices, shapes->ctx->now);
	shapes->query.sort = sort;
	shapes->query.descending = descending;
	rc = places_find(shapes);
	if (rc == RC_OK)
		rc = question_ask(shapes, "all");
	for (filter = 0; filter < shapes->list->filter_count; filter++)
		for (variant = 0; variant < VARIANTS && rc == RC_OK; variant++) {
			memset(shapes->query.wanted, 0, sizeof(shapes->query.wanted));
			shapes->query.search = NULL;
			memset(&shapes->query.place, 0, sizeof(shapes->query.place));
			filter_set(shapes, filter, variant);
			rc = question_ask(shapes, arena_printf(shapes->ctx->arena, "%s(%zu)",
						      shapes->list->filters[filter].name, variant));
			if (rc == RC_OK)
				rc = pairs_ask(shapes, filter, variant);
		}
	return rc;
}

static enum rc
list_ask_all(struct shapes *shapes)
{
	size_t sort;
	enum rc rc = list_live_choices(shapes->req, list_live(shapes->list), &shapes->choices);

	if (rc == RC_OK)
		rc = list_live_counts(shapes->ctx, list_live(shapes->list));
	if (rc == RC_OK)
		rc = values_want(shapes);
	if (rc == RC_OK)
		rc = record_want(shapes);
	for (sort = 0; sort < shapes->list->sort_count && rc == RC_OK; sort++) {
		rc = sort_ask(shapes, sort, false);
		if (rc == RC_OK)
			rc = sort_ask(shapes, sort, true);
	}
	return rc;
}

enum rc
list_shapes(struct ctx *ctx, const char *only, enum rc (*each)(void *self, const struct list_shape *shape),
    void *self)
{
	struct req *req = arena_alloc(ctx->arena, sizeof(*req));
	struct shapes *shapes = arena_alloc(ctx->arena, sizeof(*shapes));
	size_t i;
	enum rc rc = RC_OK;

	req->ctx = *ctx;
	shapes->ctx = ctx;
	shapes->req = req;
	shapes->each = each;
	shapes->self = self;
	for (i = 0; lists[i] != NULL && rc == RC_OK; i++) {
		if (only != NULL && strcmp(only, lists[i]->name) != 0)
			continue;
		shapes->list = lists[i];
		rc = list_ask_all(shapes);
	}
	return rc;
}
