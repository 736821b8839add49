/* SPDX-License-Identifier: MIT */
/* What a process keeps of policy and calendar, at most one second old, and the readers that answer from it.
 * Not the place of changes: actions.c; a change made here is seen at once through policy_forget(). */
#include "policy/store.h"

#include "base/log.h"
#include "db/db.h"
#include <string.h>

struct version_row {
	int64_t id;
	const char *policy_key;
	int64_t version, value;
	const char *text;
	int64_t since;
	const char *rule;
};
static const struct field version_fields[] = { FIELD(version_row, ID, id),
	FIELD(version_row, TEXT, policy_key), FIELD(version_row, INT, version),
	FIELD(version_row, INT, value), FIELD(version_row, TEXT, text), FIELD(version_row, TIME, since),
	FIELD(version_row, TEXT, rule) };
static const struct record version_record = RECORD(version_row, version_fields);

struct step_row {
	int64_t version_id, bound;
	bool inclusive;
	int64_t value;
	const char *label;
	int64_t colour;
};
static const struct field step_fields[] = { FIELD(step_row, ID, version_id), FIELD(step_row, INT, bound),
	FIELD(step_row, BOOL, inclusive), FIELD(step_row, INT, value), FIELD(step_row, TEXT, label),
	FIELD(step_row, INT, colour) };
static const struct record step_record = RECORD(step_row, step_fields);

static const struct field day_fields[] = { FIELD(calendar_day, DAY, day), FIELD(calendar_day, BOOL, off) };
static const struct record day_record = RECORD(calendar_day, day_fields);

struct year_row {
	int64_t year;
};
static const struct field year_fields[] = { FIELD(year_row, INT, year) };
static const struct record year_record = RECORD(year_row, year_fields);

SQL(policy_stamp_sql, "SELECT stamp FROM policy_stamp WHERE id = 1");
SQL(policy_all_sql,
    "SELECT v.id, v.policy_key, v.version, v.value, v.text, v.since, p.rule FROM policy_version v"
    " JOIN policy p ON p.policy_key = v.policy_key WHERE v.state = 1 ORDER BY v.policy_key, v.since, "
    "v.version");
SQL(policy_steps_sql,
    "SELECT s.version_id, s.bound, s.inclusive, s.value, s.label, s.colour FROM policy_step s"
    " JOIN policy_version v ON v.id = s.version_id WHERE v.state = 1 ORDER BY s.version_id, s.step_no",
    .why = "reads every approved version to find those with steps; done when the stamp has changed");
/* A later announcement wins for a day that two years name. */
SQL(calendar_all_sql,
    "SELECT d.day, d.off FROM calendar_day d WHERE NOT EXISTS"
    " (SELECT 1 FROM calendar_day l WHERE l.day = d.day AND l.year > d.year) ORDER BY d.day",
    .why = "looks up each day twice; done when the stamp has changed");
SQL(calendar_years_sql, "SELECT year FROM calendar_year WHERE published = 1 ORDER BY year");

/* Two arenas in turn: what was handed out from the older one stays whole while the newer is filled. */
static struct {
	struct arena *arena[2];
	unsigned turn;
	bool filled;
	int64_t stamp;
	struct timespec looked;
	struct rows versions, steps, days;
	struct calendar calendar;
	struct found {
		const char *key; /* the row's own */
		int64_t at;
		const struct version_row *row;
	} found; /* last: a list asks for each of its rows */
} cache;

void
policy_forget(void)
{
	cache.filled = false;
}

/* Is what we keep younger than a second? Not the shop's clock: that one may be moved or stand still in a test. */
static bool
cache_fresh(void)
{
	struct timespec now;
	int64_t age;

	if (!cache.filled || clock_gettime(CLOCK_MONOTONIC_COARSE, &now) != 0)
		return false;
	age = ((int64_t)now.tv_sec - (int64_t)cache.looked.tv_sec) * 1000000000 +
	      (now.tv_nsec - cache.looked.tv_nsec);
	return age < 1000000000;
}

