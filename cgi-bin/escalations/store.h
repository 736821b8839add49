/* SPDX-License-Identifier: MIT */
/* Rows of escalations. Private to escalations/. */
#ifndef ESCALATIONS_STORE_H
#define ESCALATIONS_STORE_H

#include "db/db.h"
#include "escalations/escalations.h"
#include "escalations/rules.h"

/* A cause that a rule is true of, with the complaints behind it. */
struct cause {
	int64_t rule;
	const char *key; /* "a:m12:d6" */
	int64_t department;
	bool gm;
	int64_t subject_id,
	    about_id; /* member, order, complaint, day or product; (a): department or, about_person, account */
	bool about_person;
	const struct complaint *newest; /* of this batch, that made it true now */
	int64_t last_at;
};
/* One complaint behind a cause, by the cause's index. */
struct behind {
	size_t cause;
	int64_t complaint_id, at;
};

enum rc escalation_get(struct ctx *ctx, int64_t id, struct escalation *escalation) MUST_CHECK;
/* escalation_lock(): CONFLICT if it is at another version. escalation_save(): as changed, version raised by one. */
enum rc escalation_lock(
    struct ctx *ctx, int64_t id, int64_t version, struct escalation *escalation) MUST_CHECK;
enum rc escalation_save(struct ctx *ctx, const struct escalation *escalation) MUST_CHECK;
/* escalation_records(): the complaints behind one, newest first, at most `most`. */
struct record_row {
	int64_t id;
	const char *complaint_no;
	int64_t state, problem, department, opened_at;
	const char *summary, *owner_staff;
};
extern const struct record record_row_record;
enum rc escalation_records(struct ctx *ctx, int64_t id, int64_t most, struct rows *records) MUST_CHECK;

/* store_cause.c: array-bound, so that a batch of an import costs as many statements as one complaint. */
/* causes_lock(): before anything is counted: those who count the same customer or product wait for each other. `keys`: numbers of
 * customers and products, any order. */
enum rc causes_lock(struct ctx *ctx, const int64_t *keys, size_t count) MUST_CHECK;
/* again_read(): complaints of these customers within the window around `at` of each; subject: the department, and once more
 * minus the account of the person. quality_read(): reports of quality faults of these products, likewise. */
enum rc again_read(struct ctx *ctx, const struct sighting *around, size_t count, int64_t window,
    struct rows *sightings) MUST_CHECK;
enum rc quality_read(struct ctx *ctx, const struct sighting *around, size_t count, int64_t window,
    struct rows *sightings) MUST_CHECK;
/* quality_products(): products of complaints that are marked as quality faults, as sightings. */
enum rc quality_products(
    struct ctx *ctx, const int64_t *complaint_ids, size_t count, struct rows *sightings) MUST_CHECK;
/* causes_write(): those that are new become escalations; the complaints behind are added, each once; counts go up. *fired: those
 * that somebody is to be told of now (struct escalation[], with `complaint_id` the newest of this batch). */
enum rc causes_write(struct ctx *ctx, const struct cause *causes, size_t count, const struct behind *behind,
    size_t behind_count, struct rows *fired) MUST_CHECK;
/* causes_subject(): what each is about in words: numbers and titles. */
enum rc causes_subject(
    struct ctx *ctx, const struct cause *causes, size_t count, const char **subjects) MUST_CHECK;

/* watch_put(), watch_take(): complaints to be looked at again when their term is over (CMP-9b). watch_due(): ids due, at most
 * `most`; watch_take() forgets one. */
enum rc watch_put(struct ctx *ctx, int64_t complaint_id, int64_t due_at) MUST_CHECK;
enum rc watch_due(struct ctx *ctx, int64_t now, int64_t *complaint_id) MUST_CHECK;
enum rc watch_take(struct ctx *ctx, int64_t complaint_id) MUST_CHECK;
/* undelivered_complaint(): the complaint as it is now and when its order was shipped; RC_NOT_FOUND. */
enum rc undelivered_complaint(
    struct ctx *ctx, int64_t complaint_id, struct complaint *complaint, int64_t *shipped_at) MUST_CHECK;

#endif
