/* SPDX-License-Identifier: MIT */
/* Statements and rows against a real MariaDB: every type, every length, errors and lost connections.
 * Not transactions: see test_tx.c. */
#include "db/batch.h"
#include "harness.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct probe {
	int64_t id, tiny, small, big, day, money, sum;
	bool flag;
	const char *name, *text, *number;
	struct blob data;
};
static const struct field probe_fields[] = {
	FIELD(probe, ID, id),
	FIELD(probe, INT, tiny),
	FIELD(probe, INT, small),
	FIELD(probe, INT, big),
	FIELD(probe, DAY, day),
	FIELD(probe, MONEY, money),
	FIELD(probe, INT, sum),
	FIELD(probe, BOOL, flag),
	FIELD(probe, TEXT, name),
	FIELD(probe, TEXT, text),
	FIELD(probe, TEXT, number),
	FIELD(probe, BLOB, data),
};
static const struct record probe_record = RECORD(probe, probe_fields);

SQL(probe_get_sql,
    "SELECT id, tiny, small, big, day, money, SUM(money) AS sum, flag, name, text, big AS number, data "
    "FROM probe WHERE id = ? GROUP BY id");
SQL(probe_all_sql,
    "SELECT id, tiny, small, big, day, money, money AS sum, flag, name, text, id AS number, data "
    "FROM probe ORDER BY id");
SQL(probe_add_sql, "INSERT INTO probe (id, tiny, small, big, day, money, flag, name, text, data) "
		   "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
SQL(probe_count_sql, "SELECT COUNT(*) FROM probe");
SQL(probe_max_sql, "SELECT MAX(money) FROM probe");
SQL(probe_ids_sql, "SELECT id FROM probe ORDER BY id");
SQL(probe_less_sql, "SELECT id, tiny FROM probe");
SQL(probe_raise_sql, "UPDATE probe SET money = money + ? WHERE id = ?");
SQL(probe_wrong_sql, "SELECT nothing FROM probe");

static int
fresh(void **state)
{
	(void)state;
	test_sql("CREATE OR REPLACE TABLE probe (id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, "
		 "tiny TINYINT, small SMALLINT UNSIGNED, big BIGINT, day INT, money BIGINT, flag BOOLEAN, "
		 "name VARCHAR(40), text LONGTEXT, data LONGBLOB, UNIQUE KEY probe_name (name)) "
		 "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4");
	test_sql("GRANT ALL ON probe TO %s_w@localhost", test_word("SELECT DATABASE()"));
	return 0;
}

static enum rc
add(int64_t id, const char *name, const char *text)
{
	return db_exec(test_ctx(), &probe_add_sql,
	    ARGS(arg_int(id), arg_int(-7), arg_int(65535), arg_int(INT64_MIN), arg_int(-20000),
		arg_int(123456789012), arg_int(1), arg_text(name), arg_text(text), arg_bytes("a\0b", 3)));
}

static void
test_types(void **state)
{
	struct probe probe;

	(void)state;
	assert_rc(add(1, "张三 😀", "text"), RC_OK);
	assert_int_equal(db_changed(test_ctx()), 1);
	assert_rc(db_row(test_ctx(), &probe_get_sql, &probe_record, &probe, ARGS(arg_int(1))), RC_OK);
	assert_int_equal(probe.id, 1);
	assert_int_equal(probe.tiny, -7);
	assert_int_equal(probe.small, 65535);
	assert_true(probe.big == INT64_MIN);
	assert_int_equal(probe.day, -20000);
	assert_true(probe.money == INT64_C(123456789012));
	assert_true(probe.sum == INT64_C(123456789012)); /* DECIMAL */
	assert_true(probe.flag);
	assert_string_equal(probe.name, "张三 😀");
	assert_string_equal(probe.text, "text");
	assert_string_equal(probe.number, "-9223372036854775808");
	assert_int_equal(probe.data.length, 3);
	assert_memory_equal(probe.data.data, "a\0b", 4);
}

static void
test_null(void **state)
{
	struct probe probe;
	int64_t number = 5;

	(void)state;
	memset(&probe, 0x5A, sizeof(probe));
	assert_rc(db_int(test_ctx(), &probe_max_sql, &number, NO_ARGS), RC_OK);
	assert_int_equal(number, 0);
	assert_rc(db_exec(test_ctx(), &probe_add_sql,
		      ARGS(arg_int(2), arg_null(), arg_null(), arg_null(), arg_null(), arg_null(), arg_null(),
			  arg_null(), arg_text(NULL), arg_null())),
	    RC_OK);
	assert_rc(db_row(test_ctx(), &probe_get_sql, &probe_record, &probe, ARGS(arg_int(2))), RC_OK);
	assert_int_equal(probe.tiny, 0);
	assert_int_equal(probe.sum, 0);
	assert_false(probe.flag);
	assert_string_equal(probe.name, "");
	assert_int_equal(probe.data.length, 0);
}

/* Lengths around every step of the protocol's length coding, up to many packets. */
static void
test_lengths(void **state)
{
	static const size_t lengths[] = { 0, 1, 250, 251, 252, 65535, 65536, 70000, (1 << 24) - 1, 1 << 24,
		(1 << 24) + 5 };
	struct probe probe;
	char *text = malloc((1 << 24) + 6);
	size_t i;

	(void)state;
	assert_non_null(text);
	test_sql("SET GLOBAL max_allowed_packet = 64 << 20");
	struct ctx *ctx = test_connect("worker");
	for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		memset(text, 'a' + (int)(i % 26), lengths[i]);
		text[lengths[i]] = '\0';
		assert_rc(
		    db_exec(ctx, &probe_add_sql,
			ARGS(arg_int((int64_t)i + 1), arg_int(0), arg_int(0), arg_int(0), arg_int(0),
			    arg_int(0), arg_int(0), arg_null(), arg_text(text), arg_bytes(text, lengths[i]))),
		    RC_OK);
		assert_rc(
		    db_row(ctx, &probe_get_sql, &probe_record, &probe, ARGS(arg_int((int64_t)i + 1))), RC_OK);
		assert_int_equal(strlen(probe.text), lengths[i]);
		assert_string_equal(probe.text, text);
		assert_int_equal(probe.data.length, lengths[i]);
	}
	test_close(ctx);
	free(text);
}

