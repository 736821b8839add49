/* SPDX-License-Identifier: MIT */
/* Inside of accounts: its background work and its commands, for the feature's table in pages.c. */
#ifndef ACCOUNTS_JOBS_H
#define ACCOUNTS_JOBS_H

#include "web/feature.h"

extern const struct job account_jobs[];
extern const struct command account_commands[];

#endif
