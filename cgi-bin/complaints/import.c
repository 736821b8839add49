/* SPDX-License-Identifier: MIT */
/* Complaints that come in from elsewhere, a thousand at a time. They start no clocks and tell nobody, but they count.
 * Not the reading of files: imports/. */
#include "base/lookup.h"
#include "base/utf8.h"
#include "complaints/actions.h"
#include "members/members.h"
#include "orders/orders.h"

#include <string.h>

SQL(numbers_find_sql,
    "SELECT c.id, c.complaint_no, c.state, c.member_id, c.order_id, c.channel, c.type, c.problem, "
    "c.department, "
    "c.about_id, c.urgency, c.complex, c.owner_id, c.owner_staff, c.taken_by, c.opened_at, c.answered_at, "
    "c.solved_at, c.closed_at, c.due_at, c.steps, c.compensation_fen, c.handoffs_open, c.reopened, c.score, "
    "c.told_at, c.promise, c.caller, c.caller_phone, c.customer, c.summary, c.province_id, c.city_id, "
    "c.district_id, "
    "c.imported, c.version FROM JSON_TABLE(?, '$[*]' COLUMNS (wanted VARCHAR(40) CHARACTER SET utf8mb4 PATH "
    "'$')) "
    "j STRAIGHT_JOIN complaint c ON c.complaint_no = j.wanted COLLATE utf8mb4_bin",
    .samples = "SELECT '[\"0\"]'", .why = "the JSON list itself is read as rows");
SQL(goods_add_sql,
    "INSERT INTO complaint_product (complaint_id, product_id, quality, member_id, opened_at) VALUES (?, ?, "
    "?, "
    "?, ?) ON DUPLICATE KEY UPDATE quality = VALUE(quality)",
    .samples = "SELECT 0, 0, 0, 0, 0");

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
		{ utf8_length(row->text.happened) > 5000 || utf8_length(row->text.demand) > 5000, "happened",
		    "complaints.invalid.long" } };

	*verdict = (struct verdict){ .outcome = BATCH_SAME };
	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++)
		if (checks[i].wrong) {
			*verdict = (struct verdict){ BATCH_REJECTED, checks[i].column, checks[i].reason };
			return false;
		}
	return true;
}

/* What is given, on what stands there already or on nothing. */
static struct complaint
row_onto(struct ctx *ctx, const struct complaint_row *row, const struct complaint *there)
{
	const struct complaint *given = &row->complaint;
	struct complaint after = { .owner_staff = "", .caller = "", .caller_phone = "", .customer = "" };

	if (there != NULL)
		after = *there;
	after.complaint_no = given->complaint_no;
	after.state = given->state;
	after.member_id = given->member_id;
	after.order_id = given->order_id;
	after.channel = given->channel;
	after.problem = given->problem;
	after.type = given->problem / 100;
	after.department = given->department;
	after.urgency = given->urgency != 0 ? given->urgency : problem_rule(given->problem)->urgency;
	after.opened_at = given->opened_at;
	after.closed_at = given->closed_at;
	after.score = given->score;
	after.summary = complaint_summary(ctx->arena, row->text.happened);
	after.imported = true;
	return after;
}

static bool
same(const struct complaint *a, const struct complaint *b)
{
	return a->state == b->state && a->member_id == b->member_id && a->order_id == b->order_id &&
	       a->channel == b->channel && a->problem == b->problem && a->department == b->department &&
	       a->urgency == b->urgency && a->opened_at == b->opened_at && a->closed_at == b->closed_at &&
	       a->score == b->score && strcmp(a->summary, b->summary) == 0;
}

/* One batch: a change for each row that changes something, with the row it came from. */
struct batch {
	const struct complaint_row *rows;
	struct verdict *verdicts;
	struct complaint_change *changes;
	size_t *from; /* of each change, its row */
	size_t count;
};

static enum rc
numbers_find(
    struct ctx *ctx, const struct batch *batch, const size_t *which, size_t count, struct rows *found)
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

/* Names and regions of the members and shipping of the orders, as they are now. */
static enum rc
surroundings_get(struct ctx *ctx, struct batch *batch)
{
	int64_t *members = arena_array(ctx->arena, batch->count + 1, sizeof(*members));
	int64_t *orders = arena_array(ctx->arena, batch->count + 1, sizeof(*orders));
	int64_t *shipped = arena_array(ctx->arena, batch->count + 1, sizeof(*shipped));
	struct lookup *places = lookup_new(ctx->arena, batch->count + 1);
	struct rows found = { NULL, 0 };
	const struct member *there;
	enum rc rc;

	for (size_t i = 0; i < batch->count; i++) {
		members[i] = batch->changes[i].after.member_id;
		orders[i] = batch->changes[i].after.order_id;
	}
	rc = member_some(ctx, members, batch->count, &found);
	if (rc == RC_OK)
		rc = order_shipped_at(ctx, orders, batch->count, shipped);
	if (rc != RC_OK)
		return rc;
	there = found.items;
	for (size_t i = 0; i < found.count; i++)
		(void)lookup_add_id(places, there[i].id, (int64_t)i);
	for (size_t i = 0; i < batch->count; i++) {
		struct complaint *after = &batch->changes[i].after;
		int64_t place = lookup_find_id(places, after->member_id, -1);

		batch->changes[i].shipped_at = shipped[i];
		if (place >= 0)
			after->customer = complaint_customer(ctx->arena, &there[place], after->caller);
		if (batch->changes[i].before.id != 0 || place < 0)
			continue;
		after->province_id = there[place].province_id;
		after->city_id = there[place].city_id;
		after->district_id = there[place].district_id;
	}
	return RC_OK;
}

