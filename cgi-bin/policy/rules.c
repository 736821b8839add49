/* SPDX-License-Identifier: MIT */
/* The decisions of policy/: steps of a band, limits of a figure, four eyes, effective dates.
 * Not the reading or keeping of versions: that is store.c and cache.c. */
#include "policy/rules.h"

#include "base/money.h"
#include <inttypes.h>
#include <string.h>

size_t
band_step(const struct band *band, int64_t x)
{
	size_t step = 0;

	for (size_t i = 1; i < band->count; i++) {
		const struct band_step *next = &band->steps[i];

		if (x > next->bound || (x == next->bound && next->inclusive))
			step = i;
		else
			break;
	}
	return step;
}

const char *
policy_refusal(const struct policy_limits *limits, int64_t value, const char *text)
{
	if (strcmp(limits->unit, "text") == 0) {
		int64_t length = text == NULL ? 0 : (int64_t)strlen(text);

		return length < limits->least || length > limits->most ? "policy.refused.text" : NULL;
	}
	return value < limits->least || value > limits->most ? "policy.refused.range" : NULL;
}

const char *
band_refusal(const struct policy_limits *limits, const struct band_step *steps, size_t count)
{
	if (count == 0 || count > POLICY_STEPS_MOST)
		return "policy.refused.steps";
	for (size_t i = 0; i < count; i++) {
		if (steps[i].value < limits->least || steps[i].value > limits->most)
			return "policy.refused.range";
		if (i >= 1 && steps[i].bound < 0)
			return "policy.refused.bound";
		if (i >= 2 && steps[i].bound <= steps[i - 1].bound)
			return "policy.refused.ascending";
	}
	return NULL;
}

const char *
policy_decision_refusal(enum policy_state state, int64_t proposed_by, int64_t account_id)
{
	if (state != POLICY_PROPOSED)
		return "policy.refused.decided";
	/* RULE ORG-2: nobody approves what they themselves submitted; the portal itself approves nothing */
	if (account_id == 0 || account_id == proposed_by)
		return "policy.refused.own";
	return NULL;
}

int64_t
policy_effective(int64_t since, int64_t decided_at)
{
	return since > decided_at ? since : decided_at;
}

const char *
policy_value_text(struct arena *arena, const char *unit, int64_t value, const char *text)
{
	if (strcmp(unit, "text") == 0)
		return arena_strdup(arena, text);
	if (strcmp(unit, "fen") == 0)
		return money_text(arena, value);
	if (strcmp(unit, "wall") == 0)
		return arena_printf(arena, "%02" PRId64 ":%02" PRId64, value / HOUR, value % HOUR / MINUTE);
	if (strcmp(unit, "percent") == 0)
		return arena_printf(arena, "%" PRId64 " %%", value);
	if (strcmp(unit, "days") == 0)
		return arena_printf(arena, "%" PRId64 " d", value);
	if (strcmp(unit, "seconds") == 0) {
		if (value >= HOUR && value % HOUR == 0)
			return arena_printf(arena, "%" PRId64 " h", value / HOUR);
		if (value >= MINUTE && value % MINUTE == 0)
			return arena_printf(arena, "%" PRId64 " min", value / MINUTE);
		return arena_printf(arena, "%" PRId64 " s", value);
	}
	return arena_printf(arena, "%" PRId64, value);
}

const char *
band_condition(struct arena *arena, const struct policy_limits *limits, const struct band *band, size_t index)
{
	/* the first step has no lower bound: it is told by where the second begins */
	const struct band_step *step = &band->steps[index == 0 && band->count > 1 ? 1 : index];
	const char *bound = policy_value_text(arena, limits->unit, step->bound, "");

	if (band->count <= 1)
		return "";
	if (index == 0)
		return arena_printf(arena, "%s %s", step->inclusive ? "<" : "≤", bound);
	return arena_printf(arena, "%s %s", step->inclusive ? "≥" : ">", bound);
}

const char *
band_text(struct arena *arena, const struct policy_limits *limits, const struct band *band)
{
	struct buf text;

	buf_init(&text, arena, 128);
	for (size_t i = 0; i < band->count; i++)
		buf_printf(&text, "%s%s → %s", i == 0 ? "" : "; ", band_condition(arena, limits, band, i),
		    policy_value_text(arena, limits->value_unit, band->steps[i].value, ""));
	return text.data;
}

/* A whole number of one of the named units, each worth its seconds. */
static enum rc
duration_parse(const char *text, int64_t *value)
{
	static const struct {
		const char *word;
		int64_t seconds;
	} words[] = { { "h", HOUR }, { "小时", HOUR }, { "min", MINUTE }, { "分钟", MINUTE },
		{ "分", MINUTE }, { "s", 1 }, { "秒", 1 }, { "d", DAY }, { "天", DAY } };
	char *end;
	long long number = strtoll(text, &end, 10);

	while (*end == ' ')
		end++;
	if (number < 0 || number > 1000000000)
		return RC_INVALID;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(end, words[i].word) == 0) {
			*value = number * words[i].seconds;
			return RC_OK;
		}
	return RC_INVALID;
}

/* A whole number, with or without the sign of its unit behind it. */
static enum rc
number_parse(const char *text, const char *sign, int64_t *value)
{
	char *end;
	long long number = strtoll(text, &end, 10);

	while (*end == ' ')
		end++;
	if ((*end != '\0' && strcmp(end, sign) != 0) || number < 0 || number > 1000000000000)
		return RC_INVALID;
	*value = number;
	return RC_OK;
}

enum rc
policy_value_parse(const char *unit, const char *text, int64_t *value)
{
	if (strcmp(unit, "fen") == 0)
		return money_parse(text, value);
	if (text[0] < '0' || text[0] > '9')
		return RC_INVALID;
	if (strcmp(unit, "wall") == 0)
		return wall_parse(text, value);
	if (strcmp(unit, "seconds") == 0)
		return duration_parse(text, value);
	return number_parse(text,
	    strcmp(unit, "days") == 0      ? "d"
	    : strcmp(unit, "percent") == 0 ? "%"
					   : "",
	    value);
}
