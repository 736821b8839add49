/* SPDX-License-Identifier: MIT */
/* Whom desk/ listens to. Private to desk/. */
#ifndef DESK_FORGET_H
#define DESK_FORGET_H

#include "db/event.h"

extern const struct listener desk_listeners[];

#endif
