/* SPDX-License-Identifier: MIT */
/* What departments are asked (RULE CMP-3): their own list, one hand-off with its complaint, the reply.
 * Not the asking: pages_act.c. */
#include "audit/audit.h"
#include "base/clock.h"
#include "complaints/pages_parts.h"
#include "web/due.h"

#include <inttypes.h>

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

struct handoff_row {
	int64_t id;
	const char *complaint_no;
	int64_t department, cause, state, asked_at, due_at, replied_at, urgency;
	const char *summary, *owner_staff;
};
static const struct field row_fields[] = { FIELD(handoff_row, ID, id), FIELD(handoff_row, TEXT, complaint_no),
	FIELD(handoff_row, INT, department), FIELD(handoff_row, INT, cause), FIELD(handoff_row, INT, state),
	FIELD(handoff_row, TIME, asked_at), FIELD(handoff_row, TIME, due_at),
	FIELD(handoff_row, TIME, replied_at), FIELD(handoff_row, INT, urgency),
	FIELD(handoff_row, TEXT, summary), FIELD(handoff_row, TEXT, owner_staff) };
static const struct record row_record = RECORD(handoff_row, row_fields);

/* --- the list --------------------------------------------------------------------------------------------------- */

static const struct list_choice state_choices[] = { { "1", "@complaints.handoff.1" },
	{ "2", "@complaints.handoff.2" }, { "3", "@complaints.handoff.3" }, { "4", "@complaints.handoff.4" },
	{ NULL, NULL } };

/* Customer service and who answers for the whole see all of them; a department its own. */
static bool
sees(struct req *req, int64_t department)
{
	return may(req, &RIGHT_COMPLAINT_SEE) ||
	       (req->ctx.actor.roles & (uint32_t)department_role(department)) != 0;
}

static size_t
departments_provide(struct req *req, struct list_choice *choices, size_t most)
{
	size_t count = 0;

	for (int64_t department = 1; department < DEPARTMENT_GM && count < most; department++)
		if (sees(req, department))
			choices[count++] =
			    (struct list_choice){ arena_printf(req->ctx.arena, "%" PRId64, department),
				    lang(req, department_key(department)) };
	return count;
}

static const struct list_filter handoff_filters[] = {
	{ .name = "state",
	    .kind = LIST_CHOICE,
	    .label = "complaints.field.state",
	    .column = "h.state",
	    .numeric = true,
	    .choices = state_choices,
	    .segment = true },
	{ .name = "department",
	    .kind = LIST_CHOICE,
	    .label = "complaints.field.asked",
	    .column = "h.department",
	    .numeric = true,
	    .provide = departments_provide },
	{ .name = "due",
	    .kind = LIST_DAYS,
	    .label = "complaints.field.due",
	    .column = "h.due_at",
	    .numeric = true,
	    .sort = "due" },
};
static const struct list_sort handoff_sorts[] = {
	{ .name = "due", .label = "complaints.sort.due", .column = "h.due_at" },
};
static const struct list_index handoff_indexes[] = {
	{ NULL, NULL, "complaint_handoff_id" },
	{ NULL, "due", "complaint_handoff_due" },
	{ "state", "due", "complaint_handoff_state" },
	{ "department", "due", "complaint_handoff_of" },
};
static const struct list_column handoff_columns[] = {
	{ "complaint_no", "complaints.field.no", NULL, "no" },
	{ "department", "complaints.field.asked", NULL, "state" },
	{ "cause", "complaints.field.problem", NULL, NULL },
	{ "summary", "complaints.field.what", NULL, "what" },
	{ "owner", "complaints.field.owner", NULL, "who" },
	{ "asked_at", "complaints.field.asked_at", NULL, "at" },
	{ "state", "complaints.field.state", NULL, "state" },
	{ "due_at", "complaints.field.due", "due", "due" },
};

static void
handoff_show(struct req *req, struct node *row, const void *values)
{
	const struct handoff_row *handoff = values;
	bool asked = handoff->state == HANDOFF_ASKED;

	node_static(row, "no", handoff->complaint_no);
	node_static(row, "class", asked ? due_mark(req, handoff->due_at) : "d-done");
	node_static(row, "department", lang(req, department_key(handoff->department)));
	node_static(row, "cause", lang(req, complaint_problem_key(handoff->cause)));
	node_static(row, "what", handoff->summary);
	node_static(row, "owner", handoff->owner_staff);
	node_static(row, "at", short_time(req, handoff->asked_at));
	node_static(row, "style", handoff_style(handoff->state));
	node_static(row, "state",
	    lang(req, arena_printf(req->ctx.arena, "complaints.handoff.%" PRId64, handoff->state)));
	node_static(
	    row, "due", asked ? due_text(req, handoff->due_at) : short_time(req, handoff->replied_at));
}

