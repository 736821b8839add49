/* SPDX-License-Identifier: MIT */
/* A table of texts and numbers with open addressing, and JSON arrays of them.
 * Not a JSON library: it writes flat arrays and reads nothing. */
#include "base/lookup.h"

#include <stdbool.h>
#include <string.h>

struct entry {
	const char *key;
	int64_t number;
	int64_t value;
	bool taken;
};

struct lookup {
	struct entry *entries;
	size_t mask;
};

struct lookup *
lookup_new(struct arena *arena, size_t most)
{
	struct lookup *lookup = ARENA_NEW(arena, struct lookup);
	size_t room = 16;

	while (room < most * 2)
		room *= 2;
	lookup->entries = arena_array(arena, room, sizeof(*lookup->entries));
	lookup->mask = room - 1;
	return lookup;
}

static uint64_t
number_hash(int64_t number)
{
	uint64_t hash = (uint64_t)number * UINT64_C(0x9E3779B97F4A7C15);

	return hash ^ hash >> 32;
}

static uint64_t
key_hash(const char *key)
{
	uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a */

	for (; *key; key++)
		hash = (hash ^ (unsigned char)*key) * UINT64_C(1099511628211);
	return hash ^ hash >> 32;
}

static struct entry *
entry_at(const struct lookup *lookup, const char *key, int64_t number)
{
	size_t at = (size_t)(key ? key_hash(key) : number_hash(number)) & lookup->mask;
	struct entry *entry;

	for (;; at = (at + 1) & lookup->mask) {
		entry = &lookup->entries[at];
		if (!entry->taken)
			return entry;
		if (key ? strcmp(entry->key, key) == 0 : entry->number == number)
			return entry;
	}
}

static int64_t
entry_add(struct entry *entry, const char *key, int64_t number, int64_t value)
{
	if (!entry->taken) {
		entry->key = key;
		entry->number = number;
		entry->value = value;
		entry->taken = true;
	}
	return entry->value;
}

int64_t
lookup_add(struct lookup *lookup, const char *key, int64_t value)
{
	return entry_add(entry_at(lookup, key, 0), key, 0, value);
}

int64_t
lookup_find(const struct lookup *lookup, const char *key, int64_t otherwise)
{
	const struct entry *entry = entry_at(lookup, key, 0);

	return entry->taken ? entry->value : otherwise;
}

int64_t
lookup_add_id(struct lookup *lookup, int64_t key, int64_t value)
{
	return entry_add(entry_at(lookup, NULL, key), NULL, key, value);
}

int64_t
lookup_find_id(const struct lookup *lookup, int64_t key, int64_t otherwise)
{
	const struct entry *entry = entry_at(lookup, NULL, key);

	return entry->taken ? entry->value : otherwise;
}

const char *
json_texts(struct arena *arena, const char *const *texts, size_t count)
{
	struct buf buf;
	size_t i;
	const char *c;

	buf_init(&buf, arena, count * 24 + 16);
	buf_char(&buf, '[');
	for (i = 0; i < count; i++) {
		buf_text(&buf, i ? ",\"" : "\"");
		for (c = texts[i]; *c; c++)
			if (*c == '"' || *c == '\\') {
				buf_char(&buf, '\\');
				buf_char(&buf, *c);
			} else if ((unsigned char)*c < ' ') {
				buf_printf(&buf, "\\u%04x", (unsigned)(unsigned char)*c);
			} else {
				buf_char(&buf, *c);
			}
		buf_char(&buf, '"');
	}
	buf_char(&buf, ']');
	return buf.data;
}

const char *
json_ids(struct arena *arena, const int64_t *ids, size_t count)
{
	struct buf buf;
	size_t i;

	buf_init(&buf, arena, count * 12 + 16);
	buf_char(&buf, '[');
	for (i = 0; i < count; i++)
		buf_printf(&buf, i ? ",%lld" : "%lld", (long long)ids[i]);
	buf_char(&buf, ']');
	return buf.data;
}
