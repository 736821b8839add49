/* SPDX-License-Identifier: MIT */
/* Home: what waits for whoever looks, the search over everything, help. Owns no table. */
#ifndef HOME_HOME_H
#define HOME_HOME_H

#include "web/feature.h"

extern const struct feature home_feature;

#endif
