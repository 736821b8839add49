/* SPDX-License-Identifier: MIT */
/* Products as a feature: what features.c lists. */
#ifndef PRODUCTS_PAGES_H
#define PRODUCTS_PAGES_H

#include "web/feature.h"
#include "web/list.h"

extern const struct feature products_feature;
extern const struct list products_list;

#endif
