/* SPDX-License-Identifier: MIT */
/* The form on which an agent orders for a customer, with a supervisor as witness (RULE ORD-5, ORD-6, ORD-8).
 * Not the placing: actions_place.c. */
#include "accounts/accounts.h"
#include "base/clock.h"
#include "base/money.h"
#include "orders/pages.h"
#include "products/products.h"

#include <inttypes.h>
#include <string.h>

#define FORM_LINES 6

struct new_form {
	int64_t member, from;
	const char *product[FORM_LINES];
	int64_t quantity[FORM_LINES];
	const char *consignee, *phone, *address;
	int64_t freight_fen, requested_at;
	const char *note, *witness;
};

#define LINE_FIELDS(n)                                                                                       \
	{ .field = { "product_" #n, FIELD_TEXT,                                                              \
	      offsetof(struct new_form, product) + (n) * sizeof(const char *) },                             \
		.label = "orders.field.product_no",                                                          \
		.max = 40 },                                                                                 \
	{                                                                                                    \
		.field = { "quantity_" #n, FIELD_INT,                                                        \
			offsetof(struct new_form, quantity) + (n) * sizeof(int64_t) },                       \
		.label = "orders.field.quantity", .min = 0, .max = 9999                                      \
	}

static const struct form_field new_fields[] = {
	{ .field = FIELD(new_form, ID, member), .label = "orders.field.member_id", .required = true },
	{ .field = FIELD(new_form, ID, from), .label = "orders.field.first" },
	LINE_FIELDS(0),
	LINE_FIELDS(1),
	LINE_FIELDS(2),
	LINE_FIELDS(3),
	LINE_FIELDS(4),
	LINE_FIELDS(5),
	{ .field = FIELD(new_form, TEXT, consignee), .label = "orders.field.consignee", .max = 80 },
	{ .field = FIELD(new_form, TEXT, phone), .label = "orders.field.phone", .max = 20 },
	{ .field = FIELD(new_form, TEXT, address), .label = "orders.field.address", .max = 200 },
	{ .field = FIELD(new_form, MONEY, freight_fen),
	    .label = "orders.field.freight",
	    .min = 0,
	    .max = 1000000 },
	{ .field = FIELD(new_form, TIME, requested_at),
	    .label = "orders.field.requested_at",
	    .required = true },
	{ .field = FIELD(new_form, TEXT, note), .label = "orders.field.note", .max = 500 },
	{ .field = FIELD(new_form, TEXT, witness),
	    .label = "orders.field.witness_no",
	    .required = true,
	    .max = 40 },
};

/* --- finding the member ----------------------------------------------------------------------------------------- */

static void
found_show(struct req *req, const struct member *member)
{
	struct node *row = member_found_show(req, member, "/orders/new?member=");

	node_static(row, "orders", number_text(req, member->orders));
}

/* By number, or by the last four digits of the phone (RULE MEM-4). */
static enum rc
member_search(struct req *req, const char *text)
{
	struct member member;
	struct rows found;
	const struct member *members;
	int64_t id;
	size_t i;
	enum rc rc = member_find_no(&req->ctx, text, &id);

	if (rc == RC_OK)
		rc = member_get(&req->ctx, id, &member);
	if (rc == RC_OK) {
		found_show(req, &member);
		return RC_OK;
	}
	if (rc != RC_NOT_FOUND || strlen(text) != 4)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	rc = member_find_last4(&req->ctx, text, 20, &found);
	if (rc != RC_OK)
		return rc;
	members = found.items;
	for (i = 0; i < found.count; i++)
		found_show(req, &members[i]);
	return RC_OK;
}

/* --- the form --------------------------------------------------------------------------------------------------- */

/* A re-order begins with the goods of the first one (RULE ORD-8). */
static enum rc
lines_from(struct req *req, struct new_form *form)
{
	struct order order;
	struct rows found;
	const struct order_line *lines;
	struct product product;
	size_t i, filled = 0;
	enum rc rc = order_get(&req->ctx, form->from, &order);

	if (rc == RC_OK)
		rc = order_line_list(&req->ctx, order.id, &found);
	if (rc != RC_OK)
		return rc;
	form->member = order.member_id;
	lines = found.items;
	for (i = 0; i < found.count && filled < FORM_LINES; i++) {
		if (lines[i].product_id == 0 ||
		    product_get(&req->ctx, lines[i].product_id, &product) != RC_OK)
			continue;
		form->product[filled] = product.product_no;
		form->quantity[filled++] = lines[i].quantity;
	}
	view_set(req, "New.from", order.order_no);
	return RC_OK;
}

