/* SPDX-License-Identifier: MIT */
/* A list exported whole: rows in batches by key, each batch in an arena of its own, out to the client as they come.
 * Not the formats (export_csv.c, export_xlsx.c). */
#include "web/list_export.h"
#include "audit/audit.h"
#include "base/clock.h"
#include "base/log.h"
#include "db/tx.h"
#include "web/export.h"
#include "web/list_page.h"
#include "web/list_show.h"
#include <inttypes.h>

#define BATCH 500
#define COLUMNS_MOST 64

struct export_run {
	struct req *req;
	struct list_query *query;
	const struct list *list;
	struct list_ask ask;
	struct arena *arena; /* the request's; each batch has its own */
	struct export_xlsx *xlsx;
	struct buf out;
	int64_t rows;
};

static enum rc
export_send(void *self, const void *data, size_t length)
{
	struct export_run *run = self;
	struct response *out = &run->req->out;

	if (out->stream != NULL)
		return out->stream(out->stream_self, data, length);
	buf_add(&out->body, data, length); /* no way to stream: a test */
	return RC_OK;
}

/* From here on nothing can become an error page any more. */
static enum rc
export_open(struct export_run *run, const char *type, const char *extension)
{
	struct response *out = &run->req->out;
	struct buf head;

	out->type = type;
	response_download(out, run->arena,
	    arena_printf(run->arena, "%s-%s.%s", run->list->name,
		day_text(run->arena, clock_day(run->req->ctx.now)), extension));
	if (out->stream == NULL)
		return RC_OK;
	out->streamed = true;
	buf_init(&head, run->arena, 2048);
	response_head(out, &head);
	return out->stream(out->stream_self, head.data, head.length);
}

static bool
is_money(const struct list_column *column)
{
	size_t length = strlen(column->name);

	return (column->style != NULL && strcmp(column->style, "m") == 0) ||
	       (length > 4 && strcmp(column->name + length - 4, "_fen") == 0);
}

static size_t
cells_of(struct export_run *run, const void *values, struct export_cell *cells)
{
	size_t i, count = run->list->column_count < COLUMNS_MOST ? run->list->column_count : COLUMNS_MOST;

	for (i = 0; i < count; i++) {
		cells[i].number = 0;
		cells[i].text = run->list->cell(run->req, values, i, &cells[i].number);
		cells[i].kind = cells[i].text != NULL              ? EXPORT_TEXT
				: is_money(&run->list->columns[i]) ? EXPORT_MONEY
								   : EXPORT_NUMBER;
	}
	return count;
}

static size_t
cells_head(struct export_run *run, struct export_cell *cells)
{
	size_t i, count = run->list->column_count < COLUMNS_MOST ? run->list->column_count : COLUMNS_MOST;

	for (i = 0; i < count; i++)
		cells[i] =
		    (struct export_cell){ EXPORT_TEXT, lang(run->req, run->list->columns[i].label), 0 };
	return count;
}

static enum rc
row_write(struct export_run *run, const void *values)
{
	struct export_cell cells[COLUMNS_MOST];
	size_t count = cells_of(run, values, cells);

	run->rows++;
	if (run->xlsx != NULL)
		return export_xlsx_row(run->xlsx, cells, count);
	export_csv_row(&run->out, cells, count);
	return RC_OK;
}

/* One batch; `*on`: there may be more behind it. */
static enum rc
batch_read(struct export_run *run, struct list_found *found, bool *on)
{
	struct list_place *place = &run->query->place;
	enum rc rc = list_read(&run->req->ctx, &run->ask, found);

	*on = false;
	if (rc != RC_OK)
		return rc;
	*on = found->more || found->partial;
	if (*on) {
		*place = found->resume;
		place->text = place->text != NULL ? arena_strdup(run->arena, place->text) : NULL;
	}
	return RC_OK;
}

static enum rc
batch_write(struct export_run *run, const struct list_found *found)
{
	enum rc rc = RC_OK;
	size_t i;

	buf_init(&run->out, run->req->ctx.arena, 65536);
	for (i = 0; i < found->count && rc == RC_OK; i++)
		rc = row_write(run, found->rows[i]);
	if (rc == RC_OK && run->xlsx == NULL)
		rc = export_send(run, run->out.data, run->out.length);
	return rc;
}

