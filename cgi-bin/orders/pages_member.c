/* SPDX-License-Identifier: MIT */
/* Orders in a member's record (RULE MEM-5): a tab with all of them, the newest five, and an order's number as proof of who calls
 * (RULE MEM-4). Not the record's frame: members/record.h. */
#include "base/clock.h"
#include "base/money.h"
#include "members/record.h"
#include "orders/pages_choices.h"

#include <inttypes.h>

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

struct own_order {
	int64_t id;
	const char *order_no;
	int64_t state;
	bool parked;
	int64_t placed_at, total_fen, paid_fen, line_count;
	const char *summary;
};
static const struct field own_fields[] = { FIELD(own_order, ID, id), FIELD(own_order, TEXT, order_no),
	FIELD(own_order, INT, state), FIELD(own_order, BOOL, parked), FIELD(own_order, TIME, placed_at),
	FIELD(own_order, MONEY, total_fen), FIELD(own_order, MONEY, paid_fen),
	FIELD(own_order, INT, line_count), FIELD(own_order, TEXT, summary) };
static const struct record own_record = RECORD(own_order, own_fields);

#define OWN_COLUMNS "id, order_no, state, parked, placed_at, total_fen, paid_fen, line_count, summary"
SQL(member_newest_sql,
    "SELECT " OWN_COLUMNS " FROM orders WHERE member_id = ? ORDER BY placed_at DESC, id DESC LIMIT ?",
    .samples =
	"SELECT member_id, 5 FROM orders WHERE id = (SELECT MAX(id) FROM orders) UNION ALL SELECT 0, 0");
SQL(member_by_order_sql, "SELECT member_id FROM orders WHERE order_no = ?",
    .samples = "SELECT MAX(order_no) FROM orders UNION ALL SELECT ''");

/* --- the list --------------------------------------------------------------------------------------------------- */

static const struct list_filter own_filters[] = {
	{ .name = "state",
	    .kind = LIST_CHOICE,
	    .label = "orders.field.state",
	    .column = "o.state",
	    .numeric = true,
	    .choices = order_state_choices,
	    .count_scope = true },
	{ .name = "placed",
	    .kind = LIST_DAYS,
	    .label = "orders.field.placed_at",
	    .column = "o.placed_at",
	    .numeric = true },
	{ .name = "total",
	    .kind = LIST_MONEY,
	    .label = "orders.field.total",
	    .column = "o.total_fen",
	    .numeric = true },
};
static const struct list_sort own_sorts[] = {
	{ .name = "placed", .label = "orders.sort.newest", .column = "o.placed_at", .descending = true },
};
static const struct list_index own_indexes[] = {
	{ NULL, "placed", "orders_member" },
	{ NULL, NULL, "PRIMARY" },
};
static const struct list_column own_columns[] = {
	{ "order_no", "orders.field.order_no", NULL, "no" },
	{ "placed_at", "orders.field.placed_at", "placed", "at" },
	{ "summary", "orders.field.goods", NULL, "what" },
	{ "total_fen", "orders.field.total_yuan", NULL, "m" },
	{ "state", "orders.field.state", NULL, "state" },
	{ "paid_fen", "orders.field.paid_yuan", NULL, NULL },
};

static void
own_show(struct req *req, struct node *row, const void *values)
{
	const struct own_order *order = values;

	node_static(row, "no", order->order_no);
	node_static(row, "at", day_text(req->ctx.arena, clock_day(order->placed_at)));
	node_static(row, "what", summary_text(req, order->summary, order->line_count));
	node_static(row, "m", money_text(req->ctx.arena, order->total_fen));
	node_int(row, "s", order->parked ? 11 : order->state);
	node_static(row, "state", lang(req, order_state_key(order->state)));
}

static const char *
own_cell(struct req *req, const void *values, size_t column, int64_t *number)
{
	const struct own_order *order = values;

	switch (column) {
	case 0:
		return order->order_no;
	case 1:
		return time_text(req->ctx.arena, order->placed_at);
	case 2:
		return summary_text(req, order->summary, order->line_count);
	case 4:
		return lang(req, order_state_key(order->state));
	default:
		*number = column == 3 ? order->total_fen : order->paid_fen;
		return NULL;
	}
}

