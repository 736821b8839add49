/* SPDX-License-Identifier: MIT */
/* Complaints that come in from elsewhere, a thousand at a time. They start no clocks and tell nobody, but they count.
 * Not the reading of files: imports/; not the rows themselves: import_rows.c. */
#include "complaints/import.h"
#include "base/utf8.h"
#include "orders/orders.h"

#include <string.h>

/* --- what a row says by itself ---------------------------------------------------------------------------------- */

static bool
text_long(const char *text)
{
	return utf8_length(text) > 5000;
}

static bool
row_check(const struct complaint_row *row, struct verdict *verdict)
{
	const struct complaint *given = &row->complaint;
	const struct {
		bool wrong;
		const char *column, *reason;
	} checks[] = { { given->complaint_no == NULL || given->complaint_no[0] == '\0' ||
			       utf8_length(given->complaint_no) > 40,
			   "complaint_no", "complaints.invalid.number" },
		{ problem_rule(given->problem) == NULL, "problem", "complaints.invalid.problem" },
		{ given->channel < CONTACT_PHONE || given->channel > CONTACT_REVIEW, "channel",
		    "complaints.invalid.channel" },
		{ given->department < 1 || given->department > DEPARTMENTS, "department",
		    "complaints.invalid.department" },
		{ given->state < COMPLAINT_OPEN || given->state > COMPLAINT_STATES, "state",
		    "complaints.invalid.state" },
		{ given->opened_at <= 0, "opened_at", "complaints.invalid.time" },
		{ given->score < 0 || given->score > 5, "score", "complaints.invalid.score" },
		{ (given->state == COMPLAINT_CLOSED) != (given->closed_at > 0) ||
			(given->closed_at > 0 && given->closed_at < given->opened_at),
		    "closed_at", "complaints.invalid.closed_at" },
		{ text_long(row->text.happened), "happened", "complaints.invalid.long" },
		{ text_long(row->text.demand), "demand", "complaints.invalid.long" },
		{ text_long(row->text.solution), "solution", "complaints.invalid.long" },
		{ text_long(row->text.result), "result", "complaints.invalid.long" } };

	*verdict = (struct verdict){ .outcome = BATCH_SAME };
	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++)
		if (checks[i].wrong) {
			*verdict = (struct verdict){ BATCH_REJECTED, checks[i].column, checks[i].reason };
			return false;
		}
	return true;
}

/* --- customer, order and goods belong together (RULE CMP-1) ----------------------------------------------------- */

/* The products on an order's lines, by id; none where there is no such order. */
static size_t
products_of_order(struct arena *arena, const struct import_batch *batch, int64_t order_id,
    const struct complaint_product **products)
{
	const struct order_product *goods = batch->order_goods.items;
	int64_t first = order_id != 0 ? lookup_find_id(batch->order_goods_at, order_id, -1) : -1;
	struct complaint_product *made;
	size_t count = 0;

	*products = NULL;
	if (first < 0)
		return 0;
	goods += first;
	while ((size_t)first + count < batch->order_goods.count && goods[count].order_id == order_id)
		count++;
	made = arena_array(arena, count, sizeof(*made));
	for (size_t i = 0; i < count; i++)
		made[i].product_id = goods[i].product_id;
	*products = made;
	return count;
}

/* Those the row names, by id and each once; false when one of them is not on the order. */
static bool
products_given(struct arena *arena, const struct import_batch *batch, const struct complaint_row *row,
    struct complaint_change *change)
{
	struct complaint_product *made = arena_array(arena, row->product_count + 1, sizeof(*made));
	const struct complaint_product *on_order;
	size_t ordered = products_of_order(arena, batch, row->complaint.order_id, &on_order), count = 0;

	for (size_t i = 0; i < row->product_count; i++)
		made[i].product_id = row->products[i];
	qsort(made, row->product_count, sizeof(*made), product_compare);
	for (size_t i = 0; i < row->product_count; i++) {
		if (row->complaint.order_id != 0 &&
		    (ordered == 0 ||
			bsearch(&made[i], on_order, ordered, sizeof(*made), product_compare) == NULL))
			return false;
		if (count == 0 || made[count - 1].product_id != made[i].product_id)
			made[count++] = made[i];
	}
	change->products = made;
	change->product_count = count;
	return true;
}

