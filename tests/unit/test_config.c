/* SPDX-License-Identifier: MIT */
/* The configuration's grammar: what is read, what is refused and where. No files but its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "db/config.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct config *
parsed(const char *text)
{
	struct config *config = NULL;
	const char *error = NULL;

	if (config_parse(text, &config, &error) != RC_OK)
		fail_msg("%s", error);
	return config;
}

static void
refused(const char *text, const char *expected)
{
	struct config *config = NULL;
	const char *error = NULL;

	assert_int_equal(config_parse(text, &config, &error), RC_INVALID);
	assert_non_null(strstr(error, expected));
	assert_null(config);
}

static void
test_flat(void **state)
{
	struct config *config = parsed("A.b = one two  \n\n# comment\n  c=3\nempty =\nA.d\t=\t x = y # z\n");

	(void)state;
	assert_string_equal(config_text(config, "A.b", ""), "one two");
	assert_string_equal(config_text(config, "c", ""), "3");
	assert_string_equal(config_text(config, "empty", "otherwise"), "");
	assert_string_equal(config_text(config, "A.d", ""), "x = y # z"); /* only whole lines are comments */
	assert_null(config_text(config, "none", NULL));
	config_free(config);
}

static void
test_blocks(void **state)
{
	struct config *config = parsed("A {\n  b {\n    c = 1\n  }\n  d.e = 2\n}\nf = 3\nA.g = 4");

	(void)state;
	assert_int_equal(config_number(config, "A.b.c", 0), 1);
	assert_int_equal(config_number(config, "A.d.e", 0), 2);
	assert_int_equal(config_number(config, "f", 0), 3);
	assert_int_equal(config_number(config, "A.g", 0), 4);
	config_free(config);
}

static void
test_last_wins(void **state)
{
	struct config *config = parsed("\xEF\xBB\xBF"
				       "a = 1\r\na = 2\r\n状态.已发货 = 4\r\n");

	(void)state;
	assert_string_equal(config_text(config, "a", ""), "2");
	assert_string_equal(config_text(config, "状态.已发货", ""), "4");
	config_free(config);
}

static void
test_numbers(void **state)
{
	struct config *config = parsed("a = -86400\nb = 12x\nc =\nd = 99999999999999999999\n");

	(void)state;
	assert_int_equal(config_number(config, "a", 0), -86400);
	assert_int_equal(config_number(config, "b", 7), 7);
	assert_int_equal(config_number(config, "c", 7), 7);
	assert_int_equal(config_number(config, "d", 7), 7);
	assert_int_equal(config_number(config, "e", 7), 7);
	config_free(config);
}

static void
test_refused(void **state)
{
	(void)state;
	refused("a = 1\nb\n", "line 2");
	refused("a = 1\n= 2\n", "line 2: a name was expected");
	refused("a {\n b = 1\n", "not closed");
	refused("a = 1\n}\n", "line 2: unexpected }");
	refused("a { b = 1 }\n", "line 1");
	refused("a..b = 1\n", "line 1");
	refused(".a = 1\n", "line 1");
	refused("a. = 1\n", "line 1");
	refused("a : b\n", "line 1");
	refused("a << EOM\n", "line 1");
}

static void
test_deep(void **state)
{
	char text[400] = "";
	int i;

	(void)state;
	for (i = 0; i < 17; i++)
		strcat(text, "a {\n");
	refused(text, "line 17: blocks nested too deep");
}

static void
pair(void *self, const char *name, const char *value)
{
	char *seen = self;

	snprintf(seen + strlen(seen), 200 - strlen(seen), "%s=%s;", name, value);
}

static void
test_pairs(void **state)
{
	struct config *config = parsed("Map {\n b = 1\n a = 2\n}\nMapped = 3\nMap.c.d = 4\n");
	char seen[200] = "";

	(void)state;
	config_pairs(config, "Map", pair, seen);
	assert_string_equal(seen, "b=1;a=2;c.d=4;");
	seen[0] = '\0';
	config_pairs(config, "", pair, seen);
	assert_string_equal(seen, "Map.b=1;Map.a=2;Mapped=3;Map.c.d=4;");
	config_free(config);
}

static void
test_file(void **state)
{
	char path[] = P_tmpdir "/houtai-config-XXXXXX";
	struct config *config = NULL;
	const char *error = NULL;
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "a = 1\0b = 2\n", 12), 12);
	close(fd);
	assert_int_equal(config_read(path, &config, &error), RC_INVALID);
	assert_string_equal(error, "not a text");
	unlink(path);
	assert_int_equal(config_read(path, &config, &error), RC_NOT_FOUND);
}

static void
test_database(void **state)
{
	struct config *config = parsed(
	    "Database.Socket = /s\nDatabase.Name = n\nDatabase.jobs {\n User = j\n Password = p w\n}\n");
	struct db_config jobs = config_database(config, "jobs"), worker = config_database(config, "worker");

	(void)state;
	assert_string_equal(jobs.socket, "/s");
	assert_string_equal(jobs.name, "n");
	assert_string_equal(jobs.user, "j");
	assert_string_equal(jobs.password, "p w");
	assert_int_equal(jobs.read_seconds, 600);
	assert_string_equal(worker.user, "");
	assert_int_equal(worker.read_seconds, 0);
	config_free(config);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_flat),
		cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_last_wins),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_deep),
		cmocka_unit_test(test_pairs),
		cmocka_unit_test(test_file),
		cmocka_unit_test(test_database),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
