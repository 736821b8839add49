/* SPDX-License-Identifier: MIT */
/* The complaints of one record, a member's or a product's, as lists on its pages show them alike. Private to complaints/. */
#ifndef COMPLAINTS_PAGES_OWN_H
#define COMPLAINTS_PAGES_OWN_H

#include "complaints/pages.h"

#define OWN_COLUMNS 6
/* Of complaint c, as own_record reads it. */
#define OWN_SELECT                                                                                           \
	"c.id AS id, c.complaint_no AS complaint_no, c.problem AS problem, c.state AS state, c.opened_at "   \
	"AS opened_at, c.due_at AS due_at, c.summary AS summary, c.owner_staff AS owner_staff"

/* pages_member.c */
extern const struct record own_record;
extern const struct list_column own_columns[OWN_COLUMNS];
void own_show(struct req *req, struct node *row, const void *values);
const char *own_cell(struct req *req, const void *values, size_t column, int64_t *number);
/* own_scope(): the id in the address. */
size_t own_scope(struct req *req, struct arg *args, size_t most);

#endif
