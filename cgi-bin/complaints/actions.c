/* SPDX-License-Identifier: MIT */
/* Changes of one complaint, each a transaction of its own: lock, decide, save, write down, tell (RULE CMP-3 … CMP-7).
 * Not taking it in: actions_open.c; not what comes of a change elsewhere: effects.c. */
#include "complaints/actions.h"
#include "accounts/accounts.h"
#include "audit/audit.h"
#include "files/files.h"
#include "policy/policy.h"

#include <string.h>

/* --- the one way any of these changes happens (architecture §3) ------------------------------------------------- */

/* What sets one act apart. */
struct act {
	const char *did; /* as the audit log names it */
	enum rc (*plan)(struct complaint_work *work, const void *input);
	enum rc (*extra)(struct ctx *ctx, const struct complaint_work *work, const void *input);
	const char *reason; /* the person's own words; NULL */
	int64_t handoff_no; /* the version is this hand-off's; 0: the complaint's */
};

static bool
version_is(const struct complaint_work *work, int64_t handoff_no, int64_t version)
{
	if (handoff_no == 0)
		return work->before.version == version;
	for (size_t i = 0; i < work->handoff_count; i++)
		if (work->handoffs[i].handoff_no == handoff_no)
			return work->handoffs[i].version == version;
	return true; /* there is none: the plan says so */
}

static enum rc
act_plan(struct ctx *ctx, const struct act *act, int64_t id, int64_t version, const void *input,
    struct complaint_work *work, struct complaint_terms *terms, bool lock)
{
	enum rc rc = work_load(ctx, id, lock, work);

	if (rc == RC_OK && !version_is(work, act->handoff_no, version))
		rc = audit_conflict(ctx, "complaint", id);
	if (rc == RC_OK)
		rc = work_begin(ctx, work, terms);
	return rc == RC_OK ? work_told(ctx, work, act->plan(work, input)) : rc;
}

