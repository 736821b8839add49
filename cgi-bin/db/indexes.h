/* SPDX-License-Identifier: MIT */
/* A table's plain secondary indexes put aside while very many rows come, and built afterwards, sorted, in one go.
 * For whoever fills a database that nobody uses yet. Not migrations: see migrate.h. */
#ifndef DB_INDEXES_H
#define DB_INDEXES_H

#include "db/ctx.h"

/* indexes_drop(): all but the primary key and the unique ones. *back: what indexes_build() wants to bring them back just as they
 * were, in the arena of `ctx`. Both end an open transaction, as DDL does, and need the administrator's connection. A database in
 * which the second call never came lacks indexes: throw it away. */
enum rc indexes_drop(struct ctx *ctx, const char *table, const char **back) MUST_CHECK;
enum rc indexes_build(struct ctx *ctx, const char *back) MUST_CHECK;

#endif
