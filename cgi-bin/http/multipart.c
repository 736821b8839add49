/* SPDX-License-Identifier: MIT */
/* multipart/form-data (RFC 7578) read as it arrives: fields into the request, files to the sink, through one window.
 * Not MIME mail: nested parts, transfer encodings and text before the first boundary are refused. */
#include "base/utf8.h"
#include "http/fields.h"
#include <string.h>
#include <strings.h>

#define WINDOW 32768
#define PART_HEADER_MOST 8192

struct multi {
	struct fields *fields;
	const struct upload_sink *sink;
	int64_t left; /* of the body, not yet read */
	char *window; /* start … end: read and not yet used */
	size_t start, end;
	char delimiter[80]; /* CR LF "--" boundary */
	size_t delimiter_length;
	size_t field_bytes;
};

/* One part: a field while `filename` is NULL. */
struct part {
	const char *name;
	const char *filename;
	struct buf value;
	void *file;
	bool begun;
};

static enum rc
multi_fail(struct multi *multi)
{
	return fields_fail(multi->fields, 400, "http.multipart");
}

/* More bytes into the window; false at the end of the body or on an error. */
static bool
multi_fill(struct multi *multi)
{
	long got;

	if (multi->start != 0) {
		memmove(multi->window, multi->window + multi->start, multi->end - multi->start);
		multi->end -= multi->start;
		multi->start = 0;
	}
	if (multi->end == WINDOW)
		return false;
	got = body_read(
	    multi->fields->request->source, &multi->left, multi->window + multi->end, WINDOW - multi->end);
	if (got <= 0)
		return false;
	multi->end += (size_t)got;
	return true;
}

/* At least `count` bytes are in the window. */
static bool
multi_need(struct multi *multi, size_t count)
{
	while (multi->end - multi->start < count) {
		if (!multi_fill(multi))
			return false;
	}
	return true;
}

/* Behind a delimiter: another part follows (blanks may stand before the line end), or "--" ends the whole. */
static enum rc
multi_after(struct multi *multi, bool *last)
{
	size_t blanks = 0;

	if (!multi_need(multi, 2))
		return fields_fail(multi->fields, 400, "http.body_short");
	*last = memcmp(multi->window + multi->start, "--", 2) == 0;
	if (*last)
		return RC_OK;
	while (multi_need(multi, 2) && blanks++ < 64 &&
	       (multi->window[multi->start] == ' ' || multi->window[multi->start] == '\t'))
		multi->start++;
	if (!multi_need(multi, 2) || memcmp(multi->window + multi->start, "\r\n", 2) != 0)
		return multi_fail(multi);
	multi->start += 2;
	return RC_OK;
}

/* The headers of a part as one NUL-terminated text, each line ended by CRLF; NULL where they are refused. */
static const char *
part_headers(struct multi *multi)
{
	for (;;) {
		char *from = multi->window + multi->start;
		char *end = memmem(from, multi->end - multi->start, "\r\n\r\n", 4);

		if (end != NULL) {
			size_t length = (size_t)(end - from) + 2;

			if (length > PART_HEADER_MOST)
				break;
			multi->start += length + 2;
			if (memchr(from, '\0', length) == NULL)
				return arena_strndup(multi->fields->request->arena, from, length);
			multi_fail(multi);
			return NULL;
		}
		if (multi->end - multi->start > PART_HEADER_MOST + 4)
			break;
		if (!multi_fill(multi)) {
			fields_fail(multi->fields, 400, "http.body_short");
			return NULL;
		}
	}
	fields_fail(multi->fields, 431, "http.header_size");
	return NULL;
}

/* The value of header `name`, blanks before it skipped; NULL if it is not there. `*twice` if it comes again. Lines that go
 * on in the next one are found by the caller: they have no colon of their own. */
static const char *
header_find(struct arena *arena, const char *headers, const char *name, bool *twice)
{
	size_t length = strlen(name);
	const char *found = NULL;

	while (*headers != '\0') {
		const char *end = strstr(headers, "\r\n");

		if (end == NULL)
			break;
		if (strncasecmp(headers, name, length) == 0 && headers[length] == ':') {
			const char *value = headers + length + 1;

			value += strspn(value, " \t");
			*twice = *twice || found != NULL;
			found = arena_strndup(arena, value, value < end ? (size_t)(end - value) : 0);
		}
		headers = end + 2;
	}
	return found;
}

