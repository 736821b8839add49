/* SPDX-License-Identifier: MIT */
/* SQL of orders with their lines, payments and steps. Not of the queue and the sheet: store_queue.c, store_sheet.c. */
#include "orders/store.h"
#include "audit/audit.h"
#include "base/clock.h"
#include "base/lookup.h"

#include <string.h>

static const struct field order_fields[] = { FIELD(order, ID, id), FIELD(order, TEXT, order_no),
	FIELD(order, ID, member_id), FIELD(order, INT, state), FIELD(order, INT, back_state),
	FIELD(order, BOOL, parked), FIELD(order, TEXT, park_reason), FIELD(order, INT, digit),
	FIELD(order, INT, channel), FIELD(order, TIME, placed_at), FIELD(order, TIME, confirmed_at),
	FIELD(order, ID, confirmed_by), FIELD(order, TIME, paid_at), FIELD(order, TIME, shipped_at),
	FIELD(order, TIME, signed_at), FIELD(order, TIME, closed_at), FIELD(order, TIME, cancelled_at),
	FIELD(order, MONEY, goods_fen), FIELD(order, MONEY, discount_fen), FIELD(order, MONEY, freight_fen),
	FIELD(order, MONEY, total_fen), FIELD(order, MONEY, paid_fen), FIELD(order, MONEY, refunded_fen),
	FIELD(order, INT, amount_band), FIELD(order, INT, line_count), FIELD(order, TEXT, summary),
	FIELD(order, INT, stock), FIELD(order, INT, notify), FIELD(order, TEXT, consignee),
	FIELD(order, TEXT, phone), FIELD(order, ID, province_id), FIELD(order, ID, city_id),
	FIELD(order, ID, district_id), FIELD(order, TEXT, address), FIELD(order, TEXT, note),
	FIELD(order, TIME, requested_at), FIELD(order, ID, placed_by), FIELD(order, ID, witness_id),
	FIELD(order, ID, first_id), FIELD(order, BOOL, imported), FIELD(order, BOOL, sum_lines),
	FIELD(order, INT, flaws), FIELD(order, INT, version) };
const struct record order_record = RECORD(order, order_fields);
#define ORDER_FIELDS (sizeof(order_fields) / sizeof(order_fields[0]))
#define ORDER_ARGS (ORDER_FIELDS - 1) /* all but the id */

#define ORDER_COLUMNS                                                                                        \
	"id, order_no, member_id, state, back_state, parked, park_reason, digit, channel, placed_at, "       \
	"confirmed_at, confirmed_by, paid_at, shipped_at, signed_at, closed_at, cancelled_at, "              \
	"goods_fen, discount_fen, freight_fen, total_fen, paid_fen, refunded_fen, amount_band, "             \
	"line_count, summary, stock, notify, consignee, phone, province_id, city_id, district_id, "          \
	"address, note, requested_at, placed_by, witness_id, first_id, imported, sum_lines, flaws, "         \
	"version"
#define ORDER_GIVEN                                                                                          \
	"order_no, member_id, state, back_state, parked, park_reason, digit, channel, placed_at, "           \
	"confirmed_at, confirmed_by, paid_at, shipped_at, signed_at, closed_at, cancelled_at, "              \
	"goods_fen, discount_fen, freight_fen, total_fen, paid_fen, refunded_fen, amount_band, "             \
	"line_count, summary, stock, notify, consignee, phone, province_id, city_id, district_id, "          \
	"address, note, requested_at, placed_by, witness_id, first_id, imported, sum_lines, flaws, "         \
	"version"
#define ORDER_SETS                                                                                           \
	"order_no = ?, member_id = ?, state = ?, back_state = ?, parked = ?, park_reason = ?, digit = "      \
	"?, channel = ?, placed_at = ?, confirmed_at = ?, confirmed_by = ?, paid_at = ?, shipped_at = "      \
	"?, signed_at = ?, closed_at = ?, cancelled_at = ?, goods_fen = ?, discount_fen = ?, "               \
	"freight_fen = ?, total_fen = ?, paid_fen = ?, refunded_fen = ?, amount_band = ?, line_count = "     \
	"?, summary = ?, stock = ?, notify = ?, consignee = ?, phone = ?, province_id = ?, city_id = "       \
	"?, district_id = ?, address = ?, note = ?, requested_at = ?, placed_by = ?, witness_id = ?, "       \
	"first_id = ?, imported = ?, sum_lines = ?, flaws = ?, version = ?"
