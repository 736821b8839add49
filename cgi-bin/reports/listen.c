/* SPDX-License-Identifier: MIT */
/* The months' counts follow the complaints, in the transaction that changes these (RULE CMP-10). */
#include "reports/listen.h"
#include "reports/store.h"

#include <string.h>

/* Goods of a complaint count in the month it was opened in. */
static size_t
goods_deltas(struct month_delta *deltas, const struct complaint *complaint,
    const struct complaint_product *products, size_t count, int64_t sign)
{
	for (size_t i = 0; i < count; i++)
		deltas[i] = (struct month_delta){ MONTH_PRODUCT, month_of(complaint->opened_at),
			products[i].product_id, 0, sign };
	return count;
}

enum rc
reports_complaints_changed(struct ctx *ctx, const void *items, size_t count)
{
	const struct complaint_change *changes = items;
	struct month_delta *deltas;
	size_t made = 0, room = 0;

	for (size_t i = 0; i < count; i++)
		room += MONTH_DELTAS + changes[i].product_count + changes[i].gone_count;
	deltas = arena_array(ctx->arena, room + 1, sizeof(*deltas));
	for (size_t i = 0; i < count; i++) {
		const struct complaint_change *change = &changes[i];

		made += month_deltas(change, deltas + made);
		made += goods_deltas(deltas + made, &change->before, change->gone, change->gone_count, -1);
		made +=
		    goods_deltas(deltas + made, &change->after, change->products, change->product_count, 1);
	}
	return month_add_many(ctx, deltas, month_deltas_merge(deltas, made));
}
