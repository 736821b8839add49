/* SPDX-License-Identifier: MIT */
/* Decisions about products: pure. Private to products/ and its tests. */
#ifndef PRODUCTS_RULES_H
#define PRODUCTS_RULES_H

#include "products/products.h"
#include <stdbool.h>

/* product_check(): a product's values; sets *field and *reason (language key) on RC_INVALID. */
enum rc product_check(const struct product *product, const char **field, const char **reason) MUST_CHECK;
/* product_same(): is all that is given from outside equal? */
bool product_same(const struct product *a, const struct product *b);

#endif
