/* SPDX-License-Identifier: MIT */
/* Follow-ups (RULE MEM-7): visits by tier, calls after complaints, on special days, for surveys (QA-5) and by hand. Owns:
 * followup, survey, survey_score, followup_plan; member.follow_at, contact_at, follow_state, follow_fixed, follow_from. */
#ifndef FOLLOWUPS_FOLLOWUPS_H
#define FOLLOWUPS_FOLLOWUPS_H

#include "base/record.h"
#include "db/ctx.h"
#include "policy/role.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The numbers of all these are stored. */
enum followup_kind {
	FOLLOWUP_VISIT = 1,     /* 回访 by tier */
	FOLLOWUP_COMPLAINT = 2, /* 投诉后回访 */
	FOLLOWUP_DAY = 3,       /* 特殊日子 */
	FOLLOWUP_SURVEY = 4,    /* 调查 */
	FOLLOWUP_HAND = 5       /* planned by an agent */
};
#define FOLLOWUP_KINDS 5
enum followup_state { FOLLOWUP_OPEN = 1, FOLLOWUP_DONE = 2, FOLLOWUP_CANCELLED = 3 };
enum followup_outcome {
	OUTCOME_REACHED = 1,
	OUTCOME_NO_ANSWER = 2,
	OUTCOME_REFUSED = 3,
	OUTCOME_WRONG_NUMBER = 4,
	OUTCOME_NO_CALLS = 5 /* "do not call me": counts at once everywhere */
};
#define FOLLOWUP_OUTCOMES 5

struct followup {
	int64_t id, member_id, kind;
	bool open;
	int64_t state, tier, rule_at, due_at, account_id;
	const char *staff, *source, *cause;
	int64_t survey_id, tries, outcome, score, score2;
	const char *note;
	int64_t next_at, policy_version, made_at, made_by, done_at, done_by;
	const char *done_staff;
	int64_t version;
};
extern const struct record followup_record;

/* A follow-up that another feature or a person asks for. */
struct followup_wish {
	int64_t member_id;
	enum followup_kind kind;
	int64_t due_at;     /* UTC seconds */
	int64_t account_id; /* whose; 0: given to whoever of the agents has least to do that day */
	const char
	    *source; /* "complaint:12": at most one follow-up ever comes of a source and kind; "" for none */
	const char *cause; /* why, in words for the one who calls; "" */
};
/* followup_add(): inside the caller's transaction. *id is that of the one there already where the source had one. RC_REFUSED:
 * the member was merged or erased, or wants no calls (RULE CAM-6; calls after a complaint are no solicitation and go on), or
 * there is no agent. */
enum rc followup_add(struct ctx *ctx, const struct followup_wish *wish, int64_t *id) MUST_CHECK;
/* followup_cancel_for(): what came of a source and is still open is no longer wanted; inside the caller's transaction. */
enum rc followup_cancel_for(
    struct ctx *ctx, enum followup_kind kind, const char *source, const char *why) MUST_CHECK;
/* followup_reached_for(): the call that came of a source was made, from the source's own page: done, the customer reached, `note` on it;
 * inside the caller's transaction, whoever acts. RC_OK also where none is open. */
enum rc followup_reached_for(
    struct ctx *ctx, enum followup_kind kind, const char *source, const char *note) MUST_CHECK;
/* followup_contacted(): somebody spoke with the member, in whatever matter: the days to the next visit run from `at`. Inside the
 * caller's transaction. */
enum rc followup_contacted(struct ctx *ctx, int64_t member_id, int64_t at) MUST_CHECK;
/* followups_contacted(): the same of many members that have no visit on a list yet, from records older than the portal; ats[i] is that
 * of ids[i], UTC seconds. An earlier contact than the one known changes nothing. */
enum rc followups_contacted(struct ctx *ctx, const int64_t *ids, const int64_t *ats, size_t count) MUST_CHECK;

