/* SPDX-License-Identifier: MIT */
/* Tests of what policy/ decides: steps of a band, limits, four eyes, values as people type them, roles and owners.
 * Not of versions in a database: tests/store/test_policy.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "policy/owner.h"
#include "policy/role.h"
#include "policy/rules.h"
#include <string.h>

static const struct band_step tiers[] = { { 0, true, 180, "a", 0 }, { 100000, true, 90, "b", 1 },
	{ 200000, true, 60, "c", 2 }, { 500000, false, 30, "d", 3 } };
static const struct policy_limits tier_limits = {
	.unit = "fen", .value_unit = "days", .least = 1, .most = 3660, .band = true
};

static void
test_band_step(void **state)
{
	static const struct {
		int64_t x;
		size_t step;
	} cases[] = { { INT64_MIN, 0 }, { -1, 0 }, { 0, 0 }, { 99999, 0 }, { 100000, 1 }, { 100001, 1 },
		{ 199999, 1 }, { 200000, 2 }, { 499999, 2 }, { 500000, 2 }, { 500001, 3 }, { INT64_MAX, 3 } };
	const struct band band = { .steps = tiers, .count = 4 };
	const struct band one = { .steps = tiers, .count = 1 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(band_step(&band, cases[i].x), cases[i].step);
	assert_int_equal(band_step(&one, INT64_MAX), 0);
}

static void
test_band_refusal(void **state)
{
	struct band_step steps[POLICY_STEPS_MOST + 1];

	(void)state;
	memset(steps, 0, sizeof(steps));
	for (size_t i = 0; i <= POLICY_STEPS_MOST; i++)
		steps[i] = (struct band_step){ (int64_t)i * 10, true, 1, "", 0 };
	assert_null(band_refusal(&tier_limits, tiers, 4));
	assert_null(band_refusal(&tier_limits, steps, POLICY_STEPS_MOST));
	assert_string_equal(band_refusal(&tier_limits, steps, 0), "policy.refused.steps");
	assert_string_equal(band_refusal(&tier_limits, steps, POLICY_STEPS_MOST + 1), "policy.refused.steps");
	steps[2].bound = 10; /* as the one before */
	assert_string_equal(band_refusal(&tier_limits, steps, 3), "policy.refused.ascending");
	steps[1].bound = -1;
	assert_string_equal(band_refusal(&tier_limits, steps, 2), "policy.refused.bound");
	steps[0].value = 0;
	assert_string_equal(band_refusal(&tier_limits, steps, 1), "policy.refused.range");
	steps[0].value = 3661;
	assert_string_equal(band_refusal(&tier_limits, steps, 1), "policy.refused.range");
}

static void
test_four_eyes(void **state)
{
	(void)state;
	assert_null(policy_decision_refusal(POLICY_PROPOSED, 1, 2));
	assert_string_equal(policy_decision_refusal(POLICY_PROPOSED, 1, 1), "policy.refused.own");
	assert_string_equal(policy_decision_refusal(POLICY_PROPOSED, 1, 0), "policy.refused.own");
	assert_string_equal(policy_decision_refusal(POLICY_APPROVED, 1, 2), "policy.refused.decided");
	assert_string_equal(policy_decision_refusal(POLICY_REJECTED, 1, 2), "policy.refused.decided");
	assert_int_equal(policy_effective(100, 50), 100);
	assert_int_equal(policy_effective(100, 100), 100);
	assert_int_equal(policy_effective(100, 101), 101);
}

/* What is shown can be typed, and what cannot be read is refused. */
static void
test_values(void **state)
{
	static const struct {
		const char *unit, *typed;
		int64_t value;
		const char *shown;
	} good[] = {
		{ "fen", "1,000.00", 100000, "1,000.00" },
		{ "fen", "1000", 100000, "1,000.00" },
		{ "wall", "14:10", 51000, "14:10" },
		{ "seconds", "24 h", 86400, "24 h" },
		{ "seconds", "24小时", 86400, "24 h" },
		{ "seconds", "90 min", 5400, "90 min" },
		{ "seconds", "61 s", 61, "61 s" },
		{ "seconds", "2天", 172800, "48 h" },
		{ "days", "7", 7, "7 d" },
		{ "days", "7 d", 7, "7 d" },
		{ "percent", "60 %", 60, "60 %" },
		{ "count", "500", 500, "500" },
	};
	static const struct {
		const char *unit, *typed;
	} bad[] = { { "fen", "abc" }, { "fen", "" }, { "wall", "25:00" }, { "wall", "9" },
		{ "seconds", "24" }, { "seconds", "h" }, { "seconds", "-1 h" }, { "days", "7 h" },
		{ "days", "-7" }, { "days", "" }, { "count", "1.5" }, { "count", "0x10" } };
	struct arena *arena = arena_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		int64_t value = -1, again = -1;

		assert_int_equal(policy_value_parse(good[i].unit, good[i].typed, &value), RC_OK);
		assert_int_equal(value, good[i].value);
		assert_string_equal(policy_value_text(arena, good[i].unit, value, ""), good[i].shown);
		assert_int_equal(policy_value_parse(good[i].unit, good[i].shown, &again), RC_OK);
		assert_int_equal(again, value);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		int64_t value;

		assert_int_equal(policy_value_parse(bad[i].unit, bad[i].typed, &value), RC_INVALID);
	}
	arena_free(arena);
}

