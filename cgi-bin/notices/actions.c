/* SPDX-License-Identifier: MIT */
/* Notices: written once, read by people.
 * Not their delivery by mail or SMS, which takes rows of those channels from here. */
#include "notices/notices.h"

#include "base/log.h"
#include "base/utf8.h"
#include "db/db.h"
#include "db/tx.h"
#include "policy/owner.h"

/* The row that is there already stays as it is. */
SQL(notice_add_sql,
    "INSERT INTO notice (topic, subject, occasion, channel, owner, member_id, text_key, arg0, arg1, arg2, "
    "arg3, path, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE id = id",
    .samples = "SELECT 'sample', 'sample:0', '', 0, 1, 0, '', '', '', '', '', '', 0");
SQL(notice_mark_get_sql, "SELECT up_to FROM notice_mark WHERE account_id = ?",
    .samples = "SELECT MAX(account_id) FROM notice_mark UNION ALL SELECT 0");
SQL(notice_unread_sql,
    "SELECT COUNT(*) FROM (SELECT n.id FROM notice n LEFT JOIN notice_read r ON r.account_id = ? "
    "AND r.notice_id = n.id WHERE n.owner IN " OWNER_MARKS
    " AND n.channel = 0 AND n.id > ? AND r.notice_id IS NULL LIMIT 100) c",
    .samples = "SELECT 1, " OWNER_SAMPLES ", 0",
    .why = "notices read one by one stand between the mark and the newest");
SQL(notice_read_sql,
    "INSERT INTO notice_read (account_id, notice_id, read_at) SELECT ?, n.id, ? FROM notice n WHERE n.id = ?"
    " AND n.owner IN " OWNER_MARKS " AND n.channel = 0 ON DUPLICATE KEY UPDATE read_at = notice_read.read_at",
    .samples = "SELECT 1, 0, MAX(id), " OWNER_SAMPLES
	       " FROM notice UNION ALL SELECT 1, 0, 0, " OWNER_SAMPLES);
SQL(notice_read_all_sql,
    "INSERT INTO notice_mark (account_id, up_to) VALUES (?, ?) ON DUPLICATE KEY UPDATE up_to = "
    "GREATEST(up_to, VALUES(up_to))",
    .samples = "SELECT 1, 1");
/* One owner at a time, so that each is read in the order of its index. */
SQL(notice_list_sql,
    "SELECT n.id, n.text_key, n.arg0, n.arg1, n.arg2, n.arg3, n.path, n.made_at,"
    " r.notice_id IS NULL AND n.id > ? AS unread FROM notice n LEFT JOIN notice_read r ON r.account_id = ?"
    " AND r.notice_id = n.id WHERE n.owner = ? AND n.channel = 0 AND n.id < ? ORDER BY n.id DESC LIMIT ?",
    .samples =
	"(SELECT 0, 1, owner, 9000000000000000000, 51 FROM notice LIMIT 1) UNION ALL SELECT 0, 1, 0, 0, 51");
/* Single marks below the common one say nothing any more. */
SQL(notice_tidy_sql, "DELETE FROM notice_read WHERE account_id = ? AND notice_id <= ? LIMIT 1000",
    .samples = "SELECT 1, MAX(id) FROM notice UNION ALL SELECT 0, 0");

static const char *
arg_cut(struct ctx *ctx, const char *text)
{
	return text == NULL ? "" : arena_strndup(ctx->arena, text, utf8_cut(text, 120));
}

enum rc
notice_add(struct ctx *ctx, const struct notice *notice)
{
	int64_t owner = owner_of(notice->account_id, notice->role);

	/* RULE PROMO-3's "exactly once" needs exactly one recipient in the key */
	if ((owner == 0) == (notice->member_id == 0)) {
		log_line(
		    LOG_ERROR, "notice.recipient", "topic", notice->topic, "subject", notice->subject, NULL);
		return RC_INTERNAL;
	}
	return db_send(ctx, &notice_add_sql,
	    ARGS(arg_text(notice->topic), arg_text(notice->subject), arg_text(arg_cut(ctx, notice->occasion)),
		arg_int(notice->channel), arg_int(owner), arg_int(notice->member_id),
		arg_text(notice->text_key), arg_text(arg_cut(ctx, notice->text_arg[0])),
		arg_text(arg_cut(ctx, notice->text_arg[1])), arg_text(arg_cut(ctx, notice->text_arg[2])),
		arg_text(arg_cut(ctx, notice->text_arg[3])), arg_text(arg_cut(ctx, notice->path)),
		arg_int(ctx->now)));
}

