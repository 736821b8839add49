/* SPDX-License-Identifier: MIT */
/* Transactions against a real MariaDB: all or nothing, once, again after deadlocks, and a COMMIT whose outcome nobody
 * told. Not single statements: see test_db.c. */
#include "db/count.h"
#include "harness.h"
#include "proxy.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

SQL(pot_raise_sql, "UPDATE pot SET fen = fen + ? WHERE id = ?");
SQL(pot_lock_sql, "SELECT fen FROM pot WHERE id = ? FOR UPDATE");
SQL(pot_set_sql, "UPDATE pot SET fen = ? WHERE id = ?");
SQL(pot_add_sql, "INSERT INTO pot (id, fen) VALUES (?, 0)");
SQL(pot_wrong_sql, "UPDATE pot SET fen = 'no number' WHERE id = ?");
SQL(pot_begin_sql, "START TRANSACTION");
SQL(short_wait_sql, "SET SESSION innodb_lock_wait_timeout = 0");

static int
fresh(void **state)
{
	(void)state;
	test_sql("CREATE OR REPLACE TABLE pot (id BIGINT NOT NULL PRIMARY KEY, fen BIGINT NOT NULL) "
		 "ENGINE=InnoDB");
	test_sql("GRANT ALL ON pot TO %s_w@localhost", test_word("SELECT DATABASE()"));
	test_sql("INSERT INTO pot VALUES (1, 0), (2, 0)");
	test_empty("once");
	test_empty("list_count");
	return 0;
}

static int64_t
pot(int64_t id)
{
	return test_number("SELECT fen FROM pot WHERE id = %lld", (long long)id);
}

