/* SPDX-License-Identifier: MIT */
/* Escalations of imported complaints, which tell nobody, and the summary that counts everything anew (RULE CMP-9).
 * Not live complaints: test_escalations.c. */
#include "complaint_help.h"
#include "escalation_help.h"
#include "escalations/commands.h"
#include "harness.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define IMPORT_ROWS 1000

/* Requests to the server: array binding is one, however many rows it changes. */
SQL(statements_sql, "SELECT CAST(VARIABLE_VALUE AS SIGNED) FROM information_schema.SESSION_STATUS WHERE "
		    "VARIABLE_NAME = 'Questions'");

static uint64_t seed = 7;

static int64_t
chance(int64_t below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int64_t)((seed >> 33) % (uint64_t)below);
}

struct imported {
	struct complaint_change change;
	struct complaint_product product;
};

/* Complaints of two years, of 300 customers about 40 products, laid to three departments as olist's are. */
static void
import_make(struct imported *rows, size_t count, const int64_t *members, const int64_t *products)
{
	static const int64_t departments[] = { DEPARTMENT_STOCK, DEPARTMENT_LOGISTICS, DEPARTMENT_QUALITY };
	static char numbers[IMPORT_ROWS][24];

	for (size_t i = 0; i < count; i++) {
		struct complaint *complaint = &rows[i].change.after;
		int64_t department = departments[chance(3)];

		snprintf(numbers[i], sizeof(numbers[i]), "R-%u", (unsigned)i);
		*complaint = (struct complaint){ .complaint_no = numbers[i],
			.state = COMPLAINT_CLOSED,
			.member_id = members[chance(300)],
			.problem = department == DEPARTMENT_QUALITY ? PROBLEM_FAULTY : PROBLEM_LATE,
			.department = department,
			.opened_at = TEST_NOW - DAYS(730) + chance(DAYS(730)),
			.imported = true };
		rows[i].product =
		    (struct complaint_product){ products[chance(40)], department == DEPARTMENT_QUALITY };
		complaint_put(complaint, &rows[i].product, 1);
	}
}

/* Counted by hand, from the complaints alone. */
static void
assert_import_fired(void)
{
	assert_int_equal(fired(ESCALATION_AGAIN),
	    test_number("SELECT COUNT(*) FROM (SELECT DISTINCT a.member_id, a.department "
			"FROM complaint a JOIN complaint b ON b.member_id = a.member_id "
			"AND b.department = a.department AND b.id <> a.id "
			"AND ABS(CAST(b.opened_at AS SIGNED) - a.opened_at) <= 90 * 86400 "
			"WHERE a.member_id <> 0) x"));
	assert_int_equal(fired(ESCALATION_QUALITY),
	    test_number("SELECT COUNT(DISTINCT a.product_id) FROM complaint_product a "
			"WHERE a.quality = 1 AND (SELECT COUNT(DISTINCT b.member_id) "
			"FROM complaint_product b WHERE b.product_id = a.product_id AND b.quality = 1 "
			"AND b.opened_at BETWEEN a.opened_at AND a.opened_at + 90 * 86400) > 3"));
	assert_true(fired(ESCALATION_AGAIN) > 20 && fired(ESCALATION_QUALITY) > 3);
	assert_records();
}

/* `houtaictl complaints escalations --summary`, and what it prints. */
static const char *
summary_run(int expected)
{
	static char text[4000];
	char word[] = "--summary", *argument[] = { word };
	char path[300];
	FILE *file;
	int kept, out, status;

	snprintf(path, sizeof(path), "%s/summary", test_folder());
	fflush(stdout);
	kept = dup(STDOUT_FILENO);
	out = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0600);
	assert_true(kept >= 0 && out >= 0);
	dup2(out, STDOUT_FILENO);
	status = escalation_commands[0].run(test_ctx(), 1, argument);
	fflush(stdout);
	dup2(kept, STDOUT_FILENO);
	close(kept);
	close(out);
	assert_int_equal(status, expected);
	file = fopen(path, "r");
	assert_non_null(file);
	text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
	fclose(file);
	return text;
}

static void
assert_says(const char *text, const char *label, int64_t number)
{
	const char *line = strstr(text, label);

	assert_non_null(line);
	if (strtoll(line + strlen(label), NULL, 10) != number)
		fail_msg("%s: not %d in\n%s", label, (int)number, text);
}

/* The same figures counted another way. */
static void
assert_summary(void)
{
	const char *text = summary_run(0);

	assert_says(text, "complaints ", test_number("SELECT COUNT(*) FROM complaint"));
	assert_says(text, "customers with two or more on one department",
	    test_number("SELECT COUNT(DISTINCT a.member_id) FROM complaint a JOIN complaint b "
			"ON b.member_id = a.member_id AND b.department = a.department AND b.id > a.id "
			"AND ABS(CAST(b.opened_at AS SIGNED) - a.opened_at) <= 90 * 86400 "
			"WHERE a.member_id <> 0"));
	assert_says(text, "products with more than 3 customers", fired(ESCALATION_QUALITY));
	assert_says(text, "products with exactly 3 customers",
	    test_number(
		"SELECT COUNT(*) FROM (SELECT product_id, MAX(n) n "
		"FROM (SELECT a.product_id, (SELECT COUNT(DISTINCT b.member_id) "
		"FROM complaint_product b WHERE b.product_id = a.product_id AND b.quality = 1 "
		"AND b.opened_at BETWEEN a.opened_at AND a.opened_at + 90 * 86400) n "
		"FROM complaint_product a WHERE a.quality = 1) w GROUP BY product_id) p WHERE n = 3"));
	assert_says(text, "(a) same customer, same department or person", fired(ESCALATION_AGAIN));
	assert_says(text, "(e) quality fault of one product", fired(ESCALATION_QUALITY));
}

