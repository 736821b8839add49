/* SPDX-License-Identifier: MIT */
/* Follow-ups as a feature: rights, routes, navigation, and what its pages show alike.
 * Not the pages themselves: pages_*.c. */
#include "followups/pages.h"
#include "followups/surveys.h"
#include "web/feature.h"

#include <inttypes.h>

const struct right RIGHT_FOLLOWUP_SEE = { "followup.see", ROLE_AGENT | ROLE_SUPERVISOR };
const struct right RIGHT_FOLLOWUP_DO = { "followup.do", ROLE_AGENT | ROLE_SUPERVISOR };
/* others' follow-ups: to record, skip or hand them over */
const struct right RIGHT_FOLLOWUP_ALL = { "followup.all", ROLE_SUPERVISOR };
static const struct right RIGHT_FOLLOWUP_EXPORT = { "followup.export", ROLE_SUPERVISOR };
const struct right RIGHT_SURVEY_SEE = { "survey.see",
	ROLE_AGENT | ROLE_SUPERVISOR | ROLE_WEB_OPERATIONS | ROLE_GM };
const struct right RIGHT_SURVEY_EDIT = { "survey.edit", ROLE_SUPERVISOR };

static const struct right *const rights[] = { &RIGHT_FOLLOWUP_SEE, &RIGHT_FOLLOWUP_DO, &RIGHT_FOLLOWUP_ALL,
	&RIGHT_FOLLOWUP_EXPORT, &RIGHT_SURVEY_SEE, &RIGHT_SURVEY_EDIT, NULL };

#define PAGE_AGAIN .again = followups_page, .again_template = "followups/followup.cs"
#define SURVEY_AGAIN .again = surveys_page, .again_template = "followups/survey.cs"

static const struct route routes[] = {
	{ GET, "/followups", &RIGHT_FOLLOWUP_SEE, followups_index, .template = "followups/index.cs" },
	{ POST, "/followups/bulk", &RIGHT_FOLLOWUP_DO, followups_bulk, .template = NULL },
	{ GET, "/followups/done", &RIGHT_FOLLOWUP_SEE, followups_done, .template = "followups/done.cs" },
	{ GET, "/followups/waiting", &RIGHT_FOLLOWUP_SEE, followups_waiting,
	    .template = "followups/waiting.cs" },
	{ GET, "/followups/new", &RIGHT_FOLLOWUP_DO, followups_new, .template = "followups/new.cs" },
	{ POST, "/followups/new", &RIGHT_FOLLOWUP_DO, followups_new_post, .again = followups_new,
	    .again_template = "followups/new.cs" },
	{ GET, "/followups/#", &RIGHT_FOLLOWUP_SEE, followups_page, .template = "followups/followup.cs" },
	{ POST, "/followups/#/record", &RIGHT_FOLLOWUP_DO, followups_answer, PAGE_AGAIN },
	{ POST, "/followups/#/skip", &RIGHT_FOLLOWUP_DO, followups_skip, PAGE_AGAIN },
	{ POST, "/followups/#/hand-over", &RIGHT_FOLLOWUP_DO, followups_hand_over, PAGE_AGAIN },
	{ GET, "/members/#/followups", &RIGHT_FOLLOWUP_SEE, followups_member,
	    .template = "followups/member.cs" },
	{ POST, "/members/#/followups/replan", &RIGHT_FOLLOWUP_DO, followups_replan, .template = NULL },
	{ GET, "/surveys", &RIGHT_SURVEY_SEE, surveys_index, .template = "followups/surveys.cs" },
	{ GET, "/surveys/new", &RIGHT_SURVEY_EDIT, surveys_new, .template = "followups/survey_new.cs" },
	{ POST, "/surveys/new", &RIGHT_SURVEY_EDIT, surveys_new_post, .again = surveys_new,
	    .again_template = "followups/survey_new.cs" },
	{ GET, "/surveys/#", &RIGHT_SURVEY_SEE, surveys_page, .template = "followups/survey.cs" },
	{ POST, "/surveys/#/close", &RIGHT_SURVEY_EDIT, surveys_close, SURVEY_AGAIN },
	{ POST, "/surveys/#/give", &RIGHT_SURVEY_EDIT, surveys_give, SURVEY_AGAIN },
	{ GET, "/surveys/#/answers", &RIGHT_SURVEY_SEE, surveys_answers, .template = "followups/answers.cs" },
	{ .path = NULL },
};
static const struct nav nav[] = {
	{ NAV_MEMBERS, 30, "followups.title", "/followups", &RIGHT_FOLLOWUP_SEE, "followups" },
	{ NAV_MEMBERS, 35, "followups.surveys.title", "/surveys", &RIGHT_SURVEY_SEE, NULL },
	{ .label = NULL },
};
static const char *const kinds[] = { "followup", "/followups/#", "survey", "/surveys/#", NULL };

const struct feature followups_feature = { .name = "followups",
	.routes = routes,
	.rights = rights,
	.nav = nav,
	.jobs = followup_jobs,
	.counts = followup_counts,
	.listeners = followup_listeners,
	.kinds = kinds };

/* --- what pages show alike -------------------------------------------------------------------------------------- */

const struct list_choice followup_kind_choices[] = { { "1", "@followups.kind.1" },
	{ "2", "@followups.kind.2" }, { "3", "@followups.kind.3" }, { "4", "@followups.kind.4" },
	{ "5", "@followups.kind.5" }, { 0 } };
const struct list_choice followup_outcome_choices[] = { { "1", "@followups.outcome.1" },
	{ "2", "@followups.outcome.2" }, { "3", "@followups.outcome.3" }, { "4", "@followups.outcome.4" },
	{ "5", "@followups.outcome.5" }, { "0", "@followups.outcome.0" }, { 0 } };
const struct list_choice followup_score_choices[] = { { "1", "1" }, { "2", "2" }, { "3", "3" }, { "4", "4" },
	{ "5", "5" }, { 0 } };

static const char *
numbered_text(struct req *req, const char *prefix, int64_t number)
{
	return lang(req, arena_printf(req->ctx.arena, "followups.%s.%" PRId64, prefix, number));
}

const char *
kind_text(struct req *req, int64_t kind)
{
	return numbered_text(req, "kind", kind >= 1 && kind <= FOLLOWUP_KINDS ? kind : FOLLOWUP_HAND);
}

const char *
outcome_text(struct req *req, int64_t outcome)
{
	return outcome >= 1 && outcome <= FOLLOWUP_OUTCOMES ? numbered_text(req, "outcome", outcome) : "";
}

const char *
state_text(struct req *req, int64_t state)
{
	return numbered_text(req, "state", state >= 1 && state <= 3 ? state : FOLLOWUP_OPEN);
}

const char *
state_glyph(const struct followup *followup)
{
	if (followup->open)
		return "g wait";
	return followup->state == FOLLOWUP_DONE && followup->outcome == OUTCOME_REACHED ? "g ok" : "g off";
}

const char *
visit_text(struct req *req, int64_t follow_state)
{
	return follow_state >= VISIT_OPTED_OUT && follow_state <= VISIT_GONE
		   ? numbered_text(req, "visit", follow_state)
		   : "";
}

size_t
followup_agents_provide(struct req *req, struct list_choice *choices, size_t most)
{
	return list_holders(req, RIGHT_FOLLOWUP_DO.roles, choices, most);
}
