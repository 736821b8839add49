/* SPDX-License-Identifier: MIT */
/* Complaints from a file: matched by number, changed row by row, rejected with line, column and reason; what was done here stays.
 * Not a real shop's data: test_olist.c. */
#include "complaint_help.h"
#include "harness.h"
#include "orders_help.h"

#include "imports/imports.h"
#include "reports/rules.h"

#include <stdio.h>
#include <string.h>

#define HEAD                                                                                                 \
	"complaint_no,member_no,order_no,channel,problem,state,opened_at,closed_at,score,happened,"          \
	"products\n"

static const char *member_no, *order_no, *first_no, *second_no, *other_no;
static int64_t member_id, agent_id;

/* The number of a record; test_word() keeps its answer only until it is asked again. */
static const char *
number_of(const char *table, const char *column, int64_t id)
{
	return arena_strdup(
	    test_ctx()->arena, test_word("SELECT %s FROM %s WHERE id = %lld", column, table, (long long)id));
}

static const char *
product_made(int64_t order_id, int line_no)
{
	int64_t id = test_product(1000);

	if (order_id != 0)
		test_sql("INSERT INTO order_line (order_id, line_no, product_id, title, unit_fen, quantity, "
			 "sum_fen) VALUES (%lld, %d, %lld, 'Goods', 1000, 1, 1000)",
		    (long long)order_id, line_no, (long long)id);
	return number_of("product", "product_no", id);
}

static int
fresh(void **state)
{
	static const char *const tables[] = { "complaint", "complaint_text", "complaint_product",
		"complaint_entry", "complaint_clock", "escalation", "escalation_record", "complaint_month",
		"import_run", "import_reject" };
	int64_t order_id;

	(void)state;
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		test_empty(tables[i]);
	test_sql("DELETE FROM list_count WHERE list = 'complaints'");
	test_sql("UPDATE member SET complaints = 0, open_complaints = 0");
	agent_id = agent_id != 0 ? agent_id : test_account("KI01", ROLE_AGENT);
	member_id = test_member();
	order_id = imported_order(test_ctx(), 5000);
	test_sql(
	    "UPDATE orders SET member_id = %lld WHERE id = %lld", (long long)member_id, (long long)order_id);
	member_no = number_of("member", "member_no", member_id);
	order_no = number_of("orders", "order_no", order_id);
	first_no = product_made(order_id, 2);
	second_no = product_made(order_id, 3);
	other_no = product_made(0, 0);
	return 0;
}

static struct import_run
import_text(const char *text, bool trial)
{
	FILE *file = tmpfile();
	struct import_run run;

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_rc(import_file(test_ctx(), "complaints", "test.csv", file, "", trial, NULL, &run), RC_OK);
	fclose(file);
	return run;
}

static struct import_run
import_row(const char *row)
{
	return import_text(arena_printf(test_ctx()->arena, HEAD "%s\n", row), false);
}

/* A closed complaint about a defect, from the member and order of the test. */
static const char *
row_of(const char *no, const char *happened, const char *products)
{
	return arena_printf(test_ctx()->arena,
	    "%s,%s,%s,review,defect,closed,2026-05-02 10:00:00,2026-05-03 10:00:00,2,%s,%s", no, member_no,
	    order_no, happened, products);
}

static int64_t
goods_of(const char *product_no)
{
	return test_number("SELECT COUNT(*) FROM complaint_product c JOIN product p ON p.id = c.product_id "
			   "WHERE p.product_no = '%s' AND c.quality = 1",
	    product_no);
}

static int64_t
month_count(const char *product_no)
{
	return test_number("SELECT COALESCE(SUM(opened), 0) FROM complaint_month m JOIN product p ON p.id = "
			   "m.value WHERE m.dimension = %d AND m.month = 202605 AND p.product_no = '%s'",
	    MONTH_PRODUCT, product_no);
}

