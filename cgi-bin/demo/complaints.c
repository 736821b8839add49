/* SPDX-License-Identifier: MIT */
/* Complaints of the last week, with the clock of the day on which each came in; the daily logs fill from them, and are submitted and
 * signed through their own actions. Not the rest of the shop: demo.c. */
#include "demo/complaints.h"

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
SQL(demo_complaint_sql,
    "INSERT INTO complaint (complaint_no, state, member_id, order_id, channel, type, problem, department, "
    "urgency, "
    "owner_id, owner_staff, taken_by, opened_at, due_at, summary) VALUES (?, 1, ?, ?, 1, ?, ?, ?, 2, ?, ?, "
    "?, ?, ?, ?)",
    .samples = "SELECT 'sample', 0, 0, 1, 101, 1, 0, '', 0, 0, 0, ''");
SQL(demo_text_sql,
    "INSERT INTO complaint_text (complaint_id, happened, demand, solution, result) VALUES (?, ?, ?, '', '')",
    .samples = "SELECT 0, '', ''");
SQL(demo_product_sql,
    "INSERT INTO complaint_product (complaint_id, product_id, quality, member_id, opened_at) VALUES (?, ?, "
    "?, ?, ?)",
    .samples = "SELECT 0, 0, 0, 0, 0");
SQL(demo_number_sql,
    "INSERT INTO complaint_number (day, last) VALUES (?, 1) ON DUPLICATE KEY UPDATE last = last + 1",
    .samples = "SELECT 0");
SQL(demo_number_get_sql, "SELECT last FROM complaint_number WHERE day = ?",
    .samples = "SELECT MAX(day) FROM complaint_number UNION ALL SELECT 0");
SQL(demo_member_sql,
    "UPDATE member SET complaints = complaints + ?, open_complaints = open_complaints + ? WHERE id = ?",
    .samples = "SELECT 0, 0, MAX(id) FROM member UNION ALL SELECT 0, 0, 0");
SQL(demo_close_sql,
    "UPDATE complaint SET state = 5, closed_at = ?, due_at = 0, version = version + 1 WHERE id = ?",
    .samples = "SELECT 0, MAX(id) FROM complaint UNION ALL SELECT 0, 0");
SQL(demo_result_sql, "UPDATE complaint_text SET solution = ?, result = ? WHERE complaint_id = ?",
    .samples = "SELECT '', '', MAX(complaint_id) FROM complaint_text UNION ALL SELECT '', '', 0");

/* What is left open, to be closed a day later. */
struct loading {
	struct ctx *ctx;
	const struct people *people;
	const struct customer *customers;
	size_t customer_count, turn;
	struct complaint open[64];
	size_t story[64], open_count;
};

static enum rc
number_give(struct ctx *ctx, const char **number)
{
	const int64_t day = clock_day(ctx->now);
	const struct date date = day_date(day);
	int64_t last;
	enum rc rc = db_exec(ctx, &demo_number_sql, ARGS(arg_int(day)));

	if (rc == RC_OK)
		rc = db_int(ctx, &demo_number_get_sql, &last, ARGS(arg_int(day)));
	if (rc == RC_OK)
		*number = arena_printf(ctx->arena, "KS%02d%02d%02d-%03lld", date.year % 100, date.month,
		    date.day, (long long)last);
	return rc;
}

static enum rc
complaint_rows(
    struct ctx *ctx, struct complaint *complaint, size_t story, const struct complaint_product *product)
{
	enum rc rc = number_give(ctx, &complaint->complaint_no);

	if (rc == RC_OK)
		rc = db_exec(ctx, &demo_complaint_sql,
		    ARGS(arg_text(complaint->complaint_no), arg_int(complaint->member_id),
			arg_int(complaint->order_id), arg_int(complaint->type), arg_int(complaint->problem),
			arg_int(complaint->department), arg_int(complaint->owner_id),
			arg_text(complaint->owner_staff), arg_int(complaint->taken_by),
			arg_int(complaint->opened_at), arg_int(complaint->due_at),
			arg_text(complaint->summary)));
	if (rc != RC_OK)
		return rc;
	complaint->id = db_insert_id(ctx);
	rc = db_exec(ctx, &demo_text_sql,
	    ARGS(arg_int(complaint->id), arg_text(stories[story].happened), arg_text(stories[story].demand)));
	if (rc == RC_OK && product->product_id != 0)
		rc = db_exec(ctx, &demo_product_sql,
		    ARGS(arg_int(complaint->id), arg_int(product->product_id), arg_int(product->quality),
			arg_int(complaint->member_id), arg_int(complaint->opened_at)));
	if (rc == RC_OK)
		rc = db_exec(
		    ctx, &demo_member_sql, ARGS(arg_int(1), arg_int(1), arg_int(complaint->member_id)));
	return rc;
}

