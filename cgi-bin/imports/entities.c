/* SPDX-License-Identifier: MIT */
/* What can be imported: the columns of each entity, and how its rows reach the feature that owns them.
 * No validation of the business here: the features' own import functions decide, as they do for the pages. */
#include "imports/imports.h"

#include "complaints/complaints.h"
#include "members/members.h"
#include "orders/import.h"
#include "products/products.h"

static const struct column_choice class_words[] = { { "ordinary", CLASS_ORDINARY },
	{ "special", CLASS_SPECIAL }, { 0 } };
static const struct column_choice channel_words[] = { { "web", CHANNEL_WEB }, { "mobile", CHANNEL_MOBILE },
	{ "agent", CHANNEL_AGENT }, { 0 } };
static const struct column_choice stock_words[] = { { "there", STOCK_THERE }, { "check", STOCK_CHECK },
	{ "short", STOCK_SHORT }, { 0 } };
static const struct column_choice state_words[] = { { "unconfirmed-unpaid", ORDER_UNCONFIRMED_UNPAID },
	{ "confirmed-unpaid", ORDER_CONFIRMED_UNPAID }, { "confirmed-paid", ORDER_CONFIRMED_PAID },
	{ "shipped", ORDER_SHIPPED }, { "signed-for", ORDER_SIGNED_FOR }, { "closed", ORDER_CLOSED },
	{ "cancelled", ORDER_CANCELLED }, { "returning", ORDER_RETURNING }, { "returned", ORDER_RETURNED },
	{ "exchanging", ORDER_EXCHANGING }, { 0 } };
static const struct column_choice method_words[] = { { "alipay", PAY_ALIPAY }, { "shop-card", PAY_SHOP_CARD },
	{ "bank-card", PAY_BANK_CARD }, { "bank-transfer", PAY_BANK_TRANSFER }, { "voucher", PAY_VOUCHER },
	{ "wallet", PAY_WALLET }, { "other", PAY_OTHER }, { 0 } };

/* Texts of one column for all rows of `width` cells, for look-ups by number. */
static const char **
texts_of(struct ctx *ctx, const struct cell *cells, size_t width, size_t count, size_t column)
{
	const char **texts = arena_array(ctx->arena, count, sizeof(*texts));

	for (size_t i = 0; i < count; i++)
		texts[i] = cells[i * width + column].text;
	return texts;
}

/* Province, city, district of one row become ids, kept as the cells' numbers. */
static enum rc
regions_resolve(struct ctx *ctx, struct cell *province)
{
	int64_t parent = 0;

	for (int i = 0; i < 3; i++) {
		enum rc rc;

		if (!province[i].given)
			break;
		rc = region_id(ctx, parent, province[i].text, &province[i].number);
		if (rc != RC_OK)
			return rc;
		parent = province[i].number;
	}
	return RC_OK;
}

/* ---- members ---- */

enum { M_NO, M_NAME, M_PHONE, M_EMAIL, M_PROVINCE, M_CITY, M_DISTRICT, M_ADDRESS, M_SINCE, M_COUNT };
static const struct column member_columns[M_COUNT] = {
	[M_NO] = { "member_no", COLUMN_TEXT, true, 40, NULL },
	[M_NAME] = { "name", COLUMN_TEXT, true, 80, NULL },
	[M_PHONE] = { "phone", COLUMN_TEXT, false, 20, NULL },
	[M_EMAIL] = { "email", COLUMN_TEXT, false, 120, NULL },
	[M_PROVINCE] = { "province", COLUMN_TEXT, false, 60, NULL },
	[M_CITY] = { "city", COLUMN_TEXT, false, 60, NULL },
	[M_DISTRICT] = { "district", COLUMN_TEXT, false, 60, NULL },
	[M_ADDRESS] = { "address", COLUMN_TEXT, false, 200, NULL },
	[M_SINCE] = { "since", COLUMN_TIME, false, 0, NULL },
};

