/* SPDX-License-Identifier: MIT */
/* Rows of an import of complaints: what is there already, and what is written. Not what a row makes of it: import.c. */
#include "complaints/actions.h"
#include "complaints/import.h"
#include "members/members.h"
#include "orders/orders.h"

#include <string.h>

SQL(numbers_find_sql,
    "SELECT c.id, c.complaint_no, c.state, c.member_id, c.order_id, c.channel, c.type, c.problem, "
    "c.department, c.about_id, c.urgency, c.complex, c.owner_id, c.owner_staff, c.taken_by, c.opened_at, "
    "c.answered_at, c.solved_at, c.closed_at, c.due_at, c.steps, c.compensation_fen, c.handoffs_open, "
    "c.reopened, c.score, c.told_at, c.promise, c.caller, c.caller_phone, c.customer, c.summary, "
    "c.province_id, c.city_id, c.district_id, c.imported, c.version "
    "FROM JSON_TABLE(?, '$[*]' COLUMNS (wanted VARCHAR(40) CHARACTER "
    "SET utf8mb4 PATH '$')) j STRAIGHT_JOIN complaint c ON c.complaint_no = j.wanted COLLATE utf8mb4_bin",
    .samples = "SELECT '[\"0\"]'", .why = "the JSON list itself is read as rows");
SQL(texts_find_sql,
    "SELECT t.complaint_id, t.happened, t.demand, t.solution, t.result, EXISTS (SELECT 1 "
    "FROM complaint_entry e WHERE e.complaint_id = t.complaint_id) OR EXISTS (SELECT 1 "
    "FROM complaint_clock k WHERE k.complaint_id = t.complaint_id) AS worked "
    "FROM JSON_TABLE(?, '$[*]' COLUMNS (wanted BIGINT UNSIGNED PATH '$')) j "
    "STRAIGHT_JOIN complaint_text t ON t.complaint_id = j.wanted",
    .samples = "SELECT '[0]'", .why = "the JSON list itself is read as rows");
SQL(goods_find_sql,
    "SELECT p.complaint_id, p.product_id, p.quality FROM JSON_TABLE(?, '$[*]' COLUMNS (wanted BIGINT "
    "UNSIGNED PATH '$')) j STRAIGHT_JOIN complaint_product p ON p.complaint_id = j.wanted "
    "ORDER BY p.complaint_id, p.product_id",
    .samples = "SELECT '[0]'", .why = "the JSON list itself is read as rows");
SQL(goods_drop_sql, "DELETE FROM complaint_product WHERE complaint_id = ? AND product_id = ?",
    .samples = "SELECT 0, 0");
SQL(goods_put_sql,
    "INSERT INTO complaint_product (complaint_id, product_id, quality, member_id, opened_at) "
    "VALUES (?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE quality = VALUE(quality), member_id = "
    "VALUE(member_id), opened_at = VALUE(opened_at)",
    .samples = "SELECT 0, 0, 0, 0, 0");

/* --- reading ---------------------------------------------------------------------------------------------------- */

static const struct field text_fields[] = { FIELD(import_text, ID, complaint_id),
	{ "happened", FIELD_TEXT, offsetof(struct import_text, text.happened) },
	{ "demand", FIELD_TEXT, offsetof(struct import_text, text.demand) },
	{ "solution", FIELD_TEXT, offsetof(struct import_text, text.solution) },
	{ "result", FIELD_TEXT, offsetof(struct import_text, text.result) },
	FIELD(import_text, BOOL, worked) };
static const struct record text_record = RECORD(import_text, text_fields);

static const struct field goods_fields[] = { FIELD(import_goods, ID, complaint_id),
	FIELD(import_goods, ID, product_id), FIELD(import_goods, BOOL, quality) };
static const struct record goods_record = RECORD(import_goods, goods_fields);

static enum rc
numbers_find(
    struct ctx *ctx, const struct import_batch *batch, const size_t *which, size_t count, struct rows *found)
{
	const char **numbers = arena_array(ctx->arena, count + 1, sizeof(*numbers));

	for (size_t i = 0; i < count; i++)
		numbers[i] = batch->rows[which[i]].complaint.complaint_no;
	*found = (struct rows){ NULL, 0 };
	if (count == 0)
		return RC_OK;
	return db_rows(ctx, &numbers_find_sql, &complaint_record, found,
	    ARGS(arg_text(json_texts(ctx->arena, numbers, count))));
}

