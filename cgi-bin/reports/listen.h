/* SPDX-License-Identifier: MIT */
/* What reports/ hears. Private to reports/. */
#ifndef REPORTS_LISTEN_H
#define REPORTS_LISTEN_H

#include "db/ctx.h"
#include <stddef.h>

/* COMPLAINT_CHANGED: inside the changing transaction. */
enum rc reports_complaints_changed(struct ctx *ctx, const void *items, size_t count) MUST_CHECK;

#endif
