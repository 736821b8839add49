/* SPDX-License-Identifier: MIT */
/* Daily sheets (RULE ORD-4): all of them, and one on the screen and on paper, signed and received there.
 * Not what is frozen or who may: actions_sheet.c, rules_day.c. */
#include "audit/audit.h"
#include "base/clock.h"
#include "base/money.h"
#include "orders/pages.h"
#include "orders/sheet.h"
#include "policy/policy.h"
#include "web/due.h"
#include "web/export.h"

#include <inttypes.h>
#include <string.h>

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))
#define PAPER_ROWS 30                 /* on a page of paper */
#define SCREEN_ROWS (10 * PAPER_ROWS) /* on a page of the screen */

/* --- all sheets ------------------------------------------------------------------------------------------------- */

static const struct list_sort sheet_sorts[] = {
	{ .name = "day",
	    .label = "orders.sort.newest",
	    .column = "s.day",
	    .descending = true,
	    .unique = true },
};
static const struct list_index sheet_indexes[] = { { NULL, "day", "order_sheet_day" } };
static const struct list_filter sheet_filters[] = {
	{ .name = "day",
	    .kind = LIST_DAYS,
	    .label = "orders.field.day",
	    .column = "s.day",
	    .numeric = true,
	    .days = true },
};
static const struct list_column sheet_columns[] = {
	{ "number", "orders.field.sheet_number", NULL, "who" },
	{ "day", "orders.field.day", "day", "at" },
	{ "orders", "orders.field.sheet_orders", NULL, "num" },
	{ "total_fen", "orders.field.total_yuan", NULL, "m" },
	{ "closed_at", "orders.field.closed_at", NULL, "at short" },
	{ "signed_at", "orders.field.signed_at", NULL, "at short" },
	{ "received_at", "orders.field.received_at", NULL, "at short" },
	{ "state", "orders.field.state", NULL, "" },
};

static const char *
sheet_state_text(struct req *req, const struct sheet *sheet)
{
	static const char *const keys[] = { "", "orders.sheet.state.1", "orders.sheet.state.2",
		"orders.sheet.state.3" };

	return lang(req, keys[sheet_state(sheet)]);
}

/* Late is visible, also after it was signed. */
static const char *
sheet_kind(const struct req *req, const struct sheet *sheet)
{
	if (sheet_late(sheet, req->ctx.now))
		return "bad";
	return sheet_state(sheet) == SHEET_RECEIVED ? "ok" : "warn";
}

static const char *
sheet_time_text(struct req *req, const struct sheet *sheet)
{
	return lang(req, sheet_late(sheet, req->ctx.now) ? "orders.sheet.late"
			 : sheet->signed_at > 0          ? "orders.sheet.in_time"
							 : "orders.sheet.running");
}

static void
sheet_row_show(struct req *req, struct node *row, const void *values)
{
	const struct sheet *sheet = values;
	struct arena *arena = req->ctx.arena;

	node_static(row, "no", lang_text(req, "orders.sheet.number", number_text(req, sheet->number), NULL));
	node_static(row, "day", day_text(arena, sheet->day));
	node_static(row, "orders", number_text(req, sheet->line_count));
	node_static(row, "fen", money_text(arena, sheet->total_fen));
	node_static(row, "closed", short_time(req, sheet->closed_at));
	node_static(row, "signed", short_time(req, sheet->signed_at));
	node_static(row, "received", short_time(req, sheet->received_at));
	node_static(row, "state", sheet_state_text(req, sheet));
	node_static(row, "kind", sheet_kind(req, sheet));
	node_static(row, "late", sheet_late(sheet, req->ctx.now) ? lang(req, "orders.sheet.late") : "");
}

