/* SPDX-License-Identifier: MIT */
/* Decisions about complaints: the terms, the problems, all transitions, and why something may not be done now.
 * Not what an act changes: rules_plan.c. */
#include "complaints/rules.h"
#include "base/utf8.h"

#include <inttypes.h>
#include <string.h>

/* --- terms ------------------------------------------------------------------------------------------------------ */

static const struct term_rule terms[TERMS] = {
	[TERM_NONE] = { "", CLOCK_ELAPSED, "" },
	[TERM_FORM] = { "complaints.form", CLOCK_SERVICE, "CMP-4" },
	[TERM_ANSWER] = { "complaints.answer", CLOCK_ELAPSED, "CMP-4" },
	[TERM_SOLUTION] = { "complaints.solution", CLOCK_WORKDAYS, "CMP-4" },
	[TERM_PROGRESS] = { "complaints.progress", CLOCK_ELAPSED, "CMP-4" },
	[TERM_CALLBACK] = { "complaints.callback", CLOCK_ELAPSED, "CMP-6" },
	[TERM_DELIVERY] = { "complaints.delivery", CLOCK_SERVICE, "CMP-7" },
	[TERM_REFUND] = { "complaints.refund", CLOCK_ELAPSED, "CMP-7" },
	[TERM_FINANCE] = { "complaints.handoff_finance", CLOCK_SERVICE, "CMP-3" },
	[TERM_OPERATIONS] = { "complaints.handoff_operations", CLOCK_SERVICE, "CMP-3" },
	[TERM_GOODS] = { "complaints.handoff_goods", CLOCK_SERVICE, "CMP-3" },
	[TERM_TECHNOLOGY] = { "complaints.handoff_technology", CLOCK_ELAPSED, "CMP-3" },
	[TERM_OTHER] = { "complaints.handoff_other", CLOCK_SERVICE, "CMP-3" },
	[TERM_PROMISE] = { "aftersales.promise", CLOCK_ELAPSED, "AFT-9" },
};

const struct term_rule *
term_rule(enum complaint_term term)
{
	return &terms[(int)term >= 0 && term < TERMS ? term : TERM_NONE];
}

/* --- problems --------------------------------------------------------------------------------------------------- */

