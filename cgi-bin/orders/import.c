/* SPDX-License-Identifier: MIT */
/* Many orders at once, matched by their numbers: the pages' rules, array-bound statements, one event a batch.
 * Not their lines and payments from files of their own: import_parts.c. */
#include "accounts/accounts.h"
#include "base/lookup.h"
#include "orders/care.h"
#include "orders/import_batch.h"
#include "orders/store.h"
#include "policy/policy.h"

#include <string.h>

/* What a batch knows besides its rows. */
struct batch {
	struct sheet_walls walls;
	int64_t limit_fen;        /* RULE ORD-5 */
	struct lookup *locked_at; /* order id → index of `locked` */
	const struct order_locked *locked;
	struct lookup *member_at; /* member id → index of `members` */
	const struct member *members;
	struct order_change *changes; /* to be made, new ones included */
	struct queue_tier *tiers;
	const struct order_row **from; /* the row behind each change */
	struct lookup *erased;         /* members whose data was erased (SEC-4): nothing brings it back */
	size_t count;
};

static const char *
text_or(const char *text)
{
	return text != NULL ? text : "";
}

static bool
state_paid(int64_t state)
{
	return state != ORDER_UNCONFIRMED_UNPAID && state != ORDER_CONFIRMED_UNPAID &&
	       state != ORDER_CANCELLED;
}

void
order_derive(struct order *order, int64_t limit_fen, bool had_payment)
{
	if (order->sum_lines)
		order->total_fen = order->goods_fen - order->discount_fen + order->freight_fen;
	if (order->total_fen < 0)
		order->total_fen = 0;
	order->digit = order_digit(order->order_no);
	order->amount_band = order_amount_band(order->total_fen);
	order->notify = order_notify(order->total_fen, limit_fen, order->imported);
	order->flaws = order_flaws(order);
	if (state_paid(order->state) && !had_payment)
		order->flaws |= FLAW_NO_PAYMENT;
}

/* Sums of the lines and payments that a row brings with it (demo). */
static void
order_gather(struct order *order, const struct order_row *row)
{
	size_t i;

	for (i = 0; i < row->line_count; i++) {
		order->goods_fen += row->lines[i].unit_fen * row->lines[i].quantity;
		order->freight_fen += row->lines[i].freight_fen;
	}
	if (row->line_count > 0)
		order->summary = row->lines[0].title;
	order->line_count = (int64_t)row->line_count;
	for (i = 0; i < row->payment_count; i++)
		order->paid_fen += row->payments[i].amount_fen;
}

static struct order
order_made(const struct order_row *row, int64_t limit_fen)
{
	struct order order = row->order;

	order.park_reason = text_or(order.park_reason);
	order.summary = text_or(order.summary);
	order.consignee = text_or(order.consignee);
	order.phone = text_or(order.phone);
	order.address = text_or(order.address);
	order.note = text_or(order.note);
	order.goods_fen = order.freight_fen = order.paid_fen = 0;
	order_gather(&order, row);
	order.sum_lines = order.total_fen < 0;
	/* its steps number as versions do, so that no later step meets one of them */
	order.version = row->step_count > 0 ? (int64_t)row->step_count : 1;
	order_derive(&order, limit_fen, row->payment_count > 0);
	return order;
}

/* An import corrects what came from outside, but takes back nothing that was done here: an order that was confirmed or
 * cancelled in the portal does not wait again. */
static bool
state_stays(const struct order *before, const struct order *given)
{
	bool done_here =
	    before->confirmed_by != 0 || (before->state == ORDER_CANCELLED && given->cancelled_at == 0);

	return done_here &&
	       (given->state == ORDER_UNCONFIRMED_UNPAID || given->state == ORDER_CONFIRMED_UNPAID);
}

static struct order
order_merged(const struct order *before, const struct order *given, int64_t limit_fen)
{
	struct order after = *before;
	bool had_payment =
	    before->paid_fen > 0 || (state_paid(before->state) && !(before->flaws & FLAW_NO_PAYMENT));

	after.member_id = given->member_id;
	after.channel = given->channel;
	after.placed_at = given->placed_at;
	if (!state_stays(before, given)) {
		after.state = given->state;
		after.confirmed_at = given->confirmed_at;
		after.shipped_at = given->shipped_at;
		after.signed_at = given->signed_at;
		after.closed_at = given->closed_at;
		after.cancelled_at = given->cancelled_at;
		if (given->paid_at != 0 || before->paid_fen == 0)
			after.paid_at = given->paid_at;
		if (!order_waits(&after)) {
			after.parked = false;
			after.park_reason = "";
		}
	}
	after.discount_fen = given->discount_fen;
	if (given->total_fen >= 0)
		after.total_fen = given->total_fen;
	after.sum_lines = given->total_fen < 0;
	after.consignee = text_or(given->consignee);
	after.phone = text_or(given->phone);
	after.province_id = given->province_id;
	after.city_id = given->city_id;
	after.district_id = given->district_id;
	after.address = text_or(given->address);
	after.note = text_or(given->note);
	after.stock = given->stock;
	order_derive(&after, limit_fen, had_payment);
	return after;
}

