/* SPDX-License-Identifier: MIT */
/* Files of imports that are over, and the rows that were not taken, go after a while: they hold what an erasure could not reach
 * (RULE SEC-4). Those of complaints are original material and stay. Killed at any line, another run goes on where it stood.
 * Not the bytes: files_sweep() removes a file that nobody uses. */
#include "audit/audit.h"
#include "db/db.h"
#include "db/tx.h"
#include "files/files.h"
#include "imports/store.h"

#include <inttypes.h>
#include <string.h>

#define RUNS_A_SWEEP 100
#define REJECTS_AT_ONCE 1000

/* Inside a transaction: rejected rows first, a thousand at a time, then the file and the mark. */
static enum rc
run_step(struct ctx *ctx, int64_t id, bool *left)
{
	struct diff diff = { .count = 0 };
	struct import_run run;
	enum rc rc = run_lock(ctx, id, &run);

	*left = false;
	if (rc != RC_OK || run.removed_at != 0)
		return rc; /* another process was quicker */
	rc = rejects_drop(ctx, id, REJECTS_AT_ONCE, left);
	if (rc != RC_OK || *left)
		return rc;
	if (run.file_id != 0)
		rc = files_release(ctx, run.file_id, "import", id);
	if (rc == RC_OK)
		rc = run_removed(ctx, id);
	diff_add(&diff, "imports.field.source", run.source, "");
	diff_add(&diff, "imports.rows_rejected", arena_printf(ctx->arena, "%" PRId64, run.rows_rejected), "");
	return rc == RC_OK ? audit_add(ctx, "import.remove", "import", id, &diff) : rc;
}

static enum rc
run_sweep(struct ctx *ctx, int64_t id)
{
	bool left = true;
	enum rc rc = RC_OK;

	while (rc == RC_OK && left)
		do {
			rc = tx_begin(ctx);
			if (rc == RC_OK)
				rc = run_step(ctx, id, &left);
			rc = tx_end(ctx, rc);
		} while (tx_again(ctx, rc));
	return rc;
}

enum rc
imports_sweep(struct ctx *ctx, int64_t before)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && import_entities[i] != NULL; i++) {
		const struct import_run *run;
		struct rows found;

		if (import_entities[i]->original)
			continue;
		rc = runs_kept(ctx, import_entities[i]->name, before, RUNS_A_SWEEP, &found);
		run = rc == RC_OK ? found.items : NULL;
		for (size_t j = 0; rc == RC_OK && j < found.count; j++)
			rc = run_sweep(ctx, run[j].id);
	}
	return rc;
}
