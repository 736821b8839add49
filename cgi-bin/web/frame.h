/* SPDX-License-Identifier: MIT */
/* Inside of web/: what its files say to one another. Features use web/req.h, form.h, list.h, view.h, nav.h. */
#ifndef WEB_FRAME_H
#define WEB_FRAME_H

#include "accounts/accounts.h"
#include "web/req.h"

/* route.c: routes_start(): gather the routes of all features; a route without a right, without a handler or twice the same
 * ends the process with a clear sentence. route_find(): the route of a path, NULL if there is none; *other is set when the
 * path is known with the other method only. */
void routes_start(void);
const struct route *route_find(enum method method, const char *path, int64_t *id, bool *other);

/* session.c */
/* cookie_session_find(): the session of the request's cookie, if it is live: req->session, req->ctx.actor. RC_OK also when
 * there is none. cookie_session_begin(): after log-in or re-authentication: cookie and req->session of the new token. */
enum rc cookie_session_find(struct req *req) MUST_CHECK;
void cookie_session_begin(struct req *req, const unsigned char token[TOKEN_SIZE]);
void cookie_session_end(struct req *req);
/* cookie_visitor(): somebody without a session gets a token for the log-in form's CSRF check. */
void cookie_visitor(struct req *req);
/* cookie_changed(): this browser has just changed something. cookie_changed_lately(): it did so within the last two seconds,
 * so that what a worker keeps for a second (web/list_live.h) is not to be shown to it. */
void cookie_changed(struct req *req);
bool cookie_changed_lately(const struct req *req);

/* csrf.c */
/* csrf_of(): what forms carry, as hex, derived from a session's or visitor's token (BLAKE2b keyed with it). csrf_check():
 * the request's field "csrf" is this session's; in constant time. */
const char *csrf_of(struct arena *arena, const unsigned char token[TOKEN_SIZE]);
bool csrf_check(const struct req *req);
/* once_new(): the once-key of the page that answers this request. once_take(): the form's once-key into ctx->once_key; false if there is none. */
const char *once_new(const struct req *req);
bool once_take(struct req *req);

/* flash.c: flash_save(): keep what flash() gathered for the next page; flash_show(): put this page's messages into the data
 * and forget them. */
enum rc flash_save(struct req *req) MUST_CHECK;
void flash_show(struct req *req);

/* layout.c: layout_fill(): Page, User, Nav, Flash, Csrf, Once. */
void layout_fill(struct req *req);

/* answer.c: answer_status(): the HTTP status of a result code. answer_error(): the error page of a status; `text` replaces the
 * page's own explanation unless NULL. */
int answer_status(enum rc rc);
/* answer_again(): forget the answer so far, all but the cookies already given (a session may just have been renewed). */
void answer_again(struct req *req);
void answer_error(struct req *req, int status, const char *text);

/* form.c: form_answer(): Form.* of a rejected form, before `again` runs. */
void form_answer(struct req *req);

/* upload.c: the sink of uploaded files, for routes that take them. upload_keep(): what came in becomes files; said once the
 * form has proved to be ours. One of a type nobody knows becomes none: form_read() says so at its field. */
const struct upload_sink *upload_sink(struct req *req);
enum rc upload_keep(struct req *req) MUST_CHECK;
/* upload_refused(): why the file of this field is not taken, in the reader's words; NULL: nothing is wrong with it or none came. */
const char *upload_refused(const struct req *req, const char *field);

#endif
