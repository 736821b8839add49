/* SPDX-License-Identifier: MIT */
/* Migrations and grants against a real MariaDB: twice, two at once, cut off, changed; and what the users may do.
 * Not the schema itself. */
#include "db/migrate.h"
#include "db/private.h"
#include "harness.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[300];

static void
file(const char *name, const char *text)
{
	char path[400];
	FILE *out;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	out = fopen(path, "w");
	assert_non_null(out);
	fputs(text, out);
	fclose(out);
}

/* An empty database beside the test's own, and an administrator in it. */
static struct ctx *
empty(void)
{
	struct db_config config = config_database(config_get(), "admin");
	struct ctx *ctx = test_connect("admin");
	char *name = arena_printf(ctx->arena, "%s_m", config.name);

	config.name = name;
	db_free(ctx->db);
	ctx->db = db_new(&config);
	return ctx;
}

static int
fresh(void **state)
{
	(void)state;
	test_sql("CREATE OR REPLACE DATABASE %s_m", test_word("SELECT DATABASE()"));
	snprintf(folder, sizeof(folder), "%s/sql", test_folder());
	mkdir(folder, 0700);
	file(
	    "0001_a.sql", "-- first\nCREATE TABLE a (\n id INT PRIMARY KEY\n);\nINSERT INTO a VALUES (1);\n");
	file("0003_b.sql", "INSERT INTO a VALUES (2);\nCREATE TABLE b (id INT PRIMARY KEY);\n");
	file("notes.txt", "DROP TABLE a;\n");
	return 0;
}

static int
clean(void **state)
{
	(void)state;
	test_sql("DROP DATABASE %s_m", test_word("SELECT DATABASE()"));
	return 0;
}

static int64_t
rows_of_a(void)
{
	return test_number("SELECT COUNT(*) FROM %s_m.a", test_word("SELECT DATABASE()"));
}

static void
test_twice(void **state)
{
	struct ctx *ctx = empty();
	int done = 0;

	(void)state;
	assert_rc(migrate_run(ctx, folder, &done), RC_OK);
	assert_int_equal(done, 2);
	assert_int_equal(rows_of_a(), 2);
	assert_rc(migrate_run(ctx, folder, &done), RC_OK);
	assert_int_equal(done, 0);
	file("0002_late.sql", "INSERT INTO a VALUES (3);\n");
	assert_rc(migrate_run(ctx, folder, &done), RC_OK);
	assert_int_equal(done, 1);
	assert_int_equal(rows_of_a(), 3);
	unlink(arena_printf(ctx->arena, "%s/0002_late.sql", folder));
	test_close(ctx);
}

static void
test_parallel(void **state)
{
	enum { RUNS = 4 };
	struct ctx *ctx;
	int status, done, i, sum = 0;

	(void)state;
	file("0001_a.sql",
	    "CREATE TABLE a (id INT PRIMARY KEY);\nDO SLEEP(0.3);\nINSERT INTO a VALUES (1);\n");
	for (i = 0; i < RUNS; i++)
		if (fork() == 0) {
			ctx = empty();
			done = 0;
			test_exit(ctx, migrate_run(ctx, folder, &done) == RC_OK ? done : 99);
		}
	for (i = 0; i < RUNS; i++) {
		assert_true(wait(&status) > 0);
		assert_true(WIFEXITED(status));
		sum += WEXITSTATUS(status);
	}
	assert_int_equal(sum, 2); /* both files, by one of the four */
	assert_int_equal(rows_of_a(), 2);
}

static void
test_changed(void **state)
{
	struct ctx *ctx = empty();
	int done;

	(void)state;
	assert_rc(migrate_run(ctx, folder, &done), RC_OK);
	file("0001_a.sql", "CREATE TABLE other (id INT PRIMARY KEY);\n");
	assert_rc(migrate_run(ctx, folder, &done), RC_CONFLICT);
	assert_int_equal(done, 0);
	test_close(ctx);
}

