/* SPDX-License-Identifier: MIT */
/* The editor of a figure or band: shows what a change would do, then proposes it.
 * Not approval: that is somebody else's, on the figure's page (RULE ORG-2). */
#include "policy/pages.h"

#include "base/money.h"
#include "web/form.h"
#include <inttypes.h>
#include <string.h>

#define ROWS_MORE 2 /* empty rows offered behind the steps there are */
#define COLOURS 8

struct edit_form {
	const char *act, *value, *since, *reason;
	const char *bound, *include, *step, *label, *colour;
};
static const char *const acts[] = { "preview", "propose", NULL };
static const struct form_field edit_fields[] = {
	{ .field = FIELD(edit_form, TEXT, act),
	    .label = "policy.field.act",
	    .required = true,
	    .choices = acts },
	{ .field = FIELD(edit_form, TEXT, value), .label = "policy.field.value", .max = 60 },
	{ .field = FIELD(edit_form, TEXT, since), .label = "policy.field.since", .max = 20 },
	{ .field = FIELD(edit_form, TEXT, reason), .label = "policy.field.reason", .max = 300 },
	{ .field = FIELD(edit_form, TEXT, bound), .label = "policy.field.bound", .max = 30, .many = true },
	{ .field = FIELD(edit_form, TEXT, include), .label = "policy.field.include", .max = 1, .many = true },
	{ .field = FIELD(edit_form, TEXT, step), .label = "policy.field.step", .max = 30, .many = true },
	{ .field = FIELD(edit_form, TEXT, label), .label = "policy.field.label", .max = 30, .many = true },
	{ .field = FIELD(edit_form, TEXT, colour), .label = "policy.field.colour", .max = 1, .many = true },
};

/* What was typed, row by row; rows without a value are left out. */
struct typed {
	const char *bound[POLICY_STEPS_MOST], *include[POLICY_STEPS_MOST], *step[POLICY_STEPS_MOST],
	    *label[POLICY_STEPS_MOST], *colour[POLICY_STEPS_MOST];
	size_t count;
};

static size_t
smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

static void
typed_read(const struct request *request, struct typed *typed)
{
	size_t count = request_params(request, "step[]", typed->step, POLICY_STEPS_MOST);

	count = smaller(count, request_params(request, "bound[]", typed->bound, POLICY_STEPS_MOST));
	count = smaller(count, request_params(request, "include[]", typed->include, POLICY_STEPS_MOST));
	count = smaller(count, request_params(request, "label[]", typed->label, POLICY_STEPS_MOST));
	typed->count = smaller(count, request_params(request, "colour[]", typed->colour, POLICY_STEPS_MOST));
}

/* The steps that were typed, or the language key of what is wrong with row `*row`. */
static const char *
steps_parse(const struct policy_key *key, const struct typed *typed, struct band_step *steps, size_t *count,
    size_t *row)
{
	*count = 0;
	for (size_t i = 0; i < typed->count; i++) {
		struct band_step *step = &steps[*count];

		*row = i + 1;
		if (typed->step[i][0] == '\0')
			continue;
		if (policy_value_parse(key->value_unit, typed->step[i], &step->value) != RC_OK)
			return "policy.refused.value";
		step->bound = 0;
		if (*count > 0 && policy_value_parse(key->unit, typed->bound[i], &step->bound) != RC_OK)
			return "policy.refused.bound";
		step->inclusive = strcmp(typed->include[i], "0") != 0;
		step->label = typed->label[i];
		step->colour = typed->colour[i][0] >= '0' && typed->colour[i][0] < '0' + COLOURS
				   ? typed->colour[i][0] - '0'
				   : 0;
		(*count)++;
	}
	return NULL;
}

/* ---- showing ---- */

/* What a person types for a value: without the yuan sign, in words of no language. */
static const char *
value_input(struct req *req, const char *unit, int64_t value, const char *text)
{
	return policy_value_text(req->ctx.arena, unit, value, text);
}

static void
row_show(struct req *req, struct node *list, const char *bound, bool inclusive, const char *step,
    const char *label, int64_t colour)
{
	struct node *row = node_row(list), *colours = node_child(row, "colours");

	node_set(row, "bound", bound);
	node_flag(row, "exclusive", !inclusive);
	node_set(row, "step", step);
	node_set(row, "label", label);
	for (int64_t i = 0; i < COLOURS; i++) {
		struct node *option = node_row(colours);

		node_int(option, "value", i);
		node_set(
		    option, "label", lang(req, arena_printf(req->ctx.arena, "policy.colour.%" PRId64, i)));
		node_flag(option, "chosen", i == colour);
	}
}

