/* SPDX-License-Identifier: MIT */
/* How complaints of the past look: spread evenly over the days before the last week, drawn by weight from the same stories.
 * Writes nothing: demo.c hands them to complaint_import(), a thousand at a time. Not the last week: complaints.c. */
#include "demo/history.h"

#include "base/clock.h"
#include "demo/customers.h"
#include "demo/words.h"

#include <inttypes.h>

static int64_t
opened_at(const struct shop *shop, int64_t index)
{
	int64_t from = clock_start(shop->today - shop->days + 14);
	int64_t until = clock_start(shop->today - DEMO_WEEK);

	return from + (int64_t)((double)(until - from) * (double)index / (double)shop->complaints);
}

static const struct demo_story *
story_draw(struct chance *chance)
{
	int64_t all = 0, die;
	size_t i;

	for (i = 0; i < demo_story_count; i++)
		all += demo_stories[i].weight;
	die = chance_below(chance, all);
	for (i = 0; die >= demo_stories[i].weight; i++)
		die -= demo_stories[i].weight;
	return &demo_stories[i];
}

/* Closed after hours or days, called back; one in twelve was not satisfied for good. */
static void
row_make(struct ctx *ctx, const struct shop *shop, int64_t index, const struct customer *customer,
    struct complaint_row *row)
{
	static const int64_t scores[] = { 5, 4, 5, 3, 5, 4, 5, 4, 5, 0, 4, 2 };
	struct chance chance = chance_of(shop->seed, CHANCE_COMPLAINT, (uint64_t)index);
	const struct demo_story *story = story_draw(&chance);
	int64_t opened = opened_at(shop, index);

	*row = (struct complaint_row){ .complaint = { .complaint_no = arena_printf(
							  ctx->arena, "KL-%08" PRId64, index + 1),
					   .state = COMPLAINT_CLOSED,
					   .member_id = customer->member_id,
					   .order_id = customer->order_id,
					   .channel = 1 + chance_below(&chance, CONTACT_VISIT),
					   .problem = story->problem,
					   .department = complaint_department(story->problem),
					   .opened_at = opened,
					   .closed_at = opened + HOUR + chance_below(&chance, 3 * DAY),
					   .score = scores[chance_below(&chance, 12)] },
		.text = { story->happened, story->demand, story->demand, story->result },
		.products = &customer->product_id,
		.product_count = customer->product_id != 0 };
}

/* Orders of one hour have their complaints in one: a read for each BLOCK of them. */
#define BLOCK 10

enum rc
history_make(struct ctx *ctx, const struct shop *shop, int64_t from, size_t count, struct complaint_row *rows,
    size_t *made)
{
	enum rc rc = RC_OK;

	*made = 0;
	for (size_t i = 0; i < count && rc == RC_OK; i += BLOCK) {
		int64_t index = from + (int64_t)i, most = (int64_t)(count - i < BLOCK ? count - i : BLOCK);
		struct chance chance = chance_of(shop->seed, CHANCE_CUSTOMER, (uint64_t)index);
		struct rows customers = { NULL, 0 };

		rc = customers_from(
		    ctx, opened_at(shop, index) - 3 * DAY - chance_below(&chance, 9 * DAY), most, &customers);
		for (size_t j = 0; j < customers.count; j++, ++*made)
			row_make(ctx, shop, index + (int64_t)j, (const struct customer *)customers.items + j,
			    &rows[*made]);
	}
	return rc;
}
