/* SPDX-License-Identifier: MIT */
/* Rows of desk/ as its own files read and write them. */
#ifndef DESK_STORE_H
#define DESK_STORE_H

#include "db/db.h"
#include "desk/rules.h"

/* message_lock(), visit_lock(): FOR UPDATE; RC_CONFLICT if `version` is no longer its own. */
enum rc message_lock(struct ctx *ctx, int64_t id, int64_t version, struct message *message) MUST_CHECK;
enum rc message_insert(
    struct ctx *ctx, const struct message *message, const char *text, int64_t *id) MUST_CHECK;
/* message_save(): state, owner and end of a changed one; `answer` NULL leaves the text as it is. */
enum rc message_save(struct ctx *ctx, const struct message *message, const char *answer) MUST_CHECK;

enum rc visit_lock(struct ctx *ctx, int64_t id, int64_t version, struct visit *visit) MUST_CHECK;
enum rc visit_insert(struct ctx *ctx, const struct visit *visit, int64_t *id) MUST_CHECK;
enum rc visit_save(struct ctx *ctx, const struct visit *visit) MUST_CHECK;
/* visit_contacts(): earlier visits about the same complaint, else the same order; 0 without either. */
enum rc visit_contacts(struct ctx *ctx, int64_t complaint_id, int64_t order_id, int64_t *contacts) MUST_CHECK;

/* What waits, for navigation and home: messages overdue, today, later, and visits, each at most 1,000. */
struct desk_counts {
	int64_t overdue, today, later, visits, supervised;
};
enum rc desk_count(struct ctx *ctx, struct desk_counts *counts) MUST_CHECK;

#endif
