/* SPDX-License-Identifier: MIT */
/* Reports: what a month's complaints were about (RULE CMP-10). Listens to COMPLAINT_CHANGED; owns complaint_month. */
#ifndef REPORTS_REPORTS_H
#define REPORTS_REPORTS_H

struct feature;
extern const struct feature reports_feature;

#endif
