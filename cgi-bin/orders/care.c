/* SPDX-License-Identifier: MIT */
/* Orders follow their members: to the one a duplicate goes into and back, and they forget who is erased (RULE SEC-4).
 * Not what members are: members/. */
#include "orders/care.h"
#include "audit/audit.h"
#include "base/lookup.h"
#include "policy/policy.h"

#include <inttypes.h>

SQL(orders_of_sql, "SELECT id FROM orders FORCE INDEX (orders_member) WHERE member_id = ? LIMIT ?",
    .samples = "SELECT member_id, 1001 FROM orders WHERE id = (SELECT MAX(id) FROM orders) UNION ALL SELECT "
	       "0, 1001");
SQL(orders_forget_sql,
    "UPDATE orders FORCE INDEX (orders_member) SET consignee = '', phone = '', district_id = 0, address = "
    "'', note = '', version = version + 1 WHERE member_id = ?",
    .samples = "SELECT member_id FROM orders WHERE id = (SELECT MAX(id) FROM orders) UNION ALL SELECT 0");
SQL(queue_forget_sql,
    "UPDATE order_queue FORCE INDEX (order_queue_member) SET member_name = '', phone = '', last4 = '', "
    "version = version + 1 WHERE member_id = ?",
    .samples = "SELECT MAX(member_id) FROM order_queue UNION ALL SELECT 0");

struct id_row {
	int64_t id;
};
static const struct field id_fields[] = { FIELD(id_row, ID, id) };
static const struct record id_record = RECORD(id_row, id_fields);

void
order_forget(struct order *order)
{
	order->consignee = order->phone = order->address = order->note = "";
	order->district_id = 0;
}

/* --- from one member to another ----------------------------------------------------------------------------------- */

static enum rc
move_audit(struct ctx *ctx, const struct order_change *changes, size_t count, const struct member *from,
    const struct member *to)
{
	size_t i;
	enum rc rc = RC_OK;

	for (i = 0; rc == RC_OK && i < count; i++) {
		struct diff diff = { .count = 0 };

		diff_add(&diff, "orders.field.member", from->member_no, to->member_no);
		rc = audit_add(ctx, "order.member", "order", changes[i].after.id, &diff);
	}
	return rc;
}

/* Rows of the queue show name, phone and tier of whom the order is. */
static enum rc
move_queue(struct ctx *ctx, const struct order_change *changes, struct queue_tier *tiers, size_t count,
    const struct member *to)
{
	struct order *gone = arena_array(ctx->arena, count + 1, sizeof(*gone));
	struct arg *args = arena_array(ctx->arena, count + 1, QUEUE_ARGS * sizeof(*args));
	struct sheet_walls walls;
	size_t i, waiting = 0;
	enum rc rc = sheet_walls_get(ctx, &walls);

	for (i = 0; rc == RC_OK && i < count; i++) {
		struct queue_member shown;

		if (!order_waits(&changes[i].before))
			continue;
		shown = queue_member_of(ctx, &changes[i].after, to);
		tiers[i].after = to->tier;
		queue_args(args + waiting * QUEUE_ARGS, &changes[i].after, &shown, &walls);
		gone[waiting++] = changes[i].before;
	}
	if (rc == RC_OK)
		rc = queue_drop_many(ctx, gone, waiting);
	return rc == RC_OK ? queue_put_many(ctx, args, waiting) : rc;
}

/* As the batch of an import changes them: save, queue, counts, the event that totals, tiers and points follow. */
static enum rc
orders_move(struct ctx *ctx, const int64_t *ids, size_t count, int64_t from_id, int64_t to_id)
{
	struct order_change *changes = arena_array(ctx->arena, count + 1, sizeof(*changes));
	struct queue_tier *tiers = arena_array(ctx->arena, count + 1, sizeof(*tiers));
	struct member from, to;
	struct rows found = { NULL, 0 };
	const struct order_locked *locked;
	size_t i;
	enum rc rc = member_get(ctx, from_id, &from);

	if (rc == RC_OK)
		rc = member_get(ctx, to_id, &to);
	if (rc == RC_OK && count > 0)
		rc = order_lock_many(ctx, ids, count, &found);
	if (rc != RC_OK || found.count == 0)
		return rc;
	locked = found.items;
	for (i = 0; i < found.count; i++) {
		if (locked[i].order.member_id != from_id)
			return ctx_refuse(ctx, "orders.refused.moved_on", locked[i].order.order_no, NULL);
		changes[i].before = changes[i].after = locked[i].order;
		changes[i].after.member_id = to_id;
		changes[i].after.version++;
		tiers[i].before = locked[i].queue_tier;
	}
	rc = order_save_many(ctx, changes, found.count);
	if (rc == RC_OK)
		rc = move_queue(ctx, changes, tiers, found.count, &to);
	if (rc == RC_OK)
		rc = order_follow(ctx, changes, tiers, found.count);
	return rc == RC_OK ? move_audit(ctx, changes, found.count, &from, &to) : rc;
}

enum rc
orders_member_merged(struct ctx *ctx, const void *items, size_t count)
{
	const struct member_merge *merge = items;
	struct figure most;
	struct rows found = { NULL, 0 };
	struct member_moved *moved;
	int64_t *ids;
	size_t i;
	enum rc rc = policy_get(ctx, "members.merge_orders", ctx->now, &most);

	(void)count;
	if (rc == RC_OK)
		rc = db_rows(ctx, &orders_of_sql, &id_record, &found,
		    ARGS(arg_int(merge->from), arg_int(most.value + 1)));
	if (rc != RC_OK)
		return rc;
	if (found.count > (size_t)most.value)
		return ctx_refuse(
		    ctx, "orders.refused.many", arena_printf(ctx->arena, "%" PRId64, most.value), NULL);
	ids = arena_array(ctx->arena, found.count + 1, sizeof(*ids));
	moved = arena_array(ctx->arena, found.count + 1, sizeof(*moved));
	for (i = 0; i < found.count; i++) {
		ids[i] = ((const struct id_row *)found.items)[i].id;
		moved[i].record_id = ids[i];
	}
	rc = member_merge_note(ctx, merge->merge_id, "order", moved, found.count);
	return rc == RC_OK ? orders_move(ctx, ids, found.count, merge->from, merge->to) : rc;
}

enum rc
orders_member_unmerged(struct ctx *ctx, const void *items, size_t count)
{
	const struct member_merge *merge = items;
	const struct member_moved *moved;
	struct rows noted;
	int64_t *ids;
	size_t i;
	enum rc rc = member_merge_noted(ctx, merge->merge_id, "order", &noted);

	(void)count;
	if (rc != RC_OK)
		return rc;
	moved = noted.items;
	ids = arena_array(ctx->arena, noted.count + 1, sizeof(*ids));
	for (i = 0; i < noted.count; i++)
		ids[i] = moved[i].record_id;
	return orders_move(ctx, ids, noted.count, merge->to, merge->from);
}

/* --- erased ------------------------------------------------------------------------------------------------------------- */

/* The daily sheets stay as they were frozen: they hold a masked name and nothing else of a person (ORD-4). */
enum rc
orders_member_erased(struct ctx *ctx, const void *items, size_t count)
{
	const int64_t *ids = items;
	size_t i;
	enum rc rc = RC_OK;

	for (i = 0; rc == RC_OK && i < count; i++) {
		rc = db_exec(ctx, &orders_forget_sql, ARGS(arg_int(ids[i])));
		if (rc == RC_OK)
			rc = db_exec(ctx, &queue_forget_sql, ARGS(arg_int(ids[i])));
	}
	return rc;
}
