/* SPDX-License-Identifier: MIT */
/* What a handler sees: the request, who asks, and what will be answered. Only web/ and pages know it. */
#ifndef WEB_REQ_H
#define WEB_REQ_H

#include "db/ctx.h"
#include "http/request.h"
#include "http/response.h"
#include "web/feature.h"
#include "web/view.h"

enum lang { LANG_ZH_CN, LANG_EN };
#define LANG_COUNT 2
enum theme { THEME_AUTO, THEME_LIGHT, THEME_DARK };

struct session {
	bool live;
	unsigned char token_hash[32]; /* key of its row */
	const char *csrf;             /* hex token every form carries */
	int64_t reauth_at;            /* last time the password was given */
	bool must_change;             /* nothing but routes marked `unsettled` until a password was chosen */
	enum lang lang;
	enum theme theme;
};

struct form;
struct nav_slot;

#define UPLOADS_MOST 8
struct upload {
	const char *field;
	int64_t file_id;     /* 0 until the request has proved to be ours (upload_keep) */
	const char *refused; /* why it is none that is taken, in the reader's words; NULL */
	struct file_writer *writer;
};

#define REQUEST_NAME 8 /* bytes of a request's name */

/* Words found for one row of a list and good for the next, since rows repeat them; they lie in the arena, and are forgotten with it.
 * NULL: not yet. */
struct told {
	int64_t due;
	const char *due_text;         /* of the deadline `due`: due_text() */
	const char *kind, *kind_text; /* of tasks: kind_words() */
	const char *tier_text[8];     /* member_tier_text() */
};

struct req {
	struct ctx ctx; /* first: req->ctx.arena is the request's arena */
	struct request http;
	struct response out;
	struct session session;
	const struct route *route;
	int64_t id;        /* the "#" of the path, 0 if there is none */
	struct form *form; /* of a POST being answered: values and errors, for `again` */
	struct view *view; /* template data of this page */
	enum rc rc;        /* what the POST handler returned, while `again` runs */
	struct told told;
	/* the frame's own */
	unsigned char chance[24]; /* drawn at once: the request's name, the once-key of its page */
	const char *flash;        /* messages this page shows; a line each: kind as a digit, text */
	struct buf later;         /* messages for the next page, likewise */
	struct nav_slot *nav; /* navigation of this request: it is not renewed under a page that shows it */
	bool moved;           /* redirect() was called */
	struct upload uploads[UPLOADS_MOST];
	size_t upload_count;
};

/* A streamed answer (exports, downloads): stream_begin() sends status and headers as they stand in req->out; from then on no
 * error page is possible. stream_write(): RC_INTERNAL when the reader is gone. */
enum rc stream_begin(struct req *req) MUST_CHECK;
enum rc stream_write(struct req *req, const void *data, size_t length) MUST_CHECK;

/* upload_id(): the stored file that came in as this field (route with `uploads`), 0 if none did. A form field declared
 * with .upload has it as its value. */
int64_t upload_id(const struct req *req, const char *field);

/* redirect(): answer 303 to a path of ours (printf). Always RC_OK. */
enum rc redirect(struct req *req, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* flash(): a message on the next page; language key, texts for {0}…{3}, NULL. Kept in the session, shown once. */
enum flash_kind { FLASH_OK, FLASH_WARN, FLASH_ERROR, FLASH_INFO };
void flash(struct req *req, enum flash_kind kind, const char *key, ...) __attribute__((sentinel));
/* may(): does who asks hold the right. */
bool may(const struct req *req, const struct right *right);
/* may_open(): may who asks GET the page of this pattern, "/members/#": by the right of its route, so that a page can link to
 * another feature without naming its rights. */
bool may_open(const struct req *req, const char *pattern);
/* reauth(): RULE SEC-1: the field "password" of this POST is the actor's own (throttled like log-in). RC_INVALID with the
 * error at that field otherwise. Afterwards the session has a new id. */
enum rc reauth(struct req *req) MUST_CHECK;

/* lang(): the text of a key in the reader's language; a missing key shows as the key and is found by `make lint`.
 * lang_text(): the same with {0} … filled in from a NULL-terminated argument list. lang_reason(): of ctx->reason. */
const char *lang(const struct req *req, const char *key);
const char *lang_text(struct req *req, const char *key, ...) __attribute__((sentinel));
const char *lang_reason(struct req *req, const struct reason *reason);
/* lang_of(): the same outside a request (exports in jobs, tests). */
const char *lang_of(enum lang lang, const char *key);

#endif