static void
test_not_found(void **state)
{
	struct probe probe;
	struct rows rows;
	int64_t number;

	(void)state;
	assert_rc(db_row(test_ctx(), &probe_get_sql, &probe_record, &probe, ARGS(arg_int(99))), RC_NOT_FOUND);
	assert_rc(db_int(test_ctx(), &probe_ids_sql, &number, NO_ARGS), RC_NOT_FOUND);
	assert_rc(db_rows(test_ctx(), &probe_all_sql, &probe_record, &rows, NO_ARGS), RC_OK);
	assert_int_equal(rows.count, 0);
}

static void
test_rows(void **state)
{
	struct rows rows;
	const struct probe *probe;
	int64_t i;

	(void)state;
	for (i = 1; i <= 200; i++)
		assert_rc(add(i, arena_printf(test_ctx()->arena, "name %d", (int)i), "t"), RC_OK);
	assert_rc(db_rows(test_ctx(), &probe_all_sql, &probe_record, &rows, NO_ARGS), RC_OK);
	assert_int_equal(rows.count, 200);
	probe = rows.items;
	for (i = 0; i < 200; i++) {
		assert_int_equal(probe[i].id, i + 1);
		assert_string_equal(probe[i].name, arena_printf(test_ctx()->arena, "name %d", (int)i + 1));
	}
}

static void
test_mismatch(void **state)
{
	struct rows rows;
	int64_t number;

	(void)state;
	assert_rc(db_rows(test_ctx(), &probe_less_sql, &probe_record, &rows, NO_ARGS), RC_INTERNAL);
	assert_rc(db_int(test_ctx(), &probe_wrong_sql, &number, NO_ARGS), RC_INTERNAL);
	assert_rc(db_int(test_ctx(), &probe_ids_sql, &number, ARGS(arg_int(1))),
	    RC_INTERNAL);                                                         /* one value too many */
	assert_rc(db_int(test_ctx(), &probe_count_sql, &number, NO_ARGS), RC_OK); /* and goes on */
}

