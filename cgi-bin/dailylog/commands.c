/* SPDX-License-Identifier: MIT */
/* `houtaictl complaints verify-log DATE [--account STAFF_NO]`: the proof of a day's signed logs (RULE CMP-8).
 * Not the proof itself: verify.c. */
#include "dailylog/commands.h"
#include "base/clock.h"
#include "dailylog/verify.h"
#include "web/req.h"

#include <string.h>

/* A finding in English, for the terminal. */
static const char *
finding_text(struct ctx *ctx, const struct log_finding *finding)
{
	struct buf out;

	buf_init(&out, ctx->arena, 200);
	for (const char *c = lang_of(LANG_EN, finding->key); *c != '\0'; c++)
		if (c[0] == '{' && c[1] >= '0' && c[1] <= '2' && c[2] == '}') {
			buf_text(&out, finding->arg[c[1] - '0']);
			c += 2;
		} else {
			buf_char(&out, *c);
		}
	return out.data;
}

static enum rc
log_verify(struct ctx *ctx, const struct dailylog *log, bool *whole)
{
	struct log_proof proof;
	enum rc rc = log_prove(ctx, log->id, &proof);

	if (rc != RC_OK)
		return rc;
	printf("%s %s log %lld: ", log->staff_no, day_text(ctx->arena, log->day), (long long)log->id);
	if (proof.count == 0 && proof.is_signed)
		printf("signed by %s, %s, chained to %s, nothing found\n", log->signed_staff,
		    proof.sealed ? "sealed" : "waits for its seal",
		    *proof.previous != '\0' ? proof.previous : "nothing before it");
	else if (proof.count == 0)
		printf("not signed, nothing found\n");
	else
		puts("FOUND");
	for (size_t i = 0; i < proof.count; i++)
		printf("  %s\n", finding_text(ctx, &proof.finding[i]));
	if (proof.count > 0)
		*whole = false;
	return RC_OK;
}

/* The chain is one: what was signed last must be what the agent's lock says. */
static int
verify_command(struct ctx *ctx, int argc, char **argv)
{
	const char *staff_no = argc == 3 && strcmp(argv[1], "--account") == 0 ? argv[2] : NULL;
	const struct dailylog *log;
	struct rows logs;
	bool whole = true;
	size_t shown = 0;
	int64_t day;
	enum rc rc;

	if ((argc != 1 && staff_no == NULL) || day_parse(argv[0], &day) != RC_OK) {
		fputs("usage: houtaictl complaints verify-log YYYY-MM-DD [--account STAFF_NO]\n", stderr);
		return 2;
	}
	rc = dailylog_days(ctx, day, day, &logs);
	log = logs.items;
	for (size_t i = 0; rc == RC_OK && i < logs.count; i++)
		if (staff_no == NULL || strcmp(log[i].staff_no, staff_no) == 0) {
			rc = log_verify(ctx, &log[i], &whole);
			shown++;
		}
	if (rc != RC_OK) {
		fprintf(stderr, "houtaictl: the logs could not be read (%s)\n", rc_name(rc));
		return 2;
	}
	if (shown == 0)
		puts("no log of that day");
	return whole ? 0 : 1;
}

const struct command dailylog_commands[] = {
	{ "complaints verify-log", "DATE [--account STAFF_NO]",
	    "prove the daily logs of a day against their signatures; exit 1 if something is found",
	    verify_command },
	{ NULL, NULL, NULL, NULL },
};
