/* SPDX-License-Identifier: MIT */
/* Changes sent ahead, against a real MariaDB: they stand or fall with their transaction, also those that MariaDB carried out
 * behind one that had failed. Not transactions in general: test_tx.c. */
#include "db/count.h"
#include "harness.h"
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

SQL(pot_raise_sql, "UPDATE pot SET fen = fen + ? WHERE id = ?");
SQL(pot_low_sql, "UPDATE pot SET low = low + ? WHERE id = ?");
SQL(pot_lock_sql, "SELECT fen FROM pot WHERE id = ? FOR UPDATE");
SQL(pot_read_sql, "SELECT fen FROM pot WHERE id = ?");
SQL(pot_add_sql, "INSERT INTO pot (id, fen) VALUES (?, ?)");
SQL(ticket_sql, "INSERT INTO ticket (id) VALUES (NULL)");
SQL(short_wait_sql, "SET SESSION innodb_lock_wait_timeout = 0");
SQL(autocommit_sql, "SELECT @@autocommit");

static int
fresh(void **state)
{
	(void)state;
	test_sql("CREATE OR REPLACE TABLE pot (id BIGINT NOT NULL PRIMARY KEY, fen BIGINT NOT NULL DEFAULT 0,"
		 " low BIGINT NOT NULL DEFAULT 0) ENGINE=InnoDB");
	test_sql(
	    "CREATE OR REPLACE TABLE ticket (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY) ENGINE=InnoDB");
	test_sql("GRANT ALL ON pot TO %s_w@localhost", test_word("SELECT DATABASE()"));
	test_sql("GRANT ALL ON ticket TO %s_w@localhost", test_word("SELECT DATABASE()"));
	test_sql("INSERT INTO pot (id) VALUES (1), (2), (3), (4)");
	test_empty("once");
	return 0;
}

static int64_t
pot(int64_t id)
{
	return test_number("SELECT fen + low FROM pot WHERE id = %lld", (long long)id);
}

static enum rc
pot_raise(struct ctx *ctx, int64_t id)
{
	return db_send(ctx, &pot_raise_sql, ARGS(arg_int(1), arg_int(id)));
}

/* More than fit into one flight, the same statement again and again, array binding, ids: all of it or nothing. */
static void
test_all_or_nothing(void **state)
{
	struct ctx *ctx = test_connect("worker");
	struct arg rows[200 * 2];
	int64_t fen = 0, on = 0, i;

	(void)state;
	for (int outcome = 0; outcome < 2; outcome++) {
		assert_rc(tx_begin(ctx), RC_OK);
		assert_rc(db_send(ctx, &ticket_sql, NO_ARGS), RC_OK);
		for (i = 0; i < 40; i++) {
			assert_rc(pot_raise(ctx, 1), RC_OK);
			assert_rc(db_send(ctx, &pot_low_sql, ARGS(arg_int(1), arg_int(1))), RC_OK);
		}
		for (i = 0; i < 200; i++) {
			rows[2 * i] = arg_int(100 + i);
			rows[2 * i + 1] = arg_int(i);
		}
		assert_rc(db_send_many(ctx, &pot_add_sql, rows, 2, 200), RC_OK);
		/* whoever asks sees what was sent */
		assert_rc(db_int(ctx, &pot_read_sql, &fen, ARGS(arg_int(299))), RC_OK);
		assert_int_equal(fen, 199);
		assert_int_equal(db_sent_id(ctx, &ticket_sql), outcome + 1);
		assert_rc(pot_raise(ctx, 2), RC_OK);
		assert_rc(tx_end(ctx, outcome == 0 ? RC_REFUSED : RC_OK), outcome == 0 ? RC_REFUSED : RC_OK);
		assert_int_equal(pot(1), outcome * 80);
		assert_int_equal(pot(2), outcome);
		assert_int_equal(test_number("SELECT COUNT(*) FROM pot"), 4 + outcome * 200);
	}
	/* outside a transaction each change stands alone again */
	assert_rc(pot_raise(ctx, 3), RC_OK);
	assert_int_equal(pot(3), 1);
	assert_rc(db_int(ctx, &autocommit_sql, &on, NO_ARGS), RC_OK);
	assert_int_equal(on, 1);
	test_close(ctx);
}

static void
test_once(void **state)
{
	struct ctx *ctx = test_connect("worker");
	int64_t fen;
	int runs;

	(void)state;
	for (runs = 0; runs < 3; runs++) {
		enum rc rc;

		ctx->once_key = "form";
		ctx->tx_count = 0;
		ctx->replayed = false;
		rc = tx_begin_ahead(ctx, "pot", 2);
		if (rc == RC_OK)
			rc = pot_raise(ctx, 1);
		if (rc == RC_OK)
			rc = db_int(ctx, &pot_lock_sql, &fen, ARGS(arg_int(2)));
		assert_rc(rc, runs == 0 ? RC_OK : RC_CONFLICT);
		assert_rc(tx_end(ctx, rc), rc);
		assert_int_equal(ctx->replayed, runs > 0);
		assert_string_equal(ctx->result.kind, "pot");
		assert_int_equal(ctx->result.id, 2);
	}
	assert_int_equal(pot(1), 1);
	/* nothing was waited for before the end */
	ctx->tx_count = 0;
	assert_rc(tx_begin_ahead(ctx, "pot", 2), RC_OK);
	assert_rc(pot_raise(ctx, 1), RC_OK);
	assert_rc(tx_end(ctx, RC_OK), RC_CONFLICT);
	assert_int_equal(pot(1), 1);
	test_close(ctx);
}

