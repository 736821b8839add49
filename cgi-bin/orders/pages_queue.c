/* SPDX-License-Identifier: MIT */
/* The queue of unconfirmed orders (RULE ORD-2): what waits, who takes it, and confirming many at once.
 * Not all orders: pages_all.c; not one order's page: pages_order.c. */
#include "base/clock.h"
#include "base/money.h"
#include "orders/actions.h"
#include "orders/pages_choices.h"
#include "orders/share.h"
#include "orders/sheet.h"
#include "policy/policy.h"
#include "web/due.h"

#include <string.h>

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

struct queue_row {
	int64_t placed_at, due_at;
	const char *order_no, *member_name, *phone;
	int64_t tier;
	const char *summary;
	int64_t line_count, total_fen, paid_fen, notify, stock;
	bool parked;
	const char *park_reason;
	int64_t digit;
};
static const struct field queue_fields[] = { FIELD(queue_row, TIME, placed_at),
	FIELD(queue_row, TIME, due_at), FIELD(queue_row, TEXT, order_no), FIELD(queue_row, TEXT, member_name),
	FIELD(queue_row, TEXT, phone), FIELD(queue_row, INT, tier), FIELD(queue_row, TEXT, summary),
	FIELD(queue_row, INT, line_count), FIELD(queue_row, MONEY, total_fen),
	FIELD(queue_row, MONEY, paid_fen), FIELD(queue_row, INT, notify), FIELD(queue_row, INT, stock),
	FIELD(queue_row, BOOL, parked), FIELD(queue_row, TEXT, park_reason), FIELD(queue_row, INT, digit) };
static const struct record queue_record = RECORD(queue_row, queue_fields);

static const struct list_filter queue_filters[] = {
	{ .name = "digit",
	    .kind = LIST_CHOICE,
	    .label = "orders.field.digit",
	    .column = "q.digit",
	    .numeric = true,
	    .choices = order_digit_choices,
	    .dimension = "digit",
	    .segment = true },
	{ .name = "parked",
	    .kind = LIST_CHOICE,
	    .label = "orders.field.parked",
	    .column = "q.parked",
	    .numeric = true,
	    .choices = order_parked_choices,
	    .dimension = "parked" },
	{ .name = "band",
	    .kind = LIST_CHOICE,
	    .label = "orders.field.total",
	    .column = "q.amount_band",
	    .numeric = true,
	    .choices = order_band_choices,
	    .dimension = "band" },
	{ .name = "stock",
	    .kind = LIST_CHOICE,
	    .label = "orders.field.stock",
	    .column = "q.stock",
	    .numeric = true,
	    .choices = order_stock_choices,
	    .dimension = "stock" },
	{ .name = "notify",
	    .kind = LIST_CHOICE,
	    .label = "orders.field.notify",
	    .column = "q.notify",
	    .numeric = true,
	    .choices = order_notify_choices,
	    .dimension = "notify" },
	{ .name = "tier",
	    .kind = LIST_CHOICE,
	    .label = "orders.field.tier",
	    .column = "q.tier",
	    .numeric = true,
	    .provide = member_tiers_provide,
	    .dimension = "tier" },
	{ .name = "province",
	    .kind = LIST_CHOICE,
	    .label = "orders.field.province",
	    .column = "q.province_id",
	    .numeric = true,
	    .provide = member_provinces_provide,
	    .dimension = "province" },
	{ .name = "placed",
	    .kind = LIST_DAYS,
	    .label = "orders.field.placed_at",
	    .column = "q.placed_at",
	    .numeric = true },
	{ .name = "due",
	    .kind = LIST_DAYS,
	    .label = "orders.field.due",
	    .column = "q.due_at",
	    .numeric = true },
	{ .name = "no",
	    .kind = LIST_PREFIX,
	    .label = "orders.field.order_no",
	    .column = "q.order_no",
	    .search = true },
	{ .name = "last4",
	    .kind = LIST_EXACT,
	    .label = "orders.field.last4",
	    .column = "q.last4",
	    .search = true },
};
enum { QUEUE_FILTER_NO = 9, QUEUE_FILTER_LAST4 = 10 };

