/* SPDX-License-Identifier: MIT */
/* The month's complaints (RULE CMP-10): by type, department, problem, region and product, against the months before.
 * Not the complaints themselves: every figure leads to the list that holds them. */
#include "reports/pages.h"

#include "base/clock.h"
#include "members/members.h"
#include "web/export.h"
#include "web/list_show.h"

#include <inttypes.h>
#include <string.h>

#define TREND 13 /* months shown: this one, the twelve before it */
#define RANK_MOST 20
#define REGION_MOST 50
#define VALUES 40 /* values of a small dimension, at most */

/* One line of a small dimension: a value's counts, oldest month first. */
struct series {
	int64_t value, opened[TREND];
};
struct dimension {
	struct series series[VALUES];
	size_t count;
};
struct analysis {
	int64_t month, months[TREND];
	struct dimension all, type, department, problem;
	/* where the region's ranking stands: provinces, the cities of one, the districts of one */
	enum month_dimension region;
	int64_t province_id, city_id;
};

/* --- reading ---------------------------------------------------------------------------------------------------- */

static struct dimension *
dimension_of(struct analysis *analysis, int64_t dimension)
{
	switch (dimension) {
	case MONTH_ALL:
		return &analysis->all;
	case MONTH_TYPE:
		return &analysis->type;
	case MONTH_DEPARTMENT:
		return &analysis->department;
	default:
		return &analysis->problem;
	}
}

static struct series *
series_of(struct dimension *dimension, int64_t value)
{
	size_t i;

	for (i = 0; i < dimension->count; i++)
		if (dimension->series[i].value == value)
			return &dimension->series[i];
	if (dimension->count == VALUES)
		return NULL;
	dimension->series[dimension->count] = (struct series){ .value = value };
	return &dimension->series[dimension->count++];
}

/* Most first by this month, then by its number, so that the same figures stand in the same order. */
static int
series_compare(const void *left, const void *right)
{
	const struct series *a = left, *b = right;
	int64_t now = a->opened[TREND - 1], other = b->opened[TREND - 1];

	if (now != other)
		return now > other ? -1 : 1;
	return (a->value > b->value) - (a->value < b->value);
}

static enum rc
analysis_read(struct req *req, struct analysis *analysis)
{
	const struct month_count *counts;
	struct dimension *all[] = { &analysis->all, &analysis->type, &analysis->department,
		&analysis->problem };
	struct rows found;
	size_t i, at;
	enum rc rc = month_counts(&req->ctx, analysis->months[0], analysis->months[TREND - 1], &found);

	if (rc != RC_OK)
		return rc;
	counts = found.items;
	series_of(&analysis->all, 0);
	for (i = 0; i < found.count; i++) {
		struct series *series =
		    series_of(dimension_of(analysis, counts[i].dimension), counts[i].value);

		for (at = 0; series != NULL && at < TREND; at++)
			if (analysis->months[at] == counts[i].month)
				series->opened[at] = counts[i].opened;
	}
	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		qsort(all[i]->series, all[i]->count, sizeof(all[i]->series[0]), series_compare);
	return RC_OK;
}

static int64_t
id_asked(struct req *req, const char *name)
{
	const char *text = request_param(&req->http, name);

	if (text == NULL || text[0] == '\0' || strlen(text) > 18 ||
	    strspn(text, "0123456789") != strlen(text))
		return 0;
	return strtoll(text, NULL, 10);
}

/* ?month=2026-05&province=ID&city=ID; a month that is none, or lies ahead, is refused. */
static enum rc
analysis_asked(struct req *req, struct analysis *analysis)
{
	const char *asked = request_param(&req->http, "month");
	int64_t present = month_of(req->ctx.now);

	memset(analysis, 0, sizeof(*analysis));
	analysis->month = asked == NULL || asked[0] == '\0' ? present : month_parse(asked);
	if (analysis->month == 0 || analysis->month > present)
		return ctx_fail(&req->ctx, RC_INVALID, "reports.bad_month", NULL);
	for (int64_t i = 0; i < TREND; i++)
		analysis->months[i] = month_add(analysis->month, i + 1 - TREND);
	analysis->province_id = id_asked(req, "province");
	analysis->city_id = analysis->province_id != 0 ? id_asked(req, "city") : 0;
	analysis->region = analysis->city_id != 0       ? MONTH_DISTRICT
			   : analysis->province_id != 0 ? MONTH_CITY
							: MONTH_PROVINCE;
	return RC_OK;
}

