/* SPDX-License-Identifier: MIT */
/* Pages of the audit log: the list of all entries, one entry, runs of the proof.
 * Not a record's own history: that stands on the record's page (pages_history.c). */
#include "audit/pages.h"
#include "audit/jobs.h"
#include "audit/store.h"

#include "base/clock.h"
#include "db/db.h"
#include "web/form.h"
#include "web/list.h"
#include <inttypes.h>
#include <string.h>

/* SEC-2, SEC-3: who looks after the whole, and nobody else, sees everybody's actions */
static const struct right RIGHT_AUDIT_SEE = { "audit.see", ROLE_SUPERVISOR | ROLE_GM | ROLE_ADMIN };
static const struct right RIGHT_AUDIT_VERIFY = { "audit.verify", ROLE_SUPERVISOR | ROLE_GM | ROLE_ADMIN };

/* ---- all entries ---- */

/* Record kinds and actions by name; their words are audit.kind.* and audit.action.*. */
static const struct list_choice kind_choices[] = { { "order", "@audit.kind.order" },
	{ "sheet", "@audit.kind.sheet" }, { "member", "@audit.kind.member" },
	{ "product", "@audit.kind.product" }, { "account", "@audit.kind.account" },
	{ "policy", "@audit.kind.policy" }, { "calendar", "@audit.kind.calendar" },
	{ "task", "@audit.kind.task" }, { "file", "@audit.kind.file" }, { "import", "@audit.kind.import" },
	{ "share", "@audit.kind.share" }, { "dailylog", "@audit.kind.dailylog" },
	{ "escalation", "@audit.kind.escalation" }, { "audit", "@audit.kind.audit" }, { NULL, NULL } };

static const struct list_filter audit_filters[] = {
	{ .name = "kind",
	    .kind = LIST_CHOICE,
	    .label = "audit.field.kind",
	    .column = "l.kind",
	    .choices = kind_choices },
	{ .name = "staff",
	    .kind = LIST_EXACT,
	    .label = "audit.field.staff",
	    .column = "l.staff_no",
	    .search = true },
	{ .name = "action",
	    .kind = LIST_EXACT,
	    .label = "audit.field.action",
	    .column = "l.action",
	    .search = true },
	{ .name = "record",
	    .kind = LIST_EXACT,
	    .label = "audit.field.record",
	    .column = "l.record_id",
	    .numeric = true,
	    .search = true },
	{ .name = "day", .kind = LIST_DAYS, .label = "audit.field.day", .column = "l.at" },
};
enum { FILTER_STAFF = 1, FILTER_ACTION, FILTER_RECORD };
static const struct list_sort audit_sorts[] = {
	{ .name = "newest", .label = "audit.sort.newest", .column = "l.at", .descending = true },
};
static const struct list_column audit_columns[] = {
	{ "id", "audit.field.id", NULL, "num" },
	{ "at", "audit.field.at", "newest", "at" },
	{ "who", "audit.field.who", NULL, "who" },
	{ "action", "audit.field.action", NULL, "" },
	{ "record", "audit.field.record", NULL, "" },
	{ "change", "audit.field.change", NULL, "what" },
	{ "sealed", "audit.field.sealed", NULL, "g" },
};
static const struct list_index audit_indexes[] = { { NULL, "newest", "audit_log_at" },
	{ "kind", "newest", "audit_log_kind" }, { "staff", "newest", "audit_log_staff" },
	{ "action", "newest", "audit_log_action" }, { "record", "newest", "audit_log_record_at" } };

/* A number is a record, letters with digits a staff number, words with a dot an action. */
static size_t
search_route(const char *text, struct arena *arena, const char **rewritten)
{
	(void)arena;
	(void)rewritten;
	if (strspn(text, "0123456789") == strlen(text))
		return FILTER_RECORD;
	return strchr(text, '.') != NULL ? FILTER_ACTION : FILTER_STAFF;
}

