/* SPDX-License-Identifier: MIT */
/* Decisions about orders (domain.md §4): pure, no clock, no database, no request. Private to orders/ and its tests.
 * A plan says what an action would do, or which rule forbids it. */
#ifndef ORDERS_RULES_H
#define ORDERS_RULES_H

#include "orders/orders.h"
#include <stddef.h>

/* RULE ORD-1: what moves an order from one state to another. */
enum order_move {
	MOVE_CONFIRM = 1,
	MOVE_PAY,
	MOVE_CANCEL,
	MOVE_SHIP,
	MOVE_SIGN_FOR,
	MOVE_CLOSE,
	MOVE_RETURN,
	MOVE_RETURNED,
	MOVE_EXCHANGE,
	MOVE_EXCHANGED, /* new goods to ship */
	MOVE_BACK       /* a return or exchange withdrawn or rejected: to the state it came from */
};
/* order_may_move(): is there such a transition? `back_state` is that of the order (MOVE_BACK leads nowhere else).
 * order_moves(): is there any move from one state to the other? */
bool order_may_move(int64_t from, int64_t to, enum order_move move, int64_t back_state);
bool order_moves(int64_t from, int64_t to);

/* RULE ORD-3: the last decimal digit in the number; none: 0. */
int64_t order_digit(const char *order_no);
/* The facet of a total: 0 below 200, 1 below 500, 2 up to and with 1,000, 3 above (yuan). */
int64_t order_amount_band(int64_t total_fen);
/* RULE ORD-5: above the limit by phone, else by SMS; an imported order never. */
int64_t order_notify(int64_t total_fen, int64_t limit_fen, bool imported);
/* RULE ORD-4: the times at which a day's sheet closes and is due are figures with versions. A wall is the time of day, in seconds
 * after midnight in the shop's zone, that counts from `since` (UTC) on; walls ascend by it, of two with the same the later one
 * counts. Which wall counts is asked at the moment concerned, whenever it is asked about: for days gone by as for coming ones. */
struct wall {
	int64_t since, wall;
};
struct sheet_walls {
	const struct wall *close, *due;
	size_t closes, dues;
};
/* sheet_closes(): when the sheet of `day` closes by itself: the first moment that is not before the closing time in force at that
 * very moment; so a time put forward to one already past closes the day when it comes into force. sheet_due(): the due time in
 * force when it closes. order_sheet_day(): the sheet on which an order placed at `placed_at` ought to stand: of the first day that
 * closes then or later. order_due(): when that sheet is due. */
int64_t sheet_closes(int64_t day, const struct sheet_walls *walls);
int64_t sheet_due(int64_t day, const struct sheet_walls *walls);
int64_t order_sheet_day(int64_t placed_at, const struct sheet_walls *walls);
int64_t order_due(int64_t placed_at, const struct sheet_walls *walls);
/* Flaws that follow from the order itself, kept beside those that only the source knows. */
int64_t order_flaws(const struct order *order);
/* Does the order wait in the queue of ORD-2? Not before it has goods to be checked: an imported one enters the queue with
 * its first line. */
bool order_waits(const struct order *order);
/* Are the payments that are there enough? Paid in full, 0.00 included. */
bool order_covered(const struct order *order);

struct order_plan {
	struct order_change change;
	const char *refused;     /* language key, when the plan returned anything but RC_OK */
	const char *refused_arg; /* for {0}; may be NULL */
	const char *field;       /* RC_INVALID: the form's field at fault */
};

/* Each: RC_OK with plan->change, RC_REFUSED or RC_INVALID with plan->refused. `change.after.version` is raised by one.
 * order_plan_confirm(): RULE ORD-2; a payment that came before is kept and leads to confirmed-paid (ORD-1). */
enum rc order_plan_confirm(
    const struct order *order, const struct actor *actor, int64_t now, struct order_plan *plan) MUST_CHECK;
enum rc order_plan_park(const struct order *order, const char *reason, struct order_plan *plan) MUST_CHECK;
enum rc order_plan_unpark(const struct order *order, struct order_plan *plan) MUST_CHECK;
/* RULE AFT-1: the customer is told first. Money that came in already must go back through a refund. */
enum rc order_plan_cancel(const struct order *order, const char *reason, bool customer_told, int64_t now,
    struct order_plan *plan) MUST_CHECK;
