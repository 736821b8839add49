/* SPDX-License-Identifier: MIT */
/* Goods to check an order against (RULE ORD-2): the list and one product's page.
 * Not their upkeep: products come in by import. */
#include "products/pages.h"

#include "audit/audit.h"
#include "base/money.h"
#include "products/products.h"

static const struct right RIGHT_PRODUCT_SEE = { "product.see", ROLE_AGENT | ROLE_CLERK | ROLE_ORDER_LEAD |
								   ROLE_SUPERVISOR | ROLE_FINANCE |
								   ROLE_OPERATIONS | ROLE_LOGISTICS };
static const struct right RIGHT_PRODUCT_EXPORT = { "product.export", ROLE_SUPERVISOR | ROLE_OPERATIONS };

static const struct list_choice class_choices[] = { { "0", "@products.class.0" },
	{ "1", "@products.class.1" }, { 0 } };
static const struct list_filter filters[] = {
	{ .name = "class",
	    .kind = LIST_CHOICE,
	    .label = "products.page.class",
	    .column = "p.class",
	    .numeric = true,
	    .choices = class_choices },
	{ .name = "no",
	    .kind = LIST_PREFIX,
	    .label = "products.page.no",
	    .column = "p.product_no",
	    .search = true },
	{ .name = "name",
	    .kind = LIST_PREFIX,
	    .label = "products.page.name",
	    .column = "p.name",
	    .search = true },
};
enum { FILTER_CLASS, FILTER_NO, FILTER_NAME };
static const struct list_sort sorts[] = {
	{ .name = "no",
	    .label = "products.page.by_no",
	    .column = "p.product_no",
	    .text = true,
	    .unique = true },
	{ .name = "price", .label = "products.page.by_price", .column = "p.price_fen", .descending = true },
};
enum { COLUMN_NO, COLUMN_NAME, COLUMN_CATEGORY, COLUMN_CLASS, COLUMN_PRICE, COLUMN_STOCK };
static const struct list_column columns[] = {
	[COLUMN_NO] = { "product_no", "products.page.no", "no", "" },
	[COLUMN_NAME] = { "name", "products.page.name", NULL, "what" },
	[COLUMN_CATEGORY] = { "category", "products.page.category", NULL, "" },
	[COLUMN_CLASS] = { "class", "products.page.class", NULL, "" },
	[COLUMN_PRICE] = { "price_fen", "products.page.price", "price", "num" },
	[COLUMN_STOCK] = { "stock", "products.page.stock", NULL, "num" },
};
static const struct list_index indexes[] = {
	{ NULL, "no", "product_no" },
	{ NULL, "price", "product_price" },
	{ "class", "no", "product_class_no" },
	{ "class", "price", "product_class_price" },
	{ "no", NULL, "product_no" },
	{ "name", NULL, "product_name" },
	{ NULL, NULL, "PRIMARY" },
};

static const char *
class_text(struct req *req, int64_t class)
{
	return lang(req, class == CLASS_SPECIAL ? "products.class.1" : "products.class.0");
}

static void
row_show(struct req *req, struct node *row, const void *values)
{
	const struct product *product = values;

	node_int(row, "id", product->id);
	node_static(row, "no", product->product_no);
	node_static(row, "name", product->name);
	node_static(row, "category", product->category);
	node_static(row, "class", class_text(req, product->class));
	node_static(row, "price", money_text(req->ctx.arena, product->price_fen));
	node_int(row, "stock", product->stock);
}

static const char *
row_cell(struct req *req, const void *values, size_t column, int64_t *number)
{
	const struct product *product = values;

	switch (column) {
	case COLUMN_NO:
		return product->product_no;
	case COLUMN_NAME:
		return product->name;
	case COLUMN_CATEGORY:
		return product->category;
	case COLUMN_CLASS:
		return class_text(req, product->class);
	case COLUMN_PRICE:
		*number = product->price_fen;
		return NULL;
	default:
		*number = product->stock;
		return NULL;
	}
}

/* A text with a digit in it is a number, any other a name. */
static size_t
search_route(const char *text, struct arena *arena, const char **rewritten)
{
	(void)arena;
	(void)rewritten;
	return strpbrk(text, "0123456789") && !strchr(text, ' ') ? FILTER_NO : FILTER_NAME;
}

const struct list products_list = {
	.name = "products",
	.path = "/products",
	.select = "p.id AS id, p.product_no AS product_no, p.name AS name, p.category AS category, p.class "
		  "AS class, p.price_fen AS price_fen, p.stock AS stock, p.version AS version",
	.from = "product p",
	.key = "p.id",
	.record = &product_record,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.filters = filters,
	.filter_count = sizeof(filters) / sizeof(filters[0]),
	.sorts = sorts,
	.sort_count = sizeof(sorts) / sizeof(sorts[0]),
	.export_right = &RIGHT_PRODUCT_EXPORT,
	.show = row_show,
	.cell = row_cell,
	.route_search = search_route,
	.indexes = indexes,
	.index_count = sizeof(indexes) / sizeof(indexes[0]),
	.item = "/products/#",
};

/* GET /products */
static enum rc
products_index(struct req *req)
{
	view_set(req, "Page.title", lang(req, "products.page.list"));
	view_set(req, "List.search.hint", lang(req, "products.page.search"));
	return list_page(req, &products_list);
}

/* GET /products/# */
static enum rc
products_product(struct req *req)
{
	struct node *node = node_child(view_root(req), "Product");
	struct product product;
	enum rc rc = product_get(&req->ctx, req->id, &product);

	if (rc != RC_OK)
		return rc;
	view_set(req, "Page.title", product.name);
	view_set(req, "Page.subtitle", product.product_no);
	view_set(req, "Page.crumbs.0.label", lang(req, "products.page.list"));
	view_set(req, "Page.crumbs.0.path", "/products");
	view_show(req, node, &product_record, &product);
	node_set(node, "class", class_text(req, product.class));
	node_flag(node, "out", product.stock <= 0);
	return history_show(req, "product", product.id);
}

static const struct route routes[] = {
	{ .method = GET,
	    .path = "/products",
	    .right = &RIGHT_PRODUCT_SEE,
	    .handler = products_index,
	    .template = "products/index.cs" },
	{ .method = GET,
	    .path = "/products/#",
	    .right = &RIGHT_PRODUCT_SEE,
	    .handler = products_product,
	    .template = "products/product.cs" },
	{ 0 },
};
static const struct right *const rights[] = { &RIGHT_PRODUCT_SEE, &RIGHT_PRODUCT_EXPORT, NULL };
static const struct nav nav[] = {
	{ .group = NAV_REFERENCE,
	    .order = 10,
	    .label = "products.page.list",
	    .path = "/products",
	    .right = &RIGHT_PRODUCT_SEE },
	{ 0 },
};
static const char *const kinds[] = { "product", "/products/#", NULL };

const struct feature products_feature = {
	.name = "products", .routes = routes, .rights = rights, .nav = nav, .kinds = kinds
};
