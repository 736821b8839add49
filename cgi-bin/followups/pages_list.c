/* SPDX-License-Identifier: MIT */
/* Follow-ups as lists: what is open, what is over, and members whose visit waits for a free place on somebody's list.
 * Not one follow-up: pages_record.c; not those of one member: pages_member.c. */
#include "base/clock.h"
#include "followups/pages.h"
#include "policy/policy.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct listed {
	int64_t kind, tier, rule_at, due_at;
	const char *staff, *cause;
	int64_t tries, outcome, score, score2, done_at;
	const char *note, *member_no, *name, *phone;
	int64_t state;
};
static const struct field listed_fields[] = { FIELD(listed, INT, kind), FIELD(listed, INT, tier),
	FIELD(listed, TIME, rule_at), FIELD(listed, TIME, due_at), FIELD(listed, TEXT, staff),
	FIELD(listed, TEXT, cause), FIELD(listed, INT, tries), FIELD(listed, INT, outcome),
	FIELD(listed, INT, score), FIELD(listed, INT, score2), FIELD(listed, TIME, done_at),
	FIELD(listed, TEXT, note), FIELD(listed, TEXT, member_no), FIELD(listed, TEXT, name),
	FIELD(listed, TEXT, phone), FIELD(listed, INT, state) };
static const struct record listed_record = RECORD(listed, listed_fields);

#define LISTED_SELECT                                                                                        \
	"f.kind AS kind, f.tier AS tier, f.rule_at AS rule_at, f.due_at AS due_at, f.staff AS staff, "       \
	"f.cause AS cause, f.tries AS tries, f.outcome AS outcome, f.score AS score, f.score2 AS "           \
	"score2, f.done_at AS done_at, f.note AS note, m.member_no AS member_no, m.name AS name, "           \
	"m.phone AS phone, f.state AS state"
#define LISTED_FROM "followup f STRAIGHT_JOIN member m ON m.id = f.member_id"

static const struct right RIGHT_LIST_EXPORT = { "followup.export", ROLE_SUPERVISOR };

static const char *
who_text(struct req *req, const struct listed *row)
{
	return arena_printf(req->ctx.arena, "%s %s", mask_name(req->ctx.arena, row->name),
	    mask_phone(req->ctx.arena, row->phone));
}

/* Why: the cause in words, else the rule and since when it has it due. */
static const char *
cause_text(struct req *req, const struct listed *row)
{
	const char *text = row->cause;

	if (*text == '\0' && row->kind == FOLLOWUP_VISIT)
		text = lang_text(
		    req, "followups.by_rule", day_text(req->ctx.arena, clock_day(row->rule_at)), NULL);
	if (row->tries > 0)
		text = lang_text(req, "followups.tried", text, number_text(req, row->tries), NULL);
	return text;
}

static void
listed_show(struct req *req, struct node *row, const struct listed *listed)
{
	node_static(row, "no", listed->member_no);
	node_static(row, "who", who_text(req, listed));
	node_static(row, "kind", kind_text(req, listed->kind));
	node_static(row, "staff", listed->staff);
}

/* --- what is open --------------------------------------------------------------------------------------------------- */

#define FILTER_KIND(dim)                                                                                     \
	{                                                                                                    \
		.name = "kind", .kind = LIST_CHOICE, .label = "followups.field.kind", .column = "f.kind",    \
		.numeric = true, .choices = followup_kind_choices, .dimension = (dim), .segment = true       \
	}
#define FILTER_AGENT                                                                                         \
	{                                                                                                    \
		.name = "agent", .kind = LIST_CHOICE, .label = "followups.field.agent",                      \
		.column = "f.account_id", .numeric = true, .provide = followup_agents_provide,               \
		.dimension = "agent"                                                                         \
	}

static const struct list_filter open_filters[] = {
	FILTER_KIND("kind"),
	FILTER_AGENT,
	{ .name = "tier",
	    .kind = LIST_CHOICE,
	    .label = "followups.field.tier",
	    .column = "f.tier",
	    .numeric = true,
	    .provide = member_tiers_provide,
	    .dimension = "tier" },
	{ .name = "due",
	    .kind = LIST_DAYS,
	    .label = "followups.field.due_at",
	    .column = "f.due_at",
	    .numeric = true },
};
static const struct list_sort open_sorts[] = {
	{ .name = "due", .label = "followups.sort.due", .column = "f.due_at" },
};
static const struct list_index open_indexes[] = {
	{ NULL, "due", "followup_due" },
	{ "agent", "due", "followup_agent" },
	{ "kind", "due", "followup_kind" },
	{ "tier", "due", "followup_tier" },
};
static const struct list_column open_columns[] = {
	{ "member_no", "followups.field.member", NULL, "no" },
	{ "who", "followups.field.who", NULL, "who" },
	{ "tier", "followups.field.tier", NULL, "tier" },
	{ "kind", "followups.field.kind", NULL, "" },
	{ "cause", "followups.field.cause", NULL, "what" },
	{ "staff", "followups.field.agent", NULL, "who" },
	{ "due_at", "followups.field.due_at", "due", "due" },
};

