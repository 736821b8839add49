/* SPDX-License-Identifier: MIT */
/* UTF-8 checked, measured, trimmed.
 * Not normalisation: what a person typed stays as typed. */
#include "base/utf8.h"
#include <string.h>
#include <unistr.h>

static bool
utf8_blank(const char *p)
{
	return *p == ' ' || *p == '\t' || *p == '\r' || *p == '\n';
}

/* U+3000 at `p`, of which `left` bytes remain. */
static bool
utf8_wide_blank(const char *p, size_t left)
{
	return left >= 3 && memcmp(p, "\xe3\x80\x80", 3) == 0;
}

bool
utf8_valid(const char *text, size_t length)
{
	const unsigned char *p = (const unsigned char *)text;
	bool ascii = true;
	size_t i;

	for (i = 0; i < length; i++) {
		if (p[i] >= 0x80)
			ascii = false;
		else if ((p[i] < 0x20 && p[i] != '\t' && p[i] != '\n' && p[i] != '\r') || p[i] == 0x7f)
			return false;
		/* U+0080 … U+009F are control characters as well */
		if (p[i] == 0xc2 && i + 1 < length && p[i + 1] >= 0x80 && p[i + 1] <= 0x9f)
			return false;
	}
	return ascii || u8_check(p, length) == NULL;
}

size_t
utf8_length(const char *text)
{
	size_t length = 0;

	for (; *text != '\0'; text++)
		length += ((unsigned char)*text & 0xc0) != 0x80;
	return length;
}

size_t
utf8_cut(const char *text, size_t most)
{
	size_t i, seen = 0;

	for (i = 0; text[i] != '\0'; i++) {
		if (((unsigned char)text[i] & 0xc0) == 0x80)
			continue;
		if (seen++ == most)
			break;
	}
	return i;
}

const char *
utf8_trim(struct arena *arena, const char *text)
{
	size_t length = strlen(text), i, out = 0;
	char *copy;

	for (;;) {
		if (utf8_blank(text))
			text++, length--;
		else if (utf8_wide_blank(text, length))
			text += 3, length -= 3;
		else
			break;
	}
	for (;;) {
		if (length > 0 && utf8_blank(text + length - 1))
			length--;
		else if (length >= 3 && utf8_wide_blank(text + length - 3, 3))
			length -= 3;
		else
			break;
	}
	copy = arena_strndup(arena, text, length);
	for (i = 0; i < length; i++) {
		if (copy[i] == '\r' && copy[i + 1] == '\n')
			continue;
		copy[out++] = copy[i] == '\r' ? '\n' : copy[i];
	}
	copy[out] = '\0';
	return copy;
}

const char *
utf8_narrow(struct arena *arena, const char *text)
{
	char *copy = arena_strdup(arena, text);
	const unsigned char *p = (const unsigned char *)copy;
	char *out = copy;

	while (*p != '\0') {
		if (p[0] == 0xef && p[1] == 0xbc && p[2] >= 0x81 && p[2] <= 0xbf) { /* U+FF01 … U+FF3F */
			*out++ = (char)(p[2] - 0x60);
			p += 3;
		} else if (p[0] == 0xef && p[1] == 0xbd && p[2] >= 0x80 &&
			   p[2] <= 0x9e) { /* U+FF40 … U+FF5E */
			*out++ = (char)(p[2] - 0x20);
			p += 3;
		} else if (utf8_wide_blank((const char *)p, strnlen((const char *)p, 3))) {
			*out++ = ' ';
			p += 3;
		} else {
			*out++ = (char)*p++;
		}
	}
	*out = '\0';
	return copy;
}
