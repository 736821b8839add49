/* SPDX-License-Identifier: MIT */
/* Notices: something a person or a customer must be told, written once (RULE PROMO-3's "exactly once" stands on this).
 * Owns: notice. Delivery by mail and SMS comes later and changes no caller; in the portal they show with an unread count. */
#ifndef NOTICES_NOTICES_H
#define NOTICES_NOTICES_H

#include "db/ctx.h"

enum notice_channel { NOTICE_PORTAL, NOTICE_SMS, NOTICE_MAIL };

struct notice {
	const char *topic;    /* "orders.confirmed" */
	const char *subject;  /* record: "order:4711" */
	const char *occasion; /* what makes it unique again: a version, a day; "" */
	enum notice_channel channel;
	int64_t
	    account_id; /* whom, inside; 0 with `role` for everybody of a role, or with `member_id` for a customer */
	uint32_t role;
	int64_t member_id;
	const char *text_key; /* language key, with text_args for {0} … {3} */
	const char *text_arg[4];
	const char *path; /* page behind it, "/orders/4711"; "" */
};
/* notice_add(): one row per (topic, subject, recipient, occasion); RC_OK also when it stands there already. */
enum rc notice_add(struct ctx *ctx, const struct notice *notice) MUST_CHECK;
/* notice_list(): the actor's newest below id `before` (0: of all), at most `most`. */
struct notice_row {
	int64_t id;
	const char *text_key, *arg0, *arg1, *arg2, *arg3, *path;
	int64_t made_at;
	bool unread;
};
struct rows;
enum rc notice_list(struct ctx *ctx, int64_t before, size_t most, struct rows *notices) MUST_CHECK;
/* notice_unread(): how many the actor has not read, at most 100. notice_read(): one notice, or all up to `id` with all set. */
enum rc notice_unread(struct ctx *ctx, int64_t *count) MUST_CHECK;
enum rc notice_read(struct ctx *ctx, int64_t id, bool all) MUST_CHECK;

extern const struct feature notices_feature;

#endif
