/* SPDX-License-Identifier: MIT */
/* What files/ decides: names that are safe, and what a content is. */
#ifndef FILES_RULES_H
#define FILES_RULES_H

#include "base/arena.h"
#include <stdbool.h>
#include <stdint.h>

#define FILE_NAME_MOST 120 /* code points */
#define FILE_SNIFF 512     /* first bytes that tell a type */

/* file_name_safe(): the last part of a path, without control characters, separators and leading dots; "file" if nothing is
 * left. Never NULL. */
const char *file_name_safe(struct arena *arena, const char *name);

/* file_type(): the type of a content by its first bytes; NULL if none is known and it is not text. `text` tells whether all
 * of it is UTF-8 text; the name only tells apart what has the same bytes (CSV from plain text, XLSX from ZIP). */
const char *file_type(const unsigned char *head, size_t length, bool text, const char *name);

/* Is a stream UTF-8 text, however it is cut into pieces? Begin with a zeroed struct. */
struct text_check {
	unsigned char rest[4]; /* a character begun in the piece before */
	size_t rest_length;
	bool bad;
};
void text_check_add(struct text_check *check, const void *data, size_t length);
bool text_check_end(const struct text_check *check);

#endif