#define P(number) "complaints.problem." #number
/* clang-format off */
const struct problem_rule complaint_problems[PROBLEMS] = {
	{ PROBLEM_FAULTY,            P(101), DEPARTMENT_QUALITY,    TERM_GOODS,      URGENCY_URGENT, false, true },
	{ PROBLEM_DEFECT,            P(102), DEPARTMENT_QUALITY,    TERM_OPERATIONS, URGENCY_NORMAL, false, true },
	{ PROBLEM_SIZE,              P(103), DEPARTMENT_OPERATIONS, TERM_OPERATIONS, URGENCY_NORMAL, false, false },
	{ PROBLEM_COLOUR,            P(104), DEPARTMENT_OPERATIONS, TERM_OPERATIONS, URGENCY_NORMAL, false, false },
	{ PROBLEM_TAG,               P(105), DEPARTMENT_STOCK,      TERM_GOODS,      URGENCY_NORMAL, false, false },
	{ PROBLEM_PACKAGING,         P(106), DEPARTMENT_STOCK,      TERM_GOODS,      URGENCY_NORMAL, false, false },
	{ PROBLEM_GOODS_OTHER,       P(199), DEPARTMENT_OPERATIONS, TERM_NONE,       URGENCY_NORMAL, false, false },
	{ PROBLEM_QUANTITY,          P(201), DEPARTMENT_STOCK,      TERM_GOODS,      URGENCY_NORMAL, false, false },
	{ PROBLEM_OTHER_GOODS,       P(202), DEPARTMENT_STOCK,      TERM_NONE,       URGENCY_URGENT, false, false },
	{ PROBLEM_CANNOT_ORDER,      P(203), DEPARTMENT_TECHNOLOGY, TERM_TECHNOLOGY, URGENCY_NORMAL, true,  false },
	{ PROBLEM_ORDER_OTHER,       P(299), DEPARTMENT_SERVICE,    TERM_NONE,       URGENCY_NORMAL, false, false },
	{ PROBLEM_NOT_RECEIVED,      P(301), DEPARTMENT_LOGISTICS,  TERM_NONE,       URGENCY_NORMAL, false, false },
	{ PROBLEM_LATE,              P(302), DEPARTMENT_LOGISTICS,  TERM_NONE,       URGENCY_NORMAL, false, false },
	{ PROBLEM_WRONG_DELIVERY,    P(303), DEPARTMENT_LOGISTICS,  TERM_NONE,       URGENCY_URGENT, false, false },
	{ PROBLEM_DELIVERY_QUESTION, P(304), DEPARTMENT_LOGISTICS,  TERM_NONE,       URGENCY_NORMAL, false, false },
	{ PROBLEM_LOGISTICS_OTHER,   P(399), DEPARTMENT_LOGISTICS,  TERM_NONE,       URGENCY_NORMAL, false, false },
	{ PROBLEM_WAITING,           P(401), DEPARTMENT_SERVICE,    TERM_NONE,       URGENCY_NORMAL, false, false },
	{ PROBLEM_ATTITUDE,          P(402), DEPARTMENT_SERVICE,    TERM_NONE,       URGENCY_NORMAL, false, false },
	{ PROBLEM_INFORMATION,       P(403), DEPARTMENT_SERVICE,    TERM_NONE,       URGENCY_NORMAL, false, false },
	{ PROBLEM_SERVICE_OTHER,     P(499), DEPARTMENT_SERVICE,    TERM_NONE,       URGENCY_NORMAL, false, false },
	{ PROBLEM_PAYMENT_CHECK,     P(501), DEPARTMENT_FINANCE,    TERM_FINANCE,    URGENCY_NORMAL, false, false },
	{ PROBLEM_ORDERS_TOTAL,      P(502), DEPARTMENT_FINANCE,    TERM_FINANCE,    URGENCY_NORMAL, false, false },
	{ PROBLEM_CANNOT_PAY,        P(503), DEPARTMENT_TECHNOLOGY, TERM_TECHNOLOGY, URGENCY_NORMAL, true,  false },
	{ PROBLEM_REFUND_PROGRESS,   P(504), DEPARTMENT_FINANCE,    TERM_NONE,       URGENCY_NORMAL, false, false },
	{ PROBLEM_REFUND_DISPUTE,    P(505), DEPARTMENT_FINANCE,    TERM_NONE,       URGENCY_URGENT, false, false },
	{ PROBLEM_PAYMENT_OTHER,     P(599), DEPARTMENT_FINANCE,    TERM_NONE,       URGENCY_NORMAL, false, false },
	{ PROBLEM_SITE_FAULT,        P(601), DEPARTMENT_TECHNOLOGY, TERM_NONE,       URGENCY_NORMAL, false, false },
	{ PROBLEM_PASSWORD,          P(602), DEPARTMENT_TECHNOLOGY, TERM_TECHNOLOGY, URGENCY_NORMAL, true,  false },
	{ PROBLEM_SYSTEM_OTHER,      P(699), DEPARTMENT_TECHNOLOGY, TERM_NONE,       URGENCY_NORMAL, false, false },
	{ PROBLEM_CATALOGUE,         P(701), DEPARTMENT_OPERATIONS, TERM_OPERATIONS, URGENCY_LOW,    false, false },
	{ PROBLEM_SUGGESTION_OTHER,  P(799), DEPARTMENT_OPERATIONS, TERM_NONE,       URGENCY_LOW,    false, false },
};
/* clang-format on */

const struct problem_rule *
problem_rule(int64_t problem)
{
	for (size_t i = 0; i < PROBLEMS; i++)
		if (complaint_problems[i].problem == problem)
			return &complaint_problems[i];
	return NULL;
}