static void
batch_plan(struct ctx *ctx, struct batch *batch, const size_t *which, size_t count, const struct rows *found)
{
	struct lookup *known = lookup_new(ctx->arena, found->count + 1);
	const struct complaint *there = found->items;

	for (size_t i = 0; i < found->count; i++)
		(void)lookup_add(known, there[i].complaint_no, (int64_t)i);
	for (size_t i = 0; i < count; i++) {
		const struct complaint_row *row = &batch->rows[which[i]];
		struct verdict *verdict = &batch->verdicts[which[i]];
		int64_t place = lookup_find(known, row->complaint.complaint_no, -1);
		struct complaint_change *change = &batch->changes[batch->count];

		*change = (struct complaint_change){ .did = "complaint.import",
			.products = row->products,
			.product_count = row->product_count };
		change->after = row_onto(ctx, row, place >= 0 ? &there[place] : NULL);
		if (place >= 0 && !there[place].imported) {
			*verdict =
			    (struct verdict){ BATCH_REJECTED, "complaint_no", "complaints.invalid.live" };
			continue;
		}
		if (place >= 0 && same(&there[place], &change->after)) {
			verdict->outcome = BATCH_SAME;
			continue;
		}
		if (place >= 0)
			change->before = there[place];
		verdict->outcome = place >= 0 ? BATCH_CHANGED : BATCH_NEW;
		change->after.version = change->before.version + 1;
		batch->from[batch->count++] = which[i];
	}
}

/* New rows get their ids by being looked up again: ids of a batch need not follow one another. */
static enum rc
rows_save(struct ctx *ctx, struct batch *batch)
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

static enum rc
parts_save(struct ctx *ctx, const struct batch *batch)
{
	struct complaint_text *texts = arena_array(ctx->arena, batch->count + 1, sizeof(*texts));
	int64_t *ids = arena_array(ctx->arena, batch->count + 1, sizeof(*ids));
	struct arg *args;
	size_t goods = 0, made = 0;
	enum rc rc;

	for (size_t i = 0; i < batch->count; i++) {
		texts[i] = batch->rows[batch->from[i]].text;
		ids[i] = batch->changes[i].after.id;
		goods += batch->changes[i].product_count;
	}
	rc = complaint_text_put(ctx, ids, texts, batch->count);
	args = arena_array(ctx->arena, goods * 5 + 1, sizeof(*args));
	for (size_t i = 0; i < batch->count; i++)
		for (size_t j = 0; j < batch->changes[i].product_count; j++) {
			const struct complaint *after = &batch->changes[i].after;
			const struct complaint_product *product = &batch->changes[i].products[j];
			const struct arg row[] = { arg_int(after->id), arg_int(product->product_id),
				arg_int(product->quality), arg_int(after->member_id),
				arg_int(after->opened_at) };

			memcpy(args + made++ * 5, row, sizeof(row));
		}
	return rc == RC_OK && made > 0 ? db_send_many(ctx, &goods_add_sql, args, 5, made) : rc;
}

/* Rows of which no two have the same number. */
static enum rc
import_distinct(struct ctx *ctx, struct batch *batch, const size_t *which, size_t count)
{
	struct rows found;
	enum rc rc = numbers_find(ctx, batch, which, count, &found);

	batch->count = 0;
	if (rc != RC_OK)
		return rc;
	batch_plan(ctx, batch, which, count, &found);
	if (batch->count == 0)
		return RC_OK;
	rc = surroundings_get(ctx, batch);
	if (rc == RC_OK)
		rc = rows_save(ctx, batch);
	if (rc == RC_OK)
		rc = parts_save(ctx, batch);
	return rc == RC_OK ? complaint_follow(ctx, batch->changes, batch->count) : rc;
}

enum rc
complaint_import(struct ctx *ctx, const struct complaint_row *rows, size_t count, struct verdict *verdicts)
{
	struct batch batch = { .rows = rows,
		.verdicts = verdicts,
		.changes = arena_array(ctx->arena, count + 1, sizeof(*batch.changes)),
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
