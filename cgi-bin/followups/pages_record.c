/* SPDX-License-Identifier: MIT */
/* One follow-up: whom to call and why, what came of it, and planning one by hand.
 * Not the decisions: rules.c. */
#include "audit/audit.h"
#include "base/clock.h"
#include "followups/pages.h"
#include "followups/surveys.h"

#include <inttypes.h>
#include <string.h>

struct answer_form {
	int64_t outcome, score, score2;
	const char *note;
	int64_t next_day;
	const char *next_reason;
};
static const struct form_field answer_fields[] = {
	{ .field = FIELD(answer_form, INT, outcome),
	    .label = "followups.field.outcome",
	    .required = true,
	    .min = 1,
	    .max = FOLLOWUP_OUTCOMES },
	{ .field = FIELD(answer_form, INT, score), .label = "followups.field.score", .min = 1, .max = 5 },
	{ .field = FIELD(answer_form, INT, score2), .label = "followups.field.score2", .min = 1, .max = 5 },
	{ .field = FIELD(answer_form, TEXT, note),
	    .label = "followups.field.note",
	    .max = 500,
	    .multiline = true },
	{ .field = FIELD(answer_form, DAY, next_day), .label = "followups.field.next_at" },
	{ .field = FIELD(answer_form, TEXT, next_reason),
	    .label = "followups.field.next_reason",
	    .max = 200 },
};

static const char *
page_path(struct req *req, int64_t id)
{
	return arena_printf(req->ctx.arena, "/followups/%" PRId64, id);
}

/* POST /followups/#/record */
enum rc
followups_answer(struct req *req)
{
	struct answer_form form;
	struct followup_result result;
	const char *field = NULL;
	enum rc rc = form_parse(req, answer_fields, &form);

	if (rc != RC_OK)
		return rc;
	result = (struct followup_result){ form.outcome, form.score, form.score2, form.note, form.next_day,
		form.next_reason };
	rc = followup_answer(&req->ctx, req->id, version_given(req), &result, &field);
	return form_done(req, rc, field, "followups.done.record", page_path(req, req->id));
}

struct skip_form {
	const char *reason;
};
static const struct form_field skip_fields[] = {
	{ .field = FIELD(skip_form, TEXT, reason),
	    .label = "followups.field.reason",
	    .required = true,
	    .max = 200 },
};

/* POST /followups/#/skip */
enum rc
followups_skip(struct req *req)
{
	struct skip_form form;
	enum rc rc = form_parse(req, skip_fields, &form);

	if (rc != RC_OK)
		return rc;
	rc = followup_skip(&req->ctx, req->id, version_given(req), form.reason);
	return form_done(req, rc, "reason", "followups.done.skip", page_path(req, req->id));
}

struct hand_form {
	const char *staff_no;
};
static const struct form_field hand_fields[] = {
	{ .field = FIELD(hand_form, TEXT, staff_no),
	    .label = "followups.field.staff_no",
	    .required = true,
	    .max = 40 },
};

/* POST /followups/#/hand-over */
enum rc
followups_hand_over(struct req *req)
{
	struct hand_form form;
	enum rc rc = form_parse(req, hand_fields, &form);

	if (rc != RC_OK)
		return rc;
	rc = followup_hand_over(&req->ctx, req->id, version_given(req), form.staff_no);
	return form_done(req, rc, "staff_no", "followups.done.hand_over", page_path(req, req->id));
}

/* --- the page --------------------------------------------------------------------------------------------------------- */

static void
option(struct node *list, const char *value, const char *label)
{
	struct node *row = node_row(list);

	node_static(row, "value", value);
	node_static(row, "label", label);
}

static enum rc
survey_show(struct req *req, struct node *node, const struct followup *followup)
{
	static const char *const scores[] = { "1", "2", "3", "4", "5" };
	struct survey survey;
	struct node *list = node_child(view_root(req), "Scores");
	size_t i;
	enum rc rc = survey_get(&req->ctx, followup->survey_id, &survey);

	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	node_static(node, "survey", survey.title);
	node_static(node, "survey_path", arena_printf(req->ctx.arena, "/surveys/%" PRId64, survey.id));
	node_static(node, "question1", survey.question1);
	node_static(node, "question2", survey.question2);
	for (i = 0; i < 5; i++)
		option(list, scores[i], scores[i]);
	return RC_OK;
}

