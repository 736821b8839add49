/* SPDX-License-Identifier: MIT */
/* What is submitted and signed of a daily log, as text (RULE CMP-8): one value a line, each with a name, in a fixed order.
 * Not its digest, and not the signature: actions_sign.c. */
#include "dailylog/rules.h"

#include <inttypes.h>
#include <string.h>

static void
put_number(struct buf *out, const char *name, int64_t value)
{
	buf_printf(out, "%s\t%" PRId64 "\n", name, value);
}

/* Line breaks and tabs of a text are written as such, so that no text looks like two values. */
static void
put_text(struct buf *out, const char *name, const char *value)
{
	buf_text(out, name);
	buf_char(out, '\t');
	for (const char *c = value; *c != '\0'; c++)
		if (*c == '\\')
			buf_text(out, "\\\\");
		else if (*c == '\n')
			buf_text(out, "\\n");
		else if (*c == '\t')
			buf_text(out, "\\t");
		else
			buf_char(out, *c);
	buf_char(out, '\n');
}

static void
put_head(struct buf *out, const struct dailylog *log)
{
	put_number(out, "log", log->id);
	put_number(out, "account_id", log->account_id);
	put_text(out, "staff_no", log->staff_no);
	put_text(out, "name", log->name);
	put_number(out, "day", log->day);
	put_number(out, "due_at", log->due_at);
	put_number(out, "policy_version", log->policy_version);
	put_number(out, "line_count", log->line_count);
	put_number(out, "carried_in", log->carried_in);
	put_number(out, "carried_out", log->carried_out);
	put_number(out, "escalated", log->escalated);
	put_text(out, "comment", log->comment);
	put_number(out, "closed_at", log->closed_at);
	put_number(out, "first_submitted_at", log->first_submitted_at);
	put_number(out, "submitted_at", log->submitted_at);
	put_number(out, "returned_at", log->returned_at);
	put_text(out, "returned_staff", log->returned_staff);
	put_text(out, "return_reason", log->return_reason);
	put_number(out, "excused_at", log->excused_at);
	put_text(out, "excused_staff", log->excused_staff);
	put_text(out, "excuse_reason", log->excuse_reason);
}

/* One line of the log; names carry its number: "3.happened". */
static void
put_line(struct buf *out, const struct daily_line *line)
{
	const struct {
		const char *name;
		int64_t value;
	} numbers[] = { { "kind", line->kind }, { "record_id", line->record_id }, { "did", line->did },
		{ "rules", line->rules }, { "first_day", line->first_day }, { "carries", line->carries },
		{ "from_log", line->from_log }, { "to_log", line->to_log }, { "last_at", line->last_at },
		{ "type", line->type }, { "problem", line->problem }, { "state", line->state },
		{ "opened_at", line->opened_at }, { "closed_at", line->closed_at },
		{ "due_at", line->due_at }, { "holder_id", line->holder_id },
		{ "total_fen", line->total_fen } };
	const struct {
		const char *name, *value;
	} texts[] = { { "record_no", line->record_no }, { "customer", line->customer },
		{ "happened", line->happened }, { "demand", line->demand }, { "handling", line->handling },
		{ "comment", line->comment } };
	char name[60];

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		snprintf(name, sizeof(name), "%" PRId64 ".%s", line->line_no, numbers[i].name);
		put_number(out, name, numbers[i].value);
	}
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		snprintf(name, sizeof(name), "%" PRId64 ".%s", line->line_no, texts[i].name);
		put_text(out, name, texts[i].value);
	}
}

static void
put_submitted(struct buf *out, const struct dailylog *log, const struct daily_line *lines, size_t count)
{
	put_head(out, log);
	put_number(out, "lines", (int64_t)count);
	for (size_t i = 0; i < count; i++)
		put_line(out, &lines[i]);
}

const char *
daily_text(struct arena *arena, const struct dailylog *log, const struct daily_line *lines, size_t count)
{
	struct buf out;

	buf_init(&out, arena, 4096);
	put_submitted(&out, log, lines, count);
	return out.data;
}

const char *
dailylog_snapshot(
    struct arena *arena, const struct dailylog *log, const struct daily_line *lines, size_t count)
{
	struct buf out;

	buf_init(&out, arena, 4096);
	put_number(&out, "chain_no", log->chain_no);
	put_number(&out, "prev_log", log->prev_log);
	put_text(&out, "prev_digest", log->prev_digest);
	put_number(&out, "prev_seal", log->prev_seal);
	put_number(&out, "signed_at", log->signed_at);
	put_number(&out, "signed_by", log->signed_by);
	put_text(&out, "signed_staff", log->signed_staff);
	put_text(&out, "sign_note", log->sign_note);
	put_text(&out, "digest", log->digest);
	put_submitted(&out, log, lines, count);
	return out.data;
}

const char *
dailylog_receipt(struct arena *arena, const struct dailylog *log)
{
	struct buf out;

	buf_init(&out, arena, 256);
	put_number(&out, "log", log->id);
	put_text(&out, "signed_digest", log->signed_digest);
	put_number(&out, "received_at", log->received_at);
	put_number(&out, "received_by", log->received_by);
	put_text(&out, "received_staff", log->received_staff);
	return out.data;
}

const char *
correction_text(struct arena *arena, const struct correction *correction)
{
	struct buf out;

	buf_init(&out, arena, 512);
	put_number(&out, "log", correction->log_id);
	put_number(&out, "correction", correction->correction_no);
	put_number(&out, "line_no", correction->line_no);
	put_text(&out, "text", correction->text);
	put_number(&out, "at", correction->at);
	put_number(&out, "account_id", correction->account_id);
	put_text(&out, "staff", correction->staff);
	return out.data;
}

/* A line of such a text, cut at its tab. */
static void
line_take(struct arena *arena, const char *text, const char **name, const char **value)
{
	size_t length = strcspn(text, "\n"), tab = strcspn(text, "\t\n");

	*name = arena_strndup(arena, text, tab);
	*value = tab < length ? arena_strndup(arena, text + tab + 1, length - tab - 1) : "";
}

bool
text_difference(struct arena *arena, const char *before, const char *after, struct text_difference *found)
{
	const char *other;

	while (*before != '\0' || *after != '\0') {
		size_t length = strcspn(before, "\n"), same = strcspn(after, "\n");

		if (length != same || strncmp(before, after, length) != 0)
			break;
		before += length + (before[length] == '\n');
		after += same + (after[same] == '\n');
	}
	if (*before == '\0' && *after == '\0')
		return false;
	line_take(arena, before, &found->name, &found->before);
	line_take(arena, after, &other, &found->after);
	if (*found->name == '\0')
		found->name = other;
	else if (*other != '\0' && strcmp(found->name, other) != 0)
		found->after = "";
	return true;
}
