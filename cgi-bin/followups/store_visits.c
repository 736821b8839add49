/* SPDX-License-Identifier: MIT */
/* SQL of members as visits see them, of agents with what they have to do, and the figures of policy.
 * Not follow-ups themselves: store.c. */
#include "accounts/accounts.h"
#include "base/clock.h"
#include "base/lookup.h"
#include "followups/store.h"
#include "policy/policy.h"

#include <string.h>

static const struct field visit_fields[] = { FIELD(visit_member, ID, id), FIELD(visit_member, BOOL, gone),
	FIELD(visit_member, BOOL, calls), FIELD(visit_member, BOOL, phone), FIELD(visit_member, BOOL, wrong),
	FIELD(visit_member, INT, tier), FIELD(visit_member, TIME, contact_at),
	FIELD(visit_member, TIME, follow_from), FIELD(visit_member, TIME, since_at),
	FIELD(visit_member, TIME, last_order_at), FIELD(visit_member, TIME, follow_at),
	FIELD(visit_member, INT, follow_state), FIELD(visit_member, BOOL, fixed) };
const struct record visit_member_record = RECORD(visit_member, visit_fields);

#define VISIT_COLUMNS                                                                                        \
	"SELECT id, state <> 1 AS gone, (consent & 4) > 0 AS calls, phone <> '' AS phone, follow_state "     \
	"= 11 AS wrong, tier, contact_at, follow_from, since_at, last_order_at, follow_at, "                 \
	"follow_state, follow_fixed AS fixed FROM "
SQL(visited_get_sql, VISIT_COLUMNS "member WHERE id = ?",
    .samples = "SELECT MAX(id) FROM member UNION ALL SELECT 0");
SQL(visited_lock_sql, VISIT_COLUMNS "member WHERE id = ? FOR UPDATE",
    .samples = "SELECT MAX(id) FROM member UNION ALL SELECT 0");
SQL(visited_lock_many_sql,
    VISIT_COLUMNS "JSON_TABLE(?, '$[*]' COLUMNS (wanted BIGINT UNSIGNED PATH '$')) j"
		  " STRAIGHT_JOIN member m ON m.id = j.wanted FOR UPDATE",
    .samples = "SELECT '[0]'", .why = "the JSON list itself is read as rows");
SQL(visited_due_sql,
    VISIT_COLUMNS "member FORCE INDEX (member_follow) WHERE follow_state = 1 AND follow_at < ?"
		  " ORDER BY follow_at, id LIMIT ? FOR UPDATE",
    .samples = "SELECT 4102444800, 200 UNION ALL SELECT 0, 200");
SQL(visited_unplanned_sql,
    VISIT_COLUMNS "member FORCE INDEX (member_follow) WHERE follow_state = 0 AND follow_at >= ?"
		  " ORDER BY follow_at, id LIMIT ? FOR UPDATE",
    .samples = "SELECT 0, 1000");
SQL(visited_range_sql, VISIT_COLUMNS "member WHERE id >= ? ORDER BY id LIMIT ? FOR UPDATE",
    .samples = "SELECT MAX(id), 1000 FROM member UNION ALL SELECT 4102444800, 1000");
SQL(visited_save_sql,
    "UPDATE member SET follow_at = ?, follow_state = ?, follow_fixed = ?, follow_from = ?, contact_at = ?"
    " WHERE id = ?",
    .samples = "SELECT 0, 0, 0, 0, 0, MAX(id) FROM member UNION ALL SELECT 0, 0, 0, 0, 0, 0");
/* The day it was given out for stays where the new date lies before it, and where it is being tried again. Assigned from left to
 * right: the due time first, while the row still tells the old date. */
SQL(visited_redate_sql,
    "UPDATE followup SET due_at = IF(tries > 0 OR rule_at = ?, due_at, GREATEST(?, ?)), rule_at = ?, tier "
    "= ?, version = version + 1 WHERE once = ? AND (rule_at <> ? OR tier <> ?)",
    .samples =
	"(SELECT 0, due_at, due_at, rule_at, tier, once, 0, tier FROM followup WHERE kind = 1 AND open = 1 "
	"LIMIT 1) UNION ALL SELECT 0, 0, 0, 0, 0, '', 0, 0");

enum rc
visited_get(struct ctx *ctx, int64_t member_id, struct visit_member *member)
{
	return db_row(ctx, &visited_get_sql, &visit_member_record, member, ARGS(arg_int(member_id)));
}

enum rc
visited_lock(struct ctx *ctx, int64_t member_id, struct visit_member *member)
{
	return db_row(ctx, &visited_lock_sql, &visit_member_record, member, ARGS(arg_int(member_id)));
}

