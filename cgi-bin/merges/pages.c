/* SPDX-License-Identifier: MIT */
/* Members who may be one and the same: candidates, a group side by side, what a merge would do, merges made and taken back.
 * Not the merging: actions.c. */
#include "audit/audit.h"
#include "base/clock.h"
#include "base/money.h"
#include "members/record.h"
#include "merges/rules.h"
#include "web/due.h"
#include "web/form.h"
#include "web/list.h"
#include "web/show.h"

#include <inttypes.h>
#include <string.h>

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))
#define GROUP_MOST 10
#define RUN_SECONDS 15

static const struct right RIGHT_MERGE_SEE = { "merge.see", ROLE_AGENT | ROLE_SUPERVISOR };
static const struct right RIGHT_MERGE_DO = { "merge.do", ROLE_SUPERVISOR };

/* --- candidates --------------------------------------------------------------------------------------------------- */

struct candidate {
	int64_t members, found_at;
	const char *member_no, *name, *phone;
};
static const struct field candidate_fields[] = { FIELD(candidate, INT, members),
	FIELD(candidate, TIME, found_at), FIELD(candidate, TEXT, member_no), FIELD(candidate, TEXT, name),
	FIELD(candidate, TEXT, phone) };
static const struct record candidate_record = RECORD(candidate, candidate_fields);
static const struct list_sort candidate_sorts[] = {
	{ .name = "members", .label = "merges.sort.members", .column = "c.members", .descending = true },
};
static const struct list_index candidate_indexes[] = { { NULL, "members", "merge_candidate_members" },
	{ NULL, NULL, "PRIMARY" } };
static const struct list_column candidate_columns[] = {
	{ "member_no", "merges.field.first", NULL, "no" },
	{ "who", "merges.field.who", NULL, "who" },
	{ "members", "merges.field.members", "members", "num" },
	{ "found_at", "merges.field.found_at", NULL, "at" },
};

static void
candidate_show(struct req *req, struct node *row, const void *values)
{
	const struct candidate *candidate = values;
	struct arena *arena = req->ctx.arena;

	node_static(row, "no", candidate->member_no);
	node_static(row, "who",
	    arena_printf(
		arena, "%s %s", mask_name(arena, candidate->name), mask_phone(arena, candidate->phone)));
	node_static(row, "members", number_text(req, candidate->members));
	node_static(row, "at", short_time(req, candidate->found_at));
}

const struct list merge_candidates_list = {
	.name = "merges.candidates",
	.path = "/merges",
	.select = "c.members AS members, c.found_at AS found_at, m.member_no AS member_no, m.name AS name, "
		  "m.phone AS phone",
	.from = "merge_candidate c STRAIGHT_JOIN member m ON m.id = c.member_id",
	.key = "c.member_id",
	.record = &candidate_record,
	.columns = candidate_columns,
	.column_count = COUNT_OF(candidate_columns),
	.sorts = candidate_sorts,
	.sort_count = COUNT_OF(candidate_sorts),
	.indexes = candidate_indexes,
	.index_count = COUNT_OF(candidate_indexes),
	.show = candidate_show,
	.item = "/merges/group/#",
};

/* GET /merges */
static enum rc
merges_index(struct req *req)
{
	view_set(req, "Page.title", lang(req, "merges.title"));
	view_set(req, "Page.subtitle", lang(req, "merges.subtitle"));
	return list_page(req, &merge_candidates_list);
}

/* --- merges made ------------------------------------------------------------------------------------------------------ */

static const struct list_choice state_choices[] = { { "1", "@merges.state.1" }, { "2", "@merges.state.2" },
	{ 0 } };
static const struct list_filter done_filters[] = {
	{ .name = "state",
	    .kind = LIST_CHOICE,
	    .label = "merges.field.state",
	    .column = "g.state",
	    .numeric = true,
	    .choices = state_choices },
};
static const struct list_sort done_sorts[] = {
	{ .name = "newest",
	    .label = "merges.sort.newest",
	    .column = "g.id",
	    .descending = true,
	    .unique = true },
};
static const struct list_index done_indexes[] = { { NULL, "newest", "PRIMARY" },
	{ "state", "newest", "merge_state" } };
