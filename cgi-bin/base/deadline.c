/* SPDX-License-Identifier: MIT */
/* Deadlines on their clocks (RULE TIME-4): when they end, what is left.
 * Not their lengths: those are figures in policy/. */
#include "base/clock.h"

#define AMOUNT_MOST (INT64_C(36525) * DAY)
#define WORKDAYS_MOST 36525
/* Up to this many days are added up singly, so that a day with a change of the clocks counts with its true length. */
#define SINGLE_MOST 62

static bool
hours_closed(const struct service_hours *hours)
{
	return hours == NULL || hours->close <= hours->open;
}

static int64_t
least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t
most(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t
service_due(int64_t start, int64_t amount, const struct service_hours *hours)
{
	int64_t day = clock_day(start), length = hours->close - hours->open, open, close;

	for (;; day++) {
		if (amount > length * SINGLE_MOST && start < clock_at(day, hours->open)) {
			int64_t skip = amount / length - SINGLE_MOST;

			day += skip;
			amount -= skip * length;
		}
		open = most(clock_at(day, hours->open), start);
		close = clock_at(day, hours->close);
		if (open >= close)
			continue;
		if (amount <= close - open)
			return open + amount;
		amount -= close - open;
	}
}

int64_t
deadline_due(enum clock_kind kind, int64_t start, int64_t amount, const struct service_hours *hours,
    const struct calendar *calendar)
{
	int64_t day;

	amount = least(most(amount, 0), AMOUNT_MOST);
	switch (kind) {
	case CLOCK_SERVICE:
		if (!hours_closed(hours))
			return service_due(start, amount, hours);
		break;
	case CLOCK_WORKDAYS:
		day = calendar_add(calendar, clock_day(start), least(amount, WORKDAYS_MOST));
		return clock_at(day, hours_closed(hours) ? DAY : hours->close);
	case CLOCK_ELAPSED:
		break;
	}
	return start + amount;
}

/* Service seconds of one day that lie between `from` and `to`. */
static int64_t
service_day(int64_t day, int64_t from, int64_t to, const struct service_hours *hours)
{
	return most(least(clock_at(day, hours->close), to) - most(clock_at(day, hours->open), from), 0);
}

/* Service seconds between two instants, `from` before `to`. */
static int64_t
service_between(int64_t from, int64_t to, const struct service_hours *hours)
{
	int64_t first = clock_day(from), last = clock_day(to), day, sum;

	if (last - first > SINGLE_MOST)
		return service_day(first, from, to, hours) + service_day(last, from, to, hours) +
		       (last - first - 1) * (hours->close - hours->open);
	for (day = first, sum = 0; day <= last; day++)
		sum += service_day(day, from, to, hours);
	return sum;
}

/* Seconds of working days between two instants, `from` before `to`; a whole working day counts 24 hours. */
static int64_t
workdays_between(int64_t from, int64_t to, const struct calendar *calendar)
{
	int64_t first = clock_day(from), last = clock_day(to), sum;

	sum = calendar_count(calendar, first, last) * DAY;
	if (calendar_works(calendar, first))
		sum -= clock_wall(from);
	if (calendar_works(calendar, last))
		sum += clock_wall(to);
	return most(sum, 0);
}

int64_t
deadline_left(enum clock_kind kind, int64_t now, int64_t due, const struct service_hours *hours,
    const struct calendar *calendar)
{
	int64_t from = least(now, due), to = most(now, due), span = to - from;

	if (kind == CLOCK_SERVICE && !hours_closed(hours))
		span = service_between(from, to, hours);
	else if (kind == CLOCK_WORKDAYS)
		span = workdays_between(from, to, calendar);
	return now > due ? least(-span, -1) : span;
}

enum deadline_state
deadline_state(int64_t now, int64_t due)
{
	if (due == 0)
		return DEADLINE_NONE;
	if (now > due)
		return DEADLINE_OVERDUE;
	return clock_day(now) == clock_day(due) ? DEADLINE_TODAY : DEADLINE_LATER;
}
