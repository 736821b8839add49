/* SPDX-License-Identifier: MIT */
/* SQL of messages and visits. Not their lists: pages_messages.c and pages_visits.c declare those. */
#include "desk/store.h"

#include "base/clock.h"

#define MESSAGE_COLUMNS                                                                                      \
	"id, member_id, caller, reach, channel, summary, left_at, due_at, policy_version, state, owner_id, " \
	"owner_staff, ended_at, ended_staff, late, version"
#define VISIT_COLUMNS                                                                                        \
	"id, member_id, caller, order_id, complaint_id, about, arrived_at, contact_no, spent_fen, "          \
	"order_fen, reasons, policy_version, state, owner_id, owner_staff, taken_at, ended_at, "             \
	"outcome, version"

static const struct field message_fields[] = { FIELD(message, ID, id), FIELD(message, ID, member_id),
	FIELD(message, TEXT, caller), FIELD(message, TEXT, reach), FIELD(message, INT, channel),
	FIELD(message, TEXT, summary), FIELD(message, TIME, left_at), FIELD(message, TIME, due_at),
	FIELD(message, INT, policy_version), FIELD(message, INT, state), FIELD(message, ID, owner_id),
	FIELD(message, TEXT, owner_staff), FIELD(message, TIME, ended_at), FIELD(message, TEXT, ended_staff),
	FIELD(message, BOOL, late), FIELD(message, INT, version) };
static const struct record message_record = RECORD(message, message_fields);

static const struct field visit_fields[] = { FIELD(visit, ID, id), FIELD(visit, ID, member_id),
	FIELD(visit, TEXT, caller), FIELD(visit, ID, order_id), FIELD(visit, ID, complaint_id),
	FIELD(visit, TEXT, about), FIELD(visit, TIME, arrived_at), FIELD(visit, INT, contact_no),
	FIELD(visit, MONEY, spent_fen), FIELD(visit, MONEY, order_fen), FIELD(visit, INT, reasons),
	FIELD(visit, INT, policy_version), FIELD(visit, INT, state), FIELD(visit, ID, owner_id),
	FIELD(visit, TEXT, owner_staff), FIELD(visit, TIME, taken_at), FIELD(visit, TIME, ended_at),
	FIELD(visit, TEXT, outcome), FIELD(visit, INT, version) };
static const struct record visit_record = RECORD(visit, visit_fields);

SQL(message_get_sql, "SELECT " MESSAGE_COLUMNS " FROM message WHERE id = ?",
    .samples = "SELECT MAX(id) FROM message UNION ALL SELECT 0");
SQL(message_lock_sql, "SELECT " MESSAGE_COLUMNS " FROM message WHERE id = ? FOR UPDATE",
    .samples = "SELECT MAX(id) FROM message UNION ALL SELECT 0");
SQL(message_texts_sql, "SELECT text, answer FROM message_text WHERE message_id = ?",
    .samples = "SELECT MAX(message_id) FROM message_text UNION ALL SELECT 0");
SQL(message_insert_sql,
    "INSERT INTO message (member_id, caller, reach, channel, summary, left_at, due_at, policy_version, "
    "owner_id, owner_staff) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, '')",
    .samples = "SELECT 0, 'S', '', 4, 'S', 0, 0, 1");
SQL(message_text_insert_sql, "INSERT INTO message_text (message_id, text, answer) VALUES (?, ?, '')",
    .samples = "SELECT 0, 'S'");
SQL(message_save_sql,
    "UPDATE message SET state = ?, owner_id = ?, owner_staff = ?, ended_at = ?, ended_staff = ?, late = ?, "
    "version = version + 1 WHERE id = ?",
    .samples = "SELECT 1, 0, '', 0, '', 0, MAX(id) FROM message UNION ALL SELECT 1, 0, '', 0, '', 0, 0");
SQL(message_answer_sql, "UPDATE message_text SET answer = ? WHERE message_id = ?",
    .samples = "SELECT 'S', MAX(message_id) FROM message_text UNION ALL SELECT 'S', 0");

SQL(visit_get_sql, "SELECT " VISIT_COLUMNS " FROM visit WHERE id = ?",
    .samples = "SELECT MAX(id) FROM visit UNION ALL SELECT 0");
SQL(visit_lock_sql, "SELECT " VISIT_COLUMNS " FROM visit WHERE id = ? FOR UPDATE",
    .samples = "SELECT MAX(id) FROM visit UNION ALL SELECT 0");
