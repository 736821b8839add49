/* SPDX-License-Identifier: MIT */
/* Messages and visits of the demo shop (RULE CMP-11, CMP-12), through the desk's own actions. */
#include "demo/desk.h"

#include "base/clock.h"
#include "complaints/complaints.h"
#include "demo/shop.h"
#include "desk/desk.h"
#include "members/members.h"

/* What becomes of it: hours until it is answered; 0: it waits. */
static const struct {
	int64_t hours_ago, answered_after, channel;
	const char *text, *answer;
} messages[] = {
	{ 30, 0, CONTACT_BOARD, "上周买的衬衫扣子掉了一颗，能不能寄一颗备用扣？", "" },
	{ 2, 0, CONTACT_MAIL, "想问一下发票抬头写错了怎么改。", "" },
	{ 1, 0, CONTACT_SOCIAL, "你们的毛巾有没有整箱装的？公司福利要用。", "" },
	{ 50, 2, CONTACT_BOARD, "尺码表里的胸围是平铺量的吗？", "是平铺量的，单位厘米，误差两厘米以内。" },
	{ 54, 28, CONTACT_MAIL, "退货地址是哪里？", "退货地址已发到您的邮箱，附上退货单即可。" },
	{ 75, 1, CONTACT_CHAT, "礼盒可以写贺卡吗？", "可以，下单时写在备注里，最多五十个字。" },
};
static const struct {
	int64_t minutes_ago;
	int state; /* enum visit_state */
	const char *about, *outcome;
} visits[] = {
	{ 12, VISIT_WAITS, "带着收到的外套来，说颜色和图片差得远", "" },
	{ 25, VISIT_SERVED, "来问上周的退款到哪里了", "" },
	{ 200, VISIT_OVER, "来取上次漏发的赠品", "已当面交付，顾客签收" },
};

static enum rc
member_at(struct ctx *ctx, int64_t index, int64_t members, int64_t *id)
{
	return member_find_no(ctx, shop_member_no(ctx->arena, index % members), id);
}

static enum rc
message_load(struct ctx *ctx, size_t i, int64_t now, int64_t members)
{
	struct message message = { .caller = "", .reach = "", .channel = messages[i].channel };
	int64_t id = 0;
	enum rc rc = member_at(ctx, 7 + (int64_t)i, members, &message.member_id);

	message.left_at = now - messages[i].hours_ago * HOUR;
	ctx->now = message.left_at + MINUTE;
	if (rc == RC_OK)
		rc = message_add(ctx, &message, messages[i].text, &id);
	if (rc != RC_OK || messages[i].answered_after == 0)
		return rc;
	ctx->now = message.left_at + messages[i].answered_after * HOUR;
	return message_answer(ctx, id, 1, messages[i].answer);
}

static enum rc
visit_load(struct ctx *ctx, const struct people *people, size_t i, int64_t now, int64_t members)
{
	struct visit visit = { .caller = "", .about = visits[i].about };
	int64_t id = 0;
	enum rc rc = member_at(ctx, 3 + (int64_t)i, members, &visit.member_id);

	visit.arrived_at = ctx->now = now - visits[i].minutes_ago * MINUTE;
	ctx->actor = people->agents[0];
	if (rc == RC_OK)
		rc = visit_add(ctx, &visit, &id);
	ctx->actor = people->supervisor;
	ctx->now += 4 * MINUTE;
	if (rc == RC_OK && visits[i].state != VISIT_WAITS)
		rc = visit_take(ctx, id, 1, true);
	ctx->now += 15 * MINUTE;
	if (rc == RC_OK && visits[i].state == VISIT_OVER)
		rc = visit_end(ctx, id, 2, visits[i].outcome);
	return rc;
}

enum rc
desk_load(struct ctx *ctx, const struct people *people, int64_t members)
{
	struct actor actor = ctx->actor;
	int64_t now = ctx->now;
	enum rc rc = RC_OK;

	ctx->actor = people->agents[0];
	for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]) && rc == RC_OK; i++)
		rc = message_load(ctx, i, now, members);
	for (size_t i = 0; i < sizeof(visits) / sizeof(visits[0]) && rc == RC_OK; i++)
		rc = visit_load(ctx, people, i, now, members);
	ctx->actor = actor;
	ctx->now = now;
	return rc;
}
