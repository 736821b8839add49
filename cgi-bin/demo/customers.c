/* SPDX-License-Identifier: MIT */
/* Who complains in the demo shop, and about which order. Not what about: complaints.c, history.c. */
#include "demo/customers.h"

#include "base/lookup.h"
#include "db/db.h"

static const struct field customer_fields[] = { FIELD(customer, ID, order_id), FIELD(customer, ID, member_id),
	FIELD(customer, ID, product_id) };
static const struct record customer_record = RECORD(customer, customer_fields);

#define CUSTOMER                                                                                             \
	"SELECT o.id AS order_id, o.member_id, COALESCE((SELECT MIN(l.product_id) FROM order_line l WHERE "  \
	"l.order_id = o.id), 0) AS product_id FROM "
#define WHY "the demo's own: read while it is loaded"

SQL(demo_customers_sql, CUSTOMER "orders o WHERE o.shipped_at > 0 ORDER BY o.id DESC LIMIT 200", .why = WHY);
SQL(demo_customers_at_sql,
    CUSTOMER
    "JSON_TABLE(?, '$[*]' COLUMNS (n FOR ORDINALITY, moment BIGINT PATH '$')) w STRAIGHT_JOIN orders o ON "
    "o.id = (SELECT p.id FROM orders p WHERE p.placed_at >= w.moment ORDER BY p.placed_at, p.id LIMIT 1)"
    " ORDER BY w.n",
    .samples = "SELECT '[0]'", .why = WHY);

enum rc
customers_newest(struct ctx *ctx, struct rows *customers)
{
	return db_rows(ctx, &demo_customers_sql, &customer_record, customers, NO_ARGS);
}

enum rc
customers_at(struct ctx *ctx, const int64_t *moments, size_t count, struct rows *customers)
{
	return db_rows(ctx, &demo_customers_at_sql, &customer_record, customers,
	    ARGS(arg_text(json_ids(ctx->arena, moments, count))));
}
