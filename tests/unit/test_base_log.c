/* SPDX-License-Identifier: MIT */
/* Log lines: each one object on one line, whatever the values hold; and allocation that ends the process.
 * Not what is logged: that is each part's own. */
#include "base/log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static char line[65536];

/* Standard error into `line` while `call` runs. */
static void
capture(void (*call)(const void *argument), const void *argument)
{
	char path[] = P_tmpdir "/houtai-log-XXXXXX";
	int file = mkstemp(path), kept = dup(STDERR_FILENO);
	ssize_t length;

	assert_true(file >= 0 && kept >= 0);
	unlink(path);
	dup2(file, STDERR_FILENO);
	call(argument);
	dup2(kept, STDERR_FILENO);
	close(kept);
	lseek(file, 0, SEEK_SET);
	length = read(file, line, sizeof(line) - 1);
	close(file);
	assert_true(length >= 0);
	line[length] = '\0';
}

static void
one_value(const void *value)
{
	log_line(LOG_WARN, "test.value", "value", (const char *)value, "after", "1", NULL);
}

/* The captured line as JSON; exactly one line, ended. */
static json_t *
parsed(void)
{
	json_error_t error;
	json_t *json;

	assert_non_null(strchr(line, '\n'));
	assert_ptr_equal(strchr(line, '\n'), line + strlen(line) - 1);
	json = json_loads(line, JSON_REJECT_DUPLICATES, &error);
	if (json == NULL)
		fail_msg("%s: %s", error.text, line);
	return json;
}

static const char *
member(json_t *json, const char *name)
{
	const char *value = json_string_value(json_object_get(json, name));

	return value != NULL ? value : "(none)";
}

static void
test_line(void **state)
{
	json_t *json;

	(void)state;
	log_request("r-1");
	capture(one_value, "plain 后台");
	json = parsed();
	assert_string_equal(member(json, "level"), "warn");
	assert_string_equal(member(json, "event"), "test.value");
	assert_string_equal(member(json, "request"), "r-1");
	assert_string_equal(member(json, "value"), "plain 后台");
	assert_string_equal(member(json, "after"), "1");
	assert_int_equal(strlen(member(json, "time")), 24);
	json_decref(json);
	log_request(NULL);
	capture(one_value, NULL);
	json = parsed();
	assert_null(json_object_get(json, "request"));
	assert_string_equal(member(json, "value"), "");
	json_decref(json);
}

/* Security: no value ends its line, its string or its object. */
static void
test_injection(void **state)
{
	static const char *const values[] = { "a\nb", "a\r\n{\"level\":\"info\",\"event\":\"forged\"}",
		"\",\"level\":\"info", "\\", "\\\"",
		"a\x01"
		"b\x1b[2J",
		"\x7f", "\x80\xff", "\xe5\x90", "\xed\xa0\x80", "\xc0\x8a", "\xe2\x80\xa8 line",
		"\xe2\x80\xae turned", "\xc2\x85 next", "\xf4\x90\x80\x80", "\t" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		json_t *json;

		capture(one_value, values[i]);
		json = parsed();
		assert_string_equal(member(json, "level"), "warn");
		assert_string_equal(member(json, "event"), "test.value");
		assert_string_equal(member(json, "after"), "1");
		assert_null(strstr(line, "\xe2\x80\xa8"));
		json_decref(json);
	}
	capture(one_value, "a\r\n\"b\"\\\x01");
	assert_non_null(strstr(line, "\"a\\u000d\\u000a\\\"b\\\"\\\\\\u0001\""));
}

static void
log_many(const void *value)
{
	const char *v = value;

	log_line(LOG_ERROR, "test.many", "a", v, "b", v, "c", v, "d", v, "e", v, "f", v, "g", "last", NULL);
}

/* However long: valid, and short enough for one write. */
static void
test_long(void **state)
{
	static char text[20000];
	size_t length;

	(void)state;
	for (length = 0; length < 1100; length++) {
		json_t *json;

		memset(text, '\n', length);
		text[length] = '\0';
		capture(log_many, text);
		assert_true(strlen(line) <= 4096);
		json = parsed();
		assert_string_equal(member(json, "event"), "test.many");
		json_decref(json);
	}
	memset(text, 'x', sizeof(text) - 1);
	capture(one_value, text);
	json_decref(parsed());
}