static void
test_strict(void **state)
{
	(void)state;
	assert_rc(add(1, "a name that is longer than its column's forty", "t"), RC_INTERNAL);
	assert_rc(add(1, "one", "t"), RC_OK);
	assert_rc(add(2, "one", "t"), RC_CONFLICT);
	assert_rc(add(1, "two", "t"), RC_CONFLICT);
	assert_int_equal(test_number("SELECT COUNT(*) FROM probe"), 1);
}

static void
test_prepared_once(void **state)
{
	struct ctx *ctx = test_connect("worker");
	int64_t number, i;

	(void)state;
	for (i = 0; i < 20; i++)
		assert_rc(db_int(ctx, &probe_count_sql, &number, NO_ARGS), RC_OK);
	assert_int_equal(db_prepared(ctx), 1);
	test_close(ctx);
}

static void
test_shapes(void **state)
{
	struct ctx *ctx = test_connect("worker");
	const struct sql *first = db_shape(ctx, "SELECT COUNT(*) FROM probe WHERE id > 0");
	int64_t number;
	int i;

	(void)state;
	for (i = 0; i < 1000; i++) {
		assert_ptr_equal(db_shape(ctx, "SELECT COUNT(*) FROM probe WHERE id > 0"), first);
		assert_rc(db_int(ctx, first, &number, NO_ARGS), RC_OK);
		assert_rc(
		    db_int(ctx, db_shape(ctx, arena_printf(ctx->arena, "SELECT COUNT(*) + %d FROM probe", i)),
			&number, NO_ARGS),
		    RC_OK);
		assert_int_equal(number, i);
	}
	assert_int_equal(db_prepared(ctx), 1001);
	assert_true(test_number("SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS"
				" WHERE VARIABLE_NAME = 'PREPARED_STMT_COUNT'") < 480);
	test_close(ctx);
}

static void
test_many(void **state)
{
	struct ctx *ctx = test_ctx();
	struct arg *args = arena_array(ctx->arena, 2500, 10 * sizeof(*args));
	enum rc rc;
	int i;

	(void)state;
	for (i = 0; i < 2500; i++) {
		struct arg row[10] = { arg_int(i + 1), arg_int(i % 100), arg_null(), arg_int(i), arg_int(0),
			arg_int(i), arg_int(0), arg_text(i % 3 ? arena_printf(ctx->arena, "n%d", i) : NULL),
			arg_text("t"), arg_bytes("x\0y", 3) };

		memcpy(args + i * 10, row, sizeof(row));
	}
	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = db_exec_many(ctx, &probe_add_sql, args, 10, 2500);
		if (rc == RC_OK)
			assert_int_equal(db_changed(ctx), 2500);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	assert_rc(rc, RC_OK);
	assert_int_equal(test_number("SELECT COUNT(*) FROM probe WHERE name IS NULL AND small IS NULL"), 834);
	assert_int_equal(test_number("SELECT SUM(money) FROM probe"), 2499 * 2500 / 2);
	assert_int_equal(test_number("SELECT COUNT(*) FROM probe WHERE name = CONCAT('n', big)"), 2500 - 834);
	assert_int_equal(test_number("SELECT COUNT(*) FROM probe WHERE data = 'x\\0y'"), 2500);
	/* the same statement, one row */
	assert_rc(add(9999, "single", "t"), RC_OK);
	assert_rc(db_exec_many(ctx, &probe_add_sql, args, 10, 1), RC_INTERNAL); /* outside a transaction */
}

struct seen {
	struct ctx *ctx;
	int64_t count, stop_at;
	enum rc inner;
};

static enum rc
see(void *self, const void *row)
{
	struct seen *seen = self;
	const struct probe *probe = row;
	int64_t number;

	assert_int_equal(probe->id, ++seen->count);
	if (seen->count == 3)
		seen->inner = db_int(seen->ctx, &probe_count_sql, &number, NO_ARGS);
	return seen->count == seen->stop_at ? RC_REFUSED : RC_OK;
}