/* Every line is "Name: value": no folding, no bare CR or LF. */
static bool
headers_clean(const char *headers)
{
	while (*headers != '\0') {
		size_t length = strcspn(headers, "\r\n");
		const char *colon = memchr(headers, ':', length);

		if (colon == NULL || colon == headers || headers[0] == ' ' || headers[0] == '\t' ||
		    strncmp(headers + length, "\r\n", 2) != 0)
			return false;
		headers += length + 2;
	}
	return true;
}

/* filename*=UTF-8''%e8%ae%a2.csv (RFC 5987); NULL if it is malformed or in another encoding. */
static const char *
filename_extended(struct arena *arena, const char *value)
{
	const char *text;
	char *copy;

	if (strncasecmp(value, "UTF-8'", 6) != 0)
		return NULL;
	text = strchr(value + 6, '\'');
	if (text == NULL)
		return NULL;
	copy = arena_strdup(arena, text + 1);
	return url_decode(copy, strlen(copy), false) < 0 ? NULL : copy;
}

/* Valid and on one line. */
static bool
text_plain(const char *text)
{
	return utf8_valid(text, strlen(text)) && strpbrk(text, "\t\r\n") == NULL;
}

static enum rc
part_filename(struct multi *multi, const char *disposition, struct part *part)
{
	struct arena *arena = multi->fields->request->arena;
	bool twice = false;
	const char *extended;

	part->filename = http_param(arena, disposition, "filename", &twice);
	extended = http_param(arena, disposition, "filename*", &twice);
	if (twice)
		return multi_fail(multi);
	if (extended != NULL) {
		part->filename = filename_extended(arena, extended);
		if (part->filename == NULL)
			return multi_fail(multi);
	}
	return part->filename == NULL || text_plain(part->filename) ? RC_OK : multi_fail(multi);
}

/* What the headers say about the part that begins. */
static enum rc
part_begin(struct multi *multi, const char *headers, struct part *part)
{
	struct arena *arena = multi->fields->request->arena;
	bool twice = false;
	const char *disposition = header_find(arena, headers, "Content-Disposition", &twice);
	const char *type = header_find(arena, headers, "Content-Type", &twice);
	const char *encoding = header_find(arena, headers, "Content-Transfer-Encoding", &twice);

	memset(part, 0, sizeof(*part));
	if (twice || disposition == NULL || !headers_clean(headers))
		return multi_fail(multi);
	if (strncasecmp(disposition, "form-data", 9) != 0 || strchr("; \t", disposition[9]) == NULL)
		return multi_fail(multi);
	if (type != NULL && strncasecmp(type, "multipart/", 10) == 0)
		return multi_fail(multi);
	if (encoding != NULL && strcasecmp(encoding, "binary") != 0 && strcasecmp(encoding, "8bit") != 0 &&
	    strcasecmp(encoding, "7bit") != 0)
		return multi_fail(multi);
	part->name = http_param(arena, disposition, "name", &twice);
	if (twice || part->name == NULL)
		return multi_fail(multi);
	return part_filename(multi, disposition, part);
}

/* What the sink said no to. The code is handed on: the sink knows why. */
static enum rc
sink_result(struct multi *multi, enum rc rc)
{
	if (rc == RC_INVALID || rc == RC_REFUSED) {
		*multi->fields->status = 413;
		*multi->fields->problem = "http.file_refused";
	} else if (rc != RC_OK) {
		*multi->fields->status = rc == RC_DB ? 503 : 500;
		*multi->fields->problem = "http.file_failed";
	}
	return rc;
}

static enum rc
file_begin(struct multi *multi, struct part *part)
{
	if (multi->sink == NULL)
		return fields_fail(multi->fields, 415, "http.file_unwanted");
	part->begun = true;
	return sink_result(
	    multi, multi->sink->begin(multi->sink->self, part->name, part->filename, &part->file));
}

