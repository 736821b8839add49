/* SPDX-License-Identifier: MIT */
/* Evidence that comes with a form. Private to the pages of complaints/. */
#ifndef COMPLAINTS_PAGES_FILE_H
#define COMPLAINTS_PAGES_FILE_H

#include "complaints/pages.h"

/* evidence_take(): is this upload a photo or paper of at most 10 MB, and what its name says? RC_INVALID with the error at `field`
 * and *file_id 0 if not; 0 is no file. evidence_kept(): files that an earlier try of the same form brought, "kept[]": the actor's
 * own that no record uses yet; returns how many. evidence_came(): those and
 * what came in these fields this time and is in order. evidence_show(): they go with the form again, as Kept.N.{id,name}. */
enum rc evidence_take(struct req *req, const char *field, int64_t *file_id) MUST_CHECK;
size_t evidence_kept(struct req *req, int64_t *files, size_t most);
size_t evidence_came(struct req *req, const char *const *fields, size_t count, int64_t *files, size_t most);
void evidence_show(struct req *req, const int64_t *files, size_t count);

#endif
