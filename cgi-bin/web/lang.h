/* SPDX-License-Identifier: MIT */
/* The language files: templates/lang/{zh-CN,en}.hdf, flat lines `some.key = text`. What pages call stands in web/req.h. */
#ifndef WEB_LANG_H
#define WEB_LANG_H

#include "base/arena.h"
#include "db/ctx.h"
#include "web/req.h"
#include <stddef.h>

/* lang_start(): read both files below `templates`; an unreadable file or a malformed line ends the process with file and
 * line. Called again it does nothing. lang_of() calls it by itself with the configured folder. */
void lang_start(const char *templates);
/* lang_each(): every key of one language in file order. */
void lang_each(enum lang which, void (*each)(void *self, const char *key, const char *text), void *self);
/* lang_fill(): `text` with {0} … {3} replaced; an argument that begins with "@" is itself a key. Missing ones are "". */
const char *lang_fill(
    struct arena *arena, enum lang which, const char *text, const char *const *args, size_t count);
/* lang_why(): why an action said no, in English words for a terminal; where it gave no reason, what kind of no it was. */
const char *lang_why(const struct ctx *ctx, enum rc rc);
/* lang_tag(): "zh-CN", "en". lang_find(): of a tag or its beginning ("en-GB"); zh-CN for anything unknown. */
const char *lang_tag(enum lang which);
enum lang lang_find(const char *tag);

#endif
