/* SPDX-License-Identifier: MIT */
/* Figures, bands and previews in the reader's language.
 * Not what they are: rules.c; not the pages around them: pages.c, pages_edit.c. */
#include "policy/pages.h"
#include "web/list_show.h"

#include "base/log.h"
#include "base/money.h"
#include <inttypes.h>
#include <string.h>

#define SAMPLES_MOST 40
#define COUNTERS_MOST 8

static struct {
	const char *key;
	policy_counter *counter;
} counters[COUNTERS_MOST];
static size_t counter_count;
static struct {
	const char *key;
	policy_worker *worker;
} workers[COUNTERS_MOST];
static size_t worker_count;

void
policy_preview(const char *key, policy_counter *counter)
{
	if (counter_count == COUNTERS_MOST) {
		log_line(LOG_ERROR, "policy.preview_full", "key", key, NULL);
		return;
	}
	counters[counter_count].key = key;
	counters[counter_count++].counter = counter;
}

void
policy_progress(const char *key, policy_worker *worker)
{
	if (worker_count == COUNTERS_MOST) {
		log_line(LOG_ERROR, "policy.progress_full", "key", key, NULL);
		return;
	}
	workers[worker_count].key = key;
	workers[worker_count++].worker = worker;
}

/* A change that is being carried out: "1,200 of 34,000". */
enum rc
progress_show(struct req *req, const char *key)
{
	struct policy_work work;
	enum rc rc = RC_NOT_FOUND;

	for (size_t i = 0; i < worker_count; i++)
		if (strcmp(workers[i].key, key) == 0)
			rc = workers[i].worker(&req->ctx, &work);
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	view_set(req, "Work.text",
	    lang_text(req, "policy.work", arena_printf(req->ctx.arena, "%" PRId64, work.version),
		list_number(req->ctx.arena, work.done), list_number(req->ctx.arena, work.total),
		time_text(req->ctx.arena, work.started_at), NULL));
	return RC_OK;
}

const char *
key_words(struct req *req, const char *key)
{
	return lang(req, arena_printf(req->ctx.arena, "policy.figure.%s", key));
}

static const char *
number_words(struct req *req, const char *key, int64_t number)
{
	return lang_text(req, key, arena_printf(req->ctx.arena, "%" PRId64, number), NULL);
}

const char *
value_words(struct req *req, const char *unit, int64_t value, const char *text)
{
	if (strcmp(unit, "fen") == 0)
		return arena_printf(req->ctx.arena, "¥ %s", money_text(req->ctx.arena, value));
	if (strcmp(unit, "days") == 0)
		return number_words(req, "policy.unit.days", value);
	if (strcmp(unit, "seconds") != 0)
		return policy_value_text(req->ctx.arena, unit, value, text);
	if (value >= HOUR && value % HOUR == 0)
		return number_words(req, "policy.unit.hours", value / HOUR);
	if (value >= MINUTE && value % MINUTE == 0)
		return number_words(req, "policy.unit.minutes", value / MINUTE);
	return number_words(req, "policy.unit.seconds", value);
}

const char *
since_words(struct req *req, int64_t since)
{
	return since == 0 ? lang(req, "policy.since.start") : time_exact(req->ctx.arena, since);
}

/* A name typed by a person, or a language key as the first version has it. */
const char *
label_words(struct req *req, const char *label)
{
	return strncmp(label, "members.tier.", 13) == 0 || strncmp(label, "policy.", 7) == 0
		   ? lang(req, label)
		   : label;
}

struct policy_limits
key_limits(const struct policy_key *key)
{
	return (struct policy_limits){ .unit = key->unit,
		.value_unit = key->value_unit,
		.least = key->least,
		.most = key->most,
		.band = key->band };
}

/* "< ¥ 1,000.00", "≥ ¥ 1,000.00", "> ¥ 5,000.00" */
static const char *
condition_words(struct req *req, const struct policy_key *key, const struct band *band, size_t index)
{
	const struct band_step *step = &band->steps[index == 0 && band->count > 1 ? 1 : index];
	const char *sign = index == 0 ? (step->inclusive ? "<" : "≤") : (step->inclusive ? "≥" : ">");

	if (band->count <= 1)
		return "—";
	return arena_printf(req->ctx.arena, "%s %s", sign, value_words(req, key->unit, step->bound, ""));
}

void
band_show(struct req *req, struct node *list, const struct policy_key *key, const struct band *band)
{
	for (size_t i = 0; i < band->count; i++) {
		struct node *row = node_row(list);

		node_static(row, "from", condition_words(req, key, band, i));
		node_set(row, "value", value_words(req, key->value_unit, band->steps[i].value, ""));
		node_set(row, "label", label_words(req, band->steps[i].label));
		if (strcmp(key->policy_key, "members.tier") == 0)
			node_int(row, "colour", band->steps[i].colour + 1);
	}
}

