/* SPDX-License-Identifier: MIT */
/* A member's points follow their orders (RULE MEM-2, MEM-3), in the transaction that changes these. Not events are counted but what
 * an order is worth now is compared with what was posted for it, and the difference posted: a change delivered twice, late or out
 * of order, an import run again, lines that come after their order, all end in the same balance. The order's own lock keeps two
 * changes of it apart. */
#include "points/follow.h"

#include "base/lookup.h"
#include "base/money.h"
#include "points/store.h"
#include "policy/policy.h"

#include <inttypes.h>

/* A batch of changes that may matter. */
struct follow {
	const struct order_change **changes;
	size_t count;
	struct lookup *goods_at, *posted_at; /* order id → index */
	const struct order_class_sum *goods;
	const struct points_posted *posted;
	struct points_entry *entries;
	struct points_posted *saved;
	size_t entry_count, saved_count;
};

static enum rc
follow_read(struct ctx *ctx, struct follow *follow)
{
	int64_t *ids = arena_array(ctx->arena, follow->count, sizeof(*ids));
	struct rows goods, posted;
	enum rc rc;

	for (size_t i = 0; i < follow->count; i++)
		ids[i] = follow->changes[i]->after.id;
	rc = order_class_sums(ctx, ids, follow->count, &goods);
	if (rc == RC_OK)
		rc = points_posted_find(ctx, ids, follow->count, &posted);
	if (rc != RC_OK)
		return rc;
	follow->goods = goods.items;
	follow->goods_at = lookup_new(ctx->arena, goods.count);
	for (size_t i = 0; i < goods.count; i++)
		(void)lookup_add_id(follow->goods_at, follow->goods[i].order_id, (int64_t)i);
	follow->posted = posted.items;
	follow->posted_at = lookup_new(ctx->arena, posted.count);
	for (size_t i = 0; i < posted.count; i++)
		(void)lookup_add_id(follow->posted_at, follow->posted[i].order_id, (int64_t)i);
	return RC_OK;
}

/* RULE MEM-2: what was in force when the order was placed decides: a later policy neither takes nor gives twice (chosen). */
static enum rc
rates_of(struct ctx *ctx, int64_t placed_at, struct points_rates *rates, int64_t *version)
{
	struct figure ordinary, special, when;
	enum rc rc = policy_get(ctx, "members.points_ordinary", placed_at, &ordinary);

	if (rc == RC_OK)
		rc = policy_get(ctx, "members.points_special", placed_at, &special);
	if (rc == RC_OK)
		rc = policy_get(ctx, "members.points_when", placed_at, &when);
	if (rc != RC_OK)
		return rc;
	*rates = (struct points_rates){ ordinary.value, special.value, when.value };
	*version = ordinary.version;
	return RC_OK;
}

static struct points_entry *
entry_begin(struct ctx *ctx, struct follow *follow, const struct order *order, struct points_posted *posted,
    int64_t points)
{
	struct points_entry *entry = &follow->entries[follow->entry_count++];

	*entry = (struct points_entry){ .member_id = order->member_id,
		.points = points,
		.event_key =
		    arena_printf(ctx->arena, "order:%" PRId64 ":%" PRId64, order->id, ++posted->entries),
		.cause_kind = "order",
		.cause_id = order->id,
		.cause_no = order->order_no,
		.arg0 = "",
		.arg1 = "" };
	posted->posted += points;
	return entry;
}

/* When an order came so far as to earn, as it says itself: history that is imported keeps its own times. */
static int64_t
earned_at(const struct order *order, const struct points_rates *rates, int64_t now)
{
	int64_t at = rates->when == POINTS_WHEN_PAID ? order->paid_at : order->signed_at;

	return at > 0 && at < now ? at : now;
}

