/* SPDX-License-Identifier: MIT */
/* Re-authentication before money and signatures (RULE SEC-1), and what a request may ask of its actor.
 * Not the check of the password itself: accounts/ does that, throttled. */
#include "web/form.h"
#include "web/frame.h"
#include <sodium.h>

bool
may(const struct req *req, const struct right *right)
{
	return right == &RIGHT_ANYBODY || (req->session.live && actor_may(&req->ctx.actor, right));
}

enum rc
reauth(struct req *req)
{
	const char *password = request_param(&req->http, "password");
	unsigned char token[TOKEN_SIZE];
	enum rc rc;

	if (!password || !*password)
		return form_error(req, "password", "accounts.reauth.missing", NULL);
	rc = account_reauth(&req->ctx, req->session.token_hash, password, req->http.address, token);
	if (rc == RC_INVALID) {
		const char *key = req->ctx.reason.key;

		req->ctx.reason = (struct reason){ .key = NULL };
		return form_error(req, "password", key ? key : "accounts.reauth.wrong", NULL);
	}
	if (rc == RC_OK)
		cookie_session_begin(req, token);
	sodium_memzero(token, sizeof(token));
	return rc;
}
