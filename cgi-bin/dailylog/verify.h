/* SPDX-License-Identifier: MIT */
/* The proof of a signed daily log (RULE CMP-8). Private to dailylog/. */
#ifndef DAILYLOG_VERIFY_H
#define DAILYLOG_VERIFY_H

#include "dailylog/store.h"

/* One thing that is not as it was signed: language key with texts for {0} … {2}; an argument that begins with "@" is itself a
 * key. */
struct log_finding {
	const char *key, *arg[3];
};
#define LOG_FINDINGS 20
struct log_proof {
	struct log_finding finding[LOG_FINDINGS];
	size_t count;
	bool is_signed, sealed; /* signed at all; no sign-off of it waits for its seal */
	const char *previous;   /* "2026-05-11" of the log that it is chained to; "" for the first */
};
/* log_prove(): every value that was signed against the rows as they stand, the signature against its digest, row and seal, the
 * chain to the log signed before, receipt and corrections. An unsigned log that was submitted is compared with the digest of
 * its submission. */
enum rc log_prove(struct ctx *ctx, int64_t id, struct log_proof *proof) MUST_CHECK;

#endif
