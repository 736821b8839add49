/* SPDX-License-Identifier: MIT */
/* RULE CMP-11: when an answer is due. RULE CMP-12: when the supervisor takes over, who may do what. */
#include "base/clock.h"
#include "desk/rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct service_hours hours = { 8 * HOUR + 30 * MINUTE, 20 * HOUR };
#define UNTIL (10 * HOUR)

static int
setup(void **state)
{
	(void)state;
	return clock_zone("Asia/Shanghai") == RC_OK ? 0 : -1;
}

static int64_t
at(const char *text)
{
	int64_t moment;

	assert_int_equal(time_parse(text, &moment), RC_OK);
	return moment;
}

static void
a_message_is_answered_in_the_hours_it_was_left_in_or_by_ten(void **state)
{
	static const struct {
		const char *left, *due;
	} cases[] = {
		{ "2026-05-12 08:30:00", "2026-05-12 20:00" }, /* at opening time the hours run */
		{ "2026-05-12 08:29:59", "2026-05-12 10:00" }, { "2026-05-12 19:59:59", "2026-05-12 20:00" },
		{ "2026-05-12 20:00:00", "2026-05-13 10:00" }, /* at closing time they are over */
		{ "2026-05-12 23:59:59", "2026-05-13 10:00" },
		{ "2026-05-13 00:00:00",
		    "2026-05-13 10:00" }, /* the small hours belong to the day that comes */
		{ "2026-05-12 10:00:00", "2026-05-12 20:00" }, { "2026-05-31 21:00:00", "2026-06-01 10:00" },
		{ "2026-12-31 20:00:00", "2027-01-01 10:00" },
		{ "2026-02-16 21:00:00",
		    "2026-02-17 10:00" }, /* Spring Festival: service hours are daily (TIME-1) */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(message_due(at(cases[i].left), &hours, UNTIL), at(cases[i].due));
}

static void
only_a_waiting_message_changes(void **state)
{
	struct message message = { .state = MESSAGE_WAITS };

	(void)state;
	assert_null(message_refusal(&message));
	message.state = MESSAGE_ANSWERED;
	assert_string_equal(message_refusal(&message), "desk.refused.answered");
	message.state = MESSAGE_DISMISSED;
	assert_string_equal(message_refusal(&message), "desk.refused.dismissed");
}

static void
the_supervisor_takes_over_above_the_limits(void **state)
{
	static const struct visit_limits limits = { 500000, 2, 100000 };
	static const struct {
		int64_t spent_fen, contact_no, order_fen, reasons;
	} cases[] = {
		{ 0, 1, 0, 0 },
		{ 500000, 1, 0, 0 }, /* exceeds: exactly 5,000.00 does not */
		{ 500001, 1, 0, VISIT_SPENT },
		{ 0, 2, 0, VISIT_AGAIN },
		{ 0, 3, 0, VISIT_AGAIN },
		{ 0, 1, 100000, 0 },
		{ 0, 1, 100001, VISIT_ORDER },
		{ 500001, 2, 100001, VISIT_SPENT | VISIT_AGAIN | VISIT_ORDER },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct visit visit = { .spent_fen = cases[i].spent_fen,
			.contact_no = cases[i].contact_no,
			.order_fen = cases[i].order_fen };

		assert_int_equal(visit_reasons(&visit, &limits), cases[i].reasons);
	}
}

static void
who_may_serve_a_visit(void **state)
{
	static const struct {
		int64_t state, reasons, owner_id;
		bool supervises;
		const char *refusal; /* of account 7 */
	} cases[] = {
		{ VISIT_WAITS, 0, 0, false, NULL },
		{ VISIT_WAITS, VISIT_ORDER, 0, false, "desk.refused.supervisor" },
		{ VISIT_WAITS, VISIT_ORDER, 0, true, NULL },
		{ VISIT_SERVED, 0, 8, false, "desk.refused.served" },
		{ VISIT_SERVED, 0, 8, true, NULL },
		{ VISIT_SERVED, 0, 7, true, "desk.refused.mine_already" },
		{ VISIT_OVER, 0, 7, true, "desk.refused.over" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct visit visit = {
			.state = cases[i].state, .reasons = cases[i].reasons, .owner_id = cases[i].owner_id
		};
		const char *refusal = visit_take_refusal(&visit, 7, cases[i].supervises);

		if (cases[i].refusal == NULL)
			assert_null(refusal);
		else
			assert_string_equal(refusal, cases[i].refusal);
	}
}

static void
who_serves_a_visit_ends_it(void **state)
{
	struct visit visit = { .state = VISIT_WAITS };

	(void)state;
	assert_string_equal(visit_end_refusal(&visit, 7), "desk.refused.not_taken");
	visit.state = VISIT_SERVED;
	visit.owner_id = 8;
	assert_string_equal(visit_end_refusal(&visit, 7), "desk.refused.others");
	visit.owner_id = 7;
	assert_null(visit_end_refusal(&visit, 7));
	visit.state = VISIT_OVER;
	assert_string_equal(visit_end_refusal(&visit, 7), "desk.refused.over");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_is_answered_in_the_hours_it_was_left_in_or_by_ten),
		cmocka_unit_test(only_a_waiting_message_changes),
		cmocka_unit_test(the_supervisor_takes_over_above_the_limits),
		cmocka_unit_test(who_may_serve_a_visit),
		cmocka_unit_test(who_serves_a_visit_ends_it),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
