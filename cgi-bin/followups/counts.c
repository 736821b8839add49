/* SPDX-License-Identifier: MIT */
/* Follow-ups that wait for who asks: overdue, today, later, for home and navigation, read in one statement. They are no tasks as
 * well, so nothing counts twice. Not the list behind the figures: pages_list.c. */
#include "base/clock.h"
#include "followups/jobs.h"
#include "followups/store.h"

#define COUNT_UP_TO(condition)                                                                               \
	"(SELECT COUNT(*) FROM (SELECT 1 FROM followup FORCE INDEX (followup_agent) WHERE open = 1 "         \
	"AND account_id = ? AND " condition " LIMIT 1000) c)"
SQL(followup_count_sql,
    "SELECT " COUNT_UP_TO("due_at < ?") " AS overdue, " COUNT_UP_TO(
	"due_at >= ? AND due_at < ?") " AS today, " COUNT_UP_TO("due_at >= ?") " AS later",
    .samples = "(SELECT account_id, 0, account_id, 0, 4102444800, account_id, 0 FROM followup WHERE open = 1 "
	       "LIMIT 1) UNION ALL SELECT 0, 0, 0, 0, 0, 0, 0",
    .why = "counts up to 1,000 of each, once a second per person");
SQL(followup_first_sql,
    "SELECT f.id, m.member_no, f.due_at FROM followup f FORCE INDEX (followup_agent) "
    "STRAIGHT_JOIN member m ON m.id = f.member_id WHERE f.open = 1 AND f.account_id = ? "
    "ORDER BY f.due_at, f.id LIMIT 1",
    .samples = "(SELECT account_id FROM followup WHERE open = 1 LIMIT 1) UNION ALL SELECT 0");

struct due_counts {
	int64_t overdue, today, later;
};
static const struct field counts_fields[] = { FIELD(due_counts, INT, overdue), FIELD(due_counts, INT, today),
	FIELD(due_counts, INT, later) };
static const struct record counts_record = RECORD(due_counts, counts_fields);
struct first {
	int64_t id;
	const char *member_no;
	int64_t due_at;
};
static const struct field first_fields[] = { FIELD(first, ID, id), FIELD(first, TEXT, member_no),
	FIELD(first, TIME, due_at) };
static const struct record first_record = RECORD(first, first_fields);

enum rc
followup_counts(struct ctx *ctx, struct module_counts *counts, size_t *count)
{
	int64_t own = ctx->actor.account_id, tomorrow = clock_start(clock_day(ctx->now) + 1);
	const char *agent = arena_printf(ctx->arena, "/followups?agent%%5B%%5D=%lld", (long long)own);
	struct due_counts found;
	struct first first;
	struct module_counts module = { .module = "followups",
		.label = "followups.title",
		.rule = "@followups.rule",
		.overdue_path = arena_printf(ctx->arena, "%s&due_to=now", agent),
		.today_path = arena_printf(ctx->arena, "%s&due_from=now&due_to=today", agent),
		.later_path = arena_printf(ctx->arena, "%s&due_from=tomorrow", agent) };
	enum rc rc;

	if (!actor_may(&ctx->actor, &RIGHT_FOLLOWUP_SEE))
		return RC_OK;
	rc = db_row(ctx, &followup_count_sql, &counts_record, &found,
	    ARGS(arg_int(own), arg_int(ctx->now), arg_int(own), arg_int(ctx->now), arg_int(tomorrow),
		arg_int(own), arg_int(tomorrow)));
	if (rc != RC_OK)
		return rc;
	module.overdue = found.overdue;
	module.today = found.today;
	module.later = found.later;
	rc = db_row(ctx, &followup_first_sql, &first_record, &first, ARGS(arg_int(own)));
	if (rc == RC_OK) {
		module.urgent = first.member_no;
		module.urgent_path = arena_printf(ctx->arena, "/followups/%lld", (long long)first.id);
		module.urgent_due = first.due_at;
	}
	if (rc == RC_OK || rc == RC_NOT_FOUND)
		counts[(*count)++] = module;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}
