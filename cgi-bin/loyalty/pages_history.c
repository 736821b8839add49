/* SPDX-License-Identifier: MIT */
/* A member's tier history (RULE MEM-1): the total over time against the bounds, and each change with its cause.
 * Not the changes: totals.c, retier.c. */
#include "loyalty/pages.h"

#include "base/money.h"
#include "members/record.h"
#include "orders/orders.h"
#include "web/list.h"

#include <inttypes.h>
#include <string.h>

/* --- list ------------------------------------------------------------------------------------------------------- */

struct change {
	int64_t id, at, tier_before, tier_after, spent_fen, cause, cause_id;
	const char *cause_no;
	int64_t policy_version;
	const char *staff;
};
static const struct field change_fields[] = { FIELD(change, ID, id), FIELD(change, TIME, at),
	FIELD(change, INT, tier_before), FIELD(change, INT, tier_after), FIELD(change, MONEY, spent_fen),
	FIELD(change, INT, cause), FIELD(change, ID, cause_id), FIELD(change, TEXT, cause_no),
	FIELD(change, INT, policy_version), FIELD(change, TEXT, staff) };
static const struct record change_record = RECORD(change, change_fields);

static const struct list_choice cause_choices[] = { { "1", "@loyalty.cause.1" }, { "2", "@loyalty.cause.2" },
	{ 0 } };
static const struct list_filter filters[] = {
	{ .name = "cause",
	    .kind = LIST_CHOICE,
	    .label = "loyalty.field.cause",
	    .column = "t.cause",
	    .numeric = true,
	    .choices = cause_choices,
	    .segment = true,
	    .count_scope = true },
	{ .name = "at", .kind = LIST_DAYS, .label = "loyalty.field.at", .column = "t.at", .numeric = true },
};
static const struct list_sort sorts[] = {
	{ .name = "at", .label = "loyalty.sort.newest", .column = "t.at", .descending = true },
};
static const struct list_index indexes[] = {
	{ NULL, "at", "member_tier_change_member" },
	{ NULL, NULL, "member_tier_change_member" },
};
enum { COLUMN_AT, COLUMN_BEFORE, COLUMN_AFTER, COLUMN_CAUSE, COLUMN_SPENT, COLUMN_STAFF };
static const struct list_column columns[] = {
	[COLUMN_AT] = { "at", "loyalty.field.at", "at", "when" },
	[COLUMN_BEFORE] = { "tier_before", "loyalty.field.before", NULL, "kind" },
	[COLUMN_AFTER] = { "tier_after", "loyalty.field.after", NULL, "kind" },
	[COLUMN_CAUSE] = { "cause", "loyalty.field.cause", NULL, "what" },
	[COLUMN_SPENT] = { "spent_fen", "loyalty.field.spent", NULL, "num" },
	[COLUMN_STAFF] = { "staff", "loyalty.field.staff", NULL, "" },
};

static const char *
cause_text(struct req *req, const struct change *change)
{
	if (change->cause == TIER_POLICY)
		return lang_text(req, "loyalty.policy_version",
		    arena_printf(req->ctx.arena, "%" PRId64, change->policy_version), NULL);
	return change->cause_no;
}

static const char *
cause_path(struct req *req, const struct change *change)
{
	if (change->cause != TIER_ORDER || !may_open(req, "/orders/#"))
		return "";
	return arena_printf(req->ctx.arena, "/orders/%" PRId64, change->cause_id);
}

static void
row_show(struct req *req, struct node *row, const void *values)
{
	const struct change *change = values;

	node_static(row, "at", time_text(req->ctx.arena, change->at));
	node_static(row, "before", member_tier_text(req, change->tier_before));
	node_int(row, "bn", change->tier_before + 1);
	node_static(row, "after", member_tier_text(req, change->tier_after));
	node_int(row, "an", change->tier_after + 1);
	node_static(
	    row, "kind", lang(req, arena_printf(req->ctx.arena, "loyalty.cause.%" PRId64, change->cause)));
	node_set(row, "cause", cause_text(req, change));
	node_static(row, "path", cause_path(req, change));
	node_static(row, "spent", money_text(req->ctx.arena, change->spent_fen));
	node_set(row, "staff", change->staff);
}

