/* SPDX-License-Identifier: MIT */
/* Visits (RULE CMP-12): the list, one visit with why the supervisor takes over, taking one in.
 * Not the changes: actions.c. */
#include "desk/pages.h"

#include "audit/audit.h"
#include "base/money.h"
#include "complaints/complaints.h"
#include "orders/orders.h"
#include "web/due.h"

#include <inttypes.h>
#include <string.h>

/* --- list ------------------------------------------------------------------------------------------------------- */

static const struct list_choice state_choices[] = { { "1", "@desk.visit.1" }, { "2", "@desk.visit.2" },
	{ "3", "@desk.visit.3" }, { 0 } };
static const struct list_filter filters[] = {
	{ .name = "state",
	    .kind = LIST_CHOICE,
	    .label = "desk.field.state",
	    .column = "v.state",
	    .numeric = true,
	    .choices = state_choices,
	    .segment = true },
	{ .name = "owner",
	    .kind = LIST_CHOICE,
	    .label = "desk.field.owner",
	    .column = "v.owner_id",
	    .numeric = true,
	    .provide = desk_owners_provide },
	{ .name = "member",
	    .kind = LIST_EXACT,
	    .label = "desk.field.member_no",
	    .column = "v.member_id",
	    .lookup = &desk_member_lookup,
	    .search = true },
	{ .name = "arrived",
	    .kind = LIST_DAYS,
	    .label = "desk.field.arrived_at",
	    .column = "v.arrived_at",
	    .numeric = true },
};
static const struct list_sort sorts[] = {
	{ .name = "arrived", .label = "desk.sort.newest", .column = "v.arrived_at", .descending = true },
};
static const struct list_index indexes[] = {
	{ NULL, "arrived", "visit_arrived" },
	{ "state", "arrived", "visit_state" },
	{ "owner", "arrived", "visit_owner" },
	{ "member", "arrived", "visit_member" },
	{ NULL, NULL, "PRIMARY" },
};
enum {
	COLUMN_ARRIVED,
	COLUMN_CUSTOMER,
	COLUMN_ABOUT,
	COLUMN_CONTACT,
	COLUMN_REASONS,
	COLUMN_STATE,
	COLUMN_OWNER,
	COLUMN_ENDED
};
static const struct list_column columns[] = {
	[COLUMN_ARRIVED] = { "arrived_at", "desk.field.arrived_at", "arrived", "at" },
	[COLUMN_CUSTOMER] = { "customer", "desk.field.member", NULL, "who" },
	[COLUMN_ABOUT] = { "about", "desk.field.about", NULL, "what" },
	[COLUMN_CONTACT] = { "contact_no", "desk.field.contact_no", NULL, "num" },
	[COLUMN_REASONS] = { "reasons", "desk.field.reasons", NULL, "reasons" },
	[COLUMN_STATE] = { "state", "desk.field.state", NULL, "kind wide" },
	[COLUMN_OWNER] = { "owner_staff", "desk.field.owner", NULL, "who" },
	[COLUMN_ENDED] = { "ended_at", "desk.field.ended_at", NULL, NULL },
};

struct listed {
	int64_t id, arrived_at, contact_no, reasons, state, ended_at;
	const char *about, *owner_staff, *member_no, *name, *caller;
};
static const struct field listed_fields[] = { FIELD(listed, INT, id), FIELD(listed, TEXT, about),
	FIELD(listed, TIME, arrived_at), FIELD(listed, INT, contact_no), FIELD(listed, INT, reasons),
	FIELD(listed, INT, state), FIELD(listed, TEXT, owner_staff), FIELD(listed, TIME, ended_at),
	FIELD(listed, TEXT, member_no), FIELD(listed, TEXT, name), FIELD(listed, TEXT, caller) };
static const struct record listed_record = RECORD(listed, listed_fields);

static const char *
state_word(struct req *req, int64_t state)
{
	return lang(req, arena_printf(req->ctx.arena, "desk.visit.%" PRId64, state));
}