#define ORDER_SAMPLES                                                                                        \
	"'sample', 1, 1, 1, 1, '', 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, '', 1, 1, '', '', " \
	"1, 1, 1, '', '', 1, 1, 1, 1, 1, 1, 1, 1"
#define ORDER_LOCKED                                                                                         \
	"o.id, o.order_no, o.member_id, o.state, o.back_state, o.parked, o.park_reason, o.digit, "           \
	"o.channel, o.placed_at, o.confirmed_at, o.confirmed_by, o.paid_at, o.shipped_at, o.signed_at, "     \
	"o.closed_at, o.cancelled_at, o.goods_fen, o.discount_fen, o.freight_fen, o.total_fen, "             \
	"o.paid_fen, o.refunded_fen, o.amount_band, o.line_count, o.summary, o.stock, o.notify, "            \
	"o.consignee, o.phone, o.province_id, o.city_id, o.district_id, o.address, o.note, "                 \
	"o.requested_at, o.placed_by, o.witness_id, o.first_id, o.imported, o.sum_lines, o.flaws, "          \
	"o.version"

SQL(order_get_sql, "SELECT " ORDER_COLUMNS " FROM orders WHERE id = ?",
    .samples = "SELECT MAX(id) FROM orders UNION ALL SELECT 0");
SQL(order_find_no_sql, "SELECT id FROM orders WHERE order_no = ?",
    .samples = "SELECT MAX(order_no) FROM orders UNION ALL SELECT ''");
SQL(order_lock_sql,
    "SELECT " ORDER_LOCKED ", COALESCE(q.tier, 0) AS queue_tier FROM orders o"
    " LEFT JOIN order_queue q ON q.order_id = o.id WHERE o.id = ? FOR UPDATE",
    .samples = "SELECT MAX(id) FROM orders UNION ALL SELECT 0");
SQL(order_lock_many_sql,
    "SELECT " ORDER_LOCKED ", COALESCE(q.tier, 0) AS queue_tier FROM JSON_TABLE(?, '$[*]' COLUMNS (wanted "
    "BIGINT UNSIGNED PATH '$')) j STRAIGHT_JOIN orders o ON o.id = j.wanted LEFT JOIN order_queue q "
    "ON q.order_id = o.id FOR UPDATE",
    .samples = "SELECT '[0]'", .why = "the JSON list itself is read as rows");
SQL(order_ids_sql,
    "SELECT o.id, o.order_no FROM JSON_TABLE(?, '$[*]' COLUMNS (wanted VARCHAR(40) CHARACTER "
    "SET utf8mb4 PATH '$')) j STRAIGHT_JOIN orders o ON o.order_no = j.wanted COLLATE utf8mb4_bin",
    .samples = "SELECT '[\"0\"]'", .why = "the JSON list itself is read as rows");
