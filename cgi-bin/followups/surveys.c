/* SPDX-License-Identifier: MIT */
/* Surveys: made, given to members, counted as their follow-ups end (RULE QA-5, QA-1).
 * Not the recording of answers: actions.c. */
#include "followups/surveys.h"
#include "audit/audit.h"
#include "base/clock.h"
#include "base/lookup.h"
#include "followups/actions.h"
#include "members/members.h"

#include <string.h>

#define DRAW 25        /* members that follow each other in one draw */
#define CLOSE_MOST 100 /* open ones cancelled in one transaction */

static const struct field survey_fields[] = { FIELD(survey, ID, id), FIELD(survey, TEXT, title),
	FIELD(survey, TEXT, question1), FIELD(survey, TEXT, question2), FIELD(survey, INT, state),
	FIELD(survey, INT, asked), FIELD(survey, INT, answered), FIELD(survey, INT, refused),
	FIELD(survey, INT, other), FIELD(survey, TIME, made_at), FIELD(survey, ID, made_by),
	FIELD(survey, TEXT, staff), FIELD(survey, INT, version) };
const struct record survey_record = RECORD(survey, survey_fields);

#define SURVEY_COLUMNS                                                                                       \
	"SELECT id, title, question1, question2, state, asked, answered, refused, other, made_at, made_by, " \
	"staff, version FROM survey"
SQL(survey_get_sql, SURVEY_COLUMNS " WHERE id = ?",
    .samples = "SELECT MAX(id) FROM survey UNION ALL SELECT 0");
SQL(survey_lock_sql, SURVEY_COLUMNS " WHERE id = ? FOR UPDATE",
    .samples = "SELECT MAX(id) FROM survey UNION ALL SELECT 0");
SQL(survey_list_open_sql, SURVEY_COLUMNS " WHERE state = 1 ORDER BY id DESC LIMIT ?", .samples = "SELECT 64");
SQL(survey_waiting_sql,
    "SELECT id FROM followup FORCE INDEX (followup_survey) WHERE survey_id = ? AND done_at = 0"
    " ORDER BY id LIMIT ?",
    .samples = "SELECT MAX(survey_id), 100 FROM followup UNION ALL SELECT 4294967295, 100");
SQL(survey_add_sql,
    "INSERT INTO survey (title, question1, question2, made_at, made_by, staff) VALUES (?, ?, ?, ?, ?, ?)",
    .samples = "SELECT '', '', '', 0, 0, ''");
SQL(survey_asked_sql, "UPDATE survey SET asked = asked + ? WHERE id = ?",
    .samples = "SELECT 0, MAX(id) FROM survey UNION ALL SELECT 0, 0");
SQL(survey_over_sql,
    "UPDATE survey SET answered = answered + ?, refused = refused + ?, other = other + ? WHERE id = ?",
    .samples = "SELECT 0, 0, 0, MAX(id) FROM survey UNION ALL SELECT 0, 0, 0, 0");
SQL(survey_close_sql, "UPDATE survey SET state = 2, ends = 1, version = version + 1 WHERE id = ?",
    .samples = "SELECT MAX(id) FROM survey UNION ALL SELECT 0");
SQL(survey_ended_sql, "UPDATE survey SET ends = 0 WHERE id = ?",
    .samples = "SELECT MAX(id) FROM survey UNION ALL SELECT 0");
SQL(survey_ending_sql, "SELECT id FROM survey WHERE ends = 1 ORDER BY id LIMIT 1");
SQL(score_add_sql,
    "INSERT INTO survey_score (survey_id, question, score, answers) VALUES (?, ?, ?, 1)"
    " ON DUPLICATE KEY UPDATE answers = answers + 1",
    .samples = "SELECT 0, 1, 1");
SQL(scores_sql, "SELECT question, score, answers FROM survey_score WHERE survey_id = ?",
    .samples = "SELECT MAX(survey_id) FROM survey_score UNION ALL SELECT 0");
