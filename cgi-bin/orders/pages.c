/* SPDX-License-Identifier: MIT */
/* Orders as a feature: rights, routes, navigation, and what its pages show alike.
 * Not the pages themselves: pages_*.c. */
#include "orders/pages.h"
#include "base/clock.h"
#include "orders/care.h"
#include "orders/commands.h"
#include "orders/jobs.h"
#include "orders/sheet.h"
#include "policy/policy.h"

#include <inttypes.h>

/* SEC-3: daily orders and turnover are seen by those whose work they are. */
#define ORDER_ROLES                                                                                          \
	(ROLE_AGENT | ROLE_CLERK | ROLE_ORDER_LEAD | ROLE_SUPERVISOR | ROLE_FINANCE | ROLE_OPERATIONS |      \
	    ROLE_LOGISTICS | ROLE_WEB_OPERATIONS | ROLE_GM)
const struct right RIGHT_ORDER_SEE = { "order.see", ORDER_ROLES };
const struct right RIGHT_ORDER_CONFIRM = { "order.confirm", ROLE_CLERK | ROLE_ORDER_LEAD | ROLE_SUPERVISOR };
const struct right RIGHT_ORDER_PARK = { "order.park", ROLE_CLERK | ROLE_ORDER_LEAD | ROLE_SUPERVISOR };
const struct right RIGHT_ORDER_PLACE = { "order.place", ROLE_AGENT | ROLE_SUPERVISOR };
const struct right RIGHT_ORDER_AMEND = { "order.amend", ROLE_AGENT | ROLE_CLERK | ROLE_SUPERVISOR };
const struct right RIGHT_ORDER_WITNESS = { "order.witness", ROLE_SUPERVISOR };
const struct right RIGHT_ORDER_PAY = { "order.pay", ROLE_FINANCE };
const struct right RIGHT_ORDER_CANCEL = { "order.cancel", ROLE_AGENT | ROLE_CLERK | ROLE_SUPERVISOR };
const struct right RIGHT_ORDER_SHARE = { "order.share", ROLE_ORDER_LEAD | ROLE_SUPERVISOR };
const struct right RIGHT_ORDER_EXPORT = { "order.export",
	ROLE_CLERK | ROLE_ORDER_LEAD | ROLE_SUPERVISOR | ROLE_FINANCE };
const struct right RIGHT_ORDER_STATISTICS = { "order.statistics",
	ROLE_ORDER_LEAD | ROLE_SUPERVISOR | ROLE_FINANCE | ROLE_WEB_OPERATIONS | ROLE_GM };
const struct right RIGHT_SHEET_SEE = { "sheet.see",
	ROLE_CLERK | ROLE_ORDER_LEAD | ROLE_SUPERVISOR | ROLE_FINANCE | ROLE_WEB_OPERATIONS | ROLE_GM };
const struct right RIGHT_SHEET_CLOSE = { "sheet.close", ROLE_ORDER_LEAD };
const struct right RIGHT_SHEET_SIGN = { "sheet.sign", ROLE_ORDER_LEAD };
const struct right RIGHT_SHEET_RECEIVE = { "sheet.receive", ROLE_FINANCE };

static const struct right *const order_rights[] = { &RIGHT_ORDER_SEE, &RIGHT_ORDER_CONFIRM, &RIGHT_ORDER_PARK,
	&RIGHT_ORDER_PLACE, &RIGHT_ORDER_AMEND, &RIGHT_ORDER_WITNESS, &RIGHT_ORDER_PAY, &RIGHT_ORDER_CANCEL,
	&RIGHT_ORDER_SHARE, &RIGHT_ORDER_EXPORT, &RIGHT_ORDER_STATISTICS, &RIGHT_SHEET_SEE,
	&RIGHT_SHEET_CLOSE, &RIGHT_SHEET_SIGN, &RIGHT_SHEET_RECEIVE, NULL };

#define RECORD_AGAIN .again = orders_order_again, .again_template = "orders/order.cs"
#define SHEET_AGAIN .again = sheets_again, .again_template = "orders/sheet.cs"

