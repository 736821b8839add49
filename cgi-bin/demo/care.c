/* SPDX-License-Identifier: MIT */
/* Care for members in the demo shop: something overdue, due today, later and done; a duplicate; what waits for others.
 * Not its members and orders: shop.c. */
#include "demo/care.h"

#include "accounthelp/accounthelp.h"
#include "base/clock.h"
#include "db/batch.h"
#include "db/tx.h"
#include "demo/shop.h"
#include "erasures/erasures.h"
#include "followups/followups.h"
#include "merges/merges.h"
#include "web/feature.h"

#define CALLS 6

/* What the agent was to call about: days from today, and the outcome where it is over. */
static const struct {
	const char *cause;
	int64_t days, outcome;
	const char *note;
} calls[CALLS] = {
	{ "换货后的满意度", -2, 0, "" },
	{ "尺码建议是否合适", 0, 0, "" },
	{ "生日祝福与新品介绍", 4, 0, "" },
	{ "上次投诉后的情况", -1, OUTCOME_REACHED, "客户满意，下次想看羽绒服" },
	{ "到货时间确认", -1, OUTCOME_NO_ANSWER, "" },
	{ "新品介绍", -3, OUTCOME_REFUSED, "客户不便交谈" },
};

static enum rc
member_at(struct ctx *ctx, int64_t index, int64_t *id)
{
	return member_find_no(ctx, shop_member_no(ctx->arena, index), id);
}

static enum rc
call_load(struct ctx *ctx, int64_t index, size_t at)
{
	const struct followup_result result = {
		.outcome = calls[at].outcome, .note = calls[at].note, .next_reason = ""
	};
	int64_t now = ctx->now, member, id;
	const char *field;
	enum rc rc = member_at(ctx, index, &member);

	if (calls[at].days < 0)
		ctx->now += calls[at].days * DAY; /* planned for the day it was to be done */
	if (rc == RC_OK)
		rc = followup_make(ctx, member, calls[at].days > 0 ? FOLLOWUP_DAY : FOLLOWUP_HAND,
		    clock_day(now) + calls[at].days, calls[at].cause, &id, &field);
	if (rc == RC_OK && calls[at].outcome != 0)
		rc = followup_answer(ctx, id, 1, &result, &field);
	ctx->now = now;
	return rc;
}

