/* SPDX-License-Identifier: MIT */
/* Responses: status line, security headers, cookies, redirects, names of downloads; no header can be forged.
 * Not what pages say: tests/page. */
#include "http/response.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

static struct arena *arena;
static struct response response;

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

static const char *
head(void)
{
	struct buf out;

	buf_init(&out, arena, 0);
	response_head(&response, &out);
	return out.data;
}

/* The value of the one header of that name; NULL if it is not there. Twice is a failure. */
static const char *
header(const char *name)
{
	const char *text = head(), *line, *end;
	const char *found = NULL;
	char start[64];

	snprintf(start, sizeof(start), "\r\n%s: ", name);
	line = strstr(text, start);
	if (line == NULL)
		return NULL;
	line += strlen(start);
	end = strstr(line, "\r\n");
	assert_non_null(end);
	found = arena_strndup(arena, line, (size_t)(end - line));
	assert_null(strstr(end, start));
	return found;
}

static void
test_head(void **state)
{
	(void)state;
	response_init(&response, arena);
	buf_text(&response.body, "后台");
	assert_memory_equal(head(), "Status: 200 OK\r\n", 16);
	assert_string_equal(strstr(head(), "\r\n\r\n"), "\r\n\r\n"); /* one empty line, at the end */
	assert_string_equal(header("Content-Type"), "text/html; charset=utf-8");
	assert_string_equal(header("Content-Length"), "6");
	assert_string_equal(header("Content-Security-Policy"),
	    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors "
	    "'none'; "
	    "form-action 'self'");
	assert_string_equal(header("X-Content-Type-Options"), "nosniff");
	assert_string_equal(header("Referrer-Policy"), "same-origin");
	assert_string_equal(header("Cross-Origin-Opener-Policy"), "same-origin");
	assert_non_null(header("Permissions-Policy"));
	assert_string_equal(header("Cache-Control"), "no-store");
	assert_null(header("Strict-Transport-Security"));
	response.https = true;
	assert_string_equal(header("Strict-Transport-Security"), "max-age=31536000");
	response.status = 503;
	assert_memory_equal(head(), "Status: 503 Service Unavailable\r\n", 33);
	response.streamed = true;
	assert_null(header("Content-Length"));
	response.status = 204;
	assert_null(header("Content-Type"));
}

static void
test_clear(void **state)
{
	(void)state;
	response_init(&response, arena);
	response.https = true;
	response.status = 303;
	response.type = "text/csv";
	response_header(&response, "X-Test", "1");
	buf_text(&response.body, "half a page");
	response_clear(&response);
	assert_int_equal(response.status, 200);
	assert_null(header("X-Test"));
	assert_string_equal(header("Content-Length"), "0");
	assert_string_equal(header("Content-Type"), "text/html; charset=utf-8");
	assert_non_null(header("Strict-Transport-Security"));
}

static void
test_headers(void **state)
{
	(void)state;
	response_init(&response, arena);
	response_header(&response, "X-Test", "a\r\nSet-Cookie: forged=1\r\n\r\n<html>\x7f\x01");
	assert_string_equal(header("X-Test"), "aSet-Cookie: forged=1<html>");
	assert_null(header("Set-Cookie"));
	response_header(&response, "X\r\nY", "1");
	assert_string_equal(header("XY"), "1");
	response_header(&response, "Cache-Control", "private, max-age=60");
	assert_string_equal(header("Cache-Control"), "private, max-age=60");
	response.type = "text/csv\r\nX-Forged: 1";
	assert_null(header("X-Forged"));
}

static void
test_cookies(void **state)
{
	(void)state;
	response_init(&response, arena);
	response_cookie(&response, "s", "0123abc", -1, false);
	assert_string_equal(header("Set-Cookie"), "s=0123abc; Path=/; HttpOnly; SameSite=Lax");
	response_clear(&response);
	response_cookie(&response, "s", "0123abc", 0, true);
	assert_string_equal(
	    header("Set-Cookie"), "__Host-s=0123abc; Max-Age=0; Path=/; HttpOnly; SameSite=Lax; Secure");
	response_clear(&response);
	response_cookie(&response, "s", "a; Domain=evil.example\r\nX: \"1\",\\ 后", 5, false);
	assert_string_equal(
	    header("Set-Cookie"), "s=aDomain=evil.exampleX:1; Max-Age=5; Path=/; HttpOnly; SameSite=Lax");
}

static void
test_redirects(void **state)
{
	static const char *const cases[][2] = { { "/", "/" }, { "/orders/1?a=b#c", "/orders/1?a=b#c" },
		{ "/后", "/%E5%90%8E" }, { "//evil.example", "/" }, { "/\\evil.example", "/" },
		{ "/a\\b", "/" }, { "https://evil.example", "/" }, { "evil.example", "/" }, { "", "/" },
		{ "/a\r\nX: 1", "/" }, { "/a b", "/" }, { "/\t/evil.example", "/" }, { "/a\x7f", "/" },
		{ "javascript:alert(1)", "/" } };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		response_init(&response, arena);
		buf_text(&response.body, "not to be sent");
		response_redirect(&response, cases[i][0]);
		assert_int_equal(response.status, 303);
		assert_int_equal(response.body.length, 0);
		assert_string_equal(header("Location"), cases[i][1]);
	}
	response_init(&response, arena);
	response_redirect(&response, NULL);
	assert_string_equal(header("Location"), "/");
}

static void
test_downloads(void **state)
{
	static const char *const cases[][3] = { { "a.csv", "a.csv", "a.csv" },
		{ "订单 1.csv", "__ 1.csv", "%E8%AE%A2%E5%8D%95%201.csv" },
		{ "../../etc/passwd", "passwd", "passwd" }, { "C:\\tmp\\x.txt", "x.txt", "x.txt" },
		{ ".htaccess", "htaccess", "htaccess" }, { "", "download", "download" },
		{ "...", "download", "download" }, { "a/", "download", "download" },
		{ "\xff", "download", "download" }, { "a\"b;c%d.csv", "a_b_c_d.csv", "a_b_c_d.csv" },
		{ "a\r\nX: 1.csv", "a__X_ 1.csv", "a__X_%201.csv" } };
	char long_name[1000];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		response_init(&response, arena);
		response_download(&response, arena, cases[i][0]);
		assert_string_equal(header("Content-Disposition"),
		    arena_printf(
			arena, "attachment; filename=\"%s\"; filename*=UTF-8''%s", cases[i][1], cases[i][2]));
	}
	for (i = 0; i + 4 < sizeof(long_name); i += 3)
		memcpy(long_name + i, "单", 4);
	response_init(&response, arena);
	response_download(&response, arena, long_name);
	assert_int_equal(
	    strlen(strstr(header("Content-Disposition"), "UTF-8''") + 7), 40 * 9); /* whole characters */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_head),
		cmocka_unit_test(test_clear),
		cmocka_unit_test(test_headers),
		cmocka_unit_test(test_cookies),
		cmocka_unit_test(test_redirects),
		cmocka_unit_test(test_downloads),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
