/* SPDX-License-Identifier: MIT */
/* Pure parts of db/: statements of a migration file, what an error means, when a job may be claimed, refusals.
 * No database. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "db/event.h"
#include "db/job.h"
#include "db/migrate.h"
#include "db/private.h"
#include <string.h>

static struct arena *arena;

static void
test_split(void **state)
{
	const char *cursor = "-- a comment; with a semicolon;\n"
			     "CREATE TABLE a (\n  b INT, -- inner; comment\n  c INT\n);\n"
			     "\n"
			     "INSERT INTO a VALUES (1, 2),\n (3, 4);  \r\n"
			     "UPDATE a SET b = ';' WHERE c = 1;\n"
			     "DROP TABLE a";

	(void)state;
	assert_string_equal(
	    migrate_next(&cursor, arena), "CREATE TABLE a (\n  b INT, -- inner; comment\n  c INT\n)");
	assert_string_equal(migrate_next(&cursor, arena), "INSERT INTO a VALUES (1, 2),\n (3, 4)");
	assert_string_equal(migrate_next(&cursor, arena), "UPDATE a SET b = ';' WHERE c = 1");
	assert_string_equal(migrate_next(&cursor, arena), "DROP TABLE a\n");
	assert_null(migrate_next(&cursor, arena));
	assert_null(migrate_next(&cursor, arena));
}

static void
test_split_nothing(void **state)
{
	const char *cursor = "\n\n-- nothing\n   \n";

	(void)state;
	assert_null(migrate_next(&cursor, arena));
}

static void
test_fates(void **state)
{
	static const unsigned again[] = { 1020, 1180, 1205, 1213 },
			      lost[] = { 1047, 2002, 2006, 2013, 1243, 2014, 2057 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(again) / sizeof(again[0]); i++)
		assert_int_equal(error_fate(again[i], "40001"), FATE_AGAIN);
	for (i = 0; i < sizeof(lost) / sizeof(lost[0]); i++)
		assert_int_equal(error_fate(lost[i], "HY000"), FATE_LOST);
	assert_int_equal(error_fate(1062, "23000"), FATE_CONFLICT);
	assert_int_equal(error_fate(1054, "42S22"), FATE_DEFECT); /* unknown column */
	assert_int_equal(error_fate(1142, "42000"), FATE_DEFECT); /* not granted */
	assert_int_equal(error_fate(1406, "22001"), FATE_DEFECT); /* too long */
	assert_int_equal(error_fate(1048, "23000"), FATE_DEFECT); /* NULL where none may be */
	assert_int_equal(error_fate(1114, "HY000"), FATE_DOWN);   /* full */
	assert_int_equal(error_fate(1040, "08004"), FATE_DOWN);   /* too many connections */
	assert_int_equal(error_fate(1045, "28000"), FATE_DOWN);   /* log-in refused */
	assert_int_equal(error_fate(1290, "HY000"), FATE_DOWN);   /* read-only */
	assert_int_equal(error_fate(1317, "70100"), FATE_DOWN);   /* interrupted */
}

static void
test_job_ready(void **state)
{
	const int64_t now = 1000000;
	struct job_row row = { "a", now, "", 0 };

	(void)state;
	assert_true(job_ready(&row, 60, now));
	assert_false(job_ready(&row, 60, now - 1));
	row.claimed_until = now + 1;
	assert_false(job_ready(&row, 60, now));
	assert_true(job_ready(&row, 60, now + 1)); /* the claim is over */
	row.claimed_until = now + JOB_LEASE * 2 + 1;
	assert_true(job_ready(&row, 60, now)); /* from a clock that was ahead */
	row = (struct job_row){ "a", now + 601, "", 0 };
	assert_true(job_ready(&row, 60, now)); /* likewise */
	row.due_at = now + 600;
	assert_false(job_ready(&row, 60, now));
	row.due_at = now + 3600;
	assert_false(job_ready(&row, 3600, now));
}

static void
test_refuse(void **state)
{
	char word[] = "word";
	struct ctx ctx = { .arena = arena };

	(void)state;
	assert_int_equal(ctx_refuse(&ctx, "a.key", word, "second", NULL), RC_REFUSED);
	word[0] = 'X'; /* copied */
	assert_string_equal(ctx.reason.key, "a.key");
	assert_string_equal(ctx.reason.arg[0], "word");
	assert_string_equal(ctx.reason.arg[1], "second");
	assert_null(ctx.reason.arg[2]);
	assert_int_equal(ctx_fail(&ctx, RC_BUSY, "b.key", NULL), RC_BUSY);
	assert_string_equal(ctx.reason.key, "b.key");
	assert_null(ctx.reason.arg[0]);
	assert_int_equal(ctx_fail(&ctx, RC_INVALID, "c", "1", "2", "3", "4", NULL), RC_INVALID);
	assert_string_equal(ctx.reason.arg[3], "4");
}

static enum rc heard_rc;
static size_t heard;

static enum rc
hear(struct ctx *ctx, const void *items, size_t count)
{
	(void)ctx;
	(void)items;
	heard += count;
	return heard_rc;
}

static void
test_events(void **state)
{
	static const struct event one = { "one" }, two = { "two" };
	static const struct listener first = { &one, hear }, second = { &one, hear }, other = { &two, hear };
	struct ctx ctx = { .arena = arena };

	(void)state;
	event_listen(&first);
	event_listen(&second);
	event_listen(&second); /* said twice, heard once */
	event_listen(&other);
	assert_int_equal(event_send(&ctx, &one, "abc", 3), RC_OK);
	assert_int_equal(heard, 6);
	heard_rc = RC_CONFLICT;
	assert_int_equal(event_send(&ctx, &one, "abc", 3), RC_CONFLICT); /* the first failure ends it */
	assert_int_equal(heard, 9);
	assert_int_equal(event_send(&ctx, &one, NULL, 0), RC_OK);
}

static int
start(void **state)
{
	(void)state;
	arena = arena_new(0);
	return 0;
}

static int
stop(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_split),
		cmocka_unit_test(test_split_nothing),
		cmocka_unit_test(test_fates),
		cmocka_unit_test(test_job_ready),
		cmocka_unit_test(test_refuse),
		cmocka_unit_test(test_events),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
