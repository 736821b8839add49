/* SPDX-License-Identifier: MIT */
/* Small texts that pages of all features show alike. In the arena or static. Pages only. */
#ifndef WEB_SHOW_H
#define WEB_SHOW_H

#include "web/req.h"

const char *number_text(struct req *req, int64_t number); /* "1,234" */
/* words_join(): what is listed so far and one more, as the language of `key` joins them ("list.and": "{0}, {1}"); the one alone behind
 * "". */
const char *words_join(struct req *req, const char *key, const char *before, const char *next);
const char *short_time(struct req *req, int64_t at);           /* "05-12 13:22", "" for 0 */
const char *account_text(struct req *req, int64_t account_id); /* "Name DD0001"; the system for 0 */
/* right_missing(): who may instead of the reader, "to be done by supervisor". */
const char *right_missing(struct req *req, const struct right *right);
/* crumb(): one more of the page's crumbs; `path` "" for the page itself. */
void crumb(struct req *req, const char *label, const char *path);
/* version_given(): the frame's field "version", 0 if there is none. */
int64_t version_given(const struct req *req);
/* id_given(): the record that the query or form names in this field, 0 for none. */
int64_t id_given(const struct req *req, const char *field);

#endif
