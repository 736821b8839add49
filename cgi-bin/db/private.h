/* SPDX-License-Identifier: MIT */
/* What the files of db/ share: the connection and its prepared statements. Nobody else includes this. */
#ifndef DB_PRIVATE_H
#define DB_PRIVATE_H

#include "db/db.h"
#include <mysql.h>

#define ONCE_BYTES 32

/* What an error of MariaDB means for whoever waits (notes: platform, Connector/C). */
enum fate {
	FATE_AGAIN,    /* 1020, 1180, 1205, 1213: the whole transaction once more */
	FATE_LOST,     /* the connection is gone or unusable: close, connect, prepare again */
	FATE_CONFLICT, /* 1062 */
	FATE_DEFECT,   /* our statement or our value is wrong */
	FATE_DOWN      /* anything else: full, read-only, too many connections */
};

/* Which field of a record each column fills, found once per statement and record. */
struct map {
	const struct record *record;
	unsigned columns;
	uint16_t *field; /* index into record->fields, by column */
	struct map *next;
};

/* A row on its way from the packet into a struct. */
struct reader {
	struct arena *arena;
	char *out;
	const struct field *fields;
	const uint16_t *field;
	const MYSQL_FIELD *columns;
	bool misfit;  /* a value that does not fit its field's type */
	bool discard; /* rows are read to the end, but not kept */
	bool ended;   /* end or error was seen */
};

/* A statement of this connection: prepared at most once while the connection lives. */
struct slot {
	const struct sql *sql;
	MYSQL_STMT *stmt; /* NULL until first use */
	unsigned params;
	MYSQL_BIND *binds;
	struct map *maps;
	struct reader reader;
	size_t array_size; /* as set on `stmt` */
	bool sent;         /* its answer has not been read */
	struct slot *next; /* in its bucket */
};

/* A statement composed at run time; `sql` first, so that the one is found from the other. */
struct shape {
	struct sql sql;
	uint64_t hash;
	struct shape *newer, *older;
	struct shape *next; /* in its bucket */
};

#define SLOT_BUCKETS 512
#define SHAPE_BUCKETS 256
#define SHAPE_MOST 400
#define SENT_MOST 16 /* statements sent ahead */

struct db {
	char *socket, *name, *user, *password;
	unsigned read_seconds;
	MYSQL *mysql; /* NULL: not connected */
	struct slot *slots[SLOT_BUCKETS];
	struct shape *shapes[SHAPE_BUCKETS];
	struct shape *newest, *oldest;
	size_t shape_count;
	int64_t prepared, executed, changed, insert_id;
	enum fate fate;               /* of the last error */
	unsigned error;               /* its number */
	bool streaming;               /* db_each is in the middle of its rows */
	struct slot *sent[SENT_MOST]; /* sent ahead, in order: their answers are still to be read (pipe.c) */
	size_t sent_count;
	const struct sql *sent_conflict; /* the one of them that met a duplicate key */
	bool manual;                     /* autocommit is off */
	bool in_tx;                      /* between START TRANSACTION and its end */
	bool tx_dead; /* the transaction is lost: nothing runs until its end, least of all in autocommit */
	bool tx_uncertain;  /* its last COMMIT may or may not have happened */
	bool tx_settled;    /* it had happened: tx_end says RC_OK */
	bool tx_result;     /* ctx->result is to be kept with the once-key */
	unsigned tx_nested; /* begun inside another: a defect, counted so that the ends match */
	unsigned char tx_key[ONCE_BYTES];
};

/* conn.c: connection_open(): connect unless connected. connection_close(): forget connection and handles, keep the
 * list of statements. connection_run(): a statement without parameters or rows, as text. */
enum rc connection_open(struct ctx *ctx) MUST_CHECK;
void connection_close(struct db *db);
enum rc connection_run(struct ctx *ctx, const char *text) MUST_CHECK;
/* connection_fail(): note an error, log it once, close what is unusable; the code to return. */
enum rc connection_fail(
    struct ctx *ctx, unsigned error, const char *state, const char *message, const char *what);
enum fate error_fate(unsigned error, const char *state);

/* statement.c: slot_get(): the statement, prepared. slot_bind(): its values. slot_execute(): bind and run it. */
enum rc slot_get(struct ctx *ctx, const struct sql *sql, struct slot **slot) MUST_CHECK;
enum rc slot_bind(struct ctx *ctx, struct slot *slot, const struct arg *args, size_t count) MUST_CHECK;
enum rc slot_execute(struct ctx *ctx, struct slot *slot, const struct arg *args, size_t count) MUST_CHECK;
enum rc slot_fail(struct ctx *ctx, struct slot *slot);
void slots_close(struct db *db);
void slots_free(struct db *db);
void shapes_free(struct db *db);

/* pipe.c: pipe_ahead(): a statement that may be sent ahead, in a transaction only. pipe_send(): send a bound statement without waiting. pipe_wait(): read the answers of all that were sent, the first
 * failure counts. slot_run(): run a bound statement with all that were sent before it. pipe_manual(): autocommit off or on. */
enum rc pipe_ahead(struct ctx *ctx, const struct sql *sql, struct slot **slot) MUST_CHECK;
enum rc pipe_send(struct ctx *ctx, struct slot *slot) MUST_CHECK;
enum rc pipe_wait(struct ctx *ctx) MUST_CHECK;
enum rc slot_run(struct ctx *ctx, struct slot *slot) MUST_CHECK;
enum rc pipe_manual(struct ctx *ctx, bool manual) MUST_CHECK;

/* fetch.c: fetch_start(): make ready to read rows of `record`. fetch_row(): the next one into `out`, RC_NOT_FOUND at the
 * end. fetch_end(): always, also after an error; reads what is left and
 * returns `rc`, or what went wrong there. */
enum rc fetch_start(struct ctx *ctx, struct slot *slot, const struct record *record) MUST_CHECK;
enum rc fetch_row(struct ctx *ctx, struct slot *slot, struct arena *arena, void *out) MUST_CHECK;
enum rc fetch_end(struct ctx *ctx, struct slot *slot, enum rc rc) MUST_CHECK;
extern const struct record first_column; /* one int64_t: the first column, whatever its name */

#endif
