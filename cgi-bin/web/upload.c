/* SPDX-License-Identifier: MIT */
/* Uploaded files on their way from the request into files/.
 * Not their rules: types and sizes are checked by files/, what a file is for by the handler. */
#include "base/log.h"
#include "files/files.h"
#include "web/frame.h"

#define UPLOAD_MOST ((int64_t)1 << 30) /* bytes; nginx and the handler may ask for less */

/* One file being stored; its id becomes the value of its field. */
struct incoming {
	struct req *req;
	struct file_writer *writer;
	const char *field;
};

static enum rc
upload_begin(void *self, const char *field, const char *name, void **file)
{
	struct req *req = self;
	struct incoming *incoming = ARENA_NEW(req->ctx.arena, struct incoming);

	/* the form's keys stand before its files: nobody makes us store what no form of ours asked for */
	if (!csrf_check(req))
		return RC_FORBIDDEN;
	incoming->req = req;
	incoming->field = arena_strdup(req->ctx.arena, field);
	*file = incoming;
	return files_begin(&req->ctx, name, UPLOAD_MOST, NULL, &incoming->writer);
}

static enum rc
upload_data(void *self, void *file, const void *data, size_t length)
{
	struct incoming *incoming = file;

	(void)self;
	return files_add(incoming->writer, data, length);
}

static enum rc
upload_end(void *self, void *file)
{
	struct incoming *incoming = file;
	struct req *req = self;
	struct file stored;
	enum rc rc = files_end(incoming->writer, FILE_UPLOAD, 0, &stored);

	if (rc != RC_OK)
		return rc;
	if (req->upload_count < UPLOADS_MOST)
		req->uploads[req->upload_count++] = (struct upload){ incoming->field, stored.id };
	return RC_OK;
}

const struct upload_sink *
upload_sink(struct req *req)
{
	struct upload_sink *sink = ARENA_NEW(req->ctx.arena, struct upload_sink);

	*sink = (struct upload_sink){
		.self = req, .begin = upload_begin, .data = upload_data, .end = upload_end
	};
	return sink;
}

int64_t
upload_id(const struct req *req, const char *field)
{
	for (size_t i = 0; i < req->upload_count; i++)
		if (!strcmp(req->uploads[i].field, field))
			return req->uploads[i].file_id;
	return 0;
}