static enum rc
members_resolve(struct ctx *ctx, struct cell *cells, size_t count)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < count && rc == RC_OK; i++)
		rc = regions_resolve(ctx, &cells[i * M_COUNT + M_PROVINCE]);
	return rc;
}

static enum rc
members_apply(struct ctx *ctx, const struct cell *cells, size_t count, struct verdict *verdicts)
{
	struct member *rows = arena_array(ctx->arena, count, sizeof(*rows));

	for (size_t i = 0; i < count; i++) {
		const struct cell *cell = &cells[i * M_COUNT];

		rows[i] = (struct member){ .member_no = cell[M_NO].text,
			.name = cell[M_NAME].text,
			.phone = cell[M_PHONE].text,
			.email = cell[M_EMAIL].text,
			.province_id = cell[M_PROVINCE].number,
			.city_id = cell[M_CITY].number,
			.district_id = cell[M_DISTRICT].number,
			.address = cell[M_ADDRESS].text,
			.since_at = cell[M_SINCE].number };
	}
	return member_import(ctx, rows, count, verdicts);
}

static const struct entity members_entity = { "members", member_columns, M_COUNT, members_apply,
	members_resolve, false };

/* ---- products ---- */

enum { P_NO, P_NAME, P_CATEGORY, P_CLASS, P_PRICE, P_STOCK, P_COUNT };
static const struct column product_columns[P_COUNT] = {
	[P_NO] = { "product_no", COLUMN_TEXT, true, 40, NULL },
	[P_NAME] = { "name", COLUMN_TEXT, true, 120, NULL },
	[P_CATEGORY] = { "category", COLUMN_TEXT, false, 80, NULL },
	[P_CLASS] = { "class", COLUMN_CHOICE, false, 0, class_words },
	[P_PRICE] = { "price", COLUMN_MONEY, false, 0, NULL },
	[P_STOCK] = { "stock", COLUMN_COUNT, false, 1000000000, NULL },
};

static enum rc
products_apply(struct ctx *ctx, const struct cell *cells, size_t count, struct verdict *verdicts)
{
	struct product *rows = arena_array(ctx->arena, count, sizeof(*rows));

	for (size_t i = 0; i < count; i++) {
		const struct cell *cell = &cells[i * P_COUNT];

		rows[i] = (struct product){ .product_no = cell[P_NO].text,
			.name = cell[P_NAME].text,
			.category = cell[P_CATEGORY].text,
			.class = cell[P_CLASS].number,
			.price_fen = cell[P_PRICE].number,
			.stock = cell[P_STOCK].number };
	}
	return product_import(ctx, rows, count, verdicts);
}

static const struct entity products_entity = { "products", product_columns, P_COUNT, products_apply, NULL,
	false };

/* ---- orders ---- */

enum {
	O_NO,
	O_MEMBER,
	O_STATE,
	O_CHANNEL,
	O_PLACED,
	O_CONFIRMED,
	O_PAID,
	O_SHIPPED,
	O_SIGNED,
	O_CLOSED,
	O_CANCELLED,
	O_TOTAL,
	O_DISCOUNT,
	O_CONSIGNEE,
	O_PHONE,
	O_PROVINCE,
	O_CITY,
	O_DISTRICT,
	O_ADDRESS,
	O_NOTE,
	O_STOCK,
	O_COUNT
};
static const struct column order_columns[O_COUNT] = {
	[O_NO] = { "order_no", COLUMN_TEXT, true, 40, NULL },
	[O_MEMBER] = { "member_no", COLUMN_TEXT, true, 40, NULL },
	[O_STATE] = { "state", COLUMN_CHOICE, true, 0, state_words },
	[O_CHANNEL] = { "channel", COLUMN_CHOICE, false, 0, channel_words },
	[O_PLACED] = { "placed_at", COLUMN_TIME, true, 0, NULL },
	[O_CONFIRMED] = { "confirmed_at", COLUMN_TIME, false, 0, NULL },
	[O_PAID] = { "paid_at", COLUMN_TIME, false, 0, NULL },
	[O_SHIPPED] = { "shipped_at", COLUMN_TIME, false, 0, NULL },
	[O_SIGNED] = { "signed_at", COLUMN_TIME, false, 0, NULL },
	[O_CLOSED] = { "closed_at", COLUMN_TIME, false, 0, NULL },
	[O_CANCELLED] = { "cancelled_at", COLUMN_TIME, false, 0, NULL },
	[O_TOTAL] = { "total", COLUMN_MONEY, false, 0, NULL },
	[O_DISCOUNT] = { "discount", COLUMN_MONEY, false, 0, NULL },
	[O_CONSIGNEE] = { "consignee", COLUMN_TEXT, false, 80, NULL },
	[O_PHONE] = { "phone", COLUMN_TEXT, false, 20, NULL },
	[O_PROVINCE] = { "province", COLUMN_TEXT, false, 60, NULL },
	[O_CITY] = { "city", COLUMN_TEXT, false, 60, NULL },
	[O_DISTRICT] = { "district", COLUMN_TEXT, false, 60, NULL },
	[O_ADDRESS] = { "address", COLUMN_TEXT, false, 200, NULL },
	[O_NOTE] = { "note", COLUMN_TEXT, false, 500, NULL },
	[O_STOCK] = { "stock", COLUMN_CHOICE, false, 0, stock_words },
};

