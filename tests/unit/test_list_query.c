/* SPDX-License-Identifier: MIT */
/* Links of lists: what is read, what is refused, and that reading what was printed asks the same.
 * Not the rows behind them: tests/store/test_list.c. */
#include "base/clock.h"
#include "web/list_sql.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

static const struct list_choice digits[] = { { "0", "0" }, { "1", "1" }, { "2", "2" }, { "3", "3" }, { 0 } };
static const struct list_choice zones[] = { { "north", "@z.north" }, { "a&b=c", "odd" }, { 0 } };
static const struct list_filter filters[] = {
	{ .name = "digit",
	    .kind = LIST_CHOICE,
	    .label = "d",
	    .column = "t.digit",
	    .numeric = true,
	    .choices = digits },
	{ .name = "zone", .kind = LIST_CHOICE, .label = "z", .column = "t.zone", .choices = zones },
	{ .name = "total", .kind = LIST_MONEY, .label = "t", .column = "t.fen" },
	{ .name = "placed", .kind = LIST_DAYS, .label = "p", .column = "t.at" },
	{ .name = "day", .kind = LIST_DAYS, .label = "y", .column = "t.day", .days = true },
	{ .name = "no", .kind = LIST_PREFIX, .label = "n", .column = "t.no", .search = true },
	{ .name = "last", .kind = LIST_EXACT, .label = "l", .column = "t.last", .search = true },
	{ .name = "member", .kind = LIST_EXACT, .label = "m", .column = "t.member", .numeric = true },
};
static const struct list_sort sorts[] = {
	{ .name = "placed", .label = "p", .column = "t.at" },
	{ .name = "total", .label = "t", .column = "t.fen", .descending = true },
	{ .name = "no", .label = "n", .column = "t.no", .text = true },
};
static const struct list_choices choices[8] = { { digits, 4 }, { zones, 2 } };

static size_t
route(const char *text, struct arena *arena, const char **rewritten)
{
	(void)arena;
	if (*text == '!')
		return SIZE_MAX;
	if (*text == '#')
		*rewritten = "rewritten";
	return strlen(text) == 4 ? 6 : 5;
}

static const char *
defaults(struct req *req)
{
	(void)req;
	return "digit[]=1";
}

static struct list things = {
	.name = "things",
	.path = "/things",
	.select = "t.a AS a",
	.from = "thing t JOIN other o ON o.id = t.other_id",
	.where = "t.open = ?",
	.key = "t.id",
	.filters = filters,
	.filter_count = 8,
	.sorts = sorts,
	.sort_count = 3,
	.route_search = route,
};
static struct arena *arena;

