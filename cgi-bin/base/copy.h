/* SPDX-License-Identifier: MIT */
/* Copying texts, of which a page has thousands: up to 32 bytes go as two pieces that may lie over each other, without a call. */
#ifndef BASE_COPY_H
#define BASE_COPY_H

#include <stddef.h>
#include <string.h>

/* bytes_copy(): memcpy() for texts that are short as a rule. */
static inline __attribute__((always_inline)) void
bytes_copy(char *to, const char *from, size_t length)
{
#define PIECES(bytes)                                                                                        \
	do {                                                                                                 \
		char head[bytes], tail[bytes];                                                               \
		memcpy(head, from, bytes);                                                                   \
		memcpy(tail, from + length - (bytes), bytes);                                                \
		memcpy(to, head, bytes);                                                                     \
		memcpy(to + length - (bytes), tail, bytes);                                                  \
	} while (0)
	if (length > 32)
		memcpy(to, from, length);
	else if (length >= 16)
		PIECES(16);
	else if (length >= 8)
		PIECES(8);
	else if (length >= 4)
		PIECES(4);
	else
		while (length-- > 0)
			*to++ = *from++;
#undef PIECES
}

#endif