static enum rc
orders_resolve(struct ctx *ctx, struct cell *cells, size_t count)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < count && rc == RC_OK; i++)
		rc = regions_resolve(ctx, &cells[i * O_COUNT + O_PROVINCE]);
	return rc;
}

static struct order
order_of(const struct cell *cell, int64_t member_id)
{
	return (struct order){ .order_no = cell[O_NO].text,
		.member_id = member_id,
		.state = cell[O_STATE].number,
		.channel = cell[O_CHANNEL].number,
		.placed_at = cell[O_PLACED].number,
		.confirmed_at = cell[O_CONFIRMED].number,
		.paid_at = cell[O_PAID].number,
		.shipped_at = cell[O_SHIPPED].number,
		.signed_at = cell[O_SIGNED].number,
		.closed_at = cell[O_CLOSED].number,
		.cancelled_at = cell[O_CANCELLED].number,
		.total_fen = cell[O_TOTAL].given ? cell[O_TOTAL].number : -1,
		.discount_fen = cell[O_DISCOUNT].number,
		.consignee = cell[O_CONSIGNEE].text,
		.phone = cell[O_PHONE].text,
		.province_id = cell[O_PROVINCE].number,
		.city_id = cell[O_CITY].number,
		.district_id = cell[O_DISTRICT].number,
		.address = cell[O_ADDRESS].text,
		.note = cell[O_NOTE].text,
		.stock = cell[O_STOCK].number,
		.summary = "",
		.park_reason = "",
		.imported = true };
}

static enum rc
orders_apply(struct ctx *ctx, const struct cell *cells, size_t count, struct verdict *verdicts)
{
	struct order_row *rows = arena_array(ctx->arena, count, sizeof(*rows));
	int64_t *members = arena_array(ctx->arena, count, sizeof(*members));
	struct verdict *taken = arena_array(ctx->arena, count, sizeof(*taken));
	size_t *at = arena_array(ctx->arena, count, sizeof(*at));
	size_t known = 0;
	enum rc rc = member_ids(ctx, texts_of(ctx, cells, O_COUNT, count, O_MEMBER), count, members);

	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < count; i++) {
		verdicts[i] = (struct verdict){ BATCH_REJECTED, "member_no", "imports.cell.member" };
		if (members[i] == 0)
			continue;
		rows[known].order = order_of(&cells[i * O_COUNT], members[i]);
		at[known++] = i;
	}
	rc = order_import(ctx, rows, known, taken);
	for (size_t i = 0; i < known; i++)
		verdicts[at[i]] = taken[i];
	return rc;
}

static const struct entity orders_entity = { "orders", order_columns, O_COUNT, orders_apply, orders_resolve,
	false };

/* ---- items ---- */