/* Customer, shipping and goods of a row; NULL, or why not, with the column. */
static const char *
relations_find(struct arena *arena, const struct import_batch *batch, const struct complaint_row *row,
    struct complaint_change *change, const char **column)
{
	const struct complaint *given = &row->complaint;
	int64_t place = given->order_id != 0 ? lookup_find_id(batch->order_at, given->order_id, -1) : -1;
	const struct order_brief *order =
	    place >= 0 ? (const struct order_brief *)batch->orders.items + place : NULL;

	*column = "order_no";
	if (given->order_id != 0 && order == NULL)
		return "complaints.invalid.order";
	if (order != NULL && given->member_id != 0 && order->member_id != given->member_id)
		return "complaints.invalid.other_order";
	change->after.member_id = order != NULL ? order->member_id : given->member_id;
	change->shipped_at = order != NULL ? order->shipped_at : 0;
	*column = "products";
	if (row->products == NULL)
		change->product_count = products_of_order(arena, batch, given->order_id, &change->products);
	else if (!products_given(arena, batch, row, change))
		return "complaints.invalid.goods";
	return NULL;
}

/* --- what a row makes of what is there -------------------------------------------------------------------------- */

/* An import corrects what came from outside, but takes back nothing that was done here. */
static void
kind_put(struct complaint *after, const struct complaint *given)
{
	after->state = given->state;
	after->closed_at = given->closed_at;
	after->problem = given->problem;
	after->type = given->problem / 100;
	after->department = given->department;
	after->urgency = given->urgency != 0 ? given->urgency : problem_rule(given->problem)->urgency;
	after->score = given->score;
}

static void
row_onto(struct ctx *ctx, const struct complaint_row *row, const struct import_text *text,
    struct complaint_change *change, struct complaint_text *words)
{
	const struct complaint *given = &row->complaint, *before = &change->before;
	struct complaint *after = &change->after;
	int64_t member_id = after->member_id;
	bool worked = before->owner_id != 0 || (text != NULL && text->worked);

	*after = *before;
	if (before->id == 0)
		after->owner_staff = after->caller = after->caller_phone = after->customer = "";
	after->complaint_no = given->complaint_no;
	after->member_id = member_id;
	after->order_id = given->order_id;
	after->channel = given->channel;
	after->opened_at = given->opened_at;
	after->summary = complaint_summary(ctx->arena, row->text.happened);
	after->imported = true;
	*words = row->text;
	if (!worked)
		kind_put(after, given);
	if (worked && text != NULL) {
		words->solution = text->text.solution;
		words->result = text->text.result;
	}
}

static bool
kind_same(const struct complaint *a, const struct complaint *b)
{
	return a->state == b->state && a->member_id == b->member_id && a->order_id == b->order_id &&
	       a->channel == b->channel && a->problem == b->problem && a->department == b->department &&
	       a->urgency == b->urgency && a->opened_at == b->opened_at && a->closed_at == b->closed_at &&
	       a->score == b->score;
}

static bool
text_same(const struct complaint_text *a, const struct complaint_text *b)
{
	return strcmp(a->happened, b->happened) == 0 && strcmp(a->demand, b->demand) == 0 &&
	       strcmp(a->solution, b->solution) == 0 && strcmp(a->result, b->result) == 0;
}

static bool
goods_same(const struct complaint_change *change)
{
	if (change->product_count != change->gone_count)
		return false;
	for (size_t i = 0; i < change->gone_count; i++)
		if (change->products[i].product_id != change->gone[i].product_id ||
		    change->products[i].quality != change->gone[i].quality)
			return false;
	return true;
}

static void
gone_find(struct arena *arena, const struct import_batch *batch, struct complaint_change *change)
{
	const struct import_goods *goods = batch->there_goods.items;
	int64_t id = change->before.id, first = lookup_find_id(batch->goods_at, id, -1);
	struct complaint_product *gone;
	size_t count = 0;

	if (first < 0)
		return;
	goods += first;
	while ((size_t)first + count < batch->there_goods.count && goods[count].complaint_id == id)
		count++;
	gone = arena_array(arena, count, sizeof(*gone));
	for (size_t i = 0; i < count; i++)
		gone[i] = (struct complaint_product){ goods[i].product_id, goods[i].quality };
	change->gone = gone;
	change->gone_count = count;
}

