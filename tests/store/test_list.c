/* SPDX-License-Identifier: MIT */
/* Lists read page by page against a real MariaDB: whatever the filters and the sort, the pages together are what one plain
 * ORDER BY gives, forwards and backwards, also while rows come and go. Not the pages' looks: see tests/page. */
#include "base/clock.h"
#include "harness.h"
#include "orders_help.h"
#include "web/list_read.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROWS 20000
#define ROUNDS 60

struct thing {
	int64_t id;
	const char *code;
};
static const struct field thing_fields[] = { FIELD(thing, ID, id), FIELD(thing, TEXT, code) };
static const struct record thing_record = RECORD(thing, thing_fields);

static const struct list_choice kinds[] = { { "0", "0" }, { "1", "1" }, { "2", "2" }, { "3", "3" },
	{ "4", "4" }, { "5", "5" }, { "6", "6" }, { "7", "7" }, { "8", "8" }, { "9", "9" }, { 0 } };
static const struct list_choice rares[] = { { "0", "0" }, { "1", "1" }, { "2", "2" }, { 0 } };
static const struct list_choice zones[] = { { "north", "n" }, { "south", "s" }, { "west", "w" },
	{ "nowhere", "x" }, { 0 } };
enum { F_KIND, F_RARE, F_ZONE, F_AMOUNT, F_AT, F_CODE, F_NAME, F_OWNER, FILTERS };
static const struct list_filter filters[] = {
	{ .name = "kind",
	    .kind = LIST_CHOICE,
	    .label = "k",
	    .column = "t.kind",
	    .numeric = true,
	    .choices = kinds,
	    .dimension = "kind" },
	{ .name = "rare",
	    .kind = LIST_CHOICE,
	    .label = "r",
	    .column = "t.rare",
	    .numeric = true,
	    .choices = rares,
	    .dimension = "rare" },
	{ .name = "zone", .kind = LIST_CHOICE, .label = "z", .column = "t.zone", .choices = zones },
	{ .name = "amount", .kind = LIST_MONEY, .label = "a", .column = "t.fen" },
	{ .name = "at", .kind = LIST_DAYS, .label = "t", .column = "t.at" },
	{ .name = "code",
	    .kind = LIST_EXACT,
	    .label = "c",
	    .column = "t.code",
	    .search = true,
	    .unique = true },
	{ .name = "name", .kind = LIST_PREFIX, .label = "n", .column = "t.name" },
	{ .name = "owner", .kind = LIST_EXACT, .label = "o", .column = "t.owner", .numeric = true },
};
static const struct list_sort sorts[] = {
	{ .name = "at", .label = "at", .column = "t.at" },
	{ .name = "amount", .label = "amount", .column = "t.fen", .descending = true },
	{ .name = "code", .label = "code", .column = "t.code", .text = true, .unique = true },
	{ .name = "name", .label = "name", .column = "t.name", .text = true },
	{ .name = "id", .label = "id", .column = "t.id" },
};
static const struct list_index indexes[] = {
	{ NULL, "at", "thing_at" },
	{ NULL, "amount", "thing_fen" },
	{ NULL, "code", "thing_code" },
	{ NULL, "name", "thing_name" },
	{ NULL, "id", "PRIMARY" },
	{ NULL, NULL, "PRIMARY" },
	{ "kind", "at", "thing_kind" },
	{ "kind", "amount", "thing_kind_fen" },
	{ "kind", "name", "thing_kind_name" },
	{ "rare", "at", "thing_rare" },
	{ "zone", "at", "thing_zone" },
	{ "code", NULL, "thing_code" },
	{ "owner", NULL, "thing_owner" },
};
static const struct list things = {
	.name = "things",
	.path = "/things",
	.select = "t.id AS id, t.code AS code",
	.from = "thing t",
	.key = "t.id",
	.money = "t.fen",
	.version = "t.kind",
	.record = &thing_record,
	.filters = filters,
	.filter_count = FILTERS,
	.sorts = sorts,
	.sort_count = 5,
	.indexes = indexes,
	.index_count = sizeof(indexes) / sizeof(indexes[0]),
};
/* The same rows with a second table joined, and read without any index named. */
static struct list joined, plain;
static const struct list_choices choices[FILTERS] = { { kinds, 10 }, { rares, 3 }, { zones, 4 } };

static uint64_t dice = 88172645463325252;

