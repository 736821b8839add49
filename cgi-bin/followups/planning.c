/* SPDX-License-Identifier: MIT */
/* Visits by tier: planned in the members' own rows, given to agents a few days ahead (RULE MEM-7).
 * Not what comes of a visit: actions.c. */
#include "audit/audit.h"
#include "base/clock.h"
#include "base/lookup.h"
#include "db/batch.h"
#include "followups/actions.h"

#include <sodium.h>
#include <string.h>

#define SHARE_MOST 200 /* visits given out in one transaction */

enum rc
visits_plan(struct ctx *ctx, struct visit_member *members, size_t count)
{
	struct follow_figures figures;
	size_t i;
	enum rc rc = count > 0 ? figures_get(ctx, &figures) : RC_OK;

	if (rc != RC_OK || count == 0)
		return rc;
	for (i = 0; i < count; i++) {
		struct visit_plan plan =
		    visit_plan(&members[i], figures_of(&figures, members[i].tier), ctx->now);

		members[i].follow_state = plan.state;
		members[i].follow_at = plan.due_at;
		if (plan.due_at == 0)
			members[i].fixed = false;
	}
	rc = visited_save_many(ctx, members, count);
	return rc == RC_OK ? visited_redate(ctx, members, count) : rc;
}

/* A visit that is no longer to be made leaves its agent's list. */
static enum rc
gone_cancel(
    struct ctx *ctx, const struct visit_member *before, const struct visit_member *after, size_t count)
{
	struct rows found;
	const struct followup *open;
	size_t i, j;
	enum rc rc = RC_OK;

	for (i = 0; rc == RC_OK && i < count; i++) {
		if (before[i].follow_state != VISIT_LISTED || after[i].follow_state < VISIT_OPTED_OUT)
			continue;
		rc = followup_open_list(ctx, after[i].id, &found);
		open = found.items;
		for (j = 0; rc == RC_OK && j < found.count; j++)
			if (open[j].kind == FOLLOWUP_VISIT)
				rc = follow_cancel(ctx, &open[j],
				    arena_printf(ctx->arena, "@followups.visit.%lld",
					(long long)after[i].follow_state));
	}
	return rc;
}

static enum rc
plan_again(struct ctx *ctx, struct rows *found)
{
	struct visit_member *members = found->items;
	struct visit_member *before = arena_array(ctx->arena, found->count + 1, sizeof(*before));
	enum rc rc;

	if (found->count > 0)
		memcpy(before, members, found->count * sizeof(*before));
	rc = visits_plan(ctx, members, found->count);
	return rc == RC_OK ? gone_cancel(ctx, before, members, found->count) : rc;
}

enum rc
visits_replan_ids(struct ctx *ctx, const int64_t *ids, size_t count)
{
	struct rows found = { NULL, 0 };
	enum rc rc = count > 0 ? visited_lock_many(ctx, ids, count, &found) : RC_OK;

	return rc == RC_OK ? plan_again(ctx, &found) : rc;
}

enum rc
followup_contacted(struct ctx *ctx, int64_t member_id, int64_t at)
{
	struct visit_member member;
	struct rows found;
	const struct followup *open;
	size_t i;
	enum rc rc = visited_lock(ctx, member_id, &member);

	if (rc != RC_OK || at <= member.contact_at)
		return rc;
	rc = followup_open_list(ctx, member_id, &found);
	open = found.items;
	for (i = 0; rc == RC_OK && i < found.count; i++)
		if (open[i].kind == FOLLOWUP_VISIT)
			rc = follow_cancel(ctx, &open[i], "@followups.why.contacted");
	if (rc != RC_OK)
		return rc;
	member.contact_at = at;
	member.fixed = false;
	if (member.follow_state == VISIT_LISTED)
		member.follow_state = VISIT_PLANNED;
	return visits_plan(ctx, &member, 1);
}

