/* SPDX-License-Identifier: MIT */
/* The list of members: found by number, name, phone, e-mail, an order's number, region, tier, total, points, last order, consent,
 * complaints. Contact data is masked here and in exports (RULE MEM-4). Not one member's page: record_pages.c. */
#include "base/clock.h"
#include "base/money.h"
#include "base/utf8.h"
#include "members/pages_forms.h"
#include "policy/policy.h"
#include "web/list.h"
#include "web/show.h"

#include <inttypes.h>

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

const struct right RIGHT_MEMBER_EXPORT = { "member.export", ROLE_SUPERVISOR | ROLE_OPERATIONS };

struct member_row {
	const char *member_no, *name, *phone, *email;
	int64_t province_id, city_id, district_id, since_at, tier, spent_fen, points, orders, last_order_at,
	    consent, open_complaints, state;
};
static const struct field row_fields[] = { FIELD(member_row, TEXT, member_no), FIELD(member_row, TEXT, name),
	FIELD(member_row, TEXT, phone), FIELD(member_row, TEXT, email), FIELD(member_row, ID, province_id),
	FIELD(member_row, ID, city_id), FIELD(member_row, ID, district_id), FIELD(member_row, TIME, since_at),
	FIELD(member_row, INT, tier), FIELD(member_row, MONEY, spent_fen), FIELD(member_row, INT, points),
	FIELD(member_row, INT, orders), FIELD(member_row, TIME, last_order_at),
	FIELD(member_row, INT, consent), FIELD(member_row, INT, open_complaints),
	FIELD(member_row, INT, state) };
static const struct record row_record = RECORD(member_row, row_fields);

/* --- choices ---------------------------------------------------------------------------------------------------- */

size_t
member_tiers_provide(struct req *req, struct list_choice *choices, size_t most)
{
	struct band band;
	size_t i;

	if (policy_band(&req->ctx, "members.tier", req->ctx.now, &band) != RC_OK)
		return 0;
	for (i = 0; i < band.count && i < most; i++)
		choices[i] = (struct list_choice){ arena_printf(req->ctx.arena, "%zu", i),
			member_tier_text(req, (int64_t)i) };
	return i;
}

static size_t
regions_offer(struct req *req, int64_t parent_id, struct list_choice *choices, size_t most)
{
	struct rows found;
	const struct region *regions;
	size_t i;

	if (region_children(&req->ctx, parent_id, &found) != RC_OK)
		return 0;
	regions = found.items;
	for (i = 0; i < found.count && i < most; i++)
		choices[i] = (struct list_choice){ arena_printf(req->ctx.arena, "%" PRId64, regions[i].id),
			regions[i].name };
	return i;
}

size_t
member_provinces_provide(struct req *req, struct list_choice *choices, size_t most)
{
	return regions_offer(req, 0, choices, most);
}

/* The one region that the address names, as "province[]" or "province"; 0 for none or several. */
static int64_t
region_named(const struct req *req, const char *name, const char *plural)
{
	const char *values[2];
	size_t count = request_params(&req->http, plural, values, 2);

	if (count == 0)
		count = request_params(&req->http, name, values, 2);
	if (count != 1 || strlen(values[0]) > 9 || strspn(values[0], "0123456789") != strlen(values[0]))
		return 0;
	return strtoll(values[0], NULL, 10);
}

/* The places beside those that the address names, so that a link holds also where the province was taken off. */
static size_t
places_offer(struct req *req, int64_t above, int64_t own, struct list_choice *choices, size_t most)
{
	if (above == 0 && own != 0 && region_parent(&req->ctx, own, &above) != RC_OK)
		return 0;
	return above != 0 ? regions_offer(req, above, choices, most) : 0;
}

static size_t
cities_offer(struct req *req, struct list_choice *choices, size_t most)
{
	return places_offer(req, region_named(req, "province", "province[]"),
	    region_named(req, "city", "city[]"), choices, most);
}

static size_t
districts_offer(struct req *req, struct list_choice *choices, size_t most)
{
	return places_offer(req, region_named(req, "city", "city[]"),
	    region_named(req, "district", "district[]"), choices, most);
}

/* What a member does not want, in words: "no SMS, no calls". */
static const char *
consent_words(struct req *req, int64_t consent)
{
	static const struct {
		int64_t bit;
		const char *key;
	} ways[] = { { CONSENT_SMS, "members.refuses.sms" }, { CONSENT_MAIL, "members.refuses.mail" },
		{ CONSENT_CALLS, "members.refuses.calls" } };
	const char *text = "";
	size_t i;

	if (consent == CONSENT_ALL)
		return lang(req, "members.refuses.nothing");
	for (i = 0; i < COUNT_OF(ways); i++)
		if (!(consent & ways[i].bit))
			text = words_join(req, "list.and", text, lang(req, ways[i].key));
	return text;
}

