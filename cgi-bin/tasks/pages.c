/* SPDX-License-Identifier: MIT */
/* Pages of tasks: what falls to me or my role, by due time; one task, taken and closed.
 * Not the work a task asks for: that has its own page, to which the task leads. */
#include "tasks/rules.h"

#include "audit/audit.h"
#include "db/db.h"
#include "web/due.h"
#include "web/form.h"
#include "web/nav.h"
#include <inttypes.h>
#include <string.h>

/* Whoever has tasks sees his own: the owner, not the role, decides about each one (rules.c). */
static const struct right RIGHT_TASK_SEE = { "task.see", ROLE_ALL };
static const struct right RIGHT_TASK_DO = { "task.do", ROLE_ALL };

#define PAGE 50

/* ---- all of mine ---- */

static const char *
kind_words(struct req *req, const char *kind)
{
	const char *key = arena_printf(req->ctx.arena, "task.%s", kind);
	const char *text = lang(req, key);

	return strcmp(text, key) == 0 ? kind : text;
}

static const char *
owner_words(struct req *req, const struct task *task)
{
	if (task->account_id != 0 && task->account_id == req->ctx.actor.account_id)
		return lang(req, "tasks.mine");
	if (task->account_id != 0)
		return task->staff;
	return lang(req, arena_printf(req->ctx.arena, "role.%s", role_name((enum role)task->role)));
}

static void
task_row_show(struct req *req, struct node *row, const struct task *task)
{
	node_static(row, "path", arena_printf(req->ctx.arena, "/tasks/%" PRId64, task->id));
	node_set(row, "title", task->title);
	node_set(row, "kind", kind_words(req, task->kind));
	node_set(row, "owner", owner_words(req, task));
	node_set(row, "rule", task->rule);
	node_static(row, "made", time_text(req->ctx.arena, task->made_at));
	if (task->state == TASK_OPEN) {
		node_static(row, "due_state", due_class(req, task->due_at));
		node_static(row, "due", due_text(req, task->due_at));
	} else {
		node_static(row, "due_state", "done");
		node_static(row, "due", time_text(req->ctx.arena, task->done_at));
		node_set(row, "outcome", task->outcome);
		node_set(row, "done_by", task->done_staff);
	}
}

static int64_t
number_param(struct req *req, const char *name, int64_t otherwise)
{
	const char *text = request_param(&req->http, name);

	if (text == NULL || text[0] == '\0' || strlen(text) > 18 ||
	    strspn(text, "0123456789") != strlen(text))
		return otherwise;
	return strtoll(text, NULL, 10);
}

enum section { OVERDUE, TODAY, LATER, DONE, SECTIONS };
static const char *const section_names[SECTIONS] = { "overdue", "today", "later", "done" };

/* A section's share of the order of due times: from one to the next. */
struct bounds {
	int64_t from[SECTIONS + 1];
};

static struct bounds
section_bounds(int64_t now)
{
	return (struct bounds){ { 0, now, clock_start(clock_day(now) + 1), INT64_MAX, INT64_MAX } };
}

static enum section
section_of(const struct bounds *bounds, const struct task *task)
{
	if (task->state != TASK_OPEN)
		return DONE;
	return task_order(task) < bounds->from[TODAY]   ? OVERDUE
	       : task_order(task) < bounds->from[LATER] ? TODAY
							: LATER;
}

/* What is asked for: one section, or all open ones (SECTIONS). */
static enum section
section_param(struct req *req, const char **show)
{
	size_t i;

	*show = request_param(&req->http, "show");
	for (i = 0; *show != NULL && i < SECTIONS; i++)
		if (strcmp(*show, section_names[i]) == 0)
			return (enum section)i;
	*show = "";
	return SECTIONS;
}

/* A page of tasks in the order of due time, under the heads of their sections; the last one links to what follows. */
static void
sections_show(struct req *req, const struct rows *tasks, const struct bounds *bounds, const char *show)
{
	struct node *node = node_child(view_root(req), "Tasks"), *rows[SECTIONS] = { NULL }, *section = NULL;
	const struct task *task = tasks->items;
	size_t i;

	for (i = 0; i < tasks->count && i < PAGE; i++, task++) {
		enum section at = section_of(bounds, task);

		section = node_child(node, section_names[at]);
		if (rows[at] == NULL)
			rows[at] = node_child(section, "rows");
		task_row_show(req, node_row(rows[at]), task);
	}
	if (tasks->count > PAGE)
		node_static(section, "more",
		    arena_printf(req->ctx.arena, "/tasks?show=%s&due=%" PRId64 "&id=%" PRId64, show,
			task_order(&task[-1]), task[-1].id));
}