enum rc
followups_contacted(struct ctx *ctx, const int64_t *ids, const int64_t *ats, size_t count)
{
	struct lookup *at = lookup_new(ctx->arena, count);
	struct rows found = { NULL, 0 };
	struct visit_member *members;
	size_t i, newer = 0;
	enum rc rc = count > 0 ? visited_lock_many(ctx, ids, count, &found) : RC_OK;

	for (i = 0; i < count; i++)
		(void)lookup_add_id(at, ids[i], ats[i]);
	members = found.items;
	for (i = 0; rc == RC_OK && i < found.count; i++) {
		int64_t contact_at = lookup_find_id(at, members[i].id, 0);

		if (contact_at <= members[i].contact_at || members[i].follow_state == VISIT_LISTED)
			continue;
		members[newer] = members[i];
		members[newer].contact_at = contact_at;
		members[newer++].fixed = false;
	}
	return rc == RC_OK ? visits_plan(ctx, members, newer) : rc;
}

enum rc
visit_replan(struct ctx *ctx, int64_t member_id)
{
	struct visit_member member = { .id = member_id }, before;
	struct rows one = { &member, 1 };
	struct diff diff;
	enum rc rc;

	do {
		diff = (struct diff){ .count = 0 };
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = visited_lock(ctx, member_id, &member);
		before = member;
		member.wrong = false;
		if (rc == RC_OK)
			rc = plan_again(ctx, &one);
		diff_add(&diff, "followups.field.next_at", time_text(ctx->arena, before.follow_at),
		    member.follow_at != 0
			? time_text(ctx->arena, member.follow_at)
			: arena_printf(ctx->arena, "@followups.visit.%lld", (long long)member.follow_state));
		if (rc == RC_OK)
			rc = audit_add(ctx, "followup.replan", "member", member_id, &diff);
		if (rc == RC_OK)
			tx_result(ctx, "member", member_id);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

/* --- a change of figures ---------------------------------------------------------------------------------------------- */

struct sweep {
	int64_t version, next_id;
	bool swept;
};
static const struct field sweep_fields[] = { FIELD(sweep, INT, version), FIELD(sweep, ID, next_id),
	FIELD(sweep, BOOL, swept) };
static const struct record sweep_record = RECORD(sweep, sweep_fields);
SQL(sweep_lock_sql, "SELECT version, next_id, swept FROM followup_plan WHERE id = 1 FOR UPDATE");
SQL(sweep_save_sql, "UPDATE followup_plan SET version = ?, next_id = ?, swept = ? WHERE id = 1",
    .samples = "SELECT 1, 0, 1");

/* Members planned by older figures: the next thousand by id. At first nobody was planned by any: new members wait to be planned
 * anyway, so there is nothing to go through. */
static enum rc
sweep_step(struct ctx *ctx, bool *done)
{
	struct follow_figures figures;
	struct sweep sweep;
	struct rows found = { NULL, 0 };
	const struct visit_member *last;
	enum rc rc = figures_get(ctx, &figures);

	if (rc == RC_OK)
		rc = db_row(ctx, &sweep_lock_sql, &sweep_record, &sweep, NO_ARGS);
	if (rc != RC_OK)
		return rc;
	*done = sweep.version == figures.version && sweep.swept;
	if (*done)
		return RC_OK;
	if (sweep.version != figures.version)
		sweep = (struct sweep){ figures.version, 0, sweep.version == 0 };
	if (!sweep.swept) {
		rc = visited_range(ctx, sweep.next_id, BATCH_MOST, &found);
		if (rc == RC_OK)
			rc = plan_again(ctx, &found);
		last = found.items;
		if (found.count > 0)
			sweep.next_id = last[found.count - 1].id + 1;
		sweep.swept = found.count < BATCH_MOST;
	}
	if (rc == RC_OK)
		rc = db_exec(ctx, &sweep_save_sql,
		    ARGS(arg_int(sweep.version), arg_int(sweep.next_id), arg_int(sweep.swept)));
	return rc;
}

static enum rc
unplanned_step(struct ctx *ctx, bool *done)
{
	struct rows found;
	enum rc rc = visited_unplanned(ctx, BATCH_MOST, &found);

	*done = rc == RC_OK && found.count == 0;
	return rc == RC_OK ? plan_again(ctx, &found) : rc;
}

/* --- giving out --------------------------------------------------------------------------------------------------------- */

static enum rc
share_audit(struct ctx *ctx, const struct followup *made, size_t count)
{
	unsigned char hash[32];
	crypto_generichash_state *state = ARENA_NEW(ctx->arena, crypto_generichash_state);
	size_t i;

	crypto_generichash_init(state, NULL, 0, sizeof(hash));
	for (i = 0; i < count; i++) {
		const int64_t row[] = { made[i].member_id, made[i].account_id, made[i].due_at };

		crypto_generichash_update(state, (const unsigned char *)row, sizeof(row));
	}
	crypto_generichash_final(state, hash, sizeof(hash));
	return audit_batch(ctx, "followup.share", "followup", 0, (int64_t)count, hash);
}

/* The visits of a day that agents have room for; a visit that was due before is made on that day. */
static enum rc
share_day(struct ctx *ctx, const struct follow_figures *figures, int64_t day, size_t *shared)
{
	struct agents agents;
	struct rows found = { NULL, 0 };
	struct visit_member *members;
	struct followup *made;
	const char **once;
	int64_t due_at = clock_at(day, figures->visit.close), room = 0;
	size_t i, drawn;
	enum rc rc = agents_get(ctx, day, &agents);

	*shared = 0;
	for (i = 0; rc == RC_OK && i < agents.count; i++)
		if (agents.loads[i].open < figures->per_day)
			room += figures->per_day - agents.loads[i].open;
	if (rc == RC_OK && room > 0)
		rc = visited_due(
		    ctx, clock_start(day + 1), room < SHARE_MOST ? (size_t)room : SHARE_MOST, &found);
	if (rc != RC_OK || found.count == 0)
		return rc;
	members = found.items;
	made = arena_array(ctx->arena, found.count, sizeof(*made));
	once = arena_array(ctx->arena, found.count, sizeof(*once));
	for (i = 0; i < found.count; i++) {
		drawn = visit_share(agents.loads, agents.count, figures->per_day, members[i].id, day);
		if (drawn == SIZE_MAX)
			break;
		agents.loads[drawn].open++;
		made[i] = (struct followup){ .member_id = members[i].id,
			.kind = FOLLOWUP_VISIT,
			.open = true,
			.tier = members[i].tier,
			.rule_at = members[i].follow_at,
			.due_at = members[i].follow_at > due_at ? members[i].follow_at : due_at,
			.account_id = agents.loads[drawn].account_id,
			.staff = agents.staff[drawn],
			.source = "",
			.cause = "",
			.policy_version = figures->version,
			.made_at = ctx->now };
		once[i] = visit_once(ctx->arena, members[i].id);
		members[i].follow_state = VISIT_LISTED;
	}
	*shared = i;
	rc = followup_put_many(ctx, made, once, i);
	if (rc == RC_OK)
		rc = visited_save_many(ctx, members, i);
	return rc == RC_OK ? share_audit(ctx, made, i) : rc;
}

static enum rc
share_step(struct ctx *ctx, bool *done)
{
	struct follow_figures figures;
	size_t shared = 0;
	int64_t day = clock_day(ctx->now), ahead;
	enum rc rc = figures_get(ctx, &figures);

	if (rc == RC_OK && ctx->now >= clock_at(day, figures.visit.close))
		day++; /* today's calls are over */
	for (ahead = 0; rc == RC_OK && shared == 0 && ahead < figures.ahead; ahead++)
		rc = share_day(ctx, &figures, day + ahead, &shared);
	*done = shared == 0;
	return rc;
}

enum rc
visits_step(struct ctx *ctx, bool *done)
{
	static enum rc (*const steps[])(struct ctx *, bool *) = { sweep_step, unplanned_step, share_step };
	size_t i;
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		*done = true;
		for (i = 0; rc == RC_OK && *done && i < sizeof(steps) / sizeof(steps[0]); i++)
			rc = steps[i](ctx, done);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}
