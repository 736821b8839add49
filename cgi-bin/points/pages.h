/* SPDX-License-Identifier: MIT */
/* Handlers of points/ by page, and what its pages share. Private to points/. */
#ifndef POINTS_PAGES_H
#define POINTS_PAGES_H

#include "points/store.h"
#include "web/feature.h"
#include "web/form.h"
#include "web/list.h"

extern const struct right RIGHT_POINTS_SEE, RIGHT_POINTS_REDEEM, RIGHT_POINTS_ADJUST, RIGHT_POINTS_APPROVE,
    RIGHT_POINTS_EXPORT;

/* pages_ledger.c */
enum rc points_tab(struct req *req);
enum rc points_redeem_post(struct req *req);
enum rc points_adjust_post(struct req *req);
/* pages_adjust.c */
enum rc adjustments_index(struct req *req);
enum rc adjustments_adjustment(struct req *req);
enum rc adjustments_approve(struct req *req);
enum rc adjustments_reject(struct req *req);

/* points_signed(): "+1,260", "−520"; points_number(): "2,941", a true minus before a debt. */
const char *points_signed(struct req *req, int64_t points);
const char *points_number(struct req *req, int64_t points);

/* commands.c, jobs.c */
extern const struct command points_commands[];
extern const struct job points_jobs[];

#endif
