/* SPDX-License-Identifier: MIT */
/* What daily logs hear. Private to dailylog/. */
#ifndef DAILYLOG_LISTEN_H
#define DAILYLOG_LISTEN_H

#include "db/event.h"

extern const struct listener dailylog_listeners[]; /* ended by event NULL */

#endif