static const struct list_column done_columns[] = {
	{ "id", "merges.field.id", "newest", "no" },
	{ "made_at", "merges.field.made_at", NULL, "at" },
	{ "from_no", "merges.field.from", NULL, "" },
	{ "to_no", "merges.field.to", NULL, "" },
	{ "orders", "merges.field.orders", NULL, "num" },
	{ "state", "merges.field.state", NULL, "" },
	{ "staff", "merges.field.staff", NULL, "who" },
};

static const char *
state_text(struct req *req, int64_t state)
{
	return lang(req, state == MERGE_UNDONE ? "merges.state.2" : "merges.state.1");
}

static void
done_show(struct req *req, struct node *row, const void *values)
{
	const struct merge *merge = values;

	node_static(row, "at", short_time(req, merge->made_at));
	node_static(row, "from", merge->from_no);
	node_static(row, "to", merge->to_no);
	node_static(row, "orders", number_text(req, merge->orders));
	node_static(row, "style", merge->state == MERGE_UNDONE ? "g off" : "g ok");
	node_static(row, "state", state_text(req, merge->state));
	node_static(row, "staff", merge->staff);
}

const struct list merges_list = {
	.name = "merges.done",
	.path = "/merges/done",
	.select =
	    "g.id AS id, g.from_id AS from_id, g.to_id AS to_id, g.from_no AS from_no, g.to_no AS to_no, "
	    "g.state AS state, g.reason AS reason, g.orders AS orders, g.points AS points, g.made_at AS "
	    "made_at, g.made_by AS made_by, g.staff AS staff, g.undo_until AS undo_until, g.undone_at AS "
	    "undone_at, g.undone_by AS undone_by, g.undone_staff AS undone_staff, g.version AS version",
	.from = "merge g",
	.key = "g.id",
	.record = &merge_record,
	.columns = done_columns,
	.column_count = COUNT_OF(done_columns),
	.filters = done_filters,
	.filter_count = COUNT_OF(done_filters),
	.sorts = done_sorts,
	.sort_count = COUNT_OF(done_sorts),
	.indexes = done_indexes,
	.index_count = COUNT_OF(done_indexes),
	.show = done_show,
	.item = "/merges/#",
};

/* GET /merges/done */
static enum rc
merges_done(struct req *req)
{
	view_set(req, "Page.title", lang(req, "merges.done_title"));
	crumb(req, lang(req, "merges.title"), "/merges");
	return list_page(req, &merges_list);
}

/* --- side by side ------------------------------------------------------------------------------------------------------- */

static void
member_show(struct req *req, struct node *node, const struct member *member)
{
	struct arena *arena = req->ctx.arena;

	node_int(node, "id", member->id);
	node_static(node, "path", arena_printf(arena, "/members/%" PRId64, member->id));
	node_static(node, "no", member->member_no);
	node_static(node, "who",
	    arena_printf(arena, "%s %s", mask_name(arena, member->name), mask_phone(arena, member->phone)));
	node_static(node, "tier", member_tier_text(req, member->tier));
	node_int(node, "tn", member->tier < 4 ? member->tier + 1 : 4);
	node_static(node, "spent", money_text(arena, member->spent_fen));
	node_static(node, "orders", number_text(req, member->orders));
	node_static(node, "points", number_text(req, member->points));
	node_static(node, "since", member->since_at != 0 ? day_text(arena, clock_day(member->since_at)) : "");
}

static int
by_id(const void *left, const void *right)
{
	const struct member *a = left, *b = right;

	return (a->id > b->id) - (a->id < b->id);
}

/* GET /merges/group/# */
static enum rc
merges_group(struct req *req)
{
	struct member member;
	struct rows found;
	struct member *members;
	struct node *list = node_child(view_root(req), "Group");
	size_t i, shown = 0;
	enum rc rc = member_get(&req->ctx, req->id, &member);

	if (rc == RC_OK)
		rc = merge_group(&req->ctx, &member, GROUP_MOST, &found);
	if (rc != RC_OK)
		return rc;
	view_set(req, "Page.title", lang(req, "merges.group"));
	view_set(req, "Page.subtitle", mask_phone(req->ctx.arena, member.phone));
	crumb(req, lang(req, "merges.title"), "/merges");
	members = found.items;
	qsort(members, found.count, sizeof(*members), by_id);
	for (i = 0; i < found.count; i++) {
		if (members[i].state != MEMBER_ACTIVE)
			continue;
		member_show(req, node_row(list), &members[i]);
		shown++;
	}
	view_flag(req, "Merge.some", shown > 1);
	if (!may(req, &RIGHT_MERGE_DO))
		view_set(req, "Merge.locked", right_missing(req, &RIGHT_MERGE_DO));
	return RC_OK;
}

