/* SPDX-License-Identifier: MIT */
/* A template's text before ClearSilver parses it: without comments and layout, with the words of a language in place, and of the shared
 * libraries only the macros that the page calls. Parsing all of them for each page was most of what a worker's start cost. */
#include "web/lang.h"
#include "web/view_node.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MACRO_MOST 192u

/* Macros by their place in macros[]. */
struct calls {
	uint64_t bits[MACRO_MOST / 64];
};

static struct library {
	const char *name;
	char *text;         /* without comments */
	struct calls calls; /* outside of its macros */
} libraries[] = { { .name = "lib/ui.cs" }, { .name = "lib/list.cs" }, { .name = "layout.cs" },
	{ .name = "members/record.cs" } };

#define LIBRARIES (sizeof(libraries) / sizeof(libraries[0]))

static struct macro {
	const char *name;
	size_t length;
	const char *from, *to; /* in its library's text, tags of def and /def included */
	struct calls calls;
} macros[MACRO_MOST];
static unsigned macro_count;
static const char *folder;
static const char name_signs[] = "abcdefghijklmnopqrstuvwxyz0123456789_";

static void
calls_add(struct calls *to, const struct calls *more)
{
	for (size_t i = 0; i < sizeof(to->bits) / sizeof(to->bits[0]); i++)
		to->bits[i] |= more->bits[i];
}

static bool
calls_has(const struct calls *calls, unsigned macro)
{
	return (calls->bits[macro / 64] >> macro % 64 & 1) != 0;
}

/* Marks the macros that from … to calls. */
static void
calls_find(struct calls *calls, const char *from, const char *to)
{
	static const char call[] = "call:";

	while ((from = strstr(from, call)) && from < to) {
		from += sizeof(call) - 1;
		for (unsigned i = 0; i < macro_count; i++)
			if (strncmp(from, macros[i].name, macros[i].length) == 0 &&
			    from[macros[i].length] == '(')
				calls->bits[i / 64] |= (uint64_t)1 << i % 64;
	}
}

/* Whatever a marked macro calls is marked as well. */
static void
calls_close(struct calls *calls)
{
	struct calls before;

	do {
		before = *calls;
		for (unsigned i = 0; i < macro_count; i++)
			if (calls_has(&before, i))
				calls_add(calls, &macros[i].calls);
	} while (memcmp(&before, calls, sizeof(before)) != 0);
}

/* White space with a line break is layout, not content: its length, 0 if something else stands at `at`. */
static size_t
layout_length(const char *at)
{
	size_t length = strspn(at, " \t\n");

	return memchr(at, '\n', length) ? length : 0;
}

/* The file's text without its comments and its layout, which is nothing beside a tag and elsewhere one space (tests/lint/layout.js);
 * the caller frees it. */
static NEOERR *
text_read(const char *name, char **text)
{
	static const char comment[] = "<?cs #";
	char path[PATH_MAX + 256], *write;
	NEOERR *err;

	(void)snprintf(path, sizeof(path), *name == '/' ? "%.0s%s" : "%s/%s", folder, name);
	err = ne_load_file(path, text);
	if (err != STATUS_OK)
		return nerr_pass(err);
	write = *text;
	for (const char *at = *text; *at;) {
		const char *end = strncmp(at, comment, sizeof(comment) - 1) == 0 ? strstr(at, "?>") : NULL;
		size_t layout = layout_length(at);

		if (end)
			at = end + 2;
		else if (layout == 0)
			*write++ = *at++;
		else {
			at += layout;
			if (write > *text && write[-1] != '>' && *at != '<' && *at)
				*write++ = ' ';
		}
	}
	*write = '\0';
	return STATUS_OK;
}

/* The next macro of a library at or after `at`: its begin, where the tag opens; NULL: no more. */
static const char *
macro_next(const char *at, struct macro *macro)
{
	static const char tag[] = "<?cs", def[] = "def:", end[] = "<?cs /def ?>";

	for (; (at = strstr(at, tag)); at++) {
		const char *inside = at + sizeof(tag) - 1;

		inside += strspn(inside, " \t\n");
		if (strncmp(inside, def, sizeof(def) - 1) != 0)
			continue;
		*macro = (struct macro){ .from = at };
		macro->name = inside + sizeof(def) - 1;
		macro->length = strspn(macro->name, name_signs);
		macro->to = strstr(macro->name, end);
		if (!macro->to)
			return NULL;
		macro->to += sizeof(end) - 1;
		return at;
	}
	return NULL;
}