static int64_t
roll(int64_t most)
{
	dice ^= dice << 13;
	dice ^= dice >> 7;
	dice ^= dice << 17;
	return (int64_t)(dice % (uint64_t)most);
}

static int
fill(void **state)
{
	int made = test_start(state);

	if (made != 0)
		return made;
	test_sql(
	    "CREATE TABLE thing (id BIGINT NOT NULL PRIMARY KEY, at BIGINT NOT NULL, fen BIGINT NOT NULL, "
	    "kind INT NOT NULL, rare INT NOT NULL, zone VARCHAR(10) NOT NULL, code VARCHAR(20) NOT NULL, "
	    "name VARCHAR(20) NOT NULL, owner BIGINT NOT NULL, KEY thing_at (at, id), KEY thing_fen (fen, "
	    "id), UNIQUE KEY thing_code (code), KEY thing_name (name, id), KEY thing_kind (kind, at, id), "
	    "KEY thing_kind_fen (kind, fen, id), KEY thing_kind_name (kind, name, id), KEY thing_rare "
	    "(rare, at, id), KEY thing_zone (zone, at, id), KEY thing_owner (owner)) ENGINE=InnoDB DEFAULT "
	    "CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci");
	/* amounts and moments with many ties; kinds of very different size; a rare kind; names in three scripts */
	test_sql("INSERT INTO thing SELECT seq * 3, 1700000000 + (seq * 7919 %% 4001) * 600, (seq * 104729 "
		 "%% 97) * 1000, FLOOR(LOG2(1 + seq * 31 %% 1024)) %% 10, IF(seq %% 701 = 0, 2, IF(seq %% "
		 "53 = 0, 1, 0)), ELT(1 + seq %% 3, 'north', 'south', 'west'), CONCAT('C-', LPAD(seq * 7 "
		 "%% 20011, 6, '0')), ELT(1 + seq * 17 %% 7, 'abel', 'Abel', '张三', '李四', 'zoe', '100%%', "
		 "'a_b'), seq %% 900 FROM seq_1_to_%d",
	    ROWS);
	test_sql("CREATE TABLE thing_note (thing_id BIGINT NOT NULL PRIMARY KEY, note VARCHAR(20) NOT NULL)");
	test_sql("INSERT INTO thing_note SELECT id, 'n' FROM thing WHERE id %% 2 = 0");
	test_sql("INSERT INTO list_count (list, dimension, value, shard, row_count, fen)"
		 " SELECT 'things', 'kind', kind, 1, COUNT(*), SUM(fen) FROM thing GROUP BY kind UNION ALL"
		 " SELECT 'things', 'rare', rare, 1, COUNT(*), SUM(fen) FROM thing GROUP BY rare UNION ALL"
		 " SELECT 'things', '', 0, 1, COUNT(*), SUM(fen) FROM thing");
	test_sql("ANALYZE TABLE thing");
	/* the worker was granted what the migrations made */
	test_sql("GRANT SELECT, INSERT, UPDATE, DELETE ON *.* TO %s@localhost",
	    config_database(config_get(), "worker").user);
	joined = things;
	joined.name = "things.joined";
	joined.from = "thing t LEFT JOIN thing_note n ON n.thing_id = t.id";
	plain = things;
	plain.name = "things.plain";
	plain.index_count = 0;
	return 0;
}

/* ---- a question by chance ---- */

static void
want_choice(struct list_query *query, size_t filter)
{
	char text[64];
	int64_t more = roll(3);

	do {
		snprintf(text, sizeof(text), "%s[]=%s", filters[filter].name,
		    choices[filter].items[roll((int64_t)choices[filter].count)].value);
		assert_rc(list_query_text(test_ctx()->arena, query, text), RC_OK);
	} while (more-- > 0);
}

