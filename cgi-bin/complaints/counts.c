/* SPDX-License-Identifier: MIT */
/* What waits in complaints/: overdue, today, later, for home and navigation. Bounded reads, at most once a second per process.
 * Not the lists behind the figures: pages_queue.c, pages_handoffs.c. */
#include "base/clock.h"
#include "complaints/pages.h"

#include <inttypes.h>

SQL(own_due_sql,
    "SELECT COUNT(*) FROM (SELECT 1 FROM complaint FORCE INDEX (complaint_owner_open) WHERE owner_id = ? AND "
    "is_open = 1 AND due_at >= ? AND due_at < ? LIMIT 1000) c",
    .samples = "SELECT MAX(owner_id), 1, 4102444800 FROM complaint UNION ALL SELECT 0, 0, 0",
    .why = "reads up to a bound of 1,000 narrow index entries");
SQL(team_due_sql,
    "SELECT COUNT(*) FROM (SELECT 1 FROM complaint FORCE INDEX (complaint_open) WHERE is_open = 1 "
    "AND queue_at >= ? AND queue_at < ? LIMIT 1000) c",
    .samples = "SELECT 1, 4102444800 UNION ALL SELECT 0, 0",
    .why = "reads up to a bound of 1,000 narrow index entries");
SQL(own_urgent_sql,
    "SELECT id, complaint_no, due_at FROM complaint FORCE INDEX (complaint_owner_open) "
    "WHERE owner_id = ? AND is_open = 1 AND due_at > 0 ORDER BY due_at LIMIT 1",
    .samples = "SELECT MAX(owner_id) FROM complaint UNION ALL SELECT 0");
SQL(team_urgent_sql,
    "SELECT id, complaint_no, due_at FROM complaint FORCE INDEX (complaint_open) WHERE is_open = 1 AND "
    "queue_at < ? ORDER BY queue_at LIMIT 1",
    .samples = "SELECT 4102444800 UNION ALL SELECT 0");
SQL(handoff_due_sql,
    "SELECT COUNT(*) FROM (SELECT 1 FROM complaint_handoff FORCE INDEX (complaint_handoff_department) WHERE "
    "department = ? AND state = 1 AND due_at >= ? AND due_at < ? LIMIT 1000) h",
    .samples = "SELECT MAX(department), 0, 4102444800 FROM complaint_handoff UNION ALL SELECT 0, 0, 0",
    .why = "reads up to a bound of 1,000 narrow index entries");
SQL(handoff_urgent_sql,
    "SELECT h.id, c.complaint_no, h.due_at FROM (SELECT id, complaint_id, due_at "
    "FROM complaint_handoff FORCE INDEX (complaint_handoff_department) WHERE department = ? "
    "AND state = 1 ORDER BY due_at LIMIT 1) h JOIN complaint c ON c.id = h.complaint_id",
    .samples = "SELECT MAX(department) FROM complaint_handoff UNION ALL SELECT 0");

struct urgent {
	int64_t id;
	const char *complaint_no;
	int64_t due_at;
};
static const struct field urgent_fields[] = { FIELD(urgent, ID, id), FIELD(urgent, TEXT, complaint_no),
	FIELD(urgent, TIME, due_at) };
static const struct record urgent_record = RECORD(urgent, urgent_fields);

#define EVER INT64_C(4102444800)    /* 2100: behind every deadline, before what has none */
#define NOTHING INT64_C(9000000000) /* queue_at of an open complaint of which nothing is due */

/* Of an agent what is his own; of who leads, or sees, the team's. */
static enum rc
between(struct ctx *ctx, bool own, int64_t from, int64_t to, int64_t *count)
{
	if (own)
		return db_int(ctx, &own_due_sql, count,
		    ARGS(arg_int(ctx->actor.account_id), arg_int(from), arg_int(to)));
	return db_int(ctx, &team_due_sql, count, ARGS(arg_int(from), arg_int(to)));
}

/* Later is what the list behind it shows: due from tomorrow on, and open ones of which nothing is due now. */
static enum rc
later(struct ctx *ctx, bool own, int64_t *count)
{
	int64_t nothing = 0;
	enum rc rc = between(ctx, own, clock_start(clock_day(ctx->now) + 1), EVER, count);

	if (rc == RC_OK)
		rc = own ? between(ctx, own, 0, 1, &nothing)
			 : between(ctx, own, NOTHING, NOTHING + 1, &nothing);
	*count += nothing;
	return rc;
}

