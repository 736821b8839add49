/* SPDX-License-Identifier: MIT */
/* Complaints of the last week, with the clock of the day on which each came in; the daily logs fill from them, and are submitted and
 * signed through their own actions. Not the rest of the shop: demo.c. */
#include "demo/complaints.h"

#include "accounts/accounts.h"
#include "base/clock.h"
#include "complaints/complaints.h"
#include "dailylog/dailylog.h"
#include "demo/customers.h"
#include "demo/words.h"

#include <string.h>

#define A_DAY 3 /* complaints of one agent and day */

/* What is left open, to be closed a day later. */
struct open {
	int64_t id, owner_id;
	size_t story;
	int64_t opened_at;
};
struct loading {
	struct ctx *ctx;
	const struct people *people;
	const struct customer *customers;
	size_t customer_count, turn;
	struct open open[64], closed[64];
	size_t open_count, closed_count;
};

static struct complaint_draft
story_draft(const struct demo_story *story, const struct customer *customer)
{
	return (struct complaint_draft){ .member_id = customer->member_id,
		.order_id = customer->order_id,
		.problem = story->problem,
		.urgency = complaint_urgency(story->problem),
		.caller = "",
		.caller_phone = "",
		.happened = story->happened,
		.demand = story->demand,
		.products = &customer->product_id,
		.product_count = customer->product_id != 0 };
}

/* An agent takes a complaint in; every fifth customer is promised a call, some later than others (RULE AFT-9). */
static enum rc
story_take(struct loading *loading, size_t story)
{
	struct ctx *ctx = loading->ctx;
	const struct customer *customer = &loading->customers[loading->turn++ % loading->customer_count];
	struct complaint_draft draft = story_draft(&demo_stories[story], customer);
	const char *field;
	int64_t id;
	enum rc rc;

	draft.channel = (int64_t)(loading->turn % 6) + 1;
	draft.complex = story % 4 == 0;
	draft.wait = loading->turn % 5 == 0 ? 20 * MINUTE : loading->turn % 7 == 0 ? 3 * HOUR : 0;
	rc = complaint_open(ctx, &draft, &id, &field);
	if (rc == RC_OK && loading->open_count < sizeof(loading->open) / sizeof(loading->open[0]))
		loading->open[loading->open_count++] =
		    (struct open){ id, ctx->actor.account_id, story, ctx->now };
	return rc;
}

/* What an agent does, one after the other, each on what the one before made of the complaint. */
static enum rc
version_of(struct ctx *ctx, int64_t id, int64_t *version)
{
	struct complaint complaint;
	enum rc rc = complaint_get(ctx, id, &complaint);

	*version = complaint.version;
	return rc;
}

/* Empathy, answer, solution, the customer told, closed (RULE CMP-5). */
static enum rc
story_finish(struct loading *loading, size_t place)
{
	struct ctx *ctx = loading->ctx;
	const struct open open = loading->open[place];
	int64_t version;
	enum rc rc = version_of(ctx, open.id, &version);

	if (rc == RC_OK)
		rc = complaint_step(ctx, open.id, version++, STEP_EMPATHY, "理解您的心情");
	if (rc == RC_OK)
		rc = complaint_step(ctx, open.id, version++, STEP_APOLOGY, "给您带来不便，非常抱歉");
	if (rc == RC_OK)
		rc = complaint_solve(ctx, open.id, version++, demo_stories[open.story].demand,
		    demo_stories[open.story].result);
	if (rc == RC_OK)
		rc = complaint_tell(ctx, open.id, version++, CONTACT_PHONE, demo_stories[open.story].result);
	if (rc == RC_OK)
		rc = complaint_close(ctx, open.id, version);
	if (rc == RC_OK && loading->closed_count < sizeof(loading->closed) / sizeof(loading->closed[0]))
		loading->closed[loading->closed_count++] = open;
	loading->open[place] = loading->open[--loading->open_count];
	return rc;
}