enum { I_ORDER, I_LINE, I_PRODUCT, I_TITLE, I_CLASS, I_PRICE, I_QUANTITY, I_FREIGHT, I_COUNT };
static const struct column item_columns[I_COUNT] = {
	[I_ORDER] = { "order_no", COLUMN_TEXT, true, 40, NULL },
	[I_LINE] = { "line_no", COLUMN_COUNT, true, 60000, NULL },
	[I_PRODUCT] = { "product_no", COLUMN_TEXT, false, 40, NULL },
	[I_TITLE] = { "title", COLUMN_TEXT, true, 120, NULL },
	[I_CLASS] = { "class", COLUMN_CHOICE, false, 0, class_words },
	[I_PRICE] = { "price", COLUMN_MONEY, true, 0, NULL },
	[I_QUANTITY] = { "quantity", COLUMN_COUNT, true, 1000000, NULL },
	[I_FREIGHT] = { "freight", COLUMN_MONEY, false, 0, NULL },
};

static enum rc
items_apply(struct ctx *ctx, const struct cell *cells, size_t count, struct verdict *verdicts)
{
	struct line_row *rows = arena_array(ctx->arena, count, sizeof(*rows));
	int64_t *products = arena_array(ctx->arena, count, sizeof(*products));
	enum rc rc = product_ids(ctx, texts_of(ctx, cells, I_COUNT, count, I_PRODUCT), count, products);

	for (size_t i = 0; i < count && rc == RC_OK; i++) {
		const struct cell *cell = &cells[i * I_COUNT];

		rows[i] = (struct line_row){ .order_no = cell[I_ORDER].text,
			.line_no = cell[I_LINE].number,
			.product_id = products[i],
			.title = cell[I_TITLE].text,
			.class = cell[I_CLASS].number,
			.unit_fen = cell[I_PRICE].number,
			.quantity = cell[I_QUANTITY].number,
			.freight_fen = cell[I_FREIGHT].number };
	}
	return rc == RC_OK ? order_import_lines(ctx, rows, count, verdicts) : rc;
}

static const struct entity items_entity = { "items", item_columns, I_COUNT, items_apply, NULL, false };

/* ---- payments ---- */

enum { Y_ORDER, Y_NO, Y_METHOD, Y_AMOUNT, Y_PAID, Y_REFERENCE, Y_COUNT };
static const struct column payment_columns[Y_COUNT] = {
	[Y_ORDER] = { "order_no", COLUMN_TEXT, true, 40, NULL },
	[Y_NO] = { "payment_no", COLUMN_COUNT, true, 60000, NULL },
	[Y_METHOD] = { "method", COLUMN_CHOICE, true, 0, method_words },
	[Y_AMOUNT] = { "amount", COLUMN_MONEY, true, 0, NULL },
	[Y_PAID] = { "paid_at", COLUMN_TIME, true, 0, NULL },
	[Y_REFERENCE] = { "reference", COLUMN_TEXT, false, 60, NULL },
};

static enum rc
payments_apply(struct ctx *ctx, const struct cell *cells, size_t count, struct verdict *verdicts)
{
	struct payment_row *rows = arena_array(ctx->arena, count, sizeof(*rows));

	for (size_t i = 0; i < count; i++) {
		const struct cell *cell = &cells[i * Y_COUNT];

		rows[i] = (struct payment_row){ .order_no = cell[Y_ORDER].text,
			.payment_no = cell[Y_NO].number,
			.method = cell[Y_METHOD].number,
			.amount_fen = cell[Y_AMOUNT].number,
			.paid_at = cell[Y_PAID].number,
			.reference = cell[Y_REFERENCE].text };
	}
	return order_import_payments(ctx, rows, count, verdicts);
}

static const struct entity payments_entity = { "payments", payment_columns, Y_COUNT, payments_apply, NULL,
	false };

/* ---- complaints ---- */

/* What a complaint from elsewhere can be: nobody here was asked or approves anything yet. */
static const struct column_choice complaint_state_words[] = { { "open", COMPLAINT_OPEN },
	{ "working", COMPLAINT_WORKING }, { "closed", COMPLAINT_CLOSED }, { 0 } };
