/* SPDX-License-Identifier: MIT */
/* Adjustments above the limit (RULE MEM-3, ORG-2): the list, one of them, approved or rejected by a second person.
 * Not the changes: actions.c. */
#include "points/pages.h"

#include "audit/audit.h"
#include "base/clock.h"
#include "members/members.h"
#include "web/show.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* --- list ------------------------------------------------------------------------------------------------------- */

static const struct list_choice state_choices[] = { { "1", "@points.adjustment.1" },
	{ "2", "@points.adjustment.2" }, { "3", "@points.adjustment.3" }, { 0 } };
static const struct list_filter filters[] = {
	{ .name = "state",
	    .kind = LIST_CHOICE,
	    .label = "points.field.state",
	    .column = "a.state",
	    .numeric = true,
	    .choices = state_choices,
	    .segment = true },
	{ .name = "member",
	    .kind = LIST_EXACT,
	    .label = "points.field.member",
	    .column = "a.member_id",
	    .numeric = true },
	{ .name = "at",
	    .kind = LIST_DAYS,
	    .label = "points.field.at",
	    .column = "a.proposed_at",
	    .numeric = true },
};
static const struct list_sort sorts[] = {
	{ .name = "at", .label = "points.sort.newest", .column = "a.proposed_at", .descending = true },
};
static const struct list_index indexes[] = {
	{ NULL, "at", "points_adjustment_at" },
	{ "state", "at", "points_adjustment_state" },
	{ "member", "at", "points_adjustment_member" },
	{ NULL, NULL, "PRIMARY" },
};
enum { COLUMN_AT, COLUMN_POINTS, COLUMN_REASON, COLUMN_STAFF, COLUMN_STATE, COLUMN_DECIDED };
static const struct list_column columns[] = {
	[COLUMN_AT] = { "proposed_at", "points.field.at", "at", "at" },
	[COLUMN_POINTS] = { "points", "points.field.points", NULL, "num" },
	[COLUMN_REASON] = { "reason", "points.field.why", NULL, "what" },
	[COLUMN_STAFF] = { "proposed_staff", "points.field.proposed_by", NULL, "" },
	[COLUMN_STATE] = { "state", "points.field.state", NULL, "" },
	[COLUMN_DECIDED] = { "decided_staff", "points.field.decided_by", NULL, "" },
};

static const char *
state_text(struct req *req, int64_t state)
{
	return lang(req, arena_printf(req->ctx.arena, "points.adjustment.%" PRId64, state));
}

static const char *
state_style(int64_t state)
{
	return state == ADJUSTMENT_WAITS ? "g wait" : state == ADJUSTMENT_APPROVED ? "g ok" : "g off";
}

static void
row_show(struct req *req, struct node *row, const void *values)
{
	const struct points_adjustment *adjustment = values;

	node_int(row, "id", adjustment->id);
	node_static(row, "at", time_text(req->ctx.arena, adjustment->proposed_at));
	node_static(row, "points", points_signed(req, adjustment->points));
	node_set(row, "reason", adjustment->reason);
	node_set(row, "by", adjustment->proposed_staff);
	node_static(row, "state", state_text(req, adjustment->state));
	node_static(row, "style", state_style(adjustment->state));
	node_set(row, "decided", adjustment->decided_staff);
}

static const char *
row_cell(struct req *req, const void *values, size_t column, int64_t *number)
{
	const struct points_adjustment *adjustment = values;

	switch (column) {
	case COLUMN_AT:
		return time_text(req->ctx.arena, adjustment->proposed_at);
	case COLUMN_POINTS:
		*number = adjustment->points;
		return NULL;
	case COLUMN_REASON:
		return adjustment->reason;
	case COLUMN_STAFF:
		return adjustment->proposed_staff;
	case COLUMN_STATE:
		return state_text(req, adjustment->state);
	default:
		return adjustment->decided_staff;
	}
}

const struct list adjustments_list = {
	.name = "adjustments",
	.path = "/points/adjustments",
	.select =
	    "a.id AS id, a.member_id AS member_id, a.points AS points, a.reason AS reason, a.state AS "
	    "state, a.limit_points AS limit_points, a.policy_version AS policy_version, a.proposed_at AS "
	    "proposed_at, a.proposed_by AS proposed_by, a.proposed_staff AS proposed_staff, a.decided_at "
	    "AS decided_at, a.decided_by AS decided_by, a.decided_staff AS decided_staff, a.decided_reason "
	    "AS decided_reason, a.version AS version",
	.from = "points_adjustment a",
	.key = "a.id",
	.record = &points_adjustment_record,
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
	.item = "/points/adjustments/#",
};

