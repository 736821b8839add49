/* SPDX-License-Identifier: MIT */
/* Work of orders/ in the background: the sheet that closes by itself (RULE ORD-4).
 * Not the closing: actions_sheet.c. */
#include "orders/jobs.h"
#include "orders/sheet.h"

/* Every process may run this at any moment: the lock decides who closes a day. */
const struct job order_jobs[] = { { "orders.sheet", 10, sheet_close_due }, { NULL, 0, NULL } };
