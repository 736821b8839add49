/* SPDX-License-Identifier: MIT */
/* Rows of policy/ as its own files see them: keys, versions, steps. Other features use policy/policy.h. */
#ifndef POLICY_STORE_H
#define POLICY_STORE_H

#include "db/db.h"
#include "policy/policy.h"
#include "policy/rules.h"

/* What can be decided. */
struct policy_key {
	int64_t id;
	const char *policy_key, *chapter;
	const char *rule;
	bool band;
	const char *unit, *value_unit;
	int64_t least, most;
};
/* One version of a key, whatever its state. */
struct policy_version {
	int64_t id;
	const char *policy_key;
	int64_t version, state, value;
	const char *text;
	int64_t since;
	const char *reason;
	int64_t proposed_by;
	const char *proposed_staff;
	int64_t proposed_at, decided_by;
	const char *decided_staff;
	int64_t decided_at;
	const char *decided_reason;
};

/* policy_forget(): the next reader reads anew; said after each change in this process. */
void policy_forget(void);

enum rc policy_key_list(struct ctx *ctx, struct rows *keys) MUST_CHECK; /* struct policy_key, by chapter */
enum rc policy_key_get(struct ctx *ctx, int64_t id, struct policy_key *key) MUST_CHECK;
enum rc policy_key_find(struct ctx *ctx, const char *name, struct policy_key *key) MUST_CHECK;
enum rc policy_version_get(struct ctx *ctx, int64_t id, struct policy_version *version) MUST_CHECK;
/* policy_version_list(): the newest 100 versions of a key, newest first. policy_open_list(): all proposed ones. */
enum rc policy_version_list(struct ctx *ctx, const char *key, struct rows *versions) MUST_CHECK;
enum rc policy_open_list(struct ctx *ctx, struct rows *versions) MUST_CHECK;
enum rc policy_version_steps(struct ctx *ctx, int64_t version_id, struct band *band) MUST_CHECK;

/* A day of the calendar as its page shows it. */
struct calendar_mark {
	int64_t day;
	bool off;
	const char *name;
};
struct calendar_note {
	int64_t year;
	bool published;
	const char *papers;
	int64_t imported_at;
	const char *staff;
};
/* calendar_marks(): marked days from `first` to `last`. calendar_year_find(): how the year was imported; RC_NOT_FOUND. */
enum rc calendar_marks(struct ctx *ctx, int64_t first, int64_t last, struct rows *marks) MUST_CHECK;
enum rc calendar_year_find(struct ctx *ctx, int64_t year, struct calendar_note *note) MUST_CHECK;

/* Changes, inside the caller's transaction (actions.c, calendar.c). */
enum rc policy_lock(struct ctx *ctx, const char *name, struct policy_key *key) MUST_CHECK;
enum rc policy_version_lock(struct ctx *ctx, int64_t id, struct policy_version *version) MUST_CHECK;
enum rc policy_version_next(struct ctx *ctx, const char *key, int64_t *next) MUST_CHECK;
enum rc policy_open_find(struct ctx *ctx, const char *key, int64_t *id) MUST_CHECK;
enum rc policy_version_add(struct ctx *ctx, const struct policy_version *version, int64_t *id) MUST_CHECK;
enum rc policy_step_add(
    struct ctx *ctx, int64_t version_id, size_t step_no, const struct band_step *step) MUST_CHECK;
enum rc policy_version_decide(struct ctx *ctx, const struct policy_version *version) MUST_CHECK;
enum rc policy_stamp_raise(struct ctx *ctx) MUST_CHECK;

#endif
