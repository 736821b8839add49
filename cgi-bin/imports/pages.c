/* SPDX-License-Identifier: MIT */
/* Pages of imports: all runs, the upload form, one run with its progress and rejected rows.
 * The reading itself is done by houtai-jobs (run.c). */
#include "imports/pages.h"

#include "base/clock.h"
#include "db/db.h"
#include "files/files.h"
#include "imports/commands.h"
#include "imports/imports.h"
#include "policy/policy.h"
#include "web/form.h"
#include "web/list.h"

static const struct right RIGHT_IMPORT = { "import.run", ROLE_SUPERVISOR | ROLE_OPERATIONS | ROLE_ADMIN };

/* ---- all runs ---- */

struct run_row {
	int64_t id;
	const char *entity, *source;
	int64_t state, dry_run, size, position, rows_new, rows_changed, rows_same, rows_rejected, made_at;
	const char *staff;
};
static const struct field run_row_fields[] = { FIELD(run_row, ID, id), FIELD(run_row, TEXT, entity),
	FIELD(run_row, TEXT, source), FIELD(run_row, INT, state), FIELD(run_row, INT, dry_run),
	FIELD(run_row, INT, size), FIELD(run_row, INT, position), FIELD(run_row, INT, rows_new),
	FIELD(run_row, INT, rows_changed), FIELD(run_row, INT, rows_same), FIELD(run_row, INT, rows_rejected),
	FIELD(run_row, TIME, made_at), FIELD(run_row, TEXT, staff) };
static const struct record run_row_record = RECORD(run_row, run_row_fields);

static const struct list_choice state_choices[] = { { "0", "@imports.state.0" }, { "1", "@imports.state.1" },
	{ "2", "@imports.state.2" }, { "3", "@imports.state.3" }, { "4", "@imports.state.4" }, { 0 } };
static const struct list_choice entity_choices[] = { { "members", "@imports.entity.members" },
	{ "products", "@imports.entity.products" }, { "orders", "@imports.entity.orders" },
	{ "items", "@imports.entity.items" }, { "payments", "@imports.entity.payments" },
	{ "complaints", "@imports.entity.complaints" }, { 0 } };
static const struct list_filter run_filters[] = {
	{ .name = "state",
	    .kind = LIST_CHOICE,
	    .label = "imports.field.state",
	    .column = "r.state",
	    .numeric = true,
	    .choices = state_choices },
	{ .name = "entity",
	    .kind = LIST_CHOICE,
	    .label = "imports.field.entity",
	    .column = "r.entity",
	    .choices = entity_choices },
};
static const struct list_sort run_sorts[] = {
	{ .name = "newest", .label = "imports.sort.newest", .column = "r.id", .descending = true },
};
static const struct list_column run_columns[] = {
	{ "id", "imports.field.id", NULL, "" },
	{ "made_at", "imports.field.made_at", NULL, "at" },
	{ "entity", "imports.field.entity", NULL, "" },
	{ "source", "imports.field.source", NULL, "what" },
	{ "staff", "imports.field.by", NULL, "who" },
	{ "rows", "imports.field.rows", NULL, "num" },
	{ "rejected", "imports.field.rejected", NULL, "num" },
	{ "state", "imports.field.state", NULL, "" },
};
static const struct list_index run_indexes[] = { { "state", "newest", "import_run_state" },
	{ "entity", "newest", "import_run_entity" } };

/* How far a run is, in whole per cent. */
static int
run_percent(int64_t state, int64_t size, int64_t position)
{
	if (state == IMPORT_DONE || size <= 0)
		return state == IMPORT_DONE ? 100 : 0;
	return (int)(position * 100 / size);
}

static const char *
state_style(int64_t state)
{
	static const char *const styles[] = { "g wait", "g wait", "g ok", "g off", "g bad" };

	return state >= 0 && state <= IMPORT_REFUSED ? styles[state] : "g off";
}

static void
run_row_show(struct req *req, struct node *node, const void *values)
{
	const struct run_row *row = values;
	const char *state = lang(req, arena_printf(req->ctx.arena, "imports.state.%d", (int)row->state));

	node_int(node, "id", row->id);
	node_static(node, "at", time_text(req->ctx.arena, row->made_at));
	node_static(
	    node, "entity", lang(req, arena_printf(req->ctx.arena, "imports.entity.%s", row->entity)));
	node_static(node, "source", row->source);
	node_static(node, "staff", row->staff);
	node_int(node, "rows", row->rows_new + row->rows_changed + row->rows_same);
	node_int(node, "rejected", row->rows_rejected);
	node_static(node, "style", state_style(row->state));
	node_static(node, "state",
	    row->state == IMPORT_RUNNING ? arena_printf(req->ctx.arena, "%s %d %%", state,
					       run_percent(row->state, row->size, row->position))
					 : state);
	node_flag(node, "trial", row->dry_run != 0);
}

