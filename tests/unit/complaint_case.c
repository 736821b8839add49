/* SPDX-License-Identifier: MIT */
/* A complaint to try rules on, and what is said of it. Not a test itself. */
#include "complaint_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

static struct calendar_day days[32];
static struct calendar calendar = { days, 0, 2026, 2026 };
struct complaint_terms terms = { .of = { [TERM_FORM] = { HOUR, 1 },
				     [TERM_ANSWER] = { 24 * HOUR, 1 },
				     [TERM_SOLUTION] = { 3, 2 },
				     [TERM_PROGRESS] = { 24 * HOUR, 1 },
				     [TERM_CALLBACK] = { 24 * HOUR, 1 },
				     [TERM_DELIVERY] = { 4 * HOUR, 1 },
				     [TERM_REFUND] = { 48 * HOUR, 1 },
				     [TERM_FINANCE] = { 2 * HOUR, 1 },
				     [TERM_OPERATIONS] = { 2 * HOUR, 1 },
				     [TERM_GOODS] = { 4 * HOUR, 3 },
				     [TERM_TECHNOLOGY] = { 24 * HOUR, 1 },
				     [TERM_OTHER] = { 4 * HOUR, 1 } },
	.hours = { 30600, 72000 }, /* 08:30 – 20:00 */
	.calendar = &calendar,
	.limit_fen = 2000,
	.unsatisfied = 2 };
const struct actor agent = { .account_id = 7, .staff_no = "KF0007", .name = "Agent", .denied = "" };
const struct actor other = { .account_id = 8, .staff_no = "KF0008", .name = "Other", .denied = "" };

static void
list(int month, int from, int to, bool off)
{
	for (; from <= to; from++)
		days[calendar.count++] = (struct calendar_day){ day_number(2026, month, from), off };
}

int
complaint_setup(void **state)
{
	(void)state;
	list(1, 1, 3, true);
	list(1, 4, 4, false);
	list(2, 14, 14, false);
	list(2, 15, 23, true);
	list(2, 28, 28, false);
	list(5, 1, 5, true);
	list(5, 9, 9, false);
	return clock_zone("Asia/Shanghai") == RC_OK ? 0 : -1;
}

int64_t
at(const char *text)
{
	int64_t time;

	if (time_parse(text, &time) != RC_OK)
		fail_msg("%s is no time", text);
	return time;
}

/* --- a complaint to work on ------------------------------------------------------------------------------------- */

static struct complaint_clock clocks[64];
static struct complaint_handoff handoffs[HANDOFFS_MOST + 1];
static struct complaint_compensation compensations[16];

struct complaint_work
work_new(int64_t problem, const char *when)
{
	struct complaint_work work = { .after = { .channel = CONTACT_PHONE,
					   .problem = problem,
					   .urgency = URGENCY_NORMAL,
					   .owner_id = agent.account_id,
					   .owner_staff = "KF0007 Agent",
					   .caller = "Somebody",
					   .caller_phone = "" },
		.text = { "It broke", "", "", "" },
		.clocks = clocks,
		.handoffs = handoffs,
		.compensations = compensations,
		.actor = &agent,
		.staff = "KF0007 Agent",
		.now = at(when),
		.terms = &terms };

	return work;
}

/* Saved and read again: what was decided is what stands there now. */
void
work_saved(struct complaint_work *work)
{
	if (work->after.id == 0)
		work->after.id = 1;
	work->before = work->after;
	work->entry_count = 0;
	work->refused = NULL;
	for (size_t i = 0; i < work->clock_count; i++)
		work->clocks[i].fresh = work->clocks[i].changed = false;
}

struct complaint_work
work_opened(int64_t problem, const char *when)
{
	struct complaint_work work = work_new(problem, when);

	assert_int_equal(complaint_plan_open(&work), RC_OK);
	work_saved(&work);
	return work;
}

void
does(struct complaint_work *work, enum rc rc, const char *when)
{
	if (rc != RC_OK)
		fail_msg("%s: %s", when, work->refused != NULL ? work->refused : rc_name(rc));
	work_saved(work);
}

void
refuses(struct complaint_work *work, enum rc got, enum rc expected, const char *reason)
{
	assert_string_equal(rc_name(got), rc_name(expected));
	assert_string_equal(work->refused, reason);
	work->after = work->before;
	work->entry_count = 0;
}

static const struct complaint_clock *
clock_of(const struct complaint_work *work, enum complaint_clock_kind kind)
{
	const struct complaint_clock *found = NULL;

	for (size_t i = 0; i < work->clock_count; i++)
		if (work->clocks[i].kind == (int64_t)kind)
			found = &work->clocks[i];
	return found;
}

void
due_is(const struct complaint_work *work, enum complaint_clock_kind kind, const char *wanted)
{
	const struct complaint_clock *clock = clock_of(work, kind);

	if (wanted == NULL) {
		assert_null(clock);
		return;
	}
	assert_non_null(clock);
	if (clock->due_at != at(wanted)) {
		struct arena *arena = arena_new(256);

		fail_msg("clock %d is due %s, not %s", (int)kind, time_exact(arena, clock->due_at), wanted);
	}
}

void
outcome_is(const struct complaint_work *work, enum complaint_clock_kind kind, enum clock_outcome outcome)
{
	const struct complaint_clock *clock = clock_of(work, kind);

	assert_non_null(clock);
	assert_int_equal(clock->outcome, outcome);
	assert_int_equal(clock->ended_at != 0, outcome != CLOCK_RUNS);
}
