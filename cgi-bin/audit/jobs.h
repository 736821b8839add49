/* SPDX-License-Identifier: MIT */
/* Inside of audit/: its background work and its commands, for the feature's table in pages.c, and runs of the proof. */
#ifndef AUDIT_JOBS_H
#define AUDIT_JOBS_H

#include "audit/prove.h"
#include "web/feature.h"

extern const struct job audit_jobs[];
extern const struct command audit_commands[];

/* A run of the proof, or the wish for one (done_at 0). `finding` is "what arg arg", "" for none. */
struct audit_check {
	int64_t id, asked_at;
	const char *asked_by;
	int64_t done_at, took_ms, rows_checked;
	const char *finding;
};
/* audit_check_ask(): houtai-jobs runs the proof within seconds; RC_OK also if a wish is open already.
 * audit_check_list(): the newest 20. */
enum rc audit_check_ask(struct ctx *ctx) MUST_CHECK;
/* audit_check_last(): the newest finished run; RC_NOT_FOUND. */
enum rc audit_check_last(struct ctx *ctx, struct audit_check *check) MUST_CHECK;
enum rc audit_check_list(struct ctx *ctx, struct rows *checks) MUST_CHECK;
/* audit_check_finding(): taken apart again; `what` NULL for none. The words live as long as `text`'s arena. */
void audit_check_finding(struct arena *arena, const char *text, struct audit_finding *finding);

#endif
