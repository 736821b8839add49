/* SPDX-License-Identifier: MIT */
/* Import runs: batches, running again, killed runs, trials, rejected rows. */
#include "harness.h"

#include "base/clock.h"
#include "files/files.h"
#include "imports/imports.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define HEAD "member_no,name,phone,province,city\n"

static FILE *
text_file(const char *text)
{
	FILE *file = tmpfile();

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	return file;
}

/* Members `from` … `to`, in that order; name says which edition of a row it is. */
static FILE *
members_file(int from, int to, const char *name)
{
	FILE *file = text_file(HEAD);
	int step = from <= to ? 1 : -1;

	for (int i = from; i != to + step; i += step)
		fprintf(file, "T-%06d,%s,138%08d,浙江省,杭州市\n", i, i == 7 ? name : "张三", i);
	return file;
}

static enum rc
run_file(FILE *file, const char *entity, bool trial, struct import_run *run)
{
	enum rc rc = import_file(test_ctx(), entity, "test.csv", file, "", trial, NULL, run);

	fclose(file);
	return rc;
}

static int
clean(void **state)
{
	(void)state;
	test_empty("member");
	test_empty("import_run");
	test_empty("import_reject");
	return 0;
}

static void
the_same_rows_change_nothing(void **state)
{
	struct import_run run;

	(void)state;
	assert_rc(run_file(members_file(1, 2500, "张三"), "members", false, &run), RC_OK);
	assert_int_equal(run.rows_new, 2500);
	assert_int_equal(run.rows_rejected, 0);
	assert_int_equal(run.state, IMPORT_DONE);
	assert_int_equal(test_number("SELECT COUNT(*) FROM member"), 2500);
	assert_int_equal(test_number("SELECT COUNT(*) FROM region WHERE name = '杭州市'"), 1);

	/* in another order */
	assert_rc(run_file(members_file(2500, 1, "张三"), "members", false, &run), RC_OK);
	assert_int_equal(run.rows_same, 2500);
	assert_int_equal(run.rows_new + run.rows_changed, 0);
	assert_int_equal(test_number("SELECT MAX(version) FROM member"), 1);

	/* with one row changed, that row changes */
	assert_rc(run_file(members_file(1, 2500, "李四"), "members", false, &run), RC_OK);
	assert_int_equal(run.rows_changed, 1);
	assert_int_equal(run.rows_same, 2499);
	assert_string_equal(test_word("SELECT name FROM member WHERE member_no = 'T-000007'"), "李四");
	assert_int_equal(test_number("SELECT COUNT(*) FROM member WHERE version > 1"), 1);
}

static void
a_batch_leaves_one_audit_row(void **state)
{
	struct import_run run;
	int64_t before = test_number("SELECT COUNT(*) FROM audit_log");

	(void)state;
	assert_rc(run_file(members_file(1, 2500, "张三"), "members", false, &run), RC_OK);
	assert_int_equal(test_number("SELECT COUNT(*) FROM audit_log") - before, 3);
}

static void
rejected_rows_are_named(void **state)
{
	struct import_run run;

	(void)state;
	assert_rc(run_file(text_file(HEAD "A1,张三,13800000001,浙江省,杭州市\n"
					  ",无号,13800000002,浙江省,杭州市\n"
					  "A3,\"多\n行\",13800000003,浙江省,杭州市\n"
					  "A4,少一列,138\n"
					  "A5,=1+1,13800000005,浙江省,杭州市\n"),
		      "members", false, &run),
	    RC_OK);
	assert_int_equal(run.rows_new, 3);
	assert_int_equal(run.rows_rejected, 2);
	assert_string_equal(test_word("SELECT CONCAT(line, ' ', column_name, ' ', reason) FROM import_reject "
				      "ORDER BY line LIMIT 1"),
	    "3 member_no imports.cell.empty");
	assert_string_equal(
	    test_word("SELECT CONCAT(line, ' ', reason) FROM import_reject ORDER BY line DESC LIMIT 1"),
	    "6 imports.row.fields");
	assert_string_equal(test_word("SELECT name FROM member WHERE member_no = 'A5'"), "=1+1");
}