/* Four digits are the end of a phone number, anything else begins an order number (MEM-4). */
static size_t
queue_search(const char *text, struct arena *arena, const char **rewritten)
{
	(void)arena;
	*rewritten = text;
	return strlen(text) == 4 && strspn(text, "0123456789") == 4 ? QUEUE_FILTER_LAST4 : QUEUE_FILTER_NO;
}

static const struct list_sort queue_sorts[] = {
	{ .name = "placed", .label = "orders.sort.placed", .column = "q.placed_at" },
	{ .name = "total", .label = "orders.sort.total", .column = "q.total_fen", .descending = true },
};
static const struct list_index queue_indexes[] = {
	{ NULL, "placed", "PRIMARY" },
	{ NULL, "total", "order_queue_total" },
	{ "digit", "placed", "order_queue_digit" },
	{ "digit", "total", "order_queue_digit_total" },
	{ "parked", "placed", "order_queue_parked" },
	{ "parked", "total", "order_queue_parked_total" },
	{ "stock", "placed", "order_queue_stock" },
	{ "stock", "total", "order_queue_stock_total" },
	{ "notify", "placed", "order_queue_notify" },
	{ "notify", "total", "order_queue_notify_total" },
	{ "tier", "placed", "order_queue_tier" },
	{ "tier", "total", "order_queue_tier_total" },
	{ "province", "placed", "order_queue_province" },
	{ "province", "total", "order_queue_province_total" },
	{ "band", "placed", "order_queue_band" },
	{ "due", NULL, "order_queue_due" },
	{ "no", NULL, "order_queue_no" },
	{ "last4", NULL, "order_queue_last4" },
};
static const struct list_column queue_columns[] = {
	{ "order_no", "orders.field.order_no", NULL, "no" },
	{ "placed_at", "orders.field.placed_at", "placed", "at" },
	{ "member_name", "orders.field.member", NULL, "who" },
	{ "tier", "orders.field.tier", NULL, "tier" },
	{ "summary", "orders.field.goods", NULL, "what" },
	{ "total_fen", "orders.field.total_yuan", "total", "m" },
	{ "notify", "orders.field.notify", NULL, "x" },
	{ "stock", "orders.field.stock", NULL, "g" },
	{ "state", "orders.field.state", NULL, "state" },
	{ "due_at", "orders.field.due", NULL, "due" },
};

/* The number with its last digit apart, where that is the digit it is shared by (RULE ORD-3). */
static void
number_show(struct arena *arena, struct node *row, const char *order_no)
{
	size_t length = strlen(order_no);

	if (length > 0 && order_no[length - 1] >= '0' && order_no[length - 1] <= '9') {
		node_static(row, "no", arena_copy(arena, order_no, length - 1));
		node_static(row, "digit", order_no + length - 1);
	} else {
		node_static(row, "no", order_no);
	}
}

static const char *const stock_keys[] = { "orders.stock.0", "orders.stock.1", "orders.stock.2" };
static const char *const notify_keys[] = { "orders.notify.0", "orders.notify.1", "orders.notify.2" };

static int
place_at(int64_t value)
{
	return value >= 0 && value < 3 ? (int)value : 0;
}

/* What a row looks like: templates/lib/list.cs says what the marks mean. */
static const char *
row_class(struct req *req, const struct queue_row *queue)
{
	char marks[] = " t4 k0 n0 d-";

	if (queue->tier >= 0 && queue->tier < 4)
		marks[2] = (char)('1' + queue->tier);
	marks[5] = (char)('0' + place_at(queue->stock));
	marks[8] = (char)('0' + place_at(queue->notify));
	return arena_join(
	    req->ctx.arena, queue->parked ? "s11" : "s1", marks, due_class(req, queue->due_at), NULL);
}

