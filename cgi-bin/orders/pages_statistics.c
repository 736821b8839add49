/* SPDX-License-Identifier: MIT */
/* Order statistics by day, week, month (RULE ORD-7): a chart made here, its table, CSV. Read from sums per day.
 * Not analyses of goods or customers. */
#include "base/clock.h"
#include "base/money.h"
#include "orders/pages.h"
#include "web/export.h"

#include <inttypes.h>
#include <string.h>

#define PERIODS 31
enum by { BY_DAY, BY_WEEK, BY_MONTH };
static const char *const by_names[] = { "day", "week", "month" };
static const char *const by_keys[] = { "orders.by.day", "orders.by.week", "orders.by.month" };
static const int by_periods[] = { 31, 26, 24 };

struct period {
	int64_t first, last; /* days */
	int64_t orders[DAY_MEASURES], fen[DAY_MEASURES];
};

struct day_sum {
	int64_t day, measure, orders, fen;
};
static const struct field day_sum_fields[] = { FIELD(day_sum, DAY, day), FIELD(day_sum, INT, measure),
	FIELD(day_sum, INT, orders), FIELD(day_sum, MONEY, fen) };
static const struct record day_sum_record = RECORD(day_sum, day_sum_fields);
SQL(statistics_sql,
    "SELECT day, measure, SUM(orders) AS orders, SUM(fen) AS fen FROM order_day WHERE day BETWEEN ? AND ? "
    "GROUP BY day, measure",
    .samples = "SELECT MAX(day) - 760, MAX(day) FROM order_day UNION ALL SELECT 0, 0",
    .why = "sums per day: as many rows as days, measures and shards, whatever the number of orders");

/* First day of the period that holds `day`. Weeks begin on Monday. */
static int64_t
period_first(enum by by, int64_t day)
{
	struct date date = day_date(day);

	if (by == BY_WEEK)
		return day - (date.weekday - 1);
	return by == BY_MONTH ? day_number(date.year, date.month, 1) : day;
}

static int64_t
period_next(enum by by, int64_t first)
{
	struct date date = day_date(first);

	if (by == BY_MONTH)
		return date.month == 12 ? day_number(date.year + 1, 1, 1)
					: day_number(date.year, date.month + 1, 1);
	return first + (by == BY_WEEK ? 7 : 1);
}

/* The periods up to and with the one of `day`, oldest first. */
static int
periods_make(enum by by, int64_t day, struct period periods[PERIODS])
{
	int count = by_periods[by], i;
	int64_t first = period_first(by, day);

	for (i = count - 1; i >= 0; i--) {
		memset(&periods[i], 0, sizeof(periods[i]));
		periods[i].first = first;
		periods[i].last = period_next(by, first) - 1;
		first = period_first(by, first - 1);
	}
	return count;
}

static enum rc
periods_fill(struct req *req, struct period *periods, int count)
{
	struct rows found;
	const struct day_sum *sums;
	size_t i;
	int at;
	enum rc rc = db_rows(&req->ctx, &statistics_sql, &day_sum_record, &found,
	    ARGS(arg_int(periods[0].first), arg_int(periods[count - 1].last)));

	if (rc != RC_OK)
		return rc;
	sums = found.items;
	for (i = 0; i < found.count; i++) {
		if (sums[i].measure < 0 || sums[i].measure >= DAY_MEASURES)
			continue;
		for (at = 0; at < count && sums[i].day > periods[at].last; at++)
			;
		if (at == count)
			continue;
		periods[at].orders[sums[i].measure] += sums[i].orders;
		periods[at].fen[sums[i].measure] += sums[i].fen;
	}
	return RC_OK;
}

static const char *
period_text(struct req *req, enum by by, const struct period *period)
{
	struct date date = day_date(period->first);
	struct arena *arena = req->ctx.arena;

	if (by == BY_MONTH)
		return arena_printf(arena, "%04d-%02d", date.year, date.month);
	if (by == BY_DAY)
		return day_text(arena, period->first);
	return arena_printf(
	    arena, "%s – %s", day_text(arena, period->first), day_text(arena, period->last) + 5);
}

