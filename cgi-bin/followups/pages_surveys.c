/* SPDX-License-Identifier: MIT */
/* Surveys (RULE QA-5): the list, one with its results, giving it to members, and the rows behind each figure (RULE QA-1).
 * Not the counting: surveys.c. */
#include "audit/audit.h"
#include "base/clock.h"
#include "followups/pages.h"
#include "followups/surveys.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- the list ------------------------------------------------------------------------------------------------------------ */

static const struct list_choice state_choices[] = { { "1", "@followups.survey.1" },
	{ "2", "@followups.survey.2" }, { 0 } };
static const struct list_filter list_filters[] = {
	{ .name = "state",
	    .kind = LIST_CHOICE,
	    .label = "followups.field.state",
	    .column = "s.state",
	    .numeric = true,
	    .choices = state_choices },
};
static const struct list_sort list_sorts[] = {
	{ .name = "newest",
	    .label = "followups.sort.newest",
	    .column = "s.id",
	    .descending = true,
	    .unique = true },
};
static const struct list_column list_columns[] = {
	{ "title", "followups.field.title", NULL, "what" },
	{ "state", "followups.field.state", NULL, "" },
	{ "asked", "followups.field.given", NULL, "num" },
	{ "answered", "followups.field.answered", NULL, "num" },
	{ "refused", "followups.field.refused", NULL, "num" },
	{ "made_at", "followups.field.made_at", "newest", "at" },
	{ "staff", "followups.field.made_by", NULL, "who" },
};

static void
list_row(struct req *req, struct node *row, const void *values)
{
	const struct survey *survey = values;

	node_static(row, "title", survey->title);
	node_static(row, "state",
	    lang(req, survey->state == SURVEY_OPEN ? "followups.survey.1" : "followups.survey.2"));
	node_static(row, "style", survey->state == SURVEY_OPEN ? "g wait" : "g off");
	node_static(row, "asked", number_text(req, survey->asked));
	node_static(row, "answered", number_text(req, survey->answered));
	node_static(row, "refused", number_text(req, survey->refused));
	node_static(row, "at", day_text(req->ctx.arena, clock_day(survey->made_at)));
	node_static(row, "staff", survey->staff);
}

const struct list surveys_list = {
	.name = "surveys",
	.path = "/surveys",
	.select =
	    "s.id AS id, s.title AS title, s.question1 AS question1, s.question2 AS question2, s.state AS "
	    "state, s.asked AS asked, s.answered AS answered, s.refused AS refused, s.other AS other, "
	    "s.made_at AS made_at, s.made_by AS made_by, s.staff AS staff, s.version AS version",
	.from = "survey s",
	.key = "s.id",
	.record = &survey_record,
	.columns = list_columns,
	.column_count = COUNT_OF(list_columns),
	.filters = list_filters,
	.filter_count = COUNT_OF(list_filters),
	.sorts = list_sorts,
	.sort_count = COUNT_OF(list_sorts),
	.show = list_row,
	.item = "/surveys/#",
};

/* GET /surveys */
enum rc
surveys_index(struct req *req)
{
	view_set(req, "Page.title", lang(req, "followups.surveys.title"));
	view_set(req, "Page.subtitle", lang(req, "followups.surveys.subtitle"));
	view_flag(req, "Survey.edit", may(req, &RIGHT_SURVEY_EDIT));
	return list_page(req, &surveys_list);
}

/* --- a new one ------------------------------------------------------------------------------------------------------------- */

struct survey_form {
	const char *title, *question1, *question2;
};
static const struct form_field survey_form_fields[] = {
	{ .field = FIELD(survey_form, TEXT, title),
	    .label = "followups.field.title",
	    .required = true,
	    .max = 80 },
	{ .field = FIELD(survey_form, TEXT, question1),
	    .label = "followups.field.question1",
	    .required = true,
	    .max = 200 },
	{ .field = FIELD(survey_form, TEXT, question2), .label = "followups.field.question2", .max = 200 },
};