/* GET /points/adjustments */
enum rc
adjustments_index(struct req *req)
{
	view_set(req, "Page.title", lang(req, "points.adjustments"));
	view_set(req, "Page.subtitle", lang(req, "points.adjustments_sub"));
	return list_page(req, &adjustments_list);
}

/* --- one -------------------------------------------------------------------------------------------------------- */

struct reject_form {
	const char *why;
};
static const struct form_field reject_fields[] = {
	{ .field = FIELD(reject_form, TEXT, why), .label = "points.field.why", .required = true, .max = 100 },
};

static void
decision_show(struct req *req, struct node *node, const struct points_adjustment *adjustment)
{
	const char *refusal = adjustment_refusal(adjustment, req->ctx.actor.account_id);

	if (adjustment->state != ADJUSTMENT_WAITS) {
		node_set(node, "decided_by", adjustment->decided_staff);
		node_static(node, "decided_at", time_text(req->ctx.arena, adjustment->decided_at));
		node_set(node, "decided_reason", adjustment->decided_reason);
		return;
	}
	view_set(req, "Record.version", arena_printf(req->ctx.arena, "%" PRId64, adjustment->version));
	if (refusal != NULL)
		node_static(node, "locked", lang(req, refusal));
	else if (!may(req, &RIGHT_POINTS_APPROVE))
		node_static(node, "locked", lang(req, "points.refused.no_right"));
	else
		node_flag(node, "open", true);
}

static void
adjustment_show(struct req *req, const struct points_adjustment *adjustment, const struct member *member)
{
	struct node *node = node_child(view_root(req), "Adjustment");
	struct arena *arena = req->ctx.arena;

	node_static(
	    node, "approve", arena_printf(arena, "/points/adjustments/%" PRId64 "/approve", adjustment->id));
	node_static(
	    node, "reject", arena_printf(arena, "/points/adjustments/%" PRId64 "/reject", adjustment->id));
	node_static(node, "points", points_signed(req, adjustment->points));
	node_set(node, "reason", adjustment->reason);
	node_static(node, "state", state_text(req, adjustment->state));
	node_static(node, "style", state_style(adjustment->state));
	node_set(node, "by", adjustment->proposed_staff);
	node_static(node, "at", time_text(arena, adjustment->proposed_at));
	node_static(node, "limit",
	    lang_text(req, "points.limit_of", points_number(req, adjustment->limit_points),
		arena_printf(arena, "%" PRId64, adjustment->policy_version), NULL));
	node_set(
	    node, "member", arena_printf(arena, "%s %s", mask_name(arena, member->name), member->member_no));
	if (may_open(req, "/members/#"))
		node_static(
		    node, "member_path", arena_printf(arena, "/members/%" PRId64 "/points", member->id));
	node_static(node, "balance", points_number(req, member->points));
	node_static(node, "after", points_number(req, member->points + adjustment->points));
	decision_show(req, node, adjustment);
}

/* GET /points/adjustments/# */
enum rc
adjustments_adjustment(struct req *req)
{
	struct points_adjustment adjustment;
	struct member member;
	enum rc rc = points_adjustment_get(&req->ctx, req->id, &adjustment);

	if (rc == RC_OK)
		rc = member_get(&req->ctx, adjustment.member_id, &member);
	if (rc == RC_OK)
		rc = history_show(req, "adjustment", adjustment.id);
	if (rc != RC_OK)
		return rc;
	adjustment_show(req, &adjustment, &member);
	form_fill(req, reject_fields, &(struct reject_form){ "" });
	view_set(req, "Page.title",
	    lang_text(req, "points.adjustment_title", points_signed(req, adjustment.points), NULL));
	view_set(req, "Page.subtitle", adjustment.reason);
	view_set(req, "Page.crumbs.0.label", lang(req, "points.adjustments"));
	view_set(req, "Page.crumbs.0.path", "/points/adjustments");
	return RC_OK;
}

/* POST /points/adjustments/#/approve */
enum rc
adjustments_approve(struct req *req)
{
	enum rc rc = form_read(req, NULL, 0, NULL);

	if (rc == RC_OK)
		rc = points_decide(&req->ctx, req->id, version_given(req), true, "");
	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, "points.done.approve", NULL);
	return redirect(req, "/points/adjustments/%" PRId64, req->id);
}

/* POST /points/adjustments/#/reject */
enum rc
adjustments_reject(struct req *req)
{
	struct reject_form form;
	enum rc rc = form_parse(req, reject_fields, &form);

	if (rc == RC_OK)
		rc = points_decide(&req->ctx, req->id, version_given(req), false, form.why);
	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, "points.done.reject", NULL);
	return redirect(req, "/points/adjustments/%" PRId64, req->id);
}
