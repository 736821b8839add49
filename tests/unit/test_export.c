/* SPDX-License-Identifier: MIT */
/* CSV cells: quoting, and what a spreadsheet would take for a formula. XLSX: that it is a workbook, texts stay texts, and
 * nothing is left behind. Not which rows: tests/page/test_lists.c. */
#include "web/export.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>
#include <string.h>

static const char *
line(struct arena *arena, const char *text)
{
	struct export_cell cell = { EXPORT_TEXT, text, 0 };
	struct buf out;

	buf_init(&out, arena, 64);
	export_csv_row(&out, &cell, 1);
	return out.data;
}

static void
test_csv_cells(void **state)
{
	static const struct {
		const char *text, *cell;
	} cases[] = {
		{ "", "\r\n" },
		{ "plain", "plain\r\n" },
		{ "张三", "张三\r\n" },
		{ "a,b", "\"a,b\"\r\n" },
		{ "say \"x\"", "\"say \"\"x\"\"\"\r\n" },
		{ "two\nlines", "\"two\nlines\"\r\n" },
		{ "=1+1", "\"'=1+1\"\r\n" },
		{ "+cmd|' /C calc'!A0", "\"'+cmd|' /C calc'!A0\"\r\n" },
		{ "-2+3", "\"'-2+3\"\r\n" },
		{ "@SUM(A1)", "\"'@SUM(A1)\"\r\n" },
		{ "\t=1", "\"'\t=1\"\r\n" },
		{ "\r=1", "\"'\r=1\"\r\n" },
		{ " =1", "\"' =1\"\r\n" },
		{ "＝1+1", "\"'＝1+1\"\r\n" },
		{ "-", "\"'-\"\r\n" },
		{ "-5", "-5\r\n" },
		{ "+86", "+86\r\n" },
		{ "-5.25", "-5.25\r\n" },
		{ "-5.", "\"'-5.\"\r\n" },
		{ "1=1", "1=1\r\n" },
	};
	struct arena *arena = arena_new(0);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(line(arena, cases[i].text), cases[i].cell);
	arena_free(arena);
}

static void
test_csv_numbers(void **state)
{
	struct export_cell cells[] = { { EXPORT_MONEY, NULL, -123450 }, { EXPORT_NUMBER, NULL, -7 },
		{ EXPORT_MONEY, NULL, 5 }, { EXPORT_TEXT, NULL, 0 } };
	struct arena *arena = arena_new(0);
	struct buf out;

	(void)state;
	buf_init(&out, arena, 64);
	export_csv_bom(&out);
	export_csv_row(&out, cells, 4);
	assert_string_equal(out.data, "\xef\xbb\xbf-1234.50,-7,0.05,\r\n");
	arena_free(arena);
}

static enum rc
keep(void *self, const void *data, size_t length)
{
	buf_add(self, data, length);
	return RC_OK;
}

static enum rc
hang_up(void *self, const void *data, size_t length)
{
	(void)self;
	(void)data;
	(void)length;
	return RC_INTERNAL;
}

static size_t
files_in(const char *folder)
{
	DIR *open = opendir(folder);
	size_t count = 0;

	assert_non_null(open);
	while (readdir(open))
		count++;
	closedir(open);
	return count - 2;
}

static struct export_xlsx *
workbook(struct export_xlsx **made, int rows)
{
	struct export_cell heads[] = { { EXPORT_TEXT, "名称", 0 }, { EXPORT_TEXT, "金额", 0 } };
	struct export_cell cells[] = { { EXPORT_TEXT, "=1+1", 0 }, { EXPORT_MONEY, NULL, 123456 } };

	*made = export_xlsx_begin("a [sheet] name that is much too long for it", heads, 2);
	assert_non_null(*made);
	while (rows-- > 0)
		assert_int_equal(export_xlsx_row(*made, cells, 2), RC_OK);
	return *made;
}

/* A part of the workbook, unpacked: its local header is the first place its name stands at. */
static const char *
part(struct arena *arena, const struct buf *book, const char *name)
{
	char *found = memmem(book->data, book->length, name, strlen(name)), *out = arena_alloc(arena, 65536);
	z_stream stream = { .next_out = (unsigned char *)out, .avail_out = 65535 };
	const unsigned char *head = (const unsigned char *)found - 30;

	assert_non_null(found);
	assert_memory_equal(head, "PK\x03\x04", 4);
	stream.next_in = (unsigned char *)found + strlen(name) + head[28] + head[29] * 256;
	stream.avail_in = (unsigned)(book->data + book->length - (char *)stream.next_in);
	assert_int_equal(inflateInit2(&stream, -15), Z_OK);
	assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
	inflateEnd(&stream);
	return out;
}

static void
test_xlsx(void **state)
{
	char folder[] = P_tmpdir "/houtai-test-XXXXXX";
	const char *text;
	struct arena *arena = arena_new(0);
	struct export_xlsx *made;
	struct buf out;
	struct export_out to = { keep, &out };

	(void)state;
	assert_non_null(mkdtemp(folder));
	setenv("TMPDIR", folder, 1);
	buf_init(&out, arena, 4096);
	workbook(&made, 3);
	assert_int_equal(files_in(folder), 0); /* no name while it is written either */
	assert_int_equal(export_xlsx_end(made, &to), RC_OK);
	assert_int_equal(files_in(folder), 0);
	assert_memory_equal(out.data, "PK\x03\x04", 4);
	text = part(arena, &out, "xl/worksheets/sheet1.xml");
	assert_non_null(strstr(text, "<t>=1+1</t>"));
	assert_null(strstr(text, "<f>"));
	assert_non_null(strstr(text, "<v>1234.56</v>"));
	/* a client that goes away, and one that never came */
	to.write = hang_up;
	assert_int_equal(export_xlsx_end(workbook(&made, 3), &to), RC_INTERNAL);
	assert_int_equal(export_xlsx_end(workbook(&made, 3), NULL), RC_OK);
	assert_int_equal(rmdir(folder), 0);
	unsetenv("TMPDIR");
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_csv_cells),
		cmocka_unit_test(test_csv_numbers),
		cmocka_unit_test(test_xlsx),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
