/* SPDX-License-Identifier: MIT */
/* Who works in the demo shop, and what they did and still have to do; inside demo/ only. */
#ifndef DEMO_PEOPLE_H
#define DEMO_PEOPLE_H

#include "db/ctx.h"

struct people {
	int64_t clerks[4];
	char staff[4][80]; /* name and staff number of each clerk */
	size_t clerk_count;
	struct actor agents[6];
	size_t agent_count;
	struct actor lead, finance, supervisor, web_lead;
};

/* people_load(): one account per role and some more clerks, all with the demo's password; those there already are kept. */
enum rc people_load(struct ctx *ctx, struct people *people) MUST_CHECK;
/* people_sheet(): close, sign and receive the sheet of `day`, `days_ago` days before today: yesterday's was signed late, today's
 * waits for its signature (RULE ORD-4). */
enum rc people_sheet(struct ctx *ctx, const struct people *people, int64_t day, int64_t closed_at,
    int64_t days_ago) MUST_CHECK;
/* people_work(): today's shares, tasks that are late, due and done, notices. */
enum rc people_work(struct ctx *ctx, const struct people *people, int64_t today) MUST_CHECK;
/* people_print(): the log-ins, a line each. */
void people_print(void);

#endif
