/* SPDX-License-Identifier: MIT */
/* The queue of ORD-2, confirmations, and what follows from each change: counts, sums per day, the event.
 * Not the orders themselves: store.c. */
#include "base/lookup.h"
#include "db/count.h"
#include "orders/store.h"
#include "policy/policy.h"

#include <string.h>
#include <unistd.h>

const struct event ORDER_CHANGED = { "order.changed" };

SQL(queue_put_sql,
    "INSERT INTO order_queue (placed_at, order_id, due_at, version, order_no, member_name, phone, tier, "
    "summary, line_count, total_fen, paid_fen, amount_band, notify, stock, parked, park_reason, digit, "
    "province_id, member_id, last4) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    .samples = "SELECT 0, 0, 0, 1, 'sample', '', '', 0, '', 0, 0, 0, 0, 0, 0, 0, '', 0, 0, 0, ''");
SQL(queue_change_sql,
    "UPDATE order_queue SET version = ?, member_name = IF(? = '', member_name, ?), phone = IF(? = '', "
    "phone, ?), last4 = IF(? = '', last4, ?), paid_fen = ?, parked = ?, park_reason = ? "
    "WHERE placed_at = ? AND order_id = ?",
    .samples = "SELECT 1, '', '', '', '', '', '', 0, 0, '', MAX(placed_at), 0 FROM order_queue"
	       " UNION ALL SELECT 1, '', '', '', '', '', '', 0, 0, '', 0, 0");
SQL(queue_drop_sql, "DELETE FROM order_queue WHERE placed_at = ? AND order_id = ?",
    .samples = "SELECT MAX(placed_at), 0 FROM order_queue UNION ALL SELECT 0, 0");

static enum rc
walls_read(struct ctx *ctx, const char *key, const struct wall **walls, size_t *count)
{
	struct figure *figures;
	struct wall *made;
	enum rc rc = policy_versions(ctx, key, &figures, count);

	if (rc != RC_OK)
		return rc;
	made = arena_array(ctx->arena, *count, sizeof(*made));
	for (size_t i = 0; i < *count; i++)
		made[i] = (struct wall){ figures[i].since, figures[i].value };
	*walls = made;
	return RC_OK;
}

enum rc
sheet_walls_get(struct ctx *ctx, struct sheet_walls *walls)
{
	enum rc rc = walls_read(ctx, "orders.sheet_close", &walls->close, &walls->closes);

	return rc == RC_OK ? walls_read(ctx, "orders.sheet_due", &walls->due, &walls->dues) : rc;
}

/* The consignee where there is one: that is who is checked and called; else the member. */
struct queue_member
queue_member_of(struct ctx *ctx, const struct order *order, const struct member *member)
{
	const char *name = order->consignee != NULL && order->consignee[0] ? order->consignee : member->name;
	const char *phone = order->phone != NULL && order->phone[0] ? order->phone : member->phone;

	return (
	    struct queue_member){ mask_name(ctx->arena, name), mask_phone(ctx->arena, phone), member->tier };
}

/* The last four of a masked phone show; a shorter one has none to be asked for by. */
static const char *
last4(const char *masked)
{
	size_t length = strlen(masked);

	return length >= 8 ? masked + length - 4 : "";
}

void
queue_args(struct arg args[QUEUE_ARGS], const struct order *order, const struct queue_member *member,
    const struct sheet_walls *walls)
{
	const struct arg made[QUEUE_ARGS] = { arg_int(order->placed_at), arg_int(order->id),
		arg_int(order_due(order->placed_at, walls)), arg_int(order->version),
		arg_text(order->order_no), arg_text(member->name), arg_text(member->phone),
		arg_int(member->tier), arg_text(order->summary), arg_int(order->line_count),
		arg_int(order->total_fen), arg_int(order->paid_fen), arg_int(order->amount_band),
		arg_int(order->notify), arg_int(order->stock), arg_int(order->parked),
		arg_text(order->park_reason), arg_int(order->digit), arg_int(order->province_id),
		arg_int(order->member_id), arg_text(last4(member->phone)) };

	memcpy(args, made, sizeof(made));
}

enum rc
queue_put_many(struct ctx *ctx, const struct arg *args, size_t count)
{
	return count == 0 ? RC_OK : db_exec_many(ctx, &queue_put_sql, args, QUEUE_ARGS, count);
}

enum rc
queue_change(struct ctx *ctx, const struct order *order)
{
	const char *name = mask_name(ctx->arena, order->consignee),
		   *phone = mask_phone(ctx->arena, order->phone);

	return db_send(ctx, &queue_change_sql,
	    ARGS(arg_int(order->version), arg_text(name), arg_text(name), arg_text(phone), arg_text(phone),
		arg_text(last4(phone)), arg_text(last4(phone)), arg_int(order->paid_fen),
		arg_int(order->parked), arg_text(order->park_reason), arg_int(order->placed_at),
		arg_int(order->id)));
}

enum rc
queue_drop(struct ctx *ctx, const struct order *order)
{
	return db_send(ctx, &queue_drop_sql, ARGS(arg_int(order->placed_at), arg_int(order->id)));
}

enum rc
queue_drop_many(struct ctx *ctx, const struct order *orders, size_t count)
{
	struct arg *args = arena_array(ctx->arena, count * 2, sizeof(*args));
	size_t i;

	for (i = 0; i < count; i++) {
		args[i * 2] = arg_int(orders[i].placed_at);
		args[i * 2 + 1] = arg_int(orders[i].id);
	}
	return count == 0 ? RC_OK : db_exec_many(ctx, &queue_drop_sql, args, 2, count);
}

/* --- a member's tier changed ------------------------------------------------------------------------------------ */

struct retier {
	int64_t placed_at, order_id, before, after, total_fen;
};
static const struct field retier_fields[] = { FIELD(retier, TIME, placed_at), FIELD(retier, ID, order_id),
	FIELD(retier, INT, before), FIELD(retier, INT, after), FIELD(retier, MONEY, total_fen) };
static const struct record retier_record = RECORD(retier, retier_fields);

#define RETIER_COLUMNS                                                                                       \
	"SELECT q.placed_at, q.order_id, q.tier AS `before`, m.tier AS `after`, q.total_fen FROM "
SQL(queue_retier_one_sql,
    RETIER_COLUMNS
    "order_queue q JOIN member m ON m.id = q.member_id WHERE q.member_id = ? AND q.tier <> m.tier",
    .samples = "SELECT MAX(member_id) FROM order_queue UNION ALL SELECT 0");
SQL(queue_retier_find_sql,
    RETIER_COLUMNS
    "JSON_TABLE(?, '$[*]' COLUMNS (wanted BIGINT UNSIGNED PATH '$')) j"
    " STRAIGHT_JOIN order_queue q ON q.member_id = j.wanted STRAIGHT_JOIN member m ON m.id = q.member_id"
    " WHERE q.tier <> m.tier",
    .samples = "SELECT '[0]'", .why = "the JSON list itself is read as rows");
SQL(queue_retier_sql, "UPDATE order_queue SET tier = ? WHERE placed_at = ? AND order_id = ?",
    .samples = "SELECT 0, MAX(placed_at), 0 FROM order_queue UNION ALL SELECT 0, 0, 0");

enum rc
order_queue_retier(struct ctx *ctx, const int64_t *member_ids, size_t count)
{
	struct rows found;
	const struct retier *rows;
	struct arg *args;
	struct count_delta *deltas;
	size_t i;
	enum rc rc;

	if (count == 0)
		return RC_OK;
	if (count == 1)
		rc =
		    db_rows(ctx, &queue_retier_one_sql, &retier_record, &found, ARGS(arg_int(member_ids[0])));
	else
		rc = db_rows(ctx, &queue_retier_find_sql, &retier_record, &found,
		    ARGS(arg_text(json_ids(ctx->arena, member_ids, count))));
	if (rc != RC_OK || found.count == 0)
		return rc;
	rows = found.items;
	args = arena_array(ctx->arena, found.count * 3, sizeof(*args));
	deltas = arena_array(ctx->arena, found.count * 2, sizeof(*deltas));
	for (i = 0; i < found.count; i++) {
		args[i * 3] = arg_int(rows[i].after);
		args[i * 3 + 1] = arg_int(rows[i].placed_at);
		args[i * 3 + 2] = arg_int(rows[i].order_id);
		deltas[i * 2] =
		    (struct count_delta){ "orders.queue", "tier", rows[i].before, -1, -rows[i].total_fen };
		deltas[i * 2 + 1] =
		    (struct count_delta){ "orders.queue", "tier", rows[i].after, 1, rows[i].total_fen };
	}
	rc = db_exec_many(ctx, &queue_retier_sql, args, 3, found.count);
	return rc == RC_OK ? count_add(ctx, deltas, found.count * 2) : rc;
}

/* --- confirmations ---------------------------------------------------------------------------------------------- */

SQL(confirmation_add_sql,
    "INSERT INTO order_confirmation (order_id, confirmed_at, account_id, staff, total_fen, notify) VALUES "
    "(?, ?, ?, ?, ?, ?)",
    .samples = "SELECT 0, 0, 0, '', 0, 0");
SQL(confirmation_find_sql,
    "SELECT sheet_id, confirmed_at, account_id, staff FROM order_confirmation WHERE order_id = ?",
    .samples = "SELECT MAX(order_id) FROM order_confirmation UNION ALL SELECT 0");

static const struct field confirmation_fields[] = { FIELD(confirmation, ID, sheet_id),
	FIELD(confirmation, TIME, confirmed_at), FIELD(confirmation, ID, account_id),
	FIELD(confirmation, TEXT, staff) };
static const struct record confirmation_record = RECORD(confirmation, confirmation_fields);

#define CONFIRMATION_ARGS 6

enum rc
confirmation_add_many(struct ctx *ctx, const struct order *orders, const char *const *staff, size_t count)
{
	struct arg *args = arena_array(ctx->arena, count * CONFIRMATION_ARGS, sizeof(*args));
	size_t i;

	for (i = 0; i < count; i++) {
		const struct arg made[CONFIRMATION_ARGS] = { arg_int(orders[i].id),
			arg_int(orders[i].confirmed_at), arg_int(orders[i].confirmed_by), arg_text(staff[i]),
			arg_int(orders[i].total_fen), arg_int(orders[i].notify) };

		memcpy(args + i * CONFIRMATION_ARGS, made, sizeof(made));
	}
	return count == 0 ? RC_OK : db_send_many(ctx, &confirmation_add_sql, args, CONFIRMATION_ARGS, count);
}

enum rc
confirmation_find(struct ctx *ctx, int64_t order_id, struct confirmation *confirmation)
{
	return db_row(
	    ctx, &confirmation_find_sql, &confirmation_record, confirmation, ARGS(arg_int(order_id)));
}

/* --- what follows ----------------------------------------------------------------------------------------------- */

/* Deltas gathered by place without a sort: an import brings fifteen for each of a thousand orders. */
struct tally {
	struct lookup *places;
	struct count_delta *deltas;
	size_t count, room;
};

enum dimension {
	ALL_ALL,
	ALL_STATE,
	ALL_DIGIT,
	ALL_PROVINCE,
	ALL_CHANNEL,
	ALL_BAND,
	ALL_FLAWS,
	QUEUE_ALL,
	QUEUE_DIGIT,
	QUEUE_PARKED,
	QUEUE_STOCK,
	QUEUE_NOTIFY,
	QUEUE_TIER,
	QUEUE_PROVINCE,
	QUEUE_BAND
};
static const struct {
	const char *list, *dimension;
} dimensions[] = {
	[ALL_ALL] = { "orders", "" },
	[ALL_STATE] = { "orders", "state" },
	[ALL_DIGIT] = { "orders", "digit" },
	[ALL_PROVINCE] = { "orders", "province" },
	[ALL_CHANNEL] = { "orders", "channel" },
	[ALL_BAND] = { "orders", "band" },
	[ALL_FLAWS] = { "orders", "flaws" },
	[QUEUE_ALL] = { "orders.queue", "" },
	[QUEUE_DIGIT] = { "orders.queue", "digit" },
	[QUEUE_PARKED] = { "orders.queue", "parked" },
	[QUEUE_STOCK] = { "orders.queue", "stock" },
	[QUEUE_NOTIFY] = { "orders.queue", "notify" },
	[QUEUE_TIER] = { "orders.queue", "tier" },
	[QUEUE_PROVINCE] = { "orders.queue", "province" },
	[QUEUE_BAND] = { "orders.queue", "band" },
};
#define DIMENSIONS (sizeof(dimensions) / sizeof(dimensions[0]))

static void
tally_add(struct tally *tally, enum dimension dimension, int64_t value, int64_t sign, int64_t fen)
{
	int64_t place = (int64_t)dimension << 40 | value;
	int64_t at = lookup_add_id(tally->places, place, (int64_t)tally->count);

	if (at == (int64_t)tally->count)
		tally->deltas[tally->count++] = (struct count_delta){ dimensions[dimension].list,
			dimensions[dimension].dimension, value, 0, 0 };
	tally->deltas[at].rows += sign;
	tally->deltas[at].fen += sign * fen;
}

static void
tally_order(struct tally *tally, const struct order *order, int64_t tier, int64_t sign)
{
	int64_t fen = order->total_fen;

	if (order->version == 0)
		return;
	tally_add(tally, ALL_ALL, 0, sign, fen);
	tally_add(tally, ALL_STATE, order->state, sign, fen);
	tally_add(tally, ALL_DIGIT, order->digit, sign, fen);
	tally_add(tally, ALL_PROVINCE, order->province_id, sign, fen);
	tally_add(tally, ALL_CHANNEL, order->channel, sign, fen);
	tally_add(tally, ALL_BAND, order->amount_band, sign, fen);
	tally_add(tally, ALL_FLAWS, order->flaws, sign, fen);
	if (!order_waits(order))
		return;
	tally_add(tally, QUEUE_ALL, 0, sign, fen);
	tally_add(tally, QUEUE_DIGIT, order->digit, sign, fen);
	tally_add(tally, QUEUE_PARKED, order->parked, sign, fen);
	tally_add(tally, QUEUE_STOCK, order->stock, sign, fen);
	tally_add(tally, QUEUE_NOTIFY, order->notify, sign, fen);
	tally_add(tally, QUEUE_TIER, tier, sign, fen);
	tally_add(tally, QUEUE_PROVINCE, order->province_id, sign, fen);
	tally_add(tally, QUEUE_BAND, order->amount_band, sign, fen);
}

static enum rc
follow_counts(
    struct ctx *ctx, const struct order_change *changes, const struct queue_tier *tiers, size_t count)
{
	struct tally tally = { .room = count * 2 * DIMENSIONS };
	size_t i;

	tally.places = lookup_new(ctx->arena, tally.room);
	tally.deltas = arena_array(ctx->arena, tally.room, sizeof(*tally.deltas));
	for (i = 0; i < count; i++) {
		tally_order(&tally, &changes[i].before, tiers[i].before, -1);
		tally_order(&tally, &changes[i].after, tiers[i].after, 1);
	}
	return count_add(ctx, tally.deltas, tally.count);
}

#define DAY_SHARDS 8
#define DAY_ARGS 5
SQL(order_day_add_sql,
    "INSERT INTO order_day (day, measure, shard, orders, fen) VALUES (?, ?, ?, ?, ?)"
    " ON DUPLICATE KEY UPDATE orders = orders + VALUE(orders), fen = fen + VALUE(fen)",
    .samples = "SELECT 0, 0, 0, 0, 0");

static int
day_compare(const void *left, const void *right)
{
	const struct day_delta *a = left, *b = right;

	if (a->day != b->day)
		return a->day < b->day ? -1 : 1;
	return (a->measure > b->measure) - (a->measure < b->measure);
}

static enum rc
follow_days(struct ctx *ctx, const struct order_change *changes, size_t count)
{
	struct day_delta *deltas = arena_array(ctx->arena, count * 2 * DAY_MEASURES, sizeof(*deltas));
	struct arg *args;
	int64_t shard = getpid() % DAY_SHARDS;
	size_t i, made = 0, kept = 0, rows = 0;

	for (i = 0; i < count; i++)
		made += order_day_deltas(&changes[i], deltas + made);
	if (made == 0)
		return RC_OK;
	/* sorted, so that all writers take these rows in the same order */
	qsort(deltas, made, sizeof(*deltas), day_compare);
	for (i = 0; i < made; i++)
		if (kept > 0 && day_compare(&deltas[kept - 1], &deltas[i]) == 0) {
			deltas[kept - 1].orders += deltas[i].orders;
			deltas[kept - 1].fen += deltas[i].fen;
		} else {
			deltas[kept++] = deltas[i];
		}
	args = arena_array(ctx->arena, kept * DAY_ARGS, sizeof(*args));
	for (i = 0; i < kept; i++) {
		const struct arg row[DAY_ARGS] = { arg_int(deltas[i].day), arg_int(deltas[i].measure),
			arg_int(shard), arg_int(deltas[i].orders), arg_int(deltas[i].fen) };

		if (deltas[i].orders != 0 || deltas[i].fen != 0)
			memcpy(args + rows++ * DAY_ARGS, row, sizeof(row));
	}
	return rows == 0 ? RC_OK : db_send_many(ctx, &order_day_add_sql, args, DAY_ARGS, rows);
}

enum rc
order_follow(
    struct ctx *ctx, const struct order_change *changes, const struct queue_tier *tiers, size_t count)
{
	enum rc rc = RC_OK;

	if (count > 0)
		rc = follow_counts(ctx, changes, tiers, count);
	if (rc == RC_OK && count > 0)
		rc = follow_days(ctx, changes, count);
	if (rc == RC_OK && count > 0)
		rc = event_send(ctx, &ORDER_CHANGED, changes, count);
	return rc;
}
