/* SPDX-License-Identifier: MIT */
/* Multipart bodies: fields, files, boundaries split over reads, and everything that is refused.
 * Not where files are kept: that is files/. */
#include "bytes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TYPE "multipart/form-data; boundary=B"
#define FIELD_HEAD(name) "Content-Disposition: form-data; name=\"" name "\"\r\n\r\n"
#define FILE_HEAD(name, file)                                                                                \
	"Content-Disposition: form-data; name=\"" name "\"; filename=\"" file "\"\r\n"                       \
	"Content-Type: text/csv\r\n\r\n"

static struct arena *arena;
static struct request request;
static int status;
static const char *problem;

/* What arrived at the sink, as a text: <field|name|bytes>. */
static struct buf seen;
static enum rc refuse_begin, refuse_data, refuse_end;

static enum rc
sink_begin(void *self, const char *field, const char *name, void **file)
{
	(void)self;
	*file = &seen;
	buf_printf(&seen, "<%s|%s|", field, name);
	return refuse_begin;
}

static enum rc
sink_data(void *self, void *file, const void *data, size_t length)
{
	(void)self;
	assert_ptr_equal(file, &seen);
	assert_true(length > 0);
	buf_add(&seen, data, length);
	return refuse_data;
}

static enum rc
sink_end(void *self, void *file)
{
	(void)self;
	assert_ptr_equal(file, &seen);
	buf_text(&seen, ">");
	return refuse_end;
}

static const struct upload_sink sink = { NULL, sink_begin, sink_data, sink_end };

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

static enum rc
parse_rc(struct bytes bytes, const struct upload_sink *into)
{
	struct source source = bytes_source(&bytes);

	arena_reset(arena, 1 << 22);
	buf_init(&seen, arena, 0);
	status = 0;
	problem = NULL;
	bytes.method = "POST";
	bytes.uri = "/";
	if (bytes.type == NULL)
		bytes.type = TYPE;
	if (request_parse(&request, arena, &source, &status, &problem) != RC_OK)
		return RC_INTERNAL;
	return request_body(&request, into, &status, &problem);
}

static int
parse(const char *body)
{
	enum rc rc = parse_rc((struct bytes){ .body = body }, &sink);

	if (rc == RC_OK)
		return 200;
	assert_int_equal(rc, RC_INVALID);
	assert_non_null(problem);
	return status;
}

static const char whole[] = "--B\r\n" FIELD_HEAD(
    "a") "1\r\n"
	 "--B\r\n" FIELD_HEAD(
	     "text") "line\r\n--\r\n--A\r\n-\r\nend\r\n"
		     "--B\r\n" FILE_HEAD(
			 "file", "订单.csv") "x\r\n--\r\n--Cb\r\ny"
					     "\r\n--B\r\n" FIELD_HEAD("n[]") "1\r\n--B\r\n" FIELD_HEAD(
						 "n[]") "2"
							"\r\n--B\r\n" FIELD_HEAD("empty") "\r\n--B--\r\n";

static void
test_fields_and_files_at_any_split(void **state)
{
	const char *values[3];
	size_t chunk;

	(void)state;
	for (chunk = 0; chunk < strlen(whole) + 2; chunk++) {
		assert_int_equal(parse_rc((struct bytes){ .body = whole, .chunk = chunk }, &sink), RC_OK);
		assert_string_equal(request_param(&request, "a"), "1");
		assert_string_equal(request_param(&request, "text"), "line\r\n--\r\n--A\r\n-\r\nend");
		assert_string_equal(request_param(&request, "empty"), "");
		assert_null(request_param(&request, "file"));
		assert_int_equal(request_params(&request, "n[]", values, 3), 2);
		assert_string_equal(values[1], "2");
		assert_string_equal(seen.data, "<file|订单.csv|x\r\n--\r\n--Cb\r\ny>");
		assert_true(request.params[0].from_body);
	}
}

/* Wherever the body breaks off it is refused, whether its length was told truly or not; nothing is taken for whole. */
static void
test_breaking_off(void **state)
{
	size_t length, cut;

	(void)state;
	length = strlen(whole);
	for (cut = 1; cut < length - 2; cut++) {
		enum rc rc = parse_rc((struct bytes){ .body = whole, .body_length = cut }, &sink);

		if (rc != RC_INVALID || status != 400)
			fail_msg("cut at %zu: %d", cut, status);
		rc = parse_rc(
		    (struct bytes){ .body = whole, .body_length = length, .breaks = cut, .chunk = 1 }, &sink);
		if (rc != RC_INVALID || status != 400)
			fail_msg("broken off at %zu: %d", cut, status);
	}
}

