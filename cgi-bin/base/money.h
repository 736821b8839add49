/* SPDX-License-Identifier: MIT */
/* Money: whole fen in int64_t. Not a currency library: the shop has one currency, the yuan. */
#ifndef BASE_MONEY_H
#define BASE_MONEY_H

#include "base/arena.h"
#include "base/rc.h"
#include <stdint.h>

/* The largest amount the portal takes: 100 million yuan, in fen. */
#define MONEY_MAX_FEN INT64_C(10000000000)

/* money_parse(): "1,234.5", "￥1234.50", full-width digits and surrounding blanks are read; at most two decimals.
 * RC_INVALID for anything else or beyond ±MONEY_MAX_FEN. `*fen` is set on RC_OK only. */
enum rc money_parse(const char *text, int64_t *fen) MUST_CHECK;
/* money_text(): "1,234.50"; a negative amount has a true minus sign (U+2212). */
const char *money_text(struct arena *arena, int64_t fen);
/* money_plain(): "1234.50" and "-1234.50", for CSV and logs. */
const char *money_plain(struct arena *arena, int64_t fen);

#endif