static int
id_compare(const void *left, const void *right)
{
	const int64_t *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

enum rc
visited_lock_many(struct ctx *ctx, const int64_t *ids, size_t count, struct rows *members)
{
	int64_t *sorted = arena_array(ctx->arena, count + 1, sizeof(*sorted));

	/* all writers lock in the order of id */
	memcpy(sorted, ids, count * sizeof(*sorted));
	qsort(sorted, count, sizeof(*sorted), id_compare);
	return db_rows(ctx, &visited_lock_many_sql, &visit_member_record, members,
	    ARGS(arg_text(json_ids(ctx->arena, sorted, count))));
}

enum rc
visited_due(struct ctx *ctx, int64_t before, size_t most, struct rows *members)
{
	return db_rows(ctx, &visited_due_sql, &visit_member_record, members,
	    ARGS(arg_int(before), arg_int((int64_t)most)));
}

enum rc
visited_unplanned(struct ctx *ctx, size_t most, struct rows *members)
{
	return db_rows(ctx, &visited_unplanned_sql, &visit_member_record, members,
	    ARGS(arg_int(0), arg_int((int64_t)most)));
}

enum rc
visited_range(struct ctx *ctx, int64_t from, size_t most, struct rows *members)
{
	return db_rows(ctx, &visited_range_sql, &visit_member_record, members,
	    ARGS(arg_int(from), arg_int((int64_t)most)));
}

SQL(visited_draw_sql,
    VISIT_COLUMNS "member FORCE INDEX (member_follow_tier) WHERE tier = ? AND follow_state = 1 AND id >= ?"
		  " ORDER BY id LIMIT ?",
    .samples = "SELECT 0, MAX(id) / 2, 25 FROM member UNION ALL SELECT 255, 0, 25");
SQL(visited_draw_last_sql,
    "SELECT MAX(id) FROM member FORCE INDEX (member_follow_tier) WHERE tier = ? AND follow_state = 1",
    .samples = "SELECT 0 UNION ALL SELECT 255");

enum rc
visited_draw(struct ctx *ctx, int64_t tier, int64_t from, size_t most, struct rows *members)
{
	return db_rows(ctx, &visited_draw_sql, &visit_member_record, members,
	    ARGS(arg_int(tier), arg_int(from), arg_int((int64_t)most)));
}

enum rc
visited_draw_last(struct ctx *ctx, int64_t tier, int64_t *id)
{
	return db_int(ctx, &visited_draw_last_sql, id, ARGS(arg_int(tier)));
}

#define SAVE_ARGS 6

enum rc
visited_save_many(struct ctx *ctx, const struct visit_member *members, size_t count)
{
	struct arg *args = arena_array(ctx->arena, count + 1, SAVE_ARGS * sizeof(*args));
	size_t i;

	for (i = 0; i < count; i++) {
		const struct visit_member *member = &members[i];
		const struct arg made[SAVE_ARGS] = { arg_int(member->follow_at),
			arg_int(member->follow_state), arg_int(member->fixed), arg_int(member->follow_from),
			arg_int(member->contact_at), arg_int(member->id) };

		memcpy(args + i * SAVE_ARGS, made, sizeof(made));
	}
	return count == 0 ? RC_OK : db_exec_many(ctx, &visited_save_sql, args, SAVE_ARGS, count);
}

SQL(visit_clear_sql, "UPDATE member SET follow_state = 0 WHERE id = ? AND follow_state = 11",
    .samples = "SELECT MAX(id) FROM member UNION ALL SELECT 0");

enum rc
visits_clear_wrong(struct ctx *ctx, const int64_t *ids, size_t count)
{
	struct arg *args = arena_array(ctx->arena, count + 1, sizeof(*args));
	size_t i;

	for (i = 0; i < count; i++)
		args[i] = arg_int(ids[i]);
	return count == 0 ? RC_OK : db_exec_many(ctx, &visit_clear_sql, args, 1, count);
}

#define REDATE_ARGS 8

enum rc
visited_redate(struct ctx *ctx, const struct visit_member *members, size_t count)
{
	struct arg *args = arena_array(ctx->arena, count + 1, REDATE_ARGS * sizeof(*args));
	size_t i, made = 0;

	for (i = 0; i < count; i++) {
		const struct visit_member *member = &members[i];
		const struct arg row[REDATE_ARGS] = { arg_int(member->follow_at), arg_int(member->follow_at),
			arg_int(ctx->now), arg_int(member->follow_at), arg_int(member->tier),
			arg_text(visit_once(ctx->arena, member->id)), arg_int(member->follow_at),
			arg_int(member->tier) };

		if (member->follow_state == VISIT_LISTED)
			memcpy(args + made++ * REDATE_ARGS, row, sizeof(row));
	}
	return made == 0 ? RC_OK : db_exec_many(ctx, &visited_redate_sql, args, REDATE_ARGS, made);
}

/* --- figures ------------------------------------------------------------------------------------------------------ */

enum rc
figures_get(struct ctx *ctx, struct follow_figures *figures)
{
	struct service_hours hours;
	struct figure retry, tries, per_day, ahead;
	struct band band;
	size_t i;
	enum rc rc = policy_band(ctx, "members.tier", ctx->now, &band);

	if (rc == RC_OK)
		rc = policy_hours(ctx, ctx->now, &hours);
	if (rc == RC_OK)
		rc = policy_get(ctx, "members.follow_retry", ctx->now, &retry);
	if (rc == RC_OK)
		rc = policy_get(ctx, "members.follow_tries", ctx->now, &tries);
	if (rc == RC_OK)
		rc = policy_get(ctx, "members.follow_per_day", ctx->now, &per_day);
	if (rc == RC_OK)
		rc = policy_get(ctx, "members.follow_ahead", ctx->now, &ahead);
	if (rc != RC_OK)
		return rc;
	*figures = (struct follow_figures){
		.visit = { .close = hours.close, .retry_days = retry.value, .tries = tries.value },
		.version = band.version,
		.per_day = per_day.value,
		.ahead = ahead.value
	};
	for (i = 0; i < band.count && i < FOLLOW_TIERS; i++)
		figures->days[figures->tiers++] = band.steps[i].value;
	return RC_OK;
}

const struct visit_figures *
figures_of(struct follow_figures *figures, int64_t tier)
{
	size_t last = figures->tiers - 1;

	figures->visit.days = figures->days[tier >= 0 && (size_t)tier < last ? (size_t)tier : last];
	return &figures->visit;
}

/* --- agents ------------------------------------------------------------------------------------------------------- */

SQL(agent_loads_sql,
    "SELECT account_id, COUNT(*) AS open FROM followup FORCE INDEX (followup_due) WHERE open = 1 "
    "AND due_at >= ? AND due_at < ? GROUP BY account_id",
    .samples = "SELECT 0, 4102444800 UNION ALL SELECT 0, 0",
    .why = "all that is on the lists for one day: agents times their figure a day");

static const struct field load_fields[] = { FIELD(agent_load, ID, account_id), FIELD(agent_load, INT, open) };
static const struct record load_record = RECORD(agent_load, load_fields);

enum rc
agents_get(struct ctx *ctx, int64_t day, struct agents *agents)
{
	struct rows accounts, loads = { NULL, 0 };
	const struct account *account;
	const struct agent_load *load;
	size_t i, j;
	enum rc rc = account_holders(ctx, ROLE_AGENT, &accounts);

	if (rc == RC_OK)
		rc = db_rows(ctx, &agent_loads_sql, &load_record, &loads,
		    ARGS(arg_int(clock_start(day)), arg_int(clock_start(day + 1))));
	if (rc != RC_OK)
		return rc;
	account = accounts.items;
	load = loads.items;
	agents->loads = arena_array(ctx->arena, accounts.count + 1, sizeof(*agents->loads));
	agents->staff = arena_array(ctx->arena, accounts.count + 1, sizeof(*agents->staff));
	agents->count = accounts.count;
	for (i = 0; i < accounts.count; i++) {
		agents->loads[i].account_id = account[i].id;
		agents->staff[i] = arena_printf(ctx->arena, "%s %s", account[i].staff_no, account[i].name);
		for (j = 0; j < loads.count; j++)
			if (load[j].account_id == account[i].id)
				agents->loads[i].open = load[j].open;
	}
	return RC_OK;
}

enum rc
agent_find(struct ctx *ctx, const char *staff_no, int64_t *account_id, const char **staff)
{
	struct rows accounts;
	const struct account *account;
	size_t i;
	enum rc rc = account_holders(ctx, RIGHT_FOLLOWUP_DO.roles, &accounts);

	if (rc != RC_OK)
		return rc;
	account = accounts.items;
	for (i = 0; i < accounts.count; i++)
		if (staff_no != NULL && strcmp(account[i].staff_no, staff_no) == 0) {
			*account_id = account[i].id;
			*staff = arena_printf(ctx->arena, "%s %s", account[i].staff_no, account[i].name);
			return RC_OK;
		}
	return ctx_refuse(ctx, "followups.refused.no_agent", staff_no != NULL ? staff_no : "", NULL);
}

enum rc
agent_text(struct ctx *ctx, int64_t account_id, const char **staff)
{
	struct account account;
	enum rc rc = account_get(ctx, account_id, &account);

	if (rc == RC_OK)
		*staff = arena_printf(ctx->arena, "%s %s", account.staff_no, account.name);
	return rc;
}
