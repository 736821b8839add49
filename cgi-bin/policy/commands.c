/* SPDX-License-Identifier: MIT */
/* houtaictl calendar import, houtaictl policy list.
 * Not the import itself: calendar.c. */
#include "policy/commands.h"

#include "audit/audit.h"
#include "policy/store.h"
#include "web/lang.h"
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#define FILE_MOST 1048576

/* A whole file into the arena; NULL (said why) if it cannot be read or is too large. */
static char *
file_read(struct ctx *ctx, const char *path, size_t *length)
{
	FILE *file = fopen(path, "re");
	char *data = arena_alloc(ctx->arena, FILE_MOST + 1);

	if (file == NULL) {
		fprintf(stderr, "houtaictl: %s: %s\n", path, strerror(errno));
		return NULL;
	}
	*length = fread(data, 1, FILE_MOST + 1, file);
	fclose(file);
	if (*length <= FILE_MOST)
		return data;
	fprintf(stderr, "houtaictl: %s: larger than 1 MB\n", path);
	return NULL;
}

static void
refusal_print(struct ctx *ctx, const char *path, enum rc rc)
{
	fprintf(stderr, "houtaictl: %s: %s\n", path, lang_why(ctx, rc));
}

static int
import_command(struct ctx *ctx, int argc, char **argv)
{
	int status = 0;

	if (argc == 0) {
		fputs("houtaictl: calendar import FILE…\n", stderr);
		return 2;
	}
	audit_keys(false);
	for (int i = 0; i < argc; i++) {
		int64_t year = 0;
		size_t length = 0;
		char *json = file_read(ctx, argv[i], &length);
		enum rc rc = json == NULL ? RC_INVALID : calendar_import(ctx, json, length, 0, &year);

		if (rc == RC_OK) {
			printf("%" PRId64 " from %s\n", year, argv[i]);
			continue;
		}
		if (json != NULL)
			refusal_print(ctx, argv[i], rc);
		status = 1;
	}
	return status;
}

static int
list_command(struct ctx *ctx, int argc, char **argv)
{
	const struct policy_key *key;
	struct rows keys;

	(void)argc;
	(void)argv;
	if (policy_key_list(ctx, &keys) != RC_OK)
		return 1;
	key = keys.items;
	for (size_t i = 0; i < keys.count; i++, key++) {
		struct policy_limits limits = { .unit = key->unit, .value_unit = key->value_unit };
		struct figure figure;
		struct band band;

		if (key->band) {
			if (policy_band(ctx, key->policy_key, ctx->now, &band) != RC_OK)
				return 1;
			printf("%-28s %-8s v%-3" PRId64 " %s\n", key->policy_key, key->rule, band.version,
			    band_text(ctx->arena, &limits, &band));
			continue;
		}
		if (policy_get(ctx, key->policy_key, ctx->now, &figure) != RC_OK)
			return 1;
		printf("%-28s %-8s v%-3" PRId64 " %s\n", key->policy_key, key->rule, figure.version,
		    policy_value_text(ctx->arena, key->unit, figure.value, figure.text));
	}
	return 0;
}

const struct command policy_commands[] = {
	{ "calendar import", "FILE…", "put public holidays and make-up workdays of a year in their place",
	    import_command },
	{ "policy list", "", "every figure and band in force now", list_command },
	{ NULL, NULL, NULL, NULL },
};
