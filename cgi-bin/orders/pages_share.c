/* SPDX-License-Identifier: MIT */
/* The page on which the digits of a day are shared out (RULE ORD-3).
 * Not the balance itself: rules_day.c. */
#include "accounts/accounts.h"
#include "base/clock.h"
#include "orders/pages.h"
#include "orders/share.h"

#include <string.h>

void
share_show(struct req *req)
{
	const struct share_digit *digits;
	struct rows found;
	struct buf text;
	size_t i, j;

	view_flag(req, "Queue.share", may(req, &RIGHT_ORDER_SHARE));
	if (share_recent(&req->ctx, &found) != RC_OK)
		return;
	digits = found.items;
	buf_init(&text, req->ctx.arena, 128);
	for (i = 0; i < found.count; i++) {
		bool first = true;

		for (j = 0; j < i; j++) /* whoever was there already is shown with all of theirs */
			first = first && digits[j].account_id != digits[i].account_id;
		if (!first)
			continue;
		buf_printf(
		    &text, "%s%s %s", text.length > 0 ? " · " : "", digits[i].name, digits[i].staff_no);
		for (j = i; j < found.count; j++)
			if (digits[j].account_id == digits[i].account_id)
				buf_printf(&text, " %d", (int)digits[j].digit);
	}
	view_set(req, "Queue.shares", text.length > 0 ? text.data : lang(req, "orders.sharing.none"));
}

/* --- the page --------------------------------------------------------------------------------------------------- */

struct share_form {
	int64_t day;
	int64_t digit[10];
};
#define DIGIT_FIELD(n)                                                                                       \
	{                                                                                                    \
		.field = { "digit_" #n, FIELD_ID,                                                            \
			offsetof(struct share_form, digit) + (n) * sizeof(int64_t) },                        \
		.label = "orders.field.digit"                                                                \
	}
static const struct form_field share_fields[] = {
	{ .field = FIELD(share_form, DAY, day), .label = "orders.field.day", .required = true },
	DIGIT_FIELD(0),
	DIGIT_FIELD(1),
	DIGIT_FIELD(2),
	DIGIT_FIELD(3),
	DIGIT_FIELD(4),
	DIGIT_FIELD(5),
	DIGIT_FIELD(6),
	DIGIT_FIELD(7),
	DIGIT_FIELD(8),
	DIGIT_FIELD(9),
};

/* The day asked for, else today's. */
static int64_t
day_asked(struct req *req)
{
	const char *text = request_param(&req->http, "day");
	int64_t day;

	return text != NULL && day_parse(text, &day) == RC_OK ? day : clock_day(req->ctx.now);
}

static void
clerks_show(struct req *req, const struct rows *clerks, const int64_t queue[10], const int64_t owner[10])
{
	struct node *options = node_child(view_root(req), "Clerks"),
		    *loads = node_child(view_root(req), "Loads"), *row;
	const struct account *clerk = clerks->items;
	size_t i, digit;

	row = node_row(options);
	node_static(row, "value", "0");
	node_static(row, "label", lang(req, "orders.sharing.nobody"));
	for (i = 0; i < clerks->count; i++) {
		int64_t load = 0, digits = 0;

		row = node_row(options);
		node_int(row, "value", clerk[i].id);
		node_static(
		    row, "label", arena_printf(req->ctx.arena, "%s %s", clerk[i].name, clerk[i].staff_no));
		for (digit = 0; digit < 10; digit++)
			if (owner[digit] == clerk[i].id) {
				load += queue[digit];
				digits++;
			}
		row = node_row(loads);
		node_static(
		    row, "who", arena_printf(req->ctx.arena, "%s %s", clerk[i].name, clerk[i].staff_no));
		node_static(row, "digits", number_text(req, digits));
		node_static(row, "orders", number_text(req, load));
	}
}

static void
digits_show(struct req *req, const int64_t queue[10])
{
	struct node *list = node_child(view_root(req), "Digits"), *row;
	int digit;

	for (digit = 0; digit < 10; digit++) {
		row = node_row(list);
		node_static(row, "name", arena_printf(req->ctx.arena, "digit_%d", digit));
		node_static(row, "label",
		    lang_text(req, "orders.sharing.digit", number_text(req, digit),
			number_text(req, queue[digit]), NULL));
	}
}

/* Those who work on orders every day share them, not whoever may step in. */
static size_t
sharers(const struct rows *clerks, int64_t ids[10])
{
	const struct account *clerk = clerks->items;
	size_t i, count = 0;

	for (i = 0; i < clerks->count && count < 10; i++)
		if (clerk[i].roles & ROLE_CLERK)
			ids[count++] = clerk[i].id;
	return count;
}

/* GET /orders/sharing, and the form again */
enum rc
orders_sharing(struct req *req)
{
	struct share_form form = { .day = day_asked(req) };
	int64_t queue[10], owner[10], ids[10];
	struct rows clerks, found;
	const struct share_digit *digits;
	size_t i, count;
	enum rc rc = share_queue(&req->ctx, queue);

	if (rc == RC_OK)
		rc = share_clerks(&req->ctx, &clerks);
	if (rc == RC_OK)
		rc = share_list(&req->ctx, form.day, &found);
	if (rc != RC_OK)
		return rc;
	digits = found.items;
	for (i = 0; i < found.count; i++)
		form.digit[digits[i].digit] = digits[i].account_id;
	if (request_param(&req->http, "propose") != NULL && req->http.method == GET) {
		count = sharers(&clerks, ids);
		share_balance(queue, count, owner);
		for (i = 0; i < 10; i++)
			form.digit[i] = owner[i] >= 0 ? ids[owner[i]] : 0;
		view_flag(req, "Sharing.proposed", true);
	}
	view_set(req, "Page.title", lang(req, "orders.sharing.title"));
	view_set(req, "Page.subtitle",
	    lang_text(req, "orders.sharing.subtitle", day_text(req->ctx.arena, form.day), NULL));
	crumb(req, lang(req, "orders.queue.title"), "/orders/confirm");
	crumb(req, lang(req, "orders.sharing.title"), "");
	view_set(req, "Sharing.day", day_text(req->ctx.arena, form.day));
	view_set(req, "Sharing.propose",
	    arena_printf(
		req->ctx.arena, "/orders/sharing?day=%s&propose=1", day_text(req->ctx.arena, form.day)));
	digits_show(req, queue);
	clerks_show(req, &clerks, queue, form.digit);
	form_fill(req, share_fields, &form);
	return RC_OK;
}

/* POST /orders/sharing */
enum rc
orders_sharing_post(struct req *req)
{
	struct share_form form;
	enum rc rc = form_parse(req, share_fields, &form);

	if (rc == RC_OK)
		rc = share_set(&req->ctx, form.day, form.digit);
	if (rc == RC_INVALID && req->ctx.reason.key != NULL)
		return form_error(req, "", req->ctx.reason.key, NULL);
	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, "orders.done.share", NULL);
	return redirect(req, "/orders/sharing?day=%s", day_text(req->ctx.arena, form.day));
}
