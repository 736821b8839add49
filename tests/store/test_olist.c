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
command_run(const char *words)
{
	char command[500];

	snprintf(command, sizeof(command),
	    "HOUTAI_CONFIG=%s %s/houtaictl %s >%s/out.txt && sed 's/^/# /' %s/out.txt", test_config(),
	    getenv("HOUTAI_BUILD"), words, test_folder(), test_folder());
	assert_int_equal(system(command), 0);
}

/* RULE MEM-1, MEM-2: tiers and points against the orders themselves, worked out another way. */
static void
tiers_and_points_follow_the_orders(void **state)
{
	(void)state;
	if (missing())
		skip();
	assert_int_equal(test_number("SELECT COUNT(*) FROM member m LEFT JOIN (SELECT member_id, "
				     "SUM(total_fen) AS fen FROM orders o WHERE "
				     "state NOT IN (1, 2, 7) AND EXISTS (SELECT 1 FROM order_payment p WHERE "
				     "p.order_id = o.id) GROUP BY "
				     "member_id) t ON t.member_id = m.id WHERE m.spent_fen <> "
				     "COALESCE(t.fen, 0) OR m.tier <> CASE WHEN "
				     "COALESCE(t.fen, 0) < 100000 THEN 0 WHEN t.fen < 200000 THEN 1 WHEN "
				     "t.fen <= 500000 THEN 2 ELSE 3 END"),
	    0);
	assert_int_equal(test_number("SELECT COUNT(*) FROM member m LEFT JOIN (SELECT o.member_id, "
				     "SUM(l.points) AS points FROM orders o JOIN "
				     "(SELECT order_id, FLOOR(SUM(IF(class = 0, sum_fen, 0)) / 100) + "
				     "FLOOR(SUM(IF(class = 1, sum_fen, 0)) / "
				     "1000) AS points FROM order_line GROUP BY order_id) l ON l.order_id = "
				     "o.id WHERE o.state = 5 AND EXISTS "
				     "(SELECT 1 FROM order_payment p WHERE p.order_id = o.id) GROUP BY "
				     "o.member_id) e ON e.member_id = m.id "
				     "WHERE m.points <> COALESCE(e.points, 0)"),
	    0);
	assert_true(test_number("SELECT SUM(points) FROM member") > 1000000);
	command_run("members tiers");
	command_run("loyalty verify");
	command_run("points totals");
	command_run("points verify");
}

static void
again_changes_nothing(void **state)
{
	int64_t versions, counts, entries, points;

	(void)state;
	if (missing())
		skip();
	versions = test_number("SELECT SUM(version) FROM orders");
	counts = test_number("SELECT SUM(row_count) FROM list_count");
	entries = test_number("SELECT COUNT(*) FROM points_entry");
	points = test_number("SELECT SUM(points) FROM member");
	import_all("one");
	assert_int_equal(test_number("SELECT COUNT(*) FROM points_entry"), entries);
	assert_int_equal(test_number("SELECT SUM(points) FROM member"), points);
	assert_int_equal(test_number("SELECT SUM(version) FROM orders"), versions);
	assert_int_equal(test_number("SELECT SUM(row_count) FROM list_count"), counts);
	assert_int_equal(test_number("SELECT SUM(amount_fen) FROM order_payment"), 314649224);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(first_reading), cmocka_unit_test(counters_agree),
		cmocka_unit_test(tiers_and_points_follow_the_orders),
		cmocka_unit_test(again_changes_nothing) };

	return cmocka_run_group_tests(tests, test_start, test_stop);
}
