/* SPDX-License-Identifier: MIT */
/* Time: seconds in UTC, days in the shop's zone, and deadlines on their clocks (RULE TIME-1, TIME-4, TIME-5).
 * Nobody but main loops asks what time it is: `now` is an argument everywhere else. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/arena.h"
#include "base/calendar.h"
#include "base/rc.h"
#include <stdbool.h>
#include <stdint.h>

#define MINUTE 60
#define HOUR 3600
#define DAY 86400

/* clock_now(): the present in UTC seconds, moved by the offset. Called by main loops only. */
int64_t clock_now(void);
/* clock_offset(): move the clock by `seconds` (demo and tests); the moved clock runs on. */
void clock_offset(int64_t seconds);
/* clock_zone(): the shop's zone from now on, a tz database name; RC_INVALID if there is none of that name. */
enum rc clock_zone(const char *name) MUST_CHECK;

/* clock_day(): the day in the shop's zone that `at` falls on. clock_start(): its first second in UTC.
 * clock_at(): `day` at `seconds` after midnight by the wall clock, in UTC: the first such moment where the clocks are set
 * back, the moment of the change where they skip it. clock_wall(): seconds after midnight. */
int64_t clock_day(int64_t at);
int64_t clock_start(int64_t day);
int64_t clock_at(int64_t day, int64_t seconds);
int64_t clock_wall(int64_t at);

/* Civil dates of a day number, proleptic Gregorian; weekday 1 = Monday … 7 = Sunday. */
struct date {
	int year, month, day, weekday;
};
struct date day_date(int64_t day);
int64_t day_number(int year, int month, int day);

/* "2026-05-12", "2026-05-12 13:22", "13:22", "2026-05-12 13:22:05"; "" for 0. */
const char *day_text(struct arena *arena, int64_t day);
const char *time_text(struct arena *arena, int64_t at);
const char *time_clock(struct arena *arena, int64_t at);
const char *time_exact(struct arena *arena, int64_t at);
/* RC_INVALID unless the text is such a date (2000-01-01 … 2099-12-31). time_parse reads "YYYY-MM-DD HH:MM[:SS]" and
 * the "T" form of browsers, in the shop's zone; "24:00" is the next day's midnight. wall_parse reads "HH:MM". */
enum rc day_parse(const char *text, int64_t *day) MUST_CHECK;
enum rc time_parse(const char *text, int64_t *at) MUST_CHECK;
enum rc wall_parse(const char *text, int64_t *seconds) MUST_CHECK;

/* RULE TIME-4: each deadline names its clock. */
enum clock_kind {
	CLOCK_ELAPSED, /* runs always */
	CLOCK_SERVICE, /* runs in service hours only, every day */
	CLOCK_WORKDAYS /* counts working days; due at the end of service hours of the last one */
};

/* RULE TIME-1: seconds after midnight between which the service clock runs. */
struct service_hours {
	int64_t open;
	int64_t close;
};

/* deadline_due(): when an `amount` (seconds; working days for CLOCK_WORKDAYS) that starts at `start` is over. Pure.
 * The service clock stands still outside its hours: what is used up at closing time is due then, what starts at or
 * after it runs from the next opening on. Hours that never open count as open always. Amounts are at most 100 years. */
int64_t deadline_due(enum clock_kind kind, int64_t start, int64_t amount, const struct service_hours *hours,
    const struct calendar *calendar);
/* deadline_left(): what is left at `now` on that clock, in seconds of the clock; negative when overdue, though the clock
 * stood still since (then -1). The workdays clock runs through all 24 hours of each working day: whole DAYs are
 * working days. Pure. */
int64_t deadline_left(enum clock_kind kind, int64_t now, int64_t due, const struct service_hours *hours,
    const struct calendar *calendar);

enum deadline_state { DEADLINE_NONE, DEADLINE_OVERDUE, DEADLINE_TODAY, DEADLINE_LATER };
/* deadline_state(): none for due = 0; overdue from one second after `due`; today by the shop's zone. Pure. */
enum deadline_state deadline_state(int64_t now, int64_t due);

#endif