/* GET /surveys/new */
enum rc
surveys_new(struct req *req)
{
	const struct survey_form form = { "", "", "" };

	view_set(req, "Page.title", lang(req, "followups.surveys.new"));
	crumb(req, lang(req, "followups.surveys.title"), "/surveys");
	form_fill(req, survey_form_fields, &form);
	return RC_OK;
}

/* POST /surveys/new */
enum rc
surveys_new_post(struct req *req)
{
	struct survey_form form;
	struct survey survey = { .title = "" };
	int64_t id = 0;
	enum rc rc = form_parse(req, survey_form_fields, &form);

	if (rc != RC_OK)
		return rc;
	survey.title = form.title;
	survey.question1 = form.question1;
	survey.question2 = form.question2;
	rc = survey_add(&req->ctx, &survey, &id);
	return form_done(
	    req, rc, "", "followups.done.survey", arena_printf(req->ctx.arena, "/surveys/%" PRId64, id));
}

/* --- results ------------------------------------------------------------------------------------------------------------------ */

/* QA-1: nothing to count shows "no data", and each figure opens the rows it counts. */
static void
figure_show(struct req *req, const char *label, int64_t number, const char *query)
{
	struct node *row = node_row(node_child(view_root(req), "Figures"));

	node_static(row, "label", lang(req, label));
	node_static(row, "value", number_text(req, number));
	if (number > 0)
		node_static(row, "path",
		    arena_printf(req->ctx.arena, "/surveys/%" PRId64 "/answers%s", req->id, query));
}

static void
question_show(struct req *req, const char *text, int number, const int64_t answers[5])
{
	struct arena *arena = req->ctx.arena;
	struct node *node = node_row(node_child(view_root(req), "Questions")),
		    *rows = node_child(node, "rows");
	int64_t average = survey_average(answers), most = 1;
	int i;

	node_static(node, "text", text);
	node_static(node, "average",
	    average < 0 ? lang(req, "followups.no_data")
			: arena_printf(arena, "%" PRId64 ".%02d", average / 100, (int)(average % 100)));
	for (i = 0; i < 5; i++)
		if (answers[i] > most)
			most = answers[i];
	for (i = 4; i >= 0; i--) {
		struct node *row = node_row(rows);

		node_int(row, "score", i + 1);
		node_static(row, "count", number_text(req, answers[i]));
		node_int(row, "percent", answers[i] * 100 / most);
		if (answers[i] > 0)
			node_static(row, "path",
			    arena_printf(arena, "/surveys/%" PRId64 "/answers?%s%%5B%%5D=%d", req->id,
				number == 1 ? "score" : "score2", i + 1));
	}
}

struct give_form {
	const char *numbers;
	int64_t tier, most, day;
};
static const struct form_field give_fields[] = {
	{ .field = FIELD(give_form, TEXT, numbers),
	    .label = "followups.field.numbers",
	    .max = 42000,
	    .multiline = true },
	{ .field = FIELD(give_form, INT, tier),
	    .label = "followups.field.tier",
	    .min = 0,
	    .max = FOLLOW_TIERS },
	{ .field = FIELD(give_form, INT, most),
	    .label = "followups.field.most",
	    .min = 1,
	    .max = SURVEY_MOST },
	{ .field = FIELD(give_form, DAY, day), .label = "followups.field.due_at", .required = true },
};

static void
give_show(struct req *req, const struct survey *survey)
{
	struct give_form form = { .numbers = "", .most = 50, .day = clock_day(req->ctx.now) };
	struct list_choice tiers[LIST_VALUES];
	struct node *list = node_child(view_root(req), "Tiers"), *row = node_row(list);
	size_t i, count = member_tiers_provide(req, tiers, LIST_VALUES);

	if (survey->state != SURVEY_OPEN || !may(req, &RIGHT_SURVEY_EDIT))
		return;
	node_static(row, "value", "0");
	node_static(row, "label", lang(req, "followups.surveys.by_numbers"));
	for (i = 0; i < count; i++) {
		row = node_row(list);
		node_int(row, "value", (int64_t)i + 1);
		node_static(row, "label", tiers[i].label);
	}
	view_flag(req, "Survey.open", true);
	form_fill(req, give_fields, &form);
}

