/* SPDX-License-Identifier: MIT */
/* Sessions that are over, throttle counters and devices long unused are removed.
 * Any number of processes may run it: each statement removes what is due and is over. */
#include "accounts/jobs.h"
#include "accounts/accounts.h"
#include "base/clock.h"

static enum rc
purge_run(struct ctx *ctx)
{
	enum rc rc = session_purge(ctx);

	if (rc == RC_OK)
		rc = throttle_purge(ctx);
	return rc;
}

const struct job account_jobs[] = {
	{ "accounts.purge", 5 * MINUTE, purge_run },
	{ NULL, 0, NULL },
};
