/* SPDX-License-Identifier: MIT */
/* Download of a stored file, by whoever may see a record that uses it.
 * Not uploading: web/upload.c. */
#include "files/files.h"

#include "db/db.h"
#include "web/feature.h"
#include "web/req.h"

/* Everybody may ask; what he gets is decided for each file (files_may): deny by default. */
static const struct right RIGHT_FILE_GET = { "file.get", ROLE_ALL };

static enum rc
piece_send(void *self, const void *data, size_t length)
{
	return stream_write(self, data, length);
}

/* GET /files/#: never shown in place, always saved, so that no content acts as a page of ours */
static enum rc
file_get(struct req *req)
{
	struct file file;
	enum rc rc = files_get(&req->ctx, req->id, &file);

	if (rc == RC_OK)
		rc = files_may(&req->ctx, &file, feature_file_right);
	if (rc != RC_OK)
		return rc;
	req->out.type = file.type;
	response_download(&req->out, req->ctx.arena, file.name);
	rc = stream_begin(req);
	if (rc == RC_OK)
		rc = files_each(&req->ctx, file.id, piece_send, req);
	return rc;
}

static const struct route routes[] = {
	{ GET, "/files/#", &RIGHT_FILE_GET, .handler = file_get },
	{ .path = NULL },
};
static const struct right *const rights[] = { &RIGHT_FILE_GET, NULL };
static const char *const kinds[] = { "file", "/files/#", NULL };

const struct feature files_feature = { .name = "files", .routes = routes, .rights = rights, .kinds = kinds };
