/* SPDX-License-Identifier: MIT */
/* Hand-offs that are due (RULE CMP-3): the department is reminded before the deadline; after it the department, who follows the
 * complaint, and the supervisors. Each once, also when processes end in between. */
#include "complaints/actions.h"
#include "notices/notices.h"
#include "policy/role.h"

#include <inttypes.h>

SQL(remind_due_sql,
    "SELECT id FROM complaint_handoff FORCE INDEX (complaint_handoff_remind) WHERE remind_at > 0 "
    "AND remind_at <= ? ORDER BY remind_at LIMIT 1",
    .samples = "SELECT 4102444800 UNION ALL SELECT 0");
SQL(remind_save_sql, "UPDATE complaint_handoff SET remind_at = ? WHERE complaint_id = ? AND handoff_no = ?",
    .samples = "SELECT 0, MAX(complaint_id), 1 FROM complaint_handoff UNION ALL SELECT 0, 0, 0");

static enum rc
remind_one(struct ctx *ctx, const struct complaint *complaint, const struct complaint_handoff *handoff,
    const char *topic, int64_t account_id, int64_t role)
{
	int64_t id = complaint->id * 100 + handoff->handoff_no;

	return notice_add(
	    ctx, &(struct notice){ .topic = arena_printf(ctx->arena, "complaints.%s", topic),
		     .subject = arena_printf(ctx->arena, "complaint:%" PRId64, complaint->id),
		     .occasion = arena_printf(ctx->arena, "%" PRId64, handoff->handoff_no),
		     .channel = NOTICE_PORTAL,
		     .account_id = account_id,
		     .role = (uint32_t)role,
		     .text_key = arena_printf(ctx->arena, "complaints.notice.%s", topic),
		     .text_arg = { complaint->complaint_no,
			 arena_printf(ctx->arena, "@%s", complaint_problem_key(handoff->cause)),
			 time_text(ctx->arena, handoff->due_at),
			 arena_printf(ctx->arena, "@%s", department_key(handoff->department)) },
		     .path = role != 0 && role != ROLE_SUPERVISOR
				 ? arena_printf(ctx->arena, "/complaints/handoffs/%" PRId64, id)
				 : arena_printf(ctx->arena, "/complaints/%" PRId64, complaint->id) });
}

static enum rc
remind_all(struct ctx *ctx, const struct complaint *complaint, const struct complaint_handoff *handoff)
{
	bool late = ctx->now > handoff->due_at;
	int64_t department = department_role(handoff->department);
	enum rc rc = remind_one(ctx, complaint, handoff, late ? "late" : "remind", 0, department);

	if (rc == RC_OK && late && complaint->owner_id != 0)
		rc = remind_one(ctx, complaint, handoff, "late", complaint->owner_id, 0);
	if (rc == RC_OK && late && department != ROLE_SUPERVISOR)
		rc = remind_one(ctx, complaint, handoff, "late", 0, ROLE_SUPERVISOR);
	return rc;
}

/* What was due when it was found may have been answered meanwhile. */
static enum rc
remind_locked(struct ctx *ctx, int64_t handoff_id)
{
	struct complaint_work work;
	int64_t handoff_no = handoff_id % 100;
	enum rc rc = work_load(ctx, handoff_id / 100, true, &work);

	for (size_t i = 0; i < work.handoff_count && rc == RC_OK; i++) {
		const struct complaint_handoff *handoff = &work.handoffs[i];

		if (handoff->handoff_no != handoff_no || handoff->remind_at == 0 ||
		    handoff->remind_at > ctx->now)
			continue;
		if (handoff->state == HANDOFF_ASKED)
			rc = remind_all(ctx, &work.before, handoff);
		if (rc == RC_OK)
			rc = db_exec(ctx, &remind_save_sql,
			    ARGS(arg_int(handoff_remind_next(handoff->due_at, ctx->now)),
				arg_int(work.before.id), arg_int(handoff_no)));
	}
	return rc;
}

enum rc
handoffs_remind(struct ctx *ctx)
{
	int64_t id;
	enum rc rc = db_int(ctx, &remind_due_sql, &id, ARGS(arg_int(ctx->now)));

	while (rc == RC_OK) {
		do {
			rc = tx_begin(ctx);
			if (rc == RC_OK)
				rc = remind_locked(ctx, id);
			rc = tx_end(ctx, rc);
		} while (tx_again(ctx, rc));
		if (rc == RC_OK)
			rc = db_int(ctx, &remind_due_sql, &id, ARGS(arg_int(ctx->now)));
	}
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}