/* At most eleven leaves on a level; what changes the look of a row is one value on its tr (templates/lib/list.cs). */
static void
queue_show(struct req *req, struct node *row, const void *values)
{
	const struct queue_row *queue = values;
	struct arena *arena = req->ctx.arena;
	struct node *cells = node_child(row, "e");

	number_show(arena, row, queue->order_no);
	node_static(row, "class", row_class(req, queue));
	node_static(row, "at", short_time(req, queue->placed_at));
	node_static(row, "who", arena_join(arena, queue->member_name, " ", queue->phone, NULL));
	node_static(row, "what", summary_text(req, queue->summary, queue->line_count));
	node_static(row, "fen", money_text(arena, queue->total_fen));
	node_static(cells, "tier", member_tier_text(req, queue->tier));
	node_static(cells, "notify", lang(req, notify_keys[place_at(queue->notify)]));
	node_static(cells, "stock", lang(req, stock_keys[place_at(queue->stock)]));
	node_static(cells, "state",
	    queue->parked ? lang_text(req, "orders.parked.why", queue->park_reason, NULL)
			  : lang(req, "orders.state.1"));
	node_static(cells, "due", due_text(req, queue->due_at));
}

static const char *
queue_cell(struct req *req, const void *values, size_t column, int64_t *number)
{
	const struct queue_row *queue = values;
	struct arena *arena = req->ctx.arena;

	switch (column) {
	case 0:
		return queue->order_no;
	case 1:
		return time_text(arena, queue->placed_at);
	case 2:
		return arena_printf(arena, "%s %s", queue->member_name, queue->phone);
	case 3:
		return member_tier_text(req, queue->tier);
	case 4:
		return summary_text(req, queue->summary, queue->line_count);
	case 5:
		*number = queue->total_fen;
		return NULL;
	case 6:
		return lang(req, notify_keys[place_at(queue->notify)]);
	case 7:
		return lang(req, stock_keys[place_at(queue->stock)]);
	case 8:
		return queue->parked ? lang_text(req, "orders.parked.why", queue->park_reason, NULL)
				     : lang(req, "orders.state.1");
	default:
		return time_text(arena, queue->due_at);
	}
}

static enum rc
bulk_confirm(struct ctx *ctx, int64_t id, int64_t version, const char *note)
{
	(void)note;
	return order_confirm(ctx, id, version);
}

static enum rc
bulk_unpark(struct ctx *ctx, int64_t id, int64_t version, const char *note)
{
	(void)note;
	return order_unpark(ctx, id, version);
}

/* The note is the other's staff number (RULE ORG-1). */
static enum rc
bulk_hand_over(struct ctx *ctx, int64_t id, int64_t version, const char *note)
{
	struct order_clerk clerk;
	enum rc rc = share_clerk_find(ctx, note, &clerk);

	return rc == RC_OK ? order_hand_over(ctx, id, version, &clerk) : rc;
}

static const struct list_bulk queue_bulk[] = {
	{ .name = "hand_over",
	    .label = "orders.bulk.hand_over",
	    .right = &RIGHT_ORDER_CONFIRM,
	    .note = "orders.bulk.hand_over_note",
	    .check = order_wait_check,
	    .run = bulk_hand_over },
	{ .name = "unpark",
	    .label = "orders.bulk.unpark",
	    .right = &RIGHT_ORDER_PARK,
	    .check = order_unpark_check,
	    .run = bulk_unpark },
	{ .name = "park",
	    .label = "orders.bulk.park",
	    .right = &RIGHT_ORDER_PARK,
	    .note = "orders.field.reason",
	    .check = order_park_check,
	    .run = order_park },
	{ .name = "confirm",
	    .label = "orders.bulk.confirm",
	    .right = &RIGHT_ORDER_CONFIRM,
	    .check = order_confirm_check,
	    .run = bulk_confirm },
};

