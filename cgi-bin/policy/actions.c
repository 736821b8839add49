/* SPDX-License-Identifier: MIT */
/* The changes of policy/: propose a version, approve or reject it, each by four eyes (RULE ORG-2).
 * Not the decisions themselves (rules.c), and not the calendar's import (calendar.c). */
#include "policy/store.h"

#include "audit/audit.h"
#include "db/tx.h"
#include "policy/role.h"

/* What a proposal holds, a figure's or a band's. */
struct proposal {
	int64_t value;
	const char *text;
	const struct band_step *steps;
	size_t count;
	int64_t since;
	const char *reason;
};

static struct policy_limits
limits_of(const struct policy_key *key)
{
	return (struct policy_limits){ .unit = key->unit,
		.value_unit = key->value_unit,
		.least = key->least,
		.most = key->most,
		.band = key->band };
}

/* What a version holds, as one line for the history. */
static enum rc
version_text(
    struct ctx *ctx, const struct policy_key *key, const struct policy_version *version, const char **text)
{
	struct policy_limits limits = limits_of(key);
	struct band band = { 0 };
	enum rc rc;

	if (!key->band) {
		*text = policy_value_text(ctx->arena, key->unit, version->value, version->text);
		return RC_OK;
	}
	rc = policy_version_steps(ctx, version->id, &band);
	if (rc == RC_OK)
		*text = band_text(ctx->arena, &limits, &band);
	return rc;
}

/* What is in force now, as one line. */
static enum rc
force_text(struct ctx *ctx, const struct policy_key *key, const char **text)
{
	struct policy_limits limits = limits_of(key);
	struct figure figure;
	struct band band;
	enum rc rc;

	if (key->band) {
		rc = policy_band(ctx, key->policy_key, ctx->now, &band);
		if (rc == RC_OK)
			*text = band_text(ctx->arena, &limits, &band);
		return rc;
	}
	rc = policy_get(ctx, key->policy_key, ctx->now, &figure);
	if (rc == RC_OK)
		*text = policy_value_text(ctx->arena, key->unit, figure.value, figure.text);
	return rc;
}

