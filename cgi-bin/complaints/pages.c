/* SPDX-License-Identifier: MIT */
/* Complaints as a feature: rights, routes, navigation, what waits, its part of a member's record.
 * Not the pages themselves: pages_*.c. */
#include "complaints/actions.h"
#include "members/members.h"
#include "web/feature.h"

/* Customer service works on them; who answers for the whole sees them. A department sees what is handed to it or laid to it. */
const struct right RIGHT_COMPLAINT_SEE = { "complaint.see",
	ROLE_AGENT | ROLE_SUPERVISOR | ROLE_WEB_OPERATIONS | ROLE_GM };
const struct right RIGHT_COMPLAINT_WORK = { "complaint.work", ROLE_AGENT | ROLE_SUPERVISOR };

static const struct right *const rights[] = { &RIGHT_COMPLAINT_SEE, &RIGHT_COMPLAINT_WORK, NULL };

static const struct job jobs[] = { { "complaints.remind", 30, handoffs_remind }, { NULL, 0, NULL } };

static const struct listener listeners[] = { { &MEMBER_WAS_MERGED, complaints_member_merged },
	{ &MEMBER_WAS_UNMERGED, complaints_member_unmerged }, { NULL, NULL } };

static const struct route routes[] = { { .path = NULL } };

const struct feature complaints_feature = {
	.name = "complaints", .routes = routes, .rights = rights, .jobs = jobs, .listeners = listeners
};
