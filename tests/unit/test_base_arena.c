/* SPDX-License-Identifier: MIT */
/* Arenas and buffers: alignment, growth, what stays after a reset.
 * Not the wrapped allocation: test_base_memory.c. */
#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void
test_arena_aligns_and_zeroes(void **state)
{
	struct arena *arena = arena_new(256);
	size_t size;

	(void)state;
	for (size = 0; size < 2000; size++) {
		unsigned char *data;
		size_t i;

		arena_strndup(arena, "abcdefg", size % 8); /* leaves the arena at an odd place */
		data = arena_alloc(arena, size);
		assert_int_equal((uintptr_t)data % _Alignof(max_align_t), 0);
		for (i = 0; i < size; i++)
			assert_int_equal(data[i], 0);
		memset(data, 0xff, size);
		if (size % 500 == 499)
			arena_reset(arena, 4096); /* what was written must not shine through */
	}
	arena_free(arena);
}

static void
test_arena_allocations_do_not_overlap(void **state)
{
	struct arena *arena = arena_new(128);
	unsigned char *all[300];
	size_t i, k;

	(void)state;
	for (i = 0; i < 300; i++) {
		all[i] = arena_alloc(arena, i);
		memset(all[i], (int)(i & 0xff), i);
	}
	for (i = 0; i < 300; i++) {
		for (k = 0; k < i; k++)
			assert_int_equal(all[i][k], i & 0xff);
	}
	arena_free(arena);
}

static void
test_arena_keeps_blocks(void **state)
{
	struct arena *arena = arena_new(1024);
	char *first, *second;
	int i;

	(void)state;
	first = arena_alloc(arena, 1000);
	second = arena_alloc(arena, 1000);
	arena_reset(arena, 1 << 20);
	for (i = 0; i < 100; i++) {
		assert_ptr_equal(arena_alloc(arena, 1000), first);
		assert_ptr_equal(arena_alloc(arena, 1000), second);
		arena_reset(arena, 1 << 20);
	}
	/* a block beyond what is kept goes; the first stays */
	arena_alloc(arena, 1 << 16);
	arena_reset(arena, 1024);
	assert_ptr_equal(arena_alloc(arena, 1000), first);
	arena_free(arena);
	arena_free(NULL);
}

static void
test_arena_text(void **state)
{
	struct arena *arena = arena_new(64);
	char *long_text;

	(void)state;
	assert_string_equal(arena_strdup(arena, NULL), "");
	assert_string_equal(arena_strdup(arena, "后台"), "后台");
	assert_string_equal(arena_strndup(arena, "abcdef", 3), "abc");
	assert_string_equal(arena_strndup(arena, "ab", 9), "ab");
	assert_string_equal(arena_strndup(arena, NULL, 9), "");
	assert_string_equal(arena_printf(arena, "%d/%s", 7, "x"), "7/x");
	long_text = arena_printf(arena, "%0999d", 5);
	assert_int_equal(strlen(long_text), 999);
	assert_string_equal(long_text + 990, "000000005");
	/* exactly at and around the size of the inner buffer */
	assert_int_equal(strlen(arena_printf(arena, "%0255d", 1)), 255);
	assert_int_equal(strlen(arena_printf(arena, "%0256d", 1)), 256);
	assert_int_equal(strlen(arena_printf(arena, "%0257d", 1)), 257);
	arena_free(arena);
}

static void
test_buf_grows(void **state)
{
	struct arena *arena = arena_new(100);
	struct buf buf;
	size_t i;

	(void)state;
	buf_init(&buf, arena, 0);
	assert_string_equal(buf.data, "");
	for (i = 0; i < 100000; i++) {
		buf_char(&buf, (char)('a' + i % 26));
		assert_int_equal(buf.data[buf.length], 0);
		if (i % 1000 == 0)
			arena_alloc(arena, 16); /* in its way: it has to move */
	}
	assert_int_equal(buf.length, 100000);
	for (i = 0; i < 100000; i++)
		assert_int_equal(buf.data[i], 'a' + i % 26);
	arena_free(arena);
}

static void
test_buf_grows_in_place(void **state)
{
	struct arena *arena = arena_new(1 << 16);
	struct buf buf;
	char *data;

	(void)state;
	buf_init(&buf, arena, 64);
	data = buf.data;
	while (buf.length < 30000)
		buf_text(&buf, "0123456789");
	assert_ptr_equal(buf.data, data);
	/* what comes after it is not touched */
	assert_true((char *)arena_alloc(arena, 8) >= buf.data + buf.room + 1);
	arena_free(arena);
}