static void
test_each(void **state)
{
	struct seen seen = { .ctx = test_ctx() };
	int64_t i, number;

	(void)state;
	for (i = 1; i <= 100; i++)
		assert_rc(add(i, arena_printf(test_ctx()->arena, "%d", (int)i), "t"), RC_OK);
	assert_rc(db_each(test_ctx(), &probe_all_sql, &probe_record, see, &seen, NO_ARGS), RC_OK);
	assert_int_equal(seen.count, 100);
	assert_rc(seen.inner, RC_INTERNAL); /* no other statement meanwhile */
	seen = (struct seen){ .ctx = test_ctx(), .stop_at = 10 };
	assert_rc(db_each(test_ctx(), &probe_all_sql, &probe_record, see, &seen, NO_ARGS), RC_REFUSED);
	assert_int_equal(seen.count, 10);
	assert_rc(db_int(test_ctx(), &probe_count_sql, &number, NO_ARGS), RC_OK);
	assert_int_equal(number, 100);
}

static void
test_lost(void **state)
{
	struct ctx *ctx = test_connect("worker");
	struct rows rows;
	int64_t number;

	(void)state;
	assert_rc(add(1, "one", "t"), RC_OK);
	test_sql("KILL %lld", (long long)test_connection_id(ctx));
	assert_rc(
	    db_rows(ctx, &probe_all_sql, &probe_record, &rows, NO_ARGS), RC_OK); /* read again by itself */
	assert_int_equal(rows.count, 1);
	assert_rc(db_exec(ctx, &probe_raise_sql, ARGS(arg_int(1), arg_int(1))), RC_OK);
	test_sql("KILL %lld", (long long)test_connection_id(ctx));
	assert_rc(
	    db_exec(ctx, &probe_raise_sql, ARGS(arg_int(1), arg_int(1))), RC_DB); /* it may have happened */
	assert_rc(db_int(ctx, &probe_count_sql, &number, NO_ARGS), RC_OK);
	test_close(ctx);
}

static void
test_away(void **state)
{
	struct db_config config = { "/nonexistent/socket", "none", "none", "none", 0 };
	struct ctx ctx = *test_ctx();
	int64_t number;

	(void)state;
	ctx.db = db_new(&config);
	assert_rc(db_ready(&ctx), RC_DB);
	assert_rc(db_int(&ctx, &probe_count_sql, &number, NO_ARGS), RC_DB);
	assert_rc(tx_begin(&ctx), RC_DB);
	assert_rc(tx_end(&ctx, RC_DB), RC_DB);
	assert_false(tx_again(&ctx, RC_DB));
	db_free(ctx.db);
}

/* A column added under a prepared statement that names its columns changes nothing. */
static void
test_altered(void **state)
{
	struct rows rows;

	(void)state;
	assert_rc(add(1, "one", "t"), RC_OK);
	assert_rc(db_rows(test_ctx(), &probe_all_sql, &probe_record, &rows, NO_ARGS), RC_OK);
	test_sql("ALTER TABLE probe ADD COLUMN more INT FIRST, MODIFY tiny BIGINT");
	assert_rc(db_rows(test_ctx(), &probe_all_sql, &probe_record, &rows, NO_ARGS), RC_OK);
	assert_int_equal(((const struct probe *)rows.items)->tiny, -7);
	assert_string_equal(((const struct probe *)rows.items)->name, "one");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_types, fresh),
		cmocka_unit_test_setup(test_null, fresh),
		cmocka_unit_test_setup(test_lengths, fresh),
		cmocka_unit_test_setup(test_not_found, fresh),
		cmocka_unit_test_setup(test_rows, fresh),
		cmocka_unit_test_setup(test_mismatch, fresh),
		cmocka_unit_test_setup(test_strict, fresh),
		cmocka_unit_test_setup(test_prepared_once, fresh),
		cmocka_unit_test_setup(test_shapes, fresh),
		cmocka_unit_test_setup(test_many, fresh),
		cmocka_unit_test_setup(test_each, fresh),
		cmocka_unit_test_setup(test_lost, fresh),
		cmocka_unit_test_setup(test_away, fresh),
		cmocka_unit_test_setup(test_altered, fresh),
	};

	return cmocka_run_group_tests(tests, test_start, test_stop);
}