/* The counts of the navigation: at most a second old. */
static enum rc
counts_show(struct req *req)
{
	struct node *node = node_child(view_root(req), "Tasks");
	const struct module_counts *counts;
	size_t count, i;
	enum rc rc = nav_counts(req, &counts, &count);

	for (i = 0; i < count; i++)
		if (strcmp(counts[i].module, "tasks") == 0) {
			node_int(node_child(node, "overdue"), "count", counts[i].overdue);
			node_int(node_child(node, "today"), "count", counts[i].today);
			node_int(node_child(node, "later"), "count", counts[i].later);
			return RC_OK;
		}
	return rc;
}

/* GET /tasks?show=overdue|today|later|done */
static enum rc
tasks_index(struct req *req)
{
	struct bounds bounds = section_bounds(req->ctx.now);
	const char *show;
	enum section wanted = section_param(req, &show);
	struct task_ask ask = {
		.state = wanted == DONE ? TASK_DONE : TASK_OPEN, .to = INT64_MAX, .most = PAGE + 1
	};
	struct rows tasks;
	enum rc rc;

	if (wanted < LATER)
		ask.to = bounds.from[wanted + 1] - 1;
	ask.after_due = number_param(req, "due", wanted < DONE ? bounds.from[wanted] - 1 : -1);
	ask.after_id = number_param(req, "id", INT64_MAX);
	rc = counts_show(req);
	if (rc == RC_OK)
		rc = task_list(&req->ctx, &ask, &tasks);
	if (rc != RC_OK)
		return rc;
	sections_show(req, &tasks, &bounds, show);
	view_set(req, "Tasks.show", show);
	view_set(req, "Page.title", lang(req, "tasks.title"));
	view_set(req, "Page.subtitle", lang(req, "tasks.subtitle"));
	return RC_OK;
}

/* ---- one ---- */

static void
task_facts_show(struct req *req, const struct task *task)
{
	struct node *node = node_child(view_root(req), "Task");

	node_set(node, "kind", kind_words(req, task->kind));
	node_set(node, "title", task->title);
	node_set(node, "owner", owner_words(req, task));
	node_set(node, "path", task->path);
	node_static(node, "made", time_text(req->ctx.arena, task->made_at));
	node_static(
	    node, "state", lang(req, arena_printf(req->ctx.arena, "tasks.state.%" PRId64, task->state)));
	node_static(node, "style",
	    task->state == TASK_OPEN   ? "g wait"
	    : task->state == TASK_DONE ? "g ok"
				       : "g off");
	node_static(node, "due",
	    task->due_at == 0 ? lang(req, "tasks.no_due") : time_text(req->ctx.arena, task->due_at));
	node_static(
	    node, "clock", lang(req, arena_printf(req->ctx.arena, "tasks.clock.%" PRId64, task->clock)));
	if (task->rule[0] != '\0')
		node_set(node, "rule",
		    lang_text(req, "tasks.version", task->rule,
			arena_printf(req->ctx.arena, "%" PRId64, task->policy_version), NULL));
	if (task->state != TASK_OPEN) {
		node_set(node, "outcome", task->outcome);
		node_static(node, "done_at", time_text(req->ctx.arena, task->done_at));
		node_set(node, "done_by", task->done_staff);
	} else if (task->due_at != 0) {
		node_static(node, "due_state", due_class(req, task->due_at));
		node_static(node, "due_long", due_text_long(req, task->due_at));
	}
}

/* What may be done with it, and where not, why not. */
static void
task_actions_show(struct req *req, const struct task *task)
{
	const char *refusal = task_refusal(task, &req->ctx.actor, false);

	if (task->state != TASK_OPEN)
		return;
	if (refusal != NULL)
		view_set(req, "Task.locked", lang_text(req, refusal, task->staff, "", NULL));
	else if (task->account_id == 0)
		view_flag(req, "Task.takes", true);
	view_set(req, "Record.version", arena_printf(req->ctx.arena, "%" PRId64, task->version));
	view_set(req, "Task.base", arena_printf(req->ctx.arena, "/tasks/%" PRId64, task->id));
}

