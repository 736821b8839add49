/* SPDX-License-Identifier: MIT */
/* A product's complaints, the newest first: what stands behind its rank in the month's analysis (RULE CMP-10). */
#include "complaints/pages_own.h"
#include "products/products.h"

#include <inttypes.h>

static const struct list_filter product_filters[] = {
	{ .name = "opened",
	    .kind = LIST_DAYS,
	    .label = "complaints.field.opened",
	    .column = "p.opened_at",
	    .numeric = true,
	    .sort = "opened" },
};
static const struct list_sort product_sorts[] = {
	{ .name = "opened", .label = "complaints.sort.opened", .column = "p.opened_at", .descending = true },
};
static const struct list_index product_indexes[] = {
	{ NULL, "opened", "complaint_product_opened" },
	{ NULL, NULL, "complaint_product_newest" },
};

const struct list product_complaints_list = {
	.name = "complaints.product",
	.path = "/products/#/complaints",
	.select = OWN_SELECT,
	.from = "complaint_product p JOIN complaint c ON c.id = p.complaint_id",
	.where = "p.product_id = ?",
	.scope = own_scope,
	.key = "p.complaint_id",
	.record = &own_record,
	.columns = own_columns,
	.column_count = OWN_COLUMNS,
	.filters = product_filters,
	.filter_count = sizeof(product_filters) / sizeof(product_filters[0]),
	.sorts = product_sorts,
	.sort_count = sizeof(product_sorts) / sizeof(product_sorts[0]),
	.indexes = product_indexes,
	.index_count = sizeof(product_indexes) / sizeof(product_indexes[0]),
	.export_right = &RIGHT_COMPLAINT_EXPORT,
	.show = own_show,
	.cell = own_cell,
	.item = "/complaints/#",
};

/* GET /products/#/complaints */
enum rc
complaints_product(struct req *req)
{
	struct product product;
	enum rc rc = product_get(&req->ctx, req->id, &product);

	if (rc != RC_OK)
		return rc;
	view_set(req, "Page.title", lang_text(req, "complaints.product.title", product.name, NULL));
	view_set(req, "Page.subtitle", product.product_no);
	crumb(req, lang(req, "complaints.title"), "/complaints");
	if (may_open(req, "/products/#"))
		crumb(
		    req, product.product_no, arena_printf(req->ctx.arena, "/products/%" PRId64, product.id));
	else
		crumb(req, product.product_no, "");
	return list_page(req, &product_complaints_list);
}
