/* SPDX-License-Identifier: MIT */
/* Saved views: questions somebody gave a name, shown as tabs of their list. Owns: saved_view. */
#ifndef WEB_LIST_VIEW_H
#define WEB_LIST_VIEW_H

#include "web/list_query.h"

#define LIST_VIEW_NAME 40 /* code points */
#define LIST_VIEW_MOST 20 /* per account and list */

/* For sharing a view with everybody. */
extern const struct right RIGHT_VIEW_SHARE;

struct list_view {
	int64_t id;
	int64_t account_id; /* 0: shared */
	int64_t created_by;
	const char *name;
	const char *query;
};

/* list_views(): the reader's and the shared ones, by age; at most a second old unless `fresh`. */
enum rc list_views(struct ctx *ctx, const struct list *list, bool fresh, struct rows *views) MUST_CHECK;
/* list_view_save(): RC_INVALID for a name taken or too many ("list.view.taken", "list.view.many" as the reason). */
enum rc list_view_save(struct ctx *ctx, const struct list *list, const char *name, const char *query,
    bool shared, int64_t *id) MUST_CHECK;
/* list_view_list(): name of the list a view belongs to, if the actor sees it. */
enum rc list_view_list(struct ctx *ctx, int64_t id, const char **list) MUST_CHECK;
/* list_view_drop(): own ones, and shared ones by whoever may share; `*list` is the list's name. RC_NOT_FOUND otherwise. */
enum rc list_view_drop(struct ctx *ctx, int64_t id, const char **list) MUST_CHECK;

#endif
