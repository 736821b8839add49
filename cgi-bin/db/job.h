/* SPDX-License-Identifier: MIT */
/* Who runs which background job until when: a row per job, claimed by an UPDATE that only one process wins, so that any
 * number of houtai-jobs run on any node. Owns: job_run. Not the jobs: features declare them (web/feature.h). */
#ifndef DB_JOB_H
#define DB_JOB_H

#include "db/db.h"

#define JOB_LEASE 30 /* seconds a claim holds unless it is kept */

struct job_row {
	const char *name;
	int64_t due_at;
	const char *claimed_by;
	int64_t claimed_until;
};

/* job_add(): a job that has no row yet is due at once. job_list(): all rows. */
enum rc job_add(struct ctx *ctx, const char *name) MUST_CHECK;
enum rc job_list(struct ctx *ctx, struct rows *rows) MUST_CHECK;
/* job_ready(): may it be claimed now? A row from a clock that was ahead (moved back since) does not block. Pure. */
bool job_ready(const struct job_row *row, int64_t every, int64_t now);
/* job_claim(): ours for JOB_LEASE seconds, provided the row is still as it was read; RC_NOT_FOUND: somebody was quicker.
 * job_keep(): for JOB_LEASE more; RC_NOT_FOUND: the claim was lost. */
enum rc job_claim(struct ctx *ctx, const struct job_row *row, const char *owner) MUST_CHECK;
enum rc job_keep(struct ctx *ctx, const char *name, const char *owner) MUST_CHECK;
/* job_release(): done; due again at `due_at`. Nothing happens if the claim was lost. */
enum rc job_release(
    struct ctx *ctx, const char *name, const char *owner, int64_t due_at, enum rc outcome) MUST_CHECK;
/* job_failures(): how often in a row it has failed. */
enum rc job_failures(struct ctx *ctx, const char *name, int64_t *failures) MUST_CHECK;

#endif
