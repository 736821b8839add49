/* SPDX-License-Identifier: MIT */
/* The forms of a complaint's page: what is typed, and the action it leads to. Each has names of its own, since all stand on one page.
 * Not the rules and not the rows: actions.c. */
#include "accounts/accounts.h"
#include "base/clock.h"
#include "complaints/pages_file.h"

#include <inttypes.h>
#include <string.h>

#define TEXT_FIELD(type, member, key)                                                                        \
	{                                                                                                    \
		.field = FIELD(type, TEXT, member), .label = (key), .required = true, .max = 5000,           \
		.multiline = true                                                                            \
	}

/* The action's answer: on, or the form again with the reason at its field; `own` begins the names of this form's own fields. */
static enum rc
act_answer(struct req *req, enum rc rc, const char *done, const char *own)
{
	const char *field;

	if (rc == RC_INVALID && req->ctx.reason.key != NULL && req->form != NULL &&
	    req->form->error_count == 0) {
		field = complaint_field(req->ctx.reason.key);
		if (strcmp(field, "text") == 0 || strcmp(field, "channel") == 0 ||
		    strcmp(field, "urgency") == 0)
			field = arena_printf(req->ctx.arena, "%s_%s", own, field);
		return form_error(req, field, req->ctx.reason.key, NULL);
	}
	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, done, NULL);
	return redirect(req, "/complaints/%" PRId64, req->id);
}

/* --- owner ------------------------------------------------------------------------------------------------------ */

/* POST /complaints/#/take */
enum rc
complaints_take(struct req *req)
{
	enum rc rc = form_read(req, NULL, 0, NULL);

	if (rc == RC_OK)
		rc = complaint_take(&req->ctx, req->id, version_given(req));
	return act_answer(req, rc, "complaints.done.take", "");
}

struct transfer_form {
	const char *owner, *transfer_note;
};
static const struct form_field transfer_fields[] = {
	{ .field = FIELD(transfer_form, TEXT, owner),
	    .label = "complaints.field.staff_no",
	    .required = true,
	    .max = 120 },
	{ .field = FIELD(transfer_form, TEXT, transfer_note),
	    .label = "complaints.field.note",
	    .max = 5000,
	    .multiline = true },
};

/* POST /complaints/#/transfer */
enum rc
complaints_transfer(struct req *req)
{
	struct transfer_form form;
	enum rc rc = form_parse(req, transfer_fields, &form);

	if (rc == RC_OK)
		rc = complaint_transfer(
		    &req->ctx, req->id, version_given(req), form.owner, form.transfer_note);
	return act_answer(req, rc, "complaints.done.transfer", "transfer");
}

/* --- words ------------------------------------------------------------------------------------------------------ */

struct note_form {
	const char *note_text;
	int64_t note_file;
};
static const struct form_field note_fields[] = {
	TEXT_FIELD(note_form, note_text, "complaints.field.note"),
	{ .field = FIELD(note_form, ID, note_file), .label = "complaints.field.file", .upload = true },
};

/* POST /complaints/#/note */
enum rc
complaints_note(struct req *req)
{
	struct note_form form;
	enum rc rc = form_parse(req, note_fields, &form), filed;

	filed = evidence_take(req, "note_file", &form.note_file);
	if (rc == RC_OK)
		rc = filed;
	if (rc == RC_OK)
		rc = complaint_note(&req->ctx, req->id, version_given(req), form.note_text, form.note_file);
	return act_answer(req, rc, "complaints.done.note", "note");
}

struct heard_form {
	int64_t heard_channel;
	const char *heard_text;
};
static const struct form_field heard_fields[] = {
	{ .field = FIELD(heard_form, INT, heard_channel),
	    .label = "complaints.field.channel",
	    .required = true,
	    .min = CONTACT_PHONE,
	    .max = CONTACT_SMS },
	TEXT_FIELD(heard_form, heard_text, "complaints.field.heard"),
};

