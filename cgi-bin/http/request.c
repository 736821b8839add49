/* SPDX-License-Identifier: MIT */
/* A request read from CGI variables and a body, whichever way they come.
 * Not the place that knows FastCGI (houtai.c) or who is asking (web/session). */
#include "http/request.h"
#include "base/utf8.h"
#include "http/fields.h"
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define PATH_MOST 4096
#define QUERY_MOST 32768
#define URLENCODED "application/x-www-form-urlencoded"
#define MULTIPART "multipart/form-data"

/* A CGI variable, "" if it is not there; `*bytes` counts what the header holds. */
static const char *
variable(const struct source *source, const char *name, size_t *bytes)
{
	const char *value = source->param(source->self, name);

	if (value == NULL)
		return "";
	*bytes += strlen(value);
	return value;
}

static enum rc
request_method(struct fields *fields, const char *method)
{
	struct request *request = fields->request;

	if (strcmp(method, "GET") == 0) {
		request->method = GET;
	} else if (strcmp(method, "HEAD") == 0) {
		request->method = GET;
		request->head = true;
	} else if (strcmp(method, "POST") == 0) {
		request->method = POST;
	} else {
		return fields_fail(fields, 405, "http.method");
	}
	return RC_OK;
}

/* "//", "/./" and "/../" never come from a link of ours. */
static bool
path_clean(const char *path)
{
	const char *p;

	if (path[0] != '/')
		return false;
	for (p = path; *p != '\0'; p++) {
		if ((unsigned char)*p < ' ')
			return false;
		if (*p != '/')
			continue;
		if (p[1] == '/')
			return false;
		if (p[1] == '.' && (p[2] == '\0' || p[2] == '/'))
			return false;
		if (p[1] == '.' && p[2] == '.' && (p[3] == '\0' || p[3] == '/'))
			return false;
	}
	return true;
}

/* The path from the request line, else (some CGI servers) from what the server has decoded already. */
static enum rc
request_path(struct fields *fields, const char *uri, const char *info)
{
	struct request *request = fields->request;
	size_t length = strcspn(uri, "?");
	long decoded;
	char *path;

	if (length == 0) {
		uri = info;
		length = strlen(info);
	}
	if (length > PATH_MOST)
		return fields_fail(fields, 414, "http.path_size");
	path = arena_strndup(request->arena, uri, length);
	decoded = uri == info ? (long)length : url_decode(path, length, false);
	if (decoded < 0 || !utf8_valid(path, (size_t)decoded) || !path_clean(path))
		return fields_fail(fields, 400, "http.path");
	request->path = path;
	return RC_OK;
}

static enum rc
request_query(struct fields *fields, const char *query)
{
	struct request *request = fields->request;
	size_t length = strlen(query), i;

	if (length > QUERY_MOST)
		return fields_fail(fields, 414, "http.path_size");
	for (i = 0; i < length; i++) {
		if (query[i] <= ' ' || query[i] > '~' || strchr("\"<>\\^`{}#", query[i]) != NULL)
			return fields_fail(fields, 400, "http.query");
	}
	request->query = arena_strndup(request->arena, query, length);
	return urlencoded_parse(fields, arena_strndup(request->arena, query, length), length);
}

/* A decimal of at most 15 digits, -1 for anything else. */
static int64_t
length_read(const char *text)
{
	int64_t length = 0;
	size_t digits = strspn(text, "0123456789"), i;

	if (digits == 0 || digits > 15 || text[digits] != '\0')
		return -1;
	for (i = 0; i < digits; i++)
		length = length * 10 + (text[i] - '0');
	return length;
}

static enum rc
request_length(struct fields *fields, const char *length)
{
	struct request *request = fields->request;

	if (request->method != POST)
		return RC_OK;
	if (length[0] == '\0')
		return fields_fail(fields, 411, "http.length");
	request->content_length = length_read(length);
	if (request->content_length < 0)
		return fields_fail(fields, 400, "http.length");
	return RC_OK;
}

