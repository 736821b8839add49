/* SPDX-License-Identifier: MIT */
/* Inside of policy/: its pages' parts, and values in the reader's language. */
#ifndef POLICY_PAGES_H
#define POLICY_PAGES_H

#include "policy/store.h"
#include "web/req.h"

extern const struct right RIGHT_POLICY_SEE, RIGHT_POLICY_PROPOSE, RIGHT_POLICY_APPROVE, RIGHT_CALENDAR_IMPORT;

/* key_words(): a key's name. value_words(): "24 小时", "¥ 1,000.00", "14:10". since_words(): from when, "from the beginning" for 0. */
const char *key_words(struct req *req, const char *key);
const char *value_words(struct req *req, const char *unit, int64_t value, const char *text);
const char *since_words(struct req *req, int64_t since);
const char *label_words(struct req *req, const char *label);
struct policy_limits key_limits(const struct policy_key *key);
/* band_show(): rows N.{from, value, label, colour} of a band. preview_show(): which samples fall on which step before | after,
 * and how many, where a feature counts them. */
void band_show(struct req *req, struct node *list, const struct policy_key *key, const struct band *band);
enum rc preview_show(
    struct req *req, struct node *node, const struct policy_key *key, const struct band *after) MUST_CHECK;

/* Handlers of pages_edit.c and pages_calendar.c. */
enum rc policy_edit_page(struct req *req) MUST_CHECK;
enum rc policy_edit_post(struct req *req) MUST_CHECK;
enum rc policy_edit_again(struct req *req) MUST_CHECK;
enum rc calendar_page(struct req *req) MUST_CHECK;
enum rc calendar_post(struct req *req) MUST_CHECK;

/* progress_show(): Work.text where a change of this key is being carried out in the background. */
enum rc progress_show(struct req *req, const char *key) MUST_CHECK;

#endif
