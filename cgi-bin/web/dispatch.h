/* SPDX-License-Identifier: MIT */
/* One way through: session, route, right, CSRF and once-key, handler, template. Knows no FastCGI: houtai.c calls it with a
 * source of bytes and sends what comes back. */
#ifndef WEB_DISPATCH_H
#define WEB_DISPATCH_H

#include "base/arena.h"
#include "base/rc.h"
#include "http/request.h"
#include "http/response.h"

/* dispatch_start(): templates parsed, every route has its right, keys read; a defect ends the process with a clear sentence.
 * Called once per process after config_start(); does not need the database. */
void dispatch_start(void);

/* dispatch_serve(): answer one request. `out` is initialised here and holds the whole answer, unless a handler streamed it:
 * then out->streamed is set and head and body went to `stream` (status line and headers first), which returns anything but
 * RC_OK when the client is gone. Never fails: every failure is a page. */
void dispatch_serve(struct arena *arena, const struct source *source, struct response *out,
    enum rc (*stream)(void *self, const void *data, size_t length), void *stream_self);

#endif
