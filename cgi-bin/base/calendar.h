/* SPDX-License-Identifier: MIT */
/* The working-day calendar (RULE TIME-3): which days are worked. Pure data and decisions; policy/ loads it. */
#ifndef BASE_CALENDAR_H
#define BASE_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One day that differs from the plain week. */
struct calendar_day {
	int64_t day; /* days since the epoch */
	bool off;    /* a public holiday; false: a make-up workday 调休 */
};

struct calendar {
	const struct calendar_day *days; /* ascending by day */
	size_t count;
	int64_t first_year; /* years for which a calendar is published, first to last; 0, 0: none */
	int64_t last_year;
};

/* calendar_works(): is `day` worked? Listed days as listed, all others Monday to Friday. */
bool calendar_works(const struct calendar *calendar, int64_t day);
/* calendar_provisional(): no published calendar covers `day`'s year, so only weekends are known. */
bool calendar_provisional(const struct calendar *calendar, int64_t day);
/* calendar_add(): the day `workdays` working days after `day` (0: `day` itself or the next worked one). */
int64_t calendar_add(const struct calendar *calendar, int64_t day, int64_t workdays);
/* calendar_count(): the working days from `from` on and before `to`. */
int64_t calendar_count(const struct calendar *calendar, int64_t from, int64_t to);

#endif