static void
a_trial_leaves_nothing(void **state)
{
	struct import_run run;

	(void)state;
	assert_rc(run_file(members_file(1, 1500, "张三"), "members", true, &run), RC_OK);
	assert_int_equal(run.rows_new, 1500);
	assert_int_equal(test_number("SELECT COUNT(*) FROM member"), 0);
	assert_rc(run_file(members_file(1, 1500, "张三"), "members", false, &run), RC_OK);
	assert_int_equal(run.rows_new, 1500);
}

static void
broken_files_are_refused_whole(void **state)
{
	static const struct {
		const char *text, *key;
		int line;
	} cases[] = {
		{ "", "imports.file.empty", 1 },
		{ "member_no\nA1\n", "imports.head.missing", 1 },
		{ HEAD "A1,张三,1,浙江省,杭州市\nA2,\"张三,1,浙江省,杭州市\n", "imports.file.quoting", 4 },
		{ HEAD "A1,张三,1,浙江省,杭州市\nA2,\xff\xfe,1,浙江省,杭州市\n", "imports.file.encoding", 3 },
		{ "member_no,name,colour\nA1,B,red\n", "imports.head.unknown", 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct import_run run;

		assert_rc(run_file(text_file(cases[i].text), "members", false, &run), RC_INVALID);
		assert_string_equal(run.message_key, cases[i].key);
		assert_int_equal(run.message_line, cases[i].line);
		assert_int_equal(run.state, IMPORT_REFUSED);
		assert_int_equal(test_number("SELECT COUNT(*) FROM member"), 0);
	}
}

static void
die_at_third(const struct import_run *run)
{
	if (run->rows_new >= 3000)
		kill(getpid(), SIGKILL);
}

/* Killed after the third batch and run again: goes on there, ends the same. */
static void
a_killed_run_goes_on(void **state)
{
	struct import_run run;
	pid_t child = fork();
	FILE *file;
	int status;

	(void)state;
	if (child == 0) {
		struct ctx *ctx = test_connect("admin");

		_exit(import_file(ctx, "members", "test.csv", members_file(1, 9500, "张三"), "", false,
			  die_at_third, &run) == RC_OK
			  ? 3
			  : 4);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	assert_int_equal(test_number("SELECT COUNT(*) FROM member"), 3000);
	assert_int_equal(test_number("SELECT rows_new FROM import_run"), 3000);

	/* the dead process's claim runs out first */
	test_ctx()->now = clock_now() + 120;
	file = members_file(1, 9500, "张三");
	assert_rc(import_file(test_ctx(), "members", "test.csv", file, "", false, NULL, &run), RC_OK);
	fclose(file);
	assert_int_equal(run.rows_new, 9500);
	assert_int_equal(run.rows_same, 0);
	assert_int_equal(test_number("SELECT COUNT(*) FROM member"), 9500);
	assert_int_equal(test_number("SELECT COUNT(*) FROM import_run"), 1);
}

static void
orders_need_their_member(void **state)
{
	struct import_run run;

	(void)state;
	assert_rc(run_file(text_file("order_no,member_no,state,placed_at,total\n"
				     "N1,nobody,unconfirmed-unpaid,2026-05-12 10:00,5.00\n"),
		      "orders", false, &run),
	    RC_OK);
	assert_int_equal(run.rows_rejected, 1);
	assert_string_equal(test_word("SELECT reason FROM import_reject"), "imports.cell.member");
}

/* An upload read to its end by houtai-jobs; the run. */
static int64_t
uploaded(const char *entity, const char *text, int64_t *file_id)
{
	struct file_writer *writer;
	struct file file;
	int64_t id = 0;

	assert_rc(files_begin(test_ctx(), "upload.csv", 100000, NULL, &writer), RC_OK);
	assert_rc(files_add(writer, text, strlen(text)), RC_OK);
	assert_rc(files_end(writer, FILE_UPLOAD, 0, &file), RC_OK);
	*file_id = file.id;
	assert_rc(import_queue(test_ctx(), entity, "upload.csv", file.id, "", false, &id), RC_OK);
	assert_rc(import_work(test_ctx()), RC_OK);
	assert_true(test_number("SELECT ended_at FROM import_run WHERE id = %lld", (long long)id) > 0);
	return id;
}

static int64_t
stands(const char *table, const char *column, int64_t id)
{
	return test_number("SELECT COUNT(*) FROM %s WHERE %s = %lld", table, column, (long long)id);
}

/* RULE SEC-4: what an import leaves behind it goes after a while, with a row of the log; complaints are original material, and a file
 * that a complaint uses as evidence stays as well. */
static void
what_is_over_leaves_no_files(void **state)
{
	static const char text[] =
	    HEAD "A1,张三,13800000001,浙江省,杭州市\n,无号,13800000002,浙江省,杭州市\n";
	struct ctx *jobs = test_connect("jobs");
	int64_t file, complaint_file, evidence, ended,
	    run = uploaded("members", text, &file),
	    complaints = uploaded("complaints", text, &complaint_file),
	    shared = uploaded("members", text, &evidence);

	(void)state;
	test_sql("INSERT INTO file_use (file_id, kind, record_id, used_at) VALUES (%lld, 'complaint', 1, 1)",
	    (long long)evidence);
	test_sql(
	    "INSERT INTO import_reject (run_id, line, column_name, reason, raw) SELECT %lld, 100 + seq, '', '', 'x' "
	    "FROM seq_1_to_2500",
	    (long long)run);
	ended = test_number("SELECT MIN(ended_at) FROM import_run");
	assert_rc(imports_sweep(jobs, ended), RC_OK); /* not a second before */
	assert_int_equal(stands("import_reject", "run_id", run), 2501);
	test_sql("UPDATE import_run SET ended_at = %lld", (long long)ended);
	jobs->now = ended + 100;
	assert_rc(imports_sweep(jobs, ended + 1), RC_OK);
	assert_rc(files_sweep(jobs, ended + 1), RC_OK);
	assert_int_equal(stands("import_reject", "run_id", run), 0);
	assert_int_equal(stands("file", "id", file) + stands("file_chunk", "file_id", file), 0);
	assert_int_equal(stands("file_use", "file_id", file), 0);
	assert_int_equal(
	    test_number("SELECT removed_at FROM import_run WHERE id = %lld", (long long)run), ended + 100);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM audit_log WHERE action = 'import.remove' AND record_id = %lld",
		(long long)run),
	    1);
	assert_int_equal(stands("file", "id", complaint_file), 1);
	assert_int_equal(
	    test_number("SELECT removed_at FROM import_run WHERE id = %lld", (long long)complaints), 0);
	assert_int_equal(stands("import_reject", "run_id", shared), 0);
	assert_int_equal(stands("file", "id", evidence), 1);
	assert_int_equal(stands("file_use", "file_id", evidence), 1);
	/* once */
	assert_rc(imports_sweep(jobs, ended + 1), RC_OK);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM audit_log WHERE action = 'import.remove' AND record_id = %lld",
		(long long)run),
	    1);
	test_close(jobs);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test_setup(the_same_rows_change_nothing, clean),
		cmocka_unit_test_setup(a_batch_leaves_one_audit_row, clean),
		cmocka_unit_test_setup(rejected_rows_are_named, clean),
		cmocka_unit_test_setup(a_trial_leaves_nothing, clean),
		cmocka_unit_test_setup(broken_files_are_refused_whole, clean),
		cmocka_unit_test_setup(a_killed_run_goes_on, clean),
		cmocka_unit_test_setup(orders_need_their_member, clean),
		cmocka_unit_test_setup(what_is_over_leaves_no_files, clean) };

	return cmocka_run_group_tests(tests, test_start, test_stop);
}