static void
want(struct list_query *query, size_t filter)
{
	struct list_wanted *wanted = &query->wanted[filter];
	static const char *const names[] = { "a", "ab", "Abel", "张", "100%", "a_b", "zz" };
	char text[40];

	switch (filter) {
	case F_KIND:
	case F_RARE:
	case F_ZONE:
		want_choice(query, filter);
		break;
	case F_AMOUNT:
		wanted->has_from = roll(3) != 0;
		wanted->has_to = !wanted->has_from || roll(2) != 0;
		wanted->from = roll(97) * 1000;
		wanted->to = wanted->from + roll(20) * 1000;
		break;
	case F_AT:
		wanted->has_from = roll(2) != 0;
		wanted->has_to = !wanted->has_from || roll(2) != 0;
		wanted->from = 19675 + roll(28);
		wanted->to = wanted->from + roll(6);
		break;
	case F_CODE:
		snprintf(text, sizeof(text), "C-%06d", (int)roll(20011));
		query->search = wanted->text = arena_strdup(test_ctx()->arena, text);
		break;
	case F_NAME:
		wanted->text = names[roll(7)];
		break;
	default:
		snprintf(text, sizeof(text), "%d", (int)roll(920));
		wanted->text = arena_strdup(test_ctx()->arena, text);
	}
}

static void
draw(struct list_query *query, const struct list *list)
{
	int64_t count = roll(4);

	list_query_init(query, list, choices, test_ctx()->now);
	while (count-- > 0)
		want(query, (size_t)roll(roll(3) == 0 ? FILTERS : F_AT + 1));
	query->sort = (size_t)roll((int64_t)list->sort_count);
	query->descending = roll(2) != 0;
}

/* ---- what one plain statement says ---- */

struct ids {
	int64_t id[2 * ROWS];
	size_t count;
};

static void
condition(struct buf *sql, const struct list_query *query, size_t filter)
{
	const struct list_wanted *wanted = &query->wanted[filter];
	const char *column = filters[filter].column;
	size_t i;

	if (!list_filter_holds(query, filter))
		return;
	for (i = 0; i < wanted->count; i++)
		buf_printf(sql, "%s%s = '%s'%s", i == 0 ? " AND (" : " OR ", column, wanted->chosen[i]->value,
		    i + 1 == wanted->count ? ")" : "");
	if (wanted->text && filters[filter].kind == LIST_EXACT)
		buf_printf(sql, " AND %s = '%s'", column, wanted->text);
	if (wanted->text && filters[filter].kind == LIST_PREFIX)
		buf_printf(
		    sql, " AND LEFT(%s, CHAR_LENGTH('%s')) = '%s'", column, wanted->text, wanted->text);
	/* 28,800: the shop's zone is eight hours ahead */
	if (wanted->has_from)
		buf_printf(sql, " AND %s >= %" PRId64, column,
		    filter == F_AT ? wanted->from * 86400 - 28800 : wanted->from);
	if (wanted->has_to)
		buf_printf(sql, " AND %s %s %" PRId64, column, filter == F_AT ? "<" : "<=",
		    filter == F_AT ? (wanted->to + 1) * 86400 - 28800 : wanted->to);
}

static enum rc
id_take(void *self, const void *row)
{
	struct ids *ids = self;
	const struct thing *thing = row;

	ids->id[ids->count++] = thing->id;
	return RC_OK;
}

static void
expect(const struct list_query *query, struct ids *ids)
{
	const struct list_sort *sort = &sorts[query->sort];
	struct buf sql;
	size_t i;

	ids->count = 0;
	buf_init(&sql, test_ctx()->arena, 512);
	buf_text(&sql, "SELECT t.id AS id, t.code AS code FROM thing t WHERE 1 = 1");
	for (i = 0; i < FILTERS; i++)
		condition(&sql, query, i);
	buf_printf(&sql, " ORDER BY %s%s, t.id%s", sort->column, query->descending ? " DESC" : "",
	    query->descending ? " DESC" : "");
	assert_rc(
	    db_each(test_ctx(), db_shape(test_ctx(), sql.data), &thing_record, id_take, ids, NO_ARGS), RC_OK);
}

/* ---- pages ---- */

typedef void between(void *self);

/* From the start (or the end) page by page. */
static void
walk(struct list_query *query, size_t page, bool backwards, struct ids *ids, between *meanwhile)
{
	struct list_ask ask = { .query = query, .want = page, .windows = 1 + (size_t)roll(LIST_WINDOWS) };
	struct list_found found;
	size_t i;

	ids->count = 0;
	do {
		assert_rc(list_read(test_ctx(), &ask, &found), RC_OK);
		assert_true(found.count <= page);
		assert_false(found.more && found.partial);
		assert_true(!found.more || found.count == page);
		for (i = 0; i < found.count; i++) {
			const struct thing *thing = found.rows[backwards ? found.count - 1 - i : i];

			assert_true(ids->count < 2 * ROWS);
			assert_int_equal(list_tail(query->list, thing)->key, thing->id);
			ids->id[ids->count++] = thing->id;
		}
		query->place = found.resume;
		if (meanwhile)
			meanwhile(NULL);
	} while (found.more || found.partial);
}

