/* SPDX-License-Identifier: MIT */
/* Work of followups/ in the background: visits planned and given out in small batches (RULE MEM-7).
 * Not the batches: planning.c. */
#include "followups/jobs.h"
#include "base/clock.h"
#include "followups/actions.h"

#define RUN_SECONDS 20 /* of one run; what is left goes on with the next */

static enum rc
visits_run(struct ctx *ctx)
{
	int64_t until = clock_now() + RUN_SECONDS;
	bool done = false;
	enum rc rc = RC_OK;

	while (rc == RC_OK && !done && clock_now() < until) {
		ctx->now = clock_now();
		rc = visits_step(ctx, &done);
	}
	return rc;
}

const struct job followup_jobs[] = { { "followups.plan", 10, visits_run }, { NULL, 0, NULL } };