static size_t
consents_offer(struct req *req, struct list_choice *choices, size_t most)
{
	int64_t value;
	size_t made = 0;

	for (value = CONSENT_ALL; value >= 0 && made < most; value--)
		choices[made++] = (struct list_choice){ arena_printf(req->ctx.arena, "%" PRId64, value),
			consent_words(req, value) };
	return made;
}

static const struct list_choice state_choices[] = { { "1", "@members.state.1" }, { "2", "@members.state.2" },
	{ "3", "@members.state.3" }, { 0 } };

/* --- the list --------------------------------------------------------------------------------------------------- */

enum {
	F_TIER,
	F_PROVINCE,
	F_CITY,
	F_DISTRICT,
	F_SPENT,
	F_POINTS,
	F_LAST,
	F_CONSENT,
	F_COMPLAINTS,
	F_STATE,
	F_NUMBER,
	F_NAME,
	F_PHONE,
	F_LAST4,
	F_EMAIL
};
static const struct list_filter filters[] = {
	[F_TIER] = { .name = "tier",
	    .kind = LIST_CHOICE,
	    .label = "members.field.tier",
	    .column = "m.tier",
	    .numeric = true,
	    .provide = member_tiers_provide,
	    .segment = true,
	    .dimension = "tier" },
	[F_PROVINCE] = { .name = "province",
	    .kind = LIST_CHOICE,
	    .label = "members.field.province",
	    .column = "m.province_id",
	    .numeric = true,
	    .provide = member_provinces_provide,
	    .dimension = "province" },
	[F_CITY] = { .name = "city",
	    .kind = LIST_CHOICE,
	    .label = "members.field.city",
	    .column = "m.city_id",
	    .numeric = true,
	    .provide = cities_offer,
	    .follows = true,
	    .likely = 30000 },
	[F_DISTRICT] = { .name = "district",
	    .kind = LIST_CHOICE,
	    .label = "members.field.district",
	    .column = "m.district_id",
	    .numeric = true,
	    .provide = districts_offer,
	    .follows = true,
	    .likely = 3000 },
	[F_SPENT] = { .name = "spent",
	    .kind = LIST_MONEY,
	    .label = "members.field.spent_sum",
	    .column = "m.spent_fen",
	    .sort = "spent" },
	[F_POINTS] = { .name = "points",
	    .kind = LIST_NUMBER,
	    .label = "members.field.points",
	    .column = "m.points",
	    .sort = "points" },
	[F_LAST] = { .name = "last",
	    .kind = LIST_DAYS,
	    .label = "members.field.last_order",
	    .column = "m.last_order_at",
	    .sort = "last" },
	[F_CONSENT] = { .name = "consent",
	    .kind = LIST_CHOICE,
	    .label = "members.field.consent",
	    .column = "m.consent",
	    .numeric = true,
	    .provide = consents_offer,
	    .dimension = "consent" },
	[F_COMPLAINTS] = { .name = "complaints",
	    .kind = LIST_NUMBER,
	    .label = "members.field.complaints",
	    .column = "m.open_complaints",
	    .sort = "complaints" },
	[F_STATE] = { .name = "state",
	    .kind = LIST_CHOICE,
	    .label = "members.field.state",
	    .column = "m.state",
	    .numeric = true,
	    .choices = state_choices,
	    .dimension = "state" },
	[F_NUMBER] = { .name = "number",
	    .kind = LIST_PREFIX,
	    .label = "members.field.number",
	    .column = "m.member_no",
	    .sort = "number",
	    .search = true },
	[F_NAME] = { .name = "name",
	    .kind = LIST_PREFIX,
	    .label = "members.field.name",
	    .column = "m.name",
	    .sort = "name",
	    .search = true },
	[F_PHONE] = { .name = "phone",
	    .kind = LIST_EXACT,
	    .label = "members.field.phone",
	    .column = "m.phone",
	    .search = true },
	[F_LAST4] = { .name = "last4",
	    .kind = LIST_EXACT,
	    .label = "members.field.last4",
	    .column = "m.phone_last4",
	    .search = true },
	[F_EMAIL] = { .name = "email",
	    .kind = LIST_EXACT,
	    .label = "members.field.email",
	    .column = "m.email",
	    .search = true },
};
static const struct list_sort sorts[] = {
	{ .name = "newest",
	    .label = "members.sort.newest",
	    .column = "m.id",
	    .descending = true,
	    .unique = true },
	{ .name = "last", .label = "members.sort.last", .column = "m.last_order_at", .descending = true },
	{ .name = "spent", .label = "members.sort.spent", .column = "m.spent_fen", .descending = true },
	{ .name = "points", .label = "members.sort.points", .column = "m.points", .descending = true },
	{ .name = "complaints",
	    .label = "members.sort.complaints",
	    .column = "m.open_complaints",
	    .descending = true },
	{ .name = "number",
	    .label = "members.sort.number",
	    .column = "m.member_no",
	    .text = true,
	    .unique = true },
	{ .name = "name", .label = "members.sort.name", .column = "m.name", .text = true },
};
static const struct list_index indexes[] = {
	{ NULL, NULL, "PRIMARY" },
	{ NULL, "newest", "PRIMARY" },
	{ NULL, "last", "member_last_order" },
	{ NULL, "spent", "member_spent" },
	{ NULL, "points", "member_points" },
	{ NULL, "complaints", "member_complaints" },
	{ NULL, "number", "member_no" },
	{ NULL, "name", "member_name" },
	{ "tier", "newest", "member_tier" },
	{ "province", "newest", "member_province" },
	{ "city", "newest", "member_city" },
	{ "district", "newest", "member_district" },
	{ "consent", "newest", "member_consent" },
	{ "state", "newest", "member_state" },
	{ "phone", "newest", "member_phone" },
	{ "last4", "newest", "member_last4" },
	{ "email", "newest", "member_email" },
	{ "number", NULL, "member_no" },
	{ "name", NULL, "member_name" },
};