/* A place behind the last row, to go back from. */
static void
place_end(struct list_query *query)
{
	bool text = sorts[query->sort].text;

	query->place.side = LIST_BEFORE;
	query->place.key = query->descending ? -1 : INT64_MAX;
	query->place.number = query->descending ? -1 : INT64_MAX;
	query->place.text = text ? (query->descending ? "" : "龥龥") : NULL;
}

static const char *
told(const struct list_query *query, const char *what)
{
	return arena_printf(test_ctx()->arena, "%s: %s %s?%s", what, query->list->name,
	    sorts[query->sort].name, list_query_print(test_ctx()->arena, query));
}

static void
same(const struct list_query *query, const struct ids *want_ids, const struct ids *got, bool backwards)
{
	size_t i;

	if (got->count != want_ids->count)
		print_message("%s: %zu rows, not %zu\n", told(query, backwards ? "back" : "on"), got->count,
		    want_ids->count);
	assert_int_equal(got->count, want_ids->count);
	for (i = 0; i < got->count; i++) {
		int64_t id = want_ids->id[backwards ? got->count - 1 - i : i];

		if (got->id[i] != id)
			print_message("%s: row %zu is %" PRId64 ", not %" PRId64 "\n", told(query, "order"),
			    i, got->id[i], id);
		assert_int_equal(got->id[i], id);
	}
}

static void
rounds(const struct list *list, int count)
{
	static struct ids want_ids, got;
	struct list_query query;

	while (count-- > 0) {
		size_t page;

		draw(&query, list);
		expect(&query, &want_ids);
		page = want_ids.count > 2000 || roll(4) == 0 ? 500 : 50; /* a batch of an export, or a page */
		walk(&query, page, false, &got, NULL);
		same(&query, &want_ids, &got, false);
		place_end(&query);
		walk(&query, page, true, &got, NULL);
		same(&query, &want_ids, &got, true);
		arena_reset(test_ctx()->arena, 1 << 20);
	}
}

static void
pages_are_all_rows(void **state)
{
	(void)state;
	rounds(&things, ROUNDS);
}

static void
pages_are_all_rows_of_a_join(void **state)
{
	(void)state;
	rounds(&joined, ROUNDS / 3);
}

static void
pages_are_all_rows_without_indexes(void **state)
{
	(void)state;
	rounds(&plain, ROUNDS / 6);
}

/* ---- totals ---- */

static void
totals_are_true(void **state)
{
	static struct ids want_ids;
	struct list_query query;
	struct list_total total;
	int i, exact = 0;

	(void)state;
	for (i = 0; i < ROUNDS; i++) {
		struct list_ask ask = { .query = &query, .want = LIST_PAGE, .windows = LIST_WINDOWS };

		draw(&query, &things);
		expect(&query, &want_ids);
		assert_rc(list_total(test_ctx(), &ask, NULL, &total), RC_OK);
		if (!total.more) {
			assert_int_equal(total.rows, want_ids.count);
			exact++;
		} else {
			assert_true(total.rows <= (int64_t)want_ids.count);
			assert_true(want_ids.count >= LIST_COUNT_MOST || list_query_filtered(&query) > 1);
		}
		arena_reset(test_ctx()->arena, 1 << 20);
	}
	assert_true(exact > ROUNDS / 4);
}

/* ---- rows come and go ---- */

static int64_t comers;

/* New rows get ids that no old row has; what goes are such rows again. */
static void
come_and_go(void *self)
{
	(void)self;
	comers++;
	test_sql("INSERT IGNORE INTO thing SELECT t.id + 1, t.at, t.fen, t.kind, t.rare, t.zone, "
		 "CONCAT('N-', t.id), t.name, t.owner FROM thing t FORCE INDEX (PRIMARY) WHERE t.id %% 3 = 0 "
		 "AND t.id > %d ORDER BY t.id LIMIT 20",
	    (int)roll(3 * ROWS));
	test_sql("DELETE FROM thing WHERE id %% 3 = 1 AND id > %d ORDER BY id LIMIT 15", (int)roll(3 * ROWS));
}