/* Why, in words: what it earned on, or what was paid back of what. */
static void
entry_tell(
    struct ctx *ctx, struct points_entry *entry, const struct order *order, const struct points_goods *goods)
{
	if (entry->points > 0) {
		entry->kind = POINTS_EARN;
		entry->text_key = goods->special_fen == 0    ? "points.text.ordinary"
				  : goods->ordinary_fen == 0 ? "points.text.special"
							     : "points.text.mixed";
		entry->arg0 = money_text(
		    ctx->arena, goods->ordinary_fen != 0 ? goods->ordinary_fen : goods->special_fen);
		if (goods->ordinary_fen != 0 && goods->special_fen != 0)
			entry->arg1 = money_text(ctx->arena, goods->special_fen);
		return;
	}
	entry->kind = POINTS_REVERSE;
	entry->text_key = order->refunded_fen > 0 ? "points.text.refund" : "points.text.correction";
	if (order->refunded_fen > 0) {
		entry->arg0 = money_text(ctx->arena, order->refunded_fen);
		entry->arg1 = money_text(ctx->arena, order->paid_fen);
	}
}

/* The order went to another member (a merge, a corrected import): what was posted for it goes along. */
static void
follow_member(
    struct ctx *ctx, struct follow *follow, const struct order_change *change, struct points_posted *posted)
{
	int64_t points = posted->posted;
	struct points_entry *entry;

	if (change->before.id == 0 || change->before.member_id == change->after.member_id || points == 0)
		return;
	entry = entry_begin(ctx, follow, &change->before, posted, -points);
	entry->kind = POINTS_MOVE;
	entry->text_key = "points.text.order_out";
	entry = entry_begin(ctx, follow, &change->after, posted, points);
	entry->kind = POINTS_MOVE;
	entry->text_key = "points.text.order_in";
}

static enum rc
follow_one(struct ctx *ctx, struct follow *follow, const struct order_change *change)
{
	const struct order *order = &change->after;
	int64_t goods_at = lookup_find_id(follow->goods_at, order->id, -1),
		posted_at = lookup_find_id(follow->posted_at, order->id, -1), due, version;
	struct points_goods goods = { 0, 0 };
	struct points_posted posted = { order->id, 0, 0 };
	struct points_rates rates;
	size_t before = follow->entry_count;
	enum rc rc = rates_of(ctx, order->placed_at, &rates, &version);

	if (rc != RC_OK)
		return rc;
	if (goods_at >= 0)
		goods = (struct points_goods){ follow->goods[goods_at].ordinary_fen,
			follow->goods[goods_at].special_fen };
	if (posted_at >= 0)
		posted = follow->posted[posted_at];
	follow_member(ctx, follow, change, &posted);
	due = points_due(order, &goods, &rates);
	if (due != posted.posted) {
		struct points_entry *entry = entry_begin(ctx, follow, order, &posted, due - posted.posted);

		entry_tell(ctx, entry, order, &goods);
		if (entry->kind == POINTS_EARN)
			entry->at = earned_at(order, &rates, ctx->now);
	}
	for (size_t i = before; i < follow->entry_count; i++)
		follow->entries[i].policy_version = version;
	if (follow->entry_count > before)
		follow->saved[follow->saved_count++] = posted;
	return RC_OK;
}

enum rc
points_orders_changed(struct ctx *ctx, const void *items, size_t count)
{
	const struct order_change *changes = items;
	struct follow follow = { .count = 0 };
	enum rc rc;

	follow.changes = arena_array(ctx->arena, count + 1, sizeof(*follow.changes));
	for (size_t i = 0; i < count; i++)
		if (points_may_change(&changes[i]))
			follow.changes[follow.count++] = &changes[i];
	if (follow.count == 0)
		return RC_OK;
	rc = follow_read(ctx, &follow);
	follow.entries = arena_array(ctx->arena, follow.count, 3 * sizeof(*follow.entries));
	follow.saved = arena_array(ctx->arena, follow.count, sizeof(*follow.saved));
	for (size_t i = 0; i < follow.count && rc == RC_OK; i++)
		rc = follow_one(ctx, &follow, follow.changes[i]);
	if (rc == RC_OK)
		rc = points_post_many(ctx, follow.entries, follow.entry_count);
	return rc == RC_OK ? points_posted_save(ctx, follow.saved, follow.saved_count) : rc;
}
