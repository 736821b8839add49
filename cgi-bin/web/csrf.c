/* SPDX-License-Identifier: MIT */
/* The two keys of every form: one that proves it is ours and this session's, one that lets it count once.
 * Not the use of the once-key: db/tx stores it with the change. */
#include "web/frame.h"
#include <sodium.h>

#define CSRF_SIZE 32
#define ONCE_SIZE 16

const char *
csrf_of(struct arena *arena, const unsigned char token[TOKEN_SIZE])
{
	static const unsigned char purpose[] = "houtai csrf 1";
	unsigned char mac[CSRF_SIZE];
	char *text = arena_alloc(arena, CSRF_SIZE * 2 + 1);

	(void)crypto_generichash(mac, sizeof(mac), purpose, sizeof(purpose) - 1, token, TOKEN_SIZE);
	return sodium_bin2hex(text, CSRF_SIZE * 2 + 1, mac, sizeof(mac));
}

bool
csrf_check(const struct req *req)
{
	const char *given = request_param(&req->http, "csrf");
	const char *own = req->session.csrf;

	return own && given && strlen(own) == CSRF_SIZE * 2 && strlen(given) == CSRF_SIZE * 2 &&
	       sodium_memcmp(own, given, CSRF_SIZE * 2) == 0;
}

const char *
once_new(const struct req *req)
{
	_Static_assert(REQUEST_NAME + ONCE_SIZE == sizeof(req->chance), "the draw is for both");
	char *text = arena_alloc(req->ctx.arena, ONCE_SIZE * 2 + 1);

	return sodium_bin2hex(text, ONCE_SIZE * 2 + 1, req->chance + REQUEST_NAME, ONCE_SIZE);
}

bool
once_take(struct req *req)
{
	const char *once = request_param(&req->http, "once");

	if (!once || strlen(once) != ONCE_SIZE * 2 || strspn(once, "0123456789abcdef") != ONCE_SIZE * 2)
		return false;
	req->ctx.once_key = once;
	return true;
}
