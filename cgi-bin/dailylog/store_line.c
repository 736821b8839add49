/* SPDX-License-Identifier: MIT */
/* SQL of a daily log's lines (RULE CMP-8): kept short while the log fills, frozen when it is closed, carried to the next day's.
 * Not when that happens: close.c. */
#include "base/lookup.h"
#include "dailylog/store.h"
#include "members/members.h"

#include <string.h>

static const struct field line_fields[] = { FIELD(daily_line, ID, log_id), FIELD(daily_line, INT, line_no),
	FIELD(daily_line, INT, kind), FIELD(daily_line, ID, record_id), FIELD(daily_line, TEXT, record_no),
	FIELD(daily_line, INT, did), FIELD(daily_line, INT, rules), FIELD(daily_line, DAY, first_day),
	FIELD(daily_line, INT, carries), FIELD(daily_line, ID, from_log), FIELD(daily_line, ID, to_log),
	FIELD(daily_line, TIME, last_at), FIELD(daily_line, TEXT, comment), FIELD(daily_line, INT, type),
	FIELD(daily_line, INT, problem), FIELD(daily_line, INT, state), FIELD(daily_line, TIME, opened_at),
	FIELD(daily_line, TIME, closed_at), FIELD(daily_line, TIME, due_at), FIELD(daily_line, ID, holder_id),
	FIELD(daily_line, TEXT, customer), FIELD(daily_line, TEXT, happened), FIELD(daily_line, TEXT, demand),
	FIELD(daily_line, TEXT, handling), FIELD(daily_line, MONEY, total_fen) };
const struct record daily_line_record = RECORD(daily_line, line_fields);

#define LINE_KEPT                                                                                            \
	"l.log_id, l.line_no, l.kind, l.record_id, l.record_no, l.did, l.rules, l.first_day, l.carries, "    \
	"l.from_log, l.to_log, l.last_at, l.comment, "
#define LOG_SAMPLES "SELECT MAX(id) FROM dailylog UNION ALL SELECT 0"

SQL(lines_stored_sql,
    "SELECT " LINE_KEPT
    "l.type, l.problem, l.state, l.opened_at, l.closed_at, l.due_at, l.holder_id, l.customer, l.happened, "
    "l.demand, l.handling, l.total_fen FROM dailylog_line l WHERE l.log_id = ? ORDER BY l.line_no",
    .samples = LOG_SAMPLES);
/* The customer comes as name, tab, phone, to be masked. What was done last is told where solution and result are not written. */
SQL(lines_now_sql,
    "SELECT " LINE_KEPT
    "COALESCE(c.type, 0) AS type, COALESCE(c.problem, 0) AS problem, COALESCE(c.state, o.state, 0) AS "
    "state, COALESCE(c.opened_at, o.placed_at, 0) AS opened_at, COALESCE(c.closed_at, 0) AS closed_at, "
    "COALESCE(c.due_at, 0) AS due_at, COALESCE(IF(c.owner_id <> 0, c.owner_id, c.taken_by), 0) AS "
    "holder_id, CONCAT(COALESCE(m.name, c.caller, ''), '\\t', COALESCE(m.phone, c.caller_phone, '')) AS "
    "customer, LEFT(COALESCE(t.happened, o.summary, ''), 500) AS happened, LEFT(COALESCE(t.demand, ''), "
    "500) AS demand, LEFT(COALESCE(NULLIF(t.result, ''), NULLIF(t.solution, ''), (SELECT e.text "
    "FROM complaint_entry e WHERE e.complaint_id = l.record_id AND l.kind = 1 "
    "ORDER BY e.entry_no DESC LIMIT 1), ''), 1000) AS handling, COALESCE(o.total_fen, 0) AS total_fen "
    "FROM dailylog_line l LEFT JOIN complaint c ON l.kind = 1 AND c.id = l.record_id LEFT "
    "JOIN complaint_text t ON t.complaint_id = c.id LEFT JOIN orders o ON l.kind = 2 "
    "AND o.id = l.record_id LEFT JOIN member m ON m.id = COALESCE(c.member_id, o.member_id) "
    "WHERE l.log_id = ? ORDER BY l.line_no",
    .samples = LOG_SAMPLES, .why = "a line, its record, the record's texts and customer: five rows each");
