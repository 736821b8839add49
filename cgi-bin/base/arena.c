/* SPDX-License-Identifier: MIT */
/* Arenas and the buffers that grow in them: a list of blocks, filled from the front.
 * Not a general allocator: only arena_reset and arena_free give anything back. */
#include "base/arena.h"
#include "base/copy.h"
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Under AddressSanitizer what is not handed out is poisoned, so that running over the end of one allocation is found
 * though its neighbour lies in the same block. */
#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif
#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#define ARENA_HIDE(data, length) ASAN_POISON_MEMORY_REGION((data), (length))
#define ARENA_SHOW(data, length) ASAN_UNPOISON_MEMORY_REGION((data), (length))
#define ARENA_GAP 16
#else
#define ARENA_HIDE(data, length) ((void)(data), (void)(length))
#define ARENA_SHOW(data, length) ((void)(data), (void)(length))
#define ARENA_GAP 0
#endif

#define ARENA_BLOCK 65536
#define ARENA_ALIGN _Alignof(max_align_t)
#define BUF_LEAST 64

struct block {
	struct block *next;
	size_t room;
	_Alignas(max_align_t) char data[];
};

struct arena {
	struct block *first;
	struct block *block; /* being filled; those behind it are kept for later */
	size_t used;         /* bytes of `block` handed out */
	size_t size;         /* of a new block */
};

static _Noreturn void
arena_overflow(void)
{
	fputs("{\"level\":\"error\",\"event\":\"memory.overflow\"}\n", stderr);
	abort();
}

static struct block *
block_new(size_t room)
{
	struct block *block;

	if (room > SIZE_MAX / 2)
		arena_overflow();
	block = malloc(sizeof(*block) + room);
	if (block == NULL) /* only where malloc is not wrapped */
		abort();
	block->next = NULL;
	block->room = room;
	ARENA_HIDE(block->data, room);
	return block;
}

struct arena *
arena_new(size_t size)
{
	struct arena *arena = malloc(sizeof(*arena));

	if (arena == NULL)
		abort();
	arena->size = size != 0 ? size : ARENA_BLOCK;
	arena->first = arena->block = block_new(arena->size);
	arena->used = 0;
	return arena;
}

void
arena_reset(struct arena *arena, size_t keep)
{
	struct block **link = &arena->first->next;
	size_t kept = arena->first->room;

	ARENA_HIDE(arena->first->data, arena->first->room);
	while (*link != NULL) {
		struct block *block = *link;

		if (block->room <= keep && kept <= keep - block->room) {
			kept += block->room;
			ARENA_HIDE(block->data, block->room);
			link = &block->next;
		} else {
			*link = block->next;
			ARENA_SHOW(block->data, block->room);
			free(block);
		}
	}
	arena->block = arena->first;
	arena->used = 0;
}

void
arena_free(struct arena *arena)
{
	struct block *block, *next;

	if (arena == NULL)
		return;
	for (block = arena->first; block != NULL; block = next) {
		next = block->next;
		ARENA_SHOW(block->data, block->room);
		free(block);
	}
	free(arena);
}

/* The next kept block with room for `size`, or a new one put behind the current. */
static void
arena_turn(struct arena *arena, size_t size)
{
	struct block *block = arena->block;

	while (block->next != NULL) {
		block = block->next;
		if (block->room >= size) {
			arena->block = block;
			arena->used = 0;
			return;
		}
	}
	block->next = block_new(size > arena->size ? size : arena->size);
	arena->block = block->next;
	arena->used = 0;
}

/* `size` bytes as they are, not zeroed. */
static void *
arena_take(struct arena *arena, size_t size, size_t align)
{
	size_t start = (arena->used + align - 1) & ~(align - 1);
	char *data;

	if (size > SIZE_MAX / 4)
		arena_overflow();
	if (start > arena->block->room || size + ARENA_GAP > arena->block->room - start) {
		arena_turn(arena, size + ARENA_GAP);
		start = 0;
	}
	data = arena->block->data + start;
	arena->used = start + size + ARENA_GAP;
	ARENA_SHOW(data, size);
	return data;
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	void *data = arena_take(arena, size, ARENA_ALIGN);

	memset(data, 0, size);
	return data;
}