/* GET /surveys/# */
enum rc
surveys_page(struct req *req)
{
	struct node *node = node_child(view_root(req), "Survey");
	struct survey survey;
	int64_t scores[2][5];
	enum rc rc = survey_get(&req->ctx, req->id, &survey);

	if (rc == RC_OK)
		rc = survey_scores(&req->ctx, survey.id, scores);
	if (rc == RC_OK)
		rc = history_show(req, "survey", survey.id);
	if (rc != RC_OK)
		return rc;
	view_set(req, "Page.title", survey.title);
	view_set(req, "Page.subtitle",
	    lang_text(req, "followups.surveys.made", day_text(req->ctx.arena, clock_day(survey.made_at)),
		survey.staff, NULL));
	crumb(req, lang(req, "followups.surveys.title"), "/surveys");
	node_int(node, "id", survey.id);
	node_int(node, "version", survey.version);
	node_static(node, "state",
	    lang(req, survey.state == SURVEY_OPEN ? "followups.survey.1" : "followups.survey.2"));
	node_static(node, "kind", survey.state == SURVEY_OPEN ? "acc" : "neu");
	figure_show(req, "followups.field.given", survey.asked, "");
	figure_show(req, "followups.field.answered", survey.answered, "?outcome%5B%5D=1");
	figure_show(req, "followups.field.refused", survey.refused, "?outcome%5B%5D=3&outcome%5B%5D=5");
	figure_show(req, "followups.field.open",
	    survey.asked - survey.answered - survey.refused - survey.other, "?state%5B%5D=1");
	question_show(req, survey.question1, 1, scores[0]);
	if (survey.question2[0] != '\0')
		question_show(req, survey.question2, 2, scores[1]);
	give_show(req, &survey);
	return RC_OK;
}

/* POST /surveys/#/close */
enum rc
surveys_close(struct req *req)
{
	enum rc rc = form_read(req, NULL, 0, NULL);

	if (rc == RC_OK)
		rc = survey_close(&req->ctx, req->id, version_given(req));
	return form_done(req, rc, "", "followups.done.survey_close",
	    arena_printf(req->ctx.arena, "/surveys/%" PRId64, req->id));
}

/* Numbers between blanks, commas and line breaks; each once. */
static size_t
numbers_split(struct arena *arena, const char *text, const char **numbers, size_t most)
{
	static const char gaps[] = " ,;\t\n\r";
	size_t count = 0, length, i;

	for (text += strspn(text, gaps); *text != '\0' && count <= most; text += strspn(text, gaps)) {
		length = strcspn(text, gaps);
		numbers[count] = arena_strndup(arena, text, length);
		text += length;
		for (i = 0; i < count && strcmp(numbers[i], numbers[count]) != 0; i++)
			;
		count += i == count;
	}
	return count;
}

static enum rc
give_numbers(struct req *req, const struct give_form *form, struct survey_given *given)
{
	const char **numbers = arena_array(req->ctx.arena, SURVEY_MOST + 2, sizeof(*numbers));
	int64_t *ids = arena_array(req->ctx.arena, SURVEY_MOST + 2, sizeof(*ids));
	size_t count = numbers_split(req->ctx.arena, form->numbers, numbers, SURVEY_MOST), i, known = 0;
	enum rc rc;

	if (count == 0)
		return form_error(req, "numbers", "followups.invalid.numbers", NULL);
	if (count > SURVEY_MOST)
		return form_error(req, "numbers", "followups.invalid.too_many", NULL);
	rc = member_ids(&req->ctx, numbers, count, ids);
	for (i = 0; rc == RC_OK && i < count; i++)
		if (ids[i] != 0)
			ids[known++] = ids[i];
	if (rc == RC_OK)
		rc = survey_give(&req->ctx, req->id, ids, known, form->day, given);
	given->unknown += (int64_t)(count - known);
	return rc;
}