static const struct list_preset queue_presets[] = {
	{ .label = "orders.tab.mine", .query = NULL },
	{ .label = "orders.tab.all", .query = "" },
	{ .label = "orders.tab.overdue", .query = "due_to=now", .urgent = true },
	{ .label = "orders.tab.phone", .query = "notify[]=2" },
	{ .label = "orders.tab.parked", .query = "parked[]=1" },
	{ .label = "orders.tab.short", .query = "stock[]=2" },
};

/* My digits are my default filter (RULE ORD-3). */
static const char *
queue_defaults(struct req *req)
{
	return share_query(&req->ctx);
}

const struct list orders_queue_list = {
	.name = "orders.queue",
	.path = "/orders/confirm",
	.select = "q.placed_at AS placed_at, q.due_at AS due_at, q.order_no AS order_no, q.member_name AS "
		  "member_name, q.phone AS phone, q.tier AS tier, q.summary AS summary, q.line_count AS "
		  "line_count, q.total_fen AS total_fen, q.paid_fen AS paid_fen, q.notify AS notify, "
		  "q.stock AS stock, q.parked AS parked, q.park_reason AS park_reason, q.digit AS digit",
	.from = "order_queue q",
	.key = "q.order_id",
	.money = "q.total_fen",
	.version = "q.version",
	.record = &queue_record,
	.columns = queue_columns,
	.column_count = COUNT_OF(queue_columns),
	.filters = queue_filters,
	.filter_count = COUNT_OF(queue_filters),
	.sorts = queue_sorts,
	.sort_count = COUNT_OF(queue_sorts),
	.bulk = queue_bulk,
	.bulk_count = COUNT_OF(queue_bulk),
	.export_right = &RIGHT_ORDER_EXPORT,
	.show = queue_show,
	.cell = queue_cell,
	.route_search = queue_search,
	.defaults = queue_defaults,
	.indexes = queue_indexes,
	.index_count = COUNT_OF(queue_indexes),
	.presets = queue_presets,
	.preset_count = COUNT_OF(queue_presets),
	.title = "(q.order_no)",
	.item = "/orders/#",
};

/* The sheet that is being filled, and what has been confirmed for it. */
static enum rc
sheet_line_show(struct req *req)
{
	struct sheet_walls walls;
	struct node *node = node_child(view_root(req), "Queue");
	int64_t number, day, waiting, due_at;
	enum rc rc = sheet_walls_get(&req->ctx, &walls);

	if (rc == RC_OK)
		rc = sheet_coming(&req->ctx, &number, &day, &waiting);
	if (rc != RC_OK)
		return rc;
	due_at = sheet_due(day, &walls);
	node_static(node, "sheet", lang_text(req, "orders.queue.sheet", number_text(req, number), NULL));
	node_static(node, "due", due_text_long(req, due_at));
	node_static(node, "due_state", due_class(req, due_at));
	node_static(node, "done", lang_text(req, "orders.queue.done", number_text(req, waiting), NULL));
	if (may(req, &RIGHT_SHEET_CLOSE))
		node_static(node, "close", "/orders/sheets");
	else
		node_static(node, "close_lock", right_missing(req, &RIGHT_SHEET_CLOSE));
	return RC_OK;
}

/* GET /orders/confirm */
enum rc
orders_queue(struct req *req)
{
	enum rc rc = sheet_line_show(req);

	if (rc != RC_OK)
		return rc;
	view_set(req, "Page.title", lang(req, "orders.queue.title"));
	view_set(req, "List.mark", lang(req, "orders.queue.mark"));
	share_show(req);
	return list_page(req, &orders_queue_list);
}

/* POST /orders/confirm/bulk */
enum rc
orders_queue_bulk(struct req *req)
{
	return list_bulk_freeze(req, &orders_queue_list);
}