void *
arena_aligned(struct arena *arena, size_t size, size_t align)
{
	char *data;

	if (align <= ARENA_ALIGN)
		return arena_alloc(arena, size);
	/* blocks themselves are aligned for the types of C only */
	data = arena_alloc(arena, size + align);
	return data + (align - (uintptr_t)data % align) % align;
}

void *
arena_array(struct arena *arena, size_t count, size_t size)
{
	size_t product;

	if (__builtin_mul_overflow(count, size, &product))
		arena_overflow();
	return arena_alloc(arena, product);
}

void *
arena_grown(struct arena *arena, const void *array, size_t count, size_t room, size_t size)
{
	void *grown = arena_array(arena, room, size);

	return count == 0 ? grown : memcpy(grown, array, count * size);
}

char *
arena_copy(struct arena *arena, const char *text, size_t length)
{
	char *copy = arena_take(arena, length + 1, 1);

	bytes_copy(copy, text, length);
	copy[length] = '\0';
	return copy;
}

char *
arena_strndup(struct arena *arena, const char *text, size_t length)
{
	return arena_copy(arena, text, text == NULL ? 0 : strnlen(text, length));
}

char *
arena_strdup(struct arena *arena, const char *text)
{
	return arena_strndup(arena, text, SIZE_MAX / 2);
}

/* The digits of a number, ending before `end`; returns where they begin. */
static char *
number_write(char *end, long long number)
{
	unsigned long long rest = number < 0 ? 0 - (unsigned long long)number : (unsigned long long)number;

	do
		*--end = (char)('0' + rest % 10);
	while (rest /= 10);
	if (number < 0)
		*--end = '-';
	return end;
}

char *
arena_int(struct arena *arena, long long number)
{
	char digits[24], *from = number_write(digits + sizeof(digits), number);

	return arena_copy(arena, from, (size_t)(digits + sizeof(digits) - from));
}

/* One conversion of those that pages are full of: %s, %d, %ld, %lld. Its text and length; the format behind it, or NULL for
 * any other. `digits` holds at least 24 bytes. */
static const char *
piece_take(const char *format, va_list *args, char *digits, const char **text, size_t *length)
{
	int longs = 0;
	long long number;

	if (*format == 's') {
		*text = va_arg(*args, const char *);
		if (*text == NULL)
			return NULL;
		*length = strlen(*text);
		return format + 1;
	}
	while (*format == 'l' && longs < 2)
		format++, longs++;
	if (*format != 'd')
		return NULL;
	number = longs == 2   ? va_arg(*args, long long)
		 : longs == 1 ? va_arg(*args, long)
			      : va_arg(*args, int);
	*text = number_write(digits + 24, number);
	*length = (size_t)(digits + 24 - *text);
	return format + 1;
}

/* What vsnprintf() would write, for formats of such conversions alone: a third of its time, and pages of rows format some
 * hundred texts. -1 if the format holds anything else or the text does not fit. */
static int
quick_print(char *out, size_t room, const char *format, va_list *args)
{
	char digits[24];
	size_t used = 0;

	while (*format != '\0') {
		size_t length = 0;
		const char *text = format;

		while (format[length] != '\0' && format[length] != '%') /* a few bytes: not worth a call */
			length++;
		if (length > 0)
			format += length;
		else if ((format = piece_take(format + 1, args, digits, &text, &length)) == NULL)
			return -1;
		if (length >= room - used)
			return -1;
		memcpy(out + used, text, length);
		used += length;
	}
	out[used] = '\0';
	return (int)used;
}

char *
arena_vprintf(struct arena *arena, const char *format, va_list args)
{
	char small[256];
	va_list again;
	char *text;
	int length;

	va_copy(again, args);
	length = quick_print(small, sizeof(small), format, &again);
	va_end(again);
	if (length >= 0) {
		text = arena_take(arena, (size_t)length + 1, 1);
		return memcpy(text, small, (size_t)length + 1);
	}
	va_copy(again, args);
	length = vsnprintf(small, sizeof(small), format, again);
	va_end(again);
	if (length < 0) /* an encoding error of libc: there is no text */
		length = 0, small[0] = '\0';
	text = arena_take(arena, (size_t)length + 1, 1);
	if ((size_t)length < sizeof(small))
		memcpy(text, small, (size_t)length + 1);
	else
		vsnprintf(text, (size_t)length + 1, format, args);
	return text;
}

char *
arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = arena_vprintf(arena, format, args);
	va_end(args);
	return text;
}

