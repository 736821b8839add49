/* SPDX-License-Identifier: MIT */
/* Policy: the figures that domain.md marks [policy], versioned, each with an effective date, changed by four eyes.
 * Owns: policy, policy_version, policy_step, policy_stamp, calendar_day, calendar_year. The code never holds a figure itself. */
#ifndef POLICY_POLICY_H
#define POLICY_POLICY_H

#include "base/calendar.h"
#include "base/clock.h"
#include "db/ctx.h"

/* A key is "orders.sheet_due"; the unit is in its row: fen, seconds, days, wall (seconds after midnight), count,
 * text, percent. `version` numbers the versions of that key. */
struct figure {
	const char *key;
	int64_t value;
	const char *text; /* unit "text" only */
	int64_t version;
	int64_t since;    /* effective from, UTC seconds */
	const char *rule; /* "ORD-4" */
};

/* policy_get(): the version in force at `at`. A missing key is a defect: RC_INTERNAL. Versions are kept per process for at
 * most one second. */
enum rc policy_get(struct ctx *ctx, const char *key, int64_t at, struct figure *figure) MUST_CHECK;

/* policy_versions(): all versions of a figure that were, are or will be in force, in that order: the last one with `since` not after a
 * moment is in force then. */
enum rc policy_versions(struct ctx *ctx, const char *key, struct figure **figures, size_t *count) MUST_CHECK;

/* A band: a step function. `bound` is the lower bound of its step, in the key's unit; `inclusive` tells on which side the
 * bound itself falls; steps ascend. */
struct band_step {
	int64_t bound;
	bool inclusive;
	int64_t value;
	const char *label; /* a language key or a name typed by a person */
	int64_t colour;    /* which colour of the palette shows it (MEM-1), 0 … 7 */
};
struct band {
	const char *key;
	const struct band_step *steps;
	size_t count;
	int64_t version;
	int64_t since;
	const char *rule;
};
enum rc policy_band(struct ctx *ctx, const char *key, int64_t at, struct band *band) MUST_CHECK;
/* band_step(): index of the step that `x` falls on; the first step has no lower bound. Pure. */
size_t band_step(const struct band *band, int64_t x);
/* policy_label(): of the band in force at `at`, only the label of one step (0: the first), for lists that ask in each row.
 * RC_NOT_FOUND: no such step. */
enum rc policy_label(
    struct ctx *ctx, const char *key, int64_t at, int64_t step, const char **label) MUST_CHECK;

/* policy_hours(): service hours in force at `at` (TIME-1); policy_calendar(): the calendar (TIME-3). Kept like figures. */
enum rc policy_hours(struct ctx *ctx, int64_t at, struct service_hours *hours) MUST_CHECK;
enum rc policy_calendar(struct ctx *ctx, const struct calendar **calendar) MUST_CHECK;

/* Changes (RULE ORG-2, four eyes): propose makes a version in state proposed; approve by somebody else lets it take effect
 * at its date; a version whose date has come cannot be altered. */
enum rc policy_propose(struct ctx *ctx, const char *key, int64_t value, const char *text, int64_t since,
    const char *reason) MUST_CHECK;
enum rc policy_propose_band(struct ctx *ctx, const char *key, const struct band_step *steps, size_t count,
    int64_t since, const char *reason) MUST_CHECK;
enum rc policy_approve(struct ctx *ctx, int64_t version_id) MUST_CHECK;
enum rc policy_reject(struct ctx *ctx, int64_t version_id, const char *reason) MUST_CHECK;

/* policy_preview(): said once at start by the feature that knows how many there are of what a band sorts. What a change from one
 * band to another would do: how many stand on each step before and after, who crosses from which to which, and some of them. */
#define POLICY_CROSSINGS 24
#define POLICY_SAMPLES 20
struct policy_crossing {
	int64_t before, after, count;
};
struct policy_sample {
	const char *label, *path; /* masked */
	int64_t value;            /* what it is sorted by, in the key's unit */
	int64_t before, after;
};
struct policy_effect {
	int64_t before[12], after[12];
	struct policy_crossing crossings[POLICY_CROSSINGS];
	size_t crossing_count;
	struct policy_sample samples[POLICY_SAMPLES];
	size_t sample_count;
};
typedef enum rc policy_counter(
    struct ctx *ctx, const struct band *before, const struct band *after, struct policy_effect *effect);
void policy_preview(const char *key, policy_counter *counter);
/* policy_progress(): said once at start by the feature that carries a change of this key out in the background: how many of how
 * many are done under the version in force; RC_NOT_FOUND when nothing is under way. */
struct policy_work {
	int64_t version, done, total, started_at;
};
typedef enum rc policy_worker(struct ctx *ctx, struct policy_work *work);
void policy_progress(const char *key, policy_worker *worker);

/* calendar_import(): one year of `../holiday-cn`-shaped JSON; replaces that year. RC_INVALID with ctx->reason for anything
 * that is not such a file. A year with no days is "not yet published". The uploaded `file` (0: none) stays with the year it
 * made, as evidence. */
enum rc calendar_import(
    struct ctx *ctx, const char *json, size_t length, int64_t file, int64_t *year) MUST_CHECK;

extern const struct feature policy_feature;

#endif
