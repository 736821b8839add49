/* SPDX-License-Identifier: MIT */
/* The proofs of `houtaictl check` and `check-sql` hold for this build, and they do find what they are there to find.
 * The statements below are wrong on purpose. */
#include "check/check.h"
#include "harness.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

SQL(pond_scan_sql, "SELECT id FROM pond WHERE note = ? LIMIT 5", .samples = "SELECT 'none'");
SQL(pond_excused_sql, "SELECT id AS id FROM pond WHERE note = ? LIMIT 5", .samples = "SELECT 'none'",
    .why = "the pond is small");
SQL(pond_key_sql, "SELECT id FROM pond WHERE id = ?",
    .samples = "SELECT MAX(id) FROM pond UNION ALL SELECT 0");
SQL(pond_all_sql, "SELECT id FROM pond WHERE id > ?", .samples = "SELECT 0");
SQL(pond_update_sql, "UPDATE pond SET note = 'x' WHERE id > ?", .samples = "SELECT 0");
SQL(pond_where_sql, "UPDATE pond SET note = 'x' WHERE note = ?", .samples = "SELECT 'none'");
SQL(pond_wrong_sql, "SELECT nothing FROM pond WHERE id = ?", .samples = "SELECT 1");
SQL(pond_sample_sql, "SELECT id FROM pond WHERE id < ?", .samples = "SELECT wrong FROM pond");

static int
fill(void **state)
{
	(void)state;
	test_sql("CREATE OR REPLACE TABLE pond (id BIGINT NOT NULL PRIMARY KEY, note VARCHAR(20) NOT NULL) "
		 "ENGINE=InnoDB");
	test_sql("INSERT INTO pond SELECT seq, 'some' FROM seq_1_to_2000");
	return 0;
}

/* The exit status of check-sql for statements of one name; its table goes nowhere. */
static int
cost(const char *name)
{
	struct ctx *ctx = test_connect("admin");
	char *argv[] = { arena_strdup(ctx->arena, name) };
	int status, out = dup(STDOUT_FILENO);

	fflush(stdout);
	assert_non_null(freopen("/dev/null", "w", stdout));
	status = check_sql(ctx, 1, argv);
	fflush(stdout);
	dup2(out, STDOUT_FILENO);
	close(out);
	test_close(ctx);
	return status;
}

static void
test_scan_found(void **state)
{
	(void)state;
	assert_int_equal(cost("pond_scan_sql"), 1);
	assert_int_equal(cost("pond_excused_sql"), 0);
	assert_int_equal(cost("pond_key_sql"), 0);
	assert_int_equal(cost("pond_all_sql"), 0); /* reads many, returns as many */
}

static void
test_change_found(void **state)
{
	(void)state;
	assert_int_equal(cost("pond_update_sql"), 0);
	assert_int_equal(cost("pond_where_sql"), 1);
	assert_int_equal(test_number("SELECT COUNT(*) FROM pond WHERE note = 'x'"), 0); /* rolled back */
}

static void
test_wrong_found(void **state)
{
	(void)state;
	assert_int_equal(cost("pond_wrong_sql"), 1);
	assert_int_equal(cost("pond_sample_sql"), 1);
}

/* All statements of the product itself, on an empty shop: each prepares and runs with its samples. */
static void
test_whole_product(void **state)
{
	struct ctx *ctx = test_connect("admin");
	size_t i;
	int faults = 0;

	(void)state;
	for (i = 0; i < sql_count(); i++)
		if (strncmp(sql_at(i)->file, "tests/", 6) != 0 && cost(sql_at(i)->name) != 0) {
			print_error("%s %s\n", sql_at(i)->file, sql_at(i)->name);
			faults++;
		}
	assert_int_equal(faults, 0);
	test_close(ctx);
}

static void
test_build(void **state)
{
	struct ctx *ctx = test_connect("admin");

	(void)state;
	assert_int_equal(check_build(ctx, 0, NULL), 1); /* for pond_wrong_sql alone, */
	test_sql("ALTER TABLE pond ADD COLUMN nothing INT");
	assert_int_equal(check_build(ctx, 0, NULL), 0); /* which prepares now */
	test_close(ctx);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_scan_found, fill),
		cmocka_unit_test_setup(test_change_found, fill),
		cmocka_unit_test_setup(test_wrong_found, fill),
		cmocka_unit_test_setup(test_whole_product, fill),
		cmocka_unit_test_setup(test_build, fill),
	};

	return cmocka_run_group_tests(tests, test_start, test_stop);
}
