/* SPDX-License-Identifier: MIT */
/* Messages left by customers (RULE CMP-11): the list, one message with its answer, taking one in.
 * Not the changes: actions.c. */
#include "desk/pages.h"

#include "audit/audit.h"
#include "complaints/complaints.h"
#include "web/due.h"

#include <inttypes.h>
#include <string.h>

/* --- list ------------------------------------------------------------------------------------------------------- */

static const struct list_choice state_choices[] = { { "1", "@desk.message.1" }, { "2", "@desk.message.2" },
	{ "3", "@desk.message.3" }, { 0 } };
static const struct list_choice channel_choices[] = { { "2", "@desk.channel.2" }, { "3", "@desk.channel.3" },
	{ "4", "@desk.channel.4" }, { "5", "@desk.channel.5" }, { 0 } };
static const struct list_choice late_choices[] = { { "0", "@desk.late.0" }, { "1", "@desk.late.1" }, { 0 } };
static const struct list_filter filters[] = {
	{ .name = "state",
	    .kind = LIST_CHOICE,
	    .label = "desk.field.state",
	    .column = "m.state",
	    .numeric = true,
	    .choices = state_choices,
	    .segment = true },
	{ .name = "channel",
	    .kind = LIST_CHOICE,
	    .label = "desk.field.channel",
	    .column = "m.channel",
	    .numeric = true,
	    .choices = channel_choices },
	{ .name = "late",
	    .kind = LIST_CHOICE,
	    .label = "desk.field.late",
	    .column = "m.late",
	    .numeric = true,
	    .choices = late_choices },
	{ .name = "owner",
	    .kind = LIST_CHOICE,
	    .label = "desk.field.owner",
	    .column = "m.owner_id",
	    .numeric = true,
	    .provide = desk_owners_provide },
	{ .name = "member",
	    .kind = LIST_EXACT,
	    .label = "desk.field.member_no",
	    .column = "m.member_id",
	    .lookup = &desk_member_lookup,
	    .search = true },
	{ .name = "due",
	    .kind = LIST_DAYS,
	    .label = "desk.field.due_at",
	    .column = "m.due_at",
	    .numeric = true },
	{ .name = "left",
	    .kind = LIST_DAYS,
	    .label = "desk.field.left_at",
	    .column = "m.left_at",
	    .numeric = true },
};
static const struct list_sort sorts[] = {
	{ .name = "due", .label = "desk.sort.due", .column = "m.due_at" },
	{ .name = "left", .label = "desk.sort.newest", .column = "m.left_at", .descending = true },
};
static const struct list_index indexes[] = {
	{ NULL, "due", "message_due" },
	{ NULL, "left", "message_left" },
	{ "state", "due", "message_state_due" },
	{ "state", "left", "message_state_left" },
	{ "channel", "due", "message_channel_due" },
	{ "channel", "left", "message_channel_left" },
	{ "owner", "due", "message_owner_due" },
	{ "owner", "left", "message_owner_left" },
	{ "late", "due", "message_late_due" },
	{ "late", "left", "message_late_left" },
	{ "member", "left", "message_member" },
	{ NULL, NULL, "PRIMARY" },
};
enum {
	COLUMN_LEFT,
	COLUMN_CHANNEL,
	COLUMN_CUSTOMER,
	COLUMN_SUMMARY,
	COLUMN_STATE,
	COLUMN_DUE,
	COLUMN_OWNER,
	COLUMN_ENDED
};
static const struct list_column columns[] = {
	[COLUMN_LEFT] = { "left_at", "desk.field.left_at", "left", "at" },
	[COLUMN_CHANNEL] = { "channel", "desk.field.channel", NULL, "kind wide" },
	[COLUMN_CUSTOMER] = { "customer", "desk.field.member", NULL, "who" },
	[COLUMN_SUMMARY] = { "summary", "desk.field.text", NULL, "what" },
	[COLUMN_STATE] = { "state", "desk.field.state", NULL, "kind" },
	[COLUMN_DUE] = { "due_at", "desk.field.due_at", "due", "due wide" },
	[COLUMN_OWNER] = { "owner_staff", "desk.field.owner", NULL, "who" },
	[COLUMN_ENDED] = { "ended_at", "desk.field.ended_at", NULL, NULL },
};