static const struct column_choice contact_words[] = { { "phone", CONTACT_PHONE }, { "chat", CONTACT_CHAT },
	{ "mail", CONTACT_MAIL }, { "board", CONTACT_BOARD }, { "social", CONTACT_SOCIAL },
	{ "visit", CONTACT_VISIT }, { "review", CONTACT_REVIEW }, { 0 } };
static const struct column_choice type_words[] = { { "goods", COMPLAINT_GOODS }, { "order", COMPLAINT_ORDER },
	{ "logistics", COMPLAINT_LOGISTICS }, { "service", COMPLAINT_SERVICE },
	{ "payment", COMPLAINT_PAYMENT }, { "system", COMPLAINT_SYSTEM },
	{ "suggestion", COMPLAINT_SUGGESTION }, { 0 } };
static const struct column_choice problem_words[] = { { "faulty", PROBLEM_FAULTY },
	{ "defect", PROBLEM_DEFECT }, { "size", PROBLEM_SIZE }, { "colour", PROBLEM_COLOUR },
	{ "tag", PROBLEM_TAG }, { "packaging", PROBLEM_PACKAGING }, { "goods-other", PROBLEM_GOODS_OTHER },
	{ "quantity", PROBLEM_QUANTITY }, { "other-goods", PROBLEM_OTHER_GOODS },
	{ "cannot-order", PROBLEM_CANNOT_ORDER }, { "order-other", PROBLEM_ORDER_OTHER },
	{ "not-received", PROBLEM_NOT_RECEIVED }, { "late", PROBLEM_LATE },
	{ "wrong-delivery", PROBLEM_WRONG_DELIVERY }, { "delivery-question", PROBLEM_DELIVERY_QUESTION },
	{ "logistics-other", PROBLEM_LOGISTICS_OTHER }, { "waiting", PROBLEM_WAITING },
	{ "attitude", PROBLEM_ATTITUDE }, { "information", PROBLEM_INFORMATION },
	{ "service-other", PROBLEM_SERVICE_OTHER }, { "payment-check", PROBLEM_PAYMENT_CHECK },
	{ "orders-total", PROBLEM_ORDERS_TOTAL }, { "cannot-pay", PROBLEM_CANNOT_PAY },
	{ "refund-progress", PROBLEM_REFUND_PROGRESS }, { "refund-dispute", PROBLEM_REFUND_DISPUTE },
	{ "payment-other", PROBLEM_PAYMENT_OTHER }, { "site-fault", PROBLEM_SITE_FAULT },
	{ "password", PROBLEM_PASSWORD }, { "system-other", PROBLEM_SYSTEM_OTHER },
	{ "catalogue", PROBLEM_CATALOGUE }, { "suggestion-other", PROBLEM_SUGGESTION_OTHER }, { 0 } };
static const struct column_choice department_words[] = { { "service", DEPARTMENT_SERVICE },
	{ "finance", DEPARTMENT_FINANCE }, { "operations", DEPARTMENT_OPERATIONS },
	{ "stock", DEPARTMENT_STOCK }, { "quality", DEPARTMENT_QUALITY },
	{ "logistics", DEPARTMENT_LOGISTICS }, { "technology", DEPARTMENT_TECHNOLOGY },
	{ "web-operations", DEPARTMENT_WEB_OPERATIONS }, { 0 } };
static const struct column_choice urgency_words[] = { { "urgent", URGENCY_URGENT },
	{ "normal", URGENCY_NORMAL }, { "low", URGENCY_LOW }, { 0 } };

