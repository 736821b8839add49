/* SPDX-License-Identifier: MIT */
/* Handlers of this feature. */
#ifndef LISTS_PAGES_H
#define LISTS_PAGES_H

#include "web/req.h"

enum rc lists_bulk(struct req *req) MUST_CHECK;     /* GET /bulk/# */
enum rc lists_bulk_run(struct req *req) MUST_CHECK; /* POST /bulk/# */

#endif
