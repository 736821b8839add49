/* SPDX-License-Identifier: MIT */
/* Time of the shop: its zone, its days, dates read and written.
 * Not a source of `now` for rules: only main loops call clock_now. Deadlines are in deadline.c. */
#include "base/clock.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#define ZONE_DEFAULT "Asia/Shanghai"
#define ZONE_FOLDER "/usr/share/zoneinfo/"
#define OFFSET_SLOTS 256

/* The zone's offset during one UTC day, where it is the same at both ends and in the middle. */
struct offset {
	int64_t block; /* the UTC day */
	int32_t seconds;
	bool known;
};

static int64_t clock_moved;
static bool clock_zoned;
static struct offset offsets[OFFSET_SLOTS];

int64_t
clock_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec + clock_moved;
}

void
clock_offset(int64_t seconds)
{
	clock_moved = seconds;
}

/* Is there compiled zone data of that name? The C library itself takes a wrong name silently for UTC. */
static bool
zone_exists(const char *name)
{
	char path[128], magic[4];
	ssize_t length;
	int file;

	if (name[0] == '\0' || name[0] == '/' || strstr(name, "..") != NULL ||
	    name[strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/")] != '\0')
		return false;
	length = snprintf(path, sizeof(path), "%s%s", ZONE_FOLDER, name);
	if (length >= (ssize_t)sizeof(path))
		return false;
	file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0)
		return false;
	length = read(file, magic, sizeof(magic));
	close(file);
	return length == 4 && memcmp(magic, "TZif", 4) == 0;
}

static void
zone_set(const char *value)
{
	setenv("TZ", value, 1);
	tzset();
	memset(offsets, 0, sizeof(offsets));
	clock_zoned = true;
}

enum rc
clock_zone(const char *name)
{
	if (name == NULL || !zone_exists(name))
		return RC_INVALID;
	zone_set(name);
	return RC_OK;
}

static int64_t
offset_ask(int64_t at)
{
	time_t time = (time_t)at;
	struct tm tm;

	return localtime_r(&time, &tm) != NULL ? (int64_t)tm.tm_gmtoff : 0;
}

static int64_t
floor_div(int64_t number, int64_t by)
{
	int64_t quotient = number / by;

	return number % by < 0 ? quotient - 1 : quotient;
}

/* Seconds the shop's zone is ahead of UTC at `at`. localtime_r is asked once per UTC day and answer kept; on days with
 * a change of the clocks it is asked each time. */
static int64_t
offset_at(int64_t at)
{
	int64_t block = floor_div(at, DAY), seconds;
	struct offset *slot = &offsets[(uint64_t)block % OFFSET_SLOTS];

	if (slot->known && slot->block == block)
		return slot->seconds;
	if (!clock_zoned && clock_zone(ZONE_DEFAULT) != RC_OK)
		zone_set(
		    "CST-8"); /* no zone data on this machine: the default zone has had no summer time since 1991 */
	seconds = offset_ask(block * DAY);
	if (offset_ask(block * DAY + DAY - 1) != seconds || offset_ask(block * DAY + DAY / 2) != seconds)
		return offset_ask(at);
	*slot = (struct offset){ block, (int32_t)seconds, true };
	return seconds;
}

int64_t
clock_day(int64_t at)
{
	return floor_div(at + offset_at(at), DAY);
}

int64_t
clock_wall(int64_t at)
{
	int64_t local = at + offset_at(at);

	return local - floor_div(local, DAY) * DAY;
}

/* The instant whose wall clock shows `local` (seconds since the epoch as if the zone were UTC): the earlier one where the
 * clocks show it twice; where they skip it, the moment of the change. So later times never lie before earlier ones. */
static int64_t
clock_local(int64_t local)
{
	int64_t before = offset_at(local - DAY), after = offset_at(local + DAY);
	int64_t low, high;

	if (offset_at(local - before) == before)
		return local - before;
	if (offset_at(local - after) == after)
		return local - after;
	low = local - DAY;
	high = local - before;
	while (high - low > 1) {
		int64_t middle = low + (high - low) / 2;

		if (offset_at(middle) == before)
			low = middle;
		else
			high = middle;
	}
	return high;
}

int64_t
clock_at(int64_t day, int64_t seconds)
{
	return clock_local(day * DAY + seconds);
}

int64_t
clock_start(int64_t day)
{
	return clock_local(day * DAY);
}

struct date
day_date(int64_t day)
{
	int64_t shifted = day + 719468; /* since 0000-03-01 */
	int64_t era = floor_div(shifted, 146097);
	int64_t in_era = shifted - era * 146097;
	int64_t year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
	int64_t in_year = in_era - (365 * year + year / 4 - year / 100);
	int64_t month = (5 * in_year + 2) / 153; /* 0 = March */
	struct date date;

	date.day = (int)(in_year - (153 * month + 2) / 5 + 1);
	date.month = (int)(month < 10 ? month + 3 : month - 9);
	date.year = (int)(year + era * 400 + (date.month <= 2 ? 1 : 0));
	date.weekday = (int)(day + 3 - floor_div(day + 3, 7) * 7) + 1;
	return date;
}

int64_t
day_number(int year, int month, int day)
{
	int64_t months = (int64_t)month - 1;
	int64_t y = (int64_t)year + floor_div(months, 12);
	int64_t m = months - floor_div(months, 12) * 12 + 1;
	int64_t era, in_era, in_year;

	y -= m <= 2;
	era = floor_div(y, 400);
	in_era = y - era * 400;
	in_year = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + day - 1;
	return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 + in_year - 719468;
}

static char *
digits_two(char *out, int64_t number)
{
	*out++ = (char)('0' + number / 10 % 10);
	*out++ = (char)('0' + number % 10);
	return out;
}

static void
date_write(char *out, int64_t day)
{
	struct date date = day_date(day);

	out = digits_two(out, date.year / 100);
	out = digits_two(out, date.year % 100);
	*out++ = '-';
	out = digits_two(out, date.month);
	*out++ = '-';
	digits_two(out, date.day);
}

/* The times of a list are of few days, one after the other: the day written last is kept. */
static char *
digits_date(char *out, int64_t day)
{
	static struct {
		int64_t day;
		char text[10];
	} last;

	if (last.day != day || last.text[0] == '\0') {
		date_write(last.text, day);
		last.day = day;
	}
	memcpy(out, last.text, sizeof(last.text));
	return out + sizeof(last.text);
}

static char *
digits_wall(char *out, int64_t wall, bool seconds)
{
	out = digits_two(out, wall / HOUR);
	*out++ = ':';
	out = digits_two(out, wall / MINUTE % 60);
	if (seconds) {
		*out++ = ':';
		out = digits_two(out, wall % 60);
	}
	return out;
}

const char *
day_text(struct arena *arena, int64_t day)
{
	char text[16];

	if (day == 0)
		return "";
	return arena_copy(arena, text, (size_t)(digits_date(text, day) - text));
}

const char *
time_text(struct arena *arena, int64_t at)
{
	int64_t local = at + offset_at(at), day = floor_div(local, DAY);
	char text[32], *out;

	if (at == 0)
		return "";
	out = digits_date(text, day);
	*out++ = ' ';
	out = digits_wall(out, local - day * DAY, false);
	return arena_copy(arena, text, (size_t)(out - text));
}

const char *
time_clock(struct arena *arena, int64_t at)
{
	char text[16];

	if (at == 0)
		return "";
	return arena_copy(arena, text, (size_t)(digits_wall(text, clock_wall(at), false) - text));
}

const char *
time_exact(struct arena *arena, int64_t at)
{
	char text[32], *out;

	if (at == 0)
		return "";
	out = digits_date(text, clock_day(at));
	*out++ = ' ';
	out = digits_wall(out, clock_wall(at), true);
	return arena_copy(arena, text, (size_t)(out - text));
}

/* Exactly `count` digits as a number, -1 if they are not there. Advances. */
static int64_t
digits_read(const char **text, int count)
{
	int64_t number = 0;

	for (; count > 0; count--, (*text)++) {
		if (**text < '0' || **text > '9')
			return -1;
		number = number * 10 + (**text - '0');
	}
	return number;
}

static bool
date_read(const char **text, int64_t *day)
{
	int64_t year, month, number;
	struct date back;

	year = digits_read(text, 4);
	if (year < 2000 || year > 2099 || *(*text)++ != '-')
		return false;
	month = digits_read(text, 2);
	if (month < 1 || month > 12 || *(*text)++ != '-')
		return false;
	number = digits_read(text, 2);
	if (number < 1 || number > 31)
		return false;
	*day = day_number((int)year, (int)month, (int)number);
	back = day_date(*day);
	return back.month == month && back.day == number;
}

/* "HH:MM", and ":SS" where allowed; 24:00 is the end of the day. */
static bool
wall_read(const char **text, bool exact, int64_t *seconds)
{
	int64_t hour, minute, second = 0;

	hour = digits_read(text, 2);
	if (hour < 0 || hour > 24 || *(*text)++ != ':')
		return false;
	minute = digits_read(text, 2);
	if (minute < 0 || minute > 59)
		return false;
	if (exact && **text == ':') {
		(*text)++;
		second = digits_read(text, 2);
		if (second < 0 || second > 59)
			return false;
	}
	*seconds = hour * HOUR + minute * MINUTE + second;
	return *seconds <= DAY;
}

enum rc
day_parse(const char *text, int64_t *day)
{
	int64_t number;

	if (!date_read(&text, &number) || *text != '\0')
		return RC_INVALID;
	*day = number;
	return RC_OK;
}

enum rc
time_parse(const char *text, int64_t *at)
{
	int64_t day, seconds;

	if (!date_read(&text, &day) || (*text != ' ' && *text != 'T'))
		return RC_INVALID;
	text++;
	if (!wall_read(&text, true, &seconds) || *text != '\0')
		return RC_INVALID;
	*at = clock_at(day, seconds);
	return RC_OK;
}

enum rc
wall_parse(const char *text, int64_t *seconds)
{
	int64_t wall;

	if (!wall_read(&text, false, &wall) || *text != '\0')
		return RC_INVALID;
	*seconds = wall;
	return RC_OK;
}
