/* SPDX-License-Identifier: MIT */
/* When a member is visited, who does it, and what follows from a call (RULE MEM-7, QA-5).
 * Not the figures: those are policy. */
#include "followups/rules.h"
#include "base/clock.h"

#include <string.h>

#define NEXT_MOST 3660 /* days from today that a next date may lie off */
#define NOTE_MOST 500

bool
followup_asks_consent(int64_t kind)
{
	return kind == FOLLOWUP_VISIT || kind == FOLLOWUP_DAY || kind == FOLLOWUP_SURVEY;
}

/* --- when ------------------------------------------------------------------------------------------------------- */

static int64_t
visit_base(const struct visit_member *member, int64_t now)
{
	int64_t base = member->contact_at > member->follow_from ? member->contact_at : member->follow_from;

	if (base == 0)
		base = member->since_at;
	if (base == 0)
		base = member->last_order_at;
	return base != 0 ? base : now;
}

static enum follow_state
visit_hindrance(const struct visit_member *member)
{
	if (member->gone)
		return VISIT_GONE;
	if (!member->calls)
		return VISIT_OPTED_OUT;
	if (!member->phone)
		return VISIT_NO_PHONE;
	return member->wrong ? VISIT_WRONG_NUMBER : VISIT_PLANNED;
}

struct visit_plan
visit_plan(const struct visit_member *member, const struct visit_figures *figures, int64_t now)
{
	struct visit_plan plan = { .state = visit_hindrance(member) };

	if (plan.state != VISIT_PLANNED)
		return plan;
	plan.due_at = member->fixed && member->follow_at != 0
			  ? member->follow_at
			  : clock_at(clock_day(visit_base(member, now)) + figures->days, figures->close);
	if (member->follow_state == VISIT_LISTED)
		plan.state = VISIT_LISTED;
	return plan;
}

/* --- who -------------------------------------------------------------------------------------------------------- */

static uint64_t
mix(uint64_t x) /* the finisher of splitmix64 */
{
	x ^= x >> 30;
	x *= UINT64_C(0xbf58476d1ce4e5b9);
	x ^= x >> 27;
	x *= UINT64_C(0x94d049bb133111eb);
	return x ^ (x >> 31);
}

size_t
visit_share(const struct agent_load *agents, size_t count, int64_t most, int64_t member_id, int64_t day)
{
	int64_t least = INT64_MAX;
	size_t i, equal = 0, drawn;

	for (i = 0; i < count; i++)
		if ((most == 0 || agents[i].open < most) && agents[i].open < least)
			least = agents[i].open;
	for (i = 0; i < count; i++)
		equal += agents[i].open == least;
	if (equal == 0)
		return SIZE_MAX;
	drawn = (size_t)(mix(mix((uint64_t)member_id) + (uint64_t)day) % equal);
	for (i = 0; i < count; i++)
		if (agents[i].open == least && drawn-- == 0)
			return i;
	return SIZE_MAX;
}

uint64_t
visit_draw_place(int64_t survey_id, int64_t tier, size_t run)
{
	return mix(mix((uint64_t)survey_id * 31 + (uint64_t)tier) + run);
}

/* --- what comes of a call ------------------------------------------------------------------------------------------ */

static enum rc
fault(struct followup_plan *plan, enum rc rc, const char *field, const char *why)
{
	plan->field = field;
	plan->why = why;
	return rc;
}

static enum rc
plan_begin(const struct followup *followup, struct followup_plan *plan)
{
	memset(plan, 0, sizeof(*plan));
	plan->after = *followup;
	plan->after.version++;
	if (followup->state != FOLLOWUP_OPEN)
		return fault(plan, RC_REFUSED, "", "followups.refused.closed");
	return RC_OK;
}

static void
plan_close(struct followup_plan *plan, enum followup_state state, int64_t now)
{
	plan->after.open = false;
	plan->after.state = state;
	plan->after.done_at = now;
}

/* Is this the last try (nobody answered)? */
static bool
gives_up(const struct followup *followup, const struct visit_figures *figures)
{
	return followup->tries + 1 >= figures->tries;
}

int64_t
followup_propose(
    const struct followup *followup, int64_t outcome, const struct visit_figures *figures, int64_t now)
{
	int64_t days = figures->days;

	if (outcome == OUTCOME_WRONG_NUMBER || outcome == OUTCOME_NO_CALLS)
		return 0;
	if (outcome == OUTCOME_NO_ANSWER && !gives_up(followup, figures))
		days = figures->retry_days;
	return clock_at(clock_day(now) + days, figures->close);
}

static bool
score_fits(int64_t score)
{
	return score >= 1 && score <= 5;
}

/* QA-5: 1 … 5, of those who answered a survey; nobody else has a score. */
static enum rc
score_check(const struct followup *followup, const struct followup_result *result, bool second,
    struct followup_plan *plan)
{
	bool asked = followup->kind == FOLLOWUP_SURVEY && result->outcome == OUTCOME_REACHED;