static void
test_aligned(void **state)
{
	struct arena *arena = arena_new(64);

	(void)state;
	for (size_t align = 1; align <= 128; align *= 2)
		for (size_t i = 1; i < 40; i++) {
			char *data = arena_aligned(arena, i, align);

			assert_int_equal((uintptr_t)data % align, 0);
			for (size_t j = 0; j < i; j++)
				assert_int_equal(data[j], 0);
			memset(data, 'x', i);
			(void)arena_strdup(arena, "odd");
		}
	arena_free(arena);
}

/* The quick way for plain conversions writes what libc writes. */
static void
test_printf_as_libc(void **state)
{
	static const long long numbers[] = { 0, 1, -1, 9, 10, -10, 2147483647, -2147483647 - 1LL,
		9007199254740993, 9223372036854775807, -9223372036854775807 - 1 };
	struct arena *arena = arena_new(0);
	char libc[200];

	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		snprintf(libc, sizeof(libc), "[%lld] %ld|%d%s", numbers[i], (long)numbers[i], (int)numbers[i],
		    "订单");
		assert_string_equal(arena_printf(arena, "[%lld] %ld|%d%s", numbers[i], (long)numbers[i],
					(int)numbers[i], "订单"),
		    libc);
		snprintf(libc, sizeof(libc), "%s: %05lld%%, %x", "a", numbers[i], (unsigned)numbers[i]);
		assert_string_equal(
		    arena_printf(arena, "%s: %05lld%%, %x", "a", numbers[i], (unsigned)numbers[i]), libc);
	}
	assert_string_equal(arena_printf(arena, "%s%s%s", "", "", ""), "");
	assert_string_equal(arena_printf(arena, "plain"), "plain");
	arena_free(arena);
}

static void
test_buf_printf(void **state)
{
	struct arena *arena = arena_new(0);
	struct buf buf;
	char text[9000];

	(void)state;
	buf_init(&buf, arena, 0);
	buf_printf(&buf, "%s", "");
	assert_int_equal(buf.length, 0);
	buf_printf(&buf, "%d", 12);
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	buf_printf(&buf, "[%s]", text);
	assert_int_equal(buf.length, 2 + sizeof(text) + 1);
	assert_int_equal(strlen(buf.data), buf.length);
	buf_add(&buf, "\0\1", 2);
	assert_int_equal(buf.data[buf.length - 2], 0);
	buf_text(&buf, NULL);
	arena_free(arena);
}

static void
test_join(void **state)
{
	struct arena *arena = arena_new(64);
	char text[300];

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	assert_string_equal(arena_join(arena, "a", "", " ", "张三", NULL), "a 张三");
	assert_string_equal(arena_join(arena, "", NULL), "");
	assert_int_equal(strlen(arena_join(arena, text, text, NULL)), 2 * (sizeof(text) - 1));
	/* more pieces than the lengths that are kept */
	assert_string_equal(arena_join(arena, "a", "bc", "", "d", "e", "f", "g", "h", "i", "j", "k", "lm",
				"n", "", "op", "q", NULL),
	    "abcdefghijklmnopq");
	arena_free(arena);
}

static void
test_copy_and_int(void **state)
{
	struct arena *arena = arena_new(64);

	(void)state;
	assert_string_equal(arena_copy(arena, "abcd", 3), "abc");
	assert_string_equal(arena_copy(arena, "", 0), "");
	assert_string_equal(arena_int(arena, 0), "0");
	assert_string_equal(arena_int(arena, -7), "-7");
	assert_string_equal(arena_int(arena, INT64_MAX), "9223372036854775807");
	assert_string_equal(arena_int(arena, INT64_MIN), "-9223372036854775808");
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_arena_aligns_and_zeroes),
		cmocka_unit_test(test_arena_allocations_do_not_overlap),
		cmocka_unit_test(test_arena_keeps_blocks),
		cmocka_unit_test(test_arena_text),
		cmocka_unit_test(test_copy_and_int),
		cmocka_unit_test(test_buf_grows),
		cmocka_unit_test(test_buf_grows_in_place),
		cmocka_unit_test(test_aligned),
		cmocka_unit_test(test_printf_as_libc),
		cmocka_unit_test(test_join),
		cmocka_unit_test(test_buf_printf),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
