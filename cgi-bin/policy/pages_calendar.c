/* SPDX-License-Identifier: MIT */
/* The working-day calendar, a year on a page, and its import (RULE TIME-3).
 * Not what the file must look like: calendar.c. */
#include "policy/pages.h"

#include "audit/audit.h"
#include "files/files.h"
#include "web/form.h"
#include <inttypes.h>
#include <string.h>

#define FILE_MOST 1048576

struct calendar_form {
	int64_t file;
};
static const struct form_field calendar_fields[] = {
	{ .field = FIELD(calendar_form, ID, file),
	    .label = "calendar.field.file",
	    .required = true,
	    .upload = true },
};

/* Where the marked days are read from, in order. */
struct marks {
	const struct calendar_mark *next;
	size_t left;
};

static const struct calendar_mark *
mark_take(struct marks *marks, int64_t day)
{
	while (marks->left > 0 && marks->next->day < day) {
		marks->next++;
		marks->left--;
	}
	return marks->left > 0 && marks->next->day == day ? marks->next : NULL;
}

/* A marked day is told by colour and word. */
static void
day_show(struct req *req, struct node *cell, int64_t day, const struct calendar_mark *mark, bool today)
{
	struct date date = day_date(day);

	node_int(cell, "n", date.day);
	if (mark != NULL) {
		node_static(cell, "style", mark->off ? "off" : "work");
		node_static(cell, "word", lang(req, mark->off ? "calendar.off" : "calendar.work"));
		node_set(cell, "name", mark->name);
	} else if (date.weekday > 5) {
		node_static(cell, "style", "weekend");
	}
	node_flag(cell, "today", today);
}

static void
month_show(struct req *req, struct node *node, int year, int month, struct marks *marks)
{
	int64_t first = day_number(year, month, 1);
	int64_t end = month == 12 ? day_number(year + 1, 1, 1) : day_number(year, month + 1, 1);
	int64_t today = clock_day(req->ctx.now);
	struct node *weeks = node_child(node, "weeks"), *days = NULL;

	node_set(
	    node, "label", lang_text(req, "calendar.month", arena_printf(req->ctx.arena, "%d", month), NULL));
	for (int64_t day = first - (day_date(first).weekday - 1); day < end || day_date(day).weekday != 1;
	     day++) {
		if (day_date(day).weekday == 1)
			days = node_child(node_row(weeks), "days");
		if (day < first || day >= end)
			node_static(node_row(days), "style", "none");
		else
			day_show(req, node_row(days), day, mark_take(marks, day), day == today);
	}
}

/* The announced days in words, for who reads no colours and for print. */
static void
days_show(struct req *req, const struct rows *rows)
{
	struct node *list = node_child(view_root(req), "Days");
	const struct calendar_mark *mark = rows->items;

	for (size_t i = 0; i < rows->count; i++, mark++) {
		struct node *row = node_row(list);

		node_static(row, "day", day_text(req->ctx.arena, mark->day));
		node_static(row, "weekday",
		    lang(req, arena_printf(req->ctx.arena, "home.weekday.%d", day_date(mark->day).weekday)));
		node_set(row, "name", mark->name);
		node_static(row, "kind", lang(req, mark->off ? "calendar.off_long" : "calendar.work_long"));
		node_static(row, "style", mark->off ? "pill ok" : "pill warn");
	}
}

