/* SPDX-License-Identifier: MIT */
/* Requests: method, path, query, cookies, urlencoded bodies; what is refused and with which status.
 * Not multipart bodies: test_http_multipart.c. */
#include "bytes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FORM "application/x-www-form-urlencoded"

static struct arena *arena;
static struct request request;
static int status;
static const char *problem;

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

/* Header and body as one; 200 or the status of the refusal. */
static int
parse(struct bytes bytes)
{
	struct source source = bytes_source(&bytes);
	enum rc rc;

	arena_reset(arena, 1 << 20);
	status = 0;
	problem = NULL;
	rc = request_parse(&request, arena, &source, &status, &problem);
	if (rc == RC_OK)
		rc = request_body(&request, NULL, &status, &problem);
	if (rc == RC_OK)
		return 200;
	assert_int_equal(rc, RC_INVALID);
	assert_non_null(problem);
	assert_memory_equal(problem, "http.", 5);
	return status;
}

static void
wanted(const char *name, const char *value)
{
	const char *got = request_param(&request, name);

	if (value == NULL) {
		assert_null(got);
		return;
	}
	assert_non_null(got);
	assert_string_equal(got, value);
}

static void
test_methods(void **state)
{
	(void)state;
	assert_int_equal(parse((struct bytes){ .method = "GET", .uri = "/" }), 200);
	assert_int_equal(request.method, GET);
	assert_false(request.head);
	assert_int_equal(parse((struct bytes){ .method = "HEAD", .uri = "/" }), 200);
	assert_int_equal(request.method, GET);
	assert_true(request.head);
	assert_int_equal(
	    parse((struct bytes){ .method = "POST", .uri = "/", .type = FORM, .body = "" }), 200);
	assert_int_equal(request.method, POST);
	assert_int_equal(parse((struct bytes){ .method = "PUT", .uri = "/" }), 405);
	assert_int_equal(parse((struct bytes){ .method = "get", .uri = "/" }), 405);
	assert_int_equal(parse((struct bytes){ .method = "TRACE", .uri = "/" }), 405);
	assert_int_equal(parse((struct bytes){ .method = "", .uri = "/" }), 405);
	assert_int_equal(parse((struct bytes){ .method = "GET\n", .uri = "/" }), 405);
}

static void
test_paths(void **state)
{
	static const char *const good[][2] = { { "/", "/" }, { "/orders/1", "/orders/1" },
		{ "/orders/?a=1", "/orders/" }, { "/a%20b", "/a b" }, { "/%E5%90%8E", "/后" },
		{ "/a+b", "/a+b" }, { "/.well", "/.well" }, { "/a..b", "/a..b" }, { "/...", "/..." },
		{ "/a%2fb", "/a/b" } };
	static const char *const bad[] = { "", "orders", "//", "//evil.example/", "/a//b", "/./", "/.", "/..",
		"/../", "/a/..", "/a/../b", "/%2e%2e/", "/a/%2e", "/a%2f%2fb", "/%2fa", "/%00", "/a%0ab",
		"/%", "/%4", "/%zz", "/%c0%af", "/%ff", "/\x01", "http://host/a", "*" };
	char *long_path = malloc(6000);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_int_equal(parse((struct bytes){ .uri = good[i][0] }), 200);
		assert_string_equal(request.path, good[i][1]);
	}
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (parse((struct bytes){ .uri = bad[i] }) != 400)
			fail_msg("%s gave %d", bad[i], status);
	}
	assert_non_null(long_path);
	memset(long_path, 'a', 5999);
	long_path[0] = '/';
	long_path[5999] = '\0';
	assert_int_equal(parse((struct bytes){ .uri = long_path }), 414);
	free(long_path);
}

static void
test_query(void **state)
{
	const char *values[4];

	(void)state;
	assert_int_equal(
	    parse((struct bytes){ .uri = "/", .query = "a=1&b=x+y%2B&c&d=&&=&" }), 400); /* no name */
	assert_int_equal(parse((struct bytes){ .uri = "/?z=9", .query = "a=1&b=x+y%2B&c&d=&&e==&" }), 200);
	wanted("a", "1");
	wanted("b", "x y+");
	wanted("c", "");
	wanted("d", "");
	wanted("e", "=");
	wanted("f", NULL);
	wanted("z", NULL);
	assert_int_equal(request.param_count, 5);
	assert_string_equal(request.query, "a=1&b=x+y%2B&c&d=&&e==&");
	assert_false(request.params[0].from_body);
	/* the query of the request line where the server gives none */
	assert_int_equal(parse((struct bytes){ .uri = "/?z=9" }), 200);
	wanted("z", "9");
	assert_int_equal(
	    parse((struct bytes){ .uri = "/", .query = "digit%5B%5D=3&digit[]=4&digit[]=" }), 200);
	assert_int_equal(request_params(&request, "digit[]", values, 4), 3);
	assert_string_equal(values[0], "3");
	assert_string_equal(values[1], "4");
	assert_string_equal(values[2], "");
	assert_int_equal(request_params(&request, "digit[]", values, 2), 2);
	assert_int_equal(request_params(&request, "digit", values, 4), 0);
	assert_int_equal(
	    parse((struct bytes){ .uri = "/", .query = "q=%e5%90%8e%F0%9F%98%80%0d%0a%09" }), 200);
	wanted("q", "后😀\r\n\t");
}

