/* SPDX-License-Identifier: MIT */
/* Taking a complaint in (RULE CMP-1): first who it is, then order, goods, what happened, what is wanted; what is open already
 * beside it. All of it by keyboard, and without script.
 * Not the taking in: actions_open.c. */
#include "accounts/accounts.h"
#include "base/clock.h"
#include "base/money.h"
#include "base/utf8.h"
#include "complaints/pages_file.h"
#include "members/record.h"
#include "orders/orders.h"
#include "policy/policy.h"

#include <inttypes.h>
#include <string.h>

#define ORDERS_SHOWN 6
#define UPLOADS 3
static const char *const upload_names[UPLOADS] = { "file_0", "file_1", "file_2" };

struct new_form {
	int64_t member, order;
	const char *goods;
	const char *caller, *caller_phone;
	int64_t channel, problem;
	const char *happened, *demand, *about;
	int64_t urgency;
	bool complex, team;
	int64_t wait, file_0, file_1, file_2;
	const char *kept;
};
static const struct form_field new_fields[] = {
	{ .field = FIELD(new_form, ID, member), .label = "complaints.field.customer" },
	{ .field = FIELD(new_form, ID, order), .label = "complaints.field.order" },
	{ .field = FIELD(new_form, TEXT, goods), .label = "complaints.field.goods", .max = 40, .many = true },
	{ .field = FIELD(new_form, TEXT, caller), .label = "complaints.field.caller", .max = 80 },
	{ .field = FIELD(new_form, TEXT, caller_phone), .label = "complaints.field.caller_phone", .max = 20 },
	{ .field = FIELD(new_form, INT, channel),
	    .label = "complaints.field.channel",
	    .required = true,
	    .min = CONTACT_PHONE,
	    .max = CONTACT_VISIT },
	{ .field = FIELD(new_form, INT, problem),
	    .label = "complaints.field.problem",
	    .required = true,
	    .min = PROBLEM_FAULTY,
	    .max = PROBLEM_SUGGESTION_OTHER },
	{ .field = FIELD(new_form, TEXT, happened),
	    .label = "complaints.field.happened",
	    .required = true,
	    .max = 5000,
	    .multiline = true },
	{ .field = FIELD(new_form, TEXT, demand),
	    .label = "complaints.field.demand",
	    .max = 5000,
	    .multiline = true },
	{ .field = FIELD(new_form, TEXT, about), .label = "complaints.field.about", .max = 40 },
	{ .field = FIELD(new_form, INT, urgency),
	    .label = "complaints.field.urgency",
	    .min = 0,
	    .max = URGENCY_LOW },
	{ .field = FIELD(new_form, BOOL, complex), .label = "complaints.field.complex" },
	{ .field = FIELD(new_form, BOOL, team), .label = "complaints.field.team" },
	{ .field = FIELD(new_form, INT, wait), .label = "complaints.field.wait", .min = 0, .max = 2880 },
	{ .field = FIELD(new_form, ID, file_0), .label = "complaints.field.file", .upload = true },
	{ .field = FIELD(new_form, ID, file_1), .label = "complaints.field.file", .upload = true },
	{ .field = FIELD(new_form, ID, file_2), .label = "complaints.field.file", .upload = true },
	{ .field = FIELD(new_form, TEXT, kept), .label = "complaints.field.file", .max = 20, .many = true },
};

/* --- finding the member ----------------------------------------------------------------------------------------- */

static void
found_show(struct req *req, const struct member *member)
{
	struct node *row = member_found_show(req, member, "/complaints/new?member=");

	node_static(row, "open", number_text(req, member->open_complaints));
}

/* By number, phone, the phone's last four digits, e-mail, or an order's number, which chooses that order too. One found is taken
 * at once. */
