/* SPDX-License-Identifier: MIT */
/* Background work of orders/. Private to orders/. */
#ifndef ORDERS_JOBS_H
#define ORDERS_JOBS_H

#include "web/feature.h"

extern const struct job order_jobs[]; /* ended by name NULL */

#endif