static void
test_count(void **state)
{
	const char *a = log_count(1), *b = log_count(-2), *c = log_count(INT64_MAX),
		   *d = log_count(INT64_MIN);

	(void)state;
	assert_string_equal(a, "1");
	assert_string_equal(b, "-2");
	assert_string_equal(c, "9223372036854775807");
	assert_string_equal(d, "-9223372036854775808");
}

static void
run_out(const void *kind)
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		struct rlimit none = { 0, 0 };
		volatile size_t huge = SIZE_MAX / 4;
		void *volatile data;

		setrlimit(RLIMIT_CORE, &none);
		signal(SIGABRT, SIG_DFL);
		if (strcmp(kind, "malloc") == 0)
			data = malloc(huge);
		else if (strcmp(kind, "calloc") == 0)
			data = calloc(huge / 4, 4);
		else
			data = realloc(malloc(1), huge);
		(void)data;
		_exit(0);
	}
	assert_true(child > 0);
	assert_true(waitpid(child, &status, 0) == child);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGABRT);
}

static void
test_out_of_memory_ends_the_process(void **state)
{
	static const char *const kinds[] = { "malloc", "calloc", "realloc" };
	size_t i;

	(void)state;
#ifdef __SANITIZE_ADDRESS__
	printf("skip: out of memory under AddressSanitizer\n");
	skip();
#endif
	for (i = 0; i < 3; i++) {
		capture(run_out, kinds[i]);
		json_decref(parsed());
		assert_non_null(strstr(line, "\"memory.out\""));
	}
}

static void
test_wrapped_copies(void **state)
{
	char *copy = strdup("后台"), *part = strndup("abcdef", 3), *text = NULL, *empty = strndup("", 5);

	(void)state;
	assert_string_equal(copy, "后台");
	assert_string_equal(part, "abc");
	assert_string_equal(empty, "");
	assert_int_equal(asprintf(&text, "%d %s", 5, "x"), 3);
	assert_string_equal(text, "5 x");
	free(copy);
	free(part);
	free(text);
	free(empty);
}

/* One after the other in a process of its own, since keeping never ends. */
static void
kept_lines(const void *level)
{
	const enum log_level then = *(const enum log_level *)level;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		log_keep();
		log_line(LOG_INFO, "test.first", NULL);
		log_line(LOG_INFO, "test.second", NULL);
		if (then != LOG_INFO)
			log_line(then, "test.then", NULL);
		_exit(0);
	}
	assert_int_equal(waitpid(child, NULL, 0), child);
}

static void
many_kept_lines(const void *count)
{
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		log_keep();
		for (int i = 0; i < *(const int *)count; i++)
			log_line(LOG_INFO, "test.line", "number", log_count(i), NULL);
		log_flush();
		_exit(0);
	}
	assert_int_equal(waitpid(child, NULL, 0), child);
}

/* Kept until somebody wants them, or something happens that must not be lost; always in their order, each once. */
static void
test_kept(void **state)
{
	static const enum log_level levels[] = { LOG_INFO, LOG_WARN, LOG_ERROR };
	static const int counts[] = { 0, 1, 200 };
	const char *at;

	(void)state;
	capture(kept_lines, &levels[0]);
	assert_string_equal(line, "");
	for (size_t i = 1; i < 3; i++) {
		capture(kept_lines, &levels[i]);
		at = strstr(line, "test.first");
		assert_non_null(at);
		at = strstr(at, "test.second");
		assert_non_null(at);
		assert_non_null(strstr(at, "test.then"));
	}
	for (size_t i = 0; i < 3; i++) {
		capture(many_kept_lines, &counts[i]);
		at = line;
		for (int n = 0; n < counts[i]; n++) {
			char number[40];

			snprintf(number, sizeof(number), "\"number\":\"%d\"}\n", n);
			at = strstr(at, number);
			assert_non_null(at);
			at += strlen(number);
		}
		assert_string_equal(at, "");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_line),
		cmocka_unit_test(test_injection),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_count),
		cmocka_unit_test(test_out_of_memory_ends_the_process),
		cmocka_unit_test(test_wrapped_copies),
		cmocka_unit_test(test_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
