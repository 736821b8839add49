/* SPDX-License-Identifier: MIT */
/* Pages of policy: all figures and bands, one with its versions, approval and rejection.
 * Not the editor (pages_edit.c) nor the calendar (pages_calendar.c). */
#include "policy/pages.h"

#include "audit/audit.h"
#include "policy/commands.h"
#include "web/form.h"
#include <inttypes.h>
#include <string.h>

/* Figures are no secret: everybody's deadlines follow from them. */
const struct right RIGHT_POLICY_SEE = { "policy.see", ROLE_ALL };
const struct right RIGHT_POLICY_PROPOSE = { "policy.propose", ROLE_SUPERVISOR | ROLE_ADMIN };
/* an administrator approves no business (domain §1) */
const struct right RIGHT_POLICY_APPROVE = { "policy.approve", ROLE_SUPERVISOR };
const struct right RIGHT_CALENDAR_IMPORT = { "calendar.import", ROLE_SUPERVISOR | ROLE_ADMIN };

/* ---- all figures ---- */

/* A proposal for this key, if there is one. */
static const struct policy_version *
open_find(const struct rows *open, const char *key)
{
	const struct policy_version *version = open->items;

	for (size_t i = 0; i < open->count; i++)
		if (strcmp(version[i].policy_key, key) == 0)
			return &version[i];
	return NULL;
}

static enum rc
key_row_show(struct req *req, struct node *row, const struct policy_key *key, const struct rows *open)
{
	const struct policy_version *proposed = open_find(open, key->policy_key);
	struct figure figure;
	struct band band;
	enum rc rc;

	node_set(row, "label", key_words(req, key->policy_key));
	node_static(row, "path", arena_printf(req->ctx.arena, "/policy/%" PRId64, key->id));
	node_set(row, "rule", key->rule);
	if (proposed != NULL)
		node_static(row, "proposed",
		    lang_text(req, "policy.proposed.by", proposed->proposed_staff,
			time_text(req->ctx.arena, proposed->proposed_at), NULL));
	if (key->band) {
		rc = policy_band(&req->ctx, key->policy_key, req->ctx.now, &band);
		if (rc != RC_OK)
			return rc;
		band_show(req, node_child(row, "steps"), key, &band);
		figure = (struct figure){ .version = band.version, .since = band.since };
	} else {
		rc = policy_get(&req->ctx, key->policy_key, req->ctx.now, &figure);
		if (rc != RC_OK)
			return rc;
		node_set(row, "value", value_words(req, key->unit, figure.value, figure.text));
	}
	node_int(row, "version", figure.version);
	node_set(row, "since", since_words(req, figure.since));
	return RC_OK;
}

/* GET /policy */
static enum rc
policy_index(struct req *req)
{
	struct node *chapters = node_child(view_root(req), "Chapters"), *chapter = NULL;
	const struct policy_key *key;
	const char *name = "";
	struct rows keys, open;
	enum rc rc = policy_key_list(&req->ctx, &keys);

	if (rc == RC_OK)
		rc = policy_open_list(&req->ctx, &open);
	if (rc != RC_OK)
		return rc;
	key = keys.items;
	for (size_t i = 0; i < keys.count && rc == RC_OK; i++, key++) {
		if (strcmp(key->chapter, name) != 0) {
			name = key->chapter;
			chapter = node_row(chapters);
			node_static(chapter, "label",
			    lang(req, arena_printf(req->ctx.arena, "policy.chapter.%s", name)));
		}
		rc = key_row_show(req, node_row(node_child(chapter, "keys")), key, &open);
	}
	view_set(req, "Page.title", lang(req, "policy.title"));
	view_set(req, "Page.subtitle", lang(req, "policy.subtitle"));
	return rc;
}

/* ---- one figure or band ---- */

