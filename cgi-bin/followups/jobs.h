/* SPDX-License-Identifier: MIT */
/* What runs without anybody's page: planning in the background, events, counts. Private to followups/. */
#ifndef FOLLOWUPS_JOBS_H
#define FOLLOWUPS_JOBS_H

#include "web/feature.h"

extern const struct job followup_jobs[];
extern const struct listener followup_listeners[];
enum rc followup_counts(struct ctx *ctx, struct module_counts *counts, size_t *count);

#endif
