/* SPDX-License-Identifier: MIT */
/* Inside of web/view: texts into the page, as they are or escaped as html, as neos_html_escape() of ClearSilver writes them. Inline:
 * a page calls them some thousand times. */
#ifndef WEB_VIEW_ESCAPE_H
#define WEB_VIEW_ESCAPE_H

#include "base/arena.h"
#include "base/copy.h"
#include <stdbool.h>
#include <stdint.h>

/* buf_add() for what nearly always fits. */
static inline void
text_add(struct buf *out, const char *text, size_t length)
{
	if (out->room - out->length <= length) {
		buf_add(out, text, length);
		return;
	}
	bytes_copy(out->data + out->length, text, length);
	out->length += length;
	out->data[out->length] = '\0';
}

static const char *
sign_escaped(char sign)
{
	switch (sign) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default: /* a carriage return is left out */
		return "";
	}
}

/* Sixteen bytes, which the compiler keeps in one register where the processor has such. */
typedef unsigned char bytes16 __attribute__((vector_size(16)));
typedef uint64_t words2 __attribute__((vector_size(16)));

/* Does html escape any of them: & and ' differ in one bit, as < and > do. */
static inline bool
any_special(bytes16 text)
{
	words2 found = (words2)((text & 0xfe) == '&') | (words2)((text & 0xfd) == '<') |
		       (words2)(text == '"') | (words2)(text == '\r');

	return (found[0] | found[1]) != 0;
}

/* Copy a text while nothing in it is escaped; false: something is, and what was copied does not count. Sixteen bytes at a time;
 * the last of them lie over those before. */
static inline bool
plain_copy(char *to, const char *text, size_t length)
{
	uint64_t head = 0, tail = 0;
	bytes16 piece;

	if (length >= 16) {
		for (size_t at = 0;;) {
			memcpy(&piece, text + at, sizeof(piece));
			if (any_special(piece))
				return false;
			memcpy(to + at, &piece, sizeof(piece));
			if (at + 16 == length)
				return true;
			at = at + 32 <= length ? at + 16 : length - 16;
		}
	} else if (length >= 8) {
		memcpy(&head, text, 8);
		memcpy(&tail, text + length - 8, 8);
		memcpy(to, &head, 8);
		memcpy(to + length - 8, &tail, 8);
	} else if (length >= 4) {
		uint32_t first, last;

		memcpy(&first, text, 4);
		memcpy(&last, text + length - 4, 4);
		memcpy(to, &first, 4);
		memcpy(to + length - 4, &last, 4);
		head = first | (uint64_t)last << 32;
	} else {
		for (size_t at = 0; at < length; at++) {
			to[at] = text[at];
			head = head << 8 | (unsigned char)text[at];
		}
	}
	return !any_special((bytes16)(words2){ head, tail });
}

/* As neos_html_escape() writes it. */
static inline void
html_add(struct buf *out, const char *text)
{
	size_t length = strlen(text);

	if (out->room - out->length > length && plain_copy(out->data + out->length, text, length)) {
		out->length += length;
		out->data[out->length] = '\0';
		return;
	}
	while (*text) {
		length = strcspn(text, "&<>\"'\r");
		text_add(out, text, length);
		text += length;
		if (*text)
			buf_text(out, sign_escaped(*text++));
	}
}

#endif