/* POST /complaints/#/heard */
enum rc
complaints_heard(struct req *req)
{
	struct heard_form form;
	enum rc rc = form_parse(req, heard_fields, &form);

	if (rc == RC_OK)
		rc = complaint_heard(
		    &req->ctx, req->id, version_given(req), form.heard_channel, form.heard_text);
	return act_answer(req, rc, "complaints.done.heard", "heard");
}

struct tell_form {
	int64_t tell_channel;
	const char *tell_text;
};
static const struct form_field tell_fields[] = {
	{ .field = FIELD(tell_form, INT, tell_channel),
	    .label = "complaints.field.channel",
	    .required = true,
	    .min = CONTACT_PHONE,
	    .max = CONTACT_SMS },
	TEXT_FIELD(tell_form, tell_text, "complaints.field.tell"),
};

/* POST /complaints/#/tell */
enum rc
complaints_tell(struct req *req)
{
	struct tell_form form;
	enum rc rc = form_parse(req, tell_fields, &form);

	if (rc == RC_OK)
		rc =
		    complaint_tell(&req->ctx, req->id, version_given(req), form.tell_channel, form.tell_text);
	return act_answer(req, rc, "complaints.done.tell", "tell");
}

/* --- steps (RULE CMP-5) ----------------------------------------------------------------------------------------- */

struct step_form {
	int64_t step;
	const char *step_text;
};
static const struct form_field step_fields[] = {
	{ .field = FIELD(step_form, INT, step),
	    .label = "complaints.field.step",
	    .required = true,
	    .min = STEP_EMPATHY,
	    .max = STEP_APOLOGY },
	TEXT_FIELD(step_form, step_text, "complaints.field.said"),
};

/* POST /complaints/#/step */
enum rc
complaints_step(struct req *req)
{
	struct step_form form;
	enum rc rc = form_parse(req, step_fields, &form);

	if (rc == RC_OK)
		rc = complaint_step(
		    &req->ctx, req->id, version_given(req), (enum complaint_step)form.step, form.step_text);
	return act_answer(req, rc, "complaints.done.step", "step");
}

struct solve_form {
	const char *solution, *result;
};
static const struct form_field solve_fields[] = {
	TEXT_FIELD(solve_form, solution, "complaints.field.solution"),
	{ .field = FIELD(solve_form, TEXT, result),
	    .label = "complaints.field.result",
	    .max = 5000,
	    .multiline = true },
};

/* POST /complaints/#/solve */
enum rc
complaints_solve(struct req *req)
{
	struct solve_form form;
	enum rc rc = form_parse(req, solve_fields, &form);

	if (rc == RC_OK)
		rc = complaint_solve(&req->ctx, req->id, version_given(req), form.solution, form.result);
	return act_answer(req, rc, "complaints.done.solve", "solve");
}

struct compensate_form {
	int64_t amount_fen;
	const char *compensate_reason;
};
static const struct form_field compensate_fields[] = {
	{ .field = FIELD(compensate_form, MONEY, amount_fen),
	    .label = "complaints.field.amount",
	    .required = true,
	    .min = 1,
	    .max = 10000000 },
	TEXT_FIELD(compensate_form, compensate_reason, "complaints.field.reason"),
};

/* POST /complaints/#/compensate: above the limit it waits, which the page then says (RULE ORG-3) */
enum rc
complaints_compensate(struct req *req)
{
	struct compensate_form form;
	struct complaint complaint = { .state = 0 };
	enum rc rc = form_parse(req, compensate_fields, &form);

	if (rc == RC_OK)
		rc = complaint_compensate(
		    &req->ctx, req->id, version_given(req), form.amount_fen, form.compensate_reason);
	if (rc == RC_OK)
		rc = complaint_get(&req->ctx, req->id, &complaint);
	return act_answer(req, rc,
	    rc == RC_OK && complaint.state == COMPLAINT_APPROVAL ? "complaints.done.passed_on"
								 : "complaints.done.compensate",
	    "compensate");
}

struct decide_form {
	int64_t approve;
	const char *decide_reason;
};
static const struct form_field decide_fields[] = {
	{ .field = FIELD(decide_form, INT, approve),
	    .label = "complaints.do.decide",
	    .required = true,
	    .min = 0,
	    .max = 1 },
	{ .field = FIELD(decide_form, TEXT, decide_reason), .label = "complaints.field.reason", .max = 500 },
};

