/* SPDX-License-Identifier: MIT */
/* Evidence that comes with a form (RULE CMP-1): what is taken, and what is kept while the form goes back and forth.
 * Not the storing: files/; nothing of it is ever deleted (RULE SEC-4). */
#include "complaints/pages_file.h"
#include "files/files.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

#define FILE_MOST (INT64_C(10) << 20) /* bytes */

/* What photos and papers are; the second name is the ending that says so. */
static const struct {
	const char *type, *endings[3];
} kinds[] = { { "image/png", { ".png", NULL, NULL } }, { "image/jpeg", { ".jpg", ".jpeg", NULL } },
	{ "image/gif", { ".gif", NULL, NULL } }, { "image/webp", { ".webp", NULL, NULL } },
	{ "application/pdf", { ".pdf", NULL, NULL } }, { "text/plain", { ".txt", ".log", NULL } } };
#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

static const char *
ending_of(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot != NULL ? dot : "";
}

/* A name may say nothing of the type, but it must not say another one than the bytes. */
static bool
name_tells(const struct file *file)
{
	const char *ending = ending_of(file->name);

	for (size_t i = 0; i < KINDS; i++)
		if (strcmp(kinds[i].type, file->type) == 0)
			for (size_t j = 0; j < 3 && kinds[i].endings[j] != NULL; j++)
				if (strcasecmp(kinds[i].endings[j], ending) == 0)
					return true;
	return false;
}

/* What is wrong with it, as a language key; NULL: nothing. */
static const char *
evidence_problem(const struct file *file)
{
	bool known = false;

	for (size_t i = 0; i < KINDS; i++)
		known |= strcmp(kinds[i].type, file->type) == 0;
	if (file->size > FILE_MOST)
		return "files.refused.large";
	if (!known)
		return "complaints.invalid.file";
	return name_tells(file) ? NULL : "complaints.invalid.file_lies";
}

enum rc
evidence_take(struct req *req, const char *field, int64_t *file_id)
{
	struct file file;
	const char *problem;
	enum rc rc;

	if (*file_id == 0)
		return RC_OK;
	rc = files_get(&req->ctx, *file_id, &file);
	if (rc != RC_OK)
		return rc;
	problem = evidence_problem(&file);
	if (problem == NULL)
		return RC_OK;
	*file_id = 0;
	return form_error(req, field, problem, file.size > FILE_MOST ? "10" : file.name, NULL);
}

/* Only the reader's own: files_may() lets nobody else see what no record uses yet. */
static const struct right *
nobody(const char *kind)
{
	(void)kind;
	return NULL;
}

size_t
evidence_kept(struct req *req, int64_t *files, size_t most)
{
	const char *values[COMPLAINT_FILES];
	size_t given = request_params(&req->http, "kept[]", values, COMPLAINT_FILES), count = 0;

	for (size_t i = 0; i < given && count < most; i++) {
		struct file file;
		int64_t id = strlen(values[i]) < 18 ? strtoll(values[i], NULL, 10) : 0;

		if (id > 0 && files_get(&req->ctx, id, &file) == RC_OK &&
		    strcmp(file.kind, FILE_UPLOAD) == 0 && files_may(&req->ctx, &file, nobody) == RC_OK)
			files[count++] = id;
	}
	return count;
}

size_t
evidence_came(struct req *req, const char *const *fields, size_t count, int64_t *files, size_t most)
{
	size_t made = evidence_kept(req, files, most);

	for (size_t i = 0; i < count && made < most; i++) {
		struct file file;
		int64_t id = upload_id(req, fields[i]);

		if (id != 0 && files_get(&req->ctx, id, &file) == RC_OK && evidence_problem(&file) == NULL)
			files[made++] = id;
	}
	return made;
}

void
evidence_show(struct req *req, const int64_t *files, size_t count)
{
	struct node *list = node_child(view_root(req), "Kept"), *row;

	for (size_t i = 0; i < count; i++) {
		struct file file;

		if (files_get(&req->ctx, files[i], &file) != RC_OK)
			continue;
		row = node_row(list);
		node_int(row, "id", file.id);
		node_static(row, "name", file.name);
	}
}
