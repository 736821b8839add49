/* SPDX-License-Identifier: MIT */
/* Safe names and types by content.
 * Not a virus scanner, and never a guess from the name alone: a name only parts what has the same bytes. */
#include "files/rules.h"

#include "base/utf8.h"
#include <string.h>
#include <strings.h>

const char *
file_name_safe(struct arena *arena, const char *name)
{
	const char *start = name;
	char *safe, *out;

	for (const char *c = name; *c != '\0'; c++)
		if (*c == '/' || *c == '\\')
			start = c + 1;
	while (*start == '.' || *start == ' ')
		start++;
	safe = arena_strndup(arena, start, utf8_cut(start, FILE_NAME_MOST));
	out = safe;
	for (const char *c = safe; *c != '\0'; c++)
		if ((unsigned char)*c >= 0x20 && *c != 0x7f && strchr("\"<>|:*?;", *c) == NULL)
			*out++ = *c;
	*out = '\0';
	return *safe == '\0' ? "file" : safe;
}

static bool
ends_with(const char *name, const char *end)
{
	size_t length = strlen(name), part = strlen(end);

	return length >= part && strcasecmp(name + length - part, end) == 0;
}

static bool
begins(const unsigned char *head, size_t length, const char *magic, size_t size)
{
	return length >= size && memcmp(head, magic, size) == 0;
}
#define BEGINS(magic) begins(head, length, (magic), sizeof(magic) - 1)

static const char *
binary_type(const unsigned char *head, size_t length, const char *name)
{
	if (BEGINS("\x89PNG\r\n\x1a\n"))
		return "image/png";
	if (BEGINS("\xff\xd8\xff"))
		return "image/jpeg";
	if (BEGINS("GIF87a") || BEGINS("GIF89a"))
		return "image/gif";
	if (BEGINS("RIFF") && length >= 12 && memcmp(head + 8, "WEBP", 4) == 0)
		return "image/webp";
	if (BEGINS("%PDF-"))
		return "application/pdf";
	if (BEGINS("PK\x03\x04"))
		return ends_with(name, ".xlsx")
			   ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
			   : "application/zip";
	return NULL;
}

const char *
file_type(const unsigned char *head, size_t length, bool text, const char *name)
{
	const char *type = binary_type(head, length, name);

	if (type != NULL || !text)
		return type;
	if (ends_with(name, ".csv"))
		return "text/csv";
	if (ends_with(name, ".json"))
		return "application/json";
	return "text/plain";
}

/* Length of the character that begins with `byte`; 0 if none does. */
static size_t
lead_length(unsigned char byte)
{
	if (byte < 0x80)
		return 1;
	if (byte >= 0xc2 && byte < 0xe0)
		return 2;
	if (byte >= 0xe0 && byte < 0xf0)
		return 3;
	return byte >= 0xf0 && byte < 0xf5 ? 4 : 0;
}

/* How many bytes at the end of `data` begin a character that is not complete. */
static size_t
tail_length(const unsigned char *data, size_t length)
{
	for (size_t back = 1; back <= 3 && back <= length; back++) {
		size_t whole = lead_length(data[length - back]);

		if (whole > back)
			return back;
		if (whole != 0)
			return 0;
	}
	return 0;
}

void
text_check_add(struct text_check *check, const void *data, size_t length)
{
	const unsigned char *bytes = data;
	size_t tail;

	while (check->rest_length > 0 && length > 0 && !check->bad) {
		check->rest[check->rest_length++] = *bytes++;
		length--;
		if (check->rest_length == lead_length(check->rest[0])) {
			check->bad = !utf8_valid((const char *)check->rest, check->rest_length);
			check->rest_length = 0;
		}
	}
	if (check->bad || length == 0)
		return;
	tail = tail_length(bytes, length);
	check->bad = !utf8_valid((const char *)bytes, length - tail);
	memcpy(check->rest, bytes + length - tail, tail);
	check->rest_length = tail;
}

bool
text_check_end(const struct text_check *check)
{
	return !check->bad && check->rest_length == 0;
}
