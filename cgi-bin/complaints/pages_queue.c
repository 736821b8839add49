/* SPDX-License-Identifier: MIT */
/* The queue of complaints: mine, the team's, all; due first; taking and passing on many at once.
 * Not one complaint's page: pages_record.c; not a department's list: pages_handoffs.c. */
#include "base/clock.h"
#include "complaints/pages.h"
#include "web/due.h"

#include <inttypes.h>
#include <string.h>

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

struct queue_row {
	const char *complaint_no;
	int64_t problem, urgency, state, channel, department, opened_at, due_at, closed_at;
	const char *summary, *owner_staff, *customer;
	int64_t compensation_fen, score;
};
static const struct field queue_fields[] = { FIELD(queue_row, TEXT, complaint_no),
	FIELD(queue_row, INT, problem), FIELD(queue_row, INT, urgency), FIELD(queue_row, INT, state),
	FIELD(queue_row, INT, channel), FIELD(queue_row, INT, department), FIELD(queue_row, TIME, opened_at),
	FIELD(queue_row, TIME, due_at), FIELD(queue_row, TIME, closed_at), FIELD(queue_row, TEXT, summary),
	FIELD(queue_row, TEXT, owner_staff), FIELD(queue_row, TEXT, customer),
	FIELD(queue_row, MONEY, compensation_fen), FIELD(queue_row, INT, score) };
static const struct record queue_record = RECORD(queue_row, queue_fields);

/* --- choices ---------------------------------------------------------------------------------------------------- */

static const struct list_choice open_choices[] = { { "1", "@complaints.open.1" },
	{ "0", "@complaints.open.0" }, { NULL, NULL } };
static const struct list_choice state_choices[] = { { "1", "@complaints.state.1" },
	{ "2", "@complaints.state.2" }, { "3", "@complaints.state.3" }, { "4", "@complaints.state.4" },
	{ "5", "@complaints.state.5" }, { NULL, NULL } };
static const struct list_choice urgency_choices[] = { { "1", "@complaints.urgency.1" },
	{ "2", "@complaints.urgency.2" }, { "3", "@complaints.urgency.3" }, { NULL, NULL } };
static const struct list_choice type_choices[] = { { "1", "@complaints.type.1" },
	{ "2", "@complaints.type.2" }, { "3", "@complaints.type.3" }, { "4", "@complaints.type.4" },
	{ "5", "@complaints.type.5" }, { "6", "@complaints.type.6" }, { "7", "@complaints.type.7" },
	{ NULL, NULL } };
static const struct list_choice channel_choices[] = { { "1", "@complaints.channel.1" },
	{ "2", "@complaints.channel.2" }, { "3", "@complaints.channel.3" }, { "4", "@complaints.channel.4" },
	{ "5", "@complaints.channel.5" }, { "6", "@complaints.channel.6" }, { "7", "@complaints.channel.7" },
	{ NULL, NULL } };

static const char *
number_of(struct req *req, int64_t number)
{
	return arena_printf(req->ctx.arena, "%" PRId64, number);
}

static size_t
problems_provide(struct req *req, struct list_choice *choices, size_t most)
{
	size_t count = 0;

	for (; count < PROBLEMS && count < most; count++)
		choices[count] = (struct list_choice){ number_of(req, complaint_problems[count].problem),
			lang(req, complaint_problems[count].key) };
	return count;
}

static size_t
departments_provide(struct req *req, struct list_choice *choices, size_t most)
{
	size_t count = 0;

	for (int64_t department = 1; department < DEPARTMENT_GM && count < most; department++)
		choices[count++] =
		    (struct list_choice){ number_of(req, department), lang(req, department_key(department)) };
	return count;
}

static size_t
owners_provide(struct req *req, struct list_choice *choices, size_t most)
{
	choices[0] = (struct list_choice){ "0", lang(req, "complaints.owner.none") };
	return 1 + list_holders(req, RIGHT_COMPLAINT_WORK.roles, choices + 1, most - 1);
}

/* --- the list --------------------------------------------------------------------------------------------------- */

