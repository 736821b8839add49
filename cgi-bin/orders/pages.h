/* SPDX-License-Identifier: MIT */
/* Handlers of orders/ by page, and what its pages share. Private to orders/. */
#ifndef ORDERS_PAGES_H
#define ORDERS_PAGES_H

#include "members/record.h"
#include "orders/store.h"
#include "web/feature.h"
#include "web/form.h"
#include "web/list.h"
#include "web/show.h"

extern const struct right RIGHT_ORDER_AMEND;

/* pages_queue.c, pages_all.c */
extern const struct list orders_queue_list, orders_list;
enum rc orders_queue(struct req *req);
enum rc orders_queue_bulk(struct req *req);
enum rc orders_index(struct req *req);

/* pages_member.c: the tab of a member's record */
enum rc orders_member(struct req *req);

/* pages_order.c */
enum rc orders_order(struct req *req);
/* pages_change.c */
enum rc orders_confirm(struct req *req);
enum rc orders_park(struct req *req);
enum rc orders_unpark(struct req *req);
enum rc orders_cancel(struct req *req);
enum rc orders_pay(struct req *req);
enum rc orders_amend(struct req *req);
/* The record page again, with what was typed and why it did not go through. */
enum rc orders_order_again(struct req *req);
/* order_forms_show(): the fields of the record page's forms. */
void order_forms_show(struct req *req, const struct order *order);

/* pages_new.c */
enum rc orders_new(struct req *req);
enum rc orders_new_post(struct req *req);
/* pages_share.c */
enum rc orders_sharing(struct req *req);
enum rc orders_sharing_post(struct req *req);
/* pages_sheet.c */
extern const struct list sheets_list;
enum rc sheets_index(struct req *req);
enum rc sheets_sheet(struct req *req);
enum rc sheets_again(struct req *req);
enum rc sheets_close(struct req *req);
enum rc sheets_sign(struct req *req);
enum rc sheets_receive(struct req *req);
enum rc sheets_export(struct req *req);
/* pages_statistics.c */
enum rc orders_statistics(struct req *req);
enum rc orders_statistics_csv(struct req *req);

/* What pages show alike. Finished texts in the arena or static. */
const char *summary_text(struct req *req, const char *summary, int64_t line_count);
const char *flaws_text(struct req *req, int64_t flaws);
/* share_show(): who has which digits today, as Queue.shares. */
void share_show(struct req *req);
/* orders_counts(): what waits, for home and navigation. */
enum rc orders_counts(struct ctx *ctx, struct module_counts *counts, size_t *count);

#endif
