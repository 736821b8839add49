/* SPDX-License-Identifier: MIT */
/* MariaDB: one connection per process, each statement prepared once in its life, rows read into structs.
 * Not an object mapper: whoever calls names the statement. */
#ifndef DB_DB_H
#define DB_DB_H

#include "base/record.h"
#include "db/ctx.h"
#include "db/sql.h"
#include <stdbool.h>

struct db;

struct db_config {
	const char *socket; /* path of MariaDB's unix socket */
	const char *name;   /* database */
	const char *user;
	const char *password;
	unsigned read_seconds; /* after which an unanswered statement is given up; 0: 15 */
};

/* db_new(): a connection not yet made; it is made at first use and again after it was lost. Never NULL. */
struct db *db_new(const struct db_config *config);
void db_free(struct db *db);
/* db_ready(): connect if need be. RC_DB if MariaDB does not answer (within 2 s). */
enum rc db_ready(struct ctx *ctx) MUST_CHECK;

/* All of these: RC_DB if MariaDB is away or failed (logged once, here), and on a deadlock or time-out, where
 * tx_again() tells the transaction to begin anew. Values that come back live in ctx->arena.
 * Rows are matched to the record by column name; a column without a field, or the other way round, is a defect
 * (RC_INTERNAL), found when the statement is first prepared. */

/* db_exec(): a change. RC_CONFLICT on a duplicate key. db_changed(): rows it changed; db_insert_id(): the new id. */
enum rc db_exec(struct ctx *ctx, const struct sql *sql, const struct arg *args, size_t count) MUST_CHECK;
int64_t db_changed(const struct ctx *ctx);
int64_t db_insert_id(const struct ctx *ctx);
/* db_exec_many(): the same change for `rows` rows of `per_row` values by array binding, a thousand rows or four MB a round
 * trip; inside a transaction only. Each column's values are of one type, or NULL. */
enum rc db_exec_many(
    struct ctx *ctx, const struct sql *sql, const struct arg *args, size_t per_row, size_t rows) MUST_CHECK;
/* db_send(), db_send_many(): the same for a change whose outcome nobody needs to know before the transaction ends: sent without
 * waiting, so that many of them cost one round trip. What went wrong comes out of the next call that waits, at the latest of
 * tx_end(); the transaction is lost then. A duplicate key there is a defect. Outside a transaction they are db_exec() and
 * db_exec_many(). db_sent_id(): the new id of a db_send() that has been waited for. */
enum rc db_send(struct ctx *ctx, const struct sql *sql, const struct arg *args, size_t count) MUST_CHECK;
enum rc db_send_many(
    struct ctx *ctx, const struct sql *sql, const struct arg *args, size_t per_row, size_t rows) MUST_CHECK;
int64_t db_sent_id(struct ctx *ctx, const struct sql *sql);
/* db_row(): exactly one row into `out`; RC_NOT_FOUND if there is none. */
enum rc db_row(struct ctx *ctx, const struct sql *sql, const struct record *record, void *out,
    const struct arg *args, size_t count) MUST_CHECK;
/* db_int(): the first column of one row; RC_NOT_FOUND if there is none, 0 for NULL. */
enum rc db_int(
    struct ctx *ctx, const struct sql *sql, int64_t *out, const struct arg *args, size_t count) MUST_CHECK;
/* db_rows(): all rows; `rows->items` is an array of record->size bytes each. Meant for bounded results. */
struct rows {
	void *items;
	size_t count;
};
enum rc db_rows(struct ctx *ctx, const struct sql *sql, const struct record *record, struct rows *rows,
    const struct arg *args, size_t count) MUST_CHECK;
/* db_each(): unbounded results, row by row as they arrive; `row` lives during its call only. `each` returning
 * anything but RC_OK ends it with that code. No other statement may run meanwhile on this connection. */
enum rc db_each(struct ctx *ctx, const struct sql *sql, const struct record *record,
    enum rc (*each)(void *self, const void *row), void *self, const struct arg *args,
    size_t count) MUST_CHECK;

/* db_shape(): a statement composed at run time from registered fragments (lists). The text is the identity: the same
 * text gives the same, once prepared, statement. The result lives as long as the connection. */
const struct sql *db_shape(struct ctx *ctx, const char *text);

/* Counters of this connection, for `houtaictl check-sql` and tests. */
int64_t db_prepared(const struct ctx *ctx);

#endif
