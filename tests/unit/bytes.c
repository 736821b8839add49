/* SPDX-License-Identifier: MIT */
/* Requests made of texts, for tests of the parsers.
 * Not a test itself. */
#include "bytes.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *
bytes_param(void *self, const char *name)
{
	struct bytes *bytes = self;

	if (strcmp(name, "REQUEST_METHOD") == 0)
		return bytes->method != NULL ? bytes->method : "GET";
	if (strcmp(name, "REQUEST_URI") == 0)
		return bytes->uri;
	if (strcmp(name, "QUERY_STRING") == 0)
		return bytes->query;
	if (strcmp(name, "HTTP_COOKIE") == 0)
		return bytes->cookie;
	if (strcmp(name, "CONTENT_TYPE") == 0)
		return bytes->type;
	if (strcmp(name, "REMOTE_ADDR") == 0)
		return bytes->address;
	if (strcmp(name, "HTTPS") == 0)
		return bytes->https;
	if (strcmp(name, "CONTENT_LENGTH") == 0) {
		if (bytes->length != NULL || bytes->body == NULL)
			return bytes->length;
		snprintf(bytes->number, sizeof(bytes->number), "%zu", bytes->body_length);
		return bytes->number;
	}
	return NULL;
}

static long
bytes_read(void *self, void *data, size_t room)
{
	struct bytes *bytes = self;
	size_t left = bytes->body_length - bytes->given;

	if (bytes->breaks != 0 && bytes->given >= bytes->breaks)
		return -1;
	if (room > left)
		room = left;
	if (bytes->chunk != 0 && room > bytes->chunk)
		room = bytes->chunk;
	memcpy(data, bytes->body + bytes->given, room);
	bytes->given += room;
	return (long)room;
}

struct source
bytes_source(struct bytes *bytes)
{
	if (bytes->body != NULL && bytes->body_length == 0)
		bytes->body_length = strlen(bytes->body);
	bytes->given = 0;
	return (struct source){ bytes, bytes_param, bytes_read };
}

char *
data_read(const char *name, size_t *length)
{
	const char *folder = getenv("HOUTAI_DATA");
	char path[4096];
	char *data = NULL;
	long size;
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder != NULL ? folder : "../shared/data", name);
	file = fopen(path, "rb");
	if (file == NULL) {
		printf("skip: %s missing\n", path);
		return NULL;
	}
	if (fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) >= 0 && fseek(file, 0, SEEK_SET) == 0) {
		data = malloc((size_t)size + 1);
		if (data != NULL) {
			*length = fread(data, 1, (size_t)size, file);
			data[*length] = '\0';
		}
	}
	fclose(file);
	return data;
}
