/* SPDX-License-Identifier: MIT */
/* What policy/ decides, without clock or database: which version is in force, who may approve, what may be proposed. */
#ifndef POLICY_RULES_H
#define POLICY_RULES_H

#include "base/rc.h"
#include "policy/policy.h"

enum policy_state { POLICY_PROPOSED, POLICY_APPROVED, POLICY_REJECTED };
#define POLICY_STEPS_MOST 12

/* What one key may hold. */
struct policy_limits {
	const char *unit, *value_unit;
	int64_t least, most;
	bool band;
};

/* policy_refusal(): the language key of why `value` or `text` is not acceptable, NULL if it is. */
const char *policy_refusal(const struct policy_limits *limits, int64_t value, const char *text);
/* band_refusal(): the same for steps: ascending bounds, values within the limits, at most POLICY_STEPS_MOST. */
const char *band_refusal(const struct policy_limits *limits, const struct band_step *steps, size_t count);
/* policy_decision_refusal(): RULE ORG-2, four eyes: NULL if `account_id` may approve or reject what `proposed_by` proposed
 * and what stands in `state`. */
const char *policy_decision_refusal(enum policy_state state, int64_t proposed_by, int64_t account_id);
/* policy_effective(): from when an approved version counts: its date, or the approval if that came later, so that the past
 * never changes. */
int64_t policy_effective(int64_t since, int64_t decided_at);
/* policy_value_text(): a value of a unit as histories show it, without words of a language: "1,000.00", "14:10", "24 h". */
const char *policy_value_text(struct arena *arena, const char *unit, int64_t value, const char *text);
/* policy_value_parse(): what a person types for a unit: "1,000", "14:10", "24 h", "30 min", "7". RC_INVALID otherwise. */
enum rc policy_value_parse(const char *unit, const char *text, int64_t *value) MUST_CHECK;
/* band_text(): all steps in one line. band_condition(): which x fall on step `index`: "≥ 1,000.00". */
const char *band_text(struct arena *arena, const struct policy_limits *limits, const struct band *band);
const char *band_condition(
    struct arena *arena, const struct policy_limits *limits, const struct band *band, size_t index);

#endif