static void
imports_count_and_tell_nobody(void **state)
{
	struct ctx *ctx = test_ctx();
	static struct imported rows[IMPORT_ROWS];
	static struct complaint_change changes[IMPORT_ROWS];
	int64_t members[300], products[40], before = 0, after = 0, history;
	struct complaint live;

	(void)state;
	test_sql("START TRANSACTION");
	for (int i = 0; i < 300; i++)
		members[i] = test_member();
	for (int i = 0; i < 40; i++)
		products[i] = test_product(100);
	import_make(rows, IMPORT_ROWS, members, products);
	test_sql("COMMIT");
	for (int i = 0; i < IMPORT_ROWS; i++) {
		changes[i] = rows[i].change;
		changes[i].did = "complaint.import";
		changes[i].products = &rows[i].product;
		changes[i].product_count = 1;
	}
	/* the first in one batch, the others in small ones, as they come: the order does not matter */
	assert_rc(db_int(ctx, &statements_sql, &before, NO_ARGS), RC_OK);
	assert_rc(complaint_announce(ctx, changes, 900), RC_OK);
	assert_rc(db_int(ctx, &statements_sql, &after, NO_ARGS), RC_OK);
	if (after - before > 40)
		fail_msg("%d statements", (int)(after - before));
	for (int i = 900; i < IMPORT_ROWS; i += 10)
		assert_rc(complaint_announce(ctx, changes + i, 10), RC_OK);
	assert_import_fired();
	history = test_number("SELECT COUNT(*) FROM escalation");
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM escalation WHERE state = %d", ESCALATION_HISTORY), history);
	assert_int_equal(test_number("SELECT COUNT(*) FROM notice"), 0);
	/* announced once more it counts nothing twice */
	assert_rc(complaint_announce(ctx, changes, IMPORT_ROWS), RC_OK);
	assert_import_fired();
	assert_int_equal(test_number("SELECT COUNT(*) FROM escalation"), history);
	assert_summary();
	/* a live complaint that adds to one raises it, once */
	live = (struct complaint){ .member_id = members[0],
		.problem = PROBLEM_LATE,
		.department = DEPARTMENT_LOGISTICS,
		.imported = true,
		.opened_at = TEST_NOW - DAYS(5) };
	(void)opened(live, 0, NULL, 0);
	live.opened_at--;
	(void)opened(live, 0, NULL, 0);
	assert_int_equal(notices(ROLE_LOGISTICS), 0);
	live.imported = false;
	live.opened_at = 0;
	(void)opened(live, 0, NULL, 0);
	(void)opened(live, 0, NULL, 0);
	assert_int_equal(notices(ROLE_LOGISTICS), 1);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM escalation WHERE state = %d", ESCALATION_RAISED), 1);
	assert_records();
}

/* What fired stays when its reason is corrected later: the summary tells it and finds no defect; a cause that holds and did not
 * fire is one, and so is one of a single complaint. */
static void
corrections_undo_and_are_no_defect(void **state)
{
	struct ctx *ctx = test_ctx();
	const struct complaint_product product = { test_product(1000), true };
	struct complaint one = { .member_id = test_member(),
		.problem = PROBLEM_LATE,
		.department = DEPARTMENT_LOGISTICS },
			 after;
	int64_t id;

	(void)state;
	(void)opened(one, 0, NULL, 0);
	id = opened(one, 0, NULL, 0);
	one.problem = PROBLEM_FAULTY;
	one.department = DEPARTMENT_QUALITY;
	for (int i = 0; i < 4; i++) {
		one.member_id = test_member();
		(void)opened(one, 0, &product, 1);
	}
	assert_int_equal(fired(ESCALATION_AGAIN) + fired(ESCALATION_QUALITY), 2);
	assert_says(summary_run(0), "causes that fired and hold no more", 0);
	/* it was the customer's own mistake; and one of the faults was none */
	after = complaint_now(id);
	after.department = DEPARTMENT_SERVICE;
	complaint_change(ctx, id, &after, "complaint.classify");
	test_sql(
	    "UPDATE complaint_product SET quality = 0 WHERE product_id = %ld ORDER BY complaint_id LIMIT 1",
	    (long)product.product_id);
	assert_says(summary_run(0), "causes that fired and hold no more", 2);
	assert_says(summary_run(0), "causes that hold and did not fire", 0);
	assert_int_equal(fired(ESCALATION_AGAIN) + fired(ESCALATION_QUALITY), 2);
	/* as it was, and lost */
	after.department = DEPARTMENT_LOGISTICS;
	complaint_change(ctx, id, &after, "complaint.classify");
	test_sql("DELETE FROM escalation WHERE rule = %d", ESCALATION_AGAIN);
	assert_says(summary_run(1), "causes that hold and did not fire", 1);
	assert_says(summary_run(1), "causes that fired and hold no more", 1);
	test_sql("DELETE FROM complaint_product");
	test_empty("complaint_text");
	test_empty("complaint");
	(void)summary_run(0);
	test_sql("UPDATE escalation SET records = 1");
	assert_says(summary_run(1), "causes with a single complaint behind them", 1);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(imports_count_and_tell_nobody, escalations_fresh),
		cmocka_unit_test_setup(corrections_undo_and_are_no_defect, escalations_fresh),
	};

	return cmocka_run_group_tests(tests, test_start, test_stop);
}
