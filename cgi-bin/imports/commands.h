/* SPDX-License-Identifier: MIT */
/* Command line of imports; inside imports/ only. */
#ifndef IMPORTS_COMMANDS_H
#define IMPORTS_COMMANDS_H

#include "web/feature.h"

extern const struct command import_commands[]; /* ended by name NULL */

#endif