/* A duplicate key that nobody waited for: a defect, and the end of the transaction, whatever came behind it. It comes out of
 * the end, or of the first use of a statement: that waits for its preparation. */
static void
test_duplicate(void **state)
{
	struct ctx *ctx = test_connect("worker");

	(void)state;
	for (int prepared = 0; prepared < 2; prepared++) {
		enum rc rc = tx_begin(ctx);

		if (rc == RC_OK)
			rc = pot_raise(ctx, 1);
		if (rc == RC_OK)
			rc = db_send(ctx, &pot_add_sql, ARGS(arg_int(1), arg_int(0)));
		assert_rc(rc, RC_OK);
		rc = db_send(ctx, &pot_low_sql, ARGS(arg_int(1), arg_int(1)));
		assert_rc(rc, prepared ? RC_OK : RC_CONFLICT);
		assert_rc(tx_end(ctx, rc), RC_INTERNAL);
		assert_int_equal(pot(1), 0);
		assert_rc(tx_begin(ctx), RC_OK);
		assert_rc(db_send(ctx, &pot_low_sql, ARGS(arg_int(0), arg_int(1))), RC_OK);
		assert_rc(tx_end(ctx, RC_OK), RC_OK);
	}
	test_close(ctx);
}

/* One that was waited for behind others is told like any: the caller may mean something by it, and may go on. */
static void
test_duplicate_waited(void **state)
{
	struct ctx *ctx = test_connect("worker");

	(void)state;
	for (int keep = 0; keep < 2; keep++) {
		assert_rc(tx_begin_ahead(ctx, "pot", 1), RC_OK);
		assert_rc(pot_raise(ctx, 1), RC_OK);
		assert_rc(db_exec(ctx, &pot_add_sql, ARGS(arg_int(1), arg_int(0))), RC_CONFLICT);
		assert_rc(tx_end(ctx, keep ? RC_OK : RC_CONFLICT), keep ? RC_OK : RC_CONFLICT);
		assert_false(ctx->replayed);
		assert_int_equal(pot(1), keep);
	}
	test_close(ctx);
}

/*
 * Two processes change the two rows in opposite order, each when both hold their first one, and then, in the same flight,
 * a third one of their own: a deadlock a round. It rolls back one of them in between: what follows in its flight must go
 * as well. They start a round together, so that nobody who runs again meets a lock of the next round. Returns how often
 * this one ran again, negative on an error.
 */
static int
cross(int other, int64_t first, int64_t second, int64_t own, int rounds)
{
	struct ctx *ctx = test_connect("worker");
	int64_t fen;
	enum rc rc = RC_OK;
	int i, again = 0, tries;

	for (i = 0; i < rounds && rc == RC_OK && test_meet(other); i++) {
		tries = 0;
		do {
			rc = tx_begin_ahead(ctx, "pot", first);
			if (rc == RC_OK)
				rc = db_int(ctx, &pot_lock_sql, &fen, ARGS(arg_int(first)));
			if (rc == RC_OK && tries == 0 && !test_meet(other))
				rc = RC_INTERNAL;
			if (rc == RC_OK)
				rc = pot_raise(ctx, second);
			if (rc == RC_OK)
				rc = db_send(ctx, &pot_low_sql, ARGS(arg_int(1), arg_int(own)));
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
	enum { ROUNDS = 40 };
	int ends[2], status = 0, again;
	pid_t child;

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	child = fork();
	if (child == 0) {
		close(ends[0]);
		again = cross(ends[1], 2, 1, 4, ROUNDS);
		_exit(again < 0 ? 255 : again);
	}
	close(ends[1]);
	again = cross(ends[0], 1, 2, 3, ROUNDS);
	close(ends[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(again + WEXITSTATUS(status), ROUNDS);
	for (int64_t id = 1; id <= 4; id++)
		assert_int_equal(pot(id), ROUNDS);
}

/* A lock that is not to be had, and a connection that is lost, in the middle of a flight. */
static void
test_again(void **state)
{
	struct ctx *ctx = test_connect("worker"), *other = test_connect("worker");
	int64_t id = test_connection_id(ctx), fen;
	int tries = 0;
	enum rc rc;

	(void)state;
	assert_rc(db_exec(ctx, &short_wait_sql, NO_ARGS), RC_OK);
	assert_rc(tx_begin(other), RC_OK);
	assert_rc(db_int(other, &pot_lock_sql, &fen, ARGS(arg_int(1))), RC_OK);
	do {
		rc = tx_begin_ahead(ctx, "pot", 1);
		if (rc == RC_OK)
			rc = pot_raise(ctx, 1);
		if (rc == RC_OK)
			rc = db_send(ctx, &pot_low_sql, ARGS(arg_int(1), arg_int(2)));
		if (++tries == 2) {
			assert_rc(tx_end(other, RC_REFUSED), RC_REFUSED);
			test_sql("KILL %lld", (long long)id);
		}
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	assert_rc(rc, RC_OK);
	assert_true(tries >= 3);
	assert_int_equal(pot(1), 1);
	assert_int_equal(pot(2), 1);
	test_close(ctx);
	test_close(other);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_all_or_nothing, fresh),
		cmocka_unit_test_setup(test_once, fresh),
		cmocka_unit_test_setup(test_duplicate, fresh),
		cmocka_unit_test_setup(test_duplicate_waited, fresh),
		cmocka_unit_test_setup(test_deadlock, fresh),
		cmocka_unit_test_setup(test_again, fresh),
	};

	return cmocka_run_group_tests(tests, test_start, test_stop);
}
