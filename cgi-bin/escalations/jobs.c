/* SPDX-License-Identifier: MIT */
/* Work of escalations/ in the background: goods whose seven days are over (RULE CMP-9b). Not the rule itself: rules.c. */
#include "escalations/jobs.h"
#include "escalations/escalations.h"

const struct job escalation_jobs[] = { { "escalations.watch", 60, escalation_watch_due }, { NULL, 0, NULL } };
