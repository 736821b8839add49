/* SPDX-License-Identifier: MIT */
/* What the pages of followups/ share. */
#ifndef FOLLOWUPS_PAGES_H
#define FOLLOWUPS_PAGES_H

#include "followups/actions.h"
#include "followups/jobs.h"
#include "members/record.h"
#include "web/due.h"
#include "web/form.h"
#include "web/list.h"
#include "web/show.h"

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

/* Language keys by number: "followups.kind.1"; static for numbers that are stored, else the first. */
const char *kind_text(struct req *req, int64_t kind);
const char *outcome_text(struct req *req, int64_t outcome); /* "" for 0 */
const char *state_text(struct req *req, int64_t state);
/* state_glyph(): class of a cell that shows the state. */
const char *state_glyph(const struct followup *followup);
/* visit_text(): why there is no next visit, or "" where there is one. */
const char *visit_text(struct req *req, int64_t follow_state);

extern const struct list_choice followup_kind_choices[], followup_outcome_choices[], followup_score_choices[];
size_t followup_agents_provide(struct req *req, struct list_choice *choices, size_t most);

/* Handlers. */
enum rc followups_index(struct req *req);
enum rc followups_bulk(struct req *req);
enum rc followups_done(struct req *req);
enum rc followups_waiting(struct req *req);
enum rc followups_page(struct req *req);
enum rc followups_answer(struct req *req);
enum rc followups_skip(struct req *req);
enum rc followups_hand_over(struct req *req);
enum rc followups_new(struct req *req);
enum rc followups_new_post(struct req *req);
enum rc followups_member(struct req *req);
enum rc followups_replan(struct req *req);
enum rc surveys_index(struct req *req);
enum rc surveys_new(struct req *req);
enum rc surveys_new_post(struct req *req);
enum rc surveys_page(struct req *req);
enum rc surveys_close(struct req *req);
enum rc surveys_give(struct req *req);
enum rc surveys_answers(struct req *req);

#endif
