/* SPDX-License-Identifier: MIT */
/* What the pages of members/ say to one another: handlers for the route table, and the record shown again after a form. */
#ifndef MEMBERS_PAGES_FORMS_H
#define MEMBERS_PAGES_FORMS_H

#include "members/record.h"

/* members_member(): the overview; also what a rejected form of the record comes back on. */
enum rc members_member(struct req *req);

/* pages_list.c */
extern const struct right RIGHT_MEMBER_EXPORT;
enum rc members_index(struct req *req);
enum rc members_bulk(struct req *req);

/* pages_identity.c (RULE MEM-4) */
enum rc members_identity(struct req *req);
enum rc members_reveal(struct req *req);
enum rc members_mask(struct req *req);
/* reveal_choices(): what contact data may be shown for, as Reveal.N. */
void reveal_choices(struct req *req);

/* pages_edit.c */
enum rc members_edit(struct req *req);
enum rc members_edit_post(struct req *req);

/* record_back(): after a form of the record: to the tab it came from (the field "back"), else to the overview. */
enum rc record_back(struct req *req);

#endif
