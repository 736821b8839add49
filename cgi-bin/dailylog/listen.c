/* SPDX-License-Identifier: MIT */
/* How a daily log fills by itself (RULE CMP-8, ORD-6): each change puts a line onto the log of who did it and of who follows the
 * complaint, in the transaction that changes it.
 * Not the closing: close.c. */
#include "dailylog/listen.h"
#include "base/clock.h"
#include "complaints/complaints.h"
#include "dailylog/store.h"
#include "escalations/escalations.h"
#include "orders/orders.h"

#include <string.h>

#define LOG_ROLES (ROLE_AGENT | ROLE_SUPERVISOR)

/* A line for an account, before its log is known. */
struct entry {
	int64_t account_id;
	struct daily_line line;
};

/* In the order of accounts, so that all writers lock in one order. */
static int
entry_compare(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;

	return (a->account_id > b->account_id) - (a->account_id < b->account_id);
}

/* The log that takes an account's lines now. */
static enum rc
current_make(struct ctx *ctx, int64_t account_id, struct dailylog *log)
{
	struct log_head head;
	enum rc rc = log_head_lock(ctx, account_id, &head);

	if (rc == RC_OK)
		rc = dailylog_make(ctx, account_id, daily_day(clock_day(ctx->now), head.closed_day), log);
	return rc;
}

static enum rc
entries_put(struct ctx *ctx, struct entry *entries, size_t count)
{
	struct dailylog log = { .account_id = 0 };
	enum rc rc = RC_OK;

	qsort(entries, count, sizeof(*entries), entry_compare);
	for (size_t i = 0; i < count && rc == RC_OK; i++) {
		if (log.account_id != entries[i].account_id)
			rc = current_make(ctx, entries[i].account_id, &log);
		entries[i].line.first_day = log.day;
		entries[i].line.last_at = ctx->now;
		if (rc == RC_OK)
			rc = line_add(ctx, &log, &entries[i].line);
	}
	return rc;
}

static int64_t
complaint_holder(const struct complaint *complaint)
{
	return daily_holder(complaint->owner_id, complaint->taken_by);
}

static int64_t
did_of(const struct complaint_change *change)
{
	int64_t did = DID_WORK;

	if (change->before.id == 0)
		did = DID_OPEN;
	if (change->after.state == COMPLAINT_CLOSED && change->before.state != COMPLAINT_CLOSED)
		did |= DID_CLOSE;
	if (change->before.id != 0 && complaint_holder(&change->before) != complaint_holder(&change->after))
		did |= DID_HAND_OVER;
	return did;
}

/* At most two: who did it, and who follows it while it is open or as it closes. */
static size_t
entries_of(const struct actor *actor, const struct complaint_change *change, struct entry *entries)
{
	const struct daily_line line = { .kind = DAILY_COMPLAINT,
		.record_id = change->after.id,
		.record_no = change->after.complaint_no,
		.holder_id = complaint_holder(&change->after) };
	bool over = change->after.state == COMPLAINT_CLOSED && change->before.state == COMPLAINT_CLOSED;
	size_t count = 0;

	if ((change->before.id == 0 && change->after.imported) || strcmp(change->did, COMPLAINT_FORGET) == 0)
		return 0;
	if (actor->account_id != 0 && (actor->roles & LOG_ROLES) != 0) {
		entries[count] = (struct entry){ actor->account_id, line };
		entries[count++].line.did = did_of(change);
	}
	if (line.holder_id != 0 && line.holder_id != actor->account_id && !over)
		entries[count++] = (struct entry){ line.holder_id, line };
	return count;
}

static enum rc
complaints_changed(struct ctx *ctx, const void *items, size_t count)
{
	const struct complaint_change *changes = items;
	struct entry *entries = arena_array(ctx->arena, 2 * count + 1, sizeof(*entries));
	size_t made = 0;

	for (size_t i = 0; i < count; i++)
		made += entries_of(&ctx->actor, &changes[i], entries + made);
	return entries_put(ctx, entries, made);
}

/* RULE ORD-6: an order that an agent places for a customer. */
static enum rc
orders_changed(struct ctx *ctx, const void *items, size_t count)
{
	const struct order_change *changes = items;
	struct entry *entries = arena_array(ctx->arena, count + 1, sizeof(*entries));
	size_t made = 0;

	for (size_t i = 0; i < count; i++) {
		const struct order *order = &changes[i].after;

		if (changes[i].before.version != 0 || order->channel != CHANNEL_AGENT || order->imported ||
		    order->placed_by == 0)
			continue;
		entries[made++] = (struct entry){ order->placed_by, { .kind = DAILY_ORDER,
									.record_id = order->id,
									.record_no = order->order_no,
									.did = DID_OPEN,
									.holder_id = order->placed_by } };
	}
	return entries_put(ctx, entries, made);
}

/* RULE CMP-9: on the log of who follows the complaint. */
static enum rc
escalations_fired(struct ctx *ctx, const void *items, size_t count)
{
	const struct escalation_fired *fired = items;
	struct entry *entries = arena_array(ctx->arena, count + 1, sizeof(*entries));
	size_t made = 0;

	for (size_t i = 0; i < count; i++) {
		const struct complaint *complaint = &fired[i].complaint;
		int64_t holder = complaint_holder(complaint);

		if (complaint->imported || holder == 0)
			continue;
		entries[made++] = (struct entry){ holder, { .kind = DAILY_COMPLAINT,
							      .record_id = complaint->id,
							      .record_no = complaint->complaint_no,
							      .rules = 1 << (fired[i].rule - 1),
							      .holder_id = holder } };
	}
	return entries_put(ctx, entries, made);
}

const struct listener dailylog_listeners[] = { { &COMPLAINT_CHANGED, complaints_changed },
	{ &ESCALATION_FIRED, escalations_fired }, { &ORDER_CHANGED, orders_changed }, { NULL, NULL } };
