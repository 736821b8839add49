/* SPDX-License-Identifier: MIT */
/* The list of all orders. Not the queue: pages_queue.c; not one order's page: pages_order.c. */
#include "base/clock.h"
#include "base/money.h"
#include "orders/pages_choices.h"

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

struct order_row_shown {
	const char *order_no;
	int64_t state;
	bool parked;
	int64_t channel, placed_at, total_fen, paid_fen, line_count;
	const char *summary, *consignee, *phone;
	int64_t flaws;
};
static const struct field shown_fields[] = { FIELD(order_row_shown, TEXT, order_no),
	FIELD(order_row_shown, INT, state), FIELD(order_row_shown, BOOL, parked),
	FIELD(order_row_shown, INT, channel), FIELD(order_row_shown, TIME, placed_at),
	FIELD(order_row_shown, MONEY, total_fen), FIELD(order_row_shown, MONEY, paid_fen),
	FIELD(order_row_shown, INT, line_count), FIELD(order_row_shown, TEXT, summary),
	FIELD(order_row_shown, TEXT, consignee), FIELD(order_row_shown, TEXT, phone),
	FIELD(order_row_shown, INT, flaws) };
static const struct record shown_record = RECORD(order_row_shown, shown_fields);

static const struct list_filter order_filters[] = {
	{ .name = "state",
	    .kind = LIST_CHOICE,
	    .label = "orders.field.state",
	    .column = "o.state",
	    .numeric = true,
	    .choices = order_state_choices,
	    .dimension = "state" },
	{ .name = "digit",
	    .kind = LIST_CHOICE,
	    .label = "orders.field.digit",
	    .column = "o.digit",
	    .numeric = true,
	    .choices = order_digit_choices,
	    .dimension = "digit" },
	{ .name = "province",
	    .kind = LIST_CHOICE,
	    .label = "orders.field.province",
	    .column = "o.province_id",
	    .numeric = true,
	    .provide = member_provinces_provide,
	    .dimension = "province" },
	{ .name = "channel",
	    .kind = LIST_CHOICE,
	    .label = "orders.field.channel",
	    .column = "o.channel",
	    .numeric = true,
	    .choices = order_channel_choices,
	    .dimension = "channel" },
	{ .name = "band",
	    .kind = LIST_CHOICE,
	    .label = "orders.field.band",
	    .column = "o.amount_band",
	    .numeric = true,
	    .choices = order_band_choices,
	    .dimension = "band" },
	{ .name = "flaws",
	    .kind = LIST_CHOICE,
	    .label = "orders.field.flaws",
	    .column = "o.flaws",
	    .numeric = true,
	    .provide = flaws_provide,
	    .dimension = "flaws" },
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
	{ .name = "member",
	    .kind = LIST_EXACT,
	    .label = "orders.field.member_id",
	    .column = "o.member_id",
	    .numeric = true },
	{ .name = "agent",
	    .kind = LIST_EXACT,
	    .label = "orders.field.placed_by",
	    .column = "o.placed_by",
	    .numeric = true },
	{ .name = "no",
	    .kind = LIST_PREFIX,
	    .label = "orders.field.order_no",
	    .column = "o.order_no",
	    .search = true },
};
#define ORDER_FILTER_NO 10

static size_t
order_search(const char *text, struct arena *arena, const char **rewritten)
{
	(void)arena;
	*rewritten = text;
	return ORDER_FILTER_NO;
}

static const struct list_sort order_sorts[] = {
	{ .name = "placed", .label = "orders.sort.newest", .column = "o.placed_at", .descending = true },
	{ .name = "total", .label = "orders.sort.total", .column = "o.total_fen", .descending = true },
};
static const struct list_index order_indexes[] = {
	{ NULL, "placed", "orders_placed" },
	{ NULL, "total", "orders_total" },
	{ "state", "placed", "orders_state" },
	{ "state", "total", "orders_state_total" },
	{ "digit", "placed", "orders_digit" },
	{ "digit", "total", "orders_digit_total" },
	{ "province", "placed", "orders_province" },
	{ "province", "total", "orders_province_total" },
	{ "channel", "placed", "orders_channel" },
	{ "channel", "total", "orders_channel_total" },
	{ "band", "placed", "orders_band" },
	{ "flaws", "placed", "orders_flaws" },
	{ "member", "placed", "orders_member" },
	{ "agent", "placed", "orders_agent" },
	{ "no", NULL, "orders_no" },
};
static const struct list_column order_columns[] = {
	{ "order_no", "orders.field.order_no", NULL, "who" },
	{ "placed_at", "orders.field.placed_at", "placed", "at" },
	{ "consignee", "orders.field.consignee", NULL, "who" },
	{ "summary", "orders.field.goods", NULL, "what" },
	{ "total_fen", "orders.field.total_yuan", "total", "m" },
	{ "paid_fen", "orders.field.paid_yuan", NULL, "num" },
	{ "channel", "orders.field.channel", NULL, "num" },
	{ "state", "orders.field.state", NULL, "state" },
	{ "flaws", "orders.field.flaws", NULL, NULL },
};

