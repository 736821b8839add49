/* SPDX-License-Identifier: MIT */
/* `houtaictl complaints escalations`. Private to escalations/. */
#ifndef ESCALATIONS_COMMANDS_H
#define ESCALATIONS_COMMANDS_H

#include "web/feature.h"

extern const struct command escalation_commands[]; /* ended by name NULL */

#endif
