/* SPDX-License-Identifier: MIT */
/* A real shop's data through the command line: joined, imported, imported again; then its second reading, whose queue is
 * counted. Reads $HOUTAI_DATA/olist (default ../shared/data/olist) and says so when it is missing. */
#include "harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char source[512];

static const char *
program(void)
{
	const char *build = getenv("HOUTAI_BUILD");

	return build ? build : "build";
}

static void
join(const char *target, const char *mode)
{
	char line[1600];

	snprintf(line, sizeof(line), "node tests/olist/join.mjs '%s' '%s/%s' %s >/dev/null", source,
	    test_folder(), target, mode);
	assert_int_equal(system(line), 0); /* NOLINT: paths of our own */
}

static void
import(const char *folder, const char *entity)
{
	char line[2048];

	snprintf(line, sizeof(line),
	    "HOUTAI_CONFIG='%s' %s/houtaictl import %s '%s/%s/%s.csv' --map tests/olist/%s.hdf >'%s/out' "
	    "2>&1",
	    test_config(), program(), entity, test_folder(), folder, entity, entity, test_folder());
	if (system(line) != 0) /* NOLINT: paths of our own */
		fail_msg("import of %s failed; its output is in %s/out", entity, test_folder());
}

static void
import_all(const char *folder)
{
	static const char *const entities[] = { "members", "products", "orders", "items", "payments" };

	for (size_t i = 0; i < 5; i++)
		import(folder, entities[i]);
}

static bool
missing(void)
{
	const char *data = getenv("HOUTAI_DATA");
	struct stat found;

	snprintf(source, sizeof(source), "%s/olist", data ? data : "../shared/data");
	if (stat(source, &found) == 0)
		return false;
	print_message("skip: %s is missing\n", source);
	return true;
}

static void
first_reading(void **state)
{
	(void)state;
	if (missing())
		skip();
	join("one", "");
	import_all("one");
	assert_int_equal(test_number("SELECT COUNT(*) FROM member"), 18640);
	assert_int_equal(test_number("SELECT COUNT(*) FROM orders"), 18871);
	assert_int_equal(test_number("SELECT COUNT(*) FROM order_line"), 20633);
	assert_int_equal(test_number("SELECT COUNT(*) FROM order_payment"), 20082);
	assert_int_equal(test_number("SELECT SUM(amount_fen) FROM order_payment"), 314649224);
	assert_int_equal(test_number("SELECT COUNT(*) FROM import_reject"), 0);
	assert_int_equal(test_number("SELECT COUNT(*) FROM order_queue"), 0);
	assert_int_equal(test_number("SELECT COUNT(*) FROM orders WHERE state = 5"), 15908);
	assert_int_equal(test_number("SELECT COUNT(*) FROM orders WHERE state = 7"), 625 + 609);
}

/* The list's counters agree with the rows. */
static void
counters_agree(void **state)
{
	(void)state;
	if (missing())
		skip();
	for (int64_t value = 1; value <= 10; value++)
		assert_int_equal(test_number("SELECT COALESCE(SUM(row_count), 0) FROM list_count WHERE list "
					     "= 'orders' AND dimension = 'state'"
					     " AND value = %d",
				     (int)value),
		    test_number("SELECT COUNT(*) FROM orders WHERE state = %d", (int)value));
}

static void
again_changes_nothing(void **state)
{
	int64_t versions, counts;

	(void)state;
	if (missing())
		skip();
	versions = test_number("SELECT SUM(version) FROM orders");
	counts = test_number("SELECT SUM(row_count) FROM list_count");
	import_all("one");
	assert_int_equal(test_number("SELECT SUM(version) FROM orders"), versions);
	assert_int_equal(test_number("SELECT SUM(row_count) FROM list_count"), counts);
	assert_int_equal(test_number("SELECT SUM(amount_fen) FROM order_payment"), 314649224);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(first_reading), cmocka_unit_test(counters_agree),
		cmocka_unit_test(again_changes_nothing) };

	return cmocka_run_group_tests(tests, test_start, test_stop);
}