struct listed {
	int64_t id, channel, left_at, due_at, state, ended_at, late;
	const char *summary, *owner_staff, *member_no, *name, *caller;
};
static const struct field listed_fields[] = { FIELD(listed, INT, id), FIELD(listed, INT, channel),
	FIELD(listed, TEXT, summary), FIELD(listed, TIME, left_at), FIELD(listed, TIME, due_at),
	FIELD(listed, INT, state), FIELD(listed, TEXT, owner_staff), FIELD(listed, TIME, ended_at),
	FIELD(listed, INT, late), FIELD(listed, TEXT, member_no), FIELD(listed, TEXT, name),
	FIELD(listed, TEXT, caller) };
static const struct record listed_record = RECORD(listed, listed_fields);

static const char *
word(struct req *req, const char *family, int64_t number)
{
	return lang(req, arena_printf(req->ctx.arena, "desk.%s.%" PRId64, family, number));
}

static void
row_show(struct req *req, struct node *row, const void *values)
{
	const struct listed *message = values;
	bool waits = message->state == MESSAGE_WAITS;

	node_int(row, "id", message->id);
	node_static(row, "left", time_text(req->ctx.arena, message->left_at));
	node_static(row, "channel", word(req, "channel", message->channel));
	node_static(row, "summary", message->summary);
	node_static(
	    row, "customer", desk_customer_text(req, message->member_no, message->name, message->caller));
	node_static(row, "state", word(req, "message", message->state));
	node_static(row, "owner", message->owner_staff);
	node_static(row, "due_state",
	    waits           ? due_class(req, message->due_at)
	    : message->late ? "late"
			    : "done");
	node_static(row, "due",
	    waits ? due_text(req, message->due_at)
	    : message->late
		? lang_text(req, "desk.late_at", time_text(req->ctx.arena, message->ended_at), NULL)
		: time_text(req->ctx.arena, message->ended_at));
}

static const char *
row_cell(struct req *req, const void *values, size_t column, int64_t *number)
{
	const struct listed *message = values;

	(void)number;
	switch (column) {
	case COLUMN_LEFT:
		return time_text(req->ctx.arena, message->left_at);
	case COLUMN_CHANNEL:
		return word(req, "channel", message->channel);
	case COLUMN_CUSTOMER:
		return desk_customer_text(req, message->member_no, message->name, message->caller);
	case COLUMN_SUMMARY:
		return message->summary;
	case COLUMN_STATE:
		return word(req, "message", message->state);
	case COLUMN_DUE:
		return time_text(req->ctx.arena, message->due_at);
	case COLUMN_OWNER:
		return message->owner_staff;
	default:
		return time_text(req->ctx.arena, message->ended_at);
	}
}

/* What waits, the most urgent first, unless the reader asks otherwise. */
static const char *
defaults(struct req *req)
{
	(void)req;
	return "state[]=1";
}

const struct list messages_list = {
	.name = "messages",
	.path = "/messages",
	.select = DESK_CUSTOMER_COLUMNS
	", m.caller AS caller, m.id AS id, m.channel AS channel, m.summary AS summary, m.left_at AS left_at, m.due_at AS "
	"due_at, m.state AS state, m.owner_staff AS owner_staff, m.ended_at AS ended_at, m.late AS late",
	.from = "message m LEFT JOIN member c ON c.id = m.member_id",
	.key = "m.id",
	.record = &listed_record,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.filters = filters,
	.filter_count = sizeof(filters) / sizeof(filters[0]),
	.sorts = sorts,
	.sort_count = sizeof(sorts) / sizeof(sorts[0]),
	.export_right = &RIGHT_DESK_EXPORT,
	.show = row_show,
	.cell = row_cell,
	.defaults = defaults,
	.indexes = indexes,
	.index_count = sizeof(indexes) / sizeof(indexes[0]),
	.item = "/messages/#",
};

