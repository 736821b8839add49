/* SPDX-License-Identifier: MIT */
/* Work of dailylog/ in the background (RULE CMP-8): logs whose day is over are closed and carried over; who is late is told.
 * Not the closing: close.c. */
#include "dailylog/jobs.h"
#include "dailylog/actions.h"

/* Every process may run these at any moment: the agent's lock decides who closes a log. */
const struct job dailylog_jobs[] = { { "dailylog.close", 10, dailylog_close_due },
	{ "dailylog.remind", 60, dailylog_remind_due }, { NULL, 0, NULL } };
