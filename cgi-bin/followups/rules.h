/* SPDX-License-Identifier: MIT */
/* Decisions about follow-ups: pure. Private to followups/ and its tests. */
#ifndef FOLLOWUPS_RULES_H
#define FOLLOWUPS_RULES_H

#include "base/rc.h"
#include "followups/followups.h"

/* member.follow_state; from VISIT_OPTED_OUT on there is no next visit. The numbers are stored. */
enum follow_state {
	VISIT_UNPLANNED = 0,
	VISIT_PLANNED = 1,
	VISIT_LISTED = 2, /* an open visit stands on an agent's list */
	VISIT_OPTED_OUT = 10,
	VISIT_WRONG_NUMBER = 11,
	VISIT_NO_PHONE = 12,
	VISIT_GONE = 13 /* merged or erased */
};

/* What of a member decides when it is visited. */
struct visit_member {
	int64_t id;
	bool gone;  /* merged or erased */
	bool calls; /* consents to calls */
	bool phone; /* has a number */
	bool wrong; /* and it was found wrong */
	int64_t tier, contact_at, follow_from, since_at, last_order_at;
	int64_t follow_at, follow_state;
	bool fixed; /* follow_at was agreed with the customer */
};

/* Figures of policy. */
struct visit_figures {
	int64_t days;       /* between two visits of this tier (MEM-7) */
	int64_t close;      /* end of service hours, seconds after midnight: a visit is due by then */
	int64_t retry_days; /* until the next try where nobody answered */
	int64_t tries;      /* after which it is given up until the next visit by rule */
};

/* The next visit. */
struct visit_plan {
	enum follow_state state;
	int64_t due_at; /* 0 where none is planned */
};
/* visit_plan(): RULE MEM-7. The days run from the last contact; of a member with whom nobody has spoken yet from the day it joined,
 * where that is unknown from its last order, else from today. An order is no contact. Due at the end of service hours of
 * the day so reached. What was agreed with the customer stays. A visit on an agent's list stays there, with the new date. */
struct visit_plan visit_plan(
    const struct visit_member *member, const struct visit_figures *figures, int64_t now);

/* An agent and how many open follow-ups are due on the day in question. */
struct agent_load {
	int64_t account_id, open;
};
/* visit_share(): whose it is: of those with least to do and less than `most` (0: however many) the one whom member and day
 * draw: the same question has the same answer, and nobody is always first. Index, or SIZE_MAX if all are full. */
size_t visit_share(
    const struct agent_load *agents, size_t count, int64_t most, int64_t member_id, int64_t day);

/* visit_draw_place(): where the draws of a survey among a tier begin: a number without order, the same for the same question. */
uint64_t visit_draw_place(int64_t survey_id, int64_t tier, size_t run);

struct followup_plan {
	struct followup after;
	bool contact;            /* the member was spoken with */
	bool restart;            /* the days to the next visit run from now */
	int64_t next_at;         /* > 0: agreed by hand, in place of the rule's date */
	bool wrong_number;       /* no visits until there is another number */
	bool no_calls;           /* the consent to calls ends */
	const char *field, *why; /* of RC_INVALID and RC_REFUSED: the form's field, language key */
};
/* followup_propose(): the next date as the rule has it after `outcome`: 0 where none follows. */
int64_t followup_propose(
    const struct followup *followup, int64_t outcome, const struct visit_figures *figures, int64_t now);
/* followup_plan_record(): what becomes of it. `second`: the survey has a second question. RC_INVALID at a field; RC_REFUSED: it is
 * over. Nobody answered: it stays open, due again at the next try, until the tries are used up. A refusal is respected: a
 * refused survey is closed without a score (QA-5). */
enum rc followup_plan_record(const struct followup *followup, const struct followup_result *result,
    const struct visit_figures *figures, bool second, int64_t now, struct followup_plan *plan) MUST_CHECK;
/* followup_plan_skip(), followup_plan_hand_over(): "why" is filled on RC_REFUSED, field as well on RC_INVALID. */
enum rc followup_plan_skip(
    const struct followup *followup, const char *reason, int64_t now, struct followup_plan *plan) MUST_CHECK;
enum rc followup_plan_hand_over(
    const struct followup *followup, int64_t account_id, struct followup_plan *plan) MUST_CHECK;
/* followup_asks_consent(): does this kind need the consent to calls (CAM-6)? */
bool followup_asks_consent(int64_t kind);
/* survey_refusal(): RULE QA-5: why a member is not asked, a language key; NULL: it may be. `asked`: it was given this survey before,
 * whether that is still open or over: once of each member. */
const char *survey_refusal(const struct visit_member *member, bool asked);
/* survey_average(): hundredths of the mean of answers[0] … answers[4] times 1 … 5, rounded half up; -1 for no answer at all (QA-1:
 * nothing to count is no figure). */
int64_t survey_average(const int64_t answers[5]);

#endif
