/* SPDX-License-Identifier: MIT */
/* A member's record: the member's complaints, how many and how many open, the newest (RULE MEM-5). */
#include "base/clock.h"
#include "complaints/pages_own.h"
#include "members/record.h"
#include "web/due.h"

#include <inttypes.h>
#include <string.h>

struct own_row {
	int64_t id;
	const char *complaint_no;
	int64_t problem, state, opened_at, due_at;
	const char *summary, *owner_staff;
};
static const struct field own_fields[] = { FIELD(own_row, ID, id), FIELD(own_row, TEXT, complaint_no),
	FIELD(own_row, INT, problem), FIELD(own_row, INT, state), FIELD(own_row, TIME, opened_at),
	FIELD(own_row, TIME, due_at), FIELD(own_row, TEXT, summary), FIELD(own_row, TEXT, owner_staff) };
const struct record own_record = RECORD(own_row, own_fields);

SQL(member_newest_sql,
    "SELECT id, complaint_no, problem, state, opened_at, due_at, summary, owner_staff FROM complaint FORCE "
    "INDEX (complaint_member) WHERE member_id = ? ORDER BY opened_at DESC, id DESC LIMIT ?",
    .samples = "SELECT MAX(member_id), 5 FROM complaint UNION ALL SELECT 0, 5");
SQL(member_of_sql, "SELECT member_id FROM complaint WHERE complaint_no = ? AND member_id > 0",
    .samples = "SELECT MAX(complaint_no) FROM complaint UNION ALL SELECT ''");

static const struct list_choice state_choices[] = { { "1", "@complaints.state.1" },
	{ "2", "@complaints.state.2" }, { "3", "@complaints.state.3" }, { "4", "@complaints.state.4" },
	{ "5", "@complaints.state.5" }, { NULL, NULL } };
static const struct list_filter own_filters[] = {
	{ .name = "state",
	    .kind = LIST_CHOICE,
	    .label = "complaints.field.state",
	    .column = "c.state",
	    .numeric = true,
	    .choices = state_choices,
	    .segment = true,
	    .count_scope = true },
};
static const struct list_sort own_sorts[] = {
	{ .name = "opened", .label = "complaints.sort.opened", .column = "c.opened_at", .descending = true },
};
static const struct list_index own_indexes[] = {
	{ NULL, "opened", "complaint_member" },
	{ NULL, NULL, "PRIMARY" },
};
const struct list_column own_columns[OWN_COLUMNS] = {
	{ "complaint_no", "complaints.field.no", NULL, "no" },
	{ "opened_at", "complaints.field.opened", "opened", "at" },
	{ "problem", "complaints.field.problem", NULL, NULL },
	{ "summary", "complaints.field.what", NULL, "what" },
	{ "owner", "complaints.field.owner", NULL, "who" },
	{ "state", "complaints.field.state", NULL, "state" },
};

void
own_show(struct req *req, struct node *row, const void *values)
{
	const struct own_row *own = values;

	node_static(row, "no", own->complaint_no);
	node_static(row, "at", short_time(req, own->opened_at));
	node_static(row, "problem", lang(req, complaint_problem_key(own->problem)));
	node_static(row, "what", own->summary);
	node_static(row, "owner", own->owner_staff);
	node_static(row, "style", complaint_style(own->state));
	node_static(row, "state", lang(req, complaint_state_key(own->state)));
}

const char *
own_cell(struct req *req, const void *values, size_t column, int64_t *number)
{
	const struct own_row *own = values;

	(void)number;
	switch (column) {
	case 0:
		return own->complaint_no;
	case 1:
		return time_text(req->ctx.arena, own->opened_at);
	case 2:
		return lang(req, complaint_problem_key(own->problem));
	case 3:
		return own->summary;
	case 4:
		return own->owner_staff;
	default:
		return lang(req, complaint_state_key(own->state));
	}
}

size_t
own_scope(struct req *req, struct arg *args, size_t most)
{
	args[0] = arg_int(req->id);
	return most > 0;
}

const struct list member_complaints_list = {
	.name = "complaints.member",
	.path = "/members/#/complaints",
	.select = OWN_SELECT,
	.from = "complaint c",
	.where = "c.member_id = ?",
	.scope = own_scope,
	.key = "c.id",
	.record = &own_record,
	.columns = own_columns,
	.column_count = OWN_COLUMNS,
	.filters = own_filters,
	.filter_count = sizeof(own_filters) / sizeof(own_filters[0]),
	.sorts = own_sorts,
	.sort_count = sizeof(own_sorts) / sizeof(own_sorts[0]),
	.indexes = own_indexes,
	.index_count = sizeof(own_indexes) / sizeof(own_indexes[0]),
	.export_right = &RIGHT_COMPLAINT_EXPORT,
	.show = own_show,
	.cell = own_cell,
	.item = "/complaints/#",
};

/* GET /members/#/complaints */
enum rc
complaints_member(struct req *req)
{
	struct member member;
	enum rc rc = member_head(req, req->id, "complaints", &member);

	return rc == RC_OK ? list_page(req, &member_complaints_list) : rc;
}

/* --- the part --------------------------------------------------------------------------------------------------- */

static enum rc
own_figure(struct req *req, const struct member *member, struct member_figure *figure)
{
	figure->value = figure->count = number_text(req, member->complaints);
	figure->note = member->open_complaints > 0 ? lang_text(req, "complaints.member.open",
							 number_text(req, member->open_complaints), NULL)
						   : lang(req, "complaints.member.none");
	return RC_OK;
}

static enum rc
own_panel(struct req *req, const struct member *member, struct member_line *lines, size_t *count)
{
	struct rows found;
	const struct own_row *own;
	enum rc rc;

	if (member->complaints == 0)
		return RC_OK;
	rc = db_rows(&req->ctx, &member_newest_sql, &own_record, &found,
	    ARGS(arg_int(member->id), arg_int(MEMBER_LINES)));
	if (rc != RC_OK)
		return rc;
	own = found.items;
	for (*count = 0; *count < found.count; (*count)++, own++)
		lines[*count] = (struct member_line){ .label = own->complaint_no,
			.path = arena_printf(req->ctx.arena, "/complaints/%" PRId64, own->id),
			.style = complaint_style(own->state),
			.state = lang(req, complaint_state_key(own->state)),
			.text = day_text(req->ctx.arena, clock_day(own->opened_at)),
			.note = own->summary };
	return RC_OK;
}

static enum rc
own_find(struct ctx *ctx, const char *text, int64_t *member_id)
{
	if (strlen(text) > 40)
		return RC_NOT_FOUND;
	return db_int(ctx, &member_of_sql, member_id, ARGS(arg_text(text)));
}

static const struct member_part complaints_part = { .name = "complaints",
	.order = 40,
	.label = "complaints.title",
	.path = "/members/#/complaints",
	.right = &RIGHT_COMPLAINT_SEE,
	.figure = own_figure,
	.panel = own_panel,
	.find = own_find,
	.action = "complaints.do.open",
	.action_path = "/complaints/new?member=#",
	.action_right = &RIGHT_COMPLAINT_WORK };

__attribute__((constructor)) static void
complaints_part_start(void)
{
	member_part_add(&complaints_part);
}