/* The rows of the band's form: as typed, else as in force; and empty ones behind. */
static enum rc
rows_show(struct req *req, const struct policy_key *key, const struct typed *typed)
{
	struct node *list = node_child(view_root(req), "Rows");
	struct band band;
	size_t count;
	enum rc rc;

	for (size_t i = 0; i < typed->count; i++)
		row_show(req, list, typed->bound[i], strcmp(typed->include[i], "0") != 0, typed->step[i],
		    typed->label[i], typed->colour[i][0] == '\0' ? 0 : typed->colour[i][0] - '0');
	if (typed->count == 0) {
		rc = policy_band(&req->ctx, key->policy_key, req->ctx.now, &band);
		if (rc != RC_OK)
			return rc;
		count = band.count;
		for (size_t i = 0; i < band.count; i++)
			row_show(req, list,
			    i == 0 ? "" : value_input(req, key->unit, band.steps[i].bound, ""),
			    band.steps[i].inclusive,
			    value_input(req, key->value_unit, band.steps[i].value, ""),
			    label_words(req, band.steps[i].label), band.steps[i].colour);
		for (int i = 0; i < ROWS_MORE && count < POLICY_STEPS_MOST; i++, count++)
			row_show(req, list, "", true, "", "", 0);
	}
	return RC_OK;
}

/* What a previewed change would do; nothing where it does not hold. */
static enum rc
edit_preview(struct req *req, const struct policy_key *key, const struct typed *typed, const char *value)
{
	struct node *node = node_child(view_root(req), "Proposal");
	struct policy_limits limits = key_limits(key);
	struct band_step steps[POLICY_STEPS_MOST];
	struct band band = { .key = key->policy_key, .steps = steps };
	struct figure figure;
	int64_t number = 0;
	size_t row;
	enum rc rc;

	if (key->band) {
		if (steps_parse(key, typed, steps, &band.count, &row) != NULL ||
		    band_refusal(&limits, steps, band.count) != NULL)
			return RC_OK;
		return preview_show(req, node, key, &band);
	}
	if (value == NULL ||
	    (strcmp(key->unit, "text") != 0 && policy_value_parse(key->unit, value, &number) != RC_OK))
		return RC_OK;
	rc = policy_get(&req->ctx, key->policy_key, req->ctx.now, &figure);
	if (rc != RC_OK)
		return rc;
	node_set(node, "before", value_words(req, key->unit, figure.value, figure.text));
	node_set(node, "after", value_words(req, key->unit, number, value));
	return RC_OK;
}

static enum rc
edit_fill(struct req *req, const struct policy_key *key)
{
	struct edit_form form = { .act = "", .since = "", .reason = "", .value = "" };
	struct typed typed = { .count = 0 };
	const char *value = request_param(&req->http, "value"), *since = request_param(&req->http, "since");
	const char *reason = request_param(&req->http, "reason");
	struct figure figure;
	enum rc rc = RC_OK;

	typed_read(&req->http, &typed);
	form.since = since == NULL ? "" : since;
	form.reason = reason == NULL ? "" : reason;
	if (key->band)
		rc = rows_show(req, key, &typed);
	else if (value == NULL)
		rc = policy_get(&req->ctx, key->policy_key, req->ctx.now, &figure);
	if (rc != RC_OK)
		return rc;
	if (!key->band)
		form.value = value == NULL ? value_input(req, key->unit, figure.value, figure.text) : value;
	form_fill(req, edit_fields, &form);
	if (value != NULL || typed.count > 0)
		rc = edit_preview(req, key, &typed, value);
	return rc;
}

static enum rc
edit_show(struct req *req)
{
	struct policy_key key;
	enum rc rc = policy_key_get(&req->ctx, req->id, &key);

	if (rc == RC_OK)
		rc = edit_fill(req, &key);
	if (rc != RC_OK)
		return rc;
	view_flag(req, "Edit.band", key.band);
	view_flag(req, "Edit.colours", strcmp(key.policy_key, "members.tier") == 0);
	view_set(req, "Edit.path", arena_printf(req->ctx.arena, "/policy/%" PRId64 "/edit", key.id));
	view_set(req, "Edit.back", arena_printf(req->ctx.arena, "/policy/%" PRId64, key.id));
	view_set(req, "Edit.unit_hint", lang(req, arena_printf(req->ctx.arena, "policy.hint.%s", key.unit)));
	if (key.band)
		view_set(req, "Edit.value_hint",
		    lang(req, arena_printf(req->ctx.arena, "policy.hint.%s", key.value_unit)));
	view_set(req, "Page.title", key_words(req, key.policy_key));
	view_set(req, "Page.subtitle", lang(req, "policy.edit.subtitle"));
	view_set(req, "Page.crumbs.0.label", lang(req, "policy.title"));
	view_set(req, "Page.crumbs.0.path", "/policy");
	view_set(req, "Page.crumbs.1.label", key_words(req, key.policy_key));
	view_set(req, "Page.crumbs.1.path", arena_printf(req->ctx.arena, "/policy/%" PRId64, key.id));
	return RC_OK;
}

