/* SPDX-License-Identifier: MIT */
/* One complaint's page: its way, what may be done now and what is missing, what happened, the words so far, the clocks.
 * Not hand-offs, compensation and files: pages_parts.c; not what its forms do: pages_act.c. */
#include "audit/audit.h"
#include "base/clock.h"
#include "base/money.h"
#include "complaints/pages.h"
#include "complaints/pages_parts.h"
#include "orders/orders.h"
#include "web/due.h"

#include <inttypes.h>

#include <string.h>

#define ENTRIES_SHOWN 200

/* --- head and way ----------------------------------------------------------------------------------------------- */

static void
head_show(struct req *req, const struct complaint *complaint)
{
	struct arena *arena = req->ctx.arena;
	struct node *node = node_child(view_root(req), "Complaint");

	view_set(req, "Page.title", lang_text(req, "complaints.of", complaint->complaint_no, NULL));
	view_set(req, "Page.subtitle",
	    lang_text(req, "complaints.subtitle", lang(req, complaint_problem_key(complaint->problem)),
		time_text(arena, complaint->opened_at), channel_text(req, complaint->channel), NULL));
	if (may(req, &RIGHT_COMPLAINT_SEE))
		crumb(req, lang(req, "complaints.title"), "/complaints");
	else
		crumb(req, lang(req, "complaints.handoffs.title"), "/complaints/handoffs");
	crumb(req, complaint->complaint_no, "");
	node_static(node, "base", arena_printf(arena, "/complaints/%" PRId64, complaint->id));
	node_static(node, "style", complaint_style(complaint->state));
	node_static(node, "state", lang(req, complaint_state_key(complaint->state)));
	if (complaint->urgency != URGENCY_NORMAL)
		node_static(node, "urgency", urgency_text(req, complaint->urgency));
	node_flag(node, "urgent", complaint->urgency == URGENCY_URGENT);
	node_flag(node, "complex", complaint->complex);
	node_flag(node, "imported", complaint->imported);
	if (complaint->reopened > 0)
		node_static(node, "reopened",
		    lang_text(req, "complaints.reopened", number_text(req, complaint->reopened), NULL));
	view_set(req, "Record.version", arena_printf(arena, "%" PRId64, complaint->version));
}

static void
facts_show(struct req *req, const struct complaint_work *work)
{
	const struct complaint *complaint = &work->before;
	struct node *node = node_child(view_root(req), "Complaint");

	node_set(node, "happened", work->text.happened);
	node_set(node, "demand", work->text.demand);
	node_set(node, "solution", work->text.solution);
	node_set(node, "result", work->text.result);
	node_static(node, "owner",
	    complaint->owner_staff[0] != '\0' ? complaint->owner_staff : lang(req, "complaints.owner.none"));
	node_static(node, "department", lang(req, department_key(complaint->department)));
	if (complaint->about_id != 0)
		node_static(node, "about", account_text(req, complaint->about_id));
	node_static(node, "taken_by", account_text(req, complaint->taken_by));
	if (complaint->promise >= 1 && complaint->promise <= 4)
		node_static(node, "promise",
		    lang(req,
			arena_printf(req->ctx.arena, "complaints.promise.%" PRId64, complaint->promise)));
	if (complaint->compensation_fen != 0)
		node_static(node, "compensation", money_text(req->ctx.arena, complaint->compensation_fen));
	if (complaint->score != 0)
		node_static(node, "score", number_text(req, complaint->score));
}

/* RULE CMP-5: which of the four steps are done. Of an imported one only the solution is known, by its words. */
static void
steps_show(struct req *req, const struct complaint_work *work)
{
	struct node *list = node_child(view_root(req), "Taken"), *row;
	int64_t steps = work->before.steps;

	if (work->before.imported && work->text.solution[0] != '\0')
		steps |= STEP_SOLUTION;
	for (int64_t step = STEP_EMPATHY; step <= STEP_COMPENSATION; step *= 2) {
		row = node_row(list);
		node_static(row, "style", (steps & step) != 0 ? "g ok" : "g todo");
		node_static(
		    row, "label", lang(req, arena_printf(req->ctx.arena, "complaints.step.%" PRId64, step)));
	}
}

