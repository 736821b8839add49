/* SPDX-License-Identifier: MIT */
/* Migrations: sql/0001_….sql onwards, append-only, each run once in order and remembered with its hash. */
#ifndef DB_MIGRATE_H
#define DB_MIGRATE_H

#include "db/ctx.h"

/* migrate_run(): bring the database up to the newest file in `folder`. RC_CONFLICT (logged) if a file that ran before
 * has changed since. `*done` is the number of files run now. Two runs at once: one waits for the other (row lock). */
enum rc migrate_run(struct ctx *ctx, const char *folder, int *done) MUST_CHECK;
/* migrate_next(): the next statement of a file: up to a `;` at the end of a line; lines that begin with -- are left out.
 * NULL at the end. Moves `*cursor`. Pure. */
const char *migrate_next(const char **cursor, struct arena *arena) __attribute__((nonnull));

/* grants_run(): users and their rights from `rules` (sql/grants.sql) and the tables there are; RC_OK at once when nothing
 * changed since the last time. `worker` and `jobs` give name and password; the connection is the administrator's. */
struct db_config;
enum rc grants_run(struct ctx *ctx, const char *rules, const struct db_config *worker,
    const struct db_config *jobs) MUST_CHECK;

#endif
