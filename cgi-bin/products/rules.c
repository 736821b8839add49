/* SPDX-License-Identifier: MIT */
/* Decisions about products: what a row of theirs must hold. Not prices or stock movements. */
#include "products/rules.h"
#include "base/money.h"
#include "base/utf8.h"

#include <string.h>

static bool
number_fits(const char *text)
{
	size_t i;

	for (i = 0; text[i] != '\0'; i++)
		if (i == 40 || text[i] <= ' ' || text[i] > '~')
			return false;
	return i > 0;
}

static enum rc
fault(const char **field, const char **reason, const char *at, const char *key)
{
	*field = at;
	*reason = key;
	return RC_INVALID;
}

enum rc
product_check(const struct product *product, const char **field, const char **reason)
{
	if (!number_fits(product->product_no))
		return fault(field, reason, "product_no", "products.invalid.number");
	if (product->name[0] == '\0' || utf8_length(product->name) > 120)
		return fault(field, reason, "name", "products.invalid.name");
	if (utf8_length(product->category) > 80)
		return fault(field, reason, "category", "products.invalid.category");
	if (product->class != CLASS_ORDINARY && product->class != CLASS_SPECIAL)
		return fault(field, reason, "class", "products.invalid.class");
	if (product->price_fen < 0 || product->price_fen > MONEY_MAX_FEN)
		return fault(field, reason, "price_fen", "products.invalid.price");
	if (product->stock < -1000000000 || product->stock > 1000000000)
		return fault(field, reason, "stock", "products.invalid.stock");
	return RC_OK;
}

bool
product_same(const struct product *a, const struct product *b)
{
	return strcmp(a->name, b->name) == 0 && strcmp(a->category, b->category) == 0 &&
	       a->class == b->class && a->price_fen == b->price_fen && a->stock == b->stock;
}