/* Taken in, answered, solved, closed, called back. What is closed was answered and solved, though an import does not say when. */
static void
way_show(struct req *req, const struct complaint *complaint)
{
	bool closed = complaint->state == COMPLAINT_CLOSED;
	const struct {
		const char *label;
		int64_t at;
		bool done;
	} stages[] = { { "complaints.way.opened", complaint->opened_at, true },
		{ "complaints.way.answered", complaint->answered_at, closed || complaint->answered_at > 0 },
		{ "complaints.way.solved", complaint->solved_at, closed || complaint->solved_at > 0 },
		{ "complaints.way.closed", complaint->closed_at, closed },
		{ "complaints.way.called", 0, closed && complaint->score > 0 } };
	struct node *list = node_child(view_root(req), "Way"), *row;
	bool now = !(closed && complaint->imported); /* nobody calls back what was closed elsewhere */

	for (size_t i = 0; i < sizeof(stages) / sizeof(stages[0]); i++) {
		row = node_row(list);
		node_static(row, "label", lang(req, stages[i].label));
		node_static(
		    row, "text", stages[i].done && stages[i].at > 0 ? short_time(req, stages[i].at) : "");
		node_static(row, "state", stages[i].done ? "done" : now ? "now" : "todo");
		now = now && stages[i].done;
	}
}

/* --- what may be done ------------------------------------------------------------------------------------------- */

static const char *
refusal_text(struct req *req, const struct complaint_work *work)
{
	const char *arg = work->refused_arg != NULL ? work->refused_arg : "";

	return lang_text(req, work->refused, arg, NULL);
}

static void
cannot_show(struct req *req, const char *label, const char *missing)
{
	struct node *node = node_row(node_child(view_root(req), "Cannot"));

	node_static(node, "label", lang(req, label));
	node_static(node, "missing", missing);
}

/* Everything that is missing for closing, not only the first. */
static const char *
close_missing(struct req *req, const struct complaint_work *work)
{
	const char *keys[MISSING_MOST];
	size_t count = complaint_close_missing(work, keys);
	const char *text = "";

	for (size_t i = 0; i < count; i++)
		text = words_join(req, "complaints.join", text, lang(req, keys[i]));
	return text;
}

/* Open, or closed with the missing condition; an act that others' right or state rules out for good is not shown at all. */
static void
act_show(struct req *req, struct complaint_work *work, enum complaint_act act, const char *name,
    const char *label, const struct right *right)
{
	enum rc rc = complaint_may(work, act, 0);

	if (rc == RC_OK && may(req, right)) {
		node_flag(node_child(node_child(view_root(req), "Can"), name), "open", true);
		return;
	}
	if (rc == RC_OK)
		cannot_show(req, label, right_missing(req, right));
	else if (act == ACT_CLOSE && work->refused != NULL &&
		 strncmp(work->refused, "complaints.missing.", 19) == 0)
		cannot_show(req, label, close_missing(req, work));
	else
		cannot_show(req, label, refusal_text(req, work));
}