/* POST /complaints/#/decide */
enum rc
complaints_decide(struct req *req)
{
	struct decide_form form;
	enum rc rc = form_parse(req, decide_fields, &form);

	if (rc == RC_OK && form.approve == 0 && form.decide_reason[0] == '\0')
		rc = form_error(
		    req, "decide_reason", "form.error.required", lang(req, "complaints.field.reason"), NULL);
	if (rc == RC_OK)
		rc = complaint_decide(
		    &req->ctx, req->id, version_given(req), form.approve != 0, form.decide_reason);
	return act_answer(req, rc, "complaints.done.decide", "decide");
}

/* --- hand-offs (RULE CMP-3) ------------------------------------------------------------------------------------- */

struct hand_off_form {
	int64_t to; /* a problem that CMP-3 names, or below a hundred a department */
	bool tried;
	const char *question;
};
static const struct form_field hand_off_fields[] = {
	{ .field = FIELD(hand_off_form, INT, to),
	    .label = "complaints.field.to",
	    .required = true,
	    .min = DEPARTMENT_SERVICE,
	    .max = PROBLEM_SUGGESTION_OTHER },
	{ .field = FIELD(hand_off_form, BOOL, tried), .label = "complaints.field.tried" },
	TEXT_FIELD(hand_off_form, question, "complaints.field.question"),
};

/* A department by choice is asked about the complaint's own problem, where CMP-3 does not name that one. */
static enum rc
cause_of(struct req *req, int64_t to, int64_t *cause, int64_t *department)
{
	struct complaint complaint;
	enum rc rc;

	*cause = to;
	*department = 0;
	if (to >= PROBLEM_FAULTY)
		return RC_OK;
	rc = complaint_get(&req->ctx, req->id, &complaint);
	*department = to;
	*cause = complaint.problem;
	if (rc == RC_OK && problem_rule(complaint.problem) != NULL &&
	    problem_rule(complaint.problem)->term != TERM_NONE)
		*cause = complaint.type * 100 + 99;
	return rc;
}

/* POST /complaints/#/hand-off */
enum rc
complaints_hand_off(struct req *req)
{
	struct hand_off_form form;
	int64_t cause = 0, department = 0;
	enum rc rc = form_parse(req, hand_off_fields, &form);

	if (rc == RC_OK)
		rc = cause_of(req, form.to, &cause, &department);
	if (rc == RC_OK)
		rc = complaint_hand_off(
		    &req->ctx, req->id, version_given(req), cause, department, form.tried, form.question);
	return act_answer(req, rc, "complaints.done.hand_off", "hand_off");
}

struct told_form {
	int64_t told_handoff, told_channel;
	const char *told_text;
};
static const struct form_field told_fields[] = {
	{ .field = FIELD(told_form, INT, told_handoff),
	    .label = "complaints.field.handoff",
	    .required = true,
	    .min = 1,
	    .max = HANDOFFS_MOST },
	{ .field = FIELD(told_form, INT, told_channel),
	    .label = "complaints.field.channel",
	    .required = true,
	    .min = CONTACT_PHONE,
	    .max = CONTACT_SMS },
	TEXT_FIELD(told_form, told_text, "complaints.field.tell"),
};

/* POST /complaints/#/told */
enum rc
complaints_told(struct req *req)
{
	struct told_form form;
	enum rc rc = form_parse(req, told_fields, &form);

	if (rc == RC_OK)
		rc = complaint_told(&req->ctx, req->id, version_given(req), form.told_handoff,
		    form.told_channel, form.told_text);
	return act_answer(req, rc, "complaints.done.told", "told");
}

struct withdraw_form {
	int64_t withdraw_handoff;
	const char *withdraw_reason;
};
static const struct form_field withdraw_fields[] = {
	{ .field = FIELD(withdraw_form, INT, withdraw_handoff),
	    .label = "complaints.field.handoff",
	    .required = true,
	    .min = 1,
	    .max = HANDOFFS_MOST },
	TEXT_FIELD(withdraw_form, withdraw_reason, "complaints.field.reason"),
};