static enum rc
form_page(struct req *req, struct new_form *form)
{
	struct member member;
	struct node *list = node_child(view_root(req), "LineFields"),
		    *node = node_child(view_root(req), "New");
	enum rc rc = member_get(&req->ctx, form->member, &member);
	int i;

	if (rc != RC_OK)
		return rc;
	for (i = 0; i < FORM_LINES; i++) {
		struct node *row = node_row(list);

		node_static(row, "product", arena_printf(req->ctx.arena, "product_%d", i));
		node_static(row, "quantity", arena_printf(req->ctx.arena, "quantity_%d", i));
	}
	node_int(node, "member", member.id);
	node_int(node, "from_id", form->from);
	node_static(node, "who",
	    arena_printf(req->ctx.arena, "%s %s · %s", mask_name(req->ctx.arena, member.name),
		mask_phone(req->ctx.arena, member.phone), member.member_no));
	node_static(node, "path", arena_printf(req->ctx.arena, "/members/%" PRId64, member.id));
	form_fill(req, new_fields, form);
	return RC_OK;
}

/* GET /orders/new, and the form again */
enum rc
orders_new(struct req *req)
{
	struct new_form form = { .member = id_given(req, "member"),
		.from = id_given(req, "from"),
		.consignee = "",
		.phone = "",
		.address = "",
		.note = "",
		.witness = "" };
	const char *text = request_param(&req->http, "q");
	enum rc rc = RC_OK;
	int i;

	for (i = 0; i < FORM_LINES; i++)
		form.product[i] = "";
	for (i = 0; i < FORM_LINES; i++)
		form.quantity[i] = 1;
	view_set(req, "Page.title", lang(req, "orders.new.title"));
	view_set(req, "Page.subtitle", lang(req, "orders.new.subtitle"));
	view_set(req, "New.mine",
	    arena_printf(req->ctx.arena, "/orders?agent=%" PRId64 "&placed_from=%s",
		req->ctx.actor.account_id, day_text(req->ctx.arena, clock_day(req->ctx.now))));
	if (form.from != 0)
		rc = lines_from(req, &form);
	if (rc == RC_OK && form.member != 0)
		return form_page(req, &form);
	if (rc == RC_OK && text != NULL && text[0] != '\0') {
		view_set(req, "New.q", text);
		rc = member_search(req, text);
	}
	return rc;
}

/* --- the witness ------------------------------------------------------------------------------------------------ */

static const struct account *
holder_find(const struct rows *holders, const char *staff_no)
{
	const struct account *account = holders->items;
	size_t i;

	for (i = 0; i < holders->count; i++) {
		struct actor actor = { .account_id = account[i].id,
			.roles = (uint32_t)account[i].roles,
			.denied = account[i].denied };

		if (strcmp(account[i].staff_no, staff_no) == 0 && actor_may(&actor, &RIGHT_ORDER_WITNESS))
			return &account[i];
	}
	return NULL;
}

/* The witness stands by and gives staff number and password here (RULE ORD-6, SEC-1); throttled like a log-in, and with the
 * same words for whoever is no supervisor and for a wrong password. */
static enum rc
witness_check(struct req *req, const char *staff_no, int64_t *witness_id)
{
	const char *password = request_param(&req->http, "password");
	const struct account *holder;
	struct account account = { .login = "", .pw_hash = NULL };
	struct throttle throttle = { .login = "", .address = req->http.address };
	struct rows holders;
	bool matches = false, stale = false;
	enum rc rc = account_holders(&req->ctx, RIGHT_ORDER_WITNESS.roles, &holders);

	if (rc != RC_OK)
		return rc;
	if (password == NULL || password[0] == '\0')
		return form_error(
		    req, "password", "form.error.required", lang(req, "orders.field.witness_password"), NULL);
	holder = holder_find(&holders, staff_no);
	if (holder != NULL)
		rc = account_get(&req->ctx, holder->id, &account);
	throttle.login = holder != NULL ? account.login : staff_no;
	if (rc == RC_OK)
		rc = throttle_check(&req->ctx, &throttle);
	if (rc == RC_OK)
		rc = throttle_count(&req->ctx, &throttle);
	if (rc == RC_OK)
		rc = password_verify(
		    &req->ctx, holder != NULL ? account.pw_hash : NULL, password, &matches, &stale);
	if (rc != RC_OK)
		return rc;
	if (!matches || holder == NULL || holder->id == req->ctx.actor.account_id)
		return form_error(req, "password", "orders.invalid.witness", NULL);
	*witness_id = holder->id;
	return throttle_passed(&req->ctx, &throttle);
}