/* --- words and links -------------------------------------------------------------------------------------------- */

static const char *
month_text(struct req *req, int64_t month)
{
	return arena_printf(req->ctx.arena, "%04" PRId64 "-%02" PRId64, month / 100, month % 100);
}

static const char *
permille_text(struct req *req, bool known, int64_t permille, bool sign)
{
	int64_t size = permille < 0 ? -permille : permille;

	if (!known)
		return "—";
	return arena_printf(req->ctx.arena, "%s%" PRId64 ".%" PRId64 " %%",
	    permille < 0 ? "−" : (sign && permille > 0 ? "+" : ""), size / 10, size % 10);
}

/* The complaints behind a figure: opened in that month, with one more filter. */
static const char *
records_path(struct req *req, int64_t month, const char *filter, int64_t value)
{
	struct arena *arena = req->ctx.arena;
	const char *days = arena_printf(arena, "opened_from=%s&opened_to=%s",
	    day_text(arena, month_first(month)), day_text(arena, month_last(month)));

	if (!may_open(req, "/complaints"))
		return "";
	if (filter == NULL)
		return arena_printf(arena, "/complaints?%s", days);
	return arena_printf(arena, "/complaints?%s%%5B%%5D=%" PRId64 "&%s", filter, value, days);
}

static const char *
analysis_path(struct req *req, int64_t month, int64_t province_id, int64_t city_id)
{
	struct arena *arena = req->ctx.arena;
	const char *path = arena_printf(arena, "/complaints/analysis?month=%s", month_text(req, month));

	if (province_id != 0)
		path = arena_printf(arena, "%s&province=%" PRId64, path, province_id);
	if (city_id != 0)
		path = arena_printf(arena, "%s&city=%" PRId64, path, city_id);
	return path;
}

/* --- what is shown ---------------------------------------------------------------------------------------------- */

#define BAR_WIDTH 120
#define SPARK_WIDTH 96
#define SPARK_HEIGHT 16

/* The months of a line as a path, the axis at zero. */
static const char *
spark_path(struct req *req, const int64_t opened[TREND])
{
	struct buf path;
	int64_t most = 1;

	for (int i = 0; i < TREND; i++)
		if (opened[i] > most)
			most = opened[i];
	buf_init(&path, req->ctx.arena, 128);
	for (int64_t i = 0; i < TREND; i++)
		buf_text(&path, arena_printf(req->ctx.arena, "%s%" PRId64 " %" PRId64, i == 0 ? "M" : "L",
				    i * (SPARK_WIDTH - 2) / (TREND - 1) + 1,
				    SPARK_HEIGHT - 1 - opened[i] * (SPARK_HEIGHT - 2) / most));
	return path.data;
}

struct line {
	const char *label, *note;
	const char *path;    /* the records; "" for none */
	const char *further; /* a step down; NULL for none */
	int64_t opened, before;
	const int64_t *trend; /* TREND months, or NULL */
};

static void
line_show(struct req *req, struct node *rows, const struct line *line, int64_t total, int64_t most)
{
	struct node *row = node_row(rows);
	int64_t permille = 0;
	bool known = share_permille(line->opened, total, &permille);

	node_set(row, "label", line->label);
	node_set(row, "note", line->note);
	node_static(row, "further", line->further != NULL ? line->further : "");
	node_static(row, "path", line->path);
	node_static(row, "opened", list_number(req->ctx.arena, line->opened));
	node_static(row, "share", permille_text(req, known, permille, false));
	node_static(row, "before", list_number(req->ctx.arena, line->before));
	known = change_permille(line->before, line->opened, &permille);
	node_static(row, "change", permille_text(req, known, permille, true));
	node_int(row, "bar", most > 0 ? line->opened * BAR_WIDTH / most : 0);
	if (line->trend != NULL)
		node_static(row, "spark", spark_path(req, line->trend));
}

static struct node *
panel_begin(struct req *req, const char *title, const char *note, const char *head)
{
	struct node *panel = node_row(node_child(view_root(req), "Panels"));

	node_static(panel, "title", lang(req, title));
	node_static(panel, "note", note);
	node_static(panel, "head", lang(req, head));
	return panel;
}

