/* SPDX-License-Identifier: MIT */
/* Texts in the reader's language, from tables read once per process.
 * Not the template side of it: web/view.c hands the same tables to ClearSilver. */
#include "web/lang.h"
#include "base/log.h"
#include "db/config.h"
#include <errno.h>
#include <link.h>
#include <stdarg.h>
#include <strings.h>

struct text {
	const char *key;
	const char *value;
	uint32_t hash;
};

/* Open addressing over `slots`, a power of two at least twice `count`; entries stay in file order. */
struct table {
	char *bytes;
	struct text *texts;
	size_t count;
	uint32_t *slots; /* index + 1, 0 is free */
	size_t mask;
};

static struct table tables[LANG_COUNT];
static const char *const tags[LANG_COUNT] = { "zh-CN", "en" };

static uint32_t
key_hash(const char *key)
{
	uint32_t hash = 2166136261u;

	for (; *key; key++)
		hash = (hash ^ (unsigned char)*key) * 16777619u;
	return hash;
}

static const struct text *
table_find(const struct table *table, const char *key)
{
	uint32_t hash = key_hash(key);

	if (!table->count)
		return NULL;
	for (size_t i = hash & table->mask; table->slots[i]; i = (i + 1) & table->mask) {
		const struct text *text = &table->texts[table->slots[i] - 1];

		if (text->hash == hash && !strcmp(text->key, key))
			return text;
	}
	return NULL;
}

static void
file_fail(const char *path, size_t line, const char *problem)
{
	fprintf(stderr, "houtai: %s:%zu: %s\n", path, line, problem);
	exit(1);
}

static char *
file_read(const char *path)
{
	FILE *file = fopen(path, "rb");
	size_t length = 0, room = 65536;
	char *bytes;

	if (!file)
		file_fail(path, 0, strerror(errno));
	bytes = malloc(room);
	for (;;) {
		size_t got = fread(bytes + length, 1, room - length - 1, file);

		if (!got)
			break;
		length += got;
		if (room - length < 4096)
			bytes = realloc(bytes, room *= 2);
	}
	if (ferror(file))
		file_fail(path, 0, "cannot be read");
	(void)fclose(file);
	bytes[length] = '\0';
	return bytes;
}

static char *
blank_skip(char *text)
{
	while (*text == ' ' || *text == '\t')
		text++;
	return text;
}

