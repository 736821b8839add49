/* SPDX-License-Identifier: MIT */
/* Background work of dailylog/. Private to dailylog/. */
#ifndef DAILYLOG_JOBS_H
#define DAILYLOG_JOBS_H

#include "web/feature.h"

extern const struct job dailylog_jobs[]; /* ended by name NULL */

#endif
