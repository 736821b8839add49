/* SPDX-License-Identifier: MIT */
/* Inside of web/view: trees of template data that outlive a request, so that what is the same on every page (navigation)
 * is built once. Not for features: they use web/view.h. */
#ifndef WEB_TREE_H
#define WEB_TREE_H

#include "base/arena.h"
#include "web/view.h"

/* tree_new(): an empty tree whose nodes lie in `arena`; the node is its root. */
struct node *tree_new(struct arena *arena);
/* tree_attach(): hang a tree of another arena below `parent` as `name`, for one rendering; that arena must outlive it. */
void tree_attach(struct node *parent, const char *name, struct node *tree);
/* tree_leaf(): the leaf `name` below `node`, made without a value. tree_put(): give it a value that outlives the page, or
 * NULL, which is as if it were not there. */
struct node *tree_leaf(struct node *node, const char *name);
void tree_put(struct node *leaf, const char *value);
/* node_has(): is there a value of that name. */
bool node_has(struct node *node, const char *name);

/* view_new(): begin this request's data anew (start of a request; error pages). */
void view_new(struct req *req);
/* view_all(): parse all templates of all routes now, in one language, not at their first use. */
void view_all(void);

#endif
