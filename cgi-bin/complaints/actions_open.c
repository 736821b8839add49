/* SPDX-License-Identifier: MIT */
/* Taking a complaint in (RULE CMP-1, CMP-2, AFT-9): customer, order and goods belong together, clocks start, the promise is kept.
 * Not the form: pages_new.c. */
#include "audit/audit.h"
#include "complaints/actions.h"
#include "files/files.h"
#include "members/members.h"
#include "orders/orders.h"
#include "policy/policy.h"

#include <string.h>

SQL(product_add_sql,
    "INSERT INTO complaint_product (complaint_id, product_id, quality, member_id, opened_at) "
    "VALUES (?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE quality = VALUE(quality)",
    .samples = "SELECT 0, 0, 0, 0, 0");

static enum rc
refuse_field(struct ctx *ctx, const char **field, const char *name, const char *reason)
{
	*field = name;
	return ctx_fail(ctx, RC_INVALID, reason, NULL);
}

/* --- who and about what ----------------------------------------------------------------------------------------- */

/* Where the customer lives now is where he lived then (CMP-10). Locked, so that nobody renames or erases him while his name is
 * written down here. */
static enum rc
member_check(struct ctx *ctx, struct complaint *complaint, const char **field)
{
	struct member member;
	enum rc rc;

	if (complaint->member_id == 0)
		return RC_OK;
	rc = member_lock(ctx, complaint->member_id, &member);
	if (rc == RC_NOT_FOUND || (rc == RC_OK && member.state != MEMBER_ACTIVE))
		return refuse_field(ctx, field, "member", "complaints.invalid.member");
	if (rc != RC_OK)
		return rc;
	complaint->customer = complaint_customer(ctx->arena, &member, complaint->caller);
	complaint->province_id = member.province_id;
	complaint->city_id = member.city_id;
	complaint->district_id = member.district_id;
	return RC_OK;
}

/* The order is the member's own; of an unknown caller who knows an order's number its member is meant. */
static enum rc
order_check(struct ctx *ctx, struct complaint *complaint, int64_t *shipped_at, const char **field)
{
	struct order order;
	enum rc rc;

	*shipped_at = 0;
	if (complaint->order_id == 0)
		return RC_OK;
	rc = order_get(ctx, complaint->order_id, &order);
	if (rc == RC_NOT_FOUND)
		return refuse_field(ctx, field, "order", "complaints.invalid.order");
	if (rc == RC_OK && complaint->member_id != 0 && order.member_id != complaint->member_id)
		return refuse_field(ctx, field, "order", "complaints.invalid.other_order");
	if (rc != RC_OK)
		return rc;
	complaint->member_id = order.member_id;
	*shipped_at = order.shipped_at;
	return RC_OK;
}

static bool
on_order(const struct rows *goods, int64_t product_id)
{
	const struct order_goods *line = goods->items;

	for (size_t i = 0; i < goods->count; i++)
		if (line[i].product_id == product_id)
			return true;
	return false;
}

static enum rc
goods_check(struct ctx *ctx, const struct complaint_draft *draft, struct complaint_product *products,
    const char **field)
{
	struct rows goods = { NULL, 0 };
	enum rc rc = RC_OK;

	if (draft->product_count > COMPLAINT_PRODUCTS)
		return refuse_field(ctx, field, "goods", "complaints.invalid.goods");
	if (draft->product_count > 0 && draft->order_id != 0)
		rc = order_goods(ctx, draft->order_id, &goods);
	for (size_t i = 0; i < draft->product_count && rc == RC_OK; i++) {
		if (draft->order_id != 0 && !on_order(&goods, draft->products[i]))
			return refuse_field(ctx, field, "goods", "complaints.invalid.goods");
		products[i] =
		    (struct complaint_product){ draft->products[i], complaint_quality(draft->problem) };
	}
	return rc;
}

/* --- the promise (RULE AFT-9) ----------------------------------------------------------------------------------- */

static enum rc
promise_make(struct ctx *ctx, const struct complaint_draft *draft, struct complaint *complaint,
    struct complaint_terms *terms)
{
	struct band band;
	enum rc rc;

	if (draft->wait <= 0)
		return RC_OK;
	rc = policy_band(ctx, "aftersales.promise", ctx->now, &band);
	if (rc != RC_OK)
		return rc;
	complaint->promise = band.steps[band_step(&band, draft->wait)].value;
	terms->of[TERM_PROMISE].amount = draft->wait;
	terms->of[TERM_PROMISE].version = band.version;
	return RC_OK;
}