enum {
	C_NO,
	C_MEMBER,
	C_ORDER,
	C_CHANNEL,
	C_TYPE,
	C_PROBLEM,
	C_DEPARTMENT,
	C_URGENCY,
	C_STATE,
	C_OPENED,
	C_CLOSED,
	C_SCORE,
	C_HAPPENED,
	C_DEMAND,
	C_SOLUTION,
	C_RESULT,
	C_PRODUCTS,
	C_COUNT
};
static const struct column complaint_columns[C_COUNT] = {
	[C_NO] = { "complaint_no", COLUMN_TEXT, true, 40, NULL },
	[C_MEMBER] = { "member_no", COLUMN_TEXT, false, 40,
	    NULL }, /* empty: whose the order is, or unknown */
	[C_ORDER] = { "order_no", COLUMN_TEXT, false, 40, NULL },
	[C_CHANNEL] = { "channel", COLUMN_CHOICE, true, 0, contact_words },
	[C_TYPE] = { "type", COLUMN_CHOICE, false, 0, type_words }, /* empty: the problem's */
	[C_PROBLEM] = { "problem", COLUMN_CHOICE, false, 0,
	    problem_words }, /* empty: any other of its type */
	[C_DEPARTMENT] = { "department", COLUMN_CHOICE, false, 0, department_words },
	[C_URGENCY] = { "urgency", COLUMN_CHOICE, false, 0, urgency_words },
	[C_STATE] = { "state", COLUMN_CHOICE, true, 0, complaint_state_words },
	[C_OPENED] = { "opened_at", COLUMN_TIME, true, 0, NULL },
	[C_CLOSED] = { "closed_at", COLUMN_TIME, false, 0, NULL },
	[C_SCORE] = { "score", COLUMN_COUNT, false, 5, NULL },
	[C_HAPPENED] = { "happened", COLUMN_TEXT, false, 5000, NULL },
	[C_DEMAND] = { "demand", COLUMN_TEXT, false, 5000, NULL },
	[C_SOLUTION] = { "solution", COLUMN_TEXT, false, 5000, NULL },
	[C_RESULT] = { "result", COLUMN_TEXT, false, 5000, NULL },
	[C_PRODUCTS] = { "products", COLUMN_TEXT, false, 4000,
	    NULL }, /* numbers; empty: those of the order */
};

/* The numbers in a cell, blanks between them. */
static size_t
words_split(struct arena *arena, const char *text, const char **words)
{
	size_t count = 0, length;

	for (text += strspn(text, " \n\t"); *text != '\0'; text += strspn(text, " \n\t")) {
		length = strcspn(text, " \n\t");
		words[count++] = arena_strndup(arena, text, length);
		text += length;
	}
	return count;
}

/* Look-ups of a whole batch of complaints: as many members and orders as rows; all products in one row of numbers. */
struct complaint_keys {
	int64_t *members, *orders, *products;
	size_t *product_counts;
};

static enum rc
complaint_keys_find(struct ctx *ctx, const struct cell *cells, size_t count, struct complaint_keys *keys)
{
	const char **numbers;
	size_t room = 0, made = 0;
	enum rc rc;

	for (size_t i = 0; i < count; i++)
		room += strlen(cells[i * C_COUNT + C_PRODUCTS].text) / 2 + 1;
	numbers = arena_array(ctx->arena, room + 1, sizeof(*numbers));
	keys->members = arena_array(ctx->arena, count, sizeof(int64_t));
	keys->orders = arena_array(ctx->arena, count, sizeof(int64_t));
	keys->product_counts = arena_array(ctx->arena, count, sizeof(size_t));
	for (size_t i = 0; i < count; i++) {
		keys->product_counts[i] =
		    words_split(ctx->arena, cells[i * C_COUNT + C_PRODUCTS].text, numbers + made);
		made += keys->product_counts[i];
	}
	keys->products = arena_array(ctx->arena, made + 1, sizeof(int64_t));
	rc = member_ids(ctx, texts_of(ctx, cells, C_COUNT, count, C_MEMBER), count, keys->members);
	if (rc == RC_OK)
		rc = order_ids(ctx, texts_of(ctx, cells, C_COUNT, count, C_ORDER), count, keys->orders);
	return rc == RC_OK && made > 0 ? product_ids(ctx, numbers, made, keys->products) : rc;
}

