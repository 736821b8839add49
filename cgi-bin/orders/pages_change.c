/* SPDX-License-Identifier: MIT */
/* Changes of one order from its page: confirm, park, cancel, record a payment, amend.
 * Not the rules and not the rows: actions.c. */
#include "base/clock.h"
#include "base/money.h"
#include "orders/pages.h"

#include <inttypes.h>
#include <string.h>

/* At which field a reason belongs that an action gave (RULE ids stand with the plans). */
static const struct {
	const char *key, *field;
} reason_fields[] = {
	{ "orders.invalid.reason", "reason" },
	{ "orders.invalid.told", "told" },
	{ "orders.invalid.method", "method" },
	{ "orders.invalid.amount", "amount_fen" },
	{ "orders.invalid.amount_over", "amount_fen" },
	{ "orders.invalid.future", "paid_at" },
	{ "orders.invalid.time", "paid_at" },
	{ "orders.invalid.consignee", "consignee" },
	{ "orders.invalid.phone", "phone" },
	{ "orders.invalid.address", "address" },
	{ "orders.invalid.requested", "requested_at" },
	{ "orders.invalid.note", "note" },
	{ "orders.invalid.unchanged", "" },
};

/* What the action said, as this form's error at its own field; `reason` names the form's field for a reason. */
static enum rc
change_answer(struct req *req, enum rc rc, int64_t id, const char *done, const char *reason)
{
	size_t i;

	if (rc == RC_INVALID && req->ctx.reason.key != NULL) {
		for (i = 0; i < sizeof(reason_fields) / sizeof(reason_fields[0]); i++)
			if (strcmp(reason_fields[i].key, req->ctx.reason.key) == 0)
				return form_error(req,
				    strcmp(reason_fields[i].field, "reason") == 0 ? reason
										  : reason_fields[i].field,
				    reason_fields[i].key, NULL);
		return form_error(req, "", req->ctx.reason.key, NULL);
	}
	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, done, NULL);
	return redirect(req, "/orders/%" PRId64, id);
}

/* --- confirm and unpark ----------------------------------------------------------------------------------------- */

struct id_form {
	int64_t id;
};
static const struct form_field id_fields[] = {
	{ .field = FIELD(id_form, ID, id), .label = "orders.field.order_no", .required = true },
};

/* POST /orders/confirm */
enum rc
orders_confirm(struct req *req)
{
	struct id_form form;
	enum rc rc = form_parse(req, id_fields, &form);

	if (rc != RC_OK)
		return rc;
	rc = order_confirm(&req->ctx, form.id, version_given(req));
	return change_answer(req, rc, form.id, "orders.done.confirm", "reason");
}

/* POST /orders/unpark */
enum rc
orders_unpark(struct req *req)
{
	struct id_form form;
	enum rc rc = form_parse(req, id_fields, &form);

	if (rc != RC_OK)
		return rc;
	rc = order_unpark(&req->ctx, form.id, version_given(req));
	return change_answer(req, rc, form.id, "orders.done.unpark", "reason");
}

/* --- park ------------------------------------------------------------------------------------------------------- */

struct park_form {
	int64_t id;
	const char *reason;
};
static const struct form_field park_fields[] = {
	{ .field = FIELD(park_form, ID, id), .label = "orders.field.order_no", .required = true },
	{ .field = FIELD(park_form, TEXT, reason),
	    .label = "orders.field.reason",
	    .required = true,
	    .max = 200 },
};

/* POST /orders/park */
enum rc
orders_park(struct req *req)
{
	struct park_form form;
	enum rc rc = form_parse(req, park_fields, &form);

	if (rc != RC_OK)
		return rc;
	rc = order_park(&req->ctx, form.id, version_given(req), form.reason);
	return change_answer(req, rc, form.id, "orders.done.park", "reason");
}

/* --- cancel ----------------------------------------------------------------------------------------------------- */

struct cancel_form {
	int64_t id;
	const char *cause;
	bool told;
};
static const struct form_field cancel_fields[] = {
	{ .field = FIELD(cancel_form, ID, id), .label = "orders.field.order_no", .required = true },
	{ .field = FIELD(cancel_form, TEXT, cause),
	    .label = "orders.field.cause",
	    .required = true,
	    .max = 200 },
	{ .field = FIELD(cancel_form, BOOL, told), .label = "orders.field.told" },
};