static enum rc
begin_csv(struct export_run *run)
{
	struct export_cell heads[COLUMNS_MOST];
	struct buf first;
	enum rc rc = export_open(run, "text/csv; charset=utf-8", "csv");

	buf_init(&first, run->arena, 1024);
	export_csv_bom(&first);
	export_csv_row(&first, heads, cells_head(run, heads));
	return rc == RC_OK ? export_send(run, first.data, first.length) : rc;
}

static enum rc
begin_xlsx(struct export_run *run)
{
	struct export_cell heads[COLUMNS_MOST];
	size_t count = cells_head(run, heads);

	run->xlsx = export_xlsx_begin(run->list->name, heads, count);
	return run->xlsx != NULL ? RC_OK : RC_INTERNAL;
}

/* Batch after batch. The first is read before anything is sent, so that its failure is still a page. */
static enum rc
export_rows(struct export_run *run)
{
	struct ctx *ctx = &run->req->ctx;
	struct list_found found;
	bool on = true, begun = false;
	enum rc rc = RC_OK;

	ctx->arena = arena_new(1 << 18);
	while (rc == RC_OK && on) {
		rc = batch_read(run, &found, &on);
		if (rc == RC_OK && !begun)
			rc = run->query->export == LIST_CSV ? begin_csv(run) : begin_xlsx(run);
		begun = true;
		if (rc == RC_OK)
			rc = batch_write(run, &found);
		run->req->told = (struct told){ 0 };
		arena_reset(ctx->arena, 1 << 20);
	}
	run->req->told = (struct told){ 0 };
	arena_free(ctx->arena);
	ctx->arena = run->arena;
	return rc;
}

static enum rc
xlsx_send(struct export_run *run, enum rc rc)
{
	const struct export_out out = { export_send, run };
	enum rc ended;

	if (run->xlsx == NULL)
		return rc;
	if (rc == RC_OK)
		rc = export_open(
		    run, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx");
	ended = export_xlsx_end(run->xlsx, rc == RC_OK ? &out : NULL);
	if (rc == RC_REFUSED)
		return ctx_refuse(
		    &run->req->ctx, "list.export.too_many", list_number(run->arena, EXPORT_XLSX_ROWS), NULL);
	return rc == RC_OK ? ended : rc;
}

static const char *
filters_words(struct export_run *run)
{
	struct buf out;
	size_t i;

	buf_init(&out, run->arena, 128);
	for (i = 0; i < run->list->filter_count; i++)
		if (list_filter_holds(run->query, i))
			buf_printf(&out, "%s%s", out.length > 0 ? " · " : "",
			    list_filter_words(run->req, run->query, i));
	return out.data;
}

/* Twice: before the first byte, so that no export goes unrecorded, and with the number of rows when it is over. */
static enum rc
export_record(struct export_run *run, const char *action, const char *rows)
{
	struct ctx *ctx = &run->req->ctx;
	struct diff diff = { .count = 0 };
	enum rc rc;

	diff_add(&diff, "list.export.list", "", run->list->name);
	diff_add(&diff, "list.export.filter", "", filters_words(run));
	diff_add(&diff, "list.export.format", "", run->query->export == LIST_CSV ? "CSV" : "XLSX");
	if (rows != NULL)
		diff_add(&diff, "list.export.rows", "", rows);
	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = audit_add(ctx, action, "list", 0, &diff);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

enum rc
list_export(struct req *req, struct list_query *query)
{
	struct export_run run = { .req = req, .query = query, .list = query->list, .arena = req->ctx.arena };
	const char *rows;
	enum rc rc;

	if (run.list->cell == NULL)
		return RC_NOT_FOUND;
	if (run.list->export_right != NULL && !may(req, run.list->export_right))
		return RC_FORBIDDEN;
	if (req->http.head)
		return RC_OK; /* nobody reads it, and nothing leaves */
	memset(&query->place, 0, sizeof(query->place));
	list_ask(req, query, BATCH, BATCH, &run.ask);
	rc = export_record(&run, "list.export", NULL);
	if (rc == RC_OK)
		rc = xlsx_send(&run, export_rows(&run));
	rows = arena_printf(run.arena, "%" PRId64, run.rows);
	if (rc != RC_OK)
		log_line(
		    LOG_WARN, "export.ended", "list", run.list->name, "rows", rows, "rc", rc_name(rc), NULL);
	if (export_record(&run, "list.exported", rows) != RC_OK)
		log_line(LOG_ERROR, "export.record", "list", run.list->name, "rows", rows, NULL);
	return rc;
}
