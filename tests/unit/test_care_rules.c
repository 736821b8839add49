/* SPDX-License-Identifier: MIT */
/* Rules of merges, erasures and account help as tables of cases (RULE SEC-4, ORG-2, MEM-6). Not their tables in the database. */
#include "accounthelp/rules.h"
#include "erasures/rules.h"
#include "merges/rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

static void
same(const char *found, const char *expected)
{
	if (expected == NULL)
		assert_null(found);
	else
		assert_string_equal(found, expected);
}

static void
who_goes_into_whom(void **state)
{
	static const struct {
		int64_t from_id, to_id, from_state, to_state;
		const char *from_phone, *to_phone, *expected;
	} cases[] = {
		{ 1, 2, MEMBER_ACTIVE, MEMBER_ACTIVE, "13800000001", "13800000001", NULL },
		{ 2, 1, MEMBER_ACTIVE, MEMBER_ACTIVE, "13800000001", "13800000001", NULL },
		{ 1, 1, MEMBER_ACTIVE, MEMBER_ACTIVE, "13800000001", "13800000001", "merges.refused.same" },
		{ 1, 2, MEMBER_ACTIVE, MEMBER_ACTIVE, "13800000001", "13800000002", "merges.refused.phone" },
		{ 1, 2, MEMBER_ACTIVE, MEMBER_ACTIVE, "", "", "merges.refused.phone" },
		{ 1, 2, MEMBER_MERGED, MEMBER_ACTIVE, "1", "1", "members.refused.inactive" },
		{ 1, 2, MEMBER_ACTIVE, MEMBER_MERGED, "1", "1", "members.refused.inactive" },
		{ 1, 2, MEMBER_ERASED, MEMBER_ACTIVE, "1", "1", "members.refused.inactive" },
		{ 1, 2, MEMBER_ACTIVE, MEMBER_ERASED, "1", "1", "members.refused.inactive" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct member from = {
			.id = cases[i].from_id, .state = cases[i].from_state, .phone = cases[i].from_phone
		};
		const struct member to = {
			.id = cases[i].to_id, .state = cases[i].to_state, .phone = cases[i].to_phone
		};

		same(merge_refusal(&from, &to), cases[i].expected);
	}
}

static void
what_the_survivor_has_then(void **state)
{
	const struct member from = { .id = 1,
		.spent_fen = 150000,
		.orders = 2,
		.points = -30,
		.consent = 3,
		.last_order_at = 900,
		.contact_at = 100,
		.since_at = 5 };
	const struct member to = { .id = 2,
		.spent_fen = 90000,
		.orders = 1,
		.points = 100,
		.consent = 6,
		.last_order_at = 800,
		.contact_at = 200,
		.since_at = 7 };
	struct member after = merge_after(&from, &to);

	(void)state;
	assert_int_equal(after.id, 2);
	assert_int_equal(after.spent_fen, 240000);
	assert_int_equal(after.orders, 3);
	assert_int_equal(after.points, 70);
	assert_int_equal(after.consent, CONSENT_MAIL); /* what either wants no more of ends */
	assert_int_equal(after.last_order_at, 900);
	assert_int_equal(after.contact_at, 200);
	assert_int_equal(after.since_at, 7);
}

static void
taken_back_within_the_day(void **state)
{
	const struct merge merge = { .state = MERGE_DONE, .undo_until = 1000 },
			   undone = { .state = MERGE_UNDONE, .undo_until = 1000 };

	(void)state;
	same(undo_refusal(&merge, 999), NULL);
	same(undo_refusal(&merge, 1000), NULL);
	same(undo_refusal(&merge, 1001), "merges.refused.late");
	same(undo_refusal(&undone, 1), "merges.refused.undone");
}

/* RULE ORG-2 */
static void
who_decides_on_an_erasure(void **state)
{
	static const struct {
		int64_t state, to, actor;
		bool approver;
		const char *expected;
	} cases[] = {
		{ ERASURE_ASKED, ERASURE_DONE, 6, true, NULL },
		{ ERASURE_ASKED, ERASURE_REJECTED, 6, true, NULL },
		{ ERASURE_ASKED, ERASURE_DONE, 5, true, "erasures.refused.own" },
		{ ERASURE_ASKED, ERASURE_REJECTED, 5, true, "erasures.refused.own" },
		{ ERASURE_ASKED, ERASURE_WITHDRAWN, 5, false, NULL },
		{ ERASURE_ASKED, ERASURE_WITHDRAWN, 6, true, NULL },
		{ ERASURE_ASKED, ERASURE_WITHDRAWN, 6, false, "erasures.refused.other" },
		{ ERASURE_DONE, ERASURE_DONE, 6, true, "erasures.refused.closed" },
		{ ERASURE_DONE, ERASURE_WITHDRAWN, 5, false, "erasures.refused.closed" },
		{ ERASURE_REJECTED, ERASURE_DONE, 6, true, "erasures.refused.closed" },
		{ ERASURE_WITHDRAWN, ERASURE_DONE, 6, true, "erasures.refused.closed" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct erasure erasure = { .state = cases[i].state, .asked_by = 5 };

		same(erasure_refusal(
			 &erasure, (enum erasure_state)cases[i].to, cases[i].actor, cases[i].approver),
		    cases[i].expected);
	}
}

static void
how_help_goes_on(void **state)
{
	static const struct {
		int64_t state, to, actor;
		const char *expected;
	} cases[] = {
		{ HELP_ASKED, HELP_TAKEN, 7, NULL },
		{ HELP_ASKED, HELP_DONE, 7, "accounthelp.refused.not_taken" },
		{ HELP_ASKED, HELP_FAILED, 7, "accounthelp.refused.not_taken" },
		{ HELP_TAKEN, HELP_TAKEN, 8, "accounthelp.refused.taken" },
		{ HELP_TAKEN, HELP_DONE, 7, NULL },
		{ HELP_TAKEN, HELP_FAILED, 7, NULL },
		{ HELP_TAKEN, HELP_DONE, 8, "accounthelp.refused.other" },
		{ HELP_DONE, HELP_TAKEN, 7, "accounthelp.refused.closed" },
		{ HELP_FAILED, HELP_DONE, 7, "accounthelp.refused.closed" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct help help = { .state = cases[i].state,
			.taken_by = cases[i].state == HELP_ASKED ? 0 : 7 };

		same(help_refusal(&help, (enum help_state)cases[i].to, cases[i].actor), cases[i].expected);
	}
}

static void
what_a_new_account_needs(void **state)
{
	static const struct {
		const char *name, *phone, *email, *field;
	} cases[] = {
		{ "𠮷野", "138 0000 0001", "", NULL },
		{ "A", "", "a@example.org", NULL },
		{ "A", "+86 (010) 1234-5", "a@example.org", NULL },
		{ "", "13800000001", "", "name" },
		{ "A", "", "", "phone" },
		{ "A", "1380", "", "phone" },
		{ "A", "1380000x001", "", "phone" },
		{ "A", "'; DROP TABLE member", "", "phone" },
		{ "A", "", "nothing", "email" },
		{ "A", "13800000001", "nothing", "email" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct help wish = {
			.name = cases[i].name, .phone = cases[i].phone, .email = cases[i].email
		};
		const char *why;

		same(help_wish_fault(&wish, &why), cases[i].field);
		assert_int_equal(why == NULL, cases[i].field == NULL);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_goes_into_whom),
		cmocka_unit_test(what_the_survivor_has_then),
		cmocka_unit_test(taken_back_within_the_day),
		cmocka_unit_test(who_decides_on_an_erasure),
		cmocka_unit_test(how_help_goes_on),
		cmocka_unit_test(what_a_new_account_needs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