/* The column whose number is of nothing we know, or that does not go with another one; C_COUNT: all is well. */
static size_t
complaint_fault(const struct cell *cell, int64_t member_id, int64_t order_id, const int64_t *products,
    size_t product_count, const char **reason)
{
	*reason = "imports.cell.member";
	if (cell[C_MEMBER].given && member_id == 0)
		return C_MEMBER;
	*reason = "imports.cell.order";
	if (cell[C_ORDER].given && order_id == 0)
		return C_ORDER;
	*reason = "imports.cell.product";
	for (size_t i = 0; i < product_count; i++)
		if (products[i] == 0)
			return C_PRODUCTS;
	*reason = "imports.cell.empty";
	if (!cell[C_TYPE].given && !cell[C_PROBLEM].given)
		return C_PROBLEM;
	*reason = "imports.cell.type";
	if (cell[C_TYPE].given && cell[C_PROBLEM].given &&
	    cell[C_PROBLEM].number / 100 != cell[C_TYPE].number)
		return C_TYPE;
	return C_COUNT;
}

#define PROBLEM_OTHER 99 /* of each type the last: none of those that have a name */
static struct complaint_row
complaint_of(const struct cell *cell, int64_t member_id, int64_t order_id)
{
	int64_t problem =
	    cell[C_PROBLEM].given ? cell[C_PROBLEM].number : cell[C_TYPE].number * 100 + PROBLEM_OTHER;

	return (
	    struct complaint_row){ .complaint = { .complaint_no = cell[C_NO].text,
				       .member_id = member_id,
				       .order_id = order_id,
				       .channel = cell[C_CHANNEL].number,
				       .problem = problem,
				       .department = cell[C_DEPARTMENT].given ? cell[C_DEPARTMENT].number
									      : complaint_department(problem),
				       .urgency = cell[C_URGENCY].number,
				       .state = cell[C_STATE].number,
				       .opened_at = cell[C_OPENED].number,
				       .closed_at = cell[C_CLOSED].number,
				       .score = cell[C_SCORE].number },
		.text = { cell[C_HAPPENED].text, cell[C_DEMAND].text, cell[C_SOLUTION].text,
		    cell[C_RESULT].text } };
}

static enum rc
complaints_apply(struct ctx *ctx, const struct cell *cells, size_t count, struct verdict *verdicts)
{
	struct complaint_row *rows = arena_array(ctx->arena, count, sizeof(*rows));
	struct verdict *taken = arena_array(ctx->arena, count, sizeof(*taken));
	size_t *at = arena_array(ctx->arena, count, sizeof(*at));
	struct complaint_keys keys;
	const int64_t *products;
	size_t known = 0;
	enum rc rc = complaint_keys_find(ctx, cells, count, &keys);

	if (rc != RC_OK)
		return rc;
	products = keys.products;
	for (size_t i = 0; i < count; products += keys.product_counts[i++]) {
		const char *reason;
		size_t fault = complaint_fault(&cells[i * C_COUNT], keys.members[i], keys.orders[i], products,
		    keys.product_counts[i], &reason);

		if (fault < C_COUNT) {
			verdicts[i] =
			    (struct verdict){ BATCH_REJECTED, complaint_columns[fault].name, reason };
			continue;
		}
		rows[known] = complaint_of(&cells[i * C_COUNT], keys.members[i], keys.orders[i]);
		rows[known].products = keys.product_counts[i] > 0 ? products : NULL;
		rows[known].product_count = keys.product_counts[i];
		at[known++] = i;
	}
	rc = complaint_import(ctx, rows, known, taken);
	for (size_t i = 0; i < known; i++)
		verdicts[at[i]] = taken[i];
	return rc;
}

static const struct entity complaints_entity = { "complaints", complaint_columns, C_COUNT, complaints_apply,
	NULL, true };

const struct entity *const import_entities[] = { &members_entity, &products_entity, &orders_entity,
	&items_entity, &payments_entity, &complaints_entity, NULL };

const struct entity *
entity_find(const char *name)
{
	for (size_t i = 0; import_entities[i]; i++)
		if (strcmp(import_entities[i]->name, name) == 0)
			return import_entities[i];
	return NULL;
}