static enum rc
member_search(struct req *req, const char *text, int64_t *only, int64_t *order)
{
	struct rows found = { NULL, 0 };
	const struct member *members;
	enum rc rc = strlen(text) <= 40 ? member_find_no(&req->ctx, text, only) : RC_NOT_FOUND;

	if (rc == RC_NOT_FOUND && strlen(text) <= 40)
		rc = member_by_part(req, text, only);
	if (rc == RC_OK) {
		rc = order_find_no(&req->ctx, text, order);
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	}
	if (rc != RC_NOT_FOUND)
		return rc;
	rc = member_find_contact(&req->ctx, text, 20, &found);
	if (rc != RC_OK)
		return rc;
	members = found.items;
	if (found.count == 1)
		*only = members[0].id;
	for (size_t i = 0; i < found.count && found.count > 1; i++)
		found_show(req, &members[i]);
	return RC_OK;
}

/* --- the form --------------------------------------------------------------------------------------------------- */

static bool
ticked(struct req *req, const char *value)
{
	const char *values[REQUEST_MAX_FIELDS];
	size_t count = request_params(&req->http, "goods[]", values, REQUEST_MAX_FIELDS);

	for (size_t i = 0; i < count; i++)
		if (strcmp(values[i], value) == 0)
			return true;
	return false;
}

/* The goods of an order: value "order.product", so that ticking goods chooses their order too. */
static enum rc
goods_show(struct req *req, struct node *row, int64_t order_id)
{
	struct node *list = node_child(row, "goods"), *item;
	struct rows found;
	const struct order_goods *goods;
	enum rc rc = order_goods(&req->ctx, order_id, &found);

	if (rc != RC_OK)
		return rc;
	goods = found.items;
	for (size_t i = 0; i < found.count && i < COMPLAINT_PRODUCTS; i++) {
		const char *value;

		if (goods[i].product_id == 0)
			continue;
		value = arena_printf(req->ctx.arena, "%" PRId64 ".%" PRId64, order_id, goods[i].product_id);
		item = node_row(list);
		node_static(item, "value", value);
		node_static(item, "title", goods[i].title);
		node_flag(item, "checked", ticked(req, value));
	}
	return RC_OK;
}

/* `likely`: the one that the keyboard is on when the form opens. */
static enum rc
order_show(struct req *req, const struct order *order, int64_t chosen, int64_t likely)
{
	struct node *row = node_row(node_child(view_root(req), "Orders"));
	struct arena *arena = req->ctx.arena;

	node_int(row, "id", order->id);
	node_static(row, "no", order->order_no);
	node_static(row, "at", day_text(arena, clock_day(order->placed_at)));
	node_static(row, "total", money_text(arena, order->total_fen));
	node_int(row, "s", order->parked ? 11 : order->state);
	node_static(row, "state", lang(req, order_state_key(order->state)));
	node_flag(row, "checked", order->id == chosen);
	node_flag(row, "likely", order->id == likely);
	return goods_show(req, row, order->id);
}

