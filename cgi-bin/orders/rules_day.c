/* SPDX-License-Identifier: MIT */
/* Decisions about a day: who takes which digits, when a sheet closes, who may sign it, what a change does to the day's sums.
 * Not about one order: that is rules.c. */
#include "base/clock.h"
#include "orders/rules.h"

#include <string.h>

/* --- sharing by digit (RULE ORD-3) ------------------------------------------------------------------------------ */

struct share {
	const int64_t *queue;
	size_t clerks;
	int64_t *owner;
	int64_t load[10];
	int64_t digits[10]; /* how many digits each has */
};

/* Digits by size, the largest first, equal ones by the digit itself. */
static void
share_order(const int64_t queue[10], size_t order[10])
{
	size_t i, j;

	for (i = 0; i < 10; i++)
		order[i] = i;
	for (i = 1; i < 10; i++) {
		size_t digit = order[i];

		for (j = i; j > 0 && queue[order[j - 1]] < queue[digit]; j--)
			order[j] = order[j - 1];
		order[j] = digit;
	}
}

static void
share_give(struct share *share, size_t digit, size_t clerk)
{
	share->owner[digit] = (int64_t)clerk;
	share->load[clerk] += share->queue[digit];
	share->digits[clerk]++;
}

/* Swap two digits of different clerks where that brings their loads closer together. */
static bool
share_improve(struct share *share)
{
	size_t a, b;

	for (a = 0; a < 10; a++)
		for (b = 0; b < 10; b++) {
			int64_t from = share->owner[a], to = share->owner[b];
			int64_t apart = share->load[from] - share->load[to];
			int64_t moved = share->queue[a] - share->queue[b];

			if (from == to || moved <= 0 || moved >= apart)
				continue;
			share->load[from] -= moved;
			share->load[to] += moved;
			share->owner[a] = to;
			share->owner[b] = from;
			return true;
		}
	return false;
}

void
share_balance(const int64_t queue[10], size_t clerks, int64_t owner[10])
{
	struct share share = { .queue = queue, .clerks = clerks < 10 ? clerks : 10, .owner = owner };
	size_t order[10], i, c;

	for (i = 0; i < 10; i++)
		owner[i] = -1;
	if (clerks == 0)
		return;
	share_order(queue, order);
	for (i = 0; i < 10; i++) {
		size_t best = 0;

		for (c = 1; c < share.clerks; c++)
			if (share.load[c] < share.load[best] ||
			    (share.load[c] == share.load[best] && share.digits[c] < share.digits[best]))
				best = c;
		share_give(&share, order[i], best);
	}
	while (share_improve(&share)) /* ends: each swap lowers the sum of squared loads */
		;
}

/* --- the daily sheet (RULE ORD-4) ------------------------------------------------------------------------------- */

int64_t
sheet_closes(int64_t day, const struct sheet_walls *walls)
{
	int64_t at = 0;

	for (size_t i = 0; i < walls->closes; i++) {
		at = clock_at(day, walls->close[i].wall);
		if (at < walls->close[i].since)
			at = walls->close[i].since;
		if (i + 1 < walls->closes && at >= walls->close[i + 1].since)
			continue; /* another is in force by then */
		break;
	}
	return at;
}

int64_t
sheet_due(int64_t day, const struct sheet_walls *walls)
{
	int64_t closes = sheet_closes(day, walls), wall = 0;

	for (size_t i = 0; i < walls->dues && (i == 0 || walls->due[i].since <= closes); i++)
		wall = walls->due[i].wall;
	return clock_at(day, wall);
}

int64_t
order_sheet_day(int64_t placed_at, const struct sheet_walls *walls)
{
	int64_t day = clock_day(placed_at);

	return placed_at > sheet_closes(day, walls) ? day + 1 : day;
}

int64_t
order_due(int64_t placed_at, const struct sheet_walls *walls)
{
	return sheet_due(order_sheet_day(placed_at, walls), walls);
}

int64_t
sheet_next_day(int64_t last_day, int64_t now, const struct sheet_walls *walls)
{
	int64_t newest = clock_day(now);

	if (now < sheet_closes(newest, walls))
		newest--;
	if (last_day == 0)
		return newest == clock_day(now) ? newest : 0;
	return last_day < newest ? last_day + 1 : 0;
}

