/* SPDX-License-Identifier: MIT */
/* `houtaictl demo`: loads the demo shop through the features' own functions, in batches of one transaction each.
 * What the shop looks like is in shop.c. Refuses a database that holds orders already. */
#include "demo/demo.h"

#include "accounts/accounts.h"
#include "audit/audit.h"
#include "base/clock.h"
#include "base/log.h"
#include "db/config.h"
#include "db/db.h"
#include "db/indexes.h"
#include "db/tx.h"
#include "demo/care.h"
#include "demo/complaints.h"
#include "demo/desk.h"
#include "demo/history.h"
#include "demo/ledger.h"
#include "demo/people.h"
#include "demo/shop.h"
#include "demo/words.h"
#include "policy/policy.h"
#include <errno.h>
#include <sodium.h>
#include <sys/wait.h>
#include <unistd.h>

#define PRODUCTS 400
#define MEMBERS_MOST 10000000
#define ORDERS_MOST 10000000
#define COMPLAINTS_MOST 10000000
#define COMPLAINTS_SHARE 100 /* one in so many orders was complained about, unless it is said */
#define LARGE_FROM 100000    /* orders from which on two processes make them, and indexes wait */
#define ASIDE 3              /* tables whose indexes do */

struct loader {
	struct ctx ctx; /* with an arena that lives for one batch */
	struct shop shop;
	struct people people;
	int64_t next_close; /* the closing that the next orders have not reached yet */
	bool quiet;
	bool large;
	int64_t split; /* the first order of the newer half */
	const char *aside[ASIDE];
};

static void
progress(const struct loader *loader, const char *what, int64_t done, int64_t all)
{
	if (!loader->quiet && (done == all || done % 50000 == 0))
		fprintf(stderr, "\rdemo: %lld of %lld %s ", (long long)done, (long long)all, what);
	if (!loader->quiet && done == all)
		fputc('\n', stderr);
}

SQL(demo_empty_sql, "SELECT COUNT(*) FROM (SELECT 1 FROM orders LIMIT 1) o", .samples = NULL);

static enum rc
regions_load(struct loader *loader, struct arena *arena)
{
	struct shop *shop = &loader->shop;
	enum rc rc = RC_OK;

	shop->province = arena_array(arena, demo_province_count, sizeof(*shop->province));
	shop->region = arena_array(arena, demo_province_count, sizeof(*shop->region));
	for (size_t p = 0; p < demo_province_count && rc == RC_OK; p++) {
		rc = region_id(&loader->ctx, 0, demo_provinces[p].name, &shop->province[p]);
		for (size_t c = 0; c < 3 && rc == RC_OK && demo_provinces[p].cities[c].name; c++) {
			const struct demo_city *city = &demo_provinces[p].cities[c];

			rc = region_id(&loader->ctx, shop->province[p], city->name, &shop->region[p][c][0]);
			for (size_t d = 0; d < 4 && rc == RC_OK && city->districts[d]; d++)
				rc = region_id(&loader->ctx, shop->region[p][c][0], city->districts[d],
				    &shop->region[p][c][d + 1]);
		}
	}
	return rc;
}

/* One batch as one transaction with its audit row; `write` runs inside it. */
struct batch {
	const void *rows;
	size_t count;
	enum rc (*write)(struct ctx *ctx, const void *rows, size_t count, struct verdict *verdicts);
	const char *action, *kind;
	unsigned char hash[32];
};

