/* SPDX-License-Identifier: MIT */
/* `houtaictl orders …`: orders per state counted from the rows themselves, beside the counters that lists show (repairs
 * nothing: a difference is a defect and is named), and refunds paid elsewhere. */
#include "orders/commands.h"
#include "audit/audit.h"
#include "base/money.h"
#include "db/count.h"
#include "db/db.h"
#include "orders/orders.h"
#include "web/lang.h"

struct state_count {
	int64_t state, orders, fen;
};
static const struct field state_count_fields[] = { FIELD(state_count, INT, state),
	FIELD(state_count, INT, orders), FIELD(state_count, MONEY, fen) };
static const struct record state_count_record = RECORD(state_count, state_count_fields);

SQL(orders_by_state_sql,
    "SELECT state, COUNT(*) AS orders, CAST(COALESCE(SUM(total_fen), 0) AS SIGNED) AS fen FROM orders"
    " GROUP BY state ORDER BY state",
    .why = "counts every order: asked by hand on the command line, to prove the counters");
SQL(queue_rows_sql, "SELECT COUNT(*) FROM order_queue",
    .why = "counts the whole queue: asked by hand on the command line, to prove the counters");
SQL(payment_sum_sql, "SELECT CAST(COALESCE(SUM(amount_fen), 0) AS SIGNED) FROM order_payment",
    .why = "sums every payment: asked by hand on the command line");
SQL(payment_rows_sql, "SELECT COUNT(*) FROM order_payment",
    .why = "counts every payment: asked by hand on the command line");
SQL(line_rows_sql, "SELECT COUNT(*) FROM order_line",
    .why = "counts every line: asked by hand on the command line");

/* What a list's counter says of one value; 0 when it has none. */
static struct count
counter_of(const struct rows *counts, const char *dimension, int64_t value)
{
	const struct count *count = counts->items;
	struct count found = { dimension, value, 0, 0 };

	for (size_t i = 0; i < counts->count; i++)
		if (count[i].value == value && strcmp(count[i].dimension, dimension) == 0) {
			found.rows += count[i].rows;
			found.fen += count[i].fen;
		}
	return found;
}

/* One line; true when rows and counter agree. */
static bool
line_print(const char *label, int64_t rows, int64_t fen, const struct count *counter)
{
	bool agree = rows == counter->rows && fen == counter->fen;

	printf("%-22s %10lld %16lld.%02lld %10lld %s\n", label, (long long)rows, (long long)(fen / 100),
	    (long long)(fen % 100), (long long)counter->rows, agree ? "agrees" : "DIFFERS");
	return agree;
}

static enum rc
states_print(struct ctx *ctx, bool *agree)
{
	struct rows states, counts;
	const struct state_count *state;
	enum rc rc = db_rows(ctx, &orders_by_state_sql, &state_count_record, &states, NO_ARGS);

	if (rc == RC_OK)
		rc = count_read(ctx, "orders", &counts);
	if (rc != RC_OK)
		return rc;
	printf("%-22s %10s %19s %10s\n", "state", "orders", "yuan", "counter");
	state = states.items;
	for (size_t i = 0; i < states.count; i++) {
		struct count counter = counter_of(&counts, "state", state[i].state);

		*agree &= line_print(lang_of(LANG_EN, order_state_key(state[i].state)), state[i].orders,
		    state[i].fen, &counter);
	}
	return RC_OK;
}

static enum rc
queue_print(struct ctx *ctx, bool *agree)
{
	struct rows counts;
	struct count counter;
	int64_t rows = 0;
	enum rc rc = db_int(ctx, &queue_rows_sql, &rows, NO_ARGS);

	if (rc == RC_OK)
		rc = count_read(ctx, "orders.queue", &counts);
	if (rc != RC_OK)
		return rc;
	counter = counter_of(&counts, "", 0);
	*agree &= line_print("waiting in the queue", rows, counter.fen, &counter);
	return RC_OK;
}

static int
count_command(struct ctx *ctx, int argc, char **argv)
{
	int64_t lines = 0, payments = 0, fen = 0;
	bool agree = true;
	enum rc rc;

	(void)argv;
	if (argc != 0) {
		fputs("usage: houtaictl orders count\n", stderr);
		return 2;
	}
	rc = states_print(ctx, &agree);
	if (rc == RC_OK)
		rc = queue_print(ctx, &agree);
	if (rc == RC_OK)
		rc = db_int(ctx, &line_rows_sql, &lines, NO_ARGS);
	if (rc == RC_OK)
		rc = db_int(ctx, &payment_rows_sql, &payments, NO_ARGS);
	if (rc == RC_OK)
		rc = db_int(ctx, &payment_sum_sql, &fen, NO_ARGS);
	if (rc != RC_OK) {
		fprintf(stderr, "orders count: %s\n", rc_name(rc));
		return 1;
	}
	printf("%lld lines; %lld payments of %lld.%02lld yuan in sum\n", (long long)lines,
	    (long long)payments, (long long)(fen / 100), (long long)(fen % 100));
	return agree ? 0 : 1;
}

static int
refund_command(struct ctx *ctx, int argc, char **argv)
{
	struct order order;
	int64_t id = 0, amount_fen = 0;
	enum rc rc;

	if (argc != 3 || money_parse(argv[1], &amount_fen) != RC_OK) {
		fputs("usage: houtaictl orders refund ORDER_NO AMOUNT REFERENCE\n", stderr);
		return 2;
	}
	audit_keys(false);
	rc = order_find_no(ctx, argv[0], &id);
	if (rc == RC_OK)
		rc = order_get(ctx, id, &order);
	if (rc == RC_OK)
		rc = order_refund(ctx, id, order.version, amount_fen, argv[2]);
	if (rc != RC_OK) {
		fprintf(stderr, "orders refund: %s\n", lang_why(ctx, rc));
		return 1;
	}
	printf("%s: %s yuan paid back, %s in all\n", argv[0], money_text(ctx->arena, amount_fen),
	    money_text(ctx->arena, order.refunded_fen + amount_fen));
	return 0;
}

const struct command order_commands[] = {
	{ "orders refund", "ORDER_NO AMOUNT REFERENCE", "Note that so much of an order was paid back (AFT-7)",
	    refund_command },
	{ "orders count", "",
	    "Count orders by state from the rows, beside the lists' counters; exit 1 if they differ",
	    count_command },
	{ 0 },
};