/* "total, again, order" in words, as far as they hold. */
static const char *
reasons_text(struct req *req, int64_t reasons)
{
	static const struct {
		int64_t bit;
		const char *key;
	} words[] = { { VISIT_SPENT, "desk.reason.1" }, { VISIT_AGAIN, "desk.reason.2" },
		{ VISIT_ORDER, "desk.reason.4" } };
	const char *text = "";

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (reasons & words[i].bit)
			text = words_join(req, "list.and", text, lang(req, words[i].key));
	return text;
}

static void
row_show(struct req *req, struct node *row, const void *values)
{
	const struct listed *visit = values;

	node_int(row, "id", visit->id);
	node_static(row, "arrived", time_text(req->ctx.arena, visit->arrived_at));
	node_static(row, "about", visit->about);
	node_static(row, "customer", desk_customer_text(req, visit->member_no, visit->name, visit->caller));
	node_int(row, "contact", visit->contact_no);
	node_static(row, "reasons", reasons_text(req, visit->reasons));
	node_static(row, "state", state_word(req, visit->state));
	node_static(row, "style",
	    visit->state == VISIT_WAITS  ? "g wait"
	    : visit->state == VISIT_OVER ? "g ok said"
					 : "g info");
	node_static(row, "owner", visit->owner_staff);
}

static const char *
row_cell(struct req *req, const void *values, size_t column, int64_t *number)
{
	const struct listed *visit = values;

	switch (column) {
	case COLUMN_ARRIVED:
		return time_text(req->ctx.arena, visit->arrived_at);
	case COLUMN_CUSTOMER:
		return desk_customer_text(req, visit->member_no, visit->name, visit->caller);
	case COLUMN_ABOUT:
		return visit->about;
	case COLUMN_CONTACT:
		*number = visit->contact_no;
		return NULL;
	case COLUMN_REASONS:
		return reasons_text(req, visit->reasons);
	case COLUMN_STATE:
		return state_word(req, visit->state);
	case COLUMN_OWNER:
		return visit->owner_staff;
	default:
		return time_text(req->ctx.arena, visit->ended_at);
	}
}

const struct list visits_list = {
	.name = "visits",
	.path = "/visits",
	.select = DESK_CUSTOMER_COLUMNS
	", v.caller AS caller, v.id AS id, v.about AS about, v.arrived_at AS arrived_at, v.contact_no AS contact_no, v.reasons "
	"AS reasons, v.state AS state, v.owner_staff AS owner_staff, v.ended_at AS ended_at",
	.from = "visit v LEFT JOIN member c ON c.id = v.member_id",
	.key = "v.id",
	.record = &listed_record,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.filters = filters,
	.filter_count = sizeof(filters) / sizeof(filters[0]),
	.sorts = sorts,
	.sort_count = sizeof(sorts) / sizeof(sorts[0]),
	.export_right = &RIGHT_DESK_EXPORT,
	.show = row_show,
	.cell = row_cell,
	.indexes = indexes,
	.index_count = sizeof(indexes) / sizeof(indexes[0]),
	.item = "/visits/#",
};

/* GET /visits */
enum rc
visits_index(struct req *req)
{
	view_set(req, "Page.title", lang(req, "desk.visits"));
	view_set(req, "Page.subtitle", lang(req, "desk.visits_sub"));
	view_set(req, "List.search.hint", lang(req, "desk.search_hint"));
	view_flag(req, "May.add", may(req, &RIGHT_DESK_DO));
	return list_page(req, &visits_list);
}

/* --- one -------------------------------------------------------------------------------------------------------- */

struct end_form {
	const char *outcome;
};
static const struct form_field end_fields[] = {
	{ .field = FIELD(end_form, TEXT, outcome),
	    .label = "desk.field.outcome",
	    .required = true,
	    .max = 500,
	    .multiline = true },
};