static void
a_row_changes_what_it_says_and_no_more(void **state)
{
	const char *text;
	struct import_run run;

	(void)state;
	text = arena_printf(test_ctx()->arena, HEAD "%s\n%s\n", row_of("R-1", "It broke", ""),
	    row_of("R-2", "\"It broke, too\"", first_no));
	run = import_text(text, true);
	assert_int_equal(run.rows_new, 2);
	assert_int_equal(test_number("SELECT COUNT(*) FROM complaint"), 0);
	run = import_text(text, false);
	assert_int_equal(run.rows_new, 2);
	assert_int_equal(run.rows_rejected, 0);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM complaint WHERE imported = 1 AND state = 5 AND type "
			"= 1 AND department = 5 AND owner_id = 0 AND score = 2 AND channel = 7"),
	    2);
	/* all of the order's goods where none is named (CMP-9e) */
	assert_int_equal(goods_of(first_no), 2);
	assert_int_equal(goods_of(second_no), 1);
	assert_int_equal(month_count(first_no), 2);
	assert_int_equal(test_number("SELECT COUNT(*) FROM complaint_clock") +
			     test_number("SELECT COUNT(*) FROM notice WHERE topic LIKE 'complaint%%'"),
	    0);

	run = import_text(text, false);
	assert_int_equal(run.rows_same, 2);
	assert_int_equal(test_number("SELECT MAX(version) FROM complaint"), 1);

	/* the words behind those that lists show, then the goods, then the month */
	run = import_row(arena_printf(test_ctx()->arena, "%s\n%s", row_of("R-1", "It broke", ""),
	    row_of("R-2", "\"It broke, too\"", second_no)));
	assert_int_equal(run.rows_changed, 1);
	assert_int_equal(run.rows_same, 1);
	assert_int_equal(goods_of(first_no), 1);
	assert_int_equal(goods_of(second_no), 2);
	assert_int_equal(month_count(first_no), 1);
	assert_int_equal(month_count(second_no), 2);
	run = import_row(arena_printf(test_ctx()->arena,
	    "R-1,%s,%s,review,defect,closed,2026-04-30 10:00:00,2026-05-03 10:00:00,2,It broke,", member_no,
	    order_no));
	assert_int_equal(run.rows_changed, 1);
	assert_int_equal(month_count(first_no), 0);
	assert_int_equal(month_count(second_no), 1);
	assert_int_equal(test_number("SELECT version FROM complaint WHERE complaint_no = 'R-2'"), 2);
	assert_complaint_counts();
}

static void
words_beyond_the_summary_count(void **state)
{
	char happened[200];
	struct import_run run;

	(void)state;
	memset(happened, 'a', 150);
	happened[150] = '\0';
	assert_int_equal(import_row(row_of("R-1", happened, "")).rows_new, 1);
	happened[149] = 'b';
	run = import_row(row_of("R-1", happened, ""));
	assert_int_equal(run.rows_changed, 1);
	assert_string_equal(test_word("SELECT happened FROM complaint_text"), happened);
}

static void
rejected_rows_are_named(void **state)
{
	const char *stranger = number_of("member", "member_no", test_member());
	const struct {
		const char *row, *column, *reason;
	} cases[] = {
		{ ",M,,phone,late,open,2026-05-02,,,x,", "complaint_no", "imports.cell.empty" },
		{ "R-1,nobody,,phone,late,open,2026-05-02,,,x,", "member_no", "imports.cell.member" },
		{ "R-1,,nothing,phone,late,open,2026-05-02,,,x,", "order_no", "imports.cell.order" },
		{ "R-1,STRANGER,ORDER,phone,late,open,2026-05-02,,,x,", "order_no",
		    "complaints.invalid.other_order" },
		{ "R-1,,ORDER,phone,late,open,2026-05-02,,,x,FIRST nothing", "products",
		    "imports.cell.product" },
		{ "R-1,,ORDER,phone,late,open,2026-05-02,,,x,FIRST OTHER", "products",
		    "complaints.invalid.goods" },
		{ "R-1,,ORDER,pigeon,late,open,2026-05-02,,,x,", "channel", "imports.cell.choice" },
		{ "R-1,,ORDER,phone,,open,2026-05-02,,,x,", "problem", "imports.cell.empty" },
		{ "R-1,,ORDER,phone,late,closed,2026-05-02,,,x,", "closed_at",
		    "complaints.invalid.closed_at" },
		{ "R-1,,ORDER,phone,late,open,2026-05-02,2026-05-03,,x,", "closed_at",
		    "complaints.invalid.closed_at" },
		{ "R-1,,ORDER,phone,late,closed,2026-05-02,2026-05-01,,x,", "closed_at",
		    "complaints.invalid.closed_at" },
		{ "R-1,,ORDER,phone,late,handed,2026-05-02,,,x,", "state", "imports.cell.choice" },
		{ "R-1,,ORDER,phone,late,open,2026-05-02,,6,x,", "score", "imports.cell.number" },
	};
	const char *const words[][2] = { { "STRANGER", stranger }, { "ORDER", order_no },
		{ "FIRST", first_no }, { "OTHER", other_no } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *row = cases[i].row, *at;
		struct import_run run;

		for (size_t w = 0; w < 4; w++)
			if ((at = strstr(row, words[w][0])) != NULL)
				row = arena_printf(test_ctx()->arena, "%.*s%s%s", (int)(at - row), row,
				    words[w][1], at + strlen(words[w][0]));
		run = import_row(row);
		assert_int_equal(run.rows_rejected, 1);
		assert_string_equal(test_word("SELECT CONCAT(line, ' ', column_name, ' ', reason) FROM "
					      "import_reject WHERE run_id = %lld",
					(long long)run.id),
		    arena_printf(test_ctx()->arena, "2 %s %s", cases[i].column, cases[i].reason));
	}
	assert_int_equal(test_number("SELECT COUNT(*) FROM complaint"), 0);
}