struct done_form {
	const char *outcome;
};
static const struct form_field done_fields[] = {
	{ .field = FIELD(done_form, TEXT, outcome),
	    .label = "tasks.field.outcome",
	    .required = true,
	    .max = 300,
	    .multiline = true },
};

/* GET /tasks/# */
static enum rc
task_page(struct req *req)
{
	struct done_form form = { .outcome = "" };
	struct task task;
	enum rc rc = task_get(&req->ctx, req->id, &task);

	if (rc == RC_OK)
		rc = history_show(req, "task", task.id);
	if (rc != RC_OK)
		return rc;
	task_facts_show(req, &task);
	task_actions_show(req, &task);
	form_fill(req, done_fields, &form);
	view_set(req, "Page.title", kind_words(req, task.kind));
	view_set(req, "Page.subtitle", task.title);
	view_set(req, "Page.crumbs.0.label", lang(req, "tasks.title"));
	view_set(req, "Page.crumbs.0.path", "/tasks");
	return RC_OK;
}

/* POST /tasks/#/done */
static enum rc
task_done_post(struct req *req)
{
	struct done_form form;
	enum rc rc = form_parse(req, done_fields, &form);

	if (rc == RC_OK)
		rc = task_done(&req->ctx, req->id, number_param(req, "version", 0), form.outcome);
	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, "tasks.closed", NULL);
	return redirect(req, "/tasks");
}

/* POST /tasks/#/take */
static enum rc
task_take_post(struct req *req)
{
	enum rc rc = form_read(req, NULL, 0, NULL);

	if (rc == RC_OK)
		rc = task_take(&req->ctx, req->id, number_param(req, "version", 0));
	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, "tasks.taken", NULL);
	return redirect(req, "/tasks/%" PRId64, req->id);
}

static enum rc
task_counts(struct ctx *ctx, struct module_counts *counts, size_t *count)
{
	struct task_ask first = { .state = TASK_OPEN, .to = TASK_NO_DUE - 1, .after_due = -1, .most = 1 };
	struct task_counts found;
	struct rows tasks = { 0 };
	struct module_counts module = { .module = "tasks",
		.label = "tasks.title",
		.overdue_path = "/tasks?show=overdue",
		.today_path = "/tasks?show=today",
		.later_path = "/tasks?show=later" };
	enum rc rc;

	if (!actor_may(&ctx->actor, &RIGHT_TASK_SEE))
		return RC_OK;
	rc = task_count(ctx, NULL, &found);
	if (rc == RC_OK && found.overdue + found.today + found.later > 0)
		rc = task_list(ctx, &first, &tasks);
	if (rc != RC_OK)
		return rc;
	module.overdue = found.overdue;
	module.today = found.today;
	module.later = found.later;
	if (tasks.count > 0) {
		const struct task *task = tasks.items;

		module.urgent = task->title;
		module.urgent_path = arena_printf(ctx->arena, "/tasks/%" PRId64, task->id);
		module.urgent_due = task->due_at;
		module.rule = task->rule;
	}
	counts[(*count)++] = module;
	return RC_OK;
}

static const struct route routes[] = {
	{ GET, "/tasks", &RIGHT_TASK_SEE, tasks_index, .template = "tasks/index.cs" },
	{ GET, "/tasks/#", &RIGHT_TASK_SEE, task_page, .template = "tasks/task.cs" },
	{ POST, "/tasks/#/done", &RIGHT_TASK_DO, task_done_post, .again = task_page,
	    .again_template = "tasks/task.cs" },
	{ POST, "/tasks/#/take", &RIGHT_TASK_DO, task_take_post, .again = task_page,
	    .again_template = "tasks/task.cs" },
	{ .path = NULL },
};
static const struct right *const rights[] = { &RIGHT_TASK_SEE, &RIGHT_TASK_DO, NULL };
static const struct nav nav[] = {
	{ NAV_TOP, 10, "tasks.title", "/tasks", &RIGHT_TASK_SEE, "tasks" },
	{ .label = NULL },
};
static const char *const kinds[] = { "task", "/tasks/#", NULL };

const struct feature tasks_feature = {
	.name = "tasks", .routes = routes, .rights = rights, .nav = nav, .counts = task_counts, .kinds = kinds
};
