/* SPDX-License-Identifier: MIT */
/* Bulk actions of lists: which rows, at which versions, frozen when asked for; shown with what will and will not go through;
 * then run, one transaction per row through the same action as on the page. Owns: bulk, bulk_item.
 *
 * Each row's action carries a once-key made of bulk and row, so its transaction itself remembers that it was done: a replay,
 * a second click or a crash between two rows continues where it stopped and does nothing twice. */
#ifndef WEB_BULK_H
#define WEB_BULK_H

#include "web/list.h"

#define BULK_DAY DAY /* seconds a frozen bulk may wait to be run */

struct bulk {
	int64_t id, account_id;
	const char *list, *action, *note;
	const char *back; /* link of the list it came from */
	int64_t item_count, created_at, begun_at, done_at;
	/* found by their names */
	const struct list *of;
	const struct list_bulk *does;
};

enum bulk_outcome { BULK_OPEN, BULK_DONE, BULK_FAILED };
struct bulk_item {
	int64_t item_no, record_id, version, fen;
	const char *title;
	int64_t outcome;
	const char *reason;
};

/* bulk_freeze(): keep these items; `*id` is the bulk. */
enum rc bulk_freeze(struct ctx *ctx, const struct list *list, const struct list_bulk *action,
    const char *back, struct bulk_item *items, size_t count, int64_t *id) MUST_CHECK;
/* bulk_get(): RC_NOT_FOUND unless it is the actor's own; RC_REFUSED ("list.bulk.expired") a day later. */
enum rc bulk_get(struct ctx *ctx, int64_t id, struct bulk *bulk) MUST_CHECK;
enum rc bulk_items(
    struct ctx *ctx, int64_t id, struct rows *items) MUST_CHECK; /* struct bulk_item, by number */

/* bulk_check(): would this item go through; the reason is in `ctx`. */
enum rc bulk_check(struct ctx *ctx, const struct bulk *bulk, const struct bulk_item *item) MUST_CHECK;
/* bulk_run(): run all open items. `reason` puts why an item did not go through into words. RC_DB and RC_INTERNAL stop it:
 * what was done stays done, the rest stays open for the next call. */
enum rc bulk_run(struct ctx *ctx, struct bulk *bulk, const char *note,
    const char *(*reason)(void *self, struct ctx *ctx, enum rc rc), void *self) MUST_CHECK;

/* bulk_purge(): drop what is older than two days, a few at a time. */
enum rc bulk_purge(struct ctx *ctx) MUST_CHECK;

#endif
