/* SPDX-License-Identifier: MIT */
/* What every change carries with it, whichever way it came in: page, bulk, import, job or command line.
 * Not a request: actions, rules and stores see nothing of HTTP. */
#ifndef DB_CTX_H
#define DB_CTX_H

#include "base/arena.h"
#include "base/rc.h"
#include <stdbool.h>
#include <stdint.h>

struct db;

/* Who acts. account_id 0 is the portal itself (jobs, command line), shown as "system". */
struct actor {
	int64_t account_id;
	const char *staff_no; /* ORG-1: shown beside every action */
	const char *name;
	uint32_t roles;     /* bits of enum role, policy/role.h */
	const char *denied; /* names of rights taken from this account, comma-separated; "" usually */
	const unsigned char *session; /* hash of the browser session's token, 32 bytes; NULL outside of one */
};

/* Why an action said no: a key of the language files with up to four texts for {0} … {3}.
 * An argument that begins with "@" is itself a language key. */
#define REASON_ARGS 4
struct reason {
	const char *key;
	const char *arg[REASON_ARGS];
};

/* What a committed change made, kept with its once-key so that a replay leads to the same place. */
struct result {
	const char *kind; /* "order", "sheet", … : a feature's record kind */
	int64_t id;
};

struct ctx {
	struct arena *arena; /* lives as long as the request, job step or command */
	struct db *db;
	struct actor actor;
	int64_t now; /* UTC seconds; the same throughout one request */
	const char *request_id;
	struct reason reason;
	const char *once_key; /* of the form that came in; NULL: each transaction draws its own */
	bool replayed;        /* the once-key was used before; `result` is what it made then */
	struct result result;
	/* transaction state, owned by db/tx.c */
	unsigned tx_count, tx_tries;
	bool tx_open, tx_retry;
};

/* ctx_refuse(): note the reason and return RC_REFUSED. The arguments are copied. Ended by NULL:
 *   return ctx_refuse(ctx, "orders.refused.taken", name, time_text(ctx->arena, at), NULL); */
enum rc ctx_refuse(struct ctx *ctx, const char *key, ...) __attribute__((sentinel));
/* ctx_fail(): the same with another code, RC_INVALID, RC_CONFLICT or RC_BUSY. */
enum rc ctx_fail(struct ctx *ctx, enum rc rc, const char *key, ...) __attribute__((sentinel));

#endif
