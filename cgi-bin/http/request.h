/* SPDX-License-Identifier: MIT */
/* A request read whole: bytes in, checked fields out. Knows no FastCGI, no session, no database. */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include "base/arena.h"
#include "base/rc.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Caps; what exceeds them is refused with the status in brackets. */
#define REQUEST_MAX_PARAMS 65536 /* bytes of header environment [431] */
#define REQUEST_MAX_BODY 1048576 /* bytes of an urlencoded body, or of the fields of a multipart one [413] */
#define REQUEST_MAX_FIELDS 2200 /* fields in query plus body: a bulk of 1,000 rows with versions fits [413] */
#define REQUEST_MAX_NAME 64     /* bytes of a field's name [400] */
#define REQUEST_MAX_VALUE 131072 /* bytes of a field's value [413] */
#define REQUEST_MAX_COOKIES 32

enum method { GET = 1, POST = 2 };

/* Where a request comes from: FastCGI, plain CGI or a test. */
struct source {
	void *self;
	const char *(*param)(void *self, const char *name); /* CGI variable or NULL */
	/* up to `room` bytes of the body; 0 at its end, -1 on an error */
	long (*read)(void *self, void *data, size_t room);
};

/* Where the bytes of an uploaded file go while they arrive (files/ behind web/). `name` is as the client sent it, with
 * whatever path: files/ cleans it. A code other than RC_OK ends the reading and is what request_body returns; `end` is
 * then not called, nor when the body breaks off: what was begun and not ended is to be dropped. */
struct upload_sink {
	void *self;
	enum rc (*begin)(void *self, const char *field, const char *name, void **file);
	enum rc (*data)(void *self, void *file, const void *data, size_t length);
	enum rc (*end)(void *self, void *file);
};

struct param {
	const char *name;
	const char *value;
	bool from_body;
};

struct request {
	struct arena *arena;
	enum method method;
	bool head;           /* HEAD: as GET, without the body */
	const char *path;    /* decoded, no "//", no "." or ".." segments, begins with "/" */
	const char *query;   /* as it came, for links back; validated as URL characters */
	const char *address; /* client address as the trusted nginx passes it (REMOTE_ADDR) */
	bool https;
	struct param *params; /* query first, then body, in order */
	size_t param_count;
	struct param *cookies;
	size_t cookie_count;
	const char *content_type;
	int64_t content_length;
	const struct source *source;
	bool body_read;
};

/* request_parse(): header, path, query and cookies. request_body(): the body, after the session is known, so that nobody
 * without one can make us store an upload; `sink` may be NULL (then files are refused, 415). Both: RC_OK, or RC_INVALID with
 * `*status` (400, 405, 411, 413, 414, 415, 431, 501) and `*problem`, a language key "http.…".
 * Refused: malformed escapes, invalid UTF-8, NUL, a field given twice unless its name ends in "[]" or the same name is
 * declared repeatable by ending in "." — nothing else repeats. Unknown methods 405, Transfer-Encoding is nginx's business. */
enum rc request_parse(struct request *request, struct arena *arena, const struct source *source, int *status,
    const char **problem) MUST_CHECK;
enum rc request_body(
    struct request *request, const struct upload_sink *sink, int *status, const char **problem) MUST_CHECK;

/* request_param(): the value of a field or NULL. request_params(): all values of a repeatable field ("digit[]" → asked for
 * as "digit[]"), in order, at most `most`. request_cookie(): value or NULL; over TLS the cookie "__Host-" name is meant, as
 * response_cookie() sets it. */
const char *request_param(const struct request *request, const char *name);
size_t request_params(const struct request *request, const char *name, const char **values, size_t most);
const char *request_cookie(const struct request *request, const char *name);

/* url_encode(): percent-encoded for a query value. */
const char *url_encode(struct arena *arena, const char *text);

#endif