/* --- placing ---------------------------------------------------------------------------------------------------- */

static enum rc
items_take(struct req *req, const struct new_form *form, struct order_item *items, size_t *count)
{
	size_t i;

	*count = 0;
	for (i = 0; i < FORM_LINES; i++) {
		struct product product;
		char field[16];
		enum rc rc;

		if (form->product[i] == NULL || form->product[i][0] == '\0')
			continue;
		snprintf(field, sizeof(field), "product_%zu", i);
		rc = product_find_no(&req->ctx, form->product[i], &product);
		if (rc == RC_NOT_FOUND)
			return form_error(req, field, "orders.invalid.product", form->product[i], NULL);
		if (rc != RC_OK)
			return rc;
		snprintf(field, sizeof(field), "quantity_%zu", i);
		if (form->quantity[i] < 1)
			return form_error(req, field, "orders.invalid.quantity", NULL);
		items[(*count)++] = (struct order_item){ product.id, product.name, product.class,
			product.price_fen, form->quantity[i], 0 };
	}
	return *count > 0 ? RC_OK : form_error(req, "product_0", "orders.invalid.no_lines", NULL);
}

/* What is left empty is the member's own. */
static enum rc
draft_make(struct req *req, const struct new_form *form, struct order_draft *draft)
{
	struct member member;
	enum rc rc = member_get(&req->ctx, form->member, &member);

	if (rc != RC_OK)
		return rc;
	draft->order = (struct order){ .order_no = "",
		.member_id = member.id,
		.park_reason = "",
		.summary = "",
		.consignee = form->consignee[0] != '\0' ? form->consignee : member.name,
		.phone = form->phone[0] != '\0' ? form->phone : member.phone,
		.address = form->address[0] != '\0' ? form->address : member.address,
		.province_id = member.province_id,
		.city_id = member.city_id,
		.district_id = member.district_id,
		.freight_fen = form->freight_fen,
		.requested_at = form->requested_at,
		.note = form->note,
		.first_id = form->from };
	return RC_OK;
}

static const struct {
	const char *key, *field;
} place_fields[] = {
	{ "orders.invalid.consignee", "consignee" },
	{ "orders.invalid.phone", "phone" },
	{ "orders.invalid.address", "address" },
	{ "orders.invalid.requested", "requested_at" },
	{ "orders.invalid.witness", "witness" },
	{ "orders.invalid.note", "note" },
	{ "orders.invalid.no_lines", "product_0" },
};

/* POST /orders/new */
enum rc
orders_new_post(struct req *req)
{
	struct new_form form;
	struct order_item items[FORM_LINES];
	struct order_draft draft = { .items = items };
	int64_t witness_id = 0, id = 0;
	size_t i;
	enum rc rc = form_parse(req, new_fields, &form);

	if (rc == RC_OK)
		rc = items_take(req, &form, items, &draft.item_count);
	if (rc == RC_OK)
		rc = draft_make(req, &form, &draft);
	if (rc == RC_OK)
		rc = witness_check(req, form.witness, &witness_id);
	if (rc != RC_OK)
		return rc;
	rc = order_place(&req->ctx, &draft, witness_id, &id);
	if (rc == RC_INVALID && req->ctx.reason.key != NULL) {
		for (i = 0; i < sizeof(place_fields) / sizeof(place_fields[0]); i++)
			if (strcmp(place_fields[i].key, req->ctx.reason.key) == 0)
				return form_error(req, place_fields[i].field, place_fields[i].key, NULL);
		return form_error(req, "", req->ctx.reason.key, NULL);
	}
	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, "orders.done.place", NULL);
	return redirect(req, "/orders/%" PRId64, id);
}