const struct list sheets_list = {
	.name = "orders.sheets",
	.path = "/orders/sheets",
	.select = "s.id AS id, s.version AS version, s.day AS day, s.number AS number, s.closed_at AS "
		  "closed_at, s.closed_by AS closed_by, s.due_at AS due_at, s.policy_version AS "
		  "policy_version, s.from_at AS from_at, s.line_count AS line_count, s.phone_count AS "
		  "phone_count, s.sms_count AS sms_count, s.total_fen AS total_fen, s.digest AS digest, "
		  "s.signed_at AS signed_at, s.signed_by AS signed_by, s.received_at AS received_at, "
		  "s.received_by AS received_by",
	.from = "order_sheet s",
	.key = "s.id",
	.money = "s.total_fen",
	.version = "s.version",
	.record = &sheet_record,
	.columns = sheet_columns,
	.column_count = COUNT_OF(sheet_columns),
	.filters = sheet_filters,
	.filter_count = COUNT_OF(sheet_filters),
	.sorts = sheet_sorts,
	.sort_count = 1,
	.show = sheet_row_show,
	.indexes = sheet_indexes,
	.index_count = COUNT_OF(sheet_indexes),
	.item = "/orders/sheets/#",
};

/* GET /orders/sheets */
enum rc
sheets_index(struct req *req)
{
	int64_t number, day, confirmed;
	struct sheet_walls walls;
	const char *reason;
	enum rc rc = sheet_coming(&req->ctx, &number, &day, &confirmed);

	if (rc == RC_OK)
		rc = sheet_walls_get(&req->ctx, &walls);
	if (rc != RC_OK)
		return rc;
	view_set(req, "Page.title", lang(req, "orders.sheets.title"));
	view_set(req, "Page.subtitle",
	    lang_text(req, "orders.sheets.subtitle", number_text(req, number), day_text(req->ctx.arena, day),
		due_text_long(req, sheet_due(day, &walls)), NULL));
	if (!may(req, &RIGHT_SHEET_CLOSE))
		view_set(req, "Close.lock", right_missing(req, &RIGHT_SHEET_CLOSE));
	else if (sheet_may_close(day, day - 1, clock_day(req->ctx.now), &reason) != RC_OK)
		view_set(req, "Close.lock", lang(req, reason));
	else
		view_set(req, "Close.day", day_text(req->ctx.arena, day));
	return list_page(req, &sheets_list);
}

/* --- closing by hand -------------------------------------------------------------------------------------------- */

struct close_form {
	int64_t day;
};
static const struct form_field close_fields[] = {
	{ .field = FIELD(close_form, DAY, day), .label = "orders.field.day", .required = true },
};

/* POST /orders/sheets/close */
enum rc
sheets_close(struct req *req)
{
	struct close_form form;
	int64_t id = 0;
	enum rc rc = form_parse(req, close_fields, &form);

	if (rc == RC_OK)
		rc = sheet_close(&req->ctx, form.day, &id);
	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, "orders.done.sheet_close", NULL);
	return redirect(req, "/orders/sheets/%" PRId64, id);
}

/* --- one sheet -------------------------------------------------------------------------------------------------- */

static const char *
labelled(struct req *req, const char *key, const char *value)
{
	return lang_text(req, key, value, NULL);
}