/* GET /messages */
enum rc
messages_index(struct req *req)
{
	view_set(req, "Page.title", lang(req, "desk.messages"));
	view_set(req, "Page.subtitle", lang(req, "desk.messages_sub"));
	view_set(req, "List.search.hint", lang(req, "desk.search_hint"));
	view_flag(req, "May.add", may(req, &RIGHT_DESK_DO));
	return list_page(req, &messages_list);
}

/* --- one -------------------------------------------------------------------------------------------------------- */

struct answer_form {
	const char *answer;
};
static const struct form_field answer_fields[] = {
	{ .field = FIELD(answer_form, TEXT, answer),
	    .label = "desk.field.answer",
	    .required = true,
	    .max = DESK_TEXT_MOST,
	    .multiline = true },
};
struct dismiss_form {
	const char *reason;
};
static const struct form_field dismiss_fields[] = {
	{ .field = FIELD(dismiss_form, TEXT, reason),
	    .label = "desk.field.reason",
	    .required = true,
	    .max = 300 },
};

static void
message_show(struct req *req, const struct message *message, const struct message_text *text)
{
	struct node *node = node_child(view_root(req), "Message");
	struct arena *arena = req->ctx.arena;
	bool waits = message->state == MESSAGE_WAITS;

	node_static(node, "base", arena_printf(arena, "/messages/%" PRId64, message->id));
	node_static(node, "take", arena_printf(arena, "/messages/%" PRId64 "/take", message->id));
	node_static(node, "channel", word(req, "channel", message->channel));
	node_static(node, "left", time_text(arena, message->left_at));
	node_set(node, "text", text->text);
	node_set(node, "answer", text->answer);
	node_set(node, "reach", message->reach);
	node_static(node, "state", word(req, "message", message->state));
	node_static(node, "style", waits ? "g wait" : message->state == MESSAGE_ANSWERED ? "g ok" : "g off");
	node_static(node, "due", time_text(arena, message->due_at));
	node_static(node, "rule",
	    lang_text(
		req, "desk.rule", "CMP-11", arena_printf(arena, "%" PRId64, message->policy_version), NULL));
	node_set(node, "owner", message->owner_staff);
	node_flag(node, "waits", waits);
	node_flag(node, "takes", waits && message->owner_id != req->ctx.actor.account_id);
	if (waits) {
		node_static(node, "due_state", due_class(req, message->due_at));
		node_static(node, "due_long", due_text_long(req, message->due_at));
	} else {
		node_static(node, "ended", time_text(arena, message->ended_at));
		node_set(node, "ended_by", message->ended_staff);
		node_static(node, "met", lang(req, message->late ? "desk.late.1" : "desk.late.0"));
		node_static(node, "met_style", message->late ? "g bad" : "g ok");
	}
	view_set(req, "Record.version", arena_printf(arena, "%" PRId64, message->version));
}

/* GET /messages/# */
enum rc
messages_message(struct req *req)
{
	struct message message;
	struct message_text text;
	enum rc rc = message_get(&req->ctx, req->id, &message);

	if (rc == RC_OK)
		rc = message_texts(&req->ctx, req->id, &text);
	if (rc == RC_OK)
		rc = desk_member_show(req, message.member_id, message.caller);
	if (rc == RC_OK)
		rc = history_show(req, "message", message.id);
	if (rc != RC_OK)
		return rc;
	message_show(req, &message, &text);
	form_fill(req, answer_fields, &(struct answer_form){ "" });
	form_fill(req, dismiss_fields, &(struct dismiss_form){ "" });
	view_set(req, "Page.title",
	    lang_text(req, "desk.message_title", arena_printf(req->ctx.arena, "%" PRId64, message.id), NULL));
	view_set(req, "Page.subtitle", message.summary);
	view_set(req, "Page.crumbs.0.label", lang(req, "desk.messages"));
	view_set(req, "Page.crumbs.0.path", "/messages");
	return RC_OK;
}

