/* SPDX-License-Identifier: MIT */
/* How the demo shop cares for its members: visits, calls, a survey, duplicates, account help, an erasure that waits; inside demo/
 * only. */
#ifndef DEMO_CARE_H
#define DEMO_CARE_H

#include "demo/people.h"

#define CARE_MEMBERS 20 /* that it wants at least */
/* care_load(): through the features' own actions and jobs, with the clock of the day it happened. Wants members and people. */
enum rc care_load(struct ctx *ctx, const struct people *people) MUST_CHECK;

#endif