static const struct list_filter queue_filters[] = {
	{ .name = "open",
	    .kind = LIST_CHOICE,
	    .label = "complaints.field.open",
	    .column = "c.is_open",
	    .numeric = true,
	    .choices = open_choices,
	    .dimension = "open",
	    .segment = true },
	{ .name = "owner",
	    .kind = LIST_CHOICE,
	    .label = "complaints.field.owner",
	    .column = "c.owner_id",
	    .numeric = true,
	    .provide = owners_provide,
	    .dimension = "owner" },
	{ .name = "state",
	    .kind = LIST_CHOICE,
	    .label = "complaints.field.state",
	    .column = "c.state",
	    .numeric = true,
	    .choices = state_choices,
	    .dimension = "state" },
	{ .name = "urgency",
	    .kind = LIST_CHOICE,
	    .label = "complaints.field.urgency",
	    .column = "c.urgency",
	    .numeric = true,
	    .choices = urgency_choices,
	    .dimension = "urgency" },
	{ .name = "type",
	    .kind = LIST_CHOICE,
	    .label = "complaints.field.type",
	    .column = "c.type",
	    .numeric = true,
	    .choices = type_choices,
	    .dimension = "type" },
	{ .name = "problem",
	    .kind = LIST_CHOICE,
	    .label = "complaints.field.problem",
	    .column = "c.problem",
	    .numeric = true,
	    .provide = problems_provide,
	    .dimension = "problem" },
	{ .name = "department",
	    .kind = LIST_CHOICE,
	    .label = "complaints.field.department",
	    .column = "c.department",
	    .numeric = true,
	    .provide = departments_provide,
	    .dimension = "department" },
	{ .name = "channel",
	    .kind = LIST_CHOICE,
	    .label = "complaints.field.channel",
	    .column = "c.channel",
	    .numeric = true,
	    .choices = channel_choices,
	    .dimension = "channel" },
	{ .name = "due",
	    .kind = LIST_DAYS,
	    .label = "complaints.field.due",
	    .column = "c.queue_at",
	    .numeric = true,
	    .sort = "due" },
	{ .name = "opened",
	    .kind = LIST_DAYS,
	    .label = "complaints.field.opened",
	    .column = "c.opened_at",
	    .numeric = true,
	    .sort = "opened" },
	{ .name = "no",
	    .kind = LIST_PREFIX,
	    .label = "complaints.field.no",
	    .column = "c.complaint_no",
	    .search = true },
};
#define QUEUE_FILTER_NO 10

static size_t
queue_search(const char *text, struct arena *arena, const char **rewritten)
{
	(void)arena;
	*rewritten = text;
	return QUEUE_FILTER_NO;
}

static const struct list_sort queue_sorts[] = {
	{ .name = "due", .label = "complaints.sort.due", .column = "c.queue_at" },
	{ .name = "opened", .label = "complaints.sort.opened", .column = "c.opened_at", .descending = true },
};
static const struct list_index queue_indexes[] = {
	{ NULL, NULL, "PRIMARY" },
	{ NULL, "due", "complaint_queue" },
	{ NULL, "opened", "complaint_opened" },
	{ "open", "due", "complaint_open" },
	{ "open", "opened", "complaint_open_opened" },
	{ "owner", "due", "complaint_owner" },
	{ "owner", "opened", "complaint_owner_opened" },
	{ "state", "due", "complaint_state" },
	{ "state", "opened", "complaint_state_opened" },
	{ "urgency", "due", "complaint_urgency" },
	{ "urgency", "opened", "complaint_urgency_opened" },
	{ "type", "due", "complaint_type" },
	{ "type", "opened", "complaint_type_opened" },
	{ "problem", "due", "complaint_problem" },
	{ "problem", "opened", "complaint_problem_opened" },
	{ "department", "due", "complaint_department" },
	{ "department", "opened", "complaint_department_opened" },
	{ "channel", "due", "complaint_channel" },
	{ "channel", "opened", "complaint_channel_opened" },
	{ "no", NULL, "complaint_no" },
};
static const struct list_column queue_columns[] = {
	{ "complaint_no", "complaints.field.no", NULL, "no" },
	{ "problem", "complaints.field.problem", NULL, NULL },
	{ "summary", "complaints.field.what", NULL, "what" },
	{ "customer", "complaints.field.customer", NULL, "who" },
	{ "urgency", "complaints.field.urgency", NULL, "urgency" },
	{ "owner", "complaints.field.owner", NULL, "who own" },
	{ "opened_at", "complaints.field.opened", "opened", "at short" },
	{ "state", "complaints.field.state", NULL, "state" },
	{ "due_at", "complaints.field.due", "due", "due" },
	{ "department", "complaints.field.department", NULL, NULL },
	{ "channel", "complaints.field.channel", NULL, NULL },
	{ "closed_at", "complaints.field.closed", NULL, NULL },
	{ "compensation_fen", "complaints.field.compensation", NULL, NULL },
	{ "score", "complaints.field.score", NULL, NULL },
};

static const char *
queue_due(struct req *req, const struct queue_row *row)
{
	return row->due_at != 0 ? due_text(req, row->due_at) : "";
}

static void
queue_show(struct req *req, struct node *row, const void *values)
{
	const struct queue_row *queue = values;
	struct node *cells = node_child(row, "e");

	node_static(row, "no", queue->complaint_no);
	node_static(row, "class", queue->due_at != 0 ? due_mark(req, queue->due_at) : "d-done");
	node_static(row, "problem", lang(req, complaint_problem_key(queue->problem)));
	node_static(row, "what", queue->summary);
	node_static(row, "who", queue->customer);
	node_static(row, "at", short_time(req, queue->opened_at));
	node_static(cells, "style", queue->urgency == URGENCY_URGENT ? "g bad" : "dim");
	node_static(cells, "urgency", urgency_text(req, queue->urgency));
	node_static(cells, "owner", queue->owner_staff);
	node_static(cells, "mark", complaint_style(queue->state));
	node_static(cells, "state", lang(req, complaint_state_key(queue->state)));
	node_static(cells, "due", queue_due(req, queue));
}