static void
sheet_facts(struct req *req, const struct sheet *sheet)
{
	struct node *node = node_child(view_root(req), "Sheet");
	struct arena *arena = req->ctx.arena;
	static const char *const weekdays[] = { "", "orders.weekday.1", "orders.weekday.2",
		"orders.weekday.3", "orders.weekday.4", "orders.weekday.5", "orders.weekday.6",
		"orders.weekday.7" };

	node_static(
	    node, "title", lang_text(req, "orders.sheet.title", number_text(req, sheet->number), NULL));
	node_static(node, "sub",
	    lang_text(req, "orders.sheet.sub", day_text(arena, sheet->day),
		lang(req, weekdays[day_date(sheet->day).weekday]), NULL));
	node_static(node, "due", labelled(req, "orders.sheet.due", time_clock(arena, sheet->due_at)));
	if (sheet->signed_at > 0)
		node_static(
		    node, "signed", labelled(req, "orders.sheet.signed", short_time(req, sheet->signed_at)));
	if (sheet->received_at > 0)
		node_static(node, "received",
		    labelled(req, "orders.sheet.received", short_time(req, sheet->received_at)));
	node_static(node, "in_time", sheet_time_text(req, sheet));
	node_flag(node, "late", sheet_late(sheet, req->ctx.now));
	node_static(node, "range",
	    lang_text(req, "orders.sheet.range", sheet->from_at > 0 ? short_time(req, sheet->from_at) : "…",
		short_time(req, sheet->closed_at), NULL));
	node_static(
	    node, "orders", labelled(req, "orders.sheet.orders", number_text(req, sheet->line_count)));
	node_static(node, "sum", labelled(req, "orders.sheet.sum", money_text(arena, sheet->total_fen)));
	node_static(node, "notify",
	    lang_text(req, "orders.sheet.told", number_text(req, sheet->phone_count),
		number_text(req, sheet->sms_count), NULL));
	node_static(
	    node, "next", labelled(req, "orders.sheet.next_note", number_text(req, sheet->number + 1)));
	node_static(node, "state_text", sheet_state_text(req, sheet));
	node_static(node, "state_kind", sheet_kind(req, sheet));
	node_static(
	    node, "closed_by", labelled(req, "orders.sheet.closed_by", account_text(req, sheet->closed_by)));
	if (may(req, &RIGHT_ORDER_EXPORT))
		node_static(node, "xlsx", arena_printf(arena, "/orders/sheets/%" PRId64 "/xlsx", sheet->id));
}

static void
line_show(struct req *req, struct node *row, const struct sheet_line *line)
{
	static const char *const keys[] = { "orders.notify.0", "orders.notify.1", "orders.notify.2" };

	node_int(row, "no", line->line_no);
	node_static(row, "order", line->order_no);
	node_static(row, "path", arena_printf(req->ctx.arena, "/orders/%" PRId64, line->order_id));
	node_static(row, "at", short_time(req, line->confirmed_at));
	node_static(row, "who", line->member_name);
	node_static(row, "what", summary_text(req, line->summary, line->line_count));
	node_static(row, "fen", money_text(req->ctx.arena, line->total_fen));
	node_static(row, "notify", lang(req, keys[line->notify >= 0 && line->notify < 3 ? line->notify : 0]));
	node_static(row, "by", line->staff);
}

/* What a page of the screen holds: some rows of a long sheet, or `whole`, as it is printed. */
struct sheet_view {
	int64_t after; /* rows behind this one */
	bool whole;
};

/* Ways to the other rows, and to all of them on paper. */
static void
parts_links(struct req *req, const struct sheet *sheet, int64_t after, int64_t last)
{
	struct arena *arena = req->ctx.arena;

	if (after > 0)
		view_set(req, "Sheet.prev",
		    arena_printf(arena, "/orders/sheets/%" PRId64 "?after=%" PRId64, sheet->id,
			after > SCREEN_ROWS ? after - SCREEN_ROWS : 0));
	if (last < sheet->line_count)
		view_set(req, "Sheet.more",
		    arena_printf(arena, "/orders/sheets/%" PRId64 "?after=%" PRId64, sheet->id, last));
	if (sheet->line_count <= SCREEN_ROWS)
		return;
	view_set(req, "Sheet.whole", arena_printf(arena, "/orders/sheets/%" PRId64 "?all=1", sheet->id));
	view_set(req, "Sheet.whole_label",
	    labelled(req, "orders.sheet.print_all", number_text(req, sheet->line_count)));
	view_set(req, "Sheet.part",
	    lang_text(req, "orders.sheet.part", number_text(req, after + 1), number_text(req, last),
		number_text(req, sheet->line_count), NULL));
}

