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
};

extern const char node_mark[]; /* fileload_ctx of our nodes */

/* hot_start(): put quicker commands in place of ClearSilver's (view_hot.c). hot_stop(): its own again, so that a
 * test can compare. hot_output(): the callback they know. */
void hot_start(void);
void hot_stop(void);
NEOERR *hot_output(void *body, char *text);

/* text_start(): read the shared libraries of the folder. Call it once, before text_load().
 * text_load(): the text of the file `name` for ClearSilver to parse, asked for by the template `page` itself or by one of its
 * includes: no comments, the words of `which` in place, of a library only the macros that the page needs. ClearSilver frees it.
 * Errors: ClearSilver's (no such file, no memory). */
NEOERR *text_start(const char *folder);
NEOERR *text_load(enum lang which, const char *page, const char *name, char **text);

#endif