bool
order_same(const struct order *a, const struct order *b)
{
	size_t i;

	for (i = 0; i < order_record.count; i++) {
		const struct field *field = &order_record.fields[i];
		const char *x = (const char *)a + field->offset, *y = (const char *)b + field->offset;

		if (field->type == FIELD_TEXT) {
			if (strcmp(*(const char *const *)(const void *)x,
				*(const char *const *)(const void *)y) != 0)
				return false;
		} else if (memcmp(x, y, field->type == FIELD_BOOL ? sizeof(bool) : sizeof(int64_t)) != 0) {
			return false;
		}
	}
	return true;
}

/* --- what is there already -------------------------------------------------------------------------------------- */

static enum rc
batch_locked(struct ctx *ctx, struct batch *batch, const int64_t *ids, size_t count)
{
	int64_t *there = arena_array(ctx->arena, count + 1, sizeof(*there));
	struct rows found = { NULL, 0 };
	size_t i, asked = 0;
	enum rc rc = RC_OK;

	for (i = 0; i < count; i++)
		if (ids[i] != 0)
			there[asked++] = ids[i];
	if (asked > 0)
		rc = order_lock_many(ctx, there, asked, &found);
	batch->locked = found.items;
	batch->locked_at = lookup_new(ctx->arena, found.count);
	for (i = 0; rc == RC_OK && i < found.count; i++)
		(void)lookup_add_id(batch->locked_at, batch->locked[i].order.id, (int64_t)i);
	return rc;
}

/* Members of those that wait or will: their queue rows show name, phone and tier. */
static enum rc
batch_members(struct ctx *ctx, struct batch *batch, const struct order_row *rows, size_t count)
{
	int64_t *ids = arena_array(ctx->arena, count + 1, sizeof(*ids));
	struct rows found = { NULL, 0 };
	size_t i, asked = 0;
	enum rc rc = RC_OK;

	for (i = 0; i < count; i++)
		if (rows[i].order.state == ORDER_UNCONFIRMED_UNPAID)
			ids[asked++] = rows[i].order.member_id;
	if (asked > 0)
		rc = member_some(ctx, ids, asked, &found);
	batch->members = found.items;
	batch->member_at = lookup_new(ctx->arena, found.count);
	for (i = 0; rc == RC_OK && i < found.count; i++)
		(void)lookup_add_id(batch->member_at, batch->members[i].id, (int64_t)i);
	return rc;
}

static enum rc
batch_erased(struct ctx *ctx, struct batch *batch, const struct order_row *rows, size_t count)
{
	int64_t *ids = arena_array(ctx->arena, count + 1, sizeof(*ids));
	size_t i, found;
	enum rc rc;

	for (i = 0; i < count; i++)
		ids[i] = rows[i].order.member_id;
	rc = member_erased(ctx, ids, count, &found);
	batch->erased = lookup_new(ctx->arena, found + 1);
	for (i = 0; rc == RC_OK && i < found; i++)
		(void)lookup_add_id(batch->erased, ids[i], 1);
	return rc;
}

static enum rc
batch_begin(struct ctx *ctx, struct batch *batch, const struct order_row *rows, size_t count, int64_t *ids)
{
	const char **numbers = arena_array(ctx->arena, count + 1, sizeof(*numbers));
	struct figure limit;
	size_t i;
	enum rc rc = policy_get(ctx, "orders.phone_above", ctx->now, &limit);

	memset(batch, 0, sizeof(*batch));
	batch->changes = arena_array(ctx->arena, count + 1, sizeof(*batch->changes));
	batch->tiers = arena_array(ctx->arena, count + 1, sizeof(*batch->tiers));
	batch->from = arena_array(ctx->arena, count + 1, sizeof(*batch->from));
	if (rc == RC_OK)
		rc = sheet_walls_get(ctx, &batch->walls);
	if (rc != RC_OK)
		return rc;
	batch->limit_fen = limit.value;
	for (i = 0; i < count; i++)
		numbers[i] = rows[i].order.order_no;
	rc = order_ids(ctx, numbers, count, ids);
	if (rc == RC_OK)
		rc = batch_locked(ctx, batch, ids, count);
	if (rc == RC_OK)
		rc = batch_members(ctx, batch, rows, count);
	if (rc == RC_OK)
		rc = batch_erased(ctx, batch, rows, count);
	return rc;
}