/* POST /surveys/#/give */
enum rc
surveys_give(struct req *req)
{
	struct give_form form;
	struct survey_given given = { .given = 0 };
	enum rc rc = form_parse(req, give_fields, &form);

	if (rc != RC_OK)
		return rc;
	if (form.tier == 0)
		rc = give_numbers(req, &form, &given);
	else
		rc = survey_give_tier(&req->ctx, req->id, form.tier - 1, form.most, form.day, &given);
	if (rc != RC_OK)
		return req->form != NULL && req->form->error_count > 0 ? rc
								       : form_done(req, rc, "day", "", "");
	flash(req, FLASH_OK, "followups.done.give", number_text(req, given.given),
	    number_text(req, given.before), number_text(req, given.refused), number_text(req, given.unknown),
	    NULL);
	return redirect(req, "/surveys/%" PRId64, req->id);
}

/* --- the rows behind the figures ------------------------------------------------------------------------------------------------ */

struct answer {
	int64_t state, outcome, score, score2, done_at, due_at;
	const char *note, *staff, *member_no;
};
static const struct field answer_fields[] = { FIELD(answer, INT, state), FIELD(answer, INT, outcome),
	FIELD(answer, INT, score), FIELD(answer, INT, score2), FIELD(answer, TIME, done_at),
	FIELD(answer, TIME, due_at), FIELD(answer, TEXT, note), FIELD(answer, TEXT, staff),
	FIELD(answer, TEXT, member_no) };
static const struct record answer_record = RECORD(answer, answer_fields);

static const struct list_choice answer_states[] = { { "1", "@followups.state.1" },
	{ "2", "@followups.state.2" }, { "3", "@followups.state.3" }, { 0 } };
static const struct list_filter answer_filters[] = {
	{ .name = "outcome",
	    .kind = LIST_CHOICE,
	    .label = "followups.field.outcome",
	    .column = "f.outcome",
	    .numeric = true,
	    .choices = followup_outcome_choices,
	    .count_scope = true },
	{ .name = "score",
	    .kind = LIST_CHOICE,
	    .label = "followups.field.score",
	    .column = "f.score",
	    .numeric = true,
	    .choices = followup_score_choices },
	{ .name = "score2",
	    .kind = LIST_CHOICE,
	    .label = "followups.field.score2",
	    .column = "f.score2",
	    .numeric = true,
	    .choices = followup_score_choices },
	{ .name = "state",
	    .kind = LIST_CHOICE,
	    .label = "followups.field.state",
	    .column = "f.state",
	    .numeric = true,
	    .choices = answer_states },
};
static const struct list_sort answer_sorts[] = {
	{ .name = "done", .label = "followups.sort.done", .column = "f.done_at", .descending = true },
};
static const struct list_index answer_indexes[] = {
	{ NULL, "done", "followup_survey" },
	{ "outcome", "done", "followup_survey_outcome" },
	{ "score", "done", "followup_survey_score" },
	{ "score2", "done", "followup_survey_score2" },
	{ NULL, NULL, "PRIMARY" },
};
static const struct list_column answer_columns[] = {
	{ "member_no", "followups.field.member", NULL, "no" },
	{ "done_at", "followups.field.done_at", "done", "at" },
	{ "outcome", "followups.field.outcome", NULL, "" },
	{ "score", "followups.field.score", NULL, "num" },
	{ "score2", "followups.field.score2", NULL, "num" },
	{ "note", "followups.field.note", NULL, "what" },
	{ "staff", "followups.field.agent", NULL, "who" },
};

