/* SPDX-License-Identifier: MIT */
/* Decisions about reports: months, what a complaint counts for, changes and shares.
 * Not the counts themselves: store.c keeps them. */
#include "reports/rules.h"
#include "base/clock.h"

#include <stdlib.h>
#include <string.h>

int64_t
month_of(int64_t at)
{
	struct date date = day_date(clock_day(at));

	return date.year * 100 + date.month;
}

int64_t
month_add(int64_t month, int64_t count)
{
	int64_t months = month / 100 * 12 + month % 100 - 1 + count;

	return months / 12 * 100 + months % 12 + 1;
}

int64_t
month_parse(const char *text)
{
	int64_t year, month;

	if (text == NULL || strlen(text) != 7 || text[4] != '-' || strspn(text, "0123456789") != 4 ||
	    strspn(text + 5, "0123456789") != 2)
		return 0;
	year = strtoll(text, NULL, 10);
	month = strtoll(text + 5, NULL, 10);
	return year >= 2000 && year <= 2099 && month >= 1 && month <= 12 ? year * 100 + month : 0;
}

int64_t
month_first(int64_t month)
{
	return day_number((int)(month / 100), (int)(month % 100), 1);
}

int64_t
month_last(int64_t month)
{
	return month_first(month_add(month, 1)) - 1;
}

/* A complaint's place in each dimension; a region that is not known has none. */
static size_t
places(const struct complaint *complaint, int64_t sign, struct month_delta *deltas)
{
	const struct month_delta all[] = {
		{ MONTH_ALL, 0, 0, 0, sign },
		{ MONTH_TYPE, 0, complaint->type, 0, sign },
		{ MONTH_DEPARTMENT, 0, complaint->department, 0, sign },
		{ MONTH_PROBLEM, 0, complaint->problem, 0, sign },
		{ MONTH_PROVINCE, 0, complaint->province_id, 0, sign },
		{ MONTH_CITY, 0, complaint->city_id, complaint->province_id, sign },
		{ MONTH_DISTRICT, 0, complaint->district_id, complaint->city_id, sign },
	};
	size_t i, count = 0;

	if (complaint->id == 0)
		return 0;
	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		if (all[i].dimension >= MONTH_PROVINCE && all[i].value == 0)
			continue;
		deltas[count] = all[i];
		deltas[count++].month = month_of(complaint->opened_at);
	}
	return count;
}

size_t
month_deltas(const struct complaint_change *change, struct month_delta deltas[MONTH_DELTAS])
{
	size_t count = places(&change->before, -1, deltas);

	count += places(&change->after, 1, deltas + count);
	return month_deltas_merge(deltas, count);
}

static int
place_compare(const void *left, const void *right)
{
	const struct month_delta *a = left, *b = right;

	if (a->dimension != b->dimension)
		return a->dimension < b->dimension ? -1 : 1;
	if (a->month != b->month)
		return a->month < b->month ? -1 : 1;
	return (a->value > b->value) - (a->value < b->value);
}

size_t
month_deltas_merge(struct month_delta *deltas, size_t count)
{
	size_t from, to = 0, kept = 0;

	if (count > 1)
		qsort(deltas, count, sizeof(*deltas), place_compare);
	for (from = 0; from < count; from++) {
		if (to > 0 && place_compare(&deltas[to - 1], &deltas[from]) == 0)
			deltas[to - 1].opened += deltas[from].opened;
		else
			deltas[to++] = deltas[from];
	}
	for (from = 0; from < to; from++)
		if (deltas[from].opened != 0)
			deltas[kept++] = deltas[from];
	return kept;
}

/* Thousandths of a fraction, half away from zero. */
static int64_t
permille_of(int64_t part, int64_t whole)
{
	int64_t twice = part * 2000 + (part < 0 ? -whole : whole);

	return twice / (2 * whole);
}

bool
change_permille(int64_t before, int64_t now, int64_t *permille)
{
	if (before <= 0)
		return false;
	*permille = permille_of(now - before, before);
	return true;
}

bool
share_permille(int64_t part, int64_t whole, int64_t *permille)
{
	if (whole <= 0)
		return false;
	*permille = permille_of(part, whole);
	return true;
}
