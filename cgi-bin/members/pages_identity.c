/* SPDX-License-Identifier: MIT */
/* The record's forms of RULE MEM-4: the answer that proves who calls, showing contact data with a reason, masking again.
 * Not what they change: identity.c. */
#include "base/utf8.h"
#include "members/identity.h"
#include "members/pages_forms.h"
#include "members/rules.h"
#include "web/form.h"

#include <inttypes.h>

enum rc
record_back(struct req *req)
{
	const char *back = request_param(&req->http, "back");
	const char *own = arena_printf(req->ctx.arena, "/members/%" PRId64, req->id);
	size_t length = strlen(own);

	/* a page of this very record that the reader may open; nothing else is followed */
	if (back != NULL && strncmp(back, own, length) == 0 &&
	    may_open(req, arena_printf(req->ctx.arena, "/members/#%s", back + length)))
		return redirect(req, "%s", back);
	return redirect(req, "%s", own);
}

/* --- the answer ------------------------------------------------------------------------------------------------- */

struct answer_form {
	const char *answer;
};
static const struct form_field answer_fields[] = { { .field = FIELD(answer_form, TEXT, answer),
    .label = "members.identity.answer",
    .required = true,
    .max = 120 } };

/* By what the answer proves who calls: own data, then what other parts of the record know; "" for nothing. */
static enum rc
means_find(struct req *req, const struct member *member, const char *answer, const char **means)
{
	const char *text = utf8_trim(req->ctx.arena, utf8_narrow(req->ctx.arena, answer));
	const struct member_part *part;
	bool proved = false;
	size_t i;
	enum rc rc = RC_OK;

	*means = identity_means(member, text);
	for (i = 0; rc == RC_OK && **means == '\0' && (part = member_part_at(i)) != NULL; i++) {
		if (part->prove == NULL)
			continue;
		rc = part->prove(&req->ctx, member, text, &proved);
		if (rc == RC_OK && proved)
			*means = part->name;
	}
	return rc;
}

/* POST /members/#/identity */
enum rc
members_identity(struct req *req)
{
	struct answer_form form = { "" };
	struct member member;
	enum identity_outcome outcome = IDENTITY_WRONG;
	const char *means = "";
	enum rc rc = form_parse(req, answer_fields, &form);

	if (rc == RC_OK)
		rc = member_get(&req->ctx, req->id, &member);
	if (rc == RC_OK && member.state != MEMBER_ACTIVE)
		rc = ctx_refuse(&req->ctx, "members.refused.gone", NULL);
	if (rc == RC_OK)
		rc = means_find(req, &member, form.answer, &means);
	if (rc == RC_OK)
		rc = identity_answer(&req->ctx, member.id, means, &outcome);
	if (rc != RC_OK)
		return rc;
	if (outcome == IDENTITY_LOCKED)
		return ctx_refuse(&req->ctx, "members.identity.now_locked", NULL);
	if (outcome == IDENTITY_WRONG)
		return form_error(req, "answer", "members.identity.no_match", NULL);
	return record_back(req);
}

/* --- showing and masking ---------------------------------------------------------------------------------------- */

static const char *const reveal_whys[] = { "call", "delivery", "correct", "complaint", "other", NULL };
struct reveal_form {
	const char *why, *reason_text;
};
static const struct form_field reveal_fields[] = {
	{ .field = FIELD(reveal_form, TEXT, why),
	    .label = "members.reveal.why",
	    .required = true,
	    .choices = reveal_whys },
	{ .field = FIELD(reveal_form, TEXT, reason_text), .label = "members.reveal.text", .max = 200 },
};

void
reveal_choices(struct req *req)
{
	struct node *list = node_child(view_root(req), "Reveal"), *row;
	size_t i;

	for (i = 0; reveal_whys[i] != NULL; i++) {
		row = node_row(list);
		node_static(row, "value", reveal_whys[i]);
		node_static(
		    row, "label", lang(req, arena_printf(req->ctx.arena, "members.why.%s", reveal_whys[i])));
	}
}

/* POST /members/#/reveal */
enum rc
members_reveal(struct req *req)
{
	struct reveal_form form = { "", "" };
	enum rc rc = form_parse(req, reveal_fields, &form);

	if (rc == RC_OK && strcmp(form.why, "other") == 0 && *form.reason_text == '\0')
		rc = form_error(req, "reason_text", "members.reveal.say", NULL);
	if (rc == RC_OK)
		rc = identity_reveal(&req->ctx, req->id,
		    arena_printf(req->ctx.arena, "members.why.%s", form.why), form.reason_text);
	return rc == RC_OK ? record_back(req) : rc;
}

/* POST /members/#/mask */
enum rc
members_mask(struct req *req)
{
	enum rc rc = form_read(req, answer_fields, 0, NULL);

	if (rc == RC_OK)
		rc = identity_close(&req->ctx, req->id);
	return rc == RC_OK ? record_back(req) : rc;
}