static void
test_names(void **state)
{
	static const char *const cases[][2] = {
		{ "name=\"f\"; filename=\"../../etc/passwd\"", "<f|../../etc/passwd|x>" },
		{ "name=\"f\"; filename=\"C:\\tmp\\a.csv\"", "<f|C:\\tmp\\a.csv|x>" },
		{ "name=\"f\"; filename=\"a\\\"b\\\\c\"", "<f|a\"b\\c|x>" },
		{ "name=\"f\"; filename=\"a%22b%0d%0a\"", "<f|a\"b%0d%0a|x>" },
		{ "name=\"f\"; filename=\"a;b=c; name=x\"", "<f|a;b=c; name=x|x>" },
		{ "name=f; filename=plain.csv", "<f|plain.csv|x>" },
		{ "NAME=\"f\" ; FileName=\"u.csv\"", "<f|u.csv|x>" },
		{ "name=\"f\"; filename=\"x\"; filename*=UTF-8''%e8%ae%a2%20.csv", "<f|订 .csv|x>" },
		{ "name=\"f\"; filename*=utf-8'zh'..%2fa", "<f|../a|x>" },
		{ "filename=\"\"; name=\"f\"", "<f||x>" },
	};
	struct arena *texts = arena_new(0);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (parse(arena_printf(texts, "--B\r\nContent-Disposition: form-data; %s\r\n\r\nx\r\n--B--",
			cases[i][0])) != 200)
			fail_msg("%s: %s", cases[i][0], problem);
		assert_string_equal(seen.data, cases[i][1]);
	}
	arena_free(texts);
}

static void
test_files(void **state)
{
	(void)state;
	/* an input left empty is no file; a named file of no bytes is one */
	assert_int_equal(parse("--B\r\n" FILE_HEAD("f", "") "\r\n--B--"), 200);
	assert_string_equal(seen.data, "");
	assert_int_equal(parse("--B\r\n" FILE_HEAD("f", "a") "\r\n--B--"), 200);
	assert_string_equal(seen.data, "<f|a|>");
	assert_int_equal(
	    parse("--B\r\n" FILE_HEAD("f[]", "a") "1\r\n--B\r\n" FILE_HEAD("f[]", "b") "2\r\n--B--"), 200);
	assert_string_equal(seen.data, "<f[]|a|1><f[]|b|2>");
	/* bytes of any kind */
	assert_int_equal(
	    parse_rc((struct bytes){ .body = "--B\r\n" FILE_HEAD("f", "a") "\0\xff\r\0\n\r\n--B--",
			 .body_length = sizeof("--B\r\n" FILE_HEAD("f", "a") "\0\xff\r\0\n\r\n--B--") - 1 },
		&sink),
	    RC_OK);
	assert_memory_equal(seen.data, "<f|a|\0\xff\r\0\n>", 11);
	/* without a sink a file is refused, an empty input is not */
	assert_int_equal(
	    parse_rc((struct bytes){ .body = "--B\r\n" FILE_HEAD("f", "a") "1\r\n--B--" }, NULL), RC_INVALID);
	assert_int_equal(status, 415);
	assert_int_equal(
	    parse_rc((struct bytes){ .body = "--B\r\n" FILE_HEAD("f", "") "\r\n--B--" }, NULL), RC_OK);
}

static void
test_sink_says_no(void **state)
{
	static const enum rc codes[] = { RC_INVALID, RC_REFUSED, RC_DB, RC_INTERNAL };
	static const int statuses[] = { 413, 413, 503, 500 };
	struct bytes bytes = { .body = "--B\r\n" FILE_HEAD("f", "a") "1\r\n--B--" };
	size_t i;

	(void)state;
	for (i = 0; i < 4; i++) {
		refuse_begin = codes[i];
		assert_int_equal(parse_rc(bytes, &sink), codes[i]);
		assert_int_equal(status, statuses[i]);
		refuse_begin = RC_OK;
		refuse_data = codes[i];
		assert_int_equal(parse_rc(bytes, &sink), codes[i]);
		assert_int_equal(status, statuses[i]);
		assert_string_equal(seen.data, "<f|a|1"); /* not ended */
		refuse_data = RC_OK;
		refuse_end = codes[i];
		assert_int_equal(parse_rc(bytes, &sink), codes[i]);
		assert_int_equal(status, statuses[i]);
		refuse_end = RC_OK;
	}
}

