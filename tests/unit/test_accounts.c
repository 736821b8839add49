/* SPDX-License-Identifier: MIT */
/* Rules of accounts: passwords, names, the pauses of the throttle. */
#include "accounts/accounts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static void
test_length(void **state)
{
	char text[140];

	(void)state;
	assert_string_equal(password_check("", "clerk1", "KF-1"), "accounts.password.short");
	assert_string_equal(password_check("plum 13", "clerk1", "KF-1"), "accounts.password.short");
	assert_null(password_check("plum 137", "clerk1", "KF-1"));
	memset(text, 'x', sizeof(text));
	text[0] = 'y';
	text[128] = '\0';
	assert_null(password_check(text, "clerk1", "KF-1"));
	text[128] = 'x';
	text[129] = '\0';
	assert_string_equal(password_check(text, "clerk1", "KF-1"), "accounts.password.long");
	/* counted in characters, not bytes */
	assert_string_equal(password_check("梅花三弄七字哦", "clerk1", "KF-1"), "accounts.password.short");
	assert_null(password_check("梅花三弄一共八字", "clerk1", "KF-1"));
}

static void
test_common(void **state)
{
	static const char *const common[] = { "12345678", "PassWord", "password123", "woaini1314", "aa123456",
		"zzzzzzzz", "houtai2026", "Kefu-123456", "2026DingDan!", "客服12345678", "caiwu!!!!!!",
		"qwerty!!2026" };

	(void)state;
	for (size_t i = 0; i < sizeof(common) / sizeof(common[0]); i++)
		assert_string_equal(password_check(common[i], "clerk1", "KF-1"), "accounts.password.common");
	/* such a word among others is no harm */
	assert_null(password_check("the order of plum trees", "clerk1", "KF-1"));
	assert_null(password_check("shopping in the rain", "clerk1", "KF-1"));
}

static void
test_own_names(void **state)
{
	(void)state;
	assert_string_equal(password_check("meihua2026", "meihua", "KF-1"), "accounts.password.own");
	assert_string_equal(password_check("MEIHUA!!!", "meihua", "KF-1"), "accounts.password.own");
	assert_string_equal(password_check("KF-1 2026", "meihua", "KF-1"), "accounts.password.own");
	assert_null(password_check("meihua in the snow", "meihua", "KF-1"));
}

static void
test_login_names(void **state)
{
	static const char *const good[] = { "kf", "kf01", "zhang.san", "a-b_c",
		"0123456789012345678901234567890123456789" };
	static const char *const bad[] = { "", "k", "KF01", "-kf", ".kf", "zhang san", "张三", "a@b",
		"01234567890123456789012345678901234567890" };

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(login_valid(good[i]));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(login_valid(bad[i]));
}

static void
test_pauses(void **state)
{
	(void)state;
	assert_int_equal(throttle_wait(0, 5, 5, 900), 0);
	assert_int_equal(throttle_wait(4, 5, 5, 900), 0);
	assert_int_equal(throttle_wait(5, 5, 5, 900), 5);
	assert_int_equal(throttle_wait(6, 5, 5, 900), 10);
	assert_int_equal(throttle_wait(8, 5, 5, 900), 40);
	assert_int_equal(throttle_wait(13, 5, 5, 900), 900);
	assert_int_equal(throttle_wait(INT64_MAX, 5, 5, 900), 900);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_length),
		cmocka_unit_test(test_common),
		cmocka_unit_test(test_own_names),
		cmocka_unit_test(test_login_names),
		cmocka_unit_test(test_pauses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