static void
blank_cut(char *from, char *end)
{
	while (end > from && (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\r'))
		end--;
	*end = '\0';
}

/* One line `key = text`; blank lines and comments give false. */
static bool
line_parse(const char *path, size_t number, char *line, struct text *text)
{
	char *equals;

	line = blank_skip(line);
	if (!*line || *line == '#' || *line == '\r')
		return false;
	equals = strchr(line, '=');
	if (!equals || equals == line)
		file_fail(path, number, "expected `key = text`");
	blank_cut(line, equals);
	text->key = line;
	line = blank_skip(equals + 1);
	blank_cut(line, line + strlen(line));
	text->value = line;
	text->hash = key_hash(text->key);
	return true;
}

static void
table_index(struct table *table)
{
	size_t slots = 64;

	while (slots < table->count * 2)
		slots *= 2;
	table->mask = slots - 1;
	table->slots = calloc(slots, sizeof(*table->slots));
	for (size_t t = 0; t < table->count; t++) {
		size_t i = table->texts[t].hash & table->mask;

		/* of a key written twice the first counts; `make lint` names it */
		while (table->slots[i] &&
		       strcmp(table->texts[table->slots[i] - 1].key, table->texts[t].key) != 0)
			i = (i + 1) & table->mask;
		if (!table->slots[i])
			table->slots[i] = (uint32_t)t + 1;
	}
}

static void
table_read(struct table *table, const char *path)
{
	size_t room = 512, number = 0;
	char *line, *next;

	table->bytes = file_read(path);
	table->texts = calloc(room, sizeof(*table->texts));
	for (line = table->bytes; line; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		number++;
		if (table->count == room)
			table->texts = realloc(table->texts, (room *= 2) * sizeof(*table->texts));
		if (line_parse(path, number, line, &table->texts[table->count]))
			table->count++;
	}
	table_index(table);
}

/* The read-only part of the program, where its literals lie. */
static struct {
	uintptr_t from, to;
} literals;

static int
literals_find(struct dl_phdr_info *info, size_t size, void *self)
{
	(void)size;
	(void)self;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &info->dlpi_phdr[i];
		uintptr_t from = info->dlpi_addr + part->p_vaddr, known = (uintptr_t)tags[LANG_ZH_CN];

		if (part->p_type == PT_LOAD && !(part->p_flags & PF_W) && known >= from &&
		    known < from + part->p_memsz) {
			literals.from = from;
			literals.to = from + part->p_memsz;
		}
	}
	return literals.to != 0; /* goes on with the next library until then */
}

void
lang_start(const char *templates)
{
	if (tables[0].count)
		return;
	dl_iterate_phdr(literals_find, NULL);
	for (int i = 0; i < LANG_COUNT; i++) {
		char path[4096];

		if (snprintf(path, sizeof(path), "%s/lang/%s.hdf", templates, tags[i]) >= (int)sizeof(path))
			file_fail(templates, 0, "path too long");
		table_read(&tables[i], path);
	}
}

void
lang_each(enum lang which, void (*each)(void *self, const char *key, const char *text), void *self)
{
	for (size_t i = 0; i < tables[which].count; i++)
		each(self, tables[which].texts[i].key, tables[which].texts[i].value);
}

const char *
lang_tag(enum lang which)
{
	return tags[which < LANG_COUNT ? which : LANG_ZH_CN];
}

enum lang
lang_find(const char *tag)
{
	return tag && !strncasecmp(tag, "en", 2) ? LANG_EN : LANG_ZH_CN;
}

/* Most keys are literals of the program: where one lies tells which it was last time. Of any other the place may hold another
 * text by now. */
static const struct text *
text_find(enum lang which, const char *key)
{
	static struct {
		const char *key;
		const struct text *text;
	} seen[LANG_COUNT][512];
	size_t slot = ((uintptr_t)key >> 2 ^ (uintptr_t)key >> 11) % 512;

	if (seen[which][slot].key != key ||
	    (((uintptr_t)key < literals.from || (uintptr_t)key >= literals.to) &&
		strcmp(seen[which][slot].text->key, key) != 0)) {
		const struct text *text = table_find(&tables[which], key);

		if (!text)
			return NULL;
		seen[which][slot].key = key;
		seen[which][slot].text = text;
	}
	return seen[which][slot].text;
}

const char *
lang_of(enum lang which, const char *key)
{
	const struct text *text;

	if (!tables[0].count)
		lang_start(config_text(config_get(), "Templates", "templates"));
	text = text_find(which < LANG_COUNT ? which : LANG_ZH_CN, key);
	return text ? text->value : key;
}

const char *
lang(const struct req *req, const char *key)
{
	return lang_of(req->session.lang, key);
}

const char *
lang_fill(struct arena *arena, enum lang which, const char *text, const char *const *args, size_t count)
{
	struct pieces pieces;
	const char *at = strchr(text, '{');

	if (!at)
		return text;
	pieces_init(&pieces, arena);
	for (; at; at = strchr(at, '{')) {
		size_t index = (size_t)(unsigned char)at[1] - '0';
		const char *arg = index < count && args[index] ? args[index] : "";

		if (index > 9 || at[2] != '}') {
			at++;
			continue;
		}
		if (arg[0] == '@')
			arg = lang_of(which, arg + 1);
		if (at > text)
			pieces_add(&pieces, text, (size_t)(at - text));
		pieces_add(&pieces, arg, strlen(arg));
		at = text = at + 3;
	}
	pieces_add(&pieces, text, strlen(text));
	return pieces_text(&pieces);
}

const char *
lang_why(const struct ctx *ctx, enum rc rc)
{
	if (ctx->reason.key == NULL)
		return rc_name(rc);
	return lang_fill(
	    ctx->arena, LANG_EN, lang_of(LANG_EN, ctx->reason.key), ctx->reason.arg, REASON_ARGS);
}

const char *
lang_text(struct req *req, const char *key, ...)
{
	const char *args[REASON_ARGS] = { NULL };
	size_t count = 0;
	va_list list;
	const char *arg;

	va_start(list, key);
	while ((arg = va_arg(list, const char *)) && count < REASON_ARGS)
		args[count++] = arg;
	va_end(list);
	return lang_fill(req->ctx.arena, req->session.lang, lang(req, key), args, count);
}

const char *
lang_reason(struct req *req, const struct reason *reason)
{
	if (!reason->key)
		return "";
	return lang_fill(req->ctx.arena, req->session.lang, lang(req, reason->key), reason->arg, REASON_ARGS);
}