static enum rc
complaint_run(struct ctx *ctx, const struct act *act, int64_t id, int64_t version, const void *input)
{
	struct complaint_terms terms;
	struct complaint_work work;
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = act_plan(ctx, act, id, version, input, &work, &terms, true);
		if (rc == RC_OK)
			rc = work_finish(ctx, &work, act->did, act->reason);
		if (rc == RC_OK && act->extra != NULL)
			rc = act->extra(ctx, &work, input);
		if (rc == RC_OK)
			tx_result(ctx, "complaint", id);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

static enum rc
complaint_check(struct ctx *ctx, enum complaint_act act, int64_t id, int64_t version)
{
	struct complaint_terms terms;
	struct complaint_work work;
	enum rc rc = work_load(ctx, id, false, &work);

	if (rc == RC_OK && work.before.version != version)
		rc = audit_conflict(ctx, "complaint", id);
	if (rc == RC_OK)
		rc = work_begin(ctx, &work, &terms);
	return rc == RC_OK ? work_told(ctx, &work, complaint_may(&work, act, 0)) : rc;
}

/* --- owner and words -------------------------------------------------------------------------------------------- */

static enum rc
take(struct complaint_work *work, const void *input)
{
	(void)input;
	return complaint_plan_take(work);
}

enum rc
complaint_take(struct ctx *ctx, int64_t id, int64_t version)
{
	return complaint_run(ctx, &(struct act){ .did = "complaint.take", .plan = take }, id, version, NULL);
}

enum rc
complaint_take_check(struct ctx *ctx, int64_t id, int64_t version)
{
	return complaint_check(ctx, ACT_TAKE, id, version);
}

struct transfer {
	int64_t owner_id;
	const char *staff, *note;
};

static enum rc
transfer(struct complaint_work *work, const void *input)
{
	const struct transfer *to = input;

	return complaint_plan_transfer(work, to->owner_id, to->staff, to->note);
}

enum rc
complaint_agent(struct ctx *ctx, const char *staff_no, struct actor *agent)
{
	struct rows holders;
	const struct account *account;
	size_t length = strcspn(staff_no, " ");
	enum rc rc = account_holders(ctx, RIGHT_COMPLAINT_WORK.roles, &holders);

	account = holders.items;
	for (size_t i = 0; rc == RC_OK && i < holders.count; i++) {
		const struct actor holder = { .account_id = account[i].id,
			.staff_no = account[i].staff_no,
			.name = account[i].name,
			.roles = (uint32_t)account[i].roles,
			.denied = account[i].denied };

		if (strlen(account[i].staff_no) != length ||
		    strncmp(account[i].staff_no, staff_no, length) != 0 ||
		    !actor_may(&holder, &RIGHT_COMPLAINT_WORK))
			continue;
		*agent = holder;
		return RC_OK;
	}
	return rc == RC_OK ? ctx_fail(ctx, RC_INVALID, "complaints.invalid.owner", NULL) : rc;
}

enum rc
complaint_transfer(struct ctx *ctx, int64_t id, int64_t version, const char *staff_no, const char *note)
{
	struct transfer to = { .note = note };
	struct actor agent = { .account_id = 0 };
	enum rc rc = complaint_agent(ctx, staff_no, &agent);

	if (rc != RC_OK)
		return rc;
	to.owner_id = agent.account_id;
	to.staff = actor_label(ctx->arena, &agent);
	return complaint_run(ctx,
	    &(struct act){
		.did = "complaint.transfer", .plan = transfer, .reason = note[0] != '\0' ? note : NULL },
	    id, version, &to);
}

enum rc
complaint_transfer_check(struct ctx *ctx, int64_t id, int64_t version)
{
	return complaint_check(ctx, ACT_TRANSFER, id, version);
}

/* Words and a channel, a step, a score; whichever an act asks for. */
struct words {
	int64_t number, handoff_no;
	const char *text, *second;
};

static enum rc
note(struct complaint_work *work, const void *input)
{
	return complaint_plan_note(work, ((const struct words *)input)->text);
}

static enum rc
note_file(struct ctx *ctx, const struct complaint_work *work, const void *input)
{
	int64_t file_id = ((const struct words *)input)->number;

	return file_id != 0 ? files_attach(ctx, file_id, "complaint", work->after.id) : RC_OK;
}

enum rc
complaint_note(struct ctx *ctx, int64_t id, int64_t version, const char *text, int64_t file_id)
{
	return complaint_run(ctx, &(struct act){ .did = "complaint.note", .plan = note, .extra = note_file },
	    id, version, &(struct words){ .number = file_id, .text = text });
}

static enum rc
heard(struct complaint_work *work, const void *input)
{
	const struct words *words = input;

	return complaint_plan_heard(work, words->number, words->text);
}

enum rc
complaint_heard(struct ctx *ctx, int64_t id, int64_t version, int64_t channel, const char *text)
{
	return complaint_run(ctx, &(struct act){ .did = "complaint.heard", .plan = heard }, id, version,
	    &(struct words){ .number = channel, .text = text });
}

static enum rc
tell(struct complaint_work *work, const void *input)
{
	const struct words *words = input;

	return complaint_plan_tell(work, words->number, words->text);
}

enum rc
complaint_tell(struct ctx *ctx, int64_t id, int64_t version, int64_t channel, const char *text)
{
	return complaint_run(ctx, &(struct act){ .did = "complaint.tell", .plan = tell }, id, version,
	    &(struct words){ .number = channel, .text = text });
}

/* --- steps (RULE CMP-5) ----------------------------------------------------------------------------------------- */

static enum rc
step(struct complaint_work *work, const void *input)
{
	const struct words *words = input;

	return complaint_plan_step(work, words->number, words->text);
}

enum rc
complaint_step(struct ctx *ctx, int64_t id, int64_t version, enum complaint_step which, const char *text)
{
	return complaint_run(ctx, &(struct act){ .did = "complaint.step", .plan = step }, id, version,
	    &(struct words){ .number = which, .text = text });
}

static enum rc
solve(struct complaint_work *work, const void *input)
{
	const struct words *words = input;

	return complaint_plan_solve(work, words->text, words->second);
}

enum rc
complaint_solve(struct ctx *ctx, int64_t id, int64_t version, const char *solution, const char *result)
{
	return complaint_run(ctx, &(struct act){ .did = "complaint.solve", .plan = solve }, id, version,
	    &(struct words){ .text = solution, .second = result });
}

static enum rc
compensate(struct complaint_work *work, const void *input)
{
	const struct words *words = input;

	return complaint_plan_compensate(work, words->number, words->text);
}

enum rc
complaint_compensate(struct ctx *ctx, int64_t id, int64_t version, int64_t amount_fen, const char *reason)
{
	return complaint_run(ctx,
	    &(struct act){ .did = "complaint.compensate", .plan = compensate, .reason = reason }, id, version,
	    &(struct words){ .number = amount_fen, .text = reason });
}

static enum rc
decide(struct complaint_work *work, const void *input)
{
	const struct words *words = input;

	return complaint_plan_decide(work, words->number != 0, words->text);
}

enum rc
complaint_decide(struct ctx *ctx, int64_t id, int64_t version, bool approve, const char *reason)
{
	return complaint_run(ctx,
	    &(struct act){ .did = approve ? "complaint.approve" : "complaint.reject",
		.plan = decide,
		.reason = reason[0] != '\0' ? reason : NULL },
	    id, version, &(struct words){ .number = approve, .text = reason });
}

/* --- hand-offs (RULE CMP-3) ------------------------------------------------------------------------------------- */

static enum rc
hand_off(struct complaint_work *work, const void *input)
{
	return complaint_plan_hand_off(work, input);
}

enum rc
complaint_hand_off(struct ctx *ctx, int64_t id, int64_t version, int64_t cause, int64_t department,
    bool tried, const char *question)
{
	struct handoff_ask ask = {
		.cause = cause, .department = department, .tried = tried, .question = question
	};
	struct figure before;
	enum rc rc = policy_get(ctx, "complaints.handoff_remind", ctx->now, &before);

	ask.remind_before = before.value;
	return rc == RC_OK
		   ? complaint_run(ctx, &(struct act){ .did = "complaint.hand_off", .plan = hand_off }, id,
			 version, &ask)
		   : rc;
}

static enum rc
reply(struct complaint_work *work, const void *input)
{
	const struct words *words = input;

	return complaint_plan_reply(work, words->handoff_no, words->text);
}

enum rc
complaint_reply(struct ctx *ctx, int64_t id, int64_t handoff_no, int64_t version, const char *text)
{
	return complaint_run(ctx,
	    &(struct act){ .did = "complaint.reply", .plan = reply, .handoff_no = handoff_no }, id, version,
	    &(struct words){ .handoff_no = handoff_no, .text = text });
}

static enum rc
told(struct complaint_work *work, const void *input)
{
	const struct words *words = input;

	return complaint_plan_told(work, words->handoff_no, words->number, words->text);
}

enum rc
complaint_told(
    struct ctx *ctx, int64_t id, int64_t version, int64_t handoff_no, int64_t channel, const char *text)
{
	return complaint_run(ctx, &(struct act){ .did = "complaint.told", .plan = told }, id, version,
	    &(struct words){ .number = channel, .handoff_no = handoff_no, .text = text });
}

static enum rc
withdraw(struct complaint_work *work, const void *input)
{
	const struct words *words = input;

	return complaint_plan_withdraw(work, words->handoff_no, words->text);
}

enum rc
complaint_withdraw(struct ctx *ctx, int64_t id, int64_t version, int64_t handoff_no, const char *reason)
{
	return complaint_run(ctx,
	    &(struct act){ .did = "complaint.withdraw", .plan = withdraw, .reason = reason }, id, version,
	    &(struct words){ .handoff_no = handoff_no, .text = reason });
}

static enum rc
facts(struct complaint_work *work, const void *input)
{
	(void)input;
	return complaint_plan_facts(work);
}

enum rc
complaint_facts(struct ctx *ctx, int64_t id, int64_t version)
{
	return complaint_run(
	    ctx, &(struct act){ .did = "complaint.facts", .plan = facts }, id, version, NULL);
}

/* --- what kind it is, and its end (RULE CMP-6) ------------------------------------------------------------------ */

struct classing {
	const struct complaint_class *wanted;
	const char *reason;
};

static enum rc
classify(struct complaint_work *work, const void *input)
{
	const struct classing *classing = input;

	return complaint_plan_classify(work, classing->wanted, classing->reason);
}

enum rc
complaint_classify(
    struct ctx *ctx, int64_t id, int64_t version, const struct complaint_class *wanted, const char *reason)
{
	return complaint_run(ctx,
	    &(struct act){ .did = "complaint.classify", .plan = classify, .reason = reason }, id, version,
	    &(struct classing){ wanted, reason });
}

static enum rc
close_it(struct complaint_work *work, const void *input)
{
	(void)input;
	return complaint_plan_close(work);
}

enum rc
complaint_close(struct ctx *ctx, int64_t id, int64_t version)
{
	return complaint_run(
	    ctx, &(struct act){ .did = "complaint.close", .plan = close_it }, id, version, NULL);
}

enum rc
complaint_close_check(struct ctx *ctx, int64_t id, int64_t version)
{
	return complaint_check(ctx, ACT_CLOSE, id, version);
}

static enum rc
call_back(struct complaint_work *work, const void *input)
{
	const struct words *words = input;

	return complaint_plan_call_back(work, words->number, words->text);
}

enum rc
complaint_call_back(struct ctx *ctx, int64_t id, int64_t version, int64_t score, const char *text)
{
	return complaint_run(ctx, &(struct act){ .did = "complaint.call_back", .plan = call_back }, id,
	    version, &(struct words){ .number = score, .text = text });
}

static enum rc
reopen(struct complaint_work *work, const void *input)
{
	return complaint_plan_reopen(work, ((const struct words *)input)->text);
}

enum rc
complaint_reopen(struct ctx *ctx, int64_t id, int64_t version, const char *reason)
{
	return complaint_run(ctx,
	    &(struct act){ .did = "complaint.reopen", .plan = reopen, .reason = reason }, id, version,
	    &(struct words){ .text = reason });
}