SQL(survey_open_sql,
    "SELECT " FOLLOWUP_COLUMNS
    " FROM followup FORCE INDEX (followup_survey) WHERE survey_id = ? AND done_at = 0"
    " ORDER BY id LIMIT ? FOR UPDATE",
    .samples = "SELECT MAX(survey_id), 100 FROM followup UNION ALL SELECT 4294967295, 100");

enum rc
survey_get(struct ctx *ctx, int64_t id, struct survey *survey)
{
	return db_row(ctx, &survey_get_sql, &survey_record, survey, ARGS(arg_int(id)));
}

enum rc
survey_list_open(struct ctx *ctx, size_t most, struct rows *surveys)
{
	return db_rows(ctx, &survey_list_open_sql, &survey_record, surveys, ARGS(arg_int((int64_t)most)));
}

enum rc
survey_waiting(struct ctx *ctx, int64_t id, int64_t *ids, size_t most, size_t *count)
{
	static const struct field fields[] = { FIELD(followup, ID, id) };
	static const struct record record = RECORD(followup, fields);
	const struct followup *open;
	struct rows found;
	enum rc rc =
	    db_rows(ctx, &survey_waiting_sql, &record, &found, ARGS(arg_int(id), arg_int((int64_t)most)));

	*count = rc == RC_OK ? found.count : 0;
	open = found.items;
	for (size_t i = 0; i < *count; i++)
		ids[i] = open[i].id;
	return rc;
}

enum rc
survey_second(struct ctx *ctx, int64_t id, bool *second)
{
	struct survey survey;
	enum rc rc = survey_get(ctx, id, &survey);

	*second = rc == RC_OK && survey.question2[0] != '\0';
	return rc;
}

struct score {
	int64_t question, score, answers;
};
static const struct field score_fields[] = { FIELD(score, INT, question), FIELD(score, INT, score),
	FIELD(score, INT, answers) };
static const struct record score_record = RECORD(score, score_fields);

enum rc
survey_scores(struct ctx *ctx, int64_t id, int64_t counts[2][5])
{
	struct rows found;
	const struct score *rows;
	size_t i;
	enum rc rc = db_rows(ctx, &scores_sql, &score_record, &found, ARGS(arg_int(id)));

	memset(counts, 0, 2 * 5 * sizeof(int64_t));
	if (rc != RC_OK)
		return rc;
	rows = found.items;
	for (i = 0; i < found.count; i++)
		if (rows[i].question >= 1 && rows[i].question <= 2 && rows[i].score >= 1 &&
		    rows[i].score <= 5)
			counts[rows[i].question - 1][rows[i].score - 1] = rows[i].answers;
	return RC_OK;
}

enum rc
survey_over(struct ctx *ctx, const struct followup *followup)
{
	bool answered = followup->state == FOLLOWUP_DONE && followup->score != 0;
	bool refused = followup->state == FOLLOWUP_DONE &&
		       (followup->outcome == OUTCOME_REFUSED || followup->outcome == OUTCOME_NO_CALLS);
	const int64_t scores[] = { followup->score, followup->score2 };
	size_t i;
	enum rc rc = RC_OK;

	for (i = 0; rc == RC_OK && answered && i < 2; i++)
		if (scores[i] != 0)
			rc = db_exec(ctx, &score_add_sql,
			    ARGS(arg_int(followup->survey_id), arg_int((int64_t)i + 1), arg_int(scores[i])));
	if (rc == RC_OK)
		rc = db_exec(ctx, &survey_over_sql,
		    ARGS(arg_int(answered), arg_int(refused), arg_int(!answered && !refused),
			arg_int(followup->survey_id)));
	return rc;
}

/* --- made and closed -------------------------------------------------------------------------------------------------- */

