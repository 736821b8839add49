/* SPDX-License-Identifier: MIT */
/* Parameters of header values: `form-data; name="a"; filename*=UTF-8''b` (RFC 2045, 5987, and what browsers send).
 * Not a reader of whole headers. */
#include "http/fields.h"
#include <string.h>
#include <strings.h>

#define TOKEN "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

static const char *
skip_blanks(const char *p)
{
	return p + strspn(p, " \t");
}

/* A quoted string from behind its opening quote. Browsers escape a quote as %22 and leave backslashes alone (Windows
 * paths), others as \": both are read. NULL if it does not end. */
static const char *
quoted_read(const char *p, struct buf *out)
{
	for (; *p != '"'; p++) {
		if (*p == '\0')
			return NULL;
		if (*p == '\\' && (p[1] == '"' || p[1] == '\\')) {
			p++;
			buf_char(out, *p);
		} else if (strncmp(p, "%22", 3) == 0) {
			buf_char(out, '"');
			p += 2;
		} else {
			buf_char(out, *p);
		}
	}
	return p + 1;
}

/* The value at `p`, quoted or a token, into `out`; returns behind it, NULL if it is malformed. */
static const char *
value_read(const char *p, struct buf *out)
{
	size_t length;

	if (*p == '"')
		return quoted_read(p + 1, out);
	length = strcspn(p, "; \t\"");
	if (length == 0)
		return NULL;
	buf_add(out, p, length);
	return p + length;
}

const char *
http_param(struct arena *arena, const char *header, const char *name, bool *twice)
{
	const char *p = header + strcspn(header, ";"), *found = NULL;
	size_t name_length = strlen(name);

	for (;;) {
		struct buf value;
		size_t length;
		bool ours;

		p = skip_blanks(p);
		if (*p == '\0')
			return found;
		if (*p++ != ';')
			break;
		p = skip_blanks(p);
		if (*p == '\0' || *p == ';')
			continue;
		length = strspn(p, TOKEN);
		ours = length == name_length && strncasecmp(p, name, length) == 0;
		p = skip_blanks(p + length);
		if (length == 0 || *p++ != '=')
			break;
		buf_init(&value, arena, 64);
		p = value_read(skip_blanks(p), &value);
		if (p == NULL || (ours && found != NULL))
			break;
		if (ours)
			found = value.data;
	}
	*twice = true;
	return NULL;
}
