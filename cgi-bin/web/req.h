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
	const char *csrf;	      /* hex token every form carries */
	int64_t reauth_at;	      /* last time the password was given */
	enum lang lang;
	enum theme theme;
};

struct form;

struct req {
	struct ctx ctx; /* first: req->ctx.arena is the request's arena */
	struct request http;
	struct response out;
	struct session session;
	const struct route *route;
	int64_t id;	    /* the "#" of the path, 0 if there is none */
	struct form *form;  /* of a POST being answered: values and errors, for `again` */
	struct view *view;  /* template data of this page */
	enum rc rc;	    /* what the POST handler returned, while `again` runs */
};

/* redirect(): answer 303 to a path of ours (printf). Always RC_OK. */
enum rc redirect(struct req *req, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* flash(): a message on the next page; language key, texts for {0}…{3}, NULL. Kept in the session, shown once. */
enum flash_kind { FLASH_OK, FLASH_WARN, FLASH_ERROR, FLASH_INFO };
void flash(struct req *req, enum flash_kind kind, const char *key, ...) __attribute__((sentinel));
/* may(): does who asks hold the right. */
bool may(const struct req *req, const struct right *right);
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
