/* SPDX-License-Identifier: MIT */
/* Events and their listeners. Not a queue: whoever sends waits for all who hear. */
#include "db/event.h"
#include "base/log.h"

#define LISTENERS_MOST 64
static const struct listener *listeners[LISTENERS_MOST];
static size_t listener_count;

void
event_listen(const struct listener *listener)
{
	size_t i;

	for (i = 0; i < listener_count; i++)
		if (listeners[i] == listener)
			return;
	if (listener_count == LISTENERS_MOST) {
		log_line(LOG_ERROR, "event.listeners.full", "event", listener->event->name, NULL);
		exit(1);
	}
	listeners[listener_count++] = listener;
}

enum rc
event_send(struct ctx *ctx, const struct event *event, const void *items, size_t count)
{
	enum rc rc = RC_OK;
	size_t i;

	for (i = 0; i < listener_count && rc == RC_OK && count > 0; i++)
		if (listeners[i]->event == event)
			rc = listeners[i]->hear(ctx, items, count);
	return rc;
}
