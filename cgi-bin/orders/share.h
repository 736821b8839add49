/* SPDX-License-Identifier: MIT */
/* Sharing the queue by digit (RULE ORD-3). Private to orders/. */
#ifndef ORDERS_SHARE_H
#define ORDERS_SHARE_H

#include "orders/actions.h"

/* Who takes which digit on a day. */
struct share_digit {
	int64_t digit, account_id;
	const char *staff_no, *name;
	int64_t set_at;
};
struct rows;
/* share_list(): the digits of a day that are given to somebody, ascending. share_clerks(): those who may take some. */
enum rc share_list(struct ctx *ctx, int64_t day, struct rows *digits) MUST_CHECK;
enum rc share_clerks(struct ctx *ctx, struct rows *clerks) MUST_CHECK; /* struct account */
/* share_queue(): waiting orders per digit, from the counts. */
enum rc share_queue(struct ctx *ctx, int64_t queue[10]) MUST_CHECK;
/* share_set(): all ten digits of a day at once; 0: nobody. INVALID for an account that may not confirm. */
enum rc share_set(struct ctx *ctx, int64_t day, const int64_t account_ids[10]) MUST_CHECK;
/* share_recent(): today's, at most a second old, for display. */
enum rc share_recent(struct ctx *ctx, struct rows *digits) MUST_CHECK;
/* share_query(): "digit[]=3&digit[]=4" of the actor's digits today, "" for none; at most a second old. */
const char *share_query(struct ctx *ctx);
/* share_clerk_find(): by staff number; REFUSED if there is no such clerk. */
enum rc share_clerk_find(struct ctx *ctx, const char *staff_no, struct order_clerk *clerk) MUST_CHECK;

#endif
