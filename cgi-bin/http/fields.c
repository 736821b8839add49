/* SPDX-License-Identifier: MIT */
/* Fields of a request gathered: counted, checked, doubles refused.
 * Not a reader of any encoding: those are urlencoded.c, multipart.c, cookies.c. */
#include "http/fields.h"
#include "base/utf8.h"
#include <string.h>

enum rc
fields_fail(struct fields *fields, int status, const char *problem)
{
	*fields->status = status;
	*fields->problem = problem;
	return RC_INVALID;
}

static uint32_t
name_hash(const char *name)
{
	uint32_t hash = 2166136261U;

	for (; *name != '\0'; name++)
		hash = (hash ^ (unsigned char)*name) * 16777619U;
	return hash;
}

/* Put into the hash table; false if it is there. Collisions made on purpose cost at most REQUEST_MAX_FIELDS steps each. */
static bool
names_insert(const char **names, const char *name)
{
	size_t slot = name_hash(name) % FIELDS_SLOTS;

	for (; names[slot] != NULL; slot = (slot + 1) % FIELDS_SLOTS) {
		if (strcmp(names[slot], name) == 0)
			return false;
	}
	names[slot] = name;
	return true;
}

/* Note a name that may not come again; false if it came before. */
static bool
names_note(struct fields *fields, const char *name)
{
	size_t i;

	if (fields->names != NULL)
		return names_insert(fields->names, name);
	for (i = 0; i < fields->few_count; i++) {
		if (strcmp(fields->few[i], name) == 0)
			return false;
	}
	if (fields->few_count < sizeof(fields->few) / sizeof(fields->few[0])) {
		fields->few[fields->few_count++] = name;
		return true;
	}
	fields->names = arena_array(fields->request->arena, FIELDS_SLOTS, sizeof(*fields->names));
	for (i = 0; i < fields->few_count; i++)
		names_insert(fields->names, fields->few[i]);
	return names_insert(fields->names, name);
}

/* "digit[]" and "digit." may come again. */
static bool
name_repeats(const char *name, size_t length)
{
	return (length > 2 && memcmp(name + length - 2, "[]", 2) == 0) || name[length - 1] == '.';
}

void
fields_begin(struct fields *fields, struct request *request, int *status, const char **problem)
{
	size_t i;

	memset(fields, 0, sizeof(*fields));
	fields->request = request;
	fields->status = status;
	fields->problem = problem;
	fields->room = fields->count = request->param_count;
	for (i = 0; i < request->param_count; i++) {
		const char *name = request->params[i].name;

		if (!name_repeats(name, strlen(name)))
			names_note(fields, name);
	}
}

enum rc
fields_name(struct fields *fields, const char *name, size_t length)
{
	size_t i;

	if (++fields->count > REQUEST_MAX_FIELDS)
		return fields_fail(fields, 413, "http.too_many");
	if (length == 0 || length > REQUEST_MAX_NAME || !utf8_valid(name, length))
		return fields_fail(fields, 400, "http.name");
	for (i = 0; i < length; i++) {
		if ((unsigned char)name[i] < ' ')
			return fields_fail(fields, 400, "http.name");
	}
	if (!name_repeats(name, length) && !names_note(fields, name))
		return fields_fail(fields, 400, "http.duplicate");
	return RC_OK;
}

enum rc
fields_add(
    struct fields *fields, const char *name, size_t name_length, const char *value, size_t value_length)
{
	struct request *request = fields->request;
	enum rc rc = fields_name(fields, name, name_length);

	if (rc != RC_OK)
		return rc;
	if (value_length > REQUEST_MAX_VALUE)
		return fields_fail(fields, 413, "http.value_size");
	if (!utf8_valid(value, value_length))
		return fields_fail(fields, 400, "http.encoding");
	if (request->param_count == fields->room) {
		struct param *more;

		fields->room = fields->room < 8 ? 16 : fields->room * 2;
		more = arena_array(request->arena, fields->room, sizeof(*more));
		if (request->param_count != 0)
			memcpy(more, request->params, request->param_count * sizeof(*more));
		request->params = more;
	}
	request->params[request->param_count++] = (struct param){ name, value, fields->from_body };
	return RC_OK;
}