const struct list imports_list = {
	.name = "imports",
	.path = "/imports",
	.select = "r.id AS id, r.entity AS entity, r.source AS source, r.state AS state, r.dry_run AS "
		  "dry_run, r.size AS size,"
		  " r.position AS position, r.rows_new AS rows_new, r.rows_changed AS rows_changed, "
		  "r.rows_same AS rows_same,"
		  " r.rows_rejected AS rows_rejected, r.made_at AS made_at,"
		  " COALESCE(CONCAT(a.name, ' ', a.staff_no), '') AS staff",
	.from = "import_run r LEFT JOIN account a ON a.id = r.account_id",
	.key = "r.id",
	.record = &run_row_record,
	.columns = run_columns,
	.column_count = sizeof(run_columns) / sizeof(run_columns[0]),
	.filters = run_filters,
	.filter_count = sizeof(run_filters) / sizeof(run_filters[0]),
	.sorts = run_sorts,
	.sort_count = 1,
	.show = run_row_show,
	.indexes = run_indexes,
	.index_count = sizeof(run_indexes) / sizeof(run_indexes[0]),
};

/* GET /imports */
static enum rc
imports_index(struct req *req)
{
	view_set(req, "Page.title", lang(req, "imports.title"));
	view_set(req, "Page.subtitle", lang(req, "imports.subtitle"));
	return list_page(req, &imports_list);
}

/* ---- upload ---- */

struct upload_form {
	const char *entity, *map;
	bool trial;
};
static const char *const entity_names[] = { "members", "products", "orders", "items", "payments",
	"complaints", NULL };
static const struct form_field upload_fields[] = {
	{ .field = FIELD(upload_form, TEXT, entity),
	    .label = "imports.field.entity",
	    .required = true,
	    .choices = entity_names },
	{ .field = FIELD(upload_form, TEXT, map),
	    .label = "imports.field.map",
	    .multiline = true,
	    .max = 20000 },
	{ .field = FIELD(upload_form, BOOL, trial), .label = "imports.field.trial" },
};

/* GET /imports/new */
static enum rc
imports_new(struct req *req)
{
	struct upload_form form = { .entity = "orders", .map = "" };
	struct node *options = node_child(view_root(req), "Entities");

	for (size_t i = 0; entity_names[i]; i++) {
		struct node *option = node_row(options);

		node_static(option, "value", entity_names[i]);
		node_static(option, "label",
		    lang(req, arena_printf(req->ctx.arena, "imports.entity.%s", entity_names[i])));
	}
	view_set(req, "Page.title", lang(req, "imports.new"));
	view_set(req, "Page.subtitle", lang(req, "imports.new_note"));
	view_set(req, "Page.crumbs.0.label", lang(req, "imports.title"));
	view_set(req, "Page.crumbs.0.path", "/imports");
	form_fill(req, upload_fields, &form);
	return RC_OK;
}

/* POST /imports/new */
static enum rc
imports_upload(struct req *req)
{
	struct upload_form form;
	struct file file;
	int64_t id = 0, file_id;
	enum rc rc = form_parse(req, upload_fields, &form);

	if (rc != RC_OK)
		return rc;
	file_id = upload_id(req, "file");
	if (file_id == 0)
		return form_error(req, "file", "imports.file.missing", NULL);
	rc = files_get(&req->ctx, file_id, &file);
	if (rc == RC_OK)
		rc = import_queue(&req->ctx, form.entity, file.name, file_id, form.map, form.trial, &id);
	if (rc == RC_INVALID)
		return form_error(req, "map", req->ctx.reason.key, req->ctx.reason.arg[0], NULL);
	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, "imports.queued", NULL);
	return redirect(req, "/imports/%lld", (long long)id);
}

/* ---- one run ---- */

static void
refusal_show(struct req *req, const struct import_run *run)
{
	if (run->message_key == NULL || *run->message_key == '\0')
		return;
	view_set(req, "Run.refusal", lang_text(req, run->message_key, run->message_text, NULL));
	view_set(req, "Run.refusal_line", arena_printf(req->ctx.arena, "%lld", (long long)run->message_line));
}