/* --- transitions ------------------------------------------------------------------------------------------------ */

#define O (1u << COMPLAINT_OPEN)
#define W (1u << COMPLAINT_WORKING)
#define H (1u << COMPLAINT_HANDED)
#define A (1u << COMPLAINT_APPROVAL)
#define C (1u << COMPLAINT_CLOSED)

/* Where each act may lead from each state; nowhere: the act is not possible there. */
/* clang-format off */
static const unsigned moves[ACTS + 1][COMPLAINT_STATES + 1] = {
	/*                     open   working handed approval closed */
	[ACT_TAKE]       = { 0, O,     W,     H,     A,     0 },
	[ACT_TRANSFER]   = { 0, O,     W,     H,     A,     0 },
	[ACT_NOTE]       = { 0, O,     W,     H,     A,     C },
	[ACT_HEARD]      = { 0, O,     W,     H,     A,     C },
	[ACT_TELL]       = { 0, W,     W,     H,     A,     C },
	[ACT_STEP]       = { 0, W,     W,     H,     A,     0 },
	[ACT_SOLVE]      = { 0, W,     W,     H,     A,     0 },
	[ACT_COMPENSATE] = { 0, W | A, W | A, H | A, 0,     0 },
	[ACT_DECIDE]     = { 0, 0,     0,     0,     W | H, 0 },
	[ACT_HAND_OFF]   = { 0, H,     H,     H,     A,     0 },
	[ACT_REPLY]      = { 0, 0,     0,     W | H, A,     0 },
	[ACT_TOLD]       = { 0, 0,     W,     H,     A,     0 },
	[ACT_WITHDRAW]   = { 0, 0,     0,     W | H, A,     0 },
	[ACT_FACTS]      = { 0, O,     W,     H,     A,     0 },
	[ACT_CLASSIFY]   = { 0, O,     W,     H,     A,     0 },
	[ACT_CLOSE]      = { 0, 0,     C,     0,     0,     0 },
	[ACT_CALL_BACK]  = { 0, 0,     0,     0,     0,     W | C },
	[ACT_REOPEN]     = { 0, 0,     0,     0,     0,     W },
};
/* clang-format on */

bool
complaint_moves(enum complaint_act act, int64_t from, int64_t to)
{
	if ((int)act < 1 || act > ACTS || from < 1 || from > COMPLAINT_STATES || to < 1 ||
	    to > COMPLAINT_STATES)
		return false;
	return (moves[act][from] & 1u << to) != 0;
}

/* --- why not ---------------------------------------------------------------------------------------------------- */

static enum rc
refuse(struct complaint_work *work, const char *key, const char *arg)
{
	work->refused = key;
	work->refused_arg = arg;
	return RC_REFUSED;
}

static const struct complaint_handoff *
handoff_find(const struct complaint_work *work, int64_t handoff_no)
{
	for (size_t i = 0; i < work->handoff_count; i++)
		if (work->handoffs[i].handoff_no == handoff_no)
			return &work->handoffs[i];
	return NULL;
}

static const struct complaint_compensation *
compensation_waiting(const struct complaint_work *work)
{
	for (size_t i = 0; i < work->compensation_count; i++)
		if (work->compensations[i].state == COMPENSATION_WAITS)
			return &work->compensations[i];
	return NULL;
}

static bool
blank(const char *text)
{
	return text == NULL || text[strspn(text, " \t\r\n")] == '\0';
}