static void
a_type_stands_for_any_other_of_its_problems(void **state)
{
	struct import_run run;

	(void)state;
	run = import_text("complaint_no,channel,type,problem,department,state,opened_at\n"
			  "T-1,phone,payment,,,open,2026-05-02\n"
			  "T-2,phone,payment,cannot-pay,service,open,2026-05-02\n"
			  "T-3,phone,goods,cannot-pay,,open,2026-05-02\n",
	    false);
	assert_int_equal(run.rows_new, 2);
	assert_int_equal(run.rows_rejected, 1);
	assert_string_equal(test_word("SELECT CONCAT(column_name, ' ', reason) FROM import_reject"),
	    "type imports.cell.type");
	assert_int_equal(
	    test_number("SELECT problem FROM complaint WHERE complaint_no = 'T-1'"), PROBLEM_PAYMENT_OTHER);
	assert_int_equal(
	    test_number("SELECT department FROM complaint WHERE complaint_no = 'T-2'"), DEPARTMENT_SERVICE);
	assert_int_equal(test_number("SELECT COUNT(*) FROM complaint WHERE member_id = 0"), 2);
}

/* The same number twice: the later row changes what the earlier one made. */
static void
a_number_twice_is_one_complaint(void **state)
{
	struct import_run run;

	(void)state;
	run = import_row(arena_printf(
	    test_ctx()->arena, "%s\n%s", row_of("R-1", "First", ""), row_of("R-1", "Second", "")));
	assert_int_equal(run.rows_new, 1);
	assert_int_equal(run.rows_changed, 1);
	assert_string_equal(test_word("SELECT happened FROM complaint_text"), "Second");
	assert_complaint_counts();
}

/* Once somebody works on one here, a file corrects what the customer said and no more; one taken in here is left alone. */
static void
work_done_here_is_not_taken_back(void **state)
{
	const char *row = arena_printf(test_ctx()->arena,
	    "R-1,%s,%s,mail,defect,open,2026-05-02 10:00:00,,,It broke,", member_no, order_no);
	struct complaint live = { .state = COMPLAINT_OPEN,
		.member_id = member_id,
		.problem = PROBLEM_LATE,
		.department = DEPARTMENT_LOGISTICS,
		.complaint_no = "KS-LIVE",
		.opened_at = TEST_NOW };
	struct ctx *ctx = test_ctx();
	struct import_run run;
	int64_t id = 0;

	(void)state;
	assert_int_equal(import_row(row).rows_new, 1);
	assert_rc(complaint_find_no(ctx, "R-1", &id), RC_OK);
	test_actor(ctx, agent_id, "KI01", ROLE_AGENT);
	assert_rc(complaint_take(ctx, id, 1), RC_OK);
	assert_rc(complaint_solve(ctx, id, 2, "A new one", "Sent"), RC_OK);
	test_actor(ctx, 1, "T-1", ROLE_ALL);
	run = import_row(row);
	assert_int_equal(run.rows_same, 1);
	run = import_row(row_of("R-1", "It broke at once", ""));
	assert_int_equal(run.rows_changed, 1);
	assert_string_equal(
	    test_word("SELECT CONCAT(c.state, ' ', c.owner_id = %lld, ' ', t.happened, ' ', "
		      "t.solution) FROM complaint c JOIN complaint_text t ON t.complaint_id = "
		      "c.id",
		(long long)agent_id),
	    "2 1 It broke at once A new one");

	complaint_put(&live, NULL, 0);
	run = import_row(row_of("KS-LIVE", "x", ""));
	assert_int_equal(run.rows_rejected, 1);
	assert_string_equal(test_word("SELECT reason FROM import_reject"), "complaints.invalid.live");
	assert_int_equal(test_number("SELECT version FROM complaint WHERE complaint_no = 'KS-LIVE'"), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_row_changes_what_it_says_and_no_more, fresh),
		cmocka_unit_test_setup(words_beyond_the_summary_count, fresh),
		cmocka_unit_test_setup(rejected_rows_are_named, fresh),
		cmocka_unit_test_setup(a_type_stands_for_any_other_of_its_problems, fresh),
		cmocka_unit_test_setup(a_number_twice_is_one_complaint, fresh),
		cmocka_unit_test_setup(work_done_here_is_not_taken_back, fresh),
	};

	return cmocka_run_group_tests(tests, test_start, test_stop);
}
