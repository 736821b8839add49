/* SPDX-License-Identifier: MIT */
/* Migrations: sql/0001_….sql onwards, append-only, each run once in order and remembered with its hash. */
#ifndef DB_MIGRATE_H
#define DB_MIGRATE_H

#include "db/ctx.h"

/* migrate_run(): bring the database up to the newest file in `folder`. RC_CONFLICT (logged) if a file that ran before
 * has changed since. `*done` is the number of files run now. Two runs at once: one waits for the other (row lock). */
enum rc migrate_run(struct ctx *ctx, const char *folder, int *done) MUST_CHECK;

#endif
