/* SPDX-License-Identifier: MIT */
/* Rows of followups/ as its own files read and write them. Other features use followups/followups.h. */
#ifndef FOLLOWUPS_STORE_H
#define FOLLOWUPS_STORE_H

#include "db/db.h"
#include "db/tx.h"
#include "followups/rules.h"

#define FOLLOWUP_COLUMNS                                                                                     \
	"id, member_id, kind, open, state, tier, rule_at, due_at, account_id, staff, source, cause, "        \
	"survey_id, tries, outcome, score, score2, note, next_at, policy_version, made_at, made_by, "        \
	"done_at, done_by, done_staff, version"

enum rc followup_get(struct ctx *ctx, int64_t id, struct followup *followup) MUST_CHECK;
/* followup_lock(): FOR UPDATE, its member's row first, as all do. RC_NOT_FOUND, or RC_CONFLICT with who changed it and when if
 * `version` is no longer its own. */
enum rc followup_lock(struct ctx *ctx, int64_t id, int64_t version, struct followup *followup,
    struct visit_member *member) MUST_CHECK;
/* followup_open_list(): what is still open of a member, locked; at most 200. */
enum rc followup_open_list(struct ctx *ctx, int64_t member_id, struct rows *followups) MUST_CHECK;
/* followup_put(): a new row; `once` NULL: there may be any number. RC_CONFLICT if there is one. followup_save(): a row as it
 * becomes; `once` is given free where it is over, unless it is a survey's or a source's. Counts of the lists follow. */
enum rc followup_put(struct ctx *ctx, struct followup *followup, const char *once) MUST_CHECK;
enum rc followup_put_many(
    struct ctx *ctx, const struct followup *followups, const char *const *once, size_t count) MUST_CHECK;
enum rc followup_save(
    struct ctx *ctx, const struct followup *before, const struct followup *after) MUST_CHECK;
enum rc followup_find_once(struct ctx *ctx, const char *once, int64_t *id) MUST_CHECK;
/* followup_found_once(): which of these are there: found[i]. */
enum rc followup_found_once(struct ctx *ctx, const char *const *once, size_t count, bool *found) MUST_CHECK;
/* "visit:<member>", "survey:<id>:<member>", "2:complaint:12" */
const char *visit_once(struct arena *arena, int64_t member_id);
const char *survey_once(struct arena *arena, int64_t survey_id, int64_t member_id);
const char *source_once(struct arena *arena, int64_t kind, const char *source);

/* Members as visits see them. visited_lock(): one, FOR UPDATE. visited_lock_many(): those of the ids, locked, in the order of
 * id. visited_due(): planned ones due before `before`, oldest first, locked. visited_unplanned(): locked as well. visited_range(): by
 * id from `from` on. At most `most` each. */
extern const struct record visit_member_record;
enum rc visited_get(struct ctx *ctx, int64_t member_id, struct visit_member *member) MUST_CHECK;
enum rc visited_lock(struct ctx *ctx, int64_t member_id, struct visit_member *member) MUST_CHECK;
enum rc visited_lock_many(struct ctx *ctx, const int64_t *ids, size_t count, struct rows *members) MUST_CHECK;
enum rc visited_due(struct ctx *ctx, int64_t before, size_t most, struct rows *members) MUST_CHECK;
enum rc visited_unplanned(struct ctx *ctx, size_t most, struct rows *members) MUST_CHECK;
enum rc visited_range(struct ctx *ctx, int64_t from, size_t most, struct rows *members) MUST_CHECK;
/* visited_draw(): ids of planned members of a tier from `from` on, at most `most`; visited_draw_last(): the highest id of them. */
enum rc visited_draw(
    struct ctx *ctx, int64_t tier, int64_t from, size_t most, struct rows *members) MUST_CHECK;
enum rc visited_draw_last(struct ctx *ctx, int64_t tier, int64_t *id) MUST_CHECK;
/* visited_save_many(): follow_at, follow_state, follow_fixed, follow_from and contact_at as given. */
enum rc visited_save_many(struct ctx *ctx, const struct visit_member *members, size_t count) MUST_CHECK;
/* visits_clear_wrong(): numbers found wrong may be right now. */
enum rc visits_clear_wrong(struct ctx *ctx, const int64_t *ids, size_t count) MUST_CHECK;
/* visited_redate(): visits on agents' lists move to their members' new dates and tiers. */
enum rc visited_redate(struct ctx *ctx, const struct visit_member *members, size_t count) MUST_CHECK;

/* figures_get(): those of policy in force; days by tier in `days` (FOLLOW_TIERS), `version` that of members.tier. */
#define FOLLOW_TIERS 12
struct follow_figures {
	struct visit_figures visit; /* days: to be set from days[tier] */
	int64_t days[FOLLOW_TIERS];
	size_t tiers;
	int64_t version;
	int64_t per_day, ahead;
};
enum rc figures_get(struct ctx *ctx, struct follow_figures *figures) MUST_CHECK;
/* figures_of(): those of a tier; beyond the last tier the last one's. */
const struct visit_figures *figures_of(struct follow_figures *figures, int64_t tier);

/* Agents: active accounts that do follow-ups for their role, by staff number, and what each has open on a day. */
struct agents {
	struct agent_load *loads;
	const char **staff; /* "KF0003 …" as rows keep it */
	size_t count;
};
enum rc agents_get(struct ctx *ctx, int64_t day, struct agents *agents) MUST_CHECK;
/* agent_find(): by staff number; RC_REFUSED with the reason if nobody of that number does follow-ups. */
enum rc agent_find(struct ctx *ctx, const char *staff_no, int64_t *account_id, const char **staff) MUST_CHECK;

/* agent_text(): "KF0003 …" of an account, as rows keep it. */
enum rc agent_text(struct ctx *ctx, int64_t account_id, const char **staff) MUST_CHECK;

#endif