void
pieces_init(struct pieces *pieces, struct arena *arena)
{
	pieces->arena = arena;
	pieces->count = 0;
}

char *
pieces_text(const struct pieces *pieces)
{
	size_t whole = 0, i;
	char *text, *end;

	for (i = 0; i < pieces->count; i++)
		whole += pieces->length[i];
	text = end = arena_take(pieces->arena, whole + 1, 1);
	for (i = 0; i < pieces->count; i++) {
		bytes_copy(end, pieces->text[i], pieces->length[i]);
		end += pieces->length[i];
	}
	*end = '\0';
	return text;
}

void
pieces_add(struct pieces *pieces, const char *text, size_t length)
{
	if (pieces->count == PIECES_KEPT) {
		pieces->text[0] = pieces_text(pieces);
		pieces->length[0] = strlen(pieces->text[0]);
		pieces->count = 1;
	}
	pieces->text[pieces->count] = text;
	pieces->length[pieces->count++] = length;
}

char *
arena_join(struct arena *arena, const char *first, ...)
{
	struct pieces pieces;
	const char *piece;
	va_list args;

	pieces_init(&pieces, arena);
	va_start(args, first);
	for (piece = first; piece != NULL; piece = va_arg(args, const char *))
		pieces_add(&pieces, piece, strlen(piece));
	va_end(args);
	return pieces_text(&pieces);
}

void
buf_init(struct buf *buf, struct arena *arena, size_t room)
{
	buf->arena = arena;
	buf->length = 0;
	buf->room = room > BUF_LEAST ? room : BUF_LEAST;
	if (buf->room > SIZE_MAX / 8)
		arena_overflow();
	buf->data = arena_take(arena, buf->room + 1, 1);
	buf->data[0] = '\0';
}

/* At the end of its block a buffer grows where it is, otherwise it moves. */
static bool
buf_stretch(struct buf *buf, size_t room)
{
	struct arena *arena = buf->arena;
	size_t start;

	if (buf->data < arena->block->data || buf->data >= arena->block->data + arena->block->room)
		return false;
	start = (size_t)(buf->data - arena->block->data);
	if (start + buf->room + 1 + ARENA_GAP != arena->used)
		return false;
	if (room + 1 + ARENA_GAP > arena->block->room - start)
		return false;
	arena->used = start + room + 1 + ARENA_GAP;
	buf->room = room;
	ARENA_SHOW(buf->data, room + 1);
	return true;
}

static void
buf_grow(struct buf *buf, size_t more)
{
	size_t need, room;
	char *data;

	if (__builtin_add_overflow(buf->length, more, &need) || need > SIZE_MAX / 8)
		arena_overflow();
	room = buf->room * 2;
	if (room < need)
		room = need;
	if (buf_stretch(buf, room))
		return;
	data = arena_take(buf->arena, room + 1, 1);
	memcpy(data, buf->data, buf->length + 1);
	buf->data = data;
	buf->room = room;
}

void
buf_add(struct buf *buf, const void *data, size_t length)
{
	if (length > buf->room - buf->length)
		buf_grow(buf, length);
	if (length != 0)
		memcpy(buf->data + buf->length, data, length);
	buf->length += length;
	buf->data[buf->length] = '\0';
}

void
buf_text(struct buf *buf, const char *text)
{
	if (text != NULL)
		buf_add(buf, text, strlen(text));
}

void
buf_char(struct buf *buf, char c)
{
	if (buf->length == buf->room)
		buf_grow(buf, 1);
	buf->data[buf->length++] = c;
	buf->data[buf->length] = '\0';
}

void
buf_printf(struct buf *buf, const char *format, ...)
{
	va_list args, again;
	size_t room = buf->room - buf->length;
	int length;

	va_start(args, format);
	va_copy(again, args);
	length = quick_print(buf->data + buf->length, room + 1, format, &again);
	va_end(again);
	va_copy(again, args);
	if (length < 0)
		length = vsnprintf(buf->data + buf->length, room + 1, format, args);
	if (length > 0 && (size_t)length > room) {
		buf_grow(buf, (size_t)length);
		vsnprintf(buf->data + buf->length, (size_t)length + 1, format, again);
	}
	if (length > 0)
		buf->length += (size_t)length;
	else
		buf->data[buf->length] = '\0';
	va_end(again);
	va_end(args);
}