static const char *
row_cell(struct req *req, const void *values, size_t column, int64_t *number)
{
	const struct change *change = values;

	switch (column) {
	case COLUMN_AT:
		return time_text(req->ctx.arena, change->at);
	case COLUMN_BEFORE:
		return member_tier_text(req, change->tier_before);
	case COLUMN_AFTER:
		return member_tier_text(req, change->tier_after);
	case COLUMN_CAUSE:
		return cause_text(req, change);
	case COLUMN_SPENT:
		*number = change->spent_fen;
		return NULL;
	default:
		return change->staff;
	}
}

static size_t
scope(struct req *req, struct arg *args, size_t most)
{
	if (most > 0)
		args[0] = arg_int(req->id);
	return 1;
}

#define CHANGE_COLUMNS                                                                                       \
	"t.id AS id, t.at AS at, t.tier_before AS tier_before, t.tier_after AS tier_after, t.spent_fen AS "  \
	"spent_fen, t.cause AS cause, t.cause_id AS cause_id, t.cause_no AS cause_no, t.policy_version AS "  \
	"policy_version, t.staff AS staff"

const struct list tiers_list = {
	.name = "tiers",
	.path = "/members/#/tiers",
	.select = CHANGE_COLUMNS,
	.from = "member_tier_change t",
	.where = "t.member_id = ?",
	.scope = scope,
	.key = "t.id",
	.record = &change_record,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.filters = filters,
	.filter_count = sizeof(filters) / sizeof(filters[0]),
	.sorts = sorts,
	.sort_count = sizeof(sorts) / sizeof(sorts[0]),
	.export_right = &RIGHT_TIER_SEE,
	.show = row_show,
	.cell = row_cell,
	.indexes = indexes,
	.index_count = sizeof(indexes) / sizeof(indexes[0]),
};

/* --- overview --------------------------------------------------------------------------------------------------- */

SQL(tier_recent_sql,
    "SELECT " CHANGE_COLUMNS
    " FROM member_tier_change t WHERE t.member_id = ? ORDER BY t.at DESC, t.id DESC LIMIT 3",
    .samples = "SELECT MAX(member_id) FROM member_tier_change UNION ALL SELECT 0");

enum rc
tiers_panel(struct req *req, const struct member *member, struct member_line *lines, size_t *count)
{
	struct arena *arena = req->ctx.arena;
	const struct change *changes;
	struct rows found;
	enum rc rc = db_rows(&req->ctx, &tier_recent_sql, &change_record, &found, ARGS(arg_int(member->id)));

	*count = 0;
	changes = found.items;
	for (size_t i = 0; rc == RC_OK && i < found.count; i++)
		lines[(*count)++] = (struct member_line){ .label = "",
			.style = arena_printf(arena, "tier t%" PRId64, changes[i].tier_after + 1),
			.state = member_tier_text(req, changes[i].tier_after),
			.text = day_text(arena, clock_day(changes[i].at)),
			.note = arena_printf(arena, "¥ %s · %s", money_text(arena, changes[i].spent_fen),
			    cause_text(req, &changes[i])) };
	return rc;
}

/* --- chart ------------------------------------------------------------------------------------------------------ */

#define STEPS_MOST 200
#define WIDTH 640
#define LEFT 8
#define TOP 16
#define BASE 170

struct curve {
	int64_t first_at, last_at, most_fen;
	int64_t at[STEPS_MOST + 1], fen[STEPS_MOST + 1]; /* oldest first: the total from then on */
	size_t count;
};

