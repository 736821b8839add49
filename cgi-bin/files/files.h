/* SPDX-License-Identifier: MIT */
/* Files: uploads in chunks of at most 1 MB in MariaDB, so that they survive the loss of a node; type by content.
 * Owns: file, file_use, file_upload, file_chunk. What a record uses is never deleted (RULE SEC-4). */
#ifndef FILES_FILES_H
#define FILES_FILES_H

#include "db/ctx.h"
#include <stddef.h>

struct file {
	int64_t id;
	const char *name; /* made safe: no path, no control characters, at most 120 code points */
	const char *
	    type; /* by content: image/png, image/jpeg, image/gif, image/webp, application/pdf, text/csv, text/plain, … */
	int64_t size;       /* bytes */
	const char *digest; /* hex BLAKE2b-256 */
	const char
	    *kind; /* record it was made for: a job's result; FILE_UPLOAD for what came in with a form */
	int64_t record_id;
	int64_t made_at;
	int64_t account_id;
};
extern const struct record file_record;

#define FILE_UPLOAD "upload" /* kind of what came in with a form and is not used by any record yet */

/* files_begin(), files_add(), files_end(): store a stream; each files_add is its own short transaction, the file exists only
 * after files_end. RC_INVALID (ctx->reason) when it is empty, larger than `most` bytes, or of a type not in `types`
 * (NULL-terminated list; NULL: any known). */
struct file_writer;
enum rc files_begin(struct ctx *ctx, const char *name, int64_t most, const char *const *types,
    struct file_writer **writer) MUST_CHECK;
enum rc files_add(struct file_writer *writer, const void *data, size_t length) MUST_CHECK;
int64_t files_written(const struct file_writer *writer); /* bytes so far */
enum rc files_end(
    struct file_writer *writer, const char *kind, int64_t record_id, struct file *file) MUST_CHECK;
/* files_attach(): a record uses an uploaded file of the actor's own from now on; inside the caller's transaction. NOT_FOUND
 * for another one's file, and for one that was swept. */
enum rc files_attach(struct ctx *ctx, int64_t id, const char *kind, int64_t record_id) MUST_CHECK;
/* files_release(): a record uses the file no longer; inside the caller's transaction. A file that no other record uses is an upload
 * that nobody uses, which the next sweep removes (files_sweep). */
enum rc files_release(struct ctx *ctx, int64_t id, const char *kind, int64_t record_id) MUST_CHECK;
/* files_list(): files used by a record, oldest first, at most 200: struct file[]. */
struct rows;
enum rc files_list(struct ctx *ctx, const char *kind, int64_t record_id, struct rows *files) MUST_CHECK;
/* files_may(): may the actor see it: it is his own upload, or he holds the right that the kind of a record using it asks
 * for (feature_file_right). RC_NOT_FOUND if not: deny by default. */
struct right;
enum rc files_may(
    struct ctx *ctx, const struct file *file, const struct right *(*right_of)(const char *kind)) MUST_CHECK;
/* files_sweep(): uploads begun before `before` (UTC seconds) that no record came to use are removed, at most 200 a call; for the role
 * `jobs` of the database only. */
enum rc files_sweep(struct ctx *ctx, int64_t before) MUST_CHECK;
/* files_get(): its description. files_each(): its bytes, chunk by chunk. */
enum rc files_get(struct ctx *ctx, int64_t id, struct file *file) MUST_CHECK;
enum rc files_each(struct ctx *ctx, int64_t id, enum rc (*each)(void *self, const void *data, size_t length),
    void *self) MUST_CHECK;

extern const struct feature files_feature;

#endif
