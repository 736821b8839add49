/* SPDX-License-Identifier: MIT */
/* Background work of escalations/. Private to escalations/. */
#ifndef ESCALATIONS_JOBS_H
#define ESCALATIONS_JOBS_H

#include "web/feature.h"

extern const struct job escalation_jobs[]; /* ended by name NULL */

#endif