/* The member's latest orders, and the one that was named where it is not among them. `likely`: that one, else the latest; 0 if none. */
static enum rc
orders_show(struct req *req, int64_t member_id, int64_t chosen, int64_t *likely)
{
	struct rows found;
	const struct order *orders;
	struct order named;
	bool there = chosen == 0;
	enum rc rc = order_newest(&req->ctx, member_id, ORDERS_SHOWN, &found);

	orders = found.items;
	*likely = chosen == 0 && rc == RC_OK && found.count > 0 ? orders[0].id : chosen;
	for (size_t i = 0; rc == RC_OK && i < found.count; i++) {
		there |= orders[i].id == chosen;
		rc = order_show(req, &orders[i], chosen, *likely);
	}
	if (rc != RC_OK || there)
		return rc;
	rc = order_get(&req->ctx, chosen, &named);
	if (rc == RC_OK && named.member_id == member_id)
		return order_show(req, &named, chosen, *likely);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* RULE AFT-9: the four sentences with the waits they are for. */
static enum rc
promises_show(struct req *req)
{
	struct node *list = node_child(view_root(req), "Promises"), *row;
	struct band band;
	enum rc rc = policy_band(&req->ctx, "aftersales.promise", req->ctx.now, &band);

	for (size_t i = 0; rc == RC_OK && i < band.count; i++) {
		const char *label = band.steps[i].label;

		row = node_row(list);
		node_static(row, "wait", strncmp(label, "policy.", 7) == 0 ? lang(req, label) : label);
		node_static(row, "text",
		    lang(req,
			arena_printf(req->ctx.arena, "complaints.promise.%" PRId64,
			    band.steps[i].value >= 1 && band.steps[i].value <= 4 ? band.steps[i].value : 4)));
	}
	return rc;
}

/* Open complaints of the member and of the goods of the order in question. */
static enum rc
open_ones_show(struct req *req, int64_t member_id, int64_t order_id)
{
	int64_t products[3];
	struct rows found = { NULL, 0 };
	const struct order_goods *goods;
	size_t count = 0;
	enum rc rc = order_id != 0 ? order_goods(&req->ctx, order_id, &found) : RC_OK;

	goods = found.items;
	for (size_t i = 0; rc == RC_OK && i < found.count && count < 3; i++)
		if (goods[i].product_id != 0)
			products[count++] = goods[i].product_id;
	return rc == RC_OK ? similar_show(req, member_id, products, count, 0) : rc;
}

static void
options_show(struct req *req)
{
	struct node *list = node_child(view_root(req), "Urgencies"), *row = node_row(list);

	node_int(row, "value", 0);
	node_static(row, "label", lang(req, "complaints.urgency.rule"));
	urgencies_show(req);
	channels_show(req, "Channels", false);
	problems_show(req);
}

static enum rc
form_page(struct req *req, const struct new_form *form)
{
	const struct complaint who = {
		.member_id = form->member, .problem = PROBLEM_GOODS_OTHER, .caller = "", .caller_phone = ""
	};
	struct node *node = node_child(view_root(req), "New");
	int64_t files[COMPLAINT_FILES], likely = form->order;
	enum rc rc = form->member != 0 ? customer_show(req, &who) : RC_OK;

	node_flag(node, "form", true);
	node_int(node, "member", form->member);
	if (rc == RC_OK && form->member != 0)
		rc = orders_show(req, form->member, form->order, &likely);
	if (rc == RC_OK)
		rc = open_ones_show(req, form->member, likely);
	if (rc == RC_OK)
		rc = promises_show(req);
	if (rc != RC_OK)
		return rc;
	options_show(req);
	evidence_show(req, files, evidence_came(req, upload_names, UPLOADS, files, COMPLAINT_FILES));
	form_fill(req, new_fields, form);
	return RC_OK;
}

/* GET /complaints/new, and the form again. ?member=, ?order=, ?unknown=1, ?q= */
enum rc
complaints_new(struct req *req)
{
	struct new_form form = { .member = id_given(req, "member"),
		.order = id_given(req, "order"),
		.goods = "",
		.caller = "",
		.caller_phone = "",
		.channel = CONTACT_PHONE,
		.happened = "",
		.demand = "",
		.about = "",
		.kept = "" };
	const char *text = request_param(&req->http, "q");
	bool unknown = request_param(&req->http, "unknown") != NULL || req->http.method == POST;
	enum rc rc = RC_OK;

	view_set(req, "Page.title", lang(req, "complaints.new.title"));
	view_set(req, "Page.subtitle", lang(req, "complaints.new.subtitle"));
	crumb(req, lang(req, "complaints.title"), "/complaints");
	crumb(req, lang(req, "complaints.new.title"), "");
	if (form.member == 0 && text != NULL && text[0] != '\0' && req->http.method != POST) {
		view_set(req, "New.q", text);
		text = utf8_trim(req->ctx.arena, utf8_narrow(req->ctx.arena, text));
		rc = member_search(req, text, &form.member, &form.order);
		if (rc == RC_OK && form.member == 0)
			view_set(req, "New.none", "1");
	}
	if (rc == RC_OK && (form.member != 0 || unknown))
		rc = form_page(req, &form);
	if (rc != RC_NOT_FOUND || req->http.method != POST)
		return rc;
	form.member = 0; /* a member that is none: the form is still given back */
	return form_page(req, &form);
}

/* --- taking in -------------------------------------------------------------------------------------------------- */

/* "order.product" of each tick; all of one order. */
static enum rc
goods_take(struct req *req, int64_t *order_id, int64_t *products, size_t *count)
{
	const char *values[REQUEST_MAX_FIELDS];
	size_t given = request_params(&req->http, "goods[]", values, REQUEST_MAX_FIELDS);

	*count = 0;
	for (size_t i = 0; i < given; i++) {
		char *end = NULL;
		int64_t order = strtoll(values[i], &end, 10),
			product = end != NULL && *end == '.' ? strtoll(end + 1, &end, 10) : 0;

		if (order <= 0 || product <= 0 || *end != '\0' || *count == COMPLAINT_PRODUCTS ||
		    (*order_id != 0 && *order_id != order))
			return form_error(req, "goods", "complaints.invalid.goods", NULL);
		*order_id = order;
		products[(*count)++] = product;
	}
	return RC_OK;
}

/* Complaints about a person name the account (CMP-9a). */
static enum rc
about_take(struct req *req, const char *staff_no, int64_t *about_id)
{
	struct rows accounts;
	const struct account *account;
	enum rc rc;

	*about_id = 0;
	if (staff_no[0] == '\0')
		return RC_OK;
	rc = account_holders(&req->ctx, ROLE_ALL, &accounts);
	account = accounts.items;
	for (size_t i = 0; rc == RC_OK && i < accounts.count; i++)
		if (strcmp(account[i].staff_no, staff_no) == 0) {
			*about_id = account[i].id;
			return RC_OK;
		}
	return rc == RC_OK ? form_error(req, "about", "complaints.invalid.about", NULL) : rc;
}

static enum rc
files_take(struct req *req, struct new_form *form, int64_t *files, size_t *count)
{
	int64_t *const given[UPLOADS] = { &form->file_0, &form->file_1, &form->file_2 };
	enum rc rc = RC_OK;

	*count = evidence_kept(req, files, COMPLAINT_FILES);
	for (size_t i = 0; i < UPLOADS; i++) {
		enum rc one = evidence_take(req, upload_names[i], given[i]);

		if (one != RC_OK)
			rc = one;
		else if (*given[i] != 0 && *count < COMPLAINT_FILES)
			files[(*count)++] = *given[i];
	}
	return rc;
}

static const char *
promise_text(struct req *req, int64_t promise)
{
	return lang(req, arena_printf(req->ctx.arena, "complaints.promise.%" PRId64, promise));
}

static enum rc
opened_answer(struct req *req, int64_t id)
{
	struct complaint complaint;
	enum rc rc = complaint_get(&req->ctx, id, &complaint);

	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, "complaints.done.open", complaint.complaint_no, NULL);
	if (complaint.promise >= 1 && complaint.promise <= 4)
		flash(req, FLASH_INFO, "complaints.done.promise", promise_text(req, complaint.promise), NULL);
	return redirect(req, "/complaints/%" PRId64, id);
}