/* POST /messages/#/take */
enum rc
messages_take(struct req *req)
{
	enum rc rc = form_read(req, NULL, 0, NULL);

	if (rc == RC_OK)
		rc = message_take(&req->ctx, req->id, version_given(req));
	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, "desk.done.take", NULL);
	return redirect(req, "/messages/%" PRId64, req->id);
}

/* POST /messages/#/answer */
enum rc
messages_answer(struct req *req)
{
	struct answer_form form;
	enum rc rc = form_parse(req, answer_fields, &form);

	if (rc == RC_OK)
		rc = message_answer(&req->ctx, req->id, version_given(req), form.answer);
	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, "desk.done.answer", NULL);
	return redirect(req, "/messages/%" PRId64, req->id);
}

/* POST /messages/#/dismiss */
enum rc
messages_dismiss(struct req *req)
{
	struct dismiss_form form;
	enum rc rc = form_parse(req, dismiss_fields, &form);

	if (rc == RC_OK)
		rc = message_dismiss(&req->ctx, req->id, version_given(req), form.reason);
	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, "desk.done.dismiss", NULL);
	return redirect(req, "/messages");
}

/* --- taking one in ---------------------------------------------------------------------------------------------- */

struct message_form {
	const char *member_no, *caller, *reach;
	int64_t channel, left_at;
	const char *text;
};
static const struct form_field message_fields[] = {
	{ .field = FIELD(message_form, TEXT, member_no), .label = "desk.field.member_no", .max = 40 },
	{ .field = FIELD(message_form, TEXT, caller), .label = "desk.field.caller", .max = 80 },
	{ .field = FIELD(message_form, TEXT, reach), .label = "desk.field.reach", .max = 120 },
	{ .field = FIELD(message_form, INT, channel),
	    .label = "desk.field.channel",
	    .required = true,
	    .min = CONTACT_CHAT,
	    .max = CONTACT_SOCIAL },
	{ .field = FIELD(message_form, TIME, left_at), .label = "desk.field.left_at", .required = true },
	{ .field = FIELD(message_form, TEXT, text),
	    .label = "desk.field.text",
	    .required = true,
	    .max = DESK_TEXT_MOST,
	    .multiline = true },
};

/* GET /messages/new */
enum rc
messages_new(struct req *req)
{
	const struct message_form fresh = { "", "", "", CONTACT_BOARD, req->ctx.now, "" };

	form_fill(req, message_fields, &fresh);
	desk_channels_show(req);
	view_set(req, "Page.title", lang(req, "desk.message_new"));
	view_set(req, "Page.subtitle", lang(req, "desk.message_new_sub"));
	view_set(req, "Page.crumbs.0.label", lang(req, "desk.messages"));
	view_set(req, "Page.crumbs.0.path", "/messages");
	return RC_OK;
}

/* POST /messages/new */
enum rc
messages_new_post(struct req *req)
{
	struct message_form form;
	struct message message = { .state = MESSAGE_WAITS };
	int64_t id = 0;
	enum rc rc = form_parse(req, message_fields, &form);

	if (rc == RC_OK)
		rc = desk_member_find(req, form.member_no, &message.member_id);
	if (rc == RC_OK && message.member_id == 0 && form.caller[0] == '\0')
		rc = form_error(req, "caller", "desk.invalid.who", NULL);
	if (rc == RC_OK && form.left_at > req->ctx.now)
		rc = form_error(req, "left_at", "desk.invalid.ahead", NULL);
	if (rc != RC_OK)
		return rc;
	message.caller = form.caller;
	message.reach = form.reach;
	message.channel = form.channel;
	message.left_at = form.left_at;
	rc = message_add(&req->ctx, &message, form.text, &id);
	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, "desk.done.message", NULL);
	return redirect(req, "/messages/%" PRId64, id);
}
