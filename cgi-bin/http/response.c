/* SPDX-License-Identifier: MIT */
/* A response put together: status, headers, security headers, body.
 * Not its sending: houtai.c writes head and body in one piece. */
#include "http/response.h"
#include "base/utf8.h"
#include "http/request.h"
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define HTML "text/html; charset=utf-8"
#define NAME_MOST 120 /* bytes of a download's name */

/* On every answer (ASVS 3.4). Nothing inline runs or styles; nobody frames us; nothing is kept by a cache. */
static const char security_headers[] =
    "Content-Security-Policy: default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: same-origin\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()\r\n";

static const struct {
	int status;
	const char *text;
} reasons[] = { { 200, "OK" }, { 201, "Created" }, { 204, "No Content" }, { 206, "Partial Content" },
	{ 303, "See Other" }, { 304, "Not Modified" }, { 400, "Bad Request" }, { 401, "Unauthorized" },
	{ 403, "Forbidden" }, { 404, "Not Found" }, { 405, "Method Not Allowed" }, { 409, "Conflict" },
	{ 411, "Length Required" }, { 413, "Content Too Large" }, { 414, "URI Too Long" },
	{ 415, "Unsupported Media Type" }, { 422, "Unprocessable Content" }, { 429, "Too Many Requests" },
	{ 431, "Request Header Fields Too Large" }, { 500, "Internal Server Error" },
	{ 501, "Not Implemented" }, { 503, "Service Unavailable" } };

void
response_init(struct response *response, struct arena *arena)
{
	memset(response, 0, sizeof(*response));
	response->status = 200;
	response->type = HTML;
	/* a full list page fits, and both fit into an arena's first block */
	buf_init(&response->headers, arena, 512);
	buf_init(&response->body, arena, 57344);
}

static void
buf_empty(struct buf *buf)
{
	buf->length = 0;
	buf->data[0] = '\0';
}

void
response_clear(struct response *response)
{
	response->status = 200;
	response->type = HTML;
	buf_empty(&response->headers);
	buf_empty(&response->body);
}

/* A header's text without anything that could end its line. */
static void
add_clean(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if ((unsigned char)*text >= ' ' && *text != 0x7f)
			buf_char(out, *text);
	}
}

void
response_header(struct response *response, const char *name, const char *value)
{
	add_clean(&response->headers, name);
	buf_text(&response->headers, ": ");
	add_clean(&response->headers, value);
	buf_text(&response->headers, "\r\n");
}

void
response_cookie(struct response *response, const char *name, const char *value, long max_age, bool https)
{
	struct buf *out = &response->headers;

	buf_text(out, "Set-Cookie: ");
	if (https)
		buf_text(out, "__Host-");
	add_clean(out, name);
	buf_char(out, '=');
	for (; *value != '\0'; value++) { /* cookie-octets of RFC 6265 */
		if (*value > ' ' && *value <= '~' && strchr("\",;\\", *value) == NULL)
			buf_char(out, *value);
	}
	if (max_age >= 0)
		buf_printf(out, "; Max-Age=%ld", max_age);
	buf_text(out, "; Path=/; HttpOnly; SameSite=Lax");
	if (https)
		buf_text(out, "; Secure");
	buf_text(out, "\r\n");
}

/* Begins with one "/" ("//" and "/\" lead to another host) and holds no blank or control character. */
static bool
path_ours(const char *path)
{
	if (path == NULL || path[0] != '/' || path[1] == '/' || path[1] == '\\')
		return false;
	for (; *path != '\0'; path++) {
		if ((unsigned char)*path <= ' ' || *path == 0x7f || *path == '\\')
			return false;
	}
	return true;
}

void
response_redirect(struct response *response, const char *path)
{
	static const char hex[] = "0123456789ABCDEF";
	struct buf *out = &response->headers;

	if (!path_ours(path))
		path = "/";
	response->status = 303;
	buf_empty(&response->body);
	buf_text(out, "Location: ");
	for (; *path != '\0'; path++) {
		unsigned char c = (unsigned char)*path;

		if (c < 0x80) {
			buf_char(out, *path);
		} else {
			char escape[3] = { '%', hex[c >> 4], hex[c & 15] };

			buf_add(out, escape, 3);
		}
	}
	buf_text(out, "\r\n");
}

static const char *
reason_text(int status)
{
	size_t i;

	for (i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
		if (reasons[i].status == status)
			return reasons[i].text;
	}
	return "Unknown";
}

/* Did the page set a header of that name itself. */
static bool
header_given(const struct response *response, const char *name)
{
	const char *line = response->headers.data;
	size_t length = strlen(name);

	while (line != NULL && *line != '\0') {
		if (strncasecmp(line, name, length) == 0 && line[length] == ':')
			return true;
		line = strstr(line, "\r\n");
		line = line != NULL ? line + 2 : NULL;
	}
	return false;
}

void
response_head(const struct response *response, struct buf *out)
{
	buf_printf(out, "Status: %d %s\r\n", response->status, reason_text(response->status));
	if (response->status != 204 && response->status != 304) {
		buf_text(out, "Content-Type: ");
		add_clean(out, response->type);
		buf_text(out, "\r\n");
		if (!response->streamed)
			buf_printf(out, "Content-Length: %zu\r\n", response->body.length);
	}
	buf_add(out, security_headers, sizeof(security_headers) - 1);
	if (response->https)
		buf_text(out, "Strict-Transport-Security: max-age=31536000\r\n");
	if (!header_given(response, "Cache-Control"))
		buf_text(out, "Cache-Control: no-store\r\n");
	buf_add(out, response->headers.data, response->headers.length);
	buf_text(out, "\r\n");
}

/* A name that every file system takes: its last path segment, without what is special anywhere, not hidden. */
static const char *
name_safe(struct arena *arena, const char *name)
{
	struct buf out;
	const char *p;
	size_t length;

	for (p = name; *p != '\0'; p++) {
		if (*p == '/' || *p == '\\')
			name = p + 1;
	}
	while (*name == '.' || *name == ' ')
		name++;
	buf_init(&out, arena, 128);
	if (utf8_valid(name, strlen(name))) {
		for (; *name != '\0'; name++)
			buf_char(&out,
			    (unsigned char)*name < ' ' || strchr(":*?\"<>|%;", *name) != NULL ? '_' : *name);
	}
	length = out.length;
	if (length > NAME_MOST) {
		/* never in the middle of a character */
		for (length = NAME_MOST; ((unsigned char)out.data[length] & 0xc0) == 0x80;)
			length--;
	}
	return length == 0 ? "download" : arena_strndup(arena, out.data, length);
}

void
response_download(struct response *response, struct arena *arena, const char *name)
{
	const char *safe = name_safe(arena, name);
	struct buf plain;
	const char *p;

	buf_init(&plain, arena, 128);
	for (p = safe; *p != '\0'; p++) {
		if ((unsigned char)*p < 0x80)
			buf_char(&plain, *p);
		else if (((unsigned char)*p & 0xc0) != 0x80)
			buf_char(&plain, '_');
	}
	response_header(response, "Content-Disposition",
	    arena_printf(arena, "attachment; filename=\"%s\"; filename*=UTF-8''%s", plain.data,
		url_encode(arena, safe)));
}
