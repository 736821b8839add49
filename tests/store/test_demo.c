/* SPDX-License-Identifier: MIT */
/* `houtaictl demo`: complaints of the past, made a thousand at a time, leave every summary as a recount of the rows gives it. */
#include "store/harness.h"

#include <stdio.h>
#include <stdlib.h>

#define COMPLAINTS 3000

static int
demo_run(const char *arguments)
{
	const char *build = getenv("HOUTAI_BUILD") ? getenv("HOUTAI_BUILD") : "build";
	char command[600];

	snprintf(command, sizeof(command), "HOUTAI_CONFIG='%s' %s/houtaictl demo %s >'%s/demo.txt' 2>&1",
	    test_config(), build, arguments, test_folder());
	return system(command);
}

static int
shop_start(void **state)
{
	if (test_start(state) != 0)
		return 1;
	return demo_run("--members 300 --orders 1500 --complaints 3000");
}

/* --- what was asked for ----------------------------------------------------------------------------------------- */

static void
demo_makes_what_was_asked_for(void **state)
{
	(void)state;
	assert_int_equal(test_number("SELECT COUNT(*) FROM complaint WHERE imported = 1"), COMPLAINTS);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM complaint c JOIN orders o ON o.id = c.order_id AND "
			"o.member_id = c.member_id AND o.placed_at < c.opened_at WHERE c.imported = 1"),
	    COMPLAINTS);
	/* one in 250 waits for the team, spread over the six agents */
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM complaint WHERE imported = 0 AND owner_id = 0"), 12);
	assert_int_equal(test_number("SELECT COUNT(*) FROM audit_log WHERE action = 'demo.complaints'"), 3);
	/* a survey that is open and one that is over, both with answers from one to five (RULE QA-5) */
	assert_int_equal(test_number("SELECT COUNT(*) FROM survey WHERE answered > 0"), 2);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM survey WHERE state = 1 AND answered + refused < asked"), 1);
	assert_int_equal(test_number("SELECT COUNT(DISTINCT score) FROM survey_score WHERE question = 1"), 5);
	/* the week's own stand in every state that is open */
	for (int state_no = 1; state_no <= 4; state_no++)
		assert_true(test_number("SELECT COUNT(*) FROM complaint WHERE imported = 0 AND state = %d",
				state_no) > 0);
}

static void
demo_refuses_what_it_cannot_make(void **state)
{
	static const char *const wrong[] = { "--complaints", "--complaints -1", "--complaints 10000001",
		"--complaints many", "--complains 5", "--orders 19" };

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(demo_run(wrong[i]) >> 8, 2);
	assert_int_equal(demo_run("--complaints 5") >> 8, 1); /* there is a shop already */
	assert_int_equal(test_number("SELECT COUNT(*) FROM complaint WHERE imported = 1"), COMPLAINTS);
}

/* --- summaries against a recount --------------------------------------------------------------------------------- */

static void
list_counts_are_the_lists(void **state)
{
	static const struct {
		const char *dimension, *value;
	} counted[] = { { "", "0" }, { "open", "is_open" }, { "owner", "owner_id" }, { "state", "state" },
		{ "type", "type" }, { "problem", "problem" }, { "department", "department" },
		{ "urgency", "urgency" }, { "channel", "channel" } };

	(void)state;
	for (size_t i = 0; i < sizeof(counted) / sizeof(counted[0]); i++)
		if (test_number(
			"SELECT COUNT(*) FROM (SELECT v FROM (SELECT value v, row_count n FROM list_count "
			"WHERE list = 'complaints' AND dimension = '%s' UNION ALL SELECT %s, -1 FROM "
			"complaint) u GROUP BY v HAVING SUM(n) <> 0) w",
			counted[i].dimension, counted[i].value) != 0)
			fail_msg("counts of '%s' are not those of the rows", counted[i].dimension);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM member m LEFT JOIN (SELECT member_id, COUNT(*) n, "
			"SUM(is_open) o FROM complaint GROUP BY member_id) c ON c.member_id = m.id "
			"WHERE m.complaints <> COALESCE(c.n, 0) OR m.open_complaints <> "
			"COALESCE(c.o, 0)"),
	    0);
}

#define MONTH(at) "DATE_FORMAT(DATE_ADD('1970-01-01', INTERVAL " at " + 28800 SECOND), '%%Y%%m')"