/* The years in one run up to the last published one; a gap ends the run, so that no unknown year counts as known. */
static void
calendar_years(struct calendar *calendar, const struct rows *years)
{
	const struct year_row *rows = years->items;

	calendar->first_year = 0;
	calendar->last_year = 0;
	for (size_t i = years->count; i-- > 0;) {
		if (calendar->last_year == 0)
			calendar->last_year = rows[i].year;
		else if (rows[i].year != calendar->first_year - 1)
			break;
		calendar->first_year = rows[i].year;
	}
}

static enum rc
cache_fill(struct ctx *ctx)
{
	struct rows years = { 0 };
	enum rc rc = db_rows(ctx, &policy_all_sql, &version_record, &cache.versions, NO_ARGS);

	if (rc == RC_OK)
		rc = db_rows(ctx, &policy_steps_sql, &step_record, &cache.steps, NO_ARGS);
	if (rc == RC_OK)
		rc = db_rows(ctx, &calendar_all_sql, &day_record, &cache.days, NO_ARGS);
	if (rc == RC_OK)
		rc = db_rows(ctx, &calendar_years_sql, &year_record, &years, NO_ARGS);
	if (rc != RC_OK)
		return rc;
	cache.calendar.days = cache.days.items;
	cache.calendar.count = cache.days.count;
	calendar_years(&cache.calendar, &years);
	return RC_OK;
}

/* Make sure that what we keep is at most a second old: one small read tells whether anything changed. */
static enum rc
cache_look(struct ctx *ctx)
{
	struct arena *mine = ctx->arena;
	struct timespec now;
	int64_t stamp;
	enum rc rc;

	if (cache_fresh())
		return RC_OK;
	if (clock_gettime(CLOCK_MONOTONIC_COARSE, &now) != 0)
		return RC_INTERNAL;
	rc = db_int(ctx, &policy_stamp_sql, &stamp, NO_ARGS);
	if (rc != RC_OK)
		return rc;
	if (cache.filled && stamp == cache.stamp) {
		cache.looked = now;
		return RC_OK;
	}
	cache.filled = false;
	cache.found.key = NULL;
	cache.turn = 1 - cache.turn;
	if (cache.arena[cache.turn] == NULL)
		cache.arena[cache.turn] = arena_new(32768);
	arena_reset(cache.arena[cache.turn], 131072);
	ctx->arena = cache.arena[cache.turn];
	rc = cache_fill(ctx);
	ctx->arena = mine;
	cache.filled = rc == RC_OK;
	cache.stamp = stamp;
	cache.looked = now;
	return rc;
}