static const char *
handoff_cell(struct req *req, const void *values, size_t column, int64_t *number)
{
	const struct handoff_row *handoff = values;
	struct arena *arena = req->ctx.arena;

	(void)number;
	switch (column) {
	case 0:
		return handoff->complaint_no;
	case 1:
		return lang(req, department_key(handoff->department));
	case 2:
		return lang(req, complaint_problem_key(handoff->cause));
	case 3:
		return handoff->summary;
	case 4:
		return handoff->owner_staff;
	case 5:
		return time_text(arena, handoff->asked_at);
	case 6:
		return lang(req, arena_printf(arena, "complaints.handoff.%" PRId64, handoff->state));
	default:
		return time_text(arena, handoff->due_at);
	}
}

/* The departments whose hand-offs the reader may see at all. */
static size_t
handoff_scope(struct req *req, struct arg *args, size_t most)
{
	for (size_t i = 0; i < most && i < DEPARTMENT_WEB_OPERATIONS; i++)
		args[i] = arg_int(sees(req, (int64_t)i + 1) ? (int64_t)i + 1 : 0);
	return most < DEPARTMENT_WEB_OPERATIONS ? most : DEPARTMENT_WEB_OPERATIONS;
}

/* What waits for the reader's own departments; of others what is asked at all. */
static const char *
handoff_defaults(struct req *req)
{
	struct buf out;

	buf_init(&out, req->ctx.arena, 64);
	buf_text(&out, "state[]=1");
	for (int64_t department = 1; department < DEPARTMENT_GM; department++)
		if (!may(req, &RIGHT_COMPLAINT_SEE) && sees(req, department))
			buf_printf(&out, "&department[]=%" PRId64, department);
	return out.data;
}

static const struct list_preset handoff_presets[] = {
	{ .label = "complaints.handoffs.mine", .query = NULL },
	{ .label = "complaints.handoff.2", .query = "state[]=2" },
	{ .label = "complaints.tab.all", .query = "" },
};

const struct list handoffs_list = {
	.name = "complaints.handoffs",
	.path = "/complaints/handoffs",
	.select = "h.id AS id, c.complaint_no AS complaint_no, h.department AS department, h.cause AS cause, "
		  "h.state AS state, h.asked_at AS asked_at, h.due_at AS due_at, h.replied_at AS replied_at, "
		  "c.urgency AS urgency, c.summary AS summary, c.owner_staff AS owner_staff",
	.from = "complaint_handoff h JOIN complaint c ON c.id = h.complaint_id",
	.where = "h.department IN (?, ?, ?, ?, ?, ?, ?, ?)",
	.scope = handoff_scope,
	.key = "h.id",
	.version = "h.version",
	.record = &row_record,
	.columns = handoff_columns,
	.column_count = COUNT_OF(handoff_columns),
	.filters = handoff_filters,
	.filter_count = COUNT_OF(handoff_filters),
	.sorts = handoff_sorts,
	.sort_count = COUNT_OF(handoff_sorts),
	.export_right = &RIGHT_COMPLAINT_EXPORT,
	.show = handoff_show,
	.cell = handoff_cell,
	.defaults = handoff_defaults,
	.indexes = handoff_indexes,
	.index_count = COUNT_OF(handoff_indexes),
	.presets = handoff_presets,
	.preset_count = COUNT_OF(handoff_presets),
	.item = "/complaints/handoffs/#",
};

/* GET /complaints/handoffs */
enum rc
handoffs_index(struct req *req)
{
	view_set(req, "Page.title", lang(req, "complaints.handoffs.title"));
	view_set(req, "Page.subtitle", lang(req, "complaints.handoffs.subtitle"));
	return list_page(req, &handoffs_list);
}

/* --- one -------------------------------------------------------------------------------------------------------- */