static void
test_band_text(void **state)
{
	const struct band band = { .steps = tiers, .count = 4 };
	struct arena *arena = arena_new(0);

	(void)state;
	assert_string_equal(band_text(arena, &tier_limits, &band),
	    "< 1,000.00 → 180 d; ≥ 1,000.00 → 90 d; ≥ 2,000.00 → 60 d; > 5,000.00 → 30 d");
	arena_free(arena);
}

static void
test_actor_may(void **state)
{
	static const struct right confirm = { "order.confirm", ROLE_CLERK | ROLE_SUPERVISOR };
	static const struct {
		uint32_t roles;
		const char *denied;
		bool may;
	} cases[] = {
		{ 0, "", false },
		{ ROLE_CLERK, "", true },
		{ ROLE_AGENT | ROLE_SUPERVISOR, "", true },
		{ ROLE_ALL & ~(uint32_t)(ROLE_CLERK | ROLE_SUPERVISOR), "", false },
		{ ROLE_CLERK, "order.confirm", false },
		{ ROLE_ALL, "order.park,order.confirm,order.pay", false },
		{ ROLE_CLERK, "order.confirmed,order.conf,order", true }, /* names that only begin alike */
		{ ROLE_CLERK, ",,", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct actor actor = { .account_id = 1, .roles = cases[i].roles, .denied = cases[i].denied };

		assert_int_equal(actor_may(&actor, &confirm), cases[i].may);
		assert_true(actor_may(&actor, &RIGHT_ANYBODY));
		assert_false(actor_may(&actor, NULL));
	}
	assert_false(actor_may(&(struct actor){ .denied = "" }, &RIGHT_LOGGED_IN));
	assert_true(actor_may(&(struct actor){ .account_id = 1, .denied = "" }, &RIGHT_LOGGED_IN));
}

static void
test_roles(void **state)
{
	(void)state;
	for (uint32_t bit = 1; (bit & ROLE_ALL) != 0; bit <<= 1) {
		assert_int_not_equal(role_name((enum role)bit)[0], '\0');
		assert_int_equal(role_find(role_name((enum role)bit)), bit);
	}
	assert_int_equal(role_find("nobody"), 0);
	assert_string_equal(role_name((enum role)(ROLE_AGENT | ROLE_CLERK)), "");
}

static void
test_owners(void **state)
{
	struct actor actor = { .account_id = 7, .roles = ROLE_AGENT | ROLE_ADMIN, .denied = "" };
	struct arg args[OWNERS];
	size_t own = 0;

	(void)state;
	assert_int_equal(owner_of(7, 0), 7);
	assert_int_equal(owner_of(0, ROLE_FINANCE), -ROLE_FINANCE);
	assert_int_equal(owner_of(0, 0), 0);
	assert_int_equal(owner_of(7, ROLE_FINANCE), 0);
	assert_int_equal(owner_of(0, ROLE_FINANCE | ROLE_GM), 0);
	assert_int_equal(owner_of(0, 1 << ROLE_COUNT), 0);
	assert_true(owner_is(&actor, 7) && owner_is(&actor, -ROLE_AGENT) && owner_is(&actor, -ROLE_ADMIN));
	assert_false(owner_is(&actor, 8) || owner_is(&actor, -ROLE_CLERK) || owner_is(&actor, 0));
	assert_int_equal(owner_args(&actor, args), OWNERS);
	for (size_t i = 0; i < OWNERS; i++) {
		assert_true(owner_is(&actor, args[i].number));
		own += args[i].number == 7;
	}
	assert_int_equal(own, OWNERS - 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_band_step),
		cmocka_unit_test(test_band_refusal),
		cmocka_unit_test(test_four_eyes),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_band_text),
		cmocka_unit_test(test_actor_may),
		cmocka_unit_test(test_roles),
		cmocka_unit_test(test_owners),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
