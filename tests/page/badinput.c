/* SPDX-License-Identifier: MIT */
/* Reads the collections of naughty strings. Not what is done with them: test_input.c, test_complaints_input.c. */
#include "page/badinput.h"
#include "base/utf8.h"

#include <glob.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *
text_read(const char *path, size_t *length)
{
	FILE *file = fopen(path, "rb");
	char *text;
	long size = 0;

	assert_non_null(file);
	if (fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0)
		fail_msg("%s", path);
	rewind(file);
	text = calloc(1, (size_t)size + 1);
	*length = fread(text, 1, (size_t)size, file);
	(void)fclose(file);
	return text;
}

static void
array_each(const char *text, size_t length, void (*each)(const char *text))
{
	json_t *list = json_loadb(text, length, 0, NULL), *one;
	size_t index;

	assert_true(json_array_size(list) > 400);
	json_array_foreach(list, index, one) each(json_string_value(one));
	json_decref(list);
}

static void
lines_each(char *text, size_t length, void (*each)(const char *text))
{
	char *next;

	for (char *line = text; line; line = next) {
		next = memchr(line, '\n', length - (size_t)(line - text));
		if (next)
			*next++ = '\0';
		if (*line)
			each(line);
	}
}

bool
badinput_each(const char *pattern, void (*each)(const char *text))
{
	const char *folder = getenv("HOUTAI_DATA"),
		   *path = text_format("%s/%s", folder ? folder : "../shared/data", pattern);
	glob_t found;

	if (glob(path, 0, NULL, &found) != 0) {
		printf("# skip: %s is not there\n", path);
		return false;
	}
	for (size_t i = 0; i < found.gl_pathc; i++) {
		size_t length;
		char *text = text_read(found.gl_pathv[i], &length);

		if (strstr(found.gl_pathv[i], ".json") != NULL)
			array_each(text, length, each);
		else
			lines_each(text, length, each);
		free(text);
	}
	globfree(&found);
	return true;
}

/* Short strings and such without special signs stand there by chance. */
void
badinput_echo(const struct page *page, const char *text, const char *plain, const char *where)
{
	if (!utf8_valid(page->body, page->length))
		fail_msg("%s: not UTF-8 after: %s", where, text);
	if (strlen(text) >= 6 && strpbrk(text, "<>\"'") && strstr(page->body, text) && !strstr(plain, text))
		fail_msg("%s: stands there unescaped: %s", where, text);
}
