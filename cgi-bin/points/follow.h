/* SPDX-License-Identifier: MIT */
/* What points/ hears. Private to points/. */
#ifndef POINTS_FOLLOW_H
#define POINTS_FOLLOW_H

#include "db/ctx.h"
#include <stddef.h>

/* ORDER_CHANGED: inside the changing transaction. */
enum rc points_orders_changed(struct ctx *ctx, const void *items, size_t count) MUST_CHECK;

/* MEMBER_WAS_MERGED, MEMBER_WAS_UNMERGED: likewise. */
enum rc points_members_merged(struct ctx *ctx, const void *items, size_t count) MUST_CHECK;
enum rc points_members_unmerged(struct ctx *ctx, const void *items, size_t count) MUST_CHECK;

#endif
