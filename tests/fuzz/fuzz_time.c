/* SPDX-License-Identifier: MIT */
/* Fuzzer of dates, times, and UTF-8: what is read reads the same when written out, deadlines are never before their start.
 * Not of zones: test_base_clock.c goes through those. */
#include "base/clock.h"
#include "base/log.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct arena *arena;

static void
check_texts(const char *text, size_t size)
{
	int64_t day = 0, at = 0, wall = 0;

	if (day_parse(text, &day) == RC_OK && strcmp(day_text(arena, day), text) != 0)
		abort();
	if (time_parse(text, &at) == RC_OK) {
		int64_t back = 0;

		if (time_parse(time_exact(arena, at), &back) != RC_OK || back != at)
			if (at < clock_at(day_number(2100, 1, 1), 0)) /* 24:00 of the last day is beyond it */
				abort();
	}
	if (wall_parse(text, &wall) == RC_OK && (wall < 0 || wall > DAY))
		abort();
	if (utf8_valid(text, size)) {
		const char *trimmed = utf8_trim(arena, text), *narrow = utf8_narrow(arena, text);

		if (!utf8_valid(trimmed, strlen(trimmed)) || !utf8_valid(narrow, strlen(narrow)) ||
		    utf8_length(narrow) != utf8_length(text) ||
		    strcmp(utf8_trim(arena, trimmed), trimmed) != 0 ||
		    !utf8_valid(text, utf8_cut(text, size / 2)))
			abort();
	}
}

/* The bytes as numbers. */
static void
check_deadline(const uint8_t *data)
{
	struct service_hours hours = { data[0] * 339, data[1] * 339 };
	struct calendar_day days[2] = { { data[2] + 18000, data[3] & 1 }, { data[2] + 18001, data[3] & 2 } };
	struct calendar calendar = { days, data[3] & 4 ? 2 : 0, 2020, 2021 };
	int64_t start, amount, due;
	enum clock_kind kind = data[3] % 3;

	memcpy(&start, data + 4, sizeof(start));
	memcpy(&amount, data + 12, sizeof(amount));
	start %= INT64_C(100) * 366 * DAY;
	amount = data[3] & 8 ? amount : amount % (100 * DAY);
	due = deadline_due(kind, start, amount, &hours, &calendar);
	if (due < start && kind != CLOCK_WORKDAYS) /* working days end at closing time, which may be over */
		abort();
	if (deadline_left(kind, start, due, &hours, &calendar) < 0 && due >= start)
		abort();
	if (deadline_left(kind, due + 1, due, &hours, &calendar) >= 0)
		abort();
	if (deadline_state(due + 1, due) != (due == 0 ? DEADLINE_NONE : DEADLINE_OVERDUE))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);

	if (text == NULL)
		abort();
	if (arena == NULL) {
		arena = arena_new(4096);
		if (clock_zone("Asia/Shanghai") != RC_OK)
			abort();
	}
	arena_reset(arena, 1 << 16);
	if (size != 0)
		memcpy(text, data, size);
	text[size] = '\0';
	check_texts(text, size);
	if (size >= 20)
		check_deadline(data);
	free(text);
	return 0;
}
