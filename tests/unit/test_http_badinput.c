/* SPDX-License-Identifier: MIT */
/* Naughty strings of other people's collections, sent through every parser and back; and a published holiday calendar
 * against the counting of working days. The collections are no part of this tree: absent, each test says so.
 * Not what pages do with such strings: tests/page. */
#include "base/calendar.h"
#include "base/clock.h"
#include "base/money.h"
#include "base/utf8.h"
#include "bytes.h"
#include "http/response.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glob.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct arena *arena;
static size_t strings, refused;

static int
setup(void **state)
{
	(void)state;
	arena = arena_new(0);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

/* The field "v" of a request, NULL where it was refused. */
static const char *
field(struct bytes bytes)
{
	struct source source = bytes_source(&bytes);
	struct request request;
	const char *problem;
	int status;

	if (request_parse(&request, arena, &source, &status, &problem) != RC_OK ||
	    request_body(&request, NULL, &status, &problem) != RC_OK)
		return NULL;
	return request_param(&request, "v");
}

/* Query, form, multipart form: comes back byte by byte if it is UTF-8 without control characters, else it is refused; and
 * none of the other readers trips over it. */
static void
check_string(const char *text, size_t length)
{
	bool good = utf8_valid(text, length) && length <= 8000;
	char *copy = arena_strndup(arena, text, length), *part;
	const char *encoded = url_encode(arena, copy), *ways[3];
	struct response response;
	int64_t number;
	size_t i;

	part = arena_printf(arena,
	    "--houtai-boundary\r\nContent-Disposition: form-data; name=\"v\"\r\n\r\n%s\r\n"
	    "--houtai-boundary--\r\n",
	    copy);
	ways[0] = field((struct bytes){ .uri = "/", .query = arena_printf(arena, "v=%s", encoded) });
	ways[1] = field((struct bytes){ .uri = "/",
	    .method = "POST",
	    .type = "application/x-www-form-urlencoded",
	    .body = arena_printf(arena, "v=%s", encoded),
	    .chunk = 7 });
	ways[2] = field((struct bytes){ .uri = "/",
	    .method = "POST",
	    .type = "multipart/form-data; boundary=houtai-boundary",
	    .body = part,
	    .chunk = 5 });
	for (i = 0; i < 3; i++) {
		if (good && (ways[i] == NULL || strcmp(ways[i], copy) != 0))
			fail_msg("way %zu did not bring back: %s", i, copy);
		if (!good && length <= 8000 && ways[i] != NULL)
			fail_msg("way %zu took: %s", i, copy);
	}
	/* raw, as an attacker sends it: whatever comes of it, it is valid */
	for (i = 0; i < 3; i++) {
		const char *raw = i == 0   ? field((struct bytes){ .uri = "/", .query = copy })
				  : i == 1 ? field((struct bytes){ .uri = copy })
					   : field((struct bytes){ .uri = "/", .cookie = copy });

		assert_true(raw == NULL || utf8_valid(raw, strlen(raw)));
	}
	response_init(&response, arena);
	response_header(&response, "X-Test", copy);
	response_cookie(&response, "c", copy, 1, false);
	response_download(&response, arena, copy);
	for (i = 0; response.headers.data[i] != '\0'; i++)
		assert_true((unsigned char)response.headers.data[i] >= ' ' ||
			    response.headers.data[i] == '\r' || response.headers.data[i] == '\n');
	if (money_parse(copy, &number) == RC_OK)
		assert_true(number >= -MONEY_MAX_FEN && number <= MONEY_MAX_FEN);
	if (day_parse(copy, &number) == RC_OK)
		assert_int_equal(length, 10);
	if (time_parse(copy, &number) == RC_OK)
		assert_true(length >= 16);
	if (good) {
		assert_true(utf8_valid(utf8_trim(arena, copy), strlen(utf8_trim(arena, copy))));
		assert_true(utf8_valid(utf8_narrow(arena, copy), strlen(utf8_narrow(arena, copy))));
		assert_true(utf8_valid(copy, utf8_cut(copy, 3)));
	}
	strings++;
	refused += !good;
	arena_reset(arena, 1 << 20);
}

static void
test_naughty_strings(void **state)
{
	size_t length, index;
	char *text = data_read("badinput/blns.json", &length);
	json_t *list, *one;

	(void)state;
	if (text == NULL)
		skip();
	list = json_loadb(text, length, 0, NULL);
	assert_true(json_is_array(list));
	json_array_foreach(list, index, one) check_string(json_string_value(one), json_string_length(one));
	assert_true(json_array_size(list) > 400);
	json_decref(list);
	free(text);
}

/* Every line of a file; lines are no strings of one encoding there, so most refusals come from here. */
static void
check_lines(const char *name)
{
	size_t length;
	char *text = data_read(name, &length), *line, *end;

	if (text == NULL)
		skip();
	for (line = text; line < text + length; line = end + 1) {
		end = memchr(line, '\n', length - (size_t)(line - text));
		if (end == NULL)
			end = text + length;
		*end = '\0';
		check_string(line, strlen(line));
	}
	free(text);
}

static void
test_lines_of_files(void **state)
{
	static const char *const names[] = { "badinput/blns.txt", "badinput/csv-injection.txt",
		"badinput/xss-payload-list.txt" };
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++)
		check_lines(names[i]);
}

