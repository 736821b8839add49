/* SPDX-License-Identifier: MIT */
/* Handlers of loyalty/ and what its feature table names. Private to loyalty/. */
#ifndef LOYALTY_PAGES_H
#define LOYALTY_PAGES_H

#include "loyalty/store.h"
#include "web/feature.h"

/* pages_history.c */
enum rc tiers_tab(struct req *req);
struct member;
struct member_line;
enum rc tiers_panel(struct req *req, const struct member *member, struct member_line *lines, size_t *count);
extern const struct right RIGHT_TIER_SEE;
/* commands.c */
extern const struct command loyalty_commands[];

#endif
