/* SPDX-License-Identifier: MIT */
/* Products, as far as orders need them. Owns: product. */
#ifndef PRODUCTS_PRODUCTS_H
#define PRODUCTS_PRODUCTS_H

#include "base/record.h"
#include "db/batch.h"
#include "db/ctx.h"

enum product_class { CLASS_ORDINARY, CLASS_SPECIAL }; /* RULE MEM-2: 普通, 特价 */

struct product {
	int64_t id;
	const char *product_no, *name, *category;
	int64_t class, price_fen, stock;
	int64_t version;
};
extern const struct record product_record;

enum rc product_get(struct ctx *ctx, int64_t id, struct product *product) MUST_CHECK;
enum rc product_find_no(struct ctx *ctx, const char *product_no, struct product *product) MUST_CHECK;
enum rc product_ids(struct ctx *ctx, const char *const *numbers, size_t count, int64_t *ids) MUST_CHECK;
/* product_some(): those of the given ids that are there, in no order. */
struct rows;
enum rc product_some(struct ctx *ctx, const int64_t *ids, size_t count, struct rows *products) MUST_CHECK;
/* product_import(): at most BATCH_MOST, matched by product_no. Inside the caller's transaction. */
enum rc product_import(
    struct ctx *ctx, const struct product *rows, size_t count, struct verdict *verdicts) MUST_CHECK;

#endif
