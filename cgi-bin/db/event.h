/* SPDX-License-Identifier: MIT */
/* Events: how a member's total, points, counters and summaries follow an order though orders/ knows none of them.
 * Called inside the changing transaction; a listener's failure rolls it back. Not a message queue. */
#ifndef DB_EVENT_H
#define DB_EVENT_H

#include "db/ctx.h"
#include <stddef.h>

/* Declared by the feature that sends it: extern const struct event ORDER_CHANGED; its header says what an item is. */
struct event {
	const char *name;
};

struct listener {
	const struct event *event;
	enum rc (*hear)(struct ctx *ctx, const void *items, size_t count); /* items: an array, one or many */
};

/* event_listen(): said once at start, by features.c, for each listener of each feature. */
void event_listen(const struct listener *listener);
/* event_send(): every listener in order; the first code other than RC_OK ends it and is returned. */
enum rc event_send(struct ctx *ctx, const struct event *event, const void *items, size_t count) MUST_CHECK;

#endif