SQL(order_add_sql,
    "INSERT INTO orders (" ORDER_GIVEN ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
    "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    .samples = "SELECT " ORDER_SAMPLES);
SQL(order_save_sql, "UPDATE orders SET " ORDER_SETS " WHERE id = ? AND version = ?",
    .samples = "SELECT " ORDER_SAMPLES ", MAX(id), 0 FROM orders UNION ALL SELECT " ORDER_SAMPLES ", 0, 0");

/* A confirmation, the most frequent change, touches nothing else of an order. */
SQL(order_confirm_sql,
    "UPDATE orders SET state = ?, confirmed_at = ?, confirmed_by = ?, version = ? WHERE id = ? AND version = "
    "?",
    .samples = "SELECT 1, 1, 1, 1, MAX(id), 0 FROM orders UNION ALL SELECT 1, 1, 1, 1, 0, 0");

static struct arg
order_arg(const struct order *order, const struct field *field)
{
	const void *at = (const char *)order + field->offset;

	if (field->type == FIELD_TEXT) {
		const char *text = *(const char *const *)at;

		return arg_text(text != NULL ? text : "");
	}
	return arg_int(field->type == FIELD_BOOL ? *(const bool *)at : *(const int64_t *)at);
}

SQL(order_newest_sql,
    "SELECT " ORDER_COLUMNS " FROM orders FORCE INDEX (orders_member) WHERE member_id = ? ORDER BY placed_at "
    "DESC, id DESC LIMIT ?",
    .samples = "SELECT MAX(member_id), 8 FROM orders UNION ALL SELECT 0, 8");
SQL(order_goods_sql,
    "SELECT line_no, product_id, quantity, title FROM order_line WHERE order_id = ? ORDER BY line_no LIMIT "
    "100",
    .samples = "SELECT MAX(order_id) FROM order_line UNION ALL SELECT 0");

#define OF_ORDERS(columns, rest)                                                                             \
	"SELECT " columns " FROM JSON_TABLE(?, '$[*]' COLUMNS (wanted BIGINT UNSIGNED PATH '$')) j"          \
	" STRAIGHT_JOIN " rest
SQL(order_briefs_sql, OF_ORDERS("o.id, o.member_id, o.shipped_at", "orders o ON o.id = j.wanted"),
    .samples = "SELECT '[0]'", .why = "the JSON list itself is read as rows");
SQL(order_products_sql,
    OF_ORDERS("DISTINCT l.order_id, l.product_id",
	"order_line l ON l.order_id = j.wanted WHERE l.product_id > 0 ORDER BY l.order_id, l.product_id"),
    .samples = "SELECT '[0]'", .why = "the JSON list itself is read as rows");

static void
order_args(struct arg args[], const struct order *order)
{
	size_t i;

	for (i = 0; i < ORDER_ARGS; i++)
		args[i] = order_arg(order, &order_fields[i + 1]);
}

static bool
confirms_only(const struct order_change *change)
{
	struct order moved = change->before;
	size_t i;

	moved.state = change->after.state;
	moved.confirmed_at = change->after.confirmed_at;
	moved.confirmed_by = change->after.confirmed_by;
	moved.version = change->after.version;
	for (i = 0; i < ORDER_FIELDS; i++) {
		struct arg a = order_arg(&moved, &order_fields[i]),
			   b = order_arg(&change->after, &order_fields[i]);

		if (a.number != b.number || a.length != b.length ||
		    (a.length > 0 && memcmp(a.data, b.data, a.length) != 0))
			return false;
	}
	return true;
}

enum rc
order_get(struct ctx *ctx, int64_t id, struct order *order)
{
	return db_row(ctx, &order_get_sql, &order_record, order, ARGS(arg_int(id)));
}

enum rc
order_find_no(struct ctx *ctx, const char *order_no, int64_t *id)
{
	return db_int(ctx, &order_find_no_sql, id, ARGS(arg_text(order_no)));
}

enum rc
order_newest(struct ctx *ctx, int64_t member_id, int64_t most, struct rows *orders)
{
	return db_rows(
	    ctx, &order_newest_sql, &order_record, orders, ARGS(arg_int(member_id), arg_int(most)));
}

static const struct field brief_fields[] = { FIELD(order_brief, ID, id), FIELD(order_brief, ID, member_id),
	FIELD(order_brief, TIME, shipped_at) };
static const struct record brief_record = RECORD(order_brief, brief_fields);

enum rc
order_briefs(struct ctx *ctx, const int64_t *ids, size_t count, struct rows *briefs)
{
	return db_rows(
	    ctx, &order_briefs_sql, &brief_record, briefs, ARGS(arg_text(json_ids(ctx->arena, ids, count))));
}

static const struct field product_fields[] = { FIELD(order_product, ID, order_id),
	FIELD(order_product, ID, product_id) };
static const struct record product_record = RECORD(order_product, product_fields);

enum rc
order_products(struct ctx *ctx, const int64_t *ids, size_t count, struct rows *products)
{
	return db_rows(ctx, &order_products_sql, &product_record, products,
	    ARGS(arg_text(json_ids(ctx->arena, ids, count))));
}

static const struct field goods_fields[] = { FIELD(order_goods, INT, line_no),
	FIELD(order_goods, ID, product_id), FIELD(order_goods, INT, quantity),
	FIELD(order_goods, TEXT, title) };
static const struct record goods_record = RECORD(order_goods, goods_fields);

enum rc
order_goods(struct ctx *ctx, int64_t order_id, struct rows *goods)
{
	return db_rows(ctx, &order_goods_sql, &goods_record, goods, ARGS(arg_int(order_id)));
}

/* struct order_locked begins with its order, so the order's fields serve it too. */
static const struct record *
locked_record(void)
{
	static struct field fields[ORDER_FIELDS + 1];
	static const struct record record = { fields, ORDER_FIELDS + 1, sizeof(struct order_locked) };
	static const struct field tier = FIELD(order_locked, INT, queue_tier);

	if (fields[0].name == NULL) {
		memcpy(fields, order_fields, sizeof(order_fields));
		fields[ORDER_FIELDS] = tier;
	}
	return &record;
}

const char *
actor_text(struct ctx *ctx)
{
	if (ctx->actor.account_id == 0)
		return "";
	return arena_printf(ctx->arena, "%s %s", ctx->actor.name, ctx->actor.staff_no);
}

enum rc
order_conflict(struct ctx *ctx, const char *kind, int64_t id)
{
	struct rows entries;
	const struct audit_entry *last;
	enum rc rc = audit_history(ctx, kind, id, 1, &entries);

	if (rc != RC_OK)
		return rc;
	if (entries.count == 0) /* an import changed it: its batch says so, not the record */
		return ctx_fail(ctx, RC_CONFLICT, "orders.conflict.unknown", NULL);
	last = entries.items;
	return ctx_fail(ctx, RC_CONFLICT, "orders.conflict.known",
	    arena_printf(ctx->arena, "%s %s", last->name, last->staff_no), time_text(ctx->arena, last->at),
	    arena_printf(ctx->arena, "@audit.action.%s", last->action), NULL);
}

enum rc
order_lock(struct ctx *ctx, int64_t id, int64_t version, struct order_locked *locked)
{
	enum rc rc = db_row(ctx, &order_lock_sql, locked_record(), locked, ARGS(arg_int(id)));

	if (rc == RC_OK && locked->order.version != version)
		rc = order_conflict(ctx, "order", id);
	return rc;
}

enum rc
order_lock_many(struct ctx *ctx, const int64_t *ids, size_t count, struct rows *locked)
{
	return db_rows(ctx, &order_lock_many_sql, locked_record(), locked,
	    ARGS(arg_text(json_ids(ctx->arena, ids, count))));
}

struct numbered {
	int64_t id;
	const char *order_no;
};
static const struct field numbered_fields[] = { FIELD(numbered, ID, id), FIELD(numbered, TEXT, order_no) };
static const struct record numbered_record = RECORD(numbered, numbered_fields);

enum rc
order_ids(struct ctx *ctx, const char *const *numbers, size_t count, int64_t *ids)
{
	struct lookup *lookup = lookup_new(ctx->arena, count);
	struct rows found;
	const struct numbered *rows;
	size_t i;
	enum rc rc = db_rows(ctx, &order_ids_sql, &numbered_record, &found,
	    ARGS(arg_text(json_texts(ctx->arena, numbers, count))));

	if (rc != RC_OK)
		return rc;
	rows = found.items;
	for (i = 0; i < found.count; i++) /* a number asked for twice is found twice */
		(void)lookup_add(lookup, rows[i].order_no, rows[i].id);
	for (i = 0; i < count; i++)
		ids[i] = lookup_find(lookup, numbers[i], 0);
	return RC_OK;
}

enum rc
order_add(struct ctx *ctx, struct order *order)
{
	struct arg args[ORDER_ARGS];
	enum rc rc;

	order_args(args, order);
	rc = db_exec(ctx, &order_add_sql, args, ORDER_ARGS);
	if (rc == RC_OK)
		order->id = db_insert_id(ctx);
	return rc;
}

enum rc
order_add_many(struct ctx *ctx, const struct order *orders, size_t count)
{
	struct arg *args = arena_array(ctx->arena, count * ORDER_ARGS, sizeof(*args));
	size_t i;

	for (i = 0; i < count; i++)
		order_args(args + i * ORDER_ARGS, &orders[i]);
	return count == 0 ? RC_OK : db_exec_many(ctx, &order_add_sql, args, ORDER_ARGS, count);
}

static void
save_args(struct arg args[ORDER_ARGS + 2], const struct order_change *change)
{
	order_args(args, &change->after);
	args[ORDER_ARGS] = arg_int(change->before.id);
	args[ORDER_ARGS + 1] = arg_int(change->before.version);
}

enum rc
order_save(struct ctx *ctx, const struct order_change *change)
{
	const struct order *before = &change->before, *after = &change->after;
	struct arg args[ORDER_ARGS + 2];

	if (confirms_only(change))
		return db_send(ctx, &order_confirm_sql,
		    ARGS(arg_int(after->state), arg_int(after->confirmed_at), arg_int(after->confirmed_by),
			arg_int(after->version), arg_int(before->id), arg_int(before->version)));
	save_args(args, change);
	return db_send(ctx, &order_save_sql, args, ORDER_ARGS + 2);
}

enum rc
order_save_many(struct ctx *ctx, const struct order_change *changes, size_t count)
{
	struct arg *args = arena_array(ctx->arena, count * (ORDER_ARGS + 2), sizeof(*args));
	size_t i;

	for (i = 0; i < count; i++)
		save_args(args + i * (ORDER_ARGS + 2), &changes[i]);
	/* locked before: the guard cannot miss */
	return count == 0 ? RC_OK : db_exec_many(ctx, &order_save_sql, args, ORDER_ARGS + 2, count);
}

/* --- steps, lines, payments ------------------------------------------------------------------------------------- */

static const struct field step_fields[] = { FIELD(order_step, INT, step_no), FIELD(order_step, TIME, at),
	FIELD(order_step, ID, account_id), FIELD(order_step, INT, from_state),
	FIELD(order_step, INT, to_state), FIELD(order_step, TEXT, reason) };
static const struct record step_record = RECORD(order_step, step_fields);

SQL(order_step_add_sql,
    "INSERT INTO order_step (order_id, step_no, at, account_id, from_state, to_state, reason) VALUES (?, ?, "
    "?, ?, ?, ?, ?)",
    .samples = "SELECT 0, 1, 0, 0, 1, 2, ''");
SQL(order_step_list_sql,
    "SELECT step_no, at, account_id, from_state, to_state, reason FROM order_step WHERE order_id = ? ORDER "
    "BY step_no",
    .samples = "SELECT MAX(id) FROM orders UNION ALL SELECT 0");

enum rc
order_step_add(struct ctx *ctx, const struct order_change *change, const char *reason)
{
	if (change->before.state == change->after.state)
		return RC_OK;
	return db_send(ctx, &order_step_add_sql,
	    ARGS(arg_int(change->after.id), arg_int(change->after.version), arg_int(ctx->now),
		arg_int(ctx->actor.account_id), arg_int(change->before.state), arg_int(change->after.state),
		arg_text(reason != NULL ? reason : "")));
}

enum rc
order_step_list(struct ctx *ctx, int64_t order_id, struct rows *steps)
{
	return db_rows(ctx, &order_step_list_sql, &step_record, steps, ARGS(arg_int(order_id)));
}

static const struct field line_fields[] = { FIELD(order_line, INT, line_no),
	FIELD(order_line, ID, product_id), FIELD(order_line, TEXT, title), FIELD(order_line, INT, class),
	FIELD(order_line, MONEY, unit_fen), FIELD(order_line, INT, quantity),
	FIELD(order_line, MONEY, sum_fen), FIELD(order_line, MONEY, freight_fen) };
const struct record order_line_record = RECORD(order_line, line_fields);

SQL(order_line_list_sql,
    "SELECT line_no, product_id, title, class, unit_fen, quantity, sum_fen, freight_fen FROM order_line"
    " WHERE order_id = ? ORDER BY line_no",
    .samples = "SELECT MAX(id) FROM orders UNION ALL SELECT 0");
SQL(order_line_add_sql,
    "INSERT INTO order_line (order_id, line_no, product_id, title, class, unit_fen, quantity, sum_fen, "
    "freight_fen) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    .samples = "SELECT 0, 1, 0, '', 0, 0, 1, 0, 0");

enum rc
order_line_list(struct ctx *ctx, int64_t order_id, struct rows *lines)
{
	return db_rows(ctx, &order_line_list_sql, &order_line_record, lines, ARGS(arg_int(order_id)));
}

#define LINE_ARGS 9

enum rc
order_line_add_many(struct ctx *ctx, int64_t order_id, const struct order_item *items, size_t count)
{
	struct arg *args = arena_array(ctx->arena, count * LINE_ARGS, sizeof(*args));
	size_t i;

	for (i = 0; i < count; i++) {
		const struct arg made[LINE_ARGS] = { arg_int(order_id), arg_int((int64_t)i + 1),
			arg_int(items[i].product_id), arg_text(items[i].title), arg_int(items[i].class),
			arg_int(items[i].unit_fen), arg_int(items[i].quantity),
			arg_int(items[i].unit_fen * items[i].quantity), arg_int(items[i].freight_fen) };

		memcpy(args + i * LINE_ARGS, made, sizeof(made));
	}
	return count == 0 ? RC_OK : db_exec_many(ctx, &order_line_add_sql, args, LINE_ARGS, count);
}

static const struct field payment_fields[] = { FIELD(order_payment, INT, payment_no),
	FIELD(order_payment, INT, method), FIELD(order_payment, MONEY, amount_fen),
	FIELD(order_payment, TIME, paid_at), FIELD(order_payment, TEXT, reference),
	FIELD(order_payment, ID, recorded_by) };
const struct record order_payment_record = RECORD(order_payment, payment_fields);

SQL(order_payment_list_sql,
    "SELECT payment_no, method, amount_fen, paid_at, reference, recorded_by FROM order_payment "
    "WHERE order_id = ? ORDER BY payment_no",
    .samples = "SELECT MAX(id) FROM orders UNION ALL SELECT 0");
SQL(order_payment_add_sql,
    "INSERT INTO order_payment (order_id, payment_no, method, amount_fen, paid_at, reference, recorded_by)"
    " SELECT ?, COALESCE(MAX(payment_no), 0) + 1, ?, ?, ?, ?, ? FROM order_payment WHERE order_id = ?",
    .samples = "SELECT MAX(id), 1, 0, 0, '', 0, MAX(id) FROM orders UNION ALL SELECT 0, 1, 0, 0, '', 0, 0");

enum rc
order_payment_list(struct ctx *ctx, int64_t order_id, struct rows *payments)
{
	return db_rows(
	    ctx, &order_payment_list_sql, &order_payment_record, payments, ARGS(arg_int(order_id)));
}

/* The order is locked, so nobody else takes the same number. */
enum rc
order_payment_add(struct ctx *ctx, int64_t order_id, const struct order_payment *payment)
{
	return db_exec(ctx, &order_payment_add_sql,
	    ARGS(arg_int(order_id), arg_int(payment->method), arg_int(payment->amount_fen),
		arg_int(payment->paid_at), arg_text(payment->reference), arg_int(payment->recorded_by),
		arg_int(order_id)));
}

/* --- goods by class --------------------------------------------------------------------------------------------- */

SQL(order_class_sums_sql,
    "SELECT l.order_id, CAST(SUM(IF(l.class = 0, l.sum_fen, 0)) AS SIGNED) AS ordinary_fen, "
    "CAST(SUM(IF(l.class = 0, 0, l.sum_fen)) AS SIGNED) AS special_fen "
    "FROM JSON_TABLE(?, '$[*]' COLUMNS (wanted BIGINT UNSIGNED PATH '$')) j STRAIGHT_JOIN order_line l "
    "ON l.order_id = j.wanted GROUP BY l.order_id",
    .samples = "SELECT '[0]'", .why = "the JSON list itself is read as rows");

static const struct field class_sum_fields[] = { FIELD(order_class_sum, ID, order_id),
	FIELD(order_class_sum, MONEY, ordinary_fen), FIELD(order_class_sum, MONEY, special_fen) };
static const struct record class_sum_record = RECORD(order_class_sum, class_sum_fields);

enum rc
order_class_sums(struct ctx *ctx, const int64_t *ids, size_t count, struct rows *sums)
{
	return db_rows(ctx, &order_class_sums_sql, &class_sum_record, sums,
	    ARGS(arg_text(json_ids(ctx->arena, ids, count))));
}

/* --- a member's total over time ---------------------------------------------------------------------------------- */

SQL(order_member_recent_sql,
    "SELECT state, flaws, placed_at, paid_at, total_fen, refunded_fen FROM orders "
    "WHERE member_id = ? ORDER BY placed_at DESC LIMIT ?",
    .samples = "SELECT MAX(member_id), 200 FROM orders UNION ALL SELECT 0, 200");

static const struct field recent_fields[] = { FIELD(order, INT, state), FIELD(order, INT, flaws),
	FIELD(order, TIME, placed_at), FIELD(order, TIME, paid_at), FIELD(order, MONEY, total_fen),
	FIELD(order, MONEY, refunded_fen) };
static const struct record recent_record = RECORD(order, recent_fields);

enum rc
order_paid_recent(struct ctx *ctx, int64_t member_id, size_t most, struct rows *added)
{
	struct order_added *kept = arena_array(ctx->arena, most + 1, sizeof(*kept));
	const struct order *orders;
	struct rows found;
	enum rc rc = db_rows(ctx, &order_member_recent_sql, &recent_record, &found,
	    ARGS(arg_int(member_id), arg_int((int64_t)most)));

	*added = (struct rows){ kept, 0 };
	orders = found.items;
	for (size_t i = 0; rc == RC_OK && i < found.count; i++)
		if (order_paid(&orders[i]))
			kept[added->count++] =
			    (struct order_added){ orders[i].paid_at != 0 ? orders[i].paid_at
									 : orders[i].placed_at,
				    orders[i].total_fen - orders[i].refunded_fen };
	return rc;
}
