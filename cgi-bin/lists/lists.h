/* SPDX-License-Identifier: MIT */
/* What all lists share as pages: the confirm and result page of a bulk action, and saved views. The machinery is web/. */
#ifndef LISTS_LISTS_H
#define LISTS_LISTS_H

#include "web/feature.h"

extern const struct feature lists_feature;

#endif