enum rc
request_parse(struct request *request, struct arena *arena, const struct source *source, int *status,
    const char **problem)
{
	size_t bytes = 0;
	const char *uri = variable(source, "REQUEST_URI", &bytes);
	const char *query = variable(source, "QUERY_STRING", &bytes);
	const char *cookie = variable(source, "HTTP_COOKIE", &bytes);
	const char *type = variable(source, "CONTENT_TYPE", &bytes);
	const char *address = variable(source, "REMOTE_ADDR", &bytes);
	const char *info = variable(source, "PATH_INFO", &bytes);
	struct fields fields;
	enum rc rc;

	memset(request, 0, sizeof(*request));
	request->arena = arena;
	request->source = source;
	request->path = "/";
	request->query = "";
	request->https = strcasecmp(variable(source, "HTTPS", &bytes), "on") == 0;
	if (address[strspn(address, "0123456789abcdefABCDEF.:")] != '\0')
		address = ""; /* a peer on a unix socket has none */
	request->address = arena_strdup(arena, address);
	request->content_type = arena_strdup(arena, type);
	fields_begin(&fields, request, status, problem);
	if (bytes > REQUEST_MAX_PARAMS)
		return fields_fail(&fields, 431, "http.header_size");
	rc = request_method(&fields, variable(source, "REQUEST_METHOD", &bytes));
	if (rc == RC_OK)
		rc = request_path(
		    &fields, uri, info[0] != '\0' ? info : variable(source, "SCRIPT_NAME", &bytes));
	if (rc == RC_OK && query[0] == '\0' && strchr(uri, '?') != NULL)
		query = strchr(uri, '?') + 1;
	if (rc == RC_OK)
		rc = request_query(&fields, query);
	if (rc == RC_OK)
		rc = cookies_parse(&fields, cookie);
	if (rc == RC_OK)
		rc = request_length(&fields, variable(source, "CONTENT_LENGTH", &bytes));
	return rc;
}

long
body_read(const struct source *source, int64_t *left, void *data, size_t room)
{
	long got;

	if (*left <= 0)
		return 0;
	if ((int64_t)room > *left)
		room = (size_t)*left;
	got = source->read(source->self, data, room);
	if (got <= 0 || (size_t)got > room)
		return -1;
	*left -= got;
	return got;
}

static enum rc
body_urlencoded(struct fields *fields)
{
	struct request *request = fields->request;
	int64_t left = request->content_length;
	size_t length = 0;
	char *text;

	if (left > REQUEST_MAX_BODY)
		return fields_fail(fields, 413, "http.body_size");
	text = arena_alloc(request->arena, (size_t)left + 1);
	while (left > 0) {
		long got = body_read(request->source, &left, text + length, (size_t)left);

		if (got <= 0)
			return fields_fail(fields, 400, "http.body_short");
		length += (size_t)got;
	}
	return urlencoded_parse(fields, text, length);
}

/* Is the media type `type`, whatever parameters follow. */
static bool
type_is(const char *header, const char *type)
{
	size_t length = strlen(type);

	if (strncasecmp(header, type, length) != 0)
		return false;
	return header[length] == '\0' || header[length] == ';' || header[length] == ' ' ||
	       header[length] == '\t';
}

/* RFC 2046: 1 to 70 of these, not ending in a blank. */
static bool
boundary_valid(const char *boundary)
{
	size_t length = strlen(boundary);

	return length >= 1 && length <= 70 && boundary[length - 1] != ' ' &&
	       boundary[strspn(boundary,
		   "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'()+_,-./:=? ")] == '\0';
}

enum rc
request_body(struct request *request, const struct upload_sink *sink, int *status, const char **problem)
{
	const char *type = request->content_type, *charset, *boundary;
	struct fields fields;
	bool twice = false;

	if (request->body_read || request->method != POST || request->content_length == 0)
		return RC_OK;
	request->body_read = true;
	fields_begin(&fields, request, status, problem);
	fields.from_body = true;
	if (type_is(type, URLENCODED)) {
		charset = http_param(request->arena, type, "charset", &twice);
		if (twice || (charset != NULL && strcasecmp(charset, "utf-8") != 0))
			return fields_fail(&fields, 415, "http.type");
		return body_urlencoded(&fields);
	}
	if (type_is(type, MULTIPART)) {
		boundary = http_param(request->arena, type, "boundary", &twice);
		if (twice || boundary == NULL || !boundary_valid(boundary))
			return fields_fail(&fields, 400, "http.multipart");
		return multipart_parse(&fields, boundary, sink);
	}
	return fields_fail(&fields, 415, "http.type");
}

const char *
request_param(const struct request *request, const char *name)
{
	size_t i;

	for (i = 0; i < request->param_count; i++) {
		if (strcmp(request->params[i].name, name) == 0)
			return request->params[i].value;
	}
	return NULL;
}

size_t
request_params(const struct request *request, const char *name, const char **values, size_t most)
{
	size_t i, count = 0;

	for (i = 0; i < request->param_count && count < most; i++) {
		if (strcmp(request->params[i].name, name) == 0)
			values[count++] = request->params[i].value;
	}
	return count;
}
