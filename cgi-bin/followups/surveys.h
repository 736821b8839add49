/* SPDX-License-Identifier: MIT */
/* Surveys (RULE QA-5): one or two questions, answered 1 … 5, asked once of each member. Private to followups/. */
#ifndef FOLLOWUPS_SURVEYS_H
#define FOLLOWUPS_SURVEYS_H

#include "followups/store.h"

enum survey_state { SURVEY_OPEN = 1, SURVEY_CLOSED = 2 };

enum rc survey_get(struct ctx *ctx, int64_t id, struct survey *survey) MUST_CHECK;
/* survey_list_open(): those that are not closed, the newest first: struct survey[], at most `most`. */
enum rc survey_list_open(struct ctx *ctx, size_t most, struct rows *surveys) MUST_CHECK;
/* survey_second(): has it a second question. */
enum rc survey_second(struct ctx *ctx, int64_t id, bool *second) MUST_CHECK;
/* survey_end_step(): the next hundred open follow-ups of a closed survey are ended, in a transaction; *done: there are none. For the job. */
enum rc survey_end_step(struct ctx *ctx, bool *done) MUST_CHECK;
/* survey_scores(): answers by question and score: counts[question - 1][score - 1]. */
enum rc survey_scores(struct ctx *ctx, int64_t id, int64_t counts[2][5]) MUST_CHECK;
/* survey_over(): inside the caller's transaction: one of its follow-ups is over. */
enum rc survey_over(struct ctx *ctx, const struct followup *followup) MUST_CHECK;

#endif