static int
id_compare(const void *left, const void *right)
{
	const int64_t *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

/* Each row that was there all the time stands on the pages once; no row twice. */
static void
rows_that_stay_are_found_once(void **state)
{
	static struct ids want_ids, got, stayed;
	struct list_query query;
	int i;
	size_t j;

	(void)state;
	for (i = 0; i < 12; i++) {
		bool backwards = i % 2 != 0;

		draw(&query, i % 3 == 0 ? &joined : &things);
		expect(&query, &want_ids);
		if (backwards)
			place_end(&query);
		walk(&query, want_ids.count > 2000 ? 200 : 50, backwards, &got, come_and_go);
		stayed.count = 0;
		for (j = 0; j < got.count; j++)
			if (got.id[j] % 3 == 0)
				stayed.id[stayed.count++] = got.id[j];
		qsort(got.id, got.count, sizeof(int64_t), id_compare);
		for (j = 1; j < got.count; j++)
			assert_true(got.id[j] != got.id[j - 1]);
		test_sql("DELETE FROM thing WHERE id %% 3 = 1");
		expect(&query, &want_ids);
		same(&query, &want_ids, &stayed, backwards);
		arena_reset(test_ctx()->arena, 1 << 20);
	}
	assert_true(comers > 10);
}

/* ---- rows of one record ---- */

static const struct list_filter owned_filters[] = {
	{ .name = "kind",
	    .kind = LIST_CHOICE,
	    .label = "k",
	    .column = "t.kind",
	    .numeric = true,
	    .choices = kinds,
	    .count_scope = true },
	{ .name = "amount", .kind = LIST_MONEY, .label = "a", .column = "t.fen" },
};
static const struct list_index owned_indexes[] = {
	{ NULL, "at", "thing_owner_at" },
	{ NULL, NULL, "PRIMARY" },
};
static const struct list owned = {
	.name = "things.owned",
	.path = "/owners/#/things",
	.select = "t.id AS id, t.code AS code",
	.from = "thing t",
	.where = "t.owner = ?",
	.key = "t.id",
	.money = "t.fen",
	.record = &thing_record,
	.filters = owned_filters,
	.filter_count = 2,
	.sorts = sorts,
	.sort_count = 1,
	.indexes = owned_indexes,
	.index_count = 2,
};

/* The values of one owner's rows are counted, their sums are those of the rows, and no other owner's are among them. */
static void
values_of_a_scope_are_counted(void **state)
{
	static const struct list_choices of_owner[] = { { kinds, 10 }, { NULL, 0 } };
	const int64_t owner = 17, crowd = 5000;
	struct list_query query;
	struct arg scope[] = { arg_int(owner) };
	struct list_ask ask = { .query = &query, .scope = scope, .scope_count = 1, .want = 10, .windows = 1 };
	struct list_tally tally;
	struct list_total total, one;
	struct list_found found;
	int64_t all = 0;
	int kind;

	(void)state;
	test_sql("ALTER TABLE thing ADD KEY thing_owner_at (owner, at, id)");
	list_query_init(&query, &owned, of_owner, test_ctx()->now);
	assert_rc(list_tally(test_ctx(), &ask, &tally), RC_OK);
	assert_int_equal(tally.filter, 0);
	assert_false(tally.all.more);
	for (kind = 0; kind < 10; kind++) {
		one = list_tally_rows(&tally, kind);
		assert_int_equal(
		    one.rows, test_number("SELECT COUNT(*) FROM thing WHERE owner = %d AND kind = %d",
				  (int)owner, kind));
		assert_int_equal(one.fen,
		    test_number("SELECT COALESCE(SUM(fen), 0) FROM thing WHERE owner = %d AND kind = %d",
			(int)owner, kind));
		all += one.rows;
	}
	assert_true(all > 10);
	ask.tally = &tally;
	assert_rc(list_read(test_ctx(), &ask, &found), RC_OK);
	assert_true(found.more);
	assert_rc(list_total(test_ctx(), &ask, &found, &total), RC_OK);
	assert_int_equal(total.rows, all);
	assert_int_equal(total.fen, tally.all.fen);
	/* one value of it, and another filter beside it, which the values do not tell */
	list_query_choose(test_ctx()->arena, &query, 0, &kinds[9], true);
	assert_rc(list_total(test_ctx(), &ask, NULL, &total), RC_OK);
	assert_int_equal(total.rows, list_tally_rows(&tally, 9).rows);
	query.wanted[1].has_from = true;
	query.wanted[1].from = 50000;
	assert_rc(list_total(test_ctx(), &ask, NULL, &total), RC_OK);
	assert_int_equal(total.rows,
	    test_number(
		"SELECT COUNT(*) FROM thing WHERE owner = %d AND kind = 9 AND fen >= 50000", (int)owner));
	/* of more than a thousand rows no value's count is claimed, and the total says "1,000+" */
	test_sql("INSERT INTO thing SELECT 1000000 + seq, 1700000000 + seq, 100, seq %% 3, 0, 'north',"
		 " CONCAT('O-', seq), 'crowd', %d FROM seq_1_to_1200",
	    (int)crowd);
	scope[0] = arg_int(crowd);
	list_query_init(&query, &owned, of_owner, test_ctx()->now);
	assert_rc(list_tally(test_ctx(), &ask, &tally), RC_OK);
	assert_true(tally.all.more);
	assert_int_equal(tally.all.rows, LIST_COUNT_MOST);
	assert_rc(list_total(test_ctx(), &ask, NULL, &total), RC_OK);
	assert_true(total.more);
	/* totals of one owner are not shown for another within the second they are kept */
	scope[0] = arg_int(owner);
	ask.tally = NULL;
	assert_rc(list_total(test_ctx(), &ask, NULL, &total), RC_OK);
	assert_int_equal(total.rows, all);
}

/* Ends that move along: what is due this second is not over yet; a day is the shop's. */
static void
ends_move_along(void **state)
{
	static const struct {
		const char *query;
		int64_t rows;
	} cases[] = { { "at_to=now", 2 }, { "at_from=now", 3 }, { "at_from=now&at_to=today", 2 },
		{ "at_from=today&at_to=today", 3 }, { "at_to=yesterday", 1 }, { "at_from=tomorrow", 1 },
		{ "at_from=tomorrow&at_to=now", 0 } };
	const int64_t noon = clock_at(day_number(2026, 5, 12), 12 * 3600);
	const int64_t at[] = { clock_start(day_number(2026, 5, 12)) - 1, noon - 1, noon, noon + 1,
		clock_start(day_number(2026, 5, 13)) };

	(void)state;
	for (size_t i = 0; i < sizeof(at) / sizeof(at[0]); i++)
		test_sql("INSERT INTO thing SELECT %d, %lld, 100, 1, 0, 'north', 'M-%d', 'moves', 90001",
		    3000000 + (int)i, (long long)at[i], (int)i);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct list_query query;
		struct list_ask ask = { .query = &query, .want = 10, .windows = LIST_WINDOWS };
		struct list_found found;

		list_query_init(&query, &things, choices, noon);
		assert_rc(list_query_text(test_ctx()->arena, &query,
			      arena_printf(test_ctx()->arena, "owner=90001&%s", cases[i].query)),
		    RC_OK);
		assert_rc(list_read(test_ctx(), &ask, &found), RC_OK);
		if ((int64_t)found.count != cases[i].rows)
			fail_msg("%s: %zu", cases[i].query, found.count);
	}
}