/* POST /complaints/#/withdraw */
enum rc
complaints_withdraw(struct req *req)
{
	struct withdraw_form form;
	enum rc rc = form_parse(req, withdraw_fields, &form);

	if (rc == RC_OK)
		rc = complaint_withdraw(
		    &req->ctx, req->id, version_given(req), form.withdraw_handoff, form.withdraw_reason);
	return act_answer(req, rc, "complaints.done.withdraw", "withdraw");
}

/* POST /complaints/#/facts */
enum rc
complaints_facts(struct req *req)
{
	enum rc rc = form_read(req, NULL, 0, NULL);

	if (rc == RC_OK)
		rc = complaint_facts(&req->ctx, req->id, version_given(req));
	return act_answer(req, rc, "complaints.done.facts", "");
}

/* --- what kind it is -------------------------------------------------------------------------------------------- */

struct classify_form {
	int64_t problem, department, class_urgency;
	bool class_complex;
	const char *class_reason;
};
static const struct form_field classify_fields[] = {
	{ .field = FIELD(classify_form, INT, problem),
	    .label = "complaints.field.problem",
	    .required = true,
	    .min = PROBLEM_FAULTY,
	    .max = PROBLEM_SUGGESTION_OTHER },
	{ .field = FIELD(classify_form, INT, department),
	    .label = "complaints.field.department",
	    .required = true,
	    .min = DEPARTMENT_SERVICE,
	    .max = DEPARTMENT_WEB_OPERATIONS },
	{ .field = FIELD(classify_form, INT, class_urgency),
	    .label = "complaints.field.urgency",
	    .required = true,
	    .min = URGENCY_URGENT,
	    .max = URGENCY_LOW },
	{ .field = FIELD(classify_form, BOOL, class_complex), .label = "complaints.field.complex" },
	TEXT_FIELD(classify_form, class_reason, "complaints.field.reason"),
};

/* POST /complaints/#/classify. The person complained about stays: that is no matter of the kind. */
enum rc
complaints_classify(struct req *req)
{
	struct classify_form form;
	struct complaint complaint = { .about_id = 0 };
	enum rc rc = form_parse(req, classify_fields, &form);

	if (rc == RC_OK)
		rc = complaint_get(&req->ctx, req->id, &complaint);
	if (rc == RC_OK)
		rc = complaint_classify(&req->ctx, req->id, version_given(req),
		    &(struct complaint_class){ form.problem, form.department, complaint.about_id,
			form.class_urgency, form.class_complex },
		    form.class_reason);
	return act_answer(req, rc, "complaints.done.classify", "class");
}

/* --- its end (RULE CMP-6) --------------------------------------------------------------------------------------- */

/* POST /complaints/#/close */
enum rc
complaints_close(struct req *req)
{
	enum rc rc = form_read(req, NULL, 0, NULL);

	if (rc == RC_OK)
		rc = complaint_close(&req->ctx, req->id, version_given(req));
	return act_answer(req, rc, "complaints.done.close", "");
}

struct call_back_form {
	int64_t score;
	const char *call_text;
};
static const struct form_field call_back_fields[] = {
	{ .field = FIELD(call_back_form, INT, score),
	    .label = "complaints.field.score",
	    .required = true,
	    .min = 1,
	    .max = 5 },
	{ .field = FIELD(call_back_form, TEXT, call_text),
	    .label = "complaints.field.heard",
	    .max = 5000,
	    .multiline = true },
};

/* POST /complaints/#/call-back */
enum rc
complaints_call_back(struct req *req)
{
	struct call_back_form form;
	struct complaint complaint = { .state = 0 };
	enum rc rc = form_parse(req, call_back_fields, &form);

	if (rc == RC_OK)
		rc = complaint_call_back(&req->ctx, req->id, version_given(req), form.score, form.call_text);
	if (rc == RC_OK)
		rc = complaint_get(&req->ctx, req->id, &complaint);
	return act_answer(req, rc,
	    rc == RC_OK && complaint.state != COMPLAINT_CLOSED ? "complaints.done.reopen"
							       : "complaints.done.call_back",
	    "call");
}

