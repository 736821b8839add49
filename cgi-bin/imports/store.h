/* SPDX-License-Identifier: MIT */
/* Import runs in the database; inside imports/ only. */
#ifndef IMPORTS_STORE_H
#define IMPORTS_STORE_H

#include "imports/imports.h"

enum rc run_add(
    struct ctx *ctx, const struct import_run *run, const unsigned char digest[32], int64_t *id) MUST_CHECK;
/* run_find(): the unfinished run of that digest, RC_NOT_FOUND if there is none. */
enum rc run_find(struct ctx *ctx, const unsigned char digest[32], struct import_run *run) MUST_CHECK;
/* run_claim(): make the run ours until ctx->now + `seconds`; RC_CONFLICT while somebody else holds it. */
enum rc run_claim(struct ctx *ctx, int64_t id, const char *claimer, int64_t seconds) MUST_CHECK;
/* run_claimable(): an uploaded run that waits or was abandoned. */
enum rc run_claimable(struct ctx *ctx, int64_t *id) MUST_CHECK;
/* run_move(): on from `old_position`; RC_CONFLICT when it no longer stands there or was cancelled. Inside a transaction. */
enum rc run_move(
    struct ctx *ctx, const struct import_run *run, int64_t old_position, int64_t claimed_until) MUST_CHECK;
enum rc run_end(struct ctx *ctx, const struct import_run *run) MUST_CHECK;
enum rc run_cancel(struct ctx *ctx, int64_t id, int64_t version) MUST_CHECK;

struct reject {
	int64_t line;
	const char *column_name, *reason, *raw;
};
extern const struct record reject_record;
enum rc rejects_add(struct ctx *ctx, int64_t run_id, const struct reject *rejects, size_t count) MUST_CHECK;
/* rejects_after(): at most 1,000 behind `line`. */
struct rows;
enum rc rejects_after(struct ctx *ctx, int64_t run_id, int64_t line, struct rows *rows) MUST_CHECK;

/* What goes when a run has been over long enough. runs_kept(): ids of runs of an entity that ended before `before` and still have their
 * file and rejected rows, at most `most`: struct import_run[] with `id` alone. Inside a transaction: run_lock(), run_removed(), and
 * rejects_drop(): at most `most` rows; *left: there may be more. */
enum rc runs_kept(
    struct ctx *ctx, const char *entity, int64_t before, size_t most, struct rows *runs) MUST_CHECK;
enum rc run_lock(struct ctx *ctx, int64_t id, struct import_run *run) MUST_CHECK;
enum rc run_removed(struct ctx *ctx, int64_t id) MUST_CHECK;
enum rc rejects_drop(struct ctx *ctx, int64_t run_id, size_t most, bool *left) MUST_CHECK;

#endif