enum rc
policy_edit_page(struct req *req)
{
	return edit_show(req);
}

enum rc
policy_edit_again(struct req *req)
{
	return edit_show(req);
}

/* ---- proposing ---- */

static void
query_add(struct req *req, struct buf *query, const char *name, const char *value)
{
	buf_printf(query, "%s%s=%s", query->length == 0 ? "" : "&", url_encode(req->ctx.arena, name),
	    url_encode(req->ctx.arena, value));
}

/* A preview changes nothing: it is a page of its own, with what was typed in its address. */
static enum rc
preview_redirect(struct req *req, const struct edit_form *form, const struct typed *typed, bool band)
{
	struct buf query;

	buf_init(&query, req->ctx.arena, 512);
	query_add(req, &query, "since", form->since);
	query_add(req, &query, "reason", form->reason);
	if (!band)
		query_add(req, &query, "value", form->value);
	for (size_t i = 0; typed != NULL && i < typed->count; i++) {
		query_add(req, &query, "bound[]", typed->bound[i]);
		query_add(req, &query, "include[]", typed->include[i]);
		query_add(req, &query, "step[]", typed->step[i]);
		query_add(req, &query, "label[]", typed->label[i]);
		query_add(req, &query, "colour[]", typed->colour[i]);
	}
	return redirect(req, "/policy/%" PRId64 "/edit?%s", req->id, query.data);
}

static enum rc
figure_propose(struct req *req, const struct policy_key *key, const struct edit_form *form, int64_t since)
{
	int64_t value = 0;
	enum rc rc;

	if (strcmp(key->unit, "text") != 0 && policy_value_parse(key->unit, form->value, &value) != RC_OK)
		return form_error(req, "value", "policy.refused.value", NULL);
	if (strcmp(form->act, "preview") == 0)
		return preview_redirect(req, form, NULL, false);
	rc = policy_propose(&req->ctx, key->policy_key, value, form->value, since, form->reason);
	if (rc == RC_INVALID)
		return form_error(
		    req, "value", req->ctx.reason.key, req->ctx.reason.arg[0], req->ctx.reason.arg[1], NULL);
	return rc;
}

static enum rc
band_propose(struct req *req, const struct policy_key *key, const struct edit_form *form, int64_t since)
{
	struct policy_limits limits = key_limits(key);
	struct band_step steps[POLICY_STEPS_MOST] = { 0 };
	struct typed typed = { .count = 0 };
	size_t count, row = 0;
	const char *refusal;
	enum rc rc;

	typed_read(&req->http, &typed);
	refusal = steps_parse(key, &typed, steps, &count, &row);
	if (refusal != NULL)
		return form_error(req, "step", "policy.refused.row", arena_printf(req->ctx.arena, "%zu", row),
		    arena_printf(req->ctx.arena, "@%s", refusal), NULL);
	refusal = band_refusal(&limits, steps, count);
	if (refusal != NULL)
		return form_error(req, "step", refusal, value_words(req, key->value_unit, key->least, ""),
		    value_words(req, key->value_unit, key->most, ""), NULL);
	if (strcmp(form->act, "preview") == 0)
		return preview_redirect(req, form, &typed, true);
	rc = policy_propose_band(&req->ctx, key->policy_key, steps, count, since, form->reason);
	if (rc == RC_INVALID)
		return form_error(req, "step", req->ctx.reason.key, NULL);
	return rc;
}

/* POST /policy/#/edit */
enum rc
policy_edit_post(struct req *req)
{
	struct edit_form form;
	struct policy_key key;
	int64_t since = 0;
	enum rc rc = form_parse(req, edit_fields, &form);

	if (rc == RC_OK)
		rc = policy_key_get(&req->ctx, req->id, &key);
	if (rc != RC_OK)
		return rc;
	if (form.since[0] != '\0' && time_parse(form.since, &since) != RC_OK)
		return form_error(req, "since", "policy.refused.since", NULL);
	if (strcmp(form.act, "propose") == 0 && form.reason[0] == '\0')
		return form_error(req, "reason", "policy.refused.reason", NULL);
	rc = key.band ? band_propose(req, &key, &form, since) : figure_propose(req, &key, &form, since);
	if (rc != RC_OK || strcmp(form.act, "preview") == 0)
		return rc;
	flash(req, FLASH_OK, "policy.proposed", NULL);
	return redirect(req, "/policy/%" PRId64, key.id);
}
