/* SPDX-License-Identifier: MIT */
/* The rules of escalation as tables of cases (RULE CMP-9): windows to the second, three customers and four, whoever comes twice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "escalations/escalations.h"
#include "escalations/rules.h"
#include <stdlib.h>
#include <string.h>

#define DAYS(n) ((int64_t)(n)*86400)
#define WINDOW DAYS(90)

struct mark_case {
	const char *name;
	struct sighting sightings[12]; /* {subject, customer, complaint, at} ended by complaint 0 */
	const char *marks;             /* in the order given: x behind, . not */
};

static size_t
case_count(const struct mark_case *one)
{
	size_t count = 0;

	while (count < 12 && one->sightings[count].complaint_id != 0)
		count++;
	return count;
}

static void
marks_check(const struct mark_case *one, const struct sighting *marked, size_t count, size_t told)
{
	size_t marks = 0;

	assert_int_equal(count, strlen(one->marks));
	for (size_t i = 0; i < count; i++) {
		size_t given = 0;

		while (one->sightings[given].complaint_id != marked[i].complaint_id)
			given++;
		if (marked[i].behind != (one->marks[given] == 'x'))
			fail_msg("%s: complaint %d", one->name, (int)marked[i].complaint_id);
		marks += marked[i].behind;
	}
	assert_int_equal(marks, told);
}

static void
again(void **state)
{
	static const struct mark_case cases[] = {
		{ "one", { { 6, 1, 1, 1000, false } }, "." },
		{ "two on one day", { { 6, 1, 1, 1000, false }, { 6, 1, 2, 1000, false } }, "xx" },
		{ "exactly 90 days", { { 6, 1, 1, 0, false }, { 6, 1, 2, DAYS(90), false } }, "xx" },
		{ "a second more", { { 6, 1, 1, 0, false }, { 6, 1, 2, DAYS(90) + 1, false } }, ".." },
		{ "each near to the one before",
		    { { 6, 1, 1, 0, false }, { 6, 1, 2, DAYS(80), false }, { 6, 1, 3, DAYS(160), false } },
		    "xxx" },
		{ "one long after",
		    { { 6, 1, 1, 0, false }, { 6, 1, 2, DAYS(10), false }, { 6, 1, 3, DAYS(400), false } },
		    "xx." },
		{ "the later came in first", { { 6, 1, 2, DAYS(30), false }, { 6, 1, 1, 0, false } }, "xx" },
		{ "unknown callers", { { 6, 0, 1, 0, false }, { 6, 0, 2, 0, false }, { 6, 0, 3, 0, false } },
		    "..." },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct sighting run[12];
		size_t count = case_count(&cases[i]);

		memcpy(run, cases[i].sightings, sizeof(run));
		again_sort(run, count);
		marks_check(&cases[i], run, count, again_mark(run, count, WINDOW));
	}
}

static void
again_is_sorted_by_customer_and_subject(void **state)
{
	struct sighting run[] = { { 6, 2, 4, 5, false }, { 6, 1, 3, 9, false }, { 5, 1, 2, 7, false },
		{ 6, 1, 1, 7, false }, { -9, 1, 1, 7, false } };
	static const int64_t order[] = { 1, 2, 1, 3, 4 };

	(void)state;
	again_sort(run, 5);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(run[i].complaint_id, order[i]);
	assert_int_equal(run[0].subject, -9);
}