/* RULE CMP-6: called back the next morning; every ninth is not satisfied, every eleventh is still to be called. */
static enum rc
closed_call(struct loading *loading, const struct actor *agent)
{
	static const int64_t scores[] = { 5, 4, 5, 3, 5, 4, 5, 4, 2 };
	struct ctx *ctx = loading->ctx;
	enum rc rc = RC_OK;

	for (size_t i = loading->closed_count; i > 0 && rc == RC_OK; i--) {
		const struct open closed = loading->closed[i - 1];
		int64_t version;

		if (closed.owner_id != agent->account_id || closed.id % 11 == 0)
			continue;
		rc = version_of(ctx, closed.id, &version);
		if (rc == RC_OK)
			rc = complaint_call_back(ctx, closed.id, version,
			    scores[closed.id % (int64_t)(sizeof(scores) / sizeof(scores[0]))], "");
		loading->closed[i - 1] = loading->closed[--loading->closed_count];
	}
	return rc;
}

/* Somebody of the department. */
static enum rc
department_actor(struct ctx *ctx, int64_t department, struct actor *actor)
{
	struct rows holders;
	const struct account *account;
	enum rc rc = account_holders(ctx, (uint32_t)department_role(department), &holders);

	if (rc != RC_OK || holders.count == 0)
		return rc != RC_OK ? rc : RC_NOT_FOUND;
	account = holders.items;
	*actor = (struct actor){ .account_id = account->id,
		.staff_no = account->staff_no,
		.name = account->name,
		.roles = (uint32_t)account->roles,
		.denied = account->denied };
	return RC_OK;
}

/* What is left open on the last days stands in every state: asked of a department, answered by one, waiting for an approval. */
static enum rc
story_leave(struct loading *loading, const struct open *open)
{
	struct ctx *ctx = loading->ctx;
	const struct actor agent = ctx->actor;
	int64_t version, way = open->id / 2 % 4;
	enum rc rc = version_of(ctx, open->id, &version);

	if (rc != RC_OK || way == 0)
		return rc;
	if (way == 1)
		return complaint_compensate(ctx, open->id, version, 5000, "顾客要求差价，超出本人权限");
	rc = complaint_hand_off(ctx, open->id, version, demo_stories[open->story].problem,
	    complaint_department(demo_stories[open->story].problem), true, "请查明原因并答复");
	if (rc != RC_OK || way == 2)
		return rc;
	rc = department_actor(ctx, complaint_department(demo_stories[open->story].problem), &ctx->actor);
	if (rc == RC_OK)
		rc = complaint_reply(ctx, open->id, 1, 1, "已查明，今天处理");
	ctx->actor = agent;
	return rc;
}

/* An agent closes what stands open for him; of the day's own every fourth is left for the next. */
static enum rc
agent_finish(struct loading *loading, const struct actor *agent, int64_t day)
{
	enum rc rc = RC_OK;

	for (size_t i = loading->open_count; i > 0 && rc == RC_OK; i--) {
		const struct open *open = &loading->open[i - 1];

		if (open->owner_id != agent->account_id)
			continue;
		if (clock_day(open->opened_at) < day || open->id % 4 != 0)
			rc = story_finish(loading, i - 1);
	}
	return rc;
}

/* Half of the last days' complaints go on in other ways. */
static enum rc
agent_leave(struct loading *loading, const struct actor *agent, int64_t day)
{
	enum rc rc = RC_OK;

	for (size_t i = loading->open_count; i > 0 && rc == RC_OK; i--) {
		const struct open open = loading->open[i - 1];

		if (open.owner_id != agent->account_id || clock_day(open.opened_at) != day)
			continue;
		rc = open.id % 2 == 0 ? story_leave(loading, &open) : story_finish(loading, i - 1);
	}
	return rc;
}

/* Who submits when: the second is late every third day, the fourth and sixth miss the last day that is over. */
static int64_t
submit_at(size_t agent, int64_t day, int64_t today)
{
	if ((agent == 3 || agent == 5) && day >= today - 1)
		return 0;
	if (agent == 1 && day % 3 == 0)
		return clock_at(day, 17 * HOUR + 9 * MINUTE);
	return clock_at(day, 16 * HOUR + (int64_t)agent * 7 * MINUTE);
}

/* Signed half an hour later, but of the last day only the first; received by web operations in the evening. */
static enum rc
log_sign(struct loading *loading, int64_t id, int64_t version, int64_t submitted, int64_t now)
{
	struct ctx *ctx = loading->ctx;
	enum rc rc;

	ctx->now = submitted + 30 * MINUTE;
	if (ctx->now > now)
		return RC_OK;
	ctx->actor = loading->people->supervisor;
	rc = dailylog_sign(ctx, id, version, "");
	ctx->now += 20 * MINUTE;
	ctx->actor = loading->people->web_lead;
	if (rc == RC_OK && ctx->now <= now)
		rc = dailylog_receive(ctx, id, version + 1);
	return rc;
}

