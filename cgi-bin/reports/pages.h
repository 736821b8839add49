/* SPDX-License-Identifier: MIT */
/* Handlers of reports/ by page. Private to reports/. */
#ifndef REPORTS_PAGES_H
#define REPORTS_PAGES_H

#include "reports/store.h"
#include "web/req.h"

/* pages_analysis.c */
enum rc complaints_analysis(struct req *req);
enum rc complaints_analysis_xlsx(struct req *req);

#endif
