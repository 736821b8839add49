/* SPDX-License-Identifier: MIT */
/* Amounts read and written, in whole fen.
 * Not arithmetic: sums are plain additions of int64_t, bounded where they come in. */
#include "base/money.h"
#include <stdbool.h>
#include <string.h>

/* One character of an amount, full-width forms and the signs folded to ASCII: 'Y' is a yuan sign, '?' anything else.
 * Advances `*text`; 0 at the end, where it stays. */
static char
money_next(const char **text)
{
	const unsigned char *p = (const unsigned char *)*text;

	if (p[0] == 0)
		return 0;
	*text += 1;
	if (p[0] < 0x80)
		return p[0] == 'Y' ? '?' : (char)p[0];
	if (p[0] == 0xc2 && p[1] == 0xa5) { /* ¥ */
		*text += 1;
		return 'Y';
	}
	if ((p[0] & 0xf0) != 0xe0 || p[1] == 0 || p[2] == 0)
		return '?';
	*text += 2;
	if (p[0] == 0xef && p[1] == 0xbf && p[2] == 0xa5) /* ￥ */
		return 'Y';
	if (p[0] == 0xef && p[1] == 0xbc && p[2] >= 0x81 && p[2] <= 0xbf) /* ！ … ＿ */
		return p[2] == 0xb9 ? '?' : (char)(p[2] - 0x60);
	if (p[0] == 0xe2 && p[1] == 0x88 && p[2] == 0x92) /* − */
		return '-';
	if (p[0] == 0xe3 && p[1] == 0x80 && p[2] == 0x80) /* ideographic space */
		return ' ';
	return '?';
}

static bool
money_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool
money_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The whole yuan with correct grouping ("1,234" yes, "12,34" no); `*c` is the first character behind them. */
static bool
money_whole(const char **text, char *c, int64_t *yuan)
{
	int digits = 0; /* since the beginning or the last comma */
	bool commas = false;

	*yuan = 0;
	for (;; *c = money_next(text)) {
		if (money_digit(*c)) {
			*yuan = *yuan * 10 + (*c - '0');
			if (*yuan > MONEY_MAX_FEN / 100)
				return false;
			if (digits < 4)
				digits++;
		} else if (*c == ',') {
			if (digits == 0 || digits > 3 || (commas && digits != 3))
				return false;
			commas = true;
			digits = 0;
		} else {
			return commas ? digits == 3 : digits > 0;
		}
	}
}

enum rc
money_parse(const char *text, int64_t *fen)
{
	bool minus = false, sign = false;
	int64_t yuan, cents = 0;
	char c = money_next(&text);

	while (money_blank(c))
		c = money_next(&text);
	for (; c == '-' || c == 'Y'; c = money_next(&text)) {
		bool *seen = c == '-' ? &minus : &sign;

		if (*seen)
			return RC_INVALID;
		*seen = true;
	}
	if (!money_whole(&text, &c, &yuan))
		return RC_INVALID;
	if (c == '.') {
		c = money_next(&text);
		if (!money_digit(c))
			return RC_INVALID;
		cents = (c - '0') * 10;
		c = money_next(&text);
		if (money_digit(c)) {
			cents += c - '0';
			c = money_next(&text);
		}
	}
	while (money_blank(c))
		c = money_next(&text);
	if (c != 0 || yuan * 100 + cents > MONEY_MAX_FEN)
		return RC_INVALID;
	*fen = minus ? -(yuan * 100 + cents) : yuan * 100 + cents;
	return RC_OK;
}

/* Written from the last digit to the first. */
static const char *
money_write(struct arena *arena, int64_t fen, const char *minus, bool commas)
{
	char text[40];
	char *p = text + sizeof(text);
	uint64_t rest = fen < 0 ? 0 - (uint64_t)fen : (uint64_t)fen;
	int digits = 0;

	*--p = '\0';
	*--p = (char)('0' + rest % 10);
	*--p = (char)('0' + rest / 10 % 10);
	*--p = '.';
	rest /= 100;
	do {
		if (commas && digits == 3) {
			*--p = ',';
			digits = 0;
		}
		*--p = (char)('0' + rest % 10);
		digits++;
		rest /= 10;
	} while (rest != 0);
	if (fen < 0) {
		size_t length = strlen(minus);

		p -= length;
		memcpy(p, minus, length);
	}
	return arena_copy(arena, p, (size_t)(text + sizeof(text) - p));
}

const char *
money_text(struct arena *arena, int64_t fen)
{
	return money_write(arena, fen, "\xe2\x88\x92", true);
}

const char *
money_plain(struct arena *arena, int64_t fen)
{
	return money_write(arena, fen, "-", false);
}
