/* SPDX-License-Identifier: MIT */
/* Files: uploads in chunks of at most 1 MB in MariaDB, so that they survive the loss of a node; type by content.
 * Owns: file, file_chunk. Nothing here is ever deleted (RULE SEC-4). */
#ifndef FILES_FILES_H
#define FILES_FILES_H

#include "db/ctx.h"
#include <stddef.h>

struct file {
	int64_t id;
	const char *name; /* made safe: no path, no control characters, at most 120 code points */
	const char *type; /* by content: image/png, image/jpeg, image/gif, image/webp, application/pdf, text/csv, text/plain, … */
	int64_t size;	  /* bytes */
	const char *digest; /* hex BLAKE2b-256 */
	const char *kind;   /* record it belongs to */
	int64_t record_id;
	int64_t made_at;
	int64_t account_id;
};
extern const struct record file_record;

/* files_begin(), files_add(), files_end(): store a stream; each files_add is its own short transaction, the file exists only
 * after files_end. RC_INVALID (ctx->reason) when it is empty, larger than `most` bytes, or of a type not in `types`
 * (NULL-terminated list; NULL: any known). */
struct file_writer;
enum rc files_begin(struct ctx *ctx, const char *name, int64_t most, const char *const *types, struct file_writer **writer)
    MUST_CHECK;
enum rc files_add(struct file_writer *writer, const void *data, size_t length) MUST_CHECK;
enum rc files_end(struct file_writer *writer, const char *kind, int64_t record_id, struct file *file) MUST_CHECK;
/* files_get(): its description. files_each(): its bytes, chunk by chunk. */
enum rc files_get(struct ctx *ctx, int64_t id, struct file *file) MUST_CHECK;
enum rc files_each(struct ctx *ctx, int64_t id, enum rc (*each)(void *self, const void *data, size_t length), void *self)
    MUST_CHECK;

#endif