static const char *
channel_text(struct req *req, int64_t channel)
{
	static const char *const keys[] = { "orders.channel.0", "orders.channel.1", "orders.channel.2" };

	return lang(req, keys[channel >= 0 && channel < 3 ? channel : 0]);
}

static void
order_show(struct req *req, struct node *row, const void *values)
{
	const struct order_row_shown *order = values;
	struct arena *arena = req->ctx.arena;

	node_static(row, "no", order->order_no);
	node_static(row, "at", short_time(req, order->placed_at));
	node_static(row, "who",
	    arena_join(
		arena, mask_name(arena, order->consignee), " ", mask_phone(arena, order->phone), NULL));
	node_static(row, "what", summary_text(req, order->summary, order->line_count));
	node_static(row, "m", money_text(arena, order->total_fen));
	node_static(row, "paid", order->paid_fen != 0 ? money_text(arena, order->paid_fen) : "");
	node_static(row, "x", channel_text(req, order->channel));
	node_int(row, "s", order->parked ? 11 : order->state);
	node_static(row, "state", lang(req, order_state_key(order->state)));
}

static const char *
order_cell(struct req *req, const void *values, size_t column, int64_t *number)
{
	const struct order_row_shown *order = values;
	struct arena *arena = req->ctx.arena;

	switch (column) {
	case 0:
		return order->order_no;
	case 1:
		return time_text(arena, order->placed_at);
	case 2:
		return arena_printf(
		    arena, "%s %s", mask_name(arena, order->consignee), mask_phone(arena, order->phone));
	case 3:
		return summary_text(req, order->summary, order->line_count);
	case 4:
		*number = order->total_fen;
		return NULL;
	case 5:
		*number = order->paid_fen;
		return NULL;
	case 6:
		return channel_text(req, order->channel);
	case 7:
		return lang(req, order_state_key(order->state));
	default:
		return order->flaws != 0 ? flaws_text(req, order->flaws) : "";
	}
}

static const struct list_preset order_presets[] = {
	{ .label = "orders.tab.every", .query = "" },
	{ .label = "orders.state.1", .query = "state[]=1" },
	{ .label = "orders.state.2", .query = "state[]=2" },
	{ .label = "orders.state.3", .query = "state[]=3" },
	{ .label = "orders.state.4", .query = "state[]=4" },
	{ .label = "orders.state.7", .query = "state[]=7" },
};

const struct list orders_list = {
	.name = "orders",
	.path = "/orders",
	.select = "o.order_no AS order_no, o.state AS state, o.parked AS parked, o.channel AS channel, "
		  "o.placed_at AS placed_at, o.total_fen AS total_fen, o.paid_fen AS paid_fen, "
		  "o.line_count AS line_count, o.summary AS summary, o.consignee AS consignee, o.phone AS "
		  "phone, o.flaws AS flaws",
	.from = "orders o",
	.key = "o.id",
	.money = "o.total_fen",
	.version = "o.version",
	.record = &shown_record,
	.columns = order_columns,
	.column_count = COUNT_OF(order_columns),
	.filters = order_filters,
	.filter_count = COUNT_OF(order_filters),
	.sorts = order_sorts,
	.sort_count = COUNT_OF(order_sorts),
	.export_right = &RIGHT_ORDER_EXPORT,
	.show = order_show,
	.cell = order_cell,
	.route_search = order_search,
	.indexes = order_indexes,
	.index_count = COUNT_OF(order_indexes),
	.presets = order_presets,
	.preset_count = COUNT_OF(order_presets),
	.title = "(o.order_no)",
	.item = "/orders/#",
};

/* GET /orders */
enum rc
orders_index(struct req *req)
{
	view_set(req, "Page.title", lang(req, "orders.all.title"));
	return list_page(req, &orders_list);
}
