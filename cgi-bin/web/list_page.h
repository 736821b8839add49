/* SPDX-License-Identifier: MIT */
/* What pages, exports and bulk actions of a list share: the question of a request. Features call web/list.h. */
#ifndef WEB_LIST_PAGE_H
#define WEB_LIST_PAGE_H

#include "web/list_read.h"

#define LIST_SCOPE 8 /* values of the `?` in a list's where, at most */

/* list_query_of(): what the request asks for, saved view and defaults included; RC_INVALID with the reason. */
enum rc list_query_of(
    struct req *req, const struct list *list, struct list_query *query, struct rows *views) MUST_CHECK;
/* list_ask(): the question as list_read() takes it. */
void list_ask(
    struct req *req, const struct list_query *query, size_t want, size_t windows, struct list_ask *ask);

#endif