static void
quality(void **state)
{
	static const struct mark_case cases[] = {
		{ "three customers do not fire",
		    { { 9, 1, 1, 0, false }, { 9, 2, 2, 1, false }, { 9, 3, 3, 2, false } }, "..." },
		{ "four do",
		    { { 9, 1, 1, 0, false }, { 9, 2, 2, 1, false }, { 9, 3, 3, 2, false },
			{ 9, 4, 4, 3, false } },
		    "xxxx" },
		{ "one customer four times",
		    { { 9, 1, 1, 0, false }, { 9, 1, 2, 1, false }, { 9, 1, 3, 2, false },
			{ 9, 1, 4, 3, false } },
		    "...." },
		{ "three customers, one of them twice",
		    { { 9, 1, 1, 0, false }, { 9, 2, 2, 1, false }, { 9, 3, 3, 2, false },
			{ 9, 1, 4, 3, false } },
		    "...." },
		{ "unknown callers are no fourth",
		    { { 9, 1, 1, 0, false }, { 9, 2, 2, 1, false }, { 9, 3, 3, 2, false },
			{ 9, 0, 4, 3, false }, { 9, 0, 5, 4, false } },
		    "....." },
		{ "unknown callers are not behind it",
		    { { 9, 1, 1, 0, false }, { 9, 0, 2, 1, false }, { 9, 2, 3, 2, false },
			{ 9, 3, 4, 3, false }, { 9, 4, 5, 4, false } },
		    "x.xxx" },
		{ "the fourth after exactly 90 days",
		    { { 9, 1, 1, 0, false }, { 9, 2, 2, 1, false }, { 9, 3, 3, 2, false },
			{ 9, 4, 4, DAYS(90), false } },
		    "xxxx" },
		{ "the fourth a second later",
		    { { 9, 1, 1, 0, false }, { 9, 2, 2, 1, false }, { 9, 3, 3, 2, false },
			{ 9, 4, 4, DAYS(90) + 1, false } },
		    "...." },
		{ "goes on counting within the window",
		    { { 9, 1, 1, 0, false }, { 9, 2, 2, 1, false }, { 9, 3, 3, 2, false },
			{ 9, 4, 4, 3, false }, { 9, 1, 5, DAYS(80), false } },
		    "xxxxx" },
		{ "not years later",
		    { { 9, 1, 1, 0, false }, { 9, 2, 2, 1, false }, { 9, 3, 3, 2, false },
			{ 9, 4, 4, 3, false }, { 9, 5, 5, DAYS(800), false } },
		    "xxxx." },
		{ "whichever way round they come in",
		    { { 9, 4, 4, 3, false }, { 9, 3, 3, 2, false }, { 9, 1, 1, 0, false },
			{ 9, 2, 2, 1, false } },
		    "xxxx" },
		{ "twice in the life of a product",
		    { { 9, 1, 1, 0, false }, { 9, 2, 2, 1, false }, { 9, 3, 3, 2, false },
			{ 9, 4, 4, 3, false }, { 9, 9, 5, DAYS(200), false }, { 9, 1, 6, DAYS(400), false },
			{ 9, 2, 7, DAYS(401), false }, { 9, 3, 8, DAYS(402), false },
			{ 9, 4, 9, DAYS(403), false } },
		    "xxxx.xxxx" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *arena = arena_new(0);
		struct sighting run[12];
		size_t count = case_count(&cases[i]);

		memcpy(run, cases[i].sightings, sizeof(run));
		quality_sort(run, count);
		marks_check(&cases[i], run, count, quality_mark(arena, run, count, WINDOW, 3));
		arena_free(arena);
	}
}

/* Against every window looked at one by one. */
static void
quality_equals_trying_every_window(void **state)
{
	uint64_t seed = 42;

	(void)state;
	for (int round = 0; round < 300; round++) {
		struct arena *arena = arena_new(0);
		struct sighting run[40];
		bool behind[40] = { false };

		for (int i = 0; i < 40; i++) {
			seed = seed * 6364136223846793005u + 1442695040888963407u;
			run[i] = (struct sighting){ 9, (int64_t)(seed >> 33) % 7, i + 1,
				(int64_t)((seed >> 40) % 400) * 86400, false };
		}
		quality_sort(run, 40);
		for (int end = 0; end < 40; end++) {
			bool seen[7] = { false };
			int different = 0;

			for (int i = 0; i <= end; i++)
				if (run[i].at >= run[end].at - WINDOW && run[i].customer != 0 &&
				    !seen[run[i].customer]) {
					seen[run[i].customer] = true;
					different++;
				}
			for (int i = 0; i <= end && different > 3; i++)
				if (run[i].at >= run[end].at - WINDOW && run[i].customer != 0)
					behind[i] = true;
		}
		(void)quality_mark(arena, run, 40, WINDOW, 3);
		for (int i = 0; i < 40; i++)
			assert_int_equal(run[i].behind, behind[i]);
		arena_free(arena);
	}
}

static void
undelivered(void **state)
{
	(void)state;
	assert_int_equal(undelivered_due(0, DAYS(7)), 0); /* not shipped */
	assert_int_equal(undelivered_due(1000, DAYS(7)), 1000 + DAYS(7) + 1);
	assert_true(1000 + DAYS(7) < undelivered_due(1000, DAYS(7))); /* exactly seven days are not more */
	assert_true(1000 + DAYS(7) + 1 >= undelivered_due(1000, DAYS(7))); /* a second more is */
}

static void
who_may(void **state)
{
	const struct {
		int64_t state, roles, asked;
		enum rc rc;
		const char *reason;
	} cases[] = {
		{ ESCALATION_RAISED, ROLE_LOGISTICS, ROLE_LOGISTICS, RC_OK, NULL },
		{ ESCALATION_RAISED, ROLE_GM, ROLE_LOGISTICS, RC_OK, NULL },
		{ ESCALATION_RAISED, ROLE_FINANCE | ROLE_SUPERVISOR, ROLE_LOGISTICS, RC_REFUSED,
		    "escalations.refused.department" },
		{ ESCALATION_ANSWERED, ROLE_GM, ROLE_LOGISTICS, RC_REFUSED, "escalations.refused.answered" },
		{ ESCALATION_CLOSED, ROLE_GM, ROLE_LOGISTICS, RC_REFUSED, "escalations.refused.answered" },
		{ ESCALATION_HISTORY, ROLE_GM, ROLE_LOGISTICS, RC_REFUSED, "escalations.refused.history" },
	};
	const char *reason;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(
		    escalation_may_answer(cases[i].state, cases[i].roles, cases[i].asked, ROLE_GM, &reason),
		    cases[i].rc);
		if (cases[i].reason != NULL)
			assert_string_equal(reason, cases[i].reason);
	}
	assert_int_equal(escalation_may_close(ESCALATION_RAISED, &reason), RC_REFUSED);
	assert_int_equal(escalation_may_close(ESCALATION_ANSWERED, &reason), RC_OK);
	assert_int_equal(escalation_may_close(ESCALATION_CLOSED, &reason), RC_REFUSED);
	assert_int_equal(escalation_may_close(ESCALATION_HISTORY, &reason), RC_REFUSED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(again),
		cmocka_unit_test(again_is_sorted_by_customer_and_subject),
		cmocka_unit_test(quality),
		cmocka_unit_test(quality_equals_trying_every_window),
		cmocka_unit_test(undelivered),
		cmocka_unit_test(who_may),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
