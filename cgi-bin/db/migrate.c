/* SPDX-License-Identifier: MIT */
/* Migrations: the files of sql/ in the order of their numbers, each statement once. DDL is not transactional in MariaDB,
 * so each statement is remembered as it is done, and a run that was cut off goes on where it stopped.
 * Not grants: see grants.c. */
#include "db/migrate.h"
#include "base/clock.h"
#include "base/log.h"
#include "db/private.h"
#include <dirent.h>
#include <errno.h>
#include <sodium.h>
#include <sys/stat.h>

#define LOCK_TRIES 120 /* × 5 s, innodb_lock_wait_timeout */

struct migration {
	int64_t number;
	const char *name, *hash;
	int64_t done; /* statements */
	int64_t ended_at;
};
static const struct field migration_fields[] = {
	FIELD(migration, INT, number),
	FIELD(migration, TEXT, name),
	FIELD(migration, TEXT, hash),
	FIELD(migration, INT, done),
	FIELD(migration, TIME, ended_at),
};
static const struct record migration_record = RECORD(migration, migration_fields);

/* The table that remembers; made here because the first migration needs it. */
#define TABLE                                                                                                \
	"CREATE TABLE IF NOT EXISTS schema_migration (number INT UNSIGNED NOT NULL PRIMARY KEY,"             \
	" name VARCHAR(80) NOT NULL, hash CHAR(64) NOT NULL, done INT UNSIGNED NOT NULL,"                    \
	" ended_at BIGINT NOT NULL) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"

SQL(migration_find_sql, "SELECT number, name, hash, done, ended_at FROM schema_migration WHERE number = ?",
    .samples = "SELECT MAX(number) FROM schema_migration UNION ALL SELECT 99999");
SQL(migration_add_sql,
    "INSERT INTO schema_migration (number, name, hash, done, ended_at) VALUES (?, ?, ?, 0, 0)",
    .samples = "SELECT 99998, '', ''");
SQL(migration_step_sql, "UPDATE schema_migration SET done = ?, ended_at = ? WHERE number = ?",
    .samples = "SELECT 1, 1, MAX(number) FROM schema_migration UNION ALL SELECT 1, 1, 99999");
SQL(migration_lock_sql, "SELECT number FROM schema_migration WHERE number = 0 FOR UPDATE");
SQL(migration_zero_sql, "INSERT IGNORE INTO schema_migration (number, name, hash, done, ended_at) VALUES (0, "
			"'grants', '', 0, 0)");