/* --- chart ------------------------------------------------------------------------------------------------------ */

#define CHART_WIDTH 960
#define CHART_HEIGHT 220
#define CHART_TOP 16
#define CHART_BASE 190

static int64_t
most_of(const struct period *periods, int count)
{
	int64_t most = 1;
	int i;

	for (i = 0; i < count; i++) {
		if (periods[i].orders[DAY_PLACED] > most)
			most = periods[i].orders[DAY_PLACED];
		if (periods[i].orders[DAY_CONFIRMED] > most)
			most = periods[i].orders[DAY_CONFIRMED];
	}
	return most;
}

static void
bar_add(struct req *req, const char *style, int x, int width, int64_t value, int64_t most, const char *title)
{
	struct node *bar = node_row(node_child(node_child(view_root(req), "Chart"), "bars"));
	int64_t height = value * (CHART_BASE - CHART_TOP) / most;

	node_static(bar, "class", style);
	node_int(bar, "x", x);
	node_int(bar, "y", CHART_BASE - height);
	node_int(bar, "w", width);
	node_int(bar, "h", height);
	node_static(bar, "title", title);
}

/* Two bars a period, placed and confirmed; the axis starts at zero, the largest carries its number. */
static void
chart_show(struct req *req, enum by by, const struct period *periods, int count)
{
	struct node *chart = node_child(view_root(req), "Chart"), *labels = node_child(chart, "labels");
	int64_t most = most_of(periods, count);
	int step = (CHART_WIDTH - 40) / count, i;

	for (i = 0; i < count; i++) {
		int x = 30 + i * step, width = (step - 4) / 2;
		const char *name = period_text(req, by, &periods[i]);
		struct node *label;

		bar_add(req, "b1", x, width, periods[i].orders[DAY_PLACED], most,
		    lang_text(req, "orders.chart.placed", name,
			number_text(req, periods[i].orders[DAY_PLACED]), NULL));
		bar_add(req, "b2", x + width, width, periods[i].orders[DAY_CONFIRMED], most,
		    lang_text(req, "orders.chart.confirmed", name,
			number_text(req, periods[i].orders[DAY_CONFIRMED]), NULL));
		if (i % 5 != 0 && i != count - 1)
			continue;
		label = node_row(labels);
		node_int(label, "x", x);
		node_static(
		    label, "text", by == BY_MONTH ? name : day_text(req->ctx.arena, periods[i].first) + 5);
	}
	node_static(chart, "most", number_text(req, most));
	node_static(chart, "title", lang_text(req, "orders.chart.title", lang(req, by_keys[by]), NULL));
	node_static(chart, "desc",
	    lang_text(req, "orders.chart.desc", period_text(req, by, &periods[0]),
		period_text(req, by, &periods[count - 1]), number_text(req, most), NULL));
}

/* --- table and CSV ---------------------------------------------------------------------------------------------- */

static const char *const measure_keys[] = { "orders.measure.0", "orders.measure.1", "orders.measure.2",
	"orders.measure.3", "orders.measure.4", "orders.measure.5" };

static void
table_show(struct req *req, enum by by, const struct period *periods, int count)
{
	struct node *list = node_child(view_root(req), "Periods"),
		    *heads = node_child(view_root(req), "Measures"), *row, *cells, *cell;
	int i, measure;

	for (measure = 0; measure < DAY_MEASURES; measure++)
		node_static(node_row(heads), "label", lang(req, measure_keys[measure]));
	for (i = count - 1; i >= 0; i--) {
		row = node_row(list);
		node_static(row, "name", period_text(req, by, &periods[i]));
		cells = node_child(row, "cells");
		for (measure = 0; measure < DAY_MEASURES; measure++) {
			cell = node_row(cells);
			node_static(cell, "label", lang(req, measure_keys[measure]));
			node_static(cell, "orders", number_text(req, periods[i].orders[measure]));
			node_static(cell, "fen",
			    periods[i].fen[measure] != 0 ? money_text(req->ctx.arena, periods[i].fen[measure])
							 : "");
		}
	}
}

