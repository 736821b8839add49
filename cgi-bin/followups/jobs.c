/* SPDX-License-Identifier: MIT */
/* Work of followups/ in the background: visits planned and given out in small batches (RULE MEM-7), what is
 * open of closed surveys ended (RULE QA-5). Not the batches: planning.c, surveys.c. */
#include "followups/jobs.h"
#include "base/clock.h"
#include "followups/actions.h"
#include "followups/surveys.h"

#define RUN_SECONDS 20 /* of one run; what is left goes on with the next */

static enum rc
steps_run(struct ctx *ctx, enum rc (*step)(struct ctx *ctx, bool *done))
{
	int64_t until = clock_now() + RUN_SECONDS;
	bool done = false;
	enum rc rc = RC_OK;

	while (rc == RC_OK && !done && clock_now() < until) {
		ctx->now = clock_now();
		rc = step(ctx, &done);
	}
	return rc;
}

static enum rc
visits_run(struct ctx *ctx)
{
	return steps_run(ctx, visits_step);
}

static enum rc
surveys_run(struct ctx *ctx)
{
	return steps_run(ctx, survey_end_step);
}

const struct job followup_jobs[] = { { "followups.plan", 10, visits_run },
	{ "followups.surveys", 10, surveys_run }, { NULL, 0, NULL } };
