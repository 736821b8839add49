/* SPDX-License-Identifier: MIT */
/* Command line of orders. Private to orders/. */
#ifndef ORDERS_COMMANDS_H
#define ORDERS_COMMANDS_H

#include "web/feature.h"

extern const struct command order_commands[]; /* ended by name NULL */

#endif
