/* SPDX-License-Identifier: MIT */
/* Imports as a feature: what features.c lists. */
#ifndef IMPORTS_PAGES_H
#define IMPORTS_PAGES_H

#include "web/feature.h"
#include "web/list.h"

extern const struct feature imports_feature;
extern const struct list imports_list;

#endif
