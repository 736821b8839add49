/* SPDX-License-Identifier: MIT */
/* Follow-ups in a member's record (RULE MEM-5, MEM-7): when the next visit is due and why there is none, and a tab with all calls,
 * made and to be made. Not the record's frame: members/record.h. */
#include "base/clock.h"
#include "followups/pages.h"

#include <inttypes.h>

SQL(member_open_sql,
    "SELECT " FOLLOWUP_COLUMNS " FROM followup WHERE member_id = ? ORDER BY due_at DESC, id DESC LIMIT ?",
    .samples =
	"SELECT member_id, 5 FROM followup WHERE id = (SELECT MAX(id) FROM followup) UNION ALL SELECT 0, 0");

SQL(visit_due_sql, "SELECT due_at FROM followup WHERE once = ?",
    .samples = "SELECT CONCAT('visit:', MAX(member_id)) FROM followup UNION ALL SELECT ''");

/* When the next visit is due: as planned, or as it stands on an agent's list. */
static enum rc
next_visit_get(struct req *req, const struct member *member, int64_t *due_at)
{
	const char *once = visit_once(req->ctx.arena, member->id);
	int64_t listed_at = 0;
	enum rc rc = RC_OK;

	if (member->follow_state == VISIT_LISTED)
		rc = db_int(&req->ctx, &visit_due_sql, &listed_at, ARGS(arg_text(once)));
	*due_at = listed_at != 0 ? listed_at : member->follow_at;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* --- the list --------------------------------------------------------------------------------------------------------- */

static const struct list_filter own_filters[] = {
	{ .name = "kind",
	    .kind = LIST_CHOICE,
	    .label = "followups.field.kind",
	    .column = "f.kind",
	    .numeric = true,
	    .choices = followup_kind_choices,
	    .count_scope = true },
	{ .name = "due",
	    .kind = LIST_DAYS,
	    .label = "followups.field.due_at",
	    .column = "f.due_at",
	    .numeric = true },
};
static const struct list_sort own_sorts[] = {
	{ .name = "due", .label = "followups.sort.latest", .column = "f.due_at", .descending = true },
};
static const struct list_index own_indexes[] = {
	{ NULL, "due", "followup_member" },
	{ "kind", "due", "followup_member_kind" },
};
static const struct list_column own_columns[] = {
	{ "id", "followups.field.id", NULL, "no" },
	{ "due_at", "followups.field.due_at", "due", "due" },
	{ "kind", "followups.field.kind", NULL, "" },
	{ "state", "followups.field.state", NULL, "" },
	{ "note", "followups.field.note", NULL, "what" },
	{ "score", "followups.field.score", NULL, "num" },
	{ "staff", "followups.field.agent", NULL, "who" },
};

static const char *
result_text(struct req *req, const struct followup *followup)
{
	return followup->state == FOLLOWUP_DONE ? outcome_text(req, followup->outcome)
						: state_text(req, followup->state);
}

static const char *
said_text(struct req *req, const struct followup *followup)
{
	const char *text = followup->open ? followup->cause : followup->note;

	return text[0] == '@' ? lang(req, text + 1) : text;
}

static void
own_show(struct req *req, struct node *row, const void *values)
{
	const struct followup *followup = values;

	node_static(row, "due_class", followup->open ? due_class(req, followup->due_at) : "done");
	node_static(row, "due",
	    followup->open ? due_text(req, followup->due_at)
			   : day_text(req->ctx.arena, clock_day(followup->done_at)));
	node_static(row, "kind", kind_text(req, followup->kind));
	node_static(row, "style", state_glyph(followup));
	node_static(row, "state", result_text(req, followup));
	node_static(row, "what", said_text(req, followup));
	node_static(row, "score", followup->score != 0 ? number_text(req, followup->score) : "");
	node_static(row, "staff", followup->staff);
}

static const char *
own_cell(struct req *req, const void *values, size_t column, int64_t *number)
{
	const struct followup *followup = values;

	switch (column) {
	case 1:
		return time_text(req->ctx.arena, followup->due_at);
	case 2:
		return kind_text(req, followup->kind);
	case 3:
		return result_text(req, followup);
	case 4:
		return said_text(req, followup);
	case 6:
		return followup->staff;
	default:
		*number = column == 0 ? followup->id : followup->score;
		return NULL;
	}
}

static size_t
own_scope(struct req *req, struct arg *args, size_t most)
{
	args[0] = arg_int(req->id);
	return most > 0;
}

static const struct right RIGHT_OWN_EXPORT = { "followup.export", ROLE_SUPERVISOR };

const struct list member_followups_list = {
	.name = "followups.member",
	.path = "/members/#/followups",
	.select =
	    "f.id AS id, f.member_id AS member_id, f.kind AS kind, f.open AS open, f.state AS state, "
	    "f.tier AS tier, f.rule_at AS rule_at, f.due_at AS due_at, f.account_id AS account_id, f.staff "
	    "AS staff, f.source AS source, f.cause AS cause, f.survey_id AS survey_id, f.tries AS tries, "
	    "f.outcome AS outcome, f.score AS score, f.score2 AS score2, f.note AS note, f.next_at AS "
	    "next_at, f.policy_version AS policy_version, f.made_at AS made_at, f.made_by AS made_by, "
	    "f.done_at AS done_at, f.done_by AS done_by, f.done_staff AS done_staff, f.version AS version",
	.from = "followup f",
	.where = "f.member_id = ?",
	.scope = own_scope,
	.key = "f.id",
	.record = &followup_record,
	.columns = own_columns,
	.column_count = COUNT_OF(own_columns),
	.filters = own_filters,
	.filter_count = COUNT_OF(own_filters),
	.sorts = own_sorts,
	.sort_count = COUNT_OF(own_sorts),
	.indexes = own_indexes,
	.index_count = COUNT_OF(own_indexes),
	.export_right = &RIGHT_OWN_EXPORT,
	.show = own_show,
	.cell = own_cell,
	.item = "/followups/#",
};

/* --- when the next visit is due -------------------------------------------------------------------------------------------- */

/* "60 days, Gold" */
static enum rc
rule_text(struct req *req, int64_t tier, const char **text)
{
	struct follow_figures figures;
	enum rc rc = figures_get(&req->ctx, &figures);

	if (rc == RC_OK)
		*text = lang_text(req, "followups.figure.rule",
		    number_text(req, figures_of(&figures, tier)->days), member_tier_text(req, tier), NULL);
	return rc;
}

static enum rc
visit_figure(struct req *req, const struct member *member, struct member_figure *figure)
{
	int64_t due_at;
	const char *rule = "", *why;
	enum rc rc = next_visit_get(req, member, &due_at);

	if (rc == RC_OK)
		rc = rule_text(req, member->tier, &rule);
	if (rc != RC_OK)
		return rc;
	why = visit_text(req, member->follow_state);
	figure->note = *why != '\0'           ? why
		       : member->follow_fixed ? lang(req, "followups.figure.agreed")
					      : rule;
	if (*why != '\0')
		figure->value = lang(req, "followups.figure.none");
	else if (due_at == 0)
		figure->value = lang(req, "followups.figure.soon");
	else
		figure->value = due_text(req, due_at);
	figure->urgent = *why == '\0' && due_at != 0 && due_at < req->ctx.now;
	return RC_OK;
}

static enum rc
visit_panel(struct req *req, const struct member *member, struct member_line *lines, size_t *count)
{
	struct rows found;
	const struct followup *rows;
	size_t i;
	enum rc rc = db_rows(&req->ctx, &member_open_sql, &followup_record, &found,
	    ARGS(arg_int(member->id), arg_int(MEMBER_LINES)));

	if (rc != RC_OK)
		return rc;
	rows = found.items;
	for (i = 0; i < found.count; i++)
		lines[i] = (struct member_line){ .label = kind_text(req, rows[i].kind),
			.path = arena_printf(req->ctx.arena, "/followups/%" PRId64, rows[i].id),
			.style = state_glyph(&rows[i]),
			.state = result_text(req, &rows[i]),
			.text = rows[i].open ? due_text(req, rows[i].due_at)
					     : day_text(req->ctx.arena, clock_day(rows[i].done_at)),
			.note = said_text(req, &rows[i]) };
	*count = found.count;
	return RC_OK;
}

static const struct member_part followups_part = {
	.name = "followups",
	.order = 60,
	.label = "followups.tab.part",
	.path = "/members/#/followups",
	.right = &RIGHT_FOLLOWUP_SEE,
	.figure = visit_figure,
	.panel = visit_panel,
	.action = "followups.new.open",
	.action_path = "/followups/new?member=#",
	.action_right = &RIGHT_FOLLOWUP_DO,
};
__attribute__((constructor)) static void
followups_part_start(void)
{
	member_part_add(&followups_part);
}

/* --- the tab ------------------------------------------------------------------------------------------------------------- */

/* GET /members/#/followups */
enum rc
followups_member(struct req *req)
{
	struct node *node = node_child(view_root(req), "Visit");
	int64_t due_at = 0;
	struct member member;
	const char *rule = "", *why;
	enum rc rc = member_head(req, req->id, "followups", &member);

	if (rc == RC_OK)
		rc = next_visit_get(req, &member, &due_at);
	if (rc == RC_OK)
		rc = rule_text(req, member.tier, &rule);
	if (rc != RC_OK)
		return rc;
	why = visit_text(req, member.follow_state);
	node_static(node, "text",
	    *why != '\0'  ? lang_text(req, "followups.visit.none", why, NULL)
	    : due_at == 0 ? lang(req, "followups.figure.soon")
			  : lang_text(req, "followups.visit.next",
				day_text(req->ctx.arena, clock_day(due_at)), rule, NULL));
	if (member.state == MEMBER_ACTIVE && may(req, &RIGHT_FOLLOWUP_DO) && !member.follow_fixed)
		node_static(node, "replan",
		    arena_printf(req->ctx.arena, "/members/%" PRId64 "/followups/replan", member.id));
	return list_page(req, &member_followups_list);
}

/* POST /members/#/followups/replan */
enum rc
followups_replan(struct req *req)
{
	enum rc rc = form_read(req, NULL, 0, NULL);

	if (rc == RC_OK)
		rc = visit_replan(&req->ctx, req->id);
	return form_done(req, rc, "", "followups.done.replan",
	    arena_printf(req->ctx.arena, "/members/%" PRId64 "/followups", req->id));
}
