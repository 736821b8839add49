/* SPDX-License-Identifier: MIT */
/* Transactions: begin, change, end, and the whole once more when MariaDB asks for it (architecture §3).
 *
 *	do {
 *		rc = tx_begin(ctx);
 *		if (rc == RC_OK)
 *			rc = …;
 *		rc = tx_end(ctx, rc);
 *	} while (tx_again(ctx, rc));
 */
#ifndef DB_TX_H
#define DB_TX_H

#include "db/ctx.h"
#include <signal.h>

/* tx_begin(): START TRANSACTION and claim the once-key (one row in `once`). RC_CONFLICT with ctx->replayed set when the
 * key was used before: ctx->result tells what it made. Transactions do not nest (RC_INTERNAL). */
enum rc tx_begin(struct ctx *ctx) MUST_CHECK;
/* tx_begin_ahead(): the same for a change of the record `kind`, `id`, its result, without waiting for MariaDB: that the key was
 * used before comes out of the next statement that is waited for, as RC_CONFLICT, and tx_end() does then what tx_begin() would
 * have done. For actions that mean nothing else by RC_CONFLICT of that statement. */
enum rc tx_begin_ahead(struct ctx *ctx, const char *kind, int64_t id) MUST_CHECK;
/* tx_end(): commits if and only if `rc` is RC_OK, rolls back otherwise; returns `rc`, or why the commit failed.
 * A COMMIT whose outcome is unknown is looked up by its once-key before anything is said. */
enum rc tx_end(struct ctx *ctx, enum rc rc) MUST_CHECK;
/* tx_again(): is the whole transaction to be run again? True on 1020, 1180, 1205, 1213 and on a connection lost before
 * COMMIT, at most five times; the pause grows and is drawn by chance. */
bool tx_again(struct ctx *ctx, enum rc rc);
/* tx_result(): what this transaction makes; kept with the once-key. Inside a transaction only. */
void tx_result(struct ctx *ctx, const char *kind, int64_t id);
/* tx_stop_when(): tx_begin says RC_BUSY once `*flag` is set, so that a background process that is to end does so between
 * two transactions. */
void tx_stop_when(const volatile sig_atomic_t *flag);
/* once_purge(): forget at most 1,000 once-keys used before `before`; a change of its own, for houtai-jobs. */
enum rc once_purge(struct ctx *ctx, int64_t before, int64_t *purged) MUST_CHECK;

#endif