static enum rc
part_data(struct multi *multi, struct part *part, const char *data, size_t length)
{
	enum rc rc = RC_OK;

	if (length == 0)
		return RC_OK;
	if (part->filename != NULL) {
		if (!part->begun)
			rc = file_begin(multi, part);
		if (rc == RC_OK)
			rc = sink_result(
			    multi, multi->sink->data(multi->sink->self, part->file, data, length));
		return rc;
	}
	if (memchr(data, '\0', length) != NULL)
		return fields_fail(multi->fields, 400, "http.encoding");
	multi->field_bytes += length;
	if (multi->field_bytes > REQUEST_MAX_BODY)
		return fields_fail(multi->fields, 413, "http.body_size");
	if (part->value.length + length > REQUEST_MAX_VALUE)
		return fields_fail(multi->fields, 413, "http.value_size");
	buf_add(&part->value, data, length);
	return RC_OK;
}

/* The part's bytes, up to the next delimiter, which is used up. */
static enum rc
part_body(struct multi *multi, struct part *part)
{
	for (;;) {
		char *from = multi->window + multi->start;
		size_t length = multi->end - multi->start;
		char *end = memmem(from, length, multi->delimiter, multi->delimiter_length);
		enum rc rc;

		if (end != NULL) {
			rc = part_data(multi, part, from, (size_t)(end - from));
			multi->start += (size_t)(end - from) + multi->delimiter_length;
			return rc;
		}
		/* all but what may be the beginning of a delimiter */
		if (length >= multi->delimiter_length) {
			length -= multi->delimiter_length - 1;
			rc = part_data(multi, part, from, length);
			if (rc != RC_OK)
				return rc;
			multi->start += length;
		}
		if (!multi_fill(multi))
			return fields_fail(multi->fields, 400, "http.body_short");
	}
}

static enum rc
part_end(struct multi *multi, struct part *part)
{
	if (part->filename == NULL)
		return fields_add(
		    multi->fields, part->name, strlen(part->name), part->value.data, part->value.length);
	return part->begun ? sink_result(multi, multi->sink->end(multi->sink->self, part->file)) : RC_OK;
}

static enum rc
multi_part(struct multi *multi)
{
	struct part part;
	const char *headers = part_headers(multi);
	enum rc rc;

	if (headers == NULL)
		return RC_INVALID;
	rc = part_begin(multi, headers, &part);
	if (rc != RC_OK)
		return rc;
	if (part.filename == NULL) {
		buf_init(&part.value, multi->fields->request->arena, 256);
	} else {
		rc = fields_name(multi->fields, part.name, strlen(part.name));
		/* an input left empty comes as a nameless file without bytes: that is no file */
		if (rc == RC_OK && part.filename[0] != '\0')
			rc = file_begin(multi, &part);
	}
	if (rc == RC_OK)
		rc = part_body(multi, &part);
	if (rc == RC_OK)
		rc = part_end(multi, &part);
	return rc;
}

enum rc
multipart_parse(struct fields *fields, const char *boundary, const struct upload_sink *sink)
{
	struct multi multi = { .fields = fields, .sink = sink, .left = fields->request->content_length };
	size_t length = strlen(boundary);
	bool last = false;
	enum rc rc;

	if (sink == NULL && multi.left > 2 * REQUEST_MAX_BODY)
		return fields_fail(fields, 413, "http.body_size");
	memcpy(multi.delimiter, "\r\n--", 4);
	memcpy(multi.delimiter + 4, boundary, length);
	multi.delimiter_length = length + 4;
	multi.window = arena_alloc(fields->request->arena, WINDOW);
	/* the first delimiter has no line before it */
	if (!multi_need(&multi, length + 2) || memcmp(multi.window, multi.delimiter + 2, length + 2) != 0)
		return multi_fail(&multi);
	multi.start = length + 2;
	rc = multi_after(&multi, &last);
	while (rc == RC_OK && !last) {
		rc = multi_part(&multi);
		if (rc == RC_OK)
			rc = multi_after(&multi, &last);
	}
	return rc;
}
