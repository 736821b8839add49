/* SPDX-License-Identifier: MIT */
/* Complaints of the demo shop from before its last week: closed, as many as are asked for; inside demo/ only. */
#ifndef DEMO_HISTORY_H
#define DEMO_HISTORY_H

#include "complaints/complaints.h"
#include "demo/shop.h"

/* history_make(): those with the numbers `from` … `from` + `count` − 1 of shop->complaints, in the order in which they were opened;
 * each about an order that was placed some days before. `*made` may be smaller: where no order was placed. */
enum rc history_make(struct ctx *ctx, const struct shop *shop, int64_t from, size_t count,
    struct complaint_row *rows, size_t *made) MUST_CHECK;

#endif
