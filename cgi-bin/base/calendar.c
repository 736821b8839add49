/* SPDX-License-Identifier: MIT */
/* Working days counted (RULE TIME-3): the plain week, and a list of the days that differ from it.
 * Not the source of that list: policy/ loads it. */
#include "base/calendar.h"

/* 0 = Monday … 6 = Sunday; the epoch was a Thursday. */
static int
calendar_weekday(int64_t day)
{
	int weekday = (int)((day + 3) % 7);

	return weekday < 0 ? weekday + 7 : weekday;
}

/* Index of the first listed day that is not before `day`. */
static size_t
calendar_find(const struct calendar *calendar, int64_t day)
{
	size_t low = 0, high = calendar->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (calendar->days[middle].day < day)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool
calendar_works(const struct calendar *calendar, int64_t day)
{
	if (calendar != NULL && calendar->count != 0) {
		size_t i = calendar_find(calendar, day);

		if (i < calendar->count && calendar->days[i].day == day)
			return !calendar->days[i].off;
	}
	return calendar_weekday(day) < 5;
}

/* The Gregorian year of a day number. */
static int64_t
calendar_year(int64_t day)
{
	int64_t shifted = day + 719468; /* since 0000-03-01 */
	int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
	int64_t in_era = shifted - era * 146097;
	int64_t year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
	int64_t in_year = in_era - (365 * year + year / 4 - year / 100);

	return year + era * 400 + (in_year >= 306 ? 1 : 0);
}

bool
calendar_provisional(const struct calendar *calendar, int64_t day)
{
	int64_t year = calendar_year(day);

	return calendar == NULL || calendar->first_year == 0 || year < calendar->first_year ||
	       year > calendar->last_year;
}

int64_t
calendar_add(const struct calendar *calendar, int64_t day, int64_t workdays)
{
	int64_t step = workdays < 0 ? -1 : 1;

	if (workdays == 0) {
		while (!calendar_works(calendar, day))
			day++;
		return day;
	}
	while (workdays != 0) {
		day += step;
		if (calendar_works(calendar, day))
			workdays -= step;
	}
	return day;
}

/* Mondays to Fridays before `day`, counted from a Monday long ago. */
static int64_t
calendar_weekdays(int64_t day)
{
	int64_t since = day + 3 + INT64_C(7) * 1000000;
	int64_t rest = since % 7;

	return since / 7 * 5 + (rest < 5 ? rest : 5);
}

int64_t
calendar_count(const struct calendar *calendar, int64_t from, int64_t to)
{
	int64_t count;
	size_t i;

	if (to <= from)
		return 0;
	count = calendar_weekdays(to) - calendar_weekdays(from);
	if (calendar == NULL)
		return count;
	for (i = calendar_find(calendar, from); i < calendar->count && calendar->days[i].day < to; i++) {
		bool plain = calendar_weekday(calendar->days[i].day) < 5;

		count += (calendar->days[i].off ? 0 : 1) - (plain ? 1 : 0);
	}
	return count;
}
