/* SPDX-License-Identifier: MIT */
/* The list of tasks: what falls to me or to my roles, by state, kind and due time; taken many at once.
 * Not one task: pages.c. */
#include "tasks/pages.h"
#include "web/due.h"
#include "web/feature.h"
#include "web/list.h"
#include "web/nav.h"
#include "web/show.h"

#include <inttypes.h>
#include <string.h>

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))
/* The same as links have it: open ones. */
#define OPEN "state[]=0"

/* --- filters ---------------------------------------------------------------------------------------------------- */

/* The reader, and each role of the reader's: nobody else's tasks can be asked for (RULE ORG-3). */
static size_t
owners_provide(struct req *req, struct list_choice *choices, size_t most)
{
	const struct actor *actor = &req->ctx.actor;
	struct arena *arena = req->ctx.arena;
	size_t count = 0;

	if (actor->account_id != 0)
		choices[count++] = (struct list_choice){ arena_printf(arena, "%" PRId64, actor->account_id),
			lang(req, "tasks.mine") };
	for (uint32_t role = 1; role <= ROLE_ALL && count < most; role <<= 1)
		if (actor->roles & role)
			choices[count++] =
			    (struct list_choice){ arena_printf(arena, "%" PRId64, owner_of(0, role)),
				    lang(req, arena_printf(arena, "role.%s", role_name((enum role)role))) };
	return count;
}

/* Of whatever feature: each declares its own. */
static size_t
kinds_provide(struct req *req, struct list_choice *choices, size_t most)
{
	size_t count = 0;

	for (size_t i = 0; features[i] != NULL; i++) {
		const char *const *kind = features[i]->task_kinds;

		for (; kind != NULL && *kind != NULL && count < most; kind++)
			choices[count++] = (struct list_choice){ *kind, kind_words(req, *kind) };
	}
	return count;
}

static const struct list_choice state_choices[] = { { "0", "@tasks.state.0" }, { "1", "@tasks.state.1" },
	{ "2", "@tasks.state.2" }, { NULL, NULL } };

static const struct list_filter filters[] = {
	{ .name = "owner",
	    .kind = LIST_CHOICE,
	    .label = "tasks.field.owner",
	    .column = "t.owner",
	    .numeric = true,
	    .provide = owners_provide,
	    .follows = true,
	    .heads = true },
	{ .name = "state",
	    .kind = LIST_CHOICE,
	    .label = "tasks.field.state",
	    .column = "t.state",
	    .numeric = true,
	    .choices = state_choices,
	    .segment = true,
	    .heads = true },
	{ .name = "kind",
	    .kind = LIST_CHOICE,
	    .label = "tasks.field.kind",
	    .column = "t.kind",
	    .provide = kinds_provide },
	{ .name = "title",
	    .kind = LIST_PREFIX,
	    .label = "tasks.field.title",
	    .column = "t.title",
	    .search = true },
	{ .name = "due",
	    .kind = LIST_DAYS,
	    .label = "tasks.field.due",
	    .column = "t.due_order",
	    .numeric = true },
	{ .name = "made",
	    .kind = LIST_DAYS,
	    .label = "tasks.field.made",
	    .column = "t.made_at",
	    .numeric = true,
	    .sort = "made" },
};
static const struct list_sort sorts[] = {
	{ .name = "due", .label = "tasks.sort.due", .column = "t.due_order" },
	{ .name = "made", .label = "tasks.sort.made", .column = "t.made_at", .descending = true },
};
static const struct list_index indexes[] = {
	{ NULL, NULL, "PRIMARY" },
	{ NULL, "due", "task_order" },
	{ NULL, "made", "task_made" },
	{ "kind", "due", "task_kind_order" },
	{ "kind", "made", "task_kind_made" },
	{ "title", NULL, "task_title" },
	{ "due", NULL, "task_order" },
	{ "made", NULL, "task_made" },
};
/* In whatever state. */
static const struct list_index wide[] = {
	{ NULL, "due", "task_due" },
	{ NULL, "made", "task_recent" },
	{ "kind", "due", "task_kind_due" },
	{ "kind", "made", "task_kind_recent" },
};