static const char *
state_words(struct req *req, const struct policy_version *version, int64_t in_force, const char **style)
{
	static const char *const keys[] = { "policy.state.proposed", "policy.state.past",
		"policy.state.rejected" };
	static const char *const styles[] = { "g wait", "g off", "g bad" };
	size_t state = version->state >= 0 && version->state <= 2 ? (size_t)version->state : 2;

	*style = styles[state];
	if (version->state != POLICY_APPROVED)
		return lang(req, keys[state]);
	if (version->since > req->ctx.now) {
		*style = "g wait";
		return lang(req, "policy.state.coming");
	}
	if (version->version != in_force)
		return lang(req, keys[state]);
	*style = "g ok";
	return lang(req, "policy.state.force");
}

static enum rc
version_row_show(struct req *req, struct node *row, const struct policy_key *key,
    const struct policy_version *version, int64_t in_force)
{
	struct policy_limits limits = key_limits(key);
	struct band band;
	const char *style;
	enum rc rc = RC_OK;

	node_int(row, "version", version->version);
	node_static(row, "state", state_words(req, version, in_force, &style));
	node_static(row, "style", style);
	node_set(row, "since",
	    version->state == POLICY_PROPOSED && version->since <= req->ctx.now
		? lang(req, "policy.since.approval")
		: since_words(req, version->since));
	node_set(row, "proposed", version->proposed_staff);
	node_set(row, "decided", version->decided_staff);
	node_set(row, "reason", version->reason);
	node_set(row, "decided_reason", version->decided_reason);
	if (!key->band) {
		node_set(row, "value", value_words(req, key->unit, version->value, version->text));
		return RC_OK;
	}
	rc = policy_version_steps(&req->ctx, version->id, &band);
	if (rc == RC_OK)
		node_set(row, "value", band_text(req->ctx.arena, &limits, &band));
	return rc;
}

/* The proposal that waits: what it would do, and whether the reader may decide (RULE ORG-2). */
static enum rc
proposal_show(
    struct req *req, const struct policy_key *key, const struct policy_version *version, const char *force)
{
	struct node *node = node_child(view_root(req), "Proposal");
	struct band band;
	enum rc rc;

	node_int(node, "id", version->id);
	node_set(node, "who", version->proposed_staff);
	node_static(node, "at", time_text(req->ctx.arena, version->proposed_at));
	node_set(node, "reason", version->reason);
	node_set(node, "since",
	    version->since <= req->ctx.now ? lang(req, "policy.since.approval")
					   : since_words(req, version->since));
	if (version->proposed_by == req->ctx.actor.account_id)
		node_static(node, "locked", lang(req, "policy.locked.own"));
	else if (!may(req, &RIGHT_POLICY_APPROVE))
		node_static(node, "locked", lang(req, "policy.locked.right"));
	if (!key->band) {
		node_set(node, "before", force);
		node_set(node, "after", value_words(req, key->unit, version->value, version->text));
		return RC_OK;
	}
	rc = policy_version_steps(&req->ctx, version->id, &band);
	if (rc != RC_OK)
		return rc;
	band_show(req, node_child(node, "steps"), key, &band);
	return preview_show(req, node, key, &band);
}

/* What is in force now; `*version` and `*force` tell its number and, for a figure, its words. */
static enum rc
force_show(struct req *req, const struct policy_key *key, int64_t *version, const char **force)
{
	struct node *node = node_child(view_root(req), "Figure");
	struct figure figure;
	struct band band;
	enum rc rc;

	if (key->band) {
		rc = policy_band(&req->ctx, key->policy_key, req->ctx.now, &band);
		if (rc != RC_OK)
			return rc;
		band_show(req, node_child(node, "steps"), key, &band);
		figure = (struct figure){ .version = band.version, .since = band.since };
		*force = "";
	} else {
		rc = policy_get(&req->ctx, key->policy_key, req->ctx.now, &figure);
		if (rc != RC_OK)
			return rc;
		*force = value_words(req, key->unit, figure.value, figure.text);
		node_set(node, "value", *force);
	}
	*version = figure.version;
	node_int(node, "version", figure.version);
	node_set(node, "since", since_words(req, figure.since));
	node_set(node, "rule", key->rule);
	node_set(node, "key", key->policy_key);
	return RC_OK;
}