struct merge_form {
	int64_t from, to;
	const char *seen, *why;
};
static const struct form_field merge_fields_given[] = {
	{ .field = FIELD(merge_form, ID, from), .label = "merges.field.from", .required = true },
	{ .field = FIELD(merge_form, ID, to), .label = "merges.field.to", .required = true },
	{ .field = FIELD(merge_form, TEXT, seen),
	    .label = "merges.field.seen",
	    .required = true,
	    .max = 200 },
	{ .field = FIELD(merge_form, TEXT, why),
	    .label = "merges.field.reason",
	    .required = true,
	    .max = 200 },
};

/* GET /merges/new?from=&to= */
static enum rc
merges_new(struct req *req)
{
	struct merge_form form = { id_given(req, "from"), id_given(req, "to"), "", "" };
	struct node *root = view_root(req), *node = node_child(root, "Merge");
	struct merge_preview preview;
	enum rc rc = merge_preview(&req->ctx, form.from, form.to, &preview);

	if (rc != RC_OK)
		return rc;
	view_set(req, "Page.title", lang(req, "merges.new"));
	view_set(req, "Page.subtitle",
	    lang_text(req, "merges.into", preview.from.member_no, preview.to.member_no, NULL));
	crumb(req, lang(req, "merges.title"), "/merges");
	member_show(req, node_child(root, "From"), &preview.from);
	member_show(req, node_child(root, "To"), &preview.to);
	member_show(req, node_child(root, "After"), &preview.after);
	node_static(node, "seen", preview.seen);
	node_static(node, "swap",
	    arena_printf(req->ctx.arena, "/merges/new?from=%" PRId64 "&to=%" PRId64, form.to, form.from));
	node_static(node, "back", arena_printf(req->ctx.arena, "/merges/group/%" PRId64, form.to));
	node_flag(node, "consent", preview.after.consent != preview.to.consent);
	form_fill(req, merge_fields_given, &form);
	return RC_OK;
}

static const char *
page_path(struct req *req, int64_t id)
{
	return arena_printf(req->ctx.arena, "/merges/%" PRId64, id);
}

/* POST /merges/new */
static enum rc
merges_new_post(struct req *req)
{
	struct merge_form form;
	int64_t id = 0;
	enum rc rc = form_parse(req, merge_fields_given, &form);

	if (rc != RC_OK)
		return rc;
	rc = merge_do(&req->ctx, form.from, form.to, form.seen, form.why, &id);
	return form_done(req, rc, "why", "merges.done.do", page_path(req, id));
}

/* --- one merge ------------------------------------------------------------------------------------------------------------ */

struct undo_form {
	const char *why;
};
static const struct form_field undo_fields[] = {
	{ .field = FIELD(undo_form, TEXT, why),
	    .label = "merges.field.reason",
	    .required = true,
	    .max = 200 },
};

