/* SPDX-License-Identifier: MIT */
/* Who complains in the demo shop, and about which order. Not what about: complaints.c, history.c. */
#include "demo/customers.h"

#include "base/clock.h"

static const struct field customer_fields[] = { FIELD(customer, ID, order_id), FIELD(customer, ID, member_id),
	FIELD(customer, ID, product_id) };
static const struct record customer_record = RECORD(customer, customer_fields);

#define CUSTOMER                                                                                             \
	"SELECT o.id AS order_id, o.member_id, COALESCE((SELECT MIN(l.product_id) FROM order_line l WHERE "  \
	"l.order_id = o.id), 0) AS product_id FROM "
#define WHY "the demo's own: read while it is loaded"

SQL(demo_customers_sql, CUSTOMER "orders o WHERE o.shipped_at > 0 ORDER BY o.id DESC LIMIT 200", .why = WHY);
SQL(demo_customers_from_sql,
    CUSTOMER "orders o WHERE o.placed_at >= ? AND o.placed_at < ? ORDER BY o.placed_at, o.id LIMIT ?",
    .samples = "SELECT 0, 4102444800, 10 UNION ALL SELECT 4102444800, 0, 10", .why = WHY);

enum rc
customers_newest(struct ctx *ctx, struct rows *customers)
{
	return db_rows(ctx, &demo_customers_sql, &customer_record, customers, NO_ARGS);
}

enum rc
customers_from(struct ctx *ctx, int64_t moment, int64_t most, struct rows *customers)
{
	return db_rows(ctx, &demo_customers_from_sql, &customer_record, customers,
	    ARGS(arg_int(moment), arg_int(moment + DAY), arg_int(most)));
}