/* --- deciding --------------------------------------------------------------------------------------------------- */

static void
after_forget(const struct batch *batch, struct order *after)
{
	if (lookup_find_id(batch->erased, after->member_id, 0) == 1)
		order_forget(after);
}

static void
batch_plan(struct batch *batch, const struct order_row *row, int64_t id, struct verdict *verdict)
{
	struct order_change *change = &batch->changes[batch->count];
	struct queue_tier *tier = &batch->tiers[batch->count];
	int64_t at = id != 0 ? lookup_find_id(batch->locked_at, id, -1) : -1, member;

	memset(change, 0, sizeof(*change));
	*tier = (struct queue_tier){ 0, 0 };
	if (at < 0) {
		verdict->outcome = BATCH_NEW;
		change->after = order_made(row, batch->limit_fen);
		after_forget(batch, &change->after);
	} else {
		change->before = batch->locked[at].order;
		change->after = order_merged(&change->before, &row->order, batch->limit_fen);
		after_forget(batch, &change->after);
		tier->before = batch->locked[at].queue_tier;
		if (order_same(&change->before, &change->after)) {
			verdict->outcome = BATCH_SAME;
			return;
		}
		verdict->outcome = BATCH_CHANGED;
		change->after.version++;
	}
	if (order_waits(&change->after)) {
		member = lookup_find_id(batch->member_at, change->after.member_id, -1);
		if (member < 0 || batch->members == NULL) {
			*verdict = (struct verdict){ BATCH_REJECTED, "member_no", "orders.invalid.member" };
			return;
		}
		tier->after = batch->members[member].tier;
	}
	batch->from[batch->count++] = row;
}

/* --- writing ---------------------------------------------------------------------------------------------------- */

static enum rc
write_orders(struct ctx *ctx, struct batch *batch)
{
	struct order *added = arena_array(ctx->arena, batch->count + 1, sizeof(*added));
	struct order_change *saved = arena_array(ctx->arena, batch->count + 1, sizeof(*saved));
	const char **numbers = arena_array(ctx->arena, batch->count + 1, sizeof(*numbers));
	int64_t *ids = arena_array(ctx->arena, batch->count + 1, sizeof(*ids));
	size_t i, adds = 0, saves = 0;
	enum rc rc;

	for (i = 0; i < batch->count; i++)
		if (batch->changes[i].before.id == 0) {
			numbers[adds] = batch->changes[i].after.order_no;
			added[adds++] = batch->changes[i].after;
		} else {
			saved[saves++] = batch->changes[i];
		}
	rc = order_add_many(ctx, added, adds);
	if (rc == RC_OK)
		rc = order_save_many(ctx, saved, saves);
	if (rc != RC_OK || adds == 0)
		return rc;
	rc = order_ids(ctx, numbers, adds, ids); /* ids of one batch need not follow each other */
	for (i = 0, adds = 0; rc == RC_OK && i < batch->count; i++)
		if (batch->changes[i].before.id == 0)
			batch->changes[i].after.id = ids[adds++];
	return rc;
}

static enum rc
write_queue(struct ctx *ctx, const struct batch *batch)
{
	struct order *gone = arena_array(ctx->arena, batch->count + 1, sizeof(*gone));
	struct arg *args = arena_array(ctx->arena, (batch->count + 1) * QUEUE_ARGS, sizeof(*args));
	size_t i, drops = 0, puts = 0;
	enum rc rc;

	for (i = 0; i < batch->count; i++) {
		const struct order_change *change = &batch->changes[i];
		struct queue_member shown;
		int64_t member;

		if (change->before.id != 0 && order_waits(&change->before))
			gone[drops++] = change->before;
		if (!order_waits(&change->after))
			continue;
		member = lookup_find_id(batch->member_at, change->after.member_id, -1);
		if (member < 0 || batch->members == NULL)
			return RC_INTERNAL; /* batch_plan() rejected such rows */
		shown = queue_member_of(ctx, &change->after, &batch->members[member]);
		queue_args(args + puts++ * QUEUE_ARGS, &change->after, &shown, &batch->walls);
	}
	rc = queue_drop_many(ctx, gone, drops);
	return rc == RC_OK ? queue_put_many(ctx, args, puts) : rc;
}

