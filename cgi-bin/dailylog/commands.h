/* SPDX-License-Identifier: MIT */
/* `houtaictl complaints verify-log`. Private to dailylog/. */
#ifndef DAILYLOG_COMMANDS_H
#define DAILYLOG_COMMANDS_H

#include "web/feature.h"

extern const struct command dailylog_commands[]; /* ended by name NULL */

#endif