/* POST /complaints/new */
enum rc
complaints_new_post(struct req *req)
{
	struct new_form form;
	struct complaint_draft draft;
	int64_t products[COMPLAINT_PRODUCTS], files[COMPLAINT_FILES], about_id = 0, id = 0;
	size_t product_count = 0, file_count = 0;
	const char *field = "";
	enum rc rc = form_parse(req, new_fields, &form), filed = files_take(req, &form, files, &file_count);

	if (rc == RC_OK)
		rc = filed;
	if (rc == RC_OK)
		rc = goods_take(req, &form.order, products, &product_count);
	if (rc == RC_OK)
		rc = about_take(req, form.about, &about_id);
	if (rc != RC_OK)
		return rc;
	draft = (struct complaint_draft){ .member_id = form.member,
		.order_id = form.order,
		.channel = form.channel,
		.problem = form.problem,
		.about_id = about_id,
		.urgency = form.urgency != 0 ? form.urgency : complaint_urgency(form.problem),
		.complex = form.complex,
		.team = form.team,
		.caller = form.caller,
		.caller_phone = form.caller_phone,
		.happened = form.happened,
		.demand = form.demand,
		.products = products,
		.product_count = product_count,
		.files = files,
		.file_count = file_count,
		.wait = form.wait * MINUTE };
	rc = complaint_open(&req->ctx, &draft, &id, &field);
	if (rc == RC_INVALID)
		return form_error(req, field, req->ctx.reason.key, NULL);
	return rc == RC_OK ? opened_answer(req, id) : rc;
}