static void
acts_open_show(struct req *req, struct complaint_work *work)
{
	bool own = work->before.owner_id == req->ctx.actor.account_id;

	if (!own)
		act_show(req, work, ACT_TAKE, "take", "complaints.do.take", &RIGHT_COMPLAINT_WORK);
	if (work->before.state == COMPLAINT_APPROVAL)
		act_show(req, work, ACT_DECIDE, "decide", "complaints.do.decide", &RIGHT_COMPLAINT_DECIDE);
	if (!own && !work->leads) { /* all of it for one reason: said once */
		act_show(req, work, ACT_CLOSE, "close", "complaints.do.close", &RIGHT_COMPLAINT_WORK);
		return;
	}
	act_show(req, work, ACT_TRANSFER, "transfer", "complaints.do.transfer", &RIGHT_COMPLAINT_WORK);
	act_show(req, work, ACT_CLASSIFY, "classify", "complaints.do.classify", &RIGHT_COMPLAINT_WORK);
	act_show(req, work, ACT_STEP, "step", "complaints.do.step", &RIGHT_COMPLAINT_WORK);
	act_show(req, work, ACT_SOLVE, "solve", "complaints.do.solve", &RIGHT_COMPLAINT_WORK);
	act_show(req, work, ACT_COMPENSATE, "compensate", "complaints.do.compensate", &RIGHT_COMPLAINT_WORK);
	act_show(req, work, ACT_HAND_OFF, "hand_off", "complaints.do.hand_off", &RIGHT_COMPLAINT_WORK);
	if (work->before.problem == PROBLEM_DELIVERY_QUESTION)
		act_show(req, work, ACT_FACTS, "facts", "complaints.do.facts", &RIGHT_COMPLAINT_WORK);
	act_show(req, work, ACT_CLOSE, "close", "complaints.do.close", &RIGHT_COMPLAINT_WORK);
}

static void
acts_show(struct req *req, struct complaint_work *work)
{
	if (!may(req, &RIGHT_COMPLAINT_SEE)) /* a department: what it does stands on the hand-off's page */
		return;
	if (work->before.state != COMPLAINT_CLOSED) {
		acts_open_show(req, work);
	} else {
		if (work->before.score == 0)
			act_show(req, work, ACT_CALL_BACK, "call_back", "complaints.do.call_back",
			    &RIGHT_COMPLAINT_WORK);
		act_show(req, work, ACT_REOPEN, "reopen", "complaints.do.reopen", &RIGHT_COMPLAINT_WORK);
	}
	if (work->before.owner_id == req->ctx.actor.account_id || work->leads)
		act_show(req, work, ACT_TELL, "tell", "complaints.do.tell", &RIGHT_COMPLAINT_WORK);
	act_show(req, work, ACT_HEARD, "heard", "complaints.do.heard", &RIGHT_COMPLAINT_WORK);
	act_show(req, work, ACT_NOTE, "note", "complaints.do.note", &RIGHT_COMPLAINT_WORK);
}

/* --- words so far ----------------------------------------------------------------------------------------------- */

static const char *
entry_detail(struct req *req, const struct complaint_entry *entry)
{
	struct arena *arena = req->ctx.arena;

	switch (entry->kind) {
	case ENTRY_TO_CUSTOMER:
	case ENTRY_FROM_CUSTOMER:
		return channel_text(req, entry->detail);
	case ENTRY_HANDOFF:
	case ENTRY_REPLY:
		return lang(req, department_key(entry->detail));
	case ENTRY_STEP:
		return lang(req, arena_printf(arena, "complaints.step.%" PRId64, entry->detail));
	case ENTRY_STATE:
		if (entry->detail > DETAIL_SCORE)
			return lang_text(req, "complaints.entry.score",
			    number_text(req, entry->detail - DETAIL_SCORE), NULL);
		return lang(req, arena_printf(arena, "complaints.entry.state.%" PRId64, entry->detail));
	default:
		return "";
	}
}

static const char *
entry_style(int64_t kind)
{
	return kind == ENTRY_FROM_CUSTOMER ? "from" : kind == ENTRY_TO_CUSTOMER ? "to" : "in";
}

