/* SPDX-License-Identifier: MIT */
/* A member's points: the ledger as a list, and the forms that redeem and adjust (RULE MEM-3).
 * Not the changes: actions.c. */
#include "points/pages.h"

#include "members/record.h"
#include "policy/policy.h"

#include <inttypes.h>

/* --- the ledger ------------------------------------------------------------------------------------------------- */

static const struct list_choice kind_choices[] = { { "1", "@points.kind.1" }, { "2", "@points.kind.2" },
	{ "3", "@points.kind.3" }, { "4", "@points.kind.4" }, { "5", "@points.kind.5" },
	{ "6", "@points.kind.6" }, { 0 } };
static const struct list_filter filters[] = {
	{ .name = "kind",
	    .kind = LIST_CHOICE,
	    .label = "points.field.kind",
	    .column = "e.kind",
	    .numeric = true,
	    .choices = kind_choices,
	    .segment = true,
	    .count_scope = true },
	{ .name = "at", .kind = LIST_DAYS, .label = "points.field.at", .column = "e.at", .numeric = true },
};
static const struct list_sort sorts[] = {
	{ .name = "no",
	    .label = "points.sort.newest",
	    .column = "e.entry_no",
	    .descending = true,
	    .unique = true },
};
static const struct list_index indexes[] = {
	{ NULL, "no", "PRIMARY" },
	{ "kind", "no", "points_entry_kind" },
	{ NULL, NULL, "PRIMARY" },
};
enum {
	COLUMN_AT,
	COLUMN_KIND,
	COLUMN_WHAT,
	COLUMN_POINTS,
	COLUMN_BALANCE,
	COLUMN_DEBT,
	COLUMN_STAFF,
	COLUMN_EVENT
};
static const struct list_column columns[] = {
	[COLUMN_AT] = { "at", "points.field.at", NULL, "when" },
	[COLUMN_KIND] = { "kind", "points.field.kind", NULL, "kind" },
	[COLUMN_WHAT] = { "what", "points.field.what", NULL, "what" },
	[COLUMN_POINTS] = { "points", "points.field.points", NULL, "num" },
	[COLUMN_BALANCE] = { "balance", "points.field.balance_after", NULL, "num" },
	[COLUMN_DEBT] = { "debt", "points.field.debt_after", NULL, "num" },
	[COLUMN_STAFF] = { "staff", "points.field.staff", NULL, NULL },
	[COLUMN_EVENT] = { "event_key", "points.field.event", NULL, NULL },
};

static const char *
kind_text(struct req *req, int64_t kind)
{
	return lang(req, arena_printf(req->ctx.arena, "points.kind.%" PRId64, kind));
}

static const char *
what_text(struct req *req, const struct points_entry *entry)
{
	return lang_text(req, entry->text_key, entry->arg0, entry->arg1, NULL);
}

static int64_t
balance_of(const struct points_entry *entry)
{
	return entry->balance > 0 ? entry->balance : 0;
}

static int64_t
debt_of(const struct points_entry *entry)
{
	return entry->balance < 0 ? -entry->balance : 0;
}

static const char *
cause_path(struct req *req, const struct points_entry *entry)
{
	bool order = strcmp(entry->cause_kind, "order") == 0;

	if (entry->cause_id == 0 || !may_open(req, order ? "/orders/#" : "/points/adjustments/#"))
		return "";
	return feature_path(req->ctx.arena, entry->cause_kind, entry->cause_id);
}

/* What of it paid a debt, or was left as one; "" where there is nothing to say. */
static const char *
debt_note(struct req *req, const struct points_entry *entry)
{
	int64_t before = entry->balance - entry->points, paid;

	if (entry->points > 0 && before < 0) {
		paid = entry->points < -before ? entry->points : -before;
		return lang_text(req, "points.paid_debt", points_number(req, paid), NULL);
	}
	if (entry->points < 0 && entry->balance < 0)
		return lang_text(req, "points.left_debt", points_number(req, before > 0 ? before : 0),
		    points_number(req, before > 0 ? -entry->balance : -entry->points), NULL);
	return "";
}

static void
row_show(struct req *req, struct node *row, const void *values)
{
	static const char *const pills[] = { "neu", "ok", "acc", "neu", "warn", "neu", "neu" };
	const struct points_entry *entry = values;

	node_static(row, "at", time_text(req->ctx.arena, entry->at));
	node_static(row, "kind", kind_text(req, entry->kind));
	node_static(row, "pill", pills[entry->kind >= 1 && entry->kind <= POINTS_KINDS ? entry->kind : 0]);
	node_static(row, "what", what_text(req, entry));
	node_static(row, "path", cause_path(req, entry));
	node_set(row, "cause",
	    entry->cause_no[0] != '\0' ? entry->cause_no
	    : entry->cause_id != 0     ? arena_printf(req->ctx.arena, "%" PRId64, entry->cause_id)
				       : "");
	node_set(row, "staff", entry->staff);
	node_static(row, "note", debt_note(req, entry));
	node_static(row, "points", points_signed(req, entry->points));
	node_static(row, "balance", points_number(req, balance_of(entry)));
	node_static(row, "debt", points_number(req, debt_of(entry)));
}

static const char *
row_cell(struct req *req, const void *values, size_t column, int64_t *number)
{
	const struct points_entry *entry = values;

	switch (column) {
	case COLUMN_AT:
		return time_text(req->ctx.arena, entry->at);
	case COLUMN_KIND:
		return kind_text(req, entry->kind);
	case COLUMN_WHAT:
		return what_text(req, entry);
	case COLUMN_POINTS:
		*number = entry->points;
		return NULL;
	case COLUMN_BALANCE:
		*number = balance_of(entry);
		return NULL;
	case COLUMN_DEBT:
		*number = debt_of(entry);
		return NULL;
	case COLUMN_STAFF:
		return entry->staff;
	default:
		return entry->event_key;
	}
}