static enum rc
key_show(struct req *req, const struct policy_key *key)
{
	struct node *list = node_child(view_root(req), "Versions");
	const struct policy_version *version;
	struct rows versions;
	const char *force = "";
	int64_t in_force = 0;
	bool open = false;
	enum rc rc = force_show(req, key, &in_force, &force);

	if (rc == RC_OK)
		rc = progress_show(req, key->policy_key);
	if (rc == RC_OK)
		rc = policy_version_list(&req->ctx, key->policy_key, &versions);
	if (rc != RC_OK)
		return rc;
	version = versions.items;
	for (size_t i = 0; i < versions.count && rc == RC_OK; i++, version++) {
		rc = version_row_show(req, node_row(list), key, version, in_force);
		if (rc == RC_OK && version->state == POLICY_PROPOSED) {
			open = true;
			rc = proposal_show(req, key, version, force);
		}
	}
	if (open)
		view_set(req, "Edit.locked", lang(req, "policy.locked.open"));
	else if (!may(req, &RIGHT_POLICY_PROPOSE))
		view_set(req, "Edit.locked", lang(req, "policy.locked.right"));
	return rc;
}

/* GET /policy/# */
static enum rc
policy_page(struct req *req)
{
	struct policy_key key;
	enum rc rc = policy_key_get(&req->ctx, req->id, &key);

	if (rc == RC_OK)
		rc = key_show(req, &key);
	if (rc == RC_OK)
		rc = history_show(req, "policy", key.id);
	if (rc != RC_OK)
		return rc;
	view_set(req, "Page.title", key_words(req, key.policy_key));
	view_set(req, "Page.subtitle", lang_text(req, "policy.rule", key.rule, NULL));
	view_set(req, "Page.crumbs.0.label", lang(req, "policy.title"));
	view_set(req, "Page.crumbs.0.path", "/policy");
	view_set(req, "Edit.path", arena_printf(req->ctx.arena, "/policy/%" PRId64 "/edit", key.id));
	return RC_OK;
}

/* ---- decisions ---- */

struct decision_form {
	const char *reason;
};
static const struct form_field approve_fields[] = {
	{ .field = FIELD(decision_form, TEXT, reason), .label = "ui.reason", .max = 300 },
};
static const struct form_field reject_fields[] = {
	{ .field = FIELD(decision_form, TEXT, reason), .label = "ui.reason", .required = true, .max = 300 },
};

/* Back to the key whose version was decided. */
static enum rc
decided(struct req *req, int64_t version_id, const char *text)
{
	struct policy_version version;
	struct policy_key key;
	enum rc rc = policy_version_get(&req->ctx, version_id, &version);

	if (rc == RC_OK)
		rc = policy_key_find(&req->ctx, version.policy_key, &key);
	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, text, NULL);
	return redirect(req, "/policy/%" PRId64, key.id);
}

/* POST /policy/versions/#/approve */
static enum rc
policy_approve_post(struct req *req)
{
	struct decision_form form;
	enum rc rc = form_parse(req, approve_fields, &form);

	if (rc == RC_OK)
		rc = policy_approve(&req->ctx, req->id);
	return rc == RC_OK ? decided(req, req->id, "policy.approved") : rc;
}

/* POST /policy/versions/#/reject */
static enum rc
policy_reject_post(struct req *req)
{
	struct decision_form form;
	enum rc rc = form_parse(req, reject_fields, &form);

	if (rc == RC_OK)
		rc = policy_reject(&req->ctx, req->id, form.reason);
	return rc == RC_OK ? decided(req, req->id, "policy.rejected") : rc;
}

