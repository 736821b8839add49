/* SPDX-License-Identifier: MIT */
/* What changed, as it stands in audit_log.diff: JSON of one shape, written and read here alone (audit/audit.h, struct diff).
 * Not a JSON reader for others: anything that is not written as diff_write() writes it is refused. */
#include "audit/store.h"

#include "base/log.h"
#include <string.h>

#define REASON "{\"reason\":"
#define ITEMS ",\"items\":["

void
diff_add(struct diff *diff, const char *field, const char *before, const char *after)
{
	if (diff->count == DIFF_MOST) {
		log_line(LOG_ERROR, "audit.diff_full", "field", field, NULL);
		return;
	}
	diff->item[diff->count++] = (struct diff_item){ field, before, after };
}

/* --- writing ---------------------------------------------------------------------------------------------------- */

/* What JSON cannot carry as it is. */
static bool
escaped(char c)
{
	return c == '"' || c == '\\' || (unsigned char)c < 0x20;
}

static void
text_write(struct buf *json, const char *text)
{
	const char *from = text == NULL ? "" : text, *c;

	buf_char(json, '"');
	for (c = from; *c != '\0'; c++) {
		if (!escaped(*c))
			continue;
		buf_add(json, from, (size_t)(c - from));
		from = c + 1;
		if (*c == '"' || *c == '\\')
			buf_printf(json, "\\%c", *c);
		else
			buf_printf(json, "\\u%04x", (unsigned)*c);
	}
	buf_add(json, from, (size_t)(c - from));
	buf_char(json, '"');
}

const char *
diff_write(struct arena *arena, const struct diff *diff)
{
	struct buf json;

	buf_init(&json, arena, 256);
	buf_text(&json, REASON);
	text_write(&json, diff->reason);
	buf_text(&json, ITEMS);
	for (size_t i = 0; i < diff->count; i++) {
		buf_text(&json, i == 0 ? "[" : ",[");
		text_write(&json, diff->item[i].field);
		buf_char(&json, ',');
		text_write(&json, diff->item[i].before);
		buf_char(&json, ',');
		text_write(&json, diff->item[i].after);
		buf_char(&json, ']');
	}
	buf_text(&json, "]}");
	return json.data;
}

/* --- reading ---------------------------------------------------------------------------------------------------- */

/* Goes behind `word`, if it stands here. */
static bool
word_read(char **at, const char *word)
{
	size_t length = strlen(word);

	if (strncmp(*at, word, length) != 0)
		return false;
	*at += length;
	return true;
}

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The sign behind a backslash; '\0': none that is ever written. */
static char
escape_read(char **at)
{
	int high, low;

	if (**at == '"' || **at == '\\')
		return *(*at)++;
	if (!word_read(at, "u00"))
		return '\0';
	high = hex_value((*at)[0]);
	low = high < 0 ? -1 : hex_value((*at)[1]);
	if (low < 0 || high > 1)
		return '\0';
	*at += 2;
	return (char)(high * 16 + low);
}

/* A text, its escapes taken out where it stands; NULL: none is here. */
static const char *
text_read(char **at)
{
	char *text = *at + 1, *from = text, *to = text;

	if (**at != '"')
		return NULL;
	for (;;) {
		size_t plain = strcspn(from, "\"\\");

		if (to != from)
			memmove(to, from, plain);
		from += plain;
		to += plain;
		if (*from++ != '\\')
			break;
		*to = escape_read(&from);
		if (*to++ == '\0')
			return NULL;
	}
	if (from[-1] != '"')
		return NULL;
	*to = '\0';
	*at = from;
	return text;
}

static bool
item_read(char **at, struct diff_item *item)
{
	return word_read(at, "[") && (item->field = text_read(at)) != NULL && word_read(at, ",") &&
	       (item->before = text_read(at)) != NULL && word_read(at, ",") &&
	       (item->after = text_read(at)) != NULL && word_read(at, "]");
}

bool
diff_read(struct arena *arena, const char *json, struct diff *diff)
{
	char *at = arena_copy(arena, json, strlen(json));

	diff->count = 0;
	diff->reason = NULL;
	if (!word_read(&at, REASON) || (diff->reason = text_read(&at)) == NULL || !word_read(&at, ITEMS))
		return false;
	while (*at != ']' && diff->count < DIFF_MOST) {
		if (diff->count > 0 && !word_read(&at, ","))
			return false;
		if (!item_read(&at, &diff->item[diff->count]))
			return false;
		diff->count++;
	}
	return strcmp(at, "]}") == 0;
}