static const char *
kind_text(struct req *req, const char *kind)
{
	const char *key = arena_printf(req->ctx.arena, "audit.kind.%s", kind);
	const char *text = lang(req, key);

	return strcmp(text, key) == 0 ? kind : text;
}

static const char *
who_text(struct req *req, const struct audit_entry *entry)
{
	const char *name = entry->account_id == 0 ? lang(req, "audit.system") : entry->name;

	return entry->staff_no[0] == '\0' ? name
					  : arena_printf(req->ctx.arena, "%s %s", entry->staff_no, name);
}

/* The stored JSON is shortened to what a line can show; the entry's own page shows it whole. */
static void
audit_row_show(struct req *req, struct node *row, const void *values)
{
	const struct audit_entry *entry = values;
	struct node *diff = node_child(row, "diff");

	node_int(row, "id", entry->id);
	node_static(row, "at", time_text(req->ctx.arena, entry->at));
	node_static(row, "who", who_text(req, entry));
	node_static(row, "action", audit_action_text(req, entry->action));
	node_static(row, "kind", kind_text(req, entry->kind));
	if (entry->record_id != 0)
		node_int(row, "record_id", entry->record_id);
	node_static(row, "seal", entry->sealed ? "g ok" : "g wait");
	node_static(row, "sealed", lang(req, entry->sealed ? "audit.sealed" : "audit.waiting"));
	audit_diff_show(req, diff, entry->diff);
}

static const char *
audit_cell(struct req *req, const void *values, size_t column, int64_t *number)
{
	const struct audit_entry *entry = values;

	switch (column) {
	case 0:
		*number = entry->id;
		return NULL;
	case 1:
		return time_exact(req->ctx.arena, entry->at);
	case 2:
		return who_text(req, entry);
	case 3:
		return entry->action;
	case 4:
		return arena_printf(req->ctx.arena, "%s %" PRId64, entry->kind, entry->record_id);
	case 5:
		return entry->diff;
	default:
		return lang(req, entry->sealed ? "audit.sealed" : "audit.waiting");
	}
}

const struct list audit_list = {
	.name = "audit",
	.path = "/audit",
	.select =
	    "l.id AS id, l.at AS at, l.account_id AS account_id, l.staff_no AS staff_no, l.name AS name, "
	    "l.action AS action, l.kind AS kind, l.record_id AS record_id, l.diff AS diff, s.audit_id IS "
	    "NOT NULL AS sealed",
	.from = "audit_log l LEFT JOIN audit_seal s ON s.audit_id = l.id",
	.key = "l.id",
	.record = &audit_entry_record,
	.columns = audit_columns,
	.column_count = sizeof(audit_columns) / sizeof(audit_columns[0]),
	.filters = audit_filters,
	.filter_count = sizeof(audit_filters) / sizeof(audit_filters[0]),
	.sorts = audit_sorts,
	.sort_count = 1,
	.export_right = &RIGHT_AUDIT_SEE,
	.show = audit_row_show,
	.cell = audit_cell,
	.route_search = search_route,
	.indexes = audit_indexes,
	.index_count = sizeof(audit_indexes) / sizeof(audit_indexes[0]),
	.item = "/audit/#",
};

/* GET /audit */
static enum rc
audit_index(struct req *req)
{
	view_set(req, "Page.title", lang(req, "audit.title"));
	view_set(req, "Page.subtitle", lang(req, "audit.subtitle"));
	return list_page(req, &audit_list);
}

/* ---- one entry ---- */

struct entry_row {
	int64_t id, at, account_id;
	const char *staff_no, *name, *action, *kind;
	int64_t record_id;
	const char *request_id, *diff;
	struct blob mac;
	int64_t batch, sealed_at;
	const char *seal;
};
static const struct field entry_fields[] = { FIELD(entry_row, ID, id), FIELD(entry_row, TIME, at),
	FIELD(entry_row, ID, account_id), FIELD(entry_row, TEXT, staff_no), FIELD(entry_row, TEXT, name),
	FIELD(entry_row, TEXT, action), FIELD(entry_row, TEXT, kind), FIELD(entry_row, ID, record_id),
	FIELD(entry_row, TEXT, request_id), FIELD(entry_row, TEXT, diff), FIELD(entry_row, BLOB, mac),
	FIELD(entry_row, INT, batch), FIELD(entry_row, TIME, sealed_at), FIELD(entry_row, TEXT, seal) };
