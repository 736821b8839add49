/* SPDX-License-Identifier: MIT */
/* Imports: CSV files of members, products, orders, items, payments and complaints, read by the rules that the pages follow.
 * Owns: import_run, import_reject.
 *
 * A first pass checks header, encoding and quoting and refuses the whole file with line and column. Then batches of at most
 * BATCH_MOST rows, each one transaction that also moves the run's position: killed and run again it goes on there and ends
 * the same. Rows match by their numbers, so a second run of the same rows in any order changes nothing. */
#ifndef IMPORTS_IMPORTS_H
#define IMPORTS_IMPORTS_H

#include "base/record.h"
#include "db/batch.h"
#include "db/config.h"
#include "db/ctx.h"
#include <stdio.h>

/* ---- columns -------------------------------------------------------------------------------------------------------- */

enum column_type { COLUMN_TEXT, COLUMN_COUNT, COLUMN_MONEY, COLUMN_TIME, COLUMN_CHOICE };

struct column_choice {
	const char *word; /* as it stands in the file, after the map */
	int64_t number;
};

struct column {
	const char *name;
	enum column_type type;
	bool required; /* the column must be in the header and no cell of it empty */
	int64_t most;  /* code points of a text; largest value of a number */
	const struct column_choice *choices;
};

struct cell {
	const char *text; /* "" when empty */
	int64_t number;   /* count, fen, UTC seconds or the choice's number; 0 when empty */
	bool given;
};

#define COLUMNS_MOST 24

/* What can be imported. `apply` gets `count` rows of `column_count` cells; it runs inside the batch's transaction. `resolve`
 * runs before it, once in a transaction of its own and once outside, for look-ups that may add (regions); NULL where there are none. */
struct entity {
	const char *name; /* "orders" */
	const struct column *columns;
	size_t column_count;
	enum rc (*apply)(struct ctx *ctx, const struct cell *cells, size_t count, struct verdict *verdicts);
	enum rc (*resolve)(struct ctx *ctx, struct cell *cells, size_t count);
	bool original; /* its files are original material, never deleted (RULE SEC-4) */
};
extern const struct entity *const import_entities[]; /* NULL-terminated */
const struct entity *entity_find(const char *name);  /* NULL if there is none of that name */

/* ---- maps ------------------------------------------------------------------------------------------------------------ */

/* A map renames columns and translates values:
 *	Columns.<theirs> = <ours>          Values.<ours>.<their word> = <our word>      Constants.<ours> = <word>
 *	Date = %Y-%m-%d %H:%M:%S           Zone = Asia/Shanghai                         Decimal = .
 * Without `Columns` the header must carry our names; with it, columns it does not name are passed over. */
struct import_map;
/* import_map_read(): from text; NULL or "" is the empty map. RC_INVALID with ctx->reason: which line, what. */
enum rc import_map_read(struct ctx *ctx, const char *text, struct import_map **map) MUST_CHECK;

/* cells_parse(): one record into cells. False with the column at fault and a language key otherwise. Pure. */
struct import_head; /* which field of the file feeds which column */
bool cells_parse(struct arena *arena, const struct entity *entity, const struct import_map *map,
    const struct import_head *head, const char *const *fields, size_t count, struct cell *cells,
    const char **column, const char **reason);
/* import_head_make(): match a header row. False with the name at fault and a language key. */
bool import_head_make(struct arena *arena, const struct entity *entity, const struct import_map *map,
    const char *const *fields, size_t count, struct import_head **head, const char **column,
    const char **reason);
/* import_map_zone(): the zone its times are in, NULL: the shop's. */
const char *import_map_zone(const struct import_map *map);

/* ---- CSV ------------------------------------------------------------------------------------------------------------- */

struct csv_record {
	const char **fields; /* arena */
	size_t count;
	int64_t line; /* physical line it begins on, from 1 */
	int64_t end;  /* offset of the byte behind it */
	const char *raw;
	size_t raw_length;
};

struct csv;
/* csv_open(): read `file` from `offset`, which lies at a record's end, whose line is `line`; a BOM at 0 is skipped. */
struct csv *csv_open(FILE *file, int64_t offset, int64_t line);
/* csv_next(): RC_OK, RC_NOT_FOUND at the end, RC_INVALID for broken quoting or a record over 1 MiB (*line, *column in
 * bytes tell where). The record lives in `arena`. */
enum rc csv_next(struct csv *csv, struct arena *arena, struct csv_record *record, int64_t *line,
    int64_t *column) MUST_CHECK;
void csv_close(struct csv *csv);

/* ---- runs ------------------------------------------------------------------------------------------------------------ */

enum import_state { IMPORT_QUEUED, IMPORT_RUNNING, IMPORT_DONE, IMPORT_CANCELLED, IMPORT_REFUSED };

struct import_run {
	int64_t id;
	const char *entity, *source;
	int64_t file_id;
	const char *map;
	bool dry_run;
	int64_t state, size, position, line;
	int64_t rows_new, rows_changed, rows_same, rows_rejected;
	const char *message_key;
	int64_t message_line;
	const char *message_text;
	int64_t account_id, made_at, ended_at;
	int64_t removed_at; /* when its file and rejected rows went; 0: they stand */
	int64_t version;
};
extern const struct record import_run_record;

/* imports_sweep(): file and rejected rows of runs that ended before `before` (UTC seconds) go, unless they are original material; the
 * file's bytes with the next files_sweep(). */
enum rc imports_sweep(struct ctx *ctx, int64_t before) MUST_CHECK;
/* import_queue(): an uploaded file, to be read by houtai-jobs. */
enum rc import_queue(struct ctx *ctx, const char *entity, const char *source, int64_t file_id,
    const char *map, bool dry_run, int64_t *id) MUST_CHECK;
enum rc import_cancel(struct ctx *ctx, int64_t id, int64_t version) MUST_CHECK;
/* import_file(): read `file` now (command line). Continues an unfinished run of the same entity, map and content.
 * `progress` is called after each batch; NULL for none. RC_INVALID when the whole file was refused: see run->message_*. */
enum rc import_file(struct ctx *ctx, const char *entity, const char *source, FILE *file, const char *map,
    bool dry_run, void (*progress)(const struct import_run *run), struct import_run *run) MUST_CHECK;
/* import_work(): job: claim one queued or abandoned run and read it to its end. */
enum rc import_work(struct ctx *ctx) MUST_CHECK;
/* import_get(), import_rejects(): a run; its rejected rows as CSV, line by line to `write`. */
enum rc import_get(struct ctx *ctx, int64_t id, struct import_run *run) MUST_CHECK;
enum rc import_rejects(struct ctx *ctx, int64_t id,
    enum rc (*write)(void *self, const void *data, size_t length), void *self) MUST_CHECK;

#endif
