/* SPDX-License-Identifier: MIT */
/* Complaints of the last week, with the clock of the day on which each came in; the daily logs fill from them, and are submitted and
 * signed through their own actions. Not the rest of the shop: demo.c. */
#include "demo/complaints.h"

#include "accounts/accounts.h"
#include "base/clock.h"
#include "complaints/complaints.h"
#include "dailylog/dailylog.h"
#include "db/db.h"
#include "db/tx.h"

#include <string.h>

#define WEEK 7
#define A_DAY 3 /* complaints of one agent and day */

static const struct {
	int64_t problem;
	const char *happened, *demand, *result;
} stories[] = {
	{ PROBLEM_COLOUR, "开衫偏黄，与图片不一样", "退差价 30 元", "送 50 积分，顾客同意" },
	{ PROBLEM_LATE, "说好 10 日到，12 日才派件", "说明原因", "已签收，致歉" },
	{ PROBLEM_REFUND_PROGRESS, "问退款几时到账", "告知日期", "已邮件答复，7 个工作日" },
	{ PROBLEM_SIZE, "跑鞋 42 偏小", "换 43", "43 有货，已建调换单" },
	{ PROBLEM_FAULTY, "洗一次就起球", "退货", "同意退货，已寄出退货单" },
	{ PROBLEM_NOT_RECEIVED, "发货多日未收到", "重发", "物流部同意补发" },
	{ PROBLEM_PACKAGING, "礼盒压坏", "加护角", "已谢，转运营" },
	{ PROBLEM_WAITING, "在线等 6 分钟无人接", "尽快回复", "致歉，当场解答" },
	{ PROBLEM_OTHER_GOODS, "收到的是别人的衬衫", "寄回并补发", "已安排取件与补发" },
	{ PROBLEM_SITE_FAULT, "结算页打不开", "恢复", "已转技术部" },
};
#define STORIES (sizeof(stories) / sizeof(stories[0]))

struct customer {
	int64_t order_id, member_id, shipped_at, product_id;
};
static const struct field customer_fields[] = { FIELD(customer, ID, order_id), FIELD(customer, ID, member_id),
	FIELD(customer, TIME, shipped_at), FIELD(customer, ID, product_id) };
static const struct record customer_record = RECORD(customer, customer_fields);

SQL(demo_customers_sql,
    "SELECT o.id AS order_id, o.member_id, o.shipped_at, COALESCE((SELECT MIN(l.product_id) FROM order_line "
    "l WHERE "
    "l.order_id = o.id), 0) AS product_id FROM orders o WHERE o.shipped_at > 0 ORDER BY o.id DESC LIMIT 200",
    .why = "the demo's own: read once while it is loaded");
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

/* An agent takes a complaint in; every fifth customer is promised a call, some later than others (RULE AFT-9). */
static enum rc
story_take(struct loading *loading, size_t story)
{
	struct ctx *ctx = loading->ctx;
	const struct customer *customer = &loading->customers[loading->turn++ % loading->customer_count];
	const struct complaint_draft draft = { .member_id = customer->member_id,
		.order_id = customer->order_id,
		.channel = (int64_t)(loading->turn % 6) + 1,
		.problem = stories[story].problem,
		.urgency = complaint_urgency(stories[story].problem),
		.complex = story % 4 == 0,
		.caller = "",
		.caller_phone = "",
		.happened = stories[story].happened,
		.demand = stories[story].demand,
		.products = &customer->product_id,
		.product_count = customer->product_id != 0,
		.wait = loading->turn % 5 == 0   ? 20 * MINUTE
			: loading->turn % 7 == 0 ? 3 * HOUR
						 : 0 };
	const char *field;
	int64_t id;
	enum rc rc = complaint_open(ctx, &draft, &id, &field);

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
		rc = complaint_solve(
		    ctx, open.id, version++, stories[open.story].demand, stories[open.story].result);
	if (rc == RC_OK)
		rc = complaint_tell(ctx, open.id, version++, CONTACT_PHONE, stories[open.story].result);
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
	rc = complaint_hand_off(ctx, open->id, version, stories[open->story].problem,
	    complaint_department(stories[open->story].problem), true, "请查明原因并答复");
	if (rc != RC_OK || way == 2)
		return rc;
	rc = department_actor(ctx, complaint_department(stories[open->story].problem), &ctx->actor);
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
			rc = story_take(loading, (agent + i + (size_t)day) % STORIES);
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
	const int64_t now = ctx->now;
	struct rows customers;
	enum rc rc = db_rows(ctx, &demo_customers_sql, &customer_record, &customers, NO_ARGS);

	loading.customers = customers.items;
	loading.customer_count = customers.count;
	for (int64_t day = shop->today - WEEK; day <= shop->today && rc == RC_OK && customers.count > 0;
	     day++) {
		ctx->now = clock_start(day);
		rc = dailylog_close_due(ctx);
		for (size_t agent = 0; agent < people->agent_count && rc == RC_OK; agent++)
			rc = agent_day(&loading, agent, day, shop->today, now);
	}
	ctx->actor = actor;
	ctx->now = now;
	return rc;
}
