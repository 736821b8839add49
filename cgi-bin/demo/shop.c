/* SPDX-License-Identifier: MIT */
/* How the demo shop looks: members, goods, and orders at every stage around the present.
 * Writes nothing: demo.c hands what is made here to the features' own import functions. */
#include "demo/shop.h"

#include "base/clock.h"
#include "demo/words.h"

static uint64_t
mix(uint64_t x) /* the finisher of splitmix64 */
{
	x ^= x >> 30;
	x *= UINT64_C(0xbf58476d1ce4e5b9);
	x ^= x >> 27;
	x *= UINT64_C(0x94d049bb133111eb);
	return x ^ (x >> 31);
}

struct chance
chance_of(uint64_t seed, uint64_t kind, uint64_t index)
{
	return (struct chance){ mix(seed + mix(kind * UINT64_C(0x9e3779b97f4a7c15) + mix(index))) };
}

uint64_t
chance_next(struct chance *chance)
{
	chance->state += UINT64_C(0x9e3779b97f4a7c15);
	return mix(chance->state);
}

int64_t
chance_below(struct chance *chance, int64_t limit)
{
	return (int64_t)((chance_next(chance) >> 11) % (limit > 0 ? (uint64_t)limit : 1));
}

static const char *
word_draw(struct chance *chance, const char *const *words)
{
	int64_t count = 0;

	while (words[count])
		count++;
	return words[chance_below(chance, count)];
}

/* ---- members and products ---- */

static void
place_draw(
    const struct shop *shop, struct chance *chance, int64_t ids[3], struct arena *arena, const char **address)
{
	size_t p = (size_t)chance_below(chance, (int64_t)demo_province_count);
	const struct demo_province *province = &demo_provinces[p];
	size_t cities = 1, districts = 1, c, d;

	while (cities < 3 && province->cities[cities].name)
		cities++;
	c = (size_t)chance_below(chance, (int64_t)cities);
	while (districts < 4 && province->cities[c].districts[districts])
		districts++;
	d = (size_t)chance_below(chance, (int64_t)districts);
	ids[0] = shop->province[p];
	ids[1] = shop->region[p][c][0];
	ids[2] = shop->region[p][c][d + 1];
	*address = arena_printf(arena, "%s %d 号 %d 室", word_draw(chance, demo_streets),
	    (int)chance_below(chance, 400) + 1,
	    ((int)chance_below(chance, 18) + 1) * 100 + (int)chance_below(chance, 6) + 1);
}

const char *
shop_member_no(struct arena *arena, int64_t index)
{
	return arena_printf(arena, "HY-%08lld", (long long)index + 1);
}

void
shop_member(const struct shop *shop, struct arena *arena, int64_t index, struct member *member)
{
	static const char *const prefixes[] = { "138", "139", "152", "158", "177", "186", "191", NULL };
	struct chance chance = chance_of(shop->seed, CHANCE_MEMBER, (uint64_t)index);
	int64_t place[3];

	*member = (struct member){ .member_no = shop_member_no(arena, index) };
	member->name = arena_printf(arena, "%s%s%s", word_draw(&chance, demo_surnames),
	    word_draw(&chance, demo_given), chance_below(&chance, 3) ? word_draw(&chance, demo_given) : "");
	member->phone = arena_printf(
	    arena, "%s%08lld", word_draw(&chance, prefixes), (long long)chance_below(&chance, 100000000));
	member->email =
	    chance_below(&chance, 4) ? arena_printf(arena, "hy%08lld@example.com", (long long)index + 1) : "";
	place_draw(shop, &chance, place, arena, &member->address);
	member->province_id = place[0];
	member->city_id = place[1];
	member->district_id = place[2];
	member->since_at = shop->now - shop->days * DAY - chance_below(&chance, 900) * DAY;
}

void
shop_product(const struct shop *shop, struct arena *arena, int64_t index, struct product *product)
{
	struct chance chance = chance_of(shop->seed, CHANCE_PRODUCT, (uint64_t)index);
	const struct demo_good *good = &demo_goods[(size_t)index % demo_good_count];
	bool special = chance_below(&chance, 4) == 0;

	*product = (struct product){ .product_no = arena_printf(arena, "FS-%04lld", (long long)index + 1001),
		.name = arena_printf(arena, "%s%s %s %s", word_draw(&chance, demo_fabrics), good->name,
		    word_draw(&chance, demo_colours), word_draw(&chance, demo_sizes)),
		.category = good->category,
		.class = special ? CLASS_SPECIAL : CLASS_ORDINARY,
		.price_fen = good->price_fen + (chance_below(&chance, 9) - 4) * 1000,
		.stock = chance_below(&chance, 12) ? chance_below(&chance, 400) + 5 : 0 };
	if (special)
		product->price_fen = product->price_fen * 7 / 1000 * 100;
}

/* ---- orders ---- */

/* Orders that are through lie evenly over the days before; those that wait came in since the last closing of a sheet, one in
 * fifty in the hours before it, so that something is late. */
