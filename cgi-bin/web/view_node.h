/* SPDX-License-Identifier: MIT */
/* Inside of web/view: what its files share. Nobody else sees ClearSilver. */
#ifndef WEB_VIEW_NODE_H
#define WEB_VIEW_NODE_H

#include "web/req.h"
#include "web/view.h"
#include <ClearSilver.h>

/* Nodes are ClearSilver's own, but lie in the request's arena: nothing is allocated or freed singly, and rows of eleven
 * leaves never become hash tables. Rendering only reads them; what `set:` in a template adds at the root is ClearSilver's,
 * known by its missing mark and freed after the rendering (root_sweep). */
struct node {
	HDF hdf; /* first: a node is an HDF */
	struct arena *arena;
	int64_t rows;
	HDF *expected;             /* of a row that is filled again: the child that the row before set next */
	const struct later *later; /* rows that are filled while they are rendered, NULL: none */
	struct kept_rows *kept;    /* what the rows were last time; NULL: they are not kept */
};

/* What node_rows() is to do, once each: comes to it. */
struct later {
	size_t count;
	void (*fill)(void *self, struct node *row, size_t number);
	void *self;
	struct node *row; /* the one place of all rows */
};

extern const char node_mark[]; /* fileload_ctx of our nodes */

/* later_row(): fill the place of the rows with the row `number`; nothing is left of the one before. */
struct node *later_row(const struct later *later, size_t number);

/* hot_start(): put quicker commands in place of ClearSilver's (view_hot.c). hot_stop(): its own again, so that a
 * test can compare. hot_runs(): which of the two. hot_forget(): nodes were taken away; call it before each rendering as well.
 * hot_output(): the callback they know. */
void hot_start(void);
void hot_stop(void);
bool hot_runs(void);
void hot_forget(void);
NEOERR *hot_output(void *body, char *text);

/* text_start(): read the shared libraries of the folder. Call it once, before text_load().
 * text_load(): the text of the file `name` for ClearSilver to parse, asked for by the template `page` itself or by one of its
 * includes: no comments, the words of `which` in place, of a library only the macros that the page needs. ClearSilver frees it.
 * Errors: ClearSilver's (no such file, no memory). */
NEOERR *text_start(const char *folder);
NEOERR *text_load(enum lang which, const char *page, const char *name, char **text);

#endif