/* What stands there of these complaints besides their rows. */
static enum rc
there_read(struct ctx *ctx, struct import_batch *batch)
{
	const struct complaint *there = batch->there.items;
	size_t count = batch->there.count;
	int64_t *ids = arena_array(ctx->arena, count + 1, sizeof(*ids));
	const struct import_text *text;
	const struct import_goods *goods;
	const char *wanted;
	enum rc rc;

	batch->there_at = lookup_new(ctx->arena, count + 1);
	for (size_t i = 0; i < count; i++) {
		ids[i] = there[i].id;
		(void)lookup_add(batch->there_at, there[i].complaint_no, (int64_t)i);
	}
	wanted = json_ids(ctx->arena, ids, count);
	rc = db_rows(ctx, &texts_find_sql, &text_record, &batch->there_texts, ARGS(arg_text(wanted)));
	if (rc == RC_OK)
		rc =
		    db_rows(ctx, &goods_find_sql, &goods_record, &batch->there_goods, ARGS(arg_text(wanted)));
	if (rc != RC_OK)
		return rc;
	text = batch->there_texts.items;
	goods = batch->there_goods.items;
	batch->text_at = lookup_new(ctx->arena, count + 1);
	batch->goods_at = lookup_new(ctx->arena, count + 1);
	for (size_t i = 0; i < batch->there_texts.count; i++)
		(void)lookup_add_id(batch->text_at, text[i].complaint_id, (int64_t)i);
	for (size_t i = 0; i < batch->there_goods.count; i++)
		(void)lookup_add_id(batch->goods_at, goods[i].complaint_id, (int64_t)i);
	return RC_OK;
}

static enum rc
orders_read(struct ctx *ctx, struct import_batch *batch, const size_t *which, size_t count)
{
	int64_t *ids = arena_array(ctx->arena, count + 1, sizeof(*ids));
	const struct order_brief *order;
	const struct order_product *goods;
	enum rc rc;

	for (size_t i = 0; i < count; i++)
		ids[i] = batch->rows[which[i]].complaint.order_id;
	rc = order_briefs(ctx, ids, count, &batch->orders);
	if (rc == RC_OK)
		rc = order_products(ctx, ids, count, &batch->order_goods);
	if (rc != RC_OK)
		return rc;
	order = batch->orders.items;
	goods = batch->order_goods.items;
	batch->order_at = lookup_new(ctx->arena, count + 1);
	batch->order_goods_at = lookup_new(ctx->arena, count + 1);
	for (size_t i = 0; i < batch->orders.count; i++)
		(void)lookup_add_id(batch->order_at, order[i].id, (int64_t)i);
	for (size_t i = 0; i < batch->order_goods.count; i++)
		(void)lookup_add_id(batch->order_goods_at, goods[i].order_id, (int64_t)i);
	return RC_OK;
}

enum rc
import_read(struct ctx *ctx, struct import_batch *batch, const size_t *which, size_t count)
{
	enum rc rc = numbers_find(ctx, batch, which, count, &batch->there);

	if (rc == RC_OK)
		rc = there_read(ctx, batch);
	return rc == RC_OK ? orders_read(ctx, batch, which, count) : rc;
}

/* --- writing ---------------------------------------------------------------------------------------------------- */

/* What the customers are called now, and where they live now is where they lived then (CMP-10). */
static enum rc
regions_get(struct ctx *ctx, struct import_batch *batch)
{
	int64_t *members = arena_array(ctx->arena, batch->count + 1, sizeof(*members));
	struct lookup *places = lookup_new(ctx->arena, batch->count + 1);
	struct rows found = { NULL, 0 };
	const struct member *there;
	enum rc rc;

	for (size_t i = 0; i < batch->count; i++)
		members[i] = batch->changes[i].after.member_id;
	rc = member_some(ctx, members, batch->count, &found);
	if (rc != RC_OK)
		return rc;
	there = found.items;
	for (size_t i = 0; i < found.count; i++)
		(void)lookup_add_id(places, there[i].id, (int64_t)i);
	for (size_t i = 0; i < batch->count; i++) {
		struct complaint *after = &batch->changes[i].after;
		int64_t place = lookup_find_id(places, after->member_id, -1);

		if (place >= 0)
			after->customer = complaint_customer(ctx->arena, &there[place], after->caller);
		if (batch->changes[i].before.member_id == after->member_id || place < 0)
			continue;
		after->province_id = there[place].province_id;
		after->city_id = there[place].city_id;
		after->district_id = there[place].district_id;
	}
	return RC_OK;
}

