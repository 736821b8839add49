/* SPDX-License-Identifier: MIT */
/* What the filters of the orders' lists offer: fixed values, and those that the database knows.
 * Not the lists: pages_queue.c, pages_all.c. */
#include "orders/pages_choices.h"
#include "db/db.h"

#include <inttypes.h>

const struct list_choice order_digit_choices[] = { { "0", "0" }, { "1", "1" }, { "2", "2" }, { "3", "3" },
	{ "4", "4" }, { "5", "5" }, { "6", "6" }, { "7", "7" }, { "8", "8" }, { "9", "9" }, { 0 } };
const struct list_choice order_parked_choices[] = { { "0", "@orders.parked.0" }, { "1", "@orders.parked.1" },
	{ 0 } };
const struct list_choice order_stock_choices[] = { { "0", "@orders.stock.0" }, { "1", "@orders.stock.1" },
	{ "2", "@orders.stock.2" }, { 0 } };
const struct list_choice order_notify_choices[] = { { "2", "@orders.notify.2" }, { "1", "@orders.notify.1" },
	{ "0", "@orders.notify.0" }, { 0 } };
const struct list_choice order_band_choices[] = { { "0", "@orders.band.0" }, { "1", "@orders.band.1" },
	{ "2", "@orders.band.2" }, { "3", "@orders.band.3" }, { 0 } };
const struct list_choice order_channel_choices[] = { { "0", "@orders.channel.0" },
	{ "1", "@orders.channel.1" }, { "2", "@orders.channel.2" }, { 0 } };
const struct list_choice order_state_choices[] = { { "1", "@orders.state.1" }, { "2", "@orders.state.2" },
	{ "3", "@orders.state.3" }, { "4", "@orders.state.4" }, { "5", "@orders.state.5" },
	{ "6", "@orders.state.6" }, { "7", "@orders.state.7" }, { "8", "@orders.state.8" },
	{ "9", "@orders.state.9" }, { "10", "@orders.state.10" }, { 0 } };

/* The combinations of flaws that occur, each with its words. */
struct flaw_value {
	int64_t value;
};
static const struct field flaw_fields[] = { FIELD(flaw_value, INT, value) };
static const struct record flaw_record = RECORD(flaw_value, flaw_fields);
SQL(orders_flaws_sql,
    "SELECT DISTINCT value FROM list_count WHERE list = 'orders' AND dimension = 'flaws' ORDER BY value");

size_t
flaws_provide(struct req *req, struct list_choice *choices, size_t most)
{
	struct rows found;
	const struct flaw_value *values;
	size_t i;

	if (db_rows(&req->ctx, &orders_flaws_sql, &flaw_record, &found, NO_ARGS) != RC_OK)
		return 0;
	values = found.items;
	for (i = 0; i < found.count && i < most; i++)
		choices[i] = (struct list_choice){ arena_printf(req->ctx.arena, "%" PRId64, values[i].value),
			flaws_text(req, values[i].value) };
	return i;
}

const char *
flaws_text(struct req *req, int64_t flaws)
{
	static const char *const keys[] = { "orders.flaw.1", "orders.flaw.2", "orders.flaw.4",
		"orders.flaw.8" };
	const char *text = "";
	size_t i;

	if (flaws == 0)
		return lang(req, "orders.flaw.0");
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (flaws & (1 << i))
			text = words_join(req, "list.and", text, lang(req, keys[i]));
	return text;
}
