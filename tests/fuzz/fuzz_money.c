/* SPDX-License-Identifier: MIT */
/* Fuzzer of amounts: what is read is within bounds and reads the same when written out.
 * Not of sums. */
#include "base/money.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct arena *arena;

static void
check(const char *text, int64_t wanted)
{
	int64_t fen = wanted + 1;

	if (money_parse(text, &fen) != RC_OK || fen != wanted)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int64_t fen = 0;
	char *text = malloc(size + 1); /* exactly as long as it is, for the sanitizer to see beyond */

	if (text == NULL)
		abort();
	if (size != 0)
		memcpy(text, data, size);
	text[size] = '\0';
	if (arena == NULL)
		arena = arena_new(4096);
	arena_reset(arena, 4096);
	if (money_parse(text, &fen) == RC_OK) {
		if (fen > MONEY_MAX_FEN || fen < -MONEY_MAX_FEN)
			abort();
		check(money_text(arena, fen), fen);
		check(money_plain(arena, fen), fen);
	}
	free(text);
	return 0;
}