static const struct record entry_record = RECORD(entry_row, entry_fields);

SQL(audit_entry_sql,
    "SELECT " AUDIT_ROW_COLUMNS ", COALESCE(h.batch, 0) AS batch, COALESCE(h.at, 0) AS sealed_at,"
    " COALESCE(LOWER(HEX(h.hash)), '') AS seal FROM audit_log l LEFT JOIN audit_seal s ON s.audit_id = l.id"
    " LEFT JOIN audit_head h ON h.batch = s.batch WHERE l.id = ?",
    .samples = "SELECT MAX(id) FROM audit_log UNION ALL SELECT 0");

/* GET /audit/# */
static enum rc
audit_entry_page(struct req *req)
{
	struct node *node = node_child(view_root(req), "Entry");
	struct audit_entry entry;
	struct entry_row row;
	enum rc rc = db_row(&req->ctx, &audit_entry_sql, &entry_record, &row, ARGS(arg_int(req->id)));

	if (rc != RC_OK)
		return rc;
	entry = (struct audit_entry){ .id = row.id,
		.at = row.at,
		.account_id = row.account_id,
		.staff_no = row.staff_no,
		.name = row.name,
		.action = row.action,
		.kind = row.kind,
		.record_id = row.record_id,
		.diff = row.diff,
		.sealed = row.batch != 0 };
	audit_entry_show(req, node, &entry);
	node_static(node, "at", time_exact(req->ctx.arena, row.at));
	node_int(node, "id", row.id);
	node_set(node, "code", row.action);
	node_set(node, "record", kind_text(req, row.kind));
	if (row.record_id != 0) {
		node_set(node, "record",
		    arena_printf(req->ctx.arena, "%s %" PRId64, kind_text(req, row.kind), row.record_id));
		node_set(node, "path", feature_path(req->ctx.arena, row.kind, row.record_id));
	}
	node_set(node, "request_id", row.request_id);
	node_set(node, "mac", audit_hex(req->ctx.arena, row.mac.data, row.mac.length));
	if (row.batch != 0) {
		node_int(node, "seal_no", row.batch);
		node_set(node, "seal", row.seal);
		node_static(node, "sealed_at", time_exact(req->ctx.arena, row.sealed_at));
	}
	view_set(
	    req, "Page.title", arena_printf(req->ctx.arena, "%s %" PRId64, lang(req, "audit.entry"), row.id));
	view_set(req, "Page.crumbs.0.label", lang(req, "audit.title"));
	view_set(req, "Page.crumbs.0.path", "/audit");
	return RC_OK;
}

/* ---- the proof ---- */

static const char *
finding_words(struct req *req, const char *stored)
{
	struct audit_finding finding;

	audit_check_finding(req->ctx.arena, stored, &finding);
	if (finding.what == NULL)
		return lang(req, "audit.finding.none");
	return lang_text(req, arena_printf(req->ctx.arena, "audit.finding.%s", finding.what),
	    arena_printf(req->ctx.arena, "%" PRId64, finding.arg[0]),
	    arena_printf(req->ctx.arena, "%" PRId64, finding.arg[1]), NULL);
}

static void
check_show(struct req *req, struct node *row, const struct audit_check *check)
{
	node_static(row, "asked", time_text(req->ctx.arena, check->asked_at));
	node_set(row, "by", check->asked_by[0] == '\0' ? lang(req, "audit.check.daily") : check->asked_by);
	if (check->done_at == 0) {
		node_static(row, "style", "g wait");
		node_static(row, "result", lang(req, "audit.check.waiting"));
		return;
	}
	node_static(row, "done", time_text(req->ctx.arena, check->done_at));
	node_int(row, "rows", check->rows_checked);
	node_static(row, "took",
	    arena_printf(req->ctx.arena, "%" PRId64 ".%" PRId64 " s", check->took_ms / 1000,
		check->took_ms % 1000 / 100));
	node_static(row, "style", check->finding[0] == '\0' ? "g ok" : "g bad");
	node_static(row, "result", finding_words(req, check->finding));
}

