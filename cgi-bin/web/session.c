/* SPDX-License-Identifier: MIT */
/* The browser's side of a session: cookies in, cookies out.
 * Not its row: accounts/session.c keeps only the token's hash. */
#include "web/frame.h"
#include <sodium.h>

#define SESSION_COOKIE "session"
#define VISITOR_COOKIE "visitor"
#define CHANGED_COOKIE "changed"
#define CHANGED_SECONDS 2

static bool
token_read(const struct req *req, const char *cookie, unsigned char token[TOKEN_SIZE])
{
	const char *text = request_cookie(&req->http, cookie);
	size_t length;

	return text && strlen(text) == TOKEN_SIZE * 2 &&
	       sodium_hex2bin(token, TOKEN_SIZE, text, TOKEN_SIZE * 2, NULL, &length, NULL) == 0 &&
	       length == TOKEN_SIZE;
}

static void
token_give(struct req *req, const char *cookie, const unsigned char token[TOKEN_SIZE])
{
	char text[TOKEN_SIZE * 2 + 1];

	sodium_bin2hex(text, sizeof(text), token, TOKEN_SIZE);
	response_cookie(&req->out, cookie, text, -1, req->http.https);
}

static enum lang
lang_bound(int64_t number)
{
	return number == LANG_EN ? LANG_EN : LANG_ZH_CN;
}

static void
session_take(struct req *req, const struct account_session *found)
{
	req->session.live = true;
	req->session.reauth_at = found->reauth_at;
	req->session.must_change = found->must_change;
	req->session.lang = lang_bound(found->lang);
	req->session.theme = found->theme == THEME_DARK    ? THEME_DARK
			     : found->theme == THEME_LIGHT ? THEME_LIGHT
							   : THEME_AUTO;
	req->flash = found->flash;
	req->ctx.actor = (struct actor){ .account_id = found->account_id,
		.staff_no = found->staff_no,
		.name = found->name,
		.roles = (uint32_t)found->roles,
		.denied = found->denied,
		.session = req->session.token_hash };
}

enum rc
cookie_session_find(struct req *req)
{
	unsigned char token[TOKEN_SIZE];
	struct account_session found;
	enum rc rc;

	if (!token_read(req, SESSION_COOKIE, token))
		return RC_OK;
	token_hash(token, sizeof(token), req->session.token_hash);
	rc = session_find(&req->ctx, req->session.token_hash, &found);
	if (rc == RC_NOT_FOUND)
		return RC_OK;
	if (rc != RC_OK)
		return rc;
	session_take(req, &found);
	req->session.csrf = csrf_of(req->ctx.arena, token);
	sodium_memzero(token, sizeof(token));
	return session_seen(&req->ctx, req->session.token_hash, &found);
}

void
cookie_session_begin(struct req *req, const unsigned char token[TOKEN_SIZE])
{
	req->session.live = true;
	req->session.reauth_at = req->ctx.now;
	token_hash(token, TOKEN_SIZE, req->session.token_hash);
	req->session.csrf = csrf_of(req->ctx.arena, token);
	token_give(req, SESSION_COOKIE, token);
}

void
cookie_session_end(struct req *req)
{
	req->session = (struct session){ .lang = req->session.lang, .theme = req->session.theme };
	response_cookie(&req->out, SESSION_COOKIE, "", 0, req->http.https);
}

void
cookie_visitor(struct req *req)
{
	unsigned char token[TOKEN_SIZE];

	if (req->session.live)
		return;
	if (!token_read(req, VISITOR_COOKIE, token)) {
		if (req->http.method != GET)
			return;
		randombytes_buf(token, sizeof(token));
		token_give(req, VISITOR_COOKIE, token);
	}
	req->session.csrf = csrf_of(req->ctx.arena, token);
}

void
cookie_changed(struct req *req)
{
	response_cookie(&req->out, CHANGED_COOKIE, "1", CHANGED_SECONDS, req->http.https);
}

bool
cookie_changed_lately(const struct req *req)
{
	return request_cookie(&req->http, CHANGED_COOKIE) != NULL;
}