/* What may be done now, and where not, what is missing. */
static void
visit_actions_show(struct req *req, struct node *node, const struct visit *visit)
{
	bool supervises = may(req, &RIGHT_VISIT_SUPERVISE);
	const char *take = visit_take_refusal(visit, req->ctx.actor.account_id, supervises);
	const char *end = visit_end_refusal(visit, req->ctx.actor.account_id);

	if (visit->state == VISIT_OVER)
		return;
	if (take == NULL)
		node_flag(node, "takes", true);
	else if (visit->owner_id != req->ctx.actor.account_id)
		node_static(node, "take_missing", lang_text(req, take, visit->owner_staff, NULL));
	if (end == NULL)
		node_flag(node, "ends", true);
	else
		node_static(node, "end_missing", lang_text(req, end, visit->owner_staff, NULL));
	view_set(req, "Record.version", arena_printf(req->ctx.arena, "%" PRId64, visit->version));
}

static void
visit_links_show(struct req *req, struct node *node, const struct visit *visit)
{
	struct arena *arena = req->ctx.arena;

	if (visit->order_id != 0 && may_open(req, "/orders/#"))
		node_static(node, "order_path", arena_printf(arena, "/orders/%" PRId64, visit->order_id));
	if (visit->complaint_id != 0 && may_open(req, "/complaints/#"))
		node_static(
		    node, "complaint_path", arena_printf(arena, "/complaints/%" PRId64, visit->complaint_id));
}

static void
visit_show(struct req *req, const struct visit *visit)
{
	struct node *node = node_child(view_root(req), "Visit");
	struct arena *arena = req->ctx.arena;

	node_static(node, "base", arena_printf(arena, "/visits/%" PRId64, visit->id));
	node_static(node, "take", arena_printf(arena, "/visits/%" PRId64 "/take", visit->id));
	node_static(node, "arrived", time_text(arena, visit->arrived_at));
	node_set(node, "about", visit->about);
	node_int(node, "contact", visit->contact_no);
	node_static(node, "spent", money_text(arena, visit->spent_fen));
	node_static(node, "order", visit->order_id != 0 ? money_text(arena, visit->order_fen) : "—");
	node_static(node, "reasons",
	    visit->reasons != 0 ? reasons_text(req, visit->reasons) : lang(req, "desk.reason.none"));
	node_static(node, "rule",
	    lang_text(
		req, "desk.rule", "CMP-12", arena_printf(arena, "%" PRId64, visit->policy_version), NULL));
	node_static(node, "state", state_word(req, visit->state));
	node_static(node, "style",
	    visit->state == VISIT_WAITS  ? "g wait"
	    : visit->state == VISIT_OVER ? "g ok said"
					 : "g info");
	node_flag(node, "passed_over", visit->reasons != 0);
	node_set(node, "owner", visit->owner_staff);
	node_static(node, "taken", time_text(arena, visit->taken_at));
	node_static(node, "waited",
	    duration_text(
		req, (visit->taken_at != 0 ? visit->taken_at : req->ctx.now) - visit->arrived_at, true));
	node_static(node, "ended", time_text(arena, visit->ended_at));
	node_set(node, "outcome", visit->outcome);
	visit_links_show(req, node, visit);
	visit_actions_show(req, node, visit);
}

/* GET /visits/# */
enum rc
visits_visit(struct req *req)
{
	struct visit visit;
	enum rc rc = visit_get(&req->ctx, req->id, &visit);

	if (rc == RC_OK)
		rc = desk_member_show(req, visit.member_id, visit.caller);
	if (rc == RC_OK)
		rc = history_show(req, "visit", visit.id);
	if (rc != RC_OK)
		return rc;
	visit_show(req, &visit);
	form_fill(req, end_fields, &(struct end_form){ "" });
	view_set(req, "Page.title",
	    lang_text(req, "desk.visit_title", arena_printf(req->ctx.arena, "%" PRId64, visit.id), NULL));
	view_set(req, "Page.crumbs.0.label", lang(req, "desk.visits"));
	view_set(req, "Page.crumbs.0.path", "/visits");
	return RC_OK;
}

