/* SPDX-License-Identifier: MIT */
/* Inside http/ only: how the readers of query, urlencoded and multipart bodies put fields into a request.
 * Everybody else sees struct request. */
#ifndef HTTP_FIELDS_H
#define HTTP_FIELDS_H

#include "http/request.h"

#define FIELDS_SLOTS 8192 /* a power of two, well above REQUEST_MAX_FIELDS */

struct fields {
	struct request *request;
	size_t room;         /* of request->params */
	size_t count;        /* fields seen, files included */
	const char **names;  /* hash table of the names that may not come again; made when there are many */
	const char *few[16]; /* as long as there are few */
	size_t few_count;
	bool from_body;
	int *status;
	const char **problem;
};

/* fields_begin(): go on with what the request holds already (the query, when the body comes). */
void fields_begin(struct fields *fields, struct request *request, int *status, const char **problem);
/* fields_fail(): RC_INVALID, with status and language key noted. */
enum rc fields_fail(struct fields *fields, int status, const char *problem);
/* fields_name(): a name comes in: count, length, encoding, repetition. `name` lives as long as the request. */
enum rc fields_name(struct fields *fields, const char *name, size_t length) MUST_CHECK;
/* fields_add(): name and value, both NUL-terminated and living as long as the request, are checked and kept. */
enum rc fields_add(struct fields *fields, const char *name, size_t name_length, const char *value,
    size_t value_length) MUST_CHECK;

/* url_decode(): percent escapes (and "+" as a blank where `plus`) decoded in place and NUL-terminated: `text` must have
 * room for one byte behind `length`. The new length, or -1 for a malformed escape or NUL. */
long url_decode(char *text, size_t length, bool plus);
/* urlencoded_parse(): `text` (changed, with room for one byte behind `length`) as "a=1&b=2". */
enum rc urlencoded_parse(struct fields *fields, char *text, size_t length) MUST_CHECK;
/* cookies_parse(): the Cookie header into request->cookies. */
enum rc cookies_parse(struct fields *fields, const char *header) MUST_CHECK;

/* body_read(): up to `room` bytes of the body, `*left` counted down; 0 at its end, -1 where it ended early. */
long body_read(const struct source *source, int64_t *left, void *data, size_t room);
/* multipart_parse(): the body of request->content_length bytes in parts, files to `sink`. */
enum rc multipart_parse(
    struct fields *fields, const char *boundary, const struct upload_sink *sink) MUST_CHECK;

/* http_param(): the value of parameter `name` in a header value such as `form-data; name="a"`, in the arena; NULL if it is not
 * there. `*twice` is set if it is there twice or the value is malformed. */
const char *http_param(struct arena *arena, const char *header, const char *name, bool *twice);

#endif
