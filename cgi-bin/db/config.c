/* SPDX-License-Identifier: MIT */
/* The configuration file: names and values, read once at start. Not policy: figures of the business are data. */
#include "db/config.h"
#include "base/clock.h"
#include <errno.h>
#include <limits.h>

#define CONFIG_MOST (1 << 20) /* bytes of a file */
#define NAME_MOST 512

struct pair {
	char *name;
	char *value;
};
struct config {
	struct pair *pairs;
	size_t count, room;
};

static struct config *own;

static void *
grown(void *old, size_t size)
{
	void *made = realloc(old, size);

	if (!made)
		abort();
	return made;
}

static void
pair_add(struct config *config, const char *name, const char *value, size_t length)
{
	if (config->count == config->room) {
		config->room = config->room ? config->room * 2 : 32;
		config->pairs = grown(config->pairs, config->room * sizeof(*config->pairs));
	}
	config->pairs[config->count].name = strdup(name);
	config->pairs[config->count].value = strndup(value, length);
	if (!config->pairs[config->count].name || !config->pairs[config->count].value)
		abort();
	config->count++;
}

static const char *
problem(int line, const char *what)
{
	static char text[160];

	snprintf(text, sizeof(text), "line %d: %s", line, what);
	return text;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* The block a line stands in, "Database.worker."; `depth` remembers where each enclosing one ended. */
struct place {
	char prefix[NAME_MOST];
	size_t length;
	size_t depth[16];
	unsigned depths;
};

/* Names: letters, digits, _ - and bytes of UTF-8 (import maps translate words of others), parted by single dots. */
static size_t
name_length(const char *text, const char *end)
{
	const char *p = text;

	while (p < end && !is_blank(*p) && *p != '=' && *p != '{' && *p != '}' && *p != ':' && *p != '#')
		p++;
	if (p == text || *text == '.' || p[-1] == '.' || memmem(text, (size_t)(p - text), "..", 2))
		return 0;
	return (size_t)(p - text);
}

static const char *
block_open(struct place *place, const char *name, size_t length)
{
	if (place->depths == sizeof(place->depth) / sizeof(place->depth[0]))
		return "blocks nested too deep";
	if (place->length + length + 2 > sizeof(place->prefix))
		return "name too long";
	place->depth[place->depths++] = place->length;
	memcpy(place->prefix + place->length, name, length);
	place->length += length;
	place->prefix[place->length++] = '.';
	place->prefix[place->length] = '\0';
	return NULL;
}

/* One line without its blanks at both ends; returns what is wrong with it. */
static const char *
line_read(struct config *config, struct place *place, const char *line, const char *end)
{
	char name[NAME_MOST * 2];
	const char *rest;
	size_t length;

	if (line == end || *line == '#')
		return NULL;
	if (*line == '}') {
		if (end - line > 1 || place->depths == 0)
			return "unexpected }";
		place->length = place->depth[--place->depths];
		place->prefix[place->length] = '\0';
		return NULL;
	}
	length = name_length(line, end);
	if (length == 0 || length >= NAME_MOST)
		return "a name was expected";
	for (rest = line + length; rest < end && is_blank(*rest); rest++)
		;
	if (end - rest == 1 && *rest == '{')
		return block_open(place, line, length);
	if (rest == end || *rest != '=')
		return "expected: name = value, or name {";
	for (rest++; rest < end && is_blank(*rest); rest++)
		;
	snprintf(name, sizeof(name), "%s%.*s", place->prefix, (int)length, line);
	pair_add(config, name, rest, (size_t)(end - rest));
	return NULL;
}

enum rc
config_parse(const char *text, struct config **out, const char **error)
{
	struct config *config = grown(NULL, sizeof(*config));
	struct place place = { .length = 0 };
	const char *line = text, *end, *next, *wrong = NULL;
	int number = 0;

	*config = (struct config){ NULL, 0, 0 };
	if (strncmp(line, "\xEF\xBB\xBF", 3) == 0)
		line += 3;
	for (; *line && !wrong; line = next) {
		end = strchr(line, '\n');
		next = end ? end + 1 : line + strlen(line);
		end = end ? end : next;
		number++;
		while (line < end && is_blank(*line))
			line++;
		while (end > line && is_blank(end[-1]))
			end--;
		wrong = line_read(config, &place, line, end);
	}
	if (!wrong && place.depths > 0)
		wrong = "a block is not closed by }";
	if (wrong) {
		*error = problem(number, wrong);
		config_free(config);
		return RC_INVALID;
	}
	*out = config;
	return RC_OK;
}

enum rc
config_read(const char *path, struct config **config, const char **error)
{
	FILE *file = fopen(path, "re");
	char *text;
	size_t length;
	enum rc rc;

	if (!file) {
		*error = strerror(errno);
		return RC_NOT_FOUND;
	}
	text = grown(NULL, CONFIG_MOST + 1);
	length = fread(text, 1, CONFIG_MOST + 1, file);
	if (ferror(file) || length > CONFIG_MOST || memchr(text, '\0', length)) {
		*error = ferror(file)           ? "cannot be read"
			 : length > CONFIG_MOST ? "larger than 1 MB"
						: "not a text";
		rc = RC_INVALID;
	} else {
		text[length] = '\0';
		rc = config_parse(text, config, error);
	}
	free(text);
	fclose(file);
	return rc;
}

void
config_free(struct config *config)
{
	size_t i;

	if (!config)
		return;
	for (i = 0; i < config->count; i++) {
		free(config->pairs[i].name);
		free(config->pairs[i].value);
	}
	free(config->pairs);
	free(config);
}

/* The last line of a name wins, as in HDF. */
const char *
config_text(const struct config *config, const char *name, const char *otherwise)
{
	size_t i;

	for (i = config->count; i > 0; i--)
		if (strcmp(config->pairs[i - 1].name, name) == 0)
			return config->pairs[i - 1].value;
	return otherwise;
}

int64_t
config_number(const struct config *config, const char *name, int64_t otherwise)
{
	const char *text = config_text(config, name, NULL);
	char *end;
	long long number;

	if (!text || !*text)
		return otherwise;
	errno = 0;
	number = strtoll(text, &end, 10);
	return errno || *end ? otherwise : number;
}

void
config_pairs(const struct config *config, const char *prefix,
    void (*each)(void *self, const char *name, const char *value), void *self)
{
	size_t length = strlen(prefix), i;

	for (i = 0; i < config->count; i++) {
		const char *name = config->pairs[i].name;

		if (length == 0)
			each(self, name, config->pairs[i].value);
		else if (strncmp(name, prefix, length) == 0 && name[length] == '.')
			each(self, name + length + 1, config->pairs[i].value);
	}
}

static const char *
database_text(const struct config *config, const char *who, const char *what)
{
	char name[64];

	snprintf(name, sizeof(name), "Database.%s.%s", who, what);
	return config_text(config, name, "");
}

struct db_config
config_database(const struct config *config, const char *who)
{
	char name[64];
	int64_t seconds;

	/* Jobs and the command line run statements that take their time. */
	snprintf(name, sizeof(name), "Database.%s.Timeout", who);
	seconds = config_number(config, name, strcmp(who, "worker") == 0 ? 0 : 600);
	return (struct db_config){
		.socket = config_text(config, "Database.Socket", "/run/mysqld/mysqld.sock"),
		.name = config_text(config, "Database.Name", "houtai"),
		.user = database_text(config, who, "User"),
		.password = database_text(config, who, "Password"),
		.read_seconds = seconds < 0 || seconds > 86400 ? 0 : (unsigned)seconds,
	};
}

static _Noreturn void
give_up(const char *path, const char *why)
{
	fprintf(stderr, "houtai: configuration %s: %s\n", path, why);
	exit(1);
}

static const char *
config_path(int argc, char **argv)
{
	const char *path;
	int i;

	for (i = 1; i < argc; i++) {
		if (strncmp(argv[i], "--config=", 9) == 0)
			return argv[i] + 9;
		if (strcmp(argv[i], "--config") == 0 && i + 1 < argc)
			return argv[i + 1];
	}
	path = getenv("HOUTAI_CONFIG");
	return path && *path ? path : "/etc/houtai/houtai.hdf";
}

const struct config *
config_start(int argc, char **argv)
{
	const char *path = config_path(argc, argv), *error = "";
	struct config *config = NULL;
	int64_t offset;

	if (config_read(path, &config, &error) != RC_OK)
		give_up(path, error);
	if (clock_zone(config_text(config, "Clock.Zone", "Asia/Shanghai")) != RC_OK)
		give_up(path, "Clock.Zone is not the name of a time zone");
	offset = config_number(config, "Clock.Offset", 0);
	if (offset != 0 && config_number(config, "Demo", 0) != 1)
		give_up(path, "Clock.Offset is for demo and tests only: it needs Demo = 1");
	clock_offset(offset);
	config_free(own);
	own = config;
	return own;
}

const struct config *
config_get(void)
{
	return own;
}