/* Pages of paper with their sums; of a long sheet ten at a time on the screen. */
static enum rc
parts_show(struct req *req, const struct sheet *sheet, const struct sheet_view *view)
{
	struct node *parts = node_child(view_root(req), "Parts"), *part, *rows;
	struct rows found;
	const struct sheet_line *lines;
	size_t begin, i, end;
	enum rc rc = sheet_line_list(
	    &req->ctx, sheet->id, view->after, view->whole ? sheet->line_count : SCREEN_ROWS, &found);

	if (rc != RC_OK)
		return rc;
	lines = found.items;
	for (begin = 0; begin == 0 || begin < found.count; begin += PAPER_ROWS) {
		int64_t sum = 0;

		end = begin + PAPER_ROWS < found.count ? begin + PAPER_ROWS : found.count;
		part = node_row(parts);
		rows = node_child(part, "rows");
		for (i = begin; i < end; i++) {
			line_show(req, node_row(rows), &lines[i]);
			sum += lines[i].total_fen;
		}
		node_static(part, "note",
		    lang_text(req, "orders.sheet.page_sum", number_text(req, (int64_t)(end - begin)), NULL));
		node_static(part, "sum", money_text(req->ctx.arena, sum));
		if (end > begin && lines[end - 1].line_no < sheet->line_count)
			node_static(part, "more", lang(req, "orders.sheet.more"));
	}
	if (!view->whole && found.count > 0)
		parts_links(req, sheet, view->after, lines[found.count - 1].line_no);
	return RC_OK;
}

static enum rc
seals_show(struct req *req, const struct sheet *sheet)
{
	struct node *list = node_child(view_root(req), "Seals"), *row;
	struct rows found;
	const struct signature *signatures;
	size_t i;
	enum rc rc = signature_list(&req->ctx, "sheet", sheet->id, &found);

	if (rc != RC_OK)
		return rc;
	signatures = found.items;
	for (i = 0; i < found.count; i++) {
		row = node_row(list);
		node_static(row, "title",
		    lang(req, strcmp(signatures[i].meaning, "sign") == 0 ? "orders.sheet.lead"
									 : "orders.sheet.finance"));
		node_static(row, "who",
		    arena_printf(req->ctx.arena, "%s %s", signatures[i].name, signatures[i].staff_no));
		node_static(row, "at", time_exact(req->ctx.arena, signatures[i].at));
		if (signatures[i].seal_no > 0) {
			node_static(row, "no", number_text(req, signatures[i].seal_no));
			node_static(row, "seal",
			    arena_printf(req->ctx.arena, "%.4s … %s", signatures[i].seal,
				strlen(signatures[i].seal) > 4
				    ? signatures[i].seal + strlen(signatures[i].seal) - 4
				    : ""));
		}
		node_static(row, "digest", signatures[i].digest);
	}
	return RC_OK;
}

/* The panel for whoever may sign or receive next, or why this reader may not. */
static void
sign_show(struct req *req, const struct sheet *sheet, const char *name, const char *verb,
    const struct right *right, enum rc rc, const char *reason)
{
	struct node *node = node_child(view_root(req), name), *check;
	struct arena *arena = req->ctx.arena;

	node_static(node, "path", arena_printf(arena, "/orders/sheets/%" PRId64 "/%s", sheet->id, verb));
	node_static(
	    node, "what", lang_text(req, "orders.sheet.title", number_text(req, sheet->number), NULL));
	node_static(node, "content",
	    lang_text(req, "orders.sheet.content", number_text(req, sheet->line_count),
		money_text(arena, sheet->total_fen), NULL));
	node_static(node, "digest", sheet->digest);
	node_int(node, "version", sheet->version);
	check = node_row(node_child(node, "checks"));
	node_static(check, "kind", sheet_late(sheet, req->ctx.now) ? "bad" : "ok");
	node_static(
	    check, "text", labelled(req, "orders.sheet.check_due", due_text_long(req, sheet->due_at)));
	if (!may(req, right))
		node_static(node, "locked", right_missing(req, right));
	else if (rc != RC_OK)
		node_static(node, "locked", lang(req, reason));
}

