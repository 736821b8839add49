/* SPDX-License-Identifier: MIT */
/* Reports as a feature: routes, rights, navigation, what it hears.
 * Not the pages themselves: pages_analysis.c. */
#include "reports/pages.h"
#include "reports/listen.h"
#include "reports/reports.h"

/* RULE SEC-3: company figures are for those whose work needs them. */
static const struct right RIGHT_ANALYSIS_SEE = { "analysis.see",
	ROLE_SUPERVISOR | ROLE_OPERATIONS | ROLE_LOGISTICS | ROLE_WEB_OPERATIONS | ROLE_GM };

static const struct route routes[] = {
	{ GET, "/complaints/analysis", &RIGHT_ANALYSIS_SEE, complaints_analysis,
	    .template = "reports/analysis.cs" },
	{ GET, "/complaints/analysis/xlsx", &RIGHT_ANALYSIS_SEE, complaints_analysis_xlsx, .template = NULL },
	{ .path = NULL },
};
static const struct right *const rights[] = { &RIGHT_ANALYSIS_SEE, NULL };
static const struct nav nav[] = {
	{ NAV_SERVICE, 80, "reports.title", "/complaints/analysis", &RIGHT_ANALYSIS_SEE, NULL },
	{ .label = NULL },
};
static const struct listener listeners[] = { { &COMPLAINT_CHANGED, reports_complaints_changed },
	{ NULL, NULL } };

const struct feature reports_feature = {
	.name = "reports", .routes = routes, .rights = rights, .nav = nav, .listeners = listeners
};