	if (!asked) {
		if (result->score != 0)
			return fault(plan, RC_INVALID, "score", "followups.invalid.no_score");
		if (result->score2 != 0)
			return fault(plan, RC_INVALID, "score2", "followups.invalid.no_score");
		return RC_OK;
	}
	if (!score_fits(result->score))
		return fault(plan, RC_INVALID, "score", "followups.invalid.score");
	if (second && !score_fits(result->score2))
		return fault(plan, RC_INVALID, "score2", "followups.invalid.score");
	if (!second && result->score2 != 0)
		return fault(plan, RC_INVALID, "score2", "followups.invalid.no_score");
	return RC_OK;
}

/* The date is the rule's unless a person gave another, with a reason. */
static enum rc
next_check(const struct followup *followup, const struct followup_result *result,
    const struct visit_figures *figures, int64_t now, struct followup_plan *plan)
{
	int64_t proposed = followup_propose(followup, result->outcome, figures, now), today = clock_day(now);

	plan->after.next_at = proposed;
	if (result->next_day == 0 || (proposed != 0 && result->next_day == clock_day(proposed)))
		return RC_OK;
	if (proposed == 0)
		return fault(plan, RC_INVALID, "next_day", "followups.invalid.no_next");
	if (result->next_day <= today || result->next_day > today + NEXT_MOST)
		return fault(plan, RC_INVALID, "next_day", "followups.invalid.next_day");
	if (result->next_reason == NULL || result->next_reason[0] == '\0')
		return fault(plan, RC_INVALID, "next_reason", "followups.invalid.next_reason");
	plan->next_at = clock_at(result->next_day, figures->close);
	plan->after.next_at = plan->next_at;
	return RC_OK;
}

enum rc
followup_plan_record(const struct followup *followup, const struct followup_result *result,
    const struct visit_figures *figures, bool second, int64_t now, struct followup_plan *plan)
{
	enum rc rc = plan_begin(followup, plan);

	if (rc == RC_OK && (result->outcome < OUTCOME_REACHED || result->outcome > OUTCOME_NO_CALLS))
		rc = fault(plan, RC_INVALID, "outcome", "followups.invalid.outcome");
	if (rc == RC_OK)
		rc = score_check(followup, result, second, plan);
	if (rc == RC_OK)
		rc = next_check(followup, result, figures, now, plan);
	if (rc != RC_OK)
		return rc;
	plan->after.outcome = result->outcome;
	plan->after.score = result->score;
	plan->after.score2 = result->score2;
	plan->after.note = result->note;
	plan->contact = result->outcome == OUTCOME_REACHED || result->outcome == OUTCOME_REFUSED ||
			result->outcome == OUTCOME_NO_CALLS;
	plan->wrong_number = result->outcome == OUTCOME_WRONG_NUMBER;
	plan->no_calls = result->outcome == OUTCOME_NO_CALLS;
	if (result->outcome == OUTCOME_NO_ANSWER) {
		plan->after.tries++;
		if (!gives_up(followup, figures)) { /* the same one, once more */
			plan->after.due_at = plan->after.next_at;
			plan->next_at = 0;
			return RC_OK;
		}
	}
	plan->restart = plan->contact || followup->kind == FOLLOWUP_VISIT;
	if (!plan->restart) /* given up: the visits go on as they were planned */
		plan->after.next_at = plan->next_at = 0;
	plan_close(plan, FOLLOWUP_DONE, now);
	return RC_OK;
}

enum rc
followup_plan_skip(
    const struct followup *followup, const char *reason, int64_t now, struct followup_plan *plan)
{
	enum rc rc = plan_begin(followup, plan);

	if (rc != RC_OK)
		return rc;
	if (reason == NULL || reason[0] == '\0' || strlen(reason) > NOTE_MOST * 4)
		return fault(plan, RC_INVALID, "reason", "followups.invalid.reason");
	plan->after.note = reason;
	plan->restart = followup->kind == FOLLOWUP_VISIT;
	plan_close(plan, FOLLOWUP_CANCELLED, now);
	return RC_OK;
}

enum rc
followup_plan_hand_over(const struct followup *followup, int64_t account_id, struct followup_plan *plan)
{
	enum rc rc = plan_begin(followup, plan);

	if (rc == RC_OK && account_id == followup->account_id)
		return fault(plan, RC_REFUSED, "", "followups.refused.same_agent");
	plan->after.account_id = account_id;
	return rc;
}

const char *
survey_refusal(const struct visit_member *member, bool asked)
{
	if (asked)
		return "followups.refused.asked";
	if (member->gone)
		return "followups.refused.gone";
	if (!member->calls)
		return "followups.refused.opted_out";
	return member->phone ? NULL : "followups.refused.no_phone";
}

int64_t
survey_average(const int64_t answers[5])
{
	int64_t count = 0, sum = 0;
	int i;

	for (i = 0; i < 5; i++) {
		count += answers[i];
		sum += answers[i] * (i + 1);
	}
	return count == 0 ? -1 : (sum * 200 + count) / (count * 2);
}
