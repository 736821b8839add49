/* SPDX-License-Identifier: MIT */
/* Tests of safe file names and types by content.
 * Not of storing: tests/store/test_services.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "files/rules.h"
#include <string.h>

static void
test_names(void **state)
{
	static const struct {
		const char *name, *safe;
	} cases[] = { { "photo.png", "photo.png" }, { "C:\\Users\\x\\photo.png", "photo.png" },
		{ "../../etc/passwd", "passwd" }, { "..", "file" }, { "", "file" }, { ".hidden", "hidden" },
		{ "a\r\nb.txt", "ab.txt" }, { "a\"b;c.txt", "abc.txt" }, { "退货单.pdf", "退货单.pdf" },
		{ "dir/", "file" }, { "<script>.html", "script.html" } };
	struct arena *arena = arena_new(0);
	char longest[900] = "";

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(file_name_safe(arena, cases[i].name), cases[i].safe);
	for (size_t i = 0; i < 200; i++)
		memcpy(longest + 3 * i, "长", 4);
	assert_int_equal(strlen(file_name_safe(arena, longest)), 3 * FILE_NAME_MOST);
	arena_free(arena);
}

static void
test_types(void **state)
{
	static const struct {
		const char *bytes;
		size_t length;
		bool text;
		const char *name, *type;
	} cases[] = {
		{ "\x89PNG\r\n\x1a\n....", 12, false, "a.txt", "image/png" },
		{ "\xff\xd8\xff\xe0", 4, false, "a", "image/jpeg" },
		{ "GIF89a", 6, true, "a.gif", "image/gif" },
		{ "RIFF\x01\x02\x03\x04WEBPVP8 ", 16, false, "a", "image/webp" },
		{ "RIFF\x01\x02\x03\x04WAVEfmt ", 16, false, "a", NULL },
		{ "%PDF-1.7", 8, true, "a", "application/pdf" },
		{ "PK\x03\x04...", 7, false, "a.XLSX",
		    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
		{ "PK\x03\x04...", 7, false, "a.zip", "application/zip" },
		{ "a,b\n", 4, true, "a.csv", "text/csv" },
		{ "{}", 2, true, "a.json", "application/json" },
		{ "<script>alert(1)</script>", 25, true, "a.html", "text/plain" },
		{ "<svg xmlns=", 11, true, "a.svg", "text/plain" },
		{ "\x7f"
		  "ELF",
		    4, false, "a.png", NULL },
		{ "\x89PN", 3, false, "a.png", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *type = file_type(
		    (const unsigned char *)cases[i].bytes, cases[i].length, cases[i].text, cases[i].name);

		if (cases[i].type == NULL)
			assert_null(type);
		else
			assert_string_equal(type, cases[i].type);
	}
}

/* However a text is cut into pieces, it is or is not text. */
static void
test_text_cut(void **state)
{
	static const struct {
		const char *bytes;
		bool text;
	} cases[] = { { "plain\n", true }, { "退货 😀 单", true }, { "half \xe9\x80", false },
		{ "\xff", false }, { "\xc0\xaf", false }, { "\xed\xa0\x80", false }, { "a\x01z", false },
		{ "ok \xf4\x90\x80\x80", false }, { "\xe9\x80z", false }, { "", true } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t length = strlen(cases[i].bytes);

		for (size_t piece = 1; piece <= length + 1; piece++) {
			struct text_check check = { .bad = false };

			for (size_t at = 0; at < length; at += piece)
				text_check_add(
				    &check, cases[i].bytes + at, piece < length - at ? piece : length - at);
			assert_int_equal(text_check_end(&check), cases[i].text);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_names), cmocka_unit_test(test_types),
		cmocka_unit_test(test_text_cut) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