static void
one_show(struct req *req, const struct complaint_work *work, const struct complaint_handoff *handoff)
{
	struct node *node = node_child(view_root(req), "Handoff");
	struct arena *arena = req->ctx.arena;
	bool asked = handoff->state == HANDOFF_ASKED;

	node_static(node, "base", arena_printf(arena, "/complaints/handoffs/%" PRId64, req->id));
	node_static(node, "complaint", arena_printf(arena, "/complaints/%" PRId64, work->before.id));
	node_static(node, "no", work->before.complaint_no);
	node_static(node, "department", lang(req, department_key(handoff->department)));
	node_static(node, "cause", lang(req, complaint_problem_key(handoff->cause)));
	node_set(node, "question", handoff->question);
	node_static(node, "asked",
	    arena_printf(
		arena, "%s · %s", account_text(req, handoff->asked_by), time_text(arena, handoff->asked_at)));
	node_flag(node, "tried", handoff->tried);
	node_set(node, "reply", handoff->reply);
	if (handoff->replied_at != 0)
		node_static(node, "replied",
		    arena_printf(
			arena, "%s · %s", handoff->replied_staff, time_text(arena, handoff->replied_at)));
	node_static(node, "style", handoff_style(handoff->state));
	node_static(
	    node, "state", lang(req, arena_printf(arena, "complaints.handoff.%" PRId64, handoff->state)));
	if (handoff->told_at != 0)
		node_static(node, "told", time_text(arena, handoff->told_at));
	node_flag(node, "open", asked);
	node_static(node, "due_state", due_class(req, handoff->due_at));
	node_static(
	    node, "due", asked ? due_text_long(req, handoff->due_at) : time_text(arena, handoff->due_at));
	node_set(node, "happened", work->text.happened);
	node_set(node, "demand", work->text.demand);
	node_static(node, "owner", work->before.owner_staff);
	view_set(req, "Record.version", arena_printf(arena, "%" PRId64, handoff->version));
}

static void
reply_may_show(struct req *req, struct complaint_work *work, int64_t handoff_no)
{
	const char *arg;

	if (!may(req, &RIGHT_HANDOFF_REPLY)) {
		view_set(req, "Handoff.lock", right_missing(req, &RIGHT_HANDOFF_REPLY));
		return;
	}
	if (complaint_may(work, ACT_REPLY, handoff_no) == RC_OK)
		return;
	arg = work->refused_arg != NULL ? work->refused_arg : "";
	view_set(req, "Handoff.lock", lang_text(req, work->refused, arg, NULL));
}

static const struct complaint_handoff *
handoff_of(const struct complaint_work *work, int64_t handoff_no)
{
	for (size_t i = 0; i < work->handoff_count; i++)
		if (work->handoffs[i].handoff_no == handoff_no)
			return &work->handoffs[i];
	return NULL;
}

struct reply_form {
	const char *reply;
};
static const struct form_field reply_fields[] = {
	{ .field = FIELD(reply_form, TEXT, reply),
	    .label = "complaints.field.reply",
	    .required = true,
	    .max = 5000,
	    .multiline = true },
};

/* GET /complaints/handoffs/#, and the page again. The number is the complaint's with two digits for the hand-off. */
enum rc
handoffs_handoff(struct req *req)
{
	struct complaint_terms terms;
	struct complaint_work work;
	const struct complaint_handoff *handoff;
	enum rc rc = work_load(&req->ctx, req->id / 100, false, &work);

	if (rc != RC_OK)
		return rc;
	handoff = handoff_of(&work, req->id % 100);
	if (handoff == NULL || !sees(req, handoff->department))
		return RC_NOT_FOUND;
	rc = work_begin(&req->ctx, &work, &terms);
	if (rc != RC_OK)
		return rc;
	view_set(req, "Page.title", lang_text(req, "complaints.handoffs.of", work.before.complaint_no, NULL));
	view_set(req, "Page.subtitle", work.before.summary);
	crumb(req, lang(req, "complaints.handoffs.title"), "/complaints/handoffs");
	crumb(req, work.before.complaint_no, "");
	one_show(req, &work, handoff);
	reply_may_show(req, &work, handoff->handoff_no);
	form_fill(req, reply_fields, &((struct reply_form){ "" }));
	return evidence_files_show(req, work.before.id);
}

/* POST /complaints/handoffs/#/reply */
enum rc
handoffs_reply(struct req *req)
{
	struct reply_form form;
	enum rc rc = form_parse(req, reply_fields, &form);

	if (rc == RC_OK)
		rc = complaint_reply(&req->ctx, req->id / 100, req->id % 100, version_given(req), form.reply);
	if (rc == RC_INVALID && req->form->error_count == 0)
		return form_error(req, "reply", req->ctx.reason.key, NULL);
	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, "complaints.done.reply", NULL);
	return redirect(req, "/complaints/handoffs/%" PRId64, req->id);
}