/* --- rows ------------------------------------------------------------------------------------------------------- */

static const struct field row_fields[] = { FIELD(task, TEXT, kind), FIELD(task, TEXT, title),
	FIELD(task, ID, account_id), FIELD(task, INT, role), FIELD(task, TEXT, staff),
	FIELD(task, TIME, due_at), FIELD(task, TEXT, rule), FIELD(task, INT, state),
	FIELD(task, TEXT, outcome), FIELD(task, TIME, made_at), FIELD(task, TIME, done_at),
	FIELD(task, TEXT, done_staff) };
static const struct record row_record = RECORD(task, row_fields);

static const struct list_column columns[] = {
	{ "title", "tasks.field.title", NULL, "what" },
	{ "kind", "tasks.field.kind", NULL, "" },
	{ "owner", "tasks.field.owner", NULL, "who" },
	{ "rule", "tasks.field.rule", NULL, "" },
	{ "made_at", "tasks.field.made", "made", "at" },
	{ "due_at", "tasks.field.due", "due", "due" },
	{ "state", "tasks.field.state", NULL, NULL },
	{ "done_at", "tasks.field.done_at", NULL, NULL },
	{ "done_by", "tasks.field.done_by", NULL, NULL },
	{ "outcome", "tasks.field.outcome", NULL, NULL },
};

static const char *
ended_text(struct req *req, const struct task *task)
{
	return arena_printf(req->ctx.arena, "%s · %s", outcome_words(req, task), task->done_staff);
}

static void
row_show(struct req *req, struct node *row, const void *values)
{
	const struct task *task = values;
	bool open = task->state == TASK_OPEN;

	node_static(row, "class", !open ? "d-done" : task->due_at != 0 ? due_mark(req, task->due_at) : "");
	node_static(row, "title", task->title);
	node_static(row, "kind", kind_words(req, task->kind));
	node_static(row, "owner", owner_words(req, task));
	node_static(row, "rule", task->rule);
	node_static(row, "made", short_time(req, task->made_at));
	node_static(row, "due", open ? due_text(req, task->due_at) : short_time(req, task->done_at));
	if (!open)
		node_static(row, "ended", ended_text(req, task));
}

static const char *
cell(struct req *req, const void *values, size_t column, int64_t *number)
{
	const struct task *task = values;
	struct arena *arena = req->ctx.arena;

	(void)number;
	switch (column) {
	case 0:
		return task->title;
	case 1:
		return kind_words(req, task->kind);
	case 2:
		return owner_words(req, task);
	case 3:
		return task->rule;
	case 4:
		return time_text(arena, task->made_at);
	case 5:
		return task->due_at != 0 ? time_text(arena, task->due_at) : "";
	case 6:
		return lang(req, arena_printf(arena, "tasks.state.%" PRId64, task->state));
	case 7:
		return task->done_at != 0 ? time_text(arena, task->done_at) : "";
	case 8:
		return task->done_staff;
	default:
		return outcome_words(req, task);
	}
}

/* --- the list --------------------------------------------------------------------------------------------------- */

static enum rc
bulk_take(struct ctx *ctx, int64_t id, int64_t version, const char *note)
{
	(void)note;
	return task_take(ctx, id, version);
}

static const struct list_bulk bulk[] = {
	{ .name = "take",
	    .label = "tasks.bulk.take",
	    .right = &RIGHT_TASK_DO,
	    .check = task_take_check,
	    .run = bulk_take },
};
enum { TAB_OVERDUE = 1, TAB_TODAY, TAB_LATER };
static const struct list_preset presets[] = {
	{ .label = "tasks.tab.open", .query = NULL },
	[TAB_OVERDUE] = { .label = "home.overdue", .query = OPEN "&" TASKS_OVERDUE },
	[TAB_TODAY] = { .label = "home.today", .query = OPEN "&" TASKS_TODAY },
	[TAB_LATER] = { .label = "home.later", .query = OPEN "&" TASKS_LATER },
	{ .label = "tasks.tab.done", .query = "state[]=1&sort=made&dir=desc" },
};