size_t
complaint_close_missing(const struct complaint_work *work, const char *keys[MISSING_MOST])
{
	const struct complaint *complaint = &work->before;
	bool asked = false, replied = false;
	size_t count = 0;

	for (size_t i = 0; i < work->handoff_count; i++) {
		asked |= work->handoffs[i].state == HANDOFF_ASKED;
		replied |= work->handoffs[i].state == HANDOFF_REPLIED;
	}
	if (compensation_waiting(work) != NULL)
		keys[count++] = "complaints.missing.approval";
	if (asked)
		keys[count++] = "complaints.missing.reply";
	if (replied)
		keys[count++] = "complaints.missing.told";
	if (blank(work->text.solution) || complaint->solved_at == 0)
		keys[count++] = "complaints.missing.solution";
	if (blank(work->text.result))
		keys[count++] = "complaints.missing.result";
	if (complaint->solved_at == 0 || complaint->told_at < complaint->solved_at)
		keys[count++] = "complaints.missing.answer";
	return count;
}

/* Acts that anybody of customer service may do on anybody's complaint: a customer calls and somebody else is on the line. */
static bool
act_of_all(enum complaint_act act)
{
	return act == ACT_NOTE || act == ACT_HEARD || act == ACT_TAKE || act == ACT_REPLY ||
	       act == ACT_DECIDE;
}

static enum rc
owner_may(struct complaint_work *work, enum complaint_act act)
{
	const struct complaint *complaint = &work->before;
	bool own = complaint->owner_id == work->actor->account_id;

	if (act == ACT_TAKE && own)
		return refuse(work, "complaints.refused.own", NULL);
	if (act == ACT_TAKE && complaint->owner_id != 0 && !work->leads)
		return refuse(work, "complaints.refused.taken", complaint->owner_staff);
	if (act_of_all(act) || own || work->leads)
		return RC_OK;
	if (complaint->owner_id == 0)
		return refuse(work, "complaints.refused.unowned", NULL);
	return refuse(work, "complaints.refused.owner", complaint->owner_staff);
}

static enum rc
state_may(struct complaint_work *work, enum complaint_act act)
{
	int64_t state = work->before.state;

	if (state >= 1 && state <= COMPLAINT_STATES && moves[act][state] != 0)
		return RC_OK;
	if (act == ACT_CLOSE &&
	    (state == COMPLAINT_OPEN || state == COMPLAINT_HANDED || state == COMPLAINT_APPROVAL))
		return RC_OK; /* what is missing says more than the state */
	if (state == COMPLAINT_CLOSED)
		return refuse(work, "complaints.refused.closed", NULL);
	if (act == ACT_CALL_BACK || act == ACT_REOPEN)
		return refuse(work, "complaints.refused.not_closed", NULL);
	if (act == ACT_COMPENSATE)
		return refuse(work, "complaints.refused.waits", NULL);
	if (act == ACT_DECIDE)
		return refuse(work, "complaints.refused.nothing_waits", NULL);
	return refuse(work, "complaints.refused.no_handoff", NULL);
}

static enum rc
close_may(struct complaint_work *work)
{
	const char *missing[MISSING_MOST];
	size_t count = complaint_close_missing(work, missing);

	return count == 0 ? RC_OK : refuse(work, missing[0], NULL);
}

/* RULE ORG-2, ORG-3 */
static enum rc
decide_may(struct complaint_work *work)
{
	const struct complaint_compensation *waits = compensation_waiting(work);

	if (waits == NULL)
		return refuse(work, "complaints.refused.nothing_waits", NULL);
	if (waits->asked_by == work->actor->account_id)
		return refuse(work, "complaints.refused.own_request", NULL);
	if (work->before.compensation_fen + waits->amount_fen > work->terms->limit_fen)
		return refuse(work, "complaints.refused.limit", NULL);
	return RC_OK;
}

