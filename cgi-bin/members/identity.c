/* SPDX-License-Identifier: MIT */
/* RULE MEM-4: identity checks: answered, held for a session, throttled, ended; contact data shown with a reason.
 * Not what proves it: rules.c, and the parts of the record (record.h). */
#include "members/identity.h"
#include "accounts/accounts.h"
#include "audit/audit.h"
#include "db/db.h"
#include "db/tx.h"
#include "members/store.h"
#include "policy/policy.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define SESSION_HASH TOKEN_HASH_SIZE

struct identity_row {
	const char *means;
	int64_t checked_at, open_until, revealed_at, fails, failed_at, locked_until, own;
};
static const struct field row_fields[] = { FIELD(identity_row, TEXT, means),
	FIELD(identity_row, TIME, checked_at), FIELD(identity_row, TIME, open_until),
	FIELD(identity_row, TIME, revealed_at), FIELD(identity_row, INT, fails),
	FIELD(identity_row, TIME, failed_at), FIELD(identity_row, TIME, locked_until),
	FIELD(identity_row, INT, own) };
static const struct record row_record = RECORD(identity_row, row_fields);

/* A member and its row here, read as one. */
struct known_row {
	struct member member;
	struct identity_row row;
};
#define KNOWN_FIELDS 48
static const struct record *
known_record(void)
{
	static struct field fields[KNOWN_FIELDS];
	static struct record record;
	size_t i, own = member_record.count;

	if (record.count != 0)
		return &record;
	if (own + row_record.count > KNOWN_FIELDS)
		abort(); /* a constant to be raised, seen by the first test that runs */
	memcpy(fields, member_record.fields, own * sizeof(*fields));
	for (i = 0; i < row_record.count; i++) {
		fields[own + i] = row_record.fields[i];
		fields[own + i].offset += offsetof(struct known_row, row);
	}
	record = (struct record){ fields, own + row_record.count, sizeof(struct known_row) };
	return &record;
}

#define IDENTITY_COLUMNS                                                                                     \
	"means, checked_at, open_until, revealed_at, fails, failed_at, locked_until, session_hash = ? AS "   \
	"own"
#define IDENTITY_SAMPLES                                                                                     \
	"SELECT session_hash, account_id, MAX(member_id) FROM member_identity GROUP BY session_hash, "       \
	"account_id UNION ALL SELECT '', 0, 0"
SQL(identity_get_sql,
    "SELECT " IDENTITY_COLUMNS " FROM member_identity WHERE account_id = ? AND member_id = ?",
    .samples = IDENTITY_SAMPLES);
SQL(member_get_known_sql,
    "SELECT " MEMBER_COLUMNS ", COALESCE(means, '') AS means, COALESCE(checked_at, 0) AS checked_at, "
    "COALESCE(open_until, 0) AS open_until, COALESCE(revealed_at, 0) AS revealed_at, COALESCE(fails, 0) AS "
    "fails, COALESCE(failed_at, 0) AS failed_at, COALESCE(locked_until, 0) AS locked_until, "
    "COALESCE(session_hash = ?, 0) AS own FROM member LEFT JOIN member_identity ON account_id = ? AND "
    "member_id = id WHERE id = ?",
    .samples = "SELECT '', 0, MAX(id) FROM member UNION ALL SELECT '', 0, 0");
SQL(identity_lock_sql,
    "SELECT " IDENTITY_COLUMNS " FROM member_identity WHERE account_id = ? AND member_id = ? FOR UPDATE",
    .samples = IDENTITY_SAMPLES);
SQL(identity_save_sql,
    "INSERT INTO member_identity (account_id, member_id, session_hash, means, checked_at, open_until, "
    "revealed_at, fails, failed_at, locked_until, ends_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON DUPLICATE KEY UPDATE session_hash = VALUE(session_hash), means = VALUE(means), checked_at = "
    "VALUE(checked_at), open_until = VALUE(open_until), revealed_at = VALUE(revealed_at), fails = "
    "VALUE(fails), failed_at = VALUE(failed_at), locked_until = VALUE(locked_until), ends_at = "
    "VALUE(ends_at)",
    .samples = "SELECT 0, 0, '', 'phone', 0, 0, 0, 0, 0, 0, 0");
SQL(identity_purge_sql, "DELETE FROM member_identity WHERE ends_at < ? ORDER BY ends_at LIMIT 500",
    .samples = "SELECT 0");

/* Outside a browser's session (jobs, command line) there is none. */
static struct arg
session_arg(const struct ctx *ctx)
{
	static const unsigned char none[SESSION_HASH];

	return arg_bytes(ctx->actor.session != NULL ? ctx->actor.session : none, SESSION_HASH);
}