static size_t
own_scope(struct req *req, struct arg *args, size_t most)
{
	args[0] = arg_int(req->id);
	return most > 0;
}

const struct list member_orders_list = {
	.name = "orders.member",
	.path = "/members/#/orders",
	.select = "o.id AS id, o.order_no AS order_no, o.state AS state, o.parked AS parked, o.placed_at AS "
		  "placed_at, o.total_fen AS total_fen, o.paid_fen AS paid_fen, o.line_count AS line_count, "
		  "o.summary AS summary",
	.from = "orders o",
	.where = "o.member_id = ?",
	.scope = own_scope,
	.key = "o.id",
	.money = "o.total_fen",
	.record = &own_record,
	.columns = own_columns,
	.column_count = COUNT_OF(own_columns),
	.filters = own_filters,
	.filter_count = COUNT_OF(own_filters),
	.sorts = own_sorts,
	.sort_count = COUNT_OF(own_sorts),
	.indexes = own_indexes,
	.index_count = COUNT_OF(own_indexes),
	.export_right = &RIGHT_ORDER_EXPORT,
	.show = own_show,
	.cell = own_cell,
	.item = "/orders/#",
};

/* GET /members/#/orders */
enum rc
orders_member(struct req *req)
{
	struct member member;
	enum rc rc = member_head(req, req->id, "orders", &member);

	return rc == RC_OK ? list_page(req, &member_orders_list) : rc;
}

/* --- the part --------------------------------------------------------------------------------------------------- */

static enum rc
own_figure(struct req *req, const struct member *member, struct member_figure *figure)
{
	figure->value = figure->count = number_text(req, member->orders);
	figure->note = member->last_order_at != 0
			   ? lang_text(req, "orders.member.last",
				 day_text(req->ctx.arena, clock_day(member->last_order_at)), NULL)
			   : lang(req, "orders.member.none");
	return RC_OK;
}

static enum rc
own_panel(struct req *req, const struct member *member, struct member_line *lines, size_t *count)
{
	struct arena *arena = req->ctx.arena;
	struct rows found;
	const struct own_order *order;
	enum rc rc;

	if (member->last_order_at == 0)
		return RC_OK; /* the row tells that there are none */
	rc = db_rows(&req->ctx, &member_newest_sql, &own_record, &found,
	    ARGS(arg_int(member->id), arg_int(MEMBER_LINES)));
	if (rc != RC_OK)
		return rc;
	order = found.items;
	for (*count = 0; *count < found.count; (*count)++, order++)
		lines[*count] = (struct member_line){ .label = order->order_no,
			.path = arena_printf(arena, "/orders/%" PRId64, order->id),
			.style = arena_printf(
			    arena, "state s%" PRId64, order->parked ? INT64_C(11) : order->state),
			.state = lang(req, order_state_key(order->state)),
			.text = money_text(arena, order->total_fen) };
	return RC_OK;
}

static enum rc
own_find(struct ctx *ctx, const char *text, int64_t *member_id)
{
	if (strlen(text) > 40)
		return RC_NOT_FOUND;
	return db_int(ctx, &member_by_order_sql, member_id, ARGS(arg_text(text)));
}

static enum rc
own_prove(struct ctx *ctx, const struct member *member, const char *text, bool *proved)
{
	int64_t member_id = 0;
	enum rc rc = own_find(ctx, text, &member_id);

	*proved = rc == RC_OK && member_id == member->id;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static const struct member_part orders_part = {
	.name = "orders",
	.order = 20,
	.label = "orders.member.tab",
	.path = "/members/#/orders",
	.right = &RIGHT_ORDER_SEE,
	.figure = own_figure,
	.panel = own_panel,
	.prove = own_prove,
	.find = own_find,
	.action = "orders.member.place",
	.action_path = "/orders/new?member=#",
	.action_right = &RIGHT_ORDER_PLACE,
};
__attribute__((constructor)) static void
orders_part_start(void)
{
	member_part_add(&orders_part);
}
