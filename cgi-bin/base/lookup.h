/* SPDX-License-Identifier: MIT */
/* A table of texts and numbers, filled once and asked often; lives in an arena. Nothing is taken out again. */
#ifndef BASE_LOOKUP_H
#define BASE_LOOKUP_H

#include "base/arena.h"
#include <stddef.h>
#include <stdint.h>

struct lookup;

/* lookup_new(): room for `most` entries, no more. */
struct lookup *lookup_new(struct arena *arena, size_t most);
/* lookup_add(): put `value` there unless the key stands there already; returns the value that stands there now. Keys are
 * not copied. lookup_find(): the value, or `otherwise`. */
int64_t lookup_add(struct lookup *lookup, const char *key, int64_t value);
int64_t lookup_find(const struct lookup *lookup, const char *key, int64_t otherwise);
/* The same with numbers as keys; one table holds either texts or numbers. */
int64_t lookup_add_id(struct lookup *lookup, int64_t key, int64_t value);
int64_t lookup_find_id(const struct lookup *lookup, int64_t key, int64_t otherwise);

/* json_texts(), json_ids(): a JSON array, for statements that take many values as one parameter (JSON_TABLE). */
const char *json_texts(struct arena *arena, const char *const *texts, size_t count);
const char *json_ids(struct arena *arena, const int64_t *ids, size_t count);

#endif
