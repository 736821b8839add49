/* SPDX-License-Identifier: MIT */
/* The page on which the digits of a day are shared out (RULE ORD-3).
 * Not the balance itself: rules_day.c. */
#include "base/clock.h"
#include "orders/pages.h"
#include "orders/share.h"

#include <string.h>

void
share_show(struct req *req)
{
	const struct share_digit *digits;
	struct rows found;
	struct buf text;
	size_t i, j;

	view_flag(req, "Queue.share", may(req, &RIGHT_ORDER_SHARE));
	if (share_list(&req->ctx, clock_day(req->ctx.now), &found) != RC_OK)
		return;
	digits = found.items;
	buf_init(&text, req->ctx.arena, 128);
	for (i = 0; i < found.count; i++) {
		bool first = true;

		for (j = 0; j < i; j++) /* whoever was there already is shown with all of theirs */
			first = first && digits[j].account_id != digits[i].account_id;
		if (!first)
			continue;
		buf_printf(
		    &text, "%s%s %s", text.length > 0 ? " · " : "", digits[i].name, digits[i].staff_no);
		for (j = i; j < found.count; j++)
			if (digits[j].account_id == digits[i].account_id)
				buf_printf(&text, " %d", (int)digits[j].digit);
	}
	view_set(req, "Queue.shares", text.length > 0 ? text.data : lang(req, "orders.sharing.none"));
}