/* A payment as finance records it; `paid_at` is when the money came. */
enum rc order_plan_pay(const struct order *order, int64_t method, int64_t amount_fen, int64_t paid_at,
    int64_t now, struct order_plan *plan) MUST_CHECK;
/* RULE AFT-7: money paid back: more than nothing, at most what was paid and is not paid back yet, with a reference; the state
 * stays, a return has its own moves. */
enum rc order_plan_refund(
    const struct order *order, int64_t amount_fen, const char *reference, struct order_plan *plan) MUST_CHECK;
/* RULE ORD-8: consignee, phone and address of an unpaid order, asked for by the customer at `requested_at`. */
enum rc order_plan_amend(const struct order *order, const struct order *changed, int64_t requested_at,
    const char *note, int64_t now, struct order_plan *plan) MUST_CHECK;
/* RULE ORD-5, 6, 8: an order placed by an agent for a customer, with a witness who is not the agent. Derives digit, sums, band,
 * summary and state; `limit_fen` is the limit of ORD-5. */
enum rc order_plan_place(const struct order_draft *draft, const struct actor *actor, int64_t witness_id,
    int64_t limit_fen, int64_t now, struct order_plan *plan) MUST_CHECK;
/* What import and form alike ask of an order's own values; sets *field and *reason (language key). */
enum rc order_check(const struct order *order, const char **field, const char **reason) MUST_CHECK;
enum rc order_item_check(const struct order_item *item, const char **field, const char **reason) MUST_CHECK;

/* RULE ORD-3: share the ten digits over `clerks` by the queue's size per digit, as evenly as can be found, the same for the same
 * input: owner[digit] is a clerk's index. Nothing is shared among no clerks (owner: -1). */
void share_balance(const int64_t queue[10], size_t clerks, int64_t owner[10]);

/* The daily sheet (ORD-4). sheet_next_day(): the earliest day whose sheet has to be closed by itself at `now`, 0 if none:
 * the days after `last_day` up to the newest one whose closing time has come; with no sheet yet, only the present day. */
int64_t sheet_next_day(int64_t last_day, int64_t now, const struct sheet_walls *walls);
/* sheet_until(): confirmations up to which moment stand on a sheet closed at `now`: all of them, but for a day that was missed
 * only those up to its closing time, so that each sheet is what it would have been. */
int64_t sheet_until(int64_t day, int64_t now, const struct sheet_walls *walls);

struct sheet {
	int64_t id, day, number, closed_at, closed_by, due_at, policy_version;
	int64_t from_at, line_count, phone_count, sms_count, total_fen;
	const char *digest;
	int64_t signed_at, signed_by, received_at, received_by, version;
};
enum sheet_state { SHEET_CLOSED = 1, SHEET_SIGNED = 2, SHEET_RECEIVED = 3 };
int64_t sheet_state(const struct sheet *sheet);
/* In time if signed by `due_at`; late from one second after, also while it is not signed. */
bool sheet_late(const struct sheet *sheet, int64_t now);
/* RULE ORD-4: signed by the order lead who confirmed no order on it (`own_lines`), received by a third person. RC_OK or
 * RC_REFUSED with the reason's key. */
enum rc sheet_may_sign(
    const struct sheet *sheet, const struct actor *actor, int64_t own_lines, const char **reason) MUST_CHECK;
enum rc sheet_may_receive(
    const struct sheet *sheet, const struct actor *actor, int64_t own_lines, const char **reason) MUST_CHECK;
enum rc sheet_may_close(int64_t day, int64_t last_day, int64_t today, const char **reason) MUST_CHECK;

/* RULE ORD-7: sums per day. The numbers are stored. */
enum day_measure { DAY_PLACED, DAY_CONFIRMED, DAY_PAID, DAY_SHIPPED, DAY_SIGNED_FOR, DAY_CANCELLED };
#define DAY_MEASURES 6
struct day_delta {
	int64_t day, measure, orders, fen;
};
/* What a change does to the day sums: at most 2 × DAY_MEASURES entries, zero ones left out; returns how many. */
size_t order_day_deltas(const struct order_change *change, struct day_delta deltas[2 * DAY_MEASURES]);

#endif
