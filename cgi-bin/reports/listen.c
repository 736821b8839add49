/* SPDX-License-Identifier: MIT */
/* The months' counts follow the complaints, in the transaction that changes these (RULE CMP-10). */
#include "reports/listen.h"
#include "reports/store.h"

#include <string.h>

enum rc
reports_complaints_changed(struct ctx *ctx, const void *items, size_t count)
{
	const struct complaint_change *changes = items;
	struct month_delta *deltas;
	size_t i, j, made = 0, room = 0;

	for (i = 0; i < count; i++)
		room += MONTH_DELTAS + changes[i].product_count;
	deltas = arena_array(ctx->arena, room + 1, sizeof(*deltas));
	for (i = 0; i < count; i++) {
		made += month_deltas(&changes[i], deltas + made);
		for (j = 0; changes[i].before.id == 0 && j < changes[i].product_count; j++)
			deltas[made++] =
			    (struct month_delta){ MONTH_PRODUCT, month_of(changes[i].after.opened_at),
				    changes[i].products[j].product_id, 0, 1 };
	}
	return month_add_many(ctx, deltas, month_deltas_merge(deltas, made));
}