static const char *
step_words(struct req *req, const struct policy_key *key, const struct band *band, size_t step)
{
	const char *label = label_words(req, band->steps[step].label);
	const char *value = value_words(req, key->value_unit, band->steps[step].value, "");

	return label[0] == '\0' ? value : arena_printf(req->ctx.arena, "%s (%s)", label, value);
}

/* Samples: each bound of either band, and its neighbours. Ascending, each once. */
static size_t
samples_make(const struct band *before, const struct band *after, int64_t *samples)
{
	const struct band *bands[] = { before, after };
	size_t count = 0;

	for (size_t b = 0; b < 2; b++)
		for (size_t i = 1; i < bands[b]->count; i++)
			for (int64_t near = -1; near <= 1; near++) {
				int64_t sample = bands[b]->steps[i].bound + near;
				size_t at = 0;

				while (at < count && samples[at] < sample)
					at++;
				if (count == SAMPLES_MOST || sample < 0 ||
				    (at < count && samples[at] == sample))
					continue;
				for (size_t place = count++; place > at; place--)
					samples[place] = samples[place - 1];
				samples[at] = sample;
			}
	return count;
}

static void
samples_show(struct req *req, struct node *list, const struct policy_key *key, const struct band *before,
    const struct band *after)
{
	int64_t samples[SAMPLES_MOST];
	size_t count = samples_make(before, after, samples);

	for (size_t i = 0; i < count; i++) {
		struct node *row = node_row(list);
		const char *was = step_words(req, key, before, band_step(before, samples[i]));
		const char *is = step_words(req, key, after, band_step(after, samples[i]));

		node_set(row, "sample", value_words(req, key->unit, samples[i], ""));
		node_set(row, "before", was);
		node_set(row, "after", is);
		node_flag(row, "moves", strcmp(was, is) != 0);
	}
}

static const char *
count_words(struct req *req, const struct band *band, const int64_t *counts, size_t step)
{
	return step < band->count ? list_number(req->ctx.arena, counts[step]) : "";
}

static const char *
step_label(struct req *req, const struct band *band, int64_t step)
{
	return step >= 0 && (size_t)step < band->count ? label_words(req, band->steps[step].label) : "";
}

/* Who crosses, and some of them. */
static void
crossings_show(struct req *req, struct node *node, const struct policy_key *key,
    const struct policy_effect *effect, const struct band *before, const struct band *after)
{
	struct node *crossings = node_child(node, "crossings"), *cases = node_child(node, "cases");

	for (size_t i = 0; i < effect->crossing_count; i++) {
		const struct policy_crossing *crossing = &effect->crossings[i];
		struct node *row = node_row(crossings);

		node_set(row, "before", step_label(req, before, crossing->before));
		node_set(row, "after", step_label(req, after, crossing->after));
		node_static(row, "count", list_number(req->ctx.arena, crossing->count));
	}
	for (size_t i = 0; i < effect->sample_count; i++) {
		const struct policy_sample *sample = &effect->samples[i];
		struct node *row = node_row(cases);

		node_set(row, "label", sample->label);
		node_static(row, "path", may_open(req, "/members/#") ? sample->path : "");
		node_set(row, "value", value_words(req, key->unit, sample->value, ""));
		node_set(row, "before", step_label(req, before, sample->before));
		node_set(row, "after", step_label(req, after, sample->after));
	}
}

/* How many there are of what the band sorts, per step before | after. */
static enum rc
counts_show(struct req *req, struct node *node, const struct policy_key *key, policy_counter *counter,
    const struct band *before, const struct band *after)
{
	struct policy_effect *effect = arena_alloc(req->ctx.arena, sizeof(*effect));
	struct node *list = node_child(node, "counts");
	enum rc rc;

	memset(effect, 0, sizeof(*effect));
	rc = counter(&req->ctx, before, after, effect);
	for (size_t i = 0; rc == RC_OK && (i < before->count || i < after->count); i++) {
		struct node *row = node_row(list);
		const struct band *named = i < after->count ? after : before;

		node_set(row, "label", label_words(req, named->steps[i].label));
		node_static(row, "before", count_words(req, before, effect->before, i));
		node_static(row, "after", count_words(req, after, effect->after, i));
	}
	if (rc == RC_OK)
		crossings_show(req, node, key, effect, before, after);
	return rc;
}

enum rc
preview_show(struct req *req, struct node *node, const struct policy_key *key, const struct band *after)
{
	struct band before;
	enum rc rc = policy_band(&req->ctx, key->policy_key, req->ctx.now, &before);

	if (rc != RC_OK)
		return rc;
	samples_show(req, node_child(node, "samples"), key, &before, after);
	for (size_t i = 0; i < counter_count; i++)
		if (strcmp(counters[i].key, key->policy_key) == 0)
			return counts_show(req, node, key, counters[i].counter, &before, after);
	return RC_OK;
}
