/* SPDX-License-Identifier: MIT */
/* Messages and visits of the demo shop. */
#ifndef DEMO_DESK_H
#define DEMO_DESK_H

#include "demo/people.h"

/* desk_load(): messages that are late, due, answered in time and too late; visits that wait, are served and over. `members`: how
 * many there are. */
enum rc desk_load(struct ctx *ctx, const struct people *people, int64_t members) MUST_CHECK;

#endif