static enum rc
member_show(struct req *req, const struct followup *followup)
{
	struct node *node = node_child(view_root(req), "Who");
	struct arena *arena = req->ctx.arena;
	struct member member;
	struct member_identity identity;
	enum rc rc = member_get(&req->ctx, followup->member_id, &member);

	if (rc == RC_OK)
		rc = member_known(&req->ctx, member.id, &identity);
	if (rc != RC_OK)
		return rc;
	view_set(req, "Page.title",
	    lang_text(req, "followups.page.title", kind_text(req, followup->kind),
		identity.known ? member.name : mask_name(arena, member.name), NULL));
	node_static(node, "path", arena_printf(arena, "/members/%" PRId64, member.id));
	node_static(node, "no", member.member_no);
	node_static(node, "name", identity.known ? member.name : mask_name(arena, member.name));
	node_static(node, "phone", identity.revealed ? member.phone : mask_phone(arena, member.phone));
	node_static(node, "tier", member_tier_text(req, member.tier));
	node_int(node, "tn", member.tier < 4 ? member.tier + 1 : 4);
	node_static(
	    node, "contact", member.contact_at != 0 ? day_text(arena, clock_day(member.contact_at)) : "");
	node_flag(node, "no_calls", (member.consent & CONSENT_CALLS) == 0);
	return RC_OK;
}

static void
source_show(struct req *req, struct node *node, const struct followup *followup)
{
	const char *colon = strchr(followup->source, ':');

	if (colon == NULL || followup->kind == FOLLOWUP_SURVEY)
		return;
	node_static(node, "source",
	    feature_path(req->ctx.arena,
		arena_strndup(req->ctx.arena, followup->source, (size_t)(colon - followup->source)),
		strtoll(colon + 1, NULL, 10)));
}

static void
facts_show(struct req *req, struct node *node, const struct followup *followup)
{
	struct arena *arena = req->ctx.arena;

	node_int(node, "id", followup->id);
	node_int(node, "version", followup->version);
	node_static(node, "kind", kind_text(req, followup->kind));
	node_static(node, "state", state_text(req, followup->state));
	node_static(node, "glyph", state_glyph(followup));
	node_static(node, "staff", followup->staff);
	node_static(node, "cause", followup->cause);
	node_static(node, "made", time_text(arena, followup->made_at));
	node_static(node, "due", due_text_long(req, followup->due_at));
	node_static(node, "due_class", followup->open ? due_class(req, followup->due_at) : "done");
	if (followup->rule_at != 0)
		node_static(node, "rule_at", day_text(arena, clock_day(followup->rule_at)));
	if (followup->tries > 0)
		node_static(node, "tries", number_text(req, followup->tries));
	if (followup->open)
		return;
	node_static(node, "over", time_text(arena, followup->done_at));
	node_static(node, "by", followup->done_staff);
	node_static(node, "outcome", outcome_text(req, followup->outcome));
	node_static(node, "note", followup->note[0] == '@' ? lang(req, followup->note + 1) : followup->note);
	if (followup->score != 0)
		node_static(node, "score", number_text(req, followup->score));
	if (followup->score2 != 0)
		node_static(node, "score2", number_text(req, followup->score2));
	if (followup->next_at != 0)
		node_static(node, "next", day_text(arena, clock_day(followup->next_at)));
}