static enum rc
year_show(struct req *req, int year)
{
	int64_t first = day_number(year, 1, 1), last = day_number(year, 12, 31), worked = 0;
	struct node *months = node_child(view_root(req), "Months"),
		    *weekdays = node_child(view_root(req), "Weekdays");
	const struct calendar *calendar;
	struct calendar_note note;
	struct rows rows;
	struct marks marks;
	enum rc rc = policy_calendar(&req->ctx, &calendar);

	if (rc == RC_OK)
		rc = calendar_marks(&req->ctx, first, last, &rows);
	if (rc != RC_OK)
		return rc;
	marks = (struct marks){ rows.items, rows.count };
	for (int day = 1; day <= 7; day++)
		node_static(node_row(weekdays), "label",
		    lang(req, arena_printf(req->ctx.arena, "calendar.weekday.%d", day)));
	for (int month = 1; month <= 12; month++)
		month_show(req, node_row(months), year, month, &marks);
	days_show(req, &rows);
	for (int64_t day = first; day <= last; day++)
		worked += calendar_works(calendar, day);
	view_flag(req, "Year.provisional", calendar_provisional(calendar, first));
	view_set(req, "Year.worked", arena_printf(req->ctx.arena, "%" PRId64, worked));
	view_set(req, "Year.marked", arena_printf(req->ctx.arena, "%zu", rows.count));
	rc = calendar_year_find(&req->ctx, year, &note);
	if (rc == RC_NOT_FOUND)
		return RC_OK;
	if (rc != RC_OK)
		return rc;
	view_set(req, "Year.imported", time_text(req->ctx.arena, note.imported_at));
	view_set(req, "Year.by", note.staff[0] == '\0' ? lang(req, "audit.system") : note.staff);
	view_set(req, "Year.papers", note.papers);
	return history_show(req, "calendar", year);
}

/* GET /calendar?year=2026 */
enum rc
calendar_page(struct req *req)
{
	const char *asked = request_param(&req->http, "year");
	struct calendar_form form = { 0 };
	int year = day_date(clock_day(req->ctx.now)).year;
	enum rc rc;

	if (asked != NULL && strlen(asked) == 4 && strspn(asked, "0123456789") == 4)
		year = (int)strtol(asked, NULL, 10);
	if (year < 2000 || year > 2098)
		return RC_NOT_FOUND;
	rc = year_show(req, year);
	if (rc != RC_OK)
		return rc;
	form_fill(req, calendar_fields, &form);
	if (!may(req, &RIGHT_CALENDAR_IMPORT))
		view_set(req, "Import.locked", lang(req, "policy.locked.right"));
	view_set(req, "Year.number", arena_printf(req->ctx.arena, "%d", year));
	if (year > 2000)
		view_set(req, "Year.prev", arena_printf(req->ctx.arena, "/calendar?year=%d", year - 1));
	if (year < 2098)
		view_set(req, "Year.next", arena_printf(req->ctx.arena, "/calendar?year=%d", year + 1));
	view_set(req, "Page.title",
	    lang_text(req, "calendar.year", arena_printf(req->ctx.arena, "%d", year), NULL));
	view_set(req, "Page.subtitle", lang(req, "calendar.subtitle"));
	return RC_OK;
}

static enum rc
bytes_add(void *self, const void *data, size_t length)
{
	struct buf *buf = self;

	if (buf->length + length > FILE_MOST)
		return RC_INVALID;
	buf_add(buf, data, length);
	return RC_OK;
}

/* POST /calendar */
enum rc
calendar_post(struct req *req)
{
	struct calendar_form form;
	struct buf json;
	int64_t year = 0;
	enum rc rc = form_parse(req, calendar_fields, &form);

	if (rc != RC_OK)
		return rc;
	buf_init(&json, req->ctx.arena, 16384);
	rc = files_each(&req->ctx, form.file, bytes_add, &json);
	if (rc == RC_INVALID)
		return form_error(req, "file", "calendar.refused.shape", NULL);
	if (rc == RC_OK)
		rc = calendar_import(&req->ctx, json.data, json.length, form.file, &year);
	if (rc == RC_INVALID)
		return form_error(req, "file", req->ctx.reason.key, req->ctx.reason.arg[0], NULL);
	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, "calendar.imported", arena_printf(req->ctx.arena, "%" PRId64, year), NULL);
	return redirect(req, "/calendar?year=%" PRId64, year);
}
