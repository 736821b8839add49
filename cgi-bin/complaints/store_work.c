/* SPDX-License-Identifier: MIT */
/* SQL of what belongs to a complaint while it is worked on: clocks, hand-offs, compensation, entries.
 * Not the complaint's own row: store.c. */
#include "complaints/store.h"

#include <string.h>

#define LOCKED                                                                                               \
	"id, complaint_no, state, member_id, order_id, channel, type, problem, department, about_id, "       \
	"urgency, complex, owner_id, owner_staff, taken_by, opened_at, answered_at, solved_at, closed_at, "  \
	"due_at, steps, compensation_fen, handoffs_open, reopened, score, told_at, promise, caller, "        \
	"caller_phone, customer, summary, province_id, city_id, district_id, imported, version"
SQL(complaint_lock_sql, "SELECT " LOCKED " FROM complaint WHERE id = ? FOR UPDATE",
    .samples = "SELECT MAX(id) FROM complaint UNION ALL SELECT 0");

/* --- clocks ----------------------------------------------------------------------------------------------------- */

SQL(clock_list_sql,
    "SELECT clock_no, kind, handoff_no, started_at, due_at, clock, rule, policy_version, ended_at, outcome "
    "FROM complaint_clock WHERE complaint_id = ? ORDER BY clock_no",
    .samples = "SELECT MAX(complaint_id) FROM complaint_clock UNION ALL SELECT 0");
SQL(clock_add_sql,
    "INSERT INTO complaint_clock (complaint_id, clock_no, kind, handoff_no, started_at, due_at, clock, rule, "
    "policy_version, ended_at, outcome) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    .samples = "SELECT 0, 0, 1, 0, 0, 0, 0, '', 0, 0, 0");
SQL(clock_end_sql,
    "UPDATE complaint_clock SET ended_at = ?, outcome = ? WHERE complaint_id = ? AND clock_no = ?",
    .samples = "SELECT 0, 1, MAX(complaint_id), 1 FROM complaint_clock UNION ALL SELECT 0, 1, 0, 0");

static const struct field clock_fields[] = { FIELD(complaint_clock, INT, clock_no),
	FIELD(complaint_clock, INT, kind), FIELD(complaint_clock, INT, handoff_no),
	FIELD(complaint_clock, TIME, started_at), FIELD(complaint_clock, TIME, due_at),
	FIELD(complaint_clock, INT, clock), FIELD(complaint_clock, TEXT, rule),
	FIELD(complaint_clock, INT, policy_version), FIELD(complaint_clock, TIME, ended_at),
	FIELD(complaint_clock, INT, outcome) };
static const struct record clock_record = RECORD(complaint_clock, clock_fields);

static enum rc
clocks_save(struct ctx *ctx, const struct complaint_work *work)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < work->clock_count && rc == RC_OK; i++) {
		const struct complaint_clock *clock = &work->clocks[i];

		if (clock->fresh)
			rc = db_send(ctx, &clock_add_sql,
			    ARGS(arg_int(work->after.id), arg_int(clock->clock_no), arg_int(clock->kind),
				arg_int(clock->handoff_no), arg_int(clock->started_at),
				arg_int(clock->due_at), arg_int(clock->clock), arg_text(clock->rule),
				arg_int(clock->policy_version), arg_int(clock->ended_at),
				arg_int(clock->outcome)));
		else if (clock->changed)
			rc = db_send(ctx, &clock_end_sql,
			    ARGS(arg_int(clock->ended_at), arg_int(clock->outcome), arg_int(work->after.id),
				arg_int(clock->clock_no)));
	}
	return rc;
}

/* --- hand-offs -------------------------------------------------------------------------------------------------- */

SQL(handoff_list_sql,
    "SELECT handoff_no, department, cause, tried, question, asked_at, asked_by, due_at, remind_at, reply, "
    "replied_at, replied_by, replied_staff, told_at, state, version FROM complaint_handoff "
    "WHERE complaint_id = ? ORDER BY handoff_no",
    .samples = "SELECT MAX(complaint_id) FROM complaint_handoff UNION ALL SELECT 0");
SQL(handoff_add_sql,
    "INSERT INTO complaint_handoff (complaint_id, handoff_no, department, cause, tried, question, asked_at, "
    "asked_by, due_at, remind_at, reply, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?)",
    .samples = "SELECT 0, 0, 1, 101, 0, '', 0, 0, 0, 0, 1");
SQL(handoff_save_sql,
    "UPDATE complaint_handoff SET remind_at = ?, reply = ?, replied_at = ?, replied_by = ?, replied_staff "
    "= ?, told_at = ?, state = ?, version = version + 1 WHERE complaint_id = ? AND handoff_no = ?",
    .samples =
	"SELECT 0, '', 0, 0, '', 0, 1, MAX(complaint_id), 1 FROM complaint_handoff UNION ALL SELECT 0, "
	"'', 0, 0, '', 0, 1, 0, 0");

