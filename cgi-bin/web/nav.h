/* SPDX-License-Identifier: MIT */
/* What waits, per module, for who asks: shown in the navigation and on the home page. */
#ifndef WEB_NAV_H
#define WEB_NAV_H

#include "web/req.h"

/* nav_counts(): the counts of all features for this actor, at most one second old. They live at least until the response is
 * sent. Where a feature could not count, its code, and what the others counted. */
enum rc nav_counts(struct req *req, const struct module_counts **counts, size_t *count) MUST_CHECK;

/* Inside of web/: */
void nav_start(void);           /* gather and sort the lines of all features */
void nav_show(struct req *req); /* Nav and User */

#endif
