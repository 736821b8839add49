/* SPDX-License-Identifier: MIT */
/* Tasks as a feature, and the page of one: taken and closed.
 * Not the list of them: pages_list.c; not the work a task asks for: that has its own page, to which the task leads. */
#include "tasks/pages.h"

#include "audit/audit.h"
#include "web/due.h"
#include "web/form.h"
#include "web/show.h"
#include <inttypes.h>
#include <string.h>

/* Whoever has tasks sees his own: the owner, not the role, decides about each one (rules.c). */
const struct right RIGHT_TASK_SEE = { "task.see", ROLE_ALL };
const struct right RIGHT_TASK_DO = { "task.do", ROLE_ALL };

/* ---- in words ---- */

const char *
kind_words(struct req *req, const char *kind)
{
	struct told *told = &req->told;
	const char *key, *text;

	if (told->kind != NULL && strcmp(told->kind, kind) == 0)
		return told->kind_text;
	key = arena_join(req->ctx.arena, "task.", kind, NULL);
	text = lang(req, key);
	told->kind = kind;
	told->kind_text = strcmp(text, key) == 0 ? kind : text;
	return told->kind_text;
}

const char *
owner_words(struct req *req, const struct task *task)
{
	if (task->account_id != 0 && task->account_id == req->ctx.actor.account_id)
		return lang(req, "tasks.mine");
	if (task->account_id != 0)
		return task->staff;
	return lang(req, arena_printf(req->ctx.arena, "role.%s", role_name((enum role)task->role)));
}

const char *
outcome_words(struct req *req, const struct task *task)
{
	return task->outcome[0] == '@' ? lang(req, task->outcome + 1) : task->outcome;
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
		node_set(node, "outcome", outcome_words(req, task));
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
		rc = task_done(&req->ctx, req->id, version_given(req), form.outcome);
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
		rc = task_take(&req->ctx, req->id, version_given(req));
	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, "tasks.taken", NULL);
	return redirect(req, "/tasks/%" PRId64, req->id);
}

static enum rc
task_counts(struct ctx *ctx, struct module_counts *counts, size_t *count)
{
	struct task_counts found;
	struct task first;
	struct module_counts module = { .module = "tasks",
		.label = "tasks.title",
		.overdue_path = tasks_link(ctx->arena, TASKS_OVERDUE),
		.today_path = tasks_link(ctx->arena, TASKS_TODAY),
		.later_path = tasks_link(ctx->arena, TASKS_LATER) };
	enum rc rc;

	if (!actor_may(&ctx->actor, &RIGHT_TASK_SEE))
		return RC_OK;
	rc = task_count(ctx, NULL, &found);
	if (rc != RC_OK)
		return rc;
	rc = found.overdue + found.today + found.later > 0 ? task_first(ctx, &first) : RC_NOT_FOUND;
	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	module.overdue = found.overdue;
	module.today = found.today;
	module.later = found.later;
	if (rc == RC_OK) {
		module.urgent = first.title;
		module.urgent_path = arena_printf(ctx->arena, "/tasks/%" PRId64, first.id);
		module.urgent_due = first.due_at;
		module.rule = first.rule;
	}
	counts[(*count)++] = module;
	return RC_OK;
}

static const struct route routes[] = {
	{ GET, "/tasks", &RIGHT_TASK_SEE, tasks_index, .template = "tasks/index.cs" },
	{ POST, "/tasks/bulk", &RIGHT_TASK_DO, tasks_bulk, .template = NULL },
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
