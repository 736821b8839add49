/* SPDX-License-Identifier: MIT */
/* What waits in dailylog/, for home and navigation: logs to be submitted, signed, received. Bounded reads, once a second.
 * Not the pages behind the figures. */
#include "base/clock.h"
#include "dailylog/pages.h"

struct waiting {
	int64_t id, day, due_at;
	const char *name;
};
static const struct field waiting_fields[] = { FIELD(waiting, ID, id), FIELD(waiting, DAY, day),
	FIELD(waiting, TIME, due_at), FIELD(waiting, TEXT, name) };
static const struct record waiting_record = RECORD(waiting, waiting_fields);

SQL(count_own_sql,
    "SELECT id, day, due_at, name FROM dailylog WHERE account_id = ? AND state IN (1, 2, 4) AND day <= ?"
    " ORDER BY day LIMIT 200",
    .samples = "SELECT MAX(account_id), 40000 FROM dailylog UNION ALL SELECT 0, 0");
SQL(count_state_sql,
    "SELECT id, day, due_at, name FROM dailylog WHERE state = ? AND account_id <> ? ORDER BY day, id LIMIT "
    "200",
    .samples = "SELECT 3, 0 UNION ALL SELECT 0, 0");

/* Due when the log was, or at the end of its day for who signs and receives. */
static void
module_fill(struct ctx *ctx, const struct rows *rows, bool own, struct module_counts *counts)
{
	const struct waiting *row = rows->items;
	const char *day;
	int64_t today = clock_day(ctx->now);

	for (size_t i = 0; i < rows->count; i++)
		if (own ? row[i].due_at < ctx->now : row[i].day < today)
			counts->overdue++;
		else
			counts->today++;
	if (rows->count == 0)
		return;
	day = day_text(ctx->arena, row[0].day);
	counts->urgent = own ? day : arena_printf(ctx->arena, "%s %s", row[0].name, day);
	counts->urgent_path =
	    own ? arena_printf(ctx->arena, "/complaints/log?day=%s", day)
		: arena_printf(ctx->arena, "/complaints/logs?day=%s&log=%lld", day, (long long)row[0].id);
	counts->overdue_path = counts->today_path = counts->urgent_path;
	counts->urgent_due = own ? row[0].due_at : clock_start(row[0].day + 1) - 1;
}

static enum rc
own_counts(struct ctx *ctx, struct module_counts *counts)
{
	struct rows rows;
	enum rc rc = db_rows(ctx, &count_own_sql, &waiting_record, &rows,
	    ARGS(arg_int(ctx->actor.account_id), arg_int(clock_day(ctx->now))));

	*counts = (struct module_counts){ .module = "complaints.log",
		.label = "dailylog.count.to_submit",
		.overdue_path = "/complaints/log",
		.today_path = "/complaints/log",
		.later_path = "/complaints/log",
		.rule = "@dailylog.rule.submit" };
	if (rc == RC_OK)
		module_fill(ctx, &rows, true, counts);
	return rc;
}

static enum rc
sign_counts(struct ctx *ctx, bool sign, struct module_counts *counts)
{
	struct rows rows;
	enum rc rc = db_rows(ctx, &count_state_sql, &waiting_record, &rows,
	    ARGS(arg_int(sign ? LOG_SUBMITTED : LOG_SIGNED), arg_int(ctx->actor.account_id)));

	*counts = (struct module_counts){ .module = "complaints.logs",
		.label = sign ? "dailylog.count.to_sign" : "dailylog.count.to_receive",
		.overdue_path = "/complaints/logs",
		.today_path = "/complaints/logs",
		.later_path = "/complaints/logs",
		.rule = "@dailylog.rule.sign",
		.sign = true };
	if (rc == RC_OK)
		module_fill(ctx, &rows, false, counts);
	return rc;
}

enum rc
dailylog_counts(struct ctx *ctx, struct module_counts *counts, size_t *count)
{
	enum rc rc = RC_OK;

	if (actor_may(&ctx->actor, &RIGHT_LOG_OWN)) {
		rc = own_counts(ctx, &counts[*count]);
		if (rc == RC_OK)
			++*count;
	}
	if (rc == RC_OK &&
	    (actor_may(&ctx->actor, &RIGHT_LOG_SIGN) || actor_may(&ctx->actor, &RIGHT_LOG_RECEIVE))) {
		rc = sign_counts(ctx, actor_may(&ctx->actor, &RIGHT_LOG_SIGN), &counts[*count]);
		if (rc == RC_OK)
			++*count;
	}
	return rc;
}