/* Backwards from the total as it stands: whatever the oldest steps left out is there as the level they begin on. */
static enum rc
curve_read(struct req *req, const struct member *member, struct curve *curve)
{
	const struct order_added *added;
	struct rows found;
	int64_t fen = member->spent_fen;
	enum rc rc = order_paid_recent(&req->ctx, member->id, STEPS_MOST, &found);

	memset(curve, 0, sizeof(*curve));
	added = found.items;
	curve->count = rc == RC_OK ? found.count : 0;
	curve->most_fen = 100;
	for (size_t i = 0; i < curve->count; i++) {
		size_t place = curve->count - 1 - i;

		curve->at[place] = added[i].at;
		curve->fen[place] = fen;
		if (fen > curve->most_fen)
			curve->most_fen = fen;
		fen -= added[i].fen;
	}
	if (curve->count > 0) {
		curve->first_at = curve->at[0];
		curve->last_at = req->ctx.now > curve->at[curve->count - 1] ? req->ctx.now
									    : curve->at[curve->count - 1] + 1;
	}
	return rc;
}

static int64_t
x_of(const struct curve *curve, int64_t at)
{
	int64_t span = curve->last_at - curve->first_at;

	if (at < curve->first_at || span <= 0)
		return LEFT;
	return LEFT + (int64_t)((double)(at - curve->first_at) / (double)span * (WIDTH - 2 * LEFT));
}

static int64_t
y_of(const struct curve *curve, int64_t fen)
{
	return BASE - (int64_t)((double)(fen > 0 ? fen : 0) / (double)curve->most_fen * (BASE - TOP));
}

static const char *
curve_path(struct req *req, const struct curve *curve)
{
	struct buf path;

	buf_init(&path, req->ctx.arena, 512);
	buf_text(&path, arena_printf(req->ctx.arena, "M%d %d", LEFT, BASE));
	for (size_t i = 0; i < curve->count; i++)
		buf_text(&path, arena_printf(req->ctx.arena, "H%" PRId64 "V%" PRId64,
				    x_of(curve, curve->at[i]), y_of(curve, curve->fen[i])));
	buf_text(&path, arena_printf(req->ctx.arena, "H%d", WIDTH - LEFT));
	return path.data;
}

/* Dashed lines where the tiers begin, as far as the total reached or comes near. */
static void
bounds_show(struct req *req, struct node *chart, const struct curve *curve, const struct band *band)
{
	for (size_t i = 1; i < band->count; i++) {
		struct node *row;

		if (band->steps[i].bound > curve->most_fen)
			break;
		row = node_row(node_child(chart, "bounds"));
		node_int(row, "y", y_of(curve, band->steps[i].bound));
		node_int(row, "ty", y_of(curve, band->steps[i].bound) - 4);
		node_static(row, "text",
		    arena_printf(req->ctx.arena, "%s %s", money_text(req->ctx.arena, band->steps[i].bound),
			member_tier_text(req, (int64_t)i)));
	}
}

static enum rc
chart_show(struct req *req, const struct member *member)
{
	struct node *chart = node_child(view_root(req), "Chart");
	struct curve *curve = arena_alloc(req->ctx.arena, sizeof(*curve));
	struct arena *arena = req->ctx.arena;
	struct band band;
	enum rc rc = curve_read(req, member, curve);

	if (rc == RC_OK)
		rc = policy_band(&req->ctx, "members.tier", req->ctx.now, &band);
	if (rc != RC_OK || curve->count == 0)
		return rc;
	bounds_show(req, chart, curve, &band);
	node_static(chart, "path", curve_path(req, curve));
	node_static(chart, "first", day_text(arena, clock_day(curve->first_at)));
	node_static(chart, "last", day_text(arena, clock_day(curve->last_at)));
	node_static(chart, "desc",
	    lang_text(req, "loyalty.chart_desc", day_text(arena, clock_day(curve->first_at)),
		day_text(arena, clock_day(curve->last_at)), money_text(arena, curve->most_fen), NULL));
	for (size_t i = curve->count; i-- > 0;) {
		struct node *row = node_row(node_child(chart, "steps"));

		node_static(row, "at", time_text(arena, curve->at[i]));
		node_static(row, "fen", money_text(arena, curve->fen[i]));
	}
	return RC_OK;
}

/* GET /members/#/tiers */
enum rc
tiers_tab(struct req *req)
{
	struct member member;
	enum rc rc = member_head(req, req->id, "tiers", &member);

	if (rc == RC_OK)
		rc = chart_show(req, &member);
	return rc == RC_OK ? list_page(req, &tiers_list) : rc;
}
