/* SPDX-License-Identifier: MIT */
/* Fuzzer of queries and urlencoded bodies: what is taken is valid, has no doubles, and reads the same when written anew
 * or when it arrives in pieces. Not of multipart bodies. */
#include "base/utf8.h"
#include "unit/bytes.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct arena *arena;

static enum rc
parse(struct request *request, const char *text, size_t length, size_t chunk)
{
	struct bytes bytes = { .method = "POST",
		.uri = "/",
		.type = "application/x-www-form-urlencoded",
		.body = text,
		.body_length = length,
		.chunk = chunk };
	struct source source = bytes_source(&bytes);
	const char *problem = NULL;
	int status = 0;
	enum rc rc = request_parse(request, arena, &source, &status, &problem);

	if (rc == RC_OK)
		rc = request_body(request, NULL, &status, &problem);
	if (rc != RC_OK && (status < 400 || problem == NULL))
		abort();
	return rc;
}

static void
check_params(const struct request *request)
{
	size_t i, k;

	if (request->param_count > REQUEST_MAX_FIELDS)
		abort();
	for (i = 0; i < request->param_count; i++) {
		const char *name = request->params[i].name, *value = request->params[i].value;
		size_t length = strlen(name);

		if (length == 0 || length > REQUEST_MAX_NAME || !utf8_valid(name, length) ||
		    !utf8_valid(value, strlen(value)) || strlen(value) > REQUEST_MAX_VALUE)
			abort();
		if (name[length - 1] == '.' || (length > 2 && strcmp(name + length - 2, "[]") == 0))
			continue;
		for (k = 0; k < i; k++) {
			if (strcmp(request->params[k].name, name) == 0)
				abort();
		}
	}
}

static void
check_same(const struct request *a, const struct request *b)
{
	size_t i;

	if (a->param_count != b->param_count)
		abort();
	for (i = 0; i < a->param_count; i++) {
		if (strcmp(a->params[i].name, b->params[i].name) != 0 ||
		    strcmp(a->params[i].value, b->params[i].value) != 0)
			abort();
	}
}

/* As a request line: path and query. */
static void
check_uri(const char *text)
{
	struct bytes bytes = { .uri = text };
	struct source source = bytes_source(&bytes);
	struct request request;
	const char *problem;
	int status;

	if (request_parse(&request, arena, &source, &status, &problem) != RC_OK)
		return;
	check_params(&request);
	if (request.path[0] != '/' || strstr(request.path, "//") != NULL ||
	    strstr(request.path, "/../") != NULL || !utf8_valid(request.path, strlen(request.path)))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct request whole, pieces, again;
	struct buf text;
	char *input;
	size_t i;
	enum rc rc;

	if (arena == NULL)
		arena = arena_new(1 << 20);
	arena_reset(arena, 1 << 22);
	input = arena_alloc(arena, size + 1);
	if (size != 0)
		memcpy(input, data, size);
	rc = parse(&whole, input, size, 0);
	if (parse(&pieces, input, size, 3) != rc)
		abort();
	check_uri(input);
	if (rc != RC_OK)
		return 0;
	check_params(&whole);
	check_same(&whole, &pieces);
	buf_init(&text, arena, size * 3);
	for (i = 0; i < whole.param_count; i++) {
		buf_printf(&text, "%s=", url_encode(arena, whole.params[i].name));
		buf_printf(&text, "%s&", url_encode(arena, whole.params[i].value));
	}
	if (text.length == 0)
		return 0;
	if (text.length > REQUEST_MAX_BODY)
		return 0;
	if (parse(&again, text.data, text.length, 0) != RC_OK)
		abort();
	check_same(&whole, &again);
	return 0;
}
