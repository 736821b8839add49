/* SPDX-License-Identifier: MIT */
/* One import run: the first pass over the whole file, then batch after batch, each committed with its position.
 * Not the meaning of a row: entities.c and the features decide that. */
#include "imports/imports.h"

#include "audit/audit.h"
#include "base/clock.h"
#include "base/log.h"
#include "db/db.h"
#include "db/tx.h"
#include "files/files.h"
#include "imports/store.h"
#include <sodium.h>
#include <unistd.h>
#include <unistr.h>

#define CLAIM_SECONDS 60 /* a run is another process's to take on after this long without a batch */
#define RAW_MOST 4000    /* bytes of a rejected row that are kept */

struct import {
	struct ctx ctx; /* the caller's, with an arena of its own that lives for one batch */
	const struct entity *entity;
	struct import_map *map;
	struct import_head *head;
	struct arena *run_arena;
	FILE *file;
	struct import_run *run;
	void (*progress)(const struct import_run *run);
};

/* ---- the first pass ---- */

static enum rc
file_refuse(struct import *import, const char *key, int64_t line, const char *text)
{
	import->run->message_key = key;
	import->run->message_line = line;
	import->run->message_text = arena_strndup(import->run_arena, text, strnlen(text, 190));
	return RC_INVALID;
}

/* Encoding: the first field of a record that is no UTF-8, as "column 3". */
static enum rc
encoding_check(struct import *import, const struct csv_record *record)
{
	for (size_t i = 0; i < record->count; i++)
		if (u8_check((const uint8_t *)record->fields[i], strlen(record->fields[i])))
			return file_refuse(import, "imports.file.encoding", record->line,
			    arena_printf(import->ctx.arena, "%zu", i + 1));
	if (memchr(record->raw, '\0', record->raw_length))
		return file_refuse(import, "imports.file.nul", record->line, "1");
	return RC_OK;
}

static enum rc
head_read(struct import *import, const struct csv_record *record)
{
	const char *column = "", *reason = "";
	const char **names = arena_array(import->run_arena, record->count + 1, sizeof(*names));

	for (size_t i = 0; i < record->count; i++)
		names[i] = arena_strdup(import->run_arena, record->fields[i]);
	if (!import_head_make(import->run_arena, import->entity, import->map, names, record->count,
		&import->head, &column, &reason))
		return file_refuse(import, reason, record->line, column);
	return RC_OK;
}

/* Reads the file once from end to end; nothing has been written yet. Leaves the place behind the header in *after. */
static enum rc
file_check(struct import *import, struct csv_record *after)
{
	struct csv *csv = csv_open(import->file, 0, 1);
	struct csv_record record;
	int64_t line = 0, column = 0;
	enum rc rc = RC_OK;
	bool first = true;

	for (;;) {
		enum rc next = csv_next(csv, import->ctx.arena, &record, &line, &column);

		if (next == RC_NOT_FOUND)
			break;
		if (next != RC_OK)
			rc = file_refuse(import, "imports.file.quoting", line,
			    arena_printf(import->ctx.arena, "%lld", (long long)column));
		if (rc == RC_OK)
			rc = encoding_check(import, &record);
		if (rc == RC_OK && first) {
			rc = head_read(import, &record);
			*after = record;
			after->line = record.line + 1;
		}
		first = false;
		arena_reset(import->ctx.arena, SIZE_MAX);
		if (rc != RC_OK)
			break;
	}
	csv_close(csv);
	return rc == RC_OK && first ? file_refuse(import, "imports.file.empty", 1, "1") : rc;
}

/* ---- batches ---- */

struct batch {
	struct cell *cells;
	struct csv_record *records;
	size_t count;
	struct reject *rejects;
	size_t reject_count;
	int64_t position, line, old_position;
	unsigned char hash[32];
	struct verdict *verdicts;
};

