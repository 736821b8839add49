/* SPDX-License-Identifier: MIT */
/* Complaints for tests: drafts to take in; and for tests of what follows from them rows of their own, and the event their feature
 * sends. */
#ifndef TESTS_STORE_COMPLAINT_HELP_H
#define TESTS_STORE_COMPLAINT_HELP_H

#include "complaints/complaints.h"
#include "db/ctx.h"

/* complaint_draft_new(): what a caller says by phone, of normal urgency. complaint_take_in(): taken in by `ctx`'s actor; the id. */
struct complaint_draft complaint_draft_new(int64_t member_id, int64_t problem);
int64_t complaint_take_in(struct ctx *ctx, const struct complaint_draft *draft);
/* complaint_make(): a complaint of a new member that `ctx`'s actor takes in and owns, opened at ctx->now and announced.
 * complaint_change(): save `after` and announce the change. Both a transaction of their own. */
int64_t complaint_make(struct ctx *ctx, int64_t problem);
/* complaint_put(): the row of `complaint` (id is filled in) with its products, unannounced. */
void complaint_put(struct complaint *complaint, const struct complaint_product *products, size_t count);
/* complaint_now(): as it stands. */
struct complaint complaint_now(int64_t id);
void complaint_change(struct ctx *ctx, int64_t id, const struct complaint *after, const char *did);
/* complaint_announce(): announce changes, as one batch. */
enum rc complaint_announce(struct ctx *ctx, const struct complaint_change *changes, size_t count) MUST_CHECK;
/* complaint_finish(), complaint_give(): closed; another owner. */
void complaint_finish(struct ctx *ctx, int64_t id);
void complaint_give(struct ctx *ctx, int64_t id, int64_t owner_id);
/* assert_complaint_counts(): every count the list shows, and every member's own, equals what stands there. */
void assert_complaint_counts(void);

#endif