SQL(line_find_sql, "SELECT line_no FROM dailylog_line WHERE log_id = ? AND kind = ? AND record_id = ?",
    .samples = "(SELECT log_id, kind, record_id FROM dailylog_line LIMIT 1) UNION ALL SELECT 0, 0, 0");
SQL(line_insert_sql,
    "INSERT INTO dailylog_line (log_id, line_no, kind, record_id, record_no, did, rules, first_day, carries, "
    "from_log, last_at, holder_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    .samples = "SELECT 0, 1, 1, 0, '', 0, 0, 0, 0, 0, 0, 0");
SQL(line_did_sql,
    "UPDATE dailylog_line SET did = did | ?, rules = rules | ?, last_at = ? WHERE log_id = ? AND line_no = ?",
    .samples = "(SELECT 0, 0, 0, log_id, line_no FROM dailylog_line LIMIT 1) UNION ALL SELECT 0, 0, 0, 0, 0");
SQL(line_freeze_sql,
    "UPDATE dailylog_line SET type = ?, problem = ?, state = ?, opened_at = ?, closed_at = ?, due_at = ?, "
    "holder_id = ?, customer = ?, happened = ?, demand = ?, handling = ?, total_fen = ?, to_log = ?"
    " WHERE log_id = ? AND line_no = ?",
    .samples =
	"(SELECT 0, 0, 0, 0, 0, 0, 0, '', '', '', '', 0, 0, log_id, line_no FROM dailylog_line LIMIT 1)"
	" UNION ALL SELECT 0, 0, 0, 0, 0, 0, 0, '', '', '', '', 0, 0, 0, 0");
SQL(line_past_sql,
    "UPDATE dailylog_line SET first_day = ?, carries = ?, from_log = ?"
    " WHERE log_id = ? AND kind = 1 AND record_id = ?",
    .samples =
	"(SELECT 0, 0, 0, log_id, record_id FROM dailylog_line LIMIT 1) UNION ALL SELECT 0, 0, 0, 0, 0");
SQL(line_comment_sql, "UPDATE dailylog_line SET comment = ? WHERE log_id = ? AND line_no = ?",
    .samples = "(SELECT '', log_id, line_no FROM dailylog_line LIMIT 1) UNION ALL SELECT '', 0, 0");
SQL(line_rules_sql,
    "UPDATE dailylog_line SET rules = rules | ? WHERE log_id = ? AND kind = 1 AND record_id = ?",
    .samples = "(SELECT 0, log_id, record_id FROM dailylog_line LIMIT 1) UNION ALL SELECT 0, 0, 0");

enum rc
lines_stored(struct ctx *ctx, int64_t log_id, struct rows *lines)
{
	return db_rows(ctx, &lines_stored_sql, &daily_line_record, lines, ARGS(arg_int(log_id)));
}

/* RULE MEM-4: a log goes to other departments, and contact data stays masked on it. */
static const char *
customer_mask(struct arena *arena, const char *both)
{
	size_t length = strcspn(both, "\t");
	const char *name = mask_name(arena, arena_strndup(arena, both, length));
	const char *phone = both[length] == '\t' ? mask_phone(arena, both + length + 1) : "";

	return *phone == '\0' ? name : *name == '\0' ? phone : arena_printf(arena, "%s %s", name, phone);
}

enum rc
lines_now(struct ctx *ctx, int64_t log_id, struct rows *lines)
{
	struct daily_line *line;
	enum rc rc = db_rows(ctx, &lines_now_sql, &daily_line_record, lines, ARGS(arg_int(log_id)));

	line = lines->items;
	for (size_t i = 0; rc == RC_OK && i < lines->count; i++)
		line[i].customer = customer_mask(ctx->arena, line[i].customer);
	return rc;
}

enum rc
lines_shown(struct ctx *ctx, const struct dailylog *log, struct rows *lines)
{
	return log->closed_at > 0 ? lines_stored(ctx, log->id, lines) : lines_now(ctx, log->id, lines);
}

static void
insert_args(struct arg *args, const struct dailylog *log, int64_t line_no, const struct daily_line *line)
{
	const struct arg made[] = { arg_int(log->id), arg_int(line_no), arg_int(line->kind),
		arg_int(line->record_id), arg_text(line->record_no), arg_int(line->did), arg_int(line->rules),
		arg_int(line->first_day), arg_int(line->carries), arg_int(line->from_log),
		arg_int(line->last_at), arg_int(line->holder_id) };

	memcpy(args, made, sizeof(made));
}
#define INSERT_ARGS 12

enum rc
line_add(struct ctx *ctx, struct dailylog *log, const struct daily_line *line)
{
	struct arg args[INSERT_ARGS];
	int64_t line_no;
	enum rc rc = db_int(ctx, &line_find_sql, &line_no,
	    ARGS(arg_int(log->id), arg_int(line->kind), arg_int(line->record_id)));

	if (rc == RC_OK)
		return db_exec(ctx, &line_did_sql,
		    ARGS(arg_int(line->did), arg_int(line->rules), arg_int(line->last_at), arg_int(log->id),
			arg_int(line_no)));
	if (rc != RC_NOT_FOUND)
		return rc;
	insert_args(args, log, ++log->line_count, line);
	rc = db_exec(ctx, &line_insert_sql, args, INSERT_ARGS);
	return rc == RC_OK ? dailylog_save(ctx, log) : rc;
}

#define FREEZE_ARGS 15
enum rc
lines_freeze(struct ctx *ctx, const struct daily_line *lines, size_t count)
{
	struct arg *args = arena_array(ctx->arena, count + 1, FREEZE_ARGS * sizeof(*args));

	for (size_t i = 0; i < count; i++) {
		const struct daily_line *line = &lines[i];
		const struct arg made[FREEZE_ARGS] = { arg_int(line->type), arg_int(line->problem),
			arg_int(line->state), arg_int(line->opened_at), arg_int(line->closed_at),
			arg_int(line->due_at), arg_int(line->holder_id), arg_text(line->customer),
			arg_text(line->happened), arg_text(line->demand), arg_text(line->handling),
			arg_int(line->total_fen), arg_int(line->to_log), arg_int(line->log_id),
			arg_int(line->line_no) };

		memcpy(args + i * FREEZE_ARGS, made, sizeof(made));
	}
	return db_exec_many(ctx, &line_freeze_sql, args, FREEZE_ARGS, count);
}

/* A record may stand on the next day's log already, when it was worked on before the day before was closed. */
#define PAST_ARGS 5
enum rc
lines_carry(struct ctx *ctx, struct dailylog *next, const struct daily_line *lines, size_t count)
{
	struct arg *fresh = arena_array(ctx->arena, count + 1, INSERT_ARGS * sizeof(*fresh));
	struct arg *known = arena_array(ctx->arena, count + 1, PAST_ARGS * sizeof(*known));
	struct rows there;
	const struct daily_line *stand;
	struct lookup *lookup;
	size_t made = 0, kept = 0;
	enum rc rc = lines_stored(ctx, next->id, &there);

	if (rc != RC_OK)
		return rc;
	lookup = lookup_new(ctx->arena, there.count + 1);
	stand = there.items;
	for (size_t i = 0; i < there.count; i++)
		if (stand[i].kind == DAILY_COMPLAINT)
			lookup_add_id(lookup, stand[i].record_id, 1);
	for (size_t i = 0; i < count; i++) {
		const struct daily_line *line = &lines[i];

		if (lookup_find_id(lookup, line->record_id, 0) == 0) {
			insert_args(fresh + made++ * INSERT_ARGS, next, ++next->line_count, line);
			continue;
		}
		known[kept * PAST_ARGS] = arg_int(line->first_day);
		known[kept * PAST_ARGS + 1] = arg_int(line->carries);
		known[kept * PAST_ARGS + 2] = arg_int(line->from_log);
		known[kept * PAST_ARGS + 3] = arg_int(next->id);
		known[kept++ * PAST_ARGS + 4] = arg_int(line->record_id);
	}
	next->carried_in += (int64_t)count;
	rc = db_exec_many(ctx, &line_insert_sql, fresh, INSERT_ARGS, made);
	return rc == RC_OK ? db_exec_many(ctx, &line_past_sql, known, PAST_ARGS, kept) : rc;
}

enum rc
line_comment(struct ctx *ctx, int64_t log_id, int64_t line_no, const char *text)
{
	return db_exec(ctx, &line_comment_sql, ARGS(arg_text(text), arg_int(log_id), arg_int(line_no)));
}

enum rc
line_rules(struct ctx *ctx, int64_t log_id, int64_t complaint_id, int64_t rules)
{
	return db_exec(ctx, &line_rules_sql, ARGS(arg_int(rules), arg_int(log_id), arg_int(complaint_id)));
}