/* What comes in of an evening waits for the team, promised nothing, so that the queue is as long as the shop is large. */
static enum rc
evening_take(struct loading *loading, size_t agent, int64_t day, int64_t count)
{
	struct ctx *ctx = loading->ctx;
	enum rc rc = RC_OK;

	ctx->actor = loading->people->agents[agent];
	for (int64_t i = 0; i < count && rc == RC_OK; i++) {
		const struct customer *customer =
		    &loading->customers[loading->turn++ % loading->customer_count];
		const struct demo_story *story = &demo_stories[loading->turn % demo_story_count];
		struct complaint_draft draft = story_draft(story, customer);
		const char *field;
		int64_t id;

		ctx->now = clock_at(day, 17 * HOUR + 30 * MINUTE + i * 4 * HOUR / count);
		draft.channel = CONTACT_PHONE + (int64_t)loading->turn % CONTACT_VISIT;
		draft.team = true;
		rc = complaint_open(ctx, &draft, &id, &field);
	}
	return rc;
}

static enum rc
agent_day(struct loading *loading, size_t agent, int64_t day, int64_t today, int64_t now)
{
	struct ctx *ctx = loading->ctx;
	int64_t submitted = submit_at(agent, day, today), id, version;
	enum rc rc = RC_OK;

	ctx->actor = loading->people->agents[agent];
	for (size_t i = 0; i < A_DAY && rc == RC_OK; i++) {
		ctx->now = clock_at(day, (9 + (int64_t)i * 2) * HOUR + (int64_t)agent * 5 * MINUTE);
		if (ctx->now <= now)
			rc = story_take(loading, (agent + i + (size_t)day) % demo_story_count);
	}
	ctx->now = clock_at(day, 10 * HOUR + (int64_t)agent * MINUTE);
	if (rc == RC_OK && ctx->now <= now)
		rc = closed_call(loading, &loading->people->agents[agent]);
	ctx->now = clock_at(day, 15 * HOUR + (int64_t)agent * MINUTE);
	if (rc == RC_OK && ctx->now <= now && day < today - 1)
		rc = agent_finish(loading, &loading->people->agents[agent], day);
	if (rc == RC_OK && ctx->now <= now && day >= today - 1)
		rc = agent_leave(loading, &loading->people->agents[agent], day);
	if (rc != RC_OK || submitted == 0 || submitted > now)
		return rc;
	ctx->now = submitted;
	rc = dailylog_current(ctx, ctx->actor.account_id, &id, &version);
	if (rc == RC_OK)
		rc = dailylog_submit(ctx, id, version);
	if (rc == RC_REFUSED) /* something is overdue and wants a word: that one is left to be submitted */
		return RC_OK;
	if (rc == RC_OK && (day < today - 1 || agent == 0))
		rc = log_sign(loading, id, version + 2, submitted, now);
	return rc;
}

enum rc
complaints_load(struct ctx *ctx, const struct people *people, const struct shop *shop)
{
	struct loading loading = { .ctx = ctx, .people = people };
	const struct actor actor = ctx->actor;
	const int64_t now = ctx->now, waiting = shop->complaints / DEMO_WAITING;
	struct rows customers;
	enum rc rc = customers_newest(ctx, &customers);

	loading.customers = customers.items;
	loading.customer_count = customers.count;
	for (int64_t day = shop->today - DEMO_WEEK; day <= shop->today && rc == RC_OK && customers.count > 0;
	     day++) {
		ctx->now = clock_start(day);
		ctx->actor = actor; /* by itself, not by whoever worked last */
		rc = dailylog_close_due(ctx);
		for (size_t agent = 0; agent < people->agent_count && rc == RC_OK; agent++)
			rc = agent_day(&loading, agent, day, shop->today, now);
		for (size_t agent = 0; agent < people->agent_count && rc == RC_OK && day == shop->today - 1;
		     agent++)
			rc = evening_take(&loading, agent, day, waiting / (int64_t)people->agent_count);
	}
	ctx->actor = actor;
	ctx->now = now;
	return rc;
}
