/* SPDX-License-Identifier: MIT */
/* UTF-8: checks and measures; every string inside the portal is valid UTF-8 without NUL and control bytes
 * other than tab and newline. Not a collation: MariaDB sorts. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/arena.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* utf8_valid(): well-formed (RFC 3629), no NUL, no control characters but tab, CR and LF. */
bool utf8_valid(const char *text, size_t length);
/* utf8_length(): code points. utf8_cut(): bytes of the longest prefix of at most `most` code points. */
size_t utf8_length(const char *text);
size_t utf8_cut(const char *text, size_t most);
/* utf8_trim(): without blanks (ASCII and U+3000) at both ends, CRLF turned into LF. */
const char *utf8_trim(struct arena *arena, const char *text);
/* utf8_narrow(): full-width ASCII (U+FF01…U+FF5E, U+3000) as ASCII: "１３８" becomes "138". */
const char *utf8_narrow(struct arena *arena, const char *text);

#endif