/* The pattern of every action; how often it ran is counted. */
static enum rc
pot_raise(struct ctx *ctx, int64_t id, int64_t fen, enum rc outcome, int *runs)
{
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = db_exec(ctx, &pot_raise_sql, ARGS(arg_int(fen), arg_int(id)));
		if (rc == RC_OK) {
			++*runs;
			tx_result(ctx, "pot", id);
			rc = outcome;
		}
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

static void
test_commit_and_rollback(void **state)
{
	struct ctx *ctx = test_connect("worker");
	int runs = 0;

	(void)state;
	assert_rc(pot_raise(ctx, 1, 5, RC_OK, &runs), RC_OK);
	assert_int_equal(pot(1), 5);
	assert_rc(pot_raise(ctx, 1, 5, RC_REFUSED, &runs), RC_REFUSED);
	assert_int_equal(pot(1), 5);
	assert_int_equal(runs, 2);
	assert_int_equal(test_number("SELECT COUNT(*) FROM once"), 1);
	test_close(ctx);
}

static void
test_replay(void **state)
{
	struct ctx *ctx = test_connect("worker");
	int runs = 0;

	(void)state;
	ctx->once_key = "form-1";
	assert_rc(pot_raise(ctx, 1, 5, RC_REFUSED, &runs), RC_REFUSED); /* leaves the key free */
	ctx->tx_count = 0;
	assert_rc(pot_raise(ctx, 1, 5, RC_OK, &runs), RC_OK);
	assert_false(ctx->replayed);
	ctx->tx_count = 0; /* the form comes in once more */
	ctx->result = (struct result){ 0 };
	assert_rc(pot_raise(ctx, 1, 5, RC_OK, &runs), RC_CONFLICT);
	assert_true(ctx->replayed);
	assert_string_equal(ctx->result.kind, "pot");
	assert_int_equal(ctx->result.id, 1);
	assert_int_equal(runs, 2);
	assert_int_equal(pot(1), 5);
	ctx->replayed = false;
	ctx->tx_count = 0;
	ctx->actor.account_id = 2; /* somebody else with the same key is somebody else */
	assert_rc(pot_raise(ctx, 1, 5, RC_OK, &runs), RC_OK);
	assert_rc(pot_raise(ctx, 1, 5, RC_OK, &runs), RC_OK); /* the second transaction of the same form */
	assert_int_equal(pot(1), 15);
	test_close(ctx);
}

static void
test_nested(void **state)
{
	struct ctx *ctx = test_connect("worker");
	int runs = 0;
	enum rc rc;

	(void)state;
	assert_rc(tx_begin(ctx), RC_OK);
	assert_rc(db_exec(ctx, &pot_raise_sql, ARGS(arg_int(7), arg_int(1))), RC_OK);
	assert_rc(pot_raise(ctx, 2, 7, RC_OK, &runs), RC_INTERNAL);
	rc = db_exec(ctx, &pot_raise_sql, ARGS(arg_int(7), arg_int(2)));
	assert_rc(rc, RC_DB); /* nothing runs in what is lost */
	assert_rc(tx_end(ctx, RC_OK), RC_INTERNAL);
	assert_int_equal(pot(1) + pot(2), 0);
	assert_rc(pot_raise(ctx, 1, 5, RC_OK, &runs), RC_OK);
	test_close(ctx);
}

/* Whoever swallows an error gets no commit. */
static void
test_swallowed(void **state)
{
	struct ctx *ctx = test_connect("worker");
	enum rc rc;

	(void)state;
	assert_rc(tx_begin(ctx), RC_OK);
	assert_rc(db_exec(ctx, &pot_raise_sql, ARGS(arg_int(7), arg_int(1))), RC_OK);
	rc = db_exec(ctx, &pot_wrong_sql, ARGS(arg_int(1)));
	assert_rc(rc, RC_INTERNAL);
	assert_rc(tx_end(ctx, RC_OK), RC_INTERNAL);
	assert_int_equal(pot(1), 0);
	/* a second START TRANSACTION would commit the first half */
	assert_rc(tx_begin(ctx), RC_OK);
	rc = db_exec(ctx, &pot_raise_sql, ARGS(arg_int(7), arg_int(1)));
	assert_rc(rc, RC_OK);
	test_close(ctx);
	assert_int_equal(pot(1), 0); /* gone with its connection */
}

static void
test_duplicate(void **state)
{
	struct ctx *ctx = test_connect("worker");

	(void)state;
	assert_rc(tx_begin(ctx), RC_OK);
	assert_rc(db_exec(ctx, &pot_add_sql, ARGS(arg_int(1))), RC_CONFLICT); /* the transaction lives on */
	assert_rc(db_exec(ctx, &pot_raise_sql, ARGS(arg_int(3), arg_int(1))), RC_OK);
	assert_rc(tx_end(ctx, RC_OK), RC_OK);
	assert_int_equal(pot(1), 3);
	test_close(ctx);
}

/*
 * Two processes lock the two rows in opposite order, each when both hold their first one: a deadlock a round, which
 * runs one of them again. They start a round together, so that nobody who runs again meets a lock of the next round.
 * Returns how often this one ran again, negative on an error.
 */
static int
cross(int other, int64_t first, int64_t second, int rounds)
{
	struct ctx *ctx = test_connect("worker");
	int64_t fen;
	enum rc rc = RC_OK;
	int i, again = 0, tries;

	for (i = 0; i < rounds && rc == RC_OK && test_meet(other); i++) {
		tries = 0;
		do {
			rc = tx_begin(ctx);
			if (rc == RC_OK)
				rc = db_int(ctx, &pot_lock_sql, &fen, ARGS(arg_int(first)));
			if (rc == RC_OK)
				rc = db_exec(ctx, &pot_set_sql, ARGS(arg_int(fen + 1), arg_int(first)));
			if (rc == RC_OK && tries == 0 && !test_meet(other))
				rc = RC_INTERNAL;
			if (rc == RC_OK)
				rc = db_int(ctx, &pot_lock_sql, &fen, ARGS(arg_int(second)));
			if (rc == RC_OK)
				rc = db_exec(ctx, &pot_set_sql, ARGS(arg_int(fen + 1), arg_int(second)));
			rc = tx_end(ctx, rc);
			again += tries++ > 0;
		} while (tx_again(ctx, rc));
	}
	test_close(ctx);
	return rc == RC_OK && i == rounds ? again : -1;
}

static void
test_deadlock(void **state)
{
	enum { ROUNDS = 20 };
	int ends[2], status = 0, again;
	pid_t child;

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	child = fork();
	if (child == 0) {
		close(ends[0]);
		again = cross(ends[1], 2, 1, ROUNDS);
		_exit(again < 0 ? 255 : again);
	}
	close(ends[1]);
	again = cross(ends[0], 1, 2, ROUNDS);
	close(ends[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(again + WEXITSTATUS(status), ROUNDS);
	assert_int_equal(pot(1), 2 * ROUNDS);
	assert_int_equal(pot(2), 2 * ROUNDS);
}

static void
test_lock_wait(void **state)
{
	struct ctx *ctx = test_connect("worker"), *other = test_connect("worker");
	int64_t fen;
	int tries = 0;
	enum rc rc;

	(void)state;
	assert_rc(db_exec(ctx, &short_wait_sql, NO_ARGS), RC_OK);
	assert_rc(tx_begin(other), RC_OK);
	assert_rc(db_int(other, &pot_lock_sql, &fen, ARGS(arg_int(1))), RC_OK);
	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = db_exec(ctx, &pot_raise_sql, ARGS(arg_int(1), arg_int(2)));
		if (rc == RC_OK)
			rc = db_exec(ctx, &pot_raise_sql, ARGS(arg_int(1), arg_int(1)));
		if (++tries == 2)
			assert_rc(tx_end(other, RC_REFUSED), RC_REFUSED);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	assert_rc(rc, RC_OK);
	assert_true(tries >= 2);
	assert_int_equal(pot(1), 1);
	assert_int_equal(pot(2), 1); /* MariaDB rolls back the statement only; all of it must go */
	test_close(ctx);
	test_close(other);
}

static void
test_gives_up(void **state)
{
	struct ctx *ctx = test_connect("worker"), *other = test_connect("worker");
	int64_t fen;
	int tries = 0;
	enum rc rc;

	(void)state;
	assert_rc(db_exec(ctx, &short_wait_sql, NO_ARGS), RC_OK);
	assert_rc(tx_begin(other), RC_OK);
	assert_rc(db_int(other, &pot_lock_sql, &fen, ARGS(arg_int(1))), RC_OK);
	do {
		tries++;
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = db_exec(ctx, &pot_raise_sql, ARGS(arg_int(1), arg_int(1)));
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	assert_rc(rc, RC_DB);
	assert_int_equal(tries, 6);
	assert_rc(tx_end(other, RC_OK), RC_OK);
	test_close(ctx);
	test_close(other);
}

static void
test_lost_inside(void **state)
{
	struct ctx *ctx = test_connect("worker");
	int64_t id = test_connection_id(ctx);
	int tries = 0;
	enum rc rc;

	(void)state;
	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = db_exec(ctx, &pot_raise_sql, ARGS(arg_int(1), arg_int(1)));
		if (tries++ == 0)
			test_sql("KILL %lld", (long long)id);
		if (rc == RC_OK)
			rc = db_exec(ctx, &pot_raise_sql, ARGS(arg_int(1), arg_int(2)));
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	assert_rc(rc, RC_OK);
	assert_int_equal(tries, 2);
	assert_int_equal(pot(1), 1);
	assert_int_equal(pot(2), 1);
	test_close(ctx);
}

static void
test_killed_before_commit(void **state)
{
	struct ctx *ctx = test_connect("worker");
	int64_t id = test_connection_id(ctx);
	int tries = 0;
	enum rc rc;

	(void)state;
	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = db_exec(ctx, &pot_raise_sql, ARGS(arg_int(1), arg_int(1)));
		if (tries++ == 0)
			test_sql("KILL %lld", (long long)id);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	assert_rc(rc, RC_OK);
	assert_int_equal(tries, 2);
	assert_int_equal(pot(1), 1);
	test_close(ctx);
}

/* COMMIT with the wire cut: whatever happened to it, the change is there exactly once and the caller is told so. */
static void
commit_cut(enum proxy_cut mode, int expected_runs)
{
	struct db_config config = config_database(config_get(), "worker");
	struct ctx ctx = *test_ctx();
	char path[300];
	int runs = 0, i;

	snprintf(path, sizeof(path), "%s/proxy", test_folder());
	unlink(path);
	proxy_start(path, config.socket);
	config.socket = path;
	ctx.db = db_new(&config);
	for (i = 0; i < 3; i++) {
		ctx.once_key = i == 1 ? "form" : NULL;
		proxy_set(mode);
		assert_rc(pot_raise(&ctx, 1, 1, RC_OK, &runs), RC_OK);
		assert_int_equal(pot(1), i + 1);
	}
	assert_int_equal(runs, 3 * expected_runs);
	assert_false(ctx.replayed);
	assert_rc(pot_raise(&ctx, 1, 1, RC_OK, &runs), RC_OK); /* with the wire whole */
	assert_int_equal(pot(1), 4);
	db_free(ctx.db);
	proxy_stop();
}

static void
test_commit_request_lost(void **state)
{
	(void)state;
	commit_cut(PROXY_LOSE_REQUEST, 2);
}

static void
test_commit_answer_lost(void **state)
{
	(void)state;
	commit_cut(PROXY_LOSE_ANSWER, 1);
}

static void
test_commit_under_way(void **state)
{
	(void)state;
	commit_cut(PROXY_DELAY_ANSWER, 1);
}

static void
test_ddl_inside(void **state)
{
	struct ctx *ctx = test_connect("worker");
	enum rc rc;

	(void)state;
	assert_rc(tx_begin(ctx), RC_OK);
	rc = db_exec(ctx, &pot_raise_sql, ARGS(arg_int(1), arg_int(1)));
	assert_rc(rc, RC_OK);
	rc = db_exec(ctx, &pot_begin_sql, NO_ARGS); /* commits silently; still inside one afterwards */
	(void)rc;
	rc = tx_end(ctx, RC_REFUSED);
	assert_rc(rc, RC_REFUSED);
	test_close(ctx);
}

static void
count_child(int64_t seed, int times)
{
	struct ctx *ctx = test_connect("worker");
	enum rc rc = RC_OK;
	int i;

	for (i = 0; i < times && rc == RC_OK; i++) {
		const struct count_delta deltas[] = {
			{ "orders.queue", "digit", (seed + i) % 10, 1, 100 },
			{ "orders.queue", "", 0, 1, 100 },
			{ "orders.queue", "state", 1, -1, -100 },
			{ "orders.queue", "state", 2, 1, 100 },
			{ "orders.queue", "state", 1, 1, 100 },
			{ "orders.queue", "", 0, 1, 50 },
		};

		do {
			rc = tx_begin(ctx);
			if (rc == RC_OK)
				rc = count_add(ctx, deltas, sizeof(deltas) / sizeof(deltas[0]));
			rc = tx_end(ctx, rc);
		} while (tx_again(ctx, rc));
	}
	test_exit(ctx, rc == RC_OK ? 0 : 1);
}

static void
test_counts(void **state)
{
	enum { CHILDREN = 4, TIMES = 200 };
	struct rows rows;
	const struct count *count;
	int64_t digits = 0;
	int status = 0, i;
	size_t j;

	(void)state;
	for (i = 0; i < CHILDREN; i++)
		if (fork() == 0)
			count_child(i, TIMES);
	for (i = 0; i < CHILDREN; i++) {
		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
	assert_rc(count_read(test_ctx(), "orders.queue", &rows), RC_OK);
	count = rows.items;
	for (j = 0; j < rows.count; j++) {
		if (strcmp(count[j].dimension, "digit") == 0)
			digits += count[j].rows;
		if (strcmp(count[j].dimension, "") == 0) {
			assert_int_equal(count[j].rows, 2 * CHILDREN * TIMES);
			assert_int_equal(count[j].fen, 150 * CHILDREN * TIMES);
		}
		if (strcmp(count[j].dimension, "state") == 0)
			assert_int_equal(count[j].value, 2); /* the zero one was never written */
	}
	assert_int_equal(rows.count, 12);
	assert_int_equal(digits, CHILDREN * TIMES);
}

static void
test_purge(void **state)
{
	int64_t purged = 0;

	(void)state;
	test_sql("INSERT INTO once (hash, at) SELECT UNHEX(SHA2(seq, 256)), seq FROM seq_1_to_1500");
	assert_rc(once_purge(test_ctx(), 1400, &purged), RC_OK);
	assert_int_equal(purged, 1000);
	assert_rc(once_purge(test_ctx(), 1400, &purged), RC_OK);
	assert_int_equal(purged, 399);
	assert_int_equal(test_number("SELECT COUNT(*) FROM once"), 101);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_commit_and_rollback, fresh),
		cmocka_unit_test_setup(test_replay, fresh),
		cmocka_unit_test_setup(test_nested, fresh),
		cmocka_unit_test_setup(test_swallowed, fresh),
		cmocka_unit_test_setup(test_duplicate, fresh),
		cmocka_unit_test_setup(test_deadlock, fresh),
		cmocka_unit_test_setup(test_lock_wait, fresh),
		cmocka_unit_test_setup(test_gives_up, fresh),
		cmocka_unit_test_setup(test_lost_inside, fresh),
		cmocka_unit_test_setup(test_killed_before_commit, fresh),
		cmocka_unit_test_setup(test_commit_request_lost, fresh),
		cmocka_unit_test_setup(test_commit_answer_lost, fresh),
		cmocka_unit_test_setup(test_commit_under_way, fresh),
		cmocka_unit_test_setup(test_ddl_inside, fresh),
		cmocka_unit_test_setup(test_counts, fresh),
		cmocka_unit_test_setup(test_purge, fresh),
	};

	return cmocka_run_group_tests(tests, test_start, test_stop);
}
