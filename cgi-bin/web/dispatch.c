/* SPDX-License-Identifier: MIT */
/* One way through: request → session → route → right → CSRF and once-key → handler → template → answer.
 * Not the answer's sending (houtai.c) and not any page. */
#include "web/dispatch.h"
#include "audit/audit.h"
#include "base/clock.h"
#include "base/log.h"
#include "db/config.h"
#include "web/form.h"
#include "web/frame.h"
#include "web/lang.h"
#include "web/list_live.h"
#include "web/nav.h"
#include "web/tree.h"
#include <sodium.h>
#include <stdarg.h>
#include <time.h>

static struct db *database; /* this process's connection, made at first use */

void
dispatch_start(void)
{
	const struct config *config = config_get();
	struct db_config worker = config_database(config, "worker");

	if (sodium_init() < 0) {
		fputs("houtai: libsodium cannot be used on this machine\n", stderr);
		exit(1);
	}
	audit_keys(false);
	routes_start();
	nav_start();
	view_start(config_text(config, "Templates", "templates"));
	/* one request as plain CGI needs one template; workers have all of them before the first request comes */
	if (!getenv("REQUEST_METHOD"))
		view_all();
	database = db_new(&worker);
}

/* ---- what handlers call ---- */

enum rc
redirect(struct req *req, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	response_redirect(&req->out, arena_vprintf(req->ctx.arena, format, args));
	va_end(args);
	req->moved = true;
	return RC_OK;
}

enum rc
stream_begin(struct req *req)
{
	struct buf head;

	req->out.streamed = true;
	buf_init(&head, req->ctx.arena, 2048);
	response_head(&req->out, &head);
	return req->out.stream(req->out.stream_self, head.data, head.length);
}

enum rc
stream_write(struct req *req, const void *data, size_t length)
{
	return req->out.stream(req->out.stream_self, data, length);
}

/* ---- steps ---- */

static void
request_name(struct req *req)
{
	char *text = arena_alloc(req->ctx.arena, REQUEST_NAME * 2 + 1);

	randombytes_buf(req->chance, sizeof(req->chance));
	req->ctx.request_id = sodium_bin2hex(text, REQUEST_NAME * 2 + 1, req->chance, REQUEST_NAME);
	log_request(req->ctx.request_id);
	response_header(&req->out, "X-Request-Id", req->ctx.request_id);
}

/* Before anybody is known: ?lang= on the log-in page, else what the browser prefers. */
static void
lang_guess(struct req *req, const struct source *source)
{
	const char *accepted = source->param(source->self, "HTTP_ACCEPT_LANGUAGE");
	const char *chosen = request_param(&req->http, "lang");

	req->session.lang = lang_find(chosen ? chosen : accepted);
}

static bool
request_open(struct req *req, struct arena *arena, const struct source *source)
{
	const char *problem = NULL;
	int status = 400;
	enum rc rc = request_parse(&req->http, arena, source, &status, &problem);

	req->http.arena = arena;
	req->out.https = req->http.https;
	lang_guess(req, source);
	if (rc == RC_OK)
		return true;
	answer_error(req, status, problem ? lang(req, problem) : NULL);
	return false;
}

/* A page leads elsewhere first and back; a form's answer would be lost, so it is refused, saying why. */
static void
first_answer(struct req *req, const char *elsewhere, const char *refusal)
{
	const char *back = req->http.path;

	if (req->http.method == POST) {
		answer_error(req, 403, lang(req, refusal));
		return;
	}
	if (req->http.query && *req->http.query)
		back = arena_printf(req->ctx.arena, "%s?%s", back, req->http.query);
	if (!strcmp(back, "/"))
		response_redirect(&req->out, elsewhere);
	else
		response_redirect(&req->out,
		    arena_printf(req->ctx.arena, "%s?back=%s", elsewhere, url_encode(req->ctx.arena, back)));
}

/* The route of the path, if the asker may use it; answers otherwise. */
static bool
route_open(struct req *req)
{
	bool other;

	req->route = route_find(req->http.method, req->http.path, &req->id, &other);
	if (!req->route && other) {
		response_header(&req->out, "Allow", req->http.method == POST ? "GET, HEAD" : "POST");
		answer_error(req, 405, NULL);
		return false;
	}
	if (!req->route) {
		answer_error(req, 404, NULL);
		return false;
	}
	if (req->route->right == &RIGHT_ANYBODY) {
		cookie_visitor(req);
		return true;
	}
	if (!req->session.live) {
		first_answer(req, "/login", "web.logged_out");
		return false;
	}
	if (req->session.must_change && !req->route->unsettled) {
		first_answer(req, "/password", "web.password_first");
		return false;
	}
	if (!may(req, req->route->right)) {
		log_line(LOG_WARN, "access.denied", "right", req->route->right->name, "path", req->http.path,
		    NULL);
		answer_error(req, 403, NULL);
		return false;
	}
	return true;
}