int64_t
sheet_until(int64_t day, int64_t now, const struct sheet_walls *walls)
{
	return day < clock_day(now) ? sheet_closes(day, walls) : now;
}

int64_t
sheet_state(const struct sheet *sheet)
{
	if (sheet->received_at > 0)
		return SHEET_RECEIVED;
	return sheet->signed_at > 0 ? SHEET_SIGNED : SHEET_CLOSED;
}

bool
sheet_late(const struct sheet *sheet, int64_t now)
{
	return (sheet->signed_at > 0 ? sheet->signed_at : now) > sheet->due_at;
}

static enum rc
sheet_refuse(const char **reason, const char *key)
{
	*reason = key;
	return RC_REFUSED;
}

enum rc
sheet_may_sign(const struct sheet *sheet, const struct actor *actor, int64_t own_lines, const char **reason)
{
	if (sheet->signed_at > 0)
		return sheet_refuse(reason, "orders.refused.sheet_signed");
	if (actor->account_id == 0)
		return sheet_refuse(reason, "orders.refused.sheet_system");
	if (own_lines > 0)
		return sheet_refuse(reason, "orders.refused.sheet_own");
	return RC_OK;
}

enum rc
sheet_may_receive(
    const struct sheet *sheet, const struct actor *actor, int64_t own_lines, const char **reason)
{
	if (sheet->signed_at == 0)
		return sheet_refuse(reason, "orders.refused.sheet_unsigned");
	if (sheet->received_at > 0)
		return sheet_refuse(reason, "orders.refused.sheet_received");
	if (actor->account_id == 0)
		return sheet_refuse(reason, "orders.refused.sheet_system");
	if (own_lines > 0 || actor->account_id == sheet->signed_by)
		return sheet_refuse(reason, "orders.refused.sheet_third");
	return RC_OK;
}

enum rc
sheet_may_close(int64_t day, int64_t last_day, int64_t today, const char **reason)
{
	if (day <= last_day)
		return sheet_refuse(reason, "orders.refused.sheet_closed");
	if (day > today)
		return sheet_refuse(reason, "orders.refused.sheet_future");
	if (last_day > 0 && day > last_day + 1)
		return sheet_refuse(reason, "orders.refused.sheet_gap");
	return RC_OK;
}

/* --- sums per day (RULE ORD-7) ---------------------------------------------------------------------------------- */

/* What one order counts for on one measure; day 0: nothing. */
static struct day_delta
day_share(const struct order *order, int64_t measure)
{
	int64_t at = 0, fen = order->total_fen;

	if (order->version == 0) /* not there: before it was placed */
		return (struct day_delta){ 0 };
	switch (measure) {
	case DAY_PLACED:
		at = order->placed_at;
		break;
	case DAY_CONFIRMED:
		at = order->confirmed_at;
		break;
	case DAY_PAID:
		at = order->paid_at;
		fen = order->paid_fen;
		break;
	case DAY_SHIPPED:
		at = order->shipped_at;
		break;
	case DAY_SIGNED_FOR:
		at = order->signed_at;
		break;
	default:
		at = order->cancelled_at;
		break;
	}
	if (at == 0)
		return (struct day_delta){ 0 };
	return (struct day_delta){ .day = clock_day(at), .measure = measure, .orders = 1, .fen = fen };
}

size_t
order_day_deltas(const struct order_change *change, struct day_delta deltas[2 * DAY_MEASURES])
{
	size_t count = 0;
	int64_t measure;

	for (measure = 0; measure < DAY_MEASURES; measure++) {
		struct day_delta before = day_share(&change->before, measure);
		struct day_delta after = day_share(&change->after, measure);

		if (before.day == after.day && before.orders == after.orders) {
			after.fen -= before.fen;
			after.orders = 0;
			before.orders = 0;
			before.fen = 0;
		}
		if (before.orders != 0 || before.fen != 0) {
			before.orders = -before.orders;
			before.fen = -before.fen;
			deltas[count++] = before;
		}
		if (after.orders != 0 || after.fen != 0)
			deltas[count++] = after;
	}
	return count;
}
