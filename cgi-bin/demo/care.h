/* SPDX-License-Identifier: MIT */
/* How the demo shop cares for its members: visits, calls, a survey, duplicates, account help, an erasure that waits; inside demo/
 * only. */
#ifndef DEMO_CARE_H
#define DEMO_CARE_H

#include "demo/people.h"

#define CARE_MEMBERS 20 /* that it wants at least */
/* care_contacts(): when somebody last spoke with the members `from` … `from` + `count` (at most BATCH_MOST), within the last two months;
 * one transaction. */
struct shop;
enum rc care_contacts(struct ctx *ctx, const struct shop *shop, int64_t from, size_t count) MUST_CHECK;
/* care_load(): through the features' own actions and jobs, with the clock of the day it happened. Wants members and people. */
enum rc care_load(struct ctx *ctx, const struct people *people) MUST_CHECK;

#endif
