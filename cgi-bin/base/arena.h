/* SPDX-License-Identifier: MIT */
/* Memory that lives with a request and goes with it.
 * Not a general allocator: nothing is freed singly. Running out of memory ends the process (base/memory.c). */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

/* arena_new(): an empty arena whose first block holds `size` bytes (0: a default of 64 KiB). Never NULL. */
struct arena *arena_new(size_t size);
/* arena_reset(): forget everything, keep up to `keep` bytes of blocks for the next request. */
void arena_reset(struct arena *arena, size_t keep);
void arena_free(struct arena *arena);

/* arena_alloc(): `size` zeroed bytes, aligned for any type. Never NULL. */
void *arena_alloc(struct arena *arena, size_t size) __attribute__((malloc, alloc_size(2), returns_nonnull));
/* arena_array(): `count` zeroed elements of `size` bytes; an overflow of the product ends the process. */
void *arena_array(struct arena *arena, size_t count, size_t size) __attribute__((returns_nonnull));
/* arena_grown(): a copy of an array of `count` elements with room for `room`, the others zeroed. */
void *arena_grown(struct arena *arena, const void *array, size_t count, size_t room, size_t size)
    __attribute__((returns_nonnull));
/* arena_strdup(), arena_strndup(): a NUL-terminated copy; NULL gives "". */
char *arena_strdup(struct arena *arena, const char *text) __attribute__((returns_nonnull));
char *arena_strndup(struct arena *arena, const char *text, size_t length) __attribute__((returns_nonnull));
/* arena_copy(): `length` bytes, of which none is NUL, and a NUL behind them. arena_int(): a number's decimal digits. */
char *arena_copy(struct arena *arena, const char *text, size_t length) __attribute__((returns_nonnull));
char *arena_int(struct arena *arena, long long number) __attribute__((returns_nonnull));
/* arena_printf(): printf into the arena. Never NULL. */
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3), returns_nonnull));
char *arena_vprintf(struct arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0), returns_nonnull));

/* arena_join(): texts one after the other, up to a NULL. Never NULL. */
char *arena_join(struct arena *arena, const char *first, ...) __attribute__((sentinel, returns_nonnull));

/* A text put together from pieces, which stay where they are until pieces_text() makes one of them. pieces_add(): none of the
 * `length` bytes is NUL. */
#define PIECES_KEPT 16 /* of more, those so far are put together first */
struct pieces {
	struct arena *arena;
	size_t count, length[PIECES_KEPT];
	const char *text[PIECES_KEPT];
};
void pieces_init(struct pieces *pieces, struct arena *arena);
void pieces_add(struct pieces *pieces, const char *text, size_t length);
char *pieces_text(const struct pieces *pieces) __attribute__((returns_nonnull));

/* arena_aligned(): the same at a multiple of `align`, a power of two: libsodium's states want more than any type of C. */
void *arena_aligned(struct arena *arena, size_t size, size_t align)
    __attribute__((malloc, alloc_size(2), returns_nonnull));

#define ARENA_NEW(arena, type) ((type *)arena_aligned((arena), sizeof(type), _Alignof(type)))

/* A growing run of bytes in an arena; always NUL-terminated behind `length`. A zeroed struct is not usable:
 * begin with buf_init. */
struct buf {
	struct arena *arena;
	char *data;
	size_t length;
	size_t room;
};

void buf_init(struct buf *buf, struct arena *arena, size_t room);
void buf_add(struct buf *buf, const void *data, size_t length);
void buf_text(struct buf *buf, const char *text);
void buf_char(struct buf *buf, char c);
void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
