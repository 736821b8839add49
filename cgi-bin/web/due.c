/* SPDX-License-Identifier: MIT */
/* Deadlines in words.
 * Not the deadlines themselves: base/clock works them out, policy/ says which. */
#include "web/due.h"
#include "base/clock.h"

const char *
due_mark(const struct req *req, int64_t due)
{
	switch (deadline_state(req->ctx.now, due)) {
	case DEADLINE_OVERDUE:
		return "d-overdue";
	case DEADLINE_TODAY:
		return due - req->ctx.now <= HOUR ? "d-soon" : "d-today";
	case DEADLINE_LATER:
		return "d-later";
	case DEADLINE_NONE:
		break;
	}
	return "d-none";
}

const char *
due_class(const struct req *req, int64_t due)
{
	return due_mark(req, due) + 2;
}

static const char *
number_text(struct req *req, const char *key, int64_t number)
{
	return lang_text(req, key, arena_int(req->ctx.arena, number), NULL);
}

const char *
duration_text(struct req *req, int64_t seconds, bool both)
{
	const char *hours;

	if (seconds < 0)
		seconds = 0;
	if (seconds < HOUR)
		return number_text(req, "due.minutes", seconds / MINUTE);
	if (seconds >= DAY)
		return number_text(req, seconds < 2 * DAY ? "due.day" : "due.days", seconds / DAY);
	hours = number_text(req, "due.hours", seconds / HOUR);
	if (!both || seconds % HOUR < MINUTE)
		return hours;
	return arena_printf(
	    req->ctx.arena, "%s %s", hours, number_text(req, "due.minutes", seconds % HOUR / MINUTE));
}

static const char *
overdue_text(struct req *req, int64_t due, bool both)
{
	return lang_text(req, "due.overdue", duration_text(req, req->ctx.now - due, both), NULL);
}

static const char *
due_words(struct req *req, int64_t due)
{
	struct arena *arena = req->ctx.arena;

	switch (deadline_state(req->ctx.now, due)) {
	case DEADLINE_OVERDUE:
		return overdue_text(req, due, false);
	case DEADLINE_TODAY:
		return lang_text(req, "due.today", time_clock(arena, due), NULL);
	case DEADLINE_LATER: /* the year is left out: nothing is due that far ahead */
		return lang_text(req, "due.later", day_text(arena, clock_day(due)) + 5, NULL);
	case DEADLINE_NONE:
		break;
	}
	return lang(req, "due.none");
}

const char *
due_text(struct req *req, int64_t due)
{
	struct told *told = &req->told;

	if (told->due_text == NULL || told->due != due) {
		told->due_text = due_words(req, due);
		told->due = due;
	}
	return told->due_text;
}

const char *
due_left(struct req *req, int64_t due)
{
	if (due == 0)
		return "";
	if (due < req->ctx.now)
		return overdue_text(req, due, true);
	return lang_text(req, "due.left", duration_text(req, due - req->ctx.now, true), NULL);
}

const char *
due_text_long(struct req *req, int64_t due)
{
	if (due == 0)
		return lang(req, "due.none");
	if (due < req->ctx.now)
		return overdue_text(req, due, true);
	return arena_printf(req->ctx.arena, "%s · %s", due_text(req, due), due_left(req, due));
}
