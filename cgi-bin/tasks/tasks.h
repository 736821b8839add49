/* SPDX-License-Identifier: MIT */
/* Tasks: who must do what by when: call tasks, approvals passed on (ORG-3), briefings, follow-ups.
 * Owns: task. A task belongs to an account or to everybody of a role. */
#ifndef TASKS_TASKS_H
#define TASKS_TASKS_H

#include "base/clock.h"
#include "db/ctx.h"

enum task_state { TASK_OPEN, TASK_DONE, TASK_CANCELLED };

struct task {
	int64_t id;
	const char *kind;    /* "orders.call", "orders.witness": names its language key task.<kind> */
	const char *subject; /* source record, "order:4711"; unique together with `kind` while open */
	const char *path;    /* page where it is done, "/orders/4711" */
	const char *title;   /* finished text: number and sum, nothing personal */
	int64_t account_id;  /* whose; 0: everybody of `role` */
	int64_t role;        /* one bit of enum role */
	const char *staff;   /* who has taken it, for account_id; "" otherwise */
	int64_t due_at;      /* 0: none, counted as later */
	int64_t clock;       /* enum clock_kind */
	const char *rule;    /* which rule set it, "ORD-5" */
	int64_t policy_version;
	int64_t state;
	const char *outcome;
	int64_t made_at, done_at, done_by;
	const char *done_staff;
	int64_t version;
};
extern const struct record task_record;

/* task_add(): inside the caller's transaction. RC_OK also when an open one for (kind, subject) stands there already; *id is that one.
 * `id` NULL: nobody needs it, and nobody waits for it. */
enum rc task_add(struct ctx *ctx, const struct task *task, int64_t *id) MUST_CHECK;
/* task_done(): close with an outcome typed or chosen; REFUSED if it is not open or not the actor's. */
enum rc task_done(struct ctx *ctx, int64_t id, int64_t version, const char *outcome) MUST_CHECK;
/* task_done_for(): close the open task of (kind, subject), if any, inside the caller's transaction. */
enum rc task_done_for(struct ctx *ctx, const char *kind, const char *subject, const char *outcome) MUST_CHECK;
/* task_take(): from everybody of a role to the actor alone. task_get(): RC_NOT_FOUND also if it is not the actor's to see. */
enum rc task_get(struct ctx *ctx, int64_t id, struct task *task) MUST_CHECK;
enum rc task_take(struct ctx *ctx, int64_t id, int64_t version) MUST_CHECK;

/* task_take_check(): would it go through now? Reads only; the same refusals. */
enum rc task_take_check(struct ctx *ctx, int64_t id, int64_t version) MUST_CHECK;

/* task_first(): of the open tasks of the actor and the actor's roles that have a due time, the one due first; RC_NOT_FOUND if there
 * is none. */
enum rc task_first(struct ctx *ctx, struct task *task) MUST_CHECK;

/* How many wait for the actor: overdue, today, later, each exact below 1,000 and at most 1,000. */
struct task_counts {
	int64_t overdue, today, later;
};
/* `kind` NULL: all kinds. */
enum rc task_count(struct ctx *ctx, const char *kind, struct task_counts *counts) MUST_CHECK;

extern const struct feature tasks_feature;
extern const struct list tasks_list;

#endif