static const char *
defaults(struct req *req)
{
	(void)req;
	return OPEN;
}

const struct list tasks_list = {
	.name = "tasks",
	.path = "/tasks",
	.select = "t.kind AS kind, t.title AS title, t.account_id AS account_id, t.role AS role, t.staff AS "
		  "staff, t.due_at AS due_at, t.rule AS rule, t.state AS state, t.outcome AS outcome, "
		  "t.made_at AS made_at, t.done_at AS done_at, t.done_staff AS done_staff",
	.from = "task t",
	.key = "t.id",
	.version = "t.version",
	.record = &row_record,
	.columns = columns,
	.column_count = COUNT_OF(columns),
	.filters = filters,
	.filter_count = COUNT_OF(filters),
	.sorts = sorts,
	.sort_count = COUNT_OF(sorts),
	.bulk = bulk,
	.bulk_count = COUNT_OF(bulk),
	.export_right = &RIGHT_TASK_SEE,
	.show = row_show,
	.cell = cell,
	.defaults = defaults,
	.indexes = indexes,
	.index_count = COUNT_OF(indexes),
	.wide = wide,
	.wide_count = COUNT_OF(wide),
	.presets = presets,
	.preset_count = COUNT_OF(presets),
	.title = "t.title",
	.item = "/tasks/#",
};

const char *
tasks_link(struct arena *arena, const char *due)
{
	return arena_printf(arena, "/tasks?state%%5B%%5D=0&%s", due);
}

/* The counts of the navigation beside their tabs: at most a second old. */
static enum rc
tabs_count(struct req *req)
{
	static const char *const tabs[] = { "1", "2", "3" };
	struct node *node = node_child(node_child(view_root(req), "List"), "tabs"), *tab;
	const struct module_counts *counts;
	size_t count, i;
	enum rc rc = nav_counts(req, &counts, &count);

	for (i = 0; i < count && strcmp(counts[i].module, "tasks") != 0; i++)
		;
	if (rc != RC_OK || i == count)
		return rc;
	const int64_t figures[] = { counts[i].overdue, counts[i].today, counts[i].later };

	for (i = 0; i < COUNT_OF(tabs); i++) {
		tab = node_child(node, tabs[i]);
		node_static(tab, "count",
		    arena_printf(req->ctx.arena, "%s%s", number_text(req, figures[i]),
			figures[i] >= LIST_COUNT_MOST ? "+" : ""));
		node_flag(tab, "overdue", i == 0 && figures[i] > 0);
	}
	return RC_OK;
}

/* Addresses as they were before the list: /tasks?show=overdue. */
static enum rc
index_moved(struct req *req, const char *show)
{
	static const struct {
		const char *show, *due;
	} moved[] = { { "overdue", TASKS_OVERDUE }, { "today", TASKS_TODAY }, { "later", TASKS_LATER } };

	for (size_t i = 0; i < COUNT_OF(moved); i++)
		if (strcmp(moved[i].show, show) == 0)
			return redirect(req, "%s", tasks_link(req->ctx.arena, moved[i].due));
	return redirect(req, "%s", strcmp(show, "done") == 0 ? "/tasks?state%5B%5D=1" : "/tasks");
}

/* GET /tasks */
enum rc
tasks_index(struct req *req)
{
	const char *show = request_param(&req->http, "show");
	enum rc rc;

	if (show != NULL)
		return index_moved(req, show);
	view_set(req, "Page.title", lang(req, "tasks.title"));
	view_set(req, "Page.subtitle", lang(req, "tasks.subtitle"));
	rc = list_page(req, &tasks_list);
	return rc == RC_OK ? tabs_count(req) : rc;
}

/* POST /tasks/bulk */
enum rc
tasks_bulk(struct req *req)
{
	return list_bulk_freeze(req, &tasks_list);
}