static enum rc
handoff_may(struct complaint_work *work, enum complaint_act act, int64_t handoff_no)
{
	const struct complaint_handoff *handoff = handoff_find(work, handoff_no);

	if (handoff == NULL || handoff->state == HANDOFF_WITHDRAWN)
		return refuse(work, "complaints.refused.no_handoff", NULL);
	if (act == ACT_TOLD && handoff->state == HANDOFF_TOLD)
		return refuse(work, "complaints.refused.told", NULL);
	if (act == ACT_TOLD)
		return handoff->state == HANDOFF_REPLIED ? RC_OK
							 : refuse(work, "complaints.refused.no_reply", NULL);
	if (handoff->state != HANDOFF_ASKED)
		return refuse(work, "complaints.refused.replied", handoff->replied_staff);
	if (act == ACT_REPLY && (work->actor_answers & INT64_C(1) << handoff->department) == 0)
		return refuse(work, "complaints.refused.department", NULL);
	return RC_OK;
}

static enum rc
facts_may(struct complaint_work *work)
{
	if (work->before.problem != PROBLEM_DELIVERY_QUESTION)
		return refuse(work, "complaints.refused.no_question", NULL);
	for (size_t i = 0; i < work->clock_count; i++)
		if (work->clocks[i].kind == COMPLAINT_CLOCK_DELIVERY)
			return refuse(work, "complaints.refused.facts", NULL);
	return RC_OK;
}

enum rc
complaint_may(struct complaint_work *work, enum complaint_act act, int64_t handoff_no)
{
	bool of_handoff = act == ACT_REPLY || act == ACT_TOLD || act == ACT_WITHDRAW;
	enum rc rc = RC_OK;

	/* what the hand-off itself says is more than what the complaint's state does */
	if (of_handoff && work->before.state != COMPLAINT_CLOSED)
		rc = handoff_may(work, act, handoff_no);
	if (rc == RC_OK)
		rc = state_may(work, act);
	if (rc == RC_OK)
		rc = owner_may(work, act);
	if (rc != RC_OK)
		return rc;
	switch (act) {
	case ACT_CLOSE:
		return close_may(work);
	case ACT_DECIDE:
		return decide_may(work);
	case ACT_FACTS:
		return facts_may(work);
	case ACT_HAND_OFF:
		return work->handoff_count < HANDOFFS_MOST
			   ? RC_OK
			   : refuse(work, "complaints.refused.handoffs", NULL);
	case ACT_CALL_BACK:
		return work->before.score == 0 ? RC_OK : refuse(work, "complaints.refused.called", NULL);
	default:
		return RC_OK;
	}
}

/* --- smaller ones ----------------------------------------------------------------------------------------------- */

enum tell_way
complaint_tell_way(int64_t problem, bool has_mail, const char *phone)
{
	bool mobile = phone[0] == '1' && strlen(phone) == 11;

	if (has_mail && problem != PROBLEM_REFUND_PROGRESS)
		return TELL_MAIL;
	if (mobile)
		return TELL_SMS;
	return phone[0] != '\0' ? TELL_PHONE : TELL_NONE;
}

const char *
complaint_summary(struct arena *arena, const char *happened)
{
	const char *text = utf8_trim(arena, happened);
	size_t length = utf8_cut(text, 60);
	char *summary = arena_strndup(arena, text, length);

	for (char *c = summary; *c != '\0'; c++)
		if (*c == '\n' || *c == '\t' || *c == '\r')
			*c = ' ';
	return text[length] != '\0' ? arena_printf(arena, "%s…", summary) : summary;
}

const char *
complaint_number(struct arena *arena, int64_t day, int64_t number)
{
	struct date date = day_date(day);

	return arena_printf(
	    arena, "KS%02d%02d%02d-%03" PRId64, date.year % 100, date.month, date.day, number);
}

int64_t
handoff_remind_next(int64_t due_at, int64_t now)
{
	return now <= due_at ? due_at + 1 : 0;
}

int64_t
complaint_nearest(const struct complaint_clock *clocks, size_t count)
{
	int64_t nearest = 0;

	for (size_t i = 0; i < count; i++)
		if (clocks[i].ended_at == 0 && clocks[i].outcome == CLOCK_RUNS &&
		    (nearest == 0 || clocks[i].due_at < nearest))
			nearest = clocks[i].due_at;
	return nearest;
}