static void
reject_note(struct import *import, struct batch *batch, const struct csv_record *record, const char *column,
    const char *reason)
{
	struct reject *reject = &batch->rejects[batch->reject_count++];
	size_t length = record->raw_length < RAW_MOST ? record->raw_length : RAW_MOST;

	while (length && length < record->raw_length && ((unsigned char)record->raw[length] & 0xC0) == 0x80)
		length--;
	while (length && (record->raw[length - 1] == '\n' || record->raw[length - 1] == '\r'))
		length--;
	*reject = (struct reject){ record->line, column, reason,
		arena_strndup(import->ctx.arena, record->raw, length) };
}

/* Fills a batch from the file; RC_NOT_FOUND when there is nothing more. */
static enum rc
batch_read(struct import *import, struct csv *csv, struct batch *batch)
{
	size_t width = import->entity->column_count;
	crypto_generichash_state hash;
	struct csv_record record;
	int64_t line, column;

	batch->cells = arena_array(import->ctx.arena, BATCH_MOST * width, sizeof(*batch->cells));
	batch->records = arena_array(import->ctx.arena, BATCH_MOST, sizeof(*batch->records));
	batch->rejects = arena_array(import->ctx.arena, BATCH_MOST, sizeof(*batch->rejects));
	batch->verdicts = arena_array(import->ctx.arena, BATCH_MOST, sizeof(*batch->verdicts));
	crypto_generichash_init(&hash, NULL, 0, sizeof(batch->hash));
	while (batch->count + batch->reject_count < BATCH_MOST) {
		const char *name = "", *reason = "";
		enum rc rc = csv_next(csv, import->ctx.arena, &record, &line, &column);

		if (rc == RC_NOT_FOUND)
			break;
		if (rc != RC_OK)
			return file_refuse(import, "imports.file.changed", line, "");
		crypto_generichash_update(&hash, (const unsigned char *)record.raw, record.raw_length);
		batch->position = record.end;
		batch->line = record.line + 1;
		if (cells_parse(import->ctx.arena, import->entity, import->map, import->head, record.fields,
			record.count, &batch->cells[batch->count * width], &name, &reason))
			batch->records[batch->count++] = record;
		else
			reject_note(import, batch, &record, name, reason);
	}
	crypto_generichash_final(&hash, batch->hash, sizeof(batch->hash));
	return batch->count + batch->reject_count ? RC_OK : RC_NOT_FOUND;
}

/* What the batch adds to the run's figures; the run itself is only replaced after the commit. */
static struct import_run
run_after(const struct import *import, const struct batch *batch)
{
	struct import_run run = *import->run;

	run.position = batch->position;
	run.line = batch->line;
	run.rows_rejected += (int64_t)batch->reject_count;
	for (size_t i = 0; i < batch->count; i++) {
		run.rows_new += batch->verdicts[i].outcome == BATCH_NEW;
		run.rows_changed += batch->verdicts[i].outcome == BATCH_CHANGED;
		run.rows_same += batch->verdicts[i].outcome == BATCH_SAME;
	}
	return run;
}

static enum rc
batch_apply(struct import *import, struct batch *batch, struct import_run *run)
{
	size_t early = batch->reject_count; /* a transaction run again must not note its rejects twice */
	struct ctx *ctx = &import->ctx;
	enum rc rc =
	    batch->count ? import->entity->apply(ctx, batch->cells, batch->count, batch->verdicts) : RC_OK;

	for (size_t i = 0; i < batch->count && rc == RC_OK; i++)
		if (batch->verdicts[i].outcome == BATCH_REJECTED)
			reject_note(import, batch, &batch->records[i], batch->verdicts[i].column,
			    batch->verdicts[i].reason);
	if (rc == RC_OK) {
		*run = run_after(import, batch);
		rc = rejects_add(ctx, run->id, batch->rejects, batch->reject_count);
	}
	if (rc != RC_OK)
		batch->reject_count = early;
	return rc;
}

