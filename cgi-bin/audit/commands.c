/* SPDX-License-Identifier: MIT */
/* houtaictl audit verify, houtaictl keys create.
 * Not the proof itself: verify.c. */
#include "audit/audit.h"
#include "audit/jobs.h"
#include "audit/keys.h"
#include "db/config.h"
#include <inttypes.h>

static int
verify_command(struct ctx *ctx, int argc, char **argv)
{
	const char *finding;
	int64_t rows;
	enum rc rc;

	(void)argc;
	(void)argv;
	audit_keys(false);
	rc = audit_verify(ctx, &finding, &rows);
	if (rc != RC_OK) {
		fprintf(stderr, "houtaictl: the audit log could not be read (%s)\n", rc_name(rc));
		return 2;
	}
	if (finding != NULL) {
		printf("FOUND: %s\n", finding);
		return 1;
	}
	printf("%" PRId64 " rows checked, nothing found\n", rows);
	return 0;
}

static int
keys_command(struct ctx *ctx, int argc, char **argv)
{
	const struct config *config = config_get();
	const char *writer = config_text(config, "Audit.WriterKey", "/etc/houtai/audit-writer.key");
	const char *seal = config_text(config, "Audit.SealKey", "/etc/houtai/seal/audit-seal.key");
	const char *public =
	    config_text(config, "Audit.SealPublic", arena_printf(ctx->arena, "%s.pub", seal));
	const char *error;

	(void)argc;
	(void)argv;
	if (audit_keys_create(writer, seal, public, &error) != RC_OK) {
		fprintf(stderr, "houtaictl: %s (%s, %s, %s)\n", error, writer, seal, public);
		return 1;
	}
	printf("writer %s\nseal %s\npublic %s\n", writer, seal, public);
	return 0;
}

const struct command audit_commands[] = {
	{ "audit verify", "", "prove the audit log from first to last row; exit 1 if something is found",
	    verify_command },
	{ "keys create", "", "make the keys of the audit log where they are missing", keys_command },
	{ NULL, NULL, NULL, NULL },
};