static void
test_number_twice(void **state)
{
	struct ctx *ctx = empty();
	int done;

	(void)state;
	file("0003_c.sql", "INSERT INTO a VALUES (4);\n");
	assert_rc(migrate_run(ctx, folder, &done), RC_CONFLICT);
	unlink(arena_printf(ctx->arena, "%s/0003_c.sql", folder));
	assert_rc(migrate_run(ctx, folder, &done), RC_OK);
	assert_rc(migrate_run(ctx, "/nonexistent", &done), RC_NOT_FOUND);
	test_close(ctx);
}

/* Killed in the middle: the run after goes on at the statement after the last one remembered. */
static void
test_cut_off(void **state)
{
	struct ctx *ctx;
	int done = 0, status;
	pid_t pid;

	(void)state;
	file("0001_a.sql", "CREATE TABLE a (id INT PRIMARY KEY);\nINSERT INTO a VALUES (1);\nDO SLEEP(20);\n"
			   "INSERT INTO a VALUES (9);\n");
	pid = fork();
	if (pid == 0) {
		ctx = empty();
		_exit(migrate_run(ctx, folder, &done) == RC_OK ? 0 : 1);
	}
	while (test_number(
		   "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE INFO LIKE 'DO SLEEP%%'") == 0) {
		assert_int_equal(waitpid(pid, &status, WNOHANG), 0);
		usleep(20000);
	}
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	test_sql(
	    "SET @found = (SELECT MAX(ID) FROM information_schema.PROCESSLIST WHERE INFO LIKE 'DO SLEEP%%')");
	test_sql("EXECUTE IMMEDIATE CONCAT('KILL ', @found)");
	assert_int_equal(rows_of_a(), 1);
	/* the statement that was cut off had been done: it says so, and that is taken for done */
	test_sql(
	    "UPDATE %s_m.schema_migration SET done = 0 WHERE number = 1", test_word("SELECT DATABASE()"));
	test_sql("DELETE FROM %s_m.a", test_word("SELECT DATABASE()"));
	test_sql(
	    "UPDATE %s_m.schema_migration SET hash = '' WHERE number = 1", test_word("SELECT DATABASE()"));
	ctx = empty();
	assert_rc(migrate_run(ctx, folder, &done), RC_CONFLICT); /* of another text nothing is known */
	test_sql("DELETE FROM %s_m.schema_migration WHERE number = 1", test_word("SELECT DATABASE()"));
	test_close(ctx);
}

static void
test_goes_on(void **state)
{
	struct ctx *ctx = empty();
	int done = 0;

	(void)state;
	file("0001_a.sql",
	    "CREATE TABLE a (id INT PRIMARY KEY);\nINSERT INTO a VALUES (1);\nINSERT INTO c VALUES (1);\n"
	    "INSERT INTO a VALUES (9);\n");
	assert_rc(migrate_run(ctx, folder, &done), RC_INTERNAL); /* there is no c */
	assert_int_equal(rows_of_a(), 1);
	test_sql("CREATE TABLE %s_m.c (id INT PRIMARY KEY)", test_word("SELECT DATABASE()"));
	assert_rc(migrate_run(ctx, folder, &done), RC_OK);
	assert_int_equal(done, 2);
	assert_int_equal(rows_of_a(), 3); /* 1 and 9, each once, and the second file's */
	/* done but not remembered: table exists already */
	test_sql("UPDATE %s_m.schema_migration SET done = 1, ended_at = 0 WHERE number = 3",
	    test_word("SELECT DATABASE()"));
	assert_rc(migrate_run(ctx, folder, &done), RC_OK);
	assert_int_equal(rows_of_a(), 3);
	test_close(ctx);
}

/* --- users --- */

SQL(may_log_sql, "INSERT INTO audit_log (id, at, account_id, staff_no, name, action, kind, record_id, "
		 "request_id, diff, mac) VALUES (?, 1, 1, '', '', '', '', 1, '', '', '')");
SQL(may_not_alter_sql, "UPDATE audit_log SET diff = '' WHERE id = ?");
SQL(may_not_delete_sql, "DELETE FROM audit_log WHERE id = ?");
SQL(may_not_seal_sql, "INSERT INTO audit_seal (seq, audit_id, batch, hash) VALUES (?, 1, 1, '')");
SQL(may_not_migrate_sql, "SELECT number FROM schema_migration WHERE number = ?");
SQL(may_not_drop_sql, "DROP TABLE once");
SQL(may_not_file_sql, "DELETE FROM file WHERE id = ?");

