/* SPDX-License-Identifier: MIT */
/* UTF-8: what is well-formed, measured, trimmed and narrowed.
 * Not the encodings of files: imports look at those. */
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void
test_utf8_valid(void **state)
{
	static const char *const cases[] = { "", "a", "tab\tnl\ncr\r", "后台", "\xc2\xa0", "\xdf\xbf",
		"\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80", "\xef\xbf\xbd", "\xf0\x90\x80\x80",
		"\xf4\x8f\xbf\xbf", "😀", "e\xcc\x81", "\xe2\x80\xae turned" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (!utf8_valid(cases[i], strlen(cases[i])))
			fail_msg("refused: \"%s\"", cases[i]);
	}
}

static void
test_utf8_malformed(void **state)
{
	static const struct {
		const char *bytes;
		size_t length;
	} cases[] = { { "\0", 1 }, { "a\0b", 3 }, { "\x01", 1 }, { "\x1b[0m", 4 }, { "\x7f", 1 },
		{ "\x80", 1 }, { "\xbf", 1 }, { "\xc0\x80", 2 }, { "\xc1\xbf", 2 }, { "\xc2", 1 },
		{ "\xc2 ", 2 }, { "\xc2\x85", 2 }, { "\xc2\x9f", 2 }, { "\xe0\x80\x80", 3 },
		{ "\xe0\x9f\xbf", 3 }, { "\xe5\x90", 2 }, { "\xe5", 1 }, { "\xed\xa0\x80", 3 },
		{ "\xed\xbf\xbf", 3 }, { "\xf0\x80\x80\x80", 4 }, { "\xf0\x8f\xbf\xbf", 4 },
		{ "\xf0\x9f\x98", 3 }, { "\xf4\x90\x80\x80", 4 }, { "\xf5\x80\x80\x80", 4 },
		{ "\xf8\x88\x80\x80\x80", 5 }, { "\xfe", 1 }, { "\xff", 1 }, { "abc\xe5\x90\x8e\xe5", 7 },
		{ "\xe5\x90\x8e\x90", 4 }, { "\xed\xa0\xbd\xed\xb8\x80", 6 } };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (utf8_valid(cases[i].bytes, cases[i].length))
			fail_msg("case %zu was taken", i);
	}
}

static void
test_utf8_measures(void **state)
{
	(void)state;
	assert_int_equal(utf8_length(""), 0);
	assert_int_equal(utf8_length("abc"), 3);
	assert_int_equal(utf8_length("后台 a😀"), 5);
	assert_int_equal(utf8_cut("后台", 0), 0);
	assert_int_equal(utf8_cut("后台", 1), 3);
	assert_int_equal(utf8_cut("后台", 2), 6);
	assert_int_equal(utf8_cut("后台", 9), 6);
	assert_int_equal(utf8_cut("a😀b", 2), 5);
	assert_int_equal(utf8_cut("", 5), 0);
}

static void
test_utf8_trim(void **state)
{
	static const char *const cases[][2] = { { "", "" }, { " ", "" }, { "\xe3\x80\x80", "" },
		{ " a ", "a" }, { "\t\r\n a b\n", "a b" },
		{ "\xe3\x80\x80 后\xe3\x80\x80台 \xe3\x80\x80", "后\xe3\x80\x80台" },
		{ "a\r\nb\r\n\r\nc", "a\nb\n\nc" }, { "a\rb", "a\nb" }, { "a\r\r\nb", "a\n\nb" },
		{ "\xe3\x80", "\xe3\x80" }, { "\x80\x80", "\x80\x80" } };
	struct arena *arena = arena_new(0);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(utf8_trim(arena, cases[i][0]), cases[i][1]);
	arena_free(arena);
}

static void
test_utf8_narrow(void **state)
{
	static const char *const cases[][2] = { { "", "" }, { "１３８００００５６７８", "13800005678" },
		{ "ＡＢｚ～！", "ABz~!" }, { "＿｀ａ", "_`a" }, { "\xe3\x80\x80x", " x" }, { "后台", "后台" },
		{ "\xef\xbc\x80", "\xef\xbc\x80" }, { "\xef\xbd\x9f", "\xef\xbd\x9f" },
		{ "\xef\xbc", "\xef\xbc" }, { "\xef", "\xef" }, { "\xe3\x80", "\xe3\x80" } };
	struct arena *arena = arena_new(0);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(utf8_narrow(arena, cases[i][0]), cases[i][1]);
	/* every one of the 94, and nothing else of that block */
	for (i = 0xff00; i <= 0xffff; i++) {
		char wide[4] = { (char)(0xe0 | i >> 12), (char)(0x80 | (i >> 6 & 63)),
			(char)(0x80 | (i & 63)), 0 };
		const char *narrow = utf8_narrow(arena, wide);

		if (i >= 0xff01 && i <= 0xff5e) {
			assert_int_equal(strlen(narrow), 1);
			assert_int_equal(narrow[0], i - 0xff00 + 0x20);
		} else {
			assert_string_equal(narrow, wide);
		}
	}
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_utf8_valid),
		cmocka_unit_test(test_utf8_malformed),
		cmocka_unit_test(test_utf8_measures),
		cmocka_unit_test(test_utf8_trim),
		cmocka_unit_test(test_utf8_narrow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
