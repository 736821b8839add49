/* SPDX-License-Identifier: MIT */
/* A week of complaints in the demo shop, and the daily logs that follow from them; inside demo/ only. */
#ifndef DEMO_COMPLAINTS_H
#define DEMO_COMPLAINTS_H

#include "demo/people.h"
#include "demo/shop.h"

/* complaints_load(): the last seven days: complaints taken in, closed or left open, logs submitted in time and late, missing,
 * signed, waiting; escalations raised on the way (RULE CMP-8, CMP-9). */
enum rc complaints_load(struct ctx *ctx, const struct people *people, const struct shop *shop) MUST_CHECK;

#endif