static enum rc
entries_show(struct req *req, int64_t id)
{
	struct node *list = node_child(view_root(req), "Entries"), *row;
	struct rows found;
	const struct complaint_entry *entry;
	enum rc rc = entry_list(&req->ctx, id, ENTRIES_SHOWN, &found);

	entry = found.items;
	for (size_t i = 0; rc == RC_OK && i < found.count; i++) {
		row = node_row(list);
		node_static(row, "at", short_time(req, entry[i].at));
		node_static(row, "kind",
		    lang(req, arena_printf(req->ctx.arena, "complaints.entry.%" PRId64, entry[i].kind)));
		node_static(row, "detail", entry_detail(req, &entry[i]));
		node_static(row, "style", entry_style(entry[i].kind));
		node_static(row, "staff", entry[i].staff);
		node_static(row, "text", entry[i].text);
	}
	return rc;
}

/* --- clocks (RULE TIME-4) --------------------------------------------------------------------------------------- */

static const char *
clock_left(struct req *req, const struct complaint_clock *clock, const struct complaint_terms *terms)
{
	int64_t left;

	if (clock->clock != CLOCK_SERVICE || clock->due_at < req->ctx.now)
		return due_left(req, clock->due_at);
	left = deadline_left(CLOCK_SERVICE, req->ctx.now, clock->due_at, &terms->hours, terms->calendar);
	return lang_text(req, "complaints.clock.left", duration_text(req, left, true), NULL);
}

static const char *
clock_title(struct req *req, const struct complaint_clock *clock, const struct complaint_work *work)
{
	const char *title = lang(req, arena_printf(req->ctx.arena, "complaints.clock.%" PRId64, clock->kind));

	for (size_t i = 0; i < work->handoff_count && clock->handoff_no != 0; i++)
		if (work->handoffs[i].handoff_no == clock->handoff_no)
			return arena_printf(req->ctx.arena, "%s · %s", title,
			    lang(req, department_key(work->handoffs[i].department)));
	return title;
}

static void
clock_running(struct req *req, const struct complaint_clock *clock, const struct complaint_work *work)
{
	struct node *node = node_row(node_child(view_root(req), "Deadline"));
	int64_t all = clock->due_at - clock->started_at, used = req->ctx.now - clock->started_at;

	node_static(node, "title", clock_title(req, clock, work));
	node_static(node, "state", due_class(req, clock->due_at));
	node_static(node, "due", due_text(req, clock->due_at));
	node_static(node, "left", clock_left(req, clock, work->terms));
	node_int(node, "percent", all <= 0 || used >= all ? 100 : used < 0 ? 0 : used * 100 / all);
	node_static(node, "clock",
	    lang_text(req, arena_printf(req->ctx.arena, "complaints.clock.kind.%" PRId64, clock->clock),
		short_time(req, clock->started_at), short_time(req, clock->due_at), NULL));
	node_static(node, "rule",
	    lang_text(
		req, "complaints.clock.rule", clock->rule, number_text(req, clock->policy_version), NULL));
}

static void
clock_ended(struct req *req, const struct complaint_clock *clock, const struct complaint_work *work)
{
	static const char *const styles[] = { "", "g ok", "g bad", "g off" };
	struct node *node = node_row(node_child(view_root(req), "Ended"));
	int64_t outcome =
	    clock->outcome >= CLOCK_MET && clock->outcome <= CLOCK_DROPPED ? clock->outcome : CLOCK_DROPPED;

	node_static(node, "title", clock_title(req, clock, work));
	node_static(node, "due", short_time(req, clock->due_at));
	node_static(node, "ended", short_time(req, clock->ended_at));
	node_static(node, "style", styles[outcome]);
	node_static(node, "outcome",
	    lang(req, arena_printf(req->ctx.arena, "complaints.clock.outcome.%" PRId64, outcome)));
	node_static(node, "rule", clock->rule);
}