/* POST /orders/cancel */
enum rc
orders_cancel(struct req *req)
{
	struct cancel_form form;
	enum rc rc = form_parse(req, cancel_fields, &form);

	if (rc != RC_OK)
		return rc;
	rc = order_cancel(&req->ctx, form.id, version_given(req), form.cause, form.told);
	return change_answer(req, rc, form.id, "orders.done.cancel", "cause");
}

/* --- payment ---------------------------------------------------------------------------------------------------- */

struct pay_form {
	int64_t id, method, amount_fen, paid_at;
	const char *reference;
};
static const struct form_field pay_fields[] = {
	{ .field = FIELD(pay_form, ID, id), .label = "orders.field.order_no", .required = true },
	{ .field = FIELD(pay_form, INT, method),
	    .label = "orders.field.method",
	    .required = true,
	    .min = PAY_ALIPAY,
	    .max = PAY_OTHER },
	{ .field = FIELD(pay_form, MONEY, amount_fen),
	    .label = "orders.field.amount",
	    .required = true,
	    .min = 0,
	    .max = MONEY_MAX_FEN },
	{ .field = FIELD(pay_form, TIME, paid_at), .label = "orders.field.paid_at", .required = true },
	{ .field = FIELD(pay_form, TEXT, reference), .label = "orders.field.reference", .max = 60 },
};

/* POST /orders/pay */
enum rc
orders_pay(struct req *req)
{
	struct pay_form form;
	enum rc rc = form_parse(req, pay_fields, &form);

	if (rc != RC_OK)
		return rc;
	rc = order_pay(&req->ctx, form.id, version_given(req), (enum pay_method)form.method, form.amount_fen,
	    form.paid_at, form.reference);
	return change_answer(req, rc, form.id, "orders.done.pay", "reason");
}

/* --- amend (RULE ORD-8) ----------------------------------------------------------------------------------------- */

struct amend_form {
	int64_t id;
	const char *consignee, *phone, *address;
	int64_t requested_at;
	const char *note;
};
static const struct form_field amend_fields[] = {
	{ .field = FIELD(amend_form, ID, id), .label = "orders.field.order_no", .required = true },
	{ .field = FIELD(amend_form, TEXT, consignee), .label = "orders.field.consignee", .max = 80 },
	{ .field = FIELD(amend_form, TEXT, phone), .label = "orders.field.phone", .max = 20 },
	{ .field = FIELD(amend_form, TEXT, address), .label = "orders.field.address", .max = 200 },
	{ .field = FIELD(amend_form, TIME, requested_at),
	    .label = "orders.field.requested_at",
	    .required = true },
	{ .field = FIELD(amend_form, TEXT, note), .label = "orders.field.note", .max = 500 },
};

/* POST /orders/amend. Contact data is not shown before identity was checked (MEM-4): what is left empty stays. */
enum rc
orders_amend(struct req *req)
{
	struct amend_form form;
	struct order order;
	enum rc rc = form_parse(req, amend_fields, &form);

	if (rc == RC_OK)
		rc = order_get(&req->ctx, form.id, &order);
	if (rc != RC_OK)
		return rc;
	if (form.consignee[0] != '\0')
		order.consignee = form.consignee;
	if (form.phone[0] != '\0')
		order.phone = form.phone;
	if (form.address[0] != '\0')
		order.address = form.address;
	rc = order_amend(&req->ctx, form.id, version_given(req), &order, form.requested_at, form.note);
	return change_answer(req, rc, form.id, "orders.done.amend", "reason");
}

/* --- the forms on the record page ------------------------------------------------------------------------------- */

void
order_forms_show(struct req *req, const struct order *order)
{
	const struct pay_form pay = { order->id, PAY_ALIPAY, order->total_fen - order->paid_fen, req->ctx.now,
		"" };
	struct node *options = node_child(view_root(req), "Methods"), *option;
	int64_t method;

	for (method = PAY_ALIPAY; method <= PAY_OTHER; method++) {
		option = node_row(options);
		node_int(option, "value", method);
		node_static(option, "label", lang(req, pay_method_key(method)));
	}
	form_fill(req, pay_fields, &pay);
}