static enum rc
signs_show(struct req *req, const struct sheet *sheet)
{
	int64_t own = 0;
	const char *reason = "";
	enum rc rc = sheet_own_lines(&req->ctx, sheet->id, req->ctx.actor.account_id, &own);

	if (rc != RC_OK)
		return rc;
	if (sheet->signed_at == 0) {
		rc = sheet_may_sign(sheet, &req->ctx.actor, own, &reason);
		sign_show(req, sheet, "Sign", "sign", &RIGHT_SHEET_SIGN, rc, reason);
	} else if (sheet->received_at == 0) {
		rc = sheet_may_receive(sheet, &req->ctx.actor, own, &reason);
		sign_show(req, sheet, "Receive", "receive", &RIGHT_SHEET_RECEIVE, rc, reason);
	}
	return RC_OK;
}

static void
sheet_deadline(struct req *req, const struct sheet *sheet)
{
	struct node *node;

	if (sheet->signed_at > 0)
		return;
	node = node_row(node_child(view_root(req), "Deadline"));
	node_static(node, "title", lang(req, "orders.deadline.sign"));
	node_static(node, "state", due_class(req, sheet->due_at));
	node_static(node, "due",
	    sheet->due_at < req->ctx.now ? due_left(req, sheet->due_at) : due_text(req, sheet->due_at));
	node_static(node, "left",
	    sheet->due_at < req->ctx.now ? time_text(req->ctx.arena, sheet->due_at)
					 : due_left(req, sheet->due_at));
	node_static(node, "clock", lang(req, "orders.deadline.clock"));
	node_static(node, "rule",
	    lang_text(
		req, "orders.deadline.version", "ORD-4", number_text(req, sheet->policy_version), NULL));
}

static enum rc
sheet_page(struct req *req, struct sheet_view view)
{
	struct sheet sheet;
	enum rc rc = sheet_get(&req->ctx, req->id, &sheet);

	if (rc != RC_OK)
		return rc;
	view_set(
	    req, "Page.title", lang_text(req, "orders.sheet.title", number_text(req, sheet.number), NULL));
	crumb(req, lang(req, "orders.sheets.title"), "/orders/sheets");
	crumb(req, number_text(req, sheet.number), "");
	sheet_facts(req, &sheet);
	sheet_deadline(req, &sheet);
	rc = parts_show(req, &sheet, &view);
	if (rc == RC_OK)
		rc = seals_show(req, &sheet);
	if (rc == RC_OK)
		rc = signs_show(req, &sheet);
	if (rc == RC_OK)
		rc = history_show(req, "sheet", sheet.id);
	return rc;
}

/* GET /orders/sheets/#: from its beginning, ?after= a row, or ?all=1 as it is printed */
enum rc
sheets_sheet(struct req *req)
{
	const char *after = request_param(&req->http, "after"), *all = request_param(&req->http, "all");
	int64_t line = after != NULL ? strtoll(after, NULL, 10) : 0;

	if (all != NULL && strcmp(all, "1") == 0)
		return sheet_page(req, (struct sheet_view){ .whole = true });
	return sheet_page(req, (struct sheet_view){ .after = line > 0 && line < 100000000 ? line : 0 });
}

enum rc
sheets_again(struct req *req)
{
	return sheet_page(req, (struct sheet_view){ .after = 0 });
}

/* POST /orders/sheets/#/sign (RULE ORD-4, SEC-1) */
enum rc
sheets_sign(struct req *req)
{
	enum rc rc = form_read(req, NULL, 0, NULL);

	if (rc == RC_OK)
		rc = reauth(req);
	if (rc == RC_OK)
		rc = sheet_sign(&req->ctx, req->id, version_given(req));
	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, "orders.done.sheet_sign", NULL);
	return redirect(req, "/orders/sheets/%" PRId64, req->id);
}