/* --- opening ---------------------------------------------------------------------------------------------------- */

static void
complaint_begin(struct ctx *ctx, const struct complaint_draft *draft, struct complaint_work *work)
{
	memset(work, 0, sizeof(*work));
	work->clocks = arena_array(ctx->arena, WORK_CLOCKS, sizeof(*work->clocks));
	work->text = (struct complaint_text){ draft->happened, draft->demand, "", "" };
	work->text_changed = true;
	work->after = (struct complaint){ .complaint_no = "",
		.member_id = draft->member_id,
		.order_id = draft->order_id,
		.channel = draft->channel,
		.problem = draft->problem,
		.department = draft->department,
		.about_id = draft->about_id,
		.urgency = draft->urgency,
		.complex = draft->complex,
		.owner_id = draft->team ? 0 : ctx->actor.account_id,
		.owner_staff = draft->team ? "" : actor_label(ctx->arena, &ctx->actor),
		.taken_by = ctx->actor.account_id,
		.caller = draft->caller,
		.caller_phone = draft->caller_phone,
		.customer = draft->caller,
		.summary = complaint_summary(ctx->arena, draft->happened) };
}

struct opening {
	const struct complaint_draft *draft;
	struct complaint_work work;
	struct complaint_terms terms;
	struct complaint_product products[COMPLAINT_PRODUCTS];
	int64_t shipped_at;
	const char **field;
};

static enum rc
opening_plan(struct ctx *ctx, struct opening *opening)
{
	struct complaint_work *work = &opening->work;
	enum rc rc;

	complaint_begin(ctx, opening->draft, work);
	rc = work_begin(ctx, work, &opening->terms);
	if (rc == RC_OK)
		rc = order_check(ctx, &work->after, &opening->shipped_at, opening->field);
	if (rc == RC_OK)
		rc = member_check(ctx, &work->after, opening->field);
	if (rc == RC_OK)
		rc = goods_check(ctx, opening->draft, opening->products, opening->field);
	if (rc == RC_OK)
		rc = promise_make(ctx, opening->draft, &work->after, &opening->terms);
	if (rc != RC_OK)
		return rc;
	rc = complaint_plan_open(work);
	if (rc == RC_INVALID)
		*opening->field = work->field;
	return work_told(ctx, work, rc);
}

static enum rc
goods_save(struct ctx *ctx, const struct opening *opening)
{
	const struct complaint *after = &opening->work.after;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < opening->draft->product_count && rc == RC_OK; i++)
		rc = db_send(ctx, &product_add_sql,
		    ARGS(arg_int(after->id), arg_int(opening->products[i].product_id),
			arg_int(opening->products[i].quality), arg_int(after->member_id),
			arg_int(after->opened_at)));
	for (size_t i = 0; i < opening->draft->file_count && rc == RC_OK; i++)
		rc = files_attach(ctx, opening->draft->files[i], "complaint", after->id);
	return rc;
}

static enum rc
opening_save(struct ctx *ctx, struct opening *opening)
{
	struct complaint_work *work = &opening->work;
	struct complaint_change change = { .did = "complaint.open",
		.shipped_at = opening->shipped_at,
		.products = opening->products,
		.product_count = opening->draft->product_count };
	struct diff diff = { .count = 0 };
	enum rc rc = complaint_number_next(ctx, &work->after.complaint_no);

	if (rc == RC_OK)
		rc = complaint_add(ctx, &work->after);
	if (rc == RC_OK)
		rc = work_save(ctx, work);
	if (rc == RC_OK)
		rc = goods_save(ctx, opening);
	if (rc == RC_OK)
		rc = complaint_effects(ctx, work, change.did);
	change.after = work->after;
	if (rc == RC_OK)
		rc = complaint_follow(ctx, &change, 1);
	diff_add(&diff, "complaints.field.problem", "",
	    arena_printf(ctx->arena, "@%s", complaint_problem_key(work->after.problem)));
	return rc == RC_OK ? audit_add(ctx, change.did, "complaint", work->after.id, &diff) : rc;
}

enum rc
complaint_open(struct ctx *ctx, const struct complaint_draft *draft, int64_t *id, const char **field)
{
	struct opening opening = { .draft = draft, .field = field };
	enum rc rc;

	do {
		*field = "";
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = opening_plan(ctx, &opening);
		if (rc == RC_OK)
			rc = opening_save(ctx, &opening);
		if (rc == RC_OK)
			tx_result(ctx, "complaint", opening.work.after.id);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	*id = opening.work.after.id;
	return rc;
}
