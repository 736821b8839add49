/* SPDX-License-Identifier: MIT */
/* Members as a feature: what features.c lists. */
#ifndef MEMBERS_PAGES_H
#define MEMBERS_PAGES_H

#include "web/feature.h"

extern const struct feature members_feature;
extern const struct list members_list;

#endif
