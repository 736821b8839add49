/* SPDX-License-Identifier: MIT */
/* CSV records and their places; cells through maps. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "imports/imports.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct arena *arena;
static struct ctx ctx;

static int
start(void **state)
{
	(void)state;
	arena = arena_new(0);
	ctx.arena = arena;
	return clock_zone("Asia/Shanghai") == RC_OK ? 0 : -1;
}

static int
stop(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static FILE *
file_of(const char *text, size_t length)
{
	FILE *file = tmpfile();

	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, length, file), length);
	return file;
}

/* Every record as "line@end:field|field", joined by newlines; the result code of the end behind it. */
static const char *
read_all(const char *text, size_t length, int64_t offset, int64_t line)
{
	FILE *file = file_of(text, length);
	struct csv *csv = csv_open(file, offset, line);
	struct csv_record record;
	int64_t at = 0, column = 0;
	struct buf out;
	enum rc rc;

	buf_init(&out, arena, 256);
	while ((rc = csv_next(csv, arena, &record, &at, &column)) == RC_OK) {
		buf_printf(&out, "%d@%d:", (int)record.line, (int)record.end);
		for (size_t i = 0; i < record.count; i++)
			buf_printf(&out, "%s%s", i ? "|" : "", record.fields[i]);
		buf_char(&out, '\n');
	}
	if (rc == RC_INVALID)
		buf_printf(&out, "broken %d:%d", (int)at, (int)column);
	csv_close(csv);
	fclose(file);
	return out.data;
}
#define READ(text) read_all(text, sizeof(text) - 1, 0, 1)

static void
records_end_where_they_end(void **state)
{
	(void)state;
	assert_string_equal(READ("a,b\nc,d\n"), "1@4:a|b\n2@8:c|d\n");
	assert_string_equal(READ("a,b\r\nc,d\r\n"), "1@5:a|b\n2@10:c|d\n");
	assert_string_equal(READ("a,b\rc,d"), "1@4:a|b\n2@7:c|d\n");
	assert_string_equal(READ("a,b\nc,d"), "1@4:a|b\n2@7:c|d\n");
	assert_string_equal(READ("\xef\xbb\xbf"
				 "a,b\n"),
	    "1@7:a|b\n");
	assert_string_equal(READ(""), "");
	assert_string_equal(READ("\n\n\na\n"), "4@5:a\n");
}

static void
quotes_hold_line_breaks(void **state)
{
	(void)state;
	assert_string_equal(READ("\"a\nb\",c\nd,e\n"), "1@8:a\nb|c\n3@12:d|e\n");
	assert_string_equal(READ("\"a\r\nb\",\"c\"\"d\"\r\ne\r\n"), "1@15:a\r\nb|c\"d\n3@18:e\n");
	assert_string_equal(READ("\"\",x\n"), "1@5:|x\n");
}

static void
broken_quoting_is_named(void **state)
{
	(void)state;
	assert_string_equal(READ("a,b\nc,\"d\ne,f\n"), "1@4:a|b\nbroken 4:1");
	assert_string_equal(READ("a,b\nc,d\"e\n"), "1@4:a|b\nbroken 2:4");
	assert_string_equal(READ("a,\"b\"c\n"), "broken 1:6");
}

static void
reading_goes_on_at_any_record(void **state)
{
	static const char text[] = "h,i\r\n1,\"x\r\ny\"\r\n2,z\r\n";

	(void)state;
	assert_string_equal(read_all(text, sizeof(text) - 1, 5, 2), "2@15:1|x\r\ny\n4@20:2|z\n");
	assert_string_equal(read_all(text, sizeof(text) - 1, 15, 4), "4@20:2|z\n");
	assert_string_equal(read_all(text, sizeof(text) - 1, 20, 5), "");
}

static void
long_records_are_refused(void **state)
{
	char *text = malloc(2 << 20);

	(void)state;
	memset(text, 'x', 2 << 20);
	assert_true(strncmp(read_all(text, 2 << 20, 0, 1), "broken 1:", 9) == 0);
	free(text);
}

/* ---- heads and cells ---- */

static const char *
head_try(const char *entity, const char *map_text, const char *const *names, size_t count)
{
	struct import_map *map;
	struct import_head *head;
	const char *column = "", *reason = "";

	assert_int_equal(import_map_read(&ctx, map_text, &map), RC_OK);
	if (import_head_make(arena, entity_find(entity), map, names, count, &head, &column, &reason))
		return "ok";
	return arena_printf(arena, "%s %s", reason, column);
}

static void
heads_are_matched(void **state)
{
	(void)state;
	assert_string_equal(head_try("members", "", (const char *[]){ "member_no", "name" }, 2), "ok");
	assert_string_equal(
	    head_try("members", "", (const char *[]){ "member_no" }, 1), "imports.head.missing name");
	assert_string_equal(head_try("members", "", (const char *[]){ "member_no", "name", "colour" }, 3),
	    "imports.head.unknown colour");
	assert_string_equal(head_try("members", "", (const char *[]){ "member_no", "name", "name" }, 3),
	    "imports.head.twice name");
	assert_string_equal(head_try("members", "Columns.id = member_no\nColumns.n = name\n",
				(const char *[]){ "id", "n", "colour" }, 3),
	    "ok");
	assert_string_equal(head_try("members", "Columns.id = member_no\nColumns.n = name\n",
				(const char *[]){ "id", "name" }, 2),
	    "imports.head.missing n");
	assert_string_equal(
	    head_try("members", "Constants.name = x\n", (const char *[]){ "member_no" }, 1), "ok");
	assert_null(entity_find("cats"));
}