/* RULE CMP-10 */
static void
months_are_those_of_the_rows(void **state)
{
	static const char *const values[] = { "0", "type", "department", "problem", "province_id", "city_id",
		"district_id" };
	static const char *const parents[] = { "0", "0", "0", "0", "0", "province_id", "city_id" };

	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		if (test_number(
			"SELECT COUNT(*) FROM (SELECT m FROM (SELECT month m, value v, parent p, opened n "
			"FROM complaint_month WHERE dimension = %zu UNION ALL SELECT " MONTH(
			    "opened_at") ", %s, %s, -1 FROM complaint) u GROUP BY m, v, p HAVING SUM(n) <> "
					 "0) w",
			i, values[i], parents[i]) != 0)
			fail_msg("months by %s are not those of the rows", values[i]);
	assert_int_equal(
	    test_number(
		"SELECT COUNT(*) FROM (SELECT m FROM (SELECT month m, value v, opened n FROM "
		"complaint_month WHERE dimension = 7 UNION ALL SELECT " MONTH(
		    "opened_at") ", product_id, -1 FROM complaint_product) u GROUP BY m, v HAVING SUM(n) "
				 "<> 0) w"),
	    0);
	assert_true(test_number("SELECT COUNT(DISTINCT month) FROM complaint_month") > 1);
}

static int64_t
behind(int rule, const char *which)
{
	return test_number(
	    "SELECT COUNT(*) FROM escalation e JOIN escalation_record r ON r.escalation_id = e.id "
	    "JOIN complaint c ON c.id = r.complaint_id WHERE e.rule = %d AND %s",
	    rule, which);
}

/* RULE CMP-9: the complaints behind, by the letter of each rule. */
static void
escalations_are_those_of_the_rows(void **state)
{
	(void)state;
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM escalation e WHERE e.records <> (SELECT COUNT(*) FROM "
			"escalation_record r WHERE r.escalation_id = e.id)"),
	    0);
	assert_int_equal(behind(1, "e.cause LIKE '%%:d%%'"),
	    test_number(
		"SELECT COUNT(*) FROM complaint a WHERE a.member_id <> 0 AND EXISTS (SELECT 1 FROM "
		"complaint b WHERE b.member_id = a.member_id AND b.department = a.department AND b.id <> "
		"a.id AND ABS(CAST(b.opened_at AS SIGNED) - a.opened_at) <= 90 * 86400)"));
	assert_int_equal(behind(2, "c.imported = 1"),
	    test_number(
		"SELECT COUNT(*) FROM complaint c JOIN orders o ON o.id = c.order_id WHERE c.problem = 301 "
		"AND c.imported = 1 AND o.shipped_at > 0 AND c.opened_at > o.shipped_at + 7 * 86400"));
	assert_int_equal(
	    behind(3, "c.problem = 601"), test_number("SELECT COUNT(*) FROM complaint WHERE problem = 601"));
	assert_int_equal(
	    behind(4, "c.problem = 202"), test_number("SELECT COUNT(*) FROM complaint WHERE problem = 202"));
	assert_int_equal(behind(5, "1"),
	    test_number(
		"SELECT COUNT(*) FROM (SELECT DISTINCT x.complaint_id, x.product_id FROM complaint_product "
		"x JOIN (SELECT a.product_id, a.opened_at FROM complaint_product a WHERE a.quality = 1 AND "
		"(SELECT COUNT(DISTINCT b.member_id) FROM complaint_product b WHERE b.product_id = "
		"a.product_id AND b.quality = 1 AND b.opened_at BETWEEN a.opened_at AND a.opened_at + 90 * "
		"86400) > 3) s ON s.product_id = x.product_id AND x.opened_at BETWEEN s.opened_at AND "
		"s.opened_at + 90 * 86400 WHERE x.quality = 1) y"));
	for (int rule = 1; rule <= 4; rule++)
		assert_true(behind(rule, "1") > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(demo_makes_what_was_asked_for),
		cmocka_unit_test(list_counts_are_the_lists), cmocka_unit_test(months_are_those_of_the_rows),
		cmocka_unit_test(escalations_are_those_of_the_rows),
		cmocka_unit_test(demo_refuses_what_it_cannot_make) };

	return cmocka_run_group_tests(tests, shop_start, test_stop);
}
