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
    "arg3, path,"
    " made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE id = id",
    .samples = "SELECT 'sample', 'sample:0', '', 0, 1, 0, '', '', '', '', '', '', 0");
SQL(notice_mark_get_sql, "SELECT up_to FROM notice_mark WHERE account_id = ?",
    .samples = "SELECT MAX(account_id) FROM notice_mark UNION ALL SELECT 0");
SQL(notice_unread_sql,
    "SELECT COUNT(*) FROM (SELECT n.id FROM notice n LEFT JOIN notice_read r ON r.account_id = ? AND "
    "r.notice_id = n.id"
    " WHERE n.owner IN " OWNER_MARKS " AND n.channel = 0 AND n.id > ? AND r.notice_id IS NULL LIMIT 100) c",
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
	return db_exec(ctx, &notice_add_sql,
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