NEOERR *
text_start(const char *templates)
{
	folder = templates;
	for (size_t i = 0; i < LIBRARIES; i++) {
		NEOERR *err = text_read(libraries[i].name, &libraries[i].text);
		struct macro macro;

		if (err != STATUS_OK)
			return nerr_pass(err);
		for (const char *at = libraries[i].text; macro_next(at, &macro); at = macro.to) {
			if (macro_count == MACRO_MOST)
				return nerr_raise(NERR_OUTOFRANGE, "more than %u shared macros", MACRO_MOST);
			macros[macro_count++] = macro;
		}
	}
	for (unsigned i = 0; i < macro_count; i++)
		calls_find(&macros[i].calls, macros[i].from, macros[i].to);
	for (size_t i = 0; i < LIBRARIES; i++) {
		const char *at = libraries[i].text;
		struct macro macro;

		for (; macro_next(at, &macro); at = macro.to)
			calls_find(&libraries[i].calls, at, macro.from);
		calls_find(&libraries[i].calls, at, at + strlen(at));
	}
	return STATUS_OK;
}

static const struct library *
library_find(const char *name)
{
	for (size_t i = 0; i < LIBRARIES; i++)
		if (strcmp(libraries[i].name, name) == 0)
			return &libraries[i];
	return NULL;
}

/* Marks what the text calls, and what the files call that it includes. */
static NEOERR *
text_calls(const char *text, struct calls *calls)
{
	static const char include[] = "include!";

	calls_find(calls, text, text + strlen(text));
	while ((text = strstr(text, include))) {
		const struct library *library;
		char name[256], *more = NULL;
		size_t length;
		NEOERR *err;

		text += sizeof(include) - 1;
		text += strspn(text, " \"");
		length = strcspn(text, "\"");
		(void)snprintf(name, sizeof(name), "%.*s", (int)length, text);
		library = library_find(name);
		if (library) {
			calls_add(calls, &library->calls);
			continue;
		}
		err = text_read(name, &more);
		if (err == STATUS_OK)
			err = text_calls(more, calls);
		free(more);
		if (err != STATUS_OK)
			return nerr_pass(err);
	}
	return STATUS_OK;
}

static void
html_add(struct buf *out, const char *text)
{
	for (; *text; text++)
		switch (*text) {
		case '&':
			buf_text(out, "&amp;");
			break;
		case '<':
			buf_text(out, "&lt;");
			break;
		case '>':
			buf_text(out, "&gt;");
			break;
		case '"':
			buf_text(out, "&quot;");
			break;
		case '\'':
			buf_text(out, "&#39;");
			break;
		default:
			buf_char(out, *text);
		}
}

/* One `<?cs var:Lang.some.key ?>` at the start of `text`: its text, escaped as ClearSilver would, goes to `out`; returns its
 * length, 0 if something else stands there or the key is unknown. */
static size_t
lang_literal(enum lang which, const char *text, struct buf *out)
{
	static const char before[] = "<?cs var:Lang.", after[] = " ?>";
	static const char signs[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.";
	char key[128];
	const char *value;
	size_t length;

	if (strncmp(text, before, sizeof(before) - 1) != 0)
		return 0;
	text += sizeof(before) - 1;
	length = strspn(text, signs);
	if (length >= sizeof(key) || strncmp(text + length, after, sizeof(after) - 1) != 0)
		return 0;
	memcpy(key, text, length);
	key[length] = '\0';
	value = lang_of(which, key);
	if (value == key)
		return 0;
	html_add(out, value);
	return sizeof(before) - 1 + length + sizeof(after) - 1;
}

static void
words_add(struct buf *out, enum lang which, const char *from, const char *to)
{
	while (from < to) {
		size_t length = *from == '<' ? lang_literal(which, from, out) : 0;

		if (!length)
			buf_char(out, *from++);
		from += length;
	}
}

static void
library_add(struct buf *out, enum lang which, const struct library *library, const struct calls *calls)
{
	const char *at = library->text;
	struct macro macro;

	for (; macro_next(at, &macro); at = macro.to) {
		unsigned i = 0;

		while (macros[i].from != macro.from)
			i++;
		words_add(out, which, at, calls_has(calls, i) ? macro.to : macro.from);
	}
	words_add(out, which, at, at + strlen(at));
}

NEOERR *
text_load(enum lang which, const char *page, const char *name, char **text)
{
	static struct calls
	    wanted; /* of the page that was asked for last; its own text comes first, its libraries next */
	const struct library *library = library_find(name);
	struct arena *arena;
	struct buf out;
	char *raw = NULL;
	NEOERR *err = library ? STATUS_OK : text_read(name, &raw);

	if (err == STATUS_OK && !library && strcmp(name, page) == 0) {
		wanted = (struct calls){ { 0 } };
		err = text_calls(raw, &wanted);
		calls_close(&wanted);
	}
	if (err != STATUS_OK) {
		free(raw);
		return nerr_pass(err);
	}
	arena = arena_new(131072);
	buf_init(&out, arena, 16384);
	if (library)
		library_add(&out, which, library, &wanted);
	else
		words_add(&out, which, raw, raw + strlen(raw));
	free(raw);
	*text = strdup(out.data);
	arena_free(arena);
	return *text ? STATUS_OK : nerr_raise(NERR_NOMEM, "%s", name);
}