static size_t
scope(struct req *req, struct arg *args, size_t most)
{
	if (most > 0)
		args[0] = arg_int(req->id);
	return 1;
}

const struct list points_list = {
	.name = "points",
	.path = "/members/#/points",
	.select =
	    "e.member_id AS member_id, e.entry_no AS entry_no, e.at AS at, e.kind AS kind, e.points AS "
	    "points, e.balance AS balance, e.gained AS gained, e.event_key AS event_key, e.cause_kind AS "
	    "cause_kind, e.cause_id AS cause_id, e.cause_no AS cause_no, e.account_id AS account_id, "
	    "e.staff AS staff, e.policy_version AS policy_version, e.text_key AS text_key, e.arg0 AS arg0, "
	    "e.arg1 AS arg1",
	.from = "points_entry e",
	.where = "e.member_id = ?",
	.scope = scope,
	.key = "e.entry_no",
	.record = &points_entry_record,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.filters = filters,
	.filter_count = sizeof(filters) / sizeof(filters[0]),
	.sorts = sorts,
	.sort_count = sizeof(sorts) / sizeof(sorts[0]),
	.export_right = &RIGHT_POINTS_EXPORT,
	.show = row_show,
	.cell = row_cell,
	.indexes = indexes,
	.index_count = sizeof(indexes) / sizeof(indexes[0]),
};

/* --- forms ------------------------------------------------------------------------------------------------------ */

struct redeem_form {
	int64_t points;
	const char *what;
};
static const struct form_field redeem_fields[] = {
	{ .field = FIELD(redeem_form, INT, points),
	    .label = "points.field.points",
	    .required = true,
	    .min = 1,
	    .max = POINTS_MOST },
	{ .field = FIELD(redeem_form, TEXT, what),
	    .label = "points.field.for",
	    .required = true,
	    .max = 100 },
};
struct adjust_form {
	int64_t change;
	const char *why;
};
static const struct form_field adjust_fields[] = {
	{ .field = FIELD(adjust_form, INT, change),
	    .label = "points.field.change",
	    .required = true,
	    .min = -POINTS_MOST,
	    .max = POINTS_MOST },
	{ .field = FIELD(adjust_form, TEXT, why), .label = "points.field.why", .required = true, .max = 100 },
};

/* GET /members/#/points */
enum rc
points_tab(struct req *req)
{
	struct figure limit, rate;
	struct member member;
	enum rc rc = member_head(req, req->id, "points", &member);

	if (rc == RC_OK)
		rc = policy_get(&req->ctx, "members.adjust_four_eyes", req->ctx.now, &limit);
	if (rc == RC_OK)
		rc = policy_get(&req->ctx, "members.points_ordinary", req->ctx.now, &rate);
	if (rc != RC_OK)
		return rc;
	view_set(req, "Points.foot",
	    lang_text(req, "points.foot", points_number(req, limit.value),
		arena_printf(req->ctx.arena, "%" PRId64, rate.version), NULL));
	view_set(req, "Points.base", arena_printf(req->ctx.arena, "/members/%" PRId64 "/points", req->id));
	view_set(
	    req, "Points.limit", lang_text(req, "points.adjust_hint", points_number(req, limit.value), NULL));
	view_flag(req, "Points.redeem", member.state == MEMBER_ACTIVE && may(req, &RIGHT_POINTS_REDEEM));
	view_flag(req, "Points.adjust", member.state == MEMBER_ACTIVE && may(req, &RIGHT_POINTS_ADJUST));
	form_fill(req, redeem_fields, &(struct redeem_form){ .what = "" });
	form_fill(req, adjust_fields, &(struct adjust_form){ .why = "" });
	return list_page(req, &points_list);
}

/* One event per form, however often it is sent. */
static const char *
event_of(struct req *req, const char *what)
{
	return arena_printf(req->ctx.arena, "%s:%" PRId64 ":%.40s", what, req->ctx.actor.account_id,
	    req->ctx.once_key != NULL ? req->ctx.once_key : req->ctx.request_id);
}

/* POST /members/#/points/redeem */
enum rc
points_redeem_post(struct req *req)
{
	struct redeem_form form;
	enum rc rc = form_parse(req, redeem_fields, &form);

	if (rc == RC_OK)
		rc = member_ask_identity(&req->ctx, req->id);
	if (rc == RC_OK)
		rc = points_redeem(&req->ctx, req->id, form.points, form.what, event_of(req, "redeem"));
	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, "points.done.redeem", points_number(req, form.points), NULL);
	return redirect(req, "/members/%" PRId64 "/points", req->id);
}

/* POST /members/#/points/adjust */
enum rc
points_adjust_post(struct req *req)
{
	struct adjust_form form;
	int64_t waiting = 0;
	enum rc rc = form_parse(req, adjust_fields, &form);

	if (rc == RC_OK && form.change == 0)
		return form_error(req, "change", "points.invalid.adjust", NULL);
	if (rc == RC_OK)
		rc = member_ask_identity(&req->ctx, req->id);
	if (rc == RC_OK)
		rc = points_adjust(
		    &req->ctx, req->id, form.change, form.why, event_of(req, "adjust"), &waiting);
	if (rc != RC_OK)
		return rc;
	if (waiting != 0) {
		flash(req, FLASH_INFO, "points.done.propose", points_signed(req, form.change), NULL);
		return redirect(req, "/points/adjustments/%" PRId64, waiting);
	}
	flash(req, FLASH_OK, "points.done.adjust", points_signed(req, form.change), NULL);
	return redirect(req, "/members/%" PRId64 "/points", req->id);
}
