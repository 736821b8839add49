/* SPDX-License-Identifier: MIT */
/* Rules of members and products: masks, what a row must hold. Not their tables. */
#include "members/rules.h"
#include "products/rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

/* RULE MEM-4 */
static void
contact_data_is_masked(void **state)
{
	struct arena *arena = arena_new(0);

	(void)state;
	assert_string_equal(mask_phone(arena, "13800005678"), "138****5678");
	assert_string_equal(mask_phone(arena, "1380000"), "138****0000");
	assert_string_equal(mask_phone(arena, "138000"), "****0");
	assert_string_equal(mask_phone(arena, ""), "");
	assert_string_equal(mask_name(arena, "张三丰"), "张*");
	assert_string_equal(mask_name(arena, "A"), "A*");
	assert_string_equal(mask_name(arena, ""), "");
	assert_string_equal(mask_email(arena, "lin@example.com"), "l***@example.com");
	assert_string_equal(mask_email(arena, "@example.com"), "***");
	assert_string_equal(mask_email(arena, "nothing"), "***");
	assert_string_equal(mask_email(arena, ""), "");
	assert_string_equal(phone_last4(arena, "138-0000-5678"), "5678");
	assert_string_equal(phone_last4(arena, "5678"), "5678");
	assert_string_equal(phone_last4(arena, "567"), "");
	assert_string_equal(phone_last4(arena, "+86 (138) 0000 1 2"), "0012");
	arena_free(arena);
}

static struct member
a_member(void)
{
	return (struct member){ .member_no = "HY-00000001",
		.name = "Test",
		.phone = "13800000001",
		.email = "t@example.com",
		.address = "" };
}

static void
members_have_their_bounds(void **state)
{
	struct member member = a_member(), other = a_member();
	const char *field = NULL, *reason = NULL;
	char name[85];

	(void)state;
	assert_int_equal(member_check(&member, &field, &reason), RC_OK);
	member.member_no = "";
	assert_int_equal(member_check(&member, &field, &reason), RC_INVALID);
	assert_string_equal(field, "member_no");
	member.member_no = "with blank";
	assert_int_equal(member_check(&member, &field, &reason), RC_INVALID);
	member = a_member();
	memset(name, 'n', sizeof(name));
	name[80] = '\0';
	member.name = name;
	assert_int_equal(member_check(&member, &field, &reason), RC_OK);
	name[80] = 'n';
	name[81] = '\0';
	assert_int_equal(member_check(&member, &field, &reason), RC_INVALID);
	assert_string_equal(field, "name");
	member = a_member();
	member.phone = "138x";
	assert_int_equal(member_check(&member, &field, &reason), RC_INVALID);
	assert_string_equal(field, "phone");
	member = a_member();
	member.email = "nobody";
	assert_int_equal(member_check(&member, &field, &reason), RC_INVALID);
	assert_string_equal(field, "email");
	member = a_member();
	assert_true(member_same(&member, &other));
	other.spent_fen = 5; /* not given from outside */
	assert_true(member_same(&member, &other));
	other.address = "elsewhere";
	assert_false(member_same(&member, &other));
}

static void
products_have_their_bounds(void **state)
{
	struct product product = { .product_no = "FS-1", .name = "Shirt", .category = "", .price_fen = 100 },
		       other = product;
	const char *field = NULL, *reason = NULL;

	(void)state;
	assert_int_equal(product_check(&product, &field, &reason), RC_OK);
	assert_true(product_same(&product, &other));
	product.class = 2;
	assert_int_equal(product_check(&product, &field, &reason), RC_INVALID);
	assert_string_equal(field, "class");
	product = other;
	product.price_fen = -1;
	assert_int_equal(product_check(&product, &field, &reason), RC_INVALID);
	assert_string_equal(field, "price_fen");
	assert_false(product_same(&product, &other));
	product = other;
	product.name = "";
	assert_int_equal(product_check(&product, &field, &reason), RC_INVALID);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(contact_data_is_masked),
		cmocka_unit_test(members_have_their_bounds),
		cmocka_unit_test(products_have_their_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
