/* SPDX-License-Identifier: MIT */
/* Work of orders/ in the background: the sheet that closes by itself, due times that follow its figures (RULE ORD-4).
 * Not the closing: actions_sheet.c; not the planning: replan.c. */
#include "orders/jobs.h"
#include "orders/sheet.h"

/* Every process may run these at any moment: locks decide who closes a day, who plans a batch. */
const struct job order_jobs[] = { { "orders.sheet", 10, sheet_close_due },
	{ "orders.replan", 10, queue_replan }, { NULL, 0, NULL } };