/* POST /orders/sheets/#/receive */
enum rc
sheets_receive(struct req *req)
{
	enum rc rc = form_read(req, NULL, 0, NULL);

	if (rc == RC_OK)
		rc = reauth(req);
	if (rc == RC_OK)
		rc = sheet_receive(&req->ctx, req->id, version_given(req));
	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, "orders.done.sheet_receive", NULL);
	return redirect(req, "/orders/sheets/%" PRId64, req->id);
}

/* --- XLSX ------------------------------------------------------------------------------------------------------- */

static enum rc
body_write(void *self, const void *data, size_t length)
{
	buf_add(self, data, length);
	return RC_OK;
}

static enum rc
xlsx_lines(struct req *req, struct export_xlsx *xlsx, int64_t id)
{
	struct rows found;
	const struct sheet_line *lines;
	int64_t after = 0;
	size_t i;
	enum rc rc;

	do {
		rc = sheet_line_list(&req->ctx, id, after, 1000, &found);
		lines = found.items;
		for (i = 0; rc == RC_OK && i < found.count; i++) {
			const struct export_cell cells[] = { { EXPORT_NUMBER, NULL, lines[i].line_no },
				{ EXPORT_TEXT, lines[i].order_no, 0 },
				{ EXPORT_TEXT, time_text(req->ctx.arena, lines[i].confirmed_at), 0 },
				{ EXPORT_TEXT, lines[i].member_name, 0 },
				{ EXPORT_TEXT, summary_text(req, lines[i].summary, lines[i].line_count), 0 },
				{ EXPORT_MONEY, NULL, lines[i].total_fen },
				{ EXPORT_TEXT,
				    lang(req, lines[i].notify == NOTIFY_PHONE ? "orders.notify.2"
					      : lines[i].notify == NOTIFY_SMS ? "orders.notify.1"
									      : "orders.notify.0"),
				    0 },
				{ EXPORT_TEXT, lines[i].staff, 0 } };

			rc = export_xlsx_row(xlsx, cells, COUNT_OF(cells));
			after = lines[i].line_no;
		}
	} while (rc == RC_OK && found.count == 1000);
	return rc;
}

/* GET /orders/sheets/#/xlsx */
enum rc
sheets_export(struct req *req)
{
	static const char *const labels[] = { "orders.sheet.line", "orders.sheet.order",
		"orders.sheet.confirmed", "orders.sheet.member", "orders.sheet.what", "orders.sheet.amount",
		"orders.sheet.notify", "orders.sheet.by" };
	struct export_cell heads[COUNT_OF(labels)];
	struct export_xlsx *xlsx;
	struct export_out out = { body_write, &req->out.body };
	struct sheet sheet;
	size_t i;
	enum rc rc = sheet_get(&req->ctx, req->id, &sheet), ended;

	if (rc != RC_OK)
		return rc;
	for (i = 0; i < COUNT_OF(labels); i++)
		heads[i] = (struct export_cell){ EXPORT_TEXT, lang(req, labels[i]), 0 };
	xlsx = export_xlsx_begin(day_text(req->ctx.arena, sheet.day), heads, COUNT_OF(labels));
	if (xlsx == NULL)
		return RC_INTERNAL;
	rc = xlsx_lines(req, xlsx, sheet.id);
	ended = export_xlsx_end(xlsx, rc == RC_OK ? &out : NULL);
	if (rc != RC_OK || ended != RC_OK)
		return rc != RC_OK ? rc : ended;
	req->out.type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
	response_download(&req->out, req->ctx.arena,
	    arena_printf(req->ctx.arena, "order-sheet-%" PRId64 ".xlsx", sheet.number));
	return RC_OK;
}
