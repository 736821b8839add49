/* SPDX-License-Identifier: MIT */
/* What the files of an import of complaints share. Private to complaints/. All of it runs inside the caller's transaction. */
#ifndef COMPLAINTS_IMPORT_H
#define COMPLAINTS_IMPORT_H

#include "base/lookup.h"
#include "complaints/store.h"

struct import_text {
	int64_t complaint_id;
	struct complaint_text text;
	bool worked; /* somebody did something with it here */
};
struct import_goods {
	int64_t complaint_id, product_id;
	bool quality;
};
/* A change for each row that changes something, with the row it came from and its words; and what is there already: of each
 * kind the rows, and where the first of a complaint or an order stands. */
struct import_batch {
	const struct complaint_row *rows;
	struct verdict *verdicts;
	struct complaint_change *changes;
	struct complaint_text *texts;
	size_t *from;
	size_t count;
	struct rows there, there_texts, there_goods, orders, order_goods;
	struct lookup *there_at, *text_at, *goods_at, *order_at, *order_goods_at;
};

/* import_read(): what is there of these rows, of which no two have the same number. import_save(): rows, words and goods of all
 * changes; new ones get their ids. */
enum rc import_read(
    struct ctx *ctx, struct import_batch *batch, const size_t *which, size_t count) MUST_CHECK;
enum rc import_save(struct ctx *ctx, struct import_batch *batch) MUST_CHECK;
/* product_compare(): struct complaint_product by product, for qsort and bsearch. */
int product_compare(const void *left, const void *right);

#endif
