/* SPDX-License-Identifier: MIT */
/* What messages and visits keep of a member whose data is erased (RULE SEC-4): the words stay, as all original complaint material
 * does; who left them and where an answer reaches the person goes. */
#include "desk/forget.h"
#include "db/db.h"
#include "members/members.h"

SQL(message_forget_sql,
    "UPDATE message FORCE INDEX (message_member) SET caller = '', reach = '', version = version + 1 WHERE "
    "member_id = ?",
    .samples = "SELECT MAX(member_id) FROM message UNION ALL SELECT 4294967295");
SQL(visit_forget_sql,
    "UPDATE visit FORCE INDEX (visit_member) SET caller = '', version = version + 1 WHERE member_id = ?",
    .samples = "SELECT MAX(member_id) FROM visit UNION ALL SELECT 4294967295");

static enum rc
members_erased(struct ctx *ctx, const void *items, size_t count)
{
	const int64_t *ids = items;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < count && rc == RC_OK; i++) {
		rc = db_exec(ctx, &message_forget_sql, ARGS(arg_int(ids[i])));
		if (rc == RC_OK)
			rc = db_exec(ctx, &visit_forget_sql, ARGS(arg_int(ids[i])));
	}
	return rc;
}

const struct listener desk_listeners[] = { { &MEMBER_WAS_ERASED, members_erased }, { NULL, NULL } };
