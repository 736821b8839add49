/* SPDX-License-Identifier: MIT */
/* Uploaded files on their way from the request into files/: as long as there is no store for them, none are taken.
 * Not their rules: types and sizes are checked by files/, what a file is for by the handler. */
#include "web/frame.h"

const struct upload_sink *
upload_sink(struct req *req)
{
	(void)req;
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