/* What an agent records of a call. */
struct followup_result {
	int64_t outcome;
	int64_t score, score2; /* of a survey's questions; 0: not given */
	const char *note;
	int64_t next_day; /* day in the shop's zone; 0: as proposed */
	const char *next_reason;
};
/* Changes of one follow-up. REFUSED with the reason: it is over, or another's and the actor may not do others'. CONFLICT: it was
 * changed since `version`. INVALID: the reason's key, *field the form's field. */
enum rc followup_answer(struct ctx *ctx, int64_t id, int64_t version, const struct followup_result *result,
    const char **field) MUST_CHECK;
enum rc followup_skip(struct ctx *ctx, int64_t id, int64_t version, const char *reason) MUST_CHECK;
/* followup_hand_over(): to the agent with this staff number (RULE ORG-1). */
enum rc followup_hand_over(struct ctx *ctx, int64_t id, int64_t version, const char *staff_no) MUST_CHECK;
/* followup_make(): planned by a person: kind FOLLOWUP_DAY or FOLLOWUP_HAND, on a day from today on, for the actor. */
enum rc followup_make(struct ctx *ctx, int64_t member_id, int64_t kind, int64_t day, const char *cause,
    int64_t *id, const char **field) MUST_CHECK;
/* A survey (RULE QA-5): one or two questions ("" for none), answered 1 … 5, asked once of each member. */
struct survey {
	int64_t id;
	const char *title, *question1, *question2;
	int64_t state, asked, answered, refused, other, made_at, made_by;
	const char *staff;
	int64_t version;
};
extern const struct record survey_record;
#define SURVEY_MOST 1000 /* members given at once */
/* survey_add(): title and questions are given. */
enum rc survey_add(struct ctx *ctx, const struct survey *survey, int64_t *id) MUST_CHECK;
/* What became of members it was to be given to. */
struct survey_given {
	int64_t given, before, refused,
	    unknown; /* before: asked already; refused: merged, erased or no calls */
};
/* survey_give(): to these members, due by the end of service hours of `day`, shared out among the agents. RC_REFUSED: closed, or no
 * agents. At most SURVEY_MOST. */
enum rc survey_give(struct ctx *ctx, int64_t id, const int64_t *member_ids, size_t count, int64_t day,
    struct survey_given *given) MUST_CHECK;
/* survey_ask(): to one member as read at `version`, due SURVEY_DAYS from today. RC_REFUSED with the reason: it may not be asked, or
 * was before; the survey is closed; no agents. RC_CONFLICT: the member was changed since. survey_ask_check(): may it be asked at all, in
 * whichever survey? Reads only. */
#define SURVEY_DAYS 3
enum rc survey_ask(struct ctx *ctx, int64_t id, int64_t member_id, int64_t version) MUST_CHECK;
enum rc survey_ask_check(struct ctx *ctx, int64_t member_id, int64_t version) MUST_CHECK;
/* survey_close(): no more members are asked; what is open is cancelled by and by, a hundred in a transaction. */
enum rc survey_close(struct ctx *ctx, int64_t id, int64_t version) MUST_CHECK;
/* survey_waiting(): ids of its follow-ups that are still open, the oldest first, at most `most`. */
enum rc survey_waiting(struct ctx *ctx, int64_t id, int64_t *ids, size_t most, size_t *count) MUST_CHECK;
/* survey_give_tier(): to about `most` members of a tier, drawn by survey and tier: the same draw gives the same members. */
enum rc survey_give_tier(struct ctx *ctx, int64_t id, int64_t tier, int64_t most, int64_t day,
    struct survey_given *given) MUST_CHECK;

extern const struct right RIGHT_FOLLOWUP_SEE, RIGHT_FOLLOWUP_DO, RIGHT_FOLLOWUP_ALL, RIGHT_SURVEY_SEE,
    RIGHT_SURVEY_EDIT;

struct feature;
extern const struct feature followups_feature;
struct list;
extern const struct list followups_list, followups_done_list, followups_waiting_list, member_followups_list,
    surveys_list, survey_answers_list;

#endif
