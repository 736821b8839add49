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

/* However a phone is typed, it is stored the same; NULL: no phone. */
static void
phones_are_stored_one_way(void **state)
{
	static const struct {
		const char *typed, *stored;
	} cases[] = {
		{ "", "" },
		{ "13855715678", "13855715678" },
		{ "138 5571 5678", "13855715678" },
		{ "138-5571-5678", "13855715678" },
		{ "+86 138 5571 5678", "13855715678" },
		{ "+8613855715678", "13855715678" },
		{ "0086 138-5571-5678", "13855715678" },
		{ "8613855715678", "13855715678" },
		{ "（１３８）５５７１　５６７８", "13855715678" }, /* full-width */
		{ "＋８６１３８５５７１５６７８", "13855715678" },
		{ "138\xc2\xa0"
		  "5571\xe3\x80\x80"
		  "5678",
		    "13855715678" }, /* no-break and ideographic blanks */
		{ "138–5571—5678", "13855715678" },
		{ "0571-8765 4321", "057187654321" },
		{ "+86 0571 87654321", "057187654321" },
		{ "400.820.8820", "4008208820" },
		{ "+852 9123 4567", "+85291234567" },
		{ "001 (415) 555-0123", "+14155550123" },
		{ "86138557156", "86138557156" }, /* eleven digits: a number that happens to begin with 86 */
		{ "95588", "95588" },
		{ "1234", NULL },
		{ "138x5571", NULL },
		{ "138 5571 5678 ext 9", NULL },
		{ "138+55715678", NULL },
		{ "++8613855715678", NULL },
		{ "+", NULL },
		{ "-", NULL },
		{ "٠١٢٣٤٥٦٧٨٩", NULL }, /* digits of other scripts are no phone here */
		{ "1234567890123456", NULL },
	};
	struct arena *arena = arena_new(0);
	const char *stored;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		stored = phone_normal(arena, cases[i].typed);
		if (cases[i].stored == NULL) {
			if (stored != NULL)
				print_error("%s became %s\n", cases[i].typed, stored);
			assert_null(stored);
			continue;
		}
		assert_non_null(stored);
		assert_string_equal(stored, cases[i].stored);
		assert_string_equal(phone_normal(arena, stored), stored); /* what is stored stays */
	}
	arena_free(arena);
}

/* RULE MEM-4: what of a member's own data proves who calls. */
static void
own_data_proves_who_calls(void **state)
{
	static const struct {
		const char *answer, *means;
	} cases[] = { { "5678", "phone" }, { "567", "" }, { "5679", "" }, { "13855715678", "" }, { "", "" },
		{ "Lin@Example.com", "email" }, { "lin@example.org", "" }, { "@", "" } };
	const struct member member = {
		.phone = "13855715678", .phone_last4 = "5678", .email = "lin@example.com"
	};
	const struct member nothing = { .phone = "", .phone_last4 = "", .email = "" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_string_equal(identity_means(&member, cases[i].answer), cases[i].means);
		assert_string_equal(identity_means(&nothing, cases[i].answer), "");
	}
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
		cmocka_unit_test(phones_are_stored_one_way),
		cmocka_unit_test(own_data_proves_who_calls),
		cmocka_unit_test(products_have_their_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