static void
test_grants(void **state)
{
	struct ctx *worker = test_connect("worker"), *jobs = test_connect("jobs");
	int64_t number;

	(void)state;
	assert_rc(db_exec(worker, &may_log_sql, ARGS(arg_int(1))), RC_OK);
	assert_rc(db_exec(worker, &may_not_alter_sql, ARGS(arg_int(1))), RC_INTERNAL);
	assert_int_equal(worker->db->error, 1142);
	assert_rc(db_exec(worker, &may_not_delete_sql, ARGS(arg_int(1))), RC_INTERNAL);
	assert_rc(db_exec(worker, &may_not_seal_sql, ARGS(arg_int(1))), RC_INTERNAL);
	assert_int_equal(worker->db->error, 1142);
	assert_rc(db_int(worker, &may_not_migrate_sql, &number, ARGS(arg_int(1))), RC_INTERNAL);
	assert_rc(db_exec(worker, &may_not_drop_sql, NO_ARGS), RC_INTERNAL);
	assert_int_equal(worker->db->error, 1142);
	assert_rc(db_exec(worker, &may_not_file_sql, ARGS(arg_int(1))), RC_INTERNAL);
	assert_rc(db_exec(jobs, &may_not_alter_sql, ARGS(arg_int(1))), RC_INTERNAL);
	assert_int_equal(jobs->db->error, 1142);
	assert_rc(db_exec(jobs, &may_not_delete_sql, ARGS(arg_int(1))), RC_INTERNAL);
	assert_rc(db_exec(jobs, &may_not_seal_sql, ARGS(arg_int(77))), RC_OK);
	assert_rc(db_exec(jobs, &may_not_drop_sql, NO_ARGS), RC_INTERNAL);
	test_sql("DELETE FROM audit_seal WHERE seq = 77");
	test_sql("DELETE FROM audit_log WHERE id = 1");
	test_close(worker);
	test_close(jobs);
}

/* Rights follow the file: a table added later gets its rights, a password changed is changed. */
static void
test_grants_follow(void **state)
{
	struct ctx *admin = test_connect("admin"), *worker;
	struct db_config users[2] = { config_database(config_get(), "worker"),
		config_database(config_get(), "jobs") };

	(void)state;
	test_sql("CREATE TABLE later (id INT PRIMARY KEY)");
	assert_rc(grants_run(admin, "sql/grants.sql", &users[0], &users[1]), RC_OK);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM mysql.tables_priv WHERE User = '%s' AND Table_name = 'later'",
		users[0].user),
	    1);
	test_sql("DROP TABLE later");
	users[0].password = "an'other";
	assert_rc(grants_run(admin, "sql/grants.sql", &users[0], &users[1]), RC_OK);
	worker = test_connect("worker");
	assert_rc(db_ready(worker), RC_DB); /* the old one */
	db_free(worker->db);
	worker->db = db_new(&users[0]);
	assert_rc(db_ready(worker), RC_OK);
	users[0].password = "worker";
	assert_rc(grants_run(admin, "sql/grants.sql", &users[0], &users[1]), RC_OK);
	assert_rc(grants_run(admin, "/nonexistent", &users[0], &users[1]), RC_NOT_FOUND);
	test_close(worker);
	test_close(admin);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_twice, fresh, clean),
		cmocka_unit_test_setup_teardown(test_parallel, fresh, clean),
		cmocka_unit_test_setup_teardown(test_changed, fresh, clean),
		cmocka_unit_test_setup_teardown(test_number_twice, fresh, clean),
		cmocka_unit_test_setup_teardown(test_cut_off, fresh, clean),
		cmocka_unit_test_setup_teardown(test_goes_on, fresh, clean),
		cmocka_unit_test(test_grants),
		cmocka_unit_test(test_grants_follow),
	};

	return cmocka_run_group_tests(tests, test_start, test_stop);
}