enum rc
notice_unread(struct ctx *ctx, int64_t *count)
{
	struct arg args[OWNERS + 2];
	int64_t mark = 0;
	size_t n = 0;
	enum rc rc = db_int(ctx, &notice_mark_get_sql, &mark, ARGS(arg_int(ctx->actor.account_id)));

	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	args[n++] = arg_int(ctx->actor.account_id);
	n += owner_args(&ctx->actor, args + n);
	args[n++] = arg_int(rc == RC_OK ? mark : 0);
	return db_int(ctx, &notice_unread_sql, count, args, n);
}

static enum rc
read_one(struct ctx *ctx, int64_t id)
{
	struct arg args[OWNERS + 3];
	size_t n = 0;

	args[n++] = arg_int(ctx->actor.account_id);
	args[n++] = arg_int(ctx->now);
	args[n++] = arg_int(id);
	n += owner_args(&ctx->actor, args + n);
	return db_exec(ctx, &notice_read_sql, args, n);
}

static enum rc
read_all(struct ctx *ctx, int64_t id)
{
	enum rc rc = db_exec(ctx, &notice_read_all_sql, ARGS(arg_int(ctx->actor.account_id), arg_int(id)));

	if (rc == RC_OK)
		rc = db_exec(ctx, &notice_tidy_sql, ARGS(arg_int(ctx->actor.account_id), arg_int(id)));
	return rc;
}

enum rc
notice_read(struct ctx *ctx, int64_t id, bool all)
{
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = all ? read_all(ctx, id) : read_one(ctx, id);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

static const struct field row_fields[] = { FIELD(notice_row, ID, id), FIELD(notice_row, TEXT, text_key),
	FIELD(notice_row, TEXT, arg0), FIELD(notice_row, TEXT, arg1), FIELD(notice_row, TEXT, arg2),
	FIELD(notice_row, TEXT, arg3), FIELD(notice_row, TEXT, path), FIELD(notice_row, TIME, made_at),
	FIELD(notice_row, BOOL, unread) };
static const struct record row_record = RECORD(notice_row, row_fields);

/* Take the newest of both into `into`, newest first, at most `most`. */
static void
rows_merge(struct arena *arena, struct rows *into, const struct rows *more, size_t most)
{
	const struct notice_row *a = into->items, *b = more->items;
	struct notice_row *merged = arena_array(arena, most, sizeof(*merged));
	size_t i = 0, j = 0, count = 0;

	while (count < most && (i < into->count || j < more->count)) {
		if (j == more->count || (i < into->count && a[i].id > b[j].id))
			merged[count++] = a[i++];
		else
			merged[count++] = b[j++];
	}
	into->items = merged;
	into->count = count;
}

enum rc
notice_list(struct ctx *ctx, int64_t before, size_t most, struct rows *notices)
{
	struct arg owners[OWNERS];
	int64_t mark = 0;
	enum rc rc = db_int(ctx, &notice_mark_get_sql, &mark, ARGS(arg_int(ctx->actor.account_id)));

	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	if (rc == RC_NOT_FOUND)
		mark = 0;
	owner_args(&ctx->actor, owners);
	*notices = (struct rows){ 0 };
	rc = RC_OK;
	for (size_t i = 0; i < OWNERS && rc == RC_OK; i++) {
		struct rows more;

		if (i > 0 && owners[i].number == owners[0].number)
			continue;
		rc = db_rows(ctx, &notice_list_sql, &row_record, &more,
		    ARGS(arg_int(mark), arg_int(ctx->actor.account_id), owners[i],
			arg_int(before == 0 ? INT64_MAX : before), arg_int((int64_t)most)));
		if (rc == RC_OK)
			rows_merge(ctx->arena, notices, &more, most);
	}
	return rc;
}