const char *
migrate_next(const char **cursor, struct arena *arena)
{
	struct buf buf;
	const char *line, *next, *end;
	size_t length;

	buf_init(&buf, arena, 1024);
	for (line = *cursor; *line; line = next) {
		length = strcspn(line, "\n");
		next = line + length + (line[length] == '\n');
		end = line + length;
		while (end > line && (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\r'))
			end--;
		if (end == line || strncmp(line, "--", 2) == 0)
			continue;
		if (end[-1] == ';') {
			buf_add(&buf, line, (size_t)(end - line) - 1);
			*cursor = next;
			return buf.data;
		}
		buf_add(&buf, line, (size_t)(end - line));
		buf_char(&buf, '\n');
	}
	*cursor = line;
	return buf.length > 0 ? buf.data : NULL;
}

static enum rc
file_read(struct ctx *ctx, const char *path, const char **text, const char **hash)
{
	FILE *file = fopen(path, "re");
	struct stat about;
	char *data, *hex;
	unsigned char digest[32];
	bool whole = false;

	if (file && fstat(fileno(file), &about) == 0) {
		data = arena_alloc(ctx->arena, (size_t)about.st_size + 1); /* zeroed: ends with NUL */
		whole = fread(data, 1, (size_t)about.st_size, file) == (size_t)about.st_size;
	}
	if (!whole)
		log_line(LOG_ERROR, "migrate.file", "path", path, "error", strerror(errno), NULL);
	if (file)
		fclose(file);
	if (!whole)
		return RC_NOT_FOUND;
	crypto_generichash(
	    digest, sizeof(digest), (const unsigned char *)data, (size_t)about.st_size, NULL, 0);
	hex = arena_alloc(ctx->arena, 65);
	sodium_bin2hex(hex, 65, digest, sizeof(digest));
	*text = data;
	*hash = hex;
	return RC_OK;
}

/* What a statement says that had been done already when the run before was killed: table, column or key exists. */
static bool
done_before(const struct ctx *ctx)
{
	return ctx->db->error == 1050 || ctx->db->error == 1060 || ctx->db->error == 1061;
}

static enum rc
statements_run(struct ctx *ctx, const struct migration *at, const char *text)
{
	const char *cursor = text, *statement;
	int64_t index = 0;
	enum rc rc = RC_OK;

	while (rc == RC_OK && (statement = migrate_next(&cursor, ctx->arena))) {
		if (index++ < at->done)
			continue;
		rc = connection_run(ctx, statement);
		if (rc != RC_OK && at->name && index == at->done + 1 && at->ended_at < 0 && done_before(ctx))
			rc = RC_OK;
		if (rc != RC_OK)
			log_line(LOG_ERROR, "migrate.failed", "file", at->name, "statement",
			    log_count((long long)index), "text", statement, NULL);
		else
			rc = db_exec(
			    ctx, &migration_step_sql, ARGS(arg_int(index), arg_int(0), arg_int(at->number)));
	}
	if (rc == RC_OK)
		rc = db_exec(
		    ctx, &migration_step_sql, ARGS(arg_int(index), arg_int(ctx->now), arg_int(at->number)));
	return rc;
}

static enum rc
file_run(struct ctx *ctx, const char *folder, const char *name, int *done)
{
	struct migration at;
	const char *text, *hash;
	int64_t number = strtol(name, NULL, 10);
	enum rc rc = file_read(ctx, arena_printf(ctx->arena, "%s/%s", folder, name), &text, &hash);

	if (rc != RC_OK)
		return rc;
	rc = db_row(ctx, &migration_find_sql, &migration_record, &at, ARGS(arg_int(number)));
	if (rc == RC_NOT_FOUND) {
		at = (struct migration){ .number = number, .name = name, .hash = hash };
		rc = db_exec(ctx, &migration_add_sql, ARGS(arg_int(number), arg_text(name), arg_text(hash)));
	} else if (rc == RC_OK && strcmp(at.hash, hash) != 0) {
		log_line(LOG_ERROR, "migrate.changed", "file", name, "ran_as", at.name, "hint",
		    "a migration that ran is never changed: add a new file", NULL);
		return RC_CONFLICT;
	} else if (rc == RC_OK && at.ended_at > 0) {
		return RC_OK;
	} else {
		at.ended_at = -1; /* cut off before */
	}
	if (rc == RC_OK)
		rc = statements_run(ctx, &at, text);
	if (rc == RC_OK) {
		log_line(LOG_INFO, "migrate.done", "file", name, NULL);
		++*done;
	}
	return rc;
}

static int
is_migration(const struct dirent *entry)
{
	const char *name = entry->d_name;
	size_t length = strlen(name);

	return strspn(name, "0123456789") == 4 && name[4] == '_' && length > 9 &&
	       strcmp(name + length - 4, ".sql") == 0;
}

static enum rc
files_run(struct ctx *ctx, const char *folder, int *done)
{
	struct dirent **entries;
	int count = scandir(folder, &entries, is_migration, alphasort), i;
	enum rc rc = RC_OK;

	if (count <= 0) {
		log_line(LOG_ERROR, "migrate.folder", "path", folder, "error",
		    count < 0 ? strerror(errno) : "no migrations", NULL);
		return RC_NOT_FOUND;
	}
	for (i = 0; i < count; i++) {
		if (rc == RC_OK && i > 0 && strncmp(entries[i]->d_name, entries[i - 1]->d_name, 4) == 0) {
			log_line(LOG_ERROR, "migrate.number", "file", entries[i]->d_name, "hint",
			    "number used twice", NULL);
			rc = RC_CONFLICT;
		}
		if (rc == RC_OK)
			rc = file_run(ctx, folder, entries[i]->d_name, done);
	}
	for (i = 0; i < count; i++)
		free(entries[i]);
	free(entries);
	return rc;
}

/* A row lock held by a connection of its own, for DDL would release it; gone with us, however we end. */
static enum rc
lock(struct ctx *ctx, struct ctx *locker)
{
	struct db_config config = { ctx->db->socket, ctx->db->name, ctx->db->user, ctx->db->password,
		ctx->db->read_seconds };
	int64_t ignored;
	unsigned tries = 0;
	enum rc rc;

	*locker = (struct ctx){ .arena = ctx->arena, .now = ctx->now, .actor = ctx->actor };
	locker->db = db_new(&config);
	do {
		rc = connection_run(locker, "START TRANSACTION");
		if (rc == RC_OK)
			rc = db_int(locker, &migration_lock_sql, &ignored, NO_ARGS);
	} while (rc == RC_DB && locker->db->error == 1205 && tries++ < LOCK_TRIES);
	return rc;
}

enum rc
migrate_run(struct ctx *ctx, const char *folder, int *done)
{
	struct ctx locker;
	enum rc rc;

	*done = 0;
	if (ctx->now == 0)
		ctx->now = clock_now();
	rc = connection_run(ctx, "SET SESSION lock_wait_timeout = 120"); /* for what runs beside it */
	if (rc == RC_OK)
		rc = connection_run(ctx, TABLE);
	if (rc == RC_OK)
		rc = db_exec(ctx, &migration_zero_sql, NO_ARGS);
	if (rc != RC_OK)
		return rc;
	rc = lock(ctx, &locker);
	if (rc == RC_OK)
		rc = files_run(ctx, folder, done);
	db_free(locker.db);
	return rc;
}
