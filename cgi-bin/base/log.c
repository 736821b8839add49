/* SPDX-License-Identifier: MIT */
/* The log: one JSON object per line on standard error, written whole so that lines of several processes never mix.
 * Not a place for secrets or bodies; no allocation happens here, so it works when memory is short. */
#include "base/log.h"
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LINE_MOST 4096  /* PIPE_BUF: up to here a write to a pipe is not split */
#define LINE_TAIL 8     /* kept for the closing `…"}` and the line end */
#define VALUE_MOST 1000 /* bytes read of one value */

struct line {
	char text[LINE_MOST];
	size_t length;
	bool full;
};

static char log_id[65];

void
log_request(const char *request_id)
{
	size_t length = request_id != NULL ? strnlen(request_id, sizeof(log_id) - 1) : 0;

	if (length != 0)
		memcpy(log_id, request_id, length);
	log_id[length] = '\0';
}

/* All of `piece` or nothing; after the first that does not fit nothing more is taken. */
static void
line_add(struct line *line, const char *piece, size_t length)
{
	if (line->full || line->length + length > LINE_MOST - LINE_TAIL) {
		line->full = true;
		return;
	}
	memcpy(line->text + line->length, piece, length);
	line->length += length;
}

/* Bytes of the well-formed UTF-8 sequence at `p`, 0 if there is none. */
static size_t
line_sequence(const unsigned char *p, size_t left)
{
	size_t length, i;
	uint32_t code;

	if (p[0] < 0x80)
		return 1;
	length = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
	if (p[0] < 0xc2 || p[0] > 0xf4 || length > left)
		return 0;
	code = p[0] & (0xffU >> (length + 1));
	for (i = 1; i < length; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (p[i] & 0x3fU);
	}
	if ((length == 3 && (code < 0x800 || (code >= 0xd800 && code <= 0xdfff))) ||
	    (length == 4 && (code < 0x10000 || code > 0x10ffff)))
		return 0;
	/* separators and control characters that some viewers break lines at, or that turn the reading direction */
	if (code < 0xa0 || (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069))
		return 0;
	return length;
}

static void
line_string(struct line *line, const char *text)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t left = strnlen(text, VALUE_MOST), length;
	char escape[8];

	line_add(line, "\"", 1);
	while (left != 0) {
		length = line_sequence(p, left);
		if (length == 0) {
			line_add(line, "\\ufffd", 6);
			length = 1;
		} else if (*p == '"' || *p == '\\') {
			escape[0] = '\\';
			escape[1] = (char)*p;
			line_add(line, escape, 2);
		} else if (*p < 0x20 || *p == 0x7f) {
			snprintf(escape, sizeof(escape), "\\u%04x", *p);
			line_add(line, escape, 6);
		} else {
			line_add(line, (const char *)p, length);
		}
		p += length;
		left -= length;
	}
	if (!line->full)
		line->text[line->length++] = '"'; /* LINE_TAIL has room for it */
}

/* Both or neither: a line that is full ends after its last whole pair. */
static void
line_pair(struct line *line, const char *key, const char *value)
{
	size_t before = line->length;

	line_add(line, before == 1 ? "" : ",", before == 1 ? 0 : 1);
	line_string(line, key);
	line_add(line, ":", 1);
	line_string(line, value);
	if (line->full)
		line->length = before;
}

/* A second has many lines: only their thousandths are written anew. */
static void
line_time(struct line *line)
{
	static time_t second = -1;
	static char text[64];
	static size_t length; /* up to the point */
	struct timespec now;
	struct tm tm;

	clock_gettime(CLOCK_REALTIME, &now);
	if (now.tv_sec != second) {
		gmtime_r(&now.tv_sec, &tm);
		length = strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &tm);
		second = now.tv_sec;
	}
	snprintf(text + length, sizeof(text) - length, ".%03dZ", (int)(now.tv_nsec / 1000000));
	line_pair(line, "time", text);
}

static void
bytes_write(const char *bytes, size_t length)
{
	while (length != 0) {
		ssize_t done = write(STDERR_FILENO, bytes, length);

		if (done <= 0)
			return; /* nowhere to say so */
		bytes += done;
		length -= (size_t)done;
	}
}

/* At most what a pipe takes in one piece, so that lines of several processes do not mix. */
static struct {
	char text[LINE_MOST];
	size_t length;
	bool on;
} kept;

void
log_keep(void)
{
	kept.on = true;
}

void
log_flush(void)
{
	bytes_write(kept.text, kept.length);
	kept.length = 0;
}

static void
line_write(enum log_level level, const struct line *line)
{
	if (kept.length + line->length > sizeof(kept.text) || level != LOG_INFO)
		log_flush();
	if (!kept.on || level != LOG_INFO || line->length > sizeof(kept.text)) {
		bytes_write(line->text, line->length);
		return;
	}
	memcpy(kept.text + kept.length, line->text, line->length);
	kept.length += line->length;
}

void
log_line(enum log_level level, const char *event, ...)
{
	static const char *const levels[] = { "info", "warn", "error" };
	struct line line;
	const char *key, *value;
	va_list args;

	line.text[0] = '{';
	line.length = 1;
	line.full = false;
	line_time(&line);
	line_pair(&line, "level", levels[level]);
	line_pair(&line, "event", event);
	if (log_id[0] != '\0')
		line_pair(&line, "request", log_id);
	va_start(args, event);
	while ((key = va_arg(args, const char *)) != NULL) {
		value = va_arg(args, const char *);
		line_pair(&line, key, value != NULL ? value : "");
	}
	va_end(args);
	memcpy(line.text + line.length, "}\n", 2);
	line.length += 2;
	line_write(level, &line);
}

const char *
log_count(long long number)
{
	static char texts[4][24];
	static unsigned turn;
	char *text = texts[turn++ % 4];

	snprintf(text, sizeof(texts[0]), "%lld", number);
	return text;
}