/* The key's page again, with what was wrong. */
static enum rc
decision_again(struct req *req)
{
	struct policy_version version;
	struct policy_key key;
	enum rc rc = policy_version_get(&req->ctx, req->id, &version);

	if (rc == RC_OK)
		rc = policy_key_find(&req->ctx, version.policy_key, &key);
	if (rc != RC_OK)
		return rc;
	req->id = key.id;
	return policy_page(req);
}

/* Proposals of others wait for who may approve. */
static enum rc
policy_counts(struct ctx *ctx, struct module_counts *counts, size_t *count)
{
	const struct policy_version *version;
	struct module_counts module = { .module = "policy",
		.label = "policy.module",
		.today_path = "/policy",
		.rule = "ORG-2",
		.sign = true };
	struct policy_key key;
	struct rows open;
	enum rc rc;

	if (!actor_may(&ctx->actor, &RIGHT_POLICY_APPROVE))
		return RC_OK;
	rc = policy_open_list(ctx, &open);
	if (rc != RC_OK)
		return rc;
	version = open.items;
	for (size_t i = 0; i < open.count; i++, version++) {
		if (version->proposed_by == ctx->actor.account_id)
			continue;
		module.today++;
		if (module.urgent == NULL && policy_key_find(ctx, version->policy_key, &key) == RC_OK) {
			module.urgent = version->policy_key;
			module.urgent_path = arena_printf(ctx->arena, "/policy/%" PRId64, key.id);
		}
	}
	counts[(*count)++] = module;
	return RC_OK;
}

static const struct route routes[] = {
	{ GET, "/policy", &RIGHT_POLICY_SEE, policy_index, .template = "policy/index.cs" },
	{ GET, "/policy/#", &RIGHT_POLICY_SEE, policy_page, .template = "policy/figure.cs" },
	{ GET, "/policy/#/edit", &RIGHT_POLICY_PROPOSE, policy_edit_page, .template = "policy/edit.cs" },
	{ POST, "/policy/#/edit", &RIGHT_POLICY_PROPOSE, policy_edit_post, .again = policy_edit_again,
	    .again_template = "policy/edit.cs" },
	{ POST, "/policy/versions/#/approve", &RIGHT_POLICY_APPROVE, policy_approve_post,
	    .again = decision_again, .again_template = "policy/figure.cs" },
	{ POST, "/policy/versions/#/reject", &RIGHT_POLICY_APPROVE, policy_reject_post,
	    .again = decision_again, .again_template = "policy/figure.cs" },
	{ GET, "/calendar", &RIGHT_POLICY_SEE, calendar_page, .template = "policy/calendar.cs" },
	{ POST, "/calendar", &RIGHT_CALENDAR_IMPORT, calendar_post, .again = calendar_page,
	    .again_template = "policy/calendar.cs", .uploads = true },
	{ .path = NULL },
};
static const struct right *const rights[] = { &RIGHT_POLICY_SEE, &RIGHT_POLICY_PROPOSE, &RIGHT_POLICY_APPROVE,
	&RIGHT_CALENDAR_IMPORT, NULL };
static const struct nav nav[] = {
	{ NAV_REFERENCE, 10, "policy.title", "/policy", &RIGHT_POLICY_SEE, "policy" },
	{ NAV_REFERENCE, 20, "calendar.title", "/calendar", &RIGHT_POLICY_SEE, NULL },
	{ .label = NULL },
};
static const char *const kinds[] = { "policy", "/policy/#", "calendar", "/calendar?year=#", NULL };

static const struct file_right file_rights[] = { { "calendar", &RIGHT_POLICY_SEE }, { NULL, NULL } };

const struct feature policy_feature = {
	.name = "policy",
	.routes = routes,
	.rights = rights,
	.commands = policy_commands,
	.nav = nav,
	.counts = policy_counts,
	.kinds = kinds,
	.file_rights = file_rights,
};