SQL(visit_insert_sql,
    "INSERT INTO visit (member_id, caller, order_id, complaint_id, about, arrived_at, contact_no, spent_fen, "
    "order_fen, reasons, policy_version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    .samples = "SELECT 0, 'S', 0, 0, 'S', 0, 1, 0, 0, 0, 1");
SQL(visit_save_sql,
    "UPDATE visit SET state = ?, owner_id = ?, owner_staff = ?, taken_at = ?, ended_at = ?, outcome = ?, "
    "version = version + 1 WHERE id = ?",
    .samples = "SELECT 1, 0, '', 0, 0, '', MAX(id) FROM visit UNION ALL SELECT 1, 0, '', 0, 0, '', 0");
SQL(visit_contacts_sql,
    "SELECT COUNT(*) FROM (SELECT 1 FROM visit WHERE complaint_id = ? AND complaint_id > 0 LIMIT 100) v",
    .samples = "SELECT MAX(complaint_id) FROM visit UNION ALL SELECT 0");
SQL(visit_order_contacts_sql,
    "SELECT COUNT(*) FROM (SELECT 1 FROM visit WHERE order_id = ? AND order_id > 0 LIMIT 100) v",
    .samples = "SELECT MAX(order_id) FROM visit UNION ALL SELECT 0");
SQL(desk_count_sql,
    "SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM message WHERE state = 1 AND due_at < ? "
    "LIMIT 1000) a) AS overdue, (SELECT COUNT(*) FROM (SELECT 1 FROM message WHERE state = 1 "
    "AND due_at BETWEEN ? AND ? LIMIT 1000) b) AS today, (SELECT COUNT(*) FROM (SELECT 1 "
    "FROM message WHERE state = 1 AND due_at > ? LIMIT 1000) c) AS later, (SELECT COUNT(*) "
    "FROM (SELECT 1 FROM visit WHERE state = 1 LIMIT 1000) d) AS visits, (SELECT COUNT(*) "
    "FROM (SELECT 1 FROM visit WHERE state = 1 AND reasons > 0 LIMIT 1000) e) AS supervised",
    .samples = "SELECT 2000000000, 0, 2000000000, 0",
    .why = "five counts, each of at most 1,000 entries of an index");

enum rc
message_get(struct ctx *ctx, int64_t id, struct message *message)
{
	return db_row(ctx, &message_get_sql, &message_record, message, ARGS(arg_int(id)));
}

enum rc
message_lock(struct ctx *ctx, int64_t id, int64_t version, struct message *message)
{
	enum rc rc = db_row(ctx, &message_lock_sql, &message_record, message, ARGS(arg_int(id)));

	if (rc == RC_OK && message->version != version)
		return ctx_fail(ctx, RC_CONFLICT, "desk.refused.changed", NULL);
	return rc;
}

static const struct field text_fields[] = { FIELD(message_text, TEXT, text),
	FIELD(message_text, TEXT, answer) };
static const struct record text_record = RECORD(message_text, text_fields);

enum rc
message_texts(struct ctx *ctx, int64_t id, struct message_text *text)
{
	return db_row(ctx, &message_texts_sql, &text_record, text, ARGS(arg_int(id)));
}

enum rc
message_insert(struct ctx *ctx, const struct message *message, const char *text, int64_t *id)
{
	enum rc rc = db_exec(ctx, &message_insert_sql,
	    ARGS(arg_int(message->member_id), arg_text(message->caller), arg_text(message->reach),
		arg_int(message->channel), arg_text(message->summary), arg_int(message->left_at),
		arg_int(message->due_at), arg_int(message->policy_version)));

	if (rc != RC_OK)
		return rc;
	*id = db_insert_id(ctx);
	return db_exec(ctx, &message_text_insert_sql, ARGS(arg_int(*id), arg_text(text)));
}

enum rc
message_save(struct ctx *ctx, const struct message *message, const char *answer)
{
	enum rc rc = db_exec(ctx, &message_save_sql,
	    ARGS(arg_int(message->state), arg_int(message->owner_id), arg_text(message->owner_staff),
		arg_int(message->ended_at), arg_text(message->ended_staff), arg_int(message->late),
		arg_int(message->id)));

	if (rc != RC_OK || answer == NULL)
		return rc;
	return db_exec(ctx, &message_answer_sql, ARGS(arg_text(answer), arg_int(message->id)));
}

enum rc
visit_get(struct ctx *ctx, int64_t id, struct visit *visit)
{
	return db_row(ctx, &visit_get_sql, &visit_record, visit, ARGS(arg_int(id)));
}

enum rc
visit_lock(struct ctx *ctx, int64_t id, int64_t version, struct visit *visit)
{
	enum rc rc = db_row(ctx, &visit_lock_sql, &visit_record, visit, ARGS(arg_int(id)));

	if (rc == RC_OK && visit->version != version)
		return ctx_fail(ctx, RC_CONFLICT, "desk.refused.changed", NULL);
	return rc;
}

enum rc
visit_insert(struct ctx *ctx, const struct visit *visit, int64_t *id)
{
	enum rc rc = db_exec(ctx, &visit_insert_sql,
	    ARGS(arg_int(visit->member_id), arg_text(visit->caller), arg_int(visit->order_id),
		arg_int(visit->complaint_id), arg_text(visit->about), arg_int(visit->arrived_at),
		arg_int(visit->contact_no), arg_int(visit->spent_fen), arg_int(visit->order_fen),
		arg_int(visit->reasons), arg_int(visit->policy_version)));

	if (rc == RC_OK)
		*id = db_insert_id(ctx);
	return rc;
}

enum rc
visit_save(struct ctx *ctx, const struct visit *visit)
{
	return db_exec(ctx, &visit_save_sql,
	    ARGS(arg_int(visit->state), arg_int(visit->owner_id), arg_text(visit->owner_staff),
		arg_int(visit->taken_at), arg_int(visit->ended_at), arg_text(visit->outcome),
		arg_int(visit->id)));
}

enum rc
visit_contacts(struct ctx *ctx, int64_t complaint_id, int64_t order_id, int64_t *contacts)
{
	if (complaint_id != 0)
		return db_int(ctx, &visit_contacts_sql, contacts, ARGS(arg_int(complaint_id)));
	return db_int(ctx, &visit_order_contacts_sql, contacts, ARGS(arg_int(order_id)));
}

static const struct field count_fields[] = { FIELD(desk_counts, INT, overdue), FIELD(desk_counts, INT, today),
	FIELD(desk_counts, INT, later), FIELD(desk_counts, INT, visits),
	FIELD(desk_counts, INT, supervised) };
static const struct record count_record = RECORD(desk_counts, count_fields);

enum rc
desk_count(struct ctx *ctx, struct desk_counts *counts)
{
	int64_t tonight = clock_start(clock_day(ctx->now) + 1) - 1;

	return db_row(ctx, &desk_count_sql, &count_record, counts,
	    ARGS(arg_int(ctx->now), arg_int(ctx->now), arg_int(tonight), arg_int(tonight)));
}
