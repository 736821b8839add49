/* SPDX-License-Identifier: MIT */
/* Work of points/ in the background: points that expire (RULE MEM-3), off unless the policy says otherwise.
 * Not the expiring: actions.c. */
#include "points/pages.h"
#include "policy/policy.h"

#define BATCH 500

/* Once a day is enough; a run that was cut short begins again at the first member, and finds nothing twice. */
static enum rc
expire_due(struct ctx *ctx)
{
	struct figure days;
	int64_t after = 0;
	enum rc rc = policy_get(ctx, "members.points_expire", ctx->now, &days);

	if (rc != RC_OK || days.value == 0)
		return rc;
	do {
		rc = points_expire(ctx, days.value, BATCH, &after);
	} while (rc == RC_OK && after != 0);
	return rc;
}

const struct job points_jobs[] = { { "points.expire", 21600, expire_due }, { NULL, 0, NULL } };