enum rc
care_contacts(struct ctx *ctx, const struct shop *shop, int64_t from, size_t count)
{
	const char **numbers = arena_array(ctx->arena, count, sizeof(*numbers));
	int64_t *ids = arena_array(ctx->arena, count, sizeof(*ids));
	int64_t *ats = arena_array(ctx->arena, count, sizeof(*ats));
	enum rc rc;

	for (size_t i = 0; i < count; i++) {
		struct chance chance = chance_of(shop->seed, CHANCE_CONTACT, (uint64_t)from + i);
		int64_t day = shop->today - 1 - chance_below(&chance, 62);

		numbers[i] = shop_member_no(ctx->arena, from + (int64_t)i);
		ats[i] = clock_at(day, 9 * HOUR + chance_below(&chance, 9 * HOUR));
	}
	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = member_ids(ctx, numbers, count, ids);
		if (rc == RC_OK)
			rc = followups_contacted(ctx, ids, ats, count);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

/* What those who were reached answered, and who was not: the rest still waits. */
static const struct {
	int64_t outcome, score, score2;
	const char *note;
} answers[] = {
	{ OUTCOME_REACHED, 5, 5, "送货很快" },
	{ OUTCOME_REACHED, 4, 5, "" },
	{ OUTCOME_REACHED, 5, 4, "" },
	{ OUTCOME_REACHED, 3, 3, "送货前没有电话" },
	{ OUTCOME_REACHED, 2, 2, "晚了一天" },
	{ OUTCOME_REACHED, 4, 4, "" },
	{ OUTCOME_REACHED, 1, 1, "包装破损，已另行登记" },
	{ OUTCOME_REFUSED, 0, 0, "不愿参加" },
	{ OUTCOME_NO_ANSWER, 0, 0, "" },
};
#define ANSWERS (sizeof(answers) / sizeof(answers[0]))

/* A survey given to a tier, and answers to it by whoever was called. */
static enum rc
survey_load(struct ctx *ctx, const struct survey *survey, int64_t tier, size_t answered, int64_t *id)
{
	int64_t waiting[ANSWERS];
	struct survey_given given;
	const char *field;
	size_t count = 0;
	enum rc rc = survey_add(ctx, survey, id);

	if (rc == RC_OK)
		rc = survey_give_tier(ctx, *id, tier, 12, clock_day(ctx->now) + 2, &given);
	if (rc == RC_OK)
		rc = survey_waiting(ctx, *id, waiting, answered < ANSWERS ? answered : ANSWERS, &count);
	for (size_t i = 0; i < count && rc == RC_OK; i++) {
		const struct followup_result result = { .outcome = answers[i].outcome,
			.score = answers[i].score,
			.score2 = survey->question2[0] != '\0' ? answers[i].score2 : 0,
			.note = answers[i].note,
			.next_reason = "" };

		rc = followup_answer(ctx, waiting[i], 1, &result, &field);
	}
	return rc;
}

/* One that is still being asked, and one that is over. */
static enum rc
surveys_load(struct ctx *ctx)
{
	const struct survey open = { .title = "配送满意度",
		.question1 = "您对本次配送是否满意？",
		.question2 = "您会向朋友推荐我们吗？" },
			    closed = { .title = "客服电话满意度",
				    .question1 = "您对客服的接听是否满意？",
				    .question2 = "" };
	int64_t id;
	enum rc rc = survey_load(ctx, &closed, 2, 6, &id);

	if (rc == RC_OK)
		rc = survey_close(ctx, id, 1);
	return rc == RC_OK ? survey_load(ctx, &open, 1, ANSWERS, &id) : rc;
}

/* A second membership of the third member, as a shop's registration by phone brings it about. */
static enum rc
twin_load(struct ctx *ctx)
{
	struct member member;
	struct verdict verdict;
	int64_t id;
	enum rc rc = member_at(ctx, 2, &id);

	if (rc == RC_OK)
		rc = member_get(ctx, id, &member);
	if (rc != RC_OK)
		return rc;
	member.member_no = "HY-D0000001";
	member.email = "";
	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = member_import(ctx, &member, 1, &verdict);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

/* A reset and an erasure want an identity check: here the portal itself asks. */
static enum rc
asked_load(struct ctx *ctx, const struct people *people)
{
	const struct help wish = {
		.name = "许清", .phone = "13900001234", .email = "", .note = "电话客户，希望开通网上账户"
	};
	struct actor portal = ctx->actor;
	const char *field;
	int64_t id, member;
	enum rc rc;

	ctx->actor = people->agents[0];
	rc = help_ask_account(ctx, &wish, &id, &field);
	ctx->actor = portal;
	if (rc == RC_OK)
		rc = member_at(ctx, 4, &member);
	if (rc == RC_OK)
		rc = help_ask_reset(ctx, member, "收不到验证码", &id);
	if (rc == RC_OK)
		rc = member_at(ctx, 5, &member);
	return rc == RC_OK ? erasure_ask(ctx, member, "客户来信要求删除个人资料", &id) : rc;
}

/* What houtai-jobs would do within its first seconds. */
static enum rc
jobs_run(struct ctx *ctx)
{
	int64_t now = ctx->now;
	enum rc rc = followups_feature.jobs[0].run(ctx);

	if (rc == RC_OK)
		rc = merges_feature.jobs[0].run(ctx);
	ctx->now = now;
	return rc;
}

enum rc
care_load(struct ctx *ctx, const struct people *people)
{
	struct actor portal = ctx->actor;
	enum rc rc = RC_OK;

	ctx->actor = people->agents[0];
	for (size_t i = 0; i < CALLS && rc == RC_OK; i++)
		rc = call_load(ctx, (int64_t)i + 10, i);
	ctx->actor = portal;
	if (rc == RC_OK)
		rc = twin_load(ctx);
	if (rc == RC_OK)
		rc = jobs_run(ctx);
	ctx->actor = people->supervisor;
	if (rc == RC_OK)
		rc = surveys_load(ctx);
	ctx->actor = portal;
	return rc == RC_OK ? asked_load(ctx, people) : rc;
}