static const struct field handoff_fields[] = { FIELD(complaint_handoff, INT, handoff_no),
	FIELD(complaint_handoff, INT, department), FIELD(complaint_handoff, INT, cause),
	FIELD(complaint_handoff, BOOL, tried), FIELD(complaint_handoff, TEXT, question),
	FIELD(complaint_handoff, TIME, asked_at), FIELD(complaint_handoff, ID, asked_by),
	FIELD(complaint_handoff, TIME, due_at), FIELD(complaint_handoff, TIME, remind_at),
	FIELD(complaint_handoff, TEXT, reply), FIELD(complaint_handoff, TIME, replied_at),
	FIELD(complaint_handoff, ID, replied_by), FIELD(complaint_handoff, TEXT, replied_staff),
	FIELD(complaint_handoff, TIME, told_at), FIELD(complaint_handoff, INT, state),
	FIELD(complaint_handoff, INT, version) };
static const struct record handoff_record = RECORD(complaint_handoff, handoff_fields);

static enum rc
handoffs_save(struct ctx *ctx, const struct complaint_work *work)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < work->handoff_count && rc == RC_OK; i++) {
		const struct complaint_handoff *handoff = &work->handoffs[i];

		if (handoff->fresh)
			rc = db_send(ctx, &handoff_add_sql,
			    ARGS(arg_int(work->after.id), arg_int(handoff->handoff_no),
				arg_int(handoff->department), arg_int(handoff->cause),
				arg_int(handoff->tried), arg_text(handoff->question),
				arg_int(handoff->asked_at), arg_int(handoff->asked_by),
				arg_int(handoff->due_at), arg_int(handoff->remind_at),
				arg_int(handoff->state)));
		else if (handoff->changed)
			rc = db_send(ctx, &handoff_save_sql,
			    ARGS(arg_int(handoff->remind_at), arg_text(handoff->reply),
				arg_int(handoff->replied_at), arg_int(handoff->replied_by),
				arg_text(handoff->replied_staff), arg_int(handoff->told_at),
				arg_int(handoff->state), arg_int(work->after.id),
				arg_int(handoff->handoff_no)));
	}
	return rc;
}

/* --- compensation ----------------------------------------------------------------------------------------------- */

SQL(compensation_list_sql,
    "SELECT compensation_no, amount_fen, reason, state, asked_at, asked_by, asked_staff, decided_at, "
    "decided_by, decided_staff, decided_reason FROM complaint_compensation WHERE complaint_id = ? ORDER BY "
    "compensation_no",
    .samples = "SELECT MAX(complaint_id) FROM complaint_compensation UNION ALL SELECT 0");
SQL(compensation_put_sql,
    "INSERT INTO complaint_compensation (complaint_id, compensation_no, amount_fen, reason, state, asked_at, "
    "asked_by, asked_staff, decided_at, decided_by, decided_staff, decided_reason) VALUES (?, ?, ?, ?, ?, ?, "
    "?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE state = VALUE(state), decided_at = VALUE(decided_at), "
    "decided_by = VALUE(decided_by), decided_staff = VALUE(decided_staff), decided_reason = "
    "VALUE(decided_reason)",
    .samples = "SELECT 0, 0, 0, '', 1, 0, 0, '', 0, 0, '', ''");

static const struct field compensation_fields[] = { FIELD(complaint_compensation, INT, compensation_no),
	FIELD(complaint_compensation, MONEY, amount_fen), FIELD(complaint_compensation, TEXT, reason),
	FIELD(complaint_compensation, INT, state), FIELD(complaint_compensation, TIME, asked_at),
	FIELD(complaint_compensation, ID, asked_by), FIELD(complaint_compensation, TEXT, asked_staff),
	FIELD(complaint_compensation, TIME, decided_at), FIELD(complaint_compensation, ID, decided_by),
	FIELD(complaint_compensation, TEXT, decided_staff),
	FIELD(complaint_compensation, TEXT, decided_reason) };
static const struct record compensation_record = RECORD(complaint_compensation, compensation_fields);

static enum rc
compensations_save(struct ctx *ctx, const struct complaint_work *work)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < work->compensation_count && rc == RC_OK; i++) {
		const struct complaint_compensation *row = &work->compensations[i];

		if (row->fresh || row->changed)
			rc = db_send(ctx, &compensation_put_sql,
			    ARGS(arg_int(work->after.id), arg_int(row->compensation_no),
				arg_int(row->amount_fen), arg_text(row->reason), arg_int(row->state),
				arg_int(row->asked_at), arg_int(row->asked_by), arg_text(row->asked_staff),
				arg_int(row->decided_at), arg_int(row->decided_by),
				arg_text(row->decided_staff), arg_text(row->decided_reason)));
	}
	return rc;
}

/* --- entries ---------------------------------------------------------------------------------------------------- */

