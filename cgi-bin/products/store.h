/* SPDX-License-Identifier: MIT */
/* Rows of products/ as its own files see them. Other features use products/products.h. */
#ifndef PRODUCTS_STORE_H
#define PRODUCTS_STORE_H

#include "db/db.h"
#include "products/products.h"

#define PRODUCT_COLUMNS "id, product_no, name, category, class, price_fen, stock, version"

/* product_store_find(): those products whose numbers are among the given ones. */
enum rc product_store_find(
    struct ctx *ctx, const char *const *numbers, size_t count, struct rows *products) MUST_CHECK;

#endif