static const char *
queue_cell(struct req *req, const void *values, size_t column, int64_t *number)
{
	const struct queue_row *queue = values;
	struct arena *arena = req->ctx.arena;

	switch (column) {
	case 0:
		return queue->complaint_no;
	case 1:
		return lang(req, complaint_problem_key(queue->problem));
	case 2:
		return queue->summary;
	case 3:
		return queue->customer;
	case 4:
		return urgency_text(req, queue->urgency);
	case 5:
		return queue->owner_staff;
	case 6:
		return time_text(arena, queue->opened_at);
	case 7:
		return lang(req, complaint_state_key(queue->state));
	case 8:
		return time_text(arena, queue->due_at);
	case 9:
		return lang(req, department_key(queue->department));
	case 10:
		return channel_text(req, queue->channel);
	case 11:
		return time_text(arena, queue->closed_at);
	case 12:
		*number = queue->compensation_fen;
		return NULL;
	default:
		if (queue->score == 0)
			return "";
		*number = queue->score;
		return NULL;
	}
}

static enum rc
bulk_take(struct ctx *ctx, int64_t id, int64_t version, const char *note)
{
	(void)note;
	return complaint_take(ctx, id, version);
}

/* The note is the other's staff number (RULE ORG-1). */
static enum rc
bulk_transfer(struct ctx *ctx, int64_t id, int64_t version, const char *note)
{
	return complaint_transfer(ctx, id, version, note, "");
}

static enum rc
bulk_close(struct ctx *ctx, int64_t id, int64_t version, const char *note)
{
	(void)note;
	return complaint_close(ctx, id, version);
}

static const struct list_bulk queue_bulk[] = {
	{ .name = "take",
	    .label = "complaints.do.take",
	    .right = &RIGHT_COMPLAINT_WORK,
	    .check = complaint_take_check,
	    .run = bulk_take },
	{ .name = "transfer",
	    .label = "complaints.do.transfer",
	    .right = &RIGHT_COMPLAINT_WORK,
	    .note = "complaints.bulk.transfer_note",
	    .check = complaint_transfer_check,
	    .run = bulk_transfer },
	{ .name = "close",
	    .label = "complaints.do.close",
	    .right = &RIGHT_COMPLAINT_WORK,
	    .check = complaint_close_check,
	    .run = bulk_close },
};

static const struct list_preset queue_presets[] = {
	{ .label = "complaints.tab.mine", .query = NULL },
	{ .label = "complaints.tab.team", .query = "open[]=1" },
	{ .label = "complaints.tab.due", .query = "open[]=1&due_to=today", .urgent = true },
	{ .label = "complaints.tab.nobody", .query = "open[]=1&owner[]=0" },
	{ .label = "complaints.tab.urgent", .query = "open[]=1&urgency[]=1" },
	{ .label = "complaints.tab.all", .query = "" },
};

/* An agent's own open ones; of others the team's. */
static const char *
queue_defaults(struct req *req)
{
	if ((req->ctx.actor.roles & ROLE_AGENT) == 0)
		return "open[]=1";
	return arena_printf(req->ctx.arena, "open[]=1&owner[]=%" PRId64, req->ctx.actor.account_id);
}

const struct list complaints_list = {
	.name = "complaints",
	.path = "/complaints",
	.select =
	    "c.complaint_no AS complaint_no, c.problem AS problem, c.urgency AS urgency, c.state AS state, "
	    "c.channel AS channel, c.department AS department, c.opened_at AS opened_at, c.due_at AS "
	    "due_at, c.closed_at AS closed_at, c.summary AS summary, c.owner_staff AS owner_staff, "
	    "c.customer AS customer, c.compensation_fen AS "
	    "compensation_fen, c.score AS score",
	.from = "complaint c",
	.key = "c.id",
	.version = "c.version",
	.record = &queue_record,
	.columns = queue_columns,
	.column_count = COUNT_OF(queue_columns),
	.filters = queue_filters,
	.filter_count = COUNT_OF(queue_filters),
	.sorts = queue_sorts,
	.sort_count = COUNT_OF(queue_sorts),
	.bulk = queue_bulk,
	.bulk_count = COUNT_OF(queue_bulk),
	.export_right = &RIGHT_COMPLAINT_EXPORT,
	.show = queue_show,
	.cell = queue_cell,
	.route_search = queue_search,
	.defaults = queue_defaults,
	.indexes = queue_indexes,
	.index_count = COUNT_OF(queue_indexes),
	.presets = queue_presets,
	.preset_count = COUNT_OF(queue_presets),
	.title = "(c.complaint_no)",
	.item = "/complaints/#",
};

/* GET /complaints */
enum rc
complaints_queue(struct req *req)
{
	view_set(req, "Page.title", lang(req, "complaints.title"));
	if (may(req, &RIGHT_COMPLAINT_WORK))
		view_set(req, "Queue.new", "/complaints/new");
	return list_page(req, &complaints_list);
}

/* POST /complaints/bulk */
enum rc
complaints_queue_bulk(struct req *req)
{
	return list_bulk_freeze(req, &complaints_list);
}