SQL(entry_last_sql, "SELECT MAX(entry_no) FROM complaint_entry WHERE complaint_id = ?",
    .samples = "SELECT MAX(complaint_id) FROM complaint_entry UNION ALL SELECT 0");
SQL(entry_add_sql,
    "INSERT INTO complaint_entry (complaint_id, entry_no, at, kind, account_id, staff, detail, text) VALUES "
    "(?, ?, ?, ?, ?, ?, ?, ?)",
    .samples = "SELECT 0, 0, 0, 1, 0, '', 0, ''");
SQL(entry_list_sql,
    "SELECT entry_no, at, kind, account_id, staff, detail, text FROM complaint_entry WHERE complaint_id = ? "
    "ORDER BY entry_no DESC LIMIT ?",
    .samples = "SELECT MAX(complaint_id), 200 FROM complaint_entry UNION ALL SELECT 0, 200");

static const struct field entry_fields[] = { FIELD(complaint_entry, INT, entry_no),
	FIELD(complaint_entry, TIME, at), FIELD(complaint_entry, INT, kind),
	FIELD(complaint_entry, ID, account_id), FIELD(complaint_entry, TEXT, staff),
	FIELD(complaint_entry, INT, detail), FIELD(complaint_entry, TEXT, text) };
static const struct record entry_record = RECORD(complaint_entry, entry_fields);

enum rc
entry_list(struct ctx *ctx, int64_t id, int64_t most, struct rows *entries)
{
	return db_rows(ctx, &entry_list_sql, &entry_record, entries, ARGS(arg_int(id), arg_int(most)));
}

/* The complaint's row is locked: nobody else numbers its entries meanwhile. */
static enum rc
entries_save(struct ctx *ctx, struct complaint_work *work)
{
	int64_t last = 0;
	enum rc rc = work->entry_count > 0
			 ? db_int(ctx, &entry_last_sql, &last, ARGS(arg_int(work->after.id)))
			 : RC_OK;

	for (size_t i = 0; i < work->entry_count && rc == RC_OK; i++) {
		struct complaint_entry *entry = &work->entries[i];

		entry->entry_no = ++last;
		rc = db_send(ctx, &entry_add_sql,
		    ARGS(arg_int(work->after.id), arg_int(entry->entry_no), arg_int(entry->at),
			arg_int(entry->kind), arg_int(entry->account_id), arg_text(entry->staff),
			arg_int(entry->detail), arg_text(entry->text)));
	}
	return rc;
}

/* --- all of it -------------------------------------------------------------------------------------------------- */

/* The rows with room for what one act adds. */
static void *
with_room(struct ctx *ctx, const struct rows *rows, size_t size, size_t room)
{
	char *items = arena_array(ctx->arena, rows->count + room, size);

	if (rows->count > 0)
		memcpy(items, rows->items, rows->count * size);
	return items;
}

enum rc
work_load(struct ctx *ctx, int64_t id, bool lock, struct complaint_work *work)
{
	struct rows clocks, handoffs, compensations;
	enum rc rc;

	memset(work, 0, sizeof(*work));
	rc = lock ? db_row(ctx, &complaint_lock_sql, &complaint_record, &work->before, ARGS(arg_int(id)))
		  : complaint_get(ctx, id, &work->before);
	if (rc == RC_OK)
		rc = complaint_texts(ctx, id, &work->text);
	if (rc == RC_OK)
		rc = db_rows(ctx, &clock_list_sql, &clock_record, &clocks, ARGS(arg_int(id)));
	if (rc == RC_OK)
		rc = db_rows(ctx, &handoff_list_sql, &handoff_record, &handoffs, ARGS(arg_int(id)));
	if (rc == RC_OK)
		rc = db_rows(
		    ctx, &compensation_list_sql, &compensation_record, &compensations, ARGS(arg_int(id)));
	if (rc != RC_OK)
		return rc;
	work->after = work->before;
	work->clocks = with_room(ctx, &clocks, sizeof(struct complaint_clock), WORK_CLOCKS);
	work->clock_count = clocks.count;
	work->handoffs = with_room(ctx, &handoffs, sizeof(struct complaint_handoff), 1);
	work->handoff_count = handoffs.count;
	work->compensations = with_room(ctx, &compensations, sizeof(struct complaint_compensation), 1);
	work->compensation_count = compensations.count;
	return RC_OK;
}

enum rc
work_save(struct ctx *ctx, struct complaint_work *work)
{
	enum rc rc = entries_save(ctx, work);

	if (rc == RC_OK && work->text_changed)
		rc = complaint_text_put(ctx, &work->after.id, &work->text, 1);
	if (rc == RC_OK)
		rc = clocks_save(ctx, work);
	if (rc == RC_OK)
		rc = handoffs_save(ctx, work);
	return rc == RC_OK ? compensations_save(ctx, work) : rc;
}