static enum rc
complaint_take(struct loading *loading, size_t story)
{
	struct ctx *ctx = loading->ctx;
	const struct customer *customer = &loading->customers[loading->turn++ % loading->customer_count];
	const struct complaint_product product = { customer->product_id,
		complaint_quality(stories[story].problem) };
	struct complaint_change change = { .did = "complaint.open",
		.shipped_at = customer->shipped_at,
		.products = &product,
		.product_count = product.product_id != 0 };
	enum rc rc;

	change.after = (struct complaint){ .state = COMPLAINT_OPEN,
		.member_id = customer->member_id,
		.order_id = customer->order_id,
		.channel = CONTACT_PHONE,
		.type = stories[story].problem / 100,
		.problem = stories[story].problem,
		.department = complaint_department(stories[story].problem),
		.urgency = URGENCY_NORMAL,
		.owner_id = ctx->actor.account_id,
		.owner_staff = actor_label(ctx->arena, &ctx->actor),
		.taken_by = ctx->actor.account_id,
		.opened_at = ctx->now,
		.due_at = ctx->now + DAY,
		.summary = stories[story].happened,
		.version = 1 };
	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = complaint_rows(ctx, &change.after, story, &product);
		if (rc == RC_OK)
			rc = event_send(ctx, &COMPLAINT_CHANGED, &change, 1);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	if (rc == RC_OK && loading->open_count < sizeof(loading->open) / sizeof(loading->open[0])) {
		loading->story[loading->open_count] = story;
		loading->open[loading->open_count++] = change.after;
	}
	return rc;
}

static enum rc
complaint_finish(struct loading *loading, size_t place)
{
	struct ctx *ctx = loading->ctx;
	struct complaint_change change = {
		.before = loading->open[place], .after = loading->open[place], .did = "complaint.close"
	};
	size_t story = loading->story[place];
	enum rc rc;

	change.after.state = COMPLAINT_CLOSED;
	change.after.closed_at = ctx->now;
	change.after.due_at = 0;
	change.after.version++;
	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = db_exec(ctx, &demo_close_sql, ARGS(arg_int(ctx->now), arg_int(change.after.id)));
		if (rc == RC_OK)
			rc = db_exec(ctx, &demo_result_sql,
			    ARGS(arg_text(stories[story].demand), arg_text(stories[story].result),
				arg_int(change.after.id)));
		if (rc == RC_OK)
			rc = db_exec(ctx, &demo_member_sql,
			    ARGS(arg_int(0), arg_int(-1), arg_int(change.after.member_id)));
		if (rc == RC_OK)
			rc = event_send(ctx, &COMPLAINT_CHANGED, &change, 1);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	loading->open[place] = loading->open[--loading->open_count];
	loading->story[place] = loading->story[loading->open_count];
	return rc;
}

/* An agent closes what stands open for him; of the day's own every fourth is left for the next. */
static enum rc
agent_finish(struct loading *loading, const struct actor *agent, int64_t day)
{
	enum rc rc = RC_OK;

	for (size_t i = loading->open_count; i > 0 && rc == RC_OK; i--) {
		const struct complaint *open = &loading->open[i - 1];

		if (open->owner_id == agent->account_id &&
		    (clock_day(open->opened_at) < day || open->id % 4 != 0))
			rc = complaint_finish(loading, i - 1);
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
			rc = complaint_take(loading, (agent + i + (size_t)day) % STORIES);
	}
	ctx->now = clock_at(day, 15 * HOUR + (int64_t)agent * MINUTE);
	if (rc == RC_OK && ctx->now <= now)
		rc = agent_finish(loading, &loading->people->agents[agent], day);
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