static enum rc
queue_counts(struct ctx *ctx, struct module_counts *counts)
{
	bool own = (ctx->actor.roles & ROLE_AGENT) != 0;
	int64_t today = clock_day(ctx->now);
	const char *scope =
	    own ? arena_printf(ctx->arena, "open%%5B%%5D=1&owner%%5B%%5D=%" PRId64, ctx->actor.account_id)
		: "open%5B%5D=1";
	struct urgent urgent = { .id = 0, .complaint_no = "" };
	enum rc rc = between(ctx, own, 1, ctx->now, &counts->overdue);

	if (rc == RC_OK)
		rc = between(ctx, own, ctx->now, clock_start(today + 1), &counts->today);
	if (rc == RC_OK)
		rc = later(ctx, own, &counts->later);
	if (rc == RC_OK)
		rc = own ? db_row(ctx, &own_urgent_sql, &urgent_record, &urgent,
			       ARGS(arg_int(ctx->actor.account_id)))
			 : db_row(ctx, &team_urgent_sql, &urgent_record, &urgent, ARGS(arg_int(EVER)));
	if (rc == RC_OK) {
		counts->urgent = urgent.complaint_no;
		counts->urgent_path = arena_printf(ctx->arena, "/complaints/%" PRId64, urgent.id);
		counts->urgent_due = urgent.due_at;
	}
	counts->module = "complaints";
	counts->label = "complaints.title";
	counts->rule = "@complaints.rule.queue";
	counts->overdue_path = arena_printf(ctx->arena, "/complaints?%s&due_to=now", scope);
	counts->today_path = arena_printf(ctx->arena, "/complaints?%s&due_from=now&due_to=today", scope);
	counts->later_path = arena_printf(ctx->arena, "/complaints?%s&due_from=tomorrow", scope);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc
department_counts(struct ctx *ctx, int64_t department, struct module_counts *counts)
{
	const int64_t bounds[] = { 0, ctx->now, clock_start(clock_day(ctx->now) + 1), EVER };
	int64_t *const sums[] = { &counts->overdue, &counts->today, &counts->later };
	struct urgent urgent = { .id = 0, .complaint_no = "" };
	enum rc rc = RC_OK;

	for (size_t i = 0; i < 3 && rc == RC_OK; i++) {
		int64_t count = 0;

		rc = db_int(ctx, &handoff_due_sql, &count,
		    ARGS(arg_int(department), arg_int(bounds[i]), arg_int(bounds[i + 1])));
		*sums[i] += count;
	}
	if (rc == RC_OK)
		rc = db_row(ctx, &handoff_urgent_sql, &urgent_record, &urgent, ARGS(arg_int(department)));
	if (rc == RC_OK && (counts->urgent_due == 0 || urgent.due_at < counts->urgent_due)) {
		counts->urgent = urgent.complaint_no;
		counts->urgent_path = arena_printf(ctx->arena, "/complaints/handoffs/%" PRId64, urgent.id);
		counts->urgent_due = urgent.due_at;
	}
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc
handoff_counts(struct ctx *ctx, struct module_counts *counts)
{
	enum rc rc = RC_OK;

	counts->module = "complaints.handoffs";
	counts->label = "complaints.handoffs.title";
	counts->rule = "@complaints.rule.handoffs";
	counts->overdue_path = "/complaints/handoffs?state%5B%5D=1&due_to=now";
	counts->today_path = "/complaints/handoffs?state%5B%5D=1&due_from=now&due_to=today";
	counts->later_path = "/complaints/handoffs?state%5B%5D=1&due_from=tomorrow";
	for (int64_t department = 1; department < DEPARTMENT_GM && rc == RC_OK; department++)
		if ((ctx->actor.roles & (uint32_t)department_role(department)) != 0)
			rc = department_counts(ctx, department, counts);
	return rc;
}

enum rc
complaints_counts(struct ctx *ctx, struct module_counts *counts, size_t *count)
{
	enum rc rc = RC_OK;

	if (actor_may(&ctx->actor, &RIGHT_COMPLAINT_SEE)) {
		counts[*count] = (struct module_counts){ .module = "" };
		rc = queue_counts(ctx, &counts[*count]);
		*count += rc == RC_OK;
	}
	if (rc == RC_OK && actor_may(&ctx->actor, &RIGHT_HANDOFF_REPLY)) {
		counts[*count] = (struct module_counts){ .module = "" };
		rc = handoff_counts(ctx, &counts[*count]);
		*count += rc == RC_OK;
	}
	return rc;
}