struct reopen_form {
	const char *reopen_reason;
};
static const struct form_field reopen_fields[] = {
	TEXT_FIELD(reopen_form, reopen_reason, "complaints.field.reason"),
};

/* POST /complaints/#/reopen */
enum rc
complaints_reopen(struct req *req)
{
	struct reopen_form form;
	enum rc rc = form_parse(req, reopen_fields, &form);

	if (rc == RC_OK)
		rc = complaint_reopen(&req->ctx, req->id, version_given(req), form.reopen_reason);
	return act_answer(req, rc, "complaints.done.reopen", "reopen");
}

/* --- the forms as they begin ------------------------------------------------------------------------------------ */

static void
option_add(struct req *req, const char *list, int64_t value, const char *label)
{
	struct node *option = node_row(node_child(view_root(req), list));

	node_int(option, "value", value);
	node_static(option, "label", label);
}

/* "Finance · payment check · 2 h", then departments by choice. */
static void
targets_show(struct req *req, const struct complaint_work *work)
{
	for (size_t i = 0; i < PROBLEMS; i++) {
		const struct problem_rule *rule = &complaint_problems[i];

		if (rule->term != TERM_NONE)
			option_add(req, "Targets", rule->problem,
			    lang_text(req, "complaints.target", lang(req, department_key(rule->department)),
				lang(req, rule->key),
				number_text(req, work->terms->of[rule->term].amount / HOUR), NULL));
	}
	for (int64_t department = 1; department < DEPARTMENT_GM; department++)
		option_add(req, "Targets", department,
		    lang_text(req, "complaints.target", lang(req, department_key(department)),
			lang(req, "complaints.target_other"),
			number_text(req, work->terms->of[TERM_OTHER].amount / HOUR), NULL));
}

static void
agents_show(struct req *req, int64_t owner_id)
{
	struct rows holders;
	const struct account *account;
	struct node *list = node_child(view_root(req), "Agents"), *row;

	if (account_holders(&req->ctx, RIGHT_COMPLAINT_WORK.roles, &holders) != RC_OK)
		return;
	account = holders.items;
	for (size_t i = 0; i < holders.count; i++) {
		if (account[i].id == owner_id)
			continue;
		row = node_row(list);
		node_static(row, "value", account[i].staff_no);
		node_static(row, "label",
		    arena_printf(req->ctx.arena, "%s %s", account[i].staff_no, account[i].name));
	}
}

void
complaint_forms_show(struct req *req, const struct complaint_work *work)
{
	const struct complaint *complaint = &work->before;
	const struct problem_rule *rule = problem_rule(complaint->problem);

	channels_show(req, "Channels", true);
	problems_show(req);
	departments_show(req);
	urgencies_show(req);
	targets_show(req, work);
	agents_show(req, complaint->owner_id);
	for (int64_t step = STEP_EMPATHY; step <= STEP_APOLOGY; step++)
		option_add(req, "StepChoices", step,
		    lang(req, arena_printf(req->ctx.arena, "complaints.step.%" PRId64, step)));
	for (int64_t score = 5; score >= 1; score--)
		option_add(req, "Scores", score,
		    lang(req, arena_printf(req->ctx.arena, "complaints.score.%" PRId64, score)));
	form_fill(req, solve_fields, &((struct solve_form){ work->text.solution, work->text.result }));
	form_fill(req, hand_off_fields,
	    &((struct hand_off_form){
		rule != NULL && rule->term != TERM_NONE ? rule->problem : complaint->department, false,
		"" }));
	form_fill(req, classify_fields,
	    &((struct classify_form){
		complaint->problem, complaint->department, complaint->urgency, complaint->complex, "" }));
	form_fill(req, tell_fields, &((struct tell_form){ CONTACT_PHONE, "" }));
	form_fill(req, heard_fields, &((struct heard_form){ CONTACT_PHONE, "" }));
	form_fill(req, step_fields,
	    &((struct step_form){
		(complaint->steps & STEP_EMPATHY) != 0 ? STEP_APOLOGY : STEP_EMPATHY, "" }));
}