int64_t
shop_placed_at(const struct shop *shop, int64_t index)
{
	int64_t through = shop->orders - shop->waiting, late = shop->waiting / 50;
	int64_t from, until, count, at = index;

	if (index < through) {
		from = clock_start(shop->today - shop->days);
		until = shop->last_close - 7 * HOUR;
		count = through;
	} else if (index - through < late) {
		from = shop->last_close - 6 * HOUR;
		until = shop->last_close - 60;
		count = late;
		at -= through;
	} else {
		from = shop->last_close + 60;
		until = shop->now - 60 > from ? shop->now - 60 : from + 1;
		count = shop->waiting - late;
		at -= through + late;
	}
	return from + (int64_t)((double)(until - from) * (double)at / (double)count);
}

static const char *
number_next(struct shop *shop, struct arena *arena, int64_t at)
{
	int64_t day = clock_day(at);
	struct date date = day_date(day);

	if (day != shop->number_day) {
		shop->number_day = day;
		shop->number = 0;
	}
	shop->number++;
	return arena_printf(
	    arena, "%02d%02d%02d-%05lld", date.year % 100, date.month, date.day, (long long)shop->number);
}

/* How far an order that does not wait has come, by its age in hours. */
static int64_t
state_draw(struct chance *chance, int64_t age_hours)
{
	int64_t die = chance_below(chance, 100);

	if (die < 4)
		return ORDER_CANCELLED;
	if (age_hours > 48 && die < 6)
		return ORDER_RETURNED;
	if (age_hours > 48 && age_hours < 600 && die < 8)
		return die == 6 ? ORDER_RETURNING : ORDER_EXCHANGING;
	if (age_hours > 24 * 20)
		return ORDER_CLOSED;
	if (age_hours > 24 * 5)
		return ORDER_SIGNED_FOR;
	if (age_hours > 60)
		return ORDER_SHIPPED;
	return die < 40 ? ORDER_CONFIRMED_UNPAID : ORDER_CONFIRMED_PAID;
}

struct maker {
	struct shop *shop;
	struct arena *arena;
	struct chance chance;
	struct order *order;
	struct line_row *lines;
	struct payment_row *payments;
	struct step_row *steps;
	struct order_row *row;
};

static void
lines_make(struct maker *maker)
{
	int64_t count = 1 + chance_below(&maker->chance, 100) / 45; /* one to three, 1.65 on average */
	struct order *order = maker->order;

	maker->lines = arena_array(maker->arena, (size_t)count, sizeof(*maker->lines));
	for (int64_t i = 0; i < count; i++) {
		int64_t index = chance_below(&maker->chance, maker->shop->products);
		struct product product;

		shop_product(maker->shop, maker->arena, index, &product);
		maker->lines[i] = (struct line_row){ .line_no = i + 1,
			.product_id = maker->shop->product_ids[index],
			.title = product.name,
			.class = product.class,
			.unit_fen = product.price_fen,
			.quantity = 1 + chance_below(&maker->chance, 8) / 6 };
		order->goods_fen += maker->lines[i].unit_fen * maker->lines[i].quantity;
		if (product.stock == 0 && order->state == ORDER_UNCONFIRMED_UNPAID)
			order->stock = chance_below(&maker->chance, 2) ? STOCK_SHORT : STOCK_CHECK;
	}
	order->freight_fen = order->goods_fen < 19900 ? 1000 : 0;
	order->discount_fen = order->goods_fen >= 30000 && chance_below(&maker->chance, 3) == 0 ? 4000 : 0;
	order->total_fen = order->goods_fen + order->freight_fen - order->discount_fen;
	maker->row->lines = maker->lines;
	maker->row->line_count = (size_t)count;
}

static void
step_add(struct maker *maker, int64_t at, int64_t account_id, int64_t to)
{
	size_t count = maker->row->step_count++;

	maker->steps[count] = (struct step_row){ .at = at,
		.account_id = account_id,
		.from_state = count ? maker->steps[count - 1].to_state : 0,
		.to_state = to,
		.reason = "" };
}

/* Payment: by one method, sometimes partly by voucher. */
static void
payments_make(struct maker *maker)
{
	static const int64_t methods[] = { PAY_ALIPAY, PAY_ALIPAY, PAY_ALIPAY, PAY_BANK_CARD, PAY_BANK_CARD,
		PAY_SHOP_CARD, PAY_BANK_TRANSFER, PAY_WALLET };
	struct order *order = maker->order;
	int64_t voucher = order->total_fen > 6000 && chance_below(&maker->chance, 10) == 0 ? 3000 : 0;
	size_t count = 0;

	maker->payments = arena_array(maker->arena, 2, sizeof(*maker->payments));
	if (voucher)
		maker->payments[count++] = (struct payment_row){ .payment_no = 1,
			.method = PAY_VOUCHER,
			.amount_fen = voucher,
			.paid_at = order->paid_at,
			.reference = "" };
	maker->payments[count] = (struct payment_row){ .payment_no = (int64_t)count + 1,
		.method = methods[chance_below(&maker->chance, 8)],
		.amount_fen = order->total_fen - voucher,
		.paid_at = order->paid_at,
		.reference = arena_printf(maker->arena, "%lld%06lld", (long long)order->paid_at,
		    (long long)chance_below(&maker->chance, 1000000)) };
	maker->row->payments = maker->payments;
	maker->row->payment_count = count + 1;
	order->paid_fen = order->total_fen;
}

