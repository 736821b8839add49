/* SPDX-License-Identifier: MIT */
/* Amounts read from what people type and written back.
 * Not the sums of orders: those are rules of theirs. */
#include "base/money.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void
test_money_parse_takes(void **state)
{
	static const struct {
		const char *text;
		int64_t fen;
	} cases[] = { { "0", 0 }, { "-0", 0 }, { "0.00", 0 }, { "1", 100 }, { "1.5", 150 }, { "1.05", 105 },
		{ "0.01", 1 }, { "1234.50", 123450 }, { "1,234.5", 123450 }, { "￥1234.50", 123450 },
		{ "¥1,234.50", 123450 }, { "1,234,567.89", 123456789 }, { "123,456", 12345600 },
		{ "12,345", 1234500 }, { "  7 ", 700 }, { "\t7\r\n", 700 },
		{ "\xe3\x80\x80"
		  "7\xe3\x80\x80",
		    700 },
		{ "１２３４．５０", 123450 }, { "１,２３４", 123400 }, { "１，２３４", 123400 },
		{ "-5", -500 }, { "−5.25", -525 }, { "－5", -500 }, { "-￥5", -500 }, { "￥-5", -500 },
		{ "007", 700 }, { "0001234", 123400 }, { "100000000", MONEY_MAX_FEN },
		{ "100,000,000.00", MONEY_MAX_FEN }, { "-100000000.00", -MONEY_MAX_FEN },
		{ "99999999.99", MONEY_MAX_FEN - 1 },
		{ "0000000000000000000000000000000000000000000000001", 100 } };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t fen = 42;

		if (money_parse(cases[i].text, &fen) != RC_OK || fen != cases[i].fen)
			fail_msg("\"%s\" gave %lld", cases[i].text, (long long)fen);
	}
}

static void
test_money_parse_refuses(void **state)
{
	static const char *const cases[] = { "", " ", "-", "￥", "--5", "-−5", "￥￥5", "+5", "5-", "(5)",
		".5", "5.", "5.123", "5.1.2", "1 000", "1,00", "1,2345", "12,34,567", ",123", "123,",
		"1,,234", "1234,567", "1,234,", "1,234,56", "1.234,50", "1e3", "0x10", "1/2", "NaN", "inf",
		"-inf", "1_000", "五", "5元", "5 6", "￥ 5", "100000000.01", "100000001", "-100000000.01",
		"9223372036854775807", "9223372036854775808", "92233720368547758.07",
		"99999999999999999999999999999999999999", "18446744073709551616.00", "1\x01", "\x80",
		"\xff\xff", "5\xe3\x80", "\xef\xbf", "\xef", "\xe2\x88", "1\xc2", "\xc2", "１．２．３", "Y5",
		"Ｙ5", "5%", "'5", "=5", "5\n6", "٥", "५" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t fen = 42;

		if (money_parse(cases[i], &fen) != RC_INVALID)
			fail_msg("\"%s\" was read as %lld", cases[i], (long long)fen);
		assert_int_equal(fen, 42); /* untouched */
	}
}

static void
test_money_text(void **state)
{
	static const struct {
		int64_t fen;
		const char *text, *plain;
	} cases[] = { { 0, "0.00", "0.00" }, { 1, "0.01", "0.01" }, { 10, "0.10", "0.10" },
		{ 99, "0.99", "0.99" }, { 100, "1.00", "1.00" }, { 99999, "999.99", "999.99" },
		{ 100000, "1,000.00", "1000.00" }, { 123450, "1,234.50", "1234.50" },
		{ 99999999, "999,999.99", "999999.99" }, { 100000000, "1,000,000.00", "1000000.00" },
		{ -1, "−0.01", "-0.01" }, { -123450, "−1,234.50", "-1234.50" },
		{ INT64_MAX, "92,233,720,368,547,758.07", "92233720368547758.07" },
		{ INT64_MIN, "−92,233,720,368,547,758.08", "-92233720368547758.08" } };
	struct arena *arena = arena_new(0);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_string_equal(money_text(arena, cases[i].fen), cases[i].text);
		assert_string_equal(money_plain(arena, cases[i].fen), cases[i].plain);
	}
	arena_free(arena);
}

static void
test_money_round_trip(void **state)
{
	struct arena *arena = arena_new(0);
	int64_t fen, back;

	(void)state;
	for (fen = -MONEY_MAX_FEN; fen <= MONEY_MAX_FEN; fen += 9999991) {
		assert_int_equal(money_parse(money_text(arena, fen), &back), RC_OK);
		assert_true(back == fen);
		assert_int_equal(money_parse(money_plain(arena, fen), &back), RC_OK);
		assert_true(back == fen);
		arena_reset(arena, 0);
	}
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_money_parse_takes),
		cmocka_unit_test(test_money_parse_refuses),
		cmocka_unit_test(test_money_text),
		cmocka_unit_test(test_money_round_trip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