static void
open_show(struct req *req, struct node *row, const void *values)
{
	const struct listed *listed = values;

	listed_show(req, row, listed);
	node_static(row, "class",
	    arena_printf(req->ctx.arena, "t%d d-%s", (int)(listed->tier < 4 ? listed->tier + 1 : 4),
		due_class(req, listed->due_at)));
	node_static(row, "tier", member_tier_text(req, listed->tier));
	node_static(row, "cause", cause_text(req, listed));
	node_static(row, "due", due_text(req, listed->due_at));
}

static const char *
open_cell(struct req *req, const void *values, size_t column, int64_t *number)
{
	const struct listed *listed = values;

	(void)number;
	switch (column) {
	case 0:
		return listed->member_no;
	case 1:
		return who_text(req, listed);
	case 2:
		return member_tier_text(req, listed->tier);
	case 3:
		return kind_text(req, listed->kind);
	case 4:
		return cause_text(req, listed);
	case 5:
		return listed->staff;
	default:
		return time_text(req->ctx.arena, listed->due_at);
	}
}

static enum rc
bulk_hand_over(struct ctx *ctx, int64_t id, int64_t version, const char *note)
{
	return followup_hand_over(ctx, id, version, note);
}

static const struct list_bulk open_bulk[] = {
	{ .name = "skip",
	    .label = "followups.bulk.skip",
	    .right = &RIGHT_FOLLOWUP_DO,
	    .note = "followups.field.reason",
	    .check = followup_check,
	    .run = followup_skip },
	{ .name = "hand_over",
	    .label = "followups.bulk.hand_over",
	    .right = &RIGHT_FOLLOWUP_DO,
	    .note = "followups.bulk.hand_over_note",
	    .check = followup_check,
	    .run = bulk_hand_over },
};

/* Whose they are changes with who asks: written before each page. */
#define PRESET_SIZE 64
static char overdue_query[PRESET_SIZE] = "due_to=now", today_query[PRESET_SIZE] = "due_from=now&due_to=today",
	    later_query[PRESET_SIZE] = "due_from=tomorrow";
static const struct list_preset open_presets[] = {
	{ .label = "followups.tab.mine", .query = NULL },
	{ .label = "followups.tab.overdue", .query = overdue_query, .urgent = true },
	{ .label = "followups.tab.today", .query = today_query },
	{ .label = "followups.tab.later", .query = later_query },
	{ .label = "followups.tab.all", .query = "" },
};

static const char *
open_defaults(struct req *req)
{
	if (may(req, &RIGHT_FOLLOWUP_ALL) || req->ctx.actor.account_id == 0)
		return "";
	return arena_printf(req->ctx.arena, "agent[]=%" PRId64, req->ctx.actor.account_id);
}

static void
presets_write(struct req *req)
{
	const char *mine = open_defaults(req), *and = *mine != '\0' ? "&" : "";

	snprintf(overdue_query, PRESET_SIZE, "%s%sdue_to=now", mine, and);
	snprintf(today_query, PRESET_SIZE, "%s%sdue_from=now&due_to=today", mine, and);
	snprintf(later_query, PRESET_SIZE, "%s%sdue_from=tomorrow", mine, and);
}

const struct list followups_list = {
	.name = "followups",
	.path = "/followups",
	.select = LISTED_SELECT,
	.from = LISTED_FROM,
	.where = "f.open = 1",
	.key = "f.id",
	.version = "f.version",
	.record = &listed_record,
	.columns = open_columns,
	.column_count = COUNT_OF(open_columns),
	.filters = open_filters,
	.filter_count = COUNT_OF(open_filters),
	.sorts = open_sorts,
	.sort_count = COUNT_OF(open_sorts),
	.bulk = open_bulk,
	.bulk_count = COUNT_OF(open_bulk),
	.export_right = &RIGHT_LIST_EXPORT,
	.show = open_show,
	.cell = open_cell,
	.defaults = open_defaults,
	.indexes = open_indexes,
	.index_count = COUNT_OF(open_indexes),
	.presets = open_presets,
	.preset_count = COUNT_OF(open_presets),
	.title = "(SELECT m2.member_no FROM member m2 WHERE m2.id = f.member_id)",
	.item = "/followups/#",
};