/* The way an order took to its state: times and steps (RULE ORD-1). */
static void
path_make(struct maker *maker)
{
	struct order *order = maker->order;
	struct shop *shop = maker->shop;
	int64_t state = order->state, at = order->placed_at, limit = shop->now - 30;
	size_t taker = (size_t)chance_below(&maker->chance, (int64_t)shop->clerk_count);
	int64_t clerk = shop->clerks[taker];

	maker->steps = arena_array(maker->arena, 8, sizeof(*maker->steps));
	step_add(maker, at, 0, ORDER_UNCONFIRMED_UNPAID);
	if (state != ORDER_UNCONFIRMED_UNPAID) {
		int64_t close = clock_at(clock_day(at), shop->close_wall);

		at += 10 * MINUTE + chance_below(&maker->chance, 4 * HOUR);
		if (order->placed_at < close && at > close)
			at = close - (close - order->placed_at) /
					 3; /* confirmed for the sheet it ought to stand on */
		order->confirmed_at = at < limit ? at : limit;
		order->confirmed_by = clerk;
		step_add(maker, order->confirmed_at, clerk, ORDER_CONFIRMED_UNPAID);
		if (state == ORDER_CANCELLED) {
			order->cancelled_at = order->confirmed_at + 20;
			step_add(maker, order->cancelled_at, clerk, ORDER_CANCELLED);
		} else if (state != ORDER_CONFIRMED_UNPAID) {
			at = order->confirmed_at + chance_below(&maker->chance, 2 * HOUR);
			order->paid_at = at < limit ? at : limit;
			step_add(maker, order->paid_at, 0, ORDER_CONFIRMED_PAID);
			payments_make(maker);
		}
	}
	if (state >= ORDER_SHIPPED && state != ORDER_CANCELLED) {
		order->shipped_at = order->placed_at + 30 * HOUR;
		step_add(maker, order->shipped_at, 0, ORDER_SHIPPED);
	}
	if (state == ORDER_SIGNED_FOR || state == ORDER_CLOSED || state == ORDER_RETURNED ||
	    state == ORDER_RETURNING) {
		order->signed_at = order->placed_at + 47 * HOUR;
		step_add(maker, order->signed_at, 0, ORDER_SIGNED_FOR);
	}
	if (state == ORDER_RETURNING || state == ORDER_EXCHANGING || state == ORDER_RETURNED) {
		order->back_state = state == ORDER_EXCHANGING ? ORDER_SHIPPED : ORDER_SIGNED_FOR;
		step_add(maker, order->placed_at + 47 * HOUR + 30 * MINUTE, clerk,
		    state == ORDER_RETURNED ? ORDER_RETURNING : state);
	}
	if (state == ORDER_RETURNED || state == ORDER_CLOSED) {
		at = order->placed_at + (state == ORDER_CLOSED ? 19 * DAY : 48 * HOUR);
		if (state == ORDER_CLOSED)
			order->closed_at = at;
		step_add(maker, at, 0, state);
	}
	maker->row->steps = maker->steps;
	maker->row->staff = shop->staff[taker];
	/* what was confirmed in the last days stands on the sheets that the demo closes (ORD-4) */
	maker->row->seen = order->confirmed_at >= clock_start(shop->today - 10) && state != ORDER_CANCELLED;
}

void
shop_order(struct shop *shop, struct arena *arena, int64_t index, struct order_row *row)
{
	struct maker maker = { .shop = shop,
		.arena = arena,
		.row = row,
		.order = &row->order,
		.chance = chance_of(shop->seed, CHANCE_ORDER, (uint64_t)index) };
	int64_t member_index = chance_below(&maker.chance, shop->members);
	struct order *order = &row->order;
	struct member member;

	*row = (struct order_row){ 0 };
	shop_member(shop, arena, member_index, &member);
	*order = (struct order){ .member_id = member_index,
		.placed_at = shop_placed_at(shop, index),
		.channel = chance_below(&maker.chance, 20) == 0 ? CHANNEL_AGENT
			   : chance_below(&maker.chance, 3)     ? CHANNEL_MOBILE
								: CHANNEL_WEB,
		.consignee = member.name,
		.phone = member.phone,
		.province_id = member.province_id,
		.city_id = member.city_id,
		.district_id = member.district_id,
		.address = member.address,
		.note = chance_below(&maker.chance, 12) ? "" : "周末送货",
		.summary = "",
		.park_reason = "" };
	order->order_no = number_next(shop, arena, order->placed_at);
	if (index >= shop->orders - shop->waiting) {
		order->state = ORDER_UNCONFIRMED_UNPAID;
		order->parked = chance_below(&maker.chance, 25) == 0;
		if (order->parked)
			order->park_reason = word_draw(&maker.chance, demo_park_reasons);
	} else {
		order->state = state_draw(&maker.chance, (shop->now - order->placed_at) / HOUR);
	}
	lines_make(&maker);
	path_make(&maker);
}
