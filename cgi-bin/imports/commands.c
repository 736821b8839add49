/* SPDX-License-Identifier: MIT */
/* `houtaictl import …`: a file read now, with progress, and its rejected rows written beside it.
 * Not the work itself: run.c. */
#include "imports/commands.h"

#include "audit/audit.h"
#include "base/clock.h"
#include "imports/imports.h"
#include "web/lang.h"
#include <errno.h>
#include <unistd.h>

static int64_t started_at, started_position;

static void
progress_show(const struct import_run *run)
{
	static int64_t shown;
	int64_t now = clock_now(), seconds = now - started_at;
	int64_t rows = run->rows_new + run->rows_changed + run->rows_same + run->rows_rejected;
	int64_t done = run->position - started_position;

	if (!isatty(STDERR_FILENO) && now == shown)
		return;
	shown = now;
	fprintf(stderr, "\r%s: %lld rows, %d %%, %lld rows/s, %lld s left, %lld rejected ", run->entity,
	    (long long)rows, run->size ? (int)(run->position * 100 / run->size) : 100,
	    (long long)(seconds > 0 ? rows / seconds : rows),
	    (long long)(done > 0 ? seconds * (run->size - run->position) / done : 0),
	    (long long)run->rows_rejected);
	fflush(stderr);
}

static char *
text_read(struct arena *arena, const char *path)
{
	FILE *file = fopen(path, "rb");
	struct buf buf;
	char chunk[4096];
	size_t have;

	if (file == NULL)
		return NULL;
	buf_init(&buf, arena, 4096);
	while ((have = fread(chunk, 1, sizeof(chunk), file)) > 0 && buf.length < (1 << 20))
		buf_add(&buf, chunk, have);
	fclose(file);
	return buf.data;
}

static enum rc
file_write(void *self, const void *data, size_t length)
{
	return fwrite(data, 1, length, self) == length ? RC_OK : RC_INTERNAL;
}

static int
rejects_write(struct ctx *ctx, const char *path, const struct import_run *run)
{
	const char *to = arena_printf(ctx->arena, "%s.rejected.csv", path);
	FILE *file = fopen(to, "wb");

	if (file == NULL) {
		fprintf(stderr, "%s: %s\n", to, strerror(errno));
		return 1;
	}
	fputs("line,column,reason,row\r\n", file);
	if (import_rejects(ctx, run->id, file_write, file) != RC_OK || fclose(file) != 0) {
		fprintf(stderr, "%s: not written whole\n", to);
		return 1;
	}
	printf("rejected rows: %s\n", to);
	return 0;
}

static int
result_show(struct ctx *ctx, const char *path, const struct import_run *run, enum rc rc)
{
	if (isatty(STDERR_FILENO))
		fputc('\n', stderr);
	if (rc == RC_INVALID && run->message_key) {
		fprintf(stderr, "%s:%lld: %s (%s). Nothing was imported.\n", path,
		    (long long)run->message_line, lang_of(LANG_EN, run->message_key), run->message_text);
		return 1;
	}
	if (rc != RC_OK) {
		fprintf(stderr, "import %s: %s. Run the same command again: it goes on where it stopped.\n",
		    run->entity, lang_why(ctx, rc));
		return 1;
	}
	printf("%s%s: %lld new, %lld changed, %lld unchanged, %lld rejected\n",
	    run->dry_run ? "trial, nothing kept: " : "", run->entity, (long long)run->rows_new,
	    (long long)run->rows_changed, (long long)run->rows_same, (long long)run->rows_rejected);
	return run->rows_rejected ? rejects_write(ctx, path, run) : 0;
}

static int
import_command(struct ctx *ctx, const char *entity, int argc, char **argv)
{
	const char *path = NULL, *map_path = NULL, *map = NULL;
	struct import_run run = { .entity = entity };
	bool dry_run = false;
	FILE *file;
	enum rc rc;
	int status;

	for (int i = 0; i < argc; i++)
		if (strcmp(argv[i], "--dry-run") == 0)
			dry_run = true;
		else if (strcmp(argv[i], "--map") == 0 && i + 1 < argc)
			map_path = argv[++i];
		else if (path == NULL && argv[i][0] != '-')
			path = argv[i];
		else
			path = "";
	if (path == NULL || *path == '\0') {
		fprintf(stderr, "usage: houtaictl import %s FILE.csv [--map MAP.hdf] [--dry-run]\n", entity);
		return 2;
	}
	if (map_path && (map = text_read(ctx->arena, map_path)) == NULL) {
		fprintf(stderr, "%s: %s\n", map_path, strerror(errno));
		return 1;
	}
	file = fopen(path, "rb");
	if (file == NULL) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		return 1;
	}
	audit_keys(false);
	started_at = clock_now();
	rc = import_file(ctx, entity, path, file, map, dry_run, progress_show, &run);
	status = result_show(ctx, path, &run, rc);
	fclose(file);
	return status;
}

#define IMPORT_COMMAND(entity)                                                                               \
	static int import_##entity(struct ctx *ctx, int argc, char **argv)                                   \
	{                                                                                                    \
		return import_command(ctx, #entity, argc, argv);                                             \
	}
IMPORT_COMMAND(members)
IMPORT_COMMAND(products)
IMPORT_COMMAND(orders)
IMPORT_COMMAND(items)
IMPORT_COMMAND(payments)
IMPORT_COMMAND(complaints)

#define USAGE "FILE.csv [--map MAP.hdf] [--dry-run]"
const struct command import_commands[] = {
	{ "import members", USAGE, "Import members, matched by number", import_members },
	{ "import products", USAGE, "Import products, matched by number", import_products },
	{ "import orders", USAGE, "Import orders, matched by number", import_orders },
	{ "import items", USAGE, "Import the lines of orders that are there", import_items },
	{ "import payments", USAGE, "Import the payments of orders that are there", import_payments },
	{ "import complaints", USAGE, "Import complaints, matched by number", import_complaints },
	{ 0 },
};
