/* SPDX-License-Identifier: MIT */
/* Fuzzer of multipart bodies: the result is the same however the bytes are split over reads, and files are ended that began.
 * The first line of the input is the content type, the rest the body. Not of urlencoded ones. */
#include "base/utf8.h"
#include "unit/bytes.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct arena *arena;

struct outcome {
	struct request request;
	enum rc rc;
	int status;
	struct buf files;
	int open, begun;
};

static enum rc
sink_begin(void *self, const char *field, const char *name, void **file)
{
	struct outcome *outcome = self;

	if (!utf8_valid(field, strlen(field)) || !utf8_valid(name, strlen(name)) || outcome->open != 0)
		abort();
	outcome->open++;
	outcome->begun++;
	buf_printf(&outcome->files, "<%s|%s|", field, name);
	*file = outcome;
	return RC_OK;
}

static enum rc
sink_data(void *self, void *file, const void *data, size_t length)
{
	struct outcome *outcome = self;

	if (file != outcome || outcome->open != 1 || length == 0)
		abort();
	buf_add(&outcome->files, data, length);
	return RC_OK;
}

static enum rc
sink_end(void *self, void *file)
{
	struct outcome *outcome = self;

	if (file != outcome || outcome->open != 1)
		abort();
	outcome->open--;
	buf_text(&outcome->files, ">");
	return RC_OK;
}

static void
parse(struct outcome *outcome, const char *type, const char *body, size_t length, size_t chunk)
{
	const struct upload_sink sink = { outcome, sink_begin, sink_data, sink_end };
	struct bytes bytes = { .method = "POST",
		.uri = "/",
		.type = type,
		.body = body,
		.body_length = length,
		.chunk = chunk };
	struct source source = bytes_source(&bytes);
	const char *problem = NULL;

	memset(outcome, 0, sizeof(*outcome));
	buf_init(&outcome->files, arena, 64);
	outcome->rc = request_parse(&outcome->request, arena, &source, &outcome->status, &problem);
	if (outcome->rc == RC_OK)
		outcome->rc = request_body(&outcome->request, &sink, &outcome->status, &problem);
	if (outcome->rc != RC_OK && (outcome->rc != RC_INVALID || outcome->status < 400 || problem == NULL))
		abort();
	if (outcome->rc == RC_OK && outcome->open != 0)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = memchr(data, '\n', size);
	struct outcome whole, pieces;
	const char *type;
	char *body;
	size_t i;

	if (end == NULL)
		return 0;
	if (arena == NULL)
		arena = arena_new(1 << 20);
	arena_reset(arena, 1 << 22);
	type =
	    arena_printf(arena, "multipart/form-data; boundary=%.*s", (int)(end - data), (const char *)data);
	size -= (size_t)(end + 1 - data);
	body = arena_alloc(arena, size + 1);
	memcpy(body, end + 1, size);
	parse(&whole, type, body, size, 0);
	for (i = 1; i < 80; i = i * 3 + 1) {
		size_t k;

		parse(&pieces, type, body, size, i);
		if (pieces.rc != whole.rc || pieces.status != whole.status ||
		    pieces.request.param_count != whole.request.param_count)
			abort();
		if (whole.rc == RC_OK &&
		    (pieces.files.length != whole.files.length ||
			memcmp(pieces.files.data, whole.files.data, whole.files.length) != 0))
			abort();
		for (k = 0; k < whole.request.param_count; k++) {
			if (strcmp(pieces.request.params[k].name, whole.request.params[k].name) != 0 ||
			    strcmp(pieces.request.params[k].value, whole.request.params[k].value) != 0 ||
			    !utf8_valid(whole.request.params[k].value, strlen(whole.request.params[k].value)))
				abort();
		}
	}
	return 0;
}