/* "Name DD0001" of whoever confirmed, where the row does not say (RULE ORG-1); few people confirm a whole batch. */
static enum rc
staff_text(struct ctx *ctx, int64_t account_id, int64_t *last_id, const char **last)
{
	struct account account;
	enum rc rc;

	if (account_id == *last_id)
		return RC_OK;
	*last_id = account_id;
	*last = "";
	rc = account_id != 0 ? account_get(ctx, account_id, &account) : RC_NOT_FOUND;
	if (rc == RC_OK)
		*last = arena_printf(ctx->arena, "%s %s", account.name, account.staff_no);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc
write_seen(struct ctx *ctx, const struct batch *batch)
{
	struct order *seen = arena_array(ctx->arena, batch->count + 1, sizeof(*seen));
	const char **staff = arena_array(ctx->arena, batch->count + 1, sizeof(*staff)), *last = "";
	int64_t last_id = 0;
	size_t i, count = 0;
	enum rc rc = RC_OK;

	for (i = 0; i < batch->count && rc == RC_OK; i++) {
		const struct order *order = &batch->changes[i].after;

		if (!batch->from[i]->seen || batch->changes[i].before.id != 0)
			continue;
		if (batch->from[i]->staff == NULL)
			rc = staff_text(ctx, order->confirmed_by, &last_id, &last);
		staff[count] = batch->from[i]->staff != NULL ? batch->from[i]->staff : last;
		seen[count++] = *order;
	}
	return rc == RC_OK ? confirmation_add_many(ctx, seen, staff, count) : rc;
}

static enum rc
batch_write(struct ctx *ctx, struct batch *batch)
{
	const struct order_row **rows = arena_array(ctx->arena, batch->count + 1, sizeof(*rows));
	int64_t *ids = arena_array(ctx->arena, batch->count + 1, sizeof(*ids));
	size_t i, count = 0;
	enum rc rc = write_orders(ctx, batch);

	if (rc == RC_OK)
		rc = write_queue(ctx, batch);
	if (rc == RC_OK)
		rc = write_seen(ctx, batch);
	for (i = 0; i < batch->count; i++)
		if (batch->changes[i].before.id == 0) {
			rows[count] = batch->from[i];
			ids[count++] = batch->changes[i].after.id;
		}
	if (rc == RC_OK)
		rc = order_parts_add(ctx, rows, ids, count);
	if (rc == RC_OK)
		rc = order_follow(ctx, batch->changes, batch->tiers, batch->count);
	return rc;
}

/* `count` rows no two of which have the same number. */
static enum rc
import_distinct(struct ctx *ctx, const struct order_row *rows, size_t count, struct verdict *verdicts)
{
	struct batch batch;
	int64_t *ids = arena_array(ctx->arena, count + 1, sizeof(*ids));
	size_t i;
	enum rc rc = batch_begin(ctx, &batch, rows, count, ids);

	if (rc != RC_OK)
		return rc;
	for (i = 0; i < count; i++)
		if (verdicts[i].outcome != BATCH_REJECTED)
			batch_plan(&batch, &rows[i], ids[i], &verdicts[i]);
	return batch.count > 0 ? batch_write(ctx, &batch) : RC_OK;
}

enum rc
order_import(struct ctx *ctx, const struct order_row *rows, size_t count, struct verdict *verdicts)
{
	size_t begin = 0, end, i;
	enum rc rc = RC_OK;

	for (i = 0; i < count; i++) {
		verdicts[i] = (struct verdict){ .outcome = BATCH_SAME };
		if (order_check(&rows[i].order, &verdicts[i].column, &verdicts[i].reason) != RC_OK)
			verdicts[i].outcome = BATCH_REJECTED;
	}
	/* a number that comes twice in a batch changes what its first row made */
	while (rc == RC_OK && begin < count) {
		struct lookup *seen = lookup_new(ctx->arena, count - begin);

		for (end = begin; end < count; end++)
			if (verdicts[end].outcome != BATCH_REJECTED &&
			    lookup_add(seen, rows[end].order.order_no, (int64_t)end) != (int64_t)end)
				break;
		rc = import_distinct(ctx, rows + begin, end - begin, verdicts + begin);
		begin = end;
	}
	return rc;
}