/* GET /followups */
enum rc
followups_index(struct req *req)
{
	presets_write(req);
	view_set(req, "Page.title", lang(req, "followups.title"));
	view_set(req, "Page.subtitle", lang(req, "followups.subtitle"));
	return list_page(req, &followups_list);
}

/* POST /followups/bulk */
enum rc
followups_bulk(struct req *req)
{
	return list_bulk_freeze(req, &followups_list);
}

/* --- what is over ----------------------------------------------------------------------------------------------------- */

static const struct list_filter done_filters[] = {
	FILTER_KIND("kind"),
	FILTER_AGENT,
	{ .name = "outcome",
	    .kind = LIST_CHOICE,
	    .label = "followups.field.outcome",
	    .column = "f.outcome",
	    .numeric = true,
	    .choices = followup_outcome_choices,
	    .dimension = "outcome" },
	{ .name = "done",
	    .kind = LIST_DAYS,
	    .label = "followups.field.done_at",
	    .column = "f.done_at",
	    .numeric = true },
};
static const struct list_sort done_sorts[] = {
	{ .name = "done", .label = "followups.sort.done", .column = "f.done_at", .descending = true },
};
static const struct list_index done_indexes[] = {
	{ NULL, "done", "followup_done" },
	{ "agent", "done", "followup_done_agent" },
	{ "kind", "done", "followup_done_kind" },
	{ "outcome", "done", "followup_done_outcome" },
};
static const struct list_column done_columns[] = {
	{ "member_no", "followups.field.member", NULL, "no" },
	{ "done_at", "followups.field.done_at", "done", "at" },
	{ "who", "followups.field.who", NULL, "who" },
	{ "kind", "followups.field.kind", NULL, "" },
	{ "outcome", "followups.field.outcome", NULL, "" },
	{ "score", "followups.field.score", NULL, "num" },
	{ "note", "followups.field.note", NULL, "what" },
	{ "staff", "followups.field.agent", NULL, "who" },
};

static const char *
result_text(struct req *req, const struct listed *listed)
{
	return listed->state == FOLLOWUP_CANCELLED ? state_text(req, listed->state)
						   : outcome_text(req, listed->outcome);
}

static const char *
scores_text(struct req *req, const struct listed *listed)
{
	if (listed->score == 0)
		return "";
	return listed->score2 == 0
		   ? number_text(req, listed->score)
		   : arena_printf(req->ctx.arena, "%" PRId64 ", %" PRId64, listed->score, listed->score2);
}

/* What was noted, unless it is a reason of the portal's own: "@followups.why.contacted". */
static const char *
note_text(struct req *req, const char *note)
{
	return note[0] == '@' ? lang(req, note + 1) : note;
}

static void
done_show(struct req *req, struct node *row, const void *values)
{
	const struct listed *listed = values;

	listed_show(req, row, listed);
	node_static(row, "at", short_time(req, listed->done_at));
	node_static(row, "outcome", result_text(req, listed));
	node_static(row, "style",
	    listed->state == FOLLOWUP_DONE && listed->outcome == OUTCOME_REACHED ? "g ok" : "g off");
	node_static(row, "score", scores_text(req, listed));
	node_static(row, "note", note_text(req, listed->note));
}

static const char *
done_cell(struct req *req, const void *values, size_t column, int64_t *number)
{
	const struct listed *listed = values;

	(void)number;
	switch (column) {
	case 0:
		return listed->member_no;
	case 1:
		return time_text(req->ctx.arena, listed->done_at);
	case 2:
		return who_text(req, listed);
	case 3:
		return kind_text(req, listed->kind);
	case 4:
		return result_text(req, listed);
	case 5:
		return scores_text(req, listed);
	case 6:
		return note_text(req, listed->note);
	default:
		return listed->staff;
	}
}