/* POST /visits/#/take */
enum rc
visits_take(struct req *req)
{
	enum rc rc = form_read(req, NULL, 0, NULL);

	if (rc == RC_OK)
		rc = visit_take(&req->ctx, req->id, version_given(req), may(req, &RIGHT_VISIT_SUPERVISE));
	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, "desk.done.take", NULL);
	return redirect(req, "/visits/%" PRId64, req->id);
}

/* POST /visits/#/end */
enum rc
visits_end(struct req *req)
{
	struct end_form form;
	enum rc rc = form_parse(req, end_fields, &form);

	if (rc == RC_OK)
		rc = visit_end(&req->ctx, req->id, version_given(req), form.outcome);
	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, "desk.done.visit_end", NULL);
	return redirect(req, "/visits/%" PRId64, req->id);
}

/* --- taking one in ---------------------------------------------------------------------------------------------- */

struct visit_form {
	const char *member_no, *caller, *order_no, *complaint_no, *about;
};
static const struct form_field visit_fields[] = {
	{ .field = FIELD(visit_form, TEXT, member_no), .label = "desk.field.member_no", .max = 40 },
	{ .field = FIELD(visit_form, TEXT, caller), .label = "desk.field.caller", .max = 80 },
	{ .field = FIELD(visit_form, TEXT, order_no), .label = "desk.field.order_no", .max = 40 },
	{ .field = FIELD(visit_form, TEXT, complaint_no), .label = "desk.field.complaint_no", .max = 40 },
	{ .field = FIELD(visit_form, TEXT, about),
	    .label = "desk.field.about",
	    .required = true,
	    .max = 500,
	    .multiline = true },
};

/* GET /visits/new */
enum rc
visits_new(struct req *req)
{
	const struct visit_form fresh = { "", "", "", "", "" };

	form_fill(req, visit_fields, &fresh);
	view_set(req, "Page.title", lang(req, "desk.visit_new"));
	view_set(req, "Page.subtitle", lang(req, "desk.visit_new_sub"));
	view_set(req, "Page.crumbs.0.label", lang(req, "desk.visits"));
	view_set(req, "Page.crumbs.0.path", "/visits");
	return RC_OK;
}

/* Numbers typed by a person, each to the record it means. */
static enum rc
visit_resolve(struct req *req, const struct visit_form *form, struct visit *visit)
{
	enum rc rc = desk_member_find(req, form->member_no, &visit->member_id);

	if (rc == RC_OK && form->order_no[0] != '\0') {
		rc = order_find_no(&req->ctx, form->order_no, &visit->order_id);
		if (rc == RC_NOT_FOUND)
			return form_error(req, "order_no", "desk.invalid.order", NULL);
	}
	if (rc == RC_OK && form->complaint_no[0] != '\0') {
		rc = complaint_find_no(&req->ctx, form->complaint_no, &visit->complaint_id);
		if (rc == RC_NOT_FOUND)
			return form_error(req, "complaint_no", "desk.invalid.complaint", NULL);
	}
	if (rc == RC_OK && visit->member_id == 0 && visit->order_id == 0 && form->caller[0] == '\0')
		return form_error(req, "caller", "desk.invalid.who", NULL);
	return rc;
}

/* POST /visits/new */
enum rc
visits_new_post(struct req *req)
{
	struct visit_form form;
	struct visit visit = { .arrived_at = req->ctx.now };
	int64_t id = 0;
	enum rc rc = form_parse(req, visit_fields, &form);

	if (rc == RC_OK)
		rc = visit_resolve(req, &form, &visit);
	if (rc != RC_OK)
		return rc;
	visit.caller = form.caller;
	visit.about = form.about;
	rc = visit_add(&req->ctx, &visit, &id);
	if (rc == RC_INVALID) /* the one rule that needs both records */
		return form_error(req, "order_no", "desk.invalid.order_of_another", NULL);
	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, "desk.done.visit", NULL);
	return redirect(req, "/visits/%" PRId64, id);
}
