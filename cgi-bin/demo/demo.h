/* SPDX-License-Identifier: MIT */
/* The demo shop: `houtaictl demo`, for trying the portal and for tests and benchmarks. Owns no tables. */
#ifndef DEMO_DEMO_H
#define DEMO_DEMO_H

#include "web/feature.h"

extern const struct feature demo_feature;

#endif
