/* SPDX-License-Identifier: MIT */
/* Closing a daily log and carrying over (RULE CMP-8), inside the caller's transaction and under the agent's lock.
 * Private to dailylog/. */
#ifndef DAILYLOG_CLOSE_H
#define DAILYLOG_CLOSE_H

#include "dailylog/store.h"

/* log_close(): freeze its lines, carry what is unfinished to the next day's log, both linked. `log` and `head` are changed and
 * saved; a log that is closed already stays as it is. `*lines`: its lines, frozen. */
enum rc log_close(
    struct ctx *ctx, struct log_head *head, struct dailylog *log, struct rows *lines) MUST_CHECK;
/* logs_close_before(): all of the agent's logs of earlier days, oldest first, so that nothing is carried past one. */
enum rc logs_close_before(struct ctx *ctx, struct log_head *head, int64_t day) MUST_CHECK;

#endif