static enum rc
statistics_csv(struct req *req, enum by by, const struct period *periods, int count)
{
	struct export_cell cells[1 + 2 * DAY_MEASURES];
	int i, measure;

	export_csv_bom(&req->out.body);
	cells[0] = (struct export_cell){ EXPORT_TEXT, lang(req, by_keys[by]), 0 };
	for (measure = 0; measure < DAY_MEASURES; measure++) {
		const char *name = lang(req, measure_keys[measure]);

		cells[1 + measure * 2] = (struct export_cell){ EXPORT_TEXT, name, 0 };
		cells[2 + measure * 2] =
		    (struct export_cell){ EXPORT_TEXT, lang_text(req, "orders.measure.fen", name, NULL), 0 };
	}
	export_csv_row(&req->out.body, cells, 1 + 2 * DAY_MEASURES);
	for (i = 0; i < count; i++) {
		cells[0] = (struct export_cell){ EXPORT_TEXT, period_text(req, by, &periods[i]), 0 };
		for (measure = 0; measure < DAY_MEASURES; measure++) {
			cells[1 + measure * 2] =
			    (struct export_cell){ EXPORT_NUMBER, NULL, periods[i].orders[measure] };
			cells[2 + measure * 2] =
			    (struct export_cell){ EXPORT_MONEY, NULL, periods[i].fen[measure] };
		}
		export_csv_row(&req->out.body, cells, 1 + 2 * DAY_MEASURES);
	}
	req->out.type = "text/csv; charset=utf-8";
	response_download(
	    &req->out, req->ctx.arena, arena_printf(req->ctx.arena, "orders-by-%s.csv", by_names[by]));
	return RC_OK;
}

static enum by
by_asked(struct req *req)
{
	const char *asked = request_param(&req->http, "by");
	enum by by;

	for (by = BY_WEEK; by <= BY_MONTH; by++)
		if (asked != NULL && strcmp(asked, by_names[by]) == 0)
			return by;
	return BY_DAY;
}

/* GET /orders/statistics/csv?by=day|week|month */
enum rc
orders_statistics_csv(struct req *req)
{
	struct period periods[PERIODS];
	enum by by = by_asked(req);
	int count = periods_make(by, clock_day(req->ctx.now), periods);
	enum rc rc = periods_fill(req, periods, count);

	return rc == RC_OK ? statistics_csv(req, by, periods, count) : rc;
}

/* GET /orders/statistics?by=day|week|month */
enum rc
orders_statistics(struct req *req)
{
	struct period periods[PERIODS];
	struct node *tabs = node_child(view_root(req), "Tabs"), *tab;
	enum by by = by_asked(req), i;
	int count = periods_make(by, clock_day(req->ctx.now), periods);
	enum rc rc = periods_fill(req, periods, count);

	if (rc != RC_OK)
		return rc;
	for (i = BY_DAY; i <= BY_MONTH; i++) {
		tab = node_row(tabs);
		node_static(tab, "label", lang(req, by_keys[i]));
		node_static(
		    tab, "path", arena_printf(req->ctx.arena, "/orders/statistics?by=%s", by_names[i]));
		node_flag(tab, "active", i == by);
	}
	view_set(req, "Page.title", lang(req, "orders.statistics.title"));
	view_set(req, "Statistics.csv",
	    arena_printf(req->ctx.arena, "/orders/statistics/csv?by=%s", by_names[by]));
	chart_show(req, by, periods, count);
	table_show(req, by, periods, count);
	return RC_OK;
}
