/* SPDX-License-Identifier: MIT */
/* Rows of complaints and what belongs to them. Private to complaints/. */
#ifndef COMPLAINTS_STORE_H
#define COMPLAINTS_STORE_H

#include "complaints/rules.h"
#include "db/db.h"
#include "db/tx.h"

/* store_work.c */
/* work_load(): a complaint with all that belongs to it, RC_NOT_FOUND; `lock`: FOR UPDATE, inside a transaction. Nothing of who acts
 * is set. work_save(): whatever a plan marked as changed; inside a transaction. */
enum rc work_load(struct ctx *ctx, int64_t id, bool lock, struct complaint_work *work) MUST_CHECK;
enum rc work_save(struct ctx *ctx, struct complaint_work *work) MUST_CHECK;
/* entry_list(): the newest `most`, newest first: struct complaint_entry[]. */
enum rc entry_list(struct ctx *ctx, int64_t id, int64_t most, struct rows *entries) MUST_CHECK;

/* store.c */
/* complaint_add(): the row with number and id; complaint_save(): RC_CONFLICT if its version is not `before`'s. */
enum rc complaint_add(struct ctx *ctx, struct complaint *complaint) MUST_CHECK;
enum rc complaint_add_many(struct ctx *ctx, const struct complaint *complaints, size_t count) MUST_CHECK;
enum rc complaint_save(
    struct ctx *ctx, const struct complaint *before, const struct complaint *after) MUST_CHECK;
enum rc complaint_save_many(
    struct ctx *ctx, const struct complaint_change *changes, const size_t *which, size_t count) MUST_CHECK;
/* complaint_personal(): those of a member that keep who called or where he lives, locked, at most `most`: struct complaint[]. */
enum rc complaint_personal(
    struct ctx *ctx, int64_t member_id, int64_t most, struct rows *complaints) MUST_CHECK;
enum rc complaint_number_next(struct ctx *ctx, const char **number) MUST_CHECK;
enum rc complaint_text_put(
    struct ctx *ctx, const int64_t *ids, const struct complaint_text *texts, size_t count) MUST_CHECK;
/* complaint_quality_set(): of all goods of a complaint, as its problem is another now (CMP-9e). */
enum rc complaint_quality_set(struct ctx *ctx, int64_t id, bool quality) MUST_CHECK;

/* Goods of a complaint, with what they are called. */
struct complaint_goods {
	int64_t product_id;
	const char *product_no, *name;
	bool quality;
};
enum rc complaint_goods(struct ctx *ctx, int64_t id, struct rows *goods) MUST_CHECK;

/* What is open already of a member or a product: at most SIMILAR_MOST, newest first. */
#define SIMILAR_MOST 8
struct complaint_similar {
	int64_t id;
	const char *complaint_no;
	int64_t problem, state, opened_at;
	const char *summary, *owner_staff;
};
enum rc complaint_similar_member(struct ctx *ctx, int64_t member_id, struct rows *similar) MUST_CHECK;
enum rc complaint_similar_product(struct ctx *ctx, int64_t product_id, struct rows *similar) MUST_CHECK;

/* follow.c: complaint_follow(): counts of lists, members' numbers and everybody who listens; in the transaction that changed them. */
enum rc complaint_follow(struct ctx *ctx, const struct complaint_change *changes, size_t count) MUST_CHECK;

#endif