/* What may be done now; what may not, with the missing condition. */
static enum rc
actions_show(struct req *req, struct node *node, const struct followup *followup, int64_t tier)
{
	struct answer_form form = { .note = "", .next_reason = "" };
	struct skip_form skip = { "" };
	struct hand_form hand = { "" };
	struct follow_figures figures;
	struct node *outcomes = node_child(view_root(req), "Outcomes");
	size_t i;
	enum rc rc = figures_get(&req->ctx, &figures);

	if (rc != RC_OK || !followup->open)
		return rc;
	if (!may(req, &RIGHT_FOLLOWUP_DO)) {
		node_static(node, "locked", right_missing(req, &RIGHT_FOLLOWUP_DO));
		return RC_OK;
	}
	if (followup->account_id != req->ctx.actor.account_id && !may(req, &RIGHT_FOLLOWUP_ALL)) {
		node_static(node, "locked", lang_text(req, "followups.refused.other", followup->staff, NULL));
		return RC_OK;
	}
	for (i = 0; i < FOLLOWUP_OUTCOMES; i++)
		option(outcomes, followup_outcome_choices[i].value,
		    lang(req, followup_outcome_choices[i].label + 1));
	form.next_day = 0;
	node_static(node, "proposed",
	    lang_text(req, "followups.page.proposed",
		day_text(req->ctx.arena, clock_day(followup_propose(followup, OUTCOME_REACHED,
					     figures_of(&figures, tier), req->ctx.now))),
		number_text(req, figures.visit.days), member_tier_text(req, tier),
		day_text(req->ctx.arena, clock_day(followup_propose(followup, OUTCOME_NO_ANSWER,
					     figures_of(&figures, tier), req->ctx.now))),
		NULL));
	node_flag(node, "open", true);
	form_fill(req, answer_fields, &form);
	form_fill(req, skip_fields, &skip);
	form_fill(req, hand_fields, &hand);
	return RC_OK;
}

/* GET /followups/# */
enum rc
followups_page(struct req *req)
{
	struct node *node = node_child(view_root(req), "Followup");
	struct followup followup;
	struct visit_member member;
	enum rc rc = followup_get(&req->ctx, req->id, &followup);

	if (rc == RC_OK)
		rc = visited_get(&req->ctx, followup.member_id, &member);
	if (rc == RC_OK)
		rc = member_show(req, &followup);
	if (rc == RC_OK)
		rc = history_show(req, "followup", followup.id);
	if (rc != RC_OK)
		return rc;
	crumb(req, lang(req, "followups.title"), "/followups");
	facts_show(req, node, &followup);
	source_show(req, node, &followup);
	if (followup.kind == FOLLOWUP_SURVEY)
		rc = survey_show(req, node, &followup);
	return rc == RC_OK ? actions_show(req, node, &followup, member.tier) : rc;
}

/* --- planned by hand ------------------------------------------------------------------------------------------------------ */

struct new_form {
	int64_t member, kind, day;
	const char *cause;
};
static const struct form_field new_fields[] = {
	{ .field = FIELD(new_form, ID, member), .label = "followups.field.member", .required = true },
	{ .field = FIELD(new_form, INT, kind),
	    .label = "followups.field.kind",
	    .required = true,
	    .min = FOLLOWUP_DAY,
	    .max = FOLLOWUP_HAND },
	{ .field = FIELD(new_form, DAY, day), .label = "followups.field.day", .required = true },
	{ .field = FIELD(new_form, TEXT, cause),
	    .label = "followups.field.cause",
	    .required = true,
	    .max = 500,
	    .multiline = true },
};

/* GET /followups/new?member= */
enum rc
followups_new(struct req *req)
{
	struct new_form form = { .kind = FOLLOWUP_HAND, .day = clock_day(req->ctx.now), .cause = "" };
	struct node *node = node_child(view_root(req), "New"), *options = node_child(view_root(req), "Kinds");
	struct member member;
	enum rc rc;

	form.member = id_given(req, "member");
	rc = member_get(&req->ctx, form.member, &member);
	if (rc != RC_OK)
		return rc;
	view_set(req, "Page.title", lang(req, "followups.new.title"));
	view_set(req, "Page.subtitle",
	    arena_printf(req->ctx.arena, "%s %s", member.member_no, mask_name(req->ctx.arena, member.name)));
	crumb(req, lang(req, "followups.title"), "/followups");
	node_int(node, "member", member.id);
	node_static(node, "back", arena_printf(req->ctx.arena, "/members/%" PRId64 "/followups", member.id));
	option(options, "5", kind_text(req, FOLLOWUP_HAND));
	option(options, "3", kind_text(req, FOLLOWUP_DAY));
	form_fill(req, new_fields, &form);
	return RC_OK;
}

/* POST /followups/new */
enum rc
followups_new_post(struct req *req)
{
	struct new_form form;
	const char *field = NULL;
	int64_t id = 0;
	enum rc rc = form_parse(req, new_fields, &form);

	if (rc == RC_OK)
		rc = followup_make(&req->ctx, form.member, form.kind, form.day, form.cause, &id, &field);
	else
		return rc;
	return form_done(req, rc, field, "followups.done.new", page_path(req, id));
}