static enum rc
row_read(struct ctx *ctx, const struct sql *sql, int64_t member_id, struct identity_row *row)
{
	enum rc rc;

	*row = (struct identity_row){ .means = "" };
	rc = db_row(ctx, sql, &row_record, row,
	    ARGS(session_arg(ctx), arg_int(ctx->actor.account_id), arg_int(member_id)));
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static bool
row_open(const struct ctx *ctx, const struct identity_row *row)
{
	return ctx->actor.session != NULL && row->own != 0 && row->open_until > ctx->now;
}

static enum rc
row_save(struct ctx *ctx, int64_t member_id, const struct identity_row *row)
{
	int64_t ends = row->open_until > row->locked_until ? row->open_until : row->locked_until;

	/* a count of wrong answers is forgotten with its last one */
	if (row->fails > 0 && ends < row->failed_at + DAY)
		ends = row->failed_at + DAY;
	return db_exec(ctx, &identity_save_sql,
	    ARGS(arg_int(ctx->actor.account_id), arg_int(member_id), session_arg(ctx), arg_text(row->means),
		arg_int(row->checked_at), arg_int(row->open_until), arg_int(row->revealed_at),
		arg_int(row->fails), arg_int(row->failed_at), arg_int(row->locked_until), arg_int(ends)));
}

/* --- asked by others ------------------------------------------------------------------------------------------- */

static void
identity_of(const struct ctx *ctx, const struct identity_row *row, struct member_identity *identity)
{
	*identity = (struct member_identity){ .means = "" };
	identity->locked_until = row->locked_until > ctx->now ? row->locked_until : 0;
	if (!row_open(ctx, row))
		return;
	identity->known = true;
	identity->revealed = row->revealed_at != 0;
	identity->means = row->means;
	identity->checked_at = row->checked_at;
	identity->open_until = row->open_until;
}

enum rc
member_known(struct ctx *ctx, int64_t member_id, struct member_identity *identity)
{
	struct identity_row row;
	enum rc rc = row_read(ctx, &identity_get_sql, member_id, &row);

	identity_of(ctx, &row, identity);
	return rc;
}

enum rc
member_get_known(struct ctx *ctx, int64_t id, struct member *member, struct member_identity *identity)
{
	struct known_row row = { .row = { .means = "" } };
	enum rc rc = db_row(ctx, &member_get_known_sql, known_record(), &row,
	    ARGS(session_arg(ctx), arg_int(ctx->actor.account_id), arg_int(id)));

	*member = row.member;
	identity_of(ctx, &row.row, identity);
	return rc;
}

enum rc
member_ask_identity(struct ctx *ctx, int64_t member_id)
{
	struct member_identity identity;
	enum rc rc;

	if (ctx->actor.account_id == 0)
		return RC_OK; /* the portal itself: nobody is on the line */
	rc = member_known(ctx, member_id, &identity);
	if (rc == RC_OK && !identity.known)
		rc = ctx_refuse(ctx, "members.refused.identity", NULL);
	return rc;
}

/* --- answered --------------------------------------------------------------------------------------------------- */

struct identity_policy {
	int64_t open, tries, lock;
};

static enum rc
policy_read(struct ctx *ctx, struct identity_policy *policy)
{
	static const char *const keys[] = { "members.identity_open", "members.identity_tries",
		"members.identity_lock" };
	int64_t *const values[] = { &policy->open, &policy->tries, &policy->lock };
	struct figure figure = { .value = 0 };
	size_t i;
	enum rc rc = RC_OK;

	for (i = 0; i < 3 && rc == RC_OK; i++) {
		rc = policy_get(ctx, keys[i], ctx->now, &figure);
		*values[i] = figure.value;
	}
	return rc;
}

static enum rc
answered_right(struct ctx *ctx, int64_t member_id, const char *means, const struct identity_policy *policy)
{
	struct identity_row row = { .means = means, .checked_at = ctx->now };
	struct diff diff = { .count = 0 };
	enum rc rc;

	row.open_until = ctx->now + policy->open;
	diff_add(&diff, "members.identity.means", "", arena_printf(ctx->arena, "@members.means.%s", means));
	rc = row_save(ctx, member_id, &row);
	return rc == RC_OK ? audit_add(ctx, "member.identity", "member", member_id, &diff) : rc;
}

static enum rc
answered_wrong(struct ctx *ctx, int64_t member_id, struct identity_row *row,
    const struct identity_policy *policy, enum identity_outcome *outcome)
{
	bool fresh = row->failed_at + policy->lock <= ctx->now;
	struct diff diff = { .count = 0 };
	enum rc rc;

	row->fails = fresh ? 1 : row->fails + 1;
	row->failed_at = ctx->now;
	diff_add(&diff, "members.identity.wrong", "", arena_printf(ctx->arena, "%d", (int)row->fails));
	if (row->fails >= policy->tries) {
		row->locked_until = ctx->now + policy->lock;
		row->fails = 0;
		*outcome = IDENTITY_LOCKED;
		diff_add(&diff, "members.identity.locked", "", time_text(ctx->arena, row->locked_until));
	}
	/* it may be open in another session of the same person: the answer in this one ends it */
	row->open_until = row_open(ctx, row) ? row->open_until : 0;
	rc = row_save(ctx, member_id, row);
	return rc == RC_OK
		   ? audit_add(ctx,
			 *outcome == IDENTITY_LOCKED ? "member.identity_lock" : "member.identity_wrong",
			 "member", member_id, &diff)
		   : rc;
}

static enum rc
answer_take(struct ctx *ctx, int64_t member_id, const char *means, enum identity_outcome *outcome)
{
	struct identity_policy policy = { 0, 0, 0 };
	struct identity_row row;
	enum rc rc = policy_read(ctx, &policy);

	if (rc == RC_OK)
		rc = row_read(ctx, &identity_lock_sql, member_id, &row);
	if (rc != RC_OK)
		return rc;
	if (row.locked_until > ctx->now)
		return ctx_refuse(
		    ctx, "members.identity.is_locked", time_text(ctx->arena, row.locked_until), NULL);
	*outcome = *means != '\0' ? IDENTITY_OPENED : IDENTITY_WRONG;
	tx_result(ctx, "member", member_id);
	return *means != '\0' ? answered_right(ctx, member_id, means, &policy)
			      : answered_wrong(ctx, member_id, &row, &policy, outcome);
}

enum rc
identity_answer(struct ctx *ctx, int64_t member_id, const char *means, enum identity_outcome *outcome)
{
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = answer_take(ctx, member_id, means, outcome);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

/* --- shown, masked again ---------------------------------------------------------------------------------------- */

static enum rc
reveal(struct ctx *ctx, int64_t member_id, const char *why, const char *reason)
{
	struct diff diff = { .count = 0, .reason = *reason != '\0' ? reason : NULL };
	struct identity_row row;
	enum rc rc = row_read(ctx, &identity_lock_sql, member_id, &row);

	if (rc != RC_OK)
		return rc;
	if (!row_open(ctx, &row))
		return ctx_refuse(ctx, "members.refused.identity", NULL);
	row.revealed_at = ctx->now;
	diff_add(&diff, "members.identity.shown", "", "@members.identity.contact");
	diff_add(&diff, "members.reveal.why", "", arena_printf(ctx->arena, "@%s", why));
	diff_add(&diff, "members.identity.until", "", time_text(ctx->arena, row.open_until));
	tx_result(ctx, "member", member_id);
	rc = row_save(ctx, member_id, &row);
	return rc == RC_OK ? audit_add(ctx, "member.reveal", "member", member_id, &diff) : rc;
}

enum rc
identity_reveal(struct ctx *ctx, int64_t member_id, const char *why, const char *reason)
{
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = reveal(ctx, member_id, why, reason);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

static enum rc
mask(struct ctx *ctx, int64_t member_id)
{
	struct identity_row row;
	enum rc rc = row_read(ctx, &identity_lock_sql, member_id, &row);

	if (rc != RC_OK)
		return rc;
	tx_result(ctx, "member", member_id);
	if (!row_open(ctx, &row))
		return RC_OK;
	row.open_until = 0;
	row.revealed_at = 0;
	rc = row_save(ctx, member_id, &row);
	return rc == RC_OK ? audit_add(ctx, "member.identity_end", "member", member_id, NULL) : rc;
}

enum rc
identity_close(struct ctx *ctx, int64_t member_id)
{
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = mask(ctx, member_id);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

/* --- the session is renewed (SEC-1): whoever is on the line is still there ---------------------------------------- */

SQL(identity_renew_sql,
    "UPDATE member_identity SET session_hash = ? WHERE account_id = ? AND session_hash = ?",
    .samples = "SELECT session_hash, account_id, session_hash FROM member_identity GROUP BY account_id, "
	       "session_hash UNION ALL SELECT '', 0, ''");

static enum rc
sessions_renewed(struct ctx *ctx, const void *items, size_t count)
{
	const struct session_renewal *renewal = items;
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < count; i++)
		rc = db_exec(ctx, &identity_renew_sql,
		    ARGS(arg_bytes(renewal[i].after, SESSION_HASH), arg_int(renewal[i].account_id),
			arg_bytes(renewal[i].before, SESSION_HASH)));
	return rc;
}

const struct listener identity_listeners[] = { { &SESSION_RENEWED, sessions_renewed }, { NULL, NULL } };

enum rc
identity_purge(struct ctx *ctx)
{
	return db_exec(ctx, &identity_purge_sql, ARGS(arg_int(ctx->now)));
}
