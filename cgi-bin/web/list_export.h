/* SPDX-License-Identifier: MIT */
/* All rows that a list's filters match, as CSV or XLSX, read in batches by key and written in bounded memory. Each export
 * is in the audit log: who, which filters, and afterwards how many rows. */
#ifndef WEB_LIST_EXPORT_H
#define WEB_LIST_EXPORT_H

#include "web/list_query.h"

/* list_export(): RC_FORBIDDEN without the list's right; RC_REFUSED if XLSX cannot hold so many rows. */
enum rc list_export(struct req *req, struct list_query *query) MUST_CHECK;

#endif