static void
test_refused(void **state)
{
	static const char *const bad[] = { "x", "--", "--B", "--B\r\n", "--C--\r\n", "\r\n--B--",
		"preamble\r\n--B--", "--B\n" FIELD_HEAD("a") "1\r\n--B--",
		"--Bx\r\n" FIELD_HEAD("a") "1\r\n--B--", "--B\r\n\r\nno headers\r\n--B--",
		"--B\r\nContent-Type: text/plain\r\n\r\nx\r\n--B--",
		"--B\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nx\r\n--B--",
		"--B\r\nContent-Disposition: form-dataname=\"a\"\r\n\r\nx\r\n--B--",
		"--B\r\nContent-Disposition: form-data\r\n\r\nx\r\n--B--",
		"--B\r\nContent-Disposition: form-data; name=\"\"\r\n\r\nx\r\n--B--",
		"--B\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--B--",
		"--B\r\nContent-Disposition: form-data; name=\r\n\r\nx\r\n--B--",
		"--B\r\nContent-Disposition: form-data; name\r\n\r\nx\r\n--B--",
		"--B\r\nContent-Disposition: form-data; name=\"a\" x\r\n\r\nx\r\n--B--",
		"--B\r\nContent-Disposition: form-data; name=\"a\"; name=\"b\"\r\n\r\nx\r\n--B--",
		"--B\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a\"; "
		"filename=\"b\"\r\n\r\nx\r\n--B--",
		"--B\r\nContent-Disposition: form-data; name=\"a\"; filename*=gbk''a\r\n\r\nx\r\n--B--",
		"--B\r\nContent-Disposition: form-data; name=\"a\"; filename*=UTF-8'a\r\n\r\nx\r\n--B--",
		"--B\r\nContent-Disposition: form-data; name=\"a\"; filename*=UTF-8''%e\r\n\r\nx\r\n--B--",
		"--B\r\nContent-Disposition: form-data; name=\"a\"; filename*=UTF-8''%ff\r\n\r\nx\r\n--B--",
		"--B\r\nContent-Disposition: form-data; name=\"a\"; filename*=UTF-8''%00\r\n\r\nx\r\n--B--",
		"--B\r\nContent-Disposition: form-data; name=\"a\"; "
		"filename*=UTF-8''a%0d%0ab\r\n\r\nx\r\n--B--",
		"--B\r\nContent-Disposition: form-data; name=\"a\"; filename=\"\xff\"\r\n\r\nx\r\n--B--",
		"--B\r\nContent-Disposition: form-data; name=\"\xff\"\r\n\r\nx\r\n--B--",
		"--B\r\nContent-Disposition: form-data; name=\"a\x01\"\r\n\r\nx\r\n--B--",
		"--B\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; "
		"name=\"b\"\r\n\r\nx\r\n--B--",
		"--B\r\nContent-Disposition: form-data;\r\n name=\"a\"\r\n\r\nx\r\n--B--",
		"--B\r\nContent-Disposition: form-data; name=\"a\"\nX: y\r\n\r\nx\r\n--B--",
		"--B\r\nContent-Disposition: form-data; name=\"a\"\r\nnonsense\r\n\r\nx\r\n--B--",
		"--B\r\nContent-Disposition: form-data; name=\"a\"\r\n: y\r\n\r\nx\r\n--B--",
		"--B\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: "
		"base64\r\n\r\neA==\r\n--B--",
		"--B\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Type: multipart/mixed; "
		"boundary=C\r\n\r\n--C--\r\n--B--",
		"--B\r\n" FIELD_HEAD("a") "1\r\n--B\r\n" FIELD_HEAD("a") "2\r\n--B--",
		"--B\r\n" FILE_HEAD("a", "x") "1\r\n--B\r\n" FILE_HEAD("a", "y") "2\r\n--B--",
		"--B\r\n" FIELD_HEAD("a") "1\r\n--B\r\n" FILE_HEAD("a", "y") "2\r\n--B--",
		"--B\r\n" FIELD_HEAD("a") "\xff\r\n--B--", "--B\r\n" FIELD_HEAD("a") "\x01\r\n--B--",
		"--B\r\n" FIELD_HEAD("a") "1", "--B\r\n" FIELD_HEAD("a") "1\r\n--B",
		"--B\r\n" FIELD_HEAD("a") "1\r\n--B-", "--B\r\n" FIELD_HEAD("a") "1\n--B--",
		"--B\r\n" FIELD_HEAD("a") "1\r\n--Bx\r\n--B--", "--B\r\n" FIELD_HEAD("a") "1--B--" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (parse(bad[i]) != 400)
			fail_msg("%s gave %d", bad[i], status);
	}
	assert_int_equal(parse_rc((struct bytes){ .body = "--B\r\n" FIELD_HEAD("a") "x\0y\r\n--B--",
				      .body_length = sizeof("--B\r\n" FIELD_HEAD("a") "x\0y\r\n--B--") - 1 },
			     &sink),
	    RC_INVALID);
}