static enum rc
batch_write(struct loader *loader, const struct batch *batch)
{
	struct ctx *ctx = &loader->ctx;
	struct verdict *verdicts = arena_array(ctx->arena, batch->count, sizeof(*verdicts));
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = batch->write(ctx, batch->rows, batch->count, verdicts);
		for (size_t i = 0; i < batch->count && rc == RC_OK; i++)
			if (verdicts[i].outcome == BATCH_REJECTED)
				rc = ctx_fail(ctx, RC_INTERNAL, verdicts[i].reason, verdicts[i].column, NULL);
		if (rc == RC_OK)
			rc = audit_batch(
			    ctx, batch->action, batch->kind, 0, (int64_t)batch->count, batch->hash);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

static void
hash_text(crypto_generichash_state *hash, const char *text)
{
	crypto_generichash_update(hash, (const unsigned char *)text, strlen(text) + 1);
}

static enum rc
members_write(struct ctx *ctx, const void *rows, size_t count, struct verdict *verdicts)
{
	return member_import(ctx, rows, count, verdicts);
}

static enum rc
members_load(struct loader *loader)
{
	for (int64_t done = 0; done < loader->shop.members;) {
		struct batch batch = { .write = members_write, .action = "demo.members", .kind = "member" };
		struct member *rows = arena_array(loader->ctx.arena, BATCH_MOST, sizeof(*rows));
		crypto_generichash_state hash;
		enum rc rc;

		crypto_generichash_init(&hash, NULL, 0, 32);
		while (batch.count < BATCH_MOST && done < loader->shop.members) {
			shop_member(&loader->shop, loader->ctx.arena, done++, &rows[batch.count]);
			hash_text(&hash, rows[batch.count++].member_no);
		}
		crypto_generichash_final(&hash, batch.hash, 32);
		batch.rows = rows;
		rc = batch_write(loader, &batch);
		if (rc != RC_OK)
			return rc;
		arena_reset(loader->ctx.arena, 16 << 20);
		progress(loader, "members", done, loader->shop.members);
	}
	return RC_OK;
}

static enum rc
products_write(struct ctx *ctx, const void *rows, size_t count, struct verdict *verdicts)
{
	return product_import(ctx, rows, count, verdicts);
}

static enum rc
products_load(struct loader *loader)
{
	struct batch batch = {
		.write = products_write, .action = "demo.products", .kind = "product", .count = PRODUCTS
	};
	struct product *rows = arena_array(loader->ctx.arena, PRODUCTS, sizeof(*rows));

	for (int64_t i = 0; i < PRODUCTS; i++)
		shop_product(&loader->shop, loader->ctx.arena, i, &rows[i]);
	batch.rows = rows;
	loader->shop.products = PRODUCTS;
	return batch_write(loader, &batch);
}

static enum rc
products_find(struct loader *loader, struct arena *arena)
{
	int64_t *ids = arena_array(arena, PRODUCTS, sizeof(*ids));
	const char **numbers = arena_array(arena, PRODUCTS, sizeof(*numbers));
	struct product product;

	for (int64_t i = 0; i < PRODUCTS; i++) {
		shop_product(&loader->shop, arena, i, &product);
		numbers[i] = product.product_no;
	}
	loader->shop.product_ids = ids;
	return product_ids(&loader->ctx, numbers, PRODUCTS, ids);
}

/* Orders come with the index of their member; ids have gaps, so they are looked up by number. */
static enum rc
members_find(struct loader *loader, struct order_row *rows, size_t count)
{
	struct arena *arena = loader->ctx.arena;
	int64_t *ids = arena_array(arena, count + 1, sizeof(*ids));
	const char **numbers = arena_array(arena, count + 1, sizeof(*numbers));
	enum rc rc;

	for (size_t i = 0; i < count; i++)
		numbers[i] = shop_member_no(arena, rows[i].order.member_id);
	rc = member_ids(&loader->ctx, numbers, count, ids);
	for (size_t i = 0; i < count && rc == RC_OK; i++)
		rows[i].order.member_id = ids[i];
	return rc;
}

static enum rc
orders_write(struct ctx *ctx, const void *rows, size_t count, struct verdict *verdicts)
{
	return order_import(ctx, rows, count, verdicts);
}

/* The sheets of the last ten days are closed when the orders have come so far, as they would have been (RULE ORD-4). */
static enum rc
sheets_close(struct loader *loader, int64_t placed_at)
{
	enum rc rc = RC_OK;

	while (rc == RC_OK && placed_at > loader->next_close) {
		int64_t day = clock_day(loader->next_close);

		if (day >= loader->shop.today - 10)
			rc = people_sheet(
			    &loader->ctx, &loader->people, day, loader->next_close, loader->shop.today - day);
		loader->next_close = clock_at(day + 1, loader->shop.close_wall);
	}
	return rc;
}

static enum rc
orders_load(struct loader *loader, int64_t from, int64_t until)
{
	struct shop *shop = &loader->shop;
	struct order_row next;
	int64_t done = from;
	bool held = false;

	while (done < until) {
		struct batch batch = { .write = orders_write, .action = "demo.orders", .kind = "order" };
		struct order_row *rows = arena_array(loader->ctx.arena, BATCH_MOST, sizeof(*rows));
		crypto_generichash_state hash;
		enum rc rc = RC_OK;

		crypto_generichash_init(&hash, NULL, 0, 32);
		while (batch.count < BATCH_MOST && done < until) {
			if (!held)
				shop_order(shop, loader->ctx.arena, done, &next);
			held = next.order.placed_at > loader->next_close;
			if (held)
				break;
			rows[batch.count++] = next;
			hash_text(&hash, next.order.order_no);
			done++;
		}
		crypto_generichash_final(&hash, batch.hash, 32);
		batch.rows = rows;
		if (batch.count)
			rc = members_find(loader, rows, batch.count);
		if (rc == RC_OK && batch.count)
			rc = batch_write(loader, &batch);
		if (rc == RC_OK && held)
			rc = sheets_close(loader, next.order.placed_at);
		if (rc != RC_OK)
			return rc;
		if (!held) /* the order that waits for its sheet still lies in the arena */
			arena_reset(loader->ctx.arena, 16 << 20);
		if (done % 10000 == 0 || done == shop->orders)
			progress(loader, "orders", done, shop->orders);
	}
	return RC_OK;
}

static enum rc
complaints_write(struct ctx *ctx, const void *rows, size_t count, struct verdict *verdicts)
{
	return complaint_import(ctx, rows, count, verdicts);
}

static enum rc
history_load(struct loader *loader)
{
	const struct shop *shop = &loader->shop;

	for (int64_t done = 0; done < shop->complaints;) {
		struct batch batch = {
			.write = complaints_write, .action = "demo.complaints", .kind = "complaint"
		};
		size_t count =
		    shop->complaints - done < BATCH_MOST ? (size_t)(shop->complaints - done) : BATCH_MOST;
		struct complaint_row *rows = arena_array(loader->ctx.arena, count, sizeof(*rows));
		crypto_generichash_state hash;
		enum rc rc = history_make(&loader->ctx, shop, done, count, rows, &batch.count);

		crypto_generichash_init(&hash, NULL, 0, 32);
		for (size_t i = 0; rc == RC_OK && i < batch.count; i++)
			hash_text(&hash, rows[i].complaint.complaint_no);
		crypto_generichash_final(&hash, batch.hash, 32);
		batch.rows = rows;
		if (rc == RC_OK && batch.count > 0)
			rc = batch_write(loader, &batch);
		if (rc != RC_OK)
			return rc;
		arena_reset(loader->ctx.arena, 16 << 20);
		done += (int64_t)count;
		progress(loader, "complaints", done, shop->complaints);
	}
	return RC_OK;
}

/* The first order of a day near the middle: numbers begin anew with each day, so that two processes can share the work. Whoever makes
 * the newer half has those that wait, and the sheets, besides. */
static int64_t
orders_split(const struct shop *shop)
{
	int64_t index = shop->orders / 2;

	while (clock_day(shop_placed_at(shop, index)) == clock_day(shop_placed_at(shop, index - 1)))
		index--;
	return index;
}

/* `work` by a second process over a connection of its own: half of what a large shop takes is done beside the other half. */
static enum rc
beside_start(struct loader *loader, enum rc (*work)(struct loader *loader), pid_t *child)
{
	*child = fork();
	if (*child < 0) {
		log_line(LOG_ERROR, "demo.fork", "why", strerror(errno), NULL);
		return RC_INTERNAL;
	}
	if (*child == 0) {
		struct db_config config = config_database(config_get(), "admin");

		loader->ctx.db = db_new(&config); /* the other one is the parent's */
		loader->quiet = true;
		_exit(work(loader) == RC_OK ? 0 : 1);
	}
	return RC_OK;
}

static enum rc
beside_end(pid_t child, enum rc rc)
{
	int status;

	if ((waitpid(child, &status, 0) != child || status != 0) && rc == RC_OK)
		return RC_INTERNAL; /* it has said why */
	return rc;
}

static enum rc
orders_older(struct loader *loader)
{
	return orders_load(loader, 0, loader->split);
}

static enum rc
contacts_load(struct loader *loader)
{
	enum rc rc = RC_OK;

	for (int64_t done = 0; done < loader->shop.members && rc == RC_OK; done += BATCH_MOST) {
		int64_t left = loader->shop.members - done;

		rc = care_contacts(
		    &loader->ctx, &loader->shop, done, left < BATCH_MOST ? (size_t)left : BATCH_MOST);
		arena_reset(loader->ctx.arena, 16 << 20);
	}
	return rc;
}

static enum rc
members_finish(struct loader *loader)
{
	enum rc rc = contacts_load(loader);

	for (size_t i = 1; i < ASIDE && rc == RC_OK; i++)
		rc = indexes_build(&loader->ctx, loader->aside[i]);
	return rc;
}

/* Both halves of the orders; then the indexes that were put aside for it, those of the orders beside all others. */
static enum rc
orders_share(struct loader *loader)
{
	const struct shop *shop = &loader->shop;
	pid_t child = 0;
	enum rc rc;

	if (!loader->large) {
		rc = orders_load(loader, 0, shop->orders);
		return rc == RC_OK ? contacts_load(loader) : rc;
	}
	loader->split = orders_split(shop);
	rc = beside_start(loader, orders_older, &child);
	if (rc == RC_OK)
		rc = beside_end(child, orders_load(loader, loader->split, shop->orders));
	if (rc == RC_OK)
		rc = beside_start(loader, members_finish, &child);
	return rc == RC_OK ? beside_end(child, indexes_build(&loader->ctx, loader->aside[0])) : rc;
}

/* Entry by entry, an index in an order of its own costs more than all else that a row does. */
static enum rc
indexes_aside(struct loader *loader, struct arena *arena)
{
	static const char *const tables[ASIDE] = { "orders", "member", "points_entry" };
	struct ctx ctx = loader->ctx;
	enum rc rc = RC_OK;

	ctx.arena = arena;
	for (size_t i = 0; i < ASIDE && rc == RC_OK && loader->large; i++)
		rc = indexes_drop(&ctx, tables[i], &loader->aside[i]);
	return rc;
}

/* As the command's arguments say it. */
struct wanted {
	int64_t members, orders;
	int64_t complaints; /* -1: in proportion */
	int64_t seed;
};

static enum rc
shop_init(struct loader *loader, const struct wanted *wanted)
{
	const int64_t orders = wanted->orders;
	struct shop *shop = &loader->shop;
	struct ctx *ctx = &loader->ctx;
	struct figure figure;
	enum rc rc = policy_get(ctx, "orders.sheet_close", ctx->now, &figure);

	if (rc != RC_OK)
		return rc;
	*shop = (struct shop){ .seed = (uint64_t)wanted->seed,
		.now = ctx->now,
		.today = clock_day(ctx->now),
		.members = wanted->members,
		.orders = orders,
		.complaints = wanted->complaints >= 0 ? wanted->complaints : orders / COMPLAINTS_SHARE };
	shop->close_wall = figure.value;
	shop->last_close = clock_at(shop->today, figure.value);
	if (shop->last_close > ctx->now)
		shop->last_close = clock_at(shop->today - 1, figure.value);
	shop->waiting = orders / 20;
	shop->days = orders / 1500 < 60 ? 60 : orders / 1500 > 700 ? 700 : orders / 1500;
	loader->large = orders >= LARGE_FROM;
	loader->next_close = clock_at(shop->today - 11, figure.value); /* older ones stand on no sheet */
	return RC_OK;
}

static enum rc
demo_fill(struct loader *loader, struct arena *arena, const struct wanted *wanted)
{
	struct ctx *ctx = &loader->ctx;
	enum rc rc = shop_init(loader, wanted);

	if (rc == RC_OK)
		rc = people_load(ctx, &loader->people);
	if (rc == RC_OK)
		rc = regions_load(loader, arena);
	if (rc == RC_OK)
		rc = products_load(loader);
	if (rc == RC_OK)
		rc = indexes_aside(loader, arena);
	if (rc == RC_OK)
		rc = members_load(loader);
	if (rc == RC_OK)
		rc = products_find(loader, arena);
	for (size_t i = 0; i < loader->people.clerk_count; i++) {
		loader->shop.staff[i] = loader->people.staff[i];
		loader->shop.clerks[loader->shop.clerk_count++] = loader->people.clerks[i];
	}
	if (rc == RC_OK)
		rc = orders_share(loader);
	if (rc == RC_OK)
		rc = sheets_close(loader, loader->shop.now);
	if (rc == RC_OK)
		rc = people_work(ctx, &loader->people, loader->shop.today);
	if (rc == RC_OK)
		rc = history_load(loader);
	if (rc == RC_OK)
		rc = complaints_load(ctx, &loader->people, &loader->shop);
	if (rc == RC_OK)
		rc = ledger_load(ctx, &loader->people, wanted->members);
	if (rc == RC_OK && wanted->members >= CARE_MEMBERS)
		rc = care_load(ctx, &loader->people);
	if (rc == RC_OK)
		rc = desk_load(ctx, &loader->people, wanted->members);
	return rc;
}

static enum rc
demo_load(struct ctx *ctx, const struct wanted *wanted)
{
	struct loader loader = { .ctx = *ctx };
	enum rc rc;

	loader.ctx.arena = arena_new(16 << 20);
	rc = demo_fill(&loader, ctx->arena, wanted);
	if (rc != RC_OK && loader.ctx.reason.key)
		ctx_fail(ctx, rc, loader.ctx.reason.key, loader.ctx.reason.arg[0], NULL);
	arena_free(loader.ctx.arena);
	return rc;
}

static bool
number_read(const char *text, int64_t least, int64_t most, int64_t *number)
{
	char *end;

	*number = strtoll(text, &end, 10);
	return *text && *end == '\0' && *number >= least && *number <= most;
}

static bool
wanted_read(int argc, char **argv, struct wanted *wanted)
{
	const struct {
		const char *name;
		int64_t least, most, *number;
	} options[] = { { "--members", 1, MEMBERS_MOST, &wanted->members },
		{ "--orders", 20, ORDERS_MOST, &wanted->orders },
		{ "--complaints", 0, COMPLAINTS_MOST, &wanted->complaints },
		{ "--seed", 0, INT64_MAX, &wanted->seed } };
	const size_t count = sizeof(options) / sizeof(options[0]);

	for (int i = 0; i < argc; i += 2) {
		size_t option = 0;

		while (option < count && strcmp(argv[i], options[option].name) != 0)
			option++;
		if (option == count || i + 1 == argc ||
		    !number_read(
			argv[i + 1], options[option].least, options[option].most, options[option].number))
			return false;
	}
	return true;
}

static int
demo_command(struct ctx *ctx, int argc, char **argv)
{
	struct wanted wanted = { .members = 5000, .orders = 20000, .complaints = -1, .seed = 1 };
	int64_t there = 0;
	enum rc rc;

	if (!wanted_read(argc, argv, &wanted)) {
		fputs("usage: houtaictl demo [--members N] [--orders N] [--complaints N] [--seed S]; N up to "
		      "10,000,000, at least 20 orders\n",
		    stderr);
		return 2;
	}
	if (!config_number(config_get(), "Demo", 0)) {
		fputs("demo: this is not a demo installation (Demo = 1 is not set in the configuration)\n",
		    stderr);
		return 1;
	}
	audit_keys(false);
	rc = db_int(ctx, &demo_empty_sql, &there, NO_ARGS);
	if (rc == RC_OK && there) {
		fputs("demo: the database holds orders already; nothing was changed\n", stderr);
		return 1;
	}
	if (rc == RC_OK)
		rc = demo_load(ctx, &wanted);
	if (rc != RC_OK) {
		fprintf(stderr, "demo: %s %s %s\n", rc_name(rc), ctx->reason.key ? ctx->reason.key : "",
		    ctx->reason.key && ctx->reason.arg[0] ? ctx->reason.arg[0] : "");
		return 1;
	}
	printf("demo: %lld members, %lld orders, %lld of them waiting\n", (long long)wanted.members,
	    (long long)wanted.orders, (long long)(wanted.orders / 20));
	return 0;
}

static int
logins_command(struct ctx *ctx, int argc, char **argv)
{
	(void)ctx;
	(void)argc;
	(void)argv;
	people_print();
	return 0;
}

static const struct route routes[] = { { 0 } };
static const struct right *const rights[] = { NULL };
static const struct command commands[] = {
	{ "demo", "[--members N] [--orders N] [--complaints N] [--seed S]",
	    "Load a demo shop into an empty demo installation", demo_command },
	{ "demo logins", "", "Print the log-ins of the demo shop", logins_command },
	{ 0 },
};
const struct feature demo_feature = {
	.name = "demo", .routes = routes, .rights = rights, .commands = commands
};