/* RULE CMP-9e: a quality fault is one of each of its goods. */
static void
quality_put(struct arena *arena, struct complaint_change *change)
{
	struct complaint_product *products = arena_array(arena, change->product_count + 1, sizeof(*products));

	for (size_t i = 0; i < change->product_count; i++)
		products[i] = (struct complaint_product){ change->products[i].product_id,
			complaint_quality(change->after.problem) };
	change->products = products;
}

static void
row_plan(struct ctx *ctx, struct import_batch *batch, size_t at)
{
	const struct complaint_row *row = &batch->rows[at];
	struct verdict *verdict = &batch->verdicts[at];
	int64_t place = lookup_find(batch->there_at, row->complaint.complaint_no, -1), text_place = -1;
	struct complaint_change *change = &batch->changes[batch->count];
	struct complaint_text *words = &batch->texts[batch->count];
	const struct import_text *text = NULL;
	const char *column, *reason;

	*change = (struct complaint_change){ .did = "complaint.import" };
	if (place >= 0) {
		change->before = ((const struct complaint *)batch->there.items)[place];
		text_place = lookup_find_id(batch->text_at, change->before.id, -1);
		gone_find(ctx->arena, batch, change);
	}
	if (text_place >= 0)
		text = (const struct import_text *)batch->there_texts.items + text_place;
	if (place >= 0 && !change->before.imported) {
		*verdict = (struct verdict){ BATCH_REJECTED, "complaint_no", "complaints.invalid.live" };
		return;
	}
	reason = relations_find(ctx->arena, batch, row, change, &column);
	if (reason != NULL) {
		*verdict = (struct verdict){ BATCH_REJECTED, column, reason };
		return;
	}
	row_onto(ctx, row, text, change, words);
	quality_put(ctx->arena, change);
	if (place >= 0 && kind_same(&change->before, &change->after) && text != NULL &&
	    text_same(&text->text, words) && goods_same(change)) {
		verdict->outcome = BATCH_SAME;
		return;
	}
	verdict->outcome = place >= 0 ? BATCH_CHANGED : BATCH_NEW;
	change->after.version = change->before.version + 1;
	batch->from[batch->count++] = at;
}

/* Rows of which no two have the same number. */
static enum rc
import_distinct(struct ctx *ctx, struct import_batch *batch, const size_t *which, size_t count)
{
	enum rc rc = import_read(ctx, batch, which, count);

	if (rc != RC_OK)
		return rc;
	batch->count = 0;
	for (size_t i = 0; i < count; i++)
		row_plan(ctx, batch, which[i]);
	if (batch->count == 0)
		return RC_OK;
	rc = import_save(ctx, batch);
	return rc == RC_OK ? complaint_follow(ctx, batch->changes, batch->count) : rc;
}

enum rc
complaint_import(struct ctx *ctx, const struct complaint_row *rows, size_t count, struct verdict *verdicts)
{
	struct import_batch batch = { .rows = rows,
		.verdicts = verdicts,
		.changes = arena_array(ctx->arena, count + 1, sizeof(*batch.changes)),
		.texts = arena_array(ctx->arena, count + 1, sizeof(*batch.texts)),
		.from = arena_array(ctx->arena, count + 1, sizeof(*batch.from)) };
	size_t *which = arena_array(ctx->arena, count + 1, sizeof(*which));
	struct lookup *seen = lookup_new(ctx->arena, count + 1);
	size_t wanted = 0;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < count && rc == RC_OK; i++) {
		if (!row_check(&rows[i], &verdicts[i]))
			continue;
		/* a number that comes twice in a batch changes what its first row made */
		if (lookup_add(seen, rows[i].complaint.complaint_no, (int64_t)i) != (int64_t)i) {
			rc = import_distinct(ctx, &batch, which, wanted);
			wanted = 0;
			seen = lookup_new(ctx->arena, count + 1);
			(void)lookup_add(seen, rows[i].complaint.complaint_no, (int64_t)i);
		}
		which[wanted++] = i;
	}
	return rc == RC_OK ? import_distinct(ctx, &batch, which, wanted) : rc;
}
