/* SPDX-License-Identifier: MIT */
/* Inside of policy/: its commands and pages, for the feature's table in pages.c. */
#ifndef POLICY_COMMANDS_H
#define POLICY_COMMANDS_H

#include "web/feature.h"

extern const struct command policy_commands[];

#endif