static void
test_query_refused(void **state)
{
	static const char *const bad[] = { "a=%", "a=%4", "a=%g1", "a=%00", "%00=1", "a=%ff", "a=%c0%80",
		"a=%ed%a0%80", "a=%01", "a=%7f", "a=%c2%80", "a=1&a=1", "a=1&b=2&a=3", "a&a", "%61=1&a=2",
		"a= 1", "a=\xe5\x90\x8e", "a=<b>", "a=\"", "a=1#x", "a=\x01", "a%0a=1", "a%09=1", "%ff=1",
		"=1", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx=1" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (parse((struct bytes){ .uri = "/", .query = bad[i] }) != 400)
			fail_msg("%s gave %d", bad[i], status);
	}
	assert_int_equal(parse((struct bytes){ .uri = "/",
			     .query = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx=1" }),
	    200);
	assert_int_equal(parse((struct bytes){ .uri = "/", .query = "a.=1&a.=2" }), 200);
}

static void
test_cookies(void **state)
{
	char many[1000] = "";
	int i;

	(void)state;
	assert_int_equal(parse((struct bytes){
			     .uri = "/", .cookie = "a=1; b=\"q\";c=x=y;  d= ; junk; =z;;bad=\xff; e=1;e=1" }),
	    200);
	assert_string_equal(request_cookie(&request, "a"), "1");
	assert_string_equal(request_cookie(&request, "b"), "\"q\"");
	assert_string_equal(request_cookie(&request, "c"), "x=y");
	assert_string_equal(request_cookie(&request, "d"), "");
	assert_string_equal(request_cookie(&request, "e"), "1");
	assert_null(request_cookie(&request, "junk"));
	assert_null(request_cookie(&request, "bad"));
	assert_null(request_cookie(&request, "A"));
	assert_int_equal(parse((struct bytes){ .uri = "/", .cookie = "s=1; s=2" }), 400);
	/* over TLS a cookie without the prefix is none of ours */
	assert_int_equal(
	    parse((struct bytes){ .uri = "/", .https = "on", .cookie = "s=planted; __Host-s=true" }), 200);
	assert_string_equal(request_cookie(&request, "s"), "true");
	assert_int_equal(parse((struct bytes){ .uri = "/", .https = "on", .cookie = "s=planted" }), 200);
	assert_null(request_cookie(&request, "s"));
	for (i = 0; i < 33; i++) {
		size_t length = strlen(many);

		snprintf(many + length, sizeof(many) - length, "c%d=1;", i);
		assert_int_equal(parse((struct bytes){ .uri = "/", .cookie = many }), i < 32 ? 200 : 400);
	}
}

static void
test_address_and_tls(void **state)
{
	(void)state;
	assert_int_equal(parse((struct bytes){ .uri = "/", .address = "192.0.2.7" }), 200);
	assert_string_equal(request.address, "192.0.2.7");
	assert_false(request.https);
	assert_int_equal(parse((struct bytes){ .uri = "/", .address = "2001:db8::1", .https = "on" }), 200);
	assert_string_equal(request.address, "2001:db8::1");
	assert_true(request.https);
	assert_int_equal(parse((struct bytes){ .uri = "/", .address = "unix:", .https = "off" }), 200);
	assert_string_equal(request.address, "");
	assert_false(request.https);
	assert_int_equal(parse((struct bytes){ .uri = "/", .address = "x\r\ny" }), 200);
	assert_string_equal(request.address, "");
}

static void
test_body(void **state)
{
	size_t chunk;

	(void)state;
	for (chunk = 0; chunk < 20; chunk++) {
		assert_int_equal(parse((struct bytes){ .method = "POST",
				     .uri = "/?id=7",
				     .type = FORM "; charset=UTF-8",
				     .body = "name=%E5%BC%A0+x&n[]=1&n[]=2&last=",
				     .chunk = chunk }),
		    200);
		wanted("id", "7");
		wanted("name", "张 x");
		wanted("last", "");
		assert_int_equal(request.param_count, 5);
		assert_false(request.params[0].from_body);
		assert_true(request.params[4].from_body);
	}
	/* a field of the query again in the body */
	assert_int_equal(
	    parse((struct bytes){ .method = "POST", .uri = "/?id=7", .type = FORM, .body = "id=7" }), 400);
	assert_string_equal(problem, "http.duplicate");
	/* a GET's body is not read */
	assert_int_equal(parse((struct bytes){ .uri = "/", .type = FORM, .body = "a=1" }), 200);
	assert_int_equal(request.param_count, 0);
}

static void
test_body_refused(void **state)
{
	static const struct {
		struct bytes bytes;
		int status;
	} cases[] = { { { .type = FORM }, 411 }, { { .type = FORM, .length = "" }, 411 },
		{ { .type = FORM, .length = "-1", .body = "a" }, 400 },
		{ { .type = FORM, .length = "1x", .body = "a" }, 400 },
		{ { .type = FORM, .length = "99999999999999999999", .body = "a" }, 400 },
		{ { .type = FORM, .length = "1048577", .body = "a" }, 413 },
		{ { .type = FORM, .length = "9", .body = "a=1" }, 400 }, /* it ends early */
		{ { .type = FORM, .body = "a=1&b=2", .breaks = 3, .chunk = 3 }, 400 },
		{ { .type = NULL, .body = "a=1" }, 415 }, { { .type = "text/plain", .body = "a=1" }, 415 },
		{ { .type = "application/json", .body = "{}" }, 415 },
		{ { .type = FORM "x", .body = "a=1" }, 415 },
		{ { .type = FORM "; charset=gbk", .body = "a=1" }, 415 },
		{ { .type = FORM "; charset=utf-8; charset=gbk", .body = "a=1" }, 415 },
		{ { .type = "multipart/form-data", .body = "a=1" }, 400 },
		{ { .type = "multipart/form-data; boundary=", .body = "a=1" }, 400 },
		{ { .type = "multipart/mixed; boundary=x", .body = "--x--" }, 415 },
		{ { .type = FORM, .body = "a=%0" }, 400 }, { { .type = FORM, .body = "a=\xff" }, 400 },
		{ { .type = FORM, .body = "a=b\0c", .body_length = 5 }, 400 },
		{ { .type = FORM, .body = "a=1&a=2" }, 400 } };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct bytes bytes = cases[i].bytes;

		bytes.method = "POST";
		bytes.uri = "/";
		if (parse(bytes) != cases[i].status)
			fail_msg("case %zu gave %d, not %d", i, status, cases[i].status);
	}
}

/* The caps, each at its last good value and one beyond. */
static void
test_caps(void **state)
{
	size_t room = 1 << 21, length, i;
	char *text = malloc(room);

	(void)state;
	assert_non_null(text);
	for (i = 0, length = 0; i < REQUEST_MAX_FIELDS; i++)
		length += (size_t)snprintf(text + length, room - length, "f%zu=%zu&", i, i);
	assert_int_equal(
	    parse((struct bytes){ .method = "POST", .uri = "/", .type = FORM, .body = text }), 200);
	assert_int_equal(request.param_count, REQUEST_MAX_FIELDS);
	wanted("f2199", "2199");
	snprintf(text + length, room - length, "one=more");
	assert_int_equal(
	    parse((struct bytes){ .method = "POST", .uri = "/", .type = FORM, .body = text }), 413);
	snprintf(text + length - 20, room - length, "&f77=again"); /* found among many */
	assert_int_equal(
	    parse((struct bytes){ .method = "POST", .uri = "/", .type = FORM, .body = text }), 400);
	assert_string_equal(problem, "http.duplicate");

	memset(text, 'x', room - 1);
	memcpy(text, "a=", 2);
	text[2 + REQUEST_MAX_VALUE] = '\0';
	assert_int_equal(
	    parse((struct bytes){ .method = "POST", .uri = "/", .type = FORM, .body = text }), 200);
	text[2 + REQUEST_MAX_VALUE] = 'x';
	text[3 + REQUEST_MAX_VALUE] = '\0';
	assert_int_equal(
	    parse((struct bytes){ .method = "POST", .uri = "/", .type = FORM, .body = text }), 413);

	memset(text, 'x', room - 1);
	memcpy(text, "a=", 2);
	text[70000] = '\0';
	assert_int_equal(parse((struct bytes){ .uri = "/", .cookie = text }), 431);
	text[40000] = '\0';
	assert_int_equal(parse((struct bytes){ .uri = "/", .query = text }), 414);
	free(text);
}

static void
test_url_encode(void **state)
{
	(void)state;
	assert_string_equal(url_encode(arena, ""), "");
	assert_string_equal(url_encode(arena, "aZ09-_.~"), "aZ09-_.~");
	assert_string_equal(url_encode(arena, "a b&c=d/é?#%+"), "a%20b%26c%3Dd%2F%C3%A9%3F%23%25%2B");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_methods),
		cmocka_unit_test(test_paths),
		cmocka_unit_test(test_query),
		cmocka_unit_test(test_query_refused),
		cmocka_unit_test(test_cookies),
		cmocka_unit_test(test_address_and_tls),
		cmocka_unit_test(test_body),
		cmocka_unit_test(test_body_refused),
		cmocka_unit_test(test_caps),
		cmocka_unit_test(test_url_encode),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
