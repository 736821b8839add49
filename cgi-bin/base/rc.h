/* SPDX-License-Identifier: MIT */
/* Result codes: what every fallible function of the portal returns.
 * Not the HTTP status: web/dispatch maps codes to statuses in one place. */
#ifndef BASE_RC_H
#define BASE_RC_H

enum rc {
	RC_OK,
	RC_INVALID,   /* the input is not acceptable: 422, the form comes back with its input */
	RC_REFUSED,   /* a rule forbids it now; the context holds the reason: 409 */
	RC_NOT_FOUND, /* no such record, or not for this actor: 404 */
	RC_FORBIDDEN, /* the actor lacks the right: 403 */
	RC_CONFLICT,  /* somebody else changed it first, or a unique key exists already: 409 */
	RC_BUSY,      /* try again later: 429 */
	RC_DB,        /* the database is away or failed: 503 */
	RC_INTERNAL   /* a defect of ours; logged where it happened: 500 */
};

/* A result must be looked at. */
#define MUST_CHECK __attribute__((warn_unused_result))

/* rc_name(): the code as a lower-case word for logs and tests, "ok" … "internal". */
const char *rc_name(enum rc rc);

#endif