static int
setup(void **state)
{
	(void)state;
	arena = arena_new(0);
	things.defaults = NULL;
	return clock_zone("Asia/Shanghai") == RC_OK ? 0 : -1;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static enum rc
asked(struct list_query *query, const char *text)
{
	list_query_init(query, &things, choices, 1700000000);
	return list_query_text(arena, query, text);
}

static const char *
printed(const char *text)
{
	struct list_query query;

	assert_int_equal(asked(&query, text), RC_OK);
	return list_query_print(arena, &query);
}

static void
test_canonical(void **state)
{
	static const struct {
		const char *given, *printed;
	} cases[] = {
		{ "", "" },
		{ "digit=2&digit%5B%5D=1", "digit%5B%5D=1&digit%5B%5D=2" },
		{ "total_to=7&digit[]=3&digit[]=3&zone[]=a%26b%3Dc",
		    "digit%5B%5D=3&zone%5B%5D=a%26b%3Dc&total_to=7" },
		{ "total_from=1%2C234.5&total_to=", "total_from=1234.50" },
		{ "total_from=-5&total_to=5.00", "total_from=-5&total_to=5" },
		{ "placed_to=2026-05-12&placed_from=2026-05-01",
		    "placed_from=2026-05-01&placed_to=2026-05-12" },
		{ "placed_to=now", "placed_to=now" },
		{ "placed_from=yesterday&placed_to=tomorrow", "placed_from=yesterday&placed_to=tomorrow" },
		{ "day_from=today", "day_from=today" },
		{ "placed_from=now&placed_to=2026-05-01", "placed_from=now&placed_to=2026-05-01" },
		{ "placed_from=2026-05-01&placed_to=now", "placed_from=2026-05-01&placed_to=now" },
		{ "q=+260510+", "q=260510" },
		{ "q=%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94", "q=1234" },
		{ "q=%21lost", "q=%21lost" },
		{ "member=17", "member=17" },
		{ "sort=placed&dir=asc", "" },
		{ "dir=desc", "sort=placed&dir=desc" },
		{ "sort=total", "sort=total" },
		{ "sort=total&dir=asc", "sort=total&dir=asc" },
		{ "after=12_-7", "after=12_-7" },
		{ "sort=no&before=12_x6162e5bca0", "sort=no&before=12_x6162e5bca0" },
		{ "view=9&&digit[]=0&", "digit%5B%5D=0&view=9" },
		{ "all=1", "" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *once = printed(cases[i].given);

		assert_string_equal(once, cases[i].printed);
		assert_string_equal(printed(once), once);
	}
}

static void
test_refused(void **state)
{
	static const struct {
		const char *text, *problem;
	} cases[] = {
		{ "colour=red", "colour" },
		{ "digit[]=4", "digit[]" },
		{ "digit[]=1+OR+1", "digit[]" },
		{ "digit_from=1", "digit_from" },
		{ "zone[]=NORTH", "zone[]" },
		{ "total=5", "total" },
		{ "total_from=cheap", "total_from" },
		{ "total_from=9&total_to=3", "total_to" },
		{ "placed_from=2026-02-30", "placed_from" },
		{ "placed_from=Now", "placed_from" },
		{ "day_to=now", "day_to" },
		{ "no=1", "no" },
		{ "member=1x", "member" },
		{ "member=%31%27", "member" },
		{ "sort=price", "sort" },
		{ "dir=up", "dir" },
		{ "all=2", "all" },
		{ "view=-2", "view" },
		{ "view=x", "view" },
		{ "export=pdf", "export" },
		{ "after=", "" },
		{ "after=7", "after" },
		{ "after=7_", "after" },
		{ "after=7_x61", "after" },
		{ "after=x_7", "after" },
		{ "after=7_99999999999999999999", "after" },
		{ "sort=no&after=7_61", "after" },
		{ "sort=no&after=7_x6", "after" },
		{ "sort=no&after=7_xff", "after" },
		{ "sort=no&after=7_x00", "after" },
		{ "after=7_1&before=7_1", "before" },
	};
	struct list_query query;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		enum rc rc = asked(&query, cases[i].text);

		assert_int_equal(rc, *cases[i].problem != '\0' ? RC_INVALID : RC_OK);
		if (rc != RC_OK)
			assert_string_equal(query.problem, cases[i].problem);
	}
}

static void
test_search_routes(void **state)
{
	struct list_query query;

	(void)state;
	assert_int_equal(asked(&query, "q=5678"), RC_OK);
	assert_string_equal(query.wanted[6].text, "5678");
	assert_false(list_filter_holds(&query, 5));
	assert_int_equal(asked(&query, "q=%23x"), RC_OK);
	assert_string_equal(query.wanted[5].text, "rewritten");
	assert_string_equal(list_query_print(arena, &query), "q=%23x");
	assert_int_equal(asked(&query, "q=%21"), RC_OK);
	assert_true(query.lost);
	assert_int_equal(list_query_filtered(&query), 1);
}

static void
test_changing(void **state)
{
	struct list_query query, other;

	(void)state;
	assert_int_equal(asked(&query, "digit[]=1&digit[]=2&total_from=5&q=ab&view=3&after=1_1"), RC_OK);
	other = query;
	list_query_choose(arena, &other, 0, &digits[0], true);
	assert_string_equal(
	    list_query_print(arena, &other), "q=ab&digit%5B%5D=0&digit%5B%5D=1&digit%5B%5D=2&total_from=5");
	list_query_choose(arena, &other, 0, &digits[1], true);
	assert_string_equal(list_query_print(arena, &other), "q=ab&digit%5B%5D=0&digit%5B%5D=2&total_from=5");
	list_query_choose(arena, &other, 0, &digits[3], false);
	assert_string_equal(list_query_print(arena, &other), "q=ab&digit%5B%5D=3&total_from=5");
	list_query_clear(&other, 2);
	assert_string_equal(list_query_print(arena, &other), "q=ab&digit%5B%5D=3");
	list_query_clear(&other, 5);
	assert_string_equal(list_query_print(arena, &other), "digit%5B%5D=3");
	list_query_clear_all(&other);
	assert_string_equal(list_query_link(arena, &other), "/things");
	/* the one it was copied from is as it was */
	assert_string_equal(list_query_print(arena, &query),
	    "q=ab&digit%5B%5D=1&digit%5B%5D=2&total_from=5&view=3&after=1_1");
	things.defaults = defaults;
	assert_string_equal(list_query_link(arena, &other), "/things?all=1");
	assert_int_equal(asked(&other, "digit[]=1&sort=total"), RC_OK);
	other.defaulted = true;
	assert_string_equal(list_query_link(arena, &other), "/things?sort=total");
}

/* Whatever is typed: read or refused, never anything that was not declared. */
static void
test_noise(void **state)
{
	static const char parts[] =
	    "digit[]=&zone%5B%total_frmplacedy2026-0512q+sort=dir=after=_x'\"\\;/*\xe5\xbc\xa0";
	struct list_query query;
	uint64_t dice = 99;
	char text[80];
	int i, j;

	(void)state;
	for (i = 0; i < 20000; i++) {
		size_t at, length;

		text[0] = '\0';
		for (j = 0; j < 6; j++) {
			dice = dice * UINT64_C(6364136223846793005) + 1;
			at = (dice >> 33) % (sizeof(parts) - 1);
			length = 1 + (dice >> 50) % 12;
			if (at + length > sizeof(parts) - 1)
				length = sizeof(parts) - 1 - at;
			snprintf(text + strlen(text), sizeof(text) - strlen(text), "%.*s", (int)length,
			    parts + at);
		}
		if (asked(&query, text) == RC_OK) {
			const char *once = list_query_print(arena, &query);

			assert_int_equal(asked(&query, once), RC_OK);
			assert_string_equal(list_query_print(arena, &query), once);
		} else {
			assert_non_null(query.problem);
		}
		if (i % 100 == 0)
			arena_reset(arena, 1 << 20);
	}
}

static const struct list_filter ordered_filters[] = {
	{ .name = "total", .kind = LIST_MONEY, .label = "t", .column = "t.fen", .sort = "total" },
	{ .name = "points", .kind = LIST_NUMBER, .label = "p", .column = "t.points", .sort = "no" },
	{ .name = "zone", .kind = LIST_CHOICE, .label = "z", .column = "t.zone", .choices = zones },
};

/* A filter may bring the order its rows come in; a sort that the address names stays. */
static void
test_sort_follows_filter(void **state)
{
	static const struct list_choices none[3] = { { NULL, 0 }, { NULL, 0 }, { zones, 2 } };
	struct list ordered = things;
	struct list_query query;

	(void)state;
	ordered.filters = ordered_filters;
	ordered.filter_count = 3;
	list_query_init(&query, &ordered, none, 1700000000);
	assert_int_equal(list_query_text(arena, &query, "total_from=5"), RC_OK);
	assert_int_equal(query.sort, 1);
	assert_true(query.descending);
	assert_string_equal(list_query_print(arena, &query), "total_from=5");
	query.descending = false;
	assert_string_equal(list_query_print(arena, &query), "total_from=5&sort=total&dir=asc");
	list_query_init(&query, &ordered, none, 1700000000);
	assert_int_equal(list_query_text(arena, &query, "total_from=5&dir=asc"), RC_OK);
	assert_false(query.descending);
	/* taken away, the list's own order is back */
	list_query_clear(&query, 0);
	assert_int_equal(query.sort, 0);
	assert_string_equal(list_query_print(arena, &query), "");
	/* the first filter that wants one decides; a named one stays with every change */
	list_query_init(&query, &ordered, none, 1700000000);
	assert_int_equal(list_query_text(arena, &query, "points_from=-3&points_to=4&total_to=9"), RC_OK);
	assert_int_equal(query.sort, 1);
	assert_int_equal(query.wanted[1].from, -3);
	assert_string_equal(list_query_print(arena, &query), "total_to=9&points_from=-3&points_to=4");
	list_query_clear(&query, 0);
	assert_int_equal(query.sort, 2);
	list_query_init(&query, &ordered, none, 1700000000);
	assert_int_equal(list_query_text(arena, &query, "points_from=1&sort=placed"), RC_OK);
	assert_int_equal(query.sort, 0);
	assert_string_equal(list_query_print(arena, &query), "points_from=1&sort=placed");
	list_query_clear_all(&query);
	assert_int_equal(query.sort, 0);
	/* whole numbers only, and in order */
	list_query_init(&query, &ordered, none, 1700000000);
	assert_int_equal(list_query_text(arena, &query, "points_from=1.5"), RC_INVALID);
	list_query_init(&query, &ordered, none, 1700000000);
	assert_int_equal(list_query_text(arena, &query, "points_from=5&points_to=4"), RC_INVALID);
	list_query_init(&query, &ordered, none, 1700000000);
	assert_int_equal(list_query_text(arena, &query, "points_from=99999999999999999999"), RC_INVALID);
}

/* A list of one record's rows: its links bear the record's id. */
static void
test_path_of_record(void **state)
{
	struct list_query query, inner;
	struct list of_record = things;

	(void)state;
	assert_false(list_of_record(&things));
	assert_string_equal(list_path(arena, &things, 7), "/things");
	of_record.path = "/members/#/points";
	assert_true(list_of_record(&of_record));
	list_query_init(&query, &of_record, choices, 1700000000);
	query.path = list_path(arena, &of_record, 9007199254740993);
	assert_string_equal(query.path, "/members/9007199254740993/points");
	assert_string_equal(list_query_link(arena, &query), "/members/9007199254740993/points");
	list_query_choose(arena, &query, 0, &digits[2], true);
	assert_string_equal(list_query_link(arena, &query), "/members/9007199254740993/points?digit%5B%5D=2");
	list_query_inner(&inner, &query);
	assert_int_equal(list_query_filtered(&inner), 0);
	assert_string_equal(list_query_link(arena, &inner), "/members/9007199254740993/points");
}

/* ---- statements ---- */

static void
test_tally_statement(void **state)
{
	struct list_query query;
	struct arg scope = arg_int(5);
	struct list_terms terms = { .arena = arena, .query = &query, .scope = &scope, .scope_count = 1 };
	struct list_sql sql;

	(void)state;
	assert_int_equal(asked(&query, "digit[]=1&placed_from=2026-05-12"), RC_OK);
	sql = list_sql_tally(&terms, 0, "thing_total", 1000);
	assert_string_equal(sql.text,
	    "SELECT value, COUNT(*) AS found, CAST(SUM(fen) AS SIGNED) AS fen FROM (SELECT t.digit AS value, "
	    "0 AS fen FROM thing t FORCE INDEX (thing_total) WHERE (t.open = ?) LIMIT 1000) c GROUP BY "
	    "value");
	assert_int_equal(sql.count, 1);
	assert_int_equal(sql.args[0].number, 5);
}

static void
test_rows_statement(void **state)
{
	struct list_query query;
	struct arg scope = arg_int(1);
	struct list_terms terms = { .arena = arena, .query = &query, .scope = &scope, .scope_count = 1 };
	struct list_sql sql;

	(void)state;
	assert_int_equal(
	    asked(&query, "digit[]=1&digit[]=3&placed_from=2026-05-12&placed_to=2026-05-12&sort=total"),
	    RC_OK);
	sql = list_sql_rows(&terms, 1u | 1u << 3, "thing_total", 51, 450);
	assert_string_equal(sql.text,
	    "SELECT t.a AS a, t.fen AS list_sort, t.id AS list_key, 0 AS list_version, 0 AS list_fen FROM "
	    "thing t"
	    " FORCE INDEX (thing_total) JOIN other o ON o.id = t.other_id WHERE (t.open = ?) AND t.digit IN "
	    "(?,?)"
	    " AND t.at >= ? AND t.at <= ? ORDER BY t.fen DESC, t.id DESC LIMIT 51 ROWS EXAMINED 450");
	assert_int_equal(sql.count, 5);
	assert_int_equal(sql.args[1].number, 1);
	assert_int_equal(sql.args[2].number, 3);
	/* the whole day, 00:00:00 to 23:59:59 in Shanghai */
	assert_int_equal(sql.args[3].number, 1778515200);
	assert_int_equal(sql.args[4].number, 1778515200 + 86399);
}

static void
test_place_statement(void **state)
{
	struct list_query query;
	struct list_terms terms = { .arena = arena, .query = &query, .scope_count = 0 };
	struct list_sql sql;

	(void)state;
	assert_int_equal(asked(&query, "sort=no&dir=desc&before=5_x6162"), RC_OK);
	terms.place = query.place;
	terms.backwards = true;
	sql = list_sql_bound(&terms, 0, "thing_no", 449);
	assert_string_equal(sql.text,
	    "SELECT t.no AS list_text, t.id AS list_key FROM thing t FORCE INDEX (thing_no) WHERE (t.open = "
	    "?)"
	    " AND (t.no > ? OR (t.no = ? AND t.id > ?)) ORDER BY t.no, t.id LIMIT 1 OFFSET 449");
	assert_string_equal(sql.args[0].data, "ab");
	assert_int_equal(sql.args[2].number, 5);
}

static void
test_prefix_is_literal(void **state)
{
	struct list_query query;
	struct list_terms terms = { .arena = arena, .query = &query };
	struct list_sql sql;

	(void)state;
	assert_int_equal(asked(&query, "q=5%25_%7C"), RC_OK);
	query.wanted[5].text = "5%_|";
	sql = list_sql_many(&terms, 5, "thing_no", 400);
	assert_non_null(strstr(sql.text, "t.no LIKE ? ESCAPE '|'"));
	assert_string_equal(sql.args[0].data, "5|%|_||%");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_canonical, setup, teardown),
		cmocka_unit_test_setup_teardown(test_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(test_search_routes, setup, teardown),
		cmocka_unit_test_setup_teardown(test_changing, setup, teardown),
		cmocka_unit_test_setup_teardown(test_noise, setup, teardown),
		cmocka_unit_test_setup_teardown(test_sort_follows_filter, setup, teardown),
		cmocka_unit_test_setup_teardown(test_path_of_record, setup, teardown),
		cmocka_unit_test_setup_teardown(test_tally_statement, setup, teardown),
		cmocka_unit_test_setup_teardown(test_rows_statement, setup, teardown),
		cmocka_unit_test_setup_teardown(test_place_statement, setup, teardown),
		cmocka_unit_test_setup_teardown(test_prefix_is_literal, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