const struct list followups_done_list = {
	.name = "followups.done",
	.path = "/followups/done",
	.select = LISTED_SELECT,
	.from = LISTED_FROM,
	.where = "f.open = 0",
	.key = "f.id",
	.record = &listed_record,
	.columns = done_columns,
	.column_count = COUNT_OF(done_columns),
	.filters = done_filters,
	.filter_count = COUNT_OF(done_filters),
	.sorts = done_sorts,
	.sort_count = COUNT_OF(done_sorts),
	.export_right = &RIGHT_LIST_EXPORT,
	.show = done_show,
	.cell = done_cell,
	.indexes = done_indexes,
	.index_count = COUNT_OF(done_indexes),
	.item = "/followups/#",
};

/* GET /followups/done */
enum rc
followups_done(struct req *req)
{
	view_set(req, "Page.title", lang(req, "followups.done_title"));
	crumb(req, lang(req, "followups.title"), "/followups");
	return list_page(req, &followups_done_list);
}

/* --- what waits for a place ---------------------------------------------------------------------------------------------- */

struct waiting {
	const char *member_no, *name;
	int64_t tier, follow_at, contact_at;
};
static const struct field waiting_fields[] = { FIELD(waiting, TEXT, member_no), FIELD(waiting, TEXT, name),
	FIELD(waiting, INT, tier), FIELD(waiting, TIME, follow_at), FIELD(waiting, TIME, contact_at) };
static const struct record waiting_record = RECORD(waiting, waiting_fields);

static const struct list_filter waiting_filters[] = {
	{ .name = "due",
	    .kind = LIST_DAYS,
	    .label = "followups.field.rule_at",
	    .column = "m.follow_at",
	    .numeric = true },
};
static const struct list_sort waiting_sorts[] = {
	{ .name = "due", .label = "followups.sort.due", .column = "m.follow_at" },
};
static const struct list_index waiting_indexes[] = { { NULL, "due", "member_follow" } };
static const struct list_column waiting_columns[] = {
	{ "member_no", "followups.field.member", NULL, "no" },
	{ "name", "followups.field.who", NULL, "who" },
	{ "tier", "followups.field.tier", NULL, "tier" },
	{ "contact_at", "followups.field.contact_at", NULL, "at" },
	{ "follow_at", "followups.field.rule_at", "due", "due" },
};

static void
waiting_show(struct req *req, struct node *row, const void *values)
{
	const struct waiting *waiting = values;
	struct arena *arena = req->ctx.arena;

	node_static(row, "no", waiting->member_no);
	node_static(row, "who", mask_name(arena, waiting->name));
	node_static(row, "tier", member_tier_text(req, waiting->tier));
	node_int(row, "tn", waiting->tier < 4 ? waiting->tier + 1 : 4);
	node_static(
	    row, "at", waiting->contact_at != 0 ? day_text(arena, clock_day(waiting->contact_at)) : "");
	node_static(row, "due_class", due_class(req, waiting->follow_at));
	node_static(row, "due", due_text(req, waiting->follow_at));
}

static const char *
waiting_cell(struct req *req, const void *values, size_t column, int64_t *number)
{
	const struct waiting *waiting = values;

	(void)number;
	switch (column) {
	case 0:
		return waiting->member_no;
	case 1:
		return mask_name(req->ctx.arena, waiting->name);
	case 2:
		return member_tier_text(req, waiting->tier);
	case 3:
		return time_text(req->ctx.arena, waiting->contact_at);
	default:
		return time_text(req->ctx.arena, waiting->follow_at);
	}
}

const struct list followups_waiting_list = {
	.name = "followups.waiting",
	.path = "/followups/waiting",
	.select = "m.member_no AS member_no, m.name AS name, m.tier AS tier, m.follow_at AS follow_at, "
		  "m.contact_at AS contact_at",
	.from = "member m",
	.where = "m.follow_state = 1",
	.key = "m.id",
	.record = &waiting_record,
	.columns = waiting_columns,
	.column_count = COUNT_OF(waiting_columns),
	.filters = waiting_filters,
	.filter_count = COUNT_OF(waiting_filters),
	.sorts = waiting_sorts,
	.sort_count = COUNT_OF(waiting_sorts),
	.export_right = &RIGHT_LIST_EXPORT,
	.show = waiting_show,
	.cell = waiting_cell,
	.indexes = waiting_indexes,
	.index_count = COUNT_OF(waiting_indexes),
	.item = "/members/#",
};

/* GET /followups/waiting */
enum rc
followups_waiting(struct req *req)
{
	view_set(req, "Page.title", lang(req, "followups.waiting_title"));
	view_set(req, "Page.subtitle", lang(req, "followups.waiting_note"));
	crumb(req, lang(req, "followups.title"), "/followups");
	return list_page(req, &followups_waiting_list);
}
