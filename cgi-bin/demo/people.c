/* SPDX-License-Identifier: MIT */
/* The staff of the demo shop: accounts, the sheets they signed, the tasks they have.
 * Everything goes through the features' actions, with the clock of the day it happened. */
#include "demo/people.h"

#include "accounts/accounts.h"
#include "base/clock.h"
#include "db/tx.h"
#include "notices/notices.h"
#include "orders/orders.h"
#include "tasks/tasks.h"

/* Demo installations only: the command refuses all others. */
#define DEMO_PASSWORD "lantern-river-42"

static const struct person {
	const char *staff_no, *login, *name;
	uint32_t roles;
} persons[] = {
	{ "KF0003", "supervisor", "林晓燕", ROLE_SUPERVISOR },
	{ "KF0004", "supervisor2", "程安平", ROLE_SUPERVISOR },
	{ "KF0127", "agent", "周敏", ROLE_AGENT },
	{ "KF0136", "agent2", "赵立群", ROLE_AGENT },
	{ "KF0144", "agent3", "孙浩", ROLE_AGENT },
	{ "KF0149", "agent4", "刘倩", ROLE_AGENT },
	{ "KF0155", "agent5", "何静", ROLE_AGENT },
	{ "KF0158", "agent6", "郑凯", ROLE_AGENT },
	{ "DD0021", "lead", "罗婷", ROLE_ORDER_LEAD },
	{ "DD0024", "clerk", "谢志强", ROLE_CLERK },
	{ "DD0026", "clerk2", "唐莉", ROLE_CLERK },
	{ "DD0029", "clerk3", "邓宇", ROLE_CLERK },
	{ "CW0012", "finance", "高敏", ROLE_FINANCE },
	{ "YY0018", "operations", "蒋文", ROLE_OPERATIONS },
	{ "WL0005", "logistics", "田勇", ROLE_LOGISTICS },
	{ "JS0007", "engineer", "范磊", ROLE_ENGINEER },
	{ "WY0002", "webops", "曾静", ROLE_WEB_OPERATIONS },
	{ "ZJ0001", "gm", "方国华", ROLE_GM },
	{ "GL0001", "admin", "石明", ROLE_ADMIN },
};
#define PERSONS (sizeof(persons) / sizeof(persons[0]))

/* `hash`: of the password all of them share, once the first account is made. */
static enum rc
person_load(struct ctx *ctx, const struct person *person, const char **hash, struct account *account)
{
	struct account fresh = { .staff_no = person->staff_no,
		.login = person->login,
		.name = person->name,
		.roles = person->roles,
		.denied = "",
		.pw_hash = *hash };
	int64_t id;
	enum rc rc = account_find(ctx, person->login, account);

	if (rc != RC_NOT_FOUND)
		return rc;
	rc = account_create(ctx, &fresh, DEMO_PASSWORD, &id);
	if (rc == RC_OK)
		rc = account_get(ctx, id, account);
	if (rc == RC_OK)
		*hash = account->pw_hash;
	return rc;
}

/* The names outlive the batches that act for them: they are the table's own. */
static struct actor
actor_of(const struct person *person, const struct account *account)
{
	return (struct actor){ .account_id = account->id,
		.staff_no = person->staff_no,
		.name = person->name,
		.roles = person->roles,
		.denied = "" };
}

enum rc
people_load(struct ctx *ctx, struct people *people)
{
	const char *hash = NULL;
	enum rc rc = RC_OK;

	*people = (struct people){ 0 };
	for (size_t i = 0; i < PERSONS && rc == RC_OK; i++) {
		struct account account;

		rc = person_load(ctx, &persons[i], &hash, &account);
		if (rc != RC_OK)
			break;
		if (persons[i].roles == ROLE_CLERK) {
			snprintf(people->staff[people->clerk_count], sizeof(people->staff[0]), "%s %s",
			    persons[i].name, persons[i].staff_no);
			people->clerks[people->clerk_count++] = account.id;
		} else if (persons[i].roles == ROLE_ORDER_LEAD)
			people->lead = actor_of(&persons[i], &account);
		else if (persons[i].roles == ROLE_FINANCE)
			people->finance = actor_of(&persons[i], &account);
		else if (persons[i].roles == ROLE_AGENT)
			people->agents[people->agent_count++] = actor_of(&persons[i], &account);
		else if (persons[i].roles == ROLE_WEB_OPERATIONS)
			people->web_lead = actor_of(&persons[i], &account);
		else if (persons[i].roles == ROLE_SUPERVISOR && people->supervisor.account_id == 0)
			people->supervisor = actor_of(&persons[i], &account);
	}
	return rc;
}

enum rc
people_sheet(struct ctx *ctx, const struct people *people, int64_t day, int64_t closed_at, int64_t days_ago)
{
	struct actor actor = ctx->actor;
	int64_t now = ctx->now, id = 0;
	enum rc rc;

	ctx->now = closed_at;
	rc = sheet_close(ctx, day, &id);
	if (rc == RC_OK && days_ago > 0) {
		ctx->actor = people->lead;
		ctx->now = closed_at + (days_ago == 1 ? 25 * MINUTE : 6 * MINUTE);
		rc = sheet_sign(ctx, id, 1);
	}
	if (rc == RC_OK && days_ago > 1) {
		ctx->actor = people->finance;
		ctx->now = closed_at + 9 * MINUTE;
		rc = sheet_receive(ctx, id, 2);
	}
	ctx->actor = actor;
	ctx->now = now;
	return rc;
}

/* Call-backs of an agent: one late, some due today, some later, some done. */
static enum rc
tasks_load(struct ctx *ctx, const struct people *people)
{
	static const struct {
		const char *subject, *title;
		int64_t hours;
		bool done;
	} calls[] = { { "demo:1", "回电：换货进度", -20, false }, { "demo:2", "回电：到货时间", 1, false },
		{ "demo:3", "回电：退款进度", 2, false }, { "demo:4", "回电：尺码建议", 26, false },
		{ "demo:5", "回电：地址更正", -2, true } };
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]) && rc == RC_OK; i++) {
			struct task task = { .kind = "orders.call",
				.subject = calls[i].subject,
				.path = "/orders",
				.title = calls[i].title,
				.account_id = people->agents[0].account_id,
				.role = ROLE_AGENT,
				.due_at = ctx->now + calls[i].hours * HOUR,
				.clock = CLOCK_ELAPSED,
				.rule = "AFT-9" };
			int64_t id;

			rc = task_add(ctx, &task, &id);
			if (rc == RC_OK && calls[i].done)
				rc = task_done_for(ctx, task.kind, task.subject, "已告知");
		}
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

enum rc
people_work(struct ctx *ctx, const struct people *people, int64_t today)
{
	struct actor actor = ctx->actor;
	enum rc rc;

	ctx->actor = people->supervisor;
	rc = order_share_balanced(ctx, today, people->clerks, people->clerk_count);
	ctx->actor = people->agents[0];
	if (rc == RC_OK)
		rc = tasks_load(ctx, people);
	ctx->actor = actor;
	return rc;
}

void
people_print(void)
{
	printf("password of every demo log-in: %s\n", DEMO_PASSWORD);
	for (size_t i = 0; i < PERSONS; i++)
		printf("  %-12s %s %s\n", persons[i].login, persons[i].staff_no, persons[i].name);
}