static void
test_boundaries(void **state)
{
	static const char *const bad[] = { "multipart/form-data; boundary=\"\"",
		"multipart/form-data; boundary=a\"b", "multipart/form-data; boundary=\"a\\\"b\"",
		"multipart/form-data; boundary=\"a \"", "multipart/form-data; boundary=B; boundary=B",
		"multipart/form-data; boundary=\"B", "multipart/form-data; boundary=é",
		"multipart/form-data; boundary="
		"01234567890123456789012345678901234567890123456789012345678901234567890" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(
		    parse_rc((struct bytes){ .type = bad[i], .body = "--B--" }, &sink), RC_INVALID);
		assert_int_equal(status, 400);
	}
	assert_int_equal(
	    parse_rc((struct bytes){ .type = "Multipart/Form-Data; x=y; Boundary=\"a b'()+_,-./:=?\"",
			 .body = "--a b'()+_,-./:=? \t\r\n" FIELD_HEAD("a") "1\r\n--a b'()+_,-./:=?--" },
		&sink),
	    RC_OK);
	assert_string_equal(request_param(&request, "a"), "1");
	assert_int_equal(
	    parse_rc(
		(struct bytes){ .type =
				    "multipart/form-data; boundary="
				    "0123456789012345678901234567890123456789012345678901234567890123456789",
		    .body = "--0123456789012345678901234567890123456789012345678901234567890123456789--" },
		&sink),
	    RC_OK);
	/* what stands behind the end is not looked at */
	assert_int_equal(
	    parse("--B\r\n" FIELD_HEAD("a") "1\r\n--B--\r\n--B\r\n" FIELD_HEAD("a") "2\r\n--B--"), 200);
	assert_string_equal(request_param(&request, "a"), "1");
}

static void
test_caps(void **state)
{
	size_t room = 1 << 22, i;
	char *text = malloc(room);
	struct buf body;
	struct arena *texts = arena_new(0);

	(void)state;
	assert_non_null(text);
	memset(text, 'x', room - 1);
	text[room - 1] = '\0';
	/* headers of a part: 8 KiB */
	assert_int_equal(
	    parse(arena_printf(texts, "--B\r\nX: %.7000s\r\n" FIELD_HEAD("a") "1\r\n--B--", text)), 200);
	assert_int_equal(
	    parse(arena_printf(texts, "--B\r\nX: %.8200s\r\n" FIELD_HEAD("a") "1\r\n--B--", text)), 431);
	assert_int_equal(
	    parse(arena_printf(texts, "--B\r\nX: %.100000s\r\n" FIELD_HEAD("a") "1\r\n--B--", text)), 431);
	/* a field's value and name */
	assert_int_equal(
	    parse(arena_printf(texts, "--B\r\n" FIELD_HEAD("a") "%.131072s\r\n--B--", text)), 200);
	assert_int_equal(strlen(request_param(&request, "a")), REQUEST_MAX_VALUE);
	assert_int_equal(
	    parse(arena_printf(texts, "--B\r\n" FIELD_HEAD("a") "%.131073s\r\n--B--", text)), 413);
	assert_int_equal(
	    parse(arena_printf(
		texts, "--B\r\nContent-Disposition: form-data; name=\"%.65s\"\r\n\r\n1\r\n--B--", text)),
	    400);
	/* fields together: nine of 128,000 bytes */
	buf_init(&body, texts, 0);
	for (i = 0; i < 9; i++)
		buf_printf(&body, "--B\r\nContent-Disposition: form-data; name=\"f%zu\"\r\n\r\n%.128000s\r\n",
		    i, text);
	buf_text(&body, "--B--");
	assert_int_equal(parse(body.data), 413);
	/* how many, files included */
	buf_init(&body, texts, 0);
	for (i = 0; i < REQUEST_MAX_FIELDS; i++)
		buf_printf(&body, "--B\r\nContent-Disposition: form-data; name=\"f%zu\"\r\n\r\n\r\n", i);
	assert_int_equal(parse(arena_printf(texts, "%s--B--", body.data)), 200);
	assert_int_equal(
	    parse(arena_printf(texts, "%s--B\r\n" FILE_HEAD("z", "z") "\r\n--B--", body.data)), 413);
	/* a file has no cap here, but without a sink its body is not even read */
	assert_int_equal(parse(arena_printf(texts, "--B\r\n" FILE_HEAD("f", "a") "%s\r\n--B--", text)), 200);
	assert_int_equal(seen.length, room - 1 + strlen("<f|a|>"));
	assert_int_equal(parse_rc((struct bytes){ .body = arena_printf(texts,
						      "--B\r\n" FILE_HEAD("f", "a") "%s\r\n--B--", text) },
			     NULL),
	    RC_INVALID);
	assert_int_equal(status, 413);
	arena_free(texts);
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fields_and_files_at_any_split),
		cmocka_unit_test(test_breaking_off),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_sink_says_no),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_boundaries),
		cmocka_unit_test(test_caps),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
