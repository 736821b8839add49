/* SPDX-License-Identifier: MIT */
/* What loyalty/ hears. Private to loyalty/. */
#ifndef LOYALTY_LISTEN_H
#define LOYALTY_LISTEN_H

#include "db/ctx.h"
#include <stddef.h>

/* ORDER_CHANGED: inside the changing transaction. */
enum rc loyalty_orders_changed(struct ctx *ctx, const void *items, size_t count) MUST_CHECK;

#endif
