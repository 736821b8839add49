/* SPDX-License-Identifier: MIT */
/* Template data and rendering: the only place that knows ClearSilver and NEOERR. Templates are parsed once and kept;
 * escaping is html throughout; data is finished text, never arithmetic (notes: keep rows at eleven leaves or fewer). */
#ifndef WEB_VIEW_H
#define WEB_VIEW_H

#include "base/rc.h"
#include "base/record.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct req;
struct view;
struct node; /* a place in the data, opaque */

/* view_start(): parse every template named by a route and read the language files; a template that does not parse ends
 * the process with its file and line. */
void view_start(const char *templates);

/* view_root(): this page's data. node_child(): a named place below (made when missing; `name` is one of ours, never user
 * data). node_row(): appends the next row of a list: rows are "0", "1", … */
struct node *view_root(struct req *req);
struct node *node_child(struct node *node, const char *name);
struct node *node_row(struct node *list);
/* node_rows(): `count` rows (0: none) of a list without others, each filled by fill(self, row, 0 …) only when `each:` of the
 * template comes to it, in the place of the one before, so that a long list costs the memory of one row. `self` must live as
 * long as the page; the template uses the list in `each:` alone, and not inside itself. */
void node_rows(
    struct node *list, size_t count, void (*fill)(void *self, struct node *row, size_t number), void *self);
/* node_keep(): the rows of a list, however they are filled, show the same to many readers or for a while: what was written for
 * them is kept in `kept`, and written again instead of being filled and rendered, until kept_forget(). One `kept` for each list,
 * language, and whatever else its rows depend on. It begins as zeroes and lives as long as the process. */
struct kept_rows {
	const void *made_by; /* the part of a template that wrote it; NULL: nothing is kept */
	char *text;
	size_t length, room;
};
void node_keep(struct node *list, struct kept_rows *kept);
void kept_forget(struct kept_rows *kept);
/* node_set(): a text, copied. node_static(): a text that outlives the page (language strings, arena text): not copied.
 * node_int(), node_flag(): a number without separators; "1" or nothing. */
void node_set(struct node *node, const char *name, const char *value);
void node_static(struct node *node, const char *name, const char *value);
void node_int(struct node *node, const char *name, int64_t value);
void node_flag(struct node *node, const char *name, bool value);

/* view_set(): short for node_set at the root with a dotted name: view_set(req, "Page.title", text). */
void view_set(struct req *req, const char *name, const char *value);
void view_flag(struct req *req, const char *name, bool value);
/* view_show(): a struct by its description, each field formatted by its type (money 1,234.50; time and day in the shop's zone;
 * bool as flag) below `node`. */
void view_show(struct req *req, struct node *node, const struct record *record, const void *values);

/* view_render(): template into the response body. RC_INTERNAL (logged) if it fails; then nothing is in the body. */
enum rc view_render(struct req *req, const char *template) MUST_CHECK;

#endif