static const struct list_column columns[] = {
	{ "member_no", "members.field.number", "number", "no" },
	{ "name", "members.field.who", "name", "who" },
	{ "tier", "members.field.tier", NULL, "tier" },
	{ "region", "members.field.region", NULL, "what" },
	{ "spent_fen", "members.field.spent_yuan", "spent", "m" },
	{ "points", "members.field.points", "points", "num" },
	{ "orders", "members.field.orders", NULL, "num" },
	{ "last_order", "members.field.last_order", "last", "at" },
	{ "complaints", "members.field.open", "complaints", "num" },
	{ "state", "members.field.state", NULL, NULL },
	{ "email", "members.field.email", NULL, NULL },
	{ "consent", "members.field.consent", NULL, NULL },
	{ "since", "members.field.since", NULL, NULL },
};

static const char *
region_words(struct req *req, const struct member_row *member, bool district)
{
	const int64_t ids[] = { member->province_id, member->city_id, member->district_id };
	struct buf out;
	const char *name;
	size_t i;

	buf_init(&out, req->ctx.arena, 64);
	for (i = 0; i < (district ? 3 : 2); i++)
		if (region_name(&req->ctx, ids[i], &name) == RC_OK)
			buf_text(&out, name);
	return out.data;
}

static const char *
who_words(struct req *req, const struct member_row *member)
{
	return arena_printf(req->ctx.arena, "%s %s", mask_name(req->ctx.arena, member->name),
	    mask_phone(req->ctx.arena, member->phone));
}

static const char *
day_words(struct req *req, int64_t at)
{
	return at != 0 ? day_text(req->ctx.arena, clock_day(at)) : "";
}

static void
row_show(struct req *req, struct node *row, const void *values)
{
	const struct member_row *member = values;

	node_static(row, "no", member->member_no);
	node_static(row, "who", who_words(req, member));
	node_int(row, "tn", member->tier < 4 ? member->tier + 1 : 4);
	node_static(row, "tier", member_tier_text(req, member->tier));
	node_static(row, "what",
	    member->state == MEMBER_ACTIVE
		? region_words(req, member, false)
		: lang(req, member->state == MEMBER_MERGED ? "members.state.2" : "members.state.3"));
	node_static(row, "m", money_text(req->ctx.arena, member->spent_fen));
	node_static(row, "points", number_text(req, member->points));
	node_static(row, "orders", number_text(req, member->orders));
	node_static(row, "at", day_words(req, member->last_order_at));
	if (member->open_complaints != 0)
		node_static(row, "open", number_text(req, member->open_complaints));
}

static const char *
row_cell(struct req *req, const void *values, size_t column, int64_t *number)
{
	const struct member_row *member = values;
	const int64_t numbers[] = { [4] = member->spent_fen,
		[5] = member->points,
		[6] = member->orders,
		[8] = member->open_complaints };

	switch (column) {
	case 0:
		return member->member_no;
	case 1:
		return who_words(req, member);
	case 2:
		return member_tier_text(req, member->tier);
	case 3:
		return region_words(req, member, true);
	case 7:
		return day_words(req, member->last_order_at);
	case 9:
		return lang(req, arena_printf(req->ctx.arena, "members.state.%" PRId64, member->state));
	case 10:
		return mask_email(req->ctx.arena, member->email);
	case 11:
		return consent_words(req, member->consent);
	case 12:
		return day_words(req, member->since_at);
	default:
		*number = numbers[column];
		return NULL;
	}
}