static enum rc
batch_commit(struct import *import, struct batch *batch)
{
	struct ctx *ctx = &import->ctx;
	struct import_run run = *import->run;
	size_t early = batch->reject_count;
	enum rc rc;

	do {
		batch->reject_count = early;
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = batch_apply(import, batch, &run);
		if (rc == RC_OK)
			rc = run_move(ctx, &run, batch->old_position, ctx->now + CLAIM_SECONDS);
		if (rc == RC_OK)
			rc = audit_batch(ctx, arena_printf(ctx->arena, "import.%s", run.entity), "import",
			    run.id, (int64_t)(batch->count + early), batch->hash);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	if (rc == RC_OK) {
		run.version = import->run->version + 1;
		*import->run = run;
	}
	return rc;
}

/* A trial: everything as above, then nothing kept but the run's own figures and rejects. */
static enum rc
batch_try(struct import *import, struct batch *batch)
{
	struct ctx *ctx = &import->ctx;
	struct import_run run = *import->run;
	enum rc tried, rc;

	do {
		rc = tx_begin(ctx);
		tried = rc == RC_OK && batch->count
			    ? import->entity->apply(ctx, batch->cells, batch->count, batch->verdicts)
			    : rc;
		rc = tx_end(ctx, tried == RC_OK ? RC_REFUSED : tried); /* rolled back on purpose */
	} while (tx_again(ctx, rc));
	if (tried != RC_OK)
		return tried;
	for (size_t i = 0; i < batch->count; i++)
		if (batch->verdicts[i].outcome == BATCH_REJECTED)
			reject_note(import, batch, &batch->records[i], batch->verdicts[i].column,
			    batch->verdicts[i].reason);
	run = run_after(import, batch);
	run.rows_rejected = import->run->rows_rejected + (int64_t)batch->reject_count;
	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = rejects_add(ctx, run.id, batch->rejects, batch->reject_count);
		if (rc == RC_OK)
			rc = run_move(ctx, &run, batch->old_position, ctx->now + CLAIM_SECONDS);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	if (rc == RC_OK)
		*import->run = run;
	return rc;
}

/* Times in the file are read in the map's zone; everything else goes by the shop's. */
static enum rc
zoned_read(struct import *import, struct csv *csv, struct batch *batch)
{
	const char *zone = import_map_zone(import->map);
	char *shop = getenv("TZ") ? arena_strdup(import->ctx.arena, getenv("TZ")) : NULL;
	enum rc rc;

	if (zone && clock_zone(zone) != RC_OK)
		return file_refuse(import, "imports.map.zone", 0, zone);
	rc = batch_read(import, csv, batch);
	if (zone && shop && clock_zone(shop) != RC_OK)
		return RC_INTERNAL;
	return rc;
}

/* Look-ups that may add come first, all of a batch in one transaction, so that a thousand new places are one commit; then
 * once more outside of it, where what is found may be kept for the next batch. */
static enum rc
batch_resolve(struct import *import, const struct batch *batch)
{
	struct ctx *ctx = &import->ctx;
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = import->entity->resolve(ctx, batch->cells, batch->count);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc == RC_OK ? import->entity->resolve(ctx, batch->cells, batch->count) : rc;
}

static enum rc
batches_run(struct import *import)
{
	struct csv *csv = csv_open(import->file, import->run->position, import->run->line);
	enum rc rc;

	for (;;) {
		struct batch batch = { .old_position = import->run->position };

		import->ctx.now = clock_now();
		rc = zoned_read(import, csv, &batch);
		if (rc == RC_OK && import->entity->resolve && !import->run->dry_run)
			rc = batch_resolve(import, &batch);
		if (rc == RC_OK)
			rc = import->run->dry_run ? batch_try(import, &batch) : batch_commit(import, &batch);
		if (rc != RC_OK)
			break;
		if (import->progress)
			import->progress(import->run);
		arena_reset(import->ctx.arena, 8 << 20);
	}
	csv_close(csv);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* ---- whole runs ---- */

/* The first pass, then what is left of the run; ends it as done or refused. A run that another process took or that was
 * cancelled gives RC_CONFLICT and is left as it is. */
static enum rc
run_work(struct import *import)
{
	struct csv_record after = { 0 };
	enum rc rc = file_check(import, &after);

	if (rc == RC_OK && import->run->position == 0) {
		import->run->line = after.line;
		import->run->position = after.end;
		import->run->state = IMPORT_RUNNING;
		rc = tx_begin(&import->ctx);
		if (rc == RC_OK)
			rc = run_move(&import->ctx, import->run, 0, import->ctx.now + CLAIM_SECONDS);
		rc = tx_end(&import->ctx, rc);
	}
	if (rc == RC_OK)
		rc = batches_run(import);
	if (rc == RC_OK || rc == RC_INVALID) {
		enum rc ended;

		import->run->state = rc == RC_OK ? IMPORT_DONE : IMPORT_REFUSED;
		import->run->ended_at = import->ctx.now;
		ended = run_end(&import->ctx, import->run);
		if (ended != RC_OK)
			return ended;
	}
	return rc;
}

static enum rc
import_init(struct import *import, struct ctx *ctx, FILE *file, struct import_run *run,
    void (*progress)(const struct import_run *))
{
	*import = (struct import){
		.ctx = *ctx, .file = file, .run = run, .progress = progress, .run_arena = ctx->arena
	};
	import->entity = entity_find(run->entity);
	if (import->entity == NULL)
		return ctx_fail(ctx, RC_INVALID, "imports.entity", run->entity, NULL);
	return import_map_read(ctx, run->map, &import->map);
}

static enum rc
import_start(struct import *import, struct ctx *ctx)
{
	char host[40] = "";
	enum rc rc;

	gethostname(host, sizeof(host) - 1);
	rc = run_claim(
	    ctx, import->run->id, arena_printf(ctx->arena, "%s:%ld", host, (long)getpid()), CLAIM_SECONDS);
	if (rc != RC_OK)
		return rc;
	import->ctx.arena = arena_new(4 << 20);
	rc = run_work(import);
	ctx->reason = import->ctx.reason;
	ctx->tx_count = import->ctx.tx_count;
	arena_free(import->ctx.arena);
	return rc;
}

/* Content, entity and map make the work: the same three are the same run. */
static void
work_digest(const struct import_run *run, FILE *file, unsigned char digest[32], int64_t *size)
{
	static unsigned char chunk[1 << 16];
	crypto_generichash_state hash;
	size_t have;

	crypto_generichash_init(&hash, NULL, 0, 32);
	crypto_generichash_update(&hash, (const unsigned char *)run->entity, strlen(run->entity) + 1);
	crypto_generichash_update(&hash, (const unsigned char *)run->map, strlen(run->map) + 1);
	crypto_generichash_update(
	    &hash, run->dry_run ? (const unsigned char *)"1" : (const unsigned char *)"0", 1);
	*size = 0;
	rewind(file);
	while ((have = fread(chunk, 1, sizeof(chunk), file)) > 0) {
		crypto_generichash_update(&hash, chunk, have);
		*size += (int64_t)have;
	}
	crypto_generichash_final(&hash, digest, 32);
	rewind(file);
}

enum rc
import_file(struct ctx *ctx, const char *entity, const char *source, FILE *file, const char *map,
    bool dry_run, void (*progress)(const struct import_run *), struct import_run *run)
{
	unsigned char digest[32];
	struct import import;
	enum rc rc;

	*run = (struct import_run){ .entity = entity,
		.source = source,
		.map = map ? map : "",
		.dry_run = dry_run,
		.state = IMPORT_QUEUED };
	work_digest(run, file, digest, &run->size);
	rc = import_init(&import, ctx, file, run, progress);
	if (rc == RC_OK)
		rc = run_find(ctx, digest, run);
	if (rc == RC_NOT_FOUND) {
		run->account_id = ctx->actor.account_id;
		rc = run_add(ctx, run, digest, &run->id);
	}
	return rc == RC_OK ? import_start(&import, ctx) : rc;
}

enum rc
import_queue(struct ctx *ctx, const char *entity, const char *source, int64_t file_id, const char *map,
    bool dry_run, int64_t *id)
{
	struct import_run run = {
		.entity = entity, .source = source, .file_id = file_id, .map = map, .dry_run = dry_run
	};
	struct import_map *parsed;
	unsigned char digest[32] = { 0 };
	struct file file;
	enum rc rc;

	if (entity_find(entity) == NULL)
		return ctx_fail(ctx, RC_INVALID, "imports.entity", entity, NULL);
	rc = import_map_read(ctx, map, &parsed);
	if (rc == RC_OK)
		rc = files_get(ctx, file_id, &file);
	if (rc != RC_OK)
		return rc;
	run.size = file.size;
	crypto_generichash(
	    digest, sizeof(digest), (const unsigned char *)file.digest, strlen(file.digest), NULL, 0);
	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = run_add(ctx, &run, digest, id);
		if (rc == RC_OK)
			rc = files_attach(ctx, file_id, "import", *id);
		if (rc == RC_OK)
			rc = audit_add(ctx, "import.queue", "import", *id, NULL);
		if (rc == RC_OK)
			tx_result(ctx, "import", *id);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

enum rc
import_cancel(struct ctx *ctx, int64_t id, int64_t version)
{
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = run_cancel(ctx, id, version);
		if (rc == RC_OK)
			rc = audit_add(ctx, "import.cancel", "import", id, NULL);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

static enum rc
spool_write(void *self, const void *data, size_t length)
{
	return fwrite(data, 1, length, self) == length ? RC_OK : RC_INTERNAL;
}

enum rc
import_work(struct ctx *ctx)
{
	struct import_run run;
	struct import import;
	FILE *spool;
	int64_t id;
	enum rc rc = run_claimable(ctx, &id);

	if (rc == RC_NOT_FOUND)
		return RC_OK;
	if (rc == RC_OK)
		rc = import_get(ctx, id, &run);
	if (rc != RC_OK)
		return rc;
	ctx->actor.account_id = run.account_id; /* who uploaded it is who it is done for */
	spool = tmpfile();
	if (spool == NULL) {
		log_line(LOG_ERROR, "import.spool", "run", log_count(id), NULL);
		return RC_INTERNAL;
	}
	rc = files_each(ctx, run.file_id, spool_write, spool);
	if (rc == RC_OK)
		rc = import_init(&import, ctx, spool, &run, NULL);
	if (rc == RC_OK) {
		rewind(spool);
		rc = import_start(&import, ctx);
	}
	fclose(spool);
	return rc == RC_CONFLICT || rc == RC_INVALID ? RC_OK : rc;
}

enum rc
import_rejects(
    struct ctx *ctx, int64_t id, enum rc (*write)(void *self, const void *data, size_t length), void *self)
{
	int64_t line = 0;
	struct rows rows;
	enum rc rc;

	do {
		struct buf out;
		const struct reject *reject;

		rc = rejects_after(ctx, id, line, &rows);
		buf_init(&out, ctx->arena, 65536);
		reject = rows.items;
		for (size_t i = 0; rc == RC_OK && i < rows.count; i++, reject++) {
			buf_printf(&out, "%lld,%s,%s,\"", (long long)reject->line, reject->column_name,
			    reject->reason);
			if (strchr("=+-@\t", *reject->raw))
				buf_char(&out, '\''); /* a spreadsheet must not take it for a formula */
			for (const char *p = reject->raw; *p; p++) {
				if (*p == '"')
					buf_char(&out, '"');
				buf_char(&out, *p);
			}
			buf_text(&out, "\"\r\n");
			line = reject->line;
		}
		if (rc == RC_OK && out.length)
			rc = write(self, out.data, out.length);
	} while (rc == RC_OK && rows.count == 1000);
	return rc;
}
