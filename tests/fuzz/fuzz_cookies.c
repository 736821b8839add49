/* SPDX-License-Identifier: MIT */
/* Fuzzer of cookies in, and of what goes out into headers: no value ends its line or its attribute.
 * Not of sessions. */
#include "base/utf8.h"
#include "http/response.h"
#include "unit/bytes.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct arena *arena;

static void
check_in(const char *text, const char *https)
{
	struct bytes bytes = { .uri = "/", .cookie = text, .https = https };
	struct source source = bytes_source(&bytes);
	struct request request;
	const char *problem;
	int status;
	size_t i, k;

	if (request_parse(&request, arena, &source, &status, &problem) != RC_OK)
		return;
	if (request.cookie_count > REQUEST_MAX_COOKIES)
		abort();
	for (i = 0; i < request.cookie_count; i++) {
		const struct param *cookie = &request.cookies[i];

		if (cookie->name[0] == '\0' || !utf8_valid(cookie->name, strlen(cookie->name)) ||
		    !utf8_valid(cookie->value, strlen(cookie->value)) || strchr(cookie->value, ';') != NULL)
			abort();
		for (k = 0; k < i; k++) {
			if (strcmp(request.cookies[k].name, cookie->name) == 0)
				abort();
		}
		if (https == NULL && strcmp(request_cookie(&request, cookie->name), cookie->value) != 0)
			abort();
	}
}

/* Lines of headers, each ended by CRLF and without control characters: `wanted` of them. */
static void
check_lines(const char *text, int wanted)
{
	for (; *text != '\0'; text++) {
		if (text[0] == '\r' && text[1] == '\n') {
			wanted--;
			text++;
		} else if ((unsigned char)*text < ' ' || *text == 0x7f) {
			abort();
		}
	}
	if (wanted != 0)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct response response;
	const char *text;

	if (arena == NULL)
		arena = arena_new(1 << 20);
	arena_reset(arena, 1 << 22);
	text = arena_strndup(arena, (const char *)data, size);
	check_in(text, NULL);
	check_in(text, "on");
	response_init(&response, arena);
	response_cookie(&response, "c", text, 1, true);
	response_header(&response, "X-Test", text);
	response_download(&response, arena, text);
	response_redirect(&response, text);
	check_lines(response.headers.data, 4);
	return 0;
}
