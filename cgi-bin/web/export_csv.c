/* SPDX-License-Identifier: MIT */
/* CSV as RFC 4180 has it, with a byte order mark, and no cell that a spreadsheet would take for a formula.
 * Not a reader of CSV (imports/csv.c). */
#include "base/money.h"
#include "web/export.h"
#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

void
export_csv_bom(struct buf *out)
{
	buf_add(out, "\xef\xbb\xbf", 3);
}

/* Digits with at most one point and a sign in front: no spreadsheet calculates that. */
static bool
is_plain_number(const char *text)
{
	size_t digits, rest;

	text += *text == '-' || *text == '+';
	digits = strspn(text, "0123456789");
	if (digits == 0)
		return false;
	text += digits;
	if (*text == '\0')
		return true;
	if (*text++ != '.')
		return false;
	rest = strspn(text, "0123456789");
	return rest > 0 && text[rest] == '\0';
}

/* ASVS 1.2.10: what a spreadsheet takes for a formula. Blanks in front do not save it, and neither does full width. */
static bool
is_formula(const char *text)
{
	static const char *const wide[] = { "＝", "＋", "－", "＠" };
	size_t i;

	if (*text == '\t' || *text == '\r')
		return true;
	while (*text == ' ' || *text == '\n')
		text++;
	if (*text != '\0' && strchr("=+-@\t\r", *text) != NULL)
		return !is_plain_number(text);
	for (i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
		if (strncmp(text, wide[i], strlen(wide[i])) == 0)
			return true;
	return false;
}

static void
text_add(struct buf *out, const char *text)
{
	bool formula = is_formula(text);

	if (!formula && strpbrk(text, "\",\r\n") == NULL) {
		buf_text(out, text);
		return;
	}
	buf_text(out, formula ? "\"'" : "\"");
	for (; *text != '\0'; text++) {
		if (*text == '"')
			buf_char(out, '"');
		buf_char(out, *text);
	}
	buf_char(out, '"');
}

void
export_csv_row(struct buf *out, const struct export_cell *cells, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (i > 0)
			buf_char(out, ',');
		switch (cells[i].kind) {
		case EXPORT_TEXT:
			text_add(out, cells[i].text != NULL ? cells[i].text : "");
			break;
		case EXPORT_NUMBER:
			buf_printf(out, "%" PRId64, cells[i].number);
			break;
		case EXPORT_MONEY:
			buf_text(out, money_plain(out->arena, cells[i].number));
			break;
		}
	}
	buf_text(out, "\r\n");
}
