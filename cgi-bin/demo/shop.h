/* SPDX-License-Identifier: MIT */
/* The demo shop as numbers and words: everything follows from the seed and an index, so the same call makes the same shop.
 * Pure but for the clock handed in; inside demo/ only. */
#ifndef DEMO_SHOP_H
#define DEMO_SHOP_H

#include "members/members.h"
#include "orders/import.h"
#include "products/products.h"

#define DEMO_WEEK 7      /* days of work on complaints, person by person */
#define DEMO_WAITING 250 /* beside so many complaints of the past one waits in the team's queue */

struct shop {
	uint64_t seed;
	int64_t now, today;
	int64_t close_wall; /* when the daily sheet is closed, seconds after midnight (ORD-4) */
	int64_t last_close; /* when that was last, UTC seconds */
	int64_t members, orders;
	int64_t waiting;    /* the last so many orders wait for confirmation: 5 % at every size */
	int64_t days;       /* the others are spread over so many days before today */
	int64_t complaints; /* from before the last week; one in DEMO_WAITING more waits for the team */
	int64_t products;
	const int64_t *product_ids; /* by index */
	int64_t clerks[4];
	const char *staff[4]; /* name and staff number of each */
	size_t clerk_count;
	/* region ids, by demo_provinces' indexes */
	int64_t (*region)[3][5]; /* [province][city][0: the city, 1…4: its districts] */
	int64_t *province;
	/* numbering of orders within their day */
	int64_t number_day, number;
};

/* A stream of chance for one thing: seed, what it is, which one. */
enum { CHANCE_MEMBER = 1, CHANCE_PRODUCT, CHANCE_ORDER, CHANCE_COMPLAINT, CHANCE_CUSTOMER, CHANCE_CONTACT };
struct chance {
	uint64_t state;
};
struct chance chance_of(uint64_t seed, uint64_t kind, uint64_t index);
uint64_t chance_next(struct chance *chance);
int64_t chance_below(struct chance *chance, int64_t limit); /* 0 … limit − 1 */

/* shop_member_no(): the number of the member with that index. */
const char *shop_member_no(struct arena *arena, int64_t index);
void shop_member(const struct shop *shop, struct arena *arena, int64_t index, struct member *member);
void shop_product(const struct shop *shop, struct arena *arena, int64_t index, struct product *product);
/* shop_placed_at(): when the order with that index came in; ascends with it. */
int64_t shop_placed_at(const struct shop *shop, int64_t index);
/* shop_order(): orders come in ascending order of index, which is that of placed_at. order.member_id is the member's index:
 * ids have gaps, the loader looks them up. */
void shop_order(struct shop *shop, struct arena *arena, int64_t index, struct order_row *row);

#endif