static void
test_sql_injections(void **state)
{
	const char *folder = getenv("HOUTAI_DATA");
	char pattern[4096];
	glob_t found;
	size_t i;

	(void)state;
	folder = folder != NULL ? folder : "../shared/data";
	snprintf(pattern, sizeof(pattern), "%s/badinput/sqli/*", folder);
	if (glob(pattern, 0, NULL, &found) != 0) {
		printf("skip: %s missing\n", pattern);
		skip();
	}
	for (i = 0; i < found.gl_pathc; i++)
		check_lines(found.gl_pathv[i] + strlen(folder) + 1);
	globfree(&found);
	printf("%zu strings, %zu of them refused\n", strings, refused);
}

/* A year's file of the calendar as struct calendar; false if it is missing. */
static bool
calendar_load(int year, struct calendar *calendar)
{
	size_t length, index;
	char *text = data_read(arena_printf(arena, "holiday_cn/%d.json", year), &length);
	struct calendar_day *days;
	json_t *json, *list, *one;

	if (text == NULL)
		return false;
	json = json_loadb(text, length, 0, NULL);
	assert_non_null(json);
	list = json_object_get(json, "days");
	days = arena_array(arena, json_array_size(list) + 1, sizeof(*days));
	json_array_foreach(list, index, one)
	{
		assert_int_equal(
		    day_parse(json_string_value(json_object_get(one, "date")), &days[index].day), RC_OK);
		days[index].off = json_is_true(json_object_get(one, "isOffDay"));
		assert_true(index == 0 || days[index].day > days[index - 1].day);
	}
	*calendar = (struct calendar){ days, json_array_size(list), year, year };
	json_decref(json);
	free(text);
	return true;
}

/* RULE TIME-3: working days of whole years as the State Council's notices give them. */
static void
test_published_calendars(void **state)
{
	static const int years[][2] = { { 2023, 249 }, { 2024, 251 }, { 2025, 248 }, { 2026, 248 } };
	struct calendar calendar;
	int64_t day, last;
	size_t i;

	(void)state;
	for (i = 0; i < 4; i++) {
		int64_t worked = 0;

		if (!calendar_load(years[i][0], &calendar))
			skip();
		day = day_number(years[i][0], 1, 1);
		last = day_number(years[i][0] + 1, 1, 1);
		assert_int_equal(calendar_count(&calendar, day, last), years[i][1]);
		for (; day < last; day++)
			worked += calendar_works(&calendar, day);
		assert_int_equal(worked, years[i][1]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_naughty_strings),
		cmocka_unit_test(test_lines_of_files),
		cmocka_unit_test(test_sql_injections),
		cmocka_unit_test(test_published_calendars),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