/* The body is read only now that somebody with a session and the right sends it. */
static bool
post_open(struct req *req)
{
	const char *problem = NULL;
	int status = 400;
	enum rc rc =
	    request_body(&req->http, req->route->uploads ? upload_sink(req) : NULL, &status, &problem);

	if (rc == RC_OK && !csrf_check(req))
		rc = RC_FORBIDDEN;
	if (rc == RC_FORBIDDEN) {
		log_line(LOG_WARN, "csrf.refused", "path", req->http.path, NULL);
		answer_error(req, 403, lang(req, "web.csrf"));
		return false;
	}
	if (rc != RC_OK) {
		answer_error(req, status,
		    req->ctx.reason.key ? lang_reason(req, &req->ctx.reason)
		    : problem           ? lang(req, problem)
					: NULL);
		return false;
	}
	if (!once_take(req)) {
		answer_error(req, 403, lang(req, "web.once"));
		return false;
	}
	rc = upload_keep(req);
	if (rc != RC_OK)
		answer_error(
		    req, answer_status(rc), req->ctx.reason.key ? lang_reason(req, &req->ctx.reason) : NULL);
	return rc == RC_OK;
}

/* The form came before: lead to what it made then. */
static void
replay_answer(struct req *req)
{
	flash(req, FLASH_INFO, "web.replayed", NULL);
	response_redirect(
	    &req->out, req->ctx.result.kind && *req->ctx.result.kind
			   ? feature_path(req->ctx.arena, req->ctx.result.kind, req->ctx.result.id)
			   : "/");
	if (flash_save(req) != RC_OK)
		log_line(LOG_WARN, "flash.lost", NULL);
}

/* The form once more, with its input, its errors and the reason. */
static void
again_answer(struct req *req, enum rc rc)
{
	int status = answer_status(rc);
	enum rc shown;

	req->rc = rc;
	answer_again(req);
	form_answer(req);
	shown = req->route->again(req);
	if (shown == RC_OK && !req->moved) {
		layout_fill(req);
		shown = view_render(req, req->route->again_template);
	}
	if (shown != RC_OK)
		answer_error(req, answer_status(shown), lang_reason(req, &req->ctx.reason));
	else if (!req->moved)
		req->out.status = status;
}

static void
post_answer(struct req *req, enum rc rc)
{
	if (req->ctx.replayed && rc != RC_OK) {
		replay_answer(req);
		return;
	}
	if (rc == RC_OK && req->moved) {
		if (flash_save(req) != RC_OK)
			log_line(LOG_WARN, "flash.lost", NULL);
		return;
	}
	if ((rc == RC_INVALID || rc == RC_REFUSED || rc == RC_CONFLICT || rc == RC_BUSY) &&
	    req->route->again) {
		again_answer(req, rc);
		return;
	}
	if (rc == RC_OK && !req->route->template && !req->out.body.length) {
		log_line(LOG_ERROR, "answer.missing", "path", req->http.path, NULL);
		rc = RC_INTERNAL;
	}
	if (rc == RC_OK && req->route->template) {
		layout_fill(req);
		rc = view_render(req, req->route->template);
	}
	if (rc != RC_OK)
		answer_error(req, answer_status(rc),
		    req->ctx.reason.key                   ? lang_reason(req, &req->ctx.reason)
		    : req->form && req->form->error_count ? req->form->errors[0].text
							  : NULL);
}

static void
get_answer(struct req *req, enum rc rc)
{
	if (rc == RC_OK && !req->moved && req->route->template) {
		layout_fill(req);
		rc = view_render(req, req->route->template);
	}
	if (rc != RC_OK)
		answer_error(
		    req, answer_status(rc), req->ctx.reason.key ? lang_reason(req, &req->ctx.reason) : NULL);
}

static void
request_answer(struct req *req, struct arena *arena, const struct source *source)
{
	enum rc rc;

	if (!request_open(req, arena, source))
		return;
	rc = cookie_session_find(req);
	if (rc != RC_OK) {
		req->session.live = false;
		answer_error(req, answer_status(rc), NULL);
		return;
	}
	if (!route_open(req))
		return;
	if (req->http.method == POST && !post_open(req))
		return;
	if (req->http.method == POST)
		cookie_changed(req);
	if (cookie_changed_lately(req))
		list_live_forget();
	rc = req->route->handler(req);
	if (req->out.streamed) {
		req->out.cut = rc != RC_OK;
		return;
	}
	if (req->http.method == POST)
		post_answer(req, rc);
	else
		get_answer(req, rc);
}

static int64_t
clock_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* Paths hold ids only, never what people type; the query is left out. */
static void
request_log(const struct req *req, int64_t began)
{
	log_line(LOG_INFO, "request", "method",
	    req->http.method == POST ? "POST"
	    : req->http.head         ? "HEAD"
				     : "GET",
	    "path", req->http.path ? req->http.path : "", "status", log_count(req->out.status), "us",
	    log_count(clock_us() - began), "account", log_count(req->ctx.actor.account_id), "address",
	    req->http.address ? req->http.address : "", NULL);
}

void
dispatch_serve(struct arena *arena, const struct source *source, struct response *out,
    enum rc (*stream)(void *self, const void *data, size_t length), void *stream_self)
{
	struct req *req = ARENA_NEW(arena, struct req);
	int64_t began = clock_us();

	req->ctx.arena = arena;
	req->ctx.db = database;
	req->ctx.now = clock_now();
	req->ctx.actor = (struct actor){ .staff_no = "", .name = "", .denied = "" };
	response_init(&req->out, arena);
	req->out.stream = stream;
	req->out.stream_self = stream_self;
	request_name(req);
	request_answer(req, arena, source);
	request_log(req, began);
	*out = req->out;
}