/* Where the versions of `key` begin, or would: they are read in the order of their keys. */
static size_t
version_first(const char *key)
{
	const struct version_row *rows = cache.versions.items;
	size_t from = 0, to = cache.versions.count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (strcmp(rows[middle].policy_key, key) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* The version of `key` in force at `at`, NULL if there is none. */
static const struct version_row *
version_at(const char *key, int64_t at)
{
	const struct version_row *rows = cache.versions.items, *found = NULL;

	for (size_t i = version_first(key); i < cache.versions.count; i++) {
		if (strcmp(rows[i].policy_key, key) != 0)
			break;
		if (rows[i].since <= at)
			found = &rows[i];
	}
	return found;
}

static enum rc
version_get(struct ctx *ctx, const char *key, int64_t at, const struct version_row **row)
{
	enum rc rc = cache_look(ctx);

	if (rc != RC_OK)
		return rc;
	if (cache.found.at == at && cache.found.key != NULL && !strcmp(cache.found.key, key)) {
		*row = cache.found.row;
		return RC_OK;
	}
	*row = version_at(key, at);
	if (*row == NULL) {
		log_line(LOG_ERROR, "policy.missing", "key", key, NULL);
		return RC_INTERNAL;
	}
	cache.found = (struct found){ (*row)->policy_key, at, *row };
	return RC_OK;
}

static struct figure
figure_of(struct ctx *ctx, const char *key, const struct version_row *row)
{
	return (struct figure){ .key = key,
		.value = row->value,
		.text = arena_strdup(ctx->arena, row->text),
		.version = row->version,
		.since = row->since,
		.rule = arena_strdup(ctx->arena, row->rule) };
}

enum rc
policy_get(struct ctx *ctx, const char *key, int64_t at, struct figure *figure)
{
	const struct version_row *row;
	enum rc rc = version_get(ctx, key, at, &row);

	if (rc == RC_OK)
		*figure = figure_of(ctx, key, row);
	return rc;
}

enum rc
policy_versions(struct ctx *ctx, const char *key, struct figure **figures, size_t *count)
{
	const struct version_row *row;
	enum rc rc = version_get(ctx, key, INT64_MAX, &row); /* there is one at least */
	size_t first, past;

	*count = 0;
	if (rc != RC_OK)
		return rc;
	row = cache.versions.items;
	first = past = version_first(key);
	while (past < cache.versions.count && !strcmp(row[past].policy_key, key))
		past++;
	*figures = arena_array(ctx->arena, past - first, sizeof(**figures));
	for (; *count < past - first; (*count)++)
		(*figures)[*count] = figure_of(ctx, key, &row[first + *count]);
	return RC_OK;
}

enum rc
policy_band(struct ctx *ctx, const char *key, int64_t at, struct band *band)
{
	const struct version_row *row;
	const struct step_row *steps;
	struct band_step *copy;
	size_t count = 0;
	enum rc rc = version_get(ctx, key, at, &row);

	if (rc != RC_OK)
		return rc;
	steps = cache.steps.items;
	copy = arena_array(ctx->arena, POLICY_STEPS_MOST, sizeof(*copy));
	for (size_t i = 0; i < cache.steps.count && count < POLICY_STEPS_MOST; i++)
		if (steps[i].version_id == row->id)
			copy[count++] = (struct band_step){ .bound = steps[i].bound,
				.inclusive = steps[i].inclusive,
				.value = steps[i].value,
				.label = arena_strdup(ctx->arena, steps[i].label),
				.colour = steps[i].colour };
	if (count == 0) {
		log_line(LOG_ERROR, "policy.stepless", "key", key, NULL);
		return RC_INTERNAL;
	}
	*band = (struct band){ .key = key,
		.steps = copy,
		.count = count,
		.version = row->version,
		.since = row->since,
		.rule = arena_strdup(ctx->arena, row->rule) };
	return RC_OK;
}

enum rc
policy_label(struct ctx *ctx, const char *key, int64_t at, int64_t step, const char **label)
{
	const struct version_row *row;
	const struct step_row *steps;
	enum rc rc = version_get(ctx, key, at, &row);

	if (rc != RC_OK)
		return rc;
	steps = cache.steps.items;
	for (size_t i = 0; i < cache.steps.count && step >= 0; i++)
		if (steps[i].version_id == row->id && step-- == 0) {
			*label = arena_strdup(ctx->arena, steps[i].label);
			return RC_OK;
		}
	return RC_NOT_FOUND;
}

enum rc
policy_hours(struct ctx *ctx, int64_t at, struct service_hours *hours)
{
	const struct version_row *open, *close;
	enum rc rc = version_get(ctx, "time.open", at, &open);

	if (rc == RC_OK)
		rc = version_get(ctx, "time.close", at, &close);
	if (rc == RC_OK)
		*hours = (struct service_hours){ .open = open->value, .close = close->value };
	return rc;
}

enum rc
policy_calendar(struct ctx *ctx, const struct calendar **calendar)
{
	struct calendar *copy;
	struct calendar_day *days;
	enum rc rc = cache_look(ctx);

	if (rc != RC_OK)
		return rc;
	copy = ARENA_NEW(ctx->arena, struct calendar);
	*copy = cache.calendar;
	days = arena_array(ctx->arena, cache.calendar.count + 1, sizeof(*days));
	if (cache.calendar.count > 0)
		memcpy(days, cache.calendar.days, cache.calendar.count * sizeof(*days));
	copy->days = days;
	*calendar = copy;
	return RC_OK;
}
