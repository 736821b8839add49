/* SPDX-License-Identifier: MIT */
/* Percent-encoding, and fields in the form a=1&b=2, as in queries and plain forms.
 * Not lenient: a malformed escape refuses the request, since guessing would read what was not meant. */
#include "http/fields.h"
#include <string.h>

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

long
url_decode(char *text, size_t length, bool plus)
{
	size_t in = 0, out = 0;

	while (in < length) {
		char c = text[in++];

		if (c == '+' && plus) {
			c = ' ';
		} else if (c == '%') {
			int high = in < length ? hex_digit(text[in]) : -1;
			int low = in + 1 < length ? hex_digit(text[in + 1]) : -1;

			if (high < 0 || low < 0)
				return -1;
			c = (char)(high * 16 + low);
			in += 2;
		}
		if (c == '\0')
			return -1;
		text[out++] = c;
	}
	text[out] = '\0';
	return (long)out;
}

static enum rc
urlencoded_pair(struct fields *fields, char *pair, size_t length)
{
	char *equals = memchr(pair, '=', length);
	size_t name_length = equals != NULL ? (size_t)(equals - pair) : length;
	char *value = equals != NULL ? equals + 1 : pair + length;
	long name_done, value_done = 0;

	if (equals != NULL)
		value_done = url_decode(value, length - name_length - 1, true);
	name_done = url_decode(pair, name_length, true);
	if (name_done < 0 || value_done < 0)
		return fields_fail(fields, 400, "http.escape");
	return fields_add(fields, pair, (size_t)name_done, equals != NULL ? value : "", (size_t)value_done);
}

enum rc
urlencoded_parse(struct fields *fields, char *text, size_t length)
{
	char *end = text + length;

	while (text < end) {
		char *next = memchr(text, '&', (size_t)(end - text));
		enum rc rc;

		if (next == NULL)
			next = end;
		if (next > text) {
			rc = urlencoded_pair(fields, text, (size_t)(next - text));
			if (rc != RC_OK)
				return rc;
		}
		text = next + 1;
	}
	return RC_OK;
}

const char *
url_encode(struct arena *arena, const char *text)
{
	static const char hex[] = "0123456789ABCDEF";
	struct buf out;

	buf_init(&out, arena, strlen(text) * 3);
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
		    c == '_' || c == '.' || c == '~') {
			buf_char(&out, *text);
		} else {
			char escape[3] = { '%', hex[c >> 4], hex[c & 15] };

			buf_add(&out, escape, 3);
		}
	}
	return out.data;
}