/* The nearest first; then those that ended, the last first. */
static void
clocks_show(struct req *req, const struct complaint_work *work)
{
	bool shown[256] = { false };
	size_t count = work->clock_count < 256 ? work->clock_count : 256;

	for (;;) {
		size_t next = count;

		for (size_t i = 0; i < count; i++)
			if (!shown[i] && work->clocks[i].outcome == CLOCK_RUNS &&
			    (next == count || work->clocks[i].due_at < work->clocks[next].due_at))
				next = i;
		if (next == count)
			break;
		shown[next] = true;
		clock_running(req, &work->clocks[next], work);
	}
	for (size_t i = count; i-- > 0;)
		if (work->clocks[i].outcome != CLOCK_RUNS)
			clock_ended(req, &work->clocks[i], work);
}

/* --- order and goods -------------------------------------------------------------------------------------------- */

static enum rc
order_show(struct req *req, int64_t order_id)
{
	struct order order;
	struct node *node = node_child(view_root(req), "Order");
	enum rc rc;

	if (order_id == 0)
		return RC_OK;
	rc = order_get(&req->ctx, order_id, &order);
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	if (may_open(req, "/orders/#"))
		node_static(node, "path", arena_printf(req->ctx.arena, "/orders/%" PRId64, order.id));
	node_static(node, "no", order.order_no);
	node_int(node, "s", order.parked ? 11 : order.state);
	node_static(node, "state", lang(req, order_state_key(order.state)));
	node_static(node, "total", money_text(req->ctx.arena, order.total_fen));
	node_static(node, "placed", short_time(req, order.placed_at));
	node_static(node, "shipped", short_time(req, order.shipped_at));
	node_static(node, "signed", short_time(req, order.signed_at));
	return RC_OK;
}

static enum rc
goods_show(struct req *req, const struct complaint *complaint)
{
	struct node *list = node_child(view_root(req), "Goods"), *row;
	struct rows found;
	const struct complaint_goods *goods;
	int64_t products[3];
	size_t count = 0;
	enum rc rc = complaint_goods(&req->ctx, complaint->id, &found);

	goods = found.items;
	for (size_t i = 0; rc == RC_OK && i < found.count; i++) {
		row = node_row(list);
		if (may_open(req, "/products/#"))
			node_static(row, "path",
			    arena_printf(req->ctx.arena, "/products/%" PRId64, goods[i].product_id));
		node_static(row, "no", goods[i].product_no);
		node_static(row, "name", goods[i].name);
		node_flag(row, "quality", goods[i].quality);
		if (count < 3)
			products[count++] = goods[i].product_id;
	}
	/* a department sees what it is asked about, not what else there is */
	if (rc != RC_OK || !may(req, &RIGHT_COMPLAINT_SEE))
		return rc;
	return similar_show(req, complaint->member_id, products, count, complaint->id);
}

/* --- the page --------------------------------------------------------------------------------------------------- */

static enum rc
record_show(struct req *req, struct complaint_work *work)
{
	const struct complaint *complaint = &work->before;
	enum rc rc;

	head_show(req, complaint);
	facts_show(req, work);
	way_show(req, complaint);
	steps_show(req, work);
	acts_show(req, work);
	clocks_show(req, work);
	handoffs_show(req, work);
	compensations_show(req, work);
	complaint_forms_show(req, work);
	rc = entries_show(req, complaint->id);
	if (rc == RC_OK)
		rc = customer_show(req, complaint);
	if (rc == RC_OK)
		rc = order_show(req, complaint->order_id);
	if (rc == RC_OK)
		rc = goods_show(req, complaint);
	if (rc == RC_OK)
		rc = evidence_files_show(req, complaint->id);
	return rc == RC_OK ? history_show(req, "complaint", complaint->id) : rc;
}

/* GET /complaints/#, and the page again */
enum rc
complaints_complaint(struct req *req)
{
	struct complaint_terms terms;
	struct complaint_work work;
	enum rc rc = work_load(&req->ctx, req->id, false, &work);

	if (rc == RC_OK)
		rc = complaint_visible(req, &work);
	if (rc == RC_OK)
		rc = work_begin(&req->ctx, &work, &terms);
	return rc == RC_OK ? record_show(req, &work) : rc;
}