/* What was typed: an e-mail, a phone or its last four digits, a number, or else a name. */
static size_t
search_route(const char *text, struct arena *arena, const char **rewritten)
{
	const char *phone = phone_normal(arena, text), *p;
	bool digit = false, other = false;

	*rewritten = text;
	if (strchr(text, '@') != NULL)
		return F_EMAIL;
	if (strlen(text) == 4 && strspn(text, "0123456789") == 4)
		return F_LAST4;
	if (phone != NULL && strlen(phone) >= 10 && strchr("01+4", *phone) != NULL) {
		*rewritten = phone; /* 1… a mobile, 0… a line, 400… a service, + another country's */
		return F_PHONE;
	}
	for (p = text; *p != '\0'; p++) {
		digit = digit || (*p >= '0' && *p <= '9');
		other = other || *p <= ' ' || *p > '~';
	}
	return digit && !other ? F_NUMBER : F_NAME;
}

static const struct list_preset presets[] = {
	{ .label = "members.view.all", .query = "" },
	{ .label = "members.view.complaints", .query = "complaints_from=1" },
	{ .label = "members.view.no_calls", .query = "consent[]=3&consent[]=2&consent[]=1&consent[]=0" },
	{ .label = "members.view.debt", .query = "points_to=-1" },
};

/* As many as the features have: the build's check finds one that nobody filled. */
#define BULKS 1
static struct list_bulk bulk[BULKS];

void
member_bulk_add(const struct list_bulk *action)
{
	for (size_t i = 0; i < BULKS; i++)
		if (bulk[i].name == NULL) {
			bulk[i] = *action;
			return;
		}
	abort(); /* a constant to be raised, seen by the first program that starts */
}

const struct list members_list = {
	.name = "members",
	.path = "/members",
	.select =
	    "m.member_no AS member_no, m.name AS name, m.phone AS phone, m.email AS email, m.province_id AS "
	    "province_id, m.city_id AS city_id, m.district_id AS district_id, m.since_at AS since_at, m.tier "
	    "AS tier, m.spent_fen AS spent_fen, m.points AS points, m.orders AS orders, m.last_order_at AS "
	    "last_order_at, m.consent AS consent, m.open_complaints AS open_complaints, m.state AS state",
	.from = "member m",
	.key = "m.id",
	.record = &row_record,
	.columns = columns,
	.column_count = COUNT_OF(columns),
	.filters = filters,
	.filter_count = COUNT_OF(filters),
	.sorts = sorts,
	.sort_count = COUNT_OF(sorts),
	.indexes = indexes,
	.index_count = COUNT_OF(indexes),
	.export_right = &RIGHT_MEMBER_EXPORT,
	.show = row_show,
	.cell = row_cell,
	.route_search = search_route,
	.presets = presets,
	.preset_count = COUNT_OF(presets),
	.version = "m.version",
	.bulk = bulk,
	.bulk_count = BULKS,
	.title = "(m.member_no)",
	.item = "/members/#",
};

enum rc
member_by_part(struct req *req, const char *text, int64_t *id)
{
	const struct member_part *part;
	size_t i;
	enum rc rc = RC_NOT_FOUND;

	for (i = 0; rc == RC_NOT_FOUND && (part = member_part_at(i)) != NULL; i++)
		if (part->find != NULL && may(req, part->right))
			rc = part->find(&req->ctx, text, id);
	return rc;
}

/* GET /members: an order's number typed leads to its member at once. */
enum rc
members_index(struct req *req)
{
	const char *text = request_param(&req->http, "q"), *rewritten;
	size_t filter;
	int64_t id;
	enum rc rc = RC_NOT_FOUND;

	if (text != NULL) {
		text = utf8_trim(req->ctx.arena, utf8_narrow(req->ctx.arena, text));
		filter = search_route(text, req->ctx.arena, &rewritten);
		if (*text != '\0' && (filter == F_NUMBER || filter == F_PHONE))
			rc = member_by_part(req, text, &id);
	}
	if (rc == RC_OK)
		return redirect(req, "/members/%" PRId64, id);
	if (rc != RC_NOT_FOUND)
		return rc;
	view_set(req, "Page.title", lang(req, "members.list.title"));
	return list_page(req, &members_list);
}

/* POST /members/bulk */
enum rc
members_bulk(struct req *req)
{
	return list_bulk_freeze(req, &members_list);
}
