/* SPDX-License-Identifier: MIT */
/* Indexes put aside and built again: every table of the portal has afterwards what it had, and in between only its keys. */
#include "db/indexes.h"
#include "store/harness.h"

#include <string.h>

static const char *
indexes_of(const char *table, const char *which)
{
	return test_word(
	    "SELECT COALESCE(GROUP_CONCAT(index_name, seq_in_index, column_name, COALESCE(sub_part, ''), "
	    "collation, non_unique ORDER BY index_name, seq_in_index), '') FROM "
	    "information_schema.statistics WHERE table_schema = DATABASE() AND table_name = '%s' AND %s",
	    table, which);
}

static void
table_keeps_its_indexes(const char *table)
{
	struct ctx *admin = test_connect("admin");
	const char *before = indexes_of(table, "1"), *keys = indexes_of(table, "non_unique = 0"), *back;

	assert_rc(indexes_drop(admin, table, &back), RC_OK);
	assert_string_equal(indexes_of(table, "1"), keys);
	assert_rc(indexes_build(admin, back), RC_OK);
	assert_string_equal(indexes_of(table, "1"), before);
	test_close(admin);
}

static void
every_table_has_its_indexes_again(void **state)
{
	const int64_t tables =
	    test_number("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = "
			"DATABASE() AND table_type = 'BASE TABLE'");

	(void)state;
	assert_true(tables > 50);
	for (int64_t i = 0; i < tables; i++)
		table_keeps_its_indexes(
		    test_word("SELECT table_name FROM information_schema.tables WHERE table_schema = "
			      "DATABASE() AND table_type = 'BASE TABLE' ORDER BY table_name LIMIT "
			      "%lld, 1",
			(long long)i));
}

static void
parts_and_directions_stay(void **state)
{
	(void)state;
	test_sql(
	    "CREATE TABLE indexed (id INT PRIMARY KEY, name VARCHAR(80), at BIGINT, UNIQUE KEY one (name), "
	    "KEY part (name(3), at DESC), KEY plain (at))");
	table_keeps_its_indexes("indexed");
	assert_non_null(strstr(indexes_of("indexed", "1"), "part1name3A1"));
	assert_non_null(strstr(indexes_of("indexed", "1"), "part2atD1"));
	test_sql("DROP TABLE indexed");
}

static void
nothing_to_put_aside(void **state)
{
	struct ctx *admin = test_connect("admin");
	const char *back;

	(void)state;
	assert_rc(indexes_drop(admin, "no_such_table", &back), RC_OK);
	assert_string_equal(back, "");
	assert_rc(indexes_build(admin, back), RC_OK);
	assert_rc(indexes_build(admin, "ALTER TABLE no_such_table ADD KEY a (a)"), RC_INTERNAL);
	test_close(admin);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_table_has_its_indexes_again),
		cmocka_unit_test(parts_and_directions_stay),
		cmocka_unit_test(nothing_to_put_aside),
	};

	return cmocka_run_group_tests(tests, test_start, test_stop);
}
