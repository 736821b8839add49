/* SPDX-License-Identifier: MIT */
/* Whose complaint it is, as lists show it (RULE MEM-4): kept in the complaint's row, so that the queue is read from one table. What a
 * member is called is a copy here: it follows the member.
 * Not the member's page: members/. */
#include "complaints/actions.h"
#include "db/batch.h"
#include "members/members.h"

SQL(customer_follow_sql, "UPDATE complaint SET customer = ? WHERE member_id = ?",
    .samples =
	"SELECT '', 0 UNION ALL (SELECT customer, member_id FROM complaint WHERE member_id > 0 LIMIT 1)");

const char *
complaint_customer(struct arena *arena, const struct member *member, const char *caller)
{
	const char *phone;

	if (member == NULL || member->name[0] == '\0')
		return caller;
	phone = mask_phone(arena, member->phone);
	return arena_printf(
	    arena, "%s%s%s", mask_name(arena, member->name), phone[0] != '\0' ? " " : "", phone);
}

static enum rc
members_follow(struct ctx *ctx, const int64_t *ids, size_t count)
{
	struct arg *args = arena_array(ctx->arena, 2 * count + 1, sizeof(*args));
	const struct member *member;
	struct rows found;
	enum rc rc = member_some(ctx, ids, count, &found);

	if (rc != RC_OK || found.count == 0)
		return rc;
	member = found.items;
	for (size_t i = 0; i < found.count; i++) {
		args[2 * i] = arg_text(complaint_customer(ctx->arena, &member[i], ""));
		args[2 * i + 1] = arg_int(member[i].id);
	}
	return db_send_many(ctx, &customer_follow_sql, args, 2, found.count);
}

enum rc
complaints_members_renamed(struct ctx *ctx, const void *items, size_t count)
{
	const int64_t *ids = items;
	size_t part;
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < count; i += part) {
		part = count - i < BATCH_MOST ? count - i : BATCH_MOST;
		rc = members_follow(ctx, ids + i, part);
	}
	return rc;
}
