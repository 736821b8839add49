/* SPDX-License-Identifier: MIT */
/* `houtaictl complaints show|take|…`. Private to complaints/. */
#ifndef COMPLAINTS_COMMANDS_H
#define COMPLAINTS_COMMANDS_H

#include "web/feature.h"

extern const struct command complaint_commands[];

#endif