static enum rc
proposal_check(struct ctx *ctx, const struct policy_key *key, const struct proposal *proposal)
{
	struct policy_limits limits = limits_of(key);
	const char *refusal = NULL;
	int64_t open;
	enum rc rc;

	if (key->band != (proposal->steps != NULL))
		return RC_INTERNAL;
	refusal = key->band ? band_refusal(&limits, proposal->steps, proposal->count)
			    : policy_refusal(&limits, proposal->value, proposal->text);
	if (refusal != NULL)
		return ctx_fail(ctx, RC_INVALID, refusal,
		    policy_value_text(ctx->arena, key->band ? key->value_unit : key->unit, key->least, ""),
		    policy_value_text(ctx->arena, key->band ? key->value_unit : key->unit, key->most, ""),
		    NULL);
	if (strcmp(key->policy_key, "time.zone") == 0 && proposal->text != NULL && proposal->text[0] == '/')
		return ctx_fail(ctx, RC_INVALID, "policy.refused.text", NULL);
	if (proposal->reason == NULL || proposal->reason[0] == '\0')
		return ctx_fail(ctx, RC_INVALID, "policy.refused.reason", NULL);
	rc = policy_open_find(ctx, key->policy_key, &open);
	if (rc == RC_OK)
		return ctx_refuse(ctx, "policy.refused.open", NULL);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc
proposal_save(struct ctx *ctx, const struct policy_key *key, const struct proposal *proposal)
{
	struct policy_version version = { .policy_key = key->policy_key,
		.value = proposal->value,
		.text = proposal->text == NULL ? "" : proposal->text,
		.since = proposal->since < 0 ? 0 : proposal->since,
		.reason = proposal->reason,
		.proposed_by = ctx->actor.account_id,
		.proposed_staff = actor_label(ctx->arena, &ctx->actor),
		.proposed_at = ctx->now };
	struct diff diff = { .reason = proposal->reason };
	const char *before = "", *after = "";
	enum rc rc = policy_version_next(ctx, key->policy_key, &version.version);

	if (rc == RC_OK)
		rc = policy_version_add(ctx, &version, &version.id);
	for (size_t i = 0; i < proposal->count && rc == RC_OK; i++)
		rc = policy_step_add(ctx, version.id, i, &proposal->steps[i]);
	if (rc == RC_OK)
		rc = force_text(ctx, key, &before);
	if (rc == RC_OK)
		rc = version_text(ctx, key, &version, &after);
	if (rc != RC_OK)
		return rc;
	diff_add(&diff, "policy.field.value", before, after);
	diff_add(&diff, "policy.field.since", "", time_exact(ctx->arena, version.since));
	tx_result(ctx, "policy", key->id);
	return audit_add(ctx, "policy.propose", "policy", key->id, &diff);
}

static enum rc
propose(struct ctx *ctx, const char *name, const struct proposal *proposal)
{
	struct policy_key key;
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = policy_lock(ctx, name, &key);
		if (rc == RC_OK)
			rc = proposal_check(ctx, &key, proposal);
		if (rc == RC_OK)
			rc = proposal_save(ctx, &key, proposal);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

enum rc
policy_propose(
    struct ctx *ctx, const char *key, int64_t value, const char *text, int64_t since, const char *reason)
{
	struct proposal proposal = { .value = value, .text = text, .since = since, .reason = reason };

	return propose(ctx, key, &proposal);
}

enum rc
policy_propose_band(struct ctx *ctx, const char *key, const struct band_step *steps, size_t count,
    int64_t since, const char *reason)
{
	struct proposal proposal = { .steps = steps, .count = count, .since = since, .reason = reason };

	return propose(ctx, key, &proposal);
}

/* Approve or reject inside the transaction; the key's row is locked first, as everywhere, against dead locks. */
static enum rc
decide(struct ctx *ctx, const struct policy_key *key, int64_t version_id, enum policy_state state,
    const char *reason)
{
	struct policy_version version;
	struct diff diff = { .reason = reason };
	const char *before = "", *after = "", *refusal;
	enum rc rc = policy_version_lock(ctx, version_id, &version);

	if (rc != RC_OK)
		return rc;
	refusal = policy_decision_refusal(
	    (enum policy_state)version.state, version.proposed_by, ctx->actor.account_id);
	if (refusal != NULL)
		return ctx_refuse(ctx, refusal,
		    version.state == POLICY_PROPOSED ? version.proposed_staff : version.decided_staff,
		    time_text(ctx->arena, version.decided_at), NULL);
	rc = force_text(ctx, key, &before);
	if (rc == RC_OK)
		rc = version_text(ctx, key, &version, &after);
	if (rc != RC_OK)
		return rc;
	version.state = state;
	version.decided_by = ctx->actor.account_id;
	version.decided_staff = actor_label(ctx->arena, &ctx->actor);
	version.decided_at = ctx->now;
	version.decided_reason = reason == NULL ? "" : reason;
	if (state == POLICY_APPROVED)
		version.since = policy_effective(version.since, ctx->now);
	diff_add(&diff, "policy.field.value", before, after);
	diff_add(&diff, "policy.field.since", "", time_exact(ctx->arena, version.since));
	rc = policy_version_decide(ctx, &version);
	if (rc == RC_OK && state == POLICY_APPROVED)
		rc = policy_stamp_raise(ctx);
	if (rc != RC_OK)
		return rc;
	tx_result(ctx, "policy", key->id);
	return audit_add(
	    ctx, state == POLICY_APPROVED ? "policy.approve" : "policy.reject", "policy", key->id, &diff);
}

static enum rc
decide_in_tx(struct ctx *ctx, int64_t version_id, enum policy_state state, const char *reason)
{
	struct policy_version version;
	struct policy_key key;
	enum rc rc = policy_version_get(ctx, version_id, &version);

	if (rc == RC_OK)
		rc = policy_lock(ctx, version.policy_key, &key);
	if (rc == RC_OK)
		rc = decide(ctx, &key, version_id, state, reason);
	return rc;
}

static enum rc
decision(struct ctx *ctx, int64_t version_id, enum policy_state state, const char *reason)
{
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = decide_in_tx(ctx, version_id, state, reason);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	policy_forget();
	return rc;
}

enum rc
policy_approve(struct ctx *ctx, int64_t version_id)
{
	return decision(ctx, version_id, POLICY_APPROVED, NULL);
}

enum rc
policy_reject(struct ctx *ctx, int64_t version_id, const char *reason)
{
	if (reason == NULL || reason[0] == '\0')
		return ctx_fail(ctx, RC_INVALID, "policy.refused.reason", NULL);
	return decision(ctx, version_id, POLICY_REJECTED, reason);
}
