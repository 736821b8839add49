/* SPDX-License-Identifier: MIT */
/* Uploaded files on their way from the request into files/: bytes are put down as they arrive, the file exists only after the
 * form has proved to be ours.
 * Not their rules: types and sizes are checked by files/, what a file is for by the handler. */
#include "files/files.h"
#include "web/frame.h"

#define UPLOAD_MOST (INT64_C(1) << 30) /* what nginx lets through on the routes that take most */

static enum rc
sink_begin(void *self, const char *field, const char *name, void **file)
{
	struct req *req = self;
	struct upload *upload;
	enum rc rc;

	if (req->upload_count == UPLOADS_MOST)
		return RC_INVALID;
	upload = &req->uploads[req->upload_count];
	rc = files_begin(&req->ctx, name, UPLOAD_MOST, NULL, &upload->writer);
	if (rc != RC_OK)
		return rc;
	upload->field = arena_strdup(req->ctx.arena, field);
	upload->file_id = 0;
	upload->refused = NULL;
	req->upload_count++;
	*file = upload;
	return RC_OK;
}

static enum rc
sink_data(void *self, void *file, const void *data, size_t length)
{
	struct upload *upload = file;

	(void)self;
	return files_add(upload->writer, data, length);
}

static enum rc
sink_end(void *self, void *file)
{
	(void)self;
	(void)file;
	return RC_OK;
}

const struct upload_sink *
upload_sink(struct req *req)
{
	struct upload_sink *sink = ARENA_NEW(req->ctx.arena, struct upload_sink);

	*sink = (struct upload_sink){ .self = req, .begin = sink_begin, .data = sink_data, .end = sink_end };
	return sink;
}

enum rc
upload_keep(struct req *req)
{
	for (size_t i = 0; i < req->upload_count; i++) {
		struct upload *upload = &req->uploads[i];
		struct file file;
		enum rc rc;

		/* a file field left empty comes as a file without name and bytes */
		if (files_written(upload->writer) == 0)
			continue;
		rc = files_end(upload->writer, FILE_UPLOAD, 0, &file);
		if (rc == RC_INVALID) { /* said at its field: the form is read and given back */
			upload->refused = lang_reason(req, &req->ctx.reason);
			req->ctx.reason.key = NULL;
			continue;
		}
		if (rc != RC_OK)
			return rc;
		upload->file_id = file.id;
	}
	return RC_OK;
}

const char *
upload_refused(const struct req *req, const char *field)
{
	for (size_t i = 0; i < req->upload_count; i++)
		if (!strcmp(req->uploads[i].field, field))
			return req->uploads[i].refused;
	return NULL;
}

int64_t
upload_id(const struct req *req, const char *field)
{
	for (size_t i = 0; i < req->upload_count; i++)
		if (!strcmp(req->uploads[i].field, field))
			return req->uploads[i].file_id;
	return 0;
}