/* GET /audit/verify */
static enum rc
audit_verify_page(struct req *req)
{
	struct node *root = view_root(req), *list = node_child(root, "Checks");
	const struct audit_check *check, *last = NULL;
	struct rows checks;
	enum rc rc = audit_check_list(&req->ctx, &checks);

	if (rc != RC_OK)
		return rc;
	check = checks.items;
	for (size_t i = 0; i < checks.count; i++, check++) {
		check_show(req, node_row(list), check);
		if (last == NULL && check->done_at != 0)
			last = check;
		if (check->done_at == 0)
			view_set(req, "Check.open", "1");
	}
	if (last != NULL) {
		view_set(req, "Check.kind", last->finding[0] == '\0' ? "ok" : "error");
		view_set(req, "Check.text", finding_words(req, last->finding));
	}
	view_set(req, "Page.title", lang(req, "audit.verify"));
	view_set(req, "Page.subtitle", lang(req, "audit.verify.subtitle"));
	view_set(req, "Page.crumbs.0.label", lang(req, "audit.title"));
	view_set(req, "Page.crumbs.0.path", "/audit");
	return RC_OK;
}

/* POST /audit/verify */
static enum rc
audit_verify_ask(struct req *req)
{
	enum rc rc = form_read(req, NULL, 0, NULL);

	if (rc == RC_OK)
		rc = audit_check_ask(&req->ctx);
	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, "audit.check.asked", NULL);
	return redirect(req, "/audit/verify");
}

/* A finding of the proof waits for whoever looks after the whole: red in the navigation and on the home page. */
static enum rc
audit_counts(struct ctx *ctx, struct module_counts *counts, size_t *count)
{
	struct audit_check check;
	enum rc rc;

	if (!actor_may(&ctx->actor, &RIGHT_AUDIT_SEE))
		return RC_OK;
	rc = audit_check_last(ctx, &check);
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	if (check.finding[0] == '\0')
		return RC_OK;
	counts[(*count)++] = (struct module_counts){ .module = "audit",
		.label = "audit.title",
		.overdue = 1,
		.overdue_path = "/audit/verify",
		.urgent = "SEC-2",
		.urgent_path = "/audit/verify",
		.urgent_due = check.done_at,
		.rule = "SEC-2" };
	return RC_OK;
}

static const struct route routes[] = {
	{ GET, "/audit", &RIGHT_AUDIT_SEE, audit_index, .template = "audit/index.cs" },
	{ GET, "/audit/#", &RIGHT_AUDIT_SEE, audit_entry_page, .template = "audit/entry.cs" },
	{ GET, "/audit/verify", &RIGHT_AUDIT_SEE, audit_verify_page, .template = "audit/verify.cs" },
	{ POST, "/audit/verify", &RIGHT_AUDIT_VERIFY, .handler = audit_verify_ask },
	{ .path = NULL },
};
static const struct right *const rights[] = { &RIGHT_AUDIT_SEE, &RIGHT_AUDIT_VERIFY, NULL };
static const struct nav nav[] = {
	{ NAV_ADMIN, 40, "audit.title", "/audit", &RIGHT_AUDIT_SEE, "audit" },
	{ .label = NULL },
};
static const char *const kinds[] = { "audit", "/audit/verify", NULL };

const struct feature audit_feature = {
	.name = "audit",
	.routes = routes,
	.rights = rights,
	.jobs = audit_jobs,
	.commands = audit_commands,
	.nav = nav,
	.counts = audit_counts,
	.kinds = kinds,
};