static const char *
answer_text(struct req *req, const struct answer *answer)
{
	return answer->state == FOLLOWUP_DONE ? outcome_text(req, answer->outcome)
					      : state_text(req, answer->state);
}

static void
answer_show(struct req *req, struct node *row, const void *values)
{
	const struct answer *answer = values;

	node_static(row, "no", answer->member_no);
	node_flag(row, "opens", may(req, &RIGHT_FOLLOWUP_SEE));
	node_static(row, "at", answer->done_at != 0 ? short_time(req, answer->done_at) : "");
	node_static(row, "outcome", answer_text(req, answer));
	node_static(row, "score", answer->score != 0 ? number_text(req, answer->score) : "");
	node_static(row, "score2", answer->score2 != 0 ? number_text(req, answer->score2) : "");
	node_static(row, "note", answer->note[0] == '@' ? lang(req, answer->note + 1) : answer->note);
	node_static(row, "staff", answer->staff);
}

static size_t
answer_scope(struct req *req, struct arg *args, size_t most)
{
	args[0] = arg_int(req->id);
	return most > 0;
}

const struct list survey_answers_list = {
	.name = "surveys.answers",
	.path = "/surveys/#/answers",
	.select = "f.state AS state, f.outcome AS outcome, f.score AS score, f.score2 AS score2, f.done_at "
		  "AS done_at, f.due_at AS due_at, f.note AS note, f.staff AS staff, m.member_no AS "
		  "member_no",
	.from = "followup f STRAIGHT_JOIN member m ON m.id = f.member_id",
	.where = "f.survey_id = ?",
	.scope = answer_scope,
	.key = "f.id",
	.record = &answer_record,
	.columns = answer_columns,
	.column_count = COUNT_OF(answer_columns),
	.filters = answer_filters,
	.filter_count = COUNT_OF(answer_filters),
	.sorts = answer_sorts,
	.sort_count = COUNT_OF(answer_sorts),
	.indexes = answer_indexes,
	.index_count = COUNT_OF(answer_indexes),
	.show = answer_show,
	.item = "/followups/#",
};

/* GET /surveys/#/answers */
enum rc
surveys_answers(struct req *req)
{
	struct survey survey;
	enum rc rc = survey_get(&req->ctx, req->id, &survey);

	if (rc != RC_OK)
		return rc;
	view_set(req, "Page.title", lang_text(req, "followups.surveys.answers", survey.title, NULL));
	crumb(req, lang(req, "followups.surveys.title"), "/surveys");
	crumb(req, survey.title, arena_printf(req->ctx.arena, "/surveys/%" PRId64, survey.id));
	return list_page(req, &survey_answers_list);
}

/* --- members chosen on their list ------------------------------------------------------------------------------------------- */

static size_t
open_provide(struct req *req, struct list_choice *options, size_t most)
{
	const struct survey *survey;
	struct rows found;
	size_t i;

	if (survey_list_open(&req->ctx, most, &found) != RC_OK)
		return 0;
	survey = found.items;
	for (i = 0; i < found.count; i++)
		options[i] = (struct list_choice){ arena_printf(req->ctx.arena, "%" PRId64, survey[i].id),
			survey[i].title };
	return i;
}

static enum rc
bulk_ask(struct ctx *ctx, int64_t id, int64_t version, const char *note)
{
	return survey_ask(ctx, strtoll(note, NULL, 10), id, version);
}

static const struct list_bulk members_bulk = { .name = "survey",
	.label = "followups.bulk.survey",
	.right = &RIGHT_SURVEY_EDIT,
	.note = "followups.field.survey",
	.check = survey_ask_check,
	.run = bulk_ask,
	.options = open_provide,
	.no_options = "followups.refused.no_survey" };

__attribute__((constructor)) static void
members_bulk_start(void)
{
	member_bulk_add(&members_bulk);
}