/* One payment row through a map: "number reason column". */
static const char *
payment_try(const char *map_text, const char *const *fields, size_t count)
{
	static const char *const names[] = { "order_no", "payment_no", "method", "amount", "paid_at" };
	const struct entity *entity = entity_find("payments");
	struct cell cells[COLUMNS_MOST];
	struct import_map *map;
	struct import_head *head;
	const char *column = "", *reason = "";

	assert_int_equal(import_map_read(&ctx, map_text, &map), RC_OK);
	assert_true(import_head_make(arena, entity, map, names, 5, &head, &column, &reason));
	if (!cells_parse(arena, entity, map, head, fields, count, cells, &column, &reason))
		return arena_printf(arena, "%s %s", reason, column);
	return arena_printf(arena, "%lld %lld %lld %lld", (long long)cells[1].number,
	    (long long)cells[2].number, (long long)cells[3].number, (long long)cells[4].number);
}
#define PAYMENT(map, ...)                                                                                    \
	payment_try(                                                                                         \
	    map, (const char *[]){ __VA_ARGS__ }, sizeof((const char *[]){ __VA_ARGS__ }) / sizeof(char *))

static void
cells_are_parsed(void **state)
{
	(void)state;
	assert_string_equal(
	    PAYMENT("", "A", "1", "voucher", "30.00", "2026-05-12 13:22:05"), "1 5 3000 1778563325");
	assert_string_equal(PAYMENT("", "A", "1", "voucher", "0.00", "2026-05-12"), "1 5 0 1778515200");
	assert_string_equal(
	    PAYMENT("", "A", "1", "voucher", "30.001", "2026-05-12"), "imports.cell.money amount");
	assert_string_equal(
	    PAYMENT("", "A", "-1", "voucher", "30", "2026-05-12"), "imports.cell.number payment_no");
	assert_string_equal(
	    PAYMENT("", "A", "60001", "voucher", "30", "2026-05-12"), "imports.cell.number payment_no");
	assert_string_equal(PAYMENT("", "A", "1", "gold", "30", "2026-05-12"), "imports.cell.choice method");
	assert_string_equal(
	    PAYMENT("", "A", "1", "voucher", "30", "12.05.2026"), "imports.cell.time paid_at");
	assert_string_equal(
	    PAYMENT("", "", "1", "voucher", "30", "2026-05-12"), "imports.cell.empty order_no");
	assert_string_equal(
	    PAYMENT("", "A\x01", "1", "voucher", "30", "2026-05-12"), "imports.cell.control order_no");
	assert_string_equal(PAYMENT("", "A", "1", "voucher", "30"), "imports.row.fields ");
	assert_string_equal(
	    PAYMENT("", "12345678901234567890123456789012345678901", "1", "voucher", "30", "2026-05-12"),
	    "imports.cell.long order_no");
}

static void
maps_translate(void **state)
{
	static const char map[] =
	    "Values.method.boleto = bank-transfer\nDate = %d.%m.%Y %H:%M\nDecimal = ,\n";

	(void)state;
	assert_string_equal(
	    PAYMENT(map, "A", "1", "boleto", "1.234,50", "12.05.2026 13:22"), "1 4 123450 1778563320");
	assert_string_equal(
	    PAYMENT(map, "A", "1", "boleto", "1.234,50", "2026-05-12 13:22"), "imports.cell.time paid_at");
	assert_string_equal(
	    PAYMENT("Constants.method = wallet\n", "A", "1", "", "5", "2026-05-12"), "1 6 500 1778515200");
}

static void
formulas_stay_text(void **state)
{
	const struct entity *entity = entity_find("members");
	struct cell cells[COLUMNS_MOST];
	struct import_map *map;
	struct import_head *head;
	const char *column, *reason;

	(void)state;
	assert_int_equal(import_map_read(&ctx, "", &map), RC_OK);
	assert_true(import_head_make(
	    arena, entity, map, (const char *[]){ "member_no", "name" }, 2, &head, &column, &reason));
	assert_true(cells_parse(
	    arena, entity, map, head, (const char *[]){ "=1+1", "@SUM(A1)" }, 2, cells, &column, &reason));
	assert_string_equal(cells[0].text, "=1+1");
	assert_string_equal(cells[1].text, "@SUM(A1)");
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(records_end_where_they_end),
		cmocka_unit_test(quotes_hold_line_breaks), cmocka_unit_test(broken_quoting_is_named),
		cmocka_unit_test(reading_goes_on_at_any_record), cmocka_unit_test(long_records_are_refused),
		cmocka_unit_test(heads_are_matched), cmocka_unit_test(cells_are_parsed),
		cmocka_unit_test(maps_translate), cmocka_unit_test(formulas_stay_text) };

	return cmocka_run_group_tests(tests, start, stop);
}