/* ---- every list of the portal ---- */

static enum rc
shape_seen(void *self, const struct list_shape *shape)
{
	int *seen = self;

	assert_true(strncmp(shape->text + (shape->text[0] == '('), "SELECT ", 7) == 0);
	assert_non_null(shape->what);
	(*seen)++;
	return RC_OK;
}

/* Each filter alone and each pair, with every sort: MariaDB takes the statements, and the columns are the record's. */
static void
every_list_can_be_asked_in_every_way(void **state)
{
	int seen = 0, i;

	(void)state;
	for (i = 0; i < 12; i++)
		waiting_order(test_ctx(), 10000 + i * 1000);
	assert_rc(list_shapes(test_ctx(), NULL, shape_seen, &seen), RC_OK);
	print_message("# %d statements\n", seen);
	assert_true(seen > 1000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_are_all_rows),
		cmocka_unit_test(pages_are_all_rows_of_a_join),
		cmocka_unit_test(pages_are_all_rows_without_indexes),
		cmocka_unit_test(totals_are_true),
		cmocka_unit_test(rows_that_stay_are_found_once),
		cmocka_unit_test(values_of_a_scope_are_counted),
		cmocka_unit_test(ends_move_along),
		cmocka_unit_test(every_list_can_be_asked_in_every_way),
	};

	return cmocka_run_group_tests(tests, fill, test_stop);
}