/* GET /merges/# */
static enum rc
merges_page(struct req *req)
{
	struct node *node = node_child(view_root(req), "Merge");
	struct arena *arena = req->ctx.arena;
	struct undo_form form = { "" };
	struct merge merge;
	const char *refusal;
	enum rc rc = merge_get(&req->ctx, req->id, &merge);

	if (rc == RC_OK)
		rc = history_show(req, "merge", merge.id);
	if (rc != RC_OK)
		return rc;
	view_set(req, "Page.title", lang_text(req, "merges.into", merge.from_no, merge.to_no, NULL));
	crumb(req, lang(req, "merges.done_title"), "/merges/done");
	node_int(node, "id", merge.id);
	node_int(node, "version", merge.version);
	node_static(node, "state", state_text(req, merge.state));
	node_static(node, "kind", merge.state == MERGE_UNDONE ? "neu" : "ok");
	node_static(node, "from", merge.from_no);
	node_static(node, "from_path", arena_printf(arena, "/members/%" PRId64, merge.from_id));
	node_static(node, "to", merge.to_no);
	node_static(node, "to_path", arena_printf(arena, "/members/%" PRId64, merge.to_id));
	node_static(node, "orders", number_text(req, merge.orders));
	node_static(node, "points", number_text(req, merge.points));
	node_static(node, "reason", merge.reason);
	node_static(node, "made", time_text(arena, merge.made_at));
	node_static(node, "staff", merge.staff);
	node_static(node, "until", time_text(arena, merge.undo_until));
	if (merge.state == MERGE_UNDONE) {
		node_static(node, "undone", time_text(arena, merge.undone_at));
		node_static(node, "undone_by", merge.undone_staff);
		return RC_OK;
	}
	refusal = undo_refusal(&merge, req->ctx.now);
	if (refusal != NULL)
		node_static(
		    node, "locked", lang_text(req, refusal, time_text(arena, merge.undo_until), NULL));
	else if (!may(req, &RIGHT_MERGE_DO))
		node_static(node, "locked", right_missing(req, &RIGHT_MERGE_DO));
	else
		node_flag(node, "open", true);
	form_fill(req, undo_fields, &form);
	return RC_OK;
}

/* POST /merges/#/undo */
static enum rc
merges_undo(struct req *req)
{
	struct undo_form form;
	enum rc rc = form_parse(req, undo_fields, &form);

	if (rc != RC_OK)
		return rc;
	rc = merge_undo(&req->ctx, req->id, version_given(req), form.why);
	return form_done(req, rc, "why", "merges.done.undo", page_path(req, req->id));
}

/* --- the feature ------------------------------------------------------------------------------------------------------------ */

static const struct member_part merges_part = {
	.name = "merges",
	.order = 900,
	.label = "merges.title",
	.right = &RIGHT_MERGE_DO,
	.action = "merges.find",
	.action_path = "/merges/group/#",
	.action_right = &RIGHT_MERGE_DO,
};
__attribute__((constructor)) static void
merges_part_start(void)
{
	member_part_add(&merges_part);
}

/* Round after round, slowly: ten million numbers in some hours. */
static enum rc
search_run(struct ctx *ctx)
{
	int64_t until = clock_now() + RUN_SECONDS;
	bool over = false;
	enum rc rc = RC_OK;

	while (rc == RC_OK && !over && clock_now() < until) {
		rc = merge_search_step(ctx, &over);
		arena_reset(ctx->arena, 1 << 20);
	}
	return rc;
}

static const struct route routes[] = {
	{ GET, "/merges", &RIGHT_MERGE_SEE, merges_index, .template = "merges/index.cs" },
	{ GET, "/merges/done", &RIGHT_MERGE_SEE, merges_done, .template = "merges/done.cs" },
	{ GET, "/merges/group/#", &RIGHT_MERGE_SEE, merges_group, .template = "merges/group.cs" },
	{ GET, "/merges/new", &RIGHT_MERGE_DO, merges_new, .template = "merges/new.cs" },
	{ POST, "/merges/new", &RIGHT_MERGE_DO, merges_new_post, .again = merges_new,
	    .again_template = "merges/new.cs" },
	{ GET, "/merges/#", &RIGHT_MERGE_SEE, merges_page, .template = "merges/merge.cs" },
	{ POST, "/merges/#/undo", &RIGHT_MERGE_DO, merges_undo, .again = merges_page,
	    .again_template = "merges/merge.cs" },
	{ .path = NULL },
};
static const struct right *const rights[] = { &RIGHT_MERGE_SEE, &RIGHT_MERGE_DO, NULL };
static const struct nav nav[] = {
	{ NAV_MEMBERS, 60, "merges.title", "/merges", &RIGHT_MERGE_SEE, NULL },
	{ .label = NULL },
};
static const struct job jobs[] = { { "merges.search", MINUTE, search_run }, { NULL, 0, NULL } };
static const char *const kinds[] = { "merge", "/merges/#", NULL };

const struct feature merges_feature = {
	.name = "merges", .routes = routes, .rights = rights, .nav = nav, .jobs = jobs, .kinds = kinds
};