/* A small dimension; those without a complaint in either month are left out. */
static void
dimension_show(struct req *req, const struct analysis *analysis, const struct dimension *dimension,
    const char *title, const char *head, const char *filter, const char *(*key)(int64_t))
{
	struct node *panel = panel_begin(req, title, "", head), *rows = node_child(panel, "rows");
	int64_t total = analysis->all.series[0].opened[TREND - 1];

	for (size_t i = 0; i < dimension->count; i++) {
		const struct series *series = &dimension->series[i];
		struct line line = { .label = lang(req, key(series->value)),
			.note = "",
			.path = records_path(req, analysis->month, filter, series->value),
			.opened = series->opened[TREND - 1],
			.before = series->opened[TREND - 2],
			.trend = series->opened };

		if (line.opened != 0 || line.before != 0)
			line_show(req, rows, &line, total, dimension->series[0].opened[TREND - 1]);
	}
	node_flag(panel, "trend", true);
}

static const char *
region_filter(enum month_dimension dimension)
{
	return dimension == MONTH_PROVINCE ? "province" : dimension == MONTH_CITY ? "city" : "district";
}

static enum rc
regions_show(struct req *req, const struct analysis *analysis)
{
	int64_t total = analysis->all.series[0].opened[TREND - 1];
	int64_t parent = analysis->city_id != 0 ? analysis->city_id : analysis->province_id;
	const struct month_rank *ranks;
	const char *inside = "";
	struct node *panel;
	struct rows found;
	enum rc rc = month_regions(&req->ctx, analysis->region, analysis->month, parent, REGION_MOST, &found);

	if (rc == RC_OK && parent != 0)
		rc = region_name(&req->ctx, parent, &inside);
	if (rc != RC_OK)
		return rc;
	ranks = found.items;
	panel = panel_begin(req, "reports.by_region", inside, "reports.region");
	if (parent != 0) {
		node_static(panel, "up",
		    analysis_path(
			req, analysis->month, analysis->city_id != 0 ? analysis->province_id : 0, 0));
		node_static(panel, "up_label", lang(req, "reports.region_up"));
	}
	for (size_t i = 0; i < found.count; i++) {
		struct line line = { .label = ranks[i].name,
			.note = "",
			.path = records_path(
			    req, analysis->month, region_filter(analysis->region), ranks[i].value),
			.opened = ranks[i].opened,
			.before = ranks[i].before };

		if (analysis->region == MONTH_PROVINCE)
			line.further = analysis_path(req, analysis->month, ranks[i].value, 0);
		else if (analysis->region == MONTH_CITY)
			line.further =
			    analysis_path(req, analysis->month, analysis->province_id, ranks[i].value);
		line_show(req, node_child(panel, "rows"), &line, total, ranks[0].opened);
	}
	return RC_OK;
}

static enum rc
products_show(struct req *req, const struct analysis *analysis)
{
	int64_t total = analysis->all.series[0].opened[TREND - 1];
	const struct month_rank *ranks;
	struct arena *arena = req->ctx.arena;
	struct node *panel;
	struct rows found;
	enum rc rc = month_products(&req->ctx, analysis->month, RANK_MOST, &found);

	if (rc != RC_OK)
		return rc;
	ranks = found.items;
	panel = panel_begin(req, "reports.by_product", lang(req, "reports.product_note"), "reports.product");
	for (size_t i = 0; i < found.count; i++) {
		struct line line = { .label = ranks[i].name,
			.note = ranks[i].number,
			.path = "",
			.opened = ranks[i].opened,
			.before = ranks[i].before };

		if (may_open(req, "/products/#/complaints"))
			line.path = arena_printf(arena,
			    "/products/%" PRId64 "/complaints?opened_from=%s&opened_to=%s", ranks[i].value,
			    day_text(arena, month_first(analysis->month)),
			    day_text(arena, month_last(analysis->month)));
		line_show(req, node_child(panel, "rows"), &line, total, ranks[0].opened);
	}
	return RC_OK;
}

static void
figure_show(struct req *req, const char *key, const char *value, const char *note)
{
	struct node *row = node_row(node_child(view_root(req), "Figures"));

	node_static(row, "label", lang(req, key));
	node_static(row, "value", value);
	node_static(row, "note", note);
}

