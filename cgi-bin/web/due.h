/* SPDX-License-Identifier: MIT */
/* Deadlines in words, the same on every page: what is late, what is today's, what is later (design: glyph and word). */
#ifndef WEB_DUE_H
#define WEB_DUE_H

#include "web/req.h"

/* due_class(): class of the cell: "overdue", "soon" (today, within the hour), "today", "later", "none" for 0. Static. */
const char *due_class(const struct req *req, int64_t due);
/* due_mark(): the same as a row carries it: "d-overdue". */
const char *due_mark(const struct req *req, int64_t due);
/* due_text(): "逾期 2 天", "今天 14:10", "以后 05-15", "未起算" for 0; for lists. due_text_long(): for records, "今天 16:40 · 剩 58 分".
 * due_left(): "剩 58 分", "逾期 1 小时 12 分". In the arena or static. */
const char *due_text(struct req *req, int64_t due);
const char *due_text_long(struct req *req, int64_t due);
const char *due_left(struct req *req, int64_t due);
/* duration_text(): seconds as "26 分", "3 小时", "2 天"; `both` gives "1 小时 12 分" below a day. Never negative. */
const char *duration_text(struct req *req, int64_t seconds, bool both);

#endif
