/* SPDX-License-Identifier: MIT */
/* Handlers of desk/ by page, and what its pages share. Private to desk/. */
#ifndef DESK_PAGES_H
#define DESK_PAGES_H

#include "desk/store.h"
#include "web/feature.h"
#include "web/form.h"
#include "web/list.h"
#include "web/show.h"

extern const struct right RIGHT_DESK_SEE, RIGHT_DESK_DO, RIGHT_DESK_EXPORT, RIGHT_VISIT_SUPERVISE;

/* pages_messages.c */
enum rc messages_index(struct req *req);
enum rc messages_message(struct req *req);
enum rc messages_new(struct req *req);
enum rc messages_new_post(struct req *req);
enum rc messages_take(struct req *req);
enum rc messages_answer(struct req *req);
enum rc messages_dismiss(struct req *req);
/* pages_visits.c */
enum rc visits_index(struct req *req);
enum rc visits_visit(struct req *req);
enum rc visits_new(struct req *req);
enum rc visits_new_post(struct req *req);
enum rc visits_take(struct req *req);
enum rc visits_end(struct req *req);

/* desk_member_find(): the member that the form's field "member_no" names: its number, or an order's. "" is 0. RC_INVALID with
 * the error at that field. */
enum rc desk_member_find(struct req *req, const char *text, int64_t *member_id) MUST_CHECK;
/* desk_member_show(): who it is, masked, as Who.{name,path,note} (`caller` where it is no member). */
enum rc desk_member_show(struct req *req, int64_t member_id, const char *caller) MUST_CHECK;
void desk_channels_show(struct req *req);

size_t desk_owners_provide(struct req *req, struct list_choice *choices, size_t most);

/* Whose it is, on a list that joins the member as `c`, and desk_customer_text(): a member's number and masked name, else what the
 * caller was called. desk_member_lookup: the filter by a member's number. */
#define DESK_CUSTOMER_COLUMNS "COALESCE(c.member_no, '') AS member_no, COALESCE(c.name, '') AS name"
const char *desk_customer_text(struct req *req, const char *member_no, const char *name, const char *caller);
extern const struct list_lookup desk_member_lookup;

#endif
