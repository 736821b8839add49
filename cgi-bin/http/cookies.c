/* SPDX-License-Identifier: MIT */
/* The Cookie header read.
 * Not a judge of sessions; what is not a cookie of ours is passed over, since other programs set theirs for this host too. */
#include "base/utf8.h"
#include "http/fields.h"
#include <string.h>

/* The same name with two values could be a planted cookie beside the true one: which one counts is not guessed. */
static enum rc
cookies_keep(struct fields *fields, const char *name, const char *value)
{
	struct request *request = fields->request;
	size_t i;

	for (i = 0; i < request->cookie_count; i++) {
		if (strcmp(request->cookies[i].name, name) != 0)
			continue;
		if (strcmp(request->cookies[i].value, value) != 0)
			return fields_fail(fields, 400, "http.cookie");
		return RC_OK;
	}
	if (request->cookie_count == REQUEST_MAX_COOKIES)
		return fields_fail(fields, 400, "http.cookie");
	request->cookies[request->cookie_count++] = (struct param){ name, value, false };
	return RC_OK;
}

enum rc
cookies_parse(struct fields *fields, const char *header)
{
	struct arena *arena = fields->request->arena;
	enum rc rc = RC_OK;

	fields->request->cookies = arena_array(arena, REQUEST_MAX_COOKIES, sizeof(struct param));
	while (rc == RC_OK && *header != '\0') {
		size_t length = strcspn(header, ";");
		const char *next = header + length + (header[length] == ';' ? 1 : 0);
		const char *equals;

		while (length > 0 && (*header == ' ' || *header == '\t'))
			header++, length--;
		while (length > 0 && (header[length - 1] == ' ' || header[length - 1] == '\t'))
			length--;
		equals = memchr(header, '=', length);
		if (equals != NULL && equals > header && utf8_valid(header, length))
			rc = cookies_keep(fields, arena_strndup(arena, header, (size_t)(equals - header)),
			    arena_strndup(arena, equals + 1, length - (size_t)(equals - header) - 1));
		header = next;
	}
	return rc;
}

const char *
request_cookie(const struct request *request, const char *name)
{
	size_t i;

	for (i = 0; i < request->cookie_count; i++) {
		const char *own = request->cookies[i].name;

		/* over TLS only the name that no other host can have set */
		if (request->https) {
			if (strncmp(own, "__Host-", 7) != 0)
				continue;
			own += 7;
		}
		if (strcmp(own, name) == 0)
			return request->cookies[i].value;
	}
	return NULL;
}
