/* SPDX-License-Identifier: MIT */
/* What the filters of the orders' lists offer. Private to orders/. */
#ifndef ORDERS_PAGES_CHOICES_H
#define ORDERS_PAGES_CHOICES_H

#include "orders/pages.h"

extern const struct list_choice order_digit_choices[], order_parked_choices[], order_stock_choices[],
    order_notify_choices[], order_band_choices[], order_channel_choices[], order_state_choices[];

size_t flaws_provide(struct req *req, struct list_choice *choices, size_t most);

#endif