/* New rows get their ids by being looked up again: ids of a batch need not follow one another. */
static enum rc
rows_save(struct ctx *ctx, struct import_batch *batch)
{
	struct complaint *fresh = arena_array(ctx->arena, batch->count + 1, sizeof(*fresh));
	size_t *new_from = arena_array(ctx->arena, batch->count + 1, sizeof(*new_from));
	size_t *changed = arena_array(ctx->arena, batch->count + 1, sizeof(*changed));
	size_t news = 0, olds = 0;
	struct lookup *ids = lookup_new(ctx->arena, batch->count + 1);
	struct rows found = { NULL, 0 };
	const struct complaint *there;
	enum rc rc;

	for (size_t i = 0; i < batch->count; i++)
		if (batch->changes[i].before.id == 0) {
			new_from[news] = batch->from[i];
			fresh[news++] = batch->changes[i].after;
		} else {
			changed[olds++] = i;
		}
	rc = complaint_add_many(ctx, fresh, news);
	if (rc == RC_OK)
		rc = complaint_save_many(ctx, batch->changes, changed, olds);
	if (rc == RC_OK)
		rc = numbers_find(ctx, batch, new_from, news, &found);
	if (rc != RC_OK)
		return rc;
	there = found.items;
	for (size_t i = 0; i < found.count; i++)
		(void)lookup_add(ids, there[i].complaint_no, there[i].id);
	for (size_t i = 0; i < batch->count; i++)
		if (batch->changes[i].before.id == 0)
			batch->changes[i].after.id =
			    lookup_find(ids, batch->changes[i].after.complaint_no, 0);
	return RC_OK;
}

static bool
goods_hold(const struct complaint_product *products, size_t count, int64_t product_id)
{
	const struct complaint_product wanted = { .product_id = product_id };

	return count > 0 && bsearch(&wanted, products, count, sizeof(wanted), product_compare) != NULL;
}

static enum rc
goods_save(struct ctx *ctx, const struct import_batch *batch)
{
	size_t goods = 0, gone = 0, made = 0, dropped = 0;
	struct arg *args, *drops;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < batch->count; i++) {
		goods += batch->changes[i].product_count;
		gone += batch->changes[i].gone_count;
	}
	args = arena_array(ctx->arena, goods * 5 + 1, sizeof(*args));
	drops = arena_array(ctx->arena, gone * 2 + 1, sizeof(*drops));
	for (size_t i = 0; i < batch->count; i++) {
		const struct complaint_change *change = &batch->changes[i];
		int64_t id = change->after.id;

		for (size_t j = 0; j < change->gone_count; j++) {
			if (goods_hold(change->products, change->product_count, change->gone[j].product_id))
				continue;
			drops[dropped * 2] = arg_int(id);
			drops[dropped++ * 2 + 1] = arg_int(change->gone[j].product_id);
		}
		for (size_t j = 0; j < change->product_count; j++) {
			const struct arg row[] = { arg_int(id), arg_int(change->products[j].product_id),
				arg_int(change->products[j].quality), arg_int(change->after.member_id),
				arg_int(change->after.opened_at) };

			memcpy(args + made++ * 5, row, sizeof(row));
		}
	}
	if (dropped > 0)
		rc = db_send_many(ctx, &goods_drop_sql, drops, 2, dropped);
	return rc == RC_OK && made > 0 ? db_send_many(ctx, &goods_put_sql, args, 5, made) : rc;
}

static enum rc
texts_save(struct ctx *ctx, const struct import_batch *batch)
{
	int64_t *ids = arena_array(ctx->arena, batch->count + 1, sizeof(*ids));

	for (size_t i = 0; i < batch->count; i++)
		ids[i] = batch->changes[i].after.id;
	return complaint_text_put(ctx, ids, batch->texts, batch->count);
}

int
product_compare(const void *left, const void *right)
{
	const struct complaint_product *a = left, *b = right;

	return (a->product_id > b->product_id) - (a->product_id < b->product_id);
}

enum rc
import_save(struct ctx *ctx, struct import_batch *batch)
{
	enum rc rc = regions_get(ctx, batch);

	if (rc == RC_OK)
		rc = rows_save(ctx, batch);
	if (rc == RC_OK)
		rc = texts_save(ctx, batch);
	return rc == RC_OK ? goods_save(ctx, batch) : rc;
}