/* GET /imports/# */
static enum rc
imports_run(struct req *req)
{
	struct arena *arena = req->ctx.arena;
	struct import_run run;
	struct node *node;
	enum rc rc = import_get(&req->ctx, req->id, &run);

	if (rc != RC_OK)
		return rc;
	view_set(req, "Page.title",
	    lang_text(req, "imports.run", arena_printf(arena, "%lld", (long long)run.id),
		lang(req, arena_printf(arena, "imports.entity.%s", run.entity)), NULL));
	view_set(req, "Page.subtitle", run.source);
	view_set(req, "Page.crumbs.0.label", lang(req, "imports.title"));
	view_set(req, "Page.crumbs.0.path", "/imports");
	node = node_child(view_root(req), "Run");
	view_show(req, node, &import_run_record, &run);
	node_static(node, "style", state_style(run.state));
	node_static(node, "state_text", lang(req, arena_printf(arena, "imports.state.%d", (int)run.state)));
	node_int(node, "percent", run_percent(run.state, run.size, run.position));
	node_flag(node, "live", run.state == IMPORT_QUEUED || run.state == IMPORT_RUNNING);
	node_flag(node, "rejects", run.rows_rejected > 0 && run.removed_at == 0);
	if (run.removed_at != 0)
		view_set(req, "Run.removed",
		    lang_text(req, "imports.removed", time_text(arena, run.removed_at), NULL));
	refusal_show(req, &run);
	view_set(req, "Record.version", arena_printf(arena, "%lld", (long long)run.version));
	if (run.state == IMPORT_QUEUED || run.state == IMPORT_RUNNING)
		response_header(&req->out, "Refresh", "2"); /* progress without script */
	return RC_OK;
}

struct cancel_form {
	int64_t version;
};
static const struct form_field cancel_fields[] = { { .field = FIELD(cancel_form, INT, version),
    .label = "ui.version" } };

/* POST /imports/#/cancel */
static enum rc
imports_cancel(struct req *req)
{
	struct cancel_form form;
	enum rc rc = form_parse(req, cancel_fields, &form);

	if (rc == RC_OK)
		rc = import_cancel(&req->ctx, req->id, form.version);
	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, "imports.cancelled", NULL);
	return redirect(req, "/imports/%lld", (long long)req->id);
}

static enum rc
out_write(void *self, const void *data, size_t length)
{
	buf_add(self, data, length);
	return RC_OK;
}

/* GET /imports/#/rejected */
static enum rc
imports_rejected(struct req *req)
{
	static const char head[] = "\xef\xbb\xbfline,column,reason,row\r\n";
	struct import_run run;
	enum rc rc = import_get(&req->ctx, req->id, &run);

	if (rc == RC_OK && run.removed_at != 0)
		rc =
		    ctx_refuse(&req->ctx, "imports.removed", time_text(req->ctx.arena, run.removed_at), NULL);
	if (rc != RC_OK)
		return rc;
	req->out.type = "text/csv; charset=utf-8";
	response_download(&req->out, req->ctx.arena,
	    arena_printf(req->ctx.arena, "import-%lld-rejected.csv", (long long)req->id));
	buf_add(&req->out.body, head, sizeof(head) - 1);
	return import_rejects(&req->ctx, req->id, out_write, &req->out.body);
}

static const struct route routes[] = {
	{ GET, "/imports", &RIGHT_IMPORT, imports_index, .template = "imports/index.cs" },
	{ GET, "/imports/new", &RIGHT_IMPORT, imports_new, .template = "imports/new.cs" },
	{ POST, "/imports/new", &RIGHT_IMPORT, imports_upload, .again = imports_new,
	    .again_template = "imports/new.cs", .uploads = true },
	{ GET, "/imports/#", &RIGHT_IMPORT, imports_run, .template = "imports/run.cs" },
	{ POST, "/imports/#/cancel", &RIGHT_IMPORT, imports_cancel, .template = NULL },
	{ GET, "/imports/#/rejected", &RIGHT_IMPORT, imports_rejected, .template = NULL },
	{ 0 },
};
static const struct right *const rights[] = { &RIGHT_IMPORT, NULL };
/* Uploads of every form that no record came to use go (RULE SEC-4): here, because files/ itself knows no figures. */
static enum rc
uploads_sweep(struct ctx *ctx)
{
	struct figure keep;
	enum rc rc = policy_get(ctx, "files.unused_keep", ctx->now, &keep);

	return rc == RC_OK ? files_sweep(ctx, ctx->now - keep.value) : rc;
}

/* What finished imports leave, after the days that policy gives. */
static enum rc
finished_sweep(struct ctx *ctx)
{
	struct figure keep;
	enum rc rc = policy_get(ctx, "imports.file_keep", ctx->now, &keep);

	return rc == RC_OK ? imports_sweep(ctx, ctx->now - keep.value * DAY) : rc;
}

static const struct job jobs[] = { { "imports.read", 2, import_work },
	{ "imports.sweep", HOUR, finished_sweep }, { "files.sweep", 10 * MINUTE, uploads_sweep }, { 0 } };
static const struct nav nav[] = { { NAV_ADMIN, 40, "imports.title", "/imports", &RIGHT_IMPORT, NULL },
	{ 0 } };
static const char *const kinds[] = { "import", "/imports/#", NULL };

const struct feature imports_feature = {
	.name = "imports",
	.routes = routes,
	.rights = rights,
	.jobs = jobs,
	.commands = import_commands,
	.nav = nav,
	.kinds = kinds,
};
