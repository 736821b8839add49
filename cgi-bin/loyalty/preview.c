/* SPDX-License-Identifier: MIT */
/* What a change of the tiers' bounds would do (RULE MEM-1), for policy's editor: members per tier before | after, who crosses, and
 * some of them. Exact, and read from the buckets of totals: the number of members has no part in it.
 * Not the change itself, and not moving anybody: retier.c. */
#include "base/money.h"
#include "loyalty/store.h"
#include "members/members.h"

#include <inttypes.h>

#define SAMPLES_A_SPAN 4

SQL(tier_samples_sql,
    "SELECT id, member_no, name, spent_fen FROM member WHERE spent_fen >= ? AND spent_fen < ? ORDER BY "
    "spent_fen, id LIMIT ?",
    .samples = "SELECT 1, 9223372036854775807, 4 UNION ALL SELECT 1, 1, 4");

struct sample {
	int64_t id;
	const char *member_no, *name;
	int64_t spent_fen;
};
static const struct field sample_fields[] = { FIELD(sample, ID, id), FIELD(sample, TEXT, member_no),
	FIELD(sample, TEXT, name), FIELD(sample, MONEY, spent_fen) };
static const struct record sample_record = RECORD(sample, sample_fields);

static enum rc
samples_add(struct ctx *ctx, const struct tier_span *span, struct policy_effect *effect)
{
	const struct sample *samples;
	struct rows found;
	enum rc rc = db_rows(ctx, &tier_samples_sql, &sample_record, &found,
	    ARGS(arg_int(span->from > 0 ? span->from : 0), arg_int(span->to), arg_int(SAMPLES_A_SPAN)));

	if (rc != RC_OK)
		return rc;
	samples = found.items;
	for (size_t i = 0; i < found.count && effect->sample_count < POLICY_SAMPLES; i++)
		effect->samples[effect->sample_count++] = (struct policy_sample){
			.label = arena_printf(ctx->arena, "%s %s", mask_name(ctx->arena, samples[i].name),
			    samples[i].member_no),
			.path = arena_printf(ctx->arena, "/members/%" PRId64, samples[i].id),
			.value = samples[i].spent_fen,
			.before = span->before,
			.after = span->after,
		};
	return RC_OK;
}

/* Spans of the same pair of tiers are one crossing. */
static void
crossing_add(struct policy_effect *effect, const struct tier_span *span, int64_t members)
{
	for (size_t i = 0; i < effect->crossing_count; i++)
		if (effect->crossings[i].before == span->before &&
		    effect->crossings[i].after == span->after) {
			effect->crossings[i].count += members;
			return;
		}
	if (effect->crossing_count < POLICY_CROSSINGS)
		effect->crossings[effect->crossing_count++] =
		    (struct policy_crossing){ span->before, span->after, members };
}

static enum rc
tier_effect(
    struct ctx *ctx, const struct band *before, const struct band *after, struct policy_effect *effect)
{
	struct tier_span spans[TIER_SPANS];
	size_t count = tier_spans(before, after, spans);
	enum rc rc = RC_OK;

	for (size_t i = 0; i < count && rc == RC_OK; i++) {
		int64_t members;

		rc = spent_between(ctx, spans[i].from, spans[i].to, &members);
		if (rc != RC_OK)
			return rc;
		effect->before[spans[i].before] += members;
		effect->after[spans[i].after] += members;
		if (spans[i].before == spans[i].after || members == 0)
			continue;
		crossing_add(effect, &spans[i], members);
		rc = samples_add(ctx, &spans[i], effect);
	}
	return rc;
}

__attribute__((constructor)) static void
preview_add(void)
{
	policy_preview("members.tier", tier_effect);
}
