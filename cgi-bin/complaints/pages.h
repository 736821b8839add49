/* SPDX-License-Identifier: MIT */
/* Handlers of complaints/ by page, and what its pages share. Private to complaints/. */
#ifndef COMPLAINTS_PAGES_H
#define COMPLAINTS_PAGES_H

#include "complaints/actions.h"
#include "policy/role.h"
#include "web/feature.h"
#include "web/form.h"
#include "web/list.h"
#include "web/show.h"

extern const struct right RIGHT_COMPLAINT_DECIDE, RIGHT_COMPLAINT_EXPORT, RIGHT_HANDOFF_SEE,
    RIGHT_HANDOFF_REPLY;

/* pages_queue.c */
enum rc complaints_queue(struct req *req);
enum rc complaints_queue_bulk(struct req *req);
/* pages_new.c */
enum rc complaints_new(struct req *req);
enum rc complaints_new_post(struct req *req);
/* pages_record.c: also the page again, after a POST that did not go through. */
enum rc complaints_complaint(struct req *req);
/* pages_act.c: POST /complaints/#/… */
enum rc complaints_take(struct req *req);
enum rc complaints_transfer(struct req *req);
enum rc complaints_note(struct req *req);
enum rc complaints_heard(struct req *req);
enum rc complaints_tell(struct req *req);
enum rc complaints_step(struct req *req);
enum rc complaints_solve(struct req *req);
enum rc complaints_compensate(struct req *req);
enum rc complaints_decide(struct req *req);
enum rc complaints_hand_off(struct req *req);
enum rc complaints_told(struct req *req);
enum rc complaints_withdraw(struct req *req);
enum rc complaints_facts(struct req *req);
enum rc complaints_classify(struct req *req);
enum rc complaints_close(struct req *req);
enum rc complaints_call_back(struct req *req);
enum rc complaints_reopen(struct req *req);
/* complaint_forms_show(): the fields of the record's forms as they begin. */
void complaint_forms_show(struct req *req, const struct complaint_work *work);
/* pages_handoffs.c */
enum rc handoffs_index(struct req *req);
enum rc handoffs_handoff(struct req *req);
enum rc handoffs_reply(struct req *req);
/* pages_member.c: the tab of a member's record; pages_product.c: behind a product's rank */
enum rc complaints_member(struct req *req);
enum rc complaints_product(struct req *req);
/* counts.c */
enum rc complaints_counts(struct ctx *ctx, struct module_counts *counts, size_t *count);

/* pages_words.c: what pages show alike; in the arena or static. */
const char *channel_text(struct req *req, int64_t channel);
const char *urgency_text(struct req *req, int64_t urgency);
/* glyph class of a state, of a hand-off's state: "g wait". */
const char *complaint_style(int64_t state);
const char *handoff_style(int64_t state);
/* choices_show(): the options of a select below `name`: value and label. */
void channels_show(struct req *req, const char *name, bool messages);
void problems_show(struct req *req);
void departments_show(struct req *req);
void urgencies_show(struct req *req);
/* complaint_visible(): may the reader see this complaint: the right, or a department that it is laid or handed off to. RC_NOT_FOUND
 * if not. */
enum rc complaint_visible(struct req *req, const struct complaint_work *work) MUST_CHECK;
/* similar_show(): open complaints of the same member or goods, but for `except`, as Similar.*. */
enum rc similar_show(
    struct req *req, int64_t member_id, const int64_t *products, size_t count, int64_t except) MUST_CHECK;
/* customer_show(): who it is, masked (RULE MEM-4), as Member.*. */
enum rc customer_show(struct req *req, const struct complaint *complaint) MUST_CHECK;

#endif