/* This month against the one before and the one a year ago; nothing to compare with says so. */
static void
figures_show(struct req *req, const struct analysis *analysis)
{
	const int64_t *opened = analysis->all.series[0].opened;
	struct arena *arena = req->ctx.arena;
	int64_t permille = 0, sum = 0;
	bool known = change_permille(opened[TREND - 2], opened[TREND - 1], &permille);

	figure_show(req, "reports.opened", list_number(arena, opened[TREND - 1]),
	    analysis->month == month_of(req->ctx.now) ? lang(req, "reports.running") : "");
	figure_show(req, "reports.against_month",
	    known ? permille_text(req, true, permille, true) : lang(req, "reports.nothing"),
	    lang_text(req, "reports.were", month_text(req, analysis->months[TREND - 2]),
		list_number(arena, opened[TREND - 2]), NULL));
	known = change_permille(opened[0], opened[TREND - 1], &permille);
	figure_show(req, "reports.against_year",
	    known ? permille_text(req, true, permille, true) : lang(req, "reports.nothing"),
	    lang_text(req, "reports.were", month_text(req, analysis->months[0]),
		list_number(arena, opened[0]), NULL));
	for (int i = 1; i < TREND; i++)
		sum += opened[i];
	figure_show(req, "reports.twelve", list_number(arena, sum),
	    lang_text(req, "reports.average", list_number(arena, (sum + 6) / 12), NULL));
}

#define CHART_BASE 150
#define CHART_TOP 20
#define CHART_STEP 72

static void
chart_show(struct req *req, const struct analysis *analysis)
{
	struct node *chart = node_child(view_root(req), "Chart"), *bars = node_child(chart, "bars");
	const int64_t *opened = analysis->all.series[0].opened;
	int64_t most = 1;

	for (int i = 0; i < TREND; i++)
		if (opened[i] > most)
			most = opened[i];
	for (int64_t i = 0; i < TREND; i++) {
		struct node *bar = node_row(bars);
		int64_t height = opened[i] * (CHART_BASE - CHART_TOP) / most, x = 12 + i * CHART_STEP;

		node_static(bar, "class", i == TREND - 1 ? "b1" : "b2");
		node_int(bar, "x", x);
		node_int(bar, "mid", x + 24);
		node_int(bar, "y", CHART_BASE - height);
		node_int(bar, "h", height);
		node_int(bar, "above", CHART_BASE - height - 5);
		node_static(bar, "count", list_number(req->ctx.arena, opened[i]));
		node_static(bar, "month", month_text(req, analysis->months[i]));
		node_static(bar, "path", analysis_path(req, analysis->months[i], 0, 0));
	}
	node_static(chart, "desc",
	    lang_text(req, "reports.chart_desc", month_text(req, analysis->months[0]),
		month_text(req, analysis->month), list_number(req->ctx.arena, most), NULL));
}

static void
months_show(struct req *req, const struct analysis *analysis)
{
	view_set(req, "Month.text", month_text(req, analysis->month));
	view_set(req, "Month.prev", analysis_path(req, month_add(analysis->month, -1), 0, 0));
	view_set(req, "Month.prev_text", month_text(req, month_add(analysis->month, -1)));
	if (analysis->month < month_of(req->ctx.now)) {
		view_set(req, "Month.next", analysis_path(req, month_add(analysis->month, 1), 0, 0));
		view_set(req, "Month.next_text", month_text(req, month_add(analysis->month, 1)));
	}
	view_set(req, "Month.xlsx",
	    arena_printf(
		req->ctx.arena, "/complaints/analysis/xlsx?month=%s", month_text(req, analysis->month)));
	view_set(req, "Month.records", records_path(req, analysis->month, NULL, 0));
}

/* GET /complaints/analysis?month=2026-05&province=ID&city=ID */
enum rc
complaints_analysis(struct req *req)
{
	struct analysis analysis;
	enum rc rc = analysis_asked(req, &analysis);

	if (rc == RC_OK)
		rc = analysis_read(req, &analysis);
	if (rc != RC_OK)
		return rc;
	view_set(req, "Page.title", lang(req, "reports.title"));
	view_set(
	    req, "Page.subtitle", lang_text(req, "reports.subtitle", month_text(req, analysis.month), NULL));
	months_show(req, &analysis);
	figures_show(req, &analysis);
	chart_show(req, &analysis);
	dimension_show(
	    req, &analysis, &analysis.type, "reports.by_type", "reports.type", "type", complaint_type_key);
	dimension_show(req, &analysis, &analysis.department, "reports.by_department", "reports.department",
	    "department", department_key);
	dimension_show(req, &analysis, &analysis.problem, "reports.by_problem", "reports.problem", "problem",
	    complaint_problem_key);
	rc = regions_show(req, &analysis);
	return rc == RC_OK ? products_show(req, &analysis) : rc;
}

/* --- XLSX ------------------------------------------------------------------------------------------------------- */