static const struct route order_routes[] = {
	{ GET, "/orders/confirm", &RIGHT_ORDER_SEE, orders_queue, .template = "orders/queue.cs" },
	{ POST, "/orders/confirm", &RIGHT_ORDER_CONFIRM, orders_confirm, RECORD_AGAIN },
	{ POST, "/orders/confirm/bulk", &RIGHT_ORDER_CONFIRM, orders_queue_bulk, .template = NULL },
	{ POST, "/orders/park", &RIGHT_ORDER_PARK, orders_park, RECORD_AGAIN },
	{ POST, "/orders/unpark", &RIGHT_ORDER_PARK, orders_unpark, RECORD_AGAIN },
	{ POST, "/orders/cancel", &RIGHT_ORDER_CANCEL, orders_cancel, RECORD_AGAIN },
	{ POST, "/orders/pay", &RIGHT_ORDER_PAY, orders_pay, RECORD_AGAIN },
	{ POST, "/orders/amend", &RIGHT_ORDER_AMEND, orders_amend, RECORD_AGAIN },
	{ GET, "/orders", &RIGHT_ORDER_SEE, orders_index, .template = "orders/orders.cs" },
	{ GET, "/orders/#", &RIGHT_ORDER_SEE, orders_order, .template = "orders/order.cs" },
	{ GET, "/members/#/orders", &RIGHT_ORDER_SEE, orders_member, .template = "orders/member.cs" },
	{ GET, "/orders/new", &RIGHT_ORDER_PLACE, orders_new, .template = "orders/new.cs" },
	{ POST, "/orders/new", &RIGHT_ORDER_PLACE, orders_new_post, .again = orders_new,
	    .again_template = "orders/new.cs" },
	{ GET, "/orders/sharing", &RIGHT_ORDER_SHARE, orders_sharing, .template = "orders/sharing.cs" },
	{ POST, "/orders/sharing", &RIGHT_ORDER_SHARE, orders_sharing_post, .again = orders_sharing,
	    .again_template = "orders/sharing.cs" },
	{ GET, "/orders/sheets", &RIGHT_SHEET_SEE, sheets_index, .template = "orders/sheets.cs" },
	{ POST, "/orders/sheets/close", &RIGHT_SHEET_CLOSE, sheets_close, .template = NULL },
	{ GET, "/orders/sheets/#", &RIGHT_SHEET_SEE, sheets_sheet, .template = "orders/sheet.cs" },
	{ GET, "/orders/sheets/#/xlsx", &RIGHT_ORDER_EXPORT, sheets_export, .template = NULL },
	{ POST, "/orders/sheets/#/sign", &RIGHT_SHEET_SIGN, sheets_sign, SHEET_AGAIN },
	{ POST, "/orders/sheets/#/receive", &RIGHT_SHEET_RECEIVE, sheets_receive, SHEET_AGAIN },
	{ GET, "/orders/statistics", &RIGHT_ORDER_STATISTICS, orders_statistics,
	    .template = "orders/statistics.cs" },
	{ GET, "/orders/statistics/csv", &RIGHT_ORDER_STATISTICS, orders_statistics_csv, .template = NULL },
	{ .path = NULL },
};

static const struct nav order_nav[] = {
	{ NAV_ORDERS, 10, "nav.orders.queue", "/orders/confirm", &RIGHT_ORDER_SEE, "orders.queue" },
	{ NAV_ORDERS, 15, "nav.orders.parked", "/orders/confirm?parked%5B%5D=1", &RIGHT_ORDER_CONFIRM,
	    "orders.parked" },
	{ NAV_ORDERS, 20, "nav.orders.all", "/orders", &RIGHT_ORDER_SEE, NULL },
	{ NAV_ORDERS, 25, "nav.orders.new", "/orders/new", &RIGHT_ORDER_PLACE, NULL },
	{ NAV_ORDERS, 30, "nav.orders.sheets", "/orders/sheets", &RIGHT_SHEET_SEE, "orders.sheets" },
	{ NAV_ORDERS, 35, "nav.orders.sharing", "/orders/sharing", &RIGHT_ORDER_SHARE, NULL },
	{ NAV_ORDERS, 40, "nav.orders.statistics", "/orders/statistics", &RIGHT_ORDER_STATISTICS, NULL },
	{ .label = NULL },
};

static const char *const order_kinds[] = { "order", "/orders/#", "sheet", "/orders/sheets/#", NULL };

static const char *const order_task_kinds[] = { "orders.call", "orders.check", NULL };
static const struct listener order_listeners[] = { { &MEMBER_WAS_MERGED, orders_member_merged },
	{ &MEMBER_WAS_UNMERGED, orders_member_unmerged }, { &MEMBER_WAS_ERASED, orders_member_erased },
	{ NULL, NULL } };

const struct feature orders_feature = { .name = "orders",
	.listeners = order_listeners,
	.routes = order_routes,
	.rights = order_rights,
	.nav = order_nav,
	.jobs = order_jobs,
	.commands = order_commands,
	.counts = orders_counts,
	.kinds = order_kinds,
	.task_kinds = order_task_kinds };

/* --- what pages show alike -------------------------------------------------------------------------------------- */

const char *
summary_text(struct req *req, const char *summary, int64_t line_count)
{
	if (line_count < 2)
		return summary;
	return lang_text(req, "orders.summary", summary, number_text(req, line_count), NULL);
}
