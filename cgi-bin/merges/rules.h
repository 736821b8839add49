/* SPDX-License-Identifier: MIT */
/* Decisions about merges: pure. Private to merges/ and its tests. */
#ifndef MERGES_RULES_H
#define MERGES_RULES_H

#include "merges/merges.h"

/* merge_refusal(): why the one cannot go into the other: language key, NULL: it can. Both are members, not the same one, with the
 * same number. */
const char *merge_refusal(const struct member *from, const struct member *to);
/* undo_refusal(): why a merge cannot be taken back at `now`; NULL: it can, as far as its own row tells. */
const char *undo_refusal(const struct merge *merge, int64_t now);
/* merge_after(): the survivor with what comes to it; the tier is the caller's to work out from the total. */
struct member merge_after(const struct member *from, const struct member *to);

#endif
