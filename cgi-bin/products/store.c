/* SPDX-License-Identifier: MIT */
/* SQL of products: found by id and number. Not stock movements: those come with goods in and out. */
#include "products/store.h"
#include "base/lookup.h"

static const struct field product_fields[] = { FIELD(product, ID, id), FIELD(product, TEXT, product_no),
	FIELD(product, TEXT, name), FIELD(product, TEXT, category), FIELD(product, INT, class),
	FIELD(product, MONEY, price_fen), FIELD(product, INT, stock), FIELD(product, INT, version) };
const struct record product_record = RECORD(product, product_fields);

#define LIST_WHY .why = "the JSON list itself is read as rows"

SQL(product_get_sql, "SELECT " PRODUCT_COLUMNS " FROM product WHERE id = ?",
    .samples = "SELECT MAX(id) FROM product UNION ALL SELECT 0");
SQL(product_find_no_sql, "SELECT " PRODUCT_COLUMNS " FROM product WHERE product_no = ?",
    .samples = "SELECT MAX(product_no) FROM product UNION ALL SELECT ''");
SQL(product_store_find_sql,
    "SELECT " PRODUCT_COLUMNS
    " FROM JSON_TABLE(?, '$[*]' COLUMNS (wanted VARCHAR(40) CHARACTER SET utf8mb4 PATH '$')) j"
    " STRAIGHT_JOIN product p ON p.product_no = j.wanted COLLATE utf8mb4_bin",
    .samples = "SELECT '[\"0\"]'", LIST_WHY);
SQL(product_some_sql,
    "SELECT " PRODUCT_COLUMNS " FROM JSON_TABLE(?, '$[*]' COLUMNS (wanted BIGINT UNSIGNED PATH '$')) j"
    " STRAIGHT_JOIN product p ON p.id = j.wanted",
    .samples = "SELECT '[0]'", LIST_WHY);

enum rc
product_get(struct ctx *ctx, int64_t id, struct product *product)
{
	return db_row(ctx, &product_get_sql, &product_record, product, ARGS(arg_int(id)));
}

enum rc
product_find_no(struct ctx *ctx, const char *product_no, struct product *product)
{
	return db_row(ctx, &product_find_no_sql, &product_record, product, ARGS(arg_text(product_no)));
}

enum rc
product_store_find(struct ctx *ctx, const char *const *numbers, size_t count, struct rows *products)
{
	return db_rows(ctx, &product_store_find_sql, &product_record, products,
	    ARGS(arg_text(json_texts(ctx->arena, numbers, count))));
}

enum rc
product_some(struct ctx *ctx, const int64_t *ids, size_t count, struct rows *products)
{
	return db_rows(ctx, &product_some_sql, &product_record, products,
	    ARGS(arg_text(json_ids(ctx->arena, ids, count))));
}

struct numbered {
	int64_t id;
	const char *product_no;
};
static const struct field numbered_fields[] = { FIELD(numbered, ID, id), FIELD(numbered, TEXT, product_no) };
static const struct record numbered_record = RECORD(numbered, numbered_fields);
SQL(product_ids_sql,
    "SELECT p.id, p.product_no FROM JSON_TABLE(?, '$[*]' COLUMNS (wanted VARCHAR(40) CHARACTER "
    "SET utf8mb4 PATH '$')) j STRAIGHT_JOIN product p ON p.product_no = j.wanted COLLATE utf8mb4_bin",
    .samples = "SELECT '[\"0\"]'", LIST_WHY);

enum rc
product_ids(struct ctx *ctx, const char *const *numbers, size_t count, int64_t *ids)
{
	struct lookup *lookup = lookup_new(ctx->arena, count);
	struct rows found;
	const struct numbered *rows;
	size_t i;
	enum rc rc = db_rows(ctx, &product_ids_sql, &numbered_record, &found,
	    ARGS(arg_text(json_texts(ctx->arena, numbers, count))));

	if (rc != RC_OK)
		return rc;
	rows = found.items;
	for (i = 0; i < found.count; i++)
		(void)lookup_add(lookup, rows[i].product_no, rows[i].id);
	for (i = 0; i < count; i++)
		ids[i] = lookup_find(lookup, numbers[i], 0);
	return RC_OK;
}
