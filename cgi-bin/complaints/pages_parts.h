/* SPDX-License-Identifier: MIT */
/* Parts of a complaint's page. Private to the pages of complaints/. */
#ifndef COMPLAINTS_PAGES_PARTS_H
#define COMPLAINTS_PAGES_PARTS_H

#include "complaints/pages.h"

/* Handoffs.N; Offered.N, Waiting.{amount,reason,staff}; Files.N. */
void handoffs_show(struct req *req, const struct complaint_work *work);
void compensations_show(struct req *req, const struct complaint_work *work);
enum rc evidence_files_show(struct req *req, int64_t id) MUST_CHECK;

#endif