enum rc
survey_add(struct ctx *ctx, const struct survey *survey, int64_t *id)
{
	struct diff diff;
	enum rc rc;

	do {
		diff = (struct diff){ .count = 0 };
		diff_add(&diff, "followups.field.title", "", survey->title);
		diff_add(&diff, "followups.field.question1", "", survey->question1);
		if (survey->question2[0] != '\0')
			diff_add(&diff, "followups.field.question2", "", survey->question2);
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = db_exec(ctx, &survey_add_sql,
			    ARGS(arg_text(survey->title), arg_text(survey->question1),
				arg_text(survey->question2), arg_int(ctx->now),
				arg_int(ctx->actor.account_id),
				arg_text(actor_label(ctx->arena, &ctx->actor))));
		if (rc == RC_OK)
			*id = db_insert_id(ctx);
		if (rc == RC_OK)
			rc = audit_add(ctx, "survey.add", "survey", *id, &diff);
		if (rc == RC_OK)
			tx_result(ctx, "survey", *id);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

static enum rc
survey_lock(struct ctx *ctx, int64_t id, struct survey *survey)
{
	enum rc rc = db_row(ctx, &survey_lock_sql, &survey_record, survey, ARGS(arg_int(id)));

	if (rc == RC_OK && survey->state != SURVEY_OPEN)
		rc = ctx_refuse(ctx, "followups.refused.survey_closed", NULL);
	return rc;
}

/* What is still open of a closed survey, a hundred at a time; *left: there may be more. In the caller's transaction. */
static enum rc
open_end(struct ctx *ctx, int64_t id, bool *left)
{
	struct rows found;
	const struct followup *open;
	size_t i;
	enum rc rc =
	    db_rows(ctx, &survey_open_sql, &followup_record, &found, ARGS(arg_int(id), arg_int(CLOSE_MOST)));

	*left = rc == RC_OK && found.count == CLOSE_MOST;
	open = rc == RC_OK ? found.items : NULL;
	for (i = 0; rc == RC_OK && i < found.count; i++)
		rc = follow_cancel(ctx, &open[i], "@followups.why.survey_closed");
	if (rc == RC_OK && !*left)
		rc = db_exec(ctx, &survey_ended_sql, ARGS(arg_int(id)));
	return rc;
}

static enum rc
close_step(struct ctx *ctx, int64_t id, bool *left)
{
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = open_end(ctx, id, left);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

enum rc
survey_end_step(struct ctx *ctx, bool *done)
{
	static const struct field fields[] = { FIELD(survey, ID, id) };
	static const struct record record = RECORD(survey, fields);
	struct survey survey;
	bool left;
	enum rc rc = db_row(ctx, &survey_ending_sql, &record, &survey, NO_ARGS);

	*done = rc == RC_NOT_FOUND;
	if (rc != RC_OK)
		return *done ? RC_OK : rc;
	return close_step(ctx, survey.id, &left);
}

enum rc
survey_close(struct ctx *ctx, int64_t id, int64_t version)
{
	struct survey survey;
	struct diff diff;
	const char *once = ctx->once_key;
	bool left = false;
	enum rc rc;

	do {
		diff = (struct diff){ .count = 0 };
		diff_add(&diff, "followups.field.state", "@followups.survey.1", "@followups.survey.2");
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = survey_lock(ctx, id, &survey);
		if (rc == RC_OK && survey.version != version)
			rc = audit_conflict(ctx, "survey", id);
		if (rc == RC_OK)
			rc = db_exec(ctx, &survey_close_sql, ARGS(arg_int(id)));
		if (rc == RC_OK)
			rc = audit_add(ctx, "survey.close", "survey", id, &diff);
		if (rc == RC_OK)
			rc = open_end(ctx, id, &left);
		if (rc == RC_OK)
			tx_result(ctx, "survey", id);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	/* the steps that follow are transactions of their own; where a worker is stopped, the job goes on with them */
	ctx->once_key = NULL;
	while (rc == RC_OK && left)
		rc = close_step(ctx, id, &left);
	ctx->once_key = once;
	return rc;
}

/* --- given to members --------------------------------------------------------------------------------------------------- */

struct gift {
	const struct survey *survey;
	int64_t due_at, day;
	struct agents agents;
};

static enum rc
gift_begin(struct ctx *ctx, struct gift *gift, const struct survey *survey, int64_t day)
{
	struct follow_figures figures;
	enum rc rc = figures_get(ctx, &figures);

	*gift = (struct gift){ .survey = survey, .day = day };
	if (rc == RC_OK)
		rc = agents_get(ctx, day, &gift->agents);
	if (rc == RC_OK && gift->agents.count == 0)
		rc = ctx_refuse(ctx, "followups.refused.nobody", NULL);
	if (rc == RC_OK)
		gift->due_at = clock_at(day, figures.visit.close);
	return rc;
}

/* Those who may be asked and were not yet. */
static enum rc
gift_write(struct ctx *ctx, struct gift *gift, const struct rows *found, struct survey_given *given)
{
	const struct visit_member *member = found->items;
	struct followup *made = arena_array(ctx->arena, found->count + 1, sizeof(*made));
	const char **once = arena_array(ctx->arena, found->count + 1, sizeof(*once));
	bool *there = arena_array(ctx->arena, found->count + 1, sizeof(*there));
	size_t i, count = 0, drawn;
	enum rc rc;

	for (i = 0; i < found->count; i++)
		once[i] = survey_once(ctx->arena, gift->survey->id, member[i].id);
	rc = followup_found_once(ctx, once, found->count, there);
	for (i = 0; rc == RC_OK && i < found->count; i++) {
		if (survey_refusal(&member[i], there[i]) != NULL) {
			(*(there[i] ? &given->before : &given->refused))++;
			continue;
		}
		drawn = visit_share(gift->agents.loads, gift->agents.count, 0, member[i].id, gift->day);
		gift->agents.loads[drawn].open++;
		once[count] = once[i];
		made[count++] = (struct followup){ .member_id = member[i].id,
			.kind = FOLLOWUP_SURVEY,
			.open = true,
			.tier = member[i].tier,
			.rule_at = gift->due_at,
			.due_at = gift->due_at,
			.account_id = gift->agents.loads[drawn].account_id,
			.staff = gift->agents.staff[drawn],
			.source = arena_printf(ctx->arena, "survey:%lld", (long long)gift->survey->id),
			.cause = gift->survey->title,
			.survey_id = gift->survey->id,
			.made_at = ctx->now,
			.made_by = ctx->actor.account_id };
	}
	given->given += (int64_t)count;
	if (rc == RC_OK)
		rc = followup_put_many(ctx, made, once, count);
	return rc == RC_OK
		   ? db_exec(ctx, &survey_asked_sql, ARGS(arg_int((int64_t)count), arg_int(gift->survey->id)))
		   : rc;
}

static enum rc
gift_audit(struct ctx *ctx, int64_t id, const struct survey_given *given, const char *whom)
{
	struct diff diff = { .count = 0 };

	diff_add(
	    &diff, "followups.field.given", "", arena_printf(ctx->arena, "%lld", (long long)given->given));
	if (whom != NULL)
		diff_add(&diff, "followups.field.tier", "", whom);
	return audit_add(ctx, "survey.give", "survey", id, &diff);
}

static enum rc
day_check(struct ctx *ctx, int64_t day)
{
	int64_t today = clock_day(ctx->now);

	return day < today || day > today + 365 ? ctx_fail(ctx, RC_INVALID, "followups.invalid.day", NULL)
						: RC_OK;
}

enum rc
survey_give(struct ctx *ctx, int64_t id, const int64_t *member_ids, size_t count, int64_t day,
    struct survey_given *given)
{
	struct survey survey;
	struct gift gift;
	struct rows found;
	enum rc rc = day_check(ctx, day);

	if (rc != RC_OK)
		return rc;
	do {
		*given = (struct survey_given){ .given = 0 };
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = survey_lock(ctx, id, &survey);
		if (rc == RC_OK)
			rc = gift_begin(ctx, &gift, &survey, day);
		if (rc == RC_OK)
			rc = visited_lock_many(ctx, member_ids, count, &found);
		if (rc == RC_OK)
			rc = gift_write(ctx, &gift, &found, given);
		if (rc == RC_OK)
			given->unknown = (int64_t)count - (int64_t)found.count;
		if (rc == RC_OK)
			rc = gift_audit(ctx, id, given, NULL);
		if (rc == RC_OK)
			tx_result(ctx, "survey", id);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

/* Ids drawn from the planned members of a tier: runs of a few neighbours at places that survey and tier draw. */
static enum rc
draw(struct ctx *ctx, int64_t survey_id, int64_t tier, size_t most, int64_t *ids, size_t *count)
{
	struct lookup *seen = lookup_new(ctx->arena, most + DRAW);
	struct rows found;
	const struct visit_member *member;
	int64_t last = 0, from;
	size_t i, run, runs = (most + DRAW - 1) / DRAW * 2;
	enum rc rc = visited_draw_last(ctx, tier, &last);

	*count = 0;
	for (run = 0; rc == RC_OK && last > 0 && *count < most && run < runs; run++) {
		from = (int64_t)(visit_draw_place(survey_id, tier, run) % (uint64_t)last) + 1;
		if (run + 1 == runs)
			from = 0; /* few of them: from the beginning on */
		rc = visited_draw(ctx, tier, from, run + 1 == runs ? most : DRAW, &found);
		member = found.items;
		for (i = 0; rc == RC_OK && i < found.count && *count < most; i++)
			if (lookup_add_id(seen, member[i].id, (int64_t)*count) == (int64_t)*count)
				ids[(*count)++] = member[i].id;
	}
	return rc;
}

enum rc
survey_give_tier(
    struct ctx *ctx, int64_t id, int64_t tier, int64_t most, int64_t day, struct survey_given *given)
{
	size_t count, wanted = most > 0 && most <= SURVEY_MOST ? (size_t)most : SURVEY_MOST;
	int64_t *ids = arena_array(ctx->arena, wanted + 1, sizeof(*ids));
	enum rc rc = draw(ctx, id, tier, wanted, ids, &count);

	return rc == RC_OK ? survey_give(ctx, id, ids, count, day, given) : rc;
}

/* --- asked of members that were chosen one by one -------------------------------------------------------------------------- */

/* May this member, as read at `version`, be asked; in survey `id`, or with 0 in any that is new to it. */
static enum rc
ask_may(
    struct ctx *ctx, int64_t id, const struct member *member, int64_t version, struct visit_member *visited)
{
	bool asked = false;
	const char *once = survey_once(ctx->arena, id, member->id), *why;
	enum rc rc = visited_get(ctx, member->id, visited);

	if (rc == RC_OK && id != 0)
		rc = followup_found_once(ctx, &once, 1, &asked);
	if (rc != RC_OK)
		return rc;
	why = survey_refusal(visited, asked);
	if (why != NULL)
		return ctx_refuse(ctx, why, NULL);
	return member->version == version ? RC_OK : audit_conflict(ctx, "member", member->id);
}

enum rc
survey_ask_check(struct ctx *ctx, int64_t member_id, int64_t version)
{
	struct visit_member visited;
	struct member member;
	enum rc rc = member_get(ctx, member_id, &member);

	return rc == RC_OK ? ask_may(ctx, 0, &member, version, &visited) : rc;
}

/* Inside the transaction: the survey and the member are locked. */
static enum rc
ask_write(struct ctx *ctx, const struct survey *survey, struct visit_member *member, int64_t day)
{
	struct survey_given given = { .given = 0 };
	const struct rows one = { member, 1 };
	struct gift gift;
	enum rc rc = gift_begin(ctx, &gift, survey, day);

	if (rc == RC_OK)
		rc = gift_write(ctx, &gift, &one, &given);
	if (rc == RC_OK)
		rc = gift_audit(ctx, survey->id, &given, NULL);
	if (rc == RC_OK)
		tx_result(ctx, "survey", survey->id);
	return rc;
}

enum rc
survey_ask(struct ctx *ctx, int64_t id, int64_t member_id, int64_t version)
{
	int64_t day = clock_day(ctx->now) + SURVEY_DAYS;
	struct visit_member visited;
	struct member member;
	struct survey survey;
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = survey_lock(ctx, id, &survey);
		if (rc == RC_OK)
			rc = member_lock(ctx, member_id, &member);
		if (rc == RC_OK)
			rc = ask_may(ctx, id, &member, version, &visited);
		if (rc == RC_OK)
			rc = ask_write(ctx, &survey, &visited, day);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}