static enum rc
book_line(struct export_xlsx *book, const char *part, const char *label, const int64_t *opened, size_t count)
{
	struct export_cell cells[2 + TREND] = { { EXPORT_TEXT, part, 0 }, { EXPORT_TEXT, label, 0 } };

	for (size_t i = 0; i < count; i++)
		cells[2 + TREND - count + i] = (struct export_cell){ EXPORT_NUMBER, NULL, opened[i] };
	for (size_t i = 0; i < TREND - count; i++)
		cells[2 + i] = (struct export_cell){ EXPORT_TEXT, "", 0 };
	return export_xlsx_row(book, cells, 2 + TREND);
}

static enum rc
book_dimension(struct req *req, struct export_xlsx *book, const struct dimension *dimension, const char *part,
    const char *(*key)(int64_t))
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < dimension->count && rc == RC_OK; i++)
		rc = book_line(book, lang(req, part),
		    key != NULL ? lang(req, key(dimension->series[i].value)) : lang(req, "reports.total"),
		    dimension->series[i].opened, TREND);
	return rc;
}

/* Regions and products: this month and the one before. */
static enum rc
book_ranks(struct req *req, struct export_xlsx *book, const char *part, const struct rows *found)
{
	const struct month_rank *ranks = found->items;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < found->count && rc == RC_OK; i++) {
		int64_t opened[2] = { ranks[i].before, ranks[i].opened };

		rc = book_line(book, lang(req, part),
		    ranks[i].number[0] != '\0'
			? arena_printf(req->ctx.arena, "%s %s", ranks[i].number, ranks[i].name)
			: ranks[i].name,
		    opened, 2);
	}
	return rc;
}

static enum rc
book_fill(struct req *req, struct export_xlsx *book, const struct analysis *analysis)
{
	struct rows regions = { NULL, 0 }, products = { NULL, 0 };
	enum rc rc = month_regions(&req->ctx, MONTH_PROVINCE, analysis->month, 0, REGION_MOST, &regions);

	if (rc == RC_OK)
		rc = month_products(&req->ctx, analysis->month, 1000, &products);
	if (rc == RC_OK)
		rc = book_dimension(req, book, &analysis->all, "reports.total", NULL);
	if (rc == RC_OK)
		rc = book_dimension(req, book, &analysis->type, "reports.by_type", complaint_type_key);
	if (rc == RC_OK)
		rc =
		    book_dimension(req, book, &analysis->department, "reports.by_department", department_key);
	if (rc == RC_OK)
		rc = book_dimension(
		    req, book, &analysis->problem, "reports.by_problem", complaint_problem_key);
	if (rc == RC_OK)
		rc = book_ranks(req, book, "reports.by_region", &regions);
	return rc == RC_OK ? book_ranks(req, book, "reports.by_product", &products) : rc;
}

static enum rc
body_write(void *self, const void *data, size_t length)
{
	struct buf *body = self;

	buf_add(body, data, length);
	return RC_OK;
}

/* GET /complaints/analysis/xlsx?month=2026-05 */
enum rc
complaints_analysis_xlsx(struct req *req)
{
	struct export_cell heads[2 + TREND];
	struct export_out out = { body_write, &req->out.body };
	struct export_xlsx *book;
	struct analysis analysis;
	enum rc rc = analysis_asked(req, &analysis), ended;

	if (rc == RC_OK)
		rc = analysis_read(req, &analysis);
	if (rc != RC_OK)
		return rc;
	heads[0] = (struct export_cell){ EXPORT_TEXT, lang(req, "reports.part"), 0 };
	heads[1] = (struct export_cell){ EXPORT_TEXT, lang(req, "reports.what"), 0 };
	for (int i = 0; i < TREND; i++)
		heads[2 + i] = (struct export_cell){ EXPORT_TEXT, month_text(req, analysis.months[i]), 0 };
	book = export_xlsx_begin(lang(req, "reports.title"), heads, 2 + TREND);
	if (book == NULL)
		return RC_INTERNAL;
	rc = book_fill(req, book, &analysis);
	ended = export_xlsx_end(book, rc == RC_OK ? &out : NULL);
	if (rc != RC_OK || ended != RC_OK)
		return rc != RC_OK ? rc : ended;
	req->out.type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
	response_download(&req->out, req->ctx.arena,
	    arena_printf(req->ctx.arena, "complaints-%s.xlsx", month_text(req, analysis.month)));
	return RC_OK;
}
