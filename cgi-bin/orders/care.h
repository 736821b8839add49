/* SPDX-License-Identifier: MIT */
/* Orders of members who go into others or are erased. Private to orders/. */
#ifndef ORDERS_CARE_H
#define ORDERS_CARE_H

#include "db/event.h"
#include "orders/store.h"

/* Listeners to the members' events. A merge is refused above members.merge_orders orders; taking it back where one of the moved
 * orders has gone to yet another member. */
enum rc orders_member_merged(struct ctx *ctx, const void *items, size_t count) MUST_CHECK;
enum rc orders_member_unmerged(struct ctx *ctx, const void *items, size_t count) MUST_CHECK;
enum rc orders_member_erased(struct ctx *ctx, const void *items, size_t count) MUST_CHECK;
/* order_forget(): RULE SEC-4: who gets it and where, below the city, and the note. */
void order_forget(struct order *order);

#endif
